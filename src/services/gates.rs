//! Gates: what they ask for, who decides how the project goes on, and what a decision leads to.
use crate::domain::decision::{DecidedObject, ObjectKind, content_hash};
use crate::domain::document::DocumentKind;
use crate::domain::lifecycle::{Course, Gate, Holds, ItemKind};
use crate::domain::report::ReportKind;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::templates;
use crate::store::Db;
use crate::store::gates::{self as rows, GateRow, ItemRow};
use crate::store::projects::{self, Project};
use chrono::NaiveDateTime;
use serde::Serialize;
use serde_json::{Value, json};

pub mod conditions;
mod decide;
mod loose_ends;
mod points;
mod prepare;
mod requests;
pub mod way;
pub use conditions::{content as condition_content, fulfil, may_fulfil, waits_soon};
pub use decide::{decide, delivered, demand_possible, lift, resume};
pub use loose_ends::{LooseEnds, loose_ends};
pub use points::{Point, add_point, edit_point, points};
pub use prepare::{approved_report, artefact_approved, document_adopted, documents_for, plan, report_is_begun, set_item, submit};
pub use requests::{ConditionGiven, DecideGate, Fulfil, LiftGate, PlanGate, Resume, SetItem, SubmitGate, WritePoint, condition_field, read_conditions};

/// A project on its way through its lifecycle, as it is stored.
#[derive(Debug)]
pub struct Walk {
    pub course: Course,
    pub rows: Vec<GateRow>,
    items: Vec<(ItemRow, String)>,
}

/// What a gate asks for, and what the leader has said of it.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    pub kind: ItemKind,
    pub item: String,
    pub met: bool,
    pub note: String,
    pub version_label: String,
    pub reference: String,
    /// The adopted version of a document that it is.
    pub document: Option<ItemDocument>,
    /// The decision that approved the report that it is.
    pub decision: Option<i32>,
    /// Who said so, and when; nobody yet at version 0.
    pub by: Option<String>,
    pub at: Option<NaiveDateTime>,
    pub version: i64,
}

impl Item {
    /// The type of document that it is; `None` for a criterion, and for what is no document.
    pub fn document_kind(&self) -> Option<DocumentKind> {
        DocumentKind::of_artefact(&self.item).filter(|_| self.kind == ItemKind::Artefact)
    }
    /// The kind of report that it is, of those that are written and approved here.
    pub fn report_kind(&self) -> Option<ReportKind> {
        ReportKind::ALL.iter().copied().find(|kind| self.kind == ItemKind::Artefact && kind.object().as_str() == self.item)
    }
    /// Whether it is a paper that is kept elsewhere: the leader says where, and nobody has adopted or approved it here.
    pub fn is_elsewhere(&self) -> bool {
        self.met && self.kind == ItemKind::Artefact && self.document.is_none() && self.decision.is_none()
    }
}

/// A document's number, and the number of its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ItemDocument {
    pub number: i32,
    pub version: i32,
}

impl Walk {
    /// # Errors
    /// A project whose lifecycle this program does not know, and those of the store.
    pub fn of(db: &mut Db, at: &InProject) -> Result<Walk, Problem> {
        Walk::of_project(db, &at.project)
    }
    /// As [`Walk::of`], for verification, which opens no project.
    ///
    /// # Errors
    /// As [`Walk::of`].
    pub fn of_project(db: &mut Db, project: &Project) -> Result<Walk, Problem> {
        let lifecycle = templates::lifecycle(db, &project.lifecycle, project.lifecycle_number)?;
        let rows = rows::of(db, project.id)?;
        let gates = rows.iter().map(GateRow::to_domain).collect::<Result<_, _>>()?;
        let course = Course { lifecycle, standing: project.standing(), terminated: project.terminated_decision, gates };
        Ok(Walk { course, rows, items: rows::items_of(db, project.id)? })
    }
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn gate(&self, number: i32) -> Result<(&GateRow, &Gate), Problem> {
        let row = self.rows.iter().find(|g| g.number == number).ok_or(Problem::NotFound)?;
        Ok((row, self.course.gate(number).ok_or(Problem::NotFound)?))
    }
    /// What a gate asks for, criteria first.
    pub fn items(&self, number: i32) -> Vec<Item> {
        let Some(phase) = self.course.lifecycle.phase_of(number) else { return Vec::new() };
        phase.items().map(|(kind, key)| self.item(number, kind, key)).collect()
    }
    fn item(&self, number: i32, kind: ItemKind, key: &str) -> Item {
        match self.items.iter().find(|(row, _)| row.gate == number && row.item == key) {
            Some((row, by)) => Item {
                kind,
                item: key.to_owned(),
                met: row.met,
                note: row.note.clone(),
                version_label: row.version_label.clone(),
                reference: row.reference.clone(),
                document: row.document.zip(row.document_version).map(|(number, version)| ItemDocument { number, version }),
                decision: row.decision,
                by: Some(by.clone()),
                at: Some(row.changed_at),
                version: row.version,
            },
            None => Item {
                kind,
                item: key.to_owned(),
                met: false,
                note: String::new(),
                version_label: String::new(),
                reference: String::new(),
                document: None,
                decision: None,
                by: None,
                at: None,
                version: 0,
            },
        }
    }
    fn holds(&self, number: i32) -> Vec<Holds> {
        self.items(number).into_iter().map(|i| Holds { item: i.item, met: i.met }).collect()
    }
    /// What the gate asks for and lacks.
    pub fn missing(&self, number: i32) -> Vec<Item> {
        self.items(number).into_iter().filter(|i| !i.met).collect()
    }
    /// The gate as a decision fixes it: its phase, what it asks for, and what the leader recommends.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn object(&self, number: i32) -> Result<DecidedObject, Problem> {
        let (row, _) = self.gate(number)?;
        let hash = content_hash(&self.content(row));
        Ok(DecidedObject { kind: ObjectKind::Gate, reference: number.to_string(), version: row.version, hash })
    }
    /// What the hash of a gate covers.
    pub fn content(&self, row: &GateRow) -> Value {
        let items: Vec<Value> = self.items(row.number).iter().map(said).collect();
        json!({
            "lifecycle": self.course.lifecycle.key, "lifecycle_number": self.course.lifecycle.number, "phase": row.phase,
            "proposed": row.proposed, "recommendation": row.recommendation, "items": items,
        })
    }
}

