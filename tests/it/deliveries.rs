//! Deliverables with their versions and criteria, and part deliveries: who decides about them, and what comes of it.
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use styrrum::services::Problem;
use styrrum::services::verify::{self, export};

const DELIVERABLES: &str = "/api/v1/projects/H044/deliverables";
const L1: &str = "/api/v1/projects/H044/deliverables/L1";
const DELIVERIES: &str = "/api/v1/projects/H044/deliveries";
const ONE: &str = "/api/v1/projects/H044/deliveries/1";
const PDF: &[u8] = b"%PDF-1.7\nhandbok";

/// Part delivery 1 with version 0.3 of L1, whose one criterion is not met.
pub fn drawn_up(world: &World) {
    world.leader.api("POST", DELIVERABLES, Some(&json!({"name": "Metodhandbok", "responsible": "deputy@exempel.se"}))).expect(201);
    world.leader.api("POST", &format!("{L1}/criteria"), Some(&json!({"text": "Provad i en process"}))).expect(201);
    world.leader.api("POST", &format!("{L1}/versions"), Some(&json!({"label": "0.3", "link": "https://handbok.example"}))).expect(201);
    let part = json!({"name": "Första versionerna", "versions": [{"deliverable": "L1", "label": "0.3"}]});
    world.leader.api("POST", DELIVERIES, Some(&part)).expect(201);
}
fn submitted() -> World {
    let world = World::new();
    drawn_up(&world);
    submit(&world);
    world
}
fn submit(world: &World) {
    world.leader.api("POST", &format!("{ONE}/submission"), Some(&json!({"proposed": "continue", "recommendation": "Går att prova"}))).expect(200);
}
/// As [`drawn_up`], and approved by the steering group.
pub fn approved(world: &World) {
    if world.leader.api("GET", ONE, None).status == 404 {
        drawn_up(world);
    }
    submit(world);
    approve(world).expect(200);
}
fn delivery(world: &World) -> Value {
    world.leader.api("GET", ONE, None).expect(200).json()
}
fn meeting() -> Value {
    json!({"kind": "meeting", "date": "2020-11-26", "item": "§ 5", "present": "Alla"})
}
fn condition() -> Value {
    json!([{"item": "L1-1", "text": "Provas i sprint 7", "owner": "deputy@exempel.se", "due_on": "2020-12-18"}])
}
fn decide(world: &World, actor: &Actor, mut body: Value) -> Answer {
    body["motivation"] = json!("Så beslutades");
    if body["version"].is_null() {
        body["version"] = delivery(world)["version"].clone();
    }
    actor.api("POST", &format!("{ONE}/decision"), Some(&body))
}
fn approve(world: &World) -> Answer {
    decide(world, &world.chair, json!({"outcome": "continue", "conditions": condition(), "basis": meeting()}))
}
fn problem(answer: &Answer) -> String {
    let told = answer.json();
    let kind = told["type"].as_str().unwrap_or_default().replace("urn:styrrum:", "");
    told["reason"].as_str().map_or(kind, str::to_owned)
}
fn kinds(actor: &Actor) -> Vec<String> {
    let turn = actor.api("GET", "/api/v1/my-turn", None).expect(200).json();
    turn["items"].as_array().into_iter().flatten().map(|i| i["kind"].as_str().unwrap_or_default().to_owned()).collect()
}
fn mailed(world: &World, to: &str) -> Vec<String> {
    let to = to.to_owned();
    world.write(move |db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        outbox::table.filter(outbox::to_email.eq(to.clone())).select(outbox::kind).order(outbox::id).load(db).map_err(Problem::internal)
    })
}
fn decision(world: &World, number: i64) -> Value {
    world.registrar.api("GET", &format!("/api/v1/projects/H044/decisions/{number}"), None).expect(200).json()
}
fn standing(world: &World) -> Value {
    world.registrar.api("GET", "/api/v1/projects/H044", None).expect(200).json()["standing"].clone()
}
fn phases(world: &World) -> Vec<String> {
    let gates = world.registrar.api("GET", "/api/v1/projects/H044/gates", None).expect(200).json();
    gates["items"].as_array().into_iter().flatten().map(|g| g["state"].as_str().unwrap_or_default().to_owned()).collect()
}
fn broken(world: &World) -> Vec<String> {
    let database = world.store.read_now(verify::database).expect("read").broken;
    let mut out = Vec::new();
    world.store.read_now(|db| Ok::<_, Problem>(export::write(db, "H044", &mut out))).expect("read").expect("exported");
    let file = export::verify(out.as_slice()).expect("read").broken;
    let told = |from: &str, all: Vec<verify::Broken>| all.into_iter().map(|b| format!("{from} {}: {}", b.row, b.why)).collect::<Vec<_>>();
    [told("database", database), told("export", file)].concat()
}

