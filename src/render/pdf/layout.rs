//! Blocks to strips: pieces of known height that no page break may cut. Which page they
//! land on is decided by [`super::paginate`].

mod cover;
mod figures;
mod matrix;
mod tables;
mod text;
mod widths;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::blocks::{BadgeKind, Block, Link};
use super::canvas::{Draw, LinkArea, Strip};
use super::error::MarkupResult;
use super::fonts::Shaped;
use super::lines::{BadgeFrame, Body, Line, Piece, Typesetter};
use super::shapes::{bordered, level_shape, rounded};
use super::style::{CONTENT_WIDTH, MARGIN, TextStyle, Tone};
use super::tree::{NodeId, Role, Tree};
use crate::render::charts::{Chart, Level, Rgb};

/// The space between two columns, and how much of the rest the first has.
const GUTTER: f32 = 20.0;
const FIRST_COLUMN: f32 = 0.43;

/// A document laid out but not yet divided into pages.
pub struct Galley {
    pub strips: Vec<Strip>,
    /// Heads of tables, to be repeated at the top of pages.
    pub heads: Vec<Vec<Strip>>,
    pub tree: Tree,
}

pub fn lay_out(blocks: &[Block], charts: &BTreeMap<String, Chart>, typesetter: &mut Typesetter) -> MarkupResult<Galley> {
    let mut setter = Setter { typesetter, charts, tree: Tree::new(), strips: Vec::new(), heads: Vec::new(), after: 0.0, last_link: None };
    for block in blocks {
        setter.block(block, &Column::page())?;
    }
    Ok(Galley { strips: setter.strips, heads: setter.heads, tree: setter.tree })
}

/// Where a block stands: its left edge and width, its parent, and what lies under it.
#[derive(Debug, Clone, Copy)]
struct Column {
    x: f32,
    width: f32,
    parent: NodeId,
    tone: Tone,
}

impl Column {
    fn page() -> Self {
        Self { x: MARGIN, width: CONTENT_WIDTH, parent: NodeId::ROOT, tone: Tone::Paper }
    }

    fn narrowed(self, width: f32) -> Self {
        Self { width: self.width.min(width), ..self }
    }

    fn indented(self, by: f32) -> Self {
        Self { x: self.x + by, width: (self.width - by).max(1.0), ..self }
    }

    fn within(self, parent: NodeId) -> Self {
        Self { parent, ..self }
    }
}

struct Setter<'a> {
    typesetter: &'a mut Typesetter,
    charts: &'a BTreeMap<String, Chart>,
    tree: Tree,
    strips: Vec<Strip>,
    heads: Vec<Vec<Strip>>,
    /// Space that the last block wants below it; the greater of two neighbours counts.
    after: f32,
    /// The link element that a piece of the same link joins.
    last_link: Option<(Arc<Link>, NodeId, NodeId)>,
}

