//! Pages, a file an area; each file lists its own routes first.

pub mod accounts;
mod admin;
mod changes;
pub(crate) mod charter;
pub(crate) mod decisions;
mod delegations;
mod deliverables;
mod deliveries;
mod deviations;
mod documents;
mod economy;
pub(crate) mod export;
mod gates;
pub(crate) mod goals;
mod handovers;
mod health;
mod journal;
mod meetings;
mod milestones;
pub(crate) mod my_turn;
mod preferences;
mod projects;
mod readings;
mod recipients;
pub(crate) mod reports;
mod requirements;
mod risk_policy;
mod risks;
mod roles;
mod search;
mod sprints;
mod statics;
mod theory;

pub(crate) use deliveries::delivery_title;
pub(crate) use gates::{PointView, StandingView, around_today, planned};
pub(crate) use risks::people as risks_people;

use crate::web::routes::Route;

/// The routes of all pages, in the order of the menu.
pub fn routes() -> Vec<Route> {
    [
        my_turn::routes(),
        projects::routes(),
        search::routes(),
        gates::routes(),
        risks::routes(),
        changes::routes(),
        decisions::routes(),
        documents::routes(),
        reports::routes(),
        sprints::routes(),
        deviations::routes(),
        economy::routes(),
        deliverables::routes(),
        deliveries::routes(),
        handovers::routes(),
        milestones::routes(),
        requirements::routes(),
        goals::routes(),
        meetings::routes(),
        roles::routes(),
        charter::routes(),
        delegations::routes(),
        risk_policy::routes(),
        readings::routes(),
        export::routes(),
        recipients::routes(),
        journal::routes(),
        accounts::routes(),
        admin::routes(),
        preferences::routes(),
        statics::routes(),
        theory::routes(),
        health::routes(),
    ]
    .concat()
}
