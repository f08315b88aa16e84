//! The charter's table is written as a draft, compared with the one in force, and adopted by decision.
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};

const DRAFT: &str = "/api/v1/projects/H044/charter/draft";

/// The charter in force, with medium risks given to `role`.
fn medium_to(world: &World, role: &str) -> Value {
    let mut matters = world.member.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json()["matters"].clone();
    for rule in matters.as_array_mut().expect("matters").iter_mut().filter(|r| r["matter"] == "risk_medium") {
        rule["roles"] = json!([role]);
    }
    matters
}
fn saved(by: &Actor, matters: &Value, version: i64) -> Answer {
    by.api("PUT", DRAFT, Some(&json!({"matters": matters, "version": version})))
}
fn adopted(by: &Actor, version: i64) -> Answer {
    by.api("POST", &format!("{DRAFT}/adoption"), Some(&json!({"motivation": "Styrgruppens bildspel", "version": version})))
}
fn logged(world: &World) {
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": "Införandet stannar", "likelihood": 3, "impact": 3});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
}

#[test]
fn a_draft_decides_nothing_and_says_what_it_would_change_and_move() {
    let world = World::new();
    logged(&world);
    let draft = saved(&world.leader, &medium_to(&world, "project_leader"), 0).expect(200).json();
    let change = &draft["changes"][0];
    assert_eq!((draft["changes"].as_array().map(Vec::len), &change["moves"], &change["unmanned"]), (Some(1), &json!(1), &json!(false)));
    assert_eq!((&change["before"]["roles"], &change["after"]["roles"]), (&json!(["steering_group"]), &json!(["project_leader"])));
    let in_force = world.member.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json();
    assert_eq!((&in_force["number"], &in_force["pending"][0]["held_by"]), (&json!(1), &json!("steering_group")));
}

#[test]
fn whoever_leads_writes_the_draft_and_only_the_charters_holder_adopts_it() {
    let world = World::new();
    let proposed = medium_to(&world, "project_leader");
    saved(&world.controller, &proposed, 0).expect(403);
    saved(&world.leader, &proposed, 0).expect(200);
    adopted(&world.leader, 1).expect(403);
    let charter = adopted(&world.orderer, 1).expect(200).json();
    assert_eq!((&charter["number"], &charter["adopted_by_decision"]), (&json!(2), &json!(1)));
    world.leader.api("GET", DRAFT, None).expect(404);
}

#[test]
fn a_limit_that_nothing_is_held_against_is_refused_at_its_field() {
    let world = World::new();
    let mut matters = medium_to(&world, "project_leader");
    for rule in matters.as_array_mut().expect("matters").iter_mut().filter(|r| r["matter"] == "gate") {
        rule["limit"] = json!({"kronor": 10, "days": 1});
    }
    let refused = saved(&world.leader, &matters, 0).expect(422).json();
    assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("matters.gate.limit.kronor"), &json!("idle-limit")));
}

#[test]
fn whoever_adopts_second_is_told_what_was_decided_and_a_draft_that_was_thrown_away_is_gone() {
    let world = World::new();
    adopted(&world.orderer, 1).expect(404);
    saved(&world.leader, &medium_to(&world, "project_leader"), 0).expect(200);
    adopted(&world.orderer, 1).expect(200);
    assert_eq!(adopted(&world.orderer, 1).expect(409).json()["decision"], 1);
    saved(&world.leader, &medium_to(&world, "project_orderer"), 0).expect(200);
    world.leader.api("DELETE", DRAFT, Some(&json!({"version": 1}))).expect(204);
    adopted(&world.orderer, 1).expect(404);
}

#[test]
fn two_who_write_the_draft_never_overwrite_each_other_unseen() {
    let world = World::new();
    saved(&world.leader, &medium_to(&world, "project_leader"), 0).expect(200);
    saved(&world.deputy, &medium_to(&world, "project_orderer"), 0).expect(409);
    saved(&world.deputy, &medium_to(&world, "project_orderer"), 1).expect(200);
    adopted(&world.orderer, 1).expect(409);
    adopted(&world.orderer, 2).expect(200);
}

