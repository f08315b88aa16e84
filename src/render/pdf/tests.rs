//! Whole documents: what is on the page, in which order it is read, and that it never varies.

mod hostile;
mod pages;
mod reading;
mod strings;

#[path = "samples/figures.rs"]
mod figures;

use super::*;
use crate::render::{charts, pdf};
use figures::{charts as sample_charts, long_report, meta};

const STATUS_REPORT: &str = include_str!("samples/status-report.html");
const EMPTY: &str = include_str!("samples/empty.html");

/// Lays a document out on pages, without writing it.
fn pages_of(xhtml: &str) -> Pages {
    drawn_on_pages(xhtml, &sample_charts())
}
fn drawn_on_pages(xhtml: &str, charts: &BTreeMap<String, charts::Chart>) -> Pages {
    let blocks = markup::parse(xhtml).unwrap();
    let mut typesetter = Typesetter::new(Shaper::new().unwrap(), "sv-SE");
    let galley = layout::lay_out(&blocks, charts, &mut typesetter).unwrap();
    paginate::paginate(galley)
}

fn rendered(xhtml: &str) -> Vec<u8> {
    render(xhtml, &sample_charts(), &meta()).unwrap()
}

/// Writes the samples to the folder in PDF_OUT, to be looked at and validated.
#[test]
fn samples_can_be_written_for_validation() {
    let long = long_report();
    let draft = Meta { watermark: Some("UTKAST".into()), ..meta() };
    let samples = [("empty", EMPTY, meta()), ("status", STATUS_REPORT, meta()), ("draft", STATUS_REPORT, draft), ("long", &long, meta())];
    for (name, xhtml, meta) in samples {
        let bytes = render(xhtml, &sample_charts(), &meta).unwrap();
        assert!(bytes.starts_with(b"%PDF-1.7"));
        if let Some(folder) = std::env::var_os("PDF_OUT") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), bytes).unwrap();
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for xhtml in [EMPTY, STATUS_REPORT] {
        assert_eq!(rendered(xhtml), rendered(xhtml));
    }
}

#[test]
fn the_file_says_what_it_is() {
    let bytes = rendered(STATUS_REPORT);
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    let info = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let title = file.get_dictionary(info).unwrap().get(b"Title").unwrap().as_str().unwrap();
    assert_eq!(title, text_string(&meta().title));
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), text_string("sv-SE"));
    let xmp = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let xmp = String::from_utf8(file.get_object(xmp).unwrap().as_stream().unwrap().content.clone()).unwrap();
    for expected in ["<pdfaid:part>2<", "<pdfuaid:part>1<", "<dc:identifier>2020/17<", "<journal:checkpoint>1482 "] {
        assert!(xmp.contains(expected), "{expected}");
    }
}
