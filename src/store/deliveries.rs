//! Part deliveries, and the versions that each gathers.
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::ids::PersonId;
use crate::domain::lifecycle::GateOutcome;
use crate::store::columns::{Stored, json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{deliveries, delivery_versions as gathered};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A stored part delivery.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = deliveries)]
pub struct DeliveryRow {
    pub number: i32,
    pub name: String,
    pub planned_on: Option<NaiveDate>,
    /// The decision that the plan foresees for it.
    pub point: Option<i32>,
    #[diesel(deserialize_as = Stored<DeliveryState>)]
    pub state: DeliveryState,
    pub makers: String,
    pub proposed: Option<String>,
    pub recommendation: String,
    pub submitted_at: Option<NaiveDateTime>,
    pub submitted_by: Option<i64>,
    pub to_complete: Option<String>,
    pub lift: Option<String>,
    pub lift_request: Option<String>,
    /// What was approved, by which decision.
    pub content: Option<String>,
    pub decision: Option<i32>,
    pub decided_on: Option<NaiveDate>,
    pub version: i64,
}
impl DeliveryRow {
    /// The row as the rules see it.
    pub fn to_domain(&self) -> StoreResult<Delivery> {
        Ok(Delivery {
            state: self.state,
            makers: json::<Vec<i64>>(&self.makers)?.into_iter().map(PersonId).collect(),
            to_complete: self.to_complete.clone(),
            lift: self.lift.as_deref().map(json).transpose()?,
            request: self.lift_request.as_deref().map(json).transpose()?,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = deliveries, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Values {
    #[diesel(serialize_as = Stored<DeliveryState>)]
    state: DeliveryState,
    makers: String,
    to_complete: Option<String>,
    lift: Option<String>,
    lift_request: Option<String>,
}
impl Values {
    fn of(delivery: &Delivery) -> StoreResult<Values> {
        Ok(Values {
            state: delivery.state,
            makers: to_json(&delivery.makers)?,
            to_complete: delivery.to_complete.clone(),
            lift: delivery.lift.as_ref().map(to_json).transpose()?,
            lift_request: delivery.request.as_ref().map(to_json).transpose()?,
        })
    }
}
/// What people write of a part delivery.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = deliveries, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct DeliveryTexts {
    pub name: String,
    pub planned_on: Option<NaiveDate>,
    pub point: Option<i32>,
    pub recommendation: String,
}

/// The part deliveries of a project in their order.
pub fn of(db: &mut Db, project: i64) -> StoreResult<Vec<DeliveryRow>> {
    Ok(deliveries::table.filter(deliveries::project_id.eq(project)).select(DeliveryRow::as_select()).order(deliveries::number).load(db)?)
}
/// Those of the numbers that the project has.
pub fn known(db: &mut Db, project: i64, numbers: &[i32]) -> StoreResult<Vec<i32>> {
    Ok(known_numbers!(deliveries, project, numbers).load(db)?)
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<DeliveryRow>> {
    Ok(deliveries::table.find((project, number)).select(DeliveryRow::as_select()).first(db).optional()?)
}
pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, deliveries, deliveries::project_id.eq(project)))
}
pub fn add(db: &mut Db, project: i64, number: i32, delivery: &Delivery, texts: DeliveryTexts) -> StoreResult<()> {
    let key = (deliveries::project_id.eq(project), deliveries::number.eq(number), deliveries::version.eq(1));
    diesel::insert_into(deliveries::table).values((key, Values::of(delivery)?, texts)).execute(db)?;
    Ok(())
}
/// Stores a part delivery that was at `version`.
pub fn update(db: &mut Db, project: i64, number: i32, version: i64, delivery: &Delivery) -> StoreResult<()> {
    let row = deliveries::table.find((project, number)).filter(deliveries::version.eq(version));
    expect_one(diesel::update(row).set((Values::of(delivery)?, deliveries::version.eq(version + 1))).execute(db)?)
}
/// As [`update`], of what does not raise the version: a request to the holder.
pub fn note(db: &mut Db, project: i64, number: i32, delivery: &Delivery) -> StoreResult<()> {
    expect_one(diesel::update(deliveries::table.find((project, number))).set(Values::of(delivery)?).execute(db)?)
}
/// Writes the texts beside [`update`].
pub fn set_texts(db: &mut Db, project: i64, number: i32, texts: DeliveryTexts) -> StoreResult<()> {
    expect_one(diesel::update(deliveries::table.find((project, number))).set(texts).execute(db)?)
}
/// Writes a submission beside [`update`].
pub fn set_submission(db: &mut Db, project: i64, number: i32, proposed: GateOutcome, recommendation: &str, at: NaiveDateTime, by: i64) -> StoreResult<()> {
    let values = (
        deliveries::proposed.eq(proposed.as_str()),
        deliveries::recommendation.eq(recommendation),
        deliveries::submitted_at.eq(at),
        deliveries::submitted_by.eq(by),
    );
    expect_one(diesel::update(deliveries::table.find((project, number))).set(values).execute(db)?)
}
/// Fixes what was approved beside [`update`].
pub fn set_approval(db: &mut Db, project: i64, number: i32, content: &str, decision: i32, on: NaiveDate) -> StoreResult<()> {
    let values = (deliveries::content.eq(content), deliveries::decision.eq(decision), deliveries::decided_on.eq(on));
    expect_one(diesel::update(deliveries::table.find((project, number))).set(values).execute(db)?)
}
/// What it gathers has changed: whoever decides must have seen it.
pub fn touch(db: &mut Db, project: i64, number: i32) -> StoreResult<()> {
    expect_one(diesel::update(deliveries::table.find((project, number))).set(deliveries::version.eq(deliveries::version + 1)).execute(db)?)
}

/// A version that a part delivery gathers, by the deliverable's number and its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = gathered)]
pub struct Gathered {
    pub delivery: i32,
    pub deliverable: i32,
    pub number: i32,
}
/// What all part deliveries of a project gather.
pub fn gathered(db: &mut Db, project: i64) -> StoreResult<Vec<Gathered>> {
    let rows = gathered::table.filter(gathered::project_id.eq(project)).select(Gathered::as_select());
    Ok(rows.order((gathered::delivery, gathered::deliverable)).load(db)?)
}
/// Gathers these versions, each a deliverable's number and its own, in place of those before.
pub fn gather(db: &mut Db, project: i64, delivery: i32, versions: &[(i32, i32)]) -> StoreResult<()> {
    diesel::delete(gathered::table.filter(gathered::project_id.eq(project).and(gathered::delivery.eq(delivery)))).execute(db)?;
    for (deliverable, number) in versions {
        let values = (gathered::project_id.eq(project), gathered::delivery.eq(delivery), gathered::deliverable.eq(deliverable), gathered::number.eq(number));
        diesel::insert_into(gathered::table).values(values).execute(db)?;
    }
    Ok(())
}
