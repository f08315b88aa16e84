//! The plan in force (Gällande plan), and those before it.
use crate::clock::local_day;
use crate::domain::plan::Plan;
use crate::services::{InProject, Problem, baselines};
use crate::store::Db;
use crate::store::baselines::{self as rows, Baseline};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::shell;
use chrono::NaiveDate;
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    /// 0 while no plan is in force: the plan as it stands.
    number: i32,
    in_force: bool,
    /// None of a plan that was not decided here.
    made_by: Option<Made>,
    hash: String,
    plan: Plan,
    frame: i64,
    years: Vec<i32>,
    budget: Vec<Category>,
    all: Vec<Line>,
}
#[derive(Serialize)]
struct Made {
    /// Empty of a plan that a gate put in force, or a decision about the budget made.
    change: String,
    decision: Option<i32>,
}
#[derive(Serialize)]
struct Category {
    name: String,
    /// By year; `None` where it has no line.
    amounts: Vec<Option<i64>>,
    sum: i64,
}
#[derive(Serialize)]
struct Line {
    number: i32,
    /// Since when; none of a plan that was not decided here, and was only kept when it was first changed.
    day: Option<NaiveDate>,
    change: String,
    decision: Option<i32>,
    current: bool,
}

pub fn current(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let all = rows::of_project(db, at.project.id)?;
    let plan = match all.last() {
        Some(latest) => latest.plan()?,
        None => baselines::plan_now(db, at)?,
    };
    page(db, rq, at, plan, all.len(), &all)
}
pub fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number: i32 = rq.number("number")?;
    let all = rows::of_project(db, at.project.id)?;
    let place = all.iter().position(|b| b.number == number).ok_or(Problem::NotFound)?;
    let plan = all[place].plan()?;
    page(db, rq, at, plan, place + 1, &all)
}

/// `nth`: the place of the shown plan among all, from 1; 0 for one that is not frozen.
fn page(db: &mut Db, rq: &Rq, at: &InProject, plan: Plan, nth: usize, all: &[Baseline]) -> Answer {
    let shown = nth.checked_sub(1).and_then(|i| all.get(i));
    let change = |b: &Baseline| b.change_number.map(|n| format!("FB-{n}")).unwrap_or_default();
    let mut years: Vec<i32> = plan.budget.iter().map(|b| b.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut names: Vec<&str> = Vec::new();
    for line in &plan.budget {
        if !names.contains(&line.category.as_str()) {
            names.push(&line.category);
        }
    }
    let category = |name: &str| {
        let of = |year: &i32| plan.budget.iter().find(|b| b.category == name && b.year == *year).map(|b| b.amount.0);
        let amounts: Vec<Option<i64>> = years.iter().map(of).collect();
        Category { name: name.to_owned(), sum: amounts.iter().flatten().sum(), amounts }
    };
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        number: shown.map_or(0, |b| b.number),
        in_force: nth == all.len(),
        made_by: shown.filter(|b| b.decision.is_some()).map(|b| Made { change: change(b), decision: b.decision }),
        hash: shown.map(|b| b.hash.clone()).unwrap_or_default(),
        frame: plan.frame().0,
        budget: names.into_iter().map(category).collect(),
        years,
        all: all
            .iter()
            .rev()
            .map(|b| Line {
                number: b.number,
                day: b.decision.map(|_| local_day(b.adopted_at)),
                change: change(b),
                decision: b.decision,
                current: shown.is_some_and(|s| s.number == b.number),
            })
            .collect(),
        plan,
    };
    shell::page_in(db, rq, at, "changes", "pages/changes/plan.html", &context)
}
