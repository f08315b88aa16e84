//! What an extract of the project says as a document: who may decide what, or one decision. Taken out as things stand, with
//! the journal's checkpoint that it can be proved against.
use crate::domain::charter::Limit;
use crate::domain::decision::{Basis, DecidedTerms, DecisionOutcome};
use crate::domain::matter::Matter;
use crate::domain::report::content::Checkpoint;
use crate::domain::role::Role;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

/// A document with what every extract says of itself.
#[derive(Debug, Clone, Serialize)]
pub struct Extract<T> {
    pub code: String,
    pub project: String,
    pub organisation: String,
    /// Number in the organisation's register; empty without one.
    pub register_number: String,
    /// `sv` or `en`.
    pub language: String,
    pub as_of: NaiveDate,
    /// Where the same can be seen.
    pub address: String,
    pub checkpoint: Checkpoint,
    pub body: T,
}

/// Who may decide what: every matter of the charter in force.
#[derive(Debug, Clone, Serialize)]
pub struct MandateTable {
    pub charter: i32,
    /// The decision that adopted it; none for the charter that the project began with.
    pub adopted_by: Option<i32>,
    pub matters: Vec<MandateLine>,
    /// Roles that hold matters and that nobody can decide in.
    pub unmanned: Vec<Role>,
}

/// One matter.
#[derive(Debug, Clone, Serialize)]
pub struct MandateLine {
    pub matter: Matter,
    /// The first is the one that it waits with; each of the others may decide instead.
    pub holders: Vec<HolderLine>,
    pub delegates: Vec<DelegateLine>,
    pub limit: Option<Limit>,
    /// The first role is held by a body.
    pub body: bool,
    /// That body's chair may decide without a meeting.
    pub chair_alone: bool,
}

/// A role that may decide the matter, with those who decide in it today.
#[derive(Debug, Clone, Serialize)]
pub struct HolderLine {
    pub role: Role,
    pub people: Vec<String>,
}

/// Somebody who decides the matter on delegation today.
#[derive(Debug, Clone, Serialize)]
pub struct DelegateLine {
    /// The person's name; a role in its own word.
    pub name: String,
    pub role: Option<Role>,
    pub number: i32,
    pub until: NaiveDate,
}

/// One decision, as the log has it.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionText {
    pub number: i32,
    pub title: String,
    pub matter: Option<Matter>,
    pub outcome: DecisionOutcome,
    pub motivation: String,
    pub conditions: String,
    pub terms: Option<DecidedTerms>,
    /// `None` when it was entered afterwards: the role decided.
    pub decided_by: Option<String>,
    pub role: Role,
    pub delegation: Option<i32>,
    pub charter: Option<i32>,
    pub basis: Option<Basis>,
    pub decided_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub recorded_by: String,
    pub object_kind: String,
    pub object_ref: String,
    pub object_version: i64,
    pub object_hash: String,
    pub entered_late: bool,
    pub supersedes: Option<i32>,
    pub superseded_by: Option<i32>,
    /// SHA-256 of the decision's content, and of its minutes where it was entered afterwards.
    pub hash: String,
    pub minutes: Option<String>,
}
