//! A picture as positioned marks, in CSS pixels with y growing downwards.

use super::ink::Ink;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Area { x: f32, y: f32, width: f32, height: f32, ink: Ink },
    Line { points: Vec<(f32, f32)>, ink: Ink },
    Dot { x: f32, y: f32, radius: f32, ink: Ink },
    Text { x: f32, y: f32, text: String, anchor: Anchor, ink: Ink },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    pub width: f32,
    pub height: f32,
    pub marks: Vec<Mark>,
}

/// Size of all text in a scene.
pub const TEXT_SIZE: f32 = 12.0;

impl Scene {
    pub fn new(width: f32, height: f32) -> Self {
        Self { width, height, marks: Vec::new() }
    }

    pub fn area(&mut self, x: f32, y: f32, width: f32, height: f32, ink: Ink) {
        self.marks.push(Mark::Area { x, y, width: width.max(0.0), height: height.max(0.0), ink });
    }

    pub fn line(&mut self, points: Vec<(f32, f32)>, ink: Ink) {
        if points.len() > 1 {
            self.marks.push(Mark::Line { points, ink });
        }
    }

    pub fn dot(&mut self, x: f32, y: f32, radius: f32, ink: Ink) {
        self.marks.push(Mark::Dot { x, y, radius, ink });
    }

    /// A text on a ground of its own, so that no line crosses it.
    pub fn named(&mut self, x: f32, y: f32, text: &str, anchor: Anchor, ink: Ink) {
        // A figure is about as wide as half its height; a page's type is its own, so the ground is no more than a help.
        let width = text.chars().count() as f32 * TEXT_SIZE * 0.54;
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        self.area(left - 2.0, y - TEXT_SIZE + 1.0, width + 4.0, TEXT_SIZE + 2.0, Ink::Halo);
        self.text(x, y, text, anchor, ink);
    }

    pub fn text(&mut self, x: f32, y: f32, text: impl Into<String>, anchor: Anchor, ink: Ink) {
        self.marks.push(Mark::Text { x, y, text: text.into(), anchor, ink });
    }
}
