//! What is recorded waits for the one who holds it, who confirms or declines. Recording is not deciding.
use super::{Act, Done};
use crate::domain::charter::Charter;
use crate::domain::decision::{Basis, DecidedObject, ObjectKind, RecordingOutcome};
use crate::domain::ids::{ChangeRef, PersonId, RequirementRef};
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::report::ReportKey;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::{Email, LongText, ShortText};
use crate::input::{Fields, Input};
use crate::services::appointments::{Appoint, EndRole, NameBody, Who};
use crate::services::changes;
use crate::services::charter::{self, AdoptDraft};
use crate::services::context::{Ctx, InProject};
use crate::services::economy::{self, AdoptBudget};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::requirements::{self, DecideWaiver, WaiverOutcome};
use crate::services::risk_policy::{self, AdoptPolicy};
use crate::services::{appointments, delegations, deliveries, documents, gates, notify, reports, risks};
use crate::store::columns::{json, to_json, word};
use crate::store::decisions::DecisionRow;
use crate::store::recordings::{self as rows, Closing, NewRecording, Recording};
use crate::store::{self, Db, decisions};
use serde_json::{Value, json};

/// Something to be recorded: what was decided, by which role, about what.
pub(super) struct Entry<'a> {
    pub role: Role,
    /// `None` for an earlier decision, and for a body's decision about itself.
    pub matter: Option<Matter>,
    pub object: &'a DecidedObject,
    pub act: &'a Act,
    pub basis: Option<&'a Basis>,
}

/// Records what a body decided, for its chair to confirm. Without a `matter` it decides about itself, and its chair cannot alone.
///
/// # Errors
/// The meeting lies in the future; something else is recorded about the same and waits to be confirmed; or the store's.
pub fn record(
    db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, matter: Option<Matter>, object: &DecidedObject, act: &Act, basis: &Basis,
) -> Result<Done, Problem> {
    basis.check(matter.is_some_and(|m| at.charter.rule(m).chair_alone), ctx.today)?;
    super::demand_basis_since_start(ctx, at, Some(basis))?;
    demand_only_one(db, at, object, act)?;
    add(db, ctx, at, &Entry { role, matter, object, act, basis: Some(basis) }).map(Done::WaitsForChair)
}

/// A body has decided one thing about an object: while a recording of it waits, no other is made beside it.
fn demand_only_one(db: &mut Db, at: &InProject, object: &DecidedObject, act: &Act) -> Result<(), Problem> {
    if !act.is_one_of_its_object() {
        return Ok(());
    }
    for recording in rows::about(db, at.project.id, object.kind, &object.reference)?.iter().filter(|r| r.closed_at.is_none()) {
        if json::<Act>(&recording.act)?.is_one_of_its_object() {
            return Err(Problem::RecordedAlready(recording.id));
        }
    }
    Ok(())
}

pub(super) fn add(db: &mut Db, ctx: &Ctx, at: &InProject, entry: &Entry<'_>) -> Result<i64, Problem> {
    let id = rows::add(
        db,
        &NewRecording {
            project_id: at.project.id,
            role: entry.role.to_string(),
            matter: entry.matter.map(|m| m.to_string()),
            object_kind: entry.object.kind.to_string(),
            object_ref: entry.object.reference.clone(),
            object_version: entry.object.version,
            act: to_json(entry.act)?,
            basis: entry.basis.map(to_json).transpose()?,
            recorded_by: ctx.person.0,
            recorded_at: ctx.now,
        },
    )?;
    let after = json!({"role": entry.role, "matter": entry.matter, "object": entry.object, "act": entry.act, "basis": entry.basis});
    journal::record(db, ctx, at, Change { kind: "decision.recorded", object: &name(id), before: Value::Null, after })?;
    tell_those_who_confirm(db, ctx, at, id)?;
    Ok(id)
}
/// Each of those who can confirm it gets a mail.
fn tell_those_who_confirm(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64) -> Result<(), Problem> {
    let (recording, _) = rows::find(db, at.project.id, id)?.ok_or(Problem::NotFound)?;
    let act: Act = json(&recording.act)?;
    let outcome = match act.outcome_of(word(&recording.role)?, &at.charter) {
        Some(outcome) => outcome.to_string(),
        None => earlier(db, at, &recording)?.map(|d| d.outcome).unwrap_or_default(),
    };
    let told = json!({"outcome": outcome, "until": act.until(), "reason": act.reason()});
    let title = title(db, ctx, at, &recording)?;
    match act {
        Act::ElectChair { assignment, .. } => {
            let people = appointments::electors(ctx, at, recording.recorded_by, assignment)?;
            notify::election_recorded(db, ctx, at, &recording, title.as_deref(), told, &people)
        }
        _ => notify::decision_recorded(db, ctx, at, &recording, title.as_deref(), told),
    }
}

