//! The command line. A command a file; each does its work through the services and says in a sentence what went wrong.

mod backup;
mod doctor;
pub mod error;
mod report;
mod serve;
pub mod settings;
mod user;
mod verify;

use crate::services::verify::Witness;
use clap::{Parser, Subcommand};
use error::CliError;
use settings::Settings;
use std::path::PathBuf;
use std::process::ExitCode;

/// Styrrum: the open governance tracker for project steering groups.
#[derive(Debug, Parser)]
#[command(
    version,
    about,
    after_help = "Exit codes: 0 done, 1 not done (the message says why), 2 wrong usage, 3 verify or doctor found a fault.\nEvery setting can also be given as the STYRRUM_… variable that its help names."
)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

/// What the program can be asked to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server. The first visitor makes the first administrator.
    Serve,
    /// Run the server with the demo project, and an account for each role.
    Demo {
        /// Port on 127.0.0.1, instead of --listen.
        #[arg(long)]
        port: Option<u16>,
    },
    /// Bring the database up to this program's schema, and stop.
    Migrate,
    /// Add people, set their passwords, close their accounts.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Make tokens for the API.
    #[command(subcommand)]
    Token(user::TokenCommand),
    /// Prove that journal, decisions, reports and files are as they were written.
    Verify {
        /// An export to check instead of the database; needs nothing but the file.
        file: Option<PathBuf>,
        /// A checkpoint that was noted or printed: the entry's number and its hash, in quotation marks. Finds entries that were cut off
        /// since. May be given several times.
        #[arg(long, value_name = "NUMBER HASH")]
        checkpoint: Vec<Witness>,
    },
    /// Write a project's journal, charters, risk policies, decisions and approved reports to a file that `verify` can check.
    Export {
        /// The project's code, such as H044.
        #[arg(long)]
        project: String,
        /// The file to write.
        #[arg(long)]
        out: PathBuf,
    },
    /// Copy the database to a file, while the server runs.
    Backup {
        /// The file to write; it must not exist.
        file: PathBuf,
    },
    /// Put a backup in the database's place, and verify it. Stop the server first.
    Restore {
        /// The backup.
        file: PathBuf,
        /// Replace a database that exists.
        #[arg(long)]
        force: bool,
    },
    /// Say what is wrong with the settings, the data folder, the database and the mail server.
    Doctor,
    /// Write reports to files.
    #[command(subcommand)]
    Report(report::ReportCommand),
}

/// Runs a command; what went wrong is told on standard error.
pub fn run(cli: Cli) -> ExitCode {
    match dispatch(&cli.settings, cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("styrrum: {error}");
            error.exit_code()
        }
    }
}

fn dispatch(settings: &Settings, command: Command) -> Result<(), CliError> {
    match command {
        Command::Serve => serve::serve(settings),
        Command::Demo { port } => serve::demo(settings, port),
        Command::Migrate => {
            settings.make_store()?;
            println!("The database is up to date.");
            Ok(())
        }
        Command::User(command) => user::user(settings, command),
        Command::Token(command) => user::token(settings, command),
        Command::Verify { file: Some(file), checkpoint } => verify::file(&file, &checkpoint),
        Command::Verify { file: None, checkpoint } => verify::database(settings, &checkpoint),
        Command::Export { project, out } => verify::export(settings, &project, &out),
        Command::Backup { file } => backup::backup(settings, &file),
        Command::Restore { file, force } => backup::restore(settings, &file, force),
        Command::Doctor => doctor::doctor(settings),
        Command::Report(command) => report::report(settings, &command),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn settings_may_stand_after_the_command() {
        let cli = Cli::try_parse_from(["styrrum", "export", "--project", "H044", "--out", "h044.jsonl", "--data", "/srv/styrrum"]).expect("parsed");
        assert_eq!(cli.settings.data, PathBuf::from("/srv/styrrum"));
    }
}
