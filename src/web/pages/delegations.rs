//! `/projects/{code}/delegations`: what has been delegated and how it stands, a new delegation, and its revocation.
use crate::domain::delegation::Delegation;
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::decisions::BasisKind;
use crate::services::delegations::{self, Grant, Revoke, Standing};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use crate::store::delegations::DelegationRow;
use crate::store::roles::Member;
use crate::web::basis::Offered;
use crate::web::form::{Choice, FormState};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/delegations", Right::Read, list),
        show_in("/projects/{code}/delegations/new", Right::Decide, new),
        post_in("/projects/{code}/delegations/new", Right::Decide, grant, new),
        show_in("/projects/{code}/delegations/{number}", Right::Read, one),
        show_in("/projects/{code}/delegations/{number}/revocation", Right::Decide, revoking),
        post_in("/projects/{code}/delegations/{number}/revocation", Right::Decide, revoke, revoking),
    ]
}

#[derive(Serialize)]
struct List {
    code: String,
    project: String,
    delegations: Vec<Line>,
    may_grant: bool,
}
/// A delegation in words.
#[derive(Serialize)]
pub struct Line {
    pub number: i32,
    pub from: String,
    pub to: String,
    pub matters: Vec<String>,
    pub period: String,
    pub limit: String,
    pub standing: Standing,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let context = List {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        delegations: lines(db, rq, at)?,
        may_grant: !delegations::roles_to_give_from(&ctx, at).is_empty(),
    };
    shell::page_in(db, rq, at, "charter", "pages/delegations/list.html", &context)
}

/// Everything that was delegated, newest first, in words.
///
/// # Errors
/// Those of the store.
pub fn lines(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Vec<Line>, Problem> {
    let ctx = rq.ctx()?;
    delegations::all(db, at)?.iter().map(|row| line(rq, &ctx, at, row)).collect()
}
fn line(rq: &Rq, ctx: &Ctx, at: &InProject, row: &DelegationRow) -> Result<Line, Problem> {
    let delegation = row.to_domain(&at.members)?;
    Ok(Line {
        number: row.number,
        from: role_name(rq, delegation.terms.from_role),
        to: delegations::delegate_name(ctx, at, row),
        matters: delegation.terms.matters.iter().map(|m| matter_name(rq, *m)).collect(),
        period: format!("{} – {}", format::date(row.from_on), format::date(row.to_on)),
        limit: limit(rq, &delegation),
        standing: delegations::standing(ctx, at, row)?,
    })
}
fn limit(rq: &Rq, delegation: &Delegation) -> String {
    let Some(limit) = delegation.terms.limit else { return String::new() };
    let mut args = FluentArgs::new();
    let kronor = (limit.kronor < *crate::domain::charter::Limit::KRONOR.end()).then(|| format::kr(rq.lang, limit.kronor * 100));
    args.set("days", limit.days);
    let days = (i64::from(limit.days) < *crate::domain::charter::Limit::DAYS.end()).then(|| rq.lang.text_with("delegation-days", &args));
    kronor.into_iter().chain(days).collect::<Vec<_>>().join(", ")
}
fn role_name(rq: &Rq, role: Role) -> String {
    rq.lang.text(&format!("role-{role}")).to_owned()
}
fn matter_name(rq: &Rq, matter: Matter) -> String {
    rq.lang.text(&format!("matter-{matter}")).to_owned()
}

#[derive(Serialize)]
struct New {
    code: String,
    project: String,
    form: FormState,
    roles: Vec<Choice>,
    people: Vec<Choice>,
    to_roles: Vec<Choice>,
    matters: Vec<MatterChoice>,
    /// What a body delegates, it decides on a basis.
    basis: Option<Offered>,
}
#[derive(Serialize)]
struct MatterChoice {
    value: Matter,
    label: String,
    checked: bool,
    /// Which of the person's roles hold it, when there are several.
    hint: String,
}

fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let own = delegations::roles_to_give_from(&ctx, at);
    if own.is_empty() {
        return Err(Problem::Forbidden(Right::Decide));
    }
    let only = if let [role] = own[..] { role.to_string() } else { String::new() };
    let form = FormState::of(rq, &[("from_role", only), ("from_on", ctx.today.to_string())]);
    let ticked: Vec<&str> = form.values.get("matters").map(|m| m.lines().collect()).unwrap_or_default();
    let held = |matter: Matter| own.iter().copied().filter(|role| at.charter.rule(matter).roles.contains(role)).collect::<Vec<Role>>();
    let choice = |matter: Matter| {
        let by = held(matter);
        let hint = if own.len() > 1 { by.iter().map(|r| role_name(rq, *r)).collect::<Vec<_>>().join(", ") } else { String::new() };
        MatterChoice { value: matter, label: matter_name(rq, matter), checked: ticked.contains(&matter.as_str()), hint }
    };
    let mut people: Vec<Choice> = Vec::new();
    let may = |m: &&Member| m.assignment.person_id != ctx.person.0 && m.role() != Role::Registrar;
    for m in at.members_today(ctx.today).filter(may) {
        if people.iter().all(|p| p.value != m.email) {
            people.push(Choice::new(&m.email, format!("{} ({})", m.name, role_name(rq, m.role()))));
        }
    }
    let context = New {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        matters: Matter::ALL.iter().copied().filter(|m| !held(*m).is_empty()).map(choice).collect(),
        roles: own.iter().map(|r| Choice::new(r, role_name(rq, *r))).collect(),
        people,
        to_roles: Role::ALL.iter().filter(|r| !r.is_always_body() && **r != Role::Registrar).map(|r| Choice::new(r, role_name(rq, *r))).collect(),
        basis: own.iter().find(|role| at.is_body(**role)).map(|role| Offered::by(db, rq, at, *role, BasisKind::ALL.to_vec())).transpose()?,
        form,
    };
    shell::page_in(db, rq, at, "charter", "pages/delegations/new.html", &context)
}
fn grant(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = delegations::grant(db, &rq.ctx()?, at, &rq.read::<Grant>()?)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("delegations/{number}"))).with_notice(rq.lang.text("msg-delegated")))
}

