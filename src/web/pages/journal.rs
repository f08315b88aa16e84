//! `/projects/{code}/journal`: who, what, before and after, when, from where.
use crate::clock::day_begins;
use crate::domain::ids::ChangeRef;
use crate::domain::journal::Event;
use crate::domain::report::ReportKey;
use crate::domain::rights::Right;
use crate::render::i18n::FluentArgs;
use crate::render::{format, journal as words};
use crate::services::deliveries::Whole;
use crate::services::lists::cut;
use crate::services::{Ctx, InProject, Problem, changes, documents, reports};
use crate::store::journal::Filter;
use crate::store::{Db, accounts, journal};
use crate::web::form::Choice;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::{shell, urls};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub fn routes() -> Vec<Route> {
    vec![show_in("/projects/{code}/journal", Right::ReadJournal, show)]
}

/// What entries can be about: the word in the address, the families of things, and the catalogue's key.
const KINDS: [(&str, &[&str], &str); 13] = [
    ("risks", &["risk"], "nav-risks"),
    ("changes", &["change", "plan"], "nav-changes"),
    ("gates", &["gate", "condition", "decision_point"], "nav-gates"),
    ("decisions", &["decision", "recording"], "nav-decisions"),
    ("meetings", &["meeting"], "nav-meetings"),
    ("reports", &["status_report", "final_report", "effect_report", "sprint"], "nav-status-reports"),
    ("deviations", &["deviation"], "nav-deviations"),
    ("economy", &["budget", "outcome"], "nav-economy"),
    ("goals", &["goal", "indicator", "theory"], "nav-goals"),
    ("deliverables", &["deliverable", "part_delivery", "handover", "milestone", "requirement"], "nav-deliverables"),
    ("documents", &["document"], "nav-documents"),
    ("roles", &["role", "body"], "nav-roles"),
    ("mandates", &["charter", "delegation", "risk_policy"], "nav-charter"),
];

