//! Taking and reading decisions; who may, and on what basis.
use crate::domain::decision::{Among, Basis, Decision, ObjectKind, RecordingOutcome, content_hash};
use crate::domain::mandate::{Lack, Mandate, NoMandate, Pending};
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::risk;
use crate::domain::role::Role;
use crate::domain::text::{LongText, folded};
use crate::input::{Fault, FieldError, Fields, Input, Sent};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::{journal, notify};
use crate::store::columns::{json as stored, to_json};
use crate::store::decisions::{self as rows, DecisionRow, NewDecision};
use crate::store::files::Stored;
use crate::store::meetings;
use crate::store::{self, Db, projects};
use chrono::TimeDelta;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

mod act;
mod late;
mod led_to;
pub mod log;
mod recordings;
pub use act::Act;
pub use late::{LateEntry, enter_late};
pub use led_to::{Led, LedKind, led_to};
pub use recordings::{Decline, confirm, decline, may_confirm, may_withdraw, open_here, record, settle, settle_moved, settle_those, title, withdraw};

/// The right to decide now, or to record what the body has decided for its chair to confirm.
pub enum Authority {
    Decide(Mandate),
    Record(Role),
}

/// A decision was taken (its number), or recorded and waits for the chair (its recording).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Decided(i32),
    WaitsForChair(i64),
}

/// Who may act on `pending`: one with the mandate decides; leader, deputy or secretary record what a body decided at a meeting
/// or per capsulam.
///
/// # Errors
/// [`NoMandate`], which names who holds the matter; where nobody there could decide it, the role that it is to be lifted to.
pub fn authority(ctx: &Ctx, at: &InProject, pending: &Pending, basis: Option<&Basis>) -> Result<Authority, NoMandate> {
    let no = match at.charter.mandate_over(&at.actor, pending, basis, ctx.today) {
        Ok(mandate) => return Ok(Authority::Decide(mandate)),
        Err(no) => no,
    };
    recorder(ctx, at, pending, basis).ok_or_else(|| match (no.lack, alternate(ctx, at, pending)) {
        (Lack::OwnMatter, Some(above)) => NoMandate { lack: Lack::NobodyElse, held_by: vec![above], ..no },
        _ => no,
    })
}

/// A body that decides at a meeting is not barred by its chair's having had a hand in the matter, but the chair's word for the meeting is
/// not enough: it is one of the body's under Meetings, or somebody else has recorded what was decided.
///
/// # Errors
/// [`Refused::MeetingNotRecorded`].
pub fn demand_recorded_meeting(db: &mut Db, ctx: &Ctx, at: &InProject, pending: &Pending, basis: Option<&Basis>) -> Result<(), Problem> {
    let Some(Basis::Meeting { date, .. }) = basis else { return Ok(()) };
    let holds = at.charter.mandate_of_holder(&at.actor, pending, ctx.today);
    let (Ok(mandate), None, true) = (holds, &ctx.recorder, at.charter.mandate_over(&at.actor, pending, None, ctx.today).is_err()) else { return Ok(()) };
    let that_day = meetings::of_day(db, at.project.id, mandate.role(), *date)?;
    if that_day.iter().any(|m| m.to_domain().carries_decisions(ctx.today)) { Ok(()) } else { Err(Refused::MeetingNotRecorded.into()) }
}

/// The authority to record what the body that holds `pending` has decided. Whoever confirms a recording does not record it once more.
pub fn recorder(ctx: &Ctx, at: &InProject, pending: &Pending, basis: Option<&Basis>) -> Option<Authority> {
    let holder = pending.held_by(&at.charter);
    (may_record(ctx, at, holder) && basis.is_some_and(Basis::is_together)).then_some(Authority::Record(holder))
}
/// Whether the person records what the body of `role` has decided.
pub fn may_record(ctx: &Ctx, at: &InProject, role: Role) -> bool {
    ctx.recorder.is_none() && at.is_body(role) && at.actor.may(Right::Record, ctx.today)
}

