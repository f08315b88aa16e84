//! Reports: draft, submitted, approved by those whose turn it is or returned, sent. [`kind`] says what kinds there are and who
//! approves them, [`approvals`] in which order; what a submission freezes is [`content`]. What the leader writes of a status
//! report stands here, of the reports that close something in [`closing`].
pub mod approvals;
pub mod closing;
pub mod content;
pub mod kind;

pub use approvals::Progress;
pub use kind::{ReportKey, ReportKind};

use crate::domain::lights::{Light, LightArea, ProposedLight};
use crate::domain::refused::Refused;
use serde::{Deserialize, Serialize};

word_enum! {
    /// Where an edition of a report is.
    ReportState { Draft = "draft", Submitted = "submitted", Approved = "approved", Returned = "returned", Sent = "sent" }
}

impl ReportState {
    /// Drafts and returned editions can be edited.
    pub const fn is_editable(self) -> bool {
        matches!(self, ReportState::Draft | ReportState::Returned)
    }
    /// Approved and sent editions are locked for good.
    pub const fn is_locked(self) -> bool {
        matches!(self, ReportState::Approved | ReportState::Sent)
    }
    /// # Errors
    /// Only a draft or a returned edition is submitted.
    pub fn submit(self) -> Result<ReportState, Refused> {
        if self.is_editable() { Ok(ReportState::Submitted) } else { Err(Refused::NotEditable) }
    }
    /// An approval; the last of them locks the edition.
    ///
    /// # Errors
    /// Only a submitted edition is approved.
    pub fn approve(self, is_last: bool) -> Result<ReportState, Refused> {
        match self {
            ReportState::Submitted if is_last => Ok(ReportState::Approved),
            ReportState::Submitted => Ok(ReportState::Submitted),
            _ => Err(Refused::NotSubmitted),
        }
    }
    /// # Errors
    /// Only a submitted edition is returned.
    pub fn give_back(self) -> Result<ReportState, Refused> {
        if self == ReportState::Submitted { Ok(ReportState::Returned) } else { Err(Refused::NotSubmitted) }
    }
    /// # Errors
    /// Only an approved edition is sent; one that was sent can be sent again.
    pub fn dispatch(self) -> Result<(), Refused> {
        if self.is_locked() { Ok(()) } else { Err(Refused::NotApproved) }
    }
}

/// One light as the leader left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LightChoice {
    pub area: LightArea,
    pub proposed: ProposedLight,
    /// `None`: the proposal stands.
    pub chosen: Option<Light>,
    pub deviation: String,
    pub measure: String,
    pub done: bool,
}

impl LightChoice {
    /// The light that is shown: the chosen one, or what was proposed.
    pub fn light(&self) -> Light {
        self.chosen.unwrap_or(self.proposed.light)
    }
    /// Another light than the proposed needs a reason: the deviation's own text is the reason, nobody is asked twice.
    pub fn lacks_reason(&self) -> bool {
        self.light() != self.proposed.light && self.deviation.trim().is_empty()
    }
    /// A light that is not on plan says what deviates: in words, or by the figures that propose it.
    pub fn lacks_deviation(&self) -> bool {
        self.light() != Light::OnPlan && self.deviation.trim().is_empty() && self.proposed.findings.is_empty()
    }
    /// The reason of a choice that differs from the proposal.
    pub fn reason(&self) -> Option<&str> {
        (self.light() != self.proposed.light).then_some(self.deviation.as_str())
    }
}

/// What was achieved for one deliverable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverableResult {
    pub number: i32,
    pub name: String,
    pub version: String,
    pub text: String,
}

/// The part of a report that the leader writes; the rest comes from the project's own figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct ReportDraft {
    pub summary: String,
    pub lights: Vec<LightChoice>,
    pub results: Vec<DeliverableResult>,
    pub upcoming: String,
    pub complications: String,
}

word_enum! {
    /// A part that a report cannot be submitted without.
    RequiredPart { Lights = "lights", Results = "results", Upcoming = "upcoming" }
}

impl ReportDraft {
    /// What is missing before it can be submitted, with the field that it is missing in. Summary and complications may be empty.
    pub fn missing(&self) -> Vec<(RequiredPart, String)> {
        let mut missing = Vec::new();
        for light in self.lights.iter().filter(|l| l.lacks_reason() || l.lacks_deviation()) {
            missing.push((RequiredPart::Lights, format!("lights.{}.deviation", light.area)));
        }
        if !self.results.is_empty() && self.results.iter().all(|r| r.text.trim().is_empty()) {
            missing.push((RequiredPart::Results, format!("results.{}.text", self.results[0].number)));
        }
        if self.upcoming.trim().is_empty() {
            missing.push((RequiredPart::Upcoming, "upcoming".to_owned()));
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn light(proposed: Light, chosen: Option<Light>, deviation: &str) -> LightChoice {
        LightChoice {
            area: LightArea::Budget,
            proposed: ProposedLight { light: proposed, findings: vec![] },
            chosen,
            deviation: deviation.into(),
            measure: String::new(),
            done: false,
        }
    }

    #[test]
    fn a_light_greener_than_its_figures_needs_a_reason() {
        assert!(light(Light::Minor, Some(Light::OnPlan), " ").lacks_reason());
        assert!(!light(Light::Minor, Some(Light::OnPlan), "Kursen betalas nästa år").lacks_reason());
        assert!(!light(Light::OnPlan, None, "").lacks_reason());
    }

    #[test]
    fn a_proposed_deviation_that_stands_is_explained_by_its_figures() {
        let by_figures =
            ProposedLight { light: Light::Minor, findings: vec![crate::domain::lights::Finding::MilestoneLate { milestone: "M1".into(), days: 3 }] };
        let stands = LightChoice { proposed: by_figures, ..light(Light::Minor, None, "") };
        assert!(!stands.lacks_reason() && !stands.lacks_deviation());
        assert!(light(Light::OnPlan, Some(Light::Major), "").lacks_reason());
        assert_eq!(light(Light::Minor, Some(Light::OnPlan), "Kursen").reason(), Some("Kursen"));
    }

    #[test]
    fn a_report_goes_draft_submitted_approved_and_nothing_else() {
        use ReportState::*;
        assert_eq!(Draft.submit(), Ok(Submitted));
        assert_eq!(Draft.approve(true), Err(Refused::NotSubmitted));
        assert_eq!((Submitted.approve(true), Submitted.approve(false)), (Ok(Approved), Ok(Submitted)));
        assert_eq!(Submitted.give_back(), Ok(Returned));
        assert_eq!(Returned.submit(), Ok(Submitted));
        for locked in [Approved, Sent] {
            assert_eq!(
                (locked.submit(), locked.approve(true), locked.give_back()),
                (Err(Refused::NotEditable), Err(Refused::NotSubmitted), Err(Refused::NotSubmitted))
            );
        }
        assert_eq!(Submitted.dispatch(), Err(Refused::NotApproved));
    }
}
