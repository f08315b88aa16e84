//! Economy: budget and outcome by category, year and month. Sums are derived.
use crate::domain::decision::ObjectKind;
use crate::domain::economy::{CategoryFigures, Span};
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::domain::money::Ore;
use crate::domain::rights::Right;
use crate::render::charts::{self, BudgetBars, BudgetWords, Chart, CostCategory, Figure, Palette};
use crate::render::engine::Markup;
use crate::render::format;
use crate::services::decisions::{self, Standing};
use crate::services::economy::{self as service, AdoptBudget, Economy, SetBudget, SetOutcome};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::plan as rows;
use crate::web::basis::{self, Offered, Taking};
use crate::web::decision_page::done_in_words;
use crate::web::form::{Choice, FormState};
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

mod year;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/economy", Right::Read, show),
        show_in("/projects/{code}/economy/budget", Right::Decide, budget),
        post_in("/projects/{code}/economy/budget", Right::Decide, set_budget, budget),
        show_in("/projects/{code}/economy/adoption", Right::Decide, adoption),
        post_in("/projects/{code}/economy/adoption", Right::Decide, adopt, adoption),
        show_in("/projects/{code}/economy/outcome", Right::KeepEconomy, outcome),
        post_in("/projects/{code}/economy/outcome", Right::KeepEconomy, set_outcome, outcome),
    ]
    .into_iter()
    .chain(year::routes())
    .collect()
}

#[derive(Serialize)]
struct ShowPage {
    code: String,
    name: String,
    may_keep: bool,
    may_set_budget: bool,
    may_adopt: bool,
    /// Records that the body which decides about the budget adopted it.
    may_record: bool,
    /// The year whose outcome can be filled in at once.
    fill_in: Option<i32>,
    /// What waits for that body's chair.
    recorded: Vec<Recorded>,
    /// The decision that adopted the budget.
    adopted: Option<i32>,
    /// The newest decision that changed it since.
    changed: Option<i32>,
    /// Who decides about the budget, in words.
    holder: String,
    /// The year that is looked at; none for the whole project.
    year: Option<i32>,
    years: Vec<i32>,
    rows: Vec<FiguresView>,
    total: FiguresView,
    budget: Vec<FigureRow>,
    budget_totals: Vec<i64>,
    /// The months of the year that have an outcome, or the years of the project: the columns of `outcomes`.
    periods: Vec<String>,
    outcomes: Vec<FigureRow>,
    outcome_totals: Vec<i64>,
    /// None when there is nothing to draw.
    chart: Option<Drawn>,
}
/// One category as the table of a year or of the whole project shows it.
#[derive(Serialize)]
struct FiguresView {
    category: String,
    budget_year: i64,
    outcome_year: i64,
    percent: Option<i64>,
    budget_total: i64,
    outcome_total: i64,
    left: i64,
    over: bool,
}
impl FiguresView {
    fn of(c: &CategoryFigures, span: Span) -> FiguresView {
        let (percent, over) = match span {
            Span::Year(_) => (c.percent_of_year(), c.over_year() || c.over_total()),
            Span::Whole => (c.percent_of_total(), c.over_total()),
        };
        FiguresView {
            category: c.category.clone(),
            budget_year: c.budget_year.0,
            outcome_year: c.outcome_year.0,
            percent,
            budget_total: c.budget_total.0,
            outcome_total: c.outcome_total.0,
            left: c.left().0,
            over,
        }
    }
}
/// A category's figures, one for each year or month, and their sum.
#[derive(Serialize)]
struct FigureRow {
    category: String,
    cells: Vec<Cell>,
    total: i64,
}
/// A figure, the year or month that it stands for, and where it is changed, when it is changed there.
#[derive(Serialize)]
struct Cell {
    key: String,
    amount: i64,
    href: String,
}
/// The chart, what it shows in a sentence, and its figures.
#[derive(Serialize)]
struct Drawn {
    svg: Markup,
    title: String,
    table: ChartTable,
}
#[derive(Serialize)]
struct ChartTable {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let economy = service::economy(db, &ctx, at, rq.filter_word("year"))?;
    let (adopted, standing) = (service::adopted_by(db, at)?, standing(rq, at)?);
    let (changed, runs) = (service::changed_by(db, at)?, at.demand_running().is_ok());
    let periods = periods(&economy);
    let sum = |period: &String| economy.outcomes.iter().filter(|o| period_of(&economy, o.month) == *period).map(|o| o.amount).sum();
    let context = ShowPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_keep: at.actor.may(Right::KeepEconomy, ctx.today),
        may_set_budget: runs && service::may_set_budget(db, &ctx, at)?,
        may_adopt: runs && adopted.is_none() && standing.decides,
        may_record: runs && adopted.is_none() && standing.records,
        fill_in: (economy.categories.len() <= year::MOST).then(|| match economy.span {
            Span::Year(year) => year.min(ctx.today.year()),
            Span::Whole => ctx.today.year(),
        }),
        recorded: recorded::waiting(db, rq, at, ObjectKind::Budget)?,
        adopted,
        changed,
        holder: holder(rq, at),
        year: match economy.span {
            Span::Year(year) => Some(year),
            Span::Whole => None,
        },
        rows: economy.categories.iter().map(|c| FiguresView::of(c, economy.span)).collect(),
        total: FiguresView::of(&economy.total, economy.span),
        budget: economy.categories.iter().map(|c| budget_row(at, &economy, &c.category)).collect(),
        budget_totals: economy.years.iter().map(|y| economy.budget.iter().filter(|l| l.year == *y).map(|l| l.amount).sum()).collect(),
        outcomes: economy.categories.iter().map(|c| outcome_row(at, &economy, &c.category, &periods)).collect(),
        outcome_totals: periods.iter().map(sum).collect(),
        years: economy.years.clone(),
        periods,
        chart: economy.total.has_figures(economy.span).then(|| drawn(&chart(rq, &economy))),
    };
    shell::page_in(db, rq, at, "economy", "pages/economy/show.html", &context)
}
fn budget_row(at: &InProject, economy: &Economy, category: &str) -> FigureRow {
    let amount = |year: i32| economy.budget.iter().filter(|l| l.category == category && l.year == year).map(|l| l.amount).sum();
    let cell = |year: &i32| Cell { key: year.to_string(), amount: amount(*year), href: change(at, "budget", category, "year", &year.to_string()) };
    row(category, economy.years.iter().map(cell).collect())
}
/// Months are changed one by one; a whole year is their sum.
fn outcome_row(at: &InProject, economy: &Economy, category: &str, periods: &[String]) -> FigureRow {
    let amount = |period: &str| economy.outcomes.iter().filter(|o| o.category == category && period_of(economy, o.month) == period).map(|o| o.amount).sum();
    let href = |period: &str| if economy.span == Span::Whole { String::new() } else { change(at, "outcome", category, "month", period) };
    row(category, periods.iter().map(|p| Cell { key: p.clone(), amount: amount(p), href: href(p) }).collect())
}
fn row(category: &str, cells: Vec<Cell>) -> FigureRow {
    FigureRow { category: category.to_owned(), total: cells.iter().map(|c| c.amount).sum(), cells }
}
/// Where a figure is changed.
fn change(at: &InProject, page: &str, category: &str, name: &str, key: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("category", category).append_pair(name, key).finish();
    urls::in_project(at, format!("economy/{page}?{query}"))
}
/// The months of the year that have an outcome; of the whole project its years.
fn periods(economy: &Economy) -> Vec<String> {
    let mut periods: Vec<String> = economy.outcomes.iter().map(|o| period_of(economy, o.month)).collect();
    periods.sort_unstable();
    periods.dedup();
    periods
}
fn period_of(economy: &Economy, month: NaiveDate) -> String {
    month.format(if economy.span == Span::Whole { "%Y" } else { "%Y-%m" }).to_string()
}

