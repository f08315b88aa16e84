//! Budget and outcome in the API. Amounts are kronor, with at most two decimals.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, day, kronor as amount, list, of, or_null, page, seen, shown, taken, text, whole as whole_number};
use crate::api::view::{does_in, kronor, listed, recorded, value, version};
use crate::domain::rights::Right;
use crate::services::decisions::Done;
use crate::services::economy::{self as service, AdoptBudget, SetBudget, SetOutcome, SetYear};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::plan::{self as rows, BudgetLine, Outcome};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use serde_json::{Value, json};

const OUTCOMES: &str = "/api/v1/projects/{code}/outcomes";
const BUDGET: &str = "/api/v1/projects/{code}/budget";
const YEAR: &str = "/api/v1/projects/{code}/outcomes/{number}";
const ADOPTION: &str = "/api/v1/projects/{code}/budget/adoption";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(OUTCOMES, Right::Read, outcomes),
        does_in(Method::POST, OUTCOMES, Right::KeepEconomy, set_outcome),
        does_in(Method::PUT, YEAR, Right::KeepEconomy, set_year),
        show_in(BUDGET, Right::Read, budget),
        // Before the adoption the economy's keepers set it, after it the holder of the matter.
        does_in(Method::POST, BUDGET, Right::Decide, set_budget),
        does_in(Method::POST, ADOPTION, Right::Decide, adopt_budget),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(OUTCOMES, "listOutcomes", "Lists the outcome by month and category.", "OutcomePage"),
    Operation::post(
        OUTCOMES,
        "setOutcome",
        "Sets a category's outcome of a month; version 0, or none, for a new one, and the saved one's otherwise.",
        "NewOutcome",
        "Outcome",
    )
    .created(),
    Operation::put(
        YEAR,
        "setOutcomesOfYear",
        "Sets the outcome of several months of the year `number`, all of them or none; what is not named stays. The version is the sum of \
         those of the year's outcomes.",
        "OutcomesOfYear",
        "OutcomeYear",
    ),
    Operation::get(BUDGET, "listBudget", "Lists the budget by category and year, with the decision that adopted it.", "Budget"),
    Operation::post(
        BUDGET,
        "setBudget",
        "Sets a category's budget for a year; version 0, or none, for a new one, and the saved one's otherwise.",
        "NewBudgetLine",
        "BudgetLine",
    )
    .created(),
    Operation::post(
        ADOPTION,
        "adoptBudget",
        "Adopts the budget as it stands, by decision. From then on each change of it is a decision. What a body has decided is recorded by \
         leader, deputy or secretary, and its chair confirms.",
        "BudgetAdoption",
        "Budget",
    )
    .created()
    .or_recorded(),
];

#[derive(Serialize)]
struct OutcomeView<'a> {
    category: &'a str,
    /// The month's first day.
    month: NaiveDate,
    amount: Value,
    version: i64,
}
impl<'a> OutcomeView<'a> {
    fn of(o: &'a Outcome) -> OutcomeView<'a> {
        OutcomeView { category: &o.category, month: o.month, amount: kronor(o.amount), version: o.version }
    }
}
fn line(l: &BudgetLine) -> Value {
    json!({"category": l.category, "year": l.year, "amount": kronor(l.amount), "version": l.version})
}

fn outcomes(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let found = rows::outcomes_of(db, at.project.id)?;
    listed(rq, found.iter().map(OutcomeView::of).collect())
}

fn set_outcome(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: SetOutcome = rq.read()?;
    request.version = version(rq, request.version)?;
    service::set_outcome(db, &rq.ctx()?, at, &request)?;
    let saved = service::outcome(db, at, request.category.as_str(), request.month)?.ok_or(Problem::NotFound)?;
    Ok(Reply::created(value(&OutcomeView::of(&saved))?, format!("/api/v1/projects/{}/outcomes", at.project.code)).with_version(saved.version))
}

fn set_year(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let year = rq.number("number")?;
    let mut request: SetYear = rq.read()?;
    request.version = version(rq, request.version)?;
    service::set_year(db, &rq.ctx()?, at, year, &request)?;
    let found = rows::outcomes_of(db, at.project.id)?;
    let version = service::version_of(&found, year);
    let items: Vec<OutcomeView<'_>> = found.iter().filter(|o| o.month.year() == year).map(OutcomeView::of).collect();
    Ok(Reply::json(json!({"items": value(&items)?, "next": null, "version": version})).with_version(version))
}

fn budget(db: &mut Db, _: &Rq, at: &InProject) -> Answer {
    let (budget, version) = as_adopted(db, at)?;
    Ok(Reply::json(budget).with_version(version))
}
fn as_adopted(db: &mut Db, at: &InProject) -> Result<(Value, i64), Problem> {
    let lines = rows::budget(db, at.project.id)?;
    let (items, version): (Vec<Value>, i64) = (lines.iter().map(line).collect(), service::budget_version(&lines));
    let (adopted, changed) = (service::adopted_by(db, at)?, service::changed_by(db, at)?);
    let whole = json!({"items": items, "next": null, "adopted_by_decision": adopted, "changed_by_decision": changed, "version": version});
    Ok((whole, version))
}

fn adopt_budget(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: AdoptBudget = rq.read()?;
    request.version = version(rq, request.version)?;
    if let Done::WaitsForChair(recording) = service::adopt_budget(db, &rq.ctx()?, at, &request)? {
        return Ok(recorded(recording));
    }
    let (whole, version) = as_adopted(db, at)?;
    Ok(Reply::created(whole, format!("/api/v1/projects/{}/budget", at.project.code)).with_version(version))
}

fn set_budget(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: SetBudget = rq.read()?;
    request.version = version(rq, request.version)?;
    service::set_budget(db, &rq.ctx()?, at, &request)?;
    let saved = service::budget_line(db, at, request.category.as_str(), request.year)?.ok_or(Problem::NotFound)?;
    Ok(Reply::created(line(&saved), format!("/api/v1/projects/{}/budget", at.project.code)).with_version(saved.version))
}

pub fn schemas() -> Vec<Named> {
    let month = || json!({"type": "string", "description": "A month, as 2020-10 or a day in it."});
    vec![
        ("Outcome", shown(&[("category", text()), ("month", day()), ("amount", amount()), ("version", whole_number())])),
        ("OutcomePage", page(of("Outcome"))),
        ("OutcomeYear", shown(&[("items", list(of("Outcome"))), ("next", or_null(text())), ("version", whole_number())])),
        ("OutcomesOfYear", taken(&[("items", list(taken(&[("category", text()), ("month", month()), ("amount", amount())], &[])))], &[("version", seen())])),
        ("NewOutcome", taken(&[("category", text()), ("month", month()), ("amount", amount())], &[("version", seen())])),
        ("BudgetLine", shown(&[("category", text()), ("year", whole_number()), ("amount", amount()), ("version", whole_number())])),
        (
            "Budget",
            shown(&[
                ("items", list(of("BudgetLine"))),
                ("next", or_null(text())),
                ("adopted_by_decision", or_null(whole_number())),
                ("changed_by_decision", or_null(whole_number())),
                ("version", whole_number()),
            ]),
        ),
        ("BudgetAdoption", taken(&[], &[("motivation", text()), ("basis", of("Basis")), ("version", seen())])),
        (
            "NewBudgetLine",
            taken(
                &[("category", text()), ("year", whole_number()), ("amount", amount())],
                &[("motivation", text()), ("basis", of("Basis")), ("version", seen())],
            ),
        ),
    ]
}
