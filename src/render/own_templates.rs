//! Templates of reports that an organisation has put in place of those that are built in. They are read and tried on a sample when the
//! program starts: what is broken is named then, and never reaches a report.
use super::report;
use crate::domain::report::ReportKind;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Why a file cannot be a template.
#[derive(Debug, thiserror::Error)]
pub enum OwnTemplateError {
    #[error("The templates in {} cannot be read ({why}). See that --templates names their folder, and that it may be read.", path.display())]
    Unreadable { path: PathBuf, why: std::io::Error },
    #[error("{} is no template: a report's is called status.html, final.html or effect.html. Take the file away, or call it so.", .0.display())]
    UnknownName(PathBuf),
    #[error("{} is too large: a template has at most {LARGEST} bytes.", .0.display())]
    TooLarge(PathBuf),
    #[error("{} is broken ({why}). Mend it, or take it away: the one that is built in is used then.", path.display())]
    Broken { path: PathBuf, why: String },
    #[error("The templates are taken already.")]
    Twice,
}

/// The largest file that is taken: the ones that are built in have a few thousand bytes.
const LARGEST: usize = 256 * 1024;

static OWN: OnceLock<BTreeMap<ReportKind, String>> = OnceLock::new();

/// What the names of an organisation's own templates begin with.
pub(super) const PLACE: &str = "own/";

/// The organisation's template of a kind, where it has one.
pub(super) fn source_of(kind: ReportKind) -> Option<&'static str> {
    OWN.get()?.get(&kind).map(String::as_str)
}
/// As [`source_of`], by its file.
pub(super) fn source(name: &str) -> Option<&'static str> {
    ReportKind::ALL.iter().find(|kind| file(**kind) == name).and_then(|kind| source_of(*kind))
}
/// What the organisation's template of a kind is called, where it has one.
pub(super) fn name(kind: ReportKind) -> Option<String> {
    source_of(kind).map(|_| format!("{PLACE}{}", file(kind)))
}

/// Whether an organisation has any of its own.
pub(super) fn any() -> bool {
    OWN.get().is_some_and(|own| !own.is_empty())
}

/// Uses the templates of a folder from now on, and answers which reports have one. To be called before anything is rendered.
///
/// # Errors
/// A file that cannot be read, has another name, is too large, or does not give a report.
pub fn take(folder: &Path) -> Result<Vec<ReportKind>, OwnTemplateError> {
    let own = read(folder)?;
    let kinds: Vec<ReportKind> = own.keys().copied().collect();
    OWN.set(own).map_err(|_| OwnTemplateError::Twice)?;
    for kind in &kinds {
        report::try_template(*kind, &format!("{PLACE}{}", file(*kind))).map_err(|why| OwnTemplateError::Broken { path: folder.join(file(*kind)), why })?;
    }
    Ok(kinds)
}
fn file(kind: ReportKind) -> String {
    format!("{kind}.html")
}
fn read(folder: &Path) -> Result<BTreeMap<ReportKind, String>, OwnTemplateError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        |why| OwnTemplateError::Unreadable { path, why }
    };
    let mut own = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let kind = ReportKind::ALL.iter().find(|kind| file(**kind) == name).ok_or_else(|| OwnTemplateError::UnknownName(path.clone()))?;
        let bytes = std::fs::read(&path).map_err(unreadable(&path))?;
        if bytes.len() > LARGEST {
            return Err(OwnTemplateError::TooLarge(path));
        }
        let text = String::from_utf8(bytes).map_err(|_| OwnTemplateError::Broken { path, why: "it is not text in UTF-8".to_owned() })?;
        own.insert(*kind, text);
    }
    Ok(own)
}
