//! The final report and the effect report: beginning them, and their editor, which follows from the texts and goals of the kind.
use super::{decide, editor, href, kind, name, send, steps};
use crate::domain::goal::GoalKind;
use crate::domain::report::closing::{ClosingContent, GoalLine, Part};
use crate::domain::report::content::Content;
use crate::domain::report::{ReportKey, ReportKind, ReportState};
use crate::domain::rights::Right;
use crate::render::engine::Markup;
use crate::render::{indicator, report};
use crate::services::reports::{self, BeginReport};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::columns::json;
use crate::store::reports::{self as rows, ReportRow};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, post_in, show_in};
use crate::web::shell;
use actix_web::http::Method;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::collections::BTreeMap;

/// The pages of a report that a project has one of, below its own address.
macro_rules! pages {
    ($base:literal, $write:expr) => {
        [
            show_in($base, Right::Read, show),
            post_in($base, $write, begin, show),
            show_in(concat!($base, "/pdf"), Right::Read, super::pdf),
            show_in(concat!($base, "/edit"), $write, edit),
            post_in(concat!($base, "/edit"), $write, editor::save, edit),
            show_in(concat!($base, "/preview"), $write, editor::preview),
            post_in(concat!($base, "/submission"), $write, editor::submit, edit),
            post_in(concat!($base, "/approval"), Right::Decide, decide::approve, super::show),
            post_in(concat!($base, "/return"), Right::Decide, decide::give_back, super::show),
            post_in(concat!($base, "/remarks"), Right::Discuss, super::remark, super::show),
            post_in(concat!($base, "/editions"), $write, editor::new_edition, super::show),
            post_in(concat!($base, "/dispatch"), Right::Dispatch, send::dispatch, super::show),
            post_in(concat!($base, "/deliveries/{id}/retry"), Right::Dispatch, send::retry, super::show),
            Route {
                method: Method::POST,
                path: concat!($base, "/autosave"),
                guard: Guard::Project($write),
                act: Act::DoIn(editor::autosave, Some(editor::not_saved)),
            },
        ]
    };
}

pub(super) fn routes() -> Vec<Route> {
    [pages!("/projects/{code}/final-report", ReportKind::Final.written_with()), pages!("/projects/{code}/effect-report", ReportKind::Effect.written_with())]
        .concat()
}

/// A line of the list of reports.
#[derive(Serialize)]
pub(super) struct ListRow {
    href: String,
    kind: ReportKind,
    name: String,
    /// None while there is nothing that the person may read.
    state: Option<ReportState>,
    edition: i32,
    may_begin: bool,
    writable: bool,
}

/// The final report and the effect report, as the list of reports shows them.
///
/// # Errors
/// Those of the store.
pub(super) fn rows(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Vec<ListRow>, Problem> {
    let ctx = rq.ctx()?;
    let row = |kind: ReportKind| {
        let key = ReportKey::the(kind);
        let found = reports::editions(db, &ctx, at, key)?.into_iter().next();
        Ok(ListRow {
            href: href(at, key, ""),
            kind,
            name: name(rq, key),
            state: found.as_ref().map(|row| row.state),
            edition: found.as_ref().map_or(1, |row| row.edition),
            may_begin: reports::may_begin(db, &ctx, at, kind)?,
            writable: found.is_some_and(|row| row.state.is_editable()) && reports::reads_drafts(&ctx, at, kind),
        })
    };
    ReportKind::CLOSING.into_iter().map(row).collect()
}

#[derive(Serialize)]
struct NotBegunPage {
    form: FormState,
    href: String,
    kind: ReportKind,
    name: String,
    may_begin: bool,
    /// The person writes reports, but its time has not come.
    too_early: bool,
    /// The roles that write it, of those that somebody has.
    writers: Vec<String>,
    /// Who approve it, in their order.
    holders: Vec<String>,
}

/// The report, or, while there is none that the person may read, when it is begun and by whom approved.
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, key) = (rq.ctx()?, ReportKey::the(kind(rq)));
    match reports::find(db, &ctx, at, key) {
        Err(Problem::NotFound | Problem::Forbidden(_)) => {}
        _ => return super::show(db, rq, at),
    }
    let may_begin = reports::may_begin(db, &ctx, at, key.kind)?;
    let the = |role| rq.lang.text(&format!("role-{role}")).to_owned();
    let page = NotBegunPage {
        form: FormState::empty(rq),
        href: href(at, key, ""),
        kind: key.kind,
        name: name(rq, key),
        may_begin,
        too_early: !may_begin && reports::reads_drafts(&ctx, at, key.kind),
        writers: key.kind.written_with().roles().iter().filter(|role| at.members_today(ctx.today).any(|m| m.role() == **role)).map(|role| the(*role)).collect(),
        holders: key.kind.approvals().iter().map(|matter| the(at.charter.held_by(*matter))).collect(),
    };
    shell::page_in(db, rq, at, "status-reports", "pages/reports/not-begun.html", &page)
}

fn begin(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = reports::begin(db, &rq.ctx()?, at, kind(rq), &BeginReport::default())?;
    Ok(Reply::see_other(href(at, key, "/edit")).with_notice(rq.lang.text("msg-report-started")))
}

