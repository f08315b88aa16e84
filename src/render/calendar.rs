//! A meeting as an iCalendar object (RFC 5545), which mail programs take into a calendar (RFC 5546, RFC 6047).
use crate::domain::invitation::Invitation;
use chrono::{NaiveDateTime, TimeDelta, TimeZone};
use chrono_tz::Europe::Stockholm;

/// The longest line, in bytes.
const LINE: usize = 75;

/// What is the mail's own, in the reader's language.
#[derive(Debug)]
pub struct Told<'a> {
    pub summary: &'a str,
    pub description: &'a str,
    /// Whom the mail goes to: a name and an address.
    pub to: (&'a str, &'a str),
    /// When the mail was asked for, in UTC.
    pub at: NaiveDateTime,
}

/// The method of the object, which the mail's header names too.
pub const fn method(invitation: &Invitation) -> &'static str {
    if invitation.cancelled { "CANCEL" } else { "REQUEST" }
}

/// The object, its lines folded and ended as the standard asks.
pub fn object(invitation: &Invitation, told: &Told<'_>) -> String {
    let organiser = (invitation.organiser.0.as_str(), invitation.organiser.1.as_str());
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Styrrum//Styrrum//SV".to_owned(),
        format!("METHOD:{}", method(invitation)),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", text(&invitation.uid)),
        format!("SEQUENCE:{}", invitation.sequence),
        format!("DTSTAMP:{}", stamp(told.at)),
    ];
    lines.extend(times(invitation));
    lines.push(format!("SUMMARY:{}", text(told.summary)));
    lines.extend(said("LOCATION", &invitation.place));
    lines.extend(said("DESCRIPTION", told.description));
    lines.push(format!("URL:{}", plain(&invitation.url)));
    lines.extend(party("ORGANIZER", "", organiser));
    lines.extend(party("ATTENDEE", ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE", told.to));
    lines.push(format!("STATUS:{}", if invitation.cancelled { "CANCELLED" } else { "CONFIRMED" }));
    lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lines.iter().map(|line| folded(line)).collect()
}

/// A meeting without hours takes its day; one without an end is a moment.
fn times(invitation: &Invitation) -> Vec<String> {
    let Some(hours) = invitation.hours() else {
        return vec![format!("DTSTART;VALUE=DATE:{}", invitation.held_on.format("%Y%m%d"))];
    };
    let start = format!("DTSTART:{}", stamp(utc(invitation.held_on.and_time(hours.from))));
    let end = hours.to.map(|to| format!("DTEND:{}", stamp(utc(invitation.held_on.and_time(to)))));
    std::iter::once(start).chain(end).collect()
}
/// A time in Sweden as UTC. An hour that summer time leaves out is read as winter time.
fn utc(local: NaiveDateTime) -> NaiveDateTime {
    Stockholm.from_local_datetime(&local).earliest().map_or_else(|| local - TimeDelta::hours(1), |at| at.naive_utc())
}
fn stamp(utc: NaiveDateTime) -> String {
    utc.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A property that is left out when it says nothing.
fn said(name: &str, value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty()).then(|| format!("{name}:{}", text(value)))
}
/// A person with an address; nobody without one.
fn party(name: &str, more: &str, (called, email): (&str, &str)) -> Option<String> {
    let called: String = plain(called).chars().filter(|c| *c != '"').collect();
    (!email.is_empty()).then(|| format!("{name};CN=\"{called}\"{more}:mailto:{}", plain(email)))
}

/// A text with what would end it or begin another property escaped.
fn text(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
/// A value that has no escapes: control characters are left out of it.
fn plain(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_control()).collect()
}
/// A line of at most 75 bytes, going on in lines that begin with a blank; no character is cut in two.
fn folded(line: &str) -> String {
    let (mut out, mut width) = (String::with_capacity(line.len() + 8), 0);
    for c in line.chars() {
        if width + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }
    fn invitation(held_on: &str, hours: &str, place: &str) -> Invitation {
        Invitation {
            uid: "H044-meeting-7@styrrum.exempel.se".to_owned(),
            sequence: 2,
            cancelled: false,
            held_on: day(held_on),
            hours: hours.to_owned(),
            place: place.to_owned(),
            url: "https://styrrum.exempel.se/projects/H044/meetings/7".to_owned(),
            organiser: ("Projektledaren \"PL\"".to_owned(), "projektledare@exempel.se".to_owned()),
        }
    }
    fn made(invitation: &Invitation, summary: &str, description: &str) -> String {
        let at = day("2026-11-22").and_hms_opt(8, 30, 0).expect("a time");
        object(invitation, &Told { summary, description, to: ("Åsa Ek", "asa.ek@exempel.se"), at })
    }
    /// The lines as a calendar reads them.
    fn unfolded(object: &str) -> Vec<String> {
        object.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_meeting_is_told_in_utc_with_its_sequence_and_whom_it_goes_to() {
        let winter = unfolded(&made(&invitation("2020-12-04", "10:00–12:00", "Rådhuset, sal 2; entré B"), "Möte", "1. Risker\n2. Beslut"));
        for line in [
            "METHOD:REQUEST",
            "SEQUENCE:2",
            "DTSTAMP:20261122T083000Z",
            "DTSTART:20201204T090000Z",
            "DTEND:20201204T110000Z",
            "LOCATION:Rådhuset\\, sal 2\\; entré B",
            "DESCRIPTION:1. Risker\\n2. Beslut",
            "ORGANIZER;CN=\"Projektledaren PL\":mailto:projektledare@exempel.se",
            "ATTENDEE;CN=\"Åsa Ek\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:asa.ek@exempel.se",
            "STATUS:CONFIRMED",
        ] {
            assert!(winter.iter().any(|found| found == line), "{line} in {winter:#?}");
        }
        let summer = unfolded(&made(&invitation("2020-06-12", "10:00", ""), "Möte", ""));
        assert!(summer.contains(&"DTSTART:20200612T080000Z".to_owned()));
        assert!(!summer.iter().any(|l| ["DTEND", "LOCATION", "DESCRIPTION"].iter().any(|name| l.starts_with(name))), "{summer:#?}");
        let left_out = unfolded(&made(&invitation("2021-03-28", "02:30", ""), "Möte", ""));
        assert!(left_out.contains(&"DTSTART:20210328T013000Z".to_owned()), "{left_out:#?}");
        assert!(unfolded(&made(&invitation("2020-12-04", "", ""), "Möte", "")).contains(&"DTSTART;VALUE=DATE:20201204".to_owned()));
        let cancelled = Invitation { cancelled: true, ..invitation("2020-12-04", "10:00", "") };
        let cancelled = unfolded(&made(&cancelled, "Möte", ""));
        assert!(cancelled.contains(&"METHOD:CANCEL".to_owned()) && cancelled.contains(&"STATUS:CANCELLED".to_owned()));
    }

    proptest! {
        #[test]
        fn whatever_people_write_no_line_is_too_long_and_none_is_theirs(
            summary in "([\\r\\n;,\\\\\"]|BEGIN:VEVENT|[a-zåäö😀 ]){0,60}", place in "([\\r\\n\\t]|ATTENDEE:x|[a-zö ]){0,40}",
        ) {
            let object = made(&invitation("2020-12-04", "10:00", &place), &summary, &summary);
            prop_assert!(object.split_terminator("\r\n").all(|line| line.len() <= LINE && !line.contains(['\r', '\n'])), "{object:?}");
            let lines = unfolded(&object);
            let names: Vec<&str> = lines.iter().map(|l| l.split([':', ';']).next().unwrap_or_default()).collect();
            for once in ["BEGIN:VEVENT", "METHOD:REQUEST"] {
                prop_assert_eq!(lines.iter().filter(|line| *line == once).count(), 1);
            }
            prop_assert_eq!(names.iter().filter(|name| **name == "ATTENDEE").count(), 1);
            let told = lines.iter().find_map(|l| l.strip_prefix("SUMMARY:")).unwrap_or_default();
            let back = told.replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\");
            prop_assert!(summary.contains('\\') || back == summary.replace("\r\n", "\n").replace('\r', " "), "{back:?} {summary:?}");
        }
    }
}
