//! What is recorded and waits, earlier decisions with their minutes, and decisions that correct others.
use crate::support::{Actor, Answer, World};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use styrrum::domain::role::Role;

const DECISIONS: &str = "/api/v1/projects/H044/decisions";
const PDF: &[u8] = b"%PDF-1.7\nprotokoll\n%%EOF";

fn entry(role: &str) -> Value {
    let basis = json!({"kind": "meeting", "date": "2020-08-28", "item": "5", "present": "Alla"});
    json!({"title": "Projektplan godkänd", "role": role, "decided_on": "2020-08-28", "outcome": "approved", "basis": basis, "minutes": BASE64_STANDARD.encode(PDF)})
}
pub fn entered(actor: &Actor, role: &str) -> Answer {
    actor.api("POST", DECISIONS, Some(&entry(role)))
}
fn decision(world: &World, number: i64) -> Value {
    world.registrar.api("GET", &format!("{DECISIONS}/{number}"), None).expect(200).json()
}
/// Records with the leader that the steering group accepts R1; answers the recording.
fn recorded(world: &World, reason: &str) -> i64 {
    let basis = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"});
    let version = world.leader.api("GET", "/api/v1/projects/H044/risks/R1", None).json()["version"].clone();
    let body = json!({"reason": reason, "expires_on": "2021-03-01", "basis": basis, "version": version});
    world.leader.api("POST", "/api/v1/projects/H044/risks/R1/acceptance", Some(&body)).expect(202).json()["recording"].as_i64().expect("a recording")
}
fn with_risk(world: World) -> World {
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan", "consequence": "Stopp", "likelihood": 3, "impact": 3});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
    world
}
fn answer(actor: &Actor, recording: i64, what: &str, body: Value) -> Answer {
    actor.api("POST", &format!("/api/v1/projects/H044/recordings/{recording}/{what}"), Some(&body))
}
fn waiting(actor: &Actor) -> usize {
    actor.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].as_array().map_or(0, Vec::len)
}
fn problem(answer: &Answer) -> (String, Value) {
    (answer.json()["type"].as_str().unwrap_or_default().replace("urn:styrrum:", ""), answer.json()["decision"].clone())
}

#[test]
fn a_confirmed_decision_keeps_who_recorded_it() {
    let world = with_risk(World::new());
    let number = recorded(&world, "Billigare så");
    answer(&world.chair, number, "confirmation", json!({})).expect(200);
    let taken = decision(&world, 1);
    assert_eq!((&taken["decided_by"], &taken["recorded_by"]), (&json!("chair"), &json!("leader")));
}

#[test]
fn what_was_confirmed_is_decided_once() {
    let world = with_risk(World::new());
    let number = recorded(&world, "Billigare så");
    answer(&world.chair, number, "confirmation", json!({})).expect(200);
    assert_eq!(problem(&answer(&world.chair, number, "confirmation", json!({})).expect(409)), ("already-decided".to_owned(), json!(1)));
    assert_eq!((waiting(&world.chair), world.chair.api("GET", "/api/v1/projects/H044/recordings", None).json()["items"].clone()), (0, json!([])));
}

#[test]
fn what_was_recorded_about_a_risk_that_has_changed_no_longer_waits() {
    let world = with_risk(World::new());
    let number = recorded(&world, "Billigare så");
    world.leader.api("PATCH", "/api/v1/projects/H044/risks/R1", Some(&json!({"threat": "Annat hot", "version": 1}))).expect(200);
    let late = answer(&world.chair, number, "confirmation", json!({})).expect(409);
    assert_eq!(late.json()["reason"], "recording-closed");
    assert_eq!(world.chair.api("GET", "/api/v1/projects/H044/recordings", None).json()["items"], json!([]));
}

