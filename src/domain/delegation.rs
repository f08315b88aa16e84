//! Delegation (Vidaredelegering): a role that holds matters lets a person or another role decide some of them for a time.
//!
//! The rule stands here and in [`crate::domain::mandate`]: only who holds a matter by a role of their own delegates it, so
//! there are no chains; it has an end; and it is dead the moment its time is out, it is revoked, or the person who gave it no
//! longer holds the role. What a body has delegated lasts when its chair changes.
use crate::domain::actor::{Actor, Holding};
use crate::domain::charter::{Charter, Limit};
use crate::domain::ids::PersonId;
use crate::domain::mandate::NoMandate;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

/// Whom a delegation is for: a person with a role in the project, or whoever decides in a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delegate {
    Person(PersonId),
    Role(Role),
}

/// What is delegated, to whom, for how long and how far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The role that holds the matters.
    pub from_role: Role,
    pub to: Delegate,
    /// In the order of [`Matter`], each once.
    pub matters: Vec<Matter>,
    /// The first and the last day, both included.
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub limit: Option<Limit>,
}

/// Why something cannot be delegated so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DelegationFault {
    NoMatter,
    /// The charter does not give the matter to the role.
    NotHeld(Matter),
    /// To the giver, or to the role that holds the matters already.
    ToOneself,
    BeginsInThePast,
    EndsBeforeItBegins,
    /// Longer than [`LONGEST`].
    TooLong,
    /// More kronor or days than the charter gives the role in the matter.
    BeyondOwnLimit(Matter),
}

/// The longest that something is delegated: two years.
pub const LONGEST: TimeDelta = TimeDelta::days(731);

impl Terms {
    /// Whether `giver` may delegate so: every matter is the role's by the charter, and the giver decides in the role today, by
    /// a holding of their own.
    ///
    /// # Errors
    /// [`NoMandate`] when the giver does not decide in the role; otherwise every fault of the terms.
    pub fn check(&self, charter: &Charter, giver: &Actor, today: NaiveDate) -> Result<(), Refusal> {
        for matter in &self.matters {
            charter.mandate_in_role(giver, *matter, self.from_role, today).map_err(Refusal::NoMandate)?;
        }
        self.check_for(charter, Some(giver.person), today).map_err(Refusal::Faults)
    }
    /// Whether the limit that is set lies beyond what the giver has. The highest there is sets none: it goes as far as the giver's own.
    fn exceeds(&self, own: Option<Limit>) -> bool {
        let beyond = |given: i64, own: i64, highest: i64| given > own && given < highest;
        self.limit.zip(own).is_some_and(|(given, own)| {
            beyond(given.kronor, own.kronor, *Limit::KRONOR.end()) || beyond(given.days.into(), own.days.into(), *Limit::DAYS.end())
        })
    }
    /// Whether the role may delegate so, where `giver` speaks for it; a body without a chair has nobody who does.
    ///
    /// # Errors
    /// Every fault of the terms.
    pub fn check_for(&self, charter: &Charter, giver: Option<PersonId>, today: NaiveDate) -> Result<(), Vec<DelegationFault>> {
        let faults = self.faults(charter, giver, today);
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }
    /// What a body decided to delegate begins when its chair has confirmed it, and not before `today`.
    ///
    /// # Errors
    /// [`Refused::DelegationIsOver`] when its last day has passed by then.
    pub fn as_of(self, today: NaiveDate) -> Result<Terms, Refused> {
        if self.to_on < today {
            return Err(Refused::DelegationIsOver);
        }
        Ok(Terms { from_on: self.from_on.max(today), ..self })
    }
    fn faults(&self, charter: &Charter, giver: Option<PersonId>, today: NaiveDate) -> Vec<DelegationFault> {
        let mut faults: Vec<DelegationFault> =
            self.matters.iter().filter(|m| !charter.rule(**m).roles.contains(&self.from_role)).map(|m| DelegationFault::NotHeld(*m)).collect();
        let to_oneself = match self.to {
            Delegate::Person(person) => Some(person) == giver,
            Delegate::Role(role) => role == self.from_role,
        };
        faults.extend(self.matters.is_empty().then_some(DelegationFault::NoMatter));
        faults.extend(to_oneself.then_some(DelegationFault::ToOneself));
        faults.extend((self.from_on < today).then_some(DelegationFault::BeginsInThePast));
        faults.extend((self.to_on < self.from_on).then_some(DelegationFault::EndsBeforeItBegins));
        faults.extend((self.to_on - self.from_on > LONGEST).then_some(DelegationFault::TooLong));
        faults.extend(self.matters.iter().filter(|m| self.exceeds(charter.limit(**m))).map(|m| DelegationFault::BeyondOwnLimit(*m)));
        faults
    }
}

