//! `/projects/{code}/requirements`: what the project must or should fulfil, how each stands, and waivers.
use crate::clock::local_day;
use crate::domain::decision::ObjectKind;
use crate::domain::ids::RequirementRef;
use crate::domain::matter::Matter;
use crate::domain::remark::Topic;
use crate::domain::requirement::{Priority, RequirementKind, RequirementState, WaiverAsked};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::services::decisions::{self, Standing};
use crate::services::requirements as service;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::requirements::{self as rows, RequirementRow};
use crate::web::decision_page;
use crate::web::form::{Choice, FormState};
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::talk::{self, Talk};
use crate::web::{shell, urls};
use serde::Serialize;

mod decision;
use decision::Waived;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/requirements", Right::Read, list),
        show_in("/projects/{code}/requirements/new", Right::Lead, new),
        post_in("/projects/{code}/requirements/new", Right::Lead, add, new),
        show_in("/projects/{code}/requirements/{ref}", Right::Read, one),
        post_in("/projects/{code}/requirements/{ref}/remarks", Right::Discuss, remark, one),
        show_in("/projects/{code}/requirements/{ref}/edit", Right::Lead, edit),
        post_in("/projects/{code}/requirements/{ref}/edit", Right::Lead, save, edit),
        show_in("/projects/{code}/requirements/{ref}/verification", Right::Lead, verification),
        post_in("/projects/{code}/requirements/{ref}/verification", Right::Lead, verify, verification),
        show_in("/projects/{code}/requirements/{ref}/waiver", Right::Lead, waiver),
        post_in("/projects/{code}/requirements/{ref}/waiver", Right::Lead, ask_waiver, waiver),
        show_in("/projects/{code}/requirements/{ref}/decision", Right::Decide, decision_page::show::<Waived>),
        post_in("/projects/{code}/requirements/{ref}/decision", Right::Decide, decision_page::decide::<Waived>, decision_page::show::<Waived>),
    ]
}

/// A requirement as pages show it.
#[derive(Serialize)]
pub struct View {
    #[serde(rename = "ref")]
    reference: RequirementRef,
    kind: RequirementKind,
    text: String,
    requested_by: Role,
    priority: Priority,
    note: String,
    measure: Option<i64>,
    unit: String,
    measured: Option<i64>,
    state: RequirementState,
    verification: String,
    verified_on: String,
    verified_by: String,
    /// A waiver is asked for: by whom, when and why.
    asked: Option<Asked>,
    /// A must that is not met, and that nobody has waived.
    lacks_waiver: bool,
    decision: Option<i32>,
}
#[derive(Serialize)]
struct Asked {
    by: String,
    on: String,
    reason: String,
    holder: Role,
}
fn view(rq: &Rq, at: &InProject, row: RequirementRow) -> Result<View, Problem> {
    let requirement = row.to_domain()?;
    let name = |id: i64| at.name_of(id).to_owned();
    let holder = at.charter.held_by(Matter::Waiver);
    let asked = |w: &WaiverAsked| Asked { by: name(w.by.0), on: format::dated(rq.lang, local_day(w.at)), reason: w.reason.clone(), holder };
    Ok(View {
        lacks_waiver: requirement.lacks_waiver(),
        asked: requirement.waiver.as_ref().map(asked),
        reference: RequirementRef(row.number),
        kind: row.kind,
        text: row.text,
        requested_by: row.requested_by,
        priority: row.priority,
        note: row.note,
        measure: row.measure,
        unit: row.unit.clone(),
        measured: row.measured,
        state: row.state,
        verification: row.verification,
        verified_on: row.verified_on.map(|day| format::dated(rq.lang, day)).unwrap_or_default(),
        verified_by: row.verified_by.map(name).unwrap_or_default(),
        decision: row.decision,
    })
}

#[derive(Serialize)]
struct List {
    code: String,
    project: String,
    /// Of the product and of the project.
    groups: Vec<Group>,
    met: usize,
    all: usize,
    may_lead: bool,
}
#[derive(Serialize)]
struct Group {
    kind: RequirementKind,
    requirements: Vec<View>,
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let all = rows::of(db, at.project.id)?.into_iter().map(|row| view(rq, at, row)).collect::<Result<Vec<_>, _>>()?;
    let settled = |v: &&View| matches!(v.state, RequirementState::Met | RequirementState::Waived);
    let (met, count) = (all.iter().filter(settled).count(), all.len());
    let (product, project): (Vec<View>, Vec<View>) = all.into_iter().partition(|v| v.kind == RequirementKind::Product);
    let groups = [(RequirementKind::Product, product), (RequirementKind::Project, project)];
    let context = List {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        groups: groups.into_iter().filter(|(_, r)| !r.is_empty()).map(|(kind, requirements)| Group { kind, requirements }).collect(),
        met,
        all: count,
        may_lead: at.actor.may(Right::Lead, rq.moment.today) && at.demand_running().is_ok(),
    };
    shell::page_in(db, rq, at, "requirements", "pages/requirements/list.html", &context)
}

