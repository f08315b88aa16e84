//! A risk: threat and vulnerability give a consequence; S × K gives its value, the value its band, the band its holder.
use crate::domain::charter::Charter;
use crate::domain::ids::PersonId;
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::policy::{Band, RiskPolicy, Score};
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

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
    /// Logged by its texts; its first assessment makes it assessed.
    Identified,
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
    RiskStateWord { Identified = "identified", Assessed = "assessed", Treated = "treated", Accepted = "accepted", Occurred = "occurred", Closed = "closed" }
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
    pub at: NaiveDateTime,
}

/// When the risk rose to its holder, and when the holder said that it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    pub at: NaiveDateTime,
    pub acknowledged: Option<NaiveDateTime>,
}

/// A matter lifted above the role that the charter gives it to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lift {
    pub to: Role,
    pub by: PersonId,
    pub reason: String,
    pub at: NaiveDateTime,
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

/// Who assesses, and the bands that this person holds the mandate for.
pub struct Assessor {
    pub person: PersonId,
    pub holds: Vec<Band>,
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
    pub fn log(texts: RiskTexts, score: Score, owner: Option<PersonId>, by: &Assessor, rules: &Rules<'_>) -> (Risk, Outcome) {
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
            covered: false,
        };
        if score.band() == Band::Low || holder == Role::ProjectLeader {
            return (risk, Outcome::Kept);
        }
        risk.escalation = Some(rules.escalation(by.holds.contains(&score.band())));
        (risk, Outcome::Escalated { to: holder })
    }

    /// Who decides about it follows from the stored S and K, never from a form.
    pub fn matter(&self) -> Matter {
        Matter::risk(self.score.band())
    }
    /// The role it waits with: an explicit lift's, or the charter's for its band.
    pub fn held_by(&self, charter: &Charter) -> Role {
        self.lift.as_ref().map_or_else(|| charter.held_by(self.matter()), |l| l.to)
    }
    pub fn is_open(&self) -> bool {
        !matches!(self.state, RiskState::Closed { .. })
    }
    /// Waits for its holder: an escalation not acknowledged, a lowering not answered, or a lift.
    pub fn waits(&self) -> bool {
        self.is_open() && (self.escalation.is_some_and(|e| e.acknowledged.is_none()) || self.proposal.is_some() || self.lift.is_some())
    }
    pub fn state_word(&self) -> RiskStateWord {
        match self.state {
            RiskState::Identified => RiskStateWord::Identified,
            RiskState::Assessed => RiskStateWord::Assessed,
            RiskState::Treated => RiskStateWord::Treated,
            RiskState::Accepted { .. } => RiskStateWord::Accepted,
            RiskState::Occurred { .. } => RiskStateWord::Occurred,
            RiskState::Closed { .. } => RiskStateWord::Closed,
        }
    }

    /// Assesses the risk anew. A raise takes effect and escalates; a lowering out of the band takes effect only from the
    /// holder of the current band, and is otherwise one pending proposal. A raise cancels a proposal.
    ///
    /// # Errors
    /// A closed risk is not assessed.
    pub fn assess(self, score: Score, reason: &LongText, by: &Assessor, rules: &Rules<'_>) -> Result<(Risk, Outcome), Refused> {
        if !self.is_open() {
            return Err(Refused::RiskIsClosed);
        }
        if score.band() < self.score.band() && !by.holds.contains(&self.score.band()) {
            let proposal = Proposal { likelihood: score.likelihood(), impact: score.impact(), reason: reason.to_string(), by: by.person, at: rules.now };
            let with = self.held_by(rules.charter);
            return Ok((Risk { proposal: Some(proposal), ..self }, Outcome::Proposed { with }));
        }
        Ok(self.take(score, by.holds.contains(&score.band()), rules))
    }

    /// The holder's yes to a lowering: the proposed S and K take effect.
    ///
    /// # Errors
    /// Nothing waits, or the policy's scale no longer has the proposed numbers.
    pub fn confirm_lowering(self, mandate: &Mandate, rules: &Rules<'_>) -> Result<(Risk, Score), Refused> {
        let Some(proposal) = &self.proposal else { return Err(Refused::NothingToConfirm) };
        self.demand(mandate)?;
        let score = rules.policy.score(proposal.likelihood, proposal.impact).ok_or(Refused::NothingToConfirm)?;
        let (risk, _) = self.take(score, true, rules);
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

    /// Accepts the risk until `until`, at most a year ahead; needs the mandate of the band it is in now.
    ///
    /// # Errors
    /// Closed, accepted already, or a day that is not within a year from tomorrow.
    pub fn accept(self, mandate: &Mandate, until: NaiveDate, decision: i32, today: NaiveDate) -> Result<Risk, Refused> {
        self.demand(mandate)?;
        match self.state {
            RiskState::Closed { .. } => Err(Refused::RiskIsClosed),
            RiskState::Accepted { .. } => Err(Refused::AlreadyAccepted),
            _ if until <= today || until > today + Days::new(366) => Err(Refused::ExpiryOutOfReach),
            _ => Ok(Risk { state: RiskState::Accepted { until, decision }, escalation: self.escalation.map(|e| e.seen(None)), lift: None, ..self }),
        }
    }

    /// An acceptance whose day has passed: the risk is open again. Others are returned as they are.
    pub fn reopen_if_expired(self, today: NaiveDate) -> Risk {
        match self.state {
            RiskState::Accepted { until, .. } if until < today => Risk { state: self.open_state(), review_on: today, ..self },
            _ => self,
        }
    }

    /// The holder has seen the escalation.
    ///
    /// # Errors
    /// Nothing to acknowledge, or done already.
    pub fn acknowledge(self, now: NaiveDateTime) -> Result<Risk, Refused> {
        match self.escalation {
            None => Err(Refused::NothingToAcknowledge),
            Some(Escalation { acknowledged: Some(_), .. }) => Err(Refused::AlreadyAcknowledged),
            Some(e) => Ok(Risk { escalation: Some(e.seen(Some(now))), ..self }),
        }
    }

    /// Lifts the risk to the role above the one that holds it.
    ///
    /// # Errors
    /// Closed, or nobody stands above.
    pub fn lift(self, by: PersonId, reason: &LongText, rules: &Rules<'_>) -> Result<(Risk, Role), Refused> {
        if !self.is_open() {
            return Err(Refused::RiskIsClosed);
        }
        let to = above(self.held_by(rules.charter)).ok_or(Refused::NobodyAbove)?;
        let lift = Lift { to, by, reason: reason.to_string(), at: rules.now };
        Ok((Risk { lift: Some(lift), escalation: Some(rules.escalation(false)), ..self }, to))
    }

    /// # Errors
    /// Closed already.
    pub fn occur(self, on: NaiveDate) -> Result<Risk, Refused> {
        if !self.is_open() { Err(Refused::RiskIsClosed) } else { Ok(Risk { state: RiskState::Occurred { on }, ..self }) }
    }
    /// # Errors
    /// Closed already.
    pub fn close(self, on: NaiveDate) -> Result<Risk, Refused> {
        if !self.is_open() {
            Err(Refused::RiskIsClosed)
        } else {
            Ok(Risk { state: RiskState::Closed { on }, proposal: None, lift: None, escalation: None, ..self })
        }
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
        Risk { escalation: self.escalation.map(|_| Escalation { at: now, acknowledged: None }), ..self }
    }

    /// The same S and K under a new policy: the band may be another, and with it the holder. A higher band with another
    /// holder escalates; a lowering that waited is gone, since the scale it spoke of is.
    pub fn under_new_policy(self, score: Score, rules: &Rules<'_>) -> Risk {
        let review_on = self.review_on.min(rules.review_on(score.band()));
        let (risk, _) = self.take(score, false, rules);
        Risk { review_on, ..risk }
    }

    /// The new score takes effect.
    fn take(self, score: Score, holds_new_band: bool, rules: &Rules<'_>) -> (Risk, Outcome) {
        let before = rules.charter.holder_of(self.score.band());
        let after = rules.charter.holder_of(score.band());
        let raised = score.band() > self.score.band();
        let outcome = match () {
            () if raised && before != after => Outcome::Escalated { to: after },
            () if raised => Outcome::RaisedWithinHolder,
            () if score.band() < self.score.band() => Outcome::Lowered,
            () => Outcome::Kept,
        };
        let escalation = match outcome {
            Outcome::Escalated { .. } => Some(rules.escalation(holds_new_band)),
            Outcome::Lowered => None,
            _ => self.escalation,
        };
        let state = if raised { self.open_state() } else { self.state.clone() };
        (Risk { score, state, escalation, proposal: None, review_on: rules.review_on(score.band()), ..self }, outcome)
    }
    fn open_state(&self) -> RiskState {
        match self.state {
            RiskState::Occurred { on } => RiskState::Occurred { on },
            _ if self.covered => RiskState::Treated,
            _ => RiskState::Assessed,
        }
    }
    /// The mandate must be for the band the risk is in now, or come from the role it was lifted to.
    fn demand(&self, mandate: &Mandate) -> Result<(), Refused> {
        let lifted_here = self.lift.as_ref().is_some_and(|l| l.to == mandate.role());
        if mandate.matter() == self.matter() || lifted_here { Ok(()) } else { Err(Refused::BandHasMoved(self.score.band())) }
    }
}

