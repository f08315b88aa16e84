//! What is delegated, to whom, for how long; and that a delegation is dead the moment its time is out.
use crate::support::{Actor, Answer, World};
use chrono::TimeDelta;
use serde_json::{Value, json};

const RISKS: &str = "/api/v1/projects/H044/risks";
const DELEGATIONS: &str = "/api/v1/projects/H044/delegations";

/// The orderer's high risks to the controller, from 27 November, the world's first day, to 4 December.
fn terms() -> Value {
    json!({"from_role": "project_orderer", "person": "controller@exempel.se", "matters": ["risk_high"], "from_on": "2020-11-27", "to_on": "2020-12-04",
        "reason": "E-rådet möts inte före jul", "basis": {"kind": "meeting", "date": "2020-11-27", "item": "§ 7", "present": "Alla"}})
}
/// The leader's low risks to the deputy: the leader is a person, not a body.
fn of_the_leader() -> Value {
    json!({"from_role": "project_leader", "person": "deputy@exempel.se", "matters": ["risk_low"], "from_on": "2020-11-27", "to_on": "2020-12-04", "reason": "Ledighet"})
}
fn with(mut terms: Value, field: &str, value: Value) -> Value {
    terms[field] = value;
    terms
}
fn granted(by: &Actor, terms: &Value) -> Value {
    by.api("POST", DELEGATIONS, Some(terms)).expect(201).json()
}
fn revoked(by: &Actor, version: i64) -> Answer {
    by.api("POST", &format!("{DELEGATIONS}/1/revocation"), Some(&json!({"reason": "E-rådet är tillbaka", "version": version})))
}
/// A risk logged by the leader, and what waits about it.
fn logged(world: &World, likelihood: i64, impact: i64) {
    let risk =
        json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": "Införandet stannar", "likelihood": likelihood, "impact": impact});
    world.leader.api("POST", RISKS, Some(&risk)).expect(201);
}
fn accepted(by: &Actor) -> Answer {
    let version = by.api("GET", &format!("{RISKS}/R1"), None).json()["version"].clone();
    let body = json!({"reason": "Billigare än att åtgärda", "expires_on": "2021-03-01", "version": version});
    by.api("POST", &format!("{RISKS}/R1/acceptance"), Some(&body))
}
fn decision(world: &World, number: i64) -> Value {
    world.registrar.api("GET", &format!("/api/v1/projects/H044/decisions/{number}"), None).expect(200).json()
}
fn items(actor: &Actor) -> Vec<Value> {
    actor.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].as_array().cloned().unwrap_or_default()
}
fn faults(answer: &Answer) -> Vec<String> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().map(|e| e["field"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_delegate_decides_in_the_givers_role_and_the_decision_names_the_delegation() {
    let world = World::new();
    logged(&world, 5, 5);
    accepted(&world.controller).expect(403);
    let delegation = granted(&world.orderer, &terms());
    assert_eq!((&delegation["number"], &delegation["standing"], &delegation["decision"]), (&json!(1), &json!("in_force"), &json!(1)));
    let granting = decision(&world, 1);
    assert_eq!((&granting["outcome"], &granting["object"]["kind"], &granting["role"]), (&json!("delegated"), &json!("delegation"), &json!("project_orderer")));
    assert_eq!(items(&world.controller)[0]["why"], json!({"role": "project_orderer", "delegation": 1, "unmanned": false}));
    accepted(&world.controller).expect(200);
    let taken = decision(&world, 2);
    assert_eq!((&taken["role"], &taken["delegation"], &taken["basis"]), (&json!("project_orderer"), &json!(1), &Value::Null));
    assert_eq!(taken["decided_by"], "controller");
    let of_kind = |kind: &str| {
        let entries = world.leader.api("GET", "/api/v1/projects/H044/journal?object=risk:R1", None).expect(200).json();
        let found = entries["items"].as_array().into_iter().flatten().find(|e| e["kind"] == kind).cloned();
        found.map(|e| [e["role"].clone(), e["on_behalf_of"].clone()])
    };
    assert_eq!(of_kind("risk.accepted"), Some([json!("project_orderer"), json!("project_orderer")]));
    assert_eq!(of_kind("risk.logged"), Some([json!("project_leader"), Value::Null]));
}

#[test]
fn pages_say_that_somebody_decides_on_delegation() {
    let world = World::signed_in();
    logged(&world, 5, 5);
    granted(&world.orderer, &terms());
    assert!(world.controller.get("/").expect(200).body.contains("på delegation 1 från"));
    assert!(world.controller.get("/projects/H044/risks/R1/decision").expect(200).body.contains("på delegation 1 från"));
    assert!(world.member.get("/projects/H044/charter").expect(200).body.contains("på delegation: controller"));
    accepted(&world.controller).expect(200);
    let journal = world.leader.get("/projects/H044/journal").expect(200).body;
    assert!(journal.contains("controller, på delegation från Projektbeställare"), "{journal}");
    assert!(world.member.get("/projects/H044/decisions/2").expect(200).body.contains("Vidaredelegering 1"));
}

#[test]
fn the_same_is_not_delegated_twice_while_the_first_lasts() {
    let world = World::new();
    granted(&world.orderer, &terms());
    let again = world.orderer.api("POST", DELEGATIONS, Some(&terms())).expect(422);
    assert_eq!(again.json()["errors"][0]["code"], "delegated-already");
    granted(&world.orderer, &with(terms(), "to_on", json!("2020-12-05")));
    revoked(&world.orderer, 1).expect(200);
    granted(&world.orderer, &terms());
}

#[test]
fn an_assessment_on_delegation_says_so() {
    let world = World::signed_in();
    logged(&world, 5, 5);
    granted(&world.orderer, &terms());
    let lower = json!({"likelihood": 2, "impact": 2, "reason": "Avtalet är tecknat", "version": 1});
    world.controller.api("POST", &format!("{RISKS}/R1/assessments"), Some(&lower)).expect(201);
    let history = world.member.api("GET", &format!("{RISKS}/R1"), None).expect(200).json()["assessments"].clone();
    let roles: Vec<_> = history.as_array().into_iter().flatten().map(|a| (a["role"].clone(), a["on_behalf_of"].clone())).collect();
    assert_eq!(roles, [(json!("project_leader"), Value::Null), (json!("project_orderer"), json!("project_orderer"))]);
    let page = world.member.get("/projects/H044/risks/R1").expect(200).body;
    assert_eq!(page.matches("controller, på delegation från projektbeställaren").count(), 1, "{page}");
}

#[test]
fn a_delegation_gives_only_the_matters_that_it_names() {
    let world = World::new();
    logged(&world, 3, 3);
    granted(&world.orderer, &terms());
    accepted(&world.controller).expect(403);
}

#[test]
fn a_delegation_is_dead_the_day_after_its_last() {
    let world = World::new();
    logged(&world, 5, 5);
    granted(&world.orderer, &terms());
    world.clock.advance(TimeDelta::days(7));
    accepted(&world.controller).expect(200);
    logged(&world, 5, 5);
    world.clock.advance(TimeDelta::days(1));
    let late = world.controller.api("POST", &format!("{RISKS}/R2/acceptance"), Some(&json!({"reason": "Sent", "expires_on": "2021-03-01", "version": 1})));
    late.expect(403);
    assert_eq!(world.member.api("GET", &format!("{DELEGATIONS}/1"), None).json()["standing"], "over");
}

#[test]
fn a_delegation_that_has_not_begun_gives_nothing() {
    let world = World::new();
    logged(&world, 5, 5);
    let coming = granted(&world.orderer, &with(terms(), "from_on", json!("2020-11-28")));
    assert_eq!(coming["standing"], "coming");
    accepted(&world.controller).expect(403);
    world.clock.advance(TimeDelta::days(1));
    accepted(&world.controller).expect(200);
}

#[test]
fn a_revoked_delegation_is_dead_at_once_and_is_revoked_once() {
    let world = World::new();
    logged(&world, 5, 5);
    granted(&world.orderer, &terms());
    revoked(&world.controller, 1).expect(403);
    revoked(&world.orderer, 0).expect(409);
    assert_eq!(revoked(&world.orderer, 1).expect(200).json()["standing"], "revoked");
    accepted(&world.controller).expect(403);
    assert_eq!(items(&world.controller).len(), 0);
    assert_eq!(revoked(&world.orderer, 2).expect(409).json()["decision"], json!(2));
}

#[test]
fn what_a_person_delegated_dies_with_their_role() {
    let world = World::new();
    logged(&world, 1, 2);
    granted(&world.leader, &of_the_leader());
    let ended = format!("UPDATE role_assignments SET to_on = '2020-11-26' WHERE person_id = {} AND role = 'project_leader'", world.leader.id);
    world.arrange(&ended);
    accepted(&world.deputy).expect(403);
    assert_eq!(world.member.api("GET", &format!("{DELEGATIONS}/1"), None).json()["standing"], "giver_left");
}

#[test]
fn what_a_person_delegated_dies_with_their_account() {
    let world = World::new();
    logged(&world, 1, 2);
    granted(&world.leader, &of_the_leader());
    world.arrange(&format!("UPDATE people SET disabled_at = '2020-11-27 09:00:00' WHERE id = {}", world.leader.id));
    accepted(&world.deputy).expect(403);
    assert_eq!(world.member.api("GET", &format!("{DELEGATIONS}/1"), None).json()["standing"], "giver_left");
}

#[test]
fn what_a_body_delegated_lasts_when_its_chair_changes() {
    let world = World::new();
    logged(&world, 5, 5);
    granted(&world.orderer, &terms());
    world.arrange(&format!("UPDATE role_assignments SET chair = false WHERE person_id = {}", world.orderer.id));
    accepted(&world.controller).expect(200);
}

#[test]
fn a_delegate_cannot_delegate_on() {
    let world = World::new();
    granted(&world.orderer, &terms());
    let on = with(with(terms(), "person", json!("leader@exempel.se")), "from_role", json!("project_orderer"));
    world.controller.api("POST", DELEGATIONS, Some(&on)).expect(403);
}

#[test]
fn whoever_has_the_delegates_role_decides_when_it_was_given_to_a_role() {
    let world = World::new();
    logged(&world, 5, 5);
    let mut to_role = with(terms(), "role", json!("project_controller"));
    to_role["person"] = Value::Null;
    assert_eq!(granted(&world.orderer, &to_role)["role"], "project_controller");
    accepted(&world.deputy).expect(403);
    accepted(&world.controller).expect(200);
}

#[test]
fn nobody_delegates_to_themselves_or_to_nobody_or_outside_or_what_they_do_not_hold_or_without_an_end() {
    let world = World::new();
    let refused = |body: Value, field: &str| {
        let answer = world.orderer.api("POST", DELEGATIONS, Some(&body)).expect(422);
        assert_eq!(faults(&answer), [field], "{}", answer.body);
    };
    refused(with(terms(), "person", json!("orderer@exempel.se")), "person");
    refused(with(terms(), "person", json!("outsider@exempel.se")), "person");
    refused(with(terms(), "person", json!("registrar@exempel.se")), "person");
    refused(with(terms(), "person", Value::Null), "person");
    refused(with(terms(), "role", json!("project_group")), "role");
    refused(with(with(terms(), "person", Value::Null), "role", json!("registrar")), "role");
    refused(with(terms(), "matters", json!([])), "matters");
    refused(with(terms(), "matters", json!(["risk_low"])), "matters");
    refused(with(terms(), "matters", json!(["everything"])), "matters");
    refused(with(terms(), "to_on", json!("2199-12-31")), "to_on");
    refused(with(terms(), "to_on", Value::Null), "to_on");
    refused(with(terms(), "to_on", json!("2020-11-26")), "to_on");
    refused(with(terms(), "from_on", json!("2020-11-26")), "from_on");
    refused(with(terms(), "kronor", json!(-1)), "kronor");
    let listed = world.orderer.api("GET", DELEGATIONS, None).expect(200).json();
    assert_eq!(listed["items"], json!([]));
    assert_eq!(world.orderer.api("GET", "/api/v1/projects/H044/decisions", None).json()["items"], json!([]));
}

#[test]
fn who_does_not_decide_in_the_role_is_told_who_does() {
    let world = World::new();
    let answer = world.controller.api("POST", DELEGATIONS, Some(&terms())).expect(403);
    assert_eq!(answer.json()["held_by"], json!(["project_orderer"]));
    world.member.api("POST", DELEGATIONS, Some(&with(terms(), "from_role", json!("steering_group")))).expect(403);
}

#[test]
fn a_body_delegates_on_a_basis_and_without_one_its_chair_alone() {
    let world = World::new();
    granted(&world.orderer, &terms());
    assert_eq!(decision(&world, 1)["basis"]["kind"], "meeting");
    granted(&world.orderer, &with(with(terms(), "basis", Value::Null), "to_on", json!("2020-12-03")));
    assert_eq!(decision(&world, 2)["basis"]["kind"], "chair");
}

#[test]
fn an_order_beyond_the_delegations_limit_is_refused_and_within_it_taken() {
    let world = World::new();
    logged(&world, 5, 5);
    granted(&world.orderer, &with(terms(), "kronor", json!(10_000)));
    let order = |cost: f64| {
        let version = world.leader.api("GET", &format!("{RISKS}/R1"), None).json()["version"].clone();
        let body = json!({"strategy": "reduce", "text": "Utbilda fler", "responsible": "leader@exempel.se", "cost": cost, "version": version});
        world.controller.api("POST", &format!("{RISKS}/R1/ordered-measures"), Some(&body))
    };
    assert!(order(10_000.01).expect(409).body.contains("beyond-delegation"));
    order(10_000.0).expect(201);
}

#[test]
fn the_delegate_is_told_by_mail_when_it_is_granted_revoked_and_when_something_waits() {
    let world = World::new();
    granted(&world.orderer, &terms());
    logged(&world, 5, 5);
    revoked(&world.orderer, 1).expect(200);
    let kinds = world.write(|db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        let own = outbox::table.filter(outbox::to_email.eq("controller@exempel.se")).select(outbox::kind).order(outbox::id);
        own.load::<String>(db).map_err(styrrum::services::Problem::internal)
    });
    assert_eq!(kinds, ["delegation-granted", "risk-escalated", "delegation-revoked"]);
}

#[test]
fn whoever_stands_in_for_an_unmanned_role_and_has_its_matter_delegated_is_told_once() {
    let world = World::new();
    granted(&world.orderer, &with(terms(), "person", json!("financier@exempel.se")));
    world.arrange(&format!("UPDATE role_assignments SET chair = false WHERE person_id = {}", world.orderer.id));
    logged(&world, 5, 5);
    let told = world.write(|db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        let rises = outbox::table.filter(outbox::kind.eq("risk-escalated")).select(outbox::to_email).order(outbox::id);
        rises.load::<String>(db).map_err(styrrum::services::Problem::internal)
    });
    assert_eq!(told, ["financier@exempel.se"]);
}

