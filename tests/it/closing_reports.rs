//! The final report and the effect report: when they are begun, what they say, who approves them in which order, and what is locked.
mod approved;

use crate::support::smtp::MailServer;
use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use styrrum::domain::report::{ReportKey, ReportKind};
use styrrum::services::{Problem, verify};
use styrrum::store::plan::{self, DeliverableValues};
use styrrum::store::{files, reports};

const API: &str = "/api/v1/projects/H044";
const FINAL: &str = "/api/v1/projects/H044/final-report";
const EFFECT: &str = "/api/v1/projects/H044/effect-report";

/// A project in its execution with an effect goal that is measured, a project goal, a budget, a deliverable and a recipient.
fn world() -> World {
    let world = World::new();
    let project = world.project;
    for goal in [json!({"kind": "effect", "name": "Mer tid för brukare", "portfolio": "4A"}), json!({"kind": "project", "name": "Handboken används"})] {
        world.leader.api("POST", &format!("{API}/goals"), Some(&goal)).expect(201);
    }
    let indicator = json!({"goal": 1, "name": "Tid hos brukare", "unit": "%", "direction": "up", "decimals": 1, "baseline": 40, "baseline_on": "2020-03-30",
        "target": 80, "target_on": "2022-06-30", "plan": ["2020-Q2", "2020-Q4"]});
    world.leader.api("POST", &format!("{API}/indicators"), Some(&indicator)).expect(201);
    world.budget("Egen personal", 2020, 593_880);
    world.outcome("Egen personal", (2020, 10), 445_410);
    world.write(move |db| {
        let handbook =
            DeliverableValues { name: "Metodhandbok".into(), description: String::new(), handed_to: "Socialtjänsten i Åmål".into(), responsible_id: None };
        Ok(plan::add_deliverable(db, project, handbook)?)
    });
    world.recipient("Finansiären", "finansiar@exempel.se", false);
    world
}
/// The world with its effect phase open, beside the execution.
fn in_effect() -> World {
    let world = world();
    world.arrange("UPDATE gates SET state = 'open' WHERE number = 6");
    world
}
fn meeting() -> Value {
    json!({"basis": "meeting", "meeting_date": "2020-11-27", "meeting_item": "§ 3", "present": "Alla"})
}
fn get(actor: &Actor, report: &str) -> Value {
    actor.api("GET", report, None).expect(200).json()
}
/// A step of a report, by somebody who sees it as it is now when no version is named.
fn act(actor: &Actor, report: &str, step: &str, mut body: Value) -> Answer {
    if body["version"].is_null() {
        body["version"] = get(actor, report)["version"].clone();
    }
    actor.api("POST", &format!("{report}/{step}"), Some(&body))
}
fn submit(world: &World, report: &str) -> Value {
    act(&world.leader, report, "submission", json!({})).expect(200).json()
}
fn save(world: &World, report: &str, mut changes: Value) -> Value {
    changes["version"] = get(&world.leader, report)["version"].clone();
    world.leader.api("PATCH", report, Some(&changes)).expect(200).json()
}
fn begun(world: &World, report: &str) -> Value {
    world.leader.api("POST", report, Some(&json!({}))).expect(201).json()
}
fn submitted_final(world: &World) -> Value {
    begun(world, FINAL);
    submit_final(world)
}
fn submit_final(world: &World) -> Value {
    let texts = json!({"summary": "Projektet nådde sina mål.", "process": "Sex processer på ett år.", "lessons": "Börja med dem som gör jobbet.",
        "recommendation": "Förvalta handboken.", "goals": [{"number": 2, "reached": "Sex kommuner använder den."}]});
    save(world, FINAL, texts);
    submit(world, FINAL)
}
fn submitted_effect(world: &World) -> Value {
    begun(world, EFFECT);
    let texts = json!({"summary": "Effekten är på väg.", "benefits": "Åtta minuter per ärende av tio.", "recommendation": "Mät igen om ett år.",
        "goals": [{"number": 1, "reached": "Tiden har ökat.", "carried_on_by": "Socialtjänsten i Åmål"}]});
    save(world, EFFECT, texts);
    submit(world, EFFECT)
}
fn approve(actor: &Actor, report: &str) -> Value {
    act(actor, report, "approval", meeting()).expect(200).json()
}
fn approved_final(world: &World) -> Value {
    submitted_final(world);
    approve(&world.chair, FINAL);
    approve(&world.financier, FINAL)
}
fn pdf(actor: &Actor, report: &str) -> String {
    actor.api("GET", &format!("{report}/pdf"), None).expect(200).body
}
fn fields(problem: &Value) -> Vec<String> {
    problem["errors"].as_array().into_iter().flatten().map(|e| e["field"].as_str().unwrap_or_default().to_owned()).collect()
}
/// What waits for somebody, of reports.
fn waiting(actor: &Actor) -> Vec<Value> {
    let items = actor.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().filter(|i| i["kind"].as_str().is_some_and(|k| k.starts_with("report"))).map(|i| json!([i["kind"], i["ref"], i["matter"]])).collect()
}

