//! Who receives a project's reports.
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::{Email, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::{Problem, room_for};
use crate::services::version;
use crate::store::Db;
use crate::store::recipients::{self as rows, Recipient, RecipientValues};
use serde_json::{Value, json};

word_enum! {
    /// The languages that reports are written in.
    Language { Swedish = "sv", English = "en" }
}

/// A recipient as somebody writes it.
#[derive(Debug, Clone)]
pub struct WriteRecipient {
    pub name: ShortText,
    pub email: Email,
    pub role: Role,
    pub language: Language,
    /// The registrar's mailbox gets a copy when that is ticked at dispatch.
    pub registrar: bool,
    pub version: Option<i64>,
}
impl Input for WriteRecipient {
    fn parse(f: &mut Fields<'_>) -> Option<WriteRecipient> {
        let (name, email, role) = (f.short("name"), f.email("email"), f.word("role"));
        let (language, registrar, version) = (f.word("language"), f.tick("registrar"), f.version());
        Some(WriteRecipient { name: name?, email: email?, role: role?, language: language?, registrar, version })
    }
}
impl WriteRecipient {
    fn values(&self) -> RecipientValues {
        RecipientValues {
            name: self.name.to_string(),
            email: self.email.to_string(),
            email_key: self.email.key(),
            role: self.role.to_string(),
            language: self.language.to_string(),
            registrar: self.registrar,
        }
    }
}

/// The version that somebody saw of what is to be ended.
#[derive(Debug, Clone)]
pub struct End {
    pub version: Option<i64>,
}
impl Input for End {
    fn parse(f: &mut Fields<'_>) -> Option<End> {
        Some(End { version: f.version() })
    }
}

/// # Errors
/// Those of the store.
pub fn list(db: &mut Db, at: &InProject) -> Result<Vec<Recipient>, Problem> {
    Ok(rows::of(db, at.project.id)?)
}

/// # Errors
/// [`Problem::NotFound`] for one that does not exist or has ended.
pub fn find(db: &mut Db, at: &InProject, id: i64) -> Result<Recipient, Problem> {
    rows::find(db, at.project.id, id)?.ok_or(Problem::NotFound)
}

/// # Errors
/// No right to lead, or the address receives the reports already.
pub fn add(db: &mut Db, ctx: &Ctx, at: &InProject, request: &WriteRecipient) -> Result<i64, Problem> {
    at.demand(Right::Lead, ctx.today)?;
    refuse_taken(db, at, request, None)?;
    room_for("email", rows::of(db, at.project.id)?.len() as i32 + 1)?;
    let id = rows::add(db, at.project.id, &request.values())?;
    journal::record(db, ctx, at, Change { kind: "recipient.added", object: &object(id), before: Value::Null, after: written(request) })?;
    Ok(id)
}

/// # Errors
/// No right to lead, stale, or the address receives the reports already.
pub fn edit(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &WriteRecipient) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = find(db, at, id)?;
    refuse_taken(db, at, request, Some(id))?;
    version::expect(before.version, request.version)?;
    rows::update(db, at.project.id, id, before.version, &request.values())?;
    journal::record(db, ctx, at, Change { kind: "recipient.edited", object: &object(id), before: snapshot(&before), after: written(request) })
}

/// Ends a recipient. What was delivered stays on record.
///
/// # Errors
/// No right to lead, stale.
pub fn end(db: &mut Db, ctx: &Ctx, at: &InProject, id: i64, request: &End) -> Result<(), Problem> {
    at.demand(Right::Lead, ctx.today)?;
    let before = find(db, at, id)?;
    version::expect(before.version, request.version)?;
    rows::end(db, at.project.id, id, before.version, ctx.now)?;
    journal::record(db, ctx, at, Change { kind: "recipient.ended", object: &object(id), before: snapshot(&before), after: Value::Null })
}

fn refuse_taken(db: &mut Db, at: &InProject, request: &WriteRecipient, own: Option<i64>) -> Result<(), Problem> {
    let key = request.email.key();
    let taken = list(db, at)?.iter().any(|r| Some(r.id) != own && r.email.to_ascii_lowercase() == key);
    if taken { Err(Problem::invalid("email", Fault::Taken)) } else { Ok(()) }
}
fn object(id: i64) -> String {
    format!("recipient:{id}")
}
fn written(r: &WriteRecipient) -> Value {
    json!({"name": r.name, "email": r.email, "role": r.role, "language": r.language, "registrar": r.registrar})
}
pub(super) fn snapshot(r: &Recipient) -> Value {
    json!({"name": r.name, "email": r.email, "role": r.role, "language": r.language, "registrar": r.registrar})
}
