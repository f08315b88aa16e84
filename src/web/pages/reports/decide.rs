//! The steering group's decision about a submitted report: approved after a check of the answers, or returned with a reason.
use super::href;
use crate::domain::decision::Basis;
use crate::domain::matter::Matter;
use crate::domain::report::ReportState;
use crate::input::Fault;
use crate::render::{format, report};
use crate::services::decisions::{self, Done};
use crate::services::reports::{self, Approve, GiveBack};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use crate::store::reports::ReportRow;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;
use std::collections::BTreeMap;

/// What the decision's form offers this person.
#[derive(Serialize)]
pub(super) struct DecideForm {
    /// The bases that can be named; none for a role held by a person.
    bases: Vec<&'static str>,
    /// The person records for the chair to confirm.
    records: bool,
}

/// The form for somebody who may decide about the report, or record what the body decided.
///
/// # Errors
/// Those of the store.
pub(super) fn form(ctx: &Ctx, at: &InProject, row: &ReportRow) -> Result<Option<DecideForm>, Problem> {
    if row.state != ReportState::Submitted {
        return Ok(None);
    }
    let standing = decisions::standing(ctx, at, &reports::pending(row)?);
    let bases = standing.bases.iter().map(|b| b.as_str()).collect();
    Ok((standing.decides || standing.records).then_some(DecideForm { bases, records: standing.records }))
}

/// The role that decides, in words.
pub(super) fn holder(rq: &Rq, at: &InProject) -> String {
    rq.lang.text(&format!("role-{}-the", at.charter.held_by(Matter::StatusReport))).to_owned()
}

/// A page demands the basis to be named: nothing is chosen beforehand, and silence is no choice.
fn demand_basis(at: &InProject, basis: Option<&Basis>) -> Result<(), Problem> {
    let body = at.is_body(at.charter.held_by(Matter::StatusReport));
    if body && basis.is_none() { Err(Problem::invalid("basis", Fault::Required)) } else { Ok(()) }
}

#[derive(Serialize)]
struct CheckPage {
    href: String,
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
    demand_basis(at, request.basis.as_ref())?;
    if !rq.sent.typed().contains_key("confirmed") {
        return check(db, rq, at, number, &request);
    }
    let done = reports::approve(db, &rq.ctx()?, at, number, &request, &report::make_pdf)?;
    told(rq, at, number, done, "msg-report-approved")
}

fn check(db: &mut Db, rq: &Rq, at: &InProject, number: i32, request: &Approve) -> Answer {
    let ctx = rq.ctx()?;
    let row = reports::find(db, &ctx, at, number)?;
    let mut fields = rq.sent.typed();
    fields.retain(|name, _| !["csrf", "reason"].contains(&name.as_str()));
    let answer = |term: &str, value: String| CheckAnswer { term: rq.lang.text(term).to_owned(), value };
    let mut answers = vec![answer("report-decision", rq.lang.text("outcome-approve").to_owned())];
    if let Some(basis) = &request.basis {
        answers.push(answer("report-basis", basis_words(rq, basis)));
    }
    let records = form(&ctx, at, &row)?.is_some_and(|f| f.records);
    shell::page_in(db, rq, at, "status-reports", "pages/reports/check.html", &CheckPage { href: href(at, number, ""), number, answers, fields, records })
}
fn basis_words(rq: &Rq, basis: &Basis) -> String {
    match basis {
        Basis::Meeting { date, item, present } => format!("{}, {}, {item}\n{present}", rq.lang.text("basis-meeting"), format::long_day(rq.lang, *date)),
        Basis::PerCapsulam { agreed } => format!("{}\n{agreed}", rq.lang.text("basis-per_capsulam")),
        Basis::Chair => rq.lang.text("basis-chair").to_owned(),
    }
}

pub(super) fn give_back(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let request: GiveBack = rq.read()?;
    demand_basis(at, request.basis.as_ref())?;
    let done = reports::give_back(db, &rq.ctx()?, at, number, &request)?;
    told(rq, at, number, done, "msg-report-returned")
}

fn told(rq: &Rq, at: &InProject, number: i32, done: Done, decided: &str) -> Answer {
    let key = match done {
        Done::Decided(_) => decided,
        Done::WaitsForChair(_) => "msg-report-recorded",
    };
    Ok(Reply::see_other(href(at, number, "")).with_notice(rq.lang.text(key)))
}
