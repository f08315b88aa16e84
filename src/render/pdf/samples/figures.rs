//! Figures and facts for the sample documents, shared by tests and benches.

use std::collections::BTreeMap;

use super::charts::{BandRange, BudgetBars, BudgetWords, Chart, CostCategory, Figure, Level, RiskLine, RiskTrend};
use super::pdf::{Meta, PageLabel};

pub fn meta() -> Meta {
    Meta {
        title: "Statusrapport 2, Digitala processer för socialtjänst".into(),
        author: "Sara Holm".into(),
        subject: "Sprint 5 och 6".into(),
        language: "sv-SE".into(),
        created: chrono::DateTime::from_timestamp(1_606_000_000, 0).map(|t| t.naive_utc()).unwrap_or_default(),
        register_number: Some("2020/17".into()),
        checkpoint: Some("1482 5f2b90c17a4ed803".into()),
        id: *b"styrrum-H044-2-1",
        watermark: None,
        footer: "H044 · Statusrapport 2 · Dnr 2020/17".into(),
        page_label: PageLabel { page: "Sida".into(), of: "av".into() },
    }
}

fn kronor(value: i64) -> Figure {
    let digits = value.abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    Figure::new(value as f64, format!("{text}\u{a0}kr"))
}

pub fn charts() -> BTreeMap<String, Chart> {
    let band = |level, from, to, word: &str| BandRange { level, from, to, word: word.into() };
    let risk = |label: &str, values: [u32; 3]| RiskLine { label: label.into(), values: values.map(Some).to_vec() };
    let trend = RiskTrend {
        title: "Riskvärde per genomgång. R1 har ökat från 10 till 25, R5 har minskat från 20 till 10.".into(),
        row_word: "Risk".into(),
        reviews: ["28 aug", "23 okt", "20 nov"].map(String::from).to_vec(),
        risks: vec![
            risk("R1", [10, 15, 25]),
            risk("R2", [16, 16, 12]),
            risk("R3", [15, 15, 15]),
            risk("R4", [10, 12, 15]),
            risk("R5", [20, 15, 10]),
            risk("R6", [12, 12, 12]),
        ],
        bands: vec![band(Level::LOW, 1, 6, "Låg"), band(Level::MID, 8, 12, "Medel"), band(Level::HIGH, 15, 25, "Hög")],
        max: 25,
    };
    let category = |label: &str, budget, outcome, total| CostCategory {
        label: label.into(),
        budget: kronor(budget),
        outcome: kronor(outcome),
        total: Some(kronor(total)),
    };
    let budget = BudgetBars {
        title: "Köpta tjänster har kostat 352 700 kr mot årets budget 310 000 kr; övriga kostnadsslag ligger under budget.".into(),
        words: BudgetWords {
            category: "Kostnadsslag".into(), budget: "Årets budget".into(), outcome: "Utfall".into(), total: "Hela projektets budget".into()
        },
        categories: vec![
            category("Personal", 812_000, 598_200, 2_436_000),
            category("Köpta tjänster", 310_000, 352_700, 820_000),
            category("Resor", 95_000, 28_100, 285_000),
            category("Utrustning och licenser", 147_700, 88_900, 371_000),
            category("Utbildning", 120_000, 44_500, 300_000),
        ],
    };
    BTreeMap::from([("trend".to_owned(), Chart::RiskTrend(trend)), ("budget".to_owned(), Chart::BudgetBars(budget))])
}

pub fn long_report() -> String {
    let mut out = String::from("<article><header><h1>Effektrapport med bilagor</h1><p class=\"lead\">Alla mätningar</p></header>");
    for chapter in 1..=12 {
        out.push_str(&format!("<h2>Kapitel {chapter}</h2><p>Verksamhetsutvecklingen följer den beslutade projektplanen och personuppgiftsbiträdesavtalet.</p><table><caption>Mätningar {chapter}</caption><thead><tr><th>Nr</th><th>Mätning</th><th>Vad som mättes och hur</th><th class=\"n\">Värde</th></tr></thead><tbody>"));
        for row in 1..=90 {
            out.push_str(&format!("<tr><th scope=\"row\">{chapter}.{row}</th><td>Handläggningstid för försörjningsstöd</td><td>Tidsmätning i verksamhetssystemet under en vecka, medelvärde för samtliga handläggare i kommunen</td><td class=\"n\">{}</td></tr>", row * chapter));
        }
        out.push_str("</tbody></table>");
    }
    out.push_str("</article>");
    out
}
