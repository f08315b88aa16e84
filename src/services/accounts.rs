//! Accounts: signing in and out, passwords, people. Hashing takes too long for a transaction: it is done before, by the caller.

pub mod limits;
pub mod passwords;
pub mod people;

pub use limits::SignInLimits;

use crate::clock::Entropy;
use crate::domain::Email;
use crate::domain::decision::hex;
use crate::domain::text::ShortText;
use crate::input::{Fault, Fields, Input};
use crate::services::context::Ctx;
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::accounts::{self as rows, NewPerson, Person, Session};
use crate::store::{Db, StoreError, projects, settings};
use chrono::{NaiveDateTime, TimeDelta};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A link to choose a password is valid for an hour.
const LINK_HOURS: i64 = 1;
/// So many people are offered to be chosen; others are named by their address.
const CHOICES: i64 = 500;

/// What is stored of a secret that a person, browser or program keeps: its SHA-256, in hex.
pub fn stored_form(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// What is typed to sign in.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub email: String,
    pub password: String,
}
impl Input for SignIn {
    fn parse(f: &mut Fields<'_>) -> Option<SignIn> {
        let (email, password) = (f.short("email"), f.verbatim("password", 200));
        if password.as_deref() == Some("") {
            f.fault("password", Fault::Required);
        }
        Some(SignIn { email: email?.into_string().to_ascii_lowercase(), password: password? })
    }
}

/// The first administrator, typed when nobody has an account yet.
#[derive(Debug, Clone)]
pub struct FirstAdministrator {
    pub name: ShortText,
    pub email: Email,
    pub password: String,
}
impl Input for FirstAdministrator {
    fn parse(f: &mut Fields<'_>) -> Option<FirstAdministrator> {
        let (name, email, password) = (f.short("name"), f.email("email"), f.password("password"));
        Some(FirstAdministrator { name: name?, email: email?, password: password? })
    }
}

/// A new password, with the old one as proof.
#[derive(Debug, Clone)]
pub struct ChangePassword {
    pub current: String,
    pub password: String,
}
impl Input for ChangePassword {
    fn parse(f: &mut Fields<'_>) -> Option<ChangePassword> {
        let (current, password) = (f.verbatim("current", 200), f.password("password"));
        Some(ChangePassword { current: current?, password: password? })
    }
}

/// A new password through a mailed link.
#[derive(Debug, Clone)]
pub struct ResetPassword {
    pub password: String,
}
impl Input for ResetPassword {
    fn parse(f: &mut Fields<'_>) -> Option<ResetPassword> {
        Some(ResetPassword { password: f.password("password")? })
    }
}

/// One's own name, and the version that was seen.
#[derive(Debug, Clone)]
pub struct EditAccount {
    pub name: ShortText,
    pub version: Option<i64>,
}
impl Input for EditAccount {
    fn parse(f: &mut Fields<'_>) -> Option<EditAccount> {
        let (name, version) = (f.short("name"), f.version());
        Some(EditAccount { name: name?, version })
    }
}

/// A browser that has just shown the right password.
#[derive(Debug, Clone)]
pub struct Proven {
    pub person: i64,
    /// The stored hash that the password was compared with; none for who has just been given an account.
    pub against: Option<String>,
    pub email_key: String,
    pub address: String,
    pub now: NaiveDateTime,
    /// The session that the browser had before; it ends.
    pub before: Option<String>,
    /// The password under today's parameters, when the stored hash is weaker.
    pub rehashed: Option<String>,
    pub notice: Option<String>,
}

/// Opens a session and answers its secret. The one that the browser had before ends, so that nobody can plant one.
///
/// # Errors
/// The account was closed, or its password changed, while the password was compared; no random bytes.
pub fn open_session(db: &mut Db, entropy: &Entropy, proven: &Proven) -> Result<String, Problem> {
    if let Some(against) = &proven.against
        && !still_valid(db, proven.person, against)?
    {
        return Err(wrong_sign_in());
    }
    if let Some(before) = &proven.before {
        rows::end_session(db, before)?;
    }
    if let Some(hash) = &proven.rehashed {
        rows::set_password(db, proven.person, hash)?;
    }
    let secret = entropy.hex::<32>().map_err(Problem::internal)?;
    let session = Session {
        hash: stored_form(&secret),
        person_id: proven.person,
        csrf: entropy.hex::<32>().map_err(Problem::internal)?,
        notice: proven.notice.clone(),
        notice_decision: None,
        created_at: proven.now,
        seen_at: proven.now,
        expires_at: proven.now + TimeDelta::hours(settings::retention(db)?.session_hours),
    };
    rows::add_session(db, &session)?;
    rows::log_sign_in(db, proven.now, &proven.email_key, &proven.address, "signed_in")?;
    Ok(secret)
}

/// What everybody is told whose sign-in fails, whatever is at fault.
pub fn wrong_sign_in() -> Problem {
    Problem::invalid("email", Fault::Other("wrong-sign-in"))
}
/// Whether the account is open and `hash` is what is stored of its password. A password is compared outside the transaction, where it
/// may be changed meanwhile.
fn still_valid(db: &mut Db, person: i64, hash: &str) -> Result<bool, Problem> {
    Ok(rows::find(db, person)?.is_some_and(|p| p.disabled_at.is_none() && p.password_hash.as_deref() == Some(hash)))
}

/// Adds the first administrator.
///
/// # Errors
/// [`Problem::NotFound`] when somebody has an account already.
pub fn add_first(db: &mut Db, ctx: &Ctx, request: &FirstAdministrator, password_hash: &str) -> Result<i64, Problem> {
    if rows::any(db)? {
        return Err(Problem::NotFound);
    }
    add(db, ctx, &request.email, request.name.as_str(), Some(password_hash), true)
}

