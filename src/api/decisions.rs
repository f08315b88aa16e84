//! The decisions log in the API, what was recorded and waits for its chair, and earlier decisions entered afterwards.
use crate::api::openapi::{Operation, Parameter};
use crate::api::schema::{
    CURSOR, LIMIT, Named, day, kronor as kronor_schema, list as list_of, moment, of, or_null, page, role, shown, taken, text, whole, words, yes_or_no,
};
use crate::api::view::{Items, Nothing, does_in, filter, kronor, limit, listed, read, utc, value};
use crate::clock::local_day;
use crate::domain::decision::{Basis, DecidedTerms, DecisionOutcome, ObjectKind, RecordingOutcome};
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::domain::risk::Strategy;
use crate::render::report::make_pdf;
use crate::services::decisions::log::{self, Page, Query};
use crate::services::decisions::{self as service, Decline, Done, LateEntry, Led, LedKind};
use crate::services::lists::MAX_SEARCH;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::columns::json as stored;
use crate::store::decisions::DecisionRow;
use crate::store::recordings::Recording;
use crate::web::pages::decisions::pdf as decision_pdf;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const DECISIONS: &str = "/api/v1/projects/{code}/decisions";
const DECISION: &str = "/api/v1/projects/{code}/decisions/{number}";
const PDF: &str = "/api/v1/projects/{code}/decisions/{number}/pdf";
const MINUTES: &str = "/api/v1/projects/{code}/decisions/{number}/minutes";
const RECORDINGS: &str = "/api/v1/projects/{code}/recordings";
const CONFIRMATION: &str = "/api/v1/projects/{code}/recordings/{number}/confirmation";
const DECLINE: &str = "/api/v1/projects/{code}/recordings/{number}/decline";

const WITHDRAWAL: &str = "/api/v1/projects/{code}/recordings/{number}/withdrawal";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(DECISIONS, Right::Read, list),
        does_in(Method::POST, DECISIONS, Right::Record, enter),
        show_in(DECISION, Right::Read, show),
        show_in(PDF, Right::Read, decision_pdf),
        show_in(MINUTES, Right::Read, minutes),
        show_in(RECORDINGS, Right::Read, recordings),
        does_in(Method::POST, CONFIRMATION, Right::Decide, confirm),
        does_in(Method::POST, DECLINE, Right::Decide, decline),
        does_in(Method::POST, WITHDRAWAL, Right::Decide, withdraw),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(DECISIONS, "listDecisions", "Lists the decisions of a project, newest first.", "DecisionPage").with_query(FILTERS),
    Operation::post(
        DECISIONS,
        "enterDecision",
        "Enters an earlier decision afterwards, with its minutes; the role's holder confirms it.",
        "LateDecision",
        "Decision",
    )
    .created(),
    Operation::get(DECISION, "readDecision", "Reads a decision with what it led to.", "DecisionAlone"),
    Operation::get(PDF, "readDecisionPdf", "Downloads a decision as PDF.", "Pdf"),
    Operation::get(MINUTES, "readMinutes", "Downloads the minutes of a decision that was entered afterwards.", "Pdf"),
    Operation::get(RECORDINGS, "listRecordings", "Lists what was recorded and waits to be confirmed; `mine` is yours to confirm.", "Recordings"),
    Operation::post(
        CONFIRMATION,
        "confirmRecording",
        "Confirms, as the body's chair, or of its chair's election as another member, what was recorded: it is decided now.",
        "Nothing",
        "Decision",
    ),
    Operation::post(DECLINE, "declineRecording", "Declines what was recorded, with the reason: nothing is decided by it.", "Decline", "Declined"),
    Operation::post(
        WITHDRAWAL,
        "withdrawRecording",
        "Takes back what the sender has recorded, while it waits: nothing is decided by it, and it can be recorded anew.",
        "Nothing",
        "Withdrawn",
    ),
];
/// What the log can be asked for.
const FILTERS: &[Parameter] = &[
    Parameter { name: "matter", says: "Decisions in one matter.", schema: matter },
    Parameter { name: "role", says: "Decisions of one role.", schema: role },
    Parameter { name: "outcome", says: "Decisions with one outcome.", schema: outcome },
    Parameter { name: "person", says: "Decisions of one person, by e-mail address.", schema: text },
    Parameter { name: "from", says: "Decided on this day or later.", schema: day },
    Parameter { name: "to", says: "Decided on this day or earlier.", schema: day },
    Parameter { name: "on_delegation", says: "`true`: decisions that were taken on delegation.", schema: yes_or_no },
    Parameter { name: "q", says: "Words to be found in title, motivation or name.", schema: search },
    LIMIT,
    CURSOR,
];
fn matter() -> Value {
    words(Matter::ALL)
}
fn outcome() -> Value {
    words(DecisionOutcome::ALL)
}
fn search() -> Value {
    json!({"type": "string", "maxLength": MAX_SEARCH})
}

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
    /// What was decided beyond its outcome.
    terms: Option<Value>,
    /// `None` when it was entered afterwards: the role decided.
    decided_by: Option<&'a str>,
    role: &'a str,
    /// The number of the delegation that it was decided under.
    delegation: Option<i32>,
    charter: Option<i32>,
    /// On what basis a body decided.
    basis: Option<Basis>,
    meeting: Option<Meeting>,
    decided_on: NaiveDate,
    recorded_on: NaiveDate,
    recorded_by: &'a str,
    at: DateTime<Utc>,
    supersedes: Option<i32>,
    superseded_by: Option<i32>,
    /// SHA-256 of the minutes of a decision that was entered afterwards.
    minutes: Option<&'a str>,
    entered_late: bool,
    /// `false` while the role's holder has not confirmed a decision that was entered afterwards.
    confirmed: bool,
    hash: &'a str,
}

