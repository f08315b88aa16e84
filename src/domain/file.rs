//! Files that people send: which kinds are taken, told by their first bytes and not by what they say of themselves, and names
//! that are safe to save under. Nothing is ever unpacked.
use serde::{Serialize, Serializer};
use std::fmt;

word_enum! {
    /// A kind of file that is taken.
    FileKind {
        Pdf = "pdf",
        Docx = "docx",
        Xlsx = "xlsx",
        Pptx = "pptx",
        Odt = "odt",
        Ods = "ods",
        Odp = "odp",
        Png = "png",
        Jpg = "jpg",
        Txt = "txt",
        Md = "md",
        Csv = "csv",
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    #[error("a file without bytes")]
    Empty,
    #[error("a kind of file that is not taken")]
    NotAKind,
    #[error("its bytes are not what its name says")]
    NotWhatItSays,
}

/// How much may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLimits {
    /// The most bytes of one file.
    pub file: u64,
    /// The most bytes of all files of a project's documents, deliverables and minutes.
    pub project: u64,
}
impl FileLimits {
    pub const MIB: u64 = 1024 * 1024;
}
impl Default for FileLimits {
    /// 50 MiB a file, 2 GiB a project.
    fn default() -> FileLimits {
        FileLimits { file: 50 * FileLimits::MIB, project: 2048 * FileLimits::MIB }
    }
}

/// So many of a file's first bytes tell its kind.
pub const HEAD: usize = 4096;

impl FileKind {
    /// The kind of a file with this name that begins with these bytes, at most [`HEAD`] of them.
    ///
    /// # Errors
    /// No bytes, an ending that is not taken, or bytes that are of another kind than the ending says.
    pub fn of(name: &FileName, head: &[u8]) -> Result<FileKind, FileFault> {
        if head.is_empty() {
            return Err(FileFault::Empty);
        }
        let kind = match name.ending().as_deref() {
            Some("jpeg") => FileKind::Jpg,
            Some(ending) => ending.parse().map_err(|_| FileFault::NotAKind)?,
            None => return Err(FileFault::NotAKind),
        };
        if kind.fits(&head[..head.len().min(HEAD)]) { Ok(kind) } else { Err(FileFault::NotWhatItSays) }
    }

    /// Whether a file that begins with these bytes is of the kind.
    pub fn fits(self, head: &[u8]) -> bool {
        match self {
            FileKind::Pdf => head.starts_with(b"%PDF-"),
            FileKind::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            FileKind::Jpg => head.starts_with(b"\xff\xd8\xff"),
            FileKind::Docx => is_office(head, "word/"),
            FileKind::Xlsx => is_office(head, "xl/"),
            FileKind::Pptx => is_office(head, "ppt/"),
            FileKind::Odt => is_open_document(head, "text"),
            FileKind::Ods => is_open_document(head, "spreadsheet"),
            FileKind::Odp => is_open_document(head, "presentation"),
            FileKind::Txt | FileKind::Md | FileKind::Csv => is_text(head),
        }
    }

    /// The kind that is stored under a media type.
    pub fn of_media_type(media_type: &str) -> Option<FileKind> {
        FileKind::ALL.iter().copied().find(|kind| kind.media_type() == media_type)
    }
    /// The media type that a file of the kind is sent back as.
    pub const fn media_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            FileKind::Odt => "application/vnd.oasis.opendocument.text",
            FileKind::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            FileKind::Odp => "application/vnd.oasis.opendocument.presentation",
            FileKind::Png => "image/png",
            FileKind::Jpg => "image/jpeg",
            FileKind::Txt => "text/plain; charset=utf-8",
            FileKind::Md => "text/markdown; charset=utf-8",
            FileKind::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// A ZIP archive whose first entries are those of an Office file, and not of another Office program's.
fn is_office(head: &[u8], own: &str) -> bool {
    let names = |part: &str| head.windows(part.len()).any(|w| w == part.as_bytes());
    let others = ["word/", "xl/", "ppt/"].into_iter().any(|part| part != own && names(part));
    head.starts_with(b"PK\x03\x04") && (names("[Content_Types].xml") || names("_rels/") || names(own)) && (names(own) || !others)
}
/// A ZIP archive whose first entry, not packed, names the format.
fn is_open_document(head: &[u8], program: &str) -> bool {
    let named = format!("mimetypeapplication/vnd.oasis.opendocument.{program}");
    head.starts_with(b"PK\x03\x04") && head.get(30..).is_some_and(|rest| rest.starts_with(named.as_bytes()))
}
/// Letters in whatever encoding: no program has no control characters.
fn is_text(head: &[u8]) -> bool {
    head.iter().all(|b| *b >= b' ' || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c)) && !head.starts_with(b"%PDF-")
}

/// A file's name as it can be saved anywhere: one part of a path, without signs that a file system, a shell or a reader is
/// misled by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName(String);

