//! A status report from its content: the text of `reports/status.html`, which is both the preview and the source of the PDF.
use crate::domain::decision::hex;
use crate::domain::journal::canonical;
use crate::domain::policy::Band;
use crate::domain::report::content::{EconomyLine, ReportContent, Trend};
use crate::render::charts::{BandRange, BudgetBars, BudgetWords, Chart, CostCategory, Figure, Level, Palette, RiskLine, RiskTrend, svg};
use crate::render::engine::{self, Markup};
use crate::render::format;
use crate::render::i18n::{FluentArgs, Lang};
use crate::render::pdf::{self, Meta, PageLabel};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A category is drawn when it is at least one part in so many of the largest.
const SHOWN_SHARE: i64 = 50;
/// The report's template.
const TEMPLATE: &str = "reports/status.html";
const SOURCE: &str = include_str!("../../reports/status.html");

/// SHA-256 of the template, which a submission freezes with the content.
pub fn template_hash() -> String {
    hex(&Sha256::digest(SOURCE))
}

/// The PDF of a frozen report. One that is not approved carries a water mark over each page.
///
/// # Errors
/// A content that is no report's, or text that the PDF cannot hold.
pub fn make_pdf(frozen: &Value) -> Result<Vec<u8>, String> {
    let content: ReportContent = serde_json::from_value(frozen.clone()).map_err(|e| e.to_string())?;
    let text = text(&content, false)?;
    pdf::render(&text, &charts(&content), &meta(&content, frozen)).map_err(|e| e.to_string())
}

/// The same text for a page in the browser: headings one level down, charts drawn in place.
///
/// # Errors
/// A template that does not fit the content.
pub fn preview(content: &ReportContent) -> Result<Markup, String> {
    let mut html = text(content, true)?;
    // Only tags hold a "<": what people wrote is escaped.
    for (from, to) in [("h3", "h4"), ("h2", "h3"), ("h1", "h2")] {
        html = html.replace(&format!("<{from}>"), &format!("<{to}>")).replace(&format!("</{from}>"), &format!("</{to}>"));
    }
    // A page has its own marks, and shows tables as cards where there is little room.
    for (from, to) in [("\"lamp lamp--", "\"tag tag--"), ("\"band band--", "\"tag tag--"), ("<table>", "<table class=\"pt\">")] {
        html = html.replace(from, to);
    }
    for (name, chart) in charts(content) {
        let tag = format!("<figure data-chart=\"{name}\">");
        let Some((before, rest)) = html.split_once(&tag) else { continue };
        let Some((caption, after)) = rest.split_once("</figcaption>") else { continue };
        html = format!("{before}<figure class=\"fig\">{caption}</figcaption>{}{after}", svg(&chart, Palette::Css));
    }
    // A report keeps its own language, whatever the reader's is.
    Ok(Markup::new(format!("<div lang=\"{}\">{html}</div>", lang(content))))
}

fn text(content: &ReportContent, web: bool) -> Result<String, String> {
    let context = Context { r: content, charts: charts(content).into_iter().map(|(name, chart)| (name, chart.title().to_owned())).collect(), web };
    engine::plain(TEMPLATE, lang(content), &context).map_err(|e| format!("{e}: {:?}", std::error::Error::source(&e).map(ToString::to_string)))
}

/// What the template sees as `c`.
#[derive(Serialize)]
struct Context<'a> {
    r: &'a ReportContent,
    /// The charts that there are figures for, with what each shows.
    charts: BTreeMap<String, String>,
    /// For a page: cells carry the name of their column.
    web: bool,
}

fn lang(content: &ReportContent) -> Lang {
    content.language.parse().unwrap_or_default()
}

