//! What was recorded and waits for the one who holds it: a body's decision for its chair, an earlier decision for its role.
//! Recording is not deciding.
use crate::domain::decision::{ObjectKind, RecordingOutcome};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{people, recordings};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Something recorded, open while `outcome` is lacking.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = recordings)]
pub struct Recording {
    pub id: i64,
    pub role: String,
    /// `None` for an earlier decision, which was taken under no charter, and for a body's decision about itself.
    pub matter: Option<String>,
    pub object_kind: String,
    pub object_ref: String,
    pub object_version: i64,
    /// What will be done when it is confirmed, as JSON of the service's act.
    pub act: String,
    pub basis: Option<String>,
    pub recorded_by: i64,
    pub recorded_at: NaiveDateTime,
    pub closed_at: Option<NaiveDateTime>,
    pub closed_by: Option<i64>,
    pub outcome: Option<String>,
    pub reason: Option<String>,
    /// The decision that it became, or that its object moved on by.
    pub decision: Option<i32>,
}

/// A recording to be stored.
#[derive(Insertable)]
#[diesel(table_name = recordings, treat_none_as_default_value = false)]
pub struct NewRecording {
    pub project_id: i64,
    pub role: String,
    pub matter: Option<String>,
    pub object_kind: String,
    pub object_ref: String,
    pub object_version: i64,
    pub act: String,
    pub basis: Option<String>,
    pub recorded_by: i64,
    pub recorded_at: NaiveDateTime,
}

/// How a recording ends.
pub struct Closing<'a> {
    pub outcome: RecordingOutcome,
    /// `None` when nobody acted: the installation's own work at night moved its object on.
    pub by: Option<i64>,
    pub at: NaiveDateTime,
    pub reason: Option<&'a str>,
    pub decision: Option<i32>,
}

pub fn add(db: &mut Db, new: &NewRecording) -> StoreResult<i64> {
    Ok(diesel::insert_into(recordings::table).values(new).returning(recordings::id).get_result(db)?)
}
/// A recording, open or closed, with the name of who recorded it.
pub fn find(db: &mut Db, project: i64, id: i64) -> StoreResult<Option<(Recording, String)>> {
    let row = recordings::table
        .inner_join(people::table.on(people::id.eq(recordings::recorded_by)))
        .filter(recordings::project_id.eq(project).and(recordings::id.eq(id)));
    Ok(row.select((Recording::as_select(), people::name)).first(db).optional()?)
}
/// The open recordings of a project, oldest first.
pub fn open(db: &mut Db, project: i64) -> StoreResult<Vec<(Recording, String)>> {
    let rows = recordings::table
        .inner_join(people::table.on(people::id.eq(recordings::recorded_by)))
        .filter(recordings::project_id.eq(project).and(recordings::closed_at.is_null()));
    Ok(rows.select((Recording::as_select(), people::name)).order(recordings::id).load(db)?)
}
/// The recordings about one object, oldest first.
pub fn about(db: &mut Db, project: i64, kind: ObjectKind, reference: &str) -> StoreResult<Vec<Recording>> {
    let rows =
        recordings::table.filter(recordings::project_id.eq(project).and(recordings::object_kind.eq(kind.as_str())).and(recordings::object_ref.eq(reference)));
    Ok(rows.select(Recording::as_select()).order(recordings::id).load(db)?)
}
/// The recordings of earlier decisions that nobody has confirmed: open ones and declined ones, by the decision's number.
pub fn unconfirmed(db: &mut Db, project: i64, numbers: &[String]) -> StoreResult<Vec<String>> {
    let rows = recordings::table
        .filter(recordings::project_id.eq(project).and(recordings::object_kind.eq("decision")).and(recordings::object_ref.eq_any(numbers)))
        .filter(recordings::outcome.is_null().or(recordings::outcome.eq(RecordingOutcome::Declined.as_str())));
    Ok(rows.select(recordings::object_ref).load(db)?)
}
/// The recordings of earlier decisions that their holder has declined, by the decision's number.
pub fn declined(db: &mut Db, project: i64, numbers: &[String]) -> StoreResult<Vec<String>> {
    let rows = recordings::table
        .filter(recordings::project_id.eq(project).and(recordings::object_kind.eq("decision")).and(recordings::object_ref.eq_any(numbers)))
        .filter(recordings::outcome.eq(RecordingOutcome::Declined.as_str()));
    Ok(rows.select(recordings::object_ref).load(db)?)
}
/// Closes an open recording.
pub fn close(db: &mut Db, project: i64, id: i64, closing: &Closing<'_>) -> StoreResult<()> {
    let row = recordings::table.filter(recordings::project_id.eq(project).and(recordings::id.eq(id)).and(recordings::closed_at.is_null()));
    let values = (
        recordings::closed_at.eq(closing.at),
        recordings::closed_by.eq(closing.by),
        recordings::outcome.eq(closing.outcome.as_str()),
        recordings::reason.eq(closing.reason),
        recordings::decision.eq(closing.decision),
    );
    expect_one(diesel::update(row).set(values).execute(db)?)
}
/// Names the decision that a confirmed recording became.
pub fn set_decision(db: &mut Db, project: i64, id: i64, number: i32) -> StoreResult<()> {
    let row = recordings::table.filter(recordings::project_id.eq(project).and(recordings::id.eq(id)));
    expect_one(diesel::update(row).set(recordings::decision.eq(number)).execute(db)?)
}
