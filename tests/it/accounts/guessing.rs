//! Whoever guesses at passwords is slowed down, and the owner gets in.
use super::stranger;
use crate::support::actor::PASSWORD;
use crate::support::{Actor, Answer, World};
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use styrrum::clock::Entropy;
use styrrum::domain::Email;
use styrrum::services::accounts as people;
use styrrum::services::accounts::limits::Try;
use styrrum::services::accounts::passwords::{self, Cost};

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
fn an_open_browser_is_no_better_place_to_guess_a_password_than_the_sign_in() {
    let world = World::new();
    world.leader.sign_in();
    world.leader.get("/account");
    let guess = || world.leader.post_form("/account/password", &[("current", "gissning nummer ett"), ("password", "ett helt nytt lösenord")]).status;
    let answers: Vec<u16> = (0..10).map(|_| guess()).collect();
    assert_eq!(answers, [[422; 8].as_slice(), &[429; 2]].concat());
}
