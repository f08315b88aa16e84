//! What a body has decided about charter, risk policy, roles and delegations is recorded, and takes effect when its chair confirms.
use crate::support::{Actor, Answer, World};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::{Value, json};
use styrrum::domain::role::Role;
use styrrum::services::Problem;
use styrrum::store::schema::outbox;

const H044: &str = "/api/v1/projects/H044";

fn meeting() -> Value {
    json!({"kind": "meeting", "date": "2020-11-27", "item": "§ 7", "present": "Alla"})
}
fn call(actor: &Actor, method: &str, path: &str, body: Value) -> Answer {
    actor.api(method, &format!("{H044}/{path}"), Some(&body))
}
fn read(world: &World, path: &str) -> Value {
    world.member.api("GET", &format!("{H044}/{path}"), None).expect(200).json()
}
fn recording(answer: Answer) -> i64 {
    answer.expect(202).json()["recording"].as_i64().expect("a recording")
}
fn confirmed(actor: &Actor, recording: i64) -> Answer {
    call(actor, "POST", &format!("recordings/{recording}/confirmation"), json!({}))
}
fn mails(world: &World, kind: &'static str) -> Vec<String> {
    world.write(move |db| outbox::table.filter(outbox::kind.eq(kind)).select(outbox::to_email).load(db).map_err(Problem::internal))
}
fn to_confirm(actor: &Actor) -> Vec<Value> {
    let items = actor.api("GET", "/api/v1/my-turn", None).expect(200).json()["items"].as_array().cloned().unwrap_or_default();
    items.into_iter().filter(|i| i["kind"] == "decision_to_confirm").collect()
}
/// The charter in force with medium risks given to the project leader.
fn table(world: &World) -> Value {
    let mut matters = read(world, "charter")["matters"].clone();
    for rule in matters.as_array_mut().expect("matters").iter_mut().filter(|r| r["matter"] == "risk_medium") {
        rule["roles"] = json!(["project_leader"]);
    }
    matters
}
fn assignment(world: &World, actor: &Actor) -> Value {
    let roles = read(world, "roles")["items"].clone();
    roles.as_array().and_then(|all| all.iter().find(|r| r["email"] == actor.email.as_str())).cloned().expect("an assignment")
}
fn delegation() -> Value {
    json!({"from_role": "project_orderer", "person": "controller@exempel.se", "matters": ["risk_high"], "from_on": "2020-11-27", "to_on": "2020-12-04",
        "reason": "E-rådet möts inte före jul"})
}
fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

/// What a form sends.
type Fields = &'static [(&'static str, &'static str)];

