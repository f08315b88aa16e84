//! What cannot be read is refused, and said to be so.
use super::logged;
use crate::support::World;
use serde_json::json;

#[test]
fn a_body_that_breaks_off_is_not_taken_for_an_empty_one() {
    use std::io::{Read, Write};
    let world = World::new();
    logged(&world, 5, 5);
    let address = world.base.trim_start_matches("http://").to_owned();
    let mut line = std::net::TcpStream::connect(&address).expect("line");
    let head = format!(
        "POST /api/v1/projects/H044/risks/R1/acknowledgement HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n{{\"ver",
        world.orderer.token()
    );
    line.write_all(head.as_bytes()).expect("sent");
    line.shutdown(std::net::Shutdown::Write).expect("broken off");
    // Whatever the server says, or if it says nothing: the risk is not acknowledged.
    let _ = line.read_to_end(&mut Vec::new());
    let risk = world.orderer.api("GET", "/api/v1/projects/H044/risks/R1", None).expect(200).json();
    assert!(risk["escalated_at"].is_string() && risk["acknowledged_at"].is_null(), "{risk}");
    world.orderer.api("POST", "/api/v1/projects/H044/risks/R1/acknowledgement", None).expect(200);
}

#[test]
fn a_name_that_no_database_takes_is_the_name_of_nothing() {
    let world = World::signed_in();
    world.member.get("/projects/H044%00").expect(404);
    world.member.api("GET", "/api/v1/projects/H044/risks/R%001", None).expect(404);
}

#[test]
fn json_says_each_thing_once_and_in_its_own_type() {
    let world = World::new();
    let risks = "/api/v1/projects/H044/risks";
    let raw = |body: &str| {
        let bearer = format!("Bearer {}", world.leader.token());
        world.leader.ask("POST", risks, Some(body.as_bytes().to_vec()), &[("content-type", "application/json"), ("authorization", &bearer)])
    };
    let risk = |rest: &str| format!(r#"{{"threat": "Sjukdom", "vulnerability": "Få kan", "consequence": "Stopp", "likelihood": 2, {rest}}}"#);
    assert_eq!(raw(&risk(r#""impact": 3, "impact": 5"#)).expect(400).json()["type"], "urn:styrrum:bad-json");
    for (wrong, field) in [(r#""impact": true"#, "impact"), (r#""impact": 3, "reason": true"#, "reason"), (r#""impact": 3, "owner": 7"#, "owner")] {
        let error = raw(&risk(wrong)).expect(422).json()["errors"][0].clone();
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!("wrong-type")), "{wrong}");
    }
    raw(&risk(r#""impact": 3"#)).expect(201);
    let measure = json!({"strategy": "avoid", "text": "Utbilda", "version": 1});
    world.leader.api("POST", &format!("{risks}/R1/measures"), Some(&measure)).expect(201);
    let far = json!({"strategy": "avoid", "text": "Utbilda", "version": i64::MAX});
    world.leader.api("PUT", &format!("{risks}/R1/measures/1"), Some(&far)).expect(422);
}

#[test]
fn what_a_page_cannot_read_is_told_to_whoever_is_signed_in_as_such() {
    let world = World::signed_in();
    let body = Some(b"{}".to_vec());
    let page = world.leader.ask("POST", "/projects/H044/risks/new", body, &[("content-type", "application/json")]).expect(415).body;
    assert!(page.contains("<h1>Det du skickade gick inte att läsa</h1>") && !page.contains("href=\"/sign-in\""), "{page}");
}
