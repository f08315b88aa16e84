//! Milestones in the API.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, count, day, of, or_null, page, seen, shown, taken, text, whole};
use crate::api::view::{does_in, listed, version};
use crate::domain::rights::Right;
use crate::services::milestones::{self as service, FollowUp};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::plan::{Milestone, milestones_of};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const MILESTONES: &str = "/api/v1/projects/{code}/milestones";
const MILESTONE: &str = "/api/v1/projects/{code}/milestones/{number}";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(MILESTONES, Right::Read, list),
        does_in(Method::POST, MILESTONES, Right::Lead, add),
        show_in(MILESTONE, Right::Read, show),
        does_in(Method::PUT, MILESTONE, Right::Lead, follow_up),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(MILESTONES, "listMilestones", "Lists the milestones by planned day, with the days that each slips.", "MilestonePage"),
    Operation::post(
        MILESTONES,
        "addMilestone",
        "Plans a milestone under the next number. Once the plan is in force, an approved change request adds milestones.",
        "MilestoneText",
        "Milestone",
    )
    .created(),
    Operation::get(MILESTONE, "readMilestone", "Reads a milestone.", "Milestone"),
    Operation::put(
        MILESTONE,
        "followUpMilestone",
        "Says what is expected of a milestone, or the day on which it was done; without a day it is taken away. The plan's day stays.",
        "MilestoneFollowUp",
        "Milestone",
    ),
];

/// `first_on` is the day of the first plan in force, `slip` counts from the present one's.
fn view(rq: &Rq, first: &BTreeMap<i32, NaiveDate>, m: &Milestone) -> Value {
    let (today, days) = (rq.moment.today, m.days());
    json!({
        "number": m.number, "name": m.name, "starts_on": m.starts_on, "planned_on": m.planned_on, "first_on": first.get(&m.number).unwrap_or(&m.planned_on),
        "forecast_on": m.forecast_on, "done_on": m.done_on, "expected_on": days.expected_on(today), "slip": days.slip(today), "version": m.version,
    })
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let first = service::first_days(db, at)?;
    let items: Vec<Value> = milestones_of(db, at.project.id)?.iter().map(|m| view(rq, &first, m)).collect();
    listed(rq, items)
}
fn one(db: &mut Db, rq: &Rq, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let (first, found) = (service::first_days(db, at)?, service::find(db, at, number)?);
    Ok((view(rq, &first, &found), found.version))
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (found, version) = one(db, rq, at, rq.number("number")?)?;
    Ok(Reply::json(found).with_version(version))
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::add(db, &rq.ctx()?, at, &rq.read()?)?;
    let (added, version) = one(db, rq, at, number)?;
    Ok(Reply::created(added, format!("/api/v1/projects/{}/milestones/{number}", at.project.code)).with_version(version))
}
fn follow_up(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: FollowUp = rq.read()?;
    request.version = version(rq, request.version)?;
    service::follow_up(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}

pub fn schemas() -> Vec<Named> {
    let milestone = shown(&[
        ("number", whole()),
        ("name", text()),
        ("starts_on", day()),
        ("planned_on", day()),
        ("first_on", day()),
        ("forecast_on", or_null(day())),
        ("done_on", or_null(day())),
        ("expected_on", day()),
        ("slip", count("days after the plan; before it when negative")),
        ("version", whole()),
    ]);
    vec![
        ("Milestone", milestone),
        ("MilestonePage", page(of("Milestone"))),
        ("MilestoneText", taken(&[("name", text()), ("starts_on", day()), ("planned_on", day())], &[])),
        ("MilestoneFollowUp", taken(&[], &[("forecast_on", day()), ("done_on", day()), ("version", seen())])),
    ]
}
