//! Deciding about a risk: one screen, nothing chosen beforehand, the answers checked before they are final.
use crate::domain::Refused;
use crate::domain::decision::Basis;
use crate::domain::mandate::Pending;
use crate::domain::risk::{self, MeasureState, Risk, RiskState, Strategy};
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, FieldError, Fields, Input};
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::decisions::{self, BasisKind, Done, Standing, read_basis};
use crate::services::risks::{self, Accept, Answer as Reaction, AnswerLowering, LiftRisk, OrderMeasure, WriteMeasure};
use crate::services::{InProject, Problem};
use crate::store::risks::RiskRow;
use crate::store::{Db, decisions as decision_rows};
use crate::web::basis::{self, Offered};
use crate::web::form::{Choice, FormState};
use crate::web::pages::risks::brief::{self, Brief};
use crate::web::pages::risks::view::{self, Card};
use crate::web::pages::risks::write::people;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;
use std::collections::BTreeMap;

word_enum! {
    /// What the holder can do with a risk; others ask the holder.
    Step { Accept = "accept", Order = "order", Lift = "lift", Confirm = "confirm", Refuse = "refuse", Ask = "ask" }
}

/// The form of the decision page: one step, and what that step needs.
struct Choose {
    step: Step,
    reason: LongText,
    expires_on: Option<chrono::NaiveDate>,
    responsible: Option<String>,
    due_on: Option<chrono::NaiveDate>,
    basis: Option<Basis>,
    supersedes: Option<i32>,
    version: Option<i64>,
    checked: bool,
    back: bool,
}
impl Input for Choose {
    fn parse(f: &mut Fields<'_>) -> Option<Choose> {
        let step: Option<Step> = f.word("step");
        let reason = f.long("reason");
        // What another step asks for is not read: it is not shown either.
        let expires_on = if step == Some(Step::Accept) { f.date("expires_on") } else { None };
        let responsible = if step == Some(Step::Order) { f.short("responsible") } else { None };
        let due_on = if step == Some(Step::Order) { f.optional_date("due_on") } else { None };
        // Asking the holder is no decision, so it rests on no basis.
        let basis = if step == Some(Step::Ask) { None } else { read_basis(f) };
        if f.tick("needs_basis") && step != Some(Step::Ask) && f.optional_word::<BasisKind>("basis").is_none() {
            f.fault("basis", Fault::Required);
        }
        let supersedes = f.optional_whole("supersedes", 1..=i64::from(i32::MAX)).map(|n| n as i32);
        let (version, checked, back) = (f.version(), f.tick("checked"), f.tick("back"));
        let (responsible, step, reason) = (responsible.map(ShortText::into_string), step?, reason?);
        Some(Choose { step, reason, expires_on, responsible, due_on, basis, supersedes, version, checked, back })
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
    /// What the project leader proposes, and why the matter has come up.
    brief: Brief,
    /// On what basis a body can decide here; none for a person.
    basis: Option<Offered>,
    /// Decisions about the risk that this one may correct.
    earlier: Vec<Choice>,
    /// The role that could decide instead, where everybody who holds the risk made what waits.
    alternate: Option<Role>,
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
    /// Nothing is decided: the holder is asked.
    asking: bool,
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
        return Err(Refused::RiskIsClosed.into());
    }
    let (ctx, pending) = (rq.ctx()?, waiting(&risk));
    let standing = decisions::standing(&ctx, at, &pending);
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        people: people(db, rq, at)?,
        steps: steps(rq, &risk, &standing),
        brief: brief::of(db, rq, at, &row)?,
        basis: Offered::of(db, rq, at, &standing)?,
        earlier: earlier(db, rq, at, &row)?,
        alternate: risks::alternate(&ctx, at, &risk),
        recording: standing.records,
        capacity: view::capacity(rq, at, &standing, risk.matter()),
        risk: view::card(db, rq, at, &row, &risk)?,
    };
    shell::page_in(db, rq, at, "risks", "pages/risks/decision.html", &context)
}

