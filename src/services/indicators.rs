//! What people do with indicators: write them, plan their measurements, and measure. A paused or closed project stops none of it.
use crate::domain::indicator::{Direction, Hundredths, Lack, PlanState, Planned, Quarter, ValueFault, Yardstick, by_quarter};
use crate::domain::rights::Right;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{goals, notify, version};
use crate::store::Db;
use crate::store::columns::to_json;
use crate::store::goals::{self as rows, IndicatorRow, MeasurementRow, counting};
use crate::store::reminders;
use chrono::NaiveDate;
use serde_json::{Value, json};

/// An indicator as somebody writes it.
#[derive(Debug, Clone)]
pub struct WriteIndicator {
    pub name: ShortText,
    pub unit: ShortText,
    pub method: Option<ShortText>,
    pub target_group: Option<ShortText>,
    pub yardstick: Yardstick,
    pub baseline_on: Option<NaiveDate>,
    pub target_on: Option<NaiveDate>,
    pub plan: Vec<Planned>,
    pub version: Option<i64>,
}
impl Input for WriteIndicator {
    fn parse(f: &mut Fields<'_>) -> Option<WriteIndicator> {
        let (name, unit) = (f.short("name"), f.short("unit"));
        let (method, target_group) = (f.optional_short("method"), f.optional_short("target_group"));
        let yardstick = read_yardstick(f, unit.as_ref().map_or("", ShortText::as_str));
        let (baseline_on, target_on) = (f.optional_date("baseline_on"), f.optional_date("target_on"));
        if let Some(y) = &yardstick {
            together(f, ("baseline", y.baseline.is_some()), ("baseline_on", baseline_on.is_some()));
            together(f, ("target", y.target.is_some()), ("target_on", target_on.is_some()));
        }
        if let (Some(from), Some(to)) = (baseline_on, target_on)
            && to <= from
        {
            f.fault("target_on", Fault::Other("target-before-baseline"));
        }
        let (plan, version) = (read_plan(f), f.version());
        Some(WriteIndicator { name: name?, unit: unit?, method, target_group, yardstick: yardstick?, baseline_on, target_on, plan: plan?, version })
    }
}
fn read_yardstick(f: &mut Fields<'_>, unit: &str) -> Option<Yardstick> {
    let (direction, decimals) = (f.word::<Direction>("direction"), f.optional_whole("decimals", 0..=2));
    let (least, most) = (f.optional_hundredths("least"), f.optional_hundredths("most"));
    let (baseline, target) = (f.optional_hundredths("baseline"), f.optional_hundredths("target"));
    // A share of something lies between nothing and all of it, when nobody says otherwise.
    let (none, all) = if unit == "%" { (Some(Hundredths(0)), Some(Hundredths(10_000))) } else { (None, None) };
    let yardstick = Yardstick {
        direction: direction?,
        decimals: u32::try_from(decimals.unwrap_or(0)).unwrap_or(0),
        least: least.or(none),
        most: most.or(all),
        baseline,
        target,
    };
    if yardstick.least.zip(yardstick.most).is_some_and(|(least, most)| least >= most) {
        f.fault("most", Fault::Other("range-upside-down"));
        return None;
    }
    for (field, value) in [("baseline", baseline), ("target", target)] {
        if let Some(Err(why)) = value.map(|v| yardstick.takes(v)) {
            f.fault(field, value_fault(why));
        }
    }
    if !yardstick.aims_right() {
        f.fault("target", Fault::Other("target-the-wrong-way"));
    }
    Some(yardstick)
}
/// A value and its day are given together or not at all.
fn together(f: &mut Fields<'_>, a: (&str, bool), b: (&str, bool)) {
    if a.1 != b.1 {
        f.fault(if a.1 { b.0 } else { a.0 }, Fault::Required);
    }
}
/// How many characters the longest name of an organisation has.
fn longest(plan: &[Planned]) -> usize {
    plan.iter().map(|p| p.organisation.chars().count()).max().unwrap_or(0)
}
/// One planned measurement a line, or a list of them; in a form also the quarters that are ticked.
fn read_plan(f: &mut Fields<'_>) -> Option<Vec<Planned>> {
    let mut lines = f.words::<String>("plan");
    if !f.is_json() {
        lines.extend(f.words::<String>("quarters"));
    }
    let planned: Result<Vec<Planned>, _> = lines.iter().filter(|l| !l.trim().is_empty()).map(|l| l.parse::<Planned>()).collect();
    match planned {
        Err(_) => f.fault("plan", Fault::Other("not-a-quarter")),
        Ok(plan) if plan.len() > 100 => f.fault("plan", Fault::Other("too-many-planned")),
        Ok(plan) if longest(&plan) > ShortText::MAX => f.fault("plan", Fault::TooLong { max: ShortText::MAX, length: longest(&plan) }),
        Ok(plan) if plan.iter().any(|p| p.organisation.chars().any(char::is_control)) => f.fault("plan", Fault::ControlCharacter),
        Ok(mut plan) => {
            plan.sort();
            plan.dedup();
            return Some(plan);
        }
    }
    None
}
/// What is wrong with a value, at its field.
pub fn value_fault(why: ValueFault) -> Fault {
    match why {
        ValueFault::TooManyDecimals(decimals) => Fault::no_value(decimals),
        ValueFault::Below(least) => Fault::About("value-below", least.to_string()),
        ValueFault::Above(most) => Fault::About("value-above", most.to_string()),
    }
}

