//! Requirements, verified or waived.
use crate::domain::requirement::{Priority, RequirementKind};
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::Deserialize;

/// A requirement, and how far its verification or its waiver has come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    pub kind: RequirementKind,
    pub text: String,
    pub by: Role,
    pub priority: Priority,
    #[serde(default)]
    pub note: String,
    pub measure: Option<i64>,
    pub unit: Option<String>,
    pub verified: Option<Verified>,
    pub waiver: Option<Waiver>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    pub on: NaiveDate,
    #[serde(default)]
    pub met: bool,
    pub measured: Option<i64>,
    pub how: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    pub asked_on: NaiveDate,
    pub reason: String,
}
