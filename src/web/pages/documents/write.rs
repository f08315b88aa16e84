//! Forms that write a document: what it is, and its versions as text or file.
use super::list::kinds;
use super::view::done;
use crate::domain::document::{Label, VersionState};
use crate::domain::file::{FileKind, FileLimits};
use crate::services::documents::{self, AddVersion, NewDocument, WriteDocument};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::web::form::{Choice, FormState, with_answering};
use crate::web::reply::{Answer, Reply};
use crate::web::request::Rq;
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    /// The newest version is adopted: only what is registered is corrected.
    adopted: bool,
    /// `None` for a new one.
    number: Option<i32>,
    title: String,
    kinds: Vec<Choice>,
    people: Vec<Choice>,
    /// The label of the version that is written when nobody names another, and the one before it.
    label: String,
    last: String,
    megabytes: u64,
    endings: String,
    accept: String,
}
fn context(rq: &Rq, at: &InProject, form: FormState) -> Context {
    let mut seen = std::collections::BTreeSet::new();
    let members = at.members_today(rq.moment.today).filter(|m| !m.role().only_reads() && seen.insert(m.assignment.person_id));
    let endings: Vec<&str> = FileKind::ALL.iter().map(|k| k.as_str()).collect();
    Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        people: with_answering(members.map(|m| Choice::new(&m.email, m.name.clone())).collect(), at, &form, "responsible"),
        form,
        adopted: false,
        number: None,
        title: String::new(),
        kinds: kinds(rq),
        label: Label::FIRST.to_string(),
        last: String::new(),
        megabytes: rq.app.config.files.file / FileLimits::MIB,
        endings: endings.join(", "),
        accept: endings.iter().map(|e| format!(".{e}")).collect::<Vec<_>>().join(","),
    }
}

pub fn new(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    // As the project is registered, unless somebody says otherwise.
    let context = context(rq, at, FormState::of(rq, &[("register_number", at.project.register_number.clone())]));
    shell::page_in(db, rq, at, "documents", "pages/documents/new.html", &context)
}
pub fn start(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let number = documents::start(db, &rq.ctx()?, at, &rq.read::<NewDocument>()?)?;
    Ok(Reply::see_other(urls::in_project(at, format_args!("documents/{number}"))).with_notice(rq.lang.text("msg-document-saved")))
}

pub fn edit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let document = documents::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    let (adopted, row) = (document.newest()?.state == VersionState::Adopted, document.row);
    let saved = [
        ("kind", row.kind.to_string()),
        ("title", row.title.clone()),
        ("description", row.description.clone()),
        ("responsible", at.email_of(row.responsible_id).unwrap_or_default().to_owned()),
        ("register_number", row.register_number.clone()),
        ("secret", if row.secrecy.is_empty() { "" } else { "yes" }.to_owned()),
        ("secrecy", row.secrecy.clone()),
        ("version", row.version.to_string()),
    ];
    let context = Context { adopted, number: Some(row.number), title: row.title.clone(), ..context(rq, at, FormState::of(rq, &saved)) };
    shell::page_in(db, rq, at, "documents", "pages/documents/edit.html", &context)
}
pub fn save(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    documents::write(db, &rq.ctx()?, at, rq.number("number")?, &rq.read::<WriteDocument>()?)?;
    done(rq, at, rq.lang.text("msg-document-saved"))
}

pub fn version(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let document = documents::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    let newest = document.newest()?;
    if rq.problem.is_none() {
        newest.state.succeed()?;
    }
    let label = newest.label()?.next().to_string();
    // Most versions are the one before with something changed.
    let saved = [("label", label.clone()), ("text", newest.text.clone()), ("version", document.row.version.to_string())];
    let context = Context {
        number: Some(document.row.number),
        title: document.row.title.clone(),
        label,
        last: newest.label.clone(),
        ..context(rq, at, FormState::of(rq, &saved))
    };
    shell::page_in(db, rq, at, "documents", "pages/documents/version.html", &context)
}
pub fn add_version(db: &mut Db, rq: &Rq, at: &InProject) -> Result<Reply, Problem> {
    documents::add_version(db, &rq.ctx()?, at, rq.number("number")?, &rq.read::<AddVersion>()?)?;
    done(rq, at, rq.lang.text("msg-document-version-saved"))
}
