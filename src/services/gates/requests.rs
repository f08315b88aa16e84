//! What people ask for at gates, as it is read from a form or a JSON object.
use crate::domain::decision::Basis;
use crate::domain::document::Label;
use crate::domain::lifecycle::GateOutcome;
use crate::domain::role::Role;
use crate::domain::text::{LongText, ShortText};
use crate::input::{Fault, Fields, Input};
use crate::services::decisions::read_basis;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What the leader says of a criterion or an artefact.
#[derive(Debug, Clone)]
pub struct SetItem {
    pub met: bool,
    pub note: Option<LongText>,
    /// Of an artefact: the version that is approved, such as `1.2`, and where it is found.
    pub version_label: Option<ShortText>,
    pub reference: Option<ShortText>,
    /// Of an artefact that is a document: its number, and the label of an adopted version. They go before what is typed.
    pub document: Option<(i32, Label)>,
    /// 0 for what nobody has said anything of.
    pub version: Option<i64>,
}
impl Input for SetItem {
    fn parse(f: &mut Fields<'_>) -> Option<SetItem> {
        let (met, note) = (f.tick("met"), f.optional_long("note"));
        let (version_label, reference, version) = (f.optional_short("version_label"), f.optional_short("reference"), f.version());
        Some(SetItem { met, note, version_label, reference, document: read_document(f), version })
    }
}

/// A document and the label of its version, as `3/1.2`.
fn read_document(f: &mut Fields<'_>) -> Option<(i32, Label)> {
    let named = f.optional_short("document")?;
    let read = named.as_str().split_once('/').and_then(|(number, label)| Some((number.parse().ok()?, label.parse().ok()?)));
    if read.is_none() {
        f.fault("document", Fault::NotAChoice);
    }
    read
}

/// The day on which a gate is planned; none takes it away.
#[derive(Debug, Clone)]
pub struct PlanGate {
    pub planned_on: Option<NaiveDate>,
    pub version: Option<i64>,
}
impl Input for PlanGate {
    fn parse(f: &mut Fields<'_>) -> Option<PlanGate> {
        Some(PlanGate { planned_on: f.optional_date("planned_on"), version: f.version() })
    }
}

/// The leader's recommendation, with which a gate is submitted.
#[derive(Debug, Clone)]
pub struct SubmitGate {
    pub proposed: GateOutcome,
    pub recommendation: LongText,
    pub version: Option<i64>,
}
impl Input for SubmitGate {
    fn parse(f: &mut Fields<'_>) -> Option<SubmitGate> {
        let (proposed, recommendation, version) = (f.word("proposed"), f.long("recommendation"), f.version());
        Some(SubmitGate { proposed: proposed?, recommendation: recommendation?, version })
    }
}

/// A condition on which a gate is passed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ConditionGiven {
    /// What is missing, if the condition is for that.
    pub item: Option<String>,
    pub text: ShortText,
    /// E-mail of the member who answers for it.
    pub owner: String,
    pub due_on: NaiveDate,
}
/// A condition of a decision that is for nothing that is missing stands in a form under this name.
const OTHER: &str = "other";
/// At most so many conditions in one decision.
const MOST: usize = 30;

impl ConditionGiven {
    fn read(f: &mut Fields<'_>, prefix: &str, item: Option<String>) -> Option<ConditionGiven> {
        let name = |part: &str| if prefix.is_empty() { part.to_owned() } else { format!("{prefix}.{part}") };
        let (text, owner, due_on) = (f.short(&name("text")), f.short(&name("owner")), f.date(&name("due_on")));
        Some(ConditionGiven { item, text: text?, owner: owner?.into_string(), due_on: due_on? })
    }
}
/// The name of a condition's field: of what is missing, or of the condition that is for something else.
pub fn condition_field(item: Option<&str>, part: &str) -> String {
    format!("conditions.{}.{part}", item.unwrap_or(OTHER))
}

