//! The list itself: one line a risk.
use super::held_by;
use crate::clock::local_day;
use crate::domain::policy::Band;
use crate::domain::risk::RiskStateWord;
use crate::render::charts::{self, Chart, Palette};
use crate::render::engine::Markup;
use crate::render::format;
use crate::render::i18n::FluentArgs;
use crate::services::{InProject, Problem};
use crate::store::risks::RiskRow;
use crate::web::request::Rq;
use crate::web::shell;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub(super) struct Line {
    reference: String,
    consequence: String,
    cause: String,
    value: i32,
    band: Band,
    likelihood: i32,
    impact: i32,
    spark: Markup,
    holder: String,
    /// The holder has not seen it since it rose.
    unseen: bool,
    note: String,
    owner: String,
    initials: String,
    review: String,
    late: bool,
}

pub(super) fn line(rq: &Rq, at: &InProject, row: &RiskRow, people: &BTreeMap<i64, (String, String)>) -> Result<Line, Problem> {
    let owner = row.owner_id.and_then(|id| people.get(&id)).map(|p| p.0.clone()).unwrap_or_default();
    let late = row.open && row.review_on < rq.moment.today;
    Ok(Line {
        reference: row.reference().to_string(),
        consequence: row.consequence.clone(),
        cause: format!("{} + {}", row.threat, row.vulnerability),
        value: row.value,
        band: row.band,
        likelihood: row.likelihood,
        impact: row.impact,
        spark: spark(rq, at, row),
        holder: rq.lang.text(&format!("role-{}-the", held_by(at, row)?)).to_owned(),
        unseen: row.escalated_at.is_some() && row.acknowledged_at.is_none(),
        note: note(rq, row),
        initials: shell::initials(&owner),
        owner,
        review: format::day_month(rq.lang, row.review_on),
        late,
    })
}
/// What stands under the holder: a waiting lowering, a state that needs saying, or when the risk rose or was accepted no longer.
fn note(rq: &Rq, row: &RiskRow) -> String {
    if row.proposal.is_some() {
        return rq.lang.text("risk-waits-for-confirmation").to_owned();
    }
    if matches!(row.state, RiskStateWord::Accepted | RiskStateWord::Occurred | RiskStateWord::Closed) {
        return rq.lang.text(&format!("risk-state-{}", row.state)).to_owned();
    }
    row.escalated_at.map_or_else(String::new, |at| {
        let mut args = FluentArgs::new();
        args.set("day", format::day_month(rq.lang, local_day(at)));
        rq.lang.text_with(if row.has_expired() { "risk-expired-on" } else { "risk-escalated-on" }, &args)
    })
}
fn spark(rq: &Rq, at: &InProject, row: &RiskRow) -> Markup {
    let values: Vec<u32> = row.trail().into_iter().filter_map(|v| u32::try_from(v).ok()).collect();
    let shown = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut args = FluentArgs::new();
    args.set("values", shown);
    let chart = Chart::Spark(charts::Spark {
        title: rq.lang.text_with("risk-spark-title", &args),
        value_word: rq.lang.text("risk-value").to_owned(),
        values,
        max: at.policy.top() as u32,
    });
    Markup::new(charts::svg(&chart, Palette::Css))
}
