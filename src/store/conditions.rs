//! What was decided at gates, and about part deliveries, on condition of.
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{conditions, people};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A condition.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = conditions)]
pub struct Condition {
    pub number: i32,
    /// The gate or the part delivery that it was set at.
    pub gate: Option<i32>,
    pub delivery: Option<i32>,
    /// The decision that set it.
    pub decision: i32,
    /// What was missing, if the condition is for that.
    pub item: Option<String>,
    pub text: String,
    pub owner_id: i64,
    pub due_on: NaiveDate,
    pub fulfilled_on: Option<NaiveDate>,
    pub note: String,
    pub version: i64,
}
/// A condition to be stored.
#[derive(Insertable)]
#[diesel(table_name = conditions, treat_none_as_default_value = false)]
pub struct NewCondition<'a> {
    pub project_id: i64,
    pub number: i32,
    pub gate: Option<i32>,
    pub delivery: Option<i32>,
    pub decision: i32,
    pub item: Option<&'a str>,
    pub text: &'a str,
    pub owner_id: i64,
    pub due_on: NaiveDate,
    pub version: i64,
}

/// The number of a project's next condition.
pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, conditions, conditions::project_id.eq(project)))
}
pub fn add(db: &mut Db, new: &NewCondition<'_>) -> StoreResult<()> {
    diesel::insert_into(conditions::table).values(new).execute(db)?;
    Ok(())
}
/// A project's conditions with their owners' names: those that wait first, the earliest due before others.
pub fn of(db: &mut Db, project: i64) -> StoreResult<Vec<(Condition, String)>> {
    let rows = conditions::table.inner_join(people::table).filter(conditions::project_id.eq(project)).select((Condition::as_select(), people::name));
    Ok(rows.order((conditions::fulfilled_on.is_not_null(), conditions::due_on, conditions::number)).load(db)?)
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<(Condition, String)>> {
    let row = conditions::table.inner_join(people::table).filter(conditions::project_id.eq(project).and(conditions::number.eq(number)));
    Ok(row.select((Condition::as_select(), people::name)).first(db).optional()?)
}
/// Fulfils a condition that was at `version`.
pub fn fulfil(db: &mut Db, project: i64, number: i32, version: i64, on: NaiveDate, by: i64, note: &str) -> StoreResult<()> {
    let row = conditions::table.find((project, number)).filter(conditions::version.eq(version));
    let values = (conditions::fulfilled_on.eq(on), conditions::fulfilled_by.eq(by), conditions::note.eq(note), conditions::version.eq(version + 1));
    expect_one(diesel::update(row).set(values).execute(db)?)
}
