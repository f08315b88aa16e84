//! The project's money: budget and outcome by category.
//!
//! The budget is entered freely by those who keep the economy until it is adopted, by decision in the matter `budget`. From then
//! on every change of it is such a decision.
use crate::domain::decision::{Basis, DecidedObject, DecidedTerms, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::economy::{self, CategoryFigures, Span, total};
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::money::Ore;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::baselines::budget_decided;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done, read_basis};
use crate::services::journal::{self, Change};
use crate::services::problem::{Problem, room_for};
use crate::services::version;
use crate::store::Db;
use crate::store::baselines;
use crate::store::decisions as decision_rows;
use crate::store::plan::{self as rows, BudgetLine, Outcome};
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

mod year;
pub use year::{Cell, SetYear, set_year, version_of};

/// The years that a budget can have, as a field is read.
const YEARS: std::ops::RangeInclusive<i64> = *economy::YEARS.start() as i64..=*economy::YEARS.end() as i64;

/// One category's budget for one year. Once the budget is adopted a change is a decision, with its motivation and basis.
#[derive(Debug, Clone)]
pub struct SetBudget {
    pub category: ShortText,
    pub year: i32,
    pub amount: Ore,
    pub motivation: Option<LongText>,
    pub basis: Option<Basis>,
    /// 0 for a line that is new.
    pub version: Option<i64>,
}
impl Input for SetBudget {
    fn parse(f: &mut Fields<'_>) -> Option<SetBudget> {
        let (category, year, amount) = (f.short("category"), f.whole("year", YEARS), f.kronor("amount"));
        let (motivation, basis, version) = (f.optional_long("motivation"), read_basis(f), f.version());
        if amount.is_some_and(|a| a < Ore::ZERO) {
            f.fault("amount", Fault::NotAnAmount);
        }
        Some(SetBudget { category: category?, year: i32::try_from(year?).ok()?, amount: amount?, motivation, basis, version })
    }
}

/// The budget as it stands is adopted.
#[derive(Debug, Clone)]
pub struct AdoptBudget {
    pub motivation: Option<LongText>,
    pub basis: Option<Basis>,
    /// The budget's, as [`budget_version`] gives it.
    pub version: Option<i64>,
}
impl Input for AdoptBudget {
    fn parse(f: &mut Fields<'_>) -> Option<AdoptBudget> {
        Some(AdoptBudget { motivation: f.optional_long("motivation"), basis: read_basis(f), version: f.version() })
    }
}

/// One category's outcome in one month; a credit is negative.
#[derive(Debug, Clone)]
pub struct SetOutcome {
    pub category: ShortText,
    /// The month's first day.
    pub month: NaiveDate,
    pub amount: Ore,
    /// 0 for a month that is new.
    pub version: Option<i64>,
}
impl Input for SetOutcome {
    fn parse(f: &mut Fields<'_>) -> Option<SetOutcome> {
        let (category, month, amount, version) = (f.short("category"), read_month(f), f.kronor("amount"), f.version());
        Some(SetOutcome { category: category?, month: month?, amount: amount?, version })
    }
}
/// A month as `2020-10`, or any day in it.
fn read_month(f: &mut Fields<'_>) -> Option<NaiveDate> {
    let typed = f.short("month")?;
    let month = month_of(typed.as_str());
    if month.is_none() {
        f.fault("month", Fault::Other("not-a-month"));
    }
    month
}
/// The first day of a month written as `2020-10` or as a day in it.
pub fn month_of(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d")).ok()?;
    day.with_day(1).filter(|d| YEARS.contains(&i64::from(d.year())))
}

/// The reference of the whole budget in a decision.
const WHOLE: &str = "budget";