/// What is decided at a gate.
#[derive(Debug, Clone)]
pub struct DecideGate {
    pub outcome: GateOutcome,
    pub motivation: LongText,
    pub conditions: Vec<ConditionGiven>,
    /// Going on, the phase that may run beside the others is opened too.
    pub opens_beside: bool,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for DecideGate {
    fn parse(f: &mut Fields<'_>) -> Option<DecideGate> {
        let (outcome, motivation) = (f.word("outcome"), f.long("motivation"));
        let conditions = read_conditions(f, outcome);
        let opens_beside = f.tick("opens_beside") && outcome == Some(GateOutcome::Continue);
        let (basis, version) = (read_basis(f), f.version());
        Some(DecideGate { outcome: outcome?, motivation: motivation?, conditions, opens_beside, basis, version })
    }
}

/// In JSON a list of objects; in a form `conditions.<item>.text`, `.owner` and `.due_on` for each, read when the project goes on.
pub fn read_conditions(f: &mut Fields<'_>, outcome: Option<GateOutcome>) -> Vec<ConditionGiven> {
    let goes_on = outcome == Some(GateOutcome::Continue);
    let conditions = if f.is_json() {
        f.each("conditions", "item", |f| {
            let item = f.optional_short("item").map(ShortText::into_string);
            ConditionGiven::read(f, "", item)
        })
    } else {
        form_conditions(f, goes_on)
    };
    if !goes_on && !conditions.is_empty() {
        f.fault("conditions", Fault::Other("only-going-on"));
    }
    if conditions.len() > MOST {
        f.fault("conditions", Fault::OutOfRange { from: 0, to: MOST as i64 });
    }
    conditions
}
fn form_conditions(f: &mut Fields<'_>, goes_on: bool) -> Vec<ConditionGiven> {
    let names = f.names("conditions.");
    let mut items: Vec<&str> = names.iter().filter_map(|name| name.split('.').nth(1)).collect();
    items.dedup();
    let mut given = Vec::new();
    for item in items.into_iter().filter(|_| goes_on) {
        let prefix = format!("conditions.{item}");
        let other = item == OTHER;
        // The one that is for nothing that is missing may be left empty.
        let parts = ["text", "owner", "due_on"].map(|part| f.json(&format!("{prefix}.{part}")));
        let said = parts.iter().any(|part| part.as_ref().and_then(|v| v.as_str()).is_some_and(|t| !t.trim().is_empty()));
        if said || !other {
            given.extend(ConditionGiven::read(f, &prefix, (!other).then(|| item.to_owned())));
        }
    }
    given
}

/// A lift: the holder's decision, or what somebody asks the holder for.
#[derive(Debug, Clone)]
pub struct LiftGate {
    pub reason: LongText,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for LiftGate {
    fn parse(f: &mut Fields<'_>) -> Option<LiftGate> {
        let (reason, basis, version) = (f.long("reason"), read_basis(f), f.version());
        Some(LiftGate { reason: reason?, basis, version })
    }
}

/// The decision that a paused project goes on.
#[derive(Debug, Clone)]
pub struct Resume {
    pub motivation: LongText,
    pub basis: Option<Basis>,
    /// The project's.
    pub version: Option<i64>,
}
impl Input for Resume {
    fn parse(f: &mut Fields<'_>) -> Option<Resume> {
        let (motivation, basis, version) = (f.long("motivation"), read_basis(f), f.version());
        Some(Resume { motivation: motivation?, basis, version })
    }
}

/// A condition is fulfilled: how.
#[derive(Debug, Clone)]
pub struct Fulfil {
    pub note: LongText,
    pub version: Option<i64>,
}
impl Input for Fulfil {
    fn parse(f: &mut Fields<'_>) -> Option<Fulfil> {
        let (note, version) = (f.long("note"), f.version());
        Some(Fulfil { note: note?, version })
    }
}

/// A decision that the plan foresees.
#[derive(Debug, Clone)]
pub struct WritePoint {
    pub what: ShortText,
    pub decider: Role,
    pub planned_on: NaiveDate,
    /// The number of the decision that it became.
    pub decision: Option<i32>,
    pub version: Option<i64>,
}
impl Input for WritePoint {
    fn parse(f: &mut Fields<'_>) -> Option<WritePoint> {
        let (what, decider, planned_on) = (f.short("what"), f.word::<Role>("decider"), f.date("planned_on"));
        if decider.is_some_and(|r| !r.may_hold_mandates()) {
            f.fault("decider", Fault::NotAChoice);
        }
        let decision = f.optional_whole("decision", 1..=i64::from(i32::MAX)).and_then(|n| i32::try_from(n).ok());
        let version = f.version();
        Some(WritePoint { what: what?, decider: decider?, planned_on: planned_on?, decision, version })
    }
}
