//! The installation as its administrator sees it: how it is doing, a mail to try, and how long things are kept.
use crate::domain::retention::Retention;
use crate::input::{Fault, Fields, Input};
use crate::services::context::Ctx;
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::store::outbox::{self, AttemptRow, Mail};
use crate::store::settings::{self, LastBackup};
use crate::store::{Db, accounts, projects};
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};

/// The kind of the mail that an administrator sends to see whether mail works.
const TEST: &str = "mail-test";
/// The latest tries of the test mail that are shown.
const TRIES: i64 = 3;

/// A backup older than this counts as missing: the promise is one a day.
const OLD: TimeDelta = TimeDelta::hours(26);

/// How the installation is doing.
#[derive(Debug)]
pub struct State {
    pub people: i64,
    pub projects: i64,
    /// Mails that wait to be sent, and those that could not be.
    pub mails_waiting: i64,
    pub mails_failed: i64,
    /// The person's own latest test mails, newest first, each with its tries.
    pub tests: Vec<(Mail, Vec<AttemptRow>)>,
    pub backup: Option<LastBackup>,
    pub retention: Retention,
}

/// # Errors
/// Those of the store.
pub fn state(db: &mut Db, ctx: &Ctx) -> Result<State, Problem> {
    let (mails_waiting, mails_failed) = outbox::unsent(db)?;
    Ok(State {
        people: accounts::count(db)?,
        projects: projects::count(db)?,
        mails_waiting,
        mails_failed,
        tests: outbox::latest(db, TEST, &ctx.email, TRIES)?,
        backup: settings::last_backup(db)?,
        retention: settings::retention(db)?,
    })
}

/// Whether a backup is too old to be relied on at `now`.
pub fn is_old(backup: &LastBackup, now: NaiveDateTime) -> bool {
    now - backup.at > OLD
}

/// Queues a mail to the administrator's own address.
///
/// # Errors
/// Those of the store.
pub fn try_mail(db: &mut Db, ctx: &Ctx) -> Result<(), Problem> {
    let data = json!({"url": format!("{}/admin/installation", ctx.base_url)});
    notify::queue(db, ctx, None, TEST, ctx.language, (&ctx.name, &ctx.email), &data).map(drop)
}

/// New times, and those that the sender saw.
#[derive(Debug, Clone)]
pub struct SetRetention {
    pub retention: Retention,
    pub seen: Retention,
}
impl Input for SetRetention {
    fn parse(f: &mut Fields<'_>) -> Option<SetRetention> {
        let idle_minutes = f.whole("idle_minutes", Retention::IDLE_MINUTES);
        let session_hours = f.whole("session_hours", Retention::SESSION_HOURS);
        let token_days = f.whole("token_days", Retention::TOKEN_DAYS);
        let sign_in_days = f.whole("sign_in_days", Retention::SIGN_IN_DAYS);
        let seen = seen(f);
        let retention = Retention { idle_minutes: idle_minutes?, session_hours: session_hours?, token_days: token_days?, sign_in_days: sign_in_days? };
        Some(SetRetention { retention, seen: seen? })
    }
}
/// An object in JSON; a form holds it as text.
fn seen(f: &mut Fields<'_>) -> Option<Retention> {
    let sent = match f.json("seen") {
        Some(Value::String(text)) => serde_json::from_str(&text).ok(),
        sent => sent,
    };
    let seen = sent.and_then(|sent| serde_json::from_value(sent).ok());
    if seen.is_none() {
        f.fault("seen", Fault::Required);
    }
    seen
}

/// Sets how long sessions, tokens and the log of sign-ins are kept. A shorter session ends those that are older at once.
///
/// # Errors
/// Somebody else has set other times since the sender looked.
pub fn set_retention(db: &mut Db, ctx: &Ctx, request: &SetRetention) -> Result<(), Problem> {
    let before = settings::retention(db)?;
    if request.seen != before {
        return Err(Problem::Stale);
    }
    settings::set_retention(db, &request.retention)?;
    let change = Change { kind: "installation.retention", object: "installation:retention", before: json!(before), after: json!(request.retention) };
    journal::record_installation(db, ctx, change)
}
