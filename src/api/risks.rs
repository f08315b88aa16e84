//! Risks in the API: what the register and the page of a risk can do. A change answers the risk as it now is.
mod schema;
mod view;

use crate::api::openapi::Operation;
use crate::api::view::{Items, Seen, changed, does_in, filter, limit, read, value, version};
use crate::domain::ids::RiskRef;
use crate::domain::rights::Right;
use crate::services::decisions::Done;
use crate::services::kept::PieceKey;
use crate::services::register::{self, Query};
use crate::services::risks as service;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::columns::to_json;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, glance_in, show_in};
use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};
use view::{Loaded, RiskView};

pub use schema::schemas;

const RISKS: &str = "/api/v1/projects/{code}/risks";
const RISK: &str = "/api/v1/projects/{code}/risks/{ref}";
const ASSESSMENTS: &str = "/api/v1/projects/{code}/risks/{ref}/assessments";
const CONFIRMATION: &str = "/api/v1/projects/{code}/risks/{ref}/confirmation";
const ACCEPTANCE: &str = "/api/v1/projects/{code}/risks/{ref}/acceptance";
const ACKNOWLEDGEMENT: &str = "/api/v1/projects/{code}/risks/{ref}/acknowledgement";
const LIFT: &str = "/api/v1/projects/{code}/risks/{ref}/lift";
const CLOSURE: &str = "/api/v1/projects/{code}/risks/{ref}/closure";
const OCCURRENCE: &str = "/api/v1/projects/{code}/risks/{ref}/occurrence";
const MEASURES: &str = "/api/v1/projects/{code}/risks/{ref}/measures";
const MEASURE: &str = "/api/v1/projects/{code}/risks/{ref}/measures/{number}";
const ORDERED_MEASURES: &str = "/api/v1/projects/{code}/risks/{ref}/ordered-measures";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(RISKS, Right::Read, list),
        does_in(Method::POST, RISKS, Right::WorkWithRisks, log),
        glance_in(RISK, Right::Read, show),
        does_in(Method::PATCH, RISK, Right::WorkWithRisks, edit),
        does_in(Method::POST, ASSESSMENTS, Right::Decide, assess),
        does_in(Method::POST, CONFIRMATION, Right::Decide, answer_lowering),
        does_in(Method::POST, ACCEPTANCE, Right::Decide, accept),
        does_in(Method::POST, ACKNOWLEDGEMENT, Right::Decide, acknowledge),
        does_in(Method::POST, LIFT, Right::Discuss, lift),
        does_in(Method::POST, CLOSURE, Right::Decide, close),
        does_in(Method::POST, OCCURRENCE, Right::Decide, occur),
        does_in(Method::POST, MEASURES, Right::WorkWithRisks, add_measure),
        does_in(Method::PUT, MEASURE, Right::WorkWithRisks, edit_measure),
        does_in(Method::POST, ORDERED_MEASURES, Right::Decide, order_measure),
    ]
}

