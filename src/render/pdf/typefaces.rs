//! Embedding: each face cut down to the glyphs that a document uses.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{FontId, FontMetrics, ParsedFont, PdfDocument, PdfFont};
use subsetter::GlyphRemapper;

use super::canvas::{Draw, Page};
use super::draw::Subsets;
use super::error::{MarkupError, MarkupResult};
use super::fonts::{Face, LoadedFace, Shaped, faces};

/// The glyphs of a cut-down face by their number in the whole one.
pub struct Subset {
    pub glyphs: BTreeMap<u16, Entry>,
}

pub struct Entry {
    /// Number in the cut-down face.
    pub id: u16,
    /// Width as the PDF declares it, in thousandths of an em.
    pub width: u16,
    /// What the glyph says when text is copied, searched or read aloud.
    pub character: char,
}

/// Cuts down and registers every face in use.
pub fn embed(document: &mut PdfDocument, pages: &[Page], extra: &[Shaped]) -> MarkupResult<Subsets> {
    let loaded = faces().ok_or(MarkupError::Writing("a typeface cannot be read"))?;
    let mut subsets = Subsets::new();
    for (face, characters) in used(pages, extra) {
        let loaded = &loaded[face as usize];
        let subset = Subset { glyphs: entries(loaded, &characters) };
        let remapper = remapper(&subset);
        let program = subsetter::subset(loaded.bytes, 0, &remapper)
            .map_err(|_| MarkupError::Writing("a typeface cannot be cut down"))?;
        let font = parsed(face, loaded, program, &subset);
        document.resources.fonts.map.insert(FontId(face.name().to_owned()), PdfFont::new(font));
        subsets.insert(face, subset);
    }
    Ok(subsets)
}

type Used = BTreeMap<Face, BTreeMap<u16, char>>;

fn used(pages: &[Page], extra: &[Shaped]) -> Used {
    let mut used = Used::new();
    let mut note = |face: Face, glyphs: &[super::fonts::Glyph]| {
        let characters = used.entry(face).or_default();
        for glyph in glyphs {
            characters.entry(glyph.id).or_insert(glyph.character);
        }
    };
    for (_, draw) in pages.iter().flat_map(|page| &page.items) {
        if let Draw::Text { face, glyphs, .. } = draw {
            note(*face, glyphs);
        }
    }
    extra.iter().for_each(|run| note(run.face, &run.glyphs));
    used
}

fn entries(face: &LoadedFace, characters: &BTreeMap<u16, char>) -> BTreeMap<u16, Entry> {
    let em = u32::from(face.units_per_em);
    let entries = characters.iter().zip(1_u16..).map(|((glyph, character), id)| {
        // Rounded down, as printpdf writes it.
        let width = u32::from(face.width(*glyph)) * 1000 / em;
        (*glyph, Entry { id, width: u16::try_from(width).unwrap_or(u16::MAX), character: *character })
    });
    entries.collect()
}

/// Glyphs keep their order, after glyph 0, which no text uses.
fn remapper(subset: &Subset) -> GlyphRemapper {
    let mut remapper = GlyphRemapper::new();
    for glyph in subset.glyphs.keys() {
        remapper.remap(*glyph);
    }
    remapper
}

fn parsed(face: Face, loaded: &LoadedFace, program: Vec<u8>, subset: &Subset) -> ParsedFont {
    let widths = subset.glyphs.iter().map(|(glyph, entry)| (entry.id, loaded.width(*glyph))).collect();
    let name = format!("{}+{}", tag(face, subset), face.name());
    let shaper = &loaded.shaper;
    let metrics = FontMetrics { ascent: shaper.ascender(), descent: shaper.descender() };
    let mut font =
        ParsedFont::with_glyph_data(program, 0, Some(name), BTreeMap::new(), widths, loaded.units_per_em, metrics);
    let bounds = shaper.global_bounding_box();
    let details = &mut font.pdf_font_metrics;
    (details.x_min, details.y_min, details.x_max, details.y_max) =
        (bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max);
    details.us_weight_class = shaper.weight().to_number();
    if face == Face::Italic {
        (details.caret_slope_rise, details.caret_slope_run) = (1000, 176);
    }
    font
}

/// Six letters that differ between different subsets (ISO 32000-1, 9.6.4).
fn tag(face: Face, subset: &Subset) -> String {
    let used: BTreeSet<u16> = subset.glyphs.keys().copied().collect();
    let mut hash = used.iter().fold(0xcbf2_9ce4_8422_2325_u64 ^ face as u64, |hash, glyph| {
        (hash ^ u64::from(*glyph)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut tag = String::with_capacity(6);
    for _ in 0..6 {
        tag.push(char::from(b'A' + (hash % 26) as u8));
        hash /= 26;
    }
    tag
}
