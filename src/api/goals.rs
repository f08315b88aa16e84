//! Goals, indicators and measurements in the API. Values are numbers with at most two decimals.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, count, day, list as list_of, moment, of, or_null, page, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{changed, does_in, kronor as number, listed, utc, value, version};
use crate::domain::goal::GoalKind;
use crate::domain::indicator::{Direction, Lack, PlanState, Planned};
use crate::domain::rights::Right;
use crate::input::{Fault, Fields, Input};
use crate::services::goals::{self as service, WriteGoal};
use crate::services::indicators::{self, Measure, Standing, WriteIndicator};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::goals::{GoalRow, MeasurementRow};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde_json::{Value, json};

const GOALS: &str = "/api/v1/projects/{code}/goals";
const GOAL: &str = "/api/v1/projects/{code}/goals/{number}";
const INDICATORS: &str = "/api/v1/projects/{code}/indicators";
const INDICATOR: &str = "/api/v1/projects/{code}/indicators/{number}";
const MEASUREMENTS: &str = "/api/v1/projects/{code}/indicators/{number}/measurements";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(GOALS, Right::Read, goals),
        does_in(Method::POST, GOALS, Right::WriteGoals, add_goal),
        show_in(GOAL, Right::Read, goal),
        does_in(Method::PATCH, GOAL, Right::WriteGoals, edit_goal),
        show_in(INDICATORS, Right::Read, all_indicators),
        does_in(Method::POST, INDICATORS, Right::WriteGoals, add_indicator),
        show_in(INDICATOR, Right::Read, indicator),
        does_in(Method::PATCH, INDICATOR, Right::WriteGoals, edit_indicator),
        show_in(MEASUREMENTS, Right::Read, measurements),
        // Who is responsible for the goal measures, whatever their role is.
        does_in(Method::POST, MEASUREMENTS, Right::Read, measure),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(GOALS, "listGoals", "Lists the effect, project and part goals.", "GoalPage"),
    Operation::post(GOALS, "addGoal", "Adds a goal.", "NewGoal", "Goal").created(),
    Operation::get(GOAL, "readGoal", "Reads a goal.", "Goal"),
    Operation::patch(GOAL, "editGoal", "Changes the named fields of a goal; null takes a value away.", "GoalChange", "Goal"),
    Operation::get(INDICATORS, "listIndicators", "Lists the indicators with their progress and planned measurements.", "IndicatorPage"),
    Operation::post(INDICATORS, "addIndicator", "Adds an indicator to a goal.", "NewIndicator", "Indicator").created(),
    Operation::get(INDICATOR, "readIndicator", "Reads an indicator.", "Indicator"),
    Operation::patch(INDICATOR, "editIndicator", "Changes the named fields of an indicator; null takes a value away.", "IndicatorChange", "Indicator"),
    Operation::get(MEASUREMENTS, "listMeasurements", "Lists an indicator's measurements, replaced ones too.", "MeasurementPage"),
    Operation::post(MEASUREMENTS, "recordMeasurement", "Records a measurement, or the correction of an earlier one.", "NewMeasurement", "Measurement")
        .created(),
];

fn goal_fields(at: &InProject, g: &GoalRow) -> Value {
    json!({"kind": g.kind, "name": g.name, "parent": g.parent, "portfolio": g.portfolio, "responsible": at.email_of(g.responsible_id)})
}
fn goal_view(at: &InProject, g: &GoalRow) -> Value {
    let mut view = goal_fields(at, g);
    view["number"] = json!(g.number);
    view["version"] = json!(g.version);
    view
}
fn goals(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    listed(rq, service::all(db, at)?.iter().map(|g| goal_view(at, g)).collect())
}
fn goal(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let goal = service::find(db, at, rq.number("number")?)?;
    Ok(Reply::json(goal_view(at, &goal)).with_version(goal.version))
}
fn add_goal(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::add(db, &rq.ctx()?, at, &rq.read()?)?;
    let goal = service::find(db, at, number)?;
    Ok(Reply::created(goal_view(at, &goal), format!("/api/v1/projects/{}/goals/{number}", at.project.code)).with_version(goal.version))
}
fn edit_goal(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let saved = service::find(db, at, rq.number("number")?)?;
    let mut request: WriteGoal = changed(&goal_fields(at, &saved), rq)?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, at, saved.number, &request)?;
    goal(db, rq, at)
}

