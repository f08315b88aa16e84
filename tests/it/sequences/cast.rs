//! Four projects with somebody in every role, in a database of their own that each sequence leaves as it was.
use super::doing;
use super::model::{Change, ChangeStage, Deliverable, Document, EXECUTION, Edition, Gate, Holds, MAILS, Model, PLANNING, Plan, Table, Version, Which};
use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::RunQueryDsl;
use std::collections::BTreeMap;
use styrrum::clock::{Clock, Entropy};
use styrrum::domain::Email;
use styrrum::domain::charter::Charter;
use styrrum::domain::deliverable::VersionLabel;
use styrrum::domain::ids::PersonId;
use styrrum::domain::lifecycle::{Course, Template as Lifecycles};
use styrrum::domain::money::Ore;
use styrrum::domain::policy::RiskPolicy;
use styrrum::domain::role::Role;
use styrrum::domain::text::ShortText;
use styrrum::services::deliverables::{AddVersion, WriteCriterion, WriteDeliverable};
use styrrum::services::economy::{self, SetBudget};
use styrrum::services::kept::Kept;
use styrrum::services::projects::lay_down_rules;
use styrrum::services::recipients::{Language, WriteRecipient};
use styrrum::services::reports::StartReport;
use styrrum::services::sprints::AddSprint;
use styrrum::services::{Ctx, InProject, Problem, accounts, appointments, changes, deliverables, documents, recipients, reports, sprints};
use styrrum::store::projects::{self, ProjectTexts};
use styrrum::store::roles::{self, NewAssignment};
use styrrum::store::{Db, Scope, Store, migrate};

/// Everybody belongs to all: in the first the orderer is a body, in the second a person, in the third a body whose chair is vacant
/// until one comes. The fourth is as the first, and is still being planned; the others are carried out.
pub const CODES: [&str; 4] = ["BODY", "PERSON", "VACANT", "EARLY"];
const PERSON: usize = 1;
const VACANT: usize = 2;
const EARLY: usize = 3;
/// Kronor in the budget of this year and of the next.
pub const BUDGET: [i64; 2] = [30_000, 30_000];
pub const CATEGORY: &str = "Resor";
pub const YEARS: [i32; 2] = [2020, 2021];
/// Who is responsible for measures and owns conditions.
pub const NAMED: &str = "controller@exempel.se";
pub const NAMED_PERSON: usize = 14;
/// A condition is due so many days after it was named, and shows up in its owner's list so many before that.
pub const CONDITION_DAYS: i64 = 20;
pub const CONDITION_SOON: i64 = 14;
const ALWAYS: i64 = 10_000;
/// The leader's place in the cast.
pub const LEADER: usize = 10;

/// Name, and each role with chair or not, from and to which day of the sequence.
type Part = (&'static str, &'static [(Role, bool, i64, i64)]);
pub const CAST: [Part; 25] = {
    use Role::*;
    [
        ("financier", &[(Financier, false, -300, ALWAYS)]),
        ("representative", &[(FinancierRepresentative, true, -300, ALWAYS)]),
        ("representative-member", &[(FinancierRepresentative, false, -300, ALWAYS)]),
        ("owner", &[(ProjectOwner, false, -300, ALWAYS)]),
        ("orderer", &[(ProjectOrderer, true, -300, ALWAYS)]),
        ("orderer-member", &[(ProjectOrderer, false, -300, ALWAYS)]),
        ("chair", &[(SteeringGroup, true, -300, ALWAYS)]),
        ("member", &[(SteeringGroup, false, -300, ALWAYS)]),
        ("substitute", &[(SteeringGroup, false, -300, ALWAYS), (SteeringGroup, true, -5, 20)]),
        ("late-substitute", &[(SteeringGroup, false, -300, ALWAYS), (SteeringGroup, true, -20, -1)]),
        ("leader", &[(ProjectLeader, false, -300, ALWAYS)]),
        ("deputy", &[(DeputyProjectLeader, false, -300, ALWAYS)]),
        ("group", &[(ProjectGroup, false, -300, ALWAYS)]),
        ("reference", &[(ReferenceGroup, false, -300, ALWAYS)]),
        ("controller", &[(ProjectController, false, -300, ALWAYS)]),
        ("effect", &[(EffectOwner, false, -300, ALWAYS)]),
        ("secretary", &[(Secretary, false, -300, ALWAYS)]),
        ("registrar", &[(Registrar, false, -300, ALWAYS)]),
        ("chair-and-secretary", &[(SteeringGroup, true, -300, ALWAYS), (Secretary, false, -300, ALWAYS)]),
        ("orderer-and-deputy", &[(ProjectOrderer, true, -300, ALWAYS), (DeputyProjectLeader, false, -300, ALWAYS)]),
        ("former-leader", &[(ProjectLeader, false, -300, -1)]),
        ("coming-orderer", &[(ProjectOrderer, true, 10, ALWAYS)]),
        ("leaving-orderer", &[(ProjectOrderer, true, -300, 10), (ReferenceGroup, false, -300, ALWAYS)]),
        ("administrator", &[]),
        ("outsider", &[]),
    ]
};

