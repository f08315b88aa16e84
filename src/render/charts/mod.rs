//! Charts: typed figures become a [`Scene`] of positioned marks, and the scene is drawn
//! as SVG for pages and mail, or by the PDF layer from the very same marks.
//!
//! The module knows no language: every word, date and written figure arrives as an argument.
//! Each chart carries a title that says the finding, and [`Chart::table`] gives the same
//! figures as rows, so that nobody depends on seeing the picture.
//!
//! With [`Palette::Css`] the style sheet colours the classes of [`Ink::class`]; dashes are
//! attributes, so that lines differ by more than colour even without a style sheet.

mod budget_bars;
mod indicator;
pub mod ink;
mod risk_trend;
mod s_curve;
mod scale;
mod scene;
mod spark;
mod sprint_burn;
mod svg;
#[cfg(test)]
mod tests;

pub use budget_bars::{BudgetBars, BudgetWords, CostCategory};
pub use indicator::{Dated, Indicator};
pub use ink::{Ink, Level, Rank, Rgb};
pub use risk_trend::{BandRange, RiskLine, RiskTrend};
pub use s_curve::{SCurve, SCurveWords};
pub use scale::number;
pub use scene::{Anchor, Mark, Scene};
pub use spark::Spark;
pub use sprint_burn::{BurnWords, SprintBurn};
pub use svg::svg;

/// Where colours come from: classes for pages, fixed values for mail and PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Palette {
    Css,
    Fixed,
}

/// A figure together with how it is written ("1 484 700 kr", "62 %").
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub value: f64,
    pub text: String,
}

impl Figure {
    pub fn new(value: f64, text: impl Into<String>) -> Self {
        Self { value, text: text.into() }
    }
}

/// The figures of a chart as a table: headers and rows have the same length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureTable {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    RiskTrend(RiskTrend),
    BudgetBars(BudgetBars),
    SCurve(SCurve),
    SprintBurn(SprintBurn),
    Spark(Spark),
    Indicator(Indicator),
}

impl Chart {
    /// The finding in words: title of the picture and its alternative text.
    pub fn title(&self) -> &str {
        match self {
            Self::RiskTrend(chart) => &chart.title,
            Self::BudgetBars(chart) => &chart.title,
            Self::SCurve(chart) => &chart.title,
            Self::SprintBurn(chart) => &chart.title,
            Self::Spark(chart) => &chart.title,
            Self::Indicator(chart) => &chart.title,
        }
    }

    pub fn scene(&self) -> Scene {
        match self {
            Self::RiskTrend(chart) => chart.scene(),
            Self::BudgetBars(chart) => chart.scene(),
            Self::SCurve(chart) => chart.scene(),
            Self::SprintBurn(chart) => chart.scene(),
            Self::Spark(chart) => chart.scene(),
            Self::Indicator(chart) => chart.scene(),
        }
    }

    /// The picture as a page shows it: narrow enough to be read on a phone.
    pub fn page_scene(&self) -> Scene {
        match self {
            Self::BudgetBars(chart) => chart.page_scene(),
            other => other.scene(),
        }
    }

    /// The same figures as rows, for `<details>` beside the picture.
    pub fn table(&self) -> FigureTable {
        match self {
            Self::RiskTrend(chart) => chart.table(),
            Self::BudgetBars(chart) => chart.table(),
            Self::SCurve(chart) => chart.table(),
            Self::SprintBurn(chart) => chart.table(),
            Self::Spark(chart) => chart.table(),
            Self::Indicator(chart) => chart.table(),
        }
    }
}
