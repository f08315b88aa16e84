//! Mails that a change asks for: rows of the outbox, written in the change's own transaction.
use crate::domain::ids::RiskRef;
use crate::domain::risk::Risk;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::outbox::{self, MailState, NewMail};
use crate::store::roles::{self, Member};
use crate::store::{Db, accounts};
use serde_json::{Value, json};

/// Tells those who hold a risk now that it has risen to them.
///
/// # Errors
/// Those of the store.
pub fn risk_escalated(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, to: Role) -> Result<(), Problem> {
    tell_holders(db, ctx, at, to, "risk-escalated", &risk_data(ctx, at, reference, risk, to))
}

/// Tells the holder of a risk that somebody proposes a lower value.
///
/// # Errors
/// Those of the store.
pub fn lowering_proposed(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, with: Role) -> Result<(), Problem> {
    tell_holders(db, ctx, at, with, "lowering-proposed", &risk_data(ctx, at, reference, risk, with))
}

/// Tells the holders of `role` that something waits for them.
///
/// # Errors
/// Those of the store.
pub fn tell_holders(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, kind: &str, data: &Value) -> Result<(), Problem> {
    for member in holders(db, ctx, at, role)? {
        if member.assignment.person_id == ctx.person.0 {
            continue;
        }
        let language = accounts::find(db, member.assignment.person_id)?.and_then(|p| p.language).unwrap_or_else(|| "sv".to_owned());
        queue(db, ctx, Some(at.project.id), kind, &language, (&member.name, &member.email), data)?;
    }
    Ok(())
}

/// Those who decide for a role today: its holders, or a body's chair and the chair's substitute.
///
/// # Errors
/// Those of the store.
pub fn holders(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role) -> Result<Vec<Member>, Problem> {
    let mut found = roles::members(db, at.project.id)?;
    let body = at.is_body(role);
    found.retain(|m| {
        let a = &m.assignment;
        a.role == role.as_str() && !m.disabled && a.from_on <= ctx.today && a.to_on.is_none_or(|to| to >= ctx.today) && (a.chair || !body)
    });
    Ok(found)
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

fn risk_data(ctx: &Ctx, at: &InProject, reference: RiskRef, risk: &Risk, role: Role) -> Value {
    json!({
        "project": {"code": at.project.code, "name": at.project.name},
        "risk": {"ref": reference, "threat": risk.texts.threat, "vulnerability": risk.texts.vulnerability, "consequence": risk.texts.consequence,
            "likelihood": risk.score.likelihood(), "impact": risk.score.impact(), "value": risk.score.value(), "band": risk.score.band(), "proposed": risk.proposal},
        "role": role, "by": ctx.name,
        "url": format!("{}/projects/{}/risks/{reference}", ctx.base_url, at.project.code),
    })
}
