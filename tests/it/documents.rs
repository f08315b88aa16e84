//! Documents: who reads and writes them, which files are taken, comments, and adoption by decision.
use crate::support::world::{LARGEST, PROJECT};
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use std::io::{Read, Write};
use styrrum::domain::role::Role;
use styrrum::services::Problem;
use styrrum::services::verify::{self, export};

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
    json!({"kind": "meeting", "date": "2020-11-26", "item": "§ 5", "present": "Alla"})
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
    assert_eq!((&after["state"], &after["versions"][0]["adopted_on"]), (&json!("adopted"), &json!("2020-11-26")));

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
        Ok(styrrum::store::roles::add(db, &role).map(drop)?)
    });
    world.chair.api("POST", DOCUMENTS, Some(&json!({"kind": "other", "title": "Arbetsordning", "text": "Så arbetar vi"}))).expect(201);
    act(&world, &world.leader, "submission", json!({})).expect(200);
    assert_eq!(problem(&act(&world, &world.chair, "decision", adopt).expect(403)), "own-matter");
    world.meeting_of("steering_group", "2020-11-26");
    act(&world, &world.chair, "decision", json!({"outcome": "adopt", "basis": meeting()})).expect(200);
}

#[test]
fn what_somebody_else_changed_or_decided_is_told() {
    let world = World::new();
    submitted(&world);
    let seen = document(&world)["version"].clone();
    let text = json!({"kind": "project_plan", "title": "Projektplanen", "version": seen});
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

fn zip(first: &str) -> Vec<u8> {
    let mut bytes = b"PK\x03\x04".to_vec();
    bytes.resize(30, 0);
    bytes.extend_from_slice(first.as_bytes());
    bytes
}
const FIELDS: [(&str, &str); 2] = [("kind", "other"), ("title", "Bilaga")];

#[test]
fn a_file_of_a_forbidden_kind_is_refused_however_it_is_dressed_up() {
    let world = World::signed_in();
    for (name, bytes, code) in [
        ("virus.exe", &b"MZ\x90\x00"[..], "file-kind"),
        ("faktura.pdf.exe", PDF, "file-kind"),
        ("sida.html", b"<script>alert(1)</script>", "file-kind"),
        ("bild.svg", b"<svg onload=alert(1)>", "file-kind"),
        ("arkiv.zip", &zip("bomb"), "file-kind"),
        ("makro.docm", &zip("[Content_Types].xml"), "file-kind"),
        ("utan", PDF, "file-kind"),
        ("..", PDF, "file-kind"),
        ("sida.pdf", b"<html><script>alert(1)</script>", "file-not-what-it-says"),
        ("bomb.docx", &zip("42.xml"), "file-not-what-it-says"),
        ("bild.png", b"GIF89a", "file-not-what-it-says"),
        ("text.txt", b"\x7fELF\x00\x01", "file-not-what-it-says"),
        ("tom.pdf", b"", "file-or-text"),
    ] {
        let refused = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", name, bytes)).expect(422);
        assert_eq!(codes(&refused), [format!("file {code}")], "{name}");
    }
    let strange = world.leader.api_file(DOCUMENTS, &[("kind", "other"), ("title", "Bilaga"), ("is_admin", "yes")], ("file", "a.pdf", PDF)).expect(422);
    assert_eq!(codes(&strange), ["is_admin unknown"]);
    let both = world.leader.api_file(DOCUMENTS, &[("kind", "other"), ("title", "Bilaga"), ("text", "Text")], ("file", "a.pdf", PDF)).expect(422);
    assert_eq!(codes(&both), ["file file-and-text"]);
    world.leader.get("/projects/H044/documents/new").expect(200);
    let shown = world.leader.post_file("/projects/H044/documents/new", &FIELDS, ("file", "virus.exe", b"MZ")).expect(422).body;
    assert!(shown.contains("Filtypen går inte att skicka") && shown.contains("Bilaga"), "what was typed is kept");
    assert_eq!(world.leader.api("GET", DOCUMENTS, None).expect(200).json()["items"], json!([]));
    let left = std::fs::read_dir(world.data.path().join("uploads")).map(Iterator::count).unwrap_or_default();
    assert_eq!(left, 0, "temporary files go");
}

#[test]
fn a_hostile_name_is_made_harmless_and_the_file_comes_back_as_a_download() {
    let world = World::signed_in();
    for (nth, (name, safe)) in (1..).zip([
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\\\Windows\\\\con.pdf", "fil_con.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("plan\u{202e}fdp.pdf", "planfdp.pdf"),
        ("Åtgärder för året.pdf", "Åtgärder för året.pdf"),
    ]) {
        let made = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", name, PDF)).expect(201).json();
        assert_eq!(made["versions"][0]["file"]["name"], safe);
        let path = format!("/projects/H044/documents/{nth}/versions/1/file");
        let file = world.leader.get(&path).expect(200);
        assert_eq!((file.body.as_bytes(), file.header("content-type"), file.header("content-length")), (PDF, "application/pdf", "14"));
        let disposition = file.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\"") && disposition.is_ascii() && !disposition.contains(['<', '/', '\\']), "{disposition}");
        assert_eq!((file.header("x-content-type-options"), file.header("content-security-policy")), ("nosniff", "default-src 'none'; sandbox"));
        assert!(!world.leader.get(&format!("/projects/H044/documents/{nth}")).expect(200).body.contains("<img"));
        world.member.get(&path).expect(404);
        world.outsider.get(&path).expect(404);
    }
    world.leader.get("/projects/H044/documents/1/versions/2/file").expect(404);
}

