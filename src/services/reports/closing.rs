//! Beginning the final report or the effect report, and writing its draft.
use crate::domain::goal::GoalKind;
use crate::domain::refused::Refused;
use crate::domain::report::closing::{ClosingDraft, Part};
use crate::domain::report::{ReportDraft, ReportKey, ReportKind};
use crate::input::{Fault, FieldError, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::gates::Walk;
use crate::services::goals;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::reports::draft::{prose, put, read_language};
use crate::services::reports::find;
use crate::services::version;
use crate::store::Db;
use crate::store::reports::{self as rows, NewReport, ReportRow, SavedDraft};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The report in a language; in the last status report's without one.
#[derive(Debug, Clone, Default)]
pub struct BeginReport {
    pub language: Option<String>,
}
impl Input for BeginReport {
    fn parse(f: &mut Fields<'_>) -> Option<BeginReport> {
        Some(BeginReport { language: read_language(f) })
    }
}

/// What changes in a draft; what is lacking stays as it is.
#[derive(Debug, Clone, Default)]
pub struct SaveClosing {
    pub texts: Vec<(Part, String)>,
    pub goals: Vec<GoalEdit>,
    pub language: Option<String>,
    pub version: Option<i64>,
}
/// What changes in what is said of a goal.
#[derive(Debug, Clone)]
pub struct GoalEdit {
    pub number: i32,
    pub reached: Option<String>,
    pub carried_on_by: Option<String>,
}
impl Input for SaveClosing {
    fn parse(f: &mut Fields<'_>) -> Option<SaveClosing> {
        let texts = Part::ALL.iter().filter_map(|part| Some((*part, prose(f, part.as_str())?))).collect();
        let goals = if f.is_json() { f.each("goals", "number", goal_of_json) } else { goals_of_form(f) };
        Some(SaveClosing { texts, goals, language: read_language(f), version: f.version() })
    }
}
fn goal_of_json(f: &mut Fields<'_>) -> Option<GoalEdit> {
    let (number, reached, carried_on_by) = (f.whole("number", 1..=i32::MAX.into()), prose(f, "reached"), prose(f, "carried_on_by"));
    Some(GoalEdit { number: i32::try_from(number?).ok()?, reached, carried_on_by })
}
fn goals_of_form(f: &mut Fields<'_>) -> Vec<GoalEdit> {
    let mut numbers: Vec<i32> = f.names("goals.").iter().filter_map(|name| name.split('.').nth(1)?.parse().ok()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let said = |number: i32| GoalEdit {
        number,
        reached: prose(f, &format!("goals.{number}.reached")),
        carried_on_by: prose(f, &format!("goals.{number}.carried_on_by")),
    };
    numbers.into_iter().map(said).collect()
}

/// Whether the person may begin the report now: by right, in its time, and when there is none yet.
///
/// # Errors
/// Those of the store.
pub fn may_begin(db: &mut Db, ctx: &Ctx, at: &InProject, kind: ReportKind) -> Result<bool, Problem> {
    let in_time = kind.demand_begun(&Walk::of(db, at)?.course).is_ok();
    Ok(in_time && at.actor.may(kind.written_with(), ctx.today) && rows::find(db, at.project.id, ReportKey::the(kind))?.is_none())
}

/// Begins the project's final or effect report. The final report's summary is the last approved status report's; figures and lists are
/// the project's own, as they are when it is submitted.
///
/// # Errors
/// No right to write reports, begun already, or a phase that has not begun.
pub fn begin(db: &mut Db, ctx: &Ctx, at: &InProject, kind: ReportKind, request: &BeginReport) -> Result<ReportKey, Problem> {
    at.demand(kind.written_with(), ctx.today)?;
    let key = ReportKey::the(kind);
    if rows::find(db, at.project.id, key)?.is_some() {
        return Err(Refused::AlreadyBegun.into());
    }
    kind.demand_begun(&Walk::of(db, at)?.course)?;
    let last = rows::last_approved(db, at.project.id, ReportKind::Status)?;
    let told = last.as_ref().filter(|_| kind == ReportKind::Final);
    let summary = told.map(ReportRow::draft::<ReportDraft>).transpose()?.unwrap_or_default().summary;
    let draft = ClosingDraft { texts: [(Part::Summary, summary)].into(), ..ClosingDraft::default() };
    let language = request.language.clone().or(last.map(|l| l.language)).unwrap_or_else(|| "sv".to_owned());
    let (from_on, to_on) = days(at, ctx.today);
    let (project, editor) = (at.project.id, ctx.person.0);
    rows::add(db, &NewReport { project, key, edition: 1, from_on, to_on, sprints: &[], language: &language, draft: &draft, editor, at: ctx.now })?;
    let after = json!({"edition": 1, "language": language});
    journal::record(db, ctx, at, Change { kind: "report.started", object: &key.to_string(), before: Value::Null, after })?;
    Ok(key)
}
/// It gathers the whole project so far.
fn days(at: &InProject, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (at.project.started_on.min(today), today)
}

/// Saves a draft and answers its new version. No journal event; who saves becomes one of its makers.
///
/// # Errors
/// No right, not editable any more, stale, or a text or goal that the report has no place for.
pub fn save_closing(db: &mut Db, ctx: &Ctx, at: &InProject, kind: ReportKind, request: &SaveClosing) -> Result<i64, Problem> {
    at.demand(kind.written_with(), ctx.today)?;
    let row = find(db, ctx, at, ReportKey::the(kind))?;
    if !row.state.is_editable() {
        return Err(Refused::NotEditable.into());
    }
    version::expect(row.version, request.version)?;
    let mut draft: ClosingDraft = row.draft()?;
    for (part, text) in &request.texts {
        if !kind.parts().contains(part) {
            return Err(Problem::invalid(part.as_str(), Fault::Unknown));
        }
        draft.texts.insert(*part, text.clone());
    }
    let told = goals_told(db, at, kind)?;
    for edit in &request.goals {
        if told.iter().all(|(number, _)| *number != edit.number) {
            return Err(Problem::invalid(&format!("goals.{}.reached", edit.number), Fault::About("no-such-goal", edit.number.to_string())));
        }
        let goal = draft.goals.entry(edit.number).or_default();
        put(&mut goal.reached, edit.reached.as_ref());
        put(&mut goal.carried_on_by, edit.carried_on_by.as_ref());
    }
    let language = request.language.as_deref().unwrap_or(&row.language);
    rows::save_draft(db, &row, &SavedDraft { draft: &draft, sprints: &[], period: days(at, ctx.today), language, editor: ctx.person.0, at: ctx.now })?;
    Ok(row.version + 1)
}

/// The goals that a report of the kind tells of, by number and kind.
///
/// # Errors
/// Those of the store.
pub fn goals_told(db: &mut Db, at: &InProject, kind: ReportKind) -> Result<Vec<(i32, GoalKind)>, Problem> {
    let mut told = Vec::new();
    for goal in goals::all(db, at)? {
        let of = goal.kind()?;
        if kind.tells_of(of) {
            told.push((goal.number, of));
        }
    }
    Ok(told)
}

/// The fields that lack what the report cannot be submitted without; of a goal its name is told.
pub(super) fn missing(db: &mut Db, at: &InProject, row: &ReportRow) -> Result<Vec<FieldError>, Problem> {
    let draft: ClosingDraft = row.draft()?;
    let missing = draft.missing(row.kind, &goals_told(db, at, row.kind)?);
    let names: BTreeMap<String, String> = goals::all(db, at)?.into_iter().map(|g| (g.number.to_string(), g.name)).collect();
    let fault = |field: &str| match field.split('.').collect::<Vec<_>>()[..] {
        ["goals", number, part] => {
            let word = if part == "reached" { "goal-without-outcome" } else { "goal-without-carrier" };
            Fault::About(word, names.get(number).cloned().unwrap_or_default())
        }
        _ => Fault::Other("report-part-missing"),
    };
    Ok(missing.into_iter().map(|field| FieldError { fault: fault(&field), field }).collect())
}
