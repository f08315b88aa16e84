//! Versions that are handed over to somebody.
use super::{Item, Kind, MyTurn, Why, plain_item};
use crate::domain::handover::HandoverState;
use crate::domain::ids::{DeliverableRef, PersonId};
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::handovers::label_of;
use crate::services::problem::Problem;
use crate::store::{Db, handovers};
use chrono::NaiveTime;

/// A handover waits with its receiver; one outside answers through the leader, who has it on the version's page.
pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for row in handovers::of(db, at.project.id)?.into_iter().filter(|h| h.state == HandoverState::Waits) {
        let Some(receiver) = row.receiver_id else { continue };
        let role = at.actor(PersonId(receiver)).acting_role(ctx.today).unwrap_or(Role::ProjectLeader);
        let label = label_of(db, at, &row)?;
        let item = Item {
            reference: row.number.to_string(),
            title: format!("{} {label}", DeliverableRef(row.deliverable)),
            text: row.note,
            why: Why::of(role),
            since: Some(row.handed_on.and_time(NaiveTime::MIN)),
            ..plain_item(at, Kind::HandoverToAnswer, &format!("handovers/{}", row.number))
        };
        turn.add(item, receiver == ctx.person.0);
    }
    Ok(())
}
