//! Typefaces and shaping. Faces are parsed once for the whole process.
//!
//! Public Sans draws what it can; the fallback draws what it lacks (arrows, check marks,
//! Greek, Cyrillic); what no face has becomes a visible replacement sign, since a missing
//! glyph breaks PDF/A and, worse, looks like nothing at all.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

use rustybuzz::ttf_parser::{GlyphId, Tag};
use rustybuzz::{BufferClusterLevel, Direction, Feature, ShapePlan, UnicodeBuffer, script};

/// The faces of a document, also their order in [`faces`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Face {
    Regular,
    Italic,
    SemiBold,
    Bold,
    Fallback,
    FallbackBold,
}

impl Face {
    pub const ALL: [Self; 6] = [Self::Regular, Self::Italic, Self::SemiBold, Self::Bold, Self::Fallback, Self::FallbackBold];

    /// PostScript name in the PDF.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regular => "PublicSans-Regular",
            Self::Italic => "PublicSans-Italic",
            Self::SemiBold => "PublicSans-SemiBold",
            Self::Bold => "PublicSans-Bold",
            Self::Fallback => "DejaVuSans",
            Self::FallbackBold => "DejaVuSans-Bold",
        }
    }

    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../reports/fonts/PublicSans_400Regular.ttf"),
            Self::Italic => include_bytes!("../../../reports/fonts/PublicSans_400Regular_Italic.ttf"),
            Self::SemiBold => include_bytes!("../../../reports/fonts/PublicSans_600SemiBold.ttf"),
            Self::Bold => include_bytes!("../../../reports/fonts/PublicSans_700Bold.ttf"),
            Self::Fallback => include_bytes!("../../../reports/fonts/FallbackRegular.ttf"),
            Self::FallbackBold => include_bytes!("../../../reports/fonts/FallbackBold.ttf"),
        }
    }

    const fn fallback(self) -> Self {
        match self {
            Self::Regular | Self::Italic | Self::Fallback => Self::Fallback,
            Self::SemiBold | Self::Bold | Self::FallbackBold => Self::FallbackBold,
        }
    }
}

/// A parsed face with its shaping plans.
pub struct LoadedFace {
    pub bytes: &'static [u8],
    pub units_per_em: u16,
    pub shaper: rustybuzz::Face<'static>,
    plain: ShapePlan,
    tabular: ShapePlan,
    /// The character each glyph is for. Shaping may compose "a" and a ring into one glyph,
    /// whose text is then that of the composed letter.
    characters: HashMap<u16, char>,
}

impl LoadedFace {
    fn load(face: Face) -> Option<Self> {
        let bytes = face.bytes();
        let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
        let units_per_em = u16::try_from(shaper.units_per_em()).ok().filter(|units| *units > 0)?;
        let plan = |tabular: bool| {
            let features = [feature(b"liga", 0), feature(b"tnum", u32::from(tabular))];
            ShapePlan::new(&shaper, Direction::LeftToRight, Some(script::LATIN), None, &features)
        };
        let (plain, tabular) = (plan(false), plan(true));
        let characters = characters(&shaper);
        Some(Self { bytes, units_per_em, plain, tabular, characters, shaper })
    }

    fn has(&self, c: char) -> bool {
        self.shaper.glyph_index(c).is_some_and(|glyph| glyph.0 != 0)
    }

    /// Advance width of a glyph in units of the face, before kerning.
    pub fn width(&self, glyph: u16) -> u16 {
        self.shaper.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0)
    }
}

fn feature(tag: &[u8; 4], value: u32) -> Feature {
    Feature::new(Tag::from_bytes(tag), value, ..)
}

fn characters(shaper: &rustybuzz::Face<'static>) -> HashMap<u16, char> {
    let mut characters: HashMap<u16, char> = HashMap::new();
    let tables = shaper.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables);
    for table in tables.filter(|table| table.is_unicode()) {
        table.codepoints(|code| {
            if let (Some(c), Some(glyph)) = (char::from_u32(code), table.glyph_index(code)) {
                // The lowest character wins: space over no-break space, hyphen over soft hyphen.
                characters.entry(glyph.0).and_modify(|known| *known = c.min(*known)).or_insert(c);
            }
        });
    }
    characters
}

/// All faces in the order of [`Face::ALL`]; none if one cannot be read.
pub fn faces() -> Option<&'static [LoadedFace; 6]> {
    static FACES: OnceLock<Option<[LoadedFace; 6]>> = OnceLock::new();
    FACES
        .get_or_init(|| {
            let loaded: Option<Vec<LoadedFace>> = Face::ALL.into_iter().map(LoadedFace::load).collect();
            loaded.and_then(|faces| faces.try_into().ok())
        })
        .as_ref()
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    pub id: u16,
    /// How far the pen moves, in em.
    pub advance: f32,
    pub character: char,
}

