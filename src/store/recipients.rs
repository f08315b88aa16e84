//! Who receives a project's reports.
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::recipients;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A recipient of reports.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = recipients)]
pub struct Recipient {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub role: String,
    pub language: String,
    /// The registrar's mailbox: gets a copy when ticked at dispatch.
    pub registrar: bool,
    pub version: i64,
}

/// What people write of a recipient.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = recipients)]
pub struct RecipientValues {
    pub name: String,
    pub email: String,
    pub email_key: String,
    pub role: String,
    pub language: String,
    pub registrar: bool,
}

pub fn of(db: &mut Db, project: i64) -> StoreResult<Vec<Recipient>> {
    Ok(recipients::table
        .filter(recipients::project_id.eq(project).and(recipients::ended_at.is_null()))
        .select(Recipient::as_select())
        .order(recipients::id)
        .load(db)?)
}
/// As [`of`], with those that have ended.
pub fn ever(db: &mut Db, project: i64) -> StoreResult<Vec<Recipient>> {
    Ok(recipients::table.filter(recipients::project_id.eq(project)).select(Recipient::as_select()).order(recipients::id).load(db)?)
}
pub fn find(db: &mut Db, project: i64, id: i64) -> StoreResult<Option<Recipient>> {
    Ok(recipients::table
        .filter(recipients::project_id.eq(project).and(recipients::id.eq(id)).and(recipients::ended_at.is_null()))
        .select(Recipient::as_select())
        .first(db)
        .optional()?)
}
pub fn add(db: &mut Db, project: i64, values: &RecipientValues) -> StoreResult<i64> {
    Ok(diesel::insert_into(recipients::table)
        .values((recipients::project_id.eq(project), values, recipients::version.eq(1)))
        .returning(recipients::id)
        .get_result(db)?)
}
pub fn update(db: &mut Db, project: i64, id: i64, version: i64, values: &RecipientValues) -> StoreResult<()> {
    let row = recipients::table.filter(recipients::project_id.eq(project).and(recipients::id.eq(id)).and(recipients::version.eq(version)));
    expect_one(diesel::update(row).set((values, recipients::version.eq(version + 1))).execute(db)?)
}
/// Ends a recipient; what was delivered stays on record.
pub fn end(db: &mut Db, project: i64, id: i64, version: i64, at: NaiveDateTime) -> StoreResult<()> {
    let row = recipients::table.filter(recipients::project_id.eq(project).and(recipients::id.eq(id)).and(recipients::version.eq(version)));
    expect_one(
        diesel::update(row)
            .set((recipients::ended_at.eq(at), recipients::email_key.eq(format!("ended:{id}")), recipients::version.eq(version + 1)))
            .execute(db)?,
    )
}
