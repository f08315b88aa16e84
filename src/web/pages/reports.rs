//! Reports: the list, a report with its state, content and deliveries, and its PDF. Writing a status report lies in [`editor`],
//! beginning and writing a final or effect report in [`closing`], deciding in [`decide`], dispatching in [`send`].
mod closing;
mod decide;
mod editor;
mod send;

use crate::domain::lights::{Light, LightArea};
use crate::domain::matter::Matter;
use crate::domain::remark::Topic;
use crate::domain::report::content::StatusContent;
use crate::domain::report::{ReportDraft, ReportKey, ReportKind, ReportState};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::engine::Markup;
use crate::render::report;
use crate::services::reports::{self, Delivery, StartReport};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::columns::json;
use crate::store::decisions::{self, DecisionRow};
use crate::store::reports::ReportRow;
use crate::web::form::FormState;
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, post_in, show_in};
use crate::web::talk::{self, Talk};
use crate::web::{shell, urls};
use actix_web::http::Method;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        show_in("/projects/{code}/status-reports", Right::Read, list),
        post_in("/projects/{code}/status-reports", Right::WriteReports, start, list),
        show_in("/projects/{code}/status-reports/{number}", Right::Read, show),
        show_in("/projects/{code}/status-reports/{number}/pdf", Right::Read, pdf),
        show_in("/projects/{code}/status-reports/{number}/edit", Right::WriteReports, editor::show),
        post_in("/projects/{code}/status-reports/{number}/edit", Right::WriteReports, editor::save, editor::show),
        show_in("/projects/{code}/status-reports/{number}/preview", Right::WriteReports, editor::preview),
        post_in("/projects/{code}/status-reports/{number}/submission", Right::WriteReports, editor::submit, editor::show),
        post_in("/projects/{code}/status-reports/{number}/approval", Right::Decide, decide::approve, show),
        post_in("/projects/{code}/status-reports/{number}/return", Right::Decide, decide::give_back, show),
        post_in("/projects/{code}/status-reports/{number}/remarks", Right::Discuss, remark, show),
        post_in("/projects/{code}/status-reports/{number}/editions", Right::WriteReports, editor::new_edition, show),
        post_in("/projects/{code}/status-reports/{number}/dispatch", Right::Dispatch, send::dispatch, show),
        post_in("/projects/{code}/status-reports/{number}/deliveries/{id}/retry", Right::Dispatch, send::retry, show),
    ];
    let autosave = Act::DoIn(editor::autosave, Some(editor::not_saved));
    routes.push(Route {
        method: Method::POST,
        path: "/projects/{code}/status-reports/{number}/autosave",
        guard: Guard::Project(Right::WriteReports),
        act: autosave,
    });
    routes.extend(closing::routes());
    routes
}

/// The report that the address names: a status report by its number, of the others the only one.
///
/// # Errors
/// [`Problem::NotFound`].
pub(crate) fn key(rq: &Rq) -> Result<ReportKey, Problem> {
    match kind(rq) {
        ReportKind::Status => Ok(ReportKey::status(rq.number("number")?)),
        only => Ok(ReportKey::the(only)),
    }
}
/// The kind that the address names, after the project's code.
pub(crate) fn kind(rq: &Rq) -> ReportKind {
    let area = rq.path.split('/').skip_while(|part| *part != "projects").nth(2).unwrap_or_default();
    ReportKind::ALL.iter().copied().find(|kind| kind.slug() == area).unwrap_or(ReportKind::Status)
}

/// The address of a report's page, or of one below it.
fn href(at: &InProject, key: ReportKey, rest: &str) -> String {
    urls::in_project(at, format!("{}{rest}", key.path()))
}
fn name(rq: &Rq, key: ReportKey) -> String {
    report::name(rq.lang, key.kind, key.number)
}

