//! The JSON API under `/api/v1`: the pages' services with a bearer token. A file an area; `openapi` describes them all.

mod admin;
mod changes;
mod charter;
mod closing_reports;
mod decisions;
mod delegations;
mod deliverables;
mod deliveries;
mod deviations;
mod documents;
mod economy;
mod export;
mod gates;
mod goals;
mod handovers;
pub mod idempotency;
mod journal;
mod meetings;
mod milestones;
mod my_turn;
pub mod openapi;
pub mod problem;
mod projects;
mod recipients;
mod remarks;
mod report_schema;
mod reports;
mod requirements;
mod risk_policy;
mod risk_views;
mod risks;
mod roles;
pub mod schema;
mod search;
mod sprints;
mod theory;
pub mod token;
pub mod view;

use crate::web::routes::Route;
use openapi::Operation;

/// The routes of the API.
pub fn routes() -> Vec<Route> {
    [
        admin::routes(),
        changes::routes(),
        charter::routes(),
        closing_reports::routes(),
        decisions::routes(),
        delegations::routes(),
        deliverables::routes(),
        deliveries::routes(),
        deviations::routes(),
        documents::routes(),
        economy::routes(),
        export::routes(),
        gates::routes(),
        goals::routes(),
        handovers::routes(),
        journal::routes(),
        meetings::routes(),
        milestones::routes(),
        my_turn::routes(),
        openapi::routes(),
        projects::routes(),
        recipients::routes(),
        remarks::routes(),
        reports::routes(),
        requirements::routes(),
        risk_policy::routes(),
        risk_views::routes(),
        risks::routes(),
        roles::routes(),
        search::routes(),
        sprints::routes(),
        theory::routes(),
    ]
    .concat()
}

/// What the document says of each route.
fn operations() -> Vec<Operation> {
    [
        admin::installation::OPERATIONS,
        admin::mail::OPERATIONS,
        admin::operator::OPERATIONS,
        admin::organisations::OPERATIONS,
        admin::people::OPERATIONS,
        admin::templates::OPERATIONS,
        changes::OPERATIONS,
        charter::OPERATIONS,
        closing_reports::FINAL,
        closing_reports::EFFECT,
        decisions::OPERATIONS,
        delegations::OPERATIONS,
        deliverables::OPERATIONS,
        deliveries::OPERATIONS,
        deviations::OPERATIONS,
        documents::OPERATIONS,
        economy::OPERATIONS,
        export::OPERATIONS,
        gates::OPERATIONS,
        goals::OPERATIONS,
        handovers::OPERATIONS,
        journal::OPERATIONS,
        meetings::OPERATIONS,
        milestones::OPERATIONS,
        my_turn::OPERATIONS,
        openapi::OPERATIONS,
        projects::OPERATIONS,
        recipients::OPERATIONS,
        remarks::OPERATIONS,
        report_schema::OPERATIONS,
        requirements::OPERATIONS,
        risk_policy::OPERATIONS,
        risk_views::OPERATIONS,
        risks::OPERATIONS,
        roles::OPERATIONS,
        search::OPERATIONS,
        sprints::OPERATIONS,
        theory::OPERATIONS,
    ]
    .concat()
}

/// The schemas that the document names.
fn schemas() -> Vec<schema::Named> {
    [
        schema::schemas(),
        admin::schemas(),
        changes::schemas(),
        charter::schemas(),
        closing_reports::schemas(),
        decisions::schemas(),
        delegations::schemas(),
        deliverables::schemas(),
        deliveries::schemas(),
        deviations::schemas(),
        documents::schemas(),
        economy::schemas(),
        gates::schemas(),
        goals::schemas(),
        handovers::schemas(),
        journal::schemas(),
        meetings::schemas(),
        milestones::schemas(),
        my_turn::schemas(),
        projects::schemas(),
        recipients::schemas(),
        remarks::schemas(),
        report_schema::schemas(),
        requirements::schemas(),
        risk_policy::schemas(),
        risk_views::schemas(),
        risks::schemas(),
        roles::schemas(),
        search::schemas(),
        sprints::schemas(),
        theory::schemas(),
    ]
    .concat()
}
