//! What an administrator does with the organisations that forms offer.
use crate::domain::organisation::OrganisationKind;
use crate::domain::text::{ShortText, folded};
use crate::input::{Fault, Fields, Input};
use crate::services::context::Ctx;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::version;
use crate::store::Db;
use crate::store::organisations::{self as rows, Organisation};
use serde_json::{Value, json};

/// So many are offered in a form.
const OFFERED: i64 = 500;

/// An organisation as it is written. `retired`: forms no longer offer it.
#[derive(Debug, Clone)]
pub struct WriteOrganisation {
    pub name: ShortText,
    pub kind: OrganisationKind,
    pub retired: bool,
    pub version: Option<i64>,
}
impl Input for WriteOrganisation {
    fn parse(f: &mut Fields<'_>) -> Option<WriteOrganisation> {
        let (name, kind, retired, version) = (f.short("name"), f.word("kind"), f.tick("retired"), f.version());
        Some(WriteOrganisation { name: name?, kind: kind?, retired, version })
    }
}

/// # Errors
/// [`Problem::NotFound`].
pub fn find(db: &mut Db, id: i64) -> Result<Organisation, Problem> {
    rows::find(db, id)?.ok_or(Problem::NotFound)
}
/// The names that a form offers.
///
/// # Errors
/// Those of the store.
pub fn offered(db: &mut Db) -> Result<Vec<String>, Problem> {
    Ok(rows::offered(db, OFFERED)?)
}

/// # Errors
/// A name that is there already.
pub fn add(db: &mut Db, ctx: &Ctx, request: &WriteOrganisation) -> Result<i64, Problem> {
    demand_free(db, &request.name, 0)?;
    let id = rows::add(db, request.name.as_str(), request.kind.as_str())?;
    note(db, ctx, "organisation.added", id, Value::Null, json!({"name": request.name, "organisation_kind": request.kind}))?;
    Ok(id)
}
/// Changes one. Roles and projects keep the name that they were given.
///
/// # Errors
/// A name that another has, or stale.
pub fn edit(db: &mut Db, ctx: &Ctx, id: i64, request: &WriteOrganisation) -> Result<(), Problem> {
    let before = find(db, id)?;
    demand_free(db, &request.name, id)?;
    version::expect(before.version, request.version)?;
    let retired_at = request.retired.then(|| before.retired_at.unwrap_or(ctx.real_now));
    rows::update(db, id, before.version, request.name.as_str(), request.kind.as_str(), retired_at)?;
    let was = json!({"name": before.name, "organisation_kind": before.kind, "retired": before.retired_at.is_some()});
    note(db, ctx, "organisation.changed", id, was, json!({"name": request.name, "organisation_kind": request.kind, "retired": request.retired}))
}

fn demand_free(db: &mut Db, name: &ShortText, id: i64) -> Result<(), Problem> {
    // "Munkedals kommun" and "munkedals kommun" are one.
    let same = |other: &String| folded(other) == folded(name.as_str());
    if rows::other_names(db, id)?.iter().any(same) { Err(Problem::invalid("name", Fault::Taken)) } else { Ok(()) }
}
fn note(db: &mut Db, ctx: &Ctx, kind: &str, id: i64, before: Value, after: Value) -> Result<(), Problem> {
    journal::record_installation(db, ctx, Change { kind, object: &format!("organisation:{id}"), before, after })
}
