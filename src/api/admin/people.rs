//! Accounts in the API.
use super::{does, reads};
use crate::api::openapi::Operation;
use crate::api::schema::{CURSOR, LIMIT, Named, of, page, seen, shown, taken, text, whole, yes_or_no};
use crate::api::view::{Items, Nothing, cut, limit, opaque, opaque_cursor, read, value, version};
use crate::services::accounts::people::{self as service, EditPerson};
use crate::services::{Ctx, Problem};
use crate::store::Db;
use crate::store::accounts::{self as rows, Person};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::Route;
use actix_web::http::Method;
use serde::Serialize;

const PEOPLE: &str = "/api/v1/admin/people";
const PERSON: &str = "/api/v1/admin/people/{id}";
const CLOSING: &str = "/api/v1/admin/people/{id}/closure";
const OPENING: &str = "/api/v1/admin/people/{id}/reopening";
const TOKENS: &str = "/api/v1/admin/people/{id}/token-revocation";
const LINK: &str = "/api/v1/admin/people/{id}/password-link";

pub fn routes() -> Vec<Route> {
    vec![
        reads(PEOPLE, list),
        does(Method::POST, PEOPLE, add),
        reads(PERSON, show),
        does(Method::PUT, PERSON, edit),
        does(Method::POST, CLOSING, |db, rq| moved(db, rq, service::disable)),
        does(Method::POST, OPENING, |db, rq| moved(db, rq, service::enable)),
        does(Method::POST, TOKENS, |db, rq| moved(db, rq, service::revoke_tokens)),
        does(Method::POST, LINK, |db, rq| moved(db, rq, service::send_link)),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(PEOPLE, "listPeople", "Lists everybody with an account, by name.", "PersonPage").with_query(&[LIMIT, CURSOR]),
    Operation::post(PEOPLE, "addPerson", "Adds a person and mails a link to choose a password.", "NewPerson", "Person").created(),
    Operation::get(PERSON, "readPerson", "Reads a person.", "Person"),
    Operation::put(PERSON, "editPerson", "Changes a name, or gives or takes the administrator's right.", "PersonText", "Person"),
    Operation::post(CLOSING, "closeAccount", "Closes an account: its sessions and tokens end at once.", "Nothing", "Person"),
    Operation::post(OPENING, "openAccount", "Opens a closed account. Its tokens stay revoked.", "Nothing", "Person"),
    Operation::post(TOKENS, "revokeTokens", "Revokes every token of a person.", "Nothing", "Person"),
    Operation::post(LINK, "sendPasswordLink", "Mails a person a link to choose a password.", "Nothing", "Person"),
];

#[derive(Serialize)]
struct PersonView<'a> {
    number: i64,
    name: &'a str,
    email: &'a str,
    is_admin: bool,
    disabled: bool,
    has_password: bool,
    version: i64,
}
impl<'a> PersonView<'a> {
    fn of(p: &'a Person) -> PersonView<'a> {
        PersonView {
            number: p.id,
            name: &p.name,
            email: &p.email,
            is_admin: p.is_admin,
            disabled: p.disabled_at.is_some(),
            has_password: p.password_hash.is_some(),
            version: p.version,
        }
    }
}

/// The cursor is the number and the name of the last one before.
fn list(db: &mut Db, rq: &Rq) -> Answer {
    let limit = limit(rq)?;
    let cursor = opaque_cursor(rq)?;
    let after = cursor.as_deref().map(|cursor| told(cursor).ok_or_else(|| Problem::no_choice("cursor"))).transpose()?;
    let (found, next) = cut(rows::page(db, after, limit + 1)?, limit, |last| opaque(&format!("{} {}", last.id, last.name)));
    read(&Items { items: found.iter().map(PersonView::of).collect(), next })
}
fn told(cursor: &str) -> Option<(&str, i64)> {
    let (id, name) = cursor.split_once(' ')?;
    Some((name, id.parse().ok()?))
}
fn answer(person: &Person) -> Answer {
    Ok(Reply::json(value(&PersonView::of(person))?).with_version(person.version))
}
fn show(db: &mut Db, rq: &Rq) -> Answer {
    answer(&service::find(db, rq.number("id")?)?)
}
fn add(db: &mut Db, rq: &Rq) -> Answer {
    let id = service::add(db, &rq.ctx()?, &rq.read()?)?;
    let person = service::find(db, id)?;
    Ok(Reply::created(value(&PersonView::of(&person))?, format!("{PEOPLE}/{id}")).with_version(person.version))
}
fn edit(db: &mut Db, rq: &Rq) -> Answer {
    let mut request: EditPerson = rq.read()?;
    request.version = version(rq, request.version)?;
    service::edit(db, &rq.ctx()?, rq.number("id")?, &request)?;
    show(db, rq)
}
/// What is done to an account as a whole, and takes nothing else.
fn moved(db: &mut Db, rq: &Rq, act: fn(&mut Db, &Ctx, i64) -> Result<(), Problem>) -> Answer {
    rq.read::<Nothing>()?;
    act(db, &rq.ctx()?, rq.number("id")?)?;
    show(db, rq)
}

pub fn schemas() -> Vec<Named> {
    let person = shown(&[
        ("number", whole()),
        ("name", text()),
        ("email", text()),
        ("is_admin", yes_or_no()),
        ("disabled", yes_or_no()),
        ("has_password", yes_or_no()),
        ("version", whole()),
    ]);
    vec![
        ("Person", person),
        ("PersonPage", page(of("Person"))),
        ("NewPerson", taken(&[("name", text()), ("email", text())], &[("is_admin", yes_or_no())])),
        ("PersonText", taken(&[("name", text()), ("is_admin", yes_or_no())], &[("version", seen())])),
    ]
}
