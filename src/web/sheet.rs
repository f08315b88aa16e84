//! CSV for spreadsheets: semicolons, a byte-order mark, formulas made inert.
use crate::services::Problem;
use crate::web::reply::{Answer, Reply};

/// A sheet that is being written.
pub struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    /// # Errors
    /// Those of the writer.
    pub fn with_head<const N: usize>(head: [String; N]) -> Result<Sheet, Problem> {
        let mut sheet = Sheet(csv::WriterBuilder::new().delimiter(b';').from_writer(vec![0xEF, 0xBB, 0xBF]));
        sheet.row(head, [])?;
        Ok(sheet)
    }
    /// A row of texts, and after them numbers of ours: a spreadsheet reckons with those as they are, below zero as well.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn row<const T: usize, const N: usize>(&mut self, texts: [String; T], numbers: [String; N]) -> Result<(), Problem> {
        self.0.write_record(texts.iter().map(|text| inert(text)).chain(numbers)).map_err(Problem::internal)
    }
    /// The sheet as a download.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn download(self, name: String) -> Answer {
        Ok(Reply::bytes("text/csv; charset=utf-8", self.0.into_inner().map_err(Problem::internal)?, Some(name)))
    }
}

/// A cell that a spreadsheet would run as a formula gets an apostrophe in front; control characters become blanks.
fn inert(cell: &str) -> String {
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
