//! Who somebody is today, what that lets them do besides deciding, and who is told.
use super::words::{Mail, Matter, Refusal, Why};
use super::{Model, To};
use std::collections::BTreeSet;
use styrrum::domain::role::Role;

/// One role of a person, chair of its body or not, between two days (both included).
#[derive(Debug, Clone, Copy)]
pub struct Holds {
    pub role: Role,
    pub chair: bool,
    pub from: i64,
    pub to: i64,
}

/// Open: the description names the orderer above the steering group; the rest of the ladder is the program's.
pub fn above(role: Role) -> Option<Role> {
    match role {
        Role::SteeringGroup => Some(Role::ProjectOrderer),
        Role::ProjectOrderer => Some(Role::FinancierRepresentative),
        Role::FinancierRepresentative => Some(Role::Financier),
        Role::Financier => None,
        _ => Some(Role::SteeringGroup),
    }
}
/// What happens by itself is nobody's doing.
pub const NOBODY: usize = usize::MAX;
/// Open: who works with risks. The description says only who decides.
pub const WORK_WITH_RISKS: [Role; 5] = [Role::ProjectOrderer, Role::SteeringGroup, Role::ProjectLeader, Role::DeputyProjectLeader, Role::ProjectGroup];
/// Those who read drafts write them: reports and documents.
pub const WRITE: [Role; 3] = [Role::ProjectLeader, Role::DeputyProjectLeader, Role::Secretary];
pub const DISPATCH: [Role; 2] = [Role::ProjectLeader, Role::ProjectOrderer];
/// Open: the description names leader and secretary; the program counts the deputy as a leader.
pub const RECORD: [Role; 3] = [Role::ProjectLeader, Role::DeputyProjectLeader, Role::Secretary];
/// Open: who keeps deliverables and draws part deliveries up.
pub const LEAD: [Role; 3] = [Role::ProjectLeader, Role::DeputyProjectLeader, Role::ProjectOrderer];
/// Those whose list tells of what came back.
pub const LEADERS: [Role; 2] = [Role::ProjectLeader, Role::DeputyProjectLeader];

impl Model {
    pub fn current(&self, who: usize) -> impl Iterator<Item = &Holds> {
        self.people[who].iter().filter(|h| h.from <= self.day && self.day <= h.to)
    }
    pub fn has(&self, who: usize, roles: &[Role]) -> bool {
        self.current(who).any(|h| roles.contains(&h.role))
    }
    pub fn is_here(&self, who: usize) -> bool {
        self.current(who).next().is_some()
    }
    pub fn is_body(&self, role: Role) -> bool {
        self.bodies.contains(&role)
    }
    /// The registrar reads and exports.
    pub fn only_reads(&self, who: usize) -> bool {
        self.current(who).all(|h| h.role == Role::Registrar)
    }
    pub fn demand(&self, who: usize, roles: &[Role], why: &mut Refusal) {
        if !self.has(who, roles) {
            why.insert(Why::NoRight);
        }
    }
    /// The roles of `roles` that the person decides in today: a person's role, or a body's as its chair.
    pub fn decides_in(&self, who: usize, roles: &[Role]) -> Vec<Role> {
        let mut found: Vec<Role> = self.current(who).filter(|h| roles.contains(&h.role) && (h.chair || !self.is_body(h.role))).map(|h| h.role).collect();
        found.sort_by_key(|role| roles.iter().position(|r| r == role));
        found.dedup();
        found
    }
    pub fn deciders(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        (0..self.people.len()).filter(move |who| !self.decides_in(*who, &[role]).is_empty())
    }
    /// Where a role's matters show up: there, or with the role above while nobody decides in it.
    pub fn manned(&self, role: Role) -> Option<Role> {
        std::iter::successors(Some(role), |r| above(*r)).find(|r| self.deciders(*r).next().is_some())
    }
    /// Nobody decides in `role`, and the person does in the role where its matters show up instead.
    pub fn stands_in_for(&self, who: usize, role: Role) -> bool {
        self.manned(role).is_some_and(|with| with != role && !self.decides_in(who, &[with]).is_empty())
    }

    /// A mail goes to each who decides for the role, but not to the one who acts.
    pub fn tell(&mut self, what: Mail, role: Role, but: usize) {
        let with = self.manned(role).unwrap_or(role);
        self.send(what, self.deciders(with).collect(), but);
    }
    /// As [`Self::tell`], of something to be decided: also to those who decide it on delegation from the role.
    pub fn tell_deciders(&mut self, what: Mail, matter: Matter, role: Role, but: usize) {
        self.tell_deciders_and(what, matter, role, BTreeSet::new(), but);
    }
    /// As [`Self::tell_deciders`], and `others` whom it concerns.
    pub fn tell_deciders_and(&mut self, what: Mail, matter: Matter, role: Role, others: BTreeSet<usize>, but: usize) {
        let with = self.manned(role).unwrap_or(role);
        let delegated = self.delegations.iter().filter(|d| d.terms.from == role && d.terms.matters.contains(&matter) && self.in_force(d));
        let told = self.deciders(with).chain(delegated.flat_map(|d| self.reached(d.terms.to))).chain(others).collect();
        self.send(what, told, but);
    }
    /// To each once, and not to the one who acts.
    pub fn send(&mut self, what: Mail, mut told: BTreeSet<usize>, but: usize) {
        told.remove(&but);
        self.mails[what as usize] += told.len();
    }
    /// Those whom a delegation to `to` is for today.
    pub fn reached(&self, to: To) -> Vec<usize> {
        match to {
            To::Person(who) => {
                if self.is_here(who) {
                    vec![who]
                } else {
                    Vec::new()
                }
            }
            To::Role(role) => self.deciders(role).collect(),
        }
    }
}