/// The decision that first adopted the budget; none while it is being drawn up.
///
/// # Errors
/// Those of the store.
pub fn adopted_by(db: &mut Db, at: &InProject) -> Result<Option<i32>, Problem> {
    Ok(decision_rows::about(db, at.project.id, ObjectKind::Budget, WHOLE)?.first().map(|d| d.number))
}
/// The newest decision that changed the budget after its adoption: one about a line of it, or about a change request; none where it
/// stands as it was adopted.
///
/// # Errors
/// Those of the store.
pub fn changed_by(db: &mut Db, at: &InProject) -> Result<Option<i32>, Problem> {
    let Some(adopted) = adopted_by(db, at)? else { return Ok(None) };
    let of_line =
        decision_rows::newest(db, at.project.id, (ObjectKind::Budget.as_str(), None), Some(Matter::Budget.as_str()), DecisionOutcome::Adopted.as_str())?;
    let plans = baselines::of_project(db, at.project.id)?;
    let mut of_change = None;
    // The newest first: most plans need not be read.
    for (before, after) in plans.iter().zip(plans.iter().skip(1)).rev() {
        if before.plan()?.budget != after.plan()?.budget {
            of_change = after.decision;
            break;
        }
    }
    Ok(of_line.max(of_change).filter(|number| *number > adopted))
}
/// The version of the budget as a whole: it moves with every line.
pub fn budget_version(lines: &[BudgetLine]) -> i64 {
    lines.iter().map(|l| l.version).sum()
}
/// Whether the person may set budget lines now: those who keep the economy before the adoption, who holds the matter after it.
///
/// # Errors
/// Those of the store.
pub fn may_set_budget(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<bool, Problem> {
    match right_to_set(db, ctx, at) {
        Ok(_) => Ok(true),
        Err(Problem::Forbidden(_) | Problem::NoMandate(_)) => Ok(false),
        Err(problem) => Err(problem),
    }
}
fn right_to_set(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Option<Mandate>, Problem> {
    if adopted_by(db, at)?.is_none() {
        return at.demand(Right::KeepEconomy, ctx.today).map(|()| None);
    }
    Ok(Some(at.mandate_for(Matter::Budget, ctx.today)?))
}

/// Adopts the budget as it stands. A body's decision is recorded by leader, deputy or secretary, and its chair confirms.
///
/// # Errors
/// No mandate, adopted already, no line to adopt, changed since `version`, more than a delegation reaches, or the project is not
/// running.
pub fn adopt_budget(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AdoptBudget) -> Result<Done, Problem> {
    let authority = decisions::authority(ctx, at, &Pending::of(Matter::Budget), request.basis.as_ref())?;
    at.demand_running()?;
    if let Some(number) = adopted_by(db, at)? {
        return Err(Problem::AlreadyDecided(number));
    }
    let lines = rows::budget(db, at.project.id)?;
    if lines.is_empty() {
        return Err(Refused::NothingToAdopt.into());
    }
    version::expect(budget_version(&lines), request.version)?;
    let content: Vec<Value> = lines.iter().map(|l| json!({"category": l.category, "year": l.year, "amount": l.amount})).collect();
    let (content, total): (_, Ore) = (json!(content), lines.iter().map(|l| Ore(l.amount)).sum());
    let object = DecidedObject { kind: ObjectKind::Budget, reference: WHOLE.to_owned(), version: budget_version(&lines), hash: content_hash(&content) };
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let act = Act::AdoptBudget { version: object.version, total: Some(total.0), motivation: request.motivation.clone() };
            return decisions::record(db, ctx, at, role, Some(Matter::Budget), &object, &act, request.basis.as_ref().ok_or(Refused::BasisMissing)?);
        }
    };
    mandate.demand_within(total, 0)?;
    let adopted = decision(ctx, &mandate, object, budget_word(ctx), request.motivation.as_ref(), request.basis.as_ref())?;
    let number = decisions::store(db, ctx, at, &Decision { terms: Some(DecidedTerms::Budget { total: total.0 }), ..adopted })?;
    let change = Change { kind: "budget.adopted", object: WHOLE, before: Value::Null, after: json!({"lines": content, "decision": number}) };
    journal::record_as(db, ctx, at, Some(mandate.role()), change)?;
    budget_decided(db, ctx, at, mandate.role(), number)?;
    Ok(Done::Decided(number))
}

