//! Mails that a change asks for: rows of the outbox, written in the change's own transaction.
use crate::domain::delegation::{Delegate, Delegation};
use crate::domain::handover::HandoverState;
use crate::domain::ids::{PersonId, RequirementRef, RiskRef};
use crate::domain::lifecycle::GateOutcome;
use crate::domain::matter::Matter;
use crate::domain::report::ReportKey;
use crate::domain::risk::{self, MeasureState, Risk};
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::changes::ChangeRow;
use crate::store::delegations::DelegationRow;
use crate::store::documents::DocumentRow;
use crate::store::outbox::{self, MailState, NewMail};
use crate::store::recordings::Recording;
use crate::store::risks::RiskRow;
use crate::store::roles::Member;
use crate::store::{Db, accounts, assessments, deliveries, gates, measures, risks};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

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

/// Tells who recorded something that it was declined, and why.
///
/// # Errors
/// Those of the store.
pub fn recording_declined(db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording, reason: &str) -> Result<(), Problem> {
    let Some(person) = accounts::find(db, recording.recorded_by)? else { return Ok(()) };
    let data = json!({
        "project": {"code": at.project.code, "name": at.project.name}, "object": {"kind": recording.object_kind, "ref": recording.object_ref},
        "role": recording.role, "by": ctx.name, "reason": reason,
        "url": format!("{}/projects/{}/recordings/{}", ctx.base_url, at.project.code, recording.id),
    });
    let language = person.language.clone().unwrap_or_else(|| "sv".to_owned());
    queue(db, ctx, Some(at.project.id), "recording-declined", &language, (&person.name, &person.email), &data).map(drop)
}

/// Tells those who may decide by a delegation, or may no longer, that it was granted or revoked.
///
/// # Errors
/// Those of the store.
pub fn delegated(db: &mut Db, ctx: &Ctx, at: &InProject, kind: &str, row: &DelegationRow, reason: &str) -> Result<(), Problem> {
    let delegation = row.to_domain(&at.members)?;
    let data = json!({
        "project": {"code": at.project.code, "name": at.project.name}, "by": ctx.name, "role": row.from_role, "reason": reason,
        "matters": delegation.terms.matters, "from_on": row.from_on, "to_on": row.to_on,
        "url": format!("{}/projects/{}/delegations/{}", ctx.base_url, at.project.code, row.number),
    });
    let reached: Vec<&Member> = delegates(ctx, at, &delegation).collect();
    tell(db, ctx, at, &reached, kind, &data)
}