/// A decision that a body can take: how it is sent, by which chair, and whether it has taken effect.
struct Kind {
    name: &'static str,
    prepare: fn(&World),
    send: fn(&World, &Actor, Value) -> Answer,
    chair: fn(&World) -> &Actor,
    done: fn(&World) -> bool,
}
const KINDS: [Kind; 8] = [
    Kind {
        name: "charter",
        prepare: |world| drop(call(&world.leader, "PUT", "charter/draft", json!({"matters": table(world), "version": 0})).expect(200)),
        send: |_, by, basis| call(by, "POST", "charter/draft/adoption", json!({"motivation": "Bildspelet", "version": 1, "basis": basis})),
        chair: |world| &world.orderer,
        done: |world| read(world, "charter")["number"] == 2,
    },
    Kind {
        name: "policy",
        prepare: |_| (),
        send: |world, by, basis| {
            let band = |key: &str, from: i64, to: i64| json!({"key": key, "from": from, "to": to, "review_days": 30});
            let bands = [band("low", 1, 4), band("medium", 5, 10), band("high", 12, 25)];
            call(by, "PUT", "risk-policy", json!({"scale": read(world, "risk-policy")["scale"], "bands": bands, "version": 1, "basis": basis}))
        },
        chair: |world| &world.orderer,
        done: |world| read(world, "risk-policy")["number"] == 2,
    },
    Kind {
        name: "appointment",
        prepare: |_| (),
        send: |_, by, basis| {
            let body = json!({"email": "controller@exempel.se", "role": "effect_owner", "from_on": "2020-11-27", "basis": basis});
            call(by, "POST", "roles", body)
        },
        chair: |world| &world.chair,
        done: |world| read(world, "roles")["items"].as_array().is_some_and(|all| all.iter().any(|r| r["role"] == "effect_owner")),
    },
    Kind {
        name: "end",
        prepare: |_| (),
        send: |world, by, basis| {
            let deputy = assignment(world, &world.deputy);
            call(by, "POST", &format!("roles/{}/end", deputy["number"]), json!({"version": 1, "basis": basis}))
        },
        chair: |world| &world.chair,
        done: |world| assignment(world, &world.deputy)["current"] == false,
    },
    Kind {
        name: "body",
        prepare: |_| (),
        send: |_, by, basis| call(by, "PUT", "bodies/steering_group", json!({"name": "Ledningsgruppen", "basis": basis})),
        chair: |world| &world.orderer,
        done: |world| read(world, "bodies")["items"].as_array().is_some_and(|all| all.iter().any(|b| b["name"] == "Ledningsgruppen")),
    },
    Kind {
        name: "delegation",
        prepare: |_| (),
        send: |_, by, basis| call(by, "POST", "delegations", with(delegation(), "basis", basis)),
        chair: |world| &world.orderer,
        done: |world| read(world, "delegations")["items"].as_array().is_some_and(|all| all.len() == 1 && all[0]["standing"] == "in_force"),
    },
    Kind {
        name: "budget",
        prepare: |world| {
            let line = json!({"category": "Resor", "year": 2020, "amount": 5000, "version": 0});
            drop(call(&world.leader, "POST", "budget", line).expect(201));
        },
        send: |_, by, basis| call(by, "POST", "budget/adoption", json!({"motivation": "Enligt planen", "version": 1, "basis": basis})),
        chair: |world| &world.orderer,
        done: |world| !read(world, "budget")["adopted_by_decision"].is_null(),
    },
    Kind {
        name: "revocation",
        prepare: |world| drop(call(&world.orderer, "POST", "delegations", delegation()).expect(201)),
        send: |_, by, basis| call(by, "POST", "delegations/1/revocation", json!({"reason": "E-rådet är tillbaka", "version": 1, "basis": basis})),
        chair: |world| &world.orderer,
        done: |world| read(world, "delegations/1")["standing"] == "revoked",
    },
];
impl Kind {
    fn world(&self) -> World {
        let world = World::new();
        (self.prepare)(&world);
        world
    }
    /// Recorded by the leader.
    fn recorded(&self, world: &World) -> i64 {
        recording((self.send)(world, &world.leader, meeting()))
    }
}

#[test]
fn what_a_body_decided_takes_effect_when_its_chair_confirms_and_not_before() {
    for kind in KINDS {
        let world = kind.world();
        let (chair, name) = ((kind.chair)(&world), kind.name);
        let number = kind.recorded(&world);
        assert!(!(kind.done)(&world), "{name}: recording is not deciding");
        assert_eq!((to_confirm(chair).len(), mails(&world, "decision-recorded")), (1, vec![chair.email.clone()]), "{name}");
        for other in [&world.leader, &world.member, &world.controller] {
            confirmed(other, number).expect(403);
        }
        let taken = confirmed(chair, number).expect(200).json();
        assert_eq!((&taken["decided_by"], &taken["recorded_by"]), (&json!(chair.name), &json!("leader")), "{name}");
        assert_eq!((&taken["decided_on"], &taken["basis"]["item"]), (&json!("2020-11-27"), &json!("§ 7")), "{name}");
        assert!((kind.done)(&world) && to_confirm(chair).is_empty(), "{name}");
        assert_eq!(world.store.read_now(styrrum::services::verify::database).expect("read").broken, [], "{name}");
    }
}

#[test]
fn what_the_chair_declines_does_not_take_effect_and_who_recorded_it_is_told() {
    for kind in KINDS {
        let world = kind.world();
        let (chair, number) = ((kind.chair)(&world), kind.recorded(&world));
        call(chair, "POST", &format!("recordings/{number}/decline"), json!({})).expect(422);
        call(chair, "POST", &format!("recordings/{number}/decline"), json!({"reason": "Så beslutade vi inte"})).expect(200);
        assert_eq!(confirmed(chair, number).expect(409).json()["reason"], "recording-closed", "{}", kind.name);
        assert!(!(kind.done)(&world) && mails(&world, "recording-declined") == [world.leader.email.clone()], "{}", kind.name);
    }
}

#[test]
fn leader_deputy_and_secretary_record_what_was_decided_together_and_nobody_else_does() {
    for kind in KINDS {
        let world = kind.world();
        let secretary = world.newcomer("secretary", Role::Secretary, false);
        for other in [&world.member, &world.controller, &world.financier] {
            (kind.send)(&world, other, meeting()).expect(403);
        }
        for nobody_together in [Value::Null, json!({"kind": "chair"})] {
            (kind.send)(&world, &world.leader, nobody_together).expect(403);
        }
        let tomorrow = with(meeting(), "date", json!("2020-11-28"));
        assert_eq!((kind.send)(&world, &secretary, tomorrow).expect(409).json()["reason"], "meeting-not-held", "{}", kind.name);
        let agreed = json!({"kind": "per_capsulam", "agreed": "Alla"});
        (kind.send)(&world, &secretary, agreed.clone()).expect(202);
        assert!(!(kind.done)(&world), "{}", kind.name);
        let another = kind.world();
        (kind.send)(&another, &another.deputy, agreed).expect(202);
    }
}

