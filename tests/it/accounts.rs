//! Signing in and out, passwords, sessions, the first administrator.
mod guessing;

use crate::support::actor::PASSWORD;
use crate::support::smtp::MailServer;
use crate::support::{Actor, World};
use chrono::TimeDelta;
use styrrum::clock::Entropy;
use styrrum::services::Problem;
use styrrum::services::accounts as people;
use styrrum::store::accounts;

fn stranger(world: &World) -> Actor {
    Actor::new(&world.base, "stranger", "", 0, None)
}

#[test]
fn the_first_visitor_becomes_administrator_and_nobody_after() {
    let world = World::empty();
    let first = stranger(&world);
    assert_eq!(first.get("/sign-in").expect(303).header("location"), "/first-start");
    first.get("/first-start").expect(200);
    let typed = [("name", "Eva Ek"), ("email", "Eva@exempel.se"), ("password", PASSWORD)];
    first.post_form("/first-start", &[("name", "Eva Ek"), ("email", "eva@exempel.se"), ("password", "kort")]).expect(422);
    first.post_form("/first-start", &typed).expect(303);
    assert!(first.get("/account").expect(200).body.contains("Eva Ek"));
    first.get("/admin/people").expect(200);
    let second = stranger(&world);
    second.get("/sign-in").expect(200);
    second.get("/first-start").expect(404);
    second.post_form("/first-start", &typed).expect(404);
}

#[test]
fn a_wrong_password_and_an_unknown_address_answer_alike() {
    let world = World::new();
    let browser = stranger(&world);
    browser.get("/sign-in");
    let wrong = browser.post_form("/sign-in", &[("email", "leader@exempel.se"), ("password", "fel lösenord 1")]).expect(422);
    let unknown = browser.post_form("/sign-in", &[("email", "nobody@exempel.se"), ("password", "fel lösenord 1")]).expect(422);
    assert_eq!(wrong.body.replace("leader", "nobody"), unknown.body);
}

#[test]
fn the_demos_accounts_are_not_offered_where_the_demo_does_not_run() {
    let world = World::new();
    let page = stranger(&world).get("/sign-in").expect(200).body;
    assert_eq!(page.matches("name=\"password\"").count(), 1, "{page}");
    assert!(!page.contains("demo.styrrum"), "{page}");
}

#[test]
fn signing_in_gives_a_new_session_and_signing_out_ends_it() {
    let world = World::new();
    world.leader.set_cookie("__Host-styrrum", "planted");
    world.leader.sign_in();
    let session = world.leader.cookie("__Host-styrrum").expect("session");
    assert!(session.len() == 64 && session != "planted");
    world.leader.get("/account").expect(200);
    world.leader.post_form("/sign-out", &[]).expect(303);
    world.leader.set_cookie("__Host-styrrum", &session);
    assert!(world.leader.get("/account").expect(303).header("location").starts_with("/sign-in"));
}

#[test]
fn a_session_ends_after_an_idle_hour_and_after_twelve() {
    let world = World::new();
    world.leader.sign_in();
    world.clock.advance(TimeDelta::minutes(59));
    world.leader.get("/account").expect(200);
    world.clock.advance(TimeDelta::minutes(61));
    world.leader.get("/account").expect(303);
    world.leader.sign_in();
    for _ in 0..14 {
        world.clock.advance(TimeDelta::minutes(50));
        world.leader.get("/account").expect(200);
    }
    world.clock.advance(TimeDelta::minutes(50));
    world.leader.get("/account").expect(303);
}

