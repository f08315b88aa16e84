//! `status-reports` in the API: what the pages do, with the shapes of the design.
use crate::api::view::{Items, Nothing, limit, number_cursor, read, utc, version};
use crate::domain::report::content::ReportContent;
use crate::domain::rights::Right;
use crate::render::report::{make_pdf, template_hash};
use crate::services::decisions::Done;
use crate::services::reports::{self, Approve, Delivery, Dispatch, GiveBack, SaveReport, StartReport, Submit};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::reports::ReportRow;
use crate::web::pages::reports::pdf_of;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, ShowIn};
use actix_web::http::Method;
use serde_json::{Value, json};

pub fn routes() -> Vec<Route> {
    const ALL: &str = "/api/v1/projects/{code}/status-reports";
    const ONE: &str = "/api/v1/projects/{code}/status-reports/{number}";
    let get = |path, act: ShowIn| Route { method: Method::GET, path, guard: Guard::Project(Right::Read), act: Act::ShowIn(act) };
    let write = |method, path, right, act: ShowIn| Route { method, path, guard: Guard::Project(right), act: Act::DoIn(act, None) };
    vec![
        get(ALL, list),
        write(Method::POST, ALL, Right::WriteReports, start),
        get(ONE, show),
        write(Method::PATCH, ONE, Right::WriteReports, save),
        write(Method::POST, "/api/v1/projects/{code}/status-reports/{number}/submission", Right::WriteReports, submit),
        write(Method::POST, "/api/v1/projects/{code}/status-reports/{number}/approval", Right::Decide, approve),
        write(Method::POST, "/api/v1/projects/{code}/status-reports/{number}/return", Right::Decide, give_back),
        write(Method::POST, "/api/v1/projects/{code}/status-reports/{number}/editions", Right::WriteReports, new_edition),
        write(Method::POST, "/api/v1/projects/{code}/status-reports/{number}/dispatch", Right::Dispatch, dispatch),
        get("/api/v1/projects/{code}/status-reports/{number}/pdf", pdf),
        get("/api/v1/projects/{code}/status-reports/{number}/deliveries", deliveries),
    ]
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let (rows, next) = reports::list(db, &ctx, at, number_cursor(rq)?, limit(rq)?)?;
    let items = rows.iter().map(|row| Ok(brief(row, row.sprints()?))).collect::<Result<Vec<Value>, Problem>>()?;
    read(&Items { items, next: next.map(|n| n.to_string()) })
}

/// What the list tells of a report.
fn brief(row: &ReportRow, sprints: Vec<i32>) -> Value {
    json!({
        "number": row.number, "edition": row.edition, "state": row.state, "period": {"from": row.from_on, "to": row.to_on, "sprints": sprints},
        "language": row.language, "saved_at": utc(row.saved_at), "submitted_at": row.submitted_at.map(utc), "decided_at": row.decided_at.map(utc),
        "decision": row.decision, "return_reason": row.return_reason, "pdf_sha256": row.pdf_sha256, "version": row.version, "hash": row.hash,
    })
}

/// A report in full: what the list tells, with its content.
fn whole(row: &ReportRow, content: &ReportContent) -> Result<Value, Problem> {
    let mut body = brief(row, row.sprints()?);
    let parts = serde_json::to_value(content).map_err(Problem::internal)?;
    for part in [
        "summary",
        "lights",
        "results",
        "upcoming",
        "complications",
        "economy",
        "risks",
        "decisions",
        "next_meeting",
        "as_of",
        "public_address",
        "template",
        "approval",
        "checkpoint",
    ] {
        body[part] = parts[part].clone();
    }
    // What is frozen says UTC in its documentation; the API says it in each moment.
    if let Some(approval) = &content.approval {
        body["approval"]["at"] = json!(utc(approval.at));
    }
    Ok(body)
}

