//! Stored files by content: approved PDFs, minutes, documents. Kept in the database, so that one transaction and one backup hold
//! them, and in pieces, so that nobody needs a whole file in memory.
use crate::domain::decision::hex;
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::{decisions, deliverable_versions, document_versions, file_pieces, files, outbox, reports};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The most bytes of a piece. Three divide it, so that the base64 of the pieces is the base64 of the file.
pub const PIECE: usize = 48 * 1024;

/// What is known of a file without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Stored {
    pub sha256: String,
    pub media_type: String,
    pub size: i64,
}

/// Stores bytes under their SHA-256 and answers it; storing the same again changes nothing.
pub fn put(db: &mut Db, media_type: &str, bytes: &[u8], at: NaiveDateTime) -> StoreResult<String> {
    let file = Stored { sha256: hex(&Sha256::digest(bytes)), media_type: media_type.to_owned(), size: bytes.len() as i64 };
    put_pieces(db, &file, bytes.chunks(PIECE).map(|piece| Ok(piece.to_vec())), at)?;
    Ok(file.sha256)
}

/// As [`put`], of a file whose hash and size are known, piece by piece.
///
/// # Errors
/// Those of the pieces, besides the store's.
pub fn put_pieces(db: &mut Db, file: &Stored, pieces: impl Iterator<Item = StoreResult<Vec<u8>>>, at: NaiveDateTime) -> StoreResult<()> {
    if has(db, &file.sha256)? {
        return Ok(());
    }
    let values = (files::sha256.eq(&file.sha256), files::media_type.eq(&file.media_type), files::size.eq(file.size), files::stored_at.eq(at));
    diesel::insert_into(files::table).values(values).execute(db)?;
    for (piece, bytes) in (0..).zip(pieces) {
        let values = (file_pieces::sha256.eq(&file.sha256), file_pieces::piece.eq(piece), file_pieces::bytes.eq(bytes?));
        diesel::insert_into(file_pieces::table).values(values).execute(db)?;
    }
    Ok(())
}

pub fn has(db: &mut Db, sha256: &str) -> StoreResult<bool> {
    Ok(find(db, sha256)?.is_some())
}
pub fn find(db: &mut Db, sha256: &str) -> StoreResult<Option<Stored>> {
    Ok(files::table.find(sha256).select((files::sha256, files::media_type, files::size)).first(db).optional()?)
}
/// One piece of a file, counted from 0; `None` after the last.
pub fn piece(db: &mut Db, sha256: &str, number: i32) -> StoreResult<Option<Vec<u8>>> {
    Ok(file_pieces::table.find((sha256, number)).select(file_pieces::bytes).first(db).optional()?)
}
/// Shows the pieces of a file one after another.
///
/// # Errors
/// Those of `see`, besides the store's.
pub fn each_piece<E: From<crate::store::StoreError>>(db: &mut Db, sha256: &str, mut see: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    let mut number = 0;
    while let Some(bytes) = piece(db, sha256, number)? {
        see(&bytes)?;
        number += 1;
    }
    Ok(())
}
/// The whole of a small file, such as a report that goes out by mail: its media type and its bytes.
pub fn get(db: &mut Db, sha256: &str) -> StoreResult<Option<(String, Vec<u8>)>> {
    let Some(file) = find(db, sha256)? else { return Ok(None) };
    let mut bytes = Vec::new();
    each_piece(db, sha256, |piece| {
        bytes.extend_from_slice(piece);
        StoreResult::Ok(())
    })?;
    Ok(Some((file.media_type, bytes)))
}
/// The files of a project's documents, deliverables and minutes with their bytes: each once, as it is stored.
pub fn of_project(db: &mut Db, project: i64) -> StoreResult<BTreeMap<String, i64>> {
    let size = (files::sha256, files::size);
    let documents = files::table.inner_join(document_versions::table.on(document_versions::file_sha256.eq(files::sha256.nullable())));
    let deliverables = files::table.inner_join(deliverable_versions::table.on(deliverable_versions::sha256.eq(files::sha256.nullable())));
    let minutes = files::table.inner_join(decisions::table.on(decisions::minutes_sha256.eq(files::sha256.nullable())));
    let documents: Vec<(String, i64)> = documents.filter(document_versions::project_id.eq(project)).select(size).load(db)?;
    let deliverables: Vec<(String, i64)> = deliverables.filter(deliverable_versions::project_id.eq(project)).select(size).load(db)?;
    let minutes: Vec<(String, i64)> = minutes.filter(decisions::project_id.eq(project)).select(size).load(db)?;
    Ok(documents.into_iter().chain(deliverables).chain(minutes).collect())
}
/// Deletes a file that nothing refers to any more, in any project. What something does refer to stays.
pub fn forget(db: &mut Db, sha256: &str) -> StoreResult<()> {
    if is_referred_to(db, sha256)? {
        return Ok(());
    }
    diesel::delete(file_pieces::table.filter(file_pieces::sha256.eq(sha256))).execute(db)?;
    diesel::delete(files::table.find(sha256)).execute(db)?;
    Ok(())
}
/// Versions of documents and deliverables, minutes, approved reports and mails refer to files.
fn is_referred_to(db: &mut Db, sha256: &str) -> StoreResult<bool> {
    use diesel::dsl::exists;
    Ok(diesel::select(exists(document_versions::table.filter(document_versions::file_sha256.eq(sha256)))).get_result(db)?
        || diesel::select(exists(deliverable_versions::table.filter(deliverable_versions::sha256.eq(sha256)))).get_result(db)?
        || diesel::select(exists(decisions::table.filter(decisions::minutes_sha256.eq(sha256)))).get_result(db)?
        || diesel::select(exists(reports::table.filter(reports::pdf_sha256.eq(sha256)))).get_result(db)?
        || diesel::select(exists(outbox::table.filter(outbox::attachment_sha256.eq(sha256)))).get_result(db)?)
}
/// Every stored hash, for verification.
pub fn hashes(db: &mut Db, after: &str, limit: i64) -> StoreResult<Vec<String>> {
    Ok(files::table.filter(files::sha256.gt(after)).select(files::sha256).order(files::sha256).limit(limit).load(db)?)
}
