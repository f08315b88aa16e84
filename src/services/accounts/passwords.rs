//! Passwords: argon2id, kept as PHC strings, hashed anew when the parameters have risen.
use crate::clock::Entropy;
use crate::services::problem::Problem;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::LazyLock;

/// What one hash costs: memory in KiB, passes, lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// 46 MiB, one pass, one lane: OWASP's first choice for argon2id.
    pub const DEFAULT: Cost = Cost { memory_kib: 46 * 1024, passes: 1, lanes: 1 };

    fn hasher(self) -> Result<Argon2<'static>, Problem> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, None).map_err(Problem::internal)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

/// How a password compares with what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    Wrong,
    Right,
    /// Right, but hashed with parameters that are too weak by now.
    RightButWeak,
}

/// Hashes a password. Takes some tens of milliseconds: never inside a transaction.
///
/// # Errors
/// The operating system gives no random bytes.
pub fn hash(password: &str, cost: Cost, entropy: &Entropy) -> Result<String, Problem> {
    let salt = entropy.hex::<16>().map_err(Problem::internal)?;
    let salt = SaltString::encode_b64(salt.as_bytes()).map_err(Problem::internal)?;
    Ok(cost.hasher()?.hash_password(password.as_bytes(), &salt).map_err(Problem::internal)?.to_string())
}

/// Compares a password with the stored hash. Without one it takes as long and says no, so that nobody learns who has an account.
pub fn check(password: &str, stored: Option<&str>) -> Checked {
    let known = stored.and_then(|s| PasswordHash::new(s).ok());
    let compared = known.or_else(|| PasswordHash::new(&NOBODYS).ok());
    let fits = compared.is_some_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    match stored {
        Some(stored) if fits => {
            if is_weak(stored) {
                Checked::RightButWeak
            } else {
                Checked::Right
            }
        }
        _ => Checked::Wrong,
    }
}

/// A hash that fits no account; comparing with it costs what comparing with a real one does.
static NOBODYS: LazyLock<String> = LazyLock::new(|| {
    let counted = Entropy::counted();
    hash("nobody's password", Cost::DEFAULT, &counted).unwrap_or_default()
});

fn is_weak(stored: &str) -> bool {
    let params = PasswordHash::new(stored).ok().and_then(|hash| Params::try_from(&hash).ok());
    params.is_none_or(|p| p.m_cost() < Cost::DEFAULT.memory_kib || p.t_cost() < Cost::DEFAULT.passes)
}

#[cfg(test)]
mod tests {
    use super::*;
    const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };

    #[test]
    fn a_hash_is_a_phc_string_with_the_default_cost() {
        let stored = hash("korrekt häst batteri", Cost::DEFAULT, &Entropy::System).expect("hashed");
        assert!(stored.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{stored}");
        assert_eq!(check("korrekt häst batteri", Some(&stored)), Checked::Right);
        assert_eq!(check("korrekt häst batter", Some(&stored)), Checked::Wrong);
    }

    #[test]
    fn a_cheaper_hash_is_right_but_weak() {
        let stored = hash("korrekt häst batteri", CHEAP, &Entropy::System).expect("hashed");
        assert_eq!(check("korrekt häst batteri", Some(&stored)), Checked::RightButWeak);
    }

    #[test]
    fn without_an_account_every_password_is_wrong() {
        assert_eq!(check("nobody's password", None), Checked::Wrong);
        assert_eq!(check("", Some("not a hash")), Checked::Wrong);
    }
}
