//! Delegations: from a role holder to a person or role, for named matters, from–to, recorded by a decision, revocable; no chains.
use super::words::{Basis, Mail, Matter, Refusal, Saw, Thing, Why, one, refuse, seen};
use super::{Model, Pending, Recording, Right};
use crate::sequences::Action;
use styrrum::domain::role::Role;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Person(usize),
    Role(Role),
}

/// What is delegated, for how long, counted in days from today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub from: Role,
    pub to: To,
    pub matters: Vec<Matter>,
    pub begins: i64,
    pub lasts: i64,
    /// So many kronor and days, and no more.
    pub limit: Option<(i64, i64)>,
}

/// What was delegated.
#[derive(Debug, Clone)]
pub struct Given {
    pub terms: Terms,
    /// The first and the last day.
    pub from: i64,
    pub until: i64,
    pub by: usize,
    /// The person who gave it, if it was not a body.
    pub giver: Option<usize>,
    pub decision: i32,
    /// The decision that revoked it, and its day.
    pub revoked: Option<(i32, i64)>,
}
impl Given {
    pub fn version(&self) -> i64 {
        if self.revoked.is_some() { 2 } else { 1 }
    }
}

impl Model {
    /// From its first day to its last, unless revoked, and while who gave it holds the role. What a body gave lasts when its chair goes.
    pub fn in_force(&self, d: &Given) -> bool {
        self.in_force_on(d, self.day)
    }
    fn in_force_on(&self, d: &Given, day: i64) -> bool {
        let held = |giver: usize| self.people[giver].iter().any(|h| h.role == d.terms.from && h.from <= day && day <= h.to);
        d.revoked.is_none() && d.from <= day && day <= d.until && d.giver.is_none_or(held)
    }
    /// The same, for the same days: it is not delegated twice while the first is in force or to come.
    fn is_given(&self, terms: &Terms) -> bool {
        let from = self.day + terms.begins;
        let same = |d: &Given| (d.terms.from, d.terms.to, &d.terms.matters, d.terms.limit) == (terms.from, terms.to, &terms.matters, terms.limit);
        let days = |d: &Given| (d.from, d.until) == (from, from + terms.lasts);
        self.delegations.iter().any(|d| same(d) && days(d) && self.in_force_on(d, self.day.max(d.from)))
    }
    /// Why what was once delegated to the person gives nothing today.
    pub fn dead_for(&self, who: usize) -> impl Iterator<Item = &'static str> + '_ {
        let own = self.delegations.iter().filter(move |d| self.reached(d.terms.to).contains(&who) && !self.in_force(d));
        own.map(|d| match () {
            () if d.revoked.is_some() => "revoked",
            () if d.until < self.day => "over",
            () if d.from > self.day => "not begun",
            () => "giver left",
        })
    }
    /// Whoever delegates, or takes it back, decides in the role by a holding of their own: there are no chains.
    fn own_right(&self, who: usize, role: Role) -> Option<Right> {
        self.decides_in(who, &[role]).first().map(|role| Right { role: *role, for_body: self.is_body(*role), delegation: None, on_behalf_of: None })
    }
    /// What was recorded on day `on` begins when it is confirmed, and not after its last day.
    pub fn as_of(&self, terms: &Terms, on: i64) -> Option<Terms> {
        let (from, until) = (on + terms.begins, on + terms.begins + terms.lasts);
        let begins = (from - self.day).max(0);
        (until >= self.day).then(|| Terms { begins, lasts: until - self.day - begins, ..terms.clone() })
    }
    /// What is recorded of a body's decision about what it delegates.
    fn record_of(&self, who: usize, role: Role, matter: Matter, about: Thing, action: Action, basis: Basis) -> Recording {
        Recording { action, about, matter, basis, by: who, on: self.day, role, end: None }
    }
    fn records(&self, who: usize, role: Role, matter: Option<&Matter>, basis: Basis) -> Option<Matter> {
        let pending = Pending { matter: *matter?, roles: vec![role], makers: Vec::new() };
        (self.own_right(who, role).is_none() && self.may_record(who, &pending, basis)).then_some(pending.matter)
    }
    pub fn delegate(&mut self, who: usize, terms: Terms, basis: Basis) -> Result<(), Refusal> {
        let mut why = Refusal::new();
        let right = self.own_right(who, terms.from);
        let recorded = self.records(who, terms.from, terms.matters.first(), basis);
        match (right, terms.matters.first()) {
            (None, _) if recorded.is_some() && basis != Basis::Tomorrow => {}
            (None, _) if recorded.is_some() => drop(why.insert(Why::State)),
            (None, _) => drop(why.insert(Why::NoMandate)),
            (Some(right), Some(first)) if !self.basis_holds(right, *first, basis) => drop(why.insert(Why::State)),
            _ => {}
        }
        let held = |m: &Matter| self.table.roles(*m).contains(&terms.from);
        let reads = match terms.to {
            To::Person(to) => self.only_reads(to),
            To::Role(role) => role == Role::Registrar,
        };
        // For a body its chair gives, or the chair's substitute.
        let speakers: Vec<usize> = self.deciders(terms.from).collect();
        let giver = if recorded.is_none() { Some(who) } else { Some(&speakers[..]).filter(|s| s.len() == 1).map(|s| s[0]) };
        let oneself = match terms.to {
            To::Person(to) => Some(to) == giver,
            To::Role(role) => role == terms.from,
        };
        // Nobody lets another go further than they go themselves.
        let beyond = |m: &Matter| matches!((terms.limit, self.table.limit(*m)), (Some(given), Some(own)) if given.0 > own.0 || given.1 > own.1);
        if self.is_closed() && terms.matters.iter().any(|m| m.ends_with_the_project()) {
            why.insert(Why::State);
        }
        if self.is_given(&terms)
            || terms.matters.is_empty()
            || terms.matters.iter().any(beyond)
            || !terms.matters.iter().all(held)
            || reads
            || oneself
            || terms.begins < 0
            || terms.lasts < 0
        {
            why.insert(Why::Invalid);
        }
        if let (Some(matter), true) = (recorded, why.is_empty()) {
            let (from, action) = (terms.from, Action::Delegate { terms, basis });
            self.record(self.record_of(who, from, matter, Thing::NotDelegatedYet, action, basis));
            return Ok(());
        }
        refuse(why)?;
        let Some(right) = right else { return one(Why::NoMandate) };
        let decision = self.take(right, None, Thing::Delegation(self.delegations.len()), "delegated", who);
        let from = self.day + terms.begins;
        let told = self.reached(terms.to);
        let giver = (!right.for_body).then_some(who);
        self.close_same(&terms);
        self.delegations.push(Given { from, until: from + terms.lasts, by: who, giver, decision, revoked: None, terms });
        self.send(Mail::Delegated, told.into_iter().collect(), who);
        Ok(())
    }
    /// What was recorded twice is delegated once.
    fn close_same(&mut self, terms: &Terms) {
        let same = |r: &Recording| match &r.action {
            Action::Delegate { terms: other, .. } => self.as_of(other, r.on).is_some_and(|other| other == *terms),
            _ => false,
        };
        let twice: Vec<usize> = (0..self.recordings.len()).filter(|n| self.recordings[*n].end.is_none() && same(&self.recordings[*n])).collect();
        for n in twice {
            self.recordings[n].end = Some("moved_on");
        }
    }
    pub fn revoke(&mut self, who: usize, n: usize, basis: Basis, saw: Saw) -> Result<(), Refusal> {
        let Some(d) = self.delegations.get(n).cloned() else { return one(Why::NotFound) };
        let mut why = Refusal::new();
        let right = self.own_right(who, d.terms.from);
        let recorded = self.records(who, d.terms.from, d.terms.matters.first(), basis);
        match right {
            None if recorded.is_some() && basis != Basis::Tomorrow => {}
            None if recorded.is_some() => drop(why.insert(Why::State)),
            None => drop(why.insert(Why::NoMandate)),
            Some(right) if !self.basis_holds(right, d.terms.matters[0], basis) => drop(why.insert(Why::State)),
            Some(_) => {}
        }
        if d.revoked.is_some() || d.until < self.day {
            why.insert(Why::State);
        }
        seen(saw, true, &mut why);
        refuse(why)?;
        if let Some(matter) = recorded {
            if self.is_recorded_already(Thing::Delegation(n)) {
                return one(Why::State);
            }
            let action = Action::Revoke { delegation: n, basis };
            self.record(self.record_of(who, d.terms.from, matter, Thing::Delegation(n), action, basis));
            return Ok(());
        }
        let Some(right) = right else { return one(Why::NoMandate) };
        let decision = self.take(right, None, Thing::Delegation(n), "revoked", who);
        self.delegations[n].revoked = Some((decision, self.day));
        self.send(Mail::Revoked, self.reached(d.terms.to).into_iter().collect(), who);
        Ok(())
    }
}
