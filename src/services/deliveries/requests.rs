//! What people ask for with part deliveries, as it is read from a form or a JSON object.
use crate::domain::decision::Basis;
use crate::domain::ids::DeliverableRef;
use crate::domain::lifecycle::GateOutcome;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::decisions::read_basis;
use crate::services::gates::{ConditionGiven, read_conditions};
use chrono::NaiveDate;

/// A part delivery as the leader writes it: its name, its day, the decision that the plan foresees, and the versions that it gathers.
#[derive(Debug, Clone)]
pub struct WriteDelivery {
    pub name: ShortText,
    pub planned_on: Option<NaiveDate>,
    /// The number of the planned decision that it is.
    pub point: Option<i32>,
    /// Deliverables with the label of the version, one of each.
    pub versions: Vec<(DeliverableRef, String)>,
    pub recommendation: Option<LongText>,
    pub version: Option<i64>,
}
impl Input for WriteDelivery {
    fn parse(f: &mut Fields<'_>) -> Option<WriteDelivery> {
        let (name, planned_on) = (f.short("name"), f.optional_date("planned_on"));
        let point = f.optional_whole("point", 1..=i64::from(i32::MAX)).and_then(|n| i32::try_from(n).ok());
        let versions = if f.is_json() {
            f.each("versions", "deliverable", |f| {
                let (reference, label) = (f.short("deliverable"), f.short("label"));
                named(f, "deliverable", reference?.as_str(), label?)
            })
        } else {
            form_versions(f)
        };
        let (recommendation, version) = (f.optional_long("recommendation"), f.version());
        Some(WriteDelivery { name: name?, planned_on, point, versions, recommendation, version })
    }
}
/// The form's field for the version of a deliverable.
pub fn version_field(reference: DeliverableRef) -> String {
    format!("versions.{reference}")
}
fn form_versions(f: &mut Fields<'_>) -> Vec<(DeliverableRef, String)> {
    let names = f.names("versions.");
    let mut found = Vec::new();
    for name in &names {
        let Some(label) = f.optional_short(name) else { continue };
        found.extend(named(f, name, name.trim_start_matches("versions."), label));
    }
    found
}
fn named(f: &mut Fields<'_>, field: &str, reference: &str, label: ShortText) -> Option<(DeliverableRef, String)> {
    let reference = DeliverableRef::parse(reference);
    if reference.is_none() {
        f.fault(field, Fault::NotAChoice);
    }
    Some((reference?, label.into_string()))
}

/// The leader's recommendation, with which a part delivery is submitted.
#[derive(Debug, Clone)]
pub struct SubmitDelivery {
    pub proposed: GateOutcome,
    pub recommendation: LongText,
    pub version: Option<i64>,
}
impl Input for SubmitDelivery {
    fn parse(f: &mut Fields<'_>) -> Option<SubmitDelivery> {
        let (proposed, recommendation, version) = (f.word("proposed"), f.long("recommendation"), f.version());
        Some(SubmitDelivery { proposed: proposed?, recommendation: recommendation?, version })
    }
}

/// What is decided about a part delivery.
#[derive(Debug, Clone)]
pub struct DecideDelivery {
    pub outcome: GateOutcome,
    /// Why; for `back`, what must be completed.
    pub motivation: LongText,
    pub conditions: Vec<ConditionGiven>,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for DecideDelivery {
    fn parse(f: &mut Fields<'_>) -> Option<DecideDelivery> {
        let (outcome, motivation) = (f.word("outcome"), f.long("motivation"));
        let conditions = read_conditions(f, outcome);
        let (basis, version) = (read_basis(f), f.version());
        Some(DecideDelivery { outcome: outcome?, motivation: motivation?, conditions, basis, version })
    }
}

/// The holder lifts it to the role above: a decision.
#[derive(Debug, Clone)]
pub struct LiftDelivery {
    pub reason: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for LiftDelivery {
    fn parse(f: &mut Fields<'_>) -> Option<LiftDelivery> {
        let (reason, basis, version) = (f.long("reason"), read_basis(f), f.version());
        Some(LiftDelivery { reason: reason?, basis, version })
    }
}
