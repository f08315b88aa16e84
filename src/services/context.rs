//! Who acts, when, and in which project.
use crate::clock::{Clock, Entropy};
use crate::domain::actor::Actor;
use crate::domain::file::FileLimits;
use crate::domain::ids::PersonId;
use crate::domain::lifecycle::StandingWord;
use crate::domain::mandate::{Mandate, NoMandate};
use crate::domain::matter::Matter;
use crate::domain::policy::RiskPolicy;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::risk::Rules;
use crate::domain::role::Role;
use crate::domain::room::INVITATIONS_A_DAY;
use crate::render::i18n::Lang;
use crate::services::kept::{Kept, ProjectRules};
use crate::services::problem::Problem;
use crate::store::projects::Project;
use crate::store::roles::Member;
use crate::store::{Db, accounts, projects};
use chrono::{NaiveDate, NaiveDateTime};
use std::sync::Arc;

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
    pub base_url: Arc<str>,
    pub entropy: Entropy,
    pub kept: Kept,
    pub limits: FileLimits,
    /// So many people without an account may be invited in a day.
    pub invitations_a_day: u32,
    /// Who recorded what the person now confirms; `None` when the person acts alone.
    pub recorder: Option<(PersonId, String)>,
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
            kept: Kept::default(),
            limits: FileLimits::default(),
            invitations_a_day: INVITATIONS_A_DAY,
            recorder: None,
        }
    }
    /// The account of the person who acts; `None` when the installation itself acts, or somebody who is not signed in.
    pub fn account(&self) -> Option<i64> {
        Some(self.person.0).filter(|id| *id != 0)
    }
    /// The language of what is written for this person.
    pub fn lang(&self) -> Lang {
        self.language.parse().unwrap_or_default()
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
    rules: Arc<ProjectRules>,
}

/// The rules in force stand on the opened project itself: `at.charter`, `at.policy`, `at.bodies`.
impl std::ops::Deref for InProject {
    type Target = ProjectRules;
    fn deref(&self) -> &ProjectRules {
        &self.rules
    }
}

impl InProject {
    /// Opens a project for the person of `ctx`.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a project that does not exist and for one where the person has no role today.
    pub fn open(db: &mut Db, ctx: &Ctx, code: &str) -> Result<InProject, Problem> {
        let project = projects::by_code(db, code)?.ok_or(Problem::NotFound)?;
        let rules = ctx.kept.rules(db, &project)?;
        let actor = rules.actor(ctx.person);
        if actor.current(ctx.today).next().is_none() {
            return Err(Problem::NotFound);
        }
        Ok(InProject { project, actor, rules })
    }
    /// Opens a project for the installation itself, which has no role in it.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for a project that does not exist.
    pub fn open_for_system(db: &mut Db, ctx: &Ctx, id: i64) -> Result<InProject, Problem> {
        let project = projects::find(db, id)?.ok_or(Problem::NotFound)?;
        let rules = ctx.kept.rules(db, &project)?;
        Ok(InProject { project, actor: Actor { person: ctx.person, holdings: Vec::new(), delegations: [].into() }, rules })
    }
    /// # Errors
    /// [`Problem::Forbidden`] without the right today.
    pub fn demand(&self, right: Right, today: NaiveDate) -> Result<(), Problem> {
        if self.actor.may(right, today) { Ok(()) } else { Err(Problem::Forbidden(right)) }
    }
    /// Demanded by gates, deliveries and changes of the plan: a paused or closed project is closed to them, and to nothing else.
    ///
    /// # Errors
    /// [`Refused::ProjectPaused`] or [`Refused::ProjectClosed`].
    pub fn demand_running(&self) -> Result<(), Problem> {
        Ok(self.project.standing().demand_running()?)
    }
    /// Demanded by what goes on while the project is paused and ends with it.
    ///
    /// # Errors
    /// [`Refused::ProjectClosed`].
    pub fn demand_open(&self) -> Result<(), Problem> {
        if self.project.standing().word() == StandingWord::Closed { Err(Refused::ProjectClosed.into()) } else { Ok(()) }
    }
    /// Demanded by what goes on when the project has ended, but not while it is stopped.
    ///
    /// # Errors
    /// [`Refused::ProjectPaused`].
    pub fn demand_not_paused(&self) -> Result<(), Problem> {
        if self.project.standing().word() == StandingWord::Paused { Err(Refused::ProjectPaused.into()) } else { Ok(()) }
    }
    /// # Errors
    /// [`NoMandate`], which names who holds the matter.
    pub fn mandate_for(&self, matter: Matter, today: NaiveDate) -> Result<Mandate, NoMandate> {
        self.charter.mandate_for(&self.actor, matter, today)
    }
    pub fn rules<'a>(&'a self, ctx: &Ctx) -> Rules<'a> {
        Rules { policy: &self.rules.policy, charter: &self.rules.charter, now: ctx.now, today: ctx.today }
    }
    /// The role in which an ordinary act is done; the installation itself acts in none.
    pub fn acting_role(&self, today: NaiveDate) -> Option<Role> {
        self.actor.acting_role(today)
    }
    /// The project as it is under another risk policy.
    pub fn under(&self, policy: RiskPolicy) -> InProject {
        InProject { rules: Arc::new(ProjectRules { policy, ..ProjectRules::clone(&self.rules) }), ..self.clone() }
    }
    /// The project as it is after something was done to it.
    ///
    /// # Errors
    /// Those of the store.
    pub fn anew(&self, db: &mut Db) -> Result<InProject, Problem> {
        let project = projects::find(db, self.project.id)?.ok_or(Problem::NotFound)?;
        Ok(InProject { project, ..self.clone() })
    }
    /// The person with this address among those who hold or have held a role.
    pub fn member(&self, email: &str) -> Option<&Member> {
        self.members.iter().find(|m| m.has_address(email))
    }
    /// Those who hold a role on `day` and have an account that is open, in the order of appointment.
    pub fn members_today(&self, day: NaiveDate) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(move |m| m.holds(day))
    }
    /// Somebody who holds or has held a role, in the first of them.
    pub fn person(&self, person: i64) -> Option<&Member> {
        self.members.iter().find(|m| m.assignment.person_id == person)
    }
    /// The address of somebody who holds or has held a role.
    pub fn email_of(&self, person: Option<i64>) -> Option<&str> {
        self.person(person?).map(|m| m.email.as_str())
    }
    /// The name of somebody who holds or has held a role; nothing for whoever never did.
    pub fn name_of(&self, person: i64) -> &str {
        self.person(person).map_or("", |m| m.name.as_str())
    }
    /// The name of somebody; whoever never had a role here is looked up among the accounts.
    ///
    /// # Errors
    /// Those of the store.
    pub fn named(&self, db: &mut Db, person: i64) -> Result<String, Problem> {
        match self.person(person) {
            Some(member) => Ok(member.name.clone()),
            None => Ok(accounts::find(db, person)?.map(|p| p.name).unwrap_or_default()),
        }
    }
    /// What the body that holds a role is called, where the project has named it.
    pub fn body_name(&self, role: Role) -> Option<String> {
        self.bodies.iter().find(|(r, _)| *r == role).map(|(_, name)| name.clone()).filter(|name| !name.is_empty())
    }
    pub fn is_body(&self, role: Role) -> bool {
        role.is_always_body() || self.bodies.iter().any(|(r, _)| *r == role)
    }
}
