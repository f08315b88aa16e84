//! Signing in and out, passwords, sessions, the first administrator.
use crate::support::actor::PASSWORD;
use crate::support::smtp::MailServer;
use crate::support::{Actor, Answer, World};
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use styrrum::clock::Entropy;
use styrrum::domain::Email;
use styrrum::services::Problem;
use styrrum::services::accounts as people;
use styrrum::services::accounts::limits::Try;
use styrrum::services::accounts::passwords::{self, Cost};
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
fn a_guesser_is_slowed_down_and_the_owner_is_not_locked_out_for_good() {
    let world = World::new();
    let guesser = stranger(&world);
    guesser.get("/sign-in");
    let guess = || guesser.post_form("/sign-in", &[("email", "leader@exempel.se"), ("password", "gissning nummer ett")]).status;
    let answers: Vec<u16> = (0..10).map(|_| guess()).collect();
    assert_eq!(answers, [[422; 8].as_slice(), &[429; 2]].concat());
    world.clock.advance(TimeDelta::minutes(15));
    world.leader.sign_in();
}

/// An answer without what differs from one request to the next.
fn shown(answer: &Answer, account: &str) -> (u16, BTreeMap<String, String>, String) {
    let mut headers = answer.headers.clone();
    headers.retain(|name, _| !["date", "x-request-id"].contains(&name.as_str()));
    (answer.status, headers, answer.body.replace(account, "…"))
}

#[test]
fn every_try_is_answered_alike_for_a_known_and_an_unknown_address_whenever_it_is_made() {
    // Minutes that pass before the next tries, how many they are, and how many of them must wait.
    let table = [(0, 8, 0), (0, 2, 2), (14, 1, 1), (1, 8, 0), (0, 3, 3), (16, 1, 0)];
    let known = World::new();
    let unknown = World::new();
    let browsers = [(stranger(&known), "leader@exempel.se"), (stranger(&unknown), "nobody@exempel.se")];
    for (minutes, tries, waits) in table {
        for world in [&known, &unknown] {
            world.clock.advance(TimeDelta::minutes(minutes));
        }
        let mut waited = 0;
        for _ in 0..tries {
            let answers: Vec<_> = browsers
                .iter()
                .map(|(browser, account)| {
                    browser.set_cookie("__Host-styrrum-form", "0000");
                    let typed = [("csrf", "0000"), ("email", *account), ("password", "gissning nummer ett")];
                    (browser.send_bare_form("/sign-in", &typed, &[]), *account)
                })
                .map(|(answer, account)| shown(&answer, account))
                .collect();
            assert_eq!(answers[0], answers[1]);
            assert!([422, 429].contains(&answers[0].0), "{:?}", answers[0]);
            waited += i32::from(answers[0].0 == 429);
        }
        assert_eq!(waited, waits, "after {minutes} minutes");
    }
}

#[test]
fn who_must_wait_is_told_how_long_and_it_is_true() {
    let world = World::new();
    let browser = stranger(&world);
    browser.get("/sign-in");
    let guess = || browser.post_form("/sign-in", &[("email", "leader@exempel.se"), ("password", "gissning nummer ett")]);
    (0..8).for_each(|_| drop(guess().expect(422)));
    world.clock.advance(TimeDelta::minutes(5));
    let seconds: i64 = guess().expect(429).header("retry-after").parse().expect("seconds");
    assert_eq!(seconds, 600);
    world.clock.advance(TimeDelta::seconds(seconds - 1));
    guess().expect(429);
    world.clock.advance(TimeDelta::seconds(1));
    guess().expect(422);
}

#[test]
fn the_owner_gets_in_while_strangers_guess_from_everywhere() {
    let world = World::new();
    world.leader.sign_in();
    let guess = |n: u8| {
        let address = format!("203.0.113.{n}");
        let attempt = Try { address: &address, account: "leader@exempel.se", known_address: false, now: world.clock.real_now() };
        world.app.limits.begin(&attempt).inspect(|()| world.app.limits.failed(&attempt))
    };
    let held_back = (0..200).filter(|n| guess(*n).is_err()).count();
    assert_eq!(held_back, 170, "thirty guesses in fifteen minutes, from however many places");
    let owner = Actor::new(&world.base, "leader", "leader@exempel.se", 0, None);
    owner.sign_in();
    owner.get("/account").expect(200);
}

