//! Embedding: each face cut down to the glyphs that a document uses.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use lopdf::{Document, Object, Stream, dictionary};
use printpdf::{FontId, FontMetrics, ParsedFont, PdfDocument, PdfFont};
use subsetter::GlyphRemapper;

use super::canvas::{Draw, Page};
use super::draw::Subsets;
use super::error::{MarkupError, MarkupResult};
use super::fonts::{Face, LoadedFace, Shaped, Shaper, faces};

/// The glyphs of a cut-down face by their number in the whole one.
pub struct Subset {
    pub glyphs: BTreeMap<u16, Entry>,
    /// The alphabet, if it was enough.
    alphabet: Option<&'static Alphabet>,
}

pub struct Entry {
    /// Number in the cut-down face.
    pub id: u16,
    /// Width as the PDF declares it, in thousandths of an em.
    pub width: u16,
    /// What the glyph says when text is copied, searched or read aloud.
    pub character: char,
    /// Whether the character alone leads to this glyph; figures may have two.
    pub is_spelled: bool,
}

/// Cuts down and registers every face in use.
pub fn embed(document: &mut PdfDocument, pages: &[Page], extra: &[Shaped]) -> MarkupResult<Subsets> {
    let loaded = faces().ok_or(MarkupError::Writing("a typeface cannot be read"))?;
    let mut subsets = Subsets::new();
    for (face, characters) in used(pages, extra) {
        let loaded = &loaded[face as usize];
        let (subset, program) = match alphabet(face).filter(|alphabet| alphabet.covers(&characters)) {
            Some(alphabet) => {
                let glyphs = entries(loaded, &alphabet.characters);
                (Subset { glyphs, alphabet: Some(alphabet) }, alphabet.program.clone())
            }
            None => (Subset { glyphs: entries(loaded, &characters), alphabet: None }, cut(loaded, &characters)?),
        };
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
    let mut spelled = BTreeSet::new();
    let entries = characters.iter().zip(1_u16..).map(|((glyph, character), id)| {
        // Rounded down, as printpdf writes it.
        let width = u32::from(face.width(*glyph)) * 1000 / em;
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        (*glyph, Entry { id, width, character: *character, is_spelled: spelled.insert(*character) })
    });
    entries.collect()
}

/// Glyphs keep their order, after glyph 0, which no text uses.
fn cut(face: &LoadedFace, characters: &BTreeMap<u16, char>) -> MarkupResult<Vec<u8>> {
    let mut remapper = GlyphRemapper::new();
    for glyph in characters.keys() {
        remapper.remap(*glyph);
    }
    subsetter::subset(face.bytes, 0, &remapper).map_err(|_| MarkupError::Writing("a typeface cannot be cut down"))
}

/// What most documents are written with. Cutting down and packing a face takes longer than
/// setting a page, so it is done once for these.
const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyzåäöéüABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÉÜ0123456789 \u{a0}.,:;!?()[]/-–’”\"'%&+×·•=−§@_→≥≤…";

/// A face cut down to the alphabet.
struct Alphabet {
    characters: BTreeMap<u16, char>,
    program: Vec<u8>,
    packed: Stream,
}

impl Alphabet {
    fn make(face: Face) -> Option<Self> {
        let mut shaper = Shaper::new()?;
        let runs = [false, true].map(|is_tabular| shaper.shape(face, ALPHABET, is_tabular));
        let glyphs = runs.iter().flat_map(|runs| runs.iter()).filter(|run| run.face == face).flat_map(|run| &run.glyphs);
        let characters: BTreeMap<u16, char> = glyphs.map(|glyph| (glyph.id, glyph.character)).collect();
        let program = cut(&faces()?[face as usize], &characters).ok()?;
        let mut packed = Stream::new(dictionary! { "Length1" => program.len() as i64 }, program.clone());
        packed.compress().ok()?;
        Some(Self { characters, program, packed })
    }

    fn covers(&self, characters: &BTreeMap<u16, char>) -> bool {
        characters.iter().all(|(glyph, character)| self.characters.get(glyph) == Some(character))
    }
}

/// The alphabet of the two faces that every report is full of; of the others a document
/// uses too little.
fn alphabet(face: Face) -> Option<&'static Alphabet> {
    static REGULAR: OnceLock<Option<Alphabet>> = OnceLock::new();
    static SEMI_BOLD: OnceLock<Option<Alphabet>> = OnceLock::new();
    match face {
        Face::Regular => REGULAR.get_or_init(|| Alphabet::make(face)).as_ref(),
        Face::SemiBold => SEMI_BOLD.get_or_init(|| Alphabet::make(face)).as_ref(),
        _ => None,
    }
}

/// Puts the packed programs in place of the same programs unpacked.
pub fn reuse_packed(file: &mut Document, subsets: &Subsets) {
    let alphabets: Vec<&Alphabet> = subsets.values().filter_map(|subset| subset.alphabet).collect();
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.has(b"Length1")
            && let Some(same) = alphabets.iter().find(|alphabet| alphabet.program == stream.content)
        {
            *stream = same.packed.clone();
        }
    }
}

fn parsed(face: Face, loaded: &LoadedFace, program: Vec<u8>, subset: &Subset) -> ParsedFont {
    let widths = subset.glyphs.iter().map(|(glyph, entry)| (entry.id, loaded.width(*glyph))).collect();
    let spelled = subset.glyphs.values().filter(|entry| entry.is_spelled);
    let spelling = spelled.map(|entry| (u32::from(entry.character), entry.id)).collect();
    let name = format!("{}+{}", tag(face, subset), face.name());
    let shaper = &loaded.shaper;
    let metrics = FontMetrics { ascent: shaper.ascender(), descent: shaper.descender() };
    let mut font = ParsedFont::with_glyph_data(program, 0, Some(name), spelling, widths, loaded.units_per_em, metrics);
    let bounds = shaper.global_bounding_box();
    let details = &mut font.pdf_font_metrics;
    (details.x_min, details.y_min, details.x_max, details.y_max) = (bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max);
    details.us_weight_class = shaper.weight().to_number();
    if face == Face::Italic {
        (details.caret_slope_rise, details.caret_slope_run) = (1000, 176);
    }
    font
}

/// Six letters that differ between different subsets (ISO 32000-1, 9.6.4).
fn tag(face: Face, subset: &Subset) -> String {
    let used: BTreeSet<u16> = subset.glyphs.keys().copied().collect();
    let mut hash = used.iter().fold(0xcbf2_9ce4_8422_2325_u64 ^ face as u64, |hash, glyph| (hash ^ u64::from(*glyph)).wrapping_mul(0x0100_0000_01b3));
    let mut tag = String::with_capacity(6);
    for _ in 0..6 {
        tag.push(char::from(b'A' + (hash % 26) as u8));
        hash /= 26;
    }
    tag
}
