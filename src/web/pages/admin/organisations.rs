//! `/admin/organisations`: the organisations that forms offer.
use crate::domain::organisation::OrganisationKind;
use crate::services::lists::cut;
use crate::services::organisations as service;
use crate::store::Db;
use crate::store::organisations::{self as rows, Organisation};
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, post, show};
use crate::web::shell;
use serde::Serialize;

/// Organisations on a page of the list.
const PAGE: i64 = 100;

pub fn routes() -> Vec<Route> {
    let admin = Guard::Administrator;
    vec![
        show("/admin/organisations", admin, list),
        show("/admin/organisations/new", admin, new),
        post("/admin/organisations/new", admin, add, new),
        show("/admin/organisations/{id}", admin, one),
        post("/admin/organisations/{id}", admin, edit, one),
    ]
}

#[derive(Serialize)]
struct ListPage {
    organisations: Vec<Line>,
    /// The address of the next page, or empty.
    next: String,
    first: bool,
}
#[derive(Serialize)]
struct Line {
    id: i64,
    name: String,
    kind: String,
    retired: bool,
}
fn list(db: &mut Db, rq: &Rq) -> Answer {
    let after = rq.filter("after").unwrap_or_default();
    let (found, next) = cut(rows::page(db, after, PAGE + 1)?, PAGE, |last| {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("after", &last.name).finish();
        format!("{}?{query}", rq.path)
    });
    let line = |o: Organisation| Line { id: o.id, kind: kind_name(rq, &o.kind), retired: o.retired_at.is_some(), name: o.name };
    let context = ListPage { first: after.is_empty(), organisations: found.into_iter().map(line).collect(), next: next.unwrap_or_default() };
    shell::page(db, rq, "organisations", "pages/admin/organisations.html", &context)
}
fn kind_name(rq: &Rq, kind: &str) -> String {
    rq.lang.text(&format!("organisation-{kind}")).to_owned()
}

#[derive(Serialize)]
struct FormPage {
    form: FormState,
    id: Option<i64>,
    kinds: Vec<Choice>,
}
fn form_page(db: &mut Db, rq: &Rq, id: Option<i64>, saved: &[(&str, String)]) -> Answer {
    let kinds = OrganisationKind::ALL.iter().map(|k| Choice::new(k, kind_name(rq, k.as_str()))).collect();
    shell::page(db, rq, "organisations", "pages/admin/organisation.html", &FormPage { form: FormState::of(rq, saved), id, kinds })
}
fn new(db: &mut Db, rq: &Rq) -> Answer {
    form_page(db, rq, None, &[])
}
fn add(db: &mut Db, rq: &Rq) -> Answer {
    service::add(db, &rq.ctx()?, &rq.read()?)?;
    Ok(done(rq, "msg-organisation-added"))
}
fn one(db: &mut Db, rq: &Rq) -> Answer {
    let o = service::find(db, rq.number("id")?)?;
    let retired = if o.retired_at.is_some() { "yes" } else { "" };
    form_page(db, rq, Some(o.id), &[("name", o.name), ("kind", o.kind), ("retired", retired.to_owned()), ("version", o.version.to_string())])
}
fn edit(db: &mut Db, rq: &Rq) -> Answer {
    service::edit(db, &rq.ctx()?, rq.number("id")?, &rq.read()?)?;
    Ok(done(rq, "msg-organisation-saved"))
}
fn done(rq: &Rq, told: &str) -> Reply {
    Reply::see_other("/admin/organisations".to_owned()).with_notice(rq.lang.text(told))
}
