//! Change requests, as far as they have come.
use crate::services::changes::Verdict;
use chrono::NaiveDate;
use serde::Deserialize;

/// A change request, as far as it has come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeRequest {
    pub ordered_by: String,
    pub title: String,
    pub proposal: String,
    pub reason: String,
    pub if_nothing: String,
    pub submitted_on: NaiveDate,
    pub assessment: Option<ChangeAssessment>,
    /// Given back before it was decided, if it was.
    pub returned: Option<ChangeDecision>,
    pub withdrawn: Option<Withdrawn>,
    pub decision: Option<ChangeDecision>,
    pub carried_out: Option<CarriedOut>,
}

/// Taken back by those who ordered it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    pub on: NaiveDate,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedOut {
    pub begun_on: NaiveDate,
    pub on: NaiveDate,
    pub result: String,
}

/// What the leader found, and when it was received and raised.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeAssessment {
    pub received_on: NaiveDate,
    pub raised_on: NaiveDate,
    #[serde(default)]
    pub days: i32,
    #[serde(default)]
    pub kronor: i64,
    #[serde(default)]
    pub goals: bool,
    #[serde(default)]
    pub financing: bool,
    #[serde(default)]
    pub scope: String,
    pub quality: String,
    pub risks: String,
    pub alternatives: String,
    pub adds: Option<AddedDeliverable>,
    #[serde(default)]
    pub budget: Vec<AddedBudget>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedBudget {
    pub category: String,
    pub year: i32,
    pub kronor: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedDeliverable {
    pub name: String,
    pub handed_to: String,
}

/// The decision, at a meeting when an item is named and otherwise by the chair; and how it was told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeDecision {
    pub on: NaiveDate,
    pub by: String,
    pub verdict: Verdict,
    pub reason: String,
    pub item: Option<String>,
    #[serde(default)]
    pub present: String,
    pub communicated_on: Option<NaiveDate>,
    #[serde(default)]
    pub message: String,
}
