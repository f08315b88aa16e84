//! Dispatching an approved report, and the proof of what came of it.
use crate::domain::refused::Refused;
use crate::domain::report::{ReportKey, ReportKind, ReportState};
use crate::domain::rights::Right;
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::reports::read;
use crate::services::version;
use crate::store::outbox::{self, AttemptRow, Mail, MailState, NewMail};
use crate::store::recipients::{self, Recipient};
use crate::store::reports::{self as rows, ReportRow};
use crate::store::{self, Db};
use chrono::NaiveDateTime;
use serde::Serialize;
use serde_json::{Value, json};

/// The outbox's kind of a mailed report: its templates lie in `templates/mail/report/`.
const KIND: &str = "report";

/// To whom an approved report goes.
#[derive(Debug, Clone, Default)]
pub struct Dispatch {
    /// Ids of recipients; none means everybody who has not had it yet.
    pub recipients: Option<Vec<i64>>,
    /// The registrar's mailbox gets a copy.
    pub registrar: bool,
    /// Also to those who have had it.
    pub again: bool,
    /// The version of the approved edition.
    pub version: Option<i64>,
}
impl Input for Dispatch {
    fn parse(f: &mut Fields<'_>) -> Option<Dispatch> {
        let wanted = f.json("recipients").map(|v| match v {
            Value::Array(items) => items.iter().map(Value::as_i64).collect(),
            Value::String(lines) => lines.split_whitespace().map(|n| n.parse().ok()).collect(),
            _ => None,
        });
        if wanted == Some(None) {
            f.fault("recipients", Fault::NotANumber);
        }
        Some(Dispatch { recipients: wanted.flatten(), registrar: f.tick("registrar"), again: f.tick("again"), version: f.version() })
    }
}

/// The edition that would be mailed and those it would go to, without mailing it: for checking beforehand.
///
/// # Errors
/// As [`dispatch`].
pub fn about_to_send(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey, request: &Dispatch) -> Result<(ReportRow, Vec<Recipient>), Problem> {
    at.demand(Right::Dispatch, ctx.today)?;
    let row = approved(db, at, key)?;
    version::expect(row.version, request.version)?;
    let chosen = chosen(db, at, request)?;
    if chosen.is_empty() { Err(Refused::NoRecipients.into()) } else { Ok((row, chosen)) }
}

/// Mails the newest approved edition as it was stored; answers to how many it goes. The first accepted mail makes it sent.
///
/// # Errors
/// No right to dispatch, no approved edition, stale, or nobody to send it to.
pub fn dispatch(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey, request: &Dispatch) -> Result<usize, Problem> {
    let (row, chosen) = about_to_send(db, ctx, at, key, request)?;
    let mut sent = Vec::new();
    for recipient in chosen {
        if let Some(resend) = next_sending(db, &row, &recipient, request.again)? {
            send(db, ctx, at, &row, &recipient, resend)?;
            sent.push(recipient.name);
        }
    }
    if !sent.is_empty() {
        let after = json!({"edition": row.edition, "to": sent, "pdf_sha256": row.pdf_sha256});
        journal::record(db, ctx, at, Change { kind: "report.dispatched", object: &key.to_string(), before: Value::Null, after })?;
    }
    Ok(sent.len())
}

/// The newest approved edition. A corrected one that is under way does not stop the one before it.
fn approved(db: &mut Db, at: &InProject, key: ReportKey) -> Result<ReportRow, Problem> {
    let editions = rows::editions(db, at.project.id, key)?;
    let newest = editions.first().ok_or(Problem::NotFound)?;
    let refusal = newest.state.dispatch();
    match editions.into_iter().find(|row| row.state.is_locked()) {
        Some(row) => Ok(row),
        None => Err(refusal.err().unwrap_or(Refused::NotApproved).into()),
    }
}

fn chosen(db: &mut Db, at: &InProject, request: &Dispatch) -> Result<Vec<Recipient>, Problem> {
    let all = recipients::of(db, at.project.id)?;
    let unknown = request.recipients.iter().flatten().find(|id| all.iter().all(|r| r.id != **id));
    if let Some(id) = unknown {
        return Err(Problem::invalid("recipients", Fault::About("no-such-recipient", id.to_string())));
    }
    let wanted = |r: &Recipient| if r.registrar { request.registrar } else { request.recipients.as_ref().is_none_or(|ids| ids.contains(&r.id)) };
    Ok(all.into_iter().filter(wanted).collect())
}

/// The number of the next sending to a recipient: 0 for the first; none when it has gone and is not asked for again.
fn next_sending(db: &mut Db, row: &ReportRow, recipient: &Recipient, again: bool) -> Result<Option<i32>, Problem> {
    Ok(match outbox::last_resend(db, row.id, recipient.id)? {
        None => Some(0),
        Some(last) if again => Some(last + 1),
        Some(_) => None,
    })
}

