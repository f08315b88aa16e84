//! Status reports as they are listed and shown.
use super::{ALL, act, approved, one, save, started, submitted, world};
use crate::support::Actor;
use serde_json::{Value, json};

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
    assert_eq!(
        world.leader.post_form(&format!("{page}/autosave"), &[&draft[..3], &[("lights.budget.measure", "Resten köps nästa år")]].concat()).expect(200).json(),
        json!({"version": 2})
    );
    world.leader.post_form(&format!("{page}/submission"), &[("version", "2")]).expect(303);
    world.chair.get(page).expect(200);
    world.chair.post_form(&format!("{page}/approval"), &[("version", "3")]).expect(422);
    world.chair.post_form(&format!("{page}/approval"), &[("basis", "chair")]).expect(422);
    let back = [("basis", "chair"), ("version", "3"), ("reason", "Skriv mer om R1")];
    let check = world.chair.post_form(&format!("{page}/return"), &back).expect(200).body;
    assert!(check.contains("Skriv mer om R1") && check.contains("Ordföranden ensam") && check.contains(">Skäl<"), "{check}");
    let again = world.chair.post_form(&format!("{page}/return"), &[&back[..], &[("checked", "yes"), ("back", "yes")]].concat()).expect(200).body;
    assert!(again.contains("Skriv mer om R1") && again.contains("name=\"reason\""), "whoever goes back to change it finds what was written: {again}");
    assert_eq!(world.leader.api("GET", &one(""), None).expect(200).json()["state"], "submitted", "nothing is decided before the check");
    let refused = world.chair.post_form(&format!("{page}/approval"), &back).expect(422).body;
    assert!(refused.contains("Ett skäl följer bara med när rapporten lämnas tillbaka.") && refused.contains("Skriv mer om R1"), "{refused}");
    let basis = [("basis", "chair"), ("version", "3")];
    world.chair.post_form(&format!("{page}/approval"), &basis).expect(200);
    world.chair.post_form(&format!("{page}/approval"), &[basis[0], basis[1], ("checked", "yes")]).expect(303);
    world.orderer.get(page).expect(200);
    let check = world.orderer.post_form(&format!("{page}/dispatch"), &[("version", "4")]).expect(200).body;
    assert!(check.contains("name=\"checked\""), "a mail goes only after a check: {check}");
    world.orderer.post_form(&format!("{page}/dispatch"), &[("version", "4"), ("checked", "yes")]).expect(303);
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
