//! Change requests: who decides them, what comes of them, and who may do what on their way.
mod decided;
mod shown;

use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use styrrum::domain::role::Role;
use styrrum::store::plan::DeliverableValues;

const CHANGES: &str = "/api/v1/projects/H044/change-requests";
const FB: &str = "/api/v1/projects/H044/change-requests/FB-1";

fn problem(answer: &Answer) -> String {
    answer.json()["type"].as_str().unwrap_or_default().replace("urn:styrrum:", "")
}
fn change(world: &World) -> Value {
    world.leader.api("GET", FB, None).expect(200).json()
}
/// A step of FB-1, as it is now when no version is named.
fn act(world: &World, actor: &Actor, what: &str, mut body: Value) -> Answer {
    if body["version"].is_null() {
        body["version"] = change(world)["version"].clone();
    }
    actor.api("POST", &format!("{FB}/{what}"), Some(&body))
}
pub fn ordered(world: &World, by: &Actor) -> Value {
    let texts = json!({"title": "Enklare plattform", "proposal": "Vi börjar med en enklare plattform", "reason": "Priset är högre än väntat",
        "if_nothing": "Budgeten räcker inte", "submit": true});
    let made = by.api("POST", CHANGES, Some(&texts)).expect(201).json();
    assert_eq!(made["ref"], "FB-1", "{} orders the first", world.project);
    made
}
fn effects(days: i64, cost: i64) -> Value {
    json!({"days": days, "cost": cost, "alternatives": "Vänta ett år", "goals": false, "financing": false})
}
/// FB-1, ordered by somebody and raised with these effects.
fn raised(world: &World, by: &Actor, assessment: &Value) -> Value {
    ordered(world, by);
    act(world, &world.leader, "receipt", json!({})).expect(200);
    act(world, &world.leader, "assessment", assessment.clone()).expect(200);
    act(world, &world.leader, "raising", json!({})).expect(200).json()
}
fn decided(world: &World, by: &Actor, outcome: &str) -> Answer {
    act(world, by, "decision", json!({"outcome": outcome, "reason": "Så gör vi", "basis": {"kind": "chair"}}))
}
/// What waits for somebody: kind and reference.
fn turn(actor: &Actor) -> Vec<String> {
    let items = actor.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].clone();
    items.as_array().into_iter().flatten().map(|i| format!("{} {}", i["kind"].as_str().unwrap_or_default(), i["ref"].as_str().unwrap_or_default())).collect()
}
fn mailed(world: &World, to: &Actor) -> Vec<String> {
    let to = to.email.clone();
    world.write(move |db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        let mails = outbox::table.filter(outbox::to_email.eq(to.clone())).select(outbox::kind).order(outbox::id).load(db);
        mails.map_err(styrrum::services::Problem::internal)
    })
}
fn meeting() -> Value {
    json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"})
}
/// A budget, a deliverable and two milestones.
fn plan_of(world: &World) {
    for (category, amount) in [("Resor", 5_000), ("Externa tjänster", 190_000)] {
        let line = json!({"category": category, "year": 2021, "amount": amount});
        world.controller.api("POST", "/api/v1/projects/H044/budget", Some(&line)).expect(201);
    }
    let project = world.project;
    world.write(move |db| {
        let values = DeliverableValues { name: "Metodhandbok".into(), description: String::new(), handed_to: "Styrgrupp".into(), responsible_id: None };
        styrrum::store::plan::add_deliverable(db, project, values)?;
        Ok(())
    });
    for (name, starts_on, planned_on) in [("Plattform", "2021-01-01", "2021-09-24"), ("Slutrapport", "2021-08-03", "2021-10-26")] {
        let milestone = json!({"name": name, "starts_on": starts_on, "planned_on": planned_on});
        world.leader.api("POST", "/api/v1/projects/H044/milestones", Some(&milestone)).expect(201);
    }
}

