//! The demo's risks with their history: every review on its day, and what came of it.
use crate::demo::cast::Cast;
use crate::demo::file::{Project, Review, Risk};
use crate::demo::{entered, long, short};
use crate::domain::decision::Basis;
use crate::domain::ids::RiskRef;
use crate::domain::risk::{MeasureState, RiskTexts, Strategy};
use crate::services::risks::{self, Answer, AnswerLowering, Assess, LogRisk, WriteMeasure};
use crate::services::Problem;
use crate::store::Db;
use chrono::NaiveDate;

/// Who answers for the high risks: the chair of the body that orders the project.
const ORDERER: &str = "e-rad";

/// Review by review, so that the journal tells it in the order in which it happened.
pub fn load(db: &mut Db, cast: &Cast, project: &Project) -> Result<(), Problem> {
    let mut days: Vec<NaiveDate> = project.risks.iter().flat_map(|r| r.reviews.iter().map(|v| v.on)).collect();
    days.sort_unstable();
    days.dedup();
    for day in days {
        for (number, risk) in (1..).zip(&project.risks) {
            for (nth, review) in risk.reviews.iter().enumerate().filter(|(_, v)| v.on == day) {
                if nth == 0 { log(db, cast, project, risk, review)? } else { assess(db, cast, project, RiskRef(number), review)? }
            }
        }
        for (number, risk) in (1..).zip(&project.risks) {
            acknowledge(db, cast, project, RiskRef(number), risk, day)?;
        }
    }
    Ok(())
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
    risks::assess(db, &ctx, &at, reference, &Assess { likelihood: review.s, impact: review.k, reason: long(&review.reason)?, residual: false, version: None })?;
    if let Some(words) = &review.confirmed {
        let holder = cast.ctx(ORDERER, review.on)?;
        let held = entered(db, &holder, project)?;
        let answer = AnswerLowering { outcome: Answer::Confirm, reason: Some(long(words)?), basis: Some(Basis::Chair), version: None };
        risks::answer_lowering(db, &holder, &held, reference, &answer)?;
    }
    Ok(())
}

/// The holder has seen a risk that was logged on `day`.
fn acknowledge(db: &mut Db, cast: &Cast, project: &Project, reference: RiskRef, risk: &Risk, day: NaiveDate) -> Result<(), Problem> {
    let Some(seen_on) = risk.acknowledged_on.filter(|_| risk.reviews.first().is_some_and(|v| v.on == day)) else { return Ok(()) };
    let holder = cast.ctx(ORDERER, seen_on)?;
    let at = entered(db, &holder, project)?;
    risks::acknowledge(db, &holder, &at, reference)
}
