//! Projects: opening one, its texts, the portfolio and the overview.
use crate::domain::charter::Charter;
use crate::domain::colour::Colours;
use crate::domain::economy::{CategoryFigures, total};
use crate::domain::ids::{ProjectCode, RiskRef};
use crate::domain::lifecycle::{Course, Template};
use crate::domain::lights::{LightArea, LightLimits, ProposedLight};
use crate::domain::policy::RiskPolicy;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::appointments::{self, Unmanned};
use crate::services::baselines;
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::lights;
use crate::services::lists::cut;
use crate::services::problem::Problem;
use crate::services::templates;
use crate::services::version;
use crate::store::gates::{self as gate_rows, GateRow};
use crate::store::meetings::{self, Meeting};
use crate::store::projects::{self as rows, Project, ProjectTexts};
use crate::store::reports;
use crate::store::risks::{self, Filter, Order, RiskRow};
use crate::store::roles::{self, NewAssignment};
use crate::store::{Db, plan, recipients, rules};
use chrono::NaiveDate;
use serde_json::{Value, json};

word_enum! {
    /// The table of mandates that a project starts from.
    CharterTemplate { Plan = "plan", Slides = "slides" }
}
word_enum! {
    /// The role of whoever opens a project.
    OpenerRole { Leader = "project_leader", Orderer = "project_orderer" }
}

impl CharterTemplate {
    /// The program's own version of the template; administrators may have made newer ones.
    pub fn first_charter(self) -> Charter {
        match self {
            CharterTemplate::Plan => Charter::of_the_plan(1),
            CharterTemplate::Slides => Charter::of_the_slides(1),
        }
    }
}
impl OpenerRole {
    /// The role that whoever opens the project begins with.
    pub const fn role(self) -> Role {
        match self {
            OpenerRole::Leader => Role::ProjectLeader,
            OpenerRole::Orderer => Role::ProjectOrderer,
        }
    }
}

/// The roles that a project may give to a named body.
pub const BODY_ROLES: [Role; 3] = [Role::SteeringGroup, Role::ProjectOrderer, Role::FinancierRepresentative];
/// How many projects a page of the portfolio holds.
pub const PAGE: i64 = 50;
/// A day limit of the lights is at most a year.
const LIMIT_DAYS: std::ops::RangeInclusive<i64> = 0..=365;

/// What a person writes of a project.
#[derive(Debug, Clone)]
pub struct Texts {
    pub name: ShortText,
    pub organisation: ShortText,
    pub orderer: Option<ShortText>,
    pub financier: Option<ShortText>,
    pub register_number: Option<ShortText>,
    pub purpose: Option<LongText>,
    pub started_on: NaiveDate,
}
impl Input for Texts {
    fn parse(f: &mut Fields<'_>) -> Option<Texts> {
        let (name, organisation) = (f.short("name"), f.short("organisation"));
        let (orderer, financier, register_number) = (f.optional_short("orderer"), f.optional_short("financier"), f.optional_short("register_number"));
        let (purpose, started_on) = (f.optional_long("purpose"), f.date("started_on"));
        Some(Texts { name: name?, organisation: organisation?, orderer, financier, register_number, purpose, started_on: started_on? })
    }
}
impl Texts {
    fn stored(&self, limits: LightLimits) -> ProjectTexts {
        let line = |text: &Option<ShortText>| text.as_ref().map(ShortText::to_string).unwrap_or_default();
        ProjectTexts {
            name: self.name.to_string(),
            organisation: self.organisation.to_string(),
            orderer: line(&self.orderer),
            financier: line(&self.financier),
            register_number: line(&self.register_number),
            purpose: self.purpose.as_ref().map(LongText::to_string).unwrap_or_default(),
            started_on: self.started_on,
            late_days: limits.late_days,
            unfilled_days: limits.unfilled_days,
        }
    }
}

