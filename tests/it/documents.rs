//! Documents: who reads and writes them, which files are taken, comments, and adoption by decision.
mod adopted;
mod files;

use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use styrrum::domain::role::Role;
use styrrum::services::Problem;

const DOCUMENTS: &str = "/api/v1/projects/H044/documents";
const ONE: &str = "/api/v1/projects/H044/documents/1";
const PDF: &[u8] = b"%PDF-1.7\n%%EOF";

/// The project plan 0.1 as a draft, written by the leader.
pub fn written(world: &World) -> Value {
    let plan = json!({"kind": "project_plan", "title": "Projektplan", "text": "Syfte och mål.\n\nOrganisation.", "register_number": "2020/17"});
    world.leader.api("POST", DOCUMENTS, Some(&plan)).expect(201).json()
}
fn document(world: &World) -> Value {
    world.leader.api("GET", ONE, None).expect(200).json()
}
/// A step of the first document, as it is now when no version is named.
fn act(world: &World, actor: &Actor, what: &str, mut body: Value) -> Answer {
    if body["version"].is_null() && !what.ends_with("/answer") {
        body["version"] = document(world)["version"].clone();
    }
    actor.api("POST", &format!("{ONE}/{what}"), Some(&body))
}
fn submitted(world: &World) {
    written(world);
    act(world, &world.leader, "submission", json!({})).expect(200);
}
/// Adopts the first document as it is.
pub fn adopt_first(world: &World) {
    act(world, &world.leader, "submission", json!({})).expect(200);
    adopted(world);
}
fn adopted(world: &World) -> Value {
    act(world, &world.chair, "decision", json!({"outcome": "adopt", "basis": {"kind": "chair"}})).expect(200).json()
}
fn problem(answer: &Answer) -> String {
    answer.json()["type"].as_str().unwrap_or_default().replace("urn:styrrum:", "")
}
fn codes(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|e| format!("{} {}", e["field"].as_str().unwrap_or_default(), e["code"].as_str().unwrap_or_default())).collect()
}
fn turn(actor: &Actor) -> Vec<String> {
    let items = actor.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].clone();
    items.as_array().into_iter().flatten().map(|i| i["kind"].as_str().unwrap_or_default().to_owned()).collect()
}
fn mailed(world: &World, to: &Actor) -> Vec<String> {
    let to = to.email.clone();
    world.write(move |db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        outbox::table.filter(outbox::to_email.eq(to.clone())).select(outbox::kind).order(outbox::id).load(db).map_err(Problem::internal)
    })
}
fn meeting() -> Value {
    json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 5", "present": "Alla"})
}

#[test]
fn a_text_is_shown_with_its_headings_and_lists_and_nothing_of_it_becomes_markup_of_the_page() {
    let world = World::signed_in();
    let text = "## Syfte\n\n- mål\n- medel\n\n<script>alert(1)</script>\n\n[a](javascript:alert(1)) [b](https://exempel.se)";
    world.leader.api("POST", DOCUMENTS, Some(&json!({"kind": "project_plan", "title": "Projektplan", "text": text}))).expect(201);
    let page = world.leader.get("/projects/H044/documents/1").expect(200).body;
    assert!(page.contains("<h3>Syfte</h3><ul><li>mål</li><li>medel</li></ul>"), "{page}");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script>alert"), "{page}");
    assert!(page.contains("<a rel=\"noopener\" href=\"https://exempel.se\">b</a>") && !page.contains("href=\"javascript"), "{page}");
    let saved = world.leader.api("GET", ONE, None).expect(200);
    assert!(saved.body.contains("## Syfte"), "the interface gives it as it was written");
}

