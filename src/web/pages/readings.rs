//! `/projects/{code}/readings`: what registrars have read in the project.
use crate::domain::rights::Right;
use crate::render::format;
use crate::services::InProject;
use crate::services::lists::cut;
use crate::store::{Db, readings};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::shell;
use serde::Serialize;

/// Readings on a page.
const PAGE: i64 = 100;

pub fn routes() -> Vec<Route> {
    vec![show_in("/projects/{code}/readings", Right::ReadJournal, list)]
}

#[derive(Serialize)]
struct Page {
    code: String,
    project: String,
    readings: Vec<Line>,
    next: String,
}
#[derive(Serialize)]
struct Line {
    when: String,
    who: String,
    path: String,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let read = readings::page(db, at.project.id, rq.filter_word("before"), PAGE + 1)?;
    let (found, next) = cut(read, PAGE, |(last, _)| format!("{}?before={}", rq.path, last.id));
    let context = Page {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        readings: found.into_iter().map(|(r, who)| Line { when: format::stamp(rq.lang, format::local(r.at)), who, path: r.path }).collect(),
        next: next.unwrap_or_default(),
    };
    shell::page_in(db, rq, at, "journal", "pages/journal/readings.html", &context)
}