#[test]
fn what_a_body_may_no_longer_decide_under_a_new_charter_no_longer_waits_with_it() {
    let world = with_risk(World::new());
    let number = recorded(&world, "Billigare så");
    let path = "/api/v1/projects/H044/charter";
    let mut charter = world.orderer.api("GET", path, None).expect(200).json();
    for rule in charter["matters"].as_array_mut().expect("matters").iter_mut().filter(|r| r["matter"] == "risk_medium") {
        rule["roles"] = json!(["project_leader"]);
    }
    let new = json!({"matters": charter["matters"], "motivation": "Projektledaren håller medelhöga risker", "version": 1});
    world.orderer.api("PUT", path, Some(&new)).expect(200);
    assert_eq!(world.chair.api("GET", "/api/v1/projects/H044/recordings", None).expect(200).json()["items"], json!([]));
    answer(&world.chair, number, "confirmation", json!({})).expect(409);
}

#[test]
fn the_chair_declines_what_was_recorded_and_who_recorded_it_is_told_why() {
    let world = with_risk(World::signed_in());
    let number = recorded(&world, "Billigare så");
    answer(&world.chair, number, "decline", json!({})).expect(422);
    answer(&world.member, number, "decline", json!({"reason": "Nej"})).expect(403);
    let page = format!("/projects/H044/recordings/{number}");
    assert!(!world.leader.get(&page).expect(200).body.contains("name=\"decline\""), "only the chair answers");
    world.chair.get(&page).expect(200);
    world.chair.post_form(&page, &[("decline", "yes"), ("reason", "Så beslutade vi inte")]).expect(303);
    assert!(world.leader.get(&page).expect(200).body.contains("Så beslutade vi inte"));
    assert_eq!(answer(&world.chair, number, "confirmation", json!({})).expect(409).json()["reason"], "recording-closed");
    world.chair.api("GET", &format!("{DECISIONS}/1"), None).expect(404);
    let mails = world.write(|db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        let rows: Vec<(String, String)> = outbox::table
            .filter(outbox::kind.eq("recording-declined"))
            .select((outbox::to_email, outbox::data))
            .load(db)
            .map_err(styrrum::services::Problem::internal)?;
        Ok(rows)
    });
    assert_eq!(mails.len(), 1);
    assert!(mails[0].0 == "leader@exempel.se" && mails[0].1.contains("Så beslutade vi inte"), "{mails:?}");
}

#[test]
fn whoever_recorded_a_decision_takes_it_back_while_it_waits_and_can_record_it_anew() {
    let world = with_risk(World::signed_in());
    let number = recorded(&world, "Fel dag");
    let back = |actor: &Actor, number: i64| actor.api("POST", &format!("/api/v1/projects/H044/recordings/{number}/withdrawal"), None);
    for other in [&world.deputy, &world.chair] {
        back(other, number).expect(403);
    }
    let page = format!("/projects/H044/recordings/{number}");
    assert!(world.leader.get(&page).expect(200).body.contains("name=\"withdraw\""));
    world.chair.get(&page).expect(200);
    world.leader.post_form(&page, &[("withdraw", "yes")]).expect(303);
    assert!(world.leader.get(&page).expect(200).body.contains("Taget tillbaka av den som registrerade det"));
    assert_eq!(back(&world.leader, number).expect(409).json()["reason"], "recording-closed");
    assert_eq!(answer(&world.chair, number, "confirmation", json!({})).expect(409).json()["reason"], "recording-closed");
    let anew = recorded(&world, "Rätt dag");
    answer(&world.chair, anew, "confirmation", json!({})).expect(200);
    assert_eq!(back(&world.leader, anew).expect(409).json()["decision"], 1);
}

#[test]
fn an_earlier_decision_is_entered_with_its_minutes_and_confirmed_by_the_chair() {
    let world = World::new();
    let secretary = world.newcomer("secretary", Role::Secretary, false);
    let made = entered(&secretary, "steering_group").expect(201).json();
    assert_eq!(
        (&made["number"], &made["entered_late"], &made["confirmed"], &made["decided_by"], &made["recorded_by"]),
        (&json!(1), &json!(true), &json!(false), &Value::Null, &json!("secretary"))
    );
    let item = &world.chair.api("GET", "/api/v1/my-turn", None).json()["items"][0];
    assert_eq!((&item["kind"], &item["title"]), (&json!("decision_to_confirm"), &json!("Projektplan godkänd")));
    let recording = item["url"].as_str().and_then(|u| u.rsplit('/').next()).and_then(|n| n.parse().ok()).expect("a recording");
    answer(&world.orderer, recording, "confirmation", json!({})).expect(403);
    answer(&world.leader, recording, "confirmation", json!({})).expect(403);
    answer(&world.chair, recording, "confirmation", json!({})).expect(200);
    assert_eq!((&decision(&world, 1)["confirmed"], waiting(&world.chair)), (&json!(true), 0));
}

