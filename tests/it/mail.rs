//! Mail: every one arrives, however the server behaves, and none twice without the same Message-ID.
use crate::support::World;
use crate::support::smtp::{MailServer, Manner};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;
use styrrum::jobs::Worker;
use styrrum::services::{InProject, Problem, notify};
use styrrum::store::schema::{delivery_attempts, outbox};
use styrrum::store::settings;

fn queue(world: &World, name: &'static str) {
    let ctx = world.ctx(&world.leader);
    let data = json!({"name": name, "url": "https://styrrum.exempel.se/reset-password/abc", "hours": 1, "first": false});
    world.write(move |db| {
        InProject::open(db, &ctx, "H044")?;
        notify::queue(db, &ctx, None, "password-link", "sv", (name, "asa@exempel.se"), &data)
    });
}
fn turn(worker: &Worker) {
    let worker = worker.clone();
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
}
/// State and number of tries of the only mail, and the last answer.
fn state(world: &World) -> (String, i32, String) {
    world
        .store
        .read_now(|db| {
            let (state, tries) = outbox::table.select((outbox::state, outbox::tries)).first(db).map_err(Problem::internal)?;
            let answer = delivery_attempts::table
                .order(delivery_attempts::id.desc())
                .select(delivery_attempts::answer)
                .first(db)
                .optional()
                .map_err(Problem::internal)?;
            Ok::<_, Problem>((state, tries, answer.unwrap_or_default()))
        })
        .expect("read")
}
fn message_id(mail: &str) -> &str {
    mail.lines().find(|l| l.to_ascii_lowercase().starts_with("message-id:")).expect("a Message-ID")
}

#[test]
fn a_mail_arrives_with_its_words_and_the_servers_answer_is_kept() {
    let (world, server) = (World::new(), MailServer::start(&[]));
    queue(&world, "Åsa");
    turn(&world.worker(Some(&server.url)));
    let mails = server.received();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("Reply-To:") && mails[0].contains("leader@exempel.se") && mails[0].contains("text/html"), "{}", mails[0]);
    let (state, tries, answer) = state(&world);
    assert_eq!((state.as_str(), tries), ("accepted", 1));
    assert!(answer.contains("Taken in as 4711"), "{answer}");
}

#[test]
fn a_greylisted_mail_comes_back_after_a_growing_pause() {
    let (world, server) = (World::new(), MailServer::start(&[Manner::Greylists, Manner::Greylists, Manner::Accepts]));
    let worker = world.worker(Some(&server.url));
    queue(&world, "Åsa");
    turn(&worker);
    assert_eq!(state(&world).0, "queued");
    assert!(state(&world).2.contains("451") || state(&world).2.contains("Greylisted"), "{}", state(&world).2);
    turn(&worker);
    assert_eq!(state(&world).1, 1, "not before the minute has passed");
    for minutes in [1, 5] {
        world.clock.advance(TimeDelta::minutes(minutes));
        turn(&worker);
    }
    assert_eq!((state(&world).0.as_str(), server.received().len()), ("accepted", 1));
}

#[test]
fn a_refused_mail_bounces_with_the_servers_words() {
    let (world, server) = (World::new(), MailServer::start(&[Manner::Refuses]));
    queue(&world, "Åsa");
    turn(&world.worker(Some(&server.url)));
    let (state, _, answer) = state(&world);
    assert_eq!(state, "bounced");
    assert!(answer.contains("No such mailbox here"), "{answer}");
}

#[test]
fn a_mail_whose_answer_was_lost_is_sent_again_under_the_same_id() {
    let (world, server) = (World::new(), MailServer::start(&[Manner::DropsAfterData, Manner::Accepts]));
    let worker = world.worker(Some(&server.url));
    queue(&world, "Åsa");
    turn(&worker);
    world.clock.advance(TimeDelta::minutes(1));
    turn(&worker);
    let mails = server.received();
    assert_eq!((mails.len(), state(&world).0.as_str()), (2, "accepted"));
    assert_eq!(message_id(&mails[0]), message_id(&mails[1]));
}

