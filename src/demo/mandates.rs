//! The demo's delegations, and the charter that somebody proposes.
use crate::demo::cast::Cast;
use crate::demo::file::{Delegation, Project, ProposedCharter};
use crate::demo::{Event, entered, long, on};
use crate::domain::charter::Charter;
use crate::domain::text::Email;
use crate::services::Problem;
use crate::services::charter::{self, SaveDraft};
use crate::services::delegations::{self, Grant, Whom};
use crate::store::Db;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let granted = project.delegations.iter().map(|d| on(d.granted_on, move |db| grant(db, cast, project, d)));
    let proposed = project.proposed_charter.iter().map(|p| on(p.saved_on, move |db| propose(db, cast, project, p)));
    granted.chain(proposed).collect()
}

fn grant(db: &mut Db, cast: &Cast, project: &Project, d: &Delegation) -> Result<(), Problem> {
    let ctx = cast.ctx(&d.by, d.granted_on)?;
    let at = entered(db, &ctx, project)?;
    let request = Grant {
        from_role: d.from_role,
        to: Whom::Person(Email::new(&cast.file.address(&d.to)).map_err(Problem::internal)?),
        matters: d.matters.clone(),
        from_on: d.from_on,
        to_on: d.to_on,
        limit: None,
        reason: long(&d.reason)?,
        basis: None,
    };
    delegations::grant(db, &ctx, &at, &request).map(drop)
}

/// The charter of the steering group's slides, which the plan's project has not adopted.
fn propose(db: &mut Db, cast: &Cast, project: &Project, p: &ProposedCharter) -> Result<(), Problem> {
    let ctx = cast.ctx(&p.by, p.saved_on)?;
    let at = entered(db, &ctx, project)?;
    let proposed = Charter::of_the_slides(at.charter.number() + 1);
    charter::save_draft(db, &ctx, &at, &SaveDraft { matters: proposed.matters().to_vec(), version: None })
}
