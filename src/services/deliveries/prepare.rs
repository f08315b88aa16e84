//! Before the decision: the leader draws a part delivery up, gathers versions in it, and submits it.
use super::requests::{SubmitDelivery, WriteDelivery, version_field};
use super::{Move, Whole, change, demand_planned, expect, object};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::text::LongText;
use crate::input::{Fault, FieldError};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::notify::{self, Event, OutcomeMail, Thing};
use crate::services::problem::{Problem, room_for};
use crate::store::deliveries::{self as rows, DeliveryTexts};
use crate::store::{Db, decision_points, deliverables as parts, plan};
use serde_json::{Value, json};

/// Draws up a part delivery under the next number.
///
/// # Errors
/// No right to lead, the project is not running, a version that is not there or is approved already, or a planned decision that is
/// not there or has been taken; no room for more.
pub fn draw_up(db: &mut Db, ctx: &Ctx, at: &InProject, request: &WriteDelivery) -> Result<i32, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()?;
    let versions = versions(db, at, request)?;
    check_point(db, at, request, None)?;
    let number = rows::next_number(db, at.project.id)?;
    room_for("name", number)?;
    rows::add(db, at.project.id, number, &Delivery::drawn_up(ctx.person), texts(request))?;
    rows::gather(db, at.project.id, number, &versions)?;
    journal::record(db, ctx, at, Change { kind: "part_delivery.drawn_up", object: &object(number), before: Value::Null, after: written(request) })?;
    Ok(number)
}
/// Writes a part delivery anew, while it is neither submitted nor approved.
///
/// # Errors
/// As [`draw_up`]; submitted or approved, stale.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &WriteDelivery) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = Whole::find(db, at, number)?;
    at.demand_running()?;
    let after = before.delivery.clone().edited(ctx.person)?;
    expect(&before, request.version)?;
    let versions = versions(db, at, request)?;
    check_point(db, at, request, Some(number))?;
    rows::set_texts(db, at.project.id, number, texts(request))?;
    rows::gather(db, at.project.id, number, &versions)?;
    let role = at.acting_role(ctx.today);
    change(db, ctx, at, &Move { before: &before, after: &after, kind: "part_delivery.edited", role, tells: written(request) })
}
fn texts(request: &WriteDelivery) -> DeliveryTexts {
    DeliveryTexts {
        name: request.name.to_string(),
        planned_on: request.planned_on,
        point: request.point,
        recommendation: request.recommendation.as_ref().map(LongText::to_string).unwrap_or_default(),
    }
}
fn written(request: &WriteDelivery) -> Value {
    let versions: Vec<String> = request.versions.iter().map(|(reference, label)| format!("{reference} {label}")).collect();
    json!({"name": request.name, "planned_on": request.planned_on, "versions": versions})
}
/// The numbers of the deliverables and versions that are named. What is approved already is not delivered once more.
fn versions(db: &mut Db, at: &InProject, request: &WriteDelivery) -> Result<Vec<(i32, i32)>, Problem> {
    let (deliverables, all) = (plan::deliverables_of(db, at.project.id)?, parts::versions_of(db, at.project.id)?);
    let (mut found, mut faults): (Vec<(i32, i32)>, Vec<FieldError>) = (Vec::new(), Vec::new());
    for (reference, label) in &request.versions {
        let version = all.iter().map(|(v, _)| v).find(|v| v.deliverable == reference.0 && v.label == *label);
        let fault = match version {
            _ if deliverables.iter().all(|d| d.number != reference.0) => Fault::About("no-such-deliverable", reference.to_string()),
            None => Fault::Other("no-such-version"),
            Some(v) if v.decision.is_some() => Fault::Other("version-approved"),
            Some(_) if found.iter().any(|(deliverable, _)| *deliverable == reference.0) => Fault::Other("deliverable-twice"),
            Some(v) => {
                found.push((v.deliverable, v.number));
                continue;
            }
        };
        faults.push(FieldError { field: version_field(*reference), fault });
    }
    if faults.is_empty() { Ok(found) } else { Err(faults.into()) }
}
/// A planned decision becomes one part delivery, and only while it has not been taken.
fn check_point(db: &mut Db, at: &InProject, request: &WriteDelivery, own: Option<i32>) -> Result<(), Problem> {
    let Some(number) = request.point else { return Ok(()) };
    let taken = rows::of(db, at.project.id)?.iter().any(|d| d.point == Some(number) && Some(d.number) != own);
    match decision_points::find(db, at.project.id, number)? {
        Some(point) if point.decision.is_none() && !taken => Ok(()),
        _ => Err(Problem::invalid("point", Fault::NotAChoice)),
    }
}

/// Submits a part delivery, with a recommendation: it waits with its holder, who gets a mail.
///
/// # Errors
/// No right to lead, the project is not running, nothing gathered, a version that was approved meanwhile, submitted or approved
/// already, stale.
pub fn submit(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &SubmitDelivery) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = Whole::find(db, at, number)?;
    at.demand_running()?;
    let again = before.delivery.state == DeliveryState::Returned;
    let after = before.delivery.clone().submit(ctx.person, before.parts.len())?;
    crate::services::version::fits(before.row.version, request.version)?;
    if before.parts.iter().any(|p| p.version.decision.is_some()) {
        return Err(Refused::VersionIsLocked.into());
    }
    demand_planned(db, at, &before)?;
    let recommendation = request.recommendation.as_str();
    rows::set_submission(db, at.project.id, number, request.proposed, recommendation, ctx.now, ctx.person.0)?;
    let role = at.acting_role(ctx.today);
    let tells = json!({"proposed": request.proposed, "recommendation": recommendation, "again": again});
    change(db, ctx, at, &Move { before: &before, after: &after, kind: "part_delivery.submitted", role, tells })?;
    let pending = after.pending();
    let (matter, role) = (pending.matter, pending.held_by(&at.charter));
    let thing = Thing::Delivery { number, name: &before.row.name };
    notify::outcome(db, ctx, at, Event::Submitted, &OutcomeMail { thing, matter, role, reason: recommendation, outcome: Some(request.proposed) })
}
