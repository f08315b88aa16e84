//! Tables: fine lines and no grid. Rows stay whole unless they are very tall; then they are
//! cut between lines. The head is repeated on each page, as decoration.

use super::widths::{Want, share};
use super::{Column, Setter};
use crate::render::charts::Rgb;
use crate::render::charts::ink::{LINE, LINE_STRONG, SURFACE_2};
use crate::render::pdf::blocks::{BadgeKind, Cell, Inline, Row, Scope, Table, Text};
use crate::render::pdf::canvas::{Draw, Strip};
use crate::render::pdf::lines::{Line, Unit, extent};
use crate::render::pdf::shapes::{filled, rectangle, rounded};
use crate::render::pdf::style::{CAPACITY, CAPTION, CELL, CELL_HEAD, CELL_STRONG, TextStyle};
use crate::render::pdf::tree::{NodeId, Role};

const PAD_X: f32 = 6.0;
const PAD_Y: f32 = 5.0;
/// Rows taller than this may be cut; a shorter one moves to the next page whole.
const TALL: f32 = CAPACITY * 0.4;
/// Lines in a cut piece of a row.
const CUT: f32 = CELL.leading * 8.0;

/// A cell with its text broken into lines.
struct SetCell {
    lines: Vec<Line>,
    style: TextStyle,
    left: f32,
    width: f32,
    pad_left: f32,
    is_numeric: bool,
    node: NodeId,
    first_row: usize,
    end_row: usize,
    ground: Option<Rgb>,
}

