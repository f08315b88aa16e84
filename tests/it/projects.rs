//! Opening projects, roles and recipients.
use crate::support::world::INVITED;
use crate::support::{Actor, World};
use chrono::TimeDelta;
use serde_json::json;
use styrrum::store::{Db, accounts, roles};

const NEW: [(&str, &str); 6] = [
    ("code", "N1"),
    ("name", "Nytt projekt"),
    ("organisation", "Uddevalla"),
    ("started_on", "2020-11-01"),
    ("own_role", "project_leader"),
    ("charter", "plan"),
];

fn opened() -> World {
    let world = World::signed_in();
    world.leader.get("/projects/new").expect(200);
    world.leader.post_form("/projects", &NEW).expect(303);
    world
}
fn appoint(by: &Actor, who: &Actor, role: &str, more: &[(&str, &str)]) -> u16 {
    let mut fields = vec![("email", who.email.as_str()), ("role", role), ("from_on", "2020-11-27"), ("checked", "yes")];
    fields.extend_from_slice(more);
    by.post_form("/projects/N1/roles", &fields).status
}
fn members(world: &World, project: i64) -> Vec<roles::Member> {
    world.store.read_now(|db: &mut Db| roles::members(db, project)).expect("members")
}

#[test]
fn whoever_opens_a_project_gets_the_chosen_role_and_others_do_not_find_it() {
    let world = opened();
    assert!(world.leader.get("/projects/N1").expect(200).body.contains("Nytt projekt"));
    assert_eq!(world.deputy.get("/projects/N1").status, 404);
}

#[test]
fn a_code_that_is_taken_is_said_at_its_field() {
    let world = opened();
    let again = world.leader.post_form("/projects", &NEW).expect(422);
    assert!(again.body.contains("f-code-err"));
}

#[test]
fn the_leader_makes_the_first_appointment_and_no_other() {
    let world = opened();
    assert_eq!(appoint(&world.leader, &world.orderer, "project_orderer", &[]), 303);
    assert_eq!(appoint(&world.leader, &world.chair, "steering_group", &[]), 403);
    world.orderer.get("/projects/N1/roles/new").expect(200);
    // The steering group's matters lie with the orderer while it has nobody.
    assert_eq!(appoint(&world.leader, &world.controller, "project_controller", &[]), 403);
    assert_eq!(appoint(&world.orderer, &world.controller, "project_controller", &[]), 303);
    assert_eq!(appoint(&world.orderer, &world.chair, "steering_group", &[]), 303);
    let log = world.leader.get("/projects/N1/decisions").expect(200).body;
    assert!(log.contains("orderer") && log.contains("chair"), "{log}");
}

#[test]
fn nobody_appoints_themselves() {
    let world = opened();
    assert_eq!(appoint(&world.leader, &world.leader, "project_orderer", &[]), 403);
}

#[test]
fn an_appointment_is_shown_back_before_it_is_final_and_can_be_changed_from_there() {
    let world = opened();
    let fields = [("email", world.orderer.email.as_str()), ("role", "project_orderer"), ("from_on", "2020-11-27"), ("motivation", "Enligt beslut")];
    let roles = || world.leader.api("GET", "/api/v1/projects/N1/roles", None).expect(200).json()["items"].as_array().map(Vec::len);
    let before = roles();
    let shown = world.leader.post_form("/projects/N1/roles", &fields).expect(200).body;
    assert!(["orderer, orderer@exempel.se", "Projektbeställare", "Enligt beslut", "name=\"checked\""].iter().all(|said| shown.contains(said)), "{shown}");
    let form = world.leader.post_form("/projects/N1/roles", &[&fields[..], &[("back", "yes")]].concat()).expect(200).body;
    assert!(form.contains("<option value=\"project_orderer\" selected") && form.contains("Enligt beslut"), "{form}");
    assert_eq!(roles(), before, "nothing is decided before the answers are checked");
    world.leader.post_form("/projects/N1/roles", &[&fields[..], &[("checked", "yes")]].concat()).expect(303);
    assert_eq!(roles(), before.map(|n| n + 1));
}

