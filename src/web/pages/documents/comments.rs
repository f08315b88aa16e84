//! A version out for comments: to whom it goes, what they answer, and its end.
use super::view::{Card, card, done};
use crate::domain::ids::PersonId;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::services::InProject;
use crate::services::documents::{self, AnswerComments, SendForComments};
use crate::services::version::Seen;
use crate::store::Db;
use crate::web::form::FormState;
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    document: Card,
    people: Vec<Tick>,
    roles: Vec<Tick>,
}
/// Somebody to ask.
#[derive(Serialize)]
struct Tick {
    value: String,
    label: String,
    hint: String,
    checked: bool,
}

pub fn form(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let document = documents::find(db, &ctx, at, rq.number("number")?)?;
    if rq.problem.is_none() {
        document.newest()?.state.send_for_comments()?;
    }
    let form = FormState::of(rq, &[("version", document.row.version.to_string())]);
    let ticked = |field: &str, value: &str| form.values.get(field).is_some_and(|lines| lines.lines().any(|l| l == value));
    let mut seen = BTreeSet::from([ctx.person.0]);
    let (mut people, mut roles, mut held) = (Vec::new(), Vec::new(), BTreeSet::new());
    for m in at.members_today(ctx.today).filter(|m| at.actor(PersonId(m.assignment.person_id)).may(Right::Discuss, ctx.today)) {
        held.insert(m.role());
        if seen.insert(m.assignment.person_id) {
            let hint = rq.lang.text(&format!("role-{}", m.role())).to_owned();
            people.push(Tick { checked: ticked("people", &m.email), value: m.email.clone(), label: m.name.clone(), hint });
        }
    }
    for role in held.into_iter().filter(|r| at.is_body(*r) || matches!(r, Role::ProjectGroup | Role::ReferenceGroup)) {
        let label = rq.lang.text(&format!("role-{role}-the")).to_owned();
        roles.push(Tick { checked: ticked("roles", role.as_str()), value: role.to_string(), label, hint: String::new() });
    }
    let context = Context { code: at.project.code.clone(), project: at.project.name.clone(), document: card(rq, at, &document)?, form, people, roles };
    shell::page_in(db, rq, at, "documents", "pages/documents/consultation.html", &context)
}
pub fn send(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    documents::send_for_comments(db, &rq.ctx()?, at, rq.number("number")?, &rq.read::<SendForComments>()?)?;
    done(rq, at, rq.lang.text("msg-document-sent-for-comments"))
}
pub fn answer(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    documents::answer(db, &rq.ctx()?, at, rq.number("number")?, &rq.read::<AnswerComments>()?)?;
    done(rq, at, rq.lang.text("msg-document-commented"))
}
pub fn close(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    documents::close(db, &rq.ctx()?, at, rq.number("number")?, rq.read::<Seen>()?.version)?;
    done(rq, at, rq.lang.text("msg-document-comments-closed"))
}