/// What a mail about a gate tells.
pub struct GateMail<'a> {
    pub number: i32,
    pub phase: &'a str,
    /// Who decides, or has decided.
    pub role: Role,
    pub reason: &'a str,
    /// What is recommended, proposed or decided.
    pub outcome: Option<GateOutcome>,
}
fn gate_data(ctx: &Ctx, at: &InProject, mail: &GateMail<'_>) -> Value {
    json!({
        "project": {"code": at.project.code, "name": at.project.name}, "gate": {"number": mail.number, "phase": mail.phase},
        "role": mail.role, "by": ctx.name, "reason": mail.reason, "outcome": mail.outcome,
        "url": format!("{}/projects/{}/gates/{}", ctx.base_url, at.project.code, mail.number),
    })
}
/// Tells those who decide about a gate that it waits for them: submitted, lifted there, or asked for.
///
/// # Errors
/// Those of the store.
pub fn gate(db: &mut Db, ctx: &Ctx, at: &InProject, kind: &str, mail: &GateMail<'_>) -> Result<(), Problem> {
    let ends = kind == "gate-lifted" && mail.outcome.is_some();
    let matter = if ends { Matter::Terminate } else { Matter::Gate };
    let mut data = gate_data(ctx, at, mail);
    data["due_on"] = json!(gates::of(db, at.project.id)?.iter().find(|g| g.number == mail.number).and_then(|g| g.planned_on));
    tell_deciders(db, ctx, at, matter, mail.role, kind, &data)
}
/// Tells the leader what was decided at a gate.
///
/// # Errors
/// Those of the store.
pub fn gate_decided(db: &mut Db, ctx: &Ctx, at: &InProject, mail: &GateMail<'_>) -> Result<(), Problem> {
    tell_holders(db, ctx, at, Role::ProjectLeader, "gate-decided", &gate_data(ctx, at, mail))
}
/// What a mail about a part delivery tells.
pub struct DeliveryMail<'a> {
    pub number: i32,
    pub name: &'a str,
    /// Who decides, or has decided.
    pub role: Role,
    pub reason: &'a str,
    /// What is recommended, proposed or decided.
    pub outcome: Option<GateOutcome>,
}
fn delivery_data(ctx: &Ctx, at: &InProject, mail: &DeliveryMail<'_>) -> Value {
    json!({
        "project": {"code": at.project.code, "name": at.project.name}, "delivery": {"number": mail.number, "name": mail.name},
        "role": mail.role, "by": ctx.name, "reason": mail.reason, "outcome": mail.outcome,
        "url": format!("{}/projects/{}/deliveries/{}", ctx.base_url, at.project.code, mail.number),
    })
}
/// Tells those who decide about a part delivery that it waits for them: submitted, or lifted there.
///
/// # Errors
/// Those of the store.
pub fn delivery(db: &mut Db, ctx: &Ctx, at: &InProject, kind: &str, mail: &DeliveryMail<'_>) -> Result<(), Problem> {
    let ends = kind == "delivery-lifted" && mail.outcome.is_some();
    let matter = if ends { Matter::Terminate } else { Matter::Deliverable };
    let mut data = delivery_data(ctx, at, mail);
    data["due_on"] = json!(deliveries::find(db, at.project.id, mail.number)?.and_then(|d| d.planned_on));
    tell_deciders(db, ctx, at, matter, mail.role, kind, &data)
}
/// Tells the leader what was decided about a part delivery.
///
/// # Errors
/// Those of the store.
pub fn delivery_decided(db: &mut Db, ctx: &Ctx, at: &InProject, mail: &DeliveryMail<'_>) -> Result<(), Problem> {
    tell_holders(db, ctx, at, Role::ProjectLeader, "delivery-decided", &delivery_data(ctx, at, mail))
}
/// Tells a member that a version is handed over to them.
///
/// # Errors
/// Those of the store.
pub fn handed_over(db: &mut Db, ctx: &Ctx, at: &InProject, to: PersonId, number: i32, what: &str, note: &str) -> Result<(), Problem> {
    let members: Vec<&Member> = at.members_today(ctx.today).filter(|m| m.assignment.person_id == to.0).collect();
    tell(db, ctx, at, &members, "handed-over", &handover_data(ctx, at, number, what, note))
}
/// Tells the leader what the receiver of a version answered.
///
/// # Errors
/// Those of the store.
pub fn handover_answered(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, what: &str, state: HandoverState, reason: &str) -> Result<(), Problem> {
    let mut data = handover_data(ctx, at, number, what, reason);
    data["state"] = json!(state);
    tell_holders(db, ctx, at, Role::ProjectLeader, "handover-answered", &data)
}
fn handover_data(ctx: &Ctx, at: &InProject, number: i32, what: &str, text: &str) -> Value {
    json!({
        "project": {"code": at.project.code, "name": at.project.name}, "what": what, "by": ctx.name, "text": text,
        "url": format!("{}/projects/{}/handovers/{number}", ctx.base_url, at.project.code),
    })
}

/// Tells those who decide about waivers that one is asked for.
///
/// # Errors
/// Those of the store.
pub fn waiver_asked(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RequirementRef, text: &str, role: Role, reason: &str) -> Result<(), Problem> {
    let data = waiver_data(ctx, at, reference, text, role, reason);
    tell_deciders(db, ctx, at, Matter::Waiver, role, "waiver-asked", &data)
}
/// Tells the leader whether a waiver was granted.
///
/// # Errors
/// Those of the store.
pub fn waiver_decided(
    db: &mut Db, ctx: &Ctx, at: &InProject, reference: RequirementRef, text: &str, role: Role, granted: bool, reason: &str,
) -> Result<(), Problem> {
    let mut data = waiver_data(ctx, at, reference, text, role, reason);
    data["granted"] = json!(granted);
    tell_holders(db, ctx, at, Role::ProjectLeader, "waiver-decided", &data)
}
fn waiver_data(ctx: &Ctx, at: &InProject, reference: RequirementRef, text: &str, role: Role, reason: &str) -> Value {
    json!({
        "project": {"code": at.project.code, "name": at.project.name}, "ref": reference, "title": text, "role": role, "by": ctx.name, "reason": reason,
        "url": format!("{}/projects/{}/requirements/{reference}", ctx.base_url, at.project.code),
    })
}

