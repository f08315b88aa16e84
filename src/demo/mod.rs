//! The demo's project, loaded from the program's own file: the same services as people use, on the days when things happened.
mod cast;
mod changes;
mod closings;
mod deliveries;
mod deviations;
mod documents;
mod file;
mod gates;
mod goals;
mod mandates;
mod plan;
mod reports;
mod requirements;
mod risks;

use crate::clock::{Clock, Entropy};
use crate::demo::cast::Cast;
use crate::demo::file::Operator;
use crate::domain::ids::ProjectCode;
use crate::domain::lifecycle::Template;
use crate::domain::text::{Email, LongText, Names, ShortText};
use crate::services::operator::{self, SetOperator};
use crate::services::organisations::{self, WriteOrganisation};
use crate::services::projects::{CharterTemplate, OpenProject, OpenerRole, Texts};
use crate::services::{Ctx, InProject, Problem, appointments, projects};
use crate::store::{Db, Scope, Store};
use chrono::NaiveDate;
use serde::Serialize;
use std::path::Path;
use std::sync::{Arc, LazyLock};

/// An account of the demo, with the password that it is made with.
#[derive(Debug, Clone, Serialize)]
pub struct Account {
    pub email: String,
    pub password: String,
    pub roles: Vec<AccountRole>,
}

/// A role that a demo account has.
#[derive(Debug, Clone, Serialize)]
pub struct AccountRole {
    pub project: String,
    pub role: String,
    pub chair: bool,
}

/// An account that the sign-in page offers to try, where the demo runs.
#[derive(Debug, Clone, Serialize)]
pub struct Trial {
    /// What the person is for, under `demo-as-` in the catalogue.
    pub key: &'static str,
    pub name: String,
    pub email: String,
    pub password: String,
}
/// Those who show the most, in the order in which a project meets them.
const TRIALS: [&str; 7] = ["projektledare", "ordforande", "ledamot1", "e-rad", "finansiarsrepresentant", "controller", "administrator"];

/// The accounts to try. They sign in as anybody does, with the demo's own passwords.
pub fn trials() -> &'static [Trial] {
    static READ: LazyLock<Vec<Trial>> = LazyLock::new(|| {
        let Ok(file) = file::read() else { return Vec::new() };
        let person = |key: &'static str| file.people.iter().find(|p| p.key == key).map(|p| (key, p.name.clone(), cast::account(&file, p)));
        TRIALS.into_iter().filter_map(person).map(|(key, name, a)| Trial { key, name, email: a.email, password: a.password }).collect()
    });
    &READ
}

/// Loads the demo into an empty database, in one transaction.
///
/// # Errors
/// Those of the services and the store; nothing is loaded then.
pub fn load(store: &Store, clock: &Clock, entropy: &Entropy, _data: &Path, base_url: &str) -> Result<Vec<Account>, Problem> {
    let file = Arc::new(file::read().map_err(Problem::internal)?);
    let accounts: Vec<Account> = file.people.iter().map(|p| cast::account(&file, p)).collect();
    let cast = Cast::new(clock, entropy, base_url, file, &accounts)?;
    store.write_now(Scope::Installation, move |db| {
        let cast = cast.with_accounts(db)?;
        settle(db, &cast)?;
        for project in &cast.file.projects {
            load_project(db, &cast, project)?;
        }
        Ok::<_, Problem>(())
    })?;
    Ok(accounts)
}

/// What the administrator does before there is a project: the organisations, and who runs the installation.
fn settle(db: &mut Db, cast: &Cast) -> Result<(), Problem> {
    let (Some(administrator), Some(first)) = (cast.file.people.iter().find(|p| p.admin), cast.file.projects.first()) else { return Ok(()) };
    let Operator { name, mailbox, reviewed_on } = &cast.file.operator;
    let email = Email::new(&cast.file.address(mailbox)).map_err(Problem::internal)?;
    let runs = SetOperator { name: short(name)?, email, reviewed_on: *reviewed_on, version: None };
    operator::set(db, &cast.ctx(&administrator.key, *reviewed_on)?, &runs)?;
    let ctx = cast.ctx(&administrator.key, first.started_on)?;
    for o in &cast.file.organisations {
        organisations::add(db, &ctx, &WriteOrganisation { name: short(&o.name)?, kind: o.kind, retired: false, version: None })?;
    }
    Ok(())
}

