//! Gates: gone through, submitted, and decided with the four outcomes. A stopped project is resumed by whoever stopped it.
use super::course::{self, EFFECT_REPORT, FINAL_REPORT, GateStage, Lifted, Outcome, PHASES};
use super::people::{LEAD, above};
use super::words::{Basis, Mail, Matter, Refusal, Saw, Thing, Why, one, refuse, seen};
use super::{Baseline, Model, Pending, TextStage, Which};
use crate::sequences::Action;
use styrrum::domain::role::Role;

/// What the leader says of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It is met, and how.
    Met,
    /// It is met, and no more.
    Bare,
    No,
}

impl Model {
    /// What a leader does with a gate that is there: only while the project is running, and not once the gate is left.
    fn leads_gate(&self, who: usize, gate: usize) -> Refusal {
        let mut why = Refusal::new();
        self.demand(who, &LEAD, &mut why);
        self.running(&mut why);
        match self.gates.get(gate) {
            None => drop(why.insert(Why::NotFound)),
            Some(g) if g.stage.left() => drop(why.insert(Why::State)),
            Some(_) => {}
        }
        why
    }
    /// It comes next, and its phase goes on.
    fn in_turn(&self, gate: usize, why: &mut Refusal) {
        self.running(why);
        if self.next_gate() != Some(gate) || !self.gates[gate].stage.active() {
            why.insert(Why::State);
        }
    }
    /// The gate has changed: what a body had recorded about it before is overtaken.
    fn gate_moved(&mut self, gate: usize) {
        self.gates[gate].version += 1;
        self.moved_on(Thing::Gate(gate));
    }
    pub fn plan_gate(&mut self, who: usize, gate: usize, days: i64, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads_gate(who, gate);
        seen(saw, true, &mut why);
        refuse(why)?;
        self.gates[gate].planned = Some(self.day + days);
        self.gate_moved(gate);
        Ok(())
    }
    /// The project plan of this project is a document, so that an adopted version is what the gate asks for.
    pub fn adopted_plan(&self) -> Option<(usize, super::Label)> {
        let adopted = |d: &super::Document| d.texts.iter().rev().find(|t| t.stage == TextStage::Adopted).map(|t| t.label);
        self.documents.iter().enumerate().rev().find_map(|(n, d)| Some((n, adopted(d)?)))
    }
    /// Each item has a version of its own; the gate's moves with it, since whoever decides must have seen the list.
    pub fn tick(&mut self, who: usize, gate: usize, item: usize, says: Says, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads_gate(who, gate);
        let Some(item) = course::asks(gate).get(item).copied() else {
            why.insert(Why::NotFound);
            return Err(why);
        };
        // Whoever decides at a gate that waits leaves what it is judged by to others.
        if self.gates[gate].stage == GateStage::Submitted && self.deciders(self.pending_gate(gate).roles[0]).any(|decider| decider == who) {
            why.insert(Why::State);
        }
        let saved = self.gates[gate].items.get(item).map_or(0, |(_, version)| *version);
        seen(saw, saved > 0, &mut why);
        // A gate asks for approved artefacts: a report that is written here is approved by its own roles.
        let is_asked = |which: &Which| match item {
            FINAL_REPORT => *which == Which::Final,
            EFFECT_REPORT => *which == Which::Effect,
            "status_report" => matches!(which, Which::Status(_)),
            _ => false,
        };
        let editions: Vec<_> = self.reports.iter().filter(|(which, _)| is_asked(which)).flat_map(|(_, editions)| editions).collect();
        let approved = editions.iter().any(|e| e.stage.locked());
        // A plan that is written here is adopted here.
        let plan = if item == course::PROJECT_PLAN { self.adopted_plan().map(|(document, _)| document) } else { None };
        if says == Says::Met && item == course::PROJECT_PLAN && plan.is_none() && !self.documents.is_empty() {
            why.insert(Why::Invalid);
        }
        if !approved && (says == Says::Bare || (says == Says::Met && !editions.is_empty())) {
            why.insert(Why::Invalid);
        }
        refuse(why)?;
        self.gates[gate].items.insert(item, (matches!(says, Says::Met | Says::Bare), saved + 1));
        if item == course::PROJECT_PLAN {
            self.gates[gate].plan_named = plan.filter(|_| says == Says::Met);
        }
        self.gate_moved(gate);
        Ok(())
    }
    /// A plan that is adopted is there for each gate ahead that asks for one, unless another document is named there.
    pub fn plan_adopted(&mut self, document: usize) {
        for gate in 0..self.gates.len() {
            let g = &self.gates[gate];
            let another = g.plan_named.is_some_and(|named| named != document);
            if g.stage.left() || another || !course::asks(gate).contains(&course::PROJECT_PLAN) {
                continue;
            }
            let saved = g.items.get(course::PROJECT_PLAN).map_or(0, |(_, version)| *version);
            self.gates[gate].items.insert(course::PROJECT_PLAN, (true, saved + 1));
            self.gates[gate].plan_named = Some(document);
            self.gate_moved(gate);
        }
    }
    /// A report that its roles have approved is there for the gate that asks for it, unless that is left.
    pub fn artefact_approved(&mut self, which: Which) {
        let (gate, item) = match which {
            Which::Final => (course::CLOSURE, FINAL_REPORT),
            Which::Effect => (course::EFFECT, EFFECT_REPORT),
            Which::Status(_) => return,
        };
        if !self.gates[gate].stage.left() {
            let saved = self.gates[gate].items.get(item).map_or(0, |(_, version)| *version);
            self.gates[gate].items.insert(item, (true, saved + 1));
            self.gate_moved(gate);
        }
    }
    pub fn submit_gate(&mut self, who: usize, gate: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads_gate(who, gate);
        if gate >= PHASES {
            return Err(why);
        }
        self.in_turn(gate, &mut why);
        if self.gates[gate].stage == GateStage::Submitted {
            why.insert(Why::State);
        }
        seen(saw, false, &mut why);
        refuse(why)?;
        (self.gates[gate].stage, self.gates[gate].by) = (GateStage::Submitted, Some(who));
        self.gate_moved(gate);
        let pending = self.pending_gate(gate);
        self.tell_deciders(Mail::GateSubmitted, pending.matter, pending.roles[0], who);
        Ok(())
    }

