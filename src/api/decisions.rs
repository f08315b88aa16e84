//! The decisions log in the API, what was recorded and waits for its chair, and earlier decisions entered afterwards.
use crate::api::openapi::{Operation, Parameter};
use crate::api::schema::{CURSOR, LIMIT, Named, day, moment, of, or_null, page, role, shown, taken, text, whole, words};
use crate::api::view::{Items, does_in, limit, number_cursor, read, utc, value};
use crate::clock::local_day;
use crate::domain::decision::{Basis, DecisionOutcome, ObjectKind};
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::render::report::make_pdf;
use crate::services::decisions::{self as service, Done, LateEntry};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::columns::json as stored;
use crate::store::decisions::DecisionRow;
use crate::store::recordings::Recording;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};

const DECISIONS: &str = "/api/v1/projects/{code}/decisions";
const DECISION: &str = "/api/v1/projects/{code}/decisions/{number}";
const RECORDINGS: &str = "/api/v1/projects/{code}/recordings";
const CONFIRMATION: &str = "/api/v1/projects/{code}/recordings/{number}/confirmation";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(DECISIONS, Right::Read, list),
        does_in(Method::POST, DECISIONS, Right::Lead, enter),
        show_in(DECISION, Right::Read, show),
        show_in(RECORDINGS, Right::Read, recordings),
        does_in(Method::POST, CONFIRMATION, Right::Decide, confirm),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(DECISIONS, "listDecisions", "Lists the decisions of a project, newest first.", "DecisionPage").with_query(&[SEARCH, LIMIT, CURSOR]),
    Operation::post(DECISIONS, "enterDecision", "Enters an earlier decision afterwards; it says so of itself.", "LateDecision", "Decision").created(),
    Operation::get(DECISION, "readDecision", "Reads a decision.", "Decision"),
    Operation::get(RECORDINGS, "listRecordings", "Lists what bodies have decided that waits for you, their chair, to confirm.", "Recordings"),
    Operation::post(CONFIRMATION, "confirmRecording", "Confirms, as the body's chair, what was recorded: it is decided now.", "Nothing", "Decision"),
];
const SEARCH: Parameter = Parameter { name: "q", says: "Words to be found in title, motivation or name.", schema: text };

/// A decision as the log has it.
#[derive(Serialize)]
pub struct DecisionView<'a> {
    number: i32,
    title: &'a str,
    matter: Option<&'a str>,
    object: ObjectView<'a>,
    outcome: &'a str,
    motivation: &'a str,
    conditions: &'a str,
    /// `None` when it was entered afterwards: the role decided.
    decided_by: Option<&'a str>,
    role: &'a str,
    /// Nothing is delegated yet.
    delegation: Option<i64>,
    charter: Option<i32>,
    /// On what basis a body decided.
    basis: Option<Basis>,
    meeting: Option<Meeting>,
    decided_on: NaiveDate,
    recorded_on: NaiveDate,
    recorded_by: &'a str,
    at: DateTime<Utc>,
    supersedes: Option<i32>,
    hash: &'a str,
}
#[derive(Serialize)]
struct ObjectView<'a> {
    kind: &'a str,
    #[serde(rename = "ref")]
    reference: &'a str,
    version: i64,
    hash: &'a str,
}
#[derive(Serialize)]
struct Meeting {
    date: NaiveDate,
    item: String,
}

