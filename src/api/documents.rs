//! Documents in the API. Files travel as parts of a multipart form, which is never whole in memory, or, small ones, as base64 in JSON.
use crate::api::openapi::{Operation, Parameter};
use crate::api::schema::{CURSOR, LIMIT, Named, count, day, list, moment, of, or_null, page, role, seen, shown, taken, text, whole, words, yes_or_no};
use crate::api::view::{Items, Seen, does_in, filter, limit, names, read, utc, value, version};
use crate::domain::document::{DocumentKind, Label, VersionState};
use crate::domain::file::FileKind;
use crate::domain::matter::Matter;
use crate::domain::rights::Right;
use crate::domain::text::ShortText;
use crate::services::decisions::Done;
use crate::services::documents::{self as service, Document, Query, Verdict};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::columns::raw_json;
use crate::store::documents::{DocumentRow, VersionRow};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::routes::{Route, show_in};
use actix_web::http::{Method, StatusCode};
use serde_json::{Value, json};

const DOCUMENTS: &str = "/api/v1/projects/{code}/documents";
const ADOPTED: &str = "/api/v1/projects/{code}/documents/adopted";
const DOCUMENT: &str = "/api/v1/projects/{code}/documents/{number}";
const VERSIONS: &str = "/api/v1/projects/{code}/documents/{number}/versions";
const FILE: &str = "/api/v1/projects/{code}/documents/{number}/versions/{version}/file";
const CONSULTATION: &str = "/api/v1/projects/{code}/documents/{number}/consultation";
const ANSWER: &str = "/api/v1/projects/{code}/documents/{number}/consultation/answer";
const CLOSING: &str = "/api/v1/projects/{code}/documents/{number}/consultation/closing";
const SUBMISSION: &str = "/api/v1/projects/{code}/documents/{number}/submission";
const DECISION: &str = "/api/v1/projects/{code}/documents/{number}/decision";

pub fn routes() -> Vec<Route> {
    vec![
        show_in(DOCUMENTS, Right::Read, all),
        does_in(Method::POST, DOCUMENTS, Right::WriteDocuments, start),
        show_in(ADOPTED, Right::Read, adopted),
        show_in(DOCUMENT, Right::Read, show),
        does_in(Method::PUT, DOCUMENT, Right::WriteDocuments, write),
        does_in(Method::POST, VERSIONS, Right::WriteDocuments, add_version),
        show_in(FILE, Right::Read, file),
        does_in(Method::POST, CONSULTATION, Right::WriteDocuments, send_for_comments),
        does_in(Method::POST, ANSWER, Right::Discuss, answer),
        does_in(Method::POST, CLOSING, Right::WriteDocuments, close),
        does_in(Method::POST, SUBMISSION, Right::WriteDocuments, submit),
        does_in(Method::POST, DECISION, Right::Decide, decide),
    ]
}
pub const OPERATIONS: &[Operation] = &[
    Operation::get(
        DOCUMENTS,
        "listDocuments",
        "Lists the documents of a project, newest first, found by words of their titles and texts. Drafts only for those who write them or \
         were asked about them.",
        "DocumentPage",
    )
    .with_query(FILTERS),
    Operation::post(
        DOCUMENTS,
        "startDocument",
        "Starts a document with its first version: a text, or a file. A file is base64 in `file` with its name in `file_name`; a large one is \
         sent as a part `file` of a `multipart/form-data` with the same fields.",
        "NewDocument",
        "Document",
    )
    .created(),
    Operation::get(ADOPTED, "listAdoptedVersions", "Lists what is adopted, with what it is registered by. Drafts are never listed.", "AdoptedPage")
        .with_query(ADOPTED_FILTERS),
    Operation::get(DOCUMENT, "readDocument", "Reads a document with its versions and the comments on them.", "Document"),
    Operation::put(
        DOCUMENT,
        "writeDocument",
        "Writes what a document is, besides its versions. Adopted versions keep what was said then.",
        "DocumentText",
        "Document",
    ),
    Operation::post(
        VERSIONS,
        "addDocumentVersion",
        "Adds a version, as a text or a file, with what has changed. Files as in `startDocument`.",
        "NewVersion",
        "Document",
    )
    .created(),
    Operation::get(FILE, "readDocumentFile", "Downloads the file of a version, as it was sent.", "File"),
    Operation::post(
        CONSULTATION,
        "sendForComments",
        "Sends the newest version for comments to people (e-mails) and to everybody in a role, until a day. Each gets a mail.",
        "NewConsultation",
        "Document",
    ),
    Operation::post(
        ANSWER,
        "answerComments",
        "Gives your comments, as one who was asked; until it is closed they can be written anew.",
        "NewRemark",
        "Document",
    ),
    Operation::post(CLOSING, "closeComments", "Closes the round of comments: the version is a draft again.", "Seen", "Document"),
    Operation::post(
        SUBMISSION,
        "submitDocument",
        "Submits the newest version for adoption, under the label that it would get: the next whole number when none is named.",
        "DocumentSubmission",
        "Document",
    ),
    Operation::post(
        DECISION,
        "decideDocument",
        "Adopts the submitted version, which locks and registers it, or returns it with a reason, as the holder of its matter.",
        "DocumentDecision",
        "Document",
    )
    .waiting(),
];