/// How a person stands before something that waits: what a page offers.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The role that decides: the person's own, or the holder's.
    pub role: Role,
    pub decides: bool,
    /// Records what the body decided, for its chair to confirm.
    pub records: bool,
    /// The bases that can be named; none for a role held by a person.
    pub bases: Vec<BasisKind>,
    /// The person holds the matter, but made what waits.
    pub own: bool,
    /// The delegation that the person decides under.
    pub delegation: Option<i32>,
}

impl Standing {
    /// Of who decides in `role`, a body's on one of `bases`.
    pub fn of_decider(role: Role, bases: Vec<BasisKind>) -> Standing {
        Standing { role, decides: true, records: false, bases, own: false, delegation: None }
    }
    /// Of who records what the body of `role` decided together.
    pub fn of_recorder(role: Role) -> Standing {
        Standing { decides: false, records: true, ..Standing::of_decider(role, BasisKind::TOGETHER.to_vec()) }
    }
    /// Of who can do neither: it is for `role` to decide.
    pub fn of_other(role: Role) -> Standing {
        Standing { decides: false, ..Standing::of_decider(role, Vec::new()) }
    }
}

/// How the person stands before `pending`. A body at a meeting is not barred by its chair's having had a hand in it.
pub fn standing(ctx: &Ctx, at: &InProject, pending: &Pending) -> Standing {
    let over = at.charter.mandate_over(&at.actor, pending, None, ctx.today);
    let own = matches!(over, Err(NoMandate { lack: Lack::OwnMatter, .. }));
    let holder = pending.held_by(&at.charter);
    match over.or_else(|_| at.charter.mandate_of_holder(&at.actor, pending, ctx.today)) {
        Ok(mandate) if !mandate.is_for_body() => {
            Standing { decides: !own, own, delegation: mandate.delegation(), ..Standing::of_decider(mandate.role(), Vec::new()) }
        }
        Ok(mandate) => {
            let bases = if own { vec![BasisKind::Meeting] } else { bases_of(&mandate) };
            Standing { own, delegation: mandate.delegation(), ..Standing::of_decider(mandate.role(), bases) }
        }
        Err(_) if may_record(ctx, at, holder) => Standing::of_recorder(holder),
        Err(_) => Standing::of_other(holder),
    }
}
/// The bases that a decision under the mandate may rest on; none for a person's.
pub fn bases_of(mandate: &Mandate) -> Vec<BasisKind> {
    let alone = mandate.chair_alone().then_some(BasisKind::Chair);
    if mandate.is_for_body() { BasisKind::TOGETHER.into_iter().chain(alone).collect() } else { Vec::new() }
}

/// Where every person who holds `pending` made it, nobody there could decide it: the role above is the alternate.
/// A body still decides at a meeting.
pub fn alternate(ctx: &Ctx, at: &InProject, pending: &Pending) -> Option<Role> {
    let holder = pending.held_by(&at.charter);
    if pending.makers.is_empty() || at.is_body(holder) {
        return None;
    }
    let mut people = notify::holders(ctx, at, holder).peekable();
    let barred = people.peek().is_some() && people.all(|m| pending.makers.iter().any(|p| p.0 == m.assignment.person_id));
    if barred { risk::above(holder) } else { None }
}

