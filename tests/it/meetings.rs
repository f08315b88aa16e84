//! Meetings: planned by whoever records, held with those present, cancelled, and chosen as the basis of decisions.
use crate::support::smtp::MailServer;
use crate::support::{Actor, Answer, World};
use base64::Engine;
use serde_json::{Value, json};

const MEETINGS: &str = "/api/v1/projects/H044/meetings";
const PAGES: &str = "/projects/H044/meetings";

fn plan(held_on: &str) -> Value {
    json!({
        "body": "steering_group", "held_on": held_on, "starts_at": "10:00", "ends_at": "12.00", "place": "Digitalt", "goal": "Varje risk har åtgärd",
        "agenda": [{"kind": "information", "text": "Ekonomisk rapport"}, {"kind": "decision", "text": "Risk R1 och R9"}],
    })
}
/// A meeting of the steering group that is to come.
pub fn planned(world: &World) -> Value {
    world.leader.api("POST", MEETINGS, Some(&plan("2020-12-04"))).expect(201).json()
}
/// One that has been, on 20 November.
fn been(world: &World) -> Value {
    world.leader.api("POST", MEETINGS, Some(&plan("2020-11-20"))).expect(201).json()
}
fn step(by: &Actor, number: i32, what: &str, mut body: Value) -> Answer {
    body["version"] = by.api("GET", &format!("{MEETINGS}/{number}"), None).json()["version"].clone();
    by.api("POST", &format!("{MEETINGS}/{number}/{what}"), Some(&body))
}
/// A page with its addresses as they are written.
fn read(by: &Actor, path: &str) -> String {
    by.get(path).expect(200).body.replace("&#x2f;", "/")
}
fn reason(answer: &Answer) -> String {
    answer.json()["reason"].as_str().unwrap_or_default().to_owned()
}
/// The leader logs a risk that the steering group holds, R1.
fn risk(world: &World) {
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan", "consequence": "Stopp", "likelihood": 3, "impact": 3});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
}

#[test]
fn the_leader_plans_a_meeting_and_everybody_reads_it_with_links_to_what_exists() {
    let world = World::signed_in();
    risk(&world);
    let meeting = planned(&world);
    assert_eq!([&meeting["number"], &meeting["state"], &meeting["ends_at"], &meeting["version"]], [&json!(1), &json!("planned"), &json!("12:00"), &json!(1)]);
    assert_eq!(meeting["agenda"][1]["about"], json!(["/projects/H044/risks/R1"]), "R9 does not exist");
    for actor in [&world.member, &world.chair, &world.financier] {
        let page = read(actor, PAGES);
        assert!(page.contains("kl. 10.00–12.00") && page.contains("href=\"/projects/H044/economy\">Ekonomisk rapport"), "{page}");
        assert!(!page.contains("/meetings/new"), "only who records plans");
    }
    assert!(read(&world.member, "/projects/H044").contains("/projects/H044/meetings/1"), "the overview leads to its agenda");
    world.member.api("POST", MEETINGS, Some(&plan("2020-12-11"))).expect(403);
}

#[test]
fn a_form_takes_one_item_a_line_and_offers_what_waits_for_the_steering_group() {
    let world = World::signed_in();
    risk(&world);
    let page = read(&world.leader, &format!("{PAGES}/new"));
    assert!(page.contains("Beslut: R1 "), "{page}");
    let agenda = "Statusrapport\r\nBeslut: Godkännande av delleverans 2\r\n\r\nDiskussion: R1";
    let form = [("body", "steering_group"), ("held_on", "2020-12-04"), ("starts_at", "10:00"), ("agenda", agenda)];
    let planned = world.leader.post_form(&format!("{PAGES}/new"), &form).expect(303);
    assert_eq!(planned.header("location"), format!("{PAGES}/1"));
    let agenda = world.leader.api("GET", &format!("{MEETINGS}/1"), None).expect(200).json()["agenda"].clone();
    let told: Vec<_> = agenda.as_array().expect("items").iter().map(|i| json!([i["kind"], i["text"]])).collect();
    assert_eq!(told, [json!(["information", "Statusrapport"]), json!(["decision", "Godkännande av delleverans 2"]), json!(["discussion", "R1"])]);
    let again = read(&world.leader, &format!("{PAGES}/1/edit"));
    assert!(again.contains("Beslut: Godkännande av delleverans 2") && again.contains("Diskussion: R1"), "{again}");
}

