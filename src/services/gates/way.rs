//! By what right one of the four outcomes is chosen, of a gate or a part delivery.
use crate::domain::decision::Basis;
use crate::domain::lifecycle::GateOutcome;
use crate::domain::mandate::{Mandate, NoMandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Authority};

/// By what right an outcome is chosen.
pub enum Way {
    Decide(Mandate),
    /// The holder may not end the project: the choice is a proposal to those who may.
    Propose(Mandate),
    /// The leader or a secretary records what the body that holds it decided.
    Record(Role),
}

impl Way {
    /// Who may end the project (`ending`) does so; to whoever else holds what waits (`pending`) that choice is a proposal.
    ///
    /// # Errors
    /// No mandate, or one's own.
    pub fn of(ctx: &Ctx, at: &InProject, pending: &Pending, ending: &Pending, outcome: GateOutcome, basis: Option<&Basis>) -> Result<Way, NoMandate> {
        let ends = outcome == GateOutcome::Terminate;
        if ends && let Ok(mandate) = at.charter.mandate_over(&at.actor, ending, basis, ctx.today) {
            return Ok(Way::Decide(mandate));
        }
        Ok(match decisions::authority(ctx, at, pending, basis)? {
            Authority::Decide(mandate) if ends && mandate.matter() != Matter::Terminate => Way::Propose(mandate),
            Authority::Decide(mandate) => Way::Decide(mandate),
            Authority::Record(role) => Way::Record(role),
        })
    }
}
