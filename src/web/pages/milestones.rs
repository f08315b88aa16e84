//! `/projects/{code}/milestones`: what the plan says, what is expected, and the days between.
use crate::domain::rights::Right;
use crate::services::{InProject, Problem, baselines, milestones as service};
use crate::store::Db;
use crate::store::plan::{Milestone, milestones_of};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::NaiveDate;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/milestones", Right::Read, list),
        show_in("/projects/{code}/milestones/new", Right::Lead, new),
        post_in("/projects/{code}/milestones/new", Right::Lead, add, new),
        show_in("/projects/{code}/milestones/{number}", Right::Lead, one),
        post_in("/projects/{code}/milestones/{number}", Right::Lead, follow_up, one),
    ]
}

/// A milestone with its days.
#[derive(Serialize)]
pub struct Line {
    number: i32,
    name: String,
    starts_on: NaiveDate,
    planned_on: NaiveDate,
    /// What the first plan had, where it was another day.
    first_on: Option<NaiveDate>,
    expected_on: NaiveDate,
    done: bool,
    /// Days later than the plan in force; below zero when earlier.
    slip: i64,
}
/// The milestones of a project by planned day, for lists.
///
/// # Errors
/// Those of the store.
pub fn lines(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Vec<Line>, Problem> {
    let (today, first) = (rq.moment.today, service::first_days(db, at)?);
    let line = |m: Milestone| Line {
        expected_on: m.days().expected_on(today),
        slip: m.days().slip(today),
        first_on: first.get(&m.number).copied().filter(|day| *day != m.planned_on),
        done: m.done_on.is_some(),
        number: m.number,
        name: m.name,
        starts_on: m.starts_on,
        planned_on: m.planned_on,
    };
    Ok(milestones_of(db, at.project.id)?.into_iter().map(line).collect())
}

#[derive(Serialize)]
struct List {
    code: String,
    project: String,
    milestones: Vec<Line>,
    may_lead: bool,
    may_add: bool,
    /// New ones and new days go by a change request, which the reader can write now.
    may_request: bool,
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let may_lead = at.actor.may(Right::Lead, rq.moment.today);
    let (running, in_force) = (at.demand_running().is_ok(), baselines::is_in_force(db, at)?);
    let context = List {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        milestones: lines(db, rq, at)?,
        may_add: may_lead && running && !in_force,
        may_request: may_lead && running && in_force,
        may_lead,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/milestones/list.html", &context)
}

#[derive(Serialize)]
struct Form {
    code: String,
    project: String,
    form: FormState,
    /// The milestone that is followed up; none for a new one.
    milestone: Option<Line>,
}
fn form(db: &mut Db, rq: &Rq, at: &InProject, milestone: Option<Line>, saved: &[(&str, String)]) -> Answer {
    let context = Form { code: at.project.code.clone(), project: at.project.name.clone(), form: FormState::of(rq, saved), milestone };
    shell::page_in(db, rq, at, "deliverables", "pages/milestones/form.html", &context)
}
fn back(rq: &Rq, at: &InProject) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, "milestones")).with_notice(rq.lang.text("msg-saved")))
}
fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_drawn_up(db, at)?;
    form(db, rq, at, None, &[])
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::add(db, &rq.ctx()?, at, &rq.read()?)?;
    back(rq, at)
}
fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let found = service::find(db, at, rq.number("number")?)?;
    let day = |day: Option<NaiveDate>| day.map(|d| d.to_string()).unwrap_or_default();
    let saved = [("forecast_on", day(found.forecast_on)), ("done_on", day(found.done_on)), ("version", found.version.to_string())];
    let line = lines(db, rq, at)?.into_iter().find(|l| l.number == found.number);
    form(db, rq, at, line, &saved)
}
fn follow_up(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::follow_up(db, &rq.ctx()?, at, rq.number("number")?, &rq.read()?)?;
    back(rq, at)
}