pub fn place(name: &str) -> usize {
    CAST.iter().position(|(n, _)| *n == name).unwrap_or_else(|| panic!("nobody is called {name}"))
}

/// The first day, and nine o'clock of it.
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2020, 11, 27).expect("a day")
}
pub fn day(n: i64) -> NaiveDate {
    if n < 0 { first_day() - Days::new(n.unsigned_abs()) } else { first_day() + Days::new(n.unsigned_abs()) }
}
/// Each step of a sequence is a minute.
pub fn moment(day_number: i64, step: usize) -> NaiveDateTime {
    day(day_number).and_hms_opt(9, step as u32 % 60, 0).expect("a moment")
}

pub struct Template {
    pub file: String,
    pub people: Vec<i64>,
    pub projects: Vec<i64>,
    /// Shared by the sequences, as a process shares it by its requests.
    kept: Kept,
    _folder: tempfile::TempDir,
}

/// A part as it is in project number `place`.
fn cast_as(place: usize, (role, chair, from, to): (Role, bool, i64, i64)) -> (Role, bool, i64, i64) {
    let vacant = place == VACANT && role == Role::ProjectOrderer && from < 0;
    (role, chair && !vacant, from, to)
}

impl Template {
    pub fn new() -> Template {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("template.db").display().to_string();
        let store = Store::open(&file).expect("database");
        migrate::migrate(&store).expect("migrated");
        let (people, projects) = store.write_now(Scope::Installation, populate).expect("people");
        let copy = folder.path().join("copy.db");
        store.copy_to(&copy).expect("copied");
        Template { file: copy.display().to_string(), people, projects, kept: Kept::default(), _folder: folder }
    }
    /// The rules as they begin in project number `project`.
    pub fn model(&self, project: usize) -> Model {
        let mut bodies = vec![Role::SteeringGroup, Role::FinancierRepresentative];
        bodies.extend((project != PERSON).then_some(Role::ProjectOrderer));
        let holding = |(role, chair, from, to)| Holds { role, chair, from, to };
        let holds = |part: &Part| part.1.iter().map(|held| holding(cast_as(project, *held))).collect();
        let version = || vec![Version { number: 1, locked: None, judged: false }];
        Model {
            code: CODES[project],
            bodies: bodies.into(),
            people: CAST.iter().map(holds).collect(),
            day: 0,
            step: 0,
            table: Table::Plan,
            charter: 1,
            delegations: Vec::new(),
            risks: Vec::new(),
            reports: BTreeMap::from([(Which::Status(0), vec![Edition { version: 2, ..Edition::begun(LEADER, true) }])]),
            // Both have a version and a criterion, which the first does not meet.
            deliverables: [false, true].map(|met| Deliverable { versions: version(), version: 2, met, criterion: 1 }).to_vec(),
            deliveries: Vec::new(),
            conditions: Vec::new(),
            documents: vec![Document::begun(LEADER)],
            stopped: None,
            ended: None,
            gates: Gate::course(if project == EARLY { PLANNING } else { EXECUTION }),
            // The group asks for two changes, which the leader has received.
            changes: vec![Change { stage: ChangeStage::Received, version: 3, ..Change::draft(place("group"), Role::ProjectGroup) }; 2],
            plan: Plan { ends: None, budget: BUDGET },
            plans: Vec::new(),
            version: 1,
            recordings: Vec::new(),
            decisions: Vec::new(),
            assessments: 0,
            measures: 0,
            remarks: 0,
            mails: [0; MAILS.len()],
            dispatched: 0,
            confirming: None,
        }
    }
    pub fn ctx(&self, who: usize, model: &Model) -> Ctx {
        let clock = Clock::set_at(moment(model.day, model.step));
        let ctx = Ctx::system(&clock, &Entropy::System, PersonId(self.people[who]), CAST[who].0, "http://localhost");
        Ctx { is_admin: CAST[who].0 == "administrator", email: format!("{}@exempel.se", CAST[who].0), kept: self.kept.clone(), ..ctx }
    }
}

