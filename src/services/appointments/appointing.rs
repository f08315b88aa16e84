//! Appointing to a role: a decision under the charter's mandate of appointment.
use super::{appointers, everybody, matter_of, object, pending, settle, title};
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Lack, Mandate, NoMandate, Pending};
use crate::domain::role::Role;
use crate::domain::text::{Email, LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::accounts::people;
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, Done, Standing, read_basis};
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
    /// The body of this role decides: leader, deputy or secretary record it, and its chair confirms.
    Record(Role),
}
/// How somebody with such a right stands before the decision, which `holder` takes.
pub(super) fn standing(right: Result<Right, NoMandate>, holder: Role) -> Standing {
    match right {
        Ok(Right::Mandate(mandate)) => Standing { delegation: mandate.delegation(), ..Standing::of_decider(mandate.role(), decisions::bases_of(&mandate)) },
        Ok(Right::First(role) | Right::Chair(role)) => Standing::of_decider(role, Vec::new()),
        Ok(Right::Record(role)) => Standing::of_recorder(role),
        Err(no) => Standing { own: no.lack == Lack::OwnMatter, ..Standing::of_other(holder) },
    }
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

/// Whom a request names, and the name that the decision has for them; who is invited may have no account yet.
struct Named {
    account: Option<Person>,
    /// The account is closed.
    closed: bool,
    email: String,
    name: String,
    invited: bool,
}
impl Named {
    fn of(db: &mut Db, who: &Who) -> Result<Named, Problem> {
        let (email, invited) = match who {
            Who::Known(email) => (email, None),
            Who::Invited { email, name } => (email, Some(name)),
        };
        let found = accounts::by_email(db, &email.key())?;
        let closed = found.as_ref().is_some_and(|p| p.disabled_at.is_some());
        let account = found.filter(|_| !closed);
        let name = account.as_ref().map(|p| p.name.clone()).or_else(|| invited.map(ShortText::to_string));
        let name = name.ok_or_else(|| Problem::invalid("email", Fault::Other("no-account")))?;
        Ok(Named { account, closed, email: email.to_string(), name, invited: invited.is_some() })
    }
    fn person(&self) -> Option<PersonId> {
        self.account.as_ref().map(|p| PersonId(p.id))
    }
}

/// Appoints a person to a role, from the project's first day at the earliest (or today, before it) and at most a year ahead. A body's
/// decision is recorded by leader, deputy or secretary, and its chair confirms: nobody is invited before that.
///
/// # Errors
/// No such account, the person holds the role already, no mandate, or one's own appointment.
pub fn appoint(db: &mut Db, ctx: &Ctx, at: &InProject, request: &Appoint) -> Result<Done, Problem> {
    let (named, right) = appointable(db, ctx, at, request)?;
    let content = json!({"person": named.name, "email": named.email, "role": request.role, "organisation": request.organisation, "from_on": request.from_on, "to_on": request.to_on});
    let ruling = Ruling {
        role: request.role,
        name: &named.name,
        content: &content,
        version: 1,
        outcome: DecisionOutcome::Appointed,
        motivation: request.motivation.clone(),
        basis: request.basis.clone(),
        supersedes: None,
    };
    let act = || recorded(request, &named);
    let number = match decide(db, ctx, at, &right, ruling, act)? {
        Done::Decided(number) => number,
        waits @ Done::WaitsForChair(_) => return Ok(waits),
    };
    let person = match (&request.who, named.account) {
        (_, Some(person)) => person,
        (Who::Invited { email, name }, None) => people::invite(db, ctx, email, name)?,
        (Who::Known(_), None) => return Err(Problem::NotFound),
    };
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
    settle(db, ctx, at, request.role, number, |act| matches!(act, Act::Appoint { email, .. } if email.to_lowercase() == person.email.to_lowercase()))?;
    Ok(Done::Decided(number))
}
/// Somebody holds a role as the project begins, before anybody can decide about roles.
///
/// # Errors
/// Those of the store.
pub fn lay_down(db: &mut Db, ctx: &Ctx, (name, email): (&str, &str), new: &NewAssignment) -> Result<(), Problem> {
    let id = rows::add(db, new)?;
    let NewAssignment { role, organisation, chair, from_on, to_on, .. } = new;
    let after = json!({"person": name, "email": email, "role": role, "organisation": organisation, "chair": chair, "from_on": from_on, "to_on": to_on});
    journal::record_to(db, ctx, new.project_id, None, Change { kind: "role.appointed", object: &object(id), before: Value::Null, after })
}
/// Whether the person can be appointed, before the answers are shown back: the name that the decision has for them.
///
/// # Errors
/// As [`appoint`].
pub fn demand_appointable(db: &mut Db, ctx: &Ctx, at: &InProject, request: &Appoint) -> Result<String, Problem> {
    appointable(db, ctx, at, request).map(|(named, _)| named.name)
}
/// Whom the request names, and by what right they are appointed.
fn appointable(db: &mut Db, ctx: &Ctx, at: &InProject, request: &Appoint) -> Result<(Named, Right), Problem> {
    let members = everybody(db, at)?;
    let named = Named::of(db, &request.who)?;
    let right = right_to_appoint(ctx, at, &members, request.role, named.person(), request.basis.as_ref())?;
    let overlaps = |m: &&Member| named.person() == Some(PersonId(m.assignment.person_id)) && m.role() == request.role && m.assignment.substitute_for.is_none();
    if members.iter().filter(overlaps).any(|m| m.assignment.to_on.is_none_or(|to| to >= request.from_on)) {
        return Err(Problem::invalid("role", Fault::Other("has-the-role")));
    }
    check_first_day(ctx, at, request.from_on)?;
    if named.closed {
        return Err(Problem::invalid("new_email", Fault::Taken));
    }
    Ok((named, right))
}
/// The appointment as it is recorded.
fn recorded(request: &Appoint, named: &Named) -> Act {
    let Appoint { role, organisation, from_on, to_on, motivation, .. } = request.clone();
    Act::Appoint { email: named.email.clone(), person: named.name.clone(), invited: named.invited, role, organisation, from_on, to_on, motivation }
}
fn check_first_day(ctx: &Ctx, at: &InProject, from_on: NaiveDate) -> Result<(), Problem> {
    match from_on {
        day if day < at.project.started_on.min(ctx.today) => Err(Problem::invalid("from_on", Fault::Other("before-the-project"))),
        day if day > ctx.today + AHEAD => Err(Problem::invalid("from_on", Fault::Other("over-a-year-ahead"))),
        _ => Ok(()),
    }
}

/// The right to decide about `role`; nobody appoints themselves (`whom`), but a body that decides at a meeting may appoint its chair.
pub(super) fn right_to_appoint(
    ctx: &Ctx, at: &InProject, members: &[Member], role: Role, whom: Option<PersonId>, basis: Option<&Basis>,
) -> Result<Right, NoMandate> {
    let waits = pending(role, whom);
    let no = match mandate_to_appoint(ctx, at, &waits, basis) {
        Ok(mandate) => return Ok(Right::Mandate(mandate)),
        Err(no) if no.lack == Lack::OwnMatter => return Err(no),
        Err(no) => no,
    };
    let manned = no.held_by.iter().any(|r| members.iter().any(|m| m.role() == *r && m.holds(ctx.today)));
    let holder = waits.held_by(&at.charter);
    match first_appointer(ctx, at, no.held_by.first().copied()) {
        Some(_) if !manned && whom == Some(ctx.person) => Err(NoMandate { lack: Lack::OwnMatter, ..no }),
        Some(role) if !manned => Ok(Right::First(role)),
        _ if manned && decisions::may_record(ctx, at, holder) => Ok(Right::Record(holder)),
        _ => Err(no),
    }
}
/// What is the orderer's, whatever the charter says, nobody decides on delegation.
fn mandate_to_appoint(ctx: &Ctx, at: &InProject, waits: &Pending, basis: Option<&Basis>) -> Result<Mandate, NoMandate> {
    if let Some(orderer) = waits.lifted_to {
        at.charter.mandate_in_role(&at.actor, waits.matter, orderer, ctx.today)?;
    }
    at.charter.mandate_over(&at.actor, waits, basis, ctx.today)
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

/// Decides as `right` allows, or records what the body decided, as `act` says it.
///
/// # Errors
/// Nobody records what the chair alone decided; or the basis is lacking or not allowed.
pub(super) fn decide(db: &mut Db, ctx: &Ctx, at: &InProject, right: &Right, ruling: Ruling<'_>, act: impl FnOnce() -> Act) -> Result<Done, Problem> {
    let object = DecidedObject { kind: ObjectKind::Role, reference: ruling.role.to_string(), version: ruling.version, hash: content_hash(ruling.content) };
    let title = title(ctx, ruling.role, ruling.name);
    let own = |role: Role, motivation: Option<LongText>| Decision {
        matter: Some(matter_of(ruling.role)),
        object: object.clone(),
        title: title.clone(),
        outcome: ruling.outcome,
        motivation,
        conditions: None,
        terms: None,
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
        Right::Record(role) => {
            let matter = matter_of(ruling.role);
            let lacks = || NoMandate { matter, held_by: appointers(at, ruling.role), lack: Lack::NotHeld };
            let basis = ruling.basis.filter(Basis::is_together).ok_or_else(lacks)?;
            return decisions::record(db, ctx, at, *role, Some(matter), &object, &act(), &basis);
        }
    };
    decisions::store(db, ctx, at, &Decision { supersedes, ..decision }).map(Done::Decided)
}
/// The first appointment says of itself why the leader or the orderer made it.
fn first_motivation(ctx: &Ctx, own: Option<&LongText>) -> Result<LongText, Problem> {
    let said = ctx.lang().text("msg-role-first-appointment").to_owned();
    LongText::new(&own.map_or_else(|| said.clone(), |own| format!("{said}\n{own}"))).map_err(|fault| Problem::invalid("motivation", fault.into()))
}