/// What the document says of the routes.
pub const OPERATIONS: &[Operation] = &[
    Operation::get(RISKS, "listRisks", "Lists the risks of a project, highest value first. Closed ones only when asked for.", "RiskPage")
        .with_query(schema::FILTERS),
    Operation::post(RISKS, "logRisk", "Logs a risk with its first assessment.", "NewRisk", "Risk").created(),
    Operation::get(RISK, "readRisk", "Reads a risk with its assessments and measures.", "Risk"),
    Operation::patch(RISK, "editRisk", "Changes a risk's words or responsible person.", "RiskEdit", "Risk"),
    Operation::post(
        ASSESSMENTS,
        "assessRisk",
        "Assesses a risk anew. A lowering out of the band by anyone but its holder is a proposal.",
        "NewAssessment",
        "Risk",
    )
    .created(),
    Operation::post(CONFIRMATION, "answerLowering", "Answers a proposed lowering, as the holder of the risk's band.", "LoweringAnswer", "Risk").waiting(),
    Operation::post(ACCEPTANCE, "acceptRisk", "Accepts a risk until a day, as the holder of its band.", "Acceptance", "Risk").waiting(),
    Operation::post(ACKNOWLEDGEMENT, "acknowledgeRisk", "Says that the holder has seen the escalation, or what somebody asked for.", "Seen", "Risk"),
    Operation::post(
        LIFT,
        "liftRisk",
        "The holder lifts a risk to the role above: a decision. From others it asks the holder to decide (`lift_request`), and the risk stays.",
        "Lift",
        "Risk",
    )
    .waiting(),
    Operation::post(CLOSURE, "closeRisk", "Closes a risk, as its holder.", "WithReason", "Risk"),
    Operation::post(OCCURRENCE, "occurRisk", "Says that the risk has happened: from today it is an issue.", "WithReason", "Risk"),
    Operation::post(MEASURES, "addMeasure", "Proposes or chooses a measure.", "MeasureText", "Risk").created(),
    Operation::put(MEASURE, "editMeasure", "Changes a measure. The version is the measure's.", "MeasureText", "Risk"),
    Operation::post(ORDERED_MEASURES, "orderMeasure", "Orders a measure, as the holder of the risk.", "MeasureOrder", "Risk").answering(&["201", "202"]),
];

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let query = Query {
        band: filter(rq, "band"),
        state: filter(rq, "state"),
        held_by: filter(rq, "held_by"),
        owner: filter(rq, "owner"),
        overdue: rq.filter("overdue") == Some("true"),
        text: filter(rq, "q"),
        sort: filter(rq, "sort"),
        cursor: filter(rq, "cursor"),
        limit: limit(rq)?,
    };
    let ctx = rq.ctx()?;
    // As the page of the register: written once for each state of the journals.
    let key = PieceKey::of(db, &ctx, at, rq.path_and_query())?;
    let list = ctx.kept.piece(key, || {
        let page = register::page(db, &ctx, at, &query)?;
        let items: Vec<_> = page.rows.iter().map(|row| RiskView::of(row, at)).collect::<Result<_, _>>()?;
        Ok(to_json(&Items { items, next: page.next })?)
    })?;
    Ok(Reply::bytes("application/json", list, None))
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = service::find(db, at, rq.risk()?, None)?;
    let loaded = Loaded::of(db, at, row)?;
    Ok(read(&loaded.view(at)?)?.with_version(loaded.row.version))
}

fn log(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = service::log(db, &rq.ctx()?, at, &rq.sent.read_by(|f| service::LogRisk::read(f, &at.policy))?)?;
    created(db, at, reference)
}

fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let saved = service::find(db, at, rq.risk()?, None)?;
    let fields = json!({"threat": saved.threat, "vulnerability": saved.vulnerability, "consequence": saved.consequence, "owner": at.email_of(saved.owner_id)});
    let mut request: service::EditRisk = changed(&fields, rq)?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, at, rq.risk()?, &request)?;
    as_it_is(db, at, rq.risk()?)
}

fn assess(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::demand_work(db, &rq.ctx()?, at, rq.risk()?)?;
    let mut request = rq.sent.read_by(|f| service::Assess::read(f, &at.policy))?;
    request.version = version(rq, request.version)?;
    service::assess(db, &rq.ctx()?, at, rq.risk()?, &request)?;
    created(db, at, rq.risk()?)
}

fn answer_lowering(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::AnswerLowering = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = service::answer_lowering(db, &rq.ctx()?, at, rq.risk()?, &request)?;
    decided(db, at, rq.risk()?, done, StatusCode::OK)
}

fn accept(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request = rq.sent.read_by(|f| service::Accept::read(f, rq.moment.today))?;
    request.version = version(rq, request.version)?;
    let done = service::accept(db, &rq.ctx()?, at, rq.risk()?, &request)?;
    decided(db, at, rq.risk()?, done, StatusCode::OK)
}

