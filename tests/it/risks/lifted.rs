//! Risks that are lifted to the role above.
use super::{accepted, act, assessed, decision, items, lifted, logged, mailed, problem, risk};
use crate::support::World;
use serde_json::{Value, json};

/// The chair of the steering group alone is the orderer too.
fn one_person_holds_both(world: &World) {
    world.arrange(&format!(
        "DELETE FROM bodies WHERE role = 'project_orderer'; UPDATE role_assignments SET person_id = {} WHERE role = 'project_orderer' AND project_id = {};",
        world.chair.id, world.project
    ));
}

#[test]
fn a_lift_by_one_without_the_mandate_is_a_request_that_stays_with_the_holder() {
    let world = World::new();
    logged(&world, 5, 5);
    act(&world.orderer, "acknowledgement", json!({})).expect(200);
    assert_eq!(items(&world.orderer).len(), 0);
    let version = risk(&world)["version"].clone();
    let asked = lifted(&world.controller).expect(200).json();
    assert_eq!((&asked["held_by"], &asked["lifted_to"], &asked["version"]), (&json!("project_orderer"), &Value::Null, &version));
    assert_eq!((&asked["lift_request"]["by"], &asked["lift_request"]["reason"]), (&json!("controller@exempel.se"), &json!("Större än vårt uppdrag")));
    let waits = &items(&world.orderer)[0];
    assert_eq!((&waits["kind"], &waits["asked_by"], &waits["reason"]), (&json!("risk_asked"), &json!("controller"), &json!("Större än vårt uppdrag")));
    assert_eq!(items(&world.financier).len(), 0);
    assert_eq!(mailed(&world, "orderer@exempel.se"), ["risk-escalated", "risk-asked"]);
    accepted(&world.financier).expect(403);
    assert_eq!(accepted(&world.orderer).expect(200).json()["lift_request"], Value::Null);
}

#[test]
fn a_request_is_shown_to_the_holder_on_the_pages() {
    let world = World::signed_in();
    logged(&world, 3, 3);
    world.controller.get("/projects/H044/risks/R1/decision").expect(200);
    let form = [("step", "ask"), ("reason", "Ta upp den här"), ("checked", "yes")];
    world.controller.post_form("/projects/H044/risks/R1/decision", &form).expect(303);
    assert!(world.chair.get("/").expect(200).body.contains("controller ber om ett ställningstagande: Ta upp den här"));
    assert!(world.chair.get("/projects/H044/risks/R1").expect(200).body.contains("Ta upp den här"));
}

#[test]
fn whoever_records_a_bodys_decision_asks_for_one_on_a_page_of_its_own() {
    let world = World::signed_in();
    logged(&world, 3, 3);
    let (risk, decision) = ("/projects/H044/risks/R1", "/projects/H044/risks/R1/decision");
    let offers = |path: &str, step: &str| world.leader.get(path).expect(200).body.contains(&format!("value=\"{step}\""));
    assert!(offers(decision, "accept") && !offers(decision, "ask"), "asking is no decision");
    let asking = format!("{decision}?ask=yes");
    assert!(offers(&asking, "ask") && !offers(&asking, "accept") && !offers(&asking, "meeting"), "and rests on no basis");
    assert!(world.leader.get(risk).expect(200).body.replace("&#x2f;", "/").contains(&asking));
    let form = [("step", "ask"), ("reason", "Ta upp den här")];
    assert_eq!(world.leader.post_form(decision, &form).expect(422).status, 422);
    assert!(world.leader.post_form(&asking, &form).expect(200).body.contains("name=\"checked\""));
    world.leader.post_form(&asking, &[&form[..], &[("checked", "yes")]].concat()).expect(303);
    assert!(world.chair.get("/").expect(200).body.contains("leader ber om ett ställningstagande: Ta upp den här"));
    assert!(world.chair.get(&asking).expect(200).body.contains("value=\"chair\""), "the holder decides wherever the address leads");
}

#[test]
fn the_holders_lift_is_a_numbered_decision_and_the_role_above_decides() {
    let world = World::new();
    logged(&world, 3, 3);
    let up = lifted(&world.chair).expect(200).json();
    assert_eq!((&up["held_by"], &up["lifted_to"], &up["decision"]), (&json!("project_orderer"), &json!("project_orderer"), &json!(1)));
    let taken = decision(&world, 1);
    assert_eq!((&taken["outcome"], &taken["role"], &taken["object"]["ref"]), (&json!("lifted"), &json!("steering_group"), &json!("R1")));
    assert_eq!(mailed(&world, "orderer@exempel.se"), ["risk-lifted"]);
    for done in [accepted(&world.chair), act(&world.chair, "closure", json!({"reason": "Borta"}))] {
        assert_eq!((done.status, done.json()["held_by"].clone()), (403, json!(["project_orderer"])));
    }
    let proposed = assessed(&world.chair, 1, 2).expect(201).json();
    assert_eq!((&proposed["value"], &proposed["proposed"]["value"]), (&json!(9), &json!(2)), "it is no longer the group's to lower");
    act(&world.orderer, "closure", json!({"reason": "Borta"})).expect(200);
}

#[test]
fn a_bodys_lift_is_recorded_with_its_basis_and_waits_for_the_chair() {
    let world = World::new();
    logged(&world, 3, 3);
    let basis = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"});
    let waits = act(&world.leader, "lift", json!({"reason": "Större än gruppen", "basis": basis})).expect(202).json();
    assert_eq!((&waits["held_by"], &waits["lift_request"]), (&json!("steering_group"), &Value::Null));
    world.chair.api("POST", &format!("/api/v1/projects/H044/recordings/{}/confirmation", waits["recording"]), None).expect(200);
    assert_eq!((&risk(&world)["held_by"], &decision(&world, 1)["outcome"]), (&json!("project_orderer"), &json!("lifted")));
}

#[test]
fn whoever_lifted_a_risk_does_not_decide_it_and_the_page_names_the_alternate() {
    let world = World::signed_in();
    one_person_holds_both(&world);
    logged(&world, 3, 3);
    lifted(&world.chair).expect(200);
    let refused = accepted(&world.chair).expect(403);
    assert_eq!(problem(&refused), "nobody-else");
    assert!(items(&world.chair).is_empty());
    for page in ["/projects/H044/risks/R1", "/projects/H044/risks/R1/decision"] {
        let shown = world.chair.get(page).expect(200).body;
        assert!(shown.contains("beslutar i stället, om frågan lyfts dit"), "{page}");
    }
    assert_eq!(lifted(&world.chair).expect(200).json()["held_by"], "financier_representative");
    accepted(&world.financier).expect(200);
}

#[test]
fn a_lifted_risk_that_rises_goes_to_the_new_bands_holder_and_a_lowering_ends_the_lift() {
    let world = World::new();
    logged(&world, 1, 2);
    assert_eq!(lifted(&world.leader).expect(200).json()["held_by"], "steering_group");
    let raised = assessed(&world.leader, 5, 5).expect(201).json();
    assert_eq!((&raised["held_by"], &raised["lifted_to"]), (&json!("project_orderer"), &Value::Null));
    lifted(&world.orderer).expect(200);
    let lowered = assessed(&world.financier, 3, 3).expect(201).json();
    assert_eq!((&lowered["value"], &lowered["held_by"], &lowered["lifted_to"]), (&json!(9), &json!("steering_group"), &Value::Null));
}
