//! What deliverables must fulfil, and their versions.
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{acceptance_criteria as criteria, deliverable_versions as versions, deliverables, people};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// An acceptance criterion.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = criteria)]
pub struct Criterion {
    pub deliverable: i32,
    pub number: i32,
    pub text: String,
    pub met: bool,
    pub note: String,
    pub changed_at: NaiveDateTime,
    pub version: i64,
}
/// What people write of a criterion.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = criteria)]
pub struct CriterionValues {
    pub text: String,
    pub met: bool,
    pub note: String,
    pub changed_by: i64,
    pub changed_at: NaiveDateTime,
}
/// The criteria of a project's deliverables, each with who said last how it stands.
pub fn criteria_of(db: &mut Db, project: i64) -> StoreResult<Vec<(Criterion, String)>> {
    let rows = criteria::table.inner_join(people::table).filter(criteria::project_id.eq(project));
    Ok(rows.select((Criterion::as_select(), people::name)).order((criteria::deliverable, criteria::number)).load(db)?)
}
/// The criteria of one deliverable.
pub fn criteria_of_one(db: &mut Db, project: i64, deliverable: i32) -> StoreResult<Vec<(Criterion, String)>> {
    let rows = criteria::table.inner_join(people::table).filter(criteria::project_id.eq(project).and(criteria::deliverable.eq(deliverable)));
    Ok(rows.select((Criterion::as_select(), people::name)).order(criteria::number).load(db)?)
}
pub fn criterion(db: &mut Db, project: i64, deliverable: i32, number: i32) -> StoreResult<Option<Criterion>> {
    Ok(criteria::table.find((project, deliverable, number)).select(Criterion::as_select()).first(db).optional()?)
}
/// The number of a deliverable's next criterion.
pub fn next_criterion(db: &mut Db, project: i64, deliverable: i32) -> StoreResult<i32> {
    Ok(next_number!(db, criteria, criteria::project_id.eq(project).and(criteria::deliverable.eq(deliverable))))
}
pub fn add_criterion(db: &mut Db, project: i64, deliverable: i32, number: i32, values: CriterionValues) -> StoreResult<()> {
    let key = (criteria::project_id.eq(project), criteria::deliverable.eq(deliverable), criteria::number.eq(number), criteria::version.eq(1));
    diesel::insert_into(criteria::table).values((key, values)).execute(db)?;
    Ok(())
}
pub fn update_criterion(db: &mut Db, project: i64, row: &Criterion, values: CriterionValues) -> StoreResult<()> {
    let row_now = criteria::table.find((project, row.deliverable, row.number)).filter(criteria::version.eq(row.version));
    expect_one(diesel::update(row_now).set((values, criteria::version.eq(row.version + 1))).execute(db)?)
}

