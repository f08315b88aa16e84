//! Deviations (Avvikelser): what somebody with a role sees going otherwise than decided, and the leader's or the orderer's answer.
use crate::domain::ids::PersonId;
use crate::domain::refused::Refused;

word_enum! {
    /// What deviates.
    DeviationArea {
        Time = "time",
        Economy = "economy",
        Scope = "scope",
        Quality = "quality",
        Effect = "effect",
        /// The conditions of the financing.
        Terms = "terms",
        Other = "other",
    }
}
word_enum! {
    /// How far it has come. An answer that is not enough brings it back to `reported`.
    DeviationState { Reported = "reported", Answered = "answered", Withdrawn = "withdrawn" }
}

/// A reported deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deviation {
    pub state: DeviationState,
    pub reported_by: PersonId,
}

impl Deviation {
    /// Answered by somebody else than who reported it.
    ///
    /// # Errors
    /// One's own, answered already, or withdrawn.
    pub fn answer(self, by: PersonId) -> Result<Deviation, Refused> {
        if by == self.reported_by {
            return Err(Refused::DeviationIsOwn);
        }
        self.demand(DeviationState::Reported)?;
        Ok(Deviation { state: DeviationState::Answered, ..self })
    }
    /// The answer is not enough: whoever reported it asks again.
    ///
    /// # Errors
    /// Somebody else's, or not answered.
    pub fn reopen(self, by: PersonId) -> Result<Deviation, Refused> {
        self.demand_reporter(by)?;
        self.demand(DeviationState::Answered)?;
        Ok(Deviation { state: DeviationState::Reported, ..self })
    }
    /// Whoever reported it takes it back before it is answered.
    ///
    /// # Errors
    /// Somebody else's, or not waiting for an answer.
    pub fn withdraw(self, by: PersonId) -> Result<Deviation, Refused> {
        self.demand_reporter(by)?;
        self.demand(DeviationState::Reported)?;
        Ok(Deviation { state: DeviationState::Withdrawn, ..self })
    }

    fn demand_reporter(self, by: PersonId) -> Result<(), Refused> {
        if by == self.reported_by { Ok(()) } else { Err(Refused::DeviationIsAnothers) }
    }
    fn demand(self, wanted: DeviationState) -> Result<(), Refused> {
        match self.state {
            state if state == wanted => Ok(()),
            DeviationState::Reported => Err(Refused::DeviationNotAnswered),
            DeviationState::Answered => Err(Refused::DeviationIsAnswered),
            DeviationState::Withdrawn => Err(Refused::DeviationIsWithdrawn),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REPORTER: PersonId = PersonId(1);
    const LEADER: PersonId = PersonId(2);

    #[derive(Debug, Clone, Copy)]
    enum Act {
        Answer,
        Reopen,
        Withdraw,
    }
    fn acts() -> impl Strategy<Value = Vec<(Act, bool)>> {
        prop::collection::vec((prop_oneof![Just(Act::Answer), Just(Act::Reopen), Just(Act::Withdraw)], any::<bool>()), 0..20)
    }

    proptest! {
        /// Whatever is tried, only another answers, only the reporter reopens and withdraws, and what is withdrawn stays so.
        #[test]
        fn each_step_is_its_own_persons_and_a_withdrawal_is_final(acts in acts()) {
            let mut now = Deviation { state: DeviationState::Reported, reported_by: REPORTER };
            for (act, reporter) in acts {
                let by = if reporter { REPORTER } else { LEADER };
                let after = match act {
                    Act::Answer => now.answer(by),
                    Act::Reopen => now.reopen(by),
                    Act::Withdraw => now.withdraw(by),
                };
                let expected = match (now.state, act, reporter) {
                    (DeviationState::Reported, Act::Answer, false) => Some(DeviationState::Answered),
                    (DeviationState::Answered, Act::Reopen, true) => Some(DeviationState::Reported),
                    (DeviationState::Reported, Act::Withdraw, true) => Some(DeviationState::Withdrawn),
                    _ => None,
                };
                prop_assert_eq!(after.as_ref().ok().map(|d| d.state), expected);
                now = after.unwrap_or(now);
            }
        }
    }
}
