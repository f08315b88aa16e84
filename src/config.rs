//! Settings: flags and `STYRRUM_*` variables, read once by the command line.
use crate::domain::file::FileLimits;
use std::path::PathBuf;
use std::sync::Arc;

/// Everything that a running server needs to be told.
#[derive(Debug, Clone)]
pub struct Config {
    pub data: PathBuf,
    /// A file path or `postgres://…`.
    pub database: String,
    /// Where people reach the server, without a slash at the end: links in mails and reports lead there.
    pub base_url: Arc<str>,
    pub listen: String,
    /// A reverse proxy stands in front and says who asks in `X-Forwarded-For`.
    pub behind_proxy: bool,
    pub mail: MailConfig,
    pub files: FileLimits,
    /// How many people without an account one person may invite in a day.
    pub invitations_a_day: u32,
    pub demo: bool,
    /// The `demo` command runs: its accounts can be tried from the sign-in page. Never under `serve`.
    pub trial: bool,
}

/// Where mail goes.
#[derive(Debug, Clone)]
pub struct MailConfig {
    /// `smtp://host:587` (STARTTLS), `smtps://host:465` (TLS), or `None`: `.eml` files in the data folder.
    pub smtp: Option<String>,
    pub user: Option<String>,
    pub password: Option<String>,
    pub from: String,
    /// Extra root certificate (PEM) that the mail server's certificate may be signed with.
    pub root_certificate: Option<PathBuf>,
}

impl Config {
    /// Where files lie while they come.
    pub fn uploads(&self) -> PathBuf {
        self.data.join("uploads")
    }
    /// Cookies are marked Secure where browsers keep such cookies: over https, and on this very machine.
    pub fn secure_cookies(&self) -> bool {
        self.base_url.starts_with("https://") || ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|l| self.base_url.starts_with(l))
    }
}