impl SetCell {
    fn height(&self) -> f32 {
        self.lines.len() as f32 * self.style.leading + 2.0 * PAD_Y
    }
}

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table, column: &Column) {
        let element = self.tree.add(Role::Table, column.parent);
        let mut strips = self.caption(table.caption.as_ref(), element, column);
        let (rows, units) = self.table_units(table);
        let widths = share(&wants(&rows, &units, table.columns), column.width);
        let mut units = units.into_iter();
        let [mut head, mut body, mut foot] = [(Role::TableHead, &table.head), (Role::TableBody, &table.body), (Role::TableFoot, &table.foot)]
            .map(|(role, rows)| self.part(role, rows, &mut units, &widths, element, column));
        if !head.is_empty() {
            let repeats = Some(self.heads.len());
            body.iter_mut().chain(&mut foot).for_each(|strip| strip.repeats = repeats);
            self.heads.push(head.iter().cloned().map(as_decoration).collect());
        }
        head.iter_mut().for_each(|strip| strip.keeps_with_next = true);
        keep_ends_together(&mut body);
        if let Some(last) = body.last_mut().filter(|_| !foot.is_empty()) {
            last.keeps_with_next = true;
        }
        strips.extend([head, body, foot].into_iter().flatten());
        self.add(strips, 4.0, 18.0);
    }

    pub(super) fn caption(&mut self, caption: Option<&Text>, parent: NodeId, column: &Column) -> Vec<Strip> {
        self.caption_as(Role::Caption, caption, parent, column)
    }

    pub(super) fn caption_as(&mut self, role: Role, caption: Option<&Text>, parent: NodeId, column: &Column) -> Vec<Strip> {
        let Some(caption) = caption else { return Vec::new() };
        let node = self.tree.add(role, parent);
        let lines = self.typesetter.set(caption, &CAPTION, column.width);
        let mut strips = self.text_strips(lines, &CAPTION, column.x, node);
        strips.iter_mut().for_each(|strip| strip.keeps_with_next = true);
        if let Some(last) = strips.last_mut() {
            last.height += 4.0;
        }
        strips
    }

    /// The text of every cell, cut at its break opportunities, in document order.
    fn table_units<'t>(&mut self, table: &'t Table) -> (Vec<&'t Row>, Vec<Vec<Unit>>) {
        let rows: Vec<&Row> = table.head.iter().chain(&table.body).chain(&table.foot).collect();
        let units = rows.iter().flat_map(|row| &row.cells).map(|cell| {
            let style = cell_style(cell);
            match shape_before(cell) {
                Some(text) => self.typesetter.units(&text, &style),
                None => self.typesetter.units(&cell.text, &style),
            }
        });
        let units = units.collect();
        (rows, units)
    }

    fn part(&mut self, role: Role, rows: &[Row], units: &mut impl Iterator<Item = Vec<Unit>>, widths: &[f32], table: NodeId, column: &Column) -> Vec<Strip> {
        if rows.is_empty() {
            return Vec::new();
        }
        let part = self.tree.add(role, table);
        let mut cells = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let element = self.tree.add(Role::TableRow, part);
            for cell in &row.cells {
                let units = units.next().unwrap_or_default();
                cells.push(self.set_cell(cell, units, index, widths, element, column));
            }
        }
        self.row_strips(role, rows, cells, column)
    }

    fn set_cell(&mut self, cell: &Cell, units: Vec<Unit>, row: usize, widths: &[f32], parent: NodeId, column: &Column) -> SetCell {
        let role = if cell.scope.is_some() { Role::HeaderCell } else { Role::DataCell };
        let node = self.tree.add(role, parent);
        self.tree.edit(node, |element| {
            element.scope = cell.scope.map(|scope| if scope == Scope::Row { "Row" } else { "Column" });
            (element.columns, element.rows) = (cell.columns, cell.rows);
        });
        let style = cell_style(cell);
        let ground = cell.level.map(|level| level.shades().tint);
        let pad_left = if cell.column == 0 && ground.is_none() { 1.0 } else { PAD_X };
        let left = column.x + widths.iter().take(cell.column).sum::<f32>();
        let width: f32 = widths.iter().skip(cell.column).take(cell.columns).sum();
        let lines = self.typesetter.lines(units, &style, width - pad_left - PAD_X);
        SetCell { lines, style, left, width, pad_left, node, ground, is_numeric: cell.is_numeric, first_row: row, end_row: row + cell.rows }
    }

    fn row_strips(&mut self, role: Role, rows: &[Row], mut cells: Vec<SetCell>, column: &Column) -> Vec<Strip> {
        let tops = row_tops(rows.len(), &cells);
        let mut strips = Vec::new();
        // Cells that reach into the current row, by their place in `cells`.
        let mut active: Vec<usize> = Vec::new();
        let mut next = 0;
        for index in 0..rows.len() {
            active.retain(|&cell| cells[cell].end_row > index);
            while cells.get(next).is_some_and(|cell| cell.first_row == index) {
                active.push(next);
                next += 1;
            }
            let is_open = active.iter().any(|&cell| cells[cell].end_row > index + 1);
            let is_total = rows[index].cells.iter().any(|cell| cell.is_total);
            for (top, bottom) in cuts(tops[index], tops[index + 1]) {
                let mut strip = Strip::of_height(bottom - top);
                let is_end = bottom >= tops[index + 1];
                if is_total {
                    total_ground(&mut strip, column, top <= tops[index]);
                }
                let mut ended = Vec::new();
                for &place in &active {
                    let cell = &mut cells[place];
                    let cell_top = tops[cell.first_row];
                    let ends = is_end && cell.end_row == index + 1;
                    ground(&mut strip, cell, top, (cell_top, tops[cell.end_row]));
                    self.cell_lines(&mut strip, cell, top - cell_top, ends);
                    if ends {
                        ended.push((cell.left, cell.left + cell.width));
                    }
                }
                rules_below(&mut strip, ended, role);
                strip.keeps_with_next = is_end && is_open;
                strips.push(strip);
            }
        }
        strips
    }

    /// Puts the lines that begin in this strip, or all that remain if it is the cell's last.
    fn cell_lines(&mut self, strip: &mut Strip, cell: &mut SetCell, offset: f32, is_last: bool) {
        let mut y = PAD_Y;
        let (left, right) = (cell.left + cell.pad_left, cell.left + cell.width - PAD_X);
        let (style, node, is_numeric) = (cell.style, cell.node, cell.is_numeric);
        for line in &mut cell.lines {
            let top = y - offset;
            y += style.leading;
            if top < -0.01 || line.pieces.is_empty() || (top >= strip.height - 0.01 && !is_last) {
                continue;
            }
            let line = std::mem::take(line);
            let x = if is_numeric { right - line.width } else { left };
            self.put_line(strip, line, x, top + style.baseline(), Some(node));
        }
    }
}

fn cell_style(cell: &Cell) -> TextStyle {
    let style = match (cell.scope, cell.level) {
        (Some(Scope::Column), _) => CELL_HEAD,
        (_, Some(level)) => CELL_STRONG.in_ink(level.shades().ink),
        (Some(Scope::Row), None) => CELL_STRONG,
        (None, None) if cell.is_total => CELL_STRONG,
        (None, None) => CELL,
    };
    if cell.is_numeric { style.tabular().unhyphenated() } else { style }
}

/// A tinted cell of words begins with the shape of its level, unless it holds a badge.
fn shape_before(cell: &Cell) -> Option<Text> {
    let level = cell.level.filter(|_| !cell.is_numeric && !cell.text.is_empty())?;
    let has_badge = cell.text.iter().any(|inline| matches!(inline, Inline::Badge { .. }));
    let shape = Inline::Badge { kind: BadgeKind::Lamp, level, word: String::new() };
    let space = Inline::Run { text: "\u{a0}".to_owned(), look: Default::default() };
    (!has_badge).then(|| [shape, space].into_iter().chain(cell.text.iter().cloned()).collect())
}

