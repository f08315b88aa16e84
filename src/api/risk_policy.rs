//! The risk policy in the API: read, and adopted anew.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, count, list, of, seen, shown, taken, text, whole, words};
use crate::api::view::{does_in, recorded, value, version};
use crate::domain::colour::Colour;
use crate::domain::policy::{Band, BandRule, Scale};
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::services::decisions::Done;
use crate::services::risk_policy::{self as service, AdoptPolicy};
use crate::store::{Db, rules};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde::Serialize;
use serde_json::{Value, json};

const POLICY: &str = "/api/v1/projects/{code}/risk-policy";

pub fn routes() -> Vec<Route> {
    vec![show_in(POLICY, Right::Read, show), does_in(Method::PUT, POLICY, Right::Decide, adopt)]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(POLICY, "readRiskPolicy", "Reads the risk policy in force: scales, bands with their colours, and review intervals.", "RiskPolicy"),
    Operation::put(
        POLICY,
        "adoptRiskPolicy",
        "Adopts a new risk policy by decision: every open risk is assessed anew under it. What a body has decided is recorded by leader, \
         deputy or secretary, and its chair confirms. A band without a colour has its own (green, yellow, red). The version is the number of the policy in force.",
        "NewRiskPolicy",
        "RiskPolicy",
    )
    .or_recorded(),
];

#[derive(Serialize)]
struct PolicyView<'a> {
    number: i32,
    scale: &'a Scale,
    bands: &'a [BandRule],
    version: i32,
}

fn show(db: &mut Db, _: &Rq, at: &InProject) -> Answer {
    in_force(db, at)
}

fn adopt(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: AdoptPolicy = rq.read()?;
    request.version = version(rq, request.version)?;
    match service::adopt(db, &rq.ctx()?, at, &request)? {
        Done::Decided(_) => in_force(db, at),
        Done::WaitsForChair(recording) => Ok(recorded(recording)),
    }
}

fn in_force(db: &mut Db, at: &InProject) -> Answer {
    let policy = rules::policy(db, at.project.id)?;
    let view = PolicyView { number: policy.number(), scale: policy.scale(), bands: policy.bands(), version: policy.number() };
    Ok(Reply::json(value(&view)?).with_version(policy.number().into()))
}

pub fn schemas() -> Vec<Named> {
    vec![
        (
            "RiskPolicy",
            shown(&[("number", whole()), ("scale", shown(&scale())), ("bands", list(shown(&[&band()[..], &[colour()]].concat()))), ("version", whole())]),
        ),
        (
            "NewRiskPolicy",
            taken(
                &[("scale", taken(&scale(), &[])), ("bands", list(taken(&band(), &[colour()])))],
                &[("motivation", text()), ("basis", of("Basis")), ("version", seen())],
            ),
        ),
    ]
}
fn scale() -> [Named; 2] {
    [("likelihood", steps()), ("impact", steps())]
}
fn steps() -> Value {
    json!({"type": "array", "items": {"type": "string", "maxLength": 200}, "minItems": 2, "maxItems": 10})
}
fn band() -> [Named; 4] {
    [("key", words(Band::ALL)), ("from", whole()), ("to", whole()), ("review_days", count("days"))]
}
fn colour() -> Named {
    ("colour", words(Colour::ALL))
}