impl Rules<'_> {
    fn review_on(&self, band: Band) -> NaiveDate {
        self.today + Days::new(self.policy.rule(band).review_days.unsigned_abs().into())
    }
    /// A holder's own raise counts as acknowledged.
    fn escalation(&self, by_holder: bool) -> Escalation {
        Escalation { at: self.now, acknowledged: by_holder.then_some(self.now) }
    }
}

impl Escalation {
    fn seen(self, at: Option<NaiveDateTime>) -> Escalation {
        Escalation { acknowledged: self.acknowledged.or(at), ..self }
    }
}

/// Who stands above a role when a matter is lifted (DOMAIN: the orderer reports to the financier's representative).
pub const fn above(role: Role) -> Option<Role> {
    match role {
        Role::SteeringGroup => Some(Role::ProjectOrderer),
        Role::ProjectOrderer => Some(Role::FinancierRepresentative),
        Role::FinancierRepresentative => Some(Role::Financier),
        Role::Financier => None,
        Role::ProjectOwner
        | Role::ProjectLeader
        | Role::DeputyProjectLeader
        | Role::ProjectGroup
        | Role::ReferenceGroup
        | Role::ProjectController
        | Role::EffectOwner
        | Role::Secretary
        | Role::Registrar => Some(Role::SteeringGroup),
    }
}

#[cfg(test)]
#[path = "risk_tests.rs"]
mod tests;