#[derive(Serialize)]
struct EditorPage {
    form: FormState,
    /// Names of the fields, for the table that shows what somebody else saved meanwhile.
    labels: BTreeMap<String, String>,
    href: String,
    kind: ReportKind,
    name: String,
    as_of: NaiveDate,
    saved_at: NaiveDateTime,
    steps: Vec<super::Step>,
    return_reason: Option<String>,
    /// The first stands before the goals, the others after them.
    parts: Vec<Part>,
    goals: Vec<GoalRow>,
    content: Markup,
    /// What differs from the edition before.
    changes: Vec<Change>,
    last: Option<i32>,
}
#[derive(Serialize)]
struct GoalRow {
    number: i32,
    kind: GoalKind,
    name: String,
    /// What its indicators say.
    findings: Vec<(String, String)>,
    /// Somebody carries it on.
    is_effect: bool,
}
/// A text that reads otherwise than in the edition before.
#[derive(Serialize)]
struct Change {
    label: String,
    before: String,
    now: String,
}

fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let row = editor::editable(db, rq, &ctx, at)?;
    let Content::Closing(content) = reports::live_content(db, &ctx, at, &row, &report::template_hash(row.kind))? else { return Err(Problem::NotFound) };
    let last = last_edition(db, at, &row)?;
    let saved = fields(&row, &content);
    let borrowed: Vec<(&str, String)> = saved.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let page = EditorPage {
        form: FormState::of(rq, &borrowed),
        labels: saved.iter().filter(|(field, _)| field != "version").map(|(field, _)| (field.clone(), label(rq, &content, field))).collect(),
        href: href(at, row.key(), ""),
        kind: row.kind,
        name: name(rq, row.key()),
        as_of: content.head.as_of,
        saved_at: row.saved_at,
        steps: steps(rq, at, &row)?,
        return_reason: row.return_reason.clone(),
        parts: row.kind.parts().to_vec(),
        goals: content.goals.iter().map(|g| goal_row(rq, row.kind, g)).collect(),
        changes: last.as_ref().map(|(_, last)| changes(rq, &row, last, &content)).unwrap_or_default(),
        last: last.map(|(edition, _)| edition),
        content: report::preview(&Content::Closing(content)).map_err(Problem::Internal)?,
    };
    shell::page_in(db, rq, at, "status-reports", "pages/reports/closing-editor.html", &page)
}
fn goal_row(rq: &Rq, of: ReportKind, goal: &GoalLine) -> GoalRow {
    GoalRow {
        number: goal.number,
        kind: goal.kind,
        name: goal.name.clone(),
        findings: goal.indicators.iter().map(|i| (i.name.clone(), indicator::finding(rq.lang, i))).collect(),
        is_effect: of == ReportKind::Effect,
    }
}

/// The fields of the editor, as they are saved.
fn fields(row: &ReportRow, content: &ClosingContent) -> Vec<(String, String)> {
    let mut fields = vec![("version".to_owned(), row.version.to_string()), ("language".to_owned(), row.language.clone())];
    fields.extend(content.texts.iter().map(|(part, text)| (part.to_string(), text.clone())));
    for goal in &content.goals {
        fields.push((format!("goals.{}.reached", goal.number), goal.reached.clone()));
        fields.push((format!("goals.{}.carried_on_by", goal.number), goal.carried_on_by.clone()));
    }
    fields
}

/// A field's name in words: `goals.2.reached` is the goal's own name.
fn label(rq: &Rq, content: &ClosingContent, field: &str) -> String {
    let word = |key: &str| rq.lang.text(key).to_owned();
    match field.split('.').collect::<Vec<_>>()[..] {
        ["goals", number, part] => {
            let goal = content.goals.iter().find(|g| g.number.to_string() == number).map(|g| g.name.clone()).unwrap_or_default();
            if part == "reached" { goal } else { format!("{goal}: {}", word("report-carried-on-by")) }
        }
        ["language"] => word("report-language"),
        _ => word(&format!("report-text-{field}")),
    }
}

/// The edition before, as it was frozen.
fn last_edition(db: &mut Db, at: &InProject, row: &ReportRow) -> Result<Option<(i32, ClosingContent)>, Problem> {
    let before = rows::edition(db, at.project.id, row.key(), row.edition - 1)?;
    Ok(before.and_then(|r| Some((r.edition, r.frozen?))).map(|(edition, frozen)| json(&frozen).map(|content| (edition, content))).transpose()?)
}
fn changes(rq: &Rq, row: &ReportRow, last: &ClosingContent, now: &ClosingContent) -> Vec<Change> {
    let before: BTreeMap<String, String> = fields(row, last).into_iter().collect();
    let texts = fields(row, now).into_iter().filter(|(field, _)| field != "version");
    let change = |(field, now): (String, String), content: &ClosingContent| Change {
        label: label(rq, content, &field),
        before: before.get(&field).cloned().unwrap_or_default(),
        now,
    };
    texts.map(|field| change(field, now)).filter(|c| c.before != c.now).collect()
}
