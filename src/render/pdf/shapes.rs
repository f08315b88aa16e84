//! Outlines: circles, rounded boxes, the shapes of the bands, the mark of Styrrum.

use super::canvas::{Draw, Point, Stroke};
use crate::render::charts::{Level, Rank, Rgb};

/// Handle length that makes four curves a circle.
const ROUND: f32 = 0.552_284_8;

pub fn circle(x: f32, y: f32, r: f32) -> Vec<Point> {
    let h = r * ROUND;
    vec![
        Point::at(x + r, y),
        Point::handle(x + r, y + h),
        Point::handle(x + h, y + r),
        Point::at(x, y + r),
        Point::handle(x - h, y + r),
        Point::handle(x - r, y + h),
        Point::at(x - r, y),
        Point::handle(x - r, y - h),
        Point::handle(x - h, y - r),
        Point::at(x, y - r),
        Point::handle(x + h, y - r),
        Point::handle(x + r, y - h),
        Point::at(x + r, y),
    ]
}

/// A box as left, top, width, height.
pub type Frame = [f32; 4];

pub fn rectangle([x, y, w, h]: Frame) -> Vec<Point> {
    vec![Point::at(x, y), Point::at(x + w, y), Point::at(x + w, y + h), Point::at(x, y + h)]
}

pub fn rounded([x, y, w, h]: Frame, radius: f32) -> Vec<Point> {
    let r = radius.min(w / 2.0).min(h / 2.0).max(0.0);
    let k = r * (1.0 - ROUND);
    let (right, bottom) = (x + w, y + h);
    vec![
        Point::at(x + r, y),
        Point::at(right - r, y),
        Point::handle(right - k, y),
        Point::handle(right, y + k),
        Point::at(right, y + r),
        Point::at(right, bottom - r),
        Point::handle(right, bottom - k),
        Point::handle(right - k, bottom),
        Point::at(right - r, bottom),
        Point::at(x + r, bottom),
        Point::handle(x + k, bottom),
        Point::handle(x, bottom - k),
        Point::at(x, bottom - r),
        Point::at(x, y + r),
        Point::handle(x, y + k),
        Point::handle(x + k, y),
        Point::at(x + r, y),
    ]
}

pub fn filled(ring: Vec<Point>, fill: Rgb) -> Draw {
    Draw::Shape { rings: vec![ring], fill: Some(fill), stroke: None }
}

pub fn bordered(ring: Vec<Point>, fill: Rgb, border: Rgb, width: f32) -> Draw {
    Draw::Shape { rings: vec![ring], fill: Some(fill), stroke: Some(Stroke::new(border, width)) }
}

/// The shape of a level in a square of `size`: circle with a tick, triangle, octagon with
/// an exclamation mark. Amber has too little contrast on white and gets a dark outline.
pub fn level_shape(level: Level, x: f32, y: f32, size: f32) -> Vec<Draw> {
    let (cx, cy, r) = (x + size / 2.0, y + size / 2.0, size / 2.0);
    let mark = Stroke::new(level.shades().on_solid, size * 0.13).round();
    match level.rank {
        Rank::Low => vec![
            filled(circle(cx, cy, r), level.shades().solid),
            stroke_through(&[(cx - r * 0.42, cy + r * 0.05), (cx - r * 0.1, cy + r * 0.37), (cx + r * 0.45, cy - r * 0.3)], mark),
        ],
        Rank::Mid => {
            let corners = [(cx, y + size * 0.04), (x + size * 1.02, y + size * 0.95), (x - size * 0.02, y + size * 0.95)];
            let ring = corners.map(|(x, y)| Point::at(x, y)).to_vec();
            let outline =
                Draw::Shape { rings: vec![ring], fill: Some(level.shades().solid), stroke: Some(Stroke::new(level.shades().ink, size * 0.07).round()) };
            with_exclamation(outline, cx, y + size * 0.38, size * 0.28, mark)
        }
        Rank::High => {
            let cut = size * 0.293;
            let (right, bottom) = (x + size, y + size);
            let corners = [
                (x + cut, y),
                (right - cut, y),
                (right, y + cut),
                (right, bottom - cut),
                (right - cut, bottom),
                (x + cut, bottom),
                (x, bottom - cut),
                (x, y + cut),
            ];
            let ring = corners.map(|(x, y)| Point::at(x, y)).to_vec();
            with_exclamation(filled(ring, level.shades().solid), cx, y + size * 0.22, size * 0.34, mark)
        }
    }
}

fn with_exclamation(outline: Draw, x: f32, top: f32, length: f32, mark: Stroke) -> Vec<Draw> {
    let dot = top + length + mark.width * 1.7;
    vec![outline, stroke_through(&[(x, top), (x, top + length)], mark), stroke_through(&[(x, dot), (x, dot + 0.01)], mark)]
}

pub fn stroke_through(points: &[(f32, f32)], stroke: Stroke) -> Draw {
    Draw::Line { points: points.iter().map(|(x, y)| Point::at(*x, *y)).collect(), stroke }
}

/// The mark of Styrrum: a diamond with a tick, as in the logotype's 28-unit square.
pub fn logo(x: f32, y: f32, size: f32, ink: Rgb) -> Vec<Draw> {
    let unit = size / 28.0;
    let at = |(px, py): (f32, f32)| Point::at(x + px * unit, y + py * unit);
    let stroke = Stroke::new(ink, 2.6 * unit).round();
    let diamond = [(14.0, 3.0), (25.0, 14.0), (14.0, 25.0), (3.0, 14.0)].map(at).to_vec();
    let tick = [(9.5, 14.2), (12.7, 17.4), (18.7, 11.2)].map(at).to_vec();
    vec![Draw::Shape { rings: vec![diamond], fill: None, stroke: Some(stroke) }, Draw::Line { points: tick, stroke }]
}
