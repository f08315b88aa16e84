//! `status-reports` in the API: what the pages do, with the shapes of the design. What is the same for every kind of report,
//! [`closing_reports`](super::closing_reports) has from here.
use crate::api::closing_reports::goal_view;
use crate::api::view::{Items, Nothing, kronor, limit, listed, number_cursor, read, recorded, utc, version};
use crate::domain::report::content::Content;
use crate::domain::report::{ReportKey, ReportKind};
use crate::domain::rights::Right;
use crate::render::report::{make_pdf, template_hash};
use crate::services::decisions::Done;
use crate::services::reports::{self, Approve, Delivery, Dispatch, GiveBack, SaveReport, StartReport, Submit};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::reports::ReportRow;
use crate::web::pages::reports::{key, pdf_of, wanted};
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
    let items = rows.iter().map(brief).collect::<Result<Vec<Value>, Problem>>()?;
    read(&Items { items, next: next.map(|n| n.to_string()) })
}

/// What the list tells of a report: where it is on its way, and the period of a status report.
fn brief(row: &ReportRow) -> Result<Value, Problem> {
    let mut body = json!({
        "number": row.number, "edition": row.edition, "state": row.state,
        "language": row.language, "saved_at": utc(row.saved_at), "submitted_at": row.submitted_at.map(utc), "decided_at": row.decided_at.map(utc),
        "decision": row.decision, "return_reason": row.return_reason, "pdf_sha256": row.pdf_sha256, "version": row.version, "hash": row.hash,
    });
    if row.kind == ReportKind::Status {
        body["period"] = json!({"from": row.from_on, "to": row.to_on, "sprints": row.sprints()?});
    }
    Ok(body)
}

/// What a report says, beside what the list tells.
fn parts(content: &Content) -> &'static [&'static str] {
    match content {
        Content::Status(_) => {
            &["summary", "lights", "results", "upcoming", "complications", "economy", "risks", "decisions", "deviations", "next_meeting", "approval"]
        }
        Content::Closing(_) => &["kind", "texts", "record"],
    }
}

/// A report in full: what the list tells, with its content.
fn whole(row: &ReportRow, content: &Content) -> Result<Value, Problem> {
    let mut body = brief(row)?;
    let said = serde_json::to_value(content).map_err(Problem::internal)?;
    for part in parts(content).iter().chain(&["as_of", "public_address", "template", "checkpoint"]) {
        body[*part] = said[*part].clone();
    }
    for part in ["economy", "record", "lights"] {
        body.get_mut(part).map(in_kronor);
    }
    // What is frozen says UTC in its documentation; the API says it in each moment.
    match content {
        Content::Status(c) => {
            if let Some(approval) = &c.approval {
                body["approval"]["at"] = json!(utc(approval.at));
            }
        }
        // While it waits for the last approval, those that it has stand beside what was submitted.
        Content::Closing(c) => {
            body["goals"] = c.goals.iter().map(goal_view).collect();
            // What is frozen leaves out a list without conditions.
            if let Value::Object(record) = &mut body["record"] {
                record.entry("open_conditions").or_insert_with(|| json!([]));
            }
            let given = row.progress()?.approvals;
            body["approvals"] = json!(given);
            for (line, approval) in body["approvals"].as_array_mut().into_iter().flatten().zip(&given) {
                line["at"] = json!(utc(approval.at));
            }
        }
    }
    Ok(body)
}

/// What is frozen counts in öre; the API tells every amount in kronor.
fn in_kronor(part: &mut Value) {
    const AMOUNTS: [&str; 8] = ["budget_year", "outcome_year", "left_year", "budget_total", "outcome_total", "left_total", "outcome", "budget"];
    match part {
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| match value.as_i64().filter(|_| AMOUNTS.contains(&name.as_str())) {
            Some(ore) => *value = kronor(ore),
            None => in_kronor(value),
        }),
        Value::Array(items) => items.iter_mut().for_each(in_kronor),
        _ => {}
    }
}