/// A measurement as somebody records it.
#[derive(Debug, Clone)]
pub struct Measure {
    pub measured_on: NaiveDate,
    pub value: Hundredths,
    /// Both empty when everybody was measured at once.
    pub organisation: Option<ShortText>,
    pub respondents: Option<ShortText>,
    /// How many were asked.
    pub asked: Option<i32>,
    /// The number of the measurement that this one corrects, and why.
    pub replaces: Option<i32>,
    pub reason: Option<LongText>,
}
impl Measure {
    /// As it is sent for an indicator that is measured by `yardstick`.
    pub fn read(f: &mut Fields<'_>, yardstick: &Yardstick) -> Option<Measure> {
        const MOST: i64 = i32::MAX as i64;
        let (measured_on, value) = (f.date("measured_on"), f.value("value", yardstick.decimals));
        if let Some(Err(why)) = value.map(|value| yardstick.takes(value)) {
            f.fault("value", value_fault(why));
        }
        let (organisation, respondents) = (f.optional_short("organisation"), f.optional_short("respondents"));
        let (asked, replaces, reason) = (f.optional_whole("asked", 1..=MOST), f.optional_whole("replaces", 1..=MOST), f.optional_long("reason"));
        if (organisation.is_some() || respondents.is_some()) && asked.is_none() {
            f.fault("asked", Fault::Required);
        }
        if replaces.is_some() && reason.is_none() {
            f.fault("reason", Fault::Required);
        }
        let number = |n: i64| i32::try_from(n).ok();
        let (asked, replaces) = (asked.and_then(number), replaces.and_then(number));
        Some(Measure { measured_on: measured_on?, value: value?, organisation, respondents, asked, replaces, reason })
    }
}

/// An indicator with all that follows from it on a day.
#[derive(Debug, Clone)]
pub struct Standing {
    pub row: IndicatorRow,
    pub yardstick: Yardstick,
    /// Every measurement, replaced ones too, in the order in which they were recorded.
    pub measurements: Vec<MeasurementRow>,
    pub by_quarter: Vec<(Quarter, Hundredths)>,
    pub plan: Vec<(Planned, PlanState)>,
}
impl Standing {
    fn of(row: IndicatorRow, measurements: Vec<MeasurementRow>, today: NaiveDate) -> Result<Standing, Problem> {
        let counting = counting(&measurements);
        let plan = row.plan()?.into_iter().map(|p| (p.state(&counting, today), p)).map(|(state, p)| (p, state)).collect();
        Ok(Standing { yardstick: row.yardstick()?, by_quarter: by_quarter(&counting), measurements, plan, row })
    }
    /// The value of the last quarter that has one.
    pub fn latest(&self) -> Option<Hundredths> {
        self.by_quarter.last().map(|(_, value)| *value)
    }
    /// # Errors
    /// What is lacking for it to be told.
    pub fn progress(&self) -> Result<i64, Lack> {
        self.yardstick.progress(self.latest())
    }
    /// `None` without a target or a value.
    pub fn reached(&self) -> Option<bool> {
        self.latest().and_then(|value| self.yardstick.reached(value))
    }
    /// The planned measurement that comes next, a missed one before those.
    pub fn next(&self) -> Option<&(Planned, PlanState)> {
        self.plan.iter().find(|(_, state)| *state != PlanState::Done)
    }
}

