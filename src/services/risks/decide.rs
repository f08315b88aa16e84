//! What the holder of a risk decides: a lowering, an acceptance, an ordered measure, a lift; and what others ask the holder for.
use super::measures::{self, measure_values};
use super::requests::{Accept, Answer, AnswerLowering, LiftRisk, OrderMeasure, WriteMeasure};
use super::{Author, Move, add_assessment, change, find, hash, note};
use crate::domain::decision::{Basis, DecidedObject, DecidedTerms, Decision, DecisionOutcome, ObjectKind};
use crate::domain::ids::RiskRef;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::risk::{AssessmentKind, MeasureState, Proposal, Risk, RiskState, Strategy};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done};
use crate::services::problem::Problem;
use crate::services::{notify, version};
use crate::store::measures as measure_rows;
use crate::store::risks::RiskRow;
use crate::store::{Db, projects};
use chrono::NaiveDate;
use serde_json::Value;

/// The authority to decide `pending`, a matter of the risk. Whoever held it when they looked, and does not any more because it was decided
/// since, is told by which decision.
fn authority(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, pending: &Pending, basis: Option<&Basis>, seen: Option<i64>) -> Result<Authority, Problem> {
    let no = match decisions::authority(ctx, at, pending, basis) {
        Ok(authority) => return decisions::demand_recorded_meeting(db, ctx, at, pending, basis).map(|()| authority),
        Err(no) => no,
    };
    let Err(Problem::AlreadyDecided(number)) = expect_seen(db, at, row, seen) else { return Err(no.into()) };
    let decided_in = decisions::find(db, at, number)?.role.parse();
    let held_it = decided_in.is_ok_and(|role| at.actor.has_any(&[role], ctx.today));
    if held_it { Err(Problem::AlreadyDecided(number)) } else { Err(no.into()) }
}

/// What is decided about a risk, and on what grounds.
struct Verdict {
    outcome: DecisionOutcome,
    terms: DecidedTerms,
    motivation: Option<LongText>,
    basis: Option<Basis>,
    supersedes: Option<i32>,
}

/// The holder's answer to a proposed lowering: a decision in the matter of the band that the risk is in now. What is confirmed is the
/// proposer's assessment.
///
/// # Errors
/// No mandate, one's own proposal, nothing proposed, stale, or decided since the sender looked.
pub fn answer_lowering(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &AnswerLowering) -> Result<Done, Problem> {
    let (row, before) = load(db, at, reference)?;
    let authority = authority(db, ctx, at, &row, &before.pending_lowering(), request.basis.as_ref(), request.version)?;
    expect_seen(db, at, &row, Some(version::demand(request.version)?))?;
    let proposal = before.proposal.clone().ok_or(Refused::NothingToConfirm)?;
    let confirmed = request.outcome == Answer::Confirm;
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let reason = request.reason.clone().map_or_else(|| LongText::new(&proposal.reason).map_err(Problem::internal), Ok)?;
            let act = Act::AnswerLowering { risk: reference.0, version: row.version, confirm: confirmed, reason, supersedes: request.supersedes };
            return record(db, ctx, at, role, &row, &act, request.basis.as_ref());
        }
    };
    let (after, outcome) = match request.outcome {
        Answer::Confirm => (before.clone().confirm_lowering(&mandate, &at.rules(ctx))?.0, DecisionOutcome::Confirmed),
        Answer::Refuse => (before.clone().refuse_lowering(&mandate)?, DecisionOutcome::Refused),
    };
    let terms = lowering(db, at, &before, &proposal)?;
    let verdict = Verdict { outcome, terms, motivation: request.reason.clone(), basis: request.basis.clone(), supersedes: request.supersedes };
    let number = decide(db, ctx, at, &row, &mandate, verdict)?;
    let (kind, role) = (if confirmed { "risk.lowered" } else { "risk.lowering_refused" }, Some(mandate.role()));
    let reason = confirmed.then_some(proposal.reason.as_str());
    change(db, ctx, at, &row, &Move { before: &before, after: &after, kind, assessed: confirmed, role, reason })?;
    if confirmed {
        let author = Author::of_proposal(at, &proposal, number, mandate.role());
        add_assessment(db, ctx, at, row.id, &author, after.score, &proposal.reason, AssessmentKind::Current)?;
    }
    Ok(Done::Decided(number))
}

