//! Charts and QR codes, drawn as vectors. Each is one figure with its finding as
//! alternative text.

use qrcode::{EcLevel, QrCode};

use super::{Column, Lettering, Setter, put_shaped};
use crate::render::charts::ink::{INK, SURFACE_2};
use crate::render::charts::{Anchor, Ink, Mark, Scene};
use crate::render::pdf::blocks::{Inline, Look, Text};
use crate::render::pdf::canvas::{Draw, Point, Strip, Stroke};
use crate::render::pdf::error::{MarkupError, MarkupResult};
use crate::render::pdf::fonts::{Face, width};
use crate::render::pdf::shapes::{circle, filled, rectangle, rounded};
use crate::render::pdf::style::{CAPACITY, PIXEL, SMALL};
use crate::render::pdf::tree::{NodeId, Role};

/// Size of the text in a scene, in its pixels.
const SCENE_TEXT: f32 = 12.0;
const QR_SIZE: f32 = 78.0;
const QR_PAD: f32 = 11.0;

/// Where a scene lies on the page.
#[derive(Clone, Copy)]
struct Place {
    x: f32,
    y: f32,
    scale: f32,
    node: NodeId,
}

impl Place {
    fn point(self, (x, y): (f32, f32)) -> Point {
        Point::at(self.x + x * self.scale, self.y + y * self.scale)
    }
}

