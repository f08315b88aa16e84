//! The journal in words: what happened as a sentence, what it is about, and the changed fields by name.
//!
//! The one place that knows them. A kind has its sentence in the catalogue under `event-`, a field its name under
//! `journal-field-`; a test finds every kind that is written anywhere in `src` without one.
use super::basis;
use super::format::{self, When};
use super::i18n::{Catalogue, FluentArgs, Lang};
use crate::domain::decision::Basis;
use crate::domain::journal::Event;
use crate::domain::own_words;
use serde::Deserialize;
use serde_json::{Map, Value};

/// The longest text shown of one value.
const SHOWN: usize = 10_000;

/// One changed field in words.
#[derive(Debug, PartialEq, Eq, serde::Serialize)]
pub struct Field {
    pub name: String,
    pub before: String,
    pub after: String,
}

/// A person's name by number.
pub type Names<'a> = &'a dyn Fn(i64) -> Option<String>;

/// The catalogue's key of a kind's sentence: `risk.logged` has `event-risk-logged`.
pub fn key(kind: &str) -> String {
    format!("event-{}", kind.replace('.', "-"))
}

/// What happened, as a sentence. Of an erased event only kind and object are left.
pub fn sentence(lang: Lang, kind: &str, object: &str, event: Option<&Event>) -> String {
    let catalogue = Catalogue::of(lang);
    let (before, after) = event.map_or((&Value::Null, &Value::Null), |e| (&e.before, &e.after));
    let of = |value: &Value, field: &str| value.get(field).map(plain).unwrap_or_default();
    let state = |value: &Value| in_words(lang, "state", value.get("state").unwrap_or(&Value::Null), &|_| None).to_lowercase();
    let mut args = FluentArgs::new();
    let mut parts = object.split(':');
    let family = parts.next().unwrap_or_default();
    let rest = object.strip_prefix(family).unwrap_or_default().trim_start_matches(':');
    args.set("ref", parts.next().unwrap_or_default().to_owned());
    args.set("about", about(lang, object));
    args.set("number", object.rsplit(':').next().unwrap_or_default().to_owned());
    args.set("what", rest.rsplit_once(':').map_or(rest, |(what, _)| what).to_owned());
    args.set("name", [of(after, "name"), of(after, "person"), of(before, "name")].into_iter().find(|n| !n.is_empty()).unwrap_or_default());
    args.set("title", of(after, "title"));
    args.set("label", of(after, "label"));
    args.set("role", in_words(lang, "role", after.get("role").or_else(|| after.get("from_role")).unwrap_or(&Value::Null), &|_| None).to_lowercase());
    args.set("amount", after.as_i64().map(|ore| format::kr(lang, ore)).unwrap_or_default());
    args.set("was", of(before, "value"));
    args.set("value", of(after, "value"));
    args.set("moved", if of(before, "value").is_empty() || of(before, "value") == of(after, "value") { "no" } else { "yes" });
    args.set("proposed", proposed(after).map(|v| v.to_string()).unwrap_or_default());
    args.set("state", state(after));
    args.set("family", family.to_owned());
    args.set("item", word(lang, "item", object.rsplit(':').next().unwrap_or_default()));
    args.set("met", if after.get("met") == Some(&Value::Bool(true)) { "yes" } else { "no" });
    args.set("body", of(after, "body"));
    args.set("edition", of(after, "edition"));
    args.set("to", after.get("to").map(|to| in_words(lang, "to", to, &|_| None)).unwrap_or_default());
    catalogue.text_with(&key(kind), &args).or_else(|| catalogue.text_with("event-other", &args)).unwrap_or_else(|| kind.to_owned())
}
fn proposed(after: &Value) -> Option<i64> {
    let proposal = after.get("proposed")?;
    Some(proposal.get("likelihood")?.as_i64()? * proposal.get("impact")?.as_i64()?)
}

