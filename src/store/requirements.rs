//! What projects must or should fulfil.
use crate::domain::requirement::{Priority, Requirement, RequirementKind, RequirementState};
use crate::domain::role::Role;
use crate::store::columns::{Stored, json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::requirements;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A stored requirement.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = requirements)]
pub struct RequirementRow {
    pub number: i32,
    #[diesel(deserialize_as = Stored<RequirementKind>)]
    pub kind: RequirementKind,
    pub text: String,
    #[diesel(deserialize_as = Stored<Role>)]
    pub requested_by: Role,
    #[diesel(deserialize_as = Stored<Priority>)]
    pub priority: Priority,
    pub note: String,
    pub measure: Option<i64>,
    pub measured: Option<i64>,
    #[diesel(deserialize_as = Stored<RequirementState>)]
    pub state: RequirementState,
    pub verification: String,
    pub verified_on: Option<NaiveDate>,
    pub verified_by: Option<i64>,
    pub waiver: Option<String>,
    /// What was waived, by which decision.
    pub content: Option<String>,
    pub decision: Option<i32>,
    pub version: i64,
    /// What the value is counted in; empty where that is not said.
    pub unit: String,
}
impl RequirementRow {
    /// The row as the rules see it.
    pub fn to_domain(&self) -> StoreResult<Requirement> {
        let waiver = self.waiver.as_deref().map(json).transpose()?;
        Ok(Requirement { priority: self.priority, state: self.state, measure: self.measure, waiver })
    }
}
/// What people write of a requirement.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = requirements, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct RequirementTexts {
    #[diesel(serialize_as = Stored<RequirementKind>)]
    pub kind: RequirementKind,
    pub text: String,
    #[diesel(serialize_as = Stored<Role>)]
    pub requested_by: Role,
    #[diesel(serialize_as = Stored<Priority>)]
    pub priority: Priority,
    pub note: String,
    pub measure: Option<i64>,
    pub unit: String,
}
/// How it was verified.
#[derive(Debug, Clone)]
pub struct Verified<'a> {
    pub how: &'a str,
    pub measured: Option<i64>,
    pub on: NaiveDate,
    pub by: i64,
}

pub fn of(db: &mut Db, project: i64) -> StoreResult<Vec<RequirementRow>> {
    let rows = requirements::table.filter(requirements::project_id.eq(project)).select(RequirementRow::as_select());
    Ok(rows.order(requirements::number).load(db)?)
}
/// Those of the numbers that the project has.
pub fn known(db: &mut Db, project: i64, numbers: &[i32]) -> StoreResult<Vec<i32>> {
    Ok(known_numbers!(requirements, project, numbers).load(db)?)
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<RequirementRow>> {
    Ok(requirements::table.find((project, number)).select(RequirementRow::as_select()).first(db).optional()?)
}
pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, requirements, requirements::project_id.eq(project)))
}
pub fn add(db: &mut Db, project: i64, number: i32, texts: RequirementTexts) -> StoreResult<()> {
    let key = (requirements::project_id.eq(project), requirements::number.eq(number), requirements::version.eq(1));
    diesel::insert_into(requirements::table).values((key, texts, requirements::state.eq(RequirementState::Open.as_str()))).execute(db)?;
    Ok(())
}
pub fn set_texts(db: &mut Db, project: i64, number: i32, version: i64, texts: RequirementTexts) -> StoreResult<()> {
    let row = requirements::table.find((project, number)).filter(requirements::version.eq(version));
    expect_one(diesel::update(row).set((texts, requirements::version.eq(version + 1))).execute(db)?)
}
/// Stores a requirement that was at `version`.
pub fn update(db: &mut Db, project: i64, number: i32, version: i64, requirement: &Requirement) -> StoreResult<()> {
    let row = requirements::table.find((project, number)).filter(requirements::version.eq(version));
    let waiver = requirement.waiver.as_ref().map(to_json).transpose()?;
    let values = (requirements::state.eq(requirement.state.as_str()), requirements::waiver.eq(waiver), requirements::version.eq(version + 1));
    expect_one(diesel::update(row).set(values).execute(db)?)
}
/// Writes how it was verified beside [`update`].
pub fn set_verification(db: &mut Db, project: i64, number: i32, verified: &Verified<'_>) -> StoreResult<()> {
    let values = (
        requirements::verification.eq(verified.how),
        requirements::measured.eq(verified.measured),
        requirements::verified_on.eq(verified.on),
        requirements::verified_by.eq(verified.by),
    );
    expect_one(diesel::update(requirements::table.find((project, number))).set(values).execute(db)?)
}
/// Fixes what was waived beside [`update`].
pub fn set_waived(db: &mut Db, project: i64, number: i32, content: &str, decision: i32) -> StoreResult<()> {
    let values = (requirements::content.eq(content), requirements::decision.eq(decision));
    expect_one(diesel::update(requirements::table.find((project, number))).set(values).execute(db)?)
}
