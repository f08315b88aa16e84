//! Approved reports on their way to the recipients, and the mails about reports.
use super::{ALL, act, approved, meeting, one, submitted, world};
use crate::support::smtp::MailServer;
use serde_json::{Value, json};
use styrrum::domain::report::ReportKey;
use styrrum::services::reports::Dispatch;
use styrrum::services::{InProject, Problem};
use styrrum::store::outbox::{self, Attempt};
use styrrum::store::{Db, reports};

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
fn the_registrar_gets_a_copy_when_it_is_ticked() {
    let world = world();
    approved(&world);
    world.recipient("Registrator", "registrator@exempel.se", true);
    assert_eq!(act(&world, &world.leader, "/dispatch", json!({})).expect(202).json()["queued"], 1);
    assert_eq!(act(&world, &world.leader, "/dispatch", json!({"registrar": true})).expect(202).json()["queued"], 1);
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
fn what_is_approved_waits_to_be_sent_and_not_for_a_decision() {
    let world = world();
    approved(&world);
    world.leader.sign_in();
    let page = world.leader.get("/").expect(200).body;
    assert!(page.contains("Väntar på att skickas"), "{page}");
}

#[test]
fn what_a_body_is_to_decide_is_due_at_its_next_meeting_that_is_not_cancelled() {
    let world = world();
    world.chair.sign_in();
    submitted(&world);
    let due = || world.chair.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"][0]["due"].clone();
    assert_eq!(due(), serde_json::Value::Null);
    for (body, day) in [("project_orderer", "2020-12-01"), ("steering_group", "2020-12-02"), ("steering_group", "2020-12-04")] {
        world.meeting_of(body, day);
    }
    assert_eq!(due(), "2020-12-02");
    assert!(world.chair.get("/").expect(200).body.contains("Nästa möte ons 2\u{a0}dec"));
    let cancelled = serde_json::json!({"reason": "För få kan", "version": 1});
    world.leader.api("POST", "/api/v1/projects/H044/meetings/2/cancellation", Some(&cancelled)).expect(200);
    assert_eq!(due(), "2020-12-04");
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