/// What an event is about, in words: "Risk R1", "Statusrapport 2".
pub fn about(lang: Lang, object: &str) -> String {
    let (family, rest) = object.split_once(':').unwrap_or((object, ""));
    let mut args = FluentArgs::new();
    args.set("ref", rest.split(':').next().unwrap_or_default().to_owned());
    args.set("what", rest.rsplit_once(':').map_or(rest, |(what, _)| what).to_owned());
    let whole = if object == "budget" { "-whole" } else { "" };
    Catalogue::of(lang).text_with(&format!("journal-about-{family}{whole}"), &args).unwrap_or_else(|| object.to_owned())
}

/// Where what an event is about can be seen, below its project's address.
pub fn place(object: &str) -> Option<String> {
    let (family, rest) = object.split_once(':').unwrap_or((object, ""));
    let first = rest.split(':').next().unwrap_or_default();
    Some(match family {
        "risk" => format!("risks/{first}"),
        "gate" => format!("gates/{first}"),
        "part_delivery" => format!("deliveries/{first}"),
        "handover" => format!("handovers/{first}"),
        "meeting" => format!("meetings/{first}"),
        "milestone" => "milestones".to_owned(),
        "requirement" => format!("requirements/{first}"),
        "condition" => format!("conditions/{first}"),
        "decision_point" => "gates".to_owned(),
        "status_report" => format!("status-reports/{first}"),
        "final_report" => "final-report".to_owned(),
        "effect_report" => "effect-report".to_owned(),
        "change" => format!("changes/{first}"),
        "document" => format!("documents/{first}"),
        "plan" => format!("plan/{first}"),
        "decision" => format!("decisions/{first}"),
        "recording" => "decisions".to_owned(),
        "budget" | "outcome" => "economy".to_owned(),
        "deliverable" => format!("deliverables/{first}"),
        "deviation" => format!("deviations/{first}"),
        "theory" => "theory".to_owned(),
        "goal" => format!("goals/{first}"),
        "indicator" => format!("indicators/{first}"),
        "sprint" => "sprints".to_owned(),
        "recipient" => "recipients".to_owned(),
        "role" | "body" => "roles".to_owned(),
        "charter" => "charter".to_owned(),
        "delegation" => format!("delegations/{first}"),
        "risk_policy" => "risk-policy".to_owned(),
        "project" => String::new(),
        _ => return None,
    })
}

/// The fields that differ, by name and in words; of a new thing every field that says something. Hashes are no words: they
/// come second, as `(name, hash)`.
pub fn fields(lang: Lang, event: &Event, names: Names<'_>) -> (Vec<Field>, Vec<(String, String)>) {
    let (before, after) = (flat(&event.before), flat(&event.after));
    let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
    keys.sort_unstable();
    keys.dedup();
    let (mut fields, mut hashes) = (Vec::new(), Vec::new());
    for key in keys.into_iter().filter(|k| before.get(*k) != after.get(*k)) {
        let word_of = meaning(&event.kind, key);
        let words = |one: &Map<String, Value>, other: &Map<String, Value>| {
            let value = one.get(key).map(|value| only_there(value, other.get(key)));
            value.map(|v| shortened(&in_words(lang, word_of, &v, names))).unwrap_or_default()
        };
        let field = Field { name: label(lang, word_of), before: words(&before, &after), after: words(&after, &before) };
        if key.ends_with("hash") || key.ends_with("sha256") {
            hashes.push((field.name, field.after));
        } else if field.before != field.after {
            fields.push(field);
        }
    }
    (fields, hashes)
}
/// What a field is called in words: the same key means different things of different events.
fn meaning<'a>(kind: &str, key: &'a str) -> &'a str {
    match key {
        "outcome" if kind == "recording.closed" => "closing",
        "proposed" if !kind.starts_with("risk.") => "proposed_outcome",
        _ => key,
    }
}
/// Of a list what the other lacks, of anything else all of it. Lists that differ in their order only are told whole.
fn only_there(value: &Value, other: Option<&Value>) -> Value {
    let (Value::Array(items), Some(Value::Array(others))) = (value, other) else { return value.clone() };
    let differ = |a: &[Value], b: &[Value]| -> Vec<Value> { a.iter().filter(|item| !b.contains(item)).cloned().collect() };
    let own = differ(items, others);
    if own.is_empty() && differ(others, items).is_empty() { value.clone() } else { Value::Array(own) }
}
/// One level of fields: a bare amount or list is one, and a form's texts stand beside the rest.
fn flat(value: &Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => {
            let mut flat = map.clone();
            if let Some(Value::Object(texts)) = flat.remove("texts") {
                flat.extend(texts);
            }
            flat
        }
        Value::Null => Map::new(),
        Value::Array(_) => [("content".to_owned(), value.clone())].into_iter().collect(),
        bare => [("amount".to_owned(), bare.clone())].into_iter().collect(),
    }
}

