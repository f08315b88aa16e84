//! The demo's requirements: written from the start, verified as they came, and a waiver that is asked for.
use crate::demo::cast::Cast;
use crate::demo::file::{Project, Requirement, Verified, Waiver};
use crate::demo::{Event, entered, long, on, short};
use crate::domain::ids::RequirementRef;
use crate::services::Problem;
use crate::services::requirements::{self, AskWaiver, Verify, WriteRequirement};
use crate::store::Db;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = vec![on(project.started_on, |db| project.requirements.iter().try_for_each(|r| add(db, cast, project, r)))];
    for (reference, r) in (1..).map(RequirementRef).zip(&project.requirements) {
        events.extend(r.verified.iter().map(|v| on(v.on, move |db| verify(db, cast, project, reference, v))));
        events.extend(r.waiver.iter().map(|w| on(w.asked_on, move |db| ask(db, cast, project, reference, w))));
    }
    events
}

fn add(db: &mut Db, cast: &Cast, project: &Project, r: &Requirement) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, project.started_on)?;
    let at = entered(db, &ctx, project)?;
    let note = if r.note.is_empty() { None } else { Some(long(&r.note)?) };
    let request = WriteRequirement {
        kind: r.kind,
        text: short(&r.text)?,
        requested_by: r.by,
        priority: r.priority,
        note,
        measure: r.measure,
        unit: r.unit.as_deref().map(short).transpose()?,
        version: None,
    };
    requirements::add(db, &ctx, &at, &request).map(drop)
}
fn verify(db: &mut Db, cast: &Cast, project: &Project, reference: RequirementRef, v: &Verified) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, v.on)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(requirements::find(db, &at, reference)?.version);
    requirements::verify(db, &ctx, &at, reference, &Verify { met: v.met, measured: v.measured, how: long(&v.how)?, version })
}
fn ask(db: &mut Db, cast: &Cast, project: &Project, reference: RequirementRef, w: &Waiver) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, w.asked_on)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(requirements::find(db, &at, reference)?.version);
    requirements::ask_waiver(db, &ctx, &at, reference, &AskWaiver { reason: long(&w.reason)?, version })
}
