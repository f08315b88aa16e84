//! Decisions: immutable, numbered, tied to the object's version and content hash.
use crate::domain::ids::PersonId;
use crate::domain::journal::canonical;
use crate::domain::lifecycle::GateOutcome;
use crate::domain::mandate::Mandate;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::risk::Strategy;
use crate::domain::role::Role;
use crate::domain::text::{LongText, Names, ShortText};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// On what basis a body decided. A role held by a person needs none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Basis {
    /// At a meeting: its date, the item (§) and those present.
    Meeting { date: NaiveDate, item: ShortText, present: Names },
    /// Without a meeting, each member asked: who agreed.
    PerCapsulam { agreed: Names },
    /// The chair alone, where the charter allows it.
    Chair,
}

impl Basis {
    /// The members decided it, at a meeting or each asked: not the chair alone.
    pub const fn is_together(&self) -> bool {
        matches!(self, Basis::Meeting { .. } | Basis::PerCapsulam { .. })
    }
    /// What waits for a decision here is decided while the project goes on. An earlier decision is entered afterwards, with its minutes.
    ///
    /// # Errors
    /// A meeting before `start`.
    pub fn demand_since(&self, start: NaiveDate) -> Result<(), Refused> {
        match self {
            Basis::Meeting { date, .. } if *date < start => Err(Refused::MeetingBeforeProject),
            _ => Ok(()),
        }
    }
    /// # Errors
    /// A meeting that has not been held, or the chair alone against the charter.
    pub fn check(&self, chair_alone: bool, today: NaiveDate) -> Result<(), Refused> {
        match self {
            Basis::Meeting { date, .. } if *date > today => Err(Refused::MeetingNotHeld),
            Basis::Chair if !chair_alone => Err(Refused::ChairAloneNotAllowed),
            _ => Ok(()),
        }
    }
}

word_enum! {
    /// What a decision is about.
    ObjectKind { Risk = "risk", StatusReport = "status_report", Charter = "charter", RiskPolicy = "risk_policy", Role = "role", Budget = "budget", Document = "document", Project = "project", Decision = "decision", Delegation = "delegation", ChangeRequest = "change_request", Gate = "gate", PartDelivery = "part_delivery", FinalReport = "final_report", EffectReport = "effect_report", DocumentVersion = "document_version", Requirement = "requirement" }
}

word_enum! {
    /// What became of a recording: its holder confirmed or declined it, or what it was about moved on before that.
    RecordingOutcome { Confirmed = "confirmed", Declined = "declined", Withdrawn = "withdrawn", MovedOn = "moved_on" }
}

word_enum! {
    /// What was decided. Which outcomes a matter has follows from its form.
    DecisionOutcome {
        Accepted = "accepted",
        Confirmed = "confirmed",
        Refused = "refused",
        MeasureOrdered = "measure_ordered",
        Lifted = "lifted",
        /// At a gate or a part delivery, by a body that may not end the project: it is lifted to those who may.
        EndProposed = "end_proposed",
        Approved = "approved",
        Rejected = "rejected",
        Returned = "returned",
        Adopted = "adopted",
        Appointed = "appointed",
        Ended = "ended",
        Elected = "elected",
        Delegated = "delegated",
        Revoked = "revoked",
        /// At a gate: the next phase opens.
        Continue = "continue",
        Back = "back",
        Stop = "stop",
        Terminate = "terminate",
        Resumed = "resumed",
    }
}

impl From<GateOutcome> for DecisionOutcome {
    fn from(outcome: GateOutcome) -> DecisionOutcome {
        match outcome {
            GateOutcome::Continue => DecisionOutcome::Continue,
            GateOutcome::Back => DecisionOutcome::Back,
            GateOutcome::Stop => DecisionOutcome::Stop,
            GateOutcome::Terminate => DecisionOutcome::Terminate,
        }
    }
}

/// The thing decided upon, exactly as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecidedObject {
    pub kind: ObjectKind,
    /// `R4`, a report's number, a charter's number.
    #[serde(rename = "ref")]
    pub reference: String,
    pub version: i64,
    /// SHA-256 of the canonical content, in hex.
    pub hash: String,
}

