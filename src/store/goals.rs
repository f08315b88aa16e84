//! Goals, their indicators, and what was measured.
use crate::domain::goal::GoalKind;
use crate::domain::indicator::{Direction, Hundredths, Measured, Planned, Yardstick};
use crate::store::columns::{json, word};
use crate::store::db::Db;
use crate::store::error::{StoreError, StoreResult, expect_one};
use crate::store::schema::{goals, indicators, measurements};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A goal.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = goals, treat_none_as_default_value = false)]
pub struct GoalRow {
    pub project_id: i64,
    pub number: i32,
    pub kind: String,
    pub name: String,
    /// The project goal that a part goal belongs to.
    pub parent: Option<i32>,
    /// Effect goals of the portfolio, such as `4A, 4B`.
    pub portfolio: String,
    /// `None`: the effect owner.
    pub responsible_id: Option<i64>,
    pub version: i64,
}
impl GoalRow {
    /// # Errors
    /// A stored word that the rules do not know.
    pub fn kind(&self) -> StoreResult<GoalKind> {
        word(&self.kind)
    }
}

/// An indicator of a goal.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = indicators, treat_none_as_default_value = false)]
pub struct IndicatorRow {
    pub project_id: i64,
    pub number: i32,
    pub goal: i32,
    pub name: String,
    pub unit: String,
    pub method: String,
    pub target_group: String,
    pub direction: String,
    pub decimals: i32,
    pub least: Option<i64>,
    pub most: Option<i64>,
    pub baseline: Option<i64>,
    pub baseline_on: Option<NaiveDate>,
    pub target: Option<i64>,
    pub target_on: Option<NaiveDate>,
    /// The planned measurements as a JSON list of texts.
    pub plan: String,
    pub version: i64,
}
impl IndicatorRow {
    /// # Errors
    /// A stored word that the rules do not know.
    pub fn direction(&self) -> StoreResult<Direction> {
        word(&self.direction)
    }
    /// # Errors
    /// As [`Self::direction`].
    pub fn yardstick(&self) -> StoreResult<Yardstick> {
        let value = |hundredths: Option<i64>| hundredths.map(Hundredths);
        Ok(Yardstick {
            direction: self.direction()?,
            decimals: self.decimals.unsigned_abs(),
            least: value(self.least),
            most: value(self.most),
            baseline: value(self.baseline),
            target: value(self.target),
        })
    }
    /// # Errors
    /// A stored plan that is none.
    pub fn plan(&self) -> StoreResult<Vec<Planned>> {
        let planned = |text: String| text.parse().map_err(|_| StoreError::Corrupt(text));
        json::<Vec<String>>(&self.plan)?.into_iter().map(planned).collect()
    }
}

/// What was measured.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = measurements, treat_none_as_default_value = false)]
pub struct MeasurementRow {
    pub project_id: i64,
    pub indicator: i32,
    pub number: i32,
    pub measured_on: NaiveDate,
    pub organisation: String,
    pub respondents: String,
    pub value: i64,
    pub asked: Option<i32>,
    /// Why it replaces another; empty when it replaces none.
    pub reason: String,
    pub recorded_by: i64,
    pub recorded_at: NaiveDateTime,
    pub replaced_by: Option<i32>,
}
impl MeasurementRow {
    pub fn to_domain(&self) -> Measured {
        Measured {
            on: self.measured_on,
            organisation: self.organisation.clone(),
            group: self.respondents.clone(),
            value: Hundredths(self.value),
            asked: self.asked.map(i32::unsigned_abs),
        }
    }
}
/// Those that count, as the rules see them.
pub fn counting(rows: &[MeasurementRow]) -> Vec<Measured> {
    rows.iter().filter(|m| m.replaced_by.is_none()).map(MeasurementRow::to_domain).collect()
}

