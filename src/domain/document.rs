//! A project's documents: their types, the labels of their versions, and the way of a version from draft to adoption.
use crate::domain::ids::PersonId;
use crate::domain::mandate::Pending;
use crate::domain::matter::Matter;
use crate::domain::refused::Refused;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

word_enum! {
    /// The types of documents.
    DocumentKind {
        ProjectDirective = "project_directive",
        FeasibilityDirective = "feasibility_directive",
        FeasibilityReport = "feasibility_report",
        ProjectPlan = "project_plan",
        BenefitRealisationPlan = "benefit_realisation_plan",
        ChangePlan = "change_plan",
        CommunicationPlan = "communication_plan",
        InterestInquiry = "interest_inquiry",
        FinalReport = "final_report",
        EffectReport = "effect_report",
        Other = "other",
    }
}

impl DocumentKind {
    /// The type that an artefact of a lifecycle is; `None` for what is kept elsewhere, as status reports are.
    pub fn of_artefact(artefact: &str) -> Option<DocumentKind> {
        match artefact {
            "interest_inquiry_draft" | "interest_inquiry_new" => Some(DocumentKind::InterestInquiry),
            "directive_draft" => Some(DocumentKind::ProjectDirective),
            // The project's own reports, each approved by its roles in order.
            "final_report" | "effect_report" | "other" => None,
            same => same.parse().ok(),
        }
    }
    /// The matter that its adoption is. Final and effect reports have matters of their own.
    pub const fn matter(self) -> Matter {
        match self {
            DocumentKind::FinalReport => Matter::FinalReport,
            DocumentKind::EffectReport => Matter::EffectReport,
            DocumentKind::ProjectDirective
            | DocumentKind::FeasibilityDirective
            | DocumentKind::FeasibilityReport
            | DocumentKind::ProjectPlan
            | DocumentKind::BenefitRealisationPlan
            | DocumentKind::ChangePlan
            | DocumentKind::CommunicationPlan
            | DocumentKind::InterestInquiry
            | DocumentKind::Other => Matter::PlanDocument,
        }
    }
}

/// A version's label, such as `0.3` or `1.0`. Below 1.0 it is a draft; the step to a whole number is an adoption.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    major: u16,
    minor: u16,
}

impl Label {
    /// The label of a first draft.
    pub const FIRST: Label = Label { major: 0, minor: 1 };

