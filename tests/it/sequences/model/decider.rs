//! Who decides a change follows from what it touches: within the leader's tolerances the leader; time, budget or goals the
//! steering group; the budget frame the orderer; conditions of the financing those who finance it.
use super::words::{Matter, Table};

/// The matters of a change, each reaching further than the one before.
const LADDER: [Matter; 4] = [Matter::ChangeWithinTolerance, Matter::ChangePlan, Matter::ChangeBudgetFrame, Matter::ChangeFinancing];

/// The lines by which the plan would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    None,
    /// The project ends so many days later than the plan in force has it.
    End(i64),
    /// So many kronor more for this year.
    Frame(i64),
    /// So many kronor from next year's budget to this year's.
    Shift(i64),
    /// The first deliverable is another.
    Deliverable,
}
/// The effect that the leader states: days, kronor, and whether goals or the financing are touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    pub days: i64,
    pub kronor: i64,
    pub goals: bool,
    pub financing: bool,
    pub lines: Lines,
}

/// The plan in force: its last day, if any is named, and the budget of two years in kronor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    pub ends: Option<i64>,
    pub budget: [i64; 2],
}
/// An effect as it was assessed, with the end that the plan had then.
#[derive(Debug, Clone, Copy)]
pub struct Assessed {
    pub effect: Effect,
    pub ends: Option<(Option<i64>, i64)>,
}

impl Assessed {
    pub fn of(effect: Effect, plan: &Plan, today: i64) -> Assessed {
        let ends = match effect.lines {
            Lines::End(days) => Some((plan.ends, plan.ends.unwrap_or(today) + days)),
            // Days that are stated move the end that the plan has.
            _ => plan.ends.map(|end| (Some(end), end + effect.days)),
        };
        // The end that the plan has already is no change.
        Assessed { effect, ends: ends.filter(|(from, to)| *from != Some(*to)) }
    }
    fn budget(&self) -> [i64; 2] {
        match self.effect.lines {
            Lines::Frame(kronor) => [kronor, 0],
            Lines::Shift(kronor) => [kronor, -kronor],
            _ => [0, 0],
        }
    }
    /// The plan that it would make; none of one that has moved since, or that has not so much to take from.
    pub fn applied(&self, plan: &Plan) -> Option<Plan> {
        let moved = self.ends.is_some_and(|(from, _)| from != plan.ends);
        let [this, next] = [0, 1].map(|year| plan.budget[year] + self.budget()[year]);
        (!moved && this >= 0 && next >= 0).then_some(Plan { ends: self.ends.map_or(plan.ends, |(_, to)| Some(to)), budget: [this, next] })
    }
    /// How far it reaches in days and kronor, whichever way: by what the leader states, or by what the lines move.
    pub fn reach(&self) -> (i64, i64) {
        let days = self.ends.and_then(|(from, to)| Some((to - from?).abs())).unwrap_or(0);
        let moved = self.budget().into_iter().map(i64::abs).max().unwrap_or(0);
        (self.effect.days.abs().max(days), self.effect.kronor.abs().max(moved))
    }
    /// What the change touches says where it lies at least. Where its days or its kronor exceed the limit that the charter sets a
    /// matter, it lies with the next.
    pub fn matter(&self, table: Table) -> Matter {
        let frame: i64 = self.budget().iter().sum();
        let least = match () {
            () if self.effect.financing => 3,
            () if frame != 0 => 2,
            () if self.effect.goals || self.effect.lines == Lines::Deliverable => 1,
            () => 0,
        };
        let (days, kronor) = self.reach();
        let within = |matter: &&Matter| table.limit(**matter).is_none_or(|(most, longest)| kronor <= most && days <= longest);
        LADDER[least..].iter().find(within).copied().unwrap_or(Matter::ChangeFinancing)
    }
}
