//! The approvals of an edition, one after the other. A return from any of them goes back to those who write, and what is
//! submitted anew is approved anew from the first.
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::report::content::ApprovalLine;
use crate::domain::report::{ReportKind, ReportState};

/// How far an edition has come: its state, and the approvals that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub kind: ReportKind,
    pub state: ReportState,
    /// In the order of [`ReportKind::approvals`].
    pub approvals: Vec<ApprovalLine>,
}

impl Progress {
    /// The matter of the approval that comes next: of one that is not submitted the first; `None` when it has them all.
    pub fn turn(&self) -> Option<Matter> {
        self.kind.approvals().get(self.approvals.len()).copied()
    }
    /// Whether one approval more is the last.
    pub fn is_last(&self) -> bool {
        self.approvals.len() + 1 == self.kind.approvals().len()
    }
    /// The decision by which a matter's approval was given, if it was.
    pub fn approved_by(&self, matter: Matter) -> Option<i32> {
        let place = self.kind.approvals().iter().position(|m| *m == matter)?;
        self.approvals.get(place).map(|a| a.decision)
    }

    /// # Errors
    /// Only a draft or a returned edition is submitted.
    pub fn submit(self) -> Result<Progress, Refused> {
        Ok(Progress { state: self.state.submit()?, approvals: Vec::new(), ..self })
    }
    /// The approval of whose turn it is. The last locks the edition.
    ///
    /// # Errors
    /// It is not submitted, or the mandate is for another approval than the next.
    pub fn approve(self, mandate: &Mandate, line: ApprovalLine) -> Result<Progress, Refused> {
        let state = self.state.approve(self.is_last())?;
        self.demand_turn(mandate)?;
        let mut approvals = self.approvals;
        approvals.push(line);
        Ok(Progress { state, approvals, ..self })
    }
    /// Returned by whose turn it is: the approvals that it had are void.
    ///
    /// # Errors
    /// As [`Progress::approve`].
    pub fn give_back(self, mandate: &Mandate) -> Result<Progress, Refused> {
        let state = self.state.give_back()?;
        self.demand_turn(mandate)?;
        Ok(Progress { state, approvals: Vec::new(), ..self })
    }
    fn demand_turn(&self, mandate: &Mandate) -> Result<(), Refused> {
        if self.turn() == Some(mandate.matter()) { Ok(()) } else { Err(Refused::NotTheirs) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::{Actor, Holding};
    use crate::domain::charter::Charter;
    use crate::domain::ids::PersonId;
    use crate::domain::role::Role;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day")
    }
    /// One who holds every role, so that any matter's mandate can be had.
    fn mandate(matter: Matter) -> Mandate {
        let held = |role: &Role| Holding { role: *role, in_body: false, chair: false, from: day(), to: None };
        let holder = Actor { person: PersonId(1), holdings: Role::ALL.iter().map(held).collect(), delegations: [].into() };
        Charter::of_the_plan(1).mandate_for(&holder, matter, day()).expect("a mandate")
    }
    fn line(decision: i32, role: Role) -> ApprovalLine {
        ApprovalLine { decision, role, by: "Eva Ek".into(), recorded_by: None, on: day(), basis: None, at: day().and_time(chrono::NaiveTime::MIN) }
    }
    fn draft(kind: ReportKind) -> Progress {
        Progress { kind, state: ReportState::Draft, approvals: Vec::new() }
    }

    #[test]
    fn the_final_report_is_approved_by_the_steering_group_first_and_then_by_the_financiers_representative() {
        let submitted = draft(ReportKind::Final).submit().expect("submitted");
        let (steering, financier) = (mandate(Matter::FinalReport), mandate(Matter::FinalReportFinancier));
        assert_eq!(submitted.clone().approve(&financier, line(1, Role::FinancierRepresentative)), Err(Refused::NotTheirs));
        let half = submitted.approve(&steering, line(1, Role::SteeringGroup)).expect("approved");
        assert_eq!((half.state, half.turn(), half.approved_by(Matter::FinalReport)), (ReportState::Submitted, Some(Matter::FinalReportFinancier), Some(1)));
        assert_eq!(half.clone().approve(&steering, line(2, Role::SteeringGroup)), Err(Refused::NotTheirs));
        let whole = half.approve(&financier, line(2, Role::FinancierRepresentative)).expect("approved");
        assert_eq!((whole.state, whole.turn()), (ReportState::Approved, None));
    }

    #[derive(Debug, Clone, Copy)]
    enum Act {
        Submit,
        Approve(usize),
        Return(usize),
    }
    fn act() -> impl Strategy<Value = Act> {
        prop_oneof![2 => Just(Act::Submit), 4 => (0_usize..3).prop_map(Act::Approve), 1 => (0_usize..3).prop_map(Act::Return)]
    }

    proptest! {
        /// Against the plainest model there is: a number of approvals, and whether it is submitted.
        #[test]
        fn approvals_come_in_order_and_a_return_voids_them_all(acts in proptest::collection::vec(act(), 0..40), which in 0_usize..3) {
            let kind = ReportKind::ALL[which];
            let steps = kind.approvals();
            let (mut progress, mut submitted, mut given) = (draft(kind), false, 0);
            for (n, act) in (1..).zip(acts) {
                let locked = given == steps.len();
                let theirs = |step: usize| submitted && !locked && step == given;
                let after = match act {
                    Act::Submit => progress.clone().submit(),
                    Act::Approve(step) | Act::Return(step) if step >= steps.len() => continue,
                    Act::Approve(step) => progress.clone().approve(&mandate(steps[step]), line(n, Role::SteeringGroup)),
                    Act::Return(step) => progress.clone().give_back(&mandate(steps[step])),
                };
                let allowed = match act {
                    Act::Submit => !submitted,
                    Act::Approve(step) | Act::Return(step) => theirs(step),
                };
                prop_assert_eq!(after.is_ok(), allowed, "{:?} after {} of {:?}", act, given, kind);
                let Ok(after) = after else { continue };
                match act {
                    Act::Submit => submitted = true,
                    Act::Approve(_) => given += 1,
                    Act::Return(_) => (submitted, given) = (false, 0),
                }
                prop_assert_eq!(after.approvals.len(), given);
                prop_assert_eq!(after.state.is_locked(), given == steps.len());
                prop_assert_eq!(after.turn(), steps.get(given).copied());
                progress = after;
            }
        }
    }
}
