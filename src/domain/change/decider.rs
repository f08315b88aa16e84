//! Who decides a change request follows from what it touches, never from a form.
use super::Assessment;
use crate::domain::charter::{Charter, Limit};
use crate::domain::matter::Matter;
use crate::domain::money::Ore;
use serde::Serialize;

/// The matters of a change, each reaching further than the one before.
pub const LADDER: [Matter; 4] = [Matter::ChangeWithinTolerance, Matter::ChangePlan, Matter::ChangeBudgetFrame, Matter::ChangeFinancing];

/// The matter that a request falls under, and what makes it so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decider {
    pub matter: Matter,
    pub because: Vec<Because>,
}

/// What brings a request to its decider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Because {
    /// Neither time, budget nor goals beyond the project leader's limits.
    WithinTolerance {
        limit: Limit,
    },
    Goals,
    /// Deliverables are added, changed or removed.
    Deliverables,
    /// Days beyond what the charter gives the holder of `matter`.
    Days {
        days: i64,
        limit: i32,
        matter: Matter,
    },
    /// Money (öre) beyond what the charter gives the holder of `matter`.
    Cost {
        amount: Ore,
        limit: Ore,
        matter: Matter,
    },
    /// The sum of the budget changes by so much.
    BudgetFrame {
        amount: Ore,
    },
    Financing,
}

/// The decider of what was assessed, by the charter in force: conditions of the financing, or else the budget's frame, or else
/// goals and deliverables, or else within the leader's limits. Where the days or the money exceed the limit that the charter sets
/// a matter, the next one further up takes it. Days and money are the largest of what was stated and what the plan's lines move.
pub fn decider(assessment: &Assessment, charter: &Charter) -> Decider {
    let (days, cost) = (assessment.reach_in_days(), assessment.reach_in_money());
    let mut because = touched(assessment);
    let mut step = because.iter().map(least).max().unwrap_or(0);
    while let (Some(limit), true) = (charter.limit(LADDER[step]), step + 1 < LADDER.len()) {
        let most = Ore::kronor(limit.kronor);
        let before = because.len();
        if days > limit.days.into() {
            because.push(Because::Days { days, limit: limit.days, matter: LADDER[step] });
        }
        if cost > most {
            because.push(Because::Cost { amount: cost, limit: most, matter: LADDER[step] });
        }
        if because.len() == before {
            break;
        }
        step += 1;
    }
    if because.is_empty() {
        because.push(Because::WithinTolerance { limit: charter.tolerance() });
    }
    Decider { matter: LADDER[step], because }
}

fn touched(assessment: &Assessment) -> Vec<Because> {
    let net = assessment.plan.net();
    [
        assessment.financing.then_some(Because::Financing),
        (net != Ore::ZERO).then_some(Because::BudgetFrame { amount: net }),
        assessment.goals.then_some(Because::Goals),
        (!assessment.plan.deliverables.is_empty()).then_some(Because::Deliverables),
    ]
    .into_iter()
    .flatten()
    .collect()
}
/// How far up the ladder something goes at least.
fn least(because: &Because) -> usize {
    match because {
        Because::Financing => 3,
        Because::BudgetFrame { .. } => 2,
        Because::Goals | Because::Deliverables => 1,
        Because::WithinTolerance { .. } | Because::Days { .. } | Because::Cost { .. } => 0,
    }
}
