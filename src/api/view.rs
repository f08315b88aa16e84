//! What the areas of the API share: versions, pages of lists, moments, and answers that are written once.
use crate::domain::rights::Right;
use crate::input::{Fault, Fields, Input, Sent};
use crate::services::Problem;
pub use crate::services::lists::cut;
pub use crate::services::version::Seen;
use crate::store::columns::to_json;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Act, Guard, Route, ShowIn};
use actix_web::http::Method;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// How many items a page of a list holds when nobody says, and at most.
pub const PAGE: i64 = 50;
pub const LONGEST_PAGE: i64 = 200;

/// A page of a list; `next` is the cursor of the page after it.
#[derive(Serialize)]
pub struct Items<T> {
    pub items: Vec<T>,
    pub next: Option<String>,
}

/// A route that changes something in a project.
pub fn does_in(method: Method, path: &'static str, right: Right, act: ShowIn) -> Route {
    Route { method, path, guard: Guard::Project(right), act: Act::DoIn(act, None) }
}

/// The version that the sender saw, by `If-Match` or in the body. `*` is no version, so the body's counts then.
///
/// # Errors
/// [`Problem::Stale`] for an entity tag that is none of ours, or is another version than the body's: both cannot fit.
pub fn version(rq: &Rq, body: Option<i64>) -> Result<Option<i64>, Problem> {
    match rq.if_match.as_deref().map(str::trim) {
        None | Some("*") => Ok(body),
        Some(tag) => quoted(tag).filter(|seen| body.is_none_or(|body| body == *seen)).map(Some).ok_or(Problem::Stale),
    }
}
fn quoted(tag: &str) -> Option<i64> {
    tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok()
}

/// No body, or an empty one: whatever stands in it is a fault.
#[derive(Debug)]
pub struct Nothing;
impl Input for Nothing {
    fn parse(_: &mut Fields<'_>) -> Option<Nothing> {
        Some(Nothing)
    }
}

/// What is saved, with the fields that were sent instead: what is left out stays as it is, and `null` takes a value away.
///
/// # Errors
/// A field that was sent is not what it should be.
pub fn changed<T: Input>(saved: &Value, rq: &Rq) -> Result<T, Problem> {
    let mut whole: Map<String, Value> = saved.as_object().cloned().unwrap_or_default();
    if let Sent::Json(object) = &rq.sent {
        whole.extend(object.clone());
    }
    Ok(Sent::Json(whole).read()?)
}

/// Whether the body names a field at all.
pub fn names(rq: &Rq, field: &str) -> bool {
    match &rq.sent {
        Sent::Json(object) => object.contains_key(field),
        Sent::Form(values) | Sent::Multipart { values, .. } => values.contains_key(field),
        Sent::Nothing => false,
    }
}

/// The `limit` of a list, 1–200.
///
/// # Errors
/// [`Problem::Invalid`] at `limit`.
pub fn limit(rq: &Rq) -> Result<i64, Problem> {
    let Some(asked) = rq.query.get("limit") else { return Ok(PAGE) };
    let n: i64 = asked.trim().parse().map_err(|_| Problem::invalid("limit", Fault::NotANumber))?;
    if (1..=LONGEST_PAGE).contains(&n) { Ok(n) } else { Err(Problem::invalid("limit", Fault::OutOfRange { from: 1, to: LONGEST_PAGE })) }
}

/// The `cursor` of a list that goes by number.
///
/// # Errors
/// [`Problem::Invalid`] at `cursor` when it is none of ours.
pub fn number_cursor<T: std::str::FromStr>(rq: &Rq) -> Result<Option<T>, Problem> {
    rq.filter("cursor").map(|c| c.parse().map_err(|_| Problem::no_choice("cursor"))).transpose()
}

/// A `cursor` that names something with signs of any kind, so that it can stand in an address as it is.
pub fn opaque(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(place)
}
/// The place that an [`opaque`] `cursor` stands for.
///
/// # Errors
/// [`Problem::Invalid`] at `cursor` when it is none of ours.
pub fn opaque_cursor(rq: &Rq) -> Result<Option<String>, Problem> {
    let place = |cursor: &str| URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    rq.filter("cursor").map(|cursor| place(cursor).ok_or_else(|| Problem::no_choice("cursor"))).transpose()
}

/// A filter of the address as it was sent.
pub fn filter(rq: &Rq, name: &str) -> Option<String> {
    rq.filter(name).map(str::to_owned)
}

/// A moment as the API writes it: UTC, and it says so.
pub fn utc(at: NaiveDateTime) -> DateTime<Utc> {
    at.and_utc()
}

/// Öre as a number of kronor, with decimals only where there are öre.
pub fn kronor(ore: i64) -> Value {
    if ore % 100 == 0 { Value::from(ore / 100) } else { Value::from(ore as f64 / 100.0) }
}

/// An answer that is only read: written straight to text, without a tree of values in between.
///
/// # Errors
/// A value that JSON cannot hold; ours can.
pub fn read<T: Serialize>(value: &T) -> Answer {
    Ok(Reply::bytes("application/json", to_json(value)?.into_bytes(), None))
}

/// A list of which there is only room for so many: all of it, or as many as are asked for from where the page before ended. Its cursor
/// is how many items came before.
///
/// # Errors
/// A `limit` or a `cursor` that is none of ours.
pub fn listed<T: Serialize>(rq: &Rq, items: Vec<T>) -> Answer {
    read(&paged(rq, items)?)
}
/// The page of [`listed`].
///
/// # Errors
/// As [`listed`].
pub fn paged<T>(rq: &Rq, items: Vec<T>) -> Result<Items<T>, Problem> {
    let seen: usize = number_cursor(rq)?.unwrap_or(0);
    let asked = if rq.query.contains_key("limit") { usize::try_from(limit(rq)?).unwrap_or(usize::MAX) } else { usize::MAX };
    let end = seen.saturating_add(asked);
    let next = (end < items.len()).then(|| end.to_string());
    Ok(Items { items: items.into_iter().skip(seen).take(asked).collect(), next })
}

/// The answer to a change: a value, since an `Idempotency-Key` keeps it.
///
/// # Errors
/// As [`read`].
pub fn value<T: Serialize>(value: &T) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(Problem::internal)
}

/// The answer to what was recorded of a body's decision, and waits for its chair.
pub fn recorded(recording: i64) -> Reply {
    Reply::accepted(json!({"recording": recording}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_tag_is_a_quoted_version() {
        assert_eq!(quoted("\"12\""), Some(12));
        for bad in ["12", "W/\"12\"", "\"12", "\"\"", "\"x\"", "\"1\", \"2\""] {
            assert_eq!(quoted(bad), None, "{bad}");
        }
    }

    #[test]
    fn amounts_are_kronor() {
        assert_eq!(kronor(125_000).to_string(), "1250");
        assert_eq!(kronor(125_050).to_string(), "1250.5");
        assert_eq!(kronor(-1).to_string(), "-0.01");
    }
}