/// The newest edition that the person may read, in full, with its version as the tag.
fn newest(db: &mut Db, rq: &Rq, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let ctx = rq.ctx()?;
    let row = match rq.filter("edition") {
        Some(edition) => reports::find_edition(db, &ctx, at, number, edition.parse().map_err(|_| Problem::NotFound)?)?,
        None => reports::find(db, &ctx, at, number)?,
    };
    let content = reports::content(db, &ctx, at, &row, &template_hash())?;
    Ok((whole(&row, &content)?, row.version))
}
fn answer(db: &mut Db, rq: &Rq, at: &InProject, number: i32) -> Answer {
    let (body, version) = newest(db, rq, at, number)?;
    Ok(Reply::json(body).with_version(version))
}

fn start(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = reports::start(db, &rq.ctx()?, at, &rq.read::<StartReport>()?)?;
    let (body, version) = newest(db, rq, at, number)?;
    Ok(Reply::created(body, format!("/api/v1/projects/{}/status-reports/{number}", at.project.code)).with_version(version))
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    answer(db, rq, at, rq.number("number")?)
}

fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let mut request: SaveReport = rq.read()?;
    request.version = version(rq, request.version)?;
    reports::save(db, &rq.ctx()?, at, number, &request)?;
    answer(db, rq, at, number)
}

fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let request: Submit = rq.read()?;
    reports::submit(db, &rq.ctx()?, at, number, &Submit { version: version(rq, request.version)? }, &template_hash())?;
    answer(db, rq, at, number)
}

fn approve(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let mut request: Approve = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = reports::approve(db, &rq.ctx()?, at, number, &request, &make_pdf)?;
    decided(db, rq, at, number, done)
}

fn give_back(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let mut request: GiveBack = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = reports::give_back(db, &rq.ctx()?, at, number, &request)?;
    decided(db, rq, at, number, done)
}

/// The report as decided; 202 when the decision waits for the chair's confirmation.
fn decided(db: &mut Db, rq: &Rq, at: &InProject, number: i32, done: Done) -> Answer {
    match done {
        Done::Decided(_) => answer(db, rq, at, number),
        Done::WaitsForChair(id) => Ok(Reply::accepted(json!({"recording": id, "waits_for": "chair"}))),
    }
}

fn new_edition(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.read::<Nothing>()?;
    let number = rq.number("number")?;
    reports::new_edition(db, &rq.ctx()?, at, number)?;
    let (body, version) = newest(db, rq, at, number)?;
    Ok(Reply::created(body, format!("/api/v1/projects/{}/status-reports/{number}", at.project.code)).with_version(version))
}

fn dispatch(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let sent = reports::dispatch(db, &rq.ctx()?, at, number, &rq.read::<Dispatch>()?)?;
    Ok(Reply::accepted(json!({"queued": sent, "items": deliveries_of(db, at, number)?})))
}

fn pdf(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, number) = (rq.ctx()?, rq.number("number")?);
    let row = match rq.filter("edition") {
        Some(edition) => reports::find_edition(db, &ctx, at, number, edition.parse().map_err(|_| Problem::NotFound)?)?,
        None => reports::find(db, &ctx, at, number)?,
    };
    pdf_of(db, rq, at, &row)
}

fn deliveries(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    reports::find(db, &rq.ctx()?, at, number)?;
    read(&Items { items: deliveries_of(db, at, number)?, next: None })
}
fn deliveries_of(db: &mut Db, at: &InProject, number: i32) -> Result<Vec<Value>, Problem> {
    Ok(reports::deliveries(db, at, number)?.iter().map(delivery).collect())
}
fn delivery(d: &Delivery) -> Value {
    let attempts: Vec<Value> = d.attempts.iter().map(|a| json!({"at": utc(a.at), "accepted": a.accepted, "answer": a.answer})).collect();
    json!({
        "id": d.id, "edition": d.edition, "name": d.name, "recipient": d.recipient, "state": d.state, "attempts": attempts, "message_id": d.message_id,
        "pdf_sha256": d.pdf_sha256, "queued_at": utc(d.queued_at), "accepted_at": d.accepted_at.map(utc), "resend": d.resend,
    })
}
