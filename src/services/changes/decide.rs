//! Raising a request to its decider, and what the decider says of it.
use super::requests::{Decide, GiveBack, Raise, Verdict};
use super::{Move, demand_role, hash, load, pending, step, tell};
use crate::domain::change::Change;
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind};
use crate::domain::ids::ChangeRef;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done, Standing};
use crate::services::problem::Problem;
use crate::services::{baselines, version};
use crate::store::Db;
use crate::store::changes::{ChangeRow, Decided};

/// The project leader raises an assessed request to its decider. Of one that is raised, the holder lifts it to the role above, with a
/// reason: a numbered decision (`Some`).
///
/// # Errors
/// Not the leader, or not the holder; not assessed; stale; lines that the plan no longer takes; nobody stands above.
pub fn raise(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &Raise) -> Result<Option<Done>, Problem> {
    let (_, before) = load(db, ctx, at, reference)?;
    if before.demand_raised().is_ok() {
        let reason = request.reason.clone();
        let lift = Decide { verdict: Verdict::Lift, reason, basis: request.basis.clone(), version: request.version };
        return decide(db, ctx, at, reference, &lift).map(Some);
    }
    raise_to_decider(db, ctx, at, reference, request).map(|()| None)
}
/// The leader raises an assessed request to its decider.
///
/// # Errors
/// Not the leader, not assessed or raised already, stale, or a plan that does not take the change.
pub fn raise_to_decider(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &Raise) -> Result<(), Problem> {
    at.demand(Right::HandleChange, ctx.today)?;
    let (row, before) = load(db, ctx, at, reference)?;
    version::expect(row.version, request.version)?;
    at.demand_running()?;
    let after = before.clone().raise()?;
    can_be_carried_out(db, at, &before)?;
    let text = request.reason.as_ref();
    step(
        db,
        ctx,
        at,
        &row,
        Move { before: &before, after: &after, kind: "change.raised", role: Role::ProjectLeader, text, decision: None, decided: Decided::default() },
    )?;
    tell::waits(db, ctx, at, &row, &after, text)
}

/// Returns a request to those who ordered it: its decider by a numbered decision, and the project orderer a project owner's before it
/// is passed on.
///
/// # Errors
/// As [`decide`].
pub fn give_back(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &GiveBack) -> Result<Option<Done>, Problem> {
    let (_, before) = load(db, ctx, at, reference)?;
    if !before.waits_to_be_passed_on() {
        let GiveBack { reason, basis, version } = request.clone();
        return decide(db, ctx, at, reference, &Decide { verdict: Verdict::Return, reason: Some(reason), basis, version }).map(Some);
    }
    hand_back(db, ctx, at, reference, request).map(|()| None)
}
/// The project orderer returns the project owner's request instead of passing it on.
///
/// # Errors
/// Not the project orderer, stale, or a request that does not wait there.
pub fn hand_back(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &GiveBack) -> Result<(), Problem> {
    let (row, before) = load(db, ctx, at, reference)?;
    let role = demand_role(ctx, at, Role::ProjectOrderer)?;
    version::expect(row.version, request.version)?;
    let after = before.clone().hand_back()?;
    let text = Some(&request.reason);
    step(db, ctx, at, &row, Move { before: &before, after: &after, kind: "change.returned", role, text, decision: None, decided: Decided::default() })?;
    tell::decided(db, ctx, at, &row, &after, DecisionOutcome::Returned, role, text)
}

/// The decider's word: approved, which makes a new plan; rejected; returned; or lifted to the role above. A body's is recorded by
/// leader, deputy or secretary, and its chair confirms.
///
/// # Errors
/// No mandate, one's own request, not raised, decided since the sender looked, stale, or a plan that no longer takes the change.
pub fn decide(db: &mut Db, ctx: &Ctx, at: &InProject, reference: ChangeRef, request: &Decide) -> Result<Done, Problem> {
    let (row, before) = load(db, ctx, at, reference)?;
    let pending = pending(ctx, at, &before).ok_or(Refused::ChangeNotRaised)?;
    let authority = authority(ctx, at, &pending, request)?;
    if request.verdict != Verdict::Lift {
        decisions::demand_recorded_meeting(db, ctx, at, &pending, request.basis.as_ref())?;
    }
    if let Some(number) = row.decision {
        return Err(Problem::AlreadyDecided(number));
    }
    let seen = version::demand(request.version)?;
    decisions::expect_seen(db, at, ObjectKind::ChangeRequest, &row.reference().to_string(), Some(seen), row.version)?;
    before.demand_raised()?;
    at.demand_running()?;
    if request.verdict != Verdict::Approve && request.reason.is_none() {
        return Err(Problem::invalid("reason", Fault::Required));
    }
    match request.verdict {
        Verdict::Approve => can_be_carried_out(db, at, &before)?,
        Verdict::Lift => drop(before.liftable(&at.charter)?),
        Verdict::Reject | Verdict::Return => {}
    }
    match authority {
        Authority::Decide(mandate) => take(db, ctx, at, &row, &before, &mandate, request).map(Done::Decided),
        Authority::Record(role) => {
            let act = Act::DecideChange { change: row.number, version: row.version, verdict: request.verdict, reason: request.reason.clone() };
            let basis = request.basis.as_ref().ok_or(Refused::BasisMissing)?;
            decisions::record(db, ctx, at, role, Some(pending.matter), &decided_object(&row), &act, basis)
        }
    }
}
/// Whoever holds it may lift it, also one who made it; anything else is not one's own to decide.
fn authority(ctx: &Ctx, at: &InProject, pending: &Pending, request: &Decide) -> Result<Authority, Problem> {
    let basis = request.basis.as_ref();
    if request.verdict == Verdict::Lift {
        let holds = at.charter.mandate_of_holder(&at.actor, pending, ctx.today).map(Authority::Decide);
        return Ok(holds.or_else(|no| decisions::recorder(ctx, at, pending, basis).ok_or(no))?);
    }
    Ok(decisions::authority(ctx, at, pending, basis)?)
}

