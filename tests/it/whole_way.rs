//! The whole way of H044 as those go it who take part in it: from its opening over five gates to its effect report, years later.
mod way;

use crate::support::Actor;
use serde_json::{Value, json};
use way::Way;

#[test]
fn a_project_goes_its_whole_way_from_initiate_to_the_books_of_its_effects() {
    let way = Way::begin("2020-04-20");
    opened_with_its_roles(&way);
    its_rules_are_laid_down(&way);
    initiated(&way);
    way.on("2020-06-01");
    sent_back_and_found_feasible(&way);
    way.on("2020-08-24");
    planned_on_a_condition_that_is_followed_up(&way);
    way.on("2020-10-05");
    a_risk_rises_and_is_decided_on_delegation(&way);
    a_change_is_carried_out_and_another_rejected(&way);
    way.on("2020-11-27");
    a_sprint_ends_and_its_report_reaches_the_financier(&way);
    way.on("2021-03-15");
    the_first_part_delivery_opens_the_effect_phase(&way);
    measured_by_quarter(&way);
    way.on("2021-10-01");
    the_rest_is_delivered(&way);
    way.on("2021-10-26");
    closed_with_its_final_report(&way);
    way.on("2022-06-20");
    the_effect_is_measured_on_reminder(&way);
    way.on("2023-01-16");
    its_books_are_closed(&way);
    everything_stands_as_it_was_written(&way);
}

/// The leader opens it and makes the first appointment; then those appoint who hold the matter, and the bodies choose their chairs.
fn opened_with_its_roles(way: &Way) {
    let project = json!({"code": "H044", "name": "Införande av e-samordning", "organisation": "Kommunalförbundet", "started_on": "2020-04-20",
        "register_number": "2020/44", "lifecycle": "project_model", "own_role": "project_leader", "charter": "plan",
        "body_project_orderer": "E-rådet", "body_steering_group": "Styrgruppen", "body_financier_representative": "Digitaliseringsrådet"});
    let opened = way.leader.api("POST", "/api/v1/projects", Some(&project)).expect(201).json();
    assert_eq!((&opened["phase"], &opened["standing"]), (&json!("initiate"), &json!("running")));
    assert_eq!(way.chair.api("GET", "/api/v1/projects/H044", None).status, 404, "it is not there for one without a role");

    way.elected(&way.appointed(&way.leader, &way.orderer, "project_orderer"), &way.orderer);
    way.appointed(&way.orderer, &way.council, "project_orderer");
    way.elected(&way.appointed(&way.orderer, &way.financier, "financier_representative"), &way.financier);
    way.appointed(&way.orderer, &way.member, "steering_group");
    way.elected(&way.appointed(&way.orderer, &way.chair, "steering_group"), &way.member);
    for (who, role) in [(&way.deputy, "deputy_project_leader"), (&way.controller, "project_controller"), (&way.effect_owner, "effect_owner")] {
        way.appointed(&way.chair, who, role);
    }
    way.appointed(&way.chair, &way.reference, "reference_group");
    let chairs: Vec<Value> = items(&way.read(&way.leader, "/roles")).into_iter().filter(|r| r["chair"] == true).map(|r| r["name"].clone()).collect();
    assert_eq!(chairs, ["orderer", "financier", "chair"].map(Value::from));
}