#[derive(Serialize)]
struct ListPage {
    form: FormState,
    rows: Vec<ListRow>,
    /// The final report and the effect report.
    closing: Vec<closing::ListRow>,
    may_write: bool,
    next: String,
}
#[derive(Serialize)]
struct ListRow {
    href: String,
    number: i32,
    edition: i32,
    state: ReportState,
    from: NaiveDate,
    to: NaiveDate,
    sprints: Vec<i32>,
    lights: Vec<(LightArea, Light)>,
    /// The person may go on writing it.
    writable: bool,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let before = rq.filter("before").and_then(|n| n.parse().ok());
    let (found, next) = reports::list(db, &ctx, at, before, reports::PAGE)?;
    let page = ListPage {
        form: FormState::empty(rq),
        rows: found.iter().map(|row| list_row(at, row, reports::reads_drafts(&ctx, at, ReportKind::Status))).collect::<Result<_, _>>()?,
        closing: closing::rows(db, rq, at)?,
        may_write: reports::reads_drafts(&ctx, at, ReportKind::Status),
        next: next.map(|n| urls::in_project(at, format!("status-reports?before={n}"))).unwrap_or_default(),
    };
    shell::page_in(db, rq, at, "status-reports", "pages/reports/list.html", &page)
}
fn list_row(at: &InProject, row: &ReportRow, reads_drafts: bool) -> Result<ListRow, Problem> {
    let lights = match reports::frozen(row, reads_drafts) {
        Some(frozen) => json::<StatusContent>(frozen)?.lights.iter().map(|l| (l.area, l.chosen)).collect(),
        None => row.draft::<ReportDraft>()?.lights.iter().map(|l| (l.area, l.light())).collect(),
    };
    Ok(ListRow {
        href: href(at, row.key(), ""),
        number: row.number,
        edition: row.edition,
        state: row.state,
        from: row.from_on,
        to: row.to_on,
        sprints: row.sprints()?,
        lights,
        writable: row.state.is_editable() && reads_drafts,
    })
}

fn start(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = reports::start(db, &rq.ctx()?, at, &StartReport::default())?;
    Ok(Reply::see_other(href(at, ReportKey::status(number), "/edit")).with_notice(rq.lang.text("msg-report-started")))
}

#[derive(Serialize)]
struct ReportPage {
    form: FormState,
    href: String,
    kind: ReportKind,
    name: String,
    number: i32,
    edition: i32,
    is_newest: bool,
    state: ReportState,
    from: NaiveDate,
    to: NaiveDate,
    sprints: Vec<i32>,
    steps: Vec<Step>,
    content: Markup,
    lights: Vec<(LightArea, Light)>,
    submitted_at: Option<NaiveDateTime>,
    saved_at: NaiveDateTime,
    return_reason: Option<String>,
    hash: Option<String>,
    pdf_sha256: Option<String>,
    version: i64,
    editions: Vec<EditionLink>,
    recorded: Vec<Recorded>,
    /// None about what only its writers read.
    talk: Option<Talk>,
    decisions: Vec<DecisionLink>,
    /// Who decides, in words.
    holder: String,
    /// The role that decides, where nobody can now.
    unmanned: Option<Role>,
    may_write: bool,
    decide: Option<decide::DecideForm>,
    send: Option<send::SendForm>,
    deliveries: Vec<Delivery>,
}
#[derive(Serialize)]
pub(crate) struct Step {
    label: String,
    state: &'static str,
    note: String,
}
#[derive(Serialize)]
struct EditionLink {
    edition: i32,
    state: ReportState,
    href: String,
    current: bool,
}
#[derive(Serialize)]
struct DecisionLink {
    number: i32,
    outcome: String,
    by: String,
    on: NaiveDate,
    href: String,
}

