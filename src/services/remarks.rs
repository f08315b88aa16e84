//! Comments and opinions on anything in a project. Neither is a decision, and neither raises the thing's version.
use crate::domain::text::LongText;
use crate::services::context::{Ctx, InProject};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::store::Db;
use crate::store::remarks::{self, NewRemark};
use serde_json::{Value, json};

/// Keeps a remark (`comment` or `opinion`) on `object` (`risk:R4`) and tells the journal of it as `event` (`risk.comment`).
///
/// # Errors
/// Those of the store.
pub fn add(db: &mut Db, ctx: &Ctx, at: &InProject, object: &str, event: &str, kind: &str, text: &LongText) -> Result<(), Problem> {
    let role = at.acting_role(ctx.today).ok_or_else(|| Problem::internal("somebody without a role acts in a project"))?;
    let remark = NewRemark { project_id: at.project.id, object, kind, person_id: ctx.person.0, role: role.as_str(), at: ctx.now, text: text.as_str() };
    remarks::add(db, &remark)?;
    journal::record(db, ctx, at, Change { kind: event, object, before: Value::Null, after: json!({"text": text}) })
}
