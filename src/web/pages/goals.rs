//! Goals with their indicators: what the project is for, and how far it has come.
mod indicators;
pub(crate) mod words;

use crate::domain::goal::GoalKind;
use crate::domain::rights::Right;
use crate::render::format;
use crate::services::goals::{self, WriteGoal};
use crate::services::indicators::{self as service, Standing};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use crate::store::goals::GoalRow;
use crate::web::form::{Choice, FormState, with_answering};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;
use words::IndicatorView;

pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        show_in("/projects/{code}/goals", Right::Read, list),
        show_in("/projects/{code}/goals/new", Right::WriteGoals, new),
        post_in("/projects/{code}/goals/new", Right::WriteGoals, add, new),
        show_in("/projects/{code}/goals/{number}", Right::Read, one),
        show_in("/projects/{code}/goals/{number}/edit", Right::WriteGoals, editing),
        post_in("/projects/{code}/goals/{number}/edit", Right::WriteGoals, edit, editing),
    ];
    routes.extend(indicators::routes());
    routes
}

#[derive(Serialize)]
struct ListPage {
    code: String,
    name: String,
    may_write: bool,
    groups: Vec<Group>,
}
/// Effect goals, or project goals with their part goals.
#[derive(Serialize)]
struct Group {
    kind: GoalKind,
    goals: Vec<GoalView>,
}
#[derive(Serialize)]
struct GoalView {
    number: i32,
    kind: String,
    name: String,
    portfolio: String,
    responsible: String,
    parent: Option<i32>,
    parent_name: String,
    indicators: Vec<IndicatorView>,
    may_measure: bool,
    /// Its part goals.
    parts: Vec<GoalView>,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let (all, standings) = (goals::all(db, at)?, service::all(db, &ctx, at)?);
    let group =
        |kind: GoalKind| Group { kind, goals: all.iter().filter(|g| g.kind == kind.as_str()).map(|goal| view(rq, &ctx, at, &all, &standings, goal)).collect() };
    let groups = [group(GoalKind::Effect), group(GoalKind::Project)];
    let context = ListPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_write: at.actor.may(Right::WriteGoals, ctx.today) && at.demand_running().is_ok(),
        groups: groups.into_iter().filter(|g| !g.goals.is_empty()).collect(),
    };
    shell::page_in(db, rq, at, "goals", "pages/goals/list.html", &context)
}
fn view(rq: &Rq, ctx: &Ctx, at: &InProject, all: &[GoalRow], standings: &[Standing], goal: &GoalRow) -> GoalView {
    GoalView {
        number: goal.number,
        kind: goal.kind.clone(),
        name: goal.name.clone(),
        portfolio: goal.portfolio.clone(),
        responsible: responsible(rq, ctx, at, goal),
        parent: goal.parent,
        parent_name: all.iter().find(|g| Some(g.number) == goal.parent).map(|g| g.name.clone()).unwrap_or_default(),
        indicators: standings.iter().filter(|s| s.row.goal == goal.number).map(|s| words::view(rq, s)).collect(),
        may_measure: goals::demand_measure(ctx, at, goal).is_ok(),
        // A part has no parts: however the rows point at one another, this ends.
        parts: all.iter().filter(|g| goal.parent.is_none() && g.parent == Some(goal.number)).map(|part| view(rq, ctx, at, all, standings, part)).collect(),
    }
}
/// Those responsible, with the role.
fn responsible(rq: &Rq, ctx: &Ctx, at: &InProject, goal: &GoalRow) -> String {
    let named = |m: &&crate::store::roles::Member| format::with_role(&m.name, rq.lang.text(&format!("role-{}", m.role())));
    goals::responsible(ctx, at, goal).iter().map(named).collect::<Vec<_>>().join(", ")
}

#[derive(Serialize)]
struct GoalPage {
    code: String,
    name: String,
    may_write: bool,
    goal: GoalView,
}
fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let goal = goals::find(db, at, rq.number("number")?)?;
    let (all, standings) = (goals::all(db, at)?, service::all(db, &ctx, at)?);
    let context = GoalPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_write: at.actor.may(Right::WriteGoals, ctx.today) && demand_editable(rq, at).is_ok(),
        goal: view(rq, &ctx, at, &all, &standings, &goal),
    };
    shell::page_in(db, rq, at, "goals", "pages/goals/goal.html", &context)
}

#[derive(Serialize)]
struct FormPage {
    form: FormState,
    code: String,
    name: String,
    number: Option<i32>,
    kinds: Vec<Choice>,
    parents: Vec<Choice>,
    people: Vec<Choice>,
    /// The project has ended: only who answers for the goal can be another.
    only_responsible: bool,
}
fn form_page(db: &mut Db, rq: &Rq, at: &InProject, number: Option<i32>, saved: &[(&str, String)]) -> Answer {
    let mut people: Vec<Choice> = Vec::new();
    for m in at.members_today(rq.moment.today).filter(|m| !m.role().only_reads()) {
        if people.iter().all(|p| p.value != m.email) {
            people.push(Choice::new(&m.email, format::with_role(&m.name, rq.lang.text(&format!("role-{}", m.role())))));
        }
    }
    let project_goals = goals::all(db, at)?.into_iter().filter(|g| g.kind == GoalKind::Project.as_str() && Some(g.number) != number);
    let form = FormState::of(rq, saved);
    let context = FormPage {
        people: with_answering(people, at, &form, "responsible"),
        form,
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        number,
        only_responsible: at.demand_open().is_err(),
        kinds: GoalKind::ALL.iter().map(|k| Choice::new(k, rq.lang.text(&format!("goal-{k}")))).collect(),
        parents: project_goals.map(|g| Choice::new(g.number, g.name)).collect(),
    };
    shell::page_in(db, rq, at, "goals", "pages/goals/form.html", &context)
}
fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    form_page(db, rq, at, None, &[])
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = goals::add(db, &rq.ctx()?, at, &rq.read::<WriteGoal>()?)?;
    done(rq, at, number)
}
/// A goal is changed while the project runs; when it has ended, who answers for it still is.
fn demand_editable(rq: &Rq, at: &InProject) -> Result<(), Problem> {
    if at.demand_open().is_err() { Ok(()) } else { rq.demand_running(at) }
}
fn editing(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    demand_editable(rq, at)?;
    let goal = goals::find(db, at, rq.number("number")?)?;
    let saved = [
        ("kind", goal.kind),
        ("name", goal.name),
        ("parent", goal.parent.map(|n| n.to_string()).unwrap_or_default()),
        ("portfolio", goal.portfolio),
        ("responsible", at.email_of(goal.responsible_id).unwrap_or_default().to_owned()),
        ("version", goal.version.to_string()),
    ];
    form_page(db, rq, at, Some(goal.number), &saved)
}
fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    goals::edit(db, &rq.ctx()?, at, number, &rq.read::<WriteGoal>()?)?;
    done(rq, at, number)
}
fn done(rq: &Rq, at: &InProject, number: i32) -> Result<Reply, Problem> {
    Ok(Reply::see_other(urls::in_project(at, format_args!("goals/{number}"))).with_notice(rq.lang.text("msg-saved")))
}
