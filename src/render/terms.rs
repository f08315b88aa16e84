//! What was decided beyond its outcome, in words.
use crate::domain::decision::DecidedTerms;
use crate::render::format;
use crate::render::i18n::Lang;

/// Each with what it is: "Accepterad till och med", "måndag 1 mars 2021".
pub fn in_words(lang: Lang, terms: &DecidedTerms) -> Vec<(String, String)> {
    let named = |key: &str, value: String| (lang.text(key).to_owned(), value);
    let product = |[likelihood, impact]: [i32; 2]| format!("{} ({likelihood} × {impact})", likelihood * impact);
    match terms {
        DecidedTerms::Acceptance { value, until } => {
            vec![named("decision-terms-value", value.to_string()), named("decision-terms-until", format::long_day(lang, *until))]
        }
        DecidedTerms::Measure { strategy, responsible, due_on, cost } => [
            Some(named("decision-terms-strategy", lang.text(&format!("strategy-{strategy}")).to_owned())),
            responsible.as_ref().map(|name| named("risk-responsible", name.clone())),
            due_on.map(|day| named("decision-terms-due", format::long_day(lang, day))),
            cost.map(|cost| named("decision-terms-cost", format::kr(lang, cost))),
        ]
        .into_iter()
        .flatten()
        .collect(),
        DecidedTerms::Lowering { from, to, proposed_by } => {
            let mut told = vec![named("decision-terms-from", product(*from)), named("decision-terms-to", product(*to))];
            told.extend(proposed_by.as_ref().map(|name| named("decision-terms-proposed-by", name.clone())));
            told
        }
        DecidedTerms::Budget { total } => vec![named("decision-terms-total", format::kr(lang, *total))],
        DecidedTerms::Lift { to } => vec![named("decision-terms-lifted-to", lang.text(&format!("role-{to}")).to_owned())],
    }
}
