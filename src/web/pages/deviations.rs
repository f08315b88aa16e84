//! `/projects/{code}/deviations`: what was reported as going otherwise than decided, a new report, and one with its answer.
use crate::domain::deviation::{DeviationArea, DeviationState};
use crate::domain::rights::Right;
use crate::render::format;
use crate::services::deviations::{self, Say};
use crate::services::{InProject, Problem};
use crate::store::deviations::DeviationRow;
use crate::store::{Db, remarks};
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/deviations", Right::Read, list),
        show_in("/projects/{code}/deviations/new", Right::Discuss, new),
        post_in("/projects/{code}/deviations/new", Right::Discuss, report, new),
        show_in("/projects/{code}/deviations/{number}", Right::Read, one),
        post_in("/projects/{code}/deviations/{number}/answer", Right::Lead, answer, one),
        post_in("/projects/{code}/deviations/{number}/reopening", Right::Discuss, reopen, one),
        post_in("/projects/{code}/deviations/{number}/withdrawal", Right::Discuss, withdraw, one),
    ]
}

/// So much that was said of one is shown.
const SAID: i64 = 100;

#[derive(Serialize)]
struct List {
    code: String,
    project: String,
    state: String,
    states: Vec<Choice>,
    deviations: Vec<Line>,
    next: String,
    may_report: bool,
}
#[derive(Serialize)]
struct Line {
    number: i32,
    title: String,
    area: String,
    state: String,
    by: String,
    day: String,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let state: Option<DeviationState> = rq.filter_word("state");
    let (rows, next) = deviations::page(db, at, state, rq.filter_word("before"), deviations::PAGE)?;
    let word = state.map_or_else(String::new, |s| s.to_string());
    let next = next.map(|n| if word.is_empty() { format!("{}?before={n}", rq.path) } else { format!("{}?state={word}&before={n}", rq.path) });
    let context = List {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        state: word,
        states: DeviationState::ALL.iter().map(|s| Choice::new(s, rq.lang.text(&format!("deviation-state-{s}")))).collect(),
        deviations: rows.iter().map(|row| line(db, rq, at, row)).collect::<Result<_, _>>()?,
        next: next.unwrap_or_default(),
        may_report: at.actor.may(Right::Discuss, rq.moment.today),
    };
    shell::page_in(db, rq, at, "deviations", "pages/deviations/list.html", &context)
}
fn line(db: &mut Db, rq: &Rq, at: &InProject, row: &DeviationRow) -> Result<Line, Problem> {
    let name = at.named(db, row.reported_by)?;
    Ok(Line {
        number: row.number,
        title: row.title.clone(),
        area: rq.lang.text(&format!("deviation-area-{}", row.area)).to_owned(),
        state: row.state.clone(),
        by: format::with_role(&name, rq.lang.text(&format!("role-{}", row.reported_role))),
        day: format::date(crate::clock::local_day(row.reported_at)),
    })
}

#[derive(Serialize)]
struct New {
    code: String,
    project: String,
    form: FormState,
    areas: Vec<Choice>,
}
fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = New {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("observed_on", rq.moment.today.to_string())]),
        areas: DeviationArea::ALL.iter().map(|a| Choice::new(a, rq.lang.text(&format!("deviation-area-{a}")))).collect(),
    };
    shell::page_in(db, rq, at, "deviations", "pages/deviations/new.html", &context)
}
fn report(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = deviations::report(db, &rq.ctx()?, at, &rq.read()?)?;
    done(rq, at, number, "msg-deviation-reported")
}

#[derive(Serialize)]
struct One {
    code: String,
    project: String,
    form: FormState,
    deviation: Line,
    text: String,
    observed: String,
    said: Vec<Said>,
    may_answer: bool,
    may_reopen: bool,
    may_withdraw: bool,
}
/// Something that was said of it: `answer`, `reopening` or `withdrawal`.
#[derive(Serialize)]
struct Said {
    kind: String,
    when: String,
    by: String,
    text: String,
}
fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = deviations::find(db, at, rq.number("number")?)?;
    let may = deviations::may(&rq.ctx()?, at, &row)?;
    let said = |(r, by): (remarks::Remark, String)| Said {
        when: format::stamp(rq.lang, format::local(r.at)),
        by: format::with_role(&by, rq.lang.text(&format!("role-{}", r.role))),
        kind: r.kind,
        text: r.text,
    };
    let context = One {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", row.version.to_string())]),
        deviation: line(db, rq, at, &row)?,
        observed: format::dated(rq.lang, row.observed_on),
        said: remarks::on(db, at.project.id, &deviations::object(row.number), SAID)?.into_iter().map(said).collect(),
        may_answer: may.answer,
        may_reopen: may.reopen,
        may_withdraw: may.withdraw,
        text: row.text,
    };
    shell::page_in(db, rq, at, "deviations", "pages/deviations/deviation.html", &context)
}
fn answer(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    deviations::answer(db, &rq.ctx()?, at, number, &rq.read::<Say>()?)?;
    done(rq, at, number, "msg-deviation-answered")
}
fn reopen(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    deviations::reopen(db, &rq.ctx()?, at, number, &rq.read::<Say>()?)?;
    done(rq, at, number, "msg-deviation-reopened")
}
fn withdraw(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    deviations::withdraw(db, &rq.ctx()?, at, number, &rq.read::<Say>()?)?;
    done(rq, at, number, "msg-deviation-withdrawn")
}
fn done(rq: &Rq, at: &InProject, number: i32, told: &str) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, format_args!("deviations/{number}"))).with_notice(rq.lang.text(told)))
}
