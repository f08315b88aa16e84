//! Tables: every cell gets its place in the grid, and the grid must have no holes.

use roxmltree::Node;

use super::inline::text_of;
use super::{attributes, classes, elements, line, missing, name, one_class, refused, unexpected};
use crate::domain::colour::Colour;
use crate::render::charts::Level;
use crate::render::palette;
use crate::render::pdf::blocks::{Cell, Row, Scope, Table};
use crate::render::pdf::error::{MarkupError, MarkupResult};

const PARTS: &str = "caption, thead, tbody, tfoot";
/// More columns than this cannot be read on a page.
const COLUMNS: usize = 20;

pub fn table(node: Node) -> MarkupResult<Table> {
    attributes(node, &["class"])?;
    let is_matrix = one_class(node, &["mx"])?.is_some();
    let mut table = Table { is_matrix, caption: None, columns: 0, head: Vec::new(), body: Vec::new(), foot: Vec::new() };
    let mut stage = 0;
    for part in elements(node, PARTS)? {
        attributes(part, &[])?;
        let (order, is_repeatable) = match part.tag_name().name() {
            "caption" => (1, false),
            "thead" => (2, false),
            "tbody" => (3, true),
            "tfoot" => (4, false),
            _ => return Err(unexpected(part, PARTS)),
        };
        if order < stage || (order == stage && !is_repeatable) {
            return Err(unexpected(part, "caption, thead, tbody, tfoot in this order"));
        }
        stage = order;
        match order {
            1 => table.caption = Some(text_of(part)?),
            2 => table.head = rows(part, &mut table.columns, Scope::Column)?,
            3 => table.body.extend(rows(part, &mut table.columns, Scope::Row)?),
            _ => table.foot = rows(part, &mut table.columns, Scope::Row)?,
        }
    }
    if table.body.is_empty() {
        return Err(missing(node, "a tbody with rows"));
    }
    Ok(table)
}

/// The rows of one part. `columns` is 0 until the first row has set it.
fn rows(part: Node, columns: &mut usize, scope: Scope) -> MarkupResult<Vec<Row>> {
    let trs = super::named(part, "tr")?;
    // How many rows from here on each column is still taken by a cell from above.
    let mut taken: Vec<usize> = vec![0; COLUMNS];
    let mut rows = Vec::with_capacity(trs.len());
    for (index, tr) in trs.iter().enumerate() {
        attributes(*tr, &["class"])?;
        let is_total = one_class(*tr, &["total"])?.is_some();
        let cells = cells(*tr, &mut taken, trs.len() - index, scope, is_total)?;
        let found = taken.iter().rposition(|rows| *rows > 0).map_or(0, |last| last + 1);
        let has_hole = taken.iter().take(found).any(|rows| *rows == 0);
        if *columns == 0 {
            *columns = found;
        }
        if found == 0 || found != *columns || has_hole {
            return Err(MarkupError::RaggedRow { line: line(*tr), found, expected: *columns });
        }
        taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        rows.push(Row { cells });
    }
    Ok(rows)
}

fn cells(tr: Node, taken: &mut [usize], rows_left: usize, scope: Scope, is_total: bool) -> MarkupResult<Vec<Cell>> {
    let mut cells = Vec::new();
    let mut column = 0;
    for node in elements(tr, "th, td")? {
        while taken.get(column).is_some_and(|rows| *rows > 0) {
            column += 1;
        }
        let mut cell = cell(node, scope)?;
        cell.column = column;
        cell.is_total |= is_total;
        if cell.rows > rows_left {
            return Err(refused(node, "rowspan", "no more rows than there are in this part of the table"));
        }
        for _ in 0..cell.columns {
            match taken.get_mut(column) {
                Some(rows) if *rows == 0 => *rows = cell.rows,
                Some(_) => return Err(refused(node, "colspan", "cells that do not overlap")),
                None => return Err(refused(node, "colspan", format!("at most {COLUMNS} columns"))),
            }
            column += 1;
        }
        cells.push(cell);
    }
    Ok(cells)
}

fn cell(node: Node, default_scope: Scope) -> MarkupResult<Cell> {
    let scope = match node.tag_name().name() {
        "th" => {
            attributes(node, &["class", "scope", "rowspan", "colspan"])?;
            Some(scope(node, default_scope)?)
        }
        "td" => {
            attributes(node, &["class", "rowspan", "colspan"])?;
            None
        }
        _ => return Err(unexpected(node, "th, td")),
    };
    let classes = classes(node, &[&["n", "total", "low", "mid", "high"][..], &palette::CLASSES].concat())?;
    Ok(Cell {
        text: text_of(node)?,
        column: 0,
        columns: span(node, "colspan")?,
        rows: span(node, "rowspan")?,
        scope,
        is_numeric: classes.contains(&"n"),
        is_total: classes.contains(&"total"),
        level: level(node, &classes)?,
    })
}

/// The level of a cell, in its own colour or in one that is named beside it.
fn level(node: Node, classes: &[&str]) -> MarkupResult<Option<Level>> {
    let levels: Vec<Level> = classes.iter().filter_map(|class| Level::of_key(class)).collect();
    let colours: Vec<Colour> = classes.iter().filter_map(|class| palette::of_class(class)).collect();
    match (levels.as_slice(), colours.as_slice()) {
        ([], []) => Ok(None),
        ([level], []) => Ok(Some(*level)),
        ([level], [colour]) => Ok(Some(level.in_colour(*colour))),
        _ => Err(refused(node, "class", "one of low, mid, high, and one colour with it")),
    }
}

fn scope(node: Node, default: Scope) -> MarkupResult<Scope> {
    match node.attribute("scope") {
        None => Ok(default),
        Some("row") => Ok(Scope::Row),
        Some("col" | "colgroup") => Ok(Scope::Column),
        Some(_) => Err(refused(node, "scope", "row, col, colgroup")),
    }
}

fn span(node: Node, attribute: &'static str) -> MarkupResult<usize> {
    let Some(text) = node.attribute(attribute) else {
        return Ok(1);
    };
    match text.parse::<usize>() {
        Ok(span) if (1..=1000).contains(&span) => Ok(span),
        _ => Err(refused(node, attribute, format!("1 to 1000 on <{}>", name(node)))),
    }
}