impl Setter<'_> {
    fn block(&mut self, block: &Block, column: &Column) -> MarkupResult<()> {
        match block {
            Block::Cover(blocks) => self.cover(blocks, column),
            Block::Heading { level, text } => self.heading(*level, text, column),
            Block::Paragraph { kind, text } => self.paragraph(*kind, text, column),
            Block::List(list) => self.list(list, &column.narrowed(super::style::TEXT_WIDTH), 0),
            Block::Terms(terms) => self.terms(terms, column),
            Block::Table(table) if table.is_matrix => self.matrix(table, column),
            Block::Table(table) => self.table(table, column),
            Block::Chart { name, caption, line } => return self.chart(name, caption.as_ref(), *line, column),
            Block::Qr { data, alt, caption } => self.qr(data, alt, caption.as_ref(), column),
            Block::Keep(blocks) => return self.keep(blocks, column),
            Block::Beside(columns) => return self.beside(columns, column),
            Block::PageBreak => self.break_page(),
        }
        Ok(())
    }

    fn keep(&mut self, blocks: &[Block], column: &Column) -> MarkupResult<()> {
        let start = self.strips.len();
        for block in blocks {
            self.block(block, column)?;
        }
        let end = self.strips.len().saturating_sub(1);
        if let Some(kept) = self.strips.get_mut(start..end) {
            kept.iter_mut().for_each(|strip| strip.keeps_with_next = true);
        }
        Ok(())
    }

    /// Both columns become one strip; the second has the more room.
    fn beside(&mut self, columns: &[Vec<Block>; 2], column: &Column) -> MarkupResult<()> {
        let room = column.width - GUTTER;
        let left = room * FIRST_COLUMN;
        let places = [column.narrowed(left), Column { width: room - left, ..column.indented(left + GUTTER) }];
        let above = std::mem::take(&mut self.after);
        let mut whole = Strip::default();
        for (blocks, place) in columns.iter().zip(places) {
            let start = self.strips.len();
            for block in blocks {
                self.block(block, &place)?;
            }
            let mut down = 0.0;
            for (nth, strip) in self.strips.split_off(start).into_iter().enumerate() {
                down += if nth == 0 { 0.0 } else { strip.before };
                let height = strip.height;
                whole.absorb(strip, down);
                down += height;
            }
            self.after = 0.0;
        }
        self.after = above;
        self.add(vec![whole], 6.0, 18.0);
        Ok(())
    }

    /// A page break is an empty strip that must start a page.
    fn break_page(&mut self) {
        self.strips.push(Strip { starts_page: true, keeps_with_next: true, ..Strip::default() });
        self.after = 0.0;
    }

    /// Adds the strips of a block, with space above and below.
    fn add(&mut self, mut strips: Vec<Strip>, before: f32, after: f32) {
        if let Some(first) = strips.first_mut() {
            first.before = before.max(self.after);
            self.after = after;
            self.strips.append(&mut strips);
        }
    }

    /// Puts a line into a strip. Links get an element of their own, within `node`.
    fn put_line(&mut self, strip: &mut Strip, line: Line, x: f32, baseline: f32, node: Option<NodeId>) {
        for piece in line.pieces {
            let owner = match (&piece.link, node) {
                (Some(link), Some(parent)) => {
                    let node = self.link_node(link, parent);
                    let (left, size) = (x + piece.x, piece_size(&piece));
                    let area = [left, baseline - size, left + piece.width, baseline + size * 0.3];
                    strip.links.push(LinkArea { node, area, link: Arc::clone(link) });
                    underline(strip, &piece, left, baseline);
                    Some(node)
                }
                _ => node,
            };
            put_piece(strip, piece, x, baseline, owner);
        }
    }

    fn link_node(&mut self, link: &Arc<Link>, parent: NodeId) -> NodeId {
        match &self.last_link {
            Some((known, of, node)) if Arc::ptr_eq(known, link) && *of == parent => *node,
            _ => {
                let node = self.tree.add_inline(Role::Link, parent);
                self.last_link = Some((Arc::clone(link), parent, node));
                node
            }
        }
    }

    /// One strip per line; the first two and the last two lines stay together.
    fn text_strips(&mut self, lines: Vec<Line>, style: &TextStyle, x: f32, node: NodeId) -> Vec<Strip> {
        let count = lines.len();
        let mut strips = Vec::with_capacity(count);
        for (index, line) in lines.into_iter().enumerate() {
            let mut strip = Strip::of_height(style.leading);
            strip.keeps_with_next = index + 1 < count && (index == 0 || index + 2 == count);
            self.put_line(&mut strip, line, x, style.baseline(), Some(node));
            strips.push(strip);
        }
        strips
    }
}

fn piece_size(piece: &Piece) -> f32 {
    match &piece.body {
        Body::Glyphs { size, .. } | Body::Badge { size, .. } => *size,
    }
}

fn underline(strip: &mut Strip, piece: &Piece, x: f32, baseline: f32) {
    if let Body::Glyphs { size, ink, .. } = &piece.body {
        strip.decorate(Draw::rule(x, x + piece.width, baseline + size * 0.16, *ink, 0.5));
    }
}

fn put_piece(strip: &mut Strip, piece: Piece, x: f32, baseline: f32, node: Option<NodeId>) {
    let x = x + piece.x;
    match piece.body {
        Body::Glyphs { face, size, ink, glyphs, ends_in_soft_hyphen } => {
            strip.put(node, Draw::Text { x, y: baseline, face, size, ink, glyphs, ends_in_soft_hyphen });
        }
        Body::Badge { kind, level, size, word } => {
            put_badge(strip, (x, baseline, piece.width), kind, level, size);
            let word_x = x + BadgeFrame::of(kind, size).word_x;
            let ink = level.shades().ink;
            put_shaped(strip, word, word_x, baseline, &Lettering { size, ink, node });
        }
    }
}

/// The chip and the shape of a badge are decoration: its word says the same.
fn put_badge(strip: &mut Strip, (x, y, width): (f32, f32, f32), kind: BadgeKind, level: Level, size: f32) {
    let frame = BadgeFrame::of(kind, size);
    if kind == BadgeKind::Band {
        let chip = [x, y + frame.chip_top, width, frame.chip_height];
        strip.decorate(bordered(rounded(chip, size * 0.45), level.shades().tint, level.shades().line, 0.6));
    }
    let top = y - size * 0.35 - frame.shape_size / 2.0;
    for shape in level_shape(level, x + frame.shape_x, top, frame.shape_size) {
        strip.decorate(shape);
    }
}

/// How already shaped words are put down.
struct Lettering {
    size: f32,
    ink: Rgb,
    node: Option<NodeId>,
}

fn put_shaped(strip: &mut Strip, shaped: Vec<Shaped>, mut x: f32, y: f32, lettering: &Lettering) {
    let Lettering { size, ink, node } = *lettering;
    for Shaped { face, glyphs } in shaped {
        let width: f32 = glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * size;
        strip.put(node, Draw::Text { x, y, face, size, ink, glyphs, ends_in_soft_hyphen: false });
        x += width;
    }
}
