//! The charter in the API: read, and adopted anew.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, list, of, or_null, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{does_in, value, version};
use crate::domain::charter::MatterRule;
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::services::charter::{self as service, AdoptCharter, Pending};
use crate::store::{Db, rules};
use crate::web::pages::charter::pdf;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde::Serialize;
use serde_json::json;

const CHARTER: &str = "/api/v1/projects/{code}/charter";
const PDF: &str = "/api/v1/projects/{code}/charter/pdf";

pub fn routes() -> Vec<Route> {
    vec![show_in(CHARTER, Right::Read, show), does_in(Method::PUT, CHARTER, Right::Decide, adopt), show_in(PDF, Right::Read, pdf)]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(CHARTER, "readCharter", "Reads the charter in force: who may decide what, and what waits.", "Charter"),
    Operation::put(CHARTER, "adoptCharter", "Adopts a new charter by decision. The version is the number of the charter in force.", "NewCharter", "Charter"),
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
    service::adopt(db, &rq.ctx()?, at, &request)?;
    in_force(db, at)
}

fn in_force(db: &mut Db, at: &InProject) -> Answer {
    let (charter, adopted_by_decision) = rules::charter_with_decision(db, at.project.id)?;
    let pending = service::pending(db, at.project.id, &charter)?;
    let view = CharterView { number: charter.number(), adopted_by_decision, matters: charter.matters(), pending, version: charter.number() };
    Ok(Reply::json(value(&view)?).with_version(charter.number().into()))
}

pub fn schemas() -> Vec<Named> {
    let limit = json!({"type": "object", "properties": {"kronor": whole(), "days": whole()}, "required": ["kronor", "days"], "additionalProperties": false});
    let mut matter = taken(&[("matter", words(Matter::ALL)), ("roles", list(role()))], &[("limit", limit.clone())]);
    matter["properties"]["chair_alone"] = json!({"type": "boolean", "default": true});
    let line = shown(&[("matter", words(Matter::ALL)), ("roles", list(role())), ("limit", or_null(limit)), ("chair_alone", yes_or_no())]);
    let pending = shown(&[("matter", words(Matter::ALL)), ("held_by", role()), ("items", whole())]);
    vec![
        (
            "Charter",
            shown(&[("number", whole()), ("adopted_by_decision", or_null(whole())), ("matters", list(line)), ("pending", list(pending)), ("version", whole())]),
        ),
        ("NewCharter", taken(&[("matters", list(matter)), ("motivation", text())], &[("basis", of("Basis")), ("version", seen())])),
    ]
}
