//! Roles: who holds which one now and before, appointing, ending, and the chair of a body.
use crate::domain::decision::ObjectKind;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::format;
use crate::services::appointments::{self, Appoint, ElectChair, NameBody, NameSubstitute, Who};
use crate::services::decisions::{BasisKind, Standing};
use crate::services::projects::BODY_ROLES;
use crate::services::{Ctx, InProject, Problem, accounts, organisations};
use crate::store::Db;
use crate::store::roles::Member;
use crate::web::basis::{self, Offered, Taking};
use crate::web::decision_page::{Name, ShownBack, Term, done_in_words};
use crate::web::form::{self, Choice, FormState};
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Notice, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, post_in, show_in};
use crate::web::{shell, urls};
use chrono::NaiveDate;
use serde::Serialize;

mod end;

pub fn routes() -> Vec<Route> {
    vec![
        show_in("/projects/{code}/roles", Right::Read, list),
        show_in("/projects/{code}/roles/new", Right::Decide, new),
        post_in("/projects/{code}/roles", Right::Decide, appoint, new),
        show_in("/projects/{code}/roles/{id}/end", Right::Decide, end::show),
        post_in("/projects/{code}/roles/{id}/end", Right::Decide, end::end, end::show),
        show_in("/projects/{code}/roles/{id}/chair", Right::Decide, election),
        post_in("/projects/{code}/roles/{id}/chair", Right::Decide, elect, election),
        show_in("/projects/{code}/roles/body/{role}", Right::Decide, body),
        post_in("/projects/{code}/roles/body/{role}", Right::Decide, name_body, body),
        show_in("/projects/{code}/roles/{id}/substitute", Right::Decide, substitution),
        post_in("/projects/{code}/roles/{id}/substitute", Right::Decide, name_substitute, substitution),
    ]
}

#[derive(Serialize)]
struct ListPage {
    code: String,
    name: String,
    may_decide: bool,
    groups: Vec<Group>,
    bodies: Vec<Body>,
    /// Some of them the person names, or records how they were named.
    may_name: bool,
    findings: Vec<Finding>,
    /// What bodies have decided about roles, and their chairs have not confirmed.
    recorded: Vec<Recorded>,
    earlier: Vec<Holder>,
}
/// A role that a body may hold, with the body's name when it has one.
#[derive(Serialize)]
struct Body {
    key: Role,
    role: String,
    name: String,
    may_name: bool,
}
/// A role with those who hold it today.
#[derive(Serialize)]
struct Group {
    role: String,
    body: String,
    is_body: bool,
    /// The person chairs the body, and may name a member to stand in.
    chairs: bool,
    holders: Vec<Holder>,
}
#[derive(Serialize)]
struct Holder {
    id: i64,
    role: String,
    name: String,
    initials: String,
    email: String,
    organisation: String,
    chair: bool,
    /// Nobody records their own election, or stands in for themselves.
    own: bool,
    /// The person may record that the body has chosen this member to be its chair.
    may_elect: bool,
    /// The person may end it.
    may_end: bool,
    substitute: bool,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
    decision: Option<i32>,
}
/// A role that nobody can decide in.
#[derive(Serialize)]
struct Finding {
    role: String,
    days: i64,
    lacks_chair: bool,
    appointer: String,
    /// The person appoints the first, since nobody holds a role that could.
    first: bool,
}

