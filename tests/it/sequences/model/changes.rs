//! Change requests: ordered, received, assessed, raised to the one whom they touch, decided, carried out, told of. Each step is
//! open only to its role.
use super::decider::{Assessed, Effect, Lines};
use super::people::{WRITE, above};
use super::words::{Basis, Mail, Matter, Refusal, Saw, Thing, Why, refuse, seen};
use super::{Model, PartStage, Pending, Right};
use crate::sequences::Action;
use std::collections::BTreeSet;
use styrrum::domain::role::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeStage {
    Draft,
    Submitted,
    Received,
    Assessed,
    Raised,
    Approved,
    Rejected,
    Returned,
    Executing,
    Executed,
    Communicated,
    Withdrawn,
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Approve,
    Reject,
    Return,
    Lift,
}

#[derive(Debug, Clone)]
pub struct Change {
    pub stage: ChangeStage,
    /// The role on whose behalf it is made.
    pub ordered_by: Role,
    /// The orderer has taken the owner's request further.
    pub passed_on: bool,
    pub makers: Vec<usize>,
    pub assessed: Option<Assessed>,
    pub lift: Option<(Role, usize)>,
    pub decision: Option<i32>,
    /// The plan that it made.
    pub plan: Option<usize>,
    pub version: i64,
}
/// A plan in force, and what made it.
#[derive(Debug, Clone, Copy)]
pub struct Baseline {
    pub plan: super::Plan,
    /// The change, if one made it.
    pub change: Option<usize>,
    /// None of one that was not decided here, but only kept when the first change made another.
    pub decision: Option<i32>,
}

/// Open: the description names those who order a change; leader and deputy may too.
pub const ORDER: [Role; 7] =
    [Role::ProjectOwner, Role::ProjectOrderer, Role::SteeringGroup, Role::ProjectLeader, Role::DeputyProjectLeader, Role::ProjectGroup, Role::ReferenceGroup];
/// Receiver and executor.
const HANDLE: [Role; 1] = [Role::ProjectLeader];

impl Change {
    pub fn draft(by: usize, ordered_by: Role) -> Change {
        let (stage, makers) = (ChangeStage::Draft, vec![by]);
        Change { stage, ordered_by, passed_on: false, makers, assessed: None, lift: None, decision: None, plan: None, version: 1 }
    }
    fn editable(&self) -> bool {
        matches!(self.stage, ChangeStage::Draft | ChangeStage::Returned)
    }
    fn addressee(&self) -> Role {
        if self.ordered_by == Role::ProjectOwner && !self.passed_on { Role::ProjectOrderer } else { Role::ProjectLeader }
    }
    fn to_pass_on(&self) -> bool {
        self.stage == ChangeStage::Submitted && self.addressee() == Role::ProjectOrderer
    }
    fn on_behalf_of(&self) -> Vec<Role> {
        if self.passed_on { vec![self.ordered_by, Role::ProjectOrderer] } else { vec![self.ordered_by] }
    }
    fn decided(&self) -> bool {
        use ChangeStage::*;
        matches!(self.stage, Approved | Rejected | Executing | Executed | Communicated)
    }
    fn made_by(&mut self, who: usize) {
        if !self.makers.contains(&who) {
            self.makers.push(who);
        }
    }
}

