//! What a decision led to, as the project stands: derived from what names the decision, never stored.
use crate::domain::decision::ObjectKind;
use crate::domain::ids::{ChangeRef, DeliverableRef, RiskRef};
use crate::domain::lifecycle::Standing;
use crate::domain::report::{ReportKey, ReportKind};
use crate::services::context::{Ctx, InProject};
use crate::services::problem::Problem;
use crate::store::decisions::DecisionRow;
use crate::store::{Db, baselines, changes, conditions, delegations, deliverables, gates, reports, risks, rules};
use chrono::NaiveDate;

word_enum! {
    /// What came of a decision.
    LedKind {
        /// A plan in force, and whether it still is.
        Plan = "plan",
        PlanBefore = "plan_before",
        Charter = "charter",
        CharterBefore = "charter_before",
        Policy = "policy",
        PolicyBefore = "policy_before",
        /// Somebody holds a role, or held it.
        Role = "role",
        GatePassed = "gate_passed",
        PhaseOpened = "phase_opened",
        ProjectPaused = "project_paused",
        ProjectEnds = "project_ends",
        ConditionWaits = "condition_waits",
        ConditionFulfilled = "condition_fulfilled",
        Delegation = "delegation",
        DelegationOver = "delegation_over",
        DelegationRevoked = "delegation_revoked",
        VersionLocked = "version_locked",
        /// How the thing itself stands now.
        Change = "change",
        Risk = "risk",
        Report = "report",
    }
}

/// One thing that a decision led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    pub kind: LedKind,
    /// Its number or reference: `R4`, `3`.
    pub reference: String,
    /// Its name, the phase's key, or the word of its state.
    pub words: String,
    /// Where it is seen, in the project: `risks/R4`.
    pub place: String,
    /// Since when, or until when.
    pub on: Option<NaiveDate>,
}
impl Led {
    fn new(kind: LedKind, reference: impl ToString, words: impl ToString, place: impl ToString, on: Option<NaiveDate>) -> Led {
        Led { kind, reference: reference.to_string(), words: words.to_string(), place: place.to_string(), on }
    }
}

/// What decision `d` led to.
///
/// # Errors
/// Those of the store.
pub fn led_to(db: &mut Db, ctx: &Ctx, at: &InProject, d: &DecisionRow) -> Result<Vec<Led>, Problem> {
    // A kind that this program does not know leads nowhere that it could show.
    let Ok(kind) = d.object_kind.parse::<ObjectKind>() else { return Ok(Vec::new()) };
    Ok(match kind {
        ObjectKind::ChangeRequest => change(db, at, d)?,
        ObjectKind::Charter => {
            let of = |newest| if newest { LedKind::Charter } else { LedKind::CharterBefore };
            adopted(rules::charter_history(db, at.project.id)?.into_iter().map(|(n, by, _)| (n, by)), d.number, of, "charter")
        }
        ObjectKind::RiskPolicy => {
            let of = |newest| if newest { LedKind::Policy } else { LedKind::PolicyBefore };
            adopted(rules::policy_history(db, at.project.id)?.into_iter().map(|(n, by, _)| (n, by)), d.number, of, "risk-policy")
        }
        ObjectKind::Role => roles(at, d.number),
        ObjectKind::Gate => {
            let mut led = course(db, at, d.number)?;
            led.extend(plan(db, at, d.number)?);
            led
        }
        ObjectKind::Budget => plan(db, at, d.number)?,
        ObjectKind::PartDelivery => {
            let locked = deliverables::versions_of(db, at.project.id)?.into_iter().filter(|(v, _)| v.decision == Some(d.number));
            let mut led: Vec<Led> = locked.map(|(v, _)| version(DeliverableRef(v.deliverable), &v.label)).collect();
            led.extend(course(db, at, d.number)?);
            led
        }
        ObjectKind::Delegation => delegated(db, ctx, at, d.number)?,
        ObjectKind::Risk => risk(db, at, d)?,
        ObjectKind::StatusReport => d.object_ref.parse().map_or_else(|_| Ok(Vec::new()), |number| report(db, at, d.number, ReportKey::status(number)))?,
        ObjectKind::FinalReport => report(db, at, d.number, ReportKey::the(ReportKind::Final))?,
        ObjectKind::EffectReport => report(db, at, d.number, ReportKey::the(ReportKind::Effect))?,
        // What they led to is the thing itself, which the decision links to.
        ObjectKind::Document | ObjectKind::DocumentVersion | ObjectKind::Decision | ObjectKind::Requirement | ObjectKind::Project => Vec::new(),
    })
}

