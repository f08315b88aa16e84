//! What the token's person looks for in all their projects.
use crate::api::openapi::{Operation, Parameter};
use crate::api::schema::{CURSOR, LIMIT, Named, day, of, page, shown, text};
use crate::api::view::{Items, limit, read};
use crate::clock::local_day;
use crate::services::search::{self as service, Found, Hit, Query};
use crate::store::Db;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, show};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::json;

const SEARCH: &str = "/api/v1/search";

pub fn routes() -> Vec<Route> {
    vec![show(SEARCH, Guard::SignedIn, search)]
}
pub const OPERATIONS: &[Operation] = &[Operation::get(
    SEARCH,
    "search",
    "Finds risks, decisions, change requests and documents in all projects that you may read: by project, and in each by kind.",
    "HitPage",
)
.with_query(&[Parameter { name: "q", says: "What is searched for: words of it, or a reference such as R4 or FB-7.", schema: sought }, LIMIT, CURSOR])];
fn sought() -> serde_json::Value {
    json!({"type": "string", "minLength": service::LENGTH.start(), "maxLength": service::LENGTH.end()})
}

#[derive(Serialize)]
struct HitView<'a> {
    project: &'a str,
    project_name: &'a str,
    kind: &'static str,
    #[serde(rename = "ref")]
    reference: String,
    title: &'a str,
    /// The state of a risk, change request or document; a decision's outcome.
    state: &'a str,
    on: NaiveDate,
    url: String,
}
impl<'a> HitView<'a> {
    fn of(hit: &'a Hit) -> HitView<'a> {
        let (kind, path) = hit.found.address();
        let (reference, title, state, on) = match &hit.found {
            Found::Risk(r) => (r.reference().to_string(), &r.consequence, r.state.as_str(), local_day(r.created_at)),
            Found::Decision(d) => (d.number.to_string(), &d.title, d.outcome.as_str(), d.decided_on),
            Found::Change(c) => (c.reference().to_string(), &c.title, c.state.as_str(), local_day(c.created_at)),
            Found::Document { number, title, state, on } => (number.to_string(), title, state.as_str(), local_day(*on)),
        };
        HitView { project: &hit.code, project_name: &hit.project, kind, reference, title, state, on, url: format!("/projects/{}/{path}", hit.code) }
    }
}

fn search(db: &mut Db, rq: &Rq) -> Answer {
    let query = Query { text: rq.filter("q").unwrap_or_default().to_owned(), cursor: rq.filter("cursor").map(str::to_owned), limit: limit(rq)? };
    let found = service::find(db, &rq.ctx()?, &query)?;
    let shown = read(&Items { items: found.hits.iter().map(HitView::of).collect(), next: found.next })?;
    Ok(Reply { for_the_record: found.for_the_record, ..shown })
}

pub fn schemas() -> Vec<Named> {
    let fields = [
        ("project", text()),
        ("project_name", text()),
        ("kind", json!({"type": "string", "enum": ["risk", "decision", "change", "document"]})),
        ("ref", text()),
        ("title", text()),
        ("state", text()),
        ("on", day()),
        ("url", text()),
    ];
    vec![("Hit", shown(&fields)), ("HitPage", page(of("Hit")))]
}
