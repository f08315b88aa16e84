//! Deliverables and their versions, and part deliveries: gathered, submitted, and decided with the four outcomes.
use super::course::{Lifted, Outcome};
use super::people::{LEAD, above};
use super::words::{Basis, Mail, Matter, Refusal, Saw, Thing, Why, one, refuse, seen};
use super::{Condition, Model, Pending};
use crate::sequences::Action;
use crate::sequences::cast::{CONDITION_DAYS, NAMED_PERSON};
use styrrum::domain::role::Role;

/// A deliverable; each has one criterion.
#[derive(Debug, Clone)]
pub struct Deliverable {
    pub versions: Vec<Version>,
    pub version: i64,
    pub met: bool,
    /// The criterion's own version.
    pub criterion: i64,
}
/// A version of a deliverable, with the part delivery and the decision that locked it.
#[derive(Debug, Clone)]
pub struct Version {
    pub number: i32,
    pub locked: Option<(usize, i32)>,
    /// A decision was about it, whatever came of it: it stays.
    pub judged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartStage {
    Draft,
    Submitted,
    Returned,
    Approved,
}
#[derive(Debug, Clone)]
pub struct Delivery {
    pub stage: PartStage,
    pub makers: Vec<usize>,
    /// Deliverable and the number of its version.
    pub versions: Vec<(usize, i32)>,
    pub to_complete: bool,
    pub lift: Option<Lifted>,
    /// Who without the mandate asks the holder to take a stand.
    pub request: Option<usize>,
    pub decision: Option<i32>,
    pub version: i64,
}

impl Model {
    /// What a leader does with deliverables, and only while the project is running.
    fn leads(&self, who: usize) -> Refusal {
        let mut why = Refusal::new();
        self.demand(who, &LEAD, &mut why);
        self.running(&mut why);
        why
    }
    fn version_at(&self, (deliverable, number): (usize, i32)) -> Option<&Version> {
        self.deliverables.get(deliverable).and_then(|d| d.versions.iter().find(|v| v.number == number))
    }
    fn any_locked(&self, versions: &[(usize, i32)]) -> bool {
        versions.iter().any(|v| self.version_at(*v).is_some_and(|v| v.locked.is_some()))
    }

    pub fn add_version(&mut self, who: usize, n: usize) -> Result<(), Refusal> {
        refuse(self.leads(who))?;
        let number = self.next_version(n);
        self.deliverables[n].versions.push(Version { number, locked: None, judged: false });
        self.deliverables[n].version += 1;
        Ok(())
    }
    pub fn next_version(&self, n: usize) -> i32 {
        self.deliverables[n].versions.iter().map(|v| v.number).max().unwrap_or(0) + 1
    }
    /// Until it is gathered in a part delivery, and never once a decision was about it.
    pub fn remove_version(&mut self, who: usize, n: usize, number: i32, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads(who);
        match self.version_at((n, number)) {
            None => drop(why.insert(Why::NotFound)),
            Some(v) if v.judged || self.deliveries.iter().any(|d| d.versions.contains(&(n, number))) => drop(why.insert(Why::State)),
            Some(_) => {}
        }
        seen(saw, false, &mut why);
        refuse(why)?;
        let d = &mut self.deliverables[n];
        d.versions.retain(|v| v.number != number);
        d.version += 1;
        Ok(())
    }
    /// Says whether the criterion is met. Whoever decides about a part delivery that waits with it must have seen that, and whoever
    /// changes what waits is one of its makers.
    pub fn judge(&mut self, who: usize, n: usize, met: bool, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads(who);
        seen(saw, true, &mut why);
        refuse(why)?;
        let d = &mut self.deliverables[n];
        (d.met, d.criterion) = (met, d.criterion + 1);
        for at in 0..self.deliveries.len() {
            let d = &self.deliveries[at];
            if d.stage == PartStage::Submitted && d.versions.iter().any(|(of, _)| *of == n) {
                self.made(at, who);
            }
        }
        Ok(())
    }
    /// Somebody had a hand in it, and it has changed.
    fn made(&mut self, at: usize, who: usize) {
        let d = &mut self.deliveries[at];
        if !d.makers.contains(&who) {
            d.makers.push(who);
        }
        d.version += 1;
        self.moved_on(Thing::Delivery(at));
    }
    /// Draws a part delivery up, or writes it anew. What is approved already is not delivered once more.
    pub fn gather(&mut self, who: usize, delivery: Option<usize>, versions: [Option<i32>; 2], saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads(who);
        let versions: Vec<(usize, i32)> = (0..).zip(versions).filter_map(|(n, number)| Some((n, number?))).collect();
        if versions.iter().any(|v| self.version_at(*v).is_none_or(|v| v.locked.is_some())) {
            why.insert(Why::Invalid);
        }
        match delivery.map(|at| self.deliveries.get(at)) {
            None => {}
            Some(None) => drop(why.insert(Why::NotFound)),
            Some(Some(d)) => {
                if !matches!(d.stage, PartStage::Draft | PartStage::Returned) {
                    why.insert(Why::State);
                }
                seen(saw, true, &mut why);
            }
        }
        refuse(why)?;
        match delivery {
            Some(at) => {
                self.deliveries[at].versions = versions;
                self.made(at, who);
            }
            None => {
                let makers = vec![who];
                let new = Delivery { stage: PartStage::Draft, makers, versions, to_complete: false, lift: None, request: None, decision: None, version: 1 };
                self.deliveries.push(new);
            }
        }
        Ok(())
    }
    pub fn submit_delivery(&mut self, who: usize, at: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads(who);
        let Some(d) = self.deliveries.get(at) else {
            why.insert(Why::NotFound);
            return Err(why);
        };
        if !matches!(d.stage, PartStage::Draft | PartStage::Returned) || d.versions.is_empty() || self.any_locked(&d.versions) {
            why.insert(Why::State);
        }
        seen(saw, false, &mut why);
        refuse(why)?;
        self.made(at, who);
        let d = &mut self.deliveries[at];
        (d.stage, d.to_complete) = (PartStage::Submitted, false);
        self.tell_deciders(Mail::DeliverySubmitted, Matter::Deliverable, self.pending_delivery(at).roles[0], who);
        Ok(())
    }

