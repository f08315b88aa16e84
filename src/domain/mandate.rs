//! Who may decide what. The only place in the program that knows: by a role of one's own, or on delegation from one.
use crate::domain::actor::Actor;
use crate::domain::charter::{Charter, Limit};
use crate::domain::decision::Basis;
use crate::domain::delegation::Delegation;
use crate::domain::ids::PersonId;
use crate::domain::matter::Matter;
use crate::domain::money::Ore;
use crate::domain::refused::Refused;
use crate::domain::role::Role;
use chrono::NaiveDate;

/// Proof that a person may decide a matter today. Only [`Charter`] makes one; moves and decisions demand it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    matter: Matter,
    role: Role,
    person: PersonId,
    charter: i32,
    for_body: bool,
    chair_alone: bool,
    delegated: Option<Delegated>,
}

/// By which delegation a mandate is held.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Delegated {
    number: i32,
    on_behalf_of: Option<PersonId>,
    limit: Option<Limit>,
}

impl Mandate {
    pub fn matter(&self) -> Matter {
        self.matter
    }
    /// The role in which the decision is taken.
    pub fn role(&self) -> Role {
        self.role
    }
    pub fn person(&self) -> PersonId {
        self.person
    }
    /// The number of the charter it rests on.
    pub fn charter(&self) -> i32 {
        self.charter
    }
    /// The person decides as chair of a body, so the decision needs a basis.
    pub fn is_for_body(&self) -> bool {
        self.for_body
    }
    /// The charter lets the chair decide without a meeting.
    pub fn chair_alone(&self) -> bool {
        self.chair_alone
    }
    /// The number of the delegation that it rests on; `None` for who holds the role.
    pub fn delegation(&self) -> Option<i32> {
        self.delegated.as_ref().map(|d| d.number)
    }
    /// What is decided costs `cost` and takes `days`: within the delegation's limit, where it has one.
    ///
    /// # Errors
    /// [`Refused::BeyondDelegation`].
    pub fn demand_within(&self, cost: Ore, days: i32) -> Result<(), Refused> {
        let limit = self.delegated.as_ref().and_then(|d| d.limit);
        if limit.is_none_or(|l| l.covers(cost, days)) { Ok(()) } else { Err(Refused::BeyondDelegation) }
    }
    /// The person decides, or somebody on the person's behalf.
    fn acts_for(&self, person: PersonId) -> bool {
        self.person == person || self.delegated.as_ref().is_some_and(|d| d.on_behalf_of == Some(person))
    }
}

/// A thing that waits for a decision: its matter, the role that it was lifted to, and those who made it, asked for it or
/// lifted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    pub matter: Matter,
    pub lifted_to: Option<Role>,
    pub makers: Vec<PersonId>,
}

impl Pending {
    /// What anybody who holds the matter may decide: nobody has made it for themselves.
    pub const fn of(matter: Matter) -> Pending {
        Pending { matter, lifted_to: None, makers: Vec::new() }
    }
    /// The role that it waits with: the one it was lifted to, or the first that the charter gives the matter to.
    pub fn held_by(&self, charter: &Charter) -> Role {
        self.lifted_to.unwrap_or_else(|| charter.held_by(self.matter))
    }
    fn roles(&self, charter: &Charter) -> Vec<Role> {
        self.lifted_to.map_or_else(|| charter.rule(self.matter).roles.clone(), |role| vec![role])
    }
}

/// Why somebody may not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// None of the person's roles holds the matter.
    NotHeld,
    /// The person is a member of the body that holds it; its chair confirms.
    NotChair,
    /// The person made the thing that waits, or it was made for the person.
    OwnMatter,
    /// The same, and nobody else could decide it there: it is to be lifted to the role above.
    NobodyElse,
    /// While a body has a chair, that chair records whom it has chosen to take over.
    ChairHandsOver,
    /// A body chooses its chair, and somebody else than the one chosen records it.
    OwnElection,
}

/// The refusal: which matter, who holds it, and what was lacking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no mandate for {matter}")]
pub struct NoMandate {
    pub matter: Matter,
    pub held_by: Vec<Role>,
    pub lack: Lack,
}

impl Charter {
    /// The mandate of `who` for `matter` on `today`, in the first of the matter's roles that the person holds.
    /// A role held by a person is any holder's; a body's is its chair's, or the chair's substitute's. Who holds none of them
    /// decides on delegation from one.
    ///
    /// # Errors
    /// [`NoMandate`] names the roles that hold the matter.
    pub fn mandate_for(&self, who: &Actor, matter: Matter, today: NaiveDate) -> Result<Mandate, NoMandate> {
        self.mandate_in(who, matter, &self.rule(matter).roles, today)
    }

