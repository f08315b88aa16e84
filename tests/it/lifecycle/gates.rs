//! Decisions at gates: by whom, shown back, together, and proven.
use super::{GATE, conditions, decide, decision, everything_met, gate, kinds, mailed, problem, slides, submit};
use crate::support::{Actor, World};
use serde_json::json;

#[test]
fn a_bodys_decision_at_a_gate_is_recorded_and_its_chair_confirms_every_outcome() {
    for (outcome, state) in [("continue", "passed"), ("back", "returned"), ("stop", "open"), ("terminate", "terminated")] {
        let world = World::new();
        everything_met(&world, 4);
        submit(&world, 4);
        let basis = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"});
        let recorded = decide(&world, &world.deputy, 4, json!({"outcome": outcome, "basis": basis})).expect(202).json();
        assert_eq!(recorded["state"], "submitted", "recording is not deciding");
        world.orderer.api("POST", &format!("/api/v1/projects/H044/recordings/{}/confirmation", recorded["recording"]), None).expect(200);
        let taken = decision(&world, 1);
        assert_eq!((gate(&world, 4)["state"].clone(), &taken["outcome"], &taken["decided_on"]), (json!(state), &json!(outcome), &json!("2020-11-27")));
    }
}

#[test]
fn a_new_day_for_a_gate_overtakes_what_was_recorded_about_it() {
    let world = World::new();
    submit(&world, 4);
    let basis = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"});
    decide(&world, &world.deputy, 4, json!({"outcome": "back", "basis": basis})).expect(202);
    assert!(kinds(&world.orderer).contains(&"decision_to_confirm".to_owned()));
    let planned = json!({"planned_on": "2021-09-24", "version": gate(&world, 4)["version"]});
    world.leader.api("PATCH", GATE, Some(&planned)).expect(200);
    assert_eq!(kinds(&world.orderer), ["gate_submitted"], "nobody is asked to confirm what can no longer be confirmed");
}

#[test]
fn nobody_decides_at_a_gate_that_they_submitted() {
    let world = World::new();
    let request = json!({"proposed": "continue", "recommendation": "Klart"});
    world.orderer.api("POST", &format!("{GATE}/submission"), Some(&request)).expect(200);
    assert_eq!(problem(&decide(&world, &world.orderer, 4, json!({"outcome": "back"})).expect(403)), "own-matter");
    let meeting = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"});
    assert_eq!(decide(&world, &world.orderer, 4, json!({"outcome": "back", "basis": meeting})).expect(409).json()["reason"], "meeting-not-recorded");
    world.meeting_of("project_orderer", "2020-11-27");
    decide(&world, &world.orderer, 4, json!({"outcome": "back", "basis": meeting})).expect(200);
}

#[test]
fn the_holder_lifts_a_gate_and_others_ask_the_holder() {
    let world = World::signed_in();
    submit(&world, 4);
    let say = |actor: &Actor, why: &str| actor.api("POST", &format!("{GATE}/lift"), Some(&json!({"reason": why})));
    let asked = say(&world.member, "Det brådskar").expect(200).json();
    assert_eq!((&asked["held_by"], &asked["lift_request"]["reason"]), (&json!("project_orderer"), &json!("Det brådskar")));
    assert_eq!(kinds(&world.orderer), ["gate_asked"]);
    assert!(world.orderer.get("/").expect(200).body.contains("Det brådskar"));
    let lifted = say(&world.orderer, "Rör finansieringen").expect(200).json();
    assert_eq!(
        (&lifted["held_by"], &lifted["lifted_to"], &lifted["decision"]),
        (&json!("financier_representative"), &json!("financier_representative"), &json!(1))
    );
    assert_eq!(kinds(&world.financier), ["gate_lifted"]);
    decide(&world, &world.orderer, 4, json!({"outcome": "back"})).expect(403);
    decide(&world, &world.financier, 4, json!({"outcome": "back"})).expect(200);
}

#[test]
fn of_thirty_two_who_press_at_once_one_passes_the_gate() {
    let world = World::new();
    everything_met(&world, 4);
    submit(&world, 4);
    let version = gate(&world, 4)["version"].clone();
    let statuses: Vec<u16> = std::thread::scope(|threads| {
        let press = || decide(&world, &world.orderer, 4, json!({"outcome": "continue", "version": version}));
        let all: Vec<_> = (0..32).map(|_| threads.spawn(move || press().status)).collect();
        all.into_iter().map(|t| t.join().expect("a thread")).collect()
    });
    assert_eq!(statuses.iter().filter(|s| **s == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|s| [200, 409].contains(s)), "{statuses:?}");
    let second = decide(&world, &world.orderer, 4, json!({"outcome": "continue", "version": version})).expect(409).json();
    assert_eq!((&second["type"], &second["decision"]), (&json!("urn:styrrum:already-decided"), &json!(1)));
    assert_eq!(gate(&world, 5)["state"], "open");
}