fn named(db: &mut Db, rq: &Rq, at: &InProject) -> Result<(RequirementRef, RequirementRow), Problem> {
    let reference = RequirementRef::parse(rq.param("ref")).ok_or(Problem::NotFound)?;
    Ok((reference, service::find(db, at, reference)?))
}
fn back_to(rq: &Rq, at: &InProject, reference: RequirementRef, said: &str) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, format_args!("requirements/{reference}"))).with_notice(rq.lang.text(said)))
}

#[derive(Serialize)]
struct Page {
    code: String,
    project: String,
    form: FormState,
    /// None for a new one.
    requirement: Option<View>,
    roles: Vec<Choice>,
    kinds: Vec<Choice>,
    priorities: Vec<Choice>,
    recorded: Vec<Recorded>,
    /// None for a new one.
    talk: Option<Talk>,
    may_edit: bool,
    may_verify: bool,
    may_ask: bool,
    may_decide: bool,
}
fn page(db: &mut Db, rq: &Rq, at: &InProject, row: Option<RequirementRow>, template: &str, saved: &[(&str, String)]) -> Answer {
    let choice = |value: &dyn ToString, key: String| Choice::new(value.to_string(), rq.lang.text(&key).to_owned());
    let requirement = row.as_ref().map(RequirementRow::to_domain).transpose()?;
    let (ctx, leads, runs) = (rq.ctx()?, at.actor.may(Right::Lead, rq.moment.today), at.demand_running().is_ok());
    let standing: Option<Standing> = requirement.as_ref().and_then(|r| r.pending().ok()).map(|pending| decisions::standing(&ctx, at, &pending));
    let editable = requirement.as_ref().is_none_or(|r| r.editable().is_ok());
    let needs = requirement.as_ref().is_some_and(|r| r.priority == Priority::Must && r.state != RequirementState::Met && r.waiver.is_none());
    let (mut recorded, mut talk) = (Vec::new(), None);
    if let Some(reference) = row.as_ref().map(|row| RequirementRef(row.number)) {
        recorded = recorded::waiting_about(db, rq, at, ObjectKind::Requirement, &reference.to_string())?;
        talk = Some(Talk::about(db, rq, at, Topic::Requirement(reference))?);
    }
    let context = Page {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, saved),
        requirement: row.map(|row| view(rq, at, row)).transpose()?,
        roles: Role::ALL.iter().map(|r| choice(r, format!("role-{r}"))).collect(),
        kinds: RequirementKind::ALL.iter().map(|k| choice(k, format!("requirement-kind-{k}"))).collect(),
        priorities: Priority::ALL.iter().map(|p| choice(p, format!("priority-{p}"))).collect(),
        recorded,
        talk,
        may_edit: leads && editable && runs,
        may_verify: leads && editable,
        may_ask: leads && editable && needs && runs,
        may_decide: runs && standing.as_ref().is_some_and(|s| s.decides || s.records),
    };
    shell::page_in(db, rq, at, "requirements", template, &context)
}

fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    page(db, rq, at, None, "pages/requirements/form.html", &[])
}
fn add(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = service::add(db, &rq.ctx()?, at, &rq.read()?)?;
    back_to(rq, at, reference, "msg-saved")
}
fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (_, row) = named(db, rq, at)?;
    page(db, rq, at, Some(row), "pages/requirements/requirement.html", &[])
}
fn remark(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    talk::say(db, rq, at, Topic::Requirement(reference))
}
fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let (_, row) = named(db, rq, at)?;
    let saved = [
        ("kind", row.kind.to_string()),
        ("text", row.text.clone()),
        ("requested_by", row.requested_by.to_string()),
        ("priority", row.priority.to_string()),
        ("note", row.note.clone()),
        ("unit", row.unit.clone()),
        ("measure", row.measure.map(|n| n.to_string()).unwrap_or_default()),
        ("version", row.version.to_string()),
    ];
    page(db, rq, at, Some(row), "pages/requirements/form.html", &saved)
}
fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    service::edit(db, &rq.ctx()?, at, reference, &rq.read()?)?;
    back_to(rq, at, reference, "msg-saved")
}
fn verification(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (_, row) = named(db, rq, at)?;
    let saved = [
        ("met", if row.state == RequirementState::Met { "yes" } else { "" }.to_owned()),
        ("measured", row.measured.map(|n| n.to_string()).unwrap_or_default()),
        ("how", row.verification.clone()),
        ("version", row.version.to_string()),
    ];
    page(db, rq, at, Some(row), "pages/requirements/verification.html", &saved)
}
fn verify(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    service::verify(db, &rq.ctx()?, at, reference, &rq.read()?)?;
    back_to(rq, at, reference, "msg-saved")
}
fn waiver(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let (_, row) = named(db, rq, at)?;
    let saved = [("version", row.version.to_string())];
    page(db, rq, at, Some(row), "pages/requirements/waiver.html", &saved)
}
fn ask_waiver(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (reference, _) = named(db, rq, at)?;
    service::ask_waiver(db, &rq.ctx()?, at, reference, &rq.read()?)?;
    back_to(rq, at, reference, "msg-waiver-asked")
}
