//! SQL: one file a table family, plain functions on [`Db`]. Imports `domain` and nothing above it.
//!
//! Reads go through [`Store::read`], writes through [`Store::write`]; there is no third way (`clippy.toml` bans it).

pub mod accounts;
pub mod assessments;
pub mod backup;
pub mod baselines;
pub mod changes;
pub mod charter_drafts;
pub mod columns;
pub mod conditions;
mod connection;
pub mod consultations;
mod counters;
pub mod db;
pub mod decision_points;
pub mod decisions;
pub mod delegations;
pub mod deliverables;
pub mod deliveries;
pub mod deviations;
pub mod documents;
pub mod error;
pub mod files;
pub mod gates;
pub mod goals;
pub mod handovers;
pub mod idempotency;
pub mod jobs;
pub mod journal;
pub mod measures;
pub mod meetings;
pub mod migrate;
pub mod organisations;
pub mod outbox;
pub mod plan;
pub mod projects;
pub mod readings;
pub mod recipients;
pub mod recordings;
pub mod remarks;
pub mod reminders;
pub mod reports;
pub mod requirements;
pub mod risks;
pub mod roles;
pub mod rules;
pub mod schema;
pub mod settings;
pub mod templates;
pub mod theories;
pub mod writer;

pub use db::{Db, Scope, Store};
pub use error::{StoreError, StoreResult};
