//! What a person may be told instead of what was asked for. `web/error.rs` and `api/problem.rs` give each its status and words.
use crate::domain::mandate::NoMandate;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::room;
use crate::input::{Fault, FieldError};
use crate::store::error::{StoreError, TransactionError};

/// Why something was not done. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It does not exist, or is somebody else's: the two look alike.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("not signed in")]
    SignedOut,
    /// The token is wrong, has expired or was revoked: all alike.
    #[error("the token is not valid")]
    TokenNotValid,
    /// The token may only read.
    #[error("the token may only read")]
    ReadOnlyToken,
    /// The role does not carry the right.
    #[error("no right: {0:?}")]
    Forbidden(Right),
    /// Somebody else holds the matter.
    #[error(transparent)]
    NoMandate(#[from] NoMandate),
    /// The step is another role's.
    #[error("the step is the role's: {0}")]
    AnothersStep(Role),
    /// Another approval comes before the person's: it is this role's turn.
    #[error("it is the role's turn: {0}")]
    OutOfTurn(Role),
    /// The state of the thing does not allow it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Fields that must be mended.
    #[error("what is wrong with {}", .0.iter().map(|e| format!("{}: {:?}", e.field, e.fault)).collect::<Vec<_>>().join(", "))]
    Invalid(Vec<FieldError>),
    /// Somebody else changed it meanwhile.
    #[error("changed meanwhile")]
    Stale,
    /// A number or a name that must be its own is another's.
    #[error("taken")]
    Taken,
    /// It was decided already, by decision number `0`.
    #[error("decided already by {0}")]
    AlreadyDecided(i32),
    /// Another decision about the same is recorded, under number `0`, and waits to be confirmed.
    #[error("recorded otherwise by {0}")]
    RecordedAlready(i64),
    /// A form from another site, or an old one.
    #[error("the form's token does not fit")]
    Forged,
    /// A form of a session that has ended, from the same person in a new one: it is shown again, to be checked and sent.
    #[error("signed in again")]
    SignedInAgain,
    /// The same idempotency key with another body.
    #[error("the key was used for another request")]
    KeyReused,
    /// The body is no JSON object.
    #[error("bad JSON: {0}")]
    BadJson(String),
    #[error("the body is too large")]
    TooLarge,
    #[error("no such media type here")]
    MediaType,
    #[error("no such method here")]
    Method,
    /// Too many tries; seconds until the next.
    #[error("too many tries")]
    TooMany { retry_after: u64 },
    /// The database does not answer or the disk is full.
    #[error("unavailable: {0}")]
    Unavailable(String),
    /// PostgreSQL wants the transaction again; never leaves the store.
    #[error("the transaction must run again")]
    Again,
    /// A fault of ours. The cause goes to the log, never to people.
    #[error("internal: {0}")]
    Internal(String),
}

impl Problem {
    /// One field is at fault.
    pub fn invalid(field: &str, fault: Fault) -> Problem {
        Problem::Invalid(vec![FieldError { field: field.to_owned(), fault }])
    }
    /// As [`FieldError::no_choice`].
    pub fn no_choice(field: &str) -> Problem {
        Problem::Invalid(vec![FieldError::no_choice(field)])
    }
    /// Something that cannot happen has: the cause goes to the log, never to whoever asked.
    pub fn internal(cause: impl std::fmt::Display) -> Problem {
        Problem::Internal(cause.to_string())
    }
}
/// Refuses at `field` what would be the thing number `number` of its kind where there is no room for it.
///
/// # Errors
/// [`Problem::Invalid`].
pub fn room_for(field: &str, number: i32) -> Result<(), Problem> {
    room::room_for(number).map_err(|full| Problem::invalid(field, full.into()))
}
impl From<Vec<FieldError>> for Problem {
    fn from(faults: Vec<FieldError>) -> Problem {
        Problem::Invalid(faults)
    }
}
impl From<StoreError> for Problem {
    fn from(e: StoreError) -> Problem {
        match e {
            StoreError::Stale => Problem::Stale,
            StoreError::Taken => Problem::Taken,
            StoreError::Again => Problem::Again,
            StoreError::Unavailable(why) => Problem::Unavailable(why),
            StoreError::Corrupt(why) => Problem::Internal(format!("stored value: {why}")),
            StoreError::Database(e) => Problem::Internal(format!("database: {e}")),
        }
    }
}
impl TransactionError for Problem {
    fn wants_retry(&self) -> bool {
        matches!(self, Problem::Again)
    }
}
