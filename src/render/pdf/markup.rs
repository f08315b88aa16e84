//! The strict parser: template output to blocks, refusing all outside this subset of XHTML.
//!
//! The root is `<article>` or `<body>`. Blocks in it:
//!
//! | Element | Attributes | Contents |
//! | --- | --- | --- |
//! | `header`, `section class="cover"` | | document head: h1, p, dl on the brand colour |
//! | `section class="keep"` | | blocks that stay on one page if they can |
//! | `section class="beside"` | | two `section class="keep"` of p, dl, table, figure: the first left, the second right |
//! | `h1` `h2` `h3` | | inline; no level may be skipped |
//! | `p` | `class` lead, small, meta | inline |
//! | `ul` `ol` of `li` | | inline, then nested lists, at most three deep |
//! | `dl` of `dt`, `dd` | | inline |
//! | `table` | `class` mx (risk matrix) | `caption`, `thead`, `tbody`, `tfoot` of `tr` |
//! | `th` | `scope` row, col, colgroup; `rowspan`, `colspan`; classes of td | inline |
//! | `td` | `class` n, total, low, mid, high; `rowspan`, `colspan` | inline |
//! | `figure` | `data-chart` name of a chart | `figcaption` |
//! | `figure class="qr"` | `data-text` an http(s) address, `aria-label` | `figcaption` |
//! | `hr class="page"` | | nothing: a new page |
//!
//! Inline: text, `strong`, `em`, `small`, `br`, `a href` (http, https, mailto) and
//! `span class="band band--low"` or `lamp lamp--mid` holding the band's word; a band, and a cell with
//! a level, may name another colour (`band band--low in-blue`). Only XML's
//! five entities and character references exist; comments are skipped. In a cell of a
//! matrix, `small` is the corner figure and every other word a pin.

mod inline;
mod tables;
#[cfg(test)]
mod tests;

use roxmltree::{Document, Node};

use super::blocks::{Block, List, ListItem, ParagraphKind, Term};
use super::error::{MarkupError, MarkupResult};
use inline::text_of;

const BLOCKS: &str = "header, section, h1, h2, h3, p, ul, ol, dl, table, figure, hr";
const LIST_DEPTH: usize = 3;
/// Longest text of a QR code: version 20 with medium correction, still easily scanned.
const QR_LIMIT: usize = 660;

/// Parses a document, or says the first thing in it that is outside the subset. Characters that XML cannot hold are left out:
/// a text with one must not keep a report from being made.
pub fn parse(xhtml: &str) -> MarkupResult<Vec<Block>> {
    let xhtml: String = xhtml.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)).collect();
    let document = Document::parse(&xhtml).map_err(|error| MarkupError::Malformed { line: error.pos().row, reason: error.to_string() })?;
    let root = document.root_element();
    if !matches!(root.tag_name().name(), "article" | "body") || !is_html(root) {
        return Err(unexpected(root, "article or body as the root"));
    }
    attributes(root, &[])?;
    let mut headings = HeadingOrder::default();
    blocks(root, &mut headings)
}

/// Headings go down one level at a time (PDF/UA-1, 7.4.2).
#[derive(Default)]
struct HeadingOrder {
    last: u8,
}

impl HeadingOrder {
    fn accept(&mut self, node: Node, level: u8) -> MarkupResult<u8> {
        if level > self.last + 1 {
            return Err(MarkupError::HeadingLevel { line: line(node), level, after: self.last });
        }
        self.last = level;
        Ok(level)
    }
}

fn blocks(parent: Node, headings: &mut HeadingOrder) -> MarkupResult<Vec<Block>> {
    elements(parent, BLOCKS)?.into_iter().map(|node| block(node, headings)).collect()
}

fn block(node: Node, headings: &mut HeadingOrder) -> MarkupResult<Block> {
    match node.tag_name().name() {
        "h1" => heading(node, 1, headings),
        "h2" => heading(node, 2, headings),
        "h3" => heading(node, 3, headings),
        "p" => paragraph(node),
        "ul" | "ol" => Ok(Block::List(list(node, 1)?)),
        "dl" => Ok(Block::Terms(terms(node)?)),
        "table" => Ok(Block::Table(tables::table(node)?)),
        "figure" => figure(node),
        "header" => {
            attributes(node, &[])?;
            cover(node, headings)
        }
        "section" => section(node, headings),
        "hr" => {
            attributes(node, &["class"])?;
            one_class(node, &["page"])?.ok_or_else(|| missing(node, "class=\"page\""))?;
            Ok(Block::PageBreak)
        }
        _ => Err(unexpected(node, BLOCKS)),
    }
}

fn heading(node: Node, level: u8, headings: &mut HeadingOrder) -> MarkupResult<Block> {
    attributes(node, &[])?;
    let level = headings.accept(node, level)?;
    let text = text_of(node)?;
    if text.is_empty() {
        return Err(missing(node, "words"));
    }
    Ok(Block::Heading { level, text })
}