/// Tells a member of the condition that they answer for.
///
/// # Errors
/// Those of the store.
pub fn condition_set(db: &mut Db, ctx: &Ctx, at: &InProject, owner: PersonId, number: i32, text: &str, due_on: NaiveDate) -> Result<(), Problem> {
    let Some(person) = accounts::find(db, owner.0)?.filter(|p| p.id != ctx.person.0) else { return Ok(()) };
    let data = json!({
        "project": {"code": at.project.code, "name": at.project.name}, "condition": text, "due_on": due_on, "by": ctx.name,
        "url": format!("{}/projects/{}/conditions/{number}", ctx.base_url, at.project.code),
    });
    let language = person.language.clone().unwrap_or_else(|| "sv".to_owned());
    queue(db, ctx, Some(at.project.id), "condition-set", &language, (&person.name, &person.email), &data).map(drop)
}

/// What has come to wait with new holders since a charter or a risk policy was adopted.
#[derive(Debug, Default)]
pub struct Moved(BTreeMap<Role, Vec<Value>>);

impl Moved {
    pub fn risk(&mut self, to: Role, row: &RiskRow) {
        self.0.entry(to).or_default().push(json!({"risk": row.reference(), "title": row.consequence, "value": row.value}));
    }
    pub fn change(&mut self, to: Role, row: &ChangeRow) {
        self.0.entry(to).or_default().push(json!({"change": row.reference(), "title": row.title}));
    }
    pub fn gate(&mut self, to: Role, number: i32, phase: &str) {
        self.0.entry(to).or_default().push(json!({"gate": number, "phase": phase}));
    }
    pub fn delivery(&mut self, to: Role, number: i32, name: &str) {
        self.0.entry(to).or_default().push(json!({"delivery": number, "title": name}));
    }
    pub fn document(&mut self, to: Role, row: &DocumentRow, label: &str) {
        self.0.entry(to).or_default().push(json!({"document": format!("{} {label}", row.title)}));
    }
    pub fn waiver(&mut self, to: Role, reference: RequirementRef, text: &str) {
        self.0.entry(to).or_default().push(json!({"requirement": reference, "title": text}));
    }
    pub fn report(&mut self, to: Role, report: ReportKey) {
        self.0.entry(to).or_default().push(json!({"report": report.number, "kind": report.kind}));
    }
}
/// A mail names so many things; it counts the others.
const NAMED: usize = 20;

/// Tells each new holder once of all that has moved there. `adopted` is what was adopted: `charter` or `risk_policy`.
///
/// # Errors
/// Those of the store.
pub fn moved(db: &mut Db, ctx: &Ctx, at: &InProject, adopted: &str, moved: &Moved) -> Result<(), Problem> {
    for (role, items) in &moved.0 {
        let data = json!({
            "project": {"code": at.project.code, "name": at.project.name},
            "adopted": adopted, "role": role, "by": ctx.name, "count": items.len(), "items": items.iter().take(NAMED).collect::<Vec<_>>(),
            "url": format!("{}/", ctx.base_url),
        });
        tell_holders(db, ctx, at, *role, "matters-moved", &data)?;
    }
    Ok(())
}

/// Tells the holders of `role` that something waits for them; while nobody can decide in it, the nearest role above.
///
/// # Errors
/// Those of the store.
pub fn tell_holders(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, kind: &str, data: &Value) -> Result<(), Problem> {
    let with = manned(ctx, at, role).unwrap_or(role);
    let mut data = data.clone();
    data["unmanned"] = if with == role { Value::Null } else { json!(role) };
    let members: Vec<&Member> = holders(ctx, at, with).collect();
    tell(db, ctx, at, &members, kind, &data)
}
/// As [`tell_holders`], and those who decide `matter` on delegation from the role.
///
/// # Errors
/// Those of the store.
pub fn tell_deciders(db: &mut Db, ctx: &Ctx, at: &InProject, matter: Matter, role: Role, kind: &str, data: &Value) -> Result<(), Problem> {
    tell_holders(db, ctx, at, role, kind, data)?;
    let mine = |d: &&Delegation| d.terms.from_role == role && d.terms.matters.contains(&matter) && d.in_force(ctx.today);
    let mut members: Vec<&Member> = at.delegations.iter().filter(mine).flat_map(|d| delegates(ctx, at, d)).collect();
    members.retain(|m| holders(ctx, at, role).all(|h| h.assignment.person_id != m.assignment.person_id));
    let mut data = data.clone();
    data["unmanned"] = Value::Null;
    tell(db, ctx, at, &members, kind, &data)
}
/// Each of `members` once, but not the one who acts.
///
/// # Errors
/// Those of the store.
pub fn tell(db: &mut Db, ctx: &Ctx, at: &InProject, members: &[&Member], kind: &str, data: &Value) -> Result<(), Problem> {
    let mut told = BTreeSet::from([ctx.person.0]);
    for member in members.iter().filter(|m| told.insert(m.assignment.person_id)) {
        let language = accounts::find(db, member.assignment.person_id)?.and_then(|p| p.language).unwrap_or_else(|| "sv".to_owned());
        queue(db, ctx, Some(at.project.id), kind, &language, (&member.name, &member.email), data)?;
    }
    Ok(())
}

