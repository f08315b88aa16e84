//! Status reports: drafted, submitted, approved or returned, sent.
//!
//! [`mod@draft`] writes, [`live`] gathers what a report says today, [`decide`] submits, approves and returns,
//! [`send`] dispatches and tells what came of it. `find` and `list` read.
mod decide;
mod draft;
mod live;
mod risk_part;
mod send;

use crate::domain::report::ReportState;
use crate::domain::report::content::ReportContent;
use crate::domain::rights::Right;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::columns::json;
use crate::store::reports::{self as rows, ReportRow};

pub use decide::{Approve, GiveBack, Submit, approve, give_back, new_edition, pending, submit};
pub use draft::{LightEdit, SaveReport, StartReport, save, start};
pub use live::{live_content, refreshed};
pub use send::{Delivery, Dispatch, deliveries, dispatch, retry};

/// Makes the PDF of a frozen report; given by the floor above, which can draw.
pub type MakePdf<'a> = dyn Fn(&serde_json::Value) -> Result<Vec<u8>, String> + 'a;

/// How many reports a page of the list holds.
pub const PAGE: i64 = 50;

/// Whether the person reads drafts: those who write them.
pub fn reads_drafts(ctx: &Ctx, at: &InProject) -> bool {
    at.actor.may(Right::WriteReports, ctx.today)
}

/// The newest edition that the person may read: drafts are for those who write them.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Forbidden`] when there is only a draft so far.
pub fn find(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<ReportRow, Problem> {
    let editions = rows::editions(db, at.project.id, number)?;
    if editions.is_empty() {
        return Err(Problem::NotFound);
    }
    let may_see = |row: &ReportRow| row.state != ReportState::Draft || reads_drafts(ctx, at);
    editions.into_iter().find(may_see).ok_or(Problem::Forbidden(Right::WriteReports))
}

/// A certain edition, under the same rule as [`find`].
///
/// # Errors
/// As [`find`].
pub fn find_edition(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, edition: i32) -> Result<ReportRow, Problem> {
    let row = rows::edition(db, at.project.id, number, edition)?.ok_or(Problem::NotFound)?;
    if row.state == ReportState::Draft && !reads_drafts(ctx, at) { Err(Problem::Forbidden(Right::WriteReports)) } else { Ok(row) }
}

/// Every edition that the person may read, newest first.
///
/// # Errors
/// Those of the store.
pub fn editions(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<Vec<ReportRow>, Problem> {
    let mut found = rows::editions(db, at.project.id, number)?;
    found.retain(|row| row.state != ReportState::Draft || reads_drafts(ctx, at));
    Ok(found)
}

/// The reports, newest first, before the number `before`, each with the newest edition that the person may read; and the
/// next page's `before`.
///
/// # Errors
/// Those of the store.
pub fn list(db: &mut Db, ctx: &Ctx, at: &InProject, before: Option<i32>, limit: i64) -> Result<(Vec<ReportRow>, Option<i32>), Problem> {
    let found = rows::page(db, at.project.id, before, limit)?;
    let next = if found.len() as i64 == limit { found.last().map(|row| row.number) } else { None };
    let mut newest: Vec<ReportRow> = Vec::new();
    for row in found {
        let readable = row.state != ReportState::Draft || reads_drafts(ctx, at);
        if readable && newest.last().is_none_or(|last| last.number != row.number) {
            newest.push(row);
        }
    }
    Ok((newest, next))
}

/// What an edition says: frozen since its submission, or live while its writer can still edit it. A returned edition is
/// live for those who write it and stays as submitted for the others.
///
/// # Errors
/// Those of the store.
pub fn content(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, template: &str) -> Result<ReportContent, Problem> {
    match &row.frozen {
        Some(frozen) if !row.state.is_editable() || !reads_drafts(ctx, at) => Ok(json(frozen)?),
        _ => live_content(db, ctx, at, row, template),
    }
}

/// The bytes of an approved edition's PDF, as they were stored.
///
/// # Errors
/// Those of the store, or a file that is gone.
pub fn stored_pdf(db: &mut Db, row: &ReportRow) -> Result<Option<Vec<u8>>, Problem> {
    let Some(sha256) = &row.pdf_sha256 else { return Ok(None) };
    let (_, bytes) = crate::store::files::get(db, sha256)?.ok_or_else(|| Problem::Internal(format!("the file {sha256} is gone")))?;
    Ok(Some(bytes))
}

/// # Errors
/// [`Problem::Stale`] when the sender saw another version.
fn expect_version(row: &ReportRow, seen: Option<i64>) -> Result<(), Problem> {
    if seen.is_none_or(|version| version == row.version) { Ok(()) } else { Err(Problem::Stale) }
}

/// The name of a report in the journal.
fn object(number: i32) -> String {
    format!("status_report:{number}")
}
