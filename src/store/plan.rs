//! What the project plan holds: deliverables, milestones, sprints, budget and outcome.
use crate::domain::economy::CategoryFigures;
use crate::domain::milestone::MilestoneDays;
use crate::domain::money::Ore;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{budget_lines, deliverables, milestones, outcomes, sprints};
use chrono::{Datelike, NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use std::collections::BTreeMap;

/// A deliverable with the label of its newest version.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = deliverables)]
pub struct Deliverable {
    pub number: i32,
    pub name: String,
    pub description: String,
    pub version_label: String,
    pub handed_to: String,
    pub responsible_id: Option<i64>,
    /// The decision that took it out of the plan.
    pub removed_by: Option<i32>,
    pub version: i64,
}
/// What people write of a deliverable.
#[derive(Debug, Clone, Insertable, AsChangeset)]
#[diesel(table_name = deliverables, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct DeliverableValues {
    pub name: String,
    pub description: String,
    pub handed_to: String,
    pub responsible_id: Option<i64>,
}
pub fn deliverables_of(db: &mut Db, project: i64) -> StoreResult<Vec<Deliverable>> {
    let current = deliverables::table.filter(deliverables::project_id.eq(project).and(deliverables::removed_by.is_null()));
    Ok(current.select(Deliverable::as_select()).order(deliverables::number).load(db)?)
}
/// One that is in the plan, or was taken out of it.
pub fn deliverable(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<Deliverable>> {
    let row = deliverables::table.filter(deliverables::project_id.eq(project).and(deliverables::number.eq(number)));
    Ok(row.select(Deliverable::as_select()).first(db).optional()?)
}
/// Those of the numbers that are in the plan.
pub fn known_deliverables(db: &mut Db, project: i64, numbers: &[i32]) -> StoreResult<Vec<i32>> {
    Ok(known_numbers!(deliverables, project, numbers).filter(deliverables::removed_by.is_null()).load(db)?)
}
/// As [`deliverables_of`], with those that were taken out of the plan: what was delivered of them stays delivered.
pub fn deliverables_ever(db: &mut Db, project: i64) -> StoreResult<Vec<Deliverable>> {
    let all = deliverables::table.filter(deliverables::project_id.eq(project)).select(Deliverable::as_select());
    Ok(all.order(deliverables::number).load(db)?)
}
/// The number that the next deliverable gets. One that was taken out of the plan keeps its own.
pub fn next_deliverable(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, deliverables, deliverables::project_id.eq(project)))
}
pub fn add_deliverable(db: &mut Db, project: i64, values: DeliverableValues) -> StoreResult<i32> {
    let number = next_deliverable(db, project)?;
    let key = (deliverables::project_id.eq(project), deliverables::number.eq(number), deliverables::version_label.eq(""), deliverables::version.eq(1));
    diesel::insert_into(deliverables::table).values((key, values)).execute(db)?;
    Ok(number)
}
pub fn update_deliverable(db: &mut Db, project: i64, number: i32, version: i64, values: DeliverableValues) -> StoreResult<()> {
    let row = deliverables::table.filter(deliverables::project_id.eq(project).and(deliverables::number.eq(number)).and(deliverables::version.eq(version)));
    expect_one(diesel::update(row).set((values, deliverables::version.eq(version + 1))).execute(db)?)
}
/// Takes a deliverable out of the plan, by decision number `decision`.
pub fn remove_deliverable(db: &mut Db, project: i64, number: i32, decision: i32) -> StoreResult<()> {
    let row = deliverables::table.filter(deliverables::project_id.eq(project).and(deliverables::number.eq(number)).and(deliverables::removed_by.is_null()));
    expect_one(diesel::update(row).set((deliverables::removed_by.eq(decision), deliverables::version.eq(deliverables::version + 1))).execute(db)?)
}

