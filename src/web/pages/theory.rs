//! `/projects/{code}/theory`: the intervention and effect theory, as a picture that is a table.
use crate::domain::rights::Right;
use crate::domain::theory::{TheoryStep, items};
use crate::services::InProject;
use crate::services::theory::{self, WriteTheory};
use crate::store::Db;
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/theory", Right::Read, show),
        show_in("/projects/{code}/theory/edit", Right::WriteGoals, editing),
        post_in("/projects/{code}/theory/edit", Right::WriteGoals, write, editing),
    ]
}

#[derive(Serialize)]
struct Page {
    code: String,
    project: String,
    steps: Vec<Step>,
    written: bool,
    may_write: bool,
}
#[derive(Serialize)]
struct Step {
    key: TheoryStep,
    intervention: bool,
    items: Vec<String>,
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = theory::find(db, at)?;
    let step = |key: &TheoryStep| Step { key: *key, intervention: key.is_intervention(), items: items(row.step(*key)).map(str::to_owned).collect() };
    let context = Page {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        steps: TheoryStep::ALL.iter().map(step).collect(),
        written: row.version > 0,
        may_write: at.actor.may(Right::WriteGoals, rq.moment.today),
    };
    shell::page_in(db, rq, at, "goals", "pages/theory/theory.html", &context)
}

#[derive(Serialize)]
struct FormPage {
    code: String,
    project: String,
    form: FormState,
    steps: &'static [TheoryStep],
}
fn editing(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = theory::find(db, at)?;
    let mut saved: Vec<(&str, String)> = TheoryStep::ALL.iter().map(|s| (s.as_str(), row.step(*s).to_owned())).collect();
    saved.push(("version", row.version.to_string()));
    let context = FormPage { code: at.project.code.clone(), project: at.project.name.clone(), form: FormState::of(rq, &saved), steps: TheoryStep::ALL };
    shell::page_in(db, rq, at, "goals", "pages/theory/edit.html", &context)
}
fn write(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    theory::write(db, &rq.ctx()?, at, &rq.read::<WriteTheory>()?)?;
    Ok(Reply::see_other(urls::in_project(at, "theory")).with_notice(rq.lang.text("msg-theory-written")))
}
