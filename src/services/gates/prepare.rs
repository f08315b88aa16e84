//! Before the decision: the day is planned, the criteria and artefacts are gone through, and the leader submits the gate.
use super::requests::{PlanGate, SetItem, SubmitGate};
use super::{Item, Move, Walk, change, object};
use crate::domain::decision::ObjectKind;
use crate::domain::lifecycle::{Gate, GateState, ItemKind};
use crate::domain::refused::Refused;
use crate::domain::report::{ReportKey, ReportKind};
use crate::domain::rights::Right;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, FieldError};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::notify::{self, Event, OutcomeMail, Thing};
use crate::services::problem::Problem;
use crate::services::{decisions, documents, version};
use crate::store::Db;
use crate::store::documents::{DocumentRow, VersionRow};
use crate::store::gates::{self as rows, ItemValues, Submission};
use crate::store::reports::{self, ReportRow};
use serde_json::json;

/// Plans the day of a gate. What a body had recorded about the gate before is overtaken: its version moves.
///
/// # Errors
/// No right to lead, paused or closed, left behind, stale.
pub fn plan(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &PlanGate) -> Result<(), Problem> {
    let row = undecided(db, ctx, at, number)?;
    version::expect(row.version, request.version)?;
    rows::set_plan(db, at.project.id, number, row.version, request.planned_on)?;
    decisions::settle(db, ctx, at, ObjectKind::Gate, &number.to_string(), None)?;
    let (before, after) = (json!({"planned_on": row.planned_on}), json!({"planned_on": request.planned_on}));
    journal::record(db, ctx, at, Change { kind: "gate.planned", object: &object(number), before, after })
}
fn undecided(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<rows::GateRow, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let row = rows::of(db, at.project.id)?.into_iter().find(|g| g.number == number).ok_or(Problem::NotFound)?;
    at.demand_running()?;
    if row.state.is_left() { Err(Refused::GateIsLeft.into()) } else { Ok(row) }
}

