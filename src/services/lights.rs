//! The lights that a project's own figures speak for: on its overview, in the portfolio, and in its reports.
use crate::domain::economy::CategoryFigures;
use crate::domain::lights::{LightArea, LightLimits, MilestoneDates, ProposedLight, budget_light, concerns, staff_light, time_light};
use crate::domain::vacancy::{self, Held};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::roles::Member;
use crate::store::{Db, plan};
use chrono::{Datelike, NaiveDate};

/// What the figures propose for a period; on an overview that is today.
///
/// # Errors
/// Those of the store.
pub fn propose(db: &mut Db, ctx: &Ctx, at: &InProject, (from, to): (NaiveDate, NaiveDate)) -> Result<[(LightArea, ProposedLight); 3], Problem> {
    let categories = plan::figures(db, at.project.id, figures_day(to, ctx.today))?;
    given(db, ctx, at, from, &categories)
}
/// As [`propose`] for a period from `from`, where what was budgeted and spent is known already.
///
/// # Errors
/// Those of the store.
pub fn given(db: &mut Db, ctx: &Ctx, at: &InProject, from: NaiveDate, categories: &[CategoryFigures]) -> Result<[(LightArea, ProposedLight); 3], Problem> {
    let limits = LightLimits { late_days: at.project.late_days, unfilled_days: at.project.unfilled_days };
    let milestones = milestones(db, at, from, ctx.today)?;
    let held: Vec<Held<'_>> = at.members.iter().map(Member::held).collect();
    let unfilled = vacancy::unfilled(&held, at.project.started_on, ctx.today);
    Ok([(LightArea::Budget, budget_light(categories)), (LightArea::Time, time_light(&milestones, limits)), (LightArea::Staff, staff_light(&unfilled, limits))])
}

/// Figures stand for today, or, when the year of the period is over, for the period's last day.
pub fn figures_day(to: NaiveDate, today: NaiveDate) -> NaiveDate {
    if to.year() < today.year() { to } else { today }
}

fn milestones(db: &mut Db, at: &InProject, from: NaiveDate, today: NaiveDate) -> Result<Vec<MilestoneDates>, Problem> {
    let found = plan::milestones_of(db, at.project.id)?.into_iter().filter(|m| concerns(m.done_on, from));
    Ok(found.map(|m| MilestoneDates { expected: m.days().expected_on(today), name: m.name, planned: m.planned_on }).collect())
}
