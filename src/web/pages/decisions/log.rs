//! The log: search, filters and pages, and the same decisions as CSV.
use crate::clock::local_day;
use crate::domain::decision::DecisionOutcome;
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::services::decisions::log::{self, FILTERS, Page, Query};
use crate::services::{InProject, Problem, decisions};
use crate::store::Db;
use crate::store::decisions::DecisionRow;
use crate::web::form::Choice;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::sheet::Sheet;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

/// Decisions on a page of the log.
const PAGE: i64 = 50;
/// Rows of an export that are read at a time.
const STRETCH: i64 = 1000;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    /// The filters as they stand in the address, empty where one says nothing.
    filter: BTreeMap<&'static str, String>,
    /// Those that say something, in words.
    active: Vec<Active>,
    /// The same in one line.
    filters: String,
    bad_filter: bool,
    matters: Vec<Choice>,
    roles: Vec<Choice>,
    outcomes: Vec<Choice>,
    people: Vec<Choice>,
    decisions: Vec<Line>,
    /// How many there are on all pages.
    count: i64,
    next: String,
    export: String,
    may_enter: bool,
}
#[derive(Serialize)]
struct Active {
    term: String,
    value: String,
    /// The same list without this filter.
    without: String,
}
#[derive(Serialize)]
struct Line {
    number: i32,
    day: String,
    title: String,
    outcome: String,
    role: String,
    /// The decision that delegated the right to this one.
    delegated_by: Option<i32>,
    late: bool,
    unconfirmed: bool,
    supersedes: Option<i32>,
    superseded_by: Option<i32>,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut asked = query(rq, PAGE);
    let mut bad_filter = false;
    let page = match log::page(db, at, &asked) {
        Err(Problem::Invalid(_)) => {
            (asked, bad_filter) = (Query { limit: PAGE, ..Query::default() }, true);
            log::page(db, at, &asked)?
        }
        page => page?,
    };
    let active = if bad_filter { Vec::new() } else { active(rq, at) };
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        filter: FILTERS.iter().map(|name| (*name, rq.filter(name).unwrap_or_default().to_owned())).collect(),
        filters: active.iter().map(|f| format!("{}: {}", f.term, f.value)).collect::<Vec<_>>().join(" · "),
        active,
        bad_filter,
        matters: choices(rq, Matter::ALL, "matter"),
        roles: choices(rq, Role::ALL, "role"),
        outcomes: choices(rq, DecisionOutcome::ALL, "decision-outcome"),
        people: people(at),
        decisions: lines(db, rq, at, &page.rows)?,
        count: count(db, at, &asked, &page)?,
        next: page.next.map_or_else(String::new, |next| with_filters(rq, &rq.path, &[("before", &next.to_string())], "")),
        export: with_filters(rq, &format!("{}.csv", rq.path), &[], ""),
        may_enter: at.actor.may(Right::Record, rq.moment.today),
    };
    shell::page_in(db, rq, at, "decisions", "pages/decisions/log.html", &context)
}

fn query(rq: &Rq, limit: i64) -> Query {
    let own = |name: &str| rq.filter(name).map(str::to_owned);
    Query {
        matter: own("matter"),
        role: own("role"),
        outcome: own("outcome"),
        person: own("person"),
        from: own("from"),
        to: own("to"),
        on_delegation: rq.filter("on_delegation") == Some("true"),
        text: own("q"),
        cursor: own("before"),
        limit,
    }
}
/// How many there are on all pages: counted only where one page does not hold them.
fn count(db: &mut Db, at: &InProject, asked: &Query, page: &Page) -> Result<i64, Problem> {
    if asked.cursor.is_none() && page.next.is_none() { Ok(page.rows.len() as i64) } else { log::count(db, at, asked) }
}

