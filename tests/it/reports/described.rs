//! What the API tells of a report in each of its states. Every answer is held to the document by `support::contract`; here each part that
//! the document describes has something in it.
use super::{act, approved, light, one, world};
use serde_json::json;

#[test]
fn a_report_is_what_the_document_says_as_draft_submitted_approved_and_corrected() {
    let world = world();
    crate::verify::log_risks(&world, &world.leader, 2);
    crate::meetings::planned(&world);
    let deviation = json!({"area": "time", "title": "Avtalet är försenat", "text": "En månad", "observed_on": "2020-11-26"});
    world.leader.api("POST", "/api/v1/projects/H044/deviations", Some(&deviation)).expect(201);
    let whole = approved(&world);
    let finding = &light(&whole, "budget")["findings"][0];
    assert_eq!((&finding["kind"], &finding["outcome"]), (&json!("category_over_year"), &json!(218_200)), "kronor");
    assert_eq!([&whole["risks"]["open"], &whole["risks"]["list"][0]["ref"], &whole["deviations"][0]["number"]], [&json!(2), &json!("R1"), &json!(1)]);
    assert_eq!((&whole["approval"]["basis"]["kind"], &whole["next_meeting"]["on"]), (&json!("meeting"), &json!("2020-12-04")));
    assert!(whole["checkpoint"]["hash"].is_string() && whole["economy"]["total"]["budget_total"] == 915_780, "{whole}");
    let corrected = world.leader.api("POST", &one("/editions"), Some(&json!({}))).expect(201).json();
    assert_eq!((&corrected["edition"], &corrected["approval"], &corrected["checkpoint"]), (&json!(2), &json!(null), &json!(null)));
    act(&world, &world.leader, "/submission", json!({})).expect(200);
    let first = world.member.api("GET", &one("?edition=1"), None).expect(200).json();
    assert_eq!(first["hash"], whole["hash"]);
}
