//! Gates in the API: what they ask for, their submission, what is decided, conditions, and the decisions that the plan foresees.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, count, day, list, moment, of, or_null, page, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{does_in, listed, utc, value, version};
use crate::domain::lifecycle::{GateOutcome, GateState, ItemKind, StandingWord, ending_is_proposed};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::services::decisions::Done;
use crate::services::gates::{self as service, Item, Walk};
use crate::services::{InProject, Problem};
use crate::store::conditions::{self as condition_rows, Condition};
use crate::store::gates::GateRow;
use crate::store::{Db, decision_points};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::{Method, StatusCode};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};

const GATES: &str = "/api/v1/projects/{code}/gates";
const GATE: &str = "/api/v1/projects/{code}/gates/{number}";
const ITEM: &str = "/api/v1/projects/{code}/gates/{number}/items/{item}";
const SUBMISSION: &str = "/api/v1/projects/{code}/gates/{number}/submission";
const DECISION: &str = "/api/v1/projects/{code}/gates/{number}/decision";
const LIFT: &str = "/api/v1/projects/{code}/gates/{number}/lift";
const RESUMPTION: &str = "/api/v1/projects/{code}/resumption";
const CONDITIONS: &str = "/api/v1/projects/{code}/conditions";
const FULFILMENT: &str = "/api/v1/projects/{code}/conditions/{number}/fulfilment";
const POINTS: &str = "/api/v1/projects/{code}/decision-points";
const POINT: &str = "/api/v1/projects/{code}/decision-points/{number}";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(GATES, Right::Read, gates),
        show_in(GATE, Right::Read, show),
        does_in(Method::PATCH, GATE, Right::Lead, plan),
        does_in(Method::PUT, ITEM, Right::Lead, set_item),
        does_in(Method::POST, SUBMISSION, Right::Lead, submit),
        does_in(Method::POST, DECISION, Right::Decide, decide),
        does_in(Method::POST, LIFT, Right::Discuss, lift),
        does_in(Method::POST, RESUMPTION, Right::Decide, resume),
        show_in(CONDITIONS, Right::Read, conditions),
        does_in(Method::POST, FULFILMENT, Right::Discuss, fulfil),
        show_in(POINTS, Right::Read, points),
        does_in(Method::POST, POINTS, Right::Lead, add_point),
        does_in(Method::PUT, POINT, Right::Lead, edit_point),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(GATES, "listGates", "Lists the gates of a project, each with the phase that it ends.", "GatePage"),
    Operation::get(GATE, "readGate", "Reads a gate with what it asks for.", "Gate"),
    Operation::patch(GATE, "planGate", "Plans the day of a gate; without one the day is taken away.", "GatePlan", "Gate"),
    Operation::put(ITEM, "setGateItem", "Says whether a criterion is met or an artefact approved. The version is the item's.", "GateItemText", "Gate"),
    Operation::post(SUBMISSION, "submitGate", "Submits the gate that comes next, with a recommendation.", "GateSubmission", "Gate"),
    Operation::post(
        DECISION,
        "decideGate",
        "Decides at a gate, as its holder. What is missing is passed only with a condition for it. Ending the project, chosen by one who may not, becomes a \
         proposal to those who may (`lifted_to`).",
        "GateDecision",
        "Gate",
    )
    .waiting(),
    Operation::post(
        LIFT,
        "liftGate",
        "The holder lifts a gate to the role above: a decision. From others it asks the holder to decide (`lift_request`), and the gate stays.",
        "Lift",
        "Gate",
    )
    .waiting(),
    Operation::post(
        RESUMPTION,
        "resumeProject",
        "Resumes a paused project, as the role that stopped it. The version is the project's.",
        "Resumption",
        "Resumed",
    )
    .waiting(),
    Operation::get(
        CONDITIONS,
        "listConditions",
        "Lists the conditions on which gates were passed and part deliveries approved; those that wait come first.",
        "ConditionPage",
    ),
    Operation::post(FULFILMENT, "fulfilCondition", "Says that a condition is fulfilled, as its owner or a leader.", "Fulfilment", "Condition"),
    Operation::get(
        POINTS,
        "listDecisionPoints",
        "Lists the decisions that the plan foresees, planned gates among them, with the days that they are late.",
        "DecisionPointPage",
    ),
    Operation::post(POINTS, "addDecisionPoint", "Plans a decision.", "DecisionPointText", "DecisionPoint").created(),
    Operation::put(POINT, "editDecisionPoint", "Changes a planned decision, or names the decision that it became.", "DecisionPointText", "DecisionPoint"),
];

