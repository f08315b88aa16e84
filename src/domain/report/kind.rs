//! The kinds of reports, and how one of a project is named.
use crate::domain::decision::ObjectKind;
use crate::domain::lifecycle::{Course, GateState, Phase};
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use crate::domain::rights::Right;
use std::fmt;

word_enum! {
    /// A kind of report. Status reports are numbered; of the others, which close something, a project has one each.
    ReportKind {
        Status = "status",
        /// Closes the project.
        Final = "final",
        /// Closes the books of its effects.
        Effect = "effect",
    }
}

impl ReportKind {
    /// The kinds that a project has one report of.
    pub const CLOSING: [ReportKind; 2] = [ReportKind::Final, ReportKind::Effect];

    /// What is to be approved, one approval after the other; the charter says who holds each.
    pub const fn approvals(self) -> &'static [Matter] {
        match self {
            ReportKind::Status => &[Matter::StatusReport],
            ReportKind::Final => &[Matter::FinalReport, Matter::FinalReportFinancier],
            ReportKind::Effect => &[Matter::EffectReport],
        }
    }
    /// The right to write it, and to read it while it is a draft.
    pub const fn written_with(self) -> Right {
        match self {
            ReportKind::Status | ReportKind::Final => Right::WriteReports,
            ReportKind::Effect => Right::WriteEffectReport,
        }
    }
    /// What a decision about it is about. Gates ask for it as an artefact by the same word.
    pub const fn object(self) -> ObjectKind {
        match self {
            ReportKind::Status => ObjectKind::StatusReport,
            ReportKind::Final => ObjectKind::FinalReport,
            ReportKind::Effect => ObjectKind::EffectReport,
        }
    }
    /// Its part of an address.
    pub const fn slug(self) -> &'static str {
        match self {
            ReportKind::Status => "status-reports",
            ReportKind::Final => "final-report",
            ReportKind::Effect => "effect-report",
        }
    }
    /// Whether it may be begun: the report that a phase asks for once that phase has begun, and the final report, which takes
    /// its time, already in the phase before. A status report always.
    ///
    /// # Errors
    /// [`Refused::PhaseNotOpen`].
    pub fn demand_begun(self, course: &Course) -> Result<(), Refused> {
        let asks = |phase: &&Phase| phase.artefacts.iter().any(|a| a == self.object().as_str());
        let phase = course.lifecycle.phases.iter().find(asks).and_then(|p| course.lifecycle.gate_of(&p.key));
        let first = match self {
            ReportKind::Status => return Ok(()),
            ReportKind::Final => phase.map(|gate| gate - 1),
            ReportKind::Effect => phase,
        };
        let begun = |gate: i32| course.gate(gate).is_some_and(|g| !matches!(g.state, GateState::Ahead | GateState::Skipped));
        // What ends early goes straight to its closing: then that phase has begun, whatever lies before it.
        if first.into_iter().chain(phase).any(begun) { Ok(()) } else { Err(Refused::PhaseNotOpen) }
    }
}

/// A report of a project. In the journal `status_report:2`, `final_report:1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportKey {
    pub kind: ReportKind,
    pub number: i32,
}

impl ReportKey {
    /// The status report with a number.
    pub const fn status(number: i32) -> ReportKey {
        ReportKey { kind: ReportKind::Status, number }
    }
    /// The project's only report of a closing kind.
    pub const fn the(kind: ReportKind) -> ReportKey {
        ReportKey { kind, number: 1 }
    }
    /// Where it is found below its project's address.
    pub fn path(self) -> String {
        match self.kind {
            ReportKind::Status => format!("{}/{}", self.kind.slug(), self.number),
            ReportKind::Final | ReportKind::Effect => self.kind.slug().to_owned(),
        }
    }
    /// How a decision names it: by its number, or, where there is only one, by what it is.
    pub fn reference(self) -> String {
        match self.kind {
            ReportKind::Status => self.number.to_string(),
            ReportKind::Final | ReportKind::Effect => self.kind.object().to_string(),
        }
    }
}
impl fmt::Display for ReportKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.object(), self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lifecycle::Template;

    #[test]
    fn the_final_report_is_begun_in_the_execution_and_the_effect_report_when_its_phase_is_open() {
        let begun_in = |phase: &str| {
            let course = Course::begin(Template::ProjectModel.newest().expect("a lifecycle"), phase).expect("a phase");
            ReportKind::ALL.iter().map(|kind| kind.demand_begun(&course).is_ok()).collect::<Vec<_>>()
        };
        assert_eq!(begun_in("planning"), [true, false, false]);
        assert_eq!(begun_in("execution"), [true, true, false]);
        assert_eq!(begun_in("closure"), [true, true, false]);
        assert_eq!(begun_in("effect"), [true, true, true]);
    }

    #[test]
    fn a_report_is_named_by_its_number_or_by_what_it_is() {
        let status = ReportKey::status(2);
        let last = ReportKey::the(ReportKind::Final);
        assert_eq!((status.to_string(), status.path(), status.reference()), ("status_report:2".into(), "status-reports/2".into(), "2".into()));
        assert_eq!((last.to_string(), last.path(), last.reference()), ("final_report:1".into(), "final-report".into(), "final_report".into()));
    }
}
