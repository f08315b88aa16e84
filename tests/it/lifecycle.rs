//! Phases and gates: who decides how a project goes on, and what a decision leads to.
mod gates;
mod walks;

use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use styrrum::domain::role::Role;

const GATES: &str = "/api/v1/projects/H044/gates";
/// The world's project is in the execution, which gate 4 ends.
const GATE: &str = "/api/v1/projects/H044/gates/4";

fn gate(world: &World, number: i32) -> Value {
    world.registrar.api("GET", &format!("{GATES}/{number}"), None).expect(200).json()
}
fn states(world: &World) -> Vec<String> {
    let gates = world.registrar.api("GET", GATES, None).expect(200).json();
    gates["items"].as_array().map(|all| all.iter().map(|g| g["state"].as_str().unwrap_or_default().to_owned()).collect()).unwrap_or_default()
}
fn standing(world: &World) -> Value {
    world.registrar.api("GET", "/api/v1/projects/H044", None).expect(200).json()["standing"].clone()
}
fn submit(world: &World, number: i32) -> Value {
    let request = json!({"proposed": "continue", "recommendation": "Allt är på plats", "version": gate(world, number)["version"]});
    world.leader.api("POST", &format!("{GATES}/{number}/submission"), Some(&request)).expect(200).json()
}
/// Every criterion is met and every artefact approved.
fn everything_met(world: &World, number: i32) {
    for item in gate(world, number)["items"].as_array().into_iter().flatten() {
        let said = json!({"met": true, "note": "Klart", "version_label": "1.0", "reference": "Dnr 2020/17", "version": item["version"]});
        world.leader.api("PUT", &format!("{GATES}/{number}/items/{}", item["item"].as_str().unwrap_or_default()), Some(&said)).expect(200);
    }
}
fn decide(world: &World, actor: &Actor, number: i32, mut body: Value) -> Answer {
    body["motivation"] = json!("Så beslutades");
    if body["version"].is_null() {
        body["version"] = gate(world, number)["version"].clone();
    }
    actor.api("POST", &format!("{GATES}/{number}/decision"), Some(&body))
}
/// A condition for everything that a gate lacks.
fn conditions(world: &World, number: i32) -> Value {
    let gate = gate(world, number);
    let lacking = gate["items"].as_array().into_iter().flatten().filter(|i| i["met"] == false);
    lacking.map(|i| json!({"item": i["item"], "text": "Kompletteras", "owner": "controller@exempel.se", "due_on": "2020-12-18"})).collect()
}
fn decision(world: &World, number: i64) -> Value {
    world.registrar.api("GET", &format!("/api/v1/projects/H044/decisions/{number}"), None).expect(200).json()
}
fn problem(answer: &Answer) -> String {
    answer.json()["type"].as_str().unwrap_or_default().replace("urn:styrrum:", "")
}
fn kinds(actor: &Actor) -> Vec<String> {
    let turn = actor.api("GET", "/api/v1/my-turn", None).expect(200).json();
    turn["items"].as_array().map(|all| all.iter().map(|i| i["kind"].as_str().unwrap_or_default().to_owned()).collect()).unwrap_or_default()
}
fn mailed(world: &World, to: &str) -> Vec<String> {
    let to = to.to_owned();
    world.write(move |db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        let rows = outbox::table.filter(outbox::to_email.eq(to.clone())).select(outbox::kind).order(outbox::id);
        rows.load(db).map_err(styrrum::services::Problem::internal)
    })
}
fn resume(world: &World, actor: &Actor) -> Answer {
    let version = world.registrar.api("GET", "/api/v1/projects/H044", None).expect(200).json()["version"].clone();
    actor.api("POST", "/api/v1/projects/H044/resumption", Some(&json!({"motivation": "Finansieringen är klar", "version": version})))
}
/// Gates lie with the steering group, as in the slides.
fn slides(world: &World) {
    let mut charter = world.orderer.api("GET", "/api/v1/projects/H044/charter", None).expect(200).json();
    for line in charter["matters"].as_array_mut().into_iter().flatten().filter(|m| m["matter"] == "gate") {
        line["roles"] = json!(["steering_group"]);
    }
    for line in charter["matters"].as_array_mut().into_iter().flatten() {
        if line["limit"].is_null() {
            line.as_object_mut().map(|l| l.remove("limit"));
        }
    }
    let adopted = json!({"matters": charter["matters"], "motivation": "Som i bilderna", "version": 1});
    world.orderer.api("PUT", "/api/v1/projects/H044/charter", Some(&adopted)).expect(200);
}
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
    assert!(world.leader.get("/projects/H044/deliverables/new").expect(409).body.contains("Projektet är pausat"), "before anything is typed");
    let told = world.leader.post_form("/projects/H044/deliverables/new", &[("name", "Metodhandbok")]).expect(409);
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

