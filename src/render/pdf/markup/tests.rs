//! What the parser accepts, what it refuses, and what it says then.

use super::parse;
use crate::render::pdf::blocks::{Block, Inline, Text, plain};
use crate::render::pdf::error::MarkupError;

fn refusal(body: &str) -> String {
    parse(&format!("<article>\n{body}\n</article>")).unwrap_err().to_string()
}

fn first_paragraph(body: &str) -> Text {
    match parse(&format!("<article><p>{body}</p></article>")).unwrap().remove(0) {
        Block::Paragraph { text, .. } => text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_character_that_xml_cannot_hold_is_left_out() {
    assert_eq!(plain(&first_paragraph("a\u{0}b\u{fffe}c")), "abc");
}

#[test]
fn white_space_collapses_as_in_html() {
    let text = first_paragraph("  a\n  b <strong> c </strong> d\u{a0}e ");
    assert_eq!(plain(&text), "a b c d\u{a0}e");
}

#[test]
fn elements_outside_the_subset_are_named_with_line_and_alternatives() {
    assert_eq!(
        refusal("<p>a</p>\n<div>b</div>"),
        "line 3: <div> is not allowed in <article>; allowed: header, section, h1, h2, h3, p, ul, ol, dl, table, figure, hr"
    );
}

#[test]
fn what_could_run_or_load_is_refused() {
    for body in [
        "<script>x</script>",
        "<p onclick=\"x\">a</p>",
        "<p style=\"color:red\">a</p>",
        "<p><img src=\"x\"/></p>",
        "<p><a href=\"javascript:alert(1)\">a</a></p>",
        "<p><a href=\"file:///etc/passwd\">a</a></p>",
        "<p><a href=\"https://a.se/\" target=\"_blank\">a</a></p>",
        "<p><svg xmlns=\"http://www.w3.org/2000/svg\"/></p>",
        "<figure class=\"qr\" data-text=\"javascript:x\" aria-label=\"a\"/>",
        "<?php x ?>",
        "text utan element",
    ] {
        assert!(!refusal(body).is_empty(), "{body}");
    }
    assert!(parse("<!DOCTYPE a [<!ENTITY b \"c\">]><article><p>&b;</p></article>").is_err());
}

#[test]
fn colour_is_never_alone() {
    assert!(refusal("<p><span class=\"band band--low\"></span></p>").contains("colour alone"));
    assert!(refusal("<p><span class=\"band band--green\">x</span></p>").contains("not allowed"));
}

#[test]
fn a_heading_level_may_not_be_skipped() {
    assert_eq!(refusal("<h1>a</h1><h3>b</h3>"), "line 2: a heading of level 3 may not follow one of level 1; a reader would miss a level");
}

#[test]
fn a_table_must_be_a_full_grid() {
    let rows = |rows: &str| refusal(&format!("<table><tbody>{rows}</tbody></table>"));
    assert_eq!(rows("<tr><td>a</td><td>b</td></tr><tr><td>c</td></tr>"), "line 2: the row takes 1 columns, the table has 2");
    assert!(rows("<tr><td rowspan=\"3\">a</td></tr>").contains("rowspan=\"3\" is not allowed"));
    assert!(rows("<tr><td colspan=\"0\">a</td></tr>").contains("colspan=\"0\" is not allowed"));
    assert!(rows("<tr><td colspan=\"21\">a</td></tr>").contains("at most 20 columns"));
    assert!(rows("").contains("lacks a tbody with rows"));
}

#[test]
fn spans_put_later_cells_in_the_right_columns() {
    let xhtml = "<article><table><tbody><tr><th rowspan=\"2\">a</th><td colspan=\"2\">b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table></article>";
    let Block::Table(table) = parse(xhtml).unwrap().remove(0) else { panic!("no table") };
    let columns: Vec<usize> = table.body.iter().flat_map(|row| &row.cells).map(|cell| cell.column).collect();
    assert_eq!((table.columns, columns), (3, vec![0, 1, 1, 2]));
}

#[test]
fn addresses_are_ascii_in_the_file() {
    let text = first_paragraph("<a href=\"https://a.se/å(b)\">å</a>");
    let Some(Inline::Run { look, .. }) = text.first() else { panic!("no run") };
    assert_eq!(look.link.as_ref().unwrap().href, "https://a.se/%C3%A5(b)");
}

#[test]
fn malformed_text_says_where() {
    assert!(matches!(parse("<article>\n<p>a</article>"), Err(MarkupError::Malformed { line: 2, .. })));
    assert!(parse("").is_err());
}
