//! The web: one table of routes, one pipeline that serves them, and thin pages in `pages/<area>.rs`.
//!
//! A request goes [`routes`] → [`pipeline`] (session, right, forged forms) → the page's function → a service → the store,
//! and back as a [`reply::Reply`]. `docs/architecture.md` follows one from click to row.

pub mod app;
pub mod basis;
pub mod carried;
pub mod decided;
pub mod decision_page;
pub mod error;
pub mod form;
pub mod headers;
pub mod multipart;
pub mod pages;
pub mod pipeline;
pub mod rail;
pub mod recorded;
pub mod reply;
pub mod request;
pub mod router;
pub mod routes;
pub mod server;
pub mod session;
pub mod sheet;
pub mod shell;
pub mod talk;
pub mod urls;
