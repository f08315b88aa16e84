//! Secrets that must be read again to be used, such as the mail server's password: sealed with a key that lies beside the database and
//! not in it, so that neither a backup nor whoever reads the database has them.
//!
//! `docs/decisions/0006-a-sealed-password.md` says why.
use crate::clock::Entropy;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::path::Path;

/// The file in the data folder that holds the key.
pub const KEY_FILE: &str = "secret.key";
/// Bytes of the key.
const KEY: usize = 32;

/// What seals and opens, with the key of a data folder.
pub struct Seal {
    key: LessSafeKey,
}

impl Seal {
    /// The key of a data folder, which is made when there is none: readable by its owner only.
    ///
    /// # Errors
    /// The folder cannot be written to, or the file holds no key.
    pub fn of(data: &Path, entropy: &Entropy) -> io::Result<Seal> {
        match Seal::there(data) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => match make(&data.join(KEY_FILE), &entropy.hex::<KEY>()?) {
                // Another has made it meanwhile.
                Err(e) if e.kind() != io::ErrorKind::AlreadyExists => Err(e),
                _ => Seal::there(data),
            },
            found => found,
        }
    }
    /// The key of a data folder where there is one.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] without one; the file cannot be read or holds no key.
    pub fn there(data: &Path) -> io::Result<Seal> {
        let path = data.join(KEY_FILE);
        let mut text = String::new();
        OpenOptions::new().read(true).open(&path)?.take(KEY as u64 * 2 + 2).read_to_string(&mut text)?;
        let key = bytes_of(text.trim()).and_then(|bytes| UnboundKey::new(&CHACHA20_POLY1305, &bytes).ok());
        let key = key.ok_or_else(|| io::Error::other(format!("{} holds no key", path.display())))?;
        Ok(Seal { key: LessSafeKey::new(key) })
    }
    /// # Errors
    /// The operating system gives no random bytes.
    pub fn close(&self, entropy: &Entropy, secret: &str) -> io::Result<String> {
        let nonce = bytes_of(&entropy.hex::<NONCE_LEN>()?).unwrap_or_default();
        let mut sealed = secret.as_bytes().to_vec();
        let once = Nonce::try_assume_unique_for_key(&nonce).map_err(|_| io::Error::other("no nonce"))?;
        self.key.seal_in_place_append_tag(once, Aad::empty(), &mut sealed).map_err(|_| io::Error::other("the secret cannot be sealed"))?;
        Ok(STANDARD.encode([nonce, sealed].concat()))
    }
    /// What was sealed with this key; `None` for anything else.
    pub fn open(&self, sealed: &str) -> Option<String> {
        let bytes = STANDARD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let mut sealed = sealed.to_vec();
        let secret = self.key.open_in_place(Nonce::try_assume_unique_for_key(nonce).ok()?, Aad::empty(), &mut sealed).ok()?;
        String::from_utf8(secret.to_vec()).ok()
    }
}

fn make(path: &Path, key: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(key.as_bytes())?;
    file.sync_all()
}
/// The bytes of hexadecimal digits.
fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    let pairs = digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    if digits.len().is_multiple_of(2) { pairs.collect() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_is_opened_with_the_same_key_only_and_says_nothing_of_itself() {
        let (one, other) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
        let sealed = Seal::of(one.path(), &Entropy::System).and_then(|s| s.close(&Entropy::System, "lösenord")).expect("sealed");
        assert!(!sealed.contains("lösenord"));
        let open = |data: &Path, text: &str| Seal::of(data, &Entropy::System).expect("a key").open(text);
        assert_eq!(open(one.path(), &sealed).as_deref(), Some("lösenord"));
        assert_eq!((open(other.path(), &sealed), open(one.path(), "AAAA"), open(one.path(), "%")), (None, None, None));
        let again = Seal::of(one.path(), &Entropy::System).and_then(|s| s.close(&Entropy::System, "lösenord")).expect("sealed");
        assert_ne!(again, sealed, "each time another nonce");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("folder");
        Seal::of(folder.path(), &Entropy::System).expect("a key");
        let mode = std::fs::metadata(folder.path().join(KEY_FILE)).expect("the key's file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(folder.path().join(KEY_FILE), "nothing").expect("written");
        assert!(Seal::of(folder.path(), &Entropy::System).is_err());
    }
}
