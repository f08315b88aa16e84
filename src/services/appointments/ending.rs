//! Ending an assignment, and what follows from it: a decision of those who appoint to the role.
use super::appointing::{Right, Ruling, decide, right_to_appoint, standing};
use super::{chairs, concerns, everybody, object, settle};
use crate::domain::decision::{Basis, DecisionOutcome};
use crate::domain::ids::PersonId;
use crate::domain::mandate::NoMandate;
use crate::domain::risk;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Done, Standing, read_basis};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{charter, version};
use crate::store::Db;
use crate::store::roles::{self as rows, Assignment, Member};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// The end of an assignment: at once, or after `last_day`.
#[derive(Debug, Clone)]
pub struct EndRole {
    pub last_day: Option<NaiveDate>,
    pub motivation: Option<LongText>,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for EndRole {
    fn parse(f: &mut Fields<'_>) -> Option<EndRole> {
        Some(EndRole { last_day: f.optional_date("last_day"), motivation: f.optional_long("motivation"), basis: read_basis(f), version: f.version() })
    }
}

/// What an end leads to, told before it is decided.
#[derive(Debug)]
pub struct Consequences {
    /// Those who stand in for the person, or whom the person stands in for: it ends with the assignment.
    pub substitutes: Vec<String>,
    pub gap: Option<Gap>,
}
/// Nobody can decide in the role afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub role: Role,
    /// The body keeps members, but has no chair.
    pub lacks_chair: bool,
    /// Things that wait there now.
    pub waiting: i64,
    /// The nearest role above, where what waits shows up; `None` when nobody can decide above either.
    pub shown_to: Option<Role>,
}

/// How the person stands before the end of an assignment.
///
/// # Errors
/// Nobody's assignment; no mandate and nothing to record, or one's own assignment.
pub fn standing_to_end(ctx: &Ctx, at: &InProject, id: i64) -> Result<Standing, Problem> {
    let member = at.members.iter().find(|m| m.assignment.id == id).ok_or(Problem::NotFound)?;
    let right = right_to_end(ctx, at, &at.members, member, None)?;
    Ok(standing(Ok(right), member.role()))
}
/// Whether the person may end the assignment, or record that the body which decides about it has.
pub fn may_end(ctx: &Ctx, at: &InProject, member: &Member) -> bool {
    right_to_end(ctx, at, &at.members, member, None).is_ok()
}
fn right_to_end(ctx: &Ctx, at: &InProject, members: &[Member], member: &Member, basis: Option<&Basis>) -> Result<Right, NoMandate> {
    let role = member.role();
    if member.assignment.substitute_for.is_some() && chairs(ctx, members, role) {
        return Ok(Right::Chair(role));
    }
    right_to_appoint(ctx, at, members, role, Some(PersonId(member.assignment.person_id)), basis)
}

/// An end that can be decided.
struct Ending<'a> {
    member: &'a Member,
    right: Right,
    last_day: NaiveDate,
}
fn ending<'a>(ctx: &Ctx, at: &InProject, members: &'a [Member], id: i64, request: &EndRole) -> Result<Ending<'a>, Problem> {
    let member = members.iter().find(|m| m.assignment.id == id).ok_or(Problem::NotFound)?;
    let right = right_to_end(ctx, at, members, member, request.basis.as_ref())?;
    version::expect(member.assignment.version, request.version)?;
    let last_day = last_day(ctx, &member.assignment, request)?;
    keep_somebody_leading(ctx, members, id, member.role())?;
    Ok(Ending { member, right, last_day })
}

/// What would follow if the assignment ended so.
///
/// # Errors
/// As [`end`].
pub fn consequences(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &EndRole) -> Result<Consequences, Problem> {
    let members = everybody(db, at)?;
    let Ending { member, last_day, .. } = ending(ctx, at, &members, id, request)?;
    let (role, after) = (member.role(), last_day + Days::new(1));
    let left = |wanted: Role| members.iter().filter(move |m| m.role() == wanted && m.assignment.id != id && !rests_on(m, member));
    let manned = |wanted: Role| left(wanted).any(|m| m.decides(after));
    let pending = charter::pending(db, at, &at.charter)?;
    let decided = member.decides(ctx.today) && at.charter.matters().iter().any(|rule| rule.roles.contains(&role));
    let gap = (decided && !manned(role)).then(|| Gap {
        role,
        lacks_chair: left(role).any(|m| m.holds(after)),
        waiting: pending.iter().filter(|p| p.held_by == role).map(|p| p.items).sum(),
        shown_to: risk::all_above(role).find(|r| manned(*r)),
    });
    let substitutes = members.iter().filter(|m| rests_on(m, member) && ends_later(m, last_day)).map(|m| m.name.clone()).collect();
    Ok(Consequences { substitutes, gap })
}

