//! `report`: approved reports, decisions and mandates as files.
use super::error::CliError;
use super::settings::{Settings, clock_of};
use crate::domain::report::{ReportKey, ReportKind};
use crate::render::extract;
use crate::services::{Ctx, InProject, Problem, extracts};
use crate::store::{Db, files, projects, reports};
use clap::{Subcommand, ValueEnum};
use std::path::PathBuf;

/// What can be done with reports.
#[derive(Debug, Subcommand)]
pub enum ReportCommand {
    /// Write a PDF: an approved report (the very bytes that were approved), a decision, or who may decide what today.
    Pdf {
        /// The project's code, such as H044.
        #[arg(long)]
        project: String,
        #[arg(long, value_enum, default_value_t = Kind::Status)]
        kind: Kind,
        /// The status report's or the decision's number; of the final and the effect report a project has one, number 1.
        #[arg(long)]
        number: Option<i32>,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
}

/// What the PDF is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Status,
    Final,
    Effect,
    Decision,
    Mandates,
}

pub fn report(settings: &Settings, command: &ReportCommand) -> Result<(), CliError> {
    let ReportCommand::Pdf { project, kind, number, out } = command;
    let store = settings.open_store()?;
    let (clock, _) = clock_of(&store)?;
    let ctx = Ctx { now: clock.now(), today: clock.today(), ..settings.ctx() };
    let bytes = store.read_now(|db| Ok::<_, Problem>(bytes(db, &ctx, project, *kind, *number)))??;
    std::fs::write(out, bytes).map_err(|why| CliError::File { path: out.clone(), why })?;
    println!("The PDF is written to {}.", out.display());
    Ok(())
}

fn bytes(db: &mut Db, ctx: &Ctx, code: &str, kind: Kind, number: Option<i32>) -> Result<Vec<u8>, CliError> {
    let project = projects::by_code(db, code)?.ok_or_else(|| CliError::NoProject(code.to_owned()))?;
    let at = InProject::open_for_system(db, ctx, project.id)?;
    let only = |kind: ReportKind| match number {
        None | Some(1) => Ok(ReportKey::the(kind)),
        Some(other) => Err(CliError::NoReport(format!("{kind} report {other}"))),
    };
    let number = || number.ok_or(CliError::WithoutNumber);
    match kind {
        Kind::Status => approved_pdf(db, project.id, ReportKey::status(number()?)),
        Kind::Final => approved_pdf(db, project.id, only(ReportKind::Final)?),
        Kind::Effect => approved_pdf(db, project.id, only(ReportKind::Effect)?),
        Kind::Decision => {
            let number = number()?;
            let extracted = extracts::decision(db, ctx, &at, number).map_err(|problem| match problem {
                Problem::NotFound => CliError::NoDecision(number),
                other => other.into(),
            })?;
            drawn(extract::decision_pdf(&extracted))
        }
        Kind::Mandates => drawn(extract::mandates_pdf(&extracts::mandates(db, ctx, &at)?)),
    }
}
fn drawn(pdf: Result<Vec<u8>, String>) -> Result<Vec<u8>, CliError> {
    Ok(pdf.map_err(Problem::Internal)?)
}

fn approved_pdf(db: &mut Db, project: i64, report: ReportKey) -> Result<Vec<u8>, CliError> {
    let approved = reports::editions(db, project, report)?.into_iter().find_map(|edition| edition.pdf_sha256);
    let missing =
        || CliError::NoReport(if report.kind == ReportKind::Status { format!("status report {}", report.number) } else { format!("{} report", report.kind) });
    let sha256 = approved.ok_or_else(missing)?;
    Ok(files::get(db, &sha256)?.ok_or_else(missing)?.1)
}
