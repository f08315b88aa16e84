//! Reports of every kind and their editions.
use crate::domain::report::content::ApprovalLine;
use crate::domain::report::{Progress, ReportKey, ReportKind, ReportState};
use crate::store::columns::{Stored, json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::reports;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

const STATUS: &str = ReportKind::Status.as_str();

/// One edition of a report.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = reports)]
pub struct ReportRow {
    pub id: i64,
    #[diesel(deserialize_as = Stored<ReportKind>)]
    pub kind: ReportKind,
    pub number: i32,
    pub edition: i32,
    #[diesel(deserialize_as = Stored<ReportState>)]
    pub state: ReportState,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    /// Numbers of the sprints it gathers, as JSON.
    pub sprints: String,
    pub language: String,
    /// What its writers say, as JSON in its kind's form.
    pub draft: String,
    /// Ids of those who have edited it, as JSON: none of them approves it.
    pub editors: String,
    pub frozen: Option<String>,
    pub hash: Option<String>,
    pub submitted_at: Option<NaiveDateTime>,
    pub submitted_by: Option<i64>,
    /// The approvals that it has, in their order, as JSON.
    pub approvals: String,
    pub decided_at: Option<NaiveDateTime>,
    pub decision: Option<i32>,
    pub return_reason: Option<String>,
    pub pdf_sha256: Option<String>,
    pub saved_at: NaiveDateTime,
    pub version: i64,
}

impl ReportRow {
    pub fn key(&self) -> ReportKey {
        ReportKey { kind: self.kind, number: self.number }
    }
    /// The draft in the form of the report's kind.
    pub fn draft<T: DeserializeOwned>(&self) -> StoreResult<T> {
        json(&self.draft)
    }
    pub fn progress(&self) -> StoreResult<Progress> {
        Ok(Progress { kind: self.kind, state: self.state, approvals: json::<Vec<ApprovalLine>>(&self.approvals)? })
    }
    pub fn sprints(&self) -> StoreResult<Vec<i32>> {
        json(&self.sprints)
    }
    pub fn editors(&self) -> StoreResult<Vec<i64>> {
        json(&self.editors)
    }
}

/// A new edition to be stored.
pub struct NewReport<'a, T> {
    pub project: i64,
    pub key: ReportKey,
    pub edition: i32,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub sprints: &'a [i32],
    pub language: &'a str,
    pub draft: &'a T,
    pub editor: i64,
    pub at: NaiveDateTime,
}

