//! What somebody can do.
//!
//! [`steps`] is who does it, [`draw`] how acts are drawn, and [`themes`] what sequences are made of.
mod draw;
mod steps;
mod themes;

pub use steps::{Before, Step};
pub use themes::sequence;

use super::model::{Basis, Effect, Outcome, Says, Table, Terms, Verdict, Which};
use styrrum::domain::role::Role;

/// What somebody can do. Things are counted from 0, versions of a deliverable by their numbers.
#[derive(Debug, Clone)]
pub enum Action {
    Log {
        s: i32,
        k: i32,
    },
    Assess {
        risk: usize,
        s: i32,
        k: i32,
    },
    Answer {
        risk: usize,
        confirm: bool,
        basis: Basis,
    },
    Accept {
        risk: usize,
        days: i64,
        basis: Basis,
    },
    Acknowledge {
        risk: usize,
    },
    Order {
        risk: usize,
        named: bool,
        basis: Basis,
    },
    Choose {
        risk: usize,
        named: bool,
    },
    Lift {
        risk: usize,
        basis: Basis,
    },
    Occur {
        risk: usize,
    },
    Close {
        risk: usize,
    },
    Remark {
        risk: usize,
        opinion: bool,
    },
    Start,
    /// The final or the effect report.
    Begin {
        report: Which,
    },
    Edit {
        report: Which,
        whole: bool,
    },
    Submit {
        report: Which,
    },
    Approve {
        report: Which,
        basis: Basis,
    },
    Return {
        report: Which,
        basis: Basis,
    },
    NewEdition {
        report: Which,
    },
    Dispatch {
        report: Which,
    },
    AddVersion {
        deliverable: usize,
    },
    RemoveVersion {
        deliverable: usize,
        number: i32,
    },
    /// Whether the deliverable's criterion is met.
    Judge {
        deliverable: usize,
        met: bool,
    },
    /// Draws a part delivery up, or writes one anew, with these versions of the deliverables.
    Gather {
        delivery: Option<usize>,
        versions: [Option<i32>; 2],
    },
    SubmitDelivery {
        delivery: usize,
    },
    /// `conditions`: one for each criterion that is not met.
    DecideDelivery {
        delivery: usize,
        outcome: Outcome,
        conditions: bool,
        basis: Basis,
    },
    LiftDelivery {
        delivery: usize,
        basis: Basis,
    },
    Resume {
        basis: Basis,
    },
    PlanGate {
        gate: usize,
        days: i64,
    },
    /// Says of what the gate asks for whether it is there.
    Tick {
        gate: usize,
        item: usize,
        says: Says,
    },
    SubmitGate {
        gate: usize,
    },
    /// `conditions`: one for each thing that is missing. `beside`: the effect phase is opened too.
    DecideGate {
        gate: usize,
        outcome: Outcome,
        conditions: bool,
        beside: bool,
        basis: Basis,
    },
    LiftGate {
        gate: usize,
        basis: Basis,
    },
    OrderChange {
        role: Role,
        submit: bool,
    },
    EditChange {
        change: usize,
    },
    /// And passes the project owner's request on.
    SubmitChange {
        change: usize,
    },
    ReceiveChange {
        change: usize,
    },
    AssessChange {
        change: usize,
        effect: Effect,
    },
    /// And lifts what is raised.
    RaiseChange {
        change: usize,
        basis: Basis,
    },
    DecideChange {
        change: usize,
        verdict: Verdict,
        basis: Basis,
    },
    WithdrawChange {
        change: usize,
    },
    ExecuteChange {
        change: usize,
        finish: bool,
    },
    CommunicateChange {
        change: usize,
    },
    StartDocument,
    WriteOn {
        document: usize,
    },
    AskForComments {
        document: usize,
        days: i64,
    },
    Comment {
        document: usize,
    },
    CloseComments {
        document: usize,
    },
    SubmitDocument {
        document: usize,
    },
    DecideDocument {
        document: usize,
        adopt: bool,
        basis: Basis,
    },
    Delegate {
        terms: Terms,
        basis: Basis,
    },
    Revoke {
        delegation: usize,
        basis: Basis,
    },
    Adopt {
        table: Table,
        basis: Basis,
    },
    /// Recordings are counted from the newest.
    Confirm {
        recording: usize,
    },
    Decline {
        recording: usize,
    },
    MailArrives {
        report: Which,
    },
    DaysPass {
        days: i64,
    },
}
impl Action {
    /// The worker's doing, in nobody's role.
    pub fn happens_by_itself(&self) -> bool {
        matches!(self, Action::MailArrives { .. } | Action::DaysPass { .. })
    }
    /// Whether it names a meeting as its basis.
    pub fn is_at_meeting(&self) -> bool {
        self.clone().basis_mut().is_some_and(|basis| *basis == Basis::Meeting)
    }
    /// The basis of a decision.
    fn basis_mut(&mut self) -> Option<&mut Basis> {
        match self {
            Action::Answer { basis, .. }
            | Action::Accept { basis, .. }
            | Action::Order { basis, .. }
            | Action::Lift { basis, .. }
            | Action::Approve { basis, .. }
            | Action::Return { basis, .. }
            | Action::DecideDelivery { basis, .. }
            | Action::LiftDelivery { basis, .. }
            | Action::Resume { basis }
            | Action::DecideGate { basis, .. }
            | Action::LiftGate { basis, .. }
            | Action::RaiseChange { basis, .. }
            | Action::DecideChange { basis, .. }
            | Action::DecideDocument { basis, .. }
            | Action::Delegate { basis, .. }
            | Action::Revoke { basis, .. }
            | Action::Adopt { basis, .. } => Some(basis),
            _ => None,
        }
    }
    /// As a body that decides together decides it; nothing of what nobody decides.
    pub fn decided_together(mut self, together: Basis) -> Option<Action> {
        *self.basis_mut()? = together;
        Some(self)
    }
    pub fn is_decision(&self) -> bool {
        self.clone().basis_mut().is_some()
    }
}
