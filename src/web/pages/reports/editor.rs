//! Writing a status report: the editor with its preview. Saving by hand and by itself, submitting, and opening a correction are
//! the same for every kind.
use super::{href, key, name};
use crate::domain::lights::{Finding, Light, LightArea};
use crate::domain::refused::Refused;
use crate::domain::report::content::{Content, StatusContent};
use crate::domain::report::{ReportKey, ReportKind};
use crate::render::engine::{self, Markup};
use crate::render::{format, report};
use crate::services::reports::{self, SaveClosing, SaveReport, Submit};
use crate::services::{Ctx, InProject, Problem};
use crate::store::columns::json;
use crate::store::reports::{self as rows, ReportRow};
use crate::store::{Db, plan};
use crate::web::error::message;
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct EditorPage {
    form: FormState,
    /// Names of the fields, for the table that shows what somebody else saved meanwhile.
    labels: BTreeMap<String, String>,
    href: String,
    number: i32,
    edition: i32,
    from: NaiveDate,
    to: NaiveDate,
    saved_at: NaiveDateTime,
    steps: Vec<super::Step>,
    return_reason: Option<String>,
    lights: Vec<LightRow>,
    results: Vec<ResultRow>,
    sprints: Vec<SprintRow>,
    content: Markup,
    /// What differs from the last report.
    changes: Vec<Change>,
    last: Option<i32>,
}
#[derive(Serialize)]
struct LightRow {
    area: LightArea,
    proposed: Light,
    findings: Vec<Finding>,
    done: bool,
}
#[derive(Serialize)]
struct ResultRow {
    number: i32,
    name: String,
    version: String,
}
#[derive(Serialize)]
struct SprintRow {
    value: i32,
    label: String,
    checked: bool,
}
/// A part that reads otherwise than in the last report.
#[derive(Serialize)]
struct Change {
    label: String,
    before: String,
    now: String,
}

pub(super) fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let row = editable(db, rq, &ctx, at)?;
    let draft = reports::refreshed(db, &ctx, at, &row)?;
    let content = reports::live_content(db, &ctx, at, &row, &report::template_hash(ReportKind::Status))?;
    let last = last_report(db, at, &row)?;
    let changes = match (&last, &content) {
        (Some(last), Content::Status(now)) => changes(rq, last, now),
        _ => Vec::new(),
    };
    let mut saved = vec![
        ("version".to_owned(), row.version.to_string()),
        ("language".to_owned(), row.language.clone()),
        ("summary".to_owned(), draft.summary),
        ("upcoming".to_owned(), draft.upcoming),
        ("complications".to_owned(), draft.complications),
    ];
    for l in &draft.lights {
        saved.push((format!("lights.{}.chosen", l.area), l.chosen.map(|c| c.to_string()).unwrap_or_default()));
        saved.push((format!("lights.{}.deviation", l.area), l.deviation.clone()));
        saved.push((format!("lights.{}.measure", l.area), l.measure.clone()));
    }
    saved.extend(draft.results.iter().map(|r| (format!("results.{}.text", r.number), r.text.clone())));
    let borrowed: Vec<(&str, String)> = saved.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let page = EditorPage {
        form: FormState::of(rq, &borrowed),
        labels: saved.iter().filter(|(name, _)| name != "version").map(|(name, _)| (name.clone(), label(rq, name))).collect(),
        href: href(at, row.key(), ""),
        number: row.number,
        edition: row.edition,
        from: row.from_on,
        to: row.to_on,
        saved_at: row.saved_at,
        steps: super::steps(rq, at, &row)?,
        return_reason: row.return_reason.clone(),
        lights: draft.lights.into_iter().map(|l| LightRow { area: l.area, proposed: l.proposed.light, findings: l.proposed.findings, done: l.done }).collect(),
        results: draft.results.into_iter().map(|r| ResultRow { number: r.number, name: r.name, version: r.version }).collect(),
        sprints: sprint_rows(db, rq, at, &row)?,
        changes,
        last: last.map(|l| l.head.number),
        content: report::preview(&content).map_err(Problem::Internal)?,
    };
    shell::page_in(db, rq, at, "status-reports", "pages/reports/editor.html", &page)
}

pub(super) fn editable(db: &mut Db, rq: &Rq, ctx: &Ctx, at: &InProject) -> Result<ReportRow, Problem> {
    let row = reports::find(db, ctx, at, key(rq)?)?;
    if row.state.is_editable() { Ok(row) } else { Err(Refused::NotEditable.into()) }
}

fn sprint_rows(db: &mut Db, rq: &Rq, at: &InProject, row: &ReportRow) -> Result<Vec<SprintRow>, Problem> {
    let gathered = row.sprints()?;
    let all = plan::sprints_of(db, at.project.id)?;
    Ok(all
        .into_iter()
        .take(12)
        .map(|s| SprintRow {
            value: s.number,
            label: format!(
                "{} ({} {} {})",
                s.number,
                format::day_month(rq.lang, s.starts_on),
                rq.lang.text("report-to"),
                format::day_month(rq.lang, s.ends_on)
            ),
            checked: gathered.contains(&s.number),
        })
        .collect())
}

