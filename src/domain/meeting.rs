//! Meetings of a body (Styrgrupp, E-råd): planned, changed or cancelled, and held with those present.
use crate::domain::ids::{ChangeRef, DeliverableRef, RequirementRef, RiskRef};
use crate::domain::refused::Refused;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Range;

word_enum! {
    /// How far a meeting has come.
    MeetingState { Planned = "planned", Held = "held", Cancelled = "cancelled" }
}

/// A meeting on its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    pub held_on: NaiveDate,
    pub state: MeetingState,
}

impl Meeting {
    /// Day, place and agenda are changed while it is planned.
    ///
    /// # Errors
    /// Held or cancelled.
    pub fn change(self) -> Result<Meeting, Refused> {
        match self.state {
            MeetingState::Planned => Ok(self),
            MeetingState::Held => Err(Refused::MeetingIsHeld),
            MeetingState::Cancelled => Err(Refused::MeetingIsCancelled),
        }
    }
    /// Cancelled before it is held. What was decided at it stands, and so does it: `decisions` rest on it.
    ///
    /// # Errors
    /// Held, cancelled already, or decisions rest on it.
    pub fn cancel(self, decisions: bool) -> Result<Meeting, Refused> {
        let planned = self.change()?;
        if decisions { Err(Refused::MeetingHasDecisions) } else { Ok(Meeting { state: MeetingState::Cancelled, ..planned }) }
    }
    /// Held on its day or after it. Those present can be put right afterwards, so a held one may be held again.
    ///
    /// # Errors
    /// Cancelled, or its day has not come.
    pub fn hold(self, today: NaiveDate) -> Result<Meeting, Refused> {
        if self.state == MeetingState::Cancelled {
            return Err(Refused::MeetingIsCancelled);
        }
        if self.held_on > today {
            return Err(Refused::MeetingNotHeld);
        }
        Ok(Meeting { state: MeetingState::Held, ..self })
    }
    /// Whether anybody is still to be called to it.
    pub fn is_to_come(self, today: NaiveDate) -> bool {
        self.held_on >= today
    }
    /// Whether a decision may rest on it: its day has come, and it was not cancelled. A decision may be recorded while the meeting goes on.
    pub fn carries_decisions(self, today: NaiveDate) -> bool {
        self.state != MeetingState::Cancelled && self.held_on <= today
    }
}

/// From when, and until when: `10:00` or `10:00–12:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    pub from: NaiveTime,
    pub to: Option<NaiveTime>,
}

impl Hours {
    /// The end comes after the beginning.
    pub fn new(from: NaiveTime, to: Option<NaiveTime>) -> Option<Hours> {
        to.is_none_or(|to| to > from).then_some(Hours { from, to })
    }
    /// As they are stored.
    pub fn parse(stored: &str) -> Option<Hours> {
        let (from, to) = match stored.split_once('–') {
            Some((from, to)) => (from, Some(time(to)?)),
            None => (stored, None),
        };
        Hours::new(time(from)?, to)
    }
}
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.from.format("%H:%M"))?;
        self.to.map_or(Ok(()), |to| write!(f, "–{}", to.format("%H:%M")))
    }
}
/// A time as people write it, `10:00` or `10.00`.
pub fn time(raw: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(&raw.trim().replace('.', ":"), "%H:%M").ok()
}

word_enum! {
    /// What an item asks of those present.
    ItemKind { Information = "information", Discussion = "discussion", Work = "work", Decision = "decision" }
}
impl ItemKind {
    /// The letter that an agenda carries.
    const fn letter(self) -> &'static str {
        match self {
            ItemKind::Information => "I",
            ItemKind::Discussion => "D",
            ItemKind::Work => "A",
            ItemKind::Decision => "B",
        }
    }
}

/// One line of an agenda. As JSON its letter and its text: `["B", "Godkännande av delleverans 2"]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(String, String)", into = "(String, String)")]
pub struct AgendaItem {
    pub kind: ItemKind,
    pub text: String,
}
impl From<(String, String)> for AgendaItem {
    fn from((letter, text): (String, String)) -> AgendaItem {
        let kind = ItemKind::ALL.iter().copied().find(|kind| kind.letter() == letter);
        AgendaItem { kind: kind.unwrap_or(ItemKind::Information), text }
    }
}
impl From<AgendaItem> for (String, String) {
    fn from(item: AgendaItem) -> (String, String) {
        (item.kind.letter().to_owned(), item.text)
    }
}