/// What the leader has said of an item. It names a document, if any: what was said before there were documents stays as it was.
fn said(item: &Item) -> Value {
    let mut said = json!({"item": item.item, "met": item.met, "note": item.note, "version_label": item.version_label, "reference": item.reference});
    if let Some(document) = item.document {
        said["document"] = json!(document);
    }
    said
}

/// The role that a gate was lifted to.
///
/// # Errors
/// No such gate.
pub fn lifted_to(db: &mut Db, at: &InProject, number: i32) -> Result<Option<Role>, Problem> {
    Ok(Walk::of(db, at)?.gate(number)?.1.lift.as_ref().map(|l| l.to))
}

/// The gate that waits for a decision, and how.
///
/// # Errors
/// Those of the store.
pub fn waiting(db: &mut Db, at: &InProject) -> Result<Option<(GateRow, Gate)>, Problem> {
    if at.demand_running().is_err() {
        return Ok(None);
    }
    let waits = |row: GateRow| Ok(Some((row.to_domain()?, row)).filter(|(gate, _)| gate.waits()).map(|(gate, row)| (row, gate)));
    rows::of(db, at.project.id)?.into_iter().map(waits).find_map(Result::transpose).transpose()
}

/// A project goes from one state of its life to another, at the gate `number`.
struct Move<'a> {
    number: i32,
    before: &'a Walk,
    after: &'a Course,
    /// `gate.submitted`, `gate.continued`, …
    kind: &'a str,
    /// The role that it was done in; a decision's is its mandate's.
    role: Option<Role>,
    /// What else the journal tells.
    tells: Value,
}

/// Stores a move and writes the journal. What a body had recorded about the gate before is overtaken by it.
fn change(db: &mut Db, ctx: &Ctx, at: &InProject, step: &Move<'_>) -> Result<(), Problem> {
    let course = &step.before.course;
    for (row, (was, is)) in step.before.rows.iter().zip(course.gates.iter().zip(&step.after.gates)) {
        if was != is {
            rows::update(db, at.project.id, is, row.version)?;
        }
    }
    if (course.standing, course.terminated, course.phase()) != (step.after.standing, step.after.terminated, step.after.phase()) {
        projects::set_course(db, at.project.id, step.after)?;
    }
    decisions::settle(db, ctx, at, ObjectKind::Gate, &step.number.to_string(), None)?;
    tell(db, ctx, at, step)
}
fn tell(db: &mut Db, ctx: &Ctx, at: &InProject, step: &Move<'_>) -> Result<(), Problem> {
    let mut after = snapshot(step.after, step.number);
    if let (Value::Object(after), Value::Object(tells)) = (&mut after, step.tells.clone()) {
        after.extend(tells);
    }
    let object = object(step.number);
    journal::record_as(db, ctx, at, step.role, Change { kind: step.kind, object: &object, before: snapshot(&step.before.course, step.number), after })
}
fn snapshot(course: &Course, number: i32) -> Value {
    let gate = course.gate(number);
    json!({
        "phase": course.phase().key, "standing": course.standing.word(), "gate_state": gate.map(|g| g.state),
        "to_complete": gate.and_then(|g| g.to_complete.as_ref()), "lift": gate.and_then(|g| g.lift.as_ref()),
        "lift_request": gate.and_then(|g| g.request.as_ref()),
    })
}
fn object(number: i32) -> String {
    format!("gate:{number}")
}

/// Stores what a decision about a part delivery leads to for the project's course: stopped, or ended where it is.
///
/// # Errors
/// Those of the store.
pub fn led_to(db: &mut Db, ctx: &Ctx, at: &InProject, before: &Walk, after: &Course, kind: &str, role: Role, decision: i32) -> Result<(), Problem> {
    let number = before.course.next().map_or(0, |g| g.number);
    change(db, ctx, at, &Move { number, before, after, kind, role: Some(role), tells: json!({"decision": decision}) })
}