#[test]
fn a_file_at_the_limit_is_kept_whole_and_a_larger_one_is_refused() {
    let world = World::signed_in();
    let mut file = PDF.to_vec();
    file.resize(LARGEST as usize, b'x');
    let made = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "stor.pdf", &file)).expect(201).json();
    assert_eq!(made["versions"][0]["file"]["size"], LARGEST);
    let back = world.leader.api("GET", &format!("{ONE}/versions/1/file"), None).expect(200);
    assert!(back.body.as_bytes() == file, "{} bytes came back", back.body.len());
    file.push(b'x');
    let refused = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "stor.pdf", &file)).expect(413);
    assert_eq!((problem(&refused), codes(&refused)), ("too-large".to_owned(), vec!["file file-too-large".to_owned()]));
    world.leader.get("/projects/H044/documents/new").expect(200);
    let shown = world.leader.post_file("/projects/H044/documents/new", &FIELDS, ("file", "stor.pdf", &file)).expect(413).body;
    assert!(shown.contains("högst 24 MB") && shown.contains("Bilaga"));
    // Nobody unknown sends a file, and nobody sends more than so much at once.
    assert_eq!(world.anonymous.api_file(DOCUMENTS, &FIELDS, ("file", "stor.pdf", &file)).status, 413);
    let left = std::fs::read_dir(world.data.path().join("uploads")).map(Iterator::count).unwrap_or_default();
    assert_eq!(left, 0, "temporary files go");
}

#[test]
fn a_project_s_files_have_room_for_so_much_and_no_more() {
    let world = World::new();
    let mut file = PDF.to_vec();
    file.resize(LARGEST as usize, b'x');
    for n in 0..PROJECT / LARGEST {
        file[20] = b'a' + n as u8;
        world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "stor.pdf", &file)).expect(201);
    }
    let refused = world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "liten.pdf", PDF)).expect(422);
    assert_eq!(codes(&refused), ["file project-files-full"]);
}