/// Entries on a page.
const PAGE: i64 = 50;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    entries: Vec<Line>,
    /// Where the entries before these are.
    older: String,
    filter: Shown,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    /// What the entries shown are about, when only some are.
    only: String,
    head: i64,
    checkpoint: String,
}
/// The filter as it stands in the address.
#[derive(Serialize)]
struct Shown {
    kind: String,
    person: String,
    from: String,
    to: String,
    any: bool,
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
    #[serde(skip)]
    object: String,
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
    let kind = rq.filter("kind").and_then(|word| KINDS.iter().find(|(known, ..)| *known == word));
    let (from, to) = (rq.filter_word::<NaiveDate>("from"), rq.filter_word::<NaiveDate>("to"));
    let filter = Filter {
        object: object.as_deref(),
        families: kind.map_or(&[], |(_, families, _)| *families),
        person: rq.filter_word("person"),
        from: from.map(day_begins),
        until: to.and_then(|day| day.succ_opt()).map(day_begins),
    };
    let (rows, older) = cut(journal::page(db, at.project.id, &filter, before, PAGE + 1)?, PAGE, |(entry, _)| page_before(rq, entry.seq));
    let older = older.unwrap_or_default();
    let shown = Shown {
        kind: kind.map(|(word, ..)| (*word).to_owned()).unwrap_or_default(),
        person: filter.person.map(|id| id.to_string()).unwrap_or_default(),
        from: from.map(|day| day.to_string()).unwrap_or_default(),
        to: to.map(|day| day.to_string()).unwrap_or_default(),
        any: kind.is_some() || filter.person.is_some() || from.is_some() || to.is_some(),
    };
    let names = names(db, rows.iter().filter_map(|(_, event)| event.as_ref()).flat_map(|e| [&e.before, &e.after]))?;
    let head = journal::head(db, at.project.id)?;
    let hidden = hidden(db, &rq.ctx()?, at, rows.iter().map(|(entry, _)| entry.object.as_str()))?;
    let mut entries: Vec<Line> = rows.into_iter().map(|(entry, event)| line(rq, at, entry, event.as_ref(), &names)).collect();
    entries.iter_mut().filter(|line| hidden.contains(&line.object)).for_each(|line| line.place = None);
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        entries,
        older,
        filter: shown,
        kinds: KINDS.iter().map(|(word, _, label)| Choice::new(word, rq.lang.text(label))).collect(),
        people: people_of(at),
        only: object.map(|o| words::about(rq.lang, &o)).unwrap_or_default(),
        head: head.seq,
        checkpoint: head.hash,
    };
    shell::page_in(db, rq, at, "journal", "pages/journal/journal.html", &context)
}
/// The role that somebody acted in, or the one on whose behalf.
fn capacity(rq: &Rq, event: &Event) -> String {
    let word = |role: &str| rq.lang.text(&format!("role-{role}")).to_owned();
    match (&event.on_behalf_of, &event.role) {
        (Some(giver), _) => {
            let mut args = FluentArgs::new();
            args.set("role", word(giver));
            rq.lang.text_with("journal-on-delegation", &args)
        }
        (None, role) => role.as_deref().map(word).unwrap_or_default(),
    }
}
fn line(rq: &Rq, at: &InProject, entry: journal::Entry, event: Option<&Event>, names: &BTreeMap<i64, String>) -> Line {
    let role = event.map(|e| capacity(rq, e)).unwrap_or_default();
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
        object: entry.object,
        fields,
        hashes,
        hash: entry.hash,
        address: event.and_then(|e| e.from_address.clone()).unwrap_or_default(),
        erased: event.is_none(),
    }
}
/// Which of these things the reader of the journal is not shown: drafts are for those who write them.
fn hidden<'a>(db: &mut Db, ctx: &Ctx, at: &InProject, objects: impl Iterator<Item = &'a str>) -> Result<BTreeSet<String>, Problem> {
    let mut hidden = BTreeSet::new();
    for object in objects.collect::<BTreeSet<_>>() {
        match shown(db, ctx, at, object) {
            Ok(()) => {}
            Err(Problem::NotFound | Problem::Forbidden(_)) => drop(hidden.insert(object.to_owned())),
            Err(problem) => return Err(problem),
        }
    }
    Ok(hidden)
}
fn shown(db: &mut Db, ctx: &Ctx, at: &InProject, object: &str) -> Result<(), Problem> {
    let (family, rest) = object.split_once(':').unwrap_or((object, ""));
    let named = rest.split(':').next().unwrap_or_default();
    let number = || named.parse::<i32>().map_err(|_| Problem::NotFound);
    match family {
        "document" => documents::find(db, ctx, at, number()?).map(drop),
        "part_delivery" => Whole::find_shown(db, ctx, at, number()?).map(drop),
        "status_report" => reports::find(db, ctx, at, ReportKey::status(number()?)).map(drop),
        "change" => changes::find(db, ctx, at, ChangeRef::parse(named).ok_or(Problem::NotFound)?).map(drop),
        _ => Ok(()),
    }
}
fn only(rq: &Rq, object: &str) -> String {
    format!("{}?{}", rq.path, form_urlencoded::Serializer::new(String::new()).append_pair("object", object).finish())
}
/// This page's address with its filter, from an older entry on.
fn page_before(rq: &Rq, seq: i64) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(rq.query.iter().filter(|(name, _)| *name != "before")).append_pair("before", &seq.to_string());
    format!("{}?{}", rq.path, query.finish())
}
/// Everybody who holds or has held a role, each once, by name.
fn people_of(at: &InProject) -> Vec<Choice> {
    let people: BTreeMap<&str, i64> = at.members.iter().map(|m| (m.name.as_str(), m.assignment.person_id)).collect();
    people.into_iter().map(|(name, id)| Choice::new(id, name)).collect()
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
