//! `/projects/{code}/gates`: the gates with the decisions that the plan foresees, a gate, and what is decided there.

mod decision;
mod loose_ends;
mod one;
mod resumption;
mod write;

use crate::domain::lifecycle::{GateState, Standing, StandingWord};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::gates::{self as service, Walk};
use crate::services::{Ctx, InProject, Problem, notify};
use crate::store::Db;
use crate::store::conditions::{self as condition_rows, Condition};
use crate::web::decision_page;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{rail, shell};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/gates", Right::Read, show),
        show_in("/projects/{code}/gates/{number}", Right::Read, one::show),
        post_in("/projects/{code}/gates/{number}/remarks", Right::Discuss, one::remark, one::show),
        show_in("/projects/{code}/gates/{number}/edit", Right::Lead, write::plan_form),
        post_in("/projects/{code}/gates/{number}/edit", Right::Lead, write::plan, write::plan_form),
        show_in("/projects/{code}/gates/{number}/items/{item}", Right::Lead, write::item_form),
        post_in("/projects/{code}/gates/{number}/items/{item}", Right::Lead, write::set_item, write::item_form),
        show_in("/projects/{code}/gates/{number}/submission", Right::Lead, write::submission_form),
        post_in("/projects/{code}/gates/{number}/submission", Right::Lead, write::submit, write::submission_form),
        show_in("/projects/{code}/gates/{number}/decision", Right::Decide, decision_page::show::<decision::AtGate>),
        post_in("/projects/{code}/gates/{number}/decision", Right::Decide, decision_page::decide::<decision::AtGate>, decision_page::show::<decision::AtGate>),
        show_in("/projects/{code}/resumption", Right::Decide, resumption::show),
        post_in("/projects/{code}/resumption", Right::Decide, resumption::resume, resumption::show),
        show_in("/projects/{code}/conditions/{number}", Right::Read, write::condition),
        post_in("/projects/{code}/conditions/{number}", Right::Discuss, write::fulfil, write::condition),
        show_in("/projects/{code}/decision-points/new", Right::Lead, write::new_point),
        post_in("/projects/{code}/decision-points/new", Right::Lead, write::add_point, write::new_point),
        show_in("/projects/{code}/decision-points/{number}", Right::Lead, write::point_form),
        post_in("/projects/{code}/decision-points/{number}", Right::Lead, write::edit_point, write::point_form),
    ]
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    lifecycle: String,
    phases: Vec<rail::Step>,
    standing: StandingView,
    gates: Vec<Line>,
    points: Vec<PointView>,
    conditions: Vec<ConditionView>,
    may_plan: bool,
}
/// A gate in the list.
#[derive(Serialize)]
struct Line {
    number: i32,
    phase: String,
    state: GateState,
    /// What is there, of what is asked for.
    met: usize,
    all: usize,
    planned_on: Option<chrono::NaiveDate>,
    left_on: Option<chrono::NaiveDate>,
    decision: Option<i32>,
}
/// A planned decision and what came of it.
#[derive(Serialize)]
pub struct PointView {
    what: String,
    href: String,
    /// Where the leader puts right which decision it became; empty for who may not, and for what is not decided.
    correct: String,
    decider: Role,
    planned_on: chrono::NaiveDate,
    decided_on: Option<chrono::NaiveDate>,
    decision: Option<i32>,
    ended: Option<GateState>,
    late: i64,
}
/// A condition and where it stands.
#[derive(Serialize)]
pub(super) struct ConditionView {
    number: i32,
    decision: i32,
    text: String,
    owner: String,
    due_on: chrono::NaiveDate,
    fulfilled_on: Option<chrono::NaiveDate>,
    overdue: bool,
}
impl ConditionView {
    pub(super) fn of(rq: &Rq, c: &Condition, owner: &str) -> ConditionView {
        ConditionView {
            number: c.number,
            decision: c.decision,
            text: c.text.clone(),
            owner: owner.to_owned(),
            due_on: c.due_on,
            fulfilled_on: c.fulfilled_on,
            overdue: c.fulfilled_on.is_none() && c.due_on < rq.moment.today,
        }
    }
}

