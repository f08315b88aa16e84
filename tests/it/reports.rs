//! Status reports: what may be written, frozen, decided, sent and corrected, and by whom.
use crate::support::smtp::MailServer;
use crate::support::{Actor, Answer, World};
use chrono::NaiveDate;
use serde_json::{Value, json};
use styrrum::domain::Ore;
use styrrum::domain::report::ReportKey;
use styrrum::services::reports::Dispatch;
use styrrum::services::{InProject, Problem};
use styrrum::store::deliverables::{self, NewVersion};
use styrrum::store::outbox::{self, Attempt};
use styrrum::store::plan::DeliverableValues;
use styrrum::store::recipients::{self, RecipientValues};
use styrrum::store::{Db, files, plan, reports};

const ALL: &str = "/api/v1/projects/H044/status-reports";
const BOUGHT: &str = "Externa (köpta) tjänster";

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// The project has bought services for 218 200 kr of the year's 128 760, one deliverable, two sprints, one recipient.
pub fn world() -> World {
    let world = World::new();
    let project = world.project;
    let (now, leader) = (world.clock.now(), world.leader.id);
    world.write(move |db| {
        plan::set_budget(db, project, 1, "Egen personal", 2020, Ore::kronor(593_880))?;
        plan::set_budget(db, project, 2, BOUGHT, 2020, Ore::kronor(128_760))?;
        plan::set_budget(db, project, 2, BOUGHT, 2021, Ore::kronor(193_140))?;
        plan::set_outcome(db, project, BOUGHT, day(2020, 10, 1), Ore::kronor(218_200), 0)?;
        let handbook = DeliverableValues { name: "Metodhandbok".into(), description: String::new(), handed_to: String::new(), responsible_id: None };
        let deliverable = plan::add_deliverable(db, project, handbook)?;
        let (label, link, note) = ("0.3", "https://handbok.example", "");
        let version =
            NewVersion { project_id: project, deliverable, number: 1, label, link, sha256: None, media_type: None, note, added_by: leader, added_at: now };
        deliverables::add_version(db, &version)?;
        plan::add_sprint(db, project, 5, day(2020, 8, 24), day(2020, 10, 2))?;
        plan::add_sprint(db, project, 6, day(2020, 10, 5), day(2020, 11, 20))?;
        plan::write_sprint_status(db, project, 6, 1, "Testerna pågår.", "Val av process två", Some((now, 1)))?;
        add_recipient(db, project, "Finansiären", "finansiar@exempel.se", false)?;
        Ok::<_, Problem>(())
    });
    world
}
fn add_recipient(db: &mut Db, project: i64, name: &str, email: &str, registrar: bool) -> Result<i64, Problem> {
    let values = RecipientValues {
        name: name.into(),
        email: email.into(),
        email_key: email.into(),
        role: "financier_representative".into(),
        language: "sv".into(),
        registrar,
    };
    Ok(recipients::add(db, project, &values)?)
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
fn submitted(world: &World) -> Value {
    started(world);
    save(world, json!({"results": [{"number": 1, "text": "Sex kommuner har prövat den."}]})).expect(200);
    act(world, &world.leader, "/submission", json!({})).expect(200).json()
}
pub fn approved(world: &World) -> Value {
    submitted(world);
    act(world, &world.chair, "/approval", meeting()).expect(200).json()
}
fn meeting() -> Value {
    json!({"basis": "meeting", "meeting_date": "2020-11-26", "meeting_item": "§ 3", "present": "Alla"})
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
    let project = world.project;
    world.write(move |db| Ok(plan::set_outcome(db, project, BOUGHT, day(2020, 11, 1), Ore::kronor(50_000), 0)?));
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
fn a_corrected_report_stands_once_among_those_to_send() {
    let world = world();
    approved(&world);
    world.leader.api("POST", &one("/editions"), None).expect(201);
    act(&world, &world.leader, "/submission", json!({})).expect(200);
    act(&world, &world.chair, "/approval", meeting()).expect(200);
    let to_send = || {
        let turn = world.orderer.api("GET", "/api/v1/my-turn", None).expect(200).json();
        turn["items"].as_array().into_iter().flatten().filter(|i| i["kind"] == "report_to_send").count()
    };
    assert_eq!(to_send(), 1);
    // The final report has numbers and editions of its own.
    let same = "project_id, number, edition, state, from_on, to_on, sprints, language, draft, editors, frozen, hash, submitted_at, submitted_by, approvals, \
                decided_at, decision, pdf_sha256, saved_at, version";
    world.arrange(&format!("INSERT INTO reports (kind, {same}) SELECT 'final', {same} FROM reports WHERE edition = 2;"));
    assert_eq!(to_send(), 2);
}

#[test]
fn only_an_approved_report_is_sent() {
    let world = world();
    submitted(&world);
    let refused = act(&world, &world.orderer, "/dispatch", json!({})).expect(409).json();
    assert_eq!(refused["reason"], "not-approved");
    act(&world, &world.chair, "/dispatch", json!({})).expect(403);
}

#[test]
fn a_sent_report_goes_once_to_each_recipient_with_the_sender_to_answer_to() {
    let world = world();
    approved(&world);
    for _ in 0..2 {
        act(&world, &world.orderer, "/dispatch", json!({})).expect(202);
    }
    let (project, now) = (world.project, world.clock.real_now());
    let mails = world.write(move |db| {
        let row = reports::find(db, project, ReportKey::status(1))?.expect("the report");
        let mails = outbox::of_report(db, row.id)?;
        outbox::claim(db, "test", now, now + chrono::TimeDelta::minutes(5), 50)?;
        outbox::record(db, mails[0].0.id, "test", now, &Attempt::Bounced { answer: "550 no such user" })?;
        Ok(mails)
    });
    let (report, mail) = (mails[0].0.report_id.expect("its report"), mails[0].0.id);
    assert_eq!(mails.len(), 1);
    assert_eq!((mails[0].0.reply_email.as_str(), mails[0].0.attachment_sha256.is_some()), ("orderer@exempel.se", true));
    let proof = world.leader.api("GET", &one("/deliveries"), None).expect(200).json();
    assert_eq!((&proof["items"][0]["state"], &proof["items"][0]["attempts"][0]["answer"]), (&json!("bounced"), &json!("550 no such user")));
    let again = world.write(move |db| {
        outbox::retry(db, report, mail, now)?;
        Ok(outbox::claim(db, "test", now, now + chrono::TimeDelta::minutes(5), 50)?)
    });
    assert_eq!((again.len(), again[0].tries), (1, 0), "tried again by hand, it has all its tries before it");
}

#[test]
fn whoever_submits_decides_about_or_sends_a_report_names_the_version_that_they_saw() {
    let world = world();
    started(&world);
    save(&world, json!({"results": [{"number": 1, "text": "Sex kommuner har prövat den."}]})).expect(200);
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
fn the_registrar_gets_a_copy_when_it_is_ticked() {
    let world = world();
    approved(&world);
    let project = world.project;
    world.write(move |db| add_recipient(db, project, "Registrator", "registrator@exempel.se", true));
    assert_eq!(act(&world, &world.leader, "/dispatch", json!({})).expect(202).json()["queued"], 1);
    assert_eq!(act(&world, &world.leader, "/dispatch", json!({"registrar": true})).expect(202).json()["queued"], 1);
}

#[test]
fn the_pages_lead_from_the_draft_to_the_sent_report() {
    let world = world();
    for actor in [&world.leader, &world.chair, &world.orderer] {
        actor.sign_in();
    }
    let page = "/projects/H044/status-reports/1";
    world.leader.get("/projects/H044/status-reports").expect(200);
    world.leader.post_form("/projects/H044/status-reports", &[]).expect(303);
    world.leader.get(&format!("{page}/edit")).expect(200);
    let draft = [
        ("version", "1"),
        ("upcoming", "Val av process två"),
        ("results.1.text", "Prövad"),
        ("lights.budget.chosen", "on_plan"),
        ("lights.budget.deviation", ""),
    ];
    let refused = world.leader.post_form(&format!("{page}/submission"), &draft).expect(422).body;
    assert!(refused.contains("#f-lights.budget.deviation"), "{refused}");
    assert_eq!(world.leader.post_form(&format!("{page}/autosave"), &draft[..3]).expect(200).json(), json!({"version": 2}));
    world.leader.post_form(&format!("{page}/submission"), &[("version", "2")]).expect(303);
    world.chair.get(page).expect(200);
    world.chair.post_form(&format!("{page}/approval"), &[("version", "3")]).expect(422);
    world.chair.post_form(&format!("{page}/approval"), &[("basis", "chair")]).expect(422);
    let back = [("basis", "chair"), ("version", "3"), ("reason", "Skriv mer om R1")];
    let check = world.chair.post_form(&format!("{page}/return"), &back).expect(200).body;
    assert!(check.contains("Skriv mer om R1") && check.contains("Ordföranden ensam"), "{check}");
    assert_eq!(world.leader.api("GET", &one(""), None).expect(200).json()["state"], "submitted", "nothing is decided before the check");
    let basis = [("basis", "chair"), ("version", "3")];
    world.chair.post_form(&format!("{page}/approval"), &basis).expect(200);
    world.chair.post_form(&format!("{page}/approval"), &[basis[0], basis[1], ("confirmed", "yes")]).expect(303);
    world.orderer.get(page).expect(200);
    let check = world.orderer.post_form(&format!("{page}/dispatch"), &[("version", "4")]).expect(200).body;
    assert!(check.contains("name=\"confirmed\""), "a mail goes only after a check: {check}");
    world.orderer.post_form(&format!("{page}/dispatch"), &[("version", "4"), ("confirmed", "yes")]).expect(303);
    world.orderer.get(page).expect(200);
}

#[test]
fn the_list_of_reports_refuses_what_is_no_limit_or_cursor_and_a_weak_entity_tag_is_none_of_ours() {
    let world = world();
    started(&world);
    for (query, field) in [("limit=x", "limit"), ("limit=0", "limit"), ("cursor=zz", "cursor")] {
        assert_eq!(world.leader.api("GET", &format!("{ALL}?{query}"), None).expect(422).json()["errors"][0]["field"], field);
    }
    for tag in ["W/\"1\"", "1"] {
        world.leader.api_with("PATCH", &one(""), Some(&json!({"upcoming": "Mitt"})), &[("if-match", tag)]).expect(412);
    }
}

#[test]
fn every_report_that_a_member_may_read_is_in_the_list_however_many_drafts_there_are() {
    let world = world();
    approved(&world);
    world.leader.api("POST", &one("/editions"), None).expect(201);
    world.leader.api("POST", ALL, None).expect(201);
    let listed = |actor: &Actor, query: &str| -> Vec<(Value, Value)> {
        let page = actor.api("GET", &format!("{ALL}{query}"), None).expect(200).json();
        page["items"].as_array().expect("items").iter().map(|i| (i["number"].clone(), i["edition"].clone())).collect()
    };
    assert_eq!(listed(&world.leader, ""), [(json!(2), json!(1)), (json!(1), json!(2))]);
    assert_eq!(listed(&world.member, "?limit=1"), [(json!(1), json!(1))]);
    assert_eq!(listed(&world.member, "?limit=1&cursor=2"), [(json!(1), json!(1))]);
}

#[test]
fn readers_see_a_returned_report_as_it_was_submitted_in_the_list_too() {
    let world = world();
    submitted(&world);
    act(&world, &world.chair, "/return", json!({"basis": "chair", "reason": "Skriv mer om R1"})).expect(200);
    save(&world, json!({"lights": [{"area": "staff", "chosen": "major", "deviation": "Hemligt än så länge"}]})).expect(200);
    let lights = |actor: &Actor| {
        actor.sign_in();
        let page = actor.get("/projects/H044/status-reports").expect(200).body;
        page.matches("Komplikationer").count()
    };
    let (leader, member) = (lights(&world.leader), lights(&world.member));
    assert!(leader > member, "the leader sees the draft's lights, {leader}, the member the submitted ones, {member}");
}

#[test]
fn a_report_that_the_first_mail_server_takes_is_sent_and_the_journal_says_so() {
    let (world, server) = (world(), MailServer::start(&[]));
    approved(&world);
    act(&world, &world.orderer, "/dispatch", json!({})).expect(202);
    let worker = world.worker(Some(&server.url));
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
    let report = world.leader.api("GET", &one(""), None).expect(200).json();
    assert_eq!(report["state"], "sent");
    let told = world.leader.api("GET", "/api/v1/projects/H044/journal?object=status_report:1", None).expect(200).json();
    assert_eq!(
        (&told["items"][0]["kind"], &told["items"][0]["role"], &told["items"][0]["after"]["to"]),
        (&json!("report.sent"), &Value::Null, &json!("Finansiären"))
    );
    let proof = world.leader.api("GET", &one("/deliveries"), None).expect(200).json();
    let moments = [&report["approval"]["at"], &proof["items"][0]["queued_at"], &proof["items"][0]["accepted_at"], &proof["items"][0]["attempts"][0]["at"]];
    assert!(moments.iter().all(|at| at.as_str().is_some_and(|t| t.ends_with('Z'))), "{moments:?}");
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
    assert_eq!(refused(json!({"lights": [{"area": "budget", "done": "ja"}]})), found("lights.budget.done", "not-a-choice"));
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
    let project = world.project;
    world.write(move |db| Ok(plan::add_sprint(db, project, 7, day(2020, 11, 21), day(2020, 11, 25))?));
    assert_eq!(waits(&world.deputy), [(json!("sprint_status_missing"), json!("7")), (json!("report_draft"), json!("1"))]);
    assert_eq!(waits(&world.chair), []);
    world.leader.sign_in();
    let page = world.leader.get("/").expect(200).body;
    assert!(page.contains("Två saker väntar på dig") && page.contains("Sprintstatus saknas") && page.contains("Utkast att göra klart"), "{page}");
}

#[test]
fn what_is_approved_waits_to_be_sent_and_not_for_a_decision() {
    let world = world();
    approved(&world);
    world.leader.sign_in();
    let page = world.leader.get("/").expect(200).body;
    assert!(page.contains("Väntar på att skickas"), "{page}");
}

#[test]
fn the_mail_about_a_submitted_report_has_the_lights_with_their_deviations() {
    let world = world();
    submitted(&world);
    let worker = world.worker(None);
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
    let mails = std::fs::read_dir(world.data.path().join("mail")).expect("mails");
    let mails: Vec<String> = mails.map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("a mail").replace("=\r\n", "")).collect();
    let mail = mails.iter().find(|mail| mail.contains("chair@exempel.se")).expect("the chair's");
    assert_eq!(mail.matches("(169").count(), 2, "in the text and in the HTML: {mail}");
    assert!(["Budget", "Tid", "Personal"].iter().all(|area| mail.matches(area).count() >= 2), "{mail}");
}

#[test]
fn the_mail_about_a_submitted_report_has_the_highest_risks_with_value_and_band() {
    use diesel::prelude::*;
    use styrrum::store::schema::outbox as mails;
    let world = world();
    for (consequence, likelihood, impact) in [("Låg", 1, 1), ("Stopp i driften", 5, 4), ("Dyrare", 3, 3), ("Senare", 4, 3)] {
        let risk = json!({"threat": "Hot", "vulnerability": "Brist", "consequence": consequence, "likelihood": likelihood, "impact": impact});
        world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
    }
    submitted(&world);
    let told = |db: &mut Db| mails::table.filter(mails::kind.eq("report-submitted")).select(mails::data).first::<String>(db).map_err(Problem::internal);
    let data: Value = serde_json::from_str(&world.store.read_now(told).expect("a mail")).expect("JSON");
    let risks: Vec<_> = data["risks"].as_array().expect("risks").iter().map(|r| json!([r["ref"], r["value"], r["band"]])).collect();
    assert_eq!(risks, [json!(["R2", 20, "high"]), json!(["R4", 12, "medium"]), json!(["R3", 9, "medium"])]);
    actix_web::rt::System::new().block_on(async { world.worker(None).turn().await });
    let written = std::fs::read_dir(world.data.path().join("mail")).expect("mails").flatten();
    let mails: Vec<String> = written.map(|file| std::fs::read_to_string(file.path()).expect("a mail").replace("=\r\n", "")).collect();
    assert!(mails.iter().any(|mail| mail.contains("20 (h=C3=B6g). Stopp i driften")), "{mails:?}");
}

#[test]
fn a_delivery_is_told_by_the_clock_of_the_report_and_not_by_the_machines() {
    let world = world();
    let seen = approved(&world)["version"].as_i64();
    let mut ctx = world.ctx(&world.leader);
    ctx.now -= chrono::TimeDelta::days(400);
    world.write(move |db| {
        let at = InProject::open(db, &ctx, "H044")?;
        styrrum::services::reports::dispatch(db, &ctx, &at, ReportKey::status(1), &Dispatch { version: seen, ..Dispatch::default() })
    });
    world.clock.advance(chrono::TimeDelta::minutes(3));
    actix_web::rt::System::new().block_on(async { world.worker(None).turn().await });
    let proof = world.leader.api("GET", &format!("{ALL}/1/deliveries"), None).expect(200).json();
    let times: Vec<&str> = ["queued_at", "accepted_at"].iter().filter_map(|name| proof["items"][0][name].as_str()).collect();
    let began = world.clock.now() - chrono::TimeDelta::days(400) - chrono::TimeDelta::minutes(3);
    let told = |at: chrono::NaiveDateTime| at.and_utc().format("%Y-%m-%dT%H:%M").to_string();
    assert!(times[0].starts_with(&told(began)) && times[1].starts_with(&told(began + chrono::TimeDelta::minutes(3))), "{times:?}");
    assert_eq!(proof["items"][0]["attempts"][0]["at"], proof["items"][0]["accepted_at"]);
}
