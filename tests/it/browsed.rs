//! The browser's suites visit every page there is: what stands in the route table and not in their list has a reason here.
use std::collections::BTreeMap;
use styrrum::web::routes::{self, Route};

/// Pages that no suite opens by its address, and why.
const NOT_VISITED: &[(&str, &str)] = &[
    ("/projects/{code}/risks.csv", "a download; tests/it and the unit tests of its cells read it"),
    ("/projects/{code}/decisions.csv", "a download; tests/it reads it"),
    ("/projects/{code}/charter/pdf", "a download; .ci/pdf checks it"),
    ("/projects/{code}/decisions/{number}/pdf", "a download; .ci/pdf checks it"),
    ("/projects/{code}/changes/{ref}/edit", "the demo has no draft of a request; the suite of states writes one"),
    ("/projects/{code}/changes/{ref}/assessment", "the demo has no received request; the suite of states submits one"),
    ("/projects/{code}/changes.csv", "a download; tests/it reads it"),
    ("/projects/{code}/decisions/{number}/minutes", "a download; tests/it reads it"),
    ("/projects/{code}/documents/{number}/versions/{version}/file", "a download; tests/it reads it"),
    ("/projects/{code}/export/file", "a download; tests/it reads and verifies it"),
    ("/projects/{code}/economy/adoption", "the demo's budget is adopted, so nothing is left to adopt; the suite of states opens it in the second project"),
    ("/projects/{code}/resumption", "the demo's projects are running; the suite of states stops one and opens it"),
    ("/projects/{code}/status-reports/{number}/pdf", "a download; .ci/pdf checks it"),
    ("/projects/{code}/status-reports/{number}/preview", "a fragment that the editor's page fetches and shows"),
    ("/projects/{code}/final-report/pdf", "a download; .ci/pdf checks those of the tests"),
    ("/projects/{code}/final-report/preview", "a fragment that the editor's page fetches and shows"),
    ("/projects/{code}/final-report/edit", "the demo has not begun its final report; the suite of states begins and writes it"),
    ("/projects/{code}/effect-report/pdf", "a download; .ci/pdf checks those of the tests"),
    ("/projects/{code}/effect-report/preview", "a fragment that the editor's page fetches and shows"),
    ("/projects/{code}/effect-report/edit", "the demo has not begun H044's effect report; the suite of journeys begins one and writes it"),
    ("/projects/{code}/recordings/{id}", "the demo has no recorded decision that waits for its chair; the suite of states makes one"),
    ("/projects/{code}/deliverables/{ref}/versions/{label}/file", "a download; tests/it reads it"),
    ("/first-start", "open only until somebody has an account; the suite of the first start goes through it"),
    ("/assets/{name}", "style, script and icons of every page"),
    ("/healthz", "for what runs the server; not for people"),
    ("/readyz", "for what runs the server; not for people"),
    ("/metrics", "for what runs the server; not for people"),
];

/// A route's pattern against a path without its query.
fn fits(route: &Route, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (pattern, parts): (Vec<&str>, Vec<&str>) = (route.path.split('/').collect(), path.split('/').collect());
    pattern.len() == parts.len() && pattern.iter().zip(&parts).all(|(p, part)| p == part || (p.starts_with('{') && !part.is_empty()))
}
/// A fixed address before one with a placeholder, as the server matches them.
fn route_of<'a>(pages: &'a [Route], path: &str) -> Option<&'a Route> {
    pages.iter().filter(|r| fits(r, path)).min_by_key(|r| r.path.matches('{').count())
}

#[test]
fn every_page_is_visited_by_the_browser_or_has_a_reason_not_to_be() {
    let list = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/pages.json");
    let visited: BTreeMap<String, Vec<String>> = serde_json::from_str(&std::fs::read_to_string(list).expect("the list")).expect("a list");
    let pages: Vec<Route> = routes::table().into_iter().filter(|r| r.method == "GET" && !r.path.starts_with("/api/")).collect();
    let paths: Vec<&String> = visited.values().flatten().collect();
    let nowhere: Vec<_> = paths.iter().filter(|p| route_of(&pages, p).is_none()).collect();
    assert!(nowhere.is_empty(), "visited, and no page of ours: {nowhere:?}");
    let seen: Vec<&str> = paths.iter().filter_map(|p| route_of(&pages, p)).map(|r| r.path).collect();
    let missing: Vec<&str> = pages.iter().map(|r| r.path).filter(|p| !seen.contains(p) && NOT_VISITED.iter().all(|(path, _)| path != p)).collect();
    assert!(missing.is_empty(), "in the route table, and never visited: {missing:#?}");
    let idle: Vec<_> = NOT_VISITED.iter().filter(|(path, _)| seen.contains(path) || pages.iter().all(|r| r.path != *path)).collect();
    assert!(idle.is_empty(), "visited after all, or gone: {idle:?}");
}