#[test]
fn a_delegation_is_granted_and_revoked_on_its_pages() {
    let world = World::signed_in();
    world.orderer.get("/projects/H044/delegations/new").expect(200);
    let form = [
        ("from_role", "project_orderer"),
        ("person", "controller@exempel.se"),
        ("matters", "risk_high"),
        ("matters", "gate"),
        ("from_on", "2020-11-27"),
        ("to_on", ""),
        ("reason", "Ledighet"),
    ];
    let new = "/projects/H044/delegations/new";
    let bare = world.orderer.post_form(new, &[("from_role", "project_orderer"), ("needs_basis", "yes")]).expect(422).body;
    for field in ["person", "matters", "from_on", "to_on", "reason", "basis"] {
        assert!(bare.contains(&format!("f-{field}-err")), "every fault at once: {field}");
    }
    let again = world.orderer.post_form(new, &form).expect(422);
    assert!(again.body.contains("f-to_on-err") && again.body.matches(" checked").count() == 2, "{}", again.body);
    let mut form = form;
    form[5].1 = "2020-12-04";
    assert!(world.orderer.post_form(new, &form).expect(422).body.contains("f-basis-err"), "silence is no choice");
    let form = [&form[..], &[("basis", "chair")]].concat();
    let shown = world.orderer.post_form(new, &form).expect(200).body;
    assert!(["controller", "Hög risk\nGrind", "Ledighet", "name=\"checked\""].iter().all(|said| shown.contains(said)), "{shown}");
    assert!(!world.member.get("/projects/H044/delegations").expect(200).body.contains("Grind"), "nothing is decided before the answers are checked");
    world.orderer.post_form(new, &[&form[..], &[("checked", "yes")]].concat()).expect(303);
    assert!(world.member.get("/projects/H044/delegations").expect(200).body.contains("Hög risk, Grind"));
    world.member.get("/projects/H044/delegations/1").expect(200);
    world.member.get("/projects/H044/delegations/1/revocation").expect(403);
    world.orderer.get("/projects/H044/delegations/1/revocation").expect(200);
    let back = [("version", "1"), ("reason", "Tillbaka"), ("basis", "chair")];
    let shown = world.orderer.post_form("/projects/H044/delegations/1/revocation", &back).expect(200).body;
    assert!(shown.contains("kan inte längre besluta i dem") && shown.contains("name=\"checked\""), "{shown}");
    world.orderer.post_form("/projects/H044/delegations/1/revocation", &[&back[..], &[("checked", "yes")]].concat()).expect(303);
    assert!(world.member.get("/projects/H044/delegations/1").expect(200).body.contains("Återkallad"));
}

