//! `/admin/projects`: which projects there are. What is in them is for those who have a role there.
use crate::render::format;
use crate::services::lists::cut;
use crate::store::Db;
use crate::store::projects::{self as rows, Project};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, show};
use crate::web::shell;
use serde::Serialize;

/// Projects on a page of the list.
const PAGE: i64 = 100;

pub fn routes() -> Vec<Route> {
    vec![show("/admin/projects", Guard::Administrator, list)]
}

#[derive(Serialize)]
struct ListPage {
    projects: Vec<Line>,
    /// The address of the next page, or empty.
    next: String,
    first: bool,
}
#[derive(Serialize)]
struct Line {
    code: String,
    name: String,
    organisation: String,
    phase: String,
    started: String,
}

fn list(db: &mut Db, rq: &Rq) -> Answer {
    let after = rq.filter("after").unwrap_or_default();
    let (found, next) = cut(rows::page(db, after, PAGE + 1)?, PAGE, |last| format!("{}?after={}", rq.path, last.code));
    let line = |p: Project| Line {
        phase: rq.lang.name(&format!("phase-{}", p.phase)),
        started: format::date(p.started_on),
        code: p.code,
        name: p.name,
        organisation: p.organisation,
    };
    let context = ListPage { first: after.is_empty(), projects: found.into_iter().map(line).collect(), next: next.unwrap_or_default() };
    shell::page(db, rq, "all-projects", "pages/admin/projects.html", &context)
}
