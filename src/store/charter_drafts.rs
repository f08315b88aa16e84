//! The draft of a project's next charter.
use crate::domain::charter::MatterRule;
use crate::store::columns::{json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{charter_drafts, people};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A stored draft, with the name of who saved it last.
#[derive(Debug, Clone)]
pub struct CharterDraft {
    pub matters: Vec<MatterRule>,
    /// The number of the charter that it was written from.
    pub based_on: i32,
    pub saved_by: String,
    pub saved_at: NaiveDateTime,
    pub version: i64,
}

pub fn find(db: &mut Db, project: i64) -> StoreResult<Option<CharterDraft>> {
    let row: Option<(String, i32, String, NaiveDateTime, i64)> = charter_drafts::table
        .inner_join(people::table.on(people::id.eq(charter_drafts::saved_by)))
        .filter(charter_drafts::project_id.eq(project))
        .select((charter_drafts::matters, charter_drafts::based_on, people::name, charter_drafts::saved_at, charter_drafts::version))
        .first(db)
        .optional()?;
    row.map(|(matters, based_on, saved_by, saved_at, version)| Ok(CharterDraft { matters: json(&matters)?, based_on, saved_by, saved_at, version })).transpose()
}
/// Puts a draft in the place of the one at `version`; 0 when there is none.
pub fn put(db: &mut Db, project: i64, version: i64, matters: &[MatterRule], based_on: i32, by: i64, at: NaiveDateTime) -> StoreResult<()> {
    let values = (
        charter_drafts::matters.eq(to_json(&matters)?),
        charter_drafts::based_on.eq(based_on),
        charter_drafts::saved_by.eq(by),
        charter_drafts::saved_at.eq(at),
        charter_drafts::version.eq(version + 1),
    );
    if version == 0 {
        return expect_one(diesel::insert_into(charter_drafts::table).values((charter_drafts::project_id.eq(project), values)).execute(db)?);
    }
    let row = charter_drafts::table.filter(charter_drafts::project_id.eq(project).and(charter_drafts::version.eq(version)));
    expect_one(diesel::update(row).set(values).execute(db)?)
}
pub fn delete(db: &mut Db, project: i64) -> StoreResult<()> {
    diesel::delete(charter_drafts::table.filter(charter_drafts::project_id.eq(project))).execute(db)?;
    Ok(())
}
