//! A project's journal in the API, newest first.
use crate::api::openapi::{Operation, Parameter};
use crate::api::schema::{CURSOR, LIMIT, Named, moment, of, or_null, page, shown, text, whole};
use crate::api::view::{Items, cut, limit, number_cursor, read, utc};
use crate::domain::journal::Event;
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::store::Db;
use crate::store::journal::{self as rows, Entry, Filter};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

const JOURNAL: &str = "/api/v1/projects/{code}/journal";

pub fn routes() -> Vec<Route> {
    vec![show_in(JOURNAL, Right::ReadJournal, list)]
}
pub const OPERATIONS: &[Operation] =
    &[Operation::get(JOURNAL, "listJournal", "Lists the project's journal, newest first.", "JournalPage").with_query(&[OBJECT, LIMIT, CURSOR])];
const OBJECT: Parameter = Parameter { name: "object", says: "Entries about one thing, such as `risk:R4`.", schema: text };

/// An entry of the chain. Who and what are empty after an erasure; the hashes stay.
#[derive(Serialize)]
struct EntryView<'a> {
    seq: i64,
    at: DateTime<Utc>,
    kind: &'a str,
    object: &'a str,
    by: Option<&'a str>,
    role: Option<&'a str>,
    on_behalf_of: Option<&'a str>,
    /// The network address that it came from; none of what the program or its command line did.
    address: Option<&'a str>,
    before: &'a Value,
    after: &'a Value,
    erased: bool,
    previous: &'a str,
    hash: &'a str,
}
impl<'a> EntryView<'a> {
    fn of((entry, event): &'a (Entry, Option<Event>)) -> EntryView<'a> {
        let event = event.as_ref();
        EntryView {
            seq: entry.seq,
            at: utc(entry.at),
            kind: &entry.kind,
            object: &entry.object,
            by: event.map(|e| e.name.as_str()),
            role: event.and_then(|e| e.role.as_deref()),
            on_behalf_of: event.and_then(|e| e.on_behalf_of.as_deref()),
            address: event.and_then(|e| e.from_address.as_deref()),
            before: event.map_or(&Value::Null, |e| &e.before),
            after: event.map_or(&Value::Null, |e| &e.after),
            erased: event.is_none(),
            previous: &entry.previous,
            hash: &entry.hash,
        }
    }
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let limit = limit(rq)?;
    let filter = Filter { object: rq.filter("object"), ..Filter::default() };
    let (found, next) = cut(rows::page(db, at.project.id, &filter, number_cursor(rq)?, limit + 1)?, limit, |(entry, _)| entry.seq.to_string());
    read(&Items { items: found.iter().map(EntryView::of).collect(), next })
}

pub fn schemas() -> Vec<Named> {
    let any = || json!({});
    let entry = shown(&[
        ("seq", whole()),
        ("at", moment()),
        ("kind", text()),
        ("object", text()),
        ("by", or_null(text())),
        ("role", or_null(text())),
        ("on_behalf_of", or_null(text())),
        ("address", or_null(text())),
        ("before", any()),
        ("after", any()),
        ("erased", json!({"type": "boolean"})),
        ("previous", text()),
        ("hash", text()),
    ]);
    vec![("JournalEntry", entry), ("JournalPage", page(of("JournalEntry")))]
}
