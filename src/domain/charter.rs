//! The charter: the project's own, versioned table of who may decide what. Data, never code.
use crate::domain::change::LADDER;
use crate::domain::matter::Matter;
use crate::domain::money::Ore;
use crate::domain::policy::Band;
use crate::domain::role::Role;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// How far a mandate goes: at most so many kronor, at most so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub kronor: i64,
    pub days: i32,
}
impl Limit {
    /// The highest limits: what an amount can be, and some 27 years.
    pub const KRONOR: RangeInclusive<i64> = 0..=Ore::MAX.0 / 100;
    pub const DAYS: RangeInclusive<i64> = 0..=10_000;

    /// Whether `cost` and `days` lie within the limit; what saves money or time lies within as far.
    pub fn covers(self, cost: Ore, days: i32) -> bool {
        cost.0.unsigned_abs() <= self.kronor.unsigned_abs() * 100 && days.unsigned_abs() <= self.days.unsigned_abs()
    }
    fn is_possible(self) -> bool {
        Limit::KRONOR.contains(&self.kronor) && Limit::DAYS.contains(&self.days.into())
    }
}

/// One line of the charter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatterRule {
    pub matter: Matter,
    /// Any of these may decide; the first is the one that the matter waits with.
    pub roles: Vec<Role>,
    #[serde(default)]
    pub limit: Option<Limit>,
    /// A body's chair may decide without a meeting.
    #[serde(default = "yes")]
    pub chair_alone: bool,
}
const fn yes() -> bool {
    true
}

/// Why a table cannot be a charter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CharterFault {
    #[error("no role for {0}")]
    WithoutRole(Matter),
    #[error("{0} stands twice")]
    Twice(Matter),
    #[error("{1} cannot hold {0}")]
    RoleWithoutAuthority(Matter, Role),
    #[error("{1} stands twice for {0}")]
    RoleTwice(Matter, Role),
    #[error("no such limit for {0}")]
    LimitOutOfRange(Matter),
    #[error("nothing is held against a limit for {0}")]
    IdleLimit(Matter),
}

/// An adopted charter: every matter has at least one role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Charter {
    number: i32,
    matters: Vec<MatterRule>,
}

impl Charter {
    /// # Errors
    /// A matter without a role, twice, with a role that holds no mandates or that stands twice, or with a limit below zero or out
    /// of reach; every fault is listed.
    pub fn new(number: i32, rules: Vec<MatterRule>) -> Result<Charter, Vec<CharterFault>> {
        let mut faults = Vec::new();
        let mut matters = Vec::with_capacity(Matter::ALL.len());
        for matter in Matter::ALL {
            let mut lines = rules.iter().filter(|r| r.matter == *matter);
            match lines.next() {
                Some(rule) if !rule.roles.is_empty() => {
                    faults.extend(faults_of(rule));
                    matters.push(rule.clone());
                }
                _ => faults.push(CharterFault::WithoutRole(*matter)),
            }
            if lines.next().is_some() {
                faults.push(CharterFault::Twice(*matter));
            }
        }
        if faults.is_empty() { Ok(Charter { number, matters }) } else { Err(faults) }
    }

    /// As [`Charter::new`], of a charter that is to be adopted: it sets a limit only where one is held against something, for the changes that
    /// have a decider above. Charters that were adopted earlier may say more.
    ///
    /// # Errors
    /// As [`Charter::new`]; [`CharterFault::IdleLimit`].
    pub fn proposed(number: i32, rules: Vec<MatterRule>) -> Result<Charter, Vec<CharterFault>> {
        let limited = &LADDER[..LADDER.len() - 1];
        let idle: Vec<CharterFault> =
            rules.iter().filter(|r| r.limit.is_some() && !limited.contains(&r.matter)).map(|r| CharterFault::IdleLimit(r.matter)).collect();
        match Charter::new(number, rules) {
            Ok(_) if !idle.is_empty() => Err(idle),
            told => told,
        }
    }

    /// Which of the project's charters this is, from 1.
    pub fn number(&self) -> i32 {
        self.number
    }
    /// The whole table: every matter with the roles that hold it.
    pub fn matters(&self) -> &[MatterRule] {
        &self.matters
    }
    /// The line for `matter`. Every matter has one: the constructor saw to it, in the order of [`Matter::ALL`].
    pub fn rule(&self, matter: Matter) -> &MatterRule {
        &self.matters[matter as usize]
    }
    /// How far the mandate for `matter` goes; `None` is without limit. The leader's tolerance is never without.
    pub fn limit(&self, matter: Matter) -> Option<Limit> {
        if matter == Matter::ChangeWithinTolerance { Some(self.tolerance()) } else { self.rule(matter).limit }
    }
    /// The role that `matter` waits with.
    pub fn held_by(&self, matter: Matter) -> Role {
        self.rule(matter).roles[0]
    }
    /// The lines that `proposed` changes, as they are and as they would be.
    pub fn changes(&self, proposed: &Charter) -> Vec<(MatterRule, MatterRule)> {
        let both = self.matters.iter().zip(&proposed.matters);
        both.filter(|(before, after)| before != after).map(|(before, after)| (before.clone(), after.clone())).collect()
    }
    /// The role that holds risks of `band`.
    pub fn holder_of(&self, band: Band) -> Role {
        self.held_by(Matter::risk(band))
    }
    /// The bands whose risks `role` holds.
    pub fn bands_of(&self, role: Role) -> Vec<Band> {
        Band::ALL.iter().copied().filter(|b| self.holder_of(*b) == role).collect()
    }

    /// How far the project leader may change the plan alone, in kronor and days: nothing where the charter says nothing.
    pub fn tolerance(&self) -> Limit {
        self.rule(Matter::ChangeWithinTolerance).limit.unwrap_or(Limit { kronor: 0, days: 0 })
    }

