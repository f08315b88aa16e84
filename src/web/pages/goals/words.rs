//! Indicators in words and pictures.
use crate::domain::indicator::{Hundredths, Lack, PlanState, Planned, Quarter};
use crate::render::charts::{self, Chart, Dated, Figure, Palette};
use crate::render::engine::Markup;
use crate::render::format;
use crate::render::i18n::{FluentArgs, Lang};
use crate::services::indicators::Standing;
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

/// A value with its unit: `62,5 %`.
pub fn value(lang: Lang, unit: &str, value: Hundredths) -> String {
    format!("{}\u{a0}{unit}", format::decimal(lang, value.0 as f64 / 100.0, 2))
}
/// A quarter as people say it.
pub fn quarter(lang: Lang, quarter: Quarter) -> String {
    let mut args = FluentArgs::new();
    args.set("year", quarter.year.to_string());
    args.set("number", quarter.number);
    lang.text_with("indicator-quarter", &args)
}
pub fn plan_line(lang: Lang, (planned, state): &(Planned, PlanState)) -> PlanLine {
    PlanLine { quarter: quarter(lang, planned.quarter), organisation: planned.organisation.clone(), state: *state }
}

pub fn view(rq: &Rq, standing: &Standing) -> IndicatorView {
    let chart = chart(rq.lang, standing);
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

/// What the figures say, in a sentence.
fn finding(lang: Lang, standing: &Standing) -> String {
    let text = |v: Option<Hundredths>| v.map(|v| value(lang, &standing.row.unit, v)).unwrap_or_default();
    let mut args = FluentArgs::new();
    args.set("value", text(standing.latest()));
    args.set("target", text(standing.yardstick.target));
    let key = match (standing.reached(), standing.progress()) {
        (_, Err(Lack::Baseline)) => "indicator-lacks-baseline",
        (_, Err(Lack::Target)) => "indicator-lacks-target",
        (Some(true), _) => "indicator-is-reached",
        (_, Err(Lack::Value)) => "indicator-lacks-value",
        (_, Err(Lack::Distance)) => "indicator-lacks-distance",
        (_, Ok(percent)) if percent < 0 => "indicator-is-worse",
        (_, Ok(percent)) => {
            args.set("percent", percent);
            "indicator-is-on-its-way"
        }
    };
    lang.text_with(key, &args)
}
fn chart(lang: Lang, standing: &Standing) -> Chart {
    let row = &standing.row;
    let word = |key: &str| lang.text(key).to_owned();
    let dated = |at: Quarter, key: &str, v: Hundredths| Dated {
        when: quarter(lang, at),
        word: word(key),
        figure: Figure::new(v.0 as f64 / 100.0, value(lang, &row.unit, v)),
    };
    let given = |v: Option<Hundredths>, on: Option<chrono::NaiveDate>, key: &str| Some(dated(Quarter::of(on?), key, v?));
    Chart::Indicator(charts::Indicator {
        title: finding(lang, standing),
        headers: [word("indicator-when"), word("indicator-what"), word("indicator-value")],
        baseline: given(standing.yardstick.baseline, row.baseline_on, "indicator-baseline"),
        measured: standing.by_quarter.iter().map(|(q, v)| dated(*q, "indicator-measurement", *v)).collect(),
        target: given(standing.yardstick.target, row.target_on, "indicator-target"),
    })
}