/// Every indicator of the project, as it stands today.
///
/// # Errors
/// Those of the store.
pub fn all(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<Standing>, Problem> {
    let mut measured = rows::measurements_of(db, at.project.id)?;
    let own = |row: IndicatorRow| {
        let own = measured.extract_if(.., |m| m.indicator == row.number).collect();
        Standing::of(row, own, ctx.today)
    };
    rows::indicators_of(db, at.project.id)?.into_iter().map(own).collect()
}
/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<Standing, Problem> {
    let row = rows::indicator(db, at.project.id, number)?.ok_or(Problem::NotFound)?;
    Standing::of(row, rows::measurements(db, at.project.id, number)?, ctx.today)
}

/// Adds an indicator to a goal, under the project's next number.
///
/// # Errors
/// No right to write goals, no such goal, or a baseline of a day to come.
pub fn add(db: &mut Db, ctx: &Ctx, at: &InProject, goal: i32, request: &WriteIndicator) -> Result<i32, Problem> {
    at.demand(Right::WriteGoals, ctx.today)?;
    goals::find(db, at, goal)?;
    let number = rows::next_indicator(db, at.project.id)?;
    let row = written(ctx, at, number, goal, 1, request)?;
    rows::add_indicator(db, &row)?;
    journal::record(db, ctx, at, Change { kind: "indicator.added", object: &object(number), before: Value::Null, after: snapshot(&row)? })?;
    Ok(number)
}

/// Changes an indicator or its plan.
///
/// # Errors
/// No right to write goals, stale, or a range or decimals that a recorded value does not fit.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &WriteIndicator) -> Result<(), Problem> {
    at.demand(Right::WriteGoals, ctx.today)?;
    let before = find(db, ctx, at, number)?;
    version::expect(before.row.version, request.version)?;
    for m in counting(&before.measurements) {
        let field = match request.yardstick.takes(m.value) {
            Ok(()) => continue,
            Err(ValueFault::TooManyDecimals(_)) => "decimals",
            Err(ValueFault::Below(_)) => "least",
            Err(ValueFault::Above(_)) => "most",
        };
        return Err(Problem::invalid(field, Fault::About("recorded-value-outside", m.value.to_string())));
    }
    let row = written(ctx, at, number, before.row.goal, before.row.version + 1, request)?;
    rows::update_indicator(db, &row)?;
    let (was, is) = (snapshot(&before.row)?, snapshot(&row)?);
    journal::record(db, ctx, at, Change { kind: "indicator.edited", object: &object(number), before: was, after: is })
}
/// A baseline is measured, so its day is not to come.
fn written(ctx: &Ctx, at: &InProject, number: i32, goal: i32, version: i64, request: &WriteIndicator) -> Result<IndicatorRow, Problem> {
    if request.baseline_on.is_some_and(|day| day > ctx.today) {
        return Err(Problem::invalid("baseline_on", Fault::Other("in-the-future")));
    }
    let text = |t: &Option<ShortText>| t.as_ref().map(ToString::to_string).unwrap_or_default();
    let (y, value) = (&request.yardstick, |v: Option<Hundredths>| v.map(|v| v.0));
    Ok(IndicatorRow {
        project_id: at.project.id,
        number,
        goal,
        name: request.name.to_string(),
        unit: request.unit.to_string(),
        method: text(&request.method),
        target_group: text(&request.target_group),
        direction: y.direction.to_string(),
        decimals: i32::try_from(y.decimals).unwrap_or(2),
        least: value(y.least),
        most: value(y.most),
        baseline: value(y.baseline),
        baseline_on: request.baseline_on,
        target: value(y.target),
        target_on: request.target_on,
        plan: to_json(&request.plan)?,
        version,
    })
}

