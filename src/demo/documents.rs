//! The demo's documents: written, sent for comments, submitted and adopted, each as far as it has come.
use crate::demo::cast::Cast;
use crate::demo::file::{Comments, Consultation, Document, DocumentVersion, Project, Submitted};
use crate::demo::{Event, entered, long, names, on, optional, short};
use crate::domain::decision::Basis;
use crate::domain::text::{DocumentText, Email};
use crate::input::upload::Upload;
use crate::services::documents::{self, AddVersion, AnswerComments, Content, Decide, NewDocument, SendForComments, Submit, Texts, Verdict};
use crate::services::{Ctx, InProject, Problem};
use crate::store::Db;

pub(super) fn events<'a>(cast: &'a Cast, project: &'a Project) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    // They are numbered in the order of the file, so they are begun in it, too.
    for (number, document) in (1..).zip(&project.documents) {
        for (nth, version) in document.versions.iter().enumerate() {
            events.push(on(version.on, move |db| write(db, cast, project, number, document, version, nth == 0)));
            if let Some(c) = &version.consultation {
                events.push(on(c.on, move |db| consult(db, cast, project, number, c)));
                events.extend(c.answers.iter().map(|a| on(a.on, move |db| answer(db, cast, project, number, a))));
            }
            if let Some(s) = &version.submitted {
                events.push(on(s.on, move |db| submit(db, cast, project, number, s)));
                if s.adopted.is_some() {
                    events.push(on(s.on, move |db| adopt(db, cast, project, number, s)));
                }
            }
        }
    }
    events
}

fn write(db: &mut Db, cast: &Cast, project: &Project, number: i32, document: &Document, version: &DocumentVersion, first: bool) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, version.on)?;
    let at = entered(db, &ctx, project)?;
    let content = match &version.file {
        Some(name) => Content::File(Upload::held(name, version.text.as_bytes().to_vec())),
        None => Content::Text(DocumentText::new(&version.text).map_err(Problem::internal)?),
    };
    let label = Some(version.label.parse().map_err(Problem::internal)?);
    if first {
        let texts = Texts {
            kind: document.kind,
            title: short(&document.title)?,
            description: None,
            responsible: Some(Email::new(&cast.file.address(&document.responsible)).map_err(Problem::internal)?),
            register_number: optional(&project.register_number)?,
            secrecy: None,
        };
        let reason = if version.reason.is_empty() { None } else { Some(long(&version.reason)?) };
        let made = documents::start(db, &ctx, &at, &NewDocument { texts, label, reason, content })?;
        return if made == number { Ok(()) } else { Err(Problem::internal(format!("document {number} became {made}"))) };
    }
    let (reason, version) = (long(&version.reason)?, Some(seen(db, &ctx, &at, number)?));
    documents::add_version(db, &ctx, &at, number, &AddVersion { label, reason, content, version }).map(drop)
}
fn seen(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<i64, Problem> {
    Ok(documents::find(db, ctx, at, number)?.row.version)
}

fn consult(db: &mut Db, cast: &Cast, project: &Project, number: i32, c: &Consultation) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, c.on)?;
    let at = entered(db, &ctx, project)?;
    let people = c.people.iter().map(|key| cast.file.address(key)).collect();
    let version = Some(seen(db, &ctx, &at, number)?);
    let request = SendForComments { people, roles: Vec::new(), last_day: c.last_day, message: Some(long(&c.message)?), version };
    documents::send_for_comments(db, &ctx, &at, number, &request)
}
fn answer(db: &mut Db, cast: &Cast, project: &Project, number: i32, a: &Comments) -> Result<(), Problem> {
    let ctx = cast.ctx(&a.by, a.on)?;
    let at = entered(db, &ctx, project)?;
    documents::answer(db, &ctx, &at, number, &AnswerComments { text: long(&a.text)? })
}

fn submit(db: &mut Db, cast: &Cast, project: &Project, number: i32, s: &Submitted) -> Result<(), Problem> {
    let ctx = cast.ctx(&project.leader, s.on)?;
    let at = entered(db, &ctx, project)?;
    let label = Some(s.label.parse().map_err(Problem::internal)?);
    documents::submit(db, &ctx, &at, number, Submit { label, version: None })
}
fn adopt(db: &mut Db, cast: &Cast, project: &Project, number: i32, s: &Submitted) -> Result<(), Problem> {
    let Some(adopted) = &s.adopted else { return Ok(()) };
    let ctx = cast.ctx(&adopted.by, s.on)?;
    let at = entered(db, &ctx, project)?;
    let basis = Basis::Meeting { date: s.on, item: short(&adopted.item)?, present: names(&adopted.present)? };
    let version = Some(seen(db, &ctx, &at, number)?);
    documents::decide(db, &ctx, &at, number, &Decide { verdict: Verdict::Adopt, reason: None, basis: Some(basis), version }).map(drop)
}
