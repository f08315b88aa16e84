//! Deciding about a risk: it is accepted, a measure is ordered, a lowering is answered, or it is lifted; others ask its holder.
use super::brief::{self, Brief};
use super::view::{self, Card};
use super::write::people;
use crate::domain::Refused;
use crate::domain::decision::ObjectKind;
use crate::domain::remark::Topic;
use crate::domain::risk::{self, MeasureState, Risk, RiskState, Strategy};
use crate::domain::text::{LongText, ShortText};
use crate::input::Fields;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::decisions::Done;
use crate::services::risks::{self, Accept, Answer as Reaction, AnswerLowering, LiftRisk, OrderMeasure, WriteMeasure};
use crate::services::{InProject, Problem};
use crate::store::risks::RiskRow;
use crate::store::{Db, decisions as decision_rows};
use crate::web::decision_page::{Case, Chosen, Name, Stand, Term};
use crate::web::form::Choice;
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{decision_page, urls};
use chrono::NaiveDate;
use serde::Serialize;

word_enum! {
    /// What the holder can do with a risk; others ask the holder.
    Step { Accept = "accept", Order = "order", Lift = "lift", Confirm = "confirm", Refuse = "refuse", Ask = "ask" }
}
impl decision_page::Step for Step {
    fn look(self) -> (&'static str, &'static str) {
        match self {
            Step::Accept | Step::Confirm => ("circle-check", "go"),
            Step::Order => ("wrench", "back"),
            Step::Refuse => ("undo-2", "back"),
            Step::Lift => ("arrow-up", "end"),
            Step::Ask => ("message-square", "back"),
        }
    }
    fn asks(self) -> bool {
        self == Step::Ask
    }
}

/// What the address names when the holder is to be asked.
const ASKING: &str = "ask";

/// A risk, and the lowering that may wait with it.
pub struct Open {
    row: RiskRow,
    risk: Risk,
}
impl Open {
    /// The decisions about the risk that no other has superseded, newest first.
    fn earlier(&self, db: &mut Db, rq: &Rq, at: &InProject) -> Result<Vec<Choice>, Problem> {
        let all = decision_rows::about(db, at.project.id, ObjectKind::Risk, &self.row.reference().to_string())?;
        let superseded: Vec<i32> = all.iter().filter_map(|d| d.supersedes).collect();
        let current = all.iter().rev().filter(|d| !superseded.contains(&d.number));
        Ok(current.map(|d| Choice::new(d.number, format!("{}: {}", d.number, rq.lang.text(&format!("decision-outcome-{}", d.outcome))))).collect())
    }
    /// What its holder can do, or whoever records it.
    fn holders_steps(&self) -> Vec<Step> {
        match (&self.risk.proposal, &self.risk.state) {
            (Some(_), _) => vec![Step::Confirm, Step::Refuse, Step::Order],
            (None, RiskState::Occurred { .. }) => vec![Step::Order],
            (None, _) => vec![Step::Accept, Step::Order],
        }
    }
    /// What a step is called: what is accepted is accepted anew.
    fn words(&self, step: Step) -> String {
        match (step, &self.risk.state) {
            (Step::Accept, RiskState::Accepted { .. }) => "risk-step-renew".to_owned(),
            (step, _) => format!("risk-step-{step}"),
        }
    }
    /// The decision that an acceptance takes the place of.
    fn replaced(&self, db: &mut Db, at: &InProject, step: Step, named: Option<i32>) -> Result<Option<i32>, Problem> {
        if step == Step::Accept { risks::replaced_acceptance(db, at, &self.risk, named) } else { Ok(named) }
    }
}

pub struct Answers {
    reason: LongText,
    expires_on: Option<NaiveDate>,
    responsible: Option<String>,
    due_on: Option<NaiveDate>,
    supersedes: Option<i32>,
}
#[derive(Serialize)]
pub struct Shown {
    risk: Card,
    people: Vec<Choice>,
    /// What the project leader proposes, and why the matter has come up.
    brief: Brief,
    /// Decisions about the risk that this one may correct.
    earlier: Vec<Choice>,
}

impl Case for Open {
    type Step = Step;
    type Answers = Answers;
    type Shown = Shown;
    const MENU: &'static str = "risks";
    const FORM: &'static str = "pages/risks/decision.html";
    const CHECK: &'static str = "pages/risks/check.html";

