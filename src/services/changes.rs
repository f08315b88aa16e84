//! What people do with change requests.
use crate::domain::change::{Assessment, Change, ChangeState, ORDERERS};
use crate::domain::decision::{ObjectKind, content_hash};
use crate::domain::ids::{ChangeRef, PersonId};
use crate::domain::lifecycle::StandingWord;
use crate::domain::mandate::Pending;
use crate::domain::plan::{DeliverableChange, MilestoneMove, NewEnd, Plan, PlanChange, PlanFault};
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::journal;
use crate::services::problem::Problem;
use crate::services::version;
use crate::services::{baselines, decisions};
use crate::store::changes::{self as rows, ChangeRow, Decided, NewStep};
use crate::store::{Db, columns::raw_json};
use serde_json::{Value, json};

mod decide;
mod list;
mod requests;
mod tell;
pub use crate::services::version::Seen;
pub use decide::{decide, give_back, hand_back, plan_has_moved, raise, raise_to_decider, standing};
pub use list::{Page, Query, page};
pub use requests::{Assess, Communicate, Decide, DeliverableAct, EditChange, Execute, Execution, GiveBack, Lines, OrderChange, Raise, Verdict, Withdraw};

/// A request by its reference. A draft is there for those who order it, and for those who read drafts.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef) -> Result<ChangeRow, Problem> {
    let row = rows::find(db, at.project.id, reference)?.ok_or(Problem::NotFound)?;
    let shown = row.state != ChangeState::Draft || at.actor.has_any(&[row.ordered_by], ctx.today) || at.actor.may(Right::WriteReports, ctx.today);
    if shown { Ok(row) } else { Err(Problem::NotFound) }
}
fn load(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef) -> Result<(ChangeRow, Change), Problem> {
    let row = find(db, ctx, at, reference)?;
    let change = row.to_domain()?;
    Ok((row, change))
}

/// The roles that the person may order changes in, in the order of [`ORDERERS`].
pub fn ordering_roles(ctx: &Ctx, at: &InProject) -> Vec<Role> {
    ORDERERS.into_iter().filter(|role| at.actor.has_any(&[*role], ctx.today)).collect()
}

/// Writes a request on behalf of a role that the person has; kept as a draft, or submitted at once.
///
/// # Errors
/// No role that orders changes, or not the one that was named.
pub fn order(db: &mut Db, ctx: &Ctx, at: &InProject, request: &OrderChange) -> Result<ChangeRef, Problem> {
    at.demand(Right::RequestChange, ctx.today)?;
    at.demand_running()?;
    let own = ordering_roles(ctx, at);
    let role = match request.role {
        Some(role) if !own.contains(&role) => return Err(Problem::invalid("ordered_by", Fault::NotAChoice)),
        named => named.or_else(|| own.first().copied()).ok_or(Problem::Forbidden(Right::RequestChange))?,
    };
    let change = Change::draft(request.texts.clone(), role, ctx.person);
    let reference = ChangeRef(rows::add(db, at.project.id, &change, ctx.now)?);
    let after = snapshot(&change);
    journal::record_as(db, ctx, at, Some(role), journal::Change { kind: "change.drafted", object: &object(reference), before: Value::Null, after })?;
    if request.submit {
        submit(db, ctx, at, reference, Seen { version: Some(1) })?;
    }
    Ok(reference)
}

/// New words for a draft, or for what was returned.
///
/// # Errors
/// Another role's, submitted already, or stale.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &EditChange) -> Result<(), Problem> {
    let (row, before) = load(db, ctx, at, reference)?;
    let role = demand_ordering(ctx, at, &before)?;
    version::expect(row.version, request.version)?;
    at.demand_running()?;
    let after = before.clone().edit(request.texts.clone(), ctx.person)?;
    rows::update(db, &row, &after, Decided::default(), ctx.now)?;
    told(db, ctx, at, &row, "change.edited", role, (&before, &after), None)?;
    if request.submit {
        submit(db, ctx, at, reference, Seen { version: Some(row.version + 1) })?;
    }
    Ok(())
}

