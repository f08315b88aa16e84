use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::domain::decision::{DecisionOutcome, ObjectKind};
use crate::domain::matter::Matter;
use crate::domain::refused::Hindrance;
use crate::domain::role::Role;

#[test]
fn the_wanted_language_is_the_heaviest_that_we_have() {
    assert_eq!(Lang::from_accept_language("de, en;q=0.7, sv;q=0.3"), Lang::En);
    assert_eq!(Lang::from_accept_language("sv-SE,sv;q=0.9,en;q=0.8"), Lang::Sv);
    assert_eq!(Lang::from_accept_language("en-GB"), Lang::En);
    assert_eq!(Lang::from_accept_language("fi"), Lang::Sv);
    assert_eq!(Lang::from_accept_language("en;q=0"), Lang::Sv);
    assert_eq!(Lang::from_accept_language(""), Lang::Sv);
}

#[test]
fn a_text_with_an_argument_has_no_invisible_marks() {
    let mut args = FluentArgs::new();
    args.set("count", 1);
    assert_eq!(Lang::Sv.text_with("nav-waiting-count", &args), "1 sak väntar");
    args.set("count", 4);
    assert_eq!(Lang::En.text_with("nav-waiting-count", &args), "4 things waiting");
}

#[test]
fn a_missing_text_shows_as_its_key() {
    assert_eq!(Lang::Sv.text("no-such-key"), "no-such-key");
}

#[test]
fn no_file_of_the_catalogue_has_a_fault_or_a_doubled_key() {
    for lang in Lang::ALL {
        assert_eq!(Catalogue::load(lang).1, Vec::<String>::new(), "{lang}");
    }
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_arguments() {
    let swedish = keys_and_arguments(Lang::Sv);
    let english = keys_and_arguments(Lang::En);
    let differing: Vec<&String> = swedish.keys().chain(english.keys()).filter(|key| swedish.get(*key) != english.get(*key)).collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert!(swedish.len() > 100);
}

/// Keys that are put together at run time, from an enum's words.
#[test]
fn every_word_of_a_decision_has_its_text() {
    let mut keys: Vec<String> = Vec::new();
    for outcome in DecisionOutcome::ALL {
        keys.extend([format!("decision-outcome-{outcome}"), format!("report-decided-{outcome}")]);
    }
    keys.extend(ObjectKind::ALL.iter().map(|kind| format!("decision-object-{kind}")));
    keys.extend(Hindrance::ALL.iter().map(|kind| format!("conflict-{}-title", kind.word())));
    keys.extend(Matter::ALL.iter().map(|matter| format!("matter-{matter}")));
    keys.extend(Role::ALL.iter().flat_map(|role| [format!("role-{role}"), format!("role-{role}-the")]));
    for lang in Lang::ALL {
        let missing: Vec<&String> = keys.iter().filter(|key| !Catalogue::of(lang).has(key)).collect();
        assert!(missing.is_empty(), "{lang}: {missing:?}");
    }
}

#[test]
fn every_key_that_a_template_or_the_code_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for file in files(&[root.join("templates"), root.join("reports"), root.join("src")]) {
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        let keys = match file.extension().and_then(|ending| ending.to_str()) {
            Some("rs") if !file.ends_with("i18n_tests.rs") => keys_in_code(&text),
            Some("html" | "txt") => keys_in_template(&text),
            _ => continue,
        };
        let faults = text.split("Other(\"").skip(1).filter_map(|rest| rest.split('"').next()).map(|word| format!("field-{word}"));
        for key in keys.into_iter().map(str::to_owned).chain(faults) {
            if !Catalogue::of(Lang::Sv).has(&key) {
                missing.push(format!("{}: {key}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// LIX: words per sentence, plus the percentage of words longer than six letters. Running
/// texts only: a label of one long word says nothing about how a text reads.
#[test]
fn the_swedish_texts_are_easy_to_read() {
    let texts: Vec<&str> = Catalogue::of(Lang::Sv).plain_texts().map(|(_, text)| text).filter(|text| text.ends_with(['.', '?'])).collect();
    let sentences: usize = texts.iter().map(|text| text.matches(['.', '?', ':']).count()).sum();
    let words: Vec<&str> = texts.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty()).collect();
    let long = words.iter().filter(|word| word.chars().count() > 6).count();
    let lix = words.len() / sentences + 100 * long / words.len();
    assert!(lix <= 45, "LIX is {lix}");
}

fn keys_and_arguments(lang: Lang) -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    for (_, source) in sources(lang) {
        let mut current = String::new();
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            if let Some(key) = message_keys(line).next() {
                current = key.to_owned();
                found.insert(current.clone(), Vec::new());
            }
            if let Some(arguments) = found.get_mut(&current) {
                arguments.extend(arguments_in(line));
                arguments.sort();
                arguments.dedup();
            }
        }
    }
    found
}

fn arguments_in(line: &str) -> impl Iterator<Item = String> {
    line.split('$').skip(1).map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || "-_".contains(*c)).collect())
}

/// `t("key"`; a key that is put together (`t("band-" ~ …`) is found when the page is rendered.
fn keys_in_template(text: &str) -> Vec<&str> {
    text.match_indices("t(\"")
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter_map(|(at, _)| text[at + 3..].split_once('"').map(|(key, _)| key))
        .filter(|key| !key.ends_with('-'))
        .collect()
}

/// Literals that begin as the keys of messages to people do.
fn keys_in_code(text: &str) -> Vec<&str> {
    let literals = text.split('"').skip(1).step_by(2);
    literals
        .filter(|literal| ["msg-", "field-", "problem-"].iter().any(|start| literal.starts_with(start)))
        .filter(|literal| !literal.ends_with('-') && literal.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)))
        .collect()
}

fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = folders.to_vec();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found
}
