//! The risk register as people read it: filters, order, pages, matrix, trend, coverage.
use crate::domain::ids::RiskRef;
use crate::domain::policy::Band;
use crate::domain::risk::RiskStateWord;
use crate::domain::role::Role;
use crate::input::FieldError;
use crate::services::context::{Ctx, InProject};
use crate::services::lists::{cut, search_fault};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::risks::{self as rows, Filter, Order, RiskRow, Tallies};
use chrono::NaiveDate;

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

/// A page of a project's risks. Without a state the open ones.
///
/// # Errors
/// A filter that is no word of its kind, or a cursor that is not one of ours.
pub fn page(db: &mut Db, ctx: &Ctx, at: &InProject, query: &Query) -> Result<Page, Problem> {
    let mut faults = Vec::new();
    let filter = filter(ctx, at, query, &mut faults);
    let sort = read(&query.sort, "sort", &mut faults).unwrap_or(Sort::Value);
    let order = order(sort, query.cursor.as_deref()).unwrap_or_else(|| {
        faults.push(FieldError::no_choice("cursor"));
        Order::Value { after: None }
    });
    if !faults.is_empty() {
        return Err(Problem::Invalid(faults));
    }
    let mut rows = if query.cursor.is_none() { named(db, at, query, &filter)? } else { Vec::new() };
    let room = query.limit + 1 - rows.len() as i64;
    rows.extend(rows::page(db, at.project.id, &filter, order, room)?);
    let (rows, next) = cut(rows, query.limit, |r| if filter.but == Some(r.number) { NAMED.to_owned() } else { cursor(sort, r) });
    Ok(Page { rows, next, sort })
}

/// The cursor after the risk that the text names, when a page ends with it.
const NAMED: &str = "named";

/// The risk whose reference is searched for: it goes first whatever the order, and is found closed as well where no state is asked for.
fn named(db: &mut Db, at: &InProject, query: &Query, filter: &Filter) -> Result<Vec<RiskRow>, Problem> {
    let Some(number) = filter.but else { return Ok(Vec::new()) };
    let open = filter.open.filter(|_| query.state.is_some());
    let wanted = Filter { only: Some(number), but: None, text: None, open, ..filter.clone() };
    Ok(rows::page(db, at.project.id, &wanted, Order::Number { after: None }, 1)?)
}

fn filter(ctx: &Ctx, at: &InProject, query: &Query, faults: &mut Vec<FieldError>) -> Filter {
    let band: Option<Band> = read(&query.band, "band", faults);
    let state: Option<RiskStateWord> = read(&query.state, "state", faults);
    let held_by: Option<Role> = read(&query.held_by, "held_by", faults);
    // An address that nobody has finds nothing.
    let owner = query.owner.as_ref().map(|email| at.member(email).map_or(-1, |m| m.assignment.person_id));
    faults.extend(search_fault(query.text.as_deref()));
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
        only: None,
        but: query.text.as_deref().and_then(|text| RiskRef::parse(text.trim())).map(|named| named.0),
    }
}

fn read<T: std::str::FromStr>(word: &Option<String>, field: &str, faults: &mut Vec<FieldError>) -> Option<T> {
    let word = word.as_ref()?;
    match word.parse() {
        Ok(value) => Some(value),
        Err(_) => {
            faults.push(FieldError::no_choice(field));
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
    let Some(cursor) = cursor.filter(|c| *c != NAMED) else {
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

/// A row of the matrix.
#[derive(Debug, Clone)]
pub struct MatrixRow {
    pub likelihood: i32,
    pub cells: Vec<Cell>,
}
/// One cell of the matrix: the value and its band, and the first of the open risks there.
#[derive(Debug, Clone)]
pub struct Cell {
    pub impact: i32,
    pub value: i32,
    pub band: Band,
    /// Number and consequence.
    pub first: Vec<(i32, String)>,
    /// How many there are besides.
    pub more: i64,
}

/// The matrix, the highest likelihood first. A cell names at most `named` risks; more become a number.
///
/// # Errors
/// Those of the store.
pub fn matrix(db: &mut Db, at: &InProject, tallies: &Tallies, named: i64) -> Result<Vec<MatrixRow>, Problem> {
    let mut matrix = Vec::new();
    for likelihood in (1..=at.policy.likelihood_steps()).rev() {
        let mut cells = Vec::new();
        for impact in 1..=at.policy.impact_steps() {
            let count = tallies.cell(likelihood, impact);
            let first = if count == 0 { Vec::new() } else { rows::in_cell(db, at.project.id, likelihood, impact, named)? };
            let band = at.policy.score(likelihood, impact).map_or(Band::Low, |score| score.band());
            cells.push(Cell { impact, value: likelihood * impact, band, more: count - first.len() as i64, first });
        }
        matrix.push(MatrixRow { likelihood, cells });
    }
    Ok(matrix)
}