/// A project to be opened.
#[derive(Debug, Clone)]
pub struct OpenProject {
    pub code: ProjectCode,
    pub texts: Texts,
    /// The lifecycle whose newest version it keeps.
    pub lifecycle: Template,
    /// Where the project is when it comes into Styrrum: the first phase when none is named. Later phases are opened by gate decisions.
    pub phase: Option<String>,
    pub own_role: OpenerRole,
    pub charter: CharterTemplate,
    /// The bodies that hold a role, by name.
    pub bodies: Vec<(Role, ShortText)>,
}
impl Input for OpenProject {
    fn parse(f: &mut Fields<'_>) -> Option<OpenProject> {
        let code = read_code(f);
        let texts = Texts::parse(f);
        let lifecycle = f.optional_word("lifecycle").unwrap_or(Template::ProjectModel);
        let phase = f.optional_short("phase").map(ShortText::into_string);
        let (own_role, charter) = (f.word("own_role"), f.word("charter"));
        let bodies = BODY_ROLES.iter().filter_map(|role| Some((*role, f.optional_short(&format!("body_{role}"))?))).collect();
        Some(OpenProject { code: code?, texts: texts?, lifecycle, phase, own_role: own_role?, charter: charter?, bodies })
    }
}
fn read_code(f: &mut Fields<'_>) -> Option<ProjectCode> {
    let typed = f.short("code")?;
    match ProjectCode::new(typed.as_str()) {
        Ok(code) => Some(code),
        Err(fault) => {
            f.fault("code", fault);
            None
        }
    }
}

/// New texts and limits of a project.
#[derive(Debug, Clone)]
pub struct EditProject {
    pub texts: Texts,
    pub limits: LightLimits,
    pub version: Option<i64>,
}
impl Input for EditProject {
    fn parse(f: &mut Fields<'_>) -> Option<EditProject> {
        let texts = Texts::parse(f);
        let (late_days, unfilled_days) = (f.whole("late_days", LIMIT_DAYS), f.whole("unfilled_days", LIMIT_DAYS));
        let version = f.version();
        Some(EditProject { texts: texts?, limits: LightLimits { late_days: late_days?, unfilled_days: unfilled_days? }, version })
    }
}

/// Opens a project: its first charter and risk policy, its bodies, and the chosen role for whoever opens it.
///
/// # Errors
/// The code is taken, or the store's.
pub fn open(db: &mut Db, ctx: &Ctx, request: &OpenProject) -> Result<InProject, Problem> {
    if rows::by_code(db, request.code.as_str())?.is_some() {
        return Err(Problem::invalid("code", Fault::Taken));
    }
    let lifecycle = templates::newest_lifecycle(db, request.lifecycle)?;
    let phase = request.phase.clone().unwrap_or_else(|| lifecycle.phases[0].key.clone());
    let course = Course::begin(lifecycle, &phase).ok_or_else(|| Problem::invalid("phase", Fault::NotAChoice))?;
    let id = rows::add(db, request.code.as_str(), &request.texts.stored(LightLimits::default()), &course, ctx.now)?;
    let role = request.own_role.role();
    let project = rows::find(db, id)?.ok_or(Problem::NotFound)?;
    let after = json!({"texts": snapshot(&project), "role": role, "charter": request.charter, "bodies": request.bodies});
    journal::record_to(db, ctx, id, Some(role), Change { kind: "project.opened", object: &object(&project), before: Value::Null, after })?;
    let (charter, _) = templates::newest_charter(db, request.charter)?;
    lay_down_rules(db, ctx, id, role, &charter, &RiskPolicy::five_steps(1))?;
    for (role, name) in &request.bodies {
        roles::set_body(db, id, *role, name.as_str())?;
    }
    appointments::lay_down(db, ctx, (&ctx.name, &ctx.email), &openers_role(ctx, id, request))?;
    InProject::open(db, ctx, request.code.as_str())
}
/// The charter and the risk policy that a project starts with, before anybody can decide about them. The journal fixes them
/// as it does the ones that are adopted later.
///
/// # Errors
/// Those of the store.
pub fn lay_down_rules(db: &mut Db, ctx: &Ctx, project: i64, role: Role, charter: &Charter, policy: &RiskPolicy) -> Result<(), Problem> {
    rules::add_charter(db, project, charter, None, ctx.now)?;
    rules::add_policy(db, project, policy, None, ctx.now)?;
    let adopted = [
        ("charter.adopted", format!("charter:{}", charter.number()), json!(charter)),
        ("risk_policy.adopted", format!("risk_policy:{}", policy.number()), json!(policy)),
    ];
    adopted
        .into_iter()
        .try_for_each(|(kind, object, after)| journal::record_to(db, ctx, project, Some(role), Change { kind, object: &object, before: Value::Null, after }))
}
/// Somebody must be able to act at once: who opens a project as its orderer chairs the body that is named for the role.
fn openers_role(ctx: &Ctx, project_id: i64, request: &OpenProject) -> NewAssignment {
    let role = request.own_role.role();
    NewAssignment {
        project_id,
        person_id: ctx.person.0,
        role: role.to_string(),
        organisation: request.texts.organisation.to_string(),
        chair: request.bodies.iter().any(|(body, _)| *body == role),
        from_on: ctx.today,
        to_on: None,
        substitute_for: None,
        decision: None,
        version: 1,
    }
}

