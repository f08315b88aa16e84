//! An acceptance that is corrected or prolonged by a new one.
use super::{accepted, act, decision, logged, risk};
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};

const DECISION: &str = "/projects/H044/risks/R1/decision";

/// A page with plain blanks.
fn read(page: Answer) -> String {
    page.expect(200).body.replace('\u{a0}', " ")
}

fn accepted_anew(actor: &Actor, own: Value) -> Answer {
    let mut body = json!({"reason": "Leveransen dröjer till sommaren", "expires_on": "2021-06-30"});
    body.as_object_mut().expect("object").extend(own.as_object().expect("object").clone());
    act(actor, "acceptance", body)
}

#[test]
fn an_acceptance_is_prolonged_by_a_new_one_and_both_say_which_takes_the_place_of_which() {
    let world = World::signed_in();
    logged(&world, 3, 3);
    accepted(&world.chair).expect(200);
    accepted_anew(&world.controller, json!({})).expect(403);
    let prolonged = accepted_anew(&world.chair, json!({})).expect(200).json();
    assert_eq!((&prolonged["accepted_until"], &prolonged["state"], &prolonged["decision"]), (&json!("2021-06-30"), &json!("accepted"), &json!(2)));
    assert_eq!((&decision(&world, 1)["superseded_by"], &decision(&world, 2)["supersedes"]), (&json!(2), &json!(1)));
    assert_eq!(decision(&world, 2)["motivation"], "Leveransen dröjer till sommaren");
    let page = read(world.member.get("/projects/H044/risks/R1"));
    assert!(page.contains("Accepterad till och med onsdag 30 juni 2021") && page.contains("decisions/2\">beslut 2"), "{page}");
}

#[test]
fn a_correction_of_an_acceptance_keeps_to_the_one_in_force_and_to_the_days_there_are() {
    let world = World::new();
    logged(&world, 3, 3);
    accepted(&world.chair).expect(200);
    accepted_anew(&world.chair, json!({"supersedes": 1})).expect(200);
    let faults = |own: Value| accepted_anew(&world.chair, own).expect(422).json()["errors"][0].clone();
    let old = faults(json!({"supersedes": 1}));
    assert_eq!((&old["field"], &old["code"]), (&json!("supersedes"), &json!("another-acceptance-in-force")));
    assert!(old["message"].as_str().is_some_and(|said| said.contains("beslut 2")), "{old}");
    assert_eq!(faults(json!({"expires_on": "2020-11-27"}))["field"], "expires_on");
    assert_eq!(risk(&world)["accepted_until"], "2021-06-30");
}

#[test]
fn the_holder_accepts_anew_on_the_page_that_names_the_decision_it_replaces() {
    let world = World::signed_in();
    logged(&world, 3, 3);
    accepted(&world.chair).expect(200);
    let page = read(world.chair.get(DECISION));
    assert!(page.contains("Acceptera på nytt") && page.contains("accepterad till och med måndag 1 mars 2021 genom beslut 1"), "{page}");
    let version = risk(&world)["version"].to_string();
    let form = [("step", "accept"), ("reason", "Till sommaren"), ("expires_on", "2021-06-30"), ("basis", "chair"), ("version", &version)];
    let shown = read(world.chair.post_form(DECISION, &form));
    assert!(shown.contains("Ersätter beslut") && shown.contains("30 juni 2021"), "{shown}");
    world.chair.post_form(DECISION, &[&form[..], &[("checked", "yes")]].concat()).expect(303);
    assert_eq!(decision(&world, 2)["supersedes"], 1);
}

#[test]
fn a_body_accepts_anew_in_a_decision_that_is_recorded_and_confirmed_by_its_chair() {
    let world = World::signed_in();
    logged(&world, 3, 3);
    accepted(&world.chair).expect(200);
    let basis = json!({"kind": "per_capsulam", "agreed": "Alla"});
    let recording = accepted_anew(&world.leader, json!({"basis": basis})).expect(202).json()["recording"].clone();
    assert_eq!(risk(&world)["accepted_until"], "2021-03-01", "recording is not deciding");
    let page = read(world.chair.get(&format!("/projects/H044/recordings/{recording}")));
    assert!(page.contains("Ersätter beslut") && page.contains("30 juni 2021"), "{page}");
    world.chair.api("POST", &format!("/api/v1/projects/H044/recordings/{recording}/confirmation"), Some(&json!({}))).expect(200);
    assert_eq!((&risk(&world)["accepted_until"], &decision(&world, 1)["superseded_by"]), (&json!("2021-06-30"), &json!(2)));
}
