//! What is promised of each colour: it can be read in light, in dark and on paper, and told from the others.

use super::*;

const STYLE: &str = include_str!("../../assets/app.css");
/// WCAG 2.2, level AA, for text.
const READABLE: f64 = 4.5;
/// How far two colours lie apart at the least, in OKLab: a tint beside another in the matrix.
const APART: f64 = 0.025;

/// A colour of the style sheet: lightness, chroma and hue (degrees).
#[derive(Debug, Clone, Copy)]
struct Oklch(f64, f64, f64);

impl Oklch {
    fn read(text: &str) -> Oklch {
        let inner = text.trim().strip_prefix("oklch(").and_then(|t| t.strip_suffix(')')).unwrap_or_else(|| panic!("a colour: {text}"));
        let parts: Vec<f64> = inner.split_whitespace().map(|p| p.trim_end_matches('%').parse().expect("a number")).collect();
        Oklch(parts[0] / 100.0, parts[1], parts[2])
    }
    fn lab(self) -> [f64; 3] {
        let hue = self.2.to_radians();
        [self.0, self.1 * hue.cos(), self.1 * hue.sin()]
    }
    /// Linear light, as a screen shows it.
    fn light(self) -> [f64; 3] {
        let [l, a, b] = self.lab();
        let cube = |x: f64| x * x * x;
        let (l, m, s) = (
            cube(l + 0.396_337_777_4 * a + 0.215_803_757_3 * b),
            cube(l - 0.105_561_345_8 * a - 0.063_854_172_8 * b),
            cube(l - 0.089_484_177_5 * a - 1.291_485_548 * b),
        );
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
        .map(|x| x.clamp(0.0, 1.0))
    }
}
fn light_of(Rgb(r, g, b): Rgb) -> [f64; 3] {
    [r, g, b].map(|x| f64::from(x) / 255.0).map(|x| if x <= 0.040_45 { x / 12.92 } else { ((x + 0.055) / 1.055).powf(2.4) })
}
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    let (one, other) = (luminance(one), luminance(other));
    one.max(other) / one.min(other)
}

/// A token of the style sheet in light and in dark.
fn token(name: &str) -> [Oklch; 2] {
    let value = STYLE.split_once(&format!("--{name}: ")).and_then(|(_, rest)| rest.split_once(';')).unwrap_or_else(|| panic!("--{name} is a token")).0;
    if let Some(other) = value.strip_prefix("var(--").and_then(|v| v.strip_suffix(')')) {
        return token(other);
    }
    match value.strip_prefix("light-dark(").and_then(|v| v.strip_suffix(')')).and_then(|v| v.split_once("), ")) {
        Some((light, dark)) => [Oklch::read(&format!("{light})")), Oklch::read(dark)],
        None => [Oklch::read(value); 2],
    }
}

#[test]
fn every_colour_can_be_read_in_light_and_in_dark() {
    for colour in Colour::ALL {
        for (text, ground) in [(format!("on-{colour}"), colour.to_string()), (format!("{colour}-ink"), format!("{colour}-tint"))] {
            for (text, ground) in token(&text).into_iter().zip(token(&ground)) {
                let found = contrast(text.light(), ground.light());
                assert!(found >= READABLE, "{colour}: {text:?} on {ground:?} is {found:.2}");
            }
        }
    }
}

#[test]
fn every_colour_can_be_read_on_paper_and_is_the_one_of_the_light_pages() {
    for colour in Colour::ALL {
        let Shades { solid, on_solid, tint, ink, line } = Shades::of(*colour);
        assert!(contrast(light_of(on_solid), light_of(solid)) >= READABLE, "{colour}");
        assert!(contrast(light_of(ink), light_of(tint)) >= READABLE && contrast(light_of(ink), light_of(WHITE)) >= READABLE, "{colour}");
        for (name, printed) in [("", solid), ("-tint", tint), ("-ink", ink), ("-line", line)] {
            let [page, _] = token(&format!("{colour}{name}"));
            let apart = page.light().into_iter().zip(light_of(printed)).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
            assert!(apart < 0.06, "{colour}{name} is another on paper, by {apart:.3}");
        }
    }
}

#[test]
fn no_colour_can_be_taken_for_another() {
    for name in ["", "-tint"] {
        for (place, one) in Colour::ALL.iter().enumerate() {
            for other in &Colour::ALL[place + 1..] {
                for (a, b) in token(&format!("{one}{name}")).into_iter().zip(token(&format!("{other}{name}"))) {
                    let squares: f64 = a.lab().into_iter().zip(b.lab()).map(|(a, b)| (a - b) * (a - b)).sum();
                    assert!(squares.sqrt() >= APART, "{one}{name} and {other}{name}: {:.3}", squares.sqrt());
                }
            }
        }
    }
}

#[test]
fn the_style_sheet_gives_each_band_each_colour_whole() {
    for colour in Colour::ALL {
        assert!(STYLE.contains(&format!("option[value=\"{colour}\"]:checked")), "the form shows {colour}");
        for band in ["low", "mid", "high"] {
            let rule = STYLE.split_once(&format!("[data-{band}=\"{colour}\"] {{")).and_then(|(_, rest)| rest.split_once('}'));
            let rule = rule.unwrap_or_else(|| panic!("{band} in {colour}")).0;
            for part in ["", "-tint", "-ink", "-line"] {
                assert!(rule.contains(&format!("--band-{band}{part}: var(--{colour}{part});")), "{band} in {colour} lacks {part}");
            }
            assert!(rule.contains(&format!("--on-band-{band}: var(--on-{colour});")), "{band} in {colour} says nothing of what is written on it");
        }
    }
}

#[test]
fn every_colour_has_its_class() {
    assert_eq!(CLASSES.map(of_class).to_vec(), Colour::ALL.iter().copied().map(Some).collect::<Vec<_>>());
    assert_eq!((of_class("in-pink"), of_class("blue")), (None, None));
}
