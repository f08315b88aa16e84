//! The rules once more, small, without a database and on their own: written from the description of the domain (its parts on
//! people and mandate, the lifecycle, risk, change requests, reports, deliverables, documents, and the settled rules), not from the program. Where the two differ one
//! of them is wrong. What the description leaves open is taken as the program has it, and marked so.
//!
//! [`words`] is what the rules speak of, [`people`] who somebody is, [`mandate`] who decides, [`course`] a project's way through its
//! lifecycle, [`decider`] whom a change comes to; then a file for each kind of thing, and [`waiting`] for what stands in somebody's list.
mod changes;
mod charter;
mod course;
mod decider;
mod delegations;
mod deliveries;
mod documents;
mod gates;
mod mandate;
mod people;
mod recordings;
mod reports;
mod risks;
mod waiting;
mod words;

pub use changes::{Baseline, Change, ChangeStage, ORDER, Verdict};
pub use course::{EXECUTION, Gate, GateStage, Outcome, PLANNING, asks, is_artefact};
pub use decider::{Effect, Lines, Plan};
pub use delegations::{Given, Terms, To};
pub use deliveries::{Deliverable, Delivery, PartStage, Version};
pub use documents::{Document, Label, TextStage};
pub use gates::Says;
pub use mandate::{Pending, Right};
pub use people::{Holds, RECORD};
pub use recordings::Recording;
pub use reports::{Edition, Stage, Which};
pub use risks::{Risk, State};
pub use words::{Band, Basis, MAILS, Matter, Refusal, Saw, Table, Thing, Why};

use super::Action;
use std::collections::BTreeMap;
use std::sync::Arc;
use styrrum::domain::role::Role;

/// A decision as it must stand in the log.
#[derive(Debug, Clone)]
pub struct Taken {
    /// None of a delegation, which may be about several.
    pub matter: Option<Matter>,
    pub about: Thing,
    pub outcome: &'static str,
    pub who: usize,
    /// Who recorded it before it was confirmed; otherwise `who`.
    pub recorded_by: usize,
    pub role: Role,
    pub delegation: Option<i32>,
    pub charter: i32,
    /// Whether a proposal to end the project waited there, and got this for an answer.
    pub proposed: bool,
}

impl Taken {
    /// What was decided, and by what right.
    pub fn told(&self) -> String {
        let what = self.matter.map_or(self.about.kind(), Matter::word);
        let delegated = if self.delegation.is_some() { " on delegation" } else { "" };
        let recorded = if self.recorded_by == self.who { "" } else { ", recorded" };
        format!("{what} {}{delegated}{recorded}", self.outcome)
    }
    /// What a proposal to end the project was answered by, if it was that.
    pub fn answered(&self) -> Option<String> {
        let what = self.matter.map(Matter::word).filter(|_| self.proposed)?;
        Some(format!("{what} proposed to end: {}", self.outcome))
    }
}

/// A condition of a gate or a part delivery, with the day it is due.
#[derive(Debug, Clone)]
pub struct Condition {
    pub of: Thing,
    pub item: String,
    pub due: i64,
    pub decision: i32,
}

#[derive(Debug, Clone)]
pub struct Model {
    pub code: &'static str,
    pub bodies: Arc<[Role]>,
    pub people: Arc<[Vec<Holds>]>,
    pub day: i64,
    pub step: usize,
    pub table: Table,
    pub charter: i32,
    pub delegations: Vec<Given>,
    pub risks: Vec<Risk>,
    pub reports: BTreeMap<Which, Vec<Edition>>,
    pub deliverables: Vec<Deliverable>,
    pub deliveries: Vec<Delivery>,
    pub conditions: Vec<Condition>,
    pub documents: Vec<Document>,
    /// By which role and decision the project is stopped.
    pub stopped: Option<(Role, i32)>,
    /// The decision that ended it early.
    pub ended: Option<i32>,
    pub gates: Vec<Gate>,
    pub changes: Vec<Change>,
    pub plan: Plan,
    /// Those that have been in force, since the first change.
    pub plans: Vec<Baseline>,
    /// The project's own version: it moves with its course.
    pub version: i64,
    pub recordings: Vec<Recording>,
    pub decisions: Vec<Taken>,
    pub assessments: usize,
    pub measures: usize,
    pub remarks: usize,
    /// How many of each of [`MAILS`].
    pub mails: [usize; MAILS.len()],
    pub dispatched: usize,
    /// What is being confirmed: who recorded it, and on which day.
    pub confirming: Option<(usize, i64)>,
}

