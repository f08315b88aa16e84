//! What is done when a recording is confirmed.
use crate::domain::charter::Charter;
use crate::domain::decision::DecisionOutcome;
use crate::domain::delegation::Terms;
use crate::domain::lifecycle::GateOutcome;
use crate::domain::matter::Matter;
use crate::domain::policy::{BandRule, Scale};
use crate::domain::report::ReportKind;
use crate::domain::risk::Strategy;
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use crate::services::changes::Verdict;
use crate::services::{documents, gates};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is done when the holder confirms.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    AcceptRisk {
        risk: i32,
        version: i64,
        reason: LongText,
        expires_on: NaiveDate,
        supersedes: Option<i32>,
    },
    AnswerLowering {
        risk: i32,
        version: i64,
        confirm: bool,
        reason: LongText,
        supersedes: Option<i32>,
    },
    OrderMeasure {
        risk: i32,
        version: i64,
        strategy: Strategy,
        text: LongText,
        /// E-mail of the responsible person.
        responsible: Option<String>,
        due_on: Option<NaiveDate>,
        /// Öre.
        cost: Option<i64>,
        supersedes: Option<i32>,
    },
    LiftRisk {
        risk: i32,
        version: i64,
        reason: LongText,
    },
    ApproveReport {
        #[serde(default = "status")]
        kind: ReportKind,
        number: i32,
        version: i64,
    },
    ReturnReport {
        #[serde(default = "status")]
        kind: ReportKind,
        number: i32,
        version: i64,
        reason: LongText,
    },
    /// Approves, rejects, returns or lifts a change request.
    DecideChange {
        change: i32,
        version: i64,
        verdict: Verdict,
        reason: Option<LongText>,
    },
    /// Adopts or returns the submitted version of a document.
    DecideDocument {
        number: i32,
        version: i64,
        verdict: documents::Verdict,
        reason: Option<LongText>,
    },
    DecideGate {
        gate: i32,
        version: i64,
        outcome: GateOutcome,
        motivation: LongText,
        conditions: Vec<gates::ConditionGiven>,
        opens_beside: bool,
    },
    LiftGate {
        gate: i32,
        version: i64,
        reason: LongText,
    },
    DecideDelivery {
        delivery: i32,
        version: i64,
        outcome: GateOutcome,
        motivation: LongText,
        conditions: Vec<gates::ConditionGiven>,
    },
    LiftDelivery {
        delivery: i32,
        version: i64,
        reason: LongText,
    },
    DecideWaiver {
        requirement: i32,
        version: i64,
        granted: bool,
        motivation: LongText,
    },
    /// The project goes on; the version is its own.
    ResumeProject {
        version: i64,
        motivation: LongText,
    },
    /// The proposed charter, as it was at this version, is the project's.
    AdoptCharter {
        version: i64,
        motivation: LongText,
    },
    /// The version is the number of the policy that it was drafted from.
    AdoptPolicy {
        version: i64,
        scale: Scale,
        bands: Vec<BandRule>,
        motivation: Option<LongText>,
    },
    /// The budget as it stood at this version.
    AdoptBudget {
        version: i64,
        /// Its sum in öre; what was recorded before that was kept has none.
        #[serde(default)]
        total: Option<i64>,
        motivation: Option<LongText>,
    },
    Appoint {
        /// E-mail; who is `invited` gets an account when it is decided.
        email: String,
        person: String,
        invited: bool,
        role: Role,
        organisation: Option<ShortText>,
        from_on: NaiveDate,
        to_on: Option<NaiveDate>,
        motivation: Option<LongText>,
    },
    EndRole {
        assignment: i64,
        version: i64,
        last_day: Option<NaiveDate>,
        motivation: Option<LongText>,
    },
    NameBody {
        role: Role,
        name: ShortText,
        motivation: Option<LongText>,
    },
    /// A body has chosen its chair: this assignment's person.
    ElectChair {
        assignment: i64,
        version: i64,
    },
    Delegate {
        terms: Terms,
        reason: LongText,
    },
    RevokeDelegation {
        number: i32,
        version: i64,
        reason: LongText,
    },
    /// An earlier decision that was entered afterwards, under this number.
    ConfirmEntry {
        number: i32,
    },
}

/// What was recorded before there were other reports names no kind.
const fn status() -> ReportKind {
    ReportKind::Status
}

