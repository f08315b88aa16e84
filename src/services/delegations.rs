//! Vidaredelegering: who holds matters lets somebody else decide them for a time, and takes that back.
use crate::domain::charter::Limit;
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::delegation::{Delegate, Delegation, DelegationFault, Refusal, Terms};
use crate::domain::ids::PersonId;
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::{Email, LongText};
use crate::input::{Fault, FieldError, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, read_basis};
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::delegations::{self as rows, DelegationRow};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Matters to be delegated: to a person (`person`, an e-mail) or to a role (`role`), never to both.
#[derive(Debug, Clone)]
pub struct Grant {
    pub from_role: Role,
    pub person: Option<Email>,
    pub role: Option<Role>,
    pub matters: Vec<Matter>,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub limit: Option<Limit>,
    pub reason: LongText,
    pub basis: Option<Basis>,
}
impl Input for Grant {
    fn parse(f: &mut Fields<'_>) -> Option<Grant> {
        let (from_role, person, role) = (f.word("from_role"), f.optional_email("person"), f.optional_word("role"));
        let matters: BTreeSet<Matter> = f.words("matters").into_iter().collect();
        let (from_on, to_on) = (f.date("from_on"), f.date("to_on"));
        let (kronor, days) = (f.optional_whole("kronor", Limit::KRONOR), f.optional_whole("days", Limit::DAYS));
        let (reason, basis) = (f.long("reason"), read_basis(f));
        let limit = (kronor.is_some() || days.is_some())
            .then(|| Limit { kronor: kronor.unwrap_or(*Limit::KRONOR.end()), days: days.unwrap_or(*Limit::DAYS.end()) as i32 });
        Some(Grant {
            from_role: from_role?,
            person,
            role,
            matters: matters.into_iter().collect(),
            from_on: from_on?,
            to_on: to_on?,
            limit,
            reason: reason?,
            basis,
        })
    }
}

/// A delegation to be taken back.
#[derive(Debug, Clone)]
pub struct Revoke {
    pub reason: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for Revoke {
    fn parse(f: &mut Fields<'_>) -> Option<Revoke> {
        let (reason, basis, version) = (f.long("reason"), read_basis(f), f.version());
        Some(Revoke { reason: reason?, basis, version })
    }
}

/// Delegates matters by a numbered decision of who holds them. The delegate gets a mail. Answers the delegation's number.
///
/// # Errors
/// No mandate of one's own for them; to oneself, to nobody, or to somebody who is outside the project or only reads; without an end, or of what the
/// role does not hold.
pub fn grant(db: &mut Db, ctx: &Ctx, at: &InProject, request: &Grant) -> Result<i32, Problem> {
    let terms = terms(ctx, at, request)?;
    terms.check(&at.charter, &at.actor, ctx.today).map_err(refusal)?;
    let mandate = own_mandate(ctx, at, &terms)?;
    let number = rows::next_number(db, at.project.id)?;
    let row = DelegationRow::new(at.project.id, number, &terms, ctx.person, mandate.is_for_body(), request.reason.as_str())?;
    let decision = decide(db, ctx, at, &mandate, &row, DecisionOutcome::Delegated, &request.reason, request.basis.clone())?;
    let row = DelegationRow { decision, ..row };
    rows::add(db, &row)?;
    let change = Change { kind: "delegation.granted", object: &object(number), before: serde_json::Value::Null, after: row.content() };
    journal::record_as(db, ctx, at.project.id, Some(mandate.role()), change)?;
    notify::delegated(db, ctx, at, "delegation-granted", &row, request.reason.as_str())?;
    Ok(number)
}
fn terms(ctx: &Ctx, at: &InProject, request: &Grant) -> Result<Terms, Problem> {
    let to = match (&request.person, request.role) {
        (Some(email), None) => {
            let member = at.members_today(ctx.today).find(|m| m.has_address(email.as_str()));
            let person = PersonId(member.ok_or_else(|| Problem::invalid("person", Fault::Other("no-role-here")))?.assignment.person_id);
            if !at.actor(person).may(Right::Decide, ctx.today) {
                return Err(Problem::invalid("person", Fault::Other("delegate-only-reads")));
            }
            Delegate::Person(person)
        }
        (None, Some(role)) if !Right::Decide.roles().contains(&role) => return Err(Problem::invalid("role", Fault::Other("delegate-only-reads"))),
        (None, Some(role)) => Delegate::Role(role),
        (None, None) => return Err(Problem::invalid("person", Fault::Other("delegate-missing"))),
        (Some(_), Some(_)) => return Err(Problem::invalid("role", Fault::Other("delegate-twice"))),
    };
    let Grant { from_role, matters, from_on, to_on, limit, .. } = request.clone();
    Ok(Terms { from_role, to, matters, from_on, to_on, limit })
}
/// The giver's own mandate in the role; checked for every matter before.
fn own_mandate(ctx: &Ctx, at: &InProject, terms: &Terms) -> Result<Mandate, Problem> {
    let first = terms.matters.first().ok_or_else(|| Problem::invalid("matters", Fault::Required))?;
    Ok(at.charter.mandate_in_role(&at.actor, *first, terms.from_role, ctx.today)?)
}
fn refusal(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::NoMandate(no) => no.into(),
        Refusal::Faults(faults) => Problem::Invalid(faults.iter().map(field_error).collect()),
    }
}
fn field_error(fault: &DelegationFault) -> FieldError {
    let (field, fault) = match fault {
        DelegationFault::NoMatter => ("matters", Fault::Other("no-matter")),
        DelegationFault::NotHeld(matter) => ("matters", Fault::About("matter-not-held", matter.to_string())),
        DelegationFault::BeyondOwnLimit(matter) => ("kronor", Fault::About("beyond-own-limit", matter.to_string())),
        DelegationFault::TooLong => ("to_on", Fault::Other("over-two-years")),
        DelegationFault::ToOneself => ("person", Fault::Other("delegate-is-giver")),
        DelegationFault::BeginsInThePast => ("from_on", Fault::Other("in-the-past")),
        DelegationFault::EndsBeforeItBegins => ("to_on", Fault::Other("ends-before-it-begins")),
    };
    FieldError { field: field.to_owned(), fault }
}

