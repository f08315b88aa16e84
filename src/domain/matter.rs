//! What can be decided.
use crate::domain::policy::Band;

word_enum! {
    /// A matter of the charter: the thing that somebody must have the mandate for. Matched without wildcards everywhere.
    Matter {
        RiskLow = "risk_low",
        RiskMedium = "risk_medium",
        RiskHigh = "risk_high",
        Gate = "gate",
        Terminate = "terminate",
        Resume = "resume",
        ChangeWithinTolerance = "change_within_tolerance",
        ChangePlan = "change_plan",
        ChangeBudgetFrame = "change_budget_frame",
        ChangeFinancing = "change_financing",
        Deliverable = "deliverable",
        StatusReport = "status_report",
        FinalReport = "final_report",
        FinalReportFinancier = "final_report_financier",
        EffectReport = "effect_report",
        PlanDocument = "plan_document",
        Charter = "charter",
        RiskPolicy = "risk_policy",
        Budget = "budget",
        AppointmentSteering = "appointment_steering",
        AppointmentLeader = "appointment_leader",
        AppointmentMember = "appointment_member",
        Waiver = "waiver",
    }
}

impl Matter {
    /// Holding a risk follows from the band it is in.
    pub const fn risk(band: Band) -> Matter {
        match band {
            Band::Low => Matter::RiskLow,
            Band::Medium => Matter::RiskMedium,
            Band::High => Matter::RiskHigh,
        }
    }
    /// Gates, deliveries and changes of the plan, and whether the project goes on: a closed project decides no more about them.
    pub const fn ends_with_the_project(self) -> bool {
        match self {
            Matter::Gate
            | Matter::Terminate
            | Matter::Resume
            | Matter::ChangeWithinTolerance
            | Matter::ChangePlan
            | Matter::ChangeBudgetFrame
            | Matter::ChangeFinancing
            | Matter::Deliverable
            | Matter::Budget
            | Matter::Waiver => true,
            Matter::RiskLow
            | Matter::RiskMedium
            | Matter::RiskHigh
            | Matter::StatusReport
            | Matter::FinalReport
            | Matter::FinalReportFinancier
            | Matter::EffectReport
            | Matter::PlanDocument
            | Matter::Charter
            | Matter::RiskPolicy
            | Matter::AppointmentSteering
            | Matter::AppointmentLeader
            | Matter::AppointmentMember => false,
        }
    }
}