impl Model {
    /// Does `action` as `who`, or says every reason why not.
    pub fn act(&mut self, who: usize, action: &Action, saw: Saw) -> Result<(), Refusal> {
        if !action.happens_by_itself() && !self.is_here(who) {
            return words::one(Why::NotFound);
        }
        match action.clone() {
            Action::Log { s, k } => self.log(who, s, k),
            Action::Assess { risk, s, k } => self.assess(who, risk, s, k, saw),
            Action::Answer { risk, confirm, basis } => self.answer(who, risk, confirm, basis, saw),
            Action::Accept { risk, days, basis } => self.accept(who, risk, self.day + days, basis, saw),
            Action::Acknowledge { risk } => self.acknowledge(who, risk),
            Action::Order { risk, named, basis } => self.order(who, risk, named, basis, saw),
            Action::Choose { risk, named } => self.choose(who, risk, named),
            Action::Lift { risk, basis } => self.lift(who, risk, basis, saw),
            Action::Occur { risk } => self.occur(who, risk, saw),
            Action::Close { risk } => self.close(who, risk, saw),
            Action::Remark { risk, .. } => self.remark(who, risk),
            Action::Start => self.start(who),
            Action::Begin { report } => self.begin(who, report),
            Action::Edit { report, whole } => self.edit(who, report, whole, saw),
            Action::Submit { report } => self.submit(who, report, saw),
            Action::Approve { report, basis } | Action::Return { report, basis } => self.decide_report(who, action.clone(), report, basis, saw),
            Action::NewEdition { report } => self.new_edition(who, report),
            Action::Dispatch { report } => self.dispatch(who, report, saw),
            Action::AddVersion { deliverable } => self.add_version(who, deliverable),
            Action::RemoveVersion { deliverable, number } => self.remove_version(who, deliverable, number, saw),
            Action::Judge { deliverable, met } => self.judge(who, deliverable, met, saw),
            Action::Gather { delivery, versions } => self.gather(who, delivery, versions, saw),
            Action::SubmitDelivery { delivery } => self.submit_delivery(who, delivery, saw),
            Action::DecideDelivery { delivery, outcome, conditions, basis } => self.decide_delivery(who, delivery, outcome, conditions, basis, saw),
            Action::LiftDelivery { delivery, basis } => self.lift_delivery(who, delivery, basis, saw),
            Action::Resume { basis } => self.resume(who, basis, saw),
            Action::PlanGate { gate, days } => self.plan_gate(who, gate, days, saw),
            Action::Tick { gate, item, says } => self.tick(who, gate, item, says, saw),
            Action::SubmitGate { gate } => self.submit_gate(who, gate, saw),
            Action::DecideGate { gate, outcome, conditions, beside, basis } => self.decide_gate(who, gate, outcome, conditions, beside, basis, saw),
            Action::LiftGate { gate, basis } => self.lift_gate(who, gate, basis, saw),
            Action::OrderChange { role, submit } => self.order_change(who, role, submit),
            Action::EditChange { change } => self.edit_change(who, change, saw),
            Action::SubmitChange { change } => self.submit_change(who, change, saw),
            Action::ReceiveChange { change } => self.receive_change(who, change, saw),
            Action::AssessChange { change, effect } => self.assess_change(who, change, effect, saw),
            Action::RaiseChange { change, basis } => self.raise_change(who, change, basis, saw),
            Action::DecideChange { change, verdict, basis } => self.decide_change(who, change, verdict, basis, saw),
            Action::WithdrawChange { change } => self.withdraw_change(who, change, saw),
            Action::ExecuteChange { change, finish } => self.execute_change(who, change, finish, saw),
            Action::CommunicateChange { change } => self.communicate_change(who, change, saw),
            Action::StartDocument => self.start_document(who),
            Action::WriteOn { document } => self.write_on(who, document, saw),
            Action::AskForComments { document, days } => self.ask_for_comments(who, document, days, saw),
            Action::Comment { document } => self.comment(who, document),
            Action::CloseComments { document } => self.close_comments(who, document, saw),
            Action::SubmitDocument { document } => self.submit_document(who, document, saw),
            Action::DecideDocument { document, adopt, basis } => self.decide_document(who, document, adopt, basis, saw),
            Action::Delegate { terms, basis } => self.delegate(who, terms, basis),
            Action::Revoke { delegation, basis } => self.revoke(who, delegation, basis, saw),
            Action::Adopt { table, basis } => self.adopt(who, table, basis, saw),
            Action::Confirm { recording } => self.confirm(who, recording),
            Action::Decline { recording } => self.decline(who, recording),
            Action::MailArrives { report } => self.mail_arrives(report),
            Action::DaysPass { days } => self.days_pass(days),
        }
    }
    /// The version that a sender sees of what the act is about.
    pub fn version_of(&self, action: &Action) -> i64 {
        let risk = |n: usize| self.risks.get(n).map(|r| r.version);
        let report = |which: &Which| self.newest(*which).map(|e| e.version);
        let delivery = |n: usize| self.deliveries.get(n).map(|d| d.version);
        let found = match action {
            Action::Assess { risk: n, .. }
            | Action::Answer { risk: n, .. }
            | Action::Accept { risk: n, .. }
            | Action::Order { risk: n, .. }
            | Action::Lift { risk: n, .. }
            | Action::Occur { risk: n }
            | Action::Close { risk: n } => risk(*n),
            Action::Edit { report: which, .. }
            | Action::Submit { report: which }
            | Action::Approve { report: which, .. }
            | Action::Return { report: which, .. } => report(which),
            // What is mailed is the newest edition that is approved.
            Action::Dispatch { report: which } => self.reports.get(which).and_then(|all| all.iter().rfind(|e| e.stage.locked())).map(|e| e.version),
            Action::RemoveVersion { deliverable, .. } => self.deliverables.get(*deliverable).map(|d| d.version),
            Action::Judge { deliverable, .. } => self.deliverables.get(*deliverable).map(|d| d.criterion),
            Action::Gather { delivery: Some(n), .. }
            | Action::SubmitDelivery { delivery: n }
            | Action::DecideDelivery { delivery: n, .. }
            | Action::LiftDelivery { delivery: n, .. } => delivery(*n),
            Action::Tick { gate, item, .. } => {
                asks(*gate).get(*item).and_then(|key| self.gates.get(*gate)?.items.get(key)).map(|(_, version)| *version).or(Some(0))
            }
            Action::PlanGate { gate, .. } | Action::SubmitGate { gate } | Action::DecideGate { gate, .. } | Action::LiftGate { gate, .. } => {
                self.gates.get(*gate).map(|g| g.version)
            }
            Action::EditChange { change }
            | Action::SubmitChange { change }
            | Action::ReceiveChange { change }
            | Action::AssessChange { change, .. }
            | Action::RaiseChange { change, .. }
            | Action::DecideChange { change, .. }
            | Action::WithdrawChange { change }
            | Action::ExecuteChange { change, .. }
            | Action::CommunicateChange { change } => self.changes.get(*change).map(|c| c.version),
            Action::WriteOn { document }
            | Action::AskForComments { document, .. }
            | Action::CloseComments { document }
            | Action::SubmitDocument { document }
            | Action::DecideDocument { document, .. } => self.documents.get(*document).map(|d| d.version),
            Action::Revoke { delegation, .. } => self.delegations.get(*delegation).map(Given::version),
            Action::Resume { .. } => Some(self.version),
            Action::Adopt { .. } => Some(self.charter.into()),
            _ => None,
        };
        found.unwrap_or(1)
    }
}
