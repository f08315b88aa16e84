//! What the leader writes of a part delivery: what it gathers, and its submission.
use super::{Card, delivery_title};
use crate::domain::ids::DeliverableRef;
use crate::domain::lifecycle::GateOutcome;
use crate::render::format;
use crate::services::deliveries::{self as service, Whole, version_field};
use crate::services::{InProject, Problem};
use crate::store::deliverables::versions_of;
use crate::store::plan::deliverables_of;
use crate::store::{Db, decision_points, deliveries as rows};
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Form {
    code: String,
    project: String,
    form: FormState,
    number: Option<i32>,
    title: String,
    deliverables: Vec<Offered>,
    points: Vec<Choice>,
}
/// A deliverable with the versions of it that have come since the last approved one.
#[derive(Serialize)]
struct Offered {
    field: String,
    label: String,
    versions: Vec<Choice>,
    reference: String,
    /// The version that was approved last; empty before there is one.
    approved: String,
}
fn form_page(db: &mut Db, rq: &Rq, at: &InProject, whole: Option<&Whole>, saved: &[(&str, String)]) -> Answer {
    let number = whole.map(|w| w.row.number);
    let context = Form {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, saved),
        number,
        title: whole.map(|w| delivery_title(rq.lang, w.row.number, &w.row.name)).unwrap_or_default(),
        deliverables: offered(db, at)?,
        points: points(db, rq, at, number)?,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliveries/form.html", &context)
}
fn offered(db: &mut Db, at: &InProject) -> Result<Vec<Offered>, Problem> {
    let versions = versions_of(db, at.project.id)?;
    let offered = deliverables_of(db, at.project.id)?.into_iter().map(|d| {
        let reference = DeliverableRef(d.number);
        let mine = || versions.iter().filter(|(v, _)| v.deliverable == d.number);
        let approved = mine().filter(|(v, _)| v.decision.is_some()).map(|(v, _)| v.number).max().unwrap_or(0);
        let versions = mine().filter(|(v, _)| v.number > approved).map(|(v, _)| Choice::new(&v.label, v.label.clone())).collect();
        let label_of_approved = mine().find(|(v, _)| v.number == approved).map(|(v, _)| v.label.clone()).unwrap_or_default();
        Offered {
            field: version_field(reference),
            label: format!("{reference} {}", d.name),
            versions,
            reference: reference.to_string(),
            approved: label_of_approved,
        }
    });
    Ok(offered.collect())
}
/// The decisions that the plan foresees and that no other part delivery is.
fn points(db: &mut Db, rq: &Rq, at: &InProject, own: Option<i32>) -> Result<Vec<Choice>, Problem> {
    let taken: Vec<i32> = rows::of(db, at.project.id)?.iter().filter(|d| Some(d.number) != own).filter_map(|d| d.point).collect();
    let free = decision_points::of(db, at.project.id)?.into_iter().filter(|p| p.decision.is_none() && !taken.contains(&p.number));
    Ok(free.map(|p| Choice::new(p.number, format!("{}, {}", p.what, format::dated(rq.lang, p.planned_on)))).collect())
}
fn back_to(rq: &Rq, at: &InProject, number: i32, said: &str) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, format_args!("deliveries/{number}"))).with_notice(rq.lang.text(said)))
}

pub fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    form_page(db, rq, at, None, &[])
}
pub fn draw_up(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::draw_up(db, &rq.ctx()?, at, &rq.read()?)?;
    back_to(rq, at, number, "msg-saved")
}
pub fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let whole = Whole::find(db, at, rq.number("number")?)?;
    let row = &whole.row;
    let fields: Vec<(String, String)> = whole.parts.iter().map(|p| (version_field(p.reference()), p.version.label.clone())).collect();
    let mut saved = vec![
        ("name", row.name.clone()),
        ("planned_on", row.planned_on.map(|d| d.to_string()).unwrap_or_default()),
        ("point", row.point.map(|n| n.to_string()).unwrap_or_default()),
        ("recommendation", row.recommendation.clone()),
        ("version", row.version.to_string()),
    ];
    saved.extend(fields.iter().map(|(field, label)| (field.as_str(), label.clone())));
    form_page(db, rq, at, Some(&whole), &saved)
}
pub fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    service::edit(db, &rq.ctx()?, at, number, &rq.read()?)?;
    back_to(rq, at, number, "msg-saved")
}

#[derive(Serialize)]
struct Submission {
    code: String,
    project: String,
    form: FormState,
    delivery: Card,
    outcomes: Vec<Choice>,
}
pub fn submission(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let whole = Whole::find(db, at, rq.number("number")?)?;
    at.demand_running()?;
    whole.delivery.editable()?;
    let row = &whole.row;
    let saved = [("proposed", row.proposed.clone().unwrap_or_default()), ("recommendation", row.recommendation.clone()), ("version", row.version.to_string())];
    let context = Submission {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &saved),
        outcomes: GateOutcome::ALL.iter().map(|o| Choice::new(o, rq.lang.text(&format!("outcome-{o}")).to_owned())).collect(),
        delivery: Card::of(rq, at, &whole)?,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliveries/submission.html", &context)
}
pub fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    service::submit(db, &rq.ctx()?, at, number, &rq.read()?)?;
    back_to(rq, at, number, "msg-delivery-submitted")
}
