//! Decisions: they are added and read, never changed.
use crate::domain::decision::{DecisionOutcome, ObjectKind};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::store::columns::containing;
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::decisions;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{Integer, Nullable, Text};

/// A stored decision.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = decisions)]
pub struct DecisionRow {
    pub id: i64,
    pub number: i32,
    pub matter: Option<String>,
    pub object_kind: String,
    pub object_ref: String,
    pub object_version: i64,
    pub object_hash: String,
    pub title: String,
    pub outcome: String,
    pub motivation: String,
    pub conditions: String,
    pub person_id: Option<i64>,
    pub person_name: String,
    pub role: String,
    pub delegation: Option<i32>,
    pub charter: Option<i32>,
    pub basis: Option<String>,
    pub decided_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub recorded_by: i64,
    pub recorded_name: String,
    pub minutes_sha256: Option<String>,
    pub supersedes: Option<i32>,
    /// [`DecidedTerms`](crate::domain::decision::DecidedTerms), as JSON.
    pub terms: Option<String>,
    pub hash: String,
}

impl DecisionRow {
    /// An earlier decision that was entered afterwards: it rests on its minutes, not on a matter of the charter.
    pub fn entered_late(&self) -> bool {
        self.minutes_sha256.is_some()
    }
}

/// A decision to be stored.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = decisions, treat_none_as_default_value = false)]
pub struct NewDecision {
    pub project_id: i64,
    pub number: i32,
    pub matter: Option<String>,
    pub object_kind: String,
    pub object_ref: String,
    pub object_version: i64,
    pub object_hash: String,
    pub title: String,
    pub outcome: String,
    pub motivation: String,
    pub conditions: String,
    pub person_id: Option<i64>,
    pub person_name: String,
    pub role: String,
    pub delegation: Option<i32>,
    pub charter: Option<i32>,
    pub basis: Option<String>,
    pub decided_on: NaiveDate,
    pub recorded_at: NaiveDateTime,
    pub recorded_by: i64,
    pub recorded_name: String,
    pub minutes_sha256: Option<String>,
    pub supersedes: Option<i32>,
    pub terms: Option<String>,
    pub search: String,
    pub hash: String,
}

pub fn add(db: &mut Db, new: &NewDecision) -> StoreResult<()> {
    diesel::insert_into(decisions::table).values(new).execute(db)?;
    Ok(())
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<DecisionRow>> {
    Ok(decisions::table.filter(decisions::project_id.eq(project).and(decisions::number.eq(number))).select(DecisionRow::as_select()).first(db).optional()?)
}
/// The roles in which these decisions were taken, by number.
pub fn roles(db: &mut Db, project: i64, numbers: &[i32]) -> StoreResult<Vec<(i32, String)>> {
    let rows = decisions::table.filter(decisions::project_id.eq(project).and(decisions::number.eq_any(numbers)));
    Ok(rows.select((decisions::number, decisions::role)).load(db)?)
}
/// Which decisions of a project are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub matter: Option<Matter>,
    /// The role that decided.
    pub role: Option<Role>,
    pub outcome: Option<DecisionOutcome>,
    /// The person who decided.
    pub person: Option<i64>,
    /// Decided on this day or later, and on this day or earlier.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub on_delegation: bool,
    /// To be found in title, motivation or name.
    pub text: Option<String>,
}
/// The rows of a filter. All that is asked of them but the text stands in one index, in the order of the log.
fn filtered(project: i64, filter: &Filter) -> decisions::BoxedQuery<'_, <Db as Connection>::Backend> {
    let mut q = decisions::table.filter(decisions::project_id.eq(project)).into_boxed();
    if let Some(matter) = filter.matter {
        q = q.filter(decisions::matter.eq(matter.as_str()));
    }
    if let Some(role) = filter.role {
        q = q.filter(decisions::role.eq(role.as_str()));
    }
    if let Some(outcome) = filter.outcome {
        q = q.filter(decisions::outcome.eq(outcome.as_str()));
    }
    if let Some(person) = filter.person {
        q = q.filter(decisions::person_id.eq(person));
    }
    if let Some(from) = filter.from {
        q = q.filter(decisions::decided_on.ge(from));
    }
    if let Some(to) = filter.to {
        q = q.filter(decisions::decided_on.le(to));
    }
    if filter.on_delegation {
        q = q.filter(decisions::delegation.is_not_null());
    }
    if let Some(text) = &filter.text {
        q = q.filter(decisions::search.like(containing(text)).escape('\\'));
    }
    q
}
/// Those of a filter, newest first, before the number `before`.
pub fn page(db: &mut Db, project: i64, filter: &Filter, before: Option<i32>, limit: i64) -> StoreResult<Vec<DecisionRow>> {
    // Their numbers are read from the index alone; the rows themselves, with all their words, are read only where they are shown.
    let numbers: Vec<i32> = filtered(project, filter)
        .filter(decisions::number.lt(before.unwrap_or(i32::MAX)))
        .select(decisions::number)
        .order(decisions::number.desc())
        .limit(limit)
        .load(db)?;
    let rows = decisions::table.filter(decisions::project_id.eq(project).and(decisions::number.eq_any(numbers)));
    Ok(rows.select(DecisionRow::as_select()).order(decisions::number.desc()).load(db)?)
}
/// How many a filter finds.
pub fn count(db: &mut Db, project: i64, filter: &Filter) -> StoreResult<i64> {
    Ok(filtered(project, filter).count().get_result(db)?)
}
/// A body's decision, as the meeting that it was made at tells of it.
#[derive(Debug, Clone, Queryable)]
pub struct MadeAt {
    /// The meeting's day, as the decision's basis gives it.
    pub day: Option<String>,
    pub role: String,
    pub number: i32,
    pub title: String,
    pub outcome: String,
}
diesel::define_sql_function! { fn substr(text: Nullable<Text>, from: Integer, length: Integer) -> Nullable<Text>; }
/// How a stored basis that is a meeting begins; its day comes next.
const MEETING: &str = r#"{"kind":"meeting","date":""#;

