//! Dispatching an approved report, and trying failed deliveries again.
use super::href;
use crate::domain::rights::Right;
use crate::services::reports::{self, Dispatch};
use crate::services::{Ctx, InProject, Problem};
use crate::store::reports::ReportRow;
use crate::store::{Db, outbox, recipients};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use serde::Serialize;

/// To whom the report can be sent.
#[derive(Serialize)]
pub(super) struct SendForm {
    recipients: Vec<Choice>,
    /// The registrar's mailbox, when the project has one.
    registrar: Option<String>,
    /// Somebody has had it already.
    again: bool,
}
#[derive(Serialize)]
struct Choice {
    value: i64,
    label: String,
    hint: String,
    checked: bool,
}

/// The form for somebody who may dispatch this approved edition.
///
/// # Errors
/// Those of the store.
pub(super) fn form(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow) -> Result<Option<SendForm>, Problem> {
    if !row.state.is_locked() || !at.actor.may(Right::Dispatch, ctx.today) {
        return Ok(None);
    }
    let mut form = SendForm { recipients: Vec::new(), registrar: None, again: false };
    for recipient in recipients::of(db, at.project.id)? {
        let had_it = outbox::last_resend(db, row.id, recipient.id)?.is_some();
        form.again |= had_it;
        if recipient.registrar {
            form.registrar = Some(recipient.email);
        } else {
            form.recipients.push(Choice { value: recipient.id, label: recipient.name, hint: recipient.email, checked: !had_it });
        }
    }
    Ok(Some(form))
}

pub(super) fn dispatch(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let sent = reports::dispatch(db, &rq.ctx()?, at, number, &rq.read::<Dispatch>()?)?;
    let notice = if sent > 0 { "msg-report-dispatched" } else { "msg-report-already-sent" };
    Ok(Reply::see_other(href(at, number, "")).with_notice(rq.lang.text(notice)))
}

pub(super) fn retry(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    reports::retry(db, &rq.ctx()?, at, number, rq.number("id")?)?;
    Ok(Reply::see_other(href(at, number, "")).with_notice(rq.lang.text("msg-report-retried")))
}
