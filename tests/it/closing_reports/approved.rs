//! Who approves a closing report, in what order, and what an approval locks.
use super::{API, FINAL, act, approve, approved_final, begun, get, meeting, pdf, save, submit, submit_final, submitted_final, waiting, world};
use crate::support::{Actor, World};
use serde_json::json;
use styrrum::store::files;

#[test]
fn both_approvals_decide_about_the_same_content() {
    let world = world();
    let submitted = submitted_final(&world);
    let decided = |actor: &Actor| {
        let approvals = approve(actor, FINAL)["approvals"].clone();
        let number = approvals.as_array().and_then(|all| all.last()).map(|a| a["decision"].clone()).expect("a decision");
        world.registrar.api("GET", &format!("{API}/decisions/{number}"), None).expect(200).json()
    };
    let (steering, financier) = (decided(&world.chair), decided(&world.financier));
    assert_eq!([&steering["object"]["hash"], &financier["object"]["hash"]], [&submitted["hash"]; 2]);
    assert_eq!([&steering["matter"], &financier["matter"]], [&json!("final_report"), &json!("final_report_financier")]);
    assert_eq!((&steering["title"], &steering["object"]["kind"], &steering["basis"]["item"]), (&json!("Slutrapport"), &json!("final_report"), &json!("§ 3")));
}

#[test]
fn an_approval_out_of_order_is_told_whose_turn_it_is_and_one_given_twice_by_which_decision() {
    let world = world();
    begun(&world, FINAL);
    for actor in [&world.chair, &world.financier] {
        let mut unseen = meeting();
        unseen["version"] = json!(1);
        assert_eq!(act(actor, FINAL, "approval", unseen).expect(409).json()["reason"], "not-submitted");
    }
    submit_final(&world);
    let early = act(&world.financier, FINAL, "approval", meeting()).expect(409).json();
    assert_eq!((&early["held_by"], &early["title"]), (&json!(["steering_group"]), &json!("Det är inte din tur än. Styrgruppen godkänner först.")));
    let first = approve(&world.chair, FINAL)["approvals"][0]["decision"].clone();
    let again = act(&world.chair, FINAL, "approval", meeting()).expect(409).json();
    assert_eq!(again["decision"], first);
    let locked = approve(&world.financier, FINAL);
    let late = act(&world.financier, FINAL, "approval", meeting()).expect(409).json();
    assert_eq!(late["decision"], locked["decision"]);
    assert_eq!(act(&world.chair, FINAL, "return", json!({"reason": "Nej", "basis": "chair"})).expect(409).json()["decision"], first);
}

#[test]
fn whoever_holds_no_approval_is_told_who_holds_the_next() {
    let world = world();
    submitted_final(&world);
    for other in [&world.leader, &world.member, &world.orderer, &world.controller] {
        assert_eq!(act(other, FINAL, "approval", json!({})).expect(403).json()["held_by"], json!(["steering_group"]), "{}", other.name);
    }
    approve(&world.chair, FINAL);
    let held = act(&world.orderer, FINAL, "approval", json!({})).expect(403).json()["held_by"].clone();
    assert_eq!(held, json!(["financier_representative", "financier"]));
}

#[test]
fn a_return_from_the_last_of_them_goes_back_to_the_leader_and_every_approval_is_given_anew() {
    let world = world();
    let first = submitted_final(&world)["hash"].clone();
    approve(&world.chair, FINAL);
    let back = json!({"reason": "Skriv mer om lärdomarna", "basis": "chair"});
    let returned = act(&world.financier, FINAL, "return", back).expect(200).json();
    assert_eq!((&returned["state"], &returned["approvals"]), (&json!("returned"), &json!([])));
    assert_eq!(waiting(&world.leader), [json!(["report_returned", "final_report", "final_report"])]);
    save(&world, FINAL, json!({"lessons": "Börja med dem som gör jobbet, och mät tidigt."}));
    assert_ne!(submit(&world, FINAL)["hash"], first);
    act(&world.financier, FINAL, "approval", meeting()).expect(409);
    approve(&world.chair, FINAL);
    assert_eq!(approve(&world.financier, FINAL)["state"], "approved");
}

#[test]
fn what_was_recorded_for_the_steering_group_is_confirmed_by_its_chair_and_the_financier_comes_next() {
    let world = world();
    submitted_final(&world);
    let recording = act(&world.leader, FINAL, "approval", meeting()).expect(202).json()["recording"].clone();
    world.chair.api("POST", &format!("{API}/recordings/{recording}/confirmation"), None).expect(200);
    let half = get(&world.leader, FINAL);
    assert_eq!((&half["state"], half["approvals"].as_array().map(Vec::len)), (&json!("submitted"), Some(1)));
    assert_eq!((&half["approvals"][0]["by"], &half["approvals"][0]["recorded_by"]), (&json!("chair"), &json!("leader")), "each as they took part");
    act(&world.leader, FINAL, "approval", meeting()).expect(202);
    assert_eq!(approve(&world.financier, FINAL)["state"], "approved");
}

