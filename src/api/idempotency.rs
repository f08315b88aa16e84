//! A POST with an `Idempotency-Key`, and a page's form with its key, is done once: the answer is kept for 24 hours, in the transaction of
//! what it answers.
use crate::domain::decision::hex;
use crate::input::Fault;
use crate::services::Problem;
use crate::store::Db;
use crate::store::idempotency::{Key, find, keep};
use crate::web::reply::{Answer, Body, Notice, Reply};
use crate::web::request::Rq;
use actix_web::http::StatusCode;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
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
    if !rq.is_api() {
        return form_once(db, rq, act);
    }
    let Some(key) = rq.idempotency_key.as_deref().filter(|_| !rq.method.is_safe()) else { return act(db) };
    let length = key.chars().count();
    if length > MAX_KEY {
        return Err(Problem::invalid("Idempotency-Key", Fault::TooLong { max: MAX_KEY, length }));
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

/// A form of ours carries the key of its page, so that one that is sent twice is done once: the second is led where the first was. What
/// was typed anew on the same page is another form. Only what led on to another page was done; that alone is kept.
fn form_once(db: &mut Db, rq: &Rq, act: impl FnOnce(&mut Db) -> Answer) -> Answer {
    let typed = rq.sent.typed();
    let (Some(key), Some(signed_in)) = (typed.get("once").filter(|k| (1..=MAX_KEY).contains(&k.len())), &rq.signed_in) else { return act(db) };
    let key = Key { person: signed_in.person.id, method: rq.method.as_str(), path: &rq.path, key };
    let body = hex(&Sha256::digest(&rq.raw_body));
    if let Some(kept) = find(db, &key, rq.moment.real_now - TimeDelta::hours(24))?.filter(|kept| kept.body_sha256 == body) {
        let Led { to, notice, decision } = serde_json::from_str(&kept.answer).map_err(Problem::internal)?;
        return Ok(Reply { notice: notice.map(|words| Notice { words, decision }), ..Reply::see_other(to) });
    }
    let reply = act(db)?;
    let to = reply.headers.iter().find(|(name, _)| *name == "location").map(|(_, to)| to.clone());
    if let (StatusCode::SEE_OTHER, Some(to), true) = (reply.status, to, reply.cookies.is_empty()) {
        let (notice, decision) = reply.notice.clone().map_or((None, None), |n| (Some(n.words), n.decision));
        let led = serde_json::to_string(&Led { to, notice, decision }).map_err(Problem::internal)?;
        keep(db, &key, &body, i32::from(reply.status.as_u16()), &led, rq.moment.real_now)?;
    }
    Ok(reply)
}
/// Where a form led, and what was said there.
#[derive(Serialize, Deserialize)]
struct Led {
    to: String,
    notice: Option<String>,
    /// The decision that was told of.
    #[serde(default)]
    decision: Option<i32>,
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
