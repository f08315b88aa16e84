//! A project on its way through its lifecycle.
use super::gate::{Gate, GateLift, GateOutcome, GateState, Holds, Taken};
use super::standing::{Standing, Stop};
use super::{Lifecycle, Phase};
use crate::domain::charter::Charter;
use crate::domain::ids::PersonId;
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use chrono::NaiveDateTime;
use std::sync::Arc;

/// A project's gates, in the order of its lifecycle, and its standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    pub lifecycle: Arc<Lifecycle>,
    pub standing: Standing,
    /// The decision that ended it early.
    pub terminated: Option<i32>,
    pub gates: Vec<Gate>,
}

/// What the holder of a gate decides.
#[derive(Debug)]
pub struct Ruling<'a> {
    pub outcome: GateOutcome,
    /// Why; for `back`, what must be completed.
    pub motivation: &'a LongText,
    /// What the gate asks for.
    pub holds: &'a [Holds],
    /// The items that a condition is set for.
    pub conditions: &'a [&'a str],
    /// Going on, the phase that may run beside the others is opened too.
    pub opens_beside: bool,
    pub taken: Taken,
}

impl Course {
    /// A project as it is opened, in `phase`: the phases before it lie behind it.
    pub fn begin(lifecycle: Arc<Lifecycle>, phase: &str) -> Option<Course> {
        let now = lifecycle.gate_of(phase)?;
        let state = |number: i32| match number.cmp(&now) {
            std::cmp::Ordering::Less => GateState::Passed,
            std::cmp::Ordering::Equal => GateState::Open,
            std::cmp::Ordering::Greater => GateState::Ahead,
        };
        let gates = (1..=lifecycle.last()).map(|n| Gate::new(n, state(n))).collect();
        Some(Course { lifecycle, standing: Standing::Running, terminated: None, gates })
    }
    /// The gate that comes next: the first that is not left. `None` when the project is closed.
    pub fn next(&self) -> Option<&Gate> {
        self.gates.iter().find(|g| !g.state.is_left())
    }
    /// The phase that the project is in; of several that go on, the one whose gate comes first.
    pub fn phase(&self) -> &Phase {
        let number = self.next().map_or(self.lifecycle.last(), |g| g.number);
        self.lifecycle.phase_of(number).unwrap_or(&self.lifecycle.phases[0])
    }
    pub fn gate(&self, number: i32) -> Option<&Gate> {
        self.gates.iter().find(|g| g.number == number)
    }
    /// Whether the project can be ended early from `number`: not once it is closing.
    pub fn may_end_at(&self, number: i32) -> bool {
        self.lifecycle.closing().is_some_and(|closing| number < closing)
    }
    /// Whether going on from `number` may open the phase that runs beside others: from the decision that opens the phase it may
    /// run beside, and before its own turn comes.
    pub fn may_open_beside(&self, number: i32) -> bool {
        let Some((gate, from)) = self.lifecycle.beside() else { return false };
        (from - 1..gate - 1).contains(&number) && self.gate(gate).is_some_and(|g| g.state == GateState::Ahead)
    }

    /// The leader submits the gate that comes next.
    ///
    /// # Errors
    /// Paused, closed, not its turn, or submitted already.
    pub fn submit(self, number: i32, by: PersonId) -> Result<Course, Refused> {
        let gate = self.decidable(number)?.clone();
        match gate.state {
            GateState::Submitted => Err(Refused::GateIsSubmitted),
            _ => Ok(self.with(Gate { state: GateState::Submitted, submitted_by: Some(by), ..gate })),
        }
    }
    /// The gate that can be submitted and decided: the one that comes next, while the project is running.
    ///
    /// # Errors
    /// Paused, closed, passed already, or its phase is not the one that the project is in.
    pub fn decidable(&self, number: i32) -> Result<&Gate, Refused> {
        self.standing.demand_running()?;
        let gate = self.gate(number).ok_or(Refused::GateNotYet)?;
        match () {
            () if gate.state.is_left() => Err(Refused::GateIsLeft),
            () if self.next().map(|g| g.number) != Some(number) || !gate.state.is_active() => Err(Refused::GateNotYet),
            () => Ok(gate),
        }
    }

