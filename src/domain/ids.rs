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
    /// Empty, longer than 20 characters, or with anything but A–Z, 0–9 and hyphen.
    pub fn new(raw: &str) -> Result<ProjectCode, TextFault> {
        let code = raw.trim().to_ascii_uppercase();
        match code.len() {
            0 => Err(TextFault::Empty),
            n if n > 20 => Err(TextFault::TooLong { max: 20 }),
            _ if code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => Ok(ProjectCode(code)),
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

/// A risk's number within its project, shown as `R4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RiskRef(pub i32);

impl RiskRef {
    /// Reads `R4` or `r4`; anything else is no risk.
    pub fn parse(raw: &str) -> Option<RiskRef> {
        let digits = raw.strip_prefix(['R', 'r'])?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok().map(RiskRef))?
    }
}
impl From<i32> for RiskRef {
    fn from(number: i32) -> RiskRef {
        RiskRef(number)
    }
}
impl fmt::Display for RiskRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "R{}", self.0)
    }
}
impl Serialize for RiskRef {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// A change request's number within its project, shown as `FB-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeRef(pub i32);

impl ChangeRef {
    /// Reads `FB-1` or `fb-1`; anything else is no change request.
    pub fn parse(raw: &str) -> Option<ChangeRef> {
        let digits = raw.strip_prefix("FB-").or_else(|| raw.strip_prefix("fb-"))?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok().map(ChangeRef))?
    }
}
impl fmt::Display for ChangeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FB-{}", self.0)
    }
}
impl Serialize for ChangeRef {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