#[test]
fn whoever_answers_for_the_effects_writes_the_effect_report_and_no_other() {
    let world = in_effect();
    world.arrange(&format!("UPDATE role_assignments SET role = 'effect_owner' WHERE person_id = {}", world.controller.id));
    let owner = &world.controller;
    owner.sign_in();
    world.member.sign_in();
    let asked = world.member.get("/projects/H044/effect-report").expect(200).body;
    assert!(asked.contains("Skrivs av: Effekthemtagningsansvarig, Projektledare, Biträdande projektledare"), "{asked}");
    owner.api("POST", FINAL, Some(&json!({}))).expect(403);
    owner.get("/projects/H044/effect-report").expect(200);
    owner.post_form("/projects/H044/effect-report", &[]).expect(303);
    owner.get("/projects/H044/effect-report/edit").expect(200);
    assert_eq!(waiting(owner), [json!(["report_draft", "effect_report", null])]);
    let texts = json!({"summary": "Effekten är på väg.", "benefits": "Åtta minuter per ärende av tio.", "recommendation": "Mät igen om ett år.",
        "goals": [{"number": 1, "reached": "Tiden har ökat.", "carried_on_by": "Socialtjänsten i Åmål"}], "version": get(owner, EFFECT)["version"]});
    owner.api("PATCH", EFFECT, Some(&texts)).expect(200);
    act(owner, EFFECT, "submission", json!({})).expect(200);
    let body = json!({"reason": "Vad säger bortfallet?", "basis": {"kind": "chair"}});
    act(&world.orderer, EFFECT, "return", body).expect(200);
    assert_eq!(waiting(owner), [json!(["report_returned", "effect_report", "effect_report"])]);
}

#[test]
fn the_final_report_goes_from_draft_by_the_steering_group_and_the_financiers_representative_to_the_recipients() {
    let (world, server) = (world(), MailServer::start(&[]));
    submitted_final(&world);
    assert_eq!(waiting(&world.chair), [json!(["report_submitted", "final_report", "final_report"])]);
    assert_eq!(waiting(&world.financier), Vec::<Value>::new());
    let half = approve(&world.chair, FINAL);
    assert_eq!((&half["state"], half["approvals"].as_array().map(Vec::len), &half["pdf_sha256"]), (&json!("submitted"), Some(1), &Value::Null));
    assert_eq!(waiting(&world.chair), Vec::<Value>::new());
    assert_eq!(waiting(&world.financier), [json!(["report_submitted", "final_report", "final_report_financier"])]);
    let whole = approve(&world.financier, FINAL);
    let by: Vec<&Value> = whole["approvals"].as_array().into_iter().flatten().map(|a| &a["role"]).collect();
    assert_eq!((&whole["state"], by), (&json!("approved"), vec![&json!("steering_group"), &json!("financier_representative")]));
    assert!(whole["checkpoint"]["seq"].as_i64().is_some_and(|seq| seq > 0), "{whole}");

    let sha256 = whole["pdf_sha256"].as_str().map(String::from).expect("a hash");
    let stored = world.write(move |db| Ok(files::get(db, &sha256)?.expect("stored").1));
    let first = pdf(&world.leader, FINAL);
    assert_eq!((&first, &first), (&pdf(&world.registrar, FINAL), &String::from_utf8_lossy(&stored).into_owned()));

    act(&world.orderer, FINAL, "dispatch", json!({})).expect(202);
    let worker = world.worker(Some(&server.url));
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
    assert_eq!(get(&world.leader, FINAL)["state"], "sent");
    let proof = world.leader.api("GET", &format!("{FINAL}/deliveries"), None).expect(200).json();
    assert_eq!((&proof["items"][0]["state"], &proof["items"][0]["pdf_sha256"]), (&json!("accepted"), &whole["pdf_sha256"]));
    let mail = server.received().into_iter().find(|mail| mail.contains("finansiar@exempel.se")).expect("the financier's");
    assert!(mail.contains("H044-final.pdf"), "{mail}");
}

