//! The intervention and effect theory of a project.
use crate::domain::theory::TheoryStep;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::theories;
use diesel::prelude::*;

/// A theory; each step's items stand a line each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = theories)]
pub struct TheoryRow {
    pub project_id: i64,
    pub resources: String,
    pub activities: String,
    pub output: String,
    pub outcome: String,
    pub effect: String,
    pub value: String,
    pub version: i64,
}
impl TheoryRow {
    pub fn step(&self, step: TheoryStep) -> &str {
        match step {
            TheoryStep::Resources => &self.resources,
            TheoryStep::Activities => &self.activities,
            TheoryStep::Output => &self.output,
            TheoryStep::Outcome => &self.outcome,
            TheoryStep::Effect => &self.effect,
            TheoryStep::Value => &self.value,
        }
    }
}

pub fn find(db: &mut Db, project: i64) -> StoreResult<Option<TheoryRow>> {
    Ok(theories::table.find(project).select(TheoryRow::as_select()).first(db).optional()?)
}
/// Puts a theory in the place of the one before its version; version 1 is the first.
///
/// # Errors
/// Stale.
pub fn put(db: &mut Db, row: &TheoryRow) -> StoreResult<()> {
    if row.version == 1 {
        return expect_one(diesel::insert_into(theories::table).values(row).execute(db)?);
    }
    let same = theories::table.find(row.project_id).filter(theories::version.eq(row.version - 1));
    expect_one(diesel::update(same).set(row).execute(db)?)
}
