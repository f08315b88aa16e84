//! What can go wrong below the rules.
use diesel::result::{DatabaseErrorKind, Error};

/// A failure of the store. [`StoreError::Stale`] is the only one that a person can settle.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The version has moved since it was read.
    #[error("changed by somebody else meanwhile")]
    Stale,
    /// A unique value exists already.
    #[error("exists already")]
    Taken,
    /// PostgreSQL wants the transaction to run again.
    #[error("the transaction must run again")]
    Again,
    /// The disk is full, the server is away, or the queue of writes is full.
    #[error("the database does not answer: {0}")]
    Unavailable(String),
    /// A stored value that the rules do not know: a damaged or newer database.
    #[error("stored value not understood: {0}")]
    Corrupt(String),
    #[error("database: {0}")]
    Database(Error),
}

/// What every store function returns.
pub type StoreResult<T> = Result<T, StoreError>;

impl From<Error> for StoreError {
    fn from(e: Error) -> StoreError {
        match e {
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => StoreError::Taken,
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => StoreError::Again,
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::ReadOnlyTransaction, info) => {
                StoreError::Unavailable(info.message().to_owned())
            }
            Error::DatabaseError(_, info) if ["full", "disk I/O", "locked", "readonly", "unable to open"].iter().any(|w| info.message().contains(w)) => {
                StoreError::Unavailable(info.message().to_owned())
            }
            Error::BrokenTransactionManager => StoreError::Unavailable("the transaction was broken off".to_owned()),
            other => StoreError::Database(other),
        }
    }
}

/// An error that a transaction may end with.
pub trait TransactionError: From<StoreError> + Send + 'static {
    /// PostgreSQL asked for the transaction to run again.
    fn wants_retry(&self) -> bool;
}
impl TransactionError for StoreError {
    fn wants_retry(&self) -> bool {
        matches!(self, StoreError::Again)
    }
}

/// One row changed, or the version had moved.
pub fn expect_one(changed: usize) -> StoreResult<()> {
    if changed == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
