//! The one mapping from [`Problem`] to a status, a stable type and words. `docs/status-codes.md` explains the choices.
use crate::domain::mandate::Lack;
use crate::domain::matter::Matter;
use crate::domain::refused::Hindrance;
use crate::domain::role::Role;
use crate::input::{Fault, FieldError};
use crate::render::i18n::{Catalogue, FluentArgs, Lang, numbered};
use crate::render::{engine, format};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::carried;
use crate::web::form;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::shell;
use actix_web::http::StatusCode;
use chrono::NaiveDate;
use serde_json::{Value, json};

impl Problem {
    pub fn status(&self) -> StatusCode {
        match self {
            Problem::NotFound => StatusCode::NOT_FOUND,
            Problem::SignedOut | Problem::TokenNotValid => StatusCode::UNAUTHORIZED,
            Problem::ReadOnlyToken | Problem::Forbidden(_) | Problem::NoMandate(_) | Problem::AnothersStep(_) | Problem::Forged => StatusCode::FORBIDDEN,
            Problem::Refused(_)
            | Problem::OutOfTurn(_)
            | Problem::Stale
            | Problem::Taken
            | Problem::AlreadyDecided(_)
            | Problem::RecordedAlready(_)
            | Problem::SignedInAgain => StatusCode::CONFLICT,
            Problem::Invalid(faults) if has_too_large_a_file(faults) => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::Invalid(_) | Problem::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Problem::BadJson(_) => StatusCode::BAD_REQUEST,
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Problem::Method => StatusCode::METHOD_NOT_ALLOWED,
            Problem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Problem::Unavailable(_) | Problem::Again => StatusCode::SERVICE_UNAVAILABLE,
            Problem::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
    /// The stable word: `urn:styrrum:<word>` in the API, `problem-<word>` in the catalogue.
    pub fn word(&self) -> &'static str {
        match self {
            Problem::NotFound => "not-found",
            Problem::SignedOut => "signed-out",
            Problem::TokenNotValid => "token-not-valid",
            Problem::ReadOnlyToken => "read-only-token",
            Problem::Forbidden(_) => "forbidden",
            Problem::NoMandate(no) => match no.lack {
                Lack::NotHeld => "no-mandate",
                Lack::NotChair => "not-chair",
                Lack::OwnMatter => "own-matter",
                Lack::NobodyElse => "nobody-else",
                Lack::ChairHandsOver => "chair-hands-over",
                Lack::OwnElection => "own-election",
            },
            Problem::AnothersStep(_) => "anothers-step",
            Problem::OutOfTurn(_) => "out-of-turn",
            Problem::Refused(_) => "refused",
            Problem::Invalid(faults) if has_too_large_a_file(faults) => "too-large",
            Problem::Invalid(_) => "invalid",
            Problem::Stale => "stale",
            Problem::Taken => "taken",
            Problem::AlreadyDecided(_) => "already-decided",
            Problem::RecordedAlready(_) => "recorded-already",
            Problem::Forged => "forged",
            Problem::SignedInAgain => "signed-in-again",
            Problem::KeyReused => "key-reused",
            Problem::BadJson(_) => "bad-json",
            Problem::TooLarge => "too-large",
            Problem::MediaType => "media-type",
            Problem::Method => "method",
            Problem::TooMany { .. } => "too-many",
            Problem::Unavailable(_) | Problem::Again => "unavailable",
            Problem::Internal(_) => "internal",
        }
    }
    /// What a page that tells of it is headed: a conflict by its kind, anything else by its status.
    fn heading(&self, lang: Lang) -> String {
        let kind = match self {
            Problem::Refused(refused) => refused.hindrance().word(),
            Problem::AlreadyDecided(_) => Hindrance::Settled.word(),
            Problem::Stale | Problem::Taken | Problem::OutOfTurn(_) | Problem::RecordedAlready(_) | Problem::SignedInAgain => self.word(),
            _ => return lang.text(&format!("error-{}-title", self.status().as_u16())).to_owned(),
        };
        lang.text(&format!("conflict-{kind}-title")).to_owned()
    }
    /// What to tell the person, in their language.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Problem::Refused(refused) => lang.text(&format!("refused-{}", refused.word())).to_owned(),
            Problem::NoMandate(no) => {
                let mut args = FluentArgs::new();
                args.set("held", any_of(lang, &no.held_by));
                lang.text_with(&format!("problem-{}", self.word()), &args)
            }
            Problem::Forbidden(right) if right.roles().len() <= FEW_ROLES => {
                let mut args = FluentArgs::new();
                args.set("held", any_of(lang, right.roles()));
                lang.text_with("problem-forbidden-but-to", &args)
            }
            Problem::AnothersStep(role) | Problem::OutOfTurn(role) => {
                let mut args = FluentArgs::new();
                args.set("role", lang.text(&format!("role-{role}-the")).to_owned());
                lang.text_with(&format!("problem-{}", self.word()), &args)
            }
            Problem::AlreadyDecided(number) => lang.text_with("problem-already-decided", &numbered(number)),
            Problem::RecordedAlready(number) => lang.text_with("problem-recorded-already", &numbered(number)),
            _ => lang.text(&format!("problem-{}", self.word())).to_owned(),
        }
    }
}

