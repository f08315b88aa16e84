//! The whole content of a report edition, as its submission freezes it: texts, names, figures, chart data, language,
//! public address, template. Rendering needs nothing else, so the same content always gives the same report.
//!
//! Every kind has its [`Head`]; [`Content`] is what submission, approval, mail and drawing see of any of them.
use crate::domain::colour::{Colour, Colours};
use crate::domain::decision::Basis;
use crate::domain::economy::CategoryFigures;
use crate::domain::lights::{Finding, Light, LightArea};
use crate::domain::money::Ore;
use crate::domain::policy::Band;
use crate::domain::report::closing::{ClosingContent, Part};
use crate::domain::report::{DeliverableResult, LightChoice, ReportKind};
use crate::domain::role::Role;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// Everything that a report says, whatever its kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Content {
    Status(Box<StatusContent>),
    Closing(Box<ClosingContent>),
}

impl Content {
    /// A content of the kind from its frozen JSON.
    ///
    /// # Errors
    /// A content that is none of the kind's.
    pub fn read(kind: ReportKind, frozen: &str) -> Result<Content, serde_json::Error> {
        match kind {
            ReportKind::Status => serde_json::from_str(frozen).map(Content::Status),
            ReportKind::Final | ReportKind::Effect => serde_json::from_str(frozen).map(Content::Closing),
        }
    }
    /// The kind of report that it is the content of.
    pub fn kind(&self) -> ReportKind {
        match self {
            Content::Status(_) => ReportKind::Status,
            Content::Closing(c) => c.kind,
        }
    }
    /// What the content of every kind has.
    pub fn head(&self) -> &Head {
        match self {
            Content::Status(c) => &c.head,
            Content::Closing(c) => &c.head,
        }
    }
    fn head_mut(&mut self) -> &mut Head {
        match self {
            Content::Status(c) => &mut c.head,
            Content::Closing(c) => &mut c.head,
        }
    }
    /// What it says first.
    pub fn summary(&self) -> &str {
        match self {
            Content::Status(c) => &c.summary,
            Content::Closing(c) => c.texts.get(&Part::Summary).map_or("", String::as_str),
        }
    }
    /// The lights, of a report that has any.
    pub fn lights(&self) -> &[ReportLight] {
        match self {
            Content::Status(c) => &c.lights,
            Content::Closing(_) => &[],
        }
    }
    /// The highest open risks, `most` at most, of a report that lists any.
    pub fn highest_risks(&self, most: usize) -> &[RiskLine] {
        match self {
            Content::Status(c) => &c.risks.list[..most.min(c.risks.list.len())],
            Content::Closing(_) => &[],
        }
    }
    /// The colours of the bands in its day.
    pub fn colours(&self) -> Colours {
        match self {
            Content::Status(c) => c.risks.colours(),
            Content::Closing(_) => Colours::default(),
        }
    }
    /// As it is submitted at `at` (UTC).
    #[must_use]
    pub fn submitted(mut self, at: NaiveDateTime) -> Content {
        self.head_mut().submitted_at = Some(at);
        self
    }
    /// As its last approval leaves it: with every approval, and the journal's newest entry before that.
    #[must_use]
    pub fn approved(mut self, approvals: &[ApprovalLine], checkpoint: Checkpoint) -> Content {
        self.head_mut().checkpoint = Some(checkpoint);
        match &mut self {
            Content::Status(c) => c.approval = approvals.last().cloned(),
            Content::Closing(c) => c.approvals = approvals.to_vec(),
        }
        self
    }
    /// When it was approved (UTC); none before the last approval.
    pub fn approved_at(&self) -> Option<NaiveDateTime> {
        match self {
            Content::Status(c) => c.approval.as_ref().map(|a| a.at),
            Content::Closing(c) => c.approvals.last().map(|a| a.at),
        }
    }
}

/// What every report says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub number: i32,
    pub edition: i32,
    /// `sv` or `en`: the language that its fixed words are in.
    pub language: String,
    /// Where the report can be read in Styrrum.
    pub public_address: String,
    /// SHA-256 of the report's template.
    pub template: String,
    pub project: ProjectFacts,
    /// The day that the figures stand for.
    pub as_of: NaiveDate,
    pub written_by: String,
    /// UTC; none in a draft.
    pub submitted_at: Option<NaiveDateTime>,
    /// The journal's newest entry before the last approval.
    pub checkpoint: Option<Checkpoint>,
}

/// A status report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatusContent {
    #[serde(flatten)]
    pub head: Head,
    pub period: Period,
    pub summary: String,
    pub lights: Vec<ReportLight>,
    pub results: Vec<DeliverableResult>,
    pub upcoming: String,
    pub complications: String,
    pub economy: Economy,
    pub risks: Risks,
    /// Decisions taken since the last report.
    pub decisions: Vec<DecisionLine>,
    /// Deviations that were reported or answered since the last report, or wait for an answer. Reports from before there were any
    /// have none.
    #[serde(default)]
    pub deviations: Vec<DeviationLine>,
    pub next_meeting: Option<NextMeeting>,
    /// Who approved it; none before that.
    pub approval: Option<ApprovalLine>,
}

/// A reported deviation, with the last answer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviationLine {
    pub number: i32,
    pub on: NaiveDate,
    pub area: String,
    pub title: String,
    pub role: Role,
    /// Empty while it waits for one.
    pub answer: String,
}

