//! Budget and outcome by category. Sums are derived, never typed.
use crate::domain::money::Ore;
use serde::Serialize;

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
    /// What is left of the whole budget.
    pub fn left(&self) -> Ore {
        self.budget_total - self.outcome_total
    }
    pub fn over_year(&self) -> bool {
        self.outcome_year > self.budget_year
    }
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
