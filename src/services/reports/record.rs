//! What the project itself says in the reports that close something: goals with their figures, and the record of what was done.
use crate::clock::local_day;
use crate::domain::ids::RiskRef;
use crate::domain::indicator::PlanState;
use crate::domain::report::ReportKind;
use crate::domain::report::closing::{
    ChangeLine, ClosingDraft, ConditionLine, DeliverableLine, GoalLine, HandoverLine, IndicatorLine, MeasuredApart, MilestoneLine, OccurredRisk, PhaseLine,
    Record, RoleLine, ValueIn, ValueOn,
};
use crate::domain::report::content::DecisionLine;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::indicators::{self, Standing};
use crate::services::problem::Problem;
use crate::services::reports::live::{decision_line, economy_on};
use crate::services::{gates, goals as goal_service};
use crate::store::changes::{self, ChangeRow, Filter as ChangeFilter};
use crate::store::conditions::Condition;
use crate::store::goals::MeasurementRow;
use crate::store::{self, Db, decisions, journal, plan, risks};

/// The record is whole, however long the project was.
const ALL: i64 = i64::MAX;

/// The goals that the report tells of, with what the leader says of each and its indicators as they stand today.
///
/// # Errors
/// Those of the store.
pub(super) fn goals(db: &mut Db, ctx: &Ctx, at: &InProject, kind: ReportKind, draft: &ClosingDraft) -> Result<Vec<GoalLine>, Problem> {
    let standings = indicators::all(db, ctx, at)?;
    let mut lines = Vec::new();
    for row in goal_service::all(db, at)? {
        let of = row.kind()?;
        if !kind.tells_of(of) {
            continue;
        }
        let said = draft.goal(row.number);
        let indicators = standings.iter().filter(|s| s.row.goal == row.number).map(indicator_line).collect();
        let (reached, carried_on_by) = (said.reached, said.carried_on_by);
        lines.push(GoalLine { number: row.number, kind: of, name: row.name, portfolio: row.portfolio, reached, carried_on_by, indicators });
    }
    Ok(lines)
}

/// An indicator as a report tells of it.
pub fn indicator_line(standing: &Standing) -> IndicatorLine {
    let (row, progress) = (&standing.row, standing.progress());
    let value = |value: Option<i64>, on: Option<chrono::NaiveDate>| Some(ValueOn { on: on?, value: value? });
    IndicatorLine {
        number: row.number,
        name: row.name.clone(),
        unit: row.unit.clone(),
        method: row.method.clone(),
        baseline: value(row.baseline, row.baseline_on),
        target: value(row.target, row.target_on),
        measured: standing.by_quarter.iter().map(|(q, v)| ValueIn { year: q.year, quarter: q.number, value: v.0 }).collect(),
        apart: apart(standing),
        missed: standing.plan.iter().filter(|(_, state)| *state == PlanState::Missed).map(|(planned, _)| planned.to_string()).collect(),
        progress: progress.ok(),
        lack: progress.err(),
        reached: standing.reached(),
    }
}

/// The measurements that count of an organisation or a group, by day.
fn apart(standing: &Standing) -> Vec<MeasuredApart> {
    let counts = |m: &&MeasurementRow| m.replaced_by.is_none() && !(m.organisation.is_empty() && m.respondents.is_empty());
    let told = |m: &MeasurementRow| MeasuredApart {
        on: m.measured_on,
        organisation: m.organisation.clone(),
        respondents: m.respondents.clone(),
        asked: m.asked,
        value: m.value,
    };
    let mut found: Vec<MeasuredApart> = standing.measurements.iter().filter(counts).map(told).collect();
    found.sort_by(|a, b| (a.on, &a.organisation, &a.respondents).cmp(&(b.on, &b.organisation, &b.respondents)));
    found
}