#[test]
fn what_is_wrong_with_a_meeting_is_said_at_its_field() {
    let world = World::new();
    let told = |body: Value| {
        let faults = world.leader.api("POST", MEETINGS, Some(&body)).expect(422).json();
        faults["errors"].as_array().expect("errors").iter().map(|e| e["field"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(json!({})), ["body", "held_on"]);
    let mut wrong = plan("2020-12-04");
    wrong["ends_at"] = json!("09:00");
    assert_eq!(told(wrong.clone()), ["ends_at"]);
    wrong["ends_at"] = json!("sent");
    assert_eq!(told(wrong), ["ends_at"]);
    let mut nobody = plan("2020-12-04");
    nobody["body"] = json!("project_leader");
    assert_eq!(told(nobody), ["body"], "a person holds that role, no body");
}

#[test]
fn a_meeting_is_changed_until_it_is_held_and_two_who_change_it_leave_one() {
    let world = World::new();
    planned(&world);
    let mut later = plan("2020-12-11");
    later["version"] = json!(1);
    let path = format!("{MEETINGS}/1");
    assert_eq!(world.leader.api("PUT", &path, Some(&later)).expect(200).json()["held_on"], "2020-12-11");
    world.leader.api("PUT", &path, Some(&later)).expect(409);
    assert_eq!(reason(&step(&world.leader, 1, "attendance", json!({"present": "Alla"})).expect(409)), "meeting-not-held");
}

#[test]
fn a_held_meeting_says_who_was_there_and_only_that_is_put_right() {
    let world = World::new();
    been(&world);
    step(&world.member, 1, "attendance", json!({"present": "Alla"})).expect(403);
    let held = step(&world.leader, 1, "attendance", json!({"present": "chair"})).expect(200).json();
    assert_eq!([&held["state"], &held["present"]], [&json!("held"), &json!("chair")]);
    assert_eq!(step(&world.leader, 1, "attendance", json!({"present": "chair, member"})).expect(200).json()["present"], "chair, member");
    let mut changed = plan("2020-11-21");
    changed["version"] = json!(3);
    assert_eq!(reason(&world.leader.api("PUT", &format!("{MEETINGS}/1"), Some(&changed)).expect(409)), "meeting-is-held");
    assert_eq!(reason(&step(&world.leader, 1, "cancellation", json!({"reason": "Fel dag"})).expect(409)), "meeting-is-held");
}

#[test]
fn those_present_are_ticked_on_the_page_of_the_meeting() {
    let world = World::signed_in();
    been(&world);
    let page = read(&world.leader, &format!("{PAGES}/1"));
    assert!(page.contains("name=\"present.000\" value=\"chair\"") && page.contains("Närvaron är inte antecknad"), "{page}");
    let nobody = world.leader.post_form(&format!("{PAGES}/1/attendance"), &[("version", "1")]).expect(422).body;
    assert!(nobody.contains("Ange vilka som var närvarande."), "{nobody}");
    world.leader.post_form(&format!("{PAGES}/1/attendance"), &[("present.000", "chair"), ("present", "Gästen"), ("version", "1")]).expect(303);
    assert_eq!(world.member.api("GET", &format!("{MEETINGS}/1"), None).expect(200).json()["present"], "chair, Gästen");
}

#[test]
fn a_cancelled_meeting_is_no_basis_and_no_next_meeting() {
    let world = World::signed_in();
    risk(&world);
    been(&world);
    planned(&world);
    let offered = |value: &str| read(&world.chair, "/projects/H044/risks/R1/decision").contains(value);
    assert!(offered("2020-11-20 2 Risk R1 och R9") && !offered("2020-12-04"), "a meeting whose day has come");
    step(&world.leader, 1, "cancellation", json!({"reason": "Ordföranden är sjuk"})).expect(200);
    step(&world.leader, 2, "cancellation", json!({"reason": "Flyttas"})).expect(200);
    assert!(!offered("2020-11-20"));
    assert!(!read(&world.member, "/projects/H044").contains("/projects/H044/meetings/2"));
    assert!(read(&world.member, PAGES).contains("Inställt: Flyttas"));
    assert_eq!(reason(&step(&world.leader, 2, "cancellation", json!({"reason": "Igen"})).expect(409)), "meeting-is-cancelled");
}

#[test]
fn the_home_page_tells_of_the_soonest_meeting_whichever_project_it_is_in() {
    let world = World::signed_in();
    planned(&world);
    let other = "(SELECT id FROM projects WHERE code = 'X100')";
    world.arrange(&format!(
        "INSERT INTO role_assignments (project_id, person_id, role, organisation, chair, from_on, version)
         VALUES ({other}, {}, 'steering_group', 'Kommunen', FALSE, '2020-01-01', 1);",
        world.member.id
    ));
    assert!(read(&world.member, "/").contains("/projects/H044/meetings/1\""));
    world.arrange(&format!(
        "INSERT INTO meetings (project_id, number, body, held_on, hours, purpose, goal, agenda)
         VALUES ({other}, 1, 'steering_group', '2020-12-01', '', '', '', '[]');"
    ));
    let page = read(&world.member, "/");
    assert!(page.contains("/projects/X100/meetings/1\"") && !page.contains("/projects/H044/meetings/1\""), "{page}");
}

#[test]
fn a_meeting_shows_its_decisions_and_is_not_cancelled_under_them() {
    let world = World::signed_in();
    risk(&world);
    world.arrange("UPDATE risks SET created_at = '2020-11-19 09:00:00'");
    been(&world);
    let basis = json!({"kind": "meeting", "date": "2020-11-20", "item": "2 Risk R1 och R9", "present": "chair"});
    let accepted = json!({"reason": "Billigare så", "expires_on": "2021-03-01", "basis": basis, "version": 1});
    world.chair.api("POST", "/api/v1/projects/H044/risks/R1/acceptance", Some(&accepted)).expect(200);
    let page = read(&world.member, &format!("{PAGES}/1"));
    assert!(page.contains("/projects/H044/decisions/1"), "{page}");
    assert_eq!(reason(&step(&world.leader, 1, "cancellation", json!({"reason": "Fel"})).expect(409)), "meeting-has-decisions");
}

#[test]
fn the_journal_is_filtered_by_what_it_is_about_by_person_and_by_day() {
    let world = World::signed_in();
    risk(&world);
    planned(&world);
    let shown = |query: &str| {
        let page = read(&world.leader, &format!("/projects/H044/journal{query}"));
        (page.contains("/projects/H044/meetings/1\""), page.contains("/projects/H044/risks/R1\""))
    };
    assert_eq!(shown(""), (true, true));
    assert_eq!(shown("?kind=meetings"), (true, false));
    assert_eq!(shown("?kind=risks&from=2020-11-27&to=2020-11-27"), (false, true));
    assert_eq!(shown("?to=2020-11-26"), (false, false));
    let line = json!({"category": "Resor", "year": 2020, "amount": 5000, "version": 0});
    world.leader.api("POST", "/api/v1/projects/H044/budget", Some(&line)).expect(201);
    world.orderer.api("POST", "/api/v1/projects/H044/budget/adoption", Some(&json!({"version": 1}))).expect(201);
    world.leader.api("PUT", "/api/v1/projects/H044/theory", Some(&json!({"resources": "Egen tid", "version": 0}))).expect(200);
    let told = |kind: &str, word: &str| read(&world.leader, &format!("/projects/H044/journal?kind={kind}")).contains(word);
    assert!(
        told("economy", "Resor") && told("economy", "Budgeten fastställdes") && !told("economy", "Egen tid"),
        "what there is one of in a project is named alone"
    );
    assert!(told("goals", "Egen tid"));
    assert_eq!(shown(&format!("?person={}", world.leader.id)), (true, true));
    assert_eq!(shown(&format!("?person={}", world.member.id)), (false, false));
}

/// The mails that go out now: to whom, the mail with its lines joined, and the calendar file's lines as a calendar reads them.
fn mailed(world: &World) -> Vec<(String, String, Vec<String>)> {
    let server = MailServer::start(&[]);
    let worker = world.worker(Some(&server.url));
    actix_web::rt::System::new().block_on(async move { worker.turn().await });
    let told = |mail: String| {
        let to = mail.lines().find(|l| l.starts_with("To:")).and_then(|l| l.rsplit(['<', ' ']).next()).unwrap_or_default();
        let (_, file) = mail.split_once("text/calendar").expect("a calendar file");
        (to.trim_end_matches('>').to_owned(), mail.replace("=\n", ""), calendar(file))
    };
    server.received().into_iter().map(told).collect()
}
fn calendar(file: &str) -> Vec<String> {
    let (head, body) = file.split_once("\n\n").expect("a body");
    let body = body.split("\n--").next().unwrap_or_default();
    let bytes = if head.contains("base64") {
        base64::prelude::BASE64_STANDARD.decode(body.replace('\n', "")).expect("base64")
    } else {
        unquoted(&body.replace("=\n", ""))
    };
    let text = String::from_utf8(bytes).expect("UTF-8").replace("\r\n", "\n");
    text.replace("\n ", "").lines().map(str::to_owned).collect()
}
fn unquoted(body: &str) -> Vec<u8> {
    let mut parts = body.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("hexadecimal"));
        bytes.extend(part[2..].bytes());
    }
    bytes
}
fn has(lines: &[String], line: &str) -> bool {
    lines.iter().any(|found| found == line)
}

