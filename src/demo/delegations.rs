//! The demo's delegations.
use crate::demo::cast::Cast;
use crate::demo::file::{Delegation, Project};
use crate::demo::{Event, entered, long, on};
use crate::domain::text::Email;
use crate::services::Problem;
use crate::services::delegations::{self, Grant};
use crate::store::Db;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    project.delegations.iter().map(|d| on(d.granted_on, move |db| grant(db, cast, project, d))).collect()
}

fn grant(db: &mut Db, cast: &Cast, project: &Project, d: &Delegation) -> Result<(), Problem> {
    let ctx = cast.ctx(&d.by, d.granted_on)?;
    let at = entered(db, &ctx, project)?;
    let request = Grant {
        from_role: d.from_role,
        person: Some(Email::new(&cast.file.address(&d.to)).map_err(Problem::internal)?),
        role: None,
        matters: d.matters.clone(),
        from_on: d.from_on,
        to_on: d.to_on,
        limit: None,
        reason: long(&d.reason)?,
        basis: None,
    };
    delegations::grant(db, &ctx, &at, &request).map(drop)
}
