//! Roles that nobody can decide in, and for how long.
use crate::domain::actor::Holding;
use crate::domain::role::Role;
use chrono::NaiveDate;

/// Roles that a project cannot be without.
const NEEDED: [Role; 3] = [Role::ProjectOrderer, Role::SteeringGroup, Role::ProjectLeader];
/// Roles that count as unfilled when somebody has held them and nobody does now.
const ONCE_FILLED: [Role; 4] = [Role::DeputyProjectLeader, Role::ProjectOwner, Role::ProjectController, Role::EffectOwner];

/// A role that somebody holds or has held, and whether that person's account is open.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    pub holding: &'a Holding,
    pub is_open: bool,
}
impl Held<'_> {
    /// Whether the person holds the role on `day`.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.is_open && self.holding.covers(day)
    }
    /// Whether the person decides in the role on `day`: holds it, and chairs the body when a body holds it.
    pub fn decides(self, day: NaiveDate) -> bool {
        self.holds(day) && self.holding.decides()
    }
}

/// A role that nobody decides in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vacancy {
    pub role: Role,
    /// The last day on which somebody did; `None` where nobody has.
    pub since: Option<NaiveDate>,
    /// The body has members but no chair.
    pub lacks_chair: bool,
}
impl Vacancy {
    /// Whether and since when nobody decides in `role` on `today`, of everybody who holds or has held a role in the project.
    pub fn of(role: Role, all: &[Held<'_>], today: NaiveDate) -> Option<Vacancy> {
        let of_role = || all.iter().filter(|h| h.holding.role == role);
        if of_role().any(|h| h.decides(today)) {
            return None;
        }
        let since = of_role().filter(|h| h.holding.decides()).filter_map(|h| h.holding.to).filter(|to| *to < today).max();
        Some(Vacancy { role, since, lacks_chair: of_role().any(|h| h.holds(today)) })
    }
    /// Days since somebody last decided, or since the project began; 0 where it has not.
    pub fn days(&self, started_on: NaiveDate, today: NaiveDate) -> i64 {
        (today - self.since.unwrap_or(started_on)).num_days().max(0)
    }
}

/// The roles whose being empty speaks for the light of the staff, with the days: those that a project cannot be without, from the day
/// after its start, and those that somebody has had.
pub fn unfilled(all: &[Held<'_>], started_on: NaiveDate, today: NaiveDate) -> Vec<(Role, i64)> {
    let vacant = |role: Role| Vacancy::of(role, all, today);
    let needed = NEEDED.into_iter().filter_map(vacant).filter(|v| v.days(started_on, today) > 0);
    let once = ONCE_FILLED.into_iter().filter_map(vacant).filter(|v| v.since.is_some());
    needed.chain(once).map(|v| (v.role, v.days(started_on, today))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day");
    const START: NaiveDate = NaiveDate::from_ymd_opt(2020, 11, 17).expect("a day");

    fn holding(role: Role, chair: bool, to: Option<NaiveDate>) -> Holding {
        Holding { role, in_body: role == Role::SteeringGroup, chair, from: START, to }
    }

    #[test]
    fn a_role_is_vacant_since_somebody_last_decided_in_it_and_a_body_without_a_chair_too() {
        let yesterday = DAY.pred_opt();
        let all = [
            holding(Role::ProjectLeader, false, yesterday),
            holding(Role::SteeringGroup, false, None),
            holding(Role::EffectOwner, false, yesterday),
            holding(Role::ProjectOrderer, false, None),
        ];
        let held: Vec<Held> = all.iter().map(|holding| Held { holding, is_open: true }).collect();
        assert_eq!(Vacancy::of(Role::ProjectOrderer, &held, DAY), None);
        assert_eq!(Vacancy::of(Role::SteeringGroup, &held, DAY), Some(Vacancy { role: Role::SteeringGroup, since: None, lacks_chair: true }));
        assert_eq!(unfilled(&held, START, DAY), [(Role::SteeringGroup, 10), (Role::ProjectLeader, 1), (Role::EffectOwner, 1)]);
        let closed: Vec<Held> = all.iter().map(|holding| Held { holding, is_open: false }).collect();
        assert_eq!(unfilled(&closed, DAY, DAY), [(Role::ProjectLeader, 1), (Role::EffectOwner, 1)]);
    }
}
