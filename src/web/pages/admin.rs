//! The installation's people, for its administrators. The pages do not exist for others.
mod installation;
mod mail;
mod operator;
mod organisations;
mod projects;
mod templates;

use crate::services::accounts::people::{self, AddPerson, EditPerson};
use crate::services::lists::cut;
use crate::store::Db;
use crate::store::accounts::{self as rows, Person};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, post, show};
use crate::web::shell;
use serde::Serialize;

/// People on a page of the list.
const PAGE: i64 = 50;

pub fn routes() -> Vec<Route> {
    let admin = Guard::Administrator;
    let mut routes = vec![
        show("/admin/people", admin, list),
        show("/admin/people/new", admin, add_page),
        post("/admin/people/new", admin, add, add_page),
        show("/admin/people/{id}", admin, person_page),
        post("/admin/people/{id}", admin, edit, person_page),
        post("/admin/people/{id}/disable", admin, disable, person_page),
        post("/admin/people/{id}/enable", admin, enable, person_page),
        post("/admin/people/{id}/revoke-tokens", admin, revoke_tokens, person_page),
        post("/admin/people/{id}/send-link", admin, send_link, person_page),
    ];
    routes.extend(installation::routes());
    routes.extend(mail::routes());
    routes.extend(operator::routes());
    routes.extend(organisations::routes());
    routes.extend(projects::routes());
    routes.extend(templates::routes());
    routes
}

#[derive(Serialize)]
struct PersonLine {
    id: i64,
    name: String,
    email: String,
    is_admin: bool,
    disabled: bool,
    has_password: bool,
}
impl From<Person> for PersonLine {
    fn from(p: Person) -> PersonLine {
        PersonLine { id: p.id, name: p.name, email: p.email, is_admin: p.is_admin, disabled: p.disabled_at.is_some(), has_password: p.password_hash.is_some() }
    }
}

#[derive(Serialize)]
struct ListPage {
    people: Vec<PersonLine>,
    /// The address of the next page, or empty.
    next: String,
    first: bool,
}

fn list(db: &mut Db, rq: &Rq) -> Answer {
    let after = rq.filter("after").zip(rq.filter("id").and_then(|id| id.parse().ok()));
    let (found, next) = cut(rows::page(db, after, PAGE + 1)?, PAGE, |last| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("after", &last.name).append_pair("id", &last.id.to_string()).finish();
        format!("/admin/people?{query}")
    });
    let context = ListPage { people: found.into_iter().map(PersonLine::from).collect(), next: next.unwrap_or_default(), first: after.is_none() };
    shell::page(db, rq, "people", "pages/admin/people.html", &context)
}

#[derive(Serialize)]
struct AddPage {
    form: FormState,
}

fn add_page(db: &mut Db, rq: &Rq) -> Answer {
    shell::page(db, rq, "people", "pages/admin/add-person.html", &AddPage { form: FormState::empty(rq) })
}

fn add(db: &mut Db, rq: &Rq) -> Answer {
    let request: AddPerson = rq.read()?;
    let id = people::add(db, &rq.ctx()?, &request)?;
    Ok(back(id).with_notice(rq.lang.text("msg-person-added")))
}

#[derive(Serialize)]
struct PersonPage {
    form: FormState,
    person: PersonLine,
    own: bool,
}

fn person_page(db: &mut Db, rq: &Rq) -> Answer {
    let person = people::find(db, rq.number("id")?)?;
    let is_admin = if person.is_admin { "yes" } else { "" };
    let form = FormState::of(rq, &[("name", person.name.clone()), ("is_admin", is_admin.to_owned()), ("version", person.version.to_string())]);
    let own = person.id == rq.ctx()?.person.0;
    shell::page(db, rq, "people", "pages/admin/person.html", &PersonPage { form, person: person.into(), own })
}

fn edit(db: &mut Db, rq: &Rq) -> Answer {
    let id = rq.number("id")?;
    let request: EditPerson = rq.read()?;
    people::edit(db, &rq.ctx()?, id, &request)?;
    Ok(back(id).with_notice(rq.lang.text("msg-person-saved")))
}

fn disable(db: &mut Db, rq: &Rq) -> Answer {
    let id = rq.number("id")?;
    people::disable(db, &rq.ctx()?, id)?;
    Ok(back(id).with_notice(rq.lang.text("msg-person-disabled")))
}

fn enable(db: &mut Db, rq: &Rq) -> Answer {
    let id = rq.number("id")?;
    people::enable(db, &rq.ctx()?, id)?;
    Ok(back(id).with_notice(rq.lang.text("msg-person-enabled")))
}

fn revoke_tokens(db: &mut Db, rq: &Rq) -> Answer {
    let id = rq.number("id")?;
    people::revoke_tokens(db, &rq.ctx()?, id)?;
    Ok(back(id).with_notice(rq.lang.text("msg-tokens-revoked")))
}

fn send_link(db: &mut Db, rq: &Rq) -> Answer {
    let id = rq.number("id")?;
    people::send_link(db, &rq.ctx()?, id)?;
    Ok(back(id).with_notice(rq.lang.text("msg-link-sent")))
}

fn back(id: i64) -> Reply {
    Reply::see_other(format!("/admin/people/{id}"))
}
