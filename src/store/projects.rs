//! Projects and their counters.
use crate::domain::lifecycle::{Course, Standing, StandingWord, Stop};
use crate::domain::role::Role;
use crate::store::accounts::Person;
use crate::store::columns::Stored;
use crate::store::counters::next_number;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::gates;
use crate::store::schema::{journal, people, projects, role_assignments};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::cmp::Reverse;

/// A project.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = projects)]
pub struct Project {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub organisation: String,
    pub orderer: String,
    pub financier: String,
    pub register_number: String,
    pub purpose: String,
    /// The phase that it is in, a key of its lifecycle.
    pub phase: String,
    pub started_on: NaiveDate,
    pub late_days: i64,
    pub unfilled_days: i64,
    /// Names the present state of roles, bodies, charter and policy.
    pub rules_mark: i64,
    pub version: i64,
    /// The lifecycle that it was opened with, in its version.
    pub lifecycle: String,
    pub lifecycle_number: i32,
    #[diesel(deserialize_as = Stored<StandingWord>)]
    standing: StandingWord,
    stopped_by: Option<String>,
    stopped_on: Option<NaiveDate>,
    stopped_decision: Option<i32>,
    /// The decision that ended it early.
    pub terminated_decision: Option<i32>,
}
impl Project {
    /// Whether it is running, paused or closed. A paused one says by whom.
    /// Its place among a person's projects: the one that began last is what most people work with; one that is closed comes last.
    pub fn place(&self) -> (bool, Reverse<NaiveDate>) {
        (self.standing().word() == StandingWord::Closed, Reverse(self.started_on))
    }
    pub fn standing(&self) -> Standing {
        let by = self.stopped_by.as_deref().and_then(|role| role.parse::<Role>().ok());
        match (self.standing, by, self.stopped_on, self.stopped_decision) {
            (StandingWord::Paused, Some(by), Some(on), Some(decision)) => Standing::Paused(Stop { by, on, decision }),
            (StandingWord::Closed, ..) => Standing::Closed,
            _ => Standing::Running,
        }
    }
}

/// What people write of a project.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = projects)]
pub struct ProjectTexts {
    pub name: String,
    pub organisation: String,
    pub orderer: String,
    pub financier: String,
    pub register_number: String,
    pub purpose: String,
    pub started_on: NaiveDate,
    pub late_days: i64,
    pub unfilled_days: i64,
}

