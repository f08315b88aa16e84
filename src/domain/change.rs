//! A change request (förändringsbegäran): somebody orders it, the project leader receives and assesses it, the one whom the
//! charter names decides, the leader carries it out and tells of it.
mod decider;

use crate::domain::charter::Charter;
use crate::domain::ids::PersonId;
use crate::domain::lifecycle::Standing;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::money::Ore;
use crate::domain::plan::PlanChange;
use crate::domain::refused::Refused;
use crate::domain::risk::{Lift, above};
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

pub use decider::{Because, Decider, LADDER, decider};

word_enum! {
    /// Where a request is on its way.
    ChangeState {
        Draft = "draft",
        Submitted = "submitted",
        Received = "received",
        Assessed = "assessed",
        Raised = "raised",
        Approved = "approved",
        Rejected = "rejected",
        /// Back with those who ordered it, to be completed and submitted again.
        Returned = "returned",
        Executing = "executing",
        Executed = "executed",
        Communicated = "communicated",
        Withdrawn = "withdrawn",
    }
}

impl ChangeState {
    /// Those who order it can still write it.
    pub const fn is_editable(self) -> bool {
        matches!(self, ChangeState::Draft | ChangeState::Returned)
    }
    /// Approved or rejected: the request's content is fixed for good.
    pub const fn is_decided(self) -> bool {
        matches!(self, ChangeState::Approved | ChangeState::Rejected | ChangeState::Executing | ChangeState::Executed | ChangeState::Communicated)
    }
    /// What is left of it goes on in a project that is paused or closed: to tell of it.
    pub const fn is_to_communicate(self) -> bool {
        matches!(self, ChangeState::Executed | ChangeState::Rejected)
    }
    /// It is yet to be decided or carried out, which only goes on while the project runs.
    pub const fn needs_a_running_project(self) -> bool {
        matches!(
            self,
            ChangeState::Submitted
                | ChangeState::Received
                | ChangeState::Assessed
                | ChangeState::Raised
                | ChangeState::Returned
                | ChangeState::Approved
                | ChangeState::Executing
        )
    }
    /// Nobody has anything more to do with it.
    pub const fn is_closed(self) -> bool {
        matches!(self, ChangeState::Communicated | ChangeState::Withdrawn)
    }
}

/// What those who order the change say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeTexts {
    pub title: ShortText,
    /// What should be changed.
    pub proposal: LongText,
    pub reason: LongText,
    /// What follows when nothing is done.
    pub if_nothing: LongText,
}

/// What the project leader has found out: the effect of the change, and the lines by which the plan would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Days later; below zero is earlier.
    pub days: i32,
    /// Öre more; below zero is less.
    pub cost: Ore,
    pub scope: Option<LongText>,
    pub quality: Option<LongText>,
    pub risks: Option<LongText>,
    pub alternatives: LongText,
    /// The project's goals are touched.
    pub goals: bool,
    /// Conditions of the financing are touched.
    pub financing: bool,
    #[serde(rename = "plan_lines")]
    pub plan: PlanChange,
}

impl Assessment {
    /// The furthest that effects or the plan's lines reach in time, in days whichever way.
    pub fn reach_in_days(&self) -> i64 {
        i64::from(self.days).abs().max(self.plan.days())
    }
    /// The part of the cost that no line of the budget carries: it is met within the budget as it stands. Öre, below zero for less.
    pub fn cost_within_budget(&self) -> Ore {
        if self.cost == Ore::ZERO { Ore::ZERO } else { self.cost - self.plan.net() }
    }
    /// Days that move no date of the plan: it has no end yet.
    pub fn moves_no_date(&self) -> bool {
        self.days != 0 && self.plan.ends_on.is_none() && self.plan.milestones.is_empty()
    }
    /// The most money that effects or the plan's lines move, in öre whichever way.
    pub fn reach_in_money(&self) -> Ore {
        self.cost.max(-self.cost).max(self.plan.moved())
    }
}

/// A request as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub texts: ChangeTexts,
    pub state: ChangeState,
    /// The role on whose behalf it is made.
    pub ordered_by: Role,
    /// The project orderer has taken the project owner's request further.
    pub passed_on: bool,
    /// Those who wrote, submitted, passed on or assessed it: none of them decides it.
    pub makers: Vec<PersonId>,
    pub assessment: Option<Assessment>,
    pub lift: Option<Lift>,
}

/// The roles that order changes, or propose them: the project owner to the project orderer, the others to the project leader.
pub const ORDERERS: [Role; 7] =
    [Role::ProjectOwner, Role::ProjectOrderer, Role::SteeringGroup, Role::ProjectLeader, Role::DeputyProjectLeader, Role::ProjectGroup, Role::ReferenceGroup];

impl Change {
    /// A draft of `by`, on behalf of the role `ordered_by`.
    pub fn draft(texts: ChangeTexts, ordered_by: Role, by: PersonId) -> Change {
        Change { texts, state: ChangeState::Draft, ordered_by, passed_on: false, makers: vec![by], assessment: None, lift: None }
    }

