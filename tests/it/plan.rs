//! Economy and sprints.
use crate::support::World;
use serde_json::{Value, json};

#[test]
fn the_controller_keeps_the_economy_and_a_member_reads_it() {
    let world = World::signed_in();
    world.controller.get("/projects/H044/economy/budget").expect(200);
    world.controller.post_form("/projects/H044/economy/budget", &[("category", "Resor"), ("year", "2020"), ("amount", "5 000"), ("version", "0")]).expect(303);
    world
        .controller
        .post_form("/projects/H044/economy/outcome", &[("category", "Resor"), ("month", "2020-10"), ("amount", "1250,50"), ("version", "0")])
        .expect(303);
    assert!(world.member.get("/projects/H044/economy").expect(200).body.contains("Resor"));
    world.member.post_form("/projects/H044/economy/budget", &[("category", "Resor"), ("year", "2020"), ("amount", "1"), ("version", "1")]).expect(403);
}

#[test]
fn the_economy_opens_on_the_last_year_with_figures_and_draws_nothing_where_there_are_none() {
    let world = World::signed_in();
    world.arrange("UPDATE projects SET started_on = '2019-01-01'");
    let budget = [("category", "Resor"), ("year", "2019"), ("amount", "5 000"), ("version", "0")];
    world.controller.post_form("/projects/H044/economy/budget", &budget).expect(303);
    let outcome = [("category", "Resor"), ("month", "2019-03"), ("amount", "1250"), ("version", "0")];
    world.controller.post_form("/projects/H044/economy/outcome", &outcome).expect(303);
    let page = |query: &str| world.member.get(&format!("/projects/H044/economy{query}")).expect(200).body;
    let current = |year: &str| format!("?year={year}\" aria-current=\"page\"");
    assert!(page("").contains(&current("2019")) && page("").contains("id=\"chart-h\"") && !page("").contains("?year=2020"));
    assert!(page("?year=2020").contains(&current("2020")) && !page("?year=2020").contains("id=\"chart-h\""));
    let whole = page("?year=all");
    assert!(whole.contains(&current("all")) && whole.contains("25 procent av hela budgeten är använd"), "{whole}");
    assert!(!whole.contains("economy/outcome?category"), "a year's outcome is the sum of its months, which are changed one by one");
    assert!(page("?year=n%C3%A4sta").contains(&current("2019")), "what is no year shows the one that opens");
}

#[test]
fn a_figure_that_somebody_else_changed_is_not_overwritten_unseen() {
    let world = World::signed_in();
    world.leader.get("/projects/H044/economy/budget").expect(200);
    let set = |amount: &'static str, version: &'static str| {
        world.leader.post_form("/projects/H044/economy/budget", &[("category", "Resor"), ("year", "2021"), ("amount", amount), ("version", version)])
    };
    set("100", "0").expect(303);
    set("200", "1").expect(303);
    let stale = set("300", "1").expect(409);
    assert!(stale.body.contains("conflict-h") && stale.body.contains("300"));
    set("300", "2").expect(303);
}

#[test]
fn an_adopted_budget_is_changed_by_the_one_who_holds_the_matter_and_by_decision() {
    let world = World::signed_in();
    let budget = "/api/v1/projects/H044/budget";
    let line = |amount: i64, version: i64| json!({"category": "Externa (köpta) tjänster", "year": 2020, "amount": amount, "version": version});
    world.orderer.api("POST", &format!("{budget}/adoption"), Some(&json!({"version": 0}))).expect(409);
    world.leader.api("POST", budget, Some(&line(128_760, 0))).expect(201);
    world.orderer.api("POST", budget, Some(&line(1, 1))).expect(403);
    world.leader.api("POST", &format!("{budget}/adoption"), Some(&json!({"version": 1}))).expect(403);
    world.orderer.api("POST", &format!("{budget}/adoption"), Some(&json!({}))).expect(422);
    let adopted = world.orderer.api("POST", &format!("{budget}/adoption"), Some(&json!({"version": 1}))).expect(201).json();
    assert_eq!((&adopted["adopted_by_decision"], &adopted["version"]), (&json!(1), &json!(1)));
    let again = world.orderer.api("POST", &format!("{budget}/adoption"), Some(&json!({"version": 1}))).expect(409).json();
    assert_eq!(again["decision"], 1);

    let refused = world.leader.api("POST", budget, Some(&line(900_000, 1))).expect(403).json();
    assert_eq!((&refused["matter"], &refused["held_by"]), (&json!("budget"), &json!(["project_orderer"])));
    world.leader.get("/projects/H044/economy/budget?category=Resor&year=2020").expect(403);
    assert!(world.leader.get("/projects/H044/economy").expect(200).body.contains("Budgeten är antagen med beslut 1"));

    world.orderer.get("/projects/H044/economy/budget").expect(200);
    let form =
        [("category", "Externa (köpta) tjänster"), ("year", "2020"), ("amount", "150 000"), ("version", "1"), ("motivation", "Kurs"), ("basis", "chair")];
    world.orderer.post_form("/projects/H044/economy/budget", &form).expect(303);
    let now = world.member.api("GET", budget, None).expect(200).json();
    assert_eq!((&now["adopted_by_decision"], &now["changed_by_decision"]), (&json!(1), &json!(2)));
    assert!(world.leader.get("/projects/H044/economy").expect(200).body.contains("Den ändrades senast med beslut 2"));
    let decision = world.member.api("GET", "/api/v1/projects/H044/decisions/2", None).expect(200).json();
    assert_eq!(
        (&decision["matter"], &decision["outcome"], &decision["object"]["kind"], &decision["motivation"]),
        (&json!("budget"), &json!("adopted"), &json!("budget"), &json!("Kurs"))
    );
    assert_eq!(world.member.api("GET", budget, None).expect(200).json()["items"][0]["amount"], 150_000);
}

