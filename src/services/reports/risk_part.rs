//! The risks of a report: counts, matrix, trend and the highest ones.
use crate::clock::local_day;
use crate::domain::ids::RiskRef;
use crate::domain::policy::BandRule;
use crate::domain::report::content::{BandLine, MatrixCell, MatrixRow, MeasureLine, RiskLine, Risks, Trend, TrendLine};
use crate::domain::risk::MeasureState;
use crate::services::context::InProject;
use crate::services::problem::Problem;
use crate::services::register::{self, Cell};
use crate::store::assessments::{self, Assessment};
use crate::store::risks::{self as rows, Filter, Order, RiskRow, Tallies};
use crate::store::{Db, measures};
use chrono::NaiveDate;

/// At most so many risks are listed; the counts tell of all.
const LISTED: i64 = 20;
/// A chart holds no more lines than can be told apart.
const LINES: usize = 8;
/// So many days of assessment, the newest.
const DAYS: usize = 6;
/// A cell names so many risks.
const IN_CELL: i64 = 3;

/// The open risks as they stand now, and how they have moved `since` the report before.
///
/// # Errors
/// Those of the store.
pub(super) fn risks(db: &mut Db, at: &InProject, since: Option<NaiveDate>) -> Result<Risks, Problem> {
    let tallies = rows::tallies(db, at.project.id)?;
    let open = Filter { open: Some(true), ..Filter::default() };
    let top = rows::page(db, at.project.id, &open, Order::Value { after: None }, LISTED)?;
    let list = top.iter().map(|row| line(db, at, row)).collect::<Result<_, _>>()?;
    let line_of = |b: &BandRule| BandLine { band: b.key, from: b.from, to: b.to, holder: at.charter.holder_of(b.key), colour: Some(b.colour) };
    Ok(Risks {
        policy: at.policy.number(),
        open: tallies.open(),
        covered: tallies.covered(),
        bands: at.policy.bands().iter().rev().map(line_of).collect(),
        matrix: matrix(db, at, &tallies)?,
        trend: trend(db, at, &top, since)?,
        list,
    })
}

fn line(db: &mut Db, at: &InProject, row: &RiskRow) -> Result<RiskLine, Problem> {
    let risk = row.to_domain()?;
    let chosen = |state| matches!(state, MeasureState::Chosen | MeasureState::Done);
    let found = measures::of_risk(db, row.id)?.into_iter().filter(|(m, _)| chosen(m.state));
    Ok(RiskLine {
        reference: row.reference().to_string(),
        threat: row.threat.clone(),
        vulnerability: row.vulnerability.clone(),
        consequence: row.consequence.clone(),
        likelihood: row.likelihood,
        impact: row.impact,
        value: row.value,
        band: row.band,
        holder: risk.held_by(&at.charter),
        measures: found.map(|(m, name)| MeasureLine { text: m.text, responsible: name.unwrap_or_default(), due: m.due_on }).collect(),
        proposed: risk.proposal.as_ref().map(|p| p.likelihood * p.impact),
    })
}

fn matrix(db: &mut Db, at: &InProject, tallies: &Tallies) -> Result<Vec<MatrixRow>, Problem> {
    let cell = |c: Cell| {
        let risks = c.first.into_iter().map(|(number, _)| RiskRef(number).to_string()).collect();
        MatrixCell { impact: c.impact, value: c.value, band: c.band, more: c.more, risks }
    };
    let rows = register::matrix(db, at, tallies, IN_CELL)?.into_iter();
    Ok(rows.map(|row| MatrixRow { likelihood: row.likelihood, cells: row.cells.into_iter().map(cell).collect() }).collect())
}

fn trend(db: &mut Db, at: &InProject, top: &[RiskRow], since: Option<NaiveDate>) -> Result<Trend, Problem> {
    let mut history: Vec<(String, Vec<Assessment>)> = Vec::new();
    for row in top.iter().take(LINES) {
        let assessed = assessments::of_risk(db, row.id, 200)?.into_iter().map(|(a, _)| a).collect();
        history.push((row.reference().to_string(), assessed));
    }
    let mut days: Vec<NaiveDate> = history.iter().flat_map(|(_, all)| all.iter().map(|a| local_day(a.at))).collect();
    days.sort_unstable();
    days.dedup();
    let days = days.split_off(days.len().saturating_sub(DAYS));
    history.sort_by_key(|(risk, _)| risk.trim_start_matches('R').parse::<i32>().unwrap_or(0));
    let lines = history.into_iter().map(|(risk, all)| TrendLine { risk, values: days.iter().map(|day| value_on(&all, *day)).collect() }).collect();
    Ok(Trend { days, since, top: at.policy.top(), lines })
}
/// The value in force on a day: that of the newest assessment so far.
fn value_on(assessed: &[Assessment], day: NaiveDate) -> Option<i32> {
    assessed.iter().rfind(|a| local_day(a.at) <= day).map(|a| a.value)
}