const FILTERS: &[Parameter] = &[
    Parameter { name: "kind", says: "Only documents of this type.", schema: kind },
    Parameter { name: "state", says: "Only documents whose newest version is in this state.", schema: state },
    Parameter { name: "q", says: "Only documents with this text in title or text.", schema: search },
    LIMIT,
    CURSOR,
];
const ADOPTED_FILTERS: &[Parameter] = &[
    Parameter { name: "kind", says: "Only documents of this type.", schema: kind },
    Parameter { name: "q", says: "Only documents with this text in title or text.", schema: search },
    LIMIT,
    CURSOR,
];
fn kind() -> Value {
    words(DocumentKind::ALL)
}
fn state() -> Value {
    words(VersionState::ALL)
}
fn search() -> Value {
    json!({"type": "string", "maxLength": 100})
}

fn query(rq: &Rq) -> Result<Query, Problem> {
    Ok(Query { kind: filter(rq, "kind"), state: filter(rq, "state"), text: filter(rq, "q"), cursor: filter(rq, "cursor"), limit: limit(rq)? })
}
fn all(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let page = service::page(db, &rq.ctx()?, at, &query(rq)?)?;
    let items: Vec<Value> = page.documents.iter().map(|d| line(at, d)).collect::<Result<_, _>>()?;
    read(&Items { items, next: page.next })
}
fn adopted(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let page = service::adopted(db, at, &query(rq)?)?;
    let items: Vec<Value> = page.versions.iter().map(|(version, row)| registered(version, row)).collect::<Result<_, _>>()?;
    read(&Items { items, next: page.next })
}
fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    as_it_is(db, rq, at)
}
fn start(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::NewDocument = rq.read()?;
    // As the project is registered, unless the sender says otherwise; `null` says that it has no number.
    if !names(rq, "register_number") {
        request.texts.register_number = ShortText::new(&at.project.register_number).ok();
    }
    let number = service::start(db, &rq.ctx()?, at, &request)?;
    created(db, rq, at, number)
}
fn write(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::WriteDocument = rq.read()?;
    request.version = version(rq, request.version)?;
    service::write(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    as_it_is(db, rq, at)
}
fn add_version(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::AddVersion = rq.read()?;
    request.version = version(rq, request.version)?;
    service::add_version(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    created(db, rq, at, rq.number("number")?)
}
fn file(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (stored, name) = service::file(db, &rq.ctx()?, at, rq.number("number")?, rq.number("version")?)?;
    Ok(Reply::stored_file(stored, name.to_string()))
}
fn send_for_comments(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::SendForComments = rq.read()?;
    request.version = version(rq, request.version)?;
    service::send_for_comments(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    as_it_is(db, rq, at)
}
fn answer(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request = rq.read()?;
    service::answer(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    as_it_is(db, rq, at)
}
fn close(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let seen: Seen = rq.read()?;
    service::close(db, &rq.ctx()?, at, rq.number("number")?, version(rq, seen.version)?)?;
    as_it_is(db, rq, at)
}
fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Submit = rq.read()?;
    request.version = version(rq, request.version)?;
    service::submit(db, &rq.ctx()?, at, rq.number("number")?, request)?;
    as_it_is(db, rq, at)
}
fn decide(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let mut request: service::Decide = rq.read()?;
    request.version = version(rq, request.version)?;
    let done = service::decide(db, &rq.ctx()?, at, rq.number("number")?, &request)?;
    let (mut document, version) = whole_document(db, rq, at, rq.number("number")?)?;
    let (status, field, number) = match done {
        Done::WaitsForChair(recording) => (StatusCode::ACCEPTED, "recording", json!(recording)),
        Done::Decided(number) => (StatusCode::OK, "decision", json!(number)),
    };
    document[field] = number;
    Ok(Reply::json(document).with_status(status).with_version(version))
}

fn as_it_is(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (document, version) = whole_document(db, rq, at, rq.number("number")?)?;
    Ok(Reply::json(document).with_version(version))
}
fn created(db: &mut Db, rq: &Rq, at: &InProject, number: i32) -> Answer {
    let (document, version) = whole_document(db, rq, at, number)?;
    Ok(Reply::created(document, format!("/api/v1/projects/{}/documents/{number}", at.project.code)).with_version(version))
}
fn whole_document(db: &mut Db, rq: &Rq, at: &InProject, number: i32) -> Result<(Value, i64), Problem> {
    let document = service::find(db, &rq.ctx()?, at, number)?;
    let mut told = line(at, &document)?;
    told["description"] = json!(document.row.description);
    told["versions"] = document.versions.iter().map(|v| version_view(at, v)).collect::<Result<_, _>>()?;
    told["consultations"] = service::consultations_of(db, &document)?.iter().map(|asked| consultation(at, asked)).collect();
    // An act adds the number of its decision, or of its recording.
    told["decision"] = Value::Null;
    Ok((value(&told)?, document.row.version))
}
fn line(at: &InProject, document: &Document) -> Result<Value, Problem> {
    let (row, newest) = (&document.row, document.newest()?);
    let in_force = document.versions.iter().rev().find(|v| v.decision.is_some()).map(|v| &v.label);
    Ok(json!({
        "number": row.number, "kind": row.kind, "title": row.title, "state": newest.state, "label": newest.label, "in_force": in_force,
        "responsible": at.email_of(row.responsible_id), "register_number": row.register_number, "secret": !row.secrecy.is_empty(),
        "secrecy": row.secrecy, "updated_at": utc(row.updated_at), "version": row.version,
    }))
}
fn version_view(at: &InProject, v: &VersionRow) -> Result<Value, Problem> {
    Ok(json!({
        "number": v.number, "label": v.label, "state": v.state, "reason": v.reason, "text": v.text, "file": file_view(v), "by": at.email_of(Some(v.written_by)),
        "at": utc(v.written_at), "adopts_as": v.adopts_as, "return_reason": v.return_reason, "decision": v.decision, "adopted_on": v.adopted_on,
        "hash": v.hash, "draft_adopted": v.decision.is_some() && v.label()?.is_draft(),
    }))
}
fn file_view(v: &VersionRow) -> Option<Value> {
    v.file_sha256.as_ref().map(|sha256| json!({"name": v.file_name, "kind": v.file_kind, "size": v.size, "sha256": sha256}))
}
fn consultation(at: &InProject, asked: &service::Asked) -> Value {
    let c = &asked.consultation;
    let answers: Vec<Value> = asked
        .answers
        .iter()
        .map(|(a, by)| json!({"person": at.email_of(Some(a.person_id)), "by": by, "text": a.answer, "at": a.answered_at.map(utc)}))
        .collect();
    json!({"version": c.version_number, "last_day": c.last_day, "message": c.message, "opened_at": utc(c.opened_at), "closed_at": c.closed_at.map(utc), "answers": answers})
}
/// An adopted version, as it was frozen.
fn registered(version: &VersionRow, row: &DocumentRow) -> Result<Value, Problem> {
    let frozen = version.frozen.as_deref().map(raw_json).unwrap_or_default();
    let of = &frozen["registered"];
    let label: Label = version.label()?;
    Ok(json!({
        "document": row.number, "number": version.number, "kind": frozen["kind"], "title": frozen["title"], "label": label, "draft_adopted": label.is_draft(),
        "adopted_on": version.adopted_on, "decision": version.decision, "matter": of["matter"], "from": of["from"], "role": of["role"], "body": of["body"],
        "register_number": frozen["register_number"], "secret": frozen["secrecy"] != "", "secrecy": frozen["secrecy"], "file": file_view(version), "hash": version.hash,
    }))
}

pub fn schemas() -> Vec<Named> {
    let texts = || vec![("kind", kind()), ("title", text())];
    let rest = || vec![("description", text()), ("responsible", text()), ("register_number", text()), ("secret", yes_or_no()), ("secrecy", text())];
    let content = || {
        let base64 = json!({"type": "string", "contentEncoding": "base64", "description": "The bytes of a file, instead of `text`."});
        vec![("label", label()), ("text", text()), ("file", base64), ("file_name", text())]
    };
    let with = |mut fields: Vec<Named>, more: Vec<Named>| {
        fields.extend(more);
        fields
    };
    let file = shown(&[("name", text()), ("kind", words(FileKind::ALL)), ("size", count("bytes")), ("sha256", text())]);
    let mut document = shown(&with(
        line_fields(),
        vec![
            ("description", text()),
            ("versions", list(version_schema(&file))),
            ("consultations", list(consultation_schema())),
            ("decision", or_null(whole())),
        ],
    ));
    document["properties"]["recording"] = whole();
    vec![
        ("DocumentLine", shown(&line_fields())),
        ("DocumentPage", page(of("DocumentLine"))),
        ("Document", document),
        ("NewDocument", taken(&texts(), &with(rest(), with(content(), vec![("reason", text())])))),
        ("DocumentText", taken(&texts(), &with(rest(), vec![("reason", text()), ("version", seen())]))),
        ("NewVersion", taken(&[("reason", text())], &with(content(), vec![("version", seen())]))),
        ("NewConsultation", taken(&[("last_day", day())], &[("people", list(text())), ("roles", list(role())), ("message", text()), ("version", seen())])),
        ("DocumentSubmission", taken(&[], &[("label", label()), ("version", seen())])),
        ("DocumentDecision", taken(&[("outcome", words(Verdict::ALL))], &[("reason", text()), ("basis", of("Basis")), ("version", seen())])),
        ("AdoptedPage", page(adopted_schema(file))),
        ("File", json!({"type": "string", "format": "binary"})),
    ]
}
fn label() -> Value {
    json!({"type": "string", "pattern": "^[0-9]{1,5}\\.[0-9]{1,5}$", "description": "A version's label, such as `0.3`. Below 1.0 it is a draft."})
}
fn line_fields() -> Vec<Named> {
    vec![
        ("number", whole()),
        ("kind", kind()),
        ("title", text()),
        ("state", state()),
        ("label", label()),
        ("in_force", or_null(label())),
        ("responsible", or_null(text())),
        ("register_number", text()),
        ("secret", yes_or_no()),
        ("secrecy", text()),
        ("updated_at", moment()),
        ("version", seen()),
    ]
}
fn version_schema(file: &Value) -> Value {
    shown(&[
        ("number", whole()),
        ("label", label()),
        ("state", state()),
        ("reason", text()),
        ("text", text()),
        ("file", or_null(file.clone())),
        ("by", or_null(text())),
        ("at", moment()),
        ("adopts_as", or_null(label())),
        ("return_reason", or_null(text())),
        ("decision", or_null(whole())),
        ("adopted_on", or_null(day())),
        ("hash", or_null(text())),
        ("draft_adopted", yes_or_no()),
    ])
}
fn consultation_schema() -> Value {
    let answer = shown(&[("person", or_null(text())), ("by", text()), ("text", text()), ("at", or_null(moment()))]);
    shown(&[
        ("version", whole()),
        ("last_day", day()),
        ("message", text()),
        ("opened_at", moment()),
        ("closed_at", or_null(moment())),
        ("answers", list(answer)),
    ])
}
fn adopted_schema(file: Value) -> Value {
    shown(&[
        ("document", whole()),
        ("number", whole()),
        ("kind", kind()),
        ("title", text()),
        ("label", label()),
        ("draft_adopted", yes_or_no()),
        ("adopted_on", day()),
        ("decision", whole()),
        ("matter", words(Matter::ALL)),
        ("from", text()),
        ("role", role()),
        ("body", or_null(text())),
        ("register_number", text()),
        ("secret", yes_or_no()),
        ("secrecy", text()),
        ("file", or_null(file)),
        ("hash", text()),
    ])
}
