//! A gate: the end of a phase, where somebody decides how the project goes on.
use crate::domain::charter::Charter;
use crate::domain::ids::PersonId;
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::risk::{LiftRequest, above};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

word_enum! {
    /// What a gate asks for.
    ItemKind { Criterion = "criterion", Artefact = "artefact" }
}

word_enum! {
    /// The four outcomes of a gate.
    GateOutcome { Continue = "continue", Back = "back", Stop = "stop", Terminate = "terminate" }
}

word_enum! {
    /// Where a gate, and the phase that it ends, is.
    GateState {
        /// The phase has not begun.
        Ahead = "ahead",
        /// The phase goes on.
        Open = "open",
        /// The leader has submitted the gate for decision.
        Submitted = "submitted",
        /// It came back with what must be completed, and comes up again.
        Returned = "returned",
        Passed = "passed",
        /// The project was ended early in this phase.
        Terminated = "terminated",
        /// The project was ended early before it.
        Skipped = "skipped",
    }
}

impl GateState {
    /// The phase goes on.
    pub const fn is_active(self) -> bool {
        matches!(self, GateState::Open | GateState::Submitted | GateState::Returned)
    }
    /// It was not passed, and never will be.
    pub const fn is_given_up(self) -> bool {
        matches!(self, GateState::Terminated | GateState::Skipped)
    }
    /// Nothing more is decided about it.
    pub const fn is_left(self) -> bool {
        matches!(self, GateState::Passed | GateState::Terminated | GateState::Skipped)
    }
}

/// A gate that its holder has lifted: to the role above, or, when somebody who may not end the project chose that, as a
/// proposal to those who may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateLift {
    pub to: Role,
    pub by: PersonId,
    pub reason: String,
    pub at: NaiveDateTime,
    /// A proposal to end the project.
    pub terminate: bool,
}

/// Somebody who may not end the project has proposed it.
pub fn ending_is_proposed(lift: Option<&GateLift>) -> bool {
    lift.is_some_and(|l| l.terminate)
}

/// A day, by which decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Taken {
    pub on: NaiveDate,
    pub decision: i32,
}

/// What a gate asks for and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holds {
    pub item: String,
    pub met: bool,
}

/// A gate as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    pub number: i32,
    pub state: GateState,
    /// When the phase was opened; `None` for what went on before the project came into Styrrum.
    pub opened: Option<Taken>,
    /// When it was left.
    pub left: Option<Taken>,
    /// Who submitted it.
    pub submitted_by: Option<PersonId>,
    /// What must be completed before it comes up again.
    pub to_complete: Option<String>,
    pub lift: Option<GateLift>,
    pub request: Option<LiftRequest>,
}

impl Gate {
    /// As the project is opened.
    pub fn new(number: i32, state: GateState) -> Gate {
        Gate { number, state, opened: None, left: None, submitted_by: None, to_complete: None, lift: None, request: None }
    }
    /// The gate as a thing to be decided: by who holds gates, by the role that it was lifted to, or, when somebody proposes to
    /// end the project, by those who may. Whoever submitted it, lifted it or asked does not decide it.
    pub fn pending(&self) -> Pending {
        let makers = self.submitted_by.into_iter().chain(self.lift.iter().map(|l| l.by)).chain(self.request.iter().map(|r| r.by));
        let (matter, lifted_to) = match &self.lift {
            Some(lift) if lift.terminate => (Matter::Terminate, None),
            Some(lift) => (Matter::Gate, Some(lift.to)),
            None => (Matter::Gate, None),
        };
        Pending { matter, lifted_to, makers: makers.collect() }
    }
    /// As it is decided with `outcome`. All who may end the project answer a proposal to end it by doing so; with any other outcome it is
    /// decided as whatever is lifted: by the role that it was lifted to.
    pub fn pending_for(&self, outcome: GateOutcome) -> Pending {
        match &self.lift {
            Some(lift) if lift.terminate && outcome != GateOutcome::Terminate => Pending { matter: Matter::Gate, lifted_to: Some(lift.to), ..self.pending() },
            _ => self.pending(),
        }
    }
    /// As [`Self::pending`], of ending the project: that is always for those who may.
    pub fn pending_termination(&self) -> Pending {
        Pending { matter: Matter::Terminate, lifted_to: None, ..self.pending() }
    }
    /// It waits for a decision.
    pub fn waits(&self) -> bool {
        self.state == GateState::Submitted || (self.state.is_active() && self.lift.is_some())
    }
    /// The outcomes that can be chosen now. Whoever may can stop or end a project at any time; it goes on, or back, from a gate that was
    /// submitted. A proposal to end the project at a gate that was not is answered by that, by a stop, or by sending the gate back.
    pub fn outcomes(&self, may_end: bool) -> Vec<GateOutcome> {
        let possible = |outcome: &GateOutcome| match outcome {
            GateOutcome::Continue => self.state == GateState::Submitted,
            GateOutcome::Back => self.waits(),
            GateOutcome::Stop => self.state.is_active(),
            GateOutcome::Terminate => self.state.is_active() && may_end,
        };
        GateOutcome::ALL.iter().copied().filter(possible).collect()
    }
    /// The role above the one that it waits with. A proposal to end the project lies with those who may already.
    ///
    /// # Errors
    /// It does not wait, or nobody stands above.
    pub fn liftable(&self, charter: &Charter) -> Result<Role, Refused> {
        if !self.waits() {
            return Err(Refused::GateNotSubmitted);
        }
        let highest = ending_is_proposed(self.lift.as_ref());
        above(self.pending().held_by(charter)).filter(|_| !highest).ok_or(Refused::NobodyAbove)
    }
    /// Somebody asks the holder to take a stand; a new request replaces the one before.
    ///
    /// # Errors
    /// It does not wait.
    pub fn ask(self, by: PersonId, reason: &LongText, now: NaiveDateTime) -> Result<Gate, Refused> {
        if !self.waits() {
            return Err(Refused::GateNotSubmitted);
        }
        Ok(Gate { request: Some(LiftRequest { by, reason: reason.to_string(), at: now }), ..self })
    }
    /// What waited is settled.
    pub(super) fn settled(self, state: GateState) -> Gate {
        Gate { state, submitted_by: None, to_complete: None, lift: None, request: None, ..self }
    }
}
