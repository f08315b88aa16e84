//! A risk: threat and vulnerability give a consequence; S × K gives its value, the value its band, the band its holder.
use crate::domain::actor::Actor;
use crate::domain::charter::Charter;
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::policy::{Band, RiskPolicy, Score};
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

mod lift;
pub use lift::{Lift, LiftRequest, above, all_above};

/// What the risk is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RiskTexts {
    pub threat: ShortText,
    pub vulnerability: ShortText,
    pub consequence: ShortText,
}

/// Where the risk is in its life, with the data that only that state has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RiskState {
    /// A risk is logged with its first assessment: identified and assessed are one act.
    Assessed,
    /// At least one chosen measure with a responsible person.
    Treated,
    /// Accepted by the holder of its band until a day; reopens after it.
    Accepted {
        until: NaiveDate,
        decision: i32,
    },
    /// It happened, and is now an issue.
    Occurred {
        on: NaiveDate,
    },
    Closed {
        on: NaiveDate,
    },
}

word_enum! {
    /// The state's word alone, for filters and the API.
    RiskStateWord { Assessed = "assessed", Treated = "treated", Accepted = "accepted", Occurred = "occurred", Closed = "closed" }
}

word_enum! {
    /// What a measure does with the risk.
    Strategy { Avoid = "avoid", Reduce = "reduce", Share = "share", Accept = "accept" }
}

word_enum! {
    /// Measures are proposed as alternatives; coverage counts the chosen ones that have a responsible person.
    MeasureState { Proposed = "proposed", Chosen = "chosen", Done = "done", Dropped = "dropped" }
}

word_enum! {
    /// Why an assessment was made.
    AssessmentKind { Initial = "initial", Current = "current", Residual = "residual", Policy = "policy" }
}

/// A lowering that waits for the holder of the higher band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub likelihood: i32,
    pub impact: i32,
    pub reason: String,
    pub by: PersonId,
    /// The role that it was proposed in, and whether on delegation from it; unknown of what was proposed before this was kept.
    #[serde(default)]
    pub role: Option<Role>,
    #[serde(default)]
    pub on_delegation: bool,
    pub at: NaiveDateTime,
}

word_enum! {
    /// Why a risk came to stand with its holder: it rose or was lifted there, or its acceptance has expired.
    EscalationCause { Rise = "rise", Expiry = "expiry" }
}

/// When the risk came to stand with its holder, why, and when the holder said that it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    pub at: NaiveDateTime,
    pub cause: EscalationCause,
    pub acknowledged: Option<NaiveDateTime>,
}

/// A risk as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    pub texts: RiskTexts,
    pub score: Score,
    pub state: RiskState,
    pub owner: Option<PersonId>,
    pub review_on: NaiveDate,
    pub escalation: Option<Escalation>,
    pub proposal: Option<Proposal>,
    pub lift: Option<Lift>,
    pub request: Option<LiftRequest>,
    /// Chosen measures with a responsible person; see [`RiskState::Treated`].
    pub covered: bool,
}

/// What an assessment led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The band is as before.
    Kept,
    /// Higher band, same holder: shown, not escalated.
    RaisedWithinHolder,
    /// Higher band, new holder: it waits there now.
    Escalated { to: Role },
    /// Lower band, taken by its holder.
    Lowered,
    /// Lower band, waits for the holder's confirmation.
    Proposed { with: Role },
}

/// What the rules need to know when a risk is assessed.
pub struct Rules<'a> {
    pub policy: &'a RiskPolicy,
    pub charter: &'a Charter,
    pub now: NaiveDateTime,
    pub today: NaiveDate,
}

impl Risk {
    /// A new risk with its first assessment. Compared with the project leader, who logs it:
    /// a first band that another role holds escalates at once.
    pub fn log(texts: RiskTexts, score: Score, owner: Option<PersonId>, by: &Actor, rules: &Rules<'_>) -> (Risk, Outcome) {
        let holder = rules.charter.holder_of(score.band());
        let mut risk = Risk {
            texts,
            score,
            state: RiskState::Assessed,
            owner,
            review_on: rules.review_on(score.band()),
            escalation: None,
            proposal: None,
            lift: None,
            request: None,
            covered: false,
        };
        if score.band() == Band::Low || holder == Role::ProjectLeader {
            return (risk, Outcome::Kept);
        }
        risk.escalation = Some(rules.escalation(rules.may_decide(by, &risk.pending())));
        (risk, Outcome::Escalated { to: holder })
    }

