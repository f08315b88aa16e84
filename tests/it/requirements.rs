//! Requirements: who says that they are met, and who waives them.
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use styrrum::services::verify;

const REQUIREMENTS: &str = "/api/v1/projects/H044/requirements";
const K1: &str = "/api/v1/projects/H044/requirements/K1";

fn written(world: &World, mut more: Value) {
    for (field, value) in [("kind", "product"), ("text", "Gemensam RPA-utrustning"), ("requested_by", "financier"), ("priority", "must")] {
        if more[field].is_null() {
            more[field] = json!(value);
        }
    }
    world.leader.api("POST", REQUIREMENTS, Some(&more)).expect(201);
}
/// K1 is a must that is out of scope, and its waiver is asked for.
pub fn asked(world: &World) {
    written(world, json!({}));
    world.leader.api("POST", &format!("{K1}/waiver"), Some(&json!({"reason": "Utanför avgränsningen", "version": 1}))).expect(200);
}
fn read(world: &World, reference: &str) -> Value {
    world.registrar.api("GET", &format!("{REQUIREMENTS}/{reference}"), None).expect(200).json()
}
fn decide(world: &World, actor: &Actor, outcome: &str) -> Answer {
    let basis = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"});
    let body = json!({"outcome": outcome, "motivation": "Så är det", "basis": basis, "version": read(world, "K1")["version"]});
    actor.api("POST", &format!("{K1}/waiver/decision"), Some(&body))
}
fn reason(answer: &Answer) -> Value {
    answer.json()["reason"].clone()
}

#[test]
fn the_measured_value_says_whether_a_requirement_is_met() {
    let world = World::signed_in();
    written(&world, json!({"kind": "project", "text": "Nytta för minst 10 kommuner", "measure": 10}));
    let verify = |body: Value| world.leader.api("PUT", &format!("{K1}/verification"), Some(&body));
    assert_eq!(verify(json!({"met": true, "how": "Räknat", "version": 1})).expect(422).json()["errors"][0]["field"], "measured");
    assert_eq!(verify(json!({"met": true, "measured": 9, "how": "Räknat", "version": 1})).expect(200).json()["state"], "not_met");
    assert!(world.member.get("/projects/H044/requirements").expect(200).body.contains("Behöver undantag"));
    verify(json!({"measured": 14, "how": "Räknat", "version": 1})).expect(409);
    let met = verify(json!({"measured": 14, "how": "Räknat igen", "version": 2})).expect(200).json();
    assert_eq!((&met["state"], &met["verified_by"], &met["verified_on"]), (&json!("met"), &json!("leader@exempel.se"), &json!("2020-11-27")));
    world.member.api("PUT", &format!("{K1}/verification"), Some(&json!({"measured": 1, "how": "Nej", "version": 3}))).expect(403);
    assert!(world.member.get("/projects/H044/requirements/K1").expect(200).body.contains("14 (minst 10)"));
}

#[test]
fn a_should_needs_no_waiver() {
    let world = World::new();
    written(&world, json!({"priority": "should"}));
    let refused = world.leader.api("POST", &format!("{K1}/waiver"), Some(&json!({"reason": "Vi hinner inte", "version": 1}))).expect(409);
    assert_eq!(reason(&refused), "no-waiver-needed");
}

