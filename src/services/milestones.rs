//! Milestones: planned by the leader, followed up with a forecast and the day they were done. Once the plan is in force, only an approved
//! change request adds one or moves its days.
use crate::domain::plan::NewMilestone;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::ShortText;
use crate::input::{Fault, Fields, Input};
use crate::services::baselines::demand_drawn_up;
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::{Problem, room_for};
use crate::services::version;
use crate::store::plan::{self as rows, Milestone};
use crate::store::{Db, baselines};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A milestone to be planned.
#[derive(Debug, Clone)]
pub struct AddMilestone {
    pub name: ShortText,
    pub starts_on: NaiveDate,
    pub planned_on: NaiveDate,
}
impl Input for AddMilestone {
    fn parse(f: &mut Fields<'_>) -> Option<AddMilestone> {
        let (name, starts_on, planned_on) = (f.short("name"), f.date("starts_on"), f.date("planned_on"));
        demand_in_order(f, "planned_on", starts_on, planned_on);
        Some(AddMilestone { name: name?, starts_on: starts_on?, planned_on: planned_on? })
    }
}
/// A milestone is planned for its start or later: `field` is told otherwise.
pub fn demand_in_order(f: &mut Fields<'_>, field: &str, starts_on: Option<NaiveDate>, planned_on: Option<NaiveDate>) {
    if let (Some(starts), Some(planned)) = (starts_on, planned_on)
        && planned < starts
    {
        f.fault(field, Fault::Other("ends-before-it-begins"));
    }
}
/// What the leader expects of a milestone, or the day on which it was done.
#[derive(Debug, Clone)]
pub struct FollowUp {
    pub forecast_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub version: Option<i64>,
}
impl Input for FollowUp {
    fn parse(f: &mut Fields<'_>) -> Option<FollowUp> {
        Some(FollowUp { forecast_on: f.optional_date("forecast_on"), done_on: f.optional_date("done_on"), version: f.version() })
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<Milestone, Problem> {
    rows::milestone(db, at.project.id, number)?.ok_or(Problem::NotFound)
}
/// The days that the first plan in force had, by the milestone's number; empty while no change was approved.
///
/// # Errors
/// A damaged row.
pub fn first_days(db: &mut Db, at: &InProject) -> Result<BTreeMap<i32, NaiveDate>, Problem> {
    let Some(first) = baselines::of_project(db, at.project.id)?.into_iter().find(|b| b.number == 1) else { return Ok(BTreeMap::new()) };
    Ok(first.plan()?.milestones.into_iter().map(|m| (m.number, m.planned_on)).collect())
}
/// Plans a milestone under the next number.
///
/// # Errors
/// No right to lead, the project is not running, the plan is in force, or no room for more.
pub fn add(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AddMilestone) -> Result<i32, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()?;
    demand_drawn_up(db, at)?;
    room_for("name", rows::next_milestone(db, at.project.id)?)?;
    let new = NewMilestone { name: request.name.to_string(), starts_on: request.starts_on, planned_on: request.planned_on };
    enter(db, ctx, at, at.acting_role(ctx.today), &new)
}
/// Enters a milestone under the next number, which is answered; in `role`, the decider's where an approved change adds it.
///
/// # Errors
/// Those of the store.
pub fn enter(db: &mut Db, ctx: &Ctx, at: &InProject, role: Option<Role>, new: &NewMilestone) -> Result<i32, Problem> {
    let number = rows::next_milestone(db, at.project.id)?;
    rows::add_milestone(db, at.project.id, number, &new.name, new.starts_on, new.planned_on)?;
    // That nothing is expected of it yet is told too: a day that is written past the journal does not stand.
    let after = json!({"name": new.name, "starts_on": new.starts_on, "planned_on": new.planned_on, "forecast_on": null, "done_on": null});
    journal::record_as(db, ctx, at, role, Change { kind: "milestone.added", object: &object(number), before: Value::Null, after })?;
    Ok(number)
}
/// Says what is expected of a milestone, or that it is done. The plan itself stays, so this goes on while the project is paused; of a closed
/// one nothing more is expected.
///
/// # Errors
/// No right to lead, the project is closed, done in the future or before both it and the project began, stale.
pub fn follow_up(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &FollowUp) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_open()?;
    let before = find(db, at, number)?;
    version::expect(before.version, request.version)?;
    if request.done_on.is_some_and(|day| day > ctx.today) {
        return Err(Problem::invalid("done_on", Fault::Other("in-the-future")));
    }
    if request.done_on.is_some_and(|day| day < before.starts_on.min(at.project.started_on)) {
        return Err(Problem::invalid("done_on", Fault::Other("done-before-it-began")));
    }
    rows::follow_up_milestone(db, at.project.id, number, before.version, request.forecast_on, request.done_on)?;
    let was = json!({"name": before.name, "forecast_on": before.forecast_on, "done_on": before.done_on});
    let after = json!({"name": before.name, "forecast_on": request.forecast_on, "done_on": request.done_on});
    journal::record(db, ctx, at, Change { kind: "milestone.followed_up", object: &object(number), before: was, after })
}
fn object(number: i32) -> String {
    format!("milestone:{number}")
}