/// What a recording is about, where that has a name that its object does not say: who is appointed or chosen, a body, a delegate, a
/// risk, a request, a document, a part delivery, a requirement, or an earlier decision.
///
/// # Errors
/// Those of the store.
pub fn title(db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording) -> Result<Option<String>, Problem> {
    let held = |id: i64| at.members.iter().find(|m| m.assignment.id == id);
    Ok(match json::<Act>(&recording.act)? {
        Act::ElectChair { assignment, .. } => held(assignment).map(|m| m.name.clone()),
        Act::EndRole { assignment, .. } => held(assignment).map(|m| appointments::title(ctx, m.role(), &m.name)),
        Act::Appoint { role, person, .. } => Some(appointments::title(ctx, role, &person)),
        Act::NameBody { role, name, .. } => Some(appointments::title(ctx, role, name.as_str())),
        Act::Delegate { terms, .. } => Some(delegations::title(ctx, None, &delegations::name_of(ctx, at, terms.to))),
        Act::ConfirmEntry { .. } => earlier(db, at, recording)?.map(|d| d.title),
        Act::AcceptRisk { risk, .. } | Act::AnswerLowering { risk, .. } | Act::OrderMeasure { risk, .. } | Act::LiftRisk { risk, .. } => {
            store::risks::find(db, at.project.id, risk.into())?.map(|r| format!("{} {}", r.reference(), r.consequence))
        }
        Act::DecideChange { change, .. } => store::changes::find(db, at.project.id, ChangeRef(change))?.map(|c| format!("{} {}", c.reference(), c.title)),
        Act::DecideDocument { number, .. } => store::documents::find(db, at.project.id, number)?.map(|d| d.title),
        Act::DecideDelivery { delivery, .. } | Act::LiftDelivery { delivery, .. } => {
            store::deliveries::find(db, at.project.id, delivery)?.map(|d| deliveries::title(ctx, &d))
        }
        Act::DecideWaiver { requirement, .. } => {
            store::requirements::find(db, at.project.id, requirement)?.map(|r| format!("{} {}", RequirementRef(r.number), r.text))
        }
        _ => None,
    })
}
/// The earlier decision that a recording is to confirm.
fn earlier(db: &mut Db, at: &InProject, recording: &Recording) -> Result<Option<DecisionRow>, Problem> {
    Ok(decisions::find(db, at.project.id, recording.object_ref.parse().unwrap_or_default())?)
}

/// The confirmation of the one who holds it, a body's chair: what was recorded is now decided, on the basis that was recorded.
/// Who recorded it stands in the decision.
///
/// # Errors
/// Nothing under `id`, another's to confirm, or closed already: by which decision is said.
pub fn confirm(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, make_pdf: &reports::MakePdf<'_>) -> Result<Done, Problem> {
    let (recording, recorder) = open(db, ctx, at, id)?;
    rows::close(db, at.project.id, id, &Closing { outcome: RecordingOutcome::Confirmed, by: ctx.account(), at: ctx.now, reason: None, decision: None })?;
    let ctx = Ctx { recorder: Some((PersonId(recording.recorded_by), recorder)), ..ctx.clone() };
    let done = perform(db, &ctx, at, &recording, make_pdf)?;
    if let Done::Decided(number) = done {
        rows::set_decision(db, at.project.id, id, number)?;
        closed(db, &ctx, at, &recording, RecordingOutcome::Confirmed, None, Some(number))?;
    }
    Ok(done)
}

