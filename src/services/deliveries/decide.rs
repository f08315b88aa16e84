//! What is decided about a part delivery, by whom, and what comes of it.
use super::requests::{DecideDelivery, LiftDelivery};
use super::{Move, Whole, change, demand_planned, tell};
use crate::domain::decision::{Basis, DecidedTerms, Decision, DecisionOutcome, ObjectKind};
use crate::domain::delivery::{Delivery, Facts};
use crate::domain::ids::PersonId;
use crate::domain::lifecycle::{GateOutcome, Taken};
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::render::i18n::FluentArgs;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done};
use crate::services::gates::conditions::{self, Place};
use crate::services::gates::way::Way;
use crate::services::gates::{self, ConditionGiven, Walk};
use crate::services::notify::{self, Event, OutcomeMail, Thing};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::columns::to_json;
use crate::store::{Db, decision_points, deliverables as parts, deliveries as rows, projects};
use serde_json::{Value, json};

/// Decides about a part delivery. `continue` approves it: its versions are locked, the planned decision is taken, and the phase that may
/// run beside others begins with the first. `back` returns it; `stop` and `terminate` have a gate's consequences. A body's decision may
/// be recorded for its chair to confirm.
///
/// # Errors
/// No mandate, one's own, paused or closed, not submitted, a criterion that is not met without a condition for it, stale, or decided
/// since the sender looked.
pub fn decide(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &DecideDelivery) -> Result<Done, Problem> {
    let whole = Whole::find(db, at, number)?;
    let pending = whole.delivery.pending_for(request.outcome);
    let way = Way::of(ctx, at, &pending, &whole.delivery.pending_termination(), request.outcome, request.basis.as_ref())?;
    decisions::demand_recorded_meeting(db, ctx, at, &pending, request.basis.as_ref())?;
    expect_seen(db, at, &whole, version::demand(request.version)?)?;
    let owners = demand_possible(db, ctx, at, &whole, request.outcome, &request.conditions)?;
    let mandate = match way {
        Way::Decide(mandate) => mandate,
        Way::Propose(mandate) => {
            let (after, to) = whole.delivery.clone().propose_end(&mandate, &request.motivation, &at.charter, ctx.now)?;
            let mut decision = decision(ctx, &whole, &mandate, DecisionOutcome::EndProposed, &request.motivation, request.basis.clone())?;
            decision.terms = Some(DecidedTerms::Lift { to });
            let outcome = Some(GateOutcome::Terminate);
            let lift = Lifted { after: &after, to, decision: &decision, kind: "part_delivery.end_proposed", outcome, reason: &request.motivation };
            return lifted(db, ctx, at, &whole, &lift);
        }
        Way::Record(_) => {
            let (outcome, motivation, conditions) = (request.outcome, request.motivation.clone(), request.conditions.clone());
            let act = Act::DecideDelivery { delivery: number, version: whole.row.version, outcome, motivation, conditions };
            return record(db, ctx, at, &pending, &whole, &act, request.basis.as_ref());
        }
    };
    let mut decision = decision(ctx, &whole, &mandate, outcome_of(request.outcome), &request.motivation, request.basis.clone())?;
    decision.conditions = conditions::told_in_words(ctx, at, &request.conditions)?;
    let taken = Taken { on: decision.decided_on, decision: projects::next_decision_number(db, at.project.id)? };
    let walk = Walk::of(db, at)?;
    let after = with_facts(&whole, &walk, &request.conditions, |facts| whole.delivery.clone().decide(&mandate, request.outcome, &request.motivation, facts))?;
    decisions::store_numbered(db, ctx, at, &decision, taken.decision)?;
    for part in &whole.parts {
        parts::judge_version(db, at.project.id, part.deliverable.number, part.version.number)?;
    }
    // What is approved is fixed by the journal.
    let hash = (request.outcome == GateOutcome::Continue).then_some(&decision.object.hash);
    let (role, tells) = (Some(mandate.role()), json!({"decision": taken.decision, "hash": hash}));
    change(db, ctx, at, &Move { before: &whole, after: &after, kind: kind(request.outcome), role, tells })?;
    match request.outcome {
        GateOutcome::Continue => approved(db, ctx, at, &whole, &mandate, taken)?,
        GateOutcome::Back => {}
        GateOutcome::Stop => {
            let stopped = walk.course.clone().stopped(mandate.role(), taken)?;
            gates::led_to(db, ctx, at, &walk, &stopped, "project.stopped", mandate.role(), taken.decision)?;
        }
        GateOutcome::Terminate => {
            let ended = walk.course.clone().ended(&mandate, taken)?;
            gates::led_to(db, ctx, at, &walk, &ended, "project.ended", mandate.role(), taken.decision)?;
        }
    }
    conditions::set(db, ctx, at, Place::Delivery(number), taken.decision, &request.conditions, &owners, mandate.role())?;
    let (thing, reason) = (Thing::Delivery { number, name: &whole.row.name }, request.motivation.as_str());
    let mail = OutcomeMail { thing, matter: mandate.matter(), role: mandate.role(), reason, outcome: Some(request.outcome) };
    notify::outcome(db, ctx, at, Event::Decided, &mail)?;
    Ok(Done::Decided(taken.decision))
}
/// What was approved is fixed, its versions are locked, and the decision that the plan foresaw is taken.
fn approved(db: &mut Db, ctx: &Ctx, at: &InProject, whole: &Whole, mandate: &Mandate, taken: Taken) -> Result<(), Problem> {
    let (project, number) = (at.project.id, whole.row.number);
    rows::set_approval(db, project, number, &to_json(&whole.content())?, taken.decision, taken.on)?;
    for part in &whole.parts {
        parts::lock_version(db, project, part.deliverable.number, part.version.number, number, taken.decision)?;
    }
    if let Some(point) = whole.row.point {
        decision_points::set_decision(db, project, point, taken.decision, taken.on)?;
    }
    gates::delivered(db, ctx, at, mandate.role(), taken)
}
const fn kind(outcome: GateOutcome) -> &'static str {
    match outcome {
        GateOutcome::Continue => "part_delivery.approved",
        GateOutcome::Back => "part_delivery.returned",
        GateOutcome::Stop => "part_delivery.stopped",
        GateOutcome::Terminate => "part_delivery.terminated",
    }
}
/// In the log of decisions a part delivery that goes on is approved.
fn outcome_of(outcome: GateOutcome) -> DecisionOutcome {
    if outcome == GateOutcome::Continue { DecisionOutcome::Approved } else { outcome.into() }
}