/// What was decided beyond its outcome: the part that its words alone would not prove.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DecidedTerms {
    /// A risk of this value is accepted, until this day.
    Acceptance { value: i32, until: NaiveDate },
    /// A measure is ordered: the responsible person by name, the cost in öre.
    Measure { strategy: Strategy, responsible: Option<String>, due_on: Option<NaiveDate>, cost: Option<i64> },
    /// A proposed lowering is confirmed or refused, from S and K to S and K; the proposer by name, but of those from before that was told.
    Lowering {
        from: [i32; 2],
        to: [i32; 2],
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proposed_by: Option<String>,
    },
    /// It is lifted to this role.
    Lift { to: Role },
    /// The budget, or a category's for a year, is adopted with this sum in öre.
    Budget { total: i64 },
}

/// A decision ready to be numbered and stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub matter: Option<Matter>,
    pub object: DecidedObject,
    pub title: String,
    pub outcome: DecisionOutcome,
    pub motivation: Option<LongText>,
    /// What it was taken on condition of, a line each.
    pub conditions: Option<LongText>,
    pub terms: Option<DecidedTerms>,
    pub decided_by: Option<PersonId>,
    pub role: Role,
    /// The number of the delegation that it was decided under.
    pub delegation: Option<i32>,
    pub charter: Option<i32>,
    pub basis: Option<Basis>,
    pub decided_on: NaiveDate,
    pub recorded_by: PersonId,
    pub recorded_at: NaiveDateTime,
    /// SHA-256 of the minutes, for a decision that was entered afterwards.
    pub minutes: Option<String>,
    /// The decision that this one corrects, or takes the place of.
    pub supersedes: Option<i32>,
}

/// Among which decisions the one stands that a new one takes the place of: the newest with the same outcome in the same matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Those about the same object.
    OfObject,
    /// Those about any object of its kind: each new one has a number of its own.
    OfKind,
}

impl Decision {
    /// Where the decision is to be sought that this one takes the place of; `None`: it stands beside those before it.
    pub const fn replaces(&self) -> Option<Among> {
        use {DecisionOutcome as Outcome, ObjectKind as Kind};
        match (self.object.kind, self.outcome) {
            (Kind::Charter | Kind::RiskPolicy, Outcome::Adopted) => Some(Among::OfKind),
            (Kind::StatusReport | Kind::FinalReport | Kind::EffectReport, Outcome::Approved) => Some(Among::OfObject),
            // The body's name, and its chair.
            (Kind::Role, Outcome::Adopted | Outcome::Elected) => Some(Among::OfObject),
            (_, Outcome::Lifted | Outcome::EndProposed) => Some(Among::OfObject),
            _ => None,
        }
    }
    /// A decision under a mandate. A body's needs its basis.
    ///
    /// # Errors
    /// The basis is missing, lies in the future, or is not allowed by the charter.
    pub fn take(
        mandate: &Mandate, basis: Option<Basis>, object: DecidedObject, title: String, outcome: DecisionOutcome, motivation: Option<LongText>,
        at: NaiveDateTime, today: NaiveDate,
    ) -> Result<Decision, Refused> {
        let basis = match (mandate.is_for_body(), basis) {
            (false, _) => None,
            (true, None) => return Err(Refused::BasisMissing),
            (true, Some(basis)) => {
                basis.check(mandate.chair_alone(), today)?;
                Some(basis)
            }
        };
        let decided_on = match &basis {
            Some(Basis::Meeting { date, .. }) => *date,
            _ => today,
        };
        Ok(Decision {
            matter: Some(mandate.matter()),
            object,
            title,
            outcome,
            motivation,
            conditions: None,
            terms: None,
            decided_by: Some(mandate.person()),
            role: mandate.role(),
            delegation: mandate.delegation(),
            charter: Some(mandate.charter()),
            basis,
            decided_on,
            recorded_by: mandate.person(),
            recorded_at: at,
            minutes: None,
            supersedes: None,
        })
    }
}

/// SHA-256 of an object's canonical content, in hex.
pub fn content_hash(content: &serde_json::Value) -> String {
    hex(&Sha256::digest(canonical(content)))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().flat_map(|b| [b >> 4, b & 15]).map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}
