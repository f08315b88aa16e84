//! The steering group's decision about a submitted report: approved, or returned with a reason, after a check of the answers.
use super::href;
use crate::domain::decision::Basis;
use crate::domain::matter::Matter;
use crate::domain::report::ReportState;
use crate::domain::text::LongText;
use crate::render::report;
use crate::services::decisions::{self, Done};
use crate::services::reports::{self, Approve, GiveBack};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::reports::ReportRow;
use crate::web::basis::{self, Offered};
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
pub(super) fn form(db: &mut Db, rq: &Rq, at: &InProject, row: &ReportRow) -> Result<Option<DecideForm>, Problem> {
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

/// The role that decides, in words.
pub(super) fn holder(rq: &Rq, at: &InProject) -> String {
    rq.lang.text(&format!("role-{}-the", at.charter.held_by(Matter::StatusReport))).to_owned()
}

/// A body's decision says on what basis; one who decides on delegation names none.
fn demand_basis(db: &mut Db, rq: &Rq, at: &InProject, number: i32, basis: Option<&Basis>) -> Result<(), Problem> {
    let ctx = rq.ctx()?;
    let standing = decisions::standing(&ctx, at, &reports::pending(&reports::find(db, &ctx, at, number)?)?);
    basis::named(!standing.bases.is_empty() || (!standing.decides && at.is_body(standing.role)), basis)
}

/// A decision as its check shows it.
struct Asked<'a> {
    /// Where it is sent: `approval` or `return`.
    action: &'static str,
    reason: Option<&'a LongText>,
    basis: Option<&'a Basis>,
}

#[derive(Serialize)]
struct CheckPage {
    href: String,
    action: &'static str,
    number: i32,
    answers: Vec<CheckAnswer>,
    /// The fields once more, to be sent with the confirmation.
    fields: BTreeMap<String, String>,
    records: bool,
}
#[derive(Serialize)]
struct CheckAnswer {
    term: String,
    value: String,
}

/// Approves after a check: sent without `confirmed` it shows what was answered, and what follows.
pub(super) fn approve(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let request: Approve = rq.read()?;
    demand_basis(db, rq, at, number, request.basis.as_ref())?;
    if !is_checked(rq) {
        return check(db, rq, at, number, &Asked { action: "approval", reason: None, basis: request.basis.as_ref() });
    }
    let done = reports::approve(db, &rq.ctx()?, at, number, &request, &report::make_pdf)?;
    told(rq, at, number, done, "msg-report-approved")
}

/// Returns after a check, as [`approve`] does.
pub(super) fn give_back(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let request: GiveBack = rq.read()?;
    demand_basis(db, rq, at, number, request.basis.as_ref())?;
    if !is_checked(rq) {
        return check(db, rq, at, number, &Asked { action: "return", reason: Some(&request.reason), basis: request.basis.as_ref() });
    }
    let done = reports::give_back(db, &rq.ctx()?, at, number, &request)?;
    told(rq, at, number, done, "msg-report-returned")
}

fn is_checked(rq: &Rq) -> bool {
    rq.sent.typed().contains_key("confirmed")
}
fn check(db: &mut Db, rq: &Rq, at: &InProject, number: i32, asked: &Asked<'_>) -> Answer {
    let ctx = rq.ctx()?;
    let row = reports::find(db, &ctx, at, number)?;
    let mut fields = rq.sent.typed();
    fields.retain(|name, _| name != "csrf" && (name != "reason" || asked.reason.is_some()));
    let answer = |term: &str, value: String| CheckAnswer { term: rq.lang.text(term).to_owned(), value };
    let outcome = if asked.action == "return" { "outcome-return" } else { "outcome-approve" };
    let mut answers = vec![answer("report-decision", rq.lang.text(outcome).to_owned())];
    answers.extend(asked.reason.map(|reason| answer("report-return-reason", reason.to_string())));
    answers.extend(asked.basis.map(|basis| answer("report-basis", basis::words(rq, basis))));
    let records = form(db, rq, at, &row)?.is_some_and(|f| f.records);
    let page = CheckPage { href: href(at, number, ""), action: asked.action, number, answers, fields, records };
    shell::page_in(db, rq, at, "status-reports", "pages/reports/check.html", &page)
}

fn told(rq: &Rq, at: &InProject, number: i32, done: Done, decided: &str) -> Answer {
    let key = match done {
        Done::Decided(_) => decided,
        Done::WaitsForChair(_) => "msg-report-recorded",
    };
    Ok(Reply::see_other(href(at, number, "")).with_notice(rq.lang.text(key)))
}
