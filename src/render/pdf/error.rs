//! Why a document was refused.

/// What is wrong with a template's output, in words for the person who wrote the template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkupError {
    #[error("line {line}: not well-formed XHTML: {reason}")]
    Malformed { line: u32, reason: String },
    #[error("line {line}: <{element}> is not allowed in <{parent}>; allowed: {allowed}")]
    Element { line: u32, element: String, parent: String, allowed: &'static str },
    #[error("line {line}: {attribute}=\"{value}\" is not allowed on <{element}>; allowed: {allowed}")]
    Attribute { line: u32, element: String, attribute: String, value: String, allowed: String },
    #[error("line {line}: <{element}> lacks {what}")]
    Missing { line: u32, element: String, what: &'static str },
    #[error("line {line}: text is not allowed directly in <{element}>; allowed: {allowed}")]
    Text { line: u32, element: String, allowed: &'static str },
    #[error("line {line}: the row takes {found} columns, the table has {expected}")]
    RaggedRow { line: u32, found: usize, expected: usize },
    #[error("line {line}: a heading of level {level} may not follow one of level {after}; a reader would miss a level")]
    HeadingLevel { line: u32, level: u8, after: u8 },
    #[error("line {line}: nested more than {limit} deep")]
    TooDeep { line: u32, limit: usize },
    #[error("line {line}: the text of a QR code may hold at most {limit} bytes")]
    QrTooLong { line: u32, limit: usize },
    #[error("line {line}: there is no chart named \"{name}\"")]
    UnknownChart { line: u32, name: String },
    /// The document is sound but could not be written; a fault of ours.
    #[error("the document could not be written: {0}")]
    Writing(&'static str),
}

pub type MarkupResult<T> = Result<T, MarkupError>;
