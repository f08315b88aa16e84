//! What somebody has recorded and its holder is to confirm.
use super::{Item, Kind, MyTurn, Why, plain_item};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, open_here};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::columns::{json, word};
use crate::store::recordings::Recording;

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    for (recording, by, mine) in open_here(db, ctx, at)? {
        turn.add(item(db, ctx, at, &recording, by)?, mine);
    }
    Ok(())
}

fn item(db: &mut Db, ctx: &Ctx, at: &InProject, recording: &Recording, by: String) -> Result<Item, Problem> {
    // A member confirms what the body itself chose.
    let elected = matches!(json(&recording.act)?, Act::ElectChair { .. });
    let kind = if elected { Kind::ElectionToConfirm } else { Kind::DecisionToConfirm };
    let object = || named(ctx, &recording.object_kind, &recording.object_ref);
    Ok(Item {
        matter: recording.matter.as_deref().map(word).transpose()?,
        reference: recording.object_ref.clone(),
        title: decisions::title(db, ctx, at, recording)?.unwrap_or_else(object),
        text: by,
        why: Why::of(word(&recording.role)?),
        since: Some(recording.recorded_at),
        ..plain_item(at, kind, &format!("recordings/{}", recording.id))
    })
}
/// A number alone does not say what it is the number of.
fn named(ctx: &Ctx, kind: &str, reference: &str) -> String {
    let is_number = reference.parse::<i64>().is_ok();
    if is_number { format!("{} {reference}", ctx.lang().text(&format!("decision-object-{kind}"))) } else { reference.to_owned() }
}
