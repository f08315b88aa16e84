//! Who decides otherwise than at the start: a proposed charter, and delegations.
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::Deserialize;

/// The charter of the slides, proposed by somebody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposedCharter {
    pub saved_on: NaiveDate,
    pub by: String,
}

/// Matters that somebody lets somebody else decide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    pub granted_on: NaiveDate,
    /// By and to whom, by key.
    pub by: String,
    pub to: String,
    pub from_role: Role,
    pub matters: Vec<Matter>,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub reason: String,
}
