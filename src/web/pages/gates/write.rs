//! What is written around a gate: its day, its list, its submission, conditions that are fulfilled, and planned decisions.
use super::one::{self, Card};
use super::{ConditionView, gate_title};
use crate::domain::lifecycle::{GateOutcome, ItemKind};
use crate::domain::role::Role;
use crate::render::format;
use crate::services::documents as document_service;
use crate::services::gates::{self as service, Walk};
use crate::services::{InProject, Problem};
use crate::store::conditions::{self as condition_rows, Condition};
use crate::store::decision_points::DecisionPoint;
use crate::store::documents::{DocumentRow, VersionRow};
use crate::store::{Db, decision_points, decisions, deliveries};
use crate::web::form::{Choice, FormState};
use crate::web::pages::delivery_title;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

/// A form about a gate.
#[derive(Serialize)]
struct Form {
    code: String,
    project: String,
    form: FormState,
    gate: Card,
    /// What an item is, on its own page.
    label: String,
    artefact: bool,
    is_document: bool,
    is_report: bool,
    /// The approved report that the artefact is: its edition, in words.
    approved: String,
    /// The project keeps documents of its type: one of them is adopted, and words do not tell of it.
    kept: bool,
    /// The adopted versions that an artefact can be; none where words tell of it.
    documents: Vec<Choice>,
    outcomes: Vec<Outcome>,
}
#[derive(Serialize)]
struct Outcome {
    value: GateOutcome,
    label: String,
}
fn form(rq: &Rq, at: &InProject, walk: &Walk, saved: &[(&str, String)]) -> Result<Form, Problem> {
    Ok(Form {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, saved),
        gate: one::card(rq, at, walk, rq.number("number")?)?,
        label: String::new(),
        artefact: false,
        is_document: false,
        is_report: false,
        approved: String::new(),
        kept: false,
        documents: Vec::new(),
        outcomes: Vec::new(),
    })
}
fn back_to_gate(rq: &Rq, at: &InProject, said: &str) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, format_args!("gates/{}", rq.param("number")))).with_notice(rq.lang.text(said)))
}

pub fn plan_form(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let walk = Walk::of(db, at)?;
    let (row, _) = walk.gate(rq.number("number")?)?;
    let planned = row.planned_on.map(|d| d.to_string()).unwrap_or_default();
    let context = form(rq, at, &walk, &[("planned_on", planned), ("version", row.version.to_string())])?;
    shell::page_in(db, rq, at, "gates", "pages/gates/plan.html", &context)
}
pub fn plan(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::plan(db, &rq.ctx()?, at, rq.number("number")?, &rq.read()?)?;
    back_to_gate(rq, at, "msg-saved")
}

pub fn item_form(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let walk = Walk::of(db, at)?;
    let item = walk.items(rq.number("number")?).into_iter().find(|i| i.item == rq.param("item")).ok_or(Problem::NotFound)?;
    let saved = [
        ("met", if item.met { "yes" } else { "" }.to_owned()),
        ("note", item.note.clone()),
        ("version_label", item.version_label.clone()),
        ("reference", item.reference.clone()),
        ("document", item.document.map(|d| format!("{}/{}", d.number, item.version_label)).unwrap_or_default()),
        ("version", item.version.to_string()),
    ];
    let choice = |(version, row): (VersionRow, DocumentRow)| {
        Choice::new(
            format!("{}/{}", row.number, version.label),
            format!("{} {}, {}", row.title, version.label, version.adopted_on.map(|d| format::dated(rq.lang, d)).unwrap_or_default()),
        )
    };
    let documents = service::documents_for(db, at, &item)?.into_iter().map(choice).collect();
    let (artefact, kind) = (item.kind == ItemKind::Artefact, item.document_kind());
    let kept = kind.map(|kind| document_service::is_kept(db, at.project.id, kind)).transpose()?.unwrap_or(false) || service::report_is_begun(db, at, &item)?;
    let approved = service::approved_report(db, at, &item)?.map(|report| report.edition.to_string()).unwrap_or_default();
    let label = one::label(rq, &item);
    let context = Form {
        label,
        artefact,
        is_document: kind.is_some(),
        is_report: item.report_kind().is_some(),
        approved,
        kept,
        documents,
        ..form(rq, at, &walk, &saved)?
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/item.html", &context)
}
pub fn set_item(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::set_item(db, &rq.ctx()?, at, rq.number("number")?, rq.param("item"), &rq.read()?)?;
    back_to_gate(rq, at, "msg-saved")
}

pub fn submission_form(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = rq.number("number")?;
    let walk = Walk::of(db, at)?;
    walk.course.decidable(number)?;
    let (row, _) = walk.gate(number)?;
    let saved = [("proposed", row.proposed.clone().unwrap_or_default()), ("recommendation", row.recommendation.clone()), ("version", row.version.to_string())];
    let outcomes = GateOutcome::ALL.iter().map(|o| Outcome { value: *o, label: rq.lang.text(&format!("outcome-{o}")).to_owned() }).collect();
    let context = Form { outcomes, ..form(rq, at, &walk, &saved)? };
    shell::page_in(db, rq, at, "gates", "pages/gates/submission.html", &context)
}
pub fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::submit(db, &rq.ctx()?, at, rq.number("number")?, &rq.read()?)?;
    back_to_gate(rq, at, "msg-gate-submitted")
}

