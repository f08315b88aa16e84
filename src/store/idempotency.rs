//! Answers kept for 24 hours, so that a repeated POST is answered and not done again.
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::idempotency;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Who asked what under which key.
pub struct Key<'a> {
    pub person: i64,
    pub method: &'a str,
    pub path: &'a str,
    pub key: &'a str,
}

/// The kept answer.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = idempotency)]
pub struct Kept {
    pub body_sha256: String,
    pub status: i32,
    pub answer: String,
}

pub fn find(db: &mut Db, k: &Key<'_>, not_before: NaiveDateTime) -> StoreResult<Option<Kept>> {
    Ok(idempotency::table
        .find((k.person, k.method, k.path, k.key))
        .filter(idempotency::created_at.ge(not_before))
        .select(Kept::as_select())
        .first(db)
        .optional()?)
}
/// Keeps an answer, in the transaction of what it answers; one that has expired is replaced.
pub fn keep(db: &mut Db, k: &Key<'_>, body_sha256: &str, status: i32, answer: &str, at: NaiveDateTime) -> StoreResult<()> {
    diesel::delete(idempotency::table.find((k.person, k.method, k.path, k.key))).execute(db)?;
    let values = (
        idempotency::person_id.eq(k.person),
        idempotency::method.eq(k.method),
        idempotency::path.eq(k.path),
        idempotency::key.eq(k.key),
        idempotency::body_sha256.eq(body_sha256),
        idempotency::status.eq(status),
        idempotency::answer.eq(answer),
        idempotency::created_at.eq(at),
    );
    diesel::insert_into(idempotency::table).values(values).execute(db)?;
    Ok(())
}
pub fn forget_before(db: &mut Db, at: NaiveDateTime) -> StoreResult<()> {
    diesel::delete(idempotency::table.filter(idempotency::created_at.lt(at))).execute(db)?;
    Ok(())
}
