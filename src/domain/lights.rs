//! Lights of a status report: what the system proposes from its own figures.
use crate::domain::economy::{CategoryFigures, total};
use crate::domain::money::Ore;
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

word_enum! {
    /// Enligt plan, Mindre komplikationer, Komplikationer; later is worse.
    Light { OnPlan = "on_plan", Minor = "minor", Major = "major" }
}
word_enum! {
    /// What a light is about.
    LightArea { Budget = "budget", Time = "time", Staff = "staff" }
}

/// Limits in days, settings of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LightLimits {
    /// A milestone later than this is a complication.
    pub late_days: i64,
    /// A role unfilled longer than this is a complication.
    pub unfilled_days: i64,
}
impl Default for LightLimits {
    fn default() -> LightLimits {
        LightLimits { late_days: 30, unfilled_days: 30 }
    }
}

/// A figure that speaks for a light, for the reason that is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Finding {
    CategoryOverYear { category: String, outcome: Ore, budget: Ore, percent: i64 },
    CategoryOverTotal { category: String, outcome: Ore, budget: Ore },
    YearExceeded { outcome: Ore, budget: Ore },
    MilestoneLate { milestone: String, days: i64 },
    RoleUnfilled { role: Role, days: i64 },
}

/// A milestone as the time light sees it.
pub struct MilestoneDates {
    pub name: String,
    pub planned: NaiveDate,
    /// The day it was done; before that its forecast, or today when that is past.
    pub expected: NaiveDate,
}

/// Whether a milestone says something of a period that begins on `from`: what was done before it is late no more.
pub fn concerns(done_on: Option<NaiveDate>, from: NaiveDate) -> bool {
    done_on.is_none_or(|day| day >= from)
}

/// What the system proposes, with the figures that speak for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedLight {
    pub light: Light,
    pub findings: Vec<Finding>,
}

impl ProposedLight {
    fn of(findings: Vec<(Light, Finding)>) -> ProposedLight {
        let light = findings.iter().map(|(l, _)| *l).max().unwrap_or(Light::OnPlan);
        ProposedLight { light, findings: findings.into_iter().map(|(_, f)| f).collect() }
    }
}

/// Budget: a category over its year is minor; over its total, or the year's whole budget exceeded, is major.
pub fn budget_light(categories: &[CategoryFigures]) -> ProposedLight {
    let mut findings = Vec::new();
    for c in categories {
        if c.over_total() {
            findings.push((Light::Major, Finding::CategoryOverTotal { category: c.category.clone(), outcome: c.outcome_total, budget: c.budget_total }));
        } else if c.over_year() {
            let percent = c.percent_of_year().unwrap_or(0);
            findings.push((Light::Minor, Finding::CategoryOverYear { category: c.category.clone(), outcome: c.outcome_year, budget: c.budget_year, percent }));
        }
    }
    let whole = total(categories);
    if whole.over_year() {
        findings.push((Light::Major, Finding::YearExceeded { outcome: whole.outcome_year, budget: whole.budget_year }));
    }
    ProposedLight::of(findings)
}

/// Time: a milestone late by up to the limit is minor, later is major.
pub fn time_light(milestones: &[MilestoneDates], limits: LightLimits) -> ProposedLight {
    let late = |m: &MilestoneDates| {
        let days = (m.expected - m.planned).num_days();
        (days > 0).then(|| (if days <= limits.late_days { Light::Minor } else { Light::Major }, Finding::MilestoneLate { milestone: m.name.clone(), days }))
    };
    ProposedLight::of(milestones.iter().filter_map(late).collect())
}

/// Staff: a role that has been unfilled for up to the limit is minor, longer is major.
pub fn staff_light(unfilled: &[(Role, i64)], limits: LightLimits) -> ProposedLight {
    let finding = |(role, days): &(Role, i64)| {
        (if *days <= limits.unfilled_days { Light::Minor } else { Light::Major }, Finding::RoleUnfilled { role: *role, days: *days })
    };
    ProposedLight::of(unfilled.iter().map(finding).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn category(name: &str, year: i64, whole: i64, outcome: i64) -> CategoryFigures {
        CategoryFigures {
            category: name.into(),
            budget_year: Ore::kronor(year),
            budget_total: Ore::kronor(whole),
            outcome_year: Ore::kronor(outcome),
            outcome_total: Ore::kronor(outcome),
        }
    }

    #[test]
    fn a_milestone_that_was_done_before_the_period_is_late_no_more() {
        let day = |d| NaiveDate::from_ymd_opt(2019, 5, d).unwrap();
        assert!(concerns(None, day(10)) && concerns(Some(day(10)), day(10)) && concerns(Some(day(11)), day(10)));
        assert!(!concerns(Some(day(9)), day(10)));
    }

    #[test]
    fn bought_services_at_169_percent_of_the_year_propose_a_minor_deviation() {
        let proposed = budget_light(&[category("Egen personal", 593_880, 1_484_700, 445_410), category("Externa (köpta) tjänster", 128_760, 321_900, 218_200)]);
        assert_eq!(proposed.light, Light::Minor);
        assert!(matches!(&proposed.findings[..], [Finding::CategoryOverYear { percent: 169, .. }]));
    }

    #[test]
    fn a_category_over_its_total_or_a_year_overspent_is_major() {
        assert_eq!(budget_light(&[category("A", 100, 110, 111), category("B", 100, 100, 0)]).light, Light::Major);
        assert_eq!(budget_light(&[category("A", 100, 500, 150), category("B", 10, 10, 0)]).light, Light::Major);
        assert_eq!(budget_light(&[category("A", 100, 100, 100)]).light, Light::OnPlan);
    }

    #[test]
    fn thirty_days_late_is_minor_and_thirty_one_is_major() {
        let planned = NaiveDate::from_ymd_opt(2020, 11, 1).expect("day");
        let late = |days| [MilestoneDates { name: "M".into(), planned, expected: planned + chrono::Days::new(days) }];
        assert_eq!([0, 30, 31].map(|d| time_light(&late(d), LightLimits::default()).light), [Light::OnPlan, Light::Minor, Light::Major]);
        assert_eq!([30, 31].map(|d| staff_light(&[(Role::ProjectLeader, d)], LightLimits::default()).light), [Light::Minor, Light::Major]);
    }
}