#[test]
fn it_is_begun_once_and_in_its_time_by_those_who_write_reports() {
    let world = world();
    assert_eq!(world.leader.api("POST", EFFECT, Some(&json!({}))).expect(409).json()["reason"], "phase-not-open");
    world.arrange("UPDATE gates SET state = 'open' WHERE number = 3");
    world.arrange("UPDATE gates SET state = 'ahead' WHERE number IN (4, 5)");
    assert_eq!(world.leader.api("POST", FINAL, Some(&json!({}))).expect(409).json()["reason"], "phase-not-open");
    world.arrange("UPDATE gates SET state = 'open' WHERE number = 4");
    world.chair.api("POST", FINAL, Some(&json!({}))).expect(403);
    world.outsider.api("POST", FINAL, Some(&json!({}))).expect(404);
    begun(&world, FINAL);
    assert_eq!(world.deputy.api("POST", FINAL, Some(&json!({}))).expect(409).json()["reason"], "already-begun");
    world.leader.api("GET", EFFECT, None).expect(404);
}

#[test]
fn a_draft_is_for_those_who_write_it_and_the_others_see_that_none_is_submitted() {
    let world = world();
    begun(&world, FINAL);
    for reader in [&world.member, &world.orderer, &world.registrar] {
        reader.api("GET", FINAL, None).expect(403);
        reader.sign_in();
        let page = reader.get("/projects/H044/final-report").expect(200).body;
        assert!(page.contains("Ingen slutrapport är inskickad än"), "{page}");
    }
}

#[test]
fn a_report_with_parts_missing_is_not_submitted_and_each_is_named_at_its_field() {
    let world = in_effect();
    begun(&world, FINAL);
    let refused = act(&world.leader, FINAL, "submission", json!({})).expect(422).json();
    assert_eq!(fields(&refused), ["summary", "goals.2.reached", "process", "lessons", "recommendation"]);
    begun(&world, EFFECT);
    let refused = act(&world.leader, EFFECT, "submission", json!({})).expect(422).json();
    assert_eq!(fields(&refused), ["summary", "goals.1.reached", "goals.1.carried_on_by", "benefits", "recommendation"]);
    let elsewhere = json!({"benefits": "Här?", "version": 1});
    assert_eq!(fields(&world.leader.api("PATCH", FINAL, Some(&elsewhere)).expect(422).json()), ["benefits"]);
    let stray = json!({"goals": [{"number": 2, "reached": "Nått", "kind": "part"}], "version": 1});
    assert_eq!(fields(&world.leader.api("PATCH", FINAL, Some(&stray)).expect(422).json()), ["goals.2.kind"]);
    let unknown = json!({"goals": [{"number": 9, "reached": "Nått"}], "version": 1});
    assert_eq!(fields(&world.leader.api("PATCH", FINAL, Some(&unknown)).expect(422).json()), ["goals.9.reached"]);
}

#[test]
fn the_final_report_gathers_what_the_project_holds_and_its_submission_freezes_it() {
    let world = world();
    let frozen = submitted_final(&world);
    let record = &frozen["record"];
    assert_eq!(record["economy"]["total"]["outcome_total"], 445_410);
    assert_eq!((&record["deliverables"][0]["name"], &record["deliverables"][0]["handed_to"]), (&json!("Metodhandbok"), &json!("Socialtjänsten i Åmål")));
    assert_eq!((&frozen["goals"][0]["kind"], &frozen["goals"][1]["reached"]), (&json!("effect"), &json!("Sex kommuner använder den.")));
    assert!(record["organisation"].as_array().is_some_and(|roles| roles.iter().any(|r| r["role"] == "steering_group")), "{record}");
    assert_eq!(record["phases"][3]["phase"], "execution");
    world.outcome("Egen personal", (2020, 11), 1);
    let later = get(&world.chair, FINAL);
    assert_eq!((&later["record"], &later["hash"]), (record, &frozen["hash"]));
}

#[test]
fn the_final_report_tells_what_was_handed_over_to_whom_and_what_was_answered() {
    let world = World::new();
    crate::handovers::handed_over(&world);
    let handover = begun(&world, FINAL)["record"]["handovers"][0].clone();
    assert_eq!(
        [&handover["deliverable"], &handover["version"], &handover["receiver"], &handover["state"]],
        [&json!(1), &json!("0.3"), &json!("member"), &json!("waits")]
    );
    world.leader.sign_in();
    let page = world.leader.get("/projects/H044/final-report").expect(200).body;
    assert!(page.contains("Överlämningar") && page.contains("Väntar på svar"), "{page}");
}