    fn find(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Open, Problem> {
        let row = risks::find(db, at, rq.risk()?, None)?;
        Ok(Open { risk: row.to_domain()?, row })
    }
    fn version(&self) -> i64 {
        self.row.version
    }
    fn object(&self) -> (ObjectKind, String) {
        (ObjectKind::Risk, self.row.reference().to_string())
    }
    fn topic(&self) -> Topic {
        Topic::Risk(self.row.reference())
    }
    fn name(&self, _rq: &Rq) -> Name {
        let reference = self.row.reference();
        Name { path: format!("risks/{reference}"), short: reference.to_string(), full: format!("{reference} {}", self.row.consequence) }
    }
    fn stand(&self, rq: &Rq, at: &InProject) -> Result<Stand<Step>, Problem> {
        if !self.risk.is_open() {
            return Err(Refused::RiskIsClosed.into());
        }
        let stand = Stand::before(&rq.ctx()?, at, &self.risk.pending_lowering());
        // Asking is no decision: whoever records those of the holder asks on a page of its own.
        let mut stand = if stand.standing.records && rq.query.contains_key(ASKING) { stand.asking() } else { stand };
        let (acts, own) = (stand.acts(), stand.standing.own);
        let mut steps = if acts { self.holders_steps() } else { Vec::new() };
        if (acts || own) && risk::above(stand.holder).is_some() {
            steps.push(Step::Lift);
        }
        if !acts && !own {
            steps.push(Step::Ask);
        }
        for step in steps {
            stand.offer(step, self.words(step));
        }
        Ok(stand)
    }
    fn shown(&self, db: &mut Db, rq: &Rq, at: &InProject) -> Result<Shown, Problem> {
        Ok(Shown {
            risk: view::card(db, rq, at, &self.row, &self.risk)?,
            people: people(db, rq, at)?,
            brief: brief::of(db, rq, &self.row)?,
            earlier: self.earlier(db, rq, at)?,
        })
    }
    fn read(&self, f: &mut Fields<'_>, step: Option<Step>, today: NaiveDate) -> Option<Answers> {
        let reason = f.long("reason");
        let expires_on = if step == Some(Step::Accept) { risks::read_expiry(f, today) } else { None };
        let (responsible, due_on) = if step == Some(Step::Order) { (f.short("responsible"), f.optional_date("due_on")) } else { (None, None) };
        let corrects = step.is_some_and(|s| !matches!(s, Step::Lift | Step::Ask));
        let supersedes = if corrects { f.optional_whole("supersedes", 1..=i64::from(i32::MAX)).map(|n| n as i32) } else { None };
        Some(Answers { reason: reason?, expires_on, responsible: responsible.map(ShortText::into_string), due_on, supersedes })
    }
    fn terms(&self, db: &mut Db, rq: &Rq, at: &InProject, step: Step, answers: &Answers) -> Result<Vec<Term>, Problem> {
        let mut terms = vec![Term::new(rq, "risk-reason", answers.reason.to_string())];
        let day = |key: &str, day: NaiveDate| Term::new(rq, key, format::long_day(rq.lang, day));
        terms.extend(answers.expires_on.map(|until| day("risk-accepted-until", until)));
        if let Some(email) = &answers.responsible {
            let name = people(db, rq, at)?.into_iter().find(|p| p.value == *email).map_or_else(|| email.clone(), |p| p.label);
            terms.push(Term::new(rq, "risk-responsible", name));
        }
        terms.extend(answers.due_on.map(|due| day("risk-due", due)));
        terms.extend(self.replaced(db, at, step, answers.supersedes)?.map(|number| Term::new(rq, "decision-supersedes", number.to_string())));
        Ok(terms)
    }
    fn comes_of(&self, rq: &Rq, step: Step, answers: &Answers) -> Option<String> {
        let until = answers.expires_on.filter(|_| step == Step::Accept)?;
        let mut args = FluentArgs::new();
        args.set("day", format::long_day(rq.lang, until));
        Some(rq.lang.text_with("risk-kept-until", &args))
    }
    fn take(&self, db: &mut Db, rq: &Rq, at: &InProject, chosen: Chosen<Open>) -> Result<Option<Done>, Problem> {
        let (ctx, reference) = (rq.ctx()?, self.row.reference());
        let Chosen { step, answers: Answers { reason, expires_on, responsible, due_on, supersedes }, basis, version } = chosen;
        let outcome = match step {
            Step::Accept => {
                let request = Accept { reason, expires_on: expires_on.unwrap_or(ctx.today), basis, supersedes, version };
                return risks::accept(db, &ctx, at, reference, &request).map(Some);
            }
            Step::Order => {
                let (strategy, state) = (Strategy::Reduce, MeasureState::Chosen);
                let measure = WriteMeasure { strategy, text: reason, responsible, due_on, cost: None, state, version };
                return risks::order_measure(db, &ctx, at, reference, &OrderMeasure { measure, basis, supersedes }).map(Some);
            }
            Step::Lift | Step::Ask => return risks::lift(db, &ctx, at, reference, &LiftRisk { reason, basis, version }),
            Step::Confirm => Reaction::Confirm,
            Step::Refuse => Reaction::Refuse,
        };
        let request = AnswerLowering { outcome, reason: Some(reason), basis, supersedes, version };
        risks::answer_lowering(db, &ctx, at, reference, &request).map(Some)
    }
    fn told(&self, _rq: &Rq, _at: &InProject, step: Step) -> Result<&'static str, Problem> {
        Ok(if step == Step::Lift { "msg-lifted" } else { "msg-decided-numbered" })
    }
}

/// The holder has seen the escalation.
pub fn acknowledge(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let reference = rq.risk()?;
    risks::acknowledge(db, &rq.ctx()?, at, reference)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("risks/{reference}"))).with_notice(rq.lang.text("msg-acknowledged")))
}
