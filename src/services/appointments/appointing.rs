//! Appointing to a role: a decision under the charter's mandate of appointment.
use super::{everybody, is_the_orderers, matter_of, object, title};
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Lack, Mandate, NoMandate};
use crate::domain::role::Role;
use crate::domain::text::{Email, LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::accounts::people::{self, AddPerson};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, read_basis};
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::accounts::{self, Person};
use crate::store::roles::{self as rows, Member, NewAssignment};
use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

/// A role is given at most so many days ahead.
const AHEAD: Days = Days::new(366);

/// Whom a role is given to.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody who has an account.
    Known(Email),
    /// Somebody by an address: without an account they get one with it, and a mail with a link to choose a password.
    Invited { email: Email, name: ShortText },
}
impl Who {
    fn parse(f: &mut Fields<'_>) -> Option<Who> {
        let (known, invited, name) = (f.optional_email("email"), f.optional_email("new_email"), f.optional_short("new_name"));
        match (known, invited, name) {
            (Some(email), None, None) => Some(Who::Known(email)),
            (None, Some(email), Some(name)) => Some(Who::Invited { email, name }),
            (None, None, None) => {
                f.missing("email");
                None
            }
            (Some(_), ..) => {
                f.fault("email", Fault::Other("one-person"));
                None
            }
            (None, Some(_), None) => {
                f.missing("new_name");
                None
            }
            (None, None, Some(_)) => {
                f.missing("new_email");
                None
            }
        }
    }
}

/// A role for a person, who has an account or is invited. Nobody is appointed chair: a body chooses its own.
#[derive(Debug, Clone)]
pub struct Appoint {
    pub who: Who,
    pub role: Role,
    pub organisation: Option<ShortText>,
    pub from_on: NaiveDate,
    pub to_on: Option<NaiveDate>,
    pub motivation: Option<LongText>,
    pub basis: Option<Basis>,
}
impl Input for Appoint {
    fn parse(f: &mut Fields<'_>) -> Option<Appoint> {
        let (who, role, organisation) = (Who::parse(f), f.word("role"), f.optional_short("organisation"));
        let (from_on, to_on) = (f.date("from_on"), f.optional_date("to_on"));
        let (motivation, basis) = (f.optional_long("motivation"), read_basis(f));
        if let (Some(from), Some(to)) = (from_on, to_on)
            && to < from
        {
            f.fault("to_on", Fault::Other("ends-before-it-begins"));
        }
        Some(Appoint { who: who?, role: role?, organisation, from_on: from_on?, to_on, motivation, basis })
    }
}

/// By what right somebody appoints.
pub(super) enum Right {
    Mandate(Mandate),
    /// Every role that holds the matter is unmanned: the orderer above it appoints the first, or, with nobody there, the leader.
    First(Role),
    /// Ending a substitution is the chair's own, as naming the substitute was.
    Chair(Role),
}

/// What is decided about a role.
pub(super) struct Ruling<'a> {
    pub role: Role,
    /// The person that it is about.
    pub name: &'a str,
    pub content: &'a Value,
    pub version: i64,
    pub outcome: DecisionOutcome,
    pub motivation: Option<LongText>,
    pub basis: Option<Basis>,
    /// The decision whose place it takes.
    pub supersedes: Option<i32>,
}

/// Appoints a person to a role, from the project's first day at the earliest (or today, before it) and at most a year ahead.
///
/// # Errors
/// No such account, the person holds the role already, no mandate, or one's own appointment.
pub fn appoint(db: &mut Db, ctx: &Ctx, at: &InProject, request: &Appoint) -> Result<i64, Problem> {
    let members = everybody(db, at)?;
    let person = match &request.who {
        Who::Known(email) => account(db, email)?,
        Who::Invited { email, name } => {
            // Nobody is invited by somebody who could not appoint them.
            right_to_appoint(ctx, at, &members, request.role, None)?;
            invite(db, ctx, email, name)?
        }
    };
    let overlaps = |m: &&Member| m.assignment.person_id == person.id && m.role() == request.role && m.assignment.substitute_for.is_none();
    if members.iter().filter(overlaps).any(|m| m.assignment.to_on.is_none_or(|to| to >= request.from_on)) {
        return Err(Problem::invalid("role", Fault::Other("has-the-role")));
    }
    check_first_day(ctx, at, request.from_on)?;
    let right = right_to_appoint(ctx, at, &members, request.role, Some(PersonId(person.id)))?;
    let content = json!({"person": person.name, "email": person.email, "role": request.role, "organisation": request.organisation, "from_on": request.from_on, "to_on": request.to_on});
    let ruling = Ruling {
        role: request.role,
        name: &person.name,
        content: &content,
        version: 1,
        outcome: DecisionOutcome::Appointed,
        motivation: request.motivation.clone(),
        basis: request.basis.clone(),
        supersedes: None,
    };
    let number = decide(db, ctx, at, &right, ruling)?;
    let new = NewAssignment {
        project_id: at.project.id,
        person_id: person.id,
        role: request.role.to_string(),
        organisation: request.organisation.as_ref().map(ShortText::to_string).unwrap_or_default(),
        chair: false,
        from_on: request.from_on,
        to_on: request.to_on,
        substitute_for: None,
        decision: Some(number),
        version: 1,
    };
    let id = rows::add(db, &new)?;
    journal::record(db, ctx, at, Change { kind: "role.appointed", object: &object(id), before: Value::Null, after: content })?;
    Ok(id)
}
fn check_first_day(ctx: &Ctx, at: &InProject, from_on: NaiveDate) -> Result<(), Problem> {
    match from_on {
        day if day < at.project.started_on.min(ctx.today) => Err(Problem::invalid("from_on", Fault::Other("before-the-project"))),
        day if day > ctx.today + AHEAD => Err(Problem::invalid("from_on", Fault::Other("over-a-year-ahead"))),
        _ => Ok(()),
    }
}