/// A version of a deliverable.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = versions)]
pub struct Version {
    pub deliverable: i32,
    pub number: i32,
    pub label: String,
    /// Where it lies; empty without a link.
    pub link: String,
    pub sha256: Option<String>,
    /// What has changed since the one before.
    pub note: String,
    pub added_at: NaiveDateTime,
    /// The part delivery that it was approved with, and by which decision.
    pub delivery: Option<i32>,
    pub decision: Option<i32>,
    /// A decision was about it, whatever the outcome.
    pub judged: bool,
    /// Of which kind its file was sent; none for one from before that was kept.
    pub media_type: Option<String>,
}
/// A version to be stored.
#[derive(Debug, Insertable)]
#[diesel(table_name = versions, treat_none_as_default_value = false)]
pub struct NewVersion<'a> {
    pub project_id: i64,
    pub deliverable: i32,
    pub number: i32,
    pub label: &'a str,
    pub link: &'a str,
    pub sha256: Option<&'a str>,
    pub media_type: Option<&'a str>,
    pub note: &'a str,
    pub added_by: i64,
    pub added_at: NaiveDateTime,
}
/// The versions of a project's deliverables with who added each, the newest of a deliverable first.
pub fn versions_of(db: &mut Db, project: i64) -> StoreResult<Vec<(Version, Option<String>)>> {
    let rows = versions::table.left_join(people::table).filter(versions::project_id.eq(project));
    Ok(rows.select((Version::as_select(), people::name.nullable())).order((versions::deliverable, versions::number.desc())).load(db)?)
}
/// The numbers of the deliverables of which a version was approved with a part delivery.
pub fn delivered(db: &mut Db, project: i64) -> StoreResult<Vec<i32>> {
    let approved = versions::table.filter(versions::project_id.eq(project).and(versions::delivery.is_not_null()));
    Ok(approved.select(versions::deliverable).distinct().load(db)?)
}
/// The versions of one deliverable with who added each, the newest first.
pub fn versions_of_one(db: &mut Db, project: i64, deliverable: i32) -> StoreResult<Vec<(Version, Option<String>)>> {
    let rows = versions::table.left_join(people::table).filter(versions::project_id.eq(project).and(versions::deliverable.eq(deliverable)));
    Ok(rows.select((Version::as_select(), people::name.nullable())).order(versions::number.desc()).load(db)?)
}
pub fn version(db: &mut Db, project: i64, deliverable: i32, label: &str) -> StoreResult<Option<(Version, Option<String>)>> {
    let row = versions::table.left_join(people::table).filter(versions::project_id.eq(project).and(versions::deliverable.eq(deliverable)));
    Ok(row.filter(versions::label.eq(label)).select((Version::as_select(), people::name.nullable())).first(db).optional()?)
}
/// The label of a version by its number.
pub fn label_of(db: &mut Db, project: i64, deliverable: i32, number: i32) -> StoreResult<Option<String>> {
    Ok(versions::table.find((project, deliverable, number)).select(versions::label).first(db).optional()?)
}
/// The number that a deliverable's next version gets.
pub fn next_version(db: &mut Db, project: i64, deliverable: i32) -> StoreResult<i32> {
    Ok(next_number!(db, versions, versions::project_id.eq(project).and(versions::deliverable.eq(deliverable))))
}
pub fn add_version(db: &mut Db, new: &NewVersion<'_>) -> StoreResult<()> {
    diesel::insert_into(versions::table).values(new).execute(db)?;
    newest_label(db, new.project_id, new.deliverable)
}
pub fn remove_version(db: &mut Db, project: i64, deliverable: i32, number: i32) -> StoreResult<()> {
    expect_one(diesel::delete(versions::table.find((project, deliverable, number)).filter(versions::judged.eq(false))).execute(db)?)?;
    newest_label(db, project, deliverable)
}
/// A decision was about this version: from then on it stays.
pub fn judge_version(db: &mut Db, project: i64, deliverable: i32, number: i32) -> StoreResult<()> {
    expect_one(diesel::update(versions::table.find((project, deliverable, number))).set(versions::judged.eq(true)).execute(db)?)
}
/// Locks a version that was approved with a part delivery.
pub fn lock_version(db: &mut Db, project: i64, deliverable: i32, number: i32, delivery: i32, decision: i32) -> StoreResult<()> {
    let row = versions::table.find((project, deliverable, number)).filter(versions::decision.is_null());
    expect_one(diesel::update(row).set((versions::delivery.eq(delivery), versions::decision.eq(decision))).execute(db)?)
}
/// The deliverable's own label is its newest version's.
fn newest_label(db: &mut Db, project: i64, deliverable: i32) -> StoreResult<()> {
    let mine = versions::table.filter(versions::project_id.eq(project).and(versions::deliverable.eq(deliverable)));
    let label: Option<String> = mine.order(versions::number.desc()).select(versions::label).first(db).optional()?;
    let row = deliverables::table.filter(deliverables::project_id.eq(project).and(deliverables::number.eq(deliverable)));
    expect_one(
        diesel::update(row)
            .set((deliverables::version_label.eq(label.unwrap_or_default()), deliverables::version.eq(deliverables::version + 1)))
            .execute(db)?,
    )
}