fn with_facts<T>(whole: &Whole, walk: &Walk, given: &[ConditionGiven], ask: impl FnOnce(&Facts<'_>) -> T) -> T {
    let unmet: Vec<String> = whole.unmet().into_iter().map(|(item, _)| item).collect();
    let conditions = conditions::items_of(given);
    ask(&Facts { standing: walk.course.standing, may_end: walk.course.may_end(), unmet: &unmet, conditions: &conditions })
}
/// Whether an outcome can be decided with these conditions, whoever decides it. Answers their owners.
///
/// # Errors
/// Paused or closed, not submitted, a criterion that is not met without a condition, a version that was approved meanwhile, or a
/// condition without a member who owns it.
pub fn demand_possible(
    db: &mut Db, ctx: &Ctx, at: &InProject, whole: &Whole, outcome: GateOutcome, given: &[ConditionGiven],
) -> Result<Vec<PersonId>, Problem> {
    let walk = Walk::of(db, at)?;
    let unmet: Vec<String> = whole.unmet().into_iter().map(|(item, _)| item).collect();
    let owners = conditions::checked(ctx, at, &unmet, given)?;
    with_facts(whole, &walk, given, |facts| whole.delivery.possible(outcome, facts)).map_err(|refused| match refused {
        Refused::ConditionMissing => {
            let given = conditions::items_of(given);
            conditions::missing(unmet.iter().map(String::as_str).filter(|item| !given.contains(item)))
        }
        other => other.into(),
    })?;
    if outcome == GateOutcome::Continue {
        demand_planned(db, at, whole)?;
    }
    if outcome == GateOutcome::Continue && whole.parts.iter().any(|p| p.version.decision.is_some()) {
        return Err(Refused::VersionIsLocked.into());
    }
    Ok(owners)
}

/// The holder lifts a part delivery to the role above: a decision. Whoever else may discuss asks the holder to take a stand, and it stays
/// where it is: `None`.
///
/// # Errors
/// Paused or closed, it does not wait, stale, nobody stands above, or a role that only reads.
pub fn lift(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &LiftDelivery) -> Result<Option<Done>, Problem> {
    let whole = Whole::find(db, at, number)?;
    let pending = whole.delivery.pending();
    let authority = match at.charter.mandate_of_holder(&at.actor, &pending, ctx.today) {
        Ok(mandate) => Some(Authority::Decide(mandate)),
        Err(_) => decisions::recorder(ctx, at, &pending, request.basis.as_ref()),
    };
    if authority.is_none() {
        at.demand(Right::Discuss, ctx.today)?;
    }
    at.demand_running()?;
    expect_seen(db, at, &whole, version::demand(request.version)?)?;
    match authority {
        None => ask(db, ctx, at, &whole, &request.reason).map(|()| None),
        Some(Authority::Decide(mandate)) => {
            let (after, to) = whole.delivery.clone().lift(&mandate, &request.reason, &at.charter, ctx.now)?;
            let decision = decision(ctx, &whole, &mandate, DecisionOutcome::Lifted, &request.reason, request.basis.clone())?;
            let lift = Lifted { after: &after, to, decision: &decision, kind: "part_delivery.lifted", outcome: None, reason: &request.reason };
            lifted(db, ctx, at, &whole, &lift).map(Some)
        }
        Some(Authority::Record(_)) => {
            whole.delivery.liftable(&at.charter)?;
            let act = Act::LiftDelivery { delivery: number, version: whole.row.version, reason: request.reason.clone() };
            record(db, ctx, at, &pending, &whole, &act, request.basis.as_ref()).map(Some)
        }
    }
}
fn ask(db: &mut Db, ctx: &Ctx, at: &InProject, whole: &Whole, reason: &LongText) -> Result<(), Problem> {
    let after = whole.delivery.clone().ask(ctx.person, reason, ctx.now)?;
    rows::note(db, at.project.id, whole.row.number, &after)?;
    let role = at.acting_role(ctx.today);
    tell(db, ctx, at, &Move { before: whole, after: &after, kind: "part_delivery.lift_requested", role, tells: Value::Null })?;
    let pending = after.pending();
    let (matter, role) = (pending.matter, pending.held_by(&at.charter));
    let thing = Thing::Delivery { number: whole.row.number, name: &whole.row.name };
    notify::outcome(db, ctx, at, Event::Asked, &OutcomeMail { thing, matter, role, reason: reason.as_str(), outcome: None })
}
/// What a lift led to.
struct Lifted<'a> {
    after: &'a Delivery,
    to: Role,
    decision: &'a Decision,
    kind: &'a str,
    /// What is proposed to the role, if anything.
    outcome: Option<GateOutcome>,
    reason: &'a LongText,
}
fn lifted(db: &mut Db, ctx: &Ctx, at: &InProject, whole: &Whole, lift: &Lifted<'_>) -> Result<Done, Problem> {
    let decided = decisions::store(db, ctx, at, lift.decision)?;
    let (role, tells) = (Some(lift.decision.role), json!({"decision": decided, "to": lift.to}));
    change(db, ctx, at, &Move { before: whole, after: lift.after, kind: lift.kind, role, tells })?;
    let thing = Thing::Delivery { number: whole.row.number, name: &whole.row.name };
    let (matter, reason) = (lift.after.pending().matter, lift.reason.as_str());
    notify::outcome(db, ctx, at, Event::Lifted, &OutcomeMail { thing, matter, role: lift.to, reason, outcome: lift.outcome })?;
    Ok(Done::Decided(decided))
}

