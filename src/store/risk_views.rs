//! Views of the risk register that people have saved, each their own.
use crate::store::columns::{json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::risk_views;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A saved view.
#[derive(Debug, Clone)]
pub struct RiskView {
    pub id: i64,
    pub name: String,
    /// What its address says.
    pub query: BTreeMap<String, String>,
    pub version: i64,
}
type Row = (i64, String, String, i64);
fn read((id, name, query, version): Row) -> StoreResult<RiskView> {
    Ok(RiskView { id, name, query: json(&query)?, version })
}

/// A person's views in a project, in the order in which they were saved.
pub fn of(db: &mut Db, project: i64, person: i64) -> StoreResult<Vec<RiskView>> {
    let rows: Vec<Row> = risk_views::table
        .filter(risk_views::project_id.eq(project).and(risk_views::person_id.eq(person)))
        .order(risk_views::id)
        .select((risk_views::id, risk_views::name, risk_views::query, risk_views::version))
        .load(db)?;
    rows.into_iter().map(read).collect()
}
pub fn add(db: &mut Db, project: i64, person: i64, name: &str, query: &BTreeMap<String, String>) -> StoreResult<i64> {
    let values = (
        risk_views::project_id.eq(project),
        risk_views::person_id.eq(person),
        risk_views::name.eq(name),
        risk_views::query.eq(to_json(query)?),
        risk_views::version.eq(1),
    );
    Ok(diesel::insert_into(risk_views::table).values(values).returning(risk_views::id).get_result(db)?)
}
pub fn rename(db: &mut Db, id: i64, version: i64, name: &str) -> StoreResult<()> {
    let row = risk_views::table.filter(risk_views::id.eq(id).and(risk_views::version.eq(version)));
    expect_one(diesel::update(row).set((risk_views::name.eq(name), risk_views::version.eq(version + 1))).execute(db)?)
}
pub fn delete(db: &mut Db, id: i64, version: i64) -> StoreResult<()> {
    expect_one(diesel::delete(risk_views::table.filter(risk_views::id.eq(id).and(risk_views::version.eq(version)))).execute(db)?)
}