/// The words before the colon of a line, in either language.
const KINDS: [(&str, ItemKind); 7] = [
    ("information", ItemKind::Information),
    ("diskussion", ItemKind::Discussion),
    ("discussion", ItemKind::Discussion),
    ("arbete", ItemKind::Work),
    ("work", ItemKind::Work),
    ("beslut", ItemKind::Decision),
    ("decision", ItemKind::Decision),
];

impl AgendaItem {
    /// A line as people write it: `Beslut: Godkännande av delleverans 2`. Without such a word it is information.
    pub fn of_line(line: &str) -> AgendaItem {
        let told = line.split_once(':').and_then(|(word, rest)| {
            let word = word.trim().to_lowercase();
            KINDS.iter().find(|(name, _)| *name == word).map(|(_, kind)| (*kind, rest))
        });
        let (kind, text) = told.filter(|(_, rest)| !rest.trim().is_empty()).unwrap_or((ItemKind::Information, line));
        AgendaItem { kind, text: text.trim().to_owned() }
    }
    /// The things that the text names, where it does, in its order.
    pub fn named(&self) -> Vec<(Range<usize>, Thing)> {
        named(&self.text)
    }
}

/// Something in the project that an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    Risk(RiskRef),
    Change(ChangeRef),
    Deliverable(DeliverableRef),
    Requirement(RequirementRef),
    Delivery(i32),
    Gate(i32),
    StatusReport(i32),
    StatusReports,
    FinalReport,
    EffectReport,
    Economy,
    Risks,
}

type OfNumber = fn(i32) -> Thing;
/// Words that a number follows, `delleverans 2`, in either language.
const NUMBERED: [(&str, OfNumber); 6] = [
    ("delleverans", Thing::Delivery),
    ("delivery", Thing::Delivery),
    ("grind", Thing::Gate),
    ("gate", Thing::Gate),
    ("statusrapport", Thing::StatusReport),
    ("report", Thing::StatusReport),
];
/// Beginnings of words that stand alone. A number after a word goes before this.
const ALONE: [(&str, Thing); 9] = [
    ("slutrapport", Thing::FinalReport),
    ("effektrapport", Thing::EffectReport),
    ("effektbokslut", Thing::EffectReport),
    ("statusrapport", Thing::StatusReports),
    ("ekonomi", Thing::Economy),
    ("econom", Thing::Economy),
    ("budget", Thing::Economy),
    ("risk", Thing::Risks),
    ("lägesrapport", Thing::StatusReports),
];