    /// Who receives it once it is submitted.
    pub fn addressee(&self) -> Role {
        if self.ordered_by == Role::ProjectOwner && !self.passed_on { Role::ProjectOrderer } else { Role::ProjectLeader }
    }
    /// Whether its next step is closed in a project that is stopped or closed. What is carried out or rejected is only told of, and that
    /// goes on.
    pub fn is_blocked(&self, standing: Standing) -> bool {
        !self.state.is_to_communicate() && standing.demand_running().is_err()
    }
    /// The role whose turn it is; `None` for a draft, and when everything is done.
    pub fn waits_with(&self, charter: &Charter) -> Option<Role> {
        match self.state {
            ChangeState::Draft | ChangeState::Communicated | ChangeState::Withdrawn => None,
            ChangeState::Returned => Some(self.ordered_by),
            ChangeState::Submitted => Some(self.addressee()),
            ChangeState::Raised => Some(self.pending(charter, &[], &[])?.held_by(charter)),
            ChangeState::Received | ChangeState::Assessed | ChangeState::Approved | ChangeState::Rejected | ChangeState::Executing | ChangeState::Executed => {
                Some(Role::ProjectLeader)
            }
        }
    }
    /// The roles that it is made on behalf of.
    pub fn on_behalf_of(&self) -> Vec<Role> {
        if self.passed_on { vec![self.ordered_by, Role::ProjectOrderer] } else { vec![self.ordered_by] }
    }
    /// Who decides, and why; `None` before it is assessed.
    pub fn decider(&self, charter: &Charter) -> Option<Decider> {
        self.assessment.as_ref().map(|a| decider(a, charter))
    }
    /// The request as a thing to be decided. Neither its makers nor `ordering`, those who hold a role that it is made on behalf of,
    /// decide it; a change within the leader's tolerance is decided by `leaders` whoever made it, but not by a delegate who did. `None` before
    /// it is assessed.
    pub fn pending(&self, charter: &Charter, ordering: &[PersonId], leaders: &[PersonId]) -> Option<Pending> {
        let matter = self.decider(charter)?.matter;
        let lifted_to = self.lift.as_ref().map(|l| l.to);
        let leaders_own = matter == Matter::ChangeWithinTolerance && lifted_to.is_none() && charter.held_by(matter) == Role::ProjectLeader;
        let barred = |maker: &&PersonId| !(leaders_own && leaders.contains(maker));
        let makers = self.makers.iter().chain(ordering).filter(barred).copied().collect();
        Some(Pending { matter, lifted_to, makers })
    }

