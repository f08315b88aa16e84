//! Phases and gates: who decides how a project goes on, and what a decision leads to.
use crate::support::World;
use serde_json::json;

/// As a decision has stopped the project.
fn stopped(world: &World) {
    world.arrange("UPDATE projects SET standing = 'paused', stopped_by = 'project_orderer', stopped_on = '2020-11-20', stopped_decision = 1;");
}

#[test]
fn a_paused_project_refuses_deliveries_and_changes_of_the_plan_and_lets_the_rest_go_on() {
    let world = World::signed_in();
    let in_project = |path: &str| format!("/api/v1/projects/H044{path}");
    world.leader.api("POST", &in_project("/budget"), Some(&json!({"category": "Resor", "year": 2020, "amount": 5000, "version": 0}))).expect(201);
    stopped(&world);
    let refused = world.leader.api("POST", &in_project("/budget"), Some(&json!({"category": "Resor", "year": 2020, "amount": 1, "version": 1})));
    let refused = refused.expect(409).json();
    assert_eq!((&refused["type"], &refused["reason"]), (&json!("urn:styrrum:refused"), &json!("project-paused")));
    world.leader.get("/projects/H044/deliverables/new").expect(200);
    let told = world.leader.post_form("/projects/H044/deliverables", &[("name", "Metodhandbok")]).expect(409);
    assert!(told.body.contains("Projektet är pausat") && told.body.contains("Metodhandbok"), "what was typed is kept");
    world.leader.post_form("/projects/H044/sprints", &[("number", "9"), ("starts_on", "2020-11-23"), ("ends_on", "2020-12-18")]).expect(409);

    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": "Införandet stannar", "likelihood": 3, "impact": 3});
    world.leader.api("POST", &in_project("/risks"), Some(&risk)).expect(201);
    world.leader.api("POST", &in_project("/status-reports"), None).expect(201);
    world.controller.api("POST", &in_project("/outcomes"), Some(&json!({"category": "Resor", "month": "2020-10", "amount": 1, "version": 0}))).expect(201);
    assert_eq!(world.member.api("GET", &in_project(""), None).expect(200).json()["standing"], "paused");
}

#[test]
fn a_project_keeps_the_lifecycle_that_it_is_opened_with() {
    let world = World::signed_in();
    world.leader.get("/projects/new").expect(200);
    let form = |code: &'static str, phase: &'static str| {
        let named = [("code", code), ("name", "Digital delaktighet"), ("organisation", "Kommunalförbundet"), ("started_on", "2020-11-02")];
        [&named[..], &[("own_role", "project_leader"), ("charter", "plan"), ("lifecycle", "regional_pipeline"), ("phase", phase)]].concat()
    };
    world.leader.post_form("/projects", &form("D1", "closure")).expect(422);
    world.leader.post_form("/projects", &form("D1", "establishment")).expect(303);
    let project = world.leader.api("GET", "/api/v1/projects/D1", None).expect(200).json();
    assert_eq!((&project["lifecycle"], &project["phase"], &project["standing"]), (&json!("regional_pipeline"), &json!("establishment"), &json!("running")));
    let page = world.leader.get("/projects/D1").expect(200).body;
    for phase in ["Idé", "Initiera", "Utreda", "Etablera", "Genomförande", "Avveckling", "Realisera"] {
        assert!(page.contains(phase), "{phase}");
    }
    assert!(world.leader.get("/projects").expect(200).body.contains("Etablera"));
}