    /// The charter of the project plan: low with the leader, medium with the steering group, high with the orderer.
    pub fn of_the_plan(number: i32) -> Charter {
        Charter { number, matters: Matter::ALL.iter().map(|m| rule(*m, plan_roles(*m))).collect() }
    }
    /// The charter of the steering-group slides: as the plan, but medium with the leader, high and gates with the steering group.
    pub fn of_the_slides(number: i32) -> Charter {
        let roles = |m: Matter| match m {
            Matter::RiskMedium => &[Role::ProjectLeader][..],
            Matter::RiskHigh | Matter::Gate => &[Role::SteeringGroup][..],
            other => plan_roles(other),
        };
        Charter { number, matters: Matter::ALL.iter().map(|m| rule(*m, roles(*m))).collect() }
    }
}

fn faults_of(rule: &MatterRule) -> Vec<CharterFault> {
    let powerless = rule.roles.iter().filter(|r| !r.may_hold_mandates()).map(|r| CharterFault::RoleWithoutAuthority(rule.matter, *r));
    let twice = Role::ALL.iter().filter(|role| rule.roles.iter().filter(|r| r == role).count() > 1).map(|r| CharterFault::RoleTwice(rule.matter, *r));
    let limit = rule.limit.filter(|l| !l.is_possible()).map(|_| CharterFault::LimitOutOfRange(rule.matter));
    powerless.chain(twice).chain(limit).collect()
}
fn rule(matter: Matter, roles: &[Role]) -> MatterRule {
    let limit = (matter == Matter::ChangeWithinTolerance).then_some(TOLERANCE);
    MatterRule { matter, roles: roles.to_vec(), limit, chair_alone: true }
}
/// What the templates give the project leader, until the project adopts limits of its own.
const TOLERANCE: Limit = Limit { kronor: 20_000, days: 14 };

/// The template of the plan (DOMAIN section 13, matter keys). `resume` is first with the orderer;
/// whoever stopped a project may resume it.
const fn plan_roles(matter: Matter) -> &'static [Role] {
    use Role::*;
    match matter {
        Matter::RiskLow | Matter::ChangeWithinTolerance => &[ProjectLeader],
        Matter::RiskMedium
        | Matter::ChangePlan
        | Matter::Deliverable
        | Matter::StatusReport
        | Matter::FinalReport
        | Matter::PlanDocument
        | Matter::AppointmentMember
        | Matter::Waiver => &[SteeringGroup],
        Matter::RiskHigh
        | Matter::Gate
        | Matter::Charter
        | Matter::RiskPolicy
        | Matter::Budget
        | Matter::ChangeBudgetFrame
        | Matter::EffectReport
        | Matter::AppointmentSteering => &[ProjectOrderer],
        Matter::Terminate => &[ProjectOrderer, Financier],
        Matter::Resume => &[ProjectOrderer, SteeringGroup, Financier],
        Matter::ChangeFinancing | Matter::FinalReportFinancier => &[FinancierRepresentative, Financier],
        Matter::AppointmentLeader => &[SteeringGroup, ProjectOrderer],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charter_that_leaves_a_matter_without_a_role_names_it() {
        let mut rules = Charter::of_the_plan(1).matters().to_vec();
        rules.retain(|r| r.matter != Matter::Gate);
        rules[0].roles.clear();
        assert_eq!(Charter::new(2, rules), Err(vec![CharterFault::WithoutRole(Matter::RiskLow), CharterFault::WithoutRole(Matter::Gate)]));
    }

    #[test]
    fn a_role_without_authority_cannot_be_given_a_matter() {
        let mut rules = Charter::of_the_plan(1).matters().to_vec();
        rules[0].roles = vec![Role::ProjectController];
        assert_eq!(Charter::new(2, rules), Err(vec![CharterFault::RoleWithoutAuthority(Matter::RiskLow, Role::ProjectController)]));
    }

    #[test]
    fn a_charter_to_be_adopted_sets_a_limit_only_where_one_is_held_against_something() {
        for matter in Matter::ALL {
            let mut rules = Charter::of_the_plan(1).matters().to_vec();
            rules[*matter as usize].limit = Some(Limit { kronor: 10, days: 1 });
            let taken = [Matter::ChangeWithinTolerance, Matter::ChangePlan, Matter::ChangeBudgetFrame].contains(matter);
            assert_eq!(Charter::proposed(2, rules.clone()).is_ok(), taken, "{matter}");
            assert!(Charter::new(2, rules).is_ok(), "one that is in force is read");
        }
    }

    #[test]
    fn a_limit_below_zero_and_a_role_that_stands_twice_are_refused() {
        let mut rules = Charter::of_the_plan(1).matters().to_vec();
        rules[0].roles = vec![Role::ProjectLeader; 50];
        rules[1].limit = Some(Limit { kronor: -5, days: 3 });
        rules[2].limit = Some(Limit { kronor: 5, days: 10_001 });
        rules[3].limit = Some(Limit { kronor: 50_000, days: 14 });
        let faults = vec![
            CharterFault::RoleTwice(Matter::RiskLow, Role::ProjectLeader),
            CharterFault::LimitOutOfRange(Matter::RiskMedium),
            CharterFault::LimitOutOfRange(Matter::RiskHigh),
        ];
        assert_eq!(Charter::new(2, rules), Err(faults));
    }

    #[test]
    fn both_templates_are_charters() {
        for charter in [Charter::of_the_plan(1), Charter::of_the_slides(1)] {
            assert_eq!(Charter::new(1, charter.matters().to_vec()), Ok(charter));
        }
    }
}
