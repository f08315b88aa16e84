//! A body's decision that is recorded and waits for its chair. Recording is not deciding.
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{people, recordings};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A recorded decision that waits.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = recordings)]
pub struct Recording {
    pub id: i64,
    pub role: String,
    pub matter: String,
    pub object_kind: String,
    pub object_ref: String,
    pub object_version: i64,
    /// What will be done when the chair confirms, as JSON of the service's act.
    pub act: String,
    pub basis: String,
    pub recorded_by: i64,
    pub recorded_at: NaiveDateTime,
}

/// A recording to be stored.
#[derive(Insertable)]
#[diesel(table_name = recordings)]
pub struct NewRecording {
    pub project_id: i64,
    pub role: String,
    pub matter: String,
    pub object_kind: String,
    pub object_ref: String,
    pub object_version: i64,
    pub act: String,
    pub basis: String,
    pub recorded_by: i64,
    pub recorded_at: NaiveDateTime,
}

pub fn add(db: &mut Db, new: &NewRecording) -> StoreResult<i64> {
    Ok(diesel::insert_into(recordings::table).values(new).returning(recordings::id).get_result(db)?)
}
/// An open recording, with the name of who recorded it.
pub fn find(db: &mut Db, project: i64, id: i64) -> StoreResult<Option<(Recording, String)>> {
    let row = recordings::table
        .inner_join(people::table.on(people::id.eq(recordings::recorded_by)))
        .filter(recordings::project_id.eq(project).and(recordings::id.eq(id)).and(recordings::closed_at.is_null()));
    Ok(row.select((Recording::as_select(), people::name)).first(db).optional()?)
}
/// The open recordings of a project, oldest first.
pub fn open(db: &mut Db, project: i64) -> StoreResult<Vec<(Recording, String)>> {
    let rows = recordings::table
        .inner_join(people::table.on(people::id.eq(recordings::recorded_by)))
        .filter(recordings::project_id.eq(project).and(recordings::closed_at.is_null()));
    Ok(rows.select((Recording::as_select(), people::name)).order(recordings::id).limit(100).load(db)?)
}
/// Closes a recording: confirmed, or dropped because its object has moved on.
pub fn close(db: &mut Db, project: i64, id: i64, at: NaiveDateTime) -> StoreResult<()> {
    let row = recordings::table.filter(recordings::project_id.eq(project).and(recordings::id.eq(id)).and(recordings::closed_at.is_null()));
    expect_one(diesel::update(row).set(recordings::closed_at.eq(at)).execute(db)?)
}
