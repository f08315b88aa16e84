//! Pictures and tables say the same, whatever the figures and words.

use proptest::collection::vec as many;
use proptest::prelude::*;

use super::*;

fn trend(risks: &[(&str, &[Option<u32>])]) -> Chart {
    let band = |level, from, to, word: &str| BandRange { level, from, to, word: word.into() };
    Chart::RiskTrend(RiskTrend {
        title: "R1 har ökat från 10 till 25".into(),
        row_word: "Risk".into(),
        reviews: vec!["28 aug".into(), "23 okt".into(), "4 dec".into()],
        risks: risks.iter().map(|(label, values)| RiskLine { label: (*label).into(), values: values.to_vec() }).collect(),
        bands: vec![band(Level::LOW, 1, 6, "Låg"), band(Level::MID, 8, 12, "Medel"), band(Level::HIGH, 15, 25, "Hög")],
        max: 25,
    })
}

fn spark(values: &[u32]) -> Chart {
    Chart::Spark(Spark { title: "10, 15, 25".into(), value_word: "Värde".into(), values: values.to_vec(), max: 25 })
}

fn labels(chart: &Chart) -> Vec<(String, f32)> {
    let marks = chart.scene().marks.into_iter();
    marks
        .filter_map(|mark| match mark {
            Mark::Text { text, y, ink: Ink::Label, .. } => Some((text, y)),
            _ => None,
        })
        .collect()
}

#[test]
fn risks_that_end_at_one_value_share_a_label() {
    let chart = trend(&[("R3", &[Some(15), Some(15)]), ("R4", &[Some(10), None, Some(15)]), ("R5", &[Some(20), Some(10)])]);
    let words: Vec<String> = labels(&chart).into_iter().map(|(text, _)| text).collect();
    assert_eq!(words, ["R5: 10", "R3, R4: 15"]);
}

#[test]
fn labels_of_neighbouring_values_do_not_touch() {
    let chart = trend(&[("R1", &[Some(9)]), ("R2", &[Some(10)]), ("R3", &[Some(8)]), ("R4", &[Some(25)]), ("R5", &[Some(24)])]);
    let mut positions: Vec<f32> = labels(&chart).into_iter().map(|(_, y)| y).collect();
    positions.sort_by(f32::total_cmp);
    assert!(positions.windows(2).all(|pair| pair[1] - pair[0] >= 14.9), "{positions:?}");
}

#[test]
fn a_risk_that_rises_is_drawn_as_rising_and_one_that_falls_as_falling() {
    let drawn = svg(&trend(&[("R1", &[Some(10), Some(25)]), ("R2", &[Some(20), Some(10)]), ("R3", &[Some(5), Some(5)])]), Palette::Css);
    for class in ["ln ln--up", "ln ln--down", "ln ln--flat", "pt pt--up", "z-low", "zt-high"] {
        assert!(drawn.contains(&format!("class=\"{class}\"")), "{class} in {drawn}");
    }
}

#[test]
fn the_table_gives_every_value_and_leaves_unassessed_empty() {
    let table = trend(&[("R4", &[Some(10), None, Some(15)])]).table();
    assert_eq!(table.headers, ["Risk", "28 aug", "23 okt", "4 dec"]);
    assert_eq!(table.rows, [["R4", "10", "", "15"]]);
}

#[test]
fn a_spark_is_drawn_as_in_the_risk_register() {
    let drawn = svg(&spark(&[10, 15, 25]), Palette::Css);
    assert!(drawn.contains("class=\"spark spark--up\""));
    assert!(drawn.contains("points=\"4,13.8 32,10.2 60,3\""), "{drawn}");
}

#[test]
fn mail_gets_colours_and_pages_get_classes() {
    let chart = trend(&[("R1", &[Some(10), Some(25)])]);
    assert!(!svg(&chart, Palette::Fixed).contains("class="));
    assert!(!svg(&chart, Palette::Css).contains('#'));
}

#[test]
fn an_outcome_above_budget_is_marked_as_overrun() {
    let category = CostCategory { label: "Resor".into(), budget: Figure::new(10.0, "10 kr"), outcome: Figure::new(12.0, "12 kr"), total: None };
    let words = BudgetWords { category: "K".into(), budget: "B".into(), outcome: "U".into(), total: "T".into() };
    let chart = Chart::BudgetBars(BudgetBars { title: "t".into(), words, categories: vec![category] });
    assert!(svg(&chart, Palette::Css).contains("bar bar--over"));
    assert_eq!(chart.table().rows, [["Resor", "10 kr", "12 kr"]]);
}

#[test]
fn what_is_too_small_for_a_bar_is_left_to_the_table() {
    let category =
        |label: &str, value: f64| CostCategory { label: label.into(), budget: Figure::new(value, "kr"), outcome: Figure::new(0.0, "0 kr"), total: None };
    let words = BudgetWords { category: "K".into(), budget: "B".into(), outcome: "U".into(), total: "T".into() };
    let categories = vec![category("Personal", 1000.0), category("Resor", 10.0), category("Porto", 9.0)];
    let chart = Chart::BudgetBars(BudgetBars { title: "t".into(), words, categories });
    for palette in [Palette::Css, Palette::Fixed] {
        let drawn = svg(&chart, palette);
        assert!(drawn.contains("Resor") && !drawn.contains("Porto"));
    }
    assert_eq!(chart.table().rows.len(), 3);
}

