//! What is done at gates, and with a stopped project.
use super::super::acts::Action;
use super::super::model::{Model, Outcome, Says, asks, is_artefact};
use super::{condition, outcome, said, short, text};
use chrono::TimeDelta;
use styrrum::domain::lifecycle::GateOutcome;
use styrrum::services::gates::{DecideGate, LiftGate, PlanGate, Resume, SetItem, SubmitGate};
use styrrum::services::{Ctx, InProject, Problem, gates};
use styrrum::store::Db;

pub fn act(db: &mut Db, ctx: &Ctx, at: &InProject, action: &Action, version: Option<i64>, model: &Model) -> Result<(), Problem> {
    let number = |gate: usize| gate as i32 + 1;
    match action.clone() {
        Action::PlanGate { gate, days } => {
            let planned_on = Some(ctx.today + TimeDelta::days(days));
            gates::plan(db, ctx, at, number(gate), &PlanGate { planned_on, version })
        }
        Action::Tick { gate, item, says } => {
            let item = asks(gate).get(item).copied().unwrap_or("nothing");
            gates::set_item(db, ctx, at, number(gate), item, &said_of(item, says, version, model))
        }
        Action::SubmitGate { gate } => {
            let request = SubmitGate { proposed: GateOutcome::Continue, recommendation: text("Gå vidare"), version };
            gates::submit(db, ctx, at, number(gate), &request)
        }
        Action::DecideGate { gate, outcome: chosen, conditions, beside, basis } => {
            let missing = if conditions && chosen == Outcome::Continue { model.lacks(gate) } else { Vec::new() };
            let conditions = missing.into_iter().map(|item| condition(ctx, item)).collect();
            let opens_beside = beside && chosen == Outcome::Continue;
            let request = DecideGate { outcome: outcome(chosen), motivation: text("Så blir det"), conditions, opens_beside, basis: said(basis, ctx), version };
            gates::decide(db, ctx, at, number(gate), &request).map(drop)
        }
        Action::LiftGate { gate, basis } => {
            let request = LiftGate { reason: text("Större än vi"), basis: said(basis, ctx), version };
            gates::lift(db, ctx, at, number(gate), &request).map(drop)
        }
        Action::Resume { basis } => gates::resume(db, ctx, at, &Resume { motivation: text("Nu går det"), basis: said(basis, ctx), version }).map(drop),
        other => panic!("{other:?} is nothing that is done at a gate"),
    }
}

/// A criterion that is met says how, an artefact its version and place; the project plan is the adopted version of a document.
fn said_of(item: &str, says: Says, version: Option<i64>, model: &Model) -> SetItem {
    let (met, told) = (says != Says::No, says == Says::Met);
    let adopted = model.adopted_plan().filter(|_| told && item == "project_plan");
    SetItem {
        met,
        note: (told && !is_artefact(item)).then(|| text("Prövat och klart")),
        version_label: (told && is_artefact(item)).then(|| short("1.0")),
        reference: (told && is_artefact(item)).then(|| short("Dokument 7")),
        document: adopted.map(|(document, (major, minor))| (document as i32 + 1, format!("{major}.{minor}").parse().expect("a label"))),
        version,
    }
}