impl Act {
    /// What was decided; `None` of an earlier decision, which says so itself.
    pub fn outcome(&self) -> Option<DecisionOutcome> {
        Some(match self {
            Act::AcceptRisk { .. } => DecisionOutcome::Accepted,
            Act::AnswerLowering { confirm: true, .. } => DecisionOutcome::Confirmed,
            Act::AnswerLowering { confirm: false, .. } => DecisionOutcome::Refused,
            Act::OrderMeasure { .. } => DecisionOutcome::MeasureOrdered,
            Act::LiftRisk { .. } | Act::LiftGate { .. } | Act::LiftDelivery { .. } => DecisionOutcome::Lifted,
            Act::DecideGate { outcome, .. } => DecisionOutcome::from(*outcome),
            Act::DecideDelivery { outcome: GateOutcome::Continue, .. } | Act::DecideWaiver { granted: true, .. } => DecisionOutcome::Approved,
            Act::DecideWaiver { granted: false, .. } => DecisionOutcome::Rejected,
            Act::DecideDelivery { outcome, .. } => DecisionOutcome::from(*outcome),
            Act::ResumeProject { .. } => DecisionOutcome::Resumed,
            Act::ApproveReport { .. } => DecisionOutcome::Approved,
            Act::ReturnReport { .. } => DecisionOutcome::Returned,
            Act::DecideChange { verdict, .. } => verdict.outcome(),
            Act::DecideDocument { verdict, .. } => verdict.outcome(),
            Act::AdoptCharter { .. } | Act::AdoptPolicy { .. } | Act::AdoptBudget { .. } | Act::NameBody { .. } => DecisionOutcome::Adopted,
            Act::Appoint { .. } => DecisionOutcome::Appointed,
            Act::EndRole { .. } => DecisionOutcome::Ended,
            Act::ElectChair { .. } => DecisionOutcome::Elected,
            Act::Delegate { .. } => DecisionOutcome::Delegated,
            Act::RevokeDelegation { .. } => DecisionOutcome::Revoked,
            Act::ConfirmEntry { .. } => return None,
        })
    }
    /// As [`Self::outcome`], of an act of `role`: who may not end the project proposes that.
    pub fn outcome_of(&self, role: Role, charter: &Charter) -> Option<DecisionOutcome> {
        self.outcome().map(|outcome| match outcome {
            DecisionOutcome::Terminate if !charter.rule(Matter::Terminate).roles.contains(&role) => DecisionOutcome::EndProposed,
            other => other,
        })
    }
    /// Whether only one such thing is decided about its object at a time. Appointments to a role stand beside each other, as do delegations;
    /// an earlier decision, and a body's about itself, contradict nothing that waits.
    pub const fn is_one_of_its_object(&self) -> bool {
        !matches!(
            self,
            Act::Appoint { .. } | Act::EndRole { .. } | Act::NameBody { .. } | Act::ElectChair { .. } | Act::Delegate { .. } | Act::ConfirmEntry { .. }
        )
    }
    /// The decision that it corrects or takes the place of, where whoever recorded it knew.
    pub const fn supersedes(&self) -> Option<i32> {
        match self {
            Act::AcceptRisk { supersedes, .. } | Act::AnswerLowering { supersedes, .. } | Act::OrderMeasure { supersedes, .. } => *supersedes,
            Act::LiftRisk { .. }
            | Act::ApproveReport { .. }
            | Act::ReturnReport { .. }
            | Act::DecideChange { .. }
            | Act::DecideDocument { .. }
            | Act::DecideGate { .. }
            | Act::LiftGate { .. }
            | Act::DecideDelivery { .. }
            | Act::LiftDelivery { .. }
            | Act::DecideWaiver { .. }
            | Act::ResumeProject { .. }
            | Act::AdoptCharter { .. }
            | Act::AdoptPolicy { .. }
            | Act::AdoptBudget { .. }
            | Act::Appoint { .. }
            | Act::EndRole { .. }
            | Act::NameBody { .. }
            | Act::ElectChair { .. }
            | Act::Delegate { .. }
            | Act::RevokeDelegation { .. }
            | Act::ConfirmEntry { .. } => None,
        }
    }
    /// The last day of what it decides, where it has one.
    pub const fn until(&self) -> Option<NaiveDate> {
        match self {
            Act::AcceptRisk { expires_on, .. } => Some(*expires_on),
            _ => None,
        }
    }
    /// Why it was decided.
    pub fn reason(&self) -> Option<&LongText> {
        match self {
            Act::AcceptRisk { reason, .. }
            | Act::AnswerLowering { reason, .. }
            | Act::ReturnReport { reason, .. }
            | Act::LiftRisk { reason, .. }
            | Act::LiftGate { reason, .. }
            | Act::LiftDelivery { reason, .. }
            | Act::Delegate { reason, .. }
            | Act::RevokeDelegation { reason, .. } => Some(reason),
            Act::DecideGate { motivation, .. }
            | Act::DecideDelivery { motivation, .. }
            | Act::DecideWaiver { motivation, .. }
            | Act::ResumeProject { motivation, .. }
            | Act::AdoptCharter { motivation, .. } => Some(motivation),
            Act::OrderMeasure { text, .. } => Some(text),
            Act::DecideChange { reason, .. } | Act::DecideDocument { reason, .. } => reason.as_ref(),
            Act::AdoptPolicy { motivation, .. }
            | Act::AdoptBudget { motivation, .. }
            | Act::Appoint { motivation, .. }
            | Act::EndRole { motivation, .. }
            | Act::NameBody { motivation, .. } => motivation.as_ref(),
            Act::ApproveReport { .. } | Act::ElectChair { .. } | Act::ConfirmEntry { .. } => None,
        }
    }
}
