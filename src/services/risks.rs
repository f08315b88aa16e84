//! What people do with risks.
use crate::domain::decision::{ObjectKind, content_hash};
use crate::domain::ids::{PersonId, RiskRef};
use crate::domain::policy::Score;
use crate::domain::refused::Refused;
use crate::domain::remark::{RemarkKind, Topic};
use crate::domain::rights::Right;
use crate::domain::risk::{AssessmentKind, Outcome, Proposal, Risk};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{decisions, notify, remarks, responsible, version};
use crate::store::assessments::{self, Confirmed, NewAssessment};
use crate::store::risks::{self as rows, RiskRow};
use crate::store::{Db, measures as measure_rows, projects};
use serde_json::{Value, json};

mod decide;
mod measures;
mod requests;
pub use decide::{accept, acknowledge, alternate, answer_lowering, lift, order_measure, recorded_terms, replaced_acceptance};
pub(super) use measures::told as told_of_measure;
pub use measures::{add_measure, edit_measure};
pub use requests::{Accept, Answer, AnswerLowering, Assess, EditRisk, LiftRisk, LogRisk, OrderMeasure, WithReason, WriteMeasure, read_expiry};

/// A risk by its reference, which must be at `version` when that is named.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::Stale`].
pub fn find(db: &mut Db, at: &InProject, reference: RiskRef, version: Option<i64>) -> Result<RiskRow, Problem> {
    let row = rows::find(db, at.project.id, reference)?.ok_or(Problem::NotFound)?;
    version::fits(row.version, version)?;
    Ok(row)
}
/// A risk that is changed or decided upon: the version that was seen must be named.
fn seen(db: &mut Db, at: &InProject, reference: RiskRef, version: Option<i64>) -> Result<RiskRow, Problem> {
    let row = find(db, at, reference, None)?;
    version::expect(row.version, version)?;
    Ok(row)
}

/// Logs a risk and assesses it for the first time; above the leader's band it escalates at once.
///
/// # Errors
/// S or K outside the project's scale, or an owner without a role in the project.
pub fn log(db: &mut Db, ctx: &Ctx, at: &InProject, request: &LogRisk) -> Result<RiskRef, Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let score = score(at, request.likelihood, request.impact)?;
    let owner = responsible::kept_or_named(ctx, at, None, request.owner.as_deref(), "owner")?.map(PersonId);
    let (risk, outcome) = Risk::log(request.texts.clone(), score, owner, &at.actor, &at.rules(ctx));
    let number = projects::next_risk_number(db, at.project.id)?;
    let id = rows::add(db, at.project.id, number, &risk, ctx.now)?;
    let reason = request.reason.as_ref().map_or("", LongText::as_str);
    add_assessment(db, ctx, at, id, &Author::acting(ctx, at, at.acting_role(ctx.today)), score, reason, AssessmentKind::Initial)?;
    let reference = RiskRef(number);
    journal::record(db, ctx, at, Change { kind: "risk.logged", object: &object(reference), before: Value::Null, after: assessed(&risk, Some(reason)) })?;
    announce(db, ctx, at, reference, &risk, &outcome)?;
    Ok(reference)
}

/// Changes a risk's words or responsible person.
///
/// # Errors
/// Closed, stale, or an owner without a role in the project.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &EditRisk) -> Result<(), Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let row = seen(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    if !before.is_open() {
        return Err(Refused::RiskIsClosed.into());
    }
    let owner = responsible::kept_or_named(ctx, at, row.owner_id, request.owner.as_deref(), "owner")?.map(PersonId);
    let after = Risk { texts: request.texts.clone(), owner, ..before.clone() };
    change(db, ctx, at, &row, &Move { before: &before, after: &after, kind: "risk.edited", assessed: false, role: at.acting_role(ctx.today), reason: None })
}