#[test]
fn the_steering_group_grants_a_waiver_and_the_requirement_stays_as_it_was_waived() {
    let world = World::new();
    asked(&world);
    let turn = world.chair.api("GET", "/api/v1/my-turn", None).expect(200).json();
    assert_eq!((&turn["items"][0]["kind"], &turn["items"][0]["ref"]), (&json!("waiver_to_decide"), &json!("K1")));
    let refused = decide(&world, &world.orderer, "grant").expect(403).json();
    assert_eq!((&refused["matter"], &refused["held_by"]), (&json!("waiver"), &json!(["steering_group"])));
    let granted = decide(&world, &world.chair, "grant").expect(200).json();
    assert_eq!((&granted["state"], &granted["waived_by_decision"], &granted["waiver_asked"]), (&json!("waived"), &json!(1), &Value::Null));
    let taken = world.member.api("GET", "/api/v1/projects/H044/decisions/1", None).expect(200).json();
    assert_eq!((&taken["matter"], &taken["outcome"], &taken["object"]["ref"]), (&json!("waiver"), &json!("approved"), &json!("K1")));
    let text = json!({"kind": "product", "text": "Annat", "requested_by": "financier", "priority": "must", "version": granted["version"]});
    assert_eq!(reason(&world.leader.api("PUT", K1, Some(&text)).expect(409)), "requirement-is-waived");
    let stale = json!({"outcome": "refuse", "motivation": "Nej", "version": 2});
    assert_eq!(world.chair.api("POST", &format!("{K1}/waiver/decision"), Some(&stale)).expect(409).json()["decision"], 1);
    let broken = || world.store.read_now(verify::database).expect("read").broken;
    // However many stand before it.
    let before: Vec<String> = (1..=500).map(|n| format!("({}, -{n}, 'product', 'Krav', 'financier', 'must', '', 'open', 1)", world.project)).collect();
    let columns = "project_id, number, kind, text, requested_by, priority, note, state, version";
    world.arrange(&format!("INSERT INTO requirements ({columns}) VALUES {};", before.join(",")));
    assert!(broken().is_empty(), "{:?}", broken());
    world.arrange("UPDATE requirements SET text = 'Annat';");
    assert_eq!(broken()[0].row, format!("requirement {}/K1", world.project));
}

#[test]
fn a_refused_waiver_leaves_the_requirement_as_it_was() {
    let world = World::new();
    asked(&world);
    let refused = decide(&world, &world.chair, "refuse").expect(200).json();
    assert_eq!((&refused["state"], &refused["waiver_asked"], &refused["waived_by_decision"]), (&json!("open"), &Value::Null, &Value::Null));
    assert_eq!(reason(&decide(&world, &world.chair, "grant").expect(409)), "no-waiver-asked");
}

#[test]
fn what_the_leader_records_of_a_waiver_waits_for_the_chair() {
    let world = World::signed_in();
    asked(&world);
    let recorded = decide(&world, &world.leader, "grant").expect(202).json();
    assert_eq!(recorded["state"], "open");
    let page = format!("/projects/H044/recordings/{}", recorded["recording"]);
    assert!(world.chair.get(&page).expect(200).body.contains("K1"));
    world.chair.post_form(&page, &[]).expect(303);
    assert_eq!(read(&world, "K1")["state"], "waived");
}

#[test]
fn on_the_page_the_chair_decides_with_the_body_s_basis() {
    let world = World::signed_in();
    asked(&world);
    let page = "/projects/H044/requirements/K1/decision";
    assert!(world.chair.get(page).expect(200).body.contains("Utanför avgränsningen"));
    let form = [("step", "grant"), ("motivation", "Ja"), ("needs_basis", "yes"), ("version", "2")];
    assert!(world.chair.post_form(page, &form).expect(422).body.contains("f-basis-err"));
    let form = [&form[..], &[("basis", "per_capsulam"), ("agreed", "Alla")]].concat();
    assert!(world.chair.post_form(page, &form).expect(200).body.contains("Bevilja undantag"), "the answers are shown back");
    world.chair.post_form(page, &[&form[..], &[("checked", "yes")]].concat()).expect(303);
    assert!(world.member.get("/projects/H044/requirements/K1").expect(200).body.contains("Undantag, beslut 1"));
}

#[test]
fn a_must_whose_waiver_is_asked_for_is_not_made_a_should_meanwhile() {
    let world = World::new();
    asked(&world);
    let words = |priority: &str, text: &str| {
        let now = read(&world, "K1");
        let words = json!({"kind": "product", "text": text, "requested_by": "financier", "priority": priority, "version": now["version"]});
        world.leader.api("PUT", K1, Some(&words))
    };
    assert_eq!(reason(&words("should", "Gemensam RPA-utrustning").expect(409)), "must-needs-waiver");
    decide(&world, &world.leader, "refuse").expect(202);
    assert_eq!(reason(&words("should", "Utrustning").expect(409)), "must-needs-waiver");
}