fn list(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let members = appointments::everybody(db, at)?;
    let (now, before): (Vec<&Member>, Vec<&Member>) = members.iter().partition(|m| m.assignment.to_on.is_none_or(|to| to >= ctx.today));
    let mut findings = Vec::new();
    for u in appointments::unmanned(db, &ctx, at)? {
        let first = appointments::appoints_first(db, &ctx, at, u.role)?;
        findings.push(Finding { role: word(rq, u.role), days: u.days, lacks_chair: u.lacks_chair, appointer: appointer(rq, at, u.role), first });
    }
    let body = |role: &Role| Body { key: *role, role: word(rq, *role), name: body_name(at, *role), may_name: may_name(&ctx, at, *role) };
    let bodies: Vec<Body> = BODY_ROLES.iter().map(body).collect();
    let context = ListPage {
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        may_decide: at.actor.may(Right::Decide, ctx.today),
        groups: groups(rq, &ctx, at, &members, &now),
        may_name: bodies.iter().any(|body| body.may_name),
        bodies,
        findings,
        recorded: recorded::waiting(db, rq, at, ObjectKind::Role)?,
        earlier: before.iter().map(|m| holder(rq, at, m)).collect(),
    };
    shell::page_in(db, rq, at, "roles", "pages/roles/list.html", &context)
}
fn groups(rq: &Rq, ctx: &Ctx, at: &InProject, all: &[Member], members: &[&Member]) -> Vec<Group> {
    let of = |role: &Role| Group {
        role: word(rq, *role),
        body: body_name(at, *role),
        is_body: at.is_body(*role),
        chairs: at.is_body(*role) && appointments::chairs(ctx, all, *role),
        holders: members.iter().filter(|m| m.role() == *role).map(|m| holder(rq, at, m)).collect(),
    };
    Role::ALL.iter().map(of).filter(|g| !g.holders.is_empty()).collect()
}
fn holder(rq: &Rq, at: &InProject, m: &Member) -> Holder {
    let (a, ctx) = (&m.assignment, rq.ctx());
    Holder {
        id: a.id,
        role: rq.lang.text(&format!("role-{}", a.role)).to_owned(),
        name: m.name.clone(),
        initials: shell::initials(&m.name),
        email: m.email.clone(),
        organisation: a.organisation.clone(),
        chair: a.chair,
        own: rq.signed_in.as_ref().is_some_and(|s| s.person.id == a.person_id),
        may_elect: !a.chair && ctx.as_ref().is_ok_and(|ctx| appointments::may_elect(ctx, at, a.id).is_ok()),
        may_end: ctx.is_ok_and(|ctx| appointments::may_end(&ctx, at, m)),
        substitute: a.substitute_for.is_some(),
        from_on: a.from_on,
        to_on: a.to_on,
        decision: a.decision,
    }
}
/// The body that holds a role, by its name.
fn body_name(at: &InProject, role: Role) -> String {
    at.bodies.iter().find(|(r, _)| *r == role).map(|(_, name)| name.clone()).unwrap_or_default()
}
fn word(rq: &Rq, role: Role) -> String {
    rq.lang.text(&format!("role-{role}")).to_owned()
}
/// Who appoints to the role, in definite form.
fn appointer(rq: &Rq, at: &InProject, role: Role) -> String {
    let names: Vec<String> = appointments::appointers(at, role).iter().map(|r| rq.lang.text(&format!("role-{r}-the")).to_owned()).collect();
    names.join(" / ")
}

#[derive(Serialize)]
struct NewPage {
    form: FormState,
    code: String,
    name: String,
    /// Those who can be chosen.
    people: Vec<Choice>,
    roles: Vec<RoleChoice>,
    /// The names that the form offers.
    organisations: Vec<String>,
    /// The role says whose decision it is.
    taking: Taking,
}
#[derive(Serialize)]
struct RoleChoice {
    value: &'static str,
    label: String,
}

fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let wanted = rq.filter_word::<Role>("role").map(|role| role.to_string()).unwrap_or_default();
    let first_day = rq.moment.today.max(at.project.started_on).to_string();
    let form = FormState::of(rq, &[("from_on", first_day), ("role", wanted)]);
    let label = |role: &Role| match appointments::appointers(at, *role).as_slice() {
        [only] if only == role => word(rq, *role),
        _ => format!("{} ({})", word(rq, *role), appointer(rq, at, *role)),
    };
    let ctx = rq.ctx()?;
    let mut standings: Vec<Standing> = Role::ALL.iter().map(|role| appointments::standing(&ctx, at, *role)).collect();
    standings.dedup_by_key(|s| (s.role, s.decides, s.records));
    let context = NewPage {
        form,
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        people: accounts::to_choose(db, &ctx)?.into_iter().map(|p| Choice::new(&p.email, format!("{}, {}", p.name, p.email))).collect(),
        roles: Role::ALL.iter().map(|r| RoleChoice { value: r.as_str(), label: label(r) }).collect(),
        organisations: organisations::offered(db)?,
        taking: Taking::of_any(db, rq, at, &standings)?,
    };
    shell::page_in(db, rq, at, "roles", "pages/roles/new.html", &context)
}
/// First the answers are shown back; sent once more from there, they are final.
fn appoint(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    if form::goes_back(rq) {
        return new(db, rq, at);
    }
    let (ctx, request): (_, Appoint) = (rq.ctx()?, rq.read()?);
    let standing = appointments::standing(&ctx, at, request.role);
    basis::demand_of(&standing, request.basis.as_ref())?;
    if !form::is_checked(rq) {
        let person = appointments::demand_appointable(db, &ctx, at, &request)?;
        return appointment(rq, &request, &person, standing.records).page(db, rq, at);
    }
    let decided = appointments::appoint(db, &ctx, at, &request)?;
    done(at, done_in_words(rq, decided, "msg-role-appointed"))
}

