//! Deciding at a gate: one screen with the four outcomes, nothing chosen beforehand, the answers checked before they are final.
use super::one::{self, Card};
use crate::domain::decision::Basis;
use crate::domain::lifecycle::{Course, Gate, GateOutcome};
use crate::domain::matter::Matter;
use crate::domain::risk;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, Fields, Input};
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::decisions::{self, BasisKind, Done, read_basis};
use crate::services::gates::way::Place;
use crate::services::gates::{self as service, ConditionGiven, DecideGate, LiftGate, Walk, read_conditions};
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
    /// What can be done at a gate: the four outcomes for its holder, who may lift it as well; others ask the holder.
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
    const fn of(outcome: GateOutcome) -> Step {
        match outcome {
            GateOutcome::Continue => Step::Continue,
            GateOutcome::Back => Step::Back,
            GateOutcome::Stop => Step::Stop,
            GateOutcome::Terminate => Step::Terminate,
        }
    }
    const fn icon(self) -> &'static str {
        match self {
            Step::Continue => "circle-check",
            Step::Back => "undo-2",
            Step::Stop => "pause",
            Step::Terminate => "octagon-x",
            Step::Lift => "arrow-up",
            Step::Ask => "message-square",
        }
    }
    const fn kind(self) -> &'static str {
        match self {
            Step::Continue => "go",
            Step::Back | Step::Ask => "back",
            Step::Stop => "stop",
            Step::Terminate | Step::Lift => "end",
        }
    }
}

/// The form of the decision page: one step, and what that step needs.
struct Choose {
    step: Step,
    motivation: LongText,
    conditions: Vec<ConditionGiven>,
    opens_beside: bool,
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
        let opens_beside = f.tick("opens_beside") && step == Some(Step::Continue);
        // Asking the holder is no decision, so it rests on no basis.
        let basis = if step == Some(Step::Ask) { None } else { read_basis(f) };
        if f.tick("needs_basis") && step != Some(Step::Ask) && f.optional_word::<BasisKind>("basis").is_none() {
            f.fault("basis", Fault::Required);
        }
        let (version, checked, back) = (f.version(), f.tick("checked"), f.tick("back"));
        Some(Choose { step: step?, motivation: motivation?, conditions, opens_beside, basis, version, checked, back })
    }
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    gate: Card,
    steps: Vec<StepChoice>,
    /// On what basis a body can decide here; none for a person.
    basis: Option<Offered>,
    people: Vec<Choice>,
    /// The phase that can be opened beside the others; empty without one.
    beside: String,
    /// The role that could decide instead, where everybody who holds the gate made what waits.
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
    gate: Card,
    answers: Vec<Term>,
    fields: BTreeMap<String, String>,
    capacity: String,
    /// What comes of it, in words.
    consequence: String,
    recording: bool,
    asking: bool,
    proposing: bool,
}
#[derive(Serialize)]
struct Term {
    term: String,
    value: String,
}