#[test]
fn continue_opens_the_next_phase_and_names_its_decision() {
    let world = World::new();
    everything_met(&world, 4);
    submit(&world, 4);
    assert_eq!((kinds(&world.orderer), mailed(&world, "orderer@exempel.se")), (vec!["gate_submitted".to_owned()], vec!["gate-submitted".to_owned()]));
    let after = decide(&world, &world.orderer, 4, json!({"outcome": "continue"})).expect(200).json();
    assert_eq!((&after["state"], &after["left_on"], &after["left_by_decision"]), (&json!("passed"), &json!("2020-11-27"), &json!(1)));
    let next = gate(&world, 5);
    assert_eq!((&next["phase"], &next["state"], &next["opened_by_decision"]), (&json!("closure"), &json!("open"), &json!(1)));
    let taken = decision(&world, 1);
    assert_eq!(
        (&taken["matter"], &taken["outcome"], &taken["object"]["kind"], &taken["object"]["ref"]),
        (&json!("gate"), &json!("continue"), &json!("gate"), &json!("4"))
    );
    assert_eq!(mailed(&world, "leader@exempel.se"), ["gate-decided"]);
    assert_eq!(kinds(&world.orderer), Vec::<String>::new());
}

#[test]
fn what_is_missing_is_refused_without_a_condition_and_passed_with_one() {
    let world = World::new();
    submit(&world, 4);
    let refused = decide(&world, &world.orderer, 4, json!({"outcome": "continue"})).expect(422).json();
    assert_eq!(refused["errors"].as_array().map(Vec::len), Some(5), "{refused}");
    assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("conditions.deliverables_approved.text"), &json!("condition-missing")));
    let mut given = conditions(&world, 4);
    given[0]["owner"] = json!("outsider@exempel.se");
    let stranger = decide(&world, &world.orderer, 4, json!({"outcome": "continue", "conditions": given})).expect(422).json();
    assert_eq!(stranger["errors"][0]["code"], "no-role-here");
    given[0]["owner"] = json!("controller@exempel.se");
    given[0]["due_on"] = json!("2020-11-26");
    decide(&world, &world.orderer, 4, json!({"outcome": "continue", "conditions": given})).expect(422);
    given[0]["due_on"] = json!("2020-12-04");
    decide(&world, &world.orderer, 4, json!({"outcome": "back", "conditions": given})).expect(422);
    decide(&world, &world.orderer, 4, json!({"outcome": "continue", "conditions": given})).expect(200);
    assert!(decision(&world, 1)["conditions"].as_str().is_some_and(|c| c.contains("Kompletteras (controller, 2020-12-04)")));

    assert_eq!((kinds(&world.controller), mailed(&world, "controller@exempel.se").len()), (vec!["condition_due".to_owned()], 1));
    let fulfilment = "/api/v1/projects/H044/conditions/1/fulfilment";
    let done = json!({"note": "Godkänt den 1 december", "version": 1});
    world.member.api("POST", fulfilment, Some(&done)).expect(403);
    world.controller.api("POST", fulfilment, Some(&json!({"note": "Godkänt", "version": 7}))).expect(409);
    assert_eq!(world.controller.api("POST", fulfilment, Some(&done)).expect(200).json()["fulfilled_on"], "2020-11-27");
    world.leader.api("POST", fulfilment, Some(&done)).expect(409);
    assert_eq!(kinds(&world.controller), Vec::<String>::new(), "the others are due later");
}