/// The people and the projects. In each the leader has written two deliverables, a report, and a document, and has received two
/// change requests.
fn populate(db: &mut Db) -> Result<(Vec<i64>, Vec<i64>), Problem> {
    let ctx = Ctx::system(&Clock::set_at(moment(0, 0)), &Entropy::System, PersonId(0), "test", "http://localhost");
    let people = CAST.iter().map(|(name, _)| {
        let email = Email::new(&format!("{name}@exempel.se")).expect("address");
        accounts::add(db, &ctx, &email, name, None, *name == "administrator")
    });
    let people = people.collect::<Result<Vec<i64>, Problem>>()?;
    let mut all = Vec::new();
    for (place, code) in CODES.iter().chain(&["OTHER"]).enumerate() {
        let project = add_project(db, &ctx, code)?;
        all.push(project);
        let bodies = [(Role::SteeringGroup, "Styrgruppen"), (Role::FinancierRepresentative, "Rådet"), (Role::ProjectOrderer, "E-rådet")];
        for (role, body) in &bodies[..if place == PERSON { 2 } else { 3 }] {
            roles::set_body(db, project, *role, body)?;
        }
        if *code == "OTHER" {
            let (last, (name, _)) = (people[CAST.len() - 1], CAST[CAST.len() - 1]);
            assign(db, &ctx, project, (last, name), &(Role::ProjectLeader, false, -300, ALWAYS))?;
            continue;
        }
        for (person, (name, held)) in people.iter().zip(CAST) {
            held.iter().try_for_each(|part| assign(db, &ctx, project, (*person, name), &cast_as(place, *part)))?;
        }
        let leader = Ctx { person: PersonId(people[LEADER]), name: CAST[LEADER].0.into(), ..ctx.clone() };
        let at = InProject::open(db, &leader, code)?;
        [("Handlingsplan", false), ("E-tjänst", true)].into_iter().try_for_each(|(name, met)| add_deliverable(db, &leader, &at, name, met))?;
        recipients::add(db, &leader, &at, &recipient())?;
        sprints::add_sprint(db, &leader, &at, &AddSprint { number: 1, starts_on: day(-30), ends_on: day(ALWAYS) })?;
        reports::start(db, &leader, &at, &StartReport::default())?;
        reports::save(db, &leader, &at, 1, &doing::status("Val av process två", Some(1)))?;
        documents::start(db, &leader, &at, &doing::first_text())?;
        for (year, kronor) in YEARS.into_iter().zip(BUDGET) {
            let (category, amount) = (ShortText::new(CATEGORY).expect("a category"), Ore::kronor(kronor));
            economy::set_budget(db, &leader, &at, &SetBudget { category, year, amount, motivation: None, basis: None, version: None })?;
        }
        let group = Ctx { person: PersonId(people[self::place("group")]), name: "group".into(), ..ctx.clone() };
        let theirs = InProject::open(db, &group, code)?;
        for _ in 0..2 {
            let change = changes::order(db, &group, &theirs, &doing::change_order(Role::ProjectGroup, true))?;
            changes::receive(db, &leader, &at, change, changes::Seen { version: Some(2) })?;
        }
    }
    // What has been mailed so far is nobody's in a sequence.
    diesel::sql_query("DELETE FROM outbox").execute(db).map_err(styrrum::store::StoreError::from)?;
    Ok((people, all))
}

fn add_deliverable(db: &mut Db, ctx: &Ctx, at: &InProject, name: &str, met: bool) -> Result<(), Problem> {
    let request = WriteDeliverable { name: doing::short(name), description: None, handed_to: None, responsible: None, version: None };
    let reference = deliverables::add(db, ctx, at, &request)?;
    deliverables::add_criterion(db, ctx, at, reference, &WriteCriterion { text: doing::short("Är prövad"), met, note: None, version: None })?;
    let label = VersionLabel::new("0.1").expect("label");
    let link = Some(doing::short("https://plattform.exempel.se/L"));
    deliverables::add_version(db, ctx, at, reference, &AddVersion { label, link, file: None, note: None }).map(drop)
}

fn assign(db: &mut Db, ctx: &Ctx, project_id: i64, (person_id, name): (i64, &str), part: &(Role, bool, i64, i64)) -> Result<(), Problem> {
    let (role, chair, from, to) = part;
    let to_on = (*to != ALWAYS).then(|| day(*to));
    let new = NewAssignment {
        project_id,
        person_id,
        role: role.to_string(),
        organisation: "Kommunen".into(),
        chair: *chair,
        from_on: day(*from),
        to_on,
        substitute_for: None,
        decision: None,
        version: 1,
    };
    appointments::lay_down(db, ctx, (name, &format!("{name}@exempel.se")), &new)
}

fn add_project(db: &mut Db, ctx: &Ctx, code: &str) -> Result<i64, Problem> {
    let texts = ProjectTexts {
        name: code.into(),
        organisation: "Kommunalförbundet".into(),
        orderer: "E-rådet".into(),
        financier: "Digitaliseringsrådet".into(),
        register_number: "2020/44".into(),
        purpose: "Gemensamma e-tjänster".into(),
        started_on: day(-300),
        late_days: 30,
        unfilled_days: 31,
    };
    let course =
        Lifecycles::ProjectModel.newest().and_then(|l| Course::begin(l, if code == CODES[EARLY] { "planning" } else { "execution" })).expect("lifecycle");
    let id = projects::add(db, code, &texts, &course, ctx.now)?;
    lay_down_rules(db, ctx, id, Role::ProjectLeader, &Charter::of_the_plan(1), &RiskPolicy::five_steps(1))?;
    Ok(id)
}
fn recipient() -> WriteRecipient {
    WriteRecipient {
        name: ShortText::new("Finansiären").expect("a name"),
        email: Email::new("finansiar@exempel.se").expect("an address"),
        role: Role::FinancierRepresentative,
        language: Language::Swedish,
        registrar: false,
        version: None,
    }
}
