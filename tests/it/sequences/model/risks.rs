//! Risks: assessed, escalated, lowered by consent, accepted, lifted, treated, closed.
use super::people::{NOBODY, WORK_WITH_RISKS, above};
use super::words::{Band, Basis, Mail, Matter, Refusal, Saw, Thing, Why, one, refuse, seen};
use super::{Model, Pending};
use crate::sequences::Action;
use styrrum::domain::role::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Assessed,
    Treated,
    Accepted { until: i64 },
    Occurred { on: i64 },
    Closed { on: i64 },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    pub s: i32,
    pub k: i32,
    pub state: State,
    pub covered: bool,
    pub proposal: Option<(i32, i32, usize)>,
    pub lift: Option<(Role, usize)>,
    /// Who asks the holder to take a stand.
    pub request: Option<usize>,
    /// The day and step it escalated at, and whether that has been acknowledged.
    pub escalation: Option<((i64, usize), bool)>,
    pub version: i64,
}

impl Model {
    pub fn matter_of(&self, risk: usize) -> Matter {
        Matter::Risk(Band::of(self.risks[risk].s * self.risks[risk].k))
    }
    /// Who decides about the risk: the role it was lifted to, or those of its band.
    fn roles_over(&self, risk: usize) -> Vec<Role> {
        match self.risks[risk].lift {
            Some((to, _)) => vec![to],
            None => self.table.roles(self.matter_of(risk)).to_vec(),
        }
    }
    pub fn held_by(&self, risk: usize) -> Role {
        self.roles_over(risk)[0]
    }
    /// Who lifted it, or asks for a stand.
    fn makers(&self, risk: usize) -> Vec<usize> {
        self.risks[risk].lift.map(|(_, by)| by).into_iter().chain(self.risks[risk].request).collect()
    }
    pub fn pending_risk(&self, risk: usize) -> Pending {
        Pending { matter: self.matter_of(risk), roles: self.roles_over(risk), makers: self.makers(risk) }
    }
    /// As [`Self::pending_risk`], of the lowering that somebody proposes: that is another thing that somebody made.
    pub fn pending_lowering(&self, risk: usize) -> Pending {
        let mut pending = self.pending_risk(risk);
        pending.makers.extend(self.risks[risk].proposal.map(|(_, _, by)| by));
        pending
    }
    /// Waits for its holder: an escalation that was not acknowledged, a lowering that was not answered, a lift, or a request.
    pub fn waits(&self, risk: usize) -> bool {
        let r = &self.risks[risk];
        !matches!(r.state, State::Closed { .. })
            && (r.escalation.is_some_and(|(_, seen)| !seen) || r.proposal.is_some() || r.lift.is_some() || r.request.is_some())
    }

    /// The risk has changed.
    fn touch(&mut self, risk: usize) {
        self.risks[risk].version += 1;
        self.moved_on(Thing::Risk(risk));
    }

    /// The new S and K take effect. A lift falls when the value leaves its band, unless a raise leaves it above the new holder.
    fn settle(&mut self, risk: usize, s: i32, k: i32, by: usize) {
        let old = self.held_by(risk);
        let (before, after) = (Band::of(self.risks[risk].s * self.risks[risk].k), Band::of(s * k));
        let by_charter = self.table.roles(Matter::Risk(after))[0];
        let r = &mut self.risks[risk];
        let raised_value = s * k > r.s * r.k;
        (r.s, r.k) = (s, k);
        if after > before {
            // Open: what was accepted or treated was that of another band.
            r.state = match r.state {
                occurred @ State::Occurred { .. } => occurred,
                _ if r.covered => State::Treated,
                _ => State::Assessed,
            };
        }
        let stays = |to: Role| after == before || (after > before && std::iter::successors(above(by_charter), |r| above(*r)).any(|r| r == to));
        r.lift = r.lift.filter(|(to, _)| stays(*to));
        // A raise cancels what was proposed, and a lowering overtakes it.
        if raised_value || after < before {
            r.proposal = None;
        }
        if after < before {
            r.escalation = None;
        }
        let new = self.held_by(risk);
        if new != old {
            self.risks[risk].request = None;
        }
        self.assessments += 1;
        if after > before && new != old {
            let seen = self.decides(by, &self.pending_risk(risk));
            self.risks[risk].escalation = Some(((self.day, self.step), seen));
            self.tell_deciders(Mail::Escalated, self.matter_of(risk), new, by);
        }
    }

