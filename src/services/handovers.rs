//! Handovers: the leader hands an approved version over, and who receives it accepts or declines.
use crate::domain::handover::{Handover, HandoverState, Receiver};
use crate::domain::ids::{DeliverableRef, PersonId};
use crate::domain::rights::Right;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::deliverables;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{notify, responsible, version};
use crate::store::Db;
use crate::store::deliverables as parts;
use crate::store::handovers::{self as rows, Answered, HandoverRow, NewHandover};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// A version to be handed over: to a member by e-mail, or to somebody outside by name.
#[derive(Debug, Clone)]
pub struct HandOver {
    pub deliverable: DeliverableRef,
    pub label: String,
    pub receiver: Option<String>,
    pub receiver_name: Option<ShortText>,
    pub note: Option<LongText>,
}
impl Input for HandOver {
    fn parse(f: &mut Fields<'_>) -> Option<HandOver> {
        let deliverable = f.short("deliverable").and_then(|text| {
            let reference = DeliverableRef::parse(text.as_str());
            if reference.is_none() {
                f.fault("deliverable", Fault::NotAChoice);
            }
            reference
        });
        let label = f.short("label").map(ShortText::into_string);
        let (receiver, receiver_name) = (f.optional_short("receiver").map(ShortText::into_string), f.optional_short("receiver_name"));
        if receiver.is_some() == receiver_name.is_some() {
            f.fault("receiver", Fault::Other("one-receiver"));
        }
        let note = f.optional_long("note");
        Some(HandOver { deliverable: deliverable?, label: label?, receiver, receiver_name, note })
    }
}

word_enum! {
    /// What a receiver answers.
    HandoverAnswer { Accept = "accept", Decline = "decline" }
}
/// The receiver's answer. For one outside, the leader names who answered and when.
#[derive(Debug, Clone)]
pub struct AnswerHandover {
    pub answer: HandoverAnswer,
    pub reason: Option<LongText>,
    pub answered_by: Option<ShortText>,
    pub answered_on: Option<NaiveDate>,
    pub version: Option<i64>,
}
impl Input for AnswerHandover {
    fn parse(f: &mut Fields<'_>) -> Option<AnswerHandover> {
        let (answer, reason) = (f.word("answer"), f.optional_long("reason"));
        if answer == Some(HandoverAnswer::Decline) && reason.is_none() {
            f.fault("reason", Fault::Required);
        }
        let (answered_by, answered_on, version) = (f.optional_short("answered_by"), f.optional_date("answered_on"), f.version());
        Some(AnswerHandover { answer: answer?, reason, answered_by, answered_on, version })
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<HandoverRow, Problem> {
    rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)
}
/// The label of the version that a handover is of.
///
/// # Errors
/// Those of the store.
pub fn label_of(db: &mut Db, at: &InProject, row: &HandoverRow) -> Result<String, Problem> {
    Ok(parts::label_of(db, at.project.id, row.deliverable, row.part)?.unwrap_or_default())
}

/// Hands a version over. A member who receives it gets a mail and answers.
///
/// # Errors
/// No right to lead, the project is not running, taken out of the plan, a version that is not there or not approved, or a receiver without a
/// role here.
pub fn hand_over(db: &mut Db, ctx: &Ctx, at: &InProject, request: &HandOver) -> Result<i32, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    at.demand_running()?;
    let at_its_field = |p: Problem| if matches!(p, Problem::NotFound) { Problem::invalid("label", Fault::Other("no-such-version")) } else { p };
    deliverables::workable(db, at, request.deliverable).map_err(at_its_field)?;
    let (version, _) = deliverables::version(db, at, request.deliverable, &request.label).map_err(at_its_field)?;
    let member = request.receiver.as_deref().map(|email| responsible::named(ctx, at, email, "receiver")).transpose()?.map(|p| p.0);
    if member == Some(ctx.person.0) {
        return Err(Problem::invalid("receiver", Fault::NotAChoice));
    }
    let outside = request.receiver_name.as_ref().map(ShortText::to_string).unwrap_or_default();
    let name = member.map_or_else(|| outside.clone(), |id| at.name_of(id).to_owned());
    let handover = Handover::of(version.decision.is_some(), member.map_or(Receiver::Outside(outside), |id| Receiver::Member(PersonId(id))))?;
    let number = rows::next_number(db, at.project.id)?;
    let note = request.note.as_ref().map_or("", LongText::as_str);
    let new = NewHandover {
        project_id: at.project.id,
        number,
        deliverable: request.deliverable.0,
        part: version.number,
        receiver_id: member,
        receiver_name: &name,
        note,
        handed_by: ctx.person.0,
        handed_on: ctx.today,
        state: handover.state,
        version: 1,
    };
    rows::add(db, new)?;
    let after = json!({"ref": request.deliverable, "label": version.label, "to": name, "note": note});
    journal::record(db, ctx, at, Change { kind: "handover.made", object: &object(number), before: Value::Null, after })?;
    match member {
        Some(id) => notify::handed_over(db, ctx, at, PersonId(id), number, &format!("{} {}", request.deliverable, version.label), note).map(|()| number),
        None => Ok(number),
    }
}
/// The handover as it stands today: a member who has left the project is outside it, and the leader records the answer.
pub fn standing(ctx: &Ctx, at: &InProject, row: &HandoverRow) -> Handover {
    let stays = |id: i64| at.members_today(ctx.today).any(|m| m.assignment.person_id == id);
    let handover = row.to_domain();
    match row.receiver_id {
        Some(id) if !stays(id) => Handover { receiver: Receiver::Outside(row.receiver_name.clone()), ..handover },
        _ => handover,
    }
}
/// Answers a handover: its receiver in person; for one outside, the leader records who answered and when.
///
/// # Errors
/// Neither receiver nor, for one outside, leader; answered already, a day to come, paused, stale.
pub fn answer(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &AnswerHandover) -> Result<(), Problem> {
    let row = find(db, at, number)?;
    // What was handed over is answered after the project has ended too, but not while it is stopped.
    at.demand_not_paused()?;
    let handover = standing(ctx, at, &row);
    let outside = matches!(handover.receiver, Receiver::Outside(_));
    let leads = at.actor.may(Right::Lead, ctx.today);
    let after = handover.answer(ctx.person, leads, request.answer == HandoverAnswer::Accept)?;
    version::expect(row.version, request.version)?;
    let on = request.answered_on.filter(|_| outside).unwrap_or(ctx.today);
    if on > ctx.today || on < row.handed_on {
        return Err(Problem::invalid("answered_on", Fault::Other(if on > ctx.today { "in-the-future" } else { "before-handover" })));
    }
    let by = match (&request.answered_by, outside) {
        (Some(name), true) => name.to_string(),
        (None, true) => return Err(Problem::invalid("answered_by", Fault::Required)),
        (_, false) => ctx.name.clone(),
    };
    let reason = request.reason.as_ref().map_or("", LongText::as_str);
    rows::answer(db, at.project.id, number, row.version, &Answered { state: after.state, on, by: &by, reason })?;
    let kind = if after.state == HandoverState::Accepted { "handover.accepted" } else { "handover.declined" };
    let told = json!({"name": by, "answered_on": on, "reason": reason});
    journal::record(db, ctx, at, Change { kind, object: &object(number), before: Value::Null, after: told })?;
    if outside {
        return Ok(());
    }
    let what = format!("{} {}", DeliverableRef(row.deliverable), label_of(db, at, &row)?);
    notify::handover_answered(db, ctx, at, number, &what, after.state, reason)
}
fn object(number: i32) -> String {
    format!("handover:{number}")
}