#[test]
fn an_adopted_version_is_locked_registered_and_listed_and_a_draft_never_is() {
    let world = World::signed_in();
    submitted(&world);
    let listed = || world.member.api("GET", &format!("{DOCUMENTS}/adopted"), None).expect(200).json()["items"].clone();
    assert_eq!(
        (listed(), turn(&world.chair), mailed(&world, &world.chair)),
        (json!([]), vec!["document_submitted".to_owned()], vec!["document-submitted".to_owned()])
    );
    let after = adopted(&world);
    assert_eq!((&after["state"], &after["label"], &after["decision"], &after["in_force"]), (&json!("adopted"), &json!("1.0"), &json!(1), &json!("1.0")));
    let line = &listed()[0];
    let register = ["label", "adopted_on", "decision", "matter", "from", "role", "body", "register_number", "secret"].map(|name| line[name].clone());
    let told = json!(["1.0", "2020-11-27", 1, "plan_document", "Kommunalförbundet", "steering_group", "Styrgruppen", "2020/17", false]);
    assert_eq!(json!(register), told);
    let decision = world.member.api("GET", "/api/v1/projects/H044/decisions/1", None).expect(200).json();
    assert_eq!(
        (&decision["title"], &decision["outcome"], &decision["object"]["kind"], &decision["object"]["ref"]),
        (&json!("Projektplan 1.0"), &json!("adopted"), &json!("document_version"), &json!("1"))
    );
    assert_eq!(problem(&act(&world, &world.leader, "submission", json!({})).expect(409)), "refused");
    assert_eq!(mailed(&world, &world.leader), ["document-decided"]);

    let next = json!({"reason": "Nya mål", "text": "Hemligt utkast"});
    assert_eq!(act(&world, &world.leader, "versions", next).expect(201).json()["label"], "1.1");
    assert_eq!(listed().as_array().map(Vec::len), Some(1));
    let seen = world.member.api("GET", ONE, None).expect(200);
    assert!(seen.json()["label"] == "1.0" && !seen.body.contains("Hemligt"), "a draft is for those who write it");
    for page in ["/projects/H044/documents", "/projects/H044/documents/adopted", "/projects/H044/documents/1"] {
        let page = world.member.get(page).expect(200).body;
        assert!(page.contains("Projektplan") && !page.contains("1.1") && !page.contains("Hemligt"), "{page}");
    }
    assert!(world.leader.get("/projects/H044/documents/1").expect(200).body.contains("Hemligt"));
    world.member.get("/projects/H044/documents/1?version=2").expect(404);
}

#[test]
fn a_draft_is_for_those_who_write_documents_and_its_words_are_not_found_by_others() {
    let world = World::new();
    written(&world);
    let found = |who: &Actor, q: &str| who.api("GET", &format!("{DOCUMENTS}?q={q}"), None).expect(200).json()["items"].as_array().map(Vec::len);
    for who in [&world.member, &world.chair, &world.orderer, &world.registrar] {
        who.api("GET", ONE, None).expect(404);
        assert_eq!((found(who, "projektplan"), found(who, "organisation")), (Some(0), Some(0)), "{}", who.name);
    }
    assert_eq!((found(&world.leader, "ORGANISATION"), found(&world.leader, "2020/17"), found(&world.leader, "100%25")), (Some(1), Some(1), Some(0)));
    for who in [&world.member, &world.chair, &world.controller, &world.registrar] {
        let refused = who.api("POST", DOCUMENTS, Some(&json!({"kind": "other", "title": "Mitt", "text": "Text"}))).expect(403).json();
        assert_eq!(refused["held_by"], json!(["project_leader", "deputy_project_leader", "secretary"]));
    }
    world.outsider.api("GET", ONE, None).expect(404);
}

#[test]
fn documents_are_found_by_type_state_and_words_a_page_at_a_time() {
    let world = World::signed_in();
    for n in 1..=5 {
        let new = json!({"kind": if n == 3 { "change_plan" } else { "other" }, "title": format!("Dokument {n}"), "text": format!("Åtgärd nummer {n}")});
        world.leader.api("POST", DOCUMENTS, Some(&new)).expect(201);
    }
    let page = |query: &str| {
        let page = world.leader.api("GET", &format!("{DOCUMENTS}?{query}"), None).expect(200).json();
        let numbers: Vec<i64> = page["items"].as_array().into_iter().flatten().filter_map(|d| d["number"].as_i64()).collect();
        (numbers, page["next"].as_str().unwrap_or_default().to_owned())
    };
    let (first, next) = page("limit=2");
    assert_eq!((first, page(&format!("limit=2&cursor={next}")).0), (vec![5, 4], vec![3, 2]));
    assert_eq!((page("kind=change_plan").0, page("q=%C3%A5tg%C3%A4rd+NUMMER+4").0, page("state=adopted").0), (vec![3], vec![4], vec![]));
    world.leader.api("GET", &format!("{DOCUMENTS}?state=hemlig"), None).expect(422);
    assert!(world.leader.get("/projects/H044/documents?q=finns-inte").expect(200).body.contains("Inget dokument passar filtret"));
    assert!(world.leader.get("/projects/H044/documents?kind=hemlig").expect(200).body.contains("Filtret gick inte att läsa"));
    assert!(world.member.get("/projects/H044/documents").expect(200).body.contains("Inga dokument än"));
    assert!(world.leader.get("/projects/H044/documents/adopted").expect(200).body.contains("Inget är fastställt än"));
}

