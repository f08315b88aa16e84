//! The demo's final report and effect report: written, approved in their order, and sent.
use crate::demo::cast::Cast;
use crate::demo::file::{Approval, Closing, ClosingGoal, Project};
use crate::demo::reports::seen;
use crate::demo::{Event, entered, names, on, short};
use crate::domain::decision::Basis;
use crate::domain::report::ReportKey;
use crate::render::report;
use crate::services::Problem;
use crate::services::reports::{self, Approve, BeginReport, Dispatch, GoalEdit, SaveClosing, Submit};
use crate::store::Db;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for closing in &project.closings {
        events.push(on(closing.submitted_on, move |db| write(db, cast, project, closing)));
        events.extend(closing.approvals.iter().map(|approval| on(approval.on, move |db| approve(db, cast, project, closing, approval))));
        events.push(on(closing.sent_on, move |db| send(db, cast, project, closing)));
    }
    events
}

fn write(db: &mut Db, cast: &Cast, project: &Project, closing: &Closing) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, closing.submitted_on)?;
    let at = entered(db, &ctx, project)?;
    let key = reports::begin(db, &ctx, &at, closing.kind, &BeginReport { language: Some("sv".to_owned()) })?;
    let told = |g: &ClosingGoal| GoalEdit { number: g.number, reached: Some(g.reached.clone()), carried_on_by: g.carried_on_by.clone() };
    let draft = SaveClosing {
        texts: closing.texts.iter().map(|(part, text)| (*part, text.clone())).collect(),
        goals: closing.goals.iter().map(told).collect(),
        version: Some(1),
        ..SaveClosing::default()
    };
    reports::save_closing(db, &ctx, &at, closing.kind, &draft)?;
    let version = seen(db, &ctx, &at, key)?;
    reports::submit(db, &ctx, &at, key, &Submit { version }, &report::template_hash(closing.kind))
}

fn approve(db: &mut Db, cast: &Cast, project: &Project, closing: &Closing, approval: &Approval) -> Result<(), Problem> {
    let ctx = cast.ctx(&approval.by, approval.on)?;
    let at = entered(db, &ctx, project)?;
    let basis = Basis::Meeting { date: approval.on, item: short(&approval.item)?, present: names(&approval.present)? };
    let key = ReportKey::the(closing.kind);
    let approve = Approve { basis: Some(basis), version: seen(db, &ctx, &at, key)? };
    reports::approve(db, &ctx, &at, key, &approve, &report::make_pdf).map(drop)
}

fn send(db: &mut Db, cast: &Cast, project: &Project, closing: &Closing) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, closing.sent_on)?;
    let at = entered(db, &ctx, project)?;
    let key = ReportKey::the(closing.kind);
    let everybody = Dispatch { registrar: true, version: seen(db, &ctx, &at, key)?, ..Dispatch::default() };
    reports::dispatch(db, &ctx, &at, key, &everybody).map(drop)
}
