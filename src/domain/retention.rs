//! How long what lets people in is kept. The installation's administrator sets it.
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Times of sessions, tokens and the log of sign-ins, each within its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Minutes without a request after which a session ends.
    pub idle_minutes: i64,
    /// Hours after which a session ends whatever is done in it.
    pub session_hours: i64,
    /// Days that a token can be made for at most.
    pub token_days: i64,
    /// Days that the log of sign-ins is kept.
    pub sign_in_days: i64,
}

impl Retention {
    pub const IDLE_MINUTES: RangeInclusive<i64> = 10..=90;
    pub const SESSION_HOURS: RangeInclusive<i64> = 1..=12;
    pub const TOKEN_DAYS: RangeInclusive<i64> = 1..=3650;
    pub const SIGN_IN_DAYS: RangeInclusive<i64> = 30..=730;
}

impl Default for Retention {
    fn default() -> Self {
        Retention { idle_minutes: 60, session_hours: 12, token_days: 3650, sign_in_days: 90 }
    }
}
