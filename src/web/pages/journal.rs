//! `/projects/{code}/journal`: who, what, before and after, when, from where.
use crate::domain::journal::Event;
use crate::domain::rights::Right;
use crate::render::{format, journal as words};
use crate::services::{InProject, Problem};
use crate::store::{Db, accounts, journal};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::{shell, urls};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

pub fn routes() -> Vec<Route> {
    vec![show_in("/projects/{code}/journal", Right::ReadJournal, show)]
}

/// Entries on a page.
const PAGE: i64 = 50;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    entries: Vec<Line>,
    next: String,
    /// What the entries shown are about, when only some are.
    only: String,
    head: i64,
    checkpoint: String,
}
#[derive(Serialize)]
struct Line {
    seq: i64,
    when: String,
    /// The person and the role, not twice when they are the same words.
    who: String,
    sentence: String,
    /// What it is about, where that can be seen, and where the entries about it alone are.
    about: String,
    place: Option<String>,
    only: String,
    fields: Vec<words::Field>,
    hashes: Vec<(String, String)>,
    hash: String,
    address: String,
    erased: bool,
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let before = rq.filter("before").and_then(|b| b.parse().ok());
    let object = rq.filter("object").map(str::to_owned);
    let mut rows = journal::page(db, at.project.id, before, object.as_deref(), PAGE + 1)?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let next = match (more, rows.last()) {
        (true, Some((entry, _))) => page_before(rq, entry.seq, object.as_deref()),
        _ => String::new(),
    };
    let names = names(db, rows.iter().filter_map(|(_, event)| event.as_ref()).flat_map(|e| [&e.before, &e.after]))?;
    let head = journal::head(db, at.project.id)?;
    let entries = rows.into_iter().map(|(entry, event)| line(rq, at, entry, event.as_ref(), &names)).collect();
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        entries,
        next,
        only: object.map(|o| words::about(rq.lang, &o)).unwrap_or_default(),
        head: head.seq,
        checkpoint: head.hash,
    };
    shell::page_in(db, rq, at, "journal", "pages/journal/journal.html", &context)
}
fn line(rq: &Rq, at: &InProject, entry: journal::Entry, event: Option<&Event>, names: &BTreeMap<i64, String>) -> Line {
    let role = event.and_then(|e| e.role.as_ref()).map(|r| rq.lang.text(&format!("role-{r}")).to_owned()).unwrap_or_default();
    let (fields, hashes) = event.map(|e| words::fields(rq.lang, e, &|id| names.get(&id).cloned())).unwrap_or_default();
    let time = format::local(entry.at);
    Line {
        seq: entry.seq,
        when: format::stamp(rq.lang, time),
        who: event.map(|e| format::with_role(&e.name, &role)).unwrap_or_default(),
        sentence: words::sentence(rq.lang, &entry.kind, &entry.object, event),
        about: words::about(rq.lang, &entry.object),
        place: words::place(&entry.object).map(|path| if path.is_empty() { urls::project(at) } else { urls::in_project(at, path) }),
        only: only(rq, &entry.object),
        fields,
        hashes,
        hash: entry.hash,
        address: event.and_then(|e| e.from_address.clone()).unwrap_or_default(),
        erased: event.is_none(),
    }
}
fn only(rq: &Rq, object: &str) -> String {
    format!("{}?{}", rq.path, form_urlencoded::Serializer::new(String::new()).append_pair("object", object).finish())
}
fn page_before(rq: &Rq, seq: i64, object: Option<&str>) -> String {
    match object {
        Some(object) => format!("{}&before={seq}", only(rq, object)),
        None => format!("{}?before={seq}", rq.path),
    }
}

/// The names of the people that the entries tell of by number.
fn names<'a>(db: &mut Db, told: impl Iterator<Item = &'a Value>) -> Result<BTreeMap<i64, String>, Problem> {
    let mut ids = BTreeMap::new();
    for id in told.flat_map(people) {
        if let std::collections::btree_map::Entry::Vacant(place) = ids.entry(id) {
            place.insert(accounts::find(db, id)?.map(|p| p.name).unwrap_or_default());
        }
    }
    ids.retain(|_, name| !name.is_empty());
    Ok(ids)
}
/// Numbers of people in a value, at any depth.
fn people(value: &Value) -> Vec<i64> {
    match value {
        Value::Object(map) => {
            let own = map.iter().filter(|(key, _)| words::is_person(key)).filter_map(|(_, v)| v.as_i64());
            own.chain(map.values().flat_map(people)).collect()
        }
        Value::Array(items) => items.iter().flat_map(people).collect(),
        _ => Vec::new(),
    }
}
