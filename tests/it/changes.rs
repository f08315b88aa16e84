//! Change requests: who decides them, what comes of them, and who may do what on their way.
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
    json!({"kind": "meeting", "date": "2020-11-26", "item": "§ 4", "present": "Alla"})
}
/// A budget, a deliverable and two milestones.
fn plan_of(world: &World) {
    for (category, amount) in [("Resor", 5_000), ("Externa tjänster", 190_000)] {
        let line = json!({"category": category, "year": 2021, "amount": amount});
        world.controller.api("POST", "/api/v1/projects/H044/budget", Some(&line)).expect(201);
    }
    let project = world.project;
    world.write(move |db| {
        let day = |m, d| chrono::NaiveDate::from_ymd_opt(2021, m, d).expect("a day");
        let values = DeliverableValues { name: "Metodhandbok".into(), description: String::new(), handed_to: "Styrgrupp".into(), responsible_id: None };
        styrrum::store::plan::add_deliverable(db, project, values)?;
        styrrum::store::plan::add_milestone(db, project, 1, "Plattform", day(1, 1), day(9, 24), None)?;
        styrrum::store::plan::add_milestone(db, project, 2, "Slutrapport", day(8, 3), day(10, 26), None)?;
        Ok(())
    });
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
fn an_approval_changes_the_plan_and_keeps_the_one_before() {
    let world = World::signed_in();
    plan_of(&world);
    let mut assessment = effects(52, 0);
    assessment["ends_on"] = json!("2021-12-17");
    assessment["milestones"] = json!([{"number": 2, "planned_on": "2021-12-17"}]);
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
    let budget = world.member.api("GET", "/api/v1/projects/H044/budget", None).expect(200).json();
    let amounts: Vec<&Value> = budget["items"].as_array().expect("list").iter().map(|l| &l["amount"]).collect();
    assert_eq!(amounts, [&json!(5_000), &json!(15_000.5), &json!(174_999.5)]);
    let page = world.leader.get("/projects/H044/deliverables").expect(200).body;
    assert!(page.contains("L2 Textade filmer") && !page.contains("Metodhandbok") && page.contains("2021-12-17"));
    for page in ["/projects/H044/plan", "/projects/H044/plan/1", "/projects/H044/changes/FB-1", "/projects/H044/changes"] {
        world.leader.get(page).expect(200);
    }
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
fn nobody_decides_a_request_of_their_own_or_of_the_body_that_they_speak_for() {
    let world = World::signed_in();
    // The member ordered it for the steering group; its chair alone would decide the group's own request.
    raised(&world, &world.member, &effects(20, 0));
    let own = decided(&world, &world.chair, "approve").expect(403);
    assert_eq!(problem(&own), "own-matter");
    assert!(turn(&world.chair).contains(&"change_to_decide FB-1".to_owned()), "at a meeting the group decides");
    let page = world.chair.get("/projects/H044/changes/FB-1/decision").expect(200).body;
    assert!(page.contains("name=\"basis\" value=\"meeting\"") && !page.contains("name=\"basis\" value=\"chair\""));
    let at_meeting = || act(&world, &world.chair, "decision", json!({"outcome": "approve", "basis": meeting()}));
    assert_eq!(at_meeting().expect(409).json()["reason"], "meeting-not-recorded", "the chair's own word for a meeting is not enough");
    world.meeting_of("steering_group", "2020-11-25");
    at_meeting().expect(409);
    world.meeting_of("steering_group", "2020-11-26");
    assert_eq!(at_meeting().expect(200).json()["state"], "approved");
}

#[test]
fn no_decision_is_older_than_the_project() {
    let world = World::new();
    raised(&world, &world.orderer, &effects(20, 0));
    let mut basis = meeting();
    basis["date"] = json!("1990-05-05");
    for who in [&world.chair, &world.leader] {
        let refused = act(&world, who, "decision", json!({"outcome": "approve", "basis": basis})).expect(409).json();
        assert_eq!(refused["reason"], "meeting-before-project", "{}", who.name);
    }
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
fn what_a_paused_or_closed_project_has_closed_is_neither_listed_nor_offered() {
    let world = World::signed_in();
    raised(&world, &world.orderer, &effects(20, 0));
    world.arrange(
        "UPDATE projects SET standing = 'paused', stopped_by = 'project_orderer', stopped_on = '2020-11-27', stopped_decision = 1 WHERE code = 'H044';",
    );
    assert!(!turn(&world.chair).contains(&"change_to_decide FB-1".to_owned()));
    let page = world.chair.get("/projects/H044/changes/FB-1").expect(200).body;
    assert!(page.contains("Projektet är pausat") && !page.contains("/decision\""), "{page}");
    world.chair.get("/projects/H044/changes/FB-1/decision").expect(409);
    assert_eq!(act(&world, &world.leader, "withdrawal", json!({"reason": "Nej"})).expect(403).json()["held_by"], json!(["project_orderer"]));

    world.arrange("UPDATE projects SET standing = 'closed', stopped_by = NULL, stopped_on = NULL, stopped_decision = NULL WHERE code = 'H044';");
    assert!(world.leader.get("/projects/H044/changes/FB-1").expect(200).body.contains("/withdrawal\""));
    assert_eq!(act(&world, &world.member, "withdrawal", json!({"reason": "Nej"})).status, 403);
    let withdrawn = act(&world, &world.leader, "withdrawal", json!({"reason": "Projektet är avslutat"})).expect(200).json();
    assert_eq!(withdrawn["state"], "withdrawn");
}

#[test]
fn where_everybody_who_holds_it_had_a_hand_in_it_the_request_is_lifted() {
    let world = World::signed_in();
    world.arrange(&format!("DELETE FROM bodies WHERE role = 'project_orderer' AND project_id = {}", world.project));
    plan_of(&world);
    let mut frame = effects(0, 0);
    frame["budget"] = json!([{"category": "Resor", "year": 2021, "amount": 1}]);
    raised(&world, &world.orderer, &frame);
    assert_eq!(problem(&decided(&world, &world.orderer, "approve").expect(403)), "own-matter");
    let page = world.orderer.get("/projects/H044/changes/FB-1").expect(200).body;
    assert!(page.contains("beslutar i stället, om frågan lyfts dit"));
    act(&world, &world.orderer, "raising", json!({})).expect(422);
    let lifted = act(&world, &world.orderer, "raising", json!({"reason": "Vår egen begäran"})).expect(200).json();
    assert_eq!((&lifted["lifted_to"], &lifted["decision"], &lifted["state"]), (&json!("financier_representative"), &json!(1), &json!("raised")));
    let approved = decided(&world, &world.financier, "approve").expect(200).json();
    assert_eq!((&approved["decision"], &approved["baseline"]), (&json!(2), &json!(2)));
}

#[test]
fn what_a_body_decided_is_recorded_and_decided_when_its_chair_confirms() {
    let world = World::new();
    raised(&world, &world.orderer, &effects(20, 0));
    let waits = act(&world, &world.leader, "decision", json!({"outcome": "reject", "reason": "För dyrt", "basis": meeting()})).expect(202).json();
    assert_eq!((&waits["state"], &waits["decision"]), (&json!("raised"), &Value::Null));
    let recording = format!("/api/v1/projects/H044/recordings/{}/confirmation", waits["recording"]);
    world.chair.sign_in();
    world.chair.get(&format!("/projects/H044/recordings/{}", waits["recording"])).expect(200);
    world.leader.api("POST", &recording, None).expect(403);
    world.chair.api("POST", &recording, None).expect(200);
    let rejected = change(&world);
    assert_eq!((&rejected["state"], &rejected["decision"], &rejected["baseline"]), (&json!("rejected"), &json!(1), &Value::Null));
    assert_eq!(mailed(&world, &world.orderer), ["change-decided"]);
    assert_eq!(turn(&world.leader), ["change_to_communicate FB-1"]);
}

#[test]
fn while_the_project_is_stopped_a_request_waits_for_nobody_until_it_goes_on() {
    let world = World::new();
    raised(&world, &world.orderer, &effects(20, 0));
    let standing = |word: &str| {
        world.arrange(&format!("UPDATE projects SET standing = '{word}', stopped_by = 'project_orderer', stopped_on = '2020-11-20', stopped_decision = 1;"))
    };
    standing("paused");
    assert_eq!(decided(&world, &world.chair, "approve").expect(409).json()["reason"], "project-paused");
    assert_eq!((turn(&world.chair), turn(&world.orderer)), (Vec::new(), vec!["project_paused 1".to_owned()]));
    world.arrange("UPDATE projects SET standing = 'running', stopped_by = NULL, stopped_on = NULL, stopped_decision = NULL;");
    assert_eq!(turn(&world.chair), ["change_to_decide FB-1"]);
    // What is rejected is only told of, and that goes on.
    decided(&world, &world.chair, "reject").expect(200);
    standing("paused");
    assert_eq!(turn(&world.leader), ["change_to_communicate FB-1"]);
    act(&world, &world.leader, "communication", json!({"message": "E-rådet"})).expect(200);
}

#[test]
fn a_rejection_needs_its_reason_and_is_communicated() {
    let world = World::new();
    raised(&world, &world.orderer, &effects(20, 0));
    let bare = act(&world, &world.chair, "decision", json!({"outcome": "reject", "basis": {"kind": "chair"}})).expect(422).json();
    assert_eq!(bare["errors"][0]["field"], "reason");
    decided(&world, &world.chair, "reject").expect(200);
    assert_eq!(act(&world, &world.leader, "execution", json!({"outcome": "begin"})).expect(409).json()["reason"], "change-not-approved");
    assert_eq!(act(&world, &world.leader, "communication", json!({"message": "E-rådet"})).expect(200).json()["state"], "communicated");
    assert!(world.member.api("GET", "/api/v1/projects/H044/plan-baselines", None).expect(200).json()["items"].as_array().is_some_and(Vec::is_empty));
}

#[test]
fn what_is_returned_is_completed_submitted_and_assessed_anew() {
    let world = World::new();
    raised(&world, &world.orderer, &effects(20, 0));
    let returned = act(&world, &world.chair, "return", json!({"reason": "Vilka alternativ finns?", "basis": {"kind": "chair"}})).expect(200).json();
    assert_eq!((&returned["state"], &returned["waits_with"], &returned["decision"]), (&json!("returned"), &json!("project_orderer"), &json!(1)));
    let edit = json!({"proposal": "Vi börjar med det enklaste", "version": returned["version"]});
    let edited = world.orderer.api("PATCH", FB, Some(&edit)).expect(200).json();
    assert_eq!((&edited["proposal"], &edited["decision"]), (&json!("Vi börjar med det enklaste"), &Value::Null));
    act(&world, &world.orderer, "submission", json!({})).expect(200);
    act(&world, &world.leader, "receipt", json!({})).expect(200);
    act(&world, &world.leader, "assessment", effects(10, 0)).expect(200);
    act(&world, &world.leader, "raising", json!({})).expect(200);
    let approved = decided(&world, &world.leader, "approve").expect(200).json();
    assert_eq!((&approved["state"], &approved["decision"]), (&json!("approved"), &json!(2)), "within the leader's limits now");
}

#[test]
fn the_first_decision_wins_and_a_stale_one_changes_nothing() {
    let world = World::new();
    let seen = raised(&world, &world.orderer, &effects(20, 0))["version"].clone();
    let stale = json!({"outcome": "approve", "version": seen.as_i64().unwrap_or_default() - 1, "basis": {"kind": "chair"}});
    assert_eq!(problem(&act(&world, &world.chair, "decision", stale).expect(409)), "stale");
    assert_eq!(change(&world)["state"], "raised");
    decided(&world, &world.chair, "approve").expect(200);
    for version in [seen, Value::Null] {
        let again =
            act(&world, &world.chair, "decision", json!({"outcome": "reject", "reason": "Ångrat", "version": version, "basis": {"kind": "chair"}})).expect(409);
        assert_eq!((problem(&again), again.json()["decision"].clone()), ("already-decided".to_owned(), json!(1)));
    }
    assert_eq!(act(&world, &world.orderer, "withdrawal", json!({"reason": "Nej"})).expect(409).json()["reason"], "change-is-decided");
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
fn a_plan_that_has_moved_since_is_not_changed_by_an_old_assessment() {
    let world = World::new();
    plan_of(&world);
    let mut removes = effects(0, 0);
    removes["deliverables"] = json!([{"act": "remove", "number": 1}]);
    raised(&world, &world.orderer, &removes);
    world.arrange(&format!("UPDATE deliverables SET removed_by = 99 WHERE project_id = {}", world.project));
    let refused = decided(&world, &world.chair, "approve").expect(409).json();
    assert_eq!((&refused["reason"], &change(&world)["state"]), (&json!("plan-has-moved"), &json!("raised")));
    act(&world, &world.chair, "return", json!({"reason": "Utred igen", "basis": {"kind": "chair"}})).expect(200);
}

#[test]
fn a_draft_is_there_for_those_who_order_it_and_those_who_read_drafts() {
    let world = World::signed_in();
    let texts = json!({"title": "Utkast", "proposal": "P", "reason": "R", "if_nothing": "I"});
    world.member.api("POST", CHANGES, Some(&texts)).expect(201);
    for (who, status, rows) in [(&world.chair, 200, 1), (&world.deputy, 200, 1), (&world.orderer, 404, 0), (&world.registrar, 404, 0)] {
        assert_eq!(who.api("GET", FB, None).status, status, "{}", who.name);
        assert_eq!(who.get("/projects/H044/changes/FB-1").status, status, "{}", who.name);
        assert_eq!(who.api("GET", CHANGES, None).expect(200).json()["items"].as_array().map(Vec::len), Some(rows), "{}", who.name);
    }
    assert_eq!(turn(&world.leader), Vec::<String>::new());
}

#[test]
fn the_list_is_filtered_searched_paged_and_exported() {
    let world = World::signed_in();
    for title in ["Enklare plattform", "Textning av film", "Fler processer"] {
        let texts = json!({"title": title, "proposal": "=1+1", "reason": "R", "if_nothing": "I", "submit": title != "Fler processer"});
        world.orderer.api("POST", CHANGES, Some(&texts)).expect(201);
    }
    let refs = |query: &str| {
        let list = world.orderer.api("GET", &format!("{CHANGES}{query}"), None).expect(200).json();
        (list["items"].as_array().expect("items").iter().map(|i| i["ref"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>(), list["next"].clone())
    };
    assert_eq!(refs("?limit=2"), (vec!["FB-3".to_owned(), "FB-2".to_owned()], json!("2")));
    assert_eq!(refs("?limit=2&cursor=2"), (vec!["FB-1".to_owned()], Value::Null));
    assert_eq!(refs("?state=submitted&q=TEXTNING").0, ["FB-2"]);
    for bad in ["?state=lost", "?cursor=x", "?limit=0"] {
        world.orderer.api("GET", &format!("{CHANGES}{bad}"), None).expect(422);
    }
    let sheet = world.orderer.get("/projects/H044/changes.csv?q=film").expect(200).body;
    assert!(sheet.contains("FB-2;Textning av film;Projektbeställare;Inskickad;2020-11-27;Projektledare;;") && !sheet.contains("FB-1"), "{sheet}");
    let board = world.orderer.get("/projects/H044/changes?state=draft").expect(200).body;
    assert!(board.contains("Fler processer") && !board.contains("Textning"));
    assert!(world.orderer.get("/projects/H044/changes?state=lost").expect(200).body.contains("Filtret gick inte att läsa"));
}

#[test]
fn a_spreadsheet_gets_numbers_below_zero_as_numbers() {
    let world = World::signed_in();
    let cheaper = json!({"days": -3, "cost": "-5,50", "alternatives": "Vänta ett år", "goals": false, "financing": false});
    raised(&world, &world.orderer, &cheaper);
    let sheet = world.orderer.get("/projects/H044/changes.csv").expect(200).body;
    assert!(sheet.trim_end().ends_with(";-3;-5,50"), "{sheet}");
}

#[test]
fn a_new_charter_moves_what_is_raised_to_its_new_decider() {
    let world = World::new();
    raised(&world, &world.orderer, &effects(20, 0));
    let recorded = act(&world, &world.leader, "decision", json!({"outcome": "approve", "basis": meeting()})).expect(202).json();
    let path = "/api/v1/projects/H044/charter";
    let mut charter = world.orderer.api("GET", path, None).expect(200).json();
    for rule in charter["matters"].as_array_mut().expect("matters") {
        if rule["matter"] == "change_within_tolerance" {
            rule["limit"] = json!({"kronor": 50_000, "days": 30});
        }
    }
    let adopt = json!({"matters": charter["matters"], "motivation": "Större gränser", "version": charter["number"], "basis": {"kind": "chair"}});
    world.orderer.api("PUT", path, Some(&adopt)).expect(200);
    let moved = change(&world);
    assert_eq!((&moved["matter"], &moved["waits_with"]), (&json!("change_within_tolerance"), &json!("project_leader")));
    assert!(mailed(&world, &world.leader).contains(&"matters-moved".to_owned()));
    let closed = world.chair.api("POST", &format!("/api/v1/projects/H044/recordings/{}/confirmation", recorded["recording"]), None);
    assert_eq!(problem(&closed), "already-decided", "the charter's decision took it from there");
    decided(&world, &world.leader, "approve").expect(200);
}

#[test]
fn a_request_goes_its_whole_way_on_the_pages() {
    let world = World::signed_in();
    plan_of(&world);
    let page = "/projects/H044/changes/FB-1";
    let version = || change(&world)["version"].to_string();
    let step = |who: &Actor, what: &str, fields: &[(&str, &str)], status: u16| {
        let version = version();
        who.get(page).expect(200);
        let all: Vec<(&str, &str)> = fields.iter().copied().chain([("version", version.as_str())]).collect();
        who.post_form(&format!("{page}/{what}"), &all).expect(status)
    };
    world.member.get("/projects/H044/changes/new").expect(200);
    let empty = world.member.post_form("/projects/H044/changes/new", &[("title", "Textade filmer"), ("submit", "yes")]).expect(422);
    assert!(empty.body.contains("Skriv vad som ska ändras") && empty.body.contains("Textade filmer"), "nothing typed is lost");
    let texts = [("title", "Textade filmer"), ("proposal", "Filmerna textas"), ("reason", "Lagen"), ("if_nothing", "Vite")];
    assert_eq!(world.member.post_form("/projects/H044/changes/new", &texts).expect(303).header("location"), page);
    step(&world.member, "edit", &[texts[0], texts[1], texts[2], ("if_nothing", "Vite för tillgänglighet"), ("submit", "yes")], 303);
    step(&world.leader, "receipt", &[], 303);
    let assessment = [
        ("days", "0"),
        ("cost", "0"),
        ("goals", "no"),
        ("financing", "no"),
        ("alternatives", "Undantag"),
        ("budget.1.category", "Resor"),
        ("budget.1.year", "2021"),
        ("budget.1.amount", "-1 000"),
        ("budget.2.category", "Externa tjänster"),
        ("budget.2.year", "2021"),
        ("budget.2.amount", "1 000"),
        ("budget.3.category", ""),
        ("milestones.1", ""),
        ("deliverables.1.act", "add"),
        ("deliverables.1.name", "Textade filmer"),
    ];
    let wrong: Vec<(&str, &str)> = assessment.iter().map(|(k, v)| if *k == "budget.1.amount" { (*k, "-9 000") } else { (*k, *v) }).collect();
    let refused = step(&world.leader, "assessment", &wrong, 422).body;
    assert!(refused.contains("Budgeten skulle bli mindre än noll") && refused.contains("-9 000") && refused.contains("Undantag"));
    step(&world.leader, "assessment", &assessment, 303);
    assert!(
        world.leader.get(&format!("{page}/assessment")).expect(200).body.contains("-1\u{a0}000")
            || world.leader.get(&format!("{page}/assessment")).expect(200).body.contains("−1")
    );
    step(&world.leader, "raising", &[], 303);
    step(&world.controller, "remarks", &[("text", "Bra förslag"), ("kind", "opinion")], 303);
    assert!(world.chair.get("/").expect(200).body.contains("Textade filmer"));
    let choice = [("step", "approve"), ("reason", "Lagen kräver det"), ("needs_basis", "yes"), ("basis", "meeting")];
    let basis = [("meeting_date", "2020-11-26"), ("meeting_item", "§ 4"), ("present", "Alla")];
    let lacking = step(&world.chair, "decision", &choice, 422).body;
    assert!(lacking.contains("Lagen kräver det"), "nothing typed is lost");
    let whole: Vec<(&str, &str)> = choice.into_iter().chain(basis).collect();
    world.meeting_of("steering_group", "2020-11-26");
    let check = step(&world.chair, "decision", &whole, 200).body;
    assert!(check.contains("name=\"checked\"") && check.contains("Lagen kräver det") && change(&world)["state"] == "raised");
    let sure: Vec<(&str, &str)> = whole.into_iter().chain([("checked", "yes")]).collect();
    step(&world.chair, "decision", &sure, 303);
    step(&world.leader, "execution", &[("outcome", "begin")], 303);
    step(&world.leader, "execution", &[("outcome", "finish"), ("result", "Filmerna är textade")], 303);
    let lacking = step(&world.leader, "communication", &[("message", " ")], 422).body;
    assert!(lacking.contains("Skriv vem som har fått veta"));
    step(&world.leader, "communication", &[("message", "Alla kommuner, via mejl")], 303);
    let done = world.registrar.get(page).expect(200).body;
    for told in ["Bra förslag", "Filmerna är textade", "Alla kommuner, via mejl", "Gällande plan 2", "Projektets leveranser ändras"] {
        assert!(done.contains(told), "{told}");
    }
    let journal = world.leader.get("/projects/H044/journal").expect(200).body;
    assert!(journal.contains("Förändringsbegäran FB-1 godkändes") && journal.contains("Gällande plan 2 fastställdes"));
}