#[test]
fn an_overdue_condition_is_shown_to_its_owner_and_to_the_leader() {
    let world = World::new();
    submit(&world, 4);
    let given = conditions(&world, 4);
    decide(&world, &world.orderer, 4, json!({"outcome": "continue", "conditions": given})).expect(200);
    assert_eq!(kinds(&world.leader), Vec::<String>::new());
    world.arrange("UPDATE conditions SET due_on = '2020-11-20' WHERE number = 2;");
    world.leader.api("PATCH", &format!("{GATES}/5"), Some(&json!({"planned_on": "2021-10-26", "version": 2}))).expect(200);
    assert_eq!((kinds(&world.leader), kinds(&world.controller)), (vec!["condition_due".to_owned()], vec!["condition_due".to_owned()]));
}

#[test]
fn back_returns_the_gate_with_what_must_be_completed_and_it_comes_up_again() {
    let world = World::new();
    submit(&world, 4);
    let after = decide(&world, &world.orderer, 4, json!({"outcome": "back"})).expect(200).json();
    assert_eq!((&after["state"], &after["to_complete"]), (&json!("returned"), &json!("Så beslutades")));
    assert_eq!(kinds(&world.leader), ["gate_returned"]);
    decide(&world, &world.orderer, 4, json!({"outcome": "continue"})).expect(409);
    submit(&world, 4);
    assert_eq!((gate(&world, 4)["state"].clone(), kinds(&world.orderer)), (json!("submitted"), vec!["gate_submitted".to_owned()]));
}

#[test]
fn stop_pauses_the_project_until_whoever_stopped_it_resumes_it() {
    let world = World::signed_in();
    submit(&world, 4);
    let version = gate(&world, 4)["version"].clone();
    decide(&world, &world.orderer, 4, json!({"outcome": "stop"})).expect(200);
    assert_eq!(standing(&world), "paused");
    for refused in [
        decide(&world, &world.orderer, 4, json!({"outcome": "terminate"})),
        world.leader.api("POST", &format!("{GATE}/submission"), Some(&json!({"proposed": "continue", "recommendation": "Igen"}))),
        world.leader.api("PUT", &format!("{GATE}/items/risks_handled"), Some(&json!({"met": true, "note": "Klart", "version": 0}))),
        world.leader.api("PATCH", GATE, Some(&json!({"planned_on": "2021-09-24", "version": version}))),
        world.leader.api(
            "POST",
            "/api/v1/projects/H044/decision-points",
            Some(&json!({"what": "Val", "decider": "steering_group", "planned_on": "2021-01-01"})),
        ),
    ] {
        assert_eq!((refused.status, refused.json()["reason"].clone()), (409, json!("project-paused")));
    }
    assert!(world.orderer.get("/projects/H044/gates/4/decision").expect(409).body.contains("Projektet är pausat"));
    assert!(world.member.get("/projects/H044").expect(200).body.contains("stoppade projektet"));

    assert_eq!(kinds(&world.orderer), ["project_paused"]);
    let other = resume(&world, &world.chair).expect(403).json();
    assert_eq!((&other["matter"], &other["held_by"]), (&json!("resume"), &json!(["project_orderer"])));
    world.orderer.get("/projects/H044/resumption").expect(200);
    let resumed = resume(&world, &world.orderer).expect(200).json();
    assert_eq!((&resumed["standing"], &resumed["decision"]), (&json!("running"), &json!(2)));
    assert_eq!(resume(&world, &world.orderer).expect(409).json()["reason"], "not-paused");
    assert_eq!((gate(&world, 4)["state"].clone(), decision(&world, 2)["outcome"].clone()), (json!("open"), json!("resumed")));
    submit(&world, 4);
}

