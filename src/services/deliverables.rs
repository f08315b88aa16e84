//! Deliverables: what they are, what they must fulfil, and their versions.
use crate::domain::deliverable::criteria_open;
use crate::domain::ids::DeliverableRef;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, FieldError, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::{Problem, room_for};
use crate::services::{baselines, deliveries, responsible, version};
use crate::store::Db;
use crate::store::deliverables::{self as rows, Criterion, CriterionValues};
use crate::store::plan::{self, Deliverable, DeliverableValues};
use serde_json::{Value, json};

mod versions;
pub use versions::{AddVersion, add_version, file, remove_version, version, version_content, versions_of};

/// A deliverable as somebody writes it.
#[derive(Debug, Clone)]
pub struct WriteDeliverable {
    pub name: ShortText,
    pub description: Option<LongText>,
    /// Those who get it.
    pub handed_to: Option<ShortText>,
    /// E-mail of the member who answers for it.
    pub responsible: Option<String>,
    pub version: Option<i64>,
}
impl Input for WriteDeliverable {
    fn parse(f: &mut Fields<'_>) -> Option<WriteDeliverable> {
        let (name, description, handed_to) = (f.short("name"), f.optional_long("description"), f.optional_short("handed_to"));
        let (responsible, version) = (f.optional_short("responsible").map(ShortText::into_string), f.version());
        Some(WriteDeliverable { name: name?, description, handed_to, responsible, version })
    }
}

/// One that was taken out of the plan is read as before: what was decided about it stays.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, reference: DeliverableRef) -> Result<Deliverable, Problem> {
    plan::deliverable(db, at.project.id, reference.0)?.ok_or(Problem::NotFound)
}
/// One that can be worked on: it is in the plan, and the project is running.
///
/// # Errors
/// As [`find`]; [`Refused::DeliverableIsRemoved`], or paused or closed.
pub fn workable(db: &mut Db, at: &InProject, reference: DeliverableRef) -> Result<Deliverable, Problem> {
    let found = find(db, at, reference)?;
    at.demand_running()?;
    if found.removed_by.is_some() { Err(Refused::DeliverableIsRemoved.into()) } else { Ok(found) }
}
/// What only a leader does, and only while the project is running.
fn demand_lead(ctx: &Ctx, at: &InProject) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()
}
fn object(reference: DeliverableRef) -> String {
    format!("deliverable:{reference}")
}

/// Adds a deliverable under the next number.
///
/// # Errors
/// No right to lead, the project is not running, the plan is in force, no room for more, or a responsible person without a role here.
pub fn add(db: &mut Db, ctx: &Ctx, at: &InProject, request: &WriteDeliverable) -> Result<DeliverableRef, Problem> {
    demand_lead(ctx, at)?;
    baselines::demand_drawn_up(db, at)?;
    room_for("name", plan::next_deliverable(db, at.project.id)?)?;
    let values = values(ctx, at, request, None)?;
    let after = written(&values);
    let reference = DeliverableRef(plan::add_deliverable(db, at.project.id, values)?);
    journal::record(db, ctx, at, Change { kind: "deliverable.added", object: &object(reference), before: Value::Null, after })?;
    Ok(reference)
}
/// Changes what a deliverable is. Part deliveries that wait with it are to be seen anew. Its name, and whom it goes to, are the plan's once
/// that is in force.
///
/// # Errors
/// No right to lead, the project is not running, a responsible person without a role here, what is the plan's, or stale.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, reference: DeliverableRef, request: &WriteDeliverable) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = workable(db, at, reference)?;
    version::expect(before.version, request.version)?;
    let values = values(ctx, at, request, before.responsible_id)?;
    demand_as_planned(db, at, &before, &values)?;
    let was = json!({"name": before.name, "description": before.description, "handed_to": before.handed_to, "responsible": before.responsible_id});
    let after = written(&values);
    plan::update_deliverable(db, at.project.id, reference.0, before.version, values)?;
    deliveries::seen_anew(db, ctx, at, reference)?;
    journal::record(db, ctx, at, Change { kind: "deliverable.edited", object: &object(reference), before: was, after })
}
fn demand_as_planned(db: &mut Db, at: &InProject, before: &Deliverable, values: &DeliverableValues) -> Result<(), Problem> {
    let fixed = [("name", values.name == before.name), ("handed_to", values.handed_to == before.handed_to)];
    let moved = fixed.into_iter().filter(|(_, stands)| !stands).map(|(field, _)| FieldError { field: field.to_owned(), fault: Fault::Other("plan-in-force") });
    let faults: Vec<FieldError> = moved.collect();
    if !faults.is_empty() && baselines::is_in_force(db, at)? { Err(Problem::Invalid(faults)) } else { Ok(()) }
}
fn values(ctx: &Ctx, at: &InProject, request: &WriteDeliverable, before: Option<i64>) -> Result<DeliverableValues, Problem> {
    let responsible_id = responsible::kept_or_named(ctx, at, before, request.responsible.as_deref(), "responsible")?;
    Ok(DeliverableValues {
        name: request.name.to_string(),
        description: request.description.as_ref().map(LongText::to_string).unwrap_or_default(),
        handed_to: request.handed_to.as_ref().map(ShortText::to_string).unwrap_or_default(),
        responsible_id,
    })
}
fn written(values: &DeliverableValues) -> Value {
    json!({"name": values.name, "description": values.description, "handed_to": values.handed_to, "responsible": values.responsible_id})
}