#[test]
fn forty_guesses_at_once_are_eight() {
    let world = World::new();
    let browser = stranger(&world);
    browser.get("/sign-in");
    let statuses: Vec<u16> = std::thread::scope(|s| {
        let guess = || browser.post_form("/sign-in", &[("email", "leader@exempel.se"), ("password", "gissning nummer ett")]).status;
        let guesses: Vec<_> = (0..40).map(|_| s.spawn(guess)).collect();
        guesses.into_iter().map(|g| g.join().expect("answered")).collect()
    });
    assert_eq!((statuses.iter().filter(|s| **s == 422).count(), statuses.iter().filter(|s| **s == 429).count()), (8, 32));
}

/// MiB of this process that lie in memory.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").ok().and_then(|s| s.split(' ').nth(1)?.parse::<u64>().ok());
    pages.expect("/proc/self/statm") * 4096 / 1024 / 1024
}

/// Other tests would take memory too: it runs once more, in a process of its own, and there it measures.
#[test]
fn a_hundred_sign_ins_at_once_take_the_memory_of_two() {
    const ALONE: &str = "STYRRUM_TEST_ALONE";
    if std::env::var(ALONE).is_err() {
        let name = "accounts::a_hundred_sign_ins_at_once_take_the_memory_of_two";
        let own = std::process::Command::new(std::env::current_exe().expect("own path")).args([name, "--exact", "--nocapture"]).env(ALONE, "yes").output();
        let own = own.expect("run alone");
        return assert!(own.status.success(), "{}{}", String::from_utf8_lossy(&own.stdout), String::from_utf8_lossy(&own.stderr));
    }
    let world = World::new();
    let hash = passwords::hash(PASSWORD, Cost::DEFAULT, &Entropy::System).expect("hash");
    let ctx = world.ctx(&world.admin);
    world.write(move |db| {
        (0..100).try_for_each(|n| {
            let email = Email::new(&format!("person{n}@exempel.se")).expect("address");
            people::add(db, &ctx, &email, "Någon", Some(&hash), false).map(drop)
        })
    });
    let browsers: Vec<Actor> = (0..101).map(|n| Actor::new(&world.base, "somebody", &format!("person{}@exempel.se", n % 100), 0, None)).collect();
    browsers.iter().for_each(|b| drop(b.get("/sign-in")));
    browsers[100].sign_in();
    let before = resident();
    let (most, done) = (AtomicU64::new(before), AtomicBool::new(false));
    std::thread::scope(|s| {
        s.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                most.fetch_max(resident(), Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
        });
        let signing: Vec<_> =
            browsers[..100].iter().map(|b| s.spawn(|| b.post_form("/sign-in", &[("email", &b.email), ("password", PASSWORD)]).status)).collect();
        let statuses: Vec<u16> = signing.into_iter().map(|t| t.join().unwrap_or_default()).collect();
        done.store(true, Ordering::SeqCst);
        assert_eq!(statuses, [303; 100]);
    });
    let grown = most.load(Ordering::SeqCst) - before;
    println!("{grown} MiB more at most");
    // Two hashes of 46 MiB, and what a hundred connections and threads take.
    assert!(grown <= 2 * 46 + 40, "{grown} MiB");
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
    assert!(monitor.get("/metrics").expect(200).body.contains("styrrum_requests_total"));
    let style = monitor.get(&styrrum::render::assets::href("app.css")).expect(200);
    assert!(style.header("cache-control").contains("immutable"));
    assert!(monitor.get("/tillganglighet").expect(200).body.contains("2018:1937"));
}

#[test]
fn asking_for_links_keeps_nobody_from_signing_in() {
    let world = World::new();
    let browser = stranger(&world);
    browser.get("/forgot-password");
    let ask = |n: usize| browser.post_form("/forgot-password", &[("email", &format!("nobody{n}@exempel.se"))]).status;
    let answers: Vec<u16> = (0..52).map(ask).collect();
    assert_eq!(answers, [[303; 50].as_slice(), &[429; 2]].concat());
    world.leader.sign_in();
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
fn an_open_browser_is_no_better_place_to_guess_a_password_than_the_sign_in() {
    let world = World::new();
    world.leader.sign_in();
    world.leader.get("/account");
    let guess = || world.leader.post_form("/account/password", &[("current", "gissning nummer ett"), ("password", "ett helt nytt lösenord")]).status;
    let answers: Vec<u16> = (0..10).map(|_| guess()).collect();
    assert_eq!(answers, [[422; 8].as_slice(), &[429; 2]].concat());
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
