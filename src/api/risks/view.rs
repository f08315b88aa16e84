//! A risk as the API shows it.
use crate::api::view::{kronor, utc};
use crate::domain::ids::RiskRef;
use crate::domain::policy::Band;
use crate::domain::risk::{AssessmentKind, LiftRequest, MeasureState, Proposal, RiskStateWord, Strategy};
use crate::domain::role::Role;
use crate::services::{InProject, Problem};
use crate::store::Db;
use crate::store::assessments::{self, Assessment, Confirmed};
use crate::store::columns::json;
use crate::store::measures::{self, Measure};
use crate::store::risks::RiskRow;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value;

/// Assessments that a single risk shows; the newest ones when there are more.
const ASSESSMENTS: i64 = 200;

/// A risk in a list.
#[derive(Serialize)]
pub struct RiskView<'a> {
    #[serde(rename = "ref")]
    reference: RiskRef,
    threat: &'a str,
    vulnerability: &'a str,
    consequence: &'a str,
    likelihood: i32,
    impact: i32,
    value: i32,
    band: Band,
    held_by: Role,
    state: RiskStateWord,
    owner: Option<&'a str>,
    covered: bool,
    escalated_at: Option<DateTime<Utc>>,
    escalated_for: Option<&'a str>,
    acknowledged_at: Option<DateTime<Utc>>,
    proposed: Option<Proposed<'a>>,
    review_on: NaiveDate,
    accepted_until: Option<NaiveDate>,
    lifted_to: Option<Role>,
    lift_request: Option<Asked<'a>>,
    version: i64,
}

/// Somebody asks the holder to decide.
#[derive(Serialize)]
struct Asked<'a> {
    /// E-mail of who asks.
    by: &'a str,
    reason: String,
    at: DateTime<Utc>,
}

/// A lowering that waits for the holder's answer.
#[derive(Serialize)]
struct Proposed<'a> {
    likelihood: i32,
    impact: i32,
    value: i32,
    band: Option<Band>,
    /// E-mail of who proposes it.
    by: &'a str,
    reason: String,
    at: DateTime<Utc>,
}

impl<'a> RiskView<'a> {
    /// # Errors
    /// A damaged row.
    pub fn of(row: &'a RiskRow, at: &'a InProject) -> Result<RiskView<'a>, Problem> {
        let lifted_to = row.lifted_to()?;
        Ok(RiskView {
            reference: row.reference(),
            threat: &row.threat,
            vulnerability: &row.vulnerability,
            consequence: &row.consequence,
            likelihood: row.likelihood,
            impact: row.impact,
            value: row.value,
            band: row.band,
            held_by: lifted_to.unwrap_or_else(|| at.charter.holder_of(row.band)),
            state: row.state,
            owner: at.email_of(row.owner_id),
            covered: row.covered,
            escalated_at: row.escalated_at.map(utc),
            escalated_for: row.escalated_for.as_deref(),
            acknowledged_at: row.acknowledged_at.map(utc),
            proposed: row.proposal.as_deref().map(|p| proposed(p, at)).transpose()?,
            review_on: row.review_on,
            accepted_until: row.state_on.filter(|_| row.state == RiskStateWord::Accepted),
            lifted_to,
            lift_request: row.lift_request.as_deref().map(|r| asked(r, at)).transpose()?,
            version: row.version,
        })
    }
}
fn proposed<'a>(stored: &str, at: &'a InProject) -> Result<Proposed<'a>, Problem> {
    let Proposal { likelihood, impact, reason, by, at: since, .. } = json(stored)?;
    let band = at.policy.score(likelihood, impact).map(|score| score.band());
    Ok(Proposed { likelihood, impact, value: likelihood * impact, band, by: at.email_of(Some(by.0)).unwrap_or_default(), reason, at: utc(since) })
}

fn asked<'a>(stored: &str, at: &'a InProject) -> Result<Asked<'a>, Problem> {
    let LiftRequest { by, reason, at: since } = json(stored)?;
    Ok(Asked { by: at.email_of(Some(by.0)).unwrap_or_default(), reason, at: utc(since) })
}

