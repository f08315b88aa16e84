//! A role that a body holds, under the body's name: it decides through its chair from then on.
use super::appointing::{Ruling, decide, right_to_appoint};
use super::{concerns, everybody, settle};
use crate::domain::decision::{Basis, DecisionOutcome};
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::context::{Ctx, InProject};
use crate::services::decisions::{Act, Done, read_basis};
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::projects::BODY_ROLES;
use crate::store::Db;
use crate::store::roles::{self as rows, Member};
use serde_json::json;

/// The name of the body that holds a role.
#[derive(Debug, Clone)]
pub struct NameBody {
    pub name: ShortText,
    pub motivation: Option<LongText>,
    pub basis: Option<Basis>,
}
impl Input for NameBody {
    fn parse(f: &mut Fields<'_>) -> Option<NameBody> {
        let (name, motivation, basis) = (f.short("name"), f.optional_long("motivation"), read_basis(f));
        Some(NameBody { name: name?, motivation, basis })
    }
}

/// Names the body that holds a role, or renames it, by a decision of those who appoint to the role. A role that one person has held
/// becomes a body with that person as its chair, so that somebody can decide; with several holders nobody has chosen one. A body's
/// decision is recorded by leader, deputy or secretary, and its chair confirms.
///
/// # Errors
/// A role that no body can hold, no mandate, or several holders.
pub fn name_body(db: &mut Db, ctx: &Ctx, at: &InProject, role: Role, request: &NameBody) -> Result<Done, Problem> {
    if !BODY_ROLES.contains(&role) {
        return Err(Problem::NotFound);
    }
    let members = everybody(db, at)?;
    let right = right_to_appoint(ctx, at, &members, role, None, request.basis.as_ref())?;
    let holders: Vec<&Member> = members.iter().filter(|m| m.role() == role && m.holds(ctx.today)).collect();
    let chair = match &holders[..] {
        _ if at.is_body(role) => None,
        [] => None,
        [only] => Some(&only.assignment),
        _ => return Err(Problem::invalid("name", Fault::Other("several-holders"))),
    };
    let content = json!({"role": role, "body": request.name});
    let ruling = Ruling {
        role,
        name: request.name.as_str(),
        content: &content,
        version: 1,
        outcome: DecisionOutcome::Adopted,
        motivation: request.motivation.clone(),
        basis: request.basis.clone(),
        supersedes: None,
    };
    let act = || Act::NameBody { role, name: request.name.clone(), motivation: request.motivation.clone() };
    let number = match decide(db, ctx, at, &right, ruling, act)? {
        Done::Decided(number) => number,
        waits @ Done::WaitsForChair(_) => return Ok(waits),
    };
    if let Some(a) = chair {
        rows::set_chair(db, at.project.id, a.id, a.version, true)?;
    }
    rows::set_body(db, at.project.id, role, request.name.as_str())?;
    let before = at.bodies.iter().find(|(r, _)| *r == role).map(|(_, name)| json!({"role": role, "body": name}));
    journal::record(db, ctx, at, Change { kind: "role.body_named", object: &format!("body:{role}"), before: json!(before), after: content })?;
    let changed: Vec<i64> = chair.iter().map(|a| a.id).collect();
    settle(db, ctx, at, role, number, |act| matches!(act, Act::NameBody { .. }) || concerns(act, &changed))?;
    Ok(Done::Decided(number))
}
