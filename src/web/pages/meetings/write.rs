//! The forms of a meeting: planned, changed, held, cancelled.
use super::service;
use crate::domain::meeting::{AgendaItem, Hours, ItemKind};
use crate::domain::role::Role;
use crate::services::{InProject, Problem, my_turn};
use crate::store::Db;
use crate::web::form::{Choice, FormState};
use crate::web::pages::my_turn::named;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct FormPage {
    code: String,
    project: String,
    form: FormState,
    bodies: Vec<Choice>,
    /// The number of the meeting that is changed; `None` for a new one.
    number: Option<i32>,
}
fn form(db: &mut Db, rq: &Rq, at: &InProject, number: Option<i32>, saved: &[(&str, String)]) -> Answer {
    let called = |role: Role| at.body_name(role).unwrap_or_else(|| rq.lang.text(&format!("role-{role}")).to_owned());
    let context = FormPage {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, saved),
        bodies: service::bodies(at).map(|role| Choice::new(role, called(role))).collect(),
        number,
    };
    shell::page_in(db, rq, at, "meetings", "pages/meetings/form.html", &context)
}

/// A new meeting begins as one of the steering group, with what waits for it on the agenda.
pub(super) fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let agenda = waiting(db, rq, at)?;
    form(db, rq, at, None, &[("body", Role::SteeringGroup.to_string()), ("agenda", agenda), tell()])
}
/// The members are told, unless whoever plans takes the tick away.
fn tell() -> (&'static str, String) {
    ("tell", "yes".to_owned())
}
fn waiting(db: &mut Db, rq: &Rq, at: &InProject) -> Result<String, Problem> {
    let turn = my_turn::in_project(db, &rq.ctx()?, at)?;
    let theirs = |item: &&my_turn::Item| item.matter.is_some() && item.why.role == Role::SteeringGroup;
    let items = turn.items.iter().chain(&turn.waits_for_others).filter(theirs);
    let items = items.map(|item| AgendaItem { kind: ItemKind::Decision, text: named(rq, item) });
    Ok(lines(rq, items))
}
/// An agenda as it is written: one item a line, what it asks before it.
fn lines(rq: &Rq, items: impl Iterator<Item = AgendaItem>) -> String {
    let line = |item: AgendaItem| match item.kind {
        ItemKind::Information => item.text,
        kind => format!("{}: {}", rq.lang.text(&format!("item-{kind}")), item.text),
    };
    items.map(line).collect::<Vec<_>>().join("\n")
}
pub(super) fn plan(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = service::plan(db, &rq.ctx()?, at, &rq.read()?)?;
    done(rq, at, number, "msg-meeting-planned")
}

pub(super) fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = service::find(db, at, rq.number("number")?)?;
    row.to_domain().change()?;
    let hours = Hours::parse(&row.hours);
    let time = |time: Option<chrono::NaiveTime>| time.map(|t| t.format("%H:%M").to_string()).unwrap_or_default();
    let saved = [
        ("body", row.body.to_string()),
        ("held_on", row.held_on.to_string()),
        ("starts_at", time(hours.map(|h| h.from))),
        ("ends_at", time(hours.and_then(|h| h.to))),
        ("place", row.place.clone()),
        ("purpose", row.purpose.clone()),
        ("goal", row.goal.clone()),
        ("agenda", lines(rq, row.agenda()?.into_iter())),
        tell(),
        ("version", row.version.to_string()),
    ];
    form(db, rq, at, Some(row.number), &saved)
}
pub(super) fn change(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    service::change(db, &rq.ctx()?, at, number, &rq.read()?)?;
    done(rq, at, number, "msg-saved")
}
pub(super) fn hold(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    service::hold(db, &rq.ctx()?, at, number, &rq.read()?)?;
    done(rq, at, number, "msg-meeting-held")
}
pub(super) fn cancel(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    service::cancel(db, &rq.ctx()?, at, number, &rq.read()?)?;
    done(rq, at, number, "msg-meeting-cancelled")
}
fn done(rq: &Rq, at: &InProject, number: i32, told: &str) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, format_args!("meetings/{number}"))).with_notice(rq.lang.text(told)))
}