    /// Whether an outcome can be decided at the gate, by whoever holds it; what cannot be decided is not recorded either.
    ///
    /// # Errors
    /// Paused, closed, not its turn, not submitted, something that is missing without a condition for it, or ending what is closing already.
    pub fn possible(&self, number: i32, outcome: GateOutcome, holds: &[Holds], conditions: &[&str]) -> Result<(), Refused> {
        let gate = self.decidable(number)?;
        match outcome {
            GateOutcome::Continue if gate.state != GateState::Submitted => Err(Refused::GateNotSubmitted),
            GateOutcome::Back if !gate.waits() => Err(Refused::GateNotSubmitted),
            GateOutcome::Terminate if !self.may_end_at(number) => Err(Refused::AlreadyClosing),
            GateOutcome::Continue if holds.iter().any(|h| !h.met && !conditions.contains(&h.item.as_str())) => Err(Refused::ConditionMissing),
            _ => Ok(()),
        }
    }

    /// The holder decides. `continue` opens the next phase, or closes the project at the last gate; `back` returns the gate;
    /// `stop` pauses the project; `terminate` leads to the phase that closes it, and needs a mandate for that.
    ///
    /// # Errors
    /// As [`Course::possible`]; [`Refused::NotTheirs`] with a mandate for something else.
    pub fn decide(self, number: i32, mandate: &Mandate, ruling: &Ruling<'_>) -> Result<Course, Refused> {
        self.possible(number, ruling.outcome, ruling.holds, ruling.conditions)?;
        let gate = self.decidable(number)?.clone();
        let pending = if ruling.outcome == GateOutcome::Terminate { gate.pending_termination() } else { gate.pending_for(ruling.outcome) };
        demand(mandate, pending.matter, pending.lifted_to)?;
        let taken = ruling.taken;
        Ok(match ruling.outcome {
            GateOutcome::Continue => self.go_on(gate, ruling),
            GateOutcome::Back => {
                let to_complete = Some(ruling.motivation.to_string());
                self.with(Gate { to_complete, ..gate.settled(GateState::Returned) })
            }
            GateOutcome::Stop => {
                let standing = Standing::Paused(Stop { by: mandate.role(), on: taken.on, decision: taken.decision });
                Course { standing, ..self.with(gate.settled(GateState::Open)) }
            }
            GateOutcome::Terminate => self.end(gate, taken),
        })
    }
    fn go_on(self, gate: Gate, ruling: &Ruling<'_>) -> Course {
        let (number, taken) = (gate.number, ruling.taken);
        let beside = self.lifecycle.beside().map(|(gate, _)| gate);
        let opens = if ruling.opens_beside && self.may_open_beside(number) { beside } else { None };
        // A project that was ended before anything was delivered has no effect to follow up.
        let without_effect = self.terminated.is_some() && Some(number) == self.lifecycle.closing();
        let mut course = self.with(Gate { left: Some(taken), ..gate.settled(GateState::Passed) });
        for later in course.gates.iter_mut().filter(|g| g.state == GateState::Ahead) {
            if without_effect {
                *later = Gate { left: Some(taken), ..later.clone().settled(GateState::Skipped) };
            } else if later.number == number + 1 || opens == Some(later.number) {
                *later = Gate { opened: Some(taken), ..later.clone().settled(GateState::Open) };
            }
        }
        let standing = if course.next().is_none() { Standing::Closed } else { Standing::Running };
        Course { standing, ..course }
    }
    fn end(self, gate: Gate, taken: Taken) -> Course {
        let (number, closing) = (gate.number, self.lifecycle.closing());
        let mut course = self.with(Gate { left: Some(taken), ..gate.settled(GateState::Terminated) });
        for later in course.gates.iter_mut().filter(|g| g.number > number && Some(g.number) <= closing) {
            *later = if Some(later.number) == closing {
                Gate { opened: Some(taken), ..later.clone().settled(GateState::Open) }
            } else {
                Gate { left: Some(taken), ..later.clone().settled(GateState::Skipped) }
            };
        }
        Course { terminated: Some(taken.decision), ..course }
    }

