//! One function for each thing a person does: it loads, asks for the mandate, lets the domain move, stores, and writes
//! the journal. No HTTP, no HTML, no SQL.

pub mod accounts;
pub mod appointments;
pub mod baselines;
pub mod changes;
pub mod charter;
pub mod context;
pub mod decisions;
pub mod delegations;
pub mod deliverables;
pub mod deliveries;
pub mod deviations;
pub mod documents;
pub mod economy;
pub mod extracts;
pub mod gates;
pub mod goals;
pub mod handovers;
pub mod indicators;
pub mod installation;
pub mod journal;
pub mod kept;
pub mod lights;
pub mod mail_settings;
pub mod meetings;
pub mod milestones;
pub mod my_turn;
pub mod notify;
pub mod organisations;
pub mod plan;
pub mod problem;
pub mod projects;
pub mod recipients;
pub mod register;
pub mod remarks;
pub mod reports;
pub mod requirements;
pub mod risk_policy;
pub mod risks;
pub mod templates;
pub mod theory;
pub mod uploads;
pub mod verify;
pub mod version;

pub use context::{Ctx, InProject};
pub use problem::Problem;
