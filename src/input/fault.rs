//! What can be wrong with a field that was sent.
use crate::domain::file::FileFault;
use crate::domain::room::{Full, MOST};
use crate::domain::text::TextFault;

/// What is wrong with one field. Each has a text in the catalogue under `field-<word>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Required,
    TooLong {
        max: usize,
    },
    ControlCharacter,
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
    /// The catalogue's key without `field-`, and its argument.
    pub fn word(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Fault::Required => ("required", vec![]),
            Fault::TooLong { max } => ("too-long", vec![("max", max.to_string())]),
            Fault::ControlCharacter => ("control-character", vec![]),
            Fault::NotACode => ("not-a-code", vec![]),
            Fault::NotAnEmail => ("not-an-email", vec![]),
            Fault::NotANumber => ("not-a-number", vec![]),
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
            TextFault::TooLong { max } => Fault::TooLong { max },
            TextFault::ControlCharacter => Fault::ControlCharacter,
            TextFault::NotACode => Fault::NotACode,
            TextFault::NotAnEmail => Fault::NotAnEmail,
        }
    }
}