fn take(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ChangeRow, before: &Change, mandate: &Mandate, request: &Decide) -> Result<i32, Problem> {
    let (charter, reason) = (&at.charter, request.reason.as_ref());
    if let (Verdict::Approve, Some(a)) = (request.verdict, &before.assessment) {
        mandate.demand_within(a.reach_in_money(), i32::try_from(a.reach_in_days()).unwrap_or(i32::MAX))?;
    }
    let outcome = request.verdict.outcome();
    let (after, kind) = match request.verdict {
        Verdict::Approve => (before.clone().approve(mandate, charter)?, "change.approved"),
        Verdict::Reject => (before.clone().reject(mandate, charter)?, "change.rejected"),
        Verdict::Return => (before.clone().give_back(mandate, charter)?, "change.returned"),
        Verdict::Lift => {
            let reason = reason.ok_or_else(|| Problem::invalid("reason", Fault::Required))?;
            (before.clone().lift(mandate, reason, charter, ctx.now)?.0, "change.lifted")
        }
    };
    let decision = decision(ctx, row, mandate, outcome, request.basis.clone(), request.reason.clone())?;
    let number = decisions::store(db, ctx, at, &decision)?;
    let baseline = match (request.verdict, &before.assessment) {
        (Verdict::Approve, Some(a)) => Some(baselines::change_plan(db, ctx, at, mandate.role(), row.reference(), &a.plan, number)?),
        _ => None,
    };
    let decided = Decided { decision: after.state.is_decided().then_some(number), baseline };
    step(db, ctx, at, row, Move { before, after: &after, kind, role: mandate.role(), text: reason, decision: Some(number), decided })?;
    match request.verdict {
        Verdict::Lift => tell::waits(db, ctx, at, row, &after, reason)?,
        _ => tell::decided(db, ctx, at, row, &after, outcome, mandate.role(), reason)?,
    }
    Ok(number)
}
fn decision(
    ctx: &Ctx, row: &ChangeRow, mandate: &Mandate, outcome: DecisionOutcome, basis: Option<Basis>, motivation: Option<LongText>,
) -> Result<Decision, Problem> {
    let basis = decisions::basis_or_chair(mandate, basis);
    let title = format!("{} {}", row.reference(), row.title);
    Ok(Decision::take(mandate, basis, decided_object(row), title, outcome, motivation, ctx.now, ctx.today)?)
}
fn decided_object(row: &ChangeRow) -> DecidedObject {
    DecidedObject { kind: ObjectKind::ChangeRequest, reference: row.reference().to_string(), version: row.version, hash: hash(row) }
}
/// Whether another approval has changed the plan so that this one can no longer be carried out: it is returned, to be assessed anew.
///
/// # Errors
/// Those of the store.
pub fn plan_has_moved(db: &mut Db, at: &InProject, change: &Change) -> Result<bool, Problem> {
    match can_be_carried_out(db, at, change) {
        Ok(()) => Ok(false),
        Err(Problem::Refused(Refused::PlanHasMoved)) => Ok(true),
        Err(other) => Err(other),
    }
}
/// What the plan no longer takes is neither raised nor approved.
fn can_be_carried_out(db: &mut Db, at: &InProject, change: &Change) -> Result<(), Problem> {
    let Some(assessment) = &change.assessment else { return Ok(()) };
    baselines::planned(db, at, &assessment.plan)?.map(drop).map_err(|_| Refused::PlanHasMoved.into())
}

/// How the person stands before a raised request, and the role that could decide instead where nobody who holds it may; `None` for
/// one that is not raised.
pub fn standing(ctx: &Ctx, at: &InProject, change: &Change) -> Option<(Standing, Option<Role>)> {
    change.demand_raised().ok()?;
    let pending = pending(ctx, at, change)?;
    Some((decisions::standing(ctx, at, &pending), decisions::alternate(ctx, at, &pending)))
}