    /// Who decides about it follows from the stored S and K, never from a form.
    pub fn matter(&self) -> Matter {
        Matter::risk(self.score.band())
    }
    /// Everything that is not closed is open: also what was accepted, and what has occurred.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, RiskState::Closed { .. })
    }
    /// Waits for its holder: an escalation not acknowledged, a lowering not answered, a lift, or somebody's request.
    pub fn waits(&self) -> bool {
        let rose = self.escalation.is_some_and(|e| e.acknowledged.is_none());
        self.is_open() && (rose || self.proposal.is_some() || self.lift.is_some() || self.request.is_some())
    }
    /// The state without what it was decided by.
    pub fn state_word(&self) -> RiskStateWord {
        match self.state {
            RiskState::Assessed => RiskStateWord::Assessed,
            RiskState::Treated => RiskStateWord::Treated,
            RiskState::Accepted { .. } => RiskStateWord::Accepted,
            RiskState::Occurred { .. } => RiskStateWord::Occurred,
            RiskState::Closed { .. } => RiskStateWord::Closed,
        }
    }

    /// Assesses the risk anew. A raise takes effect and escalates; a lowering out of the band takes effect only from the
    /// holder (a body's chair alone only where the charter allows it), and is otherwise one pending proposal. A higher value cancels a proposal, another lowering replaces it.
    ///
    /// # Errors
    /// A closed risk is not assessed.
    pub fn assess(self, score: Score, reason: &LongText, by: &Actor, rules: &Rules<'_>) -> Result<(Risk, Outcome), Refused> {
        self.demand_open()?;
        if score.band() < self.score.band() && !rules.charter.settles_alone(by, &self.pending(), rules.today) {
            let with = self.held_by(rules.charter);
            return Ok((Risk { proposal: Some(proposal(score, reason, by, rules)), ..self }, Outcome::Proposed { with }));
        }
        Ok(self.take(score, Some(by), rules))
    }

    /// The lowering that waits was proposed in this role, or on delegation from it. When it is confirmed it is the proposer's assessment.
    pub fn proposed_in(self, role: Option<Role>, on_delegation: bool) -> Risk {
        Risk { proposal: self.proposal.map(|p| Proposal { role, on_delegation, ..p }), ..self }
    }

    /// The holder's yes to a lowering: the proposed S and K take effect.
    ///
    /// # Errors
    /// Nothing waits, or the policy's scale no longer has the proposed numbers.
    pub fn confirm_lowering(self, mandate: &Mandate, rules: &Rules<'_>) -> Result<(Risk, Score), Refused> {
        let Some(proposal) = &self.proposal else { return Err(Refused::NothingToConfirm) };
        self.demand(mandate)?;
        let score = rules.policy.score(proposal.likelihood, proposal.impact).ok_or(Refused::NothingToConfirm)?;
        let (risk, _) = self.take(score, None, rules);
        Ok((risk, score))
    }

    /// The holder's no: the proposal is gone, the value stays.
    ///
    /// # Errors
    /// Nothing waits.
    pub fn refuse_lowering(self, mandate: &Mandate) -> Result<Risk, Refused> {
        if self.proposal.is_none() {
            return Err(Refused::NothingToConfirm);
        }
        self.demand(mandate)?;
        Ok(Risk { proposal: None, ..self })
    }

    /// Accepts the risk until `until`, at most a year ahead; needs the mandate of the band it is in now. Everything that
    /// waited for its holder is settled by it. A risk that is accepted already is accepted anew, until another day.
    ///
    /// # Errors
    /// Closed, occurred, or a day that is not within a year from tomorrow.
    pub fn accept(self, mandate: &Mandate, until: NaiveDate, decision: i32, rules: &Rules<'_>) -> Result<Risk, Refused> {
        self.demand(mandate)?;
        self.acceptable(until, rules.today)?;
        Ok(Risk { state: RiskState::Accepted { until, decision }, proposal: None, ..self.dealt_with(rules.now) })
    }
    /// The days until which a risk can be accepted on `today`: from tomorrow to a year ahead.
    pub fn acceptance_days(today: NaiveDate) -> RangeInclusive<NaiveDate> {
        today + Days::new(1)..=today + Days::new(366)
    }
    /// Whether the risk can be accepted until a day, by whoever holds it; what cannot be decided is not recorded either.
    ///
    /// # Errors
    /// As [`Risk::accept`].
    pub fn acceptable(&self, until: NaiveDate, today: NaiveDate) -> Result<(), Refused> {
        match self.state {
            RiskState::Closed { .. } => Err(Refused::RiskIsClosed),
            RiskState::Occurred { .. } => Err(Refused::RiskHasOccurred),
            _ if !Risk::acceptance_days(today).contains(&until) => Err(Refused::ExpiryOutOfReach),
            _ => Ok(()),
        }
    }

    /// The holder orders a measure, which deals with the escalation, the lift or the request. A lowering still waits.
    ///
    /// # Errors
    /// Closed, or another's mandate.
    pub fn order(self, mandate: &Mandate, now: NaiveDateTime) -> Result<Risk, Refused> {
        self.demand(mandate)?;
        self.demand_open()?;
        Ok(self.dealt_with(now))
    }

    /// An acceptance whose day has passed: the risk is open again, and waits for its holder to take a stand. Others are returned as
    /// they are.
    pub fn reopen_if_expired(self, now: NaiveDateTime, today: NaiveDate) -> Risk {
        match self.state {
            RiskState::Accepted { until, .. } if until < today => {
                let escalation = Escalation { at: now, cause: EscalationCause::Expiry, acknowledged: None };
                Risk { state: self.open_state(), review_on: today, escalation: Some(escalation), ..self }
            }
            _ => self,
        }
    }

    /// The holder has seen the escalation, or what somebody asked for.
    ///
    /// # Errors
    /// Nothing to acknowledge, or done already.
    pub fn acknowledge(self, now: NaiveDateTime) -> Result<Risk, Refused> {
        match self.escalation {
            Some(Escalation { acknowledged: None, .. }) => {}
            _ if self.request.is_some() => {}
            Some(_) => return Err(Refused::AlreadyAcknowledged),
            None => return Err(Refused::NothingToAcknowledge),
        }
        Ok(Risk { escalation: self.escalation.map(|e| e.seen(now)), request: None, ..self })
    }

    /// It happened: an issue from `on`.
    ///
    /// # Errors
    /// Closed, or it has happened already.
    pub fn occur(self, on: NaiveDate) -> Result<Risk, Refused> {
        match self.state {
            RiskState::Closed { .. } => Err(Refused::RiskIsClosed),
            RiskState::Occurred { .. } => Err(Refused::RiskHasOccurred),
            _ => Ok(Risk { state: RiskState::Occurred { on }, ..self }),
        }
    }
    /// # Errors
    /// Closed already, or another's mandate.
    pub fn close(self, mandate: &Mandate, on: NaiveDate) -> Result<Risk, Refused> {
        self.demand(mandate)?;
        self.demand_open()?;
        Ok(Risk { state: RiskState::Closed { on }, proposal: None, lift: None, request: None, escalation: None, ..self })
    }
    /// The measures have changed: `covered` says whether a chosen one has a responsible person.
    pub fn with_coverage(self, covered: bool) -> Risk {
        let state = match self.state {
            RiskState::Assessed | RiskState::Treated if covered => RiskState::Treated,
            RiskState::Treated => RiskState::Assessed,
            other => other,
        };
        Risk { covered, state, ..self }
    }
    /// The holder by charter has changed: an acknowledgement by the earlier holder says nothing about the new one.
    pub fn moved_to_new_holder(self, now: NaiveDateTime) -> Risk {
        Risk { escalation: self.escalation.map(|e| Escalation { at: now, acknowledged: None, ..e }), ..self }
    }

    /// The same S and K under a new policy: the band may be another, and with it the holder. A higher band with another
    /// holder escalates; a lowering that waited is gone, since the scale it spoke of is.
    pub fn under_new_policy(self, score: Score, rules: &Rules<'_>) -> (Risk, Outcome) {
        let review_on = self.review_on.min(rules.review_on(score.band()));
        let (risk, outcome) = self.take(score, None, rules);
        (Risk { review_on, proposal: None, ..risk }, outcome)
    }

    /// The new score takes effect. A lift falls when the value leaves its band, unless a raise leaves it still above the new
    /// band's holder. A raise by one who holds the risk afterwards counts as acknowledged.
    fn take(self, score: Score, by: Option<&Actor>, rules: &Rules<'_>) -> (Risk, Outcome) {
        let (old, before) = (self.score, self.held_by(rules.charter));
        let (raised, lowered) = (score.band() > old.band(), score.band() < old.band());
        let state = if raised { self.open_state() } else { self.state.clone() };
        let still_above = |to: Role| all_above(rules.charter.holder_of(score.band())).any(|r| r == to);
        let lift = self.lift.filter(|l| !lowered && (!raised || still_above(l.to)));
        let proposal = self.proposal.filter(|_| !lowered && score.value() <= old.value());
        let risk = Risk { score, state, lift, proposal, review_on: rules.review_on(score.band()), ..self };
        let after = risk.held_by(rules.charter);
        let request = risk.request.clone().filter(|_| before == after);
        let (escalation, outcome) = match () {
            () if raised && before != after => {
                let holder = by.is_some_and(|by| rules.may_decide(by, &Pending { makers: Vec::new(), ..risk.pending() }));
                (Some(rules.escalation(holder)), Outcome::Escalated { to: after })
            }
            () if raised => (risk.escalation, Outcome::RaisedWithinHolder),
            () if lowered => (None, Outcome::Lowered),
            () => (risk.escalation, Outcome::Kept),
        };
        (Risk { escalation, request, ..risk }, outcome)
    }
    /// The holder has dealt with what came up.
    fn dealt_with(self, now: NaiveDateTime) -> Risk {
        Risk { escalation: self.escalation.map(|e| e.seen(now)), lift: None, request: None, ..self }
    }
    fn open_state(&self) -> RiskState {
        match self.state {
            RiskState::Occurred { on } => RiskState::Occurred { on },
            _ if self.covered => RiskState::Treated,
            _ => RiskState::Assessed,
        }
    }
    /// The mandate must be for the band the risk is in now, and from the role that it was lifted to.
    fn demand(&self, mandate: &Mandate) -> Result<(), Refused> {
        let here = self.lift.as_ref().is_none_or(|l| l.to == mandate.role());
        if here && mandate.matter() == self.matter() { Ok(()) } else { Err(Refused::BandHasMoved(self.score.band())) }
    }
    /// # Errors
    /// Closed.
    pub fn demand_open(&self) -> Result<(), Refused> {
        if self.is_open() { Ok(()) } else { Err(Refused::RiskIsClosed) }
    }
}

/// The role is named by whoever knows it: [`Risk::proposed_in`].
fn proposal(score: Score, reason: &LongText, by: &Actor, rules: &Rules<'_>) -> Proposal {
    let (likelihood, impact, reason) = (score.likelihood(), score.impact(), reason.to_string());
    Proposal { likelihood, impact, reason, by: by.person, role: None, on_delegation: false, at: rules.now }
}

impl Rules<'_> {
    fn may_decide(&self, who: &Actor, pending: &Pending) -> bool {
        self.charter.mandate_over(who, pending, None, self.today).is_ok()
    }
    fn review_on(&self, band: Band) -> NaiveDate {
        self.today + Days::new(self.policy.rule(band).review_days.unsigned_abs().into())
    }
    /// A holder's own raise counts as acknowledged.
    fn escalation(&self, by_holder: bool) -> Escalation {
        Escalation { at: self.now, cause: EscalationCause::Rise, acknowledged: by_holder.then_some(self.now) }
    }
}

impl Escalation {
    fn seen(self, at: NaiveDateTime) -> Escalation {
        Escalation { acknowledged: self.acknowledged.or(Some(at)), ..self }
    }
}

#[cfg(test)]
#[path = "risk_tests.rs"]
mod tests;