/// Submits a draft, or what was returned; and the project orderer takes the project owner's request further to the leader. A leader who
/// submits it to themselves has received it by that.
///
/// # Errors
/// Another role's, submitted already, or stale.
pub fn submit(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: Seen) -> Result<(), Problem> {
    let (row, before) = load(db, ctx, at, reference)?;
    let passes_on = before.waits_to_be_passed_on();
    let role = if passes_on { demand_role(ctx, at, Role::ProjectOrderer)? } else { demand_ordering(ctx, at, &before)? };
    version::expect(row.version, request.version)?;
    at.demand_running()?;
    let (after, kind) = match passes_on {
        true => (before.clone().pass_on(ctx.person)?, "change.passed_on"),
        false => (before.clone().submit(ctx.person)?, "change.submitted"),
    };
    step(db, ctx, at, &row, Move { before: &before, after: &after, kind, role, text: None, decision: None, decided: Decided::default() })?;
    if after.waits_to_be_received() && at.actor.may(Right::HandleChange, ctx.today) {
        return receive(db, ctx, at, reference, Seen { version: Some(row.version + 1) });
    }
    tell::waits(db, ctx, at, &row, &after, None)
}

/// The project leader receives a request.
///
/// # Errors
/// Not the leader, not submitted, or stale.
pub fn receive(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: Seen) -> Result<(), Problem> {
    handle(db, ctx, at, reference, request.version, "change.received", None, |change| change.receive())
}

/// The project leader states the effects, and the lines by which the plan would change. Who decides follows from them.
///
/// # Errors
/// Not the leader, not received, stale, or lines that the plan does not take.
pub fn assess(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &Assess) -> Result<(), Problem> {
    at.demand(Right::HandleChange, ctx.today)?;
    let plan = baselines::plan_now(db, at)?;
    let lines = lines(&plan, &request.lines, request.days)?;
    baselines::planned(db, at, &lines)?.map_err(at_its_field)?;
    let assessment = Assessment {
        days: request.days,
        cost: request.cost,
        scope: request.scope.clone(),
        quality: request.quality.clone(),
        risks: request.risks.clone(),
        alternatives: request.alternatives.clone(),
        goals: request.goals,
        financing: request.financing,
        plan: lines,
    };
    handle(db, ctx, at, reference, request.version, "change.assessed", None, |change| change.assess(assessment, ctx.person))
}
/// Lines that say what the plan says already are none. Where days are stated and no date is chosen, the project's end moves by them.
fn lines(plan: &Plan, wanted: &Lines, days: i32) -> Result<PlanChange, Problem> {
    let ends_on = match wanted.ends_on {
        None if wanted.milestones.is_empty() => plan.end_moved_by(days),
        chosen => chosen.filter(|to| plan.ends_on != Some(*to)).map(|to| NewEnd { from: plan.ends_on, to }),
    };
    let mut milestones = Vec::new();
    for (number, to) in &wanted.milestones {
        let known = plan.milestones.iter().find(|m| m.number == *number);
        let known = known.ok_or_else(|| Problem::invalid(&format!("milestones.{number}"), Fault::Other("no-such-milestone")))?;
        let step = MilestoneMove { number: *number, name: known.name.clone(), from: known.planned_on, to: *to };
        milestones.extend((step.from != step.to).then_some(step));
    }
    let deliverables = wanted.deliverables.iter().map(|d| named(plan, d)).collect();
    let (new_milestones, budget) = (wanted.new_milestones.clone(), wanted.budget.clone());
    Ok(PlanChange { ends_on, milestones, new_milestones, budget, deliverables })
}
/// What is taken away is named, since the plan will not name it any more.
fn named(plan: &Plan, line: &DeliverableChange) -> DeliverableChange {
    match line {
        DeliverableChange::Remove { number, .. } => {
            let name = plan.deliverables.iter().find(|d| d.number == *number).map(|d| d.name.clone()).unwrap_or_default();
            DeliverableChange::Remove { number: *number, name }
        }
        other => other.clone(),
    }
}
fn at_its_field(fault: PlanFault) -> Problem {
    match fault {
        PlanFault::EndHasMoved | PlanFault::EndsTooSoon => Problem::invalid("ends_on", Fault::Other("ends-too-soon")),
        PlanFault::MilestoneHasMoved(n) => Problem::invalid(&format!("milestones.{n}"), Fault::Other("no-such-milestone")),
        PlanFault::NewMilestoneOutOfReach(name) => Problem::invalid("new_milestones", Fault::About("new-milestone-out-of-reach", name)),
        PlanFault::MilestonesFull(full) => Problem::invalid("new_milestones", full.into()),
        PlanFault::MilestoneOutOfReach(n) => Problem::invalid(&format!("milestones.{n}"), Fault::Other("milestone-out-of-reach")),
        PlanFault::BudgetOutOfReach(category, year) => Problem::invalid("budget", Fault::About("budget-out-of-reach", format!("{category} {year}"))),
        PlanFault::Full(full) => Problem::invalid("deliverables", full.into()),
        PlanFault::DeliverableGone(n) => Problem::invalid("deliverables", Fault::About("no-such-deliverable", format!("L{n}"))),
    }
}

