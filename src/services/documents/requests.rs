//! What people ask for of documents, as it is read from a form or a JSON object.
use crate::domain::decision::{Basis, DecisionOutcome};
use crate::domain::document::{DocumentKind, Label};
use crate::domain::role::Role;
use crate::domain::text::{DocumentText, Email, LongText, ShortText};
use crate::input::upload::Upload;
use crate::input::{Fault, Fields, Input};
use crate::services::decisions::read_basis;
use crate::services::uploads;
use chrono::NaiveDate;

/// What is written of a document besides its versions.
#[derive(Debug, Clone)]
pub struct Texts {
    pub kind: DocumentKind,
    pub title: ShortText,
    pub description: Option<LongText>,
    pub responsible: Option<Email>,
    pub register_number: Option<ShortText>,
    /// The paragraph that makes it secret; `None` for what is public.
    pub secrecy: Option<ShortText>,
}
impl Texts {
    fn read(f: &mut Fields<'_>) -> Option<Texts> {
        let (kind, title, description) = (f.word("kind"), f.short("title"), f.optional_long("description"));
        let (responsible, register_number) = (f.optional_email("responsible"), f.optional_short("register_number"));
        let secret = f.tick("secret");
        let secrecy = if secret { f.short("secrecy") } else { f.optional_short("secrecy") };
        if !secret && secrecy.is_some() {
            // What somebody has named a paragraph for does not become public unsaid.
            f.fault("secret", Fault::Other("secret-or-public"));
        }
        Some(Texts { kind: kind?, title: title?, description, responsible, register_number, secrecy })
    }
}

/// What a version holds.
#[derive(Debug, Clone)]
pub enum Content {
    Text(DocumentText),
    File(Upload),
}
impl Content {
    /// Either `text` or `file`.
    fn read(f: &mut Fields<'_>) -> Option<Content> {
        let (text, file) = (f.document_text("text"), uploads::sent(f, "file"));
        match (text, file) {
            (Some(text), None) => Some(Content::Text(text)),
            (None, Some(file)) => Some(Content::File(file)),
            (Some(_), Some(_)) => {
                f.fault("file", Fault::Other("file-and-text"));
                None
            }
            (None, None) => {
                f.fault("file", Fault::Other("file-or-text"));
                None
            }
        }
    }
}
/// The label that somebody names for a version.
fn read_label(f: &mut Fields<'_>) -> Option<Label> {
    let raw = f.optional_short("label")?;
    raw.as_str().parse().map_err(|_| f.fault("label", Fault::Other("not-a-label"))).ok()
}

/// A document with its first version.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub texts: Texts,
    /// `0.1` when none is named.
    pub label: Option<Label>,
    pub reason: Option<LongText>,
    pub content: Content,
}
impl Input for NewDocument {
    fn parse(f: &mut Fields<'_>) -> Option<NewDocument> {
        let (texts, label, reason, content) = (Texts::read(f), read_label(f), f.optional_long("reason"), Content::read(f));
        Some(NewDocument { texts: texts?, label, reason, content: content? })
    }
}

/// New words about a document, all of them.
#[derive(Debug, Clone)]
pub struct WriteDocument {
    pub texts: Texts,
    /// Why the register data of an adopted version are corrected.
    pub reason: Option<LongText>,
    pub version: Option<i64>,
}
impl Input for WriteDocument {
    fn parse(f: &mut Fields<'_>) -> Option<WriteDocument> {
        let (texts, reason, version) = (Texts::read(f), f.optional_long("reason"), f.version());
        Some(WriteDocument { texts: texts?, reason, version })
    }
}

/// The next version of a document.
#[derive(Debug, Clone)]
pub struct AddVersion {
    /// The next after the newest when none is named.
    pub label: Option<Label>,
    pub reason: LongText,
    pub content: Content,
    pub version: Option<i64>,
}
impl Input for AddVersion {
    fn parse(f: &mut Fields<'_>) -> Option<AddVersion> {
        let (label, reason, content, version) = (read_label(f), f.long("reason"), Content::read(f), f.version());
        Some(AddVersion { label, reason: reason?, content: content?, version })
    }
}

/// The newest version goes out for comments.
#[derive(Debug, Clone)]
pub struct SendForComments {
    /// E-mails of members.
    pub people: Vec<String>,
    /// Everybody who has one of these roles.
    pub roles: Vec<Role>,
    pub last_day: NaiveDate,
    pub message: Option<LongText>,
    pub version: Option<i64>,
}
impl Input for SendForComments {
    fn parse(f: &mut Fields<'_>) -> Option<SendForComments> {
        let (people, roles): (Vec<String>, Vec<Role>) = (f.words("people"), f.words("roles"));
        if people.is_empty() && roles.is_empty() {
            f.fault("people", Fault::Other("nobody-asked"));
        }
        let (last_day, message, version) = (f.date("last_day"), f.optional_long("message"), f.version());
        Some(SendForComments { people, roles, last_day: last_day?, message, version })
    }
}

/// The comments of one who was asked.
#[derive(Debug, Clone)]
pub struct AnswerComments {
    pub text: LongText,
}
impl Input for AnswerComments {
    fn parse(f: &mut Fields<'_>) -> Option<AnswerComments> {
        Some(AnswerComments { text: f.long("text")? })
    }
}

/// The newest version is submitted, to be adopted under a label.
#[derive(Debug, Clone, Copy, Default)]
pub struct Submit {
    /// The next whole number when none is named.
    pub label: Option<Label>,
    pub version: Option<i64>,
}
impl Input for Submit {
    fn parse(f: &mut Fields<'_>) -> Option<Submit> {
        let (label, version) = (read_label(f), f.version());
        Some(Submit { label, version })
    }
}

word_enum! {
    /// What is decided about a submitted version.
    Verdict { Adopt = "adopt", Return = "return" }
}
impl Verdict {
    /// The outcome of the decision that the verdict becomes.
    pub const fn outcome(self) -> DecisionOutcome {
        match self {
            Verdict::Adopt => DecisionOutcome::Adopted,
            Verdict::Return => DecisionOutcome::Returned,
        }
    }
}
/// The decider's verdict. A return needs its reason.
#[derive(Debug, Clone)]
pub struct Decide {
    pub verdict: Verdict,
    pub reason: Option<LongText>,
    pub basis: Option<Basis>,
    pub version: Option<i64>,
}
impl Input for Decide {
    fn parse(f: &mut Fields<'_>) -> Option<Decide> {
        let verdict = f.word("outcome");
        let reason = if verdict == Some(Verdict::Return) { f.long("reason") } else { f.optional_long("reason") };
        let (basis, version) = (read_basis(f), f.version());
        Some(Decide { verdict: verdict?, reason, basis, version })
    }
}
