//! Mass assignment: every field name that is known anywhere, sent to every route that changes something, by everybody.
//! What a route does not list changes nothing; the API names each such field as unknown.
use crate::everything::{begun, path};
use crate::support::dump::dump;
use crate::support::{Actor, World};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use styrrum::web::routes::Route;

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Every name that a table's column, a schema of the API or a form's field has.
fn known_names(world: &World) -> BTreeSet<String> {
    let mut db = SqliteConnection::establish(":memory:").expect("database");
    for up in ups() {
        diesel::connection::SimpleConnection::batch_execute(&mut db, &up).expect("schema");
    }
    let columns = "SELECT DISTINCT c.name AS name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
    let mut names: BTreeSet<String> = diesel::sql_query(columns).load::<Name>(&mut db).expect("columns").into_iter().map(|n| n.name).collect();
    let document = world.anonymous.get("/api/openapi.json").expect(200).json();
    for schema in document["components"]["schemas"].as_object().expect("schemas").values() {
        properties(schema, &mut names);
    }
    for source in texts("src") {
        names.extend(source.split("f.").filter_map(read_by_input).map(String::from));
    }
    for template in texts("templates") {
        names.extend(template.split("form, \"").skip(1).filter_map(|rest| rest.split('"').next()).map(String::from));
        names.extend(template.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next()).filter(|n| !n.contains('{')).map(String::from));
    }
    names.retain(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b)));
    assert!(names.len() > 150 && ["likelihood", "held_by", "meeting_item", "is_admin"].iter().all(|n| names.contains(*n)), "{names:?}");
    names
}
fn properties(schema: &Value, names: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                names.extend(properties.keys().cloned());
            }
            object.values().for_each(|v| properties(v, names));
        }
        Value::Array(items) => items.iter().for_each(|v| properties(v, names)),
        _ => {}
    }
}
fn root(folder: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}
fn ups() -> Vec<String> {
    let mut folders: Vec<_> = std::fs::read_dir(root("migrations/sqlite")).expect("migrations").flatten().map(|f| f.path().join("up.sql")).collect();
    folders.sort();
    folders.iter().map(|up| std::fs::read_to_string(up).expect("migration")).collect()
}
/// The name in a reader's call, such as `short("threat")`.
fn read_by_input(call: &str) -> Option<&str> {
    let (method, rest) = call.split_once("(\"")?;
    let name = rest.split('"').next()?;
    (method.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && !name.contains(['{', ' '])).then_some(name)
}
fn texts(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("folder").flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(String::from_utf8_lossy(&std::fs::read(path).expect("text")).into_owned()) }
        }
    }
    found
}

/// A value that would do something, if the field were taken.
fn tempting(name: &str) -> Value {
    match name {
        "state" => json!("approved"),
        "band" | "risk_band" => json!("low"),
        "likelihood" | "impact" | "value" => json!(1),
        "held_by" | "role" | "lifted_to" => json!("project_leader"),
        "owner" | "responsible" | "email" => json!("deputy@exempel.se"),
        "expires_on" | "from_on" | "to_on" | "decided_on" | "review_on" | "accepted_until" => json!("2021-01-15"),
        "covered" | "is_admin" | "chair" | "open" | "registrar" => json!(true),
        _ => json!("1"),
    }
}

fn world() -> World {
    let world = World::new();
    begun(&world);
    world
}

/// The fields of a route's body, as the document lists them.
fn listed(document: &Value, route: &Route) -> BTreeSet<String> {
    let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    let name = schema.as_str().and_then(|s| s.rsplit('/').next()).unwrap_or_default();
    document["components"]["schemas"][name]["properties"].as_object().map(|o| o.keys().cloned().collect()).unwrap_or_default()
}