/// An address with the filters of this one but `dropped`, and with `more`.
fn with_filters(rq: &Rq, path: &str, more: &[(&str, &str)], dropped: &str) -> String {
    let kept = FILTERS.iter().filter(|name| **name != dropped).filter_map(|name| Some((*name, rq.filter(name)?)));
    urls::with_query(path, &kept.chain(more.iter().copied()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// The filters that are set, in words, each with the list without it.
fn active(rq: &Rq, at: &InProject) -> Vec<Active> {
    let word = |family: &str, value: &str| rq.lang.text(&format!("{family}-{value}")).to_owned();
    let own = |name: &&'static str| {
        let value = rq.filter(name)?;
        let (key, value) = match *name {
            "matter" => ("decision-matter", word("matter", value)),
            "role" => ("decision-role", word("role", value)),
            "outcome" => ("decision-outcome", word("decision-outcome", value)),
            "person" => ("decision-person", at.member(value).map_or_else(|| value.to_owned(), |m| m.name.clone())),
            "from" => ("decision-from", value.to_owned()),
            "to" => ("decision-to", value.to_owned()),
            "on_delegation" if value == "true" => ("decision-how", rq.lang.text("decision-on-delegation").to_owned()),
            "q" => ("decision-search-for", value.to_owned()),
            _ => return None,
        };
        Some(Active { term: rq.lang.text(key).to_owned(), value, without: with_filters(rq, &rq.path, &[], name) })
    };
    FILTERS.iter().filter_map(own).collect()
}
fn choices<T: std::fmt::Display>(rq: &Rq, all: &[T], family: &str) -> Vec<Choice> {
    all.iter().map(|one| Choice::new(one, rq.lang.text(&format!("{family}-{one}")))).collect()
}
/// Everybody who holds or has held a role, by name.
fn people(at: &InProject) -> Vec<Choice> {
    let people: BTreeMap<&str, &str> = at.members.iter().map(|m| (m.email.as_str(), m.name.as_str())).collect();
    let mut people: Vec<Choice> = people.into_iter().map(|(email, name)| Choice::new(email, name)).collect();
    people.sort_by(|a, b| a.label.cmp(&b.label));
    people
}

fn lines(db: &mut Db, rq: &Rq, at: &InProject, rows: &[DecisionRow]) -> Result<Vec<Line>, Problem> {
    let all: Vec<&DecisionRow> = rows.iter().collect();
    let (unconfirmed, superseded) = (decisions::unconfirmed(db, at.project.id, &all)?, decisions::superseded(db, at.project.id, &all)?);
    let delegated_by = log::delegated_by(db, at, rows)?;
    let line = |d: &DecisionRow| Line {
        number: d.number,
        day: format::date(d.decided_on),
        title: d.title.clone(),
        outcome: rq.lang.text(&format!("decision-outcome-{}", d.outcome)).to_owned(),
        role: rq.lang.text(&format!("role-{}-the", d.role)).to_owned(),
        delegated_by: d.delegation.and_then(|number| delegated_by.get(&number).copied()),
        late: d.entered_late(),
        unconfirmed: unconfirmed.contains(&d.number),
        supersedes: d.supersedes,
        superseded_by: superseded.get(&d.number).copied(),
    };
    Ok(rows.iter().map(line).collect())
}

/// The filtered log as CSV for spreadsheets, on one page.
pub fn csv(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let text = |key: &str| rq.lang.text(key).to_owned();
    let head = [
        "decision-no",
        "decision-day",
        "decision-what",
        "decision-outcome",
        "decision-matter",
        "decision-role",
        "decision-person",
        "decision-delegation-no",
        "decision-object",
        "decision-motivation",
        "decision-conditions",
        "decision-recorded",
        "decision-supersedes",
        "decision-replaced-by",
        "decision-hash",
    ];
    let mut sheet = Sheet::with_head(head.map(text))?;
    let mut wanted = query(rq, STRETCH);
    loop {
        let page = log::page(db, at, &wanted)?;
        let superseded = decisions::superseded(db, at.project.id, &page.rows.iter().collect::<Vec<_>>())?;
        let number = |n: Option<i32>| n.map(|n| n.to_string()).unwrap_or_default();
        for d in &page.rows {
            let cells = [
                d.number.to_string(),
                d.decided_on.to_string(),
                d.title.clone(),
                text(&format!("decision-outcome-{}", d.outcome)),
                d.matter.as_ref().map(|matter| text(&format!("matter-{matter}"))).unwrap_or_default(),
                text(&format!("role-{}", d.role)),
                d.person_name.clone(),
                number(d.delegation),
                super::object_words(rq, &d.object_kind, &d.object_ref),
                d.motivation.clone(),
                d.conditions.clone(),
                local_day(d.recorded_at).to_string(),
                number(d.supersedes),
                number(superseded.get(&d.number).copied()),
                d.hash.clone(),
            ];
            sheet.row(cells, [])?;
        }
        if page.next.is_none() {
            break;
        }
        wanted.cursor = page.next.map(|next| next.to_string());
    }
    sheet.download(format!("{}-{}.csv", at.project.code, text("decision-log-file")))
}
