//! Styrrum: the open governance tracker for project steering groups. This file is the map.
//!
//! - [`domain`] the rules, pure
//! - [`store`] SQL, on SQLite or PostgreSQL
//! - `services` one function for each thing a person does
//! - `web` pages, `api` JSON, `jobs` what runs by itself, `cli` commands
//! - [`render`] templates, charts, PDF
#[macro_use]
pub mod domain;
pub mod api;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
pub mod input;
pub mod jobs;
pub mod mail;
pub mod render;
pub mod seal;
pub mod services;
pub mod shelf;
pub mod store;
pub mod web;
