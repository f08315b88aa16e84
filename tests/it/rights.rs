//! Every route, for every actor, on the own project, a foreign one and one that does not exist. Made from the route table:
//! a new route stands in the snapshot as soon as it exists.
use crate::support::dump::dump;
use crate::support::{Actor, Answer, World};
use crate::verify::log_risks;
use serde_json::json;
use std::fmt::Write;
use styrrum::domain::role::Role;
use styrrum::web::routes::{Guard, Route};

/// The own project of most actors, another one, and none. Alike in length: the pages carry their own address.
const CODES: [&str; 3] = ["H044", "X100", "Z999"];
/// What ends the visit or the visitor.
const LEFT_OUT: [&str; 3] = ["/sign-out", "/sign-in", "/first-start"];

/// An id that nothing has.
const MISSING: i64 = 1_000_000;

/// The path of a route; ids that are the installation's own are `id`. Inside a project nothing has the missing one: a role must
/// not be ended on the way through the table.
fn path(route: &Route, code: &str, id: i64) -> String {
    let mut out = String::new();
    for part in route.path.split('/').skip(1) {
        let id = id.to_string();
        let filled = match part {
            "{code}" => code,
            "{ref}" if route.path.contains("/change") => "FB-1",
            "{ref}" if route.path.contains("/deliverables/") => "L1",
            "{ref}" if route.path.contains("/requirements/") => "K1",
            "{ref}" => "R1",
            "{name}" => "app.css",
            "{template}" if route.path.contains("/charters/") => "plan",
            "{template}" => "project_model",
            "{token}" => "0000",
            "{id}" => &id,
            "{number}" if has_global_number(route) => &id,
            p if p.starts_with('{') => "1",
            fixed => fixed,
        };
        // Writing to a string does not fail.
        let _ = write!(out, "/{filled}");
    }
    if out.is_empty() { "/".to_owned() } else { out }
}
/// The number in the path is an id of the installation, not one of the project.
fn has_global_number(route: &Route) -> bool {
    ["/roles/", "/recordings/", "/api/v1/projects/{code}/recipients/"].iter().any(|part| route.path.contains(part))
}

/// Everybody of the world, and those who were let in once: an account that was closed, and a role that has just ended.
struct All {
    world: World,
    deactivated: Actor,
    removed: Actor,
    /// Whom the administration acts upon.
    bystander: Actor,
}
impl All {
    fn signed_in() -> All {
        let world = World::signed_in();
        log_risks(&world, &world.leader, 1);
        crate::changes::ordered(&world, &world.orderer);
        crate::documents::written(&world);
        crate::meetings::planned(&world);
        let deactivated = world.somebody("deactivated", Some(("H044", Role::ProjectLeader, false)));
        let removed = world.somebody("removed", Some(("H044", Role::ProjectGroup, false)));
        let bystander = world.somebody("bystander", None);
        for actor in [&deactivated, &removed] {
            actor.sign_in();
            actor.get("/projects/H044/risks").expect(200);
            actor.api("GET", "/api/v1/projects/H044/risks", None).expect(200);
        }
        world.admin.get("/admin/people").expect(200);
        world.admin.post_form(&format!("/admin/people/{}/disable", deactivated.id), &[]).expect(303);
        let roles = world.chair.api("GET", "/api/v1/projects/H044/roles", None).expect(200).json();
        let role = roles["items"].as_array().and_then(|all| all.iter().find(|r| r["name"] == "removed")).expect("the role").clone();
        let end = json!({"version": 1, "basis": {"kind": "chair"}});
        world.chair.api("POST", &format!("/api/v1/projects/H044/roles/{}/end", role["number"]), Some(&end)).expect(200);
        All { world, deactivated, removed, bystander }
    }
    fn actors(&self) -> Vec<&Actor> {
        self.world.actors().into_iter().chain([&self.deactivated, &self.removed]).collect()
    }
    /// The id in a path outside the projects: a person's.
    fn path(&self, route: &Route, code: &str) -> String {
        path(route, code, if code_is_part_of(route) { MISSING } else { self.bystander.id })
    }
}

fn call(actor: &Actor, route: &Route, path: &str) -> Answer {
    match (route.path.starts_with("/api/"), route.method.as_str()) {
        (true, "GET") => actor.api("GET", path, None),
        (true, method) => actor.api(method, path, Some(&json!({}))),
        (false, "GET") => actor.get(path),
        (false, _) => actor.post_form(path, &[]),
    }
}

fn routes(world: &World) -> Vec<Route> {
    let mut routes = world.app.router.table().to_vec();
    routes.retain(|r| !LEFT_OUT.contains(&r.path));
    routes
}
fn code_is_part_of(route: &Route) -> bool {
    route.path.contains("{code}")
}

