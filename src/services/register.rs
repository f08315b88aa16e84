//! The risk register as people read it: filters, order, pages, matrix, trend, coverage.
use crate::domain::policy::Band;
use crate::domain::risk::RiskStateWord;
use crate::domain::role::Role;
use crate::input::{Fault, FieldError};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::risks::{self as rows, Filter, Order, RiskRow, Tallies};
use chrono::NaiveDate;
use std::collections::BTreeMap;

word_enum! {
    /// How the register is ordered.
    Sort { Value = "value", Number = "number", Review = "review" }
}

/// What is asked of the register, as words of an address.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub band: Option<String>,
    pub state: Option<String>,
    pub held_by: Option<String>,
    pub owner: Option<String>,
    pub overdue: bool,
    pub text: Option<String>,
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: i64,
}

/// One page of the register, and the place where the next begins.
#[derive(Debug)]
pub struct Page {
    pub rows: Vec<RiskRow>,
    pub next: Option<String>,
    pub sort: Sort,
}

/// The longest text that is searched for.
const MAX_SEARCH: usize = 100;

/// A page of a project's risks. Without a state the open ones.
///
/// # Errors
/// A filter that is no word of its kind, or a cursor that is not one of ours.
pub fn page(db: &mut Db, ctx: &Ctx, at: &InProject, query: &Query) -> Result<Page, Problem> {
    let mut faults = Vec::new();
    let filter = filter(ctx, at, query, &mut faults);
    let sort = read(&query.sort, "sort", &mut faults).unwrap_or(Sort::Value);
    let order = order(sort, query.cursor.as_deref()).unwrap_or_else(|| {
        faults.push(FieldError { field: "cursor".into(), fault: Fault::NotAChoice });
        Order::Value { after: None }
    });
    if !faults.is_empty() {
        return Err(Problem::Invalid(faults));
    }
    let mut found = rows::page(db, at.project.id, &filter, order, query.limit + 1)?;
    let more = found.len() as i64 > query.limit;
    found.truncate(query.limit as usize);
    let next = if more { found.last().map(|r| cursor(sort, r)) } else { None };
    Ok(Page { rows: found, next, sort })
}

fn filter(ctx: &Ctx, at: &InProject, query: &Query, faults: &mut Vec<FieldError>) -> Filter {
    let band: Option<Band> = read(&query.band, "band", faults);
    let state: Option<RiskStateWord> = read(&query.state, "state", faults);
    let held_by: Option<Role> = read(&query.held_by, "held_by", faults);
    // An address that nobody has finds nothing.
    let owner = query.owner.as_ref().map(|email| at.member(email).map_or(-1, |m| m.assignment.person_id));
    if query.text.as_ref().is_some_and(|t| t.chars().count() > MAX_SEARCH) {
        faults.push(FieldError { field: "q".into(), fault: Fault::TooLong { max: MAX_SEARCH } });
    }
    let open = state != Some(RiskStateWord::Closed);
    Filter {
        open: Some(open),
        bands: band.map(|b| vec![b]),
        state,
        held_by: held_by.map(|role| (role, at.charter.bands_of(role))),
        owner,
        review_before: query.overdue.then_some(ctx.today),
        waiting: false,
        text: query.text.clone(),
    }
}

fn read<T: std::str::FromStr>(word: &Option<String>, field: &str, faults: &mut Vec<FieldError>) -> Option<T> {
    let word = word.as_ref()?;
    match word.parse() {
        Ok(value) => Some(value),
        Err(_) => {
            faults.push(FieldError { field: field.to_owned(), fault: Fault::NotAChoice });
            None
        }
    }
}

/// A cursor is the sort value and the number of the last row seen: `25.1`, `2020-12-04.3`.
fn cursor(sort: Sort, row: &RiskRow) -> String {
    match sort {
        Sort::Value => format!("{}.{}", row.value, row.number),
        Sort::Number => row.number.to_string(),
        Sort::Review => format!("{}.{}", row.review_on, row.number),
    }
}
fn order(sort: Sort, cursor: Option<&str>) -> Option<Order> {
    let Some(cursor) = cursor else {
        return Some(match sort {
            Sort::Value => Order::Value { after: None },
            Sort::Number => Order::Number { after: None },
            Sort::Review => Order::Review { after: None },
        });
    };
    Some(match sort {
        Sort::Number => Order::Number { after: Some(cursor.parse().ok()?) },
        Sort::Value => {
            let (value, number) = cursor.split_once('.')?;
            Order::Value { after: Some((value.parse().ok()?, number.parse().ok()?)) }
        }
        Sort::Review => {
            let (day, number) = cursor.split_once('.')?;
            Order::Review { after: Some((day.parse::<NaiveDate>().ok()?, number.parse().ok()?)) }
        }
    })
}

/// One cell of the matrix: how many open risks, and the first of them.
#[derive(Debug, Clone)]
pub struct Cell {
    pub count: i64,
    pub first: Vec<(i32, String)>,
}

/// Risks shown by name in one cell; more become a number.
pub const PINS: i64 = 4;

/// The matrix: cells that hold risks, by S and K.
///
/// # Errors
/// Those of the store.
pub fn matrix(db: &mut Db, at: &InProject, tallies: &Tallies) -> Result<BTreeMap<(i32, i32), Cell>, Problem> {
    let mut cells = BTreeMap::new();
    for s in 1..=at.policy.likelihood_steps() {
        for k in 1..=at.policy.impact_steps() {
            let count = tallies.cell(s, k);
            if count > 0 {
                let first = rows::in_cell(db, at.project.id, s, k, PINS)?;
                cells.insert((s, k), Cell { count, first });
            }
        }
    }
    Ok(cells)
}
