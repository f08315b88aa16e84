//! Stored files by content: approved PDFs, minutes, documents. Kept in the database, so that one transaction and one backup hold
//! them, and in pieces, so that nobody needs a whole file in memory.
use crate::domain::decision::hex;
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::{deliverable_versions, document_versions, file_pieces, files};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

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
/// How many bytes the files of a project's documents and deliverables have.
pub fn bytes_of_project(db: &mut Db, project: i64) -> StoreResult<i64> {
    let documents: Vec<i64> = document_versions::table.filter(document_versions::project_id.eq(project)).select(document_versions::size).load(db)?;
    let delivered = deliverable_versions::table.inner_join(files::table.on(files::sha256.nullable().eq(deliverable_versions::sha256)));
    let deliverables: Vec<i64> = delivered.filter(deliverable_versions::project_id.eq(project)).select(files::size).load(db)?;
    Ok(documents.iter().chain(&deliverables).sum())
}
/// Every stored hash, for verification.
pub fn hashes(db: &mut Db, after: &str, limit: i64) -> StoreResult<Vec<String>> {
    Ok(files::table.filter(files::sha256.gt(after)).select(files::sha256).order(files::sha256).limit(limit).load(db)?)
}
