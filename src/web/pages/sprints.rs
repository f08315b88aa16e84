//! Sprints, and the status that the leader publishes after each.
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::services::sprints::{self, AddSprint, WriteSprintStatus};
use crate::store::Db;
use crate::store::plan::{Sprint, next_sprint, sprints_of};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/sprints", Right::Read, list),
        show_in("/projects/{code}/sprints/new", Right::Lead, new),
        post_in("/projects/{code}/sprints", Right::Lead, add, new),
        show_in("/projects/{code}/sprints/{number}/status", Right::WriteReports, status),
        post_in("/projects/{code}/sprints/{number}/status", Right::WriteReports, write, status),
    ]
}

#[derive(Serialize)]
struct ListPage {
    code: String,
    name: String,
    may_lead: bool,
    may_write: bool,
    sprints: Vec<SprintView>,
}
#[derive(Serialize)]
struct SprintView {
    number: i32,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// Empty for those who do not read drafts, until it is published.
    status: String,
    upcoming: String,
    published_at: Option<NaiveDateTime>,
    goes_on: bool,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let today = rq.moment.today;
    let may_write = at.actor.may(Right::WriteReports, today);
    let view = |s: Sprint| {
        let shown = may_write || s.published_at.is_some();
        let text = |t: String| if shown { t } else { String::new() };
        SprintView {
            number: s.number,
            starts_on: s.starts_on,
            ends_on: s.ends_on,
            status: text(s.status),
            upcoming: text(s.upcoming),
            published_at: s.published_at,
            goes_on: s.starts_on <= today && today <= s.ends_on,
        }
    };
    let sprints = sprints_of(db, at.project.id)?.into_iter().map(view).collect();
    let context = ListPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_lead: at.actor.may(Right::Lead, today) && at.demand_running().is_ok(),
        may_write,
        sprints,
    };
    shell::page_in(db, rq, at, "sprints", "pages/sprints/list.html", &context)
}

#[derive(Serialize)]
struct FormPage {
    form: FormState,
    code: String,
    name: String,
    number: i32,
}
fn form_page(db: &mut Db, rq: &Rq, at: &InProject, template: &str, number: i32, saved: &[(&str, String)]) -> Answer {
    let context = FormPage { form: FormState::of(rq, saved), code: at.project.code.clone(), name: at.project.name.clone(), number };
    shell::page_in(db, rq, at, "sprints", template, &context)
}

/// The next number is proposed.
fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let next = next_sprint(db, at.project.id)?;
    form_page(db, rq, at, "pages/sprints/new.html", next, &[("number", next.to_string())])
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    sprints::add_sprint(db, &rq.ctx()?, at, &rq.read::<AddSprint>()?)?;
    done(rq, at, "msg-saved")
}
fn status(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let s = sprints::sprint(db, at, number)?;
    form_page(db, rq, at, "pages/sprints/status.html", number, &[("status", s.status), ("upcoming", s.upcoming), ("version", s.version.to_string())])
}
fn write(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: WriteSprintStatus = rq.read()?;
    sprints::write_sprint_status(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    done(rq, at, if request.publish { "msg-sprint-published" } else { "msg-saved" })
}
fn done(rq: &Rq, at: &InProject, key: &str) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, "sprints")).with_notice(rq.lang.text(key)))
}
