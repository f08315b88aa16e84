//! Requirements: written and verified by the leader; a must that is not met needs a waiver, which its holder decides.
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::RequirementRef;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::requirement::{Priority, RequirementKind, RequirementState};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Authority, Done, read_basis};
use crate::services::journal::{self, Change};
use crate::services::problem::{Problem, room_for};
use crate::services::{baselines, notify, version};
use crate::store::Db;
use crate::store::columns::to_json;
use crate::store::requirements::{self as rows, RequirementRow, RequirementTexts, Verified};
use serde_json::{Value, json};

/// A requirement as somebody writes it.
#[derive(Debug, Clone)]
pub struct WriteRequirement {
    pub kind: RequirementKind,
    pub text: ShortText,
    pub requested_by: Role,
    pub priority: Priority,
    pub note: Option<LongText>,
    /// The least that is demanded, where it can be measured.
    pub measure: Option<i64>,
    /// What the value is counted in.
    pub unit: Option<ShortText>,
    pub version: Option<i64>,
}
/// The longest unit, in characters.
const LONGEST_UNIT: usize = 40;
/// What is measured is a whole number of at most nine digits.
const MEASURES: std::ops::RangeInclusive<i64> = 0..=999_999_999;
impl Input for WriteRequirement {
    fn parse(f: &mut Fields<'_>) -> Option<WriteRequirement> {
        let (kind, text, requested_by) = (f.word("kind"), f.short("text"), f.word("requested_by"));
        let (priority, note, measure) = (f.word("priority"), f.optional_long("note"), f.optional_whole("measure", MEASURES));
        let (unit, version) = (f.optional_short("unit"), f.version());
        let length = unit.as_ref().map_or(0, |unit| unit.as_str().chars().count());
        if length > LONGEST_UNIT {
            f.fault("unit", Fault::TooLong { max: LONGEST_UNIT, length });
        }
        Some(WriteRequirement { kind: kind?, text: text?, requested_by: requested_by?, priority: priority?, note, measure, unit, version })
    }
}
/// How a requirement was verified.
#[derive(Debug, Clone)]
pub struct Verify {
    pub met: bool,
    pub measured: Option<i64>,
    pub how: LongText,
    pub version: Option<i64>,
}
impl Input for Verify {
    fn parse(f: &mut Fields<'_>) -> Option<Verify> {
        let (met, measured, how, version) = (f.tick("met"), f.optional_whole("measured", MEASURES), f.long("how"), f.version());
        Some(Verify { met, measured, how: how?, version })
    }
}
/// Why a waiver is asked for.
#[derive(Debug, Clone)]
pub struct AskWaiver {
    pub reason: LongText,
    pub version: Option<i64>,
}
impl Input for AskWaiver {
    fn parse(f: &mut Fields<'_>) -> Option<AskWaiver> {
        let (reason, version) = (f.long("reason"), f.version());
        Some(AskWaiver { reason: reason?, version })
    }
}
word_enum! {
    /// What is decided about a waiver.
    WaiverOutcome { Grant = "grant", Refuse = "refuse" }
}
/// The holder's word about a waiver that was asked for.
#[derive(Debug, Clone)]
pub struct DecideWaiver {
    pub outcome: WaiverOutcome,
    pub motivation: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for DecideWaiver {
    fn parse(f: &mut Fields<'_>) -> Option<DecideWaiver> {
        let (outcome, motivation, basis, version) = (f.word("outcome"), f.long("motivation"), read_basis(f), f.version());
        Some(DecideWaiver { outcome: outcome?, motivation: motivation?, basis, version })
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, reference: RequirementRef) -> Result<RequirementRow, Problem> {
    rows::find(db, at.project.id, reference.0)?.ok_or(Problem::NotFound)
}
fn object(reference: RequirementRef) -> String {
    format!("requirement:{reference}")
}

/// Adds a requirement under the next number.
///
/// # Errors
/// No right to lead, the project is not running, or no room for more.
pub fn add(db: &mut Db, ctx: &Ctx, at: &InProject, request: &WriteRequirement) -> Result<RequirementRef, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()?;
    let reference = RequirementRef(rows::next_number(db, at.project.id)?);
    room_for("text", reference.0)?;
    rows::add(db, at.project.id, reference.0, texts(request))?;
    journal::record(db, ctx, at, Change { kind: "requirement.added", object: &object(reference), before: Value::Null, after: written(&texts(request)) })?;
    Ok(reference)
}
/// Words a requirement anew. What its waiver was asked for, and what was recorded of it, is asked anew then.
///
/// # Errors
/// No right to lead, the project is not running, waived, a must that would demand less without a waiver, stale.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RequirementRef, request: &WriteRequirement) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()?;
    let before = find(db, at, reference)?;
    let now = before.to_domain()?;
    now.editable()?;
    version::expect(before.version, request.version)?;
    let new = texts(request);
    let same = (&before.text, before.kind, before.priority, before.measure, &before.unit) == (&new.text, new.kind, new.priority, new.measure, &new.unit);
    let after = if same { now } else { now.reworded(new.priority, new.measure, baselines::is_in_force(db, at)?)? };
    rows::set_texts(db, at.project.id, reference.0, before.version, new)?;
    rows::update(db, at.project.id, reference.0, before.version + 1, &after)?;
    decisions::settle(db, ctx, at, ObjectKind::Requirement, &reference.to_string(), None)?;
    let was = json!({
        "kind": before.kind, "text": before.text, "requested_by": before.requested_by, "priority": before.priority, "note": before.note,
        "measure": before.measure, "unit": before.unit,
    });
    journal::record(db, ctx, at, Change { kind: "requirement.edited", object: &object(reference), before: was, after: written(&texts(request)) })
}
fn texts(request: &WriteRequirement) -> RequirementTexts {
    RequirementTexts {
        kind: request.kind,
        text: request.text.to_string(),
        requested_by: request.requested_by,
        priority: request.priority,
        note: request.note.as_ref().map(LongText::to_string).unwrap_or_default(),
        measure: request.measure,
        unit: request.unit.as_ref().map(ShortText::to_string).unwrap_or_default(),
    }
}
fn written(t: &RequirementTexts) -> Value {
    json!({"kind": t.kind, "text": t.text, "requested_by": t.requested_by, "priority": t.priority, "note": t.note, "measure": t.measure, "unit": t.unit})
}
/// Says whether a requirement is met, and how that was verified. Where it can be measured the value says it.
///
/// # Errors
/// No right to lead, waived, the value is lacking, stale.
pub fn verify(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RequirementRef, request: &Verify) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = find(db, at, reference)?;
    let requirement = before.to_domain()?;
    let after = requirement.verify(request.met, request.measured).map_err(|refused| match refused {
        Refused::MeasureMissing => Problem::invalid("measured", Fault::Required),
        other => other.into(),
    })?;
    version::expect(before.version, request.version)?;
    let verified = Verified { how: request.how.as_str(), measured: request.measured.filter(|_| before.measure.is_some()), on: ctx.today, by: ctx.person.0 };
    rows::set_verification(db, at.project.id, reference.0, &verified)?;
    rows::update(db, at.project.id, reference.0, before.version, &after)?;
    decisions::settle(db, ctx, at, ObjectKind::Requirement, &reference.to_string(), None)?;
    let was = json!({"requirement_state": before.state, "measured": before.measured, "verification": before.verification});
    let told = json!({"requirement_state": after.state, "measured": verified.measured, "verification": request.how});
    journal::record(db, ctx, at, Change { kind: "requirement.verified", object: &object(reference), before: was, after: told })
}