/// The E-råd adopts the project's charter and risk policy, and delegates the high risks to the controller until Christmas.
fn its_rules_are_laid_down(way: &Way) {
    let mut charter = way.read(&way.orderer, "/charter");
    for line in charter["matters"].as_array_mut().into_iter().flatten() {
        if line["limit"].is_null() {
            line.as_object_mut().map(|l| l.remove("limit"));
        }
        if line["matter"] == "change_within_tolerance" {
            line["limit"] = json!({"kronor": 10_000, "days": 7});
        }
    }
    let adoption = json!({"matters": charter["matters"], "motivation": "Projektets egen ordning", "basis": way.meeting("§ 3"), "version": 1});
    way.send(&way.orderer, "PUT", "/charter", adoption);
    let mut policy = way.read(&way.leader, "/risk-policy");
    policy.as_object_mut().map(|p| p.remove("number"));
    policy["bands"][2]["review_days"] = json!(14);
    assert_eq!(way.send(&way.orderer, "PUT", "/risk-policy", policy)["number"], 2);
    let terms = json!({"from_role": "project_orderer", "person": way.controller.email, "matters": ["risk_high"], "from_on": way.today(), "to_on": "2020-12-24",
        "reason": "E-rådet möts sällan", "basis": way.meeting("§ 4")});
    way.post(&way.orderer, "/delegations", terms);
    way.worker();
    assert_eq!(way.mailed("delegation-granted"), [way.controller.email.as_str()]);
}

/// Everything that a gate asks for is met, but for `lacking`; an artefact that is a document is named in `documents`.
fn prepared(way: &Way, gate: i32, documents: &[(&str, &str)], lacking: &[&str]) {
    let asked = items_of(&way.read(&way.leader, &format!("/gates/{gate}")), "items");
    for item in asked.iter().filter(|i| i["met"] == false) {
        let key = item["item"].as_str().unwrap_or_default();
        if lacking.contains(&key) {
            continue;
        }
        let mut said = json!({"met": true, "note": "Klart", "version_label": "1.0", "reference": "Dnr 2020/44", "version": item["version"]});
        if let Some((_, document)) = documents.iter().find(|(kind, _)| *kind == key) {
            said["document"] = json!(document);
        }
        way.send(&way.leader, "PUT", &format!("/gates/{gate}/items/{key}"), said);
    }
}
fn submitted(way: &Way, gate: i32) {
    way.step(&way.leader, &format!("/gates/{gate}"), "submission", json!({"proposed": "continue", "recommendation": "Allt är på plats"}));
    assert!(way.waits_for(&way.orderer).contains(&"gate_submitted".to_owned()));
}
/// The E-råd decides at a gate, at a meeting; what somebody else tries is refused.
fn decided(way: &Way, gate: i32, outcome: &str, conditions: Value) -> Value {
    let thing = format!("/gates/{gate}");
    let choice = json!({"outcome": outcome, "motivation": "Så beslutade E-rådet", "conditions": conditions, "basis": way.meeting("§ 5")});
    assert_eq!(way.refused(&way.member, &thing, "decision", choice.clone()), "no-mandate");
    way.step(&way.orderer, &thing, "decision", choice)
}
fn phases(way: &Way) -> Vec<Value> {
    items(&way.read(&way.leader, "/gates")).into_iter().map(|g| g["state"].clone()).collect()
}

fn initiated(way: &Way) {
    let directive = way.adopted("project_directive", "Projektdirektiv");
    prepared(way, 1, &[("project_directive", &directive)], &[]);
    submitted(way, 1);
    assert_eq!(decided(way, 1, "continue", json!([]))["state"], "passed");
    assert_eq!(way.read(&way.leader, "")["phase"], "feasibility");
}

/// The feasibility study comes back once, with what must be completed.
fn sent_back_and_found_feasible(way: &Way) {
    prepared(way, 2, &[], &["interest_confirmed"]);
    submitted(way, 2);
    assert_eq!(way.refused(&way.orderer, "/gates/2", "decision", json!({"outcome": "continue", "motivation": "Ja", "basis": way.meeting("§ 6")})), "invalid");
    let returned = decided(way, 2, "back", json!([]));
    assert_eq!((&returned["state"], &returned["to_complete"]), (&json!("returned"), &json!("Så beslutade E-rådet")));
    assert!(way.waits_for(&way.leader).contains(&"gate_returned".to_owned()));
    prepared(way, 2, &[], &[]);
    submitted(way, 2);
    assert_eq!(decided(way, 2, "continue", json!([]))["state"], "passed");
}

