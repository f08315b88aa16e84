//! The column beside the list: matrix, mandates, trend and coverage.
use super::tone;
use crate::clock::local_day;
use crate::domain::ids::RiskRef;
use crate::domain::policy::Band;
use crate::render::charts::{self, Chart, Level, Palette, RiskTrend};
use crate::render::engine::Markup;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::register::{self, Cell};
use crate::services::{InProject, Problem};
use crate::store::risks::{RiskRow, Tallies};
use crate::store::{Db, assessments, risks as rows};
use crate::web::request::Rq;
use chrono::NaiveDate;
use serde::Serialize;

/// Risks shown by name in one cell of the matrix.
const PINS: i64 = 4;
/// Risks drawn in the trend.
const DRAWN: i64 = 8;

#[derive(Serialize)]
pub(super) struct MatrixRow {
    likelihood: i32,
    cells: Vec<MatrixCell>,
}
#[derive(Serialize)]
struct MatrixCell {
    value: i32,
    tone: &'static str,
    pins: Vec<Pin>,
    more: i64,
}
#[derive(Serialize)]
struct Pin {
    reference: String,
    consequence: String,
}
#[derive(Serialize)]
pub(super) struct MandateLine {
    band: Band,
    range: String,
    holder: String,
}
#[derive(Serialize)]
pub(super) struct Drawn {
    /// What it shows, in a sentence.
    title: String,
    svg: Markup,
    table: Table,
}
#[derive(Serialize)]
struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}
#[derive(Serialize)]
pub(super) struct Fact {
    term: String,
    value: String,
    bad: bool,
}
pub(super) fn matrix(db: &mut Db, at: &InProject, tallies: &Tallies) -> Result<Vec<MatrixRow>, Problem> {
    let pin = |(number, consequence): (i32, String)| Pin { reference: RiskRef(number).to_string(), consequence };
    let cell = |c: Cell| MatrixCell { value: c.value, tone: tone(c.band), pins: c.first.into_iter().map(pin).collect(), more: c.more };
    let rows = register::matrix(db, at, tallies, PINS)?.into_iter();
    Ok(rows.map(|row| MatrixRow { likelihood: row.likelihood, cells: row.cells.into_iter().map(cell).collect() }).collect())
}

pub(super) fn mandates(rq: &Rq, at: &InProject) -> Vec<MandateLine> {
    let line = |band: &Band| {
        let rule = at.policy.rule(*band);
        MandateLine {
            band: *band,
            range: format!("{}–{}", rule.from, rule.to),
            holder: rq.lang.text(&format!("role-{}-the", at.charter.holder_of(*band))).to_owned(),
        }
    };
    Band::ALL.iter().rev().map(line).collect()
}

/// The values of the highest risks at each day of assessment, newest six days.
pub(super) fn trend(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Option<Drawn>, Problem> {
    let filter = rows::Filter { open: Some(true), ..rows::Filter::default() };
    let top = rows::page(db, at.project.id, &filter, rows::Order::Value { after: None }, DRAWN)?;
    if top.is_empty() {
        return Ok(None);
    }
    let ids: Vec<i64> = top.iter().map(|r| r.id).collect();
    let values = assessments::values_of(db, &ids)?;
    let mut days: Vec<NaiveDate> = values.iter().map(|v| local_day(v.at)).collect();
    days.sort_unstable();
    days.dedup();
    let days = days.split_off(days.len().saturating_sub(6));
    let line = |r: &RiskRow| {
        let own: Vec<(NaiveDate, i32)> = values.iter().filter(|v| v.risk_id == r.id).map(|v| (local_day(v.at), v.value)).collect();
        let at_day = |day: &NaiveDate| own.iter().rfind(|(d, _)| d <= day).and_then(|(_, v)| u32::try_from(*v).ok());
        charts::RiskLine { label: r.reference().to_string(), values: days.iter().map(at_day).collect() }
    };
    let lines: Vec<charts::RiskLine> = top.iter().map(line).collect();
    let chart = RiskTrend {
        title: trend_title(rq, &lines, days.first()),
        row_word: rq.lang.text("risk-word").to_owned(),
        reviews: format::days_in_a_row(rq.lang, &days),
        risks: lines,
        bands: Band::ALL
            .iter()
            .map(|b| charts::BandRange {
                level: Level::from(*b),
                from: at.policy.rule(*b).from as u32,
                to: at.policy.rule(*b).to as u32,
                word: rq.lang.text(&format!("band-{b}")).to_owned(),
            })
            .collect(),
        max: at.policy.top() as u32,
    };
    let chart = Chart::RiskTrend(chart);
    let table = chart.table();
    Ok(Some(Drawn {
        title: chart.title().to_owned(),
        svg: Markup::new(charts::svg(&chart, Palette::Css)),
        table: Table { head: table.headers, rows: table.rows },
    }))
}
/// What the chart shows, in one sentence: how many of its risks have risen, and how many have fallen, since its first day.
fn trend_title(rq: &Rq, lines: &[charts::RiskLine], since: Option<&NaiveDate>) -> String {
    let change = |line: &charts::RiskLine| {
        let drawn: Vec<u32> = line.values.iter().flatten().copied().collect();
        drawn.last().cmp(&drawn.first())
    };
    let mut args = FluentArgs::new();
    args.set("up", lines.iter().filter(|l| change(l).is_gt()).count());
    args.set("down", lines.iter().filter(|l| change(l).is_lt()).count());
    args.set("all", lines.len());
    args.set("day", since.map(|d| format::day_month(rq.lang, *d)).unwrap_or_default());
    rq.lang.text_with("risk-trend-title", &args)
}

pub(super) fn facts(rq: &Rq, tallies: &Tallies) -> Vec<Fact> {
    let open = tallies.open();
    let of = |key: &str, n: i64| {
        let mut args = FluentArgs::new();
        args.set("n", n.to_string());
        args.set("all", open.to_string());
        Fact { term: rq.lang.text(key).to_owned(), value: rq.lang.text_with("risk-n-of-all", &args), bad: n < open }
    };
    vec![of("risk-has-measure", tallies.covered()), of("risk-has-owner", tallies.owned()), of("risk-reviewed-in-time", open - tallies.overdue(rq.moment.today))]
}
