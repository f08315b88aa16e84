//! Settings of the installation that live in the database, by key.
use crate::domain::mail_server::MailServer;
use crate::domain::operator::Operator;
use crate::domain::retention::Retention;
use crate::store::columns::{json, to_json};
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::settings;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

/// The demo's clock: `<domain instant>|<real instant>`, both RFC 3339.
pub const DEMO_CLOCK: &str = "demo_clock";
/// How long things are kept, as JSON.
pub const RETENTION: &str = "retention";
/// Where mail is handed in, as JSON.
const MAIL: &str = "mail";
/// Who runs the installation, as JSON.
const OPERATOR: &str = "operator";
/// The newest backup, as JSON.
const LAST_BACKUP: &str = "last_backup";

/// The newest backup that the `backup` command made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    pub at: NaiveDateTime,
    /// Bytes.
    pub size: u64,
}

/// The mail server that an administrator has set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMail {
    pub version: i64,
    pub server: MailServer,
    /// Sealed, never in the clear.
    pub password: Option<String>,
    pub by: String,
    pub at: NaiveDateTime,
}

/// Who runs the installation, as an administrator has said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredOperator {
    pub version: i64,
    pub operator: Operator,
}

pub fn get(db: &mut Db, key: &str) -> StoreResult<Option<String>> {
    Ok(settings::table.find(key).select(settings::value).first(db).optional()?)
}

pub fn set(db: &mut Db, key: &str, value: &str) -> StoreResult<()> {
    let changed = diesel::update(settings::table.find(key)).set(settings::value.eq(value)).execute(db)?;
    if changed == 0 {
        diesel::insert_into(settings::table).values((settings::key.eq(key), settings::value.eq(value))).execute(db)?;
    }
    Ok(())
}

/// How long things are kept; what is set nowhere is as the program has it.
///
/// # Errors
/// A stored value that is none.
pub fn retention(db: &mut Db) -> StoreResult<Retention> {
    Ok(get(db, RETENTION)?.map(|stored| json(&stored)).transpose()?.unwrap_or_default())
}
pub fn set_retention(db: &mut Db, retention: &Retention) -> StoreResult<()> {
    set(db, RETENTION, &to_json(retention)?)
}
/// # Errors
/// A stored value that is none.
pub fn last_backup(db: &mut Db) -> StoreResult<Option<LastBackup>> {
    get(db, LAST_BACKUP)?.map(|stored| json(&stored)).transpose()
}
pub fn set_last_backup(db: &mut Db, backup: &LastBackup) -> StoreResult<()> {
    set(db, LAST_BACKUP, &to_json(backup)?)
}
/// # Errors
/// A stored value that is none.
pub fn mail(db: &mut Db) -> StoreResult<Option<StoredMail>> {
    get(db, MAIL)?.map(|stored| json(&stored)).transpose()
}
/// Keeps the mail server, or forgets it.
pub fn set_mail(db: &mut Db, mail: Option<&StoredMail>) -> StoreResult<()> {
    match mail {
        Some(mail) => set(db, MAIL, &to_json(mail)?),
        None => Ok(diesel::delete(settings::table.find(MAIL)).execute(db).map(drop)?),
    }
}
/// # Errors
/// A stored value that is none.
pub fn operator(db: &mut Db) -> StoreResult<Option<StoredOperator>> {
    get(db, OPERATOR)?.map(|stored| json(&stored)).transpose()
}
pub fn set_operator(db: &mut Db, operator: &StoredOperator) -> StoreResult<()> {
    set(db, OPERATOR, &to_json(operator)?)
}
