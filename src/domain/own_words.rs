//! Words that an administrator has chosen for a phase, a criterion or an artefact. Their key says them, so that whoever meets the key
//! can show it: in an address, a form's field, a journal or a frozen report, and long after the template has a newer version.
//!
//! The program's own keys are letters and underscores, with a text in the catalogue. A key of somebody's own words begins with `~`; in
//! it letters and digits of ASCII stand for themselves, `_` is a blank, and any other byte is `~` with two hexadecimal digits.
use crate::domain::text::TextFault;
use std::fmt::Write;

/// The most characters of such words, and of their key.
pub const MOST: usize = 100;
const LONGEST_KEY: usize = 300;

/// The key of somebody's own words.
///
/// # Errors
/// Nothing but blanks, or too long.
pub fn key_of(words: &str) -> Result<String, TextFault> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut key = String::from("~");
    for byte in words.bytes() {
        match byte {
            b' ' => key.push('_'),
            letter if letter.is_ascii_alphanumeric() => key.push(letter.into()),
            // Writing to a string does not fail.
            other => drop(write!(key, "~{other:02x}")),
        }
    }
    match words.chars().count() {
        0 => Err(TextFault::Empty),
        length if length > MOST || key.len() > LONGEST_KEY => Err(TextFault::TooLong { max: MOST, length }),
        _ => Ok(key),
    }
}

/// What a key says; `None` for a key of the program's own, and for one that nobody made.
pub fn words_of(key: &str) -> Option<String> {
    let mut rest = key.strip_prefix('~')?.bytes();
    let mut words = Vec::with_capacity(key.len());
    while let Some(byte) = rest.next() {
        words.push(match byte {
            b'_' => b' ',
            b'~' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(words).ok()
}

/// As [`words_of`], of a key of the catalogue that ends with one, such as `phase-~Pilot`.
pub fn said_by(catalogue_key: &str) -> Option<String> {
    let (_, key) = catalogue_key.split_once("-~")?;
    words_of(&format!("~{key}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_says_its_words_and_fits_in_an_address_a_field_and_a_journal(words in "[ -~åäöÅÄÖé€]{0,40}") {
            let plain = words.split_whitespace().collect::<Vec<_>>().join(" ");
            match key_of(&words) {
                Ok(key) => {
                    prop_assert!(key.bytes().all(|b| b.is_ascii_alphanumeric() || b"~_".contains(&b)), "{}", key);
                    prop_assert_eq!(words_of(&key), Some(plain.clone()));
                    prop_assert_eq!(said_by(&format!("criterion-{key}")), Some(plain));
                }
                Err(fault) => prop_assert!(plain.is_empty() || key_of(&plain) == Err(fault)),
            }
        }
        #[test]
        fn whatever_stands_as_a_key_is_read_without_a_fault(key in "~?[~_a-f0-9å]{0,12}") {
            let _ = words_of(&key);
        }
    }

    #[test]
    fn the_programs_own_keys_are_nobodys_words_and_long_words_are_refused() {
        assert_eq!((words_of("need_described"), said_by("phase-execution")), (None, None));
        assert_eq!(key_of(&"a".repeat(MOST + 1)), Err(TextFault::TooLong { max: MOST, length: MOST + 1 }));
        assert_eq!(key_of("  "), Err(TextFault::Empty));
    }
}
