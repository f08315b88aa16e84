//! Meetings held and planned, as far as they are built: dates and agendas, listed.
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::meetings;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A meeting.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = meetings)]
pub struct Meeting {
    pub number: i32,
    pub held_on: NaiveDate,
    pub hours: String,
    pub purpose: String,
    pub goal: String,
    /// Agenda as JSON: `[["I", "Statusrapport"], …]`.
    pub agenda: String,
}

/// A meeting to be stored.
#[derive(Insertable)]
#[diesel(table_name = meetings)]
pub struct NewMeeting {
    pub project_id: i64,
    pub number: i32,
    pub held_on: NaiveDate,
    pub hours: String,
    pub purpose: String,
    pub goal: String,
    pub agenda: String,
}

pub fn add(db: &mut Db, new: &NewMeeting) -> StoreResult<()> {
    diesel::insert_into(meetings::table).values(new).execute(db)?;
    Ok(())
}
/// A project's meetings, newest first.
pub fn of(db: &mut Db, project: i64) -> StoreResult<Vec<Meeting>> {
    Ok(meetings::table.filter(meetings::project_id.eq(project)).select(Meeting::as_select()).order(meetings::held_on.desc()).limit(200).load(db)?)
}
/// The first meeting on or after `day`.
pub fn next(db: &mut Db, project: i64, day: NaiveDate) -> StoreResult<Option<Meeting>> {
    Ok(meetings::table
        .filter(meetings::project_id.eq(project).and(meetings::held_on.ge(day)))
        .select(Meeting::as_select())
        .order(meetings::held_on)
        .first(db)
        .optional()?)
}
