//! Who holds which role, in the API: appointing, ending, choosing the chair.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, day, of, or_null, page, role, seen, shown, taken, text, whole, yes_or_no};
use crate::api::view::{does_in, listed, recorded, value, version};
use crate::domain::rights::Right;
use crate::services::appointments::{self as service, Appoint, ElectChair, EndRole, NameBody, NameSubstitute};
use crate::services::decisions::Done;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::roles::{self as rows, Member};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

const ROLES: &str = "/api/v1/projects/{code}/roles";
const END: &str = "/api/v1/projects/{code}/roles/{number}/end";
const BODIES: &str = "/api/v1/projects/{code}/bodies";
const BODY: &str = "/api/v1/projects/{code}/bodies/{role}";
const CHAIR: &str = "/api/v1/projects/{code}/roles/{number}/chair";
const SUBSTITUTE: &str = "/api/v1/projects/{code}/roles/{number}/substitute";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(ROLES, Right::Read, list),
        // Appointing is a decision: the charter knows whose.
        does_in(Method::POST, ROLES, Right::Decide, appoint),
        does_in(Method::POST, END, Right::Decide, end),
        does_in(Method::POST, CHAIR, Right::Decide, elect_chair),
        does_in(Method::POST, SUBSTITUTE, Right::Decide, name_substitute),
        show_in(BODIES, Right::Read, bodies),
        does_in(Method::PUT, BODY, Right::Decide, name_body),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(ROLES, "listRoles", "Lists everybody who holds or has held a role, in the order of appointment.", "RolePage"),
    Operation::post(
        ROLES,
        "appoint",
        "Appoints a person to a role, by decision. What a body has decided is recorded by leader, deputy or secretary, and its chair confirms.",
        "Appointment",
        "Role",
    )
    .created()
    .or_recorded(),
    Operation::post(END, "endRole", "Ends an assignment, by decision, or records that a body has.", "RoleEnd", "Role").or_recorded(),
    Operation::post(CHAIR, "electChair", "Records that a body has chosen this member to be its chair. Another member confirms.", "Election", "Recorded")
        .answering(&["202"]),
    Operation::post(SUBSTITUTE, "nameSubstitute", "Names this member to stand in for you, the body's chair, on certain days.", "Substitution", "Role")
        .created(),
    Operation::get(BODIES, "listBodies", "Lists the roles that a body holds, with its name.", "BodyPage"),
    Operation::put(BODY, "nameBody", "Names the body that holds a role, by decision of those who appoint to it, or records theirs.", "BodyName", "BodyPage")
        .or_recorded(),
];

/// A role that a person holds or has held.
#[derive(Serialize)]
struct RoleView<'a> {
    number: i64,
    role: &'a str,
    name: &'a str,
    email: &'a str,
    organisation: &'a str,
    chair: bool,
    /// E-mail of the chair that the person stands in for.
    substitute_for: Option<&'a str>,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
    current: bool,
    decision: Option<i32>,
    version: i64,
}
impl<'a> RoleView<'a> {
    fn of(m: &'a Member, all: &'a [Member], today: NaiveDate) -> RoleView<'a> {
        let a = &m.assignment;
        let chair = a.substitute_for.and_then(|id| all.iter().find(|other| other.assignment.person_id == id));
        RoleView {
            number: a.id,
            role: &a.role,
            name: &m.name,
            email: &m.email,
            organisation: &a.organisation,
            chair: a.chair,
            substitute_for: chair.map(|c| c.email.as_str()),
            from_on: a.from_on,
            to_on: a.to_on,
            current: m.holds(today),
            decision: a.decision,
            version: a.version,
        }
    }
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let members = service::everybody(db, at)?;
    let today = rq.ctx()?.today;
    listed(rq, members.iter().map(|m| RoleView::of(m, &members, today)).collect())
}

