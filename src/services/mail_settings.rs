//! Where mail is handed in, as an administrator sets it. What the server was started with goes before it.
use crate::config::MailConfig;
use crate::domain::mail_server::{MailSecurity, MailServer, is_host};
use crate::domain::text::{Email, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::seal::{KEY_FILE, Seal};
use crate::services::context::Ctx;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::settings::{self, StoredMail};
use serde_json::{Value, json};
use std::path::Path;

/// The longest password that is taken.
const LONGEST: usize = 500;

/// Settings to be saved.
pub struct SetMail {
    pub server: MailServer,
    /// As typed; without one the saved password stays.
    password: Option<String>,
    pub version: Option<i64>,
}
impl Input for SetMail {
    fn parse(f: &mut Fields<'_>) -> Option<SetMail> {
        let host = f.short("host").map(ShortText::into_string);
        if host.as_ref().is_some_and(|h| !is_host(h)) {
            f.fault("host", Fault::Other("not-a-host"));
        }
        let (port, security): (_, Option<MailSecurity>) = (f.whole("port", 1..=65_535), f.word("security"));
        let user = f.optional_short("user").map(ShortText::into_string);
        let (from_name, from_email): (_, Option<Email>) = (f.short("from_name"), f.email("from_email"));
        let (password, version) = (f.verbatim("password", LONGEST), f.version());
        if user.is_none() && password.as_ref().is_some_and(|p| !p.is_empty()) {
            f.fault("user", Fault::Required);
        }
        let server = MailServer {
            host: host?,
            port: u16::try_from(port?).ok()?,
            security: security?,
            user,
            from_name: from_name?.into_string(),
            from_email: from_email?.to_string(),
        };
        Some(SetMail { server, password: password.filter(|p| !p.is_empty()), version })
    }
}

/// What an administrator has set, and whether it counts.
#[derive(Debug)]
pub struct State {
    /// The server was started with a mail server: that one counts.
    pub given: bool,
    pub stored: Option<StoredMail>,
}

/// # Errors
/// A damaged row.
pub fn state(db: &mut Db, environment: &MailConfig) -> Result<State, Problem> {
    Ok(State { given: environment.smtp.is_some(), stored: settings::mail(db)? })
}

/// Sets the mail server. It is used from the next mail on.
///
/// # Errors
/// The server was started with one; somebody else has set it since the sender looked; a saved password that was given for another server
/// or user and would have to be typed again; the key that seals it cannot be made.
pub fn set(db: &mut Db, ctx: &Ctx, environment: &MailConfig, data: &Path, request: &SetMail) -> Result<(), Problem> {
    let before = demand_free(db, environment, request.version)?;
    let password = match (&request.password, &before) {
        (_, _) if request.server.user.is_none() => None,
        (Some(typed), _) => Some(sealed(ctx, data, typed)?),
        (None, Some(StoredMail { server, password: Some(kept), .. })) if request.server.keeps_password_of(server) => Some(kept.clone()),
        (None, _) => return Err(Problem::invalid("password", Fault::Other("mail-password"))),
    };
    let number = before.as_ref().map_or(0, |b| b.version) + 1;
    let after = StoredMail { version: number, server: request.server.clone(), password, by: ctx.name.clone(), at: ctx.real_now };
    settings::set_mail(db, Some(&after))?;
    record(db, ctx, before.as_ref(), Some(&after))
}
/// Forgets the mail server: mails are written to files from then on.
///
/// # Errors
/// As [`set`]; nothing is set.
pub fn forget(db: &mut Db, ctx: &Ctx, environment: &MailConfig, seen: Option<i64>) -> Result<(), Problem> {
    let before = demand_free(db, environment, seen)?.ok_or(Problem::NotFound)?;
    settings::set_mail(db, None)?;
    record(db, ctx, Some(&before), None)
}
fn demand_free(db: &mut Db, environment: &MailConfig, seen: Option<i64>) -> Result<Option<StoredMail>, Problem> {
    let State { given, stored } = state(db, environment)?;
    if given {
        return Err(Problem::invalid("host", Fault::Other("mail-given")));
    }
    version::expect_or_new(stored.as_ref().map(|s| s.version), seen)?;
    Ok(stored)
}
fn sealed(ctx: &Ctx, data: &Path, password: &str) -> Result<String, Problem> {
    let closed = Seal::of(data, &ctx.entropy).and_then(|seal| seal.close(&ctx.entropy, password));
    closed.map_err(|e| Problem::Unavailable(format!("the mail server's password cannot be sealed: {e}")))
}
/// The journal tells everything but the password.
fn record(db: &mut Db, ctx: &Ctx, before: Option<&StoredMail>, after: Option<&StoredMail>) -> Result<(), Problem> {
    let told = |mail: Option<&StoredMail>| {
        mail.map_or(Value::Null, |m| json!({"address": m.server.url(), "user": m.server.user, "from": m.server.from(), "has_password": m.password.is_some()}))
    };
    let change = Change { kind: "installation.mail", object: "installation:mail", before: told(before), after: told(after) };
    journal::record_installation(db, ctx, change)
}

/// Where mail goes: as the server was started, or as an administrator has set it.
///
/// # Errors
/// In words: the saved password cannot be opened with the key of this data folder.
pub fn in_force(environment: &MailConfig, stored: Option<&StoredMail>, data: &Path) -> Result<MailConfig, String> {
    let Some(stored) = stored.filter(|_| environment.smtp.is_none()) else { return Ok(environment.clone()) };
    let open = |sealed: &String| {
        let opened = Seal::there(data).ok().and_then(|seal| seal.open(sealed));
        opened.ok_or_else(|| {
            format!("the mail server's password cannot be opened with {}; type it again on /admin/installation/mail", data.join(KEY_FILE).display())
        })
    };
    Ok(MailConfig {
        smtp: Some(stored.server.url()),
        user: stored.server.user.clone(),
        password: stored.password.as_ref().map(open).transpose()?,
        from: stored.server.from(),
        root_certificate: environment.root_certificate.clone(),
    })
}
