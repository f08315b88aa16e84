//! What somebody who is to decide about a risk needs to know first, on one phone screen.
use super::view::{MeasureLine, measure_line};
use crate::clock::local_day;
use crate::domain::policy::Band;
use crate::render::format;
use crate::services::Problem;
use crate::store::risks::RiskRow;
use crate::store::{Db, assessments, measures};
use crate::web::request::Rq;
use serde::Serialize;

/// So far back the last other value is sought.
const BACK: i64 = 100;

/// What is proposed, what has changed and why.
#[derive(Serialize)]
pub struct Brief {
    /// The chosen measures; while none is chosen, those proposed as alternatives.
    measures: Vec<MeasureLine>,
    chosen: bool,
    change: Option<Change>,
    /// Why it was last assessed so.
    reason: String,
}
/// From the last other value to the present one.
#[derive(Serialize)]
struct Change {
    from: i32,
    from_band: Band,
    rose: bool,
    day: String,
}

/// # Errors
/// Those of the store.
pub fn of(db: &mut Db, rq: &Rq, row: &RiskRow) -> Result<Brief, Problem> {
    let lines: Vec<MeasureLine> = measures::of_risk(db, row.id)?.into_iter().map(|(m, who)| measure_line(rq, &m, who)).collect();
    let chosen = lines.iter().any(|m| m.chosen);
    let history = assessments::of_risk(db, row.id, BACK)?;
    let before = history.iter().rposition(|(a, _)| a.value != row.value);
    let change = before.and_then(|nth| Some((&history[nth].0, &history.get(nth + 1)?.0))).map(|(before, first)| Change {
        from: before.value,
        from_band: before.band,
        rose: before.value < row.value,
        day: format::day_month(rq.lang, local_day(first.at)),
    });
    Ok(Brief {
        measures: lines.into_iter().filter(|m| m.chosen == chosen && !m.dropped).collect(),
        chosen,
        change,
        reason: history.last().map(|(a, _)| a.reason.clone()).unwrap_or_default(),
    })
}