fn in_units(hundredths: Option<i64>) -> Value {
    hundredths.map_or(Value::Null, number)
}
fn indicator_fields(s: &Standing) -> Value {
    let row = &s.row;
    json!({
        "name": row.name, "unit": row.unit, "method": row.method, "target_group": row.target_group, "direction": row.direction,
        "decimals": row.decimals, "least": in_units(row.least), "most": in_units(row.most), "baseline": in_units(row.baseline),
        "baseline_on": row.baseline_on, "target": in_units(row.target), "target_on": row.target_on,
        "plan": s.plan.iter().map(|(planned, _)| planned).collect::<Vec<_>>(),
    })
}
fn indicator_view(s: &Standing) -> Value {
    let mut view = indicator_fields(s);
    let planned =
        |(planned, state): &(Planned, PlanState)| json!({"quarter": planned.quarter.to_string(), "organisation": planned.organisation, "state": state});
    let more = json!({
        "number": s.row.number, "goal": s.row.goal, "latest": in_units(s.latest().map(|v| v.0)), "progress_percent": s.progress().ok(), "lacks": s.progress().err(),
        "reached": s.reached(), "planned": s.plan.iter().map(planned).collect::<Vec<_>>(), "version": s.row.version,
    });
    if let (Value::Object(view), Value::Object(more)) = (&mut view, more) {
        view.extend(more);
    }
    view
}
fn all_indicators(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    listed(rq, indicators::all(db, &rq.ctx()?, at)?.iter().map(indicator_view).collect())
}
fn indicator(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let standing = indicators::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    Ok(Reply::json(indicator_view(&standing)).with_version(standing.row.version))
}
/// A new indicator says which goal it belongs to; on its page the address does.
struct NewIndicator {
    goal: i32,
    indicator: WriteIndicator,
}
impl Input for NewIndicator {
    fn parse(f: &mut Fields<'_>) -> Option<NewIndicator> {
        let (goal, indicator) = (f.whole("goal", 1..=i64::from(i32::MAX)), WriteIndicator::parse(f));
        Some(NewIndicator { goal: i32::try_from(goal?).ok()?, indicator: indicator? })
    }
}
fn add_indicator(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, new) = (rq.ctx()?, rq.read::<NewIndicator>()?);
    let number = match indicators::add(db, &ctx, at, new.goal, &new.indicator) {
        Err(Problem::NotFound) => return Err(Problem::invalid("goal", Fault::NotAChoice)),
        added => added?,
    };
    let standing = indicators::find(db, &ctx, at, number)?;
    Ok(Reply::created(indicator_view(&standing), format!("/api/v1/projects/{}/indicators/{number}", at.project.code)).with_version(standing.row.version))
}
fn edit_indicator(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let saved = indicators::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    let mut request: WriteIndicator = changed(&indicator_fields(&saved), rq)?;
    request.version = version(rq, request.version)?;
    indicators::edit(db, &rq.ctx()?, at, saved.row.number, &request)?;
    indicator(db, rq, at)
}

fn measurement_view(at: &InProject, m: &MeasurementRow) -> Value {
    json!({
        "number": m.number, "measured_on": m.measured_on, "value": number(m.value), "organisation": m.organisation, "respondents": m.respondents,
        "asked": m.asked, "reason": m.reason, "recorded_by": at.email_of(Some(m.recorded_by)), "recorded_at": utc(m.recorded_at), "replaced_by": m.replaced_by,
    })
}
fn measurements(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let standing = indicators::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    listed(rq, standing.measurements.iter().map(|m| measurement_view(at, m)).collect())
}
fn measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, indicator) = (rq.ctx()?, rq.number("number")?);
    let measured = indicators::demand_measure(db, &ctx, at, indicator)?;
    let request = rq.sent.read_by(|f| Measure::read(f, &measured.yardstick))?;
    let number = indicators::measure(db, &ctx, at, indicator, &request)?;
    let standing = indicators::find(db, &ctx, at, indicator)?;
    let row = standing.measurements.iter().find(|m| m.number == number).ok_or(Problem::NotFound)?;
    Ok(Reply::created(value(&measurement_view(at, row))?, format!("/api/v1/projects/{}/indicators/{indicator}/measurements", at.project.code)))
}

