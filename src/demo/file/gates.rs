//! The gates, the conditions they were passed on, and the decisions that the plan foresees.
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::Deserialize;

/// A gate: planned, gone through as far as it is, and passed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    pub planned_on: NaiveDate,
    #[serde(default)]
    pub items: Vec<GateItem>,
    /// Sent back before it was passed, if it was.
    pub returned: Option<GateDecision>,
    pub passed: Option<GateDecision>,
    /// Submitted, and not decided yet.
    pub submitted: Option<Submission>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    pub on: NaiveDate,
    pub recommendation: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateItem {
    pub item: String,
    pub on: NaiveDate,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub reference: String,
    /// Of an artefact that is adopted here: the document's number in the order of the file.
    pub document: Option<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateDecision {
    pub on: NaiveDate,
    /// The item of the meeting.
    pub item: String,
    pub present: String,
    pub recommendation: String,
    pub motivation: String,
    #[serde(default)]
    pub conditions: Vec<Condition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub item: String,
    pub text: String,
    pub owner: String,
    pub due_on: NaiveDate,
    pub fulfilled: Option<Fulfilled>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fulfilled {
    pub on: NaiveDate,
    pub note: String,
}

/// A decision that the plan foresees, and the one that it became.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionPoint {
    pub what: String,
    pub decider: Role,
    pub planned_on: NaiveDate,
    pub became: Option<Became>,
}

/// A decision by its title, and the day when the leader named it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Became {
    pub title: String,
    pub on: NaiveDate,
}