/// The leader asks for a waiver: it waits with its holder, who gets a mail.
///
/// # Errors
/// No right to lead, the project is not running, waived, met, a should, stale.
pub fn ask_waiver(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RequirementRef, request: &AskWaiver) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()?;
    let before = find(db, at, reference)?;
    let after = before.to_domain()?.ask_waiver(ctx.person, &request.reason, ctx.now)?;
    version::expect(before.version, request.version)?;
    rows::update(db, at.project.id, reference.0, before.version, &after)?;
    decisions::settle(db, ctx, at, ObjectKind::Requirement, &reference.to_string(), None)?;
    let told = json!({"reason": request.reason});
    journal::record(db, ctx, at, Change { kind: "requirement.waiver_asked", object: &object(reference), before: Value::Null, after: told })?;
    notify::waiver_asked(db, ctx, at, reference, &before.text, after.pending()?.held_by(&at.charter), request.reason.as_str())
}
/// What the hash of a waiver covers.
pub fn content(row: &RequirementRow) -> Value {
    let asked = row.waiver.as_deref().map(crate::store::columns::raw_json);
    let mut content = json!({
        "ref": RequirementRef(row.number), "kind": row.kind, "text": row.text, "requested_by": row.requested_by, "priority": row.priority,
        "note": row.note, "measure": row.measure, "measured": row.measured, "state": row.state, "verification": row.verification,
        "reason": asked.map(|a| a["reason"].clone()),
    });
    // What was waived before there were units, and what has none, says nothing of them.
    if !row.unit.is_empty() {
        content["unit"] = json!(row.unit);
    }
    content
}
/// Whether a waived requirement still says what was waived.
pub fn still_says(row: &RequirementRow, content: &Value) -> bool {
    let now = json!({
        "kind": row.kind, "text": row.text, "requested_by": row.requested_by, "priority": row.priority, "note": row.note, "measure": row.measure,
    });
    let unit = content["unit"].as_str().unwrap_or_default();
    row.state == RequirementState::Waived && unit == row.unit && now.as_object().is_some_and(|now| now.iter().all(|(field, value)| content[field] == *value))
}

