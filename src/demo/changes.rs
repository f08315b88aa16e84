//! The demo's change requests, each as far as it has come.
use crate::demo::cast::Cast;
use crate::demo::file::{ChangeAssessment, ChangeDecision, ChangeRequest, Project, Withdrawn};
use crate::demo::{Event, entered, long, names, on, short};
use crate::domain::change::ChangeTexts;
use crate::domain::decision::Basis;
use crate::domain::ids::ChangeRef;
use crate::domain::money::Ore;
use crate::domain::plan::{BudgetChange, DeliverableChange};
use crate::services::changes::{self, Assess, Communicate, Decide, Execute, Execution, Lines, OrderChange, Raise, Seen, Withdraw};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use chrono::NaiveDate;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for (number, request) in (1..).zip(&project.changes) {
        let reference = ChangeRef(number);
        events.push(on(request.submitted_on, move |db| order(db, cast, project, request)));
        if let Some(found) = &request.assessment {
            events.push(on(found.received_on, move |db| receive(db, cast, project, reference, found.received_on)));
            events.push(on(found.raised_on, move |db| assess(db, cast, project, reference, found)));
        }
        if let Some(returned) = &request.returned {
            events.push(on(returned.on, move |db| decide(db, cast, project, reference, returned)));
        }
        if let Some(withdrawn) = &request.withdrawn {
            events.push(on(withdrawn.on, move |db| withdraw(db, cast, project, reference, &request.ordered_by, withdrawn)));
        }
        if let Some(done) = &request.carried_out {
            events.push(on(done.begun_on, move |db| carry_out(db, cast, project, reference, done.begun_on, None)));
            events.push(on(done.on, move |db| carry_out(db, cast, project, reference, done.on, Some(&done.result))));
        }
        if let Some(decision) = &request.decision {
            events.push(on(decision.on, move |db| decide(db, cast, project, reference, decision)));
            if let Some(day) = decision.communicated_on {
                events.push(on(day, move |db| communicate(db, cast, project, reference, decision, day)));
            }
        }
    }
    events
}

fn order(db: &mut Db, cast: &Cast, project: &Project, request: &ChangeRequest) -> Result<(), Problem> {
    let ctx = cast.ctx(&request.ordered_by, request.submitted_on)?;
    let at = entered(db, &ctx, project)?;
    let texts = ChangeTexts {
        title: short(&request.title)?,
        proposal: long(&request.proposal)?,
        reason: long(&request.reason)?,
        if_nothing: long(&request.if_nothing)?,
    };
    changes::order(db, &ctx, &at, &OrderChange { texts, role: None, submit: true }).map(drop)
}

/// The leader on a day, with the version that the request has then.
fn leader(db: &mut Db, cast: &Cast, project: &Project, reference: ChangeRef, day: NaiveDate) -> Result<(Ctx, InProject, Option<i64>), Problem> {
    acting(db, cast, project, &project.leader, reference, day)
}
fn acting(db: &mut Db, cast: &Cast, project: &Project, who: &str, reference: ChangeRef, day: NaiveDate) -> Result<(Ctx, InProject, Option<i64>), Problem> {
    let ctx = cast.ctx(who, day)?;
    let at = entered(db, &ctx, project)?;
    let version = changes::find(db, &ctx, &at, reference)?.version;
    Ok((ctx, at, Some(version)))
}

fn receive(db: &mut Db, cast: &Cast, project: &Project, reference: ChangeRef, day: NaiveDate) -> Result<(), Problem> {
    let (ctx, at, version) = leader(db, cast, project, reference, day)?;
    changes::receive(db, &ctx, &at, reference, Seen { version })
}

/// Assessed and raised on the same day.
fn assess(db: &mut Db, cast: &Cast, project: &Project, reference: ChangeRef, found: &ChangeAssessment) -> Result<(), Problem> {
    let (ctx, at, version) = leader(db, cast, project, reference, found.raised_on)?;
    let added = found.adds.iter().map(|d| DeliverableChange::Add { name: d.name.clone(), handed_to: d.handed_to.clone() });
    let budget = found.budget.iter().map(|b| BudgetChange { category: b.category.clone(), year: b.year, amount: Ore::kronor(b.kronor) }).collect();
    let assessment = Assess {
        days: found.days,
        cost: Ore::kronor(found.kronor),
        scope: if found.scope.is_empty() { None } else { Some(long(&found.scope)?) },
        quality: Some(long(&found.quality)?),
        risks: Some(long(&found.risks)?),
        alternatives: long(&found.alternatives)?,
        goals: found.goals,
        financing: found.financing,
        lines: Lines { deliverables: added.collect(), budget, ..Lines::default() },
        version,
    };
    changes::assess(db, &ctx, &at, reference, &assessment)?;
    let version = version.map(|v| v + 1);
    changes::raise(db, &ctx, &at, reference, &Raise { version, ..Raise::default() }).map(drop)
}

fn decide(db: &mut Db, cast: &Cast, project: &Project, reference: ChangeRef, decision: &ChangeDecision) -> Result<(), Problem> {
    let (ctx, at, version) = acting(db, cast, project, &decision.by, reference, decision.on)?;
    let basis = match &decision.item {
        Some(item) => Basis::Meeting { date: decision.on, item: short(item)?, present: names(&decision.present)? },
        None => Basis::Chair,
    };
    let decide = Decide { verdict: decision.verdict, reason: Some(long(&decision.reason)?), basis: Some(basis), version };
    changes::decide(db, &ctx, &at, reference, &decide).map(drop)
}

fn withdraw(db: &mut Db, cast: &Cast, project: &Project, reference: ChangeRef, who: &str, withdrawn: &Withdrawn) -> Result<(), Problem> {
    let (ctx, at, version) = acting(db, cast, project, who, reference, withdrawn.on)?;
    changes::withdraw(db, &ctx, &at, reference, &Withdraw { reason: long(&withdrawn.reason)?, version })
}
/// Begun, or finished with what was done.
fn carry_out(db: &mut Db, cast: &Cast, project: &Project, reference: ChangeRef, day: NaiveDate, result: Option<&str>) -> Result<(), Problem> {
    let (ctx, at, version) = leader(db, cast, project, reference, day)?;
    let outcome = if result.is_some() { Execution::Finish } else { Execution::Begin };
    changes::execute(db, &ctx, &at, reference, &Execute { outcome, result: result.map(long).transpose()?, version })
}
fn communicate(db: &mut Db, cast: &Cast, project: &Project, reference: ChangeRef, decision: &ChangeDecision, day: NaiveDate) -> Result<(), Problem> {
    let (ctx, at, version) = leader(db, cast, project, reference, day)?;
    changes::communicate(db, &ctx, &at, reference, &Communicate { message: long(&decision.message)?, version })
}
