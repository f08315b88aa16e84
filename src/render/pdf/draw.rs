//! Pages to printpdf operations, each piece within the marked content it belongs to.

use std::collections::BTreeMap;

use printpdf::{
    Codepoint, Color, CurTransMat, DictItem, FontId, Line, LineCapStyle, LineDashPattern, LineJoinStyle, LinePoint, Op, PaintMode, PdfFontHandle,
    Point as PdfPoint, Polygon, PolygonRing, Pt, TextItem, WindingOrder,
};

use super::canvas::{Draw, Mark, Page, Point, Stroke};
use super::fonts::{Face, Glyph, Shaped};
use super::style::{PAGE_HEIGHT, PAGE_WIDTH};
use super::text_string;
use super::tree::{NodeId, Tree};
use super::typefaces::Subset;
use crate::render::charts::Rgb;

/// How faces were cut down for this document.
pub type Subsets = BTreeMap<Face, Subset>;

/// The operations of one page: watermark first, so that everything lies on it.
pub fn operations(page: &Page, tree: &Tree, subsets: &Subsets, watermark: &[Shaped]) -> Vec<Op> {
    let mut pen = Pen { ops: Vec::with_capacity(page.items.len() * 6), subsets, fill: None, stroke: None, font: None };
    pen.watermark(watermark, page.band);
    let mut open: Option<Mark> = None;
    for (mark, draw) in &page.items {
        if open != Some(*mark) {
            if open.is_some() {
                pen.ops.push(Op::EndMarkedContent);
            }
            pen.ops.push(begin(*mark, tree));
            open = Some(*mark);
        }
        pen.draw(draw);
    }
    if open.is_some() {
        pen.ops.push(Op::EndMarkedContent);
    }
    pen.ops
}

fn begin(mark: Mark, tree: &Tree) -> Op {
    match mark {
        Mark::Artifact => Op::BeginMarkedContent { tag: "Artifact".to_owned() },
        Mark::Content { id, node } => with_properties(tag(tree, node), [mcid(id)]),
        Mark::SoftHyphen { id, node } => {
            let actual = DictItem::String { data: text_string("\u{ad}"), literal: false };
            with_properties(tag(tree, node), [mcid(id), ("ActualText", actual)])
        }
    }
}

fn tag(tree: &Tree, node: NodeId) -> &'static str {
    tree.nodes().get(node.index()).map_or("P", |node| node.role.tag())
}

fn mcid(id: usize) -> (&'static str, DictItem) {
    ("MCID", DictItem::Int(id as i64))
}

fn with_properties<const N: usize>(tag: &str, properties: [(&str, DictItem); N]) -> Op {
    let map = properties.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties: DictItem::Dict { map } }
}

/// Writes operations, leaving out those that change nothing.
struct Pen<'a> {
    ops: Vec<Op>,
    subsets: &'a Subsets,
    fill: Option<Rgb>,
    stroke: Option<Stroke>,
    font: Option<(Face, f32)>,
}