/// A gate with what it asks for.
#[derive(Serialize)]
struct GateView<'a> {
    number: i32,
    phase: &'a str,
    state: GateState,
    opened_on: Option<NaiveDate>,
    opened_by_decision: Option<i32>,
    left_on: Option<NaiveDate>,
    left_by_decision: Option<i32>,
    planned_on: Option<NaiveDate>,
    proposed: Option<&'a str>,
    recommendation: &'a str,
    submitted_at: Option<DateTime<Utc>>,
    submitted_by: Option<&'a str>,
    to_complete: Option<&'a str>,
    waits: bool,
    held_by: Role,
    lifted_to: Option<Role>,
    proposes_termination: bool,
    lift_request: Option<Value>,
    items: Vec<Value>,
    version: i64,
}
fn view<'a>(at: &'a InProject, walk: &'a Walk, row: &'a GateRow) -> Result<GateView<'a>, Problem> {
    let (_, gate) = walk.gate(row.number)?;
    let request = gate.request.as_ref();
    Ok(GateView {
        number: row.number,
        phase: &row.phase,
        state: row.state,
        opened_on: row.opened_on,
        opened_by_decision: row.opened_decision,
        left_on: row.left_on,
        left_by_decision: row.left_decision,
        planned_on: row.planned_on,
        proposed: row.proposed.as_deref(),
        recommendation: &row.recommendation,
        submitted_at: row.submitted_at.map(utc),
        submitted_by: at.email_of(row.submitted_by),
        to_complete: row.to_complete.as_deref(),
        waits: gate.waits() && at.demand_running().is_ok(),
        held_by: gate.pending().held_by(&at.charter),
        lifted_to: gate.lift.as_ref().map(|l| l.to),
        proposes_termination: ending_is_proposed(gate.lift.as_ref()),
        lift_request: request.map(|r| json!({"by": at.email_of(Some(r.by.0)), "reason": r.reason, "at": utc(r.at)})),
        items: walk.items(row.number).iter().map(item_view).collect(),
        version: row.version,
    })
}
fn item_view(i: &Item) -> Value {
    json!({
        "kind": i.kind, "item": i.item, "met": i.met, "note": i.note, "version_label": i.version_label, "reference": i.reference,
        "elsewhere": i.is_elsewhere(), "document": i.document,
        "by": i.by, "at": i.at.map(utc), "version": i.version,
    })
}