/// Changes a project's texts and limits. Its phase moves by gate decisions only.
///
/// # Errors
/// No right to lead, stale, or another start once the plan is in force or while the project does not run.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, request: &EditProject) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    version::expect(at.project.version, request.version)?;
    demand_start_as_planned(db, at, request.texts.started_on)?;
    rows::update(db, at.project.id, at.project.version, &request.texts.stored(request.limits))?;
    let after = rows::find(db, at.project.id)?.ok_or(Problem::NotFound)?;
    journal::record(db, ctx, at, Change { kind: "project.edited", object: &object(&at.project), before: snapshot(&at.project), after: snapshot(&after) })
}

/// The start is the plan's: it stays once that is in force, and while the project does not run.
fn demand_start_as_planned(db: &mut Db, at: &InProject, started_on: NaiveDate) -> Result<(), Problem> {
    if started_on == at.project.started_on {
        return Ok(());
    }
    at.demand_running()?;
    if baselines::is_in_force(db, at)? { Err(Problem::invalid("started_on", Fault::Other("start-is-planned"))) } else { Ok(()) }
}

/// A project as the portfolio shows it.
#[derive(Debug)]
pub struct Line {
    pub project: Project,
    pub lights: Vec<(LightArea, ProposedLight)>,
    /// The gate that it has before it; none when it has passed its last, or was ended.
    pub gate: Option<GateRow>,
    pub highest: Option<RiskRow>,
    pub economy: CategoryFigures,
    /// The number of the newest status report that is approved, and the last day that it tells of.
    pub last_report: Option<(i32, NaiveDate)>,
    /// Of the bands of its risk policy.
    pub colours: Colours,
}

