//! Deviations: reported by whoever has a role, answered by the leader or the orderer.
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use styrrum::services::Problem;

const DEVIATIONS: &str = "/api/v1/projects/H044/deviations";

fn new() -> Value {
    json!({"area": "terms", "title": "Medfinansieringen räcker inte", "text": "66,2 procent mot kravet 70", "observed_on": "2020-11-26"})
}
fn reported(by: &Actor) -> Answer {
    by.api("POST", DEVIATIONS, Some(&new()))
}
/// A step with deviation 1 as it is now.
fn step(by: &Actor, what: &str) -> Answer {
    let version = by.api("GET", &format!("{DEVIATIONS}/1"), None).json()["version"].clone();
    by.api("POST", &format!("{DEVIATIONS}/1/{what}"), Some(&json!({"text": "Så här är det", "version": version})))
}
fn refused(answer: &Answer) -> String {
    answer.json()["reason"].as_str().unwrap_or_default().to_owned()
}
fn waits_for(actor: &Actor) -> bool {
    let turn = actor.api("GET", "/api/v1/my-turn", None).expect(200).json();
    turn["items"].as_array().is_some_and(|items| items.iter().any(|i| i["kind"] == "deviation_to_answer"))
}
fn mails(world: &World) -> Vec<(String, String)> {
    use diesel::prelude::*;
    use styrrum::store::schema::outbox;
    let rows = |db: &mut styrrum::store::Db| outbox::table.select((outbox::kind, outbox::to_email)).order(outbox::id).load(db).map_err(Problem::internal);
    world.store.read_now(rows).expect("mails")
}

#[test]
fn the_financiers_representative_reports_and_the_leader_and_the_orderer_are_told() {
    let world = World::new();
    let deviation = reported(&world.financier).expect(201).json();
    assert_eq!([&deviation["number"], &deviation["state"], &deviation["reported_role"]], [&json!(1), &json!("reported"), &json!("financier_representative")]);
    let told: Vec<String> = mails(&world).into_iter().filter(|(kind, _)| kind == "deviation-reported").map(|(_, to)| to).collect();
    assert_eq!(told, ["leader@exempel.se", "deputy@exempel.se", "orderer@exempel.se"]);
    assert!([&world.leader, &world.orderer].iter().all(|a| waits_for(a)) && !waits_for(&world.financier) && !waits_for(&world.member));
}

#[test]
fn an_answer_reaches_whoever_reported_it_and_can_be_asked_again() {
    let world = World::new();
    reported(&world.financier).expect(201);
    assert_eq!(step(&world.leader, "answer").expect(200).json()["state"], "answered");
    assert!(mails(&world).contains(&("deviation-answered".to_owned(), "financier@exempel.se".to_owned())));
    assert!(!waits_for(&world.leader));
    assert_eq!(refused(&step(&world.orderer, "answer").expect(409)), "deviation-is-answered");
    assert_eq!(refused(&step(&world.leader, "reopening").expect(409)), "deviation-is-anothers");
    let again = step(&world.financier, "reopening").expect(200).json();
    assert_eq!((&again["state"], again["said"].as_array().map(Vec::len)), (&json!("reported"), Some(2)));
    assert!(waits_for(&world.leader));
}

#[test]
fn nobody_answers_what_they_reported_and_a_member_answers_nothing() {
    let world = World::new();
    reported(&world.leader).expect(201);
    assert_eq!(refused(&step(&world.leader, "answer").expect(409)), "deviation-is-own");
    step(&world.member, "answer").expect(403);
    step(&world.orderer, "answer").expect(200);
}

#[test]
fn a_withdrawn_deviation_is_neither_answered_nor_opened_again() {
    let world = World::new();
    reported(&world.financier).expect(201);
    assert_eq!(step(&world.financier, "withdrawal").expect(200).json()["state"], "withdrawn");
    assert_eq!(refused(&step(&world.leader, "answer").expect(409)), "deviation-is-withdrawn");
    assert_eq!(refused(&step(&world.financier, "reopening").expect(409)), "deviation-is-withdrawn");
}

#[test]
fn two_answers_at_once_leave_one() {
    let world = World::new();
    reported(&world.financier).expect(201);
    let answer = json!({"text": "Så här är det", "version": 1});
    let path = format!("{DEVIATIONS}/1/answer");
    let first = world.leader.api("POST", &path, Some(&answer)).status;
    let second = world.orderer.api("POST", &path, Some(&answer)).status;
    assert_eq!((first, second), (200, 409));
    assert_eq!(world.member.api("GET", &format!("{DEVIATIONS}/1"), None).json()["said"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_registrar_reads_and_reports_nothing_and_a_day_to_come_is_said_at_its_field() {
    let world = World::signed_in();
    reported(&world.registrar).expect(403);
    let mut later = new();
    later["observed_on"] = json!("2020-11-28");
    let faults = world.controller.api("POST", DEVIATIONS, Some(&later)).expect(422).json();
    assert_eq!(faults["errors"][0]["field"], "observed_on");
    world.controller.get("/projects/H044/deviations/new").expect(200);
    let typed = [("area", "time"), ("title", "Försenat"), ("text", ""), ("observed_on", "2020-11-26")];
    let page = world.controller.post_form("/projects/H044/deviations/new", &typed).expect(422).body;
    assert!(page.contains("f-text-err") && page.contains("Försenat"), "{page}");
}

#[test]
fn the_list_is_filtered_by_state_and_paged_from_the_newest() {
    let world = World::new();
    for _ in 0..3 {
        reported(&world.financier).expect(201);
    }
    step(&world.leader, "answer").expect(200);
    let numbers = |query: &str| {
        let page = world.member.api("GET", &format!("{DEVIATIONS}{query}"), None).expect(200).json();
        page["items"].as_array().map(|items| items.iter().filter_map(|i| i["number"].as_i64()).collect::<Vec<_>>())
    };
    assert_eq!(numbers("?state=reported"), Some(vec![3, 2]));
    assert_eq!(numbers("?limit=2"), Some(vec![3, 2]));
    assert_eq!(numbers("?limit=2&cursor=2"), Some(vec![1]));
    world.member.api("GET", &format!("{DEVIATIONS}?state=none"), None).expect(422);
}

#[test]
fn the_next_status_report_lists_what_was_reported_with_its_answer() {
    let world = World::new();
    reported(&world.financier).expect(201);
    step(&world.leader, "answer").expect(200);
    reported(&world.controller).expect(201);
    let reports = "/api/v1/projects/H044/status-reports";
    world.leader.api("POST", reports, None).expect(201);
    let report = world.leader.api("GET", &format!("{reports}/1"), None).expect(200).json();
    let told: Vec<_> = report["deviations"].as_array().expect("deviations").iter().map(|d| json!([d["number"], d["role"], d["answer"]])).collect();
    assert_eq!(told, [json!([2, "project_controller", ""]), json!([1, "financier_representative", "Så här är det"])]);
}
