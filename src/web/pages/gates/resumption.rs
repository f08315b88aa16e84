//! A paused project is resumed by the role that stopped it.
use super::{StandingView, deciders};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::services::InProject;
use crate::services::decisions;
use crate::services::gates::{self as service, Resume};
use crate::store::Db;
use crate::web::basis::Taking;
use crate::web::decision_page::{Capacity, done_in_words};
use crate::web::form::FormState;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    standing: StandingView,
    taking: Taking,
    holder: Role,
    holders: String,
    capacity: String,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let (stop, pending) = at.project.standing().pending_resumption()?;
    let standing = decisions::standing(&ctx, at, &pending);
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", at.project.version.to_string())]),
        standing: StandingView::of(rq, &ctx, at),
        taking: Taking::of(db, rq, at, &standing)?,
        holder: stop.by,
        holders: deciders(&ctx, at, stop.by),
        capacity: Capacity::of(&standing, Matter::Resume).words(rq),
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/resumption.html", &context)
}
pub fn resume(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let done = service::resume(db, &rq.ctx()?, at, &rq.read::<Resume>()?)?;
    let said = done_in_words(rq, done, "msg-decided-numbered");
    Ok(Reply::see_other(urls::in_project(at, "gates")).with_notice(said))
}
