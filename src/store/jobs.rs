//! When each job runs next. The schedule is data and survives restarts; a lease keeps two instances from running one job at once.
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::jobs;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Claims a job that is due and free. `false`: not due, or somebody else has it.
pub fn claim(db: &mut Db, name: &str, worker: &str, now: NaiveDateTime, until: NaiveDateTime) -> StoreResult<bool> {
    let exists = jobs::table.find(name).select(jobs::name).first::<String>(db).optional()?.is_some();
    if !exists {
        diesel::insert_into(jobs::table)
            .values((jobs::name.eq(name), jobs::due_at.eq(now), jobs::leased_until.eq(until), jobs::leased_by.eq(worker)))
            .execute(db)?;
        return Ok(true);
    }
    let free = jobs::table.filter(jobs::name.eq(name).and(jobs::due_at.le(now)).and(jobs::leased_until.is_null().or(jobs::leased_until.lt(now))));
    Ok(diesel::update(free).set((jobs::leased_until.eq(until), jobs::leased_by.eq(worker))).execute(db)? == 1)
}
/// The job is done; it runs again at `next`.
pub fn finish(db: &mut Db, name: &str, worker: &str, next: NaiveDateTime) -> StoreResult<()> {
    diesel::update(jobs::table.filter(jobs::name.eq(name).and(jobs::leased_by.eq(worker))))
        .set((jobs::due_at.eq(next), jobs::leased_until.eq(None::<NaiveDateTime>), jobs::leased_by.eq(None::<String>)))
        .execute(db)?;
    Ok(())
}
