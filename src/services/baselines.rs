//! The plan in force (Gällande plan): the gate that leads to carrying the project out puts the first one in force, an approved change or a
//! decision about the budget makes a new one, and the plan that it replaces is kept. What the plan fixes changes in no other way.
use crate::domain::decision::content_hash;
use crate::domain::ids::ChangeRef;
use crate::domain::money::Ore;
use crate::domain::plan::{BudgetLine, Deliverable, DeliverableChange, Milestone, NextNumbers, Plan, PlanChange, PlanFault};
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{deliveries, milestones};
use crate::store::baselines::{self as rows, NewBaseline};
use crate::store::plan::DeliverableValues;
use crate::store::{Db, plan};
use serde_json::{Value, json};

/// The plan as it stands. Its end is the one that the plan in force names; before there is one it is the last milestone's.
///
/// # Errors
/// Those of the store.
pub fn plan_now(db: &mut Db, at: &InProject) -> Result<Plan, Problem> {
    let project = at.project.id;
    let milestones: Vec<Milestone> = plan::milestones_of(db, project)?
        .into_iter()
        .map(|m| Milestone { number: m.number, name: m.name, starts_on: m.starts_on, planned_on: m.planned_on })
        .collect();
    let named = rows::current(db, project)?.map(|b| b.plan()).transpose()?.and_then(|p| p.ends_on);
    let budget = plan::budget(db, project)?.into_iter().map(|l| BudgetLine { category: l.category, year: l.year, amount: Ore(l.amount) });
    let deliverables = plan::deliverables_of(db, project)?.into_iter().map(|d| Deliverable { number: d.number, name: d.name, handed_to: d.handed_to });
    Ok(Plan {
        starts_on: at.project.started_on,
        ends_on: named.or_else(|| milestones.iter().map(|m| m.planned_on).max()),
        milestones,
        budget: budget.collect(),
        deliverables: deliverables.collect(),
    })
}

/// The plan that a change would make of the one that stands.
///
/// # Errors
/// [`PlanFault`] when the plan does not take the lines.
pub fn planned(db: &mut Db, at: &InProject, change: &PlanChange) -> Result<Result<Plan, PlanFault>, Problem> {
    let project = at.project.id;
    let next = NextNumbers { milestone: plan::next_milestone(db, project)?, deliverable: plan::next_deliverable(db, project)? };
    Ok(plan_now(db, at)?.with(change, next))
}

/// Whether a plan is in force: from then on what it fixes changes by decision only.
///
/// # Errors
/// Those of the store.
pub fn is_in_force(db: &mut Db, at: &InProject) -> Result<bool, Problem> {
    Ok(rows::is_any(db, at.project.id)?)
}
/// Demanded by what the leader writes freely while the plan is drawn up.
///
/// # Errors
/// [`Refused::PlanInForce`].
pub fn demand_drawn_up(db: &mut Db, at: &InProject) -> Result<(), Problem> {
    if is_in_force(db, at)? { Err(Refused::PlanInForce.into()) } else { Ok(()) }
}
/// Puts the plan in force, once: by `decision`, with which the project begins to be carried out. An empty one is not put in force.
///
/// # Errors
/// Those of the store.
pub fn put_in_force(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, decision: i32) -> Result<(), Problem> {
    let plan = plan_now(db, at)?;
    if plan.is_empty() || is_in_force(db, at)? {
        return Ok(());
    }
    freeze(db, ctx, at, role, &plan, 1, MadeBy { change: None, decision: Some(decision) })
}
/// Once a plan is in force, a decision about its budget makes a new one.
///
/// # Errors
/// Those of the store.
pub fn budget_decided(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, decision: i32) -> Result<(), Problem> {
    let Some(current) = rows::current(db, at.project.id)? else { return Ok(()) };
    let plan = plan_now(db, at)?;
    if plan == current.plan()? {
        return Ok(());
    }
    freeze(db, ctx, at, role, &plan, current.number + 1, MadeBy { change: None, decision: Some(decision) })
}