#[test]
fn an_indicator_shows_its_baseline_what_was_measured_and_the_target_and_zero_is_a_value() {
    let dated =
        |when: &str, at: i32, word: &str, value: f64| Dated { when: when.into(), at, word: word.into(), figure: Figure::new(value, format!("{value} %")) };
    let chart = Chart::Indicator(Indicator {
        title: "Från 40 % till 0 %".into(),
        headers: ["När".into(), "Vad".into(), "Värde".into()],
        baseline: Some(dated("2020 kv 4", 4, "Baslinje", 40.0)),
        measured: vec![dated("2021 kv 3", 7, "Mätning", 0.0), dated("2020 kv 3", 3, "Mätning", 20.0)],
        target: Some(dated("2022 kv 2", 10, "Mål", 80.0)),
    });
    let drawn = svg(&chart, Palette::Css);
    assert!(["pt pt--base", "pt pt--measured", "ln ln--budget", "80 %"].iter().all(|mark| drawn.contains(mark)), "{drawn}");
    assert_eq!(
        chart.table().rows,
        [["2020 kv 3", "Mätning", "20 %"], ["2020 kv 4", "Baslinje", "40 %"], ["2021 kv 3", "Mätning", "0 %"], ["2022 kv 2", "Mål", "80 %"]]
    );
}

#[test]
fn numbers_have_at_most_two_decimals() {
    let written = [0.0, -0.001, 1.005, 13.8, 100.0, f32::NAN, f32::INFINITY].map(number);
    assert_eq!(written, ["0", "0", "1", "13.8", "100", "0", "0"]);
}

fn any_figure() -> impl Strategy<Value = Option<Figure>> {
    proptest::option::of((any::<f64>(), ".{0,8}").prop_map(|(value, text)| Figure { value, text }))
}

fn any_chart() -> impl Strategy<Value = Chart> {
    let words = || ".{0,20}";
    let risk = (words(), many(any::<Option<u32>>(), 0..6)).prop_map(|(label, values)| RiskLine { label, values });
    let band = (any::<u32>(), any::<u32>(), words()).prop_map(|(from, to, word)| BandRange { level: Level::MID, from, to, word });
    prop_oneof![
        (words(), many(words(), 0..5), many(risk, 0..9), many(band, 0..4), any::<u32>())
            .prop_map(|(title, reviews, risks, bands, max)| Chart::RiskTrend(RiskTrend { row_word: title.clone(), title, reviews, risks, bands, max })),
        (words(), many(words(), 0..9), many(any_figure(), 0..9), many(any_figure(), 0..9), any::<Option<f32>>()).prop_map(
            |(title, periods, budget, outcome, today)| {
                let word = || title.clone();
                let words = SCurveWords { period: word(), budget: word(), outcome: word(), forecast: word(), today: word() };
                let axis = outcome.iter().flatten().cloned().collect();
                Chart::SCurve(SCurve { title: word(), words, periods, forecast: budget.clone(), budget, outcome, today, axis })
            }
        ),
        (words(), many(words(), 0..9), many(any_figure(), 0..9), any::<f64>()).prop_map(|(title, days, remaining, start)| {
            let words = BurnWords { day: title.clone(), remaining: title.clone(), ideal: title.clone() };
            let committed = Figure::new(start, title.clone());
            Chart::SprintBurn(SprintBurn { title, words, days, remaining, committed })
        }),
        (words(), any_figure(), many(any_figure(), 0..9), any_figure(), any::<i32>()).prop_map(|(title, baseline, measured, target, at)| {
            let dated = |figure: Figure| Dated { when: title.clone(), at: at.wrapping_mul(figure.text.len() as i32), word: title.clone(), figure };
            let headers = [title.clone(), title.clone(), title.clone()];
            let (baseline, target) = (baseline.map(dated), target.map(dated));
            let measured = measured.into_iter().flatten().map(dated).collect();
            Chart::Indicator(Indicator { headers, baseline, measured, target, title: title.clone() })
        }),
        (words(), many(any::<u32>(), 0..9), any::<u32>()).prop_map(|(title, values, max)| Chart::Spark(Spark {
            value_word: title.clone(),
            title,
            values,
            max
        })),
    ]
}

proptest! {
    #[test]
    fn any_figures_and_words_give_well_formed_svg(chart in any_chart()) {
        for palette in [Palette::Css, Palette::Fixed] {
            let drawn = svg(&chart, palette);
            prop_assert!(roxmltree::Document::parse(&drawn).is_ok(), "{}", drawn);
            prop_assert!(!drawn.contains("NaN") || chart.title().contains("NaN"));
            prop_assert_eq!(&drawn, &svg(&chart, palette));
        }
    }

    #[test]
    fn every_row_of_a_table_is_as_long_as_its_head(chart in any_chart()) {
        let table = chart.table();
        prop_assert!(table.rows.iter().all(|row| row.len() == table.headers.len()));
    }
}
