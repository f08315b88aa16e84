//! Inline markup: text, emphasis, links, bands and lights.

use std::sync::Arc;

use roxmltree::Node;

use super::{attributes, classes, is_html, line, missing, refused, unexpected};
use crate::render::charts::Level;
use crate::render::palette;
use crate::render::pdf::blocks::{BadgeKind, Inline, Link, Look, Text, plain};
use crate::render::pdf::error::{MarkupError, MarkupResult};

const ALLOWED: &str = "strong, em, small, a, br, span";
const DEPTH: usize = 8;

/// The text of a node, white space collapsed as HTML does it.
pub fn text_of(node: Node) -> MarkupResult<Text> {
    let mut reader = Reader::default();
    reader.children(node, &Look::default(), 0)?;
    Ok(reader.finish())
}

/// The text of a list item up to its nested lists, after which no text may stand.
pub fn text_before_lists(node: Node) -> MarkupResult<Text> {
    let mut reader = Reader { skips_lists: true, ..Reader::default() };
    reader.children(node, &Look::default(), 0)?;
    Ok(reader.finish())
}

struct Reader {
    text: Text,
    /// Whether a space here would be swallowed: at the start, and after another space.
    after_space: bool,
    skips_lists: bool,
    has_lists: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Self { text: Text::new(), after_space: true, skips_lists: false, has_lists: false }
    }
}

impl Reader {
    fn children(&mut self, node: Node, look: &Look, depth: usize) -> MarkupResult<()> {
        if depth > DEPTH {
            return Err(MarkupError::TooDeep { line: line(node), limit: DEPTH });
        }
        for child in node.children() {
            if child.is_pi() {
                return Err(MarkupError::Text { line: line(child), element: super::name(node), allowed: ALLOWED });
            } else if child.is_text() {
                self.words(child, look)?;
            } else if child.is_element() {
                self.element(child, look, depth)?;
            }
        }
        Ok(())
    }

    fn words(&mut self, node: Node, look: &Look) -> MarkupResult<()> {
        let text = node.text().unwrap_or_default();
        if self.has_lists && !super::is_blank(text) {
            let element = node.parent().map(super::name).unwrap_or_default();
            return Err(MarkupError::Text { line: line(node), element, allowed: "text before the nested lists" });
        }
        self.push(text, look);
        Ok(())
    }

    fn push(&mut self, text: &str, look: &Look) {
        let mut words = String::with_capacity(text.len());
        for c in text.chars() {
            if !matches!(c, ' ' | '\t' | '\n' | '\r') {
                words.push(c);
                self.after_space = false;
            } else if !self.after_space {
                words.push(' ');
                self.after_space = true;
            }
        }
        match self.text.last_mut() {
            _ if words.is_empty() => {}
            Some(Inline::Run { text, look: before }) if before == look => text.push_str(&words),
            _ => self.text.push(Inline::Run { text: words, look: look.clone() }),
        }
    }

    /// A space hangs over the line's end, so that what is read aloud or copied does not run into the next line. It is no part of a link.
    fn end_word(&mut self) {
        match self.text.last_mut() {
            Some(Inline::Run { text, look }) if look.link.is_none() && !text.ends_with(' ') => text.push(' '),
            Some(Inline::Run { look, .. }) if look.link.is_some() => self.text.push(Inline::Run { text: " ".to_owned(), look: Look::default() }),
            _ => {}
        }
    }

