//! The JSON API over real HTTP, by the rules of the domain.
mod keys;
mod parameters;
mod unreadable;

use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const RISKS: &str = "/api/v1/projects/H044/risks";

fn new_risk(likelihood: i64, impact: i64) -> Value {
    json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": "Införandet stannar", "likelihood": likelihood, "impact": impact})
}
/// Logs a risk as the leader; answers it.
fn logged(world: &World, likelihood: i64, impact: i64) -> Value {
    world.leader.api("POST", RISKS, Some(&new_risk(likelihood, impact))).expect(201).json()
}
/// Assesses a risk as it is now.
fn assessed(actor: &Actor, reference: &str, likelihood: i64, impact: i64) -> Answer {
    let path = format!("{RISKS}/{reference}");
    let version = actor.api("GET", &path, None).json()["version"].clone();
    let body = json!({"likelihood": likelihood, "impact": impact, "reason": "Läget har ändrats", "version": version});
    actor.api("POST", &format!("{path}/assessments"), Some(&body))
}
fn problem_of(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), "application/problem+json");
    answer.json()["type"].as_str().unwrap_or_default().to_owned()
}
fn fields(answer: &Answer) -> Vec<String> {
    answer.json()["errors"].as_array().expect("errors").iter().map(|e| e["field"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_risk_is_logged_and_read_with_its_version_as_entity_tag() {
    let world = World::new();
    let made = world.leader.api("POST", RISKS, Some(&json!({"threat": "Hot", "vulnerability": "Sårbarhet", "consequence": "Konsekvens", "likelihood": 2, "impact": 3, "owner": "deputy@exempel.se"}))).expect(201);
    assert_eq!((made.header("location"), made.header("etag")), ("/api/v1/projects/H044/risks/R1", "\"1\""));
    let read = world.member.api("GET", made.header("location"), None).expect(200);
    assert_eq!(read.header("etag"), "\"1\"");
    let (risk, answered) = (read.json(), made.json());
    assert_eq!(risk, answered);
    assert_eq!(
        (&risk["value"], &risk["band"], &risk["held_by"], &risk["owner"]),
        (&json!(6), &json!("low"), &json!("project_leader"), &json!("deputy@exempel.se"))
    );
    assert_eq!(
        (&risk["escalated_at"], &risk["proposed"], &risk["lifted_to"], &risk["accepted_until"]),
        (&Value::Null, &Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(risk["assessments"][0]["kind"], "initial");
    assert_eq!(risk["assessments"][0]["at"], "2020-11-27T09:00:00Z");
}

#[test]
fn every_fault_of_a_risk_is_told_at_once_by_the_projects_own_scale() {
    let world = World::new();
    let told = |path: &str, body: &Value| world.leader.api("POST", path, Some(body)).expect(422).json()["errors"].clone();
    let fault = |field: &str, code: &str, message: &str| json!({"field": field, "code": code, "message": message});
    let mut risk = new_risk(9, 0);
    risk["threat"] = json!("");
    let scale = "Skriv ett tal från 1 till 5.";
    let faults = json!([fault("threat", "required", "Skriv hotet."), fault("likelihood", "out-of-range", scale), fault("impact", "out-of-range", scale)]);
    assert_eq!(told(RISKS, &risk), faults);
    logged(&world, 3, 3);
    let path = format!("{RISKS}/R1");
    let assessment = json!({"likelihood": 6, "impact": 3, "reason": "", "version": 1});
    assert_eq!(told(&format!("{path}/assessments"), &assessment)[0]["message"], scale);
    let year = "Välj en dag från i morgon till och med ett år framåt.";
    for day in ["2020-11-27", "2021-11-29", "2999-01-01"] {
        let faults = json!([fault("reason", "required", "Skriv en motivering."), fault("expires_on", "expiry-out-of-reach", year)]);
        assert_eq!(told(&format!("{path}/acceptance"), &json!({"reason": " ", "expires_on": day, "version": 1})), faults);
    }
    let texts = json!({"threat": "Hot", "vulnerability": "Brist", "consequence": "Följd", "likelihood": "5", "impact": 3});
    assert_eq!(told(RISKS, &texts), json!([fault("likelihood", "wrong-type", "Värdet har fel form.")]));
}

#[test]
fn a_raise_into_a_higher_band_escalates_to_its_holder_at_once() {
    let world = World::new();
    logged(&world, 2, 3);
    let risk = assessed(&world.leader, "R1", 5, 5).expect(201).json();
    assert_eq!((&risk["held_by"], &risk["escalated_at"], &risk["acknowledged_at"]), (&json!("project_orderer"), &json!("2020-11-27T09:00:00Z"), &Value::Null));
    let turn = world.orderer.api("GET", "/api/v1/my-turn", None).expect(200).json();
    assert_eq!(
        (&turn["items"][0]["ref"], &turn["items"][0]["why"]["role"], &turn["items"][0]["project"]),
        (&json!("R1"), &json!("project_orderer"), &json!("H044"))
    );
    assert_eq!(world.leader.api("GET", "/api/v1/my-turn", None).expect(200).json()["waits_for_others"][0]["ref"], "R1");
    let seen = world.orderer.api("POST", &format!("{RISKS}/R1/acknowledgement"), None).expect(200).json();
    assert_eq!(seen["acknowledged_at"], "2020-11-27T09:00:00Z");
}

#[test]
fn a_lowering_by_another_than_the_holder_waits_for_the_holder() {
    let world = World::new();
    logged(&world, 5, 5);
    let risk = assessed(&world.leader, "R1", 2, 2).expect(201).json();
    assert_eq!((&risk["value"], &risk["proposed"]["value"], &risk["proposed"]["band"]), (&json!(25), &json!(4), &json!("low")));
    let path = format!("{RISKS}/R1/confirmation");
    let refused = world.leader.api("POST", &path, Some(&json!({"outcome": "confirm", "version": risk["version"]}))).expect(403);
    assert_eq!((problem_of(&refused).as_str(), &refused.json()["held_by"]), ("urn:styrrum:no-mandate", &json!(["project_orderer"])));
    let without_reason = world.orderer.api("POST", &path, Some(&json!({"outcome": "refuse"}))).expect(422);
    assert_eq!(fields(&without_reason), ["reason"]);
    let lowered = world.orderer.api("POST", &path, Some(&json!({"outcome": "confirm", "version": risk["version"]}))).expect(200).json();
    assert_eq!(
        (&lowered["value"], &lowered["proposed"], &lowered["held_by"], &lowered["decision"]),
        (&json!(4), &Value::Null, &json!("project_leader"), &json!(1))
    );
    let decision = world.member.api("GET", "/api/v1/projects/H044/decisions/1", None).expect(200).json();
    assert_eq!(
        (&decision["matter"], &decision["outcome"], &decision["object"]["ref"], &decision["role"]),
        (&json!("risk_high"), &json!("confirmed"), &json!("R1"), &json!("project_orderer"))
    );
}

#[test]
fn a_bodys_decision_that_is_recorded_waits_for_its_chair() {
    let world = World::new();
    logged(&world, 3, 3);
    let acceptance = json!({"reason": "Billigare än att åtgärda", "expires_on": "2021-03-01", "basis": {"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"}, "version": 1});
    let waits = world.leader.api("POST", &format!("{RISKS}/R1/acceptance"), Some(&acceptance)).expect(202).json();
    assert_eq!((&waits["state"], &waits["accepted_until"]), (&json!("assessed"), &Value::Null));
    let number = waits["recording"].as_i64().expect("a recording");
    let listed = world.chair.api("GET", "/api/v1/projects/H044/recordings", None).expect(200).json();
    assert_eq!((&listed["items"][0]["number"], &listed["items"][0]["object"]["ref"]), (&json!(number), &json!("R1")));
    let path = format!("/api/v1/projects/H044/recordings/{number}/confirmation");
    world.member.api("POST", &path, None).expect(403);
    let decision = world.chair.api("POST", &path, None).expect(200).json();
    assert_eq!((&decision["outcome"], &decision["meeting"]["item"], &decision["decided_on"]), (&json!("accepted"), &json!("§ 4"), &json!("2020-11-27")));
    let risk = world.leader.api("GET", &format!("{RISKS}/R1"), None).expect(200).json();
    assert_eq!((&risk["state"], &risk["accepted_until"]), (&json!("accepted"), &json!("2021-03-01")));
}

#[test]
fn what_cannot_be_decided_is_not_recorded_either() {
    let world = World::new();
    logged(&world, 3, 3);
    let acceptance = |expires_on: &str| json!({"reason": "Billigare än att åtgärda", "expires_on": expires_on, "basis": {"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"}, "version": 1});
    let path = format!("{RISKS}/R1/acceptance");
    assert_eq!(fields(&world.leader.api("POST", &path, Some(&acceptance("2020-11-27"))).expect(422)), ["expires_on"]);
    world.chair.api("POST", &format!("{RISKS}/R1/closure"), Some(&json!({"reason": "Borta"}))).expect(200);
    world.leader.api("POST", &path, Some(&acceptance("2021-03-01"))).expect(409);
    let measure = json!({"strategy": "reduce", "text": "Utbilda fler"});
    world.chair.api("POST", &format!("{RISKS}/R1/ordered-measures"), Some(&measure)).expect(409);
}

#[test]
fn a_version_of_the_body_that_does_not_fit_is_409_and_one_of_if_match_412() {
    let world = World::new();
    logged(&world, 2, 2);
    let path = format!("{RISKS}/R1");
    let edited = world.leader.api_with("PATCH", &path, Some(&json!({"threat": "Annat hot"})), &[("if-match", "\"1\"")]).expect(200);
    assert_eq!((edited.header("etag"), &edited.json()["threat"]), ("\"2\"", &json!("Annat hot")));
    let stale = world.leader.api("PATCH", &path, Some(&json!({"threat": "För sent", "version": 1}))).expect(409);
    assert_eq!(problem_of(&stale), "urn:styrrum:stale");
    for tag in ["\"1\"", "\"x\"", "W/\"2\"", "2"] {
        let stale = world.leader.api_with("PATCH", &path, Some(&json!({"threat": "För sent", "version": 2})), &[("if-match", tag)]);
        assert_eq!((stale.status, problem_of(&stale).as_str()), (412, "urn:styrrum:stale"), "{tag}");
    }
    let two = world.leader.api_with("PATCH", &path, Some(&json!({"threat": "För sent", "version": 1})), &[("if-match", "\"2\"")]);
    assert_eq!(two.status, 412, "the body's version is looked at too");
    world.leader.api_with("POST", &format!("{path}/comments"), Some(&json!({"text": "Sett"})), &[("if-match", "\"1\"")]).expect(412);
    assert_eq!(world.leader.api("GET", &path, None).expect(200).json()["threat"], "Annat hot");
}

#[test]
fn comments_and_opinions_do_not_raise_the_version() {
    let world = World::new();
    logged(&world, 2, 2);
    for kind in ["comments", "opinions"] {
        let path = format!("{RISKS}/R1/{kind}");
        let answer = world.controller.api("POST", &path, Some(&json!({"text": "Rimligt"}))).expect(201);
        assert_eq!(answer.header("etag"), "\"1\"");
        let listed = world.member.api("GET", &path, None).expect(200).json();
        assert_eq!((&listed["items"][0]["text"], &listed["items"][0]["by"]), (&json!("Rimligt"), &json!("controller")));
    }
    world.registrar.api("POST", &format!("{RISKS}/R1/comments"), Some(&json!({"text": "Nej"}))).expect(403);
}

#[test]
fn an_acknowledgement_does_not_raise_the_version_nor_does_its_end() {
    let world = World::new();
    let path = format!("{RISKS}/R1");
    logged(&world, 5, 5);
    let seen = world.orderer.api("POST", &format!("{path}/acknowledgement"), None).expect(200);
    assert_eq!((seen.header("etag"), &seen.json()["version"]), ("\"1\"", &json!(1)));
    let charter = "/api/v1/projects/H044/charter";
    let mut new = world.leader.api("GET", charter, None).expect(200).json();
    new["matters"][2]["roles"] = json!(["steering_group"]);
    world.orderer.api("PUT", charter, Some(&json!({"matters": new["matters"], "motivation": "Styrgruppen håller höga risker", "version": 1}))).expect(200);
    let moved = world.chair.api("GET", &path, None).expect(200);
    let risk = moved.json();
    assert_eq!((moved.header("etag"), &risk["held_by"], &risk["acknowledged_at"]), ("\"1\"", &json!("steering_group"), &Value::Null));
}

#[test]
fn what_a_change_leaves_out_stays_and_what_it_empties_is_refused_at_its_field() {
    let world = World::new();
    logged(&world, 2, 2);
    let path = format!("{RISKS}/R1");
    for empty in [json!(""), json!("  "), json!(null)] {
        let refused = world.leader.api("PATCH", &path, Some(&json!({"threat": empty, "version": 1}))).expect(422);
        assert_eq!(fields(&refused), ["threat"]);
    }
    assert_eq!(world.leader.api("GET", &path, None).expect(200).json()["version"], 1);
    let owner = |body: Value| world.leader.api("PATCH", &path, Some(&body)).expect(200).json()["owner"].clone();
    assert_eq!(owner(json!({"owner": "leader@exempel.se", "version": 1})), "leader@exempel.se");
    assert_eq!(owner(json!({"threat": "Annat hot", "version": 2})), "leader@exempel.se");
    assert_eq!(owner(json!({"owner": null, "version": 3})), Value::Null);
}

#[test]
fn a_risk_that_has_occurred_is_assessed_by_all_who_work_with_risks_on_its_page_too() {
    let world = World::signed_in();
    logged(&world, 2, 2);
    world.leader.api("POST", &format!("{RISKS}/R1/occurrence"), Some(&json!({"reason": "Det hände i går", "version": 1}))).expect(200);
    for who in [&world.leader, &world.deputy, &world.chair] {
        let offered = who.get("/projects/H044/risks/R1").expect(200).body.replace("&#x2f;", "/").contains("/risks/R1/assessment");
        assert_eq!((offered, who.get("/projects/H044/risks/R1/assessment").status), (true, 200), "{}", who.name);
    }
}

#[test]
fn a_cursor_that_no_list_gave_and_a_number_that_is_nobodys_are_called_so() {
    let world = World::new();
    let code = |answer: crate::support::Answer| answer.expect(422).json()["errors"][0]["code"].clone();
    for list in ["risks", "change-requests", "decisions", "documents"] {
        assert_eq!(code(world.leader.api("GET", &format!("/api/v1/projects/H044/{list}?cursor=banan"), None)), "not-a-cursor", "{list}");
    }
    let report = json!({"sprints": [99]});
    assert_eq!(code(world.leader.api("POST", "/api/v1/projects/H044/status-reports", Some(&report))), "no-such-sprint");
    let mut matters = world.leader.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json()["matters"].clone();
    matters[0]["roles"] = json!([]);
    let refused = world.orderer.api("PUT", "/api/v1/projects/H044/charter", Some(&json!({"matters": matters, "motivation": "Skäl", "version": 1})));
    assert!(fields(&refused.expect(422)).iter().all(|f| f.ends_with(".roles")));
}

#[test]
fn a_list_goes_on_where_its_cursor_says_and_every_risk_comes_once() {
    let world = World::new();
    for n in 0..7 {
        logged(&world, 1 + n % 3, 2);
    }
    for sort in ["value", "number", "review"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = world.leader.api("GET", &format!("{RISKS}?limit=3&sort={sort}{cursor}"), None).expect(200).json();
            seen.extend(page["items"].as_array().expect("items").iter().map(|r| r["ref"].to_string()));
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!((seen.len(), seen.iter().collect::<BTreeSet<_>>().len()), (7, 7), "{sort}");
    }
}

#[test]
fn a_filter_that_is_no_word_is_named() {
    let world = World::new();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=many", "limit"),
        ("band=red", "band"),
        ("state=gone", "state"),
        ("held_by=mayor", "held_by"),
        ("sort=colour", "sort"),
        ("cursor=%27", "cursor"),
    ] {
        assert_eq!(fields(&world.leader.api("GET", &format!("{RISKS}?{query}"), None).expect(422)), [field], "{query}");
    }
    logged(&world, 5, 5);
    for (query, found) in [("band=high", 1), ("band=low", 0), ("held_by=project_orderer", 1), ("state=closed", 0), ("q=inf%C3%B6randet", 1), ("q=%25", 0)] {
        let listed = world.leader.api("GET", &format!("{RISKS}?{query}"), None).expect(200).json();
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(found), "{query}");
    }
}

#[test]
fn a_measure_that_is_chosen_with_a_responsible_person_covers_the_risk() {
    let world = World::new();
    logged(&world, 2, 2);
    let measure = json!({"strategy": "reduce", "text": "Utbilda fler", "responsible": "deputy@exempel.se", "cost": 1250.5, "due_on": "2021-01-15"});
    let proposed = world.leader.api("POST", &format!("{RISKS}/R1/measures"), Some(&measure)).expect(201).json();
    assert_eq!(
        (&proposed["covered"], &proposed["measures"][0]["responsible"], &proposed["measures"][0]["cost"]),
        (&json!(false), &json!("deputy@exempel.se"), &json!(1250.5))
    );
    let mut chosen = measure;
    chosen["state"] = json!("chosen");
    chosen["version"] = json!(1);
    let path = format!("{RISKS}/R1/measures/1");
    let covered = world.leader.api("PUT", &path, Some(&chosen)).expect(200).json();
    assert_eq!((&covered["covered"], &covered["state"]), (&json!(true), &json!("treated")));
    world.leader.api("PUT", &path, Some(&chosen)).expect(409);
}

#[test]
fn a_new_charter_is_adopted_by_decision_and_says_what_waits() {
    let world = World::new();
    logged(&world, 3, 3);
    let path = "/api/v1/projects/H044/charter";
    let charter = world.leader.api("GET", path, None).expect(200).json();
    assert_eq!((&charter["number"], &charter["adopted_by_decision"]), (&json!(1), &Value::Null));
    assert!(charter["pending"].as_array().expect("pending").contains(&json!({"matter": "risk_medium", "held_by": "steering_group", "items": 1})));
    let mut new = json!({"matters": charter["matters"], "motivation": "Projektledaren håller mellanrisker", "version": 1});
    new["matters"][1]["roles"] = json!(["project_leader"]);
    world.leader.api("PUT", path, Some(&new)).expect(403);
    let adopted = world.orderer.api("PUT", path, Some(&new)).expect(200);
    assert_eq!((adopted.header("etag"), &adopted.json()["adopted_by_decision"]), ("\"2\"", &json!(1)));
    assert_eq!(world.leader.api("GET", &format!("{RISKS}/R1"), None).expect(200).json()["held_by"], "project_leader");
    world.orderer.api("PUT", path, Some(&new)).expect(409);
    new["matters"][0]["roles"] = json!([]);
    new["version"] = json!(2);
    let without = world.orderer.api("PUT", path, Some(&new)).expect(422);
    assert!(fields(&without)[0].contains("risk_low"), "{}", without.body);
}

#[test]
fn a_policy_with_a_hole_names_the_values() {
    let world = World::new();
    let path = "/api/v1/projects/H044/risk-policy";
    let mut policy = world.leader.api("GET", path, None).expect(200).json();
    assert_eq!((&policy["number"], &policy["bands"][0]["key"]), (&json!(1), &json!("low")));
    policy.as_object_mut().expect("object").remove("number");
    policy["bands"][1]["from"] = json!(9);
    let refused = world.orderer.api("PUT", path, Some(&policy)).expect(422);
    assert_eq!(fields(&refused), ["bands"]);
    assert!(refused.body.contains('8'), "{}", refused.body);
    policy["bands"][0]["to"] = json!(8);
    let adopted = world.orderer.api("PUT", path, Some(&policy)).expect(200).json();
    assert_eq!((&adopted["number"], &adopted["bands"][0]["to"]), (&json!(2), &json!(8)));
}

#[test]
fn the_journal_shows_before_and_after_and_is_not_for_everybody() {
    let world = World::new();
    logged(&world, 2, 2);
    assessed(&world.leader, "R1", 2, 3).expect(201);
    let path = "/api/v1/projects/H044/journal?object=risk:R1&limit=1";
    let page = world.leader.api("GET", path, None).expect(200).json();
    let entry = &page["items"][0];
    assert_eq!(
        (&entry["kind"], &entry["by"], &entry["before"]["value"], &entry["after"]["value"]),
        (&json!("risk.assessed"), &json!("leader"), &json!(4), &json!(6))
    );
    assert!(page["next"].is_string());
    let refused = world.member.api("GET", path, None).expect(403);
    assert_eq!(problem_of(&refused), "urn:styrrum:forbidden");
    world.chair.api("GET", path, None).expect(200);
}

#[test]
fn a_foreign_project_answers_as_one_that_does_not_exist() {
    let world = World::new();
    logged(&world, 2, 2);
    for path in ["", "/risks", "/risks/R1", "/decisions", "/journal", "/charter", "/risk-policy", "/roles", "/recipients", "/outcomes"] {
        let foreign = world.outsider.api("GET", &format!("/api/v1/projects/H044{path}"), None).expect(404);
        let missing = world.outsider.api("GET", &format!("/api/v1/projects/H999{path}"), None).expect(404);
        assert_eq!(foreign.body, missing.body, "{path}");
    }
    assert_eq!(world.outsider.api("GET", "/api/v1/projects", None).expect(200).json()["items"][0]["code"], "X100");
}

#[test]
fn who_has_left_the_project_gets_no_kept_answer_either() {
    let world = World::new();
    let key = [("idempotency-key", "k-4")];
    world.deputy.api_with("POST", RISKS, Some(&new_risk(2, 2)), &key).expect(201);
    let roles = world.leader.api("GET", "/api/v1/projects/H044/roles", None).expect(200).json();
    let deputy = roles["items"].as_array().expect("roles").iter().find(|r| r["name"] == "deputy").expect("deputy").clone();
    world
        .chair
        .api("POST", &format!("/api/v1/projects/H044/roles/{}/end", deputy["number"]), Some(&json!({"version": 1, "basis": {"kind": "chair"}})))
        .expect(200);
    world.clock.advance(chrono::TimeDelta::hours(20));
    world.deputy.api_with("POST", RISKS, Some(&new_risk(2, 2)), &key).expect(404);
}

#[test]
fn a_body_that_cannot_be_read_says_where() {
    let world = World::new();
    let unknown = world.leader.api("POST", RISKS, Some(&json!({"threat": "Hot", "value": 25, "likelihood": 6, "impact": "hög"}))).expect(422);
    let named: BTreeSet<String> = fields(&unknown).into_iter().collect();
    assert_eq!(named, ["consequence", "impact", "likelihood", "value", "vulnerability"].map(String::from).into());
    assert_eq!(problem_of(&world.leader.api("POST", RISKS, Some(&json!([]))).expect(400)), "urn:styrrum:bad-json");
    let other_method = world.leader.api("DELETE", RISKS, None).expect(405);
    assert_eq!((problem_of(&other_method), other_method.header("allow")), ("urn:styrrum:method".to_owned(), "GET, HEAD, POST"));
    let anonymous = world.anonymous.api("GET", RISKS, None).expect(401);
    assert_eq!(anonymous.header("www-authenticate"), "Bearer");
}

#[test]
fn what_exists_is_not_changed_by_somebody_who_has_not_said_what_they_saw() {
    let world = World::new();
    logged(&world, 3, 3);
    let charter = world.member.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json();
    let line = json!({"category": "Resor", "year": 2020, "amount": 5000});
    world.leader.api("POST", "/api/v1/projects/H044/budget", Some(&line)).expect(201);
    let outcome = json!({"category": "Resor", "month": "2020-10", "amount": 1});
    world.leader.api("POST", "/api/v1/projects/H044/outcomes", Some(&outcome)).expect(201);
    let acceptance = json!({"reason": "Känd", "expires_on": "2021-01-01"});
    let unseen = [
        (&world.leader, "PATCH", "", json!({"name": "Nytt namn"})),
        (&world.leader, "PATCH", "/risks/R1", json!({"threat": "Annat hot"})),
        (&world.leader, "POST", "/risks/R1/assessments", json!({"likelihood": 1, "impact": 1, "reason": "Bättre"})),
        (&world.chair, "POST", "/risks/R1/acceptance", acceptance),
        (&world.leader, "POST", "/budget", line),
        (&world.leader, "POST", "/outcomes", outcome),
        (&world.orderer, "PUT", "/charter", json!({"matters": charter["matters"], "motivation": "Samma"})),
    ];
    for (actor, method, path, body) in unseen {
        let refused = actor.api(method, &format!("/api/v1/projects/H044{path}"), Some(&body)).expect(422);
        assert_eq!(fields(&refused), ["version"], "{method} {path}");
    }
}

#[test]
fn a_charter_takes_no_limit_below_zero_and_no_role_twice() {
    let world = World::new();
    let path = "/api/v1/projects/H044/charter";
    let mut matters = world.member.api("GET", path, None).expect(200).json()["matters"].clone();
    matters[0]["roles"] = json!(["project_leader", "project_leader"]);
    matters[1]["limit"] = json!({"kronor": -5, "days": -3});
    let refused = world.orderer.api("PUT", path, Some(&json!({"matters": matters, "motivation": "Ny", "version": 1}))).expect(422);
    assert_eq!(fields(&refused), ["matters.risk_low.roles", "matters.risk_medium.limit.kronor"]);
}

#[test]
fn the_journal_is_for_the_steering_groups_chair_and_not_for_the_chairs_of_other_bodies() {
    let world = World::new();
    let read = |actor: &Actor| actor.api("GET", "/api/v1/projects/H044/journal", None).status;
    assert_eq!([&world.leader, &world.chair, &world.orderer, &world.financier, &world.member].map(read), [200, 200, 200, 403, 403]);
    logged(&world, 1, 1);
    let entries = world.leader.api("GET", "/api/v1/projects/H044/journal", None).expect(200).json();
    assert_eq!(entries["items"][0]["address"], "127.0.0.1");
}
