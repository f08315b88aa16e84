//! The demo's status reports: the first is approved, the second is being written.
use crate::demo::cast::Cast;
use crate::demo::file::{Project, Report};
use crate::demo::{Event, entered, names, on, short};
use crate::domain::decision::Basis;
use crate::domain::lights::LightArea;
use crate::domain::report::ReportKey;
use crate::render::report;
use crate::services::reports::{self, Approve, Dispatch, LightEdit, SaveReport, StartReport, Submit};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use chrono::NaiveDate;

/// The number of the report that is approved.
const FIRST: ReportKey = ReportKey::status(1);

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let Some(report) = &project.report else { return Vec::new() };
    let mut events =
        vec![on(report.written_on, |db| write_first(db, cast, project, report)), on(report.approved_on, |db| approve_first(db, cast, project, report))];
    events.extend(report.sent_on.map(|day| on(day, move |db| send_first(db, cast, project, day))));
    events.extend(report.next_draft_on.map(|day| on(day, move |db| begin_second(db, cast, project, report, day))));
    events
}

fn write_first(db: &mut Db, cast: &Cast, project: &Project, report: &Report) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, report.written_on)?;
    let at = entered(db, &ctx, project)?;
    reports::start(db, &ctx, &at, &StartReport { sprints: Some(report.sprints.clone()), language: Some("sv".to_owned()) })?;
    let draft = SaveReport {
        complications: Some(report.complications.clone()),
        lights: vec![LightEdit {
            area: LightArea::Budget,
            chosen: None,
            deviation: Some(report.deviation.clone()),
            measure: Some(report.measure.clone()),
            done: Some(false),
        }],
        version: Some(1),
        results: (1..).zip(report.results.iter().cloned()).collect(),
        ..SaveReport::default()
    };
    reports::save(db, &ctx, &at, FIRST.number, &draft)?;
    let version = seen(db, &ctx, &at, FIRST)?;
    reports::submit(db, &ctx, &at, FIRST, &Submit { version }, &report::template_hash(FIRST.kind))
}

/// The steering group approves it at its meeting.
fn approve_first(db: &mut Db, cast: &Cast, project: &Project, report: &Report) -> Result<(), Problem> {
    let ctx = cast.ctx(&report.approved_by, report.approved_on)?;
    let at = entered(db, &ctx, project)?;
    let basis = Basis::Meeting { date: report.approved_on, item: short(&report.item)?, present: names(&report.present)? };
    let version = seen(db, &ctx, &at, FIRST)?;
    reports::approve(db, &ctx, &at, FIRST, &Approve { basis: Some(basis), version }, &report::make_pdf).map(drop)
}

/// The leader sends it to everybody who is to have it, and to the registrar.
fn send_first(db: &mut Db, cast: &Cast, project: &Project, day: NaiveDate) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, day)?;
    let at = entered(db, &ctx, project)?;
    let version = seen(db, &ctx, &at, FIRST)?;
    reports::dispatch(db, &ctx, &at, FIRST, &Dispatch { registrar: true, version, ..Dispatch::default() }).map(drop)
}

fn begin_second(db: &mut Db, cast: &Cast, project: &Project, report: &Report, day: NaiveDate) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, day)?;
    let at = entered(db, &ctx, project)?;
    reports::start(db, &ctx, &at, &StartReport { sprints: Some(report.next_sprints.clone()), language: None }).map(drop)
}

/// The version of a report that somebody has before them.
pub(super) fn seen(db: &mut Db, ctx: &Ctx, at: &InProject, key: ReportKey) -> Result<Option<i64>, Problem> {
    Ok(Some(reports::find(db, ctx, at, key)?.version))
}
