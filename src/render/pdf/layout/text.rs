//! Headings, paragraphs, lists and terms.

use super::{Column, Lettering, Setter, put_shaped};
use crate::render::charts::ink::{BRAND, LINE};
use crate::render::pdf::blocks::{List, ListItem, ParagraphKind, Term, Text, plain};
use crate::render::pdf::canvas::{Draw, Strip};
use crate::render::pdf::fonts::{Face, width};
use crate::render::pdf::style::{self, BODY, COVER_LEAD, COVER_META, COVER_TITLE, LEAD, META, SMALL, TERM, TEXT_WIDTH, TextStyle, Tone};
use crate::render::pdf::tree::{NodeId, Role};

const INDENT: f32 = 15.0;
const TERM_WIDTH: f32 = 128.0;

impl Setter<'_> {
    pub(super) fn heading(&mut self, level: u8, text: &Text, column: &Column) {
        let (style, before, after) = match column.tone {
            Tone::Paper => style::heading(level),
            Tone::Deep => (COVER_TITLE, 0.0, 8.0),
        };
        let words = plain(text);
        let node = self.tree.add(Role::Heading(level), column.parent);
        let lines = self.typesetter.set_balanced(text, &style, column.width);
        let mut strips = self.text_strips(lines, &style, column.x, node);
        // A heading never stands alone at the foot of a page.
        strips.iter_mut().for_each(|strip| strip.keeps_with_next = true);
        if let Some(first) = strips.first_mut() {
            first.heading = Some((level, words));
        }
        self.add(strips, before, after);
    }

    pub(super) fn paragraph(&mut self, kind: ParagraphKind, text: &Text, column: &Column) {
        let (style, after) = match (kind, column.tone) {
            (ParagraphKind::Body, tone) => (BODY.on(tone), 8.0),
            (ParagraphKind::Lead, Tone::Paper) => (LEAD, 12.0),
            (ParagraphKind::Lead, Tone::Deep) => (COVER_LEAD, 6.0),
            (ParagraphKind::Small, tone) => (SMALL.on(tone), 6.0),
            (ParagraphKind::Meta, Tone::Paper) => (META, 6.0),
            (ParagraphKind::Meta, Tone::Deep) => (COVER_META, 6.0),
        };
        let node = self.tree.add(Role::Paragraph, column.parent);
        let lines = self.typesetter.set(text, &style, column.width.min(TEXT_WIDTH));
        let mut strips = self.text_strips(lines, &style, column.x, node);
        // Small print below a heading belongs to it: what they are about follows on the same page.
        if kind == ParagraphKind::Small && self.strips.last().is_some_and(|above| above.heading.is_some()) {
            strips.iter_mut().for_each(|strip| strip.keeps_with_next = true);
        }
        self.add(strips, 0.0, after);
    }

    pub(super) fn list(&mut self, list: &List, column: &Column, depth: usize) {
        let node = self.tree.add(Role::List, column.parent);
        let column = column.within(node);
        for (index, item) in list.items.iter().enumerate() {
            let label = if list.is_ordered { format!("{}.", index + 1) } else { bullet(depth).to_owned() };
            self.list_item(&label, item, &column, depth);
            // Neither the first item nor the last stands alone on a page.
            let holds = depth == 0 && list.items.len() > 1 && (index == 0 || index + 2 == list.items.len());
            if let Some(last) = self.strips.last_mut().filter(|_| holds) {
                last.keeps_with_next = true;
            }
        }
        self.after = if depth == 0 { 10.0 } else { 3.0 };
    }

    fn list_item(&mut self, label: &str, item: &ListItem, column: &Column, depth: usize) {
        let style = BODY.on(column.tone);
        let element = self.tree.add(Role::ListItem, column.parent);
        let label_node = self.tree.add(Role::Label, element);
        let body = self.tree.add(Role::ListBody, element);
        let paragraph = self.tree.add(Role::Paragraph, body);
        let inner = column.indented(INDENT);
        let lines = self.typesetter.set(&item.text, &style, inner.width);
        let mut strips = self.text_strips(lines, &style, inner.x, paragraph);
        if strips.is_empty() {
            strips.push(Strip::of_height(style.leading));
        }
        if let Some(first) = strips.first_mut() {
            self.put_label(first, label, column.x, &style, label_node);
        }
        self.add(strips, 0.0, 3.0);
        for nested in &item.nested {
            self.list(nested, &inner.within(body), depth + 1);
        }
    }

    /// The label is read before the text, so it is put first.
    fn put_label(&mut self, strip: &mut Strip, label: &str, x: f32, style: &TextStyle, node: NodeId) {
        let shaped = self.typesetter.shaper.shape(Face::SemiBold, label, true).to_vec();
        let indent = (INDENT - 5.0 - width(&shaped) * style.size).clamp(0.0, 3.0);
        let mut labelled = Strip::of_height(strip.height);
        let ink = if style.ink == BODY.ink { BRAND } else { style.ink };
        let lettering = Lettering { size: style.size, ink, node: Some(node) };
        put_shaped(&mut labelled, shaped, x + indent, style.baseline(), &lettering);
        strip.items.splice(0..0, labelled.items);
    }

    /// Term and value side by side, with a fine line between the pairs.
    pub(super) fn terms(&mut self, terms: &[Term], column: &Column) {
        let list = self.tree.add(Role::List, column.parent);
        let mut strips = Vec::new();
        for (index, term) in terms.iter().enumerate() {
            let item = self.tree.add(Role::ListItem, list);
            let label = self.tree.add(Role::Label, item);
            let body = self.tree.add(Role::ListBody, item);
            let mut rows = self.term_rows(term, column, label, body);
            if let Some(first) = rows.first_mut() {
                first.before = if index == 0 { 0.0 } else { 3.0 };
            }
            if let Some(last) = rows.last_mut().filter(|_| index + 1 < terms.len()) {
                let (height, right) = (last.height + 3.0, column.x + column.width.min(TEXT_WIDTH));
                last.decorate(Draw::rule(column.x, right, height, LINE, 0.5));
                last.height = height;
            }
            strips.append(&mut rows);
        }
        self.add(strips, 0.0, 12.0);
    }

    fn term_rows(&mut self, term: &Term, column: &Column, label: NodeId, body: NodeId) -> Vec<Strip> {
        let label_style = TERM.unhyphenated();
        let value_style = TextStyle { leading: TERM.leading, size: 9.25, ..BODY };
        let mut rows: Vec<Strip> = Vec::new();
        let labels = self.typesetter.set(&term.term, &label_style, TERM_WIDTH - 10.0);
        let labels = self.text_strips(labels, &label_style, column.x, label);
        let inner = column.narrowed(TEXT_WIDTH).indented(TERM_WIDTH);
        let mut values = Vec::new();
        for value in &term.values {
            let paragraph = self.tree.add(Role::Paragraph, body);
            let lines = self.typesetter.set(value, &value_style, inner.width);
            values.extend(self.text_strips(lines, &value_style, inner.x, paragraph));
        }
        let (mut labels, mut values) = (labels.into_iter(), values.into_iter());
        loop {
            let (label, value) = (labels.next(), values.next());
            if label.is_none() && value.is_none() {
                break;
            }
            let mut row = label.unwrap_or_else(|| Strip::of_height(TERM.leading));
            if let Some(value) = value {
                let keeps = value.keeps_with_next;
                row.absorb(value, 0.0);
                row.keeps_with_next |= keeps;
            }
            rows.push(row);
        }
        if let Some(last) = rows.last_mut() {
            last.keeps_with_next = false;
        }
        rows
    }
}

const fn bullet(depth: usize) -> &'static str {
    if depth == 0 { "•" } else { "–" }
}
