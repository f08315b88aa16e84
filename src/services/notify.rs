//! Mails that a change asks for: rows of the outbox, written in the change's own transaction.
use crate::domain::delegation::{Delegate, Delegation};
use crate::domain::handover::HandoverState;
use crate::domain::ids::{PersonId, RequirementRef};
use crate::domain::matter::Matter;
use crate::domain::report::ReportKind;
use crate::domain::risk;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::gates::ConditionGiven;
use crate::services::problem::Problem;
use crate::store::columns::word;
use crate::store::delegations::DelegationRow;
use crate::store::outbox::{self, MailState, NewMail};
use crate::store::recordings::Recording;
use crate::store::roles::Member;
use crate::store::{Db, accounts};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Display;

mod meetings;
mod moved;
mod outcomes;
mod risks;
pub use meetings::{meeting_cancelled, meeting_changed, meeting_planned};
pub use moved::{Moved, moved};
pub use outcomes::{Event, OutcomeMail, Thing, outcome};
pub use risks::{acceptance_expired, lowering_proposed, risk_asked, risk_escalated, risk_lifted};

/// What a mail about something in a project tells: the project, who acts and the page to open, with what is its `own`.
pub fn about(ctx: &Ctx, at: &InProject, page: impl Display, own: Value) -> Value {
    let mut data = json!({
        "project": {"code": at.project.code, "name": at.project.name}, "by": ctx.name,
        "url": format!("{}/projects/{}/{page}", ctx.base_url, at.project.code),
    });
    if let (Value::Object(data), Value::Object(own)) = (&mut data, own) {
        data.extend(own);
    }
    data
}

/// Tells those who decide for a body that its decision is recorded and waits for them to confirm it: `told` is its outcome, until when
/// and why.
///
/// # Errors
/// Those of the store.
pub fn decision_recorded(db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording, title: Option<&str>, told: Value) -> Result<(), Problem> {
    tell_holders(db, ctx, at, word(&recording.role)?, "decision-recorded", &recording_data(ctx, at, recording, title, told))
}
/// As [`decision_recorded`], of a body's choice of its chair, which `people` confirm.
///
/// # Errors
/// Those of the store.
pub fn election_recorded(
    db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording, title: Option<&str>, told: Value, people: &[i64],
) -> Result<(), Problem> {
    let members: Vec<&Member> = at.members_today(ctx.today).filter(|m| people.contains(&m.assignment.person_id)).collect();
    tell(db, ctx, at, &members, "decision-recorded", &recording_data(ctx, at, recording, title, told))
}
/// Tells who recorded something that it was declined, and why.
///
/// # Errors
/// Those of the store.
pub fn recording_declined(db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording, title: Option<&str>, reason: &str) -> Result<(), Problem> {
    let Some(person) = accounts::find(db, recording.recorded_by)? else { return Ok(()) };
    let data = recording_data(ctx, at, recording, title, json!({"reason": reason}));
    let language = person.language.clone().unwrap_or_else(|| "sv".to_owned());
    queue(db, ctx, Some(at.project.id), "recording-declined", &language, (&person.name, &person.email), &data).map(drop)
}

/// What was recorded: its own name, where it has one, or its object's.
fn recording_data(ctx: &Ctx, at: &InProject, recording: &Recording, title: Option<&str>, told: Value) -> Value {
    let mut own = json!({"object": {"kind": recording.object_kind, "ref": recording.object_ref}, "title": title, "role": recording.role});
    if let (Value::Object(own), Value::Object(told)) = (&mut own, told) {
        own.extend(told);
    }
    about(ctx, at, format_args!("recordings/{}", recording.id), own)
}

/// Tells those who may decide by a delegation, or may no longer, that it was granted or revoked.
///
/// # Errors
/// Those of the store.
pub fn delegated(db: &mut Db, ctx: &Ctx, at: &InProject, kind: &str, row: &DelegationRow, reason: &str) -> Result<(), Problem> {
    let delegation = row.to_domain(&at.members)?;
    let own = json!({"role": row.from_role, "reason": reason, "matters": delegation.terms.matters, "from_on": row.from_on, "to_on": row.to_on});
    let data = about(ctx, at, format_args!("delegations/{}", row.number), own);
    let reached: Vec<&Member> = delegates(ctx, at, &delegation).collect();
    tell(db, ctx, at, &reached, kind, &data)
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
    about(ctx, at, format_args!("handovers/{number}"), json!({"what": what, "text": text}))
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
    about(ctx, at, format_args!("requirements/{reference}"), json!({"ref": reference, "title": text, "role": role, "reason": reason}))
}

