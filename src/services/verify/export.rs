//! An export of a project as JSON lines, and its check without the server. `docs/operations.md` tells the format.
use super::chain::{self, Chains, Link};
use super::fixed::{OTHER_VERSIONS, approved_deliveries, conditions_of, decision_content, files_in, gates_left, has_its_versions, waived};
use super::{STRETCH, Verdict, link};
use crate::domain::decision::{content_hash, hex};
use crate::services::changes as change_service;
use crate::services::documents::decided_hash;
use crate::services::problem::Problem;
use crate::store::columns::raw_json;
use crate::store::{Db, StoreError, baselines, changes, decisions, delegations, documents, files, journal, projects, reports, rules};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, Write};

/// JSON lines.
pub const MEDIA_TYPE: &str = "application/jsonl";
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
impl From<StoreError> for ExportError {
    fn from(e: StoreError) -> ExportError {
        ExportError::Problem(e.into())
    }
}

/// Writes the journal, charters, risk policies, delegations, decisions, gates, conditions, approved part deliveries and reports, decided
/// change requests, plans and adopted documents of a project, with their files. Answers the number of lines.
///
/// # Errors
/// No such project, or the file cannot be written.
pub fn write(db: &mut Db, code: &str, out: &mut impl Write) -> Result<usize, ExportError> {
    let project = projects::by_code(db, code).map_err(Problem::from)?.ok_or(Problem::NotFound)?;
    let mut lines = Lines { out, count: 0, digest: Sha256::new() };
    lines.put(json!({"type": "styrrum-export", "format": FORMAT, "project": {"id": project.id, "code": project.code, "name": project.name}}))?;
    put_journal(db, project.id, &mut lines)?;
    put_rules(db, project.id, &mut lines)?;
    put_decisions(db, project.id, &mut lines)?;
    put_gates(db, project.id, &mut lines)?;
    put_deliveries(db, project.id, &mut lines)?;
    for (reference, content, _) in waived(db, project.id)? {
        lines.put(json!({"type": "requirement", "ref": reference, "content": content}))?;
    }
    put_reports(db, project.id, &mut lines)?;
    put_changes(db, project.id, &mut lines)?;
    put_documents(db, project.id, &mut lines)?;
    let head = journal::head(db, project.id).map_err(Problem::from)?;
    let (count, before) = (lines.count + 1, hex(&lines.digest.clone().finalize()));
    lines.put(json!({"type": "end", "lines": count, "head": {"seq": head.seq, "hash": head.hash}, "sha256": before}))?;
    lines.out.flush()?;
    Ok(count)
}

struct Lines<'a, W: Write> {
    out: &'a mut W,
    count: usize,
    /// Of every byte so far.
    digest: Sha256,
}
impl<W: Write> Lines<'_, W> {
    fn put(&mut self, line: Value) -> std::io::Result<()> {
        self.count += 1;
        writeln!(self, "{line}")
    }
}
impl<W: Write> Write for Lines<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

fn put_journal<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let mut after = 0;
    loop {
        let stretch = journal::stretch(db, project, after, STRETCH).map_err(Problem::from)?;
        let Some((last, _)) = stretch.last() else { return Ok(()) };
        after = last.seq;
        for (entry, body) in &stretch {
            lines.put(json!({"type": "journal", "entry": link(entry, body)}))?;
        }
    }
}

fn put_rules<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    for (number, content) in rules::charters_of(db, project).map_err(Problem::from)? {
        lines.put(json!({"type": "charter", "number": number, "content": content}))?;
    }
    for (number, content) in rules::policies_of(db, project).map_err(Problem::from)? {
        lines.put(json!({"type": "risk_policy", "number": number, "content": content}))?;
    }
    for row in delegations::of_project(db, project).map_err(Problem::from)? {
        lines.put(json!({"type": "delegation", "number": row.number, "content": row.content(), "revocation": row.revocation_content()}))?;
    }
    Ok(())
}

