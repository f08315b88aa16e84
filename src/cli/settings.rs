//! Flags and `STYRRUM_*` variables that every command shares.
use super::error::CliError;
use crate::clock::{Clock, Entropy};
use crate::config::{Config, MailConfig};
use crate::domain::file::FileLimits;
use crate::domain::ids::PersonId;
use crate::domain::report::ReportKind;
use crate::domain::room::INVITATIONS_A_DAY;
use crate::render::own_templates;
use crate::services::{Ctx, Problem};
use crate::store::backup::is_database;
use crate::store::db::is_postgres;
use crate::store::{Store, migrate, settings};
use chrono::{DateTime, NaiveDateTime};
use clap::Args;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

/// Where things are, and how the server is reached.
#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Folder of the database and of mail that is not sent.
    #[arg(long, global = true, env = "STYRRUM_DATA", default_value = "./data", value_name = "DIR")]
    pub data: PathBuf,
    /// PostgreSQL instead of SQLite in the data folder, such as postgres://user:password@host/styrrum.
    #[arg(long, global = true, env = "STYRRUM_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Address and port that the server listens on.
    #[arg(long, global = true, env = "STYRRUM_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS", value_parser = address)]
    pub listen: String,
    /// Where people reach the server, such as `https://styrrum.example.se`; links in mails and reports lead there.
    #[arg(long, global = true, env = "STYRRUM_BASE_URL", value_name = "URL")]
    pub base_url: Option<String>,
    /// A reverse proxy stands in front and says in X-Forwarded-For who asks. Without one anybody could say it.
    #[arg(long, global = true, env = "STYRRUM_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Mail server: smtp://host:587 (STARTTLS) or smtps://host:465 (TLS). Without it mail is written to files.
    #[arg(long, global = true, env = "STYRRUM_SMTP", value_name = "URL")]
    pub smtp: Option<String>,
    /// User at the mail server.
    #[arg(long, global = true, env = "STYRRUM_SMTP_USER", value_name = "USER")]
    pub smtp_user: Option<String>,
    /// Password at the mail server. Better given as the variable: a flag can be seen in the list of processes.
    #[arg(long, global = true, env = "STYRRUM_SMTP_PASSWORD", value_name = "PASSWORD", hide_env_values = true)]
    pub smtp_password: Option<String>,
    /// Root certificate (PEM) of a mail server with its own.
    #[arg(long, global = true, env = "STYRRUM_SMTP_ROOT_CERTIFICATE", value_name = "FILE")]
    pub smtp_root_certificate: Option<PathBuf>,
    /// Folder of an organisation's own templates of reports: status.html, final.html, effect.html. Each is tried on a sample first.
    #[arg(long, global = true, env = "STYRRUM_TEMPLATES", value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// Sender of mails.
    #[arg(long, global = true, env = "STYRRUM_MAIL_FROM", default_value = "Styrrum <styrrum@localhost.localdomain>", value_name = "ADDRESS")]
    pub mail_from: String,
    /// The largest file that is taken, in MiB.
    #[arg(long, global = true, env = "STYRRUM_FILE_MB", default_value_t = 50, value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub file_mb: u32,
    /// What the files of one project's documents, deliverables and minutes may take together, in MiB.
    #[arg(long, global = true, env = "STYRRUM_PROJECT_FILES_MB", default_value_t = 2048, value_name = "MIB", value_parser = clap::value_parser!(u32).range(1..))]
    pub project_files_mb: u32,
    /// How many people without an account one person may invite in a day; administrators as many as are needed.
    #[arg(long, global = true, env = "STYRRUM_INVITATIONS_A_DAY", default_value_t = INVITATIONS_A_DAY, value_name = "NUMBER")]
    pub invitations_a_day: u32,
}

