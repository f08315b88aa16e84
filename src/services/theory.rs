//! What people do with a project's intervention and effect theory.
use crate::domain::rights::Right;
use crate::domain::text::LongText;
use crate::domain::theory::TheoryStep;
use crate::input::{Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::theories::{self as rows, TheoryRow};
use serde_json::{Map, Value, json};

/// The whole theory as somebody writes it, in the order of [`TheoryStep::ALL`].
#[derive(Debug, Clone)]
pub struct WriteTheory {
    pub steps: Vec<Option<LongText>>,
    pub version: Option<i64>,
}
impl Input for WriteTheory {
    fn parse(f: &mut Fields<'_>) -> Option<WriteTheory> {
        Some(WriteTheory { steps: TheoryStep::ALL.iter().map(|step| f.optional_long(step.as_str())).collect(), version: f.version() })
    }
}

/// The theory; an empty one in version 0 before the first is written.
///
/// # Errors
/// Those of the store.
pub fn find(db: &mut Db, at: &InProject) -> Result<TheoryRow, Problem> {
    Ok(rows::find(db, at.project.id)?.unwrap_or_default())
}

/// Writes the theory anew.
///
/// # Errors
/// No right to write goals, or stale.
pub fn write(db: &mut Db, ctx: &Ctx, at: &InProject, request: &WriteTheory) -> Result<(), Problem> {
    at.demand(Right::WriteGoals, ctx.today)?;
    let before = find(db, at)?;
    version::expect(before.version, request.version)?;
    let text = |step: TheoryStep| {
        let place = TheoryStep::ALL.iter().position(|s| *s == step).unwrap_or_default();
        request.steps.get(place).and_then(Option::as_ref).map(ToString::to_string).unwrap_or_default()
    };
    let row = TheoryRow {
        project_id: at.project.id,
        resources: text(TheoryStep::Resources),
        activities: text(TheoryStep::Activities),
        output: text(TheoryStep::Output),
        outcome: text(TheoryStep::Outcome),
        effect: text(TheoryStep::Effect),
        value: text(TheoryStep::Value),
        version: before.version + 1,
    };
    rows::put(db, &row)?;
    journal::record(db, ctx, at, Change { kind: "theory.written", object: "theory", before: snapshot(&before), after: snapshot(&row) })
}
fn snapshot(row: &TheoryRow) -> Value {
    let steps: Map<String, Value> = TheoryStep::ALL.iter().map(|s| (format!("theory_{s}"), json!(row.step(*s)))).collect();
    Value::Object(steps)
}