pub fn add<T: Serialize>(db: &mut Db, new: &NewReport<'_, T>) -> StoreResult<i64> {
    let values = (
        reports::project_id.eq(new.project),
        reports::kind.eq(new.key.kind.as_str()),
        reports::number.eq(new.key.number),
        reports::edition.eq(new.edition),
        reports::state.eq(ReportState::Draft.as_str()),
        reports::from_on.eq(new.from_on),
        reports::to_on.eq(new.to_on),
        reports::sprints.eq(to_json(&new.sprints)?),
        reports::language.eq(new.language),
        reports::draft.eq(to_json(new.draft)?),
        reports::editors.eq(to_json(&[new.editor])?),
        reports::approvals.eq("[]"),
        reports::saved_at.eq(new.at),
        reports::version.eq(1),
    );
    Ok(diesel::insert_into(reports::table).values(values).returning(reports::id).get_result(db)?)
}
/// The newest edition of a report.
pub fn find(db: &mut Db, project: i64, key: ReportKey) -> StoreResult<Option<ReportRow>> {
    let row = reports::table.filter(reports::project_id.eq(project).and(reports::kind.eq(key.kind.as_str())).and(reports::number.eq(key.number)));
    Ok(row.select(ReportRow::as_select()).order(reports::edition.desc()).first(db).optional()?)
}
pub fn edition(db: &mut Db, project: i64, key: ReportKey, edition: i32) -> StoreResult<Option<ReportRow>> {
    let of = reports::project_id.eq(project).and(reports::kind.eq(key.kind.as_str())).and(reports::number.eq(key.number));
    Ok(reports::table.filter(of.and(reports::edition.eq(edition))).select(ReportRow::as_select()).first(db).optional()?)
}
/// Every edition of one report, newest first.
pub fn editions(db: &mut Db, project: i64, key: ReportKey) -> StoreResult<Vec<ReportRow>> {
    let rows = reports::table.filter(reports::project_id.eq(project).and(reports::kind.eq(key.kind.as_str())).and(reports::number.eq(key.number)));
    Ok(rows.select(ReportRow::as_select()).order(reports::edition.desc()).load(db)?)
}
/// Those of the numbers that status reports have; without drafts those with an edition that is none.
pub fn known_status(db: &mut Db, project: i64, numbers: &[i32], with_drafts: bool) -> StoreResult<Vec<i32>> {
    let known = known_numbers!(reports, project, numbers).filter(reports::kind.eq(STATUS).and(reports::state.eq_any(shown(with_drafts))));
    Ok(known.distinct().load(db)?)
}
fn shown(with_drafts: bool) -> Vec<&'static str> {
    ReportState::ALL.iter().filter(|s| with_drafts || **s != ReportState::Draft).map(|s| s.as_str()).collect()
}
/// The status reports newest first, before the number `before`, each with its newest edition; without drafts the newest that is none.
pub fn newest_editions(db: &mut Db, project: i64, with_drafts: bool, before: Option<i32>, limit: i64) -> StoreResult<Vec<ReportRow>> {
    let below = before.unwrap_or(i32::MAX);
    let mine = reports::project_id.eq(project).and(reports::kind.eq(STATUS)).and(reports::state.eq_any(shown(with_drafts)));
    let numbers: Vec<i32> = reports::table
        .filter(mine.clone().and(reports::number.lt(below)))
        .select(reports::number)
        .distinct()
        .order(reports::number.desc())
        .limit(limit)
        .load(db)?;
    let editions = reports::table.filter(mine.and(reports::number.eq_any(numbers)));
    let mut found: Vec<ReportRow> = editions.select(ReportRow::as_select()).order((reports::number.desc(), reports::edition.desc())).load(db)?;
    found.dedup_by_key(|row| row.number);
    Ok(found)
}
/// Editions that somebody has something to do with: submitted, returned, or approved and not sent. Those of a report
/// stand together, the newest first.
pub fn waiting(db: &mut Db, project: i64) -> StoreResult<Vec<ReportRow>> {
    let states = [ReportState::Draft, ReportState::Submitted, ReportState::Returned, ReportState::Approved].map(ReportState::as_str);
    let rows = reports::table.filter(reports::project_id.eq(project).and(reports::state.eq_any(states)));
    Ok(rows.select(ReportRow::as_select()).order((reports::kind, reports::number.desc(), reports::edition.desc())).load(db)?)
}
/// The editions that wait for an approval, newest first.
pub fn submitted(db: &mut Db, project: i64) -> StoreResult<Vec<ReportRow>> {
    let rows = reports::table.filter(reports::project_id.eq(project).and(reports::state.eq(ReportState::Submitted.as_str())));
    Ok(rows.select(ReportRow::as_select()).order(reports::number.desc()).load(db)?)
}
/// The newest edition of the newest status report.
pub fn last(db: &mut Db, project: i64) -> StoreResult<Option<ReportRow>> {
    Ok(newest_editions(db, project, true, None, 1)?.pop())
}
/// When a status report before the one numbered `number` was last submitted.
pub fn submitted_before(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<NaiveDateTime>> {
    let earlier = reports::table.filter(reports::project_id.eq(project).and(reports::kind.eq(STATUS)).and(reports::number.lt(number)));
    Ok(earlier.select(diesel::dsl::max(reports::submitted_at)).first(db)?)
}
/// The number and the last day of the newest status report that is approved or sent.
pub fn last_status(db: &mut Db, project: i64) -> StoreResult<Option<(i32, NaiveDate)>> {
    let locked = reports::state.eq_any([ReportState::Approved.as_str(), ReportState::Sent.as_str()]);
    let rows = reports::table.filter(reports::project_id.eq(project).and(reports::kind.eq(STATUS)).and(locked));
    Ok(rows.select((reports::number, reports::to_on)).order((reports::number.desc(), reports::edition.desc())).first(db).optional()?)
}
/// The newest edition of a kind that is approved or sent.
pub fn last_approved(db: &mut Db, project: i64, kind: ReportKind) -> StoreResult<Option<ReportRow>> {
    let locked = [ReportState::Approved.as_str(), ReportState::Sent.as_str()];
    let rows = reports::table.filter(reports::project_id.eq(project).and(reports::kind.eq(kind.as_str())).and(reports::state.eq_any(locked)));
    Ok(rows.select(ReportRow::as_select()).order((reports::number.desc(), reports::edition.desc())).first(db).optional()?)
}
/// A draft as its editor leaves it.
pub struct SavedDraft<'a, T> {
    pub draft: &'a T,
    pub sprints: &'a [i32],
    pub period: (NaiveDate, NaiveDate),
    pub language: &'a str,
    pub editor: i64,
    pub at: NaiveDateTime,
}
/// Saves a draft. Editing is no journal event; the version moves all the same.
pub fn save_draft<T: Serialize>(db: &mut Db, row: &ReportRow, saved: &SavedDraft<'_, T>) -> StoreResult<()> {
    let mut editors = row.editors()?;
    if !editors.contains(&saved.editor) {
        editors.push(saved.editor);
    }
    let target = reports::table.filter(reports::id.eq(row.id).and(reports::version.eq(row.version)));
    let values = (
        reports::draft.eq(to_json(saved.draft)?),
        reports::sprints.eq(to_json(&saved.sprints)?),
        reports::from_on.eq(saved.period.0),
        reports::to_on.eq(saved.period.1),
        reports::language.eq(saved.language),
        reports::editors.eq(to_json(&editors)?),
        reports::saved_at.eq(saved.at),
        reports::version.eq(row.version + 1),
    );
    expect_one(diesel::update(target).set(values).execute(db)?)
}
/// Freezes the content at submission.
pub fn submit(db: &mut Db, row: &ReportRow, frozen: &str, hash: &str, person: i64, at: NaiveDateTime) -> StoreResult<()> {
    let target = reports::table.filter(reports::id.eq(row.id).and(reports::version.eq(row.version)));
    let values = (
        reports::state.eq(ReportState::Submitted.as_str()),
        reports::frozen.eq(frozen),
        reports::hash.eq(hash),
        reports::submitted_at.eq(at),
        reports::submitted_by.eq(person),
        reports::approvals.eq("[]"),
        reports::return_reason.eq(None::<String>),
        reports::version.eq(row.version + 1),
    );
    expect_one(diesel::update(target).set(values).execute(db)?)
}
/// An approval that others come after.
pub fn approve_step(db: &mut Db, row: &ReportRow, approvals: &[ApprovalLine]) -> StoreResult<()> {
    let target = reports::table.filter(reports::id.eq(row.id).and(reports::version.eq(row.version)));
    let values = (reports::approvals.eq(to_json(&approvals)?), reports::version.eq(row.version + 1));
    expect_one(diesel::update(target).set(values).execute(db)?)
}
/// What the last approval fixes.
pub struct Approval<'a> {
    pub frozen: &'a str,
    pub hash: &'a str,
    pub pdf_sha256: &'a str,
    pub approvals: &'a [ApprovalLine],
    pub decision: i32,
    pub at: NaiveDateTime,
}
pub fn approve(db: &mut Db, row: &ReportRow, approval: &Approval<'_>) -> StoreResult<()> {
    let target = reports::table.filter(reports::id.eq(row.id).and(reports::version.eq(row.version)));
    let values = (
        reports::state.eq(ReportState::Approved.as_str()),
        reports::frozen.eq(approval.frozen),
        reports::hash.eq(approval.hash),
        reports::pdf_sha256.eq(approval.pdf_sha256),
        reports::approvals.eq(to_json(&approval.approvals)?),
        reports::decision.eq(approval.decision),
        reports::decided_at.eq(approval.at),
        reports::version.eq(row.version + 1),
    );
    expect_one(diesel::update(target).set(values).execute(db)?)
}
pub fn give_back(db: &mut Db, row: &ReportRow, reason: &str, decision: i32, at: NaiveDateTime) -> StoreResult<()> {
    let target = reports::table.filter(reports::id.eq(row.id).and(reports::version.eq(row.version)));
    let values = (
        reports::state.eq(ReportState::Returned.as_str()),
        reports::return_reason.eq(reason),
        reports::approvals.eq("[]"),
        reports::decision.eq(decision),
        reports::decided_at.eq(at),
        reports::version.eq(row.version + 1),
    );
    expect_one(diesel::update(target).set(values).execute(db)?)
}
/// The first accepted recipient makes an approved report a sent one; answers whether it did.
pub fn mark_sent(db: &mut Db, id: i64) -> StoreResult<Option<ReportRow>> {
    let approved = reports::table.filter(reports::id.eq(id).and(reports::state.eq(ReportState::Approved.as_str())));
    let changed = diesel::update(approved).set((reports::state.eq(ReportState::Sent.as_str()), reports::version.eq(reports::version + 1))).execute(db)?;
    if changed == 0 { Ok(None) } else { Ok(Some(reports::table.find(id).select(ReportRow::as_select()).first(db)?)) }
}
/// Every approved or sent edition after the row `after`, of one project or of all, with its project, for verification.
pub fn locked_after(db: &mut Db, project: Option<i64>, after: i64, limit: i64) -> StoreResult<Vec<(i64, ReportRow)>> {
    let locked = [ReportState::Approved.as_str(), ReportState::Sent.as_str()];
    let mut rows = reports::table.into_boxed();
    if let Some(project) = project {
        rows = rows.filter(reports::project_id.eq(project));
    }
    Ok(rows
        .filter(reports::id.gt(after).and(reports::state.eq_any(locked)))
        .select((reports::project_id, ReportRow::as_select()))
        .order(reports::id)
        .limit(limit)
        .load(db)?)
}
