//! What people do with risks.
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::{PersonId, RiskRef};
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::policy::{Band, Score};
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::risk::{AssessmentKind, Assessor, MeasureState, Outcome, Risk};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done};
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::store::assessments::{self, NewAssessment};
use crate::store::measures::{self, MeasureValues};
use crate::store::remarks::{self, NewRemark};
use crate::store::risks::{self as rows, RiskRow};
use crate::store::{Db, projects};
use serde_json::{Value, json};

mod requests;
pub use requests::{Accept, Answer, AnswerLowering, Assess, EditRisk, LogRisk, Remark, WithReason, WriteMeasure};

/// A risk by its reference, which must be at `version` when that is given.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::Stale`].
pub fn find(db: &mut Db, at: &InProject, reference: RiskRef, version: Option<i64>) -> Result<RiskRow, Problem> {
    let row = rows::find(db, at.project.id, reference)?.ok_or(Problem::NotFound)?;
    if version.is_some_and(|v| v != row.version) { Err(Problem::Stale) } else { Ok(row) }
}

/// Logs a risk and assesses it for the first time; above the leader's band it escalates at once.
///
/// # Errors
/// S or K outside the project's scale, or an owner without a role in the project.
pub fn log(db: &mut Db, ctx: &Ctx, at: &InProject, request: &LogRisk) -> Result<RiskRef, Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let score = score(at, request.likelihood, request.impact)?;
    let owner = owner(ctx, at, request.owner.as_deref(), "owner")?;
    let (risk, outcome) = Risk::log(request.texts.clone(), score, owner, &assessor(ctx, at), &at.rules(ctx));
    let number = projects::next_risk_number(db, at.project.id)?;
    let id = rows::add(db, at.project.id, number, &risk, ctx.now)?;
    let reason = request.reason.as_ref().map_or("", LongText::as_str);
    add_assessment(db, ctx, at, id, score, reason, AssessmentKind::Initial)?;
    let reference = RiskRef(number);
    journal::record(db, ctx, at, Change { kind: "risk.logged", object: &object(reference), before: Value::Null, after: snapshot(&risk) })?;
    announce(db, ctx, at, reference, &risk, &outcome)?;
    Ok(reference)
}

/// Changes a risk's words or responsible person.
///
/// # Errors
/// Closed, stale, or an owner without a role in the project.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &EditRisk) -> Result<(), Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    if !before.is_open() {
        return Err(Refused::RiskIsClosed.into());
    }
    let mut after = before.clone();
    if let Some(threat) = &request.threat {
        after.texts.threat = threat.clone();
    }
    if let Some(vulnerability) = &request.vulnerability {
        after.texts.vulnerability = vulnerability.clone();
    }
    if let Some(consequence) = &request.consequence {
        after.texts.consequence = consequence.clone();
    }
    if let Some(wanted) = &request.owner {
        after.owner = owner(ctx, at, Some(wanted), "owner")?;
    }
    change(db, ctx, at, &row, &before, &after, "risk.edited", false)
}

/// Assesses a risk anew. A raise takes effect at once; a lowering out of the band by anyone but its holder is a proposal.
///
/// # Errors
/// S or K outside the scale, closed, stale.
pub fn assess(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &Assess) -> Result<Outcome, Problem> {
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let by = assessor(ctx, at);
    if !by.holds.contains(&before.score.band()) {
        at.demand(Right::WorkWithRisks, ctx.today)?;
    }
    let score = score(at, request.likelihood, request.impact)?;
    let (after, outcome) = before.clone().assess(score, &request.reason, &by, &at.rules(ctx))?;
    let proposed = matches!(outcome, Outcome::Proposed { .. });
    change(db, ctx, at, &row, &before, &after, if proposed { "risk.lowering_proposed" } else { "risk.assessed" }, !proposed)?;
    if !proposed {
        let kind = if request.residual { AssessmentKind::Residual } else { AssessmentKind::Current };
        add_assessment(db, ctx, at, row.id, score, request.reason.as_str(), kind)?;
    }
    announce(db, ctx, at, reference, &after, &outcome)?;
    Ok(outcome)
}