#[test]
fn a_role_needs_a_person_with_an_account() {
    let world = opened();
    let fields = [("email", "ingen@exempel.se"), ("role", "project_orderer"), ("from_on", "2020-11-27")];
    assert!(world.leader.post_form("/projects/N1/roles", &fields).expect(422).body.contains("f-email-err"));
}

#[test]
fn an_ended_role_ends_its_mandates_at_once() {
    let world = World::signed_in();
    let deputy = members(&world, world.project).into_iter().find(|m| m.email == world.deputy.email).expect("the deputy");
    world.chair.get("/projects/H044/roles").expect(200);
    let path = format!("/projects/H044/roles/{}/end", deputy.assignment.id);
    world.chair.post_form(&path, &[("version", "1"), ("basis", "chair"), ("checked", "yes")]).expect(303);
    assert_eq!(world.deputy.get("/projects/H044").status, 404);
}

#[test]
fn before_a_role_ends_the_page_tells_what_follows_and_the_chair_names_the_basis() {
    let world = World::signed_in();
    let chair = members(&world, world.project).into_iter().find(|m| m.email == world.chair.email).expect("the chair");
    let path = format!("/projects/H044/roles/{}/end", chair.assignment.id);
    let risk = json!({"threat": "Sjukdom", "vulnerability": "Få kan", "consequence": "Stopp", "likelihood": 3, "impact": 3});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
    world.orderer.get(&path).expect(200);
    assert!(world.orderer.post_form(&path, &[("version", "1")]).expect(422).body.contains("f-basis-err"));
    let told = world.orderer.post_form(&path, &[("version", "1"), ("basis", "chair")]).expect(200).body;
    for said in ["blir utan ordförande", "En sak väntar där nu. Den syns hos projektbeställaren", "name=\"checked\""] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert_eq!(chairs(&world), [world.chair.email.as_str()], "nothing is decided yet");
    let refusal = world.controller.get(&path).expect(403).body;
    assert!(refusal.contains("Projektbeställare"), "{refusal}");
    assert!(!world.controller.get("/projects/H044/roles").expect(200).body.contains(&path));
    world.orderer.post_form(&path, &[("version", "1"), ("basis", "chair"), ("checked", "yes")]).expect(303);
    assert_eq!(chairs(&world), [""; 0]);
}

#[test]
fn somebody_must_be_left_to_lead() {
    let world = opened();
    let project = world.store.read_now(|db: &mut Db| styrrum::store::projects::by_code(db, "N1")).expect("read").expect("N1");
    assert_eq!(appoint(&world.leader, &world.chair, "steering_group", &[]), 303);
    let first = members(&world, project.id).into_iter().find(|m| m.email == world.chair.email).expect("the member");
    elected("N1", first.assignment.id, &world.leader, &world.chair);
    let leader = members(&world, project.id).into_iter().find(|m| m.email == world.leader.email).expect("the leader");
    let path = format!("/projects/N1/roles/{}/end", leader.assignment.id);
    world.chair.post_form(&path, &[("version", "1"), ("basis", "chair")]).expect(422);
}

#[test]
fn a_body_with_a_chair_chooses_the_next_itself() {
    let world = World::signed_in();
    let member = members(&world, world.project).into_iter().find(|m| m.email == world.member.email).expect("the member");
    let path = format!("/projects/H044/roles/{}/chair", member.assignment.id);
    let basis = [("version", "1"), ("basis", "per_capsulam"), ("agreed", "alla")];
    world.leader.get("/projects/H044/roles").expect(200);
    world.leader.post_form(&path, &basis).expect(403);
    assert_eq!(chairs(&world), [world.chair.email.as_str()]);
    elected("H044", member.assignment.id, &world.chair, &world.member);
    assert_eq!(chairs(&world), [world.member.email.as_str()]);
}

