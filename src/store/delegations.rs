//! What has been delegated in a project. A row is only revoked, never changed otherwise.
use crate::domain::charter::Limit;
use crate::domain::delegation::{Delegate, Delegation, Giver, Terms};
use crate::domain::ids::PersonId;
use crate::domain::role::Role;
use crate::store::columns::{json, raw_json, to_json, word};
use crate::store::db::Db;
use crate::store::error::{StoreError, StoreResult, expect_one};
use crate::store::roles::Member;
use crate::store::schema::delegations;
use chrono::NaiveDate;
use diesel::prelude::*;
use serde_json::{Value, json};

/// A stored delegation.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = delegations, treat_none_as_default_value = false)]
pub struct DelegationRow {
    pub project_id: i64,
    pub number: i32,
    pub from_role: String,
    pub given_by: i64,
    pub by_body: bool,
    pub to_person: Option<i64>,
    pub to_role: Option<String>,
    pub matters: String,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub kronor: Option<i64>,
    pub days: Option<i32>,
    pub reason: String,
    /// The decision that granted it.
    pub decision: i32,
    /// The decision that revoked it, and its day.
    pub revocation: Option<i32>,
    pub revoked_on: Option<NaiveDate>,
    pub version: i64,
}

impl DelegationRow {
    /// A new one. Its decision's number is known when its content is.
    ///
    /// # Errors
    /// Those of JSON.
    pub fn new(project_id: i64, number: i32, terms: &Terms, giver: PersonId, by_body: bool, reason: &str) -> StoreResult<DelegationRow> {
        let (to_person, to_role) = match terms.to {
            Delegate::Person(person) => (Some(person.0), None),
            Delegate::Role(role) => (None, Some(role.to_string())),
        };
        Ok(DelegationRow {
            project_id,
            number,
            from_role: terms.from_role.to_string(),
            given_by: giver.0,
            by_body,
            to_person,
            to_role,
            matters: to_json(&terms.matters)?,
            from_on: terms.from_on,
            to_on: terms.to_on,
            kronor: terms.limit.map(|l| l.kronor),
            days: terms.limit.map(|l| l.days),
            reason: reason.to_owned(),
            decision: 0,
            revocation: None,
            revoked_on: None,
            version: 1,
        })
    }
    /// What its decision and the journal fix: everything but its revocation.
    pub fn content(&self) -> Value {
        json!({
            "number": self.number, "from_role": self.from_role, "given_by": self.given_by, "by_body": self.by_body, "to_person": self.to_person,
            "to_role": self.to_role, "matters": raw_json(&self.matters), "from_on": self.from_on, "to_on": self.to_on,
            "kronor": self.kronor, "days": self.days, "reason": self.reason,
        })
    }
    /// What the journal fixes of its revocation.
    pub fn revocation_content(&self) -> Option<Value> {
        self.revocation.map(|decision| json!({"number": self.number, "decision": decision, "revoked_on": self.revoked_on}))
    }
    pub fn from_role(&self) -> StoreResult<Role> {
        word(&self.from_role)
    }
    /// Whom it is for.
    pub fn to(&self) -> StoreResult<Delegate> {
        match (self.to_person, &self.to_role) {
            (Some(person), _) => Ok(Delegate::Person(PersonId(person))),
            (None, Some(role)) => Ok(Delegate::Role(word(role)?)),
            (None, None) => Err(StoreError::Corrupt("a delegation to nobody".into())),
        }
    }
    /// The row as the rules see it. `members`: everybody who holds or has held a role in the project.
    pub fn to_domain(&self, members: &[Member]) -> StoreResult<Delegation> {
        let from_role = self.from_role()?;
        let to = self.to()?;
        let limit = self.kronor.zip(self.days).map(|(kronor, days)| Limit { kronor, days });
        let terms = Terms { from_role, to, matters: json(&self.matters)?, from_on: self.from_on, to_on: self.to_on, limit };
        let giver = if self.by_body {
            Giver::Body
        } else {
            let own = members.iter().filter(|m| m.role() == from_role && m.assignment.person_id == self.given_by && m.held().is_open);
            Giver::Person(PersonId(self.given_by), own.map(|m| m.holding.clone()).collect())
        };
        Ok(Delegation { number: self.number, terms, giver, revoked: self.revocation.is_some() })
    }
}

/// Everything that was delegated, newest first.
pub fn of_project(db: &mut Db, project: i64) -> StoreResult<Vec<DelegationRow>> {
    Ok(delegations::table.filter(delegations::project_id.eq(project)).select(DelegationRow::as_select()).order(delegations::number.desc()).load(db)?)
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<DelegationRow>> {
    Ok(delegations::table.find((project, number)).select(DelegationRow::as_select()).first(db).optional()?)
}
/// The number that the next one gets.
pub fn next_number(db: &mut Db, project: i64) -> StoreResult<i32> {
    Ok(next_number!(db, delegations, delegations::project_id.eq(project)))
}
pub fn add(db: &mut Db, row: &DelegationRow) -> StoreResult<()> {
    diesel::insert_into(delegations::table).values(row).execute(db)?;
    Ok(())
}
/// Revokes one that still has `version`, by decision `decision`.
pub fn revoke(db: &mut Db, row: &DelegationRow, decision: i32, day: NaiveDate) -> StoreResult<()> {
    let found = delegations::table.find((row.project_id, row.number)).filter(delegations::version.eq(row.version));
    let revoked = (delegations::revocation.eq(decision), delegations::revoked_on.eq(day), delegations::version.eq(row.version + 1));
    expect_one(diesel::update(found).set(revoked).execute(db)?)
}
