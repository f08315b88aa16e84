//! Who decides: in a role of their own, or on delegation from one; never what they made, nor what the one made for whom they decide.
use super::people::RECORD;
use super::words::{Basis, Matter, Refusal, Thing, Why, one, refuse};
use super::{Model, Recording, Taken, To};
use crate::sequences::Action;
use styrrum::domain::role::Role;

/// Something that waits for a decision: its matter, the roles of which any may decide, and those who made it.
#[derive(Debug, Clone)]
pub struct Pending {
    pub matter: Matter,
    pub roles: Vec<Role>,
    pub makers: Vec<usize>,
}
impl Pending {
    /// Whoever made it, as it is for one who lifts it further.
    pub fn whoever_made_it(&self) -> Pending {
        Pending { makers: Vec::new(), ..self.clone() }
    }
}

/// By what right somebody decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    pub role: Role,
    /// As the chair of a body, on a basis.
    pub for_body: bool,
    pub delegation: Option<i32>,
    /// The person who delegated it; a body is nobody in particular.
    pub on_behalf_of: Option<usize>,
}

impl Model {
    /// Every right of the person to decide it, whoever made it: in their own roles first. Open: of several delegations the newest first.
    fn rights(&self, who: usize, pending: &Pending) -> Vec<Right> {
        let own = |role: Role| Right { role, for_body: self.is_body(role), delegation: None, on_behalf_of: None };
        let mut found: Vec<Right> = self.decides_in(who, &pending.roles).into_iter().map(own).collect();
        for (number, d) in self.delegations.iter().enumerate().rev() {
            let concerns = pending.roles.contains(&d.terms.from) && d.terms.matters.contains(&pending.matter);
            if concerns && self.in_force(d) && self.reached(d.terms.to).contains(&who) {
                // A body to which it was delegated decides as a body does.
                let for_body = matches!(d.terms.to, To::Role(role) if self.is_body(role));
                found.push(Right { role: d.terms.from, for_body, delegation: Some(number as i32 + 1), on_behalf_of: d.giver });
            }
        }
        found
    }
    /// The right that the person decides by. Who created or edited the pending thing, or on whose behalf, does not decide it, unless a
    /// body decides at a recorded meeting.
    pub fn right(&self, who: usize, pending: &Pending, basis: Basis) -> Option<Right> {
        self.right_where(who, pending, basis, |_| true)
    }
    fn right_where(&self, who: usize, pending: &Pending, basis: Basis, suits: impl Fn(&Right) -> bool) -> Option<Right> {
        let at_meeting = matches!(basis, Basis::Meeting | Basis::Tomorrow);
        let own = |r: &Right| pending.makers.contains(&who) || r.on_behalf_of.is_some_and(|giver| pending.makers.contains(&giver));
        self.rights(who, pending).into_iter().find(|r| suits(r) && (!own(r) || (at_meeting && r.for_body)))
    }
    /// The person's word alone settles it: a body's chair needs a basis, unless the charter lets the chair decide alone.
    pub fn settles_alone(&self, who: usize, pending: &Pending) -> bool {
        self.right_where(who, pending, Basis::Unsaid, |r| self.basis_holds(*r, pending.matter, Basis::Unsaid)).is_some()
    }
    pub fn decides(&self, who: usize, pending: &Pending) -> bool {
        self.right(who, pending, Basis::Unsaid).is_some()
    }
    /// The person's by its role, whoever made it.
    pub fn holds(&self, who: usize, pending: &Pending) -> bool {
        !self.rights(who, pending).is_empty()
    }
    /// What a body has decided at a meeting or per capsulam may be recorded for its chair. Whoever confirms what was recorded does not
    /// record it once more.
    pub fn may_record(&self, who: usize, pending: &Pending, basis: Basis) -> bool {
        let told = matches!(basis, Basis::Meeting | Basis::Tomorrow | Basis::PerCapsulam);
        told && self.confirming.is_none() && self.has(who, &RECORD) && self.is_body(pending.roles[0])
    }
    /// A body's decision says on what basis; a meeting has been held; the chair alone only where the charter allows it.
    pub fn basis_holds(&self, right: Right, matter: Matter, basis: Basis) -> bool {
        !right.for_body
            || match basis {
                Basis::Unsaid | Basis::Chair => self.table.chair_alone(matter),
                Basis::Meeting | Basis::PerCapsulam => true,
                Basis::Tomorrow => false,
            }
    }

    /// Settles who may decide, and the basis. `Some`: it is decided now, by this right; `None`: it was recorded and waits for the chair.
    pub fn decision(&mut self, who: usize, pending: &Pending, about: Thing, basis: Basis, mut why: Refusal, action: Action) -> Result<Option<Right>, Refusal> {
        match self.right(who, pending, basis) {
            Some(right) if self.basis_holds(right, pending.matter, basis) => return refuse(why).map(|()| Some(right)),
            Some(_) => why.insert(Why::State),
            None if !self.may_record(who, pending, basis) => why.insert(Why::NoMandate),
            None if basis == Basis::Tomorrow => why.insert(Why::State),
            None => {
                refuse(why)?;
                if self.is_recorded_already(about) {
                    return one(Why::State).map(|()| None);
                }
                self.record(Recording { action, about, matter: pending.matter, basis, by: who, on: self.day, role: pending.roles[0], end: None });
                return Ok(None);
            }
        };
        Err(why)
    }
    /// The decision stands in the log under the number that this answers.
    pub fn take(&mut self, right: Right, matter: Option<Matter>, about: Thing, outcome: &'static str, who: usize) -> i32 {
        self.moved_on(about);
        let recorded_by = self.confirming.map_or(who, |(by, _)| by);
        let (role, delegation, charter, proposed) = (right.role, right.delegation, self.charter, self.is_proposed_to_end(about));
        self.decisions.push(Taken { matter, about, outcome, who, recorded_by, role, delegation, charter, proposed });
        self.decisions.len() as i32
    }
    /// Whether a proposal to end the project waits for an answer there.
    fn is_proposed_to_end(&self, about: Thing) -> bool {
        let lift = match about {
            Thing::Gate(gate) => self.gates[gate].lift,
            Thing::Delivery(at) => self.deliveries[at].lift,
            _ => None,
        };
        matches!(lift, Some((_, _, true)))
    }
}