/// Accepts the risk until a day, with the mandate of its band. Accepting a risk in one's own band is not barred. An acceptance that is in
/// force is corrected or prolonged by a new one, which takes its place.
///
/// # Errors
/// No mandate, decided since, stale, a day that is not within a year from tomorrow, or another decision named than the acceptance in force.
pub fn accept(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &Accept) -> Result<Done, Problem> {
    let (row, before) = load(db, at, reference)?;
    let authority = decisions::authority(ctx, at, &before.pending(), request.basis.as_ref())?;
    expect_seen(db, at, &row, Some(version::demand(request.version)?))?;
    before.acceptable(request.expires_on, ctx.today).map_err(at_its_field)?;
    let supersedes = replaced_acceptance(db, at, &before, request.supersedes)?;
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let (reason, expires_on) = (request.reason.clone(), request.expires_on);
            let act = Act::AcceptRisk { risk: reference.0, version: row.version, reason, expires_on, supersedes };
            return record(db, ctx, at, role, &row, &act, request.basis.as_ref());
        }
    };
    let number = projects::next_decision_number(db, at.project.id)?;
    let after = before.clone().accept(&mandate, request.expires_on, number, &at.rules(ctx))?;
    let (terms, motivation, basis) = (acceptance(&before, request.expires_on), Some(request.reason.clone()), request.basis.clone());
    let verdict = Verdict { outcome: DecisionOutcome::Accepted, terms, motivation, basis, supersedes };
    let decision = decision(db, ctx, &row, &mandate, verdict)?;
    decisions::store_numbered(db, ctx, at, &decision, number)?;
    change(db, ctx, at, &row, &Move { before: &before, after: &after, kind: "risk.accepted", assessed: false, role: Some(mandate.role()), reason: None })?;
    Ok(Done::Decided(number))
}

/// The decision that a new acceptance takes the place of: the acceptance in force, or the one that somebody names.
///
/// # Errors
/// Another is named while the risk is accepted.
pub fn replaced_acceptance(db: &mut Db, at: &InProject, risk: &Risk, named: Option<i32>) -> Result<Option<i32>, Problem> {
    let RiskState::Accepted { decision, .. } = risk.state else { return Ok(named) };
    let in_force = decisions::newest_in_place_of(db, at, decision)?;
    match named {
        Some(other) if other != in_force => Err(Problem::invalid("supersedes", Fault::About("another-acceptance-in-force", in_force.to_string()))),
        _ => Ok(Some(in_force)),
    }
}

fn at_its_field(refused: Refused) -> Problem {
    if refused == Refused::ExpiryOutOfReach { Problem::invalid("expires_on", Fault::Other("expiry-out-of-reach")) } else { refused.into() }
}

/// The holder orders a measure: a decision, and a chosen measure with its responsible person.
///
/// # Errors
/// No mandate, closed, stale, decided since, or a responsible person without a role in the project.
pub fn order_measure(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &OrderMeasure) -> Result<Done, Problem> {
    let (row, before) = load(db, at, reference)?;
    let authority = decisions::authority(ctx, at, &before.pending(), request.basis.as_ref())?;
    let measure = WriteMeasure { state: MeasureState::Chosen, ..request.measure.clone() };
    expect_seen(db, at, &row, measure.version)?;
    before.demand_open()?;
    let values = measure_values(ctx, at, &measure, None)?;
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => return record(db, ctx, at, role, &row, &order_act(&row, &measure, request.supersedes), request.basis.as_ref()),
    };
    mandate.demand_within(measure.cost.unwrap_or_default(), 0)?;
    let ordered = before.clone().order(&mandate, ctx.now)?;
    let (basis, supersedes) = (request.basis.clone(), request.supersedes);
    let terms = ordered_terms(at, measure.strategy, measure.responsible.as_deref(), measure.due_on, measure.cost.map(|c| c.0));
    let verdict = Verdict { outcome: DecisionOutcome::MeasureOrdered, terms, motivation: Some(measure.text.clone()), basis, supersedes };
    let number = decide(db, ctx, at, &row, &mandate, verdict)?;
    let told = measures::told(&values);
    let measure = measure_rows::add(db, row.id, values)?;
    let after = ordered.with_coverage(measure_rows::covers(db, row.id)?);
    change(
        db,
        ctx,
        at,
        &row,
        &Move { before: &before, after: &after, kind: "risk.measure_ordered", assessed: false, role: Some(mandate.role()), reason: None },
    )?;
    measures::tell(db, ctx, at, reference, measure, Some(mandate.role()), (Value::Null, told))?;
    Ok(Done::Decided(number))
}
fn order_act(row: &RiskRow, m: &WriteMeasure, supersedes: Option<i32>) -> Act {
    Act::OrderMeasure {
        risk: row.number,
        version: row.version,
        strategy: m.strategy,
        text: m.text.clone(),
        responsible: m.responsible.clone(),
        due_on: m.due_on,
        cost: m.cost.map(|c| c.0),
        supersedes,
    }
}

