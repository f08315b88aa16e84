//! Measures against a risk.
use super::requests::WriteMeasure;
use super::{find, object};
use crate::domain::decision::ObjectKind;
use crate::domain::ids::RiskRef;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::risk::Risk;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::responsible;
use crate::services::version;
use crate::store::Db;
use crate::store::measures::{self, MeasureValues};
use crate::store::risks::{self as rows, RiskRow};
use serde_json::{Value, json};

/// Proposes or chooses a measure.
///
/// # Errors
/// Closed, or a responsible person without a role in the project.
pub fn add_measure(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, request: &WriteMeasure) -> Result<i32, Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let row = find(db, at, reference, None)?;
    let before = open_risk(&row)?;
    let values = measure_values(ctx, at, request, None)?;
    let told = told(&values);
    let number = measures::add(db, row.id, values)?;
    recover(db, ctx, at, &row, before, number, (Value::Null, told))?;
    Ok(number)
}

/// Changes a measure.
///
/// # Errors
/// No such measure, closed, stale, or a responsible person without a role in the project.
pub fn edit_measure(db: &mut Db, ctx: &Ctx, at: &InProject, reference: RiskRef, number: i32, request: &WriteMeasure) -> Result<(), Problem> {
    at.demand(Right::WorkWithRisks, ctx.today)?;
    let row = find(db, at, reference, None)?;
    let before = open_risk(&row)?;
    let old = measures::find(db, row.id, number)?.ok_or(Problem::NotFound)?;
    let version = version::demand(request.version)?;
    let values = measure_values(ctx, at, request, old.responsible_id)?;
    let change = (told(&old.values()), told(&values));
    measures::update(db, row.id, number, version, values)?;
    recover(db, ctx, at, &row, before, number, change)
}
fn open_risk(row: &RiskRow) -> Result<Risk, Problem> {
    let risk = row.to_domain()?;
    if risk.is_open() { Ok(risk) } else { Err(Refused::RiskIsClosed.into()) }
}
/// The measures have changed: the risk's coverage and its content hash follow.
fn recover(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, risk: Risk, number: i32, (before, after): (Value, Value)) -> Result<(), Problem> {
    let risk = risk.with_coverage(measures::covers(db, row.id)?);
    rows::update(db, at.project.id, row, &risk, false, ctx.now)?;
    decisions::settle(db, ctx, at, ObjectKind::Risk, &row.reference().to_string(), None)?;
    tell(db, ctx, at, row.reference(), number, at.acting_role(ctx.today), (before, after))
}
/// A measure was written: before and after, in the role that it was done in.
pub(super) fn tell(db: &mut Db, ctx: &Ctx, at: &InProject, risk: RiskRef, number: i32, role: Option<Role>, change: (Value, Value)) -> Result<(), Problem> {
    let object = format!("{}:measure:{number}", object(risk));
    journal::record_as(db, ctx, at, role, Change { kind: "risk.measure", object: &object, before: change.0, after: change.1 })
}
/// A measure as the journal tells of it.
pub fn told(measure: &MeasureValues) -> Value {
    let MeasureValues { strategy, text, responsible_id, due_on, cost, state } = measure;
    json!({"strategy": strategy, "text": text, "responsible": responsible_id, "due_on": due_on, "cost": cost, "state": state})
}
pub(super) fn measure_values(ctx: &Ctx, at: &InProject, request: &WriteMeasure, before: Option<i64>) -> Result<MeasureValues, Problem> {
    let responsible_id = responsible::kept_or_named(ctx, at, before, request.responsible.as_deref(), "responsible")?;
    Ok(MeasureValues {
        strategy: request.strategy,
        text: request.text.to_string(),
        responsible_id,
        due_on: request.due_on,
        cost: request.cost.map(|c| c.0),
        state: request.state,
    })
}