#[test]
fn labels_rise_and_a_version_below_a_whole_number_is_adopted_as_a_finding() {
    let world = World::signed_in();
    written(&world);
    for (label, code) in [("0.1", "label-must-rise"), ("1", "not-a-label"), ("v2.0", "not-a-label")] {
        let refused = act(&world, &world.leader, "versions", json!({"reason": "Ny", "text": "Text", "label": label})).expect(422);
        assert_eq!(codes(&refused), [format!("label {code}")]);
    }
    act(&world, &world.leader, "versions", json!({"reason": "Ny", "text": "Text", "label": "0.4"})).expect(201);
    assert_eq!(codes(&act(&world, &world.leader, "submission", json!({"label": "0.3"})).expect(422)), ["label label-below"]);
    act(&world, &world.leader, "submission", json!({"label": "0.4"})).expect(200);
    assert!(world.chair.get("/projects/H044/documents/1/decision").expect(200).body.contains("under 1.0"));
    assert_eq!(adopted(&world)["versions"][0]["draft_adopted"], true);
    assert!(world.member.get("/projects/H044/documents/adopted").expect(200).body.contains("Fastställt utkast"));
}

#[test]
fn nobody_adopts_their_own_and_a_body_s_decision_is_confirmed_by_its_chair() {
    let world = World::new();
    submitted(&world);
    let adopt = json!({"outcome": "adopt", "basis": {"kind": "chair"}});
    for who in [&world.leader, &world.deputy, &world.orderer, &world.financier, &world.controller] {
        let refused = act(&world, who, "decision", adopt.clone()).expect(403);
        assert_eq!((problem(&refused), &refused.json()["held_by"]), ("no-mandate".to_owned(), &json!(["steering_group"])), "{}", who.name);
    }
    assert_eq!(problem(&act(&world, &world.member, "decision", adopt.clone()).expect(403)), "not-chair");
    let waits = act(&world, &world.leader, "decision", json!({"outcome": "adopt", "basis": meeting()})).expect(202).json();
    assert_eq!((&waits["state"], &waits["decision"]), (&json!("submitted"), &Value::Null));
    let recording = format!("/api/v1/projects/H044/recordings/{}/confirmation", waits["recording"]);
    world.leader.api("POST", &recording, None).expect(403);
    world.chair.sign_in();
    world.chair.get(&format!("/projects/H044/recordings/{}", waits["recording"])).expect(200);
    world.chair.api("POST", &recording, None).expect(200);
    let after = document(&world);
    assert_eq!((&after["state"], &after["versions"][0]["adopted_on"]), (&json!("adopted"), &json!("2020-11-27")));

    // The chair has written the next version as the project's secretary, and decides it only with the group.
    let world = World::new();
    let ctx = world.ctx(&world.admin);
    let (project, chair) = (world.project, world.chair.id);
    world.write(move |db| {
        let role = styrrum::store::roles::NewAssignment {
            project_id: project,
            person_id: chair,
            role: Role::Secretary.to_string(),
            organisation: "Kommunen".into(),
            chair: false,
            from_on: ctx.today,
            to_on: None,
            substitute_for: None,
            decision: None,
            version: 1,
        };
        styrrum::services::appointments::lay_down(db, &ctx, ("chair", "chair@exempel.se"), &role)
    });
    world.chair.api("POST", DOCUMENTS, Some(&json!({"kind": "other", "title": "Arbetsordning", "text": "Så arbetar vi"}))).expect(201);
    act(&world, &world.leader, "submission", json!({})).expect(200);
    assert_eq!(problem(&act(&world, &world.chair, "decision", adopt).expect(403)), "own-matter");
    world.meeting_of("steering_group", "2020-11-27");
    act(&world, &world.chair, "decision", json!({"outcome": "adopt", "basis": meeting()})).expect(200);
}