/// Categories without budget and outcome are left out of the picture; the table has them.
fn chart(rq: &Rq, economy: &Economy) -> Chart {
    let figure = |amount: Ore| Figure::new(amount.0 as f64, format::kr(rq.lang, amount.0));
    let shown = economy.categories.iter().filter(|c| c.has_figures(Span::Whole));
    let bars = |c: &CategoryFigures| match economy.span {
        Span::Year(_) => (figure(c.budget_year), figure(c.outcome_year), Some(figure(c.budget_total))),
        Span::Whole => (figure(c.budget_total), figure(c.outcome_total), None),
    };
    let category = |c: &CategoryFigures| {
        let (budget, outcome, total) = bars(c);
        CostCategory { label: c.category.clone(), budget, outcome, total }
    };
    let mut args = crate::render::i18n::FluentArgs::new();
    let (title, percent, budget, outcome) = match economy.span {
        Span::Year(year) => {
            args.set("year", year.to_string());
            ("economy-chart-title", economy.total.percent_of_year(), "economy-budget", "economy-outcome")
        }
        Span::Whole => ("economy-chart-title-whole", economy.total.percent_of_total(), "economy-budget-total", "economy-outcome-total"),
    };
    args.set("percent", percent.unwrap_or(0));
    let word = |key: &str| rq.lang.text(key).to_owned();
    Chart::BudgetBars(BudgetBars {
        title: rq.lang.text_with(title, &args),
        words: BudgetWords { category: word("economy-category"), budget: word(budget), outcome: word(outcome), total: word("economy-budget-total") },
        categories: shown.map(category).collect(),
    })
}
fn drawn(chart: &Chart) -> Drawn {
    let table = chart.table();
    Drawn { svg: Markup::new(charts::svg(chart, Palette::Css)), title: chart.title().to_owned(), table: ChartTable { head: table.headers, rows: table.rows } }
}

