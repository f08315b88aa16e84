//! Decision points: the decisions that the plan foresees, compared with what happened.
use super::Walk;
use super::requests::WritePoint;
use crate::domain::lifecycle::GateState;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::deliveries::is_shown;
use crate::services::journal::{self, Change};
use crate::services::problem::{Problem, room_for};
use crate::services::version;
use crate::store::columns::word;
use crate::store::decision_points::{self as rows, DecisionPoint, PointValues};
use crate::store::{Db, decisions, deliveries};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

/// A planned decision and what came of it.
#[derive(Debug, Clone, Serialize)]
pub struct Point {
    /// Its number; none for a gate, which is planned on its own page.
    pub number: Option<i32>,
    /// The gate that it is.
    pub gate: Option<i32>,
    /// The part delivery that it is.
    pub delivery: Option<i32>,
    /// What is decided; of a gate the key of its phase.
    pub what: String,
    pub decider: Role,
    pub planned_on: NaiveDate,
    pub decided_on: Option<NaiveDate>,
    pub decision: Option<i32>,
    /// Of a gate that was not passed, and never will be: how it ended.
    pub ended: Option<GateState>,
    /// Days between the plan and the decision, or today while there is none; never below zero.
    pub late: i64,
    /// What whoever changes it says that they saw; a gate has its own.
    pub version: Option<i64>,
}

/// The decision points of a project with its planned gates, by planned day.
///
/// # Errors
/// Those of the store.
pub fn points(db: &mut Db, ctx: &Ctx, at: &InProject, walk: &Walk) -> Result<Vec<Point>, Problem> {
    let late = |planned: NaiveDate, decided: Option<NaiveDate>| (decided.unwrap_or(ctx.today) - planned).num_days().max(0);
    let holder = at.charter.held_by(Matter::Gate);
    let mut found: Vec<Point> = walk
        .rows
        .iter()
        .filter_map(|g| {
            let planned_on = g.planned_on?;
            let (decided_on, decision) = (g.left_on, g.left_decision);
            Some(Point {
                number: None,
                gate: Some(g.number),
                delivery: None,
                what: g.phase.clone(),
                decider: holder,
                planned_on,
                decided_on,
                decision,
                ended: Some(g.state).filter(|state| state.is_given_up()),
                late: if g.state.is_given_up() { 0 } else { late(planned_on, decided_on) },
                version: None,
            })
        })
        .collect();
    let deliveries = deliveries::of(db, at.project.id)?;
    for p in rows::of(db, at.project.id)? {
        found.push(Point {
            number: Some(p.number),
            gate: None,
            delivery: deliveries.iter().find(|d| d.point == Some(p.number) && is_shown(ctx, at, d)).map(|d| d.number),
            late: late(p.planned_on, p.decided_on),
            what: p.what,
            decider: p.decider,
            planned_on: p.planned_on,
            decided_on: p.decided_on,
            decision: p.decision,
            ended: None,
            version: Some(p.version),
        });
    }
    // What is decided was decided by who held it then, whatever the charter says now.
    let taken: Vec<i32> = found.iter().filter_map(|p| p.decision).collect();
    for (number, role) in decisions::roles(db, at.project.id, &taken)? {
        let role = word(&role)?;
        found.iter_mut().filter(|p| p.decision == Some(number)).for_each(|p| p.decider = role);
    }
    found.sort_by_key(|p| (p.planned_on, p.gate, p.number));
    Ok(found)
}

/// Plans a decision.
///
/// # Errors
/// No right to lead, paused or closed, no room for more, or a decision that is not there.
pub fn add_point(db: &mut Db, ctx: &Ctx, at: &InProject, request: &WritePoint) -> Result<i32, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()?;
    let values = values(db, at, request)?;
    let after = written(&values);
    let number = rows::next_number(db, at.project.id)?;
    room_for("what", number)?;
    rows::add(db, at.project.id, number, values)?;
    journal::record(db, ctx, at, Change { kind: "decision_point.added", object: &object(number), before: Value::Null, after })?;
    Ok(number)
}
/// Changes a planned decision, or says which decision it became. What was planned stays after that; a decision that was named by mistake is
/// put right, or taken away, except of a part delivery, whose decision is what it was approved by.
///
/// # Errors
/// No right to lead, decided already, paused or closed, stale, or a decision that is not there.
pub fn edit_point(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &WritePoint) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before: DecisionPoint = rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)?;
    at.demand_running()?;
    version::expect(before.version, request.version)?;
    let values = values(db, at, request)?;
    let as_planned = (&before.what, before.decider, before.planned_on) == (&values.what, values.decider, values.planned_on);
    if before.decision.is_some() && (!as_planned || deliveries::of(db, at.project.id)?.iter().any(|d| d.point == Some(number))) {
        return Err(Refused::PointIsDecided.into());
    }
    let was =
        json!({"what": before.what, "role": before.decider, "planned_on": before.planned_on, "decision": before.decision, "decided_on": before.decided_on});
    let after = written(&values);
    rows::update(db, at.project.id, number, before.version, values)?;
    journal::record(db, ctx, at, Change { kind: "decision_point.edited", object: &object(number), before: was, after })
}
fn values(db: &mut Db, at: &InProject, request: &WritePoint) -> Result<PointValues, Problem> {
    let decided = match request.decision {
        Some(number) => Some(decisions::find(db, at.project.id, number)?.ok_or_else(|| Problem::invalid("decision", Fault::Other("no-such-decision")))?),
        None => None,
    };
    Ok(PointValues {
        what: request.what.to_string(),
        decider: request.decider,
        planned_on: request.planned_on,
        decision: request.decision,
        decided_on: decided.map(|d| d.decided_on),
    })
}
fn written(values: &PointValues) -> Value {
    json!({"what": values.what, "role": values.decider, "planned_on": values.planned_on, "decision": values.decision, "decided_on": values.decided_on})
}
fn object(number: i32) -> String {
    format!("decision_point:{number}")
}