#[test]
fn what_somebody_else_changed_or_decided_is_told() {
    let world = World::new();
    submitted(&world);
    let before = document(&world);
    let seen = before["version"].clone();
    let mut text = json!({"responsible": "deputy@exempel.se", "version": seen});
    for kept in ["kind", "title", "description", "register_number", "secret", "secrecy"] {
        text[kept] = before[kept].clone();
    }
    world.deputy.api("PUT", ONE, Some(&text)).expect(200);
    let adopt = json!({"outcome": "adopt", "basis": {"kind": "chair"}, "version": seen});
    assert_eq!(problem(&act(&world, &world.chair, "decision", adopt.clone()).expect(409)), "stale");
    world.leader.api("PUT", ONE, Some(&text)).expect(409);
    world.chair.api("POST", &format!("{ONE}/decision"), Some(&json!({"outcome": "adopt", "basis": {"kind": "chair"}}))).expect(422);
    let returned = json!({"outcome": "return", "basis": {"kind": "chair"}});
    assert_eq!(codes(&act(&world, &world.chair, "decision", returned.clone()).expect(422)), ["reason required"]);
    let now = document(&world)["version"].clone();
    let mut with_reason = returned;
    with_reason["reason"] = json!("Skriv mer om målen");
    let after = act(&world, &world.chair, "decision", with_reason).expect(200).json();
    assert_eq!((&after["state"], &after["versions"][0]["return_reason"]), (&json!("returned"), &json!("Skriv mer om målen")));
    let late = act(&world, &world.chair, "decision", json!({"outcome": "adopt", "basis": {"kind": "chair"}, "version": now})).expect(409);
    assert_eq!((problem(&late), &late.json()["decision"]), ("already-decided".to_owned(), &json!(1)));
    assert!(turn(&world.leader).contains(&"document_returned".to_owned()));
    act(&world, &world.leader, "submission", json!({})).expect(200);
    assert_eq!(adopted(&world)["decision"], 2);
}

#[test]
fn a_version_goes_out_for_comments_and_comes_back_with_them() {
    let world = World::signed_in();
    let reference = world.newcomer("reference", Role::ReferenceGroup, false);
    written(&world);
    let ask = |body: Value| act(&world, &world.leader, "consultation", body);
    assert_eq!(codes(&ask(json!({"last_day": "2020-12-04"})).expect(422)), ["people nobody-asked"]);
    assert_eq!(codes(&ask(json!({"last_day": "2020-11-01", "people": ["member@exempel.se"]})).expect(422)), ["last_day in-the-past"]);
    assert_eq!(codes(&ask(json!({"last_day": "2020-12-04", "people": ["outsider@exempel.se"]})).expect(422)), ["people no-role-here"]);
    let asked = ask(json!({"last_day": "2020-12-04", "people": ["member@exempel.se"], "roles": ["reference_group"], "message": "Är målen tydliga?"}))
        .expect(200)
        .json();
    assert_eq!((&asked["state"], asked["consultations"][0]["answers"].as_array().map(Vec::len)), (&json!("out_for_comments"), Some(2)));
    for who in [&world.member, &reference] {
        assert_eq!((turn(who), mailed(&world, who)), (vec!["comments_asked".to_owned()], vec!["comments-asked".to_owned()]), "{}", who.name);
        who.api("GET", ONE, None).expect(200);
    }
    let refused = act(&world, &world.leader, "submission", json!({})).expect(409).json();
    assert_eq!(refused["reason"], "version-out-for-comments");
    world.orderer.api("POST", &format!("{ONE}/consultation/answer"), Some(&json!({"text": "Nej"}))).expect(404);
    world.deputy.api("POST", &format!("{ONE}/consultation/answer"), Some(&json!({"text": "Nej"}))).expect(403);
    let page = world.member.get("/projects/H044/documents/1").expect(200).body;
    assert!(page.contains("Är målen tydliga?") && page.contains("Lämna synpunkter"));
    world.member.post_form("/projects/H044/documents/1/consultation/answer", &[("text", "Skriv dem kortare")]).expect(303);
    assert!(turn(&world.member).is_empty());
    reference.api("POST", &format!("{ONE}/consultation/answer"), Some(&json!({"text": "Ja"}))).expect(200);
    assert!(turn(&world.leader).contains(&"comments_to_close".to_owned()));
    let closed = act(&world, &world.leader, "consultation/closing", json!({})).expect(200).json();
    let answers: Vec<&Value> = closed["consultations"][0]["answers"].as_array().into_iter().flatten().map(|a| &a["text"]).collect();
    assert_eq!((&closed["state"], answers), (&json!("draft"), vec![&json!("Skriv dem kortare"), &json!("Ja")]));
    world.member.api("POST", &format!("{ONE}/consultation/answer"), Some(&json!({"text": "Mer"}))).expect(409);
    act(&world, &world.leader, "submission", json!({})).expect(200);
}