#[test]
fn sign_in_leads_to_own_paths_only() {
    let world = World::new();
    for (wanted, led) in [("/account", "/account"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil.example", "/"), ("/sign-out", "/")] {
        let browser = stranger(&world);
        browser.get("/sign-in");
        let answer = browser.post_form("/sign-in", &[("email", "member@exempel.se"), ("password", PASSWORD), ("next", wanted)]).expect(303);
        assert_eq!(answer.header("location"), led, "{wanted}");
    }
}

#[test]
fn a_mailed_link_sets_a_password_once() {
    let world = World::new();
    let browser = stranger(&world);
    browser.get("/forgot-password");
    let known = browser.post_form("/forgot-password", &[("email", "member@exempel.se")]).expect(303);
    let unknown = browser.post_form("/forgot-password", &[("email", "nobody@exempel.se")]).expect(303);
    assert_eq!(known.header("location"), unknown.header("location"));
    let server = MailServer::start(&[]);
    turn(&world, &server);
    let mails = server.received();
    assert_eq!(mails.len(), 1, "a mail to the known address only");
    let path = link_in(&mails[0]);
    browser.get(&path).expect(200);
    browser.post_form(&path, &[("password", "ett helt nytt lösenord")]).expect(303);
    browser.get(&path).expect(410);
    browser.get("/sign-in");
    browser.post_form("/sign-in", &[("email", "member@exempel.se"), ("password", "ett helt nytt lösenord")]).expect(303);
}

#[test]
fn a_link_is_valid_for_an_hour() {
    let world = World::new();
    let browser = stranger(&world);
    browser.get("/forgot-password");
    browser.post_form("/forgot-password", &[("email", "member@exempel.se")]).expect(303);
    let server = MailServer::start(&[]);
    turn(&world, &server);
    world.clock.advance(TimeDelta::minutes(61));
    browser.get(&link_in(&server.received()[0])).expect(410);
}

#[test]
fn changing_the_password_ends_the_other_sessions() {
    let world = World::new();
    world.leader.sign_in();
    let elsewhere = Actor::new(&world.base, "leader", "leader@exempel.se", 0, None);
    elsewhere.sign_in();
    world.leader.get("/account");
    world.leader.post_form("/account/password", &[("current", "inte det här"), ("password", "ett helt nytt lösenord")]).expect(422);
    world.leader.post_form("/account/password", &[("current", PASSWORD), ("password", "ett helt nytt lösenord")]).expect(303);
    world.leader.get("/account").expect(200);
    elsewhere.get("/account").expect(303);
}

#[test]
fn closing_an_account_ends_its_sessions_and_tokens_at_once() {
    let world = World::new();
    world.leader.sign_in();
    world.admin.sign_in();
    let page = format!("/admin/people/{}", world.leader.id);
    world.admin.get(&page).expect(200);
    world.admin.post_form(&format!("{page}/disable"), &[]).expect(303);
    world.leader.get("/account").expect(303);
    world.leader.api("GET", "/api/v1/my-turn", None).expect(401);
    world.admin.post_form(&format!("/admin/people/{}/disable", world.admin.id), &[]).expect(422);
}

#[test]
fn an_administrator_adds_people_who_choose_their_own_password() {
    let world = World::new();
    world.admin.sign_in();
    world.admin.get("/admin/people/new").expect(200);
    world.admin.post_form("/admin/people/new", &[("name", "Åsa Ö"), ("email", "asa@exempel.se")]).expect(303);
    world.admin.post_form("/admin/people/new", &[("name", "Åsa Ö"), ("email", "ASA@exempel.se")]).expect(422);
    assert!(world.admin.get("/admin/people").expect(200).body.contains("Åsa Ö"));
    let server = MailServer::start(&[]);
    turn(&world, &server);
    assert!(link_in(&server.received()[0]).starts_with("/reset-password/"));
}

#[test]
fn a_weak_hash_is_made_anew_at_sign_in() {
    let world = World::new();
    let stored = || {
        world.store.read_now(|db| Ok::<_, Problem>(accounts::by_email(db, "leader@exempel.se")?)).expect("read").and_then(|p| p.password_hash).expect("hash")
    };
    assert!(stored().contains("m=8,"));
    world.leader.sign_in();
    assert!(stored().contains("m=47104,t=1,p=1"));
}

#[test]
fn language_and_theme_are_kept_signed_out_and_in() {
    let world = World::new();
    let browser = stranger(&world);
    browser.get("/sign-in");
    browser.post_form("/preferences", &[("lang", "en"), ("next", "/sign-in")]).expect(303);
    assert!(browser.get("/sign-in").body.contains("<html lang=\"en\""));
    world.leader.sign_in();
    world.leader.post_form("/preferences", &[("lang", "en"), ("theme", "dark"), ("next", "//evil.example")]).expect(303);
    assert!(world.leader.get("/account").body.contains("<html lang=\"en\" data-theme=\"dark\""));
}

#[test]
fn what_runs_the_server_can_ask_how_it_is() {
    let world = World::empty();
    let monitor = stranger(&world);
    monitor.get("/healthz").expect(200);
    monitor.get("/readyz").expect(200);
    let metrics = monitor.get("/metrics").expect(200).body;
    assert!(metrics.contains("styrrum_requests_total") && metrics.contains("styrrum_mails{state=\"waiting\"} "), "{metrics}");
    let style = monitor.get(&styrrum::render::assets::href("app.css")).expect(200);
    assert!(style.header("cache-control").contains("immutable"));
    assert!(monitor.get("/tillganglighet").expect(200).body.contains("2018:1937"));
}

#[test]
fn a_new_password_ends_every_other_link() {
    let world = World::new();
    let browser = stranger(&world);
    browser.get("/forgot-password");
    (0..2).for_each(|_| drop(browser.post_form("/forgot-password", &[("email", "member@exempel.se")]).expect(303)));
    let server = MailServer::start(&[]);
    turn(&world, &server);
    let links: Vec<String> = server.received().iter().map(|mail| link_in(mail)).collect();
    links.iter().for_each(|link| drop(browser.get(link).expect(200)));
    browser.post_form(&links[0], &[("password", "ett helt nytt lösenord")]).expect(303);
    browser.get(&links[1]).expect(410);
}

#[test]
fn a_password_that_was_compared_before_it_was_changed_opens_nothing_and_changes_nothing() {
    let world = World::new();
    let (ctx, leader) = (world.ctx(&world.leader), world.leader.id);
    let refused = world.write(move |db| {
        let old = accounts::find(db, leader)?.and_then(|p| p.password_hash);
        people::set_password(db, &ctx, leader, "the new hash", None)?;
        let proven = people::Proven {
            person: leader,
            against: old.clone(),
            email_key: "leader@exempel.se".to_owned(),
            address: "192.0.2.1".to_owned(),
            now: ctx.real_now,
            before: None,
            rehashed: Some("the old password again".to_owned()),
            notice: None,
        };
        let opened = people::open_session(db, &Entropy::System, &proven);
        let changed = people::change_password(db, &ctx, leader, old.as_deref().unwrap_or_default(), "a thief's", None);
        let stored = accounts::find(db, leader)?.and_then(|p| p.password_hash);
        Ok((matches!(opened, Err(Problem::Invalid(_))), matches!(changed, Err(Problem::Invalid(_))), stored))
    });
    assert_eq!(refused, (true, true, Some("the new hash".to_owned())));
}

#[test]
fn two_administrators_who_close_each_others_accounts_leave_one_open() {
    let world = World::new();
    world.arrange(&format!("UPDATE people SET is_admin = true WHERE id = {}", world.leader.id));
    for (one, other) in [(&world.admin, &world.leader), (&world.leader, &world.admin)] {
        one.sign_in();
        one.get(&format!("/admin/people/{}", other.id)).expect(200);
    }
    let closes = |one: &Actor, other: &Actor| one.post_form(&format!("/admin/people/{}/disable", other.id), &[]).status;
    std::thread::scope(|s| {
        s.spawn(|| closes(&world.admin, &world.leader));
        s.spawn(|| closes(&world.leader, &world.admin));
    });
    let open = [world.admin.id, world.leader.id].map(|id| world.store.read_now(|db| Ok::<_, Problem>(accounts::find(db, id)?)).expect("read"));
    assert_eq!(open.iter().flatten().filter(|p| p.disabled_at.is_none()).count(), 1);
}

fn turn(world: &World, server: &MailServer) {
    let worker = world.worker(Some(&server.url));
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
}
/// The path of the link in a mail, whose lines may be folded.
fn link_in(mail: &str) -> String {
    let unfolded = mail.replace("=\n", "").replace("=3D", "=");
    let (_, after) = unfolded.split_once("/reset-password/").expect("a link");
    let secret: String = after.chars().take_while(char::is_ascii_hexdigit).collect();
    format!("/reset-password/{secret}")
}