fn meta(content: &ReportContent, frozen: &Value) -> Meta {
    let lang = lang(content);
    let name = numbered(lang, "report-name", content.number);
    let register = &content.project.register_number;
    let digest = Sha256::digest(canonical(frozen));
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    let watermark = match (&content.approval, content.submitted_at) {
        (Some(_), _) => None,
        (None, Some(_)) => Some("report-watermark-submitted"),
        (None, None) => Some("report-watermark-draft"),
    };
    let mut footer = vec![content.project.code.clone(), name.clone()];
    if !register.is_empty() {
        footer.push(format!("{} {register}", lang.text("report-register")));
    }
    Meta {
        title: format!("{name}, {}", content.project.name),
        author: content.written_by.clone(),
        subject: format!("{} {} {} {}", lang.text("report-period"), format::date(content.period.from), lang.text("report-to"), format::date(content.period.to)),
        language: if lang == Lang::Sv { "sv-SE" } else { "en-GB" }.to_owned(),
        created: content.approval.as_ref().map(|a| a.at).or(content.submitted_at).unwrap_or_else(|| content.as_of.and_time(chrono::NaiveTime::MIN)),
        register_number: (!register.is_empty()).then(|| register.clone()),
        checkpoint: content.checkpoint.as_ref().map(|c| format!("{} {}", c.seq, c.hash)),
        id,
        watermark: watermark.map(|key| lang.text(key).to_owned()),
        footer: footer.join(" · "),
        page_label: PageLabel { page: lang.text("report-page").to_owned(), of: lang.text("report-page-of").to_owned() },
    }
}

/// The charts of a report, by the names that its template gives them.
fn charts(content: &ReportContent) -> BTreeMap<String, Chart> {
    let lang = lang(content);
    let mut charts = BTreeMap::new();
    if !content.economy.categories.is_empty() {
        charts.insert("budget".to_owned(), Chart::BudgetBars(budget(lang, content)));
    }
    if !content.risks.trend.lines.is_empty() && !content.risks.trend.days.is_empty() {
        charts.insert("trend".to_owned(), Chart::RiskTrend(trend(lang, content)));
    }
    charts
}

fn budget(lang: Lang, content: &ReportContent) -> BudgetBars {
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

fn trend(lang: Lang, content: &ReportContent) -> RiskTrend {
    let trend = &content.risks.trend;
    let whole = |value: i32| u32::try_from(value).unwrap_or(0);
    RiskTrend {
        title: finding(lang, trend),
        row_word: lang.text("report-risk").to_owned(),
        reviews: trend.days.iter().map(|day| format::day_month(lang, *day)).collect(),
        risks: trend.lines.iter().map(|l| RiskLine { label: l.risk.clone(), values: l.values.iter().map(|v| v.map(whole)).collect() }).collect(),
        bands: content
            .risks
            .bands
            .iter()
            .map(|b| BandRange { level: level(b.band), from: whole(b.from), to: whole(b.to), word: lang.text(&format!("band-{}", b.band)).to_owned() })
            .collect(),
        max: whole(trend.top),
    }
}
/// The greatest move of a risk is what the chart tells.
fn finding(lang: Lang, trend: &Trend) -> String {
    let moved = trend.lines.iter().filter_map(|line| {
        let mut known = line.values.iter().flatten();
        let first = *known.next()?;
        let last = *known.next_back()?;
        (first != last).then_some((&line.risk, first, last))
    });
    match moved.max_by_key(|(_, first, last)| (last - first).abs()) {
        Some((risk, first, last)) => {
            let key = if last > first { "report-trend-risen" } else { "report-trend-fallen" };
            words(lang, key, &[("risk", risk.clone()), ("from", first.to_string()), ("to", last.to_string())])
        }
        None => lang.text("report-trend-still").to_owned(),
    }
}
fn level(band: Band) -> Level {
    match band {
        Band::Low => Level::Low,
        Band::Medium => Level::Mid,
        Band::High => Level::High,
    }
}

fn numbered(lang: Lang, key: &str, number: i32) -> String {
    words(lang, key, &[("number", number.to_string())])
}
fn words(lang: Lang, key: &str, values: &[(&'static str, String)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    lang.text_with(key, &args)
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
