//! The charter in the API: read, and adopted anew.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, count, list, moment, of, or_null, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{Seen, does_in, recorded, utc, value, version};
use crate::domain::charter::MatterRule;
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::services::charter::{self as service, AdoptCharter, AdoptDraft, Changed, Pending, SaveDraft};
use crate::services::decisions::Done;
use crate::services::{InProject, Problem};
use crate::store::{Db, rules};
use crate::web::pages::charter::pdf;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde::Serialize;
use serde_json::{Value, json};

const CHARTER: &str = "/api/v1/projects/{code}/charter";
const DRAFT: &str = "/api/v1/projects/{code}/charter/draft";
const ADOPTION: &str = "/api/v1/projects/{code}/charter/draft/adoption";
const PDF: &str = "/api/v1/projects/{code}/charter/pdf";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(CHARTER, Right::Read, show),
        does_in(Method::PUT, CHARTER, Right::Decide, adopt),
        show_in(PDF, Right::Read, pdf),
        show_in(DRAFT, Right::Read, show_draft),
        does_in(Method::PUT, DRAFT, Right::Decide, save_draft),
        does_in(Method::DELETE, DRAFT, Right::Decide, discard_draft),
        does_in(Method::POST, ADOPTION, Right::Decide, adopt_draft),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(CHARTER, "readCharter", "Reads the charter in force: who may decide what, and what waits.", "Charter"),
    Operation::put(
        CHARTER,
        "adoptCharter",
        "Adopts a new charter by decision. The version is the number of the charter in force. What a body has decided is recorded by adopting the proposal.",
        "NewCharter",
        "Charter",
    ),
    Operation::get(DRAFT, "readCharterDraft", "Reads the proposed charter, and what it would change.", "CharterDraft"),
    Operation::put(
        DRAFT,
        "saveCharterDraft",
        "Saves a proposed charter. Its version is that of the proposal it replaces; 0 for the first.",
        "CharterTable",
        "CharterDraft",
    ),
    Operation::delete(DRAFT, "discardCharterDraft", "Removes the proposed charter.", "Seen"),
    Operation::post(
        ADOPTION,
        "adoptCharterDraft",
        "Adopts the proposed charter by decision. What a body has decided is recorded by leader, deputy or secretary, and its chair confirms.",
        "CharterAdoption",
        "Charter",
    )
    .or_recorded(),
    Operation::get(PDF, "readMandatesPdf", "Downloads who may decide what, as PDF.", "Pdf"),
];

/// The charter in force, with what waits in each matter.
#[derive(Serialize)]
struct CharterView<'a> {
    number: i32,
    adopted_by_decision: Option<i32>,
    matters: &'a [MatterRule],
    pending: Vec<Pending>,
    version: i32,
}

fn show(db: &mut Db, _: &Rq, at: &InProject) -> Answer {
    in_force(db, at)
}

fn adopt(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: AdoptCharter = rq.read()?;
    request.version = version(rq, request.version)?;
    service::adopt(db, &rq.ctx()?, at, &request).map_err(in_body)?;
    in_force(db, at)
}

/// A fault of the table at the field that a body has: the page's form has one for each role and each limit.
fn in_body(problem: Problem) -> Problem {
    let Problem::Invalid(mut errors) = problem else { return problem };
    for error in errors.iter_mut().filter(|e| e.field.starts_with("matters.")) {
        let Some((line, part)) = error.field.rsplit_once('.') else { continue };
        error.field = match part {
            "first" | "second" | "third" => format!("{line}.roles"),
            "kronor" | "days" => format!("{line}.limit.{part}"),
            _ => continue,
        };
    }
    Problem::Invalid(errors)
}

/// The proposed charter, with the matters that it changes.
fn show_draft(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let draft = service::draft(db, &rq.ctx()?, at)?.ok_or(Problem::NotFound)?;
    let change = |c: &Changed| json!({"before": c.before, "after": c.after, "moves": c.moves, "unmanned": c.unmanned});
    let changes: Vec<Value> = draft.changes.iter().map(change).collect();
    let view = json!({
        "matters": draft.proposed.matters(), "changes": changes, "saved_by": draft.saved_by, "saved_at": utc(draft.saved_at),
        "outdated": draft.outdated, "version": draft.version,
    });
    Ok(Reply::json(view).with_version(draft.version))
}
fn save_draft(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: SaveDraft = rq.read()?;
    request.version = version(rq, request.version)?;
    service::save_draft(db, &rq.ctx()?, at, &request).map_err(in_body)?;
    show_draft(db, rq, at)
}
fn discard_draft(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let seen: Seen = rq.read()?;
    service::discard_draft(db, &rq.ctx()?, at, version(rq, seen.version)?)?;
    Ok(Reply::no_content())
}
fn adopt_draft(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: AdoptDraft = rq.read()?;
    request.version = version(rq, request.version)?;
    match service::adopt_draft(db, &rq.ctx()?, at, &request)? {
        Done::Decided(_) => in_force(db, at),
        Done::WaitsForChair(recording) => Ok(recorded(recording)),
    }
}

fn in_force(db: &mut Db, at: &InProject) -> Answer {
    let (charter, adopted_by_decision) = rules::charter_with_decision(db, at.project.id)?;
    let pending = service::pending(db, at, &charter)?;
    let view = CharterView { number: charter.number(), adopted_by_decision, matters: charter.matters(), pending, version: charter.number() };
    Ok(Reply::json(value(&view)?).with_version(charter.number().into()))
}

fn limit() -> Value {
    json!({"type": "object", "properties": {"kronor": count("kronor"), "days": count("days")}, "required": ["kronor", "days"], "additionalProperties": false})
}
/// A matter of a charter as it is sent.
fn matter_taken() -> Value {
    let mut matter = taken(&[("matter", words(Matter::ALL)), ("roles", list(role()))], &[("limit", limit())]);
    matter["properties"]["chair_alone"] = json!({"type": "boolean", "default": true});
    matter
}
/// A matter of a charter as it is answered.
pub fn matter_shown() -> Value {
    shown(&[("matter", words(Matter::ALL)), ("roles", list(role())), ("limit", or_null(limit())), ("chair_alone", yes_or_no())])
}

pub fn schemas() -> Vec<Named> {
    let (matter, line) = (matter_taken(), matter_shown());
    let pending = shown(&[("matter", words(Matter::ALL)), ("held_by", role()), ("items", whole())]);
    vec![
        (
            "Charter",
            shown(&[
                ("number", whole()),
                ("adopted_by_decision", or_null(whole())),
                ("matters", list(line.clone())),
                ("pending", list(pending)),
                ("version", whole()),
            ]),
        ),
        (
            "CharterDraft",
            shown(&[
                ("matters", list(line.clone())),
                ("changes", list(shown(&[("before", line.clone()), ("after", line.clone()), ("moves", whole()), ("unmanned", yes_or_no())]))),
                ("saved_by", text()),
                ("saved_at", moment()),
                ("outdated", yes_or_no()),
                ("version", whole()),
            ]),
        ),
        ("CharterTable", taken(&[("matters", list(matter.clone()))], &[("version", seen())])),
        ("CharterAdoption", taken(&[("motivation", text())], &[("basis", of("Basis")), ("version", seen())])),
        ("NewCharter", taken(&[("matters", list(matter)), ("motivation", text())], &[("basis", of("Basis")), ("version", seen())])),
    ]
}
