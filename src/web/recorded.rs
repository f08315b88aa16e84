//! What somebody has recorded of a body's decision, told where its consequence will show: it waits for the one who confirms it.
use crate::domain::decision::ObjectKind;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::services::decisions::{self, Act};
use crate::services::{InProject, Problem, notify};
use crate::store::Db;
use crate::store::columns::{json, word};
use crate::store::recordings::{self, Recording};
use crate::web::request::Rq;
use serde::Serialize;

/// A recording that waits, as `m.recorded` shows it.
#[derive(Serialize)]
pub struct Recorded {
    /// What it is about, where that has a name of its own.
    what: String,
    /// What was decided, as it was recorded.
    outcome: String,
    by: String,
    on: String,
    role: Role,
    /// Nobody can confirm it now.
    unmanned: bool,
    code: String,
    /// Where it is read and confirmed; empty for who may not open it.
    href: String,
}

/// What waits about things of a kind, oldest first.
///
/// # Errors
/// Those of the store.
pub fn waiting(db: &mut Db, rq: &Rq, at: &InProject, kind: ObjectKind) -> Result<Vec<Recorded>, Problem> {
    those(db, rq, at, |r| r.object_kind == kind.as_str())
}
/// As [`waiting`], about one of them.
///
/// # Errors
/// Those of the store.
pub fn waiting_about(db: &mut Db, rq: &Rq, at: &InProject, kind: ObjectKind, reference: &str) -> Result<Vec<Recorded>, Problem> {
    let mut found = those(db, rq, at, |r| r.object_kind == kind.as_str() && r.object_ref == reference)?;
    // Its page is about nothing else.
    found.iter_mut().for_each(|r| r.what.clear());
    Ok(found)
}
fn those(db: &mut Db, rq: &Rq, at: &InProject, wanted: impl Fn(&Recording) -> bool) -> Result<Vec<Recorded>, Problem> {
    let ctx = rq.ctx()?;
    let opens = at.actor.may(Right::Decide, ctx.today);
    let mut found = Vec::new();
    for (recording, by) in recordings::open(db, at.project.id)?.into_iter().filter(|(r, _)| wanted(r)) {
        let (act, role): (Act, Role) = (json(&recording.act)?, word(&recording.role)?);
        let outcome = act.outcome_of(role, &at.charter);
        found.push(Recorded {
            what: decisions::title(db, &ctx, at, &recording)?.unwrap_or_default(),
            outcome: outcome.map(|o| rq.lang.text(&format!("decision-outcome-{o}")).to_owned()).unwrap_or_default(),
            by,
            on: format::stamp(rq.lang, format::local(recording.recorded_at)),
            role,
            unmanned: notify::is_unmanned(&ctx, at, role),
            code: at.project.code.clone(),
            href: if opens { format!("/projects/{}/recordings/{}", at.project.code, recording.id) } else { String::new() },
        });
    }
    Ok(found)
}
