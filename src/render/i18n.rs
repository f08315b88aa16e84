//! The two languages and their catalogue of texts (`locales/{sv,en}/*.ftl`).

use crate::domain::ids::DeliverableRef;
use crate::domain::own_words;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;
pub use fluent_bundle::{FluentArgs, FluentValue};
use rust_embed::RustEmbed;
use serde::{Serialize, Serializer};
use unic_langid::LanguageIdentifier;

/// The argument `number` of a text.
pub fn numbered(number: impl ToString) -> FluentArgs<'static> {
    let mut args = FluentArgs::new();
    args.set("number", number.to_string());
    args
}

/// A language that the interface speaks. Swedish is the first and the fallback.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    #[default]
    Sv,
    En,
}

/// The text named no language that we have.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown language")]
pub struct UnknownLang;

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Sv, Lang::En];

    /// The code used in `lang=""`, cookies and paths: `sv` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Sv => "sv",
            Lang::En => "en",
        }
    }

    /// The language that an `Accept-Language` header wants most; Swedish when it wants neither.
    pub fn from_accept_language(header: &str) -> Lang {
        let mut best = (Lang::Sv, 0.0);
        for part in header.split(',') {
            let mut fields = part.split(';');
            let tag = fields.next().unwrap_or_default().trim();
            let weight = fields.find_map(|field| field.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
            let primary = tag.split('-').next().unwrap_or_default();
            if let Ok(lang) = primary.parse()
                && weight > best.1
            {
                best = (lang, weight);
            }
        }
        best.0
    }

    /// The text of `key`; the key itself when the catalogue lacks it (a test finds those).
    pub fn text(self, key: &str) -> &str {
        Catalogue::of(self).text(key).unwrap_or(key)
    }

    /// The text of `key` with its arguments filled in; the key itself when it is missing.
    pub fn text_with(self, key: &str, args: &FluentArgs<'_>) -> String {
        Catalogue::of(self).text_with(key, args).unwrap_or_else(|| key.to_owned())
    }

    /// What a gate or a part delivery asks for, by its key: a criterion or an artefact of the built-in lifecycles, one of an organisation's own,
    /// or a criterion of a deliverable (`L1-2`).
    pub fn item(self, key: &str) -> Option<String> {
        let named = ["criterion", "artefact"].map(|kind| Catalogue::of(self).text_with(&format!("{kind}-{key}"), &FluentArgs::new()));
        named.into_iter().flatten().next().or_else(|| own_words::words_of(key)).or_else(|| self.item_of_deliverable(key))
    }
    fn item_of_deliverable(self, key: &str) -> Option<String> {
        let (reference, number) = key.split_once('-')?;
        let mut args = numbered(number.parse::<u32>().ok()?);
        args.set("ref", DeliverableRef::parse(reference)?.to_string());
        Some(self.text_with("criterion-of-deliverable", &args))
    }
    /// The text of `key`, or the words of somebody's own that it ends with: what phases, criteria and artefacts are called.
    pub fn name(self, key: &str) -> String {
        self.text_with(key, &FluentArgs::new())
    }

    /// For the plural rules; a code that did not parse would fall back to the root rules.
    fn identifier(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        Lang::ALL.into_iter().find(|lang| text.eq_ignore_ascii_case(lang.code())).ok_or(UnknownLang)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Lang {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[derive(RustEmbed)]
#[folder = "locales"]
struct Locales;

/// All texts of one language, read once.
///
/// Texts without arguments are formatted beforehand, so that asking for one costs a lookup.
pub struct Catalogue {
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

static SWEDISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load_or_log(Lang::Sv));
static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load_or_log(Lang::En));

impl Catalogue {
    /// The catalogue of a language.
    pub fn of(lang: Lang) -> &'static Catalogue {
        match lang {
            Lang::Sv => &SWEDISH,
            Lang::En => &ENGLISH,
        }
    }

    /// The text of `key`, unless it is missing or takes arguments.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.plain.get(key).map(String::as_str)
    }

    /// The text of `key` with its arguments filled in, or the words of somebody's own that it ends with; `None` when it is missing.
    pub fn text_with(&self, key: &str, args: &FluentArgs<'_>) -> Option<String> {
        if let Some(text) = self.plain.get(key) {
            return Some(text.clone());
        }
        let Some(message) = self.bundle.get_message(key) else { return own_words::said_by(key) };
        let pattern = message.value()?;
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        for error in errors {
            tracing::error!(key, %error, "a text lacks an argument");
        }
        Some(text)
    }

    /// Whether the language has the text, with or without arguments.
    pub fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// All texts that take no argument.
    pub fn plain_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.plain.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    fn load_or_log(lang: Lang) -> Catalogue {
        let (catalogue, faults) = Catalogue::load(lang);
        for fault in faults {
            tracing::error!(%lang, fault, "the catalogue has a fault");
        }
        catalogue
    }

    /// Reads every file of the language; faulty or doubled entries are left out and told.
    fn load(lang: Lang) -> (Catalogue, Vec<String>) {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
        // Isolation marks are invisible signs that break searching, copying and PDF text.
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        let mut faults = Vec::new();
        for (name, source) in sources(lang) {
            keys.extend(message_keys(&source).map(str::to_owned));
            let resource = FluentResource::try_new(source).unwrap_or_else(|(resource, errors)| {
                faults.extend(errors.iter().map(|error| format!("{name}: {error}")));
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                faults.extend(errors.iter().map(|error| format!("{name}: {error}")));
            }
        }
        let plain = keys.into_iter().filter_map(|key| format_without_arguments(&bundle, &key).map(|text| (key, text))).collect();
        (Catalogue { plain, bundle }, faults)
    }
}

/// The files of a language, with their names.
fn sources(lang: Lang) -> impl Iterator<Item = (String, String)> {
    let folder = format!("{lang}/");
    Locales::iter().filter(move |name| name.starts_with(&folder) && name.ends_with(".ftl")).filter_map(|name| {
        let file = Locales::get(&name)?;
        let text = String::from_utf8_lossy(&file.data).into_owned();
        Some((name.into_owned(), text))
    })
}

/// The keys of the messages of a file: what stands at the line's start before an equals sign.
fn message_keys(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic())).filter_map(|line| line.split_once('=').map(|(key, _)| key.trim_end()))
}

/// The text of a message that refers to no argument.
fn format_without_arguments(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, None, &mut errors);
    errors.is_empty().then(|| text.into_owned())
}

#[cfg(test)]
#[path = "i18n_tests.rs"]
mod tests;
