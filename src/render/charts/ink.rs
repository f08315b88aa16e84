//! What a mark means, and which colour, stroke and class that gives it.

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

/// The three bands of a risk, and the three lights of a status report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Level {
    Low,
    Mid,
    High,
}

impl Level {
    /// The word used in class names.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Mid => "mid",
            Self::High => "high",
        }
    }

    pub const fn solid(self) -> Rgb {
        match self {
            Self::Low => Rgb(0x1f, 0x7c, 0x4b),
            Self::Mid => Rgb(0xdd, 0x93, 0x14),
            Self::High => Rgb(0xc0, 0x2c, 0x29),
        }
    }

    pub const fn tint(self) -> Rgb {
        match self {
            Self::Low => Rgb(0xd9, 0xf5, 0xe1),
            Self::Mid => Rgb(0xff, 0xec, 0xc5),
            Self::High => Rgb(0xff, 0xe5, 0xe3),
        }
    }

    /// Text on the tint: at least 7.6:1.
    pub const fn ink(self) -> Rgb {
        match self {
            Self::Low => Rgb(0x06, 0x4a, 0x28),
            Self::Mid => Rgb(0x6c, 0x3d, 0x07),
            Self::High => Rgb(0x8d, 0x1b, 0x19),
        }
    }

    pub const fn line(self) -> Rgb {
        match self {
            Self::Low => Rgb(0xa5, 0xd8, 0xb5),
            Self::Mid => Rgb(0xf0, 0xc6, 0x78),
            Self::High => Rgb(0xf4, 0xb3, 0xad),
        }
    }

    /// Text on the solid colour: white, but dark on amber.
    pub const fn on_solid(self) -> Rgb {
        match self {
            Self::Mid => Rgb(0x2f, 0x1d, 0x05),
            Self::Low | Self::High => SURFACE,
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
            Self::Up => Level::High.solid(),
            Self::Down => Level::Low.solid(),
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
            Self::Zone(Level::Low) => "z-low",
            Self::Zone(Level::Mid) => "z-mid",
            Self::Zone(Level::High) => "z-high",
            Self::ZoneWord(Level::Low) => "zt-low",
            Self::ZoneWord(Level::Mid) => "zt-mid",
            Self::ZoneWord(Level::High) => "zt-high",
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
            Self::Zone(level) => Some(level.tint()),
            Self::ZoneWord(level) => Some(level.ink()),
            Self::Axis => Some(INK_3),
            Self::Label => Some(INK),
            Self::Point(_) | Self::Baseline | Self::Halo => Some(SURFACE),
            Self::Measured => Some(BRAND),
            Self::SparkEnd(course) => Some(course.colour()),
            Self::Budget => Some(BRAND_LINE),
            Self::Outcome => Some(BRAND),
            Self::Overrun => Some(Level::High.solid()),
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
            Self::Today => Some((Level::High.solid(), 1.25)),
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
