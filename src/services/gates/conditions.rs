//! Conditions on which gates were passed and part deliveries approved: set by the decision, followed up, fulfilled by their owner or the leader.
use super::requests::{ConditionGiven, Fulfil, condition_field};
use crate::domain::ids::PersonId;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, FieldError};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{notify, responsible, version};
use crate::store::Db;
use crate::store::conditions::{self as rows, Condition, NewCondition};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A condition shows up in its owner's list so many days before it is due.
const SOON: u64 = 14;

/// Where a condition was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Gate(i32),
    Delivery(i32),
}

/// The conditions of a decision with their owners; `items` are what a condition can be for. What is recorded for a chair to confirm
/// was checked when it was recorded.
pub fn checked(ctx: &Ctx, at: &InProject, items: &[String], given: &[ConditionGiven]) -> Result<Vec<PersonId>, Problem> {
    let mut owners = Vec::with_capacity(given.len());
    for (nth, condition) in given.iter().enumerate() {
        let item = condition.item.as_deref();
        let field = |part: &str| condition_field(item, part);
        if item.is_some() && given[..nth].iter().any(|earlier| earlier.item.as_deref() == item) {
            return Err(Problem::invalid(&field("item"), Fault::Taken));
        }
        if item.is_some_and(|key| items.iter().all(|i| i != key)) {
            return Err(Problem::invalid(&field("item"), Fault::NotAChoice));
        }
        if condition.due_on < ctx.today && ctx.recorder.is_none() {
            return Err(Problem::invalid(&field("due_on"), Fault::Other("in-the-past")));
        }
        owners.push(responsible::named(ctx, at, &condition.owner, &field("owner"))?);
    }
    Ok(owners)
}

/// Sets the conditions of decision `decision`. Each owner gets one mail, with all of theirs.
pub fn set(
    db: &mut Db, ctx: &Ctx, at: &InProject, place: Place, decision: i32, given: &[ConditionGiven], owners: &[PersonId], role: Role,
) -> Result<(), Problem> {
    let (gate, delivery) = match place {
        Place::Gate(number) => (Some(number), None),
        Place::Delivery(number) => (None, Some(number)),
    };
    let mut numbered = Vec::with_capacity(given.len());
    for (condition, owner) in given.iter().zip(owners) {
        let number = rows::next_number(db, at.project.id)?;
        let new = NewCondition {
            project_id: at.project.id,
            number,
            gate,
            delivery,
            decision,
            item: condition.item.as_deref(),
            text: condition.text.as_str(),
            owner_id: owner.0,
            due_on: condition.due_on,
            version: 1,
        };
        rows::add(db, &new)?;
        let (stored, _) = rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)?;
        let after = content(&stored);
        journal::record_as(db, ctx, at, Some(role), Change { kind: "condition.set", object: &object(number), before: Value::Null, after })?;
        numbered.push((*owner, number, condition));
    }
    // One mail to each owner, whatever the number of their conditions.
    for owner in owners.iter().collect::<BTreeSet<_>>() {
        let own: Vec<_> = numbered.iter().filter(|(of, ..)| of == owner).map(|(_, number, condition)| (*number, *condition)).collect();
        notify::conditions_set(db, ctx, at, *owner, &own)?;
    }
    Ok(())
}
/// What the journal fixes of a condition. One that was set at a gate names no part delivery, as before there were any.
pub fn content(c: &Condition) -> Value {
    let mut content = json!({"gate": c.gate, "decision": c.decision, "item": c.item, "text": c.text, "owner": c.owner_id, "due_on": c.due_on});
    if let Some(delivery) = c.delivery {
        content["delivery"] = delivery.into();
    }
    content
}
/// The conditions as a decision tells them, a line each: what is missing, what is to be done, who sees to it, and the last day.
pub fn told_in_words(ctx: &Ctx, at: &InProject, given: &[ConditionGiven]) -> Result<Option<LongText>, Problem> {
    let missing = |c: &ConditionGiven| c.item.as_deref().and_then(|item| ctx.lang().item(item)).map(|item| format!("{item}: ")).unwrap_or_default();
    let owner = |c: &ConditionGiven| at.member(&c.owner).map_or_else(|| c.owner.clone(), |m| m.name.clone());
    let lines: Vec<String> = given.iter().map(|c| format!("{}{} ({}, {})", missing(c), c.text, owner(c), c.due_on)).collect();
    if lines.is_empty() { Ok(None) } else { LongText::new(&lines.join("\n")).map(Some).map_err(|fault| Problem::invalid("conditions", fault.into())) }
}
/// What is missing without a condition for it, told at its own fields.
pub fn missing<'a>(items: impl Iterator<Item = &'a str>) -> Problem {
    let fault = |item: &str| FieldError { field: condition_field(Some(item), "text"), fault: Fault::Other("condition-missing") };
    Problem::Invalid(items.map(fault).collect())
}
/// What the conditions are for.
pub fn items_of(conditions: &[ConditionGiven]) -> Vec<&str> {
    conditions.iter().filter_map(|c| c.item.as_deref()).collect()
}
fn object(number: i32) -> String {
    format!("condition:{number}")
}

/// Whether the person may say that a condition is fulfilled: its owner, or one who leads the project.
pub fn may_fulfil(ctx: &Ctx, at: &InProject, condition: &Condition) -> bool {
    condition.owner_id == ctx.person.0 || at.actor.may(Right::Lead, ctx.today)
}

/// A condition is fulfilled: its owner or the leader says how. That goes on while the project is paused.
///
/// # Errors
/// Neither owner nor leader, fulfilled already, stale.
pub fn fulfil(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Fulfil) -> Result<(), Problem> {
    let (condition, _) = rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)?;
    if !may_fulfil(ctx, at, &condition) {
        return Err(Problem::Forbidden(Right::Lead));
    }
    if condition.fulfilled_on.is_some() {
        return Err(Refused::ConditionIsFulfilled.into());
    }
    version::expect(condition.version, request.version)?;
    rows::fulfil(db, at.project.id, number, condition.version, ctx.today, ctx.person.0, request.note.as_str())?;
    let after = json!({"fulfilled_on": ctx.today, "note": request.note});
    journal::record(db, ctx, at, Change { kind: "condition.fulfilled", object: &object(number), before: Value::Null, after })
}

/// Whether a condition is to be shown to its owner as something to do now.
pub fn waits_soon(condition: &Condition, today: NaiveDate) -> bool {
    condition.fulfilled_on.is_none() && condition.due_on <= today + Days::new(SOON)
}