/// Why a delegation is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    NoMandate(NoMandate),
    Faults(Vec<DelegationFault>),
}

/// A delegation that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    pub number: i32,
    pub terms: Terms,
    pub giver: Giver,
    pub revoked: bool,
}

/// On whose part matters were delegated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Giver {
    /// A body, which goes on whoever chairs it.
    Body,
    /// A person, by these holdings of the role; none where the person's account is closed, so that what they delegated ends with it.
    Person(PersonId, Vec<Holding>),
}

impl Delegation {
    /// Whether it is in force on `day`.
    pub fn in_force(&self, day: NaiveDate) -> bool {
        !self.revoked && self.terms.from_on <= day && day <= self.terms.to_on && self.giver.holds(day)
    }
    /// Whether it is in force on `day`, or will be.
    pub fn lasts(&self, day: NaiveDate) -> bool {
        self.in_force(day.max(self.terms.from_on))
    }
    /// The person on whose behalf a delegate decides; a body is nobody in particular.
    pub fn on_behalf_of(&self) -> Option<PersonId> {
        match &self.giver {
            Giver::Body => None,
            Giver::Person(person, _) => Some(*person),
        }
    }
    /// Whether it reaches somebody on `day`, as a person or by a role that they decide in; `Some(true)` for a body's chair.
    pub fn reaches(&self, who: &Actor, day: NaiveDate) -> Option<bool> {
        match self.terms.to {
            Delegate::Person(person) => (person == who.person).then_some(false),
            Delegate::Role(role) => who.current(day).find(|h| h.role == role && h.decides()).map(|h| h.in_body),
        }
    }
}
impl Giver {
    fn holds(&self, day: NaiveDate) -> bool {
        match self {
            Giver::Body => true,
            Giver::Person(_, holdings) => holdings.iter().any(|h| h.covers(day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decision::Basis;
    use crate::domain::mandate::{Lack, Pending};
    use proptest::prelude::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 11, n).expect("a day")
    }
    fn holding(role: Role, in_body: bool) -> Holding {
        Holding { role, in_body, chair: in_body, from: day(1), to: None }
    }
    fn actor(person: i64, role: Role, delegations: Vec<Delegation>) -> Actor {
        Actor { person: PersonId(person), holdings: vec![holding(role, role.is_always_body())], delegations: delegations.into() }
    }
    fn terms(to: Delegate) -> Terms {
        Terms { from_role: Role::ProjectOrderer, to, matters: vec![Matter::RiskHigh], from_on: day(10), to_on: day(20), limit: None }
    }
    fn given(to: Delegate) -> Delegation {
        let giver = Giver::Person(PersonId(1), vec![holding(Role::ProjectOrderer, false)]);
        Delegation { number: 4, terms: terms(to), giver, revoked: false }
    }
    const LEADER: i64 = 2;

    #[test]
    fn a_delegate_decides_in_the_givers_role_and_the_mandate_says_by_which_delegation() {
        let leader = actor(LEADER, Role::ProjectLeader, vec![given(Delegate::Person(PersonId(LEADER)))]);
        let mandate = Charter::of_the_plan(1).mandate_for(&leader, Matter::RiskHigh, day(10)).expect("a mandate");
        assert_eq!((mandate.role(), mandate.delegation(), mandate.is_for_body()), (Role::ProjectOrderer, Some(4), false));
        assert!(Charter::of_the_plan(1).mandate_for(&leader, Matter::Gate, day(10)).is_err(), "only the matters that it names");
    }

    #[test]
    fn a_delegation_is_dead_before_its_first_day_after_its_last_when_revoked_and_when_its_giver_has_left() {
        let plan = Charter::of_the_plan(1);
        let leader = |d: Delegation| actor(LEADER, Role::ProjectLeader, vec![d]);
        let alive = given(Delegate::Role(Role::ProjectLeader));
        let may = |d: &Delegation, on: u32| plan.mandate_for(&leader(d.clone()), Matter::RiskHigh, day(on)).is_ok();
        assert_eq!([9, 10, 20, 21].map(|n| may(&alive, n)), [false, true, true, false]);
        assert!(!may(&Delegation { revoked: true, ..alive.clone() }, 15));
        let left = Holding { to: Some(day(14)), ..holding(Role::ProjectOrderer, false) };
        let orphan = Delegation { giver: Giver::Person(PersonId(1), vec![left]), ..alive };
        assert_eq!([14, 15].map(|n| may(&orphan, n)), [true, false]);
    }

    #[test]
    fn what_is_delegated_cannot_be_delegated_on() {
        let leader = actor(LEADER, Role::ProjectLeader, vec![given(Delegate::Person(PersonId(LEADER)))]);
        let on = terms(Delegate::Role(Role::ProjectGroup));
        assert!(matches!(on.check(&Charter::of_the_plan(1), &leader, day(10)), Err(Refusal::NoMandate(_))));
    }

    #[test]
    fn nobody_delegates_to_themselves_without_end_or_what_the_role_does_not_hold() {
        let orderer = actor(1, Role::ProjectOrderer, Vec::new());
        let wrong = Terms { matters: vec![Matter::RiskLow], from_on: day(9), to_on: day(8), ..terms(Delegate::Person(PersonId(1))) };
        let faults =
            [DelegationFault::NotHeld(Matter::RiskLow), DelegationFault::ToOneself, DelegationFault::BeginsInThePast, DelegationFault::EndsBeforeItBegins];
        assert_eq!(wrong.check(&Charter::of_the_plan(1), &orderer, day(10)), Err(Refusal::Faults(faults.to_vec())));
        assert_eq!(terms(Delegate::Person(PersonId(LEADER))).check(&Charter::of_the_plan(1), &orderer, day(10)), Ok(()));
    }

    #[test]
    fn what_was_recorded_begins_when_it_is_confirmed_and_not_after_its_last_day() {
        let delegate = Delegate::Role(Role::ProjectLeader);
        let begins = |on: u32| terms(delegate).as_of(day(on)).map(|t| (t.from_on, t.to_on));
        assert_eq!([begins(5), begins(10), begins(12)], [Ok((day(10), day(20))), Ok((day(10), day(20))), Ok((day(12), day(20)))]);
        assert_eq!((begins(20), begins(21)), (Ok((day(20), day(20))), Err(Refused::DelegationIsOver)));
    }

    #[test]
    fn nobody_delegates_for_more_than_two_years_or_beyond_their_own_limit() {
        let charter = Charter::of_the_plan(1);
        let (own, leader) = (charter.tolerance(), actor(LEADER, Role::ProjectLeader, Vec::new()));
        let to = |limit: Limit, to_on: NaiveDate| Terms {
            from_role: Role::ProjectLeader,
            matters: vec![Matter::ChangeWithinTolerance],
            limit: Some(limit),
            to_on,
            ..terms(Delegate::Person(PersonId(1)))
        };
        let faults = |terms: Terms| terms.check(&charter, &leader, day(10)).err();
        assert_eq!(faults(to(own, day(20))), None);
        let beyond = DelegationFault::BeyondOwnLimit(Matter::ChangeWithinTolerance);
        for more in [Limit { kronor: own.kronor + 1, ..own }, Limit { days: own.days + 1, ..own }] {
            assert_eq!(faults(to(more, day(20))), Some(Refusal::Faults(vec![beyond.clone()])));
        }
        assert_eq!(faults(to(Limit { days: *Limit::DAYS.end() as i32, ..own }, day(20))), None, "no limit in days");
        assert_eq!(faults(to(own, day(10) + LONGEST)), None);
        assert_eq!(faults(to(own, day(10) + LONGEST + TimeDelta::days(1))), Some(Refusal::Faults(vec![DelegationFault::TooLong])));
    }

    #[test]
    fn a_delegate_decides_neither_their_own_nor_the_givers() {
        let leader = actor(LEADER, Role::ProjectLeader, vec![given(Delegate::Person(PersonId(LEADER)))]);
        let made_by = |maker: i64| Pending { matter: Matter::RiskHigh, lifted_to: None, makers: vec![PersonId(maker)] };
        let lack =
            |maker: i64, basis: Option<&Basis>| Charter::of_the_plan(1).mandate_over(&leader, &made_by(maker), basis, day(15)).map_err(|no| no.lack).err();
        assert_eq!([LEADER, 1, 7].map(|maker| lack(maker, None)), [Some(Lack::OwnMatter), Some(Lack::OwnMatter), None]);
    }

    #[test]
    fn a_delegate_who_is_barred_by_one_delegation_decides_by_another() {
        let of = |number: i32, giver: i64| Delegation {
            number,
            giver: Giver::Person(PersonId(giver), vec![holding(Role::ProjectOrderer, false)]),
            ..given(Delegate::Person(PersonId(LEADER)))
        };
        let leader = actor(LEADER, Role::ProjectLeader, vec![of(5, 3), of(4, 1)]);
        let made_by = |maker: i64| Pending { matter: Matter::RiskHigh, lifted_to: None, makers: vec![PersonId(maker)] };
        let by = |maker: i64| Charter::of_the_plan(1).mandate_over(&leader, &made_by(maker), None, day(15)).map(|m| m.delegation()).map_err(|no| no.lack);
        assert_eq!([by(7), by(3), by(LEADER)], [Ok(Some(5)), Ok(Some(4)), Err(Lack::OwnMatter)]);
    }

    proptest! {
        /// Whatever the terms, a delegation gives no mandate but for its matters, on its days, to its delegate.
        #[test]
        fn a_delegation_gives_exactly_what_it_says(on in 1..=30u32, from in 1..=30u32, to in 1..=30u32, revoked: bool, picked in prop::collection::btree_set(0..Matter::ALL.len(), 0..6), asked in 0..Matter::ALL.len(), who in 1..=3i64) {
            let charter = Charter::of_the_plan(1);
            let matters: Vec<Matter> = picked.iter().map(|i| Matter::ALL[*i]).collect();
            let terms = Terms { matters: matters.clone(), from_on: day(from), to_on: day(to), ..terms(Delegate::Person(PersonId(LEADER))) };
            let delegation = Delegation { terms, revoked, ..given(Delegate::Person(PersonId(LEADER))) };
            // The reference group holds nothing by the charter.
            let reader = actor(who, Role::ReferenceGroup, vec![delegation]);
            let asked = Matter::ALL[asked];
            let held = charter.rule(asked).roles.contains(&Role::ProjectOrderer);
            let should = who == LEADER && !revoked && from <= on && on <= to && matters.contains(&asked) && held;
            prop_assert_eq!(charter.mandate_for(&reader, asked, day(on)).is_ok(), should);
        }
    }
}
