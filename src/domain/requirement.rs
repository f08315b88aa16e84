//! What a project must or should fulfil: verified by the leader, or waived by who holds waivers.
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::text::LongText;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

word_enum! {
    /// What a requirement is about: what the project makes, or the project itself.
    RequirementKind { Product = "product", Project = "project" }
}
word_enum! {
    /// A must that is not met needs a waiver.
    Priority { Must = "must", Should = "should" }
}
word_enum! {
    /// Where a requirement stands.
    RequirementState { Open = "open", Met = "met", NotMet = "not_met", Waived = "waived" }
}

/// A waiver that the leader asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaiverAsked {
    pub by: PersonId,
    pub reason: String,
    pub at: NaiveDateTime,
}

/// A requirement as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    pub priority: Priority,
    pub state: RequirementState,
    /// The least that is demanded, where it can be measured.
    pub measure: Option<i64>,
    pub waiver: Option<WaiverAsked>,
}

impl Requirement {
    /// What was waived stays as it was decided.
    ///
    /// # Errors
    /// [`Refused::RequirementIsWaived`].
    pub const fn editable(&self) -> Result<(), Refused> {
        if matches!(self.state, RequirementState::Waived) { Err(Refused::RequirementIsWaived) } else { Ok(()) }
    }
    /// It is worded anew: what was verified is open again, and a waiver that was asked for must be asked for anew.
    ///
    /// # Errors
    /// Waived; a must that demands less than before, which only a waiver can let it do once the plan is `in_force`, while one is asked for,
    /// and where it is not met.
    pub fn reworded(self, priority: Priority, measure: Option<i64>, in_force: bool) -> Result<Requirement, Refused> {
        self.editable()?;
        let is_held = in_force || self.waiver.is_some() || self.state == RequirementState::NotMet;
        if is_held && self.demands_more_than(priority, measure) {
            return Err(Refused::MustNeedsWaiver);
        }
        let state = if self.state == RequirementState::NotMet { self.state } else { RequirementState::Open };
        Ok(Requirement { priority, measure, state, waiver: None })
    }
    /// It is a must, and would be a should, or a must of less.
    fn demands_more_than(&self, priority: Priority, measure: Option<i64>) -> bool {
        let less = self.measure.is_some_and(|least| measure.is_none_or(|new| new < least));
        self.priority == Priority::Must && (priority == Priority::Should || less)
    }
    /// It was verified. Where it can be measured, the measured value alone says whether it is met; what is met needs no waiver.
    ///
    /// # Errors
    /// Waived; or the measured value is lacking where one is demanded.
    pub fn verify(self, met: bool, measured: Option<i64>) -> Result<Requirement, Refused> {
        self.editable()?;
        let met = match (self.measure, measured) {
            (Some(least), Some(value)) => value >= least,
            (Some(_), None) => return Err(Refused::MeasureMissing),
            (None, _) => met,
        };
        let state = if met { RequirementState::Met } else { RequirementState::NotMet };
        Ok(Requirement { state, waiver: self.waiver.filter(|_| !met), ..self })
    }
    /// The leader asks for a waiver; a new request replaces the one before.
    ///
    /// # Errors
    /// Waived, met, or a should, which needs none.
    pub fn ask_waiver(self, by: PersonId, reason: &LongText, now: NaiveDateTime) -> Result<Requirement, Refused> {
        self.editable()?;
        match (self.priority, self.state) {
            (Priority::Should, _) | (_, RequirementState::Met) => Err(Refused::NoWaiverNeeded),
            _ => Ok(Requirement { waiver: Some(WaiverAsked { by, reason: reason.to_string(), at: now }), ..self }),
        }
    }
    /// The waiver as a thing to be decided: whoever asked for it does not decide it.
    ///
    /// # Errors
    /// [`Refused::NoWaiverAsked`].
    pub fn pending(&self) -> Result<Pending, Refused> {
        let asked = self.waiver.as_ref().ok_or(Refused::NoWaiverAsked)?;
        Ok(Pending { matter: Matter::Waiver, lifted_to: None, makers: vec![asked.by] })
    }
    /// The holder grants the waiver, or does not: the requirement then stands as it stood.
    ///
    /// # Errors
    /// Nothing is asked for; [`Refused::NotTheirs`] with a mandate for something else.
    pub fn decide(self, mandate: &Mandate, granted: bool) -> Result<Requirement, Refused> {
        let pending = self.pending()?;
        if mandate.matter() != pending.matter {
            return Err(Refused::NotTheirs);
        }
        let state = if granted { RequirementState::Waived } else { self.state };
        Ok(Requirement { state, waiver: None, ..self })
    }
    /// It is a must that is not met and that nobody has waived.
    pub fn lacks_waiver(&self) -> bool {
        self.priority == Priority::Must && self.state == RequirementState::NotMet
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::{Actor, Holding};
    use crate::domain::charter::Charter;
    use crate::domain::role::Role;
    use proptest::prelude::*;

    const DAY: chrono::NaiveDate = chrono::NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day");

    fn must(measure: Option<i64>) -> Requirement {
        Requirement { priority: Priority::Must, state: RequirementState::Open, measure, waiver: None }
    }
    fn asked(requirement: Requirement) -> Result<Requirement, Refused> {
        requirement.ask_waiver(PersonId(1), &LongText::new("Utanför avgränsningen").expect("a text"), DAY.into())
    }
    fn mandate(matter: Matter) -> Mandate {
        let role = Role::SteeringGroup;
        let actor = Actor { person: PersonId(9), holdings: vec![Holding { role, in_body: true, chair: true, from: DAY, to: None }], delegations: [].into() };
        Charter::of_the_plan(1).mandate_for(&actor, matter, DAY).expect("a mandate")
    }

    #[test]
    fn a_should_and_what_is_met_need_no_waiver() {
        assert_eq!(asked(Requirement { priority: Priority::Should, ..must(None) }), Err(Refused::NoWaiverNeeded));
        assert_eq!(asked(must(None).verify(true, None).expect("verified")), Err(Refused::NoWaiverNeeded));
    }

    #[test]
    fn the_holder_of_waivers_grants_one_and_what_is_waived_stays_so() {
        let waits = asked(must(None)).expect("asked");
        assert_eq!(waits.pending().map(|p| p.makers), Ok(vec![PersonId(1)]));
        assert_eq!(waits.clone().decide(&mandate(Matter::Deliverable), true), Err(Refused::NotTheirs));
        let refused = waits.clone().decide(&mandate(Matter::Waiver), false).expect("refused");
        assert_eq!((refused.state, refused.waiver), (RequirementState::Open, None));
        let waived = waits.decide(&mandate(Matter::Waiver), true).expect("waived");
        assert_eq!((waived.state, waived.clone().verify(true, None)), (RequirementState::Waived, Err(Refused::RequirementIsWaived)));
        assert_eq!(waived.decide(&mandate(Matter::Waiver), true), Err(Refused::NoWaiverAsked));
    }

    #[test]
    fn a_must_demands_less_by_waiver_only_once_the_plan_is_in_force_or_a_waiver_is_asked_for() {
        let less = [(Priority::Should, Some(10)), (Priority::Must, Some(9)), (Priority::Must, None)];
        for (priority, measure) in less {
            assert!(must(Some(10)).reworded(priority, measure, false).is_ok(), "while the plan is drawn up");
            let waits = asked(must(Some(10))).expect("asked");
            let fails = must(Some(10)).verify(false, Some(1)).expect("verified");
            for held in [must(Some(10)).reworded(priority, measure, true), waits.reworded(priority, measure, false), fails.reworded(priority, measure, false)] {
                assert_eq!(held, Err(Refused::MustNeedsWaiver));
            }
        }
        assert!(must(Some(10)).reworded(Priority::Must, Some(11), true).is_ok() && must(None).reworded(Priority::Must, Some(1), true).is_ok());
        let should = Requirement { priority: Priority::Should, ..must(Some(10)) };
        assert!(should.reworded(Priority::Should, None, true).is_ok());
    }

    proptest! {
        /// Whatever somebody says of it, the measured value decides.
        #[test]
        fn where_it_can_be_measured_the_value_says_whether_it_is_met(least in -1000..1000i64, value in -1000..1000i64, said: bool) {
            let state = must(Some(least)).verify(said, Some(value)).expect("verified").state;
            prop_assert_eq!(state == RequirementState::Met, value >= least);
            prop_assert_eq!(must(Some(least)).verify(said, None), Err(Refused::MeasureMissing));
        }
    }
}