fn version(deliverable: DeliverableRef, label: &str) -> Led {
    Led::new(LedKind::VersionLocked, deliverable, label, format!("deliverables/{deliverable}/versions/{label}"), None)
}
/// The number that a decision adopted, among those of its kind, the newest first.
fn adopted(all: impl Iterator<Item = (i32, Option<i32>)>, decision: i32, kind: impl Fn(bool) -> LedKind, place: &str) -> Vec<Led> {
    let own = all.enumerate().filter(|(_, (_, by))| *by == Some(decision));
    own.map(|(place_in_line, (number, _))| Led::new(kind(place_in_line == 0), number, "", place, None)).collect()
}
/// The plan that a decision put in force.
fn plan(db: &mut Db, at: &InProject, decision: i32) -> Result<Vec<Led>, Problem> {
    let plans = baselines::of_project(db, at.project.id)?;
    let newest = plans.last().map(|plan| plan.number);
    let made = plans.iter().filter(|plan| plan.decision == Some(decision)).map(|plan| {
        let kind = if Some(plan.number) == newest { LedKind::Plan } else { LedKind::PlanBefore };
        Led::new(kind, plan.number, "", format!("plan/{}", plan.number), None)
    });
    Ok(made.collect())
}
fn change(db: &mut Db, at: &InProject, d: &DecisionRow) -> Result<Vec<Led>, Problem> {
    let mut led = plan(db, at, d.number)?;
    if let Some(reference) = ChangeRef::parse(&d.object_ref)
        && let Some(row) = changes::find(db, at.project.id, reference)?
    {
        led.push(Led::new(LedKind::Change, reference, row.state, format!("changes/{reference}"), None));
    }
    Ok(led)
}
fn roles(at: &InProject, decision: i32) -> Vec<Led> {
    let appointed = at.members.iter().filter(|m| m.assignment.decision == Some(decision));
    appointed.map(|m| Led::new(LedKind::Role, m.role(), &m.name, "roles", Some(m.assignment.from_on))).collect()
}
/// What a gate's or a part delivery's decision did to the project's course, and what it set as conditions.
fn course(db: &mut Db, at: &InProject, decision: i32) -> Result<Vec<Led>, Problem> {
    let mut led = Vec::new();
    for gate in gates::of(db, at.project.id)? {
        let place = format!("gates/{}", gate.number);
        if gate.left_decision == Some(decision) {
            led.push(Led::new(LedKind::GatePassed, gate.number, &gate.phase, &place, gate.left_on));
        }
        if gate.opened_decision == Some(decision) {
            led.push(Led::new(LedKind::PhaseOpened, gate.number, &gate.phase, &place, gate.opened_on));
        }
    }
    match at.project.standing() {
        Standing::Paused(stop) if stop.decision == decision => led.push(Led::new(LedKind::ProjectPaused, "", "", "gates", Some(stop.on))),
        Standing::Paused(_) | Standing::Running | Standing::Closed => {}
    }
    if at.project.terminated_decision == Some(decision) {
        led.push(Led::new(LedKind::ProjectEnds, "", "", "gates", None));
    }
    let set = conditions::of(db, at.project.id)?.into_iter().filter(|(c, _)| c.decision == decision);
    led.extend(set.map(|(c, _)| {
        let (kind, on) = c.fulfilled_on.map_or((LedKind::ConditionWaits, c.due_on), |on| (LedKind::ConditionFulfilled, on));
        Led::new(kind, c.number, &c.text, format!("conditions/{}", c.number), Some(on))
    }));
    Ok(led)
}
fn delegated(db: &mut Db, ctx: &Ctx, at: &InProject, decision: i32) -> Result<Vec<Led>, Problem> {
    let own = delegations::of_project(db, at.project.id)?.into_iter().filter(|row| row.decision == decision || row.revocation == Some(decision));
    let led = own.map(|row| {
        let (kind, on) = match row.revoked_on {
            Some(on) => (LedKind::DelegationRevoked, on),
            None if row.to_on < ctx.today => (LedKind::DelegationOver, row.to_on),
            None => (LedKind::Delegation, row.to_on),
        };
        Led::new(kind, row.number, "", format!("delegations/{}", row.number), Some(on))
    });
    Ok(led.collect())
}
fn risk(db: &mut Db, at: &InProject, d: &DecisionRow) -> Result<Vec<Led>, Problem> {
    let Some(reference) = RiskRef::parse(&d.object_ref) else { return Ok(Vec::new()) };
    let row = risks::find(db, at.project.id, reference)?;
    Ok(row.map(|row| Led::new(LedKind::Risk, reference, row.state, format!("risks/{reference}"), None)).into_iter().collect())
}
fn report(db: &mut Db, at: &InProject, decision: i32, key: ReportKey) -> Result<Vec<Led>, Problem> {
    let editions = reports::editions(db, at.project.id, key)?.into_iter().filter(|row| row.decision == Some(decision));
    Ok(editions.map(|row| Led::new(LedKind::Report, row.edition, row.state, key.path(), None)).collect())
}