fn order_measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::OrderMeasure = rq.read()?;
    request.measure.version = version(rq, request.measure.version)?;
    let done = service::order_measure(db, &rq.ctx()?, at, rq.risk()?, &request)?;
    decided(db, at, rq.risk()?, done, StatusCode::CREATED)
}

fn acknowledge(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let seen: Seen = rq.read()?;
    fits(db, rq, at, seen.version)?;
    service::acknowledge(db, &rq.ctx()?, at, rq.risk()?)?;
    as_it_is(db, at, rq.risk()?)
}

fn lift(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::LiftRisk = rq.read()?;
    request.version = version(rq, request.version)?;
    match service::lift(db, &rq.ctx()?, at, rq.risk()?, &request)? {
        Some(done) => decided(db, at, rq.risk()?, done, StatusCode::OK),
        None => as_it_is(db, at, rq.risk()?),
    }
}
fn close(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::demand_work(db, &rq.ctx()?, at, rq.risk()?)?;
    service::close(db, &rq.ctx()?, at, rq.risk()?, &with_reason(rq)?)?;
    as_it_is(db, at, rq.risk()?)
}
fn occur(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::demand_work(db, &rq.ctx()?, at, rq.risk()?)?;
    service::occur(db, &rq.ctx()?, at, rq.risk()?, &with_reason(rq)?)?;
    as_it_is(db, at, rq.risk()?)
}
fn with_reason(rq: &Rq) -> Result<service::WithReason, Problem> {
    let request: service::WithReason = rq.read()?;
    Ok(service::WithReason { version: version(rq, request.version)?, ..request })
}

fn add_measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: service::WriteMeasure = rq.read()?;
    fits(db, rq, at, request.version)?;
    service::add_measure(db, &rq.ctx()?, at, rq.risk()?, &request)?;
    created(db, at, rq.risk()?)
}
fn edit_measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::WriteMeasure = rq.read()?;
    request.version = version(rq, request.version)?;
    service::edit_measure(db, &rq.ctx()?, at, rq.risk()?, rq.number("number")?, &request)?;
    as_it_is(db, at, rq.risk()?)
}

/// Acts that need no version are refused all the same when the sender names one that does not fit.
fn fits(db: &mut Db, rq: &Rq, at: &InProject, body: Option<i64>) -> Result<(), Problem> {
    match version(rq, body)? {
        Some(seen) => service::find(db, at, rq.risk()?, Some(seen)).map(drop),
        None => Ok(()),
    }
}

/// The risk after a decision was taken (with its number), or after one was recorded that waits for the chair.
fn decided(db: &mut Db, at: &InProject, reference: RiskRef, done: Done, status: StatusCode) -> Answer {
    let (mut risk, version) = whole(db, at, reference)?;
    let status = match done {
        Done::Decided(number) => {
            risk["decision"] = json!(number);
            status
        }
        Done::WaitsForChair(recording) => {
            risk["recording"] = json!(recording);
            StatusCode::ACCEPTED
        }
    };
    Ok(Reply::json(risk).with_status(status).with_version(version))
}
pub(super) fn created(db: &mut Db, at: &InProject, reference: RiskRef) -> Answer {
    let (risk, version) = whole(db, at, reference)?;
    Ok(Reply::created(risk, format!("/api/v1/projects/{}/risks/{reference}", at.project.code)).with_version(version))
}
fn as_it_is(db: &mut Db, at: &InProject, reference: RiskRef) -> Answer {
    let (risk, version) = whole(db, at, reference)?;
    Ok(Reply::json(risk).with_version(version))
}
fn whole(db: &mut Db, at: &InProject, reference: RiskRef) -> Result<(Value, i64), Problem> {
    let row = service::find(db, at, reference, None)?;
    let loaded = Loaded::of(db, at, row)?;
    Ok((value(&loaded.view(at)?)?, loaded.row.version))
}
