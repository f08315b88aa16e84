//! The next charter as a draft: written by who leads the project or holds the charter, compared with the one in force, adopted
//! by decision.
use super::{object, pending, proposed, read_matters, take};
use crate::domain::charter::{Charter, MatterRule};
use crate::domain::decision::{Basis, ObjectKind};
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done, read_basis};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::charter_drafts as rows;
use crate::store::journal::{self as entries, Filter};
use crate::store::{Db, decisions as decided};
use chrono::NaiveDateTime;
use serde_json::{Value, json};

/// What the journal calls it.
const DRAFT: &str = "charter:draft";

/// A draft to be saved. `version` is that of the draft that it replaces; 0, or none, for the first.
#[derive(Debug, Clone)]
pub struct SaveDraft {
    pub matters: Vec<MatterRule>,
    pub version: Option<i64>,
}
impl Input for SaveDraft {
    fn parse(f: &mut Fields<'_>) -> Option<SaveDraft> {
        let (matters, version) = (read_matters(f), f.version());
        Some(SaveDraft { matters: matters?, version })
    }
}

/// The draft is to be the charter.
#[derive(Debug, Clone)]
pub struct AdoptDraft {
    pub motivation: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for AdoptDraft {
    fn parse(f: &mut Fields<'_>) -> Option<AdoptDraft> {
        let (motivation, basis, version) = (f.long("motivation"), read_basis(f), f.version());
        Some(AdoptDraft { motivation: motivation?, basis, version })
    }
}

/// A draft beside the charter in force.
#[derive(Debug, Clone)]
pub struct Draft {
    pub proposed: Charter,
    pub saved_by: String,
    pub saved_at: NaiveDateTime,
    pub version: i64,
    /// Another charter has been adopted since it was written.
    pub outdated: bool,
    pub changes: Vec<Changed>,
}

/// A matter that the draft changes.
#[derive(Debug, Clone)]
pub struct Changed {
    pub before: MatterRule,
    pub after: MatterRule,
    /// How many things would move to another role.
    pub moves: i64,
    /// Nobody can decide in the role that it would wait with.
    pub unmanned: bool,
}

/// Whoever leads the project, or holds the charter, writes the draft.
///
/// # Errors
/// [`Problem::NoMandate`] names who holds the charter.
pub fn may_draft(ctx: &Ctx, at: &InProject) -> Result<(), Problem> {
    if at.actor.may(Right::Lead, ctx.today) {
        return Ok(());
    }
    Ok(at.mandate_for(Matter::Charter, ctx.today).map(drop)?)
}

/// The draft that waits, compared with the charter in force.
///
/// # Errors
/// A damaged row.
pub fn draft(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Option<Draft>, Problem> {
    let Some(row) = rows::find(db, at.project.id)? else { return Ok(None) };
    let proposed = Charter::new(at.charter.number() + 1, row.matters).map_err(|faults| Problem::Internal(format!("the draft of a charter: {faults:?}")))?;
    let waiting = pending(db, at, &at.charter)?;
    let decides = |role: Role| at.members.iter().any(|m| m.role() == role && m.decides(ctx.today));
    let changed = |(before, after): (MatterRule, MatterRule)| {
        let (from, to) = (before.roles[0], after.roles[0]);
        let moves = waiting.iter().filter(|p| from != to && p.matter == before.matter && p.held_by == from).map(|p| p.items).sum();
        Changed { before, after, moves, unmanned: !decides(to) }
    };
    let changes = at.charter.changes(&proposed).into_iter().map(changed).collect();
    Ok(Some(Draft { outdated: row.based_on != at.charter.number(), proposed, saved_by: row.saved_by, saved_at: row.saved_at, version: row.version, changes }))
}

/// Saves the draft. It decides nothing.
///
/// # Errors
/// Neither the lead nor the mandate; a table that cannot be a charter; somebody else has saved meanwhile.
pub fn save_draft(db: &mut Db, ctx: &Ctx, at: &InProject, request: &SaveDraft) -> Result<(), Problem> {
    may_draft(ctx, at)?;
    let before = rows::find(db, at.project.id)?;
    version::expect_or_new(before.as_ref().map(|d| d.version), request.version)?;
    let now = before.as_ref().map_or(0, |d| d.version);
    let proposed = proposed(at.charter.number() + 1, &request.matters)?;
    rows::put(db, at.project.id, now, proposed.matters(), at.charter.number(), ctx.person.0, ctx.now)?;
    settle(db, ctx, at)?;
    let before = before.map_or(Value::Null, |d| json!({"matters": d.matters}));
    journal::record(db, ctx, at, Change { kind: "charter.drafted", object: DRAFT, before, after: json!({"matters": proposed.matters()}) })
}

/// Throws the draft away.
///
/// # Errors
/// As [`save_draft`]; [`Problem::NotFound`] without a draft.
pub fn discard_draft(db: &mut Db, ctx: &Ctx, at: &InProject, seen: Option<i64>) -> Result<(), Problem> {
    may_draft(ctx, at)?;
    let row = rows::find(db, at.project.id)?.ok_or(Problem::NotFound)?;
    version::expect(row.version, seen)?;
    rows::delete(db, at.project.id)?;
    settle(db, ctx, at)?;
    let before = json!({"matters": row.matters});
    journal::record(db, ctx, at, Change { kind: "charter.draft_discarded", object: DRAFT, before, after: Value::Null })
}

/// What was recorded about the draft as it was can no longer be confirmed.
fn settle(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<(), Problem> {
    decisions::settle(db, ctx, at, ObjectKind::Charter, &(at.charter.number() + 1).to_string(), None)
}

/// The draft as it would be adopted, and by what right, without adopting it: for checking beforehand.
///
/// # Errors
/// As [`adopt_draft`].
pub fn adoptable(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AdoptDraft) -> Result<(Draft, Authority), Problem> {
    let authority = decisions::authority(ctx, at, &Pending::of(Matter::Charter), request.basis.as_ref())?;
    let Some(draft) = draft(db, ctx, at)? else { return Err(adopted_since(db, at)?) };
    version::expect(draft.version, request.version)?;
    if draft.outdated {
        return Err(Refused::DraftIsOutdated.into());
    }
    if draft.changes.is_empty() {
        return Err(Refused::DraftChangesNothing.into());
    }
    Ok((draft, authority))
}

/// Why there is no draft: somebody has adopted it since the sender looked, or nobody has written one.
fn adopted_since(db: &mut Db, at: &InProject) -> Result<Problem, Problem> {
    let about_the_draft = Filter { object: Some(DRAFT), ..Filter::default() };
    let last = entries::page(db, at.project.id, &about_the_draft, None, 1)?.pop();
    if last.is_none_or(|(entry, _)| entry.kind != "charter.drafted") {
        return Ok(Problem::NotFound);
    }
    let adopted = decided::about(db, at.project.id, ObjectKind::Charter, &at.charter.number().to_string())?;
    Ok(adopted.last().map_or(Problem::NotFound, |d| Problem::AlreadyDecided(d.number)))
}

/// Adopts the draft as the project's charter, as [`adopt`](super::adopt) does. A body's decision is recorded by leader, deputy or
/// secretary, and its chair confirms: until then the draft stands.
///
/// # Errors
/// As [`adopt`](super::adopt); written from another charter than the one in force, or the same as it.
pub fn adopt_draft(db: &mut Db, ctx: &Ctx, at: &InProject, request: &AdoptDraft) -> Result<Done, Problem> {
    let (Draft { proposed, version, .. }, authority) = adoptable(db, ctx, at, request)?;
    let AdoptDraft { motivation, basis, .. } = request.clone();
    match authority {
        Authority::Decide(mandate) => {
            rows::delete(db, at.project.id)?;
            take(db, ctx, at, &mandate, &proposed, &motivation, basis).map(Done::Decided)
        }
        Authority::Record(role) => {
            let basis = basis.ok_or(Refused::BasisMissing)?;
            decisions::record(db, ctx, at, role, Some(Matter::Charter), &object(&proposed), &Act::AdoptCharter { version, motivation }, &basis)
        }
    }
}
