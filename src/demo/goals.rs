//! The demo's goals, indicators and measurements.
use crate::demo::cast::Cast;
use crate::demo::file::{Goal, Indicator, Measurement, Project};
use crate::demo::{Event, entered, long, on, optional, short};
use crate::domain::indicator::{Hundredths, Yardstick};
use crate::domain::theory::TheoryStep;
use crate::services::goals::{self, WriteGoal};
use crate::services::indicators::{self, Measure, WriteIndicator};
use crate::services::theory::{self, WriteTheory};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use chrono::NaiveDate;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = vec![on(project.started_on, |db| load(db, cast, project))];
    let all = project.goals.iter().flat_map(|g| &g.indicators);
    for (number, indicator) in (1..).zip(all) {
        events.extend(indicator.baseline_on.map(|day| on(day, move |db| set_baseline(db, cast, project, number, indicator, day))));
        events.extend(indicator.measurements.iter().map(|m| on(m.on, move |db| measure(db, cast, project, number, m))));
    }
    events
}

/// Goals and indicators get their numbers in the order of the file.
fn load(db: &mut Db, cast: &Cast, project: &Project) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, project.started_on)?;
    let at = entered(db, &ctx, project)?;
    for goal in &project.goals {
        let number = add(db, &ctx, &at, goal)?;
        for indicator in &goal.indicators {
            indicators::add(db, &ctx, &at, number, &unmeasured(indicator)?)?;
        }
    }
    if project.theory.is_empty() {
        return Ok(());
    }
    let lines = |step: &TheoryStep| project.theory.get(step).map(|items| long(&items.join("\n"))).transpose();
    let steps = TheoryStep::ALL.iter().map(lines).collect::<Result<_, _>>()?;
    theory::write(db, &ctx, &at, &WriteTheory { steps, version: Some(0) })
}
fn add(db: &mut Db, ctx: &Ctx, at: &InProject, goal: &Goal) -> Result<i32, Problem> {
    let (name, portfolio) = (short(&goal.name)?, optional(&goal.portfolio)?);
    goals::add(db, ctx, at, &WriteGoal { kind: goal.kind, name, parent: goal.parent, portfolio, responsible: None, version: None })
}
/// What the leader writes when the goal is set.
fn unmeasured(i: &Indicator) -> Result<WriteIndicator, Problem> {
    let plan: Result<_, _> = i.plan.iter().map(|p| p.parse()).collect();
    let percent = |v: i64| (i.unit == "%").then_some(whole(v));
    Ok(WriteIndicator {
        name: short(&i.name)?,
        unit: short(&i.unit)?,
        method: optional(&i.method)?,
        target_group: optional(&i.target_group)?,
        yardstick: Yardstick { direction: i.direction, decimals: 0, least: Some(whole(0)), most: percent(100), baseline: None, target: i.target.map(whole) },
        baseline_on: None,
        target_on: i.target_on,
        plan: plan.map_err(Problem::internal)?,
        version: None,
    })
}
/// The baseline is written on the day that it was measured.
fn set_baseline(db: &mut Db, cast: &Cast, project: &Project, number: i32, indicator: &Indicator, day: NaiveDate) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, day)?;
    let at = entered(db, &ctx, project)?;
    let new = unmeasured(indicator)?;
    let yardstick = Yardstick { baseline: indicator.baseline.map(whole), ..new.yardstick };
    indicators::edit(db, &ctx, &at, number, &WriteIndicator { yardstick, baseline_on: Some(day), version: Some(1), ..new })
}
const fn whole(value: i64) -> Hundredths {
    Hundredths(value * 100)
}
fn measure(db: &mut Db, cast: &Cast, project: &Project, indicator: i32, m: &Measurement) -> Result<(), Problem> {
    let ctx = cast.ctx(&m.by, m.on)?;
    let at = entered(db, &ctx, project)?;
    let request = Measure {
        measured_on: m.on,
        value: whole(m.value),
        organisation: optional(&m.organisation)?,
        respondents: optional(&m.respondents)?,
        asked: m.asked,
        replaces: None,
        reason: None,
    };
    indicators::measure(db, &ctx, &at, indicator, &request).map(drop)
}
