//! Reports: status reports, and the final and the effect report that a project has one each of, approved one after the other.
use super::course::{CLOSURE, EFFECT, EXECUTION};
use super::people::{DISPATCH, WRITE};
use super::words::{Basis, Mail, Matter, Refusal, Saw, Thing, Why, one, refuse, seen};
use super::{Model, Pending};
use crate::sequences::Action;
use std::collections::BTreeSet;
use styrrum::domain::role::Role;

/// A report of the project; status reports are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    Status(usize),
    Final,
    Effect,
}
impl Which {
    /// Who write it: of the effect report whoever answers for the effects as well.
    fn writers(self) -> &'static [Role] {
        match self {
            Which::Status(_) | Which::Final => &WRITE,
            Which::Effect => &[Role::ProjectLeader, Role::DeputyProjectLeader, Role::Secretary, Role::EffectOwner],
        }
    }
    /// What is to be approved, one after the other.
    pub fn approvals(self) -> &'static [Matter] {
        match self {
            Which::Status(_) => &[Matter::StatusReport],
            Which::Final => &[Matter::FinalReport, Matter::FinalReportFinancier],
            Which::Effect => &[Matter::EffectReport],
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Draft,
    Submitted,
    Approved,
    Returned,
    Sent,
}
impl Stage {
    fn editable(self) -> bool {
        matches!(self, Stage::Draft | Stage::Returned)
    }
    pub fn locked(self) -> bool {
        matches!(self, Stage::Approved | Stage::Sent)
    }
}

#[derive(Debug, Clone)]
pub struct Edition {
    pub stage: Stage,
    /// In the order in which they came to it.
    pub makers: Vec<usize>,
    /// Says all that it must; without that it is not submitted.
    pub whole: bool,
    /// The approvals that it has.
    pub approvals: usize,
    pub decision: Option<i32>,
    pub mailed: bool,
    pub version: i64,
}
impl Edition {
    pub fn begun(by: usize, whole: bool) -> Edition {
        Edition { stage: Stage::Draft, makers: vec![by], whole, approvals: 0, decision: None, mailed: false, version: 1 }
    }
}