#[test]
fn who_has_written_it_does_not_approve_it_but_a_body_does_at_a_meeting() {
    let world = world();
    // The chair writes it too.
    let role = json!({"role": "project_leader", "email": "chair@exempel.se", "from_on": "2020-11-27"});
    world.orderer.api("POST", &format!("{API}/roles"), Some(&role)).expect(201);
    begun(&world, FINAL);
    let texts = json!({"summary": "Mitt", "process": "Mitt", "lessons": "Mitt", "recommendation": "Mitt", "goals": [{"number": 2, "reached": "Nått"}],
        "version": get(&world.chair, FINAL)["version"]});
    world.chair.api("PATCH", FINAL, Some(&texts)).expect(200);
    submit(&world, FINAL);
    act(&world.chair, FINAL, "approval", json!({"basis": "chair"})).expect(403);
    world.meeting_of("steering_group", "2020-11-27");
    approve(&world.chair, FINAL);
}

#[test]
fn a_stale_save_and_a_stale_approval_are_refused() {
    let world = world();
    let version = begun(&world, FINAL)["version"].clone();
    world.deputy.api("PATCH", FINAL, Some(&json!({"lessons": "Annat", "version": version}))).expect(200);
    world.leader.api("PATCH", FINAL, Some(&json!({"lessons": "Mitt", "version": version}))).expect(409);
    world.leader.api("PATCH", FINAL, Some(&json!({"lessons": "Mitt"}))).expect(422);
    world.leader.api_with("PATCH", FINAL, Some(&json!({"lessons": "Mitt"})), &[("if-match", "\"1\"")]).expect(412);
    let other = world_with_submitted();
    let mut old = meeting();
    old["version"] = json!(1);
    act(&other.chair, FINAL, "approval", old).expect(409);
}

fn world_with_submitted() -> World {
    let world = world();
    submitted_final(&world);
    world
}

#[test]
fn an_approved_final_report_is_locked_and_corrected_by_a_new_edition_that_is_approved_anew() {
    let world = world();
    let first = approved_final(&world);
    let edit = json!({"lessons": "Annat", "version": first["version"]});
    world.leader.api("PATCH", FINAL, Some(&edit)).expect(409);
    act(&world.leader, FINAL, "submission", json!({})).expect(409);
    assert_eq!(world.leader.api("POST", &format!("{FINAL}/editions"), None).expect(201).json()["edition"], 2);
    world.leader.api("POST", &format!("{FINAL}/editions"), None).expect(409);
    assert_eq!(get(&world.member, FINAL)["hash"], first["hash"], "the first stays until the second is submitted");
    save(&world, FINAL, json!({"lessons": "Rättat"}));
    submit(&world, FINAL);
    act(&world.financier, FINAL, "approval", meeting()).expect(409);
    approve(&world.chair, FINAL);
    let second = approve(&world.financier, FINAL);
    assert_eq!((&second["edition"], &second["texts"]["lessons"]), (&json!(2), &json!("Rättat")));
    let kept = world.member.api("GET", &format!("{FINAL}?edition=1"), None).expect(200).json();
    assert_eq!(kept["hash"], first["hash"]);
}

#[test]
fn a_pdf_before_the_last_approval_is_never_stored_and_a_report_that_is_not_approved_is_not_sent() {
    let world = world();
    submitted_final(&world);
    approve(&world.chair, FINAL);
    assert!(pdf(&world.leader, FINAL).starts_with("%PDF-"));
    assert!(world.write(|db| Ok(files::hashes(db, "", 10)?)).is_empty());
    assert_eq!(act(&world.orderer, FINAL, "dispatch", json!({})).expect(409).json()["reason"], "not-approved");
}

#[test]
fn a_new_charter_moves_the_approval_that_waits_to_its_new_holder() {
    let world = world();
    submitted_final(&world);
    let mut charter = world.orderer.api("GET", &format!("{API}/charter"), None).expect(200).json();
    for line in charter["matters"].as_array_mut().into_iter().flatten() {
        if line["matter"] == "final_report" {
            line["roles"] = json!(["project_orderer"]);
        }
        if line["limit"].is_null() {
            line.as_object_mut().map(|l| l.remove("limit"));
        }
    }
    let adopted = json!({"matters": charter["matters"], "motivation": "Beställaren godkänner", "version": 1});
    world.orderer.api("PUT", &format!("{API}/charter"), Some(&adopted)).expect(200);
    assert_eq!((waiting(&world.chair), waiting(&world.orderer).len()), (vec![], 1));
    approve(&world.orderer, FINAL);
}