/// Tells a member of the conditions of one decision that they answer for.
///
/// # Errors
/// Those of the store.
pub fn conditions_set(db: &mut Db, ctx: &Ctx, at: &InProject, owner: PersonId, own: &[(i32, &ConditionGiven)]) -> Result<(), Problem> {
    let Some(person) = accounts::find(db, owner.0)?.filter(|p| p.id != ctx.person.0) else { return Ok(()) };
    let Some((first, _)) = own.first() else { return Ok(()) };
    let conditions: Vec<Value> = own
        .iter()
        .map(|(number, condition)| {
            json!({"text": condition.text, "due_on": condition.due_on, "url": about(ctx, at, format_args!("conditions/{number}"), json!({}))["url"]})
        })
        .collect();
    let data = about(ctx, at, format_args!("conditions/{first}"), json!({"conditions": conditions}));
    let language = person.language.clone().unwrap_or_else(|| "sv".to_owned());
    queue(db, ctx, Some(at.project.id), "condition-set", &language, (&person.name, &person.email), &data).map(drop)
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
/// Tells those who write a report of a kind that it came back: the leader, and of the effect report whoever answers for the effects.
///
/// # Errors
/// Those of the store.
pub fn report_returned(db: &mut Db, ctx: &Ctx, at: &InProject, report: ReportKind, data: &Value) -> Result<(), Problem> {
    tell_holders_and(db, ctx, at, Role::ProjectLeader, &writers_beside_the_leader(ctx, at, report), "report-returned", data)
}
/// Tells those who write a report of a kind, and the orderer, that it is approved: it can be sent.
///
/// # Errors
/// Those of the store.
pub fn report_approved(db: &mut Db, ctx: &Ctx, at: &InProject, report: ReportKind, data: &Value) -> Result<(), Problem> {
    let mut others = writers_beside_the_leader(ctx, at, report);
    for orderer in holders(ctx, at, Role::ProjectOrderer) {
        if others.iter().all(|m| m.assignment.person_id != orderer.assignment.person_id) {
            others.push(orderer);
        }
    }
    tell_holders_and(db, ctx, at, Role::ProjectLeader, &others, "report-approved", data)
}
fn writers_beside_the_leader<'a>(ctx: &'a Ctx, at: &'a InProject, report: ReportKind) -> Vec<&'a Member> {
    holders(ctx, at, Role::EffectOwner).filter(|_| report == ReportKind::Effect).collect()
}
/// As [`tell_holders`], and those who decide `matter` on delegation from the role.
///
/// # Errors
/// Those of the store.
pub fn tell_deciders(db: &mut Db, ctx: &Ctx, at: &InProject, matter: Matter, role: Role, kind: &str, data: &Value) -> Result<(), Problem> {
    tell_deciders_and(db, ctx, at, matter, role, &[], kind, data)
}
/// As [`tell_deciders`], and `others` whom it concerns; each once.
///
/// # Errors
/// Those of the store.
pub fn tell_deciders_and(
    db: &mut Db, ctx: &Ctx, at: &InProject, matter: Matter, role: Role, others: &[&Member], kind: &str, data: &Value,
) -> Result<(), Problem> {
    let mine = |d: &&Delegation| d.terms.from_role == role && d.terms.matters.contains(&matter) && d.in_force(ctx.today);
    let mut members: Vec<&Member> = at.delegations.iter().filter(mine).flat_map(|d| delegates(ctx, at, d)).collect();
    members.extend_from_slice(others);
    tell_holders_and(db, ctx, at, role, &members, kind, data)
}
/// As [`tell_holders`], and `others` whom it concerns; each once.
///
/// # Errors
/// Those of the store.
fn tell_holders_and(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, others: &[&Member], kind: &str, data: &Value) -> Result<(), Problem> {
    tell_holders(db, ctx, at, role, kind, data)?;
    let mut members = others.to_vec();
    // Whoever stands in for an unmanned role is told already.
    let with = manned(ctx, at, role).unwrap_or(role);
    members.retain(|m| holders(ctx, at, with).all(|h| h.assignment.person_id != m.assignment.person_id));
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
/// Where a matter of `role` shows up: there, or, while nobody can decide in it, with the nearest role above where somebody can. With nobody
/// above either, those who appoint see to it, so that nothing leaves every list.
pub fn manned(ctx: &Ctx, at: &InProject, role: Role) -> Option<Role> {
    let those_who_appoint = [Role::ProjectOrderer, Role::SteeringGroup, Role::ProjectLeader];
    std::iter::once(role).chain(risk::all_above(role)).chain(those_who_appoint).find(|r| holders(ctx, at, *r).next().is_some())
}

/// Whether nobody can decide for `role` today.
pub fn is_unmanned(ctx: &Ctx, at: &InProject, role: Role) -> bool {
    holders(ctx, at, role).next().is_none()
}

/// What the program itself writes is answered by the project leader, while there is one: the leader's name too.
pub fn answered_by_leader(ctx: &Ctx, at: &InProject) -> (Ctx, Option<String>) {
    let Some(leader) = holders(ctx, at, Role::ProjectLeader).next() else { return (ctx.clone(), None) };
    (Ctx { name: leader.name.clone(), email: leader.email.clone(), ..ctx.clone() }, Some(leader.name.clone()))
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
        asked_at: Some(ctx.now),
    };
    Ok(outbox::queue(db, &mail)?)
}
