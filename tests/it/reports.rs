//! Status reports: what may be written, frozen, decided, sent and corrected, and by whom.
mod described;
mod sent;
mod shown;

use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};
use styrrum::services::Problem;
use styrrum::store::deliverables::{self, NewVersion};
use styrrum::store::plan::DeliverableValues;
use styrrum::store::{files, plan};

const ALL: &str = "/api/v1/projects/H044/status-reports";
const BOUGHT: &str = "Externa (köpta) tjänster";

/// The project has bought services for 218 200 kr of the year's 128 760, one deliverable, two sprints, one recipient.
pub fn world() -> World {
    let world = World::new();
    let project = world.project;
    let (now, leader) = (world.clock.now(), world.leader.id);
    for (category, year, kronor) in [("Egen personal", 2020, 593_880), (BOUGHT, 2020, 128_760), (BOUGHT, 2021, 193_140)] {
        world.budget(category, year, kronor);
    }
    world.outcome(BOUGHT, (2020, 10), 218_200);
    world.write(move |db| {
        let handbook = DeliverableValues { name: "Metodhandbok".into(), description: String::new(), handed_to: String::new(), responsible_id: None };
        let deliverable = plan::add_deliverable(db, project, handbook)?;
        let (label, link, note) = ("0.3", "https://handbok.example", "");
        let version =
            NewVersion { project_id: project, deliverable, number: 1, label, link, sha256: None, media_type: None, note, added_by: leader, added_at: now };
        deliverables::add_version(db, &version)?;
        Ok::<_, Problem>(())
    });
    world.sprint(5, "2020-08-24", "2020-10-02");
    world.sprint(6, "2020-10-05", "2020-11-20");
    let status = json!({"status": "Testerna pågår.", "upcoming": "Val av process två", "publish": true, "version": 1});
    world.leader.api("PATCH", "/api/v1/projects/H044/sprints/6/status", Some(&status)).expect(200);
    world.recipient("Finansiären", "finansiar@exempel.se", false);
    world
}
fn one(rest: &str) -> String {
    format!("{ALL}/1{rest}")
}
fn started(world: &World) -> Value {
    world.leader.api("POST", ALL, None).expect(201).json()
}
/// Saves changes in the draft as it is now.
fn save(world: &World, mut changes: Value) -> Answer {
    changes["version"] = world.leader.api("GET", &one(""), None).json()["version"].clone();
    world.leader.api("PATCH", &one(""), Some(&changes))
}
/// A step of the first report, by somebody who sees it as it is now.
fn act(world: &World, actor: &Actor, step: &str, mut body: Value) -> Answer {
    body["version"] = world.leader.api("GET", &one(""), None).expect(200).json()["version"].clone();
    actor.api("POST", &one(step), Some(&body))
}
/// What the leader writes besides what the report starts with.
fn written() -> Value {
    json!({"results": [{"number": 1, "text": "Sex kommuner har prövat den."}], "lights": [{"area": "budget", "measure": "Resten köps nästa år"}]})
}
fn submitted(world: &World) -> Value {
    started(world);
    save(world, written()).expect(200);
    act(world, &world.leader, "/submission", json!({})).expect(200).json()
}
pub fn approved(world: &World) -> Value {
    submitted(world);
    act(world, &world.chair, "/approval", meeting()).expect(200).json()
}
fn meeting() -> Value {
    json!({"basis": "meeting", "meeting_date": "2020-11-27", "meeting_item": "§ 3", "present": "Alla"})
}
fn light<'a>(report: &'a Value, area: &str) -> &'a Value {
    report["lights"].as_array().and_then(|all| all.iter().find(|l| l["area"] == area)).expect("a light")
}
fn pdf_of(actor: &Actor) -> String {
    actor.api("GET", &one("/pdf"), None).expect(200).body
}

#[test]
fn bought_services_over_the_year_propose_a_deviation_on_budget() {
    let world = world();
    let report = started(&world);
    let budget = light(&report, "budget");
    assert_eq!((&budget["proposed"], &budget["chosen"], &budget["findings"][0]["percent"]), (&json!("minor"), &json!("minor"), &json!(169)));
    assert_eq!(report["economy"]["categories"][1]["outcome_year"], 218_200);
}

#[test]
fn a_report_starts_with_what_the_project_knows() {
    let world = world();
    let report = started(&world);
    assert_eq!(report["period"], json!({"from": "2020-08-24", "to": "2020-11-20", "sprints": [5, 6]}));
    assert_eq!(
        (&report["summary"], &report["upcoming"], &report["results"][0]["version"]),
        (&json!("Testerna pågår."), &json!("Val av process två"), &json!("0.3"))
    );
}

