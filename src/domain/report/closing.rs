//! The reports that close something: the final report the project, the effect report the books of its effects. The leader writes
//! [`Part`]s and what became of each goal; the rest is the project's own record.
use crate::domain::change::ChangeState;
use crate::domain::goal::GoalKind;
use crate::domain::handover::HandoverState;
use crate::domain::indicator::Lack;
use crate::domain::lifecycle::GateState;
use crate::domain::report::ReportKind;
use crate::domain::report::content::{ApprovalLine, DecisionLine, Economy, Head};
use crate::domain::role::Role;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

word_enum! {
    /// A text of a closing report.
    Part {
        Summary = "summary",
        Process = "process",
        Organisation = "organisation",
        Economy = "economy",
        /// What came of it, against what was calculated.
        Benefits = "benefits",
        Lessons = "lessons",
        Recommendation = "recommendation",
    }
}

impl ReportKind {
    /// The texts that the report has, in the order in which they are written.
    pub const fn parts(self) -> &'static [Part] {
        match self {
            ReportKind::Status => &[],
            ReportKind::Final => &[Part::Summary, Part::Process, Part::Organisation, Part::Economy, Part::Lessons, Part::Recommendation],
            ReportKind::Effect => &[Part::Summary, Part::Benefits, Part::Lessons, Part::Recommendation],
        }
    }
    /// The texts that it cannot be submitted without.
    const fn required(self) -> &'static [Part] {
        match self {
            ReportKind::Status => &[],
            ReportKind::Final => &[Part::Summary, Part::Process, Part::Lessons, Part::Recommendation],
            ReportKind::Effect => &[Part::Summary, Part::Benefits, Part::Recommendation],
        }
    }
    /// Whether the report tells of goals of a kind: the final report of every goal, the effect report of the effects.
    pub fn tells_of(self, goal: GoalKind) -> bool {
        match self {
            ReportKind::Status => false,
            ReportKind::Final => true,
            ReportKind::Effect => goal == GoalKind::Effect,
        }
    }
    /// Whether the report must say what became of a goal of a kind. Effects come after the project: its final report may leave
    /// them to the effect report.
    fn must_say_of(self, goal: GoalKind) -> bool {
        self.tells_of(goal) && (self == ReportKind::Effect || goal != GoalKind::Effect)
    }
}

/// What the leader says of one goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct GoalText {
    /// What was reached; of an effect its outcome.
    pub reached: String,
    /// Who carries an effect on.
    pub carried_on_by: String,
}

/// The part of a closing report that the leader writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct ClosingDraft {
    pub texts: BTreeMap<Part, String>,
    /// By the goal's number.
    pub goals: BTreeMap<i32, GoalText>,
}

impl ClosingDraft {
    /// What is written of a part; empty before anything is.
    pub fn text(&self, part: Part) -> &str {
        self.texts.get(&part).map_or("", String::as_str)
    }
    /// What is written of a goal.
    pub fn goal(&self, number: i32) -> GoalText {
        self.goals.get(&number).cloned().unwrap_or_default()
    }
    /// The fields that lack what the report cannot be submitted without, for a project with these goals, in the order of the
    /// report: the goals come after the summary.
    pub fn missing(&self, kind: ReportKind, goals: &[(i32, GoalKind)]) -> Vec<String> {
        let empty = |text: &str| text.trim().is_empty();
        let (mut of_goals, mut missing) = (Vec::new(), Vec::new());
        missing.extend(kind.required().iter().filter(|part| empty(self.text(**part))).map(ToString::to_string));
        for (number, goal) in goals.iter().filter(|(_, goal)| kind.must_say_of(*goal)) {
            let said = self.goal(*number);
            if empty(&said.reached) {
                of_goals.push(format!("goals.{number}.reached"));
            }
            if kind == ReportKind::Effect && *goal == GoalKind::Effect && empty(&said.carried_on_by) {
                of_goals.push(format!("goals.{number}.carried_on_by"));
            }
        }
        let after_summary = usize::from(missing.first().is_some_and(|part| part == Part::Summary.as_str()));
        missing.splice(after_summary..after_summary, of_goals);
        missing
    }
}

/// Everything that a closing report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClosingContent {
    #[serde(flatten)]
    pub head: Head,
    pub kind: ReportKind,
    pub texts: BTreeMap<Part, String>,
    pub goals: Vec<GoalLine>,
    /// What the project did; of a final report.
    pub record: Option<Record>,
    /// In the order in which they were given; none before the last.
    pub approvals: Vec<ApprovalLine>,
}

/// What the project held when its final report was submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub organisation: Vec<RoleLine>,
    pub phases: Vec<PhaseLine>,
    /// Conditions of gates that were passed and of part deliveries that were approved, which nobody has fulfilled: the earliest due first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_conditions: Vec<ConditionLine>,
    pub milestones: Vec<MilestoneLine>,
    pub deliverables: Vec<DeliverableLine>,
    /// Oldest first.
    #[serde(default)]
    pub handovers: Vec<HandoverLine>,
    pub economy: Economy,
    pub changes: Vec<ChangeLine>,
    /// Risks that occurred.
    pub risks: Vec<OccurredRisk>,
    /// Oldest first.
    pub decisions: Vec<DecisionLine>,
}

