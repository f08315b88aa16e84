//! The OpenAPI 3.1 document, made from the route table: what is not in the table is not in the document.
//!
//! Each area says what its operations are called and what they take and answer; path, parameters of the path,
//! security and problems follow from the route.
use crate::api::schema::{self, CURSOR, LIMIT, text};
use crate::services::verify::export;
use crate::store::Db;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route};
use actix_web::http::Method;
use serde_json::{Map, Value, json};

/// Where the document is.
pub const PATH: &str = "/api/openapi.json";

/// What the document says of one route.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    method: &'static str,
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    query: &'static [Parameter],
    /// The schema of the request's body.
    body: Option<&'static str>,
    /// The schema of the answer; `None` answers nothing.
    answer: Option<&'static str>,
    statuses: &'static [&'static str],
    /// What a body decided may be recorded instead: 202 with the recording's number.
    recorded: bool,
}

/// A parameter of the address.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub name: &'static str,
    pub says: &'static str,
    pub schema: fn() -> Value,
}

impl Operation {
    const fn new(
        method: &'static str, path: &'static str, id: &'static str, summary: &'static str, body: Option<&'static str>, answer: &'static str,
    ) -> Operation {
        Operation { method, path, id, summary, query: &[], body, answer: Some(answer), statuses: &["200"], recorded: false }
    }
    pub const fn get(path: &'static str, id: &'static str, summary: &'static str, answer: &'static str) -> Operation {
        Operation::new("GET", path, id, summary, None, answer)
    }
    pub const fn post(path: &'static str, id: &'static str, summary: &'static str, body: &'static str, answer: &'static str) -> Operation {
        Operation::new("POST", path, id, summary, Some(body), answer)
    }
    pub const fn put(path: &'static str, id: &'static str, summary: &'static str, body: &'static str, answer: &'static str) -> Operation {
        Operation::new("PUT", path, id, summary, Some(body), answer)
    }
    pub const fn patch(path: &'static str, id: &'static str, summary: &'static str, body: &'static str, answer: &'static str) -> Operation {
        Operation::new("PATCH", path, id, summary, Some(body), answer)
    }
    /// It ends something, and answers 204.
    pub const fn delete(path: &'static str, id: &'static str, summary: &'static str, body: &'static str) -> Operation {
        Operation { method: "DELETE", path, id, summary, query: &[], body: Some(body), answer: None, statuses: &["204"], recorded: false }
    }
    pub const fn with_query(self, query: &'static [Parameter]) -> Operation {
        Operation { query, ..self }
    }
    /// It answers with a page of a list.
    fn is_list(&self) -> bool {
        self.method == "GET" && self.answer.is_some_and(|name| name.ends_with("Page"))
    }
    /// What it takes in its address: its own, and those of every list of pages.
    fn in_query(&self) -> Vec<Parameter> {
        let of_lists = [LIMIT, CURSOR].into_iter().filter(|p| self.is_list() && self.query.iter().all(|own| own.name != p.name));
        self.query.iter().copied().chain(of_lists).collect()
    }
    /// It makes something, and answers 201.
    pub const fn created(self) -> Operation {
        Operation { statuses: &["201"], ..self }
    }
    /// A body's decision may be recorded and wait for its chair: 202.
    pub const fn waiting(self) -> Operation {
        Operation { statuses: &["200", "202"], ..self }
    }
    /// A body's decision may be recorded and wait for its chair: 202 tells nothing but the recording.
    pub const fn or_recorded(self) -> Operation {
        Operation { recorded: true, ..self }
    }
    /// It answers with these statuses.
    pub const fn answering(self, statuses: &'static [&'static str]) -> Operation {
        Operation { statuses, ..self }
    }
}

pub fn routes() -> Vec<Route> {
    vec![Route { method: Method::GET, path: PATH, guard: Guard::Public, act: Act::Show(show) }]
}
pub const OPERATIONS: &[Operation] = &[Operation::get(PATH, "readDescription", "Describes the API: this document.", "Description")];

fn show(_: &mut Db, rq: &Rq) -> Answer {
    Ok(Reply::json(document(rq.app.router.table(), &rq.app.config.base_url)))
}