/// What the page is about: the lowering that waits, or else the risk itself.
fn waiting(risk: &Risk) -> Pending {
    if risk.proposal.is_some() { risk.pending_lowering() } else { risk.pending() }
}
/// The decisions about the risk that no other has superseded, newest first.
fn earlier(db: &mut Db, rq: &Rq, at: &InProject, row: &RiskRow) -> Result<Vec<Choice>, Problem> {
    let all = decision_rows::about(db, at.project.id, "risk", &row.reference().to_string())?;
    let superseded: Vec<i32> = all.iter().filter_map(|d| d.supersedes).collect();
    let current = all.iter().rev().filter(|d| !superseded.contains(&d.number));
    Ok(current.map(|d| Choice::new(d.number, format!("{}: {}", d.number, rq.lang.text(&format!("decision-outcome-{}", d.outcome))))).collect())
}

fn steps(rq: &Rq, risk: &Risk, standing: &Standing) -> Vec<StepChoice> {
    let above = risk::above(standing.role);
    let mut wanted = Vec::new();
    if standing.decides || standing.records {
        match (&risk.proposal, &risk.state) {
            (Some(_), _) => wanted.extend([(Step::Confirm, "circle-check", "go"), (Step::Refuse, "undo-2", "back")]),
            (None, RiskState::Accepted { .. } | RiskState::Occurred { .. }) => {}
            (None, _) => wanted.push((Step::Accept, "circle-check", "go")),
        }
        wanted.push((Step::Order, "wrench", "back"));
    }
    if (standing.decides || standing.records || standing.own) && above.is_some() {
        wanted.push((Step::Lift, "arrow-up", "end"));
    }
    if !standing.decides && !standing.own {
        wanted.push((Step::Ask, "message-square", "back"));
    }
    let mut args = FluentArgs::new();
    args.set("role", above.map_or(String::new(), |r| rq.lang.text(&format!("role-{r}-the")).to_owned()));
    args.set("holder", rq.lang.text(&format!("role-{}-the", standing.role)).to_lowercase());
    wanted
        .into_iter()
        .map(|(value, icon, kind)| StepChoice {
            value,
            label: rq.lang.text_with(&format!("risk-step-{value}"), &args),
            detail: rq.lang.text_with(&format!("risk-step-{value}-means"), &args),
            icon,
            kind,
        })
        .collect()
}

/// First the answers are shown back; sent once more from there, they are final.
pub fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let choice = read(db, rq, at)?;
    let row = risks::find(db, at, rq.risk()?, choice.version)?;
    if choice.back {
        let mut form = FormState { values: rq.sent.typed(), ..FormState::default() };
        form.values.remove("checked");
        return page(db, rq, at, form);
    }
    if !choice.checked {
        return check(db, rq, at, &choice, &row);
    }
    let lifts = choice.step == Step::Lift;
    let told = match take(db, rq, at, choice)? {
        Some(Done::Decided(_)) if lifts => rq.lang.text("msg-lifted").to_owned(),
        Some(Done::Decided(number)) => {
            let mut args = FluentArgs::new();
            args.set("number", number.to_string());
            rq.lang.text_with("msg-decided-numbered", &args)
        }
        Some(Done::WaitsForChair(_)) => rq.lang.text("msg-waits-for-chair").to_owned(),
        None => rq.lang.text("msg-asked").to_owned(),
    };
    Ok(Reply::see_other(urls::in_project(at, format_args!("risks/{}", row.reference()))).with_notice(told))
}