/// Those whom a person can choose for something, by name, each with an account that is open: everybody for an administrator, for
/// others those who are in a project of theirs. Who else has an account is not theirs to read.
///
/// # Errors
/// Those of the store.
pub fn to_choose(db: &mut Db, ctx: &Ctx) -> Result<Vec<Person>, Problem> {
    if !ctx.is_admin {
        return Ok(projects::colleagues(db, ctx.person.0, ctx.today, CHOICES)?);
    }
    let mut people = rows::page(db, None, CHOICES)?;
    people.retain(|p| p.disabled_at.is_none());
    Ok(people)
}

/// Adds a person.
///
/// # Errors
/// [`Problem::Invalid`] when the address has an account.
pub fn add(db: &mut Db, ctx: &Ctx, email: &Email, name: &str, password_hash: Option<&str>, is_admin: bool) -> Result<i64, Problem> {
    if rows::by_email(db, &email.key())?.is_some() {
        return Err(Problem::invalid("email", Fault::Taken));
    }
    let new = NewPerson { email, name, password_hash, is_admin, added_by: ctx.account(), created_at: ctx.real_now };
    let id = rows::add(db, &new).map_err(|e| if matches!(e, StoreError::Taken) { Problem::invalid("email", Fault::Taken) } else { e.into() })?;
    note(db, ctx, "account.added", id, Value::Null, json!({"email": email, "name": name, "administrator": is_admin}))?;
    Ok(id)
}

/// Changes one's own password. `against` is the stored hash that the old password was compared with.
///
/// # Errors
/// The password has been changed meanwhile: what was typed is the old one no longer.
pub fn change_password(db: &mut Db, ctx: &Ctx, person: i64, against: &str, hash: &str, keep: Option<&str>) -> Result<(), Problem> {
    if !still_valid(db, person, against)? {
        return Err(wrong_password());
    }
    set_password(db, ctx, person, hash, keep)
}
/// The old password that was typed as proof is not the old password.
pub fn wrong_password() -> Problem {
    Problem::invalid("current", Fault::Other("wrong-password"))
}

/// Sets a new password. Every session but `keep` ends, and so does every link to choose a password.
///
/// # Errors
/// Those of the store.
pub fn set_password(db: &mut Db, ctx: &Ctx, person: i64, hash: &str, keep: Option<&str>) -> Result<(), Problem> {
    rows::set_password(db, person, hash)?;
    rows::end_sessions_of(db, person, keep)?;
    rows::end_password_links_of(db, person)?;
    note(db, ctx, "account.password_changed", person, Value::Null, Value::Null)
}

/// Mails a link to choose a password, if `email_key` belongs to somebody who may sign in. Nobody learns whether it does.
///
/// # Errors
/// Those of the store.
pub fn ask_for_link(db: &mut Db, ctx: &Ctx, email_key: &str) -> Result<(), Problem> {
    rows::log_sign_in(db, ctx.real_now, email_key, ctx.address.as_deref().unwrap_or_default(), "link_asked")?;
    match rows::by_email(db, email_key)?.filter(|p| p.disabled_at.is_none()) {
        Some(person) => send_link(db, ctx, &person),
        None => Ok(()),
    }
}

/// Puts the mail with a link in the outbox. The link's secret stands only there, until the mail has been sent.
///
/// # Errors
/// Those of the store; no random bytes.
pub fn send_link(db: &mut Db, ctx: &Ctx, person: &Person) -> Result<(), Problem> {
    let secret = ctx.random::<32>()?;
    rows::add_password_link(db, &stored_form(&secret), person.id, ctx.real_now + TimeDelta::hours(LINK_HOURS))?;
    let data =
        json!({"name": person.name, "url": format!("{}/reset-password/{secret}", ctx.base_url), "hours": LINK_HOURS, "first": person.password_hash.is_none()});
    let language = person.language.as_deref().unwrap_or(ctx.language);
    notify::queue(db, ctx, None, "password-link", language, (&person.name, &person.email), &data)?;
    Ok(())
}

/// Whose link it is, while it is valid.
///
/// # Errors
/// [`Problem::NotFound`] when it is unknown, used, or older than an hour.
pub fn owner_of_link(db: &mut Db, secret: &str, now: NaiveDateTime) -> Result<Person, Problem> {
    let id = rows::password_link(db, &stored_form(secret), now)?.ok_or(Problem::NotFound)?;
    rows::find(db, id)?.filter(|p| p.disabled_at.is_none()).ok_or(Problem::NotFound)
}

/// Sets a password through a link, which is used up by it.
///
/// # Errors
/// [`Problem::NotFound`] as [`owner_of_link`].
pub fn reset(db: &mut Db, ctx: &Ctx, secret: &str, hash: &str) -> Result<(), Problem> {
    let person = owner_of_link(db, secret, ctx.real_now)?;
    rows::use_password_link(db, &stored_form(secret), ctx.real_now).map_err(|_| Problem::NotFound)?;
    set_password(db, ctx, person.id, hash, None)
}

/// Changes one's own name.
///
/// # Errors
/// [`Problem::Stale`].
pub fn edit_own(db: &mut Db, ctx: &Ctx, request: &EditAccount) -> Result<(), Problem> {
    let person = rows::find(db, ctx.person.0)?.ok_or(Problem::NotFound)?;
    let version = version::demand(request.version)?;
    rows::update(db, person.id, version, request.name.as_str(), person.is_admin)?;
    note(db, ctx, "account.changed", person.id, json!({"name": person.name}), json!({"name": request.name}))
}

fn note(db: &mut Db, ctx: &Ctx, kind: &str, person: i64, before: Value, after: Value) -> Result<(), Problem> {
    journal::record_installation(db, ctx, Change { kind, object: &format!("person:{person}"), before, after })
}
