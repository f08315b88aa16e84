//! What an administrator does with accounts.
use crate::domain::Email;
use crate::domain::text::ShortText;
use crate::input::{Fault, Fields, Input};
use crate::services::context::Ctx;
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::accounts::{self as rows, Person};
use crate::store::settings;
use chrono::TimeDelta;
use serde_json::{Value, json};

/// A new account. Its owner chooses the password through a mailed link.
#[derive(Debug, Clone)]
pub struct AddPerson {
    pub name: ShortText,
    pub email: Email,
    pub is_admin: bool,
}
impl Input for AddPerson {
    fn parse(f: &mut Fields<'_>) -> Option<AddPerson> {
        let (name, email, is_admin) = (f.short("name"), f.email("email"), f.tick("is_admin"));
        Some(AddPerson { name: name?, email: email?, is_admin })
    }
}

/// Another name, or the administrator's right given or taken.
#[derive(Debug, Clone)]
pub struct EditPerson {
    pub name: ShortText,
    pub is_admin: bool,
    pub version: Option<i64>,
}
impl Input for EditPerson {
    fn parse(f: &mut Fields<'_>) -> Option<EditPerson> {
        let (name, is_admin, version) = (f.short("name"), f.tick("is_admin"), f.version());
        Some(EditPerson { name: name?, is_admin, version })
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, id: i64) -> Result<Person, Problem> {
    rows::find(db, id)?.ok_or(Problem::NotFound)
}

/// Adds a person and mails the link to choose a password.
///
/// # Errors
/// [`Problem::Invalid`] when the address has an account.
pub fn add(db: &mut Db, ctx: &Ctx, request: &AddPerson) -> Result<i64, Problem> {
    let id = super::add(db, ctx, &request.email, request.name.as_str(), None, request.is_admin)?;
    let person = find(db, id)?;
    super::send_link(db, ctx, &person)?;
    Ok(id)
}

/// Invites somebody who has no account, to a role in a project. Whoever leads a project may, so it is limited how many one person
/// invites in a day; an administrator adds as many as are needed.
///
/// # Errors
/// As [`add`]; [`Problem::Invalid`] at `new_email` when the person has invited enough today.
pub fn invite(db: &mut Db, ctx: &Ctx, email: &Email, name: &ShortText) -> Result<Person, Problem> {
    let most = ctx.invitations_a_day;
    if !ctx.is_admin && rows::added_after(db, ctx.person.0, ctx.real_now - TimeDelta::days(1))? >= i64::from(most) {
        return Err(Problem::invalid("new_email", Fault::About("invited-enough", most.to_string())));
    }
    let id = add(db, ctx, &AddPerson { name: name.clone(), email: email.clone(), is_admin: false })?;
    find(db, id)
}

/// # Errors
/// [`Problem::Stale`]; [`Problem::Invalid`] when administrators would take the right from themselves.
pub fn edit(db: &mut Db, ctx: &Ctx, id: i64, request: &EditPerson) -> Result<(), Problem> {
    let person = find(db, id)?;
    if id == ctx.person.0 && !request.is_admin {
        return Err(Problem::invalid("is_admin", Fault::Other("own-right")));
    }
    rows::update(db, id, version::demand(request.version)?, request.name.as_str(), request.is_admin)?;
    let before = json!({"name": person.name, "administrator": person.is_admin});
    super::note(db, ctx, "account.changed", id, before, json!({"name": request.name, "administrator": request.is_admin}))
}

/// Closes an account: its sessions and tokens end at once.
///
/// # Errors
/// [`Problem::Invalid`] for one's own account: somebody must be left to open it again.
pub fn disable(db: &mut Db, ctx: &Ctx, id: i64) -> Result<(), Problem> {
    let person = find(db, id)?;
    if id == ctx.person.0 {
        return Err(Problem::invalid("", Fault::Other("own-account")));
    }
    // Reached from the command line only: whoever closes it on the page is another administrator.
    if person.is_admin && rows::administrators(db)? == [id] {
        return Err(Problem::invalid("", Fault::Other("last-administrator")));
    }
    rows::set_disabled(db, id, Some(ctx.real_now))?;
    rows::end_sessions_of(db, id, None)?;
    rows::revoke_tokens_of(db, id, ctx.real_now)?;
    super::note(db, ctx, "account.disabled", id, json!({"disabled": person.disabled_at.is_some()}), json!({"disabled": true}))
}

/// Opens a closed account. Its tokens stay revoked.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn enable(db: &mut Db, ctx: &Ctx, id: i64) -> Result<(), Problem> {
    find(db, id)?;
    rows::set_disabled(db, id, None)?;
    super::note(db, ctx, "account.enabled", id, json!({"disabled": true}), json!({"disabled": false}))
}

/// # Errors
/// [`Problem::NotFound`].
pub fn revoke_tokens(db: &mut Db, ctx: &Ctx, id: i64) -> Result<(), Problem> {
    find(db, id)?;
    rows::revoke_tokens_of(db, id, ctx.real_now)?;
    super::note(db, ctx, "account.tokens_revoked", id, Value::Null, Value::Null)
}

/// Mails a link to choose a password.
///
/// # Errors
/// [`Problem::NotFound`], also for a closed account.
pub fn send_link(db: &mut Db, ctx: &Ctx, id: i64) -> Result<(), Problem> {
    let person = find(db, id)?;
    if person.disabled_at.is_some() {
        return Err(Problem::NotFound);
    }
    super::send_link(db, ctx, &person)?;
    super::note(db, ctx, "account.link_sent", id, Value::Null, Value::Null)
}

/// Makes a bearer token for the API and answers it; only its hash is stored. `days` until it expires.
///
/// # Errors
/// [`Problem::NotFound`], also for a closed account; more days than the installation allows; no random bytes.
pub fn add_token(db: &mut Db, ctx: &Ctx, person: i64, scope: &str, days: i64) -> Result<String, Problem> {
    if find(db, person)?.disabled_at.is_some() {
        return Err(Problem::NotFound);
    }
    let most = settings::retention(db)?.token_days;
    if !(1..=most).contains(&days) {
        return Err(Problem::invalid("days", Fault::OutOfRange { from: 1, to: most }));
    }
    let secret = format!("styrrum_{}", ctx.random::<32>()?);
    rows::add_token(db, &super::stored_form(&secret), person, scope, ctx.real_now, ctx.real_now + TimeDelta::days(days))?;
    super::note(db, ctx, "account.token_added", person, Value::Null, json!({"scope": scope, "days": days}))?;
    Ok(secret)
}
