//! Reported deviations.
use crate::domain::deviation::{Deviation, DeviationState};
use crate::domain::ids::PersonId;
use crate::store::columns::word;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::deviations;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A deviation as it was reported, and how far it has come.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = deviations, treat_none_as_default_value = false)]
pub struct DeviationRow {
    pub project_id: i64,
    pub number: i32,
    pub area: String,
    pub title: String,
    pub text: String,
    pub observed_on: NaiveDate,
    pub reported_by: i64,
    /// The role that it was reported in.
    pub reported_role: String,
    pub reported_at: NaiveDateTime,
    pub state: String,
    /// Answered or withdrawn then.
    pub settled_at: Option<NaiveDateTime>,
    pub version: i64,
}
impl DeviationRow {
    /// # Errors
    /// A stored word that the rules do not know.
    pub fn to_domain(&self) -> StoreResult<Deviation> {
        Ok(Deviation { state: word(&self.state)?, reported_by: PersonId(self.reported_by) })
    }
}

pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, deviations, deviations::project_id.eq(project)))
}
pub fn add(db: &mut Db, row: &DeviationRow) -> StoreResult<()> {
    diesel::insert_into(deviations::table).values(row).execute(db)?;
    Ok(())
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<DeviationRow>> {
    Ok(deviations::table.find((project, number)).select(DeviationRow::as_select()).first(db).optional()?)
}
/// All that were reported in a project.
pub fn every(db: &mut Db, project: i64) -> StoreResult<Vec<DeviationRow>> {
    Ok(deviations::table.filter(deviations::project_id.eq(project)).select(DeviationRow::as_select()).order(deviations::number).load(db)?)
}
/// Newest first, those in `state` when one is named, before number `before`.
pub fn page(db: &mut Db, project: i64, state: Option<DeviationState>, before: Option<i32>, limit: i64) -> StoreResult<Vec<DeviationRow>> {
    let mut query = deviations::table.filter(deviations::project_id.eq(project)).select(DeviationRow::as_select()).into_boxed();
    if let Some(state) = state {
        query = query.filter(deviations::state.eq(state.as_str()));
    }
    if let Some(before) = before {
        query = query.filter(deviations::number.lt(before));
    }
    Ok(query.order(deviations::number.desc()).limit(limit).load(db)?)
}
/// Those that were reported or settled after `moment`, or wait for an answer, newest first. What was withdrawn is not among them.
pub fn moved_since(db: &mut Db, project: i64, moment: Option<NaiveDateTime>, limit: i64) -> StoreResult<Vec<DeviationRow>> {
    let since = moment.unwrap_or_default();
    let answered =
        deviations::state.eq(DeviationState::Answered.as_str()).and(deviations::reported_at.gt(since).or(deviations::settled_at.gt(since).assume_not_null()));
    let listed = deviations::state.eq(DeviationState::Reported.as_str()).or(answered);
    let rows = deviations::table.filter(deviations::project_id.eq(project)).filter(listed).select(DeviationRow::as_select());
    Ok(rows.order(deviations::number.desc()).limit(limit).load(db)?)
}
/// Moves it to another state.
///
/// # Errors
/// Stale.
pub fn settle(db: &mut Db, row: &DeviationRow, state: DeviationState, at: Option<NaiveDateTime>) -> StoreResult<()> {
    let same = deviations::table.find((row.project_id, row.number)).filter(deviations::version.eq(row.version));
    let values = (deviations::state.eq(state.as_str()), deviations::settled_at.eq(at), deviations::version.eq(row.version + 1));
    expect_one(diesel::update(same).set(values).execute(db)?)
}
