//! Risks with their reviews, and deviations.
use crate::domain::deviation::DeviationArea;
use crate::domain::role::Role;
use crate::services::register::Sort;
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    pub threat: String,
    pub vulnerability: String,
    pub consequence: String,
    pub owner: String,
    pub acknowledged_on: Option<NaiveDate>,
    pub reviews: Vec<Review>,
    pub occurred: Option<Ending>,
    pub closed: Option<Ending>,
    /// Alternatives; the first is the chosen one.
    pub measures: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub on: NaiveDate,
    pub s: i64,
    pub k: i64,
    pub reason: String,
    /// The holder's words when this is a lowering that was confirmed the same day.
    pub confirmed: Option<String>,
    /// The holder, by key.
    #[serde(default = "orderer")]
    pub confirmed_by: String,
}

/// Who answers for the high risks: the chair of the body that orders the project.
pub const ORDERER: &str = "e-rad";

fn orderer() -> String {
    ORDERER.to_owned()
}

/// How a risk came to happen, or to be closed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    pub on: NaiveDate,
    pub by: String,
    pub reason: String,
}

/// What somebody reports as going otherwise than decided, and the answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    pub on: NaiveDate,
    pub by: String,
    pub area: DeviationArea,
    pub title: String,
    pub text: String,
    pub answer: Option<DeviationAnswer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviationAnswer {
    pub on: NaiveDate,
    pub by: String,
    pub text: String,
}

/// A view of the register that somebody has saved.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskView {
    pub on: NaiveDate,
    pub by: String,
    pub name: String,
    pub held_by: Role,
    pub sort: Sort,
}
