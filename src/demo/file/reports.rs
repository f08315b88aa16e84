//! The monthly reports, those that close the project, and who gets them.
use crate::domain::report::ReportKind;
use crate::domain::report::closing::Part;
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The approved first report, the day on which it was sent, and the day on which the draft of the second was begun.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub sprints: Vec<i32>,
    pub written_on: NaiveDate,
    pub approved_on: NaiveDate,
    pub item: String,
    pub present: String,
    pub approved_by: String,
    pub deviation: String,
    pub measure: String,
    pub results: Vec<String>,
    pub complications: String,
    pub sent_on: Option<NaiveDate>,
    pub next_draft_on: Option<NaiveDate>,
    #[serde(default)]
    pub next_sprints: Vec<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    pub name: String,
    pub email: String,
    pub role: Role,
    #[serde(default)]
    pub registrar: bool,
}

/// A final or an effect report: written and submitted on one day, approved by whose turn it is, and sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    pub kind: ReportKind,
    pub submitted_on: NaiveDate,
    pub sent_on: NaiveDate,
    pub texts: BTreeMap<Part, String>,
    pub goals: Vec<ClosingGoal>,
    pub approvals: Vec<Approval>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingGoal {
    pub number: i32,
    pub reached: String,
    pub carried_on_by: Option<String>,
}

/// The approval of a body at its meeting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub on: NaiveDate,
    /// The body's chair, by key.
    pub by: String,
    pub item: String,
    pub present: String,
}