#[test]
fn terminate_leads_to_the_closure_and_a_project_without_a_delivery_ends_there() {
    let world = World::new();
    for nobody in [&world.leader, &world.member, &world.controller] {
        decide(&world, nobody, 4, json!({"outcome": "terminate"})).expect(403);
    }
    decide(&world, &world.orderer, 4, json!({"outcome": "terminate"})).expect(200);
    assert_eq!(states(&world), ["passed", "passed", "passed", "terminated", "open", "ahead"]);
    assert_eq!((decision(&world, 1)["matter"].clone(), standing(&world)), (json!("terminate"), json!("running")));
    everything_met(&world, 5);
    submit(&world, 5);
    decide(&world, &world.orderer, 5, json!({"outcome": "terminate"})).expect(409);
    decide(&world, &world.orderer, 5, json!({"outcome": "continue"})).expect(200);
    assert_eq!((states(&world)[5].as_str(), standing(&world)), ("skipped", json!("closed")));
    let closed = world.leader.api(
        "POST",
        "/api/v1/projects/H044/decision-points",
        Some(&json!({"what": "Val", "decider": "steering_group", "planned_on": "2021-01-01"})),
    );
    assert_eq!(closed.expect(409).json()["reason"], "project-closed");
}

#[test]
fn terminate_by_a_body_that_may_not_is_a_proposal_that_waits_with_the_orderer_and_the_page_says_so_beforehand() {
    let world = World::signed_in();
    slides(&world);
    submit(&world, 4);
    assert_eq!(mailed(&world, "chair@exempel.se"), ["gate-submitted"]);
    let page = world.chair.get("/projects/H044/gates/4/decision").expect(200).body;
    assert!(page.contains("Blir ett förslag som lyfts. Projektbeställaren beslutar."));
    let own = world.orderer.get("/projects/H044/gates/4/decision").expect(200).body;
    assert!(own.contains("Projektet går till avslut.") && !own.contains("value=\"continue\""), "ending it is the orderer's, the gate is not");

    let proposed = decide(&world, &world.chair, 4, json!({"outcome": "terminate"})).expect(200).json();
    assert_eq!((&proposed["held_by"], &proposed["proposes_termination"]), (&json!("project_orderer"), &json!(true)));
    let taken = decision(&world, 2);
    assert_eq!((&taken["outcome"], &taken["role"], &taken["matter"]), (&json!("end_proposed"), &json!("steering_group"), &json!("gate")));
    assert_eq!(taken["terms"], json!({"kind": "lift", "to": "project_orderer"}));
    for path in ["/projects/H044/decisions", "/projects/H044/decisions/2"] {
        assert!(world.member.get(path).expect(200).body.contains("Förslag att avsluta projektet, lyft"), "{path}");
    }
    assert_eq!((kinds(&world.orderer), mailed(&world, "orderer@exempel.se")), (vec!["gate_lifted".to_owned()], vec!["gate-lifted".to_owned()]));
    let no = decide(&world, &world.chair, 4, json!({"outcome": "back"})).expect(403).json();
    assert_eq!((&no["matter"], &no["held_by"]), (&json!("gate"), &json!(["project_orderer"])));
    decide(&world, &world.orderer, 4, json!({"outcome": "terminate"})).expect(200);
    assert_eq!((decision(&world, 3)["role"].clone(), states(&world)[4].clone()), (json!("project_orderer"), "open".to_owned()));
}

#[test]
fn the_orderer_may_answer_the_proposal_with_any_outcome() {
    for outcome in ["back", "stop", "continue"] {
        let world = World::new();
        slides(&world);
        everything_met(&world, 4);
        submit(&world, 4);
        decide(&world, &world.chair, 4, json!({"outcome": "terminate"})).expect(200);
        decide(&world, &world.orderer, 4, json!({"outcome": outcome})).expect(200);
        let taken = decision(&world, 3);
        assert_eq!((&taken["outcome"], &taken["matter"], &gate(&world, 4)["lifted_to"]), (&json!(outcome), &json!("gate"), &Value::Null));
    }
}

