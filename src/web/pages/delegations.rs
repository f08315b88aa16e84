//! `/projects/{code}/delegations`: what has been delegated and how it stands, a new delegation, and its revocation.
use crate::domain::charter::Limit;
use crate::domain::decision::ObjectKind;
use crate::domain::delegation::Terms;
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::render::i18n::{FluentArgs, numbered};
use crate::services::decisions::{Done, Standing};
use crate::services::delegations::{self, Force, Grant, Revoke};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;
use crate::store::delegations::DelegationRow;
use crate::store::roles::Member;
use crate::web::basis::{self, Taking};
use crate::web::decision_page::{Name, ShownBack, Term, done_in_words};
use crate::web::form::{self, Choice, FormState};
use crate::web::recorded::{self, Recorded};
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
    recorded: Vec<Recorded>,
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
    pub standing: Force,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let context = List {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        delegations: lines(db, rq, at)?,
        recorded: recorded::waiting(db, rq, at, ObjectKind::Delegation)?,
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
    let terms = row.to_domain(&at.members)?.terms;
    Ok(Line {
        number: row.number,
        from: role_name(rq, terms.from_role),
        to: delegations::name_of(ctx, at, terms.to),
        matters: terms.matters.iter().map(|m| matter_name(rq, *m)).collect(),
        period: period(&terms),
        limit: limit(rq, terms.limit),
        standing: delegations::force(ctx, at, row)?,
    })
}
/// The first day and the last.
pub(crate) fn period(terms: &Terms) -> String {
    format!("{} – {}", format::date(terms.from_on), format::date(terms.to_on))
}
/// How far it reaches, in words; empty without a limit.
pub(crate) fn limit(rq: &Rq, limit: Option<Limit>) -> String {
    let Some(limit) = limit else { return String::new() };
    let mut args = FluentArgs::new();
    let kronor = (limit.kronor < *Limit::KRONOR.end()).then(|| format::kr(rq.lang, limit.kronor * 100));
    args.set("days", limit.days);
    let days = (i64::from(limit.days) < *Limit::DAYS.end()).then(|| rq.lang.text_with("delegation-days", &args));
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
    taking: Taking,
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
    let standings: Vec<Standing> = own.iter().map(|role| delegations::standing(&ctx, at, *role)).collect();
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
    // A body may delegate to whoever records that it does.
    let records = standings.iter().any(|s| s.records);
    let may = |m: &&Member| (records || m.assignment.person_id != ctx.person.0) && m.role() != Role::Registrar;
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
        taking: match &standings[..] {
            [only] => Taking::of(db, rq, at, only)?,
            several => Taking::of_any(db, rq, at, several)?,
        },
        form,
    };
    shell::page_in(db, rq, at, "charter", "pages/delegations/new.html", &context)
}
/// First the answers are shown back; sent once more from there, they are final.
fn grant(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    if form::goes_back(rq) {
        return new(db, rq, at);
    }
    let (ctx, request): (_, Grant) = (rq.ctx()?, rq.read()?);
    let standing = delegations::standing(&ctx, at, request.from_role);
    basis::demand_of(&standing, request.basis.as_ref())?;
    if !form::is_checked(rq) {
        let terms = delegations::grantable(&ctx, at, &request)?;
        return granted(rq, &ctx, at, &request, &terms, standing.records).page(db, rq, at);
    }
    let done = delegations::grant(db, &ctx, at, &request)?;
    let to = match done {
        Done::Decided(decision) => delegations::by_decision(db, at, decision)?.map(|row| format!("delegations/{}", row.number)),
        Done::WaitsForChair(_) => None,
    };
    let to = to.unwrap_or_else(|| "delegations".to_owned());
    Ok(Reply::see_other(urls::in_project(at, to)).with_notice(done_in_words(rq, done, "msg-delegated")))
}

