//! Deliverables with their versions and criteria, and part deliveries: who decides about them, and what comes of it.
mod decided;

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
    json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 5", "present": "Alla"})
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
    assert!(!refused.body.contains("f-link-err"), "one fault is told once");
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
        json!({"label": "00.1", "link": "https://a.example"}),
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
fn a_deliverable_that_was_taken_out_of_the_plan_is_read_as_before_and_not_worked_on() {
    let world = World::signed_in();
    approved(&world);
    world.arrange("UPDATE deliverables SET removed_by = 1");
    let one = world.member.api("GET", L1, None).expect(200).json();
    assert_eq!((&one["removed_by_decision"], &one["versions"][0]["label"]), (&json!(1), &json!("0.3")));
    assert_eq!(world.member.api("GET", DELIVERABLES, None).expect(200).json()["items"], json!([]));
    for page in ["deliverables/L1", "deliverables/L1/versions/0.3"] {
        world.member.get(&format!("/projects/H044/{page}")).expect(200);
    }
    assert!(world.leader.get("/projects/H044/deliverables/L1").expect(200).body.contains("Leveransen har utgått ur planen"));
    let refused = |place: &str, body: Value| world.leader.api("POST", &format!("{L1}/{place}"), Some(&body)).expect(409).json()["reason"].clone();
    assert_eq!(refused("versions", json!({"label": "0.4", "link": "https://handbok.example"})), "deliverable-is-removed");
    assert_eq!(refused("criteria", json!({"text": "Läst av alla"})), "deliverable-is-removed");
    let edit = world.leader.api("PATCH", L1, Some(&json!({"description": "Ny", "version": one["version"]}))).expect(409).json();
    assert_eq!(edit["reason"], "deliverable-is-removed");
    assert!(world.leader.get("/projects/H044/deliverables/L1/edit").expect(409).body.contains("utgått ur planen"), "told before anything is typed");
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
        [("step", "continue"), ("motivation", "Bra"), ("basis", "meeting"), ("meeting_date", "2020-11-27"), ("meeting_item", "5"), ("present", "Alla")];
    let chosen = [&chosen[..], &[("needs_basis", "yes"), ("version", "2")]].concat();
    let refused = world.chair.post_form(&format!("{page}/decision"), &chosen).expect(422).body;
    assert!(refused.contains("f-conditions.L1-1.text-err") && refused.contains("L1, kriterium 1, villkoret: Det här saknas."), "{refused}");
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