/// Whether the person may take it back now: those who ordered it, and in a closed project, where nothing more comes of it, the leader.
pub fn may_withdraw(ctx: &Ctx, at: &InProject, change: &Change) -> bool {
    withdrawing_role(ctx, at, change).is_ok() && change.clone().withdraw().is_ok()
}
fn withdrawing_role(ctx: &Ctx, at: &InProject, change: &Change) -> Result<Role, Problem> {
    let closed = at.project.standing().word() == StandingWord::Closed;
    match demand_ordering(ctx, at, change) {
        Err(_) if closed && change.state != ChangeState::Draft && at.actor.may(Right::HandleChange, ctx.today) => Ok(Role::ProjectLeader),
        own => own,
    }
}

/// Those who ordered it take it back, before anything is decided; in a closed project the leader may.
///
/// # Errors
/// Another role's, decided already, or stale.
pub fn withdraw(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &Withdraw) -> Result<(), Problem> {
    let (row, before) = load(db, ctx, at, reference)?;
    let role = withdrawing_role(ctx, at, &before)?;
    version::expect(row.version, request.version)?;
    let after = before.clone().withdraw()?;
    let text = Some(&request.reason);
    step(db, ctx, at, &row, Move { before: &before, after: &after, kind: "change.withdrawn", role, text, decision: None, decided: Decided::default() })
}

/// The project leader begins to carry out an approved change, or says that it is carried out.
///
/// # Errors
/// Not the leader, not approved, or stale.
pub fn execute(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &Execute) -> Result<(), Problem> {
    let text = request.result.as_ref();
    match request.outcome {
        Execution::Begin => handle(db, ctx, at, reference, request.version, "change.begun", text, |change| change.begin()),
        Execution::Finish => handle(db, ctx, at, reference, request.version, "change.executed", text, |change| change.finish()),
    }
}

/// The project leader records to whom it was told: what was carried out, or what was rejected and why.
///
/// # Errors
/// Not the leader, neither carried out nor rejected, or stale.
pub fn communicate(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &Communicate) -> Result<(), Problem> {
    handle(db, ctx, at, reference, request.version, "change.communicated", Some(&request.message), |change| change.communicate())
}

/// A step of the project leader's.
fn handle(
    db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, seen: Option<i64>, kind: &str, text: Option<&LongText>,
    step_on: impl FnOnce(Change) -> Result<Change, Refused>,
) -> Result<(), Problem> {
    at.demand(Right::HandleChange, ctx.today)?;
    let (row, before) = load(db, ctx, at, reference)?;
    version::expect(row.version, seen)?;
    let after = step_on(before.clone())?;
    if after.state != ChangeState::Communicated {
        at.demand_running()?;
    }
    step(db, ctx, at, &row, Move { before: &before, after: &after, kind, role: Role::ProjectLeader, text, decision: None, decided: Decided::default() })
}

