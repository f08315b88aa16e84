//! Budget and outcome by category. Sums are derived, never typed.
use crate::domain::money::Ore;
use crate::domain::text::UnknownWord;
use serde::Serialize;
use std::str::FromStr;

/// How much of a project's time its money is looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Year(i32),
    Whole,
}
/// The years that a budget can have.
pub const YEARS: std::ops::RangeInclusive<i32> = 1990..=2200;

impl FromStr for Span {
    type Err = UnknownWord;
    /// Reads `2020`, or `all` for the whole project.
    fn from_str(text: &str) -> Result<Span, UnknownWord> {
        match text {
            "all" => Ok(Span::Whole),
            year => year.parse().ok().filter(|y| YEARS.contains(y)).map(Span::Year).ok_or(UnknownWord),
        }
    }
}

/// The year that is shown first, among those with figures in order: the last that has begun, or else the first to come. Without
/// figures it is the year of today.
pub fn first_shown(years: &[i32], today: i32) -> i32 {
    years.iter().rfind(|year| **year <= today).or(years.first()).copied().unwrap_or(today)
}

/// One cost category: what was planned and what came of it so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CategoryFigures {
    pub category: String,
    /// Budget of the year in question.
    pub budget_year: Ore,
    /// Budget of the whole project.
    pub budget_total: Ore,
    /// Outcome of the year so far.
    pub outcome_year: Ore,
    /// Outcome of the whole project so far.
    pub outcome_total: Ore,
}

impl CategoryFigures {
    /// Percent of the year's budget; `None` without one.
    pub fn percent_of_year(&self) -> Option<i64> {
        self.outcome_year.percent_of(self.budget_year)
    }
    /// Percent of the whole budget; `None` without one.
    pub fn percent_of_total(&self) -> Option<i64> {
        self.outcome_total.percent_of(self.budget_total)
    }
    /// Whether there is a budget or an outcome to show.
    pub fn has_figures(&self, span: Span) -> bool {
        let (budget, outcome) = match span {
            Span::Year(_) => (self.budget_year, self.outcome_year),
            Span::Whole => (self.budget_total, self.outcome_total),
        };
        budget != Ore::ZERO || outcome != Ore::ZERO
    }
    /// What is left of the whole budget.
    pub fn left(&self) -> Ore {
        self.budget_total - self.outcome_total
    }
    /// More was spent in the year than is budgeted for it.
    pub fn over_year(&self) -> bool {
        self.outcome_year > self.budget_year
    }
    /// More was spent than is budgeted for all years.
    pub fn over_total(&self) -> bool {
        self.outcome_total > self.budget_total
    }
}

/// The sum of all categories, as a line of its own.
pub fn total(categories: &[CategoryFigures]) -> CategoryFigures {
    let sum = |of: fn(&CategoryFigures) -> Ore| categories.iter().map(of).sum();
    CategoryFigures {
        category: String::new(),
        budget_year: sum(|c| c.budget_year),
        budget_total: sum(|c| c.budget_total),
        outcome_year: sum(|c| c.outcome_year),
        outcome_total: sum(|c| c.outcome_total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_year_with_figures_that_has_begun_is_shown_first() {
        assert_eq!([first_shown(&[2018, 2019], 2020), first_shown(&[2020, 2021], 2020), first_shown(&[2019, 2021], 2020)], [2019, 2020, 2019]);
        assert_eq!([first_shown(&[2022, 2023], 2020), first_shown(&[], 2020)], [2022, 2020]);
    }

    #[test]
    fn a_year_or_the_whole_project_can_be_asked_for() {
        assert_eq!(["all", "2020", "1989", "2201", "", "i år"].map(|t| t.parse().ok()), [Some(Span::Whole), Some(Span::Year(2020)), None, None, None, None]);
    }
}