    /// The mandate of one who decides in `role`, whatever the charter says of the matter: what was recorded for that role, and
    /// what it delegates, is for its own holder, not for a delegate.
    ///
    /// # Errors
    /// [`NoMandate`] names the role.
    pub fn mandate_in_role(&self, who: &Actor, matter: Matter, role: Role, today: NaiveDate) -> Result<Mandate, NoMandate> {
        self.own_mandates(who, matter, &[role], today).next().ok_or_else(|| no_mandate(who, matter, &[role], today))
    }

    fn mandate_in(&self, who: &Actor, matter: Matter, roles: &[Role], today: NaiveDate) -> Result<Mandate, NoMandate> {
        self.mandates(who, matter, roles, today).next().ok_or_else(|| no_mandate(who, matter, roles, today))
    }

    /// Every mandate of `who` by one of `roles`: in the roles of their own first, in the order of `roles`, then on delegation, the
    /// newest first.
    fn mandates<'a>(&'a self, who: &'a Actor, matter: Matter, roles: &'a [Role], today: NaiveDate) -> impl Iterator<Item = Mandate> + 'a {
        self.own_mandates(who, matter, roles, today).chain(self.delegated_mandates(who, matter, roles, today))
    }
    fn own_mandates<'a>(&'a self, who: &'a Actor, matter: Matter, roles: &'a [Role], today: NaiveDate) -> impl Iterator<Item = Mandate> + 'a {
        let held = roles.iter().flat_map(move |role| who.current(today).filter(move |h| h.role == *role && h.decides()));
        held.map(move |h| self.mandate(who, matter, h.role, h.in_body, None))
    }
    fn delegated_mandates<'a>(&'a self, who: &'a Actor, matter: Matter, roles: &'a [Role], today: NaiveDate) -> impl Iterator<Item = Mandate> + 'a {
        let concerns = move |d: &&Delegation| roles.contains(&d.terms.from_role) && d.terms.matters.contains(&matter) && d.in_force(today);
        who.delegations.iter().filter(concerns).filter_map(move |d| {
            let delegated = Delegated { number: d.number, on_behalf_of: d.on_behalf_of(), limit: d.terms.limit };
            Some(self.mandate(who, matter, d.terms.from_role, d.reaches(who, today)?, Some(delegated)))
        })
    }
    fn mandate(&self, who: &Actor, matter: Matter, role: Role, for_body: bool, delegated: Option<Delegated>) -> Mandate {
        Mandate { matter, role, person: who.person, charter: self.number(), for_body, chair_alone: self.rule(matter).chair_alone, delegated }
    }

    /// The mandate of one who holds `pending`, whoever made it: enough for lifting it further.
    ///
    /// # Errors
    /// [`NoMandate`] names the roles that hold it.
    pub fn mandate_of_holder(&self, who: &Actor, pending: &Pending, today: NaiveDate) -> Result<Mandate, NoMandate> {
        self.mandate_in(who, pending.matter, &pending.roles(self), today)
    }

    /// The mandate over `pending`: nobody decides what they made themselves, or what was made by whom they decide for, but a body that
    /// decides at a meeting is not barred by its chair's having had a hand in it. Whoever is barred by one of several mandates decides by
    /// the next.
    ///
    /// # Errors
    /// [`NoMandate`], with [`Lack::OwnMatter`] for one's own.
    pub fn mandate_over(&self, who: &Actor, pending: &Pending, basis: Option<&Basis>, today: NaiveDate) -> Result<Mandate, NoMandate> {
        self.mandate_over_where(who, pending, basis, today, |_| true)
    }

    /// Whether the person's word alone settles `pending`: a body's chair needs a basis, unless the charter lets the chair decide alone.
    pub fn settles_alone(&self, who: &Actor, pending: &Pending, today: NaiveDate) -> bool {
        self.mandate_over_where(who, pending, None, today, |m| !m.is_for_body() || m.chair_alone()).is_ok()
    }

    fn mandate_over_where(
        &self, who: &Actor, pending: &Pending, basis: Option<&Basis>, today: NaiveDate, suits: impl Fn(&Mandate) -> bool,
    ) -> Result<Mandate, NoMandate> {
        let (matter, roles) = (pending.matter, pending.roles(self));
        let at_meeting = matches!(basis, Some(Basis::Meeting { .. }));
        let barred = |m: &Mandate| pending.makers.iter().any(|maker| m.acts_for(*maker)) && !(m.is_for_body() && at_meeting);
        let mut all = self.mandates(who, matter, &roles, today).peekable();
        if all.peek().is_none() {
            return Err(no_mandate(who, matter, &roles, today));
        }
        all.find(|m| !barred(m) && suits(m)).ok_or_else(|| NoMandate { matter, held_by: roles.clone(), lack: Lack::OwnMatter })
    }
}