/// A field's name in words: `lights.budget.deviation` is "Budget: Avvikelse".
fn label(rq: &Rq, field: &str) -> String {
    let word = |key: &str| rq.lang.text(key).to_owned();
    match field.split('.').collect::<Vec<_>>()[..] {
        ["lights", area, part] => {
            format!("{}: {}", word(&format!("light-area-{area}")), word(&format!("report-{}", if part == "chosen" { "light" } else { part })))
        }
        ["results", number, _] => format!("L{number}"),
        _ => word(&format!("report-{field}")),
    }
}

/// The content of the edition before, or of the report before.
fn last_report(db: &mut Db, at: &InProject, row: &ReportRow) -> Result<Option<StatusContent>, Problem> {
    let before = if row.edition > 1 {
        rows::edition(db, at.project.id, row.key(), row.edition - 1)?
    } else {
        rows::newest_editions(db, at.project.id, true, Some(row.number), 1)?.pop()
    };
    Ok(before.and_then(|r| r.frozen).as_deref().map(json).transpose()?)
}

fn changes(rq: &Rq, last: &StatusContent, now: &StatusContent) -> Vec<Change> {
    let word = |key: String| rq.lang.text(&key).to_owned();
    let mut found = vec![
        Change { label: word("report-summary".into()), before: last.summary.clone(), now: now.summary.clone() },
        Change { label: word("report-upcoming".into()), before: last.upcoming.clone(), now: now.upcoming.clone() },
        Change { label: word("report-complications".into()), before: last.complications.clone(), now: now.complications.clone() },
    ];
    for light in &now.lights {
        let told = |l: &crate::domain::report::content::ReportLight| format!("{} {}", word(format!("light-{}", l.chosen)), l.deviation).trim().to_owned();
        let before = last.lights.iter().find(|l| l.area == light.area).map(told).unwrap_or_default();
        found.push(Change { label: word(format!("light-area-{}", light.area)), before, now: told(light) });
    }
    for result in &now.results {
        let before = last.results.iter().find(|r| r.number == result.number).map(|r| format!("{} {}", r.version, r.text)).unwrap_or_default();
        found.push(Change {
            label: format!("L{} {}", result.number, result.name),
            before: before.trim().to_owned(),
            now: format!("{} {}", result.version, result.text).trim().to_owned(),
        });
    }
    for risk in &now.risks.list {
        let before = last.risks.list.iter().find(|r| r.reference == risk.reference).map(|r| r.value.to_string()).unwrap_or_default();
        found.push(Change { label: format!("{} {}", risk.reference, risk.consequence), before, now: risk.value.to_string() });
    }
    found.retain(|c| c.before != c.now);
    found
}

/// The report as it would read, without a frame: for the place beside the editor.
pub(super) fn preview(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    #[derive(Serialize)]
    struct Preview {
        name: String,
        content: Markup,
    }
    let ctx = rq.ctx()?;
    let row = reports::find(db, &ctx, at, key(rq)?)?;
    let content = reports::content(db, &ctx, at, &row, &report::template_hash(row.kind))?;
    let page = Preview { name: name(rq, row.key()), content: report::preview(&content).map_err(Problem::Internal)? };
    Ok(Reply::html(engine::plain("pages/reports/preview.html", rq.lang, &page).map_err(Problem::internal)?))
}

/// Saves what the editor of the report's kind holds; answers the new version.
fn saved(db: &mut Db, rq: &Rq, at: &InProject, key: ReportKey) -> Result<i64, Problem> {
    match key.kind {
        ReportKind::Status => reports::save(db, &rq.ctx()?, at, key.number, &rq.read::<SaveReport>()?),
        only => reports::save_closing(db, &rq.ctx()?, at, only, &rq.read::<SaveClosing>()?),
    }
}
pub(super) fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    saved(db, rq, at, key)?;
    Ok(Reply::see_other(href(at, key, "/edit")).with_notice(rq.lang.text("msg-report-saved")))
}

/// Saves what has been written so far and answers the new version.
pub(super) fn autosave(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let version = saved(db, rq, at, key(rq)?)?;
    Ok(Reply::json(json!({"version": version})))
}
/// What kept a draft from being saved, for the script.
pub(super) fn not_saved(_db: &mut Db, rq: &Rq, _at: &InProject) -> Answer {
    let Some(problem) = &rq.problem else { return Ok(Reply::json(json!({"errors": []}))) };
    let errors: Vec<_> = match problem {
        Problem::Invalid(faults) => faults.iter().map(|e| json!({"field": e.field, "message": message(e, rq.lang)})).collect(),
        other => vec![json!({"field": "", "message": other.words(rq.lang)})],
    };
    Ok(Reply::json(json!({"errors": errors})).with_status(problem.status()))
}

/// Saves what the editor holds, if it was sent along, and submits it.
pub(super) fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, key) = (rq.ctx()?, key(rq)?);
    let typed = rq.sent.typed();
    let from_editor = ["upcoming", "summary"].iter().any(|field| typed.contains_key(*field));
    let version = if from_editor { Some(saved(db, rq, at, key)?) } else { rq.read::<Submit>()?.version };
    reports::submit(db, &ctx, at, key, &Submit { version }, &report::template_hash(key.kind))?;
    Ok(Reply::see_other(href(at, key, "")).with_notice(rq.lang.text("msg-report-submitted")))
}

pub(super) fn new_edition(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key = key(rq)?;
    reports::new_edition(db, &rq.ctx()?, at, key)?;
    Ok(Reply::see_other(href(at, key, "/edit")).with_notice(rq.lang.text("msg-report-edition")))
}