/// Whether the person may take the request back at all, before what was sent is looked at.
///
/// # Errors
/// [`Problem::AnothersStep`] names the role that may.
pub fn demand_withdrawer(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef) -> Result<(), Problem> {
    let (_, change) = load(db, ctx, at, reference)?;
    withdrawing_role(ctx, at, &change).map(drop)
}
/// Whether the person orders this request at all, before what was sent is looked at.
///
/// # Errors
/// [`Problem::AnothersStep`] names the role that does.
pub fn demand_orderer(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef) -> Result<(), Problem> {
    let (_, change) = load(db, ctx, at, reference)?;
    demand_ordering(ctx, at, &change).map(drop)
}
/// The role that the request is made on behalf of is the person's.
fn demand_ordering(ctx: &Ctx, at: &InProject, change: &Change) -> Result<Role, Problem> {
    demand_role(ctx, at, change.ordered_by)
}
fn demand_role(ctx: &Ctx, at: &InProject, role: Role) -> Result<Role, Problem> {
    if at.actor.has_any(&[role], ctx.today) { Ok(role) } else { Err(Problem::AnothersStep(role)) }
}

/// The request as a thing to be decided by somebody: none of those on whose behalf it is made decides it. `None` before it is assessed.
pub fn pending(ctx: &Ctx, at: &InProject, change: &Change) -> Option<Pending> {
    let behalf = change.on_behalf_of();
    let those = |roles: &[Role]| -> Vec<PersonId> {
        at.members_today(ctx.today).filter(|m| roles.contains(&m.role())).map(|m| PersonId(m.assignment.person_id)).collect()
    };
    change.pending(&at.charter, &those(&behalf), &those(&[Role::ProjectLeader]))
}

/// The request's content as a decision fixes it: its texts and its assessment.
pub fn hash(row: &ChangeRow) -> String {
    content_hash(&content(row))
}
/// What [`hash`] covers.
pub fn content(row: &ChangeRow) -> Value {
    json!({"ref": row.reference(), "ordered_by": row.ordered_by, "title": row.title, "proposal": row.proposal, "reason": row.reason,
        "if_nothing": row.if_nothing, "assessment": row.assessment.as_deref().map(raw_json)})
}

/// A request goes from one state to another.
struct Move<'a> {
    before: &'a Change,
    after: &'a Change,
    /// `change.received`, …; what comes after the full stop is the step's word.
    kind: &'a str,
    /// The role that it was done in; a decision's is its mandate's.
    role: Role,
    text: Option<&'a LongText>,
    /// The decision that the step is.
    decision: Option<i32>,
    decided: Decided,
}

/// Stores a move with its step and writes the journal. What a body had recorded about the request before is overtaken by it.
fn step(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ChangeRow, step: Move<'_>) -> Result<(), Problem> {
    let Move { before, after, kind, role, text, decision, decided } = step;
    rows::update(db, row, after, decided, ctx.now)?;
    let word = kind.rsplit('.').next().unwrap_or(kind);
    let words = text.map_or("", LongText::as_str);
    rows::add_step(db, &NewStep { change: row.id, at: ctx.now, person: ctx.person.0, role, step: word, text: words, decision })?;
    decisions::settle(db, ctx, at, ObjectKind::ChangeRequest, &row.reference().to_string(), None)?;
    told(db, ctx, at, row, kind, role, (before, after), text)
}
fn told(
    db: &mut Db, ctx: &Ctx, at: &InProject, row: &ChangeRow, kind: &str, role: Role, (before, after): (&Change, &Change), text: Option<&LongText>,
) -> Result<(), Problem> {
    let mut told = snapshot(after);
    told["text"] = json!(text);
    if after.state.is_decided() {
        told["hash"] = json!(hash(row));
    }
    journal::record_as(db, ctx, at, Some(role), journal::Change { kind, object: &object(row.reference()), before: snapshot(before), after: told })
}
pub(super) fn object(reference: ChangeRef) -> String {
    format!("change:{reference}")
}
fn snapshot(change: &Change) -> Value {
    let t = &change.texts;
    json!({"state": change.state, "ordered_by": change.ordered_by, "title": t.title, "proposal": t.proposal, "reason": t.reason, "if_nothing": t.if_nothing,
        "assessment": change.assessment, "lift": change.lift})
}