impl Model {
    pub fn order_change(&mut self, who: usize, role: Role, submit: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.demand(who, &ORDER, &mut why);
        self.running(&mut why);
        if !ORDER.contains(&role) || !self.has(who, &[role]) {
            why.insert(Why::Invalid);
        }
        refuse(why)?;
        self.changes.push(Change::draft(who, role));
        if submit { self.submit_change(who, self.changes.len() - 1, Saw::Now) } else { Ok(()) }
    }
    /// The request, if it is there for the person: a draft is for those who order it, and for those who read drafts.
    fn change_for(&self, who: usize, n: usize, why: &mut Refusal) -> Option<&Change> {
        let found = self.changes.get(n).filter(|c| c.stage != ChangeStage::Draft || self.has(who, &[c.ordered_by]) || self.has(who, &WRITE));
        if found.is_none() {
            why.insert(Why::NotFound);
        }
        found
    }
    /// A step of those in `role`; `fits`: it is their turn.
    fn steps(&self, who: usize, n: usize, roles: impl Fn(&Change) -> Vec<Role>, fits: impl Fn(&Change) -> bool, saw: Saw) -> Refusal {
        let mut why = Refusal::new();
        let Some(change) = self.change_for(who, n, &mut why) else {
            return why;
        };
        self.demand(who, &roles(change), &mut why);
        if !fits(change) {
            why.insert(Why::State);
        }
        seen(saw, true, &mut why);
        why
    }
    /// A step of the leader's, whether it is there or not.
    fn leads_change(&self, who: usize, n: usize, fits: impl Fn(&Change) -> bool, saw: Saw) -> Refusal {
        let mut why = self.steps(who, n, |_| HANDLE.to_vec(), fits, saw);
        self.demand(who, &HANDLE, &mut why);
        why
    }
    /// The change goes to a state: what a body had recorded about it before is overtaken.
    fn change_to(&mut self, n: usize, stage: ChangeStage) {
        self.changes[n].stage = stage;
        self.changes[n].version += 1;
        self.moved_on(Thing::Change(n));
    }
    pub fn edit_change(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.steps(who, n, |c| vec![c.ordered_by], Change::editable, saw);
        self.running(&mut why);
        refuse(why)?;
        let stage = self.changes[n].stage;
        self.changes[n].made_by(who);
        self.change_to(n, stage);
        Ok(())
    }
    /// The owner submits to the orderer, who takes it further; everybody else to the leader.
    pub fn submit_change(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        let whose = |c: &Change| vec![if c.to_pass_on() { Role::ProjectOrderer } else { c.ordered_by }];
        let mut why = self.steps(who, n, whose, |c| c.editable() || c.to_pass_on(), saw);
        self.running(&mut why);
        refuse(why)?;
        self.changes[n].passed_on |= self.changes[n].to_pass_on();
        self.changes[n].made_by(who);
        self.change_to(n, ChangeStage::Submitted);
        // A leader who submits to themselves has received it by that.
        if !self.changes[n].to_pass_on() && self.has(who, &HANDLE) {
            self.change_to(n, ChangeStage::Received);
        } else {
            self.tell(Mail::ChangeWaits, self.changes[n].addressee(), who);
        }
        Ok(())
    }
    pub fn receive_change(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads_change(who, n, |c| c.stage == ChangeStage::Submitted && !c.to_pass_on(), saw);
        self.running(&mut why);
        refuse(why)?;
        self.change_to(n, ChangeStage::Received);
        Ok(())
    }
    pub fn assess_change(&mut self, who: usize, n: usize, effect: Effect, saw: Saw) -> Result<(), Refusal> {
        let mut why = self.leads_change(who, n, |c| matches!(c.stage, ChangeStage::Received | ChangeStage::Assessed), saw);
        self.running(&mut why);
        let assessed = Assessed::of(effect, &self.plan, self.day);
        if assessed.applied(&self.plan).is_none() {
            why.insert(Why::Invalid);
        }
        refuse(why)?;
        self.changes[n].made_by(who);
        self.changes[n].assessed = Some(assessed);
        self.change_to(n, ChangeStage::Assessed);
        Ok(())
    }
    /// The leader raises it to its decider; of what is raised, the holder lifts it to the role above.
    pub fn raise_change(&mut self, who: usize, n: usize, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        if self.changes.get(n).is_some_and(|c| c.stage == ChangeStage::Raised) {
            return self.decide_change(who, n, Verdict::Lift, basis, saw);
        }
        let mut why = self.leads_change(who, n, |c| c.stage == ChangeStage::Assessed, saw);
        self.running(&mut why);
        if self.changes.get(n).is_some_and(|c| self.no_longer_taken(c)) {
            why.insert(Why::State);
        }
        refuse(why)?;
        self.changes[n].lift = None;
        self.change_to(n, ChangeStage::Raised);
        self.tell_its_decider(n, who);
        Ok(())
    }
    fn tell_its_decider(&mut self, n: usize, but: usize) {
        if let Some(pending) = self.pending_change(n) {
            self.tell_deciders(Mail::ChangeWaits, pending.matter, pending.roles[0], but);
        }
    }
    fn no_longer_taken(&self, change: &Change) -> bool {
        change.assessed.is_some_and(|a| a.applied(&self.plan).is_none())
    }