#[test]
fn an_outcome_needs_a_category_with_a_budget_and_a_month_that_has_begun() {
    let world = World::signed_in();
    world.leader.get("/projects/H044/economy/outcome").expect(200);
    let at = |category: &'static str, month: &'static str| {
        world.leader.post_form("/projects/H044/economy/outcome", &[("category", category), ("month", month), ("amount", "1"), ("version", "0")]).status
    };
    world.leader.post_form("/projects/H044/economy/budget", &[("category", "Resor"), ("year", "2020"), ("amount", "5000"), ("version", "0")]).expect(303);
    assert_eq!([at("Båtar", "2020-10"), at("Resor", "2020-12"), at("Resor", "2020-11")], [422, 422, 303]);
    assert_eq!([at("Resor", "2020-01"), at("Resor", "2020-02")], [422, 303], "the project began on 1 February");
}

#[test]
fn a_year_s_outcome_is_filled_in_at_once_and_only_what_changed_is_kept() {
    let world = World::signed_in();
    let page = "/projects/H044/economy/outcome/2020";
    assert_eq!(world.leader.get(page).status, 404, "without a budget there is nothing to fill in");
    for category in ["Resor", "Lokaler"] {
        let line = json!({"category": category, "year": 2020, "amount": 5000, "version": 0});
        world.leader.api("POST", "/api/v1/projects/H044/budget", Some(&line)).expect(201);
    }
    let shown = world.leader.get(page).expect(200).body;
    assert!(shown.contains("id=\"f-amount.0.02\"") && !shown.contains("id=\"f-amount.0.01\"") && !shown.contains("id=\"f-amount.0.12\""), "{shown}");
    world.leader.post_form(page, &[("version", "0"), ("amount.0.02", "1 250,50"), ("amount.1.03", "900")]).expect(303);
    let bad = world.leader.post_form(page, &[("version", "2"), ("amount.0.02", "1250,50"), ("amount.0.03", "tolv"), ("amount.1.12", "5")]).expect(422);
    assert!(bad.body.contains("f-amount.0.03-err") && bad.body.contains("value=\"tolv\""), "{}", bad.body);
    world.leader.post_form(page, &[("version", "1"), ("amount.0.03", "1")]).expect(409);
    // One that is emptied is nothing; one that is not sent stays.
    world.leader.post_form(page, &[("version", "2"), ("amount.0.02", ""), ("amount.0.03", "10")]).expect(303);
    let saved = world.member.api("GET", "/api/v1/projects/H044/outcomes", None).expect(200).json();
    let line = |o: &Value| format!("{} {} {}", o["category"].as_str().unwrap_or_default(), o["month"].as_str().unwrap_or_default(), o["amount"]);
    let lines: Vec<String> = saved["items"].as_array().into_iter().flatten().map(line).collect();
    assert_eq!(lines, ["Resor 2020-02-01 0", "Lokaler 2020-03-01 900", "Resor 2020-03-01 10"]);
    world.member.get(page).expect(403);
    let year = "/api/v1/projects/H044/outcomes/2020";
    let put = |month: &str, version: i64| {
        let body = json!({"items": [{"category": "Resor", "month": month, "amount": 70}], "version": version});
        world.controller.api("PUT", year, Some(&body))
    };
    assert_eq!(put("2019-05", 4).expect(422).json()["errors"][0]["code"], "another-year");
    assert_eq!(put("2020-05", 3).expect(409).json()["type"], "urn:styrrum:stale");
    assert_eq!(put("2020-05", 4).expect(200).json()["version"], 5);
}

#[test]
fn two_sprints_do_not_have_the_very_same_days() {
    let world = World::new();
    let add = |number: i32, ends_on: &str| {
        world.leader.api("POST", "/api/v1/projects/H044/sprints", Some(&json!({"number": number, "starts_on": "2020-11-23", "ends_on": ends_on})))
    };
    add(91, "2020-12-18").expect(201);
    assert_eq!(add(92, "2020-12-18").expect(422).json()["errors"][0]["code"], "days-of-another-sprint");
    add(92, "2020-12-19").expect(201);
}

