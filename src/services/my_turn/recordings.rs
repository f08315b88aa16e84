//! What somebody has recorded and its holder is to confirm.
use super::{Item, Kind, MyTurn, Why, plain_item};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{Act, open_here};
use crate::services::problem::Problem;
use crate::store::columns::{json, word};
use crate::store::recordings::Recording;
use crate::store::{Db, decisions};

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for (recording, by, mine) in open_here(db, ctx, at)? {
        turn.add(item(db, at, &recording, by)?, mine);
    }
    Ok(())
}

fn item(db: &mut Db, at: &InProject, recording: &Recording, by: String) -> Result<Item, Problem> {
    // A member confirms what the body itself chose.
    let kind = if recording.object_kind == "role" { Kind::ElectionToConfirm } else { Kind::DecisionToConfirm };
    Ok(Item {
        matter: recording.matter.as_deref().map(word).transpose()?,
        reference: recording.object_ref.clone(),
        title: name(db, at, recording)?.unwrap_or_else(|| recording.object_ref.clone()),
        text: by,
        why: Why::of(word(&recording.role)?),
        since: Some(recording.recorded_at),
        ..plain_item(at, kind, &format!("recordings/{}", recording.id))
    })
}

/// An election is known by who was chosen, an earlier decision by its title.
fn name(db: &mut Db, at: &InProject, recording: &Recording) -> Result<Option<String>, Problem> {
    if let Act::ElectChair { assignment, .. } = json::<Act>(&recording.act)? {
        return Ok(at.members.iter().find(|m| m.assignment.id == assignment).map(|m| m.name.clone()));
    }
    if recording.object_kind != "decision" {
        return Ok(None);
    }
    let number = recording.object_ref.parse().unwrap_or_default();
    Ok(decisions::find(db, at.project.id, number)?.map(|decision| decision.title))
}
