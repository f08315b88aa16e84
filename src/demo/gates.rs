//! The demo's gates: planned from the start, gone through day by day, and passed by the body that orders the project.
use crate::demo::cast::Cast;
use crate::demo::file::{Earlier, Gate, GateItem, Passed, Project};
use crate::demo::risks::ORDERER;
use crate::demo::{Event, entered, long, names, on, optional, short};
use crate::domain::decision::Basis;
use crate::domain::lifecycle::GateOutcome;
use crate::services::Problem;
use crate::services::gates::{self, ConditionGiven, DecideGate, PlanGate, SetItem, SubmitGate, Walk, WritePoint};
use crate::store::{Db, decision_points, decisions};

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = vec![on(project.started_on, |db| plan(db, cast, project))];
    for (number, gate) in (1..).zip(&project.gates) {
        for item in &gate.items {
            events.push(on(item.on, move |db| set_item(db, cast, project, number, item)));
        }
        if let Some(passed) = &gate.passed {
            events.push(on(passed.on, move |db| pass(db, cast, project, number, passed)));
        }
    }
    if let Some(earlier) = &project.earlier {
        events.push(on(earlier.entered_on, move |db| name_decisions(db, cast, project, earlier)));
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
    let said = SetItem { met: true, note, version_label: optional(&item.version)?, reference: optional(&item.reference)?, version: Some(0) };
    gates::set_item(db, &ctx, &at, number, &item.item, &said)
}

/// The leader submits the gate, and the orderer's body passes it at a meeting the same day.
fn pass(db: &mut Db, cast: &Cast, project: &Project, number: i32, passed: &Passed) -> Result<(), Problem> {
    let leader = cast.ctx(&project.leader, passed.on)?;
    let at = entered(db, &leader, project)?;
    let submitted = SubmitGate { proposed: GateOutcome::Continue, recommendation: long(&passed.recommendation)?, version: None };
    gates::submit(db, &leader, &at, number, &submitted)?;
    let chair = cast.ctx(ORDERER, passed.on)?;
    let at = entered(db, &chair, project)?;
    let condition = |c: &crate::demo::file::Condition| {
        Ok(ConditionGiven { item: Some(c.item.clone()), text: short(&c.text)?, owner: cast.file.address(&c.owner), due_on: c.due_on })
    };
    let decided = DecideGate {
        outcome: GateOutcome::Continue,
        motivation: long(&passed.motivation)?,
        conditions: passed.conditions.iter().map(condition).collect::<Result<_, Problem>>()?,
        opens_beside: false,
        basis: Some(Basis::Meeting { date: passed.on, item: short(&passed.item)?, present: names(&passed.present)? }),
        version: Some(Walk::of(db, &at)?.gate(number)?.0.version),
    };
    gates::decide(db, &chair, &at, number, &decided).map(drop)
}

/// Once the earlier decisions are entered, the plan's own name the ones that they became.
fn name_decisions(db: &mut Db, cast: &Cast, project: &Project, earlier: &Earlier) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, earlier.entered_on)?;
    let at = entered(db, &ctx, project)?;
    for (number, p) in (1..).zip(&project.decision_points) {
        let Some(title) = &p.became else { continue };
        let taken = decisions::page(db, at.project.id, None, Some(title), 1)?.first().map(|d| d.number);
        let version = decision_points::find(db, at.project.id, number)?.map(|p| p.version);
        let point = WritePoint { what: short(&p.what)?, decider: p.decider, planned_on: p.planned_on, decision: taken, version };
        gates::edit_point(db, &ctx, &at, number, &point)?;
    }
    Ok(())
}
