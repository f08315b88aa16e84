//! The administration in the API: the pages' services, for administrators alone.
use crate::support::dump::dump;
use crate::support::{Actor, World};
use serde_json::{Value, json};

const ADMIN: &str = "/api/v1/admin";

fn ask(by: &Actor, method: &str, path: &str, body: Value, status: u16) -> Value {
    let answer = by.api(method, &format!("{ADMIN}{path}"), Some(&body)).expect(status);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}
fn see(by: &Actor, path: &str) -> Value {
    by.api("GET", &format!("{ADMIN}{path}"), None).expect(200).json()
}
fn fields(problem: &Value) -> Vec<String> {
    problem["errors"].as_array().into_iter().flatten().filter_map(|e| e["field"].as_str().map(str::to_owned)).collect()
}
fn queued(world: &World, kind: &str) -> usize {
    dump(world)["outbox"].iter().filter(|row| row.contains(kind)).count()
}

#[test]
fn a_person_is_added_once_gets_a_link_and_is_told_by_who_is_no_administrator_that_nothing_is_there() {
    let world = World::new();
    let new = json!({"name": "Nya Chefen", "email": "nya.chefen@exempel.se"});
    let key = [("idempotency-key", "chefen-1")];
    let made = world.admin.api_with("POST", &format!("{ADMIN}/people"), Some(&new), &key).expect(201);
    let person = made.json();
    assert_eq!(
        [&person["is_admin"], &person["disabled"], &person["has_password"], &person["version"]],
        [&json!(false), &json!(false), &json!(false), &json!(1)]
    );
    assert_eq!(world.admin.api_with("POST", &format!("{ADMIN}/people"), Some(&new), &key).expect(201).json(), person);
    assert_eq!((queued(&world, "password-link"), made.header("etag")), (1, "\"1\""));
    assert_eq!(fields(&ask(&world.admin, "POST", "/people", new.clone(), 422)), ["email"]);
    for actor in [&world.leader, &world.orderer, &world.outsider] {
        actor.api("POST", &format!("{ADMIN}/people"), Some(&new)).expect(404);
        actor.api("GET", made.header("location"), None).expect(404);
    }
    assert_eq!(world.admin.api("GET", made.header("location"), None).expect(200).json(), person);
}

#[test]
fn people_are_listed_by_name_a_page_at_a_time() {
    let world = World::new();
    let whole = see(&world.admin, "/people");
    let names = |page: &Value| page["items"].as_array().into_iter().flatten().filter_map(|p| p["email"].as_str().map(str::to_owned)).collect::<Vec<_>>();
    let first = see(&world.admin, "/people?limit=2");
    let cursor = first["next"].as_str().expect("more").replace(' ', "%20");
    let second = see(&world.admin, &format!("/people?limit=2&cursor={cursor}"));
    assert_eq!([names(&first), names(&second)].concat(), names(&whole)[..4]);
    assert_eq!(whole["next"], Value::Null);
    world.admin.api("GET", &format!("{ADMIN}/people?cursor=nobody"), None).expect(422);
}

#[test]
fn an_account_is_closed_at_once_and_opened_again_without_its_tokens() {
    let world = World::new();
    let path = format!("/people/{}", world.member.id);
    world.member.api("GET", "/api/v1/projects", None).expect(200);
    assert_eq!(ask(&world.admin, "POST", &format!("{path}/closure"), json!({}), 200)["disabled"], json!(true));
    world.member.api("GET", "/api/v1/projects", None).expect(401);
    ask(&world.admin, "POST", &format!("{path}/password-link"), json!({}), 404);
    assert_eq!(ask(&world.admin, "POST", &format!("{path}/reopening"), json!({}), 200)["disabled"], json!(false));
    world.member.api("GET", "/api/v1/projects", None).expect(401);
    ask(&world.admin, "POST", &format!("{path}/password-link"), json!({}), 200);
    ask(&world.admin, "POST", &format!("/people/{}/token-revocation", world.chair.id), json!({}), 200);
    world.chair.api("GET", "/api/v1/projects", None).expect(401);
    ask(&world.admin, "POST", &format!("/people/{}/closure", world.admin.id), json!({}), 422);
}