#[test]
fn an_earlier_decision_without_minutes_or_basis_or_right_is_refused() {
    let world = World::new();
    let without = |field: &str| {
        let mut body = entry("steering_group");
        body.as_object_mut().expect("object").remove(field);
        world.leader.api("POST", DECISIONS, Some(&body)).expect(422).json()["errors"][0]["field"].clone()
    };
    assert_eq!((without("minutes"), without("basis")), (json!("minutes"), json!("basis")));
    for (minutes, code) in [(BASE64_STANDARD.encode(b"<html>"), "not-a-pdf"), ("%%%".to_owned(), "not-base64")] {
        let mut body = entry("steering_group");
        body["minutes"] = json!(minutes);
        assert_eq!(world.leader.api("POST", DECISIONS, Some(&body)).expect(422).json()["errors"][0]["code"], code);
    }
    let mut future = entry("steering_group");
    future["decided_on"] = json!("2020-11-28");
    world.leader.api("POST", DECISIONS, Some(&future)).expect(422);
    for actor in [&world.orderer, &world.member, &world.controller] {
        entered(actor, "steering_group").expect(403);
    }
    entered(&world.leader, "project_controller").expect(422);
    world.registrar.api("GET", &format!("{DECISIONS}/1"), None).expect(404);
}

#[test]
fn minutes_are_sent_through_the_form_and_come_back_as_a_download() {
    let world = World::signed_in();
    let fields = [
        ("title", "Ordförande vald"),
        ("role", "steering_group"),
        ("outcome", "elected"),
        ("decided_on", "2020-08-28"),
        ("basis", "meeting"),
        ("meeting_date", "2020-08-28"),
        ("meeting_item", "4"),
        ("present", "Alla"),
    ];
    world.leader.get("/projects/H044/decisions/new").expect(200);
    let wrong = world.leader.post_file("/projects/H044/decisions/new", &fields, ("minutes", "protokoll.pdf", b"not a pdf"));
    assert!(wrong.status == 422 && wrong.body.contains("Välj en PDF-fil") && wrong.body.contains("Ordförande vald"), "{}", wrong.status);
    world.leader.post_file("/projects/H044/decisions/new", &fields, ("minutes", "protokoll.pdf", PDF)).expect(303);
    let page = world.member.get("/projects/H044/decisions/1").expect(200).body.replace("&#x2f;", "/");
    assert!(page.contains("Beslutet är inte bekräftat än") && page.contains("/projects/H044/decisions/1/minutes"));
    assert!(world.member.get("/projects/H044/decisions").expect(200).body.contains("Inte bekräftat"));
    let file = world.member.get("/projects/H044/decisions/1/minutes").expect(200);
    assert_eq!((file.body.as_bytes(), file.header("content-type")), (PDF, "application/pdf"));
    assert!(file.header("content-disposition").starts_with("attachment") && file.header("content-security-policy").contains("sandbox"));
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    world.outsider.get("/projects/H044/decisions/1/minutes").expect(404);
    world.member.get("/projects/H044/decisions/2/minutes").expect(404);
}

#[test]
fn minutes_of_twenty_mebibytes_are_taken_and_larger_ones_refused() {
    let world = World::signed_in();
    let fields = [("title", "Stort"), ("role", "project_leader"), ("outcome", "approved"), ("decided_on", "2020-08-28")];
    world.leader.get("/projects/H044/decisions/new").expect(200);
    let mut file = PDF.to_vec();
    file.resize(20 * 1024 * 1024, b' ');
    world.leader.post_file("/projects/H044/decisions/new", &fields, ("minutes", "stort.pdf", &file)).expect(303);
    file.push(b' ');
    let larger = world.leader.post_file("/projects/H044/decisions/new", &fields, ("minutes", "stort.pdf", &file));
    assert!(larger.status == 413 && larger.body.contains("högst 20 MB"), "{}", larger.status);
}