/// Adds a project with its gates.
pub fn add(db: &mut Db, code: &str, texts: &ProjectTexts, course: &Course, created_at: NaiveDateTime) -> StoreResult<i64> {
    let numbers = (projects::next_risk.eq(1), projects::next_decision.eq(1), projects::next_report.eq(1));
    let lifecycle =
        (projects::lifecycle.eq(&course.lifecycle.key), projects::lifecycle_number.eq(course.lifecycle.number), projects::phase.eq(&course.phase().key));
    let values = (projects::code.eq(code), texts, numbers, lifecycle, projects::created_at.eq(created_at), projects::version.eq(1));
    let id = diesel::insert_into(projects::table).values(values).returning(projects::id).get_result(db)?;
    gates::add(db, id, course)?;
    Ok(id)
}
/// Where the project is in its life now. It moves only together with its gates.
pub fn set_course(db: &mut Db, id: i64, course: &Course) -> StoreResult<()> {
    let stop = if let Standing::Paused(stop) = course.standing { Some(stop) } else { None };
    let values = (
        projects::phase.eq(&course.phase().key),
        projects::standing.eq(course.standing.word().as_str()),
        projects::stopped_by.eq(stop.map(|s| s.by.as_str())),
        projects::stopped_on.eq(stop.map(|s| s.on)),
        projects::stopped_decision.eq(stop.map(|s| s.decision)),
        projects::terminated_decision.eq(course.terminated),
        projects::version.eq(projects::version + 1),
    );
    expect_one(diesel::update(projects::table.find(id)).set(values).execute(db)?)
}
pub fn by_code(db: &mut Db, code: &str) -> StoreResult<Option<Project>> {
    Ok(projects::table.filter(projects::code.eq(code)).select(Project::as_select()).first(db).optional()?)
}
pub fn find(db: &mut Db, id: i64) -> StoreResult<Option<Project>> {
    Ok(projects::table.find(id).select(Project::as_select()).first(db).optional()?)
}
pub fn update(db: &mut Db, id: i64, version: i64, texts: &ProjectTexts) -> StoreResult<()> {
    expect_one(
        diesel::update(projects::table.filter(projects::id.eq(id).and(projects::version.eq(version))))
            .set((texts, projects::version.eq(version + 1)))
            .execute(db)?,
    )
}
/// The projects in which a person has a role on `today`, by code, after the code `after`.
pub fn of_person(db: &mut Db, person: i64, today: NaiveDate, after: &str, limit: i64) -> StoreResult<Vec<Project>> {
    Ok(projects::table
        .filter(projects::id.eq_any(with_role(person, today)).and(projects::code.gt(after)))
        .select(Project::as_select())
        .order(projects::code)
        .limit(limit)
        .load(db)?)
}
/// All projects in which a person has a role on `today`, by code.
pub fn all_of_person(db: &mut Db, person: i64, today: NaiveDate) -> StoreResult<Vec<Project>> {
    Ok(projects::table.filter(projects::id.eq_any(with_role(person, today))).select(Project::as_select()).order(projects::code).load(db)?)
}
/// The `rules_mark` and the hash of the newest journal entry of each project in which a person has a role on `today`. They
/// change whenever something is changed in one of them, or an account is closed that holds a role there.
pub fn states_of_person(db: &mut Db, person: i64, today: NaiveDate) -> StoreResult<Vec<(i64, Option<String>)>> {
    let newest = journal::table.filter(journal::chain.eq(projects::id)).order(journal::seq.desc()).select(journal::hash).single_value();
    Ok(projects::table.filter(projects::id.eq_any(with_role(person, today))).order(projects::id).select((projects::rules_mark, newest)).load(db)?)
}
/// The ids of the projects in which a person has a role on `today`.
#[diesel::dsl::auto_type(no_type_alias)]
fn with_role(person: i64, today: NaiveDate) -> _ {
    role_assignments::table
        .filter(
            role_assignments::person_id
                .eq(person)
                .and(role_assignments::from_on.le(today))
                .and(role_assignments::to_on.is_null().or(role_assignments::to_on.ge(today))),
        )
        .select(role_assignments::project_id)
}
/// Those who hold or have held a role in a project where a person has one on `today`, by name, with an account that is open.
pub fn colleagues(db: &mut Db, person: i64, today: NaiveDate, limit: i64) -> StoreResult<Vec<Person>> {
    let own: Vec<i64> = with_role(person, today).load(db)?;
    let there = role_assignments::table.filter(role_assignments::project_id.eq_any(own)).select(role_assignments::person_id);
    let open = people::table.filter(people::id.eq_any(there).and(people::disabled_at.is_null()));
    Ok(open.select(Person::as_select()).order((people::name, people::id)).limit(limit).load(db)?)
}
/// Every project by its code, after `after`; for the installation's administrator.
pub fn page(db: &mut Db, after: &str, limit: i64) -> StoreResult<Vec<Project>> {
    let rows = projects::table.filter(projects::code.gt(after)).select(Project::as_select());
    Ok(rows.order(projects::code).limit(limit).load(db)?)
}
pub fn count(db: &mut Db) -> StoreResult<i64> {
    Ok(projects::table.count().get_result(db)?)
}
/// How many projects follow each lifecycle, by its key and number.
pub fn by_lifecycle(db: &mut Db) -> StoreResult<Vec<(String, i32, i64)>> {
    let grouped = projects::table.group_by((projects::lifecycle, projects::lifecycle_number));
    Ok(grouped.select((projects::lifecycle, projects::lifecycle_number, diesel::dsl::count(projects::id))).load(db)?)
}
/// Every project's id and code, for jobs.
pub fn all(db: &mut Db) -> StoreResult<Vec<(i64, String)>> {
    Ok(projects::table.select((projects::id, projects::code)).order(projects::id).load(db)?)
}

/// Takes the next number of risks in a project.
pub fn next_risk_number(db: &mut Db, id: i64) -> StoreResult<i32> {
    next_number(db, projects::next_risk, id)
}
/// Takes the next number of decisions in a project.
pub fn next_decision_number(db: &mut Db, id: i64) -> StoreResult<i32> {
    next_number(db, projects::next_decision, id)
}
/// Takes the next number of reports in a project.
pub fn next_report_number(db: &mut Db, id: i64) -> StoreResult<i32> {
    next_number(db, projects::next_report, id)
}
