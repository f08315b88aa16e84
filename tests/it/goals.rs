//! Goals, indicators and measurements.
use crate::support::{Actor, Answer, World};
use chrono::TimeDelta;
use serde_json::{Value, json};
use styrrum::domain::role::Role;

const API: &str = "/api/v1/projects/H044";

fn goal(world: &World, body: &Value) -> Value {
    world.leader.api("POST", &format!("{API}/goals"), Some(body)).expect(201).json()
}
/// Effect goal 1 with indicator 1: from 40 percent to 80, measured in the fourth quarter of 2020 and the second of 2021.
fn share(world: &World) -> Value {
    goal(world, &json!({"kind": "effect", "name": "Samverkande processer", "portfolio": "4A, 4B"}));
    let body = json!({
        "goal": 1, "name": "Vi involverar användare", "unit": "%", "direction": "up", "decimals": 1, "method": "Enkät",
        "baseline": 40, "baseline_on": "2020-03-30", "target": 80, "target_on": "2022-06-30", "plan": ["2020-Q4", "2021-Q2"],
    });
    world.leader.api("POST", &format!("{API}/indicators"), Some(&body)).expect(201).json()
}
fn measured(by: &Actor, body: &Value) -> Answer {
    by.api("POST", &format!("{API}/indicators/1/measurements"), Some(body))
}
fn indicator(world: &World) -> Value {
    world.member.api("GET", &format!("{API}/indicators/1"), None).expect(200).json()
}
fn faults(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|e| e["field"].as_str().unwrap_or_default().to_owned()).collect()
}
fn waiting(actor: &Actor) -> Vec<Value> {
    let items = actor.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().filter(|i| i["kind"].as_str().is_some_and(|k| k.starts_with("measurement"))).map(|i| json!([i["kind"], i["ref"], i["due"]])).collect()
}

#[test]
fn progress_goes_from_the_baseline_to_the_target_and_what_is_lacking_is_said() {
    let world = World::new();
    let new = share(&world);
    assert_eq!([&new["progress_percent"], &new["lacks"], &new["reached"], &new["most"]], [&Value::Null, &json!("value"), &Value::Null, &json!(100)]);
    measured(&world.leader, &json!({"measured_on": "2020-11-20", "value": 62.5})).expect(201);
    let now = indicator(&world);
    assert_eq!([&now["latest"], &now["progress_percent"], &now["reached"]], [&json!(62.5), &json!(56), &json!(false)]);
    let without = json!({"baseline": null, "baseline_on": null, "version": 1});
    let bare = world.leader.api("PATCH", &format!("{API}/indicators/1"), Some(&without)).expect(200).json();
    assert_eq!([&bare["baseline"], &bare["progress_percent"], &bare["lacks"], &bare["target"]], [&Value::Null, &Value::Null, &json!("baseline"), &json!(80)]);
}

#[test]
fn zero_is_a_value_and_is_shown_as_zero() {
    let world = World::signed_in();
    share(&world);
    measured(&world.leader, &json!({"measured_on": "2020-11-20", "value": 0})).expect(201);
    assert_eq!(indicator(&world)["latest"], json!(0));
    assert_eq!(indicator(&world)["planned"][0]["state"], "done");
    assert!(world.member.get("/projects/H044/indicators/1").expect(200).body.contains("0\u{a0}%"));
}

#[test]
fn a_value_that_the_unit_does_not_have_is_refused_at_its_field() {
    let world = World::new();
    share(&world);
    for (value, code) in [(json!(101), "value-above"), (json!(-1), "value-below"), (json!(62.55), "not-a-value-in-tenths"), (json!("mycket"), "wrong-type")] {
        let answer = measured(&world.leader, &json!({"measured_on": "2020-11-20", "value": value})).expect(422);
        assert_eq!((faults(&answer), &answer.json()["errors"][0]["code"]), (vec!["value".to_owned()], &json!(code)), "{}", answer.body);
    }
    let later = measured(&world.leader, &json!({"measured_on": "2020-11-28", "value": 50})).expect(422);
    assert_eq!(faults(&later), ["measured_on"]);
    assert_eq!(indicator(&world)["latest"], Value::Null);
}