    /// Who holds the gate chose to end the project and may not: the choice becomes a proposal to those who may.
    ///
    /// # Errors
    /// As [`Course::possible`]; [`Refused::NotTheirs`] with a mandate for something else.
    pub fn propose_end(self, number: i32, mandate: &Mandate, reason: &LongText, charter: &Charter, now: NaiveDateTime) -> Result<(Course, Role), Refused> {
        self.possible(number, GateOutcome::Terminate, &[], &[])?;
        let gate = self.decidable(number)?.clone();
        let pending = gate.pending();
        demand(mandate, pending.matter, pending.lifted_to)?;
        let to = charter.held_by(Matter::Terminate);
        let lift = GateLift { to, by: mandate.person(), reason: reason.to_string(), at: now, terminate: true };
        Ok((self.with(Gate { lift: Some(lift), request: None, ..gate }), to))
    }
    /// The holder lifts the gate to the role above.
    ///
    /// # Errors
    /// Paused, closed, it does not wait, nobody stands above, or another's mandate.
    pub fn lift(self, number: i32, mandate: &Mandate, reason: &LongText, charter: &Charter, now: NaiveDateTime) -> Result<(Course, Role), Refused> {
        let gate = self.decidable(number)?.clone();
        let to = gate.liftable(charter)?;
        let pending = gate.pending();
        demand(mandate, pending.matter, pending.lifted_to)?;
        let lift = GateLift { to, by: mandate.person(), reason: reason.to_string(), at: now, terminate: false };
        Ok((self.with(Gate { lift: Some(lift), request: None, ..gate }), to))
    }

    /// What is decided about a part delivery stops the project, as a gate's stop does.
    ///
    /// # Errors
    /// Paused or closed.
    pub fn stopped(self, by: Role, taken: Taken) -> Result<Course, Refused> {
        self.standing.demand_running()?;
        Ok(Course { standing: Standing::Paused(Stop { by, on: taken.on, decision: taken.decision }), ..self })
    }
    /// What is decided about a part delivery ends the project in the phase that it is in, as a gate's end does.
    ///
    /// # Errors
    /// Paused or closed, closing already, or a mandate for something else.
    pub fn ended(self, mandate: &Mandate, taken: Taken) -> Result<Course, Refused> {
        self.standing.demand_running()?;
        demand(mandate, Matter::Terminate, None)?;
        let gate = self.next().filter(|g| self.may_end_at(g.number)).cloned().ok_or(Refused::AlreadyClosing)?;
        Ok(self.end(gate, taken))
    }
    /// Whether the project can be ended early from where it is.
    pub fn may_end(&self) -> bool {
        self.next().is_some_and(|g| self.may_end_at(g.number))
    }

    /// Whoever stopped the project resumes it. The gate where it was stopped is open, and is submitted anew.
    ///
    /// # Errors
    /// It is not paused, or another's mandate.
    pub fn resume(self, mandate: &Mandate) -> Result<Course, Refused> {
        let (_, pending) = self.standing.pending_resumption()?;
        demand(mandate, pending.matter, pending.lifted_to)?;
        Ok(Course { standing: Standing::Running, ..self })
    }
    /// The first delivery is approved by decision `taken`: the phase that may run beside others begins, if it can and has not.
    ///
    /// # Errors
    /// Paused or closed.
    pub fn delivered(self, taken: Taken) -> Result<Course, Refused> {
        self.standing.demand_running()?;
        let beside = self.lifecycle.beside().filter(|(_, from)| self.next().is_some_and(|g| g.number >= *from));
        match beside.and_then(|(gate, _)| self.gate(gate)) {
            Some(gate) if gate.state == GateState::Ahead => {
                let gate = gate.clone();
                Ok(self.with(Gate { opened: Some(taken), ..gate.settled(GateState::Open) }))
            }
            _ => Ok(self),
        }
    }

    /// It has come to the phase that it is carried out in, or past it.
    pub fn is_carried_out(&self) -> bool {
        self.next().is_none_or(|gate| gate.number >= self.lifecycle.carried_out_in())
    }

    /// The course with one of its gates as it now is.
    pub fn with(self, gate: Gate) -> Course {
        let gates = self.gates.into_iter().map(|g| if g.number == gate.number { gate.clone() } else { g }).collect();
        Course { gates, ..self }
    }
}

fn demand(mandate: &Mandate, matter: Matter, lifted_to: Option<Role>) -> Result<(), Refused> {
    let fits = mandate.matter() == matter && lifted_to.is_none_or(|role| role == mandate.role());
    if fits { Ok(()) } else { Err(Refused::NotTheirs) }
}
