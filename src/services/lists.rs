//! What every list has in common: a page is read with one more than it shows, and what is searched for has a length.
use crate::input::{Fault, FieldError};
use crate::services::problem::Problem;

/// So many characters are searched for.
pub const MAX_SEARCH: usize = 100;

/// A page of what was read with one more than `limit`, and the cursor of the page after it, made of the last one shown.
pub fn cut<T, C>(mut found: Vec<T>, limit: i64, cursor: impl FnOnce(&T) -> C) -> (Vec<T>, Option<C>) {
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(cursor);
    (found, next)
}

/// What is searched for, not longer than a line.
///
/// # Errors
/// [`Problem::Invalid`] at `q`.
pub fn expect_short(text: Option<&str>) -> Result<(), Problem> {
    search_fault(text).map_or(Ok(()), |fault| Err(Problem::Invalid(vec![fault])))
}
/// As [`expect_short`], where other faults are told with it.
pub fn search_fault(text: Option<&str>) -> Option<FieldError> {
    let length = text.map_or(0, |t| t.chars().count());
    (length > MAX_SEARCH).then(|| FieldError { field: "q".to_owned(), fault: Fault::TooLong { max: MAX_SEARCH, length } })
}
