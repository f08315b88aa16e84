//! Who decides about a part delivery, and what each outcome brings.
use super::{
    DELIVERIES, L1, ONE, approve, broken, condition, decide, decision, delivery, drawn_up, kinds, mailed, meeting, phases, problem, standing, submit, submitted,
};
use crate::support::{Actor, World};
use serde_json::{Value, json};

#[test]
fn the_steering_group_approves_a_part_delivery_and_its_versions_are_locked() {
    let world = submitted();
    assert_eq!((kinds(&world.chair), mailed(&world, "chair@exempel.se")), (vec!["delivery_submitted".to_owned()], vec!["delivery-submitted".to_owned()]));
    assert_eq!(problem(&world.leader.api("DELETE", &format!("{L1}/versions/0.3"), Some(&json!({}))).expect(409)), "version-is-gathered");
    let approved = approve(&world).expect(200).json();
    assert_eq!((&approved["state"], &approved["decided_on"], &approved["approved_by_decision"]), (&json!("approved"), &json!("2020-11-27"), &json!(1)));
    let taken = decision(&world, 1);
    assert_eq!(
        (&taken["matter"], &taken["outcome"], &taken["object"]["kind"], &taken["title"]),
        (&json!("deliverable"), &json!("approved"), &json!("part_delivery"), &json!("Delleverans 1: Första versionerna"))
    );
    assert_eq!(world.member.api("GET", L1, None).expect(200).json()["versions"][0]["decision"], 1);
    assert_eq!(problem(&world.leader.api("DELETE", &format!("{L1}/versions/0.3"), Some(&json!({}))).expect(409)), "version-is-locked");
    let again = json!({"name": "Samma igen", "versions": [{"deliverable": "L1", "label": "0.3"}]});
    assert_eq!(world.leader.api("POST", DELIVERIES, Some(&again)).expect(422).json()["errors"][0]["field"], "versions.L1");
    assert_eq!((mailed(&world, "leader@exempel.se"), kinds(&world.chair)), (vec!["delivery-decided".to_owned()], vec![]));
    assert_eq!(mailed(&world, "deputy@exempel.se"), ["condition-set"]);
    assert_eq!(world.member.api("GET", "/api/v1/projects/H044/conditions", None).expect(200).json()["items"][0]["delivery"], 1);
}

#[test]
fn the_first_approved_delivery_opens_the_phase_of_effects() {
    let world = submitted();
    assert_eq!(phases(&world)[5], "ahead");
    approve(&world).expect(200);
    assert_eq!(phases(&world)[3..], ["open", "ahead", "open"]);
}

#[test]
fn a_criterion_that_is_not_met_needs_a_condition() {
    let world = submitted();
    let refused = decide(&world, &world.chair, json!({"outcome": "continue", "basis": meeting()})).expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "conditions.L1-1.text");
    let met = json!({"text": "Provad i en process", "met": true, "note": "Klart", "version": 1});
    let seen = delivery(&world)["version"].clone();
    world.leader.api("PUT", &format!("{L1}/criteria/1"), Some(&met)).expect(200);
    decide(&world, &world.chair, json!({"outcome": "continue", "basis": meeting(), "version": seen})).expect(409);
    decide(&world, &world.chair, json!({"outcome": "continue", "basis": meeting()})).expect(200);
}

#[test]
fn only_its_holder_decides_and_once() {
    let world = submitted();
    let body = || json!({"outcome": "continue", "conditions": condition()});
    let refused = decide(&world, &world.orderer, body()).expect(403).json();
    assert_eq!((&refused["matter"], &refused["held_by"]), (&json!("deliverable"), &json!(["steering_group"])));
    decide(&world, &world.member, body()).expect(403);
    let seen = delivery(&world)["version"].clone();
    approve(&world).expect(200);
    let late = decide(&world, &world.chair, json!({"outcome": "back", "basis": meeting(), "version": seen})).expect(409).json();
    assert_eq!(late["decision"], 1, "the second learns what was decided");
}

