//! What comes of an acceptance whose day has passed.
use super::{act, items, logged, mailed, risk};
use crate::support::{Actor, World};
use chrono::TimeDelta;
use serde_json::{Value, json};
use styrrum::domain::ids::PersonId;
use styrrum::services::{Ctx, InProject, Problem, risks};
use styrrum::store::{Scope, Store};

/// The night's work, as an instance of its own does it.
fn night(world: &World) -> usize {
    let (ctx, id) = (Ctx { person: PersonId(0), ..world.ctx(&world.leader) }, world.project);
    let reopen = move |db: &mut _| InProject::open_for_system(db, &ctx, id).and_then(|at| risks::reopen_expired(db, &ctx, &at));
    let store = Store::open(&world.database).expect("another instance");
    store.write_now(Scope::Project(world.project), reopen).map_err(|problem: Problem| problem.to_string()).expect("done")
}
/// R1, accepted by the orderer until the tenth of December, which has passed.
fn expired() -> World {
    let world = World::signed_in();
    logged(&world, 5, 5);
    act(&world.orderer, "acceptance", json!({"reason": "Kostar mer än skadan", "expires_on": "2020-12-10"})).expect(200);
    world.clock.advance(TimeDelta::days(14));
    for actor in world.actors() {
        actor.sign_in();
    }
    world
}
fn told_of_it(world: &World, actor: &Actor) -> usize {
    mailed(world, &actor.email).iter().filter(|kind| *kind == "acceptance-expired").count()
}

#[test]
fn a_risk_whose_acceptance_has_expired_waits_for_its_holder_until_that_is_acknowledged_or_decided() {
    let world = expired();
    assert!(items(&world.orderer).is_empty());
    assert_eq!(night(&world), 1);
    let reopened = risk(&world);
    let (at, seen, cause) = (&reopened["escalated_at"], &reopened["acknowledged_at"], &reopened["escalated_for"]);
    assert_eq!((at, seen, cause, &reopened["state"]), (&json!("2020-12-11T09:00:00Z"), &Value::Null, &json!("expiry"), &json!("assessed")));
    let waits = &items(&world.orderer)[0];
    assert_eq!((&waits["kind"], &waits["ref"], &waits["since"]), (&json!("acceptance_expired"), &json!("R1"), at));
    assert!(world.orderer.get("/").expect(200).body.contains("Accepten har gått ut"));
    assert!(world.chair.get("/projects/H044/risks/R1").expect(200).body.contains("Accepten gick ut. Väntar på nytt beslut sedan"));
    assert!(world.chair.get("/projects/H044/risks").expect(200).body.contains("Accepten gick ut, öppnad"));
    act(&world.orderer, "acknowledgement", json!({})).expect(200);
    assert!(items(&world.orderer).is_empty());
}

#[test]
fn what_a_body_had_recorded_about_the_risk_is_overtaken_when_the_acceptance_expires() {
    let world = World::signed_in();
    logged(&world, 5, 5);
    act(&world.orderer, "acceptance", json!({"reason": "Kostar mer än skadan", "expires_on": "2020-12-10"})).expect(200);
    let meeting = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 7", "present": "Alla"});
    let anew = json!({"reason": "Längre", "expires_on": "2021-03-01", "supersedes": 1, "basis": meeting});
    let recording = act(&world.leader, "acceptance", anew).expect(202).json()["recording"].clone();
    world.clock.advance(TimeDelta::days(14));
    world.orderer.sign_in();
    assert_eq!(night(&world), 1);
    let confirmed = world.orderer.api("POST", &format!("/api/v1/projects/H044/recordings/{recording}/confirmation"), None).expect(409);
    assert_eq!(confirmed.json()["reason"], "recording-closed");
    assert_eq!(risk(&world)["state"], "assessed");
}

#[test]
fn holder_leader_and_who_is_responsible_are_told_once_each_however_many_instances_do_the_nights_work() {
    let world = expired();
    act(&world.leader, "measures", json!({"strategy": "reduce", "text": "Utbilda fler"})).expect(201);
    let version = risk(&world)["version"].clone();
    let owner = json!({"owner": world.controller.email, "version": version});
    world.leader.api("PATCH", "/api/v1/projects/H044/risks/R1", Some(&owner)).expect(200);
    let reopened: usize = std::thread::scope(|scope| {
        let nights: Vec<_> = (0..3).map(|_| scope.spawn(|| night(&world))).collect();
        nights.into_iter().map(|night| night.join().expect("a night")).sum()
    });
    assert_eq!(reopened, 1);
    assert_eq!(night(&world), 0);
    for actor in [&world.orderer, &world.leader, &world.controller] {
        assert_eq!(told_of_it(&world, actor), 1, "{}", actor.name);
    }
    assert_eq!((told_of_it(&world, &world.chair), told_of_it(&world, &world.financier)), (0, 0));
}
