//! The order in which a document is read, and the text it gives when copied or spoken.

use super::*;
use crate::domain::report::ReportKind;
use crate::render::extract;
use crate::render::pdf::canvas::{Mark, Page};
use crate::render::pdf::tree::{Kid, NodeId, Tree};
use crate::render::report::{self, closing_tests};

/// The structure tree as indented text.
fn reading_order(pages: &Pages) -> String {
    let mut out = String::new();
    walk(pages, NodeId::ROOT, 0, &mut out);
    out
}

fn walk(pages: &Pages, id: NodeId, depth: usize, out: &mut String) {
    let node = &pages.tree.nodes()[id.index()];
    let indent = "  ".repeat(depth);
    let scope = node.scope.map(|scope| format!(" {scope}")).unwrap_or_default();
    let span = if node.columns + node.rows > 2 { format!(" {}x{}", node.columns, node.rows) } else { String::new() };
    let alt = node.alt.as_ref().map(|alt| format!(" [{alt}]")).unwrap_or_default();
    let mut words = String::new();
    for kid in &node.kids {
        match kid {
            Kid::Content { page, id } if node.alt.is_none() => words.push_str(&content(&pages.pages[*page], *id)),
            Kid::Content { .. } => {}
            Kid::Element(link) if pages.tree.nodes()[link.index()].role == tree::Role::Link => {
                words.push_str(&format!("<{}>", link_words(pages, *link)));
            }
            Kid::Element(_) => {}
        }
    }
    out.push_str(format!("{indent}{}{scope}{span}{alt} {words}", node.role.tag()).trim_end());
    out.push('\n');
    for kid in &node.kids {
        match kid {
            Kid::Element(child) if pages.tree.nodes()[child.index()].role != tree::Role::Link => walk(pages, *child, depth + 1, out),
            _ => {}
        }
    }
}

fn link_words(pages: &Pages, id: NodeId) -> String {
    let kids = pages.tree.nodes()[id.index()].kids.iter();
    kids.map(|kid| match kid {
        Kid::Content { page, id } => content(&pages.pages[*page], *id),
        Kid::Element(_) => String::new(),
    })
    .collect()
}

/// The text of a piece of marked content; a soft hyphen says nothing.
fn content(page: &Page, wanted: usize) -> String {
    let of_mark = page.items.iter().filter(|(mark, _)| matches!(mark, Mark::Content { id, .. } if *id == wanted));
    of_mark
        .flat_map(|(_, draw)| match draw {
            Draw::Text { glyphs, .. } => glyphs.iter().map(|glyph| glyph.character).collect::<Vec<_>>(),
            _ => Vec::new(),
        })
        .collect()
}

fn words_of(xhtml: &str) -> String {
    reading_order(&pages_of(xhtml))
}

#[test]
fn the_status_report_is_read_in_this_order() {
    insta::assert_snapshot!(words_of(STATUS_REPORT));
}

#[test]
fn an_approved_status_report_of_the_template_is_read_in_this_order() {
    let (xhtml, charts) = report::tests::drawn();
    insta::assert_snapshot!("the_approved_status_report", reading_order(&drawn_on_pages(&xhtml, &charts)));
}

#[test]
fn the_final_report_and_the_effect_report_are_read_in_this_order() {
    for kind in ReportKind::CLOSING {
        let (xhtml, charts) = closing_tests::drawn(kind);
        insta::assert_snapshot!(format!("the_{kind}_report"), reading_order(&drawn_on_pages(&xhtml, &charts)));
    }
}

#[test]
fn a_decision_and_the_mandates_are_read_in_this_order() {
    for (name, xhtml) in extract::tests::full_texts() {
        insta::assert_snapshot!(format!("the_extract_of_{name}"), reading_order(&drawn_on_pages(&xhtml, &BTreeMap::new())));
    }
}

#[test]
fn a_hyphen_at_a_line_end_is_not_part_of_the_word() {
    let words = words_of(
        "<article><p>Personuppgiftsbiträdesavtalsmallsgranskningarna och verksamhetsutvecklingsprocesserna följer personuppgiftsbiträdesavtalsmallen</p></article>",
    );
    assert!(words.contains("verksamhetsutvecklingsprocesserna följer personuppgiftsbiträdesavtalsmallen"), "{words}");
}

#[test]
fn signs_that_the_typeface_lacks_are_drawn_by_the_fallback() {
    assert!(words_of("<article><p>R ≥ 15 → ✓ Ωμέγα Жук</p></article>").contains("R ≥ 15 → ✓ Ω"));
}

#[test]
fn a_sign_that_no_typeface_has_becomes_a_visible_replacement() {
    let pages = pages_of("<article><p>漢 😀 a\u{301}\u{323} \u{301}</p></article>");
    assert!(reading_order(&pages).contains("\u{fffd} \u{fffd} "));
    let glyphs = pages.pages.iter().flat_map(|page| &page.items).flat_map(|(_, draw)| match draw {
        Draw::Text { glyphs, .. } => glyphs.clone(),
        _ => Vec::new(),
    });
    assert!(glyphs.into_iter().all(|glyph| glyph.id != 0));
}

#[test]
fn letters_with_loose_marks_read_as_whole_letters() {
    assert!(words_of("<article><p>A\u{30a}sa O\u{308}berg</p></article>").contains("P Åsa Öberg"));
}

#[test]
fn text_around_a_link_is_read_in_its_place() {
    let words = words_of("<article><p>Se <a href=\"https://a.se/\">planen</a> först.</p></article>");
    assert_eq!(words, "Document\n  P Se <planen> först.\n");
}

#[test]
fn a_table_over_many_pages_has_one_head_to_read() {
    let pages = pages_of(&long_report());
    let heads = |tree: &Tree| tree.nodes().iter().filter(|node| node.role == tree::Role::TableHead).count();
    assert!(pages.pages.len() > 50);
    assert_eq!(heads(&pages.tree), 12);
}

#[test]
fn every_element_but_the_root_is_the_kid_of_its_parent() {
    let pages = pages_of(STATUS_REPORT);
    let nodes = pages.tree.nodes();
    for (index, node) in nodes.iter().enumerate().skip(1) {
        let of_parent = nodes[node.parent.index()].kids.iter().filter(|kid| matches!(kid, Kid::Element(id) if id.index() == index));
        assert_eq!(of_parent.count(), 1, "{index} {:?}", node.role);
    }
}
