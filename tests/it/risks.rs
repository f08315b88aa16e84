//! Who holds a risk, who decides about it, and how it is lifted.
mod anew;
mod expired;
mod lifted;

use crate::support::{Actor, Answer, World};
use serde_json::{Value, json};

const RISKS: &str = "/api/v1/projects/H044/risks";

fn logged(world: &World, likelihood: i64, impact: i64) -> Value {
    let texts =
        json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": "Införandet stannar", "likelihood": likelihood, "impact": impact});
    world.leader.api("POST", RISKS, Some(&texts)).expect(201).json()
}
/// Something that is done with R1, as it is now when no version is named.
fn act(actor: &Actor, what: &str, mut body: Value) -> Answer {
    if ["assessments", "confirmation", "acceptance"].contains(&what) && body["version"].is_null() {
        body["version"] = actor.api("GET", &format!("{RISKS}/R1"), None).json()["version"].clone();
    }
    actor.api("POST", &format!("{RISKS}/R1/{what}"), Some(&body))
}
fn assessed(actor: &Actor, likelihood: i64, impact: i64) -> Answer {
    act(actor, "assessments", json!({"likelihood": likelihood, "impact": impact, "reason": "Läget har ändrats"}))
}
fn accepted(actor: &Actor) -> Answer {
    act(actor, "acceptance", json!({"reason": "Billigare än att åtgärda", "expires_on": "2021-03-01"}))
}
fn lifted(actor: &Actor) -> Answer {
    act(actor, "lift", json!({"reason": "Större än vårt uppdrag"}))
}
fn risk(world: &World) -> Value {
    world.registrar.api("GET", &format!("{RISKS}/R1"), None).expect(200).json()
}
fn decision(world: &World, number: i64) -> Value {
    world.registrar.api("GET", &format!("/api/v1/projects/H044/decisions/{number}"), None).expect(200).json()
}
fn problem(answer: &Answer) -> String {
    answer.json()["type"].as_str().unwrap_or_default().replace("urn:styrrum:", "")
}
/// What waits for somebody.
fn items(actor: &Actor) -> Vec<Value> {
    actor.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].as_array().cloned().unwrap_or_default()
}
fn mailed(world: &World, to: &str) -> Vec<String> {
    let to = to.to_owned();
    world.write(move |db| {
        use diesel::prelude::*;
        use styrrum::store::schema::outbox;
        let rows: Vec<String> = outbox::table
            .filter(outbox::to_email.eq(to.clone()))
            .select(outbox::kind)
            .order(outbox::id)
            .load(db)
            .map_err(styrrum::services::Problem::internal)?;
        Ok(rows)
    })
}

#[test]
fn a_lowering_waits_until_it_is_answered_or_the_value_rises() {
    let world = World::new();
    logged(&world, 5, 4);
    assessed(&world.leader, 2, 2).expect(201);
    assert_eq!(assessed(&world.leader, 4, 5).expect(201).json()["proposed"]["value"], 4);
    assert_eq!(assessed(&world.leader, 3, 3).expect(201).json()["proposed"]["value"], 9, "a new proposal replaces it");
    assert_eq!(assessed(&world.leader, 5, 5).expect(201).json()["proposed"], Value::Null);
}

#[test]
fn a_confirmed_lowering_is_the_proposers_assessment_and_names_who_confirmed_it() {
    let world = World::signed_in();
    logged(&world, 5, 4);
    let proposed = assessed(&world.leader, 2, 2).expect(201).json()["proposed"].clone();
    assert_eq!(proposed["by"], world.leader.email.as_str());
    act(&world.orderer, "confirmation", json!({"outcome": "confirm", "reason": "Rätt sett"})).expect(200);
    let newest = risk(&world)["assessments"].as_array().and_then(|all| all.last().cloned()).expect("an assessment");
    assert_eq!((&newest["by"], &newest["role"], &newest["value"]), (&json!("leader"), &json!("project_leader"), &json!(4)));
    assert_eq!(newest["confirmed"], json!({"by": "orderer", "role": "project_orderer", "decision": 1}));
    let page = world.member.get("/projects/H044/risks/R1").expect(200).body;
    assert!(page.contains("leader, <a href=") && page.contains("bekräftad av orderer (projektbeställaren), beslut 1"), "{page}");
    assert_eq!(decision(&world, 1)["terms"]["proposed_by"], "leader");
    let csv = world.member.get("/projects/H044/risks.csv").expect(200).body;
    assert!(csv.lines().nth(1).is_some_and(|line| line.ends_with(";2020-11-27;leader;orderer")), "{csv}");
}

