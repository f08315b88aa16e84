//! Who runs the installation, as its statement of accessibility names them.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An organisation, where its users tell it what stops them, and when it went through the statement last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    pub name: String,
    pub email: String,
    pub reviewed_on: NaiveDate,
}