#[test]
fn a_document_is_decided_on_a_page_whose_answers_are_checked_first() {
    let world = World::signed_in();
    submitted(&world);
    let (page, version) = ("/projects/H044/documents/1/decision", document(&world)["version"].to_string());
    world.chair.get(page).expect(200);
    let empty = world.chair.post_form(page, &[("needs_basis", "yes"), ("version", &version)]).expect(422).body;
    assert!(empty.contains("f-step") && empty.contains("f-basis"), "both are told at once");
    let chosen = [("step", "adopt"), ("basis", "chair"), ("needs_basis", "yes"), ("version", version.as_str())];
    let checked = world.chair.post_form(page, &chosen).expect(200).body;
    assert!(checked.contains("Projektplan 1.0") && checked.contains("name=\"checked\"") && document(&world)["state"] == "submitted");
    let told = world.chair.post_form(page, &[&chosen[..], &[("checked", "yes")]].concat()).expect(303);
    assert_eq!(told.header("location"), "/projects/H044/documents/1");
    assert!(world.chair.get("/projects/H044/documents/1").expect(200).body.contains("Beslut 1 är fattat"));
    assert!(world.member.get("/projects/H044/decisions/1").expect(200).body.replace("&#x2f;", "/").contains("/projects/H044/documents/1"));
    world.chair.get(page).expect(409);
}

const FIELDS: [(&str, &str); 2] = [("kind", "other"), ("title", "Bilaga")];

#[test]
fn a_final_report_is_approved_by_its_own_roles_and_never_said_to_be_at_a_gate() {
    let world = World::new();
    world.leader.api("POST", "/api/v1/projects/H044/final-report", None).expect(201);
    let said = json!({"met": true, "version_label": "1.0", "reference": "Mappen", "version": 0});
    let refused = world.leader.api("PUT", "/api/v1/projects/H044/gates/5/items/final_report", Some(&said)).expect(422);
    assert_eq!(codes(&refused), ["met report-not-approved"]);
}

#[test]
fn a_report_that_was_never_written_here_is_shown_at_a_gate_as_kept_elsewhere_and_never_as_approved() {
    let world = World::signed_in();
    let said = json!({"met": true, "version_label": "9.9", "reference": "i min byrålåda", "version": 0});
    for (gate, item) in [(4, "status_report"), (5, "final_report"), (6, "effect_report")] {
        world.leader.api("PUT", &format!("/api/v1/projects/H044/gates/{gate}/items/{item}"), Some(&said)).expect(200);
        let items = world.leader.api("GET", &format!("/api/v1/projects/H044/gates/{gate}"), None).expect(200).json()["items"].clone();
        let told = items.as_array().and_then(|all| all.iter().find(|i| i["item"] == item)).expect("the item");
        assert_eq!((&told["met"], &told["elsewhere"]), (&json!(true), &json!(true)), "{item}");
        let page = world.leader.get(&format!("/projects/H044/gates/{gate}")).expect(200).body;
        assert!(page.contains("Utanför Styrrum") && !page.contains("Godkänt"), "{item}");
        let form = world.leader.get(&format!("/projects/H044/gates/{gate}/items/{item}")).expect(200).body;
        assert!(form.contains("Dokumentet finns utanför Styrrum") && !form.contains("Dokumentet är godkänt"), "{item}");
    }
}

