//! What has been delegated in a project, in the API.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, count, day, list as list_of, of, or_null, page, role, seen, shown, taken, text, whole, words};
use crate::api::view::{does_in, listed, recorded, value, version};
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::services::decisions::Done;
use crate::services::delegations::{self as service, Force, Revoke};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use crate::store::delegations::DelegationRow;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

const DELEGATIONS: &str = "/api/v1/projects/{code}/delegations";
const DELEGATION: &str = "/api/v1/projects/{code}/delegations/{number}";
const REVOCATION: &str = "/api/v1/projects/{code}/delegations/{number}/revocation";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(DELEGATIONS, Right::Read, list),
        // Who holds the matters delegates them: the charter knows whose they are.
        does_in(Method::POST, DELEGATIONS, Right::Decide, grant),
        show_in(DELEGATION, Right::Read, show),
        does_in(Method::POST, REVOCATION, Right::Decide, revoke),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(DELEGATIONS, "listDelegations", "Lists what has been delegated, newest first.", "DelegationPage"),
    Operation::post(
        DELEGATIONS,
        "delegate",
        "Delegates matters that you hold, by decision, for a time. What a body has decided is recorded by leader, deputy or secretary, and its chair confirms.",
        "NewDelegation",
        "Delegation",
    )
    .created()
    .or_recorded(),
    Operation::get(DELEGATION, "readDelegation", "Reads a delegation.", "Delegation"),
    Operation::post(REVOCATION, "revokeDelegation", "Revokes a delegation, by decision, or records that a body has.", "Revocation", "Delegation").or_recorded(),
];

#[derive(Serialize)]
struct DelegationView<'a> {
    number: i32,
    from_role: &'a str,
    given_by: &'a str,
    /// E-mail of the delegate; `None` when it is a role.
    person: Option<&'a str>,
    role: Option<&'a str>,
    matters: Vec<Matter>,
    from_on: NaiveDate,
    to_on: NaiveDate,
    kronor: Option<i64>,
    days: Option<i32>,
    reason: &'a str,
    standing: Force,
    decision: i32,
    revoked_by_decision: Option<i32>,
    version: i64,
}

fn view(ctx: &Ctx, at: &InProject, row: &DelegationRow) -> Result<Value, Problem> {
    let view = DelegationView {
        number: row.number,
        from_role: &row.from_role,
        given_by: at.email_of(Some(row.given_by)).unwrap_or_default(),
        person: at.email_of(row.to_person),
        role: row.to_role.as_deref(),
        matters: row.to_domain(&at.members)?.terms.matters,
        from_on: row.from_on,
        to_on: row.to_on,
        kronor: row.kronor,
        days: row.days,
        reason: &row.reason,
        standing: service::force(ctx, at, row)?,
        decision: row.decision,
        revoked_by_decision: row.revocation,
        version: row.version,
    };
    value(&view)
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let items = service::all(db, at)?.iter().map(|row| view(&ctx, at, row)).collect::<Result<_, _>>()?;
    listed(rq, items)
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = service::find(db, at, rq.number("number")?)?;
    Ok(Reply::json(view(&rq.ctx()?, at, &row)?).with_version(row.version))
}

fn grant(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let decision = match service::grant(db, &ctx, at, &rq.read()?)? {
        Done::Decided(decision) => decision,
        Done::WaitsForChair(recording) => return Ok(recorded(recording)),
    };
    let row = service::by_decision(db, at, decision)?.ok_or(Problem::NotFound)?;
    let location = format!("/api/v1/projects/{}/delegations/{}", at.project.code, row.number);
    Ok(Reply::created(view(&ctx, at, &row)?, location).with_version(row.version))
}

fn revoke(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: Revoke = rq.read()?;
    request.version = version(rq, request.version)?;
    match service::revoke(db, &rq.ctx()?, at, rq.number("number")?, &request)? {
        Done::Decided(_) => show(db, rq, at),
        Done::WaitsForChair(recording) => Ok(recorded(recording)),
    }
}

pub fn schemas() -> Vec<Named> {
    let standing = json!({"type": "string", "enum": ["coming", "in_force", "over", "revoked", "giver_left"]});
    let matters = || list_of(words(Matter::ALL));
    vec![
        (
            "Delegation",
            shown(&[
                ("number", whole()),
                ("from_role", role()),
                ("given_by", text()),
                ("person", or_null(text())),
                ("role", or_null(role())),
                ("matters", matters()),
                ("from_on", day()),
                ("to_on", day()),
                ("kronor", or_null(count("kronor"))),
                ("days", or_null(count("days"))),
                ("reason", text()),
                ("standing", standing),
                ("decision", whole()),
                ("revoked_by_decision", or_null(whole())),
                ("version", whole()),
            ]),
        ),
        ("DelegationPage", page(of("Delegation"))),
        (
            "NewDelegation",
            taken(
                &[("from_role", role()), ("matters", matters()), ("from_on", day()), ("to_on", day()), ("reason", text())],
                &[("person", text()), ("role", role()), ("kronor", count("kronor")), ("days", count("days")), ("basis", of("Basis"))],
            ),
        ),
        ("Revocation", taken(&[("reason", text())], &[("basis", of("Basis")), ("version", seen())])),
    ]
}