fn perform(db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording, make_pdf: &reports::MakePdf<'_>) -> Result<Done, Problem> {
    let basis = recording.basis.as_deref().map(json::<Basis>).transpose()?;
    match json::<Act>(&recording.act)? {
        Act::AcceptRisk { risk, version, reason, expires_on, supersedes } => {
            risks::accept(db, ctx, at, risk.into(), &risks::Accept { reason, expires_on, basis, supersedes, version: Some(version) })
        }
        Act::AnswerLowering { risk, version, confirm, reason, supersedes } => {
            let outcome = if confirm { risks::Answer::Confirm } else { risks::Answer::Refuse };
            let request = risks::AnswerLowering { outcome, reason: Some(reason), basis, supersedes, version: Some(version) };
            risks::answer_lowering(db, ctx, at, risk.into(), &request)
        }
        Act::OrderMeasure { risk, version, strategy, text, responsible, due_on, cost, supersedes } => {
            let measure = risks::WriteMeasure {
                strategy,
                text,
                responsible,
                due_on,
                cost: cost.map(crate::domain::money::Ore),
                state: crate::domain::risk::MeasureState::Chosen,
                version: Some(version),
            };
            risks::order_measure(db, ctx, at, risk.into(), &risks::OrderMeasure { measure, basis, supersedes })
        }
        Act::LiftRisk { risk, version, reason } => {
            let done = risks::lift(db, ctx, at, risk.into(), &risks::LiftRisk { reason, basis, version: Some(version) })?;
            // A chair who no longer holds the risk has not decided, and does not ask for a lift by confirming one.
            done.ok_or(Problem::Stale)
        }
        Act::ApproveReport { kind, number, version } => {
            reports::approve(db, ctx, at, ReportKey { kind, number }, &reports::Approve { basis, version: Some(version) }, make_pdf)
        }
        Act::ReturnReport { kind, number, version, reason } => {
            reports::give_back(db, ctx, at, ReportKey { kind, number }, &reports::GiveBack { reason, basis, version: Some(version) })
        }
        Act::DecideChange { change, version, verdict, reason } => {
            changes::decide(db, ctx, at, ChangeRef(change), &changes::Decide { verdict, reason, basis, version: Some(version) })
        }
        Act::DecideDocument { number, version, verdict, reason } => {
            documents::decide(db, ctx, at, number, &documents::Decide { verdict, reason, basis, version: Some(version) })
        }
        Act::DecideGate { gate, version, outcome, motivation, conditions, opens_beside } => {
            let request = gates::DecideGate { outcome, motivation, conditions, opens_beside, basis, version: Some(version) };
            gates::decide(db, ctx, at, gate, &request)
        }
        Act::LiftGate { gate, version, reason } => {
            gates::lift(db, ctx, at, gate, &gates::LiftGate { reason, basis, version: Some(version) })?.ok_or(Problem::Stale)
        }
        Act::DecideDelivery { delivery, version, outcome, motivation, conditions } => {
            deliveries::decide(db, ctx, at, delivery, &deliveries::DecideDelivery { outcome, motivation, conditions, basis, version: Some(version) })
        }
        Act::LiftDelivery { delivery, version, reason } => {
            deliveries::lift(db, ctx, at, delivery, &deliveries::LiftDelivery { reason, basis, version: Some(version) })?.ok_or(Problem::Stale)
        }
        Act::DecideWaiver { requirement, version, granted, motivation } => {
            let outcome = if granted { WaiverOutcome::Grant } else { WaiverOutcome::Refuse };
            requirements::decide_waiver(db, ctx, at, requirement.into(), &DecideWaiver { outcome, motivation, basis, version: Some(version) })
        }
        Act::ResumeProject { version, motivation } => gates::resume(db, ctx, at, &gates::Resume { motivation, basis, version: Some(version) }),
        Act::AdoptCharter { version, motivation } => charter::adopt_draft(db, ctx, at, &AdoptDraft { motivation, basis, version: Some(version) }),
        Act::AdoptPolicy { version, scale, bands, motivation } => {
            risk_policy::adopt(db, ctx, at, &AdoptPolicy { scale, bands, motivation, basis, version: Some(version) })
        }
        Act::AdoptBudget { version, motivation, .. } => economy::adopt_budget(db, ctx, at, &AdoptBudget { motivation, basis, version: Some(version) }),
        Act::Appoint { email, person, invited, role, organisation, from_on, to_on, motivation } => {
            let email = Email::new(&email).map_err(Problem::internal)?;
            let who = if invited { Who::Invited { email, name: ShortText::new(&person).map_err(Problem::internal)? } } else { Who::Known(email) };
            appointments::appoint(db, ctx, at, &Appoint { who, role, organisation, from_on, to_on, motivation, basis })
        }
        Act::EndRole { assignment, version, last_day, motivation } => {
            // It takes effect now: a day that has passed since it was recorded means at once.
            let last_day = last_day.filter(|day| *day >= ctx.today);
            appointments::end(db, ctx, at, assignment, &EndRole { last_day, motivation, basis, version: Some(version) })
        }
        Act::NameBody { role, name, motivation } => appointments::name_body(db, ctx, at, role, &NameBody { name, motivation, basis }),
        Act::Delegate { terms, reason } => delegations::grant_terms(db, ctx, at, &terms.as_of(ctx.today)?, &reason, basis),
        Act::RevokeDelegation { number, version, reason } => {
            delegations::revoke(db, ctx, at, number, &delegations::Revoke { reason, basis, version: Some(version) })
        }
        Act::ElectChair { assignment, version } => appointments::confirm_election(db, ctx, at, assignment, version, basis.ok_or(Refused::BasisMissing)?),
        Act::ConfirmEntry { number } => Ok(Done::Decided(number)),
    }
}

