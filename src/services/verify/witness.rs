//! Checkpoints: what somebody outside has noted of a chain, on paper or in a mail.
use crate::domain::journal::Hash;
use std::str::FromStr;

/// The number and hash of an entry, as reports and the journal's page show them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Witness {
    pub seq: i64,
    pub hash: Hash,
}
impl Witness {
    /// None where the hash is not one in hexadecimal.
    pub fn new(seq: i64, hash: &str) -> Option<Witness> {
        hash_of(hash).map(|hash| Witness { seq, hash })
    }
}
impl FromStr for Witness {
    type Err = &'static str;

    /// `1482 5f2b…` as it is printed, or with a colon between.
    fn from_str(text: &str) -> Result<Witness, &'static str> {
        let parts = text.trim().split_once([' ', ':']);
        let read = parts.and_then(|(seq, hash)| Witness::new(seq.parse().ok()?, &hash.trim().to_lowercase()));
        read.ok_or("write the entry's number, a space, and the 64 letters and digits of its hash, in quotation marks")
    }
}

/// A hash that is written in hexadecimal.
pub(super) fn hash_of(hexadecimal: &str) -> Option<Hash> {
    let mut out = Hash::default();
    if hexadecimal.len() != 2 * out.len() || !hexadecimal.is_ascii() {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(hexadecimal.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}
