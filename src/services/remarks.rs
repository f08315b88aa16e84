//! Comments and opinions on anything in a project. Neither is a decision, and neither raises the thing's version.
use crate::domain::remark::{RemarkKind, Topic};
use crate::domain::rights::Right;
use crate::domain::text::LongText;
use crate::input::{Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::deliveries::Whole;
use crate::services::gates::Walk;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{changes, documents, reports, requirements, risks};
use crate::store::Db;
use crate::store::remarks::{self, NewRemark};
use serde_json::{Value, json};

/// What somebody says.
#[derive(Debug)]
pub struct Say {
    pub text: LongText,
}
impl Input for Say {
    fn parse(f: &mut Fields<'_>) -> Option<Say> {
        Some(Say { text: f.long("text")? })
    }
}

/// Keeps what somebody says about a thing that they may read.
///
/// # Errors
/// No such thing, or a role that only reads.
pub fn say(db: &mut Db, ctx: &Ctx, at: &InProject, topic: Topic, kind: RemarkKind, text: &LongText) -> Result<(), Problem> {
    at.demand(Right::Discuss, ctx.today)?;
    shown_version(db, ctx, at, topic)?;
    keep(db, ctx, at, topic, kind, text)
}
/// Keeps what is said with an act on a thing, which asks for more than to talk about it.
///
/// # Errors
/// Those of the store.
pub fn keep(db: &mut Db, ctx: &Ctx, at: &InProject, topic: Topic, kind: RemarkKind, text: &LongText) -> Result<(), Problem> {
    add(db, ctx, at, &topic.to_string(), &format!("remark.{kind}"), kind.as_str(), text)
}

/// The version of a thing that is there, and that the person may read.
///
/// # Errors
/// Those of whoever finds it.
pub fn shown_version(db: &mut Db, ctx: &Ctx, at: &InProject, topic: Topic) -> Result<i64, Problem> {
    Ok(match topic {
        Topic::Risk(reference) => risks::find(db, at, reference, None)?.version,
        Topic::Change(reference) => changes::find(db, ctx, at, reference)?.version,
        Topic::Gate(number) => Walk::of(db, at)?.gate(number)?.0.version,
        Topic::PartDelivery(number) => Whole::find_shown(db, ctx, at, number)?.row.version,
        Topic::Document(number) => documents::find(db, ctx, at, number)?.row.version,
        Topic::Requirement(reference) => requirements::find(db, at, reference)?.version,
        Topic::Report(key) => reports::find(db, ctx, at, key)?.version,
    })
}

/// Keeps a remark on `object` (`risk:R4`) and tells the journal of it as `event` (`remark.comment`). `kind` is that of a [`RemarkKind`], or
/// a step's own.
///
/// # Errors
/// Those of the store.
pub fn add(db: &mut Db, ctx: &Ctx, at: &InProject, object: &str, event: &str, kind: &str, text: &LongText) -> Result<(), Problem> {
    let role = at.acting_role(ctx.today).ok_or_else(|| Problem::internal("somebody without a role acts in a project"))?;
    let remark = NewRemark { project_id: at.project.id, object, kind, person_id: ctx.person.0, role: role.as_str(), at: ctx.now, text: text.as_str() };
    remarks::add(db, &remark)?;
    journal::record(db, ctx, at, Change { kind: event, object, before: Value::Null, after: json!({"text": text}) })
}
