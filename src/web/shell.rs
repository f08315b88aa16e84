//! The frame around a page: who is signed in, where, and what waits.
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::engine::{self, Shell, ShellPerson, ShellProject};
use crate::services::kept::PieceKey;
use crate::services::{InProject, Problem, my_turn};
use crate::store::{Db, risks};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use serde::Serialize;

/// Renders a page of the installation in its frame. A form shown again answers with its problem's status.
///
/// # Errors
/// A template that does not fit its context.
pub fn page<C: Serialize>(db: &mut Db, rq: &Rq, key: &'static str, template: &str, context: &C) -> Answer {
    let mut shell = plain(rq);
    shell.page = key;
    if let Some(signed_in) = &rq.signed_in {
        shell.waiting = my_turn::waiting(db, &rq.ctx()?)?;
        shell.is_admin = signed_in.person.is_admin;
    }
    render(rq, template, &shell, context)
}

/// Renders a page of a project in its frame.
///
/// # Errors
/// As [`page`].
pub fn page_in<C: Serialize>(db: &mut Db, rq: &Rq, at: &InProject, key: &'static str, template: &str, context: &C) -> Answer {
    render(rq, template, &frame(db, rq, at, key)?, context)
}

/// As [`page_in`], for a long page that shows nothing that is not journalled: it is rendered once for each state of the
/// journals, and `context` is asked only then.
///
/// # Errors
/// As [`page`], and those of `context`.
pub fn kept_page_in<C: Serialize>(
    db: &mut Db, rq: &Rq, at: &InProject, key: &'static str, template: &str, context: impl FnOnce(&mut Db) -> Result<C, Problem>,
) -> Answer {
    let frame = frame(db, rq, at, key)?;
    if frame.notice.is_some() {
        return render(rq, template, &frame, &context(db)?);
    }
    let ctx = rq.ctx()?;
    let page = format!("{} {} {:?} {} {}", frame.path, frame.csrf, frame.theme, frame.waiting, frame.is_admin);
    let html = ctx.kept.piece(PieceKey::of(db, &ctx, at, page)?, || engine::page(template, &frame, &context(db)?).map_err(unrendered))?;
    Ok(Reply::bytes("text/html; charset=utf-8", html, None))
}

fn frame(db: &mut Db, rq: &Rq, at: &InProject, key: &'static str) -> Result<Shell, Problem> {
    let mut shell = plain(rq);
    let today = rq.moment.today;
    shell.page = key;
    shell.waiting = my_turn::waiting(db, &rq.ctx()?)?;
    shell.is_admin = rq.person()?.person.is_admin;
    shell.may_read_journal = at.actor.may(Right::ReadJournal, today);
    shell.may_export = at.actor.may(Right::Export, today);
    let role = at.acting_role(today);
    if let (Some(person), Some(role)) = (&mut shell.person, role) {
        let chair = at.actor.current(today).any(|h| h.chair && h.role == role);
        let word = rq.lang.text(&format!("role-{role}")).to_owned();
        person.role = if chair { format!("{word}, {}", rq.lang.text("role-chair").to_lowercase()) } else { word };
    }
    shell.project = Some(ShellProject {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        phase: rq.lang.name(&format!("phase-{}", at.project.phase)),
        open_risks: risks::open(db, at.project.id)?,
        short_menu: role == Some(Role::SteeringGroup),
    });
    Ok(shell)
}

fn render<C: Serialize>(rq: &Rq, template: &str, shell: &Shell, context: &C) -> Answer {
    let reply = Reply::html(engine::page(template, shell, context).map_err(unrendered)?);
    Ok(match &rq.problem {
        Some(problem) => reply.with_status(problem.status()),
        None => reply,
    })
}
/// The log tells the cause.
fn unrendered(error: engine::RenderError) -> Problem {
    Problem::Internal(format!("{error}: {:?}", std::error::Error::source(&error).map(ToString::to_string)))
}

/// The frame with nothing looked up: for errors and for those who are not signed in.
pub fn plain(rq: &Rq) -> Shell {
    let person = rq.signed_in.as_ref().map(|s| ShellPerson { name: s.person.name.clone(), initials: initials(&s.person.name), role: s.person.email.clone() });
    Shell {
        lang: rq.lang,
        theme: rq.theme,
        csrf: rq.csrf.clone(),
        path: rq.path_and_query(),
        person,
        project: None,
        waiting: 0,
        page: "",
        notice: rq.notice.clone(),
        is_admin: false,
        may_read_journal: false,
        may_export: false,
        demo: rq.app.config.demo,
        asset_version: crate::render::assets::version(),
    }
}

/// The first letters of the first and the last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|w| w.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}
