//! The filtered list as CSV for spreadsheets.
use super::{held_by, people, query};
use crate::services::{InProject, register};
use crate::store::Db;
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
    ];
    let mut sheet = Sheet::with_head(head.map(text))?;
    let mut wanted = query(rq, STRETCH);
    loop {
        let page = register::page(db, &ctx, at, &wanted)?;
        for r in &page.rows {
            let owner = r.owner_id.and_then(|id| people.get(&id)).map(|p| p.0.clone()).unwrap_or_default();
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
                owner,
                r.review_on.to_string(),
                text(&format!("risk-state-{}", r.state)),
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