#[test]
fn a_must_that_is_not_met_is_not_worded_away_and_a_reworded_requirement_is_open_again() {
    let world = World::new();
    written(&world, json!({"kind": "project", "text": "Nytta för minst 10 kommuner", "measure": 10}));
    let verify = |measured: i64, version: i64| {
        world.leader.api("PUT", &format!("{K1}/verification"), Some(&json!({"measured": measured, "how": "Räknat", "version": version}))).expect(200)
    };
    let reword = |priority: &str, measure: i64, version: i64| {
        let words = json!({"kind": "project", "text": "Nytta för kommunerna", "requested_by": "financier", "priority": priority, "measure": measure, "version": version});
        world.leader.api("PUT", K1, Some(&words))
    };
    verify(6, 1);
    assert_eq!(reason(&reword("should", 10, 2).expect(409)), "must-needs-waiver");
    assert_eq!(reason(&reword("must", 5, 2).expect(409)), "must-needs-waiver");
    verify(12, 2);
    reword("must", 20, 3).expect(200);
    assert_eq!(read(&world, "K1")["state"], "open");
}

#[test]
fn a_paused_or_closed_project_words_no_goals_or_requirements_and_decides_no_waivers_while_verifying_and_measuring_go_on() {
    let world = World::signed_in();
    let must = json!({"kind": "project", "text": "Nytta för minst 10 kommuner", "requested_by": "project_orderer", "priority": "must", "measure": 10, "unit": "kommuner"});
    let requirements = "/api/v1/projects/H044/requirements";
    world.leader.api("POST", requirements, Some(&must)).expect(201);
    let version = |path: &str| world.leader.api("GET", path, None).json()["version"].clone();
    let one = format!("{requirements}/K1");
    let verified = |measured: i64| {
        let body = json!({"measured": measured, "how": "Räknat", "version": version(&one)});
        world.leader.api("PUT", &format!("{one}/verification"), Some(&body))
    };
    verified(8).expect(200);
    assert!(world.member.get("/projects/H044/requirements/K1").expect(200).body.contains("8 kommuner (minst 10)"));
    world.leader.api("POST", &format!("{one}/waiver"), Some(&json!({"reason": "Två hoppade av", "version": version(&one)}))).expect(200);
    let waits = |actor: &Actor| actor.api("GET", "/api/v1/my-turn", None).json()["items"].to_string().contains("waiver_to_decide");
    assert!(waits(&world.chair));
    for (stop, why) in [
        ("UPDATE projects SET standing = 'paused', stopped_by = 'project_orderer', stopped_decision = 1, stopped_on = '2020-11-27'", "project-paused"),
        ("UPDATE projects SET standing = 'closed', stopped_by = NULL, stopped_decision = NULL, stopped_on = NULL", "project-closed"),
    ] {
        world.arrange(stop);
        let reason = |answer: Answer| answer.expect(409).json()["reason"].clone();
        assert_eq!(reason(world.leader.api("POST", requirements, Some(&must))), why);
        let goal = json!({"kind": "project", "name": "Fler möts digitalt"});
        assert_eq!(reason(world.leader.api("POST", "/api/v1/projects/H044/goals", Some(&goal))), why);
        let grant = json!({"outcome": "grant", "motivation": "Räcker", "basis": {"kind": "chair"}, "version": version(&one)});
        assert_eq!(reason(world.chair.api("POST", &format!("{one}/waiver/decision"), Some(&grant))), why);
        assert!(!waits(&world.chair));
        world.leader.get("/projects/H044/requirements/new").expect(409);
        world.leader.get("/projects/H044/goals/new").expect(409);
        verified(9).expect(200);
    }
}

#[test]
fn while_a_recorded_decision_waits_no_other_about_the_same_is_recorded_beside_it() {
    let world = World::new();
    asked(&world);
    let waiting = decide(&world, &world.deputy, "grant").expect(202).json()["recording"].clone();
    for (who, outcome) in [(&world.deputy, "refuse"), (&world.leader, "grant")] {
        let other = decide(&world, who, outcome).expect(409).json();
        assert_eq!((&other["type"], &other["recording"]), (&json!("urn:styrrum:recorded-already"), &waiting), "{outcome}");
    }
    let no = json!({"reason": "Så beslutade vi inte"});
    world.chair.api("POST", &format!("/api/v1/projects/H044/recordings/{waiting}/decline"), Some(&no)).expect(200);
    decide(&world, &world.deputy, "refuse").expect(202);
}
