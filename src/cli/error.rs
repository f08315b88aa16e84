//! What a command may fail with: sentences that say what to do.
use crate::mail::MailSettingsError;
use crate::render::i18n::Lang;
use crate::render::own_templates::OwnTemplateError;
use crate::services::Problem;
use crate::store::StoreError;
use crate::store::migrate::MigrateError;
use crate::web::error::message;
use std::path::PathBuf;
use std::process::ExitCode;

/// A command did not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("The data folder {} cannot be written to ({why}). Make it, give yourself the right to write there, or name another with --data.", path.display())]
    DataFolder { path: PathBuf, why: std::io::Error },
    #[error("Nothing can listen on {listen} ({why}). Another program may use the port: stop it, or name another with {flag}.")]
    Listen { listen: String, flag: &'static str, why: std::io::Error },
    #[error("The database is from a newer Styrrum (it has {0}). Run that version, or restore a backup made by this one.")]
    Newer(String),
    #[error(
        "The database could not be brought up to date: {0}. Nothing was lost; restore the backup if the server does not start with the version before either."
    )]
    Migration(String),
    #[error("The PostgreSQL server does not answer: {0}. See that it runs, and that the address, user and password in --database are right.")]
    Postgres(String),
    #[error("This build has no PostgreSQL. Build it with `cargo build --release --features postgres`, or leave --database out to use SQLite.")]
    WithoutPostgres,
    #[error("There is no database in {}. Name its folder with --data; `styrrum serve` or `styrrum migrate` makes a new one.", .0.display())]
    NoDatabase(PathBuf),
    #[error("The database {} cannot be used ({why}). Give the one who runs Styrrum the right to read and write it.", path.display())]
    DatabaseFile { path: PathBuf, why: std::io::Error },
    #[error("{} is no database. Name another folder with --data, or put a backup in its place with `styrrum restore FILE --force`.", .0.display())]
    NotADatabase(PathBuf),
    #[error("{} is no export: nothing in it could be read. Name a file that `styrrum export` wrote.", .0.display())]
    NoExport(PathBuf),
    #[error("The database cannot be opened: {0}.")]
    Database(String),
    #[error(transparent)]
    Mail(#[from] MailSettingsError),
    #[error("The file {} cannot be read or written: {why}.", path.display())]
    File { path: PathBuf, why: std::io::Error },
    #[error("{} exists already. Name another file, or move it away.", .0.display())]
    Exists(PathBuf),
    #[error("The copy {} cannot be written ({why}). See that its folder is there, can be written to and has room.", path.display())]
    NotCopied { path: PathBuf, why: String },
    #[error("{} is no copy of a database. Name a file that `styrrum backup` made; nothing was replaced.", .0.display())]
    NoBackup(PathBuf),
    #[error("There is a database already: {}. Stop the server and add --force to replace it; it is kept beside as {}.", .0.display(), .1.display())]
    WouldReplace(PathBuf, PathBuf),
    #[error("A server or another program has {} open. Stop it first: what it writes meanwhile would be lost. Nothing was replaced.", .0.display())]
    InUse(PathBuf),
    #[error("{program} could not be run or failed: {why}. It comes with PostgreSQL's client programs.")]
    Program { program: &'static str, why: String },
    #[error("Nobody has the address {0}. See the spelling, or add the person with `styrrum user add`.")]
    NoPerson(String),
    #[error("The database in {} holds an installation that is no demo. Start it with `styrrum serve`, or name an empty folder for the demo with --data.", .0.display())]
    NotADemo(PathBuf),
    #[error("The account of {0} is closed, and a token for it would open nothing. An administrator opens the account again under People.")]
    ClosedAccount(String),
    #[error("{0:?} is not an e-mail address.")]
    NotAnEmail(String),
    #[error("{0:?} cannot be a name: write 1 to 300 characters on one line.")]
    NotAName(String),
    #[error("The password must have 12 to 200 characters.")]
    Password,
    #[error("{0} has an account already.")]
    Taken(String),
    #[error("There is no project {0}.")]
    NoProject(String),
    #[error("There is no {0} in the project, or it is not approved yet: only an approved report has a stored PDF.")]
    NoReport(String),
    #[error("There is no decision {0} in the project.")]
    NoDecision(i32),
    #[error("Say which one with --number.")]
    WithoutNumber,
    #[error("{0} of what was checked is not as it was written.")]
    Broken(usize),
    #[error("{0} of what was checked in the backup is not as it was written, so it is not put in place: the data folder is as it was.")]
    BrokenBackup(usize),
    #[error("{0}. What guards the database is not whole: `styrrum verify` names all of it. Restore a backup that it finds whole.")]
    Damaged(String),
    #[error("{0} of what was looked at needs attention.")]
    Faults(usize),
    #[error(transparent)]
    Template(#[from] OwnTemplateError),
    #[error("The server stopped: {0}.")]
    Server(std::io::Error),
    #[error("{}", told(.0))]
    Problem(#[from] Problem),
}

/// What the interface would say of a field, and of anything else what is known.
fn told(problem: &Problem) -> String {
    match problem {
        Problem::Invalid(faults) => faults.iter().map(|fault| message(fault, Lang::En)).collect::<Vec<_>>().join(" "),
        other => format!("It could not be done: {other}."),
    }
}

impl CliError {
    pub fn exit_code(&self) -> ExitCode {
        match self {
            CliError::Broken(_) | CliError::BrokenBackup(_) | CliError::Faults(_) => ExitCode::from(3),
            _ => ExitCode::FAILURE,
        }
    }
}
impl From<StoreError> for CliError {
    fn from(e: StoreError) -> CliError {
        CliError::Problem(e.into())
    }
}
impl From<MigrateError> for CliError {
    fn from(e: MigrateError) -> CliError {
        match e {
            MigrateError::Newer(version) => CliError::Newer(version),
            MigrateError::Failed(why) => CliError::Migration(why),
            MigrateError::Store(e) => CliError::Database(e.to_string()),
        }
    }
}
