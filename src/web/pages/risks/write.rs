//! Forms that change a risk: new, words, assessment, measures, closure.
use crate::domain::Refused;
use crate::domain::policy::Band;
use crate::domain::risk::{MeasureState, Outcome, RiskState, Strategy};
use crate::domain::role::Role;
use crate::render::i18n::FluentArgs;
use crate::render::scale;
use crate::services::risks::{self, Assess, EditRisk, LogRisk, WithReason, WriteMeasure};
use crate::services::{InProject, Problem};
use crate::store::{Db, accounts, measures, roles};
use crate::web::form::{Choice, FormState, with_answering};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    /// The risk's reference; empty for a new one.
    reference: String,
    consequence: String,
    scales: Option<Scales>,
    people: Vec<Choice>,
    choices: Vec<Choice>,
    states: Vec<Choice>,
    bands: Vec<BandLine>,
    /// The person holds the risk: takes it out of its band, closes it.
    holds: bool,
    /// Who holds it, in words.
    holder: String,
    /// It has occurred already, which it does once.
    occurred: bool,
}
#[derive(Serialize)]
struct Scales {
    likelihood: Vec<Choice>,
    impact: Vec<Choice>,
}
/// Who gets a risk of a band: shown where S and K are chosen.
#[derive(Serialize)]
struct BandLine {
    band: Band,
    range: String,
    holder: String,
}

pub fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = context(db, rq, at, FormState::empty(rq))?;
    shell::page_in(db, rq, at, "risks", "pages/risks/new.html", &context)
}
pub fn log(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = risks::log(db, &rq.ctx()?, at, &rq.sent.read_by(|f| LogRisk::read(f, &at.policy))?)?;
    let mut args = FluentArgs::new();
    args.set("ref", reference.to_string());
    let row = risks::find(db, at, reference, None)?;
    let key = if row.escalated_at.is_some() { "msg-risk-logged-escalated" } else { "msg-risk-logged" };
    args.set("value", row.value.to_string());
    args.set("role", rq.lang.text(&format!("role-{}-the", at.charter.holder_of(row.band))).to_owned());
    args.set("day", crate::render::format::day(rq.lang, row.review_on));
    Ok(Reply::see_other(url(at, reference, "")).with_notice(rq.lang.text_with(key, &args)))
}

pub fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = risks::find(db, at, rq.risk()?, None)?;
    let owner = owner_email(db, row.owner_id)?;
    let saved = [
        ("threat", row.threat.clone()),
        ("vulnerability", row.vulnerability.clone()),
        ("consequence", row.consequence.clone()),
        ("owner", owner),
        ("version", row.version.to_string()),
    ];
    let context = about(context(db, rq, at, FormState::of(rq, &saved))?, &row.reference().to_string(), &row.consequence);
    shell::page_in(db, rq, at, "risks", "pages/risks/edit.html", &context)
}
pub fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = rq.risk()?;
    risks::edit(db, &rq.ctx()?, at, reference, &rq.read::<EditRisk>()?)?;
    Ok(Reply::see_other(url(at, reference, "")).with_notice(rq.lang.text("msg-risk-saved")))
}

pub fn assessment(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    risks::demand_work(db, &rq.ctx()?, at, rq.risk()?)?;
    let row = risks::find(db, at, rq.risk()?, None)?;
    let risk = row.to_domain()?;
    let saved =
        [("likelihood", row.likelihood.to_string()), ("impact", row.impact.to_string()), ("reason", String::new()), ("version", row.version.to_string())];
    let mut context = about(context(db, rq, at, FormState::of(rq, &saved))?, &row.reference().to_string(), &row.consequence);
    context.holds = risks::may_close(&rq.ctx()?, at, &risk);
    shell::page_in(db, rq, at, "risks", "pages/risks/assessment.html", &context)
}
pub fn assess(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = rq.risk()?;
    risks::demand_work(db, &rq.ctx()?, at, reference)?;
    let outcome = risks::assess(db, &rq.ctx()?, at, reference, &rq.sent.read_by(|f| Assess::read(f, &at.policy))?)?;
    Ok(Reply::see_other(url(at, reference, "")).with_notice(told(rq, &outcome)))
}
/// What an assessment led to, in words.
fn told(rq: &Rq, outcome: &Outcome) -> String {
    let with = |key: &str, role: Role| {
        let mut args = FluentArgs::new();
        args.set("role", rq.lang.text(&format!("role-{role}-the")).to_owned());
        rq.lang.text_with(key, &args)
    };
    match outcome {
        Outcome::Kept => rq.lang.text("msg-assessment-kept").to_owned(),
        Outcome::RaisedWithinHolder => rq.lang.text("msg-assessment-raised").to_owned(),
        Outcome::Escalated { to } => with("msg-assessment-escalated", *to),
        Outcome::Lowered => rq.lang.text("msg-assessment-lowered").to_owned(),
        Outcome::Proposed { with: role } => with("msg-assessment-proposed", *role),
    }
}

