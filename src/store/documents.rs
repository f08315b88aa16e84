//! Documents and their versions.
use crate::domain::document::{DocumentKind, Label, VersionState};
use crate::domain::text::folded;
use crate::store::columns::{Stored, containing, word};
use crate::store::db::Db;
use crate::store::error::{StoreResult, expect_one};
use crate::store::schema::{consultations, document_versions, documents};
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

/// A stored document.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = documents)]
pub struct DocumentRow {
    pub id: i64,
    pub project_id: i64,
    pub number: i32,
    #[diesel(deserialize_as = Stored<DocumentKind>)]
    pub kind: DocumentKind,
    pub title: String,
    pub description: String,
    pub responsible_id: Option<i64>,
    pub register_number: String,
    /// The paragraph that makes it secret; empty for what is public.
    pub secrecy: String,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    pub version: i64,
}

/// What people write of a document.
#[derive(Debug, Clone, PartialEq, Eq, Insertable, AsChangeset)]
#[diesel(table_name = documents, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct DocumentValues {
    #[diesel(serialize_as = Stored<DocumentKind>)]
    pub kind: DocumentKind,
    pub title: String,
    pub description: String,
    pub responsible_id: Option<i64>,
    pub register_number: String,
    pub secrecy: String,
}
impl DocumentRow {
    pub fn values(&self) -> DocumentValues {
        DocumentValues {
            kind: self.kind,
            title: self.title.clone(),
            description: self.description.clone(),
            responsible_id: self.responsible_id,
            register_number: self.register_number.clone(),
            secrecy: self.secrecy.clone(),
        }
    }
}

/// A stored version of a document.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = document_versions)]
pub struct VersionRow {
    pub id: i64,
    pub document_id: i64,
    pub number: i32,
    pub label: String,
    #[diesel(deserialize_as = Stored<VersionState>)]
    pub state: VersionState,
    pub reason: String,
    pub text: String,
    pub file_sha256: Option<String>,
    pub file_name: String,
    pub file_kind: Option<String>,
    pub size: i64,
    pub written_by: i64,
    pub written_at: NaiveDateTime,
    /// The label that it is to have once it is adopted.
    pub adopts_as: Option<String>,
    pub submitted_by: Option<i64>,
    pub submitted_at: Option<NaiveDateTime>,
    pub return_reason: Option<String>,
    pub frozen: Option<String>,
    pub hash: Option<String>,
    pub decision: Option<i32>,
    pub adopted_on: Option<NaiveDate>,
}
impl VersionRow {
    /// # Errors
    /// A damaged row.
    pub fn label(&self) -> StoreResult<Label> {
        word(&self.label)
    }
}

/// A version to be stored.
#[derive(Insertable)]
#[diesel(table_name = document_versions)]
pub struct NewVersion<'a> {
    pub document_id: i64,
    pub project_id: i64,
    pub number: i32,
    pub label: String,
    pub state: &'a str,
    pub reason: &'a str,
    pub text: &'a str,
    pub file_sha256: Option<&'a str>,
    pub file_name: &'a str,
    pub file_kind: Option<&'a str>,
    pub size: i64,
    pub written_by: i64,
    pub written_at: NaiveDateTime,
}

/// Adds a document under the next number of its project; it says nothing of its versions until [`retell`].
pub fn add(db: &mut Db, project: i64, values: &DocumentValues, at: NaiveDateTime) -> StoreResult<DocumentRow> {
    let number = next_number!(db, documents, documents::project_id.eq(project));
    let own = (
        documents::project_id.eq(project),
        documents::number.eq(number),
        documents::state.eq(VersionState::Draft.as_str()),
        documents::search.eq(""),
        documents::shown_search.eq(""),
        documents::created_at.eq(at),
        documents::updated_at.eq(at),
        documents::version.eq(1),
    );
    diesel::insert_into(documents::table).values((own, values.clone())).execute(db)?;
    Ok(documents::table.filter(documents::project_id.eq(project).and(documents::number.eq(number))).select(DocumentRow::as_select()).first(db)?)
}
pub fn find(db: &mut Db, project: i64, number: i32) -> StoreResult<Option<DocumentRow>> {
    let row = documents::table.filter(documents::project_id.eq(project).and(documents::number.eq(number)));
    Ok(row.select(DocumentRow::as_select()).first(db).optional()?)
}
/// Stores a document that was at the version that `row` was read with.
pub fn update(db: &mut Db, row: &DocumentRow, values: &DocumentValues, at: NaiveDateTime) -> StoreResult<()> {
    let seen = documents::table.filter(documents::id.eq(row.id).and(documents::version.eq(row.version)));
    let own = (documents::updated_at.eq(at), documents::version.eq(row.version + 1));
    expect_one(diesel::update(seen).set((values.clone(), own)).execute(db)?)
}
/// What the list knows of a document's versions, after one of them has changed.
pub fn retell(db: &mut Db, id: i64) -> StoreResult<()> {
    let row: DocumentRow = documents::table.find(id).select(DocumentRow::as_select()).first(db)?;
    let versions = versions_of(db, id)?;
    let shown = || versions.iter().filter(|v| v.state.is_shown_to_all());
    let texts = |of: &mut dyn Iterator<Item = &VersionRow>| {
        let mut words = vec![row.title.as_str(), &row.description, &row.register_number];
        words.extend(of.flat_map(|v| [v.text.as_str(), &v.file_name]));
        folded(&words.join("\n"))
    };
    let told = (
        documents::state.eq(versions.last().map_or(VersionState::Draft, |v| v.state).as_str()),
        documents::shown_state.eq(shown().next_back().map(|v| v.state.as_str())),
        documents::search.eq(texts(&mut versions.iter())),
        documents::shown_search.eq(texts(&mut shown())),
    );
    diesel::update(documents::table.find(id)).set(told).execute(db)?;
    Ok(())
}

