//! The decision of those whose turn it is about a submitted report: approved, or returned with a reason, after a check of the answers.
use super::{href, key, name};
use crate::domain::decision::Basis;
use crate::domain::report::{ReportKey, ReportState};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::Fault;
use crate::render::report;
use crate::services::decisions::{self, Done};
use crate::services::reports::{self, Approve, GiveBack};
use crate::services::{Ctx, InProject, Problem, notify, version};
use crate::store::Db;
use crate::store::reports::ReportRow;
use crate::web::basis::{self, Offered};
use crate::web::decision_page::done_in_words;
use crate::web::form;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the decision's form offers this person.
#[derive(Serialize)]
pub(super) struct DecideForm {
    /// The bases that can be named; none for a role held by a person.
    basis: Option<Offered>,
    /// The person records for the chair to confirm.
    records: bool,
}

/// The form for somebody who may decide about the report, or record what the body decided.
///
/// # Errors
/// Those of the store.
pub(super) fn offered(db: &mut Db, rq: &Rq, at: &InProject, row: &ReportRow) -> Result<Option<DecideForm>, Problem> {
    if row.state != ReportState::Submitted {
        return Ok(None);
    }
    let standing = decisions::standing(&rq.ctx()?, at, &reports::pending(row)?);
    if !standing.decides && !standing.records {
        return Ok(None);
    }
    let basis = if standing.bases.is_empty() { None } else { Some(Offered::by(db, rq, at, standing.role, standing.bases)?) };
    Ok(Some(DecideForm { basis, records: standing.records }))
}

/// The role that decides next, in words.
///
/// # Errors
/// A damaged row.
pub(super) fn holder(rq: &Rq, at: &InProject, row: &ReportRow) -> Result<String, Problem> {
    Ok(rq.lang.text(&format!("role-{}-the", reports::pending(row)?.held_by(&at.charter))).to_owned())
}

/// The role that decides next, where nobody can decide for it.
///
/// # Errors
/// A damaged row.
pub(super) fn unmanned(ctx: &Ctx, at: &InProject, row: &ReportRow) -> Result<Option<Role>, Problem> {
    let role = reports::pending(row)?.held_by(&at.charter);
    Ok(Some(role).filter(|role| row.state == ReportState::Submitted && notify::is_unmanned(ctx, at, *role)))
}

/// A body's decision says on what basis; one who decides on delegation names none.
fn demand_basis(db: &mut Db, rq: &Rq, at: &InProject, key: ReportKey, basis: Option<&Basis>) -> Result<(), Problem> {
    let ctx = rq.ctx()?;
    let standing = decisions::standing(&ctx, at, &reports::pending(&reports::find(db, &ctx, at, key)?)?);
    basis::named(!standing.bases.is_empty() || (!standing.decides && at.is_body(standing.role)), basis)
}

/// A decision as its check shows it.
struct Asked<'a> {
    /// Where it is sent: `approval` or `return`.
    action: &'static str,
    reason: Option<&'a LongText>,
    basis: Option<&'a Basis>,
    version: Option<i64>,
}

#[derive(Serialize)]
struct CheckPage {
    href: String,
    action: &'static str,
    name: String,
    answers: Vec<CheckAnswer>,
    /// The fields once more, to be sent with the confirmation.
    fields: BTreeMap<String, String>,
    records: bool,
    /// It is locked by this approval, which others come after otherwise.
    locks: bool,
}
#[derive(Serialize)]
struct CheckAnswer {
    term: String,
    value: String,
}

/// Approves after a check: sent without `checked` it shows what was answered, and what follows.
pub(super) fn approve(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    if form::goes_back(rq) {
        return super::show(db, rq, at);
    }
    let key = key(rq)?;
    let request: Approve = rq.read()?;
    demand_basis(db, rq, at, key, request.basis.as_ref())?;
    // A reason belongs to a return: whoever typed one has not asked for it to be thrown away.
    if rq.sent.typed().get("reason").is_some_and(|reason| !reason.trim().is_empty()) {
        return Err(Problem::invalid("reason", Fault::Other("reason-is-for-a-return")));
    }
    if !form::is_checked(rq) {
        return check(db, rq, at, key, &Asked { action: "approval", reason: None, basis: request.basis.as_ref(), version: request.version });
    }
    let done = reports::approve(db, &rq.ctx()?, at, key, &request, &report::make_pdf)?;
    let is_locked = reports::find(db, &rq.ctx()?, at, key)?.state.is_locked();
    told(rq, at, key, done, if is_locked { "msg-report-approved" } else { "msg-report-step-approved" })
}

/// Returns after a check, as [`approve`] does.
pub(super) fn give_back(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    if form::goes_back(rq) {
        return super::show(db, rq, at);
    }
    let key = key(rq)?;
    let request: GiveBack = rq.read()?;
    demand_basis(db, rq, at, key, request.basis.as_ref())?;
    if !form::is_checked(rq) {
        return check(db, rq, at, key, &Asked { action: "return", reason: Some(&request.reason), basis: request.basis.as_ref(), version: request.version });
    }
    let done = reports::give_back(db, &rq.ctx()?, at, key, &request)?;
    told(rq, at, key, done, "msg-report-returned")
}

fn check(db: &mut Db, rq: &Rq, at: &InProject, key: ReportKey, asked: &Asked<'_>) -> Answer {
    let ctx = rq.ctx()?;
    let row = reports::find(db, &ctx, at, key)?;
    version::demand(asked.version)?;
    let mut fields = form::typed(rq);
    fields.retain(|name, _| name != "reason" || asked.reason.is_some());
    let answer = |term: &str, value: String| CheckAnswer { term: rq.lang.text(term).to_owned(), value };
    let outcome = if asked.action == "return" { "outcome-return" } else { "outcome-approve" };
    let mut answers = vec![answer("report-decision", rq.lang.text(outcome).to_owned())];
    answers.extend(asked.reason.map(|reason| answer("report-reason", reason.to_string())));
    answers.extend(asked.basis.map(|basis| answer("report-basis", basis::words(rq, basis))));
    let records = offered(db, rq, at, &row)?.is_some_and(|f| f.records);
    let page = CheckPage { href: href(at, key, ""), action: asked.action, name: name(rq, key), answers, fields, records, locks: row.progress()?.is_last() };
    shell::page_in(db, rq, at, "status-reports", "pages/reports/check.html", &page)
}

fn told(rq: &Rq, at: &InProject, key: ReportKey, done: Done, decided: &str) -> Answer {
    let notice = match done {
        Done::Decided(_) => done_in_words(rq, done, decided),
        Done::WaitsForChair(_) => rq.lang.text("msg-report-recorded").into(),
    };
    Ok(Reply::see_other(href(at, key, "")).with_notice(notice))
}
