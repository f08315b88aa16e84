//! The sprint that has ended without a published status.
use super::{Item, Kind, MyTurn, plain_item};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::{Db, plan};

/// Only the newest sprint that has ended is asked for: those before it are history.
pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    if !at.actor.leads(ctx.today) {
        return Ok(());
    }
    let ended = plan::sprint_ended(db, at.project.id, ctx.today)?;
    turn.items.extend(ended.filter(|s| s.published_at.is_none()).map(|s| item(at, &s)));
    Ok(())
}

fn item(at: &InProject, sprint: &plan::Sprint) -> Item {
    Item {
        reference: sprint.number.to_string(),
        title: sprint.number.to_string(),
        due: Some(sprint.ends_on),
        ..plain_item(at, Kind::SprintStatusMissing, &format!("sprints/{}/status", sprint.number))
    }
}
