//! `/projects/{code}/journal`: who, what, before and after, when, from where.
use crate::domain::rights::Right;
use crate::render::format;
use crate::services::InProject;
use crate::store::{Db, journal};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::shell;
use serde::Serialize;
use serde_json::Value;

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
    object: String,
    head: i64,
    checkpoint: String,
}
#[derive(Serialize)]
struct Line {
    seq: i64,
    when: String,
    who: String,
    role: String,
    kind: String,
    object: String,
    changes: Vec<Change>,
    hash: String,
    address: String,
    erased: bool,
}
#[derive(Serialize)]
struct Change {
    field: String,
    before: String,
    after: String,
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let before = rq.filter("before").and_then(|b| b.parse().ok());
    let object = rq.filter("object").map(str::to_owned);
    let mut rows = journal::page(db, at.project.id, before, object.as_deref(), PAGE + 1)?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let next = match (more, rows.last()) {
        (true, Some((entry, _))) => format!("{}?before={}", rq.path, entry.seq),
        _ => String::new(),
    };
    let head = journal::head(db, at.project.id)?;
    let entries = rows
        .into_iter()
        .map(|(entry, event)| {
            let role = event.as_ref().and_then(|e| e.role.clone()).map(|r| rq.lang.text(&format!("role-{r}")).to_owned()).unwrap_or_default();
            Line {
                seq: entry.seq,
                when: format::moment(rq.lang, format::local(entry.at)),
                who: event.as_ref().map(|e| e.name.clone()).unwrap_or_default(),
                role,
                kind: entry.kind,
                object: entry.object,
                address: event.as_ref().and_then(|e| e.from_address.clone()).unwrap_or_default(),
                erased: event.is_none(),
                changes: event.map(|e| changes(&e.before, &e.after)).unwrap_or_default(),
                hash: entry.hash,
            }
        })
        .collect();
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        entries,
        next,
        object: object.unwrap_or_default(),
        head: head.seq,
        checkpoint: head.hash,
    };
    shell::page_in(db, rq, at, "journal", "pages/journal/journal.html", &context)
}

/// The fields that differ; of a new thing every field.
fn changes(before: &Value, after: &Value) -> Vec<Change> {
    let empty = serde_json::Map::new();
    let (b, a) = (before.as_object().unwrap_or(&empty), after.as_object().unwrap_or(&empty));
    let mut fields: Vec<&String> = b.keys().chain(a.keys()).collect();
    fields.sort_unstable();
    fields.dedup();
    fields.into_iter().filter(|f| b.get(*f) != a.get(*f)).map(|f| Change { field: f.clone(), before: short(b.get(f)), after: short(a.get(f)) }).collect()
}
fn short(value: Option<&Value>) -> String {
    let text = match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.chars().count() > 400 { format!("{} …", text.chars().take(400).collect::<String>()) } else { text }
}