    /// Whoever submitted or lifted it, or asked, does not decide it. Open: who filled in what it asks for may.
    pub fn pending_gate(&self, gate: usize) -> Pending {
        let g = &self.gates[gate];
        self.pending_outcome(Matter::Gate, g.lift, g.by.into_iter().collect(), g.request)
    }
    /// The gates that wait for a decision; none while the project is stopped.
    pub fn waiting_gates(&self) -> impl Iterator<Item = usize> + '_ {
        (0..PHASES).filter(|gate| self.runs() && self.gates[*gate].waits())
    }
    /// What the gate asks for and lacks.
    pub fn lacks(&self, gate: usize) -> Vec<String> {
        let met = |item: &&&str| self.gates[gate].items.get(**item).is_some_and(|(met, _)| *met);
        course::asks(gate).iter().filter(|item| !met(item)).map(|item| (*item).to_owned()).collect()
    }

    pub fn decide_gate(&mut self, who: usize, gate: usize, outcome: Outcome, conditions: bool, beside: bool, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        if gate >= PHASES {
            return one(Why::NotFound);
        }
        let mut why = Refusal::new();
        self.in_turn(gate, &mut why);
        let waits = self.gates[gate].waits();
        let possible = match outcome {
            Outcome::Continue => self.gates[gate].stage == GateStage::Submitted,
            Outcome::Back => waits,
            // Whoever may can stop or end a project at any time.
            Outcome::Stop => true,
            Outcome::Terminate => gate < course::CLOSURE,
        };
        if !possible {
            why.insert(Why::State);
        }
        // With a missing criterion only with a condition for it.
        let missing = self.lacks(gate);
        if outcome == Outcome::Continue && !conditions && !missing.is_empty() {
            why.insert(Why::Invalid);
        }
        seen(saw, true, &mut why);
        let ends = outcome == Outcome::Terminate;
        let pending = self.pending_gate(gate);
        let ending = self.pending_end(&pending);
        let pending = if ends { pending } else { Model::pending_but_ending(Matter::Gate, self.gates[gate].lift, pending) };
        let pending = if ends && self.right(who, &ending, basis).is_some() { ending } else { pending };
        let about = Thing::Gate(gate);
        let action = Action::DecideGate { gate, outcome, conditions, beside, basis };
        let Some(right) = self.decision(who, &pending, about, basis, why, action)? else { return Ok(()) };
        if ends && pending.matter != Matter::Terminate {
            // Another body's "Avsluta" becomes a proposal that is lifted.
            let to = self.table.roles(Matter::Terminate)[0];
            self.lifted_gate(gate, who, (to, who, true), Matter::Terminate);
            self.take(right, Some(pending.matter), about, "end_proposed", who);
            return Ok(());
        }
        let word = match outcome {
            Outcome::Continue => "continue",
            Outcome::Back => "back",
            Outcome::Stop => "stop",
            Outcome::Terminate => "terminate",
        };
        let number = self.take(right, Some(pending.matter), about, word, who);
        match outcome {
            Outcome::Continue => {
                self.goes_on(gate, number, beside);
                self.plan_in_force(number);
                self.set_conditions(about, if conditions { missing } else { Vec::new() }, number, who);
            }
            Outcome::Back => {
                self.gates[gate].settle(GateStage::Returned);
                self.gates[gate].to_complete = true;
            }
            Outcome::Stop => {
                self.gates[gate].settle(GateStage::Open);
                self.stops(right.role, number);
            }
            Outcome::Terminate => self.ends(gate, number),
        }
        self.tell(Mail::GateDecided, Role::ProjectLeader, who);
        Ok(())
    }
    /// The holder lifts it to the role above, whoever made it. Whoever else may discuss asks the holder, with whom it stays.
    pub fn lift_gate(&mut self, who: usize, gate: usize, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        if gate >= PHASES {
            return one(Why::NotFound);
        }
        let mut why = Refusal::new();
        self.in_turn(gate, &mut why);
        let pending = self.pending_gate(gate).whoever_made_it();
        let to = above(pending.roles[0]).filter(|_| pending.matter != Matter::Terminate);
        let asks = !self.holds(who, &pending) && !self.may_record(who, &pending, basis);
        if !self.gates[gate].waits() || (to.is_none() && !asks) {
            why.insert(Why::State);
        }
        seen(saw, false, &mut why);
        if asks {
            if self.only_reads(who) {
                why.insert(Why::NoRight);
            }
            refuse(why)?;
            self.gates[gate].request = Some(who);
            self.tell_deciders(Mail::GateAsked, pending.matter, pending.roles[0], who);
            return Ok(());
        }
        let Some(right) = self.decision(who, &pending, Thing::Gate(gate), basis, why, Action::LiftGate { gate, basis })? else { return Ok(()) };
        let Some(to) = to else { return one(Why::State) };
        self.lifted_gate(gate, who, (to, who, false), Matter::Gate);
        self.take(right, Some(pending.matter), Thing::Gate(gate), "lifted", who);
        Ok(())
    }
    /// The plan is in force once the project is carried out.
    fn plan_in_force(&mut self, decision: i32) {
        if self.plans.is_empty() && self.next_gate().is_none_or(|gate| gate >= course::EXECUTION) {
            self.plans.push(Baseline { plan: self.plan, change: None, decision: Some(decision) });
        }
    }
    fn lifted_gate(&mut self, gate: usize, who: usize, lift: Lifted, matter: Matter) {
        let g = &mut self.gates[gate];
        (g.lift, g.request, g.version) = (Some(lift), None, g.version + 1);
        self.tell_deciders(Mail::GateLifted, matter, lift.0, who);
    }

    /// A stopped project waits for whoever stopped it.
    pub fn pending_resumption(&self) -> Option<Pending> {
        self.stopped.map(|(by, _)| Pending { matter: Matter::Resume, roles: vec![by], makers: Vec::new() })
    }
    pub fn resume(&mut self, who: usize, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        seen(saw, true, &mut why);
        let Some(pending) = self.pending_resumption() else {
            why.insert(Why::State);
            return Err(why);
        };
        let Some(right) = self.decision(who, &pending, Thing::Project, basis, why, Action::Resume { basis })? else { return Ok(()) };
        self.take(right, Some(Matter::Resume), Thing::Project, "resumed", who);
        self.resumes();
        Ok(())
    }
}
