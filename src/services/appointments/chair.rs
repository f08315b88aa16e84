//! The chair is the body's own: it is chosen by the body, recorded by one and confirmed by another, and the chair names
//! substitutes among the members. Nobody makes themselves chair, and nobody outside the body can give it one.
use super::ending::tell_ended;
use super::{concerns, everybody, matter_of, object, settle, title};
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::election::Election;
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Lack, NoMandate};
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::{Fault, Fields, Input};
use crate::render::i18n::FluentArgs;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Done, read_basis};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::recordings::Recording;
use crate::store::roles::{self as rows, Member, NewAssignment};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// The body has chosen its chair, at a meeting or per capsulam.
#[derive(Debug, Clone)]
pub struct ElectChair {
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for ElectChair {
    fn parse(f: &mut Fields<'_>) -> Option<ElectChair> {
        Some(ElectChair { basis: read_basis(f), version: f.version() })
    }
}

/// The days that a member stands in for the chair, both included.
#[derive(Debug, Clone)]
pub struct NameSubstitute {
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
}
impl Input for NameSubstitute {
    fn parse(f: &mut Fields<'_>) -> Option<NameSubstitute> {
        let (from_on, to_on) = (f.date("from_on"), f.date("to_on"));
        if let (Some(from), Some(to)) = (from_on, to_on) {
            if to < from {
                f.fault("to_on", Fault::Other("ends-before-it-begins"));
            } else if to > from + Days::new(366) {
                f.fault("to_on", Fault::Other("over-a-year"));
            }
        }
        Some(NameSubstitute { from_on: from_on?, to_on: to_on? })
    }
}

/// Whether the person chairs the body of `role` today; a substitute does not.
pub fn chairs(ctx: &Ctx, members: &[Member], role: Role) -> bool {
    members
        .iter()
        .any(|m| m.role() == role && m.assignment.person_id == ctx.person.0 && m.holding.chair && m.assignment.substitute_for.is_none() && m.holds(ctx.today))
}
/// A member of a body, by the number of the assignment.
fn member_of_body<'a>(ctx: &Ctx, at: &InProject, members: &'a [Member], id: i64) -> Result<&'a Member, Problem> {
    let found = members.iter().find(|m| m.assignment.id == id && m.holds(ctx.today) && m.assignment.substitute_for.is_none()).ok_or(Problem::NotFound)?;
    if at.is_body(found.role()) { Ok(found) } else { Err(Problem::invalid("chair", Fault::Other("not-a-body"))) }
}

/// Records that a body has chosen one of its members to be its chair. It takes effect when another member confirms.
///
/// # Errors
/// Not a member of a body, the chair already, no basis, one's own election, or neither the body's own nor, while it has no chair,
/// the leader's to record.
pub fn elect_chair(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &ElectChair) -> Result<Done, Problem> {
    let members = everybody(db, at)?;
    let elected = member_of_body(ctx, at, &members, id)?;
    let role = elected.role();
    may_record_election(ctx, at, &members, elected)?;
    version::expect(elected.assignment.version, request.version)?;
    if elected.holding.chair {
        return Err(Problem::invalid("chair", Fault::Other("chairs-already")));
    }
    let basis = request.basis.clone().ok_or_else(|| Problem::invalid("basis", Fault::Required))?;
    let act = Act::ElectChair { assignment: id, version: elected.assignment.version };
    decisions::record(db, ctx, at, role, None, &election(elected), &act, &basis)
}
/// Whether the person may record that the body has chosen this member, before anything is filled in.
///
/// # Errors
/// As [`elect_chair`], but for what is sent.
pub fn may_elect(ctx: &Ctx, at: &InProject, id: i64) -> Result<(), Problem> {
    Ok(may_record_election(ctx, at, &at.members, member_of_body(ctx, at, &at.members, id)?)?)
}
fn may_record_election(ctx: &Ctx, at: &InProject, members: &[Member], elected: &Member) -> Result<(), NoMandate> {
    choice(ctx, members, elected).may_record(&at.actor, ctx.today).map_err(|lack| no_mandate(elected.role(), lack))
}
fn no_mandate(role: Role, lack: Lack) -> NoMandate {
    NoMandate { matter: matter_of(role), held_by: vec![role], lack }
}
/// The body's choice of one of its members, as it stands today.
fn choice(ctx: &Ctx, members: &[Member], elected: &Member) -> Election {
    let role = elected.role();
    let body = || members.iter().filter(move |m| m.role() == role && m.holds(ctx.today));
    Election {
        role,
        elected: PersonId(elected.assignment.person_id),
        members: body().map(|m| PersonId(m.assignment.person_id)).collect(),
        has_chair: body().any(|m| m.holding.chair),
    }
}
fn election(elected: &Member) -> DecidedObject {
    let content = election_content(elected);
    DecidedObject { kind: ObjectKind::Role, reference: elected.role().to_string(), version: elected.assignment.version, hash: content_hash(&content) }
}
fn election_content(elected: &Member) -> Value {
    json!({"person": elected.name, "role": elected.role(), "chair": true})
}

