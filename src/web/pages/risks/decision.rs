//! Deciding about a risk: one screen, nothing chosen beforehand, the answers checked before they are final.
use crate::domain::decision::Basis;
use crate::domain::risk::{MeasureState, Strategy};
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::decisions::{Done, read_basis};
use crate::services::risks::{self, Accept, Answer as Reaction, AnswerLowering, WithReason, WriteMeasure};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::form::{Choice, FormState};
use crate::web::pages::risks::view::{self, Card};
use crate::web::pages::risks::write::people;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

word_enum! {
    /// What the holder can do with a risk.
    Step { Accept = "accept", Order = "order", Lift = "lift", Confirm = "confirm", Refuse = "refuse" }
}

/// The form of the decision page: one step, and what that step needs.
struct Choose {
    step: Step,
    reason: LongText,
    expires_on: Option<chrono::NaiveDate>,
    responsible: Option<String>,
    due_on: Option<chrono::NaiveDate>,
    basis: Option<Basis>,
    version: Option<i64>,
    checked: bool,
    back: bool,
}
impl Input for Choose {
    fn parse(f: &mut Fields<'_>) -> Option<Choose> {
        let step: Option<Step> = f.word("step");
        let reason = f.long("reason");
        let expires_on = if step == Some(Step::Accept) { Some(f.date("expires_on")?) } else { None };
        let responsible = if step == Some(Step::Order) { f.short("responsible") } else { f.optional_short("responsible") };
        if step == Some(Step::Order) && responsible.is_none() {
            return None;
        }
        let due_on = f.optional_date("due_on");
        // Lifting further is no decision in the matter, so it rests on no basis.
        let basis = if step == Some(Step::Lift) { None } else { read_basis(f) };
        let needs_basis = f.tick("needs_basis") && !matches!(step, Some(Step::Lift) | None);
        if needs_basis && basis.is_none() {
            f.fault("basis", Fault::Required);
        }
        let (version, checked, back) = (f.version(), f.tick("checked"), f.tick("back"));
        Some(Choose { step: step?, reason: reason?, expires_on, responsible: responsible.map(ShortText::into_string), due_on, basis, version, checked, back })
    }
}

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    risk: Card,
    people: Vec<Choice>,
    steps: Vec<StepChoice>,
    /// A body decides: on what basis must be said.
    body: bool,
    /// The leader or a secretary records what the body decided; its chair confirms.
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
    risk: Card,
    answers: Vec<Term>,
    fields: BTreeMap<String, String>,
    capacity: String,
    recording: bool,
}
#[derive(Serialize)]
struct Term {
    term: String,
    value: String,
    href: String,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = risks::find(db, at, rq.risk()?, None)?;
    let form = FormState::of(rq, &[("version", row.version.to_string())]);
    page(db, rq, at, form)
}

fn page(db: &mut Db, rq: &Rq, at: &InProject, form: FormState) -> Answer {
    let row = risks::find(db, at, rq.risk()?, None)?;
    let risk = row.to_domain()?;
    if !risk.is_open() {
        return Err(crate::domain::Refused::RiskIsClosed.into());
    }
    let (holder, recording, body) = standing(rq, at, &risk);
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        people: people(db, rq, at)?,
        steps: steps(rq, &risk, holder, recording),
        body,
        recording,
        capacity: view::capacity(rq, at, holder, risk.matter()),
        risk: view::card(db, rq, at, &row, &risk)?,
    };
    shell::page_in(db, rq, at, "risks", "pages/risks/decision.html", &context)
}

/// In which role the person stands before the risk, whether as one who records, and whether a body decides.
fn standing(rq: &Rq, at: &InProject, risk: &crate::domain::risk::Risk) -> (crate::domain::role::Role, bool, bool) {
    let mandate = match &risk.lift {
        Some(lift) => at.charter.mandate_lifted_to(&at.actor, risk.matter(), lift.to, rq.moment.today),
        None => at.mandate_for(risk.matter(), rq.moment.today),
    };
    match mandate {
        Ok(m) => (m.role(), false, m.is_for_body()),
        Err(_) => {
            let holder = risk.held_by(&at.charter);
            (holder, at.is_body(holder), at.is_body(holder))
        }
    }
}

fn steps(rq: &Rq, risk: &crate::domain::risk::Risk, holder: crate::domain::role::Role, recording: bool) -> Vec<StepChoice> {
    let above = crate::domain::risk::above(holder);
    let mut wanted = if risk.proposal.is_some() {
        vec![(Step::Confirm, "circle-check", "go"), (Step::Refuse, "undo-2", "back")]
    } else {
        vec![(Step::Accept, "circle-check", "go")]
    };
    if !recording {
        wanted.push((Step::Order, "wrench", "back"));
    }
    if above.is_some() {
        wanted.push((Step::Lift, "arrow-up", "end"));
    }
    let mut args = FluentArgs::new();
    args.set("role", above.map_or(String::new(), |r| rq.lang.text(&format!("role-{r}-the")).to_owned()));
    wanted
        .into_iter()
        .map(|(value, icon, kind)| StepChoice {
            value,
            label: rq.lang.text(&format!("risk-step-{value}")).to_owned(),
            detail: rq.lang.text_with(&format!("risk-step-{value}-means"), &args),
            icon,
            kind,
        })
        .collect()
}

