//! The outcome of a year, one row a category and one column a month, to be filled in at once.
use crate::domain::economy::{Span, YEARS};
use crate::domain::money::Ore;
use crate::domain::rights::Right;
use crate::domain::text::ShortText;
use crate::input::{Fault, Fields};
use crate::render::format;
use crate::render::i18n::{FluentArgs, Lang};
use crate::services::economy::{self as service, Cell, SetYear, version_of};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::plan::{self as rows, Outcome};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// So many categories are filled in at once; with more each figure is set on its own.
pub(super) const MOST: usize = 60;

pub(super) fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/economy/outcome/{number}", Right::KeepEconomy, show),
        post_in("/projects/{code}/economy/outcome/{number}", Right::KeepEconomy, save, show),
    ]
}

#[derive(Serialize)]
struct Page {
    form: FormState,
    code: String,
    name: String,
    year: i32,
    /// The years to go to.
    years: Vec<i32>,
    months: Vec<Month>,
    rows: Vec<Row>,
    /// What each field is called, for the comparison with what somebody else has saved.
    labels: BTreeMap<String, String>,
}
#[derive(Serialize)]
struct Month {
    name: String,
    short: String,
    /// It lies within the project, and has begun.
    open: bool,
}
#[derive(Serialize)]
struct Row {
    category: String,
    cells: Vec<Field>,
}
/// One field of the form.
#[derive(Serialize)]
struct Field {
    name: String,
    label: String,
    open: bool,
}

/// The categories of the budget, in its order.
fn categories(db: &mut Db, at: &InProject) -> Result<Vec<String>, Problem> {
    let lines = rows::budget(db, at.project.id)?;
    let by_position: BTreeMap<i32, String> = lines.into_iter().map(|l| (l.position, l.category)).collect();
    Ok(by_position.into_values().collect())
}
fn year(rq: &Rq) -> Result<i32, Problem> {
    rq.number("number").ok().filter(|year| YEARS.contains(year)).ok_or(Problem::NotFound)
}
fn first_day(year: i32, month: u32) -> Result<NaiveDate, Problem> {
    NaiveDate::from_ymd_opt(year, month, 1).ok_or(Problem::NotFound)
}
/// The field of a category, by its place in the budget, and a month.
fn field(place: usize, month: u32) -> String {
    format!("amount.{place}.{month:02}")
}
/// Whether the month has begun, in a project that had.
fn is_open(rq: &Rq, at: &InProject, month: NaiveDate) -> bool {
    month <= rq.moment.today && at.project.started_on.with_day(1).is_none_or(|start| start <= month)
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let year = year(rq)?;
    let categories = categories(db, at)?;
    if categories.is_empty() || categories.len() > MOST {
        return Err(Problem::NotFound);
    }
    let outcomes = rows::outcomes_of(db, at.project.id)?;
    let amount = |category: &str, month: NaiveDate| outcomes.iter().find(|o| o.category == category && o.month == month).map(typed).unwrap_or_default();
    let days = (1..=12).map(|month| first_day(year, month)).collect::<Result<Vec<_>, _>>()?;
    let (mut saved, mut labels, mut shown) = (vec![("version".to_owned(), version_of(&outcomes, year).to_string())], BTreeMap::new(), Vec::new());
    for (place, category) in categories.iter().enumerate() {
        let mut cells = Vec::new();
        for day in &days {
            let (name, label) = (field(place, day.month()), format!("{category}, {}", named(rq.lang, *day)));
            saved.push((name.clone(), amount(category, *day)));
            labels.insert(name.clone(), label.clone());
            cells.push(Field { name, label, open: is_open(rq, at, *day) });
        }
        shown.push(Row { category: category.clone(), cells });
    }
    let borrowed: Vec<(&str, String)> = saved.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    let context = Page {
        form: FormState::of(rq, &borrowed),
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        year,
        years: years(db, rq, at, year)?,
        months: days.iter().map(|day| Month { name: named(rq.lang, *day), short: short(rq.lang, *day), open: is_open(rq, at, *day) }).collect(),
        rows: shown,
        labels,
    };
    shell::page_in(db, rq, at, "economy", "pages/economy/year.html", &context)
}
fn typed(outcome: &Outcome) -> String {
    format::typed_kr(outcome.amount)
}
fn named(lang: Lang, day: NaiveDate) -> String {
    format::month(lang, day).to_owned()
}
fn short(lang: Lang, day: NaiveDate) -> String {
    named(lang, day).chars().take(3).collect()
}
/// The years that have a budget or an outcome, and the one that is shown.
fn years(db: &mut Db, rq: &Rq, at: &InProject, year: i32) -> Result<Vec<i32>, Problem> {
    let until = rq.moment.today.year();
    Ok(service::economy(db, &rq.ctx()?, at, Some(Span::Year(year)))?.years.into_iter().filter(|y| *y <= until || *y == year).collect())
}

fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (year, categories) = (year(rq)?, categories(db, at)?);
    let outcomes = rows::outcomes_of(db, at.project.id)?;
    let request = rq.sent.read_by(|f| read(f, year, &categories, &outcomes))?;
    let set = service::set_year(db, &rq.ctx()?, at, year, &request)?;
    let mut args = FluentArgs::new();
    args.set("count", set);
    Ok(Reply::see_other(urls::in_project(at, format!("economy?year={year}"))).with_notice(rq.lang.text_with("msg-outcomes-saved", &args)))
}
/// The cells in which something is written; one that was emptied says that nothing was spent.
fn read(f: &mut Fields<'_>, year: i32, categories: &[String], outcomes: &[Outcome]) -> Option<SetYear> {
    let mut cells = Vec::new();
    for (place, category) in categories.iter().enumerate() {
        let Ok(category) = ShortText::new(category) else { continue };
        for month in 1..=12 {
            let (field, month) = (field(place, month), first_day(year, month).ok()?);
            let known = outcomes.iter().any(|o| o.category == category.as_str() && o.month == month && o.amount != 0);
            let sent = f.names(&field).contains(&field);
            if let Some(amount) = f.optional_kronor(&field).or((known && sent).then_some(Ore::ZERO)) {
                cells.push(Cell { field, category: category.clone(), month, amount });
            }
        }
    }
    let version = f.version();
    if version.is_none() {
        f.fault("version", Fault::Required);
    }
    Some(SetYear { cells, version })
}
