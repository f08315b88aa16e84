//! Versions of what a project delivers: their labels, the files and links that they are, and when they are locked.
use crate::domain::refused::Refused;
use serde::{Deserialize, Serialize};

/// The label of a version, such as `0.3`: one to three whole numbers with full stops between, each written in one way only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VersionLabel(String);

/// A label has at most so many numbers, each of at most so many digits.
const NUMBERS: usize = 3;
const DIGITS: usize = 4;

impl VersionLabel {
    /// `None` for what is no label.
    pub fn new(raw: &str) -> Option<VersionLabel> {
        let label = raw.trim();
        let number = |part: &str| (1..=DIGITS).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) && (part == "0" || !part.starts_with('0'));
        let fits = label.split('.').all(number) && label.split('.').count() <= NUMBERS;
        fits.then(|| VersionLabel(label.to_owned()))
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl std::fmt::Display for VersionLabel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A link to where a version lies: `https://` or `http://` with a host.
pub fn is_link(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()) && !rest.contains(char::is_whitespace))
}

/// A version can be taken away until it is gathered in a part delivery, and never once a decision was about it: what was decided
/// upon stays, also when it was sent back.
///
/// # Errors
/// [`Refused::VersionIsLocked`], [`Refused::VersionIsJudged`], [`Refused::VersionIsGathered`].
pub const fn removable(approved: bool, judged: bool, gathered: bool) -> Result<(), Refused> {
    match (approved, judged, gathered) {
        (true, ..) => Err(Refused::VersionIsLocked),
        (false, true, _) => Err(Refused::VersionIsJudged),
        (false, false, true) => Err(Refused::VersionIsGathered),
        (false, false, false) => Ok(()),
    }
}

/// What a deliverable must fulfil is fixed with the approval of its newest version: how each criterion stands can be said, but none is
/// worded anew or added until there is a version that it holds for.
///
/// # Errors
/// [`Refused::CriteriaAreApproved`].
pub const fn criteria_open(newest_is_approved: bool) -> Result<(), Refused> {
    if newest_is_approved { Err(Refused::CriteriaAreApproved) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_label_is_numbers_with_full_stops_between() {
        for good in ["0.3", "1", "1.2.10", " 0.1 "] {
            assert!(VersionLabel::new(good).is_some(), "{good}");
        }
        for bad in ["", "v1", "1.", ".1", "1.2.3.4", "1,2", "0.3 b", "12345", "00.1", "0.05"] {
            assert!(VersionLabel::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_link_names_a_host() {
        assert!(is_link("https://plattform.example/L1") && is_link("http://intranät.example"));
        for bad in ["", "javascript:alert(1)", "https://", "https:// a", "ftp://a", "//a", "https://a b", "data:text/html,x"] {
            assert!(!is_link(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_label_comes_back_as_it_was(raw in "(0|[1-9][0-9]{0,3})(\\.(0|[1-9][0-9]{0,3})){0,2}") {
            prop_assert_eq!(VersionLabel::new(&raw).map(|l| l.to_string()), Some(raw));
        }
    }
}
