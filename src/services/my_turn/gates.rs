//! Gates to decide about or to complete; while the project is paused, its resumption instead.
use super::{Item, Kind, MyTurn, Why, asked, for_decider, plain_item};
use crate::domain::lifecycle::{Gate, GateState, Stop};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::gates::{self, GateRow};
use chrono::NaiveTime;

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    if let Ok((stop, pending)) = at.project.standing().pending_resumption() {
        for_decider(ctx, at, turn, &pending, |why| paused(at, stop, why));
        return Ok(());
    }
    let leads = at.actor.leads(ctx.today);
    for row in gates::of(db, at.project.id)?.iter().filter(|g| g.state.is_active()) {
        let gate = row.to_domain()?;
        let asked = asked(db, at, gate.request.as_ref())?;
        if gate.waits() {
            for_decider(ctx, at, turn, &gate.pending(), |why| item(at, row, &gate, asked, why));
        } else if leads && gate.state == GateState::Returned {
            turn.items.push(item(at, row, &gate, asked, Why::of(Role::ProjectLeader)));
        }
    }
    Ok(())
}

fn item(at: &InProject, row: &GateRow, gate: &Gate, asked: Option<(String, String)>, why: Why) -> Item {
    let (kind, text) = match (&gate.lift, gate.state) {
        (Some(lift), _) => (Kind::GateLifted, lift.reason.clone()),
        (None, GateState::Returned) => (Kind::GateReturned, gate.to_complete.clone().unwrap_or_default()),
        (None, _) if asked.is_some() => (Kind::GateAsked, row.recommendation.clone()),
        (None, _) => (Kind::GateSubmitted, row.recommendation.clone()),
    };
    let (asked_by, reason) = asked.unzip();
    Item {
        matter: Some(gate.pending().matter),
        reference: row.number.to_string(),
        title: row.phase.clone(),
        text,
        asked_by,
        reason,
        why,
        since: gate.lift.as_ref().map(|l| l.at).or(row.submitted_at),
        due: row.planned_on,
        ..plain_item(at, kind, &format!("gates/{}", row.number))
    }
}

/// It waits for whoever stopped the project.
fn paused(at: &InProject, stop: Stop, why: Why) -> Item {
    Item {
        matter: Some(Matter::Resume),
        reference: stop.decision.to_string(),
        why,
        since: Some(stop.on.and_time(NaiveTime::MIN)),
        ..plain_item(at, Kind::ProjectPaused, "resumption")
    }
}
