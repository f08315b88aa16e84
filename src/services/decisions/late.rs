//! Earlier decisions, entered afterwards with their minutes. The role's holder confirms them.
use super::recordings::{self, Entry};
use super::{Act, read_basis, store};
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::file::FileKind;
use crate::domain::matter::Matter;
use crate::domain::minutes::MAX_MINUTES;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use crate::input::upload::Upload;
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::uploads;
use crate::store::Db;
use crate::store::decisions as rows;
use serde_json::json;

/// An earlier decision with the minutes that prove it.
#[derive(Debug, Clone)]
pub struct LateEntry {
    pub title: ShortText,
    pub role: Role,
    pub decided_on: chrono::NaiveDate,
    pub outcome: DecisionOutcome,
    pub basis: Option<Basis>,
    pub motivation: Option<LongText>,
    pub minutes: Upload,
    /// The decision that this one corrected.
    pub supersedes: Option<i32>,
}
impl Input for LateEntry {
    fn parse(f: &mut Fields<'_>) -> Option<LateEntry> {
        let (title, role, decided_on) = (f.short("title"), f.word::<Role>("role"), f.date("decided_on"));
        let outcome = f.word("outcome");
        let (basis, motivation) = (read_basis(f), f.optional_long("motivation"));
        let supersedes = f.optional_whole("supersedes", 1..=i64::from(i32::MAX)).map(|n| n as i32);
        if role.is_some_and(|r| !r.may_hold_mandates()) {
            f.fault("role", Fault::NotAChoice);
        }
        let minutes = f.file("minutes");
        Some(LateEntry { title: title?, role: role?, decided_on: decided_on?, outcome: outcome?, basis, motivation, minutes: minutes?, supersedes })
    }
}

/// Enters an earlier decision under a number of its own, tied to its minutes. It says of itself that it was entered afterwards,
/// and that it is not confirmed until the role's holder, a body's chair, has confirmed it. Whoever holds the role needs nobody else.
///
/// # Errors
/// No right to record, a day in the future, a body's decision without its basis, a correction of another role's decision, or one from before what it corrects.
pub fn enter_late(db: &mut Db, ctx: &Ctx, at: &InProject, entry: &LateEntry) -> Result<i32, Problem> {
    at.demand(Right::Record, ctx.today)?;
    if entry.decided_on > ctx.today {
        return Err(Problem::invalid("decided_on", Fault::Other("in-the-future")));
    }
    match &entry.basis {
        Some(basis) => basis.check(true, ctx.today)?,
        None if at.is_body(entry.role) => return Err(Problem::invalid("basis", Fault::Required)),
        None => {}
    }
    demand_own_decision(db, at, entry)?;
    let minutes = keep_minutes(db, ctx, at, &entry.minutes)?;
    let number = store(db, ctx, at, &decision(ctx, entry, minutes.clone()))?;
    let holds = at.charter.mandate_in_role(&at.actor, Matter::PlanDocument, entry.role, ctx.today).is_ok();
    if !holds {
        let object = DecidedObject { kind: ObjectKind::Decision, reference: number.to_string(), version: 1, hash: minutes };
        let waits = Entry { role: entry.role, matter: None, object: &object, act: &Act::ConfirmEntry { number }, basis: entry.basis.as_ref() };
        recordings::add(db, ctx, at, &waits)?;
    }
    Ok(number)
}

/// A role corrects what was decided in that role, and nothing of another's, and not before it was decided.
fn demand_own_decision(db: &mut Db, at: &InProject, entry: &LateEntry) -> Result<(), Problem> {
    let Some(number) = entry.supersedes else { return Ok(()) };
    match rows::find(db, at.project.id, number)? {
        Some(old) if old.role != entry.role.as_str() => Err(Problem::invalid("supersedes", Fault::Other("another-roles-decision"))),
        Some(old) if entry.decided_on < old.decided_on => {
            Err(Problem::invalid("decided_on", Fault::About("before-what-it-corrects", old.decided_on.to_string())))
        }
        _ => Ok(()),
    }
}

/// Minutes are a PDF, whatever their name says.
fn keep_minutes(db: &mut Db, ctx: &Ctx, at: &InProject, minutes: &Upload) -> Result<String, Problem> {
    if minutes.size > MAX_MINUTES {
        return Err(uploads::too_large("minutes", MAX_MINUTES));
    }
    if !FileKind::Pdf.fits(&minutes.head) {
        return Err(Problem::invalid("minutes", Fault::Other("not-a-pdf")));
    }
    uploads::demand_room(db, ctx, at, "minutes", minutes)?;
    uploads::keep(db, ctx, minutes, FileKind::Pdf)
}

fn decision(ctx: &Ctx, entry: &LateEntry, minutes: String) -> Decision {
    Decision {
        matter: None,
        object: DecidedObject {
            kind: ObjectKind::Document,
            reference: entry.title.to_string(),
            version: 1,
            hash: content_hash(&json!({"title": entry.title, "minutes": minutes})),
        },
        title: entry.title.to_string(),
        outcome: entry.outcome,
        motivation: entry.motivation.clone(),
        conditions: None,
        terms: None,
        decided_by: None,
        role: entry.role,
        delegation: None,
        charter: None,
        basis: entry.basis.clone(),
        decided_on: entry.decided_on,
        recorded_by: ctx.person,
        recorded_at: ctx.now,
        minutes: Some(minutes),
        supersedes: entry.supersedes,
    }
}
