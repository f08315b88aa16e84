//! What layout hands to pagination and drawing: positioned items, strips and pages.

use std::sync::Arc;

use super::blocks::Link;
use super::fonts::{Face, Glyph};
use super::tree::NodeId;
use crate::render::charts::Rgb;

/// A corner of an outline, or (in pairs before a corner) a handle of a curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
    pub is_handle: bool,
}

impl Point {
    pub const fn at(x: f32, y: f32) -> Self {
        Self { x, y, is_handle: false }
    }

    pub const fn handle(x: f32, y: f32) -> Self {
        Self { x, y, is_handle: true }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    pub ink: Rgb,
    pub width: f32,
    pub dash: Option<[f32; 2]>,
    pub has_round_ends: bool,
}

impl Stroke {
    pub const fn new(ink: Rgb, width: f32) -> Self {
        Self { ink, width, dash: None, has_round_ends: false }
    }

    pub const fn round(self) -> Self {
        Self { has_round_ends: true, ..self }
    }
}

/// Something to draw; y grows downwards, and for text it is the baseline.
#[derive(Debug, Clone, PartialEq)]
pub enum Draw {
    Text {
        x: f32,
        y: f32,
        face: Face,
        size: f32,
        ink: Rgb,
        glyphs: Vec<Glyph>,
        ends_in_soft_hyphen: bool,
    },
    /// Closed outlines, filled and perhaps stroked.
    Shape {
        rings: Vec<Vec<Point>>,
        fill: Option<Rgb>,
        stroke: Option<Stroke>,
    },
    /// An open line through its points.
    Line {
        points: Vec<Point>,
        stroke: Stroke,
    },
}

impl Draw {
    /// Takes the soft hyphen off the end of a text.
    pub fn split_soft_hyphen(&mut self) -> Option<Self> {
        let Self::Text { x, y, face, size, ink, glyphs, ends_in_soft_hyphen: true } = self else { return None };
        let hyphen = glyphs.pop()?;
        let before: f32 = glyphs.iter().map(|glyph| glyph.advance).sum();
        Some(Self::Text { x: *x + before * *size, y: *y, face: *face, size: *size, ink: *ink, glyphs: vec![hyphen], ends_in_soft_hyphen: false })
    }

    pub fn move_down(&mut self, by: f32) {
        match self {
            Self::Text { y, .. } => *y += by,
            Self::Shape { rings, .. } => rings.iter_mut().flatten().for_each(|point| point.y += by),
            Self::Line { points, .. } => points.iter_mut().for_each(|point| point.y += by),
        }
    }

    pub fn rule(x1: f32, x2: f32, y: f32, ink: Rgb, width: f32) -> Self {
        Self::Line { points: vec![Point::at(x1, y), Point::at(x2, y)], stroke: Stroke::new(ink, width) }
    }
}

/// Something to draw and the structure element it belongs to; none for decoration.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub node: Option<NodeId>,
    pub draw: Draw,
}

/// Where a link can be pressed: left, top, right, bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct LinkArea {
    pub node: NodeId,
    pub area: [f32; 4],
    pub link: Arc<Link>,
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct Bookmark {
    pub level: u8,
    pub text: String,
    pub page: usize,
    pub y: f32,
}

/// A piece of the document that no page break may cut.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strip {
    pub height: f32,
    /// Space above, dropped at the top of a page.
    pub before: f32,
    pub keeps_with_next: bool,
    pub starts_page: bool,
    /// Reaches the edges of the page: its y counts from the top edge.
    pub is_bleeding: bool,
    /// Which table's head is repeated when a page starts with this strip.
    pub repeats: Option<usize>,
    pub items: Vec<Item>,
    pub links: Vec<LinkArea>,
    pub heading: Option<(u8, String)>,
    /// Figures whose frame must be known when their page is: left, top, right, bottom.
    pub frames: Vec<(NodeId, [f32; 4])>,
}

impl Strip {
    pub fn of_height(height: f32) -> Self {
        Self { height, ..Self::default() }
    }

    pub fn put(&mut self, node: Option<NodeId>, draw: Draw) {
        self.items.push(Item { node, draw });
    }

    pub fn decorate(&mut self, draw: Draw) {
        self.put(None, draw);
    }

    /// Moves all that is drawn, without changing the height.
    pub fn move_down(&mut self, by: f32) {
        self.items.iter_mut().for_each(|item| item.draw.move_down(by));
        self.links.iter_mut().for_each(|link| {
            link.area[1] += by;
            link.area[3] += by;
        });
        self.frames.iter_mut().for_each(|(_, frame)| {
            frame[1] += by;
            frame[3] += by;
        });
    }

    /// Takes over what another strip draws, `down` from the top of this one.
    pub fn absorb(&mut self, mut other: Self, down: f32) {
        other.move_down(down);
        self.items.append(&mut other.items);
        self.links.append(&mut other.links);
        self.frames.append(&mut other.frames);
        self.heading = self.heading.take().or(other.heading);
        self.height = self.height.max(down + other.height);
    }
}

/// Content of a page between two changes of structure element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Artifact,
    /// The number of the marked content on its page, and whose it is.
    Content {
        id: usize,
        node: NodeId,
    },
    /// A hyphen that is there for the line only. It says so itself, in marked content of its
    /// own, so that search and speech get the whole word.
    SoftHyphen {
        id: usize,
        node: NodeId,
    },
}

#[derive(Debug, Default)]
pub struct Page {
    pub items: Vec<(Mark, Draw)>,
    /// The owner of each marked content, by its number.
    pub owners: Vec<NodeId>,
    /// Height of the coloured band at the top, which hides what lies under it.
    pub band: f32,
    pub links: Vec<LinkArea>,
}