#[test]
fn a_name_or_a_right_is_not_changed_by_somebody_who_has_not_said_what_they_saw() {
    let world = World::new();
    let path = format!("/people/{}", world.deputy.id);
    let change = |version: Value| json!({"name": "Biträdande ledaren", "is_admin": true, "version": version});
    assert_eq!(fields(&ask(&world.admin, "PUT", &path, change(Value::Null), 422)), ["version"]);
    let seen = see(&world.admin, &path)["version"].clone();
    let changed = ask(&world.admin, "PUT", &path, change(seen.clone()), 200);
    assert_eq!([&changed["name"], &changed["is_admin"]], [&json!("Biträdande ledaren"), &json!(true)]);
    ask(&world.admin, "PUT", &path, change(seen), 409);
    let stale = world.admin.api_with("PUT", &format!("{ADMIN}{path}"), Some(&change(Value::Null)), &[("if-match", "\"1\"")]);
    assert_eq!(stale.status, if changed["version"] == json!(1) { 200 } else { 412 });
    let own = see(&world.admin, &format!("/people/{}", world.admin.id));
    let less = json!({"name": "admin", "is_admin": false, "version": own["version"]});
    assert_eq!(fields(&ask(&world.admin, "PUT", &format!("/people/{}", world.admin.id), less, 422)), ["is_admin"]);
}

#[test]
fn organisations_are_added_changed_and_retired_and_every_project_is_listed_without_what_is_in_it() {
    let world = World::new();
    let new = json!({"name": "Åmål", "kind": "municipality"});
    let made = ask(&world.admin, "POST", "/organisations", new.clone(), 201);
    assert_eq!(fields(&ask(&world.admin, "POST", "/organisations", new, 422)), ["name"]);
    let path = format!("/organisations/{}", made["number"]);
    let retired = json!({"name": "Åmåls kommun", "kind": "municipality", "retired": true, "version": 1});
    assert_eq!(ask(&world.admin, "PUT", &path, retired.clone(), 200)["retired"], json!(true));
    ask(&world.admin, "PUT", &path, retired, 409);
    assert!(see(&world.admin, "/organisations")["items"].as_array().is_some_and(|all| all.iter().any(|o| o["name"] == "Åmåls kommun")));
    ask(&world.admin, "PUT", "/organisations/999", json!({"name": "Ingen", "kind": "other", "version": 1}), 404);
    let first = see(&world.admin, "/projects?limit=1");
    assert_eq!((&first["items"][0]["code"], &first["next"]), (&json!("H044"), &json!("H044")));
    assert_eq!(see(&world.admin, "/projects?cursor=H044")["items"][0]["code"], "X100");
    world.admin.api("GET", "/api/v1/projects/H044", None).expect(404);
}

#[test]
fn a_lifecycle_that_is_read_can_be_sent_back_with_something_changed() {
    let world = World::new();
    let path = "/templates/lifecycles/project_model";
    let read = see(&world.admin, path);
    assert_eq!((&read["number"], &read["phases"][5]["beside"], &read["phases"][4]["ends"]), (&json!(1), &json!(4), &json!(true)));
    let text = |read: &Value| json!({"phases": read["phases"], "version": read["version"]});
    assert_eq!(fields(&ask(&world.admin, "PUT", path, text(&read), 422)), ["phases"], "the same as the newest");
    let mut next = text(&read);
    next["phases"][0]["criteria"] = json!(["Behovet är beskrivet", " Nämnden har sagt ja "]);
    let made = ask(&world.admin, "PUT", path, next.clone(), 200);
    assert_eq!((&made["number"], &made["phases"][0]["criteria"][1], &made["projects"]), (&json!(2), &json!("Nämnden har sagt ja"), &json!(0)));
    ask(&world.admin, "PUT", path, next.clone(), 409);
    next["version"] = json!(2);
    next["phases"][1]["criteria"] = json!([]);
    next["phases"][2]["beside"] = json!(3);
    assert_eq!(fields(&ask(&world.admin, "PUT", path, next.clone(), 422)), ["phases.2.criteria", "phases.3.beside", "phases.6.beside"]);
    next["phases"][0] = json!({"criteria": "Behovet", "colour": "red"});
    let refused = fields(&ask(&world.admin, "PUT", path, next, 422));
    assert_eq!(refused, ["phases.1.name", "phases.1.criteria", "phases.1.colour"]);
    assert_eq!(see(&world.admin, "/templates/lifecycles")["items"].as_array().map(Vec::len), Some(3));
    ask(&world.admin, "PUT", "/templates/lifecycles/nothing", text(&read), 404);
}