#[test]
fn whoever_may_end_the_project_and_decides_no_gates_answers_a_proposal_only_by_ending_it() {
    let world = World::new();
    slides(&world);
    everything_met(&world, 4);
    let owner = world.newcomer("owner", Role::Financier, false);
    submit(&world, 4);
    decide(&world, &world.chair, 4, json!({"outcome": "terminate"})).expect(200);
    owner.sign_in();
    let page = owner.get("/projects/H044/gates/4/decision").expect(200).body;
    assert!(page.contains("value=\"terminate\"") && !page.contains("value=\"continue\"") && !page.contains("value=\"back\""), "{page}");
    for outcome in ["continue", "back", "stop"] {
        assert_eq!(decide(&world, &owner, 4, json!({"outcome": outcome})).expect(403).json()["matter"], "gate", "{outcome}");
    }
    decide(&world, &owner, 4, json!({"outcome": "terminate"})).expect(200);
}

#[test]
fn a_gate_that_is_lifted_to_a_role_that_nobody_has_is_seen_by_those_who_appoint() {
    let world = World::signed_in();
    world.arrange("DELETE FROM role_assignments WHERE role IN ('financier_representative', 'financier')");
    submit(&world, 4);
    let lift = json!({"reason": "Finansiären bör avgöra", "version": gate(&world, 4)["version"]});
    world.orderer.api("POST", &format!("{GATES}/4/lift"), Some(&lift)).expect(200);
    assert_eq!(gate(&world, 4)["held_by"], "financier_representative");
    let waits = world.orderer.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].to_string();
    assert!(waits.contains("gate_lifted") && waits.contains("\"unmanned\":true"), "{waits}");
    assert!(world.member.get("/projects/H044/gates/4").expect(200).body.contains("Finansiärens representant"));
}

#[test]
fn a_meeting_from_before_the_gate_was_last_decided_about_carries_no_new_decision() {
    let world = World::new();
    slides(&world);
    everything_met(&world, 4);
    submit(&world, 4);
    decide(&world, &world.chair, 4, json!({"outcome": "back"})).expect(200);
    submit(&world, 4);
    let held = |day: &str| json!({"outcome": "continue", "basis": {"kind": "meeting", "date": day, "item": "§ 3", "present": "Alla"}});
    assert_eq!(decide(&world, &world.leader, 4, held("2020-11-20")).expect(409).json()["reason"], "gate-decided-since");
    decide(&world, &world.leader, 4, held("2020-11-27")).expect(202);
}

#[test]
fn whoever_decides_at_a_gate_that_waits_leaves_what_it_is_judged_by_to_others() {
    let world = World::new();
    submit(&world, 4);
    let met = json!({"met": true, "note": "Klart", "version": 0});
    let tick = |who: &Actor| who.api("PUT", &format!("{GATE}/items/risks_handled"), Some(&met));
    assert_eq!(tick(&world.orderer).expect(409).json()["reason"], "gate-is-yours");
    tick(&world.deputy).expect(200);
}

#[test]
fn a_gate_that_nobody_submitted_is_not_passed_by_way_of_a_proposal_to_end_the_project() {
    let world = World::signed_in();
    slides(&world);
    everything_met(&world, 4);
    decide(&world, &world.chair, 4, json!({"outcome": "terminate"})).expect(200);
    let page = world.orderer.get("/projects/H044/gates/4/decision").expect(200).body;
    assert!(page.contains("value=\"terminate\"") && page.contains("value=\"back\"") && !page.contains("value=\"continue\""), "{page}");
    assert_eq!(decide(&world, &world.orderer, 4, json!({"outcome": "continue"})).expect(409).json()["reason"], "gate-not-submitted");
    decide(&world, &world.orderer, 4, json!({"outcome": "back"})).expect(200);
    assert_eq!((gate(&world, 4)["state"].clone(), gate(&world, 4)["lifted_to"].clone()), (json!("returned"), Value::Null));
}

#[test]
fn whoever_may_end_the_project_on_delegation_is_told_when_somebody_asks_about_the_proposal() {
    let world = World::new();
    slides(&world);
    let terms = json!({"from_role": "project_orderer", "person": "controller@exempel.se", "matters": ["terminate"], "from_on": "2020-11-27",
        "to_on": "2021-01-31", "reason": "Föräldraledig", "basis": {"kind": "chair"}});
    world.orderer.api("POST", "/api/v1/projects/H044/delegations", Some(&terms)).expect(201);
    submit(&world, 4);
    decide(&world, &world.chair, 4, json!({"outcome": "terminate"})).expect(200);
    world.member.api("POST", &format!("{GATE}/lift"), Some(&json!({"reason": "Det brådskar"}))).expect(200);
    assert_eq!(mailed(&world, "controller@exempel.se"), ["delegation-granted", "gate-lifted", "gate-asked"]);
}

