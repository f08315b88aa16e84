//! Who holds which role: appointing, ending, and the chair that a body chooses.
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Lack, Mandate, NoMandate};
use crate::domain::matter::Matter;
use crate::domain::role::Role;
use crate::domain::text::{Email, LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::render::i18n::Lang;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, read_basis};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::accounts::{self, Person};
use crate::store::columns::word;
use crate::store::roles::{self as rows, Assignment, Member, NewAssignment};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// A role for a person who has an account.
#[derive(Debug, Clone)]
pub struct Appoint {
    pub email: Email,
    pub role: Role,
    pub organisation: Option<ShortText>,
    /// The person chairs the body, or stands in for its chair.
    pub chair: bool,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
    /// E-mail of the chair that the person stands in for.
    pub substitute_for: Option<Email>,
    pub motivation: Option<LongText>,
    pub basis: Option<Basis>,
}
impl Input for Appoint {
    fn parse(f: &mut Fields<'_>) -> Option<Appoint> {
        let (email, role, organisation) = (f.email("email"), f.word("role"), f.optional_short("organisation"));
        let (chair, from_on, to_on) = (f.tick("chair"), f.date("from_on"), f.optional_date("to_on"));
        let (substitute_for, motivation, basis) = (f.optional_email("substitute_for"), f.optional_long("motivation"), read_basis(f));
        if let (Some(from), Some(to)) = (from_on, to_on)
            && to < from
        {
            f.fault("to_on", Fault::Other("ends-before-it-begins"));
        }
        Some(Appoint { email: email?, role: role?, organisation, chair, from_on: from_on?, to_on, substitute_for, motivation, basis })
    }
}

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

/// A role that holds matters but that nobody can decide in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmanned {
    pub role: Role,
    /// Days since somebody last could, or since the project began.
    pub days: i64,
    /// The body has members but no chair.
    pub lacks_chair: bool,
}

/// The matter that appointing to `role` falls under. Orderer, owner and financier are the orderer's to appoint;
/// the charter has no matter of their own, so theirs is [`Matter::AppointmentMember`], decided in the orderer's role.
pub const fn matter_of(role: Role) -> Matter {
    match role {
        Role::SteeringGroup => Matter::AppointmentSteering,
        Role::ProjectLeader | Role::DeputyProjectLeader => Matter::AppointmentLeader,
        Role::ProjectOrderer | Role::ProjectOwner | Role::Financier | Role::FinancierRepresentative => Matter::AppointmentMember,
        Role::ProjectGroup | Role::ReferenceGroup | Role::ProjectController | Role::EffectOwner | Role::Secretary | Role::Registrar => {
            Matter::AppointmentMember
        }
    }
}
const fn is_the_orderers(role: Role) -> bool {
    matches!(role, Role::ProjectOrderer | Role::ProjectOwner | Role::Financier | Role::FinancierRepresentative)
}
/// The roles that may appoint to `role`, the one that the matter waits with first.
pub fn appointers(at: &InProject, role: Role) -> Vec<Role> {
    if is_the_orderers(role) { vec![Role::ProjectOrderer] } else { at.charter.rule(matter_of(role)).roles.clone() }
}

