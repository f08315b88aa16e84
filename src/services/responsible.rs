//! Who can be given something to do in a project: to own a risk, to answer for a goal or a document, to receive a deliverable.
use crate::domain::ids::PersonId;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;

/// The person behind an address, who is given something to do: somebody with a role today that does more than read.
///
/// # Errors
/// [`Problem::Invalid`] at `field`.
pub fn named(ctx: &Ctx, at: &InProject, email: &str, field: &str) -> Result<PersonId, Problem> {
    let mut here = at.members_today(ctx.today).filter(|m| m.has_address(email)).peekable();
    let why = if here.peek().is_none() { "no-role-here" } else { "responsible-only-reads" };
    let found = here.find(|m| !m.role().only_reads());
    found.map(|m| PersonId(m.assignment.person_id)).ok_or_else(|| Problem::invalid(field, Fault::Other(why)))
}

/// As [`named`], where nobody need be. Whoever answers for it already may go on doing so, also when their role has ended: the rest of it
/// can be written without finding somebody new.
///
/// # Errors
/// As [`named`].
pub fn kept_or_named(ctx: &Ctx, at: &InProject, before: Option<i64>, email: Option<&str>, field: &str) -> Result<Option<i64>, Problem> {
    let Some(email) = email.filter(|e| !e.is_empty()) else { return Ok(None) };
    match before.filter(|id| at.person(*id).is_some_and(|m| m.has_address(email))) {
        Some(id) => Ok(Some(id)),
        None => named(ctx, at, email, field).map(|p| Some(p.0)),
    }
}
