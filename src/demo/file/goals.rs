//! Goals with their indicators and measurements.
use crate::domain::goal::GoalKind;
use crate::domain::indicator::Direction;
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    pub kind: GoalKind,
    pub name: String,
    /// The number of the project goal that a part goal belongs to: the goals' order in the file.
    pub parent: Option<i32>,
    #[serde(default)]
    pub portfolio: String,
    #[serde(default, rename = "indicator")]
    pub indicators: Vec<Indicator>,
}

/// Values are whole units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    pub name: String,
    pub unit: String,
    pub method: String,
    #[serde(default)]
    pub target_group: String,
    pub direction: Direction,
    pub baseline: Option<i64>,
    pub baseline_on: Option<NaiveDate>,
    pub target: Option<i64>,
    pub target_on: Option<NaiveDate>,
    #[serde(default)]
    pub plan: Vec<String>,
    #[serde(default, rename = "measurement")]
    pub measurements: Vec<Measurement>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    pub on: NaiveDate,
    /// Who records it, by key.
    pub by: String,
    pub value: i64,
    #[serde(default)]
    pub organisation: String,
    #[serde(default)]
    pub respondents: String,
    pub asked: Option<i32>,
}