#[test]
fn what_is_confirmed_twice_at_once_is_decided_once() {
    for kind in KINDS {
        let world = kind.world();
        let number = kind.recorded(&world);
        let chair = (kind.chair)(&world);
        let mut told: Vec<u16> = std::thread::scope(|scope| {
            let sent: Vec<_> = (0..2).map(|_| scope.spawn(move || confirmed(chair, number).status)).collect();
            sent.into_iter().map(|s| s.join().expect("an answer")).collect()
        });
        told.sort_unstable();
        assert_eq!(told, [200, 409], "{}", kind.name);
        assert!((kind.done)(&world) && to_confirm(chair).is_empty(), "{}", kind.name);
    }
}

#[test]
fn what_has_been_decided_otherwise_since_it_was_recorded_names_that_decision() {
    for kind in KINDS {
        let world = kind.world();
        let (chair, number) = ((kind.chair)(&world), kind.recorded(&world));
        let direct = (kind.send)(&world, chair, meeting());
        assert!((200..300).contains(&direct.status), "{} {}", kind.name, direct.body);
        let late = confirmed(chair, number).expect(409).json();
        assert_eq!(late["type"], "urn:styrrum:already-decided", "{}", kind.name);
        assert!(to_confirm(chair).is_empty(), "{}", kind.name);
    }
}

#[test]
fn a_draft_that_has_changed_since_its_adoption_was_recorded_is_recorded_anew() {
    let [charter, ..] = KINDS;
    for change in [("PUT", "charter/draft"), ("DELETE", "charter/draft")] {
        let world = charter.world();
        let number = charter.recorded(&world);
        let body = if change.0 == "PUT" { json!({"matters": table(&world), "version": 1}) } else { json!({"version": 1}) };
        let answer = call(&world.deputy, change.0, change.1, body);
        assert!(answer.status < 300, "{}", answer.body);
        assert_eq!(confirmed(&world.orderer, number).expect(409).json()["reason"], "recording-closed");
        assert!(!(charter.done)(&world) && to_confirm(&world.orderer).is_empty());
    }
}

#[test]
fn what_a_body_may_no_longer_decide_is_not_its_chairs_to_confirm() {
    let [_, _, appointment, ..] = KINDS;
    let world = appointment.world();
    let number = appointment.recorded(&world);
    let mut matters = read(&world, "charter")["matters"].clone();
    for rule in matters.as_array_mut().expect("matters").iter_mut().filter(|r| r["matter"] == "appointment_member") {
        rule["roles"] = json!(["project_orderer"]);
    }
    call(&world.orderer, "PUT", "charter", json!({"matters": matters, "motivation": "Beställaren utser", "version": 1})).expect(200);
    confirmed(&world.chair, number).expect(409);
    assert!(!(appointment.done)(&world));
}

#[test]
fn risks_that_the_new_scale_does_not_have_stop_a_policy_that_was_recorded_before() {
    let world = World::new();
    let band = |key: &str, from: i64, to: i64| json!({"key": key, "from": from, "to": to, "review_days": 30});
    let steps = json!(["Låg", "Medel", "Hög", "Störst"]);
    let bands = [band("low", 1, 4), band("medium", 6, 9), band("high", 12, 16)];
    let policy = json!({"scale": {"likelihood": steps, "impact": steps}, "bands": bands, "version": 1, "basis": meeting()});
    let number = recording(call(&world.leader, "PUT", "risk-policy", policy));
    let risk = json!({"threat": "Hot", "vulnerability": "Brist", "consequence": "Följd", "likelihood": 5, "impact": 1});
    call(&world.leader, "POST", "risks", risk).expect(201);
    let stopped = confirmed(&world.orderer, number).expect(422).json();
    assert_eq!((&stopped["errors"][0]["code"], to_confirm(&world.orderer).len()), (&json!("risks-outside-scale"), 1));
}

#[test]
fn appointments_of_the_same_meeting_stand_beside_each_other() {
    let world = World::new();
    let appoint = |email: &str| {
        let body = json!({"email": email, "role": "project_group", "from_on": "2020-11-27", "basis": meeting()});
        recording(call(&world.leader, "POST", "roles", body))
    };
    for number in [appoint("controller@exempel.se"), appoint("deputy@exempel.se")] {
        confirmed(&world.chair, number).expect(200);
    }
}