#[test]
fn a_file_sent_twice_under_one_key_is_kept_once() {
    let world = World::new();
    let send = |bytes: &[u8]| world.leader.api_file_with(DOCUMENTS, &FIELDS, ("file", "a.pdf", bytes), &[("idempotency-key", "k")]);
    let first = send(PDF).expect(201);
    let again = send(PDF).expect(201);
    assert_eq!((first.json(), again.header("idempotent-replayed")), (again.json(), "true"));
    assert_eq!(problem(&send(b"%PDF-1.4\n").expect(422)), "key-reused");
    assert_eq!(world.leader.api("GET", DOCUMENTS, None).expect(200).json()["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn verification_proves_what_was_adopted_and_its_file() {
    let world = World::new();
    let mut file = PDF.to_vec();
    // More than one piece.
    file.resize(500_000, b'y');
    world.leader.api_file(DOCUMENTS, &FIELDS, ("file", "bilaga.pdf", &file)).expect(201);
    act(&world, &world.leader, "submission", json!({})).expect(200);
    adopted(&world);
    let checked = || world.store.read_now(verify::database).expect("read");
    let exported = || {
        let mut out = Vec::new();
        world.store.read_now(|db| Ok::<_, Problem>(export::write(db, "H044", &mut out))).expect("read").expect("exported");
        out
    };
    let fine = exported();
    let (here, there) = (checked(), export::verify(&fine[..]).expect("read"));
    assert_eq!((here.documents, here.files, there.documents, there.files), (1, 1, 1, 1));
    assert!(here.broken.is_empty() && there.broken.is_empty(), "{:?} {:?}", here.broken, there.broken);

    let broken = |rows: &verify::Verdict| rows.broken.iter().map(|b| b.row.clone()).collect::<Vec<_>>();
    let text = String::from_utf8(fine).expect("text");
    let other = text.replace("\"label\":\"1.0\"", "\"label\":\"2.0\"");
    assert!(broken(&export::verify(other.as_bytes()).expect("read")).iter().any(|row| row.starts_with("document ")));
    let without: String = text.lines().filter(|l| !l.contains("\"type\":\"file\"")).map(|l| format!("{l}\n")).collect();
    assert!(broken(&export::verify(without.as_bytes()).expect("read")).iter().any(|row| row.starts_with("document ")));

    world.arrange("UPDATE file_pieces SET bytes = (SELECT bytes FROM file_pieces WHERE piece = 0) WHERE piece = 1;");
    assert!(broken(&checked()).iter().any(|row| row.starts_with("file ")));
    let drop = if world.store.is_sqlite() { "DROP TRIGGER adopted_versions_are_locked;" } else { "ALTER TABLE document_versions DISABLE TRIGGER ALL;" };
    world.arrange(&format!("{drop} UPDATE document_versions SET text = 'Något annat';"));
    assert!(broken(&checked()).iter().any(|row| row.starts_with("document ")));
}

#[test]
fn a_new_charter_moves_what_waits() {
    let world = World::new();
    submitted(&world);
    let mut charter = world.orderer.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json();
    for line in charter["matters"].as_array_mut().into_iter().flatten() {
        if line["matter"] == "plan_document" {
            line["roles"] = json!(["project_orderer"]);
        }
        if line["limit"].is_null() {
            line.as_object_mut().map(|l| l.remove("limit"));
        }
    }
    world
        .orderer
        .api("PUT", "/api/v1/projects/H044/charter", Some(&json!({"matters": charter["matters"], "motivation": "Ny ordning", "version": 1})))
        .expect(200);
    assert!(turn(&world.orderer).contains(&"document_submitted".to_owned()) && turn(&world.chair).is_empty());
    let moved = world.leader.api("GET", "/api/v1/projects/H044/journal?object=document:1", None).expect(200).json();
    assert_eq!(moved["items"][0]["kind"], "document.moved");
    act(&world, &world.chair, "decision", json!({"outcome": "adopt", "basis": {"kind": "chair"}})).expect(403);
    act(&world, &world.orderer, "decision", json!({"outcome": "adopt", "basis": {"kind": "chair"}})).expect(200);
}

#[test]
fn a_gate_s_artefact_is_what_is_adopted_here_or_said_to_be_kept_elsewhere() {
    let world = World::signed_in();
    world.arrange("UPDATE gates SET state = 'open' WHERE number = 3; UPDATE gates SET state = 'ahead' WHERE number > 3;");
    let item = "/api/v1/projects/H044/gates/3/items/project_plan";
    let said = |document: Value, version: i64| json!({"met": true, "version_label": "1.0", "reference": "Mappen", "document": document, "version": version});
    world.leader.api("PUT", item, Some(&said(Value::Null, 0))).expect(200);
    let typed = world.leader.get("/projects/H044/gates/3/items/project_plan").expect(200).body;
    assert!(typed.contains("name=\"reference\"") && !typed.contains("name=\"document\""));
    let artefact = || {
        let gate = world.member.api("GET", "/api/v1/projects/H044/gates/3", None).expect(200).json();
        gate["items"].as_array().into_iter().flatten().find(|i| i["item"] == "project_plan").expect("the artefact").clone()
    };
    assert_eq!((&artefact()["met"], &artefact()["elsewhere"]), (&json!(true), &json!(true)));
    let page = world.member.get("/projects/H044/gates/3").expect(200).body;
    assert!(page.contains("Finns utanför Styrrum: Version 1.0, Mappen") && !page.contains("Godkänt<"), "{page}");

    let report = json!({"kind": "project_plan", "title": "Projektplan", "text": "Målen är nådda."});
    world.leader.api("POST", DOCUMENTS, Some(&report)).expect(201);
    assert_eq!(codes(&world.leader.api("PUT", item, Some(&said(json!("1/0.1"), 1))).expect(422)), ["document not-a-choice"]);
    assert_eq!(codes(&world.leader.api("PUT", item, Some(&said(Value::Null, 1))).expect(422)), ["met document-not-adopted"]);
    act(&world, &world.leader, "submission", json!({})).expect(200);
    adopted(&world);
    assert_eq!((&artefact()["document"], &artefact()["elsewhere"]), (&json!({"number": 1, "version": 1}), &json!(false)), "the adoption fills it");
    assert_eq!(codes(&world.leader.api("PUT", item, Some(&said(Value::Null, 2))).expect(422)), ["document required"]);
    for bad in ["1/2.0", "2/1.0", "1", "x/y"] {
        assert_eq!(codes(&world.leader.api("PUT", item, Some(&said(json!(bad), 2))).expect(422)), ["document not-a-choice"], "{bad}");
    }
    world.leader.get("/projects/H044/gates/3/items/project_plan").expect(200);
    let form = [("met", "yes"), ("document", "1/1.0"), ("version", "2")];
    world.leader.post_form("/projects/H044/gates/3/items/project_plan", &form).expect(303);
    let chosen = artefact();
    assert_eq!(
        (&chosen["document"], &chosen["version_label"], &chosen["reference"]),
        (&json!({"number": 1, "version": 1}), &json!("1.0"), &json!("Projektplan"))
    );
    let page = world.member.get("/projects/H044/gates/3").expect(200).body.replace("&#x2f;", "/");
    assert!(page.contains("/projects/H044/documents/1?version=1") && page.contains("Projektplan 1.0"));
}

#[test]
fn every_mail_that_a_document_asks_for_can_be_written() {
    let world = World::new();
    written(&world);
    act(&world, &world.leader, "consultation", json!({"last_day": "2020-12-04", "people": ["member@exempel.se"], "message": "Är målen tydliga?"})).expect(200);
    act(&world, &world.leader, "consultation/closing", json!({})).expect(200);
    act(&world, &world.leader, "submission", json!({"label": "0.1"})).expect(200);
    act(&world, &world.chair, "decision", json!({"outcome": "return", "reason": "Skriv mer", "basis": {"kind": "chair"}})).expect(200);
    act(&world, &world.leader, "submission", json!({})).expect(200);
    adopted(&world);
    actix_web::rt::System::new().block_on(world.worker(None).turn());
    let states = world.write(|db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        let rows = outbox::table.select((outbox::kind, outbox::state)).order(outbox::id);
        rows.load::<(String, String)>(db).map_err(Problem::internal)
    });
    let kinds: Vec<&str> = states.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["comments-asked", "document-submitted", "document-decided", "document-submitted", "document-decided"]);
    assert!(states.iter().all(|(_, state)| state == "accepted"), "{states:?}");
}

