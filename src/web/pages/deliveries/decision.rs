//! Deciding about a part delivery: one of the four outcomes, which its holder may lift and others ask for.
use super::Card;
use crate::domain::decision::ObjectKind;
use crate::domain::lifecycle::GateOutcome;
use crate::domain::remark::Topic;
use crate::input::Fields;
use crate::services::decisions::Done;
use crate::services::deliveries::{self as service, DecideDelivery, LiftDelivery, Whole};
use crate::services::gates::Walk;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::decision_page::outcomes::{Given, Step, Waiting};
use crate::web::decision_page::{Case, Chosen, Name, Stand, Term};
use crate::web::form::Choice;
use crate::web::pages::{delivery_title, risks_people as people};
use crate::web::request::Rq;
use chrono::NaiveDate;
use serde::Serialize;

/// A part delivery, and whether the project can end now.
pub struct Gathered {
    whole: Whole,
    may_end: bool,
}
impl Gathered {
    fn waiting(&self, at: &InProject) -> Waiting {
        let delivery = &self.whole.delivery;
        Waiting {
            pending: delivery.pending(),
            others: delivery.pending_for(GateOutcome::Continue),
            ending: delivery.pending_termination(),
            outcomes: delivery.outcomes(self.may_end),
            liftable: delivery.liftable(&at.charter).is_ok(),
            askable: delivery.waits(),
            closes: false,
            own_words: "part",
        }
    }
}

#[derive(Serialize)]
pub struct Shown {
    delivery: Card,
    people: Vec<Choice>,
}

impl Case for Gathered {
    type Step = Step;
    type Answers = Given;
    type Shown = Shown;
    const MENU: &'static str = "deliverables";
    const FORM: &'static str = "pages/deliveries/decision.html";

    fn find(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Gathered, Problem> {
        let whole = Whole::find_shown(db, &rq.ctx()?, at, rq.number("number")?)?;
        Ok(Gathered { whole, may_end: Walk::of(db, at)?.course.may_end() })
    }
    fn version(&self) -> i64 {
        self.whole.row.version
    }
    fn object(&self) -> (ObjectKind, String) {
        (ObjectKind::PartDelivery, self.whole.row.number.to_string())
    }
    fn topic(&self) -> Topic {
        Topic::PartDelivery(self.whole.row.number)
    }
    fn name(&self, rq: &Rq) -> Name {
        let (number, title) = (self.whole.row.number, delivery_title(rq.lang, self.whole.row.number, &self.whole.row.name));
        Name { path: format!("deliveries/{number}"), short: title.clone(), full: title }
    }
    fn stand(&self, rq: &Rq, at: &InProject) -> Result<Stand<Step>, Problem> {
        if let Some(number) = self.whole.row.decision {
            return Err(Problem::AlreadyDecided(number));
        }
        at.demand_running()?;
        Ok(self.waiting(at).stand(&rq.ctx()?, at))
    }
    fn shown(&self, db: &mut Db, rq: &Rq, at: &InProject) -> Result<Shown, Problem> {
        Ok(Shown { delivery: Card::of(rq, at, &self.whole)?, people: people(db, rq, at)? })
    }
    fn read(&self, f: &mut Fields<'_>, step: Option<Step>, _today: NaiveDate) -> Option<Given> {
        Given::read(f, step)
    }
    fn terms(&self, db: &mut Db, rq: &Rq, at: &InProject, step: Step, given: &Given) -> Result<Vec<Term>, Problem> {
        if let Some(outcome) = step.outcome() {
            service::demand_possible(db, &rq.ctx()?, at, &self.whole, outcome, &given.conditions)?;
        }
        Ok(given.terms(rq, step, &people(db, rq, at)?))
    }
    fn take(&self, db: &mut Db, rq: &Rq, at: &InProject, chosen: Chosen<Gathered>) -> Result<Option<Done>, Problem> {
        let (ctx, number) = (rq.ctx()?, self.whole.row.number);
        let Chosen { step, answers: Given { motivation, conditions }, basis, version } = chosen;
        match step.outcome() {
            Some(outcome) => service::decide(db, &ctx, at, number, &DecideDelivery { outcome, motivation, conditions, basis, version }).map(Some),
            None => service::lift(db, &ctx, at, number, &LiftDelivery { reason: motivation, basis, version }),
        }
    }
    fn told(&self, rq: &Rq, at: &InProject, step: Step) -> Result<&'static str, Problem> {
        Ok(match step {
            Step::Lift => "msg-delivery-lifted",
            Step::Terminate if self.waiting(at).end_is_proposed(&rq.ctx()?, at) => "msg-gate-proposed",
            _ => "msg-decided-numbered",
        })
    }
}
