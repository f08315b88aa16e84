//! Deliverables in the API.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, of, or_null, page, seen, shown, taken, text, whole};
use crate::api::view::{Items, does_in, read, value, version};
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::services::plan::{self as service, EditDeliverable};
use crate::store::Db;
use crate::store::plan::{self as rows, Deliverable};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde::Serialize;

const DELIVERABLES: &str = "/api/v1/projects/{code}/deliverables";
const DELIVERABLE: &str = "/api/v1/projects/{code}/deliverables/{number}";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(DELIVERABLES, Right::Read, list),
        does_in(Method::POST, DELIVERABLES, Right::Lead, add),
        show_in(DELIVERABLE, Right::Read, show),
        does_in(Method::PATCH, DELIVERABLE, Right::Lead, edit),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(DELIVERABLES, "listDeliverables", "Lists the deliverables with their version labels.", "DeliverablePage"),
    Operation::post(DELIVERABLES, "addDeliverable", "Adds a deliverable under the next number.", "NewDeliverable", "Deliverable").created(),
    Operation::get(DELIVERABLE, "readDeliverable", "Reads a deliverable.", "Deliverable"),
    Operation::patch(
        DELIVERABLE,
        "editDeliverable",
        "Changes a deliverable: what is not named stays, and null takes the label or the receivers away.",
        "DeliverableEdit",
        "Deliverable",
    ),
];

#[derive(Serialize)]
struct DeliverableView<'a> {
    number: i32,
    /// As people name it: `L1`.
    #[serde(rename = "ref")]
    reference: String,
    name: &'a str,
    version_label: Option<&'a str>,
    handed_to: Option<&'a str>,
    version: i64,
}
impl<'a> DeliverableView<'a> {
    fn of(d: &'a Deliverable) -> DeliverableView<'a> {
        let said = |text: &'a str| (!text.is_empty()).then_some(text);
        DeliverableView {
            number: d.number,
            reference: format!("L{}", d.number),
            name: &d.name,
            version_label: said(&d.version_label),
            handed_to: said(&d.handed_to),
            version: d.version,
        }
    }
}

fn list(db: &mut Db, _: &Rq, at: &InProject) -> Answer {
    let found = rows::deliverables_of(db, at.project.id)?;
    read(&Items { items: found.iter().map(DeliverableView::of).collect(), next: None })
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let found = service::deliverable(db, at, rq.number("number")?)?;
    Ok(Reply::json(value(&DeliverableView::of(&found))?).with_version(found.version))
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::add_deliverable(db, &rq.ctx()?, at, &rq.read()?)?;
    let added = service::deliverable(db, at, number)?;
    let location = format!("/api/v1/projects/{}/deliverables/{number}", at.project.code);
    Ok(Reply::created(value(&DeliverableView::of(&added))?, location).with_version(added.version))
}
fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let request: EditDeliverable = rq.read()?;
    let seen = version(rq, request.version())?;
    let whole = request.whole(&service::deliverable(db, at, number)?, seen)?;
    service::edit_deliverable(db, &rq.ctx()?, at, number, &whole)?;
    show(db, rq, at)
}

pub fn schemas() -> Vec<Named> {
    let texts = [("version_label", text()), ("handed_to", text()), ("version", seen())];
    let read = [("version_label", or_null(text())), ("handed_to", or_null(text())), ("version", whole())];
    let named = [("number", whole()), ("ref", text()), ("name", text())];
    vec![
        ("Deliverable", shown(&[&named[..], &read[..]].concat())),
        ("DeliverablePage", page(of("Deliverable"))),
        ("NewDeliverable", taken(&[("name", text())], &texts)),
        ("DeliverableEdit", taken(&[], &[&[("name", text())][..], &texts[..]].concat())),
    ]
}
