//! Part deliveries to decide about or to complete.
use super::{Item, Kind, MyTurn, Why, asked, for_decider, plain_item};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::deliveries::{self, DeliveryRow};

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    if at.demand_running().is_err() {
        return Ok(());
    }
    let leads = at.actor.leads(ctx.today);
    for row in deliveries::of(db, at.project.id)? {
        let delivery = row.to_domain()?;
        let asked = asked(db, at, delivery.request.as_ref())?;
        match row.state {
            DeliveryState::Submitted => for_decider(ctx, at, turn, &delivery.pending(), |why| item(at, &row, &delivery, asked, why)),
            DeliveryState::Returned if leads => turn.items.push(item(at, &row, &delivery, asked, Why::of(Role::ProjectLeader))),
            DeliveryState::Draft | DeliveryState::Returned | DeliveryState::Approved => {}
        }
    }
    Ok(())
}

fn item(at: &InProject, row: &DeliveryRow, delivery: &Delivery, asked: Option<(String, String)>, why: Why) -> Item {
    let (kind, text) = match (&delivery.lift, row.state) {
        (Some(lift), _) => (Kind::DeliveryLifted, lift.reason.clone()),
        (None, DeliveryState::Returned) => (Kind::DeliveryReturned, delivery.to_complete.clone().unwrap_or_default()),
        (None, _) if asked.is_some() => (Kind::DeliveryAsked, row.recommendation.clone()),
        (None, _) => (Kind::DeliverySubmitted, row.recommendation.clone()),
    };
    let (asked_by, reason) = asked.unzip();
    Item {
        matter: Some(delivery.pending().matter),
        reference: row.number.to_string(),
        title: row.name.clone(),
        text,
        asked_by,
        reason,
        why,
        since: delivery.lift.as_ref().map(|l| l.at).or(row.submitted_at),
        due: row.planned_on,
        ..plain_item(at, kind, &format!("deliveries/{}", row.number))
    }
}
