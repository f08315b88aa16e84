//! Measures against a risk.
use super::requests::WriteMeasure;
use super::{find, object};
use crate::domain::decision::ObjectKind;
use crate::domain::ids::RiskRef;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::risk::Risk;
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
    let number = measures::add(db, row.id, values)?;
    recover(db, ctx, at, &row, before, number, Value::Null, request)?;
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
    measures::update(db, row.id, number, version, values)?;
    recover(db, ctx, at, &row, before, number, json!({"text": old.text, "state": old.state}), request)
}
fn open_risk(row: &RiskRow) -> Result<Risk, Problem> {
    let risk = row.to_domain()?;
    if risk.is_open() { Ok(risk) } else { Err(Refused::RiskIsClosed.into()) }
}
/// The measures have changed: the risk's coverage and its content hash follow.
fn recover(db: &mut Db, ctx: &Ctx, at: &InProject, row: &RiskRow, before: Risk, number: i32, old: Value, request: &WriteMeasure) -> Result<(), Problem> {
    let after = before.with_coverage(measures::covers(db, row.id)?);
    rows::update(db, at.project.id, row, &after, false, ctx.now)?;
    decisions::settle(db, ctx, at, ObjectKind::Risk, &row.reference().to_string(), None)?;
    let object = format!("{}:measure:{number}", object(row.reference()));
    journal::record(
        db,
        ctx,
        at,
        Change {
            kind: "risk.measure",
            object: &object,
            before: old,
            after: json!({"text": request.text, "state": request.state, "strategy": request.strategy}),
        },
    )
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
