//! An export of a project as JSON lines, and its check without the server. `docs/operations.md` tells the format.
use super::chain::{Chains, Link};
use super::{STRETCH, Verdict, link};
use crate::domain::decision::{content_hash, hex};
use crate::services::problem::Problem;
use crate::store::{Db, decisions, files, journal, projects, reports};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};

/// The number of this format.
const FORMAT: i64 = 1;

/// Writing or reading an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("{0}")]
    Problem(#[from] Problem),
    #[error("{0}")]
    File(#[from] std::io::Error),
}

/// Writes the journal, decisions, approved reports and their files of a project. Answers the number of lines.
///
/// # Errors
/// No such project, or the file cannot be written.
pub fn write(db: &mut Db, code: &str, out: &mut impl Write) -> Result<usize, ExportError> {
    let project = projects::by_code(db, code).map_err(Problem::from)?.ok_or(Problem::NotFound)?;
    let mut lines = Lines { out, count: 0 };
    lines.put(json!({"type": "styrrum-export", "format": FORMAT, "project": {"id": project.id, "code": project.code, "name": project.name}}))?;
    put_journal(db, project.id, &mut lines)?;
    put_decisions(db, project.id, &mut lines)?;
    put_reports(db, project.id, &mut lines)?;
    let head = journal::head(db, project.id).map_err(Problem::from)?;
    let count = lines.count + 1;
    lines.put(json!({"type": "end", "lines": count, "head": {"seq": head.seq, "hash": head.hash}}))?;
    lines.out.flush()?;
    Ok(count)
}

struct Lines<'a, W: Write> {
    out: &'a mut W,
    count: usize,
}
impl<W: Write> Lines<'_, W> {
    fn put(&mut self, line: Value) -> std::io::Result<()> {
        self.count += 1;
        writeln!(self.out, "{line}")
    }
}

fn put_journal<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let mut after = 0;
    loop {
        let stretch = journal::stretch(db, project, after, STRETCH).map_err(Problem::from)?;
        let Some((last, _)) = stretch.last() else { return Ok(()) };
        after = last.seq;
        for (entry, body) in &stretch {
            lines.put(json!({"type": "journal", "at": entry.at, "entry": link(entry, body)}))?;
        }
    }
}

fn put_decisions<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let mut before = None;
    loop {
        let page = decisions::page(db, project, before, None, STRETCH).map_err(Problem::from)?;
        let Some(last) = page.last() else { return Ok(()) };
        before = Some(last.number);
        for row in &page {
            lines.put(json!({"type": "decision", "number": row.number, "hash": row.hash, "content": super::decision_content(row)?}))?;
        }
    }
}

fn put_reports<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let mut after = 0;
    loop {
        let page = reports::locked_after(db, after, 50).map_err(Problem::from)?;
        let Some((_, last)) = page.last() else { return Ok(()) };
        after = last.id;
        for (_, row) in page.iter().filter(|(owner, _)| *owner == project) {
            let content: Value = row.frozen.as_deref().and_then(|f| serde_json::from_str(f).ok()).unwrap_or_default();
            lines.put(
                json!({"type": "report", "number": row.number, "edition": row.edition, "hash": row.hash, "pdf_sha256": row.pdf_sha256, "content": content}),
            )?;
            if let Some(sha256) = &row.pdf_sha256 {
                let (media_type, bytes) = files::get(db, sha256).map_err(Problem::from)?.unwrap_or_default();
                lines.put(json!({"type": "file", "sha256": sha256, "media_type": media_type, "base64": STANDARD.encode(bytes)}))?;
            }
        }
    }
}

/// Checks an export. It needs nothing but the file.
///
/// # Errors
/// The file cannot be read. What is broken stands in the verdict.
pub fn verify(file: impl BufRead) -> std::io::Result<Verdict> {
    let mut reading = Reading::default();
    for (index, line) in file.lines().enumerate() {
        reading.line(index + 1, &line?);
    }
    Ok(reading.verdict())
}

#[derive(Default)]
struct Reading {
    verdict: Verdict,
    chains: Chains,
    project: i64,
    decisions: BTreeMap<i64, Vec<i32>>,
    lines: usize,
    ended: bool,
}

impl Reading {
    fn line(&mut self, number: usize, text: &str) {
        self.lines = number;
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let kind = value["type"].as_str().unwrap_or_default();
        match kind {
            "styrrum-export" if number == 1 && value["format"] == FORMAT => self.project = value["project"]["id"].as_i64().unwrap_or_default(),
            "journal" => self.journal(number, &value),
            "decision" => self.decision(&value),
            "report" => self.report(&value),
            "file" => self.file(&value),
            "end" => self.end(&value),
            _ => self.verdict.find(format!("line {number}"), "it is not a line of an export that this version knows"),
        }
    }
    fn journal(&mut self, number: usize, value: &Value) {
        self.verdict.entries += 1;
        match serde_json::from_value::<Link>(value["entry"].clone()) {
            Ok(link) => self.chains.check(&link, &mut self.verdict),
            Err(_) => self.verdict.find(format!("line {number}"), "it is not an entry of a journal"),
        }
    }
    fn decision(&mut self, value: &Value) {
        self.verdict.decisions += 1;
        let number = value["number"].as_i64().and_then(|n| i32::try_from(n).ok()).unwrap_or_default();
        self.decisions.entry(self.project).or_default().push(number);
        let hash = content_hash(&value["content"]);
        let name = format!("decision {}/{number}", self.project);
        if value["hash"] != hash.as_str() {
            self.verdict.find(name, "its content does not give its hash");
        } else if self.chains.fixed_decision(self.project, number).is_some_and(|fixed| fixed != hash) {
            self.verdict.find(name, "it is not what the journal fixed");
        }
    }
    fn report(&mut self, value: &Value) {
        self.verdict.reports += 1;
        if value["hash"] != content_hash(&value["content"]).as_str() {
            self.verdict.find(format!("report {}/{}.{}", self.project, value["number"], value["edition"]), "its frozen content does not give its hash");
        }
    }
    fn file(&mut self, value: &Value) {
        self.verdict.files += 1;
        let bytes = STANDARD.decode(value["base64"].as_str().unwrap_or_default()).unwrap_or_default();
        let sha256 = value["sha256"].as_str().unwrap_or_default();
        if hex(&Sha256::digest(&bytes)) != sha256 {
            self.verdict.find(format!("file {sha256}"), "its bytes do not give its hash");
        }
    }
    fn end(&mut self, value: &Value) {
        let head = self.chains.heads().into_iter().find(|(chain, ..)| *chain == self.project);
        let told = &value["head"];
        let fits = head.is_none_or(|(_, seq, hash)| told["seq"] == seq && told["hash"] == hash.as_str());
        self.ended = fits && value["lines"] == self.lines;
        if !self.ended {
            self.verdict.find("end".to_owned(), "lines before it are gone or were added");
        }
    }
    fn verdict(mut self) -> Verdict {
        if !self.ended && self.verdict.broken.iter().all(|b| b.row != "end") {
            self.verdict.find("end".to_owned(), "the export breaks off before its end");
        }
        for (project, number) in self.chains.decisions_missing_from(&self.decisions) {
            self.verdict.find(format!("decision {project}/{number}"), "the journal tells of it, but it is gone");
        }
        self.verdict.heads = self.chains.heads();
        self.verdict
    }
}
