//! Deciding at a gate: one of the four outcomes, which its holder may lift and others ask for.
use super::gate_title;
use super::loose_ends::{self, LooseEnd};
use super::one::{self, Card};
use crate::domain::decision::ObjectKind;
use crate::domain::lifecycle::{Gate, GateOutcome};
use crate::domain::remark::Topic;
use crate::input::Fields;
use crate::services::decisions::Done;
use crate::services::gates::{self as service, DecideGate, LiftGate, Walk};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::decision_page::outcomes::{Given, Step, Waiting};
use crate::web::decision_page::{Case, Chosen, Name, Stand, Term};
use crate::web::form::Choice;
use crate::web::pages::risks_people as people;
use crate::web::request::Rq;
use chrono::NaiveDate;
use serde::Serialize;

/// A gate on the project's way.
pub struct AtGate {
    walk: Walk,
    number: i32,
    title: String,
    version: i64,
}
impl AtGate {
    fn gate(&self) -> Result<&Gate, Problem> {
        Ok(self.walk.gate(self.number)?.1)
    }
    fn waiting(&self, gate: &Gate, at: &InProject) -> Waiting {
        Waiting {
            pending: gate.pending(),
            others: gate.pending_for(GateOutcome::Continue),
            ending: gate.pending_termination(),
            outcomes: gate.outcomes(self.walk.course.may_end_at(self.number)),
            liftable: gate.liftable(&at.charter).is_ok(),
            askable: gate.waits(),
            closes: self.number == self.walk.course.lifecycle.last(),
            own_words: "gate",
        }
    }
    /// The phase that can be opened beside the others; empty without one.
    fn beside(&self, rq: &Rq) -> String {
        let course = &self.walk.course;
        let beside = course.lifecycle.phases.iter().find(|p| p.beside.is_some() && course.may_open_beside(self.number));
        beside.map(|p| rq.lang.name(&format!("phase-{}", p.key))).unwrap_or_default()
    }
}

pub struct Answers {
    given: Given,
    opens_beside: bool,
}
#[derive(Serialize)]
pub struct Shown {
    gate: Card,
    people: Vec<Choice>,
    beside: String,
    loose_ends: Vec<LooseEnd>,
}

impl Case for AtGate {
    type Step = Step;
    type Answers = Answers;
    type Shown = Shown;
    const MENU: &'static str = "gates";
    const FORM: &'static str = "pages/gates/decision.html";

    fn find(db: &mut Db, rq: &Rq, at: &InProject) -> Result<AtGate, Problem> {
        let (walk, number) = (Walk::of(db, at)?, rq.number("number")?);
        let row = walk.gate(number)?.0;
        let (title, version) = (gate_title(rq, number, &row.phase), row.version);
        Ok(AtGate { walk, number, title, version })
    }
    fn version(&self) -> i64 {
        self.version
    }
    fn object(&self) -> (ObjectKind, String) {
        (ObjectKind::Gate, self.number.to_string())
    }
    fn topic(&self) -> Topic {
        Topic::Gate(self.number)
    }
    fn name(&self, _rq: &Rq) -> Name {
        Name { path: format!("gates/{}", self.number), short: self.title.clone(), full: self.title.clone() }
    }
    fn stand(&self, rq: &Rq, at: &InProject) -> Result<Stand<Step>, Problem> {
        if let Some(decision) = self.walk.gate(self.number)?.0.left_decision {
            return Err(Problem::AlreadyDecided(decision));
        }
        let gate = self.walk.course.decidable(self.number)?;
        Ok(self.waiting(gate, at).stand(&rq.ctx()?, at))
    }
    fn shown(&self, db: &mut Db, rq: &Rq, at: &InProject) -> Result<Shown, Problem> {
        Ok(Shown {
            gate: one::card(rq, at, &self.walk, self.number)?,
            people: people(db, rq, at)?,
            beside: self.beside(rq),
            loose_ends: loose_ends::shown(db, rq, at, &self.walk, self.number)?,
        })
    }
    fn read(&self, f: &mut Fields<'_>, step: Option<Step>, _today: NaiveDate) -> Option<Answers> {
        let given = Given::read(f, step);
        let opens_beside = f.tick("opens_beside") && step == Some(Step::Continue);
        Some(Answers { given: given?, opens_beside })
    }
    fn terms(&self, db: &mut Db, rq: &Rq, at: &InProject, step: Step, answers: &Answers) -> Result<Vec<Term>, Problem> {
        if let Some(outcome) = step.outcome() {
            service::demand_possible(&rq.ctx()?, at, &self.walk, self.number, outcome, &answers.given.conditions)?;
        }
        let mut terms = answers.given.terms(rq, step, &people(db, rq, at)?);
        if answers.opens_beside {
            terms.push(Term::new(rq, "gate-opens-beside-answer", rq.lang.text("report-yes")));
        }
        Ok(terms)
    }
    fn take(&self, db: &mut Db, rq: &Rq, at: &InProject, chosen: Chosen<AtGate>) -> Result<Option<Done>, Problem> {
        let (ctx, number) = (rq.ctx()?, self.number);
        let Chosen { step, answers: Answers { given: Given { motivation, conditions }, opens_beside }, basis, version } = chosen;
        match step.outcome() {
            Some(outcome) => service::decide(db, &ctx, at, number, &DecideGate { outcome, motivation, conditions, opens_beside, basis, version }).map(Some),
            None => service::lift(db, &ctx, at, number, &LiftGate { reason: motivation, basis, version }),
        }
    }
    fn told(&self, rq: &Rq, at: &InProject, step: Step) -> Result<&'static str, Problem> {
        Ok(match step {
            Step::Lift => "msg-gate-lifted",
            Step::Terminate if self.waiting(self.gate()?, at).end_is_proposed(&rq.ctx()?, at) => "msg-gate-proposed",
            _ => "msg-decided-numbered",
        })
    }
}
