//! Deliverables in the API: what they must fulfil, and their versions.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, list as list_of, moment, of, or_null, page, seen, shown, taken, text, whole, yes_or_no};
use crate::api::view::{Seen, changed, does_in, listed, utc, value, version};
use crate::domain::ids::DeliverableRef;
use crate::domain::rights::Right;
use crate::services::deliverables::{self as service, WriteCriterion, WriteDeliverable};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::deliverables::{self as rows, Criterion, Version};
use crate::store::plan::{self, Deliverable};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

const DELIVERABLES: &str = "/api/v1/projects/{code}/deliverables";
const DELIVERABLE: &str = "/api/v1/projects/{code}/deliverables/{ref}";
const CRITERIA: &str = "/api/v1/projects/{code}/deliverables/{ref}/criteria";
const CRITERION: &str = "/api/v1/projects/{code}/deliverables/{ref}/criteria/{number}";
const VERSIONS: &str = "/api/v1/projects/{code}/deliverables/{ref}/versions";
const VERSION: &str = "/api/v1/projects/{code}/deliverables/{ref}/versions/{label}";
const FILE: &str = "/api/v1/projects/{code}/deliverables/{ref}/versions/{label}/file";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(DELIVERABLES, Right::Read, list),
        does_in(Method::POST, DELIVERABLES, Right::Lead, add),
        show_in(DELIVERABLE, Right::Read, show),
        does_in(Method::PATCH, DELIVERABLE, Right::Lead, edit),
        does_in(Method::POST, CRITERIA, Right::Lead, add_criterion),
        does_in(Method::PUT, CRITERION, Right::Lead, edit_criterion),
        show_in(VERSIONS, Right::Read, versions),
        does_in(Method::POST, VERSIONS, Right::Lead, add_version),
        does_in(Method::DELETE, VERSION, Right::Lead, remove_version),
        show_in(FILE, Right::Read, file),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(DELIVERABLES, "listDeliverables", "Lists the deliverables with their acceptance criteria and versions.", "DeliverablePage"),
    Operation::post(DELIVERABLES, "addDeliverable", "Adds a deliverable under the next number.", "DeliverableText", "Deliverable").created(),
    Operation::get(DELIVERABLE, "readDeliverable", "Reads a deliverable with its acceptance criteria and versions.", "Deliverable"),
    Operation::patch(
        DELIVERABLE,
        "editDeliverable",
        "Changes a deliverable: what is not named stays, and null takes it away.",
        "DeliverableEdit",
        "Deliverable",
    ),
    Operation::post(CRITERIA, "addCriterion", "Adds an acceptance criterion.", "CriterionText", "Deliverable").created(),
    Operation::put(
        CRITERION,
        "editCriterion",
        "Says how an acceptance criterion stands, or words it anew. The version is the criterion's.",
        "CriterionText",
        "Deliverable",
    ),
    Operation::get(VERSIONS, "listVersions", "Lists the versions of a deliverable, the newest first.", "DeliverableVersionPage"),
    Operation::post(VERSIONS, "addVersion", "Adds a version with a link, a file in base64, or both.", "DeliverableVersionText", "DeliverableVersion").created(),
    Operation::delete(
        VERSION,
        "removeVersion",
        "Takes a version away that no part delivery gathers. An approved one is locked. The version is the deliverable's.",
        "Seen",
    ),
    Operation::get(FILE, "readVersionFile", "Reads the file of a version.", "File"),
];

#[derive(Serialize)]
struct DeliverableView<'a> {
    number: i32,
    /// As people name it: `L1`.
    #[serde(rename = "ref")]
    reference: DeliverableRef,
    name: &'a str,
    description: Option<&'a str>,
    handed_to: Option<&'a str>,
    responsible: Option<&'a str>,
    /// The newest version's.
    version_label: Option<&'a str>,
    removed_by_decision: Option<i32>,
    criteria: Vec<CriterionView<'a>>,
    versions: Vec<VersionView<'a>>,
    version: i64,
}
#[derive(Serialize)]
struct CriterionView<'a> {
    number: i32,
    text: &'a str,
    met: bool,
    note: &'a str,
    by: &'a str,
    at: DateTime<Utc>,
    version: i64,
}
#[derive(Serialize)]
struct VersionView<'a> {
    label: &'a str,
    link: Option<&'a str>,
    /// Of its file.
    sha256: Option<&'a str>,
    note: &'a str,
    added_by: Option<&'a str>,
    added_at: DateTime<Utc>,
    /// The part delivery that it was approved with, and the decision: it is locked.
    delivery: Option<i32>,
    decision: Option<i32>,
}
fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
fn version_view<'a>((v, by): &'a (Version, Option<String>)) -> VersionView<'a> {
    VersionView {
        label: &v.label,
        link: said(&v.link),
        sha256: v.sha256.as_deref(),
        note: &v.note,
        added_by: by.as_deref(),
        added_at: utc(v.added_at),
        delivery: v.delivery,
        decision: v.decision,
    }
}
/// What belongs to the deliverables of a project.
struct Parts {
    criteria: Vec<(Criterion, String)>,
    versions: Vec<(Version, Option<String>)>,
}
impl Parts {
    fn of(db: &mut Db, at: &InProject) -> Result<Parts, Problem> {
        Ok(Parts { criteria: rows::criteria_of(db, at.project.id)?, versions: rows::versions_of(db, at.project.id)? })
    }
    fn view<'a>(&'a self, at: &'a InProject, d: &'a Deliverable) -> DeliverableView<'a> {
        let criterion = |(c, by): &'a (Criterion, String)| CriterionView {
            number: c.number,
            text: &c.text,
            met: c.met,
            note: &c.note,
            by,
            at: utc(c.changed_at),
            version: c.version,
        };
        DeliverableView {
            number: d.number,
            reference: d.number.into(),
            name: &d.name,
            description: said(&d.description),
            handed_to: said(&d.handed_to),
            responsible: at.email_of(d.responsible_id),
            version_label: said(&d.version_label),
            removed_by_decision: d.removed_by,
            criteria: self.criteria.iter().filter(|(c, _)| c.deliverable == d.number).map(criterion).collect(),
            versions: self.versions.iter().filter(|(v, _)| v.deliverable == d.number).map(version_view).collect(),
            version: d.version,
        }
    }
}

