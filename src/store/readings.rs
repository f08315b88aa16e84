//! What registrars have read.
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::{people, readings};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Somebody read something.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = readings)]
pub struct Reading {
    pub id: i64,
    pub at: NaiveDateTime,
    /// The address of what was read, with its query.
    pub path: String,
}

pub fn add(db: &mut Db, project: i64, person: i64, at: NaiveDateTime, path: &str) -> StoreResult<()> {
    let values = (readings::project_id.eq(project), readings::person_id.eq(person), readings::at.eq(at), readings::path.eq(path));
    diesel::insert_into(readings::table).values(values).execute(db)?;
    Ok(())
}
/// Newest first, with who read, before the one with id `before`.
pub fn page(db: &mut Db, project: i64, before: Option<i64>, limit: i64) -> StoreResult<Vec<(Reading, String)>> {
    let rows = readings::table.inner_join(people::table.on(people::id.eq(readings::person_id)));
    let rows = rows.filter(readings::project_id.eq(project).and(readings::id.lt(before.unwrap_or(i64::MAX))));
    Ok(rows.select((Reading::as_select(), people::name)).order(readings::id.desc()).limit(limit).load(db)?)
}
