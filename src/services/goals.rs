//! What people do with goals. They are the plan's, which a stop and the end close; measuring what came of them goes on after the project.
use crate::domain::goal::{GoalKind, Misplaced};
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::ShortText;
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{responsible as answerable, version};
use crate::store::Db;
use crate::store::goals::{self as rows, GoalRow};
use crate::store::roles::Member;
use serde_json::{Value, json};

/// A goal as somebody writes it.
#[derive(Debug, Clone)]
pub struct WriteGoal {
    pub kind: GoalKind,
    pub name: ShortText,
    /// The number of the project goal that a part goal belongs to.
    pub parent: Option<i32>,
    /// Effect goals of the portfolio, such as `4A, 4B`.
    pub portfolio: Option<ShortText>,
    /// E-mail of the person responsible; the effect owner without one.
    pub responsible: Option<ShortText>,
    pub version: Option<i64>,
}
impl Input for WriteGoal {
    fn parse(f: &mut Fields<'_>) -> Option<WriteGoal> {
        let (kind, name, parent) = (f.word("kind"), f.short("name"), f.optional_whole("parent", 1..=i64::from(i32::MAX)));
        let (portfolio, responsible, version) = (f.optional_short("portfolio"), f.optional_short("responsible"), f.version());
        Some(WriteGoal { kind: kind?, name: name?, parent: parent.and_then(|n| i32::try_from(n).ok()), portfolio, responsible, version })
    }
}

/// # Errors
/// Those of the store.
pub fn all(db: &mut Db, at: &InProject) -> Result<Vec<GoalRow>, Problem> {
    Ok(rows::of_project(db, at.project.id)?)
}
/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<GoalRow, Problem> {
    rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)
}

/// Adds a goal under the next number.
///
/// # Errors
/// No right to write goals, the project is not running, a part goal without its project goal, or somebody responsible who has no role in the project.
pub fn add(db: &mut Db, ctx: &Ctx, at: &InProject, request: &WriteGoal) -> Result<i32, Problem> {
    at.demand(Right::WriteGoals, ctx.today)?;
    at.demand_running()?;
    let number = rows::next_number(db, at.project.id)?;
    let row = written(db, ctx, at, number, 1, None, request)?;
    rows::add(db, &row)?;
    journal::record(db, ctx, at, Change { kind: "goal.added", object: &object(number), before: Value::Null, after: snapshot(&row) })?;
    Ok(number)
}

/// Changes a goal. After the project's end it is followed up still, so that another can come to answer for it.
///
/// # Errors
/// As [`add`], stale, or another kind for a project goal that has part goals.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &WriteGoal) -> Result<(), Problem> {
    at.demand(Right::WriteGoals, ctx.today)?;
    let before = find(db, at, number)?;
    version::expect(before.version, request.version)?;
    let row = written(db, ctx, at, number, before.version + 1, before.responsible_id, request)?;
    if request.kind != GoalKind::Project && all(db, at)?.iter().any(|g| g.parent == Some(number)) {
        return Err(Problem::invalid("kind", Fault::Other("has-part-goals")));
    }
    let is_handed_over = snapshot(&GoalRow { responsible_id: before.responsible_id, ..row.clone() }) == snapshot(&before);
    match at.demand_open() {
        Err(_) if is_handed_over => {}
        _ => at.demand_running()?,
    }
    rows::update(db, &row)?;
    journal::record(db, ctx, at, Change { kind: "goal.edited", object: &object(number), before: snapshot(&before), after: snapshot(&row) })
}

fn written(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, version: i64, before: Option<i64>, request: &WriteGoal) -> Result<GoalRow, Problem> {
    let above = match request.parent {
        None => None,
        Some(parent) => Some((parent, rows::find(db, at.project.id, parent)?.ok_or_else(|| misplaced(Misplaced::NoProjectGoal))?.kind()?)),
    };
    request.kind.belongs_to(number, above).map_err(misplaced)?;
    Ok(GoalRow {
        project_id: at.project.id,
        number,
        kind: request.kind.to_string(),
        name: request.name.to_string(),
        parent: request.parent,
        portfolio: request.portfolio.as_ref().map(ToString::to_string).unwrap_or_default(),
        responsible_id: answerable::kept_or_named(ctx, at, before, request.responsible.as_ref().map(ShortText::as_str), "responsible")?,
        version,
    })
}
fn misplaced(why: Misplaced) -> Problem {
    Problem::invalid(
        "parent",
        Fault::Other(match why {
            Misplaced::NoProjectGoal => "no-project-goal",
            Misplaced::NotAPart => "not-a-part-goal",
        }),
    )
}
/// Those who see to a goal's measurements today: the person responsible while they have a role, otherwise the effect owner, and
/// the project leader while there is no effect owner.
pub fn responsible<'a>(ctx: &Ctx, at: &'a InProject, goal: &GoalRow) -> Vec<&'a Member> {
    let today = |wanted: &dyn Fn(&Member) -> bool| at.members_today(ctx.today).filter(|m| !m.role().only_reads() && wanted(m)).collect::<Vec<_>>();
    let named = today(&|m| Some(m.assignment.person_id) == goal.responsible_id);
    if let Some(first) = named.first() {
        return vec![first];
    }
    let owners = today(&|m| m.role() == Role::EffectOwner);
    if owners.is_empty() { today(&|m| m.role() == Role::ProjectLeader) } else { owners }
}

/// Whether the person may record measurements of the goal's indicators: by right, or being responsible for it.
///
/// # Errors
/// [`Problem::Forbidden`].
pub fn demand_measure(ctx: &Ctx, at: &InProject, goal: &GoalRow) -> Result<(), Problem> {
    if responsible(ctx, at, goal).iter().any(|m| m.assignment.person_id == ctx.person.0) {
        return Ok(());
    }
    at.demand(Right::Measure, ctx.today)
}

fn object(number: i32) -> String {
    format!("goal:{number}")
}
pub(super) fn snapshot(row: &GoalRow) -> Value {
    json!({"goal_kind": row.kind, "name": row.name, "parent": row.parent, "portfolio": row.portfolio, "responsible": row.responsible_id})
}
