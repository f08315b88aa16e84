//! The register: its page with saved views and filters, and in files of their own the list's lines, the column beside it, and CSV.
use crate::domain::policy::Band;
use crate::domain::risk::RiskStateWord;
use crate::domain::risk_view::FILTERS;
use crate::domain::role::Role;
use crate::services::register::{self, Query, Sort};
use crate::services::{InProject, Problem, risk_views};
use crate::store::risk_views::RiskView;
use crate::store::risks::{RiskRow, Tallies};
use crate::store::{Db, risks as rows};
use crate::web::form::Choice;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::{shell, urls};
use lines::{Line, line};
use serde::Serialize;
use side::{Drawn, Fact, MandateLine, MatrixRow, facts, mandates, matrix, trend};
use std::collections::BTreeMap;

mod csv;
mod lines;
mod side;

pub use csv::csv;

/// Rows on a page of the register.
const PAGE: i64 = 100;

#[derive(Serialize)]
struct Context {
    code: String,
    name: String,
    open: i64,
    closed: i64,
    matrix: Vec<MatrixRow>,
    impacts: Vec<i32>,
    mandates: Vec<MandateLine>,
    trend: Option<Drawn>,
    facts: Vec<Fact>,
    views: Vec<View>,
    /// Where what is looked at can be saved as a view; empty where it is one.
    save: String,
    /// Where the view that is looked at can be renamed or removed; empty where it is none of one's own.
    change: String,
    filter: Filters,
    sort: SortLinks,
    risks: Vec<Line>,
    next: String,
    export: String,
    holders: Vec<Choice>,
    owners: Vec<Choice>,
    may_log: bool,
    bad_filter: bool,
}
#[derive(Serialize)]
struct View {
    label: String,
    count: Option<i64>,
    href: String,
    current: bool,
}
#[derive(Serialize)]
struct Filters {
    q: String,
    held_by: String,
    owner: String,
    /// The closed ones are looked at, not the open.
    closed: bool,
    any: bool,
}
#[derive(Serialize)]
struct SortLinks {
    value: String,
    number: String,
    review: String,
    current: Sort,
}
pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    shell::kept_page_in(db, rq, at, "risks", "pages/risks/register.html", |db| context(db, rq, at))
}

fn context(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Context, Problem> {
    let ctx = rq.ctx()?;
    let tallies = rows::tallies(db, at.project.id)?;
    let query = query(rq, PAGE);
    let (page, bad_filter) = match register::page(db, &ctx, at, &query) {
        Ok(page) => (page, false),
        Err(Problem::Invalid(_)) => (register::page(db, &ctx, at, &Query { limit: PAGE, ..Query::default() })?, true),
        Err(other) => return Err(other),
    };
    let people = people(at);
    let (query, saved) = (saved_query(rq), risk_views::list(db, &ctx, at)?);
    let own = saved.iter().find(|view| view.query == query);
    let views = views(rq, at, &tallies, &saved);
    let is_saved = query.is_empty() || own.is_some() || (views.iter().any(|view| view.current) && !query.contains_key("sort"));
    Ok(Context {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        open: tallies.open(),
        closed: tallies.state(RiskStateWord::Closed),
        matrix: matrix(db, at, &tallies)?,
        impacts: (1..=at.policy.impact_steps()).collect(),
        mandates: mandates(rq, at),
        trend: trend(db, rq, at)?,
        facts: facts(rq, &tallies),
        save: if is_saved { String::new() } else { urls::with_query(&urls::in_project(at, "risks/views/new"), &query) },
        change: own.map_or_else(String::new, |view| urls::in_project(at, format_args!("risks/views/{}", view.id))),
        views,
        filter: filters(rq),
        sort: sort_links(rq, page.sort),
        risks: page.rows.iter().map(|r| line(rq, at, r, &people)).collect::<Result<_, Problem>>()?,
        next: page.next.map_or_else(String::new, |next| with(rq, &[("cursor", &next)])),
        export: with(rq, &[]).replacen("/risks", "/risks.csv", 1),
        holders: holders(rq, at),
        owners: people.values().map(|p| Choice::new(&p.1, p.0.clone())).collect(),
        may_log: at.actor.may(crate::domain::rights::Right::WorkWithRisks, ctx.today),
        bad_filter,
    })
}

fn query(rq: &Rq, limit: i64) -> Query {
    let own = |name: &str| rq.filter(name).map(str::to_owned);
    Query {
        band: own("band"),
        state: own("state"),
        held_by: own("held_by"),
        owner: own("owner"),
        overdue: rq.filter("review") == Some("late"),
        text: own("q"),
        sort: own("sort"),
        cursor: own("cursor"),
        limit,
    }
}

/// This list's address with other values; changing anything but the place begins from the first page.
fn with(rq: &Rq, changes: &[(&str, &str)]) -> String {
    let mut query: BTreeMap<String, String> =
        rq.query.iter().filter(|(k, v)| k.as_str() != "cursor" && !v.is_empty()).map(|(k, v)| (k.clone(), v.clone())).collect();
    for (name, value) in changes {
        query.insert((*name).to_owned(), (*value).to_owned());
    }
    urls::with_query(&rq.path, &query)
}
/// What this address says of filters and order: what a view saves.
pub(super) fn saved_query(rq: &Rq) -> BTreeMap<String, String> {
    FILTERS.iter().filter_map(|name| Some(((*name).to_owned(), rq.filter(name)?.to_owned()))).collect()
}

/// The style sheet's name of a band's colours.
pub fn tone(band: Band) -> &'static str {
    match band {
        Band::Low => "low",
        Band::Medium => "mid",
        Band::High => "high",
    }
}