#[test]
fn a_deliverable_says_what_it_must_fulfil_and_who_answers_for_it() {
    let world = World::signed_in();
    world.leader.get("/projects/H044/deliverables/new").expect(200);
    let form = [("name", "Metodhandbok"), ("description", "Steg för steg"), ("responsible", "deputy@exempel.se"), ("handed_to", "Socialcheferna")];
    assert_eq!(world.leader.post_form("/projects/H044/deliverables/new", &form).expect(303).header("location"), "/projects/H044/deliverables/L1");
    world.leader.post_form("/projects/H044/deliverables/L1/criteria/new", &[("text", "Provad i en process")]).expect(303);
    let met = [("text", "Provad i en process"), ("met", "yes"), ("note", "I sprint 5"), ("version", "1")];
    world.leader.post_form("/projects/H044/deliverables/L1/criteria/1", &met).expect(303);
    assert!(world.leader.post_form("/projects/H044/deliverables/L1/criteria/1", &met).expect(409).body.contains("conflict-h"));
    let page = world.member.get("/projects/H044/deliverables/L1").expect(200).body;
    for told in ["Steg för steg", "Socialcheferna", "deputy", "1 av 1 uppfyllt", "I sprint 5"] {
        assert!(page.contains(told), "{told}");
    }
    world.member.post_form("/projects/H044/deliverables/L1/criteria/new", &[("text", "Mer")]).expect(403);
    let refused =
        world.leader.post_form("/projects/H044/deliverables/L1/edit", &[("name", "Handbok"), ("responsible", "registrar@exempel.se"), ("version", "1")]);
    assert!(refused.expect(422).body.contains("f-responsible-err"), "somebody who only reads answers for nothing");
}

#[test]
fn the_api_keeps_deliverables_and_changes_only_what_is_named() {
    let world = World::new();
    let added = world.leader.api("POST", DELIVERABLES, Some(&json!({"name": "Metodhandbok", "handed_to": "Styrgruppen"}))).expect(201);
    assert_eq!((added.header("location"), added.json()["ref"].clone()), (L1, json!("L1")));
    world.leader.api("PATCH", L1, Some(&json!({"description": "Steg för steg"}))).expect(422);
    let changed = world.leader.api("PATCH", L1, Some(&json!({"description": "Steg för steg", "handed_to": null, "version": 1}))).expect(200).json();
    let told = (&changed["name"], &changed["description"], &changed["handed_to"], &changed["version"]);
    assert_eq!(told, (&json!("Metodhandbok"), &json!("Steg för steg"), &Value::Null, &json!(2)));
    world.leader.api("PATCH", L1, Some(&json!({"name": "Annat", "version": 1}))).expect(409);
    world.member.api("PATCH", L1, Some(&json!({"name": "Annat", "version": 2}))).expect(403);
    assert_eq!(world.member.api("GET", DELIVERABLES, None).expect(200).json()["items"], json!([changed]));
    world.outsider.api("GET", DELIVERABLES, None).expect(404);
}

