//! A POST with an `Idempotency-Key` is done once: the answer is kept for 24 hours, in the transaction of what it answers.
use crate::domain::decision::hex;
use crate::input::Fault;
use crate::services::Problem;
use crate::store::Db;
use crate::store::idempotency::{Key, find, keep};
use crate::web::reply::{Answer, Body, Reply};
use crate::web::request::Rq;
use actix_web::http::StatusCode;
use chrono::TimeDelta;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The longest key that is taken, in characters.
const MAX_KEY: usize = 200;

/// Answers from the kept answer, or does it and keeps the answer. Checked before any `version`, and after the right:
/// who has lost the right does not get the old answer either.
///
/// # Errors
/// [`Problem::KeyReused`] when the key was used with another body; those of `act`, which are not kept.
pub fn once(db: &mut Db, rq: &Rq, act: impl FnOnce(&mut Db) -> Answer) -> Answer {
    let Some(key) = rq.idempotency_key.as_deref().filter(|_| rq.is_api() && !rq.method.is_safe()) else { return act(db) };
    if key.chars().count() > MAX_KEY {
        return Err(Problem::invalid("Idempotency-Key", Fault::TooLong { max: MAX_KEY }));
    }
    let key = Key { person: rq.person()?.person.id, method: rq.method.as_str(), path: &rq.path, key };
    let body = hex(&Sha256::digest(&rq.raw_body));
    if let Some(kept) = find(db, &key, rq.moment.real_now - TimeDelta::hours(24))? {
        return if kept.body_sha256 == body { repeated(&kept.answer, kept.status) } else { Err(Problem::KeyReused) };
    }
    let reply = act(db)?;
    let answer = match &reply.body {
        Body::Json(value) => json!({"body": value, "headers": reply.headers}).to_string(),
        Body::Empty => String::new(),
        // Nothing that the API changes answers with anything else.
        Body::Html(_) | Body::ProblemJson(_) | Body::Bytes { .. } | Body::File { .. } | Body::Made { .. } => return Ok(reply),
    };
    keep(db, &key, &body, i32::from(reply.status.as_u16()), &answer, rq.moment.real_now)?;
    Ok(reply)
}

fn repeated(answer: &str, status: i32) -> Answer {
    let status = u16::try_from(status).ok().and_then(|s| StatusCode::from_u16(s).ok()).unwrap_or(StatusCode::OK);
    if answer.is_empty() {
        return Ok(Reply::no_content().with_status(status).with_header("idempotent-replayed", "true".to_owned()));
    }
    let mut kept: Value = serde_json::from_str(answer).map_err(Problem::internal)?;
    let mut reply = Reply::json(kept["body"].take()).with_status(status).with_header("idempotent-replayed", "true".to_owned());
    for name in ["location", "etag"] {
        let value = kept["headers"].as_array().and_then(|h| h.iter().find(|p| p[0] == name)).and_then(|p| p[1].as_str());
        if let Some(value) = value {
            reply = reply.with_header(name, value.to_owned());
        }
    }
    Ok(reply)
}