#[test]
fn nobody_becomes_chair_by_their_own_word() {
    let world = World::signed_in();
    let steering = |email: &str| members(&world, world.project).into_iter().find(|m| m.email == email).expect("a member").assignment.id;
    end_chair(&world);
    let path = format!("/api/v1/projects/H044/roles/{}/chair", steering(&world.member.email));
    let chosen = json!({"version": 1, "basis": {"kind": "per_capsulam", "agreed": "alla"}});
    assert_eq!(world.member.api("POST", &path, Some(&chosen)).expect(403).json()["type"], "urn:styrrum:own-election");
    world.leader.api("POST", &path, Some(&json!({"version": 1}))).expect(422);
    let recording = world.leader.api("POST", &path, Some(&chosen)).expect(202).json()["recording"].clone();
    assert!(chairs(&world).is_empty(), "recording is not deciding");
    let confirmation = format!("/api/v1/projects/H044/recordings/{recording}/confirmation");
    world.leader.api("POST", &confirmation, None).expect(403);
    assert!(world.member.get("/").expect(200).body.contains("Ordförande för Styrgrupp: "));
    // The body has nobody else.
    world.member.api("POST", &confirmation, None).expect(200);
    assert_eq!(chairs(&world), [world.member.email.as_str()]);
}

#[test]
fn another_member_confirms_the_election_and_not_the_one_elected() {
    let world = World::signed_in();
    let third = json!({"email": world.deputy.email, "role": "steering_group", "from_on": "2020-11-27"});
    world.orderer.api("POST", "/api/v1/projects/H044/roles", Some(&third)).expect(201);
    let member = members(&world, world.project).into_iter().find(|m| m.email == world.member.email).expect("the member").assignment.id;
    let chosen = json!({"version": 1, "basis": {"kind": "meeting", "date": "2020-11-27", "item": "§ 2", "present": "alla"}});
    let recorded = world.chair.api("POST", &format!("/api/v1/projects/H044/roles/{member}/chair"), Some(&chosen)).expect(202).json();
    // Whoever else is appointed meanwhile, the election waits.
    let fourth = json!({"email": world.controller.email, "role": "steering_group", "from_on": "2020-11-27"});
    world.orderer.api("POST", "/api/v1/projects/H044/roles", Some(&fourth)).expect(201);
    let confirmation = format!("/api/v1/projects/H044/recordings/{}/confirmation", recorded["recording"]);
    for barred in [&world.member, &world.chair, &world.orderer] {
        barred.api("POST", &confirmation, None).expect(403);
    }
    let decision = world.deputy.api("POST", &confirmation, None).expect(200).json();
    assert_eq!((&decision["outcome"], &decision["decided_on"], &decision["role"]), (&json!("elected"), &json!("2020-11-27"), &json!("steering_group")));
    assert_eq!(chairs(&world), [world.member.email.as_str()]);
    let page = world.leader.get(&format!("/projects/H044/decisions/{}", decision["number"])).expect(200).body;
    assert!(page.contains("Roll Styrgrupp") && !page.contains("inlagt i efterhand"), "{page}");
    assert!(page.contains("<h1>Ordförande för Styrgrupp: member</h1>") && page.contains("har valt member till ordförande"), "{page}");
}

#[test]
fn an_appointment_makes_nobody_chair_and_begins_within_the_project() {
    let world = World::new();
    let with = |more: &[(&str, &str)]| {
        let mut body = json!({"email": world.deputy.email, "role": "steering_group", "from_on": "2020-11-27"});
        for (name, value) in more {
            body[name] = json!(value);
        }
        world.orderer.api("POST", "/api/v1/projects/H044/roles", Some(&body))
    };
    assert_eq!(with(&[("chair", "true")]).expect(422).json()["errors"][0]["field"], "chair");
    for day in ["1990-01-01", "2021-12-01"] {
        assert_eq!(with(&[("from_on", day)]).expect(422).json()["errors"][0]["field"], "from_on");
    }
    assert_eq!(with(&[]).expect(201).json()["chair"], false);
}

