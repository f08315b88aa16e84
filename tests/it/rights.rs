//! Every route, for every actor, on the own project, a foreign one and one that does not exist. Made from the route table:
//! a new route stands in the snapshot as soon as it exists.
use crate::support::dump::dump;
use crate::support::{Actor, Answer, World};
use crate::verify::log_risks;
use serde_json::json;
use std::fmt::Write;
use styrrum::web::routes::{Guard, Route};

/// The own project of most actors, another one, and none. Alike in length: the pages carry their own address.
const CODES: [&str; 3] = ["H044", "X100", "Z999"];
/// What ends the visit or the visitor.
const LEFT_OUT: [&str; 3] = ["/sign-out", "/sign-in", "/first-start"];

fn path(route: &Route, code: &str) -> String {
    let mut out = String::new();
    for part in route.path.split('/').skip(1) {
        let filled = match part {
            "{code}" => code,
            "{ref}" => "R1",
            "{name}" => "app.css",
            "{token}" => "0000",
            // Inside a project nothing has this number: a role must not be ended on the way through the table.
            "{id}" if code_is_part_of(route) => "1000000",
            "{number}" if route.path.contains("/roles/") => "1000000",
            p if p.starts_with('{') => "1",
            fixed => fixed,
        };
        // Writing to a string does not fail.
        let _ = write!(out, "/{filled}");
    }
    if out.is_empty() { "/".to_owned() } else { out }
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
    let world = World::signed_in();
    log_risks(&world, &world.leader, 1);
    let mut table = String::new();
    for route in routes(&world).iter().filter(|r| !r.path.starts_with("/admin/people/{id}/")) {
        let codes = if code_is_part_of(route) { &CODES[..] } else { &CODES[..1] };
        for code in codes {
            let path = path(route, code);
            let statuses: Vec<String> = world.actors().iter().map(|a| format!("{}={}", a.name, call(a, route, &path).status)).collect();
            let shown = if code_is_part_of(route) { format!(" [{code}]") } else { String::new() };
            let _ = writeln!(table, "{} {}{shown}: {}", route.method, route.path, statuses.join(" "));
        }
    }
    assert!(!table.contains("=50"), "a route breaks: {}", table.lines().filter(|l| l.contains("=50")).collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!(table);
}

#[test]
fn a_foreign_project_looks_like_none() {
    let world = World::signed_in();
    for route in routes(&world).iter().filter(|r| code_is_part_of(r)) {
        for actor in [&world.anonymous, &world.leader, &world.registrar, &world.admin] {
            let [foreign, missing] = [CODES[1], CODES[2]].map(|code| call(actor, route, &path(route, code)));
            assert_eq!((foreign.status, foreign.body.len()), (missing.status, missing.body.len()), "{} {} {}", actor.name, route.method, route.path);
        }
    }
}

#[test]
fn a_project_route_admits_nobody_without_an_account() {
    let world = World::new();
    for route in routes(&world).iter().filter(|r| r.guard != Guard::Public) {
        let answer = call(&world.anonymous, route, &path(route, CODES[0]));
        let expected = if route.path.starts_with("/api/") { 401 } else { 303 };
        assert_eq!(answer.status, expected, "{} {}", route.method, route.path);
    }
}

#[test]
fn a_forged_form_is_refused_and_changes_nothing() {
    let world = World::signed_in();
    let before = dump(&world);
    for route in world.app.router.table().iter().filter(|r| r.method != "GET" && !r.path.starts_with("/api/")) {
        let path = path(route, CODES[0]);
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
            call(actor, route, &path(route, CODES[0]));
        }
    }
    assert_eq!(dump(&world), before);
}
