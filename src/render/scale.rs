//! The words of a risk policy's scale: those of the program's own in the reader's language, others as they are written.
use super::i18n::Lang;

/// The keys of the program's own words in the catalogue.
const KEYS: [&str; 10] = [
    "scale-likelihood-1",
    "scale-likelihood-2",
    "scale-likelihood-3",
    "scale-likelihood-4",
    "scale-likelihood-5",
    "scale-impact-1",
    "scale-impact-2",
    "scale-impact-3",
    "scale-impact-4",
    "scale-impact-5",
];

/// A step of a scale as `lang` says it.
pub fn step(lang: Lang, written: &str) -> String {
    let known = KEYS.iter().find(|key| Lang::ALL.iter().any(|other| other.text(key) == written));
    known.map_or(written, |key| lang.text(key)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::RiskPolicy;

    #[test]
    fn every_step_of_the_first_policy_is_told_in_both_languages_and_others_stay() {
        let policy = RiskPolicy::five_steps(1);
        for written in policy.scale().likelihood.iter().chain(&policy.scale().impact) {
            assert_eq!(step(Lang::Sv, written), *written);
            assert_ne!(step(Lang::En, written), *written);
            assert_eq!(step(Lang::Sv, &step(Lang::En, written)), *written);
        }
        assert_eq!(step(Lang::En, "Ganska sannolikt"), "Ganska sannolikt");
    }
}
