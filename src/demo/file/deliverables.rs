//! Deliverables with their versions, and the part deliveries that gather them.
use super::gates::{Condition, Submission};
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deliverable {
    /// The day that a change request added it; it belongs to the first plan without one.
    pub added_on: Option<NaiveDate>,
    pub name: String,
    pub description: String,
    pub handed_to: String,
    /// By key.
    pub responsible: String,
    #[serde(default)]
    pub handovers: Vec<HandedOver>,
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    #[serde(default)]
    pub versions: Vec<Version>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub text: String,
    pub met_on: Option<NaiveDate>,
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    pub label: String,
    pub on: NaiveDate,
    pub note: String,
    #[serde(default)]
    pub link: String,
}

/// A version handed over, to a member by key or to somebody outside by name, and the answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOver {
    pub label: String,
    pub on: NaiveDate,
    #[serde(default)]
    pub to: Option<String>,
    #[serde(default)]
    pub outside: String,
    #[serde(default)]
    pub note: String,
    pub accepted_on: Option<NaiveDate>,
    #[serde(default)]
    pub accepted_by: String,
}

/// A part delivery, as far as it has come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    pub name: String,
    pub drawn_up_on: NaiveDate,
    pub planned_on: NaiveDate,
    /// What the plan calls the decision, if it foresaw one.
    #[serde(default)]
    pub point: String,
    /// `L1 0.3`.
    #[serde(default)]
    pub versions: Vec<String>,
    pub decided: Option<Delivered>,
    /// Submitted, and not decided yet.
    pub submitted: Option<Submission>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivered {
    pub on: NaiveDate,
    /// The body's chair, by key.
    pub by: String,
    /// The item of the meeting.
    pub item: String,
    pub present: String,
    pub recommendation: String,
    pub motivation: String,
    #[serde(default)]
    pub conditions: Vec<Condition>,
}