/// The holder lifts the risk to the role above: a decision, also for one who lifted it here. Whoever else may discuss asks the
/// holder to take a stand, and the risk stays where it is: `None`.
///
/// # Errors
/// Closed, stale, nobody stands above, or a role that only reads.
pub fn lift(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &LiftRisk) -> Result<Option<Done>, Problem> {
    let (row, before) = load(db, at, reference)?;
    let pending = before.pending();
    expect_seen(db, at, &row, request.version)?;
    let Ok(mandate) = at.charter.mandate_of_holder(&at.actor, &pending, ctx.today) else {
        return match decisions::recorder(ctx, at, &pending, request.basis.as_ref()) {
            Some(_) => record_lift(db, ctx, at, &row, &before, request).map(Some),
            None => ask(db, ctx, at, &row, &before, &request.reason).map(|()| None),
        };
    };
    let (after, to) = before.clone().lift(&mandate, &request.reason, &at.rules(ctx))?;
    let terms = DecidedTerms::Lift { to };
    let verdict = Verdict { outcome: DecisionOutcome::Lifted, terms, motivation: Some(request.reason.clone()), basis: request.basis.clone(), supersedes: None };
    let number = decide(db, ctx, at, &row, &mandate, verdict)?;
    change(db, ctx, at, &row, &Move { before: &before, after: &after, kind: "risk.lifted", assessed: false, role: Some(mandate.role()), reason: None })?;
    notify::risk_lifted(db, ctx, at, reference, &after, to, request.reason.as_str())?;
    Ok(Some(Done::Decided(number)))
}
fn record_lift(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, before: &Risk, request: &LiftRisk) -> Result<Done, Problem> {
    before.liftable(&at.charter)?;
    let act = Act::LiftRisk { risk: row.number, version: row.version, reason: request.reason.clone() };
    record(db, ctx, at, before.held_by(&at.charter), row, &act, request.basis.as_ref())
}
fn ask(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, before: &Risk, reason: &LongText) -> Result<(), Problem> {
    at.demand(Right::Discuss, ctx.today)?;
    let after = before.clone().ask(ctx.person, reason, ctx.now)?;
    note(db, ctx, at, row, &Move { before, after: &after, kind: "risk.lift_requested", assessed: false, role: at.acting_role(ctx.today), reason: None })?;
    notify::risk_asked(db, ctx, at, row.reference(), &after, after.held_by(&at.charter), reason.as_str())
}

/// The holder has seen the escalation, or what somebody asked for.
///
/// # Errors
/// No mandate for the risk, or nothing to acknowledge.
pub fn acknowledge(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef) -> Result<(), Problem> {
    let (row, before) = load(db, at, reference)?;
    let mandate = at.charter.mandate_over(&at.actor, &before.pending(), None, ctx.today)?;
    let after = before.clone().acknowledge(ctx.now)?;
    note(db, ctx, at, &row, &Move { before: &before, after: &after, kind: "risk.acknowledged", assessed: false, role: Some(mandate.role()), reason: None })
}

/// The role that could decide instead, where everybody who holds the risk made what waits.
pub fn alternate(ctx: &Ctx, at: &InProject, risk: &Risk) -> Option<Role> {
    decisions::alternate(ctx, at, &risk.pending_lowering())
}

fn acceptance(risk: &Risk, until: NaiveDate) -> DecidedTerms {
    DecidedTerms::Acceptance { value: risk.score.value(), until }
}
fn lowering(db: &mut Db, at: &InProject, risk: &Risk, proposal: &Proposal) -> Result<DecidedTerms, Problem> {
    let (from, to) = ([risk.score.likelihood(), risk.score.impact()], [proposal.likelihood, proposal.impact]);
    Ok(DecidedTerms::Lowering { from, to, proposed_by: Some(at.named(db, proposal.by.0)?) })
}
fn ordered_terms(at: &InProject, strategy: Strategy, responsible: Option<&str>, due_on: Option<NaiveDate>, cost: Option<i64>) -> DecidedTerms {
    let name = |email: &str| at.member(email).map_or_else(|| email.to_owned(), |m| m.name.clone());
    DecidedTerms::Measure { strategy, responsible: responsible.filter(|email| !email.is_empty()).map(name), due_on, cost }
}