#[test]
fn a_decision_entered_afterwards_stands_in_the_report_under_its_role_and_not_under_who_entered_it() {
    let world = world();
    let basis = json!({"kind": "meeting", "date": "2020-10-01", "item": "5", "present": "Alla"});
    let entry = json!({"title": "Projektplan godkänd", "role": "project_orderer", "decided_on": "2020-10-01", "outcome": "approved", "basis": basis, "minutes": "JVBERi0xLjcK"});
    world.deputy.api("POST", "/api/v1/projects/H044/decisions", Some(&entry)).expect(201);
    started(&world);
    world.leader.sign_in();
    let page = world.leader.get("/projects/H044/status-reports/1").expect(200).body;
    assert!(page.contains("<td>Projektplan godkänd</td>") && page.contains(">Projektbeställare, punkt 5</td>"), "{page}");
}

#[test]
fn a_light_greener_than_its_figures_needs_a_reason() {
    let world = world();
    started(&world);
    let green = json!({"lights": [{"area": "budget", "chosen": "on_plan"}], "results": [{"number": 1, "text": "Klar"}]});
    save(&world, green).expect(200);
    let refused = act(&world, &world.leader, "/submission", json!({})).expect(422).json();
    assert_eq!(refused["errors"][0]["field"], "lights.budget.deviation");
    save(&world, json!({"lights": [{"area": "budget", "deviation": "Fakturan betalas av nästa års budget"}]})).expect(200);
    let report = act(&world, &world.leader, "/submission", json!({})).expect(200).json();
    assert_eq!(light(&report, "budget")["reason"], "Fakturan betalas av nästa års budget");
}

#[test]
fn a_report_without_its_required_parts_is_refused_at_the_field_of_each() {
    let world = world();
    world.leader.sign_in();
    started(&world);
    save(&world, json!({"sprints": []})).expect(200);
    let refused = || {
        let answer = act(&world, &world.leader, "/submission", json!({})).expect(422).json();
        answer["errors"].as_array().expect("errors").iter().map(|e| e["field"].as_str().expect("a field").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(refused(), ["results.1.text", "sprints"]);
    save(&world, json!({"lights": written()["lights"], "sprints": [5, 6]})).expect(200);
    assert_eq!(refused(), ["results.1.text"], "the figures tell what deviates");
    let version = world.leader.api("GET", &one(""), None).expect(200).json()["version"].to_string();
    let form = [("version", version.as_str()), ("sprints", ""), ("upcoming", "Val av process två"), ("results.1.text", "Prövad")];
    let page = world.leader.post_form("/projects/H044/status-reports/1/submission", &form).expect(422).body;
    assert!(page.contains("#f-sprints") && page.contains("Välj minst en sprint") && page.contains("Prövad"), "{page}");
}

#[test]
fn a_delivered_deliverable_says_what_was_achieved_whatever_the_others_say() {
    let world = world();
    let project = world.project;
    let guide = || DeliverableValues { name: "Vägledning".into(), description: String::new(), handed_to: String::new(), responsible_id: None };
    world.write(move |db| Ok(plan::add_deliverable(db, project, guide())?));
    started(&world);
    let mut texts = written();
    texts["results"] = json!([{"number": 2, "text": "Ett första utkast"}]);
    save(&world, texts).expect(200);
    world.arrange("UPDATE deliverable_versions SET delivery = 1, decision = 1 WHERE deliverable = 1");
    let refused = act(&world, &world.leader, "/submission", json!({})).expect(422).json();
    assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("results.1.text"), &json!("result-missing")));
    save(&world, written()).expect(200);
    act(&world, &world.leader, "/submission", json!({})).expect(200);
}

#[test]
fn a_draft_is_for_those_who_write_it() {
    let world = world();
    started(&world);
    world.deputy.api("GET", &one(""), None).expect(200);
    for reader in [&world.member, &world.orderer, &world.registrar] {
        reader.api("GET", &one(""), None).expect(403);
    }
    world.outsider.api("GET", &one(""), None).expect(404);
    assert_eq!(world.member.api("GET", ALL, None).expect(200).json()["items"], json!([]));
}

#[test]
fn a_draft_that_somebody_else_saved_is_stale() {
    let world = world();
    let version = started(&world)["version"].clone();
    world.deputy.api("PATCH", &one(""), Some(&json!({"upcoming": "Annat", "version": version}))).expect(200);
    world.leader.api("PATCH", &one(""), Some(&json!({"upcoming": "Mitt", "version": version}))).expect(409);
    world.leader.api_with("PATCH", &one(""), Some(&json!({"upcoming": "Mitt"})), &[("if-match", "\"1\"")]).expect(412);
}