/// What the project holds of what was done, today.
///
/// # Errors
/// Those of the store.
pub(super) fn record(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Record, Problem> {
    Ok(Record {
        organisation: organisation(ctx, at),
        phases: phases(db, at)?,
        open_conditions: open_conditions(db, at)?,
        milestones: milestones(db, at)?,
        deliverables: deliverables(db, at)?,
        handovers: handovers_of(db, at)?,
        economy: economy_on(db, at, ctx.today)?,
        changes: changes_of(db, at)?,
        risks: occurred(db, at)?,
        decisions: decisions_of(db, at)?,
    })
}

fn organisation(ctx: &Ctx, at: &InProject) -> Vec<RoleLine> {
    let people = |role: Role| at.members_today(ctx.today).filter(|m| m.role() == role).map(|m| m.name.clone()).collect::<Vec<_>>();
    let body = |role: Role| at.bodies.iter().find(|(of, _)| *of == role).map(|(_, name)| name.clone()).unwrap_or_default();
    let held = Role::ALL.iter().map(|role| RoleLine { role: *role, body: body(*role), people: people(*role) });
    held.filter(|line| !line.people.is_empty()).collect()
}

fn phases(db: &mut Db, at: &InProject) -> Result<Vec<PhaseLine>, Problem> {
    let rows = gates::Walk::of(db, at)?.rows;
    Ok(rows.into_iter().map(|g| PhaseLine { phase: g.phase, state: g.state, left_on: g.left_on, decision: g.left_decision }).collect())
}

fn open_conditions(db: &mut Db, at: &InProject) -> Result<Vec<ConditionLine>, Problem> {
    let open = store::conditions::of(db, at.project.id)?.into_iter().filter(|(c, _)| c.fulfilled_on.is_none());
    let line =
        |(c, owner): (Condition, String)| ConditionLine { text: c.text, owner, due_on: c.due_on, decision: c.decision, gate: c.gate, delivery: c.delivery };
    Ok(open.map(line).collect())
}

fn milestones(db: &mut Db, at: &InProject) -> Result<Vec<MilestoneLine>, Problem> {
    let line = |m: plan::Milestone| MilestoneLine {
        late: m.done_on.map(|done| (done - m.planned_on).num_days()),
        name: m.name,
        planned_on: m.planned_on,
        done_on: m.done_on,
    };
    Ok(plan::milestones_of(db, at.project.id)?.into_iter().map(line).collect())
}

fn deliverables(db: &mut Db, at: &InProject) -> Result<Vec<DeliverableLine>, Problem> {
    let versions = store::deliverables::versions_of(db, at.project.id)?;
    let line = |d: plan::Deliverable| {
        let mut own = versions.iter().map(|(v, _)| v).filter(|v| v.deliverable == d.number);
        let newest = own.clone().next();
        let approved = own.find(|v| v.delivery.is_some() && v.decision.is_some());
        let newer = approved.zip(newest).filter(|(approved, newest)| approved.number != newest.number).map(|(_, newest)| newest.label.clone());
        DeliverableLine {
            number: d.number,
            name: d.name,
            version: approved.map_or(d.version_label, |v| v.label.clone()),
            newer,
            approved: newest.map(|_| approved.is_some()),
            decision: approved.and_then(|v| v.decision),
            handed_to: d.handed_to,
        }
    };
    Ok(plan::deliverables_of(db, at.project.id)?.into_iter().map(line).collect())
}

/// What was handed over of the deliverables, whatever was answered.
fn handovers_of(db: &mut Db, at: &InProject) -> Result<Vec<HandoverLine>, Problem> {
    let versions = store::deliverables::versions_of(db, at.project.id)?;
    let label = |deliverable: i32, part: i32| {
        let version = versions.iter().find(|(v, _)| (v.deliverable, v.number) == (deliverable, part));
        version.map(|(v, _)| v.label.clone()).unwrap_or_default()
    };
    let mut rows = store::handovers::of(db, at.project.id)?;
    rows.reverse();
    let line = |h: store::handovers::HandoverRow| HandoverLine {
        deliverable: h.deliverable,
        version: label(h.deliverable, h.part),
        receiver: h.receiver_name,
        handed_on: h.handed_on,
        state: h.state,
        answered_on: h.answered_on,
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Every request but drafts, in the order of their numbers.
fn changes_of(db: &mut Db, at: &InProject) -> Result<Vec<ChangeLine>, Problem> {
    let submitted = ChangeFilter { drafts_of: Some(Vec::new()), ..ChangeFilter::default() };
    let mut rows = changes::page(db, at.project.id, &submitted, None, ALL)?;
    rows.reverse();
    let line =
        |c: ChangeRow| ChangeLine { reference: c.reference().to_string(), rejected: c.is_rejected(), title: c.title, state: c.state, decision: c.decision };
    Ok(rows.into_iter().map(line).collect())
}

/// Every risk that has happened, closed since or not, in the order in which they did.
fn occurred(db: &mut Db, at: &InProject) -> Result<Vec<OccurredRisk>, Problem> {
    let mut lines = Vec::new();
    for (object, moment) in journal::objects_of_kind(db, at.project.id, "risk.occurred", ALL)? {
        let Some(reference) = object.strip_prefix("risk:").and_then(RiskRef::parse) else { continue };
        let Some(r) = risks::find(db, at.project.id, reference)? else { continue };
        lines.push(OccurredRisk {
            reference: reference.to_string(),
            threat: r.threat,
            consequence: r.consequence,
            value: r.value,
            on: Some(local_day(moment)),
        });
    }
    Ok(lines)
}

/// Every decision in the order of their days: one that was entered afterwards stands where it was taken.
fn decisions_of(db: &mut Db, at: &InProject) -> Result<Vec<DecisionLine>, Problem> {
    let mut rows = decisions::recorded_since(db, at.project.id, None, ALL)?;
    rows.sort_by_key(|row| (row.decided_on, row.number));
    rows.into_iter().map(decision_line).collect()
}