/// The decisions that were made at meetings on these days, newest first.
pub fn made_on(db: &mut Db, project: i64, days: &[NaiveDate]) -> StoreResult<Vec<MadeAt>> {
    let day = || substr(decisions::basis, MEETING.len() as i32 + 1, 10);
    let days: Vec<Option<String>> = days.iter().map(|day| Some(day.to_string())).collect();
    let rows = decisions::table.filter(decisions::project_id.eq(project).and(decisions::basis.like(format!("{MEETING}%"))).and(day().eq_any(days)));
    let made = (day(), decisions::role, decisions::number, decisions::title, decisions::outcome);
    Ok(rows.select(made).order(decisions::number.desc()).load(db)?)
}
/// The decisions about one object, oldest first.
pub fn about(db: &mut Db, project: i64, kind: ObjectKind, reference: &str) -> StoreResult<Vec<DecisionRow>> {
    let rows =
        decisions::table.filter(decisions::project_id.eq(project).and(decisions::object_kind.eq(kind.as_str())).and(decisions::object_ref.eq(reference)));
    Ok(rows.select(DecisionRow::as_select()).order(decisions::number).load(db)?)
}
/// The newest decision in a matter with an outcome, about one object, or about any of its kind where no `reference` is named.
pub fn newest(db: &mut Db, project: i64, (kind, reference): (&str, Option<&str>), matter: Option<&str>, outcome: &str) -> StoreResult<Option<i32>> {
    let mut rows =
        decisions::table.into_boxed().filter(decisions::project_id.eq(project).and(decisions::object_kind.eq(kind)).and(decisions::outcome.eq(outcome)));
    if let Some(reference) = reference {
        rows = rows.filter(decisions::object_ref.eq(reference));
    }
    rows = match matter {
        Some(matter) => rows.filter(decisions::matter.eq(matter)),
        None => rows.filter(decisions::matter.is_null()),
    };
    Ok(rows.select(decisions::number).order(decisions::number.desc()).first(db).optional()?)
}
/// Those of `numbers` that another decision superseded, each with its number.
pub fn superseded(db: &mut Db, project: i64, numbers: &[i32]) -> StoreResult<Vec<(i32, i32)>> {
    let rows = decisions::table.filter(decisions::project_id.eq(project).and(decisions::supersedes.is_not_null()));
    let found: Vec<(Option<i32>, i32)> = rows
        .filter(decisions::supersedes.eq_any(numbers.iter().copied().map(Some).collect::<Vec<_>>()))
        .select((decisions::supersedes, decisions::number))
        .load(db)?;
    Ok(found.into_iter().filter_map(|(old, new)| Some((old?, new))).collect())
}
/// Decisions recorded after a moment, or all of them, newest first.
pub fn recorded_since(db: &mut Db, project: i64, moment: Option<NaiveDateTime>, limit: i64) -> StoreResult<Vec<DecisionRow>> {
    let mut rows = decisions::table.filter(decisions::project_id.eq(project)).select(DecisionRow::as_select()).into_boxed();
    if let Some(moment) = moment {
        rows = rows.filter(decisions::recorded_at.gt(moment));
    }
    Ok(rows.order(decisions::number.desc()).limit(limit).load(db)?)
}
/// Every decision after the row `after`, with its project, for verification.
pub fn all_after(db: &mut Db, after: i64, limit: i64) -> StoreResult<Vec<(i64, DecisionRow)>> {
    Ok(decisions::table.filter(decisions::id.gt(after)).select((decisions::project_id, DecisionRow::as_select())).order(decisions::id).limit(limit).load(db)?)
}