#[test]
fn a_value_that_cannot_be_read_is_told_how_many_decimals_the_indicator_has() {
    let world = World::new();
    share(&world);
    let whole = json!({"goal": 1, "name": "Ärenden", "unit": "st", "direction": "up"});
    world.leader.api("POST", &format!("{API}/indicators"), Some(&whole)).expect(201);
    world.leader.sign_in();
    for (indicator, value, told) in
        [(1, "62,55", "högst en decimal"), (1, "mycket", "högst en decimal"), (2, "45,5", "inga decimaler"), (2, "mycket", "inga decimaler")]
    {
        let page =
            world.leader.post_form(&format!("/projects/H044/indicators/{indicator}/measurements/new"), &[("measured_on", "2020-11-20"), ("value", value)]);
        assert!(page.status == 422 && page.body.contains(told) && page.body.contains(value), "{indicator} {value}: {}", page.body);
    }
}

#[test]
fn a_correction_replaces_the_earlier_measurement_with_a_reason_and_keeps_it() {
    let world = World::new();
    share(&world);
    measured(&world.leader, &json!({"measured_on": "2020-11-20", "value": 50})).expect(201);
    let again = measured(&world.leader, &json!({"measured_on": "2020-10-02", "value": 60})).expect(422);
    assert_eq!(faults(&again), ["measured_on"]);
    let silent = measured(&world.leader, &json!({"measured_on": "2020-11-20", "value": 60, "replaces": 1})).expect(422);
    assert_eq!(faults(&silent), ["reason"]);
    let correction = json!({"measured_on": "2020-11-20", "value": 60, "replaces": 1, "reason": "Två svar räknades dubbelt"});
    measured(&world.leader, &correction).expect(201);
    measured(&world.leader, &json!({"measured_on": "2020-08-20", "value": 61, "replaces": 1, "reason": "Igen"})).expect(409);
    let all = world.member.api("GET", &format!("{API}/indicators/1/measurements"), None).expect(200).json();
    assert_eq!((&all["items"][0]["value"], &all["items"][0]["replaced_by"], &all["items"][1]["reason"]), (&json!(50), &json!(2), &correction["reason"]));
    assert_eq!(indicator(&world)["latest"], json!(60));
}

#[test]
fn organisations_are_weighted_by_how_many_were_asked() {
    let world = World::new();
    share(&world);
    let unasked = measured(&world.leader, &json!({"measured_on": "2020-11-20", "value": 50, "organisation": "Uddevalla"})).expect(422);
    assert_eq!(faults(&unasked), ["asked"]);
    measured(&world.leader, &json!({"measured_on": "2020-11-20", "value": 50, "organisation": "Uddevalla", "asked": 30})).expect(201);
    measured(&world.leader, &json!({"measured_on": "2020-11-21", "value": 80, "organisation": "Lysekil", "asked": 10})).expect(201);
    assert_eq!(indicator(&world)["latest"], json!(57.5));
}

#[test]
fn a_planned_measurement_waits_with_the_effect_owner_and_is_missed_when_its_quarter_has_passed() {
    let world = World::new();
    share(&world);
    assert_eq!(waiting(&world.leader), [json!(["measurement_due", "2020-Q4", "2020-12-31"])]);
    let owner = world.somebody("owner", Some(("H044", Role::EffectOwner, false)));
    assert_eq!((waiting(&owner).len(), waiting(&world.leader).len(), waiting(&world.member).len()), (1, 0, 0));
    world.clock.advance(TimeDelta::days(35));
    assert_eq!(waiting(&owner), [json!(["measurement_missed", "2020-Q4", "2020-12-31"])]);
    measured(&owner, &json!({"measured_on": "2020-12-30", "value": 44})).expect(201);
    assert_eq!(waiting(&owner), Vec::<Value>::new());
    assert_eq!(
        indicator(&world)["planned"],
        json!([{"quarter": "2020-Q4", "organisation": "", "state": "done"}, {"quarter": "2021-Q2", "organisation": "", "state": "planned"}])
    );
}

