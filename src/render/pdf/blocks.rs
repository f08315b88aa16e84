//! A parsed document: blocks of inline text, already known to keep to the subset.

use std::sync::Arc;

use crate::render::charts::Level;

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Cover(Vec<Block>),
    Heading {
        level: u8,
        text: Text,
    },
    Paragraph {
        kind: ParagraphKind,
        text: Text,
    },
    List(List),
    Terms(Vec<Term>),
    Table(Table),
    Chart {
        name: String,
        caption: Option<Text>,
        line: u32,
    },
    Qr {
        data: String,
        alt: String,
        caption: Option<Text>,
    },
    Keep(Vec<Block>),
    /// Two columns beside each other, which no page break may cut.
    Beside([Vec<Block>; 2]),
    PageBreak,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParagraphKind {
    Body,
    Lead,
    Small,
    Meta,
}

#[derive(Debug, Clone, PartialEq)]
pub struct List {
    pub is_ordered: bool,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    pub text: Text,
    pub nested: Vec<List>,
}

/// A term and what is said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    pub term: Text,
    pub values: Vec<Text>,
}

pub type Text = Vec<Inline>;

#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    Run {
        text: String,
        look: Look,
    },
    Break,
    /// A band or a light: shape, colour and word together.
    Badge {
        kind: BadgeKind,
        level: Level,
        word: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadgeKind {
    /// A tinted chip, for a risk band.
    Band,
    /// A shape and a word, for a light.
    Lamp,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Look {
    pub is_bold: bool,
    pub is_italic: bool,
    pub is_small: bool,
    pub link: Option<Arc<Link>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub href: String,
    /// The words of the link, for readers that list links alone.
    pub text: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub is_matrix: bool,
    pub caption: Option<Text>,
    pub columns: usize,
    pub head: Vec<Row>,
    pub body: Vec<Row>,
    pub foot: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    pub text: Text,
    /// The first column and how many columns and rows the cell takes.
    pub column: usize,
    pub columns: usize,
    pub rows: usize,
    /// What the cell is a header of; none for data.
    pub scope: Option<Scope>,
    pub is_numeric: bool,
    pub is_total: bool,
    pub level: Option<Level>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Row,
    Column,
}

/// The words of a text alone, for bookmarks and alternative texts.
pub fn plain(text: &Text) -> String {
    text.iter()
        .map(|inline| match inline {
            Inline::Run { text, .. } => text.as_str(),
            Inline::Break => " ",
            Inline::Badge { word, .. } => word.as_str(),
        })
        .collect::<String>()
        .trim()
        .to_owned()
}
