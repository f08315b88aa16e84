//! What is sent twice is done once.
use super::{RISKS, logged, new_risk, problem_of};
use crate::support::World;
use serde_json::json;

#[test]
fn a_key_is_done_once_and_refused_with_another_body() {
    let world = World::new();
    let key = [("idempotency-key", "k-1")];
    let first = world.leader.api_with("POST", RISKS, Some(&new_risk(2, 2)), &key).expect(201);
    let again = world.leader.api_with("POST", RISKS, Some(&new_risk(2, 2)), &key).expect(201);
    assert_eq!((first.json(), first.header("location"), first.header("etag")), (again.json(), again.header("location"), again.header("etag")));
    assert_eq!(again.header("idempotent-replayed"), "true");
    let other = world.leader.api_with("POST", RISKS, Some(&new_risk(2, 3)), &key).expect(422);
    assert_eq!(problem_of(&other), "urn:styrrum:key-reused");
    // Another person's key is another key.
    world.deputy.api_with("POST", RISKS, Some(&new_risk(2, 3)), &key).expect(201);
    assert_eq!(world.leader.api("GET", RISKS, None).expect(200).json()["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_key_is_looked_at_before_the_version() {
    let world = World::new();
    logged(&world, 2, 2);
    let (path, body, key) = (format!("{RISKS}/R1"), json!({"threat": "Nytt hot", "version": 1}), [("idempotency-key", "k-2")]);
    world.leader.api_with("PATCH", &path, Some(&body), &key).expect(200);
    assert_eq!(world.leader.api_with("PATCH", &path, Some(&body), &key).expect(200).header("etag"), "\"2\"");
    world.leader.api("PATCH", &path, Some(&body)).expect(409);
}

#[test]
fn what_was_refused_is_not_kept_under_its_key_and_a_key_lives_a_day() {
    let world = World::new();
    let key = [("idempotency-key", "k-3")];
    world.leader.api_with("POST", RISKS, Some(&new_risk(9, 2)), &key).expect(422);
    world.leader.api_with("POST", RISKS, Some(&new_risk(2, 2)), &key).expect(201);
    world.clock.advance(chrono::TimeDelta::hours(25));
    world.leader.api_with("POST", RISKS, Some(&new_risk(2, 2)), &key).expect(201);
    let long = "k".repeat(201);
    world.leader.api_with("POST", RISKS, Some(&new_risk(2, 2)), &[("idempotency-key", &long)]).expect(422);
    assert_eq!(world.leader.api("GET", RISKS, None).expect(200).json()["items"].as_array().map(Vec::len), Some(2));
}

#[test]
fn thirty_two_posts_at_once_with_one_key_make_one_risk() {
    let world = World::new();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let posts: Vec<_> =
            (0..32).map(|_| scope.spawn(|| world.leader.api_with("POST", RISKS, Some(&new_risk(2, 2)), &[("idempotency-key", "same")]).status)).collect();
        posts.into_iter().map(|p| p.join().expect("answered")).collect()
    });
    assert!(statuses.iter().all(|s| *s == 201), "{statuses:?}");
    assert_eq!(world.leader.api("GET", RISKS, None).expect(200).json()["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn thirty_two_edits_of_one_version_have_one_winner() {
    let world = World::new();
    logged(&world, 2, 2);
    let edits = |n: usize| world.leader.api("PATCH", &format!("{RISKS}/R1"), Some(&json!({"threat": format!("Hot {n}"), "version": 1}))).status;
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let posts: Vec<_> = (0..32).map(|n| scope.spawn(move || edits(n))).collect();
        posts.into_iter().map(|p| p.join().expect("answered")).collect()
    });
    assert_eq!((statuses.iter().filter(|s| **s == 200).count(), statuses.iter().filter(|s| **s == 409).count()), (1, 31));
}

#[test]
fn looking_is_not_kept_whatever_key_it_is_done_under() {
    let world = World::new();
    for method in ["GET", "HEAD"] {
        world.member.api_with(method, "/api/v1/projects/H044", None, &[("idempotency-key", "one")]).expect(200);
    }
}

#[test]
fn a_page_s_form_that_is_sent_twice_is_done_once() {
    let world = World::signed_in();
    let page = "/projects/H044/risks/new";
    let key = |body: &str| body.split_once("name=\"once\" value=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(key, _)| key.to_owned()).expect("a key");
    let once = key(&world.leader.get(page).expect(200).body);
    assert_ne!(once, key(&world.leader.get(page).expect(200).body), "each page has its own");
    let form =
        |threat| [("threat", threat), ("vulnerability", "Få kan"), ("consequence", "Stopp"), ("likelihood", "2"), ("impact", "2"), ("once", once.as_str())];
    let count = || world.leader.api("GET", "/api/v1/projects/H044/risks", None).expect(200).json()["items"].as_array().map(Vec::len);
    // What could not be taken is not kept.
    world.leader.post_form(page, &form("")).expect(422);
    let led = world.leader.post_form(page, &form("Sjukdom")).expect(303).header("location").to_owned();
    assert_eq!(world.leader.post_form(page, &form("Sjukdom")).expect(303).header("location").to_owned(), led);
    assert_eq!(count(), Some(1));
    world.leader.post_form(page, &form("Brand")).expect(303);
    assert_eq!(count(), Some(2), "what was typed anew is another form");
    world.deputy.get(page).expect(200);
    world.deputy.post_form(page, &form("Sjukdom")).expect(303);
    assert_eq!(count(), Some(3), "the key is the person's own");
}
