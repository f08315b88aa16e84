//! What an adopted document is to the rest: proof, charter, gate and mail.
use super::{DOCUMENTS, FIELDS, PDF, act, adopted, codes, submitted, turn, written};
use crate::support::World;
use serde_json::{Value, json};
use styrrum::services::Problem;
use styrrum::services::verify::{self, export};

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
