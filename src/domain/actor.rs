//! Somebody who acts in a project, and the roles held there.
use crate::domain::delegation::Delegation;
use crate::domain::ids::PersonId;
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::Serialize;
use std::sync::Arc;

/// One role that a person holds in a project, from a day and perhaps to one (both days included).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Holding {
    pub role: Role,
    /// The role is held by a body (steering group, E-råd), and this person is one of its members.
    pub in_body: bool,
    /// Chair of that body, or the chair's dated substitute.
    pub chair: bool,
    pub from: NaiveDate,
    pub to: Option<NaiveDate>,
}

impl Holding {
    /// Whether the holding is in force on `day`.
    pub fn covers(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
    /// Whether the person decides in the role: a body speaks through its chair, or the chair's substitute.
    pub fn decides(&self) -> bool {
        !self.in_body || self.chair
    }
}

/// A person with the roles held in one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub person: PersonId,
    pub holdings: Vec<Holding>,
    /// The project's delegations, whoever they are for.
    pub delegations: Arc<[Delegation]>,
}

impl Actor {
    /// Whether the person has any of `roles` on `day`.
    pub fn has_any(&self, roles: &[Role], day: NaiveDate) -> bool {
        self.current(day).any(|h| roles.contains(&h.role))
    }
    /// Whether the person leads the project from day to day.
    pub fn leads(&self, day: NaiveDate) -> bool {
        self.current(day).any(|h| h.role.leads())
    }
    /// Whether the person is in the project only to keep its records: a registrar without another role, whose readings are logged.
    pub fn only_registers(&self, day: NaiveDate) -> bool {
        let mut roles = self.current(day).map(|h| h.role).peekable();
        roles.peek().is_some() && roles.all(Role::only_reads)
    }
    /// Whether the person acts in `role` on `day` on delegation from it, and not by holding it.
    pub fn is_delegate_of(&self, role: Role, day: NaiveDate) -> bool {
        let reaches = |d: &Delegation| d.terms.from_role == role && d.in_force(day) && d.reaches(self, day).is_some();
        !self.has_any(&[role], day) && self.delegations.iter().any(reaches)
    }
    /// The holdings in force on `day`.
    pub fn current(&self, day: NaiveDate) -> impl Iterator<Item = &Holding> {
        self.holdings.iter().filter(move |h| h.covers(day))
    }
    /// The role that an ordinary act is done in: the first held, in the order of [`Role`].
    pub fn acting_role(&self, day: NaiveDate) -> Option<Role> {
        self.current(day).map(|h| h.role).min()
    }
}
