//! The colours that the bands of a risk policy have.
use crate::domain::policy::Band;
use serde::Serialize;

word_enum! {
    /// A colour of the palette. Each has its shades for light, dark and print, in which what is written on it can be read.
    Colour { Green = "green", Yellow = "yellow", Orange = "orange", Red = "red", Blue = "blue", Purple = "purple" }
}

impl Colour {
    /// The colour of a band to which nobody has given another.
    pub const fn of(band: Band) -> Colour {
        match band {
            Band::Low => Colour::Green,
            Band::Medium => Colour::Yellow,
            Band::High => Colour::Red,
        }
    }
}

/// The colours of all bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Colours {
    pub low: Colour,
    pub medium: Colour,
    pub high: Colour,
}

impl Colours {
    pub const fn of(self, band: Band) -> Colour {
        match band {
            Band::Low => self.low,
            Band::Medium => self.medium,
            Band::High => self.high,
        }
    }
}
impl Default for Colours {
    fn default() -> Colours {
        Colours { low: Colour::of(Band::Low), medium: Colour::of(Band::Medium), high: Colour::of(Band::High) }
    }
}
/// A band that is not named keeps its own colour.
impl FromIterator<(Band, Colour)> for Colours {
    fn from_iter<I: IntoIterator<Item = (Band, Colour)>>(given: I) -> Colours {
        given.into_iter().fold(Colours::default(), |all, (band, colour)| match band {
            Band::Low => Colours { low: colour, ..all },
            Band::Medium => Colours { medium: colour, ..all },
            Band::High => Colours { high: colour, ..all },
        })
    }
}
