//! Mails about risks: one rose to new holders, waits for an answer, was lifted, or is accepted no longer.
use super::{about, answered_by_leader, holders, tell_deciders, tell_deciders_and};
use crate::domain::ids::RiskRef;
use crate::domain::risk::{MeasureState, Risk};
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::risks::RiskRow;
use crate::store::roles::Member;
use crate::store::{Db, assessments, measures, risks};
use serde_json::{Value, json};

/// Tells those who hold a risk now that it has risen to them.
///
/// # Errors
/// Those of the store.
pub fn risk_escalated(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, to: Role) -> Result<(), Problem> {
    let data = risk_data(db, ctx, at, reference, risk, to)?;
    tell_deciders(db, ctx, at, risk.matter(), to, "risk-escalated", &data)
}

/// Tells the holder of a risk that somebody proposes a lower value.
///
/// # Errors
/// Those of the store.
pub fn lowering_proposed(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, with: Role) -> Result<(), Problem> {
    let data = risk_data(db, ctx, at, reference, risk, with)?;
    tell_deciders(db, ctx, at, risk.matter(), with, "lowering-proposed", &data)
}

/// Tells those whom the holder has lifted a risk to.
///
/// # Errors
/// Those of the store.
pub fn risk_lifted(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, to: Role, reason: &str) -> Result<(), Problem> {
    let data = with_reason(risk_data(db, ctx, at, reference, risk, to)?, reason);
    tell_deciders(db, ctx, at, risk.matter(), to, "risk-lifted", &data)
}

/// Tells the holder of a risk that somebody asks for a stand.
///
/// # Errors
/// Those of the store.
pub fn risk_asked(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, with: Role, reason: &str) -> Result<(), Problem> {
    let data = with_reason(risk_data(db, ctx, at, reference, risk, with)?, reason);
    tell_deciders(db, ctx, at, risk.matter(), with, "risk-asked", &data)
}

/// Tells the holder of a risk that its acceptance has expired and that it waits again; the leader and who is responsible for the risk
/// read the same. `before` is the risk as it was accepted. The program itself writes, so an answer goes to the leader.
///
/// # Errors
/// Those of the store.
pub fn acceptance_expired(db: &mut Db, ctx: &Ctx, at: &InProject, before: &RiskRow, risk: &Risk) -> Result<(), Problem> {
    let with = risk.held_by(&at.charter);
    let responsible = at.members_today(ctx.today).filter(|m| before.owner_id == Some(m.assignment.person_id));
    let concerned: Vec<&Member> = holders(ctx, at, Role::ProjectLeader).chain(responsible).collect();
    let (answered_by, leader) = answered_by_leader(ctx, at);
    let mut data = risk_data(db, ctx, at, before.reference(), risk, with)?;
    data["accepted"] = json!({"until": before.state_on, "decision": before.state_decision});
    data["reply"] = json!(leader);
    tell_deciders_and(db, &answered_by, at, risk.matter(), with, &concerned, "acceptance-expired", &data)
}

/// The risk as mails tell of it: with the value before its newest assessment and why it was made, and the measure that is chosen.
fn risk_data(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, role: Role) -> Result<Value, Problem> {
    let row = risks::find(db, at.project.id, reference)?.ok_or(Problem::NotFound)?;
    let newest = assessments::of_risk(db, row.id, 2)?;
    let (was, why) = (newest.iter().rev().nth(1).map(|(a, _)| a.value), newest.last().map(|(a, _)| a.reason.as_str()).filter(|r| !r.is_empty()));
    let measures = measures::of_risk(db, row.id)?;
    let chosen = measures.iter().find(|(m, _)| m.state == MeasureState::Chosen).map(|(m, _)| m.text.as_str());
    let proposed_band = risk.proposal.as_ref().and_then(|p| at.policy.score(p.likelihood, p.impact)).map(|score| score.band());
    let page = format_args!("risks/{reference}");
    // Nobody answers by a day that has passed.
    let own = json!({
        "risk": {"ref": reference, "threat": risk.texts.threat, "vulnerability": risk.texts.vulnerability, "consequence": risk.texts.consequence,
            "likelihood": risk.score.likelihood(), "impact": risk.score.impact(), "value": risk.score.value(), "band": risk.score.band(), "proposed": risk.proposal,
            "was": was, "why": why, "measure": chosen, "review_on": Some(risk.review_on).filter(|day| *day >= ctx.today),
            "proposed_band": proposed_band},
        "role": role,
    });
    Ok(about(ctx, at, page, own))
}
fn with_reason(mut data: Value, reason: &str) -> Value {
    data["reason"] = json!(reason);
    data
}
