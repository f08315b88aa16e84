//! Who receives a project's reports, in the API.
use crate::api::openapi::Operation;
use crate::api::schema::{Named, of, page, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{Seen, does_in, listed, value, version};
use crate::domain::rights::Right;
use crate::services::InProject;
use crate::services::recipients::{self as service, End, Language, WriteRecipient};
use crate::store::Db;
use crate::store::recipients::Recipient;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::Method;
use serde::Serialize;

const RECIPIENTS: &str = "/api/v1/projects/{code}/recipients";
const RECIPIENT: &str = "/api/v1/projects/{code}/recipients/{number}";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(RECIPIENTS, Right::Read, list),
        does_in(Method::POST, RECIPIENTS, Right::Lead, add),
        show_in(RECIPIENT, Right::Read, show),
        does_in(Method::PUT, RECIPIENT, Right::Lead, edit),
        does_in(Method::DELETE, RECIPIENT, Right::Lead, end),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(RECIPIENTS, "listRecipients", "Lists who receives the project's reports.", "RecipientPage"),
    Operation::post(RECIPIENTS, "addRecipient", "Adds a recipient.", "RecipientText", "Recipient").created(),
    Operation::get(RECIPIENT, "readRecipient", "Reads a recipient.", "Recipient"),
    Operation::put(RECIPIENT, "editRecipient", "Changes a recipient.", "RecipientText", "Recipient"),
    Operation::delete(RECIPIENT, "endRecipient", "Ends a recipient. What was delivered stays on record.", "Seen"),
];

#[derive(Serialize)]
struct RecipientView<'a> {
    number: i64,
    name: &'a str,
    email: &'a str,
    role: &'a str,
    language: &'a str,
    registrar: bool,
    version: i64,
}
impl<'a> RecipientView<'a> {
    fn of(r: &'a Recipient) -> RecipientView<'a> {
        RecipientView { number: r.id, name: &r.name, email: &r.email, role: &r.role, language: &r.language, registrar: r.registrar, version: r.version }
    }
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let recipients = service::list(db, at)?;
    listed(rq, recipients.iter().map(RecipientView::of).collect())
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let recipient = service::find(db, at, rq.number("number")?)?;
    Ok(Reply::json(value(&RecipientView::of(&recipient))?).with_version(recipient.version))
}

fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let id = service::add(db, &rq.ctx()?, at, &rq.read()?)?;
    let recipient = service::find(db, at, id)?;
    let location = format!("/api/v1/projects/{}/recipients/{id}", at.project.code);
    Ok(Reply::created(value(&RecipientView::of(&recipient))?, location).with_version(recipient.version))
}

fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: WriteRecipient = rq.read()?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    show(db, rq, at)
}

fn end(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let seen: Seen = rq.read()?;
    service::end(db, &rq.ctx()?, at, rq.number("number")?, &End { version: version(rq, seen.version)? })?;
    Ok(Reply::no_content())
}

pub fn schemas() -> Vec<Named> {
    vec![
        (
            "Recipient",
            shown(&[
                ("number", whole()),
                ("name", text()),
                ("email", text()),
                ("role", role()),
                ("language", words(Language::ALL)),
                ("registrar", yes_or_no()),
                ("version", whole()),
            ]),
        ),
        ("RecipientPage", page(of("Recipient"))),
        (
            "RecipientText",
            taken(
                &[("name", text()), ("email", text()), ("role", role()), ("language", words(Language::ALL))],
                &[("registrar", yes_or_no()), ("version", seen())],
            ),
        ),
    ]
}
