//! Which risks may contain a text, without reading every risk of an installation.
//!
//! SQLite keeps an index of every three letters in a row, with all risks but the newest, which are read through. PostgreSQL has such an
//! index of its own, and uses it where a question compares texts.
use crate::store::columns::containing;
use crate::store::connection::{Kind, kind};
use crate::store::db::Db;
use crate::store::error::StoreResult;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// So many risks are worth finding first. A text of more risks is met soon enough by going through them in the list's order.
const FEW: usize = 500;

#[derive(QueryableByName)]
struct Candidate {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// The ids of the risks that may contain `text`, in any project; `None` when they are many, or when nothing tells.
pub fn candidates(db: &mut Db, text: &str) -> StoreResult<Option<Vec<i64>>> {
    let Some(letters) = three_letters_in_a_row(text) else { return Ok(None) };
    #[cfg_attr(not(feature = "postgres"), expect(irrefutable_let_patterns, reason = "one kind without the feature"))]
    let Kind::Sqlite(db) = kind(db) else { return Ok(None) };
    let indexed = diesel::sql_query("SELECT rowid AS id FROM risk_search WHERE risk_search MATCH ? LIMIT ?").bind::<Text, _>(letters);
    let newest = diesel::sql_query("SELECT id FROM risks WHERE id > (SELECT until FROM risk_search_until) AND search LIKE ? ESCAPE '\\' LIMIT ?");
    let mut found: Vec<Candidate> = indexed.bind::<BigInt, _>(FEW as i64 + 1).load(db)?;
    found.extend(newest.bind::<Text, _>(containing(text)).bind::<BigInt, _>(FEW as i64 + 1).load::<Candidate>(db)?);
    Ok((found.len() <= FEW).then(|| found.into_iter().map(|c| c.id).collect()))
}

/// What the index is asked for: threes that cover the text side by side, since each costs a look-up and what lies across them is compared
/// afterwards. `None` for a text of fewer than three letters.
fn three_letters_in_a_row(text: &str) -> Option<String> {
    let letters: Vec<char> = crate::domain::text::folded(text).chars().collect();
    let quoted = |three: &[char]| format!("\"{}\"", three.iter().collect::<String>().replace('"', "\"\""));
    let whole = letters.chunks_exact(3);
    let last = letters.windows(3).next_back().filter(|_| !whole.remainder().is_empty());
    let all: Vec<String> = whole.chain(last).map(quoted).collect();
    (!all.is_empty()).then(|| all.join(" "))
}
