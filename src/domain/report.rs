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
    /// A light that is not on plan says in words what deviates. Where figures propose it they tell that, and only of complications it is
    /// also said what is done about them.
    pub fn lacks_deviation(&self) -> bool {
        let by_figures = !self.proposed.findings.is_empty() && (self.light() == Light::Minor || !self.measure.trim().is_empty());
        self.light() != Light::OnPlan && self.deviation.trim().is_empty() && !by_figures
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
    RequiredPart { Reasons = "reasons", Deviations = "deviations", Results = "results", Upcoming = "upcoming", Sprints = "sprints" }
}

impl ReportDraft {
    /// What is missing before it can be submitted, with the field that it is missing in: its period is one or more `sprints`, and every
    /// deliverable that is `delivered` says what was achieved. Summary and complications may be empty.
    pub fn missing(&self, sprints: &[i32], delivered: &[i32]) -> Vec<(RequiredPart, String)> {
        let mut missing = Vec::new();
        for light in &self.lights {
            let part = if light.lacks_reason() { RequiredPart::Reasons } else { RequiredPart::Deviations };
            if light.lacks_reason() || light.lacks_deviation() {
                missing.push((part, format!("lights.{}.deviation", light.area)));
            }
        }
        missing.extend(self.silent(delivered).into_iter().map(|number| (RequiredPart::Results, format!("results.{number}.text"))));
        if self.upcoming.trim().is_empty() {
            missing.push((RequiredPart::Upcoming, "upcoming".to_owned()));
        }
        if sprints.is_empty() {
            missing.push((RequiredPart::Sprints, "sprints".to_owned()));
        }
        missing
    }
    /// The deliverables that must say what was achieved and do not: those delivered; the first, where none says anything.
    fn silent(&self, delivered: &[i32]) -> Vec<i32> {
        let empty = |r: &&DeliverableResult| r.text.trim().is_empty();
        let of_delivered: Vec<i32> = self.results.iter().filter(empty).map(|r| r.number).filter(|n| delivered.contains(n)).collect();
        let nothing_said = of_delivered.is_empty() && self.results.iter().all(|r| r.text.trim().is_empty());
        if nothing_said { self.results.first().map(|r| r.number).into_iter().collect() } else { of_delivered }
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
    fn a_proposed_deviation_that_stands_is_explained_by_its_figures_and_complications_say_what_is_done_about_them() {
        let by_figures = |light| ProposedLight { light, findings: vec![crate::domain::lights::Finding::MilestoneLate { milestone: "M1".into(), days: 3 }] };
        let minor = LightChoice { proposed: by_figures(Light::Minor), ..light(Light::Minor, None, "") };
        assert!(!minor.lacks_reason() && !minor.lacks_deviation());
        let stands = LightChoice { proposed: by_figures(Light::Major), ..light(Light::Major, None, "") };
        assert!(!stands.lacks_reason() && stands.lacks_deviation());
        assert!(!LightChoice { measure: "Vi flyttar M2".into(), ..stands.clone() }.lacks_deviation());
        assert!(!LightChoice { deviation: "Leverantören dröjer".into(), ..stands }.lacks_deviation());
        assert!(light(Light::Minor, None, "").lacks_deviation(), "no figures tell");
        assert!(light(Light::OnPlan, Some(Light::Major), "").lacks_reason());
        assert_eq!(light(Light::Minor, Some(Light::OnPlan), "Kursen").reason(), Some("Kursen"));
    }

    #[test]
    fn a_report_has_a_sprint_and_a_result_for_each_delivered_deliverable() {
        let result = |number: i32, text: &str| DeliverableResult { number, name: format!("L{number}"), version: "1.0".into(), text: text.into() };
        let draft = |texts: [&str; 2]| ReportDraft {
            results: vec![result(1, texts[0]), result(2, texts[1])],
            upcoming: "Val av process två".into(),
            ..ReportDraft::default()
        };
        let fields = |draft: &ReportDraft, sprints: &[i32], delivered: &[i32]| -> Vec<String> {
            draft.missing(sprints, delivered).into_iter().map(|(_, field)| field).collect()
        };
        assert_eq!(fields(&draft(["Prövat", ""]), &[6], &[1]), Vec::<String>::new());
        assert_eq!(fields(&draft(["Prövat", " "]), &[6], &[1, 2]), ["results.2.text"]);
        assert_eq!(fields(&draft(["", ""]), &[6], &[]), ["results.1.text"]);
        assert_eq!(fields(&draft(["Prövat", ""]), &[], &[]), ["sprints"]);
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
