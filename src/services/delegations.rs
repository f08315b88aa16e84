//! Vidaredelegering: who holds matters lets somebody else decide them for a time, and takes that back.
use crate::domain::charter::Limit;
use crate::domain::decision::{Basis, DecidedObject, Decision, DecisionOutcome, ObjectKind, content_hash};
use crate::domain::delegation::{Delegate, DelegationFault, Refusal, Terms};
use crate::domain::ids::PersonId;
use crate::domain::mandate::{Mandate, Pending};
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::{Email, LongText};
use crate::input::{Fault, FieldError, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{self, Act, BasisKind, Done, Standing, read_basis};
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::delegations::{self as rows, DelegationRow};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Whom matters are to be delegated to: a person (`person`, an e-mail) or a role (`role`), never both.
#[derive(Debug, Clone)]
pub enum Whom {
    Person(Email),
    Role(Role),
}
impl Whom {
    fn parse(f: &mut Fields<'_>) -> Option<Whom> {
        match (f.optional_email("person"), f.optional_word("role")) {
            (Some(email), None) => Some(Whom::Person(email)),
            (None, Some(role)) => Some(Whom::Role(role)),
            (None, None) => {
                f.fault("person", Fault::Other("delegate-missing"));
                None
            }
            (Some(_), Some(_)) => {
                f.fault("role", Fault::Other("delegate-twice"));
                None
            }
        }
    }
}

/// Matters to be delegated.
#[derive(Debug, Clone)]
pub struct Grant {
    pub from_role: Role,
    pub to: Whom,
    pub matters: Vec<Matter>,
    pub from_on: NaiveDate,
    pub to_on: NaiveDate,
    pub limit: Option<Limit>,
    pub reason: LongText,
    pub basis: Option<Basis>,
}
impl Input for Grant {
    fn parse(f: &mut Fields<'_>) -> Option<Grant> {
        let (from_role, to) = (f.word("from_role"), Whom::parse(f));
        let matters: BTreeSet<Matter> = f.words("matters").into_iter().collect();
        if matters.is_empty() {
            f.fault("matters", Fault::Other("no-matter"));
        }
        let (from_on, to_on) = (f.date("from_on"), f.date("to_on"));
        let (kronor, days) = (f.optional_whole("kronor", Limit::KRONOR), f.optional_whole("days", Limit::DAYS));
        let (reason, basis) = (f.long("reason"), read_basis(f));
        let limit = (kronor.is_some() || days.is_some())
            .then(|| Limit { kronor: kronor.unwrap_or(*Limit::KRONOR.end()), days: days.unwrap_or(*Limit::DAYS.end()) as i32 });
        Some(Grant { from_role: from_role?, to: to?, matters: matters.into_iter().collect(), from_on: from_on?, to_on: to_on?, limit, reason: reason?, basis })
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

/// Delegates matters by a numbered decision of who holds them. The delegate gets a mail. A body's decision is recorded by leader, deputy
/// or secretary, and its chair confirms.
///
/// # Errors
/// No mandate of one's own for them; to oneself, to nobody, or to somebody who is outside the project or only reads; without an end, or of what the
/// role does not hold; the same as one that is in force or to come; or of what a closed project
/// decides no more.
pub fn grant(db: &mut Db, ctx: &Ctx, at: &InProject, request: &Grant) -> Result<Done, Problem> {
    grant_terms(db, ctx, at, &terms(ctx, at, request)?, &request.reason, request.basis.clone())
}
/// As [`grant`], of terms that name whom they are for.
pub(super) fn grant_terms(db: &mut Db, ctx: &Ctx, at: &InProject, terms: &Terms, reason: &LongText, basis: Option<Basis>) -> Result<Done, Problem> {
    let Some(mandate) = right_to_grant(ctx, at, terms, basis.as_ref())? else {
        let act = Act::Delegate { terms: terms.clone(), reason: reason.clone() };
        let object = DecidedObject { reference: NOT_YET.to_owned(), ..object_of(&row(ctx, at, 0, terms, true, reason)?) };
        return record(db, ctx, at, &object, terms, &act, basis);
    };
    let number = rows::next_number(db, at.project.id)?;
    let row = row(ctx, at, number, terms, mandate.is_for_body(), reason)?;
    let decision = decide(db, ctx, at, &mandate, &row, DecisionOutcome::Delegated, reason, basis)?;
    let row = DelegationRow { decision, ..row };
    rows::add(db, &row)?;
    let change = Change { kind: "delegation.granted", object: &object(number), before: serde_json::Value::Null, after: row.content() };
    journal::record_as(db, ctx, at, Some(mandate.role()), change)?;
    // What was recorded twice is delegated once.
    let same = |act: &Act| matches!(act, Act::Delegate { terms: other, .. } if other.clone().as_of(ctx.today).as_ref() == Ok(terms));
    decisions::settle_those(db, ctx, at, (ObjectKind::Delegation, NOT_YET), Some(decision), same)?;
    notify::delegated(db, ctx, at, "delegation-granted", &row, reason.as_str())?;
    Ok(Done::Decided(decision))
}
/// The terms of what can be delegated, before the answers are shown back.
///
/// # Errors
/// Those of [`grant`].
pub fn grantable(ctx: &Ctx, at: &InProject, request: &Grant) -> Result<Terms, Problem> {
    let terms = terms(ctx, at, request)?;
    right_to_grant(ctx, at, &terms, request.basis.as_ref())?;
    Ok(terms)
}
/// The giver's mandate; `None` for who records what a body decided.
fn right_to_grant(ctx: &Ctx, at: &InProject, terms: &Terms, basis: Option<&Basis>) -> Result<Option<Mandate>, Problem> {
    check_delegate(ctx, at, terms.to)?;
    demand_new(ctx, at, terms)?;
    if terms.matters.iter().any(|m| m.ends_with_the_project()) {
        at.demand_open()?;
    }
    if records(ctx, at, terms, basis) {
        terms.check_for(&at.charter, only_speaker(ctx, at, terms.from_role), ctx.today).map_err(|faults| refusal(Refusal::Faults(faults)))?;
        return Ok(None);
    }
    terms.check(&at.charter, &at.actor, ctx.today).map_err(refusal)?;
    own_mandate(ctx, at, terms).map(Some)
}
/// Who speaks for a body, where one person does.
fn only_speaker(ctx: &Ctx, at: &InProject, role: Role) -> Option<PersonId> {
    let mut people = notify::holders(ctx, at, role).map(|m| m.assignment.person_id);
    let first = people.next()?;
    people.all(|other| other == first).then_some(PersonId(first))
}
/// What is recorded and not yet delegated has no number: it is called as its kind is.
const NOT_YET: &str = "delegation";

fn row(ctx: &Ctx, at: &InProject, number: i32, terms: &Terms, by_body: bool, reason: &LongText) -> Result<DelegationRow, Problem> {
    Ok(DelegationRow::new(at.project.id, number, terms, ctx.person, by_body, reason.as_str())?)
}
/// Whether the person records what the body that holds these matters decided about them.
fn records(ctx: &Ctx, at: &InProject, terms: &Terms, basis: Option<&Basis>) -> bool {
    let waits = |matter: &Matter| Pending { lifted_to: Some(terms.from_role), ..Pending::of(*matter) };
    own_mandate(ctx, at, terms).is_err() && terms.matters.first().is_some_and(|matter| decisions::recorder(ctx, at, &waits(matter), basis).is_some())
}
fn record(db: &mut Db, ctx: &Ctx, at: &InProject, object: &DecidedObject, terms: &Terms, act: &Act, basis: Option<Basis>) -> Result<Done, Problem> {
    decisions::record(db, ctx, at, terms.from_role, Some(first(terms)?), object, act, &basis.ok_or(Refused::BasisMissing)?)
}
fn terms(ctx: &Ctx, at: &InProject, request: &Grant) -> Result<Terms, Problem> {
    let to = match &request.to {
        Whom::Person(email) => {
            let member = at.members_today(ctx.today).find(|m| m.has_address(email.as_str()));
            Delegate::Person(PersonId(member.ok_or_else(|| Problem::invalid("person", Fault::Other("no-role-here")))?.assignment.person_id))
        }
        Whom::Role(role) => Delegate::Role(*role),
    };
    let Grant { from_role, matters, from_on, to_on, limit, .. } = request.clone();
    Ok(Terms { from_role, to, matters, from_on, to_on, limit })
}
/// Whom matters are delegated to has a role in the project, and not one that only reads.
fn check_delegate(ctx: &Ctx, at: &InProject, to: Delegate) -> Result<(), Problem> {
    let (field, decides) = match to {
        Delegate::Person(person) => ("person", at.actor(person).may(Right::Decide, ctx.today)),
        Delegate::Role(role) => ("role", Right::Decide.roles().contains(&role)),
    };
    if decides { Ok(()) } else { Err(Problem::invalid(field, Fault::Other("delegate-only-reads"))) }
}
/// The same is not delegated twice: when one was revoked, the other would go on.
fn demand_new(ctx: &Ctx, at: &InProject, terms: &Terms) -> Result<(), Problem> {
    match at.actor.delegations.iter().find(|d| d.terms == *terms && d.lasts(ctx.today)) {
        Some(twin) => Err(Problem::invalid("matters", Fault::About("delegated-already", twin.number.to_string()))),
        None => Ok(()),
    }
}
/// The giver's own mandate in the role; checked for every matter before.
fn own_mandate(ctx: &Ctx, at: &InProject, terms: &Terms) -> Result<Mandate, Problem> {
    Ok(at.charter.mandate_in_role(&at.actor, first(terms)?, terms.from_role, ctx.today)?)
}
fn first(terms: &Terms) -> Result<Matter, Problem> {
    terms.matters.first().copied().ok_or_else(|| Problem::invalid("matters", Fault::Required))
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

/// Revokes a delegation by decision: its delegate decides nothing more by it, from this moment on. A body's decision is recorded by
/// leader, deputy or secretary, and its chair confirms.
///
/// # Errors
/// Not decided in the role that gave it, revoked or over already, stale.
pub fn revoke(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &Revoke) -> Result<Done, Problem> {
    let row = find(db, at, number)?;
    let Some(mandate) = right_to_revoke(ctx, at, &row, request)? else {
        let (terms, act) = (row.to_domain(&at.members)?.terms, Act::RevokeDelegation { number, version: row.version, reason: request.reason.clone() });
        return record(db, ctx, at, &object_of(&row), &terms, &act, request.basis.clone());
    };
    let decision = decide(db, ctx, at, &mandate, &row, DecisionOutcome::Revoked, &request.reason, request.basis.clone())?;
    rows::revoke(db, &row, decision, ctx.today)?;
    let after = DelegationRow { revocation: Some(decision), revoked_on: Some(ctx.today), ..row.clone() }.revocation_content().unwrap_or_default();
    let change = Change { kind: "delegation.revoked", object: &object(number), before: serde_json::Value::Null, after };
    journal::record_as(db, ctx, at, Some(mandate.role()), change)?;
    notify::delegated(db, ctx, at, "delegation-revoked", &row, request.reason.as_str())?;
    Ok(Done::Decided(decision))
}

/// The mandate to take a delegation back; `None` for who records what a body decided.
///
/// # Errors
/// Those of [`revoke`].
pub fn right_to_revoke(ctx: &Ctx, at: &InProject, row: &DelegationRow, request: &Revoke) -> Result<Option<Mandate>, Problem> {
    let terms = row.to_domain(&at.members)?.terms;
    let mandate = if records(ctx, at, &terms, request.basis.as_ref()) { None } else { Some(own_mandate(ctx, at, &terms)?) };
    if let Some(decision) = row.revocation {
        return Err(Problem::AlreadyDecided(decision));
    }
    version::expect(row.version, request.version)?;
    if terms.to_on < ctx.today { Err(Refused::DelegationIsOver.into()) } else { Ok(mandate) }
}

/// How the person stands before a decision of `role` about what it delegates: in a role of their own, or as one who records.
pub fn standing(ctx: &Ctx, at: &InProject, role: Role) -> Standing {
    let matter = at.charter.matters().iter().find(|rule| rule.roles.contains(&role)).map_or(Matter::PlanDocument, |rule| rule.matter);
    match at.charter.mandate_in_role(&at.actor, matter, role, ctx.today) {
        Ok(mandate) => Standing::of_decider(role, if mandate.is_for_body() { BasisKind::ALL.to_vec() } else { Vec::new() }),
        Err(_) if decisions::may_record(ctx, at, role) => Standing::of_recorder(role),
        Err(_) => Standing::of_other(role),
    }
}

/// How the person stands before the revocation of `row`.
///
/// # Errors
/// [`NoMandate`](crate::domain::mandate::NoMandate) names the role, for who neither decides nor records.
pub fn standing_to_revoke(ctx: &Ctx, at: &InProject, row: &DelegationRow) -> Result<Standing, Problem> {
    let terms = row.to_domain(&at.members)?.terms;
    let standing = standing(ctx, at, terms.from_role);
    if !standing.records {
        own_mandate(ctx, at, &terms)?;
    }
    Ok(standing)
}

fn decide(
    db: &mut Db, ctx: &Ctx, at: &InProject, mandate: &Mandate, row: &DelegationRow, outcome: DecisionOutcome, reason: &LongText, basis: Option<Basis>,
) -> Result<i32, Problem> {
    let title = title(ctx, Some(row.number), &delegate_name(ctx, at, row));
    let basis = decisions::basis_or_chair(mandate, basis);
    let decision = Decision::take(mandate, basis, object_of(row), title, outcome, Some(reason.clone()), ctx.now, ctx.today)?;
    // It may be about several matters: the delegation names them.
    decisions::store(db, ctx, at, &Decision { matter: None, ..decision })
}
fn object_of(row: &DelegationRow) -> DecidedObject {
    DecidedObject { kind: ObjectKind::Delegation, reference: row.number.to_string(), version: row.version, hash: content_hash(&row.content()) }
}
/// "Vidaredelegering 3: …"; what is not delegated yet has no number.
pub(super) fn title(ctx: &Ctx, number: Option<i32>, name: &str) -> String {
    let number = number.map(|n| format!(" {n}")).unwrap_or_default();
    format!("{}{number}: {name}", ctx.lang().text("decision-object-delegation"))
}

/// Everything that was delegated in the project, newest first.
///
/// # Errors
/// Those of the store.
pub fn all(db: &mut Db, at: &InProject) -> Result<Vec<DelegationRow>, Problem> {
    Ok(rows::of_project(db, at.project.id)?)
}
/// What decision `number` granted.
///
/// # Errors
/// Those of the store.
pub fn by_decision(db: &mut Db, at: &InProject, number: i32) -> Result<Option<DelegationRow>, Problem> {
    Ok(all(db, at)?.into_iter().find(|row| row.decision == number))
}
/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<DelegationRow, Problem> {
    rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)
}

/// How a delegation stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Force {
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
pub fn force(ctx: &Ctx, at: &InProject, row: &DelegationRow) -> Result<Force, Problem> {
    let delegation = row.to_domain(&at.members)?;
    Ok(match () {
        () if delegation.revoked => Force::Revoked,
        () if delegation.terms.to_on < ctx.today => Force::Over,
        () if delegation.terms.from_on > ctx.today => Force::Coming,
        () if delegation.in_force(ctx.today) => Force::InForce,
        () => Force::GiverLeft,
    })
}

/// The roles that hold matters and that the person can delegate from: those that they decide in today by their own holdings, and the
/// bodies whose decisions they record.
pub fn roles_to_give_from(ctx: &Ctx, at: &InProject) -> Vec<Role> {
    let holds = |role: Role| at.charter.matters().iter().any(|rule| rule.roles.contains(&role));
    let decides = |role: Role| at.actor.current(ctx.today).any(|h| h.role == role && h.decides());
    Role::ALL.iter().copied().filter(|role| holds(*role) && (decides(*role) || decisions::may_record(ctx, at, *role))).collect()
}

/// The delegate by name: the person, or the role in words.
pub fn delegate_name(ctx: &Ctx, at: &InProject, row: &DelegationRow) -> String {
    row.to().map(|to| name_of(ctx, at, to)).unwrap_or_default()
}
/// As [`delegate_name`].
pub fn name_of(ctx: &Ctx, at: &InProject, to: Delegate) -> String {
    match to {
        Delegate::Person(person) => at.name_of(person.0).to_owned(),
        Delegate::Role(role) => ctx.lang().text(&format!("role-{role}")).to_owned(),
    }
}

fn object(number: i32) -> String {
    format!("delegation:{number}")
}