#[test]
fn the_members_are_called_to_a_meeting_told_when_it_moves_and_when_it_is_off_and_their_calendars_follow() {
    let world = World::new();
    let mut text = plan("2020-12-04");
    text["tell"] = json!(true);
    world.leader.api("POST", MEETINGS, Some(&text)).expect(201);
    let called = mailed(&world);
    assert_eq!(called.iter().map(|(to, ..)| to.as_str()).collect::<Vec<_>>(), ["chair@exempel.se", "member@exempel.se"]);
    for (to, mail, file) in &called {
        assert!(mail.contains("leader@exempel.se") && mail.contains("2. Beslut: Risk R1 och R9") && mail.contains("method=REQUEST"), "{mail}");
        for line in ["METHOD:REQUEST", "UID:H044-meeting-1@127.0.0.1", "SEQUENCE:0", "DTSTART:20201204T090000Z", "DTEND:20201204T110000Z", "LOCATION:Digitalt"]
        {
            assert!(has(file, line), "{line} in {file:#?}");
        }
        assert!(file.iter().any(|l| l.starts_with("ATTENDEE") && l.ends_with(to)), "{file:#?}");
        assert!(file.iter().any(|l| l.starts_with("ORGANIZER") && l.ends_with("mailto:leader@exempel.se")), "{file:#?}");
        assert!(
            file.iter().any(|l| l.starts_with("DESCRIPTION:") && l.contains("Varje risk har åtgärd\\n\\n1. Ekonomisk rapport\\n2. Beslut: Risk R1 och R9")),
            "{file:#?}"
        );
    }
    (text["held_on"], text["version"]) = (json!("2020-12-11"), json!(1));
    world.leader.api("PUT", &format!("{MEETINGS}/1"), Some(&text)).expect(200);
    let moved = mailed(&world);
    assert_eq!(moved.len(), 2);
    let (_, mail, file) = &moved[0];
    assert!(mail.contains("fredag 4") && has(file, "SEQUENCE:1") && has(file, "DTSTART:20201211T090000Z"), "{mail}");
    assert!(has(file, "UID:H044-meeting-1@127.0.0.1"));
    step(&world.leader, 1, "cancellation", json!({"reason": "Lokalen brann", "tell": true})).expect(200);
    let off = mailed(&world);
    assert_eq!(off.len(), 2);
    let (_, mail, file) = &off[1];
    assert!(mail.contains("Lokalen brann") && mail.contains("method=CANCEL"), "{mail}");
    assert!(has(file, "METHOD:CANCEL") && has(file, "STATUS:CANCELLED") && has(file, "SEQUENCE:2"), "{file:#?}");
}