#[test]
fn autosave_moves_the_version_and_writes_no_event() {
    let world = world();
    started(&world);
    let project = world.project;
    let head = || world.write(move |db| Ok(styrrum::store::journal::head(db, project)?.seq));
    let before = head();
    let saved = save(&world, json!({"complications": "Ingen"})).expect(200).json();
    assert_eq!((saved["version"].clone(), head()), (json!(2), before));
}

#[test]
fn frozen_figures_do_not_move_when_the_outcome_changes_later() {
    let world = world();
    let frozen = submitted(&world);
    world.outcome(BOUGHT, (2020, 11), 50_000);
    let later = world.chair.api("GET", &one(""), None).expect(200).json();
    assert_eq!((&later["economy"], &later["lights"], &later["hash"]), (&frozen["economy"], &frozen["lights"], &frozen["hash"]));
}

#[test]
fn a_draft_is_not_approved() {
    let world = world();
    started(&world);
    let refused = act(&world, &world.chair, "/approval", meeting()).expect(409).json();
    assert_eq!(refused["reason"], "not-submitted");
}

#[test]
fn the_author_does_not_approve_the_report_and_the_member_neither() {
    let world = world();
    submitted(&world);
    for other in [&world.leader, &world.member, &world.orderer] {
        let refused = act(&world, other, "/approval", json!({})).expect(403).json();
        assert_eq!(refused["held_by"], json!(["steering_group"]), "{}", other.name);
    }
}

#[test]
fn what_the_leader_records_of_the_meeting_waits_for_the_chair() {
    let world = world();
    submitted(&world);
    act(&world, &world.leader, "/approval", meeting()).expect(202);
    assert_eq!(world.chair.api("GET", &one(""), None).expect(200).json()["state"], "submitted");
}

#[test]
fn an_approved_report_is_locked_and_names_the_journals_checkpoint() {
    let world = world();
    let report = approved(&world);
    assert_eq!(report["state"], "approved");
    assert!(report["checkpoint"]["seq"].as_i64().is_some_and(|seq| seq > 0), "{report}");
    save(&world, json!({"upcoming": "Annat"})).expect(409);
    act(&world, &world.leader, "/submission", json!({})).expect(409);
    let second = act(&world, &world.chair, "/approval", meeting()).expect(409).json();
    assert_eq!(second["decision"], report["decision"]);
}

#[test]
fn whoever_writes_and_whoever_sends_a_report_is_told_when_it_is_approved() {
    use diesel::prelude::*;
    use styrrum::store::schema::outbox;
    let world = world();
    approved(&world);
    let told: Vec<String> = world.write(|db| {
        let approved = outbox::table.filter(outbox::kind.eq("report-approved"));
        approved.select(outbox::to_email).order(outbox::to_email).load(db).map_err(Problem::internal)
    });
    assert_eq!(told, [world.leader.email.clone(), world.orderer.email.clone()]);
}

#[test]
fn the_same_bytes_come_at_every_download() {
    let world = world();
    let sha256 = approved(&world)["pdf_sha256"].as_str().map(String::from).expect("a hash");
    let stored = world.write(move |db| Ok(files::get(db, &sha256)?.expect("stored").1));
    let first = pdf_of(&world.leader);
    assert_eq!(first, pdf_of(&world.registrar));
    assert_eq!(first, String::from_utf8_lossy(&stored));
}

#[test]
fn a_pdf_before_the_approval_is_never_stored() {
    let world = world();
    submitted(&world);
    assert!(pdf_of(&world.leader).starts_with("%PDF-"));
    assert!(world.write(|db| Ok(files::hashes(db, "", 10)?)).is_empty());
}

#[test]
fn a_returned_report_says_why_and_is_submitted_again() {
    let world = world();
    let first = submitted(&world)["hash"].clone();
    act(&world, &world.chair, "/return", json!({"basis": "chair"})).expect(422);
    act(&world, &world.chair, "/return", json!({"basis": "chair", "reason": "Skriv mer om R1"})).expect(200);
    assert_eq!(world.leader.api("GET", &one(""), None).expect(200).json()["return_reason"], "Skriv mer om R1");
    save(&world, json!({"complications": "R1 har ökat"})).expect(200);
    assert_ne!(act(&world, &world.leader, "/submission", json!({})).expect(200).json()["hash"], first);
}

#[test]
fn a_correction_is_a_new_edition_and_the_first_stays() {
    let world = world();
    let first = approved(&world);
    assert_eq!(world.leader.api("POST", &one("/editions"), None).expect(201).json()["edition"], 2);
    world.leader.api("POST", &one("/editions"), None).expect(409);
    let kept = world.member.api("GET", &one(""), None).expect(200).json();
    assert_eq!((&kept["edition"], &kept["hash"]), (&json!(1), &first["hash"]));
}