#[test]
fn a_charter_template_takes_no_matter_without_a_role() {
    let world = World::new();
    let path = "/templates/charters/plan";
    let read = see(&world.admin, path);
    let mut next = json!({"matters": read["matters"], "version": read["version"]});
    let gate = read["matters"].as_array().and_then(|all| all.iter().position(|m| m["matter"] == "gate")).expect("gates");
    next["matters"][gate]["roles"] = json!([]);
    assert_eq!(fields(&ask(&world.admin, "PUT", path, next.clone(), 422)), ["matters.gate.first"]);
    next["matters"][gate]["roles"] = json!(["steering_group"]);
    assert_eq!(ask(&world.admin, "PUT", path, next.clone(), 200)["number"], json!(2));
    ask(&world.admin, "PUT", path, next, 409);
    assert_eq!(see(&world.admin, "/templates/charters")["items"][0]["number"], json!(2));
}

#[test]
fn times_are_set_by_whoever_has_read_those_before_and_the_installation_tells_them() {
    let world = World::new();
    let seen = see(&world.admin, "/retention");
    let mut times = seen.clone();
    times["token_days"] = json!(30);
    assert_eq!(fields(&ask(&world.admin, "PUT", "/retention", times.clone(), 422)), ["seen"]);
    times["seen"] = seen.clone();
    assert_eq!(ask(&world.admin, "PUT", "/retention", times.clone(), 200)["token_days"], json!(30));
    ask(&world.admin, "PUT", "/retention", times.clone(), 409);
    times["session_hours"] = json!(13);
    assert_eq!(fields(&ask(&world.admin, "PUT", "/retention", times, 422)), ["session_hours"]);
    let state = see(&world.admin, "/installation");
    assert_eq!([&state["retention"]["token_days"], &state["backup"], &state["projects"]], [&json!(30), &Value::Null, &json!(2)]);
}

#[test]
fn the_mail_servers_password_goes_in_and_never_comes_out() {
    const SECRET: &str = "hemligt lösenord 17";
    let world = World::new();
    let server = |version: i64| {
        json!({"host": "mail.exempel.se", "port": 587, "security": "starttls", "user": "styrrum", "password": SECRET,
            "from_name": "Styrrum", "from_email": "styrrum@exempel.se", "version": version})
    };
    let key = [("idempotency-key", "mail-1")];
    let set = world.admin.api_with("PUT", &format!("{ADMIN}/mail"), Some(&server(0)), &key).expect(200);
    assert_eq!([&set.json()["server"]["has_password"], &set.json()["version"]], [&json!(true), &json!(1)]);
    assert!(!format!("{:?}", dump(&world)).contains(SECRET), "nothing in the database tells it");
    assert!(!set.body.contains(SECRET) && !see(&world.admin, "/mail").to_string().contains("password\":\""));
    ask(&world.admin, "PUT", "/mail", server(0), 409);
    ask(&world.admin, "DELETE", "/mail", json!({"version": 0}), 409);
    ask(&world.admin, "DELETE", "/mail", json!({"version": 1}), 204);
    assert_eq!(see(&world.admin, "/mail"), json!({"given": false, "server": null, "version": 0}));
    let test = ask(&world.admin, "POST", "/mail/tests", json!({}), 202);
    assert_eq!([&test["items"][0]["state"], &test["items"][0]["answer"]], [&json!("queued"), &Value::Null]);
    actix_web::rt::System::new().block_on(async { world.worker(None).turn().await });
    assert_eq!(see(&world.admin, "/mail/tests")["items"][0]["state"], "accepted");
}

#[test]
fn a_token_for_reading_administers_nothing() {
    let world = World::new();
    let (ctx, admin) = (world.ctx(&world.admin), world.admin.id);
    let token = world
        .store
        .write_now(styrrum::store::Scope::Installation, move |db| styrrum::services::accounts::people::add_token(db, &ctx, admin, "read", 30))
        .expect("a token");
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    world.anonymous.api_with("GET", &format!("{ADMIN}/people"), None, &headers).expect(200);
    let refused = world.anonymous.api_with("POST", &format!("{ADMIN}/people"), Some(&json!({"name": "A", "email": "a@exempel.se"})), &headers);
    assert_eq!((refused.status, refused.json()["type"].clone()), (403, json!("urn:styrrum:read-only-token")));
}
