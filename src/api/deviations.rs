//! Deviations in the API.
use crate::api::openapi::{Operation, Parameter};
use crate::api::schema::{CURSOR, LIMIT, Named, day, list as list_of, moment, of, or_null, page, role, seen, shown, taken, text, whole, words};
use crate::api::view::{Items, does_in, limit, number_cursor, read, utc, value, version};
use crate::domain::deviation::{DeviationArea, DeviationState};
use crate::domain::rights::Right;
use crate::input::Fault;
use crate::services::deviations::{self as service, ReportDeviation, Say};
use crate::services::{Ctx, InProject, Problem};
use crate::store::deviations::DeviationRow;
use crate::store::{Db, remarks};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};

const DEVIATIONS: &str = "/api/v1/projects/{code}/deviations";
const DEVIATION: &str = "/api/v1/projects/{code}/deviations/{number}";
const ANSWER: &str = "/api/v1/projects/{code}/deviations/{number}/answer";
const REOPENING: &str = "/api/v1/projects/{code}/deviations/{number}/reopening";
const WITHDRAWAL: &str = "/api/v1/projects/{code}/deviations/{number}/withdrawal";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(DEVIATIONS, Right::Read, list),
        does_in(Method::POST, DEVIATIONS, Right::Discuss, report),
        show_in(DEVIATION, Right::Read, show),
        does_in(Method::POST, ANSWER, Right::Lead, answer),
        does_in(Method::POST, REOPENING, Right::Discuss, reopen),
        does_in(Method::POST, WITHDRAWAL, Right::Discuss, withdraw),
    ]
}
const FILTERS: &[Parameter] = &[Parameter { name: "state", says: "Only deviations in this state.", schema: state }, LIMIT, CURSOR];
fn state() -> Value {
    words(DeviationState::ALL)
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(DEVIATIONS, "listDeviations", "Lists the reported deviations, newest first.", "DeviationPage").with_query(FILTERS),
    Operation::post(DEVIATIONS, "reportDeviation", "Reports that something goes otherwise than decided.", "NewDeviation", "Deviation").created(),
    Operation::get(DEVIATION, "readDeviation", "Reads a deviation with what was said of it.", "Deviation"),
    Operation::post(ANSWER, "answerDeviation", "Answers a deviation, as the project leader or the project orderer.", "DeviationWords", "Deviation"),
    Operation::post(REOPENING, "reopenDeviation", "Asks again, as whoever reported it.", "DeviationWords", "Deviation"),
    Operation::post(WITHDRAWAL, "withdrawDeviation", "Withdraws a deviation that is not answered, as whoever reported it.", "DeviationWords", "Deviation"),
];

#[derive(Serialize)]
struct DeviationView<'a> {
    number: i32,
    area: &'a str,
    title: &'a str,
    text: &'a str,
    observed_on: NaiveDate,
    /// E-mail; `None` for who has never had a role here that still shows.
    reported_by: Option<&'a str>,
    reported_role: &'a str,
    reported_at: DateTime<Utc>,
    state: &'a str,
    settled_at: Option<DateTime<Utc>>,
    said: Vec<Value>,
    version: i64,
}
fn view(db: &mut Db, at: &InProject, row: &DeviationRow) -> Result<Value, Problem> {
    let said = remarks::on(db, at.project.id, &service::object(row.number), 100)?;
    value(&DeviationView {
        number: row.number,
        area: &row.area,
        title: &row.title,
        text: &row.text,
        observed_on: row.observed_on,
        reported_by: at.email_of(Some(row.reported_by)),
        reported_role: &row.reported_role,
        reported_at: utc(row.reported_at),
        state: &row.state,
        settled_at: row.settled_at.map(utc),
        said: said.iter().map(|(r, by)| json!({"kind": r.kind, "by": by, "role": r.role, "at": utc(r.at), "text": r.text})).collect(),
        version: row.version,
    })
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let state = match rq.filter("state") {
        None => None,
        Some(word) => Some(word.parse().map_err(|_| Problem::invalid("state", Fault::NotAChoice))?),
    };
    let (rows, next) = service::page(db, at, state, number_cursor(rq)?, limit(rq)?)?;
    let items = rows.iter().map(|row| view(db, at, row)).collect::<Result<_, _>>()?;
    read(&Items { items, next: next.map(|n| n.to_string()) })
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = service::find(db, at, rq.number("number")?)?;
    Ok(Reply::json(view(db, at, &row)?).with_version(row.version))
}
fn report(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::report(db, &rq.ctx()?, at, &rq.read::<ReportDeviation>()?)?;
    let row = service::find(db, at, number)?;
    Ok(Reply::created(view(db, at, &row)?, format!("/api/v1/projects/{}/deviations/{number}", at.project.code)).with_version(row.version))
}

type Step = fn(&mut Db, &Ctx, &InProject, i32, &Say) -> Result<(), Problem>;

fn step(db: &mut Db, rq: &Rq, at: &InProject, step: Step) -> Answer {
    let mut request: Say = rq.read()?;
    request.version = version(rq, request.version)?;
    step(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}
fn answer(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    step(db, rq, at, service::answer)
}
fn reopen(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    step(db, rq, at, service::reopen)
}
fn withdraw(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    step(db, rq, at, service::withdraw)
}

pub fn schemas() -> Vec<Named> {
    let area = || words(DeviationArea::ALL);
    let said = shown(&[("kind", words(&["answer", "reopening", "withdrawal"])), ("by", text()), ("role", role()), ("at", moment()), ("text", text())]);
    vec![
        (
            "Deviation",
            shown(&[
                ("number", whole()),
                ("area", area()),
                ("title", text()),
                ("text", text()),
                ("observed_on", day()),
                ("reported_by", or_null(text())),
                ("reported_role", role()),
                ("reported_at", moment()),
                ("state", state()),
                ("settled_at", or_null(moment())),
                ("said", list_of(said)),
                ("version", whole()),
            ]),
        ),
        ("DeviationPage", page(of("Deviation"))),
        ("NewDeviation", taken(&[("area", area()), ("title", text()), ("text", text()), ("observed_on", day())], &[])),
        ("DeviationWords", taken(&[("text", text())], &[("version", seen())])),
    ]
}
