//! Moves that the rules refuse.
use crate::domain::policy::Band;

/// A move that the thing's state does not allow. Each has a text in the catalogue under `refused-<word>`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("the risk is closed")]
    RiskIsClosed,
    #[error("the delegation's time is out")]
    DelegationIsOver,
    #[error("more kronor or days than the delegation allows")]
    BeyondDelegation,
    #[error("the risk has occurred")]
    RiskHasOccurred,
    #[error("no lowering waits for an answer")]
    NothingToConfirm,
    #[error("the acceptance must end later than today and within a year")]
    ExpiryOutOfReach,
    #[error("already acknowledged")]
    AlreadyAcknowledged,
    #[error("no escalation to acknowledge")]
    NothingToAcknowledge,
    #[error("the assessment has moved the risk to another band ({0})")]
    BandHasMoved(Band),
    #[error("the one who holds the risk has nobody above")]
    NobodyAbove,
    #[error("the recording was declined, or its object has moved on")]
    RecordingClosed,
    #[error("a body's decision needs its basis")]
    BasisMissing,
    #[error("the charter wants a meeting or per capsulam")]
    ChairAloneNotAllowed,
    #[error("the meeting is in the future")]
    MeetingNotHeld,
    #[error("the meeting was held long before the project began")]
    MeetingBeforeProject,
    #[error("whoever made it decides at a meeting that is recorded")]
    MeetingNotRecorded,
    #[error("the meeting is held already")]
    MeetingIsHeld,
    #[error("the meeting is cancelled")]
    MeetingIsCancelled,
    #[error("decisions rest on the meeting")]
    MeetingHasDecisions,
    #[error("the report is not a draft")]
    NotEditable,
    #[error("the report is not submitted")]
    NotSubmitted,
    #[error("the report is not approved")]
    NotApproved,
    #[error("a correction waits already")]
    CorrectionWaits,
    #[error("nobody receives the report")]
    NoRecipients,
    #[error("the phase of the report has not begun")]
    PhaseNotOpen,
    #[error("the report has been begun already")]
    AlreadyBegun,
    #[error("the plan is in force, and changes by an approved request")]
    PlanInForce,
    #[error("the deliverable was taken out of the plan")]
    DeliverableIsRemoved,
    #[error("there is nothing to adopt")]
    NothingToAdopt,
    #[error("the draft says what is in force already")]
    DraftChangesNothing,
    #[error("another charter was adopted since the draft was written")]
    DraftIsOutdated,
    #[error("the sprint status is published")]
    AlreadyPublished,
    #[error("the project is paused")]
    ProjectPaused,
    #[error("the project is closed")]
    ProjectClosed,
    #[error("the project is not paused")]
    NotPaused,
    #[error("another gate comes before it")]
    GateNotYet,
    #[error("the gate is left behind")]
    GateIsLeft,
    #[error("the gate is submitted already")]
    GateIsSubmitted,
    #[error("the gate is not submitted")]
    GateNotSubmitted,
    #[error("the gate waits for who would change what it is judged by")]
    GateIsYours,
    #[error("the gate was decided about after that day")]
    GateDecidedSince,
    #[error("something is missing without a condition for it")]
    ConditionMissing,
    #[error("the project is closing already")]
    AlreadyClosing,
    #[error("the condition is fulfilled already")]
    ConditionIsFulfilled,
    #[error("the decision point has its decision already")]
    PointIsDecided,
    #[error("the mandate is for something else")]
    NotTheirs,
    #[error("the change request is neither a draft nor returned")]
    ChangeNotEditable,
    #[error("the change request is not submitted")]
    ChangeNotSubmitted,
    #[error("the change request is not received, or raised already")]
    ChangeNotReceived,
    #[error("the change request is not assessed")]
    ChangeNotAssessed,
    #[error("the change request is not raised to its decider")]
    ChangeNotRaised,
    #[error("the change request now falls under another's mandate")]
    ChangeDeciderHasMoved,
    #[error("the change request is decided")]
    ChangeIsDecided,
    #[error("the change request is withdrawn")]
    ChangeIsWithdrawn,
    #[error("the change request is not approved, or begun already")]
    ChangeNotApproved,
    #[error("the change is not being carried out")]
    ChangeNotExecuting,
    #[error("the change is neither carried out nor rejected")]
    ChangeNotToCommunicate,
    #[error("the plan no longer takes the change")]
    PlanHasMoved,
    #[error("the version is approved")]
    VersionIsLocked,
    #[error("the newest version is approved with its criteria")]
    CriteriaAreApproved,
    #[error("a decision was about the version")]
    VersionIsJudged,
    #[error("the version is in a part delivery")]
    VersionIsGathered,
    #[error("the part delivery is submitted")]
    DeliveryIsSubmitted,
    #[error("the part delivery is not submitted")]
    DeliveryNotSubmitted,
    #[error("the part delivery is approved")]
    DeliveryIsDecided,
    #[error("the part delivery gathers no versions")]
    DeliveryIsEmpty,
    #[error("the version is not approved")]
    VersionNotApproved,
    #[error("the handover is answered")]
    HandoverIsAnswered,
    #[error("the receiver answers")]
    NotTheReceiver,
    #[error("the requirement is waived")]
    RequirementIsWaived,
    #[error("the measured value is lacking")]
    MeasureMissing,
    #[error("the requirement needs no waiver")]
    NoWaiverNeeded,
    #[error("no waiver is asked for")]
    NoWaiverAsked,
    #[error("a must that is not met is let be by a waiver only")]
    MustNeedsWaiver,
    #[error("whoever reports a deviation does not answer it")]
    DeviationIsOwn,
    #[error("somebody else reported the deviation")]
    DeviationIsAnothers,
    #[error("the deviation is answered")]
    DeviationIsAnswered,
    #[error("the deviation is not answered")]
    DeviationNotAnswered,
    #[error("the deviation is withdrawn")]
    DeviationIsWithdrawn,
    #[error("the version is out for comments")]
    VersionOutForComments,
    #[error("the version is not out for comments")]
    NotOutForComments,
    #[error("the version is submitted already")]
    VersionIsSubmitted,
    #[error("the version is not submitted")]
    VersionNotSubmitted,
    #[error("the version is adopted")]
    VersionIsAdopted,
}

