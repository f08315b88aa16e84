//! Economy: budget and outcome by category, year and month. Sums are derived.
use crate::domain::economy::CategoryFigures;
use crate::domain::matter::Matter;
use crate::domain::money::Ore;
use crate::domain::rights::Right;
use crate::render::charts::{self, BudgetBars, BudgetWords, Chart, CostCategory, Figure, Palette};
use crate::render::engine::Markup;
use crate::render::format;
use crate::services::economy::{self as service, AdoptBudget, Economy, SetBudget, SetOutcome};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::plan as rows;
use crate::web::basis::{self, Offered};
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;

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
}

#[derive(Serialize)]
struct ShowPage {
    code: String,
    name: String,
    may_keep: bool,
    may_set_budget: bool,
    may_adopt: bool,
    /// The decision that adopted the budget.
    adopted: Option<i32>,
    /// Who decides about the budget, in words.
    holder: String,
    year: i32,
    years: Vec<i32>,
    rows: Vec<FiguresView>,
    total: FiguresView,
    budget: Vec<BudgetRow>,
    budget_totals: Vec<i64>,
    months: Vec<NaiveDate>,
    outcomes: Vec<OutcomeRow>,
    chart: Option<Markup>,
    chart_table: ChartTable,
    /// What the chart shows, in a sentence.
    chart_title: String,
}
/// One category as the year's table shows it.
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
impl From<&CategoryFigures> for FiguresView {
    fn from(c: &CategoryFigures) -> FiguresView {
        FiguresView {
            category: c.category.clone(),
            budget_year: c.budget_year.0,
            outcome_year: c.outcome_year.0,
            percent: c.percent_of_year(),
            budget_total: c.budget_total.0,
            outcome_total: c.outcome_total.0,
            left: c.left().0,
            over: c.over_year() || c.over_total(),
        }
    }
}
#[derive(Serialize)]
struct BudgetRow {
    category: String,
    cells: Vec<Cell>,
    total: i64,
}
#[derive(Serialize)]
struct OutcomeRow {
    category: String,
    cells: Vec<Cell>,
    total: i64,
}
/// A figure, the year or month that it stands for, and where it is changed.
#[derive(Serialize)]
struct Cell {
    key: String,
    amount: Option<i64>,
    href: String,
}
#[derive(Serialize)]
struct ChartTable {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let year = rq.filter_word("year").filter(|y: &i32| service::YEARS.contains(&i64::from(*y))).unwrap_or(ctx.today.year());
    let economy = service::economy(db, &ctx, at, year)?;
    let chart = chart(rq, &economy, year);
    let adopted = service::adopted_by(db, at)?;
    let months = months(&economy);
    let context = ShowPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_keep: at.actor.may(Right::KeepEconomy, ctx.today),
        may_set_budget: service::may_set_budget(db, &ctx, at)?,
        may_adopt: adopted.is_none() && at.mandate_for(Matter::Budget, ctx.today).is_ok(),
        adopted,
        holder: holder(rq, at),
        year,
        rows: economy.categories.iter().map(FiguresView::from).collect(),
        total: FiguresView::from(&economy.total),
        budget: economy.categories.iter().map(|c| budget_row(at, &economy, &c.category)).collect(),
        budget_totals: economy.years.iter().map(|y| economy.budget.iter().filter(|l| l.year == *y).map(|l| l.amount).sum()).collect(),
        outcomes: economy.categories.iter().map(|c| outcome_row(at, &economy, &c.category, &months)).collect(),
        years: economy.years.clone(),
        months,
        chart_table: chart_table(&chart),
        chart_title: chart.title().to_owned(),
        chart: (!economy.categories.is_empty()).then(|| Markup::new(charts::svg(&chart, Palette::Css))),
    };
    shell::page_in(db, rq, at, "economy", "pages/economy/show.html", &context)
}
fn budget_row(at: &InProject, economy: &Economy, category: &str) -> BudgetRow {
    let amount = |year: i32| economy.budget.iter().find(|l| l.category == category && l.year == year).map(|l| l.amount);
    let cells: Vec<Cell> = economy.years.iter().map(|y| cell(at, "budget", category, "year", y.to_string(), amount(*y))).collect();
    BudgetRow { category: category.to_owned(), total: cells.iter().filter_map(|c| c.amount).sum(), cells }
}
fn outcome_row(at: &InProject, economy: &Economy, category: &str, months: &[NaiveDate]) -> OutcomeRow {
    let amount = |month: NaiveDate| economy.outcomes.iter().find(|o| o.category == category && o.month == month).map(|o| o.amount);
    let cells: Vec<Cell> = months.iter().map(|m| cell(at, "outcome", category, "month", m.format("%Y-%m").to_string(), amount(*m))).collect();
    OutcomeRow { category: category.to_owned(), total: cells.iter().filter_map(|c| c.amount).sum(), cells }
}
fn cell(at: &InProject, page: &str, category: &str, name: &str, key: String, amount: Option<i64>) -> Cell {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("category", category).append_pair(name, &key).finish();
    Cell { href: urls::in_project(at, format!("economy/{page}?{query}")), key, amount }
}
/// The months of the year that have an outcome.
fn months(economy: &Economy) -> Vec<NaiveDate> {
    let mut months: Vec<NaiveDate> = economy.outcomes.iter().map(|o| o.month).collect();
    months.sort_unstable();
    months.dedup();
    months
}

