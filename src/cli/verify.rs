//! `verify` and `export`.
use super::error::CliError;
use super::settings::Settings;
use crate::services::Problem;
use crate::services::verify::{self, Verdict, Witness, export as exports};
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

/// What the figures above do not cover.
const NOT_COMPARED: &str = "The journal tells of everything else too, entry by entry, but it is not compared row by row: people's names, handovers, mail, and what is drafted or planned.";

pub fn database(settings: &Settings, noted: &[Witness]) -> Result<(), CliError> {
    let store = settings.open_store()?;
    tell_with(store.read_now(verify::database)?, noted)
}

pub fn file(path: &Path, noted: &[Witness]) -> Result<(), CliError> {
    let unreadable = |why| CliError::File { path: path.to_owned(), why };
    let file = File::open(path).map_err(unreadable)?;
    let verdict = exports::verify(BufReader::new(file)).map_err(unreadable)?;
    if verdict.entries == 0 { Err(CliError::NoExport(path.to_owned())) } else { tell_with(verdict, noted) }
}

pub fn export(settings: &Settings, project: &str, out: &Path) -> Result<(), CliError> {
    if out.exists() {
        return Err(CliError::Exists(out.to_owned()));
    }
    let store = settings.open_store()?;
    let unwritable = |why| CliError::File { path: out.to_owned(), why };
    let mut file = BufWriter::new(File::create(out).map_err(unwritable)?);
    let lines = store.read_now(|db| Ok::<_, Problem>(exports::write(db, project, &mut file)))?;
    match lines {
        Ok(lines) => println!("{lines} lines are written to {}.", out.display()),
        Err(exports::ExportError::Problem(Problem::NotFound)) => return Err(CliError::NoProject(project.to_owned())),
        Err(exports::ExportError::Problem(problem)) => return Err(problem.into()),
        Err(exports::ExportError::File(why)) => return Err(unwritable(why)),
    }
    Ok(())
}

fn tell_with(mut verdict: Verdict, noted: &[Witness]) -> Result<(), CliError> {
    for witness in noted {
        verdict.compare_checkpoint(witness);
    }
    tell(&verdict)
}
/// Tells what was checked, and each broken row.
pub fn tell(verdict: &Verdict) -> Result<(), CliError> {
    println!(
        "{} journal entries, {} decisions, {} risks, {} roles, {} amounts of budget and outcome, {} goals, meetings and other notes, {} charters and risk policies, {} approved reports, {} gates and conditions, {} approved part deliveries, {} decided change requests, {} plans, {} adopted documents and {} files checked.",
        verdict.entries,
        verdict.decisions,
        verdict.risks,
        verdict.roles,
        verdict.amounts,
        verdict.noted,
        verdict.rules,
        verdict.reports,
        verdict.gates,
        verdict.deliveries,
        verdict.changes,
        verdict.plans,
        verdict.documents,
        verdict.files
    );
    for (chain, seq, hash) in &verdict.heads {
        println!("chain {chain} ends with number {seq}: {hash}");
    }
    for erased in &verdict.erased {
        println!("ERASED {erased}: the chain holds, but what the entry told is gone.");
    }
    for broken in &verdict.broken {
        println!("BROKEN {}: {}", broken.row, broken.why);
    }
    if verdict.broken.is_empty() {
        println!("All of these are as they were written. {NOT_COMPARED}");
        Ok(())
    } else {
        Err(CliError::Broken(verdict.broken.len()))
    }
}
