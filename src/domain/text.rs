//! Text that people write: trimmed, without control characters, within a length.
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    #[error("empty")]
    Empty,
    #[error("{length} characters, and no more than {max} are taken")]
    TooLong { max: usize, length: usize },
    #[error("has a line break or control character, and is one line")]
    ControlCharacter,
    #[error("has a control character among its lines")]
    StrayCharacter,
    #[error("not a code of letters, digits and hyphens")]
    NotACode,
    #[error("not an e-mail address")]
    NotAnEmail,
}

/// A word that is none of an enum's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown word")]
pub struct UnknownWord;

/// Signs that break a line without being a line break, or turn the direction of writing, by which a name can be made to read as another.
pub(super) fn misleads(c: char) -> bool {
    matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

macro_rules! text {
    ($(#[$meta:meta])* $name:ident, max = $max:literal, multiline = $multiline:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        /// What was stored is held to the same rule as what is typed, but for signs that were once taken.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                $name::checked(&String::deserialize(from)?).map_err(serde::de::Error::custom)
            }
        }

        impl $name {
            /// The most characters it may hold.
            pub const MAX: usize = $max;
            /// # Errors
            /// Empty after trimming, longer than [`Self::MAX`] characters, or with characters that do not belong in it.
            pub fn new(raw: &str) -> Result<$name, TextFault> {
                if !$multiline && raw.contains(misleads) { return Err(TextFault::ControlCharacter); }
                $name::checked(raw)
            }
            fn checked(raw: &str) -> Result<$name, TextFault> {
                let text = raw.trim().replace("\r\n", "\n");
                if text.is_empty() { return Err(TextFault::Empty); }
                let length = text.chars().count();
                if length > $max { return Err(TextFault::TooLong { max: $max, length }); }
                let stray = |c: char| c.is_control() && !($multiline && (c == '\n' || c == '\t'));
                if text.contains(stray) { return Err(if $multiline { TextFault::StrayCharacter } else { TextFault::ControlCharacter }); }
                Ok($name(text))
            }
            pub fn as_str(&self) -> &str { &self.0 }
            pub fn into_string(self) -> String { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    };
}
text!(
    /// One line: names, titles, causes. At most 300 characters.
    ShortText, max = 300, multiline = false
);
text!(
    /// What somebody calls a view of a list. At most 60 characters.
    ViewName, max = 60, multiline = false
);
text!(
    /// Names of people, one after another. At most 2 000 characters.
    Names, max = 2000, multiline = false
);
text!(
    /// The text of a document. At most 200 000 characters.
    DocumentText, max = 200_000, multiline = true
);
text!(
    /// Running text with line breaks: reasons, motivations, comments. At most 8 000 characters.
    LongText, max = 8000, multiline = true
);

/// An e-mail address that can stand in a mail header: one `@`, no blanks, no line breaks, at most 254 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// # Errors
    /// Empty, too long, or not `name@domain.tld` in characters that mail servers take.
    pub fn new(raw: &str) -> Result<Email, TextFault> {
        let address = raw.trim();
        if address.is_empty() {
            return Err(TextFault::Empty);
        }
        if address.len() > 254 {
            return Err(TextFault::TooLong { max: 254, length: address.len() });
        }
        let taken = |c: char| c.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
        let fits = address.split_once('@').is_some_and(|(name, domain)| {
            let name_ok =
                !name.is_empty() && name.len() <= 64 && name.chars().all(taken) && !name.starts_with('.') && !name.ends_with('.') && !name.contains("..");
            let label_ok = |l: &str| {
                !l.is_empty() && l.len() <= 63 && l.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') && !l.starts_with('-') && !l.ends_with('-')
            };
            name_ok && domain.contains('.') && domain.split('.').all(label_ok)
        });
        if fits { Ok(Email(address.to_owned())) } else { Err(TextFault::NotAnEmail) }
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// The form in which two spellings of one address are equal.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}
impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Folds a text for search: lower case, also in Swedish, with å, ä and ö kept apart from a and o, and other accents dropped.
pub fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'á' | 'à' | 'â' => 'a',
            'ü' | 'ú' | 'ù' => 'u',
            'í' | 'ì' => 'i',
            'ó' | 'ò' | 'ô' => 'o',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_trimmed_and_must_say_something() {
        assert_eq!(ShortText::new("  E-samordnarens uppdrag ändras ").map(ShortText::into_string), Ok("E-samordnarens uppdrag ändras".into()));
        assert_eq!(ShortText::new(" \n"), Err(TextFault::Empty));
        assert_eq!(ShortText::new("två\nrader"), Err(TextFault::ControlCharacter));
        assert_eq!(LongText::new(&"å".repeat(8001)), Err(TextFault::TooLong { max: 8000, length: 8001 }));
        assert_eq!(LongText::new("två\nrader\0"), Err(TextFault::StrayCharacter));
    }

    #[test]
    fn a_name_that_turns_the_direction_of_writing_is_refused_and_one_that_was_stored_is_read() {
        let turned = "Sara\u{202e}eliF";
        assert_eq!(ShortText::new(turned), Err(TextFault::ControlCharacter));
        assert_eq!(Names::new("Eva, \u{2067}Bo"), Err(TextFault::ControlCharacter));
        assert!(LongText::new(turned).is_ok() && serde_json::from_value::<ShortText>(serde_json::json!(turned)).is_ok());
    }

    #[test]
    fn an_address_with_a_line_break_or_without_a_domain_is_no_address() {
        for bad in ["leader", "leader@", "@a.se", "a b@c.se", "a@c.se\nBcc: x@y.se", "a@c", "a@-c.se", ".a@c.se"] {
            assert_eq!(Email::new(bad), Err(TextFault::NotAnEmail), "{bad:?}");
        }
        assert!(Email::new("projektledare@exempel.se").is_ok());
    }

    #[test]
    fn search_folds_case_in_swedish_too() {
        assert_eq!(folded("ÅTGÄRD för Éva"), "åtgärd för eva");
    }
}
