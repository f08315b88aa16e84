//! PDF: template output to a document that is PDF/UA-1 and PDF/A-2a, the same bytes each time.
//!
//! The way through: [`markup`] parses a small strict subset of XHTML to [`blocks`];
//! [`layout`] turns blocks to strips with [`fonts`] (shaping) and [`lines`] (line breaking);
//! [`paginate`] puts strips on pages; [`draw`] writes printpdf operations; [`tags`] adds
//! what printpdf lacks: structure tree, links, outline, metadata, output intent.

mod blocks;
mod canvas;
mod draw;
mod error;
mod fonts;
mod layout;
mod lines;
pub mod markup;
mod paginate;
mod shapes;
mod style;
mod tags;
#[cfg(test)]
mod tests;
mod tree;
mod typefaces;

use std::collections::BTreeMap;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::SaveOptions;
use printpdf::{Mm, PdfDocument, PdfPage, PdfSaveOptions};

use crate::render::charts::Chart;
use crate::render::charts::ink::LINE;
use canvas::Draw;
pub use error::{MarkupError, MarkupResult};
use fonts::{Face, Shaped, Shaper};
use lines::{Body, Typesetter};
use paginate::Pages;
use style::{FOOTER, MARGIN, PAGE_HEIGHT, PAGE_WIDTH};

/// What the files say they were made with. No version: an upgrade must not change bytes.
const PRODUCER: &str = "Styrrum";

/// How hard streams and structure are packed: beyond this, time grows and size hardly shrinks.
const PACKING: u32 = 2;

/// What the document says of itself; nothing else may vary between two renderings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    pub title: String,
    pub author: String,
    pub subject: String,
    /// "sv-SE" or "en-GB"; also decides hyphenation.
    pub language: String,
    /// UTC.
    pub created: chrono::NaiveDateTime,
    /// Number in the organisation's register ("diarienummer").
    pub register_number: Option<String>,
    /// Checkpoint of the journal that the document can be proved against.
    pub checkpoint: Option<String>,
    /// Identifies the document in the file's trailer.
    pub id: [u8; 16],
    /// A word drawn pale across each page: "UTKAST".
    pub watermark: Option<String>,
    /// At the left foot of each page: "H044 · Statusrapport 2 · Dnr 2020/17".
    pub footer: String,
    pub page_label: PageLabel,
}

/// The words of "Sida 1 av 5".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageLabel {
    pub page: String,
    pub of: String,
}

/// Renders a document.
///
/// # Errors
/// Refuses markup outside the subset of [`markup`], and figures that name an unknown chart.
pub fn render(xhtml: &str, charts: &BTreeMap<String, Chart>, meta: &Meta) -> MarkupResult<Vec<u8>> {
    let blocks = markup::parse(xhtml)?;
    let shaper = Shaper::new().ok_or(MarkupError::Writing("a typeface cannot be read"))?;
    let mut typesetter = Typesetter::new(shaper, &meta.language);
    let galley = layout::lay_out(&blocks, charts, &mut typesetter)?;
    let mut pages = paginate::paginate(galley);
    put_footers(&mut pages, meta, &mut typesetter);
    let watermark = meta.watermark.as_deref().unwrap_or_default();
    let watermark = typesetter.shaper.shape(Face::Bold, watermark, false);
    write(&pages, meta, &watermark)
}

/// Checks that a template's output keeps to the subset, without drawing.
///
/// # Errors
/// As [`render`], but does not know the charts.
pub fn check(xhtml: &str) -> MarkupResult<()> {
    markup::parse(xhtml).map(|_| ())
}

fn write(pages: &Pages, meta: &Meta, watermark: &[Shaped]) -> MarkupResult<Vec<u8>> {
    let mut document = PdfDocument::new(&meta.title);
    let subsets = typefaces::embed(&mut document, &pages.pages, watermark)?;
    document.pages = pages.pages.iter().map(|page| PdfPage::new(Mm(210.0), Mm(297.0), draw::operations(page, &pages.tree, &subsets, watermark))).collect();
    let options = PdfSaveOptions { secure: false, ..PdfSaveOptions::default() };
    let mut file = printpdf::to_lopdf_doc(&document, &options, &mut Vec::new());
    tags::finish(&mut file, pages, meta)?;
    typefaces::reuse_packed(&mut file, &subsets);
    pack(&mut file);
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).compression_level(PACKING).build();
    let mut bytes = Vec::with_capacity(64 * 1024);
    file.save_with_options(&mut bytes, options).map_err(|_| MarkupError::Writing("the file cannot be assembled"))?;
    Ok(bytes)
}

/// Packs the streams that are not packed yet. lopdf would pack them as hard as it can, which takes a
/// quarter of the whole rendering.
fn pack(file: &mut lopdf::Document) {
    let mut packer = Compress::new(Compression::new(PACKING), true);
    for object in file.objects.values_mut() {
        let lopdf::Object::Stream(stream) = object else { continue };
        if !stream.allows_compression || stream.dict.has(b"Filter") {
            continue;
        }
        // What finds no room here would not become smaller, and stays as it is.
        let mut packed = Vec::with_capacity(stream.content.len());
        packer.reset();
        if let Ok(Status::StreamEnd) = packer.compress_vec(&stream.content, &mut packed, FlushCompress::Finish) {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(packed);
        }
    }
}

/// The foot of each page is decoration: it is not read with the text.
fn put_footers(pages: &mut Pages, meta: &Meta, typesetter: &mut Typesetter) {
    const BASELINE: f32 = PAGE_HEIGHT - 34.0;
    let total = pages.pages.len();
    for (index, page) in pages.pages.iter_mut().enumerate() {
        let number = format!("{} {} {} {total}", meta.page_label.page, index + 1, meta.page_label.of);
        let number = one_line(typesetter, &number, PAGE_WIDTH / 3.0);
        let label = one_line(typesetter, &meta.footer, PAGE_WIDTH / 2.0);
        page.decorate(Draw::rule(MARGIN, PAGE_WIDTH - MARGIN, BASELINE - 16.0, LINE, 0.6));
        let right = PAGE_WIDTH - MARGIN - number.width;
        for (line, left) in [(label, MARGIN), (number, right)] {
            for piece in line.pieces {
                if let Body::Glyphs { face, size, ink, glyphs, .. } = piece.body {
                    let x = left + piece.x;
                    page.decorate(Draw::Text { x, y: BASELINE, face, size, ink, glyphs, ends_in_soft_hyphen: false });
                }
            }
        }
    }
}

/// The first line of a text: the foot has room for one.
fn one_line(typesetter: &mut Typesetter, words: &str, measure: f32) -> lines::Line {
    let text = vec![blocks::Inline::Run { text: words.to_owned(), look: blocks::Look::default() }];
    typesetter.set(&text, &FOOTER, measure).into_iter().next().unwrap_or_default()
}

/// A text string of PDF: UTF-16 with a byte order mark, so that any character is safe.
fn text_string(words: &str) -> Vec<u8> {
    let mark = [0xfe, 0xff];
    mark.into_iter().chain(words.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}