/// Changes the plan by an approved request's lines, and freezes it as the plan in force under the next number, which is answered.
/// Where none was in force, the plan before the change is frozen as number 1.
///
/// # Errors
/// [`Refused::PlanHasMoved`] when the plan no longer takes the lines.
pub fn change_plan(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, change: ChangeRef, lines: &PlanChange, decision: i32) -> Result<i32, Problem> {
    let next = planned(db, at, lines)?.map_err(|_| Refused::PlanHasMoved)?;
    let number = match rows::current(db, at.project.id)? {
        Some(current) => current.number + 1,
        None => {
            let before = plan_now(db, at)?;
            freeze(db, ctx, at, role, &before, 1, MadeBy::default())?;
            2
        }
    };
    carry_over(db, ctx, at, role, lines, &next, decision)?;
    freeze(db, ctx, at, role, &next, number, MadeBy { change: Some(change), decision: Some(decision) })?;
    for line in &lines.deliverables {
        if let DeliverableChange::Change { number, .. } | DeliverableChange::Remove { number, .. } = line {
            deliveries::moved_by_plan(db, ctx, at, (*number).into())?;
        }
    }
    Ok(number)
}

/// The project's own dates, budget and deliverables follow the lines.
fn carry_over(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, lines: &PlanChange, next: &Plan, decision: i32) -> Result<(), Problem> {
    let project = at.project.id;
    for step in &lines.milestones {
        plan::move_milestone(db, project, step.number, step.to)?;
    }
    for new in &lines.new_milestones {
        milestones::enter(db, ctx, at, Some(role), new)?;
    }
    let positions = plan::budget(db, project)?;
    let last = positions.iter().map(|l| l.position).max().unwrap_or(0);
    for line in &next.budget {
        let old = positions.iter().find(|l| l.category == line.category && l.year == line.year);
        if old.is_none_or(|l| l.amount != line.amount.0) {
            let position = positions.iter().find(|l| l.category == line.category).map_or(last + 1, |l| l.position);
            plan::set_budget(db, project, position, &line.category, line.year, line.amount)?;
        }
    }
    for line in &lines.deliverables {
        match line {
            DeliverableChange::Add { name, handed_to } => {
                let values = DeliverableValues { name: name.clone(), description: String::new(), handed_to: handed_to.clone(), responsible_id: None };
                plan::add_deliverable(db, project, values)?;
            }
            DeliverableChange::Change { number, name, handed_to } => {
                let saved = crate::services::deliverables::find(db, at, (*number).into())?;
                let (description, responsible_id) = (saved.description, saved.responsible_id);
                let values = DeliverableValues { name: name.clone(), description, handed_to: handed_to.clone(), responsible_id };
                plan::update_deliverable(db, project, *number, saved.version, values)?;
            }
            DeliverableChange::Remove { number, .. } => plan::remove_deliverable(db, project, *number, decision)?,
        }
    }
    Ok(())
}

/// What made a plan. Neither made the one that was entered while the project was carried out already, and kept when it was first changed.
#[derive(Default)]
struct MadeBy {
    change: Option<ChangeRef>,
    decision: Option<i32>,
}
fn freeze(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, plan: &Plan, number: i32, made_by: MadeBy) -> Result<(), Problem> {
    let hash = content_hash(&json!(plan));
    let MadeBy { change, decision } = made_by;
    rows::add(db, at.project.id, &NewBaseline { number, plan, hash: &hash, change: change.map(|c| c.0), decision, at: ctx.now })?;
    let after = json!({"number": number, "change": change, "decision": decision, "ends_on": plan.ends_on, "hash": hash});
    let object = format!("plan:{number}");
    journal::record_as(db, ctx, at, Some(role), Change { kind: "plan.baselined", object: &object, before: Value::Null, after })
}