#[test]
fn the_chair_names_a_substitute_for_certain_days_and_nobody_else_does() {
    let world = World::new();
    let member = members(&world, world.project).into_iter().find(|m| m.email == world.member.email).expect("the member").assignment.id;
    let path = format!("/api/v1/projects/H044/roles/{member}/substitute");
    let days = json!({"from_on": "2020-11-27", "to_on": "2020-11-30"});
    for other in [&world.orderer, &world.leader, &world.member] {
        other.api("POST", &path, Some(&days)).expect(403);
    }
    world.chair.api("POST", &path, Some(&json!({"from_on": "2020-11-27"}))).expect(422);
    world.chair.api("POST", &path, Some(&json!({"from_on": "2020-11-27", "to_on": "2022-11-27"}))).expect(422);
    let named = world.chair.api("POST", &path, Some(&days)).expect(201).json();
    assert_eq!((&named["substitute_for"], &named["to_on"]), (&json!(world.chair.email), &json!("2020-11-30")));
    world.chair.api("POST", &path, Some(&days)).expect(422);
    let risk = json!({"threat": "Hot", "vulnerability": "Få", "consequence": "Försening", "likelihood": 3, "impact": 3});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&risk)).expect(201);
    let accepted = json!({"reason": "Känd", "expires_on": "2020-12-20", "version": 1});
    let decided = world.member.api("POST", "/api/v1/projects/H044/risks/R1/acceptance", Some(&accepted)).expect(200).json();
    assert_eq!(decided["state"], "accepted");
    // The chair takes it back, too; the membership goes on.
    let end = |number: &serde_json::Value| format!("/api/v1/projects/H044/roles/{number}/end");
    world.chair.api("POST", &end(&named["number"]), Some(&json!({"version": 1}))).expect(200);
    assert_eq!(chairs(&world), [world.chair.email.as_str()]);
    world.member.api("GET", "/api/v1/projects/H044", None).expect(200);
    world.chair.api("POST", &end(&json!(member)), Some(&json!({"version": 1}))).expect(403);
}

#[test]
fn a_substitute_stands_in_no_longer_than_the_chair_is_chair() {
    let world = World::new();
    let member = members(&world, world.project).into_iter().find(|m| m.email == world.member.email).expect("the member").assignment.id;
    let days = json!({"from_on": "2020-11-27", "to_on": "2020-12-24"});
    world.chair.api("POST", &format!("/api/v1/projects/H044/roles/{member}/substitute"), Some(&days)).expect(201);
    end_chair(&world);
    assert!(chairs(&world).is_empty());
}

#[test]
fn a_body_is_named_later_by_those_who_appoint_and_the_only_holder_becomes_its_chair() {
    let world = opened();
    assert_eq!(appoint(&world.leader, &world.orderer, "project_orderer", &[]), 303);
    let name = json!({"name": "E-rådet"});
    let path = "/api/v1/projects/N1/bodies/project_orderer";
    world.leader.api("PUT", path, Some(&name)).expect(403);
    world.orderer.api("PUT", "/api/v1/projects/N1/bodies/project_leader", Some(&name)).expect(404);
    let named = world.orderer.api("PUT", path, Some(&name)).expect(200).json();
    assert_eq!(named["items"], json!([{"role": "project_orderer", "name": "E-rådet"}]));
    let roles = world.leader.api("GET", "/api/v1/projects/N1/roles", None).expect(200).json();
    assert_eq!((&roles["items"][1]["email"], &roles["items"][1]["chair"]), (&json!(world.orderer.email), &json!(true)));
    world.orderer.get("/projects/N1/roles/body/project_orderer").expect(200);
    world.orderer.post_form("/projects/N1/roles/body/project_orderer", &[("name", "E-rådet i Fyrbodal"), ("basis", "chair")]).expect(303);
    assert!(world.leader.get("/projects/N1/roles").expect(200).body.contains("E-rådet i Fyrbodal"));
}

#[test]
fn a_body_without_a_chair_and_a_role_whose_account_is_closed_are_unfilled() {
    let world = World::new();
    let staff = || world.leader.api("GET", "/api/v1/projects/H044", None).expect(200).json()["lights"][2]["proposed"].clone();
    assert_eq!(staff(), "on_plan");
    end_chair(&world);
    assert_eq!(staff(), "minor");
    let (project, deputy, now) = (world.project, world.deputy.id, world.clock.real_now());
    let held = |members: Vec<roles::Member>| members.iter().filter(|m| m.assignment.person_id == deputy && m.holds(now.date())).count();
    assert_eq!(held(members(&world, project)), 1);
    world.write(move |db| Ok(accounts::set_disabled(db, deputy, Some(now))?));
    assert_eq!(held(members(&world, project)), 0);
}

