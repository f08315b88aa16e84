//! What a role lets somebody do that is not a decision. Decisions are the mandate's; see [`crate::domain::mandate`].
use crate::domain::actor::Actor;
use crate::domain::change::ORDERERS;
use crate::domain::role::Role;
use chrono::NaiveDate;

/// A right in a project. The route table names one for each route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// Read everything but drafts and the journal.
    Read,
    /// Comment and give opinions.
    Discuss,
    /// Log, assess and treat risks.
    WorkWithRisks,
    /// Write sprint status and status reports, and read drafts.
    WriteReports,
    /// Write the effect report and read its draft: years after the project it is written by who answers for the effects.
    WriteEffectReport,
    /// Write documents, send them for comments, submit them, and read their drafts.
    WriteDocuments,
    /// Record outcome and budget.
    KeepEconomy,
    /// Write goals and indicators, and plan measurements.
    WriteGoals,
    /// Record measurements. Who is responsible for the goal may as well.
    Measure,
    /// Change the project's own data: deliverables, sprints, recipients, roles.
    Lead,
    /// Send an approved report.
    Dispatch,
    /// Read the journal.
    ReadJournal,
    /// Take the project out of here: its journal, what it fixed and the files.
    Export,
    /// Record what a body decided, and enter earlier decisions.
    Record,
    /// Order a change, or propose one.
    RequestChange,
    /// Receive, assess, raise, carry out and communicate a change.
    HandleChange,
    /// Take the matter to the page where decisions are made; the mandate decides there.
    Decide,
}

impl Right {
    pub const ALL: [Right; 17] = [
        Right::Read,
        Right::Discuss,
        Right::WorkWithRisks,
        Right::WriteReports,
        Right::WriteEffectReport,
        Right::WriteDocuments,
        Right::KeepEconomy,
        Right::WriteGoals,
        Right::Measure,
        Right::Lead,
        Right::Dispatch,
        Right::ReadJournal,
        Right::Export,
        Right::Record,
        Right::RequestChange,
        Right::HandleChange,
        Right::Decide,
    ];

    /// The roles that carry the right.
    pub const fn roles(self) -> &'static [Role] {
        use Role::*;
        match self {
            Right::Read => Role::ALL,
            Right::Discuss | Right::Decide => &[
                Financier,
                FinancierRepresentative,
                ProjectOwner,
                ProjectOrderer,
                SteeringGroup,
                ProjectLeader,
                DeputyProjectLeader,
                ProjectGroup,
                ReferenceGroup,
                ProjectController,
                EffectOwner,
                Secretary,
            ],
            Right::WorkWithRisks => &[ProjectOrderer, SteeringGroup, ProjectLeader, DeputyProjectLeader, ProjectGroup],
            Right::WriteReports | Right::WriteDocuments | Right::Record => &[ProjectLeader, DeputyProjectLeader, Secretary],
            Right::WriteEffectReport => &[EffectOwner, ProjectLeader, DeputyProjectLeader, Secretary],
            Right::RequestChange => &ORDERERS,
            Right::HandleChange => &[ProjectLeader],
            Right::KeepEconomy => &[ProjectLeader, DeputyProjectLeader, ProjectController],
            Right::WriteGoals => &[ProjectLeader, DeputyProjectLeader, EffectOwner, ProjectOrderer],
            Right::Measure => &[ProjectLeader, DeputyProjectLeader, EffectOwner],
            Right::Lead => &[ProjectLeader, DeputyProjectLeader, ProjectOrderer],
            Right::Dispatch => &[ProjectLeader, ProjectOrderer],
            Right::ReadJournal => &[ProjectLeader, ProjectOrderer],
            Right::Export => &[ProjectLeader, ProjectOrderer, Registrar],
        }
    }
}

impl Actor {
    /// Whether the person has `right` on `today`. The journal, and the export that holds it, is open to the steering group's chair as
    /// well, not to its members or to the chairs of other bodies.
    pub fn may(&self, right: Right, today: NaiveDate) -> bool {
        let chairs = || self.current(today).any(|h| h.chair && h.role == Role::SteeringGroup);
        self.has_any(right.roles(), today) || (matches!(right, Right::ReadJournal | Right::Export) && chairs())
    }
}
