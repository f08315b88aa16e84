//! Extracts as documents: who may decide what, and one decision.
use crate::domain::charter::MatterRule;
use crate::domain::delegation::{Delegate, Delegation};
use crate::domain::extract::{DecisionText, DelegateLine, Extract, HolderLine, MandateLine, MandateTable};
use crate::domain::report::content::Checkpoint;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::services::{appointments, decisions};
use crate::store::columns::{json, word};
use crate::store::{Db, journal, rules};

/// Who may decide what today, with those who decide and those who do so on delegation.
///
/// # Errors
/// Those of the store.
pub fn mandates(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Extract<MandateTable>, Problem> {
    let (charter, adopted_by) = rules::charter_with_decision(db, at.project.id)?;
    let unmanned = appointments::unmanned(db, ctx, at)?.iter().map(|u| u.role).collect();
    let table = MandateTable { charter: charter.number(), adopted_by, matters: mandate_lines(ctx, at), unmanned };
    extract(db, ctx, at, "charter", table)
}

/// Every matter of the charter in force, with who decides it today.
pub fn mandate_lines(ctx: &Ctx, at: &InProject) -> Vec<MandateLine> {
    let line = |rule: &MatterRule| {
        let first = at.charter.held_by(rule.matter);
        let people = |role: Role| at.members.iter().filter(|m| m.role() == role && m.decides(ctx.today)).map(|m| m.name.clone()).collect();
        let concerns = |d: &&Delegation| d.terms.matters.contains(&rule.matter) && d.in_force(ctx.today);
        MandateLine {
            matter: rule.matter,
            holders: rule.roles.iter().map(|role| HolderLine { role: *role, people: people(*role) }).collect(),
            delegates: at.delegations.iter().filter(concerns).map(|d| delegate(at, d)).collect(),
            limit: rule.limit,
            body: at.is_body(first),
            chair_alone: rule.chair_alone,
        }
    };
    at.charter.matters().iter().map(line).collect()
}
fn delegate(at: &InProject, delegation: &Delegation) -> DelegateLine {
    let (name, role) = match delegation.terms.to {
        Delegate::Person(person) => (at.name_of(person.0).to_owned(), None),
        Delegate::Role(role) => (String::new(), Some(role)),
    };
    DelegateLine { name, role, number: delegation.number, until: delegation.terms.to_on }
}

/// A decision with everything that proves it.
///
/// # Errors
/// [`Problem::NotFound`], or a damaged row.
pub fn decision(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<Extract<DecisionText>, Problem> {
    let row = decisions::find(db, at, number)?;
    let superseded_by = decisions::superseded(db, at.project.id, &[&row])?.get(&number).copied();
    let entered_late = row.entered_late();
    let text = DecisionText {
        number,
        title: row.title,
        matter: row.matter.as_deref().map(word).transpose()?,
        outcome: word(&row.outcome)?,
        motivation: row.motivation,
        conditions: row.conditions,
        terms: row.terms.as_deref().map(json).transpose()?,
        decided_by: row.person_id.map(|_| row.person_name),
        role: word(&row.role)?,
        delegation: row.delegation,
        charter: row.charter,
        basis: row.basis.as_deref().map(json).transpose()?,
        decided_on: row.decided_on,
        recorded_at: row.recorded_at,
        recorded_by: row.recorded_name,
        object_kind: row.object_kind,
        object_ref: row.object_ref,
        object_version: row.object_version,
        object_hash: row.object_hash,
        entered_late,
        supersedes: row.supersedes,
        superseded_by,
        hash: row.hash,
        minutes: row.minutes_sha256,
    };
    extract(db, ctx, at, &format!("decisions/{number}"), text)
}

fn extract<T>(db: &mut Db, ctx: &Ctx, at: &InProject, page: &str, body: T) -> Result<Extract<T>, Problem> {
    let head = journal::head(db, at.project.id)?;
    Ok(Extract {
        code: at.project.code.clone(),
        project: at.project.name.clone(),
        organisation: at.project.organisation.clone(),
        register_number: at.project.register_number.clone(),
        language: ctx.language.to_owned(),
        as_of: ctx.today,
        address: format!("{}/projects/{}/{page}", ctx.base_url, at.project.code),
        checkpoint: Checkpoint { seq: head.seq, hash: head.hash },
        body,
    })
}