type Happen<'a> = dyn Fn(&mut Db) -> Result<(), Problem> + 'a;

/// Something that happened on a day.
struct Event<'a> {
    on: NaiveDate,
    happen: Box<Happen<'a>>,
}
fn on<'a>(on: NaiveDate, happen: impl Fn(&mut Db) -> Result<(), Problem> + 'a) -> Event<'a> {
    Event { on, happen: Box::new(happen) }
}

/// Day by day, so that the journal tells it in the order in which it happened, and the first report knows nothing of the second.
fn load_project(db: &mut Db, cast: &Cast, project: &file::Project) -> Result<(), Problem> {
    open(db, cast, project)?;
    let mut story = plan::events(cast, project);
    story.extend(deliveries::events(cast, project));
    story.extend(requirements::events(cast, project));
    story.extend(goals::events(cast, project));
    story.extend(mandates::events(cast, project));
    story.extend(documents::events(cast, project));
    story.extend(gates::events(cast, project));
    story.extend(risks::events(cast, project));
    story.extend(reports::events(cast, project));
    story.extend(changes::events(cast, project));
    story.extend(closings::events(cast, project));
    story.extend(deviations::events(cast, project));
    story.sort_by_key(|e| e.on);
    story.iter().try_for_each(|event| (event.happen)(db))
}

/// Opens the project and gives everybody their roles, as they were from the start.
fn open(db: &mut Db, cast: &Cast, project: &file::Project) -> Result<(), Problem> {
    let bodies = project.bodies.iter().map(|(role, name)| Ok((*role, short(name)?))).collect::<Result<_, Problem>>()?;
    let request = OpenProject {
        code: ProjectCode::new(&project.code).map_err(Problem::internal)?,
        texts: texts(project)?,
        lifecycle: Template::ProjectModel,
        phase: Some(project.phase.clone()),
        own_role: OpenerRole::Leader,
        charter: CharterTemplate::Plan,
        bodies,
    };
    let begun = cast.ctx(&project.leader, project.started_on)?;
    let at = projects::open(db, &begun, &request)?;
    for person in cast.file.people.iter().filter(|p| p.key != project.leader) {
        for held in person.roles.iter().filter(|r| r.project == project.code) {
            let email = cast.file.address(&person.key);
            appointments::lay_down(db, &begun, (&person.name, &email), &cast.assignment(&at, project, person, held)?)?;
        }
    }
    Ok(())
}
fn texts(project: &file::Project) -> Result<Texts, Problem> {
    Ok(Texts {
        name: short(&project.name)?,
        organisation: short(&project.organisation)?,
        orderer: optional(&project.orderer)?,
        financier: optional(&project.financier)?,
        register_number: optional(&project.register_number)?,
        purpose: Some(long(&project.purpose)?),
        started_on: project.started_on,
    })
}

fn short(text: &str) -> Result<ShortText, Problem> {
    ShortText::new(text).map_err(Problem::internal)
}
fn names(text: &str) -> Result<Names, Problem> {
    Names::new(text).map_err(Problem::internal)
}
fn long(text: &str) -> Result<LongText, Problem> {
    LongText::new(text).map_err(Problem::internal)
}
fn optional(text: &str) -> Result<Option<ShortText>, Problem> {
    if text.is_empty() { Ok(None) } else { short(text).map(Some) }
}

/// The project as the person of `ctx` opens it.
fn entered(db: &mut Db, ctx: &Ctx, project: &file::Project) -> Result<InProject, Problem> {
    InProject::open(db, ctx, &project.code)
}