#[test]
fn only_an_earlier_decision_says_that_it_was_entered_afterwards() {
    let world = World::signed_in();
    world.arrange(&format!(
        "INSERT INTO decisions (project_id, number, object_kind, object_ref, object_version, object_hash, title, outcome, motivation, conditions, person_name, role, decided_on, recorded_at, recorded_by, recorded_name, search, hash) \
         VALUES ({}, 1, 'role', 'steering_group', 1, '', 'Styrgrupp: chair', 'elected', '', '', '', 'steering_group', '2020-11-27', '2020-11-27 09:00:00', {}, 'leader', '', '')",
        world.project, world.leader.id
    ));
    assert!(!world.member.get("/projects/H044/decisions").expect(200).body.contains("I efterhand"));
}

#[test]
fn a_correction_is_not_older_than_what_it_corrects_and_the_field_names_the_earliest_day() {
    let world = World::signed_in();
    entered(&world.leader, "project_leader").expect(201);
    let mut correction = entry("project_leader");
    (correction["supersedes"], correction["decided_on"]) = (json!(1), json!("2019-01-01"));
    let fault = world.leader.api("POST", DECISIONS, Some(&correction)).expect(422).json()["errors"][0].clone();
    assert_eq!((&fault["field"], &fault["code"]), (&json!("decided_on"), &json!("before-what-it-corrects")), "{fault}");
}

#[test]
fn a_decision_is_corrected_by_one_that_names_it_and_both_say_so() {
    let world = with_risk(World::signed_in());
    entered(&world.leader, "project_leader").expect(201);
    let mut correction = entry("project_leader");
    correction["supersedes"] = json!(1);
    world.leader.api("POST", DECISIONS, Some(&correction)).expect(201);
    assert_eq!((&decision(&world, 1)["superseded_by"], &decision(&world, 2)["supersedes"]), (&json!(2), &json!(1)));
    assert!(world.member.get("/projects/H044/decisions/1").expect(200).body.contains("ersatt av beslut 2"));
    let again = world.leader.api("POST", DECISIONS, Some(&correction)).expect(422).json();
    assert_eq!(again["errors"][0]["code"], "superseded-already");
    correction["supersedes"] = json!(77);
    assert_eq!(world.leader.api("POST", DECISIONS, Some(&correction)).expect(422).json()["errors"][0]["code"], "no-such-decision");
    let order = |supersedes: Value| json!({"strategy": "reduce", "text": "Utbilda fler", "supersedes": supersedes});
    world.chair.api("POST", "/api/v1/projects/H044/risks/R1/ordered-measures", Some(&order(Value::Null))).expect(201);
    world.chair.api("POST", "/api/v1/projects/H044/risks/R1/ordered-measures", Some(&order(json!(3)))).expect(201);
    assert_eq!(decision(&world, 3)["superseded_by"], 4);
}