/// What a decision's row does not say of itself.
#[derive(Default)]
pub struct Around {
    unconfirmed: BTreeSet<i32>,
    superseded: BTreeMap<i32, i32>,
}
impl Around {
    /// # Errors
    /// Those of the store.
    pub fn of(db: &mut Db, project: i64, rows: &[&DecisionRow]) -> Result<Around, Problem> {
        Ok(Around { unconfirmed: service::unconfirmed(db, project, rows)?, superseded: service::superseded(db, project, rows)? })
    }
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
    pub fn of(d: &'a DecisionRow, around: &Around) -> Result<DecisionView<'a>, Problem> {
        let basis: Option<Basis> = d.basis.as_deref().map(stored).transpose()?;
        let meeting = match &basis {
            Some(Basis::Meeting { date, item, .. }) => Some(Meeting { date: *date, item: item.to_string() }),
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
            terms: d.terms.as_deref().map(terms).transpose()?,
            decided_by: d.person_id.map(|_| d.person_name.as_str()),
            role: &d.role,
            delegation: d.delegation,
            charter: d.charter,
            basis,
            meeting,
            decided_on: d.decided_on,
            recorded_on: local_day(d.recorded_at),
            recorded_by: &d.recorded_name,
            at: utc(d.recorded_at),
            supersedes: d.supersedes,
            superseded_by: around.superseded.get(&d.number).copied(),
            minutes: d.minutes_sha256.as_deref(),
            entered_late: d.entered_late(),
            confirmed: !around.unconfirmed.contains(&d.number),
            hash: &d.hash,
        })
    }
}

/// Stored terms as they are answered: the cost, or the sum, in kronor.
fn terms(json: &str) -> Result<Value, Problem> {
    let terms: DecidedTerms = stored(json)?;
    let mut told = value(&terms)?;
    match terms {
        DecidedTerms::Measure { cost: Some(cost), .. } => told["cost"] = kronor(cost),
        DecidedTerms::Budget { total } => told["total"] = kronor(total),
        DecidedTerms::Measure { cost: None, .. } | DecidedTerms::Acceptance { .. } | DecidedTerms::Lowering { .. } | DecidedTerms::Lift { .. } => {}
    }
    Ok(told)
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let query = Query {
        matter: filter(rq, "matter"),
        role: filter(rq, "role"),
        outcome: filter(rq, "outcome"),
        person: filter(rq, "person"),
        from: filter(rq, "from"),
        to: filter(rq, "to"),
        on_delegation: rq.filter("on_delegation") == Some("true"),
        text: filter(rq, "q"),
        cursor: filter(rq, "cursor"),
        limit: limit(rq)?,
    };
    let Page { rows, next } = log::page(db, at, &query)?;
    let around = Around::of(db, at.project.id, &rows.iter().collect::<Vec<_>>())?;
    let items = rows.iter().map(|d| DecisionView::of(d, &around)).collect::<Result<_, _>>()?;
    read(&Items { items, next: next.map(|n| n.to_string()) })
}

/// A decision that is read alone tells what it led to as well.
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let row = service::find(db, at, number)?;
    let led = service::led_to(db, &rq.ctx()?, at, &row)?;
    let told = |led: &Led| json!({"kind": led.kind, "ref": led.reference, "words": led.words, "path": format!("/projects/{}/{}", at.project.code, led.place), "on": led.on});
    let mut decision = one(db, at, number)?;
    decision["led_to"] = led.iter().map(told).collect();
    Ok(Reply::json(decision))
}
fn one(db: &mut Db, at: &InProject, number: i32) -> Result<Value, Problem> {
    let row = service::find(db, at, number)?;
    value(&DecisionView::of(&row, &Around::of(db, at.project.id, &[&row])?)?)
}

fn enter(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::enter_late(db, &rq.ctx()?, at, &rq.read::<LateEntry>()?)?;
    Ok(Reply::created(one(db, at, number)?, format!("/api/v1/projects/{}/decisions/{number}", at.project.code)))
}

fn minutes(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    Ok(Reply::stored_file(service::minutes(db, at, number)?, format!("minutes-{number}.pdf")))
}

