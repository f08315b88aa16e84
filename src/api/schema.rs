//! Words for writing JSON schemas, and the schemas that every area uses.
use crate::api::openapi::Parameter;
use crate::api::view::{LONGEST_PAGE, PAGE};
use crate::domain::role::Role;
use serde_json::{Map, Value, json};
use std::fmt::Display;

/// A schema by name.
pub type Named = (&'static str, Value);

/// The schemas that do not belong to one area.
pub fn schemas() -> Vec<Named> {
    vec![
        ("Problem", problem()),
        ("Basis", basis()),
        ("Seen", taken(&[], &[("version", whole())])),
        ("WithReason", taken(&[("reason", text())], &[("version", whole())])),
        ("Description", json!({"type": "object", "additionalProperties": true, "description": "An OpenAPI 3.1 document."})),
        ("Pdf", json!({"type": "string", "format": "binary"})),
        ("Export", json!({"type": "string", "description": "JSON lines."})),
        ("File", json!({"type": "string", "format": "binary"})),
    ]
}

/// `limit` and `cursor`, which every list of pages takes.
pub const LIMIT: Parameter = Parameter { name: "limit", says: "How many items a page holds.", schema: limit };
pub const CURSOR: Parameter = Parameter { name: "cursor", says: "The `next` of the page before.", schema: text };
fn limit() -> Value {
    json!({"type": "integer", "minimum": 1, "maximum": LONGEST_PAGE, "default": PAGE})
}

pub fn text() -> Value {
    json!({"type": "string"})
}
pub fn whole() -> Value {
    json!({"type": "integer"})
}
/// A whole number of something, such as days or bytes.
pub fn count(of: &str) -> Value {
    json!({"type": "integer", "description": format!("Whole {of}.")})
}
/// The version of a thing that is changed.
pub fn seen() -> Value {
    json!({"type": "integer", "description": "The version that you saw. Required for what exists, here or as `If-Match`."})
}
pub fn yes_or_no() -> Value {
    json!({"type": "boolean"})
}
pub fn day() -> Value {
    json!({"type": "string", "format": "date"})
}
pub fn moment() -> Value {
    json!({"type": "string", "format": "date-time"})
}
pub fn kronor() -> Value {
    json!({"type": "number", "description": "Kronor, with at most two decimals."})
}
/// One of an enum's words.
pub fn words<T: Display>(all: &[T]) -> Value {
    json!({"type": "string", "enum": all.iter().map(ToString::to_string).collect::<Vec<_>>()})
}
pub fn role() -> Value {
    words(Role::ALL)
}
/// A schema by its name.
pub fn of(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}
pub fn list(items: Value) -> Value {
    json!({"type": "array", "items": items})
}
pub fn or_null(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}
/// A page of a list.
pub fn page(items: Value) -> Value {
    shown(&[("items", list(items)), ("next", or_null(text()))])
}

/// What is answered: every field is there.
pub fn shown(fields: &[Named]) -> Value {
    json!({"type": "object", "properties": properties(fields), "required": names(fields)})
}
/// As [`shown`], with fields that only some answers have.
pub fn shown_with(fields: &[Named], sometimes: &[Named]) -> Value {
    let mut all = properties(fields);
    all.extend(properties(sometimes));
    json!({"type": "object", "properties": all, "required": names(fields)})
}
/// What is taken: other fields are faults. A field that may be left out may also be `null`.
pub fn taken(required: &[Named], optional: &[Named]) -> Value {
    let mut all = properties(required);
    all.extend(optional.iter().map(|(name, schema)| ((*name).to_owned(), or_null(schema.clone()))));
    json!({"type": "object", "properties": all, "required": names(required), "additionalProperties": false})
}
fn properties(fields: &[Named]) -> Map<String, Value> {
    fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect()
}
fn names(fields: &[Named]) -> Vec<&'static str> {
    fields.iter().map(|(name, _)| *name).collect()
}

fn problem() -> Value {
    let fault = shown(&[("field", text()), ("code", text()), ("message", text())]);
    json!({
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string", "description": "A stable name, such as `urn:styrrum:no-mandate`."},
            "title": text(),
            "status": whole(),
            "errors": list(fault),
            "matter": text(),
            "held_by": {"type": "array", "items": role(), "description": "The roles that may instead."},
            "reason": text(),
            "decision": whole(),
            "recording": whole(),
            "detail": text(),
            "request": text(),
        },
    })
}
/// On what basis a body decided.
fn basis() -> Value {
    let kind = |kind: &str| json!({"const": kind});
    json!({"oneOf": [
        taken(&[("kind", kind("meeting")), ("date", day()), ("item", text()), ("present", text())], &[]),
        taken(&[("kind", kind("per_capsulam")), ("agreed", text())], &[]),
        taken(&[("kind", kind("chair"))], &[]),
    ]})
}
