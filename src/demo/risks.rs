//! The demo's risks with their history: every review on its day, and what came of it.
use crate::demo::cast::Cast;
use crate::demo::file::{Ending, ORDERER, Project, Review, Risk, RiskView};
use crate::demo::{Event, entered, long, on, short};
use crate::domain::decision::Basis;
use crate::domain::ids::RiskRef;
use crate::domain::risk::{MeasureState, RiskTexts, Strategy};
use crate::domain::text::ViewName;
use crate::services::risk_views::{self, SaveView};
use crate::services::risks::{self, Answer, AnswerLowering, Assess, LogRisk, WithReason, WriteMeasure};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use chrono::NaiveDate;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    for (number, risk) in (1..).zip(&project.risks) {
        for (nth, review) in risk.reviews.iter().enumerate() {
            events.push(on(
                review.on,
                move |db| if nth == 0 { log(db, cast, project, risk, review) } else { assess(db, cast, project, RiskRef(number), review) },
            ));
        }
        if let Some(day) = risk.acknowledged_on {
            events.push(on(day, move |db| acknowledge(db, cast, project, RiskRef(number), day)));
        }
        for (ending, end) in [(&risk.occurred, risks::occur as End), (&risk.closed, risks::close)] {
            if let Some(ending) = ending {
                events.push(on(ending.on, move |db| come_to(db, cast, project, RiskRef(number), ending, end)));
            }
        }
    }
    for view in &project.views {
        events.push(on(view.on, move |db| saved(db, cast, project, view)));
    }
    events
}

type End = fn(&mut Db, &Ctx, &InProject, RiskRef, &WithReason) -> Result<(), Problem>;

fn log(db: &mut Db, cast: &Cast, project: &Project, risk: &Risk, review: &Review) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, review.on)?;
    let at = entered(db, &ctx, project)?;
    let texts = RiskTexts { threat: short(&risk.threat)?, vulnerability: short(&risk.vulnerability)?, consequence: short(&risk.consequence)? };
    let request = LogRisk { texts, likelihood: review.s, impact: review.k, reason: Some(long(&review.reason)?), owner: Some(cast.file.address(&risk.owner)) };
    let reference = risks::log(db, &ctx, &at, &request)?;
    for (nth, text) in risk.measures.iter().enumerate() {
        let chosen = nth == 0;
        let measure = WriteMeasure {
            strategy: Strategy::Reduce,
            text: long(text)?,
            responsible: chosen.then(|| cast.file.address(&risk.owner)),
            due_on: chosen.then(|| project.started_on + chrono::Days::new(242)),
            cost: None,
            state: if chosen { MeasureState::Chosen } else { MeasureState::Proposed },
            version: None,
        };
        risks::add_measure(db, &ctx, &at, reference, &measure)?;
    }
    Ok(())
}

fn assess(db: &mut Db, cast: &Cast, project: &Project, reference: RiskRef, review: &Review) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, review.on)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(risks::find(db, &at, reference, None)?.version);
    risks::assess(db, &ctx, &at, reference, &Assess { likelihood: review.s, impact: review.k, reason: long(&review.reason)?, residual: false, version })?;
    if let Some(words) = &review.confirmed {
        let holder = cast.ctx(&review.confirmed_by, review.on)?;
        let held = entered(db, &holder, project)?;
        let version = Some(risks::find(db, &held, reference, None)?.version);
        let answer = AnswerLowering { outcome: Answer::Confirm, reason: Some(long(words)?), basis: Some(Basis::Chair), supersedes: None, version };
        risks::answer_lowering(db, &holder, &held, reference, &answer)?;
    }
    Ok(())
}

/// The holder has seen the escalated risk.
fn acknowledge(db: &mut Db, cast: &Cast, project: &Project, reference: RiskRef, day: NaiveDate) -> Result<(), Problem> {
    let holder = cast.ctx(ORDERER, day)?;
    let at = entered(db, &holder, project)?;
    risks::acknowledge(db, &holder, &at, reference)
}

/// The risk happens, or is closed.
fn come_to(db: &mut Db, cast: &Cast, project: &Project, reference: RiskRef, ending: &Ending, end: End) -> Result<(), Problem> {
    let ctx = cast.ctx(&ending.by, ending.on)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(risks::find(db, &at, reference, None)?.version);
    end(db, &ctx, &at, reference, &WithReason { reason: long(&ending.reason)?, version })
}

/// A view of the register, as somebody has saved it.
fn saved(db: &mut Db, cast: &Cast, project: &Project, view: &RiskView) -> Result<(), Problem> {
    let ctx = cast.ctx(&view.by, view.on)?;
    let at = entered(db, &ctx, project)?;
    let query = [("held_by", view.held_by.to_string()), ("sort", view.sort.to_string())].map(|(name, word)| (name.to_owned(), word));
    let name = ViewName::new(&view.name).map_err(Problem::internal)?;
    risk_views::save(db, &ctx, &at, &SaveView { name, query: query.into() }).map(|_| ())
}
