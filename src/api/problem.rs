//! problem+json (RFC 9457) with stable types.
use crate::services::Problem;
use crate::web::error::message;
use crate::web::reply::{Body, Reply};
use crate::web::request::Rq;
use serde_json::json;

/// A problem as the API tells it. Nothing of the path or the cause is repeated.
pub fn reply(rq: &Rq, problem: &Problem) -> Reply {
    let stale_by_tag = matches!(problem, Problem::Stale) && rq.if_match.is_some();
    let status = if stale_by_tag { actix_web::http::StatusCode::PRECONDITION_FAILED } else { problem.status() };
    let mut body = json!({"type": format!("urn:styrrum:{}", problem.word()), "title": problem.words(rq.lang), "status": status.as_u16()});
    match problem {
        Problem::Invalid(faults) => {
            body["errors"] = faults.iter().map(|e| json!({"field": e.field, "code": e.fault.word().0, "message": message(e, rq.lang)})).collect();
        }
        Problem::NoMandate(no) => {
            body["matter"] = json!(no.matter);
            body["held_by"] = json!(no.held_by);
        }
        Problem::Forbidden(right) => body["held_by"] = json!(right.roles()),
        Problem::AnothersStep(role) | Problem::OutOfTurn(role) => body["held_by"] = json!([role]),
        Problem::Refused(refused) => body["reason"] = json!(refused.word()),
        Problem::AlreadyDecided(number) => body["decision"] = json!(number),
        Problem::RecordedAlready(recording) => body["recording"] = json!(recording),
        Problem::BadJson(place) => body["detail"] = json!(place),
        Problem::Internal(_) | Problem::Unavailable(_) => body["request"] = json!(rq.request_id),
        _ => {}
    }
    let mut reply = Reply::json(serde_json::Value::Null).with_status(status);
    reply.body = Body::ProblemJson(body);
    match problem {
        Problem::SignedOut => reply.with_header("www-authenticate", "Bearer".to_owned()),
        Problem::TokenNotValid => reply.with_header("www-authenticate", "Bearer error=\"invalid_token\"".to_owned()),
        _ => reply,
    }
}