#[test]
fn a_body_at_a_meeting_appoints_its_own_chair_and_the_chair_alone_does_not() {
    let world = World::new();
    let appoint = |by: &Actor, basis: Value| {
        call(by, "POST", "roles", json!({"email": "chair@exempel.se", "role": "effect_owner", "from_on": "2020-11-27", "basis": basis}))
    };
    appoint(&world.chair, json!({"kind": "chair"})).expect(403);
    let number = recording(appoint(&world.leader, meeting()));
    confirmed(&world.chair, number).expect(200);
}

#[test]
fn nobody_is_invited_under_the_address_of_a_closed_account() {
    let world = World::new();
    world.arrange(&format!("UPDATE people SET disabled_at = '2020-11-27 08:00:00' WHERE id = {}", world.controller.id));
    let body = json!({"new_email": "controller@exempel.se", "new_name": "Controller", "role": "project_group", "from_on": "2020-11-27", "basis": meeting()});
    assert_eq!(call(&world.leader, "POST", "roles", body).expect(422).json()["errors"][0]["field"], "new_email");
}

#[test]
fn who_is_invited_gets_an_account_when_the_appointment_is_confirmed() {
    let world = World::new();
    let body = json!({"new_email": "ny@exempel.se", "new_name": "Ny ledamot", "role": "project_group", "from_on": "2020-11-27", "basis": meeting()});
    let number = recording(call(&world.leader, "POST", "roles", body));
    assert_eq!((mails(&world, "password-link"), to_confirm(&world.chair)[0]["title"].clone()), (vec![], json!("Projektgrupp: Ny ledamot")));
    confirmed(&world.chair, number).expect(200);
    assert_eq!(mails(&world, "password-link"), ["ny@exempel.se"]);
}

#[test]
fn a_delegation_begins_when_it_is_confirmed_and_never_after_its_last_day() {
    let world = World::new();
    let send = || recording(call(&world.leader, "POST", "delegations", with(delegation(), "basis", meeting())));
    let (first, second) =
        (send(), recording(call(&world.leader, "POST", "delegations", with(with(delegation(), "matters", json!(["gate"])), "basis", meeting()))));
    world.clock.advance(TimeDelta::days(3));
    confirmed(&world.orderer, first).expect(200);
    assert_eq!(read(&world, "delegations/1")["from_on"], "2020-11-30");
    world.clock.advance(TimeDelta::days(5));
    assert_eq!(confirmed(&world.orderer, second).expect(409).json()["reason"], "delegation-is-over");
}

#[test]
fn a_body_does_not_delegate_to_its_own_chair_and_the_recorder_is_told_so_at_once() {
    let world = World::new();
    let to_the_chair = with(with(delegation(), "person", json!("orderer@exempel.se")), "basis", meeting());
    let told = call(&world.leader, "POST", "delegations", to_the_chair).expect(422).json();
    assert_eq!(told["errors"][0]["code"], "delegate-is-giver");
    let to_the_recorder = with(with(delegation(), "person", json!("leader@exempel.se")), "basis", meeting());
    confirmed(&world.orderer, recording(call(&world.leader, "POST", "delegations", to_the_recorder))).expect(200);
}