    /// New words, while it is a draft or returned.
    ///
    /// # Errors
    /// Submitted already.
    pub fn edit(self, texts: ChangeTexts, by: PersonId) -> Result<Change, Refused> {
        self.demand_editable()?;
        Ok(Change { texts, ..self }.made_by(by))
    }
    /// Submits a draft, or what was returned once more.
    ///
    /// # Errors
    /// Submitted already.
    pub fn submit(self, by: PersonId) -> Result<Change, Refused> {
        self.demand_editable()?;
        Ok(self.made_by(by).at(ChangeState::Submitted))
    }
    /// The project orderer takes the project owner's request further, to the project leader.
    ///
    /// # Errors
    /// It does not wait with the project orderer.
    pub fn pass_on(self, by: PersonId) -> Result<Change, Refused> {
        self.demand(self.waits_to_be_passed_on(), Refused::ChangeNotSubmitted)?;
        Ok(Change { passed_on: true, ..self }.made_by(by))
    }
    /// It is submitted, and waits for the project orderer to take it further.
    pub fn waits_to_be_passed_on(&self) -> bool {
        self.state == ChangeState::Submitted && self.addressee() == Role::ProjectOrderer
    }
    /// The project orderer gives the project owner's request back.
    ///
    /// # Errors
    /// It does not wait with the project orderer.
    pub fn hand_back(self) -> Result<Change, Refused> {
        self.demand(self.waits_to_be_passed_on(), Refused::ChangeNotSubmitted)?;
        Ok(self.at(ChangeState::Returned))
    }
    /// The project leader receives it.
    ///
    /// # Errors
    /// It is not submitted to the leader.
    pub fn receive(self) -> Result<Change, Refused> {
        self.demand(self.waits_to_be_received(), Refused::ChangeNotSubmitted)?;
        Ok(self.at(ChangeState::Received))
    }
    /// It is submitted, and waits for the project leader.
    pub fn waits_to_be_received(&self) -> bool {
        self.state == ChangeState::Submitted && self.addressee() == Role::ProjectLeader
    }
    /// The project leader says what the change means; once more as long as it is not raised.
    ///
    /// # Errors
    /// Not received, or raised already.
    pub fn assess(self, assessment: Assessment, by: PersonId) -> Result<Change, Refused> {
        self.demand(self.may_be_assessed(), Refused::ChangeNotReceived)?;
        Ok(Change { assessment: Some(assessment), ..self }.made_by(by).at(ChangeState::Assessed))
    }
    /// It is received and not raised yet.
    pub fn may_be_assessed(&self) -> bool {
        matches!(self.state, ChangeState::Received | ChangeState::Assessed)
    }
    /// The project leader raises it to its decider.
    ///
    /// # Errors
    /// Not assessed.
    pub fn raise(self) -> Result<Change, Refused> {
        self.demand(self.state == ChangeState::Assessed, Refused::ChangeNotAssessed)?;
        Ok(Change { lift: None, ..self }.at(ChangeState::Raised))
    }
    /// The holder lifts it to the role above: a decision.
    ///
    /// # Errors
    /// Not raised, another's mandate, or nobody stands above.
    pub fn lift(self, mandate: &Mandate, reason: &LongText, charter: &Charter, now: NaiveDateTime) -> Result<(Change, Role), Refused> {
        self.demand_mandate(mandate, charter)?;
        let to = self.liftable(charter)?;
        let lift = Lift { to, by: mandate.person(), reason: reason.to_string(), at: now };
        Ok((Change { lift: Some(lift), ..self }.made_by(mandate.person()), to))
    }
    /// The role that it can be lifted to, by whoever holds it; what cannot be decided is not recorded either.
    ///
    /// # Errors
    /// Not raised, or nobody stands above.
    pub fn liftable(&self, charter: &Charter) -> Result<Role, Refused> {
        self.demand_raised()?;
        self.waits_with(charter).and_then(above).ok_or(Refused::NobodyAbove)
    }
    /// # Errors
    /// Not raised, or another's mandate.
    pub fn approve(self, mandate: &Mandate, charter: &Charter) -> Result<Change, Refused> {
        self.demand_mandate(mandate, charter)?;
        Ok(self.at(ChangeState::Approved))
    }
    /// # Errors
    /// Not raised, or another's mandate.
    pub fn reject(self, mandate: &Mandate, charter: &Charter) -> Result<Change, Refused> {
        self.demand_mandate(mandate, charter)?;
        Ok(self.at(ChangeState::Rejected))
    }
    /// Back to those who ordered it. A lift falls: raised once more it comes to the charter's decider.
    ///
    /// # Errors
    /// Not raised, or another's mandate.
    pub fn give_back(self, mandate: &Mandate, charter: &Charter) -> Result<Change, Refused> {
        self.demand_mandate(mandate, charter)?;
        Ok(Change { lift: None, ..self }.at(ChangeState::Returned))
    }
    /// Those who ordered it take it back, before anything is decided.
    ///
    /// # Errors
    /// Decided, or withdrawn already.
    pub fn withdraw(self) -> Result<Change, Refused> {
        self.demand(!self.state.is_decided(), Refused::ChangeIsDecided)?;
        self.demand(self.state != ChangeState::Withdrawn, Refused::ChangeIsWithdrawn)?;
        Ok(self.at(ChangeState::Withdrawn))
    }
    /// The project leader begins to carry it out.
    ///
    /// # Errors
    /// Not approved, or begun already.
    pub fn begin(self) -> Result<Change, Refused> {
        self.demand(self.state == ChangeState::Approved, Refused::ChangeNotApproved)?;
        Ok(self.at(ChangeState::Executing))
    }
    /// It is carried out.
    ///
    /// # Errors
    /// Not approved, or not begun.
    pub fn finish(self) -> Result<Change, Refused> {
        self.demand(self.state.is_decided() && self.state != ChangeState::Rejected, Refused::ChangeNotApproved)?;
        self.demand(self.state == ChangeState::Executing, Refused::ChangeNotExecuting)?;
        Ok(self.at(ChangeState::Executed))
    }
    /// It is told to those whom it concerns: what was carried out, or what was rejected and why.
    ///
    /// # Errors
    /// Neither carried out nor rejected.
    pub fn communicate(self) -> Result<Change, Refused> {
        self.demand(matches!(self.state, ChangeState::Executed | ChangeState::Rejected), Refused::ChangeNotToCommunicate)?;
        Ok(self.at(ChangeState::Communicated))
    }

    /// # Errors
    /// Not raised.
    pub fn demand_raised(&self) -> Result<(), Refused> {
        self.demand(self.state == ChangeState::Raised, Refused::ChangeNotRaised)
    }
    fn demand_editable(&self) -> Result<(), Refused> {
        self.demand(self.state.is_editable(), Refused::ChangeNotEditable)
    }
    /// The mandate must be for the matter that it falls under now, and from the role that it was lifted to.
    fn demand_mandate(&self, mandate: &Mandate, charter: &Charter) -> Result<(), Refused> {
        self.demand_raised()?;
        let fits = self.pending(charter, &[], &[]).is_some_and(|p| p.matter == mandate.matter() && p.lifted_to.is_none_or(|to| to == mandate.role()));
        self.demand(fits, Refused::ChangeDeciderHasMoved)
    }
    fn demand(&self, holds: bool, otherwise: Refused) -> Result<(), Refused> {
        if holds { Ok(()) } else { Err(otherwise) }
    }
    fn at(self, state: ChangeState) -> Change {
        Change { state, ..self }
    }
    fn made_by(mut self, person: PersonId) -> Change {
        if !self.makers.contains(&person) {
            self.makers.push(person);
        }
        self
    }
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