    /// What the next draft is called when nobody names it.
    pub const fn next(self) -> Label {
        Label { major: self.major, minor: self.minor.saturating_add(1) }
    }
    /// The whole number that an adoption gives: itself, or the next above.
    pub const fn whole(self) -> Label {
        if self.minor == 0 && self.major > 0 { self } else { Label { major: self.major.saturating_add(1), minor: 0 } }
    }
    /// Its adoption is a finding: what is below 1.0 is a draft.
    pub const fn is_draft(self) -> bool {
        self.major == 0
    }
}
impl FromStr for Label {
    type Err = crate::domain::text::UnknownWord;
    fn from_str(raw: &str) -> Result<Label, Self::Err> {
        let number = |part: &str| {
            let plain = !part.is_empty() && part.len() <= 5 && part.bytes().all(|b| b.is_ascii_digit()) && (part == "0" || !part.starts_with('0'));
            if plain { part.parse().ok() } else { None }
        };
        let (major, minor) = raw.split_once('.').and_then(|(a, b)| Some((number(a)?, number(b)?))).ok_or(crate::domain::text::UnknownWord)?;
        if (major, minor) == (0, 0) { Err(crate::domain::text::UnknownWord) } else { Ok(Label { major, minor }) }
    }
}
impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}
impl Serialize for Label {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Label, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

word_enum! {
    /// Where a version is.
    VersionState { Draft = "draft", OutForComments = "out_for_comments", Submitted = "submitted", Returned = "returned", Adopted = "adopted" }
}

impl VersionState {
    /// Drafts are for those who write them, and for those who were asked for comments.
    pub const fn is_shown_to_all(self) -> bool {
        matches!(self, VersionState::Submitted | VersionState::Returned | VersionState::Adopted)
    }
    /// # Errors
    /// It is out for comments, waits for its decision, or is adopted.
    pub fn send_for_comments(self) -> Result<VersionState, Refused> {
        self.editable().map(|()| VersionState::OutForComments)
    }
    /// # Errors
    /// It is not out for comments.
    pub fn take_back(self) -> Result<VersionState, Refused> {
        if matches!(self, VersionState::OutForComments) { Ok(VersionState::Draft) } else { Err(Refused::NotOutForComments) }
    }
    /// # Errors
    /// It is out for comments, waits for its decision, or is adopted.
    pub fn submit(self) -> Result<VersionState, Refused> {
        self.editable().map(|()| VersionState::Submitted)
    }
    /// # Errors
    /// It is not submitted.
    pub fn adopt(self) -> Result<VersionState, Refused> {
        if matches!(self, VersionState::Submitted) { Ok(VersionState::Adopted) } else { Err(Refused::VersionNotSubmitted) }
    }
    /// # Errors
    /// It is not submitted.
    pub fn give_back(self) -> Result<VersionState, Refused> {
        if matches!(self, VersionState::Submitted) { Ok(VersionState::Returned) } else { Err(Refused::VersionNotSubmitted) }
    }
    /// Whether a newer version may follow it.
    ///
    /// # Errors
    /// It is out for comments, or waits for its decision.
    pub fn succeed(self) -> Result<(), Refused> {
        match self {
            VersionState::Draft | VersionState::Returned | VersionState::Adopted => Ok(()),
            VersionState::OutForComments => Err(Refused::VersionOutForComments),
            VersionState::Submitted => Err(Refused::VersionIsSubmitted),
        }
    }
    /// What is written of a document besides its versions, when this is the state of its newest. A decision is about all of it, and what is
    /// adopted stays as it was adopted: another title or description comes with a new version.
    ///
    /// # Errors
    /// `title` changes while the version waits for its decision or once it is adopted, or the register data while it waits.
    pub fn reword(self, title: bool, registered: bool) -> Result<(), Refused> {
        match self {
            VersionState::Submitted if title || registered => Err(Refused::VersionIsSubmitted),
            VersionState::Adopted if title => Err(Refused::VersionIsAdopted),
            _ => Ok(()),
        }
    }
    fn editable(self) -> Result<(), Refused> {
        match self {
            VersionState::Draft | VersionState::Returned => Ok(()),
            VersionState::OutForComments => Err(Refused::VersionOutForComments),
            VersionState::Submitted => Err(Refused::VersionIsSubmitted),
            VersionState::Adopted => Err(Refused::VersionIsAdopted),
        }
    }
}

/// A submitted version as a thing to be decided: neither who wrote nor who submitted it does.
pub fn pending(kind: DocumentKind, makers: Vec<PersonId>) -> Pending {
    Pending { matter: kind.matter(), lifted_to: None, makers }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lifecycle::Lifecycle;
    use proptest::prelude::*;

    fn label(text: &str) -> Label {
        text.parse().expect("a label")
    }

    #[test]
    fn a_label_is_two_numbers_and_a_draft_becomes_a_whole_number() {
        assert_eq!(
            (label("0.3").next(), label("0.3").whole(), label("1.2").whole(), label("1.0").whole()),
            (label("0.4"), label("1.0"), label("2.0"), label("1.0"))
        );
        assert!(label("0.9").is_draft() && !label("1.0").is_draft() && !label("1.2").is_draft());
        for bad in ["", "1", "1.", ".1", "0.0", "01.0", "1.02", "1.0.0", "-1.0", "1,0", "1.100000", "v1.0", "1.0 "] {
            assert!(bad.parse::<Label>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_version_goes_from_draft_to_adopted_and_an_adopted_one_stays() {
        use VersionState::*;
        assert_eq!((Draft.submit(), Returned.submit(), Submitted.adopt(), Submitted.give_back()), (Ok(Submitted), Ok(Submitted), Ok(Adopted), Ok(Returned)));
        assert_eq!((Draft.send_for_comments(), OutForComments.take_back()), (Ok(OutForComments), Ok(Draft)));
        assert_eq!((OutForComments.submit(), Submitted.submit()), (Err(Refused::VersionOutForComments), Err(Refused::VersionIsSubmitted)));
        assert_eq!((Draft.adopt(), Draft.take_back()), (Err(Refused::VersionNotSubmitted), Err(Refused::NotOutForComments)));
        for gone in [Adopted.submit(), Adopted.adopt(), Adopted.give_back(), Adopted.send_for_comments(), Adopted.take_back()] {
            assert!(gone.is_err());
        }
        assert_eq!((Adopted.reword(true, false), Adopted.reword(false, true)), (Err(Refused::VersionIsAdopted), Ok(())));
        assert_eq!((Submitted.reword(false, true), Submitted.reword(false, false)), (Err(Refused::VersionIsSubmitted), Ok(())));
        assert_eq!((Draft.reword(true, true), Returned.reword(true, true), OutForComments.reword(true, true)), (Ok(()), Ok(()), Ok(())));
        assert_eq!((Adopted.succeed(), Submitted.succeed()), (Ok(()), Err(Refused::VersionIsSubmitted)));
    }

    #[test]
    fn every_artefact_of_a_lifecycle_is_a_document_or_a_report() {
        for artefact in Lifecycle::all().iter().flat_map(|l| &l.phases).flat_map(|p| &p.artefacts) {
            assert_eq!(
                DocumentKind::of_artefact(artefact).is_none(),
                ["status_report", "final_report", "effect_report"].contains(&artefact.as_str()),
                "{artefact}"
            );
        }
    }

    proptest! {
        #[test]
        fn labels_are_read_as_they_are_written_and_rise(major in 0u16..65_535, minor in 1u16..65_535) {
            let made = Label { major, minor };
            prop_assert_eq!(label(&made.to_string()), made);
            prop_assert!(made.next() > made && made.whole() > made && made.whole().minor == 0);
        }
    }
}