#[test]
fn the_pages_take_what_was_decided_show_that_it_waits_and_let_the_chair_confirm() {
    let world = World::signed_in();
    call(&world.leader, "PUT", "charter/draft", json!({"matters": table(&world), "version": 0})).expect(200);
    let on = [("basis", "meeting"), ("meeting_date", "2020-11-27"), ("meeting_item", "§ 7"), ("present", "Alla")];
    let forms: [(&str, &str, Fields); 4] = [
        ("charter/draft", "charter", &[("version", "1"), ("motivation", "Bildspelet")]),
        (
            "risk-policy/edit",
            "risk-policy",
            &[
                ("version", "1"),
                ("likelihood", "Låg\nHög"),
                ("impact", "Liten\nStor"),
                ("low.from", "1"),
                ("low.to", "1"),
                ("low.review_days", "90"),
                ("medium.from", "2"),
                ("medium.to", "2"),
                ("medium.review_days", "60"),
                ("high.from", "4"),
                ("high.to", "4"),
                ("high.review_days", "30"),
            ],
        ),
        ("roles/new", "roles", &[("email", "controller@exempel.se"), ("role", "effect_owner"), ("from_on", "2020-11-27")]),
        (
            "delegations/new",
            "delegations",
            &[
                ("from_role", "project_orderer"),
                ("person", "controller@exempel.se"),
                ("matters", "risk_high"),
                ("from_on", "2020-11-27"),
                ("to_on", "2020-12-04"),
                ("reason", "Jul"),
            ],
        ),
    ];
    for (form, shown, fields) in forms {
        let page = world.leader.get(&format!("/projects/H044/{form}")).expect(200).body;
        assert!(page.contains("ordförande") && page.contains("name=\"basis\""), "{form}: {page}");
        assert!(form != "delegations/new" || page.contains("value=\"leader@exempel.se\""), "a body may delegate to whoever records it");
        let to = format!("/projects/H044/{}", if form == "roles/new" { "roles" } else { form });
        assert!(world.leader.post_form(&to, fields).expect(422).body.contains("f-basis-err"), "{form}");
        if ["risk-policy/edit", "roles/new"].contains(&form) {
            assert!(
                world.leader.post_form(&to, &[fields, &on[..]].concat()).expect(200).body.contains("name=\"checked\""),
                "{form}: the answers are shown back"
            );
        }
        world.leader.post_form(&to, &[fields, &on[..], &[("checked", "yes")]].concat()).expect(303);
        let waits = world.member.get(&format!("/projects/H044/{shown}")).expect(200).body.replace("&#x2f;", "/");
        assert!(waits.contains("leader registrerade beslutet") && waits.contains("/projects/H044/recordings/"), "{shown}: {waits}");
    }
    for (chair, titles) in
        [(&world.orderer, &["Mandat 2", "Riskpolicy 2", "Vidaredelegering: controller"][..]), (&world.chair, &["Effekthemtagningsansvarig: controller"])]
    {
        let turn = chair.get("/").expect(200).body;
        assert!(titles.iter().all(|title| turn.contains(&format!("Beslut om {title}"))), "{turn}");
        // What it is about stands in the title, in words.
        assert!(turn.contains("<span>Beslut att bekräfta</span>") && !turn.contains("Beslut att bekräfta ·"), "{turn}");
    }
    let said = ["Öppna det som beslutet gäller", "Hög: 4–4", "controller, controller@exempel.se", "Hög risk"];
    for (number, words) in (1..).zip(said) {
        let chair = if number == 3 { &world.chair } else { &world.orderer };
        let page = format!("/projects/H044/recordings/{number}");
        let body = chair.get(&page).expect(200).body;
        assert!(body.contains(words) && body.contains("Bekräfta"), "{number}: {body}");
        chair.post_form(&page, &[]).expect(303);
    }
    let shown = world.member.get("/projects/H044/delegations/1").expect(200).body;
    assert!(shown.contains("Gäller"), "{shown}");
    let journal = world.leader.get("/projects/H044/journal").expect(200).body;
    assert!(journal.contains("Ett beslut antecknades och väntar på ordföranden"), "{journal}");
}

#[test]
fn the_end_of_a_role_shows_what_follows_before_it_is_recorded() {
    let world = World::signed_in();
    let path = format!("/projects/H044/roles/{}/end", assignment(&world, &world.deputy)["number"]);
    world.leader.get(&path).expect(200);
    let on = [("version", "1"), ("basis", "per_capsulam"), ("agreed", "Alla")];
    let check = world.leader.post_form(&path, &on).expect(200).body;
    assert!(check.contains("Ordföranden behöver bekräfta") && check.contains("name=\"checked\""), "{check}");
    world.leader.post_form(&path, &[&on[..], &[("checked", "yes")]].concat()).expect(303);
    assert!(world.member.get("/projects/H044/roles").expect(200).body.contains("deputy.</b>"));
    assert_eq!(assignment(&world, &world.deputy)["current"], true);
}

#[test]
fn where_nobody_can_confirm_the_page_says_so_and_leads_to_where_somebody_is_appointed() {
    let world = World::signed_in();
    crate::requirements::asked(&world);
    world.arrange("UPDATE role_assignments SET chair = FALSE WHERE role = 'steering_group'");
    let form = world.deputy.get("/projects/H044/requirements/K1/decision").expect(200).body;
    let told = "Styrgruppen saknar just nu någon som kan besluta";
    assert!(form.contains(told) && form.contains("href=\"/projects/H044/roles\""), "{form}");
    let grant = serde_json::json!({"outcome": "grant", "motivation": "Räcker", "basis": {"kind": "per_capsulam", "agreed": "Alla"}, "version": 2});
    world.deputy.api("POST", "/api/v1/projects/H044/requirements/K1/waiver/decision", Some(&grant)).expect(202);
    let page = world.deputy.get("/projects/H044/requirements/K1").expect(200).body;
    assert!(page.contains(told), "{page}");
}
