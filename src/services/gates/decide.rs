//! What is decided at a gate, and on a paused project; lifts, and what others ask the holder for.
use super::conditions::{self, Place};
use super::requests::{ConditionGiven, DecideGate, LiftGate, Resume};
use super::way::Way;
use super::{Move, Walk, change, tell};
use crate::domain::decision::{Basis, DecidedObject, DecidedTerms, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::PersonId;
use crate::domain::lifecycle::{Course, GateOutcome, Ruling, Taken};
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::render::i18n::FluentArgs;
use crate::services::baselines;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done};
use crate::services::journal::{self, Change};
use crate::services::notify::{self, Event, OutcomeMail, Thing};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::{self, Db, gates as rows, projects};
use serde_json::{Value, json};

/// Decides at a gate: the project goes on, the gate comes back, the project is stopped, or it is ended. A body's decision may be recorded
/// for its chair to confirm; ending the project, chosen by one who may not, becomes a proposal to those who may: both are told in
/// [`Done`].
///
/// # Errors
/// No mandate, one's own, paused or closed, not its turn, something missing without a condition for it, stale, or decided since the sender
/// looked.
pub fn decide(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &DecideGate) -> Result<Done, Problem> {
    let walk = Walk::of(db, at)?;
    let (row, gate) = walk.gate(number)?;
    let pending = gate.pending_for(request.outcome);
    let way = Way::of(ctx, at, &pending, &gate.pending_termination(), request.outcome, request.basis.as_ref())?;
    decisions::demand_recorded_meeting(db, ctx, at, &pending, request.basis.as_ref())?;
    expect_seen(db, at, number, Some(version::demand(request.version)?), row.version)?;
    demand_not_before_the_last(db, at, number, request.basis.as_ref())?;
    let owners = demand_possible(ctx, at, &walk, number, request.outcome, &request.conditions)?;
    let holds = walk.holds(number);
    let for_items = conditions::items_of(&request.conditions);
    let mandate = match way {
        Way::Decide(mandate) => mandate,
        Way::Propose(mandate) => return propose_end(db, ctx, at, &walk, number, &mandate, request),
        Way::Record(_) => {
            let (outcome, motivation, conditions) = (request.outcome, request.motivation.clone(), request.conditions.clone());
            let act = Act::DecideGate { gate: number, version: row.version, outcome, motivation, conditions, opens_beside: request.opens_beside };
            return record(db, ctx, at, &pending, &walk, number, &act, request.basis.as_ref());
        }
    };
    let mut decision = decision(ctx, &walk, number, &mandate, request.outcome.into(), &request.motivation, request.basis.clone())?;
    decision.conditions = conditions::told_in_words(ctx, at, &request.conditions)?;
    let taken = Taken { on: decision.decided_on, decision: projects::next_decision_number(db, at.project.id)? };
    let ruling =
        Ruling { outcome: request.outcome, motivation: &request.motivation, holds: &holds, conditions: &for_items, opens_beside: request.opens_beside, taken };
    let after = walk.course.clone().decide(number, &mandate, &ruling)?;
    decisions::store_numbered(db, ctx, at, &decision, taken.decision)?;
    let (role, tells) = (Some(mandate.role()), json!({"decision": taken.decision}));
    change(db, ctx, at, &Move { number, before: &walk, after: &after, kind: kind(request.outcome), role, tells })?;
    conditions::set(db, ctx, at, Place::Gate(number), taken.decision, &request.conditions, &owners, mandate.role())?;
    if request.outcome == GateOutcome::Continue && after.is_carried_out() {
        baselines::put_in_force(db, ctx, at, mandate.role(), taken.decision)?;
    }
    let (thing, reason) = (Thing::Gate { number, phase: &row.phase }, request.motivation.as_str());
    let mail = OutcomeMail { thing, matter: mandate.matter(), role: mandate.role(), reason, outcome: Some(request.outcome) };
    notify::outcome(db, ctx, at, Event::Decided, &mail)?;
    Ok(Done::Decided(taken.decision))
}
/// A meeting may have been held before its decision is recorded, but not before something else was decided about the gate.
fn demand_not_before_the_last(db: &mut Db, at: &InProject, number: i32, basis: Option<&Basis>) -> Result<(), Problem> {
    let Some(Basis::Meeting { date, .. }) = basis else { return Ok(()) };
    let earlier = store::decisions::about(db, at.project.id, ObjectKind::Gate, &number.to_string())?;
    if earlier.iter().any(|d| d.decided_on > *date) { Err(Refused::GateDecidedSince.into()) } else { Ok(()) }
}
/// Whether an outcome can be decided at the gate with these conditions, whoever decides it. Answers their owners.
///
/// # Errors
/// Paused or closed, not its turn, something missing without a condition, or a condition without a member who owns it.
pub fn demand_possible(ctx: &Ctx, at: &InProject, walk: &Walk, number: i32, outcome: GateOutcome, given: &[ConditionGiven]) -> Result<Vec<PersonId>, Problem> {
    let asked: Vec<String> = walk.items(number).into_iter().map(|i| i.item).collect();
    let owners = conditions::checked(ctx, at, &asked, given)?;
    let items = conditions::items_of(given);
    walk.course.possible(number, outcome, &walk.holds(number), &items).map_err(|refused| at_its_field(refused, walk, number, &items))?;
    Ok(owners)
}
/// What is missing is told at its own fields.
fn at_its_field(refused: Refused, walk: &Walk, number: i32, given: &[&str]) -> Problem {
    if refused != Refused::ConditionMissing {
        return refused.into();
    }
    let missing = walk.missing(number);
    conditions::missing(missing.iter().map(|i| i.item.as_str()).filter(|item| !given.contains(item)))
}
const fn kind(outcome: GateOutcome) -> &'static str {
    match outcome {
        GateOutcome::Continue => "gate.continued",
        GateOutcome::Back => "gate.returned",
        GateOutcome::Stop => "gate.stopped",
        GateOutcome::Terminate => "gate.terminated",
    }
}
fn propose_end(db: &mut Db, ctx: &Ctx, at: &InProject, walk: &Walk, number: i32, mandate: &Mandate, request: &DecideGate) -> Result<Done, Problem> {
    let (after, to) = walk.course.clone().propose_end(number, mandate, &request.motivation, &at.charter, ctx.now)?;
    let mut decision = decision(ctx, walk, number, mandate, DecisionOutcome::EndProposed, &request.motivation, request.basis.clone())?;
    decision.terms = Some(DecidedTerms::Lift { to });
    lifted(db, ctx, at, walk, number, &Lifted { after: &after, to, decision: &decision, kind: "gate.end_proposed", reason: &request.motivation })
}
/// What a lift led to.
struct Lifted<'a> {
    after: &'a Course,
    to: Role,
    decision: &'a Decision,
    kind: &'a str,
    reason: &'a LongText,
}
fn lifted(db: &mut Db, ctx: &Ctx, at: &InProject, walk: &Walk, number: i32, lift: &Lifted<'_>) -> Result<Done, Problem> {
    let decided = decisions::store(db, ctx, at, lift.decision)?;
    let (role, tells) = (Some(lift.decision.role), json!({"decision": decided, "to": lift.to}));
    change(db, ctx, at, &Move { number, before: walk, after: lift.after, kind: lift.kind, role, tells })?;
    let (row, _) = walk.gate(number)?;
    let matter = lift.after.gate(number).ok_or(Problem::NotFound)?.pending().matter;
    let outcome = (lift.kind == "gate.end_proposed").then_some(GateOutcome::Terminate);
    let thing = Thing::Gate { number, phase: &row.phase };
    notify::outcome(db, ctx, at, Event::Lifted, &OutcomeMail { thing, matter, role: lift.to, reason: lift.reason.as_str(), outcome })?;
    Ok(Done::Decided(decided))
}