impl FileName {
    /// The most characters of a name.
    pub const MAX: usize = 120;

    /// Whatever was sent becomes a name: folders go, and so do signs that do not belong in one.
    pub fn clean(raw: &str) -> FileName {
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let kept: String = last.chars().filter(|c| !is_hidden(*c)).map(|c| if "<>:\"|?*".contains(c) { '_' } else { c }).collect();
        let name = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
        let (stem, ending) = match name.rsplit_once('.') {
            Some((stem, ending)) if !ending.is_empty() && ending.chars().count() <= 8 => (stem.trim_end(), format!(".{ending}")),
            _ => (name, String::new()),
        };
        let room = FileName::MAX - ending.chars().count();
        let stem: String = stem.chars().take(room).collect();
        let stem = if stem.is_empty() || is_reserved(&stem) { format!("fil_{stem}") } else { stem };
        FileName(format!("{stem}{ending}"))
    }
    /// What stands after the last full stop, in lower case.
    pub fn ending(&self) -> Option<String> {
        self.0.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl Serialize for FileName {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

/// Control characters, and signs that turn the direction of writing or are not seen.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}
/// Devices that Windows takes for a file's name, whatever its ending.
fn is_reserved(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().trim().to_ascii_uppercase();
    let numbered = |device: &str| first.strip_prefix(device).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kind(name: &str, head: &[u8]) -> Result<FileKind, FileFault> {
        FileKind::of(&FileName::clean(name), head)
    }
    fn zip(first: &str) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(30, 0);
        bytes.extend_from_slice(first.as_bytes());
        bytes
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say_and_its_name_agrees() {
        assert_eq!(kind("Plan 1.2.pdf", b"%PDF-1.7\n"), Ok(FileKind::Pdf));
        assert_eq!(kind("bild.JPEG", b"\xff\xd8\xff\xe0"), Ok(FileKind::Jpg));
        assert_eq!(kind("plan.docx", &zip("[Content_Types].xml word/document.xml")), Ok(FileKind::Docx));
        assert_eq!(kind("plan.odt", &zip("mimetypeapplication/vnd.oasis.opendocument.textPK")), Ok(FileKind::Odt));
        assert_eq!(kind("lista.csv", "Namn;Värde\r\nÅsa;1\r\n".as_bytes()), Ok(FileKind::Csv));
        for (name, head) in [
            ("plan.pdf", &b"<html><script>"[..]),
            ("plan.pdf", b"MZ\x90\x00"),
            ("plan.docx", &zip("xl/workbook.xml")),
            ("plan.docx", &zip("42.zip")),
            ("plan.ods", &zip("mimetypeapplication/vnd.oasis.opendocument.text")),
            ("text.txt", b"\x7fELF\x02\x01\x01\x00"),
            ("text.txt", b"%PDF-1.7"),
        ] {
            assert_eq!(kind(name, head), Err(FileFault::NotWhatItSays), "{name} {head:?}");
        }
    }

    #[test]
    fn other_kinds_are_not_taken_whatever_they_hold() {
        for name in ["faktura.pdf.exe", "sida.html", "bild.svg", "arkiv.zip", "makro.docm", "utan", ".pdf", "pdf", "../../etc/passwd"] {
            assert_eq!(kind(name, b"%PDF-1.7\n"), Err(FileFault::NotAKind), "{name}");
        }
        assert_eq!(kind("tom.pdf", b""), Err(FileFault::Empty));
    }

    #[test]
    fn a_hostile_name_becomes_an_ordinary_one() {
        for (raw, clean) in [
            ("../../etc/passwd.pdf", "passwd.pdf"),
            ("C:\\temp\\plan.pdf", "plan.pdf"),
            ("plan\r\nSet-Cookie: x=1.pdf", "planSet-Cookie_ x=1.pdf"),
            ("faktura\u{202e}fdp.exe", "fakturafdp.exe"),
            ("con.pdf", "fil_con.pdf"),
            ("  ..  ", "fil_"),
            ("\"><script>.pdf", "___script_.pdf"),
            ("Plan för åren.pdf", "Plan för åren.pdf"),
        ] {
            assert_eq!(FileName::clean(raw).as_str(), clean, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn every_name_is_one_short_part_of_a_path(raw in "(\\PC|\\.|/|\\\\|[\\x00-\\x1f]|\u{202e}){0,200}") {
            let name = FileName::clean(&raw);
            let text = name.as_str();
            prop_assert!(!text.is_empty() && text.chars().count() <= FileName::MAX + 4);
            prop_assert!(!text.contains(['/', '\\', '"', ':', '\r', '\n', '\0']) && !text.chars().any(is_hidden));
            prop_assert!(!text.starts_with('.') && text != ".." && !is_reserved(text));
        }
    }
}