/// The document of a table of routes. A test sees to it that every route of the API is described.
pub fn document(routes: &[Route], base_url: &str) -> Value {
    let operations: Vec<Operation> = super::operations();
    let schemas: Map<String, Value> = super::schemas().into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
    let mut paths: Map<String, Value> = Map::new();
    for route in routes.iter().filter(|r| r.path.starts_with("/api/")) {
        let Some(operation) = operations.iter().find(|o| o.path == route.path && o.method == route.method.as_str()) else { continue };
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_ascii_lowercase()] = describe(operation, route, operation.body.map(|name| &schemas[name]));
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Styrrum", "version": env!("CARGO_PKG_VERSION"), "license": {"name": env!("CARGO_PKG_LICENSE"), "identifier": env!("CARGO_PKG_LICENSE")}},
        "servers": [{"url": base_url}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A token that a person has made, for reading or for writing, until a day."}},
            "schemas": schemas,
            "responses": {"Problem": {"description": "Why it was not done. Nothing has changed then.", "content": {"application/problem+json": {"schema": schema::of("Problem")}}}},
        },
    })
}

fn describe(operation: &Operation, route: &Route, body: Option<&Value>) -> Value {
    // Of what exists a version is named; what is made has none yet.
    let has_version = body.is_some_and(|schema| schema["properties"].get("version").is_some());
    let parameters = parameters(operation, route, has_version);
    let mut described = json!({"operationId": operation.id, "summary": operation.summary, "parameters": parameters, "responses": responses(operation, route)});
    if route.guard == Guard::Public {
        described["security"] = json!([]);
    }
    if let (Some(name), Some(schema)) = (operation.body, body) {
        let is_required = schema["required"].as_array().is_some_and(|fields| !fields.is_empty());
        described["requestBody"] = json!({"required": is_required, "content": {"application/json": {"schema": schema::of(name)}}});
    }
    described
}

/// The parameters that a route takes in its address.
pub fn query_of(method: &str, path: &str) -> Vec<Parameter> {
    super::operations().iter().find(|o| o.path == path && o.method == method).map(Operation::in_query).unwrap_or_default()
}

fn parameters(operation: &Operation, route: &Route, has_version: bool) -> Vec<Value> {
    let in_path = path_names(route.path)
        .map(|name| if (name, route.path.contains("/change-requests/")) == ("ref", true) { "change" } else { name })
        .map(|what| json!({"name": if what == "change" { "ref" } else { what }, "in": "path", "required": true, "description": what_in_path(what), "schema": path_schema(what)}));
    let in_query =
        operation.in_query().into_iter().map(|p| json!({"name": p.name, "in": "query", "required": false, "description": p.says, "schema": (p.schema)()}));
    let mut parameters: Vec<Value> = in_path.chain(in_query).collect();
    if route.method != Method::GET {
        parameters.push(json!({"name": "Idempotency-Key", "in": "header", "required": false, "description": "Done once under this key for 24 hours; a repeated request gets the same answer.", "schema": {"type": "string", "maxLength": 200}}));
    }
    if has_version {
        parameters.push(json!({"name": "If-Match", "in": "header", "required": false, "description": "The entity tag that was seen, instead of the body's version.", "schema": text()}));
    }
    parameters
}
fn path_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split('}').next())
}
fn what_in_path(name: &str) -> &'static str {
    match name {
        "code" => "The project's code, such as H044.",
        "ref" => "The risk's reference, such as R4.",
        "change" => "The change request's reference, such as FB-1.",
        "item" => "The key of a criterion or an artefact, such as `project_plan`.",
        "template" => "The template's key, such as `project_model` or `plan`.",
        "id" => "The number of the thing in the installation.",
        _ => "The number of the thing in its project.",
    }
}
fn path_schema(name: &str) -> Value {
    match name {
        "code" => json!({"type": "string", "pattern": "^[A-Za-z0-9-]{1,20}$"}),
        "item" | "template" => text(),
        "ref" => json!({"type": "string", "pattern": "^[Rr][0-9]{1,9}$"}),
        "change" => json!({"type": "string", "pattern": "^(FB|fb)-[0-9]{1,9}$"}),
        _ => json!({"type": "integer", "minimum": 1}),
    }
}

