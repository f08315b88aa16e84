//! The demo's gates: planned from the start, gone through day by day, and passed by the body that orders the project.
use crate::demo::cast::Cast;
use crate::demo::file::{Became, Condition, DecisionPoint, Fulfilled, Gate, GateDecision, GateItem, ORDERER, Project};
use crate::demo::{Event, entered, long, names, on, optional, short};
use crate::domain::decision::Basis;
use crate::domain::lifecycle::GateOutcome;
use crate::services::Problem;
use crate::services::gates::{self, ConditionGiven, DecideGate, Fulfil, PlanGate, SetItem, SubmitGate, Walk, WritePoint};
use crate::store::{Db, conditions, decision_points, decisions};
use chrono::NaiveDate;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = vec![on(project.started_on, |db| plan(db, cast, project))];
    for (number, gate) in (1..).zip(&project.gates) {
        for item in &gate.items {
            events.push(on(item.on, move |db| set_item(db, cast, project, number, item)));
        }
        for (outcome, decision) in [(GateOutcome::Back, &gate.returned), (GateOutcome::Continue, &gate.passed)] {
            let Some(decision) = decision else { continue };
            events.push(on(decision.on, move |db| decide(db, cast, project, number, outcome, decision)));
            for condition in &decision.conditions {
                let Some(fulfilled) = &condition.fulfilled else { continue };
                events.push(on(fulfilled.on, move |db| fulfil(db, cast, project, condition, fulfilled)));
            }
        }
        if let Some(submitted) = &gate.submitted {
            events.push(on(submitted.on, move |db| submit(db, cast, project, number, submitted.on, &submitted.recommendation)));
        }
    }
    for (number, point) in (1..).zip(&project.decision_points) {
        let Some(became) = &point.became else { continue };
        events.push(on(became.on, move |db| name_decision(db, cast, project, number, point, became)));
    }
    events
}

/// What the plan said from the start: the days of the gates, and the decisions that it foresaw.
fn plan(db: &mut Db, cast: &Cast, project: &Project) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, project.started_on)?;
    let at = entered(db, &ctx, project)?;
    for (number, Gate { planned_on, .. }) in (1..).zip(&project.gates) {
        let version = Some(Walk::of(db, &at)?.gate(number)?.0.version);
        gates::plan(db, &ctx, &at, number, &PlanGate { planned_on: Some(*planned_on), version })?;
    }
    for p in &project.decision_points {
        let point = WritePoint { what: short(&p.what)?, decider: p.decider, planned_on: p.planned_on, decision: None, version: None };
        gates::add_point(db, &ctx, &at, &point)?;
    }
    Ok(())
}

fn set_item(db: &mut Db, cast: &Cast, project: &Project, number: i32, item: &GateItem) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, item.on)?;
    let at = entered(db, &ctx, project)?;
    let note = if item.note.is_empty() { None } else { Some(long(&item.note)?) };
    let document = item.document.map(|number| Ok::<_, Problem>((number, item.version.parse().map_err(Problem::internal)?))).transpose()?;
    let seen = Walk::of(db, &at)?.items(number).iter().find(|i| i.item == item.item).map_or(0, |i| i.version);
    let said = SetItem { met: true, note, version_label: optional(&item.version)?, reference: optional(&item.reference)?, document, version: Some(seen) };
    gates::set_item(db, &ctx, &at, number, &item.item, &said)
}

/// The leader submits the gate for decision.
fn submit(db: &mut Db, cast: &Cast, project: &Project, number: i32, day: NaiveDate, recommendation: &str) -> Result<(), Problem> {
    let leader = cast.ctx(&project.leader, day)?;
    let at = entered(db, &leader, project)?;
    let submitted = SubmitGate { proposed: GateOutcome::Continue, recommendation: long(recommendation)?, version: None };
    gates::submit(db, &leader, &at, number, &submitted)
}

/// The leader submits the gate, and the orderer's body decides it at a meeting the same day.
fn decide(db: &mut Db, cast: &Cast, project: &Project, number: i32, outcome: GateOutcome, decision: &GateDecision) -> Result<(), Problem> {
    submit(db, cast, project, number, decision.on, &decision.recommendation)?;
    let chair = cast.ctx(ORDERER, decision.on)?;
    let at = entered(db, &chair, project)?;
    let condition =
        |c: &Condition| Ok(ConditionGiven { item: Some(c.item.clone()), text: short(&c.text)?, owner: cast.file.address(&c.owner), due_on: c.due_on });
    let decided = DecideGate {
        outcome,
        motivation: long(&decision.motivation)?,
        conditions: decision.conditions.iter().map(condition).collect::<Result<_, Problem>>()?,
        opens_beside: false,
        basis: Some(Basis::Meeting { date: decision.on, item: short(&decision.item)?, present: names(&decision.present)? }),
        version: Some(Walk::of(db, &at)?.gate(number)?.0.version),
    };
    gates::decide(db, &chair, &at, number, &decided).map(drop)
}

/// The leader says that a condition is fulfilled.
pub(super) fn fulfil(db: &mut Db, cast: &Cast, project: &Project, condition: &Condition, fulfilled: &Fulfilled) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, fulfilled.on)?;
    let at = entered(db, &ctx, project)?;
    let set = conditions::of(db, at.project.id)?;
    let set = set.iter().find(|(c, _)| c.text == condition.text).map(|(c, _)| c).ok_or(Problem::NotFound)?;
    gates::fulfil(db, &ctx, &at, set.number, &Fulfil { note: long(&fulfilled.note)?, version: Some(set.version) })
}

/// The leader says which decision a planned one became: the newest of that title.
fn name_decision(db: &mut Db, cast: &Cast, project: &Project, number: i32, p: &DecisionPoint, became: &Became) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, became.on)?;
    let at = entered(db, &ctx, project)?;
    let taken = decisions::page(db, at.project.id, &decisions::Filter { text: Some(became.title.clone()), ..decisions::Filter::default() }, None, 1)?
        .first()
        .map(|d| d.number);
    let version = decision_points::find(db, at.project.id, number)?.map(|p| p.version);
    let point = WritePoint { what: short(&p.what)?, decider: p.decider, planned_on: p.planned_on, decision: taken, version };
    gates::edit_point(db, &ctx, &at, number, &point)
}
