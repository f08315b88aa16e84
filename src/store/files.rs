//! Stored files by content: approved PDFs and minutes. Kept in the database, so that one transaction and one backup hold them.
use crate::domain::decision::hex;
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::files;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// Stores bytes under their SHA-256 and answers it; storing the same again changes nothing.
pub fn put(db: &mut Db, media_type: &str, bytes: &[u8], at: NaiveDateTime) -> StoreResult<String> {
    let sha256 = hex(&Sha256::digest(bytes));
    if !has(db, &sha256)? {
        let values =
            (files::sha256.eq(&sha256), files::media_type.eq(media_type), files::size.eq(bytes.len() as i64), files::bytes.eq(bytes), files::stored_at.eq(at));
        diesel::insert_into(files::table).values(values).execute(db)?;
    }
    Ok(sha256)
}
pub fn has(db: &mut Db, sha256: &str) -> StoreResult<bool> {
    Ok(files::table.find(sha256).select(files::size).first::<i64>(db).optional()?.is_some())
}
pub fn media_type(db: &mut Db, sha256: &str) -> StoreResult<Option<String>> {
    Ok(files::table.find(sha256).select(files::media_type).first(db).optional()?)
}
/// The bytes and their media type.
pub fn get(db: &mut Db, sha256: &str) -> StoreResult<Option<(String, Vec<u8>)>> {
    Ok(files::table.find(sha256).select((files::media_type, files::bytes)).first(db).optional()?)
}
/// Every stored hash, for verification.
pub fn hashes(db: &mut Db, after: &str, limit: i64) -> StoreResult<Vec<String>> {
    Ok(files::table.filter(files::sha256.gt(after)).select(files::sha256).order(files::sha256).limit(limit).load(db)?)
}
