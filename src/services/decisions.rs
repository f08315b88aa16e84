//! Taking, recording, confirming and reading decisions.
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Lack, Mandate, NoMandate};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText, folded};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::{journal, reports, risks};
use crate::store::columns::{json, to_json, word};
use crate::store::decisions::{self as rows, DecisionRow, NewDecision};
use crate::store::recordings::{self, NewRecording, Recording};
use crate::store::{Db, projects};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The right to decide now, or to record what the body has decided for its chair to confirm.
pub enum Authority {
    Decide(Mandate),
    Record(Role),
}

/// What a body decides that others may record. Done when the chair confirms.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    AcceptRisk { risk: i32, version: i64, reason: String, expires_on: chrono::NaiveDate },
    AnswerLowering { risk: i32, version: i64, confirm: bool, reason: String },
    ApproveReport { number: i32, version: i64 },
    ReturnReport { number: i32, version: i64, reason: String },
}

/// A decision was taken (its number), or recorded and waits for the chair (its recording).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Decided(i32),
    WaitsForChair(i64),
}

/// Who may act on `matter`: one with the mandate decides; leader, deputy or secretary record what a body decided at a
/// meeting or per capsulam. `makers` made the thing that waits and do not decide it, but a body at a recorded meeting does.
///
/// # Errors
/// [`NoMandate`], which names who holds the matter.
pub fn authority(ctx: &Ctx, at: &InProject, matter: Matter, makers: &[PersonId], basis: Option<&Basis>) -> Result<Authority, NoMandate> {
    let at_meeting = matches!(basis, Some(Basis::Meeting { .. }));
    let holder = at.charter.held_by(matter);
    let found = at.charter.mandate_over(&at.actor, matter, makers, ctx.today);
    match found {
        Ok(mandate) => Ok(Authority::Decide(mandate)),
        Err(NoMandate { lack: Lack::OwnMatter, .. }) if at_meeting && at.is_body(holder) => at.mandate_for(matter, ctx.today).map(Authority::Decide),
        Err(_) if may_record(ctx, at) && at.is_body(holder) && matches!(basis, Some(Basis::Meeting { .. } | Basis::PerCapsulam { .. })) => {
            Ok(Authority::Record(holder))
        }
        Err(no) => Err(no),
    }
}

fn may_record(ctx: &Ctx, at: &InProject) -> bool {
    at.actor.has_any(&[Role::ProjectLeader, Role::DeputyProjectLeader, Role::Secretary], ctx.today)
}

