//! Handovers of approved versions, and milestones followed up.
use crate::deliveries;
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};

const HANDOVERS: &str = "/api/v1/projects/H044/handovers";
const ONE: &str = "/api/v1/projects/H044/handovers/1";
const MILESTONES: &str = "/api/v1/projects/H044/milestones";

/// Version 0.3 of L1 is approved and handed over to the steering group's member.
pub fn handed_over(world: &World) {
    deliveries::approved(world);
    let to = json!({"deliverable": "L1", "label": "0.3", "receiver": "member@exempel.se", "note": "För prov"});
    world.leader.api("POST", HANDOVERS, Some(&to)).expect(201);
}
fn answer(actor: &Actor, mut body: Value) -> Answer {
    if body["version"].is_null() {
        body["version"] = json!(1);
    }
    actor.api("POST", &format!("{ONE}/answer"), Some(&body))
}
fn reason(answer: &Answer) -> Value {
    answer.json()["reason"].clone()
}
fn kinds(actor: &Actor) -> Vec<Value> {
    let turn = actor.api("GET", "/api/v1/my-turn", None).expect(200).json();
    turn["items"].as_array().into_iter().flatten().map(|i| i["kind"].clone()).collect()
}

#[test]
fn only_an_approved_version_is_handed_over() {
    let world = World::new();
    deliveries::drawn_up(&world);
    let to = |body: Value| world.leader.api("POST", HANDOVERS, Some(&body));
    assert_eq!(reason(&to(json!({"deliverable": "L1", "label": "0.3", "receiver_name": "Socialcheferna"})).expect(409)), "version-not-approved");
    for bad in [
        json!({"deliverable": "L1", "label": "0.3"}),
        json!({"deliverable": "L1", "label": "0.9", "receiver_name": "Socialcheferna"}),
        json!({"deliverable": "L1", "label": "0.3", "receiver_name": "Socialcheferna", "receiver": "member@exempel.se"}),
        json!({"deliverable": "L1", "label": "0.3", "receiver": "registrar@exempel.se"}),
    ] {
        to(bad).expect(422);
    }
}

#[test]
fn what_is_handed_over_is_what_the_address_names() {
    let world = World::signed_in();
    deliveries::approved(&world);
    let form = |deliverable: &'static str| [("deliverable", deliverable), ("label", "0.9"), ("receiver_name", "Socialcheferna")];
    world.leader.post_form("/projects/H044/deliverables/L9/versions/0.3/handover", &form("L1")).expect(404);
    world.leader.post_form("/projects/H044/deliverables/L1/versions/0.3/handover", &form("L9")).expect(303);
    let handed = world.member.api("GET", ONE, None).expect(200).json();
    assert_eq!((&handed["deliverable"], &handed["label"]), (&json!("L1"), &json!("0.3")));
}

#[test]
fn its_receiver_accepts_it_in_person_and_once() {
    let world = World::signed_in();
    handed_over(&world);
    assert_eq!(kinds(&world.member), [json!("handover_to_answer")]);
    assert_eq!(reason(&answer(&world.leader, json!({"answer": "accept"})).expect(409)), "not-the-receiver");
    assert!(world.member.get("/projects/H044/handovers/1").expect(200).body.contains("name=\"answer\""));
    assert!(!world.leader.get("/projects/H044/handovers/1").expect(200).body.contains("name=\"answer\""));
    world.member.post_form("/projects/H044/handovers/1", &[("answer", "decline"), ("version", "1")]).expect(422);
    world.member.post_form("/projects/H044/handovers/1", &[("answer", "accept"), ("version", "1")]).expect(303);
    let accepted = world.registrar.api("GET", ONE, None).expect(200).json();
    assert_eq!((&accepted["state"], &accepted["answered_by"], &accepted["answered_on"]), (&json!("accepted"), &json!("member"), &json!("2020-11-27")));
    assert_eq!(reason(&answer(&world.member, json!({"answer": "accept", "version": 2})).expect(409)), "handover-is-answered");
    assert!(kinds(&world.member).is_empty());
    assert!(world.member.get("/projects/H044/deliverables/L1/versions/0.3").expect(200).body.contains("Mottagen"));
}

