//! The change requests of a project as people look for them.
use super::ordering_roles;
use crate::domain::change::ChangeState;
use crate::domain::rights::Right;
use crate::services::context::{Ctx, InProject};
use crate::services::lists::{cut, expect_short};
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

/// A page of a project's requests. Drafts are there for those who order them, and for those who read drafts.
///
/// # Errors
/// A filter that is no word of its kind, or a cursor that is not one of ours.
pub fn page(db: &mut Db, ctx: &Ctx, at: &InProject, query: &Query) -> Result<Page, Problem> {
    let state = query.state.as_deref().map(|s| s.parse::<ChangeState>().map_err(|_| Problem::no_choice("state"))).transpose()?;
    let before = query.cursor.as_deref().map(|c| c.parse().map_err(|_| Problem::no_choice("cursor"))).transpose()?;
    expect_short(query.text.as_deref())?;
    let reads_drafts = at.actor.may(Right::WriteReports, ctx.today);
    let drafts_of = (!reads_drafts).then(|| ordering_roles(ctx, at));
    let filter = Filter { states: state.map(|s| vec![s]), drafts_of, text: query.text.clone() };
    let (rows, next) = cut(rows::page(db, at.project.id, &filter, before, query.limit + 1)?, query.limit, |r| r.number.to_string());
    Ok(Page { rows, next })
}
