//! Change requests and the steps of their way.
use crate::domain::change::{Change, ChangeState, ChangeTexts};
use crate::domain::ids::{ChangeRef, PersonId};
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText, folded};
use crate::store::columns::{Stored, containing, json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreError, StoreResult, expect_one};
use crate::store::schema::{change_requests, change_steps, people};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// A stored change request.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = change_requests)]
pub struct ChangeRow {
    pub id: i64,
    pub number: i32,
    #[diesel(deserialize_as = Stored<ChangeState>)]
    pub state: ChangeState,
    /// When it came into that state.
    pub since: NaiveDateTime,
    #[diesel(deserialize_as = Stored<Role>)]
    pub ordered_by: Role,
    pub passed_on: bool,
    pub title: String,
    pub proposal: String,
    pub reason: String,
    pub if_nothing: String,
    pub assessment: Option<String>,
    pub makers: String,
    pub lift: Option<String>,
    /// The decision that approved or rejected it.
    pub decision: Option<i32>,
    /// The plan that its approval made.
    pub baseline: Option<i32>,
    pub created_at: NaiveDateTime,
    pub version: i64,
}

impl ChangeRow {
    pub fn reference(&self) -> ChangeRef {
        ChangeRef(self.number)
    }
    /// Whether it was decided and no plan came of it, told to those who asked or not.
    pub fn is_rejected(&self) -> bool {
        self.decision.is_some() && self.baseline.is_none()
    }
    /// The row as the rules see it.
    pub fn to_domain(&self) -> StoreResult<Change> {
        let corrupt = |e: crate::domain::TextFault| StoreError::Corrupt(e.to_string());
        let long = |t: &str| LongText::new(t).map_err(corrupt);
        Ok(Change {
            texts: ChangeTexts {
                title: ShortText::new(&self.title).map_err(corrupt)?,
                proposal: long(&self.proposal)?,
                reason: long(&self.reason)?,
                if_nothing: long(&self.if_nothing)?,
            },
            state: self.state,
            ordered_by: self.ordered_by,
            passed_on: self.passed_on,
            makers: json::<Vec<i64>>(&self.makers)?.into_iter().map(PersonId).collect(),
            assessment: self.assessment.as_deref().map(json).transpose()?,
            lift: self.lift.as_deref().map(json).transpose()?,
        })
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = change_requests, treat_none_as_default_value = false, treat_none_as_null = true)]
struct Values {
    state: String,
    ordered_by: String,
    passed_on: bool,
    title: String,
    proposal: String,
    reason: String,
    if_nothing: String,
    assessment: Option<String>,
    makers: String,
    lift: Option<String>,
    search: String,
    updated_at: NaiveDateTime,
}

impl Values {
    fn of(change: &Change, at: NaiveDateTime) -> StoreResult<Values> {
        let t = &change.texts;
        Ok(Values {
            state: change.state.to_string(),
            ordered_by: change.ordered_by.to_string(),
            passed_on: change.passed_on,
            title: t.title.to_string(),
            proposal: t.proposal.to_string(),
            reason: t.reason.to_string(),
            if_nothing: t.if_nothing.to_string(),
            assessment: change.assessment.as_ref().map(to_json).transpose()?,
            makers: to_json(&change.makers)?,
            lift: change.lift.as_ref().map(to_json).transpose()?,
            search: folded(&format!("{} {} {}", t.title, t.proposal, t.reason)),
            updated_at: at,
        })
    }
}

/// Adds a request under the next number of its project.
pub fn add(db: &mut Db, project: i64, change: &Change, at: NaiveDateTime) -> StoreResult<i32> {
    let number = next_number!(db, change_requests, change_requests::project_id.eq(project));
    let own = (change_requests::project_id.eq(project), change_requests::number.eq(number), change_requests::since.eq(at));
    let values = (own.0, own.1, own.2, Values::of(change, at)?, change_requests::created_at.eq(at), change_requests::version.eq(1));
    diesel::insert_into(change_requests::table).values(values).execute(db)?;
    Ok(number)
}

/// What a decision adds to a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decided {
    pub decision: Option<i32>,
    pub baseline: Option<i32>,
}