fn named(text: &str) -> Vec<(Range<usize>, Thing)> {
    let words = words(text);
    let mut found = Vec::new();
    let mut nth = 0;
    while let Some(range) = words.get(nth).cloned() {
        nth += 1;
        let word = text[range.clone()].to_lowercase();
        let next = words.get(nth).map(|r| (r.end, &text[r.clone()]));
        let number = next.and_then(|(end, word)| Some((end, word.parse::<i32>().ok()?)));
        let numbered = NUMBERED.iter().find(|(name, _)| *name == word).zip(number);
        // "Risk R1" is about R1, not about the register.
        let alone = || ALONE.iter().filter(|_| next.is_none_or(|(_, word)| reference(word).is_none())).find(|(start, _)| word.starts_with(start));
        if let Some(((_, thing), (end, number))) = numbered {
            found.push((range.start..end, thing(number)));
            nth += 1;
        } else if let Some(thing) = reference(&word).or_else(|| alone().map(|(_, thing)| *thing)) {
            found.push((range, thing));
        }
    }
    found
}
fn reference(word: &str) -> Option<Thing> {
    RiskRef::parse(word)
        .map(Thing::Risk)
        .or_else(|| ChangeRef::parse(word).map(Thing::Change))
        .or_else(|| DeliverableRef::parse(word).map(Thing::Deliverable))
        .or_else(|| RequirementRef::parse(word).map(Thing::Requirement))
}
/// Where the words of a text are: letters, digits and hyphens in a row.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric() || *c == '-') {
        match words.last_mut() {
            Some(last) if last.end == at => last.end += c.len_utf8(),
            _ => words.push(at..at + c.len_utf8()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2020, 12, 4).expect("a day");
    const BEFORE: NaiveDate = NaiveDate::from_ymd_opt(2020, 12, 3).expect("a day");

    fn in_state(state: MeetingState) -> Meeting {
        Meeting { held_on: DAY, state }
    }
    fn things(text: &str) -> Vec<Thing> {
        named(text).into_iter().map(|(_, thing)| thing).collect()
    }

    #[test]
    fn a_meeting_is_held_on_its_day_and_not_before() {
        let planned = in_state(MeetingState::Planned);
        assert_eq!(planned.hold(BEFORE), Err(Refused::MeetingNotHeld));
        assert_eq!(planned.hold(DAY).map(|m| m.state), Ok(MeetingState::Held));
        assert_eq!((planned.carries_decisions(BEFORE), planned.carries_decisions(DAY)), (false, true));
    }

    #[test]
    fn what_was_held_is_not_changed_but_those_present_can_be_put_right() {
        let held = in_state(MeetingState::Held);
        assert_eq!((held.change(), held.cancel(false)), (Err(Refused::MeetingIsHeld), Err(Refused::MeetingIsHeld)));
        assert!(held.hold(DAY).is_ok());
    }

    #[test]
    fn a_cancelled_meeting_is_neither_changed_nor_held_and_carries_no_decision() {
        let cancelled = in_state(MeetingState::Planned).cancel(false).expect("cancelled");
        assert_eq!((cancelled.change(), cancelled.hold(DAY)), (Err(Refused::MeetingIsCancelled), Err(Refused::MeetingIsCancelled)));
        assert!(!cancelled.carries_decisions(DAY));
    }

    #[test]
    fn a_meeting_that_decisions_rest_on_is_not_cancelled() {
        assert_eq!(in_state(MeetingState::Planned).cancel(true), Err(Refused::MeetingHasDecisions));
    }

    #[test]
    fn hours_are_read_as_they_are_written() {
        for stored in ["10:00", "10:00–12:30"] {
            assert_eq!(Hours::parse(stored).map(|h| h.to_string()).as_deref(), Some(stored));
        }
        assert_eq!((Hours::parse("12:00–10:00"), Hours::parse("tio")), (None, None));
        assert_eq!(time("9.30"), NaiveTime::from_hms_opt(9, 30, 0));
    }

    #[test]
    fn a_line_says_what_it_asks_before_its_colon() {
        let read = |line: &str| (AgendaItem::of_line(line).kind, AgendaItem::of_line(line).text);
        assert_eq!(read("Beslut: Delleverans 2"), (ItemKind::Decision, "Delleverans 2".to_owned()));
        assert_eq!(read(" discussion :  Risks"), (ItemKind::Discussion, "Risks".to_owned()));
        assert_eq!(read("Tid: 10 minuter"), (ItemKind::Information, "Tid: 10 minuter".to_owned()));
        assert_eq!(read("Beslut:"), (ItemKind::Information, "Beslut:".to_owned()));
    }

    #[test]
    fn an_item_names_the_very_thing_it_is_about() {
        assert_eq!(things("Godkännande av delleverans 2"), [Thing::Delivery(2)]);
        assert_eq!(things("Projektledare från januari (R1, fb-2)"), [Thing::Risk(RiskRef(1)), Thing::Change(ChangeRef(2))]);
        assert_eq!(things("Grind 4 och statusrapport 3"), [Thing::Gate(4), Thing::StatusReport(3)]);
        assert_eq!((things("Risk R1"), things("Ekonomisk rapport")), (vec![Thing::Risk(RiskRef(1))], vec![Thing::Economy]));
        assert_eq!(things("Statusrapport, riskhantering, slutrapporten"), [Thing::StatusReports, Thing::Risks, Thing::FinalReport]);
        assert!(things("Val av ordförande 2021").is_empty());
    }

    proptest! {
        #[test]
        fn what_is_named_lies_in_the_text_in_order(text in "[a-zåäöRLK0-9 ,()-]{0,60}") {
            let mut end = 0;
            for (range, _) in named(&text) {
                prop_assert!(range.start >= end && range.end <= text.len() && text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
                end = range.end;
            }
        }
        #[test]
        fn an_agenda_is_stored_and_read_alike(kind in 0..4usize, text in "[a-zåäö ]{1,40}") {
            let item = AgendaItem { kind: ItemKind::ALL[kind], text };
            let stored = serde_json::to_string(&item).expect("json");
            prop_assert_eq!(serde_json::from_str::<AgendaItem>(&stored).expect("an item"), item);
        }
    }
}