/// The holder's answer to a proposed lowering: a decision in the matter of the band that the risk is in now.
///
/// # Errors
/// No mandate, one's own proposal, nothing proposed, stale.
pub fn answer_lowering(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &AnswerLowering) -> Result<Done, Problem> {
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let proposal = before.proposal.clone().ok_or(Refused::NothingToConfirm)?;
    let matter = before.matter();
    let mandate = match decisions::authority(ctx, at, matter, &[proposal.by], request.basis.as_ref())? {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let act = Act::AnswerLowering {
                risk: reference.0,
                version: row.version,
                confirm: request.outcome == Answer::Confirm,
                reason: request.reason.as_ref().map_or(proposal.reason.clone(), ToString::to_string),
            };
            return record(db, ctx, at, role, &row, &act, request.basis.as_ref());
        }
    };
    let (after, outcome) = match request.outcome {
        Answer::Confirm => (before.clone().confirm_lowering(&mandate, &at.rules(ctx))?.0, DecisionOutcome::Confirmed),
        Answer::Refuse => (before.clone().refuse_lowering(&mandate)?, DecisionOutcome::Refused),
    };
    let number = decide(db, ctx, at, &row, &mandate, request.basis.clone(), outcome, request.reason.clone())?;
    let confirmed = request.outcome == Answer::Confirm;
    change(db, ctx, at, &row, &before, &after, if confirmed { "risk.lowered" } else { "risk.lowering_refused" }, confirmed)?;
    if confirmed {
        add_assessment(db, ctx, at, row.id, after.score, &proposal.reason, AssessmentKind::Current)?;
    }
    Ok(Done::Decided(number))
}

/// Accepts the risk until a day, with the mandate of its band. Accepting a risk in one's own band is not barred.
///
/// # Errors
/// No mandate, stale, or a day that is not within a year from tomorrow.
pub fn accept(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &Accept) -> Result<Done, Problem> {
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let mandate = match holder_authority(ctx, at, &before, request.basis.as_ref())? {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let act = Act::AcceptRisk { risk: reference.0, version: row.version, reason: request.reason.to_string(), expires_on: request.expires_on };
            return record(db, ctx, at, role, &row, &act, request.basis.as_ref());
        }
    };
    let number = projects::next_decision_number(db, at.project.id)?;
    let after = before
        .clone()
        .accept(&mandate, request.expires_on, number, ctx.today)
        .map_err(|e| if e == Refused::ExpiryOutOfReach { Problem::invalid("expires_on", Fault::Other("expiry-out-of-reach")) } else { e.into() })?;
    let decision = decision(db, ctx, &row, &mandate, request.basis.clone(), DecisionOutcome::Accepted, Some(request.reason.clone()))?;
    decisions::store_numbered(db, ctx, at, &decision, number)?;
    change(db, ctx, at, &row, &before, &after, "risk.accepted", false)?;
    Ok(Done::Decided(number))
}

/// The holder orders a measure: a decision, and a chosen measure with its responsible person.
///
/// # Errors
/// No mandate, stale, or a responsible person without a role in the project.
pub fn order_measure(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WriteMeasure) -> Result<Done, Problem> {
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let mandate = match holder_authority(ctx, at, &before, None)? {
        Authority::Decide(mandate) => mandate,
        Authority::Record(_) => return Err(Refused::BasisMissing.into()),
    };
    let number = decide(db, ctx, at, &row, &mandate, None, DecisionOutcome::MeasureOrdered, Some(request.text.clone()))?;
    let values = measure_values(ctx, at, &WriteMeasure { state: MeasureState::Chosen, ..request.clone() })?;
    measures::add(db, row.id, values)?;
    let seen = if before.escalation.is_some_and(|e| e.acknowledged.is_none()) { before.clone().acknowledge(ctx.now)? } else { before.clone() };
    let after = Risk { lift: None, ..seen }.with_coverage(measures::covers(db, row.id)?);
    change(db, ctx, at, &row, &before, &after, "risk.measure_ordered", false)?;
    Ok(Done::Decided(number))
}

/// The holder has seen the escalation.
///
/// # Errors
/// No mandate for the band, or nothing to acknowledge.
pub fn acknowledge(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef) -> Result<(), Problem> {
    let row = find(db, at, reference, None)?;
    let before = row.to_domain()?;
    holder_authority(ctx, at, &before, None)?;
    let after = before.clone().acknowledge(ctx.now)?;
    change(db, ctx, at, &row, &before, &after, "risk.acknowledged", false)
}

/// Lifts a risk to the role above the one that holds it.
///
/// # Errors
/// Closed, or nobody stands above.
pub fn lift(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WithReason) -> Result<Role, Problem> {
    at.demand(Right::Discuss, ctx.today)?;
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let (after, to) = before.clone().lift(ctx.person, &request.reason, &at.rules(ctx))?;
    change(db, ctx, at, &row, &before, &after, "risk.lifted", false)?;
    announce(db, ctx, at, reference, &after, &Outcome::Escalated { to })?;
    Ok(to)
}