#[test]
fn whoever_is_responsible_for_the_goal_measures_and_others_are_told_who_may() {
    let world = World::new();
    share(&world);
    let value = json!({"measured_on": "2020-11-20", "value": 50});
    let refused = measured(&world.member, &value).expect(403).json();
    assert_eq!(refused["held_by"], json!(["project_leader", "deputy_project_leader", "effect_owner"]));
    measured(&world.orderer, &value).expect(403);
    let named = json!({"responsible": "member@exempel.se", "version": 1});
    world.orderer.api("PATCH", &format!("{API}/goals/1"), Some(&named)).expect(200);
    assert_eq!(waiting(&world.member).len(), 1);
    measured(&world.member, &value).expect(201);
    let goal = json!({"kind": "effect", "name": "Annat"});
    let refused = world.member.api("POST", &format!("{API}/goals"), Some(&goal)).expect(403).json();
    assert_eq!(refused["held_by"], json!(["project_leader", "deputy_project_leader", "effect_owner", "project_orderer"]));
    world.registrar.api("GET", &format!("{API}/goals"), None).expect(200);
}

#[test]
fn a_paused_or_closed_project_is_measured_all_the_same() {
    let world = World::new();
    share(&world);
    for (day, standing) in [(20, "paused"), (21, "closed")] {
        world.arrange(&format!(
            "UPDATE projects SET standing = '{standing}', stopped_by = 'project_orderer', stopped_on = '2020-11-20', stopped_decision = 1 WHERE code = 'H044'"
        ));
        let body = json!({"measured_on": format!("2020-11-{day}"), "value": 50, "organisation": standing, "asked": 1});
        measured(&world.leader, &body).expect(201);
    }
}

#[test]
fn a_part_goal_belongs_to_a_project_goal_and_nothing_else_does() {
    let world = World::new();
    goal(&world, &json!({"kind": "effect", "name": "Effekt"}));
    goal(&world, &json!({"kind": "project", "name": "Projekt"}));
    assert_eq!(goal(&world, &json!({"kind": "part", "name": "Del", "parent": 2}))["parent"], 2);
    let refused = |body: Value| faults(&world.leader.api("POST", &format!("{API}/goals"), Some(&body)).expect(422));
    assert_eq!(refused(json!({"kind": "part", "name": "Lös"})), ["parent"]);
    assert_eq!(refused(json!({"kind": "part", "name": "Fel", "parent": 1})), ["parent"]);
    assert_eq!(refused(json!({"kind": "part", "name": "Borta", "parent": 9})), ["parent"]);
    assert_eq!(refused(json!({"kind": "effect", "name": "Under", "parent": 2})), ["parent"]);
    assert_eq!(refused(json!({"kind": "effect", "name": "Vems", "responsible": "outsider@exempel.se"})), ["responsible"]);
    assert_eq!(refused(json!({"kind": "effect", "name": "Vems", "responsible": "registrar@exempel.se"})), ["responsible"]);
    let moved = world.leader.api("PATCH", &format!("{API}/goals/2"), Some(&json!({"kind": "effect", "version": 1}))).expect(422);
    assert_eq!(faults(&moved), ["kind"]);
    world.leader.api("PATCH", &format!("{API}/goals/2"), Some(&json!({"name": "Nytt namn", "version": 7}))).expect(409);
}

#[test]
fn when_the_project_has_ended_another_can_come_to_answer_for_a_goal_and_nothing_else_of_it_changes() {
    let world = World::signed_in();
    let made = goal(&world, &json!({"kind": "effect", "name": "Snabbare svar", "responsible": "controller@exempel.se"}));
    let path = format!("/projects/H044/goals/{}/edit", made["number"]);
    let form = |name: &'static str, version: &'static str| {
        [("kind", "effect"), ("name", name), ("parent", ""), ("portfolio", ""), ("responsible", "orderer@exempel.se"), ("version", version)]
    };
    world.arrange("UPDATE projects SET standing = 'closed'");
    let page = world.orderer.get(&path).expect(200).body;
    assert!(page.contains("den som ansvarar för det kan bytas") && !page.contains("id=\"f-name\""), "{page}");
    world.orderer.post_form(&path, &form("Annat namn", "1")).expect(409);
    world.orderer.post_form(&path, &form("Snabbare svar", "1")).expect(303);
    assert_eq!(world.orderer.api("GET", &format!("{API}/goals/{}", made["number"]), None).expect(200).json()["responsible"], "orderer@exempel.se");
}