#[test]
fn an_acceptance_settles_what_waited_for_the_holder() {
    let world = World::new();
    logged(&world, 5, 5);
    assessed(&world.leader, 2, 2).expect(201);
    assert_eq!(items(&world.orderer).len(), 1);
    let accepted = accepted(&world.orderer).expect(200).json();
    assert_eq!((&accepted["acknowledged_at"], &accepted["proposed"]), (&json!("2020-11-27T09:00:00Z"), &Value::Null));
    assert!(items(&world.orderer).is_empty());
}

#[test]
fn what_has_occurred_is_neither_accepted_nor_occurs_again() {
    let world = World::new();
    logged(&world, 2, 2);
    act(&world.leader, "occurrence", json!({"reason": "Det hände"})).expect(200);
    for again in [accepted(&world.leader), act(&world.leader, "occurrence", json!({"reason": "Igen"}))] {
        assert_eq!((again.status, again.json()["reason"].clone()), (409, json!("risk-has-occurred")));
    }
}

#[test]
fn what_has_occurred_is_not_offered_to_occur_again() {
    let world = World::signed_in();
    logged(&world, 2, 2);
    let (risk, closure) = ("/projects/H044/risks/R1", "/projects/H044/risks/R1/closure");
    assert!(world.member.get(risk).expect(200).body.contains("Risken har inträffat"));
    act(&world.leader, "occurrence", json!({"reason": "Det hände"})).expect(200);
    let page = world.leader.get(closure).expect(200).body;
    assert!(!page.contains("value=\"occurred\"") && page.contains("value=\"closed\""), "its holder closes it: {page}");
    assert!(!world.member.get(risk).expect(200).body.contains("/R1/closure"), "others have nothing to do there");
    world.member.get(closure).expect(409);
}

#[test]
fn a_reference_that_is_searched_for_in_the_register_is_found_first_whatever_else_has_it_in_its_words() {
    let world = World::new();
    (0..3).for_each(|_| drop(logged(&world, 5, 5)));
    let texts = json!({"threat": "Sjukdom", "vulnerability": "Se R1", "consequence": "Som R1", "likelihood": 5, "impact": 4});
    world.leader.api("POST", RISKS, Some(&texts)).expect(201);
    world.leader.api("POST", &format!("{RISKS}/R1/assessments"), Some(&json!({"likelihood": 5, "impact": 5, "reason": "Nytt", "version": 1}))).expect(201);
    let found = |query: &str| {
        let page = world.leader.api("GET", &format!("{RISKS}?{query}"), None).expect(200).json();
        let refs: Vec<String> = page["items"].as_array().expect("items").iter().map(|r| r["ref"].as_str().expect("ref").to_owned()).collect();
        (refs, page["next"].as_str().map(str::to_owned))
    };
    assert_eq!(found("q=R1").0, ["R1", "R4"]);
    assert_eq!(found("q=r3&sort=number").0, ["R3"]);
    let (first, next) = found("q=R1&limit=1");
    assert_eq!((first, found(&format!("q=R1&limit=1&cursor={}", next.expect("more"))).0), (vec!["R1".to_owned()], vec!["R4".to_owned()]));
    world.leader.api("POST", &format!("{RISKS}/R3/closure"), Some(&json!({"reason": "Borta"}))).expect(403);
    world.orderer.api("POST", &format!("{RISKS}/R3/closure"), Some(&json!({"reason": "Borta"}))).expect(200);
    assert_eq!((found("q=R3").0, found("q=R3&state=assessed").0.len()), (vec!["R3".to_owned()], 0));
    assert!(found("q=R9").0.is_empty());
}

