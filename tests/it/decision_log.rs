//! The decisions log: search and filters together, page by page, and as CSV.
use crate::decisions::entered;
use crate::support::{Actor, World};
use serde_json::{Value, json};

const LOG: &str = "/projects/H044/decisions";

fn adopt(world: &World, version: i64) {
    let charter = "/api/v1/projects/H044/charter";
    let matters = world.leader.api("GET", charter, None).expect(200).json()["matters"].clone();
    world.orderer.api("PUT", charter, Some(&json!({"matters": matters, "motivation": "=1+1 Nytt mandat", "version": version}))).expect(200);
}
fn accept(by: &Actor, world: &World, risk: &str) {
    let version = world.leader.api("GET", &format!("/api/v1/projects/H044/risks/{risk}"), None).json()["version"].clone();
    let body = json!({"reason": "Billigare än att åtgärda", "expires_on": "2021-03-01", "version": version});
    by.api("POST", &format!("/api/v1/projects/H044/risks/{risk}/acceptance"), Some(&body)).expect(200);
}
/// 1 the charter, by the orderer; 2 a delegation, by the leader; 3 a risk, by the deputy on that delegation; 4 an earlier one.
fn filled() -> World {
    let world = World::signed_in();
    adopt(&world, 1);
    let terms = json!({"from_role": "project_leader", "person": "deputy@exempel.se", "matters": ["risk_low"], "from_on": "2020-11-27", "to_on": "2020-12-04", "reason": "Ledighet"});
    world.leader.api("POST", "/api/v1/projects/H044/delegations", Some(&terms)).expect(201);
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan", "consequence": "Stopp", "likelihood": 2, "impact": 2});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
    accept(&world.deputy, &world, "R1");
    entered(&world.leader, "steering_group").expect(201);
    world
}
fn found(world: &World, query: &str) -> Vec<i64> {
    let list = world.member.api("GET", &format!("/api/v1{LOG}?{query}"), None).expect(200).json();
    list["items"].as_array().into_iter().flatten().filter_map(|d| d["number"].as_i64()).collect()
}

#[test]
fn the_log_is_filtered_by_matter_role_outcome_person_day_and_delegation_together_with_the_search() {
    let world = filled();
    assert_eq!(found(&world, ""), [4, 3, 2, 1]);
    assert_eq!(found(&world, "matter=charter"), [1]);
    assert_eq!(found(&world, "role=steering_group"), [4]);
    assert_eq!(found(&world, "outcome=accepted"), [3]);
    assert_eq!(found(&world, "person=deputy%40exempel.se"), [3]);
    assert_eq!(found(&world, "person=nobody%40exempel.se"), [0; 0]);
    assert_eq!((found(&world, "to=2020-08-28"), found(&world, "from=2020-08-29")), (vec![4], vec![3, 2, 1]));
    assert_eq!(found(&world, "from=2020-08-28&to=2020-08-28"), [4]);
    assert_eq!(found(&world, "on_delegation=true"), [3]);
    assert_eq!((found(&world, "q=mandat&role=project_orderer"), found(&world, "q=mandat&role=steering_group")), (vec![1], vec![]));
}

#[test]
fn a_filter_that_is_no_word_of_its_kind_is_told_at_its_name_and_the_page_shows_all() {
    let world = filled();
    for (query, field) in
        [("matter=x", "matter"), ("role=x", "role"), ("outcome=x", "outcome"), ("from=x", "from"), ("to=2020-13-01", "to"), ("cursor=x", "cursor")]
    {
        let problem = world.member.api("GET", &format!("/api/v1{LOG}?{query}"), None).expect(422).json();
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
    }
    let page = world.member.get(&format!("{LOG}?matter=x")).expect(200).body;
    assert!(page.contains("Filtret gick inte att läsa. Alla beslut visas.") && page.contains("4 av 4 beslut visas"));
}

#[test]
fn pages_of_the_log_keep_its_filters() {
    let world = World::signed_in();
    for version in 1..=51 {
        adopt(&world, version);
    }
    let first = world.member.get(&format!("{LOG}?matter=charter&q=mandat")).expect(200).body.replace("&amp;", "&").replace("&#x2f;", "/");
    assert!(first.contains("50 av 51 beslut visas"), "how many there are");
    assert!(first.contains("/projects/H044/decisions?before=2&matter=charter&q=mandat"), "where the rest are");
    let last = world.member.get(&format!("{LOG}?before=2&matter=charter&q=mandat")).expect(200).body;
    assert!(last.contains("1 av 51 beslut visas"));
    let list = world.member.api("GET", &format!("/api/v1{LOG}?matter=charter&limit=50"), None).expect(200).json();
    assert_eq!((list["items"].as_array().map(Vec::len), &list["next"]), (Some(50), &json!("2")));
}

