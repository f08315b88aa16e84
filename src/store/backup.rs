//! Copying a SQLite database while it is in use.
use crate::store::connection::{Kind, kind};
use crate::store::db::Store;
use crate::store::error::{StoreError, StoreResult};
use diesel::connection::SimpleConnection;
use std::path::Path;

impl Store {
    /// Copies the database to a new file: one snapshot of it, without a pause for those who write.
    ///
    /// # Errors
    /// The file exists or cannot be written, or the database is PostgreSQL, which `pg_dump` copies.
    pub fn copy_to(&self, file: &Path) -> StoreResult<()> {
        let mut db = self.migration_connection()?;
        let name = file.display().to_string().replace('\'', "''");
        let copied = match kind(&mut db) {
            Kind::Sqlite(c) => c.batch_execute(&format!("VACUUM INTO '{name}'")),
            #[cfg(feature = "postgres")]
            Kind::Postgres(_) => return Err(StoreError::Unavailable("PostgreSQL is copied with pg_dump".to_owned())),
        };
        copied.map_err(|e| StoreError::Unavailable(e.to_string()))
    }
}
