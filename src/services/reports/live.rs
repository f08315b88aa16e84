//! What a report says today: the leader's texts with the project's own figures.
use crate::clock::local_day;
use crate::domain::decision::Basis;
use crate::domain::deviation::DeviationState;
use crate::domain::economy;
use crate::domain::report::closing::{ClosingContent, ClosingDraft};
use crate::domain::report::content::{
    Content, DecisionLine, DeviationLine, Economy, EconomyLine, Head, NextMeeting, Period, ProjectFacts, ReportLight, StatusContent,
};
use crate::domain::report::{DeliverableResult, ReportDraft, ReportKind};
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::deviations as deviation_service;
use crate::services::lights::{self, figures_day};
use crate::services::problem::Problem;
use crate::services::reports::record;
use crate::services::reports::risk_part::risks;
use crate::store::columns::{json, word};
use crate::store::decisions::{self, DecisionRow};
use crate::store::deviations::{self, DeviationRow};
use crate::store::reports::ReportRow;
use crate::store::roles::{self, Member};
use crate::store::{Db, meetings, plan, remarks, reports};
use chrono::{Datelike, Days, NaiveDate};

/// At most so many deviations stand in a report, the newest.
const DEVIATIONS: i64 = 50;
/// At most so many decisions stand in a report, the newest.
const DECISIONS: i64 = 100;

/// The content of an edition with today's figures; what submission freezes.
///
/// # Errors
/// Those of the store.
pub fn live_content(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, template: &str) -> Result<Content, Problem> {
    match row.kind {
        ReportKind::Status => Ok(Content::Status(Box::new(status(db, ctx, at, row, template)?))),
        ReportKind::Final | ReportKind::Effect => Ok(Content::Closing(Box::new(closing(db, ctx, at, row, template)?))),
    }
}

fn head(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, as_of: NaiveDate, template: &str) -> Result<Head, Problem> {
    Ok(Head {
        number: row.number,
        edition: row.edition,
        language: row.language.clone(),
        public_address: format!("{}/projects/{}/{}", ctx.base_url, at.project.code, row.key().path()),
        template: template.to_owned(),
        project: facts(db, ctx, at)?,
        as_of,
        written_by: ctx.name.clone(),
        submitted_at: None,
        checkpoint: None,
    })
}

fn closing(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, template: &str) -> Result<ClosingContent, Problem> {
    let draft: ClosingDraft = row.draft()?;
    let texts = row.kind.parts().iter().map(|part| (*part, draft.text(*part).to_owned())).collect();
    Ok(ClosingContent {
        head: head(db, ctx, at, row, ctx.today, template)?,
        kind: row.kind,
        texts,
        goals: record::goals(db, ctx, at, row.kind, &draft)?,
        record: if row.kind == ReportKind::Final { Some(record::record(db, ctx, at)?) } else { None },
        approvals: Vec::new(),
    })
}

fn status(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow, template: &str) -> Result<StatusContent, Problem> {
    let draft = refreshed(db, ctx, at, row)?;
    let as_of = figures_day(row.to_on, ctx.today);
    let last = reports::submitted_before(db, at.project.id, row.number)?.map(local_day);
    Ok(StatusContent {
        head: head(db, ctx, at, row, as_of, template)?,
        period: Period { from: row.from_on, to: row.to_on, sprints: row.sprints()? },
        lights: draft.lights.iter().map(ReportLight::from).collect(),
        summary: draft.summary,
        results: draft.results,
        upcoming: draft.upcoming,
        complications: draft.complications,
        economy: economy_on(db, at, as_of)?,
        risks: risks(db, at, last)?,
        decisions: decisions_since_last(db, at, row.number)?,
        deviations: deviations_since_last(db, at, row.number)?,
        next_meeting: meetings::next(db, at.project.id, ctx.today + Days::new(1))?.map(|m| NextMeeting { on: m.held_on, hours: m.hours, purpose: m.purpose }),
        approval: None,
    })
}

