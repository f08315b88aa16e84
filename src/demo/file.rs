//! The demo's own files, as they are written: `demo/fyrbodal.toml` with the people and two projects, and `demo/digitala-moten.toml`
//! with a finished one.
use crate::domain::decision::DecisionOutcome;
use crate::domain::deviation::DeviationArea;
use crate::domain::document::DocumentKind;
use crate::domain::goal::GoalKind;
use crate::domain::indicator::Direction;
use crate::domain::matter::Matter;
use crate::domain::meeting::AgendaItem;
use crate::domain::organisation::OrganisationKind;
use crate::domain::report::ReportKind;
use crate::domain::report::closing::Part;
use crate::domain::requirement::{Priority, RequirementKind};
use crate::domain::role::Role;
use crate::domain::theory::TheoryStep;
use crate::services::changes::Verdict;
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

/// A document with its versions, oldest first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub kind: DocumentKind,
    pub title: String,
    pub responsible: String,
    #[serde(rename = "version")]
    pub versions: Vec<DocumentVersion>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentVersion {
    pub label: String,
    pub on: NaiveDate,
    #[serde(default)]
    pub reason: String,
    pub text: String,
    /// The version is a file of this name, which holds the text.
    pub file: Option<String>,
    pub consultation: Option<Consultation>,
    pub submitted: Option<Submitted>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    pub on: NaiveDate,
    pub last_day: NaiveDate,
    pub people: Vec<String>,
    pub message: String,
    #[serde(default)]
    pub answers: Vec<Comments>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comments {
    pub by: String,
    pub on: NaiveDate,
    pub text: String,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submitted {
    pub on: NaiveDate,
    /// The label that it is to be adopted as.
    pub label: String,
    pub adopted: Option<AdoptedAt>,
}
/// The meeting of the same day that adopted it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptedAt {
    pub by: String,
    pub item: String,
    pub present: String,
}

/// A final or an effect report: written and submitted on one day, approved by whose turn it is, and sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    pub kind: ReportKind,
    pub submitted_on: NaiveDate,
    pub sent_on: NaiveDate,
    pub texts: BTreeMap<Part, String>,
    pub goals: Vec<ClosingGoal>,
    pub approvals: Vec<Approval>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingGoal {
    pub number: i32,
    pub reached: String,
    pub carried_on_by: Option<String>,
}
/// The approval of a body at its meeting.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub on: NaiveDate,
    /// The body's chair, by key.
    pub by: String,
    pub item: String,
    pub present: String,
}

/// A change request, as far as it has come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeRequest {
    pub ordered_by: String,
    pub title: String,
    pub proposal: String,
    pub reason: String,
    pub if_nothing: String,
    pub submitted_on: NaiveDate,
    pub assessment: Option<ChangeAssessment>,
    /// Given back before it was decided, if it was.
    pub returned: Option<ChangeDecision>,
    pub withdrawn: Option<Withdrawn>,
    pub decision: Option<ChangeDecision>,
    pub carried_out: Option<CarriedOut>,
}
/// Taken back by those who ordered it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawn {
    pub on: NaiveDate,
    pub reason: String,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarriedOut {
    pub begun_on: NaiveDate,
    pub on: NaiveDate,
    pub result: String,
}
/// What the leader found, and when it was received and raised.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeAssessment {
    pub received_on: NaiveDate,
    pub raised_on: NaiveDate,
    #[serde(default)]
    pub days: i32,
    #[serde(default)]
    pub kronor: i64,
    #[serde(default)]
    pub goals: bool,
    #[serde(default)]
    pub financing: bool,
    #[serde(default)]
    pub scope: String,
    pub quality: String,
    pub risks: String,
    pub alternatives: String,
    pub adds: Option<AddedDeliverable>,
    #[serde(default)]
    pub budget: Vec<AddedBudget>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedBudget {
    pub category: String,
    pub year: i32,
    pub kronor: i64,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedDeliverable {
    pub name: String,
    pub handed_to: String,
}
/// The decision, at a meeting when an item is named and otherwise by the chair; and how it was told.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeDecision {
    pub on: NaiveDate,
    pub by: String,
    pub verdict: Verdict,
    pub reason: String,
    pub item: Option<String>,
    #[serde(default)]
    pub present: String,
    pub communicated_on: Option<NaiveDate>,
    #[serde(default)]
    pub message: String,
}

