//! Waivers of requirements that somebody has asked for.
use super::{Item, Kind, MyTurn, Why, for_decider, plain_item};
use crate::domain::ids::RequirementRef;
use crate::domain::matter::Matter;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::{Db, requirements};

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    if at.demand_running().is_err() {
        return Ok(());
    }
    for row in requirements::of(db, at.project.id)? {
        let requirement = row.to_domain()?;
        let Some(waiver) = &requirement.waiver else { continue };
        let reference = RequirementRef(row.number);
        for_decider(ctx, at, turn, &requirement.pending()?, |why: Why| Item {
            matter: Some(Matter::Waiver),
            reference: reference.to_string(),
            title: row.text.clone(),
            text: waiver.reason.clone(),
            why,
            since: Some(waiver.at),
            ..plain_item(at, Kind::WaiverToDecide, &format!("requirements/{reference}"))
        });
    }
    Ok(())
}