/// The form, with everything that is wrong in it told at once: what is lacking, and the days that the rules refuse.
fn read(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Choose, Problem> {
    let days: Days = rq.sent.read().unwrap_or_default();
    let (today, mut refused) = (rq.moment.today, Vec::new());
    let risk = risks::find(db, at, rq.risk()?, None)?.to_domain()?;
    if days.expires_on.is_some_and(|day| risk.acceptable(day, today) == Err(Refused::ExpiryOutOfReach)) {
        refused.push(FieldError { field: "expires_on".to_owned(), fault: Fault::Other("expiry-out-of-reach") });
    }
    if days.meeting_date.is_some_and(|day| day > today) {
        refused.push(FieldError { field: "meeting_date".to_owned(), fault: Fault::Other("in-the-future") });
    }
    match rq.sent.read::<Choose>() {
        Ok(choice) if refused.is_empty() || choice.back => Ok(choice),
        Ok(_) => Err(Problem::Invalid(refused)),
        Err(faults) => Err(Problem::Invalid([faults, refused].concat())),
    }
}
/// The days that the chosen step and basis rest on.
#[derive(Default)]
struct Days {
    expires_on: Option<chrono::NaiveDate>,
    meeting_date: Option<chrono::NaiveDate>,
}
impl Input for Days {
    fn parse(f: &mut Fields<'_>) -> Option<Days> {
        let (step, basis) = (f.optional_word::<Step>("step"), f.optional_word::<BasisKind>("basis"));
        let typed = f.optional_dated("meeting").is_none();
        let expires_on = if step == Some(Step::Accept) { f.optional_date("expires_on") } else { None };
        let meeting_date = if basis == Some(BasisKind::Meeting) && step != Some(Step::Ask) && typed { f.optional_date("meeting_date") } else { None };
        Some(Days { expires_on, meeting_date })
    }
}

fn take(db: &mut Db, rq: &Rq, at: &InProject, choice: Choose) -> Result<Option<Done>, Problem> {
    let (ctx, reference) = (rq.ctx()?, rq.risk()?);
    let Choose { step, reason, basis, supersedes, version, .. } = choice;
    let answer = |outcome: Reaction, reason: LongText, basis| AnswerLowering { outcome, reason: Some(reason), basis, supersedes, version };
    let done = match step {
        Step::Accept => {
            let request = Accept { reason, expires_on: choice.expires_on.unwrap_or(ctx.today), basis, supersedes, version };
            risks::accept(db, &ctx, at, reference, &request)?
        }
        Step::Confirm => risks::answer_lowering(db, &ctx, at, reference, &answer(Reaction::Confirm, reason, basis))?,
        Step::Refuse => risks::answer_lowering(db, &ctx, at, reference, &answer(Reaction::Refuse, reason, basis))?,
        Step::Order => {
            let (strategy, state) = (Strategy::Reduce, MeasureState::Chosen);
            let measure = WriteMeasure { strategy, text: reason, responsible: choice.responsible, due_on: choice.due_on, cost: None, state, version };
            risks::order_measure(db, &ctx, at, reference, &OrderMeasure { measure, basis, supersedes })?
        }
        Step::Lift | Step::Ask => return risks::lift(db, &ctx, at, reference, &LiftRisk { reason, basis, version }),
    };
    Ok(Some(done))
}

fn check(db: &mut Db, rq: &Rq, at: &InProject, choice: &Choose, row: &RiskRow) -> Answer {
    let risk = row.to_domain()?;
    let standing = decisions::standing(&rq.ctx()?, at, &waiting(&risk));
    let mut role_args = FluentArgs::new();
    role_args.set("holder", rq.lang.text(&format!("role-{}-the", standing.role)).to_lowercase());
    let mut answers = vec![
        term(rq, "risk-decision", rq.lang.text_with(&format!("risk-step-{}", choice.step), &role_args), "step"),
        term(rq, "risk-reason", choice.reason.to_string(), "reason"),
    ];
    if let Some(day) = choice.expires_on {
        answers.push(term(rq, "risk-accepted-until", format::long_day(rq.lang, day), "expires_on"));
    }
    if let Some(email) = &choice.responsible {
        let name = super::write::people(db, rq, at)?.into_iter().find(|p| p.value == *email).map_or_else(|| email.clone(), |p| p.label);
        answers.push(term(rq, "risk-responsible", name, "responsible"));
    }
    if let Some(day) = choice.due_on {
        answers.push(term(rq, "risk-due", format::long_day(rq.lang, day), "due_on"));
    }
    if let Some(basis) = &choice.basis {
        answers.push(term(rq, "risk-basis", basis::words(rq, basis), "basis"));
    }
    if let Some(number) = choice.supersedes {
        answers.push(term(rq, "decision-supersedes", number.to_string(), "supersedes"));
    }
    let mut fields = rq.sent.typed();
    fields.remove("csrf");
    let context = Check {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        answers,
        fields,
        capacity: view::capacity(rq, at, &standing, risk.matter()),
        recording: standing.records && choice.step != Step::Ask,
        asking: choice.step == Step::Ask,
        risk: view::card(db, rq, at, row, &risk)?,
    };
    shell::page_in(db, rq, at, "risks", "pages/risks/check.html", &context)
}
fn term(rq: &Rq, key: &str, value: String, field: &str) -> Term {
    Term { term: rq.lang.text(key).to_owned(), value, href: format!("#f-{field}") }
}

/// The holder has seen the escalation.
pub fn acknowledge(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = rq.risk()?;
    risks::acknowledge(db, &rq.ctx()?, at, reference)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("risks/{reference}"))).with_notice(rq.lang.text("msg-acknowledged")))
}
