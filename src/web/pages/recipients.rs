//! Recipients: who gets the project's reports.
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::services::InProject;
use crate::services::recipients::{self, End, Language, WriteRecipient};
use crate::store::Db;
use crate::store::recipients::Recipient;
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/recipients", Right::Read, list),
        show_in("/projects/{code}/recipients/new", Right::Lead, new),
        post_in("/projects/{code}/recipients", Right::Lead, add, new),
        show_in("/projects/{code}/recipients/{id}", Right::Lead, one),
        post_in("/projects/{code}/recipients/{id}", Right::Lead, save, one),
        post_in("/projects/{code}/recipients/{id}/end", Right::Lead, end, one),
    ]
}

#[derive(Serialize)]
struct ListPage {
    code: String,
    name: String,
    may_lead: bool,
    recipients: Vec<Row>,
}
#[derive(Serialize)]
struct Row {
    id: i64,
    name: String,
    email: String,
    role: String,
    language: String,
    registrar: bool,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = |r: Recipient| Row {
        id: r.id,
        name: r.name,
        email: r.email,
        role: rq.lang.text(&format!("role-{}", r.role)).to_owned(),
        language: r.language,
        registrar: r.registrar,
    };
    let recipients = recipients::list(db, at)?.into_iter().map(row).collect();
    let context = ListPage { code: at.project.code.clone(), name: at.project.name.clone(), may_lead: at.actor.may(Right::Lead, rq.moment.today), recipients };
    shell::page_in(db, rq, at, "recipients", "pages/recipients/list.html", &context)
}

#[derive(Serialize)]
struct FormPage {
    form: FormState,
    code: String,
    name: String,
    /// The recipient that is being changed; none for a new one.
    id: Option<i64>,
    roles: Vec<Choice>,
    languages: Vec<Choice>,
    registrar: bool,
}
#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: String,
}
fn form_page(db: &mut Db, rq: &Rq, at: &InProject, id: Option<i64>, saved: &[(&str, String)], registrar: bool) -> Answer {
    let context = FormPage {
        form: FormState::of(rq, saved),
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        id,
        roles: Role::ALL.iter().map(|r| Choice { value: r.as_str(), label: rq.lang.text(&format!("role-{r}")).to_owned() }).collect(),
        languages: Language::ALL.iter().map(|l| Choice { value: l.as_str(), label: rq.lang.text(&format!("language-{l}")).to_owned() }).collect(),
        registrar,
    };
    shell::page_in(db, rq, at, "recipients", "pages/recipients/form.html", &context)
}

fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    form_page(db, rq, at, None, &[], false)
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    recipients::add(db, &rq.ctx()?, at, &rq.read::<WriteRecipient>()?)?;
    done(rq, at, "msg-recipient-added")
}
fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let id = rq.number("id")?;
    let r = recipients::find(db, at, id)?;
    let mut saved = vec![("name", r.name), ("email", r.email), ("role", r.role), ("language", r.language), ("version", r.version.to_string())];
    if r.registrar {
        saved.push(("registrar", "yes".to_owned()));
    }
    form_page(db, rq, at, Some(id), &saved, r.registrar)
}
fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    recipients::edit(db, &rq.ctx()?, at, rq.number("id")?, &rq.read::<WriteRecipient>()?)?;
    done(rq, at, "msg-saved")
}
fn end(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    recipients::end(db, &rq.ctx()?, at, rq.number("id")?, &rq.read::<End>()?)?;
    done(rq, at, "msg-recipient-ended")
}
fn done(rq: &Rq, at: &InProject, key: &str) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, "recipients")).with_notice(rq.lang.text(key)))
}
