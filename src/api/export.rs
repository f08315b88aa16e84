//! The export of a project in the API.
use crate::api::openapi::Operation;
use crate::domain::rights::Right;
use crate::web::pages::export::file;
use crate::web::routes::{Route, show_in};

const EXPORT: &str = "/api/v1/projects/{code}/export";

pub fn routes() -> Vec<Route> {
    vec![show_in(EXPORT, Right::Export, file)]
}
pub const OPERATIONS: &[Operation] = &[Operation::get(
    EXPORT,
    "exportProject",
    "Downloads the project's journal, what it fixed and the files, as JSON lines that `styrrum verify` checks without the server. One export is \
     made at a time; another is answered 429 meanwhile.",
    "Export",
)];
