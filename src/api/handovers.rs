//! Handovers in the API: approved versions on their way to those who receive them.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, day, of, or_null, page, seen, shown, taken, text, whole, words};
use crate::api::view::{does_in, listed, version};
use crate::domain::handover::HandoverState;
use crate::domain::ids::DeliverableRef;
use crate::domain::rights::Right;
use crate::services::handovers::{self as service, AnswerHandover, HandoverAnswer};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::deliverables::{Version, versions_of};
use crate::store::handovers::{self as rows, HandoverRow};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde_json::{Value, json};

const HANDOVERS: &str = "/api/v1/projects/{code}/handovers";
const HANDOVER: &str = "/api/v1/projects/{code}/handovers/{number}";
const ANSWER: &str = "/api/v1/projects/{code}/handovers/{number}/answer";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(HANDOVERS, Right::Read, list),
        does_in(Method::POST, HANDOVERS, Right::Lead, hand_over),
        show_in(HANDOVER, Right::Read, show),
        does_in(Method::POST, ANSWER, Right::Discuss, answer),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(HANDOVERS, "listHandovers", "Lists the handovers of approved versions, the newest first.", "HandoverPage"),
    Operation::post(
        HANDOVERS,
        "handOver",
        "Hands an approved version over, to a member by e-mail (`receiver`) or to somebody outside by name (`receiver_name`).",
        "HandoverText",
        "Handover",
    )
    .created(),
    Operation::get(HANDOVER, "readHandover", "Reads a handover.", "Handover"),
    Operation::post(
        ANSWER,
        "answerHandover",
        "Accepts or declines, as the receiver. For one outside the leader records who answered and when.",
        "HandoverAnswer",
        "Handover",
    ),
];

fn view(at: &InProject, versions: &[(Version, Option<String>)], h: &HandoverRow) -> Value {
    let label = versions.iter().find(|(v, _)| (v.deliverable, v.number) == (h.deliverable, h.part)).map(|(v, _)| v.label.as_str());
    json!({
        "number": h.number, "deliverable": DeliverableRef(h.deliverable), "label": label, "receiver": at.email_of(h.receiver_id),
        "receiver_name": h.receiver_name, "note": h.note, "handed_on": h.handed_on, "state": h.state, "answered_on": h.answered_on,
        "answered_by": h.answered_by, "reason": h.reason, "version": h.version,
    })
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let versions = versions_of(db, at.project.id)?;
    let items: Vec<Value> = rows::of(db, at.project.id)?.iter().map(|h| view(at, &versions, h)).collect();
    listed(rq, items)
}
fn one(db: &mut Db, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let (versions, row) = (versions_of(db, at.project.id)?, service::find(db, at, number)?);
    Ok((view(at, &versions, &row), row.version))
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (found, version) = one(db, at, rq.number("number")?)?;
    Ok(Reply::json(found).with_version(version))
}
fn hand_over(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::hand_over(db, &rq.ctx()?, at, &rq.read()?)?;
    let (made, version) = one(db, at, number)?;
    Ok(Reply::created(made, format!("/api/v1/projects/{}/handovers/{number}", at.project.code)).with_version(version))
}
fn answer(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: AnswerHandover = rq.read()?;
    request.version = version(rq, request.version)?;
    service::answer(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}

pub fn schemas() -> Vec<Named> {
    let handover = shown(&[
        ("number", whole()),
        ("deliverable", text()),
        ("label", or_null(text())),
        ("receiver", or_null(text())),
        ("receiver_name", text()),
        ("note", text()),
        ("handed_on", day()),
        ("state", words(HandoverState::ALL)),
        ("answered_on", or_null(day())),
        ("answered_by", text()),
        ("reason", text()),
        ("version", whole()),
    ]);
    vec![
        ("Handover", handover),
        ("HandoverPage", page(of("Handover"))),
        ("HandoverText", taken(&[("deliverable", text()), ("label", text())], &[("receiver", text()), ("receiver_name", text()), ("note", text())])),
        (
            "HandoverAnswer",
            taken(&[("answer", words(HandoverAnswer::ALL))], &[("reason", text()), ("answered_by", text()), ("answered_on", day()), ("version", seen())]),
        ),
    ]
}
