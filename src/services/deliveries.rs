//! Part deliveries: drawn up and submitted by the leader, decided with the four outcomes, and what each leads to.
use crate::domain::decision::{DecidedObject, ObjectKind, content_hash};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::ids::DeliverableRef;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use crate::domain::role::Role;
use crate::services::context::{Ctx, InProject};
use crate::services::deliverables::version_content;
use crate::services::journal::{self, Change};
use crate::services::problem::Problem;
use crate::services::{decisions, version};
use crate::store::Db;
use crate::store::columns::json;
use crate::store::deliverables::{self as parts, Criterion, Version};
use crate::store::deliveries::{self as rows, DeliveryRow};
use crate::store::plan::{self, Deliverable};
use serde_json::{Value, json};

mod decide;
mod prepare;
mod requests;
pub use decide::{decide, demand_possible, lift, title};
pub use prepare::{draw_up, edit, submit};
pub use requests::{DecideDelivery, LiftDelivery, SubmitDelivery, WriteDelivery, version_field};

/// A part delivery with what it gathers.
#[derive(Debug)]
pub struct Whole {
    pub row: DeliveryRow,
    pub delivery: Delivery,
    pub parts: Vec<Part>,
}
/// A version that a part delivery gathers, with what its deliverable must fulfil.
#[derive(Debug, Clone)]
pub struct Part {
    pub deliverable: Deliverable,
    pub version: Version,
    pub criteria: Vec<Criterion>,
}
impl Part {
    pub fn reference(&self) -> DeliverableRef {
        DeliverableRef(self.deliverable.number)
    }
}

/// Whether the person is shown a part delivery: what was never submitted is for those who write and lead.
pub fn is_shown(ctx: &Ctx, at: &InProject, row: &DeliveryRow) -> bool {
    row.submitted_at.is_some() || at.actor.may(Right::Lead, ctx.today) || at.actor.may(Right::WriteReports, ctx.today)
}

impl Whole {
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn find(db: &mut Db, at: &InProject, number: i32) -> Result<Whole, Problem> {
        Whole::all(db, at)?.into_iter().find(|w| w.row.number == number).ok_or(Problem::NotFound)
    }
    /// The part deliveries of a project in their order.
    ///
    /// # Errors
    /// Those of the store.
    pub fn all(db: &mut Db, at: &InProject) -> Result<Vec<Whole>, Problem> {
        let project = at.project.id;
        let rows = rows::of(db, project)?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (gathered, deliverables) = (rows::gathered(db, project)?, plan::deliverables_ever(db, project)?);
        let (versions, criteria) = (parts::versions_of(db, project)?, parts::criteria_of(db, project)?);
        let part = |g: &rows::Gathered| {
            let gone = || Problem::internal(format!("version {} of L{} is gathered and gone", g.number, g.deliverable));
            let deliverable = deliverables.iter().find(|d| d.number == g.deliverable).ok_or_else(gone)?;
            let (version, _) = versions.iter().find(|(v, _)| (v.deliverable, v.number) == (g.deliverable, g.number)).ok_or_else(gone)?;
            let criteria = criteria.iter().filter(|(c, _)| c.deliverable == g.deliverable).map(|(c, _)| c.clone()).collect();
            Ok::<_, Problem>(Part { deliverable: deliverable.clone(), version: version.clone(), criteria })
        };
        let whole = |row: DeliveryRow| {
            let mut parts: Vec<Part> = gathered.iter().filter(|g| g.delivery == row.number).map(part).collect::<Result<_, _>>()?;
            if let Some(approved) = row.content.as_deref().filter(|_| row.state == DeliveryState::Approved) {
                as_approved(&mut parts, &json(approved)?);
            }
            Ok(Whole { delivery: row.to_domain()?, row, parts })
        };
        rows.into_iter().map(whole).collect()
    }
    /// As [`is_shown`].
    pub fn is_shown(&self, ctx: &Ctx, at: &InProject) -> bool {
        is_shown(ctx, at, &self.row)
    }
    /// As [`Self::all`], those that the person is shown.
    ///
    /// # Errors
    /// Those of the store.
    pub fn all_shown(db: &mut Db, ctx: &Ctx, at: &InProject) -> Result<Vec<Whole>, Problem> {
        Ok(Whole::all(db, at)?.into_iter().filter(|w| w.is_shown(ctx, at)).collect())
    }
    /// As [`Self::find`], of those that the person is shown.
    ///
    /// # Errors
    /// [`Problem::NotFound`].
    pub fn find_shown(db: &mut Db, ctx: &Ctx, at: &InProject, number: i32) -> Result<Whole, Problem> {
        Whole::find(db, at, number).and_then(|w| if w.is_shown(ctx, at) { Ok(w) } else { Err(Problem::NotFound) })
    }
    /// The acceptance criteria that are not met, each as a condition names it: `L1-2`.
    pub fn unmet(&self) -> Vec<(String, &Criterion)> {
        let of = |part: &Part| part.reference();
        self.parts.iter().flat_map(|p| p.criteria.iter().filter(|c| !c.met).map(move |c| (format!("{}-{}", of(p), c.number), c))).collect()
    }
    /// What the hash of a part delivery covers, and what an approval fixes.
    pub fn content(&self) -> Value {
        let criterion = |c: &Criterion| json!({"number": c.number, "text": c.text, "met": c.met, "note": c.note});
        let part = |p: &Part| {
            json!({
                "ref": p.reference(), "name": p.deliverable.name, "version": version_content(&p.version),
                "criteria": p.criteria.iter().map(criterion).collect::<Vec<_>>(),
            })
        };
        json!({
            "number": self.row.number, "name": self.row.name, "planned_on": self.row.planned_on, "proposed": self.row.proposed,
            "recommendation": self.row.recommendation, "parts": self.parts.iter().map(part).collect::<Vec<_>>(),
        })
    }
    /// The part delivery as a decision fixes it.
    pub fn object(&self) -> DecidedObject {
        let hash = content_hash(&self.content());
        DecidedObject { kind: ObjectKind::PartDelivery, reference: self.row.number.to_string(), version: self.row.version, hash }
    }
}