#[test]
fn every_route_answers_every_actor_as_reviewed() {
    let all = All::signed_in();
    let mut table = String::new();
    for route in routes(&all.world).iter() {
        let codes = if code_is_part_of(route) { &CODES[..] } else { &CODES[..1] };
        for code in codes {
            let path = all.path(route, code);
            let statuses: Vec<String> = all.actors().iter().map(|a| format!("{}={}", a.name, call(a, route, &path).status)).collect();
            let shown = if code_is_part_of(route) { format!(" [{code}]") } else { String::new() };
            let _ = writeln!(table, "{} {}{shown}: {}", route.method, route.path, statuses.join(" "));
        }
    }
    assert!(!table.contains("=50"), "a route breaks: {}", table.lines().filter(|l| l.contains("=50")).collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!(table);
}

#[test]
fn a_closed_account_is_signed_out_everywhere_and_a_role_that_has_ended_opens_no_project() {
    let all = All::signed_in();
    for route in routes(&all.world).iter().filter(|r| r.guard != Guard::Public) {
        let path = all.path(route, CODES[0]);
        let expected = if route.path.starts_with("/api/") { 401 } else { 303 };
        assert_eq!(call(&all.deactivated, route, &path).status, expected, "{} {}", route.method, route.path);
        if code_is_part_of(route) {
            assert_eq!(call(&all.removed, route, &path).status, 404, "{} {}", route.method, route.path);
        }
    }
}

/// An answer without the words that say which of the two was asked for.
fn alike(answer: &Answer, own: &str) -> (u16, String, String) {
    let told = |text: &str| ["%2F", "&#x2f;"].iter().fold(text.replace(own, "…"), |text, slash| text.replace(&own.replace('/', slash), "…"));
    // Each page has a key of its own for its forms.
    let mut pieces = answer.body.split("name=\"once\" value=\"");
    let first = pieces.next().unwrap_or_default().to_owned();
    let body = pieces.fold(first, |body, piece| body + piece.split_once('"').map_or("", |(_, rest)| rest));
    (answer.status, told(answer.header("location")), told(&body))
}

#[test]
fn a_foreign_project_looks_like_none_to_everybody() {
    let all = All::signed_in();
    let mut compared = 0;
    for route in routes(&all.world).iter().filter(|r| code_is_part_of(r)) {
        for actor in all.actors() {
            // Everybody's foreign project but the outsider's.
            let foreign = if actor.name == "outsider" { CODES[0] } else { CODES[1] };
            let [foreign, missing] = [foreign, CODES[2]].map(|code| alike(&call(actor, route, &path(route, code, MISSING)), code));
            assert_eq!(foreign, missing, "{} {} {}", actor.name, route.method, route.path);
            compared += 1;
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn a_foreign_id_looks_like_none_to_everybody() {
    let all = All::signed_in();
    let world = &all.world;
    let risk = json!({"threat": "Hot", "vulnerability": "Brist", "consequence": "Följd", "likelihood": 3, "impact": 3});
    let other = "/api/v1/projects/X100";
    world.outsider.api("POST", &format!("{other}/risks"), Some(&risk)).expect(201);
    let acceptance = json!({"reason": "Ja", "expires_on": "2021-03-01", "basis": {"kind": "per_capsulam", "agreed": "Alla"}, "version": 1});
    let recording = world.outsider.api("POST", &format!("{other}/risks/R1/acceptance"), Some(&acceptance)).expect(202).json()["recording"].clone();
    let recipient = json!({"name": "Rådet", "email": "radet@exempel.se", "role": "financier_representative", "language": "sv"});
    let recipient = world.outsider.api("POST", &format!("{other}/recipients"), Some(&recipient)).expect(201).json()["number"].clone();
    let role = world.outsider.api("GET", &format!("{other}/roles"), None).expect(200).json()["items"][0]["number"].clone();
    let mut compared = 0;
    for route in routes(world).iter().filter(|r| code_is_part_of(r) && (r.path.contains("{id}") || has_global_number(r))) {
        let foreign = match () {
            () if route.path.contains("/recordings/") => &recording,
            () if route.path.contains("/recipients/") => &recipient,
            () if route.path.contains("/roles/") => &role,
            // A delivery is looked for among those of the report in the path.
            () => &role,
        };
        let foreign = foreign.as_i64().unwrap_or_else(|| panic!("an id for {}", route.path));
        for actor in all.actors().into_iter().filter(|a| a.name != "outsider") {
            let [found, missing] = [foreign, MISSING].map(|id| alike(&call(actor, route, &path(route, CODES[0], id)), &format!("/{id}")));
            assert_eq!(found, missing, "{} {} {}", actor.name, route.method, route.path);
            compared += 1;
        }
    }
    assert!(compared > 100, "{compared}");
}

#[test]
fn a_project_route_admits_nobody_without_an_account() {
    let world = World::new();
    for route in routes(&world).iter().filter(|r| r.guard != Guard::Public) {
        let answer = call(&world.anonymous, route, &path(route, CODES[0], MISSING));
        let expected = if route.path.starts_with("/api/") { 401 } else { 303 };
        assert_eq!(answer.status, expected, "{} {}", route.method, route.path);
    }
}

#[test]
fn a_forged_form_is_refused_and_changes_nothing() {
    let world = World::signed_in();
    let before = dump(&world);
    for route in world.app.router.table().iter().filter(|r| r.method != "GET" && !r.path.starts_with("/api/")) {
        let path = path(route, CODES[0], MISSING);
        for actor in [&world.leader, &world.admin] {
            let forged = [
                actor.send_bare_form(&path, &[], &[]),
                actor.send_bare_form(&path, &[("csrf", "0000")], &[]),
                actor.send_form(&path, &[], &[("origin", "https://evil.example")]),
                actor.send_form(&path, &[], &[("sec-fetch-site", "cross-site")]),
            ];
            let expected = if route.guard == Guard::Administrator && actor.name != "admin" { 404 } else { 403 };
            assert_eq!(forged.map(|a| a.status), [expected; 4], "{} {}", actor.name, route.path);
        }
    }
    assert_eq!(dump(&world), before);
}

#[test]
fn looking_changes_nothing() {
    let world = World::signed_in();
    let before = dump(&world);
    for route in world.app.router.table().iter().filter(|r| r.method == "GET") {
        for actor in [&world.leader, &world.chair, &world.admin] {
            call(actor, route, &path(route, CODES[0], MISSING));
        }
    }
    assert_eq!(dump(&world), before);
}
