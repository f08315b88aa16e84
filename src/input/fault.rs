//! What can be wrong with a field that was sent.
use crate::domain::file::FileFault;
use crate::domain::room::{Full, MOST};
use crate::domain::text::TextFault;

/// What is wrong with one field. Each has a text in the catalogue under `field-<word>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Required,
    /// How many characters it may have, and how many it has.
    TooLong {
        max: usize,
        length: usize,
    },
    /// In one line: a line break, or what is no sign at all.
    ControlCharacter,
    /// Among several lines: what is no sign at all.
    StrayCharacter,
    NotACode,
    NotAnEmail,
    NotANumber,
    OutOfRange {
        from: i64,
        to: i64,
    },
    NotADate,
    NotAnAmount,
    NotAChoice,
    WrongType,
    Unknown,
    Taken,
    /// More bytes than are taken here.
    FileTooLarge {
        megabytes: u64,
    },
    /// A fault that only the service can see; the word stands in the catalogue.
    Other(&'static str),
    /// As [`Fault::Other`], with what it is about.
    About(&'static str, String),
}

impl Fault {
    /// No number with at most so many decimals.
    pub const fn no_value(decimals: u32) -> Fault {
        Fault::Other(match decimals {
            0 => "not-a-whole-value",
            1 => "not-a-value-in-tenths",
            _ => "not-a-value",
        })
    }
    /// The catalogue's key without `field-`, and its argument.
    pub fn word(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Fault::Required => ("required", vec![]),
            Fault::TooLong { max, length } => ("too-long", vec![("max", max.to_string()), ("length", length.to_string())]),
            Fault::ControlCharacter => ("control-character", vec![]),
            Fault::StrayCharacter => ("stray-character", vec![]),
            Fault::NotACode => ("not-a-code", vec![]),
            Fault::NotAnEmail => ("not-an-email", vec![]),
            Fault::NotANumber => ("not-a-number", vec![]),
            // A limit of the machine's says nothing to anybody.
            Fault::OutOfRange { from, to } if *to >= i64::from(i32::MAX) => ("at-least", vec![("from", from.to_string())]),
            Fault::OutOfRange { from, to } => ("out-of-range", vec![("from", from.to_string()), ("to", to.to_string())]),
            Fault::NotADate => ("not-a-date", vec![]),
            Fault::NotAnAmount => ("not-an-amount", vec![]),
            Fault::NotAChoice => ("not-a-choice", vec![]),
            Fault::WrongType => ("wrong-type", vec![]),
            Fault::Unknown => ("unknown", vec![]),
            Fault::Taken => ("taken", vec![]),
            Fault::FileTooLarge { megabytes } => ("file-too-large", vec![("megabytes", megabytes.to_string())]),
            Fault::Other(word) => (word, vec![]),
            Fault::About(word, about) => (word, vec![("about", about.clone())]),
        }
    }
}
impl From<Full> for Fault {
    fn from(_: Full) -> Fault {
        Fault::About("no-room", MOST.to_string())
    }
}
impl From<FileFault> for Fault {
    fn from(fault: FileFault) -> Fault {
        match fault {
            FileFault::Empty => Fault::Required,
            FileFault::NotAKind => Fault::Other("file-kind"),
            FileFault::NotWhatItSays => Fault::Other("file-not-what-it-says"),
        }
    }
}
impl From<TextFault> for Fault {
    fn from(fault: TextFault) -> Fault {
        match fault {
            TextFault::Empty => Fault::Required,
            TextFault::TooLong { max, length } => Fault::TooLong { max, length },
            TextFault::ControlCharacter => Fault::ControlCharacter,
            TextFault::StrayCharacter => Fault::StrayCharacter,
            TextFault::NotACode => Fault::NotACode,
            TextFault::NotAnEmail => Fault::NotAnEmail,
        }
    }
}