#[test]
fn a_version_is_a_link_or_a_file_of_a_kind_that_is_taken() {
    let world = World::signed_in();
    world.leader.api("POST", DELIVERABLES, Some(&json!({"name": "Metodhandbok"}))).expect(201);
    let new = "/projects/H044/deliverables/L1/versions/new";
    world.leader.get(new).expect(200);
    let refused = world.leader.post_file(new, &[("label", "0.1")], ("file", "handbok.pdf", b"<html>")).expect(422);
    assert!(refused.body.contains("f-file-err") && refused.body.contains("value=\"0.1\""), "what was typed is kept");
    world.leader.post_file(new, &[("label", "0.1"), ("note", "Utkast")], ("file", "handbok.exe", PDF)).expect(422);
    world.leader.post_file(new, &[("label", "0.1"), ("note", "Utkast")], ("file", "../handbok.pdf", PDF)).expect(303);
    let file = world.member.get("/projects/H044/deliverables/L1/versions/0.1/file").expect(200);
    assert_eq!((file.header("content-type"), file.body.as_bytes()), ("application/pdf", PDF));
    assert!(file.header("content-disposition").contains("H044-L1-0.1.pdf") && file.header("content-security-policy").contains("sandbox"));
    world.outsider.get("/projects/H044/deliverables/L1/versions/0.1/file").expect(404);
    let versions = format!("{L1}/versions");
    for bad in [
        json!({"label": "0.1", "link": "https://a.example"}),
        json!({"label": "v2", "link": "https://a.example"}),
        json!({"label": "0.2"}),
        json!({"label": "0.2", "link": "javascript:alert(1)"}),
        json!({"label": "0.2", "file": "SGVq"}),
    ] {
        world.leader.api("POST", &versions, Some(&bad)).expect(422);
    }
    world.leader.api("POST", &versions, Some(&json!({"label": "0.2", "link": "https://a.example"}))).expect(201);
    assert_eq!(world.member.api("GET", L1, None).expect(200).json()["version_label"], "0.2");
    world.leader.api("DELETE", &format!("{versions}/0.2"), Some(&json!({}))).expect(204);
    assert_eq!(world.member.api("GET", L1, None).expect(200).json()["version_label"], "0.1", "the newest that is left");
}

#[test]
fn the_steering_group_approves_a_part_delivery_and_its_versions_are_locked() {
    let world = submitted();
    assert_eq!((kinds(&world.chair), mailed(&world, "chair@exempel.se")), (vec!["delivery_submitted".to_owned()], vec!["delivery-submitted".to_owned()]));
    assert_eq!(problem(&world.leader.api("DELETE", &format!("{L1}/versions/0.3"), Some(&json!({}))).expect(409)), "version-is-gathered");
    let approved = approve(&world).expect(200).json();
    assert_eq!((&approved["state"], &approved["decided_on"], &approved["approved_by_decision"]), (&json!("approved"), &json!("2020-11-26"), &json!(1)));
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
    assert!(world.member.get("/projects/H044/gates").expect(200).body.replace("&#x2f;", "/").contains("/projects/H044/deliveries/1"));
    let twice = json!({"name": "Andra", "point": 1});
    assert_eq!(world.leader.api("POST", DELIVERIES, Some(&twice)).expect(422).json()["errors"][0]["field"], "point");
    submit(&world);
    approve(&world).expect(200);
    let points = world.member.api("GET", "/api/v1/projects/H044/decision-points", None).expect(200).json();
    assert_eq!((&points["items"][0]["decision"], &points["items"][0]["late"], &points["items"][0]["delivery"]), (&json!(1), &json!(6), &json!(1)));
}

