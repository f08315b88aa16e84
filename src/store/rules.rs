//! The project's adopted charters and risk policies.
use crate::domain::charter::{Charter, MatterRule};
use crate::domain::policy::{BandRule, RiskPolicy, Scale};
use crate::store::columns::{json, raw_json, to_json};
use crate::store::db::Db;
use crate::store::error::{StoreError, StoreResult};
use crate::store::schema::{charters, risk_policies};
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Serialize, Deserialize)]
struct PolicyBody {
    scale: Scale,
    bands: Vec<BandRule>,
}

/// The charter in force: the one with the highest number.
pub fn charter(db: &mut Db, project: i64) -> StoreResult<Charter> {
    Ok(charter_with_decision(db, project)?.0)
}
/// The charter in force, and the number of the decision that adopted it.
pub fn charter_with_decision(db: &mut Db, project: i64) -> StoreResult<(Charter, Option<i32>)> {
    let (number, matters, decision): (i32, String, Option<i32>) = charters::table
        .filter(charters::project_id.eq(project))
        .order(charters::number.desc())
        .select((charters::number, charters::matters, charters::decision))
        .first(db)?;
    Ok((read_charter(number, &matters)?, decision))
}
/// Every charter of a project as it is stored, oldest first, for verification.
pub fn charters_of(db: &mut Db, project: i64) -> StoreResult<Vec<(i32, Value)>> {
    let rows: Vec<(i32, String)> =
        charters::table.filter(charters::project_id.eq(project)).order(charters::number).select((charters::number, charters::matters)).load(db)?;
    Ok(rows.into_iter().map(|(number, matters)| (number, json!({"number": number, "matters": raw_json(&matters)}))).collect())
}
/// Every risk policy of a project as it is stored, oldest first, for verification.
pub fn policies_of(db: &mut Db, project: i64) -> StoreResult<Vec<(i32, Value)>> {
    let rows: Vec<(i32, String)> = risk_policies::table
        .filter(risk_policies::project_id.eq(project))
        .order(risk_policies::number)
        .select((risk_policies::number, risk_policies::body))
        .load(db)?;
    let content = |number: i32, body: Value| json!({"number": number, "scale": body["scale"], "bands": body["bands"]});
    Ok(rows.into_iter().map(|(number, body)| (number, content(number, raw_json(&body)))).collect())
}
/// Number, adopting decision and time of every charter, newest first.
pub fn charter_history(db: &mut Db, project: i64) -> StoreResult<Vec<(i32, Option<i32>, NaiveDateTime)>> {
    Ok(charters::table
        .filter(charters::project_id.eq(project))
        .order(charters::number.desc())
        .select((charters::number, charters::decision, charters::adopted_at))
        .load(db)?)
}
fn read_charter(number: i32, matters: &str) -> StoreResult<Charter> {
    let rules: Vec<MatterRule> = json(matters)?;
    Charter::new(number, rules).map_err(|faults| StoreError::Corrupt(format!("charter {number}: {faults:?}")))
}
pub fn add_charter(db: &mut Db, project: i64, charter: &Charter, decision: Option<i32>, at: NaiveDateTime) -> StoreResult<()> {
    let values = (
        charters::project_id.eq(project),
        charters::number.eq(charter.number()),
        charters::matters.eq(to_json(&charter.matters())?),
        charters::decision.eq(decision),
        charters::adopted_at.eq(at),
    );
    diesel::insert_into(charters::table).values(values).execute(db)?;
    Ok(())
}

/// The policy in force: the one with the highest number.
pub fn policy(db: &mut Db, project: i64) -> StoreResult<RiskPolicy> {
    let (number, body): (i32, String) = risk_policies::table
        .filter(risk_policies::project_id.eq(project))
        .order(risk_policies::number.desc())
        .select((risk_policies::number, risk_policies::body))
        .first(db)?;
    read_policy(number, &body)
}
/// Every policy that is or has been in force, oldest first.
pub fn every_policy(db: &mut Db, project: i64) -> StoreResult<Vec<RiskPolicy>> {
    let policies = risk_policies::table.filter(risk_policies::project_id.eq(project)).order(risk_policies::number);
    let rows: Vec<(i32, String)> = policies.select((risk_policies::number, risk_policies::body)).load(db)?;
    rows.iter().map(|(number, body)| read_policy(*number, body)).collect()
}
fn read_policy(number: i32, body: &str) -> StoreResult<RiskPolicy> {
    let body: PolicyBody = json(body)?;
    RiskPolicy::new(number, body.scale, body.bands).map_err(|faults| StoreError::Corrupt(format!("policy {number}: {faults:?}")))
}
/// Number, adopting decision and time of every policy, newest first.
pub fn policy_history(db: &mut Db, project: i64) -> StoreResult<Vec<(i32, Option<i32>, NaiveDateTime)>> {
    Ok(risk_policies::table
        .filter(risk_policies::project_id.eq(project))
        .order(risk_policies::number.desc())
        .select((risk_policies::number, risk_policies::decision, risk_policies::adopted_at))
        .load(db)?)
}
pub fn add_policy(db: &mut Db, project: i64, policy: &RiskPolicy, decision: Option<i32>, at: NaiveDateTime) -> StoreResult<()> {
    let body = to_json(&PolicyBody { scale: policy.scale().clone(), bands: policy.bands().to_vec() })?;
    let values = (
        risk_policies::project_id.eq(project),
        risk_policies::number.eq(policy.number()),
        risk_policies::body.eq(body),
        risk_policies::decision.eq(decision),
        risk_policies::adopted_at.eq(at),
    );
    diesel::insert_into(risk_policies::table).values(values).execute(db)?;
    Ok(())
}
