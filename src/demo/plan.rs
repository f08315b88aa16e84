//! The demo's plan: economy, deliverables, milestones, sprints, meetings, recipients, and the decisions of the first meeting.
use crate::demo::cast::Cast;
use crate::demo::file::{Economy, Earlier, Project};
use crate::demo::{entered, long, optional, short};
use crate::domain::decision::Basis;
use crate::domain::money::Ore;
use crate::domain::role::Role;
use crate::domain::text::Email;
use crate::services::decisions::{self, LateEntry};
use crate::services::plan::{self, AddSprint, SetBudget, SetOutcome, WriteDeliverable, WriteSprintStatus};
use crate::services::recipients::{self, Language, WriteRecipient};
use crate::services::{Ctx, InProject, Problem};
use crate::store::meetings::{self, NewMeeting};
use crate::store::{Db, plan as rows};

pub fn load(db: &mut Db, cast: &Cast, project: &Project) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, project.started_on)?;
    let at = entered(db, &ctx, project)?;
    if let Some(economy) = &project.economy {
        load_economy(db, cast, &ctx, &at, economy)?;
    }
    for d in &project.deliverables {
        plan::add_deliverable(db, &ctx, &at, &WriteDeliverable { name: short(&d.name)?, version_label: optional(&d.version)?, handed_to: optional(&d.handed_to)?, version: None })?;
    }
    for (number, m) in (1..).zip(&project.milestones) {
        rows::add_milestone(db, at.project.id, number, &m.name, m.starts_on, m.planned_on, m.done_on)?;
    }
    load_meetings(db, &at, project)?;
    load_recipients(db, cast, &ctx, &at, project)?;
    if let Some(earlier) = &project.earlier {
        load_earlier(db, cast, &at, project, earlier)?;
    }
    load_sprints(db, cast, &ctx, &at, project)
}

fn load_economy(db: &mut Db, cast: &Cast, ctx: &Ctx, at: &InProject, economy: &Economy) -> Result<(), Problem> {
    let reports = cast.ctx("controller", economy.reported_on)?;
    let reporting = InProject::open(db, &reports, &at.project.code)?;
    for category in &economy.categories {
        let name = short(&category.name)?;
        for (year, kronor) in (economy.first_year..).zip(&category.budget) {
            plan::set_budget(db, ctx, at, &SetBudget { category: name.clone(), year, amount: Ore::kronor(*kronor), version: None })?;
        }
        for (month, kronor) in &category.outcome {
            let month = plan::month_of(month).ok_or_else(|| Problem::internal(format!("{month} is no month")))?;
            plan::set_outcome(db, &reports, &reporting, &SetOutcome { category: name.clone(), month, amount: Ore::kronor(*kronor), version: None })?;
        }
    }
    Ok(())
}

fn load_meetings(db: &mut Db, at: &InProject, project: &Project) -> Result<(), Problem> {
    for m in &project.meetings {
        let agenda = serde_json::to_string(&m.agenda).map_err(Problem::internal)?;
        meetings::add(db, &NewMeeting { project_id: at.project.id, number: m.number, held_on: m.held_on, hours: m.hours.clone(), purpose: m.purpose.clone(), goal: m.goal.clone(), agenda })?;
    }
    Ok(())
}

fn load_recipients(db: &mut Db, cast: &Cast, ctx: &Ctx, at: &InProject, project: &Project) -> Result<(), Problem> {
    for r in &project.recipients {
        let email = Email::new(&cast.file.address(&r.email)).map_err(Problem::internal)?;
        recipients::add(db, ctx, at, &WriteRecipient { name: short(&r.name)?, email, role: r.role, language: Language::Swedish, registrar: r.registrar, version: None })?;
    }
    Ok(())
}

/// What the steering group decided before the project kept its decisions here.
fn load_earlier(db: &mut Db, cast: &Cast, at: &InProject, project: &Project, earlier: &Earlier) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, earlier.entered_on)?;
    for d in &earlier.decisions {
        let basis = Basis::Meeting { date: earlier.decided_on, item: d.item.clone(), present: earlier.present.clone() };
        decisions::enter_late(db, &ctx, at, &LateEntry { title: short(&d.title)?, role: Role::SteeringGroup, decided_on: earlier.decided_on, outcome: d.outcome, basis: Some(basis), motivation: None })?;
    }
    Ok(())
}

fn load_sprints(db: &mut Db, cast: &Cast, ctx: &Ctx, at: &InProject, project: &Project) -> Result<(), Problem> {
    for s in &project.sprints {
        plan::add_sprint(db, ctx, at, &AddSprint { number: s.number, starts_on: s.starts_on, ends_on: s.ends_on })?;
        if let Some(day) = s.published_on {
            let then = cast.ctx(&project.leader, day)?;
            plan::write_sprint_status(db, &then, at, s.number, &WriteSprintStatus { status: long(&s.status)?, upcoming: Some(long(&s.upcoming)?), publish: true, version: None })?;
        }
    }
    Ok(())
}