    /// Whoever wrote, submitted or lifted it, or asked, does not decide it. A proposal to end the project lies with those who may.
    pub fn pending_delivery(&self, at: usize) -> Pending {
        let d = &self.deliveries[at];
        self.pending_outcome(Matter::Deliverable, d.lift, d.makers.clone(), d.request)
    }
    /// The part deliveries that wait for a decision; none while the project is stopped.
    pub fn waiting_deliveries(&self) -> impl Iterator<Item = usize> + '_ {
        let waits = |(at, d): (usize, &Delivery)| (d.stage == PartStage::Submitted).then_some(at);
        self.deliveries.iter().enumerate().filter_map(waits).filter(|_| self.runs())
    }
    /// The criteria that are not met, as conditions name them.
    pub fn unmet(&self, at: usize) -> Vec<String> {
        let of = self.deliveries[at].versions.iter().map(|(n, _)| *n);
        of.filter(|n| !self.deliverables[*n].met).map(|n| format!("L{}-1", n + 1)).collect()
    }

    pub fn decide_delivery(&mut self, who: usize, at: usize, outcome: Outcome, conditions: bool, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let Some(d) = self.deliveries.get(at) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        self.running(&mut why);
        let (goes_on, ends) = (outcome == Outcome::Continue, outcome == Outcome::Terminate);
        if d.stage != PartStage::Submitted || (ends && !self.may_end()) || (goes_on && self.any_locked(&d.versions)) {
            why.insert(Why::State);
        }
        // With a missing criterion only with a condition for it.
        if goes_on && !conditions && !self.unmet(at).is_empty() {
            why.insert(Why::Invalid);
        }
        seen(saw, true, &mut why);
        let pending = self.pending_delivery(at);
        let ending = self.pending_end(&pending);
        let pending = if ends { pending } else { Model::pending_but_ending(Matter::Deliverable, self.deliveries[at].lift, pending) };
        let pending = if ends && self.right(who, &ending, basis).is_some() { ending } else { pending };
        let action = Action::DecideDelivery { delivery: at, outcome, conditions, basis };
        let Some(right) = self.decision(who, &pending, Thing::Delivery(at), basis, why, action)? else { return Ok(()) };
        if ends && pending.matter != Matter::Terminate {
            // Another body's "Avsluta" becomes a proposal that is lifted.
            let to = self.table.roles(Matter::Terminate)[0];
            self.lifted(at, who, (to, who, true), Matter::Terminate);
            self.take(right, Some(pending.matter), Thing::Delivery(at), "end_proposed", who);
            return Ok(());
        }
        let word = match outcome {
            Outcome::Continue => "approved",
            Outcome::Back => "back",
            Outcome::Stop => "stop",
            Outcome::Terminate => "terminate",
        };
        let unmet = self.unmet(at);
        let number = self.take(right, Some(pending.matter), Thing::Delivery(at), word, who);
        let d = &mut self.deliveries[at];
        (d.lift, d.request, d.version) = (None, None, d.version + 1);
        self.judged(at);
        let d = &mut self.deliveries[at];
        match outcome {
            Outcome::Continue => {
                (d.stage, d.decision) = (PartStage::Approved, Some(number));
                self.approved(at, number, who, if conditions { unmet } else { Vec::new() });
            }
            Outcome::Back => (d.stage, d.to_complete) = (PartStage::Returned, true),
            Outcome::Stop => {
                d.stage = PartStage::Draft;
                self.moved_on(Thing::Gate(self.next_gate().unwrap_or(0)));
                self.stops(right.role, number);
            }
            Outcome::Terminate => {
                d.stage = PartStage::Draft;
                self.ends(self.next_gate().unwrap_or(0), number);
            }
        }
        self.tell(Mail::DeliveryDecided, Role::ProjectLeader, who);
        Ok(())
    }
    fn judged(&mut self, at: usize) {
        for (n, version) in self.deliveries[at].versions.clone() {
            self.deliverables[n].versions.iter_mut().filter(|v| v.number == version).for_each(|v| v.judged = true);
        }
    }
    /// Its versions are locked, and the effect phase begins with the first.
    fn approved(&mut self, at: usize, number: i32, who: usize, unmet: Vec<String>) {
        for (n, version) in self.deliveries[at].versions.clone() {
            for v in self.deliverables[n].versions.iter_mut().filter(|v| v.number == version) {
                v.locked = Some((at, number));
            }
        }
        self.first_delivery(number);
        self.set_conditions(Thing::Delivery(at), unmet, number, who);
    }
    /// One for each item, owned by the same person, who gets one mail, and due on the same day: counted from when it was recorded.
    pub fn set_conditions(&mut self, of: Thing, items: Vec<String>, decision: i32, who: usize) {
        let due = self.confirming.map_or(self.day, |(_, on)| on) + CONDITION_DAYS;
        if !items.is_empty() {
            self.send(Mail::ConditionSet, [NAMED_PERSON].into(), who);
        }
        self.conditions.extend(items.into_iter().map(|item| Condition { of, item, due, decision }));
    }
    /// The holder lifts it to the role above, whoever made it. Whoever else may discuss asks the holder, with whom it stays.
    pub fn lift_delivery(&mut self, who: usize, at: usize, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let Some(d) = self.deliveries.get(at) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        self.running(&mut why);
        let pending = self.pending_delivery(at).whoever_made_it();
        let to = above(pending.roles[0]).filter(|_| pending.matter != Matter::Terminate);
        let asks = !self.holds(who, &pending) && !self.may_record(who, &pending, basis);
        if d.stage != PartStage::Submitted || (to.is_none() && !asks) {
            why.insert(Why::State);
        }
        seen(saw, true, &mut why);
        if asks {
            if self.only_reads(who) {
                why.insert(Why::NoRight);
            }
            refuse(why)?;
            self.deliveries[at].request = Some(who);
            self.tell_deciders(Mail::DeliveryAsked, pending.matter, pending.roles[0], who);
            return Ok(());
        }
        let Some(right) = self.decision(who, &pending, Thing::Delivery(at), basis, why, Action::LiftDelivery { delivery: at, basis })? else { return Ok(()) };
        let Some(to) = to else { return one(Why::State) };
        self.lifted(at, who, (to, who, false), Matter::Deliverable);
        self.take(right, Some(pending.matter), Thing::Delivery(at), "lifted", who);
        Ok(())
    }
    fn lifted(&mut self, at: usize, who: usize, lift: Lifted, matter: Matter) {
        let d = &mut self.deliveries[at];
        (d.lift, d.request, d.version) = (Some(lift), None, d.version + 1);
        self.tell_deciders(Mail::DeliveryLifted, matter, lift.0, who);
    }
}
