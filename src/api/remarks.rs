//! Opinions and comments in the API, the same below every thing that people talk about.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, moment, page, role, shown, taken, text};
use crate::api::view::{does_in, listed, utc, version};
use crate::api::{changes, risks};
use crate::domain::ids::RequirementRef;
use crate::domain::remark::{RemarkKind, Topic};
use crate::domain::report::{ReportKey, ReportKind};
use crate::domain::rights::Right;
use crate::services::remarks::{self as service, Say};
use crate::services::version::fits;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::remarks as rows;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};

/// So many of the newest remarks are listed.
const LISTED: i64 = 200;

/// The address of the opinions on a thing, or of the comments.
macro_rules! below {
    ($thing:literal, $what:literal) => {
        concat!("/api/v1/projects/{code}/", $thing, "/", $what)
    };
}
/// What can be done with the remarks on each kind of thing: its address, its name in operations, how it is called, and what a new remark
/// is answered with.
macro_rules! about {
    ($($thing:literal, $name:literal, $called:literal, $answer:literal;)+) => {
        pub fn routes() -> Vec<Route> {
            vec![$(
                show_in(below!($thing, "opinions"), Right::Read, list),
                does_in(Method::POST, below!($thing, "opinions"), Right::Discuss, say),
                show_in(below!($thing, "comments"), Right::Read, list),
                does_in(Method::POST, below!($thing, "comments"), Right::Discuss, say),
            )+]
        }
        pub const OPERATIONS: &[Operation] = &[$(
            Operation::get(below!($thing, "opinions"), concat!("list", $name, "Opinions"), concat!("Lists the opinions on ", $called, "."), "Remarks"),
            Operation::post(
                below!($thing, "opinions"), concat!("give", $name, "Opinion"), concat!("Gives an opinion on ", $called, ". It raises no version."),
                "NewRemark", $answer,
            ).created(),
            Operation::get(below!($thing, "comments"), concat!("list", $name, "Comments"), concat!("Lists the comments on ", $called, "."), "Remarks"),
            Operation::post(
                below!($thing, "comments"), concat!("comment", $name), concat!("Comments on ", $called, ". It raises no version."),
                "NewRemark", $answer,
            ).created(),
        )+];
    };
}
about! {
    "risks/{ref}", "Risk", "a risk", "Risk";
    "change-requests/{ref}", "Change", "a change request", "Change";
    "gates/{number}", "Gate", "a gate", "Remark";
    "deliveries/{number}", "Delivery", "a part delivery", "Remark";
    "documents/{number}", "Document", "a document", "Remark";
    "requirements/{ref}", "Requirement", "a requirement", "Remark";
    "status-reports/{number}", "StatusReport", "a status report", "Remark";
    "final-report", "FinalReport", "the final report", "Remark";
    "effect-report", "EffectReport", "the effect report", "Remark";
}
pub fn schemas() -> Vec<Named> {
    let remark = || shown(&[("at", moment()), ("by", text()), ("role", role()), ("text", text())]);
    vec![("Remark", remark()), ("Remarks", page(remark())), ("NewRemark", taken(&[("text", text())], &[]))]
}

/// What the address names, after the project's code.
fn topic(rq: &Rq) -> Result<Topic, Problem> {
    Ok(match rq.pattern.split('/').nth(5).unwrap_or_default() {
        "risks" => Topic::Risk(rq.risk()?),
        "change-requests" => Topic::Change(rq.change()?),
        "gates" => Topic::Gate(rq.number("number")?),
        "deliveries" => Topic::PartDelivery(rq.number("number")?),
        "documents" => Topic::Document(rq.number("number")?),
        "requirements" => Topic::Requirement(RequirementRef::parse(rq.param("ref")).ok_or(Problem::NotFound)?),
        "status-reports" => Topic::Report(ReportKey::status(rq.number("number")?)),
        "final-report" => Topic::Report(ReportKey::the(ReportKind::Final)),
        _ => Topic::Report(ReportKey::the(ReportKind::Effect)),
    })
}
fn kind(rq: &Rq) -> RemarkKind {
    if rq.pattern.ends_with("/opinions") { RemarkKind::Opinion } else { RemarkKind::Comment }
}

/// Oldest first.
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let topic = topic(rq)?;
    service::shown_version(db, &rq.ctx()?, at, topic)?;
    listed(rq, said(db, rq, at, topic)?)
}
/// Answers with the risk or the change request, of other things with what was said. A sender who names a version is held to it.
fn say(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (topic, request): (Topic, Say) = (topic(rq)?, rq.read()?);
    let is = service::shown_version(db, &rq.ctx()?, at, topic)?;
    if let Some(seen) = version(rq, None)? {
        fits(is, Some(seen))?;
    }
    service::say(db, &rq.ctx()?, at, topic, kind(rq), &request.text)?;
    match topic {
        Topic::Risk(reference) => risks::created(db, at, reference),
        Topic::Change(reference) => changes::created(db, rq, at, reference),
        _ => {
            let new = said(db, rq, at, topic)?.pop().ok_or_else(|| Problem::internal("a remark was kept and is gone"))?;
            Ok(Reply::json(new).with_status(StatusCode::CREATED))
        }
    }
}
fn said(db: &mut Db, rq: &Rq, at: &InProject, topic: Topic) -> Result<Vec<Value>, Problem> {
    let wanted = kind(rq);
    let found = rows::on(db, at.project.id, &topic.to_string(), LISTED)?.into_iter().filter(|(r, _)| r.kind == wanted.as_str());
    Ok(found.map(|(r, by)| json!({"at": utc(r.at), "by": by, "role": r.role, "text": r.text})).collect())
}
