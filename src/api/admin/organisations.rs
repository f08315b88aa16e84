//! In the API: the organisations that forms offer, and which projects there are.
use super::{does, reads};
use crate::api::openapi::Operation;
use crate::api::schema::{CURSOR, LIMIT, Named, day, of, page, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{Items, cut, limit, opaque, opaque_cursor, read, value, version};
use crate::domain::organisation::OrganisationKind;
use crate::services::organisations::{self as service, WriteOrganisation};
use crate::store::organisations::{self as rows, Organisation};
use crate::store::{Db, projects};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::Route;
use actix_web::http::Method;
use serde::Serialize;
use serde_json::json;

const ORGANISATIONS: &str = "/api/v1/admin/organisations";
const ORGANISATION: &str = "/api/v1/admin/organisations/{id}";
const PROJECTS: &str = "/api/v1/admin/projects";

pub fn routes() -> Vec<Route> {
    vec![
        reads(ORGANISATIONS, list),
        does(Method::POST, ORGANISATIONS, add),
        reads(ORGANISATION, show),
        does(Method::PUT, ORGANISATION, edit),
        reads(PROJECTS, all_projects),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(ORGANISATIONS, "listOrganisations", "Lists the organisations that forms offer, by name.", "OrganisationPage").with_query(&[LIMIT, CURSOR]),
    Operation::post(ORGANISATIONS, "addOrganisation", "Adds an organisation.", "OrganisationText", "Organisation").created(),
    Operation::get(ORGANISATION, "readOrganisation", "Reads an organisation.", "Organisation"),
    Operation::put(
        ORGANISATION,
        "editOrganisation",
        "Changes an organisation. Roles and projects keep the name that they were given.",
        "OrganisationText",
        "Organisation",
    ),
    Operation::get(PROJECTS, "listAllProjects", "Lists every project by code. What is in them is for those who have a role there.", "AnyProjectPage")
        .with_query(&[LIMIT, CURSOR]),
];

#[derive(Serialize)]
struct OrganisationView<'a> {
    number: i64,
    name: &'a str,
    kind: &'a str,
    retired: bool,
    version: i64,
}
impl<'a> OrganisationView<'a> {
    fn of(o: &'a Organisation) -> OrganisationView<'a> {
        OrganisationView { number: o.id, name: &o.name, kind: &o.kind, retired: o.retired_at.is_some(), version: o.version }
    }
}

fn list(db: &mut Db, rq: &Rq) -> Answer {
    let limit = limit(rq)?;
    let after = opaque_cursor(rq)?.unwrap_or_default();
    let (found, next) = cut(rows::page(db, &after, limit + 1)?, limit, |last| opaque(&last.name));
    read(&Items { items: found.iter().map(OrganisationView::of).collect(), next })
}
fn show(db: &mut Db, rq: &Rq) -> Answer {
    let found = service::find(db, rq.number("id")?)?;
    Ok(Reply::json(value(&OrganisationView::of(&found))?).with_version(found.version))
}
fn add(db: &mut Db, rq: &Rq) -> Answer {
    let id = service::add(db, &rq.ctx()?, &rq.read()?)?;
    let made = service::find(db, id)?;
    Ok(Reply::created(value(&OrganisationView::of(&made))?, format!("{ORGANISATIONS}/{id}")).with_version(made.version))
}
fn edit(db: &mut Db, rq: &Rq) -> Answer {
    let mut request: WriteOrganisation = rq.read()?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, rq.number("id")?, &request)?;
    show(db, rq)
}

fn all_projects(db: &mut Db, rq: &Rq) -> Answer {
    let limit = limit(rq)?;
    let (found, next) = cut(projects::page(db, rq.filter("cursor").unwrap_or_default(), limit + 1)?, limit, |last| last.code.clone());
    let line = |p: &projects::Project| json!({"code": p.code, "name": p.name, "organisation": p.organisation, "phase": p.phase, "started_on": p.started_on});
    read(&Items { items: found.iter().map(line).collect(), next })
}

pub fn schemas() -> Vec<Named> {
    let kind = || words(OrganisationKind::ALL);
    let organisation = shown(&[("number", whole()), ("name", text()), ("kind", kind()), ("retired", yes_or_no()), ("version", whole())]);
    let project = shown(&[("code", text()), ("name", text()), ("organisation", text()), ("phase", text()), ("started_on", day())]);
    vec![
        ("Organisation", organisation),
        ("OrganisationPage", page(of("Organisation"))),
        ("OrganisationText", taken(&[("name", text()), ("kind", kind())], &[("retired", yes_or_no()), ("version", seen())])),
        ("AnyProjectPage", page(project)),
    ]
}
