//! Assessments are history: who assessed what, when, under which policy.
use crate::domain::policy::{Band, Score};
use crate::domain::risk::AssessmentKind;
use crate::domain::role::Role;
use crate::store::columns::Stored;
use crate::store::db::Db;
use crate::store::error::StoreResult;
use crate::store::schema::{assessments, people};
use chrono::NaiveDateTime;
use diesel::prelude::*;

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