/// The holder lifts the gate to the role above: a decision. Whoever else may discuss asks the holder to take a stand, and the gate stays
/// where it is: `None`.
///
/// # Errors
/// It does not wait, stale, nobody stands above, or a role that only reads.
pub fn lift(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &LiftGate) -> Result<Option<Done>, Problem> {
    let walk = Walk::of(db, at)?;
    let (row, gate) = walk.gate(number)?;
    expect_seen(db, at, number, request.version, row.version)?;
    let pending = gate.pending();
    let Ok(mandate) = at.charter.mandate_of_holder(&at.actor, &pending, ctx.today) else {
        return match decisions::recorder(ctx, at, &pending, request.basis.as_ref()) {
            Some(_) => {
                walk.course.decidable(number)?.liftable(&at.charter)?;
                let act = Act::LiftGate { gate: number, version: row.version, reason: request.reason.clone() };
                record(db, ctx, at, &pending, &walk, number, &act, request.basis.as_ref()).map(Some)
            }
            None => ask(db, ctx, at, &walk, number, &request.reason).map(|()| None),
        };
    };
    let (after, to) = walk.course.clone().lift(number, &mandate, &request.reason, &at.charter, ctx.now)?;
    let decision = decision(ctx, &walk, number, &mandate, DecisionOutcome::Lifted, &request.reason, request.basis.clone())?;
    lifted(db, ctx, at, &walk, number, &Lifted { after: &after, to, decision: &decision, kind: "gate.lifted", reason: &request.reason }).map(Some)
}
fn ask(db: &mut Db, ctx: &Ctx, at: &InProject, walk: &Walk, number: i32, reason: &LongText) -> Result<(), Problem> {
    at.demand(Right::Discuss, ctx.today)?;
    let gate = walk.course.decidable(number)?.clone().ask(ctx.person, reason, ctx.now)?;
    rows::note(db, at.project.id, &gate)?;
    let pending = gate.pending();
    let (matter, holder) = (pending.matter, pending.held_by(&at.charter));
    let after = walk.course.clone().with(gate);
    let (row, role) = (walk.gate(number)?.0, at.acting_role(ctx.today));
    tell(db, ctx, at, &Move { number, before: walk, after: &after, kind: "gate.lift_requested", role, tells: Value::Null })?;
    let thing = Thing::Gate { number, phase: &row.phase };
    notify::outcome(db, ctx, at, Event::Asked, &OutcomeMail { thing, matter, role: holder, reason: reason.as_str(), outcome: None })
}