/// The basis as it is sent: `basis` (`meeting`, `per_capsulam`, `chair`) with `meeting_date`, `meeting_item`, `present`, `agreed`;
/// in a form `meeting` may have day and item, and ticked members stand in `present.000` and so on; in JSON an object with `kind` and the names of [`Basis`] as well.
pub fn read_basis(f: &mut Fields<'_>) -> Option<Basis> {
    if let Some(serde_json::Value::Object(object)) = f.json("basis") {
        return match Sent::Json(object).read::<BasisObject>() {
            Ok(BasisObject(basis)) => Some(basis),
            Err(faults) => {
                for FieldError { field, fault } in faults {
                    f.fault(&format!("basis.{field}"), fault);
                }
                None
            }
        };
    }
    let kind: Option<BasisKind> = f.optional_word("basis");
    // A form that asks for one says so: silence is no choice.
    if !f.is_json() && f.tick("needs_basis") && kind.is_none() {
        f.missing("basis");
    }
    basis_of(f, kind?, ["meeting_date", "meeting_item", "present", "agreed"])
}
fn basis_of(f: &mut Fields<'_>, kind: BasisKind, [date, item, present, agreed]: [&str; 4]) -> Option<Basis> {
    match kind {
        BasisKind::Meeting => {
            // A form offers the items of meetings that have been held.
            let held = if f.is_json() { None } else { f.optional_dated("meeting") };
            let (date, item) = held.map_or_else(|| (f.date(date), f.short(item)), |(date, item)| (Some(date), Some(item)));
            let present = f.people(present);
            Some(Basis::Meeting { date: date?, item: item?, present: present? })
        }
        BasisKind::PerCapsulam => Some(Basis::PerCapsulam { agreed: f.people(agreed)? }),
        BasisKind::Chair => Some(Basis::Chair),
    }
}
/// [`Basis`] as an object of its own: what does not belong to its kind is a fault.
struct BasisObject(Basis);
impl Input for BasisObject {
    fn parse(f: &mut Fields<'_>) -> Option<BasisObject> {
        let kind = f.word("kind")?;
        basis_of(f, kind, ["date", "item", "present", "agreed"]).map(BasisObject)
    }
}
word_enum! {
    /// The kinds of [`Basis`], as a form names them.
    BasisKind { Meeting = "meeting", PerCapsulam = "per_capsulam", Chair = "chair" }
}
impl BasisKind {
    /// Those of what a body decides together: they can be recorded for its chair to confirm.
    pub const TOGETHER: [BasisKind; 2] = [BasisKind::Meeting, BasisKind::PerCapsulam];
}

/// The basis of somebody who holds the mandate: a chair who names none decides alone, where the charter allows it.
pub fn basis_or_chair(mandate: &Mandate, basis: Option<Basis>) -> Option<Basis> {
    if mandate.is_for_body() { basis.or(Some(Basis::Chair)) } else { None }
}

/// Stores a decision under the next number and writes the journal.
///
/// # Errors
/// Those of the store.
pub fn store(db: &mut Db, ctx: &Ctx, at: &InProject, decision: &Decision) -> Result<i32, Problem> {
    let number = projects::next_decision_number(db, at.project.id)?;
    store_numbered(db, ctx, at, decision, number)?;
    Ok(number)
}

/// As [`store()`], under a number that was taken before.
///
/// # Errors
/// Those of the store.
pub fn store_numbered(db: &mut Db, ctx: &Ctx, at: &InProject, decision: &Decision, number: i32) -> Result<(), Problem> {
    let motivation = decision.motivation.as_ref().map(LongText::to_string).unwrap_or_default();
    let conditions = decision.conditions.as_ref().map(LongText::to_string).unwrap_or_default();
    // Nobody decided by name when the role's decision was entered afterwards, or the body's own was recorded.
    let name = decision.decided_by.map(|_| ctx.name.clone()).unwrap_or_default();
    let (recorded_by, recorded_name) = ctx.recorder.clone().unwrap_or((decision.recorded_by, ctx.name.clone()));
    if decision.minutes.is_none() {
        demand_basis_since_start(ctx, at, decision.basis.as_ref())?;
    }
    check_superseded(db, at, decision.supersedes)?;
    let supersedes = if decision.supersedes.is_some() { decision.supersedes } else { replaced(db, at, decision)? };
    let mut content = json!({
        "number": number, "matter": decision.matter, "object": decision.object, "title": decision.title, "outcome": decision.outcome,
        "motivation": motivation, "conditions": conditions, "decided_by": decision.decided_by, "name": name, "role": decision.role,
        "charter": decision.charter, "basis": decision.basis, "decided_on": decision.decided_on, "recorded_at": decision.recorded_at,
        "recorded_by": recorded_by, "minutes": decision.minutes, "supersedes": supersedes,
    });
    note_delegation(&mut content, decision.delegation);
    let terms = decision.terms.as_ref().map(to_json).transpose()?;
    note_terms(&mut content, terms.as_deref())?;
    let row = NewDecision {
        project_id: at.project.id,
        number,
        matter: decision.matter.map(|m| m.to_string()),
        object_kind: decision.object.kind.to_string(),
        object_ref: decision.object.reference.clone(),
        object_version: decision.object.version,
        object_hash: decision.object.hash.clone(),
        search: folded(&format!("{} {motivation} {} {name} {recorded_name}", decision.title, decision.object.reference)),
        title: decision.title.clone(),
        outcome: decision.outcome.to_string(),
        motivation,
        conditions,
        person_id: decision.decided_by.map(|p| p.0),
        person_name: name,
        role: decision.role.to_string(),
        delegation: decision.delegation,
        charter: decision.charter,
        basis: decision.basis.as_ref().map(to_json).transpose()?,
        decided_on: decision.decided_on,
        recorded_at: decision.recorded_at,
        recorded_by: recorded_by.0,
        recorded_name,
        minutes_sha256: decision.minutes.clone(),
        supersedes,
        terms,
        hash: content_hash(&content),
    };
    rows::add(db, &row)?;
    // What was recorded about a role may stand beside this; `appointments` knows.
    if decision.object.kind != ObjectKind::Role {
        settle(db, ctx, at, decision.object.kind, &decision.object.reference, Some(number))?;
    }
    let object = format!("decision:{number}");
    journal::record_as(
        db,
        ctx,
        at,
        Some(decision.role),
        journal::Change { kind: "decision.taken", object: &object, before: serde_json::Value::Null, after: content },
    )
}

