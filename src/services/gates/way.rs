//! By what right one of the four outcomes is chosen, of a gate or a part delivery.
use crate::domain::decision::Basis;
use crate::domain::lifecycle::GateOutcome;
use crate::domain::mandate::{Mandate, NoMandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Authority, Standing};

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

/// How a person stands before what waits, and towards ending the project: what a page offers, where [`Way`] is what is done.
pub struct Place {
    /// Towards what waits.
    pub here: Standing,
    pub ending: Standing,
    /// Ending the project is here a proposal to those who may.
    pub proposes: bool,
}

impl Place {
    /// As [`Way::of`], before anything is chosen.
    pub fn of(ctx: &Ctx, at: &InProject, pending: &Pending, ending: &Pending) -> Place {
        let ending = decisions::standing(ctx, at, ending);
        let holder_may = at.charter.rule(Matter::Terminate).roles.contains(&pending.held_by(&at.charter));
        let proposes = !ending.decides && !holder_may;
        Place { here: decisions::standing(ctx, at, pending), ending, proposes }
    }
    /// The person decides about it, or records what the body that holds it decided.
    pub fn acts(&self) -> bool {
        self.here.decides || self.here.records
    }
    /// The standing that an outcome is chosen in; `ends`: it is to end the project.
    pub fn towards(&self, ends: bool) -> &Standing {
        if self.ending.decides && (ends || !self.acts()) { &self.ending } else { &self.here }
    }
}