fn chairs(world: &World) -> Vec<String> {
    let today = world.clock.today();
    members(world, world.project).into_iter().filter(|m| m.assignment.role == "steering_group" && m.decides(today)).map(|m| m.email).collect()
}
/// The orderer ends the membership of the steering group's chair.
fn end_chair(world: &World) {
    let chair = members(world, world.project).into_iter().find(|m| m.email == world.chair.email).expect("the chair").assignment.id;
    world.orderer.api("POST", &format!("/api/v1/projects/H044/roles/{chair}/end"), Some(&json!({"version": 1}))).expect(200);
}
/// `by` records on the page that the body has chosen, and `other` confirms on theirs.
fn elected(code: &str, assignment: i64, by: &Actor, other: &Actor) {
    by.get(&format!("/projects/{code}/roles")).expect(200);
    let basis = [("version", "1"), ("basis", "per_capsulam"), ("agreed", "alla")];
    by.post_form(&format!("/projects/{code}/roles/{assignment}/chair"), &basis).expect(303);
    let home = other.get("/").expect(200).body.replace("&#x2f;", "/");
    let (_, link) = home.split_once(&format!("/projects/{code}/recordings/")).expect("it waits for the other");
    let page = format!("/projects/{code}/recordings/{}", link.split('"').next().unwrap_or_default());
    assert!(other.get(&page).expect(200).body.contains("Vald"));
    other.post_form(&page, &[]).expect(303);
}

#[test]
fn a_recipient_has_one_line_for_a_name_and_an_address_of_its_own() {
    let world = World::signed_in();
    world.leader.get("/projects/H044/recipients/new").expect(200);
    let with = |name: &'static str, email: &'static str| {
        world.leader.post_form("/projects/H044/recipients", &[("name", name), ("email", email), ("role", "financier"), ("language", "sv")])
    };
    with("Två\nrader", "f@exempel.se").expect(422);
    with("Finansiären", "ingen adress").expect(422);
    with("Finansiären", "f@exempel.se").expect(303);
    assert!(with("Samma brevlåda", "F@exempel.se").expect(422).body.contains("f-email-err"));
}

#[test]
fn a_first_risk_that_is_closed_since_leaves_the_first_step_done() {
    let world = World::signed_in();
    let texts = json!({"threat": "Sjukdom", "vulnerability": "Få kan systemet", "consequence": "Införandet stannar", "likelihood": 1, "impact": 1});
    world.leader.api("POST", "/api/v1/projects/H044/risks", Some(&texts)).expect(201);
    let left = |world: &World| world.leader.get("/projects/H044").expect(200).body.matches("Återstår").count();
    let before = left(&world);
    world.leader.api("POST", "/api/v1/projects/H044/risks/R1/closure", Some(&json!({"reason": "Över", "version": 1}))).expect(200);
    assert_eq!(left(&world), before);
}

#[test]
fn before_its_first_day_a_project_lacks_nothing_and_the_leader_is_led_to_the_first_appointment() {
    let world = World::signed_in();
    world.leader.get("/projects/new").expect(200);
    let mut later = NEW;
    later[3].1 = "2020-12-07";
    world.leader.post_form("/projects", &later).expect(303);
    let overview = world.leader.get("/projects/N1").expect(200).body.replace("&#x2f;", "/");
    assert!(overview.contains("Läget visas då.") && overview.contains("/projects/N1/roles/new?role=project_orderer"), "{overview}");
    assert!(!overview.contains("saknats") && !overview.contains("Mindre komplikationer"), "{overview}");
    let roles = world.leader.get("/projects/N1/roles").expect(200).body;
    assert!(roles.contains("Projektbeställare: ingen har rollen än. Du kan utse den första.") && !roles.contains("0 dagar"), "{roles}");
    let form = world.leader.get("/projects/N1/roles/new?role=project_orderer").expect(200).body;
    assert!(form.contains("<option value=\"project_orderer\" selected>Projektbeställare</option>"), "{form}");
}

