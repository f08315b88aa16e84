//! The risk matrix: square cells in the tint of their band, risks as pins.

use super::{Column, Lettering, Setter, put_shaped};
use crate::render::charts::Level;
use crate::render::pdf::blocks::{Cell, Inline, Row, Scope, Table, Text, plain};
use crate::render::pdf::canvas::Strip;
use crate::render::pdf::fonts::{Face, Shaped, width};
use crate::render::pdf::lines::{Line, extent};
use crate::render::pdf::shapes::{filled, rounded};
use crate::render::pdf::style::{CELL_HEAD, TextStyle};
use crate::render::pdf::tree::{NodeId, Role};

const SIDE: f32 = 34.0;
const GAP: f32 = 2.5;
/// The row labels take what they need, within these bounds.
const LABELS: std::ops::RangeInclusive<f32> = 22.0..=96.0;
const PIN_SIZE: f32 = 7.75;
const PIN_HEIGHT: f32 = 15.0;
const PIN_GAP: f32 = 2.0;
const CORNER: f32 = 6.5;
/// What a square is higher than its pins: they lie below the value in its corner.
const BESIDE_PINS: f32 = 14.0;

struct Grid {
    x: f32,
    labels: f32,
    side: f32,
}

impl Grid {
    /// The first column holds the row labels, the others are as wide as they are high.
    fn of(table: &Table, column: &Column, widest: f32) -> Self {
        let others = table.columns.saturating_sub(1).max(1) as f32;
        let labels = (widest + 10.0).clamp(*LABELS.start(), *LABELS.end());
        Self { x: column.x, labels, side: SIDE.min((column.width - labels) / others) }
    }

    fn frame(&self, cell: &Cell) -> (f32, f32) {
        let left = |column: usize| match column {
            0 => self.x,
            _ => self.x + self.labels + self.side * (column - 1) as f32,
        };
        (left(cell.column), left(cell.column + cell.columns) - left(cell.column))
    }
}

/// A pin: a word in a capsule.
struct Pin {
    word: Vec<Shaped>,
    width: f32,
}