/// The deliverable in the path.
fn reference(rq: &Rq) -> Result<DeliverableRef, Problem> {
    DeliverableRef::parse(rq.param("ref")).ok_or(Problem::NotFound)
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (found, parts) = (plan::deliverables_of(db, at.project.id)?, Parts::of(db, at)?);
    listed(rq, found.iter().map(|d| parts.view(at, d)).collect())
}
fn one(db: &mut Db, at: &InProject, reference: DeliverableRef) -> Result<(Value, i64), Problem> {
    let (found, parts) = (service::find(db, at, reference)?, Parts::of(db, at)?);
    Ok((value(&parts.view(at, &found))?, found.version))
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (found, version) = one(db, at, reference(rq)?)?;
    Ok(Reply::json(found).with_version(version))
}
fn place(at: &InProject, rest: impl std::fmt::Display) -> String {
    format!("/api/v1/projects/{}/deliverables/{rest}", at.project.code)
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = service::add(db, &rq.ctx()?, at, &rq.read()?)?;
    let (added, version) = one(db, at, reference)?;
    Ok(Reply::created(added, place(at, reference)).with_version(version))
}
fn fields(at: &InProject, d: &Deliverable) -> Value {
    json!({"name": d.name, "description": d.description, "handed_to": d.handed_to, "responsible": at.email_of(d.responsible_id)})
}
fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = reference(rq)?;
    let saved = service::find(db, at, reference)?;
    let mut request: WriteDeliverable = changed(&fields(at, &saved), rq)?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, at, reference, &request)?;
    show(db, rq, at)
}
fn add_criterion(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = reference(rq)?;
    let number = service::add_criterion(db, &rq.ctx()?, at, reference, &rq.read()?)?;
    let (found, version) = one(db, at, reference)?;
    Ok(Reply::created(found, place(at, format_args!("{reference}/criteria/{number}"))).with_version(version))
}
fn edit_criterion(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: WriteCriterion = rq.read()?;
    request.version = version(rq, request.version)?;
    service::edit_criterion(db, &rq.ctx()?, at, reference(rq)?, rq.number("number")?, &request)?;
    show(db, rq, at)
}
fn versions(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = reference(rq)?;
    service::find(db, at, reference)?;
    let found = service::versions_of(db, at, reference)?;
    listed(rq, found.iter().map(version_view).collect())
}
fn add_version(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = reference(rq)?;
    let added = service::add_version(db, &rq.ctx()?, at, reference, &rq.read()?)?;
    let found = service::version(db, at, reference, &added.label)?;
    Ok(Reply::created(value(&version_view(&found))?, place(at, format_args!("{reference}/versions/{}", added.label))))
}
fn remove_version(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let seen = version(rq, rq.read::<Seen>()?.version)?;
    service::remove_version(db, &rq.ctx()?, at, reference(rq)?, rq.param("label"), seen)?;
    Ok(Reply::no_content())
}
fn file(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (stored, name) = service::file(db, at, reference(rq)?, rq.param("label"))?;
    Ok(Reply::stored_file(stored, name))
}

pub fn schemas() -> Vec<Named> {
    let criterion =
        shown(&[("number", whole()), ("text", text()), ("met", yes_or_no()), ("note", text()), ("by", text()), ("at", moment()), ("version", whole())]);
    let deliverable = shown(&[
        ("number", whole()),
        ("ref", text()),
        ("name", text()),
        ("description", or_null(text())),
        ("handed_to", or_null(text())),
        ("responsible", or_null(text())),
        ("version_label", or_null(text())),
        ("removed_by_decision", or_null(whole())),
        ("criteria", list_of(criterion)),
        ("versions", list_of(of("DeliverableVersion"))),
        ("version", whole()),
    ]);
    let version = shown(&[
        ("label", text()),
        ("link", or_null(text())),
        ("sha256", or_null(text())),
        ("note", text()),
        ("added_by", or_null(text())),
        ("added_at", moment()),
        ("delivery", or_null(whole())),
        ("decision", or_null(whole())),
    ]);
    let texts = [("description", text()), ("handed_to", text()), ("responsible", text()), ("version", seen())];
    let base64 = json!({"type": "string", "contentEncoding": "base64", "description": "A file, with its name in `file_name`."});
    vec![
        ("Deliverable", deliverable),
        ("DeliverablePage", page(of("Deliverable"))),
        ("DeliverableText", taken(&[("name", text())], &texts)),
        ("DeliverableEdit", taken(&[], &[&[("name", text())][..], &texts[..]].concat())),
        ("CriterionText", taken(&[("text", text())], &[("met", yes_or_no()), ("note", text()), ("version", seen())])),
        ("DeliverableVersion", version),
        ("DeliverableVersionPage", page(of("DeliverableVersion"))),
        ("DeliverableVersionText", taken(&[("label", text())], &[("link", text()), ("file", base64), ("file_name", text()), ("note", text())])),
    ]
}