/// The edition that the address asks for, or the newest that the person may read, in full, with its version as the tag.
fn newest(db: &mut Db, rq: &Rq, at: &InProject, key: ReportKey) -> Result<(Value, i64), Problem> {
    let ctx = rq.ctx()?;
    let row = match rq.filter("edition") {
        Some(_) => wanted(db, rq, at)?,
        None => reports::find(db, &ctx, at, key)?,
    };
    let content = reports::content(db, &ctx, at, &row, &template_hash(key.kind))?;
    Ok((whole(&row, &content)?, row.version))
}
pub(super) fn answer(db: &mut Db, rq: &Rq, at: &InProject, key: ReportKey) -> Answer {
    let (body, version) = newest(db, rq, at, key)?;
    Ok(Reply::json(body).with_version(version))
}
/// As [`answer`], of what was made.
pub(super) fn made(db: &mut Db, rq: &Rq, at: &InProject, key: ReportKey) -> Answer {
    let (body, version) = newest(db, rq, at, key)?;
    Ok(Reply::created(body, format!("/api/v1/projects/{}/{}", at.project.code, key.path())).with_version(version))
}

fn start(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = reports::start(db, &rq.ctx()?, at, &rq.read::<StartReport>()?)?;
    made(db, rq, at, ReportKey::status(number))
}

pub(super) fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    answer(db, rq, at, key(rq)?)
}

fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let mut request: SaveReport = rq.read()?;
    request.version = version(rq, request.version)?;
    reports::save(db, &rq.ctx()?, at, number, &request)?;
    answer(db, rq, at, ReportKey::status(number))
}

pub(super) fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    let request: Submit = rq.read()?;
    reports::submit(db, &rq.ctx()?, at, key, &Submit { version: version(rq, request.version)? }, &template_hash(key.kind))?;
    answer(db, rq, at, key)
}

pub(super) fn approve(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    let mut request: Approve = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = reports::approve(db, &rq.ctx()?, at, key, &request, &make_pdf)?;
    decided(db, rq, at, key, done)
}

pub(super) fn give_back(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    let mut request: GiveBack = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = reports::give_back(db, &rq.ctx()?, at, key, &request)?;
    decided(db, rq, at, key, done)
}

/// The report as decided; 202 when the decision waits for the chair's confirmation.
fn decided(db: &mut Db, rq: &Rq, at: &InProject, key: ReportKey, done: Done) -> Answer {
    match done {
        Done::Decided(_) => answer(db, rq, at, key),
        Done::WaitsForChair(id) => Ok(recorded(id)),
    }
}

pub(super) fn new_edition(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.read::<Nothing>()?;
    let key = key(rq)?;
    reports::new_edition(db, &rq.ctx()?, at, key)?;
    made(db, rq, at, key)
}

pub(super) fn dispatch(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    let mut request: Dispatch = rq.read()?;
    request.version = version(rq, request.version)?;
    let sent = reports::dispatch(db, &rq.ctx()?, at, key, &request)?;
    Ok(Reply::accepted(json!({"queued": sent, "items": deliveries_of(db, at, key)?})))
}

pub(super) fn pdf(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = wanted(db, rq, at)?;
    pdf_of(db, rq, at, &row)
}

pub(super) fn deliveries(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    reports::find(db, &rq.ctx()?, at, key)?;
    listed(rq, deliveries_of(db, at, key)?)
}
fn deliveries_of(db: &mut Db, at: &InProject, key: ReportKey) -> Result<Vec<Value>, Problem> {
    Ok(reports::deliveries(db, at, key)?.iter().map(delivery).collect())
}
fn delivery(d: &Delivery) -> Value {
    let attempts: Vec<Value> = d.attempts.iter().map(|a| json!({"at": utc(a.at), "accepted": a.accepted, "answer": a.answer})).collect();
    json!({
        "id": d.id, "edition": d.edition, "name": d.name, "recipient": d.recipient, "state": d.state, "attempts": attempts, "message_id": d.message_id,
        "pdf_sha256": d.pdf_sha256, "queued_at": utc(d.queued_at), "accepted_at": d.accepted_at.map(utc), "resend": d.resend,
    })
}
