//! The JSON API under `/api/v1`: the pages' services with a bearer token. A file an area; `openapi` describes them all.

mod charter;
mod decisions;
mod journal;
mod my_turn;
mod projects;
mod reports;
mod risk_policy;
mod risks;
pub mod idempotency;
pub mod problem;
pub mod token;

use crate::web::routes::Route;

/// The routes of the API.
pub fn routes() -> Vec<Route> {
    [
        charter::routes(),
        decisions::routes(),
        journal::routes(),
        my_turn::routes(),
        projects::routes(),
        reports::routes(),
        risk_policy::routes(),
        risks::routes(),
    ]
    .concat()
}