pub fn of_project(db: &mut Db, project: i64) -> StoreResult<Vec<GoalRow>> {
    Ok(goals::table.filter(goals::project_id.eq(project)).select(GoalRow::as_select()).order(goals::number).load(db)?)
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<GoalRow>> {
    Ok(goals::table.find((project, number)).select(GoalRow::as_select()).first(db).optional()?)
}
pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, goals, goals::project_id.eq(project)))
}
pub fn add(db: &mut Db, row: &GoalRow) -> StoreResult<()> {
    diesel::insert_into(goals::table).values(row).execute(db)?;
    Ok(())
}
/// Saves a goal that is still at the version before `row`'s.
pub fn update(db: &mut Db, row: &GoalRow) -> StoreResult<()> {
    let found = goals::table.find((row.project_id, row.number)).filter(goals::version.eq(row.version - 1));
    let values = (
        goals::kind.eq(&row.kind),
        goals::name.eq(&row.name),
        goals::parent.eq(row.parent),
        goals::portfolio.eq(&row.portfolio),
        goals::responsible_id.eq(row.responsible_id),
        goals::version.eq(row.version),
    );
    expect_one(diesel::update(found).set(values).execute(db)?)
}

pub fn indicators_of(db: &mut Db, project: i64) -> StoreResult<Vec<IndicatorRow>> {
    Ok(indicators::table.filter(indicators::project_id.eq(project)).select(IndicatorRow::as_select()).order(indicators::number).load(db)?)
}
pub fn indicator(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<IndicatorRow>> {
    Ok(indicators::table.find((project, number)).select(IndicatorRow::as_select()).first(db).optional()?)
}
pub fn next_indicator(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, indicators, indicators::project_id.eq(project)))
}
pub fn add_indicator(db: &mut Db, row: &IndicatorRow) -> StoreResult<()> {
    diesel::insert_into(indicators::table).values(row).execute(db)?;
    Ok(())
}
/// Saves an indicator that is still at the version before `row`'s.
pub fn update_indicator(db: &mut Db, row: &IndicatorRow) -> StoreResult<()> {
    let found = indicators::table.find((row.project_id, row.number)).filter(indicators::version.eq(row.version - 1));
    let values = (
        (indicators::name.eq(&row.name), indicators::unit.eq(&row.unit), indicators::method.eq(&row.method), indicators::target_group.eq(&row.target_group)),
        (indicators::direction.eq(&row.direction), indicators::decimals.eq(row.decimals), indicators::least.eq(row.least), indicators::most.eq(row.most)),
        (indicators::baseline.eq(row.baseline), indicators::baseline_on.eq(row.baseline_on), indicators::target.eq(row.target)),
        (indicators::target_on.eq(row.target_on), indicators::plan.eq(&row.plan), indicators::version.eq(row.version)),
    );
    expect_one(diesel::update(found).set(values).execute(db)?)
}

/// Every measurement of a project, replaced ones too, in the order in which they were recorded.
pub fn measurements_of(db: &mut Db, project: i64) -> StoreResult<Vec<MeasurementRow>> {
    let own = measurements::table.filter(measurements::project_id.eq(project));
    Ok(own.select(MeasurementRow::as_select()).order((measurements::indicator, measurements::number)).load(db)?)
}
/// Those of one indicator.
pub fn measurements(db: &mut Db, project: i64, indicator: i32) -> StoreResult<Vec<MeasurementRow>> {
    let own = measurements::table.filter(measurements::project_id.eq(project).and(measurements::indicator.eq(indicator)));
    Ok(own.select(MeasurementRow::as_select()).order(measurements::number).load(db)?)
}
pub fn add_measurement(db: &mut Db, row: &MeasurementRow) -> StoreResult<()> {
    diesel::insert_into(measurements::table).values(row).execute(db)?;
    Ok(())
}
/// Marks a measurement that still counts as replaced by another.
pub fn replace_measurement(db: &mut Db, row: &MeasurementRow, by: i32) -> StoreResult<()> {
    let found = measurements::table.find((row.project_id, row.indicator, row.number)).filter(measurements::replaced_by.is_null());
    expect_one(diesel::update(found).set(measurements::replaced_by.eq(by)).execute(db)?)
}
