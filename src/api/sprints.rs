//! Sprints and their statuses in the API.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, day, moment, of, or_null, page, seen, shown, taken, text, whole, yes_or_no};
use crate::api::view::{does_in, listed, utc, value, version};
use crate::domain::rights::Right;
use crate::services::sprints::{self as service, AddSprint, EditSprintStatus};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::plan::{self as rows, Sprint};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;

const SPRINTS: &str = "/api/v1/projects/{code}/sprints";
const SPRINT: &str = "/api/v1/projects/{code}/sprints/{number}";
const STATUS: &str = "/api/v1/projects/{code}/sprints/{number}/status";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(SPRINTS, Right::Read, list),
        does_in(Method::POST, SPRINTS, Right::Lead, add),
        show_in(SPRINT, Right::Read, show),
        does_in(Method::PATCH, STATUS, Right::WriteReports, write),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(SPRINTS, "listSprints", "Lists the sprints, newest first, with the statuses that are published.", "SprintPage"),
    Operation::post(SPRINTS, "addSprint", "Plans a sprint.", "NewSprint", "Sprint").created(),
    Operation::get(SPRINT, "readSprint", "Reads a sprint. A status that is not published is shown to those who write it.", "Sprint"),
    Operation::patch(
        STATUS,
        "writeSprintStatus",
        "Writes a sprint's status, and publishes it when asked to; what is published stays as it is.",
        "SprintStatusEdit",
        "Sprint",
    ),
];

#[derive(Serialize)]
struct SprintView<'a> {
    number: i32,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// None until it is published, for those who do not write it.
    status: Option<&'a str>,
    upcoming: Option<&'a str>,
    published_at: Option<DateTime<Utc>>,
    version: i64,
}
impl<'a> SprintView<'a> {
    fn of(rq: &Rq, at: &InProject, s: &'a Sprint) -> SprintView<'a> {
        let shown = s.published_at.is_some() || at.actor.may(Right::WriteReports, rq.moment.today);
        let said = |text: &'a str| (shown && !text.is_empty()).then_some(text);
        SprintView {
            number: s.number,
            starts_on: s.starts_on,
            ends_on: s.ends_on,
            status: said(&s.status),
            upcoming: said(&s.upcoming),
            published_at: s.published_at.map(utc),
            version: s.version,
        }
    }
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let found = rows::sprints_of(db, at.project.id)?;
    listed(rq, found.iter().map(|s| SprintView::of(rq, at, s)).collect())
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (view, version) = one(db, rq, at, rq.number("number")?)?;
    Ok(Reply::json(view).with_version(version))
}
fn one(db: &mut Db, rq: &Rq, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let found = service::sprint(db, at, number)?;
    Ok((value(&SprintView::of(rq, at, &found))?, found.version))
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: AddSprint = rq.read()?;
    service::add_sprint(db, &rq.ctx()?, at, &request)?;
    let (view, version) = one(db, rq, at, request.number)?;
    Ok(Reply::created(view, format!("/api/v1/projects/{}/sprints/{}", at.project.code, request.number)).with_version(version))
}
fn write(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let request: EditSprintStatus = rq.read()?;
    let seen = version(rq, request.version())?;
    let whole = request.whole(&service::sprint(db, at, number)?, seen)?;
    service::write_sprint_status(db, &rq.ctx()?, at, number, &whole)?;
    show(db, rq, at)
}

pub fn schemas() -> Vec<Named> {
    let dates = [("number", whole()), ("starts_on", day()), ("ends_on", day())];
    let written = [("status", or_null(text())), ("upcoming", or_null(text())), ("published_at", or_null(moment())), ("version", whole())];
    vec![
        ("Sprint", shown(&[&dates[..], &written[..]].concat())),
        ("SprintPage", page(of("Sprint"))),
        ("NewSprint", taken(&dates, &[])),
        ("SprintStatusEdit", taken(&[], &[("status", text()), ("upcoming", text()), ("publish", yes_or_no()), ("version", seen())])),
    ]
}
