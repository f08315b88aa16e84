//! Who decides a change request, on what, and what comes of it.
use super::{FB, act, change, decided, effects, mailed, meeting, plan_of, problem, raised, turn};
use crate::support::{Actor, World};
use serde_json::{Value, json};

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
    world.meeting_of("steering_group", "2020-11-27");
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
fn where_everybody_who_holds_it_had_a_hand_in_it_the_request_is_lifted() {
    let world = World::signed_in();
    world.arrange(&format!("DELETE FROM bodies WHERE role = 'project_orderer' AND project_id = {}", world.project));
    plan_of(&world);
    let mut frame = effects(0, 0);
    frame["budget"] = json!([{"category": "Resor", "year": 2021, "amount": 1}]);
    raised(&world, &world.orderer, &frame);
    assert_eq!(problem(&decided(&world, &world.orderer, "approve").expect(403)), "nobody-else");
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
    // The change and its form tell everybody who comes there, and offer who recorded it nothing more to record.
    world.leader.sign_in();
    let told = "registrerade beslutet 27\u{a0}nov 2020 kl.\u{a0}10.00: Avslagen. Det gäller när styrgruppen har bekräftat det.";
    let of_leader = world.leader.get("/projects/H044/changes/FB-1").expect(200).body;
    assert!(of_leader.contains(told) && !of_leader.contains("Registrera beslut"), "{of_leader}");
    assert!(world.chair.get("/projects/H044/changes/FB-1/decision").expect(200).body.contains(told), "whoever would decide otherwise sees it");
    for (who, mine) in [(&world.leader, false), (&world.chair, true)] {
        let listed = world_recordings(who);
        assert_eq!((&listed[0]["number"], &listed[0]["mine"]), (&waits["recording"], &json!(mine)), "{}", who.name);
    }
    world.leader.api("POST", &recording, None).expect(403);
    world.chair.api("POST", &recording, None).expect(200);
    let rejected = change(&world);
    assert_eq!((&rejected["state"], &rejected["decision"], &rejected["baseline"]), (&json!("rejected"), &json!(1), &Value::Null));
    assert_eq!(mailed(&world, &world.orderer), ["change-decided"]);
    assert_eq!(turn(&world.leader), ["change_to_communicate FB-1"]);
}

fn world_recordings(who: &Actor) -> Value {
    who.api("GET", "/api/v1/projects/H044/recordings", None).expect(200).json()["items"].clone()
}

#[test]
fn a_notice_links_to_the_decision_that_it_tells_of_and_to_no_other() {
    let world = World::signed_in();
    raised(&world, &world.orderer, &effects(20, 0));
    let page = "/projects/H044/changes/FB-1/decision";
    let version = change(&world)["version"].to_string();
    let form = [("step", "return"), ("reason", "Vilka alternativ finns?"), ("basis", "chair"), ("checked", "yes"), ("version", &version)];
    world.chair.get(page).expect(200);
    world.chair.post_form(page, &form).expect(303);
    let at = "/projects/H044/changes/FB-1";
    assert!(world.chair.get(at).expect(200).body.contains("Läs beslut 1"), "the decision that was just taken");
    world.chair.post_form(&format!("{at}/remarks"), &[("kind", "comment"), ("text", "Tack för underlaget")]).expect(303);
    let commented = world.chair.get(at).expect(200).body;
    assert!(commented.contains("role=\"status\"") && !commented.contains("Läs beslut 1"), "a comment is no decision: {commented}");
    let returned = world.orderer.get(at).expect(200).body;
    assert!(returned.contains("Det här ska kompletteras: Vilka alternativ finns?"), "{returned}");
}

#[test]
fn a_gate_that_ends_the_project_names_what_is_not_settled() {
    let world = World::signed_in();
    raised(&world, &world.orderer, &effects(20, 0));
    decided(&world, &world.chair, "approve").expect(200);
    let page = |number: i32| world.leader.get(&format!("/projects/H044/gates/{number}")).expect(200).body;
    world.arrange("UPDATE gates SET state = 'passed' WHERE number < 5; UPDATE gates SET state = 'submitted' WHERE number = 5;");
    assert!(!page(4).contains("Det här är inte klart"), "that gate is left");
    let asked = page(5);
    assert!(asked.contains("Det här är inte klart") && asked.contains("<small>Godkänd</small>"), "{asked}");
    assert!(world.orderer.get("/projects/H044/gates/5/decision").expect(200).body.contains("Det här är inte klart"), "and whoever decides sees it");
    act(&world, &world.leader, "execution", json!({"outcome": "begin"})).expect(200);
    act(&world, &world.leader, "execution", json!({"outcome": "finish", "result": "Gjort"})).expect(200);
    assert!(!page(5).contains("Det här är inte klart"), "to tell of it goes on");
}

#[test]
fn what_was_typed_is_shown_where_its_form_can_not_be() {
    let world = World::signed_in();
    raised(&world, &world.orderer, &effects(20, 0));
    let page = "/projects/H044/changes/FB-1/decision";
    let version = change(&world)["version"].to_string();
    world.chair.get(page).expect(200);
    decided(&world, &world.chair, "approve").expect(200);
    let form = [("step", "reject"), ("reason", "Ett långt skäl\nmed <två> rader"), ("basis", "chair"), ("checked", "yes"), ("version", &version)];
    let late = world.chair.post_form(page, &form).expect(409).body;
    assert!(late.contains("Ett långt skäl\nmed &lt;två&gt; rader") && late.contains("Läs beslut 1"), "{late}");
    assert!(!late.contains(">reject<"), "a choice is not a text");
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
