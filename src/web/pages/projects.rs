//! Projects: the portfolio, opening one, the overview and its texts.
use crate::domain::lifecycle::{Lifecycle, Standing, StandingWord, Template};
use crate::domain::lights::{Finding, LightArea, ProposedLight};
use crate::domain::report::{ReportKey, ReportKind};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::render::engine::Markup;
use crate::render::{format, palette};
use crate::services::appointments::Unmanned;
use crate::services::gates::Walk;
use crate::services::projects::{self, CharterTemplate, EditProject, Line, OpenProject, OpenerRole};
use crate::services::{Ctx, InProject, Problem, baselines, indicators, organisations, reports, templates};
use crate::store::projects::Project;
use crate::store::risks::RiskRow;
use crate::store::roles::Member;
use crate::store::{Db, plan, reports as stored_reports};
use crate::web::form::FormState;
use crate::web::pages::{PointView, StandingView, around_today, planned};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Guard, Route, post, post_in, show, show_in};
use crate::web::{rail, shell, urls};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;

pub fn routes() -> Vec<Route> {
    vec![
        show("/projects", Guard::SignedIn, portfolio),
        show("/projects/new", Guard::SignedIn, new),
        post("/projects", Guard::SignedIn, open, new),
        show_in("/projects/{code}", Right::Read, overview),
        show_in("/projects/{code}/edit", Right::Lead, edit),
        post_in("/projects/{code}/edit", Right::Lead, save, edit),
    ]
}

/// A light with what it is about.
#[derive(Serialize)]
struct LightView {
    area: String,
    /// `none` where there is nothing to judge by: no budget.
    light: String,
    findings: Vec<Finding>,
}
fn lights(rq: &Rq, proposed: &[(LightArea, ProposedLight)], has_budget: bool) -> Vec<LightView> {
    let light = |area: LightArea, p: &ProposedLight| if area == LightArea::Budget && !has_budget { "none".to_owned() } else { p.light.to_string() };
    let view = |(area, p): &(LightArea, ProposedLight)| LightView {
        area: rq.lang.text(&format!("light-area-{area}")).to_owned(),
        light: light(*area, p),
        findings: p.findings.clone(),
    };
    proposed.iter().map(view).collect()
}
/// A risk in a short list.
#[derive(Serialize)]
struct RiskView {
    reference: String,
    text: String,
    value: i32,
    band: String,
}
impl From<&RiskRow> for RiskView {
    fn from(row: &RiskRow) -> RiskView {
        RiskView { reference: row.reference().to_string(), text: row.consequence.clone(), value: row.value, band: row.band.to_string() }
    }
}
/// An option of a choice.
#[derive(Serialize)]
struct Choice {
    value: Cow<'static, str>,
    label: String,
}
fn choice(rq: &Rq, value: &'static str, key: &str) -> Choice {
    Choice { value: value.into(), label: rq.lang.text(key).to_owned() }
}

#[derive(Serialize)]
struct PortfolioPage {
    rows: Vec<PortfolioRow>,
    next: String,
}
#[derive(Serialize)]
struct PortfolioRow {
    code: String,
    name: String,
    organisation: String,
    phase: String,
    standing: StandingWord,
    gate: Option<NextGate>,
    lights: Vec<LightView>,
    highest: Option<RiskView>,
    /// Outcome in percent of the whole budget.
    used: Option<i64>,
    last_report: Option<LastReport>,
    /// Attributes of its row.
    colours: Markup,
}
#[derive(Serialize)]
struct NextGate {
    number: i32,
    planned_on: Option<chrono::NaiveDate>,
    late: bool,
}
#[derive(Serialize)]
struct LastReport {
    number: i32,
    to_on: chrono::NaiveDate,
}