impl Model {
    pub fn start(&mut self, who: usize) -> Result<(), Refusal> {
        if !self.has(who, &WRITE) {
            return one(Why::NoRight);
        }
        let number = self.reports.keys().filter(|which| matches!(which, Which::Status(_))).count();
        // The only sprint is gathered by the first report, which is there from the beginning: another lacks one until it is edited.
        self.reports.insert(Which::Status(number), vec![Edition::begun(who, false)]);
        Ok(())
    }
    /// Open: the final report is begun in the execution or when the project closes; the effect report when its phase is open.
    pub fn begin(&mut self, who: usize, which: Which) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.demand(who, which.writers(), &mut why);
        if self.reports.contains_key(&which) || !self.in_time(which) {
            why.insert(Why::State);
        }
        refuse(why)?;
        self.reports.insert(which, vec![Edition::begun(who, false)]);
        Ok(())
    }
    fn in_time(&self, which: Which) -> bool {
        match which {
            Which::Status(_) => true,
            Which::Final => self.has_begun(EXECUTION) || self.has_begun(CLOSURE),
            Which::Effect => self.has_begun(EFFECT),
        }
    }
    pub fn newest(&self, which: Which) -> Option<&Edition> {
        self.reports.get(&which).and_then(|editions| editions.last())
    }
    fn newest_mut(&mut self, which: Which) -> Option<&mut Edition> {
        self.reports.get_mut(&which).and_then(|editions| editions.last_mut())
    }
    /// Writing a report: the right, and that the report is there.
    fn writes(&self, who: usize, which: Which, why: &mut Refusal) {
        self.demand(who, which.writers(), why);
        if self.newest(which).is_none() {
            why.insert(Why::NotFound);
        }
    }
    pub fn edit(&mut self, who: usize, which: Which, whole: bool, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.writes(who, which, &mut why);
        if let Some(e) = self.newest(which) {
            if !e.stage.editable() {
                why.insert(Why::State);
            }
            seen(saw, true, &mut why);
        }
        refuse(why)?;
        if let Some(e) = self.newest_mut(which) {
            if !e.makers.contains(&who) {
                e.makers.push(who);
            }
            e.whole = whole;
            e.version += 1;
        }
        Ok(())
    }
    pub fn submit(&mut self, who: usize, which: Which, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.writes(who, which, &mut why);
        if let Some(e) = self.newest(which) {
            if !e.stage.editable() {
                why.insert(Why::State);
            }
            if !e.whole {
                why.insert(Why::Invalid);
            }
            seen(saw, true, &mut why);
        }
        refuse(why)?;
        if let Some(e) = self.newest_mut(which) {
            (e.stage, e.approvals) = (Stage::Submitted, 0);
            e.version += 1;
        }
        self.tell_whose_turn(which, who);
        Ok(())
    }
    fn tell_whose_turn(&mut self, which: Which, but: usize) {
        let Pending { matter, roles, .. } = self.pending_report(which);
        self.tell_deciders(Mail::Submitted, matter, roles[0], but);
    }
    /// The report before whose turn it is; when it has every approval, before the last of them.
    pub fn pending_report(&self, which: Which) -> Pending {
        let (given, makers) = self.newest(which).map_or((0, Vec::new()), |e| (e.approvals, e.makers.clone()));
        let steps = which.approvals();
        let matter = steps[given.min(steps.len() - 1)];
        Pending { matter, roles: self.table.roles(matter).to_vec(), makers }
    }
    pub fn submitted_reports(&self) -> impl Iterator<Item = Which> + '_ {
        self.reports.iter().filter(|(_, editions)| editions.last().is_some_and(|e| e.stage == Stage::Submitted)).map(|(which, _)| *which)
    }
    pub fn decide_report(&mut self, who: usize, action: Action, which: Which, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let Some(e) = self.newest(which) else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        if e.stage != Stage::Submitted {
            why.insert(Why::State);
        }
        seen(saw, true, &mut why);
        let (pending, given, waits) = (self.pending_report(which), e.approvals, e.stage == Stage::Submitted);
        let acts = |p: &Pending| self.right(who, p, basis).is_some() || self.may_record(who, p, basis);
        if !acts(&pending) {
            // One of the others who approve it is told whose turn it is, or that it is done.
            let other = |m: &&Matter| **m != pending.matter && acts(&Pending { matter: **m, roles: self.table.roles(**m).to_vec(), ..pending.clone() });
            why.insert(match which.approvals().iter().position(|m| other(&m)) {
                None => Why::NoMandate,
                Some(place) if waits && place > given => Why::Turn,
                Some(_) => Why::State,
            });
            return Err(why);
        }
        let approved = matches!(action, Action::Approve { .. });
        let Some(right) = self.decision(who, &pending, Thing::Report(which), basis, why, action)? else { return Ok(()) };
        let outcome = if approved { "approved" } else { "returned" };
        let number = self.take(right, Some(pending.matter), Thing::Report(which), outcome, who);
        let last = given + 1 == which.approvals().len();
        if let Some(e) = self.newest_mut(which) {
            e.version += 1;
            e.approvals = if approved { given + 1 } else { 0 };
            if last || !approved {
                (e.stage, e.decision) = (if approved { Stage::Approved } else { Stage::Returned }, Some(number));
            }
        }
        if approved && last {
            self.artefact_approved(which);
        }
        let with = self.manned(Role::ProjectLeader).unwrap_or(Role::ProjectLeader);
        let mut told: BTreeSet<usize> = self.deciders(with).collect();
        if which == Which::Effect {
            told.extend(self.deciders(Role::EffectOwner));
        }
        match (approved, last) {
            // Every approval that it had is void.
            (false, _) => self.send(Mail::Returned, told, who),
            (true, false) => self.tell_whose_turn(which, who),
            (true, true) => {
                told.extend(self.deciders(Role::ProjectOrderer));
                self.send(Mail::Approved, told, who);
            }
        }
        Ok(())
    }
    pub fn new_edition(&mut self, who: usize, which: Which) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.writes(who, which, &mut why);
        if self.newest(which).is_some_and(|e| !e.stage.locked()) {
            why.insert(Why::State);
        }
        refuse(why)?;
        if let Some(editions) = self.reports.get_mut(&which) {
            let whole = editions.last().is_some_and(|e| e.whole);
            editions.push(Edition::begun(who, whole));
        }
        Ok(())
    }
    pub fn dispatch(&mut self, who: usize, which: Which, saw: Saw) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        self.demand(who, &DISPATCH, &mut why);
        let locked = self.reports.get(&which).map(|editions| editions.iter().rposition(|e| e.stage.locked()));
        match locked {
            None => drop(why.insert(Why::NotFound)),
            Some(None) => drop(why.insert(Why::State)),
            Some(Some(_)) => seen(saw, true, &mut why),
        }
        refuse(why)?;
        if let (Some(Some(at)), Some(editions)) = (locked, self.reports.get_mut(&which)) {
            self.dispatched += usize::from(!editions[at].mailed);
            editions[at].mailed = true;
        }
        Ok(())
    }
    /// The first accepted recipient makes an approved edition a sent one.
    pub fn mail_arrives(&mut self, which: Which) -> Result<(), Refusal> {
        let editions = self.reports.get_mut(&which).into_iter().flatten();
        if let Some(e) = editions.rev().find(|e| e.mailed && e.stage == Stage::Approved) {
            e.stage = Stage::Sent;
            e.version += 1;
        }
        Ok(())
    }
}