/// Records what was measured. A correction replaces an earlier measurement, which is kept with its number.
///
/// # Errors
/// Neither the right nor responsible; a day to come; a value that the unit does not have; the same measured already in that
/// quarter; a measurement to replace that is not there, or that another has replaced meanwhile.
pub fn measure(db: &mut Db, ctx: &Ctx, at: &InProject, indicator: i32, request: &Measure) -> Result<i32, Problem> {
    let standing = demand_measure(db, ctx, at, indicator)?;
    if request.measured_on > ctx.today {
        return Err(Problem::invalid("measured_on", Fault::Other("in-the-future")));
    }
    standing.yardstick.takes(request.value).map_err(|why| Problem::invalid("value", value_fault(why)))?;
    let replaced = match request.replaces {
        None => None,
        Some(number) => Some(standing.measurements.iter().find(|m| m.number == number).ok_or_else(|| Problem::invalid("replaces", Fault::NotAChoice))?),
    };
    let text = |t: &Option<ShortText>| t.as_ref().map(ToString::to_string).unwrap_or_default();
    let row = MeasurementRow {
        project_id: at.project.id,
        indicator,
        number: standing.measurements.last().map_or(0, |m| m.number) + 1,
        measured_on: request.measured_on,
        organisation: text(&request.organisation),
        respondents: text(&request.respondents),
        value: request.value.0,
        asked: request.asked,
        reason: request.reason.as_ref().filter(|_| replaced.is_some()).map(ToString::to_string).unwrap_or_default(),
        recorded_by: ctx.person.0,
        recorded_at: ctx.now,
        replaced_by: None,
    };
    let of_the_same = |m: &MeasurementRow| m.replaced_by.is_none() && Some(m.number) != request.replaces && m.to_domain().is_of_the_same(&row.to_domain());
    if standing.measurements.iter().any(of_the_same) {
        return Err(Problem::invalid("measured_on", Fault::Other("measured-already")));
    }
    rows::add_measurement(db, &row)?;
    if let Some(replaced) = replaced {
        rows::replace_measurement(db, replaced, row.number)?;
    }
    let kind = if replaced.is_some() { "indicator.corrected" } else { "indicator.measured" };
    let before = replaced.map_or(Value::Null, measurement);
    journal::record(db, ctx, at, Change { kind, object: &object(indicator), before, after: measurement(&row) })?;
    Ok(row.number)
}
/// The indicator, for somebody who may record its measurements.
///
/// # Errors
/// [`Problem::NotFound`], [`Problem::Forbidden`].
pub fn demand_measure(db: &mut Db, ctx: &Ctx, at: &InProject, indicator: i32) -> Result<Standing, Problem> {
    let standing = find(db, ctx, at, indicator)?;
    goals::demand_measure(ctx, at, &goals::find(db, at, standing.row.goal)?)?;
    Ok(standing)
}

fn object(number: i32) -> String {
    format!("indicator:{number}")
}
pub(super) fn snapshot(row: &IndicatorRow) -> Result<Value, Problem> {
    let value = |hundredths: Option<i64>| hundredths.map(|v| Hundredths(v).to_string());
    Ok(json!({
        "name": row.name, "goal": row.goal, "unit": row.unit, "method": row.method, "target_group": row.target_group, "direction": row.direction,
        "decimals": row.decimals, "least": value(row.least), "most": value(row.most), "baseline": value(row.baseline), "baseline_on": row.baseline_on,
        "target": value(row.target), "target_on": row.target_on, "plan": row.plan()?,
    }))
}
pub(super) fn measurement(row: &MeasurementRow) -> Value {
    json!({
        "measurement": row.number, "measured_on": row.measured_on, "value": Hundredths(row.value).to_string(), "organisation": row.organisation,
        "respondents": row.respondents, "asked": row.asked, "reason": row.reason,
    })
}

/// Reminds those responsible of the planned measurements whose quarter goes on or has passed, each once; answers of how many.
/// Those whom nobody is responsible for wait until somebody is. Answers go to the project leader, while there is one.
///
/// # Errors
/// Those of the store.
pub fn remind(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<usize, Problem> {
    let goals = goals::all(db, at)?;
    let (answered_by, leader) = notify::answered_by_leader(ctx, at);
    let mut reminded = 0;
    for standing in all(db, ctx, at)? {
        let Some(goal) = goals.iter().find(|g| g.number == standing.row.goal) else { continue };
        let responsible = goals::responsible(ctx, at, goal);
        for (planned, state) in standing.plan.iter().filter(|(_, state)| matches!(state, PlanState::Due | PlanState::Missed)) {
            if !responsible.is_empty() && reminders::note(db, at.project.id, standing.row.number, planned, *state, ctx.now)? {
                let mut data = reminder(ctx, at, &standing.row, planned, *state);
                data["reply"] = json!(leader);
                notify::tell(db, &answered_by, at, &responsible, "measurement-due", &data)?;
                reminded += 1;
            }
        }
    }
    Ok(reminded)
}
fn reminder(ctx: &Ctx, at: &InProject, row: &IndicatorRow, planned: &Planned, state: PlanState) -> Value {
    let own = json!({
        "state": state, "indicator": row.name, "organisation": planned.organisation,
        "quarter": planned.quarter.number, "year": planned.quarter.year.to_string(),
    });
    notify::about(ctx, at, format_args!("indicators/{}", row.number), own)
}
