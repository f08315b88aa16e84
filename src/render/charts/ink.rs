//! What a mark means, and which colour, stroke and class that gives it.

use crate::domain::colour::Colour;
use crate::domain::policy::Band;
use crate::render::palette::Shades;

/// A colour of the light theme; mail and PDF know no style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

pub const SURFACE: Rgb = Rgb(0xff, 0xff, 0xff);
pub const SURFACE_2: Rgb = Rgb(0xf4, 0xf2, 0xee);
pub const INK: Rgb = Rgb(0x15, 0x23, 0x2f);
pub const INK_2: Rgb = Rgb(0x3f, 0x4c, 0x58);
pub const INK_3: Rgb = Rgb(0x55, 0x61, 0x6b);
pub const LINE: Rgb = Rgb(0xe0, 0xdd, 0xd7);
pub const LINE_STRONG: Rgb = Rgb(0x7d, 0x88, 0x90);
pub const BRAND: Rgb = Rgb(0x02, 0x54, 0x73);
pub const BRAND_TINT: Rgb = Rgb(0xde, 0xf0, 0xf9);
pub const BRAND_LINE: Rgb = Rgb(0xa9, 0xcf, 0xe0);
pub const BRAND_DEEP: Rgb = Rgb(0x03, 0x32, 0x49);
pub const ON_DEEP_2: Rgb = Rgb(0xb9, 0xd2, 0xde);

/// A place among three, from the lowest up: the bands of a risk, and the lights of a status report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rank {
    Low,
    Mid,
    High,
}

/// A place with the colour it is drawn in. The shape is the place's, whatever the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Level {
    pub rank: Rank,
    pub colour: Colour,
}

impl Level {
    pub const LOW: Level = Level { rank: Rank::Low, colour: Colour::of(Band::Low) };
    pub const MID: Level = Level { rank: Rank::Mid, colour: Colour::of(Band::Medium) };
    pub const HIGH: Level = Level { rank: Rank::High, colour: Colour::of(Band::High) };

    /// The level of a class name, in its own colour.
    pub fn of_key(key: &str) -> Option<Level> {
        [Level::LOW, Level::MID, Level::HIGH].into_iter().find(|level| level.key() == key)
    }

    #[must_use]
    pub const fn in_colour(self, colour: Colour) -> Level {
        Level { colour, ..self }
    }

    /// The word used in class names.
    pub const fn key(self) -> &'static str {
        match self.rank {
            Rank::Low => "low",
            Rank::Mid => "mid",
            Rank::High => "high",
        }
    }

    /// What it is drawn with on paper.
    pub const fn shades(self) -> Shades {
        Shades::of(self.colour)
    }
}
/// A band in its own colour.
impl From<Band> for Level {
    fn from(band: Band) -> Level {
        match band {
            Band::Low => Level::LOW,
            Band::Medium => Level::MID,
            Band::High => Level::HIGH,
        }
    }
}

/// How a value moved from the first measurement to the last. More risk is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Course {
    Up,
    Down,
    Flat,
}

impl Course {
    pub fn between(first: f64, last: f64) -> Self {
        if last > first {
            Self::Up
        } else if last < first {
            Self::Down
        } else {
            Self::Flat
        }
    }

    const fn colour(self) -> Rgb {
        match self {
            Self::Up => Level::HIGH.shades().solid,
            Self::Down => Level::LOW.shades().solid,
            Self::Flat => INK_2,
        }
    }
}

/// The meaning of a mark. Colour, stroke and class follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Background of a band, and the band's word on it.
    Zone(Level),
    ZoneWord(Level),
    /// Axis figures and notes; the direct labels of lines; the thin lines behind.
    Axis,
    Label,
    Grid,
    /// A risk over time, and its measuring points.
    Course(Course),
    Point(Course),
    /// What a text stands on where lines pass.
    Halo,
    /// The small line beside a table row, and its last point.
    Spark(Course),
    SparkEnd(Course),
    /// Money and work.
    Budget,
    Outcome,
    Overrun,
    Total,
    BudgetLine,
    OutcomeLine,
    ForecastLine,
    Today,
    /// An indicator's baseline, and its measurements.
    Baseline,
    Measured,
}