/// So many roles that have a right are named to whoever has it not.
const FEW_ROLES: usize = 5;

/// "Projektledaren, projektbeställaren eller finansiären".
fn any_of(lang: Lang, roles: &[Role]) -> String {
    let name = |(i, role): (usize, &Role)| match lang.text(&format!("role-{role}-the")) {
        first if i == 0 => first.to_owned(),
        later => later.to_lowercase(),
    };
    let names: Vec<String> = roles.iter().enumerate().map(name).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} {} {last}", before.join(", "), lang.text("problem-or")),
        _ => names.concat(),
    }
}

fn has_too_large_a_file(faults: &[FieldError]) -> bool {
    faults.iter().any(|e| matches!(e.fault, Fault::FileTooLarge { .. }))
}

/// A field's fault in words: those of the field itself, where the catalogue has them, so that the summary tells what to do.
pub fn message(error: &FieldError, lang: Lang) -> String {
    let (word, values) = error.fault.word();
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(name, if name == "about" { in_words(value, lang) } else { value });
    }
    let general = format!("field-{word}");
    let own = format!("{general}-{}", error.field.replace(['.', '_'], "-"));
    let said = Catalogue::of(lang).text_with(&own, &args).unwrap_or_else(|| lang.text_with(&general, &args));
    match of_condition(&error.field, lang) {
        Some(item) => format!("{item}: {said}"),
        None => said,
    }
}
/// What a fault is about, where that is a matter, a role or a day; anything else says itself.
fn in_words(about: String, lang: Lang) -> String {
    match (about.parse::<Matter>(), about.parse::<Role>(), about.parse::<NaiveDate>()) {
        (Ok(matter), _, _) => lang.text(&format!("matter-{matter}")).to_lowercase(),
        (_, Ok(role), _) => lang.text(&format!("role-{role}")).to_lowercase(),
        (_, _, Ok(day)) => format::dated(lang, day),
        _ => about,
    }
}
/// What a condition's field is for, in words: a gate has as many conditions as things that are missing.
fn of_condition(field: &str, lang: Lang) -> Option<String> {
    let (item, part) = field.strip_prefix("conditions.")?.rsplit_once('.')?;
    let name = lang.item(item)?;
    let part = Catalogue::of(lang).text_with(&format!("condition-{}", part.trim_end_matches("_on")), &FluentArgs::new())?;
    Some(format!("{name}, {}", part.to_lowercase()))
}

/// The answer to a problem: a page, or problem+json.
pub fn answer(rq: &Rq, problem: &Problem) -> Reply {
    note(rq, problem);
    let mut reply = if rq.is_api() { crate::api::problem::reply(rq, problem) } else { page(rq, problem) };
    if let Problem::TooMany { retry_after } = problem {
        reply = reply.with_header("retry-after", retry_after.to_string());
    }
    reply
}

/// Faults of ours go to the log, once, with what happened inside.
fn note(rq: &Rq, problem: &Problem) {
    match problem {
        Problem::Internal(cause) => tracing::error!(request = rq.request_id, path = rq.pattern, cause, "a request failed"),
        Problem::Unavailable(cause) => tracing::warn!(request = rq.request_id, path = rq.pattern, cause, "the database did not answer"),
        _ => {}
    }
}