/// Says of a criterion that it is met, or of an artefact that it is approved; or no longer. Each item has a version of its own, so
/// that two who go through the list at once lose nothing; the gate's moves with it, since whoever decides must have seen it.
///
/// # Errors
/// No right to lead, paused or closed, left behind, waiting for this very person, stale; met without a note, approved without an adopted
/// version, or without version and reference where there is none.
pub fn set_item(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, item: &str, request: &SetItem) -> Result<(), Problem> {
    undecided(db, ctx, at, number)?;
    let walk = Walk::of(db, at)?;
    demand_not_its_decider(ctx, at, walk.gate(number)?.1)?;
    let before = walk.items(number).into_iter().find(|i| i.item == item).ok_or(Problem::NotFound)?;
    let saved = (before.version > 0).then_some(before.version);
    version::expect_or_new(saved, request.version)?;
    let report = report(db, at, &before, request)?;
    let document = document(db, at, &before, request)?;
    if document.is_none() && report.is_none() {
        demand_kept_elsewhere(db, at, &before, request)?;
        demand_words(before.kind, request)?;
    }
    let line = |text: &Option<ShortText>| text.as_ref().map(ShortText::to_string).unwrap_or_default();
    let (version_label, reference) = match (&document, &report) {
        (Some((row, version)), _) => (version.label.clone(), row.title.clone()),
        (None, Some(approved)) => (approved.edition.to_string(), format!("{}/projects/{}/{}", ctx.base_url, at.project.code, approved.key().path())),
        (None, None) => (line(&request.version_label), line(&request.reference)),
    };
    let values = ItemValues {
        met: request.met,
        note: request.note.as_ref().map(LongText::to_string).unwrap_or_default(),
        version_label,
        reference,
        document: document.as_ref().map(|(row, _)| row.number),
        document_version: document.as_ref().map(|(_, version)| version.number),
        decision: report.and_then(|approved| approved.decision),
        changed_by: ctx.person.0,
        changed_at: ctx.now,
    };
    store_item(db, ctx, at, number, &before, values)
}
/// While a gate waits, whoever decides at it leaves what it is judged by to others: what is missing is passed with a condition.
fn demand_not_its_decider(ctx: &Ctx, at: &InProject, gate: &Gate) -> Result<(), Problem> {
    let decides = notify::holders(ctx, at, gate.pending().held_by(&at.charter)).any(|m| m.assignment.person_id == ctx.person.0);
    if gate.state == GateState::Submitted && decides { Err(Refused::GateIsYours.into()) } else { Ok(()) }
}
/// A version of a document was adopted: each gate ahead that asks for a document of its type has it, unless the leader has named
/// another document there.
///
/// # Errors
/// Those of the store.
pub fn document_adopted(db: &mut Db, ctx: &Ctx, at: &InProject, document: &DocumentRow, version: i32, label: &str) -> Result<(), Problem> {
    let walk = Walk::of(db, at)?;
    for gate in walk.rows.iter().filter(|gate| !gate.state.is_left()).map(|gate| gate.number) {
        let asked = |item: &Item| item.document_kind() == Some(document.kind);
        let others = |item: &Item| item.met && item.document.is_some_and(|named| named.number != document.number);
        for before in walk.items(gate).iter().filter(|item| asked(item) && !others(item)) {
            let values = ItemValues {
                met: true,
                note: before.note.clone(),
                version_label: label.to_owned(),
                reference: document.title.clone(),
                document: Some(document.number),
                document_version: Some(version),
                decision: None,
                changed_by: ctx.person.0,
                changed_at: ctx.now,
            };
            store_item(db, ctx, at, gate, before, values)?;
        }
    }
    Ok(())
}
/// An artefact was approved by a `decision` of its own: the gate that asks for it has it, under this version and at this place.
/// A gate that is left behind, or a lifecycle that asks for none, is not touched.
///
/// # Errors
/// Those of the store.
pub fn artefact_approved(
    db: &mut Db, ctx: &Ctx, at: &InProject, artefact: &str, decision: i32, (version_label, reference): (&str, &str),
) -> Result<(), Problem> {
    let walk = Walk::of(db, at)?;
    let asks = |gate: &&rows::GateRow| !gate.state.is_left() && walk.items(gate.number).iter().any(|i| i.kind == ItemKind::Artefact && i.item == artefact);
    let Some(gate) = walk.rows.iter().find(asks).map(|g| g.number) else { return Ok(()) };
    let Some(before) = walk.items(gate).into_iter().find(|i| i.item == artefact) else { return Ok(()) };
    let (version_label, reference) = (version_label.to_owned(), reference.to_owned());
    let values = ItemValues {
        met: true,
        note: before.note.clone(),
        version_label,
        reference,
        document: None,
        document_version: None,
        decision: Some(decision),
        changed_by: ctx.person.0,
        changed_at: ctx.now,
    };
    store_item(db, ctx, at, gate, &before, values)
}
fn store_item(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, before: &Item, values: ItemValues) -> Result<(), Problem> {
    let after = json!({"met": values.met, "note": values.note, "version_label": values.version_label, "reference": values.reference});
    rows::set_item(db, at.project.id, number, &before.item, (before.version > 0).then_some(before.version), values)?;
    rows::touch(db, at.project.id, number)?;
    decisions::settle(db, ctx, at, ObjectKind::Gate, &number.to_string(), None)?;
    let object = format!("{}:{}", object(number), before.item);
    journal::record(db, ctx, at, Change { kind: "gate.item", object: &object, before: said(before), after })
}
fn said(item: &Item) -> serde_json::Value {
    json!({"met": item.met, "note": item.note, "version_label": item.version_label, "reference": item.reference})
}
/// The approved report that the artefact is. A report that is written here is approved by its own roles, never said to be; one from before
/// the project came here is named as any paper is.
fn report(db: &mut Db, at: &InProject, item: &Item, request: &SetItem) -> Result<Option<ReportRow>, Problem> {
    if !request.met {
        return Ok(None);
    }
    match approved_report(db, at, item)? {
        None if report_is_begun(db, at, item)? => Err(Problem::invalid("met", Fault::Other("report-not-approved"))),
        found => Ok(found),
    }
}
/// The newest approved report of the artefact's kind; `None` for what is no report.
///
/// # Errors
/// Those of the store.
pub fn approved_report(db: &mut Db, at: &InProject, item: &Item) -> Result<Option<ReportRow>, Problem> {
    let Some(kind) = item.report_kind() else { return Ok(None) };
    Ok(reports::last_approved(db, at.project.id, kind)?)
}
/// Whether a report of the artefact's kind is written here, approved or not.
///
/// # Errors
/// Those of the store.
pub fn report_is_begun(db: &mut Db, at: &InProject, item: &Item) -> Result<bool, Problem> {
    Ok(match item.report_kind() {
        None => false,
        Some(ReportKind::Status) => reports::last(db, at.project.id)?.is_some(),
        Some(closing) => reports::find(db, at.project.id, ReportKey::the(closing))?.is_some(),
    })
}
/// The adopted version of a document of the artefact's type that is named. Where there is one to name, words do not do.
fn document(db: &mut Db, at: &InProject, item: &Item, request: &SetItem) -> Result<Option<(DocumentRow, VersionRow)>, Problem> {
    let choices = documents_for(db, at, item)?;
    match request.document {
        None if request.met && !choices.is_empty() => Err(Problem::invalid("document", Fault::Required)),
        None => Ok(None),
        Some((number, label)) => {
            let label = label.to_string();
            let found = choices.into_iter().find(|(version, row)| row.number == number && version.label == label);
            found.map(|(version, row)| Some((row, version))).ok_or_else(|| Problem::invalid("document", Fault::NotAChoice))
        }
    }
}
/// What the project keeps itself is adopted here, and words about it do not do; of a document that is kept elsewhere they tell where.
fn demand_kept_elsewhere(db: &mut Db, at: &InProject, item: &Item, request: &SetItem) -> Result<(), Problem> {
    let Some(kind) = item.document_kind().filter(|_| request.met) else { return Ok(()) };
    if documents::is_kept(db, at.project.id, kind)? { Err(Problem::invalid("met", Fault::Other("document-not-adopted"))) } else { Ok(()) }
}
/// The adopted versions that an artefact can be, newest first; none for a criterion, and for what is no document.
///
/// # Errors
/// Those of the store.
pub fn documents_for(db: &mut Db, at: &InProject, item: &Item) -> Result<Vec<(VersionRow, DocumentRow)>, Problem> {
    match item.document_kind() {
        Some(kind) => documents::adopted_of_kind(db, at.project.id, kind),
        None => Ok(Vec::new()),
    }
}
/// What is met says how: a criterion by a note, an artefact by its version and where it is found.
fn demand_words(kind: ItemKind, request: &SetItem) -> Result<(), Problem> {
    let needed = match kind {
        ItemKind::Criterion => [("note", request.note.is_none()), ("note", false)],
        ItemKind::Artefact => [("version_label", request.version_label.is_none()), ("reference", request.reference.is_none())],
    };
    let faults: Vec<FieldError> =
        needed.iter().filter(|(_, lacks)| request.met && *lacks).map(|(field, _)| FieldError { field: (*field).to_owned(), fault: Fault::Required }).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// Submits the gate that comes next, with a recommendation: it waits with its holder, who gets a mail.
///
/// # Errors
/// No right to lead, paused or closed, not its turn, submitted already, stale.
pub fn submit(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &SubmitGate) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = Walk::of(db, at)?;
    let (row, gate) = before.gate(number)?;
    version::fits(row.version, request.version)?;
    let again = gate.state == GateState::Returned;
    let after = before.course.clone().submit(number, ctx.person)?;
    let recommendation = request.recommendation.as_str();
    rows::set_submission(db, at.project.id, number, &Submission { proposed: request.proposed, recommendation, at: ctx.now })?;
    let tells = json!({"proposed": request.proposed, "recommendation": recommendation, "again": again});
    let role = at.acting_role(ctx.today);
    change(db, ctx, at, &Move { number, before: &before, after: &after, kind: "gate.submitted", role, tells })?;
    let pending = after.gate(number).ok_or(Problem::NotFound)?.pending();
    let (matter, holder) = (pending.matter, pending.held_by(&at.charter));
    let thing = Thing::Gate { number, phase: &row.phase };
    notify::outcome(db, ctx, at, Event::Submitted, &OutcomeMail { thing, matter, role: holder, reason: recommendation, outcome: Some(request.proposed) })
}