/// Whether a field holds the number of a person.
pub fn is_person(field: &str) -> bool {
    matches!(
        field,
        "owner" | "given_by" | "to_person" | "by" | "decided_by" | "recorded_by" | "written_by" | "asked_by" | "responsible" | "person" | "people_asked"
    )
}

/// A field's name in the language.
fn label(lang: Lang, key: &str) -> String {
    let catalogue = Catalogue::of(lang);
    let word = ["journal-field-", "matter-", "role-", "band-", "retention-"].iter().find_map(|prefix| catalogue.text(&format!("{prefix}{key}")));
    word.unwrap_or(key).to_owned()
}

/// A value in words: keys of the catalogue, amounts, days and people as they are written elsewhere.
fn in_words(lang: Lang, field: &str, value: &Value, names: Names<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => lang.text(if *yes { "report-yes" } else { "report-no" }).to_owned(),
        Value::Number(n) => match (field, n.as_i64()) {
            (field, Some(id)) if is_person(field) => names(id).unwrap_or_else(|| n.to_string()),
            ("risk", Some(number)) => format!("R{number}"),
            ("change", Some(number)) => format!("FB-{number}"),
            ("amount" | "cost" | "ore" | "total" | "max_ore", Some(ore)) => format::kr(lang, ore),
            _ => n.to_string(),
        },
        Value::String(text) => word(lang, field, text),
        // Of a lowering: S and K.
        Value::Array(items) if matches!((field, items.as_slice()), ("from" | "to", [Value::Number(_), Value::Number(_)])) => {
            format!("S {} × K {}", items[0], items[1])
        }
        Value::Array(items) => {
            let words: Vec<String> = items.iter().map(|item| in_words(lang, field, item, names)).filter(|w| !w.is_empty()).collect();
            words.join(if items.iter().any(|i| i.is_object() || i.is_array()) { "\n" } else { ", " })
        }
        Value::Object(_) if field == "basis" => Basis::deserialize(value).map(|basis| basis::in_words(lang, &basis)).unwrap_or_default(),
        Value::Object(map) if field == "object" => {
            let (kind, reference) = (map.get("kind").map(plain).unwrap_or_default(), map.get("ref").map(plain).unwrap_or_default());
            let word = lang.text(&format!("decision-object-{kind}")).to_owned();
            // What there is one of has no name of its own, and what is kept outside Styrrum has nothing but its name.
            if kind == "document" {
                reference
            } else if reference == kind {
                word
            } else {
                format!("{word} {reference}")
            }
        }
        Value::Object(map) => {
            // What kind of terms they are the outcome tells; a hash is no word.
            let is_told = |key: &str| !key.ends_with("hash") && (field, key) != ("terms", "kind");
            let words = map.iter().filter(|(key, _)| is_told(key)).map(|(key, value)| {
                let key = if (field, key.as_str()) == ("content", "key") { "phase" } else { key };
                (label(lang, key), in_words(lang, key, value, names))
            });
            words.filter(|(_, words)| !words.is_empty()).map(|(label, words)| format!("{label}: {words}")).collect::<Vec<_>>().join("\n")
        }
    }
}
fn word(lang: Lang, field: &str, text: &str) -> String {
    let prefixes: &[&str] = match field {
        "state" => &["risk-state-", "report-state-", "change-state-", "document-state-", "measure-state-", "delivery-"],
        "band" => &["band-"],
        "role" | "from_role" | "to_role" | "held_by" | "holder" | "roles" | "bodies" | "lift" | "lifted_to" | "to" | "by" | "stopped_by" | "ordered_by"
        | "requested_by" => &["role-"],
        "outcome" => &["decision-outcome-", "outcome-"],
        "act" => &["journal-act-", "change-act-"],
        "cause" => &["journal-cause-"],
        "closing" => &["journal-recording-"],
        "scope" => &["journal-scope-"],
        "verdict" => &["journal-verdict-"],
        "kind" => &["requirement-kind-", "document-kind-", "journal-kind-"],
        "organisation_kind" => &["organisation-"],
        "criteria" => &["criterion-"],
        "artefacts" => &["artefact-"],
        "strategy" => &["strategy-"],
        "area" => &["deviation-area-"],
        "document_kind" => &["document-kind-"],
        "goal_kind" => &["goal-"],
        "direction" => &["direction-"],
        "language" => &["language-"],
        "matter" | "matters" => &["matter-"],
        "phase" => &["phase-"],
        "standing" => &["standing-"],
        "gate_state" => &["gate-state-"],
        "part_state" => &["part-state-"],
        "requirement_state" => &["requirement-state-"],
        "priority" => &["priority-"],
        "proposed_outcome" => &["outcome-"],
        "item" => &["criterion-", "artefact-"],
        "lifecycle" => &["lifecycle-"],
        "charter" => &["charter-template-"],
        "key" => &["band-"],
        "colour" => &["colour-"],
        _ => &[],
    };
    let catalogue = Catalogue::of(lang);
    if let Some(found) = prefixes.iter().find_map(|prefix| catalogue.text(&format!("{prefix}{text}"))) {
        return found.to_owned();
    }
    if let Some(own) = own_words::words_of(text).filter(|_| !prefixes.is_empty()) {
        return own;
    }
    match When::parse(text) {
        Some(When::Day(day)) => format::dated(lang, day),
        Some(When::At(time)) => format::stamp(lang, time),
        None => text.to_owned(),
    }
}
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
fn shortened(text: &str) -> String {
    let Some((most, _)) = text.char_indices().nth(SHOWN) else { return text.to_owned() };
    let end = text[..most].rfind(char::is_whitespace).unwrap_or(most);
    format!("{} …", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::path::{Path, PathBuf};

    fn event(kind: &str, object: &str, before: Value, after: Value) -> Event {
        Event {
            at: chrono::NaiveDateTime::default(),
            person: Some(2),
            name: "Projektledaren".to_owned(),
            role: None,
            on_behalf_of: None,
            kind: kind.to_owned(),
            object: object.to_owned(),
            before,
            after,
            from_address: None,
        }
    }
    fn told(kind: &str, object: &str, before: Value, after: Value) -> String {
        sentence(Lang::Sv, kind, object, Some(&event(kind, object, before, after)))
    }
    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }
    /// Literals such as `"risk.logged"`: a word, a full stop, a word.
    fn kinds(source: &str) -> impl Iterator<Item = &str> {
        let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        source.split('"').skip(1).step_by(2).filter(move |text| text.split_once('.').is_some_and(|(a, b)| word(a) && word(b)))
    }

    #[test]
    fn every_kind_that_the_services_write_has_its_sentence_in_both_languages() {
        let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/services");
        let text: String = sources(&services).iter().map(|path| std::fs::read_to_string(path).unwrap()).collect::<Vec<_>>().join("\n");
        // Files, and fields of forms, look like kinds.
        let files = [".html", ".txt", ".json", ".pdf", ".eml", ".db"];
        let is_field = |k: &str| k.starts_with("lights.") || k.starts_with("results.");
        let found: Vec<&str> = kinds(&text).filter(|k| !files.iter().any(|end| k.ends_with(end)) && !is_field(k)).collect();
        assert!(found.len() > 40, "{found:?}");
        for lang in Lang::ALL {
            let missing: Vec<&&str> = found.iter().filter(|kind| !Catalogue::of(lang).has(&key(kind))).collect();
            assert!(missing.is_empty(), "{lang}: {missing:?}");
        }
    }

    #[test]
    fn only_the_services_write_the_journal() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for folder in ["api", "cli", "demo", "domain", "input", "jobs", "web"] {
            for path in sources(&root.join(folder)) {
                let text = std::fs::read_to_string(&path).unwrap();
                assert!(!text.contains("journal::record") && !text.contains("journal::append"), "{}", path.display());
            }
        }
    }

    #[test]
    fn an_event_is_told_as_a_sentence() {
        assert_eq!(told("report.approved", "status_report:2", Value::Null, json!({"state": "approved"})), "Statusrapport 2 godkändes");
        assert_eq!(told("risk.assessed", "risk:R1", json!({"value": 10}), json!({"value": 15})), "Risk R1 bedömdes om, från 10 till 15");
        assert_eq!(told("risk.assessed", "risk:R1", json!({"value": 15}), json!({"value": 15})), "Risk R1 bedömdes om, värdet är kvar på 15");
        assert_eq!(
            told("outcome.set", "outcome:Egen personal (löner):2020-10", Value::Null, json!(5_240_000)),
            "Utfall för Egen personal (löner) 2020-10: 52\u{a0}400\u{a0}kr"
        );
    }

    #[test]
    fn a_field_is_named_and_its_value_told_in_words() {
        let (fields, hashes) = fields(
            Lang::Sv,
            &event(
                "risk.assessed",
                "risk:R1",
                json!({"owner": 2, "band": "medium", "hash": "ab"}),
                json!({"owner": 3, "band": "high", "hash": "cd", "review_on": "2020-11-06"}),
            ),
            &|id| Some(format!("Person {id}")),
        );
        let told: Vec<(&str, &str, &str)> = fields.iter().map(|f| (f.name.as_str(), f.before.as_str(), f.after.as_str())).collect();
        assert_eq!(told, [("Nivå", "Medel", "Hög"), ("Ansvarig", "Person 2", "Person 3"), ("Riskgenomgång", "", "6\u{a0}nov 2020")]);
        assert_eq!(hashes, [("Kontrollsumma".to_owned(), "cd".to_owned())]);
    }

    #[test]
    fn roles_and_people_are_named_and_neither_keys_nor_numbers_of_the_program_are_shown() {
        let stop =
            json!({"stop": {"by": "project_orderer", "decision": 15, "on": "2020-11-27"}, "recorded_by": 8, "lift_request": {"by": 8, "reason": "Skäl"}});
        for (lang, role) in [(Lang::Sv, "Projektbeställare"), (Lang::En, "Project orderer")] {
            let (told, _) = fields(lang, &event("project.stopped", "project:H044", Value::Null, stop.clone()), &|id| Some(format!("Person {id}")));
            let text = told.iter().map(|f| format!("{}: {}", f.name, f.after)).collect::<Vec<_>>().join("\n");
            assert!(text.contains(role) && text.matches("Person 8").count() == 2, "{text}");
            for raw in ["project_orderer", "recorded_by", "lift_request", "\non:", "\nby:"] {
                assert!(!text.contains(raw), "{raw}: {text}");
            }
        }
    }
}
