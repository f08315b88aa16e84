//! The kind of connection that this program is built for. Everything else in the store is ordinary diesel code on a [`Db`].
use diesel::SqliteConnection;
use diesel::connection::AnsiTransactionManager;
use diesel::prelude::*;

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

/// Begins a transaction that may write; on PostgreSQL a serializable one.
pub(super) fn begin_write(db: &mut Db) -> QueryResult<()> {
    match kind(db) {
        Kind::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE"),
        #[cfg(feature = "postgres")]
        Kind::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL SERIALIZABLE"),
    }
}
/// Begins a transaction that only reads, in one snapshot.
pub(super) fn begin_read(db: &mut Db) -> QueryResult<()> {
    match kind(db) {
        Kind::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        #[cfg(feature = "postgres")]
        Kind::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
    }
}
