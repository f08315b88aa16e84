//! One indicator: its chart, its measurements with what they replaced, its plan; and the forms to write it and to measure.
use super::words::{self, IndicatorView, PlanLine};
use crate::domain::indicator::{Direction, Hundredths, Quarter};
use crate::domain::rights::Right;
use crate::render::i18n::{FluentArgs, Lang};
use crate::services::indicators::{self as service, Measure, Standing, WriteIndicator};
use crate::services::{InProject, Problem, goals};
use crate::store::Db;
use crate::store::goals::MeasurementRow;
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::BTreeSet;

pub(super) fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/goals/{number}/indicators/new", Right::WriteGoals, new),
        post_in("/projects/{code}/goals/{number}/indicators/new", Right::WriteGoals, add, new),
        show_in("/projects/{code}/indicators/{number}", Right::Read, one),
        show_in("/projects/{code}/indicators/{number}/edit", Right::WriteGoals, editing),
        post_in("/projects/{code}/indicators/{number}/edit", Right::WriteGoals, edit, editing),
        // Who is responsible for the goal measures, whatever their role is: the service knows who that is.
        show_in("/projects/{code}/indicators/{number}/measurements/new", Right::Read, measuring),
        post_in("/projects/{code}/indicators/{number}/measurements/new", Right::Read, measure, measuring),
    ]
}

#[derive(Serialize)]
struct IndicatorPage {
    code: String,
    name: String,
    may_write: bool,
    may_measure: bool,
    goal: i32,
    goal_name: String,
    indicator: IndicatorView,
    unit: String,
    method: String,
    target_group: String,
    direction: String,
    range: String,
    baseline: String,
    target: String,
    plan: Vec<PlanLine>,
    measurements: Vec<MeasurementView>,
}
#[derive(Serialize)]
struct MeasurementView {
    number: i32,
    measured_on: NaiveDate,
    organisation: String,
    respondents: String,
    value: String,
    asked: Option<i32>,
    by: String,
    reason: String,
    replaced_by: Option<i32>,
}

fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let standing = service::find(db, &ctx, at, rq.number("number")?)?;
    let goal = goals::find(db, at, standing.row.goal)?;
    let row = &standing.row;
    let value = |v: i64| words::value(rq.lang, &row.unit, Hundredths(v));
    let on = |v: Option<i64>, day: Option<NaiveDate>| v.zip(day).map(|(v, day)| format!("{}, {day}", value(v))).unwrap_or_default();
    let measurement = |m: &MeasurementRow| MeasurementView {
        number: m.number,
        measured_on: m.measured_on,
        organisation: m.organisation.clone(),
        respondents: m.respondents.clone(),
        value: value(m.value),
        asked: m.asked,
        by: at.name_of(m.recorded_by).to_owned(),
        reason: m.reason.clone(),
        replaced_by: m.replaced_by,
    };
    let context = IndicatorPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_write: at.actor.may(Right::WriteGoals, ctx.today),
        may_measure: goals::demand_measure(&ctx, at, &goal).is_ok(),
        goal: goal.number,
        goal_name: goal.name,
        indicator: words::view(rq, &standing),
        unit: row.unit.clone(),
        method: row.method.clone(),
        target_group: row.target_group.clone(),
        direction: row.direction.clone(),
        range: range(rq.lang, row.least.map(value), row.most.map(value)),
        baseline: on(row.baseline, row.baseline_on),
        target: on(row.target, row.target_on),
        plan: standing.plan.iter().map(|p| words::plan_line(rq.lang, p)).collect(),
        measurements: standing.measurements.iter().rev().map(measurement).collect(),
    };
    shell::page_in(db, rq, at, "goals", "pages/indicators/indicator.html", &context)
}
/// From the least to the greatest, or as far as there is a limit.
fn range(lang: Lang, least: Option<String>, most: Option<String>) -> String {
    let mut args = FluentArgs::new();
    let key = match (&least, &most) {
        (None, None) => return String::new(),
        (Some(_), None) => "indicator-range-from",
        (None, Some(_)) => "indicator-range-to",
        (Some(_), Some(_)) => "indicator-range-both",
    };
    args.set("least", least.unwrap_or_default());
    args.set("most", most.unwrap_or_default());
    lang.text_with(key, &args)
}

#[derive(Serialize)]
struct FormPage {
    form: FormState,
    /// In which quarters anybody measures.
    quarters: Vec<Ticked>,
    code: String,
    name: String,
    goal: i32,
    goal_name: String,
    /// The indicator that is changed; none for a new one.
    number: Option<i32>,
    directions: Vec<Choice>,
    decimals: Vec<Choice>,
}
/// Years from the one before this whose quarters are offered to be measured in; those that are planned already are offered too.
const OFFERED: i32 = 5;

