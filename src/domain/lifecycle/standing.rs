//! Whether a project is running, paused by a decision, or closed.
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::Serialize;

word_enum! {
    /// A standing's word alone.
    StandingWord { Running = "running", Paused = "paused", Closed = "closed" }
}

/// The decision that stopped a project. The role that took it is the one that resumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stop {
    pub by: Role,
    pub on: NaiveDate,
    pub decision: i32,
}

/// A project's standing. Outcome, reports, risks, documents, comments and roles go on in all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Running,
    /// Gates, deliveries and changes of the plan are closed until whoever stopped it resumes it.
    Paused(Stop),
    /// The last gate is passed.
    Closed,
}

impl Standing {
    /// The standing without what it was decided by.
    pub const fn word(&self) -> StandingWord {
        match self {
            Standing::Running => StandingWord::Running,
            Standing::Paused(_) => StandingWord::Paused,
            Standing::Closed => StandingWord::Closed,
        }
    }
    /// Demanded by gates, deliveries and changes of the plan (DOMAIN section 13, the four outcomes).
    ///
    /// # Errors
    /// [`Refused::ProjectPaused`], [`Refused::ProjectClosed`].
    pub const fn demand_running(&self) -> Result<(), Refused> {
        match self {
            Standing::Running => Ok(()),
            Standing::Paused(_) => Err(Refused::ProjectPaused),
            Standing::Closed => Err(Refused::ProjectClosed),
        }
    }
    /// The resumption as a thing to be decided, by the role that stopped the project.
    ///
    /// # Errors
    /// It is not paused.
    pub fn pending_resumption(&self) -> Result<(Stop, Pending), Refused> {
        match self {
            Standing::Paused(stop) => Ok((*stop, Pending { lifted_to: Some(stop.by), ..Pending::of(Matter::Resume) })),
            Standing::Running | Standing::Closed => Err(Refused::NotPaused),
        }
    }
}