/// A milestone.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = milestones)]
pub struct Milestone {
    pub number: i32,
    pub name: String,
    pub starts_on: NaiveDate,
    pub planned_on: NaiveDate,
    pub forecast_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub version: i64,
}
impl Milestone {
    /// Its days as the rules see them.
    pub fn days(&self) -> MilestoneDays {
        MilestoneDays { planned_on: self.planned_on, forecast_on: self.forecast_on, done_on: self.done_on }
    }
}
pub fn milestones_of(db: &mut Db, project: i64) -> StoreResult<Vec<Milestone>> {
    Ok(milestones::table
        .filter(milestones::project_id.eq(project))
        .select(Milestone::as_select())
        .order((milestones::planned_on, milestones::number))
        .load(db)?)
}
pub fn milestone(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<Milestone>> {
    let row = milestones::table.filter(milestones::project_id.eq(project).and(milestones::number.eq(number)));
    Ok(row.select(Milestone::as_select()).first(db).optional()?)
}
/// The first that is planned and not done.
pub fn milestone_ahead(db: &mut Db, project: i64) -> StoreResult<Option<Milestone>> {
    let open = milestones::table.filter(milestones::project_id.eq(project).and(milestones::done_on.is_null()));
    Ok(open.select(Milestone::as_select()).order((milestones::planned_on, milestones::number)).first(db).optional()?)
}
/// The number that the next milestone gets.
pub fn next_milestone(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, milestones, milestones::project_id.eq(project)))
}
pub fn add_milestone(db: &mut Db, project: i64, number: i32, name: &str, starts_on: NaiveDate, planned_on: NaiveDate) -> StoreResult<()> {
    let values = (
        milestones::project_id.eq(project),
        milestones::number.eq(number),
        milestones::name.eq(name),
        milestones::starts_on.eq(starts_on),
        milestones::planned_on.eq(planned_on),
        milestones::version.eq(1),
    );
    diesel::insert_into(milestones::table).values(values).execute(db)?;
    Ok(())
}
/// Follows up a milestone that was at `version`.
pub fn follow_up_milestone(
    db: &mut Db, project: i64, number: i32, version: i64, forecast_on: Option<NaiveDate>, done_on: Option<NaiveDate>,
) -> StoreResult<()> {
    let row = milestones::table.filter(milestones::project_id.eq(project).and(milestones::number.eq(number)).and(milestones::version.eq(version)));
    let values = (milestones::forecast_on.eq(forecast_on), milestones::done_on.eq(done_on), milestones::version.eq(version + 1));
    expect_one(diesel::update(row).set(values).execute(db)?)
}
/// Plans a milestone for another day.
pub fn move_milestone(db: &mut Db, project: i64, number: i32, planned_on: NaiveDate) -> StoreResult<()> {
    let row = milestones::table.filter(milestones::project_id.eq(project).and(milestones::number.eq(number)));
    expect_one(diesel::update(row).set((milestones::planned_on.eq(planned_on), milestones::version.eq(milestones::version + 1))).execute(db)?)
}

