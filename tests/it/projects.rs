//! Opening projects, roles and recipients.
use crate::support::{Actor, World};
use styrrum::store::{Db, roles};

const NEW: [(&str, &str); 6] = [
    ("code", "N1"),
    ("name", "Nytt projekt"),
    ("organisation", "Uddevalla"),
    ("started_on", "2020-11-01"),
    ("own_role", "project_leader"),
    ("charter", "plan"),
];

fn opened() -> World {
    let world = World::signed_in();
    world.leader.get("/projects/new").expect(200);
    world.leader.post_form("/projects", &NEW).expect(303);
    world
}
fn appoint(by: &Actor, who: &Actor, role: &str, more: &[(&str, &str)]) -> u16 {
    let mut fields = vec![("email", who.email.as_str()), ("role", role), ("from_on", "2020-11-27")];
    fields.extend_from_slice(more);
    by.post_form("/projects/N1/roles", &fields).status
}
fn members(world: &World, project: i64) -> Vec<roles::Member> {
    world.store.read_now(|db: &mut Db| roles::members(db, project)).expect("members")
}

#[test]
fn whoever_opens_a_project_gets_the_chosen_role_and_others_do_not_find_it() {
    let world = opened();
    assert!(world.leader.get("/projects/N1").expect(200).body.contains("Nytt projekt"));
    assert_eq!(world.deputy.get("/projects/N1").status, 404);
}

#[test]
fn a_code_that_is_taken_is_said_at_its_field() {
    let world = opened();
    let again = world.leader.post_form("/projects", &NEW).expect(422);
    assert!(again.body.contains("f-code-err"));
}

#[test]
fn the_leader_makes_the_first_appointment_and_no_other() {
    let world = opened();
    assert_eq!(appoint(&world.leader, &world.orderer, "project_orderer", &[]), 303);
    assert_eq!(appoint(&world.leader, &world.chair, "steering_group", &[]), 403);
    world.orderer.get("/projects/N1/roles/new").expect(200);
    assert_eq!(appoint(&world.orderer, &world.chair, "steering_group", &[("chair", "yes")]), 303);
    let log = world.leader.get("/projects/N1/decisions").expect(200).body;
    assert!(log.contains("orderer") && log.contains("chair"), "{log}");
}

#[test]
fn nobody_appoints_themselves() {
    let world = opened();
    assert_eq!(appoint(&world.leader, &world.leader, "project_orderer", &[]), 403);
}

#[test]
fn a_role_needs_a_person_with_an_account() {
    let world = opened();
    let fields = [("email", "ingen@exempel.se"), ("role", "project_orderer"), ("from_on", "2020-11-27")];
    assert!(world.leader.post_form("/projects/N1/roles", &fields).expect(422).body.contains("f-email-err"));
}

#[test]
fn an_ended_role_ends_its_mandates_at_once() {
    let world = World::signed_in();
    let deputy = members(&world, world.project).into_iter().find(|m| m.email == world.deputy.email).expect("the deputy");
    world.chair.get("/projects/H044/roles").expect(200);
    let path = format!("/projects/H044/roles/{}/end", deputy.assignment.id);
    world.chair.post_form(&path, &[("version", "1"), ("basis", "chair")]).expect(303);
    assert_eq!(world.deputy.get("/projects/H044").status, 404);
}

#[test]
fn somebody_must_be_left_to_lead() {
    let world = opened();
    let project = world.store.read_now(|db: &mut Db| styrrum::store::projects::by_code(db, "N1")).expect("read").expect("N1");
    assert_eq!(appoint(&world.leader, &world.chair, "steering_group", &[("chair", "yes")]), 303);
    world.chair.get("/projects/N1/roles").expect(200);
    let leader = members(&world, project.id).into_iter().find(|m| m.email == world.leader.email).expect("the leader");
    let path = format!("/projects/N1/roles/{}/end", leader.assignment.id);
    world.chair.post_form(&path, &[("version", "1"), ("basis", "chair")]).expect(422);
}

#[test]
fn a_body_with_a_chair_chooses_the_next_itself() {
    let world = World::signed_in();
    let member = members(&world, world.project).into_iter().find(|m| m.email == world.member.email).expect("the member");
    let path = format!("/projects/H044/roles/{}/chair", member.assignment.id);
    let basis = [("version", "1"), ("basis", "per_capsulam"), ("agreed", "alla")];
    world.leader.get("/projects/H044/roles").expect(200);
    world.leader.post_form(&path, &basis).expect(403);
    world.chair.get("/projects/H044/roles").expect(200);
    world.chair.post_form(&path, &basis).expect(303);
    let chairs: Vec<String> =
        members(&world, world.project).into_iter().filter(|m| m.assignment.chair && m.assignment.role == "steering_group").map(|m| m.email).collect();
    assert_eq!(chairs, std::slice::from_ref(&world.member.email));
}

#[test]
fn a_recipient_has_one_line_for_a_name_and_an_address_of_its_own() {
    let world = World::signed_in();
    world.leader.get("/projects/H044/recipients/new").expect(200);
    let with = |name: &'static str, email: &'static str| {
        world.leader.post_form("/projects/H044/recipients", &[("name", name), ("email", email), ("role", "financier"), ("language", "sv")])
    };
    with("Två\nrader", "f@exempel.se").expect(422);
    with("Finansiären", "ingen adress").expect(422);
    with("Finansiären", "f@exempel.se").expect(303);
    assert!(with("Samma brevlåda", "F@exempel.se").expect(422).body.contains("f-email-err"));
}
