//! The plan in force (Gällande plan): what a baseline fixes, and the lines by which an approved change request changes it.
use crate::domain::money::Ore;
use crate::domain::room::{Full, room_for};
use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

/// The plan as a baseline fixes it. What moves from day to day (versions, forecasts, outcome) is no part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub starts_on: NaiveDate,
    /// The project's last day; none while no milestone is planned.
    pub ends_on: Option<NaiveDate>,
    pub milestones: Vec<Milestone>,
    pub budget: Vec<BudgetLine>,
    pub deliverables: Vec<Deliverable>,
}
/// A milestone as the plan fixes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    pub number: i32,
    pub name: String,
    pub starts_on: NaiveDate,
    pub planned_on: NaiveDate,
}
/// A category's budget for one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    pub category: String,
    pub year: i32,
    pub amount: Ore,
}
/// A deliverable as the plan fixes it, and whom it goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliverable {
    pub number: i32,
    pub name: String,
    pub handed_to: String,
}

/// The lines of a change. Dates carry the day that they were planned on when the lines were written: a plan that has moved since
/// does not take them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChange {
    pub ends_on: Option<NewEnd>,
    pub milestones: Vec<MilestoneMove>,
    /// Requests from before milestones could be added have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_milestones: Vec<NewMilestone>,
    pub budget: Vec<BudgetChange>,
    pub deliverables: Vec<DeliverableChange>,
}
/// Another last day of the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEnd {
    pub from: Option<NaiveDate>,
    pub to: NaiveDate,
}
impl NewEnd {
    /// Whether it is what so many days make of the end before.
    pub fn follows_from(self, days: i32) -> bool {
        self.from.is_some_and(|from| (self.to - from).num_days() == i64::from(days))
    }
}
/// Another day for a milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneMove {
    pub number: i32,
    pub name: String,
    pub from: NaiveDate,
    pub to: NaiveDate,
}
/// A milestone that the plan lacked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMilestone {
    pub name: String,
    pub starts_on: NaiveDate,
    pub planned_on: NaiveDate,
}
/// So much more, or less, for a category in a year. A category or year that the budget lacks is added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetChange {
    pub category: String,
    pub year: i32,
    pub amount: Ore,
}
/// A deliverable that comes, goes or becomes another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum DeliverableChange {
    Add {
        name: String,
        handed_to: String,
    },
    Change {
        number: i32,
        name: String,
        handed_to: String,
    },
    /// With the name that it had.
    Remove {
        number: i32,
        name: String,
    },
}

/// The numbers that new lines of a plan get: the first these, and those after it the next ones.
#[derive(Debug, Clone, Copy)]
pub struct NextNumbers {
    pub milestone: i32,
    pub deliverable: i32,
}

/// Why a plan does not take a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanFault {
    #[error("the end has moved since")]
    EndHasMoved,
    #[error("the end lies before the start, or before a milestone")]
    EndsTooSoon,
    #[error("milestone {0} is gone, or has moved since")]
    MilestoneHasMoved(i32),
    #[error("milestone {0} lies before its start, or after the project's end")]
    MilestoneOutOfReach(i32),
    #[error("the new milestone {0} lies before its start, or after the project's end")]
    NewMilestoneOutOfReach(String),
    #[error("no room for more milestones")]
    MilestonesFull(Full),
    #[error("{0} {1} would be below zero, or too large")]
    BudgetOutOfReach(String, i32),
    #[error("deliverable {0} is gone")]
    DeliverableGone(i32),
    #[error(transparent)]
    Full(#[from] Full),
}

impl Plan {
    /// The plan with the change's lines in it; what is new in it is numbered from `next`.
    ///
    /// # Errors
    /// The plan has moved since the lines were written, or they lead out of reach: a budget below zero, an end before the start.
    pub fn with(&self, change: &PlanChange, next: NextNumbers) -> Result<Plan, PlanFault> {
        let mut plan = self.clone();
        plan.move_dates(change)?;
        plan.add_milestones(change, next.milestone)?;
        for line in &change.budget {
            plan.add_to_budget(line)?;
        }
        let mut number = next.deliverable;
        for line in &change.deliverables {
            plan.change_deliverable(line, &mut number)?;
        }
        Ok(plan)
    }