fn put_decisions<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let (mut before, mut written) = (None, BTreeSet::new());
    loop {
        let page = decisions::page(db, project, &decisions::Filter::default(), before, STRETCH).map_err(Problem::from)?;
        let Some(last) = page.last() else { return Ok(()) };
        before = Some(last.number);
        for row in &page {
            lines.put(json!({"type": "decision", "number": row.number, "hash": row.hash, "content": decision_content(row)}))?;
            // One file of minutes may tell of several decisions.
            if let Some(sha256) = row.minutes_sha256.as_ref().filter(|sha256| written.insert((*sha256).clone())) {
                put_file(db, sha256, lines)?;
            }
        }
    }
}

fn put_gates<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    for (number, decision, content) in gates_left(db, project)? {
        lines.put(json!({"type": "gate", "number": number, "decision": decision, "content": content}))?;
    }
    for (number, content) in conditions_of(db, project)? {
        lines.put(json!({"type": "condition", "number": number, "content": content}))?;
    }
    Ok(())
}

fn put_deliveries<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let mut written = BTreeSet::new();
    for d in approved_deliveries(db, project)? {
        lines.put(json!({"type": "part_delivery", "number": d.number, "decision": d.decision, "content": d.content, "versions": d.versions}))?;
        for sha256 in files_in(&d.content).filter(|sha256| written.insert((*sha256).to_owned())) {
            put_file(db, sha256, lines)?;
        }
    }
    Ok(())
}

fn put_reports<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let mut after = 0;
    loop {
        let page = reports::locked_after(db, Some(project), after, 50).map_err(Problem::from)?;
        let Some((_, last)) = page.last() else { return Ok(()) };
        after = last.id;
        for (_, row) in &page {
            let content = row.frozen.as_deref().map(raw_json);
            lines.put(
                json!({"type": "report", "kind": row.kind, "number": row.number, "edition": row.edition, "hash": row.hash, "pdf_sha256": row.pdf_sha256, "content": content}),
            )?;
            if let Some(sha256) = &row.pdf_sha256 {
                put_file(db, sha256, lines)?;
            }
        }
    }
}

/// A file that is gone from the store is not in the export either: whoever checks it misses it. Its line is written piece by piece.
fn put_file<W: Write>(db: &mut Db, sha256: &str, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let Some(file) = files::find(db, sha256).map_err(Problem::from)? else { return Ok(()) };
    let head = json!({"type": "file", "sha256": sha256, "media_type": file.media_type}).to_string();
    lines.count += 1;
    write!(lines, "{},\"base64\":\"", head.trim_end_matches('}'))?;
    files::each_piece(db, sha256, |piece| lines.write_all(STANDARD.encode(piece).as_bytes()).map_err(ExportError::from))?;
    writeln!(lines, "\"}}")?;
    Ok(())
}

fn put_changes<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let mut after = 0;
    loop {
        let page = changes::decided_after(db, Some(project), after, STRETCH).map_err(Problem::from)?;
        let Some((_, last)) = page.last() else { break };
        after = last.id;
        for (_, row) in &page {
            lines.put(json!({"type": "change", "ref": row.reference().to_string(), "decision": row.decision, "content": change_service::content(row)}))?;
        }
    }
    for row in baselines::of_project(db, project).map_err(Problem::from)? {
        lines.put(json!({"type": "plan", "number": row.number, "decision": row.decision, "content": row.content()}))?;
    }
    Ok(())
}