#[test]
fn an_indicator_that_contradicts_itself_or_its_measurements_is_refused() {
    let world = World::new();
    share(&world);
    measured(&world.leader, &json!({"measured_on": "2020-11-20", "value": 62.5})).expect(201);
    let refused = |mut change: Value, field: &str| {
        change["version"] = json!(1);
        let answer = world.leader.api("PATCH", &format!("{API}/indicators/1"), Some(&change)).expect(422);
        assert_eq!(faults(&answer), [field], "{}", answer.body);
    };
    refused(json!({"target": 30}), "target");
    refused(json!({"target": 101}), "target");
    refused(json!({"baseline_on": null}), "baseline_on");
    refused(json!({"least": 100}), "most");
    refused(json!({"decimals": 0}), "decimals");
    refused(json!({"most": 60, "target": 60}), "most");
    refused(json!({"plan": ["2020-Q5"]}), "plan");
    refused(json!({"baseline_on": "2020-12-24", "target_on": "2029-01-01"}), "baseline_on");
    refused(json!({"target_on": "2019-01-01"}), "target_on");
    let nowhere = json!({"goal": 9, "name": "Nöjda", "unit": "%", "direction": "up"});
    assert_eq!(faults(&world.leader.api("POST", &format!("{API}/indicators"), Some(&nowhere)).expect(422)), ["goal"]);
    assert_eq!(indicator(&world)["version"], 1);
}

#[test]
fn goals_are_written_and_measured_on_their_pages() {
    let world = World::signed_in();
    let base = "/projects/H044";
    assert!(world.member.get(&format!("{base}/goals")).expect(200).body.contains("Inga mål än"));
    world.leader.get(&format!("{base}/goals/new")).expect(200);
    let again = world.leader.post_form(&format!("{base}/goals/new"), &[("kind", "effect"), ("name", "")]).expect(422);
    assert!(again.body.contains("f-name-err"));
    world.leader.post_form(&format!("{base}/goals/new"), &[("kind", "effect"), ("name", "Mer tid för människor")]).expect(303);
    let form = [
        ("name", "Dagar till åtgärd"),
        ("unit", "dagar"),
        ("direction", "down"),
        ("decimals", "1"),
        ("least", "0"),
        ("baseline", "21,5"),
        ("baseline_on", "2020-03-30"),
        ("target", "7"),
        ("target_on", "2022-06-30"),
        ("plan", "2020-K4\r\n2021 kv 3 Uddevalla"),
    ];
    world.leader.get(&format!("{base}/goals/1/indicators/new")).expect(200);
    world.leader.post_form(&format!("{base}/goals/1/indicators/new"), &form).expect(303);
    let edit = world.leader.get(&format!("{base}/indicators/1/edit")).expect(200).body;
    let ticked = edit.split("name=\"quarters\"").skip(1).filter(|tick| tick.split('>').next().is_some_and(|t| t.contains("checked")));
    assert!(ticked.map(|tick| tick.contains("2020-Q4")).eq([true]) && edit.contains("\n2021 kv 3 Uddevalla</textarea>"), "{edit}");
    let measure = format!("{base}/indicators/1/measurements/new");
    world.member.get(&measure).expect(403);
    world.leader.get(&measure).expect(200);
    let wrong = world.leader.post_form(&measure, &[("value", "tolv"), ("measured_on", "2020-11-20")]).expect(422);
    assert!(wrong.body.contains("f-value-err") && wrong.body.contains("tolv"));
    world.leader.post_form(&measure, &[("value", "14,5"), ("measured_on", "2020-11-20")]).expect(303);
    let page = world.member.get(&format!("{base}/indicators/1")).expect(200).body;
    assert!(page.contains("48 procent av vägen till målet 7\u{a0}dagar, nu 14,5\u{a0}dagar") && page.contains("Minst 0\u{a0}dagar"), "{page}");
    let correcting = world.leader.get(&format!("{measure}?replaces=1")).expect(200).body;
    assert!(correcting.contains("14,5") && correcting.contains("f-reason"));
    let correction = [("replaces", "1"), ("value", "7"), ("measured_on", "2020-11-20"), ("reason", "Fel fil")];
    world.leader.post_form(&measure, &correction).expect(303);
    let again = [("replaces", "1"), ("value", "8"), ("measured_on", "2020-08-20"), ("reason", "Fel fil")];
    assert!(world.leader.post_form(&measure, &again).expect(409).body.contains("conflict-h"));
    let page = world.member.get(&format!("{base}/goals/1")).expect(200).body;
    assert!(page.contains("Målet är nått"), "{page}");
    assert!(world.leader.get(&format!("{base}/journal")).expect(200).body.contains("En mätning av indikator 1 rättades"));
}

