//! What people do with documents: write versions, send them for comments, submit them, adopt or return them, and find them.
//!
//! A document has one optimistic version for all of it. Only its newest version moves; those before it stay as they were.
use crate::domain::decision::{ObjectKind, content_hash};
use crate::domain::document::{self, Label, VersionState};
use crate::domain::file::FileName;
use crate::domain::ids::PersonId;
use crate::domain::mandate::Pending;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{decisions, responsible, uploads, version};
use crate::store::documents::{self as rows, DocumentRow, DocumentValues, NewVersion, VersionRow};
use crate::store::files::Stored;
use crate::store::{Db, consultations, files};
use serde_json::{Value, json};

mod comments;
mod decide;
mod list;
mod requests;
pub use comments::{Asked, answer, asked_now, close, consultations_of, send_for_comments};
pub use decide::{decide, standing, submit};
pub use list::{AdoptedPage, Page, Query, adopted, adopted_of_kind, is_kept, page};
pub use requests::{AddVersion, AnswerComments, Content, Decide, NewDocument, SendForComments, Submit, Texts, Verdict, WriteDocument};

/// A document with those of its versions that the person may read, oldest first.
#[derive(Debug, Clone)]
pub struct Document {
    pub row: DocumentRow,
    pub versions: Vec<VersionRow>,
}
impl Document {
    /// The newest version that the person may read.
    ///
    /// # Errors
    /// [`Problem::NotFound`]: a document without any is not there.
    pub fn newest(&self) -> Result<&VersionRow, Problem> {
        self.versions.last().ok_or(Problem::NotFound)
    }
    /// The version with this number.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn version(&self, number: i32) -> Result<&VersionRow, Problem> {
        self.versions.iter().find(|v| v.number == number).ok_or(Problem::NotFound)
    }
}

/// Whether the person reads drafts: those who write documents.
pub fn reads_drafts(ctx: &Ctx, at: &InProject) -> bool {
    at.actor.may(Right::WriteDocuments, ctx.today)
}

/// A document by its number. Drafts are there for those who write them, and for those who were asked for comments on them.
///
/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<Document, Problem> {
    let row = rows::find(db, at.project.id, number)?.ok_or(Problem::NotFound)?;
    let mut versions = rows::versions_of(db, row.id)?;
    if !reads_drafts(ctx, at) {
        let asked = consultations::versions_asked(db, row.id, ctx.person.0)?;
        versions.retain(|v| v.state.is_shown_to_all() || asked.contains(&v.number));
    }
    if versions.is_empty() { Err(Problem::NotFound) } else { Ok(Document { row, versions }) }
}

/// The file of a version, and the name that it is saved under.
///
/// # Errors
/// [`Problem::NotFound`] for a version that the person may not read, and for one that is a text.
pub fn file(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, version: i32) -> Result<(Stored, FileName), Problem> {
    let document = find(db, ctx, at, number)?;
    let version = document.version(version)?;
    let sha256 = version.file_sha256.as_ref().ok_or(Problem::NotFound)?;
    let stored = files::find(db, sha256)?.ok_or_else(|| Problem::internal(format!("the file {sha256} is gone")))?;
    Ok((stored, FileName::clean(&version.file_name)))
}

/// Starts a document with its first version.
///
/// # Errors
/// No right to write documents, somebody responsible who has no role, or a file that is not taken.
pub fn start(db: &mut Db, ctx: &Ctx, at: &InProject, request: &NewDocument) -> Result<i32, Problem> {
    at.demand(Right::WriteDocuments, ctx.today)?;
    let values = values(ctx, at, &request.texts, None)?;
    let row = rows::add(db, at.project.id, &values, ctx.now)?;
    let label = request.label.unwrap_or(Label::FIRST);
    let made = add(db, ctx, at, &row, 1, label, request.reason.as_ref().map_or("", |r| r.as_str()), &request.content)?;
    rows::retell(db, row.id)?;
    let mut after = told(&row);
    after["label"] = json!(label);
    after["file"] = json!(made);
    journal::record(db, ctx, at, Change { kind: "document.created", object: &object(row.number), before: Value::Null, after })?;
    Ok(row.number)
}

