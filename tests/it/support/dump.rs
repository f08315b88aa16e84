//! The whole database as text, to see that nothing changed.
use super::World;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use std::collections::BTreeMap;

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Nullable<Text>)]
    text: Option<String>,
}

/// Every table's rows, without what a mere visit may note: when a session was seen, and its words.
pub fn dump(world: &World) -> BTreeMap<String, Vec<String>> {
    #[cfg(feature = "postgres")]
    if world.database.starts_with("postgres") {
        return dump_postgres(world);
    }
    let mut db = SqliteConnection::establish(&world.database).expect("database");
    let tables = texts(&mut db, "SELECT name AS text FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
    tables
        .into_iter()
        .map(|table| {
            let columns = texts(&mut db, &format!("SELECT name AS text FROM pragma_table_info('{table}')"));
            let shown: Vec<String> = columns.iter().filter(|c| !["seen_at", "notice"].contains(&c.as_str())).map(|c| format!("quote(\"{c}\")")).collect();
            let rows = texts(&mut db, &format!("SELECT {} AS text FROM {table} ORDER BY 1", shown.join(" || '|' || ")));
            (table, rows)
        })
        .collect()
}

#[cfg(feature = "postgres")]
fn dump_postgres(world: &World) -> BTreeMap<String, Vec<String>> {
    let mut db = diesel::PgConnection::establish(&world.database).expect("database");
    let mut texts = |query: &str| -> Vec<String> {
        let rows: Vec<Row> = diesel::sql_query(query).load(&mut db).unwrap_or_else(|e| panic!("{query}: {e}"));
        rows.into_iter().filter_map(|r| r.text).collect()
    };
    let tables = texts("SELECT tablename::text AS text FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'sessions' ORDER BY 1");
    tables
        .into_iter()
        .map(|table| {
            let rows = texts(&format!("SELECT t::text AS text FROM {table} t ORDER BY 1"));
            (table, rows)
        })
        .collect()
}

fn texts(db: &mut SqliteConnection, query: &str) -> Vec<String> {
    let rows: Vec<Row> = diesel::sql_query(query).load(db).unwrap_or_else(|e| panic!("{query}: {e}"));
    rows.into_iter().filter_map(|r| r.text).collect()
}
