//! The filtered list as CSV for spreadsheets.
use super::{held_by, people, query};
use crate::clock::local_day;
use crate::services::{InProject, Problem, register};
use crate::store::{Db, assessments};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;

/// Rows read at a time.
const STRETCH: i64 = 1000;

/// Semicolons, a byte-order mark, formulas made inert.
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
    let mut sheet = csv::WriterBuilder::new().delimiter(b';').from_writer(vec![0xEF, 0xBB, 0xBF]);
    sheet.write_record(head.map(text)).map_err(Problem::internal)?;
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
            sheet.write_record(cells.map(|c| inert(&c))).map_err(Problem::internal)?;
        }
        if page.next.is_none() {
            break;
        }
        wanted.cursor = page.next;
    }
    let bytes = sheet.into_inner().map_err(Problem::internal)?;
    Ok(Reply::bytes("text/csv; charset=utf-8", bytes, Some(format!("{}-{}.csv", at.project.code, rq.lang.text("risk-file")))))
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe in front; control characters become blanks.
pub fn inert(cell: &str) -> String {
    let clean: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if clean.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']) { format!("'{clean}") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::inert;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]
        #[test]
        fn no_cell_of_an_export_starts_a_formula(cell in "[=+\\-@\\t\\r\\n\\x00 ＝＋－＠'\";]{0,4}\\PC{0,20}") {
            let out = inert(&cell);
            prop_assert!(!out.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
            prop_assert!(!out.contains(char::is_control));
        }
        #[test]
        fn a_cell_stays_one_cell_of_one_line(cells in prop::array::uniform3("[;\"'\\r\\n=\\t]{0,6}.{0,10}")) {
            let mut sheet = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::from("\u{feff}"));
            sheet.write_record(cells.iter().map(|c| inert(c))).expect("written");
            let bytes = sheet.into_inner().expect("bytes");
            prop_assert_eq!(bytes.iter().filter(|b| **b == b'\n').count(), 1);
            let mut read = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(bytes.as_slice());
            let rows: Vec<csv::StringRecord> = read.records().collect::<Result<_, _>>().expect("read");
            prop_assert_eq!(rows.len(), 1);
            prop_assert_eq!(rows[0].iter().map(str::to_owned).collect::<Vec<_>>(), cells.iter().map(|c| inert(c)).collect::<Vec<_>>());
        }
    }
}