/// How long before a project begins a body may have decided about it at a meeting: what lays it down is often decided before its first day.
const BEFORE_ITS_START: TimeDelta = TimeDelta::days(90);

/// A meeting that decides about the project was not held long before it: before its first day, or today where that is still to come.
/// What it decided about may have been written down here afterwards.
fn demand_basis_since_start(ctx: &Ctx, at: &InProject, basis: Option<&Basis>) -> Result<(), Problem> {
    let start = at.project.started_on.min(ctx.today) - BEFORE_ITS_START;
    Ok(basis.map_or(Ok(()), |basis| basis.demand_since(start))?)
}

/// A decision's content names the delegation that it was taken under, if any: those from before there were delegations stay as
/// they were.
pub(super) fn note_delegation(content: &mut serde_json::Value, delegation: Option<i32>) {
    if let Some(number) = delegation {
        content["delegation"] = number.into();
    }
}

/// A decision's content says what was decided beyond its outcome; those from before that was told stay as they were.
pub(super) fn note_terms(content: &mut serde_json::Value, terms: Option<&str>) -> Result<(), Problem> {
    if let Some(terms) = terms {
        content["terms"] = stored(terms)?;
    }
    Ok(())
}

/// The decision whose place a new one takes without naming it.
fn replaced(db: &mut Db, at: &InProject, decision: &Decision) -> Result<Option<i32>, Problem> {
    let Some(among) = decision.replaces() else { return Ok(None) };
    let reference = (among == Among::OfObject).then_some(decision.object.reference.as_str());
    let (object, matter) = ((decision.object.kind.as_str(), reference), decision.matter.map(|m| m.as_str()));
    let newest = rows::newest(db, at.project.id, object, matter, decision.outcome.as_str())?;
    in_force(db, at, newest)
}
/// Decision `number`, unless another has taken its place already.
///
/// # Errors
/// Those of the store.
pub fn in_force(db: &mut Db, at: &InProject, number: Option<i32>) -> Result<Option<i32>, Problem> {
    let Some(number) = number else { return Ok(None) };
    Ok(corrected_by(db, at, number)?.is_none().then_some(number))
}