/// The mandate to appoint to `role`; nobody appoints themselves (`whom`).
pub(super) fn right_to_appoint(ctx: &Ctx, at: &InProject, members: &[Member], role: Role, whom: Option<PersonId>) -> Result<Right, NoMandate> {
    let matter = matter_of(role);
    let own = |held_by: Vec<Role>| NoMandate { matter, held_by, lack: Lack::OwnMatter };
    let found =
        if is_the_orderers(role) { at.charter.mandate_in_role(&at.actor, matter, Role::ProjectOrderer, ctx.today) } else { at.mandate_for(matter, ctx.today) };
    let no = match found {
        Ok(mandate) if whom == Some(ctx.person) => return Err(own(vec![mandate.role()])),
        Ok(mandate) => return Ok(Right::Mandate(mandate)),
        Err(no) => no,
    };
    let manned = no.held_by.iter().any(|r| members.iter().any(|m| m.role() == *r && m.holds(ctx.today)));
    match first_appointer(ctx, at, no.held_by.first().copied()) {
        Some(_) if !manned && whom == Some(ctx.person) => Err(own(no.held_by)),
        Some(role) if !manned => Ok(Right::First(role)),
        _ => Err(no),
    }
}

/// The role in which the person appoints the first where nobody holds the matter: it shows up with the orderer, above it; while there is
/// none either, the leader or the orderer begins.
fn first_appointer(ctx: &Ctx, at: &InProject, held_by: Option<Role>) -> Option<Role> {
    let own = |role: &Role| at.actor.has_any(&[*role], ctx.today);
    match held_by.and_then(|role| notify::manned(ctx, at, role)) {
        Some(Role::ProjectOrderer) => {
            let orders = notify::holders(ctx, at, Role::ProjectOrderer).any(|m| m.assignment.person_id == ctx.person.0);
            orders.then_some(Role::ProjectOrderer)
        }
        _ => [Role::ProjectLeader, Role::ProjectOrderer].into_iter().find(own),
    }
}

pub(super) fn decide(db: &mut Db, ctx: &Ctx, at: &InProject, right: &Right, ruling: Ruling<'_>) -> Result<i32, Problem> {
    let object = DecidedObject { kind: ObjectKind::Role, reference: ruling.role.to_string(), version: ruling.version, hash: content_hash(ruling.content) };
    let title = title(ctx, ruling.role, ruling.name);
    let own = |role: Role, motivation: Option<LongText>| Decision {
        matter: Some(matter_of(ruling.role)),
        object: object.clone(),
        title: title.clone(),
        outcome: ruling.outcome,
        motivation,
        conditions: None,
        decided_by: Some(ctx.person),
        role,
        delegation: None,
        charter: Some(at.charter.number()),
        basis: None,
        decided_on: ctx.today,
        recorded_by: ctx.person,
        recorded_at: ctx.now,
        minutes: None,
        supersedes: None,
    };
    let supersedes = ruling.supersedes;
    let decision = match right {
        Right::Mandate(mandate) => {
            let basis = decisions::basis_or_chair(mandate, ruling.basis);
            Decision::take(mandate, basis, object, title, ruling.outcome, ruling.motivation, ctx.now, ctx.today)?
        }
        Right::First(role) => own(*role, Some(first_motivation(ctx, ruling.motivation.as_ref())?)),
        Right::Chair(role) => Decision { matter: None, basis: Some(Basis::Chair), ..own(*role, ruling.motivation) },
    };
    decisions::store(db, ctx, at, &Decision { supersedes, ..decision })
}
/// The first appointment says of itself why the leader or the orderer made it.
fn first_motivation(ctx: &Ctx, own: Option<&LongText>) -> Result<LongText, Problem> {
    let said = ctx.lang().text("msg-role-first-appointment").to_owned();
    LongText::new(&own.map_or_else(|| said.clone(), |own| format!("{said}\n{own}"))).map_err(|fault| Problem::invalid("motivation", fault.into()))
}

fn invite(db: &mut Db, ctx: &Ctx, email: &Email, name: &ShortText) -> Result<Person, Problem> {
    if let Some(known) = accounts::by_email(db, &email.key())?.filter(|p| p.disabled_at.is_none()) {
        return Ok(known);
    }
    let request = AddPerson { name: name.clone(), email: email.clone(), is_admin: false };
    let id = people::add(db, ctx, &request).map_err(|problem| match problem {
        Problem::Invalid(_) => Problem::invalid("new_email", Fault::Taken),
        other => other,
    })?;
    people::find(db, id)
}
fn account(db: &mut Db, email: &Email) -> Result<Person, Problem> {
    let found = accounts::by_email(db, &email.key())?.filter(|p| p.disabled_at.is_none());
    found.ok_or_else(|| Problem::invalid("email", Fault::Other("no-account")))
}
