//! The page of a decision: what the one who decides must know, the basis that is offered, and every fault at once.
use crate::support::World;
use serde_json::{Value, json};

const RISK: &str = "/api/v1/projects/H044/risks/R1";
const PAGE: &str = "/projects/H044/risks/R1/decision";

/// A world with a meeting that has been held, one that has not, and a risk that the steering group holds.
fn world() -> World {
    let world = World::signed_in();
    for day in ["2020-10-23", "2020-12-04"] {
        let agenda = json!([{"kind": "information", "text": "Statusrapport"}, {"kind": "decision", "text": "Riskerna"}]);
        let meeting = json!({"body": "steering_group", "held_on": day, "agenda": agenda});
        world.leader.api("POST", "/api/v1/projects/H044/meetings", Some(&meeting)).expect(201);
    }
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan", "consequence": "Stopp", "likelihood": 2, "impact": 2});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
    let worse = json!({"likelihood": 3, "impact": 3, "reason": "Två har slutat", "version": 1});
    world.leader.api("POST", &format!("{RISK}/assessments"), Some(&worse)).expect(201);
    // It was there when the body met.
    world.arrange("UPDATE risks SET created_at = '2020-10-20 09:00:00'");
    world
}
fn version(world: &World) -> String {
    world.leader.api("GET", RISK, None).expect(200).json()["version"].to_string()
}

#[test]
fn the_page_says_what_is_proposed_what_has_changed_and_what_people_think() {
    let world = world();
    let measure =
        json!({"strategy": "reduce", "text": "Utbilda två till", "responsible": world.leader.email, "due_on": "2020-12-18", "cost": 25_000, "state": "chosen"});
    world.leader.api("POST", &format!("{RISK}/measures"), Some(&measure)).expect(201);
    world.member.api("POST", &format!("{RISK}/opinions"), Some(&json!({"text": "Börja genast"}))).expect(201);
    let page = world.chair.get(PAGE).expect(200).body.replace('\u{a0}', " ");
    for said in ["Projektledaren föreslår", "Utbilda två till", "leader, klar 18 dec", "Från 4 till 9 sedan", "Två har slutat", "En synpunkt.", "Börja genast"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
}

#[test]
fn a_form_offers_meetings_that_have_been_held_and_the_members_and_they_stand_in_the_decision() {
    let world = world();
    let page = world.chair.get(PAGE).expect(200).body;
    assert!(page.contains("value=\"2020-10-23 2 Riskerna\"") && !page.contains("2020-12-04"), "{page}");
    assert!(page.contains("name=\"present.000\" value=\"chair\"") && page.contains("name=\"present.001\" value=\"member\""), "{page}");
    let version = version(&world);
    let form = [
        ("step", "accept"),
        ("reason", "Billigare så"),
        ("expires_on", "2021-03-01"),
        ("basis", "meeting"),
        ("meeting", "2020-10-23 2 Riskerna"),
        ("present.000", "chair"),
        ("present.001", "member"),
        ("present", "Gästen"),
        ("version", &version),
    ];
    let answers = world.chair.post_form(PAGE, &form).expect(200).body;
    assert!(answers.contains("punkt 2 Riskerna. Närvarande: chair, member, Gästen"), "{answers}");
    world.chair.post_form(PAGE, &[&form[..], &[("checked", "yes")]].concat()).expect(303);
    let receipt = world.chair.get("/projects/H044/risks/R1").expect(200).body.replace("&#x2f;", "/");
    assert!(receipt.contains("Läs beslut 1") && receipt.contains("Till Väntar på dig"), "{receipt}");
    assert!(!receipt.contains("href=\"/projects/H044/risks/R1/decision\""), "what was just decided is not offered again at once");
    assert!(!world.chair.get("/projects/H044/risks/R1").expect(200).body.contains("Läs beslut 1"), "told once");
    let decision: Value = world.leader.api("GET", "/api/v1/projects/H044/decisions/1", None).expect(200).json();
    assert_eq!(decision["basis"], json!({"kind": "meeting", "date": "2020-10-23", "item": "2 Riskerna", "present": "chair, member, Gästen"}));
    assert_eq!(decision["decided_on"], "2020-10-23");
}

#[test]
fn every_fault_of_a_decision_is_told_at_once() {
    let world = world();
    world.chair.get(PAGE).expect(200);
    let told = |form: &[(&str, &str)]| {
        let body = world.chair.post_form(PAGE, &[&[("needs_basis", "yes")], form].concat()).expect(422).body;
        let summary = body.split_once("class=\"errsum\"").and_then(|(_, rest)| rest.split_once("</ul>")).map(|(list, _)| list.to_owned()).expect("a summary");
        summary.split("href=\"#f-").skip(1).filter_map(|rest| rest.split_once('"')).map(|(field, _)| field.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(&[]), ["step", "reason", "basis"]);
    assert_eq!(told(&[("step", "order"), ("basis", "per_capsulam")]), ["reason", "responsible", "agreed"]);
    let late = [("step", "accept"), ("expires_on", "2029-01-01"), ("basis", "meeting"), ("meeting_date", "2020-12-24")];
    assert_eq!(told(&late), ["reason", "expires_on", "meeting_date", "meeting_item", "present"]);
}

#[test]
fn whoever_may_not_see_a_page_keeps_the_projects_menu_and_is_led_back_to_the_thing() {
    let world = world();
    let page = world.registrar.get("/projects/H044/risks/R1/edit").expect(403).body.replace("&#x2f;", "/");
    assert!(page.contains("href=\"/projects/H044/documents\"") && page.contains("Till R1") && page.contains("R1 · H044 · Styrrum</title>"), "{page}");
    let foreign = world.outsider.get("/projects/H044/risks/R1/edit").expect(404).body;
    assert!(!foreign.contains("H044/documents"));
}

#[test]
fn whoever_may_not_close_a_risk_is_not_offered_it_and_is_told_who_may() {
    let world = world();
    let page = world.member.get("/projects/H044/risks/R1").expect(200).body;
    assert!(!page.contains("Stäng risken") && page.contains("Risken har inträffat"), "{page}");
    let form = world.member.get("/projects/H044/risks/R1/closure").expect(200).body;
    assert!(!form.contains("value=\"closed\"") && form.contains("Styrgruppen stänger risken"), "{form}");
    let refused = world.member.post_form("/projects/H044/risks/R1/closure", &[("ending", "closed"), ("reason", "Borta"), ("version", &version(&world))]);
    assert!(refused.expect(403).body.contains("Styrgrupp"));
    assert!(world.chair.get("/projects/H044/risks/R1").expect(200).body.contains("Stäng risken"));
}

#[test]
fn whoever_decides_on_what_has_changed_meanwhile_is_told_so_and_keeps_what_was_written() {
    let world = world();
    world.chair.get(PAGE).expect(200);
    let seen = version(&world);
    let better = json!({"likelihood": 3, "impact": 4, "reason": "En till har slutat", "version": seen.parse::<i64>().expect("a number")});
    world.leader.api("POST", &format!("{RISK}/assessments"), Some(&better)).expect(201);
    let form = [("step", "accept"), ("reason", "Vi lever med den"), ("expires_on", "2021-03-01"), ("basis", "chair"), ("version", &seen)];
    for sent in [&form[..], &[&form[..], &[("checked", "yes")]].concat()] {
        let page = world.chair.post_form(PAGE, sent).expect(409).body;
        assert!(page.contains("Läs underlaget igen.") && page.contains("Vi lever med den"), "{page}");
    }
}
