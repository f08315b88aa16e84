//! The charts of a status report: outcome against the year's budget, and the risks' trend.
use super::words;
use crate::domain::report::content::{EconomyLine, StatusContent, Trend};
use crate::render::charts::{BandRange, BudgetBars, BudgetWords, Chart, CostCategory, Figure, Level, RiskLine, RiskTrend};
use crate::render::format;
use crate::render::i18n::Lang;
use std::collections::BTreeMap;

/// A category is drawn when it is at least one part in so many of the largest.
const SHOWN_SHARE: i64 = 50;

/// The charts of a status report, by the names that its template gives them.
pub(super) fn charts(lang: Lang, content: &StatusContent) -> BTreeMap<String, Chart> {
    let mut charts = BTreeMap::new();
    if !content.economy.categories.is_empty() {
        charts.insert("budget".to_owned(), Chart::BudgetBars(budget(lang, content)));
    }
    if !content.risks.trend.lines.is_empty() && !content.risks.trend.days.is_empty() {
        charts.insert("trend".to_owned(), Chart::RiskTrend(trend(lang, content)));
    }
    charts
}

fn budget(lang: Lang, content: &StatusContent) -> BudgetBars {
    let kr = |ore: i64| Figure::new(ore as f64 / 100.0, format::kr(lang, ore));
    let over: Vec<&EconomyLine> = content.economy.categories.iter().filter(|c| c.outcome_year > c.budget_year).collect();
    let title = match over.first() {
        Some(worst) => words(
            lang,
            "report-chart-over",
            &[("category", worst.category.clone()), ("outcome", format::kr(lang, worst.outcome_year.0)), ("budget", format::kr(lang, worst.budget_year.0))],
        ),
        None => words(
            lang,
            "report-chart-within",
            &[("outcome", format::kr(lang, content.economy.total.outcome_year.0)), ("budget", format::kr(lang, content.economy.total.budget_year.0))],
        ),
    };
    let word = |key: &str| lang.text(key).to_owned();
    BudgetBars {
        title,
        words: BudgetWords {
            category: word("report-category"),
            budget: word("report-budget-year"),
            outcome: word("report-outcome"),
            total: word("report-budget-total"),
        },
        categories: largest(&content.economy.categories)
            .map(|c| CostCategory { label: c.category.clone(), budget: kr(c.budget_year.0), outcome: kr(c.outcome_year.0), total: Some(kr(c.budget_total.0)) })
            .collect(),
    }
}

/// The categories that can be seen beside the largest: the table above the chart has them all.
fn largest(all: &[EconomyLine]) -> impl Iterator<Item = &EconomyLine> {
    let weight = |c: &EconomyLine| c.budget_year.0.max(c.outcome_year.0);
    let top = all.iter().map(weight).max().unwrap_or_default();
    all.iter().filter(move |c| weight(c) * SHOWN_SHARE >= top && weight(c) > 0)
}

fn trend(lang: Lang, content: &StatusContent) -> RiskTrend {
    let trend = &content.risks.trend;
    let whole = |value: i32| u32::try_from(value).unwrap_or(0);
    let colours = content.risks.colours();
    RiskTrend {
        title: finding(lang, trend),
        row_word: lang.text("report-risk").to_owned(),
        reviews: format::days_in_a_row(lang, &trend.days),
        risks: trend.lines.iter().map(|l| RiskLine { label: l.risk.clone(), values: l.values.iter().map(|v| v.map(whole)).collect() }).collect(),
        bands: content
            .risks
            .bands
            .iter()
            .map(|b| BandRange {
                level: Level::from(b.band).in_colour(colours.of(b.band)),
                from: whole(b.from),
                to: whole(b.to),
                word: lang.text(&format!("band-{}", b.band)).to_owned(),
            })
            .collect(),
        max: whole(trend.top),
    }
}
/// The greatest rise of a risk, or the greatest fall where none has risen, since the report before is what the chart tells; in the first report, since it was first assessed.
fn finding(lang: Lang, trend: &Trend) -> String {
    let before = trend.since.and_then(|since| trend.days.iter().rposition(|day| *day <= since));
    let moved = trend.lines.iter().filter_map(|line| {
        let known = &line.values[before.unwrap_or(0)..];
        let first = if before.is_some() { *known.first()? } else { known.iter().flatten().next().copied() }?;
        let last = *known.iter().flatten().next_back()?;
        (first != last).then_some((&line.risk, first, last))
    });
    match moved.max_by_key(|(_, first, last)| (last > first, (last - first).abs())) {
        Some((risk, first, last)) => {
            let key = if last > first { "report-trend-risen" } else { "report-trend-fallen" };
            words(lang, key, &[("risk", risk.clone()), ("from", first.to_string()), ("to", last.to_string())])
        }
        None => lang.text("report-trend-still").to_owned(),
    }
}
