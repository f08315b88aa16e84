//! What people do with deviations: whoever has a role reports one, the leader or the orderer answers it.
use crate::domain::deviation::{Deviation, DeviationArea, DeviationState};
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::lists::cut;
use crate::services::problem::Problem;
use crate::services::{notify, remarks, version};
use crate::store::Db;
use crate::store::deviations::{self as rows, DeviationRow};
use crate::store::roles::Member;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// So many are shown at a time.
pub const PAGE: i64 = 50;

/// What somebody reports.
#[derive(Debug, Clone)]
pub struct ReportDeviation {
    pub area: DeviationArea,
    pub title: ShortText,
    pub text: LongText,
    /// The day on which it was seen, not later than today.
    pub observed_on: NaiveDate,
}
impl Input for ReportDeviation {
    fn parse(f: &mut Fields<'_>) -> Option<ReportDeviation> {
        let (title, area, observed_on, text) = (f.short("title"), f.word("area"), f.date("observed_on"), f.long("text"));
        Some(ReportDeviation { area: area?, title: title?, text: text?, observed_on: observed_on? })
    }
}
/// What is said when it is answered, opened again or withdrawn.
#[derive(Debug, Clone)]
pub struct Say {
    pub text: LongText,
    pub version: Option<i64>,
}
impl Input for Say {
    fn parse(f: &mut Fields<'_>) -> Option<Say> {
        let (text, version) = (f.long("text"), f.version());
        Some(Say { text: text?, version })
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<DeviationRow, Problem> {
    rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)
}
/// A page of deviations, newest first, and the number before which the next begins.
///
/// # Errors
/// Those of the store.
pub fn page(db: &mut Db, at: &InProject, state: Option<DeviationState>, before: Option<i32>, limit: i64) -> Result<(Vec<DeviationRow>, Option<i32>), Problem> {
    Ok(cut(rows::page(db, at.project.id, state, before, limit + 1)?, limit, |d| d.number))
}

/// Reports a deviation; the leader and the orderer are told.
///
/// # Errors
/// A role that only reads, or a day that has not come.
pub fn report(db: &mut Db, ctx: &Ctx, at: &InProject, request: &ReportDeviation) -> Result<i32, Problem> {
    at.demand(Right::Discuss, ctx.today)?;
    if request.observed_on > ctx.today {
        return Err(Problem::invalid("observed_on", Fault::Other("in-the-future")));
    }
    let role = at.acting_role(ctx.today).ok_or_else(|| Problem::internal("somebody without a role acts in a project"))?;
    let row = DeviationRow {
        project_id: at.project.id,
        number: rows::next_number(db, at.project.id)?,
        area: request.area.to_string(),
        title: request.title.to_string(),
        text: request.text.to_string(),
        observed_on: request.observed_on,
        reported_by: ctx.person.0,
        reported_role: role.to_string(),
        reported_at: ctx.now,
        state: DeviationState::Reported.to_string(),
        settled_at: None,
        version: 1,
    };
    rows::add(db, &row)?;
    let after = json!({"area": row.area, "title": row.title, "text": row.text, "observed_on": row.observed_on});
    journal::record(db, ctx, at, Change { kind: "deviation.reported", object: &object(row.number), before: Value::Null, after })?;
    tell_answerers(db, ctx, at, &mail(ctx, at, &row, &row.text))?;
    Ok(row.number)
}

/// The leader or the orderer answers; whoever reported it is told.
///
/// # Errors
/// Another's to answer, one's own, answered already, withdrawn, or stale.
pub fn answer(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Say) -> Result<(), Problem> {
    let row = find(db, at, number)?;
    at.demand(Right::Lead, ctx.today)?;
    step(db, ctx, at, &row, request, "answer", |d| d.answer(ctx.person))?;
    let reporter: Vec<&Member> = at.members_today(ctx.today).filter(|m| m.assignment.person_id == row.reported_by).collect();
    notify::tell(db, ctx, at, &reporter, "deviation-answered", &mail(ctx, at, &row, request.text.as_str()))
}
/// Whoever reported it asks again; the leader and the orderer are told.
///
/// # Errors
/// Somebody else's, not answered, or stale.
pub fn reopen(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Say) -> Result<(), Problem> {
    let row = find(db, at, number)?;
    step(db, ctx, at, &row, request, "reopening", |d| d.reopen(ctx.person))?;
    let mut again = mail(ctx, at, &row, request.text.as_str());
    again["again"] = json!(true);
    tell_answerers(db, ctx, at, &again)
}
/// Whoever reported it takes it back, and says why.
///
/// # Errors
/// Somebody else's, answered already, or stale.
pub fn withdraw(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Say) -> Result<(), Problem> {
    let row = find(db, at, number)?;
    step(db, ctx, at, &row, request, "withdrawal", |d| d.withdraw(ctx.person))
}

/// What the person may do with it now.
#[derive(Debug, Clone, Copy)]
pub struct May {
    pub answer: bool,
    pub reopen: bool,
    pub withdraw: bool,
}
/// # Errors
/// A stored word that the rules do not know.
pub fn may(ctx: &Ctx, at: &InProject, row: &DeviationRow) -> Result<May, Problem> {
    let deviation = row.to_domain()?;
    Ok(May {
        answer: at.actor.may(Right::Lead, ctx.today) && deviation.answer(ctx.person).is_ok(),
        reopen: deviation.reopen(ctx.person).is_ok(),
        withdraw: deviation.withdraw(ctx.person).is_ok(),
    })
}

/// What is said of a deviation lies among the remarks on this.
pub fn object(number: i32) -> String {
    format!("deviation:{number}")
}

/// One step: the state moves, and what is said with it is kept. `said` is the kind of the remark.
fn step(
    db: &mut Db, ctx: &Ctx, at: &InProject, row: &DeviationRow, request: &Say, said: &str, moved: impl FnOnce(Deviation) -> Result<Deviation, Refused>,
) -> Result<(), Problem> {
    let after = moved(row.to_domain()?)?.state;
    version::expect(row.version, request.version)?;
    rows::settle(db, row, after, (after != DeviationState::Reported).then_some(ctx.now))?;
    remarks::add(db, ctx, at, &object(row.number), &format!("deviation.{said}"), said, &request.text)
}
fn tell_answerers(db: &mut Db, ctx: &Ctx, at: &InProject, mail: &Value) -> Result<(), Problem> {
    let answerers: Vec<&Member> = at.members.iter().filter(|m| Right::Lead.roles().contains(&m.role()) && m.decides(ctx.today)).collect();
    notify::tell(db, ctx, at, &answerers, "deviation-reported", mail)
}
fn mail(ctx: &Ctx, at: &InProject, row: &DeviationRow, text: &str) -> Value {
    let own = json!({"deviation": {"number": row.number, "title": row.title, "area": row.area}, "text": text, "again": false});
    notify::about(ctx, at, format_args!("deviations/{}", row.number), own)
}
