//! People with accounts, their sessions, tokens and password links.
use crate::domain::decision::hex;
use crate::domain::retention::Retention;
use crate::store::columns::json;
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{form_tokens, password_links, people, sessions, settings, sign_ins, tokens};
use crate::store::settings::RETENTION;
use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use sha2::{Digest, Sha256};

/// How long after a session was opened it is known whose its forms were.
const FORMS: TimeDelta = TimeDelta::days(7);

/// A person with an account.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = people)]
pub struct Person {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub password_hash: Option<String>,
    pub is_admin: bool,
    pub language: Option<String>,
    pub theme: Option<String>,
    pub disabled_at: Option<NaiveDateTime>,
    pub version: i64,
}

/// What is needed to add a person.
pub struct NewPerson<'a> {
    pub email: &'a crate::domain::Email,
    pub name: &'a str,
    pub password_hash: Option<&'a str>,
    pub is_admin: bool,
    /// Nobody for the first, and for those whom the command line adds.
    pub added_by: Option<i64>,
    pub created_at: NaiveDateTime,
}

/// Adds a person; [`crate::store::StoreError::Taken`] when the address has an account.
pub fn add(db: &mut Db, new: &NewPerson<'_>) -> StoreResult<i64> {
    let values = (
        people::email.eq(new.email.as_str()),
        people::email_key.eq(new.email.key()),
        people::name.eq(new.name),
        people::password_hash.eq(new.password_hash),
        people::is_admin.eq(new.is_admin),
        people::added_by.eq(new.added_by),
        people::created_at.eq(new.created_at),
        people::version.eq(1),
    );
    Ok(diesel::insert_into(people::table).values(values).returning(people::id).get_result(db)?)
}
/// How many accounts a person has added after a moment.
pub fn added_after(db: &mut Db, person: i64, after: NaiveDateTime) -> StoreResult<i64> {
    Ok(people::table.filter(people::added_by.eq(person).and(people::created_at.gt(after))).count().get_result(db)?)
}
pub fn any(db: &mut Db) -> StoreResult<bool> {
    Ok(people::table.select(people::id).first::<i64>(db).optional()?.is_some())
}
pub fn find(db: &mut Db, id: i64) -> StoreResult<Option<Person>> {
    Ok(people::table.find(id).select(Person::as_select()).first(db).optional()?)
}
pub fn by_email(db: &mut Db, key: &str) -> StoreResult<Option<Person>> {
    Ok(people::table.filter(people::email_key.eq(key)).select(Person::as_select()).first(db).optional()?)
}
/// Everybody, by name, after `after` (name, id).
pub fn page(db: &mut Db, after: Option<(&str, i64)>, limit: i64) -> StoreResult<Vec<Person>> {
    let mut query = people::table.select(Person::as_select()).into_boxed();
    if let Some((name, id)) = after {
        query = query.filter(people::name.ge(name.to_owned()).and(people::name.gt(name.to_owned()).or(people::id.gt(id))));
    }
    Ok(query.order((people::name, people::id)).limit(limit).load(db)?)
}
pub fn set_password(db: &mut Db, id: i64, hash: &str) -> StoreResult<()> {
    expect_one(diesel::update(people::table.find(id)).set((people::password_hash.eq(hash), people::version.eq(people::version + 1))).execute(db)?)
}
/// Changes name and administrator right, if the version still is `version`.
/// Those who administer the installation and can sign in.
pub fn administrators(db: &mut Db) -> StoreResult<Vec<i64>> {
    Ok(people::table.filter(people::is_admin.eq(true).and(people::disabled_at.is_null())).select(people::id).load(db)?)
}
pub fn update(db: &mut Db, id: i64, version: i64, name: &str, is_admin: bool) -> StoreResult<()> {
    expect_one(
        diesel::update(people::table.filter(people::id.eq(id).and(people::version.eq(version))))
            .set((people::name.eq(name), people::is_admin.eq(is_admin), people::version.eq(version + 1)))
            .execute(db)?,
    )
}
pub fn set_disabled(db: &mut Db, id: i64, at: Option<NaiveDateTime>) -> StoreResult<()> {
    expect_one(diesel::update(people::table.find(id)).set((people::disabled_at.eq(at), people::version.eq(people::version + 1))).execute(db)?)
}
pub fn set_preferences(db: &mut Db, id: i64, language: Option<&str>, theme: Option<&str>) -> StoreResult<()> {
    if let Some(language) = language {
        diesel::update(people::table.find(id)).set(people::language.eq(language)).execute(db)?;
    }
    if let Some(theme) = theme {
        diesel::update(people::table.find(id)).set(people::theme.eq(theme)).execute(db)?;
    }
    Ok(())
}