    fn move_dates(&mut self, change: &PlanChange) -> Result<(), PlanFault> {
        if let Some(end) = change.ends_on {
            if end.from != self.ends_on {
                return Err(PlanFault::EndHasMoved);
            }
            self.ends_on = Some(end.to);
        }
        for step in &change.milestones {
            let planned = self.milestones.iter_mut().find(|m| m.number == step.number && m.planned_on == step.from);
            planned.ok_or(PlanFault::MilestoneHasMoved(step.number))?.planned_on = step.to;
        }
        self.in_order();
        let Some(end) = self.ends_on.filter(|_| change.ends_on.is_some() || !change.milestones.is_empty()) else { return Ok(()) };
        let moved = |m: &&Milestone| change.milestones.iter().any(|step| step.number == m.number);
        match self.milestones.iter().filter(moved).find(|m| m.planned_on < m.starts_on || m.planned_on > end) {
            Some(m) => Err(PlanFault::MilestoneOutOfReach(m.number)),
            None if end < self.starts_on || self.milestones.iter().any(|m| m.planned_on > end) => Err(PlanFault::EndsTooSoon),
            None => Ok(()),
        }
    }
    /// A plan without an end gets the last day of its first milestones for one.
    fn add_milestones(&mut self, change: &PlanChange, next: i32) -> Result<(), PlanFault> {
        let last = change.new_milestones.iter().map(|m| m.planned_on).max();
        self.ends_on = self.ends_on.or(last);
        for (number, new) in (next..).zip(&change.new_milestones) {
            room_for(number).map_err(PlanFault::MilestonesFull)?;
            if new.planned_on < new.starts_on || self.ends_on.is_some_and(|end| new.planned_on > end) {
                return Err(PlanFault::NewMilestoneOutOfReach(new.name.clone()));
            }
            let NewMilestone { name, starts_on, planned_on } = new.clone();
            self.milestones.push(Milestone { number, name, starts_on, planned_on });
        }
        self.in_order();
        Ok(())
    }
    /// By planned day, as milestones are read.
    fn in_order(&mut self) {
        self.milestones.sort_by_key(|m| (m.planned_on, m.number));
    }
    fn add_to_budget(&mut self, line: &BudgetChange) -> Result<(), PlanFault> {
        let at = self.budget.iter().position(|b| b.category == line.category && b.year == line.year);
        let amount = at.map_or(Ore::ZERO, |i| self.budget[i].amount) + line.amount;
        if !(Ore::ZERO..=Ore::MAX).contains(&amount) {
            return Err(PlanFault::BudgetOutOfReach(line.category.clone(), line.year));
        }
        match at {
            Some(i) => self.budget[i].amount = amount,
            None => {
                let after = self.budget.iter().rposition(|b| b.category == line.category && b.year < line.year);
                let first = self.budget.iter().position(|b| b.category == line.category);
                let place = after.map(|i| i + 1).or(first).unwrap_or(self.budget.len());
                self.budget.insert(place, BudgetLine { category: line.category.clone(), year: line.year, amount });
            }
        }
        Ok(())
    }
    fn change_deliverable(&mut self, line: &DeliverableChange, next: &mut i32) -> Result<(), PlanFault> {
        let place = |number: i32, all: &[Deliverable]| all.iter().position(|d| d.number == number).ok_or(PlanFault::DeliverableGone(number));
        match line {
            DeliverableChange::Add { name, handed_to } => {
                room_for(*next)?;
                self.deliverables.push(Deliverable { number: *next, name: name.clone(), handed_to: handed_to.clone() });
                *next += 1;
            }
            DeliverableChange::Change { number, name, handed_to } => {
                let at = place(*number, &self.deliverables)?;
                self.deliverables[at] = Deliverable { number: *number, name: name.clone(), handed_to: handed_to.clone() };
            }
            DeliverableChange::Remove { number, .. } => {
                let at = place(*number, &self.deliverables)?;
                self.deliverables.remove(at);
            }
        }
        Ok(())
    }