/// First the answers are shown back; sent once more from there, they are final.
pub fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let choice: Choose = rq.read()?;
    let row = risks::find(db, at, rq.risk()?, choice.version)?;
    if choice.back {
        let mut form = FormState { values: rq.sent.typed(), ..FormState::default() };
        form.values.remove("checked");
        return page(db, rq, at, form);
    }
    if !choice.checked {
        return check(db, rq, at, &choice, &row);
    }
    let done = take(db, rq, at, choice)?;
    let key = match done {
        Some(Done::Decided(_)) => "msg-decided",
        Some(Done::WaitsForChair(_)) => "msg-waits-for-chair",
        None => "msg-lifted",
    };
    Ok(Reply::see_other(urls::in_project(at, format_args!("risks/{}", row.reference()))).with_notice(rq.lang.text(key)))
}

fn take(db: &mut Db, rq: &Rq, at: &InProject, choice: Choose) -> Result<Option<Done>, Problem> {
    let (ctx, reference) = (rq.ctx()?, rq.risk()?);
    let Choose { step, reason, basis, version, .. } = choice;
    let done = match step {
        Step::Accept => risks::accept(db, &ctx, at, reference, &Accept { reason, expires_on: choice.expires_on.unwrap_or(ctx.today), basis, version })?,
        Step::Confirm => risks::answer_lowering(db, &ctx, at, reference, &AnswerLowering { outcome: Reaction::Confirm, reason: Some(reason), basis, version })?,
        Step::Refuse => risks::answer_lowering(db, &ctx, at, reference, &AnswerLowering { outcome: Reaction::Refuse, reason: Some(reason), basis, version })?,
        Step::Order => {
            let measure = WriteMeasure {
                strategy: Strategy::Reduce,
                text: reason,
                responsible: choice.responsible,
                due_on: choice.due_on,
                cost: None,
                state: MeasureState::Chosen,
                version,
            };
            risks::order_measure(db, &ctx, at, reference, &measure)?
        }
        Step::Lift => {
            risks::lift(db, &ctx, at, reference, &WithReason { reason, version })?;
            return Ok(None);
        }
    };
    Ok(Some(done))
}

fn check(db: &mut Db, rq: &Rq, at: &InProject, choice: &Choose, row: &crate::store::risks::RiskRow) -> Answer {
    let risk = row.to_domain()?;
    let (holder, recording, _) = standing(rq, at, &risk);
    let mut answers = vec![
        term(rq, "risk-decision", rq.lang.text(&format!("risk-step-{}", choice.step)).to_owned(), "step"),
        term(rq, "risk-reason", choice.reason.to_string(), "reason"),
    ];
    if let Some(day) = choice.expires_on {
        answers.push(term(rq, "risk-accepted-until", format::long_day(rq.lang, day), "expires_on"));
    }
    if let Some(email) = &choice.responsible {
        answers.push(term(rq, "risk-responsible", email.clone(), "responsible"));
    }
    if let Some(day) = choice.due_on {
        answers.push(term(rq, "risk-due", format::long_day(rq.lang, day), "due_on"));
    }
    if let Some(basis) = &choice.basis {
        answers.push(term(rq, "risk-basis", basis_words(rq, basis), "basis"));
    }
    let mut fields = rq.sent.typed();
    fields.remove("csrf");
    let context = Check {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        answers,
        fields,
        capacity: view::capacity(rq, at, holder, risk.matter()),
        recording,
        risk: view::card(db, rq, at, row, &risk)?,
    };
    shell::page_in(db, rq, at, "risks", "pages/risks/check.html", &context)
}
fn term(rq: &Rq, key: &str, value: String, field: &str) -> Term {
    Term { term: rq.lang.text(key).to_owned(), value, href: format!("#f-{field}") }
}

/// A basis in words: "Vid möte 23 oktober 2020, § 5. Närvarande: …".
pub fn basis_words(rq: &Rq, basis: &Basis) -> String {
    let mut args = FluentArgs::new();
    match basis {
        Basis::Meeting { date, item, present } => {
            args.set("day", format::dated(rq.lang, *date));
            args.set("item", item.clone());
            args.set("present", present.clone());
            rq.lang.text_with("decision-basis-meeting", &args)
        }
        Basis::PerCapsulam { agreed } => {
            args.set("agreed", agreed.clone());
            rq.lang.text_with("decision-basis-per-capsulam", &args)
        }
        Basis::Chair => rq.lang.text("decision-basis-chair").to_owned(),
    }
}

/// The holder has seen the escalation.
pub fn acknowledge(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = rq.risk()?;
    risks::acknowledge(db, &rq.ctx()?, at, reference)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("risks/{reference}"))).with_notice(rq.lang.text("msg-acknowledged")))
}
