//! Deciding about a part delivery: one screen with the four outcomes, nothing chosen beforehand, the answers checked before they are
//! final.
use super::Card;
use crate::domain::decision::Basis;
use crate::domain::delivery::Delivery;
use crate::domain::lifecycle::GateOutcome;
use crate::domain::matter::Matter;
use crate::domain::risk;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, Fields, Input};
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::decisions::{self, BasisKind, Done, read_basis};
use crate::services::deliveries::{self as service, DecideDelivery, LiftDelivery, Whole};
use crate::services::gates::way::Place;
use crate::services::gates::{ConditionGiven, Walk, read_conditions};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::basis::{self, Offered};
use crate::web::form::{Choice, FormState};
use crate::web::pages::{risks_capacity, risks_people as people};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

word_enum! {
    /// What can be done about a part delivery: the four outcomes, lifting it, and asking its holder.
    Step { Continue = "continue", Back = "back", Stop = "stop", Terminate = "terminate", Lift = "lift", Ask = "ask" }
}
impl Step {
    const fn outcome(self) -> Option<GateOutcome> {
        match self {
            Step::Continue => Some(GateOutcome::Continue),
            Step::Back => Some(GateOutcome::Back),
            Step::Stop => Some(GateOutcome::Stop),
            Step::Terminate => Some(GateOutcome::Terminate),
            Step::Lift | Step::Ask => None,
        }
    }
    fn of(outcome: GateOutcome) -> Step {
        Step::ALL.iter().copied().find(|s| s.outcome() == Some(outcome)).unwrap_or(Step::Lift)
    }
    const fn look(self) -> (&'static str, &'static str) {
        match self {
            Step::Continue => ("circle-check", "go"),
            Step::Back => ("undo-2", "back"),
            Step::Stop => ("pause", "stop"),
            Step::Terminate => ("octagon-x", "end"),
            Step::Lift => ("arrow-up", "end"),
            Step::Ask => ("message-square", "back"),
        }
    }
}

/// The form of the decision page: one step, and what that step needs.
struct Choose {
    step: Step,
    motivation: LongText,
    conditions: Vec<ConditionGiven>,
    basis: Option<Basis>,
    version: Option<i64>,
    checked: bool,
    back: bool,
}
impl Input for Choose {
    fn parse(f: &mut Fields<'_>) -> Option<Choose> {
        let step: Option<Step> = f.word("step");
        let motivation = f.long("motivation");
        let conditions = read_conditions(f, step.and_then(Step::outcome));
        let basis = read_basis(f);
        if f.tick("needs_basis") && f.optional_word::<BasisKind>("basis").is_none() {
            f.fault("basis", Fault::Required);
        }
        let (version, checked, back) = (f.version(), f.tick("checked"), f.tick("back"));
        Some(Choose { step: step?, motivation: motivation?, conditions, basis, version, checked, back })
    }
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    delivery: Card,
    steps: Vec<StepChoice>,
    /// On what basis a body can decide here; none for a person.
    basis: Option<Offered>,
    people: Vec<Choice>,
    /// The role that could decide instead, where everybody who holds it made what waits.
    alternate: Option<Role>,
    recording: bool,
    capacity: String,
}
#[derive(Serialize)]
struct StepChoice {
    value: Step,
    label: String,
    detail: String,
    icon: &'static str,
    kind: &'static str,
}
#[derive(Serialize)]
struct Check {
    code: String,
    project: String,
    delivery: Card,
    answers: Vec<Term>,
    fields: BTreeMap<String, String>,
    capacity: String,
    /// What comes of it, in words.
    consequence: String,
    recording: bool,
    proposing: bool,
}
#[derive(Serialize)]
struct Term {
    term: String,
    value: String,
}

fn place(rq: &Rq, at: &InProject, delivery: &Delivery) -> Result<Place, Problem> {
    Ok(Place::of(&rq.ctx()?, at, &delivery.pending(), &delivery.pending_termination()))
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let version = Whole::find(db, at, rq.number("number")?)?.row.version;
    let form = FormState::of(rq, &[("version", version.to_string())]);
    page(db, rq, at, form)
}
fn page(db: &mut Db, rq: &Rq, at: &InProject, form: FormState) -> Answer {
    let ctx = rq.ctx()?;
    let whole = Whole::find_shown(db, &ctx, at, rq.number("number")?)?;
    at.demand_running()?;
    let delivery = &whole.delivery;
    let place = place(rq, at, delivery)?;
    let standing = if place.acts() { &place.here } else { place.towards(true) };
    let may_end = Walk::of(db, at)?.course.may_end();
    let matter = if place.acts() || !place.ending.decides { delivery.pending().matter } else { Matter::Terminate };
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        steps: steps(rq, at, delivery, &place, may_end),
        basis: Offered::of(db, rq, at, standing)?,
        people: people(db, rq, at)?,
        alternate: decisions::alternate(&ctx, at, &delivery.pending()),
        recording: place.here.records,
        capacity: risks_capacity(rq, at, standing, matter),
        delivery: Card::of(rq, at, &whole)?,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliveries/decision.html", &context)
}
fn steps(rq: &Rq, at: &InProject, delivery: &Delivery, place: &Place, may_end: bool) -> Vec<StepChoice> {
    let mine = |o: &GateOutcome| place.acts() || (place.ending.decides && *o == GateOutcome::Terminate);
    let mut wanted: Vec<Step> = delivery.outcomes(may_end).into_iter().filter(mine).map(Step::of).collect();
    if (place.acts() || place.here.own) && delivery.liftable(&at.charter).is_ok() {
        wanted.push(Step::Lift);
    }
    if delivery.waits() && !place.here.decides && !place.here.own {
        wanted.push(Step::Ask);
    }
    let choice = |step: Step| {
        let (icon, kind) = step.look();
        StepChoice { value: step, label: words(rq, at, place, step, ""), detail: words(rq, at, place, step, "-means"), icon, kind }
    };
    wanted.into_iter().map(choice).collect()
}
/// A step, or what comes of it. Only what going on and asking mean differs from a gate.
fn words(rq: &Rq, at: &InProject, place: &Place, step: Step, part: &str) -> String {
    let the = |role: Role| rq.lang.text(&format!("role-{role}-the")).to_owned();
    let mut args = FluentArgs::new();
    args.set("above", risk::above(place.here.role).map(the).unwrap_or_default());
    args.set("holder", the(place.here.role));
    args.set("ender", the(at.charter.held_by(Matter::Terminate)));
    let key = match step {
        Step::Continue | Step::Ask => format!("part-step-{step}"),
        Step::Terminate if place.proposes => "gate-step-terminate-proposed".to_owned(),
        step => format!("gate-step-{step}"),
    };
    rq.lang.text_with(&format!("{key}{part}"), &args)
}