/// Names and addresses of everybody with a role, by id.
fn people(at: &InProject) -> BTreeMap<i64, (String, String)> {
    at.members.iter().map(|m| (m.assignment.person_id, (m.name.clone(), m.email.clone()))).collect()
}

fn held_by(at: &InProject, row: &RiskRow) -> Result<Role, Problem> {
    Ok(row.lifted_to()?.unwrap_or_else(|| at.charter.holder_of(row.band)))
}

/// The views that everybody has, and after them one's own.
fn views(rq: &Rq, at: &InProject, tallies: &Tallies, saved: &[RiskView]) -> Vec<View> {
    let asked = saved_query(rq);
    let is_own = saved.iter().any(|view| view.query == asked);
    let view = |key: &str, count: Option<i64>, query: &[(&str, &str)]| {
        let wanted: BTreeMap<String, String> = query.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let now: BTreeMap<String, String> =
            rq.query.iter().filter(|(k, v)| !["sort", "cursor"].contains(&k.as_str()) && !v.is_empty()).map(|(k, v)| (k.clone(), v.clone())).collect();
        View { label: rq.lang.text(key).to_owned(), count, current: now == wanted && !is_own, href: urls::with_query(&rq.path, &wanted) }
    };
    let mut views = vec![view("risk-view-open", Some(tallies.open()), &[])];
    let mine =
        Band::ALL.iter().find_map(|b| at.charter.mandate_for(&at.actor, crate::domain::matter::Matter::risk(*b), rq.moment.today).ok()).map(|m| m.role());
    if let Some(role) = mine {
        let count = at.charter.bands_of(role).iter().map(|b| tallies.band(*b)).sum();
        views.push(view("risk-view-mine", Some(count), &[("held_by", role.as_str())]));
    }
    views.push(view("risk-view-high", Some(tallies.band(Band::High)), &[("band", "high")]));
    views.push(view("risk-view-late", Some(tallies.overdue(rq.moment.today)), &[("review", "late")]));
    views.push(view("risk-view-closed", Some(tallies.state(RiskStateWord::Closed)), &[("state", "closed")]));
    let own = |v: &RiskView| View { label: v.name.clone(), count: None, href: urls::with_query(&rq.path, &v.query), current: v.query == asked };
    views.extend(saved.iter().map(own));
    views
}

fn filters(rq: &Rq) -> Filters {
    let own = |name: &str| rq.filter(name).unwrap_or_default().to_owned();
    let any = rq.query.iter().any(|(k, v)| !["sort", "cursor"].contains(&k.as_str()) && !v.is_empty());
    Filters { q: own("q"), held_by: own("held_by"), owner: own("owner"), closed: rq.filter("state") == Some(RiskStateWord::Closed.as_str()), any }
}
fn sort_links(rq: &Rq, current: Sort) -> SortLinks {
    let link = |sort: Sort| with(rq, &[("sort", sort.as_str())]);
    SortLinks { value: link(Sort::Value), number: link(Sort::Number), review: link(Sort::Review), current }
}
fn holders(rq: &Rq, at: &InProject) -> Vec<Choice> {
    let mut roles: Vec<Role> = Band::ALL.iter().map(|b| at.charter.holder_of(*b)).collect();
    roles.dedup();
    roles.into_iter().map(|r| Choice::new(r, rq.lang.text(&format!("role-{r}")).to_owned())).collect()
}
