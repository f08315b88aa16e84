//! Documents that wait: a version to decide about, one to complete, comments to give, comments to gather.
use super::{Item, Kind, MyTurn, Why, for_others, plain_item};
use crate::domain::document::VersionState;
use crate::domain::ids::PersonId;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::documents::{self, holder, label_to_be, pending};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::documents::{DocumentRow, VersionRow, heads_of_all, in_state};
use std::collections::BTreeMap;

pub(super) fn gather(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    let writes = at.actor.leads(ctx.today);
    let mut others = Vec::new();
    for (version, row) in documents::waiting(db, at.project.id)? {
        match at.charter.mandate_over(&at.actor, &pending(&row, &version), None, ctx.today) {
            Ok(mandate) => turn.items.push(item(at, Kind::DocumentSubmitted, &row, &version, Why::mine(&mandate))),
            Err(_) => others.push(item(at, Kind::DocumentSubmitted, &row, &version, Why::of(holder(at, &row)))),
        }
    }
    for_others(ctx, at, turn, others);
    if writes {
        let returned = in_state(db, at.project.id, VersionState::Returned)?;
        let documents: Vec<i64> = returned.iter().map(|(_, row)| row.id).collect();
        let newest: BTreeMap<i64, i64> = heads_of_all(db, &documents)?.into_iter().map(|head| (head.document_id, head.id)).collect();
        // A newer version may have taken its place.
        for (version, row) in returned.iter().filter(|(version, row)| newest.get(&row.id) == Some(&version.id)) {
            turn.items.push(item(at, Kind::DocumentReturned, row, version, Why::of(Role::ProjectLeader)));
        }
    }
    comments(db, ctx, at, turn, writes)
}

/// Who was asked answers; who writes documents closes it when the day has passed or everybody has answered.
fn comments(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn, writes: bool) -> Result<(), Problem> {
    for (asked, number, title) in documents::asked_now(db, at.project.id)? {
        let due = Some(asked.consultation.last_day);
        let of = |kind: Kind, role: Role| Item {
            reference: number.to_string(),
            title: title.clone(),
            text: asked.consultation.message.clone(),
            why: Why::of(role),
            since: Some(asked.consultation.opened_at),
            due,
            ..plain_item(at, kind, &format!("documents/{number}"))
        };
        let own = asked.of(ctx.person).filter(|a| a.answered_at.is_none());
        let still_discusses = at.actor(PersonId(ctx.person.0)).may(Right::Discuss, ctx.today);
        if own.is_some() && still_discusses {
            turn.items.push(of(Kind::CommentsAsked, at.acting_role(ctx.today).unwrap_or(Role::ReferenceGroup)));
        } else if writes && (asked.is_answered() || asked.consultation.last_day < ctx.today) {
            turn.items.push(of(Kind::CommentsToClose, Role::ProjectLeader));
        } else if writes {
            turn.waits_for_others.push(of(Kind::CommentsAsked, Role::ReferenceGroup));
        }
    }
    Ok(())
}

fn item(at: &InProject, kind: Kind, row: &DocumentRow, version: &VersionRow, why: Why) -> Item {
    let text = if kind == Kind::DocumentReturned { version.return_reason.clone().unwrap_or_default() } else { version.reason.clone() };
    Item {
        matter: Some(row.kind.matter()),
        reference: row.number.to_string(),
        title: format!("{} {}", row.title, label_to_be(version)),
        text,
        why,
        since: version.submitted_at,
        ..plain_item(at, kind, &format!("documents/{}", row.number))
    }
}
