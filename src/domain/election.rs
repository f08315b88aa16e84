//! The choice of a body's chair: the one matter that no charter gives to anybody, since it is the body's own.
use crate::domain::actor::Actor;
use crate::domain::ids::PersonId;
use crate::domain::mandate::Lack;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use chrono::NaiveDate;

/// A body that chooses its chair.
#[derive(Debug, Clone)]
pub struct Election {
    pub role: Role,
    /// The member who is chosen.
    pub elected: PersonId,
    /// Everybody in the body today, the one elected among them.
    pub members: Vec<PersonId>,
    /// Somebody chairs the body today, as its chair or in the chair's place.
    pub has_chair: bool,
}

impl Election {
    /// Whether somebody may record whom the body has chosen: the chair hands over; while there is none, whoever leads or keeps the
    /// minutes, or another member. Nobody records their own.
    ///
    /// # Errors
    /// What the person lacks.
    pub fn may_record(&self, who: &Actor, today: NaiveDate) -> Result<(), Lack> {
        let chairs = who.current(today).any(|h| h.role == self.role && h.chair);
        let records = || who.may(Right::Lead, today) || who.may(Right::Record, today) || who.has_any(&[self.role], today);
        match self.elected == who.person {
            true => Err(Lack::OwnElection),
            false if chairs || (!self.has_chair && records()) => Ok(()),
            false => Err(Lack::ChairHandsOver),
        }
    }

    /// The people who can confirm what was recorded: members who are neither the one elected nor the one who recorded it. The one
    /// elected confirms only where the body has nobody else.
    pub fn electors(&self, recorded_by: PersonId) -> Vec<PersonId> {
        let others: Vec<PersonId> = self.members.iter().copied().filter(|p| ![self.elected, recorded_by].contains(p)).collect();
        match others.is_empty() {
            true if self.elected != recorded_by => vec![self.elected],
            _ => others,
        }
    }

    /// Whether somebody is one of the [`Election::electors`].
    ///
    /// # Errors
    /// What the person lacks.
    pub fn may_confirm(&self, who: PersonId, recorded_by: PersonId) -> Result<(), Lack> {
        if self.electors(recorded_by).contains(&who) {
            return Ok(());
        }
        Err(if self.members.contains(&who) { Lack::OwnMatter } else { Lack::NotHeld })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::actor::Holding;

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day");

    fn somebody(person: i64, role: Role, chair: bool) -> Actor {
        let holdings = vec![Holding { role, in_body: role == Role::SteeringGroup, chair, from: DAY, to: None }];
        Actor { person: PersonId(person), holdings, delegations: [].into() }
    }
    fn election(members: &[i64], has_chair: bool) -> Election {
        Election { role: Role::SteeringGroup, elected: PersonId(1), members: members.iter().copied().map(PersonId).collect(), has_chair }
    }

    #[test]
    fn the_chair_hands_over_and_while_there_is_none_whoever_leads_keeps_the_minutes_or_is_a_member_records_it() {
        let recorders = [Role::ProjectLeader, Role::DeputyProjectLeader, Role::ProjectOrderer, Role::Secretary, Role::SteeringGroup];
        for role in Role::ALL.iter().copied() {
            let who = somebody(2, role, false);
            assert_eq!(election(&[1, 2], false).may_record(&who, DAY).is_ok(), recorders.contains(&role), "{role}");
            assert_eq!(election(&[1, 2], true).may_record(&who, DAY), Err(Lack::ChairHandsOver), "{role}");
        }
        assert_eq!(election(&[1, 2], true).may_record(&somebody(2, Role::SteeringGroup, true), DAY), Ok(()));
        assert_eq!(election(&[1, 2], false).may_record(&somebody(1, Role::SteeringGroup, false), DAY), Err(Lack::OwnElection));
    }

    #[test]
    fn another_member_confirms_and_the_one_elected_only_where_there_is_nobody_else() {
        let electors = |members: &[i64], recorded_by| election(members, false).electors(PersonId(recorded_by)).iter().map(|p| p.0).collect::<Vec<_>>();
        assert_eq!(electors(&[1, 2, 3], 2), [3]);
        assert_eq!(electors(&[1, 2], 2), [1]);
        assert_eq!(electors(&[1], 1), [0; 0]);
        assert_eq!(election(&[1, 2, 3], false).may_confirm(PersonId(2), PersonId(2)), Err(Lack::OwnMatter));
        assert_eq!(election(&[1, 2, 3], false).may_confirm(PersonId(9), PersonId(2)), Err(Lack::NotHeld));
    }
}