/// The holder's no to what was recorded.
#[derive(Debug, Clone)]
pub struct Decline {
    pub reason: LongText,
}
impl Input for Decline {
    fn parse(f: &mut Fields<'_>) -> Option<Decline> {
        Some(Decline { reason: f.long("reason")? })
    }
}

/// The holder declines what was recorded: nothing was decided so. Who recorded it is told why.
///
/// # Errors
/// As [`confirm`].
pub fn decline(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &Decline) -> Result<(), Problem> {
    let (recording, _) = open(db, ctx, at, id)?;
    let reason = request.reason.as_str();
    let closing = Closing { outcome: RecordingOutcome::Declined, by: ctx.account(), at: ctx.now, reason: Some(reason), decision: None };
    rows::close(db, at.project.id, id, &closing)?;
    closed(db, ctx, at, &recording, RecordingOutcome::Declined, Some(reason), None)?;
    let title = title(db, ctx, at, &recording)?;
    notify::recording_declined(db, ctx, at, &recording, title.as_deref(), reason)
}

/// Whoever recorded it takes it back, while it waits: nothing was decided so, and it can be recorded anew. An earlier decision stands in the
/// log since it was entered, and only its holder says no to it.
///
/// # Errors
/// Nothing of the person's under `id`, or closed already: by which decision is said.
pub fn withdraw(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64) -> Result<(), Problem> {
    let (recording, _) = rows::find(db, at.project.id, id)?.ok_or(Problem::NotFound)?;
    if recording.recorded_by != ctx.person.0 || is_entry(&recording)? {
        return Err(Problem::Forbidden(Right::Record));
    }
    demand_waits(&recording)?;
    let closing = Closing { outcome: RecordingOutcome::Withdrawn, by: ctx.account(), at: ctx.now, reason: None, decision: None };
    rows::close(db, at.project.id, id, &closing)?;
    closed(db, ctx, at, &recording, RecordingOutcome::Withdrawn, None, None)
}
/// Whether the person can take the recording back.
///
/// # Errors
/// A damaged row.
pub fn may_withdraw(ctx: &Ctx, recording: &Recording) -> Result<bool, Problem> {
    Ok(recording.recorded_by == ctx.person.0 && recording.closed_at.is_none() && !is_entry(recording)?)
}
fn is_entry(recording: &Recording) -> Result<bool, Problem> {
    Ok(matches!(json(&recording.act)?, Act::ConfirmEntry { .. }))
}

/// An object has moved on, by decision `number` or otherwise: what was recorded about it before can no longer be confirmed.
///
/// # Errors
/// Those of the store.
pub fn settle(db: &mut Db, ctx: &Ctx, at: &InProject, kind: ObjectKind, reference: &str, number: Option<i32>) -> Result<(), Problem> {
    settle_those(db, ctx, at, (kind, reference), number, |_| true)
}
/// As [`settle`], of those recordings about the object whose act is overtaken: appointments to a role stand beside each other.
///
/// # Errors
/// Those of the store.
pub fn settle_those(
    db: &mut Db, ctx: &Ctx, at: &InProject, (kind, reference): (ObjectKind, &str), number: Option<i32>, overtaken: impl Fn(&Act) -> bool,
) -> Result<(), Problem> {
    for recording in rows::about(db, at.project.id, kind, reference)?.iter().filter(|r| r.closed_at.is_none()) {
        if overtaken(&json(&recording.act)?) {
            move_on(db, ctx, at, recording, number)?;
        }
    }
    Ok(())
}
fn move_on(db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording, number: Option<i32>) -> Result<(), Problem> {
    let closing = Closing { outcome: RecordingOutcome::MovedOn, by: ctx.account(), at: ctx.now, reason: None, decision: number };
    rows::close(db, at.project.id, recording.id, &closing)?;
    closed(db, ctx, at, recording, RecordingOutcome::MovedOn, None, number)
}