#[derive(Serialize)]
struct FormPage {
    form: FormState,
    code: String,
    name: String,
    categories: Vec<Choice>,
    /// The budget is adopted: a change of it is a decision.
    decides: bool,
    basis: Option<Offered>,
    /// How the person stands before the budget's adoption.
    taking: Taking,
    holder: String,
}
fn form_page(db: &mut Db, rq: &Rq, at: &InProject, template: &str, saved: &[(&str, String)]) -> Answer {
    let economy = service::economy(db, &rq.ctx()?, at, None)?;
    let categories = economy.categories.into_iter().map(|c| Choice::new(&c.category, c.category.clone())).collect();
    let decides = service::adopted_by(db, at)?.is_some();
    let context = FormPage {
        form: FormState::of(rq, saved),
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        categories,
        decides,
        basis: Offered::in_matter(db, rq, at, Matter::Budget)?,
        taking: Taking::of(db, rq, at, &standing(rq, at)?)?,
        holder: holder(rq, at),
    };
    shell::page_in(db, rq, at, "economy", template, &context)
}
/// A field as it was typed, or else as the address names it.
fn wanted(rq: &Rq, name: &str) -> String {
    rq.sent.typed().get(name).cloned().or_else(|| rq.query.get(name).cloned()).unwrap_or_default().trim().to_owned()
}

fn budget(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (category, year) = (wanted(rq, "category"), wanted(rq, "year"));
    if rq.problem.is_none() && !service::may_set_budget(db, &rq.ctx()?, at)? {
        at.mandate_for(Matter::Budget, rq.moment.today)?;
        at.demand(Right::KeepEconomy, rq.moment.today)?;
    }
    rq.demand_running(at)?;
    let line = year.parse().ok().map(|y| service::budget_line(db, at, &category, y)).transpose()?.flatten();
    let amount = line.as_ref().map(|l| format::typed_kr(l.amount)).unwrap_or_default();
    let version = line.map_or(0, |l| l.version).to_string();
    form_page(db, rq, at, "pages/economy/budget.html", &[("category", category), ("year", year), ("amount", amount), ("version", version)])
}
fn set_budget(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: SetBudget = rq.read()?;
    if service::adopted_by(db, at)?.is_some() {
        basis::demand(rq, at, Matter::Budget, request.basis.as_ref())?;
    }
    service::set_budget(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, format!("economy?year={}", request.year))).with_notice(rq.lang.text("msg-saved")))
}
/// The role that decides about the budget, in words.
fn holder(rq: &Rq, at: &InProject) -> String {
    rq.lang.text(&format!("role-{}-the", at.charter.held_by(Matter::Budget))).to_owned()
}
fn adoption(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    // Who neither adopts it nor records that it was adopted is told who may, before anything is typed.
    if rq.problem.is_none() {
        if !standing(rq, at)?.records {
            at.mandate_for(Matter::Budget, rq.moment.today)?;
        }
        if let Some(number) = service::adopted_by(db, at)? {
            return Err(Problem::AlreadyDecided(number));
        }
    }
    rq.demand_running(at)?;
    let version = service::budget_version(&rows::budget(db, at.project.id)?);
    form_page(db, rq, at, "pages/economy/adoption.html", &[("version", version.to_string())])
}
fn adopt(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: AdoptBudget = rq.read()?;
    basis::demand_of(&standing(rq, at)?, request.basis.as_ref())?;
    let done = service::adopt_budget(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, "economy")).with_notice(done_in_words(rq, done, "msg-budget-adopted")))
}
/// How the person stands before the adoption of the budget.
fn standing(rq: &Rq, at: &InProject) -> Result<Standing, Problem> {
    Ok(decisions::standing(&rq.ctx()?, at, &Pending::of(Matter::Budget)))
}
fn outcome(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (category, month) = (wanted(rq, "category"), wanted(rq, "month"));
    let saved = service::month_of(&month).map(|m| service::outcome(db, at, &category, m)).transpose()?.flatten();
    let amount = saved.as_ref().map(|o| format::typed_kr(o.amount)).unwrap_or_default();
    let version = saved.map_or(0, |o| o.version).to_string();
    form_page(db, rq, at, "pages/economy/outcome.html", &[("category", category), ("month", month), ("amount", amount), ("version", version)])
}
fn set_outcome(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: SetOutcome = rq.read()?;
    service::set_outcome(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, format!("economy?year={}", request.month.year()))).with_notice(rq.lang.text("msg-saved")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_goes_into_its_field_as_people_type_it() {
        assert_eq!([format::typed_kr(12_876_000), format::typed_kr(-1_250), format::typed_kr(0)], ["128760", "-12,50", "0"]);
    }
}
