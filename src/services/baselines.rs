//! The plan in force (Gällande plan): an approved change makes a new one, and the plan that it replaces is kept.
use crate::domain::decision::content_hash;
use crate::domain::ids::ChangeRef;
use crate::domain::money::Ore;
use crate::domain::plan::{BudgetLine, Deliverable, DeliverableChange, Milestone, Plan, PlanChange, PlanFault};
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::deliveries;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::store::baselines::{self as rows, NewBaseline};
use crate::store::plan::DeliverableValues;
use crate::store::{Db, plan};
use serde_json::{Value, json};

/// The plan as it stands. Its end is the one that the plan in force names; before the first change it is the last milestone's.
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
    let next = plan::next_deliverable(db, at.project.id)?;
    Ok(plan_now(db, at)?.with(change, next))
}

/// Changes the plan by an approved request's lines, and freezes it as the plan in force under the next number, which is answered.
/// The plan before the first change is frozen as number 1.
///
/// # Errors
/// [`Refused::PlanHasMoved`] when the plan no longer takes the lines.
pub fn change_plan(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, change: ChangeRef, lines: &PlanChange, decision: i32) -> Result<i32, Problem> {
    let next = planned(db, at, lines)?.map_err(|_| Refused::PlanHasMoved)?;
    let number = match rows::current(db, at.project.id)? {
        Some(current) => current.number + 1,
        None => {
            let before = plan_now(db, at)?;
            freeze(db, ctx, at, role, &before, 1, None)?;
            2
        }
    };
    carry_over(db, at, lines, &next, decision)?;
    freeze(db, ctx, at, role, &next, number, Some((change, decision)))?;
    for line in &lines.deliverables {
        if let DeliverableChange::Change { number, .. } | DeliverableChange::Remove { number, .. } = line {
            deliveries::moved_by_plan(db, ctx, at, (*number).into())?;
        }
    }
    Ok(number)
}

/// The project's own dates, budget and deliverables follow the lines.
fn carry_over(db: &mut Db, at: &InProject, lines: &PlanChange, next: &Plan, decision: i32) -> Result<(), Problem> {
    let project = at.project.id;
    for step in &lines.milestones {
        plan::move_milestone(db, project, step.number, step.to)?;
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

fn freeze(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, plan: &Plan, number: i32, by: Option<(ChangeRef, i32)>) -> Result<(), Problem> {
    let hash = content_hash(&json!(plan));
    let (change, decision) = by.unzip();
    rows::add(db, at.project.id, &NewBaseline { number, plan, hash: &hash, change: change.map(|c| c.0), decision, at: ctx.now })?;
    let after = json!({"number": number, "change": change, "decision": decision, "ends_on": plan.ends_on, "hash": hash});
    let object = format!("plan:{number}");
    journal::record_as(db, ctx, at, Some(role), Change { kind: "plan.baselined", object: &object, before: Value::Null, after })
}
