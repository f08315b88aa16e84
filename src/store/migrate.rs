//! Brings the schema up to this program's, and refuses a newer one.
use crate::store::connection::{Kind, kind};
use crate::store::db::Store;
use crate::store::error::{StoreError, StoreResult};
use diesel::migration::{Migration, MigrationSource};
use diesel::{Connection, SqliteConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// What a migration run met.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    #[error("the database is from a newer Styrrum (it knows {0})")]
    Newer(String),
    #[error("the schema could not be brought up to date: {0}")]
    Failed(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Runs what is missing and answers the names of the migrations run.
///
/// # Errors
/// A schema from a newer version, or a migration that fails.
pub fn migrate(store: &Store) -> Result<Vec<String>, MigrateError> {
    let url_is_sqlite = store.is_sqlite();
    let mut db = store.migration_connection()?;
    match kind(&mut db) {
        Kind::Sqlite(c) if url_is_sqlite => run::<diesel::sqlite::Sqlite, _>(c, &SQLITE),
        #[cfg(feature = "postgres")]
        Kind::Postgres(c) => run::<diesel::pg::Pg, _>(c, &POSTGRES),
        Kind::Sqlite(_) => Err(MigrateError::Failed("not this kind of database".into())),
    }
}

/// An empty SQLite database in memory, as this program builds it.
///
/// # Errors
/// Those of the database.
pub(super) fn fresh() -> StoreResult<SqliteConnection> {
    let failed = |e: &dyn std::fmt::Display| StoreError::Unavailable(e.to_string());
    let mut memory = SqliteConnection::establish(":memory:").map_err(|e| failed(&e))?;
    run::<diesel::sqlite::Sqlite, _>(&mut memory, &SQLITE).map_err(|e| failed(&e))?;
    Ok(memory)
}

fn run<DB, C>(connection: &mut C, ours: &EmbeddedMigrations) -> Result<Vec<String>, MigrateError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
    EmbeddedMigrations: MigrationSource<DB>,
{
    let failed = |e: &dyn std::fmt::Display| MigrateError::Failed(e.to_string());
    let known: Vec<String> = MigrationSource::<DB>::migrations(ours).map_err(|e| failed(&e))?.iter().map(|m| m.name().version().to_string()).collect();
    let applied = connection.applied_migrations().map_err(|e| failed(&e))?;
    if let Some(newer) = applied.iter().map(ToString::to_string).find(|v| !known.contains(v)) {
        return Err(MigrateError::Newer(newer));
    }
    let run = connection.run_pending_migrations(SequentialSource(ours)).map_err(|e| failed(&e))?;
    Ok(run.iter().map(ToString::to_string).collect())
}

/// The embedded migrations by reference.
struct SequentialSource<'a>(&'a EmbeddedMigrations);
impl<DB: diesel::backend::Backend> MigrationSource<DB> for SequentialSource<'_>
where
    EmbeddedMigrations: MigrationSource<DB>,
{
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<DB>>>> {
        self.0.migrations()
    }
}
