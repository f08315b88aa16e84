//! Files that people send: how large and of which kind they may be, and how they are kept, by content and piece by piece.
use crate::domain::file::{FileKind, FileLimits};
use crate::input::upload::Upload;
use crate::input::{Fault, Fields};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::files::{self, PIECE, Stored};
use crate::store::{Db, StoreError};

/// Reads a file of a kind that is taken; that it is of another is told with the other faults.
pub fn sent(f: &mut Fields<'_>, field: &str) -> Option<Upload> {
    let upload = f.optional_file(field)?;
    match FileKind::of(&upload.name, &upload.head) {
        Ok(_) => Some(upload),
        Err(fault) => {
            f.fault(field, fault);
            None
        }
    }
}

/// The kind of a file that is taken, within the limit of one file.
///
/// # Errors
/// [`Problem::Invalid`] at `field`: too large, of a forbidden kind, or not what its name says.
pub fn kind(ctx: &Ctx, field: &str, upload: &Upload) -> Result<FileKind, Problem> {
    if upload.size > ctx.limits.file {
        return Err(too_large(field, ctx.limits.file));
    }
    FileKind::of(&upload.name, &upload.head).map_err(|fault| Problem::invalid(field, fault.into()))
}
/// The fault of a file of more than `most` bytes.
pub fn too_large(field: &str, most: u64) -> Problem {
    Problem::invalid(field, Fault::FileTooLarge { megabytes: most / FileLimits::MIB })
}

/// Takes a file into a project: checks its size, its kind and the room that is left, and keeps it. Answers its SHA-256 and kind.
///
/// # Errors
/// Those of [`kind`], [`demand_room`] and [`keep`].
pub fn take(db: &mut Db, ctx: &Ctx, at: &InProject, field: &str, upload: &Upload) -> Result<(String, FileKind), Problem> {
    let kind = kind(ctx, field, upload)?;
    demand_room(db, ctx, at, field, upload)?;
    Ok((keep(db, ctx, upload, kind)?, kind))
}
/// Whether the project has room for one more file. One that it has already takes none.
///
/// # Errors
/// [`Problem::Invalid`] at `field`: its files have as many bytes as they may.
pub fn demand_room(db: &mut Db, ctx: &Ctx, at: &InProject, field: &str, upload: &Upload) -> Result<(), Problem> {
    let mut stored = files::of_project(db, at.project.id)?;
    stored.insert(upload.sha256.clone(), i64::try_from(upload.size).map_err(Problem::internal)?);
    let bytes = stored.values().fold(0, |sum: u64, size| sum.saturating_add(size.unsigned_abs()));
    if bytes > ctx.limits.project {
        return Err(Problem::invalid(field, Fault::About("project-files-full", (ctx.limits.project / FileLimits::MIB).to_string())));
    }
    Ok(())
}

/// Keeps a file under its SHA-256, which it answers, in the transaction of what it belongs to.
///
/// # Errors
/// Those of the store, and of the temporary file.
pub fn keep(db: &mut Db, ctx: &Ctx, upload: &Upload, kind: FileKind) -> Result<String, Problem> {
    let unreadable = |e: std::io::Error| StoreError::Unavailable(e.to_string());
    let size = i64::try_from(upload.size).map_err(Problem::internal)?;
    let file = Stored { sha256: upload.sha256.clone(), media_type: kind.media_type().to_owned(), size };
    let pieces = upload.pieces(PIECE).map_err(unreadable)?.map(|piece| piece.map_err(unreadable));
    files::put_pieces(db, &file, pieces, ctx.now)?;
    Ok(file.sha256)
}
