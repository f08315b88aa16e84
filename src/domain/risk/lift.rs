//! Who holds a risk, and how it is lifted: by its holder to the role above, or towards its holder by anybody who asks.
use super::{Risk, Rules};
use crate::domain::charter::Charter;
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// A risk that its holder has lifted above the role that the charter gives it to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lift {
    pub to: Role,
    pub by: PersonId,
    pub reason: String,
    pub at: NaiveDateTime,
}

/// Somebody without the mandate asks the holder to take a stand. The risk stays with the holder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiftRequest {
    pub by: PersonId,
    pub reason: String,
    pub at: NaiveDateTime,
}

impl Risk {
    /// The role it waits with: an explicit lift's, or the charter's for its band.
    pub fn held_by(&self, charter: &Charter) -> Role {
        self.pending().held_by(charter)
    }
    /// The risk as a thing to be decided: whoever lifted it, or asked for that, does not decide it.
    pub fn pending(&self) -> Pending {
        let makers = self.lift.iter().map(|l| l.by).chain(self.request.iter().map(|r| r.by));
        Pending { matter: self.matter(), lifted_to: self.lift.as_ref().map(|l| l.to), makers: makers.collect() }
    }
    /// As [`Self::pending`] with the lowering that may wait: whoever proposed it does not answer it.
    pub fn pending_lowering(&self) -> Pending {
        let mut pending = self.pending();
        pending.makers.extend(self.proposal.iter().map(|p| p.by));
        pending
    }

    /// The holder lifts the risk to the role above: a decision. What somebody asked the holder for is answered by it.
    ///
    /// # Errors
    /// Closed, another's mandate, or nobody stands above.
    pub fn lift(self, mandate: &Mandate, reason: &LongText, rules: &Rules<'_>) -> Result<(Risk, Role), Refused> {
        self.demand(mandate)?;
        let to = self.liftable(rules.charter)?;
        let lift = Lift { to, by: mandate.person(), reason: reason.to_string(), at: rules.now };
        Ok((Risk { lift: Some(lift), request: None, escalation: Some(rules.escalation(false)), ..self }, to))
    }
    /// The role that the risk can be lifted to, by whoever holds it; what cannot be decided is not recorded either.
    ///
    /// # Errors
    /// Closed, or nobody stands above.
    pub fn liftable(&self, charter: &Charter) -> Result<Role, Refused> {
        self.demand_open()?;
        above(self.held_by(charter)).ok_or(Refused::NobodyAbove)
    }

    /// Somebody asks the holder to take a stand; a new request replaces the one before.
    ///
    /// # Errors
    /// Closed.
    pub fn ask(self, by: PersonId, reason: &LongText, now: NaiveDateTime) -> Result<Risk, Refused> {
        self.demand_open()?;
        Ok(Risk { request: Some(LiftRequest { by, reason: reason.to_string(), at: now }), ..self })
    }
}

/// Who stands above a role when a matter is lifted (DOMAIN: the orderer reports to the financier's representative).
pub const fn above(role: Role) -> Option<Role> {
    match role {
        Role::SteeringGroup => Some(Role::ProjectOrderer),
        Role::ProjectOrderer => Some(Role::FinancierRepresentative),
        Role::FinancierRepresentative => Some(Role::Financier),
        Role::Financier => None,
        Role::ProjectOwner
        | Role::ProjectLeader
        | Role::DeputyProjectLeader
        | Role::ProjectGroup
        | Role::ReferenceGroup
        | Role::ProjectController
        | Role::EffectOwner
        | Role::Secretary
        | Role::Registrar => Some(Role::SteeringGroup),
    }
}

/// The roles above `role`, nearest first.
pub fn all_above(role: Role) -> impl Iterator<Item = Role> {
    std::iter::successors(above(role), |r| above(*r))
}