/// Revokes a delegation by decision: its delegate decides nothing more by it, from this moment on.
///
/// # Errors
/// Not decided in the role that gave it, revoked or over already, stale.
pub fn revoke(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Revoke) -> Result<(), Problem> {
    let row = find(db, at, number)?;
    let (delegation, mandate) = may_revoke(ctx, at, &row)?;
    if let Some(decision) = row.revocation {
        return Err(Problem::AlreadyDecided(decision));
    }
    version::expect(row.version, request.version)?;
    if delegation.terms.to_on < ctx.today {
        return Err(Refused::DelegationIsOver.into());
    }
    let decision = decide(db, ctx, at, &mandate, &row, DecisionOutcome::Revoked, &request.reason, request.basis.clone())?;
    rows::revoke(db, &row, decision, ctx.today)?;
    let after = DelegationRow { revocation: Some(decision), revoked_on: Some(ctx.today), ..row.clone() }.revocation_content().unwrap_or_default();
    let change = Change { kind: "delegation.revoked", object: &object(number), before: serde_json::Value::Null, after };
    journal::record_as(db, ctx, at.project.id, Some(mandate.role()), change)?;
    notify::delegated(db, ctx, at, "delegation-revoked", &row, request.reason.as_str())
}

/// The mandate to revoke `row`: whoever decides in the role that gave it.
///
/// # Errors
/// [`NoMandate`](crate::domain::mandate::NoMandate) names the role.
pub fn may_revoke(ctx: &Ctx, at: &InProject, row: &DelegationRow) -> Result<(Delegation, Mandate), Problem> {
    let delegation = row.to_domain(&at.members)?;
    let mandate = own_mandate(ctx, at, &delegation.terms)?;
    Ok((delegation, mandate))
}

fn decide(
    db: &mut Db, ctx: &Ctx, at: &InProject, mandate: &Mandate, row: &DelegationRow, outcome: DecisionOutcome, reason: &LongText, basis: Option<Basis>,
) -> Result<i32, Problem> {
    let object = DecidedObject { kind: ObjectKind::Delegation, reference: row.number.to_string(), version: row.version, hash: content_hash(&row.content()) };
    let title = format!("{} {}: {}", ctx.lang().text("decision-object-delegation"), row.number, delegate_name(ctx, at, row));
    let basis = decisions::basis_or_chair(mandate, basis);
    let decision = Decision::take(mandate, basis, object, title, outcome, Some(reason.clone()), ctx.now, ctx.today)?;
    // It may be about several matters: the delegation names them.
    decisions::store(db, ctx, at, &Decision { matter: None, ..decision })
}

/// Everything that was delegated in the project, newest first.
///
/// # Errors
/// Those of the store.
pub fn all(db: &mut Db, at: &InProject) -> Result<Vec<DelegationRow>, Problem> {
    Ok(rows::of_project(db, at.project.id)?)
}
/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<DelegationRow, Problem> {
    rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)
}

/// How a delegation stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Coming,
    InForce,
    Over,
    Revoked,
    /// Who gave it no longer holds the role.
    GiverLeft,
}

/// How `row` stands today.
///
/// # Errors
/// A damaged row.
pub fn standing(ctx: &Ctx, at: &InProject, row: &DelegationRow) -> Result<Standing, Problem> {
    let delegation = row.to_domain(&at.members)?;
    Ok(match () {
        () if delegation.revoked => Standing::Revoked,
        () if delegation.terms.to_on < ctx.today => Standing::Over,
        () if delegation.terms.from_on > ctx.today => Standing::Coming,
        () if delegation.in_force(ctx.today) => Standing::InForce,
        () => Standing::GiverLeft,
    })
}

/// The roles that the person decides in today by their own holdings and that hold matters: those that they can delegate from.
pub fn roles_to_give_from(ctx: &Ctx, at: &InProject) -> Vec<Role> {
    let holds = |role: Role| at.charter.matters().iter().any(|rule| rule.roles.contains(&role));
    let mut roles: Vec<Role> = at.actor.current(ctx.today).filter(|h| h.decides()).map(|h| h.role).filter(|role| holds(*role)).collect();
    roles.sort_unstable();
    roles.dedup();
    roles
}

/// The delegate by name: the person, or the role in words.
pub fn delegate_name(ctx: &Ctx, at: &InProject, row: &DelegationRow) -> String {
    match (row.to_person, &row.to_role) {
        (Some(person), _) => at.members.iter().find(|m| m.assignment.person_id == person).map(|m| m.name.clone()).unwrap_or_default(),
        (None, Some(role)) => ctx.lang().text(&format!("role-{role}")).to_owned(),
        (None, None) => String::new(),
    }
}

fn object(number: i32) -> String {
    format!("delegation:{number}")
}
