//! From inline text to lines: break opportunities, hyphenation, and words too long for a line.

use std::sync::Arc;

use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::blocks::{BadgeKind, Inline, Link, Look, Text};
use super::fonts::{Face, Glyph, Shaped, Shaper, width};
use super::style::TextStyle;
use crate::render::charts::{Level, Rgb};

/// Words shorter or longer than this are not hyphenated.
const HYPHENATED: std::ops::RangeInclusive<usize> = 6..=60;
/// A word is hyphenated only if leaving it whole would leave this share of the line empty.
const ACCEPTED_GAP: f32 = 0.12;

/// Size of the shape in a badge, and the space around word and shape, in em of the text.
const BADGE_SHAPE: f32 = 0.95;
const BADGE_GAP: f32 = 0.42;
const BADGE_PAD: f32 = 0.5;

/// A line of text, laid out from 0.
#[derive(Debug, Default, PartialEq)]
pub struct Line {
    pub pieces: Vec<Piece>,
    /// Without the space at its end.
    pub width: f32,
}

#[derive(Debug, PartialEq)]
pub struct Piece {
    pub x: f32,
    pub width: f32,
    pub body: Body,
    pub link: Option<Arc<Link>>,
}

#[derive(Debug, PartialEq)]
pub enum Body {
    Glyphs { face: Face, size: f32, ink: Rgb, glyphs: Vec<Glyph>, ends_in_soft_hyphen: bool },
    Badge { kind: BadgeKind, level: Level, size: f32, word: Vec<Shaped> },
}

/// What is set in one look and holds together.
#[derive(Debug, Clone)]
struct Atom {
    content: Content,
    width: f32,
    size: f32,
    face: Face,
    ink: Rgb,
    link: Option<Arc<Link>>,
}

#[derive(Debug, Clone)]
enum Content {
    Word { raw: String, shaped: std::rc::Rc<[Shaped]> },
    Badge { kind: BadgeKind, level: Level, shaped: std::rc::Rc<[Shaped]> },
}

/// What stands between two places where a line may break.
#[derive(Debug, Clone)]
pub struct Unit {
    atoms: Vec<Atom>,
    width: f32,
    /// Width of the space at its end, which may hang over the line.
    trailing: f32,
    ends_line: bool,
}

impl Unit {
    fn visible(&self) -> f32 {
        self.width - self.trailing
    }

    fn hyphenable(&self) -> Option<(&Atom, &str)> {
        match self.atoms.as_slice() {
            [atom] => match &atom.content {
                Content::Word { raw, .. } => {
                    let word = raw.trim_end_matches(|c: char| !c.is_alphabetic());
                    let is_word = word.chars().all(char::is_alphabetic) && HYPHENATED.contains(&word.chars().count());
                    is_word.then_some((atom, word))
                }
                Content::Badge { .. } => None,
            },
            _ => None,
        }
    }
}

/// Shapes text and breaks it into lines in one language.
pub struct Typesetter {
    pub shaper: Shaper,
    language: hypher::Lang,
}

