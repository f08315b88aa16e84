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
        (_, Some(Lack::Baseline), _) if line.latest().is_some() => "indicator-lacks-baseline-now",
        (_, Some(Lack::Baseline), _) => "indicator-lacks-baseline",
        (_, Some(Lack::Target), _) if line.latest().is_some() => "indicator-lacks-target-now",
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

/// The way from the baseline to the target. The measurement that the baseline is, is one point with it.
pub fn chart(lang: Lang, line: &IndicatorLine) -> Chart {
    let word = |key: &str| lang.text(key).to_owned();
    let dated = |at: Quarter, key: &str, v: i64| Dated {
        when: quarter(lang, at),
        at: at.in_order(),
        word: word(key),
        figure: Figure::new(v as f64 / 100.0, value(lang, &line.unit, Hundredths(v))),
    };
    let given = |v: &Option<ValueOn>, key: &str| v.as_ref().map(|v| dated(Quarter::of(v.on), key, v.value));
    let quarter_of = |m: &ValueIn| Quarter { year: m.year, number: m.quarter };
    let is_baseline = |m: &&ValueIn| line.baseline.as_ref().is_some_and(|b| Quarter::of(b.on) == quarter_of(m) && b.value == m.value);
    let measured = |m: &ValueIn| dated(quarter_of(m), "indicator-measurement", m.value);
    Chart::Indicator(charts::Indicator {
        title: finding(lang, line),
        headers: [word("indicator-when"), word("indicator-what"), word("indicator-value")],
        baseline: given(&line.baseline, "indicator-baseline"),
        measured: line.measured.iter().filter(|m| !is_baseline(m)).map(measured).collect(),
        target: given(&line.target, "indicator-target"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn the_measurement_that_the_baseline_is_stands_once() {
        let line = IndicatorLine {
            number: 1,
            name: "Dagar".into(),
            unit: "dagar".into(),
            method: String::new(),
            baseline: Some(ValueOn { on: NaiveDate::from_ymd_opt(2020, 11, 16).expect("a day"), value: 2_100 }),
            target: None,
            measured: vec![ValueIn { year: 2020, quarter: 4, value: 2_100 }, ValueIn { year: 2021, quarter: 3, value: 2_100 }],
            apart: Vec::new(),
            missed: Vec::new(),
            progress: Some(0),
            lack: None,
            reached: Some(false),
        };
        let when: Vec<String> = chart(Lang::Sv, &line).table().rows.iter().map(|row| row[0].clone()).collect();
        assert_eq!(when, ["2020 kv 4", "2021 kv 3"]);
    }
}
