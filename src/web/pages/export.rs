//! `/projects/{code}/export`: the project as a file that proves itself without the server, for the archive.
use crate::domain::rights::Right;
use crate::input::upload::Temporary;
use crate::services::verify::export;
use crate::services::{InProject, Problem};
use crate::store::{Db, journal};
use crate::web::reply::{Answer, Made, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use crate::web::shell;
use serde::Serialize;
use std::io::{BufWriter, Seek};

/// Seconds after which another try is worth while: one export is made at a time, since each reads the whole project.
const PAUSE: u64 = 30;

pub fn routes() -> Vec<Route> {
    vec![show_in("/projects/{code}/export", Right::Export, show), show_in("/projects/{code}/export/file", Right::Export, file)]
}

#[derive(Serialize)]
struct Page {
    code: String,
    project: String,
    /// The name that the file is saved under.
    file: String,
    /// The journal's last entry, and its hash.
    head: i64,
    checkpoint: String,
    /// Who takes it only to keep the records: it is written down.
    noted: bool,
    may_read_readings: bool,
}

fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let head = journal::head(db, at.project.id)?;
    let context = Page {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        file: file_name(at),
        head: head.seq,
        checkpoint: head.hash,
        noted: at.actor.only_registers(rq.moment.today),
        may_read_readings: at.actor.may(Right::ReadJournal, rq.moment.today),
    };
    shell::page_in(db, rq, at, "overview", "pages/journal/export.html", &context)
}

/// Made in a temporary file, in one snapshot: however slowly it is fetched, no connection waits for it, and what cannot be made is told
/// instead of breaking off.
pub(crate) fn file(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let _turn = rq.app.exporting.try_acquire().map_err(|_| Problem::TooMany { retry_after: PAUSE })?;
    let full = |e: std::io::Error| Problem::Unavailable(format!("an export cannot be written: {e}"));
    let (mut file, kept) = Temporary::begin(&rq.app.config.uploads(), &rq.ctx()?.random::<16>()?).map_err(full)?;
    export::write(db, &at.project.code, &mut BufWriter::new(&file)).map_err(|e| match e {
        export::ExportError::Problem(problem) => problem,
        export::ExportError::File(e) => full(e),
    })?;
    let size = file.stream_position().map_err(full)?;
    file.rewind().map_err(full)?;
    Ok(Reply::made_file(Made { file, size, kept }, export::MEDIA_TYPE, file_name(at)))
}
fn file_name(at: &InProject) -> String {
    format!("{}.jsonl", at.project.code)
}