fn paragraph(node: Node) -> MarkupResult<Block> {
    attributes(node, &["class"])?;
    let kind = match one_class(node, &["lead", "small", "meta"])? {
        Some("lead") => ParagraphKind::Lead,
        Some("small") => ParagraphKind::Small,
        Some(_) => ParagraphKind::Meta,
        None => ParagraphKind::Body,
    };
    Ok(Block::Paragraph { kind, text: text_of(node)? })
}

fn section(node: Node, headings: &mut HeadingOrder) -> MarkupResult<Block> {
    attributes(node, &["class"])?;
    match one_class(node, &["cover", "keep", "beside"])? {
        Some("cover") => cover(node, headings),
        Some("beside") => beside(node, headings),
        Some(_) => {
            let blocks = elements(node, BLOCKS)?;
            // Columns may be kept with what stands around them.
            let is_beside = |b: &Node| b.tag_name().name() == "section" && b.attribute("class") == Some("beside");
            if let Some(nested) = blocks.iter().find(|b| matches!(b.tag_name().name(), "section" | "header" | "hr") && !is_beside(b)) {
                return Err(unexpected(*nested, "h1, h2, h3, p, ul, ol, dl, table, figure"));
            }
            Ok(Block::Keep(blocks.into_iter().map(|b| block(b, headings)).collect::<Result<_, _>>()?))
        }
        None => Err(missing(node, "class=\"cover\", class=\"keep\" or class=\"beside\"")),
    }
}

fn beside(node: Node, headings: &mut HeadingOrder) -> MarkupResult<Block> {
    const ALLOWED: &str = "p, dl, table, figure";
    let mut columns = Vec::new();
    for column in named(node, "section")? {
        attributes(column, &["class"])?;
        one_class(column, &["keep"])?.ok_or_else(|| missing(column, "class=\"keep\""))?;
        let parts = elements(column, ALLOWED)?.into_iter().map(|part| match part.tag_name().name() {
            "p" | "dl" | "table" | "figure" => block(part, headings),
            _ => Err(unexpected(part, ALLOWED)),
        });
        columns.push(parts.collect::<Result<Vec<Block>, _>>()?);
    }
    columns.try_into().map(Block::Beside).map_err(|_| missing(node, "two sections"))
}

fn cover(node: Node, headings: &mut HeadingOrder) -> MarkupResult<Block> {
    const ALLOWED: &str = "h1, p, dl";
    let parts = elements(node, ALLOWED)?.into_iter().map(|part| match part.tag_name().name() {
        "h1" | "p" | "dl" => block(part, headings),
        _ => Err(unexpected(part, ALLOWED)),
    });
    Ok(Block::Cover(parts.collect::<Result<_, _>>()?))
}

fn list(node: Node, depth: usize) -> MarkupResult<List> {
    attributes(node, &[])?;
    if depth > LIST_DEPTH {
        return Err(MarkupError::TooDeep { line: line(node), limit: LIST_DEPTH });
    }
    let items = named(node, "li")?.into_iter().map(|item| list_item(item, depth));
    let items: Vec<ListItem> = items.collect::<Result<_, _>>()?;
    if items.is_empty() {
        return Err(missing(node, "li"));
    }
    Ok(List { is_ordered: node.has_tag_name_html("ol"), items })
}

fn list_item(node: Node, depth: usize) -> MarkupResult<ListItem> {
    attributes(node, &[])?;
    let is_list = |child: &Node| matches!(child.tag_name().name(), "ul" | "ol");
    let lists = node.children().filter(Node::is_element).filter(is_list);
    let nested = lists.map(|child| list(child, depth + 1)).collect::<Result<_, _>>()?;
    Ok(ListItem { text: inline::text_before_lists(node)?, nested })
}

fn terms(node: Node) -> MarkupResult<Vec<Term>> {
    const ALLOWED: &str = "dt, dd";
    attributes(node, &[])?;
    let mut terms: Vec<Term> = Vec::new();
    for child in elements(node, ALLOWED)? {
        attributes(child, &[])?;
        match (child.tag_name().name(), terms.last_mut()) {
            ("dt", _) => terms.push(Term { term: text_of(child)?, values: Vec::new() }),
            ("dd", Some(term)) => term.values.push(text_of(child)?),
            ("dd", None) => return Err(missing(child, "a dt before it")),
            _ => return Err(unexpected(child, ALLOWED)),
        }
    }
    match terms.iter().all(|term| !term.values.is_empty()) {
        true if !terms.is_empty() => Ok(terms),
        _ => Err(missing(node, "a dd for each dt")),
    }
}

fn figure(node: Node) -> MarkupResult<Block> {
    attributes(node, &["class", "data-chart", "data-text", "aria-label"])?;
    let mut caption = None;
    for child in named(node, "figcaption")? {
        attributes(child, &[])?;
        if caption.replace(text_of(child)?).is_some() {
            return Err(unexpected(child, "one figcaption"));
        }
    }
    if one_class(node, &["qr"])?.is_some() {
        return qr(node, caption);
    }
    match (node.attribute("data-chart"), node.attribute("data-text").or(node.attribute("aria-label"))) {
        (Some(name), None) => Ok(Block::Chart { name: name.to_owned(), caption, line: line(node) }),
        (Some(_), Some(_)) => Err(missing(node, "class=\"qr\", without which data-text and aria-label mean nothing")),
        (None, _) => Err(missing(node, "data-chart, or class=\"qr\"")),
    }
}