fn put_documents<W: Write>(db: &mut Db, project: i64, lines: &mut Lines<'_, W>) -> Result<(), ExportError> {
    let (mut after, mut written) = (0, BTreeSet::new());
    loop {
        let page = documents::adopted_after(db, Some(project), after, 50)?;
        let Some((.., last)) = page.last() else { return Ok(()) };
        after = last.id;
        for (_, number, version) in &page {
            let content = version.frozen.as_deref().map(raw_json);
            lines.put(json!({"type": "document", "number": number, "version": version.number, "decision": version.decision, "hash": version.hash, "content": content}))?;
            if let Some(sha256) = version.file_sha256.as_ref().filter(|sha256| written.insert((*sha256).clone())) {
                put_file(db, sha256, lines)?;
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
    for (index, line) in file.split(b'\n').enumerate() {
        let line = line?;
        // A line of other bytes than letters is no line of an export.
        reading.line(index + 1, std::str::from_utf8(&line).unwrap_or_default());
        reading.digest.update(&line);
        reading.digest.update(b"\n");
    }
    Ok(reading.verdict())
}

#[derive(Default)]
struct Reading {
    verdict: Verdict,
    chains: Chains,
    project: i64,
    /// Files that reports and decisions name and that have not come yet, with the names of those.
    awaited: BTreeMap<String, Vec<String>>,
    came: BTreeSet<String>,
    /// The hash of what each decision is about, by the decision's number.
    decided: BTreeMap<i64, String>,
    lines: usize,
    ended: bool,
    /// Of every byte of the lines before.
    digest: Sha256,
}

impl Reading {
    fn line(&mut self, number: usize, text: &str) {
        self.lines = number;
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let kind = value["type"].as_str().unwrap_or_default();
        match kind {
            "styrrum-export" if number == 1 && value["format"] == FORMAT => self.project = value["project"]["id"].as_i64().unwrap_or_default(),
            "journal" => self.journal(number, &value),
            "charter" => self.rules(chain::charter(self.project, &value["number"]), &value),
            "risk_policy" => self.rules(chain::risk_policy(self.project, &value["number"]), &value),
            "delegation" => self.delegation(&value),
            "decision" => self.decision(&value),
            "gate" => self.gate(&value),
            "condition" => self.condition(&value),
            "part_delivery" => self.delivery(&value),
            "requirement" => self.requirement(&value),
            "report" => self.report(&value),
            "change" => self.change(&value),
            "plan" => self.plan(&value),
            "document" => self.document(&value),
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
    fn rules(&mut self, name: String, value: &Value) {
        self.verdict.rules += 1;
        self.chains.compare(name, &content_hash(&value["content"]), &mut self.verdict);
    }
    fn delegation(&mut self, value: &Value) {
        self.rules(chain::delegation(self.project, &value["number"]), value);
        if !value["revocation"].is_null() {
            self.chains.compare(chain::revocation(self.project, &value["number"]), &content_hash(&value["revocation"]), &mut self.verdict);
        }
    }
    fn decision(&mut self, value: &Value) {
        self.verdict.decisions += 1;
        let (name, hash) = (chain::decision(self.project, &value["number"]), content_hash(&value["content"]));
        if value["hash"] != hash.as_str() {
            self.verdict.find(name.clone(), "its content does not give its hash");
        }
        self.awaits(&value["content"]["minutes"], &name);
        self.chains.compare(name, &hash, &mut self.verdict);
        let object = value["content"]["object"]["hash"].as_str().unwrap_or_default();
        self.decided.extend(value["number"].as_i64().map(|number| (number, object.to_owned())));
    }
    fn gate(&mut self, value: &Value) {
        self.verdict.gates += 1;
        let fixed = value["decision"].as_i64().and_then(|number| self.decided.get(&number));
        if fixed != Some(&content_hash(&value["content"])) {
            self.verdict.find(chain::gate(self.project, &value["number"]), "it is not what was decided upon");
        }
    }
    fn condition(&mut self, value: &Value) {
        self.verdict.gates += 1;
        self.chains.compare(chain::condition(self.project, &value["number"]), &content_hash(&value["content"]), &mut self.verdict);
    }
    fn delivery(&mut self, value: &Value) {
        self.verdict.deliveries += 1;
        let name = chain::delivery(self.project, &value["number"]);
        if !has_its_versions(&value["content"], value["versions"].as_array().map_or(&[], Vec::as_slice)) {
            self.verdict.find(name.clone(), OTHER_VERSIONS);
        }
        for sha256 in files_in(&value["content"]) {
            self.awaits(&Value::from(sha256), &name);
        }
        self.chains.compare(name, &content_hash(&value["content"]), &mut self.verdict);
    }
    fn requirement(&mut self, value: &Value) {
        self.verdict.deliveries += 1;
        let name = chain::requirement(self.project, value["ref"].as_str().unwrap_or_default());
        self.chains.compare(name, &content_hash(&value["content"]), &mut self.verdict);
    }
    fn awaits(&mut self, sha256: &Value, name: &str) {
        if let Some(sha256) = sha256.as_str().filter(|sha256| !self.came.contains(*sha256)) {
            self.awaited.entry(sha256.to_owned()).or_default().push(name.to_owned());
        }
    }
    fn report(&mut self, value: &Value) {
        self.verdict.reports += 1;
        // An export from before there were other reports names no kind.
        let name = chain::report(self.project, value["kind"].as_str().unwrap_or("status"), &value["number"], &value["edition"]);
        if value["hash"] != content_hash(&value["content"]).as_str() {
            self.verdict.find(name.clone(), "its frozen content does not give its hash");
        }
        self.awaits(&value["pdf_sha256"], &name);
        self.chains.compare_checkpoint(name.clone(), &value["content"], &mut self.verdict);
        self.chains.compare(name, &chain::report_hash(&value["hash"], &value["pdf_sha256"]), &mut self.verdict);
    }
    fn change(&mut self, value: &Value) {
        self.verdict.changes += 1;
        let name = chain::change(self.project, value["ref"].as_str().unwrap_or_default());
        self.chains.compare(name, &content_hash(&value["content"]), &mut self.verdict);
    }
    fn plan(&mut self, value: &Value) {
        self.verdict.plans += 1;
        self.chains.compare(chain::baseline(self.project, &value["number"]), &content_hash(&value["content"]), &mut self.verdict);
    }
    fn document(&mut self, value: &Value) {
        self.verdict.documents += 1;
        let name = chain::document(self.project, &value["number"], &value["version"]);
        let frozen = &value["content"];
        if value["hash"] != content_hash(frozen).as_str() {
            self.verdict.find(name.clone(), "its frozen content does not give its hash");
        }
        let fixed = value["decision"].as_i64().and_then(|number| self.decided.get(&number));
        if fixed != Some(&decided_hash(frozen)) {
            self.verdict.find(name.clone(), "it is not what was decided upon");
        }
        self.awaits(&frozen["file"]["sha256"], &name);
        self.chains.compare(name, value["hash"].as_str().unwrap_or_default(), &mut self.verdict);
    }
    fn file(&mut self, value: &Value) {
        self.verdict.files += 1;
        let bytes = STANDARD.decode(value["base64"].as_str().unwrap_or_default()).unwrap_or_default();
        let sha256 = value["sha256"].as_str().unwrap_or_default();
        if hex(&Sha256::digest(&bytes)) != sha256 {
            self.verdict.find(format!("file {sha256}"), "its bytes do not give its hash");
        }
        self.awaited.remove(sha256);
        self.came.insert(sha256.to_owned());
    }
    fn end(&mut self, value: &Value) {
        let head = self.chains.heads().into_iter().find(|(chain, ..)| *chain == self.project);
        let told = &value["head"];
        let fits = head.is_none_or(|(_, seq, hash)| told["seq"] == seq && told["hash"] == hash.as_str());
        self.ended = fits && value["lines"] == self.lines;
        // Exports from before it was told have no hash of the whole.
        let whole = value["sha256"].as_str().is_none_or(|sha256| sha256 == hex(&self.digest.clone().finalize()));
        if !self.ended {
            self.verdict.find("end".to_owned(), "lines before it are gone or were added");
        } else if !whole && self.verdict.broken.is_empty() {
            self.verdict.find("export".to_owned(), "a byte of it was changed that no entry or decision covers: a name, a heading or a link between lines");
        }
    }
    fn verdict(mut self) -> Verdict {
        if !self.ended && self.verdict.broken.iter().all(|b| b.row != "end") {
            self.verdict.find("end".to_owned(), "the export breaks off before its end");
        }
        for name in self.awaited.into_values().flatten() {
            self.verdict.find(name, "its file is not in the export");
        }
        self.chains.tell_missing(&mut self.verdict);
        self.chains.end(&mut self.verdict);
        self.verdict
    }
}
