//! Väntar på dig: what waits for my decision and why it is mine, what I have to finish, what waits for others, what was decided
//! last.
use crate::domain::mandate::Pending;
use crate::domain::meeting::MeetingState;
use crate::domain::risk::LiftRequest;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::store::decisions::{self, DecisionRow};
use crate::store::meetings::{self, Meeting};
use crate::store::projects::Project;
use crate::store::{Db, projects};
use chrono::NaiveDate;

mod budget;
mod changes;
mod conditions;
mod deliveries;
mod deviations;
mod documents;
mod gates;
mod handovers;
mod item;
mod kind;
mod measurements;
mod recordings;
mod reports;
mod risks;
mod sprints;
mod waivers;
use item::plain_item;
pub use item::{Item, Why};
pub use kind::Kind;

/// What a person sees first.
#[derive(Debug, Default)]
pub struct MyTurn {
    pub items: Vec<Item>,
    pub waits_for_others: Vec<Item>,
    pub decided: Vec<(Project, DecisionRow)>,
    /// Projects whose records the person keeps, without another role in them.
    pub registered: Vec<Project>,
    /// Every project in which the person has a role, by code.
    pub projects: Vec<Project>,
}
impl MyTurn {
    fn add(&mut self, item: Item, mine: bool) {
        if mine { self.items.push(item) } else { self.waits_for_others.push(item) }
    }
    /// What is due first goes first, and the higher risk before the lower.
    fn sort(&mut self) {
        self.items.sort_by_key(|i| (i.due.unwrap_or(NaiveDate::MAX), -i.value.unwrap_or(0)));
    }
}

/// Everything that waits in the person's projects.
///
/// # Errors
/// Those of the store.
pub fn gather(db: &mut Db, ctx: &Ctx) -> Result<MyTurn, Problem> {
    let mut turn = MyTurn::default();
    for project in projects::all_of_person(db, ctx.person.0, ctx.today)? {
        turn.projects.push(project.clone());
        let at = InProject::open(db, ctx, &project.code)?;
        // What a registrar reads is logged where it is read; nothing waits for one.
        if at.actor.only_registers(ctx.today) {
            turn.registered.push(project);
            continue;
        }
        gather_in(db, ctx, &at, &mut turn)?;
        for row in decisions::page(db, project.id, &decisions::Filter::default(), None, 5)? {
            turn.decided.push((project.clone(), row));
        }
    }
    turn.sort();
    turn.decided.sort_by_key(|(_, d)| std::cmp::Reverse(d.recorded_at));
    turn.decided.truncate(5);
    Ok(turn)
}

/// What waits in one project, for the person and for others. What was decided is not asked.
///
/// # Errors
/// Those of the store.
pub fn in_project(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<MyTurn, Problem> {
    let mut turn = MyTurn::default();
    gather_in(db, ctx, at, &mut turn)?;
    turn.sort();
    Ok(turn)
}
fn gather_in(db: &mut Db, ctx: &Ctx, at: &InProject, whole: &mut MyTurn) -> Result<(), Problem> {
    let mut turn = MyTurn::default();
    gather_kinds(db, ctx, at, &mut turn)?;
    due_at_meetings(db, ctx, at, &mut turn.items)?;
    whole.items.append(&mut turn.items);
    whole.waits_for_others.append(&mut turn.waits_for_others);
    Ok(())
}
/// What a body decides, and has no day of its own, is due at the body's next meeting.
fn due_at_meetings(db: &mut Db, ctx: &Ctx, at: &InProject, items: &mut [Item]) -> Result<(), Problem> {
    let mut undated: Vec<&mut Item> = items.iter_mut().filter(|i| i.due.is_none() && i.kind.is_for_a_meeting() && at.is_body(i.why.role)).collect();
    if undated.is_empty() {
        return Ok(());
    }
    let coming = meetings::coming(db, at.project.id, ctx.today)?;
    for item in &mut undated {
        let theirs = |m: &&Meeting| m.body == item.why.role && m.state != MeetingState::Cancelled;
        item.due = coming.iter().find(theirs).map(|m| m.held_on);
    }
    Ok(())
}
fn gather_kinds(db: &mut Db, ctx: &Ctx, at: &InProject, turn: &mut MyTurn) -> Result<(), Problem> {
    risks::gather(db, ctx, at, turn)?;
    reports::gather(db, ctx, at, turn)?;
    sprints::gather(db, ctx, at, turn)?;
    changes::gather(db, ctx, at, turn)?;
    gates::gather(db, ctx, at, turn)?;
    deliveries::gather(db, ctx, at, turn)?;
    handovers::gather(db, ctx, at, turn)?;
    waivers::gather(db, ctx, at, turn)?;
    conditions::gather(db, ctx, at, turn)?;
    deviations::gather(db, ctx, at, turn)?;
    recordings::gather(db, ctx, at, turn)?;
    measurements::gather(db, ctx, at, turn)?;
    documents::gather(db, ctx, at, turn)?;
    budget::gather(db, ctx, at, turn)
}

/// How many things wait for the person. Counted anew only when something has changed in one of the projects: every page
/// shows this number.
///
/// # Errors
/// Those of the store.
pub fn waiting(db: &mut Db, ctx: &Ctx) -> Result<i64, Problem> {
    count(db, ctx, |db| Ok(gather(db, ctx)?.items.len() as i64))
}
/// Keeps the number of what was gathered just now, so that the frame of the page that shows it asks nothing again.
///
/// # Errors
/// Those of the store.
pub fn keep(db: &mut Db, ctx: &Ctx, turn: &MyTurn) -> Result<(), Problem> {
    count(db, ctx, |_| Ok(turn.items.len() as i64)).map(drop)
}
fn count(db: &mut Db, ctx: &Ctx, make: impl FnOnce(&mut Db) -> Result<i64, Problem>) -> Result<i64, Problem> {
    let states = projects::states_of_person(db, ctx.person.0, ctx.today)?;
    ctx.kept.waiting((ctx.person.0, ctx.today, states), || make(db))
}

/// Who asks the holder to take a stand, and why.
fn asked(db: &mut Db, at: &InProject, request: Option<&LiftRequest>) -> Result<Option<(String, String)>, Problem> {
    let Some(request) = request else { return Ok(None) };
    Ok(Some((at.named(db, request.by.0)?, request.reason.clone())))
}

/// What is to be decided waits with whoever has the mandate.
fn for_decider(ctx: &Ctx, at: &InProject, turn: &mut MyTurn, pending: &Pending, item: impl FnOnce(Why) -> Item) {
    match at.charter.mandate_over(&at.actor, pending, None, ctx.today) {
        Ok(mandate) => turn.items.push(item(Why::mine(&mandate))),
        Err(_) => for_others(ctx, at, turn, vec![item(Why::of(pending.held_by(&at.charter)))]),
    }
}

/// What is another's waits there; while nobody can decide in that role, it is for the nearest role above to see to.
fn for_others(ctx: &Ctx, at: &InProject, turn: &mut MyTurn, items: Vec<Item>) {
    for mut item in items {
        let with = notify::manned(ctx, at, item.why.role);
        item.why.unmanned = with != Some(item.why.role);
        let mine = |role: Role| notify::holders(ctx, at, role).any(|m| m.assignment.person_id == ctx.person.0);
        let sees_to_it = item.why.unmanned && with.is_some_and(mine);
        turn.add(item, sees_to_it);
    }
}