/// The plan: milestones, deliverables, goals with an indicator, a budget that is adopted. The gate is passed on a condition.
fn planned_on_a_condition_that_is_followed_up(way: &Way) {
    for (name, ends) in [("Plattform i drift", "2021-06-24"), ("Slutrapport", "2021-10-26")] {
        way.post(&way.leader, "/milestones", json!({"name": name, "starts_on": "2020-09-01", "planned_on": ends}));
    }
    for name in ["Handlingsplan", "Plattform", "Metodhandbok", "Utbildning", "Förvaltningsplan"] {
        let made = way.post(&way.leader, "/deliverables", json!({"name": name, "responsible": way.deputy.email, "handed_to": "Socialcheferna"}));
        way.post(&way.leader, &format!("/deliverables/{}/criteria", made["ref"].as_str().unwrap_or_default()), json!({"text": "Provad i en process"}));
    }
    for goal in [json!({"kind": "effect", "name": "Mer tid för brukare", "portfolio": "4A"}), json!({"kind": "project", "name": "Handboken används"})] {
        way.post(&way.leader, "/goals", goal);
    }
    let indicator = json!({"goal": 1, "name": "Tid hos brukare", "unit": "%", "direction": "up", "decimals": 1, "baseline": 40, "baseline_on": "2020-06-30",
        "target": 80, "target_on": "2022-12-31", "plan": ["2021-Q1", "2022-Q2", "2022-Q4"]});
    way.post(&way.leader, "/indicators", indicator);
    for (category, year, amount) in [("Egen personal", 2020, 593_880), ("Externa tjänster", 2021, 190_000)] {
        way.post(&way.controller, "/budget", json!({"category": category, "year": year, "amount": amount, "version": 0}));
    }
    way.step(&way.orderer, "/budget", "adoption", json!({"basis": way.meeting("§ 7")}));

    let plan = way.adopted("project_plan", "Projektplan");
    prepared(way, 3, &[("project_plan", &plan)], &["goals_measurable"]);
    submitted(way, 3);
    let condition = json!([{"item": "goals_measurable", "text": "Baslinjen mäts", "owner": way.controller.email, "due_on": way.in_days(10)}]);
    assert_eq!(decided(way, 3, "continue", condition)["state"], "passed");
    way.worker();
    assert_eq!(way.mailed("condition-set"), [way.controller.email.as_str()]);
    assert_eq!(way.waits_for(&way.controller), ["condition_due"]);
    way.post(&way.controller, "/conditions/1/fulfilment", json!({"note": "Mätt i juni", "version": 1}));
    assert!(way.waits_for(&way.controller).is_empty());
    assert_eq!(way.read(&way.leader, "")["phase"], "execution");
    let plans = items(&way.read(&way.member, "/plan-baselines"));
    assert_eq!((plans.len(), &plans[0]["change"]), (1, &Value::Null), "the gate has put the plan in force");
    let passed = way.read(&way.member, &format!("/decisions/{}", plans[0]["decision"]));
    assert_eq!((&passed["matter"], &passed["object"]["ref"]), (&json!("gate"), &json!("3")));
    let late = way.leader.api("POST", "/api/v1/projects/H044/deliverables", Some(&json!({"name": "En till"}))).expect(409).json();
    assert_eq!(late["reason"], "plan-in-force");
}