/// Decision `number` has adopted `charter`: what a body had recorded, and may no longer decide, can no longer be confirmed there.
/// What was lifted stays where it was lifted to.
///
/// # Errors
/// Those of the store.
pub fn settle_moved(db: &mut Db, ctx: &Ctx, at: &InProject, charter: &Charter, number: i32) -> Result<(), Problem> {
    for (recording, _) in rows::open(db, at.project.id)? {
        let (Some(matter), role) = (recording.matter.as_deref().map(word::<Matter>).transpose()?, word::<Role>(&recording.role)?) else { continue };
        let (matter, lifted) = match json::<Act>(&recording.act)? {
            // Every one of its matters must still be the role's.
            Act::Delegate { terms, .. } => (terms.matters.into_iter().find(|m| !charter.rule(*m).roles.contains(&role)).unwrap_or(matter), false),
            // It is taken back by the role that gave it.
            Act::RevokeDelegation { .. } => (matter, true),
            // Who orders, owns or finances the project is the orderer's to appoint, whatever the charter says.
            Act::Appoint { role: to, .. } | Act::NameBody { role: to, .. } => (matter, appointments::is_the_orderers(to)),
            Act::AcceptRisk { risk, .. } | Act::AnswerLowering { risk, .. } | Act::OrderMeasure { risk, .. } | Act::LiftRisk { risk, .. } => {
                (matter, risks::find(db, at, risk.into(), None)?.lifted_to()?.is_some())
            }
            // The new charter's limits may bring it under another matter.
            Act::DecideChange { change, .. } => {
                let change = changes::find(db, ctx, at, ChangeRef(change))?.to_domain()?;
                (change.decider(charter).map_or(matter, |d| d.matter), change.lift.is_some())
            }
            Act::DecideGate { gate, .. } | Act::LiftGate { gate, .. } => (matter, gates::lifted_to(db, at, gate)?.is_some()),
            Act::DecideDelivery { delivery, .. } | Act::LiftDelivery { delivery, .. } => (matter, deliveries::lifted_to(db, at, delivery)?.is_some()),
            // It waits with whoever stopped the project.
            Act::ResumeProject { .. } => (matter, true),
            _ => (matter, false),
        };
        if !lifted && !charter.rule(matter).roles.contains(&role) {
            move_on(db, ctx, at, &recording, Some(number))?;
        }
    }
    Ok(())
}

fn closed(
    db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording, outcome: RecordingOutcome, reason: Option<&str>, number: Option<i32>,
) -> Result<(), Problem> {
    let after = json!({"outcome": outcome, "reason": reason, "decision": number});
    journal::record(db, ctx, at, Change { kind: "recording.closed", object: &name(recording.id), before: Value::Null, after })
}

/// An open recording that is the person's to confirm, with the name of who recorded it.
fn open(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64) -> Result<(Recording, String), Problem> {
    let (recording, by) = rows::find(db, at.project.id, id)?.ok_or(Problem::NotFound)?;
    demand_own(ctx, at, &recording)?;
    demand_waits(&recording)?;
    Ok((recording, by))
}
fn demand_waits(recording: &Recording) -> Result<(), Problem> {
    match (&recording.outcome, recording.decision) {
        (None, _) => Ok(()),
        (Some(_), Some(number)) => Err(Problem::AlreadyDecided(number)),
        (Some(_), None) => Err(Refused::RecordingClosed.into()),
    }
}
/// The recording must be the person's to confirm: it waits for a role that they decide in, or for a member of the body that
/// has chosen its chair. An earlier decision falls under no matter of the charter; a refusal names it as the document that it is.
fn demand_own(ctx: &Ctx, at: &InProject, recording: &Recording) -> Result<(), Problem> {
    if let Act::ElectChair { assignment, .. } = json(&recording.act)? {
        return appointments::may_confirm_election(ctx, at, recording, assignment);
    }
    let matter = recording.matter.as_deref().map(word).transpose()?.unwrap_or(Matter::PlanDocument);
    Ok(at.charter.mandate_in_role(&at.actor, matter, word(&recording.role)?, ctx.today).map(drop)?)
}

/// Whether the recording is the person's to confirm or decline.
///
/// # Errors
/// A damaged row.
pub fn may_confirm(ctx: &Ctx, at: &InProject, recording: &Recording) -> Result<bool, Problem> {
    match demand_own(ctx, at, recording) {
        Ok(()) => Ok(recording.closed_at.is_none()),
        // An election whose assignment has ended is nobody's to confirm.
        Err(Problem::NoMandate(_) | Problem::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// The open recordings of a project with who recorded them, and whether this person can confirm them.
///
/// # Errors
/// Those of the store.
pub fn open_here(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<(Recording, String, bool)>, Problem> {
    let found = rows::open(db, at.project.id)?.into_iter();
    found.map(|(recording, by)| Ok((may_confirm(ctx, at, &recording)?, recording, by)).map(|(mine, r, by)| (r, by, mine))).collect()
}

fn name(id: i64) -> String {
    format!("recording:{id}")
}