fn gates(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let walk = Walk::of(db, at)?;
    let items = walk.rows.iter().map(|row| view(at, &walk, row)).collect::<Result<Vec<_>, _>>()?;
    listed(rq, items)
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    as_it_is(db, at, rq.number("number")?)
}
fn plan(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::PlanGate = rq.read()?;
    request.version = version(rq, request.version)?;
    service::plan(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    as_it_is(db, at, rq.number("number")?)
}
fn set_item(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::SetItem = rq.read()?;
    request.version = version(rq, request.version)?;
    service::set_item(db, &rq.ctx()?, at, rq.number("number")?, rq.param("item"), &request)?;
    as_it_is(db, at, rq.number("number")?)
}
fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::SubmitGate = rq.read()?;
    request.version = version(rq, request.version)?;
    service::submit(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    as_it_is(db, at, rq.number("number")?)
}
fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::DecideGate = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = service::decide(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    decided(db, at, rq.number("number")?, done)
}
fn lift(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::LiftGate = rq.read()?;
    request.version = version(rq, request.version)?;
    match service::lift(db, &rq.ctx()?, at, rq.number("number")?, &request)? {
        Some(done) => decided(db, at, rq.number("number")?, done),
        None => as_it_is(db, at, rq.number("number")?),
    }
}
fn resume(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Resume = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = service::resume(db, &rq.ctx()?, at, &request)?;
    let project = at.anew(db)?.project;
    let (decision, recording, status) = told(done);
    let answer = json!({
        "standing": project.standing().word(), "phase": project.phase, "decision": decision, "recording": recording, "version": project.version,
    });
    Ok(Reply::json(answer).with_status(status).with_version(project.version))
}
/// The numbers of what was done, and the status that tells it.
fn told(done: Done) -> (Option<i32>, Option<i64>, StatusCode) {
    match done {
        Done::Decided(number) => (Some(number), None, StatusCode::OK),
        Done::WaitsForChair(recording) => (None, Some(recording), StatusCode::ACCEPTED),
    }
}
/// The gate after a decision was taken (with its number), or after one was recorded that waits for the chair.
fn decided(db: &mut Db, at: &InProject, number: i32, done: Done) -> Answer {
    let (mut gate, version) = whole_gate(db, at, number)?;
    let (decision, recording, status) = told(done);
    if let Some(decision) = decision {
        gate["decision"] = json!(decision);
    }
    if let Some(recording) = recording {
        gate["recording"] = json!(recording);
    }
    Ok(Reply::json(gate).with_status(status).with_version(version))
}
fn as_it_is(db: &mut Db, at: &InProject, number: i32) -> Answer {
    let (gate, version) = whole_gate(db, at, number)?;
    Ok(Reply::json(gate).with_version(version))
}
fn whole_gate(db: &mut Db, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let at = at.anew(db)?;
    let walk = Walk::of(db, &at)?;
    let (row, _) = walk.gate(number)?;
    Ok((value(&view(&at, &walk, row)?)?, row.version))
}

fn condition_view(at: &InProject, c: &Condition) -> Value {
    json!({
        "number": c.number, "gate": c.gate, "delivery": c.delivery, "decision": c.decision, "item": c.item, "text": c.text, "owner": at.email_of(Some(c.owner_id)),
        "due_on": c.due_on, "fulfilled_on": c.fulfilled_on, "note": c.note, "version": c.version,
    })
}
fn conditions(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let items: Vec<Value> = condition_rows::of(db, at.project.id)?.iter().map(|(c, _)| condition_view(at, c)).collect();
    listed(rq, items)
}
fn fulfil(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (mut request, number): (service::Fulfil, i32) = (rq.read()?, rq.number("number")?);
    request.version = version(rq, request.version)?;
    service::fulfil(db, &rq.ctx()?, at, number, &request)?;
    let (condition, _) = condition_rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)?;
    Ok(Reply::json(condition_view(at, &condition)).with_version(condition.version))
}

fn points(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let walk = Walk::of(db, at)?;
    listed(rq, service::points(db, &rq.ctx()?, at, &walk)?)
}
fn add_point(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::add_point(db, &rq.ctx()?, at, &rq.read()?)?;
    let (point, version) = point(db, at, number)?;
    Ok(Reply::created(point, format!("/api/v1/projects/{}/decision-points/{number}", at.project.code)).with_version(version))
}
fn edit_point(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (mut request, number): (service::WritePoint, i32) = (rq.read()?, rq.number("number")?);
    request.version = version(rq, request.version)?;
    service::edit_point(db, &rq.ctx()?, at, number, &request)?;
    let (point, version) = point(db, at, number)?;
    Ok(Reply::json(point).with_version(version))
}
fn point(db: &mut Db, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let p = decision_points::find(db, at.project.id, number)?.ok_or(Problem::NotFound)?;
    let point = json!({
        "number": p.number, "what": p.what, "decider": p.decider, "planned_on": p.planned_on, "decided_on": p.decided_on, "decision": p.decision,
        "version": p.version,
    });
    Ok((point, p.version))
}

