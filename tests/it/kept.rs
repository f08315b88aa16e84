//! What is kept in memory never outlives the state that it follows from.
use crate::support::World;
use serde_json::json;
use styrrum::domain::charter::Charter;
use styrrum::domain::role::Role;
use styrrum::services::{Ctx, InProject, Problem};
use styrrum::store::{Db, Scope, accounts, roles, rules};

const REGISTER: &str = "/projects/H044/risks";
const LIST: &str = "/api/v1/projects/H044/risks";

#[test]
fn the_register_shows_a_new_risk_and_a_renamed_owner_at_once() {
    let world = World::signed_in();
    let risk = json!({"threat": "Leverantören försenas", "vulnerability": "En enda leverantör", "consequence": "Införandet drar ut",
        "likelihood": 2, "impact": 2, "reason": "Känt sedan förra projektet", "owner": world.leader.email});
    for _ in 0..2 {
        assert!(!world.chair.get(REGISTER).expect(200).body.contains("Införandet drar ut"));
        assert!(!world.chair.api("GET", LIST, None).expect(200).body.contains("Införandet drar ut"));
    }
    world.leader.api("POST", LIST, Some(&risk)).expect(201);
    assert!(world.chair.get(REGISTER).expect(200).body.contains("Införandet drar ut"));
    assert!(world.chair.api("GET", LIST, None).expect(200).body.contains("Införandet drar ut"));

    // Past the services, as another program might: nothing is journalled, and the name is right at once all the same.
    let leader = world.leader.id;
    world.write(move |db: &mut Db| {
        let version = accounts::find(db, leader)?.map_or(0, |p| p.version);
        Ok(accounts::update(db, leader, version, "Nytt namn", false)?)
    });
    assert!(world.chair.get(REGISTER).expect(200).body.contains("Nytt namn"));
}

#[test]
fn what_waits_for_a_role_whose_account_is_closed_is_counted_with_the_role_above_at_once() {
    let world = World::signed_in();
    let risk = json!({"threat": "Leverantören försenas", "vulnerability": "En enda leverantör", "consequence": "Införandet drar ut",
        "likelihood": 3, "impact": 3, "reason": "Känt sedan förra projektet"});
    world.leader.api("POST", LIST, Some(&risk)).expect(201);
    let counts = || world.orderer.get("/projects/H044").expect(200).body.contains("class=\"count\"");
    assert!(!counts());
    let chair = world.chair.id;
    world.write(move |db: &mut Db| Ok(accounts::set_disabled(db, chair, Some(chrono::NaiveDateTime::default()))?));
    assert!(counts());
}

#[test]
fn what_a_rolled_back_change_would_have_meant_is_forgotten() {
    let world = World::signed_in();
    let project = world.project;
    let holder = || world.leader.api("GET", "/api/v1/projects/H044/risks/R1", None).expect(200).json()["held_by"].clone();
    let high = json!({"threat": "Leverantören försenas", "vulnerability": "En enda leverantör", "consequence": "Införandet drar ut",
        "likelihood": 5, "impact": 5, "reason": "Leverantören har sagt upp avtalet"});
    world.leader.api("POST", LIST, Some(&high)).expect(201);
    assert_eq!(holder(), "project_orderer");

    let ctx = Ctx { kept: world.app.kept.clone(), ..world.ctx(&world.leader) };
    let undone = world.store.write_now(Scope::Project(project), move |db: &mut Db| {
        rules::add_charter(db, project, &Charter::of_the_slides(2), None, ctx.now)?;
        // The project is opened under the charter that will never be, and what was read is kept.
        InProject::open(db, &ctx, "H044")?;
        Err::<(), _>(Problem::NotFound)
    });
    assert!(undone.is_err());
    // The next change that comes true makes the rules' mark anew, as the undone one did.
    world.write(move |db: &mut Db| Ok(roles::set_body(db, project, Role::ProjectOrderer, "E-råd")?));
    assert_eq!(holder(), "project_orderer");
}
