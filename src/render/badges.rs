//! The small marks that stand in every row of a list: icons, risk values, lights, trends.
//!
//! They are made here and not by macros because a register prints them hundreds of times.
//! Each mark is a shape, a colour and a word; colour never stands alone.

use std::collections::HashMap;

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, Value, context};

use super::assets;
use super::i18n::Lang;
use super::palette::Shades;
use crate::domain::colour::Colour;

/// Adds `icon`, `rv`, `band`, `lamp`, `trend`, the filter `tone`, and `shades(band, colour)` for mails, which have no style sheet:
/// without a colour the band's own.
pub(super) fn add_to(environment: &mut Environment<'static>, lang: Lang) {
    environment.add_function("icon", icon_function());
    environment.add_function("rv", move |value: &Value, band: &str| risk_value(lang, value, band));
    environment.add_function("band", move |band: &str| {
        let tone = tone(band);
        mark("tag band", tone, shape(tone), lang.text(band_key(band)))
    });
    environment.add_function("lamp", move |light: &str| lamp(lang, light));
    environment.add_function("trend", move |direction: &str| {
        let icon = match direction {
            "up" => "trending-up",
            "down" => "trending-down",
            _ => "move-right",
        };
        let word = lang.text(trend_key(direction));
        mark("trend trend", direction, icon, word)
    });
    environment.add_filter("tone", |key: &str| tone(key));
    environment.add_function("shades", |band: &str, colour: Option<&str>| {
        let own = band.parse().map(Colour::of).unwrap_or(Colour::Green);
        let Shades { tint, ink, .. } = Shades::of(colour.and_then(|word| word.parse().ok()).unwrap_or(own));
        context! { tint => tint.hex(), ink => ink.hex() }
    });
}

/// `icon("gavel", "class")`: a drawing of the sprite, hidden from screen readers.
///
/// A name that the sprite lacks is an error in a debug build, where tests find it.
fn icon_function() -> impl Fn(&str, Option<&str>) -> Result<Value, Error> {
    let icons: HashMap<String, Value> = sprite_names()
        .into_iter()
        .map(|name| {
            let drawing = Value::from_safe_string(drawing(&name, ""));
            (name, drawing)
        })
        .collect();
    move |name, class| match (icons.get(name), class.unwrap_or_default()) {
        (Some(icon), "") => Ok(icon.clone()),
        (Some(_), class) if is_class_list(class) => Ok(Value::from_safe_string(drawing(name, class))),
        (None, _) if !cfg!(debug_assertions) => Ok(Value::from_safe_string(String::new())),
        _ => Err(Error::new(ErrorKind::InvalidOperation, format!("the sprite has no icon {name}, or its class is not a class"))),
    }
}

/// The names of the sprite's symbols.
fn sprite_names() -> Vec<String> {
    let sprite = assets::find("icons.svg").map_or_else(String::new, |file| String::from_utf8_lossy(&file.bytes).into_owned());
    sprite.split("<symbol id=\"").skip(1).filter_map(|rest| rest.split_once('"').map(|(name, _)| name.to_owned())).collect()
}

fn is_class_list(class: &str) -> bool {
    class.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_ ".contains(&byte))
}

fn drawing(name: &str, class: &str) -> String {
    let gap = if class.is_empty() { "" } else { " " };
    let href = assets::href("icons.svg");
    format!("<svg class=\"icon{gap}{class}\" aria-hidden=\"true\" focusable=\"false\"><use href=\"{href}#{name}\"></use></svg>")
}

/// `rv(25, "high")`: the value of a risk with its band.
fn risk_value(lang: Lang, value: &Value, band: &str) -> Result<Value, Error> {
    if value.kind() != ValueKind::Number {
        return Err(Error::new(ErrorKind::InvalidOperation, "a risk value is a number"));
    }
    let tone = tone(band);
    let shape = drawing(shape(tone), "");
    let word = lang.text(band_key(band));
    Ok(Value::from_safe_string(format!("<span class=\"rv rv--{tone}\">{shape}{value} <span class=\"small\">{word}</span></span>")))
}

/// `lamp("minor")`: a status light with its word for screen readers.
fn lamp(lang: Lang, light: &str) -> Value {
    let tone = tone(light);
    let shape = drawing(shape(tone), "");
    let word = lang.text(match light {
        "on_plan" => "light-on_plan",
        "minor" => "light-minor",
        _ => "light-major",
    });
    Value::from_safe_string(format!("<span class=\"lamp lamp--{tone}\">{shape}<span class=\"vh\">{word}</span></span>"))
}

/// A tag-like mark: classes, tone, icon and a word of the catalogue.
fn mark(class: &str, tone: &str, icon: &str, word: &str) -> Value {
    let tone = if is_class_list(tone) { tone } else { "none" };
    let icon = drawing(icon, "");
    Value::from_safe_string(format!("<span class=\"{class}--{tone}\">{icon}<span>{word}</span></span>"))
}

fn band_key(band: &str) -> &'static str {
    match band {
        "low" => "band-low",
        "medium" => "band-medium",
        _ => "band-high",
    }
}

fn trend_key(direction: &str) -> &'static str {
    match direction {
        "up" => "trend-up",
        "down" => "trend-down",
        _ => "trend-flat",
    }
}

fn shape(tone: &str) -> &'static str {
    match tone {
        "low" => "circle-check",
        "mid" => "triangle-alert",
        "high" => "octagon-alert",
        _ => "circle",
    }
}

/// The colour family of a key that carries a judgement: `low`, `mid`, `high`, or `none`.
fn tone(key: &str) -> &'static str {
    match key {
        "low" | "on_plan" | "approved" | "done" | "sent" | "accepted" | "continue" | "approve" | "confirm" | "confirmed" | "adopted" => "low",
        "medium" | "mid" | "minor" | "returned" | "back" | "return" | "submitted" | "late" => "mid",
        "high" | "major" | "rejected" | "bounced" | "failed" | "stop" | "reject" | "refuse" | "occurred" => "high",
        _ => "none",
    }
}