#[test]
fn what_takes_the_place_of_an_earlier_decision_says_so_without_being_told() {
    let world = with_risk(World::signed_in());
    let charter = "/api/v1/projects/H044/charter";
    for version in [1, 2] {
        let matters = world.leader.api("GET", charter, None).expect(200).json()["matters"].clone();
        let new = json!({"matters": matters, "motivation": "Nytt mandat", "version": version});
        world.orderer.api("PUT", charter, Some(&new)).expect(200);
    }
    let lift = |actor: &Actor| {
        let version = world.leader.api("GET", "/api/v1/projects/H044/risks/R1", None).json()["version"].clone();
        actor.api("POST", "/api/v1/projects/H044/risks/R1/lift", Some(&json!({"reason": "Vi rår inte på den", "version": version}))).expect(200);
    };
    lift(&world.chair);
    lift(&world.orderer);
    let links = |number: i64| (decision(&world, number)["supersedes"].clone(), decision(&world, number)["superseded_by"].clone());
    assert_eq!([links(1), links(2)], [(Value::Null, json!(2)), (json!(1), Value::Null)], "a charter");
    assert_eq!([links(3), links(4)], [(Value::Null, json!(4)), (json!(3), Value::Null)], "a lift of the same risk");
    let log = world.member.get("/projects/H044/decisions").expect(200).body.replace("&#x2f;", "/");
    assert!(
        log.contains("Ersätter beslut <a href=\"/projects/H044/decisions/3\">3</a>")
            && log.contains("Ersatt av beslut <a href=\"/projects/H044/decisions/4\">4</a>")
    );
    assert!(world.member.get("/projects/H044/decisions/3").expect(200).body.contains("ersatt av beslut 4"));
    assert_eq!(world.store.read_now(styrrum::services::verify::database).expect("read").broken.len(), 0);
}

#[test]
fn a_decision_that_was_corrected_afterwards_is_not_replaced_once_more() {
    let world = World::signed_in();
    let charter = "/api/v1/projects/H044/charter";
    let adopt = |version: i64| {
        let matters = world.leader.api("GET", charter, None).expect(200).json()["matters"].clone();
        world.orderer.api("PUT", charter, Some(&json!({"matters": matters, "motivation": "Nytt mandat", "version": version}))).expect(200);
    };
    adopt(1);
    let mut correction = entry("project_orderer");
    (correction["supersedes"], correction["decided_on"]) = (json!(1), json!("2020-11-27"));
    world.leader.api("POST", DECISIONS, Some(&correction)).expect(201);
    answer(&world.orderer, to_confirm(&world.orderer), "confirmation", json!({})).expect(200);
    adopt(2);
    assert_eq!((&decision(&world, 3)["supersedes"], &decision(&world, 1)["superseded_by"]), (&Value::Null, &json!(2)));
}

/// The earlier decision that waits for the person to confirm.
fn to_confirm(holder: &Actor) -> i64 {
    let items = holder.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].clone();
    let waits = items.as_array().and_then(|all| all.iter().find(|i| i["kind"] == "decision_to_confirm")).cloned().expect("one that waits");
    waits["url"].as_str().and_then(|u| u.rsplit('/').next()).and_then(|n| n.parse().ok()).expect("a recording")
}

#[test]
fn a_correction_that_nobody_has_confirmed_replaces_nothing_and_a_declined_one_makes_way() {
    let world = World::new();
    entered(&world.leader, "project_orderer").expect(201);
    answer(&world.orderer, to_confirm(&world.orderer), "confirmation", json!({})).expect(200);
    let mut correction = entry("project_orderer");
    correction["supersedes"] = json!(1);
    let send = |correction: &Value| world.leader.api("POST", DECISIONS, Some(correction));
    send(&correction).expect(201);
    assert_eq!(decision(&world, 1)["superseded_by"], Value::Null, "it waits");
    assert_eq!(send(&correction).expect(422).json()["errors"][0]["code"], "superseded-already");
    answer(&world.orderer, to_confirm(&world.orderer), "decline", json!({"reason": "Stämmer inte"})).expect(200);
    assert_eq!(decision(&world, 1)["superseded_by"], Value::Null, "it was declined");
    send(&correction).expect(201);
    answer(&world.orderer, to_confirm(&world.orderer), "confirmation", json!({})).expect(200);
    assert_eq!(decision(&world, 1)["superseded_by"], json!(3));
    let mut others = entry("project_leader");
    others["supersedes"] = json!(3);
    assert_eq!(send(&others).expect(422).json()["errors"][0]["code"], "another-roles-decision");
}

#[test]
fn whoever_holds_the_role_needs_nobody_to_confirm_an_earlier_decision() {
    let world = World::new();
    assert_eq!(entered(&world.leader, "project_leader").expect(201).json()["confirmed"], true);
    assert_eq!(waiting(&world.leader), 0);
}
