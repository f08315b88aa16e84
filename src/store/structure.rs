//! Whether the database is built as this program builds it: tables, indexes, and the triggers that guard what must not change.
use crate::store::connection::{Kind, kind};
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::migrate;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use std::collections::BTreeMap;

/// Something of the database itself that is not as it should be.
pub struct Fault {
    /// What it is, as in `trigger journal_is_not_changed`.
    pub what: String,
    pub why: String,
}

/// What of the database's structure is gone, changed or switched off, and what the database itself finds wrong with its file.
///
/// # Errors
/// Those of the database.
pub fn faults(db: &mut Db) -> StoreResult<Vec<Fault>> {
    match kind(db) {
        Kind::Sqlite(c) => {
            let mut faults = unlike(&built(c)?, &built(&mut migrate::fresh()?)?);
            faults.extend(damage(c)?);
            Ok(faults)
        }
        #[cfg(feature = "postgres")]
        Kind::Postgres(c) => postgres::unguarded(c),
    }
}

#[derive(QueryableByName)]
struct Part {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    words: String,
}
/// What an SQLite database is built of, and the statements that built its triggers and indexes. Tables may have been built otherwise and
/// altered since.
fn built(db: &mut SqliteConnection) -> StoreResult<BTreeMap<String, String>> {
    let parts = "SELECT type || ' ' || name AS name, CASE WHEN type IN ('trigger', 'index') THEN coalesce(sql, '') ELSE '' END AS words \
                 FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' AND name <> '__diesel_schema_migrations'";
    let parts: Vec<Part> = sql_query(parts).load(db)?;
    Ok(parts.into_iter().map(|part| (part.name, part.words)).collect())
}
fn unlike(found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) -> Vec<Fault> {
    let fault = |what: &String, why: &str| Fault { what: what.clone(), why: why.to_owned() };
    let missed = expected.iter().filter_map(|(what, words)| match found.get(what) {
        None => Some(fault(what, "it is gone")),
        Some(other) if other != words => Some(fault(what, "it is not as this program builds it")),
        Some(_) => None,
    });
    let strange = found.keys().filter(|what| !expected.contains_key(*what)).map(|what| fault(what, "this program did not build it"));
    missed.chain(strange).collect()
}
/// What SQLite finds when it reads the whole file: pages that are damaged, and indexes that do not agree with their tables.
fn damage(db: &mut SqliteConnection) -> StoreResult<Vec<Fault>> {
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Text)]
        integrity_check: String,
    }
    let found: Vec<Found> = sql_query("PRAGMA integrity_check").load(db)?;
    let of_file = |found: Found| Fault { what: "database file".to_owned(), why: found.integrity_check };
    Ok(found.into_iter().filter(|found| found.integrity_check != "ok").map(of_file).collect())
}

#[cfg(feature = "postgres")]
mod postgres {
    use super::{Fault, Part};
    use crate::store::error::StoreResult;
    use diesel::prelude::*;
    use diesel::sql_query;

    /// The triggers that guard what must not change, and those that mark the rules as changed. What stands here and not in the migrations
    /// fails the proof that every test ends with.
    pub const GUARDS: [&str; 25] = [
        "adopted_versions_are_locked",
        "approved_reports_are_locked",
        "bodies_mark",
        "charters_mark",
        "decided_changes_are_locked",
        "decisions_are_not_changed",
        "decisions_are_not_truncated",
        "delegations_are_not_deleted",
        "delegations_are_not_truncated",
        "delegations_are_only_revoked",
        "delegations_mark",
        "journal_bodies_are_not_deleted",
        "journal_bodies_are_not_truncated",
        "journal_bodies_are_only_emptied",
        "journal_is_not_changed",
        "journal_is_not_truncated",
        "journal_keeps_its_chain",
        "people_mark",
        "plan_baselines_are_not_changed",
        "plan_baselines_are_not_truncated",
        "risk_policies_mark",
        "risk_views_mark",
        "role_assignments_mark",
        "templates_are_not_changed",
        "templates_are_not_truncated",
    ];

    /// The guards that are gone or switched off.
    pub fn unguarded(db: &mut PgConnection) -> StoreResult<Vec<Fault>> {
        let triggers = "SELECT t.tgname::text AS name, t.tgenabled::text AS words FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
                        JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema()";
        let triggers: Vec<Part> = sql_query(triggers).load(db)?;
        let why = |guard: &str| match triggers.iter().find(|t| t.name == guard).map(|t| t.words.as_str()) {
            None => Some("it is gone"),
            Some("D") => Some("it is switched off"),
            Some(_) => None,
        };
        let fault = |guard: &str| why(guard).map(|why| Fault { what: format!("trigger {guard}"), why: why.to_owned() });
        Ok(GUARDS.into_iter().filter_map(fault).collect())
    }
}
