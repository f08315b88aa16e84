//! Every route, for every actor, on the own project, a foreign one and one that does not exist. Made from the route table:
//! a new route stands in the snapshot as soon as it exists.
use crate::bodies::Bodies;
use crate::everything::{filled, has_global_number, path};
use crate::support::dump::dump;
use crate::support::{Actor, Answer, World};
use serde_json::json;
use std::fmt::Write;
use styrrum::domain::role::Role;
use styrrum::web::routes::{Guard, Route};

/// The own project of most actors, another one, and none. Alike in length: the pages carry their own address.
const CODES: [&str; 3] = ["H044", "X100", "Z999"];
/// What ends the visit or the visitor.
const LEFT_OUT: [&str; 3] = ["/sign-out", "/sign-in", "/first-start"];

/// What only a secret opens: nobody's body is taken.
const BY_SECRET: [&str; 2] = ["/account/password", "/reset-password/{token}"];
/// What there is of a mail only that has failed.
const OF_A_FAILED_MAIL: &str = "/deliveries/{id}/retry";

/// An id that nothing has.
const MISSING: i64 = 1_000_000;

/// Everybody of the world, those who were let in once (an account that was closed, and a role that has just ended), and one for each other
/// role there is: a new role has a column as soon as it exists.
struct All {
    world: World,
    others: Vec<Actor>,
    deactivated: Actor,
    removed: Actor,
    /// Whom the administration acts upon, and an organisation.
    bystander: Actor,
    organisation: i64,
    bodies: Bodies,
}
impl All {
    fn signed_in() -> All {
        let world = World::signed_in();
        filled(&world);
        let deactivated = world.somebody("deactivated", Some(("H044", Role::ProjectLeader, false)));
        let removed = world.somebody("removed", Some(("H044", Role::ProjectGroup, false)));
        let bystander = world.somebody("bystander", None);
        let others: Vec<Actor> = Role::ALL.iter().filter(|role| !World::has_cast(**role)).map(|role| alone_as(&world, *role)).collect();
        for actor in [&deactivated, &removed].into_iter().chain(&others) {
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
        let organisation = json!({"name": "Kommunen", "kind": "municipality"});
        let organisation = world.admin.api("POST", "/api/v1/admin/organisations", Some(&organisation)).expect(201).json()["number"].as_i64().expect("a number");
        let bodies = Bodies::of(&world);
        All { world, others, deactivated, removed, bystander, organisation, bodies }
    }
    fn actors(&self) -> Vec<&Actor> {
        self.world.actors().into_iter().chain([&self.deactivated, &self.removed]).chain(&self.others).collect()
    }
    fn call(&self, actor: &Actor, route: &Route, path: &str) -> Answer {
        self.bodies.sent(actor, route, path)
    }
    /// The path of a route; a person's or an organisation's outside the projects, inside them what `ids` names.
    fn path(&self, route: &Route, code: &str, ids: &Ids) -> String {
        let id = match () {
            () if code_is_part_of(route) => ids.of(route),
            () if route.path.contains("/organisations/") => self.organisation,
            () => self.bystander.id,
        };
        path(route, code, id)
    }
}
/// Somebody who holds this role in H044 and no other: `as_secretary`.
fn alone_as(world: &World, role: Role) -> Actor {
    world.somebody(Box::leak(format!("as_{role}").into_boxed_str()), Some((CODES[0], role, false)))
}
/// What the installation numbers, not the project.
struct Ids {
    role: i64,
    recording: i64,
    recipient: i64,
    view: i64,
}
impl Ids {
    const NONE: Ids = Ids { role: MISSING, recording: MISSING, recipient: MISSING, view: MISSING };
    /// Those of the first of each in H044; whoever speaks for the steering group sees what waits for it.
    fn first(world: &World) -> Ids {
        let number = |actor: &Actor, what: &str| {
            let found = actor.api("GET", &format!("/api/v1/projects/H044/{what}"), None).expect(200).json()["items"][0]["number"].as_i64();
            found.unwrap_or_else(|| panic!("none of {what}"))
        };
        let roles = world.leader.api("GET", "/api/v1/projects/H044/roles", None).expect(200).json()["items"].clone();
        // A member of a body, and so who might become its chair.
        let role = roles.as_array().into_iter().flatten().find(|r| r["role"] == "steering_group" && r["chair"] == false).expect("a member")["number"].as_i64();
        let [recording, recipient, view] = [number(&world.chair, "recordings"), number(&world.leader, "recipients"), number(&world.leader, "risks/views")];
        Ids { role: role.expect("a number"), recording, recipient, view }
    }
    fn of(&self, route: &Route) -> i64 {
        match () {
            () if route.path.contains("/recordings/") => self.recording,
            () if route.path.contains("/recipients/") => self.recipient,
            () if route.path.contains("/risks/views/") => self.view,
            // A mail of a report is looked for among those of the report in the path.
            () => self.role,
        }
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

/// Whether somebody who is let in got further than their body's fields.
fn taken(name: &str, status: u16) -> bool {
    !["anonymous", "deactivated", "removed"].contains(&name) && ![400, 401, 403, 404, 410, 422].contains(&status)
}

/// What an answer says of the fields: a program's problem, or the errors that stand first on a page.
fn faults(body: &str) -> &str {
    let errors = body.split_once("errsum").map_or(body, |(_, after)| after);
    errors.char_indices().nth(500).map_or(errors, |(end, _)| &errors[..end])
}

#[test]
fn every_route_answers_every_actor_as_reviewed() {
    let all = All::signed_in();
    let own = Ids::first(&all.world);
    let (mut table, mut unread) = (String::new(), Vec::new());
    for route in routes(&all.world).iter() {
        let codes = if code_is_part_of(route) { &CODES[..] } else { &CODES[..1] };
        for code in codes {
            let path = all.path(route, code, &own);
            let answers: Vec<(&str, Answer)> = all.actors().into_iter().map(|a| (a.name, all.call(a, route, &path))).collect();
            let statuses: Vec<String> = answers.iter().map(|(name, answer)| format!("{name}={}", answer.status)).collect();
            let shown = if code_is_part_of(route) { format!(" [{code}]") } else { String::new() };
            let _ = writeln!(table, "{} {}{shown}: {}", route.method, route.path, statuses.join(" "));
            let writes = *code == CODES[0] && route.method != "GET" && !BY_SECRET.contains(&route.path) && !route.path.ends_with(OF_A_FAILED_MAIL);
            if writes && !answers.iter().any(|(name, answer)| taken(name, answer.status)) {
                let why = answers.iter().find(|(_, answer)| answer.status == 422).map_or("", |(_, answer)| faults(&answer.body));
                unread.push(format!("{} {}: {} {why}", route.method, route.path, statuses.join(" ")));
            }
        }
    }
    assert!(unread.is_empty(), "nobody got further than their body's fields; bodies.json lacks a value for\n{}", unread.join("\n"));
    assert!(!table.contains("=50"), "a route breaks: {}", table.lines().filter(|l| l.contains("=50")).collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!(table);
}

#[test]
fn a_closed_account_is_signed_out_everywhere_and_a_role_that_has_ended_opens_no_project() {
    let all = All::signed_in();
    for route in routes(&all.world).iter().filter(|r| r.guard != Guard::Public) {
        let path = all.path(route, CODES[0], &Ids::NONE);
        // A page's form is carried along to the sign-in page; everything else of a page leads there.
        let carries = route.method == "POST" && !route.path.starts_with("/api/");
        let status = all.call(&all.deactivated, route, &path).status;
        let fits = if route.path.starts_with("/api/") { status == 401 } else { status == 303 || (carries && status == 401) };
        assert!(fits, "{} {}: {status}", route.method, route.path);
        if code_is_part_of(route) {
            assert_eq!(all.call(&all.removed, route, &path).status, 404, "{} {}", route.method, route.path);
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
            let [foreign, missing] = [foreign, CODES[2]].map(|code| alike(&all.call(actor, route, &path(route, code, MISSING)), code));
            assert_eq!(foreign, missing, "{} {} {}", actor.name, route.method, route.path);
            compared += 1;
        }
    }
    assert!(compared > 1000, "{compared}");
}

fn names_an_id(route: &Route) -> bool {
    route.path.contains("{id}") || (has_global_number(route) && route.path.contains("{number}"))
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
    // A project of one's own is not enough: a view is its person's.
    let view = json!({"name": "Mina", "owner": "leader@exempel.se"});
    let view = world.leader.api("POST", "/api/v1/projects/H044/risks/views", Some(&view)).expect(201).json()["number"].clone();
    let [role, recording, recipient, view] = [role, recording, recipient, view].map(|number| number.as_i64().expect("an id"));
    let foreign = Ids { role, recording, recipient, view };
    for route in routes(world).iter().filter(|r| code_is_part_of(r) && names_an_id(r)) {
        let mut looked_up = 0;
        let owner = if route.path.contains("/risks/views/") { "leader" } else { "outsider" };
        for actor in all.actors().into_iter().filter(|a| a.name != owner) {
            let [found, missing] = [&foreign, &Ids::NONE].map(|ids| {
                let id = ids.of(route);
                alike(&all.call(actor, route, &path(route, CODES[0], id)), &format!("/{id}"))
            });
            assert_eq!(found, missing, "{} {} {}", actor.name, route.method, route.path);
            looked_up += usize::from(found.0 == 404 && ["leader", "deputy", "orderer", "chair"].contains(&actor.name));
        }
        assert!(looked_up > 0, "{} {}: nobody's body got as far as the id", route.method, route.path);
    }
}

#[test]
fn a_project_route_admits_nobody_without_an_account() {
    let world = World::new();
    let bodies = Bodies::of(&world);
    for route in routes(&world).iter().filter(|r| r.guard != Guard::Public) {
        let answer = bodies.sent(&world.anonymous, route, &path(route, CODES[0], MISSING));
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
    let all = All::signed_in();
    let before = dump(&all.world);
    let own = Ids::first(&all.world);
    let (mut looked, mut shown) = (0, 0);
    for route in routes(&all.world).iter().filter(|r| r.method == "GET") {
        let seen = [&all.world.leader, &all.world.chair, &all.world.admin].map(|actor| all.call(actor, route, &all.path(route, CODES[0], &own)).status);
        looked += 1;
        shown += usize::from(seen.contains(&200));
    }
    assert_eq!(dump(&all.world), before);
    assert!(shown * 20 > looked * 17, "only {shown} of {looked} show anything");
}
