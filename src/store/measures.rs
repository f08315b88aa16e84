//! Measures against risks, proposed as alternatives and chosen.
use crate::domain::risk::{MeasureState, Strategy};
use crate::store::columns::Stored;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{measures, people};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A measure.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = measures)]
pub struct Measure {
    pub id: i64,
    pub number: i32,
    #[diesel(deserialize_as = Stored<Strategy>)]
    pub strategy: Strategy,
    pub text: String,
    pub responsible_id: Option<i64>,
    pub due_on: Option<NaiveDate>,
    pub cost: Option<i64>,
    #[diesel(deserialize_as = Stored<MeasureState>)]
    pub state: MeasureState,
    pub version: i64,
}

impl Measure {
    /// What people have written of it.
    pub fn values(&self) -> MeasureValues {
        let Measure { strategy, responsible_id, due_on, cost, state, .. } = *self;
        MeasureValues { strategy, text: self.text.clone(), responsible_id, due_on, cost, state }
    }
}

/// What people write of a measure.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = measures, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct MeasureValues {
    #[diesel(serialize_as = Stored<Strategy>)]
    pub strategy: Strategy,
    pub text: String,
    pub responsible_id: Option<i64>,
    pub due_on: Option<NaiveDate>,
    pub cost: Option<i64>,
    #[diesel(serialize_as = Stored<MeasureState>)]
    pub state: MeasureState,
}

pub fn add(db: &mut Db, risk: i64, values: MeasureValues) -> StoreResult<i32> {
    let number = next_number!(db, measures, measures::risk_id.eq(risk));
    diesel::insert_into(measures::table).values((measures::risk_id.eq(risk), measures::number.eq(number), values, measures::version.eq(1))).execute(db)?;
    Ok(number)
}
pub fn update(db: &mut Db, risk: i64, number: i32, version: i64, values: MeasureValues) -> StoreResult<()> {
    let row = measures::table.filter(measures::risk_id.eq(risk).and(measures::number.eq(number)).and(measures::version.eq(version)));
    expect_one(diesel::update(row).set((values, measures::version.eq(version + 1))).execute(db)?)
}
pub fn find(db: &mut Db, risk: i64, number: i32) -> StoreResult<Option<Measure>> {
    Ok(measures::table.filter(measures::risk_id.eq(risk).and(measures::number.eq(number))).select(Measure::as_select()).first(db).optional()?)
}
/// A risk's measures by number, with the name of the responsible person.
pub fn of_risk(db: &mut Db, risk: i64) -> StoreResult<Vec<(Measure, Option<String>)>> {
    Ok(measures::table
        .left_join(people::table)
        .filter(measures::risk_id.eq(risk))
        .select((Measure::as_select(), people::name.nullable()))
        .order(measures::number)
        .load(db)?)
}
/// The measures of some risks, each with its risk's id.
pub fn of_risks(db: &mut Db, risks: &[i64]) -> StoreResult<Vec<(i64, Measure)>> {
    Ok(measures::table.filter(measures::risk_id.eq_any(risks.to_vec())).select((measures::risk_id, Measure::as_select())).order(measures::id).load(db)?)
}
/// Whether a chosen (or done) measure has a responsible person.
pub fn covers(db: &mut Db, risk: i64) -> StoreResult<bool> {
    let chosen = [MeasureState::Chosen.as_str(), MeasureState::Done.as_str()];
    let found = measures::table.filter(measures::risk_id.eq(risk).and(measures::state.eq_any(chosen)).and(measures::responsible_id.is_not_null()));
    Ok(found.select(measures::id).first::<i64>(db).optional()?.is_some())
}
