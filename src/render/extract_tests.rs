//! The extracts, empty, as a project has them, and over many pages.
use super::*;
use crate::domain::charter::Limit;
use crate::domain::decision::DecidedTerms;
use crate::domain::extract::{DelegateLine, HolderLine, MandateLine};
use crate::domain::matter::Matter;
use crate::domain::report::content::Checkpoint;
use crate::domain::role::Role;
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::json;

const MOTIVATION: &str = "Handboken är prövad i sex kommuner.\nÅtta kommuner < börjar i mars.";

fn day(iso: &str) -> NaiveDate {
    iso.parse().expect("a day")
}
fn moment(iso: &str) -> NaiveDateTime {
    iso.parse().expect("a moment")
}
fn extract<T>(page: &str, body: T) -> Extract<T> {
    Extract {
        code: "H044".to_owned(),
        project: "Digitala <processer> & \"socialtjänst\"".to_owned(),
        organisation: "Fyrbodal".to_owned(),
        register_number: "2020/17".to_owned(),
        language: "sv".to_owned(),
        as_of: day("2020-11-27"),
        address: format!("https://styrrum.exempel.se/projects/H044/{page}"),
        checkpoint: Checkpoint { seq: 1482, hash: "5f2b90c17a4ed803".repeat(4) },
        body,
    }
}