#[test]
fn the_api_refuses_every_field_that_a_route_does_not_list_whoever_sends_it() {
    let world = world();
    crate::deliveries::drawn_up(&world);
    crate::handovers::handed_over(&world);
    crate::requirements::asked(&world);
    let names = known_names(&world);
    let document = world.anonymous.get("/api/openapi.json").expect(200).json();
    let before = dump(&world);
    let (mut tried, mut faults) = (0, Vec::new());
    for route in world.app.router.table().iter().filter(|r| r.path.starts_with("/api/") && r.method != "GET") {
        let listed = listed(&document, route);
        let strays: Vec<&String> = names.iter().filter(|n| !listed.contains(*n)).collect();
        let body: Map<String, Value> = strays.iter().map(|n| ((*n).clone(), tempting(n))).collect();
        let mut read_by_somebody = false;
        for actor in world.actors() {
            let answer = actor.api(route.method.as_str(), &path(route, "H044", 1), Some(&Value::Object(body.clone())));
            if [401, 403, 404].contains(&answer.status) {
                continue;
            }
            read_by_somebody = true;
            tried += strays.len();
            let named: BTreeSet<String> = if answer.status == 422 { unknown_in(&answer.json()) } else { BTreeSet::new() };
            let taken: Vec<&&String> = strays.iter().filter(|n| !named.contains(n.as_str())).collect();
            if !taken.is_empty() {
                faults.push(format!("{} {} by {}: {} and not refused: {taken:?}", route.method, route.path, actor.name, answer.status));
            }
        }
        if !read_by_somebody {
            faults.push(format!("{} {}: nobody got as far as its fields", route.method, route.path));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(dump(&world), before);
    assert!(tried > 40_000, "{tried}");
}
fn unknown_in(problem: &Value) -> BTreeSet<String> {
    let errors = problem["errors"].as_array().cloned().unwrap_or_default();
    errors.iter().filter(|e| e["code"] == "unknown").filter_map(|e| e["field"].as_str().map(String::from)).collect()
}

#[test]
fn a_field_inside_a_field_that_is_not_listed_is_refused_too() {
    let world = world();
    let basis = json!({"kind": "chair", "chair_alone": true});
    let (risk, report) = ("/api/v1/projects/H044/risks/R1", "/api/v1/projects/H044/status-reports/1");
    let before = dump(&world);
    for (actor, method, of, act, mut body, stray) in [
        (&world.chair, "POST", risk, "/acceptance", json!({"reason": "Ja", "expires_on": "2021-01-15", "basis": basis}), "basis.chair_alone"),
        (&world.leader, "PATCH", report, "", json!({"lights": [{"area": "budget", "deviation": "Dyrt", "proposed": "on_plan"}]}), "lights.budget.proposed"),
        (&world.leader, "PATCH", report, "", json!({"results": [{"number": 1, "text": "Klar", "version": "1.0"}]}), "results.1.version"),
    ] {
        body["version"] = actor.api("GET", of, None).expect(200).json()["version"].clone();
        let refused = actor.api(method, &format!("{of}{act}"), Some(&body)).expect(422).json();
        assert_eq!(unknown_in(&refused), BTreeSet::from([stray.to_owned()]), "{refused}");
    }
    assert_eq!(dump(&world), before);
}

/// A form's names and values on the page that shows it, by the address that it is sent to.
fn fields_of_forms(address: &str, page: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let page = scraper::Html::parse_document(page);
    let (forms, inputs) = (scraper::Selector::parse("form").expect("selector"), scraper::Selector::parse("[name]").expect("selector"));
    let mut found: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    let buttons = scraper::Selector::parse("[formaction]").expect("selector");
    for form in page.select(&forms) {
        let value = |i: scraper::ElementRef<'_>| i.value().attr("value").unwrap_or_default().to_owned();
        let names: BTreeMap<String, String> = form.select(&inputs).filter_map(|i| Some((i.value().attr("name")?.to_owned(), value(i)))).collect();
        let own = form.value().attr("action").filter(|a| !a.is_empty()).unwrap_or(address);
        for action in form.select(&buttons).filter_map(|b| b.value().attr("formaction")).chain([own]) {
            found.entry(action.to_owned()).or_default().extend(names.clone());
        }
    }
    found
}

/// A form as somebody fills it in: who, on which page, where to, and what.
type Filled = (fn(&World) -> &Actor, &'static str, &'static str, &'static [(&'static str, &'static str)]);
const RISK: &str = "/projects/H044/risks/R2";
const CHANGE: &str = "/projects/H044/changes/FB-1";
const DOCUMENT: &str = "/projects/H044/documents/1";
const REPORT: &str = "/projects/H044/status-reports/1";
const FORMS: &[Filled] = &[
    (
        |w| &w.leader,
        "/projects/H044/risks/new",
        "/projects/H044/risks/new",
        &[("threat", "Hot"), ("vulnerability", "Brist"), ("consequence", "Följd"), ("likelihood", "5"), ("impact", "5")],
    ),
    (|w| &w.deputy, "R2/edit", "R2/edit", &[("threat", "Nytt hot"), ("vulnerability", "Ny brist"), ("consequence", "Ny följd")]),
    (|w| &w.member, "R2/assessment", "R2/assessment", &[("likelihood", "5"), ("impact", "5"), ("reason", "Ökat")]),
    (|w| &w.leader, "R2/measures/new", "R2/measures/new", &[("strategy", "reduce"), ("text", "Utbilda")]),
    (|w| &w.leader, "R2/measures/1", "R2/measures/1", &[("strategy", "share"), ("text", "Försäkra")]),
    (|w| &w.orderer, "R2", "R2/acknowledgement", &[]),
    (|w| &w.controller, "R2", "R2/remarks", &[("text", "Se upp"), ("kind", "opinion")]),
    (
        |w| &w.orderer,
        "R2/decision",
        "R2/decision",
        &[("step", "accept"), ("reason", "Vi lever med den"), ("expires_on", "2021-01-15"), ("basis", "chair"), ("checked", "yes")],
    ),
    (|w| &w.orderer, "R2/closure", "R2/closure", &[("reason", "Borta"), ("ending", "closed")]),
    (|w| &w.leader, "1/edit", "1/edit", &[("upcoming", "Annat")]),
    (|w| &w.leader, "1/edit", "1/autosave", &[("complications", "Inga")]),
    (|w| &w.leader, "1/edit", "1/submission", &[("upcoming", "Annat")]),
    (|w| &w.chair, "1", "1/return", &[("basis", "chair"), ("reason", "Skriv mer"), ("checked", "yes")]),
    (|w| &w.deputy, "1/edit", "1/submission", &[("upcoming", "Mer")]),
    (|w| &w.chair, "1", "1/approval", &[("basis", "chair"), ("checked", "yes")]),
    (|w| &w.orderer, "1", "1/dispatch", &[("checked", "yes")]),
    (|w| &w.leader, "1", "1/editions", &[]),
    (|w| &w.leader, "FB-1", "FB-1/receipt", &[]),
    (|w| &w.leader, "FB-1/assessment", "FB-1/assessment", &[("days", "20"), ("cost", "0"), ("alternatives", "Inga"), ("goals", "no"), ("financing", "no")]),
    (|w| &w.leader, "FB-1", "FB-1/raising", &[]),
    (|w| &w.chair, "FB-1/decision", "FB-1/decision", &[("step", "return"), ("reason", "Skriv mer"), ("basis", "chair"), ("checked", "yes")]),
    (|w| &w.orderer, "FB-1/edit", "FB-1/edit", &[("title", "Annan"), ("proposal", "Det"), ("reason", "Så"), ("if_nothing", "Inget"), ("submit", "yes")]),
    (|w| &w.orderer, "FB-1", "FB-1/withdrawal", &[("reason", "Ändrat läge")]),
    (|w| &w.leader, "D1/edit", "D1/edit", &[("kind", "project_plan"), ("title", "Planen")]),
    (|w| &w.leader, "D1/versions/new", "D1/versions/new", &[("reason", "Nya mål"), ("text", "Planen med nya mål")]),
    (|w| &w.leader, "D1/consultation", "D1/consultation", &[("people", "member@exempel.se"), ("last_day", "2020-12-04")]),
    (|w| &w.member, "D1", "D1/consultation/answer", &[("text", "Tydligare mål")]),
    (|w| &w.leader, "D1", "D1/consultation/closing", &[]),
    (|w| &w.leader, "D1", "D1/submission", &[("label", "1.0")]),
    (|w| &w.chair, "D1/decision", "D1/decision", &[("step", "adopt"), ("basis", "chair"), ("checked", "yes")]),
];
fn whole(short: &str) -> String {
    match short.split_once('/').map_or(short, |(first, _)| first) {
        "R2" => short.replacen("R2", RISK, 1),
        "D1" => short.replacen("D1", DOCUMENT, 1),
        "FB-1" => short.replacen("FB-1", CHANGE, 1),
        "1" => short.replacen('1', REPORT, 1),
        _ => short.to_owned(),
    }
}

/// What an address takes although its form does not hold it: the API lists it, or the form holds it when there is something to choose.
const TAKEN_ALL_THE_SAME: [(&str, &str); 2] = [("/projects/H044/risks/new", "reason"), ("/projects/H044/risks/R2/decision", "supersedes")];
/// What says that the answers were checked.
const CONFIRMS: &str = "checked";
/// What the second answer of a form in two steps brings.
const SECOND_STEP: [&str; 5] = ["checked", "needs_basis", "back", "csrf", "once"];

/// The tables that people's work lies in, without what is random in each world.
fn work(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut tables = dump(world);
    for random in [
        "__diesel_schema_migrations",
        "journal",
        "journal_bodies",
        "sessions",
        "form_tokens",
        "tokens",
        "people",
        "outbox",
        "decisions",
        "reports",
        "files",
        "file_pieces",
        "idempotency_keys",
        "projects",
    ] {
        tables.remove(random);
    }
    let mut db = SqliteConnection::establish(&world.database).expect("database");
    // Its mark is drawn anew whenever the rules change.
    let kept = "SELECT 'quote(' || name || ')' AS name FROM pragma_table_info('projects') WHERE name <> 'rules_mark'";
    let kept: Vec<String> = diesel::sql_query(kept).load::<Name>(&mut db).expect("columns").into_iter().map(|n| n.name).collect();
    let mut rows = |name: &str, query: &str| {
        let found: Vec<Name> = diesel::sql_query(query).load(&mut db).expect("rows");
        tables.insert(name.to_owned(), found.into_iter().map(|n| n.name).collect());
    };
    rows("journal", "SELECT kind || ' ' || object AS name FROM journal ORDER BY chain, seq");
    rows("outbox", "SELECT kind || ' ' || to_email || ' ' || state AS name FROM outbox ORDER BY id");
    rows(
        "decisions",
        "SELECT number || matter || object_ref || outcome || motivation || coalesce(basis, '') || role || person_id || decided_on AS name FROM decisions ORDER BY id",
    );
    rows(
        "reports",
        "SELECT number || ' ' || edition || state || draft || editors || language || sprints || from_on || to_on || version AS name FROM reports ORDER BY id",
    );
    rows("projects", &format!("SELECT {} AS name FROM projects ORDER BY id", kept.join(" || '|' || ")));
    rows("people", "SELECT email || is_admin || coalesce(disabled_at, '') || version AS name FROM people ORDER BY id");
    tables
}

#[test]
fn what_a_page_s_form_does_not_hold_changes_nothing_whoever_sends_it() {
    let (plain, loaded) = (world(), world());
    if !plain.store.is_sqlite() {
        // The forms are read before any database is asked; one is enough.
        return;
    }
    let names = known_names(&plain);
    let (mut tried, mut used) = (0, BTreeSet::new());
    for actor in plain.actors().into_iter().chain(loaded.actors()) {
        actor.sign_in();
    }
    for (who, page, action, filled) in FORMS {
        let (page, action) = (whole(page), whole(action));
        let shown = who(&loaded).get(&page).expect(200).body;
        let shown_plain = who(&plain).get(&page).expect(200).body;
        // The script saves the page's own form at another address.
        let held_on = |shown: &str| {
            let mut forms = fields_of_forms(&page, shown);
            forms.remove(&action).or_else(|| forms.remove(&page)).unwrap_or_default()
        };
        let held = held_on(&shown);
        let version = held.get("version").cloned();
        assert_eq!(version, held_on(&shown_plain).remove("version"), "{page}");
        let filled: Vec<(&str, &str)> = filled.iter().copied().chain(version.as_deref().map(|v| ("version", v))).collect();
        let strays: Vec<(String, String)> = names
            .iter()
            .filter(|n| {
                !held.contains_key(*n)
                    && !SECOND_STEP.contains(&n.as_str())
                    && !TAKEN_ALL_THE_SAME.contains(&(&action, n))
                    && !filled.iter().any(|(f, _)| f == n)
            })
            .map(|n| (n.clone(), tempting(n).to_string().replace('"', "")))
            .collect();
        tried += strays.len();
        let with_strays: Vec<(&str, &str)> = filled.iter().copied().chain(strays.iter().map(|(n, v)| (n.as_str(), v.as_str()))).collect();
        // Those who hold nothing here try first, with everything.
        for (a, b) in
            plain.actors().into_iter().zip(loaded.actors()).filter(|(a, _)| !["leader", "deputy", "chair", "orderer", who(&plain).name].contains(&a.name))
        {
            let statuses =
                [a.post_form(&action, &[]).status, b.post_form(&action, &strays.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect::<Vec<_>>()).status];
            assert_eq!(statuses[0], statuses[1], "{action} by {}", a.name);
        }
        // What is checked first is sent twice, and the strays both times.
        let steps: &[bool] = if filled.iter().any(|(n, _)| *n == CONFIRMS) { &[false, true] } else { &[true] };
        for confirmed in steps {
            let sent = |fields: &[(&str, &str)], who: &Actor| {
                let step: Vec<(&str, &str)> = fields.iter().filter(|(n, _)| *confirmed || *n != CONFIRMS).copied().collect();
                who.post_form(&action, &step)
            };
            let (a, b) = (sent(&filled, who(&plain)), sent(&with_strays, who(&loaded)));
            assert_eq!((a.status, a.header("location")), (b.status, b.header("location")), "{action}: {}", b.body);
            let wanted = if *confirmed { 200..400 } else { 200..201 };
            assert!(wanted.contains(&a.status), "{action}: {} {}", a.status, a.body.split("<main").last().unwrap_or_default());
            let (loaded_work, plain_work) = (work(&loaded), work(&plain));
            let moved: Vec<_> = plain_work
                .iter()
                .filter(|(table, rows)| loaded_work.get(*table) != Some(rows))
                .map(|(table, rows)| (table, rows, &loaded_work[table]))
                .collect();
            assert!(moved.is_empty(), "{action}: {moved:#?}");
        }
        used.insert(action);
    }
    assert!(tried > 2000 && used.len() > 14, "{tried} fields at {} addresses", used.len());
}
