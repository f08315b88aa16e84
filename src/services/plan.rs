//! The plan's own figures and texts: budget and outcome, deliverables, sprints.
use crate::domain::economy::{CategoryFigures, total};
use crate::domain::money::Ore;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::plan::{self as rows, BudgetLine, Deliverable, Outcome, Sprint};
use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};

/// The years that a budget can have.
pub const YEARS: std::ops::RangeInclusive<i64> = 1990..=2200;

/// One category's budget for one year.
#[derive(Debug, Clone)]
pub struct SetBudget {
    pub category: ShortText,
    pub year: i32,
    pub amount: Ore,
    /// 0 for a line that is new.
    pub version: Option<i64>,
}
impl Input for SetBudget {
    fn parse(f: &mut Fields<'_>) -> Option<SetBudget> {
        let (category, year, amount, version) = (f.short("category"), f.whole("year", YEARS), f.kronor("amount"), f.version());
        if amount.is_some_and(|a| a < Ore::ZERO) {
            f.fault("amount", Fault::NotAnAmount);
        }
        Some(SetBudget { category: category?, year: i32::try_from(year?).ok()?, amount: amount?, version })
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
        f.fault("month", Fault::NotADate);
    }
    month
}
/// The first day of a month written as `2020-10` or as a day in it.
pub fn month_of(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d")).ok()?;
    day.with_day(1).filter(|d| YEARS.contains(&i64::from(d.year())))
}

/// Sets a category's budget for a year.
///
/// # Errors
/// No right to keep the economy, or the line has changed since `version`.
pub fn set_budget(db: &mut Db, ctx: &Ctx, at: &InProject, request: &SetBudget) -> Result<(), Problem> {
    at.demand(Right::KeepEconomy, ctx.today)?;
    let lines = rows::budget(db, at.project.id)?;
    let category = request.category.as_str();
    let before = lines.iter().find(|l| l.category == category && l.year == request.year);
    version::expect_or_new(before.map(|l| l.version), request.version)?;
    let last = lines.iter().map(|l| l.position).max().unwrap_or(0);
    let position = lines.iter().find(|l| l.category == category).map_or(last + 1, |l| l.position);
    rows::set_budget(db, at.project.id, position, category, request.year, request.amount)?;
    let object = format!("budget:{category}:{}", request.year);
    journal::record(db, ctx, at, Change { kind: "budget.set", object: &object, before: json!(before.map(|l| l.amount)), after: json!(request.amount) })
}