#[test]
fn an_empty_log_says_which_filters_hide_everything_and_how_each_is_taken_away() {
    let world = filled();
    let page = world.member.get(&format!("{LOG}?matter=charter&role=steering_group&from=2020-08-01")).expect(200).body;
    let page = page.replace("&amp;", "&").replace("&#x2f;", "/");
    assert!(page.contains("Inget beslut passar filtret") && page.contains("Roll som beslutade: Styrgrupp · Från: 2020-08-01"), "{page}");
    assert!(page.contains("/projects/H044/decisions?from=2020-08-01&matter=charter\""), "without the role");
    let nothing = World::signed_in().member.get(LOG).expect(200).body;
    assert!(nothing.contains("Inga beslut än"));
}

#[test]
fn a_row_says_that_it_was_decided_on_delegation_and_leads_to_the_decision_that_gave_it() {
    let world = filled();
    let page = world.member.get(&format!("{LOG}?on_delegation=true")).expect(200).body.replace("&#x2f;", "/");
    assert!(page.contains("href=\"/projects/H044/decisions/2\">På delegation"), "{page}");
}

#[test]
fn the_filtered_log_is_exported_inert_and_a_registrars_reading_of_it_is_kept() {
    let world = filled();
    let file = world.registrar.get("/projects/H044/decisions.csv?role=project_orderer").expect(200);
    assert!(file.header("content-disposition").contains("H044-beslutslogg.csv"), "{}", file.header("content-disposition"));
    let lines: Vec<&str> = file.body.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("\u{feff}Nr;Beslutat;Vad;Beslut;Ärende") && lines[1].starts_with("1;2020-11-27;"), "{lines:?}");
    assert!(lines[1].contains(";'=1+1 Nytt mandat;"), "no cell is a formula: {}", lines[1]);
    let read = world.leader.get("/projects/H044/readings").expect(200).body;
    assert!(read.contains("decisions.csv?role"), "{read}");
    assert_eq!(world.member.get("/projects/H044/decisions.csv?role=x").status, 422);
    let whole: Value = json!(world.member.get("/projects/H044/decisions.csv").expect(200).body.lines().count());
    assert_eq!(whole, 5);
}

#[test]
fn a_decision_tells_what_it_led_to_and_leads_there() {
    let world = filled();
    let led = |number: i64| world.member.api("GET", &format!("/api/v1{LOG}/{number}"), None).expect(200).json()["led_to"].clone();
    assert_eq!((&led(1)[0]["kind"], &led(1)[0]["ref"]), (&json!("charter"), &json!("2")));
    assert_eq!((&led(2)[0]["kind"], &led(2)[0]["path"]), (&json!("delegation"), &json!("/projects/H044/delegations/1")));
    assert_eq!((&led(3)[0]["kind"], &led(3)[0]["words"]), (&json!("risk"), &json!("accepted")));
    assert_eq!(led(4), json!([]));
    adopt(&world, 2);
    assert_eq!(led(1)[0]["kind"], "charter_before", "another is in force since");
    let page = world.member.get(&format!("{LOG}/2")).expect(200).body.replace("&#x2f;", "/");
    assert!(page.contains("Ledde till") && page.contains("href=\"/projects/H044/delegations/1\">Vidaredelegering 1, till och med"), "{page}");
    assert!(!world.member.get(&format!("{LOG}/4")).expect(200).body.contains("Ledde till"));
}

#[test]
fn an_approved_part_delivery_led_to_locked_versions_a_phase_and_a_condition() {
    let world = World::signed_in();
    crate::deliveries::approved(&world);
    let page = world.member.get(&format!("{LOG}/1")).expect(200).body.replace("&#x2f;", "/");
    for told in ["L1 version 0.3, godkänd och låst", "Fasen Effekt öppnades", "Villkor 1, att uppfylla senast", "/projects/H044/conditions/1"] {
        assert!(page.contains(told), "{told}: {page}");
    }
}