#[test]
fn the_effect_report_shows_zero_as_zero_and_what_was_not_measured_as_missing() {
    let world = in_effect();
    begun(&world, EFFECT);
    let indicator = |report: &Value| report["goals"][0]["indicators"][0].clone();
    let none = indicator(&get(&world.leader, EFFECT));
    assert_eq!(
        (&none["measured"], &none["progress_percent"], &none["lacks"], &none["missed"]),
        (&json!([]), &Value::Null, &json!("value"), &json!(["2020-Q2"]))
    );
    world.leader.api("POST", &format!("{API}/indicators/1/measurements"), Some(&json!({"measured_on": "2020-11-20", "value": 0}))).expect(201);
    let zero = indicator(&get(&world.leader, EFFECT));
    assert_eq!((&zero["measured"][0]["value"], &zero["progress_percent"], &zero["missed"]), (&json!(0), &json!(-100), &json!(["2020-Q2"])));
    world.leader.sign_in();
    let page = world.leader.get("/projects/H044/effect-report").expect(200).body;
    assert!(page.contains("0\u{a0}%") && page.contains("Planerade mätningar som saknas: 2020 kv 2"), "{page}");
    assert_eq!(get(&world.leader, EFFECT)["goals"].as_array().map(Vec::len), Some(1), "only effects");
}

#[test]
fn the_api_tells_figures_in_their_unit_as_among_the_indicators_and_what_is_frozen_keeps_hundredths() {
    let world = in_effect();
    world.leader.api("POST", &format!("{API}/indicators/1/measurements"), Some(&json!({"measured_on": "2020-11-20", "value": 45.5}))).expect(201);
    let told = submitted_effect(&world)["goals"][0]["indicators"][0].clone();
    let own = get(&world.leader, &format!("{API}/indicators/1"));
    assert_eq!(told["baseline"], json!({"on": own["baseline_on"], "value": own["baseline"]}));
    assert_eq!(told["target"], json!({"on": own["target_on"], "value": own["target"]}));
    assert_eq!(told["measured"], json!([{"quarter": "2020-Q4", "value": 45.5}]));
    assert_eq!([&told["progress_percent"], &told["lacks"], &own["latest"]], [&own["progress_percent"], &own["lacks"], &json!(45.5)]);
    let project = world.project;
    let frozen = world.store.read_now(move |db| Ok::<_, Problem>(reports::find(db, project, ReportKey::the(ReportKind::Effect))?)).expect("read");
    assert!(frozen.and_then(|r| r.frozen).is_some_and(|f| f.contains("\"value\":4550")), "hundredths");
}

#[test]
fn the_effect_report_begins_without_words_of_another_report() {
    let (world, status) = (crate::reports::world(), format!("{API}/status-reports/1"));
    world.arrange("UPDATE gates SET state = 'open' WHERE number = 6");
    begun(&world, &format!("{API}/status-reports"));
    let written =
        json!({"summary": "Sex kommuner är med", "results": [{"number": 1, "text": "Prövad"}], "lights": [{"area": "budget", "measure": "Köps nästa år"}]});
    save(&world, &status, written);
    submit(&world, &status);
    approve(&world.chair, &status);
    assert_eq!(begun(&world, FINAL)["texts"]["summary"], "Sex kommuner är med");
    assert_eq!(begun(&world, EFFECT)["texts"]["summary"], "");
}

#[test]
fn the_effect_report_is_approved_by_the_project_orderer_and_its_gate_then_has_it() {
    let world = in_effect();
    submitted_effect(&world);
    assert_eq!(act(&world.chair, EFFECT, "approval", meeting()).expect(403).json()["held_by"], json!(["project_orderer"]));
    let gate = |number: i32| world.registrar.api("GET", &format!("{API}/gates/{number}"), None).expect(200).json();
    let item = |number: i32, name: &str| gate(number)["items"].as_array().and_then(|all| all.iter().find(|i| i["item"] == name)).cloned().expect("an item");
    assert_eq!(item(6, "effect_report")["met"], json!(false));
    assert_eq!(approve(&world.orderer, EFFECT)["state"], "approved");
    let has = item(6, "effect_report");
    assert_eq!((&has["met"], &has["version_label"], &has["elsewhere"]), (&json!(true), &json!("1"), &json!(false)));
    assert!(has["reference"].as_str().is_some_and(|at| at.ends_with("/projects/H044/effect-report")), "{has}");
    approved_final(&world);
    assert_eq!(item(5, "final_report")["met"], json!(true));
    world.leader.sign_in();
    let page = world.leader.get("/projects/H044/gates/6").expect(200).body.replace("&#x2f;", "/");
    assert!(page.contains("/projects/H044/effect-report\" rel=\"noopener noreferrer\">Version 1</a>"), "{page}");
}