impl Typesetter {
    /// `language` as in "sv-SE"; all but Swedish is hyphenated as English.
    pub fn new(shaper: Shaper, language: &str) -> Self {
        let is_swedish = language.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("sv"));
        Self { shaper, language: if is_swedish { hypher::Lang::Swedish } else { hypher::Lang::English } }
    }

    /// Cuts a text at its break opportunities, which may lie inside a run of one look and
    /// need not lie between two.
    pub fn units(&mut self, text: &Text, style: &TextStyle) -> Vec<Unit> {
        let whole: String = text
            .iter()
            .map(|inline| match inline {
                Inline::Run { text, .. } => text.as_str(),
                Inline::Break => "\n",
                Inline::Badge { .. } => "\u{fffc}",
            })
            .collect();
        let mut breaks = linebreaks(&whole).peekable();
        let mut units = Vec::new();
        let mut atoms = Vec::new();
        let mut at = 0;
        for inline in text {
            let end = at
                + match inline {
                    Inline::Run { text, .. } => text.len(),
                    Inline::Break => 1,
                    Inline::Badge { .. } => '\u{fffc}'.len_utf8(),
                };
            while at < end {
                let (stop, kind) = breaks.peek().copied().unwrap_or((end, BreakOpportunity::Allowed));
                let part = stop.min(end);
                self.atom(inline, whole.get(at..part).unwrap_or_default(), style, &mut atoms);
                at = part;
                if stop <= end {
                    breaks.next();
                    let ends_line = kind == BreakOpportunity::Mandatory && stop < whole.len();
                    self.unit(&mut atoms, ends_line, &mut units);
                }
            }
        }
        self.unit(&mut atoms, false, &mut units);
        units
    }

    fn atom(&mut self, inline: &Inline, part: &str, style: &TextStyle, atoms: &mut Vec<Atom>) {
        match inline {
            Inline::Run { look, .. } => {
                let face = face_of(style.face, look);
                let size = if look.is_small { style.size * 0.88 } else { style.size };
                let ink = if look.link.is_some() { style.link_ink() } else { style.ink };
                atoms.push(self.word(part, face, size, ink, style.is_tabular, look.link.clone()));
            }
            Inline::Break => {}
            Inline::Badge { kind, level, word } => {
                let size = style.size * if *kind == BadgeKind::Band { 0.94 } else { 1.0 };
                let shaped = self.shaper.shape(Face::SemiBold, word, false);
                let words = width(&shaped);
                let gap = if words > 0.0 { BADGE_GAP } else { 0.2 };
                let pad = if *kind == BadgeKind::Band { 2.0 * BADGE_PAD } else { 0.0 };
                atoms.push(Atom {
                    width: (BADGE_SHAPE + gap + words + pad) * size,
                    content: Content::Badge { kind: *kind, level: *level, shaped },
                    size,
                    face: Face::SemiBold,
                    ink: style.ink,
                    link: None,
                });
            }
        }
    }

    fn word(&mut self, raw: &str, face: Face, size: f32, ink: Rgb, tabular: bool, link: Option<Arc<Link>>) -> Atom {
        let shaped = self.shaper.shape(face, raw, tabular);
        Atom { width: width(&shaped) * size, content: Content::Word { raw: raw.to_owned(), shaped }, size, face, ink, link }
    }

    fn unit(&mut self, atoms: &mut Vec<Atom>, ends_line: bool, units: &mut Vec<Unit>) {
        if atoms.is_empty() {
            // A line break after a place where the line could break anyway.
            match units.last_mut() {
                Some(last) if ends_line && !last.ends_line => last.ends_line = true,
                _ if ends_line => units.push(Unit { atoms: Vec::new(), width: 0.0, trailing: 0.0, ends_line }),
                _ => {}
            }
            return;
        }
        let trailing = match atoms.last() {
            Some(Atom { content: Content::Word { raw, .. }, face, size, .. }) if raw.ends_with(' ') => width(&self.shaper.shape(*face, " ", false)) * size,
            _ => 0.0,
        };
        let width = atoms.iter().map(|atom| atom.width).sum();
        units.push(Unit { atoms: std::mem::take(atoms), width, trailing, ends_line });
    }

    /// Breaks units into lines of at most `measure`. Time is linear in the text.
    pub fn lines(&mut self, units: Vec<Unit>, style: &TextStyle, measure: f32) -> Vec<Line> {
        let mut setting = Setting { lines: Vec::new(), line: Line::default(), pen: 0.0 };
        for unit in units {
            let ends_line = unit.ends_line;
            self.set_unit(unit, style, measure.max(1.0), &mut setting);
            if ends_line {
                setting.finish_line();
            }
        }
        if !setting.line.pieces.is_empty() {
            setting.finish_line();
        }
        setting.lines
    }

    pub fn set(&mut self, text: &Text, style: &TextStyle, measure: f32) -> Vec<Line> {
        let units = self.units(text, style);
        self.lines(units, style, measure)
    }

    /// Breaks into as few lines as [`Self::set`] does, but as even as can be: no lone word
    /// on the last line of a heading.
    pub fn set_balanced(&mut self, text: &Text, style: &TextStyle, measure: f32) -> Vec<Line> {
        let units = self.units(text, style);
        let lines = self.lines(units.clone(), style, measure);
        if !(2..=4).contains(&lines.len()) {
            return lines;
        }
        let (mut narrow, mut wide) = (measure / 2.0, measure);
        while wide - narrow > 2.0 {
            let middle = (narrow + wide) / 2.0;
            match self.lines(units.clone(), style, middle).len() <= lines.len() {
                true => wide = middle,
                false => narrow = middle,
            }
        }
        self.lines(units, style, wide)
    }

    fn set_unit(&mut self, mut unit: Unit, style: &TextStyle, measure: f32, setting: &mut Setting) {
        const SLACK: f32 = 0.01;
        while setting.pen + unit.visible() > measure + SLACK {
            let room = measure - setting.pen;
            let is_worth_it = unit.visible() > measure || room > measure * ACCEPTED_GAP;
            match self.hyphenate(&unit, room).filter(|_| style.is_hyphenated && is_worth_it) {
                Some((head, tail)) => {
                    setting.push_atom(head, true);
                    setting.finish_line();
                    unit = tail;
                }
                None if setting.pen > 0.0 => setting.finish_line(),
                None => return setting.push_glyph_by_glyph(unit, measure),
            }
        }
        for atom in unit.atoms {
            setting.push_atom(atom, false);
        }
        setting.line.width = setting.pen - unit.trailing;
    }

    /// The longest head of a word that fits with a hyphen, and the rest of the word.
    fn hyphenate(&mut self, unit: &Unit, room: f32) -> Option<(Atom, Unit)> {
        let (atom, word) = unit.hyphenable()?;
        let Content::Word { raw, .. } = &atom.content else { return None };
        let syllables = hypher::hyphenate_bounded(word, self.language, 2, 3);
        let mut ends: Vec<usize> = syllables
            .scan(0, |end, part| {
                *end += part.len();
                Some(*end)
            })
            .collect();
        ends.pop();
        for end in ends.into_iter().rev() {
            let (head, tail) = (raw.get(..end)?, raw.get(end..)?);
            let make = |me: &mut Self, raw: &str| me.word(raw, atom.face, atom.size, atom.ink, false, atom.link.clone());
            let head = make(self, &format!("{head}-"));
            if head.width <= room {
                let tail = make(self, tail);
                let tail = Unit { width: tail.width, atoms: vec![tail], trailing: unit.trailing, ends_line: unit.ends_line };
                return Some((head, tail));
            }
        }
        None
    }
}

