//! The value of each risk over the reviews, on the bands of the project's policy.

use std::collections::BTreeMap;

use super::FigureTable;
use super::ink::{Course, Ink, Level};
use super::scale::{Scale, columns, is_written, spread};
use super::scene::{Anchor, Scene};

const WIDTH: f32 = 420.0;
const LEFT: f32 = 36.0;
const RIGHT: f32 = 330.0;
const TOP: f32 = 8.0;
const BOTTOM: f32 = 252.0;
const HEIGHT: f32 = 286.0;
/// Room above the greatest value, in scale steps, so that the top point is not cut.
const HEADROOM: f64 = 1.0;
const LABEL_GAP: f32 = 15.0;

/// One line per risk, labelled at its right end.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskTrend {
    pub title: String,
    /// What a row of the table is: "Risk".
    pub row_word: String,
    /// One label per review, oldest first: "28 aug".
    pub reviews: Vec<String>,
    pub risks: Vec<RiskLine>,
    pub bands: Vec<BandRange>,
    /// Greatest possible value of the scale: 25 for five by five.
    pub max: u32,
}

/// The values of one risk, one per review; none where it was not assessed.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskLine {
    pub label: String,
    pub values: Vec<Option<u32>>,
}

/// A band from its least to its greatest value, with the band's word.
#[derive(Debug, Clone, PartialEq)]
pub struct BandRange {
    pub level: Level,
    pub from: u32,
    pub to: u32,
    pub word: String,
}

impl RiskLine {
    fn known(&self) -> impl DoubleEndedIterator<Item = (usize, u32)> + '_ {
        self.values.iter().enumerate().filter_map(|(index, value)| value.map(|v| (index, v)))
    }

    fn course(&self) -> Course {
        match (self.known().next(), self.known().next_back()) {
            (Some((_, first)), Some((_, last))) => Course::between(first.into(), last.into()),
            _ => Course::Flat,
        }
    }
}

impl RiskTrend {
    pub(super) fn scene(&self) -> Scene {
        let mut scene = Scene::new(WIDTH, HEIGHT);
        let y = Scale::new(f64::from(self.max.max(1)) + HEADROOM, BOTTOM, TOP);
        self.draw_bands(&mut scene, y);
        self.draw_axes(&mut scene, y);
        self.draw_lines(&mut scene, y);
        self.draw_labels(&mut scene, y);
        scene
    }

    fn columns(&self) -> Vec<f32> {
        columns(self.reviews.len(), LEFT + 62.0, RIGHT - 24.0)
    }

    /// Bands meet halfway between the end of one and the start of the next: no product of
    /// two whole numbers lies in the gap, but the eye should not see a hole.
    fn draw_bands(&self, scene: &mut Scene, y: Scale) {
        let mut bands: Vec<&BandRange> = self.bands.iter().collect();
        bands.sort_by_key(|band| band.from);
        for (index, band) in bands.iter().enumerate() {
            let below = index.checked_sub(1).and_then(|i| bands.get(i));
            let floor = below.map_or(0.0, |b| f64::from(b.to.saturating_add(band.from)) / 2.0);
            let ceiling = bands.get(index + 1).map_or(f64::from(self.max) + HEADROOM, |above| f64::from(band.to.saturating_add(above.from)) / 2.0);
            let (top, bottom) = (y.at(ceiling), y.at(floor));
            scene.area(LEFT, top, RIGHT - LEFT, bottom - top, Ink::Zone(band.level));
            let word = Ink::ZoneWord(band.level);
            scene.text(LEFT + 6.0, top + 15.0, &band.word, Anchor::Start, word);
        }
    }

    fn draw_axes(&self, scene: &mut Scene, y: Scale) {
        let step = (self.max / 5).max(1);
        for value in (1..=self.max / step).map(|count| count * step).take(8) {
            scene.text(LEFT - 8.0, y.at(value.into()) + 4.0, value.to_string(), Anchor::End, Ink::Axis);
        }
        for (index, (x, review)) in self.columns().iter().zip(&self.reviews).enumerate() {
            if is_written(index, self.reviews.len(), 5) {
                scene.text(*x, HEIGHT - 10.0, review, Anchor::Middle, Ink::Axis);
            }
        }
    }

    fn draw_lines(&self, scene: &mut Scene, y: Scale) {
        let x = self.columns();
        let path = |risk: &RiskLine| -> Vec<(f32, f32)> { risk.known().filter_map(|(i, value)| Some((*x.get(i)?, y.at(value.into())))).collect() };
        for risk in &self.risks {
            scene.line(path(risk), Ink::Course(risk.course()));
        }
        for risk in &self.risks {
            for (x, y) in path(risk) {
                scene.dot(x, y, 4.0, Ink::Point(risk.course()));
            }
        }
    }

    /// Risks that end at the same value share a label: "R3, R4: 15".
    fn draw_labels(&self, scene: &mut Scene, y: Scale) {
        let mut ends: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
        for risk in &self.risks {
            if let Some((_, value)) = risk.known().next_back() {
                ends.entry(value).or_default().push(&risk.label);
            }
        }
        let mut positions: Vec<f32> = ends.keys().map(|value| y.at((*value).into())).collect();
        spread(&mut positions, LABEL_GAP, TOP + 4.0, BOTTOM);
        for ((value, labels), position) in ends.iter().zip(positions) {
            let text = format!("{}: {value}", joined(labels));
            scene.text(RIGHT + 12.0, position + 4.0, text, Anchor::Start, Ink::Label);
        }
    }

    pub(super) fn table(&self) -> FigureTable {
        let headers = [self.row_word.clone()].into_iter().chain(self.reviews.iter().cloned()).collect();
        let row = |risk: &RiskLine| {
            let figures = (0..self.reviews.len()).map(|index| risk.values.get(index).copied().flatten().map_or_else(String::new, |v| v.to_string()));
            [risk.label.clone()].into_iter().chain(figures).collect()
        };
        FigureTable { headers, rows: self.risks.iter().map(row).collect() }
    }
}

/// Labels with commas; more than three become "R1, R2 +4", which is what there is room for.
fn joined(labels: &[&str]) -> String {
    match labels {
        [first, second, rest @ ..] if rest.len() > 1 => format!("{first}, {second} +{}", rest.len()),
        _ => labels.join(", "),
    }
}