fn qr(node: Node, caption: Option<super::blocks::Text>) -> MarkupResult<Block> {
    if node.has_attribute("data-chart") {
        return Err(refused(node, "data-chart", "class, data-text, aria-label"));
    }
    let data = node.attribute("data-text").ok_or_else(|| missing(node, "data-text"))?;
    if !(data.starts_with("https://") || data.starts_with("http://")) {
        return Err(refused(node, "data-text", "an address that starts with https:// or http://"));
    }
    if data.len() > QR_LIMIT {
        return Err(MarkupError::QrTooLong { line: line(node), limit: QR_LIMIT });
    }
    let alt = node.attribute("aria-label").map(str::trim).filter(|alt| !alt.is_empty());
    let alt = alt.ok_or_else(|| missing(node, "aria-label"))?;
    Ok(Block::Qr { data: data.to_owned(), alt: alt.to_owned(), caption })
}

// ---- what every part of the parser asks of a node -----------------------------------------

/// Names in no namespace or in that of XHTML are HTML's; all others are foreign.
fn is_html(node: Node) -> bool {
    matches!(node.tag_name().namespace(), None | Some("http://www.w3.org/1999/xhtml"))
}

trait HtmlName {
    fn has_tag_name_html(&self, name: &str) -> bool;
}

impl HtmlName for Node<'_, '_> {
    fn has_tag_name_html(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name && is_html(*self)
    }
}

fn line(node: Node) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

fn name(node: Node) -> String {
    node.tag_name().name().to_owned()
}

fn unexpected(node: Node, allowed: &'static str) -> MarkupError {
    let parent = node.parent().map(name).filter(|name| !name.is_empty());
    let parent = parent.unwrap_or_else(|| "document".to_owned());
    MarkupError::Element { line: line(node), element: name(node), parent, allowed }
}

fn missing(node: Node, what: &'static str) -> MarkupError {
    MarkupError::Missing { line: line(node), element: name(node), what }
}

fn refused(node: Node, attribute: &str, allowed: impl Into<String>) -> MarkupError {
    MarkupError::Attribute {
        line: line(node),
        element: name(node),
        attribute: attribute.to_owned(),
        value: node.attribute(attribute).unwrap_or_default().chars().take(80).collect(),
        allowed: allowed.into(),
    }
}

/// The child elements of a node that may hold no text of its own.
fn elements<'a, 'input>(node: Node<'a, 'input>, allowed: &'static str) -> MarkupResult<Vec<Node<'a, 'input>>> {
    let mut found = Vec::new();
    for child in node.children() {
        if child.is_element() {
            if !is_html(child) {
                return Err(unexpected(child, allowed));
            }
            found.push(child);
        } else if child.is_pi() || child.text().is_some_and(|text| child.is_text() && !is_blank(text)) {
            return Err(MarkupError::Text { line: line(child), element: name(node), allowed });
        }
    }
    Ok(found)
}

/// The child elements of a node that may hold elements of one name only.
fn named<'a, 'input>(node: Node<'a, 'input>, wanted: &'static str) -> MarkupResult<Vec<Node<'a, 'input>>> {
    let found = elements(node, wanted)?;
    match found.iter().find(|child| child.tag_name().name() != wanted) {
        Some(child) => Err(unexpected(*child, wanted)),
        None => Ok(found),
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r'))
}

/// Refuses every attribute that is not named.
fn attributes(node: Node, allowed: &[&str]) -> MarkupResult<()> {
    let foreign = |a: &roxmltree::Attribute| a.namespace().is_some() || !allowed.contains(&a.name());
    match node.attributes().find(foreign) {
        Some(attribute) => Err(refused(node, attribute.name(), listed(allowed))),
        None => Ok(()),
    }
}

fn listed(allowed: &[&str]) -> String {
    if allowed.is_empty() { "no attributes".to_owned() } else { allowed.join(", ") }
}

/// The classes of a node, all of which must be among `allowed`.
fn classes<'a>(node: Node<'a, '_>, allowed: &[&str]) -> MarkupResult<Vec<&'a str>> {
    let found: Vec<&str> = node.attribute("class").unwrap_or_default().split_ascii_whitespace().collect();
    match found.iter().all(|class| allowed.contains(class)) {
        true => Ok(found),
        false => Err(refused(node, "class", allowed.join(", "))),
    }
}

fn one_class<'a>(node: Node<'a, '_>, allowed: &[&str]) -> MarkupResult<Option<&'a str>> {
    match classes(node, allowed)?.as_slice() {
        [] => Ok(None),
        [class] => Ok(Some(class)),
        _ => Err(refused(node, "class", format!("one of {}", allowed.join(", ")))),
    }
}
