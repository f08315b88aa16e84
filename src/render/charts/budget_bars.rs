//! Budget of the year and outcome per cost category, with a mark at the total budget.

use super::ink::Ink;
use super::scale::{Scale, finite};
use super::scene::{Anchor, Scene};
use super::{Figure, FigureTable};

const WIDTH: f32 = 640.0;
const LABELS: f32 = 150.0;
const RIGHT: f32 = 540.0;
const ROW: f32 = 46.0;
const LEGEND: f32 = 34.0;
/// Of the page's picture: each name stands above its bars.
const PAGE_WIDTH: f32 = 380.0;
const PAGE_RIGHT: f32 = 280.0;
const PAGE_ROW: f32 = 62.0;
const PAGE_LEGEND: f32 = 52.0;

#[derive(Debug, Clone, PartialEq)]
pub struct BudgetBars {
    pub title: String,
    pub words: BudgetWords,
    pub categories: Vec<CostCategory>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BudgetWords {
    pub category: String,
    pub budget: String,
    pub outcome: String,
    pub total: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CostCategory {
    pub label: String,
    /// Budget and outcome of the year.
    pub budget: Figure,
    pub outcome: Figure,
    /// Budget of the whole project, where it is to be shown.
    pub total: Option<Figure>,
}

impl CostCategory {
    fn greatest(&self) -> f64 {
        let total = self.total.as_ref().map_or(0.0, |total| finite(total.value));
        finite(self.budget.value).max(finite(self.outcome.value)).max(total)
    }

    fn is_overrun(&self) -> bool {
        finite(self.outcome.value) > finite(self.budget.value)
    }
}

impl BudgetBars {
    pub(super) fn scene(&self) -> Scene {
        let rows = self.categories.len() as f32;
        let mut scene = Scene::new(WIDTH, LEGEND + rows * ROW + 4.0);
        self.draw_legend(&mut scene);
        let top = self.categories.iter().map(CostCategory::greatest).fold(0.0, f64::max);
        let x = Scale::new(top, LABELS, RIGHT);
        for (index, category) in self.categories.iter().enumerate() {
            draw_category(&mut scene, category, x, LEGEND + index as f32 * ROW);
        }
        scene
    }

    pub(super) fn page_scene(&self) -> Scene {
        let mut scene = Scene::new(PAGE_WIDTH, PAGE_LEGEND + self.categories.len() as f32 * PAGE_ROW);
        let words = &self.words;
        for (x, y, ink, word) in [(0.0, 0.0, Ink::Budget, &words.budget), (PAGE_WIDTH / 2.0, 0.0, Ink::Outcome, &words.outcome)] {
            scene.area(x, y + 3.0, 14.0, 10.0, ink);
            scene.text(x + 20.0, y + 13.0, word, Anchor::Start, Ink::Axis);
        }
        if self.categories.iter().any(|category| category.total.is_some()) {
            scene.line(vec![(7.0, 21.0), (7.0, 35.0)], Ink::Total);
            scene.text(20.0, 33.0, &words.total, Anchor::Start, Ink::Axis);
        }
        let top = self.categories.iter().map(CostCategory::greatest).fold(0.0, f64::max);
        let x = Scale::new(top, 0.0, PAGE_RIGHT);
        for (index, category) in self.categories.iter().enumerate() {
            let y = PAGE_LEGEND + index as f32 * PAGE_ROW;
            scene.text(0.0, y + 11.0, &category.label, Anchor::Start, Ink::Label);
            draw_bars(&mut scene, category, x, (0.0, PAGE_WIDTH), y + 16.0);
        }
        scene
    }

    fn draw_legend(&self, scene: &mut Scene) {
        scene.area(LABELS, 6.0, 14.0, 10.0, Ink::Budget);
        scene.text(LABELS + 20.0, 15.0, &self.words.budget, Anchor::Start, Ink::Axis);
        scene.area(LABELS + 150.0, 6.0, 14.0, 10.0, Ink::Outcome);
        scene.text(LABELS + 170.0, 15.0, &self.words.outcome, Anchor::Start, Ink::Axis);
        if self.categories.iter().any(|category| category.total.is_some()) {
            scene.line(vec![(LABELS + 280.0, 4.0), (LABELS + 280.0, 18.0)], Ink::Total);
            scene.text(LABELS + 288.0, 15.0, &self.words.total, Anchor::Start, Ink::Axis);
        }
    }

    pub(super) fn table(&self) -> FigureTable {
        let words = &self.words;
        let headers = [&words.category, &words.budget, &words.outcome, &words.total];
        let row = |category: &CostCategory| {
            vec![
                category.label.clone(),
                category.budget.text.clone(),
                category.outcome.text.clone(),
                category.total.as_ref().map_or_else(String::new, |total| total.text.clone()),
            ]
        };
        FigureTable { headers: headers.map(Clone::clone).to_vec(), rows: self.categories.iter().map(row).collect() }
    }
}

/// A negative figure has no bar; its text says it.
fn draw_category(scene: &mut Scene, category: &CostCategory, x: Scale, top: f32) {
    scene.text(LABELS - 12.0, top + 20.0, fitting(&category.label), Anchor::End, Ink::Label);
    draw_bars(scene, category, x, (LABELS, WIDTH - 4.0), top);
}

/// Budget above outcome, from the left edge, with their figures at the right one.
fn draw_bars(scene: &mut Scene, category: &CostCategory, x: Scale, (left, right): (f32, f32), top: f32) {
    let outcome = if category.is_overrun() { Ink::Overrun } else { Ink::Outcome };
    for (offset, figure, ink) in [(2.0, &category.budget, Ink::Budget), (17.0, &category.outcome, outcome)] {
        let end = x.at(figure.value).max(left);
        scene.area(left, top + offset, end - left, 12.0, ink);
        scene.text(right, top + offset + 10.5, &figure.text, Anchor::End, Ink::Axis);
    }
    if let Some(total) = &category.total {
        let at = x.at(total.value).max(left);
        scene.line(vec![(at, top - 1.0), (at, top + 32.0)], Ink::Total);
    }
}

/// The label as far as it has room; the table has it whole.
fn fitting(label: &str) -> String {
    const ROOM: usize = 25;
    if label.chars().count() <= ROOM {
        return label.to_owned();
    }
    let cut: String = label.chars().take(ROOM - 1).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{} …", whole_words.trim_end_matches([',', '(', ' ']))
}
