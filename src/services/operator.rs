//! Who runs the installation and answers about its accessibility, as an administrator says it.
use crate::domain::operator::Operator;
use crate::domain::text::{Email, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::Ctx;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::settings::{self, StoredOperator};
use chrono::NaiveDate;
use serde_json::json;

/// Who runs the installation. `version` is that of what was said before; 0, or none, for the first.
#[derive(Debug, Clone)]
pub struct SetOperator {
    pub name: ShortText,
    pub email: Email,
    pub reviewed_on: NaiveDate,
    pub version: Option<i64>,
}
impl Input for SetOperator {
    fn parse(f: &mut Fields<'_>) -> Option<SetOperator> {
        let (name, email, reviewed_on, version) = (f.short("name"), f.email("email"), f.date("reviewed_on"), f.version());
        Some(SetOperator { name: name?, email: email?, reviewed_on: reviewed_on?, version })
    }
}

/// Says who runs the installation.
///
/// # Errors
/// A day to come, or somebody else has said it since the sender looked.
pub fn set(db: &mut Db, ctx: &Ctx, request: &SetOperator) -> Result<(), Problem> {
    let before = settings::operator(db)?;
    version::expect_or_new(before.as_ref().map(|b| b.version), request.version)?;
    if request.reviewed_on > ctx.today {
        return Err(Problem::invalid("reviewed_on", Fault::Other("in-the-future")));
    }
    let operator = Operator { name: request.name.to_string(), email: request.email.to_string(), reviewed_on: request.reviewed_on };
    let number = before.as_ref().map_or(0, |b| b.version) + 1;
    let change = Change { kind: "installation.operator", object: "installation:operator", before: json!(before.map(|b| b.operator)), after: json!(operator) };
    settings::set_operator(db, &StoredOperator { version: number, operator })?;
    journal::record_installation(db, ctx, change)
}
