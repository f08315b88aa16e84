//! The kinds of things that wait.
use serde::Serialize;

/// Why something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    RiskEscalated,
    /// Its acceptance has expired, and the holder takes a new stand.
    AcceptanceExpired,
    RiskLifted,
    /// Somebody without the mandate asks the holder to take a stand.
    RiskAsked,
    LoweringProposed,
    ReportSubmitted,
    ReportReturned,
    ReportToSend,
    /// A report that has been begun and not submitted.
    ReportDraft,
    /// The newest sprint that has ended, without a published status.
    SprintStatusMissing,
    DecisionToConfirm,
    ElectionToConfirm,
    /// A planned measurement whose quarter goes on, or has passed.
    MeasurementDue,
    MeasurementMissed,
    /// The project owner's request, which the project orderer takes further.
    ChangeToPassOn,
    ChangeToReceive,
    ChangeToAssess,
    ChangeToRaise,
    ChangeToDecide,
    /// Returned to those who ordered it.
    ChangeReturned,
    ChangeToBegin,
    ChangeToFinish,
    ChangeToCommunicate,
    GateSubmitted,
    /// Lifted to the role, or proposed to those who may end the project.
    GateLifted,
    GateAsked,
    GateReturned,
    DeliverySubmitted,
    /// Lifted to the role, or proposed to those who may end the project.
    DeliveryLifted,
    DeliveryAsked,
    DeliveryReturned,
    /// A version is handed over to the person.
    HandoverToAnswer,
    WaiverToDecide,
    /// It waits for whoever stopped it.
    ProjectPaused,
    ConditionDue,
    /// Reported, and not answered.
    DeviationToAnswer,
    /// It is drawn up and nobody has adopted it.
    BudgetToAdopt,
    /// A version of a document, submitted for its adoption.
    DocumentSubmitted,
    DocumentReturned,
    CommentsAsked,
    /// Everybody has answered, or the day has passed.
    CommentsToClose,
}

impl Kind {
    /// Whether it is something that a body takes up at a meeting, and that has no day of its own.
    pub(super) const fn is_for_a_meeting(self) -> bool {
        matches!(self, Kind::ReportSubmitted | Kind::ChangeToDecide | Kind::WaiverToDecide | Kind::BudgetToAdopt | Kind::DocumentSubmitted)
    }
}
