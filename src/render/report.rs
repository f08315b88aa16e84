//! A report from its content: the text of its kind's template in `reports/`, which is both the preview and the source of the PDF.
mod closing;
mod status;

use crate::domain::colour::Colours;
use crate::domain::decision::hex;
use crate::domain::journal::canonical;
use crate::domain::report::ReportKind;
use crate::domain::report::content::Content;
use crate::render::charts::{Chart, Palette, svg};
use crate::render::engine::{self, Markup};
use crate::render::format;
use crate::render::i18n::{FluentArgs, Lang};
use crate::render::own_templates;
use crate::render::palette;
use crate::render::pdf::{self, Meta, PageLabel};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What the templates have in common.
const PARTS: &str = include_str!("../../reports/parts.html");

/// The template of a kind that is built in, and its source.
const fn built_in(kind: ReportKind) -> (&'static str, &'static str) {
    match kind {
        ReportKind::Status => ("reports/status.html", include_str!("../../reports/status.html")),
        ReportKind::Final => ("reports/final.html", include_str!("../../reports/final.html")),
        ReportKind::Effect => ("reports/effect.html", include_str!("../../reports/effect.html")),
    }
}
/// Makes something of a report by the organisation's own template of its kind. Where it has none, or its own does not fit just this
/// report, the one that is built in is used: no report waits for a template to be mended.
fn by_template<T>(kind: ReportKind, make: impl Fn(&str) -> Result<T, String>) -> Result<T, String> {
    if let Some(own) = own_templates::name(kind) {
        match make(&own) {
            Ok(made) => return Ok(made),
            Err(why) => tracing::warn!(%kind, why, "an organisation's own template does not fit this report; the one that is built in is used"),
        }
    }
    make(built_in(kind).0)
}

/// A report as it may be when it is approved, to try a template on.
const fn sample(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Status => include_str!("../../reports/samples/status.json"),
        ReportKind::Final => include_str!("../../reports/samples/final.json"),
        ReportKind::Effect => include_str!("../../reports/samples/effect.json"),
    }
}
/// Whether a template gives a page and a PDF of the sample.
///
/// # Errors
/// What is wrong, and where.
pub(super) fn try_template(kind: ReportKind, template: &str) -> Result<(), String> {
    let sample: Value = serde_json::from_str(sample(kind)).map_err(|e| e.to_string())?;
    let content = Content::read(kind, &sample.to_string()).map_err(|e| e.to_string())?;
    text(template, &content, true)?;
    pdf_by(template, &content, &sample).map(drop)
}

/// SHA-256 of a kind's template with what it shares, which a submission freezes with the content.
pub fn template_hash(kind: ReportKind) -> String {
    let source = own_templates::source_of(kind).unwrap_or(built_in(kind).1);
    hex(&Sha256::new().chain_update(PARTS).chain_update(source).finalize())
}

/// The PDF of a frozen report. One that is not approved carries a water mark over each page.
///
/// # Errors
/// A content that is none of the kind's, or text that the PDF cannot hold.
pub fn make_pdf(kind: ReportKind, frozen: &Value) -> Result<Vec<u8>, String> {
    let content = Content::read(kind, &frozen.to_string()).map_err(|e| e.to_string())?;
    by_template(kind, |template| pdf_by(template, &content, frozen))
}
fn pdf_by(template: &str, content: &Content, frozen: &Value) -> Result<Vec<u8>, String> {
    pdf::render(&text(template, content, false)?, &charts(content), &meta(content, frozen)).map_err(|e| e.to_string())
}

/// The same text for a page in the browser: headings one level down, charts drawn in place.
///
/// # Errors
/// A template that does not fit the content.
pub fn preview(content: &Content) -> Result<Markup, String> {
    let mut html = by_template(content.kind(), |template| text(template, content, true))?;
    // Only tags hold a "<": what people wrote is escaped.
    for (from, to) in [("h3", "h4"), ("h2", "h3"), ("h1", "h2")] {
        html = html.replace(&format!("<{from}>"), &format!("<{to}>")).replace(&format!("</{from}>"), &format!("</{to}>"));
    }
    // A page has its own marks, and shows tables as cards where there is little room.
    for (from, to) in [("\"lamp lamp--", "\"tag tag--"), ("\"band band--", "\"tag band--"), ("<table>", "<table class=\"pt\">")] {
        html = html.replace(from, to);
    }
    for (name, chart) in charts(content) {
        let tag = format!("<figure data-chart=\"{name}\">");
        let Some((before, rest)) = html.split_once(&tag) else { continue };
        let Some((caption, after)) = rest.split_once("</figcaption>") else { continue };
        html = format!("{before}<figure class=\"fig\">{caption}</figcaption>{}{after}", svg(&chart, Palette::Css));
    }
    // On a phone the rest is folded: the script closes it there.
    let lang = lang(content);
    html = folded(&html, &["report-summary", "report-text-summary", "report-lights", "report-risks", "report-effects"].map(|key| lang.text(key)));
    // A report keeps its own language, whatever the reader's is.
    // So it does its colours, whatever the policy is now.
    Ok(Markup::new(format!("<div lang=\"{lang}\"{}>{html}</div>", palette::around(content.colours()).as_str())))
}
/// Each part in a fold of its own, open, but for those whose heading is among `kept`, and the last.
fn folded(html: &str, kept: &[&str]) -> String {
    const HEADING: &str = "<h3>";
    let mut parts = html.split(HEADING);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // What begins here and ends elsewhere cannot be folded alone.
        let is_whole = part.matches("<section").count() == part.matches("</section>").count() && !part.contains("</article>");
        match part.split_once("</h3>") {
            Some((heading, body)) if is_whole && !kept.contains(&heading) => {
                out += &format!("<details class=\"fold\" data-fold open><summary><h3>{heading}</h3></summary>{body}</details>");
            }
            _ => out += &format!("{HEADING}{part}"),
        }
    }
    out
}

