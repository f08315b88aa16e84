//! How each kind of thing that waits is told: its words, its icon, its title, and what it says of itself.
use crate::domain::matter::Matter;
use crate::services::my_turn::{Item, Kind};

/// What differs between the kinds.
pub(super) struct Manner {
    /// Its texts begin so: `turn-{word}` says what it is, `turn-{word}-text` explains it, `turn-{word}-act` names what to do.
    pub word: &'static str,
    pub icon: &'static str,
    pub title: Title,
    pub number: Number,
    pub text: Text,
    pub why: Why,
    /// The text about its day.
    pub due: &'static str,
}

/// How its title is made.
pub(super) enum Title {
    /// It has one.
    Own,
    /// It is about the whole project.
    OfProject,
    Report,
    Sprint,
    Gate,
    Delivery,
    /// The role whose chair was chosen, and who it was.
    Election,
    /// What the recorded decision is about.
    Recording,
}

/// What stands beside the word.
pub(super) enum Number {
    Shown,
    /// It says nothing, or the title has it.
    Hidden,
    /// The quarter that a measurement is planned for, and who measures.
    Quarter,
}

/// What is said of it.
pub(super) enum Text {
    /// The explanation of its kind.
    Explained,
    Own,
    /// Its own where it has one.
    OwnOrExplained,
    /// Who asks for a stand, and why; its own when nobody does.
    Asked,
}

