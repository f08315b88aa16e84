//! Deliverables with the version that each has now, and the milestones on the way.
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::services::plan::{self, WriteDeliverable};
use crate::store::Db;
use crate::store::plan::{deliverables_of, milestones_of};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::NaiveDate;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/deliverables", Right::Read, list),
        show_in("/projects/{code}/deliverables/new", Right::Lead, new),
        post_in("/projects/{code}/deliverables", Right::Lead, add, new),
        show_in("/projects/{code}/deliverables/{number}", Right::Lead, one),
        post_in("/projects/{code}/deliverables/{number}", Right::Lead, save, one),
    ]
}

#[derive(Serialize)]
struct ListPage {
    code: String,
    name: String,
    may_lead: bool,
    deliverables: Vec<DeliverableView>,
    milestones: Vec<MilestoneView>,
}
#[derive(Serialize)]
struct DeliverableView {
    number: i32,
    name: String,
    version: String,
    handed_to: String,
}
#[derive(Serialize)]
struct MilestoneView {
    name: String,
    starts_on: NaiveDate,
    planned_on: NaiveDate,
    expected_on: NaiveDate,
    done: bool,
    /// Days later than planned; 0 when it is in time.
    late: i64,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let today = rq.moment.today;
    let deliverables = deliverables_of(db, at.project.id)?
        .into_iter()
        .map(|d| DeliverableView { number: d.number, name: d.name, version: d.version_label, handed_to: d.handed_to })
        .collect();
    let milestones = milestones_of(db, at.project.id)?.into_iter().map(|m| {
        let expected_on = m.expected_on(today);
        MilestoneView {
            name: m.name,
            starts_on: m.starts_on,
            planned_on: m.planned_on,
            expected_on,
            done: m.done_on.is_some(),
            late: (expected_on - m.planned_on).num_days().max(0),
        }
    });
    let context = ListPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_lead: at.actor.may(Right::Lead, today),
        deliverables,
        milestones: milestones.collect(),
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliverables/list.html", &context)
}

#[derive(Serialize)]
struct FormPage {
    form: FormState,
    code: String,
    name: String,
    number: Option<i32>,
}
fn form_page(db: &mut Db, rq: &Rq, at: &InProject, number: Option<i32>, saved: &[(&str, String)]) -> Answer {
    let context = FormPage { form: FormState::of(rq, saved), code: at.project.code.clone(), name: at.project.name.clone(), number };
    shell::page_in(db, rq, at, "deliverables", "pages/deliverables/form.html", &context)
}

fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    form_page(db, rq, at, None, &[])
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    plan::add_deliverable(db, &rq.ctx()?, at, &rq.read::<WriteDeliverable>()?)?;
    done(rq, at)
}
fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let d = plan::deliverable(db, at, number)?;
    form_page(db, rq, at, Some(number), &[("name", d.name), ("version_label", d.version_label), ("handed_to", d.handed_to), ("version", d.version.to_string())])
}
fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    plan::edit_deliverable(db, &rq.ctx()?, at, rq.number("number")?, &rq.read::<WriteDeliverable>()?)?;
    done(rq, at)
}
fn done(rq: &Rq, at: &InProject) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, "deliverables")).with_notice(rq.lang.text("msg-saved")))
}
