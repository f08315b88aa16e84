//! What is said of one thing that waits.
use super::manner::{Manner, Number, Text, Title, Why};
use crate::clock::local_day;
use crate::domain::report::ReportKind;
use crate::render::format;
use crate::render::i18n::{FluentArgs, Lang};
use crate::services::my_turn::Item;
use crate::web::pages::goals::words;

/// A thing that waits, told in a language in the manner of its kind.
pub(super) struct Told<'a> {
    pub lang: Lang,
    pub item: &'a Item,
    pub manner: Manner,
}

impl Told<'_> {
    pub(super) fn kind(&self) -> String {
        self.plain(&format!("turn-{}", self.manner.word))
    }
    pub(super) fn tone(&self) -> &'static str {
        match self.item.band.as_deref() {
            Some("high") => "high",
            Some("medium") => "mid",
            _ => "none",
        }
    }
    pub(super) fn reference(&self) -> String {
        match self.manner.number {
            Number::Hidden => String::new(),
            Number::Shown | Number::Quarter => self.number(),
        }
    }

    pub(super) fn title(&self) -> String {
        let item = self.item;
        let number = || ("number", item.reference.clone());
        match self.manner.title {
            Title::Own => item.title.clone(),
            Title::OfProject => item.project_name.clone(),
            Title::Report => self.with("report-name", [number(), ("kind", report_kind(item).to_string())]),
            Title::Sprint => self.with("turn-sprint", [number()]),
            Title::Gate => self.with("gate-title", [number(), ("phase", self.plain(&format!("phase-{}", item.title)))]),
            Title::Delivery => self.with("part-title", [number(), ("name", item.title.clone())]),
            Title::Election => self.with("decision-election-title", [("role", self.plain(&format!("role-{}", item.reference))), ("name", item.title.clone())]),
            Title::Recording => self.with("turn-recording", [("number", self.of_one())]),
        }
    }

    pub(super) fn text(&self) -> String {
        match self.manner.text {
            Text::Explained => self.explained(),
            Text::OwnOrExplained if self.item.text.is_empty() => self.explained(),
            Text::OwnOrExplained | Text::Own => self.item.text.clone(),
            Text::Asked => self.asked(),
        }
    }
    fn explained(&self) -> String {
        self.lang.text_with(&format!("turn-{}-text", self.manner.word), &self.args())
    }
    /// Who asks for a stand, and why.
    fn asked(&self) -> String {
        let (Some(by), Some(reason)) = (&self.item.asked_by, &self.item.reason) else { return self.item.text.clone() };
        self.with("turn-asked", [("by", by.clone()), ("reason", reason.clone())])
    }

    /// Where nobody can decide, or somebody else's right is used, that goes before what its kind says.
    pub(super) fn why(&self) -> String {
        if self.item.why.unmanned {
            return self.lang.text_with("turn-unmanned", &self.args());
        }
        if self.item.why.delegation.is_some() {
            return self.lang.text_with("turn-why-delegated", &self.args());
        }
        match self.manner.why {
            Why::Says(key) | Why::Differs { mine: key, .. } => self.lang.text_with(key, &self.args()),
            Why::Explained => self.explained(),
        }
    }
    pub(super) fn due(&self) -> String {
        let Some(day) = self.item.due else { return String::new() };
        self.with(self.manner.due, [("day", format::day(self.lang, day))])
    }
    pub(super) fn act(&self) -> String {
        if self.item.why.unmanned { self.plain("turn-unmanned-act") } else { self.plain(&format!("turn-{}-act", self.manner.word)) }
    }
    pub(super) fn since(&self) -> String {
        self.item.since.map(|at| format::day(self.lang, local_day(at))).unwrap_or_default()
    }

    /// What an explanation or a reason may name.
    fn args(&self) -> FluentArgs<'static> {
        let mut args = FluentArgs::new();
        args.set("number", self.number());
        args.set("role", self.plain(&format!("role-{}-the", self.item.why.role)));
        args.set("by", self.item.text.clone());
        args.set("delegation", self.item.why.delegation.unwrap_or_default());
        args
    }
    fn number(&self) -> String {
        match self.manner.number {
            Number::Shown | Number::Hidden => self.item.reference.clone(),
            Number::Quarter => self.measured_in().unwrap_or_else(|| self.item.reference.clone()),
        }
    }
    /// The quarter that a measurement is planned for, and who measures.
    fn measured_in(&self) -> Option<String> {
        let quarter = words::quarter(self.lang, self.item.reference.parse().ok()?);
        Some(if self.item.text.is_empty() { quarter } else { format!("{quarter}, {}", self.item.text) })
    }
    /// What there is one of has no name of its own.
    fn of_one(&self) -> String {
        let name = &self.item.title;
        let is_one = ReportKind::CLOSING.iter().any(|kind| kind.object().as_str() == name);
        if is_one { self.plain(&format!("decision-object-{name}")) } else { name.clone() }
    }

    fn plain(&self, key: &str) -> String {
        self.lang.name(key)
    }
    fn with<const N: usize>(&self, key: &str, args: [(&'static str, String); N]) -> String {
        self.lang.text_with(key, &args.into_iter().collect())
    }
}

/// The kind of a report that waits: there is one of each that is no status report, and it is known by what it is.
fn report_kind(item: &Item) -> ReportKind {
    ReportKind::CLOSING.into_iter().find(|kind| kind.object().as_str() == item.reference).unwrap_or(ReportKind::Status)
}
