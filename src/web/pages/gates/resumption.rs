//! A paused project is resumed by the role that stopped it.
use super::{StandingView, deciders};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::render::i18n::numbered;
use crate::services::InProject;
use crate::services::decisions::{self, Done};
use crate::services::gates::{self as service, Resume};
use crate::store::Db;
use crate::web::basis::Offered;
use crate::web::decision_page::Capacity;
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
    basis: Option<Offered>,
    recording: bool,
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
        basis: Offered::of(db, rq, at, &standing)?,
        recording: standing.records,
        holder: stop.by,
        holders: deciders(&ctx, at, stop.by),
        capacity: Capacity::of(&standing, Matter::Resume).words(rq),
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/resumption.html", &context)
}
pub fn resume(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let said = match service::resume(db, &rq.ctx()?, at, &rq.read::<Resume>()?)? {
        Done::Decided(number) => rq.lang.text_with("msg-decided-numbered", &numbered(number)),
        Done::WaitsForChair(_) => rq.lang.text("msg-waits-for-chair").to_owned(),
    };
    Ok(Reply::see_other(urls::in_project(at, "gates")).with_notice(said))
}