/// A decision that says as little as one can.
fn bare() -> DecisionText {
    DecisionText {
        number: 1,
        title: "Delleverans 1".to_owned(),
        matter: None,
        outcome: "approved".parse().expect("an outcome"),
        motivation: String::new(),
        conditions: String::new(),
        terms: None,
        decided_by: None,
        role: Role::SteeringGroup,
        delegation: None,
        charter: None,
        basis: None,
        decided_on: day("2020-10-23"),
        recorded_at: moment("2020-10-23T10:00:00"),
        recorded_by: "Sara Holm".to_owned(),
        object_kind: "risk".to_owned(),
        object_ref: "R1".to_owned(),
        object_version: 1,
        object_hash: "0a1b2c3d4e5f6071".repeat(4),
        entered_late: false,
        supersedes: None,
        superseded_by: None,
        hash: "8c7d6e5f4a3b2c1d".repeat(4),
        minutes: None,
    }
}
/// A decision with everything that one can say.
fn whole() -> DecisionText {
    DecisionText {
        number: 8,
        title: "Risken att <uppdraget> ändras".to_owned(),
        matter: Some(Matter::RiskHigh),
        outcome: "accepted".parse().expect("an outcome"),
        motivation: MOTIVATION.to_owned(),
        conditions: "Avtalet är tecknat.\nEn ersättare är utsedd.".to_owned(),
        terms: Some(DecidedTerms::Acceptance { value: 25, until: day("2021-03-01") }),
        decided_by: Some("Eva Ek".to_owned()),
        role: Role::ProjectOrderer,
        delegation: Some(2),
        charter: Some(3),
        basis: Some(serde_json::from_value(json!({"kind": "meeting", "date": "2020-11-20", "item": "§ 3", "present": "Eva Ek, Bo Alm"})).expect("a basis")),
        entered_late: true,
        supersedes: Some(4),
        superseded_by: Some(9),
        minutes: Some("1f2e3d4c5b6a7988".repeat(4)),
        ..bare()
    }
}
fn long() -> DecisionText {
    let lines = |count: i32| (1..=count).map(|n| format!("{n}. {}", MOTIVATION.replace('\n', " "))).collect::<Vec<_>>().join("\n");
    DecisionText { motivation: lines(1_400), conditions: lines(700), ..whole() }
}
fn decisions() -> [(&'static str, Extract<DecisionText>); 3] {
    [("empty", bare()), ("full", whole()), ("long", long())].map(|(name, body)| (name, extract(&format!("decisions/{}", body.number), body)))
}

fn line(matter: Matter, roles: &[Role], people: usize, delegates: i32) -> MandateLine {
    MandateLine {
        matter,
        holders: roles.iter().map(|role| HolderLine { role: *role, people: (1..=people).map(|n| format!("Eva Ek {n}")).collect() }).collect(),
        delegates: (1..=delegates).map(delegate).collect(),
        limit: (delegates > 0).then_some(Limit { kronor: 100_000, days: 30 }),
        body: roles.len() > 1,
        chair_alone: delegates > 0,
    }
}
/// Delegations by turns to a person and to whoever has a role.
fn delegate(number: i32) -> DelegateLine {
    let to_role = number % 2 == 0;
    let name = if to_role { String::new() } else { format!("Bo Alm {number}") };
    DelegateLine { name, role: to_role.then_some(Role::DeputyProjectLeader), number, until: day("2021-01-15") }
}
fn mandates() -> [(&'static str, Extract<MandateTable>); 3] {
    let table = |adopted_by, matters: Vec<MandateLine>, unmanned: &[Role]| MandateTable { charter: 1, adopted_by, matters, unmanned: unmanned.to_vec() };
    let all = |people, delegates| Matter::ALL.iter().map(|m| line(*m, &[Role::SteeringGroup, Role::ProjectOrderer], people, delegates)).collect();
    let few = vec![
        line(Matter::RiskLow, &[Role::ProjectLeader], 1, 0),
        line(Matter::ChangePlan, &[Role::SteeringGroup, Role::ProjectOrderer], 2, 2),
        line(Matter::Gate, &[Role::ProjectOrderer, Role::ProjectOwner], 0, 0),
    ];
    [
        ("empty", table(None, all(0, 0), &[])),
        ("full", table(Some(7), few, &[Role::ProjectOwner, Role::Financier])),
        ("long", table(Some(7), all(80, 60), &[Role::ProjectOwner])),
    ]
    .map(|(name, body)| (name, extract("charter", body)))
}
/// The text of the decision and of the mandates that a project has.
pub(crate) fn full_texts() -> [(&'static str, String); 2] {
    let ([_, (_, decision), _], [_, (_, mandates), _]) = (decisions(), mandates());
    [("decision", text(&decision, DECISION).expect("a text")), ("mandates", text(&mandates, MANDATES).expect("a text"))]
}
/// The file by its name, made twice.
fn drawn() -> Vec<(String, [Vec<u8>; 2])> {
    let twice = |make: &dyn Fn() -> Result<Vec<u8>, String>| [make(), make()].map(|made| made.expect("a PDF"));
    let decisions = decisions().map(|(name, extract)| (format!("decision-{name}"), twice(&|| decision_pdf(&extract))));
    let mandates = mandates().map(|(name, extract)| (format!("mandates-{name}"), twice(&|| mandates_pdf(&extract))));
    decisions.into_iter().chain(mandates).collect()
}

#[test]
fn an_empty_a_full_and_a_long_extract_are_drawn_and_the_same_content_gives_the_same_bytes() {
    for (name, [first, second]) in drawn() {
        assert!(first.starts_with(b"%PDF-") && first == second, "{name}");
        // For the validator, which is not a part of the project.
        if let Some(folder) = std::env::var_os("STYRRUM_KEEP_PDF") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), &first).expect("written");
        }
    }
}

#[test]
fn a_long_extract_fills_dozens_of_pages() {
    for (name, [file, _]) in drawn().into_iter().filter(|(name, _)| name.ends_with("-long")) {
        let pages = lopdf::Document::load_mem(&file).expect("a file").get_pages().len();
        assert!((50..=130).contains(&pages), "{name}: {pages}");
    }
}

#[test]
fn when_a_decision_was_recorded_is_said_with_its_year() {
    let [_, (_, decision), _] = decisions();
    let html = text(&decision, DECISION).expect("a text");
    assert!(html.contains("<dd>Sara Holm, 23\u{a0}okt 2020 kl.\u{a0}12.00</dd>"), "{html}");
}

#[test]
fn an_extract_is_in_the_language_of_who_takes_it_out() {
    let [_, (_, mut decision), _] = decisions();
    decision.language = "en".to_owned();
    let html = text(&decision, DECISION).expect("a text");
    assert!(html.contains("Decision 8") && html.contains("superseded") && !html.contains("Beslut"), "{html}");
}