/// Sets a category's budget for a year: freely until the budget is adopted, and by decision after that.
///
/// # Errors
/// No right to keep the economy, or no mandate once it is adopted; the line has changed since `version`; more than a delegation reaches; or
/// the project is not running.
pub fn set_budget(db: &mut Db, ctx: &Ctx, at: &InProject, request: &SetBudget) -> Result<(), Problem> {
    let mandate = right_to_set(db, ctx, at)?;
    at.demand_running()?;
    let lines = rows::budget(db, at.project.id)?;
    let category = request.category.as_str();
    let before = lines.iter().find(|l| l.category == category && l.year == request.year);
    if before.is_some() && request.version == Some(0) {
        return Err(Problem::invalid("year", Fault::About("budgeted-already", format!("{category} {}", request.year))));
    }
    version::expect_or_new(before.map(|l| l.version), request.version)?;
    let known = lines.iter().find(|l| l.category == category).map(|l| l.position);
    let position = known.unwrap_or_else(|| lines.iter().map(|l| l.position).max().unwrap_or(0) + 1);
    if known.is_none() {
        room_for("category", position)?;
    }
    let decided = match &mandate {
        Some(mandate) => Some((mandate.role(), decide_line(db, ctx, at, mandate, before, request)?)),
        None => None,
    };
    rows::set_budget(db, at.project.id, position, category, request.year, request.amount)?;
    // What a body had recorded about the budget before is overtaken: it adopted another.
    decisions::settle(db, ctx, at, ObjectKind::Budget, WHOLE, None)?;
    let object = format!("budget:{category}:{}", request.year);
    let change = Change { kind: "budget.set", object: &object, before: json!(before.map(|l| l.amount)), after: json!(request.amount) };
    match decided {
        Some((role, decision)) => {
            journal::record_as(db, ctx, at, Some(role), change)?;
            budget_decided(db, ctx, at, role, decision)
        }
        None => journal::record(db, ctx, at, change),
    }
}
/// Decides a line of an adopted budget; answers the decision's number.
fn decide_line(db: &mut Db, ctx: &Ctx, at: &InProject, mandate: &Mandate, before: Option<&BudgetLine>, request: &SetBudget) -> Result<i32, Problem> {
    let category = request.category.as_str();
    mandate.demand_within(difference(before.map(|l| Ore(l.amount)), request.amount), 0)?;
    let content = json!({"category": category, "year": request.year, "amount": request.amount});
    let object = DecidedObject {
        kind: ObjectKind::Budget,
        reference: format!("{category} {}", request.year),
        version: before.map_or(0, |l| l.version) + 1,
        hash: content_hash(&content),
    };
    let title = format!("{}: {category} {}", budget_word(ctx), request.year);
    let decided = decision(ctx, mandate, object, title, request.motivation.as_ref(), request.basis.as_ref())?;
    decisions::store(db, ctx, at, &Decision { terms: Some(DecidedTerms::Budget { total: request.amount.0 }), ..decided })
}
fn decision(
    ctx: &Ctx, mandate: &Mandate, object: DecidedObject, title: String, motivation: Option<&LongText>, basis: Option<&Basis>,
) -> Result<Decision, Problem> {
    let basis = decisions::basis_or_chair(mandate, basis.cloned());
    Ok(Decision::take(mandate, basis, object, title, DecisionOutcome::Adopted, motivation.cloned(), ctx.now, ctx.today)?)
}
/// By how much a line of the budget changes, up or down: what a delegation's limit is held against.
fn difference(before: Option<Ore>, after: Ore) -> Ore {
    let before = before.unwrap_or_default();
    if after < before { before - after } else { after - before }
}
fn budget_word(ctx: &Ctx) -> String {
    ctx.lang().text("matter-budget").to_owned()
}

