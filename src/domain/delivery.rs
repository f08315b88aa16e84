//! A part delivery: versions of deliverables that are decided upon together, with the four outcomes that a gate has.
use crate::domain::charter::Charter;
use crate::domain::ids::PersonId;
use crate::domain::lifecycle::{GateLift, GateOutcome, Standing, ending_is_proposed};
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::risk::{LiftRequest, above};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use chrono::NaiveDateTime;

word_enum! {
    /// Where a part delivery is.
    DeliveryState {
        Draft = "draft",
        /// It waits for its decision.
        Submitted = "submitted",
        /// It came back with what must be completed, and comes up again.
        Returned = "returned",
        /// Its versions are locked.
        Approved = "approved",
    }
}

/// A part delivery as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub state: DeliveryState,
    /// Those who wrote or submitted it.
    pub makers: Vec<PersonId>,
    /// What must be completed before it comes up again.
    pub to_complete: Option<String>,
    pub lift: Option<GateLift>,
    /// What somebody without the mandate asks the holder for.
    pub request: Option<LiftRequest>,
}

/// What a decision is taken upon.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub standing: Standing,
    /// The project is not closing yet.
    pub may_end: bool,
    /// The acceptance criteria that are not met.
    pub unmet: &'a [String],
    /// Those that a condition is set for.
    pub conditions: &'a [&'a str],
}

impl Delivery {
    /// As somebody draws it up.
    pub fn drawn_up(by: PersonId) -> Delivery {
        Delivery { state: DeliveryState::Draft, makers: vec![by], to_complete: None, lift: None, request: None }
    }
    /// The delivery as a thing to be decided: by who holds deliverables, by the role that it was lifted to, or, when somebody
    /// proposes to end the project, by those who may. Whoever wrote, submitted or lifted it, or asked, does not decide it.
    pub fn pending(&self) -> Pending {
        let (matter, lifted_to) = match &self.lift {
            Some(lift) if lift.terminate => (Matter::Terminate, None),
            Some(lift) => (Matter::Deliverable, Some(lift.to)),
            None => (Matter::Deliverable, None),
        };
        let makers = self.makers.iter().copied().chain(self.lift.iter().map(|l| l.by)).chain(self.request.iter().map(|r| r.by));
        Pending { matter, lifted_to, makers: makers.collect() }
    }
    /// As it is decided with `outcome`. All who may end the project answer a proposal to end it by doing so; with any other outcome it is
    /// decided as whatever is lifted: by the role that it was lifted to.
    pub fn pending_for(&self, outcome: GateOutcome) -> Pending {
        match &self.lift {
            Some(lift) if lift.terminate && outcome != GateOutcome::Terminate => {
                Pending { matter: Matter::Deliverable, lifted_to: Some(lift.to), ..self.pending() }
            }
            _ => self.pending(),
        }
    }
    /// As [`Self::pending`], of ending the project: that is always for those who may.
    pub fn pending_termination(&self) -> Pending {
        Pending { matter: Matter::Terminate, lifted_to: None, ..self.pending() }
    }
    /// It waits for its decision.
    pub const fn waits(&self) -> bool {
        matches!(self.state, DeliveryState::Submitted)
    }
    /// # Errors
    /// Submitted, or approved.
    pub const fn editable(&self) -> Result<(), Refused> {
        match self.state {
            DeliveryState::Draft | DeliveryState::Returned => Ok(()),
            DeliveryState::Submitted => Err(Refused::DeliveryIsSubmitted),
            DeliveryState::Approved => Err(Refused::DeliveryIsDecided),
        }
    }
    /// It was written anew by somebody.
    ///
    /// # Errors
    /// As [`Self::editable`].
    pub fn edited(self, by: PersonId) -> Result<Delivery, Refused> {
        self.editable()?;
        Ok(self.made_by(by))
    }
    /// It is submitted for decision, with so many versions.
    ///
    /// # Errors
    /// As [`Self::editable`]; nothing gathered.
    pub fn submit(self, by: PersonId, versions: usize) -> Result<Delivery, Refused> {
        self.editable()?;
        if versions == 0 {
            return Err(Refused::DeliveryIsEmpty);
        }
        Ok(Delivery { state: DeliveryState::Submitted, to_complete: None, ..self.made_by(by) })
    }
    /// Somebody had a hand in it.
    #[must_use]
    pub fn made_by(self, by: PersonId) -> Delivery {
        let mut makers = self.makers;
        if !makers.contains(&by) {
            makers.push(by);
        }
        Delivery { makers, ..self }
    }