/// First the answers are shown back; sent once more from there, they are final.
pub fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let choice: Choose = rq.read()?;
    let number: i32 = rq.number("number")?;
    if choice.back {
        let mut form = FormState { values: rq.sent.typed(), ..FormState::default() };
        form.values.remove("checked");
        return page(db, rq, at, form);
    }
    if !choice.checked {
        return check(db, rq, at, &choice, number);
    }
    let step = choice.step;
    let proposing = step == Step::Terminate && place(rq, at, &Whole::find(db, at, number)?.delivery)?.proposes;
    let told = match take(db, rq, at, choice, number)? {
        Some(Done::Decided(_)) if proposing => rq.lang.text("msg-gate-proposed").to_owned(),
        Some(Done::Decided(_)) if step == Step::Lift => rq.lang.text("msg-delivery-lifted").to_owned(),
        Some(Done::Decided(decision)) => {
            let mut args = FluentArgs::new();
            args.set("number", decision.to_string());
            rq.lang.text_with("msg-decided-numbered", &args)
        }
        Some(Done::WaitsForChair(_)) => rq.lang.text("msg-waits-for-chair").to_owned(),
        None => rq.lang.text("msg-asked").to_owned(),
    };
    Ok(Reply::see_other(urls::in_project(at, format_args!("deliveries/{number}"))).with_notice(told))
}
fn take(db: &mut Db, rq: &Rq, at: &InProject, choice: Choose, number: i32) -> Result<Option<Done>, Problem> {
    let ctx = rq.ctx()?;
    let Choose { step, motivation, conditions, basis, version, .. } = choice;
    match step.outcome() {
        Some(outcome) => service::decide(db, &ctx, at, number, &DecideDelivery { outcome, motivation, conditions, basis, version }).map(Some),
        None => service::lift(db, &ctx, at, number, &LiftDelivery { reason: motivation, basis, version }),
    }
}

fn check(db: &mut Db, rq: &Rq, at: &InProject, choice: &Choose, number: i32) -> Answer {
    let whole = Whole::find(db, at, number)?;
    crate::services::version::fits(whole.row.version, choice.version)?;
    // What cannot be decided is told before it is shown back.
    if let Some(outcome) = choice.step.outcome() {
        service::demand_possible(db, &rq.ctx()?, at, &whole, outcome, &choice.conditions)?;
    }
    let place = place(rq, at, &whole.delivery)?;
    let matter = if choice.step == Step::Terminate && place.ending.decides { Matter::Terminate } else { whole.delivery.pending().matter };
    let mut answers = vec![
        term(rq, "gate-decision", words(rq, at, &place, choice.step, "")),
        term(rq, if choice.step == Step::Back { "gate-to-complete" } else { "decision-motivation" }, choice.motivation.to_string()),
    ];
    let people = people(db, rq, at)?;
    for c in &choice.conditions {
        let owner = people.iter().find(|p| p.value == c.owner).map_or(&c.owner, |p| &p.label);
        answers.push(term(rq, "gate-condition", format!("{}\n{owner}, {}", c.text, format::dated(rq.lang, c.due_on))));
    }
    if let Some(basis) = &choice.basis {
        answers.push(term(rq, "risk-basis", basis::words(rq, basis)));
    }
    let mut fields = rq.sent.typed();
    fields.remove("csrf");
    let context = Check {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        answers,
        fields,
        capacity: risks_capacity(rq, at, place.towards(choice.step == Step::Terminate), matter),
        consequence: words(rq, at, &place, choice.step, "-means"),
        recording: place.here.records,
        proposing: choice.step == Step::Terminate && place.proposes,
        delivery: Card::of(rq, at, &whole)?,
    };
    shell::page_in(db, rq, at, "deliverables", "pages/deliveries/check.html", &context)
}
fn term(rq: &Rq, key: &str, value: String) -> Term {
    Term { term: rq.lang.text(key).to_owned(), value }
}