fn place(rq: &Rq, at: &InProject, gate: &Gate) -> Result<Place, Problem> {
    Ok(Place::of(&rq.ctx()?, at, &gate.pending(), &gate.pending_termination()))
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let walk = Walk::of(db, at)?;
    let (row, _) = walk.gate(rq.number("number")?)?;
    let form = FormState::of(rq, &[("version", row.version.to_string())]);
    page(db, rq, at, form)
}
fn page(db: &mut Db, rq: &Rq, at: &InProject, form: FormState) -> Answer {
    let (ctx, number): (_, i32) = (rq.ctx()?, rq.number("number")?);
    let walk = Walk::of(db, at)?;
    let gate = walk.course.decidable(number)?;
    let place = place(rq, at, gate)?;
    let standing = if place.acts() { &place.here } else { place.towards(true) };
    let beside = walk.course.lifecycle.phases.iter().find(|p| p.beside.is_some() && walk.course.may_open_beside(number));
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        steps: steps(rq, at, &walk.course, gate, &place),
        basis: Offered::of(db, rq, at, standing)?,
        people: people(db, rq, at)?,
        beside: beside.map(|p| rq.lang.name(&format!("phase-{}", p.key))).unwrap_or_default(),
        alternate: decisions::alternate(&ctx, at, &gate.pending()),
        recording: place.here.records,
        capacity: risks_capacity(rq, at, standing, if place.acts() || !place.ending.decides { gate.pending().matter } else { Matter::Terminate }),
        gate: one::card(rq, at, &walk, number)?,
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/decision.html", &context)
}
fn steps(rq: &Rq, at: &InProject, course: &Course, gate: &Gate, place: &Place) -> Vec<StepChoice> {
    let mine = |o: &GateOutcome| place.acts() || (place.ending.decides && *o == GateOutcome::Terminate);
    let mut wanted: Vec<Step> = gate.outcomes(course.may_end_at(gate.number)).into_iter().filter(mine).map(Step::of).collect();
    if (place.acts() || place.here.own) && gate.liftable(&at.charter).is_ok() {
        wanted.push(Step::Lift);
    }
    if gate.waits() && !place.here.decides && !place.here.own {
        wanted.push(Step::Ask);
    }
    let choice = |step: Step| StepChoice {
        value: step,
        label: words(rq, at, place, step, ""),
        detail: words(rq, at, place, step, "-means"),
        icon: step.icon(),
        kind: step.kind(),
    };
    wanted.into_iter().map(choice).collect()
}
/// A step, or what comes of it.
fn words(rq: &Rq, at: &InProject, place: &Place, step: Step, part: &str) -> String {
    let the = |role: Role| rq.lang.text(&format!("role-{role}-the")).to_owned();
    let mut args = FluentArgs::new();
    args.set("above", risk::above(place.here.role).map(the).unwrap_or_default());
    args.set("holder", the(place.here.role));
    args.set("ender", the(at.charter.held_by(Matter::Terminate)));
    let step = if step == Step::Terminate && place.proposes { "terminate-proposed" } else { step.as_str() };
    rq.lang.text_with(&format!("gate-step-{step}{part}"), &args)
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
    let proposing = step == Step::Terminate && place(rq, at, Walk::of(db, at)?.gate(number)?.1)?.proposes;
    let told = match take(db, rq, at, choice, number)? {
        Some(Done::Decided(_)) if proposing => rq.lang.text("msg-gate-proposed").to_owned(),
        Some(Done::Decided(_)) if step == Step::Lift => rq.lang.text("msg-gate-lifted").to_owned(),
        Some(Done::Decided(decision)) => {
            let mut args = FluentArgs::new();
            args.set("number", decision.to_string());
            rq.lang.text_with("msg-decided-numbered", &args)
        }
        Some(Done::WaitsForChair(_)) => rq.lang.text("msg-waits-for-chair").to_owned(),
        None => rq.lang.text("msg-asked").to_owned(),
    };
    Ok(Reply::see_other(urls::in_project(at, format_args!("gates/{number}"))).with_notice(told))
}
fn take(db: &mut Db, rq: &Rq, at: &InProject, choice: Choose, number: i32) -> Result<Option<Done>, Problem> {
    let ctx = rq.ctx()?;
    let Choose { step, motivation, conditions, opens_beside, basis, version, .. } = choice;
    match step.outcome() {
        Some(outcome) => service::decide(db, &ctx, at, number, &DecideGate { outcome, motivation, conditions, opens_beside, basis, version }).map(Some),
        None => service::lift(db, &ctx, at, number, &LiftGate { reason: motivation, basis, version }),
    }
}

fn check(db: &mut Db, rq: &Rq, at: &InProject, choice: &Choose, number: i32) -> Answer {
    let walk = Walk::of(db, at)?;
    let (row, gate) = walk.gate(number)?;
    crate::services::version::fits(row.version, choice.version)?;
    // What cannot be decided is told before it is shown back.
    if let Some(outcome) = choice.step.outcome() {
        service::demand_possible(&rq.ctx()?, at, &walk, number, outcome, &choice.conditions)?;
    }
    let place = place(rq, at, gate)?;
    let matter = if choice.step == Step::Terminate && place.ending.decides { Matter::Terminate } else { gate.pending().matter };
    let mut answers = vec![
        term(rq, "gate-decision", words(rq, at, &place, choice.step, "")),
        term(rq, if choice.step == Step::Back { "gate-to-complete" } else { "decision-motivation" }, choice.motivation.to_string()),
    ];
    for c in &choice.conditions {
        let owner = people(db, rq, at)?.into_iter().find(|p| p.value == c.owner).map_or_else(|| c.owner.clone(), |p| p.label);
        answers.push(term(rq, "gate-condition", format!("{}\n{owner}, {}", c.text, format::dated(rq.lang, c.due_on))));
    }
    if choice.opens_beside {
        answers.push(term(rq, "gate-opens-beside-answer", rq.lang.text("report-yes").to_owned()));
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
        recording: place.here.records && !matches!(choice.step, Step::Ask),
        asking: choice.step == Step::Ask,
        proposing: choice.step == Step::Terminate && place.proposes,
        gate: one::card(rq, at, &walk, number)?,
    };
    shell::page_in(db, rq, at, "gates", "pages/gates/check.html", &context)
}
fn term(rq: &Rq, key: &str, value: String) -> Term {
    Term { term: rq.lang.text(key).to_owned(), value }
}