fn wants(rows: &[&Row], units: &[Vec<Unit>], columns: usize) -> Vec<Want> {
    let mut wants = vec![Want { least: 12.0, most: 12.0, is_fixed: true }; columns];
    let cells = rows.iter().flat_map(|row| &row.cells).zip(units);
    let (single, spanning): (Vec<_>, Vec<_>) = cells.partition(|(cell, _)| cell.columns == 1);
    for (cell, units) in single {
        let (least, most) = extent(units, &cell_style(cell));
        if let Some(want) = wants.get_mut(cell.column) {
            want.least = want.least.max(least + 2.0 * PAD_X);
            want.most = want.most.max(most + 2.0 * PAD_X + 0.5);
            want.is_fixed &= cell.is_numeric || cell.scope == Some(Scope::Column);
        }
    }
    for (cell, units) in spanning {
        let (least, _) = extent(units, &cell_style(cell));
        let end = (cell.column + cell.columns).min(wants.len());
        if let Some(spanned) = wants.get_mut(cell.column..end) {
            let lacking = least + 2.0 * PAD_X - spanned.iter().map(|want| want.least).sum::<f32>();
            let each = lacking.max(0.0) / spanned.len().max(1) as f32;
            spanned.iter_mut().for_each(|want| {
                want.least += each;
                want.most = want.most.max(want.least);
            });
        }
    }
    wants.iter_mut().for_each(|want| want.most = want.most.max(want.least));
    wants
}

/// The top of each row and the foot of the last. A cell over several rows makes the last
/// of them taller where it needs more than they have.
fn row_tops(count: usize, cells: &[SetCell]) -> Vec<f32> {
    let mut heights = vec![0.0_f32; count];
    for cell in cells.iter().filter(|cell| cell.end_row == cell.first_row + 1) {
        heights[cell.first_row] = heights[cell.first_row].max(cell.height());
    }
    for cell in cells.iter().filter(|cell| cell.end_row > cell.first_row + 1) {
        let lacking = cell.height() - heights[cell.first_row..cell.end_row].iter().sum::<f32>();
        heights[cell.end_row - 1] += lacking.max(0.0);
    }
    let mut tops = vec![0.0];
    for height in heights {
        tops.push(tops.last().copied().unwrap_or(0.0) + height.max(CELL.leading));
    }
    tops
}

/// Where a row is cut: nowhere, or between lines if it is tall.
fn cuts(top: f32, bottom: f32) -> Vec<(f32, f32)> {
    if bottom - top <= TALL {
        return vec![(top, bottom)];
    }
    let mut cuts = Vec::new();
    let mut from = top;
    let mut to = top + PAD_Y + CUT;
    while bottom - to > CELL.leading * 3.0 {
        cuts.push((from, to));
        (from, to) = (to, to + CUT);
    }
    cuts.push((from, bottom));
    cuts
}

fn ground(strip: &mut Strip, cell: &SetCell, top: f32, (cell_top, cell_bottom): (f32, f32)) {
    let Some(tint) = cell.ground else { return };
    let (from, to) = ((cell_top + 1.5).max(top), (cell_bottom - 1.5).min(top + strip.height));
    let frame = [cell.left + 1.0, from - top, cell.width - 2.0, to - from];
    let is_whole = from > top && to < top + strip.height;
    let ring = if is_whole { rounded(frame, 3.0) } else { rectangle(frame) };
    strip.decorate(filled(ring, tint));
}

fn total_ground(strip: &mut Strip, column: &Column, is_first: bool) {
    strip.decorate(filled(rectangle([column.x, 0.0, column.width, strip.height]), SURFACE_2));
    if is_first {
        strip.decorate(Draw::rule(column.x, column.x + column.width, 0.0, LINE_STRONG, 0.75));
    }
}

/// One line under cells that stand side by side, given by their left and right edges.
fn rules_below(strip: &mut Strip, mut cells: Vec<(f32, f32)>, role: Role) {
    let (ink, width) = if role == Role::TableHead { (LINE_STRONG, 0.75) } else { (LINE, 0.6) };
    cells.sort_by(|one, other| one.0.total_cmp(&other.0));
    for run in cells.chunk_by(|one, next| (next.0 - one.1).abs() < 0.01) {
        if let (Some((left, _)), Some((_, right))) = (run.first(), run.last()) {
            strip.decorate(Draw::rule(*left, *right, strip.height, ink, width));
        }
    }
}

/// Neither the first nor the last row stands alone on a page, unless rows are tall.
fn keep_ends_together(body: &mut [Strip]) {
    let last = body.len().saturating_sub(2);
    for index in [0, last] {
        if let Some(strip) = body.get_mut(index).filter(|strip| strip.height < TALL / 2.0) {
            strip.keeps_with_next = true;
        }
    }
    if let [only] = body {
        only.keeps_with_next = false;
    }
}

/// A repeated head is drawn but not read again.
fn as_decoration(mut strip: Strip) -> Strip {
    strip.items.iter_mut().for_each(|item| item.node = None);
    strip.links.clear();
    strip.keeps_with_next = true;
    strip
}