/// Resumes a paused project: the decision of the role that stopped it, in the matter `resume`.
///
/// # Errors
/// Not paused, no mandate, stale, or resumed since the sender looked.
pub fn resume(db: &mut Db, ctx: &Ctx, at: &InProject, request: &Resume) -> Result<Done, Problem> {
    let (walk, project) = (Walk::of(db, at)?, &at.project);
    let seen = version::demand(request.version)?;
    let standing = walk.course.standing.pending_resumption();
    if standing.is_err() {
        decisions::expect_seen(db, at, ObjectKind::Project, &project.code, Some(seen), project.version)?;
    }
    let (stop, pending) = standing?;
    let authority = decisions::authority(ctx, at, &pending, request.basis.as_ref())?;
    decisions::expect_seen(db, at, ObjectKind::Project, &project.code, Some(seen), project.version)?;
    let hash = content_hash(&json!({"code": project.code, "phase": project.phase, "stop": stop}));
    let object = DecidedObject { kind: ObjectKind::Project, reference: project.code.clone(), version: project.version, hash };
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let act = Act::ResumeProject { version: project.version, motivation: request.motivation.clone() };
            let basis = request.basis.as_ref().ok_or(Refused::BasisMissing)?;
            return decisions::record(db, ctx, at, role, Some(Matter::Resume), &object, &act, basis);
        }
    };
    let after = walk.course.clone().resume(&mandate)?;
    let basis = decisions::basis_or_chair(&mandate, request.basis.clone());
    let (title, motivation) = (ctx.lang().text("matter-resume").to_owned(), Some(request.motivation.clone()));
    let decision = Decision::take(&mandate, basis, object, title, DecisionOutcome::Resumed, motivation, ctx.now, ctx.today)?;
    let number = decisions::store(db, ctx, at, &decision)?;
    projects::set_course(db, project.id, &after)?;
    let (before, after) = (json!({"standing": "paused", "stop": stop}), json!({"standing": after.standing.word(), "decision": number}));
    let object = format!("project:{}", project.code);
    journal::record_as(db, ctx, at, Some(mandate.role()), Change { kind: "project.resumed", object: &object, before, after })?;
    Ok(Done::Decided(number))
}

/// The first delivery was approved by decision `taken`: the phase that may run beside others is open from then on.
///
/// # Errors
/// Paused or closed.
pub fn delivered(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, taken: Taken) -> Result<(), Problem> {
    let walk = Walk::of(db, at)?;
    let after = walk.course.clone().delivered(taken)?;
    let Some(opened) = after.gates.iter().zip(&walk.course.gates).find(|(is, was)| is != was).map(|(is, _)| is.number) else { return Ok(()) };
    let tells = json!({"decision": taken.decision});
    change(db, ctx, at, &Move { number: opened, before: &walk, after: &after, kind: "gate.phase_opened", role: Some(role), tells })
}

fn expect_seen(db: &mut Db, at: &InProject, number: i32, seen: Option<i64>, now: i64) -> Result<(), Problem> {
    decisions::expect_seen(db, at, ObjectKind::Gate, &number.to_string(), seen, now)
}
fn decision(
    ctx: &Ctx, walk: &Walk, number: i32, mandate: &Mandate, outcome: DecisionOutcome, why: &LongText, basis: Option<Basis>,
) -> Result<Decision, Problem> {
    let (row, _) = walk.gate(number)?;
    let mut args = FluentArgs::new();
    args.set("number", number.to_string());
    args.set("phase", ctx.lang().name(&format!("phase-{}", row.phase)));
    let title = ctx.lang().text_with("gate-title", &args);
    let basis = decisions::basis_or_chair(mandate, basis);
    Ok(Decision::take(mandate, basis, walk.object(number)?, title, outcome, Some(why.clone()), ctx.now, ctx.today)?)
}
fn record(db: &mut Db, ctx: &Ctx, at: &InProject, pending: &Pending, walk: &Walk, number: i32, act: &Act, basis: Option<&Basis>) -> Result<Done, Problem> {
    let basis = basis.ok_or(Refused::BasisMissing)?;
    decisions::record(db, ctx, at, pending.held_by(&at.charter), Some(pending.matter), &walk.object(number)?, act, basis)
}