impl Pen<'_> {
    fn draw(&mut self, draw: &Draw) {
        match draw {
            Draw::Text { x, y, face, size, ink, glyphs, .. } => {
                self.fill_with(*ink);
                self.ops.push(Op::StartTextSection);
                self.ops.push(Op::SetTextCursor { pos: point(*x, *y) });
                self.text(*face, *size, glyphs);
                self.ops.push(Op::EndTextSection);
            }
            Draw::Shape { rings, fill, stroke } => self.shape(rings, *fill, *stroke),
            Draw::Line { points, stroke } => {
                self.stroke_with(*stroke);
                let line = Line { points: points.iter().map(corner).collect(), is_closed: false };
                self.ops.push(Op::DrawLine { line });
            }
        }
    }

    fn text(&mut self, face: Face, size: f32, glyphs: &[Glyph]) {
        if self.font != Some((face, size)) {
            let font = PdfFontHandle::External(FontId(face.name().to_owned()));
            self.ops.push(Op::SetFont { font, size: Pt(size) });
            self.font = Some((face, size));
        }
        self.show(face, glyphs);
    }

    /// Kerning is written where it adds up to what can be seen. Glyphs that are the only
    /// one for their character are written as text, which is shorter.
    fn show(&mut self, face: Face, glyphs: &[Glyph]) {
        /// In thousandths of an em: 0.03 mm in the running text.
        const VISIBLE: f32 = 8.0;
        let Some(subset) = self.subsets.get(&face) else { return };
        let mut items: Vec<TextItem> = Vec::new();
        let mut owed = 0.0_f32;
        for glyph in glyphs {
            let Some(entry) = subset.glyphs.get(&glyph.id) else { continue };
            match items.last_mut() {
                Some(TextItem::Text(text)) if entry.is_spelled => text.push(entry.character),
                _ if entry.is_spelled => items.push(TextItem::Text(entry.character.to_string())),
                _ => {
                    let character = entry.character.to_string();
                    items.push(TextItem::GlyphIds(vec![Codepoint::with_cid(entry.id, 0.0, character)]));
                }
            }
            owed += f32::from(entry.width) - glyph.advance * 1000.0;
            if owed.abs() >= VISIBLE {
                items.push(TextItem::Offset(owed.round()));
                owed -= owed.round();
            }
        }
        if !items.is_empty() {
            self.ops.push(Op::ShowText { items });
        }
    }

    fn shape(&mut self, rings: &[Vec<Point>], fill: Option<Rgb>, stroke: Option<Stroke>) {
        let mode = match (fill, stroke) {
            (Some(_), Some(_)) => PaintMode::FillStroke,
            (None, Some(_)) => PaintMode::Stroke,
            (Some(_), None) => PaintMode::Fill,
            (None, None) => return,
        };
        if let Some(fill) = fill {
            self.fill_with(fill);
        }
        if let Some(stroke) = stroke {
            self.stroke_with(stroke);
        }
        let rings: Vec<PolygonRing> = rings.iter().map(|ring| PolygonRing { points: ring.iter().map(corner).collect() }).collect();
        // printpdf closes only the last outline of a polygon by itself; filling closes all.
        self.ops.push(Op::DrawPolygon { polygon: Polygon { rings, mode, winding_order: WindingOrder::NonZero } });
    }

    fn fill_with(&mut self, ink: Rgb) {
        if self.fill != Some(ink) {
            self.ops.push(Op::SetFillColor { col: colour(ink) });
            self.fill = Some(ink);
        }
    }

    fn stroke_with(&mut self, stroke: Stroke) {
        let before = self.stroke.replace(stroke);
        if before.map(|b| b.ink) != Some(stroke.ink) {
            self.ops.push(Op::SetOutlineColor { col: colour(stroke.ink) });
        }
        if before.map(|b| b.width) != Some(stroke.width) {
            self.ops.push(Op::SetOutlineThickness { pt: Pt(stroke.width) });
        }
        if before.and_then(|b| b.dash) != stroke.dash {
            let dash = stroke.dash.map_or_else(LineDashPattern::solid, |dash| LineDashPattern::new(0.0, &dash));
            self.ops.push(Op::SetLineDashPattern { dash });
        }
        if before.is_some_and(|b| b.has_round_ends) != stroke.has_round_ends {
            let (cap, join) = match stroke.has_round_ends {
                true => (LineCapStyle::Round, LineJoinStyle::Round),
                false => (LineCapStyle::Butt, LineJoinStyle::Miter),
            };
            self.ops.push(Op::SetLineCapStyle { cap });
            self.ops.push(Op::SetLineJoinStyle { join });
        }
    }

    /// A large pale word across the page below its band.
    fn watermark(&mut self, word: &[Shaped], band: f32) {
        const PALE: Rgb = Rgb(0xec, 0xee, 0xf0);
        const LONGEST: f32 = 620.0;
        let em = super::fonts::width(word);
        if em <= 0.0 {
            return;
        }
        let size = (LONGEST.min((PAGE_HEIGHT - band) * 0.95) / em).min(150.0);
        let (sin, cos) = 54.7_f32.to_radians().sin_cos();
        let half = em * size / 2.0;
        let (x, y) = (PAGE_WIDTH / 2.0 - half * cos + size * 0.35 * sin, (PAGE_HEIGHT - band) / 2.0 - half * sin - size * 0.35 * cos);
        self.ops.push(Op::BeginMarkedContent { tag: "Artifact".to_owned() });
        self.ops.push(Op::SaveGraphicsState);
        self.ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw([cos, sin, -sin, cos, x, y]) });
        self.fill_with(PALE);
        self.ops.push(Op::StartTextSection);
        for run in word {
            self.text(run.face, size, &run.glyphs);
        }
        self.ops.push(Op::EndTextSection);
        self.ops.push(Op::RestoreGraphicsState);
        self.ops.push(Op::EndMarkedContent);
        (self.fill, self.font) = (None, None);
    }
}

fn point(x: f32, y: f32) -> PdfPoint {
    PdfPoint { x: Pt(hundredths(x)), y: Pt(hundredths(PAGE_HEIGHT - y)) }
}

/// Finer than a hundredth of a point cannot be seen and takes space.
fn hundredths(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

fn corner(corner: &Point) -> LinePoint {
    LinePoint { p: point(corner.x, corner.y), bezier: corner.is_handle }
}

fn colour(Rgb(r, g, b): Rgb) -> Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    Color::Rgb(printpdf::Rgb { r: part(r), g: part(g), b: part(b), icc_profile: None })
}
