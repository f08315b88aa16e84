//! Part deliveries in the API: drawn up, submitted, decided and lifted.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, day, list as list_of, moment, of, or_null, page, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{does_in, listed, utc, value, version};
use crate::domain::delivery::DeliveryState;
use crate::domain::lifecycle::{GateOutcome, ending_is_proposed};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::services::decisions::Done;
use crate::services::deliveries::{self as service, Whole};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::{Method, StatusCode};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};

const DELIVERIES: &str = "/api/v1/projects/{code}/deliveries";
const DELIVERY: &str = "/api/v1/projects/{code}/deliveries/{number}";
const SUBMISSION: &str = "/api/v1/projects/{code}/deliveries/{number}/submission";
const DECISION: &str = "/api/v1/projects/{code}/deliveries/{number}/decision";
const LIFT: &str = "/api/v1/projects/{code}/deliveries/{number}/lift";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(DELIVERIES, Right::Read, list),
        does_in(Method::POST, DELIVERIES, Right::Lead, draw_up),
        show_in(DELIVERY, Right::Read, show),
        does_in(Method::PUT, DELIVERY, Right::Lead, edit),
        does_in(Method::POST, SUBMISSION, Right::Lead, submit),
        does_in(Method::POST, DECISION, Right::Decide, decide),
        does_in(Method::POST, LIFT, Right::Decide, lift),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(DELIVERIES, "listPartDeliveries", "Lists the part deliveries with the versions that each gathers.", "PartDeliveryPage"),
    Operation::post(DELIVERIES, "drawUpPartDelivery", "Draws up a part delivery under the next number.", "PartDeliveryText", "PartDelivery").created(),
    Operation::get(DELIVERY, "readPartDelivery", "Reads a part delivery with its versions and the acceptance criteria that are not met.", "PartDelivery"),
    Operation::put(DELIVERY, "editPartDelivery", "Writes a part delivery anew, while it is neither submitted nor approved.", "PartDeliveryText", "PartDelivery"),
    Operation::post(SUBMISSION, "submitPartDelivery", "Submits a part delivery for decision, with a recommendation.", "PartDeliverySubmission", "PartDelivery"),
    Operation::post(
        DECISION,
        "decidePartDelivery",
        "Decides about a part delivery, as its holder. Going on approves it and locks its versions; a criterion that is not met needs a condition (`item`). Ending \
         the project, chosen by one who may not, becomes a proposal to those who may (`lifted_to`).",
        "PartDeliveryDecision",
        "PartDelivery",
    )
    .waiting(),
    Operation::post(LIFT, "liftPartDelivery", "The holder lifts a part delivery to the role above: a decision. From others it asks the holder to decide (`lift_request`), and it stays.", "Lift", "PartDelivery").waiting(),
];

#[derive(Serialize)]
struct DeliveryView<'a> {
    number: i32,
    name: &'a str,
    state: DeliveryState,
    planned_on: Option<NaiveDate>,
    /// The decision that the plan foresees for it.
    point: Option<i32>,
    versions: Vec<Value>,
    /// The acceptance criteria that are not met.
    unmet: Vec<Value>,
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
    decided_on: Option<NaiveDate>,
    approved_by_decision: Option<i32>,
    version: i64,
}
fn view<'a>(at: &'a InProject, whole: &'a Whole) -> DeliveryView<'a> {
    let (row, delivery) = (&whole.row, &whole.delivery);
    let lift = delivery.lift.as_ref();
    DeliveryView {
        number: row.number,
        name: &row.name,
        state: row.state,
        planned_on: row.planned_on,
        point: row.point,
        versions: whole.parts.iter().map(|p| json!({"deliverable": p.reference(), "name": p.deliverable.name, "label": p.version.label})).collect(),
        unmet: whole.unmet().iter().map(|(item, c)| json!({"item": item, "text": c.text, "note": c.note})).collect(),
        proposed: row.proposed.as_deref(),
        recommendation: &row.recommendation,
        submitted_at: row.submitted_at.map(utc),
        submitted_by: at.email_of(row.submitted_by),
        to_complete: delivery.to_complete.as_deref(),
        waits: delivery.waits() && at.demand_running().is_ok(),
        held_by: delivery.pending().held_by(&at.charter),
        lifted_to: lift.map(|l| l.to),
        proposes_termination: ending_is_proposed(lift),
        lift_request: delivery.request.as_ref().map(|r| json!({"by": at.email_of(Some(r.by.0)), "reason": r.reason, "at": utc(r.at)})),
        decided_on: row.decided_on,
        approved_by_decision: row.decision,
        version: row.version,
    }
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let all = Whole::all_shown(db, &rq.ctx()?, at)?;
    listed(rq, all.iter().map(|w| view(at, w)).collect())
}
fn one(db: &mut Db, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let at = at.anew(db)?;
    let whole = Whole::find(db, &at, number)?;
    Ok((value(&view(&at, &whole))?, whole.row.version))
}
fn as_it_is(db: &mut Db, at: &InProject, number: i32) -> Answer {
    let (found, version) = one(db, at, number)?;
    Ok(Reply::json(found).with_version(version))
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    Whole::find_shown(db, &rq.ctx()?, at, rq.number("number")?)?;
    as_it_is(db, at, rq.number("number")?)
}
fn draw_up(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::draw_up(db, &rq.ctx()?, at, &rq.read()?)?;
    let (added, version) = one(db, at, number)?;
    Ok(Reply::created(added, format!("/api/v1/projects/{}/deliveries/{number}", at.project.code)).with_version(version))
}
fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::WriteDelivery = rq.read()?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}
fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::SubmitDelivery = rq.read()?;
    request.version = version(rq, request.version)?;
    service::submit(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}
fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::DecideDelivery = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = service::decide(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    told(db, rq, at, done)
}
fn lift(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::LiftDelivery = rq.read()?;
    request.version = version(rq, request.version)?;
    match service::lift(db, &rq.ctx()?, at, rq.number("number")?, &request)? {
        Some(done) => told(db, rq, at, done),
        None => as_it_is(db, at, rq.number("number")?),
    }
}
/// The part delivery after a decision was taken (with its number), or after one was recorded that waits for the chair.
fn told(db: &mut Db, rq: &Rq, at: &InProject, done: Done) -> Answer {
    let (mut found, version) = one(db, at, rq.number("number")?)?;
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
    let gathered = shown(&[("deliverable", text()), ("name", text()), ("label", text())]);
    let unmet = shown(&[("item", text()), ("text", text()), ("note", text())]);
    let mut delivery = shown(&[
        ("number", whole()),
        ("name", text()),
        ("state", words(DeliveryState::ALL)),
        ("planned_on", or_null(day())),
        ("point", or_null(whole())),
        ("versions", list_of(gathered)),
        ("unmet", list_of(unmet)),
        ("proposed", or_null(words(GateOutcome::ALL))),
        ("recommendation", text()),
        ("submitted_at", or_null(moment())),
        ("submitted_by", or_null(text())),
        ("to_complete", or_null(text())),
        ("waits", yes_or_no()),
        ("held_by", role()),
        ("lifted_to", or_null(role())),
        ("proposes_termination", yes_or_no()),
        ("lift_request", or_null(shown(&[("by", or_null(text())), ("reason", text()), ("at", moment())]))),
        ("decided_on", or_null(day())),
        ("approved_by_decision", or_null(whole())),
        ("version", whole()),
    ]);
    delivery["properties"]["decision"] = whole();
    delivery["properties"]["recording"] = whole();
    let named = taken(&[("deliverable", text()), ("label", text())], &[]);
    let given = taken(&[("text", text()), ("owner", text()), ("due_on", day())], &[("item", text())]);
    let texts = [("planned_on", day()), ("point", whole()), ("versions", list_of(named)), ("recommendation", text()), ("version", seen())];
    vec![
        ("PartDelivery", delivery),
        ("PartDeliveryPage", page(of("PartDelivery"))),
        ("PartDeliveryText", taken(&[("name", text())], &texts)),
        ("PartDeliverySubmission", taken(&[("proposed", words(GateOutcome::ALL)), ("recommendation", text())], &[("version", whole())])),
        (
            "PartDeliveryDecision",
            taken(
                &[("outcome", words(GateOutcome::ALL)), ("motivation", text())],
                &[("conditions", list_of(given)), ("basis", of("Basis")), ("version", seen())],
            ),
        ),
    ]
}