/// The quarters to tick, with those that are ticked.
fn quarters(rq: &Rq, form: &FormState) -> Vec<Ticked> {
    let ticked: BTreeSet<Quarter> = form.values.get("quarters").into_iter().flat_map(|all| all.lines()).filter_map(|q| q.trim().parse().ok()).collect();
    let first = rq.moment.today.year() - 1;
    let offered: BTreeSet<Quarter> = Quarter::of_years(first..=first + OFFERED).chain(ticked.iter().copied()).collect();
    let tick = |q: Quarter| Ticked { value: q.to_string(), label: words::quarter(rq.lang, q), checked: ticked.contains(&q) };
    offered.into_iter().map(tick).collect()
}
#[derive(Serialize)]
struct Ticked {
    value: String,
    label: String,
    checked: bool,
}

fn form_page(db: &mut Db, rq: &Rq, at: &InProject, goal: i32, number: Option<i32>, saved: &[(&str, String)]) -> Answer {
    let goal = goals::find(db, at, goal)?;
    let form = FormState::of(rq, saved);
    let context = FormPage {
        quarters: quarters(rq, &form),
        form,
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        goal: goal.number,
        goal_name: goal.name,
        number,
        directions: Direction::ALL.iter().map(|d| Choice::new(d, rq.lang.text(&format!("direction-{d}")))).collect(),
        decimals: (0..=2).map(|n| Choice::new(n, n.to_string())).collect(),
    };
    shell::page_in(db, rq, at, "goals", "pages/indicators/form.html", &context)
}
fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    form_page(db, rq, at, rq.number("number")?, None, &[("decimals", "0".to_owned())])
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let goal = goals::find(db, at, rq.number("number")?)?.number;
    let number = service::add(db, &ctx, at, goal, &rq.read::<WriteIndicator>()?)?;
    done(rq, at, number, "msg-saved")
}
fn editing(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let Standing { row, plan, .. } = service::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    let (by_anybody, by_somebody): (Vec<_>, Vec<_>) = plan.iter().map(|(p, _)| p).partition(|p| p.organisation.is_empty());
    let lines = |of: Vec<String>| of.join("\n");
    let value = |v: Option<i64>| v.map(|v| typed(Hundredths(v))).unwrap_or_default();
    let day = |d: Option<NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
    let saved = [
        ("name", row.name),
        ("unit", row.unit),
        ("method", row.method),
        ("target_group", row.target_group),
        ("direction", row.direction),
        ("decimals", row.decimals.to_string()),
        ("least", value(row.least)),
        ("most", value(row.most)),
        ("baseline", value(row.baseline)),
        ("baseline_on", day(row.baseline_on)),
        ("target", value(row.target)),
        ("target_on", day(row.target_on)),
        ("quarters", lines(by_anybody.iter().map(|p| p.quarter.to_string()).collect())),
        ("plan", lines(by_somebody.iter().map(|p| words::planned(rq.lang, p)).collect())),
        ("version", row.version.to_string()),
    ];
    form_page(db, rq, at, row.goal, Some(row.number), &saved)
}
fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    service::edit(db, &rq.ctx()?, at, number, &rq.read::<WriteIndicator>()?)?;
    done(rq, at, number, "msg-saved")
}
/// A value as a field shows it.
fn typed(value: Hundredths) -> String {
    value.to_string().replace('.', ",")
}
fn done(rq: &Rq, at: &InProject, number: i32, key: &str) -> Result<Reply, Problem> {
    Ok(Reply::see_other(urls::in_project(at, format_args!("indicators/{number}"))).with_notice(rq.lang.text(key)))
}

#[derive(Serialize)]
struct MeasurePage {
    form: FormState,
    code: String,
    name: String,
    number: i32,
    indicator: String,
    unit: String,
    /// The value that is corrected, in words; empty for a measurement of its own.
    corrects: String,
}
/// A measurement of its own, or, named in the address, the correction of an earlier one.
fn measuring(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let standing = service::demand_measure(db, &ctx, at, rq.number("number")?)?;
    let typed_number = rq.sent.typed().get("replaces").and_then(|n| n.parse().ok());
    let replaces: Option<i32> = typed_number.or_else(|| rq.filter_word("replaces"));
    let replaced = standing.measurements.iter().find(|m| Some(m.number) == replaces && m.replaced_by.is_none());
    let mut saved = vec![("measured_on", replaced.map_or(ctx.today, |m| m.measured_on).to_string())];
    if let Some(m) = replaced {
        let asked = m.asked.map(|n| n.to_string()).unwrap_or_default();
        saved.extend([("organisation", m.organisation.clone()), ("respondents", m.respondents.clone()), ("asked", asked)]);
        saved.extend([("value", typed(Hundredths(m.value))), ("replaces", m.number.to_string())]);
    }
    let context = MeasurePage {
        form: FormState::of(rq, &saved),
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        number: standing.row.number,
        indicator: standing.row.name.clone(),
        corrects: replaced.map(|m| words::value(rq.lang, &standing.row.unit, Hundredths(m.value))).unwrap_or_default(),
        unit: standing.row.unit,
    };
    shell::page_in(db, rq, at, "goals", "pages/indicators/measure.html", &context)
}
fn measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, number) = (rq.ctx()?, rq.number("number")?);
    let measured = service::demand_measure(db, &ctx, at, number)?;
    service::measure(db, &ctx, at, number, &rq.sent.read_by(|f| Measure::read(f, &measured.yardstick))?)?;
    done(rq, at, number, "msg-measured")
}
