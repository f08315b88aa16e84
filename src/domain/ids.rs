//! Ids: 64-bit whole numbers inside, a code or a number per project outside.
use crate::domain::text::TextFault;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    )+};
}
id!(
    /// A person with an account.
    PersonId,
    /// A project; outside it is known by its [`ProjectCode`].
    ProjectId,
    /// A risk; outside it is known by its [`RiskRef`].
    RiskId,
    /// A decision; outside it is known by its number.
    DecisionId,
    /// An edition of a report; outside it is known by number and edition.
    ReportId,
);

/// The code that people know a project by, such as `H044`: 1–20 letters, digits and hyphens, kept in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ProjectCode(String);

impl ProjectCode {
    /// # Errors
    /// Empty, longer than 20 characters, with anything but A–Z, 0–9 and single hyphens between them, or `NEW`, which is the address of the
    /// form for a new one.
    pub fn new(raw: &str) -> Result<ProjectCode, TextFault> {
        let code = raw.trim().to_ascii_uppercase();
        match code.len() {
            0 => Err(TextFault::Empty),
            length if length > 20 => Err(TextFault::TooLong { max: 20, length }),
            _ if code != "NEW" && code.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric())) => Ok(ProjectCode(code)),
            _ => Err(TextFault::NotACode),
        }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for ProjectCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A number within its project, with the letters before it that people say.
macro_rules! reference {
    ($($(#[$meta:meta])* $name:ident = $letters:literal),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i32);

        impl $name {
            /// Reads the letters, in upper or lower case, and digits; anything else names nothing.
            pub fn parse(raw: &str) -> Option<$name> {
                let (letters, digits) = raw.split_at_checked($letters.len())?;
                let fits = letters.eq_ignore_ascii_case($letters) && digits.bytes().all(|b| b.is_ascii_digit());
                fits.then(|| digits.parse().ok().map($name))?
            }
        }
        impl From<i32> for $name {
            fn from(number: i32) -> $name {
                $name(number)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $letters, self.0)
            }
        }
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
    )+};
}
reference!(
    /// A risk, shown as `R4`.
    RiskRef = "R",
    /// A change request, shown as `FB-1`.
    ChangeRef = "FB-",
    /// A deliverable, shown as `L1`.
    DeliverableRef = "L",
    /// A requirement, shown as `K1`.
    RequirementRef = "K",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_letters_and_digits_with_single_hyphens_between_them_and_is_not_the_word_for_a_new_one() {
        assert_eq!(ProjectCode::new(" h044-b ").as_ref().map(ProjectCode::as_str), Ok("H044-B"));
        for bad in ["-", "A--", "A--B", "-A", "å", "new", "NEW"] {
            assert_eq!(ProjectCode::new(bad), Err(TextFault::NotACode), "{bad}");
        }
    }

    #[test]
    fn a_reference_is_its_letters_and_a_number() {
        assert_eq!(
            (RiskRef::parse("R4"), ChangeRef::parse("fb-12"), DeliverableRef::parse("L1")),
            (Some(RiskRef(4)), Some(ChangeRef(12)), Some(DeliverableRef(1)))
        );
        for bad in ["", "R", "4", "R-4", "L4x", "FB1", "å1", "R99999999999"] {
            assert_eq!((RiskRef::parse(bad), ChangeRef::parse(bad), DeliverableRef::parse(bad)), (None, None, None), "{bad}");
        }
        assert_eq!((RiskRef(4).to_string(), ChangeRef(1).to_string(), DeliverableRef(2).to_string()), ("R4".into(), "FB-1".into(), "L2".into()));
    }
}