/// The projects in which the person has a role today, by code, after `after`; and the code that the next page begins after.
///
/// # Errors
/// Those of the store.
pub fn portfolio(db: &mut Db, ctx: &Ctx, after: &str) -> Result<(Vec<Line>, Option<String>), Problem> {
    let (found, next) = cut(rows::of_person(db, ctx.person.0, ctx.today, after, PAGE + 1)?, PAGE, |p| p.code.clone());
    let ids: Vec<i64> = found.iter().map(|p| p.id).collect();
    let ahead: Vec<(i64, GateRow)> = gate_rows::of_all(db, &ids)?.into_iter().filter(|(_, gate)| !gate.state.is_left()).collect();
    let gate = |project: &Project| ahead.iter().find(|(id, _)| *id == project.id).map(|(_, gate)| gate.clone());
    let lines = found.into_iter().map(|project| line(db, ctx, gate(&project), project)).collect::<Result<_, _>>()?;
    Ok((lines, next))
}
fn line(db: &mut Db, ctx: &Ctx, gate: Option<GateRow>, project: Project) -> Result<Line, Problem> {
    let at = InProject::open(db, ctx, &project.code)?;
    let figures = plan::figures(db, project.id, ctx.today)?;
    let lights = lights::given(db, ctx, &at, ctx.today, &figures)?.to_vec();
    // What a registrar reads is logged where it is read.
    let highest = if at.actor.only_registers(ctx.today) { None } else { highest_risks(db, &at, 1)?.pop() };
    let last_report = reports::last_status(db, project.id)?;
    Ok(Line { project, lights, gate, highest, economy: total(&figures), last_report, colours: at.policy.colours() })
}
fn highest_risks(db: &mut Db, at: &InProject, limit: i64) -> Result<Vec<RiskRow>, Problem> {
    Ok(risks::page(db, at.project.id, &Filter { open: Some(true), ..Filter::default() }, Order::Value { after: None }, limit)?)
}

word_enum! {
    /// What a new project still needs before it can be steered.
    FirstStep { SteeringGroup = "steering_group", Orderer = "orderer", Budget = "budget", Risks = "risks", Recipients = "recipients" }
}

/// What the overview shows.
#[derive(Debug)]
pub struct Overview {
    pub lights: Vec<(LightArea, ProposedLight)>,
    pub risks: Vec<RiskRow>,
    pub next_meeting: Option<Meeting>,
    pub economy: CategoryFigures,
    pub members: Vec<roles::Member>,
    pub unmanned: Vec<Unmanned>,
    /// Every step, with whether it is done.
    pub steps: Vec<(FirstStep, bool)>,
}

/// # Errors
/// Those of the store.
pub fn overview(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Overview, Problem> {
    let members = appointments::current(db, ctx, at)?;
    let figures = plan::figures(db, at.project.id, ctx.today)?;
    let economy = total(&figures);
    let risks = highest_risks(db, at, 3)?;
    let steps = first_steps(db, ctx, at, &members, &economy)?;
    Ok(Overview {
        lights: lights::given(db, ctx, at, ctx.today, &figures)?.to_vec(),
        risks,
        next_meeting: meetings::next(db, at.project.id, ctx.today)?,
        economy,
        unmanned: appointments::unmanned(db, ctx, at)?,
        members,
        steps,
    })
}
fn first_steps(db: &mut Db, ctx: &Ctx, at: &InProject, members: &[roles::Member], economy: &CategoryFigures) -> Result<Vec<(FirstStep, bool)>, Problem> {
    let decides = |role: Role| members.iter().any(|m| m.role() == role && m.decides(ctx.today));
    let done = |step: FirstStep, db: &mut Db| -> Result<bool, Problem> {
        Ok(match step {
            FirstStep::SteeringGroup => decides(Role::SteeringGroup),
            FirstStep::Orderer => decides(Role::ProjectOrderer),
            FirstStep::Budget => economy.budget_total.0 > 0,
            // Open or closed since.
            FirstStep::Risks => risks::find(db, at.project.id, RiskRef(1))?.is_some(),
            FirstStep::Recipients => !recipients::of(db, at.project.id)?.is_empty(),
        })
    };
    FirstStep::ALL.iter().map(|step| Ok((*step, done(*step, db)?))).collect()
}

fn object(project: &Project) -> String {
    format!("project:{}", project.code)
}
fn snapshot(project: &Project) -> Value {
    json!({
        "name": project.name, "organisation": project.organisation, "orderer": project.orderer, "financier": project.financier,
        "register_number": project.register_number, "purpose": project.purpose, "lifecycle": project.lifecycle, "phase": project.phase, "started_on": project.started_on,
        "late_days": project.late_days, "unfilled_days": project.unfilled_days,
    })
}