#[test]
fn each_effect_comes_to_its_decider_and_nobody_else_decides() {
    let frame = |world: &World| {
        plan_of(world);
        let mut a = effects(0, 10_000);
        a["budget"] = json!([{"category": "Resor", "year": 2021, "amount": 10_000}]);
        a
    };
    type Of = fn(&World) -> &Actor;
    let all: [Of; 4] = [|w| &w.leader, |w| &w.chair, |w| &w.orderer, |w| &w.financier];
    let cases: [(&str, &str, Of); 4] = [
        ("change_within_tolerance", "project_leader", all[0]),
        ("change_plan", "steering_group", all[1]),
        ("change_budget_frame", "project_orderer", all[2]),
        ("change_financing", "financier_representative", all[3]),
    ];
    for (matter, role, decider) in cases {
        let world = World::new();
        let reference = world.newcomer("reference", Role::ReferenceGroup, false);
        let assessment = match matter {
            "change_within_tolerance" => effects(14, 20_000),
            "change_plan" => effects(15, 0),
            "change_budget_frame" => frame(&world),
            _ => {
                let mut a = effects(0, 0);
                a["financing"] = json!(true);
                a
            }
        };
        let up = raised(&world, &reference, &assessment);
        assert_eq!((&up["matter"], &up["waits_with"], &up["state"]), (&json!(matter), &json!(role), &json!("raised")));
        for other in all.iter().map(|of| of(&world)).filter(|a| a.name != decider(&world).name) {
            let refused = decided(&world, other, "approve").expect(403);
            assert_eq!((problem(&refused), &refused.json()["held_by"][0]), ("no-mandate".to_owned(), &json!(role)), "{matter} by {}", other.name);
        }
        assert!(turn(decider(&world)).contains(&"change_to_decide FB-1".to_owned()), "{matter}");
        let approved = decided(&world, decider(&world), "approve").expect(200).json();
        assert_eq!((&approved["state"], &approved["decision"], &approved["baseline"]), (&json!("approved"), &json!(1), &json!(2)), "{matter}");
        let decision = world.registrar.api("GET", "/api/v1/projects/H044/decisions/1", None).expect(200).json();
        assert_eq!((&decision["matter"], &decision["role"], &decision["object"]["ref"]), (&json!(matter), &json!(role), &json!("FB-1")));
    }
}

#[test]
fn a_delegate_of_the_leader_decides_others_changes_within_tolerance_and_not_their_own() {
    for (orders_it_too, status) in [(true, 403), (false, 200)] {
        let world = World::new();
        let delegate = world.newcomer("delegate", Role::ProjectGroup, false);
        let reference = world.newcomer("reference", Role::ReferenceGroup, false);
        let terms = json!({"from_role": "project_leader", "person": delegate.email, "matters": ["change_within_tolerance"],
            "from_on": "2020-11-27", "to_on": "2020-12-18", "reason": "Ledighet"});
        world.leader.api("POST", "/api/v1/projects/H044/delegations", Some(&terms)).expect(201);
        raised(&world, if orders_it_too { &delegate } else { &reference }, &effects(14, 20_000));
        decided(&world, &delegate, "approve").expect(status);
        decided(&world, &world.leader, "approve").expect(if orders_it_too { 200 } else { 409 });
    }
}