fn portfolio(db: &mut Db, rq: &Rq) -> Answer {
    let (lines, next) = projects::portfolio(db, &rq.ctx()?, rq.filter("after").unwrap_or(""))?;
    let next = next.map(|code| format!("/projects?after={code}")).unwrap_or_default();
    shell::page(
        db,
        rq,
        "projects",
        "pages/projects/portfolio.html",
        &PortfolioPage { rows: in_order(lines).iter().map(|l| portfolio_row(rq, l)).collect(), next },
    )
}
/// By the day of the next gate; those without a day after them, and those without a gate last.
fn in_order(mut lines: Vec<Line>) -> Vec<Line> {
    let place = |l: &Line| {
        let day = l.gate.as_ref().and_then(|g| g.planned_on);
        (l.gate.is_none(), day.is_none(), day)
    };
    lines.sort_by_key(place);
    lines
}
/// The phases of lifecycles, each once, in their order.
fn phases(lifecycles: &[Arc<Lifecycle>]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for phase in lifecycles.iter().flat_map(|l| &l.phases) {
        if !keys.contains(&phase.key) {
            keys.push(phase.key.clone());
        }
    }
    keys
}
fn portfolio_row(rq: &Rq, line: &Line) -> PortfolioRow {
    PortfolioRow {
        code: line.project.code.clone(),
        name: line.project.name.clone(),
        organisation: line.project.organisation.clone(),
        phase: rq.lang.name(&format!("phase-{}", line.project.phase)),
        standing: line.project.standing().word(),
        gate: line.gate.as_ref().map(|g| NextGate { number: g.number, planned_on: g.planned_on, late: g.planned_on.is_some_and(|day| day < rq.moment.today) }),
        lights: lights(rq, &line.lights, line.economy.budget_total.0 > 0),
        highest: line.highest.as_ref().map(RiskView::from),
        used: line.economy.outcome_total.percent_of(line.economy.budget_total),
        last_report: line.last_report.map(|(number, to_on)| LastReport { number, to_on }),
        colours: palette::around(line.colours),
    }
}

#[derive(Serialize)]
struct NewPage {
    form: FormState,
    /// The names that the form offers.
    organisations: Vec<String>,
    own_roles: Vec<Choice>,
    charters: Vec<Choice>,
    lifecycles: Vec<Choice>,
    phases: Vec<Choice>,
}

fn new(db: &mut Db, rq: &Rq) -> Answer {
    let newest = Template::ALL.iter().map(|t| templates::newest_lifecycle(db, *t)).collect::<Result<Vec<_>, _>>()?;
    let context = NewPage {
        form: FormState::empty(rq),
        organisations: organisations::offered(db)?,
        own_roles: OpenerRole::ALL.iter().map(|r| choice(rq, r.as_str(), &format!("role-{r}"))).collect(),
        charters: CharterTemplate::ALL.iter().map(|c| choice(rq, c.as_str(), &format!("charter-template-{c}"))).collect(),
        lifecycles: Template::ALL.iter().map(|l| choice(rq, l.as_str(), &format!("lifecycle-{l}"))).collect(),
        phases: phases(&newest).into_iter().map(|p| Choice { label: rq.lang.name(&format!("phase-{p}")), value: p.into() }).collect(),
    };
    shell::page(db, rq, "projects", "pages/projects/new.html", &context)
}
fn open(db: &mut Db, rq: &Rq) -> Answer {
    let at = projects::open(db, &rq.ctx()?, &rq.read::<OpenProject>()?)?;
    Ok(Reply::see_other(urls::project(&at)).with_notice(rq.lang.text("msg-project-opened")))
}

#[derive(Serialize)]
struct OverviewPage {
    project: ProjectView,
    may_lead: bool,
    phases: Vec<rail::Step>,
    standing: StandingView,
    /// The planned decisions around today.
    points: Vec<PointView>,
    lights: Vec<LightView>,
    /// The person writes reports, and the one that is being written.
    writes: bool,
    /// The report that closes what the project is in, once it is there: its address and whether it is written.
    closing: Option<ClosingView>,
    goals: Option<GoalsView>,
    draft: Option<i32>,
    milestone: Option<MilestoneView>,
    risks: Vec<RiskView>,
    next_meeting: Option<MeetingView>,
    economy: EconomyView,
    roles: Vec<RoleView>,
    unmanned: Vec<String>,
    steps: Vec<StepView>,
    steps_left: usize,
}
#[derive(Serialize)]
struct ProjectView {
    code: String,
    name: String,
    organisation: String,
    orderer: String,
    financier: String,
    register_number: String,
    purpose: String,
    started_on: chrono::NaiveDate,
}
impl From<&Project> for ProjectView {
    fn from(p: &Project) -> ProjectView {
        ProjectView {
            code: p.code.clone(),
            name: p.name.clone(),
            organisation: p.organisation.clone(),
            orderer: p.orderer.clone(),
            financier: p.financier.clone(),
            register_number: p.register_number.clone(),
            purpose: p.purpose.clone(),
            started_on: p.started_on,
        }
    }
}
#[derive(Serialize)]
struct MilestoneView {
    name: String,
    planned_on: chrono::NaiveDate,
    late: i64,
}
#[derive(Serialize)]
struct MeetingView {
    number: i32,
    held_on: chrono::NaiveDate,
    hours: String,
}
#[derive(Serialize)]
struct EconomyView {
    budget: i64,
    outcome: i64,
    left: i64,
    percent: Option<i64>,
    budget_year: i64,
    outcome_year: i64,
    percent_year: Option<i64>,
}
#[derive(Serialize)]
struct RoleView {
    role: String,
    people: Vec<String>,
}
#[derive(Serialize)]
struct ClosingView {
    kind: ReportKind,
    href: String,
    sent: bool,
}
/// Indicators with a target, and how many have reached theirs.
#[derive(Serialize)]
struct GoalsView {
    reached: usize,
    all: usize,
}
#[derive(Serialize)]
struct StepView {
    key: String,
    done: bool,
    href: String,
}

