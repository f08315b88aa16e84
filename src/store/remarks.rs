//! Comments and opinions. Neither is a decision, and neither raises the object's version.
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::{people, remarks};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A comment or an opinion on something in a project (`risk:R4`, `status_report:2`).
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = remarks)]
pub struct Remark {
    pub id: i64,
    pub kind: String,
    pub role: String,
    pub at: NaiveDateTime,
    pub text: String,
}

/// What is needed to add a remark.
#[derive(Insertable)]
#[diesel(table_name = remarks)]
pub struct NewRemark<'a> {
    pub project_id: i64,
    pub object: &'a str,
    pub kind: &'a str,
    pub person_id: i64,
    pub role: &'a str,
    pub at: NaiveDateTime,
    pub text: &'a str,
}

pub fn add(db: &mut Db, new: &NewRemark<'_>) -> StoreResult<i64> {
    Ok(diesel::insert_into(remarks::table).values(new).returning(remarks::id).get_result(db)?)
}
/// The newest remarks on an object, oldest first, with who wrote each.
pub fn on(db: &mut Db, project: i64, object: &str, limit: i64) -> StoreResult<Vec<(Remark, String)>> {
    let mut rows: Vec<(Remark, String)> = remarks::table
        .inner_join(people::table)
        .filter(remarks::project_id.eq(project).and(remarks::object.eq(object)))
        .select((Remark::as_select(), people::name))
        .order(remarks::id.desc())
        .limit(limit)
        .load(db)?;
    rows.reverse();
    Ok(rows)
}
/// Everything that was said in a project, with what it was about, oldest first.
pub fn of_project(db: &mut Db, project: i64) -> StoreResult<Vec<(String, String)>> {
    let of_project = remarks::table.filter(remarks::project_id.eq(project));
    Ok(of_project.select((remarks::object, remarks::text)).order(remarks::id).load(db)?)
}
