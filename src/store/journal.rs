//! The journal: one chain per project, chain 0 for the installation. It only grows.
use crate::domain::decision::hex;
use crate::domain::journal::{Event, GENESIS, Hash, body_hash, canonical, chain_hash};
use crate::store::columns::json;
use crate::store::db::Db;
use crate::store::error::{StoreError, StoreResult};
use crate::store::schema::{journal, journal_bodies};
use chrono::NaiveDateTime;
use diesel::prelude::*;

/// The chain's newest entry: the checkpoint that reports print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub seq: i64,
    pub hash: String,
}

/// A stored entry without its body.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal, treat_none_as_default_value = false)]
pub struct Entry {
    pub chain: i64,
    pub seq: i64,
    pub at: NaiveDateTime,
    pub kind: String,
    pub object: String,
    pub body_hash: String,
    pub previous: String,
    pub hash: String,
}

/// An entry's salt and body; both empty after an erasure.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = journal_bodies, treat_none_as_default_value = false)]
pub struct Body {
    pub chain: i64,
    pub seq: i64,
    pub salt: String,
    pub body: String,
}

/// The newest entry of a chain; number 0 and zeros before the first.
pub fn head(db: &mut Db, chain: i64) -> StoreResult<Head> {
    let newest: Option<(i64, String)> =
        journal::table.filter(journal::chain.eq(chain)).order(journal::seq.desc()).select((journal::seq, journal::hash)).first(db).optional()?;
    Ok(newest.map_or_else(|| Head { seq: 0, hash: hex(&GENESIS) }, |(seq, hash)| Head { seq, hash }))
}

/// Adds an event to a chain and answers its number.
pub fn append(db: &mut Db, chain: i64, event: &Event, salt: &str) -> StoreResult<i64> {
    let body = canonical(&serde_json::to_value(event).map_err(|e| StoreError::Corrupt(e.to_string()))?);
    let head = head(db, chain)?;
    let seq = head.seq + 1;
    let body_digest = body_hash(salt.as_bytes(), &body);
    let hash = chain_hash(&from_hex(&head.hash)?, seq, &body_digest);
    let entry = Entry {
        chain,
        seq,
        at: event.at,
        kind: event.kind.clone(),
        object: event.object.clone(),
        body_hash: hex(&body_digest),
        previous: head.hash,
        hash: hex(&hash),
    };
    diesel::insert_into(journal::table).values(&entry).execute(db)?;
    diesel::insert_into(journal_bodies::table).values(&Body { chain, seq, salt: salt.to_owned(), body }).execute(db)?;
    Ok(seq)
}

/// What entries of a kind are about, each with its moment, oldest first.
pub fn objects_of_kind(db: &mut Db, chain: i64, kind: &str, limit: i64) -> StoreResult<Vec<(String, NaiveDateTime)>> {
    let rows = journal::table.filter(journal::chain.eq(chain).and(journal::kind.eq(kind))).select((journal::object, journal::at));
    Ok(rows.order(journal::seq).limit(limit).load(db)?)
}
/// Which entries are wanted; all of them where nothing is said.
#[derive(Debug, Clone, Default)]
pub struct Filter<'a> {
    /// About one thing, `risk:R4`.
    pub object: Option<&'a str>,
    /// About things of these families, `risk`; five at most.
    pub families: &'a [&'a str],
    /// By this person. What was erased is nobody's.
    pub person: Option<i64>,
    /// From this moment on, and before that one.
    pub from: Option<NaiveDateTime>,
    pub until: Option<NaiveDateTime>,
}

/// Entries before `before` (exclusive), newest first, with what is left of their bodies.
pub fn page(db: &mut Db, chain: i64, filter: &Filter<'_>, before: Option<i64>, limit: i64) -> StoreResult<Vec<(Entry, Option<Event>)>> {
    let mut query = journal::table
        .inner_join(journal_bodies::table.on(journal_bodies::chain.eq(journal::chain).and(journal_bodies::seq.eq(journal::seq))))
        .filter(journal::chain.eq(chain))
        .select((Entry::as_select(), journal_bodies::body))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(journal::seq.lt(before));
    }
    if let Some(object) = filter.object {
        query = query.filter(journal::object.eq(object));
    }
    if let Some(first) = filter.families.first() {
        let of = |nth: usize| journal::object.like(format!("{}:%", filter.families.get(nth).unwrap_or(first)));
        // What there is one of in a project, its budget, is named by its family alone.
        let alone = journal::object.eq_any(filter.families.to_vec());
        query = query.filter(alone.or(of(0)).or(of(1)).or(of(2)).or(of(3)).or(of(4)));
    }
    if let Some(person) = filter.person {
        // A canonical body ends with its person and their role.
        query = query.filter(journal_bodies::body.like(format!("%,\"person\":{person},\"role\":%")));
    }
    if let Some(from) = filter.from {
        query = query.filter(journal::at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(journal::at.lt(until));
    }
    let rows: Vec<(Entry, String)> = query.order(journal::seq.desc()).limit(limit).load(db)?;
    rows.into_iter().map(|(entry, body)| Ok((entry, if body.is_empty() { None } else { Some(json(&body)?) }))).collect()
}

/// A stretch of a chain from `after` (exclusive), oldest first, for export and verification.
pub fn stretch(db: &mut Db, chain: i64, after: i64, limit: i64) -> StoreResult<Vec<(Entry, Body)>> {
    let rows = journal::table
        .inner_join(journal_bodies::table.on(journal_bodies::chain.eq(journal::chain).and(journal_bodies::seq.eq(journal::seq))))
        .filter(journal::chain.eq(chain).and(journal::seq.gt(after)))
        .select((Entry::as_select(), Body::as_select()))
        .order(journal::seq.asc())
        .limit(limit)
        .load(db)?;
    Ok(rows)
}

/// Every chain that has entries.
pub fn chains(db: &mut Db) -> StoreResult<Vec<i64>> {
    Ok(journal::table.select(journal::chain).distinct().order(journal::chain).load(db)?)
}

fn from_hex(text: &str) -> StoreResult<Hash> {
    let corrupt = || StoreError::Corrupt("a hash of the journal".to_owned());
    let mut out = GENESIS;
    if text.len() != 64 || !text.is_ascii() {
        return Err(corrupt());
    }
    for (i, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * i..2 * i + 2], 16).map_err(|_| corrupt())?;
    }
    Ok(out)
}
