//! Each kind of bad input, sent by the page's form and to the API alike: both refuse it with the same status, the API says why, and
//! nothing in the database has changed.
use crate::support::dump::dump;
use crate::support::{Actor, World};
use serde_json::{Value, json};

const PROJECT: &str = "/projects/H044";

/// The same thing, as a form and as the API takes it, below the project.
struct Sent<'a> {
    page: &'a str,
    form: &'a [(&'a str, &'a str)],
    api: &'a str,
    body: Value,
}
/// Both are refused with `status`; the API for `why`: its reason, or what the problem or the first faulty field is called.
fn refused(world: &World, who: &Actor, sent: &Sent<'_>, status: u16, why: &str) {
    let before = dump(world);
    let method = if sent.api.ends_with("charter") { "PUT" } else { "POST" };
    let answer = who.api(method, &format!("/api/v1{PROJECT}{}", sent.api), Some(&sent.body)).expect(status).json();
    let told = [&answer["reason"], &answer["errors"][0]["code"], &answer["type"]].into_iter().find_map(Value::as_str).unwrap_or_default();
    assert_eq!(told.replace("urn:styrrum:", ""), why, "{answer}");
    let page = who.post_form(&format!("{PROJECT}{}", sent.page), sent.form);
    assert_eq!(page.status, status, "{} by {}: {}", sent.page, who.name, page.body);
    assert_eq!(dump(world), before, "refused, and yet something changed");
}
fn read(world: &World, path: &str) -> Value {
    world.leader.api("GET", &format!("/api/v1{PROJECT}{path}"), None).expect(200).json()
}
fn done(who: &Actor, path: &str, body: Value) -> Value {
    let answer = who.api("POST", &format!("/api/v1{PROJECT}{path}"), Some(&body));
    assert!((200..=202).contains(&answer.status), "{path}: {}", answer.body);
    answer.json()
}
/// A world with a high risk, R1, which the orderer holds.
fn with_a_high_risk() -> World {
    let world = World::signed_in();
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": "Införandet stannar", "likelihood": 5, "impact": 5});
    done(&world.leader, "/risks", risk);
    world
}
/// `who` accepts R1, which they saw at `version`.
fn accepts(world: &World, who: &Actor, version: &str, status: u16, why: &str) {
    let form = [("step", "accept"), ("reason", "Vi lever med den"), ("expires_on", "2021-03-01"), ("basis", "chair"), ("version", version), ("checked", "yes")];
    let seen: i64 = version.parse().expect("a number");
    let body = json!({"reason": "Vi lever med den", "expires_on": "2021-03-01", "basis": {"kind": "chair"}, "version": seen});
    refused(world, who, &Sent { page: "/risks/R1/decision", form: &form, api: "/risks/R1/acceptance", body }, status, why);
}
fn acceptance(world: &World) -> Value {
    json!({"reason": "Vi lever med den", "expires_on": "2021-03-01", "basis": {"kind": "chair"}, "version": read(world, "/risks/R1")["version"]})
}
/// The orderer's high risks to the controller.
fn delegated(world: &World) {
    let terms = json!({"from_role": "project_orderer", "person": "controller@exempel.se", "matters": ["risk_high"], "from_on": "2020-11-27", "to_on": "2020-11-28",
        "reason": "E-rådet möts inte", "basis": {"kind": "chair"}});
    done(&world.orderer, "/delegations", terms);
}
/// Gate 4 is submitted by `who`.
fn at_the_gate(who: &Actor) {
    done(who, "/gates/4/submission", json!({"proposed": "continue", "recommendation": "Klart"}));
}
fn decides_at_the_gate(world: &World, who: &Actor, outcome: &str, status: u16, why: &str) {
    let version = read(world, "/gates/4")["version"].clone();
    let seen = version.to_string();
    let form = [("step", outcome), ("motivation", "Så blir det"), ("needs_basis", "yes"), ("basis", "chair"), ("version", &seen), ("checked", "yes")];
    let body = json!({"outcome": outcome, "motivation": "Så blir det", "basis": {"kind": "chair"}, "version": version});
    refused(world, who, &Sent { page: "/gates/4/decision", form: &form, api: "/gates/4/decision", body }, status, why);
}

#[test]
fn a_decision_without_mandate() {
    let world = with_a_high_risk();
    for who in [&world.leader, &world.chair, &world.member, &world.financier] {
        accepts(&world, who, "1", 403, "no-mandate");
    }
}

