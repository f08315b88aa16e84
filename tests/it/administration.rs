//! The administrator's pages: organisations, projects, templates, how long things are kept, mail and backup.
use crate::support::World;
use chrono::TimeDelta;

const RETENTION: &str = "/admin/installation/retention";

/// The times that the form was shown with.
const SEEN: &str = r#"{"idle_minutes":60,"session_hours":12,"token_days":3650,"sign_in_days":90}"#;

/// The times of the form, with one of them another.
fn times<'a>(field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let saved = [("idle_minutes", "60"), ("session_hours", "12"), ("token_days", "3650"), ("sign_in_days", "90"), ("seen", SEEN)];
    saved.into_iter().map(|(f, v)| (f, if f == field { value } else { v })).collect()
}

#[test]
fn the_administrators_pages_do_not_exist_for_others() {
    let world = World::signed_in();
    for path in ["/admin/installation", RETENTION, "/admin/organisations", "/admin/projects", "/admin/templates"] {
        world.admin.get(path).expect(200);
        assert_eq!(world.leader.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_shorter_session_holds_at_once_for_those_who_are_signed_in() {
    let world = World::signed_in();
    world.clock.advance(TimeDelta::minutes(20));
    world.leader.get("/").expect(200);
    world.admin.get(RETENTION).expect(200);
    world.admin.post_form(RETENTION, &times("idle_minutes", "10")).expect(303);
    world.clock.advance(TimeDelta::minutes(11));
    assert_eq!(world.leader.get("/").status, 303);
}

#[test]
fn times_outside_their_limits_are_said_at_the_field_and_nothing_is_set() {
    let world = World::signed_in();
    world.admin.get(RETENTION).expect(200);
    let page = world.admin.post_form(RETENTION, &times("session_hours", "13")).expect(422).body;
    assert!(page.contains("f-session_hours-err") && page.contains("value=\"13\""), "{page}");
    assert!(world.admin.get("/admin/installation").expect(200).body.contains("12 timmar"));
}

#[test]
fn times_that_somebody_else_has_changed_meanwhile_are_not_overwritten() {
    let world = World::signed_in();
    world.admin.get(RETENTION).expect(200);
    world.admin.post_form(RETENTION, &times("sign_in_days", "60")).expect(303);
    world.admin.post_form(RETENTION, &times("sign_in_days", "45")).expect(409);
    assert!(world.admin.get("/admin/installation").expect(200).body.contains("60 dagar"));
}

#[test]
fn an_organisation_is_offered_until_it_is_retired_and_its_name_is_taken_once() {
    let world = World::signed_in();
    let new = [("name", "Åmål"), ("kind", "municipality")];
    world.admin.get("/admin/organisations/new").expect(200);
    world.admin.post_form("/admin/organisations/new", &new).expect(303);
    assert!(world.admin.post_form("/admin/organisations/new", &new).expect(422).body.contains("f-name-err"));
    let offered = |world: &World| world.leader.get("/projects/new").expect(200).body.contains("<option value=\"Åmål\">");
    assert!(offered(&world));
    world.admin.get("/admin/organisations/1").expect(200);
    let retired = [("name", "Åmål"), ("kind", "municipality"), ("retired", "yes"), ("version", "1")];
    world.admin.post_form("/admin/organisations/1", &retired).expect(303);
    assert!(!offered(&world));
    world.admin.post_form("/admin/organisations/1", &retired).expect(409);
    assert_eq!(world.admin.get("/admin/organisations/99").status, 404);
}

#[test]
fn the_administrator_sees_which_projects_there_are_and_nothing_in_them() {
    let world = World::signed_in();
    let page = world.admin.get("/admin/projects").expect(200).body;
    assert!(page.contains("H044") && page.contains("X100"), "{page}");
    assert_eq!(world.admin.get("/projects/H044").status, 404);
}

#[test]
fn a_test_mail_goes_to_the_administrators_own_address_and_its_fate_is_shown() {
    let world = World::signed_in();
    world.admin.get("/admin/installation").expect(200);
    world.admin.post_form("/admin/installation/mail-test", &[]).expect(303);
    assert!(world.admin.get("/admin/installation").expect(200).body.contains("Testmejlet väntar"));
    let worker = world.worker(None);
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
    let page = world.admin.get("/admin/installation").expect(200).body;
    assert!(page.contains("Testmejlet är lämnat") && page.contains("Alla mejl är skickade"), "{page}");
}

#[test]
fn a_token_lives_no_longer_than_the_installation_allows() {
    let world = World::signed_in();
    world.admin.get(RETENTION).expect(200);
    world.admin.post_form(RETENTION, &times("token_days", "30")).expect(303);
    let made = |days: i64| {
        let ctx = world.ctx(&world.leader);
        let person = world.leader.id;
        world
            .store
            .write_now(styrrum::store::Scope::Installation, move |db| styrrum::services::accounts::people::add_token(db, &ctx, person, "read", days))
            .is_ok()
    };
    assert!(made(30) && !made(31) && !made(0));
}