#[test]
fn an_approval_changes_the_plan_and_keeps_the_one_before() {
    let world = World::signed_in();
    plan_of(&world);
    let mut assessment = effects(52, 0);
    assessment["ends_on"] = json!("2021-12-17");
    assessment["milestones"] = json!([{"number": 2, "planned_on": "2021-12-17"}]);
    assessment["new_milestones"] = json!([{"name": "Filmer klara", "starts_on": "2021-11-01", "planned_on": "2021-12-01"}]);
    assessment["budget"] =
        json!([{"category": "Externa tjänster", "year": 2021, "amount": -15_000.5}, {"category": "Resor", "year": 2022, "amount": 15_000.5}]);
    assessment["deliverables"] = json!([{"act": "add", "name": "Textade filmer", "handed_to": "Styrgrupp"}, {"act": "remove", "number": 1}]);
    raised(&world, &world.orderer, &assessment);
    let approved = decided(&world, &world.chair, "approve").expect(200).json();
    assert_eq!((&approved["baseline"], &approved["waits_with"]), (&json!(2), &json!("project_leader")));
    let plans = world.member.api("GET", "/api/v1/projects/H044/plan-baselines", None).expect(200).json();
    let told: Vec<(&Value, &Value)> = plans["items"].as_array().expect("plans").iter().map(|p| (&p["change"], &p["decision"])).collect();
    assert_eq!(told, [(&Value::Null, &Value::Null), (&json!("FB-1"), &json!(1))]);
    let plan = |n: i32| world.member.api("GET", &format!("/api/v1/projects/H044/plan-baselines/{n}"), None).expect(200).json()["plan"].clone();
    let (before, after) = (plan(1), plan(2));
    assert_eq!((&before["ends_on"], &after["ends_on"]), (&json!("2021-10-26"), &json!("2021-12-17")));
    assert_eq!((&before["frame"], &after["frame"]), (&json!(195_000), &json!(195_000)));
    let names = |plan: &Value| plan["deliverables"].as_array().expect("list").iter().map(|d| d["name"].clone()).collect::<Vec<_>>();
    assert_eq!((names(&before), names(&after)), (vec![json!("Metodhandbok")], vec![json!("Textade filmer")]));
    assert_eq!(world.member.api("GET", "/api/v1/projects/H044/plan", None).expect(200).json(), after, "the project's own figures follow");
    let added = world.member.api("GET", "/api/v1/projects/H044/milestones/3", None).expect(200).json();
    assert_eq!((&added["name"], &added["planned_on"], &added["first_on"]), (&json!("Filmer klara"), &json!("2021-12-01"), &json!("2021-12-01")));
    let budget = world.member.api("GET", "/api/v1/projects/H044/budget", None).expect(200).json();
    let amounts: Vec<&Value> = budget["items"].as_array().expect("list").iter().map(|l| &l["amount"]).collect();
    assert_eq!(amounts, [&json!(5_000), &json!(15_000.5), &json!(174_999.5)]);
    let page = world.leader.get("/projects/H044/deliverables").expect(200).body;
    assert!(page.contains("L2 Textade filmer") && !page.contains("Metodhandbok") && page.contains("2021-12-17"));
    for page in ["/projects/H044/plan", "/projects/H044/plan/1", "/projects/H044/changes/FB-1", "/projects/H044/changes"] {
        world.leader.get(page).expect(200);
    }
}

/// An approved change has put a plan in force.
fn with_a_plan_in_force() -> World {
    let world = World::signed_in();
    plan_of(&world);
    raised(&world, &world.orderer, &effects(20, 0));
    decided(&world, &world.chair, "approve").expect(200);
    world
}

#[test]
fn what_the_plan_in_force_fixes_is_changed_by_request_only() {
    let world = with_a_plan_in_force();
    let plan = || world.member.api("GET", "/api/v1/projects/H044/plan", None).expect(200).json();
    let before = plan();
    for (place, body) in
        [("milestones", json!({"name": "Smyg", "starts_on": "2021-01-01", "planned_on": "2023-06-12"})), ("deliverables", json!({"name": "Smygleverans"}))]
    {
        let refused = world.leader.api("POST", &format!("/api/v1/projects/H044/{place}"), Some(&body)).expect(409).json();
        assert_eq!(refused["reason"], "plan-in-force");
        let page = world.leader.get(&format!("/projects/H044/{place}")).expect(200).body;
        assert!(page.contains("Begär en förändring") && !page.contains(&format!("{place}&#x2f;new")), "{page}");
        assert!(world.leader.get(&format!("/projects/H044/{place}/new")).expect(409).body.contains("Planen gäller"), "{place}: told before anything is typed");
    }
    let deliverable = |name: &str, to: &str, description: &str| {
        let is = world.leader.api("GET", "/api/v1/projects/H044/deliverables/L1", None).expect(200).json();
        let body = json!({"name": name, "handed_to": to, "description": description, "version": is["version"]});
        world.leader.api("PATCH", "/api/v1/projects/H044/deliverables/L1", Some(&body))
    };
    for (name, to, field) in [("Omdöpt", "Styrgrupp", "name"), ("Metodhandbok", "Andra", "handed_to")] {
        let refused = deliverable(name, to, "").expect(422).json();
        assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!(field), &json!("plan-in-force")));
    }
    deliverable("Metodhandbok", "Styrgrupp", "Hur vi arbetar").expect(200);
    let typed = [("name", "Omdöpt"), ("handed_to", "Styrgrupp"), ("description", "Ny"), ("version", "2")];
    let form = world.leader.post_form("/projects/H044/deliverables/L1/edit", &typed).expect(422).body;
    assert!(form.contains("Begär en förändring för att ändra det här") && form.contains("value=\"Omdöpt\""), "{form}");
    assert_eq!(plan(), before);
}