#[test]
fn a_delegation_that_was_changed_or_whose_revocation_was_taken_away_past_the_program_is_found() {
    let world = World::new();
    granted(&world.orderer, &terms());
    revoked(&world.orderer, 1).expect(200);
    let broken = || world.store.read_now(styrrum::services::verify::database).expect("verified").broken;
    assert!(broken().is_empty());
    if std::env::var("STYRRUM_TEST_POSTGRES").is_ok() {
        return;
    }
    world.arrange("DROP TRIGGER delegations_are_only_revoked; UPDATE delegations SET to_on = '2030-01-01', revocation = NULL, revoked_on = NULL");
    let found = broken();
    let told: Vec<(&str, &str)> = found.iter().map(|b| (b.row.split(' ').next().unwrap_or_default(), b.why.as_ref())).collect();
    assert_eq!(told[1..], [("delegation", "it is not what the journal fixed"), ("revocation", "the journal tells of it, but it is gone")]);
}

#[test]
fn nobody_delegates_beyond_their_own_limit_and_a_fault_is_told_in_words() {
    let world = World::new();
    let faulty = |terms: &Value| {
        let answer = world.leader.api("POST", DELEGATIONS, Some(terms)).expect(422).json();
        (answer["errors"][0]["field"].clone(), answer["errors"][0]["message"].as_str().unwrap_or_default().to_owned())
    };
    let far = with(with(of_the_leader(), "matters", json!(["change_within_tolerance"])), "kronor", json!(500_000));
    assert_eq!(faulty(&far).0, "kronor");
    let (field, message) = faulty(&with(of_the_leader(), "matters", json!([])));
    assert_eq!((field, message.as_str()), (json!("matters"), "Välj minst ett ärende."));
    let message = faulty(&with(of_the_leader(), "matters", json!(["gate"]))).1;
    assert!(!message.contains("what") && !message.contains("gate"), "{message}");
}
