//! What is not settled when a project comes to its end: whoever decides there is told, since little of it can be settled afterwards.
use super::Walk;
use crate::domain::change::ChangeState;
use crate::domain::delivery::DeliveryState;
use crate::domain::handover::HandoverState;
use crate::services::context::InProject;
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::changes::{self, ChangeRow, Filter};
use crate::store::conditions::{self, Condition};
use crate::store::deliveries::{self, DeliveryRow};
use crate::store::handovers::{self, HandoverRow};

/// A project has only so many requests under way that they can all be named.
const NAMED: i64 = 50;

/// Requests that somebody has yet to decide or carry out, part deliveries that are not approved, handovers without an answer, and conditions
/// that nobody has fulfilled.
#[derive(Debug, Default)]
pub struct LooseEnds {
    pub changes: Vec<ChangeRow>,
    pub deliveries: Vec<DeliveryRow>,
    pub handovers: Vec<HandoverRow>,
    pub conditions: Vec<Condition>,
}

/// What is unsettled at a gate from which the project ends; nothing at a gate before that, or at one that is left.
///
/// # Errors
/// [`Problem::NotFound`]; those of the store.
pub fn loose_ends(db: &mut Db, at: &InProject, walk: &Walk, number: i32) -> Result<LooseEnds, Problem> {
    let (row, _) = walk.gate(number)?;
    if number < walk.course.lifecycle.ends_from() || !row.state.is_active() {
        return Ok(LooseEnds::default());
    }
    let unsettled = ChangeState::ALL.iter().copied().filter(|state| state.needs_a_running_project()).collect();
    let filter = Filter { states: Some(unsettled), ..Filter::default() };
    let mut changes = changes::page(db, at.project.id, &filter, None, NAMED)?;
    changes.reverse();
    let conditions = conditions::of(db, at.project.id)?.into_iter().map(|(c, _)| c).filter(|c| c.fulfilled_on.is_none()).collect();
    // A draft is its writers' own; that it was never sent to be decided is no news to them.
    let deliveries = deliveries::of(db, at.project.id)?.into_iter().filter(|d| matches!(d.state, DeliveryState::Submitted | DeliveryState::Returned)).collect();
    let handovers = handovers::of(db, at.project.id)?.into_iter().filter(|h| h.state == HandoverState::Waits).collect();
    Ok(LooseEnds { changes, deliveries, handovers, conditions })
}