/// Glyphs of one face.
#[derive(Debug, Clone, PartialEq)]
pub struct Shaped {
    pub face: Face,
    pub glyphs: Vec<Glyph>,
}

/// Shaped words by face and whether figures are of equal width.
type Words = HashMap<(Face, bool), HashMap<String, Rc<[Shaped]>>>;

thread_local! {
    /// Words of earlier documents. Shaping depends on nothing but the word, so remembering
    /// changes the time a document takes and never its bytes.
    static WORDS: RefCell<Words> = RefCell::default();
}

/// More words than this are not kept between documents; about 4 MB.
const KEPT_WORDS: usize = 10_000;
/// Longer ones are not worth remembering.
const KEPT_LENGTH: usize = 40;

/// Shapes words and remembers them: reports repeat themselves and each other.
pub struct Shaper {
    faces: &'static [LoadedFace; 6],
    known: Words,
    buffer: Option<UnicodeBuffer>,
}

impl Drop for Shaper {
    fn drop(&mut self) {
        let count: usize = self.known.values().map(HashMap::len).sum();
        if count <= KEPT_WORDS {
            WORDS.set(std::mem::take(&mut self.known));
        }
    }
}

impl Shaper {
    /// None if the embedded faces cannot be read.
    pub fn new() -> Option<Self> {
        Some(Self { faces: faces()?, known: WORDS.take(), buffer: None })
    }

    fn face(&self, face: Face) -> &'static LoadedFace {
        &self.faces[face as usize]
    }

    /// Shapes a word, with figures of equal width where they stand in columns.
    pub fn shape(&mut self, face: Face, text: &str, tabular: bool) -> Rc<[Shaped]> {
        if let Some(found) = self.known.get(&(face, tabular)).and_then(|words| words.get(text)) {
            return Rc::clone(found);
        }
        let runs = self.runs(face, text).into_iter();
        let shaped: Rc<[Shaped]> = runs.map(|(face, run)| Shaped { face, glyphs: self.glyphs(face, &run, tabular) }).collect();
        if text.len() <= KEPT_LENGTH {
            self.known.entry((face, tabular)).or_default().insert(text.to_owned(), Rc::clone(&shaped));
        }
        shaped
    }

    /// Splits a text where the face must change.
    fn runs(&self, face: Face, text: &str) -> Vec<(Face, String)> {
        let mut runs: Vec<(Face, String)> = Vec::new();
        for c in text.chars().map(drawable) {
            let (wanted, c) = match runs.last() {
                Some((before, _)) if is_combining(c) => (*before, c),
                _ if self.face(face).has(c) => (face, c),
                _ if self.face(face.fallback()).has(c) => (face.fallback(), c),
                _ if is_ignorable(c) => continue,
                _ => (face.fallback(), char::REPLACEMENT_CHARACTER),
            };
            match runs.last_mut() {
                Some((before, run)) if *before == wanted => run.push(c),
                _ => runs.push((wanted, c.to_string())),
            }
        }
        runs
    }

    fn glyphs(&mut self, face: Face, run: &str, tabular: bool) -> Vec<Glyph> {
        let loaded = self.face(face);
        let mut buffer = self.buffer.take().unwrap_or_default();
        buffer.push_str(run);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        buffer.set_cluster_level(BufferClusterLevel::Characters);
        let plan = if tabular { &loaded.tabular } else { &loaded.plain };
        let shaped = rustybuzz::shape_with_plan(&loaded.shaper, plan, buffer);
        let em = f32::from(loaded.units_per_em);
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).map(|(info, position)| {
            let cluster = run.get(info.cluster as usize..).and_then(|rest| rest.chars().next());
            loaded.glyph(info.glyph_id, position.x_advance as f32 / em, cluster.unwrap_or(' '))
        });
        let glyphs = glyphs.collect();
        self.buffer = Some(shaped.clear());
        glyphs
    }
}

impl LoadedFace {
    /// Never glyph 0: a lone mark that the face lacks becomes a question mark.
    fn glyph(&self, id: u32, advance: f32, character: char) -> Glyph {
        match u16::try_from(id).ok().filter(|id| *id != 0) {
            Some(id) => {
                let character = self.characters.get(&id).copied().unwrap_or(character);
                Glyph { id, advance, character }
            }
            None => {
                let id = self.shaper.glyph_index('?').map_or(1, |glyph| glyph.0);
                Glyph { id, advance: f32::from(self.width(id)) / f32::from(self.units_per_em), character: '?' }
            }
        }
    }
}

/// Characters that mean a kind of space or hyphen to the line breaker only.
fn drawable(c: char) -> char {
    match c {
        '\u{2011}' => '-',
        '\u{202f}' | '\u{2007}' | '\t' | '\n' | '\r' => '\u{a0}',
        c => c,
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Characters without a shape of their own: joiners, direction marks, variation selectors.
fn is_ignorable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Width of glyphs in em.
pub fn width(shaped: &[Shaped]) -> f32 {
    shaped.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.advance).sum()
}
