//! An indicator in words and as a picture, on a page and in a report.
use crate::domain::indicator::{Hundredths, Lack, Quarter};
use crate::domain::report::closing::{IndicatorLine, ValueIn, ValueOn};
use crate::render::charts::{self, Chart, Dated, Figure};
use crate::render::format;
use crate::render::i18n::{FluentArgs, Lang};

/// A value with its unit: `62,5 %`.
pub fn value(lang: Lang, unit: &str, value: Hundredths) -> String {
    format!("{}\u{a0}{unit}", format::decimal(lang, value.0 as f64 / 100.0, 2))
}
/// A quarter as people say it.
pub fn quarter(lang: Lang, quarter: Quarter) -> String {
    let mut args = FluentArgs::new();
    args.set("year", quarter.year.to_string());
    args.set("number", quarter.number);
    lang.text_with("indicator-quarter", &args)
}

/// What the figures say, in a sentence.
pub fn finding(lang: Lang, line: &IndicatorLine) -> String {
    let text = |v: Option<i64>| v.map(|v| value(lang, &line.unit, Hundredths(v))).unwrap_or_default();
    let mut args = FluentArgs::new();
    args.set("value", text(line.latest()));
    args.set("target", text(line.target.as_ref().map(|t| t.value)));
    let key = match (line.reached, line.lack, line.progress) {
        (_, Some(Lack::Baseline), _) => "indicator-lacks-baseline",
        (_, Some(Lack::Target), _) => "indicator-lacks-target",
        (Some(true), ..) => "indicator-is-reached",
        (_, Some(Lack::Value), _) => "indicator-lacks-value",
        (_, Some(Lack::Distance), _) | (_, None, None) => "indicator-lacks-distance",
        (_, None, Some(percent)) if percent < 0 => "indicator-is-worse",
        (_, None, Some(percent)) => {
            args.set("percent", percent);
            "indicator-is-on-its-way"
        }
    };
    lang.text_with(key, &args)
}

/// The way from the baseline to the target.
pub fn chart(lang: Lang, line: &IndicatorLine) -> Chart {
    let word = |key: &str| lang.text(key).to_owned();
    let dated = |at: Quarter, key: &str, v: i64| Dated {
        when: quarter(lang, at),
        word: word(key),
        figure: Figure::new(v as f64 / 100.0, value(lang, &line.unit, Hundredths(v))),
    };
    let given = |v: &Option<ValueOn>, key: &str| v.as_ref().map(|v| dated(Quarter::of(v.on), key, v.value));
    let measured = |m: &ValueIn| dated(Quarter { year: m.year, number: m.quarter }, "indicator-measurement", m.value);
    Chart::Indicator(charts::Indicator {
        title: finding(lang, line),
        headers: [word("indicator-when"), word("indicator-what"), word("indicator-value")],
        baseline: given(&line.baseline, "indicator-baseline"),
        measured: line.measured.iter().map(measured).collect(),
        target: given(&line.target, "indicator-target"),
    })
}