/// The decision that corrects `number`, confirmed or waiting to be: one that its holder has declined corrects nothing.
fn corrected_by(db: &mut Db, at: &InProject, number: i32) -> Result<Option<i32>, Problem> {
    let newer: Vec<i32> = rows::superseded(db, at.project.id, &[number])?.into_iter().map(|(_, newer)| newer).collect();
    let declined = store::recordings::declined(db, at.project.id, &newer.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    Ok(newer.into_iter().find(|n| !declined.contains(&n.to_string())))
}
/// Decision `number`, or the one that stands in its place after every correction.
///
/// # Errors
/// Those of the store.
pub fn newest_in_place_of(db: &mut Db, at: &InProject, mut number: i32) -> Result<i32, Problem> {
    while let Some(newer) = corrected_by(db, at, number)? {
        number = newer;
    }
    Ok(number)
}
/// A decision is corrected only by a new one, and only once: the correction is corrected next.
fn check_superseded(db: &mut Db, at: &InProject, number: Option<i32>) -> Result<(), Problem> {
    let Some(number) = number else { return Ok(()) };
    if rows::find(db, at.project.id, number)?.is_none() {
        return Err(Problem::invalid("supersedes", Fault::Other("no-such-decision")));
    }
    match corrected_by(db, at, number)? {
        None => Ok(()),
        Some(newer) => Err(Problem::invalid("supersedes", Fault::About("superseded-already", newer.to_string()))),
    }
}

/// The sender of a decision saw `version` of the thing, which is at `now`. What somebody else decided since is said.
///
/// # Errors
/// [`Problem::AlreadyDecided`] or [`Problem::Stale`].
pub fn expect_seen(db: &mut Db, at: &InProject, kind: ObjectKind, reference: &str, version: Option<i64>, now: i64) -> Result<(), Problem> {
    let Some(seen) = version.filter(|v| *v != now) else { return Ok(()) };
    let since = rows::about(db, at.project.id, kind, reference)?;
    Err(since.iter().rev().find(|d| d.object_version >= seen).map_or(Problem::Stale, |d| Problem::AlreadyDecided(d.number)))
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<DecisionRow, Problem> {
    rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)
}

/// How an earlier decision that was entered afterwards stands with its role's holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmation {
    /// Entered by the holder, or confirmed.
    Confirmed,
    Waits,
    /// Declined with this reason.
    Declined(String),
}

/// Where the confirmation of a decision stands; `None` for one that was not entered afterwards.
///
/// # Errors
/// Those of the store.
pub fn confirmation(db: &mut Db, at: &InProject, d: &DecisionRow) -> Result<Option<Confirmation>, Problem> {
    if !d.entered_late() {
        return Ok(None);
    }
    let recorded = store::recordings::about(db, at.project.id, ObjectKind::Decision, &d.number.to_string())?;
    Ok(Some(match recorded.last() {
        Some(r) if r.closed_at.is_none() => Confirmation::Waits,
        Some(r) if r.outcome.as_deref() == Some(RecordingOutcome::Declined.as_str()) => Confirmation::Declined(r.reason.clone().unwrap_or_default()),
        _ => Confirmation::Confirmed,
    }))
}

/// The numbers among `decisions` of a project that were entered afterwards and that nobody has confirmed.
///
/// # Errors
/// Those of the store.
pub fn unconfirmed(db: &mut Db, project: i64, decisions: &[&DecisionRow]) -> Result<BTreeSet<i32>, Problem> {
    let late: Vec<String> = decisions.iter().filter(|d| d.entered_late()).map(|d| d.number.to_string()).collect();
    if late.is_empty() {
        return Ok(BTreeSet::new());
    }
    Ok(store::recordings::unconfirmed(db, project, &late)?.iter().filter_map(|n| n.parse().ok()).collect())
}

/// Which of `decisions` another has superseded, by their numbers. What is recorded and not confirmed has superseded nothing.
///
/// # Errors
/// Those of the store.
pub fn superseded(db: &mut Db, project: i64, decisions: &[&DecisionRow]) -> Result<BTreeMap<i32, i32>, Problem> {
    let numbers: Vec<i32> = decisions.iter().map(|d| d.number).collect();
    let pairs = rows::superseded(db, project, &numbers)?;
    if pairs.is_empty() {
        return Ok(BTreeMap::new());
    }
    let newer: Vec<String> = pairs.iter().map(|(_, new)| new.to_string()).collect();
    let unconfirmed = store::recordings::unconfirmed(db, project, &newer)?;
    Ok(pairs.into_iter().filter(|(_, new)| !unconfirmed.contains(&new.to_string())).collect())
}

/// The minutes of a decision.
///
/// # Errors
/// [`Problem::NotFound`] for a decision without minutes.
pub fn minutes(db: &mut Db, at: &InProject, number: i32) -> Result<Stored, Problem> {
    let sha256 = find(db, at, number)?.minutes_sha256.ok_or(Problem::NotFound)?;
    store::files::find(db, &sha256)?.ok_or_else(|| Problem::internal(format!("the minutes {sha256} are gone")))
}
