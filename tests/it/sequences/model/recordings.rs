//! What a leader, deputy or secretary recorded of a body's decision: its chair confirms or declines it.
use super::Model;
use super::words::{Basis, Mail, Matter, Refusal, Saw, Thing, Why, one, refuse};
use crate::sequences::Action;
use styrrum::domain::role::Role;

#[derive(Debug, Clone)]
pub struct Recording {
    pub action: Action,
    pub about: Thing,
    pub matter: Matter,
    pub basis: Basis,
    pub by: usize,
    /// The day it was recorded.
    pub on: i64,
    /// The body, whose chair confirms or declines.
    pub role: Role,
    /// `confirmed`, `declined` or `moved_on`; open without.
    pub end: Option<&'static str>,
}

impl Model {
    /// It waits for the body's chair, who is told.
    pub fn record(&mut self, recording: Recording) {
        self.tell(Mail::Recorded, recording.role, recording.by);
        self.recordings.push(recording);
    }
    /// A body has decided one thing: while that waits, nothing else is recorded beside it.
    pub fn is_recorded_already(&self, about: Thing) -> bool {
        self.recordings.iter().any(|r| r.end.is_none() && r.about == about)
    }
    /// What was recorded about something that has changed since can no longer be confirmed.
    pub fn moved_on(&mut self, about: Thing) {
        for r in self.recordings.iter_mut().filter(|r| r.end.is_none() && r.about == about) {
            r.end = Some("moved_on");
        }
    }
    /// The place of the recording `back` from the newest; one that there is not where there are none.
    pub fn recorded(&self, back: usize) -> usize {
        self.recordings.len().checked_sub(back + 1).unwrap_or(self.recordings.len())
    }
    /// An open recording that is the person's to answer: the chair's own, not a delegate's.
    fn to_answer(&self, who: usize, recording: usize) -> Result<Recording, Refusal> {
        let Some(found) = self.recordings.get(recording) else { return Err([Why::NotFound].into()) };
        let mut why = Refusal::new();
        if self.decides_in(who, &[found.role]).is_empty() {
            why.insert(Why::NoMandate);
        }
        if found.end.is_some() {
            why.insert(Why::State);
        }
        refuse(why).map(|()| found.clone())
    }
    /// The chair's yes to what was recorded: decided now, on the basis that was recorded.
    pub fn confirm(&mut self, who: usize, recording: usize) -> Result<(), Refusal> {
        let recording = self.recorded(recording);
        let Recording { action, basis, by, on, .. } = self.to_answer(who, recording)?;
        self.confirming = Some((by, on));
        let done = match action {
            Action::Answer { risk, confirm, .. } => self.answer(who, risk, confirm, basis, Saw::Now),
            Action::Accept { risk, days: until, .. } => self.accept(who, risk, until, basis, Saw::Now),
            Action::Order { risk, named, .. } => self.order(who, risk, named, basis, Saw::Now),
            Action::Lift { risk, .. } => self.lift(who, risk, basis, Saw::Now),
            Action::Approve { report, .. } | Action::Return { report, .. } => self.decide_report(who, action, report, basis, Saw::Now),
            Action::DecideDelivery { delivery, outcome, conditions, .. } => self.decide_delivery(who, delivery, outcome, conditions, basis, Saw::Now),
            Action::LiftDelivery { delivery, .. } => self.lift_delivery(who, delivery, basis, Saw::Now),
            Action::DecideGate { gate, outcome, conditions, beside, .. } => self.decide_gate(who, gate, outcome, conditions, beside, basis, Saw::Now),
            Action::LiftGate { gate, .. } => self.lift_gate(who, gate, basis, Saw::Now),
            Action::DecideChange { change, verdict, .. } => self.decide_change(who, change, verdict, basis, Saw::Now),
            Action::Resume { .. } => self.resume(who, basis, Saw::Now),
            Action::DecideDocument { document, adopt, .. } => self.decide_document(who, document, adopt, basis, Saw::Now),
            Action::Delegate { terms, .. } => match self.as_of(&terms, on) {
                Some(terms) => self.delegate(who, terms, basis),
                None => one(Why::State),
            },
            Action::Revoke { delegation, .. } => self.revoke(who, delegation, basis, Saw::Now),
            _ => one(Why::State),
        };
        self.confirming = None;
        done?;
        self.recordings[recording].end = Some("confirmed");
        Ok(())
    }
    /// The chair's no: nothing was decided so, and who recorded it is told.
    pub fn decline(&mut self, who: usize, recording: usize) -> Result<(), Refusal> {
        let recording = self.recorded(recording);
        self.to_answer(who, recording)?;
        self.recordings[recording].end = Some("declined");
        self.mails[Mail::Declined as usize] += 1;
        Ok(())
    }
}
