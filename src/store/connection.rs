//! The kind of connection that this program is built for. Everything else in the store is ordinary diesel code on a [`Db`].
use diesel::SqliteConnection;
use diesel::backend::Backend;
use diesel::connection::AnsiTransactionManager;
#[cfg(feature = "postgres")]
use diesel::connection::TransactionManager;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};

/// A connection to the database. Named directly where there is one kind: a connection that may be of two kinds writes the
/// SQL of every statement anew before it finds the prepared one (a fifth of what a question costs).
#[cfg(not(feature = "postgres"))]
pub type Db = SqliteConnection;

/// A connection to either database.
#[cfg(feature = "postgres")]
#[derive(diesel::MultiConnection)]
pub enum Db {
    Sqlite(SqliteConnection),
    Postgres(diesel::PgConnection),
}

/// What a connection leads to.
pub(super) enum Kind<'a> {
    Sqlite(&'a mut SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(&'a mut diesel::PgConnection),
}

#[cfg(not(feature = "postgres"))]
pub(super) fn kind(db: &mut Db) -> Kind<'_> {
    Kind::Sqlite(db)
}
#[cfg(feature = "postgres")]
pub(super) fn kind(db: &mut Db) -> Kind<'_> {
    match db {
        Db::Sqlite(c) => Kind::Sqlite(c),
        Db::Postgres(c) => Kind::Postgres(c),
    }
}

/// Statements of fixed words. Diesel's own transactions have theirs parsed each time; these are prepared once for each connection.
macro_rules! fixed {
    ($($name:ident: $words:literal,)*) => {$(
        #[derive(diesel::query_builder::QueryId)]
        struct $name;
        impl RunQueryDsl<Db> for $name {}
        impl<DB: Backend> QueryFragment<DB> for $name {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
                out.push_sql($words);
                Ok(())
            }
        }
    )*};
}
fixed! {
    Begin: "BEGIN",
    Rollback: "ROLLBACK",
    Savepoint: "SAVEPOINT command",
    Release: "RELEASE command",
    BackToSavepoint: "ROLLBACK TO command",
}

/// A snapshot that ends with this value, also when what reads it breaks off.
pub(super) struct Snapshot<'a>(&'a mut Db);
impl Snapshot<'_> {
    /// Begins a transaction that only reads, in one snapshot.
    pub(super) fn begin(db: &mut Db) -> QueryResult<Snapshot<'_>> {
        match kind(db) {
            Kind::Sqlite(_) => Begin.execute(db).map(drop)?,
            #[cfg(feature = "postgres")]
            Kind::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?,
        }
        Ok(Snapshot(db))
    }
    pub(super) fn db(&mut self) -> &mut Db {
        self.0
    }
}
impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        let ended = match kind(self.0) {
            Kind::Sqlite(_) => Rollback.execute(self.0).map(drop),
            #[cfg(feature = "postgres")]
            Kind::Postgres(_) => <Db as Connection>::TransactionManager::rollback_transaction(self.0),
        };
        if let Err(e) = ended {
            tracing::warn!(error = %e, "a snapshot could not be ended");
        }
    }
}

/// Runs a command of SQLite's writer inside its transaction, and takes it back alone unless it answers `true`.
pub(super) fn in_savepoint(db: &mut Db, command: impl FnOnce(&mut Db) -> bool) -> QueryResult<()> {
    Savepoint.execute(db)?;
    if !command(db) {
        BackToSavepoint.execute(db)?;
    }
    Release.execute(db).map(drop)
}

/// Begins a transaction that may write; on PostgreSQL a serializable one.
pub(super) fn begin_write(db: &mut Db) -> QueryResult<()> {
    match kind(db) {
        Kind::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        #[cfg(feature = "postgres")]
        Kind::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL SERIALIZABLE"),
    }
}
