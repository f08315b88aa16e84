//! What is worked out once and kept while it stays true. Each value lies under a key that names the stored state it
//! follows from, so nothing here has to be cleared when something changes, on this machine or another.
use crate::domain::actor::Actor;
use crate::domain::charter::Charter;
use crate::domain::delegation::Delegation;
use crate::domain::ids::PersonId;
use crate::domain::policy::RiskPolicy;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::shelf::Shelf;
use crate::store::projects::Project;
use crate::store::roles::{self, Member};
use crate::store::{Db, delegations, journal, rules};
use bytes::Bytes;
use chrono::NaiveDate;
use std::sync::Arc;

/// Everything that a process keeps; shared by its requests.
#[derive(Debug, Clone, Default)]
pub struct Kept(Arc<Memory>);

#[derive(Debug)]
struct Memory {
    rules: Shelf<RulesKey, Arc<ProjectRules>>,
    waiting: Shelf<WaitingKey, i64>,
    pieces: Shelf<PieceKey, Bytes>,
}

/// What a rendered answer follows from: what is asked for, who asks, on which day and in which language, and the project's
/// state.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct PieceKey {
    page: String,
    person: PersonId,
    today: NaiveDate,
    language: &'static str,
    state: ProjectState,
}

/// A project's `rules_mark` and the hash of its journal's newest entry: together they change with everything in it.
pub(super) type ProjectState = (i64, Option<String>);

impl Default for Memory {
    fn default() -> Self {
        // A register of a hundred rows is 100 kB.
        Memory { rules: Shelf::of(1000), waiting: Shelf::of(1000), pieces: Shelf::of(64) }
    }
}

/// A project and its `rules_mark`.
type RulesKey = (i64, i64);

/// A person, the day, and the state of each project with a role.
pub(super) type WaitingKey = (i64, NaiveDate, Vec<ProjectState>);

/// A project's rules in force, and everybody's roles.
#[derive(Debug, Clone)]
pub struct ProjectRules {
    pub charter: Charter,
    pub policy: RiskPolicy,
    /// The roles that are held by a body, with the body's name.
    pub bodies: Vec<(Role, String)>,
    /// Everybody who holds or has held a role, in the order of appointment.
    pub members: Vec<Member>,
    /// What has been delegated, revoked or not.
    pub delegations: Arc<[Delegation]>,
}

impl ProjectRules {
    fn load(db: &mut Db, project: i64) -> Result<ProjectRules, Problem> {
        let members = roles::members(db, project)?;
        Ok(ProjectRules {
            charter: rules::charter(db, project)?,
            policy: rules::policy(db, project)?,
            bodies: roles::bodies_of(db, project)?,
            delegations: delegations::of_project(db, project)?.iter().map(|row| row.to_domain(&members)).collect::<Result<_, _>>()?,
            members,
        })
    }
    /// The person with the roles held in this project, now and before.
    pub fn actor(&self, person: PersonId) -> Actor {
        let own = self.members.iter().filter(|m| m.assignment.person_id == person.0);
        Actor { person, holdings: own.map(|m| m.holding.clone()).collect(), delegations: self.delegations.clone() }
    }
}

impl PieceKey {
    /// The key of what `page` (an address with its query, and whatever else the answer depends on) shows in a project to
    /// the person of `ctx`.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of(db: &mut Db, ctx: &Ctx, at: &InProject, page: String) -> Result<PieceKey, Problem> {
        let state = (at.project.rules_mark, Some(journal::head(db, at.project.id)?.hash));
        Ok(PieceKey { page, person: ctx.person, today: ctx.today, language: ctx.language, state })
    }
}

impl Kept {
    /// The rules that are in force in a project.
    ///
    /// # Errors
    /// Those of the store.
    pub fn rules(&self, db: &mut Db, project: &Project) -> Result<Arc<ProjectRules>, Problem> {
        self.0.rules.get_or((project.id, project.rules_mark), |_| ProjectRules::load(db, project.id).map(Arc::new))
    }
    /// How many things wait for somebody, counted by `count` when it is not known.
    ///
    /// # Errors
    /// Those of `count`.
    pub(super) fn waiting(&self, key: WaitingKey, count: impl FnOnce() -> Result<i64, Problem>) -> Result<i64, Problem> {
        self.0.waiting.get_or(key, |_| count())
    }
    /// A rendered answer, made by `render` when it is not there. Worth it for long lists only: the longest takes
    /// milliseconds to make.
    ///
    /// # Errors
    /// Those of `render`.
    pub fn piece(&self, key: PieceKey, render: impl FnOnce() -> Result<String, Problem>) -> Result<Bytes, Problem> {
        self.0.pieces.get_or(key, |_| render().map(Bytes::from))
    }
}
