//! The rules, pure: no database, HTTP, templates, mail, files or clock. Time and randomness are arguments.
//!
//! Start at [`mandate`]: it is the only place that knows who may decide what. [`charter`] is the data it
//! reads, [`risk`], [`report`], [`change`] and [`document`] are the state machines that demand its proof.

#[macro_use]
mod words;

pub mod actor;
pub mod change;
pub mod charter;
pub mod colour;
pub mod decision;
pub mod delegation;
pub mod deliverable;
pub mod delivery;
pub mod deviation;
pub mod document;
pub mod economy;
pub mod election;
pub mod extract;
pub mod file;
pub mod goal;
pub mod handover;
pub mod ids;
pub mod indicator;
pub mod invitation;
pub mod journal;
pub mod lifecycle;
pub mod lights;
pub mod mail_server;
pub mod mandate;
pub mod matter;
pub mod meeting;
pub mod milestone;
pub mod minutes;
pub mod money;
pub mod operator;
pub mod organisation;
pub mod own_words;
pub mod plan;
pub mod policy;
pub mod refused;
pub mod remark;
pub mod report;
pub mod requirement;
pub mod retention;
pub mod rights;
pub mod risk;
pub mod risk_view;
pub mod role;
pub mod room;
pub mod text;
pub mod theory;
pub mod vacancy;

pub use ids::{PersonId, ProjectCode, ProjectId};
pub use money::Ore;
pub use refused::Refused;
pub use text::{Email, LongText, ShortText, TextFault};
