//! Requirements in the API: written, verified, and waived.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, count, day, moment, of, or_null, page, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{does_in, listed, utc, version};
use crate::domain::ids::RequirementRef;
use crate::domain::requirement::{Priority, RequirementKind, RequirementState};
use crate::domain::rights::Right;
use crate::services::decisions::Done;
use crate::services::requirements::{self as service, WaiverOutcome};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::requirements::{self as rows, RequirementRow};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};

const REQUIREMENTS: &str = "/api/v1/projects/{code}/requirements";
const REQUIREMENT: &str = "/api/v1/projects/{code}/requirements/{ref}";
const VERIFICATION: &str = "/api/v1/projects/{code}/requirements/{ref}/verification";
const WAIVER: &str = "/api/v1/projects/{code}/requirements/{ref}/waiver";
const DECISION: &str = "/api/v1/projects/{code}/requirements/{ref}/waiver/decision";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(REQUIREMENTS, Right::Read, list),
        does_in(Method::POST, REQUIREMENTS, Right::Lead, add),
        show_in(REQUIREMENT, Right::Read, show),
        does_in(Method::PUT, REQUIREMENT, Right::Lead, edit),
        does_in(Method::PUT, VERIFICATION, Right::Lead, verify),
        does_in(Method::POST, WAIVER, Right::Lead, ask_waiver),
        does_in(Method::POST, DECISION, Right::Decide, decide_waiver),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(REQUIREMENTS, "listRequirements", "Lists the requirements, each with its state and verification.", "RequirementPage"),
    Operation::post(REQUIREMENTS, "addRequirement", "Adds a requirement under the next number.", "RequirementText", "Requirement").created(),
    Operation::get(REQUIREMENT, "readRequirement", "Reads a requirement.", "Requirement"),
    Operation::put(REQUIREMENT, "editRequirement", "Words a requirement anew. What was waived stays as it is.", "RequirementText", "Requirement"),
    Operation::put(
        VERIFICATION,
        "verifyRequirement",
        "Says whether a requirement is met, and how that was verified. Where it can be measured, the value says it.",
        "RequirementVerification",
        "Requirement",
    ),
    Operation::post(WAIVER, "askWaiver", "Asks for a waiver of a must that is not met.", "WaiverRequest", "Requirement"),
    Operation::post(DECISION, "decideWaiver", "Grants a waiver or refuses it, as the holder of the matter.", "WaiverDecision", "Requirement").waiting(),
];

fn view(at: &InProject, row: &RequirementRow) -> Result<Value, Problem> {
    let waiver = row.to_domain()?.waiver;
    Ok(json!({
        "number": row.number, "ref": RequirementRef(row.number), "kind": row.kind, "text": row.text, "requested_by": row.requested_by,
        "priority": row.priority, "note": row.note, "measure": row.measure, "unit": row.unit, "measured": row.measured, "state": row.state,
        "verification": row.verification, "verified_on": row.verified_on, "verified_by": at.email_of(row.verified_by),
        "waiver_asked": waiver.map(|w| json!({"by": at.email_of(Some(w.by.0)), "reason": w.reason, "at": utc(w.at)})),
        "waived_by_decision": row.decision, "version": row.version,
    }))
}
fn reference(rq: &Rq) -> Result<RequirementRef, Problem> {
    RequirementRef::parse(rq.param("ref")).ok_or(Problem::NotFound)
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let items = rows::of(db, at.project.id)?.iter().map(|row| view(at, row)).collect::<Result<Vec<_>, _>>()?;
    listed(rq, items)
}
fn one(db: &mut Db, at: &InProject, reference: RequirementRef) -> Result<(Value, i64), Problem> {
    let row = service::find(db, at, reference)?;
    Ok((view(at, &row)?, row.version))
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (found, version) = one(db, at, reference(rq)?)?;
    Ok(Reply::json(found).with_version(version))
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = service::add(db, &rq.ctx()?, at, &rq.read()?)?;
    let (added, version) = one(db, at, reference)?;
    Ok(Reply::created(added, format!("/api/v1/projects/{}/requirements/{reference}", at.project.code)).with_version(version))
}
fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::WriteRequirement = rq.read()?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, at, reference(rq)?, &request)?;
    show(db, rq, at)
}
fn verify(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Verify = rq.read()?;
    request.version = version(rq, request.version)?;
    service::verify(db, &rq.ctx()?, at, reference(rq)?, &request)?;
    show(db, rq, at)
}
fn ask_waiver(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::AskWaiver = rq.read()?;
    request.version = version(rq, request.version)?;
    service::ask_waiver(db, &rq.ctx()?, at, reference(rq)?, &request)?;
    show(db, rq, at)
}
fn decide_waiver(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::DecideWaiver = rq.read()?;
    request.version = version(rq, request.version)?;
    let reference = reference(rq)?;
    let done = service::decide_waiver(db, &rq.ctx()?, at, reference, &request)?;
    let (mut found, version) = one(db, at, reference)?;
    let status = match done {
        Done::Decided(decision) => {
            found["decision"] = json!(decision);
            StatusCode::OK
        }
        Done::WaitsForChair(recording) => {
            found["recording"] = json!(recording);
            StatusCode::ACCEPTED
        }
    };
    Ok(Reply::json(found).with_status(status).with_version(version))
}

pub fn schemas() -> Vec<Named> {
    let asked = shown(&[("by", or_null(text())), ("reason", text()), ("at", moment())]);
    let mut requirement = shown(&[
        ("number", whole()),
        ("ref", text()),
        ("kind", words(RequirementKind::ALL)),
        ("text", text()),
        ("requested_by", role()),
        ("priority", words(Priority::ALL)),
        ("note", text()),
        ("measure", or_null(count("numbers of `unit`"))),
        ("unit", text()),
        ("measured", or_null(count("numbers of `unit`"))),
        ("state", words(RequirementState::ALL)),
        ("verification", text()),
        ("verified_on", or_null(day())),
        ("verified_by", or_null(text())),
        ("waiver_asked", or_null(asked)),
        ("waived_by_decision", or_null(whole())),
        ("version", whole()),
    ]);
    requirement["properties"]["decision"] = whole();
    requirement["properties"]["recording"] = whole();
    let texts = [("kind", words(RequirementKind::ALL)), ("text", text()), ("requested_by", role()), ("priority", words(Priority::ALL))];
    vec![
        ("Requirement", requirement),
        ("RequirementPage", page(of("Requirement"))),
        ("RequirementText", taken(&texts, &[("note", text()), ("measure", count("numbers of `unit`")), ("unit", text()), ("version", seen())])),
        ("RequirementVerification", taken(&[("how", text())], &[("met", yes_or_no()), ("measured", count("numbers of `unit`")), ("version", seen())])),
        ("WaiverRequest", taken(&[("reason", text())], &[("version", seen())])),
        ("WaiverDecision", taken(&[("outcome", words(WaiverOutcome::ALL)), ("motivation", text())], &[("basis", of("Basis")), ("version", seen())])),
    ]
}
