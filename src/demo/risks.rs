//! The demo's risks with their history: every review on its day, and what came of it.
use crate::demo::cast::Cast;
use crate::demo::file::{Project, Review, Risk};
use crate::demo::{Event, entered, long, on, short};
use crate::domain::decision::Basis;
use crate::domain::ids::RiskRef;
use crate::domain::risk::{MeasureState, RiskTexts, Strategy};
use crate::services::Problem;
use crate::services::risks::{self, Answer, AnswerLowering, Assess, LogRisk, WriteMeasure};
use crate::store::Db;
use chrono::NaiveDate;

/// Who answers for the high risks: the chair of the body that orders the project.
pub(super) const ORDERER: &str = "e-rad";

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
    }
    events
}

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
        let holder = cast.ctx(ORDERER, review.on)?;
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