/// Sets a category's outcome of a month.
///
/// # Errors
/// No right to keep the economy, a category without budget, a month before the project began or one to come, or changed since `version`.
pub fn set_outcome(db: &mut Db, ctx: &Ctx, at: &InProject, request: &SetOutcome) -> Result<(), Problem> {
    at.demand(Right::KeepEconomy, ctx.today)?;
    let category = request.category.as_str();
    if !rows::budget(db, at.project.id)?.iter().any(|l| l.category == category) {
        return Err(Problem::invalid("category", Fault::Other("no-such-category")));
    }
    if Some(request.month) < at.project.started_on.with_day(1) {
        return Err(Problem::invalid("month", Fault::Other("month-before-the-project")));
    }
    if request.month > ctx.today {
        return Err(Problem::invalid("month", Fault::Other("in-the-future")));
    }
    let before = outcome(db, at, category, request.month)?;
    let saved = before.as_ref().map(|o| o.version);
    version::expect_or_new(saved, request.version)?;
    rows::set_outcome(db, at.project.id, category, request.month, request.amount, saved.unwrap_or(0))?;
    let object = format!("outcome:{category}:{}", request.month.format("%Y-%m"));
    journal::record(db, ctx, at, Change { kind: "outcome.set", object: &object, before: json!(before.map(|o| o.amount)), after: json!(request.amount) })
}

/// A budget line as it is saved.
///
/// # Errors
/// Those of the store.
pub fn budget_line(db: &mut Db, at: &InProject, category: &str, year: i32) -> Result<Option<BudgetLine>, Problem> {
    Ok(rows::budget(db, at.project.id)?.into_iter().find(|l| l.category == category && l.year == year))
}
/// A month's outcome as it is saved.
///
/// # Errors
/// Those of the store.
pub fn outcome(db: &mut Db, at: &InProject, category: &str, month: NaiveDate) -> Result<Option<Outcome>, Problem> {
    Ok(rows::outcome(db, at.project.id, category, month)?)
}

/// The project's money, seen from the end of one year or as a whole.
#[derive(Debug)]
pub struct Economy {
    pub span: Span,
    pub categories: Vec<CategoryFigures>,
    pub total: CategoryFigures,
    /// Every year that has a budget or an outcome, and the one that is looked at, in order.
    pub years: Vec<i32>,
    pub budget: Vec<BudgetLine>,
    /// The outcomes of the time that is looked at.
    pub outcomes: Vec<Outcome>,
}

/// Budget and outcome as they stand in the wanted time: on a year's last day, or today in the year that goes on and in all. When none
/// is wanted it is the last year that has any ([`economy::first_shown`]).
///
/// # Errors
/// Those of the store.
pub fn economy(db: &mut Db, ctx: &Ctx, at: &InProject, wanted: Option<Span>) -> Result<Economy, Problem> {
    let (budget, mut outcomes) = (rows::budget(db, at.project.id)?, rows::outcomes_of(db, at.project.id)?);
    let budgeted = budget.iter().filter(|l| l.amount != 0).map(|l| l.year);
    let mut years: Vec<i32> = budgeted.chain(outcomes.iter().filter(|o| o.amount != 0).map(|o| o.month.year())).collect();
    years.sort_unstable();
    years.dedup();
    let this_year = ctx.today.year();
    let span = wanted.unwrap_or_else(|| Span::Year(economy::first_shown(&years, this_year)));
    let mut day = ctx.today;
    if let Span::Year(year) = span {
        if let Err(place) = years.binary_search(&year) {
            years.insert(place, year);
        }
        outcomes.retain(|o| o.month.year() == year);
        if year != this_year {
            day = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(ctx.today);
        }
    }
    let categories = rows::figures(db, at.project.id, day)?;
    Ok(Economy { span, total: total(&categories), categories, years, budget, outcomes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_with_and_without_its_day() {
        let october = NaiveDate::from_ymd_opt(2020, 10, 1);
        assert_eq!([month_of("2020-10"), month_of("2020-10-31"), month_of("2020-13"), month_of("oktober")], [october, october, None, None]);
    }
}