impl Ink {
    /// Class names of the style sheet.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Zone(Level { rank: Rank::Low, .. }) => "z-low",
            Self::Zone(Level { rank: Rank::Mid, .. }) => "z-mid",
            Self::Zone(Level { rank: Rank::High, .. }) => "z-high",
            Self::ZoneWord(Level { rank: Rank::Low, .. }) => "zt-low",
            Self::ZoneWord(Level { rank: Rank::Mid, .. }) => "zt-mid",
            Self::ZoneWord(Level { rank: Rank::High, .. }) => "zt-high",
            Self::Axis => "ax",
            Self::Label => "lab",
            Self::Grid => "grid",
            Self::Halo => "halo",
            Self::Course(Course::Up) => "ln ln--up",
            Self::Course(Course::Down) => "ln ln--down",
            Self::Course(Course::Flat) => "ln ln--flat",
            Self::Point(Course::Up) => "pt pt--up",
            Self::Point(Course::Down) => "pt pt--down",
            Self::Point(Course::Flat) => "pt pt--flat",
            Self::Spark(_) => "spark-ln",
            Self::SparkEnd(_) => "spark-end",
            Self::Budget => "bar bar--budget",
            Self::Outcome => "bar bar--outcome",
            Self::Overrun => "bar bar--over",
            Self::Total => "total",
            Self::BudgetLine => "ln ln--budget",
            Self::OutcomeLine => "ln ln--outcome",
            Self::ForecastLine => "ln ln--forecast",
            Self::Today => "ln ln--today",
            Self::Baseline => "pt pt--base",
            Self::Measured => "pt pt--measured",
        }
    }

    /// Fill of an area, a dot or a text.
    pub const fn fill(self) -> Option<Rgb> {
        match self {
            Self::Zone(level) => Some(level.shades().tint),
            Self::ZoneWord(level) => Some(level.shades().ink),
            Self::Axis => Some(INK_3),
            Self::Label => Some(INK),
            Self::Point(_) | Self::Baseline | Self::Halo => Some(SURFACE),
            Self::Measured => Some(BRAND),
            Self::SparkEnd(course) => Some(course.colour()),
            Self::Budget => Some(BRAND_LINE),
            Self::Outcome => Some(BRAND),
            Self::Overrun => Some(Level::HIGH.shades().solid),
            _ => None,
        }
    }

    /// Colour and width of the stroke.
    pub const fn stroke(self) -> Option<(Rgb, f32)> {
        match self {
            Self::Grid => Some((LINE, 1.0)),
            Self::Course(Course::Flat) => Some((INK_2, 2.0)),
            Self::Course(course) => Some((course.colour(), 2.5)),
            Self::Point(course) | Self::Spark(course) => Some((course.colour(), 2.0)),
            Self::Total => Some((INK, 2.0)),
            Self::BudgetLine => Some((INK_3, 2.0)),
            Self::OutcomeLine => Some((BRAND, 2.5)),
            Self::ForecastLine => Some((BRAND, 2.0)),
            Self::Today => Some((Level::HIGH.shades().solid, 1.25)),
            Self::Baseline | Self::Measured => Some((BRAND, 2.5)),
            _ => None,
        }
    }

    /// Dash and gap; lines must differ by more than colour.
    pub const fn dash(self) -> Option<[f32; 2]> {
        match self {
            Self::BudgetLine => Some([7.0, 4.0]),
            Self::ForecastLine => Some([1.5, 4.0]),
            _ => None,
        }
    }

    pub const fn is_bold(self) -> bool {
        matches!(self, Self::Label)
    }
}
