//! Change requests in the API: what their board and page can do. A step answers the request as it now is.
mod schema;
mod view;

use crate::api::openapi::Operation;
use crate::api::view::{Items, Seen, changed, does_in, filter, limit, listed, read, value, version};
use crate::domain::ids::ChangeRef;
use crate::domain::rights::Right;
use crate::services::changes::{self as service, Query};
use crate::services::decisions::Done;
use crate::services::{Ctx, InProject, Problem, baselines};
use crate::store::{Db, baselines as plans, changes as rows};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};
use view::{ChangeView, PlanView, WholeChange};

pub use schema::schemas;

const CHANGES: &str = "/api/v1/projects/{code}/change-requests";
const CHANGE: &str = "/api/v1/projects/{code}/change-requests/{ref}";
const SUBMISSION: &str = "/api/v1/projects/{code}/change-requests/{ref}/submission";
const RECEIPT: &str = "/api/v1/projects/{code}/change-requests/{ref}/receipt";
const ASSESSMENT: &str = "/api/v1/projects/{code}/change-requests/{ref}/assessment";
const RAISING: &str = "/api/v1/projects/{code}/change-requests/{ref}/raising";
const DECISION: &str = "/api/v1/projects/{code}/change-requests/{ref}/decision";
const RETURN: &str = "/api/v1/projects/{code}/change-requests/{ref}/return";
const WITHDRAWAL: &str = "/api/v1/projects/{code}/change-requests/{ref}/withdrawal";
const EXECUTION: &str = "/api/v1/projects/{code}/change-requests/{ref}/execution";
const COMMUNICATION: &str = "/api/v1/projects/{code}/change-requests/{ref}/communication";
const PLAN: &str = "/api/v1/projects/{code}/plan";
const BASELINES: &str = "/api/v1/projects/{code}/plan-baselines";
const BASELINE: &str = "/api/v1/projects/{code}/plan-baselines/{number}";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(CHANGES, Right::Read, list),
        does_in(Method::POST, CHANGES, Right::RequestChange, order),
        show_in(CHANGE, Right::Read, show),
        does_in(Method::PATCH, CHANGE, Right::RequestChange, edit),
        does_in(Method::POST, SUBMISSION, Right::RequestChange, submit),
        does_in(Method::POST, RECEIPT, Right::HandleChange, receive),
        does_in(Method::POST, ASSESSMENT, Right::HandleChange, assess),
        // The leader raises; the holder of what is raised lifts it further.
        does_in(Method::POST, RAISING, Right::Decide, raise),
        does_in(Method::POST, DECISION, Right::Decide, decide),
        does_in(Method::POST, RETURN, Right::Decide, give_back),
        does_in(Method::POST, WITHDRAWAL, Right::RequestChange, withdraw),
        does_in(Method::POST, EXECUTION, Right::HandleChange, execute),
        does_in(Method::POST, COMMUNICATION, Right::HandleChange, communicate),
        show_in(PLAN, Right::Read, plan),
        show_in(BASELINES, Right::Read, all_plans),
        show_in(BASELINE, Right::Read, one_plan),
    ]
}

