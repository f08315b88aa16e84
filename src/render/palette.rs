//! The colours of a risk policy as they are drawn. Pages get them from the style sheet, which knows each band's colour by an
//! attribute around the bands ([`around`]); on paper and in mails there is none, and [`Shades`] has them.

use super::charts::Rgb;
use super::engine::Markup;
use crate::domain::colour::{Colour, Colours};

/// What a colour is on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shades {
    pub solid: Rgb,
    /// Text on the solid colour: white, but dark on what is light.
    pub on_solid: Rgb,
    pub tint: Rgb,
    /// Text on the tint.
    pub ink: Rgb,
    pub line: Rgb,
}

const WHITE: Rgb = Rgb(0xff, 0xff, 0xff);
const DARK: Rgb = Rgb(0x2f, 0x1d, 0x05);

impl Shades {
    pub const fn of(colour: Colour) -> Shades {
        let [solid, tint, ink, line] = match colour {
            Colour::Green => [Rgb(0x1f, 0x7c, 0x4b), Rgb(0xd9, 0xf5, 0xe1), Rgb(0x06, 0x4a, 0x28), Rgb(0xa5, 0xd8, 0xb5)],
            Colour::Yellow => [Rgb(0xdd, 0x93, 0x14), Rgb(0xff, 0xec, 0xc5), Rgb(0x6c, 0x3d, 0x07), Rgb(0xf0, 0xc6, 0x78)],
            Colour::Orange => [Rgb(0xe3, 0x67, 0x13), Rgb(0xff, 0xe0, 0xc4), Rgb(0x7b, 0x2f, 0x0b), Rgb(0xfa, 0xad, 0x77)],
            Colour::Red => [Rgb(0xc0, 0x2c, 0x29), Rgb(0xff, 0xe5, 0xe3), Rgb(0x8d, 0x1b, 0x19), Rgb(0xf4, 0xb3, 0xad)],
            Colour::Blue => [Rgb(0x30, 0x5e, 0xb7), Rgb(0xe2, 0xed, 0xff), Rgb(0x1f, 0x41, 0x92), Rgb(0xaa, 0xc5, 0xf6)],
            Colour::Purple => [Rgb(0x83, 0x3e, 0xa7), Rgb(0xf6, 0xe6, 0xfd), Rgb(0x62, 0x26, 0x80), Rgb(0xdc, 0xb7, 0xee)],
        };
        let on_solid = if matches!(colour, Colour::Yellow | Colour::Orange) { DARK } else { WHITE };
        Shades { solid, on_solid, tint, ink, line }
    }
}

/// The classes by which a report's text names the colour of a band: `in-blue`.
pub const CLASSES: [&str; Colour::ALL.len()] = ["in-green", "in-yellow", "in-orange", "in-red", "in-blue", "in-purple"];

/// The colour of a class.
pub fn of_class(class: &str) -> Option<Colour> {
    class.strip_prefix("in-")?.parse().ok()
}

/// The attributes of an element in which the bands have these colours.
pub fn around(colours: Colours) -> Markup {
    let Colours { low, medium, high } = colours;
    Markup::new(format!(" data-low=\"{low}\" data-mid=\"{medium}\" data-high=\"{high}\""))
}

#[cfg(test)]
#[path = "palette_tests.rs"]
mod tests;