#[test]
fn somebody_new_is_invited_by_whoever_may_appoint_them_and_by_nobody_else() {
    let world = opened();
    let invite = |by: &Actor, role: &str, more: &[(&str, &str)]| {
        let fields = [&[("new_email", "ny@exempel.se"), ("role", role), ("from_on", "2020-11-27"), ("checked", "yes")], more].concat();
        by.post_form("/projects/N1/roles", &fields)
    };
    assert!(invite(&world.leader, "project_orderer", &[]).expect(422).body.contains("f-new_name-err"));
    let both = [("new_name", "Ny Person"), ("email", world.orderer.email.as_str())];
    assert!(invite(&world.leader, "project_orderer", &both).expect(422).body.contains("f-email-err"));
    assert_eq!(appoint(&world.leader, &world.orderer, "project_orderer", &[]), 303);
    invite(&world.leader, "steering_group", &[("new_name", "Ny Person")]).expect(403);
    let known = |db: &mut Db| accounts::by_email(db, "ny@exempel.se");
    assert!(world.store.read_now(known).expect("read").is_none(), "who may not appoint invites nobody");
    world.orderer.get("/projects/N1/roles/new").expect(200);
    invite(&world.orderer, "steering_group", &[("new_name", "Ny Person")]).expect(303);
    let person = world.store.read_now(known).expect("read").expect("an account");
    assert!(!person.is_admin && person.password_hash.is_none());
    assert!(world.leader.get("/projects/N1/roles").expect(200).body.contains("Ny Person"));
    // Who has an account by now is appointed with it; nobody but their colleagues and administrators sees that they have one.
    invite(&world.orderer, "project_owner", &[("new_name", "Ny Person")]).expect(303);
    assert!(world.orderer.get("/projects/N1/roles/new").expect(200).body.contains("ny@exempel.se"));
    assert!(!world.outsider.get("/projects/X100/roles/new").expect(200).body.contains("ny@exempel.se"));
}

#[test]
fn one_person_invites_only_so_many_in_a_day_and_is_told_how_many() {
    let world = opened();
    assert_eq!(appoint(&world.leader, &world.orderer, "project_orderer", &[]), 303);
    let page = "/projects/N1/roles/new";
    let invite = |n: u32| {
        world.orderer.get(page).expect(200);
        let email = format!("ny{n}@exempel.se");
        let fields = [("new_email", email.as_str()), ("new_name", "Ny Person"), ("role", "project_owner"), ("from_on", "2020-11-27"), ("checked", "yes")];
        world.orderer.post_form("/projects/N1/roles", &fields)
    };
    (0..INVITED).for_each(|n| drop(invite(n).expect(303)));
    let refused = invite(INVITED).expect(422).body;
    assert!(refused.contains("f-new_email-err") && refused.contains(&format!("Du har bjudit in {INVITED} personer")), "{refused}");
    let known = |db: &mut Db| accounts::by_email(db, &format!("ny{INVITED}@exempel.se"));
    assert!(world.store.read_now(known).expect("read").is_none());
    world.clock.advance(TimeDelta::days(1));
    world.orderer.sign_in();
    invite(INVITED).expect(303);
}

#[test]
fn an_overview_asks_for_nothing_that_the_project_is_past() {
    let world = World::signed_in();
    world
        .leader
        .api("POST", "/api/v1/projects/H044/milestones", Some(&json!({"name": "Avtal", "starts_on": "2020-11-01", "planned_on": "2020-12-01"})))
        .expect(201);
    let shows = |what: &str| world.leader.get("/projects/H044").expect(200).body.contains(what);
    assert!(shows("Kom igång") && shows("Nästa milstolpe"));
    world.arrange("UPDATE projects SET phase = 'effect'; UPDATE gates SET state = 'open' WHERE number = 6;");
    assert!(!shows("Kom igång") && shows("Nästa milstolpe"), "what closes is no new project");
    world.arrange("UPDATE projects SET standing = 'closed';");
    assert!(!shows("Kom igång") && !shows("Nästa milstolpe"));
    assert!(!world.leader.get("/projects/H044/changes").expect(200).body.contains("Ny begäran"));
}