fn face_of(base: Face, look: &Look) -> Face {
    match (look.is_bold, look.is_italic) {
        (true, _) if base == Face::Regular => Face::SemiBold,
        (false, true) if base == Face::Regular => Face::Italic,
        _ => base,
    }
}

/// Natural width of a text on one line, and the least it can be narrowed to.
pub fn extent(units: &[Unit], style: &TextStyle) -> (f32, f32) {
    let (mut least, mut most, mut line) = (0.0_f32, 0.0_f32, 0.0_f32);
    for unit in units {
        let narrowed = match unit.hyphenable() {
            Some((_, word)) if style.is_hyphenated && word.chars().count() > 11 => unit.visible() * 0.58,
            _ => unit.visible(),
        };
        least = least.max(narrowed);
        most = most.max(line + unit.visible());
        line = if unit.ends_line { 0.0 } else { line + unit.width };
    }
    (least, most)
}

struct Setting {
    lines: Vec<Line>,
    line: Line,
    pen: f32,
}

impl Setting {
    fn finish_line(&mut self) {
        self.lines.push(std::mem::take(&mut self.line));
        self.pen = 0.0;
    }

    fn push_atom(&mut self, atom: Atom, ends_in_soft_hyphen: bool) {
        match atom.content {
            Content::Word { shaped, .. } => {
                for run in shaped.iter() {
                    let width = run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * atom.size;
                    self.push_glyphs(run.face, atom.size, atom.ink, &run.glyphs, width, atom.link.as_ref());
                }
                if let Some(Piece { body: Body::Glyphs { ends_in_soft_hyphen: ends, .. }, .. }) = self.line.pieces.last_mut() {
                    *ends = ends_in_soft_hyphen;
                }
            }
            Content::Badge { kind, level, shaped } => {
                let body = Body::Badge { kind, level, size: atom.size, word: shaped.to_vec() };
                self.line.pieces.push(Piece { x: self.pen, width: atom.width, body, link: None });
                self.pen += atom.width;
            }
        }
        self.line.width = self.pen;
    }

    fn push_glyphs(&mut self, face: Face, size: f32, ink: Rgb, more: &[Glyph], wide: f32, link: Option<&Arc<Link>>) {
        let same_link = |other: &Option<Arc<Link>>| match (other, link) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        match self.line.pieces.last_mut() {
            Some(Piece { width, link, body: Body::Glyphs { face: f, size: s, ink: i, glyphs, .. }, .. })
                if *f == face && *s == size && *i == ink && same_link(link) =>
            {
                glyphs.extend_from_slice(more);
                *width += wide;
            }
            _ => {
                let body = Body::Glyphs { face, size, ink, glyphs: more.to_vec(), ends_in_soft_hyphen: false };
                self.line.pieces.push(Piece { x: self.pen, width: wide, body, link: link.cloned() });
            }
        }
        self.pen += wide;
        self.line.width = self.pen;
    }

    /// A unit wider than the whole line is cut wherever the line is full.
    fn push_glyph_by_glyph(&mut self, unit: Unit, measure: f32) {
        for atom in unit.atoms {
            let (Content::Word { shaped, .. } | Content::Badge { shaped, .. }) = &atom.content;
            for run in shaped.iter() {
                for glyph in &run.glyphs {
                    let wide = glyph.advance * atom.size;
                    if self.pen > 0.0 && self.pen + wide > measure {
                        self.finish_line();
                    }
                    self.push_glyphs(run.face, atom.size, atom.ink, std::slice::from_ref(glyph), wide, atom.link.as_ref());
                }
            }
        }
    }
}

/// Where the parts of a badge lie, from its left end and the baseline of its text.
pub struct BadgeFrame {
    pub shape_x: f32,
    pub shape_size: f32,
    pub word_x: f32,
    pub chip_top: f32,
    pub chip_height: f32,
}

impl BadgeFrame {
    pub fn of(kind: BadgeKind, size: f32) -> Self {
        let pad = if kind == BadgeKind::Band { BADGE_PAD * size } else { 0.0 };
        let shape_size = BADGE_SHAPE * size;
        Self { shape_x: pad, shape_size, word_x: pad + shape_size + BADGE_GAP * size, chip_top: -1.07 * size, chip_height: 1.44 * size }
    }
}