#[test]
fn when_every_risk_is_closed_the_register_says_so_and_leads_to_them() {
    let world = World::signed_in();
    let page = |query: &str| world.leader.get(&format!("/projects/H044/risks{query}")).expect(200).body.replace("&#x2f;", "/");
    assert!(page("").contains("Inga risker än") && !page("").contains("class=\"mx\""));
    logged(&world, 2, 2);
    assert!(page("").contains("class=\"mx\""));
    act(&world.leader, "closure", json!({"reason": "Borta"})).expect(200);
    let closed = page("");
    assert!(closed.contains("Alla risker är stängda") && closed.contains("/projects/H044/risks?state=closed\">Visa den stängda risken"), "{closed}");
    assert!(!closed.contains("class=\"mx\"") && page("?state=closed").contains("Visar en stängd risk"));
}

#[test]
fn nothing_is_ordered_or_changed_on_a_closed_risk() {
    let world = World::new();
    logged(&world, 2, 2);
    let measure = json!({"strategy": "reduce", "text": "Utbilda fler"});
    act(&world.leader, "measures", measure.clone()).expect(201);
    act(&world.leader, "closure", json!({"reason": "Borta"})).expect(200);
    let edited = world.leader.api("PUT", &format!("{RISKS}/R1/measures/1"), Some(&measure));
    for answer in [act(&world.leader, "ordered-measures", measure), edited] {
        assert_eq!((answer.status, answer.json()["reason"].clone()), (409, json!("risk-is-closed")));
    }
    assert_eq!(risk(&world)["measures"].as_array().map(Vec::len), Some(1));
    world.leader.api("GET", "/api/v1/projects/H044/decisions/1", None).expect(404);
}

#[test]
fn the_first_decision_wins_and_a_second_is_told_which() {
    let world = World::new();
    let seen = logged(&world, 3, 3)["version"].clone();
    accepted(&world.chair).expect(200);
    let again = act(&world.chair, "acceptance", json!({"reason": "Också jag", "expires_on": "2021-03-01", "version": seen}));
    assert_eq!((again.status, problem(&again), again.json()["decision"].clone()), (409, "already-decided".to_owned(), json!(1)));
    let measure = json!({"strategy": "reduce", "text": "Utbilda fler", "version": seen});
    assert_eq!(act(&world.chair, "ordered-measures", measure).expect(409).json()["decision"], 1);
}

#[test]
fn a_basis_is_held_to_the_same_rules_as_every_other_text() {
    let world = World::new();
    logged(&world, 3, 3);
    let with = |basis: Value| act(&world.chair, "acceptance", json!({"reason": "Skäl", "expires_on": "2021-03-01", "basis": basis}));
    let meeting = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"});
    let changed = |field: &str, value: Value| {
        let mut basis = meeting.clone();
        basis[field] = value;
        basis
    };
    for (basis, field) in [
        (changed("item", json!("")), "basis.item"),
        (changed("present", json!("x".repeat(100_000))), "basis.present"),
        (changed("present", json!("A\u{0}B")), "basis.present"),
        (changed("date", json!("0001-01-01")), "basis.date"),
        (changed("note", json!("okänt")), "basis.note"),
        (json!({"kind": "chair", "item": "§ 1"}), "basis.item"),
        (json!({"kind": "per_capsulam", "agreed": " "}), "basis.agreed"),
        (json!({"kind": "dice"}), "basis.kind"),
    ] {
        let refused = with(basis.clone()).expect(422).json();
        assert_eq!(refused["errors"][0]["field"], field, "{basis}");
    }
    with(meeting).expect(200);
}

