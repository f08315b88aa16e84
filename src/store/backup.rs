//! Copying a SQLite database while it is in use.
use crate::store::connection::{Kind, kind};
use crate::store::db::Store;
use crate::store::error::{StoreError, StoreResult};
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use std::io::Read;
use std::path::Path;

/// Whether another program has the database in this file open: SQLite puts its log away only for whoever is alone with it.
pub fn is_in_use(file: &Path) -> bool {
    let alone = SqliteConnection::establish(&file.display().to_string()).map(|mut c| c.batch_execute("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE"));
    matches!(alone, Ok(Err(e)) if e.to_string().contains("locked"))
}

/// How an SQLite file begins.
const SQLITE: &[u8; 16] = b"SQLite format 3\0";

/// Whether a file begins as an SQLite database does.
///
/// # Errors
/// It cannot be read.
pub fn is_database(file: &Path) -> std::io::Result<bool> {
    let mut head = Vec::new();
    std::fs::File::open(file)?.take(SQLITE.len() as u64).read_to_end(&mut head)?;
    Ok(head == SQLITE)
}

impl Store {
    /// Copies the database to a new file: one snapshot of it, without a pause for those who write.
    ///
    /// # Errors
    /// The file exists or cannot be written, or the database is PostgreSQL, which `pg_dump` copies.
    pub fn copy_to(&self, file: &Path) -> StoreResult<()> {
        if file.exists() {
            return Err(StoreError::Unavailable(format!("{} exists already", file.display())));
        }
        let mut db = self.migration_connection()?;
        let name = file.display().to_string().replace('\'', "''");
        let copied = match kind(&mut db) {
            Kind::Sqlite(c) => c.batch_execute(&format!("VACUUM INTO '{name}'")),
            #[cfg(feature = "postgres")]
            Kind::Postgres(_) => return Err(StoreError::Unavailable("PostgreSQL is copied with pg_dump".to_owned())),
        };
        copied.map_err(|e| {
            // Half a copy is none.
            drop(std::fs::remove_file(file));
            StoreError::Unavailable(e.to_string())
        })
    }
}