/// An assessment of the risk's history.
#[derive(Serialize)]
struct AssessmentView<'a> {
    at: DateTime<Utc>,
    by: &'a str,
    role: Role,
    on_behalf_of: Option<Role>,
    likelihood: i32,
    impact: i32,
    value: i32,
    band: Band,
    reason: &'a str,
    kind: AssessmentKind,
    policy: i32,
    confirmed: Option<ConfirmedView<'a>>,
}
/// Who confirmed a lowering that somebody else proposed, and by which decision.
#[derive(Serialize)]
struct ConfirmedView<'a> {
    by: &'a str,
    role: Role,
    decision: i32,
}
impl<'a> AssessmentView<'a> {
    fn of(Assessed { assessment: a, by, confirmed }: &'a Assessed) -> AssessmentView<'a> {
        AssessmentView {
            at: utc(a.at),
            by,
            role: a.role,
            on_behalf_of: a.on_delegation.then_some(a.role),
            likelihood: a.likelihood,
            impact: a.impact,
            value: a.value,
            band: a.band,
            reason: &a.reason,
            kind: a.kind,
            policy: a.policy,
            confirmed: confirmed.as_ref().map(|(c, by)| ConfirmedView { by, role: c.role, decision: c.decision }),
        }
    }
}

/// A measure against the risk.
#[derive(Serialize)]
struct MeasureView<'a> {
    number: i32,
    strategy: Strategy,
    text: &'a str,
    responsible: Option<&'a str>,
    due_on: Option<NaiveDate>,
    /// Kronor.
    cost: Option<Value>,
    state: MeasureState,
    version: i64,
}
impl<'a> MeasureView<'a> {
    fn of((m, _): &'a (Measure, Option<String>), at: &'a InProject) -> MeasureView<'a> {
        MeasureView {
            number: m.number,
            strategy: m.strategy,
            text: &m.text,
            responsible: at.email_of(m.responsible_id),
            due_on: m.due_on,
            cost: m.cost.map(kronor),
            state: m.state,
            version: m.version,
        }
    }
}

/// A single risk, with its history and measures.
#[derive(Serialize)]
pub struct WholeRisk<'a> {
    #[serde(flatten)]
    risk: RiskView<'a>,
    assessments: Vec<AssessmentView<'a>>,
    measures: Vec<MeasureView<'a>>,
}

/// What a single risk is shown from.
pub struct Loaded {
    pub row: RiskRow,
    assessments: Vec<Assessed>,
    measures: Vec<(Measure, Option<String>)>,
}
/// An assessment with the names of who made it and who confirmed it.
struct Assessed {
    assessment: Assessment,
    by: String,
    confirmed: Option<(Confirmed, String)>,
}

impl Loaded {
    /// # Errors
    /// Those of the store.
    pub fn of(db: &mut Db, at: &InProject, row: RiskRow) -> Result<Loaded, Problem> {
        let mut assessments = Vec::new();
        for (assessment, by) in assessments::of_risk(db, row.id, ASSESSMENTS)? {
            let confirmed = assessment.confirmed()?.map(|c| Ok::<_, Problem>((at.named(db, c.by)?, c))).transpose()?.map(|(name, c)| (c, name));
            assessments.push(Assessed { assessment, by, confirmed });
        }
        let measures = measures::of_risk(db, row.id)?;
        Ok(Loaded { row, assessments, measures })
    }
    /// # Errors
    /// A damaged row.
    pub fn view<'a>(&'a self, at: &'a InProject) -> Result<WholeRisk<'a>, Problem> {
        Ok(WholeRisk {
            risk: RiskView::of(&self.row, at)?,
            assessments: self.assessments.iter().map(AssessmentView::of).collect(),
            measures: self.measures.iter().map(|m| MeasureView::of(m, at)).collect(),
        })
    }
}
