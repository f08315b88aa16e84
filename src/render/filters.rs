//! What templates can call: texts, dates, figures (the marks are in `badges`).

use std::collections::HashMap;

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Value};
use serde::Deserialize;

use super::format::{self, When};
use super::i18n::{Catalogue, FluentArgs, FluentValue, Lang};
use super::{assets, basis, hyphens, markdown, terms};
use crate::domain::decision::{Basis, DecidedTerms};

/// Adds the functions `t` and `asset`, the global `lang`, and the filters for dates and figures.
pub(super) fn add_to(environment: &mut Environment<'static>, lang: Lang) {
    environment.add_global("lang", lang.code());
    environment.add_function("t", text_function(lang));
    environment.add_function("asset", |name: &str| assets::href(name));
    add_date_filters(environment, lang);
    add_figure_filters(environment, lang);
}

/// `t("key", name=value…)`: a text of the catalogue.
///
/// A missing key is an error in a debug build, where tests find it, and otherwise shows as itself.
fn text_function(lang: Lang) -> impl Fn(&str, Kwargs) -> Result<Value, Error> {
    let catalogue = Catalogue::of(lang);
    let plain: HashMap<&str, Value> = catalogue.plain_texts().map(|(key, text)| (key, Value::from(text))).collect();
    move |key, kwargs| {
        if let Some(text) = plain.get(key) {
            return Ok(text.clone());
        }
        let args = fluent_arguments(&kwargs)?;
        match catalogue.text_with(key, &args) {
            Some(text) => Ok(Value::from(text)),
            None if cfg!(debug_assertions) => Err(invalid(format!("no text has the key {key}"))),
            None => Ok(Value::from(key)),
        }
    }
}

fn fluent_arguments(kwargs: &Kwargs) -> Result<FluentArgs<'static>, Error> {
    let mut args = FluentArgs::new();
    for name in kwargs.args() {
        let value: Value = kwargs.get(name)?;
        let value = match i64::try_from(value.clone()) {
            Ok(number) if value.kind() == ValueKind::Number => FluentValue::from(number),
            _ => FluentValue::from(value.to_string()),
        };
        args.set(name.to_owned(), value);
    }
    Ok(args)
}

fn add_date_filters(environment: &mut Environment<'static>, lang: Lang) {
    environment.add_filter("prose", |text: &str| Value::from_safe_string(markdown::prose(text).as_str().to_owned()));
    environment.add_filter("plain", |text: &str| markdown::plain(text));
    environment.add_filter("soft", move |text: &str| hyphens::soft(lang, text));
    environment.add_filter("date", |value: &Value| on_day(value, format::date));
    environment.add_filter("day", move |value: &Value| on_day(value, |day| format::day(lang, day)));
    environment.add_filter("dated", move |value: &Value| on_day(value, |day| format::dated(lang, day)));
    environment.add_filter("terms", move |value: &Value| DecidedTerms::deserialize(value).map(|decided| terms::in_words(lang, &decided)));
    environment.add_filter("basis", move |value: &Value| Basis::deserialize(value).map(|basis| basis::in_words(lang, &basis)));
    environment.add_filter("hours", move |hours: &str| format::hours(lang, hours));
    environment.add_filter("long_day", move |value: &Value| on_day(value, |day| format::long_day(lang, day)));
    environment.add_filter("clock", move |value: &Value| match when(value)? {
        Some(When::At(time)) => Ok(format::clock(lang, time)),
        Some(When::Day(_)) => Err(invalid("a day has no time of day")),
        None => Ok(String::new()),
    });
    environment.add_filter("stamp", move |value: &Value| match when(value)? {
        Some(When::At(time)) => Ok(format::stamp(lang, time)),
        Some(When::Day(day)) => Ok(format::dated(lang, day)),
        None => Ok(String::new()),
    });
    environment.add_filter("moment", move |value: &Value| match when(value)? {
        Some(When::At(time)) => Ok(format::moment(lang, time)),
        Some(When::Day(day)) => Ok(format::day(lang, day)),
        None => Ok(String::new()),
    });
}

fn add_figure_filters(environment: &mut Environment<'static>, lang: Lang) {
    environment.add_filter("kr", move |value: &Value| match whole(value)? {
        Some(ore) => Ok(format::kr(lang, ore)),
        None => Ok(String::new()),
    });
    environment.add_filter("kronor", move |value: &Value| match whole(value)? {
        Some(ore) => Ok(format::kronor(lang, ore)),
        None => Ok(String::new()),
    });
    environment.add_filter("number", move |value: &Value| match figure(value)? {
        Some(value) if value.fract() == 0.0 => Ok(format::decimal(lang, value, 0)),
        Some(value) => Ok(format::decimal(lang, value, 2)),
        None => Ok(String::new()),
    });
    environment.add_filter("percent", move |value: &Value| match figure(value)? {
        Some(value) => Ok(format::percent(lang, value)),
        None => Ok(String::new()),
    });
}

fn on_day(value: &Value, write: impl Fn(chrono::NaiveDate) -> String) -> Result<String, Error> {
    Ok(when(value)?.map_or_else(String::new, |when| write(when.day())))
}

/// The point in time of a value; nothing for none.
fn when(value: &Value) -> Result<Option<When>, Error> {
    if value.is_none() {
        return Ok(None);
    }
    value.as_str().and_then(When::parse).map(Some).ok_or_else(|| invalid(format!("not a day or a time: {value}")))
}

/// The whole number of a value; nothing for none.
fn whole(value: &Value) -> Result<Option<i64>, Error> {
    if value.is_none() {
        return Ok(None);
    }
    i64::try_from(value.clone()).map(Some)
}

/// The number of a value; nothing for none.
fn figure(value: &Value) -> Result<Option<f64>, Error> {
    if value.is_none() {
        return Ok(None);
    }
    f64::try_from(value.clone()).map(Some)
}

fn invalid(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message)
}