/// A new delegation as it is shown back.
fn granted(rq: &Rq, ctx: &Ctx, at: &InProject, request: &Grant, terms: &Terms, records: bool) -> ShownBack {
    let name = Name { path: "delegations".to_owned(), short: rq.lang.text("delegations-title").to_owned(), full: rq.lang.text("delegation-new").to_owned() };
    let mut answers = vec![
        Term::new(rq, "delegation-from-role", role_name(rq, terms.from_role)),
        Term::new(rq, "delegation-to", delegations::name_of(ctx, at, terms.to)),
        Term::new(rq, "delegation-matters", terms.matters.iter().map(|m| matter_name(rq, *m)).collect::<Vec<_>>().join("\n")),
        Term::new(rq, "delegation-period", period(terms)),
    ];
    answers.extend(terms.limit.is_some().then(|| Term::new(rq, "delegation-limit", limit(rq, terms.limit))));
    answers.push(Term::new(rq, "delegation-reason", request.reason.to_string()));
    answers.extend(request.basis.as_ref().map(|on| Term::new(rq, "risk-basis", basis::words(rq, on))));
    ShownBack { menu: "charter", name, records, answers, means: "delegation-new-means", capacity: String::new() }
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
    taking: Taking,
    recorded: Vec<Recorded>,
}

fn one(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = of_one(db, rq, at)?;
    shell::page_in(db, rq, at, "charter", "pages/delegations/delegation.html", &context)
}
fn revoking(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    delegations::standing_to_revoke(&rq.ctx()?, at, &delegations::find(db, at, rq.number("number")?)?)?;
    let context = of_one(db, rq, at)?;
    shell::page_in(db, rq, at, "charter", "pages/delegations/revoke.html", &context)
}
fn of_one(db: &mut Db, rq: &Rq, at: &InProject) -> Result<One, Problem> {
    let ctx = rq.ctx()?;
    let row = delegations::find(db, at, rq.number("number")?)?;
    let delegation = line(rq, &ctx, at, &row)?;
    let live = matches!(delegation.standing, Force::InForce | Force::Coming | Force::GiverLeft);
    let standing = delegations::standing(&ctx, at, row.from_role()?);
    Ok(One {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &[("version", row.version.to_string())]),
        giver: at.name_of(row.given_by).to_owned(),
        reason: row.reason.clone(),
        decision: row.decision,
        revocation: row.revocation,
        may_revoke: live && (standing.decides || standing.records),
        taking: Taking::of(db, rq, at, &standing)?,
        recorded: recorded::waiting_about(db, rq, at, ObjectKind::Delegation, &row.number.to_string())?,
        delegation,
    })
}
/// First the answers are shown back; sent once more from there, they are final.
fn revoke(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    if form::goes_back(rq) {
        return revoking(db, rq, at);
    }
    let (ctx, number): (_, i32) = (rq.ctx()?, rq.number("number")?);
    let request: Revoke = rq.read()?;
    let row = delegations::find(db, at, number)?;
    let standing = delegations::standing(&ctx, at, row.from_role()?);
    basis::demand_of(&standing, request.basis.as_ref())?;
    if !form::is_checked(rq) {
        delegations::right_to_revoke(&ctx, at, &row, &request)?;
        return revoked(rq, &line(rq, &ctx, at, &row)?, &request, standing.records).page(db, rq, at);
    }
    let done = delegations::revoke(db, &ctx, at, number, &request)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("delegations/{number}"))).with_notice(done_in_words(rq, done, "msg-delegation-revoked")))
}
/// What is taken back, as it is shown back.
fn revoked(rq: &Rq, delegation: &Line, request: &Revoke, records: bool) -> ShownBack {
    let short = rq.lang.text_with("delegation-number", &numbered(delegation.number));
    let name = Name { path: format!("delegations/{}", delegation.number), short, full: rq.lang.text("delegation-revoke").to_owned() };
    let mut answers = vec![
        Term::new(rq, "delegation-to", delegation.to.clone()),
        Term::new(rq, "delegation-matters", delegation.matters.join("\n")),
        Term::new(rq, "delegation-period", delegation.period.clone()),
        Term::new(rq, "delegation-revoke-reason", request.reason.to_string()),
    ];
    answers.extend(request.basis.as_ref().map(|on| Term::new(rq, "risk-basis", basis::words(rq, on))));
    ShownBack { menu: "charter", name, records, answers, means: "delegation-revoke-means", capacity: String::new() }
}
