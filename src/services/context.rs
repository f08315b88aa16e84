//! Who acts, when, and in which project.
use crate::clock::{Clock, Entropy};
use crate::domain::actor::Actor;
use crate::domain::charter::Charter;
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Mandate, NoMandate};
use crate::domain::matter::Matter;
use crate::domain::policy::RiskPolicy;
use crate::domain::rights::Right;
use crate::domain::risk::Rules;
use crate::domain::role::Role;
use crate::services::problem::Problem;
use crate::store::projects::Project;
use crate::store::{Db, projects, roles, rules};
use chrono::{NaiveDate, NaiveDateTime};

/// The person who acts, and the moment. One per request; a transaction that runs again sees the same moment.
#[derive(Debug, Clone)]
pub struct Ctx {
    pub person: PersonId,
    pub name: String,
    pub email: String,
    pub is_admin: bool,
    /// The domain's time (UTC) and day (Sweden).
    pub now: NaiveDateTime,
    pub today: NaiveDate,
    /// The machine's time: sessions, tokens, mail.
    pub real_now: NaiveDateTime,
    pub address: Option<String>,
    /// The interface's language, `sv` or `en`: what is written for this person is in it.
    pub language: &'static str,
    /// Where links in mails and reports lead.
    pub base_url: std::sync::Arc<str>,
    pub entropy: Entropy,
}

impl Ctx {
    /// The installation itself acts: jobs and the command line.
    pub fn system(clock: &Clock, entropy: &Entropy, person: PersonId, name: &str, base_url: &str) -> Ctx {
        Ctx {
            person,
            name: name.to_owned(),
            email: String::new(),
            is_admin: true,
            now: clock.now(),
            today: clock.today(),
            real_now: clock.real_now(),
            address: None,
            language: "sv",
            base_url: base_url.into(),
            entropy: entropy.clone(),
        }
    }
    /// Random bytes in hexadecimal.
    ///
    /// # Errors
    /// The operating system gives none.
    pub fn random<const N: usize>(&self) -> Result<String, Problem> {
        self.entropy.hex::<N>().map_err(Problem::internal)
    }
}

/// A project opened by somebody who has a role in it, with the rules in force.
#[derive(Debug, Clone)]
pub struct InProject {
    pub project: Project,
    pub actor: Actor,
    pub charter: Charter,
    pub policy: RiskPolicy,
    pub bodies: Vec<(Role, String)>,
}

impl InProject {
    /// Opens a project for the person of `ctx`.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a project that does not exist and for one where the person has no role today.
    pub fn open(db: &mut Db, ctx: &Ctx, code: &str) -> Result<InProject, Problem> {
        let project = projects::by_code(db, code)?.ok_or(Problem::NotFound)?;
        let actor = roles::actor(db, project.id, ctx.person.0)?;
        if actor.current(ctx.today).next().is_none() {
            return Err(Problem::NotFound);
        }
        let charter = rules::charter(db, project.id)?;
        let policy = rules::policy(db, project.id)?;
        let bodies = roles::bodies_of(db, project.id)?;
        Ok(InProject { project, actor, charter, policy, bodies })
    }
    /// # Errors
    /// [`Problem::Forbidden`] without the right today.
    pub fn demand(&self, right: Right, today: NaiveDate) -> Result<(), Problem> {
        if self.actor.may(right, today) { Ok(()) } else { Err(Problem::Forbidden(right)) }
    }
    /// # Errors
    /// [`NoMandate`], which names who holds the matter.
    pub fn mandate_for(&self, matter: Matter, today: NaiveDate) -> Result<Mandate, NoMandate> {
        self.charter.mandate_for(&self.actor, matter, today)
    }
    pub fn rules<'a>(&'a self, ctx: &Ctx) -> Rules<'a> {
        Rules { policy: &self.policy, charter: &self.charter, now: ctx.now, today: ctx.today }
    }
    /// The role in which an ordinary act is done.
    pub fn acting_role(&self, today: NaiveDate) -> Role {
        self.actor.acting_role(today).unwrap_or(Role::ReferenceGroup)
    }
    pub fn is_body(&self, role: Role) -> bool {
        role.is_always_body() || self.bodies.iter().any(|(r, _)| *r == role)
    }
}
