//! Settings of the installation that live in the database, by key.
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::settings;
use diesel::prelude::*;

/// The demo's clock: `<domain instant>|<real instant>`, both RFC 3339.
pub const DEMO_CLOCK: &str = "demo_clock";

pub fn get(db: &mut Db, key: &str) -> StoreResult<Option<String>> {
    Ok(settings::table.find(key).select(settings::value).first(db).optional()?)
}

pub fn set(db: &mut Db, key: &str, value: &str) -> StoreResult<()> {
    let changed = diesel::update(settings::table.find(key)).set(settings::value.eq(value)).execute(db)?;
    if changed == 0 {
        diesel::insert_into(settings::table).values((settings::key.eq(key), settings::value.eq(value))).execute(db)?;
    }
    Ok(())
}