#[test]
fn what_the_leader_records_waits_for_the_chair_and_is_overtaken_by_a_change() {
    let world = submitted();
    let recorded = decide(&world, &world.leader, json!({"outcome": "continue", "conditions": condition(), "basis": meeting()})).expect(202).json();
    assert_eq!((&recorded["state"], kinds(&world.chair).contains(&"decision_to_confirm".to_owned())), (&json!("submitted"), true));
    world.leader.api("PUT", &format!("{L1}/criteria/1"), Some(&json!({"text": "Provad i två processer", "version": 1}))).expect(200);
    assert!(!kinds(&world.chair).contains(&"decision_to_confirm".to_owned()), "the criterion has changed since");
    let recorded = decide(&world, &world.leader, json!({"outcome": "continue", "conditions": condition(), "basis": meeting()})).expect(202).json();
    let confirm = format!("/api/v1/projects/H044/recordings/{}/confirmation", recorded["recording"]);
    world.chair.api("POST", &confirm, None).expect(200);
    assert_eq!((delivery(&world)["state"].clone(), decision(&world, 1)["recorded_by"].clone()), (json!("approved"), json!("leader")));
}

#[test]
fn back_returns_it_with_what_must_be_completed_and_it_comes_up_again() {
    let world = submitted();
    let returned = decide(&world, &world.chair, json!({"outcome": "back", "basis": meeting()})).expect(200).json();
    assert_eq!(
        (&returned["state"], &returned["to_complete"], kinds(&world.leader)),
        (&json!("returned"), &json!("Så beslutades"), vec!["delivery_returned".to_owned()])
    );
    world.leader.api("DELETE", &format!("{L1}/versions/0.3"), Some(&json!({}))).expect(409);
    world.leader.api("POST", &format!("{L1}/versions"), Some(&json!({"label": "0.4", "link": "https://handbok.example"}))).expect(201);
    let part = json!({"name": "Första versionerna", "versions": [{"deliverable": "L1", "label": "0.4"}], "version": returned["version"]});
    world.leader.api("PUT", ONE, Some(&part)).expect(200);
    submit(&world);
    assert_eq!(delivery(&world)["versions"][0]["label"], "0.4");
    assert_eq!(problem(&world.leader.api("PUT", ONE, Some(&part)).expect(409)), "delivery-is-submitted");
}

#[test]
fn stop_pauses_the_project_and_closes_deliveries() {
    let world = submitted();
    decide(&world, &world.chair, json!({"outcome": "stop", "basis": meeting()})).expect(200);
    assert_eq!((standing(&world), delivery(&world)["state"].clone()), (json!("paused"), json!("draft")));
    for (method, path, body) in [
        ("POST", DELIVERIES.to_owned(), json!({"name": "Andra"})),
        ("POST", format!("{ONE}/submission"), json!({"proposed": "continue", "recommendation": "Nu"})),
        ("POST", format!("{L1}/versions"), json!({"label": "0.4", "link": "https://a.example"})),
    ] {
        assert_eq!(problem(&world.leader.api(method, &path, Some(&body)).expect(409)), "project-paused", "{path}");
    }
    let version = world.chair.api("GET", "/api/v1/projects/H044", None).expect(200).json()["version"].clone();
    let resume = json!({"motivation": "Klart", "basis": meeting(), "version": version});
    world.chair.api("POST", "/api/v1/projects/H044/resumption", Some(&resume)).expect(200);
    submit(&world);
    assert!(broken(&world).is_empty());
}

#[test]
fn ending_the_project_is_a_proposal_from_the_steering_group_and_the_orderers_decision() {
    let world = submitted();
    let proposed = decide(&world, &world.chair, json!({"outcome": "terminate", "basis": meeting()})).expect(200).json();
    assert_eq!((&proposed["lifted_to"], &proposed["proposes_termination"]), (&json!("project_orderer"), &json!(true)));
    assert_eq!((standing(&world), kinds(&world.orderer)), (json!("running"), vec!["delivery_lifted".to_owned()]));
    decide(&world, &world.chair, json!({"outcome": "continue", "conditions": condition(), "basis": meeting()})).expect(403);
    decide(&world, &world.orderer, json!({"outcome": "terminate", "basis": {"kind": "chair"}})).expect(200);
    assert_eq!(phases(&world)[3..], ["terminated", "open", "skipped"].map(|s| if s == "skipped" { "ahead" } else { s }));
    assert_eq!(broken(&world), Vec::<String>::new());
}