/// The risk has happened: from today it is an issue.
///
/// # Errors
/// Closed, stale.
pub fn occur(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WithReason) -> Result<(), Problem> {
    end(db, ctx, at, reference, request, "risk.occurred", |risk| risk.occur(ctx.today))
}
/// Closes the risk; it takes the right to work with risks, and for a risk above the leader the mandate of its band.
///
/// # Errors
/// Closed already, stale, no mandate.
pub fn close(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WithReason) -> Result<(), Problem> {
    let row = find(db, at, reference, request.version)?;
    at.mandate_for(row.to_domain()?.matter(), ctx.today)?;
    end(db, ctx, at, reference, request, "risk.closed", |risk| risk.close(ctx.today))
}
fn end(
    db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WithReason, kind: &str, step: impl FnOnce(Risk) -> Result<Risk, Refused>,
) -> Result<(), Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let row = find(db, at, reference, request.version)?;
    let before = row.to_domain()?;
    let after = step(before.clone())?;
    change(db, ctx, at, &row, &before, &after, kind, false)?;
    add_remark(db, ctx, at, reference, "comment", &request.reason)
}

/// Adds a comment or an opinion (`kind`). Neither raises the risk's version.
///
/// # Errors
/// No such risk, or a role that only reads.
pub fn remark(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, kind: &str, request: &Remark) -> Result<(), Problem> {
    at.demand(Right::Discuss, ctx.today)?;
    find(db, at, reference, None)?;
    add_remark(db, ctx, at, reference, kind, &request.text)
}
fn add_remark(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, kind: &str, text: &LongText) -> Result<(), Problem> {
    let role = at.acting_role(ctx.today);
    remarks::add(
        db,
        &NewRemark {
            project_id: at.project.id,
            object: &object(reference),
            kind,
            person_id: ctx.person.0,
            role: role.as_str(),
            at: ctx.now,
            text: text.as_str(),
        },
    )?;
    journal::record(
        db,
        ctx,
        at,
        Change {
            kind: if kind == "opinion" { "risk.opinion" } else { "risk.comment" },
            object: &object(reference),
            before: Value::Null,
            after: json!({"text": text}),
        },
    )
}

/// Proposes or chooses a measure.
///
/// # Errors
/// Closed, or a responsible person without a role in the project.
pub fn add_measure(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WriteMeasure) -> Result<i32, Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let row = find(db, at, reference, None)?;
    let before = row.to_domain()?;
    if !before.is_open() {
        return Err(Refused::RiskIsClosed.into());
    }
    let values = measure_values(ctx, at, request)?;
    let number = measures::add(db, row.id, values)?;
    recover(db, ctx, at, &row, before, number, Value::Null, request)?;
    Ok(number)
}

/// Changes a measure.
///
/// # Errors
/// No such measure, stale, or a responsible person without a role in the project.
pub fn edit_measure(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, number: i32, request: &WriteMeasure) -> Result<(), Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let row = find(db, at, reference, None)?;
    let old = measures::find(db, row.id, number)?.ok_or(Problem::NotFound)?;
    let version = request.version.unwrap_or(old.version);
    let values = measure_values(ctx, at, request)?;
    measures::update(db, row.id, number, version, values)?;
    let before = row.to_domain()?;
    recover(db, ctx, at, &row, before, number, json!({"text": old.text, "state": old.state}), request)
}
/// The measures have changed: the risk's coverage and its content hash follow.
fn recover(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, before: Risk, number: i32, old: Value, request: &WriteMeasure) -> Result<(), Problem> {
    let after = before.with_coverage(measures::covers(db, row.id)?);
    rows::update(db, at.project.id, row, &after, false, ctx.now)?;
    let object = format!("{}:measure:{number}", object(row.reference()));
    journal::record(
        db,
        ctx,
        at,
        Change {
            kind: "risk.measure",
            object: &object,
            before: old,
            after: json!({"text": request.text, "state": request.state, "strategy": request.strategy}),
        },
    )
}
fn measure_values(ctx: &Ctx, at: &InProject, request: &WriteMeasure) -> Result<MeasureValues, Problem> {
    let responsible = owner(ctx, at, request.responsible.as_deref(), "responsible")?;
    Ok(MeasureValues {
        strategy: request.strategy,
        text: request.text.to_string(),
        responsible_id: responsible.map(|p| p.0),
        due_on: request.due_on,
        cost: request.cost.map(|c| c.0),
        state: request.state,
    })
}

