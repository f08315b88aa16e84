//! The minutes that prove an earlier decision: a PDF, kept as it was sent.

/// The most bytes that minutes may have: 20 MiB.
pub const MAX_MINUTES: usize = 20 * 1024 * 1024;

/// Why bytes cannot be minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MinutesFault {
    #[error("larger than {MAX_MINUTES} bytes")]
    TooLarge,
    #[error("not a PDF")]
    NotAPdf,
}

/// A PDF by its first bytes, whatever its name says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes(Vec<u8>);

impl Minutes {
    pub const MEDIA_TYPE: &'static str = "application/pdf";

    /// # Errors
    /// Too large, or not a PDF.
    pub fn new(bytes: Vec<u8>) -> Result<Minutes, MinutesFault> {
        match () {
            () if bytes.len() > MAX_MINUTES => Err(MinutesFault::TooLarge),
            () if !bytes.starts_with(b"%PDF-") => Err(MinutesFault::NotAPdf),
            () => Ok(Minutes(bytes)),
        }
    }
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_a_pdf_of_at_most_twenty_mebibytes() {
        assert!(Minutes::new(b"%PDF-1.7\n".to_vec()).is_ok());
        assert_eq!(Minutes::new(b"<html>%PDF-1.7".to_vec()), Err(MinutesFault::NotAPdf));
        let mut large = b"%PDF-1.7\n".to_vec();
        large.resize(MAX_MINUTES + 1, 0);
        assert_eq!(Minutes::new(large), Err(MinutesFault::TooLarge));
    }
}