#[test]
fn the_holder_lifts_it_to_the_role_above() {
    let world = submitted();
    let lift =
        |actor: &Actor| actor.api("POST", &format!("{ONE}/lift"), Some(&json!({"reason": "Dyrt", "basis": meeting(), "version": delivery(&world)["version"]})));
    lift(&world.registrar).expect(403);
    assert_eq!(lift(&world.chair).expect(200).json()["lifted_to"], "project_orderer");
    decide(&world, &world.orderer, json!({"outcome": "continue", "conditions": condition(), "basis": {"kind": "chair"}})).expect(200);
    assert_eq!(delivery(&world)["state"], "approved");
}

#[test]
fn the_planned_decision_is_taken_with_the_approval_and_leads_to_it() {
    let world = World::signed_in();
    let point = json!({"what": "Delleverans 1 godkänd", "decider": "steering_group", "planned_on": "2020-11-20"});
    world.leader.api("POST", "/api/v1/projects/H044/decision-points", Some(&point)).expect(201);
    drawn_up(&world);
    let part = json!({"name": "Första versionerna", "point": 1, "planned_on": "2020-11-20", "versions": [{"deliverable": "L1", "label": "0.3"}], "version": 1});
    world.leader.api("PUT", ONE, Some(&part)).expect(200);
    let leads_there = |who: &Actor| who.get("/projects/H044/gates").expect(200).body.replace("&#x2f;", "/").contains("/projects/H044/deliveries/1");
    assert!(leads_there(&world.leader) && !leads_there(&world.member), "what was never submitted is not a member's to see");
    let twice = json!({"name": "Andra", "point": 1});
    assert_eq!(world.leader.api("POST", DELIVERIES, Some(&twice)).expect(422).json()["errors"][0]["field"], "point");
    submit(&world);
    assert!(leads_there(&world.member));
    approve(&world).expect(200);
    let points = world.member.api("GET", "/api/v1/projects/H044/decision-points", None).expect(200).json();
    assert_eq!((&points["items"][0]["decision"], &points["items"][0]["late"], &points["items"][0]["delivery"]), (&json!(1), &json!(7), &json!(1)));
}

#[test]
fn whoever_changes_what_waits_does_not_decide_it() {
    let world = submitted();
    let lifted = json!({"reason": "Större än vårt uppdrag", "basis": meeting(), "version": delivery(&world)["version"]});
    world.chair.api("POST", &format!("{ONE}/lift"), Some(&lifted)).expect(200);
    let criterion = json!({"text": "Provad i en process", "met": true, "note": "Provad", "version": 1});
    world.orderer.api("PUT", &format!("{L1}/criteria/1"), Some(&criterion)).expect(200);
    let decided = decide(&world, &world.orderer, json!({"outcome": "continue", "basis": {"kind": "chair"}}));
    assert_eq!((decided.status, problem(&decided)), (403, "own-matter".to_owned()));
    assert_eq!(delivery(&world)["state"], "submitted");
}

