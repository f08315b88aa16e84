//! The demo's deliverables: described from the start, versions and criteria as they came, part deliveries as they were decided.
use crate::demo::cast::Cast;
use crate::demo::file::{Criterion, Deliverable, Delivered, Delivery, HandedOver, Project, Version};
use crate::demo::{Event, entered, gates, long, names, on, optional, short};
use crate::domain::decision::Basis;
use crate::domain::deliverable::VersionLabel;
use crate::domain::ids::DeliverableRef;
use crate::domain::lifecycle::GateOutcome;
use crate::services::deliverables::{self, AddVersion, WriteCriterion, WriteDeliverable};
use crate::services::deliveries::{self, DecideDelivery, SubmitDelivery, Whole, WriteDelivery};
use crate::services::gates::ConditionGiven;
use crate::services::handovers::{self, AnswerHandover, HandOver, HandoverAnswer};
use crate::services::{Ctx, InProject, Problem};
use crate::store::{Db, decision_points};
use chrono::NaiveDate;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let planned = || project.deliverables.iter().filter(|d| d.added_on.is_none());
    let mut events = vec![on(project.started_on, move |db| planned().try_for_each(|d| add(db, cast, project, d)))];
    for (reference, d) in (1..).map(DeliverableRef).zip(&project.deliverables) {
        events.extend(d.added_on.map(|day| on(day, move |db| complete(db, cast, project, reference, d, day))));
        events.extend(d.versions.iter().map(|v| on(v.on, move |db| version(db, cast, project, reference, v))));
        for (number, criterion) in (1..).zip(&d.criteria) {
            events.extend(criterion.met_on.map(|day| on(day, move |db| met(db, cast, project, reference, number, criterion))));
        }
    }
    for (number, delivery) in (1..).zip(&project.deliveries) {
        events.push(on(delivery.drawn_up_on, move |db| draw_up(db, cast, project, delivery)));
        if let Some(decided) = &delivery.decided {
            events.push(on(decided.on, move |db| approve(db, cast, project, number, decided)));
            for condition in &decided.conditions {
                let Some(fulfilled) = &condition.fulfilled else { continue };
                events.push(on(fulfilled.on, move |db| gates::fulfil(db, cast, project, condition, fulfilled)));
            }
        }
        if let Some(submitted) = &delivery.submitted {
            events.push(on(submitted.on, move |db| submit(db, cast, project, number, submitted.on, &submitted.recommendation)));
        }
    }
    for (reference, d) in (1..).map(DeliverableRef).zip(&project.deliverables) {
        events.extend(d.handovers.iter().map(|h| on(h.on, move |db| hand_over(db, cast, project, reference, h))));
    }
    events
}

/// Handed over, and answered on a later day by the receiver or, for one outside, by what the leader records.
fn hand_over(db: &mut Db, cast: &Cast, project: &Project, deliverable: DeliverableRef, h: &HandedOver) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, h.on)?;
    let at = entered(db, &ctx, project)?;
    let receiver = h.to.as_deref().map(|key| cast.file.address(key));
    let note = if h.note.is_empty() { None } else { Some(long(&h.note)?) };
    let request = HandOver { deliverable, label: h.label.clone(), receiver, receiver_name: optional(&h.outside)?, note };
    let number = handovers::hand_over(db, &ctx, &at, &request)?;
    let Some(day) = h.accepted_on else { return Ok(()) };
    let ctx = cast.ctx(h.to.as_deref().unwrap_or(&project.leader), day)?;
    let at = entered(db, &ctx, project)?;
    let answered_by = optional(&h.accepted_by)?;
    let answer = AnswerHandover { answer: HandoverAnswer::Accept, reason: None, answered_by, answered_on: None, version: Some(1) };
    handovers::answer(db, &ctx, &at, number, &answer)
}

