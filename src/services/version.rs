//! The optimistic lock, for everything that can be changed or decided upon: what was seen must be what is saved.
use crate::input::{Fault, Fields, Input};
use crate::services::problem::Problem;

/// Nothing but the version that the sender saw.
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub version: Option<i64>,
}
impl Input for Seen {
    fn parse(f: &mut Fields<'_>) -> Option<Seen> {
        Some(Seen { version: f.version() })
    }
}

/// Whoever changes a thing that exists says which version they saw.
///
/// # Errors
/// [`Problem::Invalid`] at `version` when none was named, [`Problem::Stale`] when it is another.
pub fn expect(saved: i64, seen: Option<i64>) -> Result<(), Problem> {
    if demand(seen)? == saved { Ok(()) } else { Err(Problem::Stale) }
}

/// As [`expect`], where a version that does not fit is told apart by the caller.
///
/// # Errors
/// [`Problem::Invalid`] at `version`.
pub fn demand(seen: Option<i64>) -> Result<i64, Problem> {
    seen.ok_or_else(|| Problem::invalid("version", Fault::Required))
}

/// As [`expect`], of a thing that may be new: 0, or nothing, was seen of what does not exist.
///
/// # Errors
/// As [`expect`].
pub fn expect_or_new(saved: Option<i64>, seen: Option<i64>) -> Result<(), Problem> {
    match saved {
        Some(saved) => expect(saved, seen),
        None => expect(0, seen.or(Some(0))),
    }
}

/// For a move that its state guards, or that only adds: a version that is named must fit.
///
/// # Errors
/// [`Problem::Stale`].
pub fn fits(saved: i64, seen: Option<i64>) -> Result<(), Problem> {
    expect(saved, seen.or(Some(saved)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_else_saved_is_not_overwritten_unseen() {
        assert!(matches!(expect(2, Some(1)), Err(Problem::Stale)) && matches!(expect_or_new(None, Some(1)), Err(Problem::Stale)));
        assert!(matches!(expect(2, None), Err(Problem::Invalid(_))) && matches!(expect_or_new(Some(1), Some(0)), Err(Problem::Stale)));
        assert!(expect(2, Some(2)).is_ok() && expect_or_new(None, None).is_ok() && expect_or_new(None, Some(0)).is_ok());
        assert!(fits(2, None).is_ok() && fits(2, Some(1)).is_err());
    }
}