#[test]
fn nobody_is_told_of_a_meeting_unless_asked_for_nor_of_one_that_has_been() {
    let world = World::signed_in();
    let form = |world: &World, held_on: &str, tell: &[(&str, &str)]| {
        let fields = [&[("body", "steering_group"), ("held_on", held_on)], tell].concat();
        world.leader.post_form(&format!("{PAGES}/new"), &fields).expect(303);
        mailed(world).len()
    };
    assert!(read(&world.leader, &format!("{PAGES}/new")).contains("name=\"tell\" value=\"yes\" checked"));
    assert_eq!(form(&world, "2020-12-04", &[]), 0);
    assert_eq!(form(&world, "2020-11-20", &[("tell", "yes")]), 0, "it has been");
    assert_eq!(form(&world, "2020-12-11", &[("tell", "yes")]), 2);
    let untold = world.leader.post_form(&format!("{PAGES}/new"), &[("body", "steering_group")]).expect(422).body;
    assert!(untold.contains("name=\"tell\"") && !untold.contains("name=\"tell\" value=\"yes\" checked"), "the tick stays away");
}

#[test]
fn those_who_are_no_longer_called_when_a_meeting_becomes_another_groups_are_told_that_it_is_off() {
    let world = World::new();
    let mut text = plan("2020-12-04");
    text["tell"] = json!(true);
    world.leader.api("POST", MEETINGS, Some(&text)).expect(201);
    mailed(&world);
    (text["body"], text["version"]) = (json!("project_orderer"), json!(1));
    world.leader.api("PUT", &format!("{MEETINGS}/1"), Some(&text)).expect(200);
    let told = mailed(&world);
    let methods: Vec<(&str, bool)> = told.iter().map(|(to, _, file)| (to.as_str(), has(file, "METHOD:CANCEL"))).collect();
    assert_eq!(methods, [("orderer@exempel.se", false), ("chair@exempel.se", true), ("member@exempel.se", true)]);
    assert!(told.iter().all(|(.., file)| has(file, "SEQUENCE:1")));
}