#[test]
fn two_who_go_through_the_list_at_once_lose_nothing_and_the_decider_must_have_seen_it() {
    let world = World::new();
    let said = |actor: &Actor, item: &str, version: i64| {
        actor.api("PUT", &format!("{GATE}/items/{item}"), Some(&json!({"met": true, "note": "Klart", "version": version})))
    };
    let seen = gate(&world, 4)["version"].clone();
    let items = ["deliverables_approved", "results_handed_over", "maintenance_arranged", "risks_handled"];
    std::thread::scope(|threads| {
        for (nth, item) in items.into_iter().enumerate() {
            let (world, said) = (&world, &said);
            threads.spawn(move || said(if nth % 2 == 0 { &world.leader } else { &world.deputy }, item, 0).expect(200));
        }
    });
    assert_eq!(gate(&world, 4)["items"].as_array().into_iter().flatten().filter(|i| i["met"] == true).count(), 4);
    said(&world.deputy, "risks_handled", 0).expect(409);
    world.leader.api("PUT", &format!("{GATE}/items/risks_handled"), Some(&json!({"met": true, "version": 1}))).expect(422);
    world.leader.api("PUT", &format!("{GATE}/items/status_report"), Some(&json!({"met": true, "note": "Klar", "version": 0}))).expect(422);
    world.leader.api("PUT", &format!("{GATE}/items/project_plan"), Some(&json!({"met": true, "note": "Klar", "version": 0}))).expect(404);
    world.member.api("PUT", &format!("{GATE}/items/risks_handled"), Some(&json!({"met": false, "version": 1}))).expect(403);
    assert_eq!(problem(&decide(&world, &world.orderer, 4, json!({"outcome": "stop", "version": seen})).expect(409)), "stale");
}

#[test]
fn a_decision_at_a_gate_is_shown_back_before_it_is_final() {
    let world = World::signed_in();
    submit(&world, 4);
    let page = world.orderer.get("/projects/H044/gates/4/decision").expect(200).body;
    assert!(!page.contains(" checked"), "nothing is chosen beforehand");
    for words in ["Nästa fas öppnas.", "kompletteras", "pausas", "går till avslut", "5 punkter är inte uppfyllda"] {
        assert!(page.contains(words), "{words}");
    }
    let version = gate(&world, 4)["version"].to_string();
    let send = |extra: &[(&str, &str)]| {
        let fields = [&[("version", version.as_str()), ("motivation", "Så blir det"), ("needs_basis", "yes"), ("basis", "chair")][..], extra].concat();
        world.orderer.post_form("/projects/H044/gates/4/decision", &fields)
    };
    send(&[]).expect(422);
    let lacking = send(&[("step", "continue")]).expect(422).body;
    assert!(lacking.contains("Ange ett villkor, en ansvarig och en dag.") && lacking.contains("f-conditions.risks_handled.text"));
    assert!(send(&[("step", "back")]).expect(200).body.contains("name=\"checked\""));
    assert_eq!(gate(&world, 4)["state"], "submitted", "nothing is decided yet");
    send(&[("step", "back"), ("checked", "yes")]).expect(303);
    assert_eq!(gate(&world, 4)["state"], "returned");
    assert!(world.member.get("/projects/H044/gates/4").expect(200).body.contains("Så blir det"));
}

#[test]
fn a_submitted_gate_moves_with_the_charter_to_its_new_holder() {
    let world = World::new();
    submit(&world, 4);
    slides(&world);
    assert_eq!((kinds(&world.orderer), kinds(&world.chair)), (vec![], vec!["gate_submitted".to_owned()]));
    assert_eq!(mailed(&world, "chair@exempel.se"), ["matters-moved"]);
}

#[test]
fn a_gate_or_a_condition_that_was_rewritten_afterwards_is_named() {
    let world = World::new();
    submit(&world, 4);
    let given = conditions(&world, 4);
    decide(&world, &world.orderer, 4, json!({"outcome": "continue", "conditions": given})).expect(200);
    let broken = |world: &World| -> Vec<String> {
        let verdict = world.store.read_now(styrrum::services::verify::database).expect("read");
        assert_eq!(verdict.gates, 6, "a gate and five conditions");
        let mut out = Vec::new();
        let written = world.store.read_now(|db| Ok::<_, styrrum::services::Problem>(styrrum::services::verify::export::write(db, "H044", &mut out)));
        written.expect("read").expect("exported");
        let told = styrrum::services::verify::export::verify(out.as_slice()).expect("read").broken;
        let rows = |broken: Vec<styrrum::services::verify::Broken>| -> Vec<String> {
            let mut rows: Vec<String> = broken.into_iter().map(|b| format!("{}: {}", b.row, b.why)).collect();
            rows.sort_unstable();
            rows
        };
        let found = rows(verdict.broken);
        assert_eq!(rows(told), found, "the export tells the same");
        found
    };
    assert_eq!(broken(&world), Vec::<String>::new());
    world.arrange("UPDATE conditions SET due_on = '2022-01-01' WHERE number = 3; UPDATE gates SET recommendation = 'Gå vidare genast' WHERE number = 4 AND project_id = (SELECT id FROM projects WHERE code = 'H044');");
    let project = world.project;
    let told = [format!("condition {project}/3: it is not what the journal fixed"), format!("gate {project}/4: it is not what was decided upon")];
    assert_eq!(broken(&world), told);
}