/// An appointment as it is shown back.
fn appointment(rq: &Rq, request: &Appoint, person: &str, records: bool) -> ShownBack {
    let (email, invited) = match &request.who {
        Who::Known(email) => (email, false),
        Who::Invited { email, .. } => (email, true),
    };
    let day = |key: &str, day: NaiveDate| Term::new(rq, key, format::long_day(rq.lang, day));
    let mut answers = vec![Term::new(rq, "role-person", format!("{person}, {email}")), Term::new(rq, "role-role", word(rq, request.role))];
    answers.extend(request.organisation.as_ref().map(|name| Term::new(rq, "role-organisation", name.to_string())));
    answers.push(day("role-from", request.from_on));
    answers.extend(request.to_on.map(|last| day("role-to", last)));
    answers.extend(request.motivation.as_ref().map(|why| Term::new(rq, "role-motivation", why.to_string())));
    answers.extend(request.basis.as_ref().map(|on| Term::new(rq, "risk-basis", basis::words(rq, on))));
    let name = Name { path: "roles".to_owned(), short: rq.lang.text("nav-roles").to_owned(), full: rq.lang.text("role-appoint").to_owned() };
    let means = if invited { "role-appoint-means-invited" } else { "role-appoint-means" };
    ShownBack { menu: "roles", name, records, answers, means, capacity: String::new() }
}

#[derive(Serialize)]
struct OnePage {
    form: FormState,
    code: String,
    name: String,
    holder: Holder,
    /// What an election is based on.
    basis: Option<Offered>,
    /// How the person stands before the end of the assignment.
    taking: Option<Taking>,
}
/// The assignment in the path.
fn assignment<'a>(rq: &Rq, at: &'a InProject) -> Result<&'a Member, Problem> {
    let id: i64 = rq.number("id")?;
    at.members.iter().find(|m| m.assignment.id == id).ok_or(Problem::NotFound)
}
fn one(rq: &Rq, at: &InProject, saved: &[(&str, String)]) -> Result<OnePage, Problem> {
    let found = assignment(rq, at)?;
    let form = FormState::of(rq, &[&[("version", found.assignment.version.to_string())], saved].concat());
    Ok(OnePage { form, code: at.project.code.clone(), name: at.project.name.clone(), holder: holder(rq, at, found), basis: None, taking: None })
}

fn election(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    appointments::may_elect(&rq.ctx()?, at, rq.number("id")?)?;
    let basis = Offered::by(db, rq, at, assignment(rq, at)?.role(), BasisKind::TOGETHER.to_vec())?;
    let context = OnePage { basis: Some(basis), ..one(rq, at, &[])? };
    shell::page_in(db, rq, at, "roles", "pages/roles/chair.html", &context)
}
fn elect(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    appointments::elect_chair(db, &rq.ctx()?, at, rq.number("id")?, &rq.read::<ElectChair>()?)?;
    done(at, rq.lang.text("msg-chair-recorded"))
}
fn substitution(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let context = one(rq, at, &[("from_on", rq.moment.today.to_string())])?;
    shell::page_in(db, rq, at, "roles", "pages/roles/substitute.html", &context)
}
fn name_substitute(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    appointments::name_substitute(db, &rq.ctx()?, at, rq.number("id")?, &rq.read::<NameSubstitute>()?)?;
    done(at, rq.lang.text("msg-substitute-named"))
}
#[derive(Serialize)]
struct BodyPage {
    form: FormState,
    code: String,
    name: String,
    key: Role,
    role: String,
    appointer: String,
    taking: Taking,
}
/// Whether the person names the body of a role, or records how it was named.
fn may_name(ctx: &Ctx, at: &InProject, role: Role) -> bool {
    let standing = appointments::standing(ctx, at, role);
    standing.decides || standing.records
}
fn body(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let key: Role = rq.number("role")?;
    if !BODY_ROLES.contains(&key) {
        return Err(Problem::NotFound);
    }
    // Who may not is told who may before anything is typed.
    if rq.problem.is_none() && !may_name(&rq.ctx()?, at, key) {
        return Err(Problem::NoMandate(appointments::no_mandate_to_name(at, key)));
    }
    let context = BodyPage {
        form: FormState::of(rq, &[("name", body_name(at, key))]),
        code: at.project.code.clone(),
        name: at.project.name.clone(),
        key,
        role: word(rq, key),
        appointer: appointer(rq, at, key),
        taking: Taking::of(db, rq, at, &appointments::standing(&rq.ctx()?, at, key))?,
    };
    shell::page_in(db, rq, at, "roles", "pages/roles/body.html", &context)
}
fn name_body(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (ctx, role, request): (_, Role, NameBody) = (rq.ctx()?, rq.number("role")?, rq.read()?);
    basis::demand_of(&appointments::standing(&ctx, at, role), request.basis.as_ref())?;
    let decided = appointments::name_body(db, &ctx, at, role, &request)?;
    done(at, done_in_words(rq, decided, "msg-body-named"))
}
fn done(at: &InProject, said: impl Into<Notice>) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, "roles")).with_notice(said))
}
