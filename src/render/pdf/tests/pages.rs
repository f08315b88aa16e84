//! What belongs together stays together; nothing runs off a page or is lost.

use super::*;
use crate::render::pdf::canvas::Mark;
use crate::render::pdf::style::{BOTTOM, TOP};

/// The baselines of a page's content, from the top.
fn baselines(page: &canvas::Page) -> Vec<f32> {
    let content = page.items.iter().filter(|(mark, _)| !matches!(mark, Mark::Artifact));
    let mut lines: Vec<f32> = content
        .filter_map(|(_, draw)| match draw {
            Draw::Text { y, .. } => Some(*y),
            _ => None,
        })
        .collect();
    lines.sort_by(f32::total_cmp);
    lines.dedup();
    lines
}

fn paragraphs(count: usize, text: &str) -> String {
    format!("<p>{text}</p>").repeat(count)
}

const LONG: &str = "Projektet är ett pilotprojekt för att verksamhetsutveckla delar av socialtjänsten genom att testa, kartlägga och utvärdera verksamhetsprocesser. Med metoder som stödjer både kvalitetsledning och innovationsledning får kommunerna kunskap om processer med stor potential. ";

#[test]
fn samples_have_the_expected_number_of_pages() {
    assert_eq!(pages_of(EMPTY).pages.len(), 1);
    assert_eq!(pages_of(STATUS_REPORT).pages.len(), 5);
}

#[test]
fn a_heading_never_stands_alone_at_the_foot_of_a_page() {
    for count in 20..60 {
        let pages = pages_of(&format!("<article><h1>Titel</h1>{}<h2>Rubrik</h2><p>{LONG}</p></article>", paragraphs(count, "Kort.")));
        let heading = pages.bookmarks.last().unwrap();
        let below = baselines(&pages.pages[heading.page]).into_iter().filter(|y| *y > heading.y + 20.0).count();
        assert!(below >= 2, "{count} paragraphs: {below} lines below the heading");
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    for count in 20..60 {
        let xhtml = format!("<article>{}<p>{LONG}</p></article>", paragraphs(count, "Kort."));
        let pages = pages_of(&xhtml);
        let long = tree_index_of_last_paragraph(&pages);
        let on_page = |page: &canvas::Page| {
            let of_node = page.items.iter().filter(|(mark, _)| matches!(mark, Mark::Content { node, .. } if node.index() == long));
            of_node.count()
        };
        let counts: Vec<usize> = pages.pages.iter().map(on_page).filter(|lines| *lines > 0).collect();
        assert!(counts.iter().all(|lines| *lines >= 2), "{count} paragraphs: {counts:?}");
    }
}

fn tree_index_of_last_paragraph(pages: &Pages) -> usize {
    pages.tree.nodes().iter().rposition(|node| node.role == tree::Role::Paragraph).unwrap()
}

#[test]
fn nothing_runs_off_a_page() {
    let tall = LONG.repeat(60);
    let table = format!(
        "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td rowspan=\"2\">{tall}</td><td>kort</td></tr><tr><td>{LONG}</td></tr><tr><td>a</td><td>{tall}</td></tr></tbody></table>"
    );
    for xhtml in [STATUS_REPORT.to_owned(), long_report(), format!("<article>{table}</article>")] {
        for page in &pages_of(&xhtml).pages {
            for y in baselines(page) {
                assert!(y < PAGE_HEIGHT - BOTTOM + 14.0, "{y}");
            }
        }
    }
}

#[test]
fn a_row_taller_than_a_page_goes_on_and_loses_nothing() {
    let words: Vec<String> = (0..3000).map(|number| format!("ord{number}")).collect();
    let xhtml =
        format!("<article><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><th>x</th><td>{}</td></tr></tbody></table></article>", words.join(" "));
    let pages = pages_of(&xhtml);
    assert!(pages.pages.len() > 2);
    let drawn: String = pages
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|(mark, draw)| match (mark, draw) {
            (Mark::Content { .. }, Draw::Text { glyphs, .. }) => Some(glyphs.iter().map(|glyph| glyph.character).collect::<String>() + " "),
            _ => None,
        })
        .collect();
    let drawn: std::collections::HashSet<&str> = drawn.split_whitespace().collect();
    let lost: Vec<&String> = words.iter().filter(|word| !drawn.contains(word.as_str())).collect();
    assert!(lost.is_empty(), "{} lost: {:?}", lost.len(), lost.first());
}

#[test]
fn the_head_of_a_table_is_drawn_on_every_page_it_reaches() {
    let pages = pages_of(&long_report());
    let with_head = pages.pages.iter().skip(1).filter(|page| {
        page.items.iter().any(|(_, draw)| {
            matches!(draw, Draw::Text { y, glyphs, .. }
            if *y < TOP + 20.0 && glyphs.iter().map(|glyph| glyph.character).eq("Mätning".chars()))
        })
    });
    assert!(with_head.count() >= 40);
}

#[test]
fn what_is_kept_together_moves_to_the_next_page_together() {
    let kept = paragraphs(6, "Hålls ihop.");
    let pages = pages_of(&format!("<article>{}<section class=\"keep\">{kept}</section></article>", paragraphs(28, "Kort.")));
    assert_eq!(pages.pages.len(), 2);
    assert_eq!(baselines(&pages.pages[1]).len(), 6);
}

#[test]
fn a_page_break_starts_a_page_and_never_leaves_an_empty_one() {
    let broken = "<article><hr class=\"page\"/><p>a</p><hr class=\"page\"/><hr class=\"page\"/><p>b</p></article>";
    assert_eq!(pages_of(broken).pages.len(), 2);
}
