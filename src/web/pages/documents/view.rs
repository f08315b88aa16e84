//! One document: what it says, its versions, the comments on them, and the next step for whoever's turn it is.
use super::{tone, words};
use crate::clock::local_day;
use crate::domain::decision::ObjectKind;
use crate::domain::document::{DocumentKind, Label, VersionState};
use crate::domain::remark::Topic;
use crate::domain::rights::Right;
use crate::render::engine::Markup;
use crate::render::{format, markdown};
use crate::services::documents::{self, Asked, Document, Submit, label_to_be};
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::documents::VersionRow;
use crate::web::decided::{self, Decided};
use crate::web::decision_page::Capacity;
use crate::web::form::FormState;
use crate::web::recorded::{self, Recorded};
use crate::web::reply::{Answer, Notice, Reply};
use crate::web::request::Rq;
use crate::web::talk::{self, Talk};
use crate::web::{shell, urls};
use serde::Serialize;

#[derive(Serialize)]
struct Context {
    code: String,
    project: String,
    form: FormState,
    document: Card,
    /// The version that is shown: the newest, or the one that the address asks for.
    shown: VersionView,
    /// The text of the version that is shown; none of a file.
    text: Option<Markup>,
    versions: Vec<VersionView>,
    consultations: Vec<ConsultationView>,
    recorded: Vec<Recorded>,
    /// Whoever is asked for comments answers that instead.
    talk: Talk,
    decisions: Vec<Decided>,
    may: May,
    /// The label that its adoption would give when nobody names another.
    next_label: String,
}
/// A document as its pages show it.
#[derive(Serialize)]
pub(super) struct Card {
    pub number: i32,
    pub title: String,
    pub kind: DocumentKind,
    pub state: VersionState,
    pub tone: &'static str,
    pub label: String,
    pub label_to_be: String,
    /// What is to be adopted, or is, lies below 1.0.
    pub draft: bool,
    pub description: String,
    pub responsible: String,
    pub register_number: String,
    pub secrecy: String,
    /// The newest adopted label.
    pub in_force: String,
    /// Why the newest version was written, and why it was returned.
    pub reason: String,
    pub return_reason: String,
    /// "Styrgruppen beslutar om …"
    pub capacity: String,
    pub version: i64,
}
#[derive(Serialize)]
struct VersionView {
    number: i32,
    label: String,
    state: VersionState,
    tone: &'static str,
    /// A newer one has taken its place before it was adopted.
    replaced: bool,
    reason: String,
    by: String,
    on: String,
    decision: Option<i32>,
    adopted_on: String,
    draft: bool,
    hash: String,
    file_name: String,
    size: String,
    sha256: String,
}
#[derive(Serialize)]
struct ConsultationView {
    label: String,
    last_day: String,
    message: String,
    open: bool,
    late: bool,
    answered: usize,
    asked: usize,
    answers: Vec<AnswerView>,
}
#[derive(Serialize)]
struct AnswerView {
    by: String,
    when: String,
    text: String,
}
/// What the person in front of the page may do now.
#[derive(Serialize)]
struct May {
    write: bool,
    add: bool,
    consult: bool,
    close: bool,
    answer: bool,
    /// What was answered so far.
    answered: String,
    submit: bool,
    decide: bool,
    record: bool,
    own: bool,
}

pub fn show(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let ctx = rq.ctx()?;
    let document = documents::find(db, &ctx, at, rq.number("number")?)?;
    let newest = document.newest()?;
    let wanted: Option<i32> = rq.filter("version").and_then(|n| n.parse().ok());
    let shown = wanted.map_or(Ok(newest), |n| document.version(n))?;
    let asked = documents::consultations_of(db, &document)?;
    let may = may(rq, at, &document, &asked)?;
    let view = |v: &VersionRow| version_view(rq, at, v, newest.number);
    let next_label = newest.label()?.whole().to_string();
    let saved = [("version", document.row.version.to_string()), ("label", next_label.clone()), ("text", may.answered.clone())];
    let reference = document.row.number.to_string();
    let context = Context {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        form: FormState::of(rq, &saved),
        document: card(rq, at, &document)?,
        shown: view(shown)?,
        text: (!shown.text.is_empty()).then(|| markdown::markup(&shown.text, rq.lang.text("document-table"))),
        versions: document.versions.iter().rev().map(view).collect::<Result<_, Problem>>()?,
        consultations: asked.iter().map(|a| consultation(rq, &document, a)).collect::<Result<_, Problem>>()?,
        recorded: recorded::waiting_about(db, rq, at, ObjectKind::DocumentVersion, &reference)?,
        talk: Talk::about(db, rq, at, Topic::Document(document.row.number))?.closed(may.answer),
        decisions: decided::about(db, rq, at, ObjectKind::DocumentVersion, &reference)?,
        may,
        next_label,
    };
    shell::page_in(db, rq, at, "documents", "pages/documents/document.html", &context)
}

pub(super) fn remark(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    talk::say(db, rq, at, Topic::Document(rq.number("number")?))
}

