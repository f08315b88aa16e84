//! Projects in the API: the own ones, opening one, its texts and limits.
use crate::api::openapi::Operation;
use crate::api::schema::{CURSOR, LIMIT, Named, count, day, list as list_of, of, page, role, seen, shown, taken, text, whole, words};
use crate::api::view::{Items, changed, cut, does_in, limit, read, value, version};
use crate::domain::lifecycle::{StandingWord, Template};
use crate::domain::lights::{Light, LightArea};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::services::projects::{self as service, CharterTemplate, EditProject, OpenProject, OpenerRole};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use crate::store::projects::{self as rows, Project};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, show, show_in};
use actix_web::http::Method;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

const PROJECTS: &str = "/api/v1/projects";
const PROJECT: &str = "/api/v1/projects/{code}";

pub fn routes() -> Vec<Route> {
    vec![
        show(PROJECTS, Guard::SignedIn, list),
        Route { method: Method::POST, path: PROJECTS, guard: Guard::SignedIn, act: Act::Do(open, None) },
        show_in(PROJECT, Right::Read, show_one),
        does_in(Method::PATCH, PROJECT, Right::Lead, edit),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(PROJECTS, "listProjects", "Lists the projects in which you have a role today, by code.", "ProjectPage").with_query(&[LIMIT, CURSOR]),
    Operation::post(PROJECTS, "openProject", "Opens a project, with the chosen role in it for you.", "NewProject", "Project").created(),
    Operation::get(PROJECT, "readProject", "Reads a project with your roles in it and its lights.", "Project"),
    Operation::patch(PROJECT, "editProject", "Changes a project's texts and limits; what is left out stays.", "ProjectEdit", "Project"),
];

/// A project's texts and limits.
#[derive(Serialize)]
struct ProjectView<'a> {
    code: &'a str,
    name: &'a str,
    organisation: &'a str,
    orderer: &'a str,
    financier: &'a str,
    register_number: &'a str,
    purpose: &'a str,
    lifecycle: &'a str,
    phase: &'a str,
    standing: StandingWord,
    started_on: NaiveDate,
    late_days: i64,
    unfilled_days: i64,
    version: i64,
}
impl<'a> ProjectView<'a> {
    fn of(p: &'a Project) -> ProjectView<'a> {
        ProjectView {
            code: &p.code,
            name: &p.name,
            organisation: &p.organisation,
            orderer: &p.orderer,
            financier: &p.financier,
            register_number: &p.register_number,
            purpose: &p.purpose,
            lifecycle: &p.lifecycle,
            phase: &p.phase,
            standing: p.standing().word(),
            started_on: p.started_on,
            late_days: p.late_days,
            unfilled_days: p.unfilled_days,
            version: p.version,
        }
    }
}

/// The field of a new project that names the body for a role.
const BODIES: [&str; 3] = ["body_steering_group", "body_project_orderer", "body_financier_representative"];

/// A single project, with the person's roles in it and the lights that its figures propose.
#[derive(Serialize)]
struct WholeProject<'a> {
    #[serde(flatten)]
    project: ProjectView<'a>,
    your_roles: Vec<Role>,
    lights: Vec<Value>,
}

fn list(db: &mut Db, rq: &Rq) -> Answer {
    let (ctx, limit) = (rq.ctx()?, limit(rq)?);
    let found = rows::of_person(db, ctx.person.0, ctx.today, rq.filter("cursor").unwrap_or(""), limit + 1)?;
    let (found, next) = cut(found, limit, |last| last.code.clone());
    read(&Items { items: found.iter().map(ProjectView::of).collect(), next })
}

fn open(db: &mut Db, rq: &Rq) -> Answer {
    let (ctx, request) = (rq.ctx()?, rq.read::<OpenProject>()?);
    let at = service::open(db, &ctx, &request)?;
    let location = format!("{PROJECTS}/{}", at.project.code);
    Ok(Reply::created(whole_project(db, &ctx, &at)?, location).with_version(at.project.version))
}

fn show_one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    Ok(Reply::json(whole_project(db, &rq.ctx()?, at)?).with_version(at.project.version))
}

fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let mut request: EditProject = changed(&fields(&at.project), rq)?;
    request.version = version(rq, request.version)?;
    service::edit(db, &ctx, at, &request)?;
    let edited = InProject::open(db, &ctx, &at.project.code)?;
    show_one(db, rq, &edited)
}
fn fields(p: &Project) -> Value {
    json!({
        "name": p.name, "organisation": p.organisation, "orderer": p.orderer, "financier": p.financier, "register_number": p.register_number,
        "purpose": p.purpose, "started_on": p.started_on, "late_days": p.late_days, "unfilled_days": p.unfilled_days,
    })
}

fn whole_project(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Value, Problem> {
    let lights = crate::services::lights::propose(db, ctx, at, (ctx.today, ctx.today))?
        .into_iter()
        .map(|(area, light)| json!({"area": area, "proposed": light.light}))
        .collect();
    let your_roles = at.actor.current(ctx.today).map(|h| h.role).collect();
    value(&WholeProject { project: ProjectView::of(&at.project), your_roles, lights })
}

pub fn schemas() -> Vec<Named> {
    let days = || json!({"type": "integer", "minimum": 0, "maximum": 365});
    let mut line = vec![
        ("code", text()),
        ("name", text()),
        ("organisation", text()),
        ("orderer", text()),
        ("financier", text()),
        ("register_number", text()),
        ("purpose", text()),
        ("lifecycle", words(Template::ALL)),
        ("phase", text()),
        ("standing", words(StandingWord::ALL)),
    ];
    line.extend([("started_on", day()), ("late_days", count("days")), ("unfilled_days", count("days")), ("version", whole())]);
    let mut project = line.clone();
    let light = shown(&[("area", words(LightArea::ALL)), ("proposed", words(Light::ALL))]);
    project.extend([("your_roles", list_of(role())), ("lights", list_of(light))]);
    let mut optional = vec![
        ("orderer", text()),
        ("financier", text()),
        ("register_number", text()),
        ("purpose", text()),
        ("lifecycle", words(Template::ALL)),
        ("phase", text()),
    ];
    optional.extend(BODIES.map(|name| (name, text())));
    let texts = ["name", "organisation", "orderer", "financier", "register_number", "purpose"].map(|name| (name, text()));
    let edit: Vec<Named> = texts.into_iter().chain([("started_on", day()), ("late_days", days()), ("unfilled_days", days()), ("version", seen())]).collect();
    vec![
        ("ProjectLine", shown(&line)),
        ("ProjectPage", page(of("ProjectLine"))),
        ("Project", shown(&project)),
        (
            "NewProject",
            taken(
                &[
                    ("code", text()),
                    ("name", text()),
                    ("organisation", text()),
                    ("started_on", day()),
                    ("own_role", words(OpenerRole::ALL)),
                    ("charter", words(CharterTemplate::ALL)),
                ],
                &optional,
            ),
        ),
        ("ProjectEdit", taken(&[], &edit)),
    ]
}