/// What somebody reports as going otherwise than decided, and the answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deviation {
    pub on: NaiveDate,
    pub by: String,
    pub area: DeviationArea,
    pub title: String,
    pub text: String,
    pub answer: Option<DeviationAnswer>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviationAnswer {
    pub on: NaiveDate,
    pub by: String,
    pub text: String,
}

/// The charter of the slides, proposed by somebody.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposedCharter {
    pub saved_on: NaiveDate,
    pub by: String,
}

/// A gate: planned, gone through as far as it is, and passed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    pub planned_on: NaiveDate,
    #[serde(default)]
    pub items: Vec<GateItem>,
    /// Sent back before it was passed, if it was.
    pub returned: Option<GateDecision>,
    pub passed: Option<GateDecision>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateItem {
    pub item: String,
    pub on: NaiveDate,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub version: String,
    #[serde(default)]
    pub reference: String,
    /// Of an artefact that is adopted here: the document's number in the order of the file.
    pub document: Option<i32>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateDecision {
    pub on: NaiveDate,
    /// The item of the meeting.
    pub item: String,
    pub present: String,
    pub recommendation: String,
    pub motivation: String,
    #[serde(default)]
    pub conditions: Vec<Condition>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub item: String,
    pub text: String,
    pub owner: String,
    pub due_on: NaiveDate,
    pub fulfilled: Option<Fulfilled>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fulfilled {
    pub on: NaiveDate,
    pub note: String,
}
/// A decision that the plan foresees, and the title of the one that it became.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionPoint {
    pub what: String,
    pub decider: Role,
    pub planned_on: NaiveDate,
    pub became: Option<String>,
}

/// Matters that somebody lets somebody else decide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    pub granted_on: NaiveDate,
    /// By and to whom, by key.
    pub by: String,
    pub to: String,
    pub from_role: Role,
    pub matters: Vec<Matter>,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    pub threat: String,
    pub vulnerability: String,
    pub consequence: String,
    pub owner: String,
    pub acknowledged_on: Option<NaiveDate>,
    pub reviews: Vec<Review>,
    pub occurred: Option<Ending>,
    pub closed: Option<Ending>,
    /// Alternatives; the first is the chosen one.
    pub measures: Vec<String>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub on: NaiveDate,
    pub s: i64,
    pub k: i64,
    pub reason: String,
    /// The holder's words when this is a lowering that was confirmed the same day.
    pub confirmed: Option<String>,
    /// The holder, by key.
    #[serde(default = "orderer")]
    pub confirmed_by: String,
}
/// Who answers for the high risks: the chair of the body that orders the project.
pub const ORDERER: &str = "e-rad";
fn orderer() -> String {
    ORDERER.to_owned()
}
/// How a risk came to happen, or to be closed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    pub on: NaiveDate,
    pub by: String,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deliverable {
    pub name: String,
    pub description: String,
    pub handed_to: String,
    /// By key.
    pub responsible: String,
    #[serde(default)]
    pub handovers: Vec<HandedOver>,
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    #[serde(default)]
    pub versions: Vec<Version>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub text: String,
    pub met_on: Option<NaiveDate>,
    #[serde(default)]
    pub note: String,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    pub label: String,
    pub on: NaiveDate,
    pub note: String,
    #[serde(default)]
    pub link: String,
}
/// A version handed over, to a member by key or to somebody outside by name, and the answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedOver {
    pub label: String,
    pub on: NaiveDate,
    #[serde(default)]
    pub to: Option<String>,
    #[serde(default)]
    pub outside: String,
    #[serde(default)]
    pub note: String,
    pub accepted_on: Option<NaiveDate>,
    #[serde(default)]
    pub accepted_by: String,
}
/// A requirement, and how far its verification or its waiver has come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    pub kind: RequirementKind,
    pub text: String,
    pub by: Role,
    pub priority: Priority,
    #[serde(default)]
    pub note: String,
    pub measure: Option<i64>,
    pub verified: Option<Verified>,
    pub waiver: Option<Waiver>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    pub on: NaiveDate,
    #[serde(default)]
    pub met: bool,
    pub measured: Option<i64>,
    pub how: String,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    pub asked_on: NaiveDate,
    pub reason: String,
}
/// A part delivery, as far as it has come.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    pub name: String,
    pub drawn_up_on: NaiveDate,
    pub planned_on: NaiveDate,
    /// What the plan calls the decision, if it foresaw one.
    #[serde(default)]
    pub point: String,
    /// `L1 0.3`.
    #[serde(default)]
    pub versions: Vec<String>,
    pub decided: Option<Delivered>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivered {
    pub on: NaiveDate,
    /// The body's chair, by key.
    pub by: String,
    /// The item of the meeting.
    pub item: String,
    pub present: String,
    pub recommendation: String,
    pub motivation: String,
    #[serde(default)]
    pub conditions: Vec<Condition>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    pub name: String,
    pub starts_on: NaiveDate,
    pub planned_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    /// What the leader expects now, and said on which day.
    pub forecast: Option<Forecast>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forecast {
    pub on: NaiveDate,
    pub day: NaiveDate,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Economy {
    pub first_year: i32,
    pub reported_on: NaiveDate,
    #[serde(rename = "category")]
    pub categories: Vec<Category>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub name: String,
    /// Kronor by year, from the first.
    pub budget: Vec<i64>,
    /// Kronor by month, `2020-10`.
    #[serde(default)]
    pub outcome: BTreeMap<String, i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sprint {
    pub number: i32,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub published_on: Option<NaiveDate>,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub upcoming: String,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    #[serde(default = "steering_group")]
    pub body: Role,
    /// Before those that are planned after it: they are numbered in this order.
    pub planned_on: NaiveDate,
    pub held_on: NaiveDate,
    #[serde(default)]
    pub hours: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub goal: String,
    pub agenda: Vec<AgendaItem>,
    /// Empty for one that is not held yet.
    #[serde(default)]
    pub present: String,
}
fn steering_group() -> Role {
    Role::SteeringGroup
}

/// Decisions of a meeting that were entered afterwards.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    pub entered_on: NaiveDate,
    pub decided_on: NaiveDate,
    pub confirmed_by: String,
    pub present: String,
    pub decisions: Vec<EarlierDecision>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierDecision {
    pub title: String,
    pub item: String,
    pub outcome: DecisionOutcome,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    pub kind: GoalKind,
    pub name: String,
    /// The number of the project goal that a part goal belongs to: the goals' order in the file.
    pub parent: Option<i32>,
    #[serde(default)]
    pub portfolio: String,
    #[serde(default, rename = "indicator")]
    pub indicators: Vec<Indicator>,
}
/// Values are whole units.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    pub name: String,
    pub unit: String,
    pub method: String,
    #[serde(default)]
    pub target_group: String,
    pub direction: Direction,
    pub baseline: Option<i64>,
    pub baseline_on: Option<NaiveDate>,
    pub target: Option<i64>,
    pub target_on: Option<NaiveDate>,
    #[serde(default)]
    pub plan: Vec<String>,
    #[serde(default, rename = "measurement")]
    pub measurements: Vec<Measurement>,
}
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    pub on: NaiveDate,
    /// Who records it, by key.
    pub by: String,
    pub value: i64,
    #[serde(default)]
    pub organisation: String,
    #[serde(default)]
    pub respondents: String,
    pub asked: Option<i32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipient {
    pub name: String,
    pub email: String,
    pub role: Role,
    #[serde(default)]
    pub registrar: bool,
}

/// The approved first report, the day on which it was sent, and the day on which the draft of the second was begun.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub sprints: Vec<i32>,
    pub written_on: NaiveDate,
    pub approved_on: NaiveDate,
    pub item: String,
    pub present: String,
    pub approved_by: String,
    pub deviation: String,
    pub measure: String,
    pub results: Vec<String>,
    pub complications: String,
    pub sent_on: Option<NaiveDate>,
    pub next_draft_on: Option<NaiveDate>,
    #[serde(default)]
    pub next_sprints: Vec<i32>,
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
