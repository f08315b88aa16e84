//! Planned measurements of the indicators of goals.
use super::{Item, Kind, MyTurn, Why, plain_item};
use crate::domain::indicator::{PlanState, Quarter};
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::{goals, indicators};
use crate::store::Db;
use crate::store::goals::IndicatorRow;

/// Planned measurements that are due or missed wait with those responsible for the goal.
pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let all = goals::all(db, at)?;
    if all.is_empty() {
        return Ok(());
    }
    for standing in indicators::all(db, ctx, at)? {
        let Some(goal) = all.iter().find(|g| g.number == standing.row.goal) else { continue };
        let responsible = goals::responsible(ctx, at, goal);
        let Some(first) = responsible.first() else { continue };
        let own = responsible.iter().find(|m| m.assignment.person_id == ctx.person.0);
        for (planned, state) in &standing.plan {
            let kind = match state {
                PlanState::Due => Kind::MeasurementDue,
                PlanState::Missed => Kind::MeasurementMissed,
                PlanState::Planned | PlanState::Done => continue,
            };
            let item = item(at, kind, &standing.row, planned.quarter, &planned.organisation, own.unwrap_or(first).role());
            turn.add(item, own.is_some());
        }
    }
    Ok(())
}

fn item(at: &InProject, kind: Kind, row: &IndicatorRow, quarter: Quarter, organisation: &str, role: Role) -> Item {
    Item {
        reference: quarter.to_string(),
        title: row.name.clone(),
        text: organisation.to_owned(),
        why: Why::of(role),
        due: Some(quarter.last_day()),
        ..plain_item(at, kind, &format!("indicators/{}", row.number))
    }
}
