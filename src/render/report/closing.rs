//! The indicators of a report that closes something: in words, as tables, and as charts.
use crate::domain::indicator::{Hundredths, Planned};
use crate::domain::report::closing::{ClosingContent, IndicatorLine, MeasuredApart};
use crate::render::charts::Chart;
use crate::render::format;
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
    /// What was measured of organisations and groups: the day, of whom, how many were asked, and the value.
    apart: Option<Apart>,
    /// Planned measurements that were not made.
    missed: Vec<String>,
}
#[derive(Serialize)]
struct Apart {
    head: [String; 4],
    rows: Vec<[String; 4]>,
}

/// Every indicator, by number.
pub(super) fn indicators(lang: Lang, content: &ClosingContent) -> BTreeMap<String, Told> {
    content.goals.iter().flat_map(|g| &g.indicators).map(|line| (line.number.to_string(), told(lang, line))).collect()
}
fn told(lang: Lang, line: &IndicatorLine) -> Told {
    let table = indicator::chart(lang, line).table();
    let missed = line.missed.iter().map(|m| planned(lang, m)).collect();
    Told { finding: indicator::finding(lang, line), head: table.headers, rows: table.rows, apart: apart(lang, line), missed }
}
fn apart(lang: Lang, line: &IndicatorLine) -> Option<Apart> {
    let row = |m: &MeasuredApart| {
        let whom = [m.organisation.as_str(), m.respondents.as_str()].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>().join(", ");
        let asked = m.asked.map(|n| n.to_string()).unwrap_or_default();
        [format::date(m.on), whom, asked, indicator::value(lang, &line.unit, Hundredths(m.value))]
    };
    let head = ["measurement-day", "measurement-whom", "measurement-asked", "indicator-value"].map(|key| lang.text(key).to_owned());
    (!line.apart.is_empty()).then(|| Apart { head, rows: line.apart.iter().map(row).collect() })
}
/// A planned measurement as people say it: `2021 kv 3, Uddevalla`.
fn planned(lang: Lang, missed: &str) -> String {
    match missed.parse::<Planned>() {
        Ok(p) if p.organisation.is_empty() => indicator::quarter(lang, p.quarter),
        Ok(p) => format!("{}, {}", indicator::quarter(lang, p.quarter), p.organisation),
        Err(_) => missed.to_owned(),
    }
}
