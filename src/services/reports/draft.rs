//! Starting a status report and writing its draft.
use crate::domain::lights::{Light, LightArea};
use crate::domain::refused::Refused;
use crate::domain::report::{LightChoice, ReportDraft, ReportKey};
use crate::domain::rights::Right;
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::lights;
use crate::services::problem::Problem;
use crate::services::reports::find;
use crate::services::reports::live::results_of;
use crate::services::version;
use crate::store::plan::{self, Sprint};
use crate::store::reports::{self as rows, NewReport, ReportRow, SavedDraft};
use crate::store::{Db, projects};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// The most characters of one text in a draft.
const TEXT: usize = 8000;

/// The next report. Without sprints it gathers those since the last report.
#[derive(Debug, Clone, Default)]
pub struct StartReport {
    pub sprints: Option<Vec<i32>>,
    pub language: Option<String>,
}
impl Input for StartReport {
    fn parse(f: &mut Fields<'_>) -> Option<StartReport> {
        Some(StartReport { sprints: read_sprints(f), language: read_language(f) })
    }
}

/// What changes in a draft; what is lacking stays as it is.
#[derive(Debug, Clone, Default)]
pub struct SaveReport {
    pub summary: Option<String>,
    pub upcoming: Option<String>,
    pub complications: Option<String>,
    pub language: Option<String>,
    pub sprints: Option<Vec<i32>>,
    pub lights: Vec<LightEdit>,
    /// Deliverable's number and what was achieved.
    pub results: Vec<(i32, String)>,
    pub version: Option<i64>,
}

/// What changes in a light. `chosen: Some(None)` lets the proposal stand.
#[derive(Debug, Clone)]
pub struct LightEdit {
    pub area: LightArea,
    pub chosen: Option<Option<Light>>,
    pub deviation: Option<String>,
    pub measure: Option<String>,
    pub done: Option<bool>,
}

impl Input for SaveReport {
    fn parse(f: &mut Fields<'_>) -> Option<SaveReport> {
        let (summary, upcoming, complications) = (prose(f, "summary"), prose(f, "upcoming"), prose(f, "complications"));
        let (language, sprints, version) = (read_language(f), read_sprints(f), f.version());
        let lights = if f.is_json() { f.each("lights", "area", light_of_json) } else { LightArea::ALL.iter().map(|area| light_of_form(f, *area)).collect() };
        let results = if f.is_json() { f.each("results", "number", result_of_json) } else { results_of_form(f) };
        Some(SaveReport { summary, upcoming, complications, language, sprints, lights, results, version })
    }
}