#[test]
fn verification_names_an_approved_version_that_was_changed() {
    let world = World::new();
    drawn_up(&world);
    let file = json!({"label": "0.4", "file": "JVBERi0xLjcKaGFuZGJvaw==", "file_name": "handbok.pdf"});
    world.leader.api("POST", &format!("{L1}/versions"), Some(&file)).expect(201);
    let part = json!({"name": "Första versionerna", "versions": [{"deliverable": "L1", "label": "0.4"}], "version": 1});
    world.leader.api("PUT", ONE, Some(&part)).expect(200);
    submit(&world);
    approve(&world).expect(200);
    assert_eq!(broken(&world), Vec::<String>::new());
    world.arrange("UPDATE deliverable_versions SET link = 'https://annan.example' WHERE label = '0.4';");
    let row = format!("part delivery {}/1: its versions are not those that were approved", world.project);
    assert_eq!(broken(&world), [format!("database {row}"), format!("export {row}")]);
    world.arrange("UPDATE deliverable_versions SET link = '' WHERE label = '0.4'; UPDATE deliveries SET content = replace(content, 'Metodhandbok', 'Annat');");
    let row = format!("part delivery {}/1: it is not what the journal fixed", world.project);
    assert_eq!(broken(&world), [format!("database {row}"), format!("export {row}")]);
}

#[test]
fn on_the_page_nothing_is_chosen_beforehand_and_the_answers_are_checked_before_they_are_final() {
    let world = World::signed_in();
    drawn_up(&world);
    let page = "/projects/H044/deliveries/1";
    world.leader.get(&format!("{page}/submission")).expect(200);
    world.leader.post_form(&format!("{page}/submission"), &[("proposed", "continue"), ("recommendation", "Går att prova"), ("version", "1")]).expect(303);
    let form = world.chair.get(&format!("{page}/decision")).expect(200).body;
    assert!(form.matches("name=\"step\"").count() >= 4 && !form.contains("checked>"), "nothing is chosen");
    assert!(form.contains("Delleveransen godkänns och versionerna låses.") && form.contains("Blir ett förslag som lyfts."));
    let chosen =
        [("step", "continue"), ("motivation", "Bra"), ("basis", "meeting"), ("meeting_date", "2020-11-26"), ("meeting_item", "5"), ("present", "Alla")];
    let chosen = [&chosen[..], &[("needs_basis", "yes"), ("version", "2")]].concat();
    assert!(world.chair.post_form(&format!("{page}/decision"), &chosen).expect(422).body.contains("f-conditions.L1-1.text-err"));
    let given = [("conditions.L1-1.text", "Provas"), ("conditions.L1-1.owner", "deputy@exempel.se"), ("conditions.L1-1.due_on", "2020-12-18")];
    let chosen = [&chosen[..], &given[..]].concat();
    let check = world.chair.post_form(&format!("{page}/decision"), &chosen).expect(200).body;
    assert!(check.contains("name=\"checked\"") && check.contains("Provas"));
    assert_eq!(delivery(&world)["state"], "submitted");
    world.chair.post_form(&format!("{page}/decision"), &[&chosen[..], &[("checked", "yes")]].concat()).expect(303);
    assert_eq!(delivery(&world)["state"], "approved");
    assert!(world.member.get(page).expect(200).body.contains("Godkänd"));
    assert!(world.member.get("/projects/H044/deliverables/L1/versions/0.3").expect(200).body.contains("godkänd med beslut 1"));
}