/// A sprint with its status, once written.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = sprints)]
pub struct Sprint {
    pub id: i64,
    pub number: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub status: String,
    pub upcoming: String,
    pub published_at: Option<NaiveDateTime>,
    pub version: i64,
}
pub fn sprints_of(db: &mut Db, project: i64) -> StoreResult<Vec<Sprint>> {
    Ok(sprints::table.filter(sprints::project_id.eq(project)).select(Sprint::as_select()).order(sprints::number.desc()).load(db)?)
}
/// The number after the highest; a sprint may have another.
pub fn next_sprint(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, sprints, sprints::project_id.eq(project)))
}
pub fn sprint_count(db: &mut Db, project: i64) -> StoreResult<i64> {
    Ok(sprints::table.filter(sprints::project_id.eq(project)).count().get_result(db)?)
}
/// Of those that ended before `day` the last one.
pub fn sprint_ended(db: &mut Db, project: i64, day: NaiveDate) -> StoreResult<Option<Sprint>> {
    let ended = sprints::table.filter(sprints::project_id.eq(project).and(sprints::ends_on.lt(day)));
    Ok(ended.select(Sprint::as_select()).order((sprints::ends_on.desc(), sprints::number.desc())).first(db).optional()?)
}
pub fn sprint(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<Sprint>> {
    Ok(sprints::table.filter(sprints::project_id.eq(project).and(sprints::number.eq(number))).select(Sprint::as_select()).first(db).optional()?)
}
pub fn add_sprint(db: &mut Db, project: i64, number: i32, starts_on: NaiveDate, ends_on: NaiveDate) -> StoreResult<()> {
    let values = (
        sprints::project_id.eq(project),
        sprints::number.eq(number),
        sprints::starts_on.eq(starts_on),
        sprints::ends_on.eq(ends_on),
        sprints::status.eq(""),
        sprints::upcoming.eq(""),
        sprints::version.eq(1),
    );
    diesel::insert_into(sprints::table).values(values).execute(db)?;
    Ok(())
}
pub fn write_sprint_status(
    db: &mut Db, project: i64, number: i32, version: i64, status: &str, upcoming: &str, published: Option<(NaiveDateTime, i64)>,
) -> StoreResult<()> {
    let row = sprints::table.filter(sprints::project_id.eq(project).and(sprints::number.eq(number)).and(sprints::version.eq(version)));
    let published = (sprints::published_at.eq(published.map(|p| p.0)), sprints::published_by.eq(published.map(|p| p.1)));
    expect_one(
        diesel::update(row)
            .set((sprints::status.eq(status), sprints::upcoming.eq(upcoming), published.0, published.1, sprints::version.eq(version + 1)))
            .execute(db)?,
    )
}

/// One category's budget for one year.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = budget_lines)]
pub struct BudgetLine {
    pub position: i32,
    pub category: String,
    pub year: i32,
    pub amount: i64,
    pub version: i64,
}
pub fn budget(db: &mut Db, project: i64) -> StoreResult<Vec<BudgetLine>> {
    Ok(budget_lines::table
        .filter(budget_lines::project_id.eq(project))
        .select(BudgetLine::as_select())
        .order((budget_lines::position, budget_lines::year))
        .load(db)?)
}
/// Sets a category's budget for a year; `position` orders a new category.
pub fn set_budget(db: &mut Db, project: i64, position: i32, category: &str, year: i32, amount: Ore) -> StoreResult<()> {
    let row = budget_lines::table.filter(budget_lines::project_id.eq(project).and(budget_lines::category.eq(category)).and(budget_lines::year.eq(year)));
    let changed = diesel::update(row).set((budget_lines::amount.eq(amount.0), budget_lines::version.eq(budget_lines::version + 1))).execute(db)?;
    if changed == 0 {
        let values = (
            budget_lines::project_id.eq(project),
            budget_lines::position.eq(position),
            budget_lines::category.eq(category),
            budget_lines::year.eq(year),
            budget_lines::amount.eq(amount.0),
            budget_lines::version.eq(1),
        );
        diesel::insert_into(budget_lines::table).values(values).execute(db)?;
    }
    Ok(())
}

/// One category's outcome in one month (its first day).
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outcomes)]
pub struct Outcome {
    pub category: String,
    pub month: NaiveDate,
    pub amount: i64,
    pub version: i64,
}
pub fn outcomes_of(db: &mut Db, project: i64) -> StoreResult<Vec<Outcome>> {
    Ok(outcomes::table.filter(outcomes::project_id.eq(project)).select(Outcome::as_select()).order((outcomes::month, outcomes::category)).load(db)?)
}
pub fn outcome(db: &mut Db, project: i64, category: &str, month: NaiveDate) -> StoreResult<Option<Outcome>> {
    let row = outcomes::table.filter(outcomes::project_id.eq(project).and(outcomes::category.eq(category)).and(outcomes::month.eq(month)));
    Ok(row.select(Outcome::as_select()).first(db).optional()?)
}
/// What each category has cost from a day on, or from the start, to `to`.
fn spent(db: &mut Db, project: i64, from: Option<NaiveDate>, to: NaiveDate) -> StoreResult<BTreeMap<String, i64>> {
    // PostgreSQL's own sum of whole numbers is a NUMERIC.
    let sum = diesel::dsl::sql::<diesel::sql_types::BigInt>("CAST(SUM(amount) AS BIGINT)");
    let until = outcomes::table.filter(outcomes::project_id.eq(project).and(outcomes::month.le(to)));
    let mut sums = until.group_by(outcomes::category).select((outcomes::category, sum)).into_boxed();
    if let Some(from) = from {
        sums = sums.filter(outcomes::month.ge(from));
    }
    Ok(sums.load::<(String, i64)>(db)?.into_iter().collect())
}
/// Sets a category's outcome of a month; `version` 0 adds it, otherwise it must not have moved.
pub fn set_outcome(db: &mut Db, project: i64, category: &str, month: NaiveDate, amount: Ore, version: i64) -> StoreResult<()> {
    if version == 0 {
        let values = (
            outcomes::project_id.eq(project),
            outcomes::category.eq(category),
            outcomes::month.eq(month),
            outcomes::amount.eq(amount.0),
            outcomes::version.eq(1),
        );
        diesel::insert_into(outcomes::table).values(values).execute(db)?;
        return Ok(());
    }
    let row = outcomes::table
        .filter(outcomes::project_id.eq(project).and(outcomes::category.eq(category)).and(outcomes::month.eq(month)).and(outcomes::version.eq(version)));
    expect_one(diesel::update(row).set((outcomes::amount.eq(amount.0), outcomes::version.eq(version + 1))).execute(db)?)
}

/// Budget and outcome by category as they stand on `day`, in the order of the budget.
pub fn figures(db: &mut Db, project: i64, day: NaiveDate) -> StoreResult<Vec<CategoryFigures>> {
    let mut order: Vec<String> = Vec::new();
    let mut by_category: BTreeMap<String, CategoryFigures> = BTreeMap::new();
    for line in budget(db, project)? {
        if !by_category.contains_key(&line.category) {
            order.push(line.category.clone());
        }
        let c = by_category.entry(line.category.clone()).or_insert_with(|| empty(&line.category));
        c.budget_total = c.budget_total + Ore(line.amount);
        if line.year == day.year() {
            c.budget_year = c.budget_year + Ore(line.amount);
        }
    }
    let new_year = day.with_ordinal(1);
    let (in_all, in_year) = (spent(db, project, None, day)?, spent(db, project, new_year, day)?);
    for (category, figures) in &mut by_category {
        let of = |sums: &BTreeMap<String, i64>| Ore(sums.get(category).copied().unwrap_or(0));
        (figures.outcome_total, figures.outcome_year) = (of(&in_all), of(&in_year));
    }
    Ok(order.iter().filter_map(|name| by_category.remove(name)).collect())
}
fn empty(category: &str) -> CategoryFigures {
    CategoryFigures { category: category.to_owned(), budget_year: Ore::ZERO, budget_total: Ore::ZERO, outcome_year: Ore::ZERO, outcome_total: Ore::ZERO }
}