/// Stores a request as it now is, if its version still is the one that `before` was read with.
pub fn update(db: &mut Db, before: &ChangeRow, after: &Change, decided: Decided, at: NaiveDateTime) -> StoreResult<()> {
    let row = change_requests::table.filter(change_requests::id.eq(before.id).and(change_requests::version.eq(before.version)));
    let since = if before.state == after.state { before.since } else { at };
    let decided = (
        change_requests::decision.eq(decided.decision.or(before.decision)),
        change_requests::baseline.eq(decided.baseline.or(before.baseline)),
        change_requests::since.eq(since),
        change_requests::version.eq(before.version + 1),
    );
    expect_one(diesel::update(row).set((Values::of(after, at)?, decided)).execute(db)?)
}

/// Those of the numbers that the project has.
pub fn known(db: &mut Db, project: i64, numbers: &[i32]) -> StoreResult<Vec<i32>> {
    Ok(known_numbers!(change_requests, project, numbers).load(db)?)
}
pub fn find(db: &mut Db, project: i64, reference: ChangeRef) -> StoreResult<Option<ChangeRow>> {
    let row = change_requests::table.filter(change_requests::project_id.eq(project).and(change_requests::number.eq(reference.0)));
    Ok(row.select(ChangeRow::as_select()).first(db).optional()?)
}

/// Which requests a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub states: Option<Vec<ChangeState>>,
    /// Drafts only of requests that these roles order; `None` shows every draft.
    pub drafts_of: Option<Vec<Role>>,
    /// Text to be found, folded.
    pub text: Option<String>,
}

/// The newest requests before the number `before`.
pub fn page(db: &mut Db, project: i64, filter: &Filter, before: Option<i32>, limit: i64) -> StoreResult<Vec<ChangeRow>> {
    let mut q = change_requests::table.filter(change_requests::project_id.eq(project)).select(ChangeRow::as_select()).into_boxed();
    if let Some(states) = &filter.states {
        q = q.filter(change_requests::state.eq_any(words(states)));
    }
    if let Some(roles) = &filter.drafts_of {
        let own = change_requests::ordered_by.eq_any(words(roles));
        q = q.filter(change_requests::state.ne(ChangeState::Draft.as_str()).or(own));
    }
    if let Some(text) = &filter.text {
        q = q.filter(change_requests::search.like(containing(text)).escape('\\'));
    }
    if let Some(number) = before {
        q = q.filter(change_requests::number.lt(number));
    }
    Ok(q.order(change_requests::number.desc()).limit(limit).load(db)?)
}
fn words<T: ToString>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

/// The decided requests of one project or of all after the id `after`, oldest first, for verification.
pub fn decided_after(db: &mut Db, project: Option<i64>, after: i64, limit: i64) -> StoreResult<Vec<(i64, ChangeRow)>> {
    let mut rows = change_requests::table.filter(change_requests::id.gt(after).and(change_requests::decision.is_not_null())).into_boxed();
    if let Some(project) = project {
        rows = rows.filter(change_requests::project_id.eq(project));
    }
    Ok(rows.select((change_requests::project_id, ChangeRow::as_select())).order(change_requests::id).limit(limit).load(db)?)
}

/// One step of a request's way.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = change_steps)]
pub struct Step {
    pub at: NaiveDateTime,
    #[diesel(deserialize_as = Stored<Role>)]
    pub role: Role,
    pub step: String,
    pub text: String,
    pub decision: Option<i32>,
}

/// A step to be stored.
pub struct NewStep<'a> {
    pub change: i64,
    pub at: NaiveDateTime,
    pub person: i64,
    pub role: Role,
    pub step: &'a str,
    pub text: &'a str,
    pub decision: Option<i32>,
}

pub fn add_step(db: &mut Db, new: &NewStep<'_>) -> StoreResult<()> {
    let values = (
        change_steps::change_id.eq(new.change),
        change_steps::at.eq(new.at),
        change_steps::person_id.eq(new.person),
        change_steps::role.eq(new.role.as_str()),
        change_steps::step.eq(new.step),
        change_steps::text.eq(new.text),
        change_steps::decision.eq(new.decision),
    );
    diesel::insert_into(change_steps::table).values(values).execute(db)?;
    Ok(())
}
/// The newest steps of a request, oldest first, with who took each.
pub fn steps_of(db: &mut Db, change: i64, limit: i64) -> StoreResult<Vec<(Step, String)>> {
    let rows = change_steps::table.inner_join(people::table).filter(change_steps::change_id.eq(change));
    let mut found: Vec<(Step, String)> = rows.select((Step::as_select(), people::name)).order(change_steps::id.desc()).limit(limit).load(db)?;
    found.reverse();
    Ok(found)
}
