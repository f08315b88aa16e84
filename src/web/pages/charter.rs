//! `/projects/{code}/charter`: who may decide what, and its change by decision.
use crate::domain::extract::MandateLine;
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::{extract, format};
use crate::services::charter::{self, AdoptCharter, Pending};
use crate::services::{InProject, Problem, extracts};
use crate::store::{Db, rules};
use crate::web::basis::{self, Offered};
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/charter", Right::Read, show),
        show_in("/projects/{code}/charter/pdf", Right::Read, pdf),
        show_in("/projects/{code}/charter/edit", Right::Decide, edit),
        post_in("/projects/{code}/charter/edit", Right::Decide, adopt, edit),
    ]
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    number: i32,
    matters: Vec<MatterLine>,
    /// Some matter has a limit.
    limits: bool,
    history: Vec<Adopted>,
    roles: Vec<Choice>,
    may_adopt: bool,
    holder: Role,
    basis: Option<Offered>,
}
#[derive(Serialize)]
struct MatterLine {
    key: Matter,
    /// The role the matter waits with, in words.
    holder: String,
    others: Vec<String>,
    people: String,
    /// Who decides it on delegation today.
    delegates: Vec<Delegate>,
    limit: String,
    chair_alone: bool,
    body: bool,
    pending: i64,
}
#[derive(Serialize)]
struct Delegate {
    name: String,
    number: i32,
}
#[derive(Serialize)]
struct Adopted {
    number: i32,
    decision: Option<i32>,
    day: String,
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = context(db, rq, at, FormState::empty(rq))?;
    shell::page_in(db, rq, at, "charter", "pages/charter/charter.html", &context)
}

/// Who may decide what, as a document.
pub(crate) fn pdf(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let bytes = extract::mandates_pdf(&extracts::mandates(db, &rq.ctx()?, at)?).map_err(Problem::Internal)?;
    Ok(Reply::bytes("application/pdf", bytes, Some(format!("{}-{}.pdf", at.project.code, rq.lang.text("charter-file")))))
}

fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    // Who may not adopt is told who may, before anything is typed.
    if rq.problem.is_none() {
        at.mandate_for(Matter::Charter, rq.moment.today)?;
    }
    let mut saved: Vec<(String, String)> = vec![("version".to_owned(), at.charter.number().to_string())];
    for rule in at.charter.matters() {
        let mut put = |part: &str, value: String| saved.push((format!("matters.{}.{part}", rule.matter), value));
        put("first", rule.roles.first().map(ToString::to_string).unwrap_or_default());
        put("second", rule.roles.get(1).map(ToString::to_string).unwrap_or_default());
        put("chair_alone", if rule.chair_alone { "yes".into() } else { String::new() });
        put("kronor", rule.limit.map(|l| l.kronor.to_string()).unwrap_or_default());
        put("days", rule.limit.map(|l| l.days.to_string()).unwrap_or_default());
    }
    let borrowed: Vec<(&str, String)> = saved.iter().map(|(k, v)| (k.as_str(), v.clone())).collect();
    let context = context(db, rq, at, FormState::of(rq, &borrowed))?;
    shell::page_in(db, rq, at, "charter", "pages/charter/edit.html", &context)
}

fn adopt(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: AdoptCharter = rq.read()?;
    basis::demand(rq, at, Matter::Charter, request.basis.as_ref())?;
    charter::adopt(db, &rq.ctx()?, at, &request)?;
    Ok(Reply::see_other(urls::in_project(at, "charter")).with_notice(rq.lang.text("msg-charter-adopted")))
}

fn context(db: &mut Db, rq: &Rq, at: &InProject, form: FormState) -> Result<Context, Problem> {
    let today = rq.moment.today;
    let pending = charter::pending(db, at.project.id, &at.charter)?;
    let word = |role: Role| rq.lang.text(&format!("role-{role}")).to_owned();
    let matters = extracts::mandate_lines(&rq.ctx()?, at).into_iter().map(|line| matter_line(rq, line, &pending)).collect();
    let history = rules::charter_history(db, at.project.id)?
        .into_iter()
        .map(|(number, decision, at)| Adopted { number, decision, day: format::date(crate::clock::local_day(at)) })
        .collect();
    let holder = at.charter.held_by(Matter::Charter);
    Ok(Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        number: at.charter.number(),
        limits: at.charter.matters().iter().any(|rule| rule.limit.is_some()),
        matters,
        history,
        roles: Role::ALL.iter().filter(|r| r.may_hold_mandates()).map(|r| Choice::new(r, word(*r))).collect(),
        may_adopt: at.mandate_for(Matter::Charter, today).is_ok(),
        holder,
        basis: Offered::in_matter(db, rq, at, Matter::Charter)?,
    })
}

fn matter_line(rq: &Rq, line: MandateLine, pending: &[Pending]) -> MatterLine {
    let word = |role: &Role| rq.lang.text(&format!("role-{role}")).to_owned();
    let limit = line.limit.map(|l| format!("{}, {} {}", format::kr(rq.lang, l.kronor * 100), l.days, rq.lang.text("charter-days")));
    let waits = |p: &&Pending| p.matter == line.matter && p.held_by == line.roles[0];
    MatterLine {
        key: line.matter,
        holder: word(&line.roles[0]),
        others: line.roles[1..].iter().map(word).collect(),
        people: line.people.join(", "),
        delegates: line.delegates.iter().map(|d| Delegate { name: d.role.as_ref().map_or_else(|| d.name.clone(), word), number: d.number }).collect(),
        limit: limit.unwrap_or_default(),
        chair_alone: line.chair_alone,
        body: line.body,
        pending: pending.iter().filter(waits).map(|p| p.items).sum(),
    }
}
