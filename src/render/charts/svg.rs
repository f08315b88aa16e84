//! A scene as SVG. Everything that came from outside is escaped.

use std::fmt::Write as _;

use super::ink::{Course, Ink};
use super::scale::number;
use super::scene::{Anchor, Mark, Scene, TEXT_SIZE};
use super::{Chart, Palette};

/// Draws a chart as an `<svg role="img">` whose title says the finding.
pub fn svg(chart: &Chart, palette: Palette) -> String {
    let scene = match palette {
        Palette::Css => chart.page_scene(),
        Palette::Fixed => chart.scene(),
    };
    let mut out = String::with_capacity(4096);
    open(&mut out, chart, &scene, palette);
    for mark in &scene.marks {
        draw(&mut out, mark, palette);
    }
    out.push_str("</svg>");
    out
}

fn open(out: &mut String, chart: &Chart, scene: &Scene, palette: Palette) {
    let (width, height) = (number(scene.width), number(scene.height));
    let _ = write!(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\"");
    match palette {
        Palette::Css => {
            let _ = write!(out, " class=\"{}\"", class_of(chart));
        }
        Palette::Fixed => {
            let family = "'Public Sans', Arial, sans-serif";
            let size = number(TEXT_SIZE);
            let _ = write!(out, " width=\"{width}\" height=\"{height}\" font-family=\"{family}\" font-size=\"{size}\"");
        }
    }
    let _ = write!(out, "><title>{}</title>", Escaped(chart.title()));
}

fn class_of(chart: &Chart) -> &'static str {
    match chart {
        Chart::Spark(spark) => match spark.course() {
            Course::Up => "spark spark--up",
            Course::Down => "spark spark--down",
            Course::Flat => "spark spark--flat",
        },
        _ => "chart",
    }
}

fn draw(out: &mut String, mark: &Mark, palette: Palette) {
    match mark {
        Mark::Area { x, y, width, height, ink } => {
            let [x, y, width, height] = [*x, *y, *width, *height].map(number);
            let _ = write!(out, "<rect{} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>", Look { ink: *ink, palette, is_line: false });
        }
        Mark::Line { points, ink } => {
            let _ = write!(out, "<polyline{} points=\"", Look { ink: *ink, palette, is_line: true });
            for (index, (x, y)) in points.iter().enumerate() {
                let gap = if index == 0 { "" } else { " " };
                let _ = write!(out, "{gap}{},{}", number(*x), number(*y));
            }
            out.push_str("\"/>");
        }
        Mark::Dot { x, y, radius, ink } => {
            let [x, y, radius] = [*x, *y, *radius].map(number);
            let _ = write!(out, "<circle{} cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>", Look { ink: *ink, palette, is_line: false });
        }
        Mark::Text { x, y, text, anchor, ink } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let _ =
                write!(out, "<text{} x=\"{}\" y=\"{}\"{anchor}>{}</text>", Look { ink: *ink, palette, is_line: false }, number(*x), number(*y), Escaped(text));
        }
    }
}

/// The attributes that give a mark its look.
struct Look {
    ink: Ink,
    palette: Palette,
    is_line: bool,
}

impl std::fmt::Display for Look {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.palette {
            Palette::Css => write!(f, " class=\"{}\"", self.ink.class())?,
            Palette::Fixed => self.fixed(f)?,
        }
        match self.ink.dash() {
            Some([dash, gap]) => write!(f, " stroke-dasharray=\"{} {}\"", number(dash), number(gap)),
            None => Ok(()),
        }
    }
}

impl Look {
    fn fixed(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.ink.fill().filter(|_| !self.is_line) {
            Some(fill) => write!(f, " fill=\"{}\"", fill.hex())?,
            None => f.write_str(" fill=\"none\"")?,
        }
        if let Some((colour, width)) = self.ink.stroke() {
            write!(f, " stroke=\"{}\" stroke-width=\"{}\"", colour.hex(), number(width))?;
        }
        if self.is_line {
            f.write_str(" stroke-linejoin=\"round\" stroke-linecap=\"round\"")?;
        }
        if self.ink.is_bold() { f.write_str(" font-weight=\"600\"") } else { Ok(()) }
    }
}

/// Text in SVG: markup and what XML cannot carry are made harmless.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' => f.write_str("&quot;"),
            '\'' => f.write_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => Ok(()),
            c if c.is_control() && !matches!(c, '\t' | '\n') => Ok(()),
            c => std::fmt::Write::write_char(f, c),
        })
    }
}