/// What is written of a document besides its versions: type, title, who is responsible, register number, secrecy.
///
/// # Errors
/// No right, stale, another type while a version waits for its decision or is adopted, another title or description once the newest
/// is adopted, other register data then without a reason, any of it while the newest waits, or somebody responsible who has no role.
pub fn write(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &WriteDocument) -> Result<(), Problem> {
    at.demand(Right::WriteDocuments, ctx.today)?;
    let row = find(db, ctx, at, number)?.row;
    version::expect(row.version, request.version)?;
    let versions = rows::versions_of(db, row.id)?;
    // The type says whose decision an adoption is.
    if request.texts.kind != row.kind && versions.iter().any(|v| v.state == VersionState::Submitted) {
        return Err(Refused::VersionIsSubmitted.into());
    }
    if request.texts.kind != row.kind && versions.iter().any(|v| v.decision.is_some()) {
        return Err(Problem::invalid("kind", Fault::Other("kind-is-adopted")));
    }
    let values = values(ctx, at, &request.texts, row.responsible_id)?;
    demand_rewordable(&row, &versions, &values, request.reason.is_some())?;
    let mut after = told(&DocumentRow {
        kind: values.kind,
        title: values.title.clone(),
        description: values.description.clone(),
        responsible_id: values.responsible_id,
        register_number: values.register_number.clone(),
        secrecy: values.secrecy.clone(),
        ..row.clone()
    });
    // Of what is not adopted nothing is corrected.
    if let Some(reason) = request.reason.as_ref().filter(|_| versions.last().is_some_and(|v| v.state == VersionState::Adopted)) {
        after["reason"] = json!(reason);
    }
    store(db, ctx, at, &row, &values)?;
    journal::record(db, ctx, at, Change { kind: "document.edited", object: &object(number), before: told(&row), after })
}

/// What a decision is about is not changed behind its back; what is registered of an adopted version is corrected with a reason.
fn demand_rewordable(row: &DocumentRow, versions: &[VersionRow], values: &DocumentValues, reasoned: bool) -> Result<(), Problem> {
    let Some(newest) = versions.last() else { return Ok(()) };
    let retitled = (&values.title, &values.description) != (&row.title, &row.description);
    let registered = (&values.register_number, &values.secrecy) != (&row.register_number, &row.secrecy);
    newest.state.reword(retitled, registered)?;
    match newest.state {
        VersionState::Adopted if registered && !reasoned => Err(Problem::invalid("reason", Fault::Other("correction-needs-reason"))),
        _ => Ok(()),
    }
}

/// Adds a version, with what has changed since the one before.
///
/// # Errors
/// No right, the newest is out for comments or waits for its decision, a label that does not rise, a file that is not taken, stale.
pub fn add_version(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &AddVersion) -> Result<i32, Problem> {
    at.demand(Right::WriteDocuments, ctx.today)?;
    let document = find(db, ctx, at, number)?;
    let (row, newest) = (&document.row, document.newest()?);
    version::expect(row.version, request.version)?;
    newest.state.succeed()?;
    let last = newest.label()?;
    let label = request.label.unwrap_or(last.next());
    if label <= last {
        return Err(Problem::invalid("label", Fault::About("label-must-rise", last.to_string())));
    }
    let next = newest.number + 1;
    let made = add(db, ctx, at, row, next, label, request.reason.as_str(), &request.content)?;
    store(db, ctx, at, row, &row.values())?;
    let after = json!({"title": row.title, "label": label, "reason": request.reason, "file": made});
    journal::record(db, ctx, at, Change { kind: "document.versioned", object: &object(number), before: json!({"label": last}), after })?;
    Ok(next)
}