/// The person who dispatches is the one to answer to. A checkpoint of the journal goes with every mail: recipients are its witnesses.
fn send(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, to: &Recipient, resend: i32) -> Result<(), Problem> {
    let content = read(row, row.frozen.as_deref().unwrap_or_default())?;
    let head = store::journal::head(db, at.project.id)?;
    let data = json!({
        "kind": row.kind, "report": content, "sender": ctx.name, "to": to.name,
        "checkpoint": {"seq": head.seq, "hash": head.hash}, "pdf_sha256": row.pdf_sha256, "url": content.head().public_address,
    });
    outbox::queue(
        db,
        &NewMail {
            project_id: Some(at.project.id),
            report_id: Some(row.id),
            recipient_id: Some(to.id),
            resend,
            kind: KIND.to_owned(),
            to_name: to.name.clone(),
            to_email: to.email.clone(),
            reply_name: ctx.name.clone(),
            reply_email: ctx.email.clone(),
            language: to.language.clone(),
            data: data.to_string(),
            attachment_sha256: row.pdf_sha256.clone(),
            attachment_name: Some(file_name(at, row)),
            message_id: format!("{}@styrrum", ctx.random::<16>()?),
            state: MailState::Queued.to_string(),
            tries: 0,
            due_at: ctx.real_now,
            created_at: ctx.real_now,
            asked_at: Some(ctx.now),
        },
    )?;
    Ok(())
}

/// What the PDF's file is called.
pub fn file_name(at: &InProject, row: &ReportRow) -> String {
    let edition = if row.edition > 1 { format!("-{}", row.edition) } else { String::new() };
    let number = if row.kind == ReportKind::Status { format!("-{}", row.number) } else { String::new() };
    format!("{}-{}{number}{edition}.pdf", at.project.code, row.kind)
}

/// A recipient's mail server has accepted the report. The first to do so makes an approved edition a sent one: the installation's
/// own doing, in nobody's role.
///
/// # Errors
/// Those of the store.
pub fn sent(db: &mut Db, ctx: &Ctx, project: i64, report: i64, to: &str) -> Result<(), Problem> {
    let Some(row) = rows::mark_sent(db, report)? else { return Ok(()) };
    let after = json!({"state": row.state, "edition": row.edition, "to": to});
    let change = Change { kind: "report.sent", object: &row.key().to_string(), before: json!({"state": ReportState::Approved}), after };
    journal::record_to(db, ctx, project, None, change)
}

/// Tries again what failed or bounced, and sends once more what was accepted. What waits in the queue is left there.
///
/// # Errors
/// No right to dispatch, no such delivery, or a recipient who is no longer one.
pub fn retry(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey, delivery: i64) -> Result<(), Problem> {
    at.demand(Right::Dispatch, ctx.today)?;
    for row in rows::editions(db, at.project.id, key)? {
        let found = outbox::of_report(db, row.id)?.into_iter().find(|(mail, _)| mail.id == delivery);
        if let Some((mail, _)) = found {
            return retry_mail(db, ctx, at, &row, &mail);
        }
    }
    Err(Problem::NotFound)
}
fn retry_mail(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, mail: &Mail) -> Result<(), Problem> {
    if mail.state == MailState::Queued.as_str() {
        return Ok(());
    }
    if mail.state == MailState::Accepted.as_str() {
        let recipient = recipients::find(db, at.project.id, mail.recipient_id.unwrap_or_default())?.ok_or(Refused::NoRecipients)?;
        let resend = outbox::last_resend(db, row.id, recipient.id)?.unwrap_or(0) + 1;
        send(db, ctx, at, row, &recipient, resend)?;
    } else {
        outbox::retry(db, row.id, mail.id, ctx.real_now)?;
    }
    journal::record(
        db,
        ctx,
        at,
        Change {
            kind: "report.resent",
            object: &row.key().to_string(),
            before: json!({"state": mail.state}),
            after: json!({"edition": row.edition, "to": mail.to_name}),
        },
    )
}

/// What became of one mail: the proof of its delivery. Its times are the domain's, like the report's own; the mail's header has the machine's.
#[derive(Debug, Clone, Serialize)]
pub struct Delivery {
    pub id: i64,
    pub edition: i32,
    /// Name and address as they were when it was sent.
    pub name: String,
    pub recipient: String,
    pub state: String,
    pub attempts: Vec<DeliveryAttempt>,
    pub message_id: String,
    pub pdf_sha256: Option<String>,
    pub queued_at: NaiveDateTime,
    pub accepted_at: Option<NaiveDateTime>,
    /// 0 for the first sending.
    pub resend: i32,
}

/// An attempt, with the receiving server's own words.
#[derive(Debug, Clone, Serialize)]
pub struct DeliveryAttempt {
    pub at: NaiveDateTime,
    pub accepted: bool,
    pub answer: String,
}

/// The deliveries of every edition of a report, those of the newest edition first.
///
/// # Errors
/// Those of the store.
pub fn deliveries(db: &mut Db, at: &InProject, key: ReportKey) -> Result<Vec<Delivery>, Problem> {
    let mut found = Vec::new();
    for row in rows::editions(db, at.project.id, key)? {
        found.extend(outbox::of_report(db, row.id)?.into_iter().map(|(mail, attempts)| delivery(row.edition, mail, attempts)));
    }
    Ok(found)
}
fn delivery(edition: i32, mail: Mail, attempts: Vec<AttemptRow>) -> Delivery {
    let attempts = attempts.into_iter().map(|a| DeliveryAttempt { at: mail.in_the_domain(a.at), accepted: a.accepted, answer: a.answer }).collect();
    let (queued_at, accepted_at) = (mail.in_the_domain(mail.created_at), mail.accepted_at.map(|at| mail.in_the_domain(at)));
    Delivery {
        id: mail.id,
        edition,
        name: mail.to_name,
        recipient: mail.to_email,
        state: mail.state,
        attempts,
        message_id: mail.message_id,
        pdf_sha256: mail.attachment_sha256,
        queued_at,
        accepted_at,
        resend: mail.resend,
    }
}