/// The document as its pages show it.
pub(super) fn card(rq: &Rq, at: &InProject, document: &Document) -> Result<Card, Problem> {
    let (row, newest) = (&document.row, document.newest()?);
    let name = |id: i64| at.name_of(id).to_owned();
    let capacity = documents::standing(&rq.ctx()?, at, document).map(|(standing, _)| Capacity::of(&standing, row.kind.matter()).words(rq));
    Ok(Card {
        number: row.number,
        title: row.title.clone(),
        kind: row.kind,
        state: newest.state,
        tone: tone(newest.state),
        label: newest.label.clone(),
        label_to_be: label_to_be(newest).to_owned(),
        draft: is_draft(label_to_be(newest)),
        description: row.description.clone(),
        responsible: row.responsible_id.map(name).unwrap_or_default(),
        register_number: row.register_number.clone(),
        secrecy: row.secrecy.clone(),
        in_force: document.versions.iter().rev().find(|v| v.decision.is_some()).map(|v| v.label.clone()).unwrap_or_default(),
        reason: newest.reason.clone(),
        return_reason: newest.return_reason.clone().unwrap_or_default(),
        capacity: capacity.unwrap_or_default(),
        version: row.version,
    })
}
fn is_draft(label: &str) -> bool {
    label.parse().is_ok_and(Label::is_draft)
}
fn version_view(rq: &Rq, at: &InProject, v: &VersionRow, newest: i32) -> Result<VersionView, Problem> {
    let by = at.name_of(v.written_by).to_owned();
    Ok(VersionView {
        number: v.number,
        label: v.label.clone(),
        state: v.state,
        tone: tone(v.state),
        replaced: v.decision.is_none() && v.number < newest,
        reason: v.reason.clone(),
        by,
        on: format::dated(rq.lang, local_day(v.written_at)),
        decision: v.decision,
        adopted_on: v.adopted_on.map(|d| format::dated(rq.lang, d)).unwrap_or_default(),
        draft: v.decision.is_some() && v.label()?.is_draft(),
        hash: v.hash.clone().unwrap_or_default(),
        file_name: v.file_name.clone(),
        size: size(rq, v.size),
        sha256: v.file_sha256.clone().unwrap_or_default(),
    })
}
/// A file's size in kilobytes or megabytes.
fn size(rq: &Rq, bytes: i64) -> String {
    match bytes {
        0..1_000_000 => format!("{}\u{a0}kB", format::decimal(rq.lang, (bytes as f64 / 1000.0).max(1.0), 0)),
        _ => format!("{}\u{a0}MB", format::decimal(rq.lang, bytes as f64 / 1_000_000.0, 1)),
    }
}
fn consultation(rq: &Rq, document: &Document, asked: &Asked) -> Result<ConsultationView, Problem> {
    let c = &asked.consultation;
    let answer = |(a, by): &(crate::store::consultations::Answer, String)| AnswerView {
        by: by.clone(),
        when: a.answered_at.map(|at| format::stamp(rq.lang, format::local(at))).unwrap_or_default(),
        text: a.answer.clone(),
    };
    Ok(ConsultationView {
        label: document.version(c.version_number)?.label.clone(),
        last_day: format::dated(rq.lang, c.last_day),
        message: c.message.clone(),
        open: asked.is_open(),
        late: asked.is_open() && c.last_day < rq.moment.today,
        answered: asked.answers.iter().filter(|(a, _)| a.answered_at.is_some()).count(),
        asked: asked.answers.len(),
        answers: asked.answers.iter().map(answer).collect(),
    })
}
fn may(rq: &Rq, at: &InProject, document: &Document, asked: &[Asked]) -> Result<May, Problem> {
    let ctx = rq.ctx()?;
    let state = document.newest()?.state;
    let write = documents::reads_drafts(&ctx, at);
    let standing = documents::standing(&ctx, at, document).map(|(standing, _)| standing);
    let own_answer = asked.iter().find(|a| a.is_open()).and_then(|a| a.of(ctx.person)).filter(|_| at.actor.may(Right::Discuss, ctx.today));
    Ok(May {
        write,
        add: write && state.succeed().is_ok(),
        consult: write && state.send_for_comments().is_ok(),
        close: write && state.take_back().is_ok(),
        answer: own_answer.is_some(),
        answered: own_answer.map(|a| a.answer.clone()).unwrap_or_default(),
        submit: write && state.submit().is_ok(),
        decide: standing.as_ref().is_some_and(|s| s.decides),
        record: standing.as_ref().is_some_and(|s| s.records),
        own: standing.as_ref().is_some_and(|s| s.own && !s.decides),
    })
}

/// The file of a version, as it was sent.
pub fn file(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let (stored, name) = documents::file(db, &rq.ctx()?, at, rq.number("number")?, rq.number("version")?)?;
    Ok(Reply::stored_file(stored, name.to_string()))
}

pub fn submit(db: &mut Db, rq: &Rq, at: &InProject) -> Answer {
    let request: Submit = rq.read()?;
    documents::submit(db, &rq.ctx()?, at, rq.number("number")?, request)?;
    let document = documents::find(db, &rq.ctx()?, at, rq.number("number")?)?;
    let role = rq.lang.text(&format!("role-{}-the", documents::holder(at, &document.row))).to_owned();
    done(rq, at, words(rq, "msg-document-submitted", &[("role", role)]))
}
/// Back to the document, with what was done.
pub(super) fn done(rq: &Rq, at: &InProject, said: impl Into<Notice>) -> Answer {
    Ok(Reply::see_other(urls::in_project(at, format_args!("documents/{}", rq.number::<i32>("number")?))).with_notice(said))
}