#[test]
fn a_decision_on_a_version_that_has_changed_since_it_was_opened() {
    let world = with_a_high_risk();
    done(&world.leader, "/risks/R1/assessments", json!({"likelihood": 4, "impact": 5, "reason": "Ny bedömning", "version": 1}));
    accepts(&world, &world.orderer, "1", 409, "stale");
}

#[test]
fn a_decision_taken_twice() {
    let world = with_a_high_risk();
    let seen = acceptance(&world);
    done(&world.orderer, "/risks/R1/acceptance", seen);
    accepts(&world, &world.orderer, "1", 409, "already-decided");
}

#[test]
fn a_decision_by_the_one_who_asks_for_it() {
    let world = World::signed_in();
    at_the_gate(&world.orderer);
    decides_at_the_gate(&world, &world.orderer, "back", 403, "own-matter");
}

#[test]
fn a_decision_by_a_delegate_whose_time_is_out() {
    let world = with_a_high_risk();
    delegated(&world);
    world.clock.advance(chrono::TimeDelta::days(2));
    world.controller.sign_in();
    accepts(&world, &world.controller, "1", 403, "no-mandate");
}

#[test]
fn a_decision_by_a_delegate_from_whom_it_was_taken_back() {
    let world = with_a_high_risk();
    delegated(&world);
    done(&world.orderer, "/delegations/1/revocation", json!({"reason": "Tillbaka", "basis": {"kind": "chair"}, "version": 1}));
    accepts(&world, &world.controller, "1", 403, "no-mandate");
}

#[test]
fn a_decision_in_a_project_that_is_paused_or_closed() {
    for (standing, why) in [("paused", "project-paused"), ("closed", "project-closed")] {
        let world = World::signed_in();
        at_the_gate(&world.leader);
        world.arrange(&format!("UPDATE projects SET standing = '{standing}', stopped_by = 'project_orderer', stopped_on = '2020-11-20', stopped_decision = 1"));
        decides_at_the_gate(&world, &world.orderer, "back", 409, why);
    }
}

#[test]
fn a_gate_passed_with_a_missing_criterion_and_no_condition_for_it() {
    let world = World::signed_in();
    at_the_gate(&world.leader);
    decides_at_the_gate(&world, &world.orderer, "continue", 422, "condition-missing");
}

#[test]
fn a_change_carried_out_before_it_is_approved() {
    let world = World::signed_in();
    let texts = json!({"title": "Enklare plattform", "proposal": "En enklare", "reason": "Priset", "if_nothing": "Budgeten räcker inte", "submit": true});
    done(&world.orderer, "/change-requests", texts);
    let assessment = json!({"days": 20, "cost": 0, "alternatives": "Vänta", "goals": false, "financing": false});
    for (step, body) in [("", json!({})), ("receipt", json!({})), ("assessment", assessment), ("raising", json!({}))] {
        let version = read(&world, "/change-requests/FB-1")["version"].clone();
        if !step.is_empty() {
            let mut body = body;
            body["version"] = version.clone();
            done(&world.leader, &format!("/change-requests/FB-1/{step}"), body);
        }
        let version = read(&world, "/change-requests/FB-1")["version"].clone();
        let seen = version.to_string();
        let form = [("outcome", "begin"), ("version", seen.as_str())];
        let body = json!({"outcome": "begin", "version": version});
        let begin = Sent { page: "/changes/FB-1/execution", form: &form, api: "/change-requests/FB-1/execution", body };
        refused(&world, &world.leader, &begin, 409, "change-not-approved");
    }
}

#[test]
fn a_delegation_to_oneself_without_an_end_or_of_what_one_does_not_hold() {
    let world = World::signed_in();
    for (person, matter, to_on, why) in [
        ("orderer@exempel.se", "risk_high", "2020-12-04", "delegate-is-giver"),
        ("controller@exempel.se", "risk_high", "", "required"),
        ("controller@exempel.se", "risk_low", "2020-12-04", "matter-not-held"),
        ("registrar@exempel.se", "risk_high", "2020-12-04", "delegate-only-reads"),
    ] {
        let form = [
            ("from_role", "project_orderer"),
            ("person", person),
            ("matters", matter),
            ("from_on", "2020-11-27"),
            ("to_on", to_on),
            ("reason", "Ledighet"),
            ("basis", "chair"),
        ];
        let body = json!({"from_role": "project_orderer", "person": person, "matters": [matter], "from_on": "2020-11-27", "to_on": to_on, "reason": "Ledighet",
            "basis": {"kind": "chair"}});
        refused(&world, &world.orderer, &Sent { page: "/delegations/new", form: &form, api: "/delegations", body }, 422, why);
    }
}