/// A status report's draft with lights proposed anew and the deliverables as they are now; the leader's words are untouched.
///
/// # Errors
/// Those of the store.
pub fn refreshed(db: &mut Db, ctx: &Ctx, at: &InProject, row: &ReportRow) -> Result<ReportDraft, Problem> {
    let mut draft: ReportDraft = row.draft()?;
    for (area, proposed) in lights::propose(db, ctx, at, (row.from_on, row.to_on))? {
        if let Some(light) = draft.lights.iter_mut().find(|l| l.area == area) {
            light.proposed = proposed;
        }
    }
    draft.results = results_of(db, at, &draft.results)?;
    Ok(draft)
}

/// One result for each deliverable, with its version as it is now and the text written so far.
pub(super) fn results_of(db: &mut Db, at: &InProject, written: &[DeliverableResult]) -> Result<Vec<DeliverableResult>, Problem> {
    let text = |number: i32| written.iter().find(|r| r.number == number).map_or_else(String::new, |r| r.text.clone());
    let deliverables = plan::deliverables_of(db, at.project.id)?;
    Ok(deliverables.into_iter().map(|d| DeliverableResult { number: d.number, text: text(d.number), name: d.name, version: d.version_label }).collect())
}

fn facts(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<ProjectFacts, Problem> {
    let members = roles::members(db, at.project.id)?;
    let leads = |m: &&Member| m.role() == Role::ProjectLeader && m.holds(ctx.today);
    let p = &at.project;
    Ok(ProjectFacts {
        code: p.code.clone(),
        name: p.name.clone(),
        organisation: p.organisation.clone(),
        orderer: p.orderer.clone(),
        financier: p.financier.clone(),
        register_number: p.register_number.clone(),
        phase: p.phase.clone(),
        leaders: members.iter().filter(leads).map(|m| m.name.clone()).collect(),
    })
}

pub(super) fn economy_on(db: &mut Db, at: &InProject, day: NaiveDate) -> Result<Economy, Problem> {
    let categories = plan::figures(db, at.project.id, day)?;
    Ok(Economy { year: day.year(), total: EconomyLine::from(&economy::total(&categories)), categories: categories.iter().map(EconomyLine::from).collect() })
}

/// What was recorded since a report before this one was submitted, the newest day first: an earlier decision that is entered late is
/// news too.
fn decisions_since_last(db: &mut Db, at: &InProject, number: i32) -> Result<Vec<DecisionLine>, Problem> {
    let last = reports::submitted_before(db, at.project.id, number)?;
    let mut rows = decisions::recorded_since(db, at.project.id, last, DECISIONS)?;
    rows.sort_by_key(|row| std::cmp::Reverse((row.decided_on, row.number)));
    rows.into_iter().map(decision_line).collect()
}
/// What was reported or answered since a report before this one was submitted, and what waits for an answer, newest first.
fn deviations_since_last(db: &mut Db, at: &InProject, number: i32) -> Result<Vec<DeviationLine>, Problem> {
    let last = reports::submitted_before(db, at.project.id, number)?;
    let rows = deviations::moved_since(db, at.project.id, last, DEVIATIONS)?;
    rows.into_iter().map(|row| deviation_line(db, at, row)).collect()
}
fn deviation_line(db: &mut Db, at: &InProject, row: DeviationRow) -> Result<DeviationLine, Problem> {
    let said = remarks::on(db, at.project.id, &deviation_service::object(row.number), DEVIATIONS)?;
    let answered = row.state == DeviationState::Answered.as_str();
    let answer = said.into_iter().rev().find(|(r, _)| answered && r.kind == "answer").map(|(r, _)| r.text).unwrap_or_default();
    Ok(DeviationLine { number: row.number, on: row.observed_on, area: row.area, title: row.title, role: word(&row.reported_role)?, answer })
}
pub(super) fn decision_line(row: DecisionRow) -> Result<DecisionLine, Problem> {
    let item = match row.basis.as_deref().map(json::<Basis>).transpose()? {
        Some(Basis::Meeting { item, .. }) => item.into_string(),
        _ => String::new(),
    };
    Ok(DecisionLine {
        number: row.number,
        on: row.decided_on,
        title: row.title,
        outcome: row.outcome,
        role: word(&row.role)?,
        delegation: row.delegation,
        by: row.person_name,
        item,
    })
}
