//! Change requests, each at its step.
use super::{Item, Kind, MyTurn, Why, for_others, plain_item};
use crate::domain::change::{Change, ChangeState};
use crate::domain::matter::Matter;
use crate::services::changes::standing;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::changes::{self, ChangeRow, Filter};

/// At most so many waiting change requests of one project are listed.
const MOST: i64 = 50;
/// The states in which a request waits for somebody.
const WAITING: [ChangeState; 9] = [
    ChangeState::Submitted,
    ChangeState::Received,
    ChangeState::Assessed,
    ChangeState::Raised,
    ChangeState::Returned,
    ChangeState::Approved,
    ChangeState::Rejected,
    ChangeState::Executing,
    ChangeState::Executed,
];

/// A request waits with one role at a time. Its step is any holder's, the decision the decider's.
pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let waiting = Filter { states: Some(WAITING.to_vec()), ..Filter::default() };
    let (mut others, running) = (Vec::new(), at.demand_running().is_ok());
    for row in changes::page(db, at.project.id, &waiting, None, MOST)? {
        let change = row.to_domain()?;
        // In a project that is paused or closed nothing else can be done.
        if !running && !change.state.is_to_communicate() {
            continue;
        }
        let (Some(role), Some(kind)) = (change.waits_with(&at.charter), kind(&change)) else { continue };
        let standing = standing(ctx, at, &change);
        // Somebody barred by their own hand in it lifts it, where nobody else could decide.
        let mine = standing.as_ref().map_or_else(|| at.actor.has_any(&[role], ctx.today), |(s, alternate)| s.decides || (s.own && alternate.is_some()));
        let delegation = standing.as_ref().and_then(|(s, _)| s.delegation);
        let matter = change.decider(&at.charter).map(|d| d.matter);
        let item = item(at, &row, kind, matter, Why { delegation, ..Why::of(role) });
        if mine { turn.items.push(item) } else { others.push(item) }
    }
    for_others(ctx, at, turn, others);
    Ok(())
}

/// What waits of a change request in a state; `None` where nobody has anything to do.
fn kind(change: &Change) -> Option<Kind> {
    match change.state {
        ChangeState::Draft | ChangeState::Communicated | ChangeState::Withdrawn => None,
        ChangeState::Submitted if change.waits_to_be_passed_on() => Some(Kind::ChangeToPassOn),
        ChangeState::Submitted => Some(Kind::ChangeToReceive),
        ChangeState::Received => Some(Kind::ChangeToAssess),
        ChangeState::Assessed => Some(Kind::ChangeToRaise),
        ChangeState::Raised => Some(Kind::ChangeToDecide),
        ChangeState::Returned => Some(Kind::ChangeReturned),
        ChangeState::Approved => Some(Kind::ChangeToBegin),
        ChangeState::Executing => Some(Kind::ChangeToFinish),
        ChangeState::Executed | ChangeState::Rejected => Some(Kind::ChangeToCommunicate),
    }
}

fn item(at: &InProject, row: &ChangeRow, kind: Kind, matter: Option<Matter>, why: Why) -> Item {
    Item {
        matter,
        reference: row.reference().to_string(),
        title: row.title.clone(),
        text: row.proposal.clone(),
        why,
        since: Some(row.since),
        ..plain_item(at, kind, &format!("changes/{}", row.reference()))
    }
}