/// A project's standing in words: paused since when and by whom, or closed.
#[derive(Debug, Serialize)]
pub struct StandingView {
    word: StandingWord,
    text: String,
    /// The person may resume it, or record that its body has.
    resumes: bool,
}
impl StandingView {
    pub fn of(rq: &Rq, ctx: &Ctx, at: &InProject) -> StandingView {
        let standing = at.project.standing();
        let mut args = FluentArgs::new();
        let mut resumes = false;
        if let Ok((stop, pending)) = standing.pending_resumption() {
            args.set("role", rq.lang.text(&format!("role-{}-the", stop.by)).to_owned());
            args.set("day", format::dated(rq.lang, stop.on));
            args.set("decision", stop.decision.to_string());
            let mine = crate::services::decisions::standing(ctx, at, &pending);
            resumes = mine.decides || mine.records;
        }
        let text = match standing {
            Standing::Running => String::new(),
            other => rq.lang.text_with(&format!("standing-{}-text", other.word()), &args),
        };
        StandingView { word: standing.word(), text, resumes }
    }
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let walk = Walk::of(db, at)?;
    let leads = at.actor.may(Right::Lead, ctx.today);
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        lifecycle: rq.lang.text(&format!("lifecycle-{}", at.project.lifecycle)).to_owned(),
        phases: rail::whole(rq, &at.project.code, &walk.rows),
        standing: StandingView::of(rq, &ctx, at),
        gates: walk.rows.iter().map(|g| line(&walk, g)).collect(),
        points: planned(db, rq, &ctx, at, &walk)?,
        conditions: condition_rows::of(db, at.project.id)?.iter().map(|(c, owner)| ConditionView::of(rq, c, owner)).collect(),
        may_plan: leads && at.demand_running().is_ok(),
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/list.html", &context)
}
fn line(walk: &Walk, row: &crate::store::gates::GateRow) -> Line {
    let items = walk.items(row.number);
    Line {
        number: row.number,
        phase: row.phase.clone(),
        state: row.state,
        met: items.iter().filter(|i| i.met).count(),
        all: items.len(),
        planned_on: row.planned_on,
        left_on: row.left_on,
        decision: row.left_decision,
    }
}
/// The decisions that the plan foresees, each leading to where it is changed or, decided, to the decision.
pub fn planned(db: &mut Db, rq: &Rq, ctx: &Ctx, at: &InProject, walk: &Walk) -> Result<Vec<PointView>, Problem> {
    let (leads, running) = (at.actor.may(Right::Lead, ctx.today), at.demand_running().is_ok());
    let code = &at.project.code;
    let found = service::points(db, ctx, at, walk)?.into_iter().map(|p| {
        let href = match (p.gate, p.number, p.decision) {
            (Some(gate), ..) => format!("/projects/{code}/gates/{gate}"),
            (None, ..) if let Some(delivery) = p.delivery => format!("/projects/{code}/deliveries/{delivery}"),
            (None, _, Some(decision)) => format!("/projects/{code}/decisions/{decision}"),
            (None, Some(number), None) if leads => format!("/projects/{code}/decision-points/{number}"),
            _ => String::new(),
        };
        let correct = match (p.number, p.delivery, p.decision) {
            (Some(number), None, Some(_)) if leads && running => format!("/projects/{code}/decision-points/{number}"),
            _ => String::new(),
        };
        let what = match p.gate {
            Some(gate) => gate_title(rq, gate, &p.what),
            None => p.what,
        };
        PointView {
            what,
            href,
            correct,
            decider: p.decider,
            planned_on: p.planned_on,
            decided_on: p.decided_on,
            decision: p.decision,
            ended: p.ended,
            late: p.late,
        }
    });
    Ok(found.collect())
}
/// How many decisions to come the overview shows.
const TO_COME: usize = 3;
/// The planned decision that was taken last, and those that come next.
pub fn around_today(points: Vec<PointView>) -> Vec<PointView> {
    let (taken, to_come): (Vec<_>, Vec<_>) = points.into_iter().partition(|p| p.decided_on.is_some());
    taken.into_iter().max_by_key(|p| p.decided_on).into_iter().chain(to_come.into_iter().take(TO_COME)).collect()
}
/// "Grind 4: Genomförande".
fn gate_title(rq: &Rq, number: i32, phase: &str) -> String {
    let mut args = FluentArgs::new();
    args.set("number", number.to_string());
    args.set("phase", rq.lang.name(&format!("phase-{phase}")));
    rq.lang.text_with("gate-title", &args)
}
/// The people who decide for a role today, in one line.
pub(super) fn deciders(ctx: &Ctx, at: &InProject, role: Role) -> String {
    notify::holders(ctx, at, role).map(|m| m.name.as_str()).collect::<Vec<_>>().join(", ")
}