/// An acceptance criterion, and whether it is met.
#[derive(Debug, Clone)]
pub struct WriteCriterion {
    pub text: ShortText,
    pub met: bool,
    /// How it is met, or what is left.
    pub note: Option<LongText>,
    pub version: Option<i64>,
}
impl Input for WriteCriterion {
    fn parse(f: &mut Fields<'_>) -> Option<WriteCriterion> {
        let (text, met, note, version) = (f.short("text"), f.tick("met"), f.optional_long("note"), f.version());
        Some(WriteCriterion { text: text?, met, note, version })
    }
}

/// The criteria of a deliverable with who said last how each stands.
///
/// # Errors
/// Those of the store.
pub fn criteria_of(db: &mut Db, at: &InProject, reference: DeliverableRef) -> Result<Vec<(Criterion, String)>, Problem> {
    Ok(rows::criteria_of_one(db, at.project.id, reference.0)?)
}
/// # Errors
/// [`Problem::NotFound`].
pub fn criterion(db: &mut Db, at: &InProject, reference: DeliverableRef, number: i32) -> Result<Criterion, Problem> {
    find(db, at, reference)?;
    rows::criterion(db, at.project.id, reference.0, number)?.ok_or(Problem::NotFound)
}
/// Adds a criterion. Part deliveries that wait with the deliverable are to be seen anew.
///
/// # Errors
/// No right to lead, the project is not running, the newest version is approved, or no room for more.
pub fn add_criterion(db: &mut Db, ctx: &Ctx, at: &InProject, reference: DeliverableRef, request: &WriteCriterion) -> Result<i32, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    workable(db, at, reference)?;
    criteria_open(has_approved_newest(db, at, reference)?)?;
    let values = criterion_values(ctx, request);
    let after = said(&values.text, values.met, &values.note);
    let number = rows::next_criterion(db, at.project.id, reference.0)?;
    room_for("text", number)?;
    rows::add_criterion(db, at.project.id, reference.0, number, values)?;
    deliveries::seen_anew(db, ctx, at, reference)?;
    journal::record(db, ctx, at, Change { kind: "deliverable.criterion_added", object: &object(reference), before: Value::Null, after })?;
    Ok(number)
}
/// Says how a criterion stands, or words it anew.
///
/// # Errors
/// As [`add_criterion`]; stale.
pub fn edit_criterion(db: &mut Db, ctx: &Ctx, at: &InProject, reference: DeliverableRef, number: i32, request: &WriteCriterion) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = criterion(db, at, reference, number)?;
    workable(db, at, reference)?;
    version::expect(before.version, request.version)?;
    if request.text.as_str() != before.text {
        criteria_open(has_approved_newest(db, at, reference)?)?;
    }
    let values = criterion_values(ctx, request);
    let after = said(&values.text, values.met, &values.note);
    rows::update_criterion(db, at.project.id, &before, values)?;
    deliveries::seen_anew(db, ctx, at, reference)?;
    let was = said(&before.text, before.met, &before.note);
    journal::record(db, ctx, at, Change { kind: "deliverable.criterion_edited", object: &object(reference), before: was, after })
}
/// Whether the newest version of a deliverable is approved, and its criteria with it.
///
/// # Errors
/// Those of the store.
pub fn has_approved_newest(db: &mut Db, at: &InProject, reference: DeliverableRef) -> Result<bool, Problem> {
    Ok(rows::versions_of_one(db, at.project.id, reference.0)?.first().is_some_and(|(version, _)| version.decision.is_some()))
}
fn criterion_values(ctx: &Ctx, request: &WriteCriterion) -> CriterionValues {
    CriterionValues {
        text: request.text.to_string(),
        met: request.met,
        note: request.note.as_ref().map(LongText::to_string).unwrap_or_default(),
        changed_by: ctx.person.0,
        changed_at: ctx.now,
    }
}
fn said(text: &str, met: bool, note: &str) -> Value {
    json!({"text": text, "met": met, "note": note})
}

/// The name of whoever answers for a deliverable.
pub fn responsible<'a>(at: &'a InProject, deliverable: &Deliverable) -> Option<&'a str> {
    at.person(deliverable.responsible_id?).map(|m| m.name.as_str())
}