impl Setter<'_> {
    pub(super) fn matrix(&mut self, table: &Table, column: &Column) {
        let element = self.tree.add(Role::Table, column.parent);
        let mut strips = self.caption(table.caption.as_ref(), element, column);
        let grid = Grid::of(table, column, self.widest_label(table));
        for (role, rows) in [(Role::TableHead, &table.head), (Role::TableBody, &table.body), (Role::TableFoot, &table.foot)] {
            if rows.is_empty() {
                continue;
            }
            let part = self.tree.add(role, element);
            for row in rows {
                let tr = self.tree.add(Role::TableRow, part);
                strips.push(self.matrix_row(row, &grid, tr));
            }
        }
        let end = strips.len().saturating_sub(1);
        strips.iter_mut().take(end).for_each(|strip| strip.keeps_with_next = true);
        self.add(strips, 4.0, 18.0);
    }

    fn matrix_row(&mut self, row: &Row, grid: &Grid, parent: NodeId) -> Strip {
        let has_squares = row.cells.iter().any(|cell| cell.level.is_some());
        let mut strip = Strip::of_height(if has_squares { grid.side } else { 17.0 });
        let nodes: Vec<NodeId> = row.cells.iter().map(|cell| self.matrix_node(cell, parent)).collect();
        let pins: Vec<Vec<Vec<Pin>>> = row.cells.iter().map(|cell| self.pins(cell, grid)).collect();
        for (cell, pins) in row.cells.iter().zip(&pins) {
            let pinned = pins.len() as f32 * (PIN_HEIGHT + PIN_GAP) + BESIDE_PINS;
            let words = self.label_lines(cell, grid).len() as f32 * CELL_HEAD.leading + 4.0;
            strip.height = strip.height.max(if cell.level.is_some() { pinned } else { words });
        }
        for ((cell, node), pins) in row.cells.iter().zip(nodes).zip(pins) {
            match cell.level {
                Some(level) => self.square(&mut strip, cell, level, pins, grid, node),
                None => self.label(&mut strip, cell, grid, node),
            }
        }
        strip
    }

    fn widest_label(&mut self, table: &Table) -> f32 {
        let rows = table.head.iter().chain(&table.body).chain(&table.foot);
        let labels = rows.flat_map(|row| &row.cells).filter(|cell| cell.column == 0 && cell.columns == 1);
        labels.fold(0.0, |widest: f32, cell| {
            let units = self.typesetter.units(&cell.text, &CELL_HEAD);
            widest.max(extent(&units, &CELL_HEAD).1)
        })
    }

    fn matrix_node(&mut self, cell: &Cell, parent: NodeId) -> NodeId {
        let node = self.tree.add(if cell.scope.is_some() { Role::HeaderCell } else { Role::DataCell }, parent);
        self.tree.edit(node, |element| {
            element.scope = cell.scope.map(|scope| if scope == Scope::Row { "Row" } else { "Column" });
            (element.columns, element.rows) = (cell.columns, cell.rows);
        });
        node
    }

    fn label_lines(&mut self, cell: &Cell, grid: &Grid) -> Vec<Line> {
        let (_, wide) = grid.frame(cell);
        if cell.level.is_some() { Vec::new() } else { self.typesetter.set(&cell.text, &CELL_HEAD, wide - 6.0) }
    }

    fn label(&mut self, strip: &mut Strip, cell: &Cell, grid: &Grid, node: NodeId) {
        let (left, wide) = grid.frame(cell);
        let style: TextStyle = CELL_HEAD;
        let lines = self.label_lines(cell, grid);
        let mut y = (strip.height - lines.len() as f32 * style.leading) / 2.0;
        for line in lines {
            let x = if cell.column == 0 { left } else { left + (wide - line.width) / 2.0 };
            self.put_line(strip, line, x, y + style.baseline(), Some(node));
            y += style.leading;
        }
    }

    /// The words of a cell as pins, as many side by side as there is room for.
    fn pins(&mut self, cell: &Cell, grid: &Grid) -> Vec<Vec<Pin>> {
        let (_, wide) = grid.frame(cell);
        let words = plain(&without_corner(&cell.text));
        let mut rows: Vec<Vec<Pin>> = Vec::new();
        let mut used = 0.0;
        for word in words.split([' ', ',']).filter(|word| !word.is_empty()) {
            // The space is not seen; it keeps the words apart for those who listen.
            let shaped = self.typesetter.shaper.shape(Face::Bold, &format!("{word} "), false).to_vec();
            let space = width(&self.typesetter.shaper.shape(Face::Bold, " ", false));
            let pin = Pin { width: ((width(&shaped) - space) * PIN_SIZE + 6.5).max(PIN_HEIGHT), word: shaped };
            let fits = used + PIN_GAP + pin.width <= wide - GAP;
            used = if fits { used + PIN_GAP + pin.width } else { pin.width };
            match rows.last_mut() {
                Some(row) if fits => row.push(pin),
                _ => rows.push(vec![pin]),
            }
        }
        rows
    }

    fn square(&mut self, strip: &mut Strip, cell: &Cell, level: Level, pins: Vec<Vec<Pin>>, grid: &Grid, node: NodeId) {
        let (left, wide) = grid.frame(cell);
        let frame = [left + GAP / 2.0, GAP / 2.0, wide - GAP, strip.height - GAP];
        strip.decorate(filled(rounded(frame, 4.0), level.shades().tint));
        let corner = corner(&cell.text);
        if !corner.is_empty() {
            let shaped = self.typesetter.shaper.shape(Face::Regular, &format!("{corner} "), true).to_vec();
            let x = left + wide - GAP / 2.0 - 2.5 - (width(&shaped) - 0.25) * CORNER;
            put_shaped(strip, shaped, x, 9.5, &Lettering { size: CORNER, ink: level.shades().ink, node: Some(node) });
        }
        let down = if corner.is_empty() { 0.0 } else { 3.0 };
        let mut y = (strip.height - pins.len() as f32 * (PIN_HEIGHT + PIN_GAP) + PIN_GAP) / 2.0 + down;
        for row in pins {
            let all: f32 = row.iter().map(|pin| pin.width).sum::<f32>() + PIN_GAP * (row.len() - 1) as f32;
            let mut x = left + (wide - all) / 2.0;
            for pin in row {
                let capsule = rounded([x, y, pin.width, PIN_HEIGHT], PIN_HEIGHT / 2.0);
                strip.decorate(filled(capsule, level.shades().solid));
                let lettering = Lettering { size: PIN_SIZE, ink: level.shades().on_solid, node: Some(node) };
                let space = PIN_SIZE * 0.22;
                let word_x = x + (pin.width - width(&pin.word) * PIN_SIZE + space) / 2.0;
                put_shaped(strip, pin.word, word_x, y + PIN_HEIGHT / 2.0 + PIN_SIZE * 0.36, &lettering);
                x += pin.width + PIN_GAP;
            }
            y += PIN_HEIGHT + PIN_GAP;
        }
    }
}

fn is_corner(inline: &Inline) -> bool {
    matches!(inline, Inline::Run { look, .. } if look.is_small)
}

fn corner(text: &Text) -> String {
    plain(&text.iter().filter(|inline| is_corner(inline)).cloned().collect())
}

fn without_corner(text: &Text) -> Text {
    text.iter().filter(|inline| !is_corner(inline)).cloned().collect()
}
