//! What stands in somebody's list, and what the clock does.
use super::people::LEADERS;
use super::words::Refusal;
use super::{GateStage, Model, PartStage, Pending, Recording, Stage, TextStage, Thing, Which};
use crate::sequences::cast::{CONDITION_SOON, NAMED_PERSON};
use styrrum::domain::role::Role;

impl Model {
    /// What waits and is the person's to decide, but not what the person made; what nobody in the role below can decide; recordings to
    /// confirm; and what is to be finished, sent or mended.
    pub fn waiting_for(&self, who: usize) -> Vec<String> {
        if self.only_reads(who) {
            return Vec::new();
        }
        let mut found: Vec<String> = Vec::new();
        found.extend(
            (0..self.risks.len())
                .filter(|risk| self.waits(*risk) && self.is_mine(who, &self.pending_lowering(*risk)))
                .map(|n| Thing::Risk(n).reference(self.code)),
        );
        self.reports_waiting(who, &mut found);
        self.gates_waiting(who, &mut found);
        self.deliveries_waiting(who, &mut found);
        self.changes_waiting(who, &mut found);
        self.documents_waiting(who, &mut found);
        let mine = |r: &&Recording| r.end.is_none() && !self.decides_in(who, &[r.role]).is_empty();
        found.extend(self.recordings.iter().filter(mine).map(|r| format!("to confirm {}", r.about.reference(self.code))));
        found.sort_unstable();
        found
    }
    /// The person decides it, or sees to it while nobody can.
    fn is_mine(&self, who: usize, pending: &Pending) -> bool {
        self.decides(who, pending) || self.stands_in_for(who, pending.roles[0])
    }
    fn reports_waiting(&self, who: usize, found: &mut Vec<String>) {
        let leads = self.has(who, &LEADERS);
        for (which, editions) in &self.reports {
            // Whoever answers for the effects finishes the report of them too.
            let writes = leads || (*which == Which::Effect && self.has(who, &[Role::EffectOwner]));
            let name = Thing::Report(*which).reference(self.code);
            let last_locked = editions.iter().rposition(|e| e.stage.locked());
            for (at, e) in editions.iter().enumerate() {
                match e.stage {
                    Stage::Submitted if self.is_mine(who, &self.pending_report(*which)) => found.push(format!("submitted {name}")),
                    // A corrected edition takes the place of the one before it.
                    Stage::Approved if last_locked == Some(at) && self.has(who, &[Role::ProjectOrderer]) => found.push(format!("to send {name}")),
                    Stage::Returned if writes => found.push(format!("returned {name}")),
                    Stage::Draft if writes => found.push(format!("draft {name}")),
                    _ => {}
                }
            }
        }
    }
    fn gates_waiting(&self, who: usize, found: &mut Vec<String>) {
        if let (Some((_, decision)), Some(pending)) = (self.stopped, self.pending_resumption()) {
            found.extend(self.is_mine(who, &pending).then(|| format!("paused {decision}")));
        }
        found.extend(self.waiting_gates().filter(|at| self.is_mine(who, &self.pending_gate(*at))).map(|at| format!("gate {}", at + 1)));
        let returned = |at: &usize| self.gates[*at].stage == GateStage::Returned && !self.gates[*at].waits();
        let leads = self.runs() && self.has(who, &LEADERS);
        found.extend((0..self.gates.len()).filter(returned).filter(|_| leads).map(|at| format!("gate back {}", at + 1)));
    }
    fn changes_waiting(&self, who: usize, found: &mut Vec<String>) {
        for (n, (what, role)) in (0..self.changes.len()).filter_map(|n| Some((n, self.change_waits(n)?))) {
            if self.change_is_mine(who, n, role) || self.stands_in_for(who, role) {
                found.push(format!("{what} {}", Thing::Change(n).reference(self.code)));
            }
        }
    }
    fn deliveries_waiting(&self, who: usize, found: &mut Vec<String>) {
        let leads = self.has(who, &LEADERS);
        found.extend(self.waiting_deliveries().filter(|at| self.is_mine(who, &self.pending_delivery(*at))).map(|at| format!("delivery {}", at + 1)));
        let returned = |at: &usize| self.deliveries[*at].stage == PartStage::Returned && self.runs() && leads;
        found.extend((0..self.deliveries.len()).filter(returned).map(|at| format!("delivery back {}", at + 1)));
        for (number, c) in (1..).zip(&self.conditions) {
            let soon = c.due <= self.day + CONDITION_SOON;
            if soon && (who == NAMED_PERSON || (leads && c.due < self.day)) {
                found.push(format!("condition {number}"));
            }
        }
    }
    fn documents_waiting(&self, who: usize, found: &mut Vec<String>) {
        let leads = self.has(who, &LEADERS);
        for (n, d) in self.documents.iter().enumerate() {
            match d.newest().stage {
                TextStage::Submitted if self.is_mine(who, &self.pending_document(n, d.texts.len() - 1)) => found.push(format!("document {}", n + 1)),
                TextStage::Returned if leads => found.push(format!("document back {}", n + 1)),
                _ => {}
            }
            for c in d.consultations.iter().filter(|c| c.open) {
                if c.asked.contains(&who) && !c.answered.contains(&who) {
                    found.push(format!("comments {}", n + 1));
                } else if leads && (c.asked == c.answered || c.last_day < self.day) {
                    found.push(format!("comments to close {}", n + 1));
                }
            }
        }
    }

    /// Days pass, and a night's work is done.
    pub fn days_pass(&mut self, days: i64) -> Result<(), Refusal> {
        self.day += days;
        self.reopen_expired();
        Ok(())
    }
}