#[test]
fn a_document_keeps_its_type_while_a_version_waits_and_once_one_is_adopted() {
    let world = World::signed_in();
    let plan = json!({"kind": "project_plan", "title": "Projektplan", "text": "Målen är satta."});
    world.leader.api("POST", DOCUMENTS, Some(&plan)).expect(201);
    act(&world, &world.leader, "submission", json!({})).expect(200);
    let one = format!("{DOCUMENTS}/1");
    let reworded = |kind: &str| {
        let version = world.leader.api("GET", &one, None).json()["version"].clone();
        world.leader.api("PUT", &one, Some(&json!({"kind": kind, "title": "Annat", "version": version})))
    };
    reworded("other").expect(409);
    adopted(&world);
    assert_eq!(codes(&reworded("other").expect(422)), ["kind kind-is-adopted"]);
    assert_eq!(reworded("project_plan").expect(409).json()["reason"], "version-is-adopted");
}

#[test]
fn what_is_adopted_keeps_its_title_and_its_register_data_are_corrected_with_a_reason() {
    let world = World::signed_in();
    let plan = json!({"kind": "project_plan", "title": "Projektplan", "text": "Målen är satta.", "register_number": "KS 2020/1"});
    world.leader.api("POST", DOCUMENTS, Some(&plan)).expect(201);
    act(&world, &world.leader, "submission", json!({})).expect(200);
    let one = format!("{DOCUMENTS}/1");
    let said = |title: &str, number: &str, reason: Option<&str>| {
        let version = world.leader.api("GET", &one, None).json()["version"].clone();
        let body = json!({"kind": "project_plan", "title": title, "register_number": number, "reason": reason, "version": version});
        world.leader.api("PUT", &one, Some(&body))
    };
    assert_eq!(said("Projektplan", "KS 2020/2", None).expect(409).json()["reason"], "version-is-submitted");
    adopted(&world);
    assert_eq!(said("En annan plan", "KS 2020/1", Some("Felskrivet")).expect(409).json()["reason"], "version-is-adopted");
    assert_eq!(codes(&said("Projektplan", "KS 2020/2", None).expect(422)), ["reason correction-needs-reason"]);
    said("Projektplan", "KS 2020/2", Some("Felskrivet")).expect(200);
    let edit = world.leader.get("/projects/H044/documents/1/edit").expect(200).body;
    assert!(edit.contains("Typ, titel och beskrivning ändras genom en ny version") && !edit.contains("id=\"f-title\""), "{edit}");
    let journal = world.leader.api("GET", "/api/v1/projects/H044/journal?object=document:1", None).expect(200).body;
    assert!(journal.contains("Felskrivet"), "{journal}");
    let next = json!({"label": "1.1", "reason": "Ny titel", "text": "Målen är nya.", "version": world.leader.api("GET", &one, None).json()["version"]});
    world.leader.api("POST", &format!("{one}/versions"), Some(&next)).expect(201);
    said("En annan plan", "KS 2020/2", None).expect(200);
}

#[test]
fn a_document_is_registered_as_its_project_is_unless_somebody_says_otherwise() {
    let world = World::new();
    world.leader.sign_in();
    assert!(world.leader.get("/projects/H044/documents/new").expect(200).body.contains("value=\"2020&#x2f;44\""));
    for (said, registered) in [(json!({}), "2020/44"), (json!({"register_number": null}), ""), (json!({"register_number": "2020/17"}), "2020/17")] {
        let mut plan = json!({"kind": "project_plan", "title": "Plan", "text": "Syfte"});
        plan.as_object_mut().expect("an object").extend(said.as_object().expect("an object").clone());
        assert_eq!(world.leader.api("POST", DOCUMENTS, Some(&plan)).expect(201).json()["register_number"], registered);
    }
}