/// The project as the report's head names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectFacts {
    pub code: String,
    pub name: String,
    pub organisation: String,
    pub orderer: String,
    pub financier: String,
    pub register_number: String,
    pub phase: String,
    /// Those who lead it on the day of the report.
    pub leaders: Vec<String>,
}

/// The days and sprints that a report gathers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub sprints: Vec<i32>,
}

/// One light, proposed and chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLight {
    pub area: LightArea,
    pub proposed: Light,
    /// The figures that speak for the proposal.
    pub findings: Vec<Finding>,
    pub chosen: Light,
    /// Why the choice differs from the proposal; none when it does not.
    pub reason: Option<String>,
    pub deviation: String,
    pub measure: String,
    pub done: bool,
}
impl From<&LightChoice> for ReportLight {
    fn from(light: &LightChoice) -> ReportLight {
        ReportLight {
            area: light.area,
            proposed: light.proposed.light,
            findings: light.proposed.findings.clone(),
            chosen: light.light(),
            reason: light.reason().map(String::from),
            deviation: light.deviation.clone(),
            measure: light.measure.clone(),
            done: light.done,
        }
    }
}

/// Budget and outcome, in öre.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Economy {
    pub year: i32,
    pub categories: Vec<EconomyLine>,
    pub total: EconomyLine,
}

/// One category, or the sum of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EconomyLine {
    pub category: String,
    pub budget_year: Ore,
    pub outcome_year: Ore,
    /// Percent of the year's budget, rounded half up; none without a budget.
    pub percent_of_year: Option<i64>,
    pub left_year: Ore,
    pub budget_total: Ore,
    pub outcome_total: Ore,
    pub left_total: Ore,
}
impl From<&CategoryFigures> for EconomyLine {
    fn from(c: &CategoryFigures) -> EconomyLine {
        EconomyLine {
            category: c.category.clone(),
            budget_year: c.budget_year,
            outcome_year: c.outcome_year,
            percent_of_year: c.percent_of_year(),
            left_year: c.budget_year - c.outcome_year,
            budget_total: c.budget_total,
            outcome_total: c.outcome_total,
            left_total: c.left(),
        }
    }
}

/// The register on the day of the report: counts, matrix, trend and the highest risks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risks {
    /// Number of the policy that the bands come from.
    pub policy: i32,
    pub open: i64,
    /// Open risks with a chosen measure that has a responsible person.
    pub covered: i64,
    pub bands: Vec<BandLine>,
    /// Rows of the matrix from the highest likelihood down.
    pub matrix: Vec<MatrixRow>,
    pub trend: Trend,
    /// The highest open risks first; `open` says how many there are in all.
    pub list: Vec<RiskLine>,
}

impl Risks {
    /// The colours of the bands in the report's day.
    pub fn colours(&self) -> Colours {
        self.bands.iter().filter_map(|b| Some((b.band, b.colour?))).collect()
    }
}

/// A band and the role that decides about its risks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BandLine {
    pub band: Band,
    pub from: i32,
    pub to: i32,
    pub holder: Role,
    /// None in a report from before bands had any: it keeps the band's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}

/// A row of the matrix: the cells of one likelihood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixRow {
    pub likelihood: i32,
    pub cells: Vec<MatrixCell>,
}

/// A cell of the matrix with the first risks in it, and how many more there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixCell {
    pub impact: i32,
    pub value: i32,
    pub band: Band,
    pub risks: Vec<String>,
    pub more: i64,
}

/// The value of the highest risks at each day of assessment, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trend {
    pub days: Vec<NaiveDate>,
    /// The day of the report before this one, from which the moves count; none in the first, and in reports from before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// Greatest possible value of the scale.
    pub top: i32,
    pub lines: Vec<TrendLine>,
}

/// How one risk has moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendLine {
    pub risk: String,
    /// None before the risk was first assessed.
    pub values: Vec<Option<i32>>,
}

/// An open risk as the report lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskLine {
    #[serde(rename = "ref")]
    pub reference: String,
    pub threat: String,
    pub vulnerability: String,
    pub consequence: String,
    pub likelihood: i32,
    pub impact: i32,
    pub value: i32,
    pub band: Band,
    /// The role that decides about it.
    pub holder: Role,
    pub measures: Vec<MeasureLine>,
    /// A lower value that waits for its holder's confirmation.
    pub proposed: Option<i32>,
}

/// A chosen measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureLine {
    pub text: String,
    pub responsible: String,
    pub due: Option<NaiveDate>,
}

/// A decision since the report before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionLine {
    pub number: i32,
    pub on: NaiveDate,
    pub title: String,
    pub outcome: String,
    pub role: Role,
    /// The delegation that it was taken under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delegation: Option<i32>,
    pub by: String,
    /// Item (§) of the meeting, where there was one.
    pub item: String,
}

/// The body's next meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextMeeting {
    pub on: NaiveDate,
    pub hours: String,
    pub purpose: String,
}

/// An approval of the edition, and by which decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalLine {
    pub decision: i32,
    pub role: Role,
    /// Whoever approved it, or confirmed that the body did.
    pub by: String,
    /// Whoever recorded what the body decided, where that was somebody else.
    #[serde(default)]
    pub recorded_by: Option<String>,
    pub on: NaiveDate,
    pub basis: Option<Basis>,
    /// UTC.
    pub at: NaiveDateTime,
}

/// A place in the journal that the report can be proved against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    pub seq: i64,
    pub hash: String,
}
