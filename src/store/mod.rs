//! SQL: one file a table family, plain functions on [`Db`]. Imports `domain` and nothing above it.
//!
//! Reads go through [`Store::read`], writes through [`Store::write`]; there is no third way (`clippy.toml` bans it).

/// The number after the highest of the rows of `$table` that `$own` picks: what the next one gets. What is taken away leaves its number
/// to nobody while a later one stands.
macro_rules! next_number {
    ($db:expr, $table:ident, $own:expr) => {{
        let last: Option<i32> = $table::table.filter($own).select(diesel::dsl::max($table::number)).first($db)?;
        last.unwrap_or(0) + 1
    }};
}
/// Those of `$numbers` that rows of a project have, in a table whose things are numbered in each project.
macro_rules! known_numbers {
    ($table:ident, $project:expr, $numbers:expr) => {
        $table::table.filter($table::project_id.eq($project).and($table::number.eq_any($numbers.to_vec()))).select($table::number)
    };
}

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
mod risk_search;
pub mod risk_views;
pub mod risks;
pub mod roles;
pub mod rules;
pub mod schema;
pub mod settings;
pub mod structure;
pub mod templates;
pub mod theories;
pub mod writer;

pub use db::{Db, Scope, Store};
pub use error::{StoreError, StoreResult};
