//! Risks that wait for somebody to take a stand.
use super::{Item, Kind, MyTurn, Why, asked, for_others, plain_item};
use crate::domain::matter::Matter;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::risks::{self, Filter, Order, RiskRow};

/// At most so many waiting risks of one project are listed; the register has them all.
const MOST: i64 = 50;

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let waiting = Filter { waiting: true, ..Filter::default() };
    let mut others = Vec::new();
    for row in risks::page(db, at.project.id, &waiting, Order::Value { after: None }, MOST)? {
        let risk = row.to_domain()?;
        let pending = if risk.proposal.is_some() { risk.pending_lowering() } else { risk.pending() };
        let asked = asked(db, at, risk.request.as_ref())?;
        match at.charter.mandate_over(&at.actor, &pending, None, ctx.today) {
            Ok(mandate) => turn.items.push(item(at, &row, asked, Why::mine(&mandate))),
            Err(_) => others.push(item(at, &row, asked, Why::of(risk.held_by(&at.charter)))),
        }
    }
    for_others(ctx, at, turn, others);
    Ok(())
}

fn item(at: &InProject, row: &RiskRow, asked: Option<(String, String)>, why: Why) -> Item {
    let (asked_by, reason) = asked.unzip();
    Item {
        matter: Some(Matter::risk(row.band)),
        reference: row.reference().to_string(),
        title: row.consequence.clone(),
        text: format!("{} + {}", row.threat, row.vulnerability),
        asked_by,
        reason,
        why,
        since: row.escalated_at,
        due: Some(row.review_on),
        value: Some(row.value),
        band: Some(row.band.to_string()),
        ..plain_item(at, kind(row), &format!("risks/{}", row.reference()))
    }
}

/// A question about a risk gives way to its rise while nobody has acknowledged that.
fn kind(row: &RiskRow) -> Kind {
    let rose = row.escalated_at.is_some() && row.acknowledged_at.is_none();
    match () {
        () if row.proposal.is_some() => Kind::LoweringProposed,
        () if row.lift.is_some() => Kind::RiskLifted,
        () if row.lift_request.is_some() && !rose => Kind::RiskAsked,
        () if row.has_expired() => Kind::AcceptanceExpired,
        () => Kind::RiskEscalated,
    }
}
