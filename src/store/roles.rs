//! Who holds which role in a project, and which roles are bodies there.
use crate::domain::actor::Holding;
use crate::domain::role::Role;
use crate::domain::vacancy::Held;
use crate::store::columns::word;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{bodies, people, role_assignments};
use chrono::NaiveDate;
use diesel::prelude::*;

/// A role that a person holds or has held.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = role_assignments)]
pub struct Assignment {
    pub id: i64,
    pub person_id: i64,
    pub role: String,
    pub organisation: String,
    pub chair: bool,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
    pub substitute_for: Option<i64>,
    pub decision: Option<i32>,
    pub version: i64,
}

/// An assignment to be stored.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = role_assignments, treat_none_as_default_value = false)]
pub struct NewAssignment {
    pub project_id: i64,
    pub person_id: i64,
    pub role: String,
    pub organisation: String,
    pub chair: bool,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
    pub substitute_for: Option<i64>,
    pub decision: Option<i32>,
    pub version: i64,
}

/// A person in a role, with the names that pages show.
#[derive(Debug, Clone)]
pub struct Member {
    pub assignment: Assignment,
    pub name: String,
    pub email: String,
    /// The assignment as the rules see it.
    pub holding: Holding,
    disabled: bool,
}

impl Member {
    pub fn role(&self) -> Role {
        self.holding.role
    }
    /// The assignment as the rules about empty roles see it.
    pub fn held(&self) -> Held<'_> {
        Held { holding: &self.holding, is_open: !self.disabled }
    }
    /// Whether the assignment is in force on `day` and its person has an open account.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.held().holds(day)
    }
    /// Whether the person decides in the role on `day`: holds it, and chairs the body when a body holds it.
    pub fn decides(&self, day: NaiveDate) -> bool {
        self.held().decides(day)
    }
    /// Whether the person is reached at `email`; capitals do not matter.
    pub fn has_address(&self, email: &str) -> bool {
        self.email.to_lowercase() == email.to_lowercase()
    }
}

pub fn add(db: &mut Db, new: &NewAssignment) -> StoreResult<i64> {
    Ok(diesel::insert_into(role_assignments::table).values(new).returning(role_assignments::id).get_result(db)?)
}
pub fn end(db: &mut Db, project: i64, id: i64, version: i64, to_on: NaiveDate) -> StoreResult<()> {
    let row =
        role_assignments::table.filter(role_assignments::project_id.eq(project).and(role_assignments::id.eq(id)).and(role_assignments::version.eq(version)));
    expect_one(diesel::update(row).set((role_assignments::to_on.eq(to_on), role_assignments::version.eq(version + 1))).execute(db)?)
}
/// Makes an assignment the chair's, or takes the chair from it.
pub fn set_chair(db: &mut Db, project: i64, id: i64, version: i64, chair: bool) -> StoreResult<()> {
    let row =
        role_assignments::table.filter(role_assignments::project_id.eq(project).and(role_assignments::id.eq(id)).and(role_assignments::version.eq(version)));
    expect_one(diesel::update(row).set((role_assignments::chair.eq(chair), role_assignments::version.eq(version + 1))).execute(db)?)
}
/// Everybody who holds or has held a role, in the order of appointment.
pub fn members(db: &mut Db, project: i64) -> StoreResult<Vec<Member>> {
    let bodies = bodies_of(db, project)?;
    let rows: Vec<(Assignment, String, String, Option<chrono::NaiveDateTime>)> = role_assignments::table
        .inner_join(people::table.on(people::id.eq(role_assignments::person_id)))
        .filter(role_assignments::project_id.eq(project))
        .select((Assignment::as_select(), people::name, people::email, people::disabled_at))
        .order(role_assignments::id)
        .load(db)?;
    let member = |(assignment, name, email, disabled): (Assignment, _, _, Option<_>)| {
        Ok(Member { holding: holding(&assignment, &bodies)?, assignment, name, email, disabled: disabled.is_some() })
    };
    rows.into_iter().map(member).collect()
}

/// The roles that are held by a body, with the body's name.
pub fn bodies_of(db: &mut Db, project: i64) -> StoreResult<Vec<(Role, String)>> {
    let rows: Vec<(String, String)> = bodies::table.filter(bodies::project_id.eq(project)).select((bodies::role, bodies::name)).order(bodies::role).load(db)?;
    rows.into_iter().map(|(role, name)| Ok((word(&role)?, name))).collect()
}
pub fn set_body(db: &mut Db, project: i64, role: Role, name: &str) -> StoreResult<()> {
    let changed = diesel::update(bodies::table.find((project, role.as_str()))).set(bodies::name.eq(name)).execute(db)?;
    if changed == 0 {
        diesel::insert_into(bodies::table).values((bodies::project_id.eq(project), bodies::role.eq(role.as_str()), bodies::name.eq(name))).execute(db)?;
    }
    Ok(())
}

/// An assignment as the rules see it.
fn holding(a: &Assignment, bodies: &[(Role, String)]) -> StoreResult<Holding> {
    let role: Role = word(&a.role)?;
    let in_body = role.is_always_body() || bodies.iter().any(|(r, _)| *r == role);
    Ok(Holding { role, in_body, chair: a.chair, from: a.from_on, to: a.to_on })
}