#[test]
fn a_receiver_declines_with_a_reason_that_the_leader_gets() {
    let world = World::new();
    handed_over(&world);
    answer(&world.member, json!({"answer": "decline", "reason": "Saknar filmerna"})).expect(200);
    let mails = world.write(|db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        let kinds = outbox::table.filter(outbox::to_email.eq("leader@exempel.se")).select((outbox::kind, outbox::data)).order(outbox::id.desc());
        kinds.first::<(String, String)>(db).map_err(styrrum::services::Problem::internal)
    });
    assert!(mails.0 == "handover-answered" && mails.1.contains("Saknar filmerna"), "{mails:?}");
}

#[test]
fn for_a_receiver_outside_the_leader_records_who_accepted_and_when() {
    let world = World::new();
    deliveries::approved(&world);
    let to = json!({"deliverable": "L1", "label": "0.3", "receiver_name": "Socialchefsnätverket"});
    world.leader.api("POST", HANDOVERS, Some(&to)).expect(201);
    assert_eq!(reason(&answer(&world.member, json!({"answer": "accept", "answered_by": "Jag"})).expect(409)), "not-the-receiver");
    answer(&world.leader, json!({"answer": "accept"})).expect(422);
    answer(&world.leader, json!({"answer": "accept", "answered_by": "Nätverkets ordförande", "answered_on": "2020-12-01"})).expect(422);
    let accepted = answer(&world.leader, json!({"answer": "accept", "answered_by": "Nätverkets ordförande", "answered_on": "2020-11-27"})).expect(200).json();
    assert_eq!((&accepted["state"], &accepted["answered_by"]), (&json!("accepted"), &json!("Nätverkets ordförande")));
}

#[test]
fn a_milestone_s_slip_follows_from_its_forecast_and_its_day_in_the_plan_stays() {
    let world = World::signed_in();
    world.leader.get("/projects/H044/milestones/new").expect(200);
    let form = [("name", "Plattform i drift"), ("starts_on", "2020-09-01"), ("planned_on", "2020-12-18")];
    world.leader.post_form("/projects/H044/milestones/new", &form).expect(303);
    let one = format!("{MILESTONES}/1");
    let told = |m: &Value| (m["planned_on"].clone(), m["expected_on"].clone(), m["slip"].clone());
    let late = world.leader.api("PUT", &one, Some(&json!({"forecast_on": "2021-01-11", "version": 1}))).expect(200).json();
    assert_eq!(told(&late), (json!("2020-12-18"), json!("2021-01-11"), json!(24)));
    assert!(world.member.get("/projects/H044").expect(200).body.contains("24 dagar sen"), "the overview tells the slip");
    assert!(world.member.get("/projects/H044/milestones").expect(200).body.contains("24 dagar"));
    for (day, code) in [("2020-12-01", "in-the-future"), ("2000-01-01", "done-before-it-began")] {
        let refused = world.leader.api("PUT", &one, Some(&json!({"done_on": day, "version": 2}))).expect(422).json();
        assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("done_on"), &json!(code)));
    }
    world.leader.api("PUT", &one, Some(&json!({"done_on": "2020-11-20", "version": 1}))).expect(409);
    world.member.api("PUT", &one, Some(&json!({"done_on": "2020-11-20", "version": 2}))).expect(403);
    world.leader.post_form("/projects/H044/milestones/1", &[("forecast_on", ""), ("done_on", "2020-11-20"), ("version", "2")]).expect(303);
    let done = world.member.api("GET", &one, None).expect(200).json();
    assert_eq!((&done["done_on"], &done["slip"], &done["forecast_on"]), (&json!("2020-11-20"), &json!(-28), &Value::Null));
}

#[test]
fn a_handover_is_not_answered_while_the_project_is_stopped() {
    let world = World::new();
    handed_over(&world);
    world.arrange("UPDATE projects SET standing = 'paused', stopped_by = 'project_orderer', stopped_on = '2020-11-20', stopped_decision = 1");
    assert_eq!(reason(&answer(&world.member, json!({"answer": "accept"})).expect(409)), "project-paused");
    world.arrange("UPDATE projects SET standing = 'running', stopped_by = NULL, stopped_on = NULL, stopped_decision = NULL");
    answer(&world.member, json!({"answer": "accept"})).expect(200);
}