#[test]
fn the_theory_is_written_whole_and_two_writers_do_not_overwrite_each_other() {
    let world = World::new();
    let path = format!("{API}/theory");
    assert_eq!(world.member.api("GET", &path, None).expect(200).json()["version"], 0);
    let theory = json!({"resources": "Medel\nEgen tid", "effect": "Kortare handläggning", "version": 0});
    let written = world.leader.api("PUT", &path, Some(&theory)).expect(200).json();
    assert_eq!((&written["resources"], &written["value"], &written["version"]), (&json!(["Medel", "Egen tid"]), &json!([]), &json!(1)));
    world.leader.api("PUT", &path, Some(&theory)).expect(409);
    world.member.api("PUT", &path, Some(&theory)).expect(403);
}

#[test]
fn those_responsible_are_reminded_once_of_a_measurement_that_is_due_and_once_when_it_is_missed() {
    use diesel::prelude::*;
    use styrrum::store::schema::outbox;
    let world = World::new();
    share(&world);
    let turn = |world: &World| {
        let worker = world.worker(None);
        actix_web::rt::System::new().block_on(async move { worker.turn().await });
        let told = |db: &mut styrrum::store::Db| {
            let mails = outbox::table.filter(outbox::kind.eq("measurement-due")).order(outbox::id).select((
                outbox::to_email,
                outbox::data,
                outbox::state,
                outbox::reply_email,
            ));
            mails.load::<(String, String, String, String)>(db).map_err(styrrum::services::Problem::internal)
        };
        world.store.read_now(told).expect("mails")
    };
    let first = turn(&world);
    assert_eq!((first.len(), first[0].0.as_str(), first[0].2.as_str()), (1, "leader@exempel.se", "accepted"));
    assert!(first[0].1.contains("\"due\"") && first[0].1.contains("\"reply\":\"leader\""));
    assert_eq!(first[0].3, "leader@exempel.se", "an answer reaches a person");
    world.clock.advance(TimeDelta::hours(7));
    assert_eq!(turn(&world).len(), 1);
    world.clock.advance(TimeDelta::days(45));
    let later = turn(&world);
    assert_eq!(later.len(), 2);
    assert!(later[1].1.contains("\"missed\"") && later[1].2 == "accepted");
}

#[test]
fn a_goal_is_no_part_of_itself() {
    let world = World::signed_in();
    goal(&world, &json!({"kind": "project", "name": "Två till tre gemensamma processer"}));
    let itself = json!({"kind": "part", "parent": 1, "version": 1});
    assert_eq!(faults(&world.leader.api("PATCH", &format!("{API}/goals/1"), Some(&itself)).expect(422)), ["parent"]);
    // However such a row came about, its page is shown.
    world.arrange("UPDATE goals SET kind = 'part', parent = 1 WHERE number = 1");
    world.member.get("/projects/H044/goals/1").expect(200);
}
