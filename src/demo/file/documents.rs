//! Documents, their versions, and what people said of them.
use crate::domain::document::DocumentKind;
use chrono::NaiveDate;
use serde::Deserialize;

/// A document with its versions, oldest first.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    pub kind: DocumentKind,
    pub title: String,
    pub responsible: String,
    #[serde(rename = "version")]
    pub versions: Vec<DocumentVersion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentVersion {
    pub label: String,
    pub on: NaiveDate,
    #[serde(default)]
    pub reason: String,
    pub text: String,
    /// The version is a file of this name, which holds the text.
    pub file: Option<String>,
    pub consultation: Option<Consultation>,
    pub submitted: Option<Submitted>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    pub on: NaiveDate,
    pub last_day: NaiveDate,
    pub people: Vec<String>,
    pub message: String,
    #[serde(default)]
    pub answers: Vec<Comments>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comments {
    pub by: String,
    pub on: NaiveDate,
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submitted {
    pub on: NaiveDate,
    /// The label that it is to be adopted as.
    pub label: String,
    pub adopted: Option<AdoptedAt>,
}

/// The meeting of the same day that adopted it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdoptedAt {
    pub by: String,
    pub item: String,
    pub present: String,
}
