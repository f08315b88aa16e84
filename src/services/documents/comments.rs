//! A version out for comments (remiss): sent to people until a day, answered by them, closed by who writes documents.
use super::decide::mail_data;
use super::requests::{AnswerComments, SendForComments};
use super::{Document, find, object, store};
use crate::domain::ids::PersonId;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::domain::text::LongText;
use crate::input::Fault;
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::notify;
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::consultations::{self as rows, Answer, Consultation, NewConsultation};
use crate::store::roles::Member;
use crate::store::{Db, documents};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A consultation with those who were asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub consultation: Consultation,
    pub answers: Vec<(Answer, String)>,
}
impl Asked {
    /// Comments can still be given.
    pub fn is_open(&self) -> bool {
        self.consultation.closed_at.is_none()
    }
    /// Everybody has answered.
    pub fn is_answered(&self) -> bool {
        self.answers.iter().all(|(a, _)| a.answered_at.is_some())
    }
    /// What was asked of the person, and what they have answered so far.
    pub fn of(&self, person: PersonId) -> Option<&Answer> {
        self.answers.iter().map(|(a, _)| a).find(|a| a.person_id == person.0)
    }
}

/// The consultations about a document's versions that the person may read, newest first.
///
/// # Errors
/// Those of the store.
pub fn consultations_of(db: &mut Db, document: &Document) -> Result<Vec<Asked>, Problem> {
    let mut found = Vec::new();
    for consultation in rows::of_document(db, document.row.id)? {
        if document.version(consultation.version_number).is_ok() {
            let answers = rows::answers(db, consultation.id)?;
            found.push(Asked { consultation, answers });
        }
    }
    Ok(found)
}
/// The open consultations of a project: number and title of the document with each.
///
/// # Errors
/// Those of the store.
pub fn asked_now(db: &mut Db, project: i64) -> Result<Vec<(Asked, i32, String)>, Problem> {
    let mut found = Vec::new();
    for (consultation, number, title) in rows::open_in(db, project)? {
        let answers = rows::answers(db, consultation.id)?;
        found.push((Asked { consultation, answers }, number, title));
    }
    Ok(found)
}

/// Sends the newest version for comments to people and to everybody in a role, until a day. Each gets a mail.
///
/// # Errors
/// No right to write documents, not a draft, nobody to ask, somebody without a role, a day that has passed, stale.
pub fn send_for_comments(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &SendForComments) -> Result<(), Problem> {
    at.demand(Right::WriteDocuments, ctx.today)?;
    let document = find(db, ctx, at, number)?;
    let (row, newest) = (&document.row, document.newest()?);
    version::expect(row.version, request.version)?;
    let state = newest.state.send_for_comments()?;
    if request.last_day < ctx.today {
        return Err(Problem::invalid("last_day", Fault::Other("in-the-past")));
    }
    let members = asked(ctx, at, request)?;
    let people: Vec<i64> = members.iter().map(|m| m.assignment.person_id).collect();
    let message = request.message.as_ref().map_or("", LongText::as_str);
    let new = NewConsultation {
        document_id: row.id,
        version_number: newest.number,
        last_day: request.last_day,
        message,
        opened_by: ctx.person.0,
        opened_at: ctx.now,
    };
    rows::open(db, &new, &people)?;
    documents::set_state(db, newest, state)?;
    store(db, ctx, at, row, &row.values())?;
    let after = json!({"state": state, "title": row.title, "label": newest.label, "people_asked": people, "last_day": request.last_day, "text": message});
    journal::record(db, ctx, at, Change { kind: "document.sent_for_comments", object: &object(number), before: json!({"state": newest.state}), after })?;
    let mut data = mail_data(ctx, at, row, &newest.label, Role::ProjectLeader, message);
    data["last_day"] = json!(request.last_day);
    notify::tell(db, ctx, at, &members, "comments-asked", &data)
}
/// Those who are asked, each once and not the one who asks.
fn asked<'a>(ctx: &Ctx, at: &'a InProject, request: &SendForComments) -> Result<Vec<&'a Member>, Problem> {
    let discusses = |m: &&Member| at.actor(PersonId(m.assignment.person_id)).may(Right::Discuss, ctx.today);
    let mut found: Vec<&Member> = at.members_today(ctx.today).filter(|m| request.roles.contains(&m.role())).filter(discusses).collect();
    for email in &request.people {
        let member = at.members_today(ctx.today).find(|m| m.has_address(email)).filter(discusses);
        found.push(member.ok_or_else(|| Problem::invalid("people", Fault::Other("no-role-here")))?);
    }
    let mut seen = BTreeSet::from([ctx.person.0]);
    found.retain(|m| seen.insert(m.assignment.person_id));
    if found.is_empty() { Err(Problem::invalid("people", Fault::Other("nobody-asked"))) } else { Ok(found) }
}

/// The comments of one who was asked; until it is closed they can be written anew.
///
/// # Errors
/// Nobody is asked about the document now, or not this person.
pub fn answer(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, request: &AnswerComments) -> Result<(), Problem> {
    let document = find(db, ctx, at, number)?;
    let open = open(db, &document)?;
    let before = open.of(ctx.person).ok_or(Problem::Forbidden(Right::WriteDocuments))?.answer.clone();
    rows::answer(db, open.consultation.id, ctx.person.0, request.text.as_str(), ctx.now)?;
    let before = if before.is_empty() { Value::Null } else { json!({"text": before}) };
    let after = json!({"title": document.row.title, "label": document.version(open.consultation.version_number)?.label, "text": request.text});
    journal::record(db, ctx, at, Change { kind: "document.commented", object: &object(number), before, after })
}

/// Closes the consultation: the version is a draft again, with its comments.
///
/// # Errors
/// No right to write documents, not out for comments, stale.
pub fn close(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32, seen: Option<i64>) -> Result<(), Problem> {
    at.demand(Right::WriteDocuments, ctx.today)?;
    let document = find(db, ctx, at, number)?;
    let (row, newest) = (&document.row, document.newest()?);
    version::fits(row.version, seen)?;
    let state = newest.state.take_back()?;
    let open = open(db, &document)?;
    rows::close(db, open.consultation.id, ctx.now)?;
    documents::set_state(db, newest, state)?;
    store(db, ctx, at, row, &row.values())?;
    let after = json!({"state": state, "title": row.title, "label": newest.label});
    journal::record(db, ctx, at, Change { kind: "document.comments_closed", object: &object(number), before: json!({"state": newest.state}), after })
}
fn open(db: &mut Db, document: &Document) -> Result<Asked, Problem> {
    let found = consultations_of(db, document)?.into_iter().find(Asked::is_open);
    found.ok_or_else(|| Refused::NotOutForComments.into())
}
