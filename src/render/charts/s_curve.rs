//! Cumulative cost over the project: budget dashed, outcome solid, forecast dotted.

use super::ink::Ink;
use super::scale::{Scale, columns, finite, is_written};
use super::scene::{Anchor, Scene};
use super::{Figure, FigureTable};

const WIDTH: f32 = 640.0;
const HEIGHT: f32 = 280.0;
const LEFT: f32 = 64.0;
const RIGHT: f32 = 540.0;
const TOP: f32 = 34.0;
const BOTTOM: f32 = 244.0;

#[derive(Debug, Clone, PartialEq)]
pub struct SCurve {
    pub title: String,
    pub words: SCurveWords,
    /// One label per period, oldest first.
    pub periods: Vec<String>,
    /// Cumulative figures, one per period; none where there is no figure.
    pub budget: Vec<Option<Figure>>,
    pub outcome: Vec<Option<Figure>>,
    pub forecast: Vec<Option<Figure>>,
    /// Where today is, counted in periods from the first: 2.5 is halfway after the third.
    pub today: Option<f32>,
    /// Figures on the axis: "500", "1 000".
    pub axis: Vec<Figure>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SCurveWords {
    pub period: String,
    pub budget: String,
    pub outcome: String,
    pub forecast: String,
    pub today: String,
}

impl SCurve {
    fn lines(&self) -> [(&[Option<Figure>], &str, Ink); 3] {
        [
            (&self.budget, &self.words.budget, Ink::BudgetLine),
            (&self.forecast, &self.words.forecast, Ink::ForecastLine),
            (&self.outcome, &self.words.outcome, Ink::OutcomeLine),
        ]
    }

    fn top(&self) -> f64 {
        let lines = self.lines();
        let drawn = lines.iter().flat_map(|(line, ..)| line.iter().flatten());
        drawn.chain(&self.axis).map(|figure| finite(figure.value)).fold(0.0, f64::max)
    }

    pub(super) fn scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, HEIGHT);
        let y = Scale::new(self.top() * 1.05, BOTTOM, TOP);
        let x = columns(self.periods.len(), LEFT + 16.0, RIGHT - 16.0);
        self.draw_axes(&mut scene, &x, y);
        self.draw_today(&mut scene, &x);
        self.draw_legend(&mut scene);
        for (line, _, ink) in self.lines() {
            let points: Vec<(f32, f32)> = line.iter().zip(&x).filter_map(|(figure, x)| figure.as_ref().map(|f| (*x, y.at(f.value)))).collect();
            scene.line(points, ink);
        }
        scene
    }

    fn draw_axes(&self, scene: &mut Scene, x: &[f32], y: Scale) {
        for tick in &self.axis {
            let at = y.at(tick.value);
            scene.line(vec![(LEFT, at), (RIGHT, at)], Ink::Grid);
            scene.text(LEFT - 8.0, at + 4.0, &tick.text, Anchor::End, Ink::Axis);
        }
        for (index, (x, period)) in x.iter().zip(&self.periods).enumerate() {
            if is_written(index, self.periods.len(), 8) {
                scene.text(*x, HEIGHT - 14.0, period, Anchor::Middle, Ink::Axis);
            }
        }
    }

    fn draw_today(&self, scene: &mut Scene, x: &[f32]) {
        let (Some(today), Some(first), Some(last)) = (self.today, x.first(), x.last()) else {
            return;
        };
        let step = (last - first) / (x.len().max(2) - 1) as f32;
        let at = (first + finite(today.into()) as f32 * step).clamp(LEFT, RIGHT);
        scene.line(vec![(at, TOP), (at, BOTTOM)], Ink::Today);
        scene.text(at, TOP - 4.0, &self.words.today, Anchor::Middle, Ink::Label);
    }

    /// The legend stands at the right; each sample is drawn like its line.
    fn draw_legend(&self, scene: &mut Scene) {
        for (index, (_, word, ink)) in self.lines().into_iter().enumerate() {
            let y = TOP + 8.0 + index as f32 * 20.0;
            scene.line(vec![(RIGHT + 12.0, y), (RIGHT + 36.0, y)], ink);
            scene.text(RIGHT + 42.0, y + 4.0, word, Anchor::Start, Ink::Axis);
        }
    }

    pub(super) fn table(&self) -> FigureTable {
        let words = &self.words;
        let cell = |line: &[Option<Figure>], index: usize| line.get(index).and_then(Option::as_ref).map_or_else(String::new, |f| f.text.clone());
        let row = |(index, period): (usize, &String)| {
            let lines = [&self.budget, &self.outcome, &self.forecast];
            [period.clone()].into_iter().chain(lines.map(|line| cell(line, index))).collect()
        };
        FigureTable {
            headers: [&words.period, &words.budget, &words.outcome, &words.forecast].map(Clone::clone).to_vec(),
            rows: self.periods.iter().enumerate().map(row).collect(),
        }
    }
}
