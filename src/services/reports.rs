//! Reports: drafted, submitted, approved by those whose turn it is or returned, sent.
//!
//! [`mod@draft`] writes status reports and [`closing`] final and effect reports; [`live`] gathers what a report says today, with
//! [`record`] for the reports that close something. The rest is the same for every kind: [`decide`] submits, approves and
//! returns, [`send`] dispatches and tells what came of it. `find` and `list` read.
mod closing;
mod decide;
mod draft;
mod live;
mod record;
mod risk_part;
mod send;

use crate::domain::report::content::Content;
use crate::domain::report::{ReportKey, ReportKind, ReportState};
use crate::services::context::{Ctx, InProject};
use crate::services::lists::cut;
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::reports::{self as rows, ReportRow};

pub use closing::{BeginReport, GoalEdit, SaveClosing, begin, goals_told, may_begin, save_closing};
pub use decide::{Approve, GiveBack, Submit, approve, give_back, new_edition, pending, submit};
pub use draft::{LightEdit, SaveReport, StartReport, save, start};
pub use live::{live_content, refreshed};
pub use record::indicator_line;
pub use send::{Delivery, Dispatch, about_to_send, deliveries, dispatch, file_name, retry, sent};

/// Makes the PDF of a frozen report; given by the floor above, which can draw.
pub type MakePdf<'a> = dyn Fn(ReportKind, &serde_json::Value) -> Result<Vec<u8>, String> + 'a;

/// How many reports a page of the list holds.
pub const PAGE: i64 = 50;

/// Whether the person reads drafts of a kind: those who write them.
pub fn reads_drafts(ctx: &Ctx, at: &InProject, kind: ReportKind) -> bool {
    at.actor.may(kind.written_with(), ctx.today)
}

/// Whether the person may read an edition: drafts are for those who write them.
fn may_read(ctx: &Ctx, at: &InProject, row: &ReportRow) -> bool {
    row.state != ReportState::Draft || reads_drafts(ctx, at, row.kind)
}

/// The newest edition that the person may read.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Forbidden`] when there is only a draft so far.
pub fn find(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey) -> Result<ReportRow, Problem> {
    let editions = rows::editions(db, at.project.id, key)?;
    if editions.is_empty() {
        return Err(Problem::NotFound);
    }
    editions.into_iter().find(|row| may_read(ctx, at, row)).ok_or(Problem::Forbidden(key.kind.written_with()))
}

/// A certain edition, under the same rule as [`find`].
///
/// # Errors
/// As [`find`].
pub fn find_edition(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey, edition: i32) -> Result<ReportRow, Problem> {
    let row = rows::edition(db, at.project.id, key, edition)?.ok_or(Problem::NotFound)?;
    if may_read(ctx, at, &row) { Ok(row) } else { Err(Problem::Forbidden(key.kind.written_with())) }
}

/// Every edition that the person may read, newest first.
///
/// # Errors
/// Those of the store.
pub fn editions(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey) -> Result<Vec<ReportRow>, Problem> {
    let mut found = rows::editions(db, at.project.id, key)?;
    found.retain(|row| may_read(ctx, at, row));
    Ok(found)
}

/// The status reports, newest first, before the number `before`, each with the newest edition that the person may read; and the
/// next page's `before`.
///
/// # Errors
/// Those of the store.
pub fn list(db: &mut Db, ctx: &Ctx, at: &InProject, before: Option<i32>, limit: i64) -> Result<(Vec<ReportRow>, Option<i32>), Problem> {
    let found = rows::newest_editions(db, at.project.id, reads_drafts(ctx, at, ReportKind::Status), before, limit + 1)?;
    Ok(cut(found, limit, |row| row.number))
}

/// The frozen content that a reader is shown. One who reads drafts sees an edition live while it can be edited; for the others
/// a returned edition stays as it was submitted.
pub fn frozen(row: &ReportRow, reads_drafts: bool) -> Option<&String> {
    row.frozen.as_ref().filter(|_| !row.state.is_editable() || !reads_drafts)
}

/// What an edition says to this person: [`frozen`], or live.
///
/// # Errors
/// Those of the store.
pub fn content(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, template: &str) -> Result<Content, Problem> {
    match frozen(row, reads_drafts(ctx, at, row.kind)) {
        Some(frozen) => read(row, frozen),
        None => live_content(db, ctx, at, row, template),
    }
}

/// The frozen content of an edition.
fn read(row: &ReportRow, frozen: &str) -> Result<Content, Problem> {
    Content::read(row.kind, frozen).map_err(|e| Problem::Internal(format!("stored content: {e}")))
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