#[test]
fn a_body_whose_proposal_was_recorded_confirms_a_proposal() {
    let world = World::signed_in();
    slides(&world);
    submit(&world, 4);
    let basis = json!({"kind": "per_capsulam", "agreed": "Alla"});
    let recorded = decide(&world, &world.leader, 4, json!({"outcome": "terminate", "basis": basis})).expect(202).json();
    let shown = world.chair.get(&format!("/projects/H044/recordings/{}", recorded["recording"])).expect(200).body;
    assert!(shown.contains("Förslag att avsluta projektet, lyft"), "whoever confirms it reads that it is a proposal");
    world.chair.api("POST", &format!("/api/v1/projects/H044/recordings/{}/confirmation", recorded["recording"]), None).expect(200);
    assert_eq!((gate(&world, 4)["proposes_termination"].clone(), decision(&world, 2)["outcome"].clone()), (json!(true), json!("end_proposed")));
}

#[test]
fn a_conflict_is_headed_by_what_it_is_and_leads_back() {
    let world = World::signed_in();
    stopped(&world);
    let paused = world.leader.get("/projects/H044/decision-points/new").expect(409).body;
    assert!(paused.contains("<h1>Projektet är pausat</h1>") && paused.contains("går att arbeta med som vanligt"), "{paused}");
    assert!(!paused.contains("ändrats under tiden"), "nothing was changed");
    for form in ["gates/4/edit", "deliverables/new", "deliveries/new", "economy/budget?category=Resor&year=2020", "milestones/new"] {
        let answer = world.leader.get(&format!("/projects/H044/{form}"));
        assert!(answer.status == 409 && answer.body.contains("<h1>Projektet är pausat</h1>"), "{form}: {}", answer.status);
    }
    world.arrange("UPDATE projects SET standing = 'closed';");
    assert!(world.leader.get("/projects/H044/decision-points/new").expect(409).body.contains("<h1>Projektet är avslutat</h1>"));
}

#[test]
fn planned_decisions_are_compared_with_what_happened() {
    let world = World::new();
    let points = "/api/v1/projects/H044/decision-points";
    let plan = json!({"what": "Projektplan fastställd", "decider": "steering_group", "planned_on": "2020-08-20"});
    world.leader.api("POST", points, Some(&plan)).expect(201);
    world.leader.api("PATCH", GATE, Some(&json!({"planned_on": "2020-11-20", "version": 1}))).expect(200);
    let listed = world.member.api("GET", points, None).expect(200).json();
    assert_eq!((&listed["items"][0]["late"], &listed["items"][1]["gate"], &listed["items"][1]["late"]), (&json!(99), &json!(4), &json!(7)));
    decide(&world, &world.orderer, 4, json!({"outcome": "stop"})).expect(200);
    resume(&world, &world.orderer).expect(200);
    let mut became = plan.clone();
    (became["decision"], became["version"]) = (json!(99), json!(1));
    world.leader.api("PUT", &format!("{points}/1"), Some(&became)).expect(422);
    became["decision"] = json!(1);
    world.leader.api("PUT", &format!("{points}/1"), Some(&became)).expect(200);
    became["version"] = json!(2);
    let mut moved = became.clone();
    moved["planned_on"] = json!("2020-11-27");
    assert_eq!(world.leader.api("PUT", &format!("{points}/1"), Some(&moved)).expect(409).json()["reason"], "point-is-decided");
    assert_eq!(world.member.api("GET", points, None).expect(200).json()["items"][0]["decided_on"], "2020-11-27");
    became["decision"] = Value::Null;
    world.leader.api("PUT", &format!("{points}/1"), Some(&became)).expect(200);
    assert_eq!(world.member.api("GET", points, None).expect(200).json()["items"][0]["decided_on"], Value::Null, "named by mistake, and put right");
}
