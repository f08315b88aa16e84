//! Handovers of approved versions.
use crate::domain::handover::{Handover, HandoverState, Receiver};
use crate::domain::ids::PersonId;
use crate::store::columns::Stored;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::handovers;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A stored handover.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = handovers)]
pub struct HandoverRow {
    pub number: i32,
    pub deliverable: i32,
    /// The deliverable's version, by its number.
    pub part: i32,
    pub receiver_id: Option<i64>,
    pub receiver_name: String,
    pub note: String,
    pub handed_on: NaiveDate,
    #[diesel(deserialize_as = Stored<HandoverState>)]
    pub state: HandoverState,
    pub answered_on: Option<NaiveDate>,
    pub answered_by: String,
    pub reason: String,
    pub version: i64,
}
impl HandoverRow {
    /// The row as the rules see it.
    pub fn to_domain(&self) -> Handover {
        let receiver = self.receiver_id.map_or_else(|| Receiver::Outside(self.receiver_name.clone()), |id| Receiver::Member(PersonId(id)));
        Handover { receiver, state: self.state }
    }
}
/// A handover to be stored.
#[derive(Insertable)]
#[diesel(table_name = handovers, treat_none_as_default_value = false)]
pub struct NewHandover<'a> {
    pub project_id: i64,
    pub number: i32,
    pub deliverable: i32,
    pub part: i32,
    pub receiver_id: Option<i64>,
    pub receiver_name: &'a str,
    pub note: &'a str,
    pub handed_by: i64,
    pub handed_on: NaiveDate,
    #[diesel(serialize_as = Stored<HandoverState>)]
    pub state: HandoverState,
    pub version: i64,
}
/// What was answered.
pub struct Answered<'a> {
    pub state: HandoverState,
    pub on: NaiveDate,
    pub by: &'a str,
    pub reason: &'a str,
}

/// The handovers of a project, the newest first.
pub fn of(db: &mut Db, project: i64) -> StoreResult<Vec<HandoverRow>> {
    let rows = handovers::table.filter(handovers::project_id.eq(project)).select(HandoverRow::as_select());
    Ok(rows.order(handovers::number.desc()).load(db)?)
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<HandoverRow>> {
    Ok(handovers::table.find((project, number)).select(HandoverRow::as_select()).first(db).optional()?)
}
/// The number of a project's next handover.
pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, handovers, handovers::project_id.eq(project)))
}
pub fn add(db: &mut Db, new: NewHandover<'_>) -> StoreResult<()> {
    diesel::insert_into(handovers::table).values(new).execute(db)?;
    Ok(())
}
/// Stores the answer to a handover that was at `version`.
pub fn answer(db: &mut Db, project: i64, number: i32, version: i64, answered: &Answered<'_>) -> StoreResult<()> {
    let row = handovers::table.find((project, number)).filter(handovers::version.eq(version));
    let values = (
        handovers::state.eq(answered.state.as_str()),
        handovers::answered_on.eq(answered.on),
        handovers::answered_by.eq(answered.by),
        handovers::reason.eq(answered.reason),
        handovers::version.eq(version + 1),
    );
    expect_one(diesel::update(row).set(values).execute(db)?)
}
