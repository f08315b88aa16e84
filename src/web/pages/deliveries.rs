//! `/projects/{code}/deliveries`: part deliveries, what each gathers, and what is decided about it.

mod decision;
mod write;

use super::gates::{ConditionView, deciders};
use crate::clock::local_day;
use crate::domain::decision::ObjectKind;
use crate::domain::delivery::DeliveryState;
use crate::domain::ids::{DeliverableRef, PersonId};
use crate::domain::lifecycle::ending_is_proposed;
use crate::domain::remark::Topic;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::render::i18n::{FluentArgs, Lang};
use crate::services::Ctx;
use crate::services::deliveries::{Part, Whole};
use crate::services::{InProject, Problem, decisions};
use crate::store::{Db, conditions};
use crate::web::decided::{self, Decided};
use crate::web::decision_page;
use crate::web::form::FormState;
use crate::web::pages::StandingView;
use crate::web::recorded::{self, Recorded};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::shell;
use crate::web::talk::{self, Talk};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/deliveries", Right::Read, list),
        show_in("/projects/{code}/deliveries/new", Right::Lead, write::new),
        post_in("/projects/{code}/deliveries/new", Right::Lead, write::draw_up, write::new),
        show_in("/projects/{code}/deliveries/{number}", Right::Read, show),
        post_in("/projects/{code}/deliveries/{number}/remarks", Right::Discuss, remark, show),
        show_in("/projects/{code}/deliveries/{number}/edit", Right::Lead, write::edit),
        post_in("/projects/{code}/deliveries/{number}/edit", Right::Lead, write::save, write::edit),
        show_in("/projects/{code}/deliveries/{number}/submission", Right::Lead, write::submission),
        post_in("/projects/{code}/deliveries/{number}/submission", Right::Lead, write::submit, write::submission),
        show_in("/projects/{code}/deliveries/{number}/decision", Right::Decide, decision_page::show::<decision::Gathered>),
        post_in(
            "/projects/{code}/deliveries/{number}/decision",
            Right::Decide,
            decision_page::decide::<decision::Gathered>,
            decision_page::show::<decision::Gathered>,
        ),
    ]
}

/// "Delleverans 1: Första versionerna".
pub fn delivery_title(lang: Lang, number: i32, name: &str) -> String {
    let mut args = FluentArgs::new();
    args.set("number", number.to_string());
    args.set("name", name.to_owned());
    lang.text_with("part-title", &args)
}