    /// The outcomes that can be chosen while it waits.
    pub fn outcomes(&self, may_end: bool) -> Vec<GateOutcome> {
        let possible = |o: &GateOutcome| self.waits() && (*o != GateOutcome::Terminate || may_end);
        GateOutcome::ALL.iter().copied().filter(possible).collect()
    }
    /// Whether an outcome can be decided, by whoever holds it; what cannot be decided is not recorded either.
    ///
    /// # Errors
    /// Paused or closed, not submitted, decided, a criterion that is not met without a condition for it, or ending what is
    /// closing already.
    pub fn possible(&self, outcome: GateOutcome, facts: &Facts<'_>) -> Result<(), Refused> {
        facts.standing.demand_running()?;
        match (self.state, outcome) {
            (DeliveryState::Approved, _) => Err(Refused::DeliveryIsDecided),
            (DeliveryState::Draft | DeliveryState::Returned, _) => Err(Refused::DeliveryNotSubmitted),
            (_, GateOutcome::Terminate) if !facts.may_end => Err(Refused::AlreadyClosing),
            (_, GateOutcome::Continue) if facts.unmet.iter().any(|item| !facts.conditions.contains(&item.as_str())) => Err(Refused::ConditionMissing),
            _ => Ok(()),
        }
    }
    /// The holder decides. `continue` approves it and locks its versions; `back` returns it with what must be completed; after
    /// `stop` and `terminate`, whose consequences are the project's, it can be written and submitted anew.
    ///
    /// # Errors
    /// As [`Self::possible`]; [`Refused::NotTheirs`] with a mandate for something else.
    pub fn decide(self, mandate: &Mandate, outcome: GateOutcome, motivation: &LongText, facts: &Facts<'_>) -> Result<Delivery, Refused> {
        self.possible(outcome, facts)?;
        let pending = if outcome == GateOutcome::Terminate { self.pending_termination() } else { self.pending_for(outcome) };
        demand(mandate, &pending)?;
        let settled = Delivery { lift: None, request: None, ..self };
        Ok(match outcome {
            GateOutcome::Continue => Delivery { state: DeliveryState::Approved, ..settled },
            GateOutcome::Back => Delivery { state: DeliveryState::Returned, to_complete: Some(motivation.to_string()), ..settled },
            GateOutcome::Stop | GateOutcome::Terminate => Delivery { state: DeliveryState::Draft, ..settled },
        })
    }
    /// The role above the one that it waits with. A proposal to end the project lies with those who may already.
    ///
    /// # Errors
    /// It does not wait, or nobody stands above.
    pub fn liftable(&self, charter: &Charter) -> Result<Role, Refused> {
        if !self.waits() {
            return Err(Refused::DeliveryNotSubmitted);
        }
        let highest = ending_is_proposed(self.lift.as_ref());
        above(self.pending().held_by(charter)).filter(|_| !highest).ok_or(Refused::NobodyAbove)
    }
    /// The holder lifts it to the role above.
    ///
    /// # Errors
    /// It does not wait, nobody stands above, or another's mandate.
    pub fn lift(self, mandate: &Mandate, reason: &LongText, charter: &Charter, now: NaiveDateTime) -> Result<(Delivery, Role), Refused> {
        let to = self.liftable(charter)?;
        self.lifted(mandate, GateLift { to, by: mandate.person(), reason: reason.to_string(), at: now, terminate: false })
    }
    /// The holder, who may not end the project, proposes that to those who may.
    ///
    /// # Errors
    /// It does not wait, or another's mandate.
    pub fn propose_end(self, mandate: &Mandate, reason: &LongText, charter: &Charter, now: NaiveDateTime) -> Result<(Delivery, Role), Refused> {
        let to = charter.held_by(Matter::Terminate);
        self.lifted(mandate, GateLift { to, by: mandate.person(), reason: reason.to_string(), at: now, terminate: true })
    }
    fn lifted(self, mandate: &Mandate, lift: GateLift) -> Result<(Delivery, Role), Refused> {
        if !self.waits() {
            return Err(Refused::DeliveryNotSubmitted);
        }
        demand(mandate, &self.pending())?;
        let to = lift.to;
        Ok((Delivery { lift: Some(lift), request: None, ..self }, to))
    }
    /// Somebody asks the holder to take a stand; a new request replaces the one before.
    ///
    /// # Errors
    /// It does not wait.
    pub fn ask(self, by: PersonId, reason: &LongText, now: NaiveDateTime) -> Result<Delivery, Refused> {
        if !self.waits() {
            return Err(Refused::DeliveryNotSubmitted);
        }
        Ok(Delivery { request: Some(LiftRequest { by, reason: reason.to_string(), at: now }), ..self })
    }
}