/// What a recorded decision about a risk says beyond its outcome, for whoever is to confirm it; `None` of what has moved on.
///
/// # Errors
/// Those of the store.
pub fn recorded_terms(db: &mut Db, at: &InProject, act: &Act) -> Result<Option<DecidedTerms>, Problem> {
    let risk = |db: &mut Db, number: i32| Ok::<_, Problem>(load(db, at, RiskRef(number))?.1);
    Ok(match act {
        Act::AcceptRisk { risk: number, expires_on, .. } => Some(acceptance(&risk(db, *number)?, *expires_on)),
        Act::AnswerLowering { risk: number, .. } => {
            let risk = risk(db, *number)?;
            risk.proposal.as_ref().map(|proposal| lowering(db, at, &risk, proposal)).transpose()?
        }
        Act::OrderMeasure { strategy, responsible, due_on, cost, .. } => Some(ordered_terms(at, *strategy, responsible.as_deref(), *due_on, *cost)),
        Act::LiftRisk { risk: number, .. } => {
            let above = risk(db, *number)?.liftable(&at.charter).ok();
            above.map(|to| DecidedTerms::Lift { to })
        }
        // They are about something else than a risk.
        Act::ApproveReport { .. }
        | Act::ReturnReport { .. }
        | Act::DecideChange { .. }
        | Act::DecideDocument { .. }
        | Act::DecideGate { .. }
        | Act::LiftGate { .. }
        | Act::DecideDelivery { .. }
        | Act::LiftDelivery { .. }
        | Act::DecideWaiver { .. }
        | Act::ResumeProject { .. }
        | Act::AdoptCharter { .. }
        | Act::AdoptPolicy { .. }
        | Act::AdoptBudget { .. }
        | Act::Appoint { .. }
        | Act::EndRole { .. }
        | Act::NameBody { .. }
        | Act::ElectChair { .. }
        | Act::Delegate { .. }
        | Act::RevokeDelegation { .. }
        | Act::ConfirmEntry { .. } => None,
    })
}

fn load(db: &mut Db, at: &InProject, reference: RiskRef) -> Result<(RiskRow, Risk), Problem> {
    let row = find(db, at, reference, None)?;
    let risk = row.to_domain()?;
    Ok((row, risk))
}
fn expect_seen(db: &mut Db, at: &InProject, row: &RiskRow, version: Option<i64>) -> Result<(), Problem> {
    decisions::expect_seen(db, at, ObjectKind::Risk, &row.reference().to_string(), version, row.version)
}
fn decided_object(db: &mut Db, row: &RiskRow) -> Result<DecidedObject, Problem> {
    Ok(DecidedObject { kind: ObjectKind::Risk, reference: row.reference().to_string(), version: row.version, hash: hash(db, row)? })
}
fn decision(db: &mut Db, ctx: &Ctx, row: &RiskRow, mandate: &Mandate, verdict: Verdict) -> Result<Decision, Problem> {
    let Verdict { outcome, terms, motivation, basis, supersedes } = verdict;
    let (object, title) = (decided_object(db, row)?, format!("{} {}", row.reference(), row.consequence));
    let basis = decisions::basis_or_chair(mandate, basis);
    let decision = Decision::take(mandate, basis, object, title, outcome, motivation, ctx.now, ctx.today)?;
    Ok(Decision { supersedes, terms: Some(terms), ..decision })
}
fn decide(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, mandate: &Mandate, verdict: Verdict) -> Result<i32, Problem> {
    let decision = decision(db, ctx, row, mandate, verdict)?;
    decisions::store(db, ctx, at, &decision)
}
fn record(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, row: &RiskRow, act: &Act, basis: Option<&Basis>) -> Result<Done, Problem> {
    let basis = basis.ok_or(Refused::BasisMissing)?;
    let (object, matter) = (decided_object(db, row)?, row.to_domain()?.matter());
    decisions::record(db, ctx, at, role, Some(matter), &object, act, basis)
}