#[test]
fn whoever_submits_decides_about_or_sends_a_report_names_the_version_that_they_saw() {
    let world = world();
    started(&world);
    let written =
        json!({"results": [{"number": 1, "text": "Sex kommuner har prövat den."}], "lights": [{"area": "budget", "deviation": "Köpta tjänster drar över"}]});
    save(&world, written).expect(200);
    let steps = |who: &Actor, step: &str, mut body: Value, done: u16| {
        for (version, status) in [(Value::Null, 422), (json!(99), 409)] {
            body["version"] = version;
            let refused = who.api("POST", &one(step), Some(&body)).expect(status).json();
            assert_eq!(refused["errors"][0]["field"] == "version", status == 422, "{step}: {refused}");
        }
        act(&world, who, step, body).expect(done);
    };
    steps(&world.leader, "/submission", json!({}), 200);
    steps(&world.chair, "/return", json!({"basis": "chair", "reason": "Skriv mer"}), 200);
    steps(&world.leader, "/submission", json!({}), 200);
    steps(&world.chair, "/approval", meeting(), 200);
    steps(&world.orderer, "/dispatch", json!({}), 202);
}

#[test]
fn a_report_tells_of_every_decision_recorded_since_the_one_before_the_newest_day_first() {
    let world = world();
    let late = |title: &str| {
        let entry = json!({"title": title, "role": "steering_group", "decided_on": "2020-02-03", "outcome": "approved", "basis": {"kind": "per_capsulam", "agreed": "alla"},
            "minutes": "JVBERi0xLjcKcHJvdG9rb2xsCiUlRU9G"});
        world.leader.api("POST", "/api/v1/projects/H044/decisions", Some(&entry)).expect(201);
    };
    late("Mandat");
    submitted(&world);
    world.clock.advance(chrono::TimeDelta::minutes(1));
    act(&world, &world.chair, "/approval", meeting()).expect(200);
    late("Projektdirektiv");
    world.leader.api("POST", ALL, None).expect(201);
    let titles = |number: i32| -> Vec<String> {
        let report = world.leader.api("GET", &format!("{ALL}/{number}"), None).expect(200).json();
        report["decisions"].as_array().expect("decisions").iter().map(|d| d["title"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(titles(1), ["Mandat"]);
    assert_eq!(titles(2), ["Statusrapport 1", "Projektdirektiv"], "what is entered late stands by the day on which it was decided");
}

#[test]
fn a_field_of_the_draft_that_is_mistyped_or_unknown_is_named_however_deep_it_lies() {
    let world = world();
    started(&world);
    let refused = |changes: Value| -> Vec<(String, String)> {
        let problem = save(&world, changes).expect(422).json();
        let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        problem["errors"].as_array().expect("errors").iter().map(|e| (text(&e["field"]), text(&e["code"]))).collect()
    };
    let found = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(refused(json!({"summary": 5})), found("summary", "wrong-type"));
    assert_eq!(refused(json!({"upcoming": ["a"]})), found("upcoming", "wrong-type"));
    assert_eq!(refused(json!({"lights": "budget"})), found("lights", "wrong-type"));
    assert_eq!(refused(json!({"lights": [{"area": "budget", "chossen": "minor"}]})), found("lights.budget.chossen", "unknown"));
    assert_eq!(refused(json!({"lights": [{"area": "budget", "done": "ja"}]})), found("lights.budget.done", "wrong-type"));
    assert_eq!(refused(json!({"lights": [{"chosen": "minor"}]})), found("lights.1.area", "required"));
    assert_eq!(refused(json!({"results": [{"number": 1, "text": "Klar", "txt": "Klar"}]})), found("results.1.txt", "unknown"));
    assert_eq!(refused(json!({"results": [{"number": 1}]})), found("results.1.text", "required"));
    save(&world, json!({"lights": [{"area": "budget", "chosen": null, "done": true}]})).expect(200);
}

#[test]
fn the_leader_is_told_of_a_draft_to_finish_and_of_a_sprint_without_status() {
    let world = world();
    let waits = |actor: &Actor| {
        let turn = actor.api("GET", "/api/v1/my-turn", None).expect(200).json();
        turn["items"].as_array().expect("items").iter().map(|i| (i["kind"].clone(), i["ref"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(waits(&world.leader), []);
    started(&world);
    world.sprint(7, "2020-11-21", "2020-11-25");
    assert_eq!(waits(&world.deputy), [(json!("sprint_status_missing"), json!("7")), (json!("report_draft"), json!("1"))]);
    assert_eq!(waits(&world.chair), []);
    world.leader.sign_in();
    let page = world.leader.get("/").expect(200).body;
    assert!(page.contains("Två saker väntar på dig") && page.contains("Sprintstatus saknas") && page.contains("Utkast att göra klart"), "{page}");
}