#[derive(Serialize)]
struct One {
    code: String,
    project: String,
    form: FormState,
    delegation: Line,
    giver: String,
    reason: String,
    decision: i32,
    revocation: Option<i32>,
    may_revoke: bool,
    basis: Option<Offered>,
}

fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = of_one(db, rq, at)?;
    shell::page_in(db, rq, at, "charter", "pages/delegations/delegation.html", &context)
}
fn revoking(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    delegations::may_revoke(&rq.ctx()?, at, &delegations::find(db, at, rq.number("number")?)?)?;
    let context = of_one(db, rq, at)?;
    shell::page_in(db, rq, at, "charter", "pages/delegations/revoke.html", &context)
}
fn of_one(db: &mut Db, rq: &Rq, at: &InProject) -> Result<One, Problem> {
    let ctx = rq.ctx()?;
    let row = delegations::find(db, at, rq.number("number")?)?;
    let delegation = line(rq, &ctx, at, &row)?;
    let live = matches!(delegation.standing, Standing::InForce | Standing::Coming | Standing::GiverLeft);
    let from_role = row.from_role()?;
    let basis = if at.is_body(from_role) { Some(Offered::by(db, rq, at, from_role, BasisKind::ALL.to_vec())?) } else { None };
    Ok(One {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", row.version.to_string())]),
        giver: at.members.iter().find(|m| m.assignment.person_id == row.given_by).map(|m| m.name.clone()).unwrap_or_default(),
        reason: row.reason.clone(),
        decision: row.decision,
        revocation: row.revocation,
        may_revoke: live && delegations::may_revoke(&ctx, at, &row).is_ok(),
        basis,
        delegation,
    })
}
fn revoke(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number: i32 = rq.number("number")?;
    delegations::revoke(db, &rq.ctx()?, at, number, &rq.read::<Revoke>()?)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("delegations/{number}"))).with_notice(rq.lang.text("msg-delegation-revoked")))
}