/// Why somebody has no mandate by any of `roles`.
fn no_mandate(who: &Actor, matter: Matter, roles: &[Role], today: NaiveDate) -> NoMandate {
    let lack = if who.has_any(roles, today) { Lack::NotChair } else { Lack::NotHeld };
    NoMandate { matter, held_by: roles.to_vec(), lack }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Holding;
    use crate::domain::text::{Names, ShortText};

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day");

    fn actor(role: Role, in_body: bool, chair: bool) -> Actor {
        let holdings = vec![Holding { role, in_body, chair, from: DAY, to: None }];
        Actor { person: PersonId(1), holdings, delegations: [].into() }
    }

    #[test]
    fn a_medium_risk_lies_with_the_steering_group_and_not_with_the_project_leader() {
        let plan = Charter::of_the_plan(1);
        assert!(plan.mandate_for(&actor(Role::SteeringGroup, true, true), Matter::RiskMedium, DAY).is_ok());
        assert_eq!(
            plan.mandate_for(&actor(Role::ProjectLeader, false, false), Matter::RiskMedium, DAY),
            Err(NoMandate { matter: Matter::RiskMedium, held_by: vec![Role::SteeringGroup], lack: Lack::NotHeld })
        );
    }

    #[test]
    fn a_member_of_a_body_does_not_decide_for_it() {
        let refusal = Charter::of_the_plan(1).mandate_for(&actor(Role::SteeringGroup, true, false), Matter::RiskMedium, DAY);
        assert_eq!(refusal.map_err(|n| n.lack), Err(Lack::NotChair));
    }

    #[test]
    fn a_holding_that_has_ended_gives_no_mandate() {
        let mut orderer = actor(Role::ProjectOrderer, false, false);
        orderer.holdings[0].to = Some(DAY);
        let plan = Charter::of_the_plan(1);
        assert!(plan.mandate_for(&orderer, Matter::Gate, DAY).is_ok());
        assert!(plan.mandate_for(&orderer, Matter::Gate, DAY.succ_opt().expect("tomorrow")).is_err());
    }

    #[test]
    fn nobody_decides_what_they_made_themselves() {
        let chair = actor(Role::SteeringGroup, true, true);
        let report = Pending { matter: Matter::StatusReport, lifted_to: None, makers: vec![PersonId(1)] };
        let refusal = Charter::of_the_plan(1).mandate_over(&chair, &report, None, DAY);
        assert_eq!(refusal.map_err(|n| n.lack), Err(Lack::OwnMatter));
    }

    #[test]
    fn a_body_at_a_meeting_decides_what_its_chair_had_a_hand_in() {
        let report = Pending { matter: Matter::StatusReport, lifted_to: None, makers: vec![PersonId(1)] };
        let meeting = Basis::Meeting { date: DAY, item: ShortText::new("§ 4").expect("item"), present: Names::new("Alla").expect("names") };
        assert!(Charter::of_the_plan(1).mandate_over(&actor(Role::SteeringGroup, true, true), &report, Some(&meeting), DAY).is_ok());
    }

    #[test]
    fn a_lifted_matter_is_decided_by_the_role_it_was_lifted_to_and_not_by_the_charters() {
        let lifted = Pending { matter: Matter::RiskMedium, lifted_to: Some(Role::ProjectOrderer), makers: vec![PersonId(7)] };
        let plan = Charter::of_the_plan(1);
        assert!(plan.mandate_over(&actor(Role::ProjectOrderer, false, false), &lifted, None, DAY).is_ok());
        assert!(plan.mandate_over(&actor(Role::SteeringGroup, true, true), &lifted, None, DAY).is_err());
    }

    /// The table that reviewers read: role by matter, for both charters of the source documents.
    #[test]
    fn the_mandate_table_of_both_charters() {
        let mut table = String::new();
        for (name, charter) in [("the plan's charter", Charter::of_the_plan(1)), ("the slides' charter", Charter::of_the_slides(1))] {
            table += &format!("{name}\n");
            for matter in Matter::ALL {
                let may: Vec<&str> =
                    Role::ALL.iter().filter(|r| charter.mandate_for(&actor(**r, r.is_always_body(), true), *matter, DAY).is_ok()).map(|r| r.as_str()).collect();
                table += &format!("  {:24} {}\n", matter.as_str(), may.join(", "));
            }
        }
        insta::assert_snapshot!(table);
    }
}
