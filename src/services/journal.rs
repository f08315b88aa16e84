//! Writing and reading the journal.
use crate::domain::journal::Event;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::{self, Db};
use serde_json::Value;

/// The installation's own chain.
pub const INSTALLATION: i64 = 0;

/// What happened to what.
pub struct Change<'a> {
    /// `risk.assessed`, `report.approved`, …
    pub kind: &'a str,
    /// `risk:R4`, `status_report:2`, …
    pub object: &'a str,
    pub before: Value,
    pub after: Value,
}

/// Writes a change to a project's chain.
///
/// # Errors
/// Those of the store.
pub fn record(db: &mut Db, ctx: &Ctx, at: &InProject, change: Change<'_>) -> Result<(), Problem> {
    let role = at.acting_role(ctx.today);
    record_as(db, ctx, at, role, change)
}

/// Writes a change to the installation's chain.
///
/// # Errors
/// Those of the store.
pub fn record_installation(db: &mut Db, ctx: &Ctx, change: Change<'_>) -> Result<(), Problem> {
    record_to(db, ctx, INSTALLATION, None, change)
}

/// Writes a change in a certain role to a project's chain. Who acts in a role that is not theirs, on delegation from it, acts on its
/// behalf.
///
/// # Errors
/// Those of the store.
pub fn record_as(db: &mut Db, ctx: &Ctx, at: &InProject, role: Option<Role>, change: Change<'_>) -> Result<(), Problem> {
    let on_behalf_of = role.filter(|role| at.actor.is_delegate_of(*role, ctx.today));
    write(db, ctx, at.project.id, (role, on_behalf_of), change)
}

/// Writes a change to a chain, by who holds the role.
///
/// # Errors
/// Those of the store.
pub fn record_to(db: &mut Db, ctx: &Ctx, chain: i64, role: Option<Role>, change: Change<'_>) -> Result<(), Problem> {
    write(db, ctx, chain, (role, None), change)
}
fn write(db: &mut Db, ctx: &Ctx, chain: i64, (role, on_behalf_of): (Option<Role>, Option<Role>), change: Change<'_>) -> Result<(), Problem> {
    let event = Event {
        at: ctx.now,
        person: Some(ctx.person.0),
        name: ctx.name.clone(),
        role: role.map(|r| r.to_string()),
        on_behalf_of: on_behalf_of.map(|r| r.to_string()),
        kind: change.kind.to_owned(),
        object: change.object.to_owned(),
        before: change.before,
        after: change.after,
        from_address: ctx.address.clone(),
    };
    let salt = ctx.random::<16>()?;
    store::journal::append(db, chain, &event, &salt)?;
    Ok(())
}
