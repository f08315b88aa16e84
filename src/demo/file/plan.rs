//! Milestones, money, sprints and meetings, and what was decided before the program was used.
use crate::domain::decision::DecisionOutcome;
use crate::domain::meeting::AgendaItem;
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub name: String,
    pub starts_on: NaiveDate,
    pub planned_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    /// What the leader expects now, and said on which day.
    pub forecast: Option<Forecast>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    pub on: NaiveDate,
    pub day: NaiveDate,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Economy {
    pub first_year: i32,
    pub reported_on: NaiveDate,
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
}
impl Economy {
    /// The months with an outcome, in order.
    pub fn months(&self) -> BTreeSet<&str> {
        self.categories.iter().flat_map(|c| c.outcome.keys().map(String::as_str)).collect()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub name: String,
    /// Kronor by year, from the first.
    pub budget: Vec<i64>,
    /// Kronor by month, `2020-10`.
    #[serde(default)]
    pub outcome: BTreeMap<String, i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sprint {
    pub number: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub published_on: Option<NaiveDate>,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub upcoming: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    #[serde(default = "steering_group")]
    pub body: Role,
    /// Before those that are planned after it: they are numbered in this order.
    pub planned_on: NaiveDate,
    pub held_on: NaiveDate,
    #[serde(default)]
    pub hours: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub goal: String,
    pub agenda: Vec<AgendaItem>,
    /// Empty for one that is not held yet.
    #[serde(default)]
    pub present: String,
}
fn steering_group() -> Role {
    Role::SteeringGroup
}

/// Decisions of a meeting that were entered afterwards.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    pub entered_on: NaiveDate,
    pub decided_on: NaiveDate,
    pub confirmed_by: String,
    pub present: String,
    pub decisions: Vec<EarlierDecision>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierDecision {
    pub title: String,
    pub item: String,
    pub outcome: DecisionOutcome,
}
