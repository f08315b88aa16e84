//! The frame around a page: who is signed in, where, and what waits.
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::engine::{self, Shell, ShellPerson, ShellProject, ShellReceipt};
use crate::render::i18n::numbered;
use crate::render::palette;
use crate::services::kept::PieceKey;
use crate::services::{InProject, Problem, my_turn};
use crate::store::projects::Project;
use crate::store::{Db, projects, risks};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::urls;
use serde::Serialize;

/// Renders a page of the installation in its frame. A form shown again answers with its problem's status.
///
/// # Errors
/// A template that does not fit its context.
pub fn page<C: Serialize>(db: &mut Db, rq: &Rq, key: &'static str, template: &str, context: &C) -> Answer {
    let mut shell = plain(rq);
    shell.page = key;
    if let Some(signed_in) = &rq.signed_in {
        let ctx = rq.ctx()?;
        shell.waiting = my_turn::waiting(db, &ctx)?;
        shell.is_admin = signed_in.person.is_admin;
        let foremost = projects::of_person(db, ctx.person.0, ctx.today, "", PROJECTS)?.into_iter().min_by_key(Project::place);
        shell.meetings = foremost.map(|p| format!("/projects/{}/meetings", p.code));
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
        menu: role.map_or(&[], menu),
    });
    shell.colours = Some(palette::around(at.policy.colours()));
    shell.receipt = receipt(db, rq, at)?;
    Ok(shell)
}

/// The entries beside the overview that a role needs; empty for all of them.
const fn menu(role: Role) -> &'static [&'static str] {
    match role {
        Role::SteeringGroup => &["risks", "decisions", "meetings", "status-reports", "documents"],
        Role::Financier | Role::FinancierRepresentative => &["changes", "decisions", "status-reports", "deviations", "economy", "goals"],
        Role::Registrar => &["decisions", "status-reports", "documents"],
        _ => &[],
    }
}

/// The thing that the page lies below: `/projects/H044/changes/FB-3/decision` is about FB-3, `…/gates/4/edit` about gate 4.
fn about(rq: &Rq) -> String {
    let parts: Vec<&str> = rq.path.split('/').skip(1).collect();
    let ["projects", _, family, thing, _, ..] = parts.as_slice() else { return String::new() };
    if thing.starts_with(|c: char| c.is_ascii_uppercase()) {
        return (*thing).to_owned();
    }
    let key = match *family {
        "gates" => "about-gate",
        "deliveries" => "about-delivery",
        "status-reports" => "about-status-report",
        "meetings" => "meeting-name",
        _ => return String::new(),
    };
    if thing.bytes().all(|b| b.is_ascii_digit()) { rq.lang.text_with(key, &numbered(thing)) } else { String::new() }
}

/// So many of a person's projects are looked through for the foremost.
const PROJECTS: i64 = 50;

/// Whoever has just decided, and is told so, is led to the decision and to what waits next.
fn receipt(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Option<ShellReceipt>, Problem> {
    let told = rq.notice.as_ref().and_then(|n| n.decision).filter(|_| rq.problem.is_none());
    let Some(decision) = told else { return Ok(None) };
    let next = my_turn::gather(db, &rq.ctx()?)?.items.into_iter().next();
    let next = next.map(|item| (crate::web::pages::my_turn::named(rq, &item), item.url));
    Ok(Some(ShellReceipt { decision, href: urls::in_project(at, format_args!("decisions/{decision}")), next }))
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
        // It is kept with the person: for nobody there is none.
        once: rq.signed_in.as_ref().and_then(|_| rq.app.entropy.hex::<16>().ok()).unwrap_or_default(),
        path: rq.path_and_query(),
        person,
        project: None,
        colours: None,
        meetings: None,
        waiting: 0,
        about: about(rq),
        page: "",
        notice: rq.notice.as_ref().map(|n| n.words.clone()),
        receipt: None,
        is_admin: false,
        may_read_journal: false,
        may_export: false,
        demo: rq.app.config.demo,
        demo_sends: rq.app.config.mail.smtp.is_some(),
        asset_version: crate::render::assets::version(),
    }
}

/// The first letters of the first and the last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|w| w.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}