#[test]
fn whoever_has_no_mandate_asks_the_holder_who_decides_without_them() {
    let world = submitted();
    for actor in world.actors() {
        actor.sign_in();
    }
    let page = "/projects/H044/deliveries/1";
    assert!(world.controller.get(page).expect(200).body.contains("Be om ett ställningstagande"));
    assert!(!world.registrar.get(page).expect(200).body.contains("Be om ett ställningstagande"));
    let form = world.controller.get(&format!("{page}/decision")).expect(200).body;
    assert!(form.contains("value=\"ask\"") && !form.contains("value=\"continue\""), "{form}");
    let version = delivery(&world)["version"].to_string();
    let asked = [("step", "ask"), ("motivation", "Vi behöver besked före jul"), ("version", version.as_str())];
    assert!(world.controller.post_form(&format!("{page}/decision"), &asked).expect(200).body.contains("Styrgruppen får frågan"));
    world.controller.post_form(&format!("{page}/decision"), &[&asked[..], &[("checked", "yes")]].concat()).expect(303);
    let now = delivery(&world);
    assert_eq!((&now["lift_request"]["by"], &now["lift_request"]["reason"]), (&json!("controller@exempel.se"), &json!("Vi behöver besked före jul")));
    assert_eq!((&now["held_by"], now["version"].to_string()), (&json!("steering_group"), version), "it stays, and nobody has to look again");
    assert_eq!(
        (kinds(&world.chair), mailed(&world, "chair@exempel.se").last().map(String::as_str)),
        (vec!["delivery_asked".to_owned()], Some("delivery-asked"))
    );
    assert!(world.chair.get("/").expect(200).body.contains("Fråga om en delleverans"));
    assert!(world.chair.get(&format!("{page}/decision")).expect(200).body.contains("Vi behöver besked före jul"));
    assert!(world.leader.get("/projects/H044/journal").expect(200).body.contains("Ett ställningstagande till delleverans 1 begärdes"));
    let ask = |who: &Actor, version: Value| who.api("POST", &format!("{ONE}/lift"), Some(&json!({"reason": "Snart?", "version": version})));
    ask(&world.financier, json!(99)).expect(409);
    ask(&world.financier, Value::Null).expect(422);
    ask(&world.registrar, now["version"].clone()).expect(403);
    approve(&world).expect(200);
    assert_eq!(delivery(&world)["lift_request"], Value::Null, "the decision settles it");
    assert_eq!(problem(&ask(&world.controller, delivery(&world)["version"].clone()).expect(409)), "delivery-not-submitted");
}

#[test]
fn what_was_approved_keeps_the_words_of_its_criteria_and_a_new_version_may_have_others() {
    let world = World::signed_in();
    super::approved(&world);
    let other = json!({"text": "Provad i två processer", "version": 1});
    for refused in [
        world.leader.api("PUT", &format!("{L1}/criteria/1"), Some(&other)),
        world.leader.api("POST", &format!("{L1}/criteria"), Some(&json!({"text": "Översatt"}))),
    ] {
        assert_eq!(problem(&refused.expect(409)), "criteria-are-approved");
    }
    let page = world.leader.get("/projects/H044/deliverables/L1").expect(200).body.replace("&#x2f;", "/");
    assert!(page.contains("lägger först till en ny version") && !page.contains("L1/criteria/new"), "{page}");
    let form = world.leader.get("/projects/H044/deliverables/L1/criteria/1").expect(200).body;
    assert!(form.contains("name=\"text\" value=\"Provad i en process\"") && form.contains("type=\"hidden\" name=\"text\""), "{form}");
    // How it stands can still be said: it was approved on condition of that.
    let met = json!({"text": "Provad i en process", "met": true, "note": "Klart", "version": 1});
    world.leader.api("PUT", &format!("{L1}/criteria/1"), Some(&met)).expect(200);

    world.leader.api("POST", &format!("{L1}/versions"), Some(&json!({"label": "0.4", "link": "https://handbok.example/4"}))).expect(201);
    world.leader.api("PUT", &format!("{L1}/criteria/1"), Some(&json!({"text": "Provad i två processer", "version": 2}))).expect(200);
    world.leader.api("POST", &format!("{L1}/criteria"), Some(&json!({"text": "Översatt"}))).expect(201);
    let delivery = world.member.get("/projects/H044/deliveries/1").expect(200).body;
    assert!(!delivery.contains("Provad i två processer") && !delivery.contains("Översatt"), "it tells of what was approved: {delivery}");
    assert_eq!(broken(&world), Vec::<String>::new());
}
