//! A new charter: a decision, and what waits moves with it.
use super::words::{Basis, Mail, Matter, Refusal, Saw, Table, Thing, Why, refuse, seen};
use super::{Model, Pending, State};
use crate::sequences::Action;
use styrrum::domain::role::Role;

impl Model {
    pub fn adopt(&mut self, who: usize, table: Table, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        let pending = Pending { matter: Matter::Charter, roles: self.table.roles(Matter::Charter).to_vec(), makers: Vec::new() };
        let right = self.right(who, &pending, basis);
        match right {
            None => drop(why.insert(Why::NoMandate)),
            Some(right) if !self.basis_holds(right, Matter::Charter, basis) => drop(why.insert(Why::State)),
            Some(_) => {}
        }
        seen(saw, true, &mut why);
        refuse(why)?;
        if let Some(right) = right {
            self.take(right, Some(Matter::Charter), Thing::Charter(self.charter + 1), "adopted", who);
        }
        let mut told = self.move_risks(table);
        let holders = self.held_submitted();
        (self.table, self.charter) = (table, self.charter + 1);
        told.extend(holders.iter().zip(self.held_submitted()).filter(|(before, now)| **before != *now).map(|(_, now)| now));
        // Each new holder is told once.
        told.sort_unstable();
        told.dedup();
        for role in told {
            self.tell(Mail::Moved, role, who);
        }
        self.close_what_moved();
        Ok(())
    }
    /// The roles that get a waiting risk now.
    fn move_risks(&mut self, table: Table) -> Vec<Role> {
        let now = (self.day, self.step);
        let mut told = Vec::new();
        for risk in 0..self.risks.len() {
            let matter = self.matter_of(risk);
            let to = table.roles(matter)[0];
            let waits = self.waits(risk);
            let r = &mut self.risks[risk];
            // Acknowledgements clear when the holder changes; explicit lifts stay. Open: an escalation's time is then set anew.
            if self.table.roles(matter)[0] != to
                && !matches!(r.state, State::Closed { .. })
                && r.lift.is_none()
                && (waits || (r.escalation.is_some() && !matches!(r.state, State::Accepted { .. })))
            {
                r.escalation = r.escalation.map(|_| (now, false));
                told.push(to);
            }
        }
        told
    }
    /// With whom everything waits that was submitted, in a fixed order. What is lifted stays.
    fn held_submitted(&self) -> Vec<Role> {
        let reports = self.submitted_reports().map(|which| self.pending_report(which).roles[0]);
        let deliveries = self.waiting_deliveries().map(|n| self.pending_delivery(n).roles[0]);
        let documents = self.submitted_documents().map(|_| self.table.roles(Matter::PlanDocument)[0]);
        let gates = self.waiting_gates().map(|n| self.pending_gate(n).roles[0]);
        let changes = self.raised_changes().filter_map(|n| Some(self.pending_change(n)?.roles[0]));
        gates.chain(reports).chain(changes).chain(deliveries).chain(documents).collect()
    }
    /// What a body recorded and may no longer decide is not its to confirm. What was lifted stays where it was lifted to, and a
    /// resumption with whoever stopped the project.
    fn close_what_moved(&mut self) {
        for n in 0..self.recordings.len() {
            let r = &self.recordings[n];
            // The new charter's limits may bring a change under another matter.
            let matter = if let Thing::Change(n) = r.about { self.matter_of_change(n).unwrap_or(r.matter) } else { r.matter };
            let stays = match r.about {
                Thing::Risk(risk) => self.risks[risk].lift.is_some(),
                Thing::Delivery(delivery) => self.deliveries[delivery].lift.is_some(),
                Thing::Gate(gate) => self.gates[gate].lift.is_some(),
                Thing::Change(change) => self.changes[change].lift.is_some(),
                // What was given is taken back by the role that gave it.
                Thing::Project | Thing::Delegation(_) => true,
                _ => false,
            };
            let matters = match &r.action {
                Action::Delegate { terms, .. } => terms.matters.clone(),
                _ => vec![matter],
            };
            if r.end.is_none() && !stays && !matters.iter().all(|m| self.table.roles(*m).contains(&r.role)) {
                self.recordings[n].end = Some("moved_on");
            }
        }
    }
}