/// Grants a waiver, or refuses it, as the holder of the matter. A body's decision may be recorded for its chair to confirm.
///
/// # Errors
/// No waiver is asked for, no mandate, one's own, the project is not running, stale, or decided since the sender looked.
pub fn decide_waiver(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RequirementRef, request: &DecideWaiver) -> Result<Done, Problem> {
    let row = find(db, at, reference)?;
    let seen = version::demand(request.version)?;
    let requirement = row.to_domain()?;
    let pending = match requirement.pending() {
        Ok(pending) => pending,
        Err(refused) => {
            // Whoever comes second learns what was decided.
            at.demand(Right::Decide, ctx.today)?;
            decisions::expect_seen(db, at, ObjectKind::Requirement, &reference.to_string(), Some(seen), row.version)?;
            return Err(refused.into());
        }
    };
    let authority = decisions::authority(ctx, at, &pending, request.basis.as_ref())?;
    at.demand_running()?;
    decisions::demand_recorded_meeting(db, ctx, at, &pending, request.basis.as_ref())?;
    decisions::expect_seen(db, at, ObjectKind::Requirement, &reference.to_string(), Some(seen), row.version)?;
    let content = content(&row);
    let (kind, hash) = (ObjectKind::Requirement, content_hash(&content));
    let object_decided = DecidedObject { kind, reference: reference.to_string(), version: row.version, hash };
    let granted = request.outcome == WaiverOutcome::Grant;
    let mandate = match authority {
        Authority::Decide(mandate) => mandate,
        Authority::Record(role) => {
            let act = Act::DecideWaiver { requirement: reference.0, version: row.version, granted, motivation: request.motivation.clone() };
            let basis = request.basis.as_ref().ok_or(Refused::BasisMissing)?;
            return decisions::record(db, ctx, at, role, Some(Matter::Waiver), &object_decided, &act, basis);
        }
    };
    let after = requirement.decide(&mandate, granted)?;
    let outcome = if granted { DecisionOutcome::Approved } else { DecisionOutcome::Rejected };
    let title = format!("{reference} {}", row.text);
    let basis = decisions::basis_or_chair(&mandate, request.basis.clone());
    let hash = object_decided.hash.clone();
    let decision = Decision::take(&mandate, basis, object_decided, title, outcome, Some(request.motivation.clone()), ctx.now, ctx.today)?;
    let number = decisions::store(db, ctx, at, &decision)?;
    rows::update(db, at.project.id, reference.0, row.version, &after)?;
    let kind = if granted { "requirement.waived" } else { "requirement.waiver_refused" };
    if granted {
        rows::set_waived(db, at.project.id, reference.0, &to_json(&content)?, number)?;
    }
    let (was, told) = (json!({"requirement_state": row.state}), json!({"requirement_state": after.state, "decision": number, "hash": hash}));
    journal::record_as(db, ctx, at, Some(mandate.role()), Change { kind, object: &object(reference), before: was, after: told })?;
    notify::waiver_decided(db, ctx, at, reference, &row.text, mandate.role(), granted, request.motivation.as_str())?;
    Ok(Done::Decided(number))
}