fn expect_seen(db: &mut Db, at: &InProject, whole: &Whole, seen: i64) -> Result<(), Problem> {
    decisions::expect_seen(db, at, ObjectKind::PartDelivery, &whole.row.number.to_string(), Some(seen), whole.row.version)
}
/// What a decision about it is called.
pub fn title(ctx: &Ctx, row: &rows::DeliveryRow) -> String {
    let mut args = FluentArgs::new();
    args.set("number", row.number.to_string());
    args.set("name", row.name.clone());
    ctx.lang().text_with("part-title", &args)
}
fn decision(ctx: &Ctx, whole: &Whole, mandate: &Mandate, outcome: DecisionOutcome, why: &LongText, basis: Option<Basis>) -> Result<Decision, Problem> {
    let basis = decisions::basis_or_chair(mandate, basis);
    Ok(Decision::take(mandate, basis, whole.object(), title(ctx, &whole.row), outcome, Some(why.clone()), ctx.now, ctx.today)?)
}
fn record(db: &mut Db, ctx: &Ctx, at: &InProject, pending: &Pending, whole: &Whole, act: &Act, basis: Option<&Basis>) -> Result<Done, Problem> {
    let basis = basis.ok_or(Refused::BasisMissing)?;
    decisions::record(db, ctx, at, pending.held_by(&at.charter), Some(pending.matter), &whole.object(), act, basis)
}
