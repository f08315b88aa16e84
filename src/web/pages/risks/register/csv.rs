//! The filtered list as CSV for spreadsheets.
use super::{held_by, people, query};
use crate::clock::local_day;
use crate::services::{InProject, register};
use crate::store::{Db, assessments};
use crate::web::reply::Answer;
use crate::web::request::Rq;
use crate::web::sheet::Sheet;

/// Rows read at a time.
const STRETCH: i64 = 1000;

/// Every line that the filter shows, on all pages.
pub fn csv(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let people = people(at);
    let text = |key: &str| rq.lang.text(key).to_owned();
    let head = [
        "risk-id",
        "risk-consequence",
        "risk-threat",
        "risk-vulnerability",
        "risk-likelihood",
        "risk-impact",
        "risk-value",
        "risk-band",
        "risk-held-by",
        "risk-owner",
        "risk-review",
        "risk-state",
        "risk-assessed-on",
        "risk-assessed-by",
        "risk-confirmed-by",
    ];
    let mut sheet = Sheet::with_head(head.map(text))?;
    let mut wanted = query(rq, STRETCH);
    loop {
        let page = register::page(db, &ctx, at, &wanted)?;
        let newest = assessments::newest_of(db, &page.rows.iter().map(|r| r.id).collect::<Vec<_>>())?;
        for r in &page.rows {
            let name = |id: Option<i64>| id.and_then(|id| people.get(&id)).map(|p| p.0.clone()).unwrap_or_default();
            let assessed = newest.get(&r.id);
            let cells = [
                r.reference().to_string(),
                r.consequence.clone(),
                r.threat.clone(),
                r.vulnerability.clone(),
                r.likelihood.to_string(),
                r.impact.to_string(),
                r.value.to_string(),
                text(&format!("band-{}", r.band)),
                text(&format!("role-{}", held_by(at, r)?)),
                name(r.owner_id),
                r.review_on.to_string(),
                text(&format!("risk-state-{}", r.state)),
                assessed.map(|(a, _)| local_day(a.at).to_string()).unwrap_or_default(),
                assessed.map(|(_, by)| by.clone()).unwrap_or_default(),
                name(assessed.and_then(|(a, _)| a.confirmed_by)),
            ];
            sheet.row(cells, [])?;
        }
        if page.next.is_none() {
            break;
        }
        wanted.cursor = page.next;
    }
    sheet.download(format!("{}-{}.csv", at.project.code, rq.lang.text("risk-file")))
}