/// Stores a version's text or file; answers the file's name.
fn add(
    db: &mut Db, ctx: &Ctx, at: &InProject, row: &DocumentRow, number: i32, label: Label, reason: &str, content: &Content,
) -> Result<Option<String>, Problem> {
    let new = |text, sha256, name, kind, size| NewVersion {
        document_id: row.id,
        project_id: at.project.id,
        number,
        label: label.to_string(),
        state: VersionState::Draft.as_str(),
        reason,
        text,
        file_sha256: sha256,
        file_name: name,
        file_kind: kind,
        size,
        written_by: ctx.person.0,
        written_at: ctx.now,
    };
    match content {
        Content::Text(text) => {
            rows::add_version(db, &new(text.as_str(), None, "", None, 0))?;
            Ok(None)
        }
        Content::File(upload) => {
            let (sha256, kind) = uploads::take(db, ctx, at, "file", upload)?;
            let size = i64::try_from(upload.size).map_err(Problem::internal)?;
            rows::add_version(db, &new("", Some(&sha256), upload.name.as_str(), Some(kind.as_str()), size))?;
            Ok(Some(upload.name.to_string()))
        }
    }
}

fn values(ctx: &Ctx, at: &InProject, texts: &Texts, before: Option<i64>) -> Result<DocumentValues, Problem> {
    let text = |t: &Option<crate::domain::ShortText>| t.as_ref().map(ToString::to_string).unwrap_or_default();
    Ok(DocumentValues {
        kind: texts.kind,
        title: texts.title.to_string(),
        description: texts.description.as_ref().map(ToString::to_string).unwrap_or_default(),
        responsible_id: responsible::kept_or_named(ctx, at, before, texts.responsible.as_ref().map(|r| r.as_str()), "responsible")?,
        register_number: text(&texts.register_number),
        secrecy: text(&texts.secrecy),
    })
}

/// Stores what is written of a document, and that it has moved. What a body had recorded about it before is overtaken by it.
fn store(db: &mut Db, ctx: &Ctx, at: &InProject, row: &DocumentRow, values: &DocumentValues) -> Result<(), Problem> {
    rows::update(db, row, values, ctx.now)?;
    rows::retell(db, row.id)?;
    decisions::settle(db, ctx, at, ObjectKind::DocumentVersion, &row.number.to_string(), None)
}

/// A submitted version as a thing to be decided: neither who wrote it nor who submitted it does.
pub fn pending(row: &DocumentRow, version: &VersionRow) -> Pending {
    document::pending(row.kind, [Some(version.written_by), version.submitted_by].into_iter().flatten().map(PersonId).collect())
}
/// The label that a version has, or would have once it is adopted.
pub fn label_to_be(version: &VersionRow) -> &str {
    version.adopts_as.as_deref().unwrap_or(&version.label)
}

/// A version's content as a decision fixes it, under the label that it is to have.
pub fn content(row: &DocumentRow, version: &VersionRow) -> Value {
    let file = version.file_sha256.as_ref().map(|sha256| json!({"sha256": sha256, "name": version.file_name, "kind": version.file_kind, "size": version.size}));
    json!({
        "document": row.number, "kind": row.kind, "title": row.title, "description": row.description, "register_number": row.register_number,
        "secrecy": row.secrecy, "version": version.number, "label": label_to_be(version), "reason": version.reason, "text": version.text, "file": file,
        "written_by": version.written_by, "written_at": version.written_at,
    })
}
/// The hash that a decision's object has: that of [`content`], also once it is frozen together with its registration.
pub fn decided_hash(frozen: &Value) -> String {
    let mut content = frozen.clone();
    if let Value::Object(content) = &mut content {
        content.remove(REGISTERED);
    }
    content_hash(&content)
}
/// What an adoption adds to the content.
const REGISTERED: &str = "registered";

fn told(row: &DocumentRow) -> Value {
    json!({"title": row.title, "document_kind": row.kind, "description": row.description, "responsible": row.responsible_id,
        "register_number": row.register_number, "secrecy": row.secrecy})
}
pub(super) fn object(number: i32) -> String {
    format!("document:{number}")
}

/// The submitted versions of a project, with their documents.
///
/// # Errors
/// Those of the store.
pub fn waiting(db: &mut Db, project: i64) -> Result<Vec<(VersionRow, DocumentRow)>, Problem> {
    Ok(rows::in_state(db, project, VersionState::Submitted)?)
}
/// The role that decides about a document.
pub fn holder(at: &InProject, row: &DocumentRow) -> Role {
    at.charter.held_by(row.kind.matter())
}
