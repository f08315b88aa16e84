//! The handover of an approved version to one who receives it, and what the receiver answers.
use crate::domain::ids::PersonId;
use crate::domain::refused::Refused;

word_enum! {
    /// Where a handover is.
    HandoverState { Waits = "waits", Accepted = "accepted", Declined = "declined" }
}

/// Who receives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receiver {
    /// Somebody with a role in the project, who answers in person.
    Member(PersonId),
    /// An organisation or a person without an account; the leader records who accepted, and when.
    Outside(String),
}

/// A handover as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub receiver: Receiver,
    pub state: HandoverState,
}

impl Handover {
    /// Only what is approved is handed over.
    ///
    /// # Errors
    /// [`Refused::VersionNotApproved`].
    pub fn of(approved: bool, receiver: Receiver) -> Result<Handover, Refused> {
        if approved { Ok(Handover { receiver, state: HandoverState::Waits }) } else { Err(Refused::VersionNotApproved) }
    }
    /// Whether `person` answers it in person.
    pub fn is_answered_by(&self, person: PersonId) -> bool {
        self.receiver == Receiver::Member(person)
    }
    /// The receiver answers; for one without an account, the leader records the answer.
    ///
    /// # Errors
    /// Answered already; [`Refused::NotTheReceiver`] when neither the receiver nor, for one outside, the leader answers.
    pub fn answer(self, by: PersonId, leads: bool, accepted: bool) -> Result<Handover, Refused> {
        let outside = matches!(self.receiver, Receiver::Outside(_));
        match self.state {
            HandoverState::Accepted | HandoverState::Declined => Err(Refused::HandoverIsAnswered),
            HandoverState::Waits if self.is_answered_by(by) || (outside && leads) => {
                let state = if accepted { HandoverState::Accepted } else { HandoverState::Declined };
                Ok(Handover { state, ..self })
            }
            HandoverState::Waits => Err(Refused::NotTheReceiver),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEADER: PersonId = PersonId(1);
    const RECEIVER: PersonId = PersonId(2);

    #[test]
    fn only_what_is_approved_is_handed_over() {
        assert_eq!(Handover::of(false, Receiver::Member(RECEIVER)), Err(Refused::VersionNotApproved));
    }

    #[test]
    fn a_receiver_with_a_role_answers_in_person_and_once() {
        let waits = Handover::of(true, Receiver::Member(RECEIVER)).expect("handed over");
        assert_eq!(waits.clone().answer(LEADER, true, true), Err(Refused::NotTheReceiver));
        let accepted = waits.answer(RECEIVER, false, true).expect("accepted");
        assert_eq!((accepted.state, accepted.answer(RECEIVER, false, false)), (HandoverState::Accepted, Err(Refused::HandoverIsAnswered)));
    }

    #[test]
    fn for_a_receiver_outside_the_leader_records_the_answer_and_nobody_else() {
        let waits = Handover::of(true, Receiver::Outside("Socialcheferna".to_owned())).expect("handed over");
        assert_eq!(waits.clone().answer(RECEIVER, false, true), Err(Refused::NotTheReceiver));
        assert_eq!(waits.answer(LEADER, true, false).map(|h| h.state), Ok(HandoverState::Declined));
    }
}
