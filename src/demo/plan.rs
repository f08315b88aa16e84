//! The demo's plan: economy, milestones, sprints, meetings, recipients, and the decisions of the first meeting.
use crate::demo::cast::Cast;
use crate::demo::file::{self, Earlier, Economy, Forecast, ORDERER, Project, Sprint};
use crate::demo::{Event, entered, long, names, on, optional, short};
use crate::domain::decision::Basis;
use crate::domain::meeting::Hours;
use crate::domain::money::Ore;
use crate::domain::role::Role;
use crate::domain::text::Email;
use crate::input::upload::Upload;
use crate::render::pdf::{self, Meta, PageLabel};
use crate::render::report;
use crate::services::decisions::{self, LateEntry};
use crate::services::economy::{self as money, AdoptBudget, SetBudget, SetOutcome};
use crate::services::meetings::{self, HoldMeeting, PlanMeeting};
use crate::services::milestones::{self, AddMilestone, FollowUp};
use crate::services::recipients::{self, Language, WriteRecipient};
use crate::services::sprints::{self, AddSprint, WriteSprintStatus};
use crate::services::{Ctx, InProject, Problem};
use crate::store::{Db, plan as rows};
use chrono::{Months, NaiveDate};

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = vec![on(project.started_on, |db| load_plan(db, cast, project))];
    if let Some(economy) = &project.economy {
        events.extend(economy.months().into_iter().map(|month| {
            let day = reported_on(economy, month);
            on(day, move |db| load_outcome(db, cast, project, economy, month, day))
        }));
    }
    if let Some(earlier) = &project.earlier {
        events.push(on(earlier.entered_on, |db| load_earlier(db, cast, project, earlier)));
    }
    for (number, m) in (1..).zip(&project.milestones) {
        events.extend(m.done_on.map(|day| on(day, move |db| done(db, cast, project, number, day))));
        events.extend(m.forecast.iter().map(|f| on(f.on, move |db| forecast(db, cast, project, number, f))));
    }
    for (number, m) in (1..).zip(&project.meetings) {
        events.push(on(m.planned_on, move |db| plan_meeting(db, cast, project, m)));
        if !m.present.is_empty() {
            events.push(on(m.held_on, move |db| hold_meeting(db, cast, project, number, m)));
        }
    }
    for sprint in &project.sprints {
        if let Some(day) = sprint.published_on {
            events.push(on(day, move |db| publish(db, cast, project, sprint, day)));
        }
    }
    events
}

/// What the plan said from the start.
fn load_plan(db: &mut Db, cast: &Cast, project: &Project) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, project.started_on)?;
    let at = entered(db, &ctx, project)?;
    if let Some(economy) = &project.economy {
        load_budget(db, &ctx, &at, economy)?;
        adopt_budget(db, cast, project)?;
    }
    for m in &project.milestones {
        milestones::add(db, &ctx, &at, &AddMilestone { name: short(&m.name)?, starts_on: m.starts_on, planned_on: m.planned_on })?;
    }
    for s in &project.sprints {
        sprints::add_sprint(db, &ctx, &at, &AddSprint { number: s.number, starts_on: s.starts_on, ends_on: s.ends_on })?;
    }
    load_recipients(db, cast, &ctx, &at, project)
}

fn load_budget(db: &mut Db, ctx: &Ctx, at: &InProject, economy: &Economy) -> Result<(), Problem> {
    for category in &economy.categories {
        for (year, kronor) in (economy.first_year..).zip(&category.budget) {
            let line = SetBudget { category: short(&category.name)?, year, amount: Ore::kronor(*kronor), motivation: None, basis: None, version: None };
            money::set_budget(db, ctx, at, &line)?;
        }
    }
    Ok(())
}
/// The orderer's body adopts the budget on the project's first day.
fn adopt_budget(db: &mut Db, cast: &Cast, project: &Project) -> Result<(), Problem> {
    let ctx = cast.ctx(ORDERER, project.started_on)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(money::budget_version(&rows::budget(db, at.project.id)?));
    money::adopt_budget(db, &ctx, &at, &AdoptBudget { motivation: None, basis: Some(Basis::Chair), version }).map(drop)
}
/// The controller reports each month when it is over, the last ones on the day that the file names.
fn reported_on(economy: &Economy, month: &str) -> NaiveDate {
    let over = money::month_of(month).and_then(|first| (first + Months::new(1)).pred_opt());
    over.map_or(economy.reported_on, |day| day.min(economy.reported_on))
}
fn load_outcome(db: &mut Db, cast: &Cast, project: &Project, economy: &Economy, month: &str, day: NaiveDate) -> Result<(), Problem> {
    let ctx = cast.ctx("controller", day)?;
    let at = entered(db, &ctx, project)?;
    let first = money::month_of(month).ok_or_else(|| Problem::internal(format!("{month} is no month")))?;
    for category in &economy.categories {
        if let Some(kronor) = category.outcome.get(month) {
            let line = SetOutcome { category: short(&category.name)?, month: first, amount: Ore::kronor(*kronor), version: None };
            money::set_outcome(db, &ctx, &at, &line)?;
        }
    }
    Ok(())
}

