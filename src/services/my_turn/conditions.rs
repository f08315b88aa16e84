//! Conditions that decisions at gates were given with.
use super::{Item, Kind, MyTurn, Why, plain_item};
use crate::domain::ids::PersonId;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::gates::waits_soon;
use crate::services::problem::Problem;
use crate::store::{Db, conditions};

/// A condition stands in its owner's list when it is due soon, and in the leader's too when it is overdue.
pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let leads = at.actor.leads(ctx.today);
    for (condition, owner) in conditions::of(db, at.project.id)?.into_iter().filter(|(c, _)| waits_soon(c, ctx.today)) {
        let (own, overdue) = (condition.owner_id == ctx.person.0, condition.due_on < ctx.today);
        let role = at.actor(PersonId(condition.owner_id)).acting_role(ctx.today).unwrap_or(Role::ProjectLeader);
        let item = Item {
            reference: condition.number.to_string(),
            title: condition.text,
            text: owner,
            why: Why::of(role),
            due: Some(condition.due_on),
            ..plain_item(at, Kind::ConditionDue, &format!("conditions/{}", condition.number))
        };
        turn.add(item, own || (leads && overdue));
    }
    Ok(())
}
