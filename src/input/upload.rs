//! A file on its way in: hashed and counted while it came, its bytes held or, when there may be many, in a temporary file.
use crate::domain::decision::hex;
use crate::domain::file::{FileName, HEAD};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that was sent.
#[derive(Debug, Clone)]
pub struct Upload {
    pub name: FileName,
    pub size: u64,
    pub sha256: String,
    /// Its first bytes, which tell its kind.
    pub head: Vec<u8>,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Held(Arc<[u8]>),
    Spooled(Arc<Temporary>),
    /// More bytes than so many, which is the limit: none were kept.
    TooLarge(u64),
    /// It came with another in the same field: which of them was meant nobody knows.
    OneOfSeveral,
}

impl Upload {
    /// A small file whose bytes are at hand.
    pub fn held(name: &str, bytes: Vec<u8>) -> Upload {
        Upload {
            name: FileName::clean(name),
            size: bytes.len() as u64,
            sha256: hex(&Sha256::digest(&bytes)),
            head: bytes.iter().copied().take(HEAD).collect(),
            content: Content::Held(bytes.into()),
        }
    }
    /// The limit, where it was larger than the server takes; then there are no bytes.
    pub fn beyond(&self) -> Option<u64> {
        if let Content::TooLarge(most) = self.content { Some(most) } else { None }
    }
    /// A file in a field that several were sent in.
    #[must_use]
    pub fn one_of_several(self) -> Upload {
        Upload { content: Content::OneOfSeveral, ..self }
    }
    pub fn is_one_of_several(&self) -> bool {
        matches!(self.content, Content::OneOfSeveral)
    }
    /// The bytes in pieces of at most `size`, from the beginning each time.
    ///
    /// # Errors
    /// The temporary file cannot be read.
    pub fn pieces(&self, size: usize) -> io::Result<Pieces> {
        let source: Box<dyn Read> = match &self.content {
            Content::Held(bytes) => Box::new(io::Cursor::new(bytes.clone())),
            Content::Spooled(file) => Box::new(File::open(&file.0)?),
            Content::TooLarge(_) | Content::OneOfSeveral => Box::new(io::empty()),
        };
        Ok(Pieces { source, size })
    }
}

/// A file's bytes, piece by piece.
pub struct Pieces {
    source: Box<dyn Read>,
    size: usize,
}
impl Iterator for Pieces {
    type Item = io::Result<Vec<u8>>;
    fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        let mut piece = Vec::with_capacity(self.size);
        match self.source.by_ref().take(self.size as u64).read_to_end(&mut piece) {
            Ok(0) => None,
            Ok(_) => Some(Ok(piece)),
            Err(e) => Some(Err(e)),
        }
    }
}

/// A file that goes when nobody needs it any more.
#[derive(Debug)]
pub struct Temporary(PathBuf);
impl Temporary {
    /// Begins a file in `folder`, which is made when it is lacking, under a `random` name that nobody else has.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn begin(folder: &Path, random: &str) -> io::Result<(File, Temporary)> {
        std::fs::create_dir_all(folder)?;
        let path = folder.join(random);
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        Ok((file, Temporary(path)))
    }
}
impl Drop for Temporary {
    fn drop(&mut self) {
        if let Err(e) = std::fs::remove_file(&self.0) {
            tracing::warn!(error = %e, path = %self.0.display(), "a temporary file stays behind");
        }
    }
}

/// An upload while it comes.
pub struct Spool {
    name: FileName,
    file: File,
    kept: Temporary,
    hash: Sha256,
    head: Vec<u8>,
    size: u64,
    most: u64,
}
impl Spool {
    /// Begins a file in `folder`, which is made when it is lacking, under a `random` name that nobody else has; at most `most` bytes of it
    /// are kept.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn begin(folder: &Path, random: &str, name: &str, most: u64) -> io::Result<Spool> {
        let (file, kept) = Temporary::begin(folder, random)?;
        Ok(Spool { name: FileName::clean(name), file, kept, hash: Sha256::new(), head: Vec::new(), size: 0, most })
    }
    /// Takes the next bytes. What comes after the limit is only counted.
    ///
    /// # Errors
    /// The disk is full.
    pub fn take(mut self, bytes: &[u8]) -> io::Result<Spool> {
        self.size += bytes.len() as u64;
        if self.size <= self.most {
            self.head.extend(bytes.iter().take(HEAD - self.head.len()));
            self.hash.update(bytes);
            self.file.write_all(bytes)?;
        }
        Ok(self)
    }
    pub fn end(self) -> Upload {
        let content = if self.size > self.most { Content::TooLarge(self.most) } else { Content::Spooled(Arc::new(self.kept)) };
        Upload { name: self.name, size: self.size, sha256: hex(&self.hash.finalize()), head: self.head, content }
    }
}

/// Removes what a server that was killed has left in `folder`.
pub fn sweep(folder: &Path) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        drop(Temporary(entry.path()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_hashed_while_it_comes_and_gone_when_nobody_needs_it() {
        let folder = tempfile::tempdir().expect("folder");
        let begun = Spool::begin(folder.path(), "a", "../plan.pdf", 10).expect("a file");
        let upload = begun.take(b"%PDF-").and_then(|s| s.take(b"1.7")).expect("taken").end();
        assert_eq!((upload.name.as_str(), upload.size, upload.head.as_slice()), ("plan.pdf", 8, &b"%PDF-1.7"[..]));
        assert_eq!(upload.sha256, Upload::held("plan.pdf", b"%PDF-1.7".to_vec()).sha256);
        let again: Vec<Vec<u8>> = upload.pieces(3).expect("pieces").collect::<io::Result<_>>().expect("read");
        assert_eq!(again, [&b"%PD"[..], b"F-1", b".7"]);
        drop((upload.clone(), upload));
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 0);
    }

    #[test]
    fn more_than_the_limit_is_counted_and_not_kept() {
        let folder = tempfile::tempdir().expect("folder");
        let begun = Spool::begin(folder.path(), "b", "plan.pdf", 4).expect("a file");
        let upload = begun.take(b"%PDF").and_then(|s| s.take(b"-")).expect("taken").end();
        assert_eq!((upload.beyond(), upload.size), (Some(4), 5));
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 0);
    }
}