/// Sets a category's outcome of a month.
///
/// # Errors
/// No right to keep the economy, a category without budget, a month to come, or changed since `version`.
pub fn set_outcome(db: &mut Db, ctx: &Ctx, at: &InProject, request: &SetOutcome) -> Result<(), Problem> {
    at.demand(Right::KeepEconomy, ctx.today)?;
    let category = request.category.as_str();
    if !rows::budget(db, at.project.id)?.iter().any(|l| l.category == category) {
        return Err(Problem::invalid("category", Fault::Other("no-such-category")));
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
    Ok(rows::outcomes_of(db, at.project.id)?.into_iter().find(|o| o.category == category && o.month == month))
}

/// The project's money, seen from the end of one year.
#[derive(Debug)]
pub struct Economy {
    pub categories: Vec<CategoryFigures>,
    pub total: CategoryFigures,
    /// Every year that has a budget, in order.
    pub years: Vec<i32>,
    pub budget: Vec<BudgetLine>,
    /// The outcomes of the year that is looked at.
    pub outcomes: Vec<Outcome>,
}

/// Budget and outcome as they stand in `year`: its last day, or today in the year that goes on.
///
/// # Errors
/// Those of the store.
pub fn economy(db: &mut Db, ctx: &Ctx, at: &InProject, year: i32) -> Result<Economy, Problem> {
    let last_day = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(ctx.today);
    let day = if year == ctx.today.year() { ctx.today } else { last_day };
    let categories = rows::figures(db, at.project.id, day)?;
    let budget = rows::budget(db, at.project.id)?;
    let mut years: Vec<i32> = budget.iter().map(|l| l.year).chain([ctx.today.year()]).collect();
    years.sort_unstable();
    years.dedup();
    let mut outcomes = rows::outcomes_of(db, at.project.id)?;
    outcomes.retain(|o| o.month.year() == year);
    Ok(Economy { total: total(&categories), categories, years, budget, outcomes })
}

/// A deliverable as somebody writes it.
#[derive(Debug, Clone)]
pub struct WriteDeliverable {
    pub name: ShortText,
    /// The version that exists now, such as `0.3`.
    pub version_label: Option<ShortText>,
    pub handed_to: Option<ShortText>,
    pub version: Option<i64>,
}
impl Input for WriteDeliverable {
    fn parse(f: &mut Fields<'_>) -> Option<WriteDeliverable> {
        let (name, version_label, handed_to, version) = (f.short("name"), f.optional_short("version_label"), f.optional_short("handed_to"), f.version());
        Some(WriteDeliverable { name: name?, version_label, handed_to, version })
    }
}
impl WriteDeliverable {
    fn label(&self) -> &str {
        self.version_label.as_ref().map_or("", ShortText::as_str)
    }
    fn receivers(&self) -> &str {
        self.handed_to.as_ref().map_or("", ShortText::as_str)
    }
    fn written(&self) -> Value {
        json!({"name": self.name, "version_label": self.label(), "handed_to": self.receivers()})
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn deliverable(db: &mut Db, at: &InProject, number: i32) -> Result<Deliverable, Problem> {
    rows::deliverables_of(db, at.project.id)?.into_iter().find(|d| d.number == number).ok_or(Problem::NotFound)
}
/// Adds a deliverable under the next number.
///
/// # Errors
/// No right to lead.
pub fn add_deliverable(db: &mut Db, ctx: &Ctx, at: &InProject, request: &WriteDeliverable) -> Result<i32, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let number = rows::add_deliverable(db, at.project.id, request.name.as_str(), request.label(), request.receivers())?;
    journal::record(
        db,
        ctx,
        at,
        Change { kind: "deliverable.added", object: &format!("deliverable:L{number}"), before: Value::Null, after: request.written() },
    )?;
    Ok(number)
}
/// Changes a deliverable: a new version label above all.
///
/// # Errors
/// No right to lead, stale.
pub fn edit_deliverable(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &WriteDeliverable) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = deliverable(db, at, number)?;
    version::expect(before.version, request.version)?;
    rows::update_deliverable(db, at.project.id, number, before.version, request.name.as_str(), request.label(), request.receivers())?;
    let was = json!({"name": before.name, "version_label": before.version_label, "handed_to": before.handed_to});
    journal::record(db, ctx, at, Change { kind: "deliverable.edited", object: &format!("deliverable:L{number}"), before: was, after: request.written() })
}

/// A sprint to be planned.
#[derive(Debug, Clone)]
pub struct AddSprint {
    pub number: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}
impl Input for AddSprint {
    fn parse(f: &mut Fields<'_>) -> Option<AddSprint> {
        let (number, starts_on, ends_on) = (f.whole("number", 1..=999), f.date("starts_on"), f.date("ends_on"));
        if let (Some(starts), Some(ends)) = (starts_on, ends_on)
            && ends < starts
        {
            f.fault("ends_on", Fault::Other("ends-before-it-begins"));
        }
        Some(AddSprint { number: i32::try_from(number?).ok()?, starts_on: starts_on?, ends_on: ends_on? })
    }
}

/// A sprint's status: kept, or published to the project's organisation.
#[derive(Debug, Clone)]
pub struct WriteSprintStatus {
    pub status: LongText,
    pub upcoming: Option<LongText>,
    pub publish: bool,
    pub version: Option<i64>,
}
impl Input for WriteSprintStatus {
    fn parse(f: &mut Fields<'_>) -> Option<WriteSprintStatus> {
        let (status, upcoming, publish, version) = (f.long("status"), f.optional_long("upcoming"), f.tick("publish"), f.version());
        Some(WriteSprintStatus { status: status?, upcoming, publish, version })
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn sprint(db: &mut Db, at: &InProject, number: i32) -> Result<Sprint, Problem> {
    rows::sprint(db, at.project.id, number)?.ok_or(Problem::NotFound)
}
/// # Errors
/// No right to lead, or the number is taken.
pub fn add_sprint(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AddSprint) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    if rows::sprint(db, at.project.id, request.number)?.is_some() {
        return Err(Problem::invalid("number", Fault::Taken));
    }
    rows::add_sprint(db, at.project.id, request.number, request.starts_on, request.ends_on)?;
    let after = json!({"starts_on": request.starts_on, "ends_on": request.ends_on});
    journal::record(db, ctx, at, Change { kind: "sprint.added", object: &format!("sprint:{}", request.number), before: Value::Null, after })
}
/// Writes a sprint's status. It is the leader's own and needs no approval; what is published stays as it is.
///
/// # Errors
/// No right to write reports, published already, stale.
pub fn write_sprint_status(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &WriteSprintStatus) -> Result<(), Problem> {
    at.demand(Right::WriteReports, ctx.today)?;
    let before = sprint(db, at, number)?;
    if before.published_at.is_some() {
        return Err(Refused::AlreadyPublished.into());
    }
    version::expect(before.version, request.version)?;
    let upcoming = request.upcoming.as_ref().map_or("", LongText::as_str);
    let published = request.publish.then_some((ctx.now, ctx.person.0));
    rows::write_sprint_status(db, at.project.id, number, before.version, request.status.as_str(), upcoming, published)?;
    let kind = if request.publish { "sprint.status_published" } else { "sprint.status_written" };
    let was = json!({"status": before.status, "upcoming": before.upcoming});
    journal::record(
        db,
        ctx,
        at,
        Change { kind, object: &format!("sprint:{number}"), before: was, after: json!({"status": request.status, "upcoming": upcoming}) },
    )
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