#[test]
fn an_ordered_measure_keeps_its_basis() {
    let world = World::new();
    world.arrange(&format!(
        "UPDATE charters SET matters = replace(matters, '\"chair_alone\":true', '\"chair_alone\":false') WHERE project_id = {}",
        world.project
    ));
    logged(&world, 3, 3);
    let order = |basis: Value| json!({"strategy": "reduce", "text": "Utbilda fler", "responsible": "deputy@exempel.se", "basis": basis});
    assert_eq!(act(&world.chair, "ordered-measures", order(json!({"kind": "chair"}))).expect(409).json()["reason"], "chair-alone-not-allowed");
    let meeting = json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 4", "present": "Alla"});
    assert_eq!(act(&world.chair, "ordered-measures", order(meeting.clone())).expect(201).json()["covered"], true);
    assert_eq!(decision(&world, 1)["basis"], meeting);
    let waits = act(&world.leader, "ordered-measures", order(json!({"kind": "per_capsulam", "agreed": "Alla ledamöter"}))).expect(202).json();
    assert_eq!(waits["measures"].as_array().map(Vec::len), Some(1));
    world.chair.api("POST", &format!("/api/v1/projects/H044/recordings/{}/confirmation", waits["recording"]), None).expect(200);
    assert_eq!((&decision(&world, 2)["outcome"], &decision(&world, 2)["basis"]["agreed"]), (&json!("measure_ordered"), &json!("Alla ledamöter")));
    assert_eq!(risk(&world)["measures"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_form_of_an_ordered_measure_keeps_its_basis() {
    let world = World::signed_in();
    logged(&world, 3, 3);
    let page = "/projects/H044/risks/R1/decision";
    world.chair.get(page).expect(200);
    let mut form = vec![("step", "order"), ("reason", "Utbilda fler"), ("responsible", "deputy@exempel.se"), ("needs_basis", "yes"), ("checked", "yes")];
    form.extend([("basis", "meeting"), ("meeting_date", "2020-11-27"), ("meeting_item", "§ 4"), ("present", "Alla")]);
    world.chair.post_form(page, &form).expect(303);
    assert_eq!((&decision(&world, 1)["outcome"], &decision(&world, 1)["meeting"]["item"]), (&json!("measure_ordered"), &json!("§ 4")));
}

#[test]
fn what_waits_for_a_role_without_a_person_shows_up_with_the_role_above_as_unmanned() {
    let world = World::new();
    world.arrange(&format!("UPDATE role_assignments SET chair = FALSE WHERE role = 'steering_group' AND project_id = {}", world.project));
    logged(&world, 3, 3);
    let waits = &items(&world.orderer)[0];
    assert_eq!((&waits["ref"], &waits["why"]["role"], &waits["why"]["unmanned"]), (&json!("R1"), &json!("steering_group"), &json!(true)));
    assert_eq!(mailed(&world, "orderer@exempel.se"), ["risk-escalated"]);
    accepted(&world.orderer).expect(403);
    world.orderer.sign_in();
    assert!(world.orderer.get("/").expect(200).body.contains("saknar någon som kan besluta"));
}

#[test]
fn whoever_the_charter_gives_a_band_assesses_and_closes_its_risks() {
    let world = World::signed_in();
    let path = "/api/v1/projects/H044/charter";
    let charter = world.leader.api("GET", path, None).expect(200).json();
    let mut new = json!({"matters": charter["matters"], "motivation": "Finansiärens representant håller höga risker", "version": 1});
    new["matters"][2]["roles"] = json!(["financier_representative"]);
    world.orderer.api("PUT", path, Some(&new)).expect(200);
    logged(&world, 5, 5);
    assert_eq!(assessed(&world.controller, 2, 2).status, 403);
    for page in ["assessment", "closure"] {
        world.financier.get(&format!("/projects/H044/risks/R1/{page}")).expect(200);
        world.controller.get(&format!("/projects/H044/risks/R1/{page}")).expect(403);
    }
    assert_eq!(assessed(&world.financier, 5, 4).expect(201).json()["value"], 20);
    act(&world.financier, "closure", json!({"reason": "Borta"})).expect(200);
}

#[test]
fn the_journal_names_the_mandates_role_and_none_for_the_program_itself() {
    let world = World::new();
    let both = world.newcomer("both", styrrum::domain::role::Role::ProjectOwner, false);
    world.arrange(&format!(
        "UPDATE role_assignments SET person_id = {} WHERE role = 'steering_group' AND chair = TRUE AND project_id = {}",
        both.id, world.project
    ));
    logged(&world, 3, 3);
    act(&both, "acceptance", json!({"reason": "Skäl", "expires_on": "2020-11-28"})).expect(200);
    world.clock.advance(chrono::TimeDelta::days(3));
    let ctx = world.ctx(&world.leader);
    world.write(move |db| {
        let actor = styrrum::domain::actor::Actor { person: ctx.person, holdings: Vec::new(), delegations: [].into() };
        let mut at = styrrum::services::InProject::open(db, &ctx, "H044")?;
        at.actor = actor;
        styrrum::services::risks::reopen_expired(db, &ctx, &at)
    });
    let journal = world.leader.api("GET", "/api/v1/projects/H044/journal?object=risk:R1", None).expect(200).json();
    let role_of = |kind: &str| journal["items"].as_array().and_then(|all| all.iter().find(|e| e["kind"] == kind)).map(|e| e["role"].clone());
    assert_eq!((role_of("risk.accepted"), role_of("risk.reopened")), (Some(json!("steering_group")), Some(Value::Null)));
}

#[test]
fn a_chair_whom_the_charter_does_not_let_decide_alone_proposes_a_lowering() {
    let world = World::new();
    let lowered = |number: i32| {
        let path = format!("/api/v1/projects/H044/risks/R{number}");
        let version = world.chair.api("GET", &path, None).json()["version"].clone();
        let body = json!({"likelihood": 1, "impact": 1, "reason": "Åtgärderna har verkat", "version": version});
        world.chair.api("POST", &format!("{path}/assessments"), Some(&body)).expect(201).json()
    };
    (0..2).for_each(|_| drop(logged(&world, 3, 4)));
    assert_eq!((&lowered(1)["value"], &lowered(1)["held_by"]), (&json!(1), &json!("project_leader")), "the charter lets the chair alone");
    world.arrange(&format!(
        "UPDATE charters SET matters = replace(matters, '\"chair_alone\":true', '\"chair_alone\":false') WHERE project_id = {}",
        world.project
    ));
    let waits = lowered(2);
    assert_eq!((&waits["value"], &waits["held_by"], &waits["proposed"]["value"]), (&json!(12), &json!("steering_group"), &json!(1)));
}

#[test]
fn the_second_answer_to_a_lowering_is_told_of_the_first() {
    let world = World::new();
    logged(&world, 5, 4);
    assessed(&world.leader, 2, 2).expect(201);
    let seen = risk(&world)["version"].clone();
    let answer = |who: &Actor| act(who, "confirmation", json!({"outcome": "confirm", "basis": {"kind": "chair"}, "version": seen}));
    answer(&world.orderer).expect(200);
    let again = answer(&world.orderer).expect(409);
    assert_eq!((problem(&again), &again.json()["decision"]), ("already-decided".to_owned(), &json!(1)));
    assert_eq!(problem(&answer(&world.controller).expect(403)), "no-mandate", "who never held it is told who does");
    let bare = act(&world.orderer, "confirmation", json!({"outcome": "refuse", "version": 1})).expect(422).json();
    assert_eq!(bare["errors"].as_array().map(|all| all.iter().map(|e| e["field"].clone()).collect::<Vec<_>>()), Some(vec![json!("reason")]));
}

#[test]
fn a_decision_about_a_risk_says_what_was_decided_and_the_journal_fixes_it() {
    let world = World::signed_in();
    let body = json!({"threat": "Hot", "vulnerability": "Brist", "consequence": "Försening", "likelihood": 5, "impact": 4});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&body)).expect(201);
    let risk = |actor: &Actor| actor.api("GET", "/api/v1/projects/H044/risks/R1", None).expect(200).json();
    let decided = |path: &str, mut body: Value, status: u16| {
        body["version"] = risk(&world.orderer)["version"].clone();
        world.orderer.api("POST", &format!("/api/v1/projects/H044/risks/R1/{path}"), Some(&body)).expect(status);
        world.orderer.api("GET", "/api/v1/projects/H044/decisions", None).expect(200).json()["items"][0].clone()
    };
    let measure = json!({"strategy": "reduce", "text": "Gör en plan", "responsible": world.leader.email, "due_on": "2020-12-20", "cost": 50_000});
    let ordered = decided("ordered-measures", measure, 201);
    assert_eq!(ordered["terms"]["cost"], 50_000, "{ordered}");
    assert_eq!((&ordered["terms"]["kind"], &ordered["terms"]["due_on"]), (&json!("measure"), &json!("2020-12-20")));
    let accepted = decided("acceptance", json!({"reason": "Vi lever med den", "expires_on": "2021-03-01"}), 200);
    assert_eq!(accepted["terms"], json!({"kind": "acceptance", "value": 20, "until": "2021-03-01"}));
    let number = &accepted["number"];
    let page = world.orderer.get(&format!("/projects/H044/decisions/{number}")).expect(200).body;
    assert!(page.contains("Accepterad till och med") && page.contains("1 mars 2021") || page.contains("1\u{a0}mars 2021"), "{page}");
}

#[test]
fn whoever_owns_a_risk_goes_on_doing_so_without_a_role_and_whoever_only_reads_is_given_none() {
    let world = World::signed_in();
    let risk = logged(&world, 2, 2);
    let edited = |owner: &str, version: i64| world.leader.api("PATCH", "/api/v1/projects/H044/risks/R1", Some(&json!({"owner": owner, "version": version})));
    let registrar = edited(&world.registrar.email, 1).expect(422).json();
    assert_eq!(registrar["errors"][0]["code"], "responsible-only-reads");
    edited(&world.controller.email, 1).expect(200);
    world.arrange(&format!("UPDATE role_assignments SET to_on = '2020-11-26' WHERE person_id = {}", world.controller.id));
    let form = world.leader.get("/projects/H044/risks/R1/edit").expect(200).body;
    assert!(form.contains(&format!("<option value=\"{}\" selected>", world.controller.email)), "{form}");
    let text = |name: &str| risk[name].as_str().unwrap_or_default().to_owned();
    let (vulnerability, consequence) = (text("vulnerability"), text("consequence"));
    let fields =
        [("threat", "Ett annat hot"), ("vulnerability", &vulnerability), ("consequence", &consequence), ("owner", &world.controller.email), ("version", "2")];
    world.leader.post_form("/projects/H044/risks/R1/edit", &fields).expect(303);
    let now = world.leader.api("GET", "/api/v1/projects/H044/risks/R1", None).json();
    assert_eq!((now["threat"].as_str(), now["owner"].as_str()), (Some("Ett annat hot"), Some(world.controller.email.as_str())));
    edited(&world.orderer.email, 3).expect(200);
    assert_eq!(edited(&world.controller.email, 4).expect(422).json()["errors"][0]["code"], "no-role-here");
}

#[test]
fn the_check_of_an_acceptance_says_until_when_and_a_form_asks_for_what_its_choices_need() {
    let world = World::signed_in();
    logged(&world, 5, 5);
    let page = "/projects/H044/risks/R1/decision";
    let form = world.orderer.get(page).expect(200).body;
    assert!(form.contains("Risken får finnas kvar till en dag du anger.") && form.contains("Beställer du en åtgärd"), "{form}");
    let answers = [("step", "accept"), ("reason", "Vi lever med den"), ("expires_on", "2021-03-01"), ("basis", "chair"), ("version", "1")];
    let check = world.orderer.post_form(page, &answers).expect(200).body;
    assert!(check.contains("Risken finns kvar till måndag 1\u{a0}mars 2021.") && !check.contains("till en dag du anger"), "{check}");
    let asking = world.controller.get(page).expect(200).body;
    assert!(asking.contains("Skriv varför frågan behöver ett ställningstagande") && !asking.contains("Beställer du en åtgärd"), "{asking}");
}