/// By what right it is the person's: the mandate, or the work that goes with the role.
pub(super) enum Why {
    /// The text of this key.
    Says(&'static str),
    /// The explanation of its kind: who takes the step.
    Explained,
    /// Told in one way to who has it, in another to those who see that it waits for somebody else.
    Differs { mine: &'static str, other: &'static str },
}

impl Manner {
    pub(super) fn of(item: &Item) -> Manner {
        let ends_the_project = item.matter == Some(Matter::Terminate);
        match item.kind {
            Kind::RiskEscalated => risk("risk-escalated", "triangle-alert"),
            Kind::AcceptanceExpired => risk("acceptance-expired", "clock"),
            Kind::RiskLifted => risk("risk-lifted", "arrow-up"),
            Kind::RiskAsked => risk("risk-asked", "message-square"),
            Kind::LoweringProposed => risk("lowering-proposed", "arrow-down"),

            Kind::ReportSubmitted => Manner { due: AT_MEETING, ..report("report-submitted", "file-text") },
            Kind::ReportReturned => Manner { why: WRITES, ..report("report-returned", "undo-2") },
            Kind::ReportToSend => Manner { why: SENDS, ..report("report-to-send", "send") },
            Kind::ReportDraft => Manner { why: WRITES, due: "turn-due-meeting", ..report("report-draft", "pencil") },
            Kind::SprintStatusMissing => Manner { title: Title::Sprint, why: WRITES, due: "turn-due-ended", ..unnumbered("sprint-status", "iteration-cw") },

            // A member confirms what the body itself chose.
            Kind::DecisionToConfirm => Manner { title: Title::Recording, ..unnumbered("decision-to-confirm", "gavel") },
            Kind::ElectionToConfirm => Manner { title: Title::Election, ..unnumbered("decision-to-confirm", "gavel") },

            Kind::MeasurementDue => measurement("measurement-due"),
            Kind::MeasurementMissed => measurement("measurement-missed"),

            Kind::ChangeToPassOn => change("change-to-pass-on", "arrow-right"),
            Kind::ChangeToReceive => change("change-to-receive", "inbox"),
            Kind::ChangeToAssess => change("change-to-assess", "gauge"),
            Kind::ChangeToRaise => change("change-to-raise", "arrow-up"),
            Kind::ChangeToDecide => Manner { why: DECIDES, due: AT_MEETING, ..change("change-to-decide", "gavel") },
            Kind::ChangeReturned => change("change-returned", "undo-2"),
            Kind::ChangeToBegin => change("change-to-begin", "wrench"),
            Kind::ChangeToFinish => change("change-to-finish", "wrench"),
            Kind::ChangeToCommunicate => change("change-to-communicate", "send"),

            Kind::GateSubmitted => gate("gate-submitted", "milestone"),
            Kind::GateLifted if ends_the_project => gate("gate-end-proposed", "octagon-x"),
            Kind::GateLifted => gate("gate-lifted", "arrow-up"),
            Kind::GateAsked => Manner { text: Text::Asked, ..gate("gate-asked", "message-square") },
            Kind::GateReturned => Manner { why: DOES, ..gate("gate-returned", "undo-2") },

            Kind::DeliverySubmitted => delivery("delivery-submitted", "package-check"),
            Kind::DeliveryLifted if ends_the_project => delivery("gate-end-proposed", "octagon-x"),
            Kind::DeliveryLifted => delivery("delivery-lifted", "arrow-up"),
            Kind::DeliveryAsked => Manner { text: Text::Asked, ..delivery("delivery-asked", "message-square") },
            Kind::DeliveryReturned => Manner { why: DOES, ..delivery("delivery-returned", "undo-2") },
            Kind::HandoverToAnswer => Manner { why: RECEIVES, ..unnumbered("handover-to-answer", "handshake") },
            Kind::WaiverToDecide => Manner { due: AT_MEETING, ..numbered("waiver-to-decide", "scale") },

            Kind::ProjectPaused => Manner { title: Title::OfProject, ..unnumbered("project-paused", "pause") },
            Kind::ConditionDue => Manner { why: DOES, ..unnumbered("condition-due", "clock") },
            Kind::DeviationToAnswer => Manner { why: ANSWERS, ..unnumbered("deviation", "message-square") },

            Kind::BudgetToAdopt => Manner { title: Title::OfProject, due: AT_MEETING, ..unnumbered("budget-to-adopt", "wallet") },
            Kind::DocumentSubmitted => Manner { due: AT_MEETING, ..document("document-submitted", "stamp") },
            Kind::DocumentReturned => Manner { why: DOES, ..document("document-returned", "undo-2") },
            Kind::CommentsAsked => Manner { why: COMMENTS, ..document("comments-asked", "message-square") },
            Kind::CommentsToClose => Manner { why: DOES, ..document("comments-to-close", "message-square-quote") },
        }
    }
}

/// What a body decides without a day of its own.
const AT_MEETING: &str = "turn-due-next-meeting";
const DECIDES: Why = Why::Says("turn-why");
const WRITES: Why = Why::Says("turn-why-writes");
const DOES: Why = Why::Says("turn-why-does");
const ANSWERS: Why = Why::Says("turn-why-answers");
const COMMENTS: Why = Why::Says("turn-why-comments");
const MEASURES: Why = Why::Says("turn-why-measures");
/// A report that is approved is decided: it waits for its sender.
const SENDS: Why = Why::Differs { mine: "turn-why-sends", other: "turn-waits-to-be-sent" };
/// A handover waits for its receiver.
const RECEIVES: Why = Why::Differs { mine: "turn-why-receives", other: "turn-waits-for-receiver" };

/// Something with a title and a number of its own, which waits for a decision.
fn numbered(word: &'static str, icon: &'static str) -> Manner {
    Manner { word, icon, title: Title::Own, number: Number::Shown, text: Text::Explained, why: DECIDES, due: "turn-due" }
}
fn unnumbered(word: &'static str, icon: &'static str) -> Manner {
    Manner { number: Number::Hidden, ..numbered(word, icon) }
}
fn risk(word: &'static str, icon: &'static str) -> Manner {
    Manner { text: Text::Asked, ..numbered(word, icon) }
}
fn report(word: &'static str, icon: &'static str) -> Manner {
    Manner { title: Title::Report, ..unnumbered(word, icon) }
}
fn measurement(word: &'static str) -> Manner {
    Manner { number: Number::Quarter, why: MEASURES, due: "turn-measured-by", ..numbered(word, "gauge") }
}
fn change(word: &'static str, icon: &'static str) -> Manner {
    Manner { text: Text::Own, why: Why::Explained, ..numbered(word, icon) }
}
fn gate(word: &'static str, icon: &'static str) -> Manner {
    Manner { title: Title::Gate, ..unnumbered(word, icon) }
}
fn delivery(word: &'static str, icon: &'static str) -> Manner {
    Manner { title: Title::Delivery, ..unnumbered(word, icon) }
}
fn document(word: &'static str, icon: &'static str) -> Manner {
    Manner { text: Text::OwnOrExplained, ..unnumbered(word, icon) }
}