/// It rises from the leader's to the E-råd's; the controller, who has that delegated, orders a measure and accepts what is left.
fn a_risk_rises_and_is_decided_on_delegation(way: &Way) {
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": "Införandet stannar", "likelihood": 2, "impact": 3});
    assert_eq!(way.post(&way.leader, "/risks", risk)["held_by"], "project_leader");
    way.step(&way.leader, "/risks/R1", "assessments", json!({"likelihood": 4, "impact": 5, "reason": "Två har slutat"}));
    assert_eq!(way.read(&way.leader, "/risks/R1")["held_by"], "project_orderer");
    way.worker();
    assert_eq!(way.mailed("risk-escalated"), [way.orderer.email.as_str(), way.controller.email.as_str()]);
    let acceptance = json!({"reason": "Resten är billigare att leva med", "expires_on": way.in_days(90)});
    assert_eq!(way.refused(&way.chair, "/risks/R1", "acceptance", acceptance.clone()), "no-mandate");
    let measure = json!({"strategy": "reduce", "text": "Utbilda fler", "responsible": way.deputy.email});
    way.step(&way.controller, "/risks/R1", "ordered-measures", measure);
    way.step(&way.controller, "/risks/R1", "acceptance", acceptance);
    assert_eq!(way.read(&way.member, "/risks/R1")["state"], "accepted");
}

/// FB-1 moves the end of the project and is approved to a new plan in force; FB-2 is rejected, and why is told.
fn a_change_is_carried_out_and_another_rejected(way: &Way) {
    raised(
        way,
        1,
        json!({"days": 30, "cost": 0, "alternatives": "Korta utbildningen", "goals": false, "financing": false,
        "milestones": [{"number": 1, "planned_on": "2021-07-24"}]}),
    );
    let yes = json!({"outcome": "approve", "reason": "Kvaliteten går före", "basis": way.meeting("§ 8")});
    assert_eq!(way.refused(&way.orderer, "/change-requests/FB-1", "decision", yes.clone()), "no-mandate");
    assert_eq!(way.refused(&way.leader, "/change-requests/FB-1", "execution", json!({"outcome": "begin"})), "change-not-approved");
    let approved = way.step(&way.chair, "/change-requests/FB-1", "decision", yes);
    assert_eq!((&approved["state"], &approved["baseline"]), (&json!("approved"), &json!(2)));
    way.step(&way.leader, "/change-requests/FB-1", "execution", json!({"outcome": "begin"}));
    way.step(&way.leader, "/change-requests/FB-1", "execution", json!({"outcome": "finish", "result": "Tidplanen är ändrad"}));
    assert_eq!(way.step(&way.leader, "/change-requests/FB-1", "communication", json!({"message": "Alla kommuner"}))["state"], "communicated");
    assert_eq!(way.read(&way.member, "/milestones/1")["planned_on"], "2021-07-24");

    raised(way, 2, json!({"days": 60, "cost": 0, "alternatives": "Vänta", "goals": false, "financing": false}));
    let no = json!({"outcome": "reject", "reason": "Planen räcker", "basis": way.meeting("§ 9")});
    assert_eq!(way.step(&way.chair, "/change-requests/FB-2", "decision", no)["state"], "rejected");
    assert_eq!(way.step(&way.leader, "/change-requests/FB-2", "communication", json!({"message": "Referensgruppen"}))["state"], "communicated");
    assert_eq!(items(&way.read(&way.member, "/plan-baselines")).len(), 2);
}
/// Ordered by the reference group, received, assessed and raised by the leader.
fn raised(way: &Way, number: i32, assessment: Value) {
    let texts =
        json!({"title": "Mer tid", "proposal": "Vi tar den tid som behövs", "reason": "Testerna drar ut", "if_nothing": "Sämre kvalitet", "submit": true});
    let thing = format!("/change-requests/FB-{number}");
    assert_eq!(way.post(&way.reference, "/change-requests", texts)["ref"], format!("FB-{number}"));
    for (step, body) in [("receipt", json!({})), ("assessment", assessment), ("raising", json!({}))] {
        way.step(&way.leader, &thing, step, body);
    }
    assert!(way.waits_for(&way.chair).contains(&"change_to_decide".to_owned()));
}

