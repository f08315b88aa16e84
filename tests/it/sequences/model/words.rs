//! What the rules speak of.
use super::reports::Which;
use std::collections::BTreeSet;
use styrrum::domain::role::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    Low,
    Medium,
    High,
}
impl Band {
    /// Low 1–6, medium 8–12, high 15–25.
    pub fn of(value: i32) -> Band {
        match value {
            ..=6 => Band::Low,
            7..=12 => Band::Medium,
            _ => Band::High,
        }
    }
    pub fn word(self) -> &'static str {
        match self {
            Band::Low => "low",
            Band::Medium => "medium",
            Band::High => "high",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    Risk(Band),
    Gate,
    ChangeWithinTolerance,
    ChangePlan,
    ChangeBudgetFrame,
    ChangeFinancing,
    Deliverable,
    Terminate,
    Resume,
    StatusReport,
    FinalReport,
    FinalReportFinancier,
    EffectReport,
    PlanDocument,
    Charter,
}
impl Matter {
    /// Gates, deliveries and changes of the plan are closed with the project.
    pub fn ends_with_the_project(self) -> bool {
        use Matter::*;
        matches!(self, Gate | Terminate | Resume | Deliverable | ChangeWithinTolerance | ChangePlan | ChangeBudgetFrame | ChangeFinancing)
    }
    pub fn word(self) -> &'static str {
        match self {
            Matter::Risk(Band::Low) => "risk_low",
            Matter::Risk(Band::Medium) => "risk_medium",
            Matter::Risk(Band::High) => "risk_high",
            Matter::Gate => "gate",
            Matter::ChangeWithinTolerance => "change_within_tolerance",
            Matter::ChangePlan => "change_plan",
            Matter::ChangeBudgetFrame => "change_budget_frame",
            Matter::ChangeFinancing => "change_financing",
            Matter::Deliverable => "deliverable",
            Matter::Terminate => "terminate",
            Matter::Resume => "resume",
            Matter::StatusReport => "status_report",
            Matter::FinalReport => "final_report",
            Matter::FinalReportFinancier => "final_report_financier",
            Matter::EffectReport => "effect_report",
            Matter::PlanDocument => "plan_document",
            Matter::Charter => "charter",
        }
    }
}

/// The charters that a project goes between: both templates, the plan's where no chair decides alone, and one with two roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    Plan,
    Slides,
    Meetings,
    TwoRoles,
}
impl Table {
    /// Any of them may decide; the matter waits with the first.
    pub fn roles(self, matter: Matter) -> &'static [Role] {
        use Role::*;
        match (matter, self) {
            (Matter::Risk(Band::Low) | Matter::ChangeWithinTolerance, _) => &[ProjectLeader],
            (Matter::Risk(Band::Medium), Table::Slides) => &[ProjectLeader],
            (Matter::Risk(Band::Medium), _) => &[SteeringGroup],
            (Matter::Risk(Band::High), Table::Slides) => &[SteeringGroup],
            (Matter::Risk(Band::High), Table::TwoRoles) => &[ProjectOwner, ProjectOrderer],
            (Matter::Risk(Band::High), _) => &[ProjectOrderer],
            (Matter::Deliverable | Matter::StatusReport | Matter::FinalReport | Matter::PlanDocument, Table::TwoRoles) => &[ProjectOrderer, SteeringGroup],
            (Matter::Deliverable | Matter::StatusReport | Matter::FinalReport | Matter::PlanDocument, _) => &[SteeringGroup],
            (Matter::Gate, Table::Slides) => &[SteeringGroup],
            (Matter::ChangePlan | Matter::Gate, Table::TwoRoles) => &[SteeringGroup, ProjectOrderer],
            (Matter::ChangePlan, _) => &[SteeringGroup],
            (Matter::FinalReportFinancier | Matter::ChangeFinancing, _) => &[FinancierRepresentative, Financier],
            (Matter::EffectReport | Matter::Charter | Matter::Gate | Matter::ChangeBudgetFrame, _) => &[ProjectOrderer],
            (Matter::Terminate, _) => &[ProjectOrderer, Financier],
            (Matter::Resume, _) => &[ProjectOrderer, SteeringGroup, Financier],
        }
    }
    /// The kronor and the days that a matter's mandate is limited to. Open: what the templates give the leader; the other two are
    /// tables of the project's own.
    pub fn limit(self, matter: Matter) -> Option<(i64, i64)> {
        match (matter, self) {
            (Matter::ChangeWithinTolerance, Table::Meetings) => Some((5_000, 5)),
            (Matter::ChangeWithinTolerance, _) => Some((20_000, 14)),
            (Matter::ChangePlan, Table::Meetings) => Some((50_000, 40)),
            (Matter::ChangeBudgetFrame, Table::TwoRoles) => Some((50_000, 40)),
            _ => None,
        }
    }
    pub fn chair_alone(self, matter: Matter) -> bool {
        self != Table::Meetings || matter == Matter::Charter
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    Unsaid,
    Chair,
    Meeting,
    /// A meeting that has not been held.
    Tomorrow,
    PerCapsulam,
}