pub fn new_measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = risks::find(db, at, rq.risk()?, None)?;
    let context = about(context(db, rq, at, FormState::empty(rq))?, &row.reference().to_string(), &row.consequence);
    shell::page_in(db, rq, at, "risks", "pages/risks/measure.html", &context)
}
pub fn add_measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = rq.risk()?;
    risks::add_measure(db, &rq.ctx()?, at, reference, &rq.read::<WriteMeasure>()?)?;
    Ok(Reply::see_other(url(at, reference, "#measures")).with_notice(rq.lang.text("msg-measure-saved")))
}
pub fn measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let row = risks::find(db, at, rq.risk()?, None)?;
    let m = measures::find(db, row.id, rq.number("number")?)?.ok_or(Problem::NotFound)?;
    let saved = [
        ("strategy", m.strategy.to_string()),
        ("text", m.text.clone()),
        ("responsible", owner_email(db, m.responsible_id)?),
        ("due_on", m.due_on.map(|d| d.to_string()).unwrap_or_default()),
        ("cost", m.cost.map(|c| crate::render::format::decimal(rq.lang, c as f64 / 100.0, if c % 100 == 0 { 0 } else { 2 })).unwrap_or_default()),
        ("state", m.state.to_string()),
        ("version", m.version.to_string()),
    ];
    let context = about(context(db, rq, at, FormState::of(rq, &saved))?, &row.reference().to_string(), &row.consequence);
    shell::page_in(db, rq, at, "risks", "pages/risks/measure.html", &context)
}
pub fn save_measure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = rq.risk()?;
    risks::edit_measure(db, &rq.ctx()?, at, reference, rq.number("number")?, &rq.read::<WriteMeasure>()?)?;
    Ok(Reply::see_other(url(at, reference, "#measures")).with_notice(rq.lang.text("msg-measure-saved")))
}

pub fn closure(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    risks::demand_work(db, &rq.ctx()?, at, rq.risk()?)?;
    let row = risks::find(db, at, rq.risk()?, None)?;
    let risk = row.to_domain()?;
    let form = FormState::of(rq, &[("version", row.version.to_string())]);
    let mut context = about(context(db, rq, at, form)?, &row.reference().to_string(), &row.consequence);
    context.holds = risks::may_close(&rq.ctx()?, at, &risk);
    context.occurred = matches!(risk.state, RiskState::Occurred { .. });
    if context.occurred && !context.holds {
        return Err(Refused::RiskHasOccurred.into());
    }
    context.holder = rq.lang.text(&format!("role-{}-the", risk.held_by(&at.charter))).to_owned();
    shell::page_in(db, rq, at, "risks", "pages/risks/closure.html", &context)
}
/// Closes the risk, or notes that it has occurred.
pub fn close(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = rq.risk()?;
    risks::demand_work(db, &rq.ctx()?, at, reference)?;
    let Closing { occurred, request } = rq.read()?;
    let ctx = rq.ctx()?;
    if occurred {
        risks::occur(db, &ctx, at, reference, &request)?;
    } else {
        risks::close(db, &ctx, at, reference, &request)?;
    }
    Ok(Reply::see_other(url(at, reference, "")).with_notice(rq.lang.text(if occurred { "msg-risk-occurred" } else { "msg-risk-closed" })))
}
struct Closing {
    occurred: bool,
    request: WithReason,
}
word_enum! {
    /// How a risk ends.
    Ending { Closed = "closed", Occurred = "occurred" }
}
impl crate::input::Input for Closing {
    fn parse(f: &mut crate::input::Fields<'_>) -> Option<Closing> {
        let ending: Option<Ending> = f.word("ending");
        let request = WithReason::parse(f);
        Some(Closing { occurred: ending? == Ending::Occurred, request: request? })
    }
}

fn context(db: &mut Db, rq: &Rq, at: &InProject, form: FormState) -> Result<Context, Problem> {
    let word = |prefix: &str, value: &str| Choice::new(value, rq.lang.text(&format!("{prefix}-{value}")).to_owned());
    let steps = |texts: &[String]| {
        texts.iter().enumerate().map(|(i, t)| Choice { value: (i + 1).to_string(), label: (i + 1).to_string(), title: scale::step(rq.lang, t) }).collect()
    };
    // An edited risk has an owner, a measure somebody responsible; neither form has both.
    let people = with_answering(people(db, rq, at)?, at, &form, "owner");
    let people = with_answering(people, at, &form, "responsible");
    Ok(Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form,
        reference: String::new(),
        consequence: String::new(),
        scales: Some(Scales { likelihood: steps(&at.policy.scale().likelihood), impact: steps(&at.policy.scale().impact) }),
        people,
        choices: Strategy::ALL.iter().map(|s| word("strategy", s.as_str())).collect(),
        states: MeasureState::ALL.iter().map(|s| word("measure-state", s.as_str())).collect(),
        bands: Band::ALL
            .iter()
            .rev()
            .map(|b| BandLine {
                band: *b,
                range: format!("{}–{}", at.policy.rule(*b).from, at.policy.rule(*b).to),
                holder: rq.lang.text(&format!("role-{}-the", at.charter.holder_of(*b))).to_owned(),
            })
            .collect(),
        holds: false,
        holder: String::new(),
        occurred: false,
    })
}
fn about(context: Context, reference: &str, consequence: &str) -> Context {
    Context { reference: reference.to_owned(), consequence: consequence.to_owned(), ..context }
}
/// Everybody who can be given something to do, once each, by address.
pub fn people(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Vec<Choice>, Problem> {
    let today = rq.moment.today;
    let mut people: Vec<Choice> =
        roles::members(db, at.project.id)?.into_iter().filter(|m| m.holds(today) && !m.role().only_reads()).map(|m| Choice::new(m.email, m.name)).collect();
    people.sort_by(|a, b| (&a.label, &a.value).cmp(&(&b.label, &b.value)));
    people.dedup_by(|a, b| a.value == b.value);
    Ok(people)
}
fn owner_email(db: &mut Db, id: Option<i64>) -> Result<String, Problem> {
    match id {
        None => Ok(String::new()),
        Some(id) => Ok(accounts::find(db, id)?.map(|p| p.email).unwrap_or_default()),
    }
}
fn url(at: &InProject, reference: crate::domain::ids::RiskRef, place: &str) -> String {
    urls::in_project(at, format_args!("risks/{reference}{place}"))
}