#[test]
fn a_server_that_is_away_for_two_days_makes_the_mail_fail() {
    let world = World::new();
    let worker = world.worker(Some("smtp://127.0.0.1:1"));
    queue(&world, "Åsa");
    for _ in 0..7 {
        turn(&worker);
        world.clock.advance(TimeDelta::hours(24));
    }
    assert_eq!((state(&world).0.as_str(), state(&world).1), ("failed", 7));
}

#[test]
fn two_workers_send_each_mail_once() {
    let (world, server) = (World::new(), MailServer::start(&[]));
    ["A", "B", "C", "D", "E", "F", "G", "H"].into_iter().for_each(|name| queue(&world, name));
    let workers = [world.worker(Some(&server.url)), world.worker(Some(&server.url))];
    std::thread::scope(|s| workers.iter().for_each(|w| drop(s.spawn(|| turn(w)))));
    let mails = server.received();
    let ids: std::collections::BTreeSet<&str> = mails.iter().map(|m| message_id(m)).collect();
    assert_eq!((mails.len(), ids.len()), (8, 8));
}

#[test]
fn a_server_that_is_away_for_ten_minutes_gets_the_mail_once_at_the_next_try() {
    let world = World::new();
    // A port that nobody listens on, for now.
    let address = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("port").to_string();
    let worker = world.worker(Some(&format!("smtp://{address}")));
    queue(&world, "Åsa");
    for _ in 0..10 {
        turn(&worker);
        assert_eq!(state(&world).0, "queued");
        world.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!(state(&world).1, 3, "at once, after a minute, and after five more");
    let server = MailServer::start_on(&address, &[]);
    for _ in 0..60 {
        turn(&worker);
        world.clock.advance(TimeDelta::minutes(1));
    }
    assert_eq!((state(&world).0.as_str(), state(&world).1, server.received().len()), ("accepted", 4, 1));
}

/// A turn that is broken off, as by a kill, when `over` says so.
fn broken_off_turn(worker: &Worker, over: impl Fn() -> bool) {
    let worker = worker.clone();
    let watch = async move {
        while !over() {
            actix_web::rt::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    actix_web::rt::System::new().block_on(async move {
        tokio::select! { () = worker.turn() => panic!("nothing was broken off"), () = watch => {} }
    });
}

#[test]
fn a_mail_that_was_sent_and_not_marked_goes_out_again_under_the_same_id_when_its_lease_is_over() {
    let (world, server) = (World::new(), MailServer::start(&[Manner::Slow, Manner::Accepts]));
    queue(&world, "Åsa");
    broken_off_turn(&world.worker(Some(&server.url)), || !server.received().is_empty());
    let other = world.worker(Some(&server.url));
    world.clock.advance(TimeDelta::minutes(5));
    turn(&other);
    assert_eq!((state(&world).0.as_str(), server.received().len()), ("queued", 1), "the lease still holds");
    world.clock.advance(TimeDelta::seconds(1));
    turn(&other);
    let mails = server.received();
    assert_eq!((state(&world).0.as_str(), mails.len()), ("accepted", 2));
    assert_eq!(message_id(&mails[0]), message_id(&mails[1]));
}

#[test]
fn two_workers_send_each_mail_once_however_slow_the_server_is() {
    let (world, server) = (World::new(), MailServer::start(&[Manner::Slow]));
    ["A", "B", "C", "D", "E", "F"].into_iter().for_each(|name| queue(&world, name));
    let workers = [world.worker(Some(&server.url)), world.worker(Some(&server.url))];
    let sending = std::sync::atomic::AtomicUsize::new(2);
    std::thread::scope(|s| {
        for (place, worker) in workers.iter().enumerate() {
            let (server, sending) = (&server, &sending);
            s.spawn(move || {
                // The second comes when the first is at work, and then looks for more all the time.
                while place == 1 && server.received().is_empty() {
                    std::thread::yield_now();
                }
                while server.received().len() < 6 {
                    turn(worker);
                }
                sending.fetch_sub(1, std::sync::atomic::Ordering::SeqCst);
            });
        }
        // Each mail takes a minute and a half: four of them outlast a lease.
        let mut seen = 0;
        while sending.load(std::sync::atomic::Ordering::SeqCst) > 0 {
            let received = server.received().len();
            (seen..received).for_each(|_| world.clock.advance(TimeDelta::seconds(90)));
            seen = received;
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    });
    let mails = server.received();
    let ids: std::collections::BTreeSet<&str> = mails.iter().map(|m| message_id(m)).collect();
    assert_eq!((mails.len(), ids.len()), (6, 6));
}

#[test]
fn a_change_that_is_rolled_back_sends_nothing() {
    let (world, server) = (World::new(), MailServer::start(&[]));
    let ctx = world.ctx(&world.leader);
    let done = world.store.write_now(styrrum::store::Scope::Project(world.project), move |db| {
        notify::queue(db, &ctx, None, "password-link", "sv", ("Åsa", "asa@exempel.se"), &json!({}))?;
        settings::set(db, "x", "y")?;
        Err::<(), _>(Problem::NotFound)
    });
    assert!(done.is_err());
    turn(&world.worker(Some(&server.url)));
    assert!(server.received().is_empty());
}

#[test]
fn without_a_mail_server_mails_are_files() {
    let world = World::new();
    queue(&world, "Åsa");
    turn(&world.worker(None));
    let files: Vec<_> =
        std::fs::read_dir(world.data.path().join("mail")).expect("folder").flatten().map(|f| f.file_name().to_string_lossy().into_owned()).collect();
    assert!(files.len() == 1 && files[0].ends_with(".eml"), "{files:?}");
}

/// Every mail that goes out now, with the soft line breaks of its encoding taken away.
fn sent(world: &World) -> Vec<String> {
    let server = MailServer::start(&[]);
    turn(&world.worker(Some(&server.url)));
    server.received().into_iter().map(|m| m.replace("=\n", "")).collect()
}
fn log_risk(world: &World, likelihood: i64, impact: i64) {
    let risk = json!({"threat": "Hot", "vulnerability": "Brist", "consequence": "Stopp", "likelihood": likelihood, "impact": impact});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
}
fn journal_of(world: &World, object: &str) -> Vec<String> {
    let entries = world.leader.api("GET", &format!("/api/v1/projects/H044/journal?object={object}"), None).expect(200).json();
    entries["items"].as_array().expect("items").iter().map(|e| e["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_new_charter_tells_each_new_holder_once_and_the_journal_of_each_thing() {
    let world = World::new();
    for _ in 0..2 {
        log_risk(&world, 5, 5);
    }
    sent(&world);
    let path = "/api/v1/projects/H044/charter";
    let mut charter = world.member.api("GET", path, None).expect(200).json();
    assert_eq!(charter["pending"], json!([{"matter": "risk_high", "held_by": "project_orderer", "items": 2}]));
    world.orderer.api("POST", "/api/v1/projects/H044/risks/R1/acknowledgement", None).expect(200);
    charter = world.member.api("GET", path, None).expect(200).json();
    assert_eq!(charter["pending"], json!([{"matter": "risk_high", "held_by": "project_orderer", "items": 1}]));
    let mut matters = charter["matters"].clone();
    let high = matters.as_array_mut().and_then(|all| all.iter_mut().find(|m| m["matter"] == "risk_high")).expect("the matter");
    high["roles"] = json!(["steering_group"]);
    let adopted = world.orderer.api("PUT", path, Some(&json!({"matters": matters, "motivation": "Som på bilderna", "version": 1}))).expect(200).json();
    assert_eq!(adopted["pending"][0], json!({"matter": "risk_high", "held_by": "steering_group", "items": 2}));
    let mails = sent(&world);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("chair@exempel.se") && mails[0].contains("R1 (25)") && mails[0].contains("R2 (25)"), "{}", mails[0]);
    for risk in ["risk:R1", "risk:R2"] {
        assert_eq!(journal_of(&world, risk)[0], "risk.moved");
    }
}

#[test]
fn a_new_risk_policy_tells_who_holds_what_has_risen_and_the_journal_of_each_risk() {
    let world = World::new();
    log_risk(&world, 2, 3);
    log_risk(&world, 1, 1);
    assert!(sent(&world).is_empty());
    let path = "/api/v1/projects/H044/risk-policy";
    let before = world.member.api("GET", path, None).expect(200).json();
    let band = |key: &str, from: i64, to: i64| json!({"key": key, "from": from, "to": to, "review_days": 30});
    let bands = [band("low", 1, 4), band("medium", 5, 10), band("high", 12, 25)];
    world.orderer.api("PUT", path, Some(&json!({"scale": before["scale"], "bands": bands, "version": 1}))).expect(200);
    let risk = world.member.api("GET", "/api/v1/projects/H044/risks/R1", None).expect(200).json();
    assert_eq!((&risk["band"], &risk["held_by"], &risk["acknowledged_at"]), (&json!("medium"), &json!("steering_group"), &serde_json::Value::Null));
    let mails = sent(&world);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("chair@exempel.se") && mails[0].contains("R1 (6)") && !mails[0].contains("R2 ("), "{}", mails[0]);
    for risk in ["risk:R1", "risk:R2"] {
        assert_eq!(journal_of(&world, risk)[0], "risk.reassessed");
    }
}

#[test]
fn every_mail_that_a_risk_a_charter_a_recording_or_a_delegation_asks_for_can_be_written() {
    let world = World::new();
    let risks = "/api/v1/projects/H044/risks";
    let send = |actor: &crate::support::Actor, method: &str, path: &str, body: serde_json::Value| actor.api(method, path, Some(&body));
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan", "consequence": "Stopp", "likelihood": 3, "impact": 3});
    send(&world.leader, "POST", risks, risk).expect(201);
    send(&world.leader, "POST", &format!("{risks}/R1/assessments"), json!({"likelihood": 5, "impact": 5, "reason": "Värre", "version": 1})).expect(201);
    send(&world.leader, "POST", &format!("{risks}/R1/assessments"), json!({"likelihood": 2, "impact": 2, "reason": "Bättre", "version": 2})).expect(201);
    send(&world.controller, "POST", &format!("{risks}/R1/lift"), json!({"reason": "Ta ställning"})).expect(200);
    send(&world.orderer, "POST", &format!("{risks}/R1/lift"), json!({"reason": "Större än vårt uppdrag"})).expect(200);
    send(&world.leader, "POST", risks, json!({"threat": "Hot", "vulnerability": "Brist", "consequence": "Följd", "likelihood": 3, "impact": 3})).expect(201);
    let basis = json!({"kind": "per_capsulam", "agreed": "Alla"});
    let recorded = json!({"reason": "Billigare så", "expires_on": "2021-03-01", "basis": basis, "version": 1});
    let recording = send(&world.leader, "POST", &format!("{risks}/R2/acceptance"), recorded).expect(202).json()["recording"].clone();
    send(&world.chair, "POST", &format!("/api/v1/projects/H044/recordings/{recording}/decline"), json!({"reason": "Så sade vi inte"})).expect(200);
    let charter = "/api/v1/projects/H044/charter";
    let mut new = world.orderer.api("GET", charter, None).expect(200).json();
    for rule in new["matters"].as_array_mut().expect("matters").iter_mut().filter(|r| r["matter"] == "risk_medium") {
        rule["roles"] = json!(["project_orderer"]);
    }
    send(&world.orderer, "PUT", charter, json!({"matters": new["matters"], "motivation": "Beställaren håller dem", "version": 1})).expect(200);
    // Whoever acts gets no mail; the leader moves medium risks to himself in the next.
    for rule in new["matters"].as_array_mut().expect("matters").iter_mut().filter(|r| r["matter"] == "risk_medium") {
        rule["roles"] = json!(["project_leader"]);
    }
    send(&world.orderer, "PUT", charter, json!({"matters": new["matters"], "motivation": "Ledaren håller dem", "version": 2})).expect(200);
    let delegated = json!({"from_role": "project_orderer", "person": "leader@exempel.se", "matters": ["risk_high"], "from_on": "2020-11-27", "to_on": "2020-12-04", "reason": "Jul"});
    send(&world.orderer, "POST", "/api/v1/projects/H044/delegations", delegated).expect(201);
    send(&world.orderer, "POST", "/api/v1/projects/H044/delegations/1/revocation", json!({"reason": "Åter", "version": 1})).expect(200);
    let version = world.leader.api("GET", &format!("{risks}/R2"), None).expect(200).json()["version"].clone();
    let brief = json!({"reason": "Till i morgon", "expires_on": "2020-11-28", "version": version});
    send(&world.leader, "POST", &format!("{risks}/R2/acceptance"), brief).expect(200);
    world.clock.advance(chrono::TimeDelta::days(3));
    turn(&world.worker(None));
    let rows: Vec<(String, String)> =
        world.store.read_now(|db| outbox::table.select((outbox::kind, outbox::state)).load(db).map_err(Problem::internal)).expect("read");
    let unsent: Vec<_> = rows.iter().filter(|(_, state)| state != "accepted").collect();
    assert!(unsent.is_empty(), "{unsent:?}");
    for kind in [
        "risk-escalated",
        "acceptance-expired",
        "lowering-proposed",
        "risk-asked",
        "risk-lifted",
        "recording-declined",
        "matters-moved",
        "delegation-granted",
        "delegation-revoked",
    ] {
        assert!(rows.iter().any(|(k, _)| k == kind), "no {kind} in {rows:?}");
    }
    // Markup that passes through a macro must not be escaped on its way.
    for file in std::fs::read_dir(world.data.path().join("mail")).expect("mails") {
        let mail = std::fs::read_to_string(file.expect("a file").path()).expect("a mail");
        assert!(mail.contains("<h1") && !mail.contains("&lt;"), "{mail}");
    }
}

#[test]
fn a_worker_that_is_told_to_stop_notes_the_mail_in_hand_and_leaves_the_others() {
    let (world, server) = (World::new(), MailServer::start(&[Manner::Slow]));
    ["A", "B"].into_iter().for_each(|name| queue(&world, name));
    let worker = world.worker(Some(&server.url));
    let running = worker.clone();
    actix_web::rt::System::new().block_on(async move {
        let jobs = actix_web::rt::spawn(running.run());
        while server.received().is_empty() {
            actix_web::rt::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        worker.stop();
        jobs.await.expect("stopped");
    });
    let states = world.write(|db| outbox::table.order(outbox::id).select(outbox::state).load::<String>(db).map_err(Problem::internal));
    assert_eq!(states, ["accepted", "queued"]);
}

#[test]
fn the_secret_of_a_link_is_forgotten_when_its_mail_is_sent_or_given_up() {
    for (manner, kept) in [(Manner::Accepts, false), (Manner::Refuses, false), (Manner::Greylists, true)] {
        let (world, server) = (World::new(), MailServer::start(&[manner]));
        queue(&world, "Åsa");
        turn(&world.worker(Some(&server.url)));
        let data = world.write(|db| outbox::table.select(outbox::data).first::<String>(db).map_err(Problem::internal));
        assert_eq!(data.contains("reset-password"), kept, "{manner:?}");
    }
}