    fn element(&mut self, node: Node, look: &Look, depth: usize) -> MarkupResult<()> {
        let name = if is_html(node) { node.tag_name().name() } else { "" };
        if self.skips_lists && depth == 0 && matches!(name, "ul" | "ol") {
            self.has_lists = true;
            return Ok(());
        }
        if self.has_lists {
            return Err(unexpected(node, "nested lists last"));
        }
        match name {
            "strong" => self.emphasis(node, Look { is_bold: true, ..look.clone() }, depth),
            "em" => self.emphasis(node, Look { is_italic: true, ..look.clone() }, depth),
            "small" => self.emphasis(node, Look { is_small: true, ..look.clone() }, depth),
            "a" => self.link(node, look, depth),
            "span" => self.badge(node),
            "br" => {
                attributes(node, &[])?;
                self.end_word();
                self.text.push(Inline::Break);
                self.after_space = true;
                empty(node)
            }
            _ => Err(unexpected(node, ALLOWED)),
        }
    }

    fn emphasis(&mut self, node: Node, look: Look, depth: usize) -> MarkupResult<()> {
        attributes(node, &[])?;
        self.children(node, &look, depth + 1)
    }

    fn link(&mut self, node: Node, look: &Look, depth: usize) -> MarkupResult<()> {
        attributes(node, &["href"])?;
        if look.link.is_some() {
            return Err(unexpected(node, "no link within a link"));
        }
        let href = node.attribute("href").ok_or_else(|| missing(node, "href"))?.trim();
        if !is_safe(href) {
            return Err(refused(node, "href", "addresses that start with https://, http:// or mailto:"));
        }
        let text = plain(&text_of(node)?);
        let text = if text.is_empty() { return Err(missing(node, "words")) } else { text };
        let link = Arc::new(Link { href: ascii(href), text });
        self.children(node, &Look { link: Some(link), ..look.clone() }, depth + 1)
    }

    fn badge(&mut self, node: Node) -> MarkupResult<()> {
        const CLASSES: [&str; 8] = ["band", "band--low", "band--mid", "band--high", "lamp", "lamp--low", "lamp--mid", "lamp--high"];
        attributes(node, &["class"])?;
        let level = |class: &str, kind: &str| class.strip_prefix(kind)?.strip_prefix("--").and_then(Level::of_key);
        let found = match classes(node, &[&CLASSES[..], &palette::CLASSES].concat())?.as_slice() {
            ["lamp", class] => level(class, "lamp").map(|level| (BadgeKind::Lamp, level)),
            ["band", class] => level(class, "band").map(|level| (BadgeKind::Band, level)),
            ["band", class, colour] => level(class, "band").zip(palette::of_class(colour)).map(|(level, colour)| (BadgeKind::Band, level.in_colour(colour))),
            _ => None,
        };
        let (kind, level) = found.ok_or_else(|| refused(node, "class", "\"band band--low\", \"band band--low in-blue\", \"lamp lamp--mid\" and their like"))?;
        let word = plain(&text_of(node)?);
        if word.is_empty() {
            return Err(missing(node, "the band's word, since colour alone says nothing"));
        }
        self.text.push(Inline::Badge { kind, level, word });
        self.after_space = false;
        Ok(())
    }

    /// Trailing space and trailing line breaks say nothing.
    fn finish(mut self) -> Text {
        loop {
            match self.text.last_mut() {
                Some(Inline::Run { text, .. }) if text.ends_with(' ') => {
                    text.pop();
                }
                Some(Inline::Run { text, .. }) if text.is_empty() => {
                    self.text.pop();
                }
                Some(Inline::Break) => {
                    self.text.pop();
                }
                _ => return self.text,
            }
        }
    }
}

fn empty(node: Node) -> MarkupResult<()> {
    match node.children().next() {
        Some(_) => Err(MarkupError::Text { line: line(node), element: super::name(node), allowed: "nothing" }),
        None => Ok(()),
    }
}

fn is_safe(href: &str) -> bool {
    let lower: String = href.chars().take(8).flat_map(char::to_lowercase).collect();
    let is_known = ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
    is_known && href.len() <= 2000 && !href.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// An address in PDF is 7-bit ASCII (ISO 32000-1, 12.6.4.7): the rest is percent-encoded.
fn ascii(href: &str) -> String {
    href.bytes().fold(String::with_capacity(href.len()), |mut out, byte| {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
