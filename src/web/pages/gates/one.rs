//! A gate: what it asks for, what the leader recommends, who decides, and what was decided.
use super::loose_ends::{self, LooseEnd};
use super::{ConditionView, StandingView, deciders, gate_title};
use crate::clock::local_day;
use crate::domain::decision::ObjectKind;
use crate::domain::lifecycle::{GateState, ItemKind, ending_is_proposed};
use crate::domain::remark::Topic;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::services::gates::{Item, Walk};
use crate::services::{InProject, Problem, decisions};
use crate::store::Db;
use crate::store::conditions::{self as condition_rows, Condition};
use crate::web::decided::{self, Decided};
use crate::web::form::FormState;
use crate::web::recorded::{self, Recorded};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::talk::{self, Talk};
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    gate: Card,
    standing: StandingView,
    criteria: Vec<ItemView>,
    artefacts: Vec<ItemView>,
    conditions: Vec<ConditionView>,
    loose_ends: Vec<LooseEnd>,
    recorded: Vec<Recorded>,
    form: FormState,
    talk: Talk,
    history: Vec<Decided>,
    /// The leader may go through the list and plan.
    may_prepare: bool,
    may_submit: bool,
    /// Something can be decided, recorded, lifted or asked for here.
    may_act: bool,
    /// The person decides here, or records what the body decided.
    decides: bool,
    records: bool,
}
/// A gate in short, as its page and the pages below it show it.
#[derive(Serialize)]
pub struct Card {
    pub number: i32,
    pub title: String,
    pub state: GateState,
    /// It waits for its holder's decision.
    pub waits: bool,
    pub planned_on: Option<chrono::NaiveDate>,
    pub opened_on: Option<chrono::NaiveDate>,
    pub opened_decision: Option<i32>,
    pub left_on: Option<chrono::NaiveDate>,
    pub left_decision: Option<i32>,
    pub proposed: String,
    pub recommendation: String,
    pub submitted_by: String,
    pub submitted_on: String,
    pub to_complete: String,
    pub holder: Role,
    pub holders: String,
    pub lift: Option<Said>,
    /// What was lifted is a proposal to end the project.
    pub ends: bool,
    pub asked: Option<Said>,
    pub met: usize,
    pub all: usize,
    pub missing: Vec<Missing>,
}
#[derive(Serialize)]
pub struct Said {
    by: String,
    on: String,
    reason: String,
}
#[derive(Serialize)]
pub struct Missing {
    pub item: String,
    pub label: String,
}
#[derive(Serialize)]
struct ItemView {
    item: String,
    label: String,
    met: bool,
    note: String,
    version_label: String,
    reference: String,
    /// Where its document is.
    href: String,
    /// It is a document that is kept elsewhere.
    elsewhere: bool,
    by: String,
    on: String,
    /// What became of the condition that stands in its place, where it is not met: empty, `waits` or `fulfilled`.
    condition: &'static str,
}

