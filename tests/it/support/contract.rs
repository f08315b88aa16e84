//! Every answer of the API, whoever asks for it in whichever test, is held to the OpenAPI document: a field that the document does not
//! describe is a fault, as is one that it promises and the answer lacks.
use super::Answer;
use actix_web::http::Method;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use styrrum::web::router::{Found, Router};
use styrrum::web::routes;

static ROUTER: LazyLock<Router> = LazyLock::new(|| Router::new(routes::table()).expect("a table"));
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| styrrum::api::openapi::document(ROUTER.table(), ""));

/// Holds an answer to what the document says of its route.
pub fn demand_described(method: &str, address: &str, answer: &Answer) {
    let path = address.split('?').next().unwrap_or(address);
    let asked = Method::from_bytes(method.as_bytes()).expect("a method");
    let Found::Route(route, _) = ROUTER.find(&asked, path) else { return };
    if method == "HEAD" || answer.body.is_empty() {
        return;
    }
    let operation = &DOCUMENT["paths"][route.path][route.method.as_str().to_lowercase()];
    let described = &operation["responses"];
    let response = described.get(answer.status.to_string()).filter(|_| answer.status < 400).unwrap_or_else(|| resolved(&described["default"]));
    let media = answer.header("content-type").split(';').next().unwrap_or_default();
    let Some(content) = response["content"].get(media).or(response["content"].get("*/*")) else {
        panic!("{method} {address}: {} {media} is not described", answer.status)
    };
    if media.ends_with("json") {
        let faults = faults("", &content["schema"], &answer.json());
        assert!(faults.is_empty(), "{method} {address}: {} is not as described: {}\n{}", answer.status, faults.join("; "), answer.body);
    }
}

/// What a reference means.
fn resolved(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(name) => DOCUMENT.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} is not there")),
        None => schema,
    }
}

/// Where a value is not what its schema says.
fn faults(at: &str, schema: &Value, value: &Value) -> Vec<String> {
    let schema = resolved(schema);
    if let Some(choices) = schema.get("anyOf").or(schema.get("oneOf")).and_then(Value::as_array) {
        return choices.iter().map(|choice| faults(at, choice, value)).min_by_key(Vec::len).unwrap_or_default();
    }
    let wrong = |what: &str| vec![format!("{at}: {value} is no {what}")];
    if schema.get("const").is_some_and(|only| only != value) || schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        return wrong(&schema.to_string());
    }
    match (schema["type"].as_str(), value) {
        (Some("object"), Value::Object(object)) => faults_of_object(at, schema, object),
        (None, Value::Object(object)) if schema.get("allOf").is_some() => faults_of_object(at, schema, object),
        (Some("array"), Value::Array(items)) => items.iter().enumerate().flat_map(|(n, item)| faults(&format!("{at}[{n}]"), &schema["items"], item)).collect(),
        (Some("string"), Value::String(text)) => match schema["format"].as_str() {
            Some("date") if text.parse::<chrono::NaiveDate>().is_err() => wrong("date"),
            Some("date-time") if chrono::DateTime::parse_from_rfc3339(text).is_err() => wrong("date-time"),
            _ => Vec::new(),
        },
        (Some("integer"), Value::Number(n)) if n.is_i64() => Vec::new(),
        (Some("number"), Value::Number(_)) | (Some("boolean"), Value::Bool(_)) | (Some("null"), Value::Null) => Vec::new(),
        // Whatever stands there.
        (None, _) if schema.get("allOf").is_none() => Vec::new(),
        _ => wrong(&schema.to_string()),
    }
}
fn faults_of_object(at: &str, schema: &Value, object: &Map<String, Value>) -> Vec<String> {
    let (mut properties, mut required) = (Map::new(), Vec::new());
    gather(schema, &mut properties, &mut required);
    let lacking = required.iter().filter(|name| !object.contains_key(name.as_str())).map(|name| format!("{at}.{name} is lacking"));
    // Where the document says so, whatever else may stand there.
    let others = schema.get("additionalProperties");
    let of_field = |(name, value): (&String, &Value)| match properties.get(name).or(others) {
        Some(Value::Bool(true)) => Vec::new(),
        Some(schema) if schema.is_object() => faults(&format!("{at}.{name}"), schema, value),
        _ => vec![format!("{at}.{name} is not described")],
    };
    lacking.chain(object.iter().flat_map(of_field)).collect()
}
/// The fields of an object, with those of each part that it is made of.
fn gather(schema: &Value, properties: &mut Map<String, Value>, required: &mut Vec<String>) {
    let schema = resolved(schema);
    properties.extend(schema["properties"].as_object().cloned().unwrap_or_default());
    required.extend(schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).map(String::from));
    schema["allOf"].as_array().into_iter().flatten().for_each(|part| gather(part, properties, required));
}

#[test]
fn what_the_document_does_not_say_is_found() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}, "b": {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}}});
    assert_eq!(faults("", &schema, &json!({"a": 1, "b": null})), Vec::<String>::new());
    for (value, said) in [
        (json!({"b": "2020-11-27"}), ".a is lacking"),
        (json!({"a": "1"}), ".a: \"1\" is no {\"type\":\"integer\"}"),
        (json!({"a": 1, "b": "27/11"}), ".b: \"27/11\" is no date"),
        (json!({"a": 1, "c": 2}), ".c is not described"),
    ] {
        assert_eq!(faults("", &schema, &value), [said]);
    }
}