/// What the document says of the routes.
pub const OPERATIONS: &[Operation] = &[
    Operation::get(
        CHANGES,
        "listChangeRequests",
        "Lists the change requests of a project, newest first. Drafts only for those who order or read them.",
        "ChangePage",
    )
    .with_query(schema::FILTERS),
    Operation::post(CHANGES, "orderChange", "Writes a change request on behalf of a role of yours, as a draft or submitted at once.", "NewChange", "Change")
        .created(),
    Operation::get(CHANGE, "readChangeRequest", "Reads a change request with its way so far, its effects, and why who decides.", "Change"),
    Operation::patch(CHANGE, "editChangeRequest", "Changes the words of a draft, or of what was returned.", "ChangeEdit", "Change"),
    Operation::post(
        SUBMISSION,
        "submitChangeRequest",
        "Submits a draft, or what was returned. A project owner's waits with the project orderer, who submits it to the project leader.",
        "Seen",
        "Change",
    ),
    Operation::post(RECEIPT, "receiveChangeRequest", "Receives a submitted request, as the project leader.", "Seen", "Change"),
    Operation::post(
        ASSESSMENT,
        "assessChangeRequest",
        "States the effects and the lines by which the plan would change, as the project leader. Who decides follows from them.",
        "ChangeAssessment",
        "Change",
    ),
    Operation::post(
        RAISING,
        "raiseChangeRequest",
        "The project leader raises an assessed request to its decider. The holder of a raised one lifts it, with a reason, to the role above: a decision.",
        "Raising",
        "Change",
    )
    .waiting(),
    Operation::post(
        DECISION,
        "decideChangeRequest",
        "Approves or rejects a raised request, as its decider. An approval changes the plan and makes a new baseline.",
        "ChangeDecision",
        "Change",
    )
    .waiting(),
    Operation::post(
        RETURN,
        "returnChangeRequest",
        "Returns a raised request, as its decider; or a project owner's that waits to be passed on, as the project orderer.",
        "ChangeReturn",
        "Change",
    )
    .waiting(),
    Operation::post(WITHDRAWAL, "withdrawChangeRequest", "Takes a request back before it is decided, as one who orders it.", "WithReason", "Change"),
    Operation::post(EXECUTION, "executeChange", "Begins to carry out an approved change, or says that it is carried out.", "ChangeExecution", "Change"),
    Operation::post(
        COMMUNICATION,
        "communicateChange",
        "Records to whom it was told what was carried out, or what was rejected and why.",
        "ChangeCommunication",
        "Change",
    ),
    Operation::get(PLAN, "readPlan", "Reads the plan as it stands: dates, milestones, budget, deliverables.", "Plan"),
    Operation::get(BASELINES, "listPlanBaselines", "Lists the plans that are or have been in force, oldest first.", "PlanBaselinePage"),
    Operation::get(BASELINE, "readPlanBaseline", "Reads a plan as it was frozen.", "PlanBaseline"),
];

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let query = Query { state: filter(rq, "state"), text: filter(rq, "q"), cursor: filter(rq, "cursor"), limit: limit(rq)? };
    let page = service::page(db, &rq.ctx()?, at, &query)?;
    let items: Vec<ChangeView<'_>> = page.rows.iter().map(|row| ChangeView::of(row, at)).collect::<Result<_, _>>()?;
    read(&Items { items, next: page.next })
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (change, version) = whole(db, rq, at, rq.change()?)?;
    Ok(Reply::json(change).with_version(version))
}
fn order(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = service::order(db, &rq.ctx()?, at, &rq.read()?)?;
    created(db, rq, at, reference)
}
fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::demand_orderer(db, &rq.ctx()?, at, rq.change()?)?;
    let saved = service::find(db, &rq.ctx()?, at, rq.change()?)?;
    let mut request: service::EditChange = changed(&json!(saved.to_domain()?.texts), rq)?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, at, rq.change()?, &request)?;
    as_it_is(db, rq, at)
}
fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::submit(db, &rq.ctx()?, at, rq.change()?, seen(rq)?)?;
    as_it_is(db, rq, at)
}
fn receive(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::receive(db, &rq.ctx()?, at, rq.change()?, seen(rq)?)?;
    as_it_is(db, rq, at)
}
fn seen(rq: &Rq) -> Result<Seen, Problem> {
    let seen: Seen = rq.read()?;
    Ok(Seen { version: version(rq, seen.version)? })
}
fn assess(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Assess = rq.read()?;
    request.version = version(rq, request.version)?;
    service::assess(db, &rq.ctx()?, at, rq.change()?, &request)?;
    as_it_is(db, rq, at)
}
fn raise(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Raise = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = service::raise(db, &rq.ctx()?, at, rq.change()?, &request)?;
    decided(db, rq, at, done)
}
fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Decide = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = service::decide(db, &rq.ctx()?, at, rq.change()?, &request)?;
    decided(db, rq, at, Some(done))
}
fn give_back(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::GiveBack = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = service::give_back(db, &rq.ctx()?, at, rq.change()?, &request)?;
    decided(db, rq, at, done)
}
fn withdraw(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::demand_withdrawer(db, &rq.ctx()?, at, rq.change()?)?;
    let mut request: service::Withdraw = rq.read()?;
    request.version = version(rq, request.version)?;
    service::withdraw(db, &rq.ctx()?, at, rq.change()?, &request)?;
    as_it_is(db, rq, at)
}
fn execute(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Execute = rq.read()?;
    request.version = version(rq, request.version)?;
    service::execute(db, &rq.ctx()?, at, rq.change()?, &request)?;
    as_it_is(db, rq, at)
}
fn communicate(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Communicate = rq.read()?;
    request.version = version(rq, request.version)?;
    service::communicate(db, &rq.ctx()?, at, rq.change()?, &request)?;
    as_it_is(db, rq, at)
}

fn plan(db: &mut Db, _: &Rq, at: &InProject) -> Answer {
    read(&PlanView::of(&baselines::plan_now(db, at)?))
}
fn all_plans(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let items: Vec<Value> = plans::of_project(db, at.project.id)?.iter().map(view::baseline_line).collect();
    listed(rq, items)
}
fn one_plan(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number: i32 = rq.number("number")?;
    let found = plans::of_project(db, at.project.id)?.into_iter().find(|b| b.number == number).ok_or(Problem::NotFound)?;
    let mut told = view::baseline_line(&found);
    told["plan"] = value(&PlanView::of(&found.plan()?))?;
    Ok(Reply::json(told))
}

/// The request after a decision was taken (with its number), or after one was recorded that waits for the chair.
fn decided(db: &mut Db, rq: &Rq, at: &InProject, done: Option<Done>) -> Answer {
    let (mut change, version) = whole(db, rq, at, rq.change()?)?;
    let status = match done {
        Some(Done::WaitsForChair(recording)) => {
            change["recording"] = json!(recording);
            StatusCode::ACCEPTED
        }
        Some(Done::Decided(number)) => {
            change["decision"] = json!(number);
            StatusCode::OK
        }
        None => StatusCode::OK,
    };
    Ok(Reply::json(change).with_status(status).with_version(version))
}
pub(super) fn created(db: &mut Db, rq: &Rq, at: &InProject, reference: ChangeRef) -> Answer {
    let (change, version) = whole(db, rq, at, reference)?;
    Ok(Reply::created(change, format!("/api/v1/projects/{}/change-requests/{reference}", at.project.code)).with_version(version))
}
fn as_it_is(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (change, version) = whole(db, rq, at, rq.change()?)?;
    Ok(Reply::json(change).with_version(version))
}
fn whole(db: &mut Db, rq: &Rq, at: &InProject, reference: ChangeRef) -> Result<(Value, i64), Problem> {
    let ctx: Ctx = rq.ctx()?;
    let row = service::find(db, &ctx, at, reference)?;
    let steps = rows::steps_of(db, row.id, 200)?;
    Ok((value(&WholeChange::of(&row, &steps, at)?)?, row.version))
}