/// Everybody who holds or has held a role, in the order of appointment.
///
/// # Errors
/// Those of the store.
pub fn everybody(db: &mut Db, at: &InProject) -> Result<Vec<Member>, Problem> {
    Ok(rows::members(db, at.project.id)?)
}
/// Those who hold a role today.
///
/// # Errors
/// Those of the store.
pub fn current(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<Member>, Problem> {
    let mut found = everybody(db, at)?;
    found.retain(|m| holds(m, ctx.today));
    Ok(found)
}
/// Whether the assignment is in force on `day` and its person has a working account.
pub fn holds(member: &Member, day: NaiveDate) -> bool {
    let a = &member.assignment;
    !member.disabled && a.from_on <= day && a.to_on.is_none_or(|to| day <= to)
}

/// The roles of the charter that nobody can decide in today, with how long.
///
/// # Errors
/// Those of the store.
pub fn unmanned(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<Unmanned>, Problem> {
    let members = everybody(db, at)?;
    let mut wanted: Vec<Role> = at.charter.matters().iter().filter_map(|rule| rule.roles.first().copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    Ok(wanted.into_iter().filter_map(|role| gap(ctx, at, &members, role)).collect())
}
fn gap(ctx: &Ctx, at: &InProject, members: &[Member], role: Role) -> Option<Unmanned> {
    let of_role = || members.iter().filter(|m| m.assignment.role == role.as_str());
    let decides = |m: &&Member| m.assignment.chair || !at.is_body(role);
    if of_role().filter(decides).any(|m| holds(m, ctx.today)) {
        return None;
    }
    let ended = of_role().filter(decides).filter_map(|m| m.assignment.to_on).filter(|to| *to < ctx.today).max();
    let since = ended.unwrap_or(at.project.started_on);
    Some(Unmanned { role, days: (ctx.today - since).num_days().max(0), lacks_chair: of_role().any(|m| holds(m, ctx.today)) })
}

/// By what right somebody appoints.
enum Right {
    Mandate(Mandate),
    /// Every role that holds the matter is unmanned: the leader or the orderer appoints the first.
    First(Role),
}

/// Appoints a person to a role: a decision under the charter's mandate of appointment.
///
/// # Errors
/// No such account, the person holds the role already, no mandate, one's own appointment, or a chair that is not this person's to choose.
pub fn appoint(db: &mut Db, ctx: &Ctx, at: &InProject, request: &Appoint) -> Result<i64, Problem> {
    let person = account(db, "email", &request.email)?;
    let members = everybody(db, at)?;
    if members
        .iter()
        .any(|m| m.assignment.person_id == person.id && m.assignment.role == request.role.as_str() && m.assignment.to_on.is_none_or(|to| to >= request.from_on))
    {
        return Err(Problem::invalid("role", Fault::Other("has-the-role")));
    }
    check_chair(ctx, at, &members, request)?;
    let right = right_to_appoint(ctx, at, &members, request.role, PersonId(person.id))?;
    let substitute_for = request.substitute_for.as_ref().map(|email| account(db, "substitute_for", email)).transpose()?.map(|p| p.id);
    let content = json!({"person": person.name, "email": person.email, "role": request.role, "organisation": request.organisation, "chair": request.chair, "from_on": request.from_on, "to_on": request.to_on, "substitute_for": request.substitute_for});
    let number =
        decide(db, ctx, at, &right, request.role, &person.name, &content, 1, DecisionOutcome::Appointed, request.motivation.clone(), request.basis.clone())?;
    let new = NewAssignment {
        project_id: at.project.id,
        person_id: person.id,
        role: request.role.to_string(),
        organisation: request.organisation.as_ref().map(ShortText::to_string).unwrap_or_default(),
        chair: request.chair,
        from_on: request.from_on,
        to_on: request.to_on,
        substitute_for,
        decision: Some(number),
        version: 1,
    };
    let id = rows::add(db, &new)?;
    journal::record(db, ctx, at, Change { kind: "role.appointed", object: &object(id), before: Value::Null, after: content })?;
    Ok(id)
}

/// Ends an assignment, and with it every mandate that rests on it.
///
/// # Errors
/// No mandate, ended already, stale, or nobody would be left to lead the project.
pub fn end(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &EndRole) -> Result<(), Problem> {
    let members = everybody(db, at)?;
    let member = members.iter().find(|m| m.assignment.id == id).ok_or(Problem::NotFound)?;
    let role: Role = word(&member.assignment.role)?;
    let right = right_to_appoint(ctx, at, &members, role, PersonId(member.assignment.person_id))?;
    let last_day = last_day(ctx, &member.assignment, request)?;
    keep_somebody_leading(ctx, &members, id, role)?;
    let content = json!({"person": member.name, "role": role, "from_on": member.assignment.from_on, "to_on": last_day});
    decide(
        db,
        ctx,
        at,
        &right,
        role,
        &member.name,
        &content,
        member.assignment.version,
        DecisionOutcome::Ended,
        request.motivation.clone(),
        request.basis.clone(),
    )?;
    rows::end(db, at.project.id, id, request.version.unwrap_or(member.assignment.version), last_day)?;
    journal::record(db, ctx, at, Change { kind: "role.ended", object: &object(id), before: json!({"to_on": member.assignment.to_on}), after: content })
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
    let another = members.iter().any(|m| m.assignment.id != ending && holds(m, ctx.today) && leads.iter().any(|r| m.assignment.role == r.as_str()));
    if leads.contains(&role) && !another { Err(Problem::invalid("last_day", Fault::Other("nobody-left-to-lead"))) } else { Ok(()) }
}

/// Makes a member the chair of its body, as the body has chosen. The old chair is one no longer.
///
/// # Errors
/// Not a member of a body, no basis, or neither the body's own nor, while it has no chair, the leader's to record.
pub fn elect_chair(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &ElectChair) -> Result<(), Problem> {
    let members = everybody(db, at)?;
    let member = members.iter().find(|m| m.assignment.id == id && holds(m, ctx.today)).ok_or(Problem::NotFound)?;
    let role: Role = word(&member.assignment.role)?;
    if !at.is_body(role) {
        return Err(Problem::invalid("chair", Fault::Other("not-a-body")));
    }
    let basis = request.basis.clone().ok_or_else(|| Problem::invalid("basis", Fault::Required))?;
    basis.check(false, ctx.today)?;
    may_record_election(ctx, at, &members, role)?;
    for old in
        members.iter().filter(|m| m.assignment.role == role.as_str() && m.assignment.chair && m.assignment.substitute_for.is_none() && holds(m, ctx.today))
    {
        rows::set_chair(db, at.project.id, old.assignment.id, old.assignment.version, false)?;
    }
    let version = if member.assignment.chair { member.assignment.version + 1 } else { request.version.unwrap_or(member.assignment.version) };
    rows::set_chair(db, at.project.id, id, version, true)?;
    let content = json!({"person": member.name, "role": role, "chair": true});
    let decision = election(ctx, role, &member.name, &content, member.assignment.version, basis);
    decisions::store(db, ctx, at, &decision)?;
    journal::record(db, ctx, at, Change { kind: "role.chair_elected", object: &object(id), before: Value::Null, after: content })
}
fn election(ctx: &Ctx, role: Role, name: &str, content: &Value, version: i64, basis: Basis) -> Decision {
    let decided_on = if let Basis::Meeting { date, .. } = &basis { *date } else { ctx.today };
    Decision {
        matter: None,
        object: DecidedObject { kind: ObjectKind::Role, reference: role.to_string(), version, hash: content_hash(content) },
        title: title(ctx, role, name),
        outcome: DecisionOutcome::Elected,
        motivation: None,
        conditions: None,
        decided_by: None,
        role,
        charter: None,
        basis: Some(basis),
        decided_on,
        recorded_by: ctx.person,
        recorded_at: ctx.now,
        minutes: None,
        supersedes: None,
    }
}
/// The chair hands over; while there is none, whoever leads or keeps the minutes records what the body chose.
fn may_record_election(ctx: &Ctx, at: &InProject, members: &[Member], role: Role) -> Result<(), NoMandate> {
    let chairs = at.actor.current(ctx.today).any(|h| h.role == role && h.chair);
    let records = at.actor.has_any(&[Role::ProjectLeader, Role::DeputyProjectLeader, Role::Secretary, Role::ProjectOrderer, role], ctx.today);
    if chairs || (!has_chair(ctx, members, role) && records) {
        Ok(())
    } else {
        Err(NoMandate { matter: matter_of(role), held_by: vec![role], lack: Lack::NotChair })
    }
}
fn has_chair(ctx: &Ctx, members: &[Member], role: Role) -> bool {
    members.iter().any(|m| m.assignment.role == role.as_str() && m.assignment.chair && holds(m, ctx.today))
}

/// Choosing the chair is the body's own matter: a tick is taken while it has none, or from its chair, who may name a substitute.
fn check_chair(ctx: &Ctx, at: &InProject, members: &[Member], request: &Appoint) -> Result<(), Problem> {
    if !request.chair {
        return if request.substitute_for.is_some() { Err(Problem::invalid("substitute_for", Fault::Other("substitute-of-a-chair"))) } else { Ok(()) };
    }
    if !at.is_body(request.role) {
        return Err(Problem::invalid("chair", Fault::Other("not-a-body")));
    }
    let chairs = at.actor.current(ctx.today).any(|h| h.role == request.role && h.chair);
    if chairs || !has_chair(ctx, members, request.role) { Ok(()) } else { Err(Problem::invalid("chair", Fault::Other("the-body-chooses"))) }
}

/// The mandate to appoint to `role`; nobody appoints themselves.
fn right_to_appoint(ctx: &Ctx, at: &InProject, members: &[Member], role: Role, whom: PersonId) -> Result<Right, NoMandate> {
    let matter = matter_of(role);
    let own = |held_by: Vec<Role>| NoMandate { matter, held_by, lack: Lack::OwnMatter };
    let found = if is_the_orderers(role) {
        at.charter.mandate_lifted_to(&at.actor, matter, Role::ProjectOrderer, ctx.today)
    } else {
        at.mandate_for(matter, ctx.today)
    };
    let no = match found {
        Ok(mandate) if whom == ctx.person => return Err(own(vec![mandate.role()])),
        Ok(mandate) => return Ok(Right::Mandate(mandate)),
        Err(no) => no,
    };
    let manned = no.held_by.iter().any(|r| members.iter().any(|m| m.assignment.role == r.as_str() && holds(m, ctx.today)));
    let first = [Role::ProjectLeader, Role::ProjectOrderer].into_iter().find(|r| at.actor.has_any(&[*r], ctx.today));
    match first {
        Some(_) if !manned && whom == ctx.person => Err(own(no.held_by)),
        Some(role) if !manned => Ok(Right::First(role)),
        _ => Err(no),
    }
}

#[expect(clippy::too_many_arguments, reason = "a decision has these parts; a struct would only name them twice")]
fn decide(
    db: &mut Db, ctx: &Ctx, at: &InProject, right: &Right, role: Role, name: &str, content: &Value, version: i64, outcome: DecisionOutcome,
    motivation: Option<LongText>, basis: Option<Basis>,
) -> Result<i32, Problem> {
    let object = DecidedObject { kind: ObjectKind::Role, reference: role.to_string(), version, hash: content_hash(content) };
    let title = title(ctx, role, name);
    let decision = match right {
        Right::Mandate(mandate) => Decision::take(mandate, decisions::basis_or_chair(mandate, basis), object, title, outcome, motivation, ctx.now, ctx.today)?,
        Right::First(as_role) => first_decision(ctx, at, *as_role, role, object, title, outcome, motivation.as_ref())?,
    };
    decisions::store(db, ctx, at, &decision)
}
/// The first appointment says of itself why the leader or the orderer made it.
fn first_decision(
    ctx: &Ctx, at: &InProject, as_role: Role, role: Role, object: DecidedObject, title: String, outcome: DecisionOutcome, motivation: Option<&LongText>,
) -> Result<Decision, Problem> {
    let said = lang(ctx).text("msg-role-first-appointment").to_owned();
    let motivation = LongText::new(&motivation.map_or_else(|| said.clone(), |own| format!("{said}\n{own}")))
        .map_err(|fault| Problem::invalid("motivation", fault.into()))?;
    Ok(Decision {
        matter: Some(matter_of(role)),
        object,
        title,
        outcome,
        motivation: Some(motivation),
        conditions: None,
        decided_by: Some(ctx.person),
        role: as_role,
        charter: Some(at.charter.number()),
        basis: None,
        decided_on: ctx.today,
        recorded_by: ctx.person,
        recorded_at: ctx.now,
        minutes: None,
        supersedes: None,
    })
}

fn account(db: &mut Db, field: &str, email: &Email) -> Result<Person, Problem> {
    let found = accounts::by_email(db, &email.key())?.filter(|p| p.disabled_at.is_none());
    found.ok_or_else(|| Problem::invalid(field, Fault::Other("no-account")))
}
fn title(ctx: &Ctx, role: Role, name: &str) -> String {
    format!("{}: {name}", lang(ctx).text(&format!("role-{role}")))
}
fn lang(ctx: &Ctx) -> Lang {
    ctx.language.parse().unwrap_or_default()
}
fn object(id: i64) -> String {
    format!("role:{id}")
}
