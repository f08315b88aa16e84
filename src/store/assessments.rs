//! Assessments are history: who assessed what, when, under which policy.
use crate::domain::policy::{Band, Score};
use crate::domain::risk::AssessmentKind;
use crate::domain::role::Role;
use crate::store::columns::{Stored, word};
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::{assessments, people};
use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// One assessment.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = assessments)]
pub struct Assessment {
    pub at: NaiveDateTime,
    #[diesel(deserialize_as = Stored<Role>)]
    pub role: Role,
    pub likelihood: i32,
    pub impact: i32,
    pub value: i32,
    #[diesel(deserialize_as = Stored<Band>)]
    pub band: Band,
    pub reason: String,
    #[diesel(deserialize_as = Stored<AssessmentKind>)]
    pub kind: AssessmentKind,
    pub policy: i32,
    /// Whoever assessed acted on delegation from the role.
    pub on_delegation: bool,
    /// The holder who confirmed the lowering that somebody else proposed, in which role and by which decision.
    pub confirmed_by: Option<i64>,
    pub confirmed_role: Option<String>,
    pub decision: Option<i32>,
}

impl Assessment {
    /// # Errors
    /// A damaged row.
    pub fn confirmed(&self) -> StoreResult<Option<Confirmed>> {
        let (Some(by), Some(role), Some(decision)) = (self.confirmed_by, self.confirmed_role.as_deref(), self.decision) else { return Ok(None) };
        Ok(Some(Confirmed { by, role: word(role)?, decision }))
    }
}

/// Who confirmed an assessment, in which role and by which decision.
pub struct Confirmed {
    pub by: i64,
    pub role: Role,
    pub decision: i32,
}

/// What is needed to add an assessment.
pub struct NewAssessment<'a> {
    pub risk: i64,
    pub at: NaiveDateTime,
    pub person: i64,
    pub role: Role,
    pub score: Score,
    pub reason: &'a str,
    pub kind: AssessmentKind,
    pub policy: i32,
    pub on_delegation: bool,
    pub confirmed: Option<Confirmed>,
}

pub fn add(db: &mut Db, new: &NewAssessment<'_>) -> StoreResult<()> {
    let values = (
        assessments::risk_id.eq(new.risk),
        assessments::at.eq(new.at),
        assessments::person_id.eq(new.person),
        assessments::role.eq(new.role.as_str()),
        assessments::likelihood.eq(new.score.likelihood()),
        assessments::impact.eq(new.score.impact()),
        assessments::value.eq(new.score.value()),
        assessments::band.eq(new.score.band().as_str()),
        assessments::reason.eq(new.reason),
        assessments::kind.eq(new.kind.as_str()),
        assessments::policy.eq(new.policy),
        assessments::on_delegation.eq(new.on_delegation),
        assessments::confirmed_by.eq(new.confirmed.as_ref().map(|c| c.by)),
        assessments::confirmed_role.eq(new.confirmed.as_ref().map(|c| c.role.as_str())),
        assessments::decision.eq(new.confirmed.as_ref().map(|c| c.decision)),
    );
    diesel::insert_into(assessments::table).values(values).execute(db)?;
    Ok(())
}

/// A risk's newest assessments, oldest first, with the name of who made each.
pub fn of_risk(db: &mut Db, risk: i64, limit: i64) -> StoreResult<Vec<(Assessment, String)>> {
    let mut rows: Vec<(Assessment, String)> = assessments::table
        .inner_join(people::table)
        .filter(assessments::risk_id.eq(risk))
        .select((Assessment::as_select(), people::name))
        .order(assessments::id.desc())
        .limit(limit)
        .load(db)?;
    rows.reverse();
    Ok(rows)
}

/// The newest assessment of each of some risks, with the name of who made it, by the risk's id.
pub fn newest_of(db: &mut Db, risks: &[i64]) -> StoreResult<BTreeMap<i64, (Assessment, String)>> {
    let newest = assessments::table.filter(assessments::risk_id.eq_any(risks.to_vec())).group_by(assessments::risk_id);
    let ids: Vec<Option<i64>> = newest.select(max(assessments::id)).load(db)?;
    let rows: Vec<(i64, Assessment, String)> = assessments::table
        .inner_join(people::table)
        .filter(assessments::id.eq_any(ids.into_iter().flatten().collect::<Vec<_>>()))
        .select((assessments::risk_id, Assessment::as_select(), people::name))
        .load(db)?;
    Ok(rows.into_iter().map(|(risk, assessment, by)| (risk, (assessment, by))).collect())
}

/// That a risk was assessed: when, by whom and in which role, as what by which policy, and why.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = assessments)]
pub struct Made {
    pub risk_id: i64,
    pub at: NaiveDateTime,
    pub person_id: i64,
    pub role: String,
    pub likelihood: i32,
    pub impact: i32,
    pub value: i32,
    pub band: String,
    #[diesel(deserialize_as = Stored<AssessmentKind>)]
    pub kind: AssessmentKind,
    pub policy: i32,
    pub reason: String,
}
/// Every assessment of some risks, oldest first.
pub fn made(db: &mut Db, risks: &[i64]) -> StoreResult<Vec<Made>> {
    Ok(assessments::table.filter(assessments::risk_id.eq_any(risks.to_vec())).select(Made::as_select()).order(assessments::id).load(db)?)
}

/// One value of a risk, for charts.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = assessments)]
pub struct ValueAt {
    pub risk_id: i64,
    pub at: NaiveDateTime,
    pub value: i32,
}

/// The values of some risks, oldest first.
pub fn values_of(db: &mut Db, risks: &[i64]) -> StoreResult<Vec<ValueAt>> {
    Ok(assessments::table.filter(assessments::risk_id.eq_any(risks.to_vec())).select(ValueAt::as_select()).order(assessments::id).load(db)?)
}