/// What the sender says of the version that they saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saw {
    Now,
    Stale,
    Unsaid,
}

/// What a decision or a recording is about; things are counted from 0, and named from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Risk(usize),
    Report(Which),
    Charter(i32),
    Delegation(usize),
    /// What a body decided to delegate, until its chair confirms it.
    NotDelegatedYet,
    Delivery(usize),
    Document(usize),
    Gate(usize),
    Change(usize),
    Project,
}
impl Thing {
    pub fn kind(self) -> &'static str {
        match self {
            Thing::Risk(_) => "risk",
            Thing::Report(Which::Status(_)) => "status_report",
            Thing::Report(Which::Final) => "final_report",
            Thing::Report(Which::Effect) => "effect_report",
            Thing::Charter(_) => "charter",
            Thing::Delegation(_) | Thing::NotDelegatedYet => "delegation",
            Thing::Delivery(_) => "part_delivery",
            Thing::Document(_) => "document_version",
            Thing::Gate(_) => "gate",
            Thing::Change(_) => "change_request",
            Thing::Project => "project",
        }
    }
    /// How it is named in the project `code`.
    pub fn reference(self, code: &str) -> String {
        match self {
            Thing::Risk(n) => format!("R{}", n + 1),
            Thing::Report(Which::Status(n)) | Thing::Delegation(n) | Thing::Delivery(n) | Thing::Document(n) | Thing::Gate(n) => (n + 1).to_string(),
            Thing::Change(n) => format!("FB-{}", n + 1),
            Thing::Report(_) | Thing::NotDelegatedYet => self.kind().to_owned(),
            Thing::Charter(number) => number.to_string(),
            Thing::Project => code.to_owned(),
        }
    }
}

/// The mails that go to people of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mail {
    Escalated,
    Expired,
    Proposed,
    Lifted,
    Asked,
    Recorded,
    Declined,
    Moved,
    Submitted,
    Returned,
    Approved,
    Delegated,
    Revoked,
    DeliverySubmitted,
    DeliveryLifted,
    DeliveryAsked,
    DeliveryDecided,
    ConditionSet,
    DocumentSubmitted,
    DocumentDecided,
    CommentsAsked,
    GateSubmitted,
    GateLifted,
    GateAsked,
    GateDecided,
    ChangeWaits,
    ChangeDecided,
}
pub const MAILS: [&str; 27] = [
    "risk-escalated",
    "acceptance-expired",
    "lowering-proposed",
    "risk-lifted",
    "risk-asked",
    "decision-recorded",
    "recording-declined",
    "matters-moved",
    "report-submitted",
    "report-returned",
    "report-approved",
    "delegation-granted",
    "delegation-revoked",
    "delivery-submitted",
    "delivery-lifted",
    "delivery-asked",
    "delivery-decided",
    "condition-set",
    "document-submitted",
    "document-decided",
    "comments-asked",
    "gate-submitted",
    "gate-lifted",
    "gate-asked",
    "gate-decided",
    "change-waits",
    "change-decided",
];

/// Why something is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// For one without a role the project does not exist.
    NotFound,
    NoRight,
    NoMandate,
    /// Another approval comes before.
    Turn,
    State,
    Stale,
    Invalid,
}
pub type Refusal = BTreeSet<Why>;

pub(super) fn one(why: Why) -> Result<(), Refusal> {
    Err(BTreeSet::from([why]))
}
pub(super) fn refuse(why: Refusal) -> Result<(), Refusal> {
    if why.is_empty() { Ok(()) } else { Err(why) }
}
/// What the sender says of the version that they saw; some acts demand that it is named.
pub(super) fn seen(saw: Saw, demanded: bool, why: &mut Refusal) {
    match saw {
        Saw::Stale => drop(why.insert(Why::Stale)),
        Saw::Unsaid if demanded => drop(why.insert(Why::Invalid)),
        _ => {}
    }
}
