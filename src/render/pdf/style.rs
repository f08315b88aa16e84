//! Measures and type scale, in points. One table decides how every document looks.

use super::fonts::Face;
use crate::render::charts::Rgb;
use crate::render::charts::ink::{BRAND, INK, INK_2, INK_3, ON_DEEP_2, SURFACE};

pub const PAGE_WIDTH: f32 = 595.28;
pub const PAGE_HEIGHT: f32 = 841.89;
pub const MARGIN: f32 = 54.0;
pub const TOP: f32 = 56.0;
pub const BOTTOM: f32 = 72.0;
pub const CONTENT_WIDTH: f32 = PAGE_WIDTH - 2.0 * MARGIN;
/// How much fits on an empty page.
pub const CAPACITY: f32 = PAGE_HEIGHT - TOP - BOTTOM;
/// Running text is narrower than tables: about 80 characters a line.
pub const TEXT_WIDTH: f32 = 408.0;
/// CSS pixels of a chart to points.
pub const PIXEL: f32 = 0.75;

/// What text lies on: paper, or the dark band of the document head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Paper,
    Deep,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextStyle {
    pub face: Face,
    pub size: f32,
    pub leading: f32,
    pub ink: Rgb,
    pub is_hyphenated: bool,
    /// Figures of equal width, for columns.
    pub is_tabular: bool,
}

impl TextStyle {
    const fn new(face: Face, size: f32, leading: f32, ink: Rgb) -> Self {
        Self { face, size, leading, ink, is_hyphenated: true, is_tabular: false }
    }

    pub const fn unhyphenated(self) -> Self {
        Self { is_hyphenated: false, ..self }
    }

    pub const fn tabular(self) -> Self {
        Self { is_tabular: true, ..self }
    }

    pub const fn in_ink(self, ink: Rgb) -> Self {
        Self { ink, ..self }
    }

    pub const fn on(self, tone: Tone) -> Self {
        match tone {
            Tone::Paper => self,
            Tone::Deep => Self { ink: SURFACE, ..self },
        }
    }

    /// From the top of a line to its baseline.
    pub fn baseline(&self) -> f32 {
        self.leading * 0.5 + self.size * 0.35
    }

    pub fn link_ink(&self) -> Rgb {
        if self.ink == SURFACE { SURFACE } else { BRAND }
    }
}

pub const BODY: TextStyle = TextStyle::new(Face::Regular, 9.75, 14.5, INK);
pub const LEAD: TextStyle = TextStyle::new(Face::Regular, 11.5, 17.0, INK_2);
pub const SMALL: TextStyle = TextStyle::new(Face::Regular, 8.25, 12.0, INK_2);
pub const META: TextStyle = TextStyle::new(Face::Regular, 8.5, 12.5, INK_3);
/// Columns are made wide enough for their longest word: a table is read in glances.
pub const CELL: TextStyle = TextStyle::new(Face::Regular, 8.75, 12.5, INK).unhyphenated();
pub const CELL_HEAD: TextStyle = TextStyle::new(Face::SemiBold, 8.0, 11.0, INK_3).unhyphenated();
pub const CELL_STRONG: TextStyle = TextStyle::new(Face::SemiBold, 8.75, 12.5, INK).unhyphenated();
pub const CAPTION: TextStyle = TextStyle::new(Face::SemiBold, 9.5, 13.0, INK).unhyphenated();
pub const TERM: TextStyle = TextStyle::new(Face::Regular, 8.75, 14.0, INK_3);
pub const COVER_TITLE: TextStyle = TextStyle::new(Face::Bold, 22.0, 26.5, SURFACE).unhyphenated();
pub const COVER_LEAD: TextStyle = TextStyle::new(Face::Regular, 12.0, 17.5, ON_DEEP_2);
pub const COVER_META: TextStyle = TextStyle::new(Face::Regular, 9.0, 13.0, ON_DEEP_2);
pub const COVER_VALUE: TextStyle = TextStyle::new(Face::SemiBold, 9.25, 13.0, SURFACE).unhyphenated();
pub const COVER_TERM: TextStyle = TextStyle::new(Face::Regular, 8.0, 12.0, ON_DEEP_2);
pub const FOOTER: TextStyle = TextStyle::new(Face::Regular, 7.75, 10.0, INK_3);

/// Style of a heading, with the space before and after it.
pub const fn heading(level: u8) -> (TextStyle, f32, f32) {
    match level {
        1 => (TextStyle::new(Face::Bold, 22.0, 27.0, INK).unhyphenated(), 0.0, 10.0),
        2 => (TextStyle::new(Face::Bold, 14.5, 19.0, INK).unhyphenated(), 18.0, 6.0),
        _ => (TextStyle::new(Face::SemiBold, 11.0, 15.0, INK).unhyphenated(), 16.0, 4.0),
    }
}
