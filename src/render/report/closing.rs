//! The indicators of a report that closes something: in words, as tables, and as charts.
use crate::domain::indicator::Planned;
use crate::domain::report::closing::{ClosingContent, IndicatorLine};
use crate::render::charts::Chart;
use crate::render::i18n::Lang;
use crate::render::indicator;
use serde::Serialize;
use std::collections::BTreeMap;

/// A chart of each indicator that has a baseline or a measurement, under `indicator-<number>`.
pub(super) fn charts(lang: Lang, content: &ClosingContent) -> BTreeMap<String, Chart> {
    let drawn = content.goals.iter().flat_map(|g| &g.indicators).filter(|i| i.baseline.is_some() || !i.measured.is_empty());
    drawn.map(|line: &IndicatorLine| (format!("indicator-{}", line.number), indicator::chart(lang, line))).collect()
}

/// An indicator in words.
#[derive(Serialize)]
pub(super) struct Told {
    finding: String,
    head: Vec<String>,
    /// When, what, and the value.
    rows: Vec<Vec<String>>,
    /// Planned measurements that were not made.
    missed: Vec<String>,
}

/// Every indicator, by number.
pub(super) fn indicators(lang: Lang, content: &ClosingContent) -> BTreeMap<String, Told> {
    content.goals.iter().flat_map(|g| &g.indicators).map(|line| (line.number.to_string(), told(lang, line))).collect()
}
fn told(lang: Lang, line: &IndicatorLine) -> Told {
    let table = indicator::chart(lang, line).table();
    Told { finding: indicator::finding(lang, line), head: table.headers, rows: table.rows, missed: line.missed.iter().map(|m| planned(lang, m)).collect() }
}
/// A planned measurement as people say it: `2021 kv 3, Uddevalla`.
fn planned(lang: Lang, missed: &str) -> String {
    match missed.parse::<Planned>() {
        Ok(p) if p.organisation.is_empty() => indicator::quarter(lang, p.quarter),
        Ok(p) => format!("{}, {}", indicator::quarter(lang, p.quarter), p.organisation),
        Err(_) => missed.to_owned(),
    }
}
