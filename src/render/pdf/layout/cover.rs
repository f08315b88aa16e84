//! The document head: a band in the brand's dark blue with mark, title and facts.

use super::{Column, Lettering, Setter, put_shaped};
use crate::render::charts::Rgb;
use crate::render::charts::ink::{BRAND_DEEP, SURFACE};
use crate::render::pdf::blocks::{Block, Term, Text};
use crate::render::pdf::canvas::{Draw, Item, Strip};
use crate::render::pdf::fonts::Face;
use crate::render::pdf::shapes::{filled, logo, rectangle};
use crate::render::pdf::style::{CAPACITY, COVER_TERM, COVER_VALUE, MARGIN, PAGE_WIDTH, TextStyle, Tone};
use crate::render::pdf::tree::{NodeId, Role};

const ABOVE_MARK: f32 = 28.0;
const MARK: f32 = 20.0;
const BELOW_MARK: f32 = 20.0;
const BELOW_TEXT: f32 = 22.0;
/// Facts stand in a grid of this many columns.
const FACTS: usize = 3;
const RULE: Rgb = Rgb(0x2c, 0x57, 0x6c);

impl Setter<'_> {
    pub(super) fn cover(&mut self, blocks: &[Block], column: &Column) {
        let outer = std::mem::take(&mut self.strips);
        let after = std::mem::take(&mut self.after);
        let inner = Column { tone: Tone::Deep, ..*column };
        for block in blocks {
            match block {
                Block::Heading { level, text } => self.heading(*level, text, &inner),
                Block::Paragraph { kind, text } => self.paragraph(*kind, text, &inner),
                Block::Terms(terms) => self.facts(terms, &inner),
                _ => {}
            }
        }
        let parts = std::mem::replace(&mut self.strips, outer);
        self.after = after;
        // What does not fit on a page with its band is set band by band.
        let mut band = self.band_head();
        for part in parts {
            let down = band.height + part.before;
            if down + part.height + BELOW_TEXT > CAPACITY {
                self.add_band(std::mem::take(&mut band));
                band.height = ABOVE_MARK;
            }
            let down = band.height + part.before;
            band.absorb(part, down);
        }
        self.add_band(band);
    }

    fn add_band(&mut self, mut band: Strip) {
        band.height += BELOW_TEXT;
        let ground = filled(rectangle([0.0, 0.0, PAGE_WIDTH, band.height]), BRAND_DEEP);
        band.items.insert(0, Item { node: None, draw: ground });
        band.is_bleeding = true;
        band.starts_page = true;
        self.add(vec![band], 0.0, 24.0);
    }

    fn band_head(&mut self) -> Strip {
        let mut band = Strip::of_height(ABOVE_MARK + MARK + BELOW_MARK);
        for part in logo(MARGIN - 2.0, ABOVE_MARK, MARK, SURFACE) {
            band.decorate(part);
        }
        let name = self.typesetter.shaper.shape(Face::Bold, "Styrrum", false).to_vec();
        let lettering = Lettering { size: 11.5, ink: SURFACE, node: None };
        put_shaped(&mut band, name, MARGIN + MARK + 4.0, ABOVE_MARK + MARK / 2.0 + 4.0, &lettering);
        band
    }

    /// Facts in a grid, the term small above its value.
    fn facts(&mut self, terms: &[Term], column: &Column) {
        let list = self.tree.add(Role::List, column.parent);
        let gap = 18.0;
        let cell = Column { width: (column.width - gap * (FACTS - 1) as f32) / FACTS as f32, ..*column };
        let mut grid = Vec::new();
        for (index, row) in terms.chunks(FACTS).enumerate() {
            let mut strip = Strip::default();
            if index == 0 {
                strip.decorate(Draw::rule(column.x, column.x + column.width, 0.0, RULE, 0.75));
            }
            for (place, term) in row.iter().enumerate() {
                let cell = Column { x: column.x + (cell.width + gap) * place as f32, ..cell.within(list) };
                let fact = self.fact(term, &cell);
                strip.absorb(fact, if index == 0 { 14.0 } else { 10.0 });
            }
            grid.push(strip);
        }
        self.add(grid, 16.0, 0.0);
    }

    fn fact(&mut self, term: &Term, column: &Column) -> Strip {
        let item = self.tree.add(Role::ListItem, column.parent);
        let label = self.tree.add(Role::Label, item);
        let body = self.tree.add(Role::ListBody, item);
        let mut fact = Strip::default();
        self.stack(&mut fact, &term.term, &COVER_TERM, column, label);
        for value in &term.values {
            let paragraph = self.tree.add(Role::Paragraph, body);
            self.stack(&mut fact, value, &COVER_VALUE, column, paragraph);
        }
        fact
    }

    /// Sets lines below what a strip holds.
    fn stack(&mut self, strip: &mut Strip, text: &Text, style: &TextStyle, column: &Column, node: NodeId) {
        for line in self.typesetter.set(text, style, column.width) {
            let baseline = strip.height + style.baseline();
            self.put_line(strip, line, column.x, baseline, Some(node));
            strip.height += style.leading;
        }
    }
}
