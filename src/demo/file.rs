//! The demo's own files, as they are written: `demo/fyrbodal.toml` with the people and two projects, and `demo/digitala-moten.toml`
//! with a finished one.

mod changes;
mod charter;
mod deliverables;
mod documents;
mod gates;
mod goals;
mod plan;
mod reports;
mod requirements;
mod risks;

pub use changes::{ChangeAssessment, ChangeDecision, ChangeRequest, Withdrawn};
pub use charter::{Delegation, ProposedCharter};
pub use deliverables::{Criterion, Deliverable, Delivered, Delivery, HandedOver, Version};
pub use documents::{Comments, Consultation, Document, DocumentVersion, Submitted};
pub use gates::{Became, Condition, DecisionPoint, Fulfilled, Gate, GateDecision, GateItem};
pub use goals::{Goal, Indicator, Measurement};
pub use plan::{Earlier, Economy, Forecast, Meeting, Milestone, Sprint};
pub use reports::{Approval, Closing, ClosingGoal, Recipient, Report};
pub use requirements::{Requirement, Verified, Waiver};
pub use risks::{Deviation, DeviationAnswer, Ending, ORDERER, Review, Risk, RiskView};

use crate::domain::organisation::OrganisationKind;
use crate::domain::role::Role;
use crate::domain::theory::TheoryStep;
use chrono::NaiveDate;
use serde::Deserialize;
use std::collections::BTreeMap;

const TEXT: &str = include_str!("../../demo/fyrbodal.toml");
const FINISHED: &str = include_str!("../../demo/digitala-moten.toml");

/// Reads the files that the program carries.
///
/// # Errors
/// Where they do not fit these types.
pub fn read() -> Result<DemoFile, toml::de::Error> {
    let mut file: DemoFile = toml::from_str(TEXT)?;
    file.projects.push(toml::from_str(FINISHED)?);
    Ok(file)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoFile {
    pub mail_domain: String,
    pub operator: Operator,
    #[serde(rename = "organisation")]
    pub organisations: Vec<Organisation>,
    #[serde(rename = "person")]
    pub people: Vec<Person>,
    #[serde(rename = "project")]
    pub projects: Vec<Project>,
}

impl DemoFile {
    /// The address of a person's or mailbox's key.
    pub fn address(&self, key: &str) -> String {
        format!("{key}@{}", self.mail_domain)
    }
}

/// Who runs the installation, with the key of the mailbox for accessibility.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Operator {
    pub name: String,
    pub mailbox: String,
    pub reviewed_on: NaiveDate,
}

/// An organisation that forms offer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub name: String,
    pub kind: OrganisationKind,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub key: String,
    pub name: String,
    #[serde(default)]
    pub admin: bool,
    #[serde(default)]
    pub roles: Vec<HeldRole>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeldRole {
    pub project: String,
    pub role: Role,
    pub organisation: String,
    #[serde(default)]
    pub chair: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Project {
    pub code: String,
    pub name: String,
    pub organisation: String,
    pub orderer: String,
    #[serde(default)]
    pub financier: String,
    pub register_number: String,
    pub purpose: String,
    pub phase: String,
    pub started_on: NaiveDate,
    /// Who opens it, by key.
    pub leader: String,
    pub bodies: BTreeMap<Role, String>,
    #[serde(default, rename = "risk")]
    pub risks: Vec<Risk>,
    #[serde(default, rename = "view")]
    pub views: Vec<RiskView>,
    #[serde(default, rename = "deliverable")]
    pub deliverables: Vec<Deliverable>,
    #[serde(default, rename = "delivery")]
    pub deliveries: Vec<Delivery>,
    #[serde(default, rename = "requirement")]
    pub requirements: Vec<Requirement>,
    #[serde(default, rename = "milestone")]
    pub milestones: Vec<Milestone>,
    pub economy: Option<Economy>,
    #[serde(default, rename = "sprint")]
    pub sprints: Vec<Sprint>,
    #[serde(default, rename = "meeting")]
    pub meetings: Vec<Meeting>,
    pub earlier: Option<Earlier>,
    #[serde(default, rename = "deviation")]
    pub deviations: Vec<Deviation>,
    #[serde(default, rename = "delegation")]
    pub delegations: Vec<Delegation>,
    #[serde(default, rename = "goal")]
    pub goals: Vec<Goal>,
    /// The intervention and effect theory: items by step.
    #[serde(default)]
    pub theory: BTreeMap<TheoryStep, Vec<String>>,
    pub proposed_charter: Option<ProposedCharter>,
    #[serde(default, rename = "recipient")]
    pub recipients: Vec<Recipient>,
    pub report: Option<Report>,
    #[serde(default, rename = "closing")]
    pub closings: Vec<Closing>,
    #[serde(default, rename = "change")]
    pub changes: Vec<ChangeRequest>,
    #[serde(default, rename = "document")]
    pub documents: Vec<Document>,
    /// In the order of the lifecycle.
    #[serde(default, rename = "gate")]
    pub gates: Vec<Gate>,
    #[serde(default, rename = "decision_point")]
    pub decision_points: Vec<DecisionPoint>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcome_is_that_of_the_second_meeting() {
        let file = read().expect("the demo's file");
        let economy = file.projects[0].economy.as_ref().expect("economy");
        let sums: Vec<i64> = economy.categories.iter().map(|c| c.outcome.values().sum()).collect();
        assert_eq!(sums, [445_410, 218_200, 0, 0, 0, 0, 0, 0]);
        let years: Vec<i64> = (0..3).map(|y| economy.categories.iter().map(|c| c.budget[y]).sum()).collect();
        assert_eq!(years, [766_640, 1_105_960, 15_000]);
    }

    #[test]
    fn the_last_review_is_the_register() {
        let file = read().expect("the demo's file");
        let values: Vec<i64> = file.projects[0].risks.iter().filter_map(|r| r.reviews.last()).map(|r| r.s * r.k).collect();
        assert_eq!(values, [25, 12, 15, 15, 10, 12]);
    }
}
