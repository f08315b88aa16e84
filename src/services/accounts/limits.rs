//! Limits on tries to sign in. They slow a guesser down and never lock the owner out: an address from which the account
//! has signed in before is outside the account's own limit.
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;
use std::sync::Mutex;

/// Failures are remembered for fifteen minutes.
const WINDOW: TimeDelta = TimeDelta::minutes(15);
/// Failures for one account from one address, before that address must wait.
const PER_PAIR: usize = 8;
/// Failures from one address over all accounts: an office may share one address.
const PER_ADDRESS: usize = 50;
/// Failures for one account from addresses that it has never signed in from.
const PER_ACCOUNT: usize = 30;
/// Things counted at most; the oldest are dropped first.
const KEPT: usize = 20_000;

/// Counted failures, by what they are counted for. Each instance counts for itself.
#[derive(Debug, Default)]
pub struct SignInLimits {
    failures: Mutex<HashMap<String, Vec<NaiveDateTime>>>,
}

/// A try to sign in.
#[derive(Debug, Clone, Copy)]
pub struct Try<'a> {
    pub address: &'a str,
    /// The account's address in lower case, whether it exists or not.
    pub account: &'a str,
    /// The account has signed in from this address before.
    pub known_address: bool,
    pub now: NaiveDateTime,
}

impl Try<'_> {
    fn limits(&self) -> [(String, usize); 3] {
        let per_account = if self.known_address { usize::MAX } else { PER_ACCOUNT };
        [
            (format!("pair {} {}", self.address, self.account), PER_PAIR),
            (format!("address {}", self.address), PER_ADDRESS),
            (format!("account {}", self.account), per_account),
        ]
    }
}

impl SignInLimits {
    /// Seconds until this try may be made; `None`: now.
    pub fn wait(&self, t: &Try<'_>) -> Option<u64> {
        let Ok(failures) = self.failures.lock() else { return None };
        let waits = t.limits().into_iter().filter_map(|(key, limit)| wait_of(failures.get(&key)?, limit, t.now));
        waits.max()
    }
    /// Counts a failure.
    pub fn failed(&self, t: &Try<'_>) {
        let Ok(mut failures) = self.failures.lock() else { return };
        if failures.len() > KEPT {
            failures.retain(|_, times| times.last().is_some_and(|last| *last + WINDOW > t.now));
        }
        for (key, _) in t.limits() {
            let times = failures.entry(key).or_default();
            times.retain(|at| *at + WINDOW > t.now);
            times.push(t.now);
        }
    }
    /// Forgets what was counted for this account from this address.
    pub fn succeeded(&self, t: &Try<'_>) {
        if let Ok(mut failures) = self.failures.lock() {
            failures.remove(&t.limits()[0].0);
        }
    }
}

fn wait_of(times: &[NaiveDateTime], limit: usize, now: NaiveDateTime) -> Option<u64> {
    let recent: Vec<&NaiveDateTime> = times.iter().filter(|at| **at + WINDOW > now).collect();
    let oldest = recent.len().checked_sub(limit).and_then(|surplus| recent.get(surplus))?;
    Some((**oldest + WINDOW - now).num_seconds().max(1).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> NaiveDateTime {
        NaiveDateTime::default() + TimeDelta::minutes(minute)
    }
    fn attempt(address: &'static str, minute: i64) -> Try<'static> {
        Try { address, account: "eva@exempel.se", known_address: false, now: at(minute) }
    }

    #[test]
    fn one_address_waits_after_eight_failures_and_for_fifteen_minutes() {
        let limits = SignInLimits::default();
        (0..8).for_each(|_| limits.failed(&attempt("192.0.2.1", 0)));
        assert_eq!(limits.wait(&attempt("192.0.2.1", 5)), Some(600));
        assert_eq!(limits.wait(&attempt("192.0.2.2", 5)), None, "another address of the owner");
        assert_eq!(limits.wait(&attempt("192.0.2.1", 15)), None);
    }

    #[test]
    fn a_stranger_with_many_addresses_does_not_lock_the_owner_out() {
        const STRANGERS: [&str; 5] = ["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4", "203.0.113.5"];
        let limits = SignInLimits::default();
        STRANGERS.iter().flat_map(|a| std::iter::repeat_n(*a, 7)).for_each(|a| limits.failed(&attempt(a, 0)));
        assert!(limits.wait(&attempt("203.0.113.9", 1)).is_some(), "strangers wait");
        assert_eq!(limits.wait(&Try { known_address: true, ..attempt("192.0.2.1", 1) }), None, "the owner does not");
    }

    #[test]
    fn success_forgets_the_failures_before_it() {
        let limits = SignInLimits::default();
        (0..8).for_each(|_| limits.failed(&attempt("192.0.2.1", 0)));
        limits.succeeded(&attempt("192.0.2.1", 0));
        assert_eq!(limits.wait(&attempt("192.0.2.1", 0)), None);
    }
}