/// Ends an assignment, and with it every mandate that rests on it: those of the person's substitutes too. A body's decision is recorded
/// by leader, deputy or secretary, and its chair confirms.
///
/// # Errors
/// No mandate, ended already, stale, or nobody would be left to lead the project.
pub fn end(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &EndRole) -> Result<Done, Problem> {
    let members = everybody(db, at)?;
    let Ending { member, right, last_day } = ending(ctx, at, &members, id, request)?;
    let role = member.role();
    let content = content(member, last_day);
    let ruling = Ruling {
        role,
        name: &member.name,
        content: &content,
        version: member.assignment.version,
        outcome: DecisionOutcome::Ended,
        motivation: request.motivation.clone(),
        basis: request.basis.clone(),
        supersedes: decisions::in_force(db, at, member.assignment.decision)?,
    };
    let EndRole { motivation, last_day: asked, .. } = request;
    let act = || Act::EndRole { assignment: id, version: member.assignment.version, last_day: *asked, motivation: motivation.clone() };
    let number = match decide(db, ctx, at, &right, ruling, act)? {
        Done::Decided(number) => number,
        waits @ Done::WaitsForChair(_) => return Ok(waits),
    };
    rows::end(db, at.project.id, id, member.assignment.version, last_day)?;
    let mut changed = vec![id];
    for m in members.iter().filter(|m| rests_on(m, member) && ends_later(m, last_day)) {
        rows::end(db, at.project.id, m.assignment.id, m.assignment.version, last_day)?;
        changed.push(m.assignment.id);
    }
    settle(db, ctx, at, role, number, |act| concerns(act, &changed))?;
    let acting = at.acting_role(ctx.today);
    tell_ended(db, ctx, at, acting, member, last_day)?;
    for m in members.iter().filter(|m| changed.contains(&m.assignment.id) && m.assignment.id != id) {
        tell_ended(db, ctx, at, acting, m, last_day)?;
    }
    Ok(Done::Decided(number))
}
fn content(member: &Member, last_day: NaiveDate) -> Value {
    json!({"person": member.name, "role": member.role(), "from_on": member.assignment.from_on, "to_on": last_day})
}
/// The journal tells that an assignment has its last day.
pub(super) fn tell_ended(db: &mut Db, ctx: &Ctx, at: &InProject, role: Option<Role>, member: &Member, last_day: NaiveDate) -> Result<(), Problem> {
    let (object, before) = (object(member.assignment.id), json!({"to_on": member.assignment.to_on}));
    journal::record_as(db, ctx, at, role, Change { kind: "role.ended", object: &object, before, after: content(member, last_day) })
}
fn ends_later(member: &Member, day: NaiveDate) -> bool {
    member.assignment.to_on.is_none_or(|to| to > day)
}
/// Whether a substitution rests on a membership of the body: that of the chair, or that of the substitute.
fn rests_on(substitution: &Member, membership: &Member) -> bool {
    let (chair, own) = (substitution.assignment.substitute_for, substitution.assignment.person_id);
    let person = membership.assignment.person_id;
    membership.assignment.substitute_for.is_none() && substitution.role() == membership.role() && chair.is_some() && (chair == Some(person) || own == person)
}
/// At once means that yesterday was the last day: mandates hold for whole days.
fn last_day(ctx: &Ctx, assignment: &Assignment, request: &EndRole) -> Result<NaiveDate, Problem> {
    if assignment.to_on.is_some_and(|to| to < ctx.today) {
        return Err(Problem::invalid("last_day", Fault::Other("has-ended")));
    }
    match request.last_day {
        Some(day) if day < ctx.today => Err(Problem::invalid("last_day", Fault::Other("in-the-past"))),
        Some(day) => Ok(day),
        None => Ok(ctx.today - Days::new(1)),
    }
}
/// Without a leader and an orderer nobody could appoint the next.
fn keep_somebody_leading(ctx: &Ctx, members: &[Member], ending: i64, role: Role) -> Result<(), Problem> {
    let leads = [Role::ProjectLeader, Role::ProjectOrderer];
    let another = members.iter().any(|m| m.assignment.id != ending && m.holds(ctx.today) && leads.contains(&m.role()));
    if leads.contains(&role) && !another { Err(Problem::invalid("last_day", Fault::Other("nobody-left-to-lead"))) } else { Ok(()) }
}
