//! The decisions log as people read it: newest first, filtered by what was decided, by whom, when and with what right.
use crate::domain::decision::DecisionOutcome;
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::input::{FieldError, date};
use crate::services::context::InProject;
use crate::services::lists::{cut, search_fault};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::decisions::{self as rows, DecisionRow, Filter};
use crate::store::delegations;
use std::collections::BTreeMap;

/// The filters, by their names in an address. The search `q` goes with them all.
pub const FILTERS: [&str; 8] = ["q", "matter", "role", "outcome", "person", "from", "to", "on_delegation"];

/// What is asked of the log, as words of an address.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub matter: Option<String>,
    /// The role that decided.
    pub role: Option<String>,
    pub outcome: Option<String>,
    /// The e-mail address of the person who decided.
    pub person: Option<String>,
    /// The first and the last day of decision, both included.
    pub from: Option<String>,
    pub to: Option<String>,
    pub on_delegation: bool,
    pub text: Option<String>,
    /// The number of the last decision seen.
    pub cursor: Option<String>,
    pub limit: i64,
}

/// One page of the log, and the place where the next begins.
#[derive(Debug)]
pub struct Page {
    pub rows: Vec<DecisionRow>,
    pub next: Option<i32>,
}

/// A page of a project's decisions, newest first.
///
/// # Errors
/// A filter that is no word of its kind, or a cursor that is not one of ours.
pub fn page(db: &mut Db, at: &InProject, query: &Query) -> Result<Page, Problem> {
    let mut faults = Vec::new();
    let filter = filter(at, query, &mut faults);
    let before = read(&query.cursor, "cursor", &mut faults, |word| word.parse().ok());
    if !faults.is_empty() {
        return Err(Problem::Invalid(faults));
    }
    let (rows, next) = cut(rows::page(db, at.project.id, &filter, before, query.limit + 1)?, query.limit, |d| d.number);
    Ok(Page { rows, next })
}
/// How many decisions the filters find, on all pages.
///
/// # Errors
/// As [`page`].
pub fn count(db: &mut Db, at: &InProject, query: &Query) -> Result<i64, Problem> {
    let mut faults = Vec::new();
    let filter = filter(at, query, &mut faults);
    if faults.is_empty() { Ok(rows::count(db, at.project.id, &filter)?) } else { Err(Problem::Invalid(faults)) }
}

fn filter(at: &InProject, query: &Query, faults: &mut Vec<FieldError>) -> Filter {
    let matter = read(&query.matter, "matter", faults, |word| word.parse::<Matter>().ok());
    let role = read(&query.role, "role", faults, |word| word.parse::<Role>().ok());
    let outcome = read(&query.outcome, "outcome", faults, |word| word.parse::<DecisionOutcome>().ok());
    let (from, to) = (read_day(&query.from, "from", faults), read_day(&query.to, "to", faults));
    faults.extend(search_fault(query.text.as_deref()));
    Filter {
        matter,
        role,
        outcome,
        // An address that nobody here has finds nothing.
        person: query.person.as_ref().map(|email| at.member(email).map_or(-1, |m| m.assignment.person_id)),
        from,
        to,
        on_delegation: query.on_delegation,
        text: query.text.clone(),
    }
}
fn read<T>(word: &Option<String>, field: &str, faults: &mut Vec<FieldError>, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
    let value = parse(word.as_ref()?);
    if value.is_none() {
        faults.push(FieldError::no_choice(field));
    }
    value
}
fn read_day(word: &Option<String>, field: &str, faults: &mut Vec<FieldError>) -> Option<chrono::NaiveDate> {
    date(word.as_ref()?).map_err(|fault| faults.push(FieldError { field: field.to_owned(), fault })).ok()
}

/// The decision that each delegation was given by, by its number, where any of `decisions` was taken under one.
///
/// # Errors
/// Those of the store.
pub fn delegated_by(db: &mut Db, at: &InProject, decisions: &[DecisionRow]) -> Result<BTreeMap<i32, i32>, Problem> {
    if decisions.iter().all(|d| d.delegation.is_none()) {
        return Ok(BTreeMap::new());
    }
    Ok(delegations::of_project(db, at.project.id)?.into_iter().map(|row| (row.number, row.decision)).collect())
}
