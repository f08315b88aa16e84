//! The plans that have been in force, frozen. The one with the highest number is.
use crate::domain::plan::Plan;
use crate::store::columns::{json, raw_json, to_json};
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::plan_baselines;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde_json::Value;

/// A frozen plan.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = plan_baselines)]
pub struct Baseline {
    pub number: i32,
    content: String,
    pub hash: String,
    /// The change request and the decision that made it: no request where a gate put it in force or the budget was decided about, neither
    /// where it was not decided here.
    pub change_number: Option<i32>,
    pub decision: Option<i32>,
    pub adopted_at: NaiveDateTime,
}
impl Baseline {
    pub fn plan(&self) -> StoreResult<Plan> {
        json(&self.content)
    }
    /// The content as it is stored, for verification.
    pub fn content(&self) -> Value {
        raw_json(&self.content)
    }
}

/// A baseline to be stored.
pub struct NewBaseline<'a> {
    pub number: i32,
    pub plan: &'a Plan,
    pub hash: &'a str,
    pub change: Option<i32>,
    pub decision: Option<i32>,
    pub at: NaiveDateTime,
}

pub fn add(db: &mut Db, project: i64, new: &NewBaseline<'_>) -> StoreResult<()> {
    let values = (
        plan_baselines::project_id.eq(project),
        plan_baselines::number.eq(new.number),
        plan_baselines::content.eq(to_json(new.plan)?),
        plan_baselines::hash.eq(new.hash),
        plan_baselines::change_number.eq(new.change),
        plan_baselines::decision.eq(new.decision),
        plan_baselines::adopted_at.eq(new.at),
    );
    diesel::insert_into(plan_baselines::table).values(values).execute(db)?;
    Ok(())
}
/// The plan in force.
pub fn current(db: &mut Db, project: i64) -> StoreResult<Option<Baseline>> {
    let rows = plan_baselines::table.filter(plan_baselines::project_id.eq(project)).order(plan_baselines::number.desc());
    Ok(rows.select(Baseline::as_select()).first(db).optional()?)
}
/// Whether a plan is in force.
pub fn is_any(db: &mut Db, project: i64) -> StoreResult<bool> {
    Ok(diesel::select(diesel::dsl::exists(plan_baselines::table.filter(plan_baselines::project_id.eq(project)))).get_result(db)?)
}
/// Every baseline of a project, oldest first.
pub fn of_project(db: &mut Db, project: i64) -> StoreResult<Vec<Baseline>> {
    Ok(plan_baselines::table.filter(plan_baselines::project_id.eq(project)).order(plan_baselines::number).select(Baseline::as_select()).load(db)?)
}
