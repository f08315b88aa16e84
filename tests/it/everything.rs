//! A project with one of everything that a path can name, and the paths to it.
use crate::support::World;
use crate::verify::log_risks;
use serde_json::json;
use styrrum::web::routes::Route;

const PROJECT: &str = "/api/v1/projects/H044";

/// What people work with most: two risks, a change request, a document, a goal with its indicator, a sprint with its report, a recipient.
pub fn begun(world: &World) {
    log_risks(world, &world.leader, 2);
    crate::changes::ordered(world, &world.orderer);
    crate::documents::written(world);
    world.recipient("Finansiären", "finansiar@exempel.se", false);
    let seen = |path: &str| world.leader.api("GET", &format!("{PROJECT}/{path}"), None).expect(200).json()["version"].clone();
    let post = |path: &str, body| world.leader.api("POST", &format!("{PROJECT}/{path}"), Some(&body));
    post("risks/R1/measures", json!({"strategy": "reduce", "text": "Utbilda fler"})).expect(201);
    post("risks/R1/assessments", json!({"likelihood": 3, "impact": 3, "reason": "Ökat", "version": seen("risks/R1")})).expect(201);
    let basis = json!({"kind": "per_capsulam", "agreed": "Alla"});
    let recorded = json!({"reason": "Vi lever med den", "expires_on": "2021-03-01", "basis": basis, "version": seen("risks/R1")});
    post("risks/R1/acceptance", recorded).expect(202);
    post("goals", json!({"kind": "effect", "name": "Mer tid"})).expect(201);
    post("risks/views", json!({"name": "Höga", "band": "high"})).expect(201);
    post("indicators", json!({"goal": 1, "name": "Nöjda", "unit": "%", "direction": "up"})).expect(201);
    post("sprints", json!({"number": 1, "starts_on": "2020-11-16", "ends_on": "2020-12-11"})).expect(201);
    post("status-reports", json!({})).expect(201);
    let written = json!({"upcoming": "Val av process två", "version": seen("status-reports/1")});
    world.leader.api("PATCH", &format!("{PROJECT}/status-reports/1"), Some(&written)).expect(200);
}
/// As [`begun`], and the rest: what is delivered, handed over, asked for, planned, delegated and drafted.
pub fn filled(world: &World) {
    begun(world);
    crate::meetings::planned(world);
    crate::handovers::handed_over(world);
    crate::requirements::asked(world);
    let leave = json!({"from_role": "project_leader", "person": "deputy@exempel.se", "matters": ["risk_low"], "from_on": "2020-11-27",
        "to_on": "2020-12-04", "reason": "Ledighet"});
    for (path, body) in [
        ("deviations", json!({"area": "time", "title": "Avtalet är försenat", "text": "En månad", "observed_on": "2020-11-26"})),
        ("milestones", json!({"name": "Avtal", "starts_on": "2020-11-01", "planned_on": "2020-12-01"})),
        ("decision-points", json!({"what": "Delleverans 2", "decider": "steering_group", "planned_on": "2020-12-15"})),
        ("indicators/1/measurements", json!({"measured_on": "2020-08-20", "value": 70})),
        ("delegations", leave),
        ("budget", json!({"category": "Resor", "year": 2020, "amount": 5000, "version": 0})),
    ] {
        world.leader.api("POST", &format!("{PROJECT}/{path}"), Some(&body)).expect(201);
    }
    let matters = world.leader.api("GET", &format!("{PROJECT}/charter"), None).expect(200).json()["matters"].clone();
    world.leader.api("PUT", &format!("{PROJECT}/charter/draft"), Some(&json!({"matters": matters, "version": 0}))).expect(200);
}

/// The path of a route in the project `code`, to what [`filled`] has put there; ids that are the installation's own are `id`.
pub fn path(route: &Route, code: &str, id: i64) -> String {
    let id = id.to_string();
    let filled = route.path.split('/').map(|part| match part {
        "{code}" => code,
        "{ref}" => reference_in(route.path),
        "{label}" => "0.3",
        "{role}" => "steering_group",
        "{item}" => "project_directive",
        "{name}" => "app.css",
        "{template}" if route.path.contains("/charters/") => "plan",
        "{template}" => "project_model",
        "{token}" => "0000",
        "{id}" => &id,
        "{number}" if has_global_number(route) => &id,
        // The number of a year.
        "{number}" if route.path.contains("/economy/outcome/") => "2020",
        part if part.starts_with('{') => "1",
        fixed => fixed,
    });
    filled.collect::<Vec<_>>().join("/")
}
fn reference_in(path: &str) -> &'static str {
    match () {
        () if path.contains("/change") => "FB-1",
        () if path.contains("/deliverables/") => "L1",
        () if path.contains("/requirements/") => "K1",
        () => "R1",
    }
}
/// The number in the path is an id of the installation, not one of the project.
pub fn has_global_number(route: &Route) -> bool {
    ["/roles/", "/recordings/", "/api/v1/projects/{code}/recipients/", "/risks/views/"].iter().any(|part| route.path.contains(part))
}
