//! An indicator's way from its baseline to its target.

use super::ink::Ink;
use super::scale::{Scale, finite};
use super::scene::{Anchor, Scene};
use super::{Figure, FigureTable};

const WIDTH: f32 = 460.0;
const HEIGHT: f32 = 190.0;
const LEFT: f32 = 16.0;
const RIGHT: f32 = 360.0;
const TOP: f32 = 26.0;
const BOTTOM: f32 = 142.0;
/// Room that the name of a quarter takes.
const LABEL: f32 = 58.0;

#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    pub title: String,
    /// Headers of the table: when, what the row is, value.
    pub headers: [String; 3],
    pub baseline: Option<Dated>,
    pub measured: Vec<Dated>,
    pub target: Option<Dated>,
}

/// A value, when it is of, and what the table calls it.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    pub when: String,
    /// The same in quarters, counted from any one.
    pub at: i32,
    pub word: String,
    pub figure: Figure,
}

impl Indicator {
    /// The baseline and what was measured, oldest first.
    fn points(&self) -> Vec<&Dated> {
        let mut points: Vec<&Dated> = self.baseline.iter().chain(&self.measured).collect();
        points.sort_by_key(|point| point.at);
        points
    }
    /// Where each point stands: as far from the others as in time.
    fn columns(points: &[&Dated]) -> Vec<f32> {
        let (left, right) = (LEFT + 36.0, RIGHT - 36.0);
        let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
        let span = f64::from(last.at) - f64::from(first.at);
        let place = |point: &&Dated| if span > 0.0 { (f64::from(point.at) - f64::from(first.at)) / span } else { 0.5 };
        points.iter().map(|point| left + (right - left) * place(point) as f32).collect()
    }

    pub(super) fn scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, HEIGHT);
        let points = self.points();
        let values = || points.iter().copied().chain(&self.target).map(|point| finite(point.figure.value));
        // Nothing lies at the bottom line, unless there are values below it.
        let (least, most) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        let scale = Scale::new(finite(most - least), BOTTOM, TOP);
        let y = |figure: &Figure| scale.at(finite(figure.value) - least);
        scene.line(vec![(LEFT, scale.at(-least)), (RIGHT, scale.at(-least))], Ink::Grid);
        if let Some(target) = &self.target {
            let at = y(&target.figure);
            scene.line(vec![(LEFT, at), (RIGHT, at)], Ink::BudgetLine);
            scene.text(RIGHT + 8.0, at + 4.0, &target.word, Anchor::Start, Ink::Axis);
            scene.text(RIGHT + 8.0, at + 19.0, &target.figure.text, Anchor::Start, Ink::Label);
        }
        let places: Vec<(f32, f32)> = Indicator::columns(&points).into_iter().zip(&points).map(|(x, p)| (x, y(&p.figure))).collect();
        scene.line(places.clone(), Ink::OutcomeLine);
        // The newest is named, and of those before it each that there is room for.
        let mut room = f32::INFINITY;
        for (index, point) in points.iter().enumerate().rev() {
            if room - places[index].0 < LABEL {
                continue;
            }
            room = places[index].0;
            let ((x, y), anchor) = beside(&places, index);
            scene.named(x, y, &point.figure.text, anchor, Ink::Label);
            scene.text(places[index].0, HEIGHT - 10.0, &point.when, Anchor::Middle, Ink::Axis);
        }
        for (point, (x, y)) in points.iter().zip(places) {
            let is_baseline = self.baseline.as_ref().is_some_and(|baseline| std::ptr::eq(*point, baseline));
            let ink = if is_baseline { Ink::Baseline } else { Ink::Measured };
            scene.dot(x, y, 5.0, ink);
        }
        scene
    }

    pub(super) fn table(&self) -> FigureTable {
        let row = |point: &Dated| vec![point.when.clone(), point.word.clone(), point.figure.text.clone()];
        FigureTable { headers: self.headers.to_vec(), rows: self.points().into_iter().chain(&self.target).map(row).collect() }
    }
}

/// Where a point's figure stands: above it or below, or above at the side, wherever the line does not go.
fn beside(places: &[(f32, f32)], index: usize) -> ((f32, f32), Anchor) {
    const ABOVE: f32 = -11.0;
    const BELOW: f32 = 18.0;
    const ASIDE: f32 = 6.0;
    let (x, y) = places[index];
    // A picture's y grows downwards.
    let rises_to = |other: Option<&(f32, f32)>| other.is_some_and(|(_, there)| *there < y - 1.0);
    let falls_to = |other: Option<&(f32, f32)>| other.is_some_and(|(_, there)| *there > y + 1.0);
    let (before, after) = (index.checked_sub(1).and_then(|i| places.get(i)), places.get(index + 1));
    match (rises_to(before), rises_to(after)) {
        (false, false) => ((x, y + ABOVE), Anchor::Middle),
        (false, true) if falls_to(before) => ((x + ASIDE, y + ABOVE), Anchor::End),
        (true, false) if falls_to(after) => ((x - ASIDE, y + ABOVE), Anchor::Start),
        _ => ((x, y + BELOW), Anchor::Middle),
    }
}