#[derive(Serialize)]
struct ConditionPage {
    code: String,
    project: String,
    form: FormState,
    condition: ConditionView,
    /// Where it was set, in words.
    set_at: String,
    note: String,
    may: bool,
}
pub fn condition(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (found, owner) = condition_rows::find(db, at.project.id, rq.number("number")?)?.ok_or(Problem::NotFound)?;
    let set_at = set_at(db, rq, at, &found)?;
    let context = ConditionPage {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", found.version.to_string())]),
        condition: ConditionView::of(rq, &found, &owner),
        set_at,
        note: found.note.clone(),
        may: found.fulfilled_on.is_none() && service::may_fulfil(&rq.ctx()?, at, &found),
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/condition.html", &context)
}
fn set_at(db: &mut Db, rq: &Rq, at: &InProject, condition: &Condition) -> Result<String, Problem> {
    if let Some(delivery) = condition.delivery {
        let row = deliveries::find(db, at.project.id, delivery)?.ok_or(Problem::NotFound)?;
        return Ok(delivery_title(rq.lang, delivery, &row.name));
    }
    let (walk, gate) = (Walk::of(db, at)?, condition.gate.unwrap_or_default());
    Ok(gate_title(rq, gate, &walk.gate(gate)?.0.phase))
}
pub fn fulfil(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::fulfil(db, &rq.ctx()?, at, rq.number("number")?, &rq.read()?)?;
    Ok(Reply::see_other(urls::in_project(at, "gates")).with_notice(rq.lang.text("msg-condition-fulfilled")))
}

#[derive(Serialize)]
struct PointPage {
    code: String,
    project: String,
    form: FormState,
    deciders: Vec<Choice>,
    /// Decisions that it may have become, newest first; none for a new one.
    decisions: Vec<Choice>,
    new: bool,
    /// What was planned stays; only which decision it became can be put right.
    decided: bool,
}
fn point_page(db: &mut Db, rq: &Rq, at: &InProject, form: FormState, decisions: Vec<Choice>, point: Option<&DecisionPoint>) -> Answer {
    let decided = point.filter(|p| p.decision.is_some());
    let offered = |role: &Role| decided.map_or(role.may_hold_mandates(), |p| p.decider == *role);
    let deciders = Role::ALL.iter().filter(|r| offered(r)).map(|r| Choice::new(r, rq.lang.text(&format!("role-{r}")).to_owned())).collect();
    let context = PointPage {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        deciders,
        decisions,
        new: point.is_none(),
        decided: decided.is_some(),
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/point.html", &context)
}
pub fn new_point(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    point_page(db, rq, at, FormState::empty(rq), Vec::new(), None)
}
pub fn add_point(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::add_point(db, &rq.ctx()?, at, &rq.read()?)?;
    Ok(Reply::see_other(urls::in_project(at, "gates")).with_notice(rq.lang.text("msg-saved")))
}
pub fn point_form(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    rq.demand_running(at)?;
    let point = decision_points::find(db, at.project.id, rq.number("number")?)?.ok_or(Problem::NotFound)?;
    let saved = [
        ("what", point.what.clone()),
        ("decider", point.decider.to_string()),
        ("planned_on", point.planned_on.to_string()),
        ("decision", point.decision.map(|n| n.to_string()).unwrap_or_default()),
        ("version", point.version.to_string()),
    ];
    let told = |d: &decisions::DecisionRow| Choice::new(d.number, format!("{}: {}, {}", d.number, d.title, format::dated(rq.lang, d.decided_on)));
    let choices = decisions::page(db, at.project.id, &decisions::Filter::default(), None, 100)?.iter().map(told).collect();
    point_page(db, rq, at, FormState::of(rq, &saved), choices, Some(&point))
}
pub fn edit_point(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    service::edit_point(db, &rq.ctx()?, at, rq.number("number")?, &rq.read()?)?;
    Ok(Reply::see_other(urls::in_project(at, "gates")).with_notice(rq.lang.text("msg-saved")))
}
