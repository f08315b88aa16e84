//! Mails that call to a meeting, tell that it has changed, and call it off. Each carries the meeting for a calendar.
use super::{about, tell};
use crate::domain::invitation::Invitation;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::meetings::Meeting;
use crate::store::roles::Member;
use serde_json::{Value, json};

/// Calls the members of its body to a meeting.
///
/// # Errors
/// Those of the store.
pub fn meeting_planned(db: &mut Db, ctx: &Ctx, at: &InProject, meeting: &Meeting) -> Result<(), Problem> {
    tell(db, ctx, at, &called(at, meeting), "meeting-planned", &data(ctx, at, meeting, false)?)
}
/// Tells them how it has changed. Those who were called before, and are no longer, are told that it is off.
///
/// # Errors
/// Those of the store.
pub fn meeting_changed(db: &mut Db, ctx: &Ctx, at: &InProject, before: &Meeting, meeting: &Meeting) -> Result<(), Problem> {
    let now = called(at, meeting);
    let mut changed = data(ctx, at, meeting, false)?;
    if (before.held_on, &before.hours, &before.place) != (meeting.held_on, &meeting.hours, &meeting.place) {
        changed["before"] = json!({"held_on": before.held_on, "hours": before.hours, "place": before.place});
    }
    tell(db, ctx, at, &now, "meeting-changed", &changed)?;
    let mut before_only = called(at, before);
    before_only.retain(|m| now.iter().all(|n| n.assignment.person_id != m.assignment.person_id));
    let mut off = before.clone();
    off.version = meeting.version;
    let off = data(ctx, at, &off, true)?;
    tell(db, ctx, at, &before_only, "meeting-cancelled", &off)
}
/// Tells them that it is called off, and why.
///
/// # Errors
/// Those of the store.
pub fn meeting_cancelled(db: &mut Db, ctx: &Ctx, at: &InProject, meeting: &Meeting) -> Result<(), Problem> {
    tell(db, ctx, at, &called(at, meeting), "meeting-cancelled", &data(ctx, at, meeting, true)?)
}

/// Those who belong to the body on the meeting's day.
fn called<'a>(at: &'a InProject, meeting: &Meeting) -> Vec<&'a Member> {
    at.members.iter().filter(|m| m.role() == meeting.body && m.holds(meeting.held_on)).collect()
}
fn data(ctx: &Ctx, at: &InProject, meeting: &Meeting, cancelled: bool) -> Result<Value, Problem> {
    let agenda: Vec<Value> = meeting.agenda()?.iter().map(|item| json!({"kind": item.kind, "text": item.text})).collect();
    let own = json!({
        "role": meeting.body, "body": at.body_name(meeting.body),
        "meeting": {"number": meeting.number, "held_on": meeting.held_on, "hours": meeting.hours, "place": meeting.place, "goal": meeting.goal,
            "agenda": agenda, "reason": meeting.reason},
        "before": Value::Null,
    });
    let mut data = about(ctx, at, format_args!("meetings/{}", meeting.number), own);
    data["invitation"] = json!(Invitation {
        uid: Invitation::uid(&at.project.code, meeting.number, &ctx.base_url),
        sequence: meeting.version - 1,
        cancelled,
        held_on: meeting.held_on,
        hours: meeting.hours.clone(),
        place: meeting.place.clone(),
        url: data["url"].as_str().unwrap_or_default().to_owned(),
        organiser: (ctx.name.clone(), ctx.email.clone()),
    });
    Ok(data)
}
