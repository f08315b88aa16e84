//! What people say of a thing without deciding about it.
use crate::domain::ids::{ChangeRef, RequirementRef, RiskRef};
use crate::domain::report::ReportKey;
use std::fmt;

word_enum! {
    /// An opinion is about what is to be decided, a comment about anything else. Neither is a decision.
    RemarkKind { Comment = "comment", Opinion = "opinion" }
}

/// A thing in a project that people talk about. In the journal `risk:R4`, `gate:2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Risk(RiskRef),
    Change(ChangeRef),
    Gate(i32),
    PartDelivery(i32),
    Document(i32),
    Requirement(RequirementRef),
    Report(ReportKey),
}
impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::Risk(reference) => write!(f, "risk:{reference}"),
            Topic::Change(reference) => write!(f, "change:{reference}"),
            Topic::Gate(number) => write!(f, "gate:{number}"),
            Topic::PartDelivery(number) => write!(f, "part_delivery:{number}"),
            Topic::Document(number) => write!(f, "document:{number}"),
            Topic::Requirement(reference) => write!(f, "requirement:{reference}"),
            Topic::Report(key) => write!(f, "{key}"),
        }
    }
}