#[test]
fn a_published_sprint_status_stays_as_it_is_and_everybody_reads_it() {
    let world = World::signed_in();
    world.leader.get("/projects/H044/sprints/new").expect(200);
    world.leader.post_form("/projects/H044/sprints", &[("number", "91"), ("starts_on", "2020-11-23"), ("ends_on", "2020-12-18")]).expect(303);
    world.leader.post_form("/projects/H044/sprints/91/status", &[("status", "Ett utkast"), ("version", "1")]).expect(303);
    assert!(!world.member.get("/projects/H044/sprints").expect(200).body.contains("Ett utkast"));
    world.leader.post_form("/projects/H044/sprints/91/status", &[("status", "Allt går väl"), ("publish", "yes"), ("version", "2")]).expect(303);
    assert!(world.member.get("/projects/H044/sprints").expect(200).body.contains("Allt går väl"));
    world.leader.post_form("/projects/H044/sprints/91/status", &[("status", "Ändrat"), ("version", "3")]).expect(409);
}

#[test]
fn a_sprint_status_is_its_writers_until_it_is_published_and_then_stays() {
    let world = World::new();
    let all = "/api/v1/projects/H044/sprints";
    let new = json!({"number": 7, "starts_on": "2020-11-23", "ends_on": "2020-12-18"});
    world.leader.api("POST", all, Some(&new)).expect(201);
    assert_eq!(world.leader.api("POST", all, Some(&new)).expect(422).json()["errors"][0]["field"], "number");
    let status = format!("{all}/7/status");
    assert_eq!(world.leader.api("PATCH", &status, Some(&json!({"version": 1}))).expect(422).json()["errors"][0]["field"], "status");
    world.leader.api("PATCH", &status, Some(&json!({"status": "Proven pågår.", "upcoming": "Valet", "version": 1}))).expect(200);
    let read = |actor: &crate::support::Actor| actor.api("GET", &format!("{all}/7"), None).expect(200).json();
    assert_eq!((&read(&world.member)["status"], &read(&world.leader)["status"]), (&json!(null), &json!("Proven pågår.")));
    world.member.api("PATCH", &status, Some(&json!({"publish": true, "version": 2}))).expect(403);
    world.leader.api("PATCH", &status, Some(&json!({"publish": true, "version": 2}))).expect(200);
    assert_eq!((&read(&world.member)["status"], &read(&world.member)["upcoming"]), (&json!("Proven pågår."), &json!("Valet")));
    world.leader.api("PATCH", &status, Some(&json!({"status": "Annat", "version": 3}))).expect(409);
}

#[test]
fn a_delegate_sets_no_more_of_the_budget_than_the_delegation_reaches() {
    let world = World::new();
    let (budget, basis) = ("/api/v1/projects/H044/budget", json!({"kind": "chair"}));
    let line = |amount: i64, version: i64| json!({"category": "Resor", "year": 2020, "amount": amount, "version": version, "basis": basis});
    world.leader.api("POST", budget, Some(&line(60_000, 0))).expect(201);
    let terms = json!({"from_role": "project_orderer", "person": "controller@exempel.se", "matters": ["budget"], "kronor": 50_000,
        "from_on": "2020-11-27", "to_on": "2020-12-31", "reason": "E-rådet möts inte före jul", "basis": basis});
    world.orderer.api("POST", "/api/v1/projects/H044/delegations", Some(&terms)).expect(201);
    let adoption = json!({"version": 1, "basis": basis});
    let adopted = |by: &crate::support::Actor| by.api("POST", &format!("{budget}/adoption"), Some(&adoption));
    assert_eq!(adopted(&world.controller).expect(409).json()["reason"], "beyond-delegation");
    adopted(&world.orderer).expect(201);
    for (amount, status) in [(110_001, 409), (9_999, 409), (110_000, 201)] {
        world.controller.api("POST", budget, Some(&line(amount, 1))).expect(status);
    }
}

#[test]
fn a_budget_that_is_drawn_up_waits_for_who_adopts_it() {
    let world = World::new();
    let kinds = || {
        let turn = world.orderer.api("GET", "/api/v1/my-turn", None).expect(200).json();
        turn["items"].as_array().into_iter().flatten().map(|i| i["kind"].clone()).collect::<Vec<_>>()
    };
    let set = |version: i64| {
        world.controller.api("POST", "/api/v1/projects/H044/budget", Some(&json!({"category": "Resor", "year": 2021, "amount": 5_000, "version": version})))
    };
    assert_eq!(kinds(), Vec::<Value>::new());
    set(0).expect(201);
    assert_eq!(kinds(), [json!("budget_to_adopt")]);
    assert_eq!(set(0).expect(422).json()["errors"][0]["field"], "year", "the line is there already");
    let version = world.orderer.api("GET", "/api/v1/projects/H044/budget", None).expect(200).json()["version"].clone();
    let adopted = json!({"version": version, "basis": {"kind": "chair"}});
    world.orderer.api("POST", "/api/v1/projects/H044/budget/adoption", Some(&adopted)).expect(201);
    assert_eq!(kinds(), Vec::<Value>::new());
}