/// A gate in short.
pub fn card(rq: &Rq, at: &InProject, walk: &Walk, number: i32) -> Result<Card, Problem> {
    let ctx = rq.ctx()?;
    let (row, gate) = walk.gate(number)?;
    let holder = gate.pending().held_by(&at.charter);
    let name = |id: i64| at.name_of(id).to_owned();
    let said = |by: i64, on: chrono::NaiveDateTime, reason: &str| Said { by: name(by), on: format::dated(rq.lang, local_day(on)), reason: reason.to_owned() };
    let items = walk.items(number);
    let missing = |i: &Item| Missing { item: i.item.clone(), label: label(rq, i) };
    Ok(Card {
        number,
        title: gate_title(rq, number, &row.phase),
        state: row.state,
        waits: gate.waits(),
        planned_on: row.planned_on,
        opened_on: row.opened_on,
        opened_decision: row.opened_decision,
        left_on: row.left_on,
        left_decision: row.left_decision,
        proposed: row.proposed.clone().unwrap_or_default(),
        recommendation: row.recommendation.clone(),
        submitted_by: row.submitted_by.map(name).unwrap_or_default(),
        submitted_on: row.submitted_at.map(|at| format::dated(rq.lang, local_day(at))).unwrap_or_default(),
        to_complete: row.to_complete.clone().unwrap_or_default(),
        holder,
        holders: deciders(&ctx, at, holder),
        lift: gate.lift.as_ref().map(|l| said(l.by.0, l.at, &l.reason)),
        ends: ending_is_proposed(gate.lift.as_ref()),
        asked: gate.request.as_ref().map(|r| said(r.by.0, r.at, &r.reason)),
        met: items.iter().filter(|i| i.met).count(),
        all: items.len(),
        missing: items.iter().filter(|i| !i.met).map(missing).collect(),
    })
}
/// What an item is, in words.
pub fn label(rq: &Rq, item: &Item) -> String {
    rq.lang.name(&format!("{}-{}", item.kind, item.item))
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, number): (_, i32) = (rq.ctx()?, rq.number("number")?);
    let walk = Walk::of(db, at)?;
    let (row, gate) = walk.gate(number)?;
    let open = at.demand_running().is_ok() && !row.state.is_left();
    let leads = at.actor.may(Right::Lead, ctx.today);
    let comes_next = walk.course.decidable(number).is_ok();
    let standing = decisions::standing(&ctx, at, &gate.pending());
    let ending = decisions::standing(&ctx, at, &gate.pending_termination());
    let decides = standing.decides || standing.records || standing.own || ending.decides;
    let conditions = condition_rows::of(db, at.project.id)?;
    let own: Vec<&Condition> = conditions.iter().map(|(c, _)| c).filter(|c| c.gate == Some(number)).collect();
    let of = |kind: ItemKind| walk.items(number).into_iter().filter(move |i| i.kind == kind).map(|i| item_view(rq, at, &own, i)).collect();
    let reference = number.to_string();
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        gate: card(rq, at, &walk, number)?,
        standing: StandingView::of(rq, &ctx, at),
        criteria: of(ItemKind::Criterion),
        artefacts: of(ItemKind::Artefact),
        conditions: conditions.iter().filter(|(c, _)| c.gate == Some(number)).map(|(c, owner)| ConditionView::of(rq, c, owner)).collect(),
        loose_ends: loose_ends::shown(db, rq, at, &walk, number)?,
        recorded: recorded::waiting_about(db, rq, at, ObjectKind::Gate, &reference)?,
        form: FormState::empty(rq),
        talk: Talk::about(db, rq, at, Topic::Gate(number))?,
        history: decided::about(db, rq, at, ObjectKind::Gate, &reference)?,
        may_prepare: leads && open,
        may_submit: leads && comes_next && row.state != GateState::Submitted,
        may_act: comes_next && (decides || gate.waits()) && at.actor.may(Right::Decide, ctx.today),
        decides,
        records: standing.records && !standing.decides,
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/gate.html", &context)
}
pub fn remark(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    talk::say(db, rq, at, Topic::Gate(rq.number("number")?))
}
fn item_view(rq: &Rq, at: &InProject, conditions: &[&Condition], i: Item) -> ItemView {
    let condition = conditions.iter().find(|c| !i.met && c.item.as_ref() == Some(&i.item));
    ItemView {
        condition: condition.map_or("", |c| if c.fulfilled_on.is_some() { "fulfilled" } else { "waits" }),
        href: i.document.map(|d| urls::in_project(at, format_args!("documents/{}?version={}", d.number, d.version))).unwrap_or_default(),
        elsewhere: i.is_elsewhere(),
        label: label(rq, &i),
        on: i.at.map(|at| format::dated(rq.lang, local_day(at))).unwrap_or_default(),
        by: i.by.unwrap_or_default(),
        item: i.item,
        met: i.met,
        note: i.note,
        version_label: i.version_label,
        reference: i.reference,
    }
}