#[test]
fn a_charter_that_leaves_a_matter_without_a_role() {
    let world = World::signed_in();
    let charter = read(&world, "/charter");
    let mut form = vec![("version".to_owned(), "0".to_owned())];
    let mut matters = Vec::new();
    for rule in charter["matters"].as_array().into_iter().flatten().filter(|r| r["matter"] != "gate") {
        let matter = rule["matter"].as_str().unwrap_or_default();
        form.push((format!("matters.{matter}.first"), rule["roles"][0].as_str().unwrap_or_default().to_owned()));
        form.push((format!("matters.{matter}.chair_alone"), "yes".to_owned()));
        matters.push(json!({"matter": matter, "roles": [rule["roles"][0]]}));
    }
    let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let body = json!({"matters": matters, "motivation": "Utan grind", "basis": {"kind": "chair"}, "version": 1});
    refused(&world, &world.orderer, &Sent { page: "/charter/edit", form: &form, api: "/charter", body }, 422, "matter-without-role");
}

#[test]
fn a_measurement_outside_its_unit() {
    let world = World::signed_in();
    done(&world.leader, "/goals", json!({"kind": "effect", "name": "Mer tid"}));
    done(
        &world.leader,
        "/indicators",
        json!({"goal": 1, "name": "Tid hos brukare", "unit": "%", "direction": "up", "decimals": 1, "baseline": 40, "baseline_on": "2020-03-30", "target": 80, "target_on": "2022-06-30"}),
    );
    for (value, why) in [("101", "value-above"), ("-1", "value-below"), ("62.55", "not-a-value-in-tenths")] {
        let form = [("measured_on", "2020-11-20"), ("value", value)];
        let number: f64 = value.parse().expect("a number");
        let body = json!({"measured_on": "2020-11-20", "value": number});
        refused(&world, &world.leader, &Sent { page: "/indicators/1/measurements/new", form: &form, api: "/indicators/1/measurements", body }, 422, why);
    }
}

#[test]
fn a_report_approved_out_of_order() {
    let world = World::signed_in();
    done(&world.leader, "/final-report", json!({}));
    let texts = json!({"summary": "Nått", "process": "Bra", "lessons": "Mät tidigt", "recommendation": "Förvalta", "version": 1});
    world.leader.api("PATCH", &format!("/api/v1{PROJECT}/final-report"), Some(&texts)).expect(200);
    done(&world.leader, "/final-report/submission", json!({"version": read(&world, "/final-report")["version"]}));
    let version = read(&world, "/final-report")["version"].clone();
    let seen = version.to_string();
    let form = [("basis", "chair"), ("checked", "yes"), ("version", &seen)];
    let body = json!({"basis": {"kind": "chair"}, "version": version});
    let approval = Sent { page: "/final-report/approval", form: &form, api: "/final-report/approval", body };
    refused(&world, &world.financier, &approval, 409, "out-of-turn");
}

#[test]
fn a_text_that_is_too_long_keeps_every_sign_and_is_told_how_long_it_may_be() {
    let world = World::signed_in();
    let long = "å".repeat(412);
    let fields = [("threat", long.as_str()), ("vulnerability", "Brist"), ("consequence", "Följd"), ("likelihood", "2"), ("impact", "2")];
    let form = world.leader.get("/projects/H044/risks/new").expect(200).body;
    assert!(form.contains("name=\"threat\"") && !form.contains("id=\"f-threat\" maxlength"), "no browser cuts it: {form}");
    let again = world.leader.post_form("/projects/H044/risks/new", &fields).expect(422).body;
    assert!(again.contains("högst 300 tecken. Den har 412.") && again.contains(&long), "{again}");
}

#[test]
fn a_control_character_is_told_by_what_the_field_takes() {
    let world = with_a_high_risk();
    let told =
        |path: &str, body: Value| world.leader.api("POST", &format!("/api/v1{PROJECT}{path}"), Some(&body)).expect(422).json()["errors"][0]["message"].clone();
    assert_eq!(told("/risks/R1/comments", json!({"text": "två\nrader\u{0}"})), "Texten får inte ha styrtecken, bara radbrytningar och tabbar.");
    assert_eq!(
        told("/milestones", json!({"name": "två\nrader", "starts_on": "2020-11-01", "planned_on": "2020-12-01"})),
        "Texten får inte ha radbrytningar eller styrtecken."
    );
}