/// A value of an indicator.
pub fn unit() -> Value {
    json!({"type": "number", "description": "In the indicator's unit, with at most two decimals."})
}

pub fn schemas() -> Vec<Named> {
    let planned = || json!({"type": "string", "description": "A quarter, such as 2021-Q3, and after it the organisation that measures, if one does."});
    let percent = json!({"type": "integer", "description": "How much of the way from the baseline to the target, rounded down."});
    let goal = || vec![("kind", words(GoalKind::ALL)), ("name", text()), ("parent", or_null(whole())), ("portfolio", text()), ("responsible", or_null(text()))];
    let new_goal = [("parent", whole()), ("portfolio", text()), ("responsible", text())];
    let needed = || vec![("name", text()), ("unit", text()), ("direction", words(Direction::ALL))];
    let optional = || {
        let texts = [("method", text()), ("target_group", text()), ("decimals", json!({"type": "integer", "minimum": 0, "maximum": 2}))];
        let values = [("least", unit()), ("most", unit()), ("baseline", unit()), ("baseline_on", day()), ("target", unit()), ("target_on", day())];
        [texts.to_vec(), values.to_vec(), vec![("plan", list_of(planned()))]].concat()
    };
    let known = [("method", text()), ("target_group", text()), ("decimals", count("decimals, at most two")), ("plan", list_of(planned()))];
    let maybe = [("least", unit()), ("most", unit()), ("baseline", unit()), ("baseline_on", day()), ("target", unit()), ("target_on", day())];
    let follows = [
        ("number", whole()),
        ("goal", whole()),
        ("latest", or_null(unit())),
        ("progress_percent", or_null(percent)),
        ("lacks", or_null(words(Lack::ALL))),
        ("reached", or_null(yes_or_no())),
        ("planned", list_of(shown(&[("quarter", text()), ("organisation", text()), ("state", words(PlanState::ALL))]))),
        ("version", whole()),
    ];
    let maybe: Vec<Named> = maybe.into_iter().map(|(name, schema)| (name, or_null(schema))).collect();
    let version = vec![("version", seen())];
    vec![
        ("Goal", shown(&[goal(), vec![("number", whole()), ("version", whole())]].concat())),
        ("GoalPage", page(of("Goal"))),
        ("NewGoal", taken(&[("kind", words(GoalKind::ALL)), ("name", text())], &[new_goal.to_vec(), version.clone()].concat())),
        ("GoalChange", taken(&[], &[vec![("kind", words(GoalKind::ALL)), ("name", text())], new_goal.to_vec(), version.clone()].concat())),
        ("Indicator", shown(&[needed(), known.to_vec(), maybe, follows.to_vec()].concat())),
        ("IndicatorPage", page(of("Indicator"))),
        ("NewIndicator", taken(&[needed(), vec![("goal", whole())]].concat(), &[optional(), version.clone()].concat())),
        ("IndicatorChange", taken(&[], &[needed(), optional(), version].concat())),
        (
            "Measurement",
            shown(&[
                ("number", whole()),
                ("measured_on", day()),
                ("value", unit()),
                ("organisation", text()),
                ("respondents", text()),
                ("asked", or_null(count("people"))),
                ("reason", text()),
                ("recorded_by", or_null(text())),
                ("recorded_at", moment()),
                ("replaced_by", or_null(whole())),
            ]),
        ),
        ("MeasurementPage", page(of("Measurement"))),
        (
            "NewMeasurement",
            taken(
                &[("measured_on", day()), ("value", unit())],
                &[("organisation", text()), ("respondents", text()), ("asked", count("people")), ("replaces", whole()), ("reason", text())],
            ),
        ),
    ]
}