/// What was approved tells of the criteria that it was approved by: they may be worded anew for a version after it.
fn as_approved(parts: &mut [Part], approved: &Value) {
    for part in parts {
        let fixed = approved["parts"].as_array().and_then(|all| all.iter().find(|p| p["ref"] == json!(part.reference())));
        let Some(criteria) = fixed.and_then(|p| p["criteria"].as_array()) else { continue };
        let of = |c: &Criterion| criteria.iter().find(|fixed| fixed["number"] == c.number);
        part.criteria.retain(|c| of(c).is_some());
        for criterion in &mut part.criteria {
            let fixed = of(criterion).cloned().unwrap_or_default();
            criterion.text = fixed["text"].as_str().unwrap_or_default().to_owned();
            criterion.note = fixed["note"].as_str().unwrap_or_default().to_owned();
            criterion.met = fixed["met"] == true;
        }
    }
}

/// The role that a part delivery was lifted to.
///
/// # Errors
/// No such part delivery.
pub fn lifted_to(db: &mut Db, at: &InProject, number: i32) -> Result<Option<Role>, Problem> {
    Ok(Whole::find(db, at, number)?.delivery.lift.map(|l| l.to))
}
/// The part deliveries that wait for a decision; none while the project is paused or closed.
///
/// # Errors
/// Those of the store.
pub fn waiting(db: &mut Db, at: &InProject) -> Result<Vec<Whole>, Problem> {
    if at.demand_running().is_err() {
        return Ok(Vec::new());
    }
    Ok(Whole::all(db, at)?.into_iter().filter(|w| w.delivery.waits()).collect())
}
/// A deliverable has changed: whoever decides about a part delivery that waits with it must have seen that.
///
/// # Errors
/// Those of the store.
pub fn seen_anew(db: &mut Db, ctx: &Ctx, at: &InProject, reference: DeliverableRef) -> Result<(), Problem> {
    for whole in waiting(db, at)?.iter().filter(|w| w.parts.iter().any(|p| p.reference() == reference)) {
        // Whoever changes what is to be decided is one of its makers.
        let after = whole.delivery.clone().made_by(ctx.person);
        rows::update(db, at.project.id, whole.row.number, whole.row.version, &after)?;
        decisions::settle(db, ctx, at, ObjectKind::PartDelivery, &whole.row.number.to_string(), None)?;
    }
    Ok(())
}
/// The plan has changed a deliverable by a decision: as [`seen_anew`], but nobody is a maker by that.
///
/// # Errors
/// Those of the store.
pub fn moved_by_plan(db: &mut Db, ctx: &Ctx, at: &InProject, reference: DeliverableRef) -> Result<(), Problem> {
    for whole in waiting(db, at)?.iter().filter(|w| w.parts.iter().any(|p| p.reference() == reference)) {
        rows::touch(db, at.project.id, whole.row.number)?;
        decisions::settle(db, ctx, at, ObjectKind::PartDelivery, &whole.row.number.to_string(), None)?;
    }
    Ok(())
}
/// What is not in the plan any more is not delivered.
///
/// # Errors
/// [`Refused::PlanHasMoved`].
fn demand_planned(db: &mut Db, at: &InProject, whole: &Whole) -> Result<(), Problem> {
    let planned = plan::deliverables_of(db, at.project.id)?;
    let all = whole.parts.iter().all(|p| planned.iter().any(|d| d.number == p.deliverable.number));
    if all { Ok(()) } else { Err(Refused::PlanHasMoved.into()) }
}

/// A part delivery goes from one state to another.
struct Move<'a> {
    before: &'a Whole,
    after: &'a Delivery,
    /// `part_delivery.submitted`, …
    kind: &'a str,
    /// The role that it was done in; a decision's is its mandate's.
    role: Option<Role>,
    /// What else the journal tells.
    tells: Value,
}
/// Stores a move and writes the journal. What a body had recorded about it before is overtaken.
fn change(db: &mut Db, ctx: &Ctx, at: &InProject, step: &Move<'_>) -> Result<(), Problem> {
    let row = &step.before.row;
    rows::update(db, at.project.id, row.number, row.version, step.after)?;
    decisions::settle(db, ctx, at, ObjectKind::PartDelivery, &row.number.to_string(), None)?;
    tell(db, ctx, at, step)
}
/// Writes the journal of a move.
fn tell(db: &mut Db, ctx: &Ctx, at: &InProject, step: &Move<'_>) -> Result<(), Problem> {
    let mut after = snapshot(step.after);
    if let (Value::Object(after), Value::Object(tells)) = (&mut after, step.tells.clone()) {
        after.extend(tells);
    }
    let before = snapshot(&step.before.delivery);
    journal::record_as(db, ctx, at, step.role, Change { kind: step.kind, object: &object(step.before.row.number), before, after })
}
fn snapshot(delivery: &Delivery) -> Value {
    json!({"part_state": delivery.state, "to_complete": delivery.to_complete, "lift": delivery.lift, "lift_request": delivery.request})
}
fn object(number: i32) -> String {
    format!("part_delivery:{number}")
}
/// The sender saw the part delivery as it is.
fn expect(whole: &Whole, seen: Option<i64>) -> Result<(), Problem> {
    version::expect(whole.row.version, seen)
}