pub fn schemas() -> Vec<Named> {
    let document = json!({"type": "string", "description": "The adopted version of a document that the artefact is: the document's number and the label, as `3/1.2`. \
        Required where there is one of the artefact's type."});
    let item = shown(&[
        ("kind", words(ItemKind::ALL)),
        ("item", text()),
        ("met", yes_or_no()),
        ("note", text()),
        ("version_label", text()),
        ("reference", text()),
        ("elsewhere", yes_or_no()),
        ("document", or_null(shown(&[("number", whole()), ("version", whole())]))),
        ("by", or_null(text())),
        ("at", or_null(moment())),
        ("version", whole()),
    ]);
    let request = shown(&[("by", or_null(text())), ("reason", text()), ("at", moment())]);
    let mut gate = shown(&[
        ("number", whole()),
        ("phase", text()),
        ("state", words(GateState::ALL)),
        ("opened_on", or_null(day())),
        ("opened_by_decision", or_null(whole())),
        ("left_on", or_null(day())),
        ("left_by_decision", or_null(whole())),
        ("planned_on", or_null(day())),
        ("proposed", or_null(words(GateOutcome::ALL))),
        ("recommendation", text()),
        ("submitted_at", or_null(moment())),
        ("submitted_by", or_null(text())),
        ("to_complete", or_null(text())),
        ("waits", yes_or_no()),
        ("held_by", role()),
        ("lifted_to", or_null(role())),
        ("proposes_termination", yes_or_no()),
        ("lift_request", or_null(request)),
        ("items", list(item)),
        ("version", whole()),
    ]);
    gate["properties"]["decision"] = whole();
    gate["properties"]["recording"] = whole();
    let given = taken(&[("text", text()), ("owner", text()), ("due_on", day())], &[("item", text())]);
    let condition = shown(&[
        ("number", whole()),
        ("gate", or_null(whole())),
        ("delivery", or_null(whole())),
        ("decision", whole()),
        ("item", or_null(text())),
        ("text", text()),
        ("owner", or_null(text())),
        ("due_on", day()),
        ("fulfilled_on", or_null(day())),
        ("note", text()),
        ("version", whole()),
    ]);
    let planned = shown(&[
        ("number", or_null(whole())),
        ("gate", or_null(whole())),
        ("delivery", or_null(whole())),
        ("what", text()),
        ("decider", role()),
        ("planned_on", day()),
        ("decided_on", or_null(day())),
        ("decision", or_null(whole())),
        ("ended", or_null(words(GateState::ALL))),
        ("late", count("days between the planned day and the decision, or today; 0 when in time")),
        ("version", or_null(whole())),
    ]);
    let point = shown(&[
        ("number", whole()),
        ("what", text()),
        ("decider", role()),
        ("planned_on", day()),
        ("decided_on", or_null(day())),
        ("decision", or_null(whole())),
        ("version", whole()),
    ]);
    let resumed = shown(&[
        ("standing", words(StandingWord::ALL)),
        ("phase", text()),
        ("decision", or_null(whole())),
        ("recording", or_null(whole())),
        ("version", whole()),
    ]);
    vec![
        ("Gate", gate),
        ("GatePage", page(of("Gate"))),
        ("GatePlan", taken(&[], &[("planned_on", day()), ("version", seen())])),
        (
            "GateItemText",
            taken(
                &[],
                &[("met", yes_or_no()), ("note", text()), ("version_label", text()), ("reference", text()), ("document", document), ("version", seen())],
            ),
        ),
        ("GateSubmission", taken(&[("proposed", words(GateOutcome::ALL)), ("recommendation", text())], &[("version", whole())])),
        (
            "GateDecision",
            taken(
                &[("outcome", words(GateOutcome::ALL)), ("motivation", text())],
                &[("conditions", list(given)), ("opens_beside", yes_or_no()), ("basis", of("Basis")), ("version", seen())],
            ),
        ),
        ("Resumption", taken(&[("motivation", text())], &[("basis", of("Basis")), ("version", seen())])),
        ("Resumed", resumed),
        ("Condition", condition),
        ("ConditionPage", page(of("Condition"))),
        ("Fulfilment", taken(&[("note", text())], &[("version", seen())])),
        ("PlannedDecision", planned),
        ("DecisionPointPage", page(of("PlannedDecision"))),
        ("DecisionPoint", point),
        ("DecisionPointText", taken(&[("what", text()), ("decider", role()), ("planned_on", day())], &[("decision", whole()), ("version", seen())])),
    ]
}
