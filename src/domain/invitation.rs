//! What a calendar is told of a meeting, the same in every mail about it.
use crate::domain::meeting::Hours;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A meeting as calendars know it. Days and hours are those of Sweden.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The same for a meeting as long as it is known.
    pub uid: String,
    /// Higher in each mail about the meeting: a calendar keeps the highest.
    pub sequence: i64,
    pub cancelled: bool,
    pub held_on: NaiveDate,
    /// As they are stored; empty for a meeting that nobody has given a time.
    pub hours: String,
    pub place: String,
    /// Where the meeting is read.
    pub url: String,
    /// Who calls to it, with an address.
    pub organiser: (String, String),
}

impl Invitation {
    /// The name of the meeting `number` of the project `code`, at the address where this installation is found.
    pub fn uid(code: &str, number: i32, base_url: &str) -> String {
        let host = base_url.split("://").last().and_then(|rest| rest.split(['/', ':']).next()).unwrap_or_default();
        format!("{code}-meeting-{number}@{host}")
    }
    /// The hours, where they could be read as such.
    pub fn hours(&self) -> Option<Hours> {
        Hours::parse(&self.hours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_is_named_by_its_project_and_its_installation() {
        assert_eq!(Invitation::uid("H044", 7, "https://styrrum.exempel.se/app"), "H044-meeting-7@styrrum.exempel.se");
        assert_eq!(Invitation::uid("H044", 7, "http://127.0.0.1:8080"), "H044-meeting-7@127.0.0.1");
    }
}