/// The people who can confirm a recorded election.
///
/// # Errors
/// An assignment that has ended.
pub fn electors(ctx: &Ctx, at: &InProject, recorded_by: i64, assignment: i64) -> Result<Vec<i64>, Problem> {
    let elected = member_of_body(ctx, at, &at.members, assignment)?;
    Ok(choice(ctx, &at.members, elected).electors(PersonId(recorded_by)).iter().map(|p| p.0).collect())
}
/// Whether this person is one of the [`electors`].
///
/// # Errors
/// [`NoMandate`], or an assignment that has ended.
pub fn may_confirm_election(ctx: &Ctx, at: &InProject, recording: &Recording, assignment: i64) -> Result<(), Problem> {
    let elected = member_of_body(ctx, at, &at.members, assignment)?;
    let allowed = choice(ctx, &at.members, elected).may_confirm(ctx.person, PersonId(recording.recorded_by));
    Ok(allowed.map_err(|lack| no_mandate(elected.role(), lack))?)
}

/// Another member's confirmation makes the one elected the chair. The former chair is one no longer, nor are that chair's substitutes,
/// and other elections that were recorded for the body are closed.
///
/// # Errors
/// The assignment has changed since the election was recorded.
pub fn confirm_election(db: &mut Db, ctx: &Ctx, at: &InProject, assignment: i64, version: i64, basis: Basis) -> Result<Done, Problem> {
    let members = everybody(db, at)?;
    let elected = member_of_body(ctx, at, &members, assignment)?;
    version::expect(elected.assignment.version, Some(version))?;
    let role = elected.role();
    let until_now = |m: &&Member| m.role() == role && m.holding.chair && m.assignment.to_on.is_none_or(|to| to >= ctx.today);
    let leaving: Vec<&Member> = members.iter().filter(until_now).collect();
    let yesterday = ctx.today - Days::new(1);
    for m in &leaving {
        match m.assignment.substitute_for {
            None => rows::set_chair(db, at.project.id, m.assignment.id, m.assignment.version, false)?,
            Some(_) => rows::end(db, at.project.id, m.assignment.id, m.assignment.version, yesterday)?,
        }
    }
    let changed: Vec<i64> = leaving.iter().map(|m| m.assignment.id).chain([assignment]).collect();
    rows::set_chair(db, at.project.id, assignment, version, true)?;
    let decided_on = if let Basis::Meeting { date, .. } = &basis { *date } else { ctx.today };
    let motivation = Some(election_words(ctx, at, role, &elected.name)?);
    let decision = Decision {
        decided_on,
        motivation,
        ..own_decision(ctx, at, role, election(elected), election_title(ctx, role, &elected.name), DecisionOutcome::Elected, basis)
    };
    let number = decisions::store(db, ctx, at, &decision)?;
    settle(db, ctx, at, role, number, |act| matches!(act, Act::ElectChair { .. }) || concerns(act, &changed))?;
    let change = Change { kind: "role.chair_elected", object: &object(assignment), before: Value::Null, after: election_content(elected) };
    journal::record_as(db, ctx, at, Some(role), change)?;
    for m in leaving {
        match m.assignment.substitute_for {
            None => tell_left(db, ctx, at, m)?,
            Some(_) => tell_ended(db, ctx, at, Some(role), m, yesterday)?,
        }
    }
    Ok(Done::Decided(number))
}
/// The journal tells that a member is the chair no longer.
fn tell_left(db: &mut Db, ctx: &Ctx, at: &InProject, member: &Member) -> Result<(), Problem> {
    let after = json!({"person": member.name, "role": member.role(), "chair": false});
    let change = Change { kind: "role.chair_left", object: &object(member.assignment.id), before: json!({"chair": true}), after };
    journal::record_as(db, ctx, at, Some(member.role()), change)
}