/// The leader plans it well before its day.
fn plan_meeting(db: &mut Db, cast: &Cast, project: &Project, m: &file::Meeting) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, m.planned_on)?;
    let at = entered(db, &ctx, project)?;
    let request = PlanMeeting {
        body: m.body,
        held_on: m.held_on,
        hours: Hours::parse(&m.hours),
        place: optional(&m.place)?,
        purpose: optional(&m.purpose)?,
        goal: optional(&m.goal)?,
        agenda: m.agenda.clone(),
        tell: false,
        version: None,
    };
    meetings::plan(db, &ctx, &at, &request).map(drop)
}
/// The leader writes down who was there.
fn hold_meeting(db: &mut Db, cast: &Cast, project: &Project, number: i32, m: &file::Meeting) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, m.held_on)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(meetings::find(db, &at, number)?.version);
    meetings::hold(db, &ctx, &at, number, &HoldMeeting { present: names(&m.present)?, version })
}

fn load_recipients(db: &mut Db, cast: &Cast, ctx: &Ctx, at: &InProject, project: &Project) -> Result<(), Problem> {
    for r in &project.recipients {
        let email = Email::new(&cast.file.address(&r.email)).map_err(Problem::internal)?;
        recipients::add(
            db,
            ctx,
            at,
            &WriteRecipient { name: short(&r.name)?, email, role: r.role, language: Language::Swedish, registrar: r.registrar, version: None },
        )?;
    }
    Ok(())
}

/// What the steering group decided before the project kept its decisions here: entered with the minutes, confirmed by its chair.
fn load_earlier(db: &mut Db, cast: &Cast, project: &Project, earlier: &Earlier) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, earlier.entered_on)?;
    let at = entered(db, &ctx, project)?;
    let minutes = Upload::held("protokoll.pdf", minutes_of(&at, earlier)?);
    for d in &earlier.decisions {
        let basis = Basis::Meeting { date: earlier.decided_on, item: short(&d.item)?, present: names(&earlier.present)? };
        let entry = LateEntry {
            title: short(&d.title)?,
            role: Role::SteeringGroup,
            decided_on: earlier.decided_on,
            outcome: d.outcome,
            basis: Some(basis),
            motivation: None,
            minutes: minutes.clone(),
            supersedes: None,
        };
        decisions::enter_late(db, &ctx, &at, &entry)?;
    }
    let chair = cast.ctx(&earlier.confirmed_by, earlier.entered_on)?;
    let at = entered(db, &chair, project)?;
    for (recording, ..) in decisions::open_here(db, &chair, &at)? {
        decisions::confirm(db, &chair, &at, recording.id, &report::make_pdf)?;
    }
    Ok(())
}
/// Minutes as a plain PDF: the demo's own, not a scanned paper.
fn minutes_of(at: &InProject, earlier: &Earlier) -> Result<Vec<u8>, Problem> {
    let items: String = earlier.decisions.iter().map(|d| format!("<li>§ {}: {}</li>", d.item, d.title)).collect();
    let (title, project) = (format!("Protokoll {}", earlier.decided_on), &at.project);
    let head = format!("<header><h1>{title}</h1><p class=\"lead\">{}</p></header>", project.name);
    let text = format!("<article>{head}<p>Närvarande: {}</p><ul>{items}</ul></article>", earlier.present);
    let meta = Meta {
        title: title.clone(),
        author: project.organisation.clone(),
        subject: project.name.clone(),
        language: "sv-SE".to_owned(),
        created: earlier.decided_on.and_time(chrono::NaiveTime::MIN),
        register_number: None,
        checkpoint: None,
        id: *b"styrrum-minutes!",
        watermark: None,
        footer: format!("{} · {title}", project.code),
        page_label: PageLabel { page: "Sida".to_owned(), of: "av".to_owned() },
    };
    pdf::render(&text, &std::collections::BTreeMap::new(), &meta).map_err(Problem::internal)
}

fn done(db: &mut Db, cast: &Cast, project: &Project, number: i32, day: NaiveDate) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, day)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(milestones::find(db, &at, number)?.version);
    milestones::follow_up(db, &ctx, &at, number, &FollowUp { forecast_on: None, done_on: Some(day), version })
}

fn forecast(db: &mut Db, cast: &Cast, project: &Project, number: i32, forecast: &Forecast) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, forecast.on)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(milestones::find(db, &at, number)?.version);
    milestones::follow_up(db, &ctx, &at, number, &FollowUp { forecast_on: Some(forecast.day), done_on: None, version })
}

fn publish(db: &mut Db, cast: &Cast, project: &Project, sprint: &Sprint, day: NaiveDate) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, day)?;
    let at = entered(db, &ctx, project)?;
    let version = Some(sprints::sprint(db, &at, sprint.number)?.version);
    sprints::write_sprint_status(
        db,
        &ctx,
        &at,
        sprint.number,
        &WriteSprintStatus { status: long(&sprint.status)?, upcoming: Some(long(&sprint.upcoming)?), publish: true, version },
    )
}
