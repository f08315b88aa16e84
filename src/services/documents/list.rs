//! The documents of a project as people look for them, and the list of what is adopted.
use super::{Document, reads_drafts};
use crate::domain::document::{DocumentKind, VersionState};
use crate::services::context::{Ctx, InProject};
use crate::services::lists::{cut, expect_short};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::consultations;
use crate::store::documents::{self as rows, DocumentRow, Filter, VersionHead, VersionRow};
use std::collections::BTreeSet;

/// What is asked of a list, as words of an address.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub kind: Option<String>,
    pub state: Option<String>,
    pub text: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    pub limit: i64,
}

/// One page of documents, newest first, and the place where the next begins.
#[derive(Debug)]
pub struct Page {
    pub documents: Vec<Document>,
    pub next: Option<String>,
}
/// One page of adopted versions, newest first, and the place where the next begins.
#[derive(Debug)]
pub struct AdoptedPage {
    pub versions: Vec<(VersionRow, DocumentRow)>,
    pub next: Option<String>,
}

/// A page of a project's documents, found by type, state, and words of their titles and texts; of each its newest version and the
/// one in force.
///
/// # Errors
/// A filter that is no word of its kind, or a cursor that is not one of ours.
pub fn page(db: &mut Db, ctx: &Ctx, at: &InProject, query: &Query) -> Result<Page, Problem> {
    let (kind, before) = (word(&query.kind, "kind")?, word::<i32>(&query.cursor, "cursor")?);
    let state: Option<VersionState> = word(&query.state, "state")?;
    let all = reads_drafts(ctx, at);
    let asked = if all { None } else { Some(rows::asked(db, at.project.id, ctx.person.0)?) };
    expect_short(query.text.as_deref())?;
    let filter = Filter { kind, state, text: query.text.clone(), asked };
    let (found, next) = cut(rows::page(db, at.project.id, &filter, before, query.limit + 1)?, query.limit, |row| row.number.to_string());
    let ids: Vec<i64> = found.iter().map(|row| row.id).collect();
    let mut heads = rows::heads_of_all(db, &ids)?;
    if !all {
        let asked = consultations::asked_about(db, &ids, ctx.person.0)?;
        heads.retain(|v| v.state.is_shown_to_all() || asked.contains(&(v.document_id, v.number)));
    }
    let versions = rows::versions(db, &listed(&heads))?;
    let documents = found.into_iter().map(|row| Document { versions: versions.iter().filter(|v| v.document_id == row.id).cloned().collect(), row });
    Ok(Page { documents: documents.collect(), next })
}

/// The versions that a list tells of: of each document the newest, and the one in force.
fn listed(heads: &[VersionHead]) -> Vec<i64> {
    let of_one = |versions: &[VersionHead]| {
        let in_force = versions.iter().rev().find(|v| v.decision.is_some());
        [versions.last(), in_force].into_iter().flatten().map(|v| v.id).collect::<BTreeSet<_>>()
    };
    heads.chunk_by(|a, b| a.document_id == b.document_id).flat_map(of_one).collect()
}

/// A page of the adopted versions of a project.
///
/// # Errors
/// As [`page`].
pub fn adopted(db: &mut Db, at: &InProject, query: &Query) -> Result<AdoptedPage, Problem> {
    let (kind, before) = (word(&query.kind, "kind")?, word::<i32>(&query.cursor, "cursor")?);
    expect_short(query.text.as_deref())?;
    let read = rows::adopted(db, at.project.id, kind, query.text.as_deref(), before, query.limit + 1)?;
    let (versions, next) = cut(read, query.limit, |(version, _)| version.decision.unwrap_or_default().to_string());
    Ok(AdoptedPage { versions, next })
}
/// The adopted versions of a type that a gate can point to, the newest first.
///
/// # Errors
/// Those of the store.
pub fn adopted_of_kind(db: &mut Db, project: i64, kind: DocumentKind) -> Result<Vec<(VersionRow, DocumentRow)>, Problem> {
    const OFFERED: i64 = 50;
    Ok(rows::adopted(db, project, Some(kind), None, None, OFFERED)?)
}

/// Whether the project keeps documents of a type here, adopted or not.
///
/// # Errors
/// Those of the store.
pub fn is_kept(db: &mut Db, project: i64, kind: DocumentKind) -> Result<bool, Problem> {
    Ok(!rows::page(db, project, &rows::Filter { kind: Some(kind), ..rows::Filter::default() }, None, 1)?.is_empty())
}

fn word<T: std::str::FromStr>(raw: &Option<String>, field: &str) -> Result<Option<T>, Problem> {
    raw.as_deref().map(|w| w.parse().map_err(|_| Problem::no_choice(field))).transpose()
}