/// Which documents a list shows.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub kind: Option<DocumentKind>,
    pub state: Option<VersionState>,
    /// Text to be found in titles and texts.
    pub text: Option<String>,
    /// For somebody who reads no drafts: the documents whose drafts they were asked about.
    pub asked: Option<Vec<i64>>,
}

/// The newest documents before the number `before`.
pub fn page(db: &mut Db, project: i64, filter: &Filter, before: Option<i32>, limit: i64) -> StoreResult<Vec<DocumentRow>> {
    let mut q = documents::table.filter(documents::project_id.eq(project)).select(DocumentRow::as_select()).into_boxed();
    if let Some(kind) = filter.kind {
        q = q.filter(documents::kind.eq(kind.as_str()));
    }
    if let Some(number) = before {
        q = q.filter(documents::number.lt(number));
    }
    match &filter.asked {
        None => {
            if let Some(state) = filter.state {
                q = q.filter(documents::state.eq(state.as_str()));
            }
            if let Some(text) = &filter.text {
                q = q.filter(documents::search.like(containing(text)).escape('\\'));
            }
        }
        Some(asked) => {
            q = q.filter(documents::shown_state.is_not_null().or(documents::id.eq_any(asked.clone())));
            if let Some(state) = filter.state {
                let drafts = documents::state.eq(state.as_str()).and(documents::id.eq_any(asked.clone()));
                q = q.filter(documents::shown_state.eq(state.as_str()).assume_not_null().or(drafts));
            }
            if let Some(text) = &filter.text {
                q = q.filter(documents::shown_search.like(containing(text)).escape('\\'));
            }
        }
    }
    Ok(q.order(documents::number.desc()).limit(limit).load(db)?)
}