/// A server of its own, whose memory can be told from the tests'.
#[cfg(target_os = "linux")]
#[test]
fn a_large_file_does_not_raise_the_server_s_memory() {
    let world = World::new();
    if !world.store.is_sqlite() {
        return;
    }
    // The server goes by the real clock, on which the world's tokens are long over.
    world.arrange("UPDATE tokens SET expires_at = '2999-01-01 00:00:00';");
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("port").port();
    let address = format!("127.0.0.1:{port}");
    let mut server = std::process::Command::new(env!("CARGO_BIN_EXE_styrrum"))
        .args(["serve", "--listen", &address, "--data"])
        .arg(world.data.path())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("server");
    let pid = server.id();
    let at_rest = (0..100).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        std::net::TcpStream::connect(&address).ok().and_then(|_| memory(pid))
    });
    let token = world.leader.token().to_owned();
    // The database's caches fill once, whatever is sent.
    assert!(send_large(&address, &token, 8).starts_with("HTTP/1.1 201") && fetch(&address, &token, 1) > 8 * 1024 * 1024);
    let at_rest = at_rest.and_then(|_| memory(pid));
    let most = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let (seen, done) = (most.clone(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let ended = done.clone();
    let watch = std::thread::spawn(move || {
        while !ended.load(std::sync::atomic::Ordering::Relaxed) {
            seen.fetch_max(memory(pid).unwrap_or_default(), std::sync::atomic::Ordering::Relaxed);
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
    });
    let (sent, back) = (send_large(&address, &token, 48), fetch(&address, &token, 2));
    done.store(true, std::sync::atomic::Ordering::Relaxed);
    watch.join().expect("watched");
    server.kill().and_then(|()| server.wait()).expect("ended");
    assert!(sent.starts_with("HTTP/1.1 201"), "{sent}");
    assert!(back > 48 * 1024 * 1024, "{back} bytes came back");
    let risen = most.load(std::sync::atomic::Ordering::Relaxed).saturating_sub(at_rest.expect("a running server"));
    assert!(risen < 20 * 1024, "{risen} KiB more");
}
/// The memory that a process has of its own, KiB: what it maps from files is the system's.
#[cfg(target_os = "linux")]
fn memory(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|l| l.strip_prefix("RssAnon:"))?.split_whitespace().next()?.parse().ok()
}
/// Sends a PDF of so many MiB, made while it goes.
#[cfg(target_os = "linux")]
fn send_large(address: &str, token: &str, mib: usize) -> String {
    let mut head = String::new();
    for (name, value) in FIELDS {
        head += &format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    head += "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"stor.pdf\"\r\n\r\n%PDF-1.7\n";
    let end = "\r\n--edge--\r\n";
    let length = head.len() + mib * 1024 * 1024 + end.len();
    let mut server = std::net::TcpStream::connect(address).expect("server");
    let request = format!(
        "POST {DOCUMENTS} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\ncontent-type: multipart/form-data; boundary=edge\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    server.write_all(request.as_bytes()).and_then(|()| server.write_all(head.as_bytes())).expect("sent");
    for n in 0..mib * 16 {
        server.write_all(&[b'a' + (n % 26) as u8; 64 * 1024]).expect("sent");
    }
    server.write_all(end.as_bytes()).expect("sent");
    let mut answer = String::new();
    server.read_to_string(&mut answer).expect("answer");
    answer
}
/// Fetches the file of a document and counts the bytes that come.
#[cfg(target_os = "linux")]
fn fetch(address: &str, token: &str, number: i32) -> usize {
    let mut server = std::net::TcpStream::connect(address).expect("server");
    let request = format!("GET {DOCUMENTS}/{number}/versions/1/file HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n");
    server.write_all(request.as_bytes()).expect("sent");
    std::io::copy(&mut server, &mut std::io::sink()).expect("answer") as usize
}

#[test]
fn a_final_report_is_approved_by_its_own_roles_and_never_said_to_be_at_a_gate() {
    let world = World::new();
    world.leader.api("POST", "/api/v1/projects/H044/final-report", None).expect(201);
    let said = json!({"met": true, "version_label": "1.0", "reference": "Mappen", "version": 0});
    let refused = world.leader.api("PUT", "/api/v1/projects/H044/gates/5/items/final_report", Some(&said)).expect(422);
    assert_eq!(codes(&refused), ["met report-not-approved"]);
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
    reworded("project_plan").expect(200);
}