fn add(db: &mut Db, cast: &Cast, project: &Project, d: &Deliverable) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, project.started_on)?;
    let at = entered(db, &ctx, project)?;
    let reference = deliverables::add(db, &ctx, &at, &written(cast, d, None)?)?;
    add_criteria(db, &ctx, &at, reference, d)
}
/// The leader says more of what a change request has added.
fn complete(db: &mut Db, cast: &Cast, project: &Project, reference: DeliverableRef, d: &Deliverable, day: NaiveDate) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, day)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(deliverables::find(db, &at, reference)?.version);
    deliverables::edit(db, &ctx, &at, reference, &written(cast, d, version)?)?;
    add_criteria(db, &ctx, &at, reference, d)
}
fn written(cast: &Cast, d: &Deliverable, version: Option<i64>) -> Result<WriteDeliverable, Problem> {
    Ok(WriteDeliverable {
        name: short(&d.name)?,
        description: Some(long(&d.description)?),
        handed_to: optional(&d.handed_to)?,
        responsible: Some(cast.file.address(&d.responsible)),
        version,
    })
}
fn add_criteria(db: &mut Db, ctx: &Ctx, at: &InProject, reference: DeliverableRef, d: &Deliverable) -> Result<(), Problem> {
    for c in &d.criteria {
        let criterion = WriteCriterion { text: short(&c.text)?, met: false, note: None, version: None };
        deliverables::add_criterion(db, ctx, at, reference, &criterion)?;
    }
    Ok(())
}
fn version(db: &mut Db, cast: &Cast, project: &Project, reference: DeliverableRef, v: &Version) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, v.on)?;
    let at = entered(db, &ctx, project)?;
    let label = VersionLabel::new(&v.label).ok_or_else(|| Problem::internal(format!("{} is no version", v.label)))?;
    let request = AddVersion { label, link: optional(&v.link)?, file: None, note: Some(long(&v.note)?) };
    deliverables::add_version(db, &ctx, &at, reference, &request).map(drop)
}
fn met(db: &mut Db, cast: &Cast, project: &Project, reference: DeliverableRef, number: i32, c: &Criterion) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, c.met_on.unwrap_or(project.started_on))?;
    let at = entered(db, &ctx, project)?;
    let version = Some(deliverables::criterion(db, &at, reference, number)?.version);
    let request = WriteCriterion { text: short(&c.text)?, met: true, note: Some(long(&c.note)?), version };
    deliverables::edit_criterion(db, &ctx, &at, reference, number, &request)
}

fn draw_up(db: &mut Db, cast: &Cast, project: &Project, delivery: &Delivery) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, delivery.drawn_up_on)?;
    let at = entered(db, &ctx, project)?;
    let point = decision_points::of(db, at.project.id)?.iter().find(|p| p.what == delivery.point).map(|p| p.number);
    let versions = delivery.versions.iter().map(|named| version_named(named)).collect::<Result<_, _>>()?;
    let request = WriteDelivery { name: short(&delivery.name)?, planned_on: Some(delivery.planned_on), point, versions, recommendation: None, version: None };
    deliveries::draw_up(db, &ctx, &at, &request).map(drop)
}
/// `L1 0.3`.
fn version_named(named: &str) -> Result<(DeliverableRef, String), Problem> {
    let found = named.split_once(' ').and_then(|(reference, label)| Some((DeliverableRef::parse(reference)?, label.to_owned())));
    found.ok_or_else(|| Problem::internal(format!("{named} is no version")))
}
/// The leader submits it for decision.
fn submit(db: &mut Db, cast: &Cast, project: &Project, number: i32, day: NaiveDate, recommendation: &str) -> Result<(), Problem> {
    let leader = cast.ctx(&project.leader, day)?;
    let at = entered(db, &leader, project)?;
    let submission = SubmitDelivery { proposed: GateOutcome::Continue, recommendation: long(recommendation)?, version: None };
    deliveries::submit(db, &leader, &at, number, &submission)
}
/// The leader submits it, and the steering group approves it at its meeting the same day.
fn approve(db: &mut Db, cast: &Cast, project: &Project, number: i32, decided: &Delivered) -> Result<(), Problem> {
    submit(db, cast, project, number, decided.on, &decided.recommendation)?;
    let chair = cast.ctx(&decided.by, decided.on)?;
    let at: InProject = entered(db, &chair, project)?;
    let condition = |c: &crate::demo::file::Condition| {
        Ok(ConditionGiven { item: Some(c.item.clone()), text: short(&c.text)?, owner: cast.file.address(&c.owner), due_on: c.due_on })
    };
    let decision = DecideDelivery {
        outcome: GateOutcome::Continue,
        motivation: long(&decided.motivation)?,
        conditions: decided.conditions.iter().map(condition).collect::<Result<_, Problem>>()?,
        basis: Some(Basis::Meeting { date: decided.on, item: short(&decided.item)?, present: names(&decided.present)? }),
        version: Some(Whole::find(db, &at, number)?.row.version),
    };
    deliveries::decide(db, &chair, &at, number, &decision).map(drop)
}