fn a_sprint_ends_and_its_report_reaches_the_financier(way: &Way) {
    let financier = json!({"name": "Digitaliseringsrådet", "email": "radet@exempel.se", "role": "financier_representative", "language": "sv"});
    way.post(&way.leader, "/recipients", financier);
    way.post(&way.leader, "/sprints", json!({"number": 1, "starts_on": "2020-10-05", "ends_on": "2020-11-20"}));
    way.send(&way.leader, "PATCH", "/sprints/1/status", json!({"status": "Testerna pågår.", "upcoming": "Val av process två", "publish": true, "version": 1}));
    way.post(&way.controller, "/outcomes", json!({"category": "Egen personal", "month": "2020-10", "amount": 445_410, "version": 0}));
    way.post(&way.leader, "/status-reports", json!({}));
    saved(way, "/status-reports/1", json!({"results": [{"number": 1, "text": "Antagen av sex kommuner."}], "lights": lights(way)}));
    way.step(&way.leader, "/status-reports/1", "submission", json!({}));
    assert_eq!(way.refused(&way.leader, "/status-reports/1", "approval", json!({})), "no-mandate");
    let approved = way.step(&way.chair, "/status-reports/1", "approval", json!({"basis": way.meeting("§ 10")}));
    assert_eq!(approved["state"], "approved");
    sent(way, "/status-reports/1", 1);
}
/// Every light that the figures do not leave green says why.
fn lights(way: &Way) -> Value {
    let report = way.read(&way.leader, "/status-reports/1");
    items_of(&report, "lights").iter().map(|l| json!({"area": l["area"], "deviation": "Enligt siffrorna"})).collect()
}
fn saved(way: &Way, report: &str, mut changes: Value) {
    changes["version"] = way.read(&way.leader, report)["version"].clone();
    way.send(&way.leader, "PATCH", report, changes);
}
/// The E-råd's chair dispatches it, and the recipient's mail server has accepted it with its PDF.
fn sent(way: &Way, report: &str, mails: usize) {
    way.step(&way.orderer, report, "dispatch", json!({}));
    way.worker();
    let whole = way.read(&way.leader, report);
    assert_eq!(whole["state"], "sent");
    assert_eq!(way.mailed("report"), vec!["radet@exempel.se"; mails]);
    let proof = items(&way.read(&way.leader, &format!("{report}/deliveries")));
    assert_eq!((&proof[0]["state"], &proof[0]["pdf_sha256"]), (&json!("accepted"), &whole["pdf_sha256"]));
}

/// Versions of some deliverables, with their criteria met, are gathered, submitted, recorded by the deputy and confirmed by the chair.
fn delivered(way: &Way, number: i32, deliverables: std::ops::RangeInclusive<i32>) {
    let mut versions = Vec::new();
    for n in deliverables {
        way.post(&way.leader, &format!("/deliverables/L{n}/versions"), json!({"label": "1.0", "link": "https://plattform.exempel.se/L"}));
        way.send(
            &way.leader,
            "PUT",
            &format!("/deliverables/L{n}/criteria/1"),
            json!({"text": "Provad i en process", "met": true, "note": "I sprint 1", "version": 1}),
        );
        versions.push(json!({"deliverable": format!("L{n}"), "label": "1.0"}));
    }
    let thing = format!("/deliveries/{number}");
    way.post(&way.leader, "/deliveries", json!({"name": format!("Delleverans {number}"), "versions": versions}));
    way.step(&way.leader, &thing, "submission", json!({"proposed": "continue", "recommendation": "Går att använda"}));
    let choice = json!({"outcome": "continue", "motivation": "Uppfyller kraven", "basis": way.meeting("§ 11")});
    let recorded = way.step(&way.deputy, &thing, "decision", choice);
    assert_eq!(recorded["state"], "submitted", "recording is not deciding");
    assert_eq!(way.waits_for(&way.chair), ["delivery_submitted", "decision_to_confirm"]);
    way.post(&way.chair, &format!("/recordings/{}/confirmation", recorded["recording"]), json!({}));
    assert_eq!(way.read(&way.member, &thing)["state"], "approved");
}