impl<'a> DecisionView<'a> {
    /// # Errors
    /// A damaged row.
    pub fn of(d: &'a DecisionRow) -> Result<DecisionView<'a>, Problem> {
        let basis: Option<Basis> = d.basis.as_deref().map(stored).transpose()?;
        let meeting = match &basis {
            Some(Basis::Meeting { date, item, .. }) => Some(Meeting { date: *date, item: item.clone() }),
            Some(Basis::PerCapsulam { .. } | Basis::Chair) | None => None,
        };
        Ok(DecisionView {
            number: d.number,
            title: &d.title,
            matter: d.matter.as_deref(),
            object: ObjectView { kind: &d.object_kind, reference: &d.object_ref, version: d.object_version, hash: &d.object_hash },
            outcome: &d.outcome,
            motivation: &d.motivation,
            conditions: &d.conditions,
            decided_by: d.person_id.map(|_| d.person_name.as_str()),
            role: &d.role,
            delegation: None,
            charter: d.charter,
            basis,
            meeting,
            decided_on: d.decided_on,
            recorded_on: local_day(d.recorded_at),
            recorded_by: &d.recorded_name,
            at: utc(d.recorded_at),
            supersedes: d.supersedes,
            hash: &d.hash,
        })
    }
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (rows, next) = service::log(db, at, number_cursor(rq)?, rq.filter("q"), limit(rq)?)?;
    let items = rows.iter().map(DecisionView::of).collect::<Result<_, _>>()?;
    read(&Items { items, next: next.map(|n| n.to_string()) })
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    read(&DecisionView::of(&service::find(db, at, rq.number("number")?)?)?)
}

fn enter(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::enter_late(db, &rq.ctx()?, at, &rq.read::<LateEntry>()?)?;
    let decision = value(&DecisionView::of(&service::find(db, at, number)?)?)?;
    Ok(Reply::created(decision, format!("/api/v1/projects/{}/decisions/{number}", at.project.code)))
}

fn recordings(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let waiting = service::to_confirm(db, &rq.ctx()?, at)?;
    let items = waiting.iter().map(|(recording, by)| recorded(recording, by)).collect::<Result<Vec<Value>, Problem>>()?;
    read(&Items { items, next: None })
}
fn recorded(r: &Recording, by: &str) -> Result<Value, Problem> {
    let (act, basis): (Value, Value) = (stored(&r.act)?, stored(&r.basis)?);
    let object = json!({"kind": r.object_kind, "ref": r.object_ref, "version": r.object_version});
    Ok(json!({"number": r.id, "role": r.role, "matter": r.matter, "object": object, "act": act, "basis": basis, "recorded_by": by, "at": utc(r.recorded_at)}))
}

fn confirm(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    match service::confirm(db, &rq.ctx()?, at, rq.number("number")?, &make_pdf)? {
        Done::Decided(number) => Ok(Reply::json(value(&DecisionView::of(&service::find(db, at, number)?)?)?)),
        // A chair's confirmation decides; only another recording could wait again.
        Done::WaitsForChair(recording) => Ok(Reply::accepted(json!({"recording": recording}))),
    }
}

pub fn schemas() -> Vec<Named> {
    let object = shown(&[("kind", words(ObjectKind::ALL)), ("ref", text()), ("version", whole()), ("hash", text())]);
    let meeting = shown(&[("date", day()), ("item", text())]);
    let decision = shown(&[
        ("number", whole()),
        ("title", text()),
        ("matter", or_null(words(Matter::ALL))),
        ("object", object),
        ("outcome", words(DecisionOutcome::ALL)),
        ("motivation", text()),
        ("conditions", text()),
        ("decided_by", or_null(text())),
        ("role", role()),
        ("delegation", or_null(whole())),
        ("charter", or_null(whole())),
        ("basis", or_null(of("Basis"))),
        ("meeting", or_null(meeting)),
        ("decided_on", day()),
        ("recorded_on", day()),
        ("recorded_by", text()),
        ("at", moment()),
        ("supersedes", or_null(whole())),
        ("hash", text()),
    ]);
    let seen = shown(&[("kind", words(ObjectKind::ALL)), ("ref", text()), ("version", whole())]);
    let recording = shown(&[
        ("number", whole()),
        ("role", role()),
        ("matter", words(Matter::ALL)),
        ("object", seen),
        ("act", json!({"type": "object"})),
        ("basis", of("Basis")),
        ("recorded_by", text()),
        ("at", moment()),
    ]);
    vec![
        ("Decision", decision),
        ("DecisionPage", page(of("Decision"))),
        (
            "LateDecision",
            taken(
                &[("title", text()), ("role", role()), ("decided_on", day()), ("outcome", words(DecisionOutcome::ALL))],
                &[("basis", of("Basis")), ("motivation", text())],
            ),
        ),
        ("Recordings", page(recording)),
    ]
}