#[test]
fn the_start_of_the_project_stays_with_the_plan_in_force_and_while_the_project_is_stopped() {
    let start = |world: &World, day: &str| {
        let is = world.leader.api("GET", "/api/v1/projects/H044", None).expect(200).json();
        world.leader.api("PATCH", "/api/v1/projects/H044", Some(&json!({"started_on": day, "version": is["version"]})))
    };
    let world = World::new();
    start(&world, "2020-04-01").expect(200);
    world.arrange("UPDATE projects SET standing = 'paused', stopped_by = 'project_orderer', stopped_on = '2020-11-20', stopped_decision = 1");
    assert_eq!(start(&world, "2020-04-02").expect(409).json()["reason"], "project-paused");
    let planned = with_a_plan_in_force();
    let refused = start(&planned, "2020-04-01").expect(422).json();
    assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("started_on"), &json!("start-is-planned")));
    assert!(planned.leader.get("/projects/H044/edit").expect(200).body.contains("readonly"));
}

#[test]
fn a_decision_about_the_budget_makes_a_new_plan_in_force_and_names_it() {
    let world = with_a_plan_in_force();
    let budget = "/api/v1/projects/H044/budget";
    let version = |world: &World| world.member.api("GET", budget, None).expect(200).json()["version"].clone();
    world.orderer.api("POST", &format!("{budget}/adoption"), Some(&json!({"version": version(&world)}))).expect(201);
    let plans = || world.member.api("GET", "/api/v1/projects/H044/plan-baselines", None).expect(200).json()["items"].as_array().expect("plans").len();
    assert_eq!(plans(), 2, "the budget that was adopted is the plan's already");
    let more = json!({"category": "Resor", "year": 2021, "amount": 9_000, "version": 1, "basis": {"kind": "chair"}});
    world.orderer.api("POST", budget, Some(&more)).expect(201);
    let third = world.member.api("GET", "/api/v1/projects/H044/plan-baselines/3", None).expect(200).json();
    assert_eq!((&third["change"], &third["decision"], &third["plan"]["frame"]), (&Value::Null, &json!(3), &json!(199_000)));
    assert!(world.member.get("/projects/H044/plan").expect(200).body.contains("Planen fastställdes genom ett beslut"));
    let decision = world.member.get("/projects/H044/decisions/3").expect(200).body;
    assert!(decision.contains("Plan 3, som gäller nu"), "what it led to: {decision}");
}

#[test]
fn every_step_is_open_only_to_its_role() {
    let world = World::new();
    let reference = world.newcomer("reference", Role::ReferenceGroup, false);
    ordered(&world, &reference);
    let refused = |who: &Actor, what: &str, body: Value| {
        let answer = act(&world, who, what, body);
        assert_eq!(answer.status, 403, "{what} by {}: {}", who.name, answer.body);
        answer.json()["held_by"].clone()
    };
    let assessment = effects(20, 0);
    let everybody = [&world.deputy, &world.chair, &world.member, &world.orderer, &world.financier, &world.controller, &world.registrar, &reference];
    let no_leader = |what: &str, body: &Value| everybody.iter().for_each(|who| assert!(!refused(who, what, body.clone()).is_null()));
    assert_eq!(refused(&world.orderer, "withdrawal", json!({"reason": "Nej"})), json!(["reference_group"]));
    no_leader("receipt", &json!({}));
    act(&world, &world.leader, "receipt", json!({})).expect(200);
    no_leader("assessment", &assessment);
    act(&world, &world.leader, "assessment", assessment.clone()).expect(200);
    no_leader("raising", &json!({}));
    act(&world, &world.leader, "raising", json!({})).expect(200);
    for who in everybody.iter().filter(|who| who.name != "chair") {
        assert!(!refused(who, "return", json!({"reason": "Mer"})).is_null());
        assert!(!refused(who, "decision", json!({"outcome": "approve"})).is_null());
    }
    refused(&world.leader, "decision", json!({"outcome": "approve"}));
    decided(&world, &world.chair, "approve").expect(200);
    no_leader("execution", &json!({"outcome": "begin"}));
    act(&world, &world.leader, "execution", json!({"outcome": "begin"})).expect(200);
    no_leader("execution", &json!({"outcome": "finish", "result": "Klart"}));
    act(&world, &world.leader, "execution", json!({"outcome": "finish", "result": "Klart"})).expect(200);
    no_leader("communication", &json!({"message": "Alla"}));
    let told = act(&world, &world.leader, "communication", json!({"message": "Styrgruppen, vid mötet"})).expect(200).json();
    let steps: Vec<&str> = told["steps"].as_array().expect("steps").iter().filter_map(|s| s["step"].as_str()).collect();
    assert_eq!(steps, ["submitted", "received", "assessed", "raised", "approved", "begun", "executed", "communicated"]);
    assert_eq!(told["waits_with"], Value::Null);
}