    pub fn matter_of_change(&self, n: usize) -> Option<Matter> {
        self.changes[n].assessed.map(|a| a.matter(self.table))
    }
    /// Neither its makers nor those on whose behalf it is made decide it. Not barred: the leader's changes within tolerance.
    pub fn pending_change(&self, n: usize) -> Option<Pending> {
        let (matter, c) = (self.matter_of_change(n)?, &self.changes[n]);
        let roles = c.lift.map_or_else(|| self.table.roles(matter).to_vec(), |(to, _)| vec![to]);
        let leaders_own = matter == Matter::ChangeWithinTolerance && c.lift.is_none() && roles[0] == Role::ProjectLeader;
        let behalf = c.on_behalf_of();
        let ordering = (0..self.people.len()).filter(|p| self.has(*p, &behalf));
        let leads = |p: &usize| leaders_own && self.has(*p, &[Role::ProjectLeader]);
        let makers = c.makers.iter().copied().chain(ordering).filter(|p| !leads(p)).collect();
        Some(Pending { matter, roles, makers })
    }
    pub fn raised_changes(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.changes.len()).filter(|n| self.runs() && self.changes[*n].stage == ChangeStage::Raised)
    }
    /// Approved, rejected, returned or lifted by its decider; and the owner's request returned by the orderer before it goes further.
    pub fn decide_change(&mut self, who: usize, n: usize, verdict: Verdict, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        let Some(change) = self.change_for(who, n, &mut why) else { return Err(why) };
        if verdict == Verdict::Return && change.to_pass_on() {
            return self.hand_back(who, n, saw);
        }
        self.running(&mut why);
        if change.stage != ChangeStage::Raised || (verdict == Verdict::Approve && self.no_longer_taken(change)) {
            why.insert(Why::State);
        }
        seen(saw, true, &mut why);
        let Some(pending) = self.pending_change(n) else {
            why.insert(Why::State);
            return Err(why);
        };
        let pending = if verdict == Verdict::Lift { pending.whoever_made_it() } else { pending };
        let to = above(pending.roles[0]);
        if verdict == Verdict::Lift && to.is_none() {
            why.insert(Why::State);
        }
        if verdict == Verdict::Approve {
            self.within_delegation(who, n, &pending, basis, &mut why);
        }
        let action = Action::DecideChange { change: n, verdict, basis };
        let Some(right) = self.decision(who, &pending, Thing::Change(n), basis, why, action)? else { return Ok(()) };
        self.decided_change(who, n, verdict, right, pending.matter, to);
        Ok(())
    }
    /// A delegate approves no more kronor or days than the delegation has.
    fn within_delegation(&self, who: usize, n: usize, pending: &Pending, basis: Basis, why: &mut Refusal) {
        let limit = self.right(who, pending, basis).and_then(|r| self.delegations[r.delegation? as usize - 1].terms.limit);
        let (days, kronor) = self.changes[n].assessed.map_or((0, 0), |a| a.reach());
        if limit.is_some_and(|(most, longest)| kronor > most || days > longest) {
            why.insert(Why::State);
        }
    }
    fn decided_change(&mut self, who: usize, n: usize, verdict: Verdict, right: Right, matter: Matter, to: Option<Role>) {
        let (stage, word) = match verdict {
            Verdict::Approve => (ChangeStage::Approved, "approved"),
            Verdict::Reject => (ChangeStage::Rejected, "rejected"),
            Verdict::Return => (ChangeStage::Returned, "returned"),
            Verdict::Lift => (ChangeStage::Raised, "lifted"),
        };
        let number = self.take(right, Some(matter), Thing::Change(n), word, who);
        if verdict == Verdict::Approve {
            self.new_plan(n, number);
        }
        let c = &mut self.changes[n];
        c.decision = matches!(verdict, Verdict::Approve | Verdict::Reject).then_some(number);
        match (verdict, to) {
            (Verdict::Lift, Some(to)) => {
                c.lift = Some((to, who));
                c.made_by(who);
            }
            // Raised once more it comes to the charter's decider.
            (Verdict::Return, _) => c.lift = None,
            _ => {}
        }
        self.change_to(n, stage);
        if verdict == Verdict::Lift { self.tell_its_decider(n, who) } else { self.tell_decided(n, who) }
    }
    /// Whoever began it, those on whose behalf it is made, and the leader.
    fn tell_decided(&mut self, n: usize, but: usize) {
        let c = &self.changes[n];
        let roles = c.on_behalf_of().into_iter().chain([Role::ProjectLeader]);
        let mut told: BTreeSet<usize> = roles.flat_map(|role| self.deciders(role).collect::<Vec<_>>()).collect();
        told.extend(c.makers.first().filter(|who| self.is_here(**who)));
        self.send(Mail::ChangeDecided, told, but);
    }
    /// The old plan is kept; the new one names the decision.
    fn new_plan(&mut self, n: usize, decision: i32) {
        let Some(assessed) = self.changes[n].assessed else { return };
        let Some(plan) = assessed.applied(&self.plan) else { return };
        if self.plans.is_empty() {
            self.plans.push(Baseline { plan: self.plan, change: None, decision: None });
        }
        self.plans.push(Baseline { plan, change: Some(n), decision: Some(decision) });
        self.changes[n].plan = Some(self.plans.len());
        self.plan = plan;
        if assessed.effect.lines == Lines::Deliverable {
            self.deliverables[0].version += 1;
            for at in 0..self.deliveries.len() {
                let d = &mut self.deliveries[at];
                // Whoever decides about a part delivery that waits must have seen what it is of.
                if d.stage == PartStage::Submitted && d.versions.iter().any(|(of, _)| *of == 0) {
                    d.version += 1;
                    self.moved_on(Thing::Delivery(at));
                }
            }
        }
    }
    /// Open: what is only taken back or told of goes on in a project that is stopped or closed.
    fn hand_back(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        refuse(self.steps(who, n, |_| vec![Role::ProjectOrderer], Change::to_pass_on, saw))?;
        self.change_to(n, ChangeStage::Returned);
        self.tell_decided(n, who);
        Ok(())
    }
    /// Before a decision.
    pub fn withdraw_change(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        refuse(self.steps(who, n, |c| vec![c.ordered_by], |c| !c.decided() && c.stage != ChangeStage::Withdrawn, saw))?;
        self.change_to(n, ChangeStage::Withdrawn);
        Ok(())
    }
    pub fn execute_change(&mut self, who: usize, n: usize, finish: bool, saw: Saw) -> Result<(), Refusal> {
        let (from, to) = if finish { (ChangeStage::Executing, ChangeStage::Executed) } else { (ChangeStage::Approved, ChangeStage::Executing) };
        let mut why = self.leads_change(who, n, |c| c.stage == from, saw);
        self.running(&mut why);
        refuse(why)?;
        self.change_to(n, to);
        Ok(())
    }
    /// What was carried out, and what was rejected with its reason.
    pub fn communicate_change(&mut self, who: usize, n: usize, saw: Saw) -> Result<(), Refusal> {
        let told_of = |c: &Change| matches!(c.stage, ChangeStage::Executed | ChangeStage::Rejected);
        refuse(self.leads_change(who, n, told_of, saw))?;
        self.change_to(n, ChangeStage::Communicated);
        Ok(())
    }

    /// What waits of a request, and with whom; none of one that nobody can move now.
    pub fn change_waits(&self, n: usize) -> Option<(&'static str, Role)> {
        use ChangeStage::*;
        let c = &self.changes[n];
        let waits = match c.stage {
            Draft | Communicated | Withdrawn => return None,
            Submitted if c.to_pass_on() => ("to pass on", Role::ProjectOrderer),
            Submitted => ("to receive", Role::ProjectLeader),
            Received => ("to assess", Role::ProjectLeader),
            Assessed => ("to raise", Role::ProjectLeader),
            Raised => ("to decide", self.pending_change(n)?.roles[0]),
            Returned => ("back", c.ordered_by),
            Approved => ("to begin", Role::ProjectLeader),
            Executing => ("to finish", Role::ProjectLeader),
            Executed | Rejected => ("to tell", Role::ProjectLeader),
        };
        Some(waits).filter(|_| self.runs() || matches!(c.stage, Executed | Rejected))
    }
    /// The request is the person's to move. Who holds one that nobody there may decide lifts it.
    pub fn change_is_mine(&self, who: usize, n: usize, role: Role) -> bool {
        match self.pending_change(n).filter(|_| self.changes[n].stage == ChangeStage::Raised) {
            None => self.has(who, &[role]),
            Some(pending) => self.right(who, &pending, Basis::Meeting).is_some() || (self.holds(who, &pending) && self.nobody_else(&pending)),
        }
    }
    fn nobody_else(&self, pending: &Pending) -> bool {
        let role = pending.roles[0];
        !self.is_body(role) && above(role).is_some() && self.deciders(role).all(|p| pending.makers.contains(&p))
    }
}
