//! Reports that wait: to be finished, approved, mended or sent.
use super::{Item, Kind, MyTurn, Why, for_others, plain_item};
use crate::domain::report::{ReportKind, ReportState};
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::reports::pending;
use crate::store::reports::{self, ReportRow};
use crate::store::{Db, meetings};
use chrono::NaiveDate;

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let mut others = Vec::new();
    // The newest locked edition of a report is the one that is sent: an earlier one waits for nothing.
    let mut corrected = None;
    for row in reports::waiting(db, at.project.id)? {
        if row.state.is_locked() && corrected.replace(row.key()) == Some(row.key()) {
            continue;
        }
        match row.state {
            ReportState::Submitted => {
                let pending = pending(&row)?;
                match at.charter.mandate_over(&at.actor, &pending, None, ctx.today) {
                    Ok(mandate) => turn.items.push(item(at, &row, Kind::ReportSubmitted, Why::mine(&mandate))?),
                    Err(_) => others.push(item(at, &row, Kind::ReportSubmitted, Why::of(pending.held_by(&at.charter)))?),
                }
            }
            // The report to the financier is the orderer's to send; the leader may as well.
            ReportState::Approved => {
                let sends = at.actor.has_any(&[Role::ProjectOrderer], ctx.today);
                turn.add(item(at, &row, Kind::ReportToSend, Why::of(Role::ProjectOrderer))?, sends);
            }
            ReportState::Returned => {
                if let Some(role) = finisher(ctx, at, row.kind) {
                    turn.items.push(item(at, &row, Kind::ReportReturned, Why::of(role))?);
                }
            }
            ReportState::Draft if finisher(ctx, at, row.kind).is_some() => turn.items.push(draft(at, &row, wanted_on(db, ctx, at, row.kind)?)),
            ReportState::Draft | ReportState::Sent => {}
        }
    }
    for_others(ctx, at, turn, others);
    Ok(())
}

/// In which role the person finishes a report: the leader does, and of the effect report whoever answers for the effects as well.
fn finisher(ctx: &Ctx, at: &InProject, kind: ReportKind) -> Option<Role> {
    match kind {
        _ if at.actor.leads(ctx.today) => Some(Role::ProjectLeader),
        ReportKind::Effect if at.actor.has_any(&[Role::EffectOwner], ctx.today) => Some(Role::EffectOwner),
        ReportKind::Status | ReportKind::Final | ReportKind::Effect => None,
    }
}

/// A status report is wanted at the next meeting, where it can be approved.
fn wanted_on(db: &mut Db, ctx: &Ctx, at: &InProject, kind: ReportKind) -> Result<Option<NaiveDate>, Problem> {
    match kind {
        ReportKind::Status => Ok(meetings::next(db, at.project.id, ctx.today)?.map(|m| m.held_on)),
        ReportKind::Final | ReportKind::Effect => Ok(None),
    }
}

fn item(at: &InProject, row: &ReportRow, kind: Kind, why: Why) -> Result<Item, Problem> {
    Ok(Item { matter: Some(pending(row)?.matter), why, ..plain(at, row, kind, &row.key().path()) })
}

/// What is not submitted is no matter of anybody's, and is opened where it is written.
fn draft(at: &InProject, row: &ReportRow, due: Option<NaiveDate>) -> Item {
    Item { due, ..plain(at, row, Kind::ReportDraft, &format!("{}/edit", row.key().path())) }
}

/// What is told of every report that waits.
fn plain(at: &InProject, row: &ReportRow, kind: Kind, place: &str) -> Item {
    Item {
        reference: row.key().reference(),
        title: row.key().reference(),
        text: row.return_reason.clone().unwrap_or_default(),
        since: row.submitted_at,
        ..plain_item(at, kind, place)
    }
}