/// Categories without budget and outcome are left out of the picture; the table has them.
fn chart(rq: &Rq, economy: &Economy, year: i32) -> Chart {
    let word = |key: &str| rq.lang.text(key).to_owned();
    let figure = |amount: Ore| Figure::new(amount.0 as f64, format::kr(rq.lang, amount.0));
    let shown = economy.categories.iter().filter(|c| c.budget_total != Ore::ZERO || c.outcome_total != Ore::ZERO);
    let categories = shown
        .map(|c| CostCategory {
            label: c.category.clone(),
            budget: figure(c.budget_year),
            outcome: figure(c.outcome_year),
            total: Some(figure(c.budget_total)),
        })
        .collect();
    let mut args = crate::render::i18n::FluentArgs::new();
    args.set("year", year.to_string());
    args.set("percent", economy.total.percent_of_year().unwrap_or(0));
    let title = rq.lang.text_with("economy-chart-title", &args);
    Chart::BudgetBars(BudgetBars {
        title,
        words: BudgetWords {
            category: word("economy-category"),
            budget: word("economy-budget"),
            outcome: word("economy-outcome"),
            total: word("economy-budget-total"),
        },
        categories,
    })
}
fn chart_table(chart: &Chart) -> ChartTable {
    let table = chart.table();
    ChartTable { head: table.headers, rows: table.rows }
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
    holder: String,
}
fn form_page(db: &mut Db, rq: &Rq, at: &InProject, template: &str, saved: &[(&str, String)]) -> Answer {
    let economy = service::economy(db, &rq.ctx()?, at, rq.moment.today.year())?;
    let categories = economy.categories.into_iter().map(|c| Choice::new(&c.category, c.category.clone())).collect();
    let decides = service::adopted_by(db, at)?.is_some();
    let context = FormPage {
        form: FormState::of(rq, saved),
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        categories,
        decides,
        basis: Offered::in_matter(db, rq, at, Matter::Budget)?,
        holder: holder(rq, at),
    };
    shell::page_in(db, rq, at, "economy", template, &context)
}
/// A field as it was typed, or else as the address names it.
fn wanted(rq: &Rq, name: &str) -> String {
    rq.sent.typed().get(name).cloned().or_else(|| rq.query.get(name).cloned()).unwrap_or_default().trim().to_owned()
}
/// An amount as a field shows it: kronor, with öre when there are any.
fn typed_amount(amount: i64) -> String {
    let (sign, ore) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    if ore % 100 == 0 { format!("{sign}{}", ore / 100) } else { format!("{sign}{},{:02}", ore / 100, ore % 100) }
}

fn budget(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (category, year) = (wanted(rq, "category"), wanted(rq, "year"));
    if rq.problem.is_none() && !service::may_set_budget(db, &rq.ctx()?, at)? {
        at.mandate_for(Matter::Budget, rq.moment.today)?;
        at.demand(Right::KeepEconomy, rq.moment.today)?;
    }
    let line = year.parse().ok().map(|y| service::budget_line(db, at, &category, y)).transpose()?.flatten();
    let amount = line.as_ref().map(|l| typed_amount(l.amount)).unwrap_or_default();
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
    // Who may not adopt is told who may, before anything is typed.
    if rq.problem.is_none() {
        at.mandate_for(Matter::Budget, rq.moment.today)?;
        if let Some(number) = service::adopted_by(db, at)? {
            return Err(Problem::AlreadyDecided(number));
        }
    }
    let version = service::budget_version(&rows::budget(db, at.project.id)?);
    form_page(db, rq, at, "pages/economy/adoption.html", &[("version", version.to_string())])
}
fn adopt(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: AdoptBudget = rq.read()?;
    basis::demand(rq, at, Matter::Budget, request.basis.as_ref())?;
    service::adopt_budget(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, "economy")).with_notice(rq.lang.text("msg-budget-adopted")))
}
fn outcome(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (category, month) = (wanted(rq, "category"), wanted(rq, "month"));
    let saved = service::month_of(&month).map(|m| service::outcome(db, at, &category, m)).transpose()?.flatten();
    let amount = saved.as_ref().map(|o| typed_amount(o.amount)).unwrap_or_default();
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
        assert_eq!([typed_amount(12_876_000), typed_amount(-1_250), typed_amount(0)], ["128760", "-12,50", "0"]);
    }
}
