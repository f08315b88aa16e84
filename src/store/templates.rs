//! The templates that administrators have made: new versions of lifecycles and of charters. A version never changes.
use crate::store::columns::{json, to_json};
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::{people, templates};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

word_enum! {
    /// What a template is of.
    TemplateKind { Lifecycle = "lifecycle", Charter = "charter" }
}

/// A version of a template, with who made it.
#[derive(Debug, Clone)]
pub struct Made<T> {
    pub key: String,
    pub number: i32,
    pub content: T,
    pub by: String,
    pub at: NaiveDateTime,
}

/// Every version of every template of a kind, the oldest of a template first.
///
/// # Errors
/// A damaged row.
pub fn all<T: DeserializeOwned>(db: &mut Db, kind: TemplateKind) -> StoreResult<Vec<Made<T>>> {
    let rows: Vec<(String, i32, String, String, NaiveDateTime)> = templates::table
        .inner_join(people::table)
        .filter(templates::kind.eq(kind.as_str()))
        .select((templates::key, templates::number, templates::content, people::name, templates::made_at))
        .order((templates::key, templates::number))
        .load(db)?;
    rows.into_iter().map(|(key, number, content, by, at)| Ok(Made { key, number, content: json(&content)?, by, at })).collect()
}
/// # Errors
/// A damaged row.
pub fn find<T: DeserializeOwned>(db: &mut Db, kind: TemplateKind, key: &str, number: i32) -> StoreResult<Option<T>> {
    let content: Option<String> = templates::table.find((kind.as_str(), key, number)).select(templates::content).first(db).optional()?;
    content.map(|content| json(&content)).transpose()
}
/// The newest version with its number.
///
/// # Errors
/// A damaged row.
pub fn newest<T: DeserializeOwned>(db: &mut Db, kind: TemplateKind, key: &str) -> StoreResult<Option<(i32, T)>> {
    let mine = templates::table.filter(templates::kind.eq(kind.as_str()).and(templates::key.eq(key)));
    let row: Option<(i32, String)> = mine.select((templates::number, templates::content)).order(templates::number.desc()).first(db).optional()?;
    row.map(|(number, content)| Ok((number, json(&content)?))).transpose()
}
/// Adds a version; [`crate::store::StoreError::Taken`] when the number is.
pub fn add<T: Serialize>(db: &mut Db, kind: TemplateKind, key: &str, number: i32, content: &T, by: i64, at: NaiveDateTime) -> StoreResult<()> {
    let values = (
        templates::kind.eq(kind.as_str()),
        templates::key.eq(key),
        templates::number.eq(number),
        templates::content.eq(to_json(content)?),
        templates::made_by.eq(by),
        templates::made_at.eq(at),
    );
    diesel::insert_into(templates::table).values(values).execute(db)?;
    Ok(())
}
