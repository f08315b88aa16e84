//! Gates, and what they ask for as far as the leader has said something of it.
use crate::domain::ids::PersonId;
use crate::domain::lifecycle::{Course, Gate, GateOutcome, GateState, Taken};
use crate::store::columns::{Stored, json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{gate_items, gates, people};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A stored gate.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = gates)]
pub struct GateRow {
    pub number: i32,
    /// The phase that it ends, a key of the project's lifecycle.
    pub phase: String,
    #[diesel(deserialize_as = Stored<GateState>)]
    pub state: GateState,
    pub opened_on: Option<NaiveDate>,
    pub opened_decision: Option<i32>,
    pub left_on: Option<NaiveDate>,
    pub left_decision: Option<i32>,
    pub planned_on: Option<NaiveDate>,
    /// The outcome that the leader recommends.
    pub proposed: Option<String>,
    pub recommendation: String,
    pub submitted_at: Option<NaiveDateTime>,
    pub submitted_by: Option<i64>,
    pub to_complete: Option<String>,
    pub lift: Option<String>,
    pub lift_request: Option<String>,
    pub version: i64,
}
impl GateRow {
    /// The row as the rules see it.
    pub fn to_domain(&self) -> StoreResult<Gate> {
        let taken = |on: Option<NaiveDate>, decision: Option<i32>| Some(Taken { on: on?, decision: decision? });
        Ok(Gate {
            number: self.number,
            state: self.state,
            opened: taken(self.opened_on, self.opened_decision),
            left: taken(self.left_on, self.left_decision),
            submitted_by: self.submitted_by.map(PersonId),
            to_complete: self.to_complete.clone(),
            lift: self.lift.as_deref().map(json).transpose()?,
            request: self.lift_request.as_deref().map(json).transpose()?,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = gates, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Values {
    #[diesel(serialize_as = Stored<GateState>)]
    state: GateState,
    opened_on: Option<NaiveDate>,
    opened_decision: Option<i32>,
    left_on: Option<NaiveDate>,
    left_decision: Option<i32>,
    submitted_by: Option<i64>,
    to_complete: Option<String>,
    lift: Option<String>,
    lift_request: Option<String>,
}
impl Values {
    fn of(gate: &Gate) -> StoreResult<Values> {
        Ok(Values {
            state: gate.state,
            opened_on: gate.opened.map(|t| t.on),
            opened_decision: gate.opened.map(|t| t.decision),
            left_on: gate.left.map(|t| t.on),
            left_decision: gate.left.map(|t| t.decision),
            submitted_by: gate.submitted_by.map(|p| p.0),
            to_complete: gate.to_complete.clone(),
            lift: gate.lift.as_ref().map(to_json).transpose()?,
            lift_request: gate.request.as_ref().map(to_json).transpose()?,
        })
    }
}

/// The gates of a new project.
pub fn add(db: &mut Db, project: i64, course: &Course) -> StoreResult<()> {
    for (gate, phase) in course.gates.iter().zip(&course.lifecycle.phases) {
        let values = (gates::project_id.eq(project), gates::number.eq(gate.number), gates::phase.eq(&phase.key), Values::of(gate)?, gates::version.eq(1));
        diesel::insert_into(gates::table).values(values).execute(db)?;
    }
    Ok(())
}
/// Those of the numbers that the project has.
pub fn known(db: &mut Db, project: i64, numbers: &[i32]) -> StoreResult<Vec<i32>> {
    Ok(known_numbers!(gates, project, numbers).load(db)?)
}
/// The gates of a project in their order.
pub fn of(db: &mut Db, project: i64) -> StoreResult<Vec<GateRow>> {
    Ok(gates::table.filter(gates::project_id.eq(project)).select(GateRow::as_select()).order(gates::number).load(db)?)
}
/// Every gate of several projects, for lists of projects.
pub fn of_all(db: &mut Db, projects: &[i64]) -> StoreResult<Vec<(i64, GateRow)>> {
    let rows = gates::table.filter(gates::project_id.eq_any(projects)).select((gates::project_id, GateRow::as_select()));
    Ok(rows.order((gates::project_id, gates::number)).load(db)?)
}
/// Stores a gate that was at `version`.
pub fn update(db: &mut Db, project: i64, gate: &Gate, version: i64) -> StoreResult<()> {
    let row = gates::table.filter(gates::project_id.eq(project).and(gates::number.eq(gate.number)).and(gates::version.eq(version)));
    expect_one(diesel::update(row).set((Values::of(gate)?, gates::version.eq(version + 1))).execute(db)?)
}
/// As [`update`], of what does not raise the version: a request to the holder.
pub fn note(db: &mut Db, project: i64, gate: &Gate) -> StoreResult<()> {
    let row = gates::table.filter(gates::project_id.eq(project).and(gates::number.eq(gate.number)));
    expect_one(diesel::update(row).set(Values::of(gate)?).execute(db)?)
}
/// What is written of a gate with its submission.
pub struct Submission<'a> {
    pub proposed: GateOutcome,
    pub recommendation: &'a str,
    pub at: NaiveDateTime,
}
/// Writes a submission beside [`update`].
pub fn set_submission(db: &mut Db, project: i64, number: i32, submission: &Submission<'_>) -> StoreResult<()> {
    let row = gates::table.filter(gates::project_id.eq(project).and(gates::number.eq(number)));
    let values = (gates::proposed.eq(submission.proposed.as_str()), gates::recommendation.eq(submission.recommendation), gates::submitted_at.eq(submission.at));
    expect_one(diesel::update(row).set(values).execute(db)?)
}
/// Sets the day on which the gate is planned.
pub fn set_plan(db: &mut Db, project: i64, number: i32, version: i64, planned_on: Option<NaiveDate>) -> StoreResult<()> {
    let row = gates::table.filter(gates::project_id.eq(project).and(gates::number.eq(number)).and(gates::version.eq(version)));
    expect_one(diesel::update(row).set((gates::planned_on.eq(planned_on), gates::version.eq(version + 1))).execute(db)?)
}
/// What the gate asks for has changed: whoever decides must have seen it.
pub fn touch(db: &mut Db, project: i64, number: i32) -> StoreResult<()> {
    let row = gates::table.filter(gates::project_id.eq(project).and(gates::number.eq(number)));
    expect_one(diesel::update(row).set(gates::version.eq(gates::version + 1)).execute(db)?)
}

/// A criterion or an artefact, as the leader left it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = gate_items)]
pub struct ItemRow {
    pub gate: i32,
    pub item: String,
    pub met: bool,
    pub note: String,
    pub version_label: String,
    pub reference: String,
    /// The adopted version of a document that it is: the document's number, and the version's.
    pub document: Option<i32>,
    pub document_version: Option<i32>,
    /// The decision that approved the report that it is.
    pub decision: Option<i32>,
    pub changed_at: NaiveDateTime,
    pub version: i64,
}
/// What people write of an item.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = gate_items, treat_none_as_null = true)]
pub struct ItemValues {
    pub met: bool,
    pub note: String,
    pub version_label: String,
    pub reference: String,
    pub document: Option<i32>,
    pub document_version: Option<i32>,
    pub decision: Option<i32>,
    pub changed_by: i64,
    pub changed_at: NaiveDateTime,
}
/// The items of a project that somebody has said something of, with who did.
pub fn items_of(db: &mut Db, project: i64) -> StoreResult<Vec<(ItemRow, String)>> {
    let rows = gate_items::table.inner_join(people::table).filter(gate_items::project_id.eq(project));
    Ok(rows.select((ItemRow::as_select(), people::name)).order((gate_items::gate, gate_items::item)).load(db)?)
}
/// Sets an item that was at `version`; `None` adds it.
pub fn set_item(db: &mut Db, project: i64, gate: i32, item: &str, version: Option<i64>, values: ItemValues) -> StoreResult<()> {
    let Some(version) = version else {
        let key = (gate_items::project_id.eq(project), gate_items::gate.eq(gate), gate_items::item.eq(item));
        diesel::insert_into(gate_items::table).values((key, values, gate_items::version.eq(1))).execute(db)?;
        return Ok(());
    };
    let row = gate_items::table.find((project, gate, item)).filter(gate_items::version.eq(version));
    expect_one(diesel::update(row).set((values, gate_items::version.eq(version + 1))).execute(db)?)
}