fn text(template: &str, content: &Content, web: bool) -> Result<String, String> {
    let context = Context {
        r: content,
        charts: charts(content).into_iter().map(|(name, chart)| (name, chart.title().to_owned())).collect(),
        indicators: match content {
            Content::Status(_) => BTreeMap::new(),
            Content::Closing(c) => closing::indicators(lang(content), c),
        },
        colours: content.colours(),
        web,
    };
    engine::plain(template, lang(content), &context).map_err(|e| e.with_cause())
}

/// What the template sees as `c`.
#[derive(Serialize)]
struct Context<'a> {
    r: &'a Content,
    /// The charts that there are figures for, with what each shows.
    charts: BTreeMap<String, String>,
    /// The indicators in words and as tables, by number.
    indicators: BTreeMap<String, closing::Told>,
    /// The colours of the bands.
    colours: Colours,
    /// For a page: cells carry the name of their column.
    web: bool,
}

fn lang(content: &Content) -> Lang {
    content.head().language.parse().unwrap_or_default()
}
/// The charts of a report, by the names that its template gives them.
fn charts(content: &Content) -> BTreeMap<String, Chart> {
    match content {
        Content::Status(c) => status::charts(lang(content), c),
        Content::Closing(c) => closing::charts(lang(content), c),
    }
}
/// What a report is called: "Statusrapport 2", "Slutrapport".
pub fn name(lang: Lang, kind: ReportKind, number: i32) -> String {
    words(lang, "report-name", &[("kind", kind.to_string()), ("number", number.to_string())])
}
/// What it tells of: its period, or the day that its figures stand for.
fn subject(lang: Lang, content: &Content) -> String {
    match content {
        Content::Status(c) => {
            format!("{} {} {} {}", lang.text("report-period"), format::date(c.period.from), lang.text("report-to"), format::date(c.period.to))
        }
        Content::Closing(c) => format!("{} {}", lang.text("report-figures-as-of"), format::date(c.head.as_of)),
    }
}

fn meta(content: &Content, frozen: &Value) -> Meta {
    let (lang, head) = (lang(content), content.head());
    let name = name(lang, content.kind(), head.number);
    let register = &head.project.register_number;
    let digest = Sha256::digest(canonical(frozen));
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    let watermark = match (content.approved_at(), head.submitted_at) {
        (Some(_), _) => None,
        (None, Some(_)) => Some("report-watermark-submitted"),
        (None, None) => Some("report-watermark-draft"),
    };
    let mut footer = vec![head.project.code.clone(), name.clone()];
    if !register.is_empty() {
        footer.push(format!("{} {register}", lang.text("report-register")));
    }
    Meta {
        title: format!("{name}, {}", head.project.name),
        author: head.written_by.clone(),
        subject: subject(lang, content),
        language: if lang == Lang::Sv { "sv-SE" } else { "en-GB" }.to_owned(),
        created: content.approved_at().or(head.submitted_at).unwrap_or_else(|| head.as_of.and_time(chrono::NaiveTime::MIN)),
        register_number: (!register.is_empty()).then(|| register.clone()),
        checkpoint: head.checkpoint.as_ref().map(|c| format!("{} {}", c.seq, c.hash)),
        id,
        watermark: watermark.map(|key| lang.text(key).to_owned()),
        footer: footer.join(" · "),
        page_label: PageLabel { page: lang.text("report-page").to_owned(), of: lang.text("report-page-of").to_owned() },
    }
}

fn words(lang: Lang, key: &str, values: &[(&'static str, String)]) -> String {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    lang.text_with(key, &args)
}

#[cfg(test)]
#[path = "report/closing_tests.rs"]
pub(super) mod closing_tests;
#[cfg(test)]
#[path = "report_tests.rs"]
pub(super) mod tests;
