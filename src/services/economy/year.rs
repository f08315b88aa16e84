//! The outcome of a whole year at once: what a controller reads from the accounts month by month.
use super::{SetOutcome, month_of, set_outcome};
use crate::domain::money::Ore;
use crate::domain::rights::Right;
use crate::domain::text::ShortText;
use crate::input::{Fault, FieldError, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::plan::{self as rows, Outcome};
use chrono::{Datelike, NaiveDate};

/// Outcomes of one year. What is not named stays as it is.
#[derive(Debug, Clone)]
pub struct SetYear {
    pub cells: Vec<Cell>,
    /// The year's, as [`version_of`] gives it.
    pub version: Option<i64>,
}
/// A category's outcome of a month, and the field that it was sent in.
#[derive(Debug, Clone)]
pub struct Cell {
    pub field: String,
    pub category: ShortText,
    /// The month's first day.
    pub month: NaiveDate,
    pub amount: Ore,
}
impl Input for SetYear {
    fn parse(f: &mut Fields<'_>) -> Option<SetYear> {
        let cells = f.each("items", "category", |f| {
            let (category, month, amount) = (f.short("category"), f.short("month"), f.kronor("amount"));
            let month = month.and_then(|m| month_of(m.as_str()).or_else(|| not_a_month(f)));
            Some((category?, month?, amount?))
        });
        let named = |(category, month, amount): (ShortText, NaiveDate, Ore)| Cell { field: format!("items.{category}.month"), category, month, amount };
        Some(SetYear { cells: cells.into_iter().map(named).collect(), version: f.version() })
    }
}
fn not_a_month(f: &mut Fields<'_>) -> Option<NaiveDate> {
    f.fault("month", Fault::Other("not-a-month"));
    None
}

/// The version of a year's outcome: it moves with every month of every category.
pub fn version_of(outcomes: &[Outcome], year: i32) -> i64 {
    outcomes.iter().filter(|o| o.month.year() == year).map(|o| o.version).sum()
}

/// Sets the outcomes that differ from what is saved, all of them or none. Answers how many they were.
///
/// # Errors
/// No right to keep the economy; somebody else has changed the year since `version`; each fault of [`set_outcome`] at its cell, and a month
/// of another year.
pub fn set_year(db: &mut Db, ctx: &Ctx, at: &InProject, year: i32, request: &SetYear) -> Result<usize, Problem> {
    at.demand(Right::KeepEconomy, ctx.today)?;
    let saved = rows::outcomes_of(db, at.project.id)?;
    let other = request.cells.iter().filter(|c| c.month.year() != year);
    let strays: Vec<FieldError> = other.map(|c| FieldError { field: c.field.clone(), fault: Fault::Other("another-year") }).collect();
    if !strays.is_empty() {
        return Err(Problem::Invalid(strays));
    }
    version::expect(version_of(&saved, year), request.version)?;
    let mut set = 0;
    let mut faults = Vec::new();
    for cell in &request.cells {
        let before = saved.iter().find(|o| o.category == cell.category.as_str() && o.month == cell.month);
        if before.is_some_and(|o| o.amount == cell.amount.0) {
            continue;
        }
        let version = Some(before.map_or(0, |o| o.version));
        let one = SetOutcome { category: cell.category.clone(), month: cell.month, amount: cell.amount, version };
        match set_outcome(db, ctx, at, &one) {
            Ok(()) => set += 1,
            Err(Problem::Invalid(found)) => faults.extend(found.into_iter().map(|fault| FieldError { field: cell.field.clone(), ..fault })),
            Err(problem) => return Err(problem),
        }
    }
    if faults.is_empty() { Ok(set) } else { Err(Problem::Invalid(faults)) }
}