fn the_first_part_delivery_opens_the_effect_phase(way: &Way) {
    assert_eq!(phases(way), ["passed", "passed", "passed", "open", "ahead", "ahead"].map(Value::from));
    delivered(way, 1, 1..=3);
    assert_eq!(phases(way), ["passed", "passed", "passed", "open", "ahead", "open"].map(Value::from), "the effect phase goes on beside the execution");
    let refused = way.leader.api("DELETE", "/api/v1/projects/H044/deliverables/L1/versions/1.0", None).expect(409).json();
    assert_eq!(refused["reason"], "version-is-locked");
    way.post(&way.leader, "/handovers", json!({"deliverable": "L3", "label": "1.0", "receiver": way.effect_owner.email, "note": "För förvaltning"}));
    assert!(way.waits_for(&way.effect_owner).contains(&"handover_to_answer".to_owned()));
    assert_eq!(way.post(&way.effect_owner, "/handovers/1/answer", json!({"answer": "accept", "version": 1}))["state"], "accepted");
}

/// The first quarter of 2021, by who owns the effect.
fn measured_by_quarter(way: &Way) {
    assert!(way.waits_for(&way.effect_owner).contains(&"measurement_due".to_owned()));
    measured(way, 52);
    assert!(way.waits_for(&way.effect_owner).is_empty());
    let lost =
        way.effect_owner.api("POST", "/api/v1/projects/H044/indicators/1/measurements", Some(&json!({"measured_on": way.today(), "value": 101}))).expect(422);
    assert_eq!(lost.json()["errors"][0]["code"], "value-above");
}
fn measured(way: &Way, value: i64) {
    way.post(&way.effect_owner, "/indicators/1/measurements", json!({"measured_on": way.today(), "value": value}));
}

fn the_rest_is_delivered(way: &Way) {
    way.worker();
    assert_eq!(way.waits_for(&way.orderer), ["acceptance_expired"], "what was accepted for ninety days is looked at again");
    way.post(&way.orderer, "/risks/R1/acknowledgement", json!({}));
    delivered(way, 2, 4..=5);
    let labels: Vec<Value> = items(&way.read(&way.member, "/deliverables")).into_iter().map(|d| d["version_label"].clone()).collect();
    assert_eq!(labels, vec![json!("1.0"); 5]);
    way.send(&way.leader, "PUT", "/milestones/1", json!({"done_on": way.today(), "version": way.read(&way.leader, "/milestones/1")["version"]}));
}

/// The steering group approves it first, then the financier's representative; then the gate that asks for it is passed.
fn closed_with_its_final_report(way: &Way) {
    way.post(&way.leader, "/final-report", json!({}));
    saved(
        way,
        "/final-report",
        json!({"summary": "Projektet nådde sina mål.", "process": "Sex processer på ett år.", "lessons": "Börja med dem som gör jobbet.",
        "recommendation": "Förvalta handboken.", "goals": [{"number": 2, "reached": "Sex kommuner använder den."}]}),
    );
    way.step(&way.leader, "/final-report", "submission", json!({}));
    let yes = json!({"basis": way.meeting("§ 12")});
    assert_eq!(way.refused(&way.financier, "/final-report", "approval", yes.clone()), "out-of-turn");
    assert_eq!(way.step(&way.chair, "/final-report", "approval", yes.clone())["state"], "submitted");
    let approved = way.step(&way.financier, "/final-report", "approval", yes);
    let by: Vec<Value> = items_of(&approved, "approvals").iter().map(|a| a["role"].clone()).collect();
    assert_eq!((&approved["state"], by), (&json!("approved"), ["steering_group", "financier_representative"].map(Value::from).to_vec()));
    sent(way, "/final-report", 2);

    prepared(way, 4, &[], &[]);
    submitted(way, 4);
    decided(way, 4, "continue", json!([]));
    let closing = items_of(&way.read(&way.leader, "/gates/5"), "items");
    assert!(closing.iter().any(|i| i["item"] == "final_report" && i["met"] == true), "the approved report is the gate's");
    prepared(way, 5, &[], &[]);
    submitted(way, 5);
    decided(way, 5, "continue", json!([]));
    assert_eq!((phases(way)[5].clone(), way.read(&way.leader, "")["phase"].clone()), (json!("open"), json!("effect")));
}

