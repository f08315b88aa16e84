//! `/projects/{code}/handovers`: approved versions on their way to those who receive them.
use crate::domain::handover::HandoverState;
use crate::domain::handover::Receiver;
use crate::domain::ids::DeliverableRef;
use crate::domain::rights::Right;
use crate::render::format;
use crate::services::handovers::{self as service, HandOver};
use crate::services::{InProject, Problem};
use crate::store::deliverables::versions_of;
use crate::store::handovers::{self as rows, HandoverRow};
use crate::store::plan::deliverables_ever;
use crate::store::{Db, deliverables};
use crate::web::form::{Choice, FormState};
use crate::web::pages::risks_people as people;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/handovers", Right::Read, list),
        show_in("/projects/{code}/deliverables/{ref}/versions/{label}/handover", Right::Lead, new),
        post_in("/projects/{code}/deliverables/{ref}/versions/{label}/handover", Right::Lead, hand_over, new),
        show_in("/projects/{code}/handovers/{number}", Right::Read, one),
        post_in("/projects/{code}/handovers/{number}", Right::Discuss, answer, one),
    ]
}

/// A handover in a list.
#[derive(Serialize)]
pub struct Line {
    number: i32,
    #[serde(rename = "ref")]
    reference: DeliverableRef,
    label: String,
    name: String,
    to: String,
    handed_on: String,
    state: HandoverState,
    answered_on: String,
    answered_by: String,
}
/// The handovers of a project, or of one version, the newest first.
///
/// # Errors
/// Those of the store.
pub fn lines(db: &mut Db, rq: &Rq, at: &InProject, of: Option<(i32, i32)>) -> Result<Vec<Line>, Problem> {
    let (versions, deliverables) = (versions_of(db, at.project.id)?, deliverables_ever(db, at.project.id)?);
    let line = |h: HandoverRow| Line {
        label: versions.iter().find(|(v, _)| (v.deliverable, v.number) == (h.deliverable, h.part)).map(|(v, _)| v.label.clone()).unwrap_or_default(),
        name: deliverables.iter().find(|d| d.number == h.deliverable).map(|d| d.name.clone()).unwrap_or_default(),
        number: h.number,
        reference: h.deliverable.into(),
        to: h.receiver_name,
        handed_on: format::dated(rq.lang, h.handed_on),
        state: h.state,
        answered_on: h.answered_on.map(|day| format::dated(rq.lang, day)).unwrap_or_default(),
        answered_by: h.answered_by,
    };
    let wanted = rows::of(db, at.project.id)?.into_iter().filter(|h| of.is_none_or(|of| of == (h.deliverable, h.part)));
    Ok(wanted.map(line).collect())
}

#[derive(Serialize)]
struct List {
    code: String,
    project: String,
    handovers: Vec<Line>,
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = List { code: at.project.code.clone(), project: at.project.name.clone(), handovers: lines(db, rq, at, None)? };
    shell::page_in(db, rq, at, "deliverables", "pages/handovers/list.html", &context)
}

#[derive(Serialize)]
struct New {
    code: String,
    project: String,
    form: FormState,
    #[serde(rename = "ref")]
    reference: DeliverableRef,
    label: String,
    people: Vec<Choice>,
    /// Those whom the deliverable is meant for, in words.
    handed_to: String,
}
fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let reference = DeliverableRef::parse(rq.param("ref")).ok_or(Problem::NotFound)?;
    let deliverable = crate::services::deliverables::find(db, at, reference)?;
    let (version, _): (deliverables::Version, _) = crate::services::deliverables::version(db, at, reference, rq.param("label"))?;
    let context = New {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("deliverable", reference.to_string()), ("label", version.label.clone())]),
        reference,
        label: version.label,
        people: people(db, rq, at)?,
        handed_to: deliverable.handed_to,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/handovers/new.html", &context)
}
fn hand_over(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: HandOver = rq.read()?;
    // What is handed over is what the address names, whatever the form says.
    request.deliverable = DeliverableRef::parse(rq.param("ref")).ok_or(Problem::NotFound)?;
    request.label = crate::services::deliverables::version(db, at, request.deliverable, rq.param("label"))?.0.label;
    let number = service::hand_over(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("handovers/{number}"))).with_notice(rq.lang.text("msg-handed-over")))
}

#[derive(Serialize)]
struct One {
    code: String,
    project: String,
    form: FormState,
    handover: Line,
    note: String,
    reason: String,
    /// The person answers: as the receiver, or as the leader for one outside.
    may_answer: bool,
    outside: bool,
}
fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let row = service::find(db, at, rq.number("number")?)?;
    let handover = lines(db, rq, at, Some((row.deliverable, row.part)))?.into_iter().find(|l| l.number == row.number).ok_or(Problem::NotFound)?;
    let leads = at.actor.may(Right::Lead, ctx.today);
    let standing = service::standing(&ctx, at, &row);
    let context = One {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", row.version.to_string())]),
        handover,
        may_answer: standing.clone().answer(ctx.person, leads, true).is_ok(),
        outside: matches!(standing.receiver, Receiver::Outside(_)),
        note: row.note,
        reason: row.reason,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/handovers/handover.html", &context)
}
fn answer(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    service::answer(db, &rq.ctx()?, at, number, &rq.read()?)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("handovers/{number}"))).with_notice(rq.lang.text("msg-handover-answered")))
}