fn demand(mandate: &Mandate, pending: &Pending) -> Result<(), Refused> {
    let fits = mandate.matter() == pending.matter && pending.lifted_to.is_none_or(|role| role == mandate.role());
    if fits { Ok(()) } else { Err(Refused::NotTheirs) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::{Actor, Holding};
    use proptest::prelude::*;

    const DAY: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day");

    fn mandate(role: Role, matter: Matter) -> Mandate {
        let holdings = vec![Holding { role, in_body: true, chair: true, from: DAY, to: None }];
        let actor = Actor { person: PersonId(9), holdings, delegations: [].into() };
        Charter::of_the_plan(1).mandate_for(&actor, matter, DAY).expect("a mandate")
    }
    fn why() -> LongText {
        LongText::new("Så är det").expect("a text")
    }
    fn facts<'a>(unmet: &'a [String], conditions: &'a [&'a str]) -> Facts<'a> {
        Facts { standing: Standing::Running, may_end: true, unmet, conditions }
    }
    fn submitted() -> Delivery {
        Delivery::drawn_up(PersonId(1)).submit(PersonId(2), 1).expect("submitted")
    }

    #[test]
    fn whoever_wrote_or_submitted_it_does_not_decide_it() {
        assert_eq!(submitted().pending().makers, [PersonId(1), PersonId(2)]);
    }

    #[test]
    fn an_empty_delivery_is_not_submitted_and_a_submitted_one_not_edited() {
        assert_eq!(Delivery::drawn_up(PersonId(1)).submit(PersonId(1), 0), Err(Refused::DeliveryIsEmpty));
        assert_eq!(submitted().edited(PersonId(1)), Err(Refused::DeliveryIsSubmitted));
    }

    #[test]
    fn a_criterion_that_is_not_met_needs_a_condition_of_its_own() {
        let (steering, unmet) = (mandate(Role::SteeringGroup, Matter::Deliverable), ["L1-1".to_owned(), "L2-1".to_owned()]);
        let decided = |conditions: &[&str]| submitted().decide(&steering, GateOutcome::Continue, &why(), &facts(&unmet, conditions)).map(|d| d.state);
        assert_eq!(decided(&["L1-1"]), Err(Refused::ConditionMissing));
        assert_eq!(decided(&["L1-1", "L2-1"]), Ok(DeliveryState::Approved));
    }

    #[test]
    fn ending_the_project_needs_the_mandate_for_that_and_is_otherwise_a_proposal() {
        let steering = mandate(Role::SteeringGroup, Matter::Deliverable);
        assert_eq!(submitted().decide(&steering, GateOutcome::Terminate, &why(), &facts(&[], &[])), Err(Refused::NotTheirs));
        let (proposed, to) = submitted().propose_end(&steering, &why(), &Charter::of_the_plan(1), DAY.into()).expect("proposed");
        assert_eq!((to, proposed.pending().matter), (Role::ProjectOrderer, Matter::Terminate));
        assert_eq!(proposed.liftable(&Charter::of_the_plan(1)), Err(Refused::NobodyAbove));
        let orderer = mandate(Role::ProjectOrderer, Matter::Terminate);
        assert_eq!(proposed.decide(&orderer, GateOutcome::Terminate, &why(), &facts(&[], &[])).map(|d| d.state), Ok(DeliveryState::Draft));
    }

    #[test]
    fn whoever_asks_the_holder_does_not_decide_and_the_question_is_settled_with_the_decision() {
        assert_eq!(Delivery::drawn_up(PersonId(1)).ask(PersonId(3), &why(), DAY.into()), Err(Refused::DeliveryNotSubmitted));
        let asked = submitted().ask(PersonId(3), &why(), DAY.into()).expect("asked");
        assert_eq!(asked.pending().makers, [PersonId(1), PersonId(2), PersonId(3)]);
        let steering = mandate(Role::SteeringGroup, Matter::Deliverable);
        let (lifted, _) = asked.clone().lift(&steering, &why(), &Charter::of_the_plan(1), DAY.into()).expect("lifted");
        let back = asked.decide(&steering, GateOutcome::Back, &why(), &facts(&[], &[])).expect("decided");
        assert_eq!((lifted.request, back.request), (None, None));
    }

    proptest! {
        /// However it goes, what is approved stays approved, and only what waits is decided.
        #[test]
        fn only_what_waits_is_decided(outcomes in proptest::collection::vec(0..4usize, 1..8)) {
            let steering = mandate(Role::SteeringGroup, Matter::Deliverable);
            let mut delivery = Delivery::drawn_up(PersonId(1));
            for outcome in outcomes.into_iter().map(|n| GateOutcome::ALL[n]).filter(|o| *o != GateOutcome::Terminate) {
                prop_assert!(delivery.possible(outcome, &facts(&[], &[])).is_err());
                let Ok(waits) = delivery.clone().submit(PersonId(2), 1) else {
                    prop_assert_eq!(delivery.state, DeliveryState::Approved);
                    break;
                };
                delivery = waits.decide(&steering, outcome, &why(), &facts(&[], &[])).expect("decided");
                prop_assert_eq!(delivery.state == DeliveryState::Approved, outcome == GateOutcome::Continue);
                prop_assert_eq!(delivery.to_complete.is_some(), outcome == GateOutcome::Back);
            }
        }
    }
}
