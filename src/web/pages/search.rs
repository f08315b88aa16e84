//! `/search`: what somebody looks for in all their projects, found by words or by name.
use crate::clock::local_day;
use crate::render::format;
use crate::services::Problem;
use crate::services::search::{self as service, Found, Hit, LENGTH, Query};
use crate::store::Db;
use crate::web::error::message;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, show};
use crate::web::shell;
use serde::Serialize;

/// So many are found on a page.
const PAGE: i64 = 30;

pub fn routes() -> Vec<Route> {
    vec![show("/search", Guard::SignedIn, search)]
}

#[derive(Default, Serialize)]
struct Context {
    q: String,
    longest: usize,
    /// What is wrong with what is searched for; empty when nothing is.
    fault: String,
    hits: Vec<Line>,
    next: String,
}
#[derive(Serialize)]
struct Line {
    /// `risk`, `decision`, `change` or `document`.
    kind: &'static str,
    reference: String,
    title: String,
    href: String,
    code: String,
    project: String,
    state: String,
    day: String,
}

fn search(db: &mut Db, rq: &Rq) -> Answer {
    let Some(q) = rq.filter("q") else { return page(db, rq, &Context { longest: *LENGTH.end(), ..Context::default() }) };
    let context = Context { q: q.to_owned(), longest: *LENGTH.end(), ..Context::default() };
    let query = Query { text: q.to_owned(), cursor: rq.filter("cursor").map(str::to_owned), limit: PAGE };
    let found = match service::find(db, &rq.ctx()?, &query) {
        Ok(found) => found,
        Err(Problem::Invalid(faults)) => {
            let fault = faults.first().map(|fault| message(fault, rq.lang)).unwrap_or_default();
            return page(db, rq, &Context { fault, ..context });
        }
        Err(problem) => return Err(problem),
    };
    let on =
        |cursor: String| format!("/search?{}", form_urlencoded::Serializer::new(String::new()).append_pair("q", q).append_pair("cursor", &cursor).finish());
    let context = Context { hits: found.hits.iter().map(|hit| line(rq, hit)).collect(), next: found.next.map(on).unwrap_or_default(), ..context };
    Ok(Reply { for_the_record: found.for_the_record, ..page(db, rq, &context)? })
}
fn page(db: &mut Db, rq: &Rq, context: &Context) -> Answer {
    shell::page(db, rq, "search", "pages/search/search.html", context)
}

fn line(rq: &Rq, hit: &Hit) -> Line {
    let word = |prefix: &str, word: &str| rq.lang.text(&format!("{prefix}-{word}")).to_owned();
    let (kind, path) = hit.found.address();
    let (reference, title, state, day) = match &hit.found {
        Found::Risk(r) => (r.reference().to_string(), r.consequence.clone(), word("risk-state", r.state.as_str()), local_day(r.created_at)),
        Found::Decision(d) => (d.number.to_string(), d.title.clone(), word("decision-outcome", &d.outcome), d.decided_on),
        Found::Change(c) => (c.reference().to_string(), c.title.clone(), word("change-state", c.state.as_str()), local_day(c.created_at)),
        Found::Document { number, title, state, on } => (number.to_string(), title.clone(), word("document-state", state.as_str()), local_day(*on)),
    };
    let (code, project) = (hit.code.clone(), hit.project.clone());
    Line { kind, reference, title, href: format!("/projects/{code}/{path}"), code, project, state, day: format::date(day) }
}