/// "Ordförande i Styrgrupp: …": who was chosen stands in the title.
fn election_title(ctx: &Ctx, role: Role, name: &str) -> String {
    let mut args = FluentArgs::new();
    args.set("role", ctx.lang().text(&format!("role-{role}")).to_owned());
    args.set("name", name.to_owned());
    ctx.lang().text_with("decision-election-title", &args)
}
fn election_words(ctx: &Ctx, at: &InProject, role: Role, name: &str) -> Result<LongText, Problem> {
    let body = at.bodies.iter().find(|(r, _)| *r == role).map_or_else(|| ctx.lang().text(&format!("role-{role}-the")).to_owned(), |(_, name)| name.clone());
    let mut args = FluentArgs::new();
    args.set("body", body);
    args.set("name", name.to_owned());
    LongText::new(&ctx.lang().text_with("decision-election-text", &args)).map_err(Problem::internal)
}

/// The chair names a member to stand in on certain days, at most a year: that member confirms the body's decisions then.
///
/// # Errors
/// Not the body's chair, not another member, a day that has passed, or a member who stands in already on those days.
pub fn name_substitute(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &NameSubstitute) -> Result<i64, Problem> {
    let members = everybody(db, at)?;
    let member = member_of_body(ctx, at, &members, id)?;
    let (role, person) = (member.role(), member.assignment.person_id);
    if !chairs(ctx, &members, role) {
        let lack = if at.actor.has_any(&[role], ctx.today) { Lack::NotChair } else { Lack::NotHeld };
        return Err(no_mandate(role, lack).into());
    }
    if person == ctx.person.0 {
        return Err(no_mandate(role, Lack::OwnMatter).into());
    }
    if request.from_on < ctx.today {
        return Err(Problem::invalid("from_on", Fault::Other("in-the-past")));
    }
    let overlaps = |m: &Member| m.assignment.from_on <= request.to_on && m.assignment.to_on.is_none_or(|to| to >= request.from_on);
    if members.iter().any(|m| m.role() == role && m.assignment.person_id == person && m.assignment.substitute_for.is_some() && overlaps(m)) {
        return Err(Problem::invalid("from_on", Fault::Other("has-the-role")));
    }
    let content =
        json!({"person": member.name, "email": member.email, "role": role, "substitute_for": ctx.name, "from_on": request.from_on, "to_on": request.to_on});
    let object_decided = DecidedObject { kind: ObjectKind::Role, reference: role.to_string(), version: 1, hash: content_hash(&content) };
    let decision = own_decision(ctx, at, role, object_decided, title(ctx, role, &member.name), DecisionOutcome::Appointed, Basis::Chair);
    let number = decisions::store(db, ctx, at, &decision)?;
    let new = NewAssignment {
        project_id: at.project.id,
        person_id: person,
        role: role.to_string(),
        organisation: member.assignment.organisation.clone(),
        chair: true,
        from_on: request.from_on,
        to_on: Some(request.to_on),
        substitute_for: Some(ctx.person.0),
        decision: Some(number),
        version: 1,
    };
    let added = rows::add(db, &new)?;
    let change = Change { kind: "role.substitute_named", object: &object(added), before: Value::Null, after: content };
    journal::record_as(db, ctx, at, Some(role), change)?;
    Ok(added)
}

/// A decision of the body about itself: it falls under no matter of the charter.
fn own_decision(ctx: &Ctx, at: &InProject, role: Role, object: DecidedObject, title: String, outcome: DecisionOutcome, basis: Basis) -> Decision {
    Decision {
        matter: None,
        object,
        title,
        outcome,
        motivation: None,
        conditions: None,
        terms: None,
        decided_by: Some(PersonId(ctx.person.0)),
        role,
        delegation: None,
        charter: Some(at.charter.number()),
        basis: Some(basis),
        decided_on: ctx.today,
        recorded_by: ctx.person,
        recorded_at: ctx.now,
        minutes: None,
        supersedes: None,
    }
}
