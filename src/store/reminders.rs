//! Which planned measurements somebody was reminded of.
use crate::domain::indicator::{PlanState, Planned};
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::reminders;
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// Notes that a planned measurement was reminded of while it stood so; `false` when it was already.
pub fn note(db: &mut Db, project: i64, indicator: i32, planned: &Planned, state: PlanState, at: NaiveDateTime) -> StoreResult<bool> {
    let quarter = planned.quarter.to_string();
    let key = (project, indicator, quarter.as_str(), planned.organisation.as_str(), state.as_str());
    if reminders::table.find(key).select(reminders::at).first::<NaiveDateTime>(db).optional()?.is_some() {
        return Ok(false);
    }
    let values = (
        reminders::project_id.eq(project),
        reminders::indicator.eq(indicator),
        reminders::quarter.eq(&quarter),
        reminders::organisation.eq(&planned.organisation),
        reminders::state.eq(state.as_str()),
        reminders::at.eq(at),
    );
    diesel::insert_into(reminders::table).values(values).execute(db)?;
    Ok(true)
}