#[test]
fn the_project_owner_submits_to_the_project_orderer_who_passes_it_on_or_returns_it() {
    let world = World::new();
    let owner = world.newcomer("owner", Role::ProjectOwner, false);
    assert_eq!(ordered(&world, &owner)["waits_with"], "project_orderer");
    assert_eq!((turn(&world.orderer), turn(&world.leader)), (vec!["change_to_pass_on FB-1".to_owned()], vec![]));
    assert_eq!(problem(&act(&world, &world.leader, "receipt", json!({})).expect(409)), "refused");
    assert_eq!(act(&world, &world.leader, "return", json!({"reason": "Nej"})).expect(403).json()["held_by"], json!(["project_orderer"]));
    assert_eq!(act(&world, &world.orderer, "return", json!({"reason": "Skriv mer"})).expect(200).json()["state"], "returned");
    assert_eq!((turn(&owner), mailed(&world, &owner)), (vec!["change_returned FB-1".to_owned()], vec!["change-decided".to_owned()]));
    act(&world, &owner, "submission", json!({})).expect(200);
    assert_eq!(act(&world, &world.orderer, "submission", json!({})).expect(200).json()["waits_with"], "project_leader");
    act(&world, &world.leader, "receipt", json!({})).expect(200);
}

#[test]
fn a_leader_who_submits_a_request_to_themselves_has_received_it_by_that() {
    let world = World::signed_in();
    let made = ordered(&world, &world.leader);
    assert_eq!((&made["state"], &made["waits_with"]), (&json!("received"), &json!("project_leader")));
    let journal = world.leader.api("GET", "/api/v1/projects/H044/journal?object=change:FB-1", None).expect(200).json();
    let told: Vec<(String, String)> = journal["items"].as_array().expect("entries").iter().map(|e| (e["kind"].to_string(), e["at"].to_string())).collect();
    let kinds: Vec<&str> = told.iter().map(|(kind, _)| kind.trim_matches('"')).collect();
    assert_eq!(kinds, ["change.received", "change.submitted", "change.drafted"]);
    assert_eq!(told[0].1, told[1].1, "at the same time");
    let texts = [("title", "Textade filmer"), ("proposal", "Filmerna textas"), ("reason", "Lagen"), ("if_nothing", "Vite"), ("submit", "yes")];
    world.leader.get("/projects/H044/changes/new").expect(200);
    world.leader.post_form("/projects/H044/changes/new", &texts).expect(303);
    let page = world.leader.get("/projects/H044/changes/FB-2").expect(200).body.replace("&#x2f;", "/");
    assert!(page.contains("Nästa: utred begäran") && page.contains("/projects/H044/changes/FB-2/assessment"), "{page}");
    // Another's waits to be received, and so does the deputy's, who does not receive.
    assert_eq!(
        world.deputy.api("POST", CHANGES, Some(&json!({"title": "A", "proposal": "B", "reason": "C", "if_nothing": "D", "submit": true}))).json()["state"],
        "submitted"
    );
}

#[test]
fn days_without_a_chosen_date_move_the_end_and_a_cost_without_a_line_is_told_to_leave_the_budget() {
    let world = World::signed_in();
    plan_of(&world);
    let up = raised(&world, &world.orderer, &effects(20, 15_000));
    assert_eq!(up["assessment"]["ends_on"], "2021-11-15", "{up}");
    for page in ["", "/decision"] {
        let page = world.chair.get(&format!("/projects/H044/changes/FB-1{page}")).expect(200).body.replace('\u{a0}', " ");
        assert!(page.contains("Kostnaden +15 000 kr tas inom den budget som finns.") && page.contains("2021"), "{page}");
    }
    decided(&world, &world.chair, "approve").expect(200);
    let plan = |n: i32| world.member.api("GET", &format!("/api/v1/projects/H044/plan-baselines/{n}"), None).expect(200).json();
    let (before, after) = (plan(1), plan(2));
    assert_eq!((&before["plan"]["ends_on"], &after["plan"]["ends_on"]), (&json!("2021-10-26"), &json!("2021-11-15")));
    assert_ne!(before["hash"], after["hash"]);
    assert_eq!(before["plan"]["frame"], after["plan"]["frame"]);
}