fn recordings(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let waiting = service::open_here(db, &rq.ctx()?, at)?;
    let items = waiting.iter().map(|(recording, by, mine)| recorded(recording, by, *mine)).collect::<Result<Vec<Value>, Problem>>()?;
    listed(rq, items)
}
fn recorded(r: &Recording, by: &str, mine: bool) -> Result<Value, Problem> {
    let (act, basis): (Value, Option<Value>) = (stored(&r.act)?, r.basis.as_deref().map(stored).transpose()?);
    let object = json!({"kind": r.object_kind, "ref": r.object_ref, "version": r.object_version});
    Ok(json!({
        "number": r.id,
        "role": r.role,
        "matter": r.matter,
        "object": object,
        "act": act,
        "basis": basis,
        "recorded_by": by,
        "at": utc(r.recorded_at),
        "mine": mine,
    }))
}

fn confirm(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.read::<Nothing>()?;
    match service::confirm(db, &rq.ctx()?, at, rq.number("number")?, &make_pdf)? {
        Done::Decided(number) => Ok(Reply::json(one(db, at, number)?)),
        // A chair's confirmation decides; only another recording could wait again.
        Done::WaitsForChair(recording) => Ok(Reply::accepted(json!({"recording": recording}))),
    }
}

fn decline(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (number, request) = (rq.number("number")?, rq.read::<Decline>()?);
    service::decline(db, &rq.ctx()?, at, number, &request)?;
    Ok(Reply::json(json!({"number": number, "outcome": RecordingOutcome::Declined, "reason": request.reason})))
}

fn withdraw(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.read::<Nothing>()?;
    let number = rq.number("number")?;
    service::withdraw(db, &rq.ctx()?, at, number)?;
    Ok(Reply::json(json!({"number": number, "outcome": RecordingOutcome::Withdrawn})))
}

pub fn schemas() -> Vec<Named> {
    let object = shown(&[("kind", words(ObjectKind::ALL)), ("ref", text()), ("version", whole()), ("hash", text())]);
    let meeting = shown(&[("date", day()), ("item", text())]);
    let product = json!({"type": "array", "items": whole()});
    let mut lowering = shown(&[("kind", words(&["lowering"])), ("from", product.clone()), ("to", product)]);
    lowering["properties"]["proposed_by"] = text();
    let decided_terms = json!({"oneOf": [
        shown(&[("kind", words(&["acceptance"])), ("value", whole()), ("until", day())]),
        shown(&[("kind", words(&["measure"])), ("strategy", words(Strategy::ALL)), ("responsible", or_null(text())), ("due_on", or_null(day())), ("cost", or_null(kronor_schema()))]),
        lowering,
        shown(&[("kind", words(&["lift"])), ("to", role())]),
        shown(&[("kind", words(&["budget"])), ("total", kronor_schema())]),
    ]});
    let fields = [
        ("number", whole()),
        ("title", text()),
        ("matter", or_null(words(Matter::ALL))),
        ("object", object),
        ("outcome", words(DecisionOutcome::ALL)),
        ("motivation", text()),
        ("conditions", text()),
        ("terms", or_null(decided_terms)),
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
        ("superseded_by", or_null(whole())),
        ("minutes", or_null(text())),
        ("entered_late", yes_or_no()),
        ("confirmed", yes_or_no()),
        ("hash", text()),
    ];
    let led = shown(&[("kind", words(LedKind::ALL)), ("ref", text()), ("words", text()), ("path", text()), ("on", or_null(day()))]);
    let alone: Vec<Named> = fields.iter().cloned().chain([("led_to", list_of(led))]).collect();
    let seen = shown(&[("kind", words(ObjectKind::ALL)), ("ref", text()), ("version", whole())]);
    let recording = shown(&[
        ("number", whole()),
        ("role", role()),
        ("matter", or_null(words(Matter::ALL))),
        ("object", seen),
        ("act", act()),
        ("basis", or_null(of("Basis"))),
        ("recorded_by", text()),
        ("at", moment()),
        ("mine", yes_or_no()),
    ]);
    vec![
        ("Decision", shown(&fields)),
        ("DecisionAlone", shown(&alone)),
        ("DecisionPage", page(of("Decision"))),
        (
            "LateDecision",
            taken(
                &[("title", text()), ("role", role()), ("decided_on", day()), ("outcome", words(DecisionOutcome::ALL)), ("minutes", pdf())],
                &[("basis", of("Basis")), ("motivation", text()), ("supersedes", whole())],
            ),
        ),
        ("Recordings", page(recording)),
        ("Decline", taken(&[("reason", text())], &[])),
        ("Withdrawn", shown(&[("number", whole()), ("outcome", words(RecordingOutcome::ALL))])),
        ("Declined", shown(&[("number", whole()), ("outcome", words(RecordingOutcome::ALL)), ("reason", text())])),
    ]
}
/// What a recording holds.
fn act() -> Value {
    let description = "What was decided: `act` says what, and the rest is as it was sent. Amounts are öre.";
    json!({"type": "object", "required": ["act"], "properties": {"act": text()}, "additionalProperties": true, "description": description})
}
/// The minutes as they are sent.
fn pdf() -> Value {
    json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "application/pdf", "description": "A PDF of at most 20 MiB."})
}
