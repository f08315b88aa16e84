//! On what basis a body decided, in words.
use crate::domain::decision::Basis;
use crate::render::format;
use crate::render::i18n::{FluentArgs, Lang};

/// "Möte 23 okt 2020, punkt § 4. Närvarande: …".
pub fn in_words(lang: Lang, basis: &Basis) -> String {
    let mut args = FluentArgs::new();
    match basis {
        Basis::Meeting { date, item, present } => {
            args.set("day", format::dated(lang, *date));
            args.set("item", item.to_string());
            args.set("present", present.to_string());
            lang.text_with("decision-basis-meeting", &args)
        }
        Basis::PerCapsulam { agreed } => {
            args.set("agreed", agreed.to_string());
            lang.text_with("decision-basis-per-capsulam", &args)
        }
        Basis::Chair => lang.text("decision-basis-chair").to_owned(),
    }
}