/// The versions of a document in the order in which they were made.
pub fn versions_of(db: &mut Db, document: i64) -> StoreResult<Vec<VersionRow>> {
    let rows = document_versions::table.filter(document_versions::document_id.eq(document));
    Ok(rows.select(VersionRow::as_select()).order(document_versions::number).load(db)?)
}
/// What tells which versions a list shows, without their texts.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = document_versions)]
pub struct VersionHead {
    pub id: i64,
    pub document_id: i64,
    pub number: i32,
    #[diesel(deserialize_as = Stored<VersionState>)]
    pub state: VersionState,
    pub decision: Option<i32>,
}
/// The versions of several documents, those of one together and in their order.
pub fn heads_of_all(db: &mut Db, documents: &[i64]) -> StoreResult<Vec<VersionHead>> {
    let rows = document_versions::table.filter(document_versions::document_id.eq_any(documents));
    Ok(rows.select(VersionHead::as_select()).order((document_versions::document_id, document_versions::number)).load(db)?)
}
/// Versions by their ids, those of one document together and in their order.
pub fn versions(db: &mut Db, ids: &[i64]) -> StoreResult<Vec<VersionRow>> {
    let rows = document_versions::table.filter(document_versions::id.eq_any(ids));
    Ok(rows.select(VersionRow::as_select()).order((document_versions::document_id, document_versions::number)).load(db)?)
}
pub fn add_version(db: &mut Db, new: &NewVersion<'_>) -> StoreResult<()> {
    diesel::insert_into(document_versions::table).values(new).execute(db)?;
    Ok(())
}
pub fn set_state(db: &mut Db, version: &VersionRow, state: VersionState) -> StoreResult<()> {
    expect_one(diesel::update(document_versions::table.find(version.id)).set(document_versions::state.eq(state.as_str())).execute(db)?)
}
/// A version is submitted, to be adopted under `label`.
pub fn submit(db: &mut Db, version: &VersionRow, label: Label, by: i64, at: NaiveDateTime) -> StoreResult<()> {
    let values = (
        document_versions::state.eq(VersionState::Submitted.as_str()),
        document_versions::adopts_as.eq(label.to_string()),
        document_versions::submitted_by.eq(by),
        document_versions::submitted_at.eq(at),
        document_versions::return_reason.eq(None::<String>),
    );
    expect_one(diesel::update(document_versions::table.find(version.id)).set(values).execute(db)?)
}
pub fn give_back(db: &mut Db, version: &VersionRow, reason: &str) -> StoreResult<()> {
    let values = (document_versions::state.eq(VersionState::Returned.as_str()), document_versions::return_reason.eq(reason));
    expect_one(diesel::update(document_versions::table.find(version.id)).set(values).execute(db)?)
}
/// What an adoption fixes.
pub struct Adoption<'a> {
    pub label: &'a str,
    pub frozen: &'a str,
    pub hash: &'a str,
    pub decision: i32,
    pub on: NaiveDate,
}
pub fn adopt(db: &mut Db, version: &VersionRow, adoption: &Adoption<'_>) -> StoreResult<()> {
    let values = (
        document_versions::state.eq(VersionState::Adopted.as_str()),
        document_versions::label.eq(adoption.label),
        document_versions::frozen.eq(adoption.frozen),
        document_versions::hash.eq(adoption.hash),
        document_versions::decision.eq(adoption.decision),
        document_versions::adopted_on.eq(adoption.on),
    );
    expect_one(diesel::update(document_versions::table.find(version.id)).set(values).execute(db)?)
}

/// Adopted versions of a project, the newest adoption first, before the decision `before`, with `text` in the document's texts.
pub fn adopted(
    db: &mut Db, project: i64, kind: Option<DocumentKind>, text: Option<&str>, before: Option<i32>, limit: i64,
) -> StoreResult<Vec<(VersionRow, DocumentRow)>> {
    let mut q = document_versions::table
        .inner_join(documents::table)
        .filter(document_versions::project_id.eq(project).and(document_versions::decision.is_not_null()))
        .select((VersionRow::as_select(), DocumentRow::as_select()))
        .into_boxed();
    if let Some(kind) = kind {
        q = q.filter(documents::kind.eq(kind.as_str()));
    }
    if let Some(text) = text {
        q = q.filter(documents::shown_search.like(containing(text)).escape('\\'));
    }
    if let Some(decision) = before {
        q = q.filter(document_versions::decision.lt(decision));
    }
    Ok(q.order(document_versions::decision.desc()).limit(limit).load(db)?)
}
/// The adopted versions of one project or of all after the id `after`, oldest first, for verification.
pub fn adopted_after(db: &mut Db, project: Option<i64>, after: i64, limit: i64) -> StoreResult<Vec<(i64, i32, VersionRow)>> {
    let mut rows = document_versions::table
        .inner_join(documents::table)
        .filter(document_versions::id.gt(after).and(document_versions::decision.is_not_null()))
        .select((document_versions::project_id, documents::number, VersionRow::as_select()))
        .into_boxed();
    if let Some(project) = project {
        rows = rows.filter(document_versions::project_id.eq(project));
    }
    Ok(rows.order(document_versions::id).limit(limit).load(db)?)
}
/// The versions of a project in a state, with their documents.
pub fn in_state(db: &mut Db, project: i64, state: VersionState) -> StoreResult<Vec<(VersionRow, DocumentRow)>> {
    let rows = document_versions::table
        .inner_join(documents::table)
        .filter(document_versions::project_id.eq(project).and(document_versions::state.eq(state.as_str())))
        .select((VersionRow::as_select(), DocumentRow::as_select()));
    Ok(rows.order(document_versions::id).load(db)?)
}
/// The documents of a project whose drafts somebody was asked about.
pub fn asked(db: &mut Db, project: i64, person: i64) -> StoreResult<Vec<i64>> {
    use crate::store::schema::consultation_answers as answers;
    let rows = answers::table.inner_join(consultations::table.inner_join(documents::table));
    let own = rows.filter(answers::person_id.eq(person).and(documents::project_id.eq(project)));
    Ok(own.select(consultations::document_id).distinct().load(db)?)
}