/// A signed-in browser.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct Session {
    pub hash: String,
    pub person_id: i64,
    pub csrf: String,
    pub notice: Option<String>,
    /// The decision that the notice tells of, in the project that it leads to.
    pub notice_decision: Option<i32>,
    pub created_at: NaiveDateTime,
    pub seen_at: NaiveDateTime,
    pub expires_at: NaiveDateTime,
}
impl Session {
    fn lives(&self, now: NaiveDateTime, times: Retention) -> bool {
        let used = self.seen_at + TimeDelta::minutes(times.idle_minutes) > now;
        used && self.expires_at > now && self.created_at + TimeDelta::hours(times.session_hours) > now
    }
}
/// Opens a session, and notes whose forms carry its token.
pub fn add_session(db: &mut Db, session: &Session) -> StoreResult<()> {
    diesel::insert_into(sessions::table).values(session).execute(db)?;
    let token =
        (form_tokens::token_sha256.eq(sha256(&session.csrf)), form_tokens::person_id.eq(session.person_id), form_tokens::made_at.eq(session.created_at));
    diesel::insert_into(form_tokens::table).values(token).execute(db)?;
    Ok(())
}
/// In whose forms a token was; `None` for one that is not known, or no longer.
pub fn maker_of_form(db: &mut Db, token: &str) -> StoreResult<Option<i64>> {
    Ok(form_tokens::table.find(sha256(token)).select(form_tokens::person_id).first(db).optional()?)
}
fn sha256(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
/// The session with its person, if it lives at `now`: opened and used within the times that are set, and the account is open.
pub fn session(db: &mut Db, hash: &str, now: NaiveDateTime) -> StoreResult<Option<(Session, Person)>> {
    let times = settings::table.filter(settings::key.eq(RETENTION)).select(settings::value).single_value();
    let found: Option<(Session, Person, Option<String>)> = sessions::table
        .inner_join(people::table)
        .filter(sessions::hash.eq(hash).and(people::disabled_at.is_null()))
        .select((Session::as_select(), Person::as_select(), times))
        .first(db)
        .optional()?;
    let Some((session, person, times)) = found else { return Ok(None) };
    let times: Retention = times.map(|stored| json(&stored)).transpose()?.unwrap_or_default();
    Ok(session.lives(now, times).then_some((session, person)))
}
pub fn count(db: &mut Db) -> StoreResult<i64> {
    Ok(people::table.count().get_result(db)?)
}
pub fn touch_session(db: &mut Db, hash: &str, seen_at: NaiveDateTime) -> StoreResult<()> {
    diesel::update(sessions::table.find(hash)).set(sessions::seen_at.eq(seen_at)).execute(db)?;
    Ok(())
}
/// The words shown once on the next page, and the decision that they tell of.
pub fn set_notice(db: &mut Db, hash: &str, notice: Option<&str>, decision: Option<i32>) -> StoreResult<()> {
    diesel::update(sessions::table.find(hash)).set((sessions::notice.eq(notice), sessions::notice_decision.eq(decision))).execute(db)?;
    Ok(())
}
pub fn end_session(db: &mut Db, hash: &str) -> StoreResult<()> {
    diesel::delete(sessions::table.find(hash)).execute(db)?;
    Ok(())
}
/// Ends every session of a person, but the one kept.
pub fn end_sessions_of(db: &mut Db, person: i64, keep: Option<&str>) -> StoreResult<()> {
    diesel::delete(sessions::table.filter(sessions::person_id.eq(person).and(sessions::hash.ne(keep.unwrap_or(""))))).execute(db)?;
    Ok(())
}
pub fn delete_expired(db: &mut Db, now: NaiveDateTime, sign_ins_before: NaiveDateTime) -> StoreResult<()> {
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(db)?;
    diesel::delete(form_tokens::table.filter(form_tokens::made_at.lt(now - FORMS))).execute(db)?;
    diesel::delete(password_links::table.filter(password_links::expires_at.lt(now))).execute(db)?;
    diesel::delete(sign_ins::table.filter(sign_ins::at.lt(sign_ins_before))).execute(db)?;
    Ok(())
}

/// A bearer token for the API.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = tokens)]
pub struct Token {
    pub id: i64,
    pub person_id: i64,
    pub scope: String,
    pub expires_at: NaiveDateTime,
    pub revoked_at: Option<NaiveDateTime>,
}
pub fn add_token(db: &mut Db, hash: &str, person: i64, scope: &str, created_at: NaiveDateTime, expires_at: NaiveDateTime) -> StoreResult<i64> {
    let values =
        (tokens::hash.eq(hash), tokens::person_id.eq(person), tokens::scope.eq(scope), tokens::created_at.eq(created_at), tokens::expires_at.eq(expires_at));
    Ok(diesel::insert_into(tokens::table).values(values).returning(tokens::id).get_result(db)?)
}
pub fn token(db: &mut Db, hash: &str) -> StoreResult<Option<(Token, Person)>> {
    let found = tokens::table
        .inner_join(people::table)
        .filter(tokens::hash.eq(hash).and(people::disabled_at.is_null()))
        .select((Token::as_select(), Person::as_select()))
        .first(db)
        .optional()?;
    Ok(found)
}
pub fn revoke_tokens_of(db: &mut Db, person: i64, at: NaiveDateTime) -> StoreResult<()> {
    diesel::update(tokens::table.filter(tokens::person_id.eq(person).and(tokens::revoked_at.is_null()))).set(tokens::revoked_at.eq(at)).execute(db)?;
    Ok(())
}

pub fn add_password_link(db: &mut Db, hash: &str, person: i64, expires_at: NaiveDateTime) -> StoreResult<()> {
    diesel::insert_into(password_links::table)
        .values((password_links::hash.eq(hash), password_links::person_id.eq(person), password_links::expires_at.eq(expires_at)))
        .execute(db)?;
    Ok(())
}
/// The person of a link that is neither used nor expired.
pub fn password_link(db: &mut Db, hash: &str, now: NaiveDateTime) -> StoreResult<Option<i64>> {
    let live = password_links::table.filter(password_links::hash.eq(hash).and(password_links::used_at.is_null()).and(password_links::expires_at.gt(now)));
    Ok(live.select(password_links::person_id).first(db).optional()?)
}
pub fn use_password_link(db: &mut Db, hash: &str, at: NaiveDateTime) -> StoreResult<()> {
    expect_one(
        diesel::update(password_links::table.filter(password_links::hash.eq(hash).and(password_links::used_at.is_null())))
            .set(password_links::used_at.eq(at))
            .execute(db)?,
    )
}

/// Ends every link that a person has not used yet.
pub fn end_password_links_of(db: &mut Db, person: i64) -> StoreResult<()> {
    diesel::delete(password_links::table.filter(password_links::person_id.eq(person).and(password_links::used_at.is_null()))).execute(db)?;
    Ok(())
}

pub fn log_sign_in(db: &mut Db, at: NaiveDateTime, email_key: &str, address: &str, outcome: &str) -> StoreResult<()> {
    diesel::insert_into(sign_ins::table)
        .values((sign_ins::at.eq(at), sign_ins::email_key.eq(email_key), sign_ins::address.eq(address), sign_ins::outcome.eq(outcome)))
        .execute(db)?;
    Ok(())
}
/// Whether the account has signed in from this address since `since`.
pub fn has_signed_in_from(db: &mut Db, email_key: &str, address: &str, since: NaiveDateTime) -> StoreResult<bool> {
    let before = sign_ins::table
        .filter(sign_ins::email_key.eq(email_key).and(sign_ins::address.eq(address)).and(sign_ins::outcome.eq("signed_in")).and(sign_ins::at.gt(since)));
    Ok(before.select(sign_ins::id).first::<i64>(db).optional()?.is_some())
}
/// How many browsers a person is signed in with.
pub fn live_sessions(db: &mut Db, person: i64, now: NaiveDateTime) -> StoreResult<i64> {
    Ok(sessions::table.filter(sessions::person_id.eq(person).and(sessions::expires_at.gt(now))).count().get_result(db)?)
}
