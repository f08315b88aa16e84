//! Budget of the year and outcome per cost category, with a mark at the total budget.

use super::ink::Ink;
use super::scale::{Scale, finite};
use super::scene::{Anchor, Scene};
use super::{Figure, FigureTable};

/// How wide the picture is, where its bars end, and how high what stands above them is.
struct Sheet {
    width: f32,
    right: f32,
    legend: f32,
}
/// Of a document.
const WIDE: Sheet = Sheet { width: 640.0, right: 540.0, legend: 34.0 };
/// Of a page, which may be a phone's: the legend has two lines.
const NARROW: Sheet = Sheet { width: 380.0, right: 280.0, legend: 52.0 };
/// A category's name above its two bars.
const ROW: f32 = 62.0;

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
    /// The categories that the picture has, and the greatest figure. What is less than a hundredth of that would be a mark without
    /// a bar; the table has it.
    fn drawn(&self) -> (Vec<&CostCategory>, f64) {
        let top = self.categories.iter().map(CostCategory::greatest).fold(0.0, f64::max);
        (self.categories.iter().filter(|c| c.greatest() * 100.0 >= top).collect(), top)
    }

    pub(super) fn scene(&self) -> Scene {
        self.picture(&WIDE)
    }

    pub(super) fn page_scene(&self) -> Scene {
        self.picture(&NARROW)
    }

    fn picture(&self, sheet: &Sheet) -> Scene {
        let (categories, top) = self.drawn();
        let mut scene = Scene::new(sheet.width, sheet.legend + categories.len() as f32 * ROW);
        self.draw_legend(&mut scene, sheet);
        let x = Scale::new(top, 0.0, sheet.right);
        for (index, category) in categories.into_iter().enumerate() {
            let y = sheet.legend + index as f32 * ROW;
            scene.text(0.0, y + 11.0, &category.label, Anchor::Start, Ink::Label);
            draw_bars(&mut scene, category, x, sheet.width, y + 16.0);
        }
        scene
    }

    fn draw_legend(&self, scene: &mut Scene, sheet: &Sheet) {
        let words = &self.words;
        let step = sheet.width.min(400.0) / 2.0;
        for (x, ink, word) in [(0.0, Ink::Budget, &words.budget), (step, Ink::Outcome, &words.outcome)] {
            scene.area(x, 3.0, 14.0, 10.0, ink);
            scene.text(x + 20.0, 13.0, word, Anchor::Start, Ink::Axis);
        }
        if self.categories.iter().any(|category| category.total.is_some()) {
            let (x, y) = if 2.0 * step + 150.0 < sheet.width { (2.0 * step, 0.0) } else { (0.0, 20.0) };
            scene.line(vec![(x + 7.0, y + 1.0), (x + 7.0, y + 15.0)], Ink::Total);
            scene.text(x + 20.0, y + 13.0, &words.total, Anchor::Start, Ink::Axis);
        }
    }

    pub(super) fn table(&self) -> FigureTable {
        let words = &self.words;
        // Without a total beside the budget there is no column for one.
        let with_total = self.categories.iter().any(|category| category.total.is_some());
        let headers = [&words.category, &words.budget, &words.outcome].into_iter().chain(with_total.then_some(&words.total));
        let row = |category: &CostCategory| {
            let total = with_total.then(|| category.total.as_ref().map_or_else(String::new, |total| total.text.clone()));
            [category.label.clone(), category.budget.text.clone(), category.outcome.text.clone()].into_iter().chain(total).collect()
        };
        FigureTable { headers: headers.cloned().collect(), rows: self.categories.iter().map(row).collect() }
    }
}

/// Budget above outcome, from the left edge, with their figures at the right one. A negative figure has no bar; its text says it.
fn draw_bars(scene: &mut Scene, category: &CostCategory, x: Scale, right: f32, top: f32) {
    let outcome = if category.is_overrun() { Ink::Overrun } else { Ink::Outcome };
    for (offset, figure, ink) in [(2.0, &category.budget, Ink::Budget), (17.0, &category.outcome, outcome)] {
        scene.area(0.0, top + offset, x.at(figure.value), 12.0, ink);
        scene.text(right, top + offset + 10.5, &figure.text, Anchor::End, Ink::Axis);
    }
    if let Some(total) = &category.total {
        let at = x.at(total.value).max(0.0);
        scene.line(vec![(at, top - 1.0), (at, top + 32.0)], Ink::Total);
    }
}
