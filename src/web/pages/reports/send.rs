//! Dispatching an approved report, and trying failed deliveries again.
use super::{href, key, name};
use crate::domain::report::ReportKey;
use crate::domain::rights::Right;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::reports::{self, Dispatch};
use crate::services::{Ctx, InProject, Problem};
use crate::store::reports::ReportRow;
use crate::store::{Db, outbox, recipients};
use crate::web::form;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;
use std::collections::BTreeMap;

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
pub(super) fn offered(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow) -> Result<Option<SendForm>, Problem> {
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

/// What is about to be mailed, and to whom.
#[derive(Serialize)]
struct CheckPage {
    href: String,
    name: String,
    subject: String,
    attachment: String,
    to: Vec<Receiver>,
    /// Those who were chosen and have it already.
    already: Vec<String>,
    /// The fields once more, to be sent with the confirmation.
    fields: BTreeMap<String, String>,
}
#[derive(Serialize)]
struct Receiver {
    name: String,
    email: String,
    again: bool,
}

/// Mails go after a check: sent without `checked` it shows who gets what, and that it cannot be called back.
fn check(db: &mut Db, rq: &Rq, at: &InProject, key: ReportKey, request: &Dispatch) -> Answer {
    let (row, chosen) = reports::about_to_send(db, &rq.ctx()?, at, key, request)?;
    let (mut to, mut already) = (Vec::new(), Vec::new());
    for recipient in chosen {
        let again = outbox::last_resend(db, row.id, recipient.id)?.is_some();
        if again && !request.again {
            already.push(recipient.name);
        } else {
            to.push(Receiver { name: recipient.name, email: recipient.email, again });
        }
    }
    let mut args = FluentArgs::new();
    args.set("project", at.project.code.clone());
    args.set("kind", key.kind.to_string());
    args.set("number", key.number.to_string());
    args.set("from", format::dated(rq.lang, row.from_on));
    args.set("to", format::dated(rq.lang, row.to_on));
    let mut subject = rq.lang.text_with("mail-report-subject", &args);
    if row.edition > 1 {
        args.set("edition", row.edition);
        subject = format!("{subject} ({})", rq.lang.text_with("report-edition", &args));
    }
    let fields = form::typed(rq);
    let page = CheckPage { href: href(at, key, ""), name: name(rq, key), subject, attachment: reports::file_name(at, &row), to, already, fields };
    shell::page_in(db, rq, at, "status-reports", "pages/reports/check-sending.html", &page)
}

pub(super) fn dispatch(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    if form::goes_back(rq) {
        return super::show(db, rq, at);
    }
    if !form::is_checked(rq) {
        return check(db, rq, at, key, &rq.read::<Dispatch>()?);
    }
    let sent = reports::dispatch(db, &rq.ctx()?, at, key, &rq.read::<Dispatch>()?)?;
    let notice = if sent > 0 { "msg-report-dispatched" } else { "msg-report-already-sent" };
    Ok(Reply::see_other(href(at, key, "")).with_notice(rq.lang.text(notice)))
}

pub(super) fn retry(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    reports::retry(db, &rq.ctx()?, at, key, rq.number("id")?)?;
    Ok(Reply::see_other(href(at, key, "")).with_notice(rq.lang.text("msg-report-retried")))
}