#[test]
fn verification_proves_the_approved_reports_and_names_the_one_that_was_changed() {
    let world = in_effect();
    approved_final(&world);
    submitted_effect(&world);
    approve(&world.orderer, EFFECT);
    let broken = || -> Vec<String> {
        let verdict = world.store.read_now(verify::database).expect("read");
        assert_eq!(verdict.reports, 2);
        verdict.broken.into_iter().map(|b| b.row).collect()
    };
    let exported = || {
        let mut out = Vec::new();
        world.store.read_now(|db| Ok::<_, styrrum::services::Problem>(verify::export::write(db, "H044", &mut out))).expect("read").expect("exported");
        verify::export::verify(&out[..]).expect("read").broken.into_iter().map(|b| b.row).collect::<Vec<_>>()
    };
    assert_eq!((broken(), exported()), (vec![], vec![]));
    let drop = if world.database.starts_with("postgres") {
        "ALTER TABLE reports DISABLE TRIGGER approved_reports_are_locked;"
    } else {
        "DROP TRIGGER approved_reports_are_locked;"
    };
    world.arrange(&format!("{drop} UPDATE reports SET frozen = replace(frozen, 'sina mål', 'alla mål') WHERE kind = 'final';"));
    let name = format!("final report {}/1.1", world.project);
    assert_eq!((broken(), exported()), (vec!["trigger approved_reports_are_locked".to_owned(), name.clone()], vec![name]));
}

#[test]
fn the_pages_lead_from_the_list_to_the_locked_report() {
    let world = world();
    for actor in [&world.leader, &world.chair, &world.financier, &world.orderer] {
        actor.sign_in();
    }
    let page = "/projects/H044/final-report";
    let list = world.leader.get("/projects/H044/status-reports").expect(200).body;
    assert!(list.contains("Påbörja slutrapporten") && !list.contains("Påbörja effektbokslutet"), "{list}");
    world.leader.post_form(page, &[]).expect(303);
    let editor = world.leader.get(&format!("{page}/edit")).expect(200).body;
    assert!(editor.contains("Handboken används") && editor.contains("name=\"goals.2.reached\""), "{editor}");
    let draft = [("version", "1"), ("summary", "Vi nådde målen"), ("process", "Bra"), ("lessons", "Mät tidigt"), ("goals.2.reached", "")];
    let refused = world.leader.post_form(&format!("{page}/submission"), &draft).expect(422).body;
    assert!(
        refused.contains("Skriv vad som nåddes: Handboken används")
            && refused.contains("#f-goals.2.reached")
            && refused.contains("#f-recommendation")
            && refused.contains("Mät tidigt"),
        "{refused}"
    );
    assert_eq!(world.leader.post_form(&format!("{page}/autosave"), &draft).expect(200).json(), json!({"version": 2}));
    let rest = [("version", "2"), ("summary", "Vi nådde målen"), ("recommendation", "Förvalta"), ("goals.2.reached", "Nått")];
    world.leader.post_form(&format!("{page}/submission"), &rest).expect(303);
    assert!(world.chair.get("/").expect(200).body.contains("Slutrapport"), "it waits for the chair");
    assert!(world.chair.get(page).expect(200).body.contains("Vi nådde målen"));
    let seen = |version: &'static str| [("basis", "chair"), ("version", version), ("checked", "yes")];
    world.chair.post_form(&format!("{page}/approval"), &seen("4")[..1]).expect(422);
    let check = world.chair.post_form(&format!("{page}/approval"), &seen("4")[..2]).expect(200).body;
    assert!(check.contains("Godkänn: Slutrapport"), "{check}");
    world.chair.post_form(&format!("{page}/approval"), &seen("4")).expect(303);
    let half = world.chair.get(page).expect(200).body;
    assert!(
        half.contains("Finansiärens representant") || half.contains("Representanten för finansiären") || half.contains("Representant för finansiär"),
        "{half}"
    );
    world.financier.post_form(&format!("{page}/approval"), &seen("5")).expect(303);
    assert_eq!(get(&world.leader, FINAL)["state"], "approved");
    world.orderer.post_form(&format!("{page}/dispatch"), &[("version", "6"), ("checked", "yes")]).expect(303);
    let journal = world.leader.api("GET", &format!("{API}/journal?object=final_report:1"), None).expect(200).json();
    let kinds: Vec<&str> = journal["items"].as_array().into_iter().flatten().filter_map(|e| e["kind"].as_str()).collect();
    assert_eq!(kinds, ["report.dispatched", "report.approved", "report.step_approved", "report.submitted", "report.started"]);
    world.leader.get(&format!("{page}/preview")).expect(200);
    world.leader.get("/projects/H044/journal").expect(200);
}