    pub fn log(&mut self, who: usize, s: i32, k: i32) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.demand(who, &WORK_WITH_RISKS, &mut why);
        if !(1..=5).contains(&s) || !(1..=5).contains(&k) {
            why.insert(Why::Invalid);
        }
        refuse(why)?;
        let band = Band::of(s * k);
        let holder = self.table.roles(Matter::Risk(band))[0];
        self.risks.push(Risk { s, k, state: State::Assessed, covered: false, proposal: None, lift: None, request: None, escalation: None, version: 1 });
        self.assessments += 1;
        // The first assessment is compared with the project leader.
        if holder != Role::ProjectLeader {
            let risk = self.risks.len() - 1;
            self.risks[risk].escalation = Some(((self.day, self.step), self.decides(who, &self.pending_risk(risk))));
            self.tell_deciders(Mail::Escalated, Matter::Risk(band), holder, who);
        }
        Ok(())
    }

    /// Whether the risk is there, open, and as the sender saw it. Some acts demand that the version is named.
    fn usual(&self, risk: usize, saw: Saw, demanded: bool, why: &mut Refusal) {
        match self.risks.get(risk) {
            None => drop(why.insert(Why::NotFound)),
            Some(r) => {
                if matches!(r.state, State::Closed { .. }) {
                    why.insert(Why::State);
                }
                seen(saw, demanded, why);
            }
        }
    }
    /// The holder works with a risk whatever the role.
    fn works_on(&self, who: usize, risk: usize, why: &mut Refusal) {
        let holds = risk < self.risks.len() && self.holds(who, &self.pending_risk(risk));
        if !holds && !self.has(who, &WORK_WITH_RISKS) {
            why.insert(Why::NoRight);
        }
    }

    pub fn assess(&mut self, who: usize, risk: usize, s: i32, k: i32, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, true, &mut why);
        self.works_on(who, risk, &mut why);
        if !(1..=5).contains(&s) || !(1..=5).contains(&k) {
            why.insert(Why::Invalid);
        }
        refuse(why)?;
        self.touch(risk);
        let r = &self.risks[risk];
        if Band::of(s * k) < Band::of(r.s * r.k) && !self.settles_alone(who, &self.pending_risk(risk)) {
            // One pending proposal; a new one replaces it, and the holder stays.
            self.risks[risk].proposal = Some((s, k, who));
            self.tell_deciders(Mail::Proposed, self.matter_of(risk), self.held_by(risk), who);
            return Ok(());
        }
        self.settle(risk, s, k, who);
        Ok(())
    }

    pub fn answer(&mut self, who: usize, risk: usize, confirm: bool, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, true, &mut why);
        let Some((s, k, _)) = self.risks.get(risk).and_then(|r| r.proposal) else {
            why.insert(if risk < self.risks.len() { Why::State } else { Why::NotFound });
            why.insert(Why::NoMandate);
            return Err(why);
        };
        let pending = self.pending_lowering(risk);
        let Some(right) = self.decision(who, &pending, Thing::Risk(risk), basis, why, Action::Answer { risk, confirm, basis })? else { return Ok(()) };
        self.touch(risk);
        if confirm {
            self.settle(risk, s, k, who);
        }
        self.risks[risk].proposal = None;
        self.take(right, Some(pending.matter), Thing::Risk(risk), if confirm { "confirmed" } else { "refused" }, who);
        Ok(())
    }

    pub fn accept(&mut self, who: usize, risk: usize, until: i64, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, true, &mut why);
        if risk >= self.risks.len() {
            return Err(why);
        }
        if matches!(self.risks[risk].state, State::Occurred { .. }) {
            why.insert(Why::State);
        }
        // An expiry, within a year.
        if until <= self.day || until > self.day + 366 {
            why.insert(Why::Invalid);
        }
        let pending = self.pending_risk(risk);
        // What was recorded keeps the day it named.
        let record = Action::Accept { risk, days: until, basis };
        let Some(right) = self.decision(who, &pending, Thing::Risk(risk), basis, why, record)? else { return Ok(()) };
        self.touch(risk);
        self.risks[risk].state = State::Accepted { until };
        // Everything that waited is settled by it.
        self.risks[risk].proposal = None;
        self.dealt_with(risk);
        self.take(right, Some(pending.matter), Thing::Risk(risk), "accepted", who);
        Ok(())
    }
    /// Who has decided has seen what came up.
    fn dealt_with(&mut self, risk: usize) {
        let r = &mut self.risks[risk];
        (r.lift, r.request) = (None, None);
        r.escalation = r.escalation.map(|(at, _)| (at, true));
    }

    pub fn acknowledge(&mut self, who: usize, risk: usize) -> Result<(), Refusal> {
        let Some(r) = self.risks.get(risk) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        if r.escalation.is_none_or(|(_, seen)| seen) && r.request.is_none() {
            why.insert(Why::State);
        }
        if !self.decides(who, &self.pending_risk(risk)) {
            why.insert(Why::NoMandate);
        }
        refuse(why)?;
        // Acknowledgements do not raise the version.
        let r = &mut self.risks[risk];
        r.escalation = r.escalation.map(|(at, _)| (at, true));
        r.request = None;
        Ok(())
    }

    pub fn order(&mut self, who: usize, risk: usize, named: bool, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, false, &mut why);
        if risk >= self.risks.len() {
            return Err(why);
        }
        let pending = self.pending_risk(risk);
        let Some(right) = self.decision(who, &pending, Thing::Risk(risk), basis, why, Action::Order { risk, named, basis })? else { return Ok(()) };
        self.cover(risk, named);
        self.dealt_with(risk);
        self.take(right, Some(pending.matter), Thing::Risk(risk), "measure_ordered", who);
        Ok(())
    }
    /// A chosen measure; it covers the risk when it has a responsible person.
    fn cover(&mut self, risk: usize, named: bool) {
        self.measures += 1;
        self.touch(risk);
        let r = &mut self.risks[risk];
        r.covered |= named;
        if r.covered && r.state == State::Assessed {
            r.state = State::Treated;
        }
    }
    pub fn choose(&mut self, who: usize, risk: usize, named: bool) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, Saw::Now, false, &mut why);
        self.demand(who, &WORK_WITH_RISKS, &mut why);
        refuse(why)?;
        self.cover(risk, named);
        Ok(())
    }

    /// The holder, whoever lifted it there, decides to lift it further, on a basis where a body holds it. A body's lift can be
    /// recorded. Anybody else who may discuss asks the holder, with whom it stays.
    pub fn lift(&mut self, who: usize, risk: usize, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, false, &mut why);
        if risk >= self.risks.len() {
            return Err(why);
        }
        // The holder lifts it whoever made it.
        let pending = self.pending_risk(risk).whoever_made_it();
        if !self.holds(who, &pending) && !self.may_record(who, &pending, basis) {
            if self.only_reads(who) {
                why.insert(Why::NoRight);
            }
            refuse(why)?;
            self.risks[risk].request = Some(who);
            self.tell_deciders(Mail::Asked, pending.matter, pending.roles[0], who);
            return Ok(());
        }
        let Some(to) = above(pending.roles[0]) else {
            why.insert(Why::State);
            return Err(why);
        };
        let Some(right) = self.decision(who, &pending, Thing::Risk(risk), basis, why, Action::Lift { risk, basis })? else { return Ok(()) };
        self.touch(risk);
        let now = (self.day, self.step);
        let r = &mut self.risks[risk];
        (r.lift, r.request, r.escalation) = (Some((to, who)), None, Some((now, false)));
        self.take(right, Some(pending.matter), Thing::Risk(risk), "lifted", who);
        self.tell_deciders(Mail::Lifted, pending.matter, to, who);
        Ok(())
    }

    pub fn occur(&mut self, who: usize, risk: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, false, &mut why);
        self.works_on(who, risk, &mut why);
        if matches!(self.risks.get(risk), Some(Risk { state: State::Occurred { .. }, .. })) {
            why.insert(Why::State);
        }
        refuse(why)?;
        self.touch(risk);
        self.risks[risk].state = State::Occurred { on: self.day };
        self.remarks += 1;
        Ok(())
    }
    /// Open: who closes a risk. The program asks for the mandate over it, and for no basis.
    pub fn close(&mut self, who: usize, risk: usize, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.usual(risk, saw, false, &mut why);
        if risk < self.risks.len() && !self.decides(who, &self.pending_risk(risk)) {
            why.insert(Why::NoMandate);
        }
        refuse(why)?;
        self.touch(risk);
        let r = &mut self.risks[risk];
        r.state = State::Closed { on: self.day };
        (r.proposal, r.lift, r.request, r.escalation) = (None, None, None, None);
        self.remarks += 1;
        Ok(())
    }
    /// An opinion is not a decision, and does not raise the version.
    pub fn remark(&mut self, who: usize, risk: usize) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        if risk >= self.risks.len() {
            why.insert(Why::NotFound);
        }
        if self.only_reads(who) {
            why.insert(Why::NoRight);
        }
        refuse(why)?;
        self.remarks += 1;
        Ok(())
    }

    /// What was accepted until a day that has passed is open again, and waits for its holder; the leader is told too.
    pub fn reopen_expired(&mut self) {
        for risk in 0..self.risks.len() {
            if matches!(self.risks[risk].state, State::Accepted { until } if until < self.day) {
                let r = &mut self.risks[risk];
                r.state = if r.covered { State::Treated } else { State::Assessed };
                r.escalation = Some(((self.day, self.step), false));
                self.touch(risk);
                let leaders = self.deciders(Role::ProjectLeader).collect();
                self.tell_deciders_and(Mail::Expired, self.matter_of(risk), self.held_by(risk), leaders, NOBODY);
            }
        }
    }
}