fn overview(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let found = projects::overview(db, &ctx, at)?;
    let walk = Walk::of(db, at)?;
    let (economy, closing) = (&found.economy, closing(db, at, &walk)?);
    // What a new project needs is nothing for one that is about to close.
    let starts = at.demand_running().is_ok() && closing.is_none();
    let context = OverviewPage {
        project: ProjectView::from(&at.project),
        may_lead: at.actor.may(Right::Lead, ctx.today),
        standing: StandingView::of(rq, &ctx, at),
        points: around_today(planned(db, rq, &ctx, at, &walk)?),
        phases: rail::whole(rq, &at.project.code, &walk.rows),
        lights: if ctx.today < at.project.started_on { Vec::new() } else { lights(rq, &found.lights, economy.budget_total.0 > 0) },
        draft: draft(db, &ctx, at)?,
        writes: reports::reads_drafts(&ctx, at, ReportKind::Status),
        closing,
        goals: goals(db, &ctx, at)?,
        milestone: if at.project.standing() == Standing::Closed { None } else { next_milestone(db, rq, at)? },
        risks: found.risks.iter().map(RiskView::from).collect(),
        next_meeting: found.next_meeting.map(|m| MeetingView { number: m.number, held_on: m.held_on, hours: m.hours }),
        economy: EconomyView {
            budget: economy.budget_total.0,
            outcome: economy.outcome_total.0,
            left: economy.left().0,
            percent: economy.outcome_total.percent_of(economy.budget_total),
            budget_year: economy.budget_year.0,
            outcome_year: economy.outcome_year.0,
            percent_year: economy.percent_of_year(),
        },
        roles: who(rq, at, &found.members),
        unmanned: found.unmanned.iter().map(|u| rq.lang.text(&format!("role-{}", u.role)).to_owned()).collect(),
        steps_left: if starts { found.steps.iter().filter(|(_, done)| !done).count() } else { 0 },
        steps: found
            .steps
            .iter()
            .map(|(step, done)| StepView { key: step.to_string(), done: *done, href: urls::in_project(at, page_of(*step, &found.unmanned)) })
            .collect(),
    };
    shell::page_in(db, rq, at, "overview", "pages/projects/overview.html", &context)
}
/// The report that the project's phase asks for, where that is one that closes something.
fn closing(db: &mut Db, at: &InProject, walk: &Walk) -> Result<Option<ClosingView>, Problem> {
    let phase = walk.course.lifecycle.phases.iter().find(|p| p.key == at.project.phase);
    let asks = |kind: &&ReportKind| phase.is_some_and(|p| p.artefacts.iter().any(|a| a == kind.object().as_str()));
    let Some(kind) = ReportKind::CLOSING.iter().find(asks).copied() else { return Ok(None) };
    let report = stored_reports::find(db, at.project.id, ReportKey::the(kind))?;
    // A phase that was left out when the project was ended early asks for nothing.
    if report.is_none() && kind.demand_begun(&walk.course).is_err() {
        return Ok(None);
    }
    Ok(Some(ClosingView { kind, href: urls::in_project(at, kind.slug()), sent: report.is_some_and(|r| r.state.is_locked()) }))
}
fn goals(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Option<GoalsView>, Problem> {
    let reached: Vec<bool> = indicators::all(db, ctx, at)?.iter().filter(|s| s.row.target.is_some()).map(|s| s.reached() == Some(true)).collect();
    Ok((!reached.is_empty()).then(|| GoalsView { reached: reached.iter().filter(|r| **r).count(), all: reached.len() }))
}
/// The report that the person is writing, or has had returned.
fn draft(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Option<i32>, Problem> {
    if !reports::reads_drafts(ctx, at, ReportKind::Status) {
        return Ok(None);
    }
    let (rows, _) = reports::list(db, ctx, at, None, 5)?;
    Ok(rows.iter().find(|r| r.state.is_editable()).map(|r| r.number))
}
/// The milestone that comes next, with the days that it is late.
fn next_milestone(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Option<MilestoneView>, Problem> {
    let today = rq.moment.today;
    let next = plan::milestone_ahead(db, at.project.id)?;
    Ok(next.map(|m| MilestoneView { late: m.days().slip(today), name: m.name, planned_on: m.planned_on }))
}
/// Where a first step is taken.
fn page_of(step: projects::FirstStep, unmanned: &[Unmanned]) -> &'static str {
    use projects::FirstStep::*;
    // A body that has members lacks only its choice of a chair.
    let lacks_chair = |role: Role| unmanned.iter().any(|u| u.role == role && u.lacks_chair);
    match step {
        SteeringGroup if lacks_chair(Role::SteeringGroup) => "roles",
        SteeringGroup => "roles/new?role=steering_group",
        Orderer if lacks_chair(Role::ProjectOrderer) => "roles",
        Orderer => "roles/new?role=project_orderer",
        Budget => "economy",
        Risks => "risks",
        Recipients => "recipients",
    }
}
/// Each role that somebody holds, with the people and, for a body, its name and chair.
fn who(rq: &Rq, at: &InProject, members: &[Member]) -> Vec<RoleView> {
    let held = Role::ALL.iter().map(|role| {
        let body = at.bodies.iter().find(|(r, _)| r == role).map(|(_, name)| format!(" ({name})")).unwrap_or_default();
        let chair = rq.lang.text("role-chair").to_lowercase();
        let person = |m: &Member| match m.name.to_lowercase().contains(&chair) {
            false if m.assignment.chair => format!("{}, {chair}", m.name),
            _ => m.name.clone(),
        };
        let people: Vec<String> = members.iter().filter(|m| m.assignment.role == role.as_str()).map(person).collect();
        let word = rq.lang.text(&format!("role-{role}")).to_owned();
        // A person who is named for the role says it: it is not told twice.
        let said = body.is_empty() && !people.is_empty() && people.iter().all(|p: &String| format::with_role(p, &word) == *p);
        RoleView { role: if said { String::new() } else { format!("{word}{body}") }, people }
    });
    held.filter(|r| !r.people.is_empty()).collect()
}

#[derive(Serialize)]
struct EditPage {
    form: FormState,
    organisations: Vec<String>,
    code: String,
    name: String,
    /// Its start is the plan's, which is in force.
    planned: bool,
}

fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let p = &at.project;
    let saved = [
        ("name", p.name.clone()),
        ("organisation", p.organisation.clone()),
        ("orderer", p.orderer.clone()),
        ("financier", p.financier.clone()),
        ("register_number", p.register_number.clone()),
        ("purpose", p.purpose.clone()),
        ("started_on", p.started_on.to_string()),
        ("late_days", p.late_days.to_string()),
        ("unfilled_days", p.unfilled_days.to_string()),
        ("version", p.version.to_string()),
    ];
    let form = FormState::of(rq, &saved);
    let (organisations, planned) = (organisations::offered(db)?, baselines::is_in_force(db, at)?);
    let context = EditPage { form, organisations, code: p.code.clone(), name: p.name.clone(), planned };
    shell::page_in(db, rq, at, "overview", "pages/projects/edit.html", &context)
}
fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    projects::edit(db, &rq.ctx()?, at, &rq.read::<EditProject>()?)?;
    Ok(Reply::see_other(urls::project(at)).with_notice(rq.lang.text("msg-saved")))
}
