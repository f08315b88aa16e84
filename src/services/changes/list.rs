//! The change requests of a project as people look for them.
use super::ordering_roles;
use crate::domain::change::ChangeState;
use crate::domain::rights::Right;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::changes::{self as rows, ChangeRow, Filter};

/// What is asked of the list, as words of an address.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub state: Option<String>,
    pub text: Option<String>,
    /// The number of the last request seen.
    pub cursor: Option<String>,
    pub limit: i64,
}

/// One page of requests, newest first, and the place where the next begins.
#[derive(Debug)]
pub struct Page {
    pub rows: Vec<ChangeRow>,
    pub next: Option<String>,
}

/// The longest text that is searched for.
const MAX_SEARCH: usize = 100;

/// A page of a project's requests. Drafts are there for those who order them, and for those who read drafts.
///
/// # Errors
/// A filter that is no word of its kind, or a cursor that is not one of ours.
pub fn page(db: &mut Db, ctx: &Ctx, at: &InProject, query: &Query) -> Result<Page, Problem> {
    let state = query.state.as_deref().map(|s| s.parse::<ChangeState>().map_err(|_| Problem::invalid("state", Fault::NotAChoice))).transpose()?;
    let before = query.cursor.as_deref().map(|c| c.parse().map_err(|_| Problem::invalid("cursor", Fault::NotAChoice))).transpose()?;
    if query.text.as_ref().is_some_and(|t| t.chars().count() > MAX_SEARCH) {
        return Err(Problem::invalid("q", Fault::TooLong { max: MAX_SEARCH }));
    }
    let reads_drafts = at.actor.may(Right::WriteReports, ctx.today);
    let drafts_of = (!reads_drafts).then(|| ordering_roles(ctx, at));
    let filter = Filter { states: state.map(|s| vec![s]), drafts_of, text: query.text.clone() };
    let mut found = rows::page(db, at.project.id, &filter, before, query.limit + 1)?;
    let more = found.len() as i64 > query.limit;
    found.truncate(query.limit as usize);
    let next = if more { found.last().map(|r| r.number.to_string()) } else { None };
    Ok(Page { rows: found, next })
}
