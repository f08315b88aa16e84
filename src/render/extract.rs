//! Extracts as PDF, from `reports/mandates.html` and `reports/decision.html`.
use crate::domain::decision::content_hash;
use crate::domain::extract::{DecisionText, Extract, MandateTable};
use crate::render::engine;
use crate::render::format;
use crate::render::i18n::{Lang, numbered};
use crate::render::pdf::{self, Meta, PageLabel};
use serde::Serialize;
use std::collections::BTreeMap;

const MANDATES: &str = "reports/mandates.html";
const DECISION: &str = "reports/decision.html";

/// Who may decide what, as a PDF.
///
/// # Errors
/// Text that the PDF cannot hold.
pub fn mandates_pdf(extract: &Extract<MandateTable>) -> Result<Vec<u8>, String> {
    let title = lang(extract).text("charter-title").to_owned();
    make(extract, MANDATES, title)
}

/// One decision as a PDF.
///
/// # Errors
/// As [`mandates_pdf`].
pub fn decision_pdf(extract: &Extract<DecisionText>) -> Result<Vec<u8>, String> {
    let title = lang(extract).text_with("decision-number", &numbered(extract.body.number));
    make(extract, DECISION, title)
}

fn lang<T>(extract: &Extract<T>) -> Lang {
    extract.language.parse().unwrap_or_default()
}

fn make<T: Serialize>(extract: &Extract<T>, template: &str, title: String) -> Result<Vec<u8>, String> {
    pdf::render(&text(extract, template)?, &BTreeMap::new(), &meta(extract, title)).map_err(|e| e.to_string())
}
fn text<T: Serialize>(extract: &Extract<T>, template: &str) -> Result<String, String> {
    engine::plain(template, lang(extract), extract).map_err(|e| e.with_cause())
}

/// What the document says of itself. Its identity is its content's: the same extract is the same file.
fn meta<T: Serialize>(extract: &Extract<T>, title: String) -> Meta {
    let lang = lang(extract);
    let digest = content_hash(&serde_json::json!(extract));
    let mut id = [0; 16];
    id.copy_from_slice(&digest.as_bytes()[..16]);
    let register = &extract.register_number;
    let mut footer = vec![extract.code.clone(), title.clone()];
    if !register.is_empty() {
        footer.push(format!("{} {register}", lang.text("report-register")));
    }
    Meta {
        title: format!("{title}, {}", extract.project),
        author: extract.organisation.clone(),
        subject: format::date(extract.as_of),
        language: if lang == Lang::Sv { "sv-SE" } else { "en-GB" }.to_owned(),
        created: extract.as_of.and_time(chrono::NaiveTime::MIN),
        register_number: (!register.is_empty()).then(|| register.clone()),
        checkpoint: Some(format!("{} {}", extract.checkpoint.seq, extract.checkpoint.hash)),
        id,
        watermark: None,
        footer: footer.join(" · "),
        page_label: PageLabel { page: lang.text("report-page").to_owned(), of: lang.text("report-page-of").to_owned() },
    }
}

#[cfg(test)]
#[path = "extract_tests.rs"]
pub(super) mod tests;
