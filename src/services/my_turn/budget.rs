//! The budget, until it is adopted.
use super::{Item, Kind, MyTurn, for_decider, plain_item};
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::services::context::{Ctx, InProject};
use crate::services::economy;
use crate::services::problem::Problem;
use crate::store::{Db, plan};

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let drawn_up = !plan::budget(db, at.project.id)?.is_empty();
    if !drawn_up || at.demand_running().is_err() || economy::adopted_by(db, at)?.is_some() {
        return Ok(());
    }
    let pending = Pending { matter: Matter::Budget, lifted_to: None, makers: Vec::new() };
    for_decider(ctx, at, turn, &pending, |why| Item { matter: Some(Matter::Budget), why, ..plain_item(at, Kind::BudgetToAdopt, "economy") });
    Ok(())
}
