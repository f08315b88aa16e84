//! The organisations that forms offer.
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::organisations;
use chrono::NaiveDateTime;
use diesel::prelude::*;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = organisations)]
pub struct Organisation {
    pub id: i64,
    pub name: String,
    pub kind: String,
    /// No longer offered since then.
    pub retired_at: Option<NaiveDateTime>,
    pub version: i64,
}

/// Adds one; [`crate::store::StoreError::Taken`] when the name is there.
pub fn add(db: &mut Db, name: &str, kind: &str) -> StoreResult<i64> {
    let values = (organisations::name.eq(name), organisations::kind.eq(kind), organisations::version.eq(1_i64));
    Ok(diesel::insert_into(organisations::table).values(values).returning(organisations::id).get_result(db)?)
}
pub fn find(db: &mut Db, id: i64) -> StoreResult<Option<Organisation>> {
    Ok(organisations::table.find(id).select(Organisation::as_select()).first(db).optional()?)
}
/// The names that other organisations than `id` have.
///
/// # Errors
/// Those of the database.
pub fn other_names(db: &mut Db, id: i64) -> StoreResult<Vec<String>> {
    Ok(organisations::table.filter(organisations::id.ne(id)).select(organisations::name).load(db)?)
}
/// # Errors
/// Stale.
pub fn update(db: &mut Db, id: i64, version: i64, name: &str, kind: &str, retired_at: Option<NaiveDateTime>) -> StoreResult<()> {
    let same = organisations::table.find(id).filter(organisations::version.eq(version));
    let values = (organisations::name.eq(name), organisations::kind.eq(kind), organisations::retired_at.eq(retired_at), organisations::version.eq(version + 1));
    expect_one(diesel::update(same).set(values).execute(db)?)
}
/// By name, after `after`.
pub fn page(db: &mut Db, after: &str, limit: i64) -> StoreResult<Vec<Organisation>> {
    let rows = organisations::table.filter(organisations::name.gt(after)).select(Organisation::as_select());
    Ok(rows.order(organisations::name).limit(limit).load(db)?)
}
/// The names that are offered.
pub fn offered(db: &mut Db, limit: i64) -> StoreResult<Vec<String>> {
    let open = organisations::table.filter(organisations::retired_at.is_null());
    Ok(open.select(organisations::name).order(organisations::name).limit(limit).load(db)?)
}
