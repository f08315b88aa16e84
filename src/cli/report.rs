//! `report`: approved reports as files.
use super::error::CliError;
use super::settings::Settings;
use crate::services::Problem;
use crate::store::{Db, files, projects, reports};
use clap::Subcommand;
use std::path::PathBuf;

/// What can be done with reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Write the PDF of an approved status report: the very bytes that were approved.
    Pdf {
        /// The project's code, such as H044.
        #[arg(long)]
        project: String,
        /// The report's number.
        #[arg(long)]
        number: i32,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
}

pub fn report(settings: &Settings, command: &ReportCommand) -> Result<(), CliError> {
    let ReportCommand::Pdf { project, number, out } = command;
    let store = settings.open_store()?;
    let bytes = store.read_now(|db| Ok::<_, Problem>(approved_pdf(db, project, *number)))??;
    std::fs::write(out, bytes).map_err(|why| CliError::File { path: out.clone(), why })?;
    println!("The report is written to {}.", out.display());
    Ok(())
}

fn approved_pdf(db: &mut Db, code: &str, number: i32) -> Result<Vec<u8>, CliError> {
    let project = projects::by_code(db, code)?.ok_or_else(|| CliError::NoProject(code.to_owned()))?;
    let approved = reports::editions(db, project.id, number)?.into_iter().find_map(|edition| edition.pdf_sha256);
    let sha256 = approved.ok_or(CliError::NoReport(number))?;
    Ok(files::get(db, &sha256)?.ok_or(CliError::NoReport(number))?.1)
}