/// Reopens the risks of a project whose acceptance has expired; answers how many.
///
/// # Errors
/// Those of the store.
pub fn reopen_expired(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<usize, Problem> {
    let expired = rows::expired(db, at.project.id, ctx.today, 500)?;
    for row in &expired {
        let before = row.to_domain()?;
        let after = before.clone().reopen_if_expired(ctx.today);
        change(db, ctx, at, row, &before, &after, "risk.reopened", false)?;
    }
    Ok(expired.len())
}

/// The risk's content as a decision fixes it: texts, assessment, measures, owner.
///
/// # Errors
/// Those of the store.
pub fn hash(db: &mut Db, row: &RiskRow) -> Result<String, Problem> {
    let measures: Vec<Value> = measures::of_risk(db, row.id)?.into_iter().map(|(m, _)| json!({"number": m.number, "strategy": m.strategy, "text": m.text, "responsible": m.responsible_id, "due": m.due_on, "cost": m.cost, "state": m.state})).collect();
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
fn assessor(ctx: &Ctx, at: &InProject) -> Assessor {
    let holds = Band::ALL.iter().copied().filter(|b| at.mandate_for(Matter::risk(*b), ctx.today).is_ok()).collect();
    Assessor { person: ctx.person, holds }
}
/// Authority over a risk: the band's matter, or the role that it was lifted to.
fn holder_authority(ctx: &Ctx, at: &InProject, risk: &Risk, basis: Option<&Basis>) -> Result<Authority, Problem> {
    if let Some(lift) = &risk.lift {
        return Ok(Authority::Decide(at.charter.mandate_lifted_to(&at.actor, risk.matter(), lift.to, ctx.today)?));
    }
    Ok(decisions::authority(ctx, at, risk.matter(), &[], basis)?)
}
/// A responsible person must have a role in the project.
fn owner(ctx: &Ctx, at: &InProject, email: Option<&str>, field: &str) -> Result<Option<PersonId>, Problem> {
    let Some(email) = email.filter(|e| !e.is_empty()) else { return Ok(None) };
    let found = at.members_today(ctx.today).find(|m| m.has_address(email));
    found.map(|m| Some(PersonId(m.assignment.person_id))).ok_or_else(|| Problem::invalid(field, Fault::Other("no-role-here")))
}
fn add_assessment(db: &mut Db, ctx: &Ctx, at: &InProject, risk: i64, score: Score, reason: &str, kind: AssessmentKind) -> Result<(), Problem> {
    let role = at.acting_role(ctx.today);
    assessments::add(db, &NewAssessment { risk, at: ctx.now, person: ctx.person.0, role, score, reason, kind, policy: at.policy.number() })?;
    Ok(())
}
fn change(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, before: &Risk, after: &Risk, kind: &str, assessed: bool) -> Result<(), Problem> {
    rows::update(db, at.project.id, row, after, assessed, ctx.now)?;
    journal::record(db, ctx, at, Change { kind, object: &object(row.reference()), before: snapshot(before), after: snapshot(after) })
}
fn decision(
    db: &mut Db, ctx: &Ctx, row: &RiskRow, mandate: &Mandate, basis: Option<Basis>, outcome: DecisionOutcome, motivation: Option<LongText>,
) -> Result<Decision, Problem> {
    let object = DecidedObject { kind: ObjectKind::Risk, reference: row.reference().to_string(), version: row.version, hash: hash(db, row)? };
    Ok(Decision::take(
        mandate,
        decisions::basis_or_chair(mandate, basis),
        object,
        format!("{} {}", row.reference(), row.consequence),
        outcome,
        motivation,
        ctx.now,
        ctx.today,
    )?)
}
fn decide(
    db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, mandate: &Mandate, basis: Option<Basis>, outcome: DecisionOutcome, motivation: Option<LongText>,
) -> Result<i32, Problem> {
    let decision = decision(db, ctx, row, mandate, basis, outcome, motivation)?;
    decisions::store(db, ctx, at, &decision)
}
fn record(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, row: &RiskRow, act: &Act, basis: Option<&Basis>) -> Result<Done, Problem> {
    let basis = basis.ok_or(Refused::BasisMissing)?;
    let object = DecidedObject { kind: ObjectKind::Risk, reference: row.reference().to_string(), version: row.version, hash: hash(db, row)? };
    decisions::record(db, ctx, at, role, row.to_domain()?.matter(), &object, act, basis)
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
fn snapshot(risk: &Risk) -> Value {
    json!({
        "threat": risk.texts.threat, "vulnerability": risk.texts.vulnerability, "consequence": risk.texts.consequence,
        "likelihood": risk.score.likelihood(), "impact": risk.score.impact(), "value": risk.score.value(), "band": risk.score.band(),
        "state": risk.state_word(), "owner": risk.owner, "review_on": risk.review_on, "escalation": risk.escalation,
        "proposed": risk.proposal, "lift": risk.lift, "covered": risk.covered,
    })
}
