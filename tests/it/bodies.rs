//! A body for every route that writes: made from what the API's document says of it, with values by the fields' names. What is a
//! route's own stands in `bodies.json`.
use crate::everything::path;
use crate::support::{Actor, Answer, World};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use styrrum::web::routes::Route;

/// The bodies of all routes, by method and path.
pub struct Bodies {
    json: BTreeMap<(String, &'static str), Value>,
    forms: BTreeMap<&'static str, BTreeMap<String, String>>,
    /// The field of a form that holds a file.
    files: BTreeMap<String, String>,
}
impl Bodies {
    /// Tables are sent as they stand in `world`.
    pub fn of(world: &World) -> Bodies {
        let source = Source::of(world);
        let form = source.any_form();
        let writing = world.app.router.table().iter().filter(|r| r.method != "GET");
        let (api, pages): (Vec<&Route>, Vec<&Route>) = writing.partition(|r| r.path.starts_with("/api/"));
        Bodies {
            json: api.into_iter().map(|r| ((r.method.to_string(), r.path), source.json(r))).collect(),
            forms: pages.into_iter().map(|r| (r.path, source.form(r, form.clone()))).collect(),
            files: serde_json::from_value(source.written["files"].clone()).expect("fields by path"),
        }
    }
    /// Sends the route's body to `path`.
    pub fn sent(&self, actor: &Actor, route: &Route, path: &str) -> Answer {
        match (route.path.starts_with("/api/"), route.method.as_str()) {
            (true, "GET") => actor.api("GET", path, None),
            (true, method) => actor.api(method, path, Some(&self.json[&(method.to_owned(), route.path)])),
            (false, "GET") => actor.get(path),
            (false, _) => {
                let fields: Vec<(&str, &str)> = self.forms[route.path].iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                match self.files.get(route.path) {
                    Some(file) => actor.post_file(path, &fields, (file, "protokoll.pdf", b"%PDF-1.7\n%%EOF")),
                    None => actor.post_form(path, &fields),
                }
            }
        }
    }
}

struct Source<'a> {
    world: &'a World,
    document: Value,
    /// `values` by name; `routes` by method and path and `forms` by path, which go before; `files` names a form's field that is one.
    /// What is null is not sent.
    written: Value,
}
impl Source<'_> {
    fn of(world: &World) -> Source<'_> {
        let document = world.anonymous.get("/api/openapi.json").expect(200).json();
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/bodies.json");
        let written = serde_json::from_str(&std::fs::read_to_string(file).expect("bodies.json")).expect("JSON");
        Source { world, document, written }
    }
    /// What the route's schema requires, and of the rest what `values` has.
    fn json(&self, route: &Route) -> Value {
        let schema = self.schema(&self.document["paths"][route.path][route.method.as_str().to_lowercase()]);
        let mut body: Map<String, Value> = self.fields(schema).map(|(name, property)| (name.clone(), self.value(route, name, property))).collect();
        body.extend(self.written["routes"][format!("{} {}", route.method, route.path).as_str()].as_object().cloned().into_iter().flatten());
        body.retain(|_, value| !value.is_null());
        Value::Object(body)
    }
    /// Every field that any form could hold, as a form says it.
    fn form(&self, route: &Route, mut form: BTreeMap<String, String>) -> BTreeMap<String, String> {
        for (name, value) in self.written["forms"][route.path].as_object().into_iter().flatten() {
            match value.as_str() {
                Some(text) => drop(form.insert(name.clone(), text.to_owned())),
                None => drop(form.remove(name)),
            }
        }
        form
    }
    fn any_form(&self) -> BTreeMap<String, String> {
        let operations = self.document["paths"].as_object().expect("paths").values().filter_map(Value::as_object).flat_map(Map::values);
        let fields = operations.flat_map(|operation| self.fields(self.schema(operation)));
        let said = fields.filter_map(|(name, property)| Some((name.clone(), text(&self.known(name).cloned().unwrap_or_else(|| by_type(property)))?)));
        let two_steps = [("basis", "per_capsulam"), ("agreed", "Alla"), ("checked", "yes")];
        said.chain(two_steps.map(|(name, value)| (name.to_owned(), value.to_owned()))).collect()
    }
    /// The schema of what an operation is sent.
    fn schema(&self, operation: &Value) -> &Value {
        let named = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str().unwrap_or_default();
        &self.document["components"]["schemas"][named.rsplit('/').next().unwrap_or_default()]
    }
    fn fields<'s>(&'s self, schema: &'s Value) -> impl Iterator<Item = (&'s String, &'s Value)> {
        let required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|r| r == name));
        schema["properties"].as_object().into_iter().flatten().filter(move |(name, _)| required(name) || self.known(name).is_some())
    }
    fn known(&self, name: &str) -> Option<&Value> {
        self.written["values"].get(name)
    }
    /// By its name; a table, as it stands now; else the first of its type.
    fn value(&self, route: &Route, name: &str, property: &Value) -> Value {
        if let Some(known) = self.known(name) {
            return known.clone();
        }
        if property["type"].is_string() && property["type"] != "array" && property["type"] != "object" {
            return by_type(property);
        }
        let reader = if route.path.contains("/admin/") { &self.world.admin } else { &self.world.leader };
        match reader.api("GET", &path(route, "H044", 1), None) {
            answer if answer.status == 200 => answer.json()[name].clone(),
            _ => json!([]),
        }
    }
}
fn by_type(property: &Value) -> Value {
    let word = property["enum"].as_array().and_then(|words| words.first());
    match (word, property["type"].as_str(), property["format"].as_str()) {
        (Some(word), ..) => word.clone(),
        (_, Some("integer" | "number"), _) => property.get("minimum").cloned().unwrap_or(json!(1)),
        (_, Some("boolean"), _) => json!(false),
        (_, _, Some("date")) => json!("2020-12-15"),
        (_, Some("string"), _) => json!("Text"),
        _ => Value::Null,
    }
}
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(true) => Some("yes".to_owned()),
        _ => None,
    }
}
