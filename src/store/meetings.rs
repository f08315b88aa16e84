//! Meetings of a project's bodies, with their agendas.
use crate::domain::meeting::{AgendaItem, Meeting as Rules, MeetingState};
use crate::domain::role::Role;
use crate::store::columns::{Stored, json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::meetings;
use chrono::NaiveDate;
use diesel::prelude::*;

/// A meeting.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = meetings)]
pub struct Meeting {
    pub number: i32,
    #[diesel(deserialize_as = Stored<Role>)]
    pub body: Role,
    pub held_on: NaiveDate,
    pub hours: String,
    pub place: String,
    pub purpose: String,
    pub goal: String,
    agenda: String,
    #[diesel(deserialize_as = Stored<MeetingState>)]
    pub state: MeetingState,
    /// Those present, once it was held.
    pub present: String,
    /// Why it was cancelled.
    pub reason: String,
    pub version: i64,
}
impl Meeting {
    /// The row as the rules see it.
    pub fn to_domain(&self) -> Rules {
        Rules { held_on: self.held_on, state: self.state }
    }
    /// # Errors
    /// A damaged row.
    pub fn agenda(&self) -> StoreResult<Vec<AgendaItem>> {
        json(&self.agenda)
    }
}

/// What is planned of a meeting.
#[derive(Debug, Clone)]
pub struct Plan<'a> {
    pub body: Role,
    pub held_on: NaiveDate,
    pub hours: &'a str,
    pub place: &'a str,
    pub purpose: &'a str,
    pub goal: &'a str,
    pub agenda: &'a [AgendaItem],
}

pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, meetings, meetings::project_id.eq(project)))
}
pub fn add(db: &mut Db, project: i64, number: i32, plan: &Plan<'_>) -> StoreResult<()> {
    let agenda = to_json(&plan.agenda)?;
    diesel::insert_into(meetings::table)
        .values((
            meetings::project_id.eq(project),
            meetings::number.eq(number),
            meetings::body.eq(Stored(plan.body)),
            meetings::held_on.eq(plan.held_on),
            meetings::hours.eq(plan.hours),
            meetings::place.eq(plan.place),
            meetings::purpose.eq(plan.purpose),
            meetings::goal.eq(plan.goal),
            meetings::agenda.eq(agenda),
            meetings::state.eq(Stored(MeetingState::Planned)),
            meetings::version.eq(1_i64),
        ))
        .execute(db)?;
    Ok(())
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<Meeting>> {
    Ok(meetings::table.filter(meetings::project_id.eq(project).and(meetings::number.eq(number))).select(Meeting::as_select()).first(db).optional()?)
}
/// Stores a plan anew.
///
/// # Errors
/// Stale: the version has moved.
pub fn change(db: &mut Db, project: i64, before: &Meeting, plan: &Plan<'_>) -> StoreResult<()> {
    let agenda = to_json(&plan.agenda)?;
    let own = meetings::table.filter(meetings::project_id.eq(project).and(meetings::number.eq(before.number)).and(meetings::version.eq(before.version)));
    let changed = diesel::update(own)
        .set((
            meetings::body.eq(Stored(plan.body)),
            meetings::held_on.eq(plan.held_on),
            meetings::hours.eq(plan.hours),
            meetings::place.eq(plan.place),
            meetings::purpose.eq(plan.purpose),
            meetings::goal.eq(plan.goal),
            meetings::agenda.eq(agenda),
            meetings::version.eq(before.version + 1),
        ))
        .execute(db)?;
    expect_one(changed)
}
/// Stores how it ended: held with those present, or cancelled with a reason.
///
/// # Errors
/// Stale: the version has moved.
pub fn settle(db: &mut Db, project: i64, before: &Meeting, state: MeetingState, present: &str, reason: &str) -> StoreResult<()> {
    let own = meetings::table.filter(meetings::project_id.eq(project).and(meetings::number.eq(before.number)).and(meetings::version.eq(before.version)));
    let values = (meetings::state.eq(Stored(state)), meetings::present.eq(present), meetings::reason.eq(reason), meetings::version.eq(before.version + 1));
    expect_one(diesel::update(own).set(values).execute(db)?)
}
/// Which meetings a page of them shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    /// Those before this day, and those held on it or after it.
    pub been_on: Option<NaiveDate>,
    /// Those that decisions can rest on this day: they have begun, and are not cancelled.
    pub carrying_on: Option<NaiveDate>,
    pub body: Option<Role>,
}
/// A page of a project's meetings, newest first, after the one numbered `after`.
pub fn page(db: &mut Db, project: i64, filter: Filter, after: Option<i32>, limit: i64) -> StoreResult<Vec<Meeting>> {
    let mut rows = meetings::table.filter(meetings::project_id.eq(project)).select(Meeting::as_select()).into_boxed();
    if let Some(day) = filter.been_on {
        rows = rows.filter(meetings::held_on.lt(day).or(meetings::state.eq(Stored(MeetingState::Held))));
    }
    if let Some(day) = filter.carrying_on {
        rows = rows.filter(meetings::held_on.le(day).and(meetings::state.ne(Stored(MeetingState::Cancelled))));
    }
    if let Some(body) = filter.body {
        rows = rows.filter(meetings::body.eq(Stored(body)));
    }
    if let Some(last) = after.map(|number| find(db, project, number)).transpose()?.flatten() {
        rows = rows.filter(meetings::held_on.lt(last.held_on).or(meetings::held_on.eq(last.held_on).and(meetings::number.lt(last.number))));
    }
    Ok(rows.order((meetings::held_on.desc(), meetings::number.desc())).limit(limit).load(db)?)
}
/// All meetings of a project.
pub fn every(db: &mut Db, project: i64) -> StoreResult<Vec<Meeting>> {
    Ok(meetings::table.filter(meetings::project_id.eq(project)).select(Meeting::as_select()).order(meetings::number).load(db)?)
}
/// A body's meetings of one day.
pub fn of_day(db: &mut Db, project: i64, body: Role, day: NaiveDate) -> StoreResult<Vec<Meeting>> {
    let of_body = meetings::table.filter(meetings::project_id.eq(project).and(meetings::body.eq(Stored(body))));
    Ok(of_body.filter(meetings::held_on.eq(day)).select(Meeting::as_select()).order(meetings::number).load(db)?)
}
/// Those to come: on `day` or later, and not held. The soonest first.
pub fn coming(db: &mut Db, project: i64, day: NaiveDate) -> StoreResult<Vec<Meeting>> {
    let rows = meetings::table.filter(meetings::project_id.eq(project).and(meetings::held_on.ge(day)));
    let planned = rows.filter(meetings::state.ne(Stored(MeetingState::Held))).select(Meeting::as_select());
    Ok(planned.order((meetings::held_on, meetings::number)).load(db)?)
}
/// The steering groups' soonest meeting of some projects, on or after `day`, that has not been cancelled, with its project.
pub fn soonest(db: &mut Db, projects: &[i64], day: NaiveDate) -> StoreResult<Option<(i64, Meeting)>> {
    Ok(meetings::table
        .filter(meetings::project_id.eq_any(projects.to_vec()).and(meetings::held_on.ge(day)).and(meetings::body.eq(Stored(Role::SteeringGroup))))
        .filter(meetings::state.ne(Stored(MeetingState::Cancelled)))
        .select((meetings::project_id, Meeting::as_select()))
        .order((meetings::held_on, meetings::project_id, meetings::number))
        .first(db)
        .optional()?)
}
/// The steering group's first meeting on or after `day` that has not been cancelled.
pub fn next(db: &mut Db, project: i64, day: NaiveDate) -> StoreResult<Option<Meeting>> {
    Ok(soonest(db, &[project], day)?.map(|(_, meeting)| meeting))
}
