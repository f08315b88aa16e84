//! The documents with filters and search, and the list of what is adopted.
use super::tone;
use crate::clock::local_day;
use crate::domain::document::{DocumentKind, VersionState};
use crate::domain::rights::Right;
use crate::render::format;
use crate::services::documents::{self, Document, Query};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::columns::raw_json;
use crate::store::documents::{DocumentRow, VersionRow};
use crate::web::form::Choice;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

/// Documents on a page.
const PAGE: i64 = 50;

#[derive(Serialize)]
struct Context<T> {
    code: String,
    name: String,
    items: Vec<T>,
    q: String,
    kind: String,
    state: String,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    filtered: bool,
    bad_filter: bool,
    next: String,
    may_write: bool,
}
#[derive(Serialize)]
struct Line {
    number: i32,
    title: String,
    kind: DocumentKind,
    label: String,
    state: VersionState,
    tone: &'static str,
    /// The newest adopted label, where a newer version is under way.
    in_force: String,
    changed: String,
    secret: bool,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let (page, bad_filter) = match documents::page(db, &ctx, at, &query(rq)) {
        Ok(page) => (page, false),
        Err(Problem::Invalid(_)) => (documents::page(db, &ctx, at, &Query { limit: PAGE, ..Query::default() })?, true),
        Err(other) => return Err(other),
    };
    let items = page.documents.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let context = context(rq, at, "documents", items, page.next, bad_filter);
    shell::page_in(db, rq, at, "documents", "pages/documents/list.html", &context)
}
fn line(document: &Document) -> Result<Line, Problem> {
    let newest = document.newest()?;
    let in_force = document.versions.iter().rev().find(|v| v.decision.is_some()).filter(|v| v.id != newest.id);
    Ok(Line {
        number: document.row.number,
        title: document.row.title.clone(),
        kind: document.row.kind,
        label: newest.label.clone(),
        state: newest.state,
        tone: tone(newest.state),
        in_force: in_force.map(|v| v.label.clone()).unwrap_or_default(),
        changed: format::date(local_day(document.row.updated_at)),
        secret: !document.row.secrecy.is_empty(),
    })
}

/// An adopted version with what it is registered by.
#[derive(Serialize)]
struct Registered {
    number: i32,
    version: i32,
    title: String,
    label: String,
    kind: DocumentKind,
    adopted_on: String,
    decision: i32,
    matter: String,
    /// From whom, and who adopted it.
    from: String,
    to: String,
    register_number: String,
    secrecy: String,
    file_name: String,
    /// Below 1.0: a draft was adopted.
    draft: bool,
}
pub fn adopted(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (page, bad_filter) = match documents::adopted(db, at, &query(rq)) {
        Ok(page) => (page, false),
        Err(Problem::Invalid(_)) => (documents::adopted(db, at, &Query { limit: PAGE, ..Query::default() })?, true),
        Err(other) => return Err(other),
    };
    let items = page.versions.iter().map(|(version, row)| registered(rq, version, row)).collect::<Result<Vec<_>, _>>()?;
    let context = context(rq, at, "documents/adopted", items, page.next, bad_filter);
    shell::page_in(db, rq, at, "documents", "pages/documents/adopted.html", &context)
}
/// As it was frozen: what is written of the document later does not change it.
fn registered(rq: &Rq, version: &VersionRow, row: &DocumentRow) -> Result<Registered, Problem> {
    let frozen = version.frozen.as_deref().map(raw_json).unwrap_or_default();
    let (of, said) = (&frozen["registered"], |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned());
    let role = rq.lang.text(&format!("role-{}", said(&of["role"]))).to_owned();
    let body = said(&of["body"]);
    Ok(Registered {
        number: row.number,
        version: version.number,
        title: said(&frozen["title"]),
        label: version.label.clone(),
        kind: said(&frozen["kind"]).parse().unwrap_or(row.kind),
        adopted_on: version.adopted_on.map(format::date).unwrap_or_default(),
        decision: version.decision.unwrap_or_default(),
        matter: rq.lang.text(&format!("matter-{}", said(&of["matter"]))).to_owned(),
        from: said(&of["from"]),
        to: if body.is_empty() { role } else { body },
        register_number: said(&frozen["register_number"]),
        secrecy: said(&frozen["secrecy"]),
        file_name: version.file_name.clone(),
        draft: version.label()?.is_draft(),
    })
}

fn context<T>(rq: &Rq, at: &InProject, path: &str, items: Vec<T>, next: Option<String>, bad_filter: bool) -> Context<T> {
    let own = |name: &str| rq.filter(name).unwrap_or_default().to_owned();
    let state = |s: &VersionState| Choice::new(s, rq.lang.text(&format!("document-state-{s}")).to_owned());
    Context {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        items,
        q: own("q"),
        kind: own("kind"),
        state: own("state"),
        kinds: kinds(rq),
        states: VersionState::ALL.iter().map(state).collect(),
        filtered: ["q", "kind", "state"].iter().any(|name| rq.filter(name).is_some()),
        bad_filter,
        next: next.map_or_else(String::new, |next| address(rq, at, path, &next)),
        may_write: at.actor.may(Right::WriteDocuments, rq.moment.today),
    }
}
/// The types of documents, to choose from.
pub(super) fn kinds(rq: &Rq) -> Vec<Choice> {
    DocumentKind::ALL.iter().map(|k| Choice::new(k, rq.lang.text(&format!("document-kind-{k}")).to_owned())).collect()
}
fn query(rq: &Rq) -> Query {
    let own = |name: &str| rq.filter(name).map(str::to_owned);
    Query { kind: own("kind"), state: own("state"), text: own("q"), cursor: own("cursor"), limit: PAGE }
}
/// The list's address with its filter, from a place on.
fn address(rq: &Rq, at: &InProject, path: &str, cursor: &str) -> String {
    let mut query: BTreeMap<&str, &str> = ["q", "kind", "state"].into_iter().filter_map(|name| Some((name, rq.filter(name)?))).collect();
    query.insert("cursor", cursor);
    format!("{}?{}", urls::in_project(at, path), form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish())
}