/// Nobody has thought of it for eight months: the plan reminds who owns the effect.
fn the_effect_is_measured_on_reminder(way: &Way) {
    assert_eq!(way.mailed("measurement-due").last(), Some(&way.effect_owner.email));
    assert_eq!(way.waits_for(&way.effect_owner), ["measurement_due"]);
    measured(way, 71);
    way.on("2022-12-12");
    measured(way, 82);
    let indicator = way.read(&way.member, "/indicators/1");
    assert_eq!((&indicator["latest"], &indicator["reached"]), (&json!(82), &json!(true)));
    let states: Vec<Value> = items_of(&indicator, "planned").iter().map(|p| p["state"].clone()).collect();
    assert_eq!(states, vec![json!("done"); 3]);
}

/// The orderer approves the effect report; the last gate closes the project.
fn its_books_are_closed(way: &Way) {
    way.post(&way.leader, "/effect-report", json!({}));
    saved(
        way,
        "/effect-report",
        json!({"summary": "Effekten kom.", "benefits": "Åtta minuter per ärende av tio.", "recommendation": "Mät vidare i linjen.",
        "goals": [{"number": 1, "reached": "Målet är nått.", "carried_on_by": "Socialtjänsten"}]}),
    );
    way.step(&way.leader, "/effect-report", "submission", json!({}));
    assert_eq!(way.refused(&way.chair, "/effect-report", "approval", json!({"basis": way.meeting("§ 13")})), "no-mandate");
    assert_eq!(way.step(&way.orderer, "/effect-report", "approval", json!({"basis": way.meeting("§ 13")}))["state"], "approved");
    sent(way, "/effect-report", 3);
    prepared(way, 6, &[], &[]);
    submitted(way, 6);
    decided(way, 6, "continue", json!([]));
    assert_eq!(way.read(&way.leader, "")["standing"], "closed");
    let closed = way.leader.api("POST", "/api/v1/projects/H044/deliverables", Some(&json!({"name": "En till"}))).expect(409).json();
    assert_eq!(closed["reason"], "project-closed");
}

/// Nothing was changed behind the program's back, and the log says who decided what, in which role and by which delegation.
fn everything_stands_as_it_was_written(way: &Way) {
    assert_eq!(way.broken(), [""; 0]);
    let mut log = items(&way.leader.api("GET", "/api/v1/projects/H044/decisions?limit=100", None).expect(200).json());
    log.reverse();
    let word = |v: &Value| v.as_str().unwrap_or("-").to_owned();
    let line = |d: &Value| {
        let delegated = d["delegation"].as_i64().map_or_else(String::new, |n| format!(", på delegation {n}"));
        let recorded = if d["recorded_by"] == d["decided_by"] { String::new() } else { format!(", antecknat av {}", word(&d["recorded_by"])) };
        format!(
            "{} {} {} {}: {} som {}{delegated}{recorded}",
            d["number"],
            word(&d["object"]["kind"]),
            word(&d["object"]["ref"]),
            word(&d["outcome"]),
            word(&d["decided_by"]),
            word(&d["role"])
        )
    };
    insta::assert_snapshot!(log.iter().map(line).collect::<Vec<_>>().join("\n"));
    let people: Vec<&Actor> = vec![&way.chair, &way.orderer, &way.financier, &way.controller];
    assert!(people.iter().all(|who| way.waits_for(who).is_empty()), "nothing is left to decide");
}

fn items(list: &Value) -> Vec<Value> {
    items_of(list, "items")
}
fn items_of(thing: &Value, field: &str) -> Vec<Value> {
    thing[field].as_array().cloned().unwrap_or_default()
}
