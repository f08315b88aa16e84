//! Deviations that nobody has answered.
use super::{Item, Kind, MyTurn, Why, plain_item};
use crate::domain::deviation::DeviationState;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::deviations::may;
use crate::services::problem::Problem;
use crate::store::{Db, deviations};

/// A reported deviation waits with the leader and the orderer; for whoever reported it, it waits with others.
pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for row in deviations::page(db, at.project.id, Some(DeviationState::Reported), None, i64::MAX)? {
        let role = at.acting_role(ctx.today).unwrap_or(Role::ProjectLeader);
        let answers = may(ctx, at, &row)?.answer;
        let item = Item {
            reference: row.number.to_string(),
            title: row.title,
            text: at.named(db, row.reported_by)?,
            why: Why::of(if answers { role } else { Role::ProjectLeader }),
            since: Some(row.reported_at),
            ..plain_item(at, Kind::DeviationToAnswer, &format!("deviations/{}", row.number))
        };
        turn.add(item, answers);
    }
    Ok(())
}