/// Assesses a risk anew. A raise takes effect at once; a lowering out of the band by anyone but its holder is a proposal.
///
/// # Errors
/// Neither the holder nor the right to work with risks, S or K outside the scale, closed, stale.
pub fn assess(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &Assess) -> Result<Outcome, Problem> {
    let row = seen(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let role = work_on(ctx, at, &before)?;
    let score = score(at, request.likelihood, request.impact)?;
    let (after, outcome) = before.clone().assess(score, &request.reason, &at.actor, &at.rules(ctx))?;
    let proposed = matches!(outcome, Outcome::Proposed { .. });
    let after = if proposed { after.proposed_in(role, is_delegate(ctx, at, role)) } else { after };
    let kind = if proposed { "risk.lowering_proposed" } else { "risk.assessed" };
    let reason = (!proposed).then(|| request.reason.as_str());
    change(db, ctx, at, &row, &Move { before: &before, after: &after, kind, assessed: !proposed, role, reason })?;
    if !proposed {
        let kind = if request.residual { AssessmentKind::Residual } else { AssessmentKind::Current };
        add_assessment(db, ctx, at, row.id, &Author::acting(ctx, at, role), score, request.reason.as_str(), kind)?;
    }
    announce(db, ctx, at, reference, &after, &outcome)?;
    Ok(outcome)
}

/// The holder works with the risk whatever the role; others need the right. Answers the role that the person acts in.
///
/// # Errors
/// [`Problem::Forbidden`].
pub fn work_on(ctx: &Ctx, at: &InProject, risk: &Risk) -> Result<Option<Role>, Problem> {
    if let Ok(mandate) = at.charter.mandate_of_holder(&at.actor, &risk.pending(), ctx.today) {
        return Ok(Some(mandate.role()));
    }
    at.demand(Right::WorkWithRisks, ctx.today)?;
    Ok(at.acting_role(ctx.today))
}

/// Whether the person may work with the risk at all, before what was sent is looked at.
///
/// # Errors
/// As [`work_on`].
pub fn demand_work(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef) -> Result<(), Problem> {
    let risk = find(db, at, reference, None)?.to_domain()?;
    work_on(ctx, at, &risk).map(drop)
}

/// The risk has happened: from today it is an issue.
///
/// # Errors
/// Neither the holder nor the right to work with risks, closed, occurred already, stale.
pub fn occur(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WithReason) -> Result<(), Problem> {
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let role = work_on(ctx, at, &before)?;
    let after = before.clone().occur(ctx.today)?;
    change(db, ctx, at, &row, &Move { before: &before, after: &after, kind: "risk.occurred", assessed: false, role, reason: None })?;
    comment(db, ctx, at, reference, &request.reason)
}
/// Whether the person may close the risk.
pub fn may_close(ctx: &Ctx, at: &InProject, risk: &Risk) -> bool {
    at.charter.mandate_over(&at.actor, &risk.pending(), None, ctx.today).is_ok()
}
/// Closes the risk; only its holder does.
///
/// # Errors
/// Closed already, stale, no mandate.
pub fn close(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WithReason) -> Result<(), Problem> {
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let mandate = at.charter.mandate_over(&at.actor, &before.pending(), None, ctx.today)?;
    let after = before.clone().close(&mandate, ctx.today)?;
    change(db, ctx, at, &row, &Move { before: &before, after: &after, kind: "risk.closed", assessed: false, role: Some(mandate.role()), reason: None })?;
    comment(db, ctx, at, reference, &request.reason)
}

/// Why it was closed, or what happened, stands among the comments.
fn comment(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, text: &LongText) -> Result<(), Problem> {
    remarks::keep(db, ctx, at, Topic::Risk(reference), RemarkKind::Comment, text)
}

/// Reopens the risks of a project whose acceptance has expired, and tells their holders; answers how many. A risk that was reopened is no
/// longer accepted, so nobody is told twice.
///
/// # Errors
/// Those of the store.
pub fn reopen_expired(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<usize, Problem> {
    let expired = rows::expired(db, at.project.id, ctx.today, 500)?;
    for row in &expired {
        let before = row.to_domain()?;
        let after = before.clone().reopen_if_expired(ctx.now, ctx.today);
        change(db, ctx, at, row, &Move { before: &before, after: &after, kind: "risk.reopened", assessed: false, role: None, reason: None })?;
        notify::acceptance_expired(db, ctx, at, row, &after)?;
    }
    Ok(expired.len())
}

/// The risk's content as a decision fixes it: texts, assessment, measures, owner.
///
/// # Errors
/// Those of the store.
pub fn hash(db: &mut Db, row: &RiskRow) -> Result<String, Problem> {
    let measures: Vec<Value> = measure_rows::of_risk(db, row.id)?.into_iter().map(|(m, _)| json!({"number": m.number, "strategy": m.strategy, "text": m.text, "responsible": m.responsible_id, "due": m.due_on, "cost": m.cost, "state": m.state})).collect();
    Ok(content_hash(
        &json!({"threat": row.threat, "vulnerability": row.vulnerability, "consequence": row.consequence, "likelihood": row.likelihood, "impact": row.impact, "owner": row.owner_id, "measures": measures}),
    ))
}

fn score(at: &InProject, likelihood: i64, impact: i64) -> Result<Score, Problem> {
    let (s_max, k_max) = (i64::from(at.policy.likelihood_steps()), i64::from(at.policy.impact_steps()));
    let outside = |field: &str, max| Problem::invalid(field, Fault::OutOfRange { from: 1, to: max });
    if !(1..=s_max).contains(&likelihood) {
        return Err(outside("likelihood", s_max));
    }
    at.policy.score(likelihood as i32, i32::try_from(impact).unwrap_or(0)).ok_or_else(|| outside("impact", k_max))
}
/// Who assesses, and in which role.
struct Author {
    person: PersonId,
    role: Option<Role>,
    on_delegation: bool,
    /// The decision that made a proposal take effect, and the role it was taken in.
    confirmed: Option<(i32, Role)>,
}
impl Author {
    /// The one who acts.
    fn acting(ctx: &Ctx, at: &InProject, role: Option<Role>) -> Author {
        Author { person: ctx.person, role, on_delegation: is_delegate(ctx, at, role), confirmed: None }
    }
    /// Whoever proposed a lowering, which the one who acts has confirmed by this decision.
    fn of_proposal(at: &InProject, proposal: &Proposal, decision: i32, role: Role) -> Author {
        let held = || at.person(proposal.by.0).map(|m| m.role());
        Author { person: proposal.by, role: proposal.role.or_else(held), on_delegation: proposal.on_delegation, confirmed: Some((decision, role)) }
    }
}
fn is_delegate(ctx: &Ctx, at: &InProject, role: Option<Role>) -> bool {
    role.is_some_and(|role| at.actor.is_delegate_of(role, ctx.today))
}
fn add_assessment(db: &mut Db, ctx: &Ctx, at: &InProject, risk: i64, author: &Author, score: Score, reason: &str, kind: AssessmentKind) -> Result<(), Problem> {
    let role = author.role.ok_or_else(nobody)?;
    let (person, on_delegation, policy) = (author.person.0, author.on_delegation, at.policy.number());
    let confirmed = author.confirmed.map(|(decision, role)| Confirmed { by: ctx.person.0, role, decision });
    assessments::add(db, &NewAssessment { risk, at: ctx.now, person, role, score, reason, kind, policy, on_delegation, confirmed })?;
    Ok(())
}
/// Only the installation acts in no role, and it neither assesses nor comments.
fn nobody() -> Problem {
    Problem::internal("somebody without a role acts in a project")
}

/// A risk goes from one state to another.
pub(super) struct Move<'a> {
    pub before: &'a Risk,
    pub after: &'a Risk,
    /// `risk.assessed`, `risk.accepted`, …
    pub kind: &'a str,
    pub assessed: bool,
    /// The role that it was done in; a decision's is its mandate's.
    pub role: Option<Role>,
    /// Why, of an assessment.
    pub reason: Option<&'a str>,
}

/// Stores a move and writes the journal. What a body had recorded about the risk before is overtaken by it.
pub(super) fn change(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, step: &Move<'_>) -> Result<(), Problem> {
    rows::update(db, at.project.id, row, step.after, step.assessed, ctx.now)?;
    decisions::settle(db, ctx, at, ObjectKind::Risk, &row.reference().to_string(), None)?;
    told(db, ctx, at, row.reference(), step)
}
/// As [`change`] for what leaves the risk's content and version as they are.
fn note(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, step: &Move<'_>) -> Result<(), Problem> {
    rows::note(db, at.project.id, row, step.after, ctx.now)?;
    told(db, ctx, at, row.reference(), step)
}
fn told(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, step: &Move<'_>) -> Result<(), Problem> {
    let change = Change { kind: step.kind, object: &object(reference), before: snapshot(step.before), after: assessed(step.after, step.reason) };
    journal::record_as(db, ctx, at, step.role, change)
}

/// A new charter has given the risk to another role, which has not seen it. That is no part of the risk's content: the version stays.
///
/// # Errors
/// Those of the store.
pub(super) fn move_to(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, risk: Risk, from: Role, to: Role) -> Result<(), Problem> {
    let held_by = |risk: &Risk, role: Role| {
        let mut told = snapshot(risk);
        told["held_by"] = json!(role);
        told
    };
    let (reference, before) = (object(row.reference()), held_by(&risk, from));
    let risk = risk.moved_to_new_holder(ctx.now);
    rows::note(db, at.project.id, row, &risk, ctx.now)?;
    journal::record(db, ctx, at, Change { kind: "risk.moved", object: &reference, before, after: held_by(&risk, to) })
}

/// The escalated risk stands in the holder's list; a mail tells the people who hold it now.
fn announce(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, outcome: &Outcome) -> Result<(), Problem> {
    match outcome {
        Outcome::Escalated { to } => notify::risk_escalated(db, ctx, at, reference, risk, *to),
        Outcome::Proposed { with } => notify::lowering_proposed(db, ctx, at, reference, risk, *with),
        Outcome::Kept | Outcome::Lowered | Outcome::RaisedWithinHolder => Ok(()),
    }
}
fn object(reference: RiskRef) -> String {
    format!("risk:{reference}")
}
/// A risk as the journal tells of it when it was assessed for this reason.
fn assessed(risk: &Risk, reason: Option<&str>) -> Value {
    let mut told = snapshot(risk);
    if let Some(reason) = reason {
        told["reason"] = json!(reason);
    }
    told
}
/// A risk as the journal tells of it.
pub(super) fn snapshot(risk: &Risk) -> Value {
    json!({
        "threat": risk.texts.threat, "vulnerability": risk.texts.vulnerability, "consequence": risk.texts.consequence,
        "likelihood": risk.score.likelihood(), "impact": risk.score.impact(), "value": risk.score.value(), "band": risk.score.band(),
        "state": risk.state_word(), "owner": risk.owner, "review_on": risk.review_on, "escalation": risk.escalation,
        "proposed": risk.proposal, "lift": risk.lift, "lift_request": risk.request, "covered": risk.covered,
    })
}
