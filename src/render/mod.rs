//! Turns what the services answer into what people see: pages, mails, charts and PDFs.
//!
//! May import `domain`; knows no HTTP, SQL or file. Texts come from the catalogue
//! ([`i18n`]), figures and dates through [`mod@format`], pages through [`engine`].

pub mod assets;
mod badges;
pub mod basis;
pub mod calendar;
pub mod charts;
pub mod engine;
pub mod extract;
mod filters;
pub mod format;
mod frame;
mod hyphens;
pub mod i18n;
pub mod indicator;
pub mod journal;
pub mod markdown;
pub mod own_templates;
pub mod palette;
pub mod pdf;
pub mod report;
pub mod scale;
pub mod terms;