fn responses(operation: &Operation, route: &Route) -> Value {
    let problem = json!({"$ref": "#/components/responses/Problem"});
    let mut responses: Map<String, Value> = operation.statuses.iter().map(|status| ((*status).to_owned(), success(operation, status))).collect();
    if operation.recorded {
        let recorded = json!({"application/json": {"schema": schema::of("Recorded")}});
        responses.insert("202".to_owned(), json!({"description": TAKEN_IN, "content": recorded}));
    }
    for status in problems(route) {
        responses.insert((*status).to_owned(), problem.clone());
    }
    responses.insert("default".to_owned(), problem);
    Value::Object(responses)
}
const TAKEN_IN: &str = "Taken in, and not done yet.";
fn success(operation: &Operation, status: &str) -> Value {
    let description = match status {
        "201" => "Made; the answer shows it.",
        "202" => TAKEN_IN,
        "204" => "Done; nothing to show.",
        _ => "Done; the answer shows it as it is now.",
    };
    match operation.answer {
        Some("File") => json!({"description": description, "content": {"*/*": {"schema": schema::of("File")}}}),
        Some("Export") => json!({"description": description, "content": {export::MEDIA_TYPE: {"schema": schema::of("Export")}}}),
        Some("Pdf") => json!({"description": description, "content": {"application/pdf": {"schema": schema::of("Pdf")}}}),
        Some(answer) if status != "204" => json!({"description": description, "content": {"application/json": {"schema": schema::of(answer)}}}),
        _ => json!({"description": description}),
    }
}
/// The problems that a route may tell; `docs/status-codes.md` says when.
fn problems(route: &Route) -> &'static [&'static str] {
    match (route.guard, route.method == Method::GET) {
        (Guard::Public, _) => &[],
        (Guard::SignedIn, true) => &["401", "422"],
        (Guard::SignedIn, false) => &["400", "401", "403", "409", "412", "413", "415", "422"],
        (Guard::Administrator, true) => &["401", "404", "422"],
        (Guard::Project(_), true) => &["401", "403", "404", "422"],
        (Guard::Project(_) | Guard::Administrator, false) => &["400", "401", "403", "404", "409", "412", "413", "415", "422"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn whole() -> Value {
        document(&crate::web::routes::table(), "https://styrrum.example")
    }

    #[test]
    fn every_route_of_the_api_is_described() {
        let document = whole();
        for r in crate::web::routes::table().iter().filter(|r| r.path.starts_with("/api/")) {
            let operation = &document["paths"][r.path][r.method.as_str().to_ascii_lowercase()];
            assert!(operation.is_object(), "{} {} is not described", r.method, r.path);
        }
    }

    #[test]
    fn every_description_has_its_route() {
        let routes = crate::web::routes::table();
        for o in crate::api::operations() {
            assert!(routes.iter().any(|r| r.path == o.path && r.method.as_str() == o.method), "{} {}", o.method, o.path);
        }
    }

    #[test]
    fn operations_have_names_of_their_own() {
        let mut seen = BTreeSet::new();
        for o in crate::api::operations() {
            assert!(seen.insert(o.id), "{} stands twice", o.id);
        }
    }

    #[test]
    fn every_schema_that_is_named_exists() {
        let document = whole();
        let mut named = BTreeSet::new();
        collect(&document, &mut named);
        for name in named {
            let found = document.pointer(name.trim_start_matches('#'));
            assert!(found.is_some(), "{name}");
        }
    }

    #[test]
    fn only_what_differs_from_one_to_the_next_is_left_open() {
        let mut open = Vec::new();
        for (name, schema) in whole()["components"]["schemas"].as_object().expect("schemas") {
            left_open(name, schema, &mut open);
        }
        // An event of the journal shows whatever changed.
        assert_eq!(open, ["JournalEntry.after", "JournalEntry.before"]);
    }
    /// Where a schema says nothing of a value, or only that it is an object.
    fn left_open(at: &str, schema: &Value, open: &mut Vec<String>) {
        let says = |word: &str| schema.get(word).is_some();
        let is_told = if schema["type"] == "object" {
            says("properties") || says("additionalProperties")
        } else {
            ["type", "$ref", "const", "enum", "anyOf", "oneOf", "allOf"].into_iter().any(says)
        };
        if !is_told {
            open.push(at.to_owned());
        }
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            left_open(&format!("{at}.{name}"), field, open);
        }
        let parts = ["anyOf", "oneOf", "allOf"].into_iter().flat_map(|of| schema[of].as_array().into_iter().flatten());
        parts.chain(schema.get("items")).for_each(|part| left_open(at, part, open));
    }
    fn collect(value: &Value, named: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                named.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|v| collect(v, named));
            }
            Value::Array(items) => items.iter().for_each(|v| collect(v, named)),
            _ => {}
        }
    }
}