    /// The end so many days later, or earlier; `None` while the plan has no end, and when nothing moves.
    pub fn end_moved_by(&self, days: i32) -> Option<NewEnd> {
        let from = self.ends_on.filter(|_| days != 0)?;
        Some(NewEnd { from: Some(from), to: from.checked_add_signed(TimeDelta::days(days.into()))? })
    }
    /// Nothing is planned: such a plan is not put in force.
    pub fn is_empty(&self) -> bool {
        self.milestones.is_empty() && self.budget.is_empty() && self.deliverables.is_empty()
    }
    /// The sum of the whole budget: its frame.
    pub fn frame(&self) -> Ore {
        self.budget.iter().map(|b| b.amount).sum()
    }
}

impl PlanChange {
    /// The change has no line: the plan stands as it is.
    pub fn is_empty(&self) -> bool {
        *self == PlanChange::default()
    }
    /// How many days the date moves that moves the furthest, whichever way. An end where there was none moves none.
    pub fn days(&self) -> i64 {
        let ends = self.ends_on.iter().filter_map(|e| Some((e.to - e.from?).num_days()));
        let milestones = self.milestones.iter().map(|m| (m.to - m.from).num_days());
        ends.chain(milestones).map(i64::abs).max().unwrap_or(0)
    }
    /// By how much the budget's frame changes: nothing when raises and cuts are equal.
    pub fn net(&self) -> Ore {
        self.budget.iter().map(|b| b.amount).sum()
    }
    /// How much money the lines move: the sum of the raises or that of the cuts, whichever is larger.
    pub fn moved(&self) -> Ore {
        let raises: Ore = self.budget.iter().map(|b| b.amount.max(Ore::ZERO)).sum();
        raises.max(raises - self.net())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NEXT: NextNumbers = NextNumbers { milestone: 3, deliverable: 2 };

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, month, day).expect("a day")
    }
    fn plan() -> Plan {
        let milestone = |number, to| Milestone { number, name: format!("M{number}"), starts_on: day(1, 1), planned_on: to };
        let line = |category: &str, year, kronor| BudgetLine { category: category.into(), year, amount: Ore::kronor(kronor) };
        Plan {
            starts_on: day(1, 1),
            ends_on: Some(day(10, 26)),
            milestones: vec![milestone(1, day(9, 24)), milestone(2, day(10, 26))],
            budget: vec![line("Resor", 2020, 5_000), line("Resor", 2021, 5_000)],
            deliverables: vec![Deliverable { number: 1, name: "Metodhandbok".into(), handed_to: "Styrgrupp".into() }],
        }
    }
    fn end(to: NaiveDate) -> Option<NewEnd> {
        Some(NewEnd { from: Some(day(10, 26)), to })
    }
    fn line(year: i32, kronor: i64) -> BudgetChange {
        BudgetChange { category: "Resor".into(), year, amount: Ore::kronor(kronor) }
    }

    #[test]
    fn every_kind_of_line_changes_its_part_and_nothing_else() {
        let change = PlanChange {
            ends_on: end(day(12, 17)),
            milestones: vec![MilestoneMove { number: 2, name: "M2".into(), from: day(10, 26), to: day(12, 17) }],
            new_milestones: vec![NewMilestone { name: "M3".into(), starts_on: day(11, 1), planned_on: day(12, 17) }],
            budget: vec![line(2021, -2_000), line(2022, 2_000)],
            deliverables: vec![
                DeliverableChange::Add { name: "Textade filmer".into(), handed_to: "Styrgrupp".into() },
                DeliverableChange::Remove { number: 1, name: String::new() },
            ],
        };
        let changed = plan().with(&change, NEXT).expect("changed");
        assert_eq!((changed.ends_on, changed.milestones[0].planned_on, changed.milestones[1].planned_on), (Some(day(12, 17)), day(9, 24), day(12, 17)));
        assert_eq!(changed.budget.iter().map(|b| (b.year, b.amount.0 / 100)).collect::<Vec<_>>(), [(2020, 5_000), (2021, 3_000), (2022, 2_000)]);
        assert_eq!(changed.milestones[2], Milestone { number: 3, name: "M3".into(), starts_on: day(11, 1), planned_on: day(12, 17) });
        assert_eq!(changed.deliverables.iter().map(|d| d.number).collect::<Vec<_>>(), [2]);
        assert_eq!((change.days(), change.net(), change.moved()), (52, Ore::ZERO, Ore::kronor(2_000)));
    }

    #[test]
    fn the_end_moves_by_days_whichever_way() {
        assert_eq!(plan().end_moved_by(20), end(day(11, 15)));
        assert!(plan().end_moved_by(-6).is_some_and(|moved| moved.to == day(10, 20) && moved.follows_from(-6) && !moved.follows_from(6)));
        assert_eq!((plan().end_moved_by(0), Plan { ends_on: None, ..plan() }.end_moved_by(20)), (None, None));
    }

    #[test]
    fn a_plan_that_has_moved_since_does_not_take_the_lines() {
        let since = Plan { ends_on: Some(day(11, 1)), ..plan() };
        assert_eq!(since.with(&PlanChange { ends_on: end(day(12, 17)), ..PlanChange::default() }, NEXT), Err(PlanFault::EndHasMoved));
        let moved = PlanChange { milestones: vec![MilestoneMove { number: 1, name: "M1".into(), from: day(9, 1), to: day(9, 30) }], ..PlanChange::default() };
        assert_eq!(plan().with(&moved, NEXT), Err(PlanFault::MilestoneHasMoved(1)));
        let gone = PlanChange { deliverables: vec![DeliverableChange::Remove { number: 9, name: String::new() }], ..PlanChange::default() };
        assert_eq!(plan().with(&gone, NEXT), Err(PlanFault::DeliverableGone(9)));
    }

    #[test]
    fn no_line_leads_out_of_reach() {
        let to = |ends_on, milestones| plan().with(&PlanChange { ends_on, milestones, ..PlanChange::default() }, NEXT).expect_err("refused");
        assert_eq!(to(end(day(10, 1)), vec![]), PlanFault::EndsTooSoon);
        let milestone = |to| vec![MilestoneMove { number: 1, name: "M1".into(), from: day(9, 24), to }];
        assert_eq!(to(None, milestone(day(11, 1))), PlanFault::MilestoneOutOfReach(1));
        assert_eq!(to(None, milestone(NaiveDate::from_ymd_opt(2020, 12, 31).expect("a day"))), PlanFault::MilestoneOutOfReach(1));
        let added =
            |starts_on, planned_on| PlanChange { new_milestones: vec![NewMilestone { name: "M3".into(), starts_on, planned_on }], ..PlanChange::default() };
        for (starts, planned) in [(day(9, 1), day(10, 27)), (day(9, 2), day(9, 1))] {
            assert_eq!(plan().with(&added(starts, planned), NEXT), Err(PlanFault::NewMilestoneOutOfReach("M3".into())));
        }
        let first = Plan { ends_on: None, milestones: Vec::new(), ..plan() }.with(&added(day(9, 1), day(10, 27)), NEXT).expect("the first");
        assert_eq!(first.ends_on, Some(day(10, 27)), "a plan without an end gets one");
        let budget = |b| plan().with(&PlanChange { budget: vec![b], ..PlanChange::default() }, NEXT);
        assert_eq!(budget(line(2021, -5_001)), Err(PlanFault::BudgetOutOfReach("Resor".into(), 2021)));
        assert_eq!(budget(BudgetChange { amount: Ore::MAX, ..line(2021, 0) }), Err(PlanFault::BudgetOutOfReach("Resor".into(), 2021)));
    }

    proptest! {
        #[test]
        fn the_frame_changes_by_the_net_of_the_lines(lines in prop::collection::vec((2020..=2023i32, -6_000..=6_000i64), 0..8)) {
            let change = PlanChange { budget: lines.iter().map(|(year, kronor)| line(*year, *kronor)).collect(), ..PlanChange::default() };
            prop_assert!(change.moved() >= change.net() && change.moved() >= -change.net());
            if let Ok(changed) = plan().with(&change, NEXT) {
                prop_assert_eq!(changed.frame(), plan().frame() + change.net());
                prop_assert!(changed.budget.iter().all(|b| b.amount >= Ore::ZERO));
            }
        }
    }
}