#[test]
fn an_end_that_follows_from_the_days_is_not_taken_for_a_chosen_one() {
    let world = World::signed_in();
    plan_of(&world);
    ordered(&world, &world.orderer);
    act(&world, &world.leader, "receipt", json!({})).expect(200);
    act(&world, &world.leader, "assessment", effects(20, 0)).expect(200);
    let form = world.leader.get("/projects/H044/changes/FB-1/assessment").expect(200).body;
    assert!(form.contains("name=\"days\"") && !form.contains("2021-11-15"), "{form}");
    let anew = act(&world, &world.leader, "assessment", effects(10, 0)).expect(200).json();
    assert_eq!(anew["assessment"]["ends_on"], "2021-11-05");
    let mut chosen = effects(10, 0);
    chosen["ends_on"] = json!("2021-12-17");
    assert_eq!(act(&world, &world.leader, "assessment", chosen).expect(200).json()["assessment"]["ends_on"], "2021-12-17");
}

#[test]
fn amounts_days_and_lines_out_of_reach_are_named_at_their_fields() {
    let world = World::new();
    plan_of(&world);
    ordered(&world, &world.orderer);
    act(&world, &world.leader, "receipt", json!({})).expect(200);
    let before = change(&world);
    for (field, value, at) in [
        ("days", json!(4_000), "days"),
        ("cost", json!("tolv"), "cost"),
        ("cost", json!(1e15), "cost"),
        ("goals", Value::Null, "goals"),
        ("ends_on", json!("2019-01-01"), "ends_on"),
        ("milestones", json!([{"number": 9, "planned_on": "2021-11-01"}]), "milestones.9"),
        ("milestones", json!([{"number": 1, "planned_on": "2022-11-01"}]), "milestones.1"),
        ("new_milestones", json!([{"name": "Film", "starts_on": "2021-01-01", "planned_on": "2021-10-27"}]), "new_milestones"),
        ("new_milestones", json!([{"name": "Film", "starts_on": "2021-02-01", "planned_on": "2021-01-01"}]), "new_milestones.Film.planned_on"),
        ("new_milestones", json!([{"starts_on": "2021-02-01"}]), "new_milestones.1.name"),
        ("budget", json!([{"category": "Resor", "year": 2021, "amount": -5_001}]), "budget"),
        ("budget", json!([{"category": "Resor", "year": 2021, "amount": 0}]), "budget.Resor.amount"),
        ("deliverables", json!([{"act": "remove", "number": 7}]), "deliverables"),
        ("deliverables", json!([{"act": "change", "number": 1}]), "deliverables.1.name"),
    ] {
        let mut body = effects(0, 0);
        body[field] = value;
        let refused = act(&world, &world.leader, "assessment", body).expect(422).json();
        assert_eq!(refused["errors"][0]["field"], at, "{refused}");
    }
    assert_eq!(change(&world), before);
}

#[test]
fn a_plan_that_has_moved_since_is_not_changed_by_an_old_assessment_and_the_pages_say_so() {
    let world = World::signed_in();
    plan_of(&world);
    let mut removes = effects(0, 0);
    removes["deliverables"] = json!([{"act": "remove", "number": 1}]);
    raised(&world, &world.orderer, &removes);
    world.arrange(&format!("UPDATE deliverables SET removed_by = 99 WHERE project_id = {}", world.project));
    let refused = decided(&world, &world.chair, "approve").expect(409).json();
    assert_eq!((&refused["reason"], &change(&world)["state"]), (&json!("plan-has-moved"), &json!("raised")));
    let form = world.chair.get("/projects/H044/changes/FB-1/decision").expect(200).body;
    assert!(form.contains("Planen har ändrats sedan begäran utreddes") && form.contains("value=\"return\"") && !form.contains("value=\"approve\""), "{form}");
    assert!(world.leader.get("/projects/H044/changes/FB-1").expect(200).body.contains("Planen har ändrats sedan begäran utreddes"));
    act(&world, &world.chair, "return", json!({"reason": "Utred igen", "basis": {"kind": "chair"}})).expect(200);
}