/// A text of the draft, empty if it is sent empty, none if it is not sent.
pub(super) fn prose(f: &mut Fields<'_>, name: &str) -> Option<String> {
    match f.json(name)? {
        Value::String(text) => checked(f, name, &text),
        _ => {
            f.fault(name, Fault::WrongType);
            None
        }
    }
}
fn checked(f: &mut Fields<'_>, name: &str, text: &str) -> Option<String> {
    let text = text.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    if length > TEXT {
        f.fault(name, Fault::TooLong { max: TEXT, length });
        return None;
    }
    // XML, and so the report, has no place for these.
    let stray = |c: char| (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(stray) {
        f.fault(name, Fault::StrayCharacter);
        return None;
    }
    Some(text)
}

pub(super) fn read_language(f: &mut Fields<'_>) -> Option<String> {
    match f.json("language")?.as_str() {
        Some(code @ ("sv" | "en")) => Some(code.to_owned()),
        _ => {
            f.fault("language", Fault::NotAChoice);
            None
        }
    }
}

/// Numbers of sprints: a list in JSON, one a line in a form.
fn read_sprints(f: &mut Fields<'_>) -> Option<Vec<i32>> {
    let numbers: Option<Vec<i32>> = match f.json("sprints")? {
        Value::Array(items) => items.iter().map(|n| n.as_i64().and_then(|n| i32::try_from(n).ok())).collect(),
        Value::String(lines) => lines.split_whitespace().map(|n| n.parse().ok()).collect(),
        _ => None,
    };
    if numbers.is_none() {
        f.fault("sprints", Fault::NotANumber);
    }
    numbers
}

fn light_of_form(f: &mut Fields<'_>, area: LightArea) -> LightEdit {
    let named = |part: &str| format!("lights.{area}.{part}");
    let chosen_sent = f.json(&named("chosen")).is_some();
    let chosen = f.optional_word(&named("chosen"));
    let (deviation, measure) = (prose(f, &named("deviation")), prose(f, &named("measure")));
    // A tick that is not set is not sent: the light's other fields say that the form held it.
    let done = deviation.is_some().then(|| f.tick(&named("done")));
    LightEdit { area, chosen: chosen_sent.then_some(chosen), deviation, measure, done }
}

fn light_of_json(f: &mut Fields<'_>) -> Option<LightEdit> {
    let area = f.word("area");
    let chosen = if f.is_null("chosen") { Some(None) } else { f.optional_word("chosen").map(Some) };
    let (deviation, reason, measure) = (prose(f, "deviation"), prose(f, "reason"), prose(f, "measure"));
    // The deviation's text is the reason: either name will do.
    let deviation = match (deviation, reason) {
        (Some(deviation), Some(reason)) if deviation.is_empty() => Some(reason),
        (deviation, reason) => deviation.or(reason),
    };
    let done = f.optional_tick("done");
    Some(LightEdit { area: area?, chosen, deviation, measure, done })
}

fn results_of_form(f: &mut Fields<'_>) -> Vec<(i32, String)> {
    let names = f.names("results.");
    let number = |name: &str| name.strip_prefix("results.")?.strip_suffix(".text")?.parse().ok();
    names.iter().filter_map(|name| Some((number(name)?, prose(f, name)?))).collect()
}
fn result_of_json(f: &mut Fields<'_>) -> Option<(i32, String)> {
    let (number, text) = (f.whole("number", 1..=i32::MAX.into()), f.json("text"));
    if text.is_none() {
        f.fault("text", Fault::Required);
    }
    let text = prose(f, "text");
    Some((i32::try_from(number?).ok()?, text?))
}

/// Starts the next report: texts from the last one, figures, results and lights from the project as it is.
///
/// # Errors
/// No right to write reports, or a sprint that the project does not have.
pub fn start(db: &mut Db, ctx: &Ctx, at: &InProject, request: &StartReport) -> Result<i32, Problem> {
    at.demand(Right::WriteReports, ctx.today)?;
    let last = rows::last(db, at.project.id)?;
    let all = plan::sprints_of(db, at.project.id)?;
    let sprints = match &request.sprints {
        Some(wanted) => chosen(&all, wanted)?,
        None => since_last(&all, last.as_ref(), ctx.today),
    };
    let period = period(&sprints).unwrap_or_else(|| uncovered(at, last.as_ref(), ctx.today));
    let draft = prefilled(db, ctx, at, last.as_ref(), &sprints, period)?;
    let number = projects::next_report_number(db, at.project.id)?;
    let language = request.language.clone().or(last.map(|l| l.language)).unwrap_or_else(|| "sv".to_owned());
    let numbers: Vec<i32> = sprints.iter().map(|s| s.number).collect();
    rows::add(
        db,
        &NewReport {
            project: at.project.id,
            key: ReportKey::status(number),
            edition: 1,
            from_on: period.0,
            to_on: period.1,
            sprints: &numbers,
            language: &language,
            draft: &draft,
            editor: ctx.person.0,
            at: ctx.now,
        },
    )?;
    journal::record(
        db,
        ctx,
        at,
        Change {
            kind: "report.started",
            object: &ReportKey::status(number).to_string(),
            before: Value::Null,
            after: json!({"edition": 1, "from": period.0, "to": period.1, "sprints": numbers}),
        },
    )?;
    Ok(number)
}

/// The sprints with these numbers, oldest first.
fn chosen(all: &[Sprint], wanted: &[i32]) -> Result<Vec<Sprint>, Problem> {
    if let Some(unknown) = wanted.iter().find(|n| all.iter().all(|s| s.number != **n)) {
        return Err(Problem::invalid("sprints", Fault::About("no-such-sprint", unknown.to_string())));
    }
    let mut found: Vec<Sprint> = all.iter().filter(|s| wanted.contains(&s.number)).cloned().collect();
    found.sort_by_key(|s| s.number);
    Ok(found)
}
/// The sprints that have begun and that no report has gathered yet, oldest first.
fn since_last(all: &[Sprint], last: Option<&ReportRow>, today: NaiveDate) -> Vec<Sprint> {
    let new = |s: &&Sprint| s.starts_on <= today && last.is_none_or(|l| s.ends_on > l.to_on);
    let mut found: Vec<Sprint> = all.iter().filter(new).cloned().collect();
    found.sort_by_key(|s| s.number);
    found
}
fn period(sprints: &[Sprint]) -> Option<(NaiveDate, NaiveDate)> {
    Some((sprints.iter().map(|s| s.starts_on).min()?, sprints.iter().map(|s| s.ends_on).max()?))
}
/// Without sprints: the days since the last report.
fn uncovered(at: &InProject, last: Option<&ReportRow>, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let from = last.and_then(|l| l.to_on.succ_opt()).unwrap_or(at.project.started_on);
    (from.min(today), today)
}

fn prefilled(
    db: &mut Db, ctx: &Ctx, at: &InProject, last: Option<&ReportRow>, sprints: &[Sprint], period: (NaiveDate, NaiveDate),
) -> Result<ReportDraft, Problem> {
    let before = last.map(ReportRow::draft::<ReportDraft>).transpose()?.unwrap_or_default();
    let upcoming = sprints.iter().rev().map(|s| s.upcoming.trim()).find(|t| !t.is_empty()).map_or(before.upcoming, String::from);
    let lights = lights::propose(db, ctx, at, period)?
        .into_iter()
        .map(|(area, proposed)| {
            carried_over(&before.lights, area, LightChoice { area, proposed, chosen: None, deviation: String::new(), measure: String::new(), done: false })
        })
        .collect();
    let results = results_of(db, at, &before.results)?;
    Ok(ReportDraft { summary: told(sprints), lights, results, upcoming, complications: before.complications })
}
/// What the sprints' status said, each under its sprint when they are several: the later one may take back what the earlier one said.
fn told(sprints: &[Sprint]) -> String {
    let written: Vec<&Sprint> = sprints.iter().filter(|s| s.published_at.is_some() && !s.status.trim().is_empty()).collect();
    match written.as_slice() {
        [one] => one.status.trim().to_owned(),
        several => several.iter().map(|s| format!("Sprint {}\n{}", s.number, s.status.trim())).collect::<Vec<_>>().join("\n\n"),
    }
}
/// The texts of a deviation that was not done go on; a choice is made anew in each report.
fn carried_over(before: &[LightChoice], area: LightArea, fresh: LightChoice) -> LightChoice {
    match before.iter().find(|l| l.area == area) {
        Some(old) if !old.done && fresh.proposed.light != Light::OnPlan => {
            LightChoice { deviation: old.deviation.clone(), measure: old.measure.clone(), ..fresh }
        }
        _ => fresh,
    }
}

/// Saves a draft and answers its new version. No journal event; who saves becomes one of its makers.
///
/// # Errors
/// No right, not editable any more, stale, or a sprint that the project does not have.
pub fn save(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &SaveReport) -> Result<i64, Problem> {
    at.demand(Right::WriteReports, ctx.today)?;
    let row = find(db, ctx, at, ReportKey::status(number))?;
    if !row.state.is_editable() {
        return Err(Refused::NotEditable.into());
    }
    version::expect(row.version, request.version)?;
    let sprints = chosen(&plan::sprints_of(db, at.project.id)?, &request.sprints.clone().map_or_else(|| row.sprints(), Ok)?)?;
    let period = period(&sprints).unwrap_or((row.from_on, row.to_on));
    let mut draft: ReportDraft = row.draft()?;
    draft.results = results_of(db, at, &draft.results)?;
    apply(&mut draft, request)?;
    let numbers: Vec<i32> = sprints.iter().map(|s| s.number).collect();
    let language = request.language.as_deref().unwrap_or(&row.language);
    rows::save_draft(db, &row, &SavedDraft { draft: &draft, sprints: &numbers, period, language, editor: ctx.person.0, at: ctx.now })?;
    Ok(row.version + 1)
}

fn apply(draft: &mut ReportDraft, request: &SaveReport) -> Result<(), Problem> {
    put(&mut draft.summary, request.summary.as_ref());
    put(&mut draft.upcoming, request.upcoming.as_ref());
    put(&mut draft.complications, request.complications.as_ref());
    for edit in &request.lights {
        if let Some(light) = draft.lights.iter_mut().find(|l| l.area == edit.area) {
            light.chosen = edit.chosen.unwrap_or(light.chosen);
            put(&mut light.deviation, edit.deviation.as_ref());
            put(&mut light.measure, edit.measure.as_ref());
            light.done = edit.done.unwrap_or(light.done);
        }
    }
    for (number, text) in &request.results {
        let result = draft.results.iter_mut().find(|r| r.number == *number);
        result
            .ok_or_else(|| Problem::invalid(&format!("results.{number}.text"), Fault::About("no-such-deliverable", number.to_string())))?
            .text
            .clone_from(text);
    }
    Ok(())
}
pub(super) fn put(place: &mut String, text: Option<&String>) {
    if let Some(text) = text {
        place.clone_from(text);
    }
}