/// The answer to whoever asks for a page of their project that is not theirs: in the project's own frame.
///
/// # Errors
/// As [`shell::page_in`].
pub fn page_in(db: &mut Db, rq: &Rq, at: &InProject, problem: &Problem) -> Answer {
    Ok(shell::page_in(db, rq, at, "", "pages/errors/problem.html", &context(rq, problem))?.with_status(problem.status()))
}

fn page(rq: &Rq, problem: &Problem) -> Reply {
    if matches!(problem, Problem::SignedOut | Problem::TokenNotValid) {
        let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", &carried::page_of(rq)).finish();
        return Reply::see_other(format!("/sign-in?{next}"));
    }
    let status = problem.status();
    let shell = shell::plain(rq);
    match engine::page("pages/errors/problem.html", &shell, &context(rq, problem)) {
        Ok(html) => Reply::html(html).with_status(status),
        Err(e) => {
            tracing::error!(error = %e, "the error page could not be made");
            Reply::bytes("text/plain; charset=utf-8", rq.lang.text("error-500-title").as_bytes().to_vec(), None).with_status(status)
        }
    }
}

/// What the error page shows. A missing page looks the same whatever was missing.
fn context(rq: &Rq, problem: &Problem) -> Value {
    let status = problem.status().as_u16();
    let general = |part: &str| rq.lang.text(&format!("error-{status}-{part}")).to_owned();
    let text = match problem {
        Problem::NotFound | Problem::Internal(_) | Problem::Unavailable(_) | Problem::MediaType | Problem::Method => general("text"),
        other => other.words(rq.lang),
    };
    let back = if [StatusCode::FORBIDDEN, StatusCode::CONFLICT].contains(&problem.status()) { back(rq, problem) } else { None };
    let request_id = if status >= 500 { Some(&rq.request_id) } else { None };
    json!({"status": status, "title": problem.heading(rq.lang), "text": text, "typed": typed(rq, problem), "decision": decision(rq, problem), "sign_in": rq.signed_in.is_none() && status != 404, "request_id": request_id, "back": back})
}

/// The fields in which people give their reasons, of which one word may be the whole.
const WORDS: [&str; 6] = ["reason", "motivation", "text", "message", "note", "result"];

/// What was written in a form of a project that cannot be shown again: nobody has to write it twice. In other fields than those of
/// [`WORDS`] a single word is a choice or a number.
/// A form that may be somebody else's is not read aloud.
fn typed(rq: &Rq, problem: &Problem) -> Vec<String> {
    if !rq.path.starts_with("/projects/") || matches!(problem, Problem::Forged) {
        return Vec::new();
    }
    let told = |(name, text): &(String, String)| text.trim().contains(char::is_whitespace) || (WORDS.contains(&name.as_str()) && !text.trim().is_empty());
    form::typed(rq).into_iter().filter(told).map(|(_, text)| text).collect()
}

/// The decision that settled it already.
fn decision(rq: &Rq, problem: &Problem) -> Option<Value> {
    let Problem::AlreadyDecided(number) = problem else { return None };
    Some(json!({"number": number, "href": format!("/projects/{}/decisions/{number}", rq.path.split('/').nth(2)?)}))
}

/// The thing in the project that the path leads into: `/projects/H044/changes/FB-3/decision` lies below FB-3.
fn back(rq: &Rq, problem: &Problem) -> Option<Value> {
    let parts: Vec<&str> = rq.path.split('/').skip(1).collect();
    let ["projects", code, family, thing, _, ..] = parts.as_slice() else { return None };
    let named = thing.starts_with(|c: char| c.is_ascii_uppercase()).then_some(*thing);
    // Whoever may not decide can say what they think; a conflict is no question of that.
    let talk = matches!(*family, "risks" | "changes" | "gates" | "deliveries" | "documents" | "requirements" | "status-reports")
        && problem.status() == StatusCode::FORBIDDEN;
    Some(json!({"href": format!("/projects/{code}/{family}/{thing}"), "named": named, "talk": talk}))
}