/// Those whom a delegation reaches today.
fn delegates<'a>(ctx: &'a Ctx, at: &'a InProject, delegation: &'a Delegation) -> impl Iterator<Item = &'a Member> {
    at.members.iter().filter(move |m| match delegation.terms.to {
        Delegate::Person(person) => m.assignment.person_id == person.0 && m.holds(ctx.today),
        Delegate::Role(role) => m.role() == role && m.decides(ctx.today),
    })
}

/// Those who decide for a role today: its holders, or a body's chair and the chair's substitute.
pub fn holders<'a>(ctx: &'a Ctx, at: &'a InProject, role: Role) -> impl Iterator<Item = &'a Member> {
    at.members.iter().filter(move |m| m.role() == role && m.decides(ctx.today))
}
/// Where a matter of `role` shows up: there, or, while nobody can decide in it, with the nearest role above where somebody can.
pub fn manned(ctx: &Ctx, at: &InProject, role: Role) -> Option<Role> {
    std::iter::once(role).chain(risk::all_above(role)).find(|r| holders(ctx, at, *r).next().is_some())
}

/// Puts a mail in the outbox, with the person who acts as the one to answer to.
///
/// # Errors
/// Those of the store.
pub fn queue(db: &mut Db, ctx: &Ctx, project: Option<i64>, kind: &str, language: &str, to: (&str, &str), data: &Value) -> Result<i64, Problem> {
    let mail = NewMail {
        project_id: project,
        report_id: None,
        recipient_id: None,
        resend: 0,
        kind: kind.to_owned(),
        to_name: to.0.to_owned(),
        to_email: to.1.to_owned(),
        reply_name: ctx.name.clone(),
        reply_email: ctx.email.clone(),
        language: language.to_owned(),
        data: data.to_string(),
        attachment_sha256: None,
        attachment_name: None,
        message_id: format!("{}@styrrum", ctx.random::<16>()?),
        state: MailState::Queued.to_string(),
        tries: 0,
        due_at: ctx.real_now,
        created_at: ctx.real_now,
    };
    Ok(outbox::queue(db, &mail)?)
}

/// The risk as mails tell of it: with the value before its newest assessment, and the measure that is chosen.
fn risk_data(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, role: Role) -> Result<Value, Problem> {
    let row = risks::find(db, at.project.id, reference)?.ok_or(Problem::NotFound)?;
    let was = assessments::of_risk(db, row.id, 2)?.iter().rev().nth(1).map(|(a, _)| a.value);
    let measures = measures::of_risk(db, row.id)?;
    let chosen = measures.iter().find(|(m, _)| m.state == MeasureState::Chosen).map(|(m, _)| m.text.as_str());
    Ok(json!({
        "project": {"code": at.project.code, "name": at.project.name},
        "risk": {"ref": reference, "threat": risk.texts.threat, "vulnerability": risk.texts.vulnerability, "consequence": risk.texts.consequence,
            "likelihood": risk.score.likelihood(), "impact": risk.score.impact(), "value": risk.score.value(), "band": risk.score.band(), "proposed": risk.proposal,
            "was": was, "measure": chosen, "review_on": risk.review_on},
        "role": role, "by": ctx.name,
        "url": format!("{}/projects/{}/risks/{reference}", ctx.base_url, at.project.code),
    }))
}
fn with_reason(mut data: Value, reason: &str) -> Value {
    data["reason"] = json!(reason);
    data
}
