//! Indicators in words and pictures.
use crate::domain::indicator::{Lack, PlanState, Planned};
use crate::render::charts::{self, Palette};
use crate::render::engine::Markup;
use crate::render::i18n::Lang;
use crate::render::indicator;
pub use crate::render::indicator::{quarter, value};
use crate::services::indicators::Standing;
use crate::services::reports::indicator_line;
use crate::web::request::Rq;
use serde::Serialize;

/// An indicator as pages show it.
#[derive(Serialize)]
pub struct IndicatorView {
    pub number: i32,
    pub name: String,
    pub finding: String,
    /// What the finding is like: `low` when the target is reached, `mid` when something is lacking, empty otherwise.
    pub tone: &'static str,
    /// Empty while there is neither a baseline nor a measurement.
    pub chart: Option<Markup>,
    pub chart_table: ChartTable,
    pub next: Option<PlanLine>,
}
#[derive(Serialize)]
pub struct ChartTable {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}
/// A planned measurement.
#[derive(Serialize)]
pub struct PlanLine {
    pub quarter: String,
    pub organisation: String,
    pub state: PlanState,
}

/// A planned measurement as its form is written: `2021 kv 3 Uddevalla`.
pub fn planned(lang: Lang, planned: &Planned) -> String {
    let quarter = quarter(lang, planned.quarter);
    if planned.organisation.is_empty() { quarter } else { format!("{quarter} {}", planned.organisation) }
}

pub fn plan_line(lang: Lang, (planned, state): &(Planned, PlanState)) -> PlanLine {
    PlanLine { quarter: quarter(lang, planned.quarter), organisation: planned.organisation.clone(), state: *state }
}

pub fn view(rq: &Rq, standing: &Standing) -> IndicatorView {
    let chart = indicator::chart(rq.lang, &indicator_line(standing));
    let table = chart.table();
    let is_drawn = standing.row.baseline.is_some() || !standing.by_quarter.is_empty();
    IndicatorView {
        number: standing.row.number,
        name: standing.row.name.clone(),
        finding: chart.title().to_owned(),
        tone: match (standing.reached(), standing.progress()) {
            (Some(true), _) => "low",
            (_, Err(Lack::Baseline | Lack::Target)) => "mid",
            _ => "",
        },
        chart: is_drawn.then(|| Markup::new(charts::svg(&chart, Palette::Css))),
        chart_table: ChartTable { head: table.headers, rows: table.rows },
        next: standing.next().map(|p| plan_line(rq.lang, p)),
    }
}