fn appoint(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: Appoint = rq.read()?;
    let number = match service::appoint(db, &rq.ctx()?, at, &request)? {
        Done::Decided(number) => number,
        Done::WaitsForChair(recording) => return Ok(recorded(recording)),
    };
    let (role, version) = as_it_is(db, rq, at, |m| m.assignment.decision == Some(number))?;
    Ok(Reply::created(role, format!("/api/v1/projects/{}/roles", at.project.code)).with_version(version))
}

fn end(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (id, mut request) = (rq.number("number")?, rq.read::<EndRole>()?);
    request.version = version(rq, request.version)?;
    if let Done::WaitsForChair(recording) = service::end(db, &rq.ctx()?, at, id, &request)? {
        return Ok(recorded(recording));
    }
    let (role, version) = as_it_is(db, rq, at, |m| m.assignment.id == id)?;
    Ok(Reply::json(role).with_version(version))
}

fn elect_chair(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (id, mut request) = (rq.number("number")?, rq.read::<ElectChair>()?);
    request.version = version(rq, request.version)?;
    match service::elect_chair(db, &rq.ctx()?, at, id, &request)? {
        Done::WaitsForChair(recording) => Ok(recorded(recording)),
        // An election always waits for another member.
        Done::Decided(_) => Ok(Reply::json(as_it_is(db, rq, at, |m| m.assignment.id == id)?.0)),
    }
}

fn name_substitute(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let id = service::name_substitute(db, &rq.ctx()?, at, rq.number("number")?, &rq.read::<NameSubstitute>()?)?;
    let (role, version) = as_it_is(db, rq, at, |m| m.assignment.id == id)?;
    Ok(Reply::created(role, format!("/api/v1/projects/{}/roles", at.project.code)).with_version(version))
}

fn bodies(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let items: Vec<Value> = rows::bodies_of(db, at.project.id)?.into_iter().map(|(role, name)| json!({"role": role, "name": name})).collect();
    listed(rq, items)
}

fn name_body(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    match service::name_body(db, &rq.ctx()?, at, rq.number("role")?, &rq.read::<NameBody>()?)? {
        Done::Decided(_) => bodies(db, rq, at),
        Done::WaitsForChair(recording) => Ok(recorded(recording)),
    }
}

fn as_it_is(db: &mut Db, rq: &Rq, at: &InProject, is: impl Fn(&Member) -> bool) -> Result<(Value, i64), Problem> {
    let members = service::everybody(db, at)?;
    let member = members.iter().find(|m| is(m)).ok_or(Problem::NotFound)?;
    Ok((value(&RoleView::of(member, &members, rq.ctx()?.today))?, member.assignment.version))
}

pub fn schemas() -> Vec<Named> {
    let held = shown(&[
        ("number", whole()),
        ("role", role()),
        ("name", text()),
        ("email", text()),
        ("organisation", text()),
        ("chair", yes_or_no()),
        ("substitute_for", or_null(text())),
        ("from_on", day()),
        ("to_on", or_null(day())),
        ("current", yes_or_no()),
        ("decision", or_null(whole())),
        ("version", whole()),
    ]);
    let appointment = taken(
        &[("role", role()), ("from_on", day())],
        &[
            ("email", text()),
            ("new_email", text()),
            ("new_name", text()),
            ("organisation", text()),
            ("to_on", day()),
            ("motivation", text()),
            ("basis", of("Basis")),
        ],
    );
    vec![
        ("Role", held),
        ("RolePage", page(of("Role"))),
        ("Appointment", appointment),
        ("RoleEnd", taken(&[], &[("last_day", day()), ("motivation", text()), ("basis", of("Basis")), ("version", seen())])),
        ("Election", taken(&[("basis", of("Basis"))], &[("version", seen())])),
        ("Recorded", shown(&[("recording", whole())])),
        ("BodyPage", page(shown(&[("role", role()), ("name", text())]))),
        ("BodyName", taken(&[("name", text())], &[("motivation", text()), ("basis", of("Basis"))])),
        ("Substitution", taken(&[("from_on", day()), ("to_on", day())], &[])),
    ]
}