impl Setter<'_> {
    pub(super) fn chart(&mut self, name: &str, caption: Option<&Text>, line: u32, column: &Column) -> MarkupResult<()> {
        let charts = self.charts;
        let Some(chart) = charts.get(name) else {
            return Err(MarkupError::UnknownChart { line, name: name.to_owned() });
        };
        let scene = chart.scene();
        let mut strips = self.figure_caption(caption, column);
        let node = self.figure_node(chart.title(), column);
        let above: f32 = strips.iter().map(|strip| strip.height).sum();
        let fits = |room: f32, size: f32| if size > 0.0 { room / size } else { PIXEL };
        let scale = PIXEL.min(fits(column.width, scene.width)).min(fits(CAPACITY - above - 1.0, scene.height));
        let mut strip = Strip::of_height(scene.height * scale);
        let place = Place { x: column.x, y: 0.0, scale, node };
        self.put_scene(&mut strip, &scene, place);
        strip.frames.push((node, [column.x, 0.0, column.x + scene.width * scale, strip.height]));
        strips.push(strip);
        self.add(strips, 6.0, 18.0);
        Ok(())
    }

    fn figure_node(&mut self, alt: &str, column: &Column) -> NodeId {
        let node = self.tree.add(Role::Figure, column.parent);
        self.tree.edit(node, |element| element.alt = Some(alt.to_owned()));
        node
    }

    /// The caption is a paragraph beside the figure: the alternative text of a figure stands
    /// for all within it, and would hide the caption.
    fn figure_caption(&mut self, caption: Option<&Text>, column: &Column) -> Vec<Strip> {
        match caption {
            Some(_) => self.caption_as(Role::Paragraph, caption, column.parent, column),
            None => Vec::new(),
        }
    }

    fn put_scene(&mut self, strip: &mut Strip, scene: &Scene, place: Place) {
        for mark in &scene.marks {
            match mark {
                Mark::Text { x, y, text, anchor, ink } => {
                    self.put_scene_text(strip, place.point((*x, *y)), text, *anchor, *ink, place);
                }
                Mark::Area { x, y, width, height, ink } => {
                    let corner = place.point((*x, *y));
                    let ring = rectangle([corner.x, corner.y, width * place.scale, height * place.scale]);
                    strip.put(Some(place.node), Draw::Shape { rings: vec![ring], fill: ink.fill(), stroke: None });
                }
                Mark::Line { points, ink } => {
                    if let Some(stroke) = stroke(*ink, place.scale) {
                        let points = points.iter().map(|point| place.point(*point)).collect();
                        strip.put(Some(place.node), Draw::Line { points, stroke });
                    }
                }
                Mark::Dot { x, y, radius, ink } => {
                    let centre = place.point((*x, *y));
                    let ring = circle(centre.x, centre.y, radius * place.scale);
                    let stroke = stroke(*ink, place.scale);
                    strip.put(Some(place.node), Draw::Shape { rings: vec![ring], fill: ink.fill(), stroke });
                }
            }
        }
    }

    fn put_scene_text(&mut self, strip: &mut Strip, at: Point, text: &str, anchor: Anchor, ink: Ink, place: Place) {
        let face = if ink.is_bold() { Face::SemiBold } else { Face::Regular };
        let size = SCENE_TEXT * place.scale;
        // Figures in a column end at the same place; other text is set as text.
        let shaped = self.typesetter.shaper.shape(face, text, anchor == Anchor::End).to_vec();
        let wide = width(&shaped) * size;
        let x = match anchor {
            Anchor::Start => at.x,
            Anchor::Middle => at.x - wide / 2.0,
            Anchor::End => at.x - wide,
        };
        let lettering = Lettering { size, ink: ink.fill().unwrap_or(INK), node: Some(place.node) };
        put_shaped(strip, shaped, x, at.y, &lettering);
    }

    /// A card with the code at the left and what it is for beside it.
    pub(super) fn qr(&mut self, data: &str, alt: &str, caption: Option<&Text>, column: &Column) {
        let node = self.figure_node(alt, column);
        let height = QR_SIZE + 2.0 * QR_PAD;
        let mut strip = Strip::of_height(height);
        strip.decorate(filled(rounded([column.x, 0.0, column.width, height], 8.0), SURFACE_2));
        let modules = modules(data, [column.x + QR_PAD, QR_PAD, QR_SIZE]);
        strip.put(Some(node), Draw::Shape { rings: modules, fill: Some(INK), stroke: None });
        let frame = [column.x + QR_PAD, QR_PAD, column.x + QR_PAD + QR_SIZE, QR_PAD + QR_SIZE];
        strip.frames.push((node, frame));
        let beside = column.indented(QR_SIZE + 3.0 * QR_PAD);
        let text = caption.cloned().unwrap_or_else(|| vec![Inline::Run { text: alt.to_owned(), look: Look::default() }]);
        let caption_node = caption.map(|_| self.tree.add(Role::Paragraph, column.parent));
        let lines = self.typesetter.set(&text, &SMALL, beside.width - QR_PAD);
        let mut y = (height - lines.len() as f32 * SMALL.leading).max(0.0) / 2.0;
        for line in lines {
            self.put_line(&mut strip, line, beside.x, y + SMALL.baseline(), caption_node);
            y += SMALL.leading;
        }
        strip.height = strip.height.max(y);
        self.add(vec![strip], 10.0, 10.0);
    }
}

fn stroke(ink: Ink, scale: f32) -> Option<Stroke> {
    let (colour, width) = ink.stroke()?;
    let dash = ink.dash().map(|lengths| lengths.map(|length| length * scale));
    Some(Stroke { ink: colour, width: width * scale, dash, has_round_ends: dash.is_none() })
}

/// The dark modules as rectangles, one per run in a row. The card's ground is light enough
/// to be the quiet zone.
fn modules(data: &str, [x, y, size]: [f32; 3]) -> Vec<Vec<Point>> {
    let Ok(code) = QrCode::with_error_correction_level(data.as_bytes(), EcLevel::M) else {
        return Vec::new();
    };
    let across = code.width();
    let unit = size / across.max(1) as f32;
    let mut rings = Vec::new();
    for (row, colours) in code.to_colors().chunks(across.max(1)).enumerate() {
        let mut start = None;
        for column in 0..=across {
            let is_dark = colours.get(column).is_some_and(|colour| *colour == qrcode::Color::Dark);
            match (start, is_dark) {
                (None, true) => start = Some(column),
                (Some(from), false) => {
                    let left = x + from as f32 * unit;
                    rings.push(rectangle([left, y + row as f32 * unit, (column - from) as f32 * unit, unit]));
                    start = None;
                }
                _ => {}
            }
        }
    }
    rings
}