#[test]
fn a_draft_is_for_those_who_write_and_lead_until_it_is_submitted() {
    let world = World::signed_in();
    drawn_up(&world);
    let listed = |actor: &Actor| actor.api("GET", DELIVERIES, None).expect(200).json()["items"].as_array().map(Vec::len);
    assert_eq!((listed(&world.leader), listed(&world.member)), (Some(1), Some(0)));
    world.member.api("GET", ONE, None).expect(404);
    world.member.get("/projects/H044/deliveries/1").expect(404);
    submit(&world);
    world.member.get("/projects/H044/deliveries/1").expect(200);
    assert_eq!(listed(&world.member), Some(1));
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

/// How many files and pieces are stored, and what the project's files take.
fn stored(world: &World) -> (i64, i64, i64) {
    let project = world.project;
    world.write(move |db| {
        use diesel::prelude::*;
        use styrrum::store::schema::{file_pieces, files};
        let count = |e: diesel::result::Error| Problem::internal(e);
        let (rows, pieces) = (files::table.count().get_result(db).map_err(count)?, file_pieces::table.count().get_result(db).map_err(count)?);
        Ok((rows, pieces, styrrum::store::files::of_project(db, project)?.values().sum()))
    })
}
fn add_file(world: &World, label: &str) {
    world.leader.api_file(&format!("{L1}/versions"), &[("label", label)], ("file", "handbok.pdf", PDF)).expect(201);
}
fn remove(world: &World, label: &str) -> Answer {
    let seen = world.leader.api("GET", L1, None).expect(200).json()["version"].clone();
    world.leader.api("DELETE", &format!("{L1}/versions/{label}"), Some(&json!({"version": seen})))
}

#[test]
fn the_same_bytes_come_back_as_the_kind_that_each_version_was_sent_as() {
    let world = World::new();
    world.leader.api("POST", DELIVERABLES, Some(&json!({"name": "Mätvärden"}))).expect(201);
    for (label, name) in [("0.1", "varden.txt"), ("0.2", "varden.csv")] {
        world.leader.api_file(&format!("{L1}/versions"), &[("label", label)], ("file", name, b"dag;antal\n1;2\n")).expect(201);
    }
    let file = |label: &str| {
        let sent = world.member.api("GET", &format!("{L1}/versions/{label}/file"), None).expect(200);
        (sent.header("content-disposition").contains(".txt"), sent.header("content-disposition").contains(".csv"))
    };
    assert_eq!([file("0.1"), file("0.2")], [(true, false), (false, true)]);
}

#[test]
fn a_file_goes_with_the_last_version_that_has_it_and_makes_room() {
    let world = World::new();
    world.leader.api("POST", DELIVERABLES, Some(&json!({"name": "Metodhandbok"}))).expect(201);
    let bytes = PDF.len() as i64;
    add_file(&world, "0.1");
    add_file(&world, "0.2");
    let document = world.leader.api_file("/api/v1/projects/H044/documents", &[("kind", "other"), ("title", "Bilaga")], ("file", "b.pdf", b"%PDF-1.7 bilaga"));
    document.expect(201);
    assert_eq!(stored(&world), (2, 2, bytes + 15), "the same file counts once");
    remove(&world, "0.1").expect(204);
    assert_eq!(stored(&world), (2, 2, bytes + 15), "another version has it");
    world.member.api("GET", &format!("{L1}/versions/0.2/file"), None).expect(200);
    remove(&world, "0.2").expect(204);
    assert_eq!(stored(&world), (1, 1, 15));
    add_file(&world, "0.1");
    assert_eq!(stored(&world), (2, 2, bytes + 15), "it can be sent again");
    assert!(broken(&world).is_empty());
}

#[test]
fn what_a_decision_was_about_stays_with_its_file_also_when_it_was_sent_back() {
    let world = World::new();
    drawn_up(&world);
    add_file(&world, "0.4");
    let with = |label: &str| {
        let part = json!({"name": "Första versionerna", "versions": [{"deliverable": "L1", "label": label}], "version": delivery(&world)["version"]});
        world.leader.api("PUT", ONE, Some(&part)).expect(200);
    };
    with("0.4");
    assert_eq!(problem(&remove(&world, "0.4").expect(409)), "version-is-gathered");
    submit(&world);
    decide(&world, &world.chair, json!({"outcome": "back", "basis": meeting()})).expect(200);
    with("0.3");
    assert_eq!(problem(&remove(&world, "0.4").expect(409)), "version-is-judged");
    world.member.api("GET", &format!("{L1}/versions/0.4/file"), None).expect(200);
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