/// A part delivery in a list.
#[derive(Serialize)]
pub struct DeliveryLine {
    number: i32,
    name: String,
    state: DeliveryState,
    versions: Vec<String>,
    planned_on: Option<NaiveDate>,
    decided_on: Option<NaiveDate>,
    decision: Option<i32>,
}
/// The part deliveries of a project, for lists.
///
/// # Errors
/// Those of the store.
pub fn lines(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<DeliveryLine>, Problem> {
    let line = |w: Whole| DeliveryLine {
        versions: w.parts.iter().map(|p| format!("{} {}", p.reference(), p.version.label)).collect(),
        number: w.row.number,
        name: w.row.name,
        state: w.row.state,
        planned_on: w.row.planned_on,
        decided_on: w.row.decided_on,
        decision: w.row.decision,
    };
    Ok(Whole::all_shown(db, ctx, at)?.into_iter().map(line).collect())
}

#[derive(Serialize)]
struct List {
    code: String,
    project: String,
    standing: StandingView,
    deliveries: Vec<DeliveryLine>,
    may_lead: bool,
}
fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = List {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        standing: StandingView::of(rq, &rq.ctx()?, at),
        deliveries: lines(db, &rq.ctx()?, at)?,
        may_lead: at.actor.may(Right::Lead, rq.moment.today) && at.demand_running().is_ok(),
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliveries/list.html", &context)
}

/// A part delivery in short, as its page and the pages below it show it.
#[derive(Serialize)]
pub(super) struct Card {
    number: i32,
    title: String,
    state: DeliveryState,
    planned_on: Option<NaiveDate>,
    decided_on: Option<NaiveDate>,
    decision: Option<i32>,
    proposed: String,
    recommendation: String,
    submitted_by: String,
    submitted_on: String,
    to_complete: String,
    holder: Role,
    holders: String,
    lift: Option<Said>,
    /// What was lifted is a proposal to end the project.
    ends: bool,
    asked: Option<Said>,
    parts: Vec<PartView>,
    met: usize,
    all: usize,
    unmet: Vec<Unmet>,
}
#[derive(Serialize)]
struct Said {
    by: String,
    on: String,
    reason: String,
}
#[derive(Serialize)]
struct PartView {
    #[serde(rename = "ref")]
    reference: DeliverableRef,
    name: String,
    label: String,
    note: String,
    link: String,
    has_file: bool,
    met: usize,
    all: usize,
}
impl PartView {
    fn of(p: &Part) -> PartView {
        PartView {
            reference: p.reference(),
            name: p.deliverable.name.clone(),
            label: p.version.label.clone(),
            note: p.version.note.clone(),
            link: p.version.link.clone(),
            has_file: p.version.sha256.is_some(),
            met: p.criteria.iter().filter(|c| c.met).count(),
            all: p.criteria.len(),
        }
    }
}
/// A criterion that is not met.
#[derive(Serialize)]
struct Unmet {
    item: String,
    label: String,
}
impl Card {
    fn of(rq: &Rq, at: &InProject, whole: &Whole) -> Result<Card, Problem> {
        let (row, delivery) = (&whole.row, &whole.delivery);
        let holder = delivery.pending().held_by(&at.charter);
        let name = |id: i64| at.name_of(id).to_owned();
        let said =
            |by: PersonId, at: NaiveDateTime, reason: &str| Said { by: name(by.0), on: format::dated(rq.lang, local_day(at)), reason: reason.to_owned() };
        let parts: Vec<PartView> = whole.parts.iter().map(PartView::of).collect();
        let reference = |item: &str| item.split('-').next().unwrap_or_default().to_owned();
        Ok(Card {
            number: row.number,
            title: delivery_title(rq.lang, row.number, &row.name),
            state: row.state,
            planned_on: row.planned_on,
            decided_on: row.decided_on,
            decision: row.decision,
            proposed: row.proposed.clone().unwrap_or_default(),
            recommendation: row.recommendation.clone(),
            submitted_by: row.submitted_by.map(name).unwrap_or_default(),
            submitted_on: row.submitted_at.map(|at| format::dated(rq.lang, local_day(at))).unwrap_or_default(),
            to_complete: delivery.to_complete.clone().unwrap_or_default(),
            holder,
            holders: deciders(&rq.ctx()?, at, holder),
            lift: delivery.lift.as_ref().map(|l| said(l.by, l.at, &l.reason)),
            asked: delivery.request.as_ref().map(|r| said(r.by, r.at, &r.reason)),
            ends: ending_is_proposed(delivery.lift.as_ref()),
            met: parts.iter().map(|p| p.met).sum(),
            all: parts.iter().map(|p| p.all).sum(),
            parts,
            unmet: whole.unmet().into_iter().map(|(item, c)| Unmet { label: format!("{} {}", reference(&item), c.text), item }).collect(),
        })
    }
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    delivery: Card,
    standing: StandingView,
    conditions: Vec<ConditionView>,
    recorded: Vec<Recorded>,
    form: FormState,
    talk: Talk,
    history: Vec<Decided>,
    may_edit: bool,
    may_submit: bool,
    /// The person decides here, or records what the body decided.
    decides: bool,
    records: bool,
    /// Whoever else may discuss it asks the holder.
    may_ask: bool,
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let whole = Whole::find_shown(db, &ctx, at, rq.number("number")?)?;
    let number = whole.row.number;
    let may_edit = at.actor.may(Right::Lead, ctx.today) && at.demand_running().is_ok() && whole.delivery.editable().is_ok();
    let standing = decisions::standing(&ctx, at, &whole.delivery.pending());
    let ending = decisions::standing(&ctx, at, &whole.delivery.pending_termination());
    let acts = standing.decides || standing.records || standing.own || ending.decides;
    let may_act = whole.delivery.waits() && at.demand_running().is_ok() && at.actor.may(Right::Decide, ctx.today);
    let conditions = conditions::of(db, at.project.id)?;
    let reference = number.to_string();
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        delivery: Card::of(rq, at, &whole)?,
        standing: StandingView::of(rq, &ctx, at),
        conditions: conditions.iter().filter(|(c, _)| c.delivery == Some(number)).map(|(c, owner)| ConditionView::of(rq, c, owner)).collect(),
        recorded: recorded::waiting_about(db, rq, at, ObjectKind::PartDelivery, &reference)?,
        form: FormState::empty(rq),
        talk: Talk::about(db, rq, at, Topic::PartDelivery(number))?,
        history: decided::about(db, rq, at, ObjectKind::PartDelivery, &reference)?,
        may_submit: may_edit && !whole.parts.is_empty(),
        may_edit,
        decides: acts && may_act,
        records: standing.records && !standing.decides,
        may_ask: !acts && may_act,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliveries/delivery.html", &context)
}
fn remark(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    talk::say(db, rq, at, Topic::PartDelivery(rq.number("number")?))
}
