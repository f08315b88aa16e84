//! Decisions that the plan foresees.
use crate::domain::role::Role;
use crate::store::columns::Stored;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::decision_points;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A decision point, with the decision that it became.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = decision_points)]
pub struct DecisionPoint {
    pub number: i32,
    pub what: String,
    #[diesel(deserialize_as = Stored<Role>)]
    pub decider: Role,
    pub planned_on: NaiveDate,
    pub decision: Option<i32>,
    pub decided_on: Option<NaiveDate>,
    pub version: i64,
}
/// What people write of a decision point.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = decision_points, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct PointValues {
    pub what: String,
    #[diesel(serialize_as = Stored<Role>)]
    pub decider: Role,
    pub planned_on: NaiveDate,
    pub decision: Option<i32>,
    pub decided_on: Option<NaiveDate>,
}

/// A project's decision points by planned day.
pub fn of(db: &mut Db, project: i64) -> StoreResult<Vec<DecisionPoint>> {
    let rows = decision_points::table.filter(decision_points::project_id.eq(project)).select(DecisionPoint::as_select());
    Ok(rows.order((decision_points::planned_on, decision_points::number)).load(db)?)
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<DecisionPoint>> {
    Ok(decision_points::table.find((project, number)).select(DecisionPoint::as_select()).first(db).optional()?)
}
pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, decision_points, decision_points::project_id.eq(project)))
}
pub fn add(db: &mut Db, project: i64, number: i32, values: PointValues) -> StoreResult<()> {
    let key = (decision_points::project_id.eq(project), decision_points::number.eq(number), decision_points::version.eq(1));
    diesel::insert_into(decision_points::table).values((key, values)).execute(db)?;
    Ok(())
}
pub fn update(db: &mut Db, project: i64, number: i32, version: i64, values: PointValues) -> StoreResult<()> {
    let row = decision_points::table.find((project, number)).filter(decision_points::version.eq(version));
    expect_one(diesel::update(row).set((values, decision_points::version.eq(version + 1))).execute(db)?)
}
/// A part delivery that was foreseen is approved: the point names its decision.
pub fn set_decision(db: &mut Db, project: i64, number: i32, decision: i32, on: NaiveDate) -> StoreResult<()> {
    let values = (decision_points::decision.eq(decision), decision_points::decided_on.eq(on), decision_points::version.eq(decision_points::version + 1));
    expect_one(diesel::update(decision_points::table.find((project, number))).set(values).execute(db)?)
}
