//! A registrar reads everything in the project, and each reading is written down.
use crate::support::World;
use styrrum::domain::role::Role;
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
