//! Whether the journal's page tells in words for people, or in the program's own.
use super::world::CAST;
use std::collections::BTreeSet;
use styrrum::domain::journal::Event;
use styrrum::render::i18n::Lang;
use styrrum::render::journal as words;
use styrrum::services::Problem;
use styrrum::store::{Db, Store, journal};

/// Fields and values that the journal shows as the program writes them, in any language: kind, field and value of each.
pub fn in_keys(store: &Store) -> BTreeSet<String> {
    store.read_now(events).expect("read").iter().flat_map(|event| Lang::ALL.map(|lang| of(lang, event)).concat()).collect()
}

fn events(db: &mut Db) -> Result<Vec<Event>, Problem> {
    let mut events = Vec::new();
    for chain in journal::chains(db)? {
        let whole = journal::stretch(db, chain, 0, 10_000)?;
        events.extend(whole.iter().filter(|(_, body)| !body.body.is_empty()).map(|(_, body)| serde_json::from_str(&body.body).expect("an event")));
    }
    Ok(events)
}
fn of(lang: Lang, event: &Event) -> Vec<String> {
    let (fields, hashes) = words::fields(lang, event, &|id| Some(format!("Person {id}")));
    let named = hashes.into_iter().map(|(name, _)| (name, String::new()));
    let told = fields.into_iter().flat_map(|f| [(f.name.clone(), f.before), (f.name, f.after)]).chain(named);
    let raw = told.filter(|(name, _)| !OF_PEOPLE.split_whitespace().any(|own| name.starts_with(own))).flat_map(|(name, text)| {
        let lines: Vec<String> = text.lines().filter(|line| line.split(": ").any(is_told_in_key)).map(str::to_owned).collect();
        let label = is_key(&name).then_some(name.clone());
        label.into_iter().chain(lines.into_iter().map(move |line| format!("{name}: {line}")))
    });
    raw.map(|what| format!("{} {what}", event.kind)).collect()
}
/// Fields that hold what people have written, or their names, whatever that looks like.
const OF_PEOPLE: &str = "Grund Basis Rubrik Title Namn Name Person Närvarande Present Ersättare Substitute Länk Link Adress Address Hänvisning Reference \
    Enhet Unit Användare User";
/// A label, or a value or the first of a list of them.
fn is_told_in_key(part: &str) -> bool {
    let first = part.split(',').next().unwrap_or_default();
    is_key(first) && !CAST.iter().any(|(name, _)| *name == first) && first != "removed"
}
/// Labels and words of the catalogue begin with a capital letter or are of several words; a key is of small letters.
fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}