/// A role and those who hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleLine {
    pub role: Role,
    /// What the body is called that holds it, if one does.
    pub body: String,
    pub people: Vec<String>,
}

/// A phase and the decision at the gate that ends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseLine {
    pub phase: String,
    pub state: GateState,
    pub left_on: Option<NaiveDate>,
    pub decision: Option<i32>,
}

/// A condition that is not fulfilled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionLine {
    pub text: String,
    pub owner: String,
    pub due_on: NaiveDate,
    /// The decision that set it.
    pub decision: i32,
    pub gate: Option<i32>,
    pub delivery: Option<i32>,
}

/// A milestone, with when it was planned and done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MilestoneLine {
    pub name: String,
    pub planned_on: NaiveDate,
    pub done_on: Option<NaiveDate>,
    /// Days late; negative when early. None while it is not done.
    pub late: Option<i64>,
}

/// A deliverable, with its newest version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverableLine {
    pub number: i32,
    pub name: String,
    /// The newest approved version, or, of one without any, the newest.
    pub version: String,
    /// A version after the approved one, which is not approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newer: Option<String>,
    /// Whether that version is approved, and by which decision. A report from before this was told does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<i32>,
    /// Whom the plan hands it to; empty when it names nobody.
    pub handed_to: String,
}

/// An approved version that was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverLine {
    pub deliverable: i32,
    pub version: String,
    pub receiver: String,
    pub handed_on: NaiveDate,
    pub state: HandoverState,
    pub answered_on: Option<NaiveDate>,
}

/// A change request, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeLine {
    #[serde(rename = "ref")]
    pub reference: String,
    pub title: String,
    pub state: ChangeState,
    /// Absent in reports from before 2026-11-22.
    #[serde(default)]
    pub rejected: bool,
    pub decision: Option<i32>,
}

/// A risk that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccurredRisk {
    #[serde(rename = "ref")]
    pub reference: String,
    pub threat: String,
    pub consequence: String,
    pub value: i32,
    pub on: Option<NaiveDate>,
}

/// A goal with what became of it, in the leader's words and its indicators' figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalLine {
    pub number: i32,
    pub kind: GoalKind,
    pub name: String,
    /// Effect goals of the portfolio, such as `4A, 4B`.
    pub portfolio: String,
    pub reached: String,
    pub carried_on_by: String,
    pub indicators: Vec<IndicatorLine>,
}

/// An indicator with its figures, in hundredths of its unit. Zero is a value; what is not known is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorLine {
    pub number: i32,
    pub name: String,
    pub unit: String,
    pub method: String,
    pub baseline: Option<ValueOn>,
    pub target: Option<ValueOn>,
    /// The value of each quarter that has one, oldest first.
    pub measured: Vec<ValueIn>,
    /// Each measurement of one organisation or group, by day. Reports from before they were told have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<MeasuredApart>,
    /// Planned measurements that were not made, such as `2021-Q3`.
    pub missed: Vec<String>,
    /// Percent of the way from the baseline to the target.
    pub progress: Option<i64>,
    /// Why there is no progress to tell of.
    pub lack: Option<Lack>,
    pub reached: Option<bool>,
}
impl IndicatorLine {
    /// The last value that was measured.
    pub fn latest(&self) -> Option<i64> {
        self.measured.last().map(|m| m.value)
    }
}

/// A value that was measured on a day, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueOn {
    pub on: NaiveDate,
    pub value: i64,
}
/// What was measured of one organisation, one group, or one group in an organisation, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasuredApart {
    pub on: NaiveDate,
    /// Empty where the group is everywhere.
    pub organisation: String,
    /// The group; empty where it is everybody there.
    pub respondents: String,
    /// How many were asked.
    pub asked: Option<i32>,
    pub value: i64,
}
/// A value that is aimed at in a quarter, in hundredths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueIn {
    pub year: i32,
    /// 1 to 4.
    pub quarter: u32,
    pub value: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_final_report_says_what_became_of_every_goal_but_may_leave_effects_to_the_effect_report() {
        let goals = [(1, GoalKind::Effect), (2, GoalKind::Project), (3, GoalKind::Part)];
        let empty = ClosingDraft::default();
        assert_eq!(empty.missing(ReportKind::Final, &goals), ["summary", "goals.2.reached", "goals.3.reached", "process", "lessons", "recommendation"]);
        assert_eq!(empty.missing(ReportKind::Effect, &goals), ["summary", "goals.1.reached", "goals.1.carried_on_by", "benefits", "recommendation"]);
        let texts = Part::ALL.iter().map(|part| (*part, "Skrivet".to_owned())).collect();
        let said = GoalText { reached: "Nått".into(), carried_on_by: "Socialtjänsten".into() };
        let whole = ClosingDraft { texts, goals: goals.iter().map(|(n, _)| (*n, said.clone())).collect() };
        assert_eq!(whole.missing(ReportKind::Final, &goals), Vec::<String>::new());
        assert_eq!(whole.missing(ReportKind::Effect, &goals), Vec::<String>::new());
        let blank = ClosingDraft { texts: [(Part::Summary, " \n".to_owned())].into(), ..whole };
        assert_eq!(blank.missing(ReportKind::Effect, &[]), ["summary", "benefits", "recommendation"]);
    }
}