impl Settings {
    /// The database's address: a file in the data folder, or PostgreSQL.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| self.sqlite_file().display().to_string())
    }
    pub fn sqlite_file(&self) -> PathBuf {
        self.data.join("styrrum.db")
    }
    pub fn is_postgres(&self) -> bool {
        self.database.as_deref().is_some_and(is_postgres)
    }
    pub fn base_url(&self) -> String {
        self.base_url.clone().unwrap_or_else(|| format!("http://{}", self.listen)).trim_end_matches('/').to_owned()
    }
    pub fn file_limits(&self) -> FileLimits {
        let mib = |n: u32| u64::from(n) * FileLimits::MIB;
        FileLimits { file: mib(self.file_mb), project: mib(self.project_files_mb) }
    }
    pub fn config(&self, demo: bool) -> Config {
        let mail = MailConfig {
            smtp: self.smtp.clone(),
            user: self.smtp_user.clone(),
            password: self.smtp_password.clone(),
            from: self.mail_from.clone(),
            root_certificate: self.smtp_root_certificate.clone(),
        };
        Config {
            data: self.data.clone(),
            database: self.database_url(),
            base_url: self.base_url().into(),
            listen: self.listen.clone(),
            behind_proxy: self.behind_proxy,
            mail,
            files: self.file_limits(),
            invitations_a_day: self.invitations_a_day,
            demo,
            trial: false,
        }
    }

    /// Takes the organisation's own templates of reports, where there are any.
    ///
    /// # Errors
    /// One of them is broken.
    pub fn take_templates(&self) -> Result<Vec<ReportKind>, CliError> {
        Ok(self.templates.as_deref().map(own_templates::take).transpose()?.unwrap_or_default())
    }

    /// Makes the data folder and sees that it can be written to.
    ///
    /// # Errors
    /// [`CliError::DataFolder`].
    pub fn prepare_data(&self) -> Result<(), CliError> {
        let probe = self.data.join(".writable");
        let tried = make_own_folder(&self.data).and_then(|()| std::fs::write(&probe, b"")).and_then(|()| std::fs::remove_file(&probe));
        tried.map_err(|why| CliError::DataFolder { path: self.data.clone(), why })
    }

    /// Whether there is a database to open. Of PostgreSQL's the server tells.
    pub fn has_database(&self) -> bool {
        self.is_postgres() || self.sqlite_file().exists()
    }

    /// Opens the database and brings it up to date. A folder without one is a mistyped name, and nothing is made there.
    ///
    /// # Errors
    /// [`CliError::NoDatabase`], and as [`Self::make_store`].
    pub fn open_store(&self) -> Result<Store, CliError> {
        if self.has_database() { self.make_store() } else { Err(CliError::NoDatabase(self.data.clone())) }
    }

    /// Opens the database, which is made when there is none, and brings it up to date.
    ///
    /// # Errors
    /// What keeps the database from being used, with what to do.
    pub fn make_store(&self) -> Result<Store, CliError> {
        if self.is_postgres() {
            if cfg!(not(feature = "postgres")) {
                return Err(CliError::WithoutPostgres);
            }
        } else if self.has_database() {
            see_that_it_is_one(&self.sqlite_file())?;
        }
        self.prepare_data()?;
        open(&self.database_url())
    }

    /// The command line as the one who acts.
    pub fn ctx(&self) -> Ctx {
        Ctx::system(&Clock::machine(), &Entropy::System, PersonId(0), "styrrum (command line)", &self.base_url())
    }
}

/// What SQLite would only say after trying for seconds.
fn see_that_it_is_one(file: &Path) -> Result<(), CliError> {
    let unusable = |why| CliError::DatabaseFile { path: file.to_owned(), why };
    let opened = OpenOptions::new().read(true).write(true).open(file).map_err(unusable)?;
    let is_new = opened.metadata().map_err(unusable)?.len() == 0;
    if is_new || is_database(file).map_err(unusable)? { Ok(()) } else { Err(CliError::NotADatabase(file.to_owned())) }
}

/// An address with a port, such as 127.0.0.1:8080 or localhost:8080.
fn address(text: &str) -> Result<String, String> {
    match text.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => Ok(text.to_owned()),
        _ => Err("write an address and a port, such as 127.0.0.1:8080".to_owned()),
    }
}

/// Opens the database at an address and brings it up to date.
///
/// # Errors
/// It does not answer, or is from a newer version.
pub(super) fn open(url: &str) -> Result<Store, CliError> {
    let unreachable = |why: String| if is_postgres(url) { CliError::Postgres(why) } else { CliError::Database(why) };
    let store = Store::open(url).map_err(|e| unreachable(e.to_string()))?;
    migrate::migrate(&store)?;
    Ok(store)
}

/// The clock of an installation: the demo's domain time when it is a demo.
///
/// # Errors
/// Those of the store.
pub fn clock_of(store: &Store) -> Result<(Clock, bool), CliError> {
    let stored = store.read_now(|db| Ok::<_, Problem>(settings::get(db, settings::DEMO_CLOCK)?))?;
    Ok(match stored.as_deref().and_then(read_instants) {
        Some((domain, real)) => (Clock::machine().with_domain_time(domain, real), true),
        None => (Clock::machine(), false),
    })
}

/// `<domain instant>|<real instant>`, both RFC 3339.
fn read_instants(stored: &str) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let (domain, real) = stored.split_once('|')?;
    let read = |text: &str| DateTime::parse_from_rfc3339(text).ok().map(|t| t.naive_utc());
    Some((read(domain)?, read(real)?))
}

/// The same as text.
pub fn write_instants(domain: NaiveDateTime, real: NaiveDateTime) -> String {
    format!("{}|{}", domain.and_utc().to_rfc3339(), real.and_utc().to_rfc3339())
}

/// Makes a folder, where there is none, that only whoever runs the program can look into: everything is in it.
fn make_own_folder(path: &Path) -> std::io::Result<()> {
    let mut maker = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.recursive(true).create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demos_clock_is_read_as_it_was_written() {
        let domain = NaiveDateTime::default() + chrono::TimeDelta::days(18_593);
        let real = domain + chrono::TimeDelta::days(2000);
        assert_eq!(read_instants(&write_instants(domain, real)), Some((domain, real)));
        assert_eq!(read_instants("2020-11-27"), None);
    }
}