/// The basis as it is sent: `basis` (`meeting`, `per_capsulam`, `chair`) with `meeting_date`, `meeting_item`, `present`, `agreed`;
/// in JSON an object with the same names, or those of [`Basis`].
pub fn read_basis(f: &mut Fields<'_>) -> Option<Basis> {
    if let Some(object @ serde_json::Value::Object(_)) = f.json("basis") {
        return match serde_json::from_value(object) {
            Ok(basis) => Some(basis),
            Err(_) => {
                f.fault("basis", Fault::NotAChoice);
                None
            }
        };
    }
    let kind: Option<BasisKind> = f.optional_word("basis");
    match kind? {
        BasisKind::Meeting => {
            let (date, item, present) = (f.date("meeting_date"), f.short("meeting_item"), f.short("present"));
            Some(Basis::Meeting { date: date?, item: item?.into_string(), present: present?.into_string() })
        }
        BasisKind::PerCapsulam => Some(Basis::PerCapsulam { agreed: f.short("agreed")?.into_string() }),
        BasisKind::Chair => Some(Basis::Chair),
    }
}
word_enum! {
    /// The kinds of [`Basis`], as a form names them.
    BasisKind { Meeting = "meeting", PerCapsulam = "per_capsulam", Chair = "chair" }
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

/// As [`store`], under a number that was taken before.
///
/// # Errors
/// Those of the store.
pub fn store_numbered(db: &mut Db, ctx: &Ctx, at: &InProject, decision: &Decision, number: i32) -> Result<(), Problem> {
    let motivation = decision.motivation.as_ref().map(LongText::to_string).unwrap_or_default();
    let conditions = decision.conditions.as_ref().map(ShortText::to_string).unwrap_or_default();
    let content = json!({
        "number": number, "matter": decision.matter, "object": decision.object, "title": decision.title, "outcome": decision.outcome,
        "motivation": motivation, "conditions": conditions, "decided_by": decision.decided_by, "name": ctx.name, "role": decision.role,
        "charter": decision.charter, "basis": decision.basis, "decided_on": decision.decided_on, "recorded_at": decision.recorded_at,
    });
    let row = NewDecision {
        project_id: at.project.id,
        number,
        matter: decision.matter.map(|m| m.to_string()),
        object_kind: decision.object.kind.to_string(),
        object_ref: decision.object.reference.clone(),
        object_version: decision.object.version,
        object_hash: decision.object.hash.clone(),
        search: folded(&format!("{} {motivation} {} {}", decision.title, decision.object.reference, ctx.name)),
        title: decision.title.clone(),
        outcome: decision.outcome.to_string(),
        motivation,
        conditions,
        person_id: decision.decided_by.map(|p| p.0),
        person_name: ctx.name.clone(),
        role: decision.role.to_string(),
        charter: decision.charter,
        basis: decision.basis.as_ref().map(to_json).transpose()?,
        decided_on: decision.decided_on,
        recorded_at: decision.recorded_at,
        recorded_by: decision.recorded_by.0,
        recorded_name: ctx.name.clone(),
        minutes_sha256: None,
        supersedes: None,
        hash: content_hash(&content),
    };
    rows::add(db, &row)?;
    let object = format!("decision:{number}");
    journal::record_as(
        db,
        ctx,
        at.project.id,
        Some(decision.role),
        journal::Change { kind: "decision.taken", object: &object, before: serde_json::Value::Null, after: content },
    )
}

/// Records what a body decided, for its chair to confirm.
///
/// # Errors
/// The meeting lies in the future, or the store's.
pub fn record(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, matter: Matter, object: &DecidedObject, act: &Act, basis: &Basis) -> Result<Done, Problem> {
    basis.check(at.charter.rule(matter).chair_alone, ctx.today)?;
    let id = recordings::add(
        db,
        &NewRecording {
            project_id: at.project.id,
            role: role.to_string(),
            matter: matter.to_string(),
            object_kind: object.kind.to_string(),
            object_ref: object.reference.clone(),
            object_version: object.version,
            act: to_json(act)?,
            basis: to_json(basis)?,
            recorded_by: ctx.person.0,
            recorded_at: ctx.now,
        },
    )?;
    let name = format!("recording:{id}");
    journal::record(
        db,
        ctx,
        at,
        journal::Change {
            kind: "decision.recorded",
            object: &name,
            before: serde_json::Value::Null,
            after: json!({"role": role, "matter": matter, "object": object, "act": act, "basis": basis}),
        },
    )?;
    Ok(Done::WaitsForChair(id))
}

/// The chair's confirmation: what was recorded is now decided, on the basis that was recorded.
///
/// # Errors
/// Nothing waits under `id`, the person is not the chair, or the thing has changed since it was recorded.
pub fn confirm(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, make_pdf: &reports::MakePdf<'_>) -> Result<Done, Problem> {
    let (recording, _) = recordings::find(db, at.project.id, id)?.ok_or(Problem::NotFound)?;
    at.mandate_for(word(&recording.matter)?, ctx.today)?;
    let basis = Some(json::<Basis>(&recording.basis)?);
    recordings::close(db, at.project.id, id, ctx.now)?;
    match json::<Act>(&recording.act)? {
        Act::AcceptRisk { risk, version, reason, expires_on } => {
            let request = risks::Accept { reason: kept(&reason)?, expires_on, basis, version: Some(version) };
            risks::accept(db, ctx, at, risk.into(), &request)
        }
        Act::AnswerLowering { risk, version, confirm, reason } => {
            let request = risks::AnswerLowering {
                outcome: if confirm { risks::Answer::Confirm } else { risks::Answer::Refuse },
                reason: Some(kept(&reason)?),
                basis,
                version: Some(version),
            };
            risks::answer_lowering(db, ctx, at, risk.into(), &request)
        }
        Act::ApproveReport { number, version } => reports::approve(db, ctx, at, number, &reports::Approve { basis, version: Some(version) }, make_pdf),
        Act::ReturnReport { number, version, reason } => {
            reports::give_back(db, ctx, at, number, &reports::GiveBack { reason: kept(&reason)?, basis, version: Some(version) })
        }
    }
}

fn kept(text: &str) -> Result<LongText, Problem> {
    LongText::new(text).map_err(Problem::internal)
}

/// The open recordings of a project that this person can confirm.
///
/// # Errors
/// Those of the store.
pub fn to_confirm(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<(Recording, String)>, Problem> {
    let mut mine = Vec::new();
    for (recording, by) in recordings::open(db, at.project.id)? {
        if at.mandate_for(word(&recording.matter)?, ctx.today).is_ok() {
            mine.push((recording, by));
        }
    }
    Ok(mine)
}

/// An earlier decision, entered afterwards.
#[derive(Debug, Clone)]
pub struct LateEntry {
    pub title: ShortText,
    pub role: Role,
    pub decided_on: chrono::NaiveDate,
    pub outcome: DecisionOutcome,
    pub basis: Option<Basis>,
    pub motivation: Option<LongText>,
}
impl Input for LateEntry {
    fn parse(f: &mut Fields<'_>) -> Option<LateEntry> {
        let (title, role, decided_on) = (f.short("title"), f.word("role"), f.date("decided_on"));
        let outcome = f.word("outcome");
        let (basis, motivation) = (read_basis(f), f.optional_long("motivation"));
        Some(LateEntry { title: title?, role: role?, decided_on: decided_on?, outcome: outcome?, basis, motivation })
    }
}

/// Enters an earlier decision; its minutes' hash ties it to the file. It says of itself that it was entered afterwards.
///
/// # Errors
/// The day lies in the future.
pub fn enter_late(db: &mut Db, ctx: &Ctx, at: &InProject, entry: &LateEntry) -> Result<i32, Problem> {
    if entry.decided_on > ctx.today {
        return Err(Problem::invalid("decided_on", Fault::Other("in-the-future")));
    }
    let decision = Decision {
        matter: None,
        object: DecidedObject {
            kind: ObjectKind::Document,
            reference: entry.title.to_string(),
            version: 1,
            hash: content_hash(&json!({"title": entry.title})),
        },
        title: entry.title.to_string(),
        outcome: entry.outcome,
        motivation: entry.motivation.clone(),
        conditions: None,
        decided_by: None,
        role: entry.role,
        charter: None,
        basis: entry.basis.clone(),
        decided_on: entry.decided_on,
        recorded_by: ctx.person,
        recorded_at: ctx.now,
    };
    store(db, ctx, at, &decision)
}

/// How many decisions a page of the log holds.
pub const PAGE: i64 = 50;

/// The decisions log, newest first, before the number `before`, with `text` found in it; and the next page's `before`.
///
/// # Errors
/// Those of the store.
pub fn log(db: &mut Db, at: &InProject, before: Option<i32>, text: Option<&str>, limit: i64) -> Result<(Vec<DecisionRow>, Option<i32>), Problem> {
    let mut found = rows::page(db, at.project.id, before, text, limit + 1)?;
    let more = found.len() as i64 > limit;
    found.truncate(limit as usize);
    let next = if more { found.last().map(|d| d.number) } else { None };
    Ok((found, next))
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<DecisionRow, Problem> {
    rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)
}