#[test]
fn a_draft_from_before_another_charter_or_without_a_change_is_not_adopted() {
    let world = World::new();
    saved(&world.leader, &medium_to(&world, "project_leader"), 0).expect(200);
    let other = json!({"matters": medium_to(&world, "project_orderer"), "motivation": "Beställaren", "version": 1});
    world.orderer.api("PUT", "/api/v1/projects/H044/charter", Some(&other)).expect(200);
    assert!(adopted(&world.orderer, 1).expect(409).body.contains("draft-is-outdated"));
    saved(&world.leader, &medium_to(&world, "project_orderer"), 1).expect(200);
    assert!(adopted(&world.orderer, 2).expect(409).body.contains("draft-changes-nothing"));
}

#[test]
fn a_draft_that_leaves_a_matter_without_a_role_is_refused_at_its_field() {
    let world = World::new();
    let mut matters = medium_to(&world, "project_leader");
    matters.as_array_mut().expect("matters").retain(|r| r["matter"] != "gate");
    assert!(saved(&world.leader, &matters, 0).expect(422).body.contains("matters.gate.roles"));
    world.leader.api("GET", DRAFT, None).expect(404);
}

#[test]
fn a_draft_is_removed_by_who_may_write_it() {
    let world = World::new();
    saved(&world.leader, &medium_to(&world, "project_leader"), 0).expect(200);
    world.member.api("DELETE", DRAFT, Some(&json!({"version": 1}))).expect(403);
    world.orderer.api("DELETE", DRAFT, Some(&json!({"version": 1}))).expect(204);
    world.orderer.api("DELETE", DRAFT, Some(&json!({"version": 1}))).expect(404);
}

#[test]
fn the_draft_is_written_compared_and_adopted_on_its_pages_and_keeps_every_role() {
    let world = World::signed_in();
    world.leader.get("/projects/H044/charter/edit").expect(200);
    let form: Vec<(String, String)> = form_of(&world, |matter, place| (matter == "risk_medium" && place == "first").then_some("project_leader"));
    let fields: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    world.leader.post_form("/projects/H044/charter/edit", &fields).expect(303);
    let page = world.member.get("/projects/H044/charter/draft").expect(200).body;
    assert!(page.contains("Medelhög risk") && !page.contains("Återuppta projektet") && !page.contains(">Fastställ<"), "{page}");
    world.orderer.get("/projects/H044/charter/draft").expect(200);
    let silent = [("version", "1"), ("motivation", "Bildspelet")];
    assert!(world.orderer.post_form("/projects/H044/charter/draft", &silent).expect(422).body.contains("f-basis-err"));
    let answers = [("version", "1"), ("motivation", "Bildspelet"), ("basis", "chair")];
    let check = world.orderer.post_form("/projects/H044/charter/draft", &answers).expect(200).body;
    assert!(check.contains("Bildspelet") && check.contains("Styrgrupp → Projektledare"), "{check}");
    assert_eq!(world.leader.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json()["number"], 1, "nothing is decided before the check");
    world.orderer.post_form("/projects/H044/charter/draft", &[&answers[..], &[("checked", "yes")]].concat()).expect(303);
    let charter = world.member.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json();
    let roles = |matter: &str| charter["matters"].as_array().and_then(|m| m.iter().find(|r| r["matter"] == matter)).map(|r| r["roles"].clone());
    assert_eq!(roles("risk_medium"), Some(json!(["project_leader"])));
    assert_eq!(roles("resume"), Some(json!(["project_orderer", "steering_group", "financier"])));
}
/// The edit page's form as it comes, but for what `change` says.
fn form_of(world: &World, change: impl Fn(&str, &str) -> Option<&'static str>) -> Vec<(String, String)> {
    let charter = world.member.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json();
    let mut form = vec![("version".to_owned(), "0".to_owned())];
    for rule in charter["matters"].as_array().expect("matters") {
        let matter = rule["matter"].as_str().unwrap_or_default();
        for (place, nth) in ["first", "second", "third"].iter().zip(0..) {
            let role = change(matter, place).unwrap_or_else(|| rule["roles"][nth as usize].as_str().unwrap_or_default());
            form.push((format!("matters.{matter}.{place}"), role.to_owned()));
        }
        form.push((format!("matters.{matter}.chair_alone"), "yes".to_owned()));
    }
    form
}