/// The edition that the address asks for, or the newest that the person may read.
pub(crate) fn wanted(db: &mut Db, rq: &Rq, at: &InProject) -> Result<ReportRow, Problem> {
    let (ctx, key) = (rq.ctx()?, key(rq)?);
    match rq.filter("edition") {
        Some(edition) => reports::find_edition(db, &ctx, at, key, edition.parse().map_err(|_| Problem::NotFound)?),
        None => reports::find(db, &ctx, at, key),
    }
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let row = wanted(db, rq, at)?;
    let key = row.key();
    let content = reports::content(db, &ctx, at, &row, &report::template_hash(key.kind))?;
    let editions = reports::editions(db, &ctx, at, key)?;
    let is_newest = editions.first().is_none_or(|newest| newest.edition == row.edition);
    let about = decisions::about(db, at.project.id, key.kind.object(), &key.reference())?;
    let page = ReportPage {
        form: FormState::of(rq, &[("version", row.version.to_string())]),
        href: href(at, key, ""),
        kind: key.kind,
        name: name(rq, key),
        number: row.number,
        edition: row.edition,
        is_newest,
        state: row.state,
        from: row.from_on,
        to: row.to_on,
        sprints: row.sprints()?,
        steps: steps(rq, at, &row)?,
        lights: content.lights().iter().map(|l| (l.area, l.chosen)).collect(),
        content: report::preview(&content).map_err(Problem::Internal)?,
        submitted_at: row.submitted_at,
        saved_at: row.saved_at,
        return_reason: row.return_reason.clone(),
        hash: row.hash.clone(),
        pdf_sha256: row.pdf_sha256.clone(),
        version: row.version,
        editions: editions.iter().map(|e| edition_link(at, e, row.edition)).collect(),
        recorded: recorded::waiting_about(db, rq, at, key.kind.object(), &key.reference())?,
        talk: if row.state == ReportState::Draft { None } else { Some(Talk::about(db, rq, at, Topic::Report(key))?) },
        decisions: about.iter().map(|d| decision_link(at, d)).collect(),
        holder: decide::holder(rq, at, &row)?,
        unmanned: decide::unmanned(&ctx, at, &row)?,
        may_write: reports::reads_drafts(&ctx, at, key.kind),
        decide: if is_newest { decide::offered(db, rq, at, &row)? } else { None },
        send: send::offered(db, &ctx, at, &row)?,
        deliveries: reports::deliveries(db, at, key)?,
    };
    shell::page_in(db, rq, at, "status-reports", "pages/reports/report.html", &page)
}

fn remark(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    talk::say(db, rq, at, Topic::Report(key(rq)?))
}

/// Write, submit, approve, by one after the other, send: what is done, what is now.
pub(crate) fn steps(rq: &Rq, at: &InProject, row: &ReportRow) -> Result<Vec<Step>, Problem> {
    let approvals = row.kind.approvals();
    let now = match row.state {
        ReportState::Draft | ReportState::Returned => 0,
        ReportState::Submitted => 2 + row.progress()?.approvals.len(),
        ReportState::Approved => 2 + approvals.len(),
        ReportState::Sent => 3 + approvals.len(),
    };
    let word = |key: &str| (rq.lang.text(key).to_owned(), String::new());
    let mut words = vec![word("report-step-write"), word("report-step-submit")];
    // Where several approve, each step says who.
    let holder = |matter: &Matter| if approvals.len() > 1 { rq.lang.text(&format!("role-{}", at.charter.held_by(*matter))).to_owned() } else { String::new() };
    words.extend(approvals.iter().map(|matter| (rq.lang.text("report-step-approve").to_owned(), holder(matter))));
    words.push(word("report-step-send"));
    let state = |i: usize| {
        if i < now {
            "done"
        } else if i == now {
            "now"
        } else {
            "next"
        }
    };
    Ok(words.into_iter().enumerate().map(|(i, (label, note))| Step { label, state: state(i), note }).collect())
}
fn edition_link(at: &InProject, row: &ReportRow, shown: i32) -> EditionLink {
    EditionLink { edition: row.edition, state: row.state, href: href(at, row.key(), &format!("?edition={}", row.edition)), current: row.edition == shown }
}
fn decision_link(at: &InProject, row: &DecisionRow) -> DecisionLink {
    DecisionLink {
        number: row.number,
        outcome: row.outcome.clone(),
        by: row.person_name.clone(),
        on: row.decided_on,
        href: urls::in_project(at, format!("decisions/{}", row.number)),
    }
}

/// The PDF: the stored bytes of an approved edition, otherwise one drawn now with a water mark.
fn pdf(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = wanted(db, rq, at)?;
    pdf_of(db, rq, at, &row)
}

/// As [`pdf`], of an edition that was found.
///
/// # Errors
/// A PDF that cannot be drawn.
pub(crate) fn pdf_of(db: &mut Db, rq: &Rq, at: &InProject, row: &ReportRow) -> Answer {
    let bytes = match reports::stored_pdf(db, row)? {
        Some(bytes) => bytes,
        None => {
            let content = reports::content(db, &rq.ctx()?, at, row, &report::template_hash(row.kind))?;
            report::make_pdf(row.kind, &serde_json::to_value(&content).map_err(Problem::internal)?).map_err(Problem::Internal)?
        }
    };
    Ok(Reply::bytes("application/pdf", bytes, Some(reports::file_name(at, row))))
}
