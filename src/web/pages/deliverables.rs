//! `/projects/{code}/deliverables`: what the project delivers, with criteria and versions; and the milestones on the way.

mod one;
mod write;

use super::deliveries::{DeliveryLine, lines};
use super::milestones;
use crate::domain::ids::DeliverableRef;
use crate::domain::rights::Right;
use crate::services::{InProject, Problem, baselines};
use crate::store::deliverables::{Criterion, criteria_of};
use crate::store::plan::{Deliverable, deliverables_of};
use crate::store::{Db, plan};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::shell;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/deliverables", Right::Read, list),
        show_in("/projects/{code}/deliverables/new", Right::Lead, write::new),
        post_in("/projects/{code}/deliverables/new", Right::Lead, write::add, write::new),
        show_in("/projects/{code}/deliverables/{ref}", Right::Read, one::show),
        show_in("/projects/{code}/deliverables/{ref}/edit", Right::Lead, write::edit),
        post_in("/projects/{code}/deliverables/{ref}/edit", Right::Lead, write::save, write::edit),
        show_in("/projects/{code}/deliverables/{ref}/criteria/new", Right::Lead, write::new_criterion),
        post_in("/projects/{code}/deliverables/{ref}/criteria/new", Right::Lead, write::add_criterion, write::new_criterion),
        show_in("/projects/{code}/deliverables/{ref}/criteria/{number}", Right::Lead, write::criterion),
        post_in("/projects/{code}/deliverables/{ref}/criteria/{number}", Right::Lead, write::save_criterion, write::criterion),
        show_in("/projects/{code}/deliverables/{ref}/versions/new", Right::Lead, write::new_version),
        post_in("/projects/{code}/deliverables/{ref}/versions/new", Right::Lead, write::add_version, write::new_version),
        show_in("/projects/{code}/deliverables/{ref}/versions/{label}", Right::Read, one::version),
        show_in("/projects/{code}/deliverables/{ref}/versions/{label}/file", Right::Read, one::file),
        post_in("/projects/{code}/deliverables/{ref}/versions/{label}/removal", Right::Lead, write::remove_version, one::version),
    ]
}

#[derive(Serialize)]
struct ListPage {
    code: String,
    name: String,
    may_lead: bool,
    may_add: bool,
    deliverables: Vec<Line>,
    deliveries: Vec<DeliveryLine>,
    milestones: Vec<milestones::Line>,
}
/// A deliverable in the list.
#[derive(Serialize)]
struct Line {
    #[serde(rename = "ref")]
    reference: DeliverableRef,
    name: String,
    version: String,
    handed_to: String,
    /// Its criteria that are met, of all.
    met: usize,
    all: usize,
}
impl Line {
    fn of(d: &Deliverable, criteria: &[(Criterion, String)]) -> Line {
        let mine = || criteria.iter().filter(|(c, _)| c.deliverable == d.number);
        Line {
            reference: d.number.into(),
            name: d.name.clone(),
            version: d.version_label.clone(),
            handed_to: d.handed_to.clone(),
            met: mine().filter(|(c, _)| c.met).count(),
            all: mine().count(),
        }
    }
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let criteria = criteria_of(db, at.project.id)?;
    let may_lead = at.actor.may(Right::Lead, rq.moment.today) && at.demand_running().is_ok();
    let context = ListPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_lead,
        may_add: may_lead && !baselines::is_in_force(db, at)?,
        deliverables: deliverables_of(db, at.project.id)?.iter().map(|d| Line::of(d, &criteria)).collect(),
        milestones: milestones::lines(db, rq, at)?,
        deliveries: lines(db, &rq.ctx()?, at)?,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliverables/list.html", &context)
}

/// The deliverable in the path, and it.
fn named(db: &mut Db, rq: &Rq, at: &InProject) -> Result<(DeliverableRef, plan::Deliverable), Problem> {
    let reference = DeliverableRef::parse(rq.param("ref")).ok_or(Problem::NotFound)?;
    Ok((reference, crate::services::deliverables::find(db, at, reference)?))
}
