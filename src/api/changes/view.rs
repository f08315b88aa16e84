//! A change request, and a plan, as the API shows them.
use crate::api::view::{kronor, utc};
use crate::domain::change::{Assessment, Because, Change, ChangeState};
use crate::domain::ids::ChangeRef;
use crate::domain::matter::Matter;
use crate::domain::plan::{BudgetChange, DeliverableChange, MilestoneMove, NewMilestone, Plan};
use crate::domain::role::Role;
use crate::services::{InProject, Problem};
use crate::store::baselines::Baseline;
use crate::store::changes::{ChangeRow, Step};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::{Value, json};

/// A request in a list.
#[derive(Serialize)]
pub struct ChangeView<'a> {
    #[serde(rename = "ref")]
    reference: ChangeRef,
    title: &'a str,
    state: ChangeState,
    since: DateTime<Utc>,
    ordered_by: Role,
    /// Whose turn it is.
    waits_with: Option<Role>,
    /// What it is decided as, once it is assessed.
    matter: Option<Matter>,
    lifted_to: Option<Role>,
    decision: Option<i32>,
    baseline: Option<i32>,
    version: i64,
}
impl<'a> ChangeView<'a> {
    /// # Errors
    /// A damaged row.
    pub fn of(row: &'a ChangeRow, at: &InProject) -> Result<ChangeView<'a>, Problem> {
        Ok(ChangeView::from(row, &row.to_domain()?, at))
    }
    fn from(row: &'a ChangeRow, change: &Change, at: &InProject) -> ChangeView<'a> {
        ChangeView {
            reference: row.reference(),
            title: &row.title,
            state: row.state,
            since: utc(row.since),
            ordered_by: row.ordered_by,
            waits_with: change.waits_with(&at.charter),
            matter: change.decider(&at.charter).map(|d| d.matter),
            lifted_to: change.lift.as_ref().map(|l| l.to),
            decision: row.decision,
            baseline: row.baseline,
            version: row.version,
        }
    }
}

/// A single request, with its texts, its effects and its way.
#[derive(Serialize)]
pub struct WholeChange<'a> {
    #[serde(flatten)]
    line: ChangeView<'a>,
    proposal: &'a str,
    reason: &'a str,
    if_nothing: &'a str,
    assessment: Option<Value>,
    /// Why who decides.
    because: Vec<Value>,
    steps: Vec<Value>,
}
impl<'a> WholeChange<'a> {
    /// # Errors
    /// A damaged row.
    pub fn of(row: &'a ChangeRow, steps: &[(Step, String)], at: &InProject) -> Result<WholeChange<'a>, Problem> {
        let change = row.to_domain()?;
        Ok(WholeChange {
            line: ChangeView::from(row, &change, at),
            proposal: &row.proposal,
            reason: &row.reason,
            if_nothing: &row.if_nothing,
            assessment: change.assessment.as_ref().map(assessment),
            because: change.decider(&at.charter).map(|d| d.because.iter().map(because).collect()).unwrap_or_default(),
            steps: steps.iter().map(step).collect(),
        })
    }
}
fn step((s, by): &(Step, String)) -> Value {
    json!({"step": s.step, "at": utc(s.at), "by": by, "role": s.role, "text": s.text, "decision": s.decision})
}
fn assessment(a: &Assessment) -> Value {
    let budget = |b: &BudgetChange| json!({"category": b.category, "year": b.year, "amount": kronor(b.amount.0)});
    let milestone = |m: &MilestoneMove| json!({"number": m.number, "name": m.name, "from": m.from, "planned_on": m.to});
    let new_milestone = |m: &NewMilestone| json!({"name": m.name, "starts_on": m.starts_on, "planned_on": m.planned_on});
    let deliverable = |d: &DeliverableChange| match d {
        DeliverableChange::Add { name, handed_to } => json!({"act": "add", "number": null, "name": name, "handed_to": handed_to}),
        DeliverableChange::Change { number, name, handed_to } => json!({"act": "change", "number": number, "name": name, "handed_to": handed_to}),
        DeliverableChange::Remove { number, name } => json!({"act": "remove", "number": number, "name": name, "handed_to": ""}),
    };
    json!({
        "days": a.days, "cost": kronor(a.cost.0), "scope": a.scope, "quality": a.quality, "risks": a.risks, "alternatives": a.alternatives,
        "goals": a.goals, "financing": a.financing, "ends_on": a.plan.ends_on.map(|e| e.to),
        "milestones": a.plan.milestones.iter().map(milestone).collect::<Vec<_>>(),
        "new_milestones": a.plan.new_milestones.iter().map(new_milestone).collect::<Vec<_>>(),
        "budget": a.plan.budget.iter().map(budget).collect::<Vec<_>>(),
        "deliverables": a.plan.deliverables.iter().map(deliverable).collect::<Vec<_>>(),
    })
}
/// What brings it to its decider, with money in kronor.
fn because(because: &Because) -> Value {
    match because {
        Because::WithinTolerance { limit } => json!({"kind": "within_tolerance", "limit": limit}),
        Because::Goals => json!({"kind": "goals"}),
        Because::Deliverables => json!({"kind": "deliverables"}),
        Because::Days { days, limit, matter } => json!({"kind": "days", "days": days, "limit": limit, "matter": matter}),
        Because::Cost { amount, limit, matter } => json!({"kind": "cost", "amount": kronor(amount.0), "limit": kronor(limit.0), "matter": matter}),
        Because::BudgetFrame { amount } => json!({"kind": "budget_frame", "amount": kronor(amount.0)}),
        Because::Financing => json!({"kind": "financing"}),
    }
}

/// A plan: as it stands, or as it was frozen.
#[derive(Serialize)]
pub struct PlanView<'a> {
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    milestones: Vec<Value>,
    budget: Vec<Value>,
    frame: Value,
    deliverables: Vec<Deliverable<'a>>,
}
#[derive(Serialize)]
struct Deliverable<'a> {
    number: i32,
    name: &'a str,
    handed_to: &'a str,
}
impl<'a> PlanView<'a> {
    pub fn of(plan: &'a Plan) -> PlanView<'a> {
        PlanView {
            starts_on: plan.starts_on,
            ends_on: plan.ends_on,
            milestones: plan
                .milestones
                .iter()
                .map(|m| json!({"number": m.number, "name": m.name, "starts_on": m.starts_on, "planned_on": m.planned_on}))
                .collect(),
            budget: plan.budget.iter().map(|b| json!({"category": b.category, "year": b.year, "amount": kronor(b.amount.0)})).collect(),
            frame: kronor(plan.frame().0),
            deliverables: plan.deliverables.iter().map(|d| Deliverable { number: d.number, name: &d.name, handed_to: &d.handed_to }).collect(),
        }
    }
}
/// A frozen plan in a list.
pub fn baseline_line(b: &Baseline) -> Value {
    json!({"number": b.number, "hash": b.hash, "change": b.change_number.map(ChangeRef), "decision": b.decision, "adopted_at": utc(b.adopted_at)})
}
