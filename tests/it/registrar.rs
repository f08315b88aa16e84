//! A registrar reads everything in the project, and each reading is written down.
use crate::support::World;
use crate::support::actor::Answer;
use crate::verify::log_risks;
use styrrum::domain::role::Role;
use styrrum::services::verify::export;
use styrrum::store::{Db, readings};

fn read(world: &World) -> Vec<(String, String)> {
    let project = world.project;
    let rows = world.store.read_now(|db: &mut Db| readings::page(db, project, None, 100)).expect("readings");
    rows.into_iter().map(|(r, who)| (who, r.path)).collect()
}

#[test]
fn each_reading_of_a_registrar_is_kept_by_page_and_by_program_and_nobody_elses_is() {
    let world = World::signed_in();
    world.registrar.get("/projects/H044/risks?state=closed").expect(200);
    world.registrar.api("GET", "/api/v1/projects/H044/decisions", None).expect(200);
    world.leader.get("/projects/H044/risks").expect(200);
    let of = |path: &str| ("registrar".to_owned(), path.to_owned());
    assert_eq!(read(&world), [of("/api/v1/projects/H044/decisions"), of("/projects/H044/risks?state=closed")]);
    let shown = world.leader.get("/projects/H044/readings").expect(200).body;
    assert!(shown.contains("risks?state=closed"), "{shown}");
    assert_eq!(world.registrar.get("/projects/H044/readings").status, 403);
}

#[test]
fn what_a_registrar_was_refused_is_no_reading() {
    let world = World::signed_in();
    world.registrar.get("/projects/H044/risks/R99").expect(404);
    world.registrar.get("/projects/H044/journal").expect(403);
    assert!(read(&world).is_empty());
}

#[test]
fn whoever_has_another_role_too_reads_in_that() {
    let world = World::signed_in();
    let both = world.newcomer("both", Role::Registrar, false);
    world.arrange(&format!(
        "INSERT INTO role_assignments (project_id, person_id, role, organisation, chair, from_on, version) VALUES ({}, {}, 'project_controller', '', FALSE, '2020-01-01', 1);",
        world.project, both.id
    ));
    both.sign_in();
    both.get("/projects/H044/risks").expect(200);
    assert!(read(&world).is_empty());
}

const FILE: &str = "/projects/H044/export/file";
const API: &str = "/api/v1/projects/H044/export";

fn proves_itself(export: &Answer) {
    let verdict = export::verify(export.body.as_bytes()).expect("read");
    assert!(verdict.broken.is_empty() && verdict.entries > 2 && verdict.documents == 1 && verdict.files >= 1, "{:?}", verdict.broken);
}

#[test]
fn a_registrar_takes_the_project_out_as_a_file_that_proves_itself_and_that_is_written_down() {
    let world = World::signed_in();
    log_risks(&world, &world.leader, 2);
    let fields = [("kind", "project_plan"), ("title", "Projektplan")];
    world.leader.api_file("/api/v1/projects/H044/documents", &fields, ("file", "plan.pdf", b"%PDF-1.7 plan")).expect(201);
    crate::documents::adopt_first(&world);
    let page = world.registrar.get("/projects/H044/export").expect(200).body;
    assert!(page.contains("styrrum verify H044.jsonl") && page.contains("export&#x2f;file"), "{page}");
    let (saved, told) = (world.registrar.get(FILE).expect(200), world.registrar.api("GET", API, None).expect(200));
    for export in [&saved, &told] {
        proves_itself(export);
        assert_eq!(export.header("content-type"), "application/jsonl");
        assert!(export.header("content-disposition").contains("H044.jsonl"), "{}", export.header("content-disposition"));
        assert_eq!(export.header("content-length"), export.body.len().to_string());
    }
    assert_eq!(saved.body, told.body);
    let paths: Vec<String> = read(&world).into_iter().map(|(_, path)| path).collect();
    assert_eq!(paths, [API, FILE, "/projects/H044/export"]);
    let left = || std::fs::read_dir(world.app.config.uploads()).into_iter().flatten().count();
    // The server lets go of it a moment after its last byte has come.
    let gone = (0..100).any(|_| left() == 0 || (std::thread::sleep(std::time::Duration::from_millis(20)), false).1);
    assert!(gone, "a temporary file stays behind");
}

#[test]
fn whoever_may_read_the_journal_may_take_it_out_and_nobody_else() {
    let world = World::signed_in();
    for who in [&world.leader, &world.orderer, &world.chair, &world.registrar] {
        who.get(FILE).expect(200);
        assert!(who.get("/projects/H044").expect(200).body.contains("/export\""), "{}", who.name);
    }
    for who in [&world.member, &world.controller, &world.deputy, &world.financier] {
        let refused = who.api("GET", API, None).expect(403).json();
        assert_eq!(refused["held_by"], serde_json::json!(["project_leader", "project_orderer", "registrar"]));
        assert!(!who.get("/projects/H044").expect(200).body.contains("/export\""), "{}", who.name);
    }
    world.outsider.get(FILE).expect(404);
    assert_eq!(read(&world).len(), 2, "only the registrar's readings are kept");
}

#[test]
fn one_export_is_made_at_a_time() {
    let world = World::signed_in();
    let turn = world.app.exporting.try_acquire().expect("nobody exports");
    let wait = world.leader.get(FILE).expect(429);
    assert!(wait.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));
    drop(turn);
    world.leader.get(FILE).expect(200);
}
