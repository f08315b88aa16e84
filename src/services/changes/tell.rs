//! Mails of a change request: to whoever must act next, and to those who ordered it when it is decided.
use crate::domain::change::{Change, ChangeState};
use crate::domain::decision::DecisionOutcome;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::services::context::{Ctx, InProject};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::changes::ChangeRow;
use crate::store::roles::Member;
use serde_json::{Value, json};

/// Tells those whose turn it is: to pass it on, to receive it, to decide.
pub(super) fn waits(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ChangeRow, change: &Change, reason: Option<&LongText>) -> Result<(), Problem> {
    let Some(role) = change.waits_with(&at.charter) else { return Ok(()) };
    let mut data = data(ctx, at, row, change, role, reason);
    data["step"] = json!(match change.state {
        ChangeState::Raised => "decide",
        _ if role == Role::ProjectOrderer => "pass_on",
        _ => "receive",
    });
    match change.decider(&at.charter).filter(|_| change.state == ChangeState::Raised) {
        Some(decider) => notify::tell_deciders(db, ctx, at, decider.matter, role, "change-waits", &data),
        None => notify::tell_holders(db, ctx, at, role, "change-waits", &data),
    }
}

/// Tells those who ordered it, and the project leader who goes on with it, what was decided and why.
pub(super) fn decided(
    db: &mut Db, ctx: &Ctx, at: &InProject, row: &ChangeRow, change: &Change, outcome: DecisionOutcome, role: Role, reason: Option<&LongText>,
) -> Result<(), Problem> {
    let mut data = data(ctx, at, row, change, role, reason);
    data["outcome"] = json!(outcome);
    let first = change.makers.first().map(|p| p.0);
    let mut people: Vec<&Member> = at.members_today(ctx.today).filter(|m| Some(m.assignment.person_id) == first).collect();
    for role in change.on_behalf_of().into_iter().chain([Role::ProjectLeader]) {
        people.extend(notify::holders(ctx, at, role));
    }
    notify::tell(db, ctx, at, &people, "change-decided", &data)
}

fn data(ctx: &Ctx, at: &InProject, row: &ChangeRow, change: &Change, role: Role, reason: Option<&LongText>) -> Value {
    let effect = change.assessment.as_ref().map(|a| json!({"days": a.days, "cost": a.cost}));
    let change = json!({"ref": row.reference(), "title": row.title, "proposal": row.proposal, "ordered_by": row.ordered_by, "effect": effect});
    notify::about(ctx, at, format_args!("changes/{}", row.reference()), json!({"change": change, "role": role, "reason": reason}))
}