/// What kind of hindrance a refusal is: a page that tells of it is headed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// The project is paused, or closed.
    Paused,
    Closed,
    /// It is decided, answered or done already, and stays so.
    Settled,
    /// Its state, or something that is missing, does not allow it now.
    NotNow,
}
impl Hindrance {
    pub const ALL: [Hindrance; 4] = [Hindrance::Paused, Hindrance::Closed, Hindrance::Settled, Hindrance::NotNow];
    /// The stable word for the catalogue.
    pub const fn word(self) -> &'static str {
        match self {
            Hindrance::Paused => "paused",
            Hindrance::Closed => "closed",
            Hindrance::Settled => "settled",
            Hindrance::NotNow => "not-now",
        }
    }
}

impl Refused {
    pub const fn hindrance(&self) -> Hindrance {
        let settled = matches!(
            self,
            Refused::RiskHasOccurred
                | Refused::AlreadyAcknowledged
                | Refused::RecordingClosed
                | Refused::AlreadyBegun
                | Refused::AlreadyPublished
                | Refused::GateIsLeft
                | Refused::ConditionIsFulfilled
                | Refused::PointIsDecided
                | Refused::GateIsYours
                | Refused::GateDecidedSince
                | Refused::ChangeIsDecided
                | Refused::ChangeIsWithdrawn
                | Refused::DeliveryIsDecided
                | Refused::HandoverIsAnswered
                | Refused::RequirementIsWaived
                | Refused::DeviationIsAnswered
                | Refused::DeviationIsWithdrawn
                | Refused::VersionIsLocked
                | Refused::CriteriaAreApproved
                | Refused::VersionIsJudged
                | Refused::VersionIsAdopted
                | Refused::RiskIsClosed
                | Refused::MeetingIsHeld
                | Refused::MeetingIsCancelled
        );
        match self {
            Refused::ProjectPaused => Hindrance::Paused,
            Refused::ProjectClosed => Hindrance::Closed,
            _ if settled => Hindrance::Settled,
            _ => Hindrance::NotNow,
        }
    }
    /// The stable word for the catalogue and the API.
    pub const fn word(&self) -> &'static str {
        match self {
            Refused::RiskIsClosed => "risk-is-closed",
            Refused::DelegationIsOver => "delegation-is-over",
            Refused::BeyondDelegation => "beyond-delegation",
            Refused::RiskHasOccurred => "risk-has-occurred",
            Refused::NothingToConfirm => "nothing-to-confirm",
            Refused::ExpiryOutOfReach => "expiry-out-of-reach",
            Refused::AlreadyAcknowledged => "already-acknowledged",
            Refused::NothingToAcknowledge => "nothing-to-acknowledge",
            Refused::BandHasMoved(_) => "band-has-moved",
            Refused::NobodyAbove => "nobody-above",
            Refused::RecordingClosed => "recording-closed",
            Refused::BasisMissing => "basis-missing",
            Refused::ChairAloneNotAllowed => "chair-alone-not-allowed",
            Refused::MeetingNotHeld => "meeting-not-held",
            Refused::MeetingBeforeProject => "meeting-before-project",
            Refused::MeetingNotRecorded => "meeting-not-recorded",
            Refused::MeetingIsHeld => "meeting-is-held",
            Refused::MeetingIsCancelled => "meeting-is-cancelled",
            Refused::MeetingHasDecisions => "meeting-has-decisions",
            Refused::NotEditable => "not-editable",
            Refused::NotSubmitted => "not-submitted",
            Refused::NotApproved => "not-approved",
            Refused::CorrectionWaits => "correction-waits",
            Refused::NoRecipients => "no-recipients",
            Refused::PhaseNotOpen => "phase-not-open",
            Refused::AlreadyBegun => "already-begun",
            Refused::PlanInForce => "plan-in-force",
            Refused::DeliverableIsRemoved => "deliverable-is-removed",
            Refused::NothingToAdopt => "nothing-to-adopt",
            Refused::DraftChangesNothing => "draft-changes-nothing",
            Refused::DraftIsOutdated => "draft-is-outdated",
            Refused::AlreadyPublished => "already-published",
            Refused::ProjectPaused => "project-paused",
            Refused::ProjectClosed => "project-closed",
            Refused::NotPaused => "not-paused",
            Refused::GateNotYet => "gate-not-yet",
            Refused::GateIsLeft => "gate-is-left",
            Refused::GateIsSubmitted => "gate-is-submitted",
            Refused::GateNotSubmitted => "gate-not-submitted",
            Refused::ConditionMissing => "condition-missing",
            Refused::AlreadyClosing => "already-closing",
            Refused::ConditionIsFulfilled => "condition-is-fulfilled",
            Refused::PointIsDecided => "point-is-decided",
            Refused::GateIsYours => "gate-is-yours",
            Refused::GateDecidedSince => "gate-decided-since",
            Refused::NotTheirs => "not-theirs",
            Refused::ChangeNotEditable => "change-not-editable",
            Refused::ChangeNotSubmitted => "change-not-submitted",
            Refused::ChangeNotReceived => "change-not-received",
            Refused::ChangeNotAssessed => "change-not-assessed",
            Refused::ChangeNotRaised => "change-not-raised",
            Refused::ChangeDeciderHasMoved => "change-decider-has-moved",
            Refused::ChangeIsDecided => "change-is-decided",
            Refused::ChangeIsWithdrawn => "change-is-withdrawn",
            Refused::ChangeNotApproved => "change-not-approved",
            Refused::ChangeNotExecuting => "change-not-executing",
            Refused::ChangeNotToCommunicate => "change-not-to-communicate",
            Refused::PlanHasMoved => "plan-has-moved",
            Refused::VersionIsLocked => "version-is-locked",
            Refused::CriteriaAreApproved => "criteria-are-approved",
            Refused::VersionIsJudged => "version-is-judged",
            Refused::VersionIsGathered => "version-is-gathered",
            Refused::DeliveryIsSubmitted => "delivery-is-submitted",
            Refused::DeliveryNotSubmitted => "delivery-not-submitted",
            Refused::DeliveryIsDecided => "delivery-is-decided",
            Refused::DeliveryIsEmpty => "delivery-is-empty",
            Refused::VersionNotApproved => "version-not-approved",
            Refused::HandoverIsAnswered => "handover-is-answered",
            Refused::NotTheReceiver => "not-the-receiver",
            Refused::RequirementIsWaived => "requirement-is-waived",
            Refused::MeasureMissing => "measure-missing",
            Refused::NoWaiverNeeded => "no-waiver-needed",
            Refused::NoWaiverAsked => "no-waiver-asked",
            Refused::MustNeedsWaiver => "must-needs-waiver",
            Refused::DeviationIsOwn => "deviation-is-own",
            Refused::DeviationIsAnothers => "deviation-is-anothers",
            Refused::DeviationIsAnswered => "deviation-is-answered",
            Refused::DeviationNotAnswered => "deviation-not-answered",
            Refused::DeviationIsWithdrawn => "deviation-is-withdrawn",
            Refused::VersionOutForComments => "version-out-for-comments",
            Refused::NotOutForComments => "not-out-for-comments",
            Refused::VersionIsSubmitted => "version-is-submitted",
            Refused::VersionNotSubmitted => "version-not-submitted",
            Refused::VersionIsAdopted => "version-is-adopted",
        }
    }
}
