//! What remains of a sprint day by day, beside an even pace.

use super::ink::Ink;
use super::scale::{Scale, columns, finite, is_written};
use super::scene::{Anchor, Scene};
use super::{Figure, FigureTable};

const WIDTH: f32 = 640.0;
const HEIGHT: f32 = 240.0;
const LEFT: f32 = 48.0;
const RIGHT: f32 = 520.0;
const TOP: f32 = 12.0;
const BOTTOM: f32 = 206.0;

#[derive(Debug, Clone, PartialEq)]
pub struct SprintBurn {
    pub title: String,
    pub words: BurnWords,
    /// One label per day or week, first to last.
    pub days: Vec<String>,
    /// What remained at the end of each; none where it is still to come.
    pub remaining: Vec<Option<Figure>>,
    /// What the sprint began with: the even pace runs from here to nothing.
    pub committed: Figure,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BurnWords {
    pub day: String,
    pub remaining: String,
    pub ideal: String,
}

impl SprintBurn {
    pub(super) fn scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, HEIGHT);
        let known = self.remaining.iter().flatten().map(|figure| finite(figure.value));
        let y = Scale::new(known.fold(finite(self.committed.value), f64::max), BOTTOM, TOP);
        let x = columns(self.days.len(), LEFT + 24.0, RIGHT - 24.0);
        let start = y.at(self.committed.value);
        scene.line(vec![(LEFT, BOTTOM), (RIGHT, BOTTOM)], Ink::Grid);
        scene.text(LEFT - 8.0, start + 4.0, &self.committed.text, Anchor::End, Ink::Axis);
        self.draw_bars(&mut scene, &x, y);
        if let (Some(first), Some(last)) = (x.first(), x.last()) {
            scene.line(vec![(*first, start), (*last, BOTTOM)], Ink::BudgetLine);
        }
        self.draw_legend(&mut scene);
        scene
    }

    fn draw_bars(&self, scene: &mut Scene, x: &[f32], y: Scale) {
        let width = ((RIGHT - LEFT) / self.days.len().max(1) as f32 * 0.6).min(34.0);
        for (index, (x, day)) in x.iter().zip(&self.days).enumerate() {
            if is_written(index, self.days.len(), 10) {
                scene.text(*x, HEIGHT - 14.0, day, Anchor::Middle, Ink::Axis);
            }
            if let Some(figure) = self.remaining.get(index).and_then(Option::as_ref) {
                let top = y.at(figure.value).min(BOTTOM);
                scene.area(x - width / 2.0, top, width, BOTTOM - top, Ink::Budget);
            }
        }
    }

    fn draw_legend(&self, scene: &mut Scene) {
        scene.area(RIGHT + 12.0, TOP + 3.0, 24.0, 10.0, Ink::Budget);
        scene.text(RIGHT + 42.0, TOP + 12.0, &self.words.remaining, Anchor::Start, Ink::Axis);
        scene.line(vec![(RIGHT + 12.0, TOP + 28.0), (RIGHT + 36.0, TOP + 28.0)], Ink::BudgetLine);
        scene.text(RIGHT + 42.0, TOP + 32.0, &self.words.ideal, Anchor::Start, Ink::Axis);
    }

    pub(super) fn table(&self) -> FigureTable {
        let row = |(index, day): (usize, &String)| {
            let figure = self.remaining.get(index).and_then(Option::as_ref);
            vec![day.clone(), figure.map_or_else(String::new, |figure| figure.text.clone())]
        };
        FigureTable { headers: vec![self.words.day.clone(), self.words.remaining.clone()], rows: self.days.iter().enumerate().map(row).collect() }
    }
}
